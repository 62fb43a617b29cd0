"""`ssot check --staged` and `--rev` judge what git has recorded, not what is on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.trees.repositories import SETUP, Checkout, git, make

CLEAN = "x = 1\n"
ERROR = "import jwt\n"
OPEN = """import jwt


def read(t, check):
    return jwt.decode(t, "k", options={"verify_signature": check})
"""


@pytest.fixture
def checkout(project: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The project of these tests, in a repository."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    return make(project)


def places(run: Run, *arguments: str) -> list[str]:
    """`path:line rule` of every violation that counts."""
    found = json.loads(run("check", "--output-format", "json", *arguments).out)["violations"]
    return [
        f"{one['location']['path']}:{one['location']['line']} {one['rule']}"
        for one in found
        if one["status"] == "new"
    ]


def test_the_staged_content_is_judged(checkout: Checkout, run: Run) -> None:
    """A partially staged file counts with its staged part, both ways."""
    checkout.commit({"a.py": CLEAN, "b.py": CLEAN, "old.py": ERROR})
    checkout.stage({"a.py": ERROR, "b.py": "x = 2\n"})
    checkout.write({"a.py": CLEAN, "b.py": ERROR, "untracked.py": ERROR})

    assert places(run, "--staged") == ["a.py:1 jwt-direct-import"]
    assert run("check", "--staged").code == 1
    checkout.stage({"a.py": "x = 3\n"})
    checkout.git("restore", "--staged", "b.py", "untracked.py")
    assert run("check", "--staged").code == 0


def test_paths_choose_among_the_staged_files(checkout: Checkout, run: Run) -> None:
    """As the pre-commit framework hands them over."""
    checkout.commit({"src/old.py": ERROR})
    checkout.stage({"src/a.py": ERROR, "src/b.py": ERROR, "c.py": ERROR, "notes.txt": ""})

    assert places(run, "--staged", "src/a.py", "c.py") == [
        "c.py:1 jwt-direct-import",
        "src/a.py:1 jwt-direct-import",
    ]
    assert len(places(run, "--staged", "src")) == 2
    assert places(run, "--staged", "src/old.py") == []


def test_a_change_that_opens_a_call_elsewhere_is_reported(checkout: Checkout, run: Run) -> None:
    """The decision stands in a file that is not staged; its trace leads through one that is."""
    checkout.commit({"tokens.py": CLEAN, "views.py": "from tokens import read\n\nread('t', False)\n"})
    checkout.commit({"other.py": ERROR})
    checkout.stage({"tokens.py": OPEN})

    assert "views.py:3 jwt-signature-bypass" in places(run, "--staged")
    assert not [place for place in places(run, "--staged") if place.startswith("other.py")]


def test_nothing_staged_is_clean(checkout: Checkout, run: Run) -> None:
    """And said so; a quiet hook stays silent."""
    checkout.commit({"a.py": ERROR})
    checkout.stage({"notes.txt": ""})

    outcome = run("check", "--staged")

    assert (outcome.code, outcome.err) == (0, "ssot: no source file is staged\n")
    quiet = run("check", "--staged", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_before_the_first_commit_everything_staged_is_judged(checkout: Checkout, run: Run) -> None:
    """There is no revision to compare with."""
    checkout.stage({"a.py": ERROR})

    assert places(run, "--staged") == ["a.py:1 jwt-direct-import"]


def test_deletions_and_renames(checkout: Checkout, run: Run) -> None:
    """What a commit removes cannot break a rule; what it moves is judged in its new place."""
    checkout.commit({"a.py": ERROR * 3, "b.py": ERROR})
    checkout.git("rm", "-q", "b.py")
    checkout.git("mv", "a.py", "c.py")

    assert {place.split(":")[0] for place in places(run, "--staged")} == {"c.py"}


def test_a_merge_is_judged_by_what_it_changes_here(checkout: Checkout, run: Run) -> None:
    """A conflict that nobody has resolved yet is not analysed, and that is said."""
    checkout.commit({"a.py": CLEAN, "here.py": ERROR})
    checkout.git("checkout", "-qb", "other")
    checkout.commit({"a.py": "x = 'theirs'\n", "there.py": ERROR})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"a.py": "x = 'ours'\n"})
    git(checkout.root, "merge", "-q", "other", check=False)

    assert places(run, "--staged") == ["a.py:1 file-not-analysed", "there.py:1 jwt-direct-import"]
    checkout.stage({"a.py": CLEAN})
    assert places(run, "--staged") == ["there.py:1 jwt-direct-import"]


def test_a_revision_is_judged_without_a_checkout(checkout: Checkout, run: Run) -> None:
    """The disk and the index play no part."""
    checkout.commit({"a.py": ERROR, "lib/b.py": ERROR})
    checkout.git("tag", "v1")
    checkout.commit({"a.py": CLEAN, "lib/b.py": CLEAN, "c.py": ERROR})
    checkout.stage({"a.py": ERROR})

    assert places(run, "--rev", "v1") == ["a.py:1 jwt-direct-import", "lib/b.py:1 jwt-direct-import"]
    assert places(run, "--rev", "v1", "lib") == ["lib/b.py:1 jwt-direct-import"]
    assert places(run, "--rev", "HEAD") == ["c.py:1 jwt-direct-import"]
    assert (checkout.root / "a.py").read_text() == ERROR


def test_paths_are_looked_up_in_what_is_judged(checkout: Checkout, run: Run) -> None:
    """A file may have been deleted since; one that never was is a mistake."""
    checkout.commit({"gone.py": ERROR})
    checkout.git("rm", "-q", "gone.py")
    checkout.commit({"new.py": CLEAN})

    assert places(run, "--rev", "HEAD~1", "gone.py") == ["gone.py:1 jwt-direct-import"]
    assert run("check", "--rev", "HEAD~1", "new.py").err == "ssot: no source file was looked at in new.py\n"
    outcome = run("check", "--rev", "HEAD~1", "never.py")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("ssot: no such file or directory in HEAD~1 (")


def test_the_configuration_is_that_of_what_is_judged(checkout: Checkout, run: Run) -> None:
    """A revision is judged as its checkout would be; where it has none, the one on disk holds."""
    (checkout.root / "pyproject.toml").unlink()
    checkout.commit({"a.py": ERROR})
    checkout.commit({"pyproject.toml": "[tool.ssot]\nowners = ['a.py']\n"})
    checkout.stage({"pyproject.toml": "[tool.ssot]\nexclude = ['b.py']\n", "b.py": ERROR})
    checkout.write({"pyproject.toml": "[tool.ssot.rules.jwt-direct-import]\nenabled = false\n"})

    assert places(run, "--rev", "HEAD") == []
    assert places(run, "--rev", "HEAD~1") == []
    assert places(run, "--staged", "a.py", "b.py") == []
    checkout.stage({"pyproject.toml": "[tool.ssot]\n", "ssot.toml": "", "c.py": ERROR})
    assert places(run, "--staged") == ["b.py:1 jwt-direct-import", "c.py:1 jwt-direct-import"]
    assert places(run, "--rev", "HEAD~1") == ["a.py:1 jwt-direct-import"]


def test_a_mistake_in_a_recorded_configuration_is_placed(checkout: Checkout, run: Run) -> None:
    """It may have been mended on disk; roots are looked up where the configuration is."""
    checkout.commit({"pyproject.toml": "[tool.ssot]\nlevle = 'strict'\nroots = ['src']\n", "a.py": ""})
    checkout.write({"pyproject.toml": "[tool.ssot]\n", "src/b.py": ""})

    outcome = run("check", "--rev", "HEAD")

    assert outcome.code == 3
    assert "levle" in outcome.err
    assert "there is no such directory or file in what is judged" in outcome.err
    assert "the configuration is that of HEAD (" in outcome.err
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--rev", "nosuch"), 3, "unknown revision 'nosuch'"),
        (("--rev=--help",), 3, "'--help' looks like an option"),
        (("--rev", ""), 3, "the revision is empty"),
        (("--rev", "HEAD", "--staged"), 64, "not allowed with argument"),
    ],
)
def test_what_cannot_be_judged_is_said(
    arguments: tuple[str, ...], code: int, message: str, checkout: Checkout, run: Run
) -> None:
    """No verdict, no traceback, no report."""
    checkout.commit({"a.py": CLEAN})

    outcome = run("check", *arguments)

    assert (outcome.code, outcome.out) == (code, "")
    assert message in outcome.err


def test_outside_of_a_repository_nothing_is_staged(project: Path, run: Run) -> None:
    """The message says what to do."""
    outcome = run("check", "--staged")

    assert outcome.code == 3
    assert "is not in a git repository; run `git init` there, or judge the files on disk" in outcome.err


def test_a_project_may_be_a_directory_of_the_repository(
    checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its paths are its own; what is staged elsewhere does not concern it."""
    checkout.commit({"services/api/pyproject.toml": "[tool.ssot]\n", "top.py": CLEAN})
    checkout.stage({"services/api/src/a.py": ERROR, "top.py": ERROR})
    monkeypatch.chdir(checkout.root / "services/api/src")

    assert places(run, "--staged") == ["src/a.py:1 jwt-direct-import"]
    assert places(run, "--staged", "a.py") == ["src/a.py:1 jwt-direct-import"]
    assert run("check", "--staged", "--output-format", "concise").out.startswith("a.py:1:8: ")


def test_a_bare_repository_is_judged_by_revision(
    checkout: Checkout, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the hook of a server does; a configuration above it is not its own."""
    checkout.commit({"src/a.py": ERROR})
    (tmp_path / "pyproject.toml").write_text("[tool.ssot]\n")
    git(tmp_path, "clone", "-q", "--bare", str(checkout.root), "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")

    assert places(run, "--rev", "main") == ["src/a.py:1 jwt-direct-import"]
    assert places(run, "--rev", "main", "src") == ["src/a.py:1 jwt-direct-import"]


@pytest.mark.parametrize("command", ["check", "check --staged", "monitor --full-scan", "baseline create"])
def test_without_a_checkout_nothing_passes(
    command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file on disk, nothing staged: what looks at nothing has no verdict."""
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")

    outcome = run(*command.split())

    assert (outcome.code, outcome.out) == (3, "")
    assert "is a repository without a checkout" in outcome.err
    assert run("rules").code == 0
