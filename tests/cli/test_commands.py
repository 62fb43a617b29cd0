"""The commands are found, and say how they are used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pytest_ssot
from pytest_ssot.cli import commands, exits
from tests.cli.conftest import Run

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_help_names_every_command_and_exit_code(run: Run) -> None:
    """Whoever writes a pipeline finds the numbers where they look first."""
    outcome = run("--help")

    assert outcome.code == 0
    listed = re.findall(r"^    (\w+)", outcome.out, re.MULTILINE)
    assert " ".join(listed) == "baseline check explain gate hook init monitor rules suppressions"
    assert exits.EXPLAINED.strip() in outcome.out


ACTIONS = [f"baseline {action}" for action in ("create", "diff", "merge", "prune", "show", "update")]


@pytest.mark.parametrize(
    "command",
    ["baseline", *ACTIONS, "check", "explain", "gate", "hook", "init", "monitor", "rules", "suppressions"],
)
def test_every_command_has_help(command: str, run: Run) -> None:
    """With its own description and the exit codes."""
    outcome = run(*command.split(), "--help")

    assert outcome.code == 0
    assert outcome.out.startswith(f"usage: ssot {command} ")
    assert exits.EXPLAINED.strip() in outcome.out


def test_help_and_page_name_the_same_exit_codes() -> None:
    """--help and docs/cli.md are checked against the constants."""
    codes = {str(value) for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}

    assert set(re.findall(r"^  (\d+)", exits.EXPLAINED, re.MULTILINE)) == codes
    assert set(re.findall(r"^\| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)) == codes


@pytest.mark.parametrize(
    "command", [*ACTIONS, "check", "gate", "hook", "init", "monitor", "rules", "suppressions"]
)
def test_the_pages_name_every_option(command: str, run: Run) -> None:
    """An undocumented option is found by nobody."""
    options = set(re.findall(r"--[a-z-]+", run(*command.split(), "--help").out)) - {"--help"}

    pages = "".join(PAGE.with_name(name).read_text("utf-8") for name in ("cli.md", "gate.md", "hooks.md"))
    assert options - set(re.findall(r"--[a-z-]+", pages)) == set()


def test_a_new_file_is_a_new_command(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else has to be edited."""
    (tmp_path / "greet.py").write_text(
        '"""Say hello."""\n'
        "def add_arguments(parser): parser.add_argument('who')\n"
        "def run(arguments, world): world.say(f'hello {arguments.who}\\n'); return 0\n"
    )
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])

    assert run("greet", "you").out == "hello you\n"


def test_the_version_is_the_package_s(run: Run) -> None:
    """One number, from one place."""
    assert run("-V").out == run("--version").out == f"ssot (pytest-ssot) {pytest_ssot.__version__}\n"


@pytest.mark.parametrize("arguments", [(), ("chek",), ("--verbose",), ("explain",), ("baseline",)])
def test_wrong_usage_is_never_taken_for_a_critical_violation(arguments: tuple[str, ...], run: Run) -> None:
    """argparse would have said 2."""
    outcome = run(*arguments)

    assert (outcome.code, outcome.out) == (64, "")
    assert outcome.err.startswith("usage: ssot")


def test_an_unknown_option_is_guessed_by_its_command(run: Run) -> None:
    """The usage is that of the command, and a slip of the finger gets the right name back."""
    outcome = run("baseline", "show", "--basline", "known.json")

    assert outcome.code == 64
    assert outcome.err.startswith("usage: ssot baseline show ")
    assert outcome.err.endswith("unrecognized arguments: --basline known.json; did you mean --baseline?\n")
    assert run("check", "--format=json").err.endswith("--format=json; did you mean --output-format?\n")
    assert run("check", "--foo").err.endswith("unrecognized arguments: --foo\n")
