"""The hook under the real pre-commit and prek, without a network."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from tests.hooks.conftest import CLEAN, ERROR, PACKAGE, PASSED, Done, commit, ssot, start
from tests.trees.repositories import Checkout, git

HEADING = "🚨 SSOT VIOLATIONS DETECTED - "


@pytest.fixture(params=["pre-commit", "prek"])
def framework(request: pytest.FixtureRequest, environment: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The program of a framework, which keeps what it makes in a place of its own."""
    tools = Path(sys.executable).parent
    found: str | None = shutil.which(request.param, path=str(tools))
    if found is None:
        pytest.skip(f"{request.param} is not installed: pip install 'pytest-ssot[dev]'")
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(environment / "cache"))
    monkeypatch.setenv("PREK_HOME", str(environment / "cache"))
    return found


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of this project, as a framework would clone it."""
    root = tmp_path_factory.mktemp("package")
    shutil.copytree(
        PACKAGE / "pytest_ssot",
        root / "pytest_ssot",
        ignore=shutil.ignore_patterns("__pycache__", "*.so", "*.pyd"),
    )
    for name in ("pyproject.toml", "hatch_build.py", ".pre-commit-hooks.yaml", "README.md", "LICENSE"):
        shutil.copy(PACKAGE / name, root / name)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "a release")
    return root


@pytest.fixture
def offline(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let packages be built and run with what this environment has: nothing is downloaded."""
    if find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: pip install 'pytest-ssot[dev]'")
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))["project"]
    names = [line.partition(">")[0] for line in project["dependencies"]]
    (environment / "none.txt").write_text("".join(f"{name}; python_version < '3'\n" for name in names))
    for name, value in {
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of --build-isolation
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "UV_OFFLINE": "1",
        "UV_NO_BUILD_ISOLATION": "1",
        "UV_OVERRIDE": str(environment / "none.txt"),
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("offline")
def test_a_framework_installs_and_runs_the_hook(framework: str, package: Path, checkout: Checkout) -> None:
    """By the manifest in this repository, on a file of which another version is on disk."""
    checkout.stage({"a.py": ERROR})
    checkout.write({"a.py": CLEAN})

    done = start(checkout.root, framework, "try-repo", str(package), "ssot", "--verbose")

    assert done.code == 1, done.out + done.err
    assert f"{HEADING}COMMIT BLOCKED!" in done.out
    assert "📁 Checking 1 staged Python file..." in done.out
    assert "a.py:1" in done.out
    assert (checkout.root / "a.py").read_text() == CLEAN


@pytest.fixture
def configured(framework: str, checkout: Checkout) -> Checkout:
    """A project whose framework runs, as the manifest says, the `ssot` of this environment for git."""
    (hook,) = yaml.safe_load((PACKAGE / ".pre-commit-hooks.yaml").read_text())
    hook |= {"entry": f"{sys.executable} -P -m pytest_ssot hook", "language": "system"}
    configuration = {"repos": [{"repo": "local", "hooks": [hook]}]}
    checkout.commit({".pre-commit-config.yaml": yaml.safe_dump(configuration)})
    assert start(checkout.root, framework, "install").code == 0
    return checkout


def run(framework: str, checkout: Checkout, *options: str) -> Done:
    return start(checkout.root, framework, "run", "--verbose", *options)


def test_a_framework_judges_what_is_asked_for(framework: str, configured: Checkout) -> None:
    """A commit, everything, a range."""
    configured.stage({"a.py": ERROR})
    configured.write({"a.py": "x = 2\n"})
    assert f"{HEADING}COMMIT BLOCKED!" in commit(configured).err
    configured.git("commit", "-qnm", "around it")
    configured.git("checkout", "-q", ".")

    everything = run(framework, configured, "--all-files")
    assert (everything.code, f"{HEADING}BLOCKED!" in everything.out) == (1, True)
    assert "Checking 2 Python files" in everything.out
    new = run(framework, configured, "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert (new.code, "a.py:1" in new.out) == (1, True)
    configured.stage({"sub/b.py": "x = 3\n"})
    assert PASSED in run(framework, configured).out
    assert commit(configured).code == 0


def test_a_framework_judges_a_commit_that_only_deletes(configured: Checkout) -> None:
    """It counts deleted files as none, and still what uses them may break a rule from now on."""
    bypass = 'from jwt import decode\n\ndecode("", options={"verify_signature": False})\n'
    configured.git("rm", "-q", "a.py")
    configured.commit({"jwt.py": "def decode(token, options):\n    return None\n", "sub/b.py": bypass})
    configured.git("rm", "-q", "jwt.py")

    done = commit(configured)

    assert (done.code, "sub/b.py:3" in done.err) == (1, True)


def test_a_framework_lets_a_commit_pass_that_changes_no_file(configured: Checkout) -> None:
    """Such as one with another message: it does not answer for what is there."""
    configured.stage({"a.py": ERROR})
    commit(configured, "--no-verify")

    assert commit(configured, "--amend", "-m", "other words").code == 0
    assert commit(configured, "--allow-empty").code == 0


def test_the_manifest_is_valid(framework: str, package: Path) -> None:
    """By the framework's own rules."""
    done = start(package, framework, "validate-manifest", ".pre-commit-hooks.yaml")

    assert done.code == 0, done.out + done.err


def test_a_framework_that_comes_later_keeps_the_hook(framework: str, checkout: Checkout) -> None:
    """It runs it before its own; who is to take it out then is told."""
    ssot(checkout.root, "init", "--hook")
    checkout.commit({".pre-commit-config.yaml": "repos: []\n"})
    start(checkout.root, framework, "install")

    checkout.stage({"a.py": ERROR})
    assert f"{HEADING}COMMIT BLOCKED!" in commit(checkout).err
    told = ssot(checkout.root, "init", "--uninstall")
    assert "`pre-commit uninstall` comes first" in told.out
    start(checkout.root, framework, "uninstall")
    assert "removed" in ssot(checkout.root, "init", "--uninstall").out


def test_ssot_and_a_framework_share_the_hook(framework: str, configured: Checkout) -> None:
    """Installed beside it, both run; taken out, the framework is as it was."""
    hook = configured.root / ".git" / "hooks" / "pre-commit"
    before = hook.read_bytes()
    assert ssot(configured.root, "init", "--hook").code == 0

    configured.stage({"a.py": "x = 4\n"})
    done = commit(configured)
    assert done.code == 0
    assert PASSED in done.err
    assert "SSOT compliance." in done.err
    assert ssot(configured.root, "init", "--uninstall").code == 0
    assert hook.read_bytes() == before
