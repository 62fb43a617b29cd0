"""`--ssot-base REV` lets only items fail that hold something new."""

from __future__ import annotations

import pytest

from tests.plugin.conftest import ERROR, XDIST, Project
from tests.trees.repositories import SETUP, Checkout, make


@pytest.fixture
def branch(sample: Project, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The sample project, committed with its violations."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(sample.root.parent))
    checkout = make(sample.root)
    checkout.commit({})
    return checkout


@pytest.mark.parametrize("xdist", XDIST.values(), ids=XDIST)
def test_only_what_is_new_fails(branch: Checkout, sample: Project, xdist: tuple[str, ...]) -> None:
    """Workers see what their controller has compared; critical violations count always."""
    (branch.root / "src/error.py").rename(branch.root / "src/moved.py")
    branch.write({"src/new.py": ERROR})

    run = sample.run("--ssot-only", "--ssot-base=HEAD", *xdist)

    assert run.failed == {"src/critical.py::ssot", "src/new.py::ssot"}
    assert "src/moved.py::ssot" in run.outcomes
    assert sample.run("--ssot-only", *xdist).failed == {*run.failed, "src/moved.py::ssot"}


@pytest.mark.parametrize(
    ("base", "message"),
    [("nosuch", "unknown revision 'nosuch'"), ("--help", "'--help' looks like an option")],
)
def test_a_base_that_is_none_ends_the_run(base: str, message: str, branch: Checkout, sample: Project) -> None:
    """As a mistake on the command line, with what to do."""
    run = sample.run("--ssot-only", f"--ssot-base={base}")

    assert run.code == pytest.ExitCode.USAGE_ERROR
    assert message in run.err
