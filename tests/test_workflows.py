"""What build services read: the project's own files, and those that `ssot init` writes."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

import pytest

from pytest_ssot.cli import main
from pytest_ssot.cli.parser import parse

ROOT = Path(__file__).parent.parent
PINNED = {
    "actions/checkout": ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7.0.1"),
    "actions/setup-python": ("5fda3b95a4ea91299a34e894583c3862153e4b97", "v7.0.0"),
    "actions/upload-artifact": ("bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
    "github/codeql-action/upload-sarif": ("8aad20d150bbac5944a9f9d289da16a4b0d87c1e", "v4.36.2"),
}
"""The commits that these tags name in the repositories of the actions."""

VALUES = {
    "$ENVIRONMENT": "staging",
    "$LEVEL": "strict",
    "$GATE_MODE": "deployment-gate",
    "$GATE_ENVIRONMENT": "production",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project for which every file was written."""
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").write_text("[tool.ssot]\n")
    (root / ".git").mkdir()
    assert main(["init", "--root", str(root), "--github", "--gitlab", "--jenkins"]) == 0
    return root


def workflows(written: Path) -> list[Path]:
    name = ".github/workflows/ssot-compliance-check.yml"
    return [ROOT / name, written / name]


def tool(name: str) -> str:
    """A program of the environment that the tests run in; the test is skipped where it is missing."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install 'pytest-ssot[dev]'")
    return found


def accepts(command: Iterable[str | Path]) -> str:
    """What a checker complains about, "" when it is content."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_file_keeps_to_the_schema_of_its_service(written: Path) -> None:
    """GitHub's for workflows and actions, GitLab's for pipelines."""
    check = (tool("check-jsonschema"), "--builtin-schema")
    pipelines = [written / ".gitlab-ci.yml", written / ".gitlab" / "ssot-compliance-check.yml"]

    assert accepts([*check, "vendor.github-workflows", *workflows(written)]) == ""
    assert accepts([*check, "vendor.github-actions", ROOT / "action.yml"]) == ""
    assert accepts([*check, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", *pipelines]) == ""


def test_an_auditor_finds_nothing_in_the_workflows(written: Path) -> None:
    """No wide permissions, no tags that can move, no text of strangers in a script."""
    audited = [*workflows(written), ROOT / "action.yml"]

    assert (
        accepts(
            [tool("zizmor"), "--offline", "--no-progress", "--config", ROOT / ".github/zizmor.yml", *audited]
        )
        == ""
    )


def test_every_action_is_pinned_to_the_commit_of_its_tag(written: Path) -> None:
    """A tag can be moved to other code; the remark beside it says which it was."""
    pages = [*workflows(written), ROOT / "docs" / "hooks.md", ROOT / "action.yml"]
    used = {line for page in pages for line in re.findall(r"\buses: (.*)", page.read_text("utf-8"))}

    pinned = {f"{name}@{commit} # {tag}" for name, (commit, tag) in PINNED.items()}
    assert {line for line in used if not line.startswith("./")} == pinned


def commands(path: Path) -> list[list[str]]:
    """The arguments of every gate that a file runs; variables stand for what the service puts in."""
    text = re.sub(r"\n\s+(?=--)", " ", path.read_text("utf-8"))
    found = re.findall(r"\bssot\"? gate ([^'\n]*)", text)
    return [["gate", *shlex.split(arguments)] for arguments in found]


def test_every_command_in_the_files_can_be_given(written: Path) -> None:
    """Options and choices are those of the command line."""
    job = written / ".gitlab" / "ssot-compliance-check.yml"
    given = [commands(path) for path in (workflows(written)[1], job, written / "Jenkinsfile")]
    chosen = set(re.findall(r"GATE_(MODE|ENVIRONMENT): (\S+)", job.read_text("utf-8")))

    assert [len(found) for found in given] == [3, 1, 3]
    for arguments in (arguments for found in given for arguments in found):
        assert parse([VALUES.get(word, word) for word in arguments]).mode
    for name, value in chosen:
        assert vars(parse(["gate", f"--{name.lower()}", value]))[name.lower()] == value
    assert len(chosen) == 4


def test_the_gate_of_the_action_hands_on_its_verdict(tmp_path: Path) -> None:
    """With the outputs that the action promises, though it fails; what is empty is not said."""
    script = (ROOT / "action.yml").read_text("utf-8").rpartition("run: |\n")[2]
    (tmp_path / "pyproject.toml").write_text("[tool.ssot]\n")
    (tmp_path / "a.py").write_text("import jwt\n")
    surroundings = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")},
        **dict.fromkeys(("LEVEL", "ENVIRONMENT", "BASE", "GITHUB_TOKEN"), ""),
        "PYTHON": sys.executable,
        "PYTHONPATH": str(ROOT),
        "MODE": "branch-protection",
        "SARIF": "ssot.sarif",
        "DIRECTORY": "services/api",
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }

    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", textwrap.dedent(script)],
        cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr
    lines = (tmp_path / "outputs").read_text().splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    promised = re.findall(r"steps\.gate\.outputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8"))
    assert [outputs[name] for name in promised] == ["blocked", "1", "services/api/ssot.sarif"]
    assert (tmp_path / "ssot.sarif").is_file()


def test_a_pipeline_is_well_formed(written: Path) -> None:
    """No checker for Jenkinsfiles runs without a Jenkins: brackets match and quotes are closed."""
    text = re.sub(r"//[^\n]*", "", (written / "Jenkinsfile").read_text("utf-8"))
    open_ones: list[str] = []
    for sign in re.sub(r"'[^'\n]*'", "", text):
        if sign in "({[":
            open_ones.append({"(": ")", "{": "}", "[": "]"}[sign])
        elif sign in ")}]":
            assert open_ones.pop() == sign

    assert open_ones == []
    assert "'" not in re.sub(r"'[^'\n]*'", "", text)


def test_nothing_is_left_to_fill_in(written: Path) -> None:
    """Every placeholder of a template has become something."""
    files = [path for path in written.rglob("*") if path.is_file()]

    assert len(files) == 5
    assert [path for path in files if re.search(r"@[A-Z]+@", path.read_text("utf-8"))] == []
