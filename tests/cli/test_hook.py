"""`ssot hook`: what a commit has to answer for, and how it is told."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_ssot.model import Severity
from tests.cli.conftest import Run
from tests.trees.repositories import SETUP, Checkout, git, make

CLEAN = "x = 1\n"
ERROR = "import jwt\n"
WARNING = "def auth_fallback():\n    pass\n"
CRITICAL = 'def read(decode, token):\n    return decode(token, options={"verify_signature": False})\n'
FILLER = "".join(f"value_{number} = {number}\n" for number in range(20))

BEGINNING = "🔍 Running SSOT compliance pre-commit checks...\n"
PASSED = "✅ All pre-commit checks passed - SSOT compliance maintained\n"


@pytest.fixture
def checkout(project: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The project as a repository with one commit, which has an error; no framework around."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    for name in ("PRE_COMMIT", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"):
        monkeypatch.delenv(name, raising=False)
    checkout = make(project, "-b", "main")
    checkout.commit({"clean.py": CLEAN, "old.py": ERROR + FILLER})
    return checkout


def places(out: str) -> list[str]:
    """The places told, in order."""
    return [line.partition("File: ")[2] for line in out.splitlines() if "File: " in line]


def test_a_clean_commit_is_told_in_three_lines(checkout: Checkout, run: Run) -> None:
    """The beginning, the number of files, the verdict."""
    checkout.stage({f"new{number}.py": CLEAN for number in range(3)})

    outcome = run("hook")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == f"{BEGINNING}📁 Checking 3 staged Python files...\n\n{PASSED}"


def test_names_of_files_make_no_difference(checkout: Checkout, run: Run) -> None:
    """Frameworks hand over what they think is staged; git knows."""
    checkout.stage({"a.py": ERROR})

    assert run("hook", "old.py", "no/such.py") == run("hook")


def test_a_commit_without_python_is_told_so(checkout: Checkout, run: Run) -> None:
    """Nothing is judged for it."""
    checkout.stage({"notes.md": "words\n"})

    assert run("hook").out == f"{BEGINNING}📁 No staged Python files to check\n\n{PASSED}"
    checkout.git("commit", "-qm", "notes")
    assert run("hook").code == 0


def test_violations_are_told_with_file_fix_code_and_impact(checkout: Checkout, run: Run) -> None:
    """The heaviest first, then what it means for the business, then the verdict."""
    checkout.stage({
        "ssot.toml": 'impact = "Forged tokens"\ninterface = "app.Auth"\n',
        "pyproject.toml": "",
        "a.py": ERROR,
        "b.py": CRITICAL,
        "c.py": WARNING,
    })  # fmt: skip

    outcome = run("hook")

    assert outcome.code == 2
    assert outcome.out == (
        f"{BEGINNING}📁 Checking 3 staged Python files...\n\n"
        "🚨 CRITICAL VIOLATIONS DETECTED - COMMIT BLOCKED!\n\n"
        '🔴 CRITICAL: decode does not verify the token\'s signature: "verify_signature" is switched off '
        "[jwt-signature-bypass]\n"
        "   📄 File: b.py:2\n"
        "   💡 Fix: verify the signature: leave the check on, pass the key and `algorithms`, "
        "or call app.Auth\n"
        '   Code: return decode(token, options={"verify_signature": False})\n\n'
        "🟡 ERROR: jwt (PyJWT) is imported outside the owner of JWT work [jwt-direct-import]\n"
        "   📄 File: a.py:1\n"
        "   💡 Fix: remove the import and use app.Auth\n"
        "   Code: import jwt\n\n"
        "⚪ WARNING: auth_fallback is named as a way around authentication [auth-fallback]\n"
        "   📄 File: c.py:1\n"
        "   💡 Fix: remove the detour, or route it through app.Auth\n"
        "   Code: def auth_fallback():\n\n"
        "💰 BUSINESS IMPACT: Forged tokens\n\n"
        "❌ Commit blocked: 1 critical violation, none allowed at standard; "
        "1 error, none allowed at standard\n"
        "   `ssot explain jwt-signature-bypass` says why, and what to do. "
        "`git commit --no-verify` skips all checks (not recommended).\n"
    )


@pytest.mark.parametrize(
    ("level", "source", "code", "banner"),
    [
        ("standard", ERROR, 1, "🚨 SSOT VIOLATIONS DETECTED - COMMIT BLOCKED!"),
        ("permissive", ERROR, 0, "⚠️  SSOT VIOLATIONS DETECTED - COMMIT ALLOWED, REVIEW RECOMMENDED"),
        ("strict", WARNING, 1, "🚨 WARNINGS - COMMIT BLOCKED!"),
        ("standard", WARNING, 0, "⚠️  WARNINGS - COMMIT ALLOWED, REVIEW RECOMMENDED"),
    ],
)
def test_the_level_decides(
    level: str, source: str, code: int, banner: str, checkout: Checkout, run: Run
) -> None:
    """What it lets pass is shown all the same."""
    checkout.stage({"new.py": source})

    outcome = run("hook", "--level", level)

    assert (outcome.code, outcome.out.splitlines()[3]) == (code, banner)
    assert places(outcome.out) == ["new.py:1"]
    assert ("Pre-commit checks passed" in outcome.out) is (code == 0)


def test_what_head_has_is_not_introduced(checkout: Checkout, run: Run) -> None:
    """Edited around, renamed, moved to another file; a copy is new."""
    checkout.stage({"old.py": "# a remark\n" + ERROR + FILLER})
    assert run("hook").code == 0
    checkout.stage({"copy.py": ERROR})
    assert places(run("hook").out) == ["copy.py:1"]
    checkout.git("rm", "-qf", "copy.py")
    checkout.git("mv", "old.py", "renamed.py")
    assert run("hook").out.endswith(PASSED)


def test_the_staged_content_is_judged(checkout: Checkout, run: Run) -> None:
    """Not what is on disk, in either direction."""
    checkout.stage({"clean.py": ERROR})
    checkout.write({"clean.py": CLEAN})
    assert run("hook").code == 1
    checkout.git("add", ".")
    checkout.stage({"clean.py": "x = 2\n"})
    checkout.write({"clean.py": ERROR, "untracked.py": ERROR})
    assert run("hook").code == 0
    checkout.git("add", "--intent-to-add", "untracked.py")
    assert run("hook").code == 0


def test_a_deleted_file_can_introduce_a_violation(checkout: Checkout, run: Run) -> None:
    """Without the project's own module of that name, the library is meant."""
    checkout.commit({
        "jwt.py": "def decode(token, options):\n    return None\n",
        "use.py": 'from jwt import decode\n\ndecode("", options={"verify_signature": False})\n',
    })  # fmt: skip
    checkout.git("rm", "-q", "jwt.py")

    outcome = run("hook")

    assert "📁 No staged Python files to check" in outcome.out
    assert (outcome.code, places(outcome.out)) == (
        2,
        ["use.py:3", "old.py:1", "use.py:1", "use.py:3"],
    )


def test_a_violation_may_show_in_a_file_that_is_not_staged(checkout: Checkout, run: Run) -> None:
    """The staged file decides, another one is affected."""
    checkout.commit({
        "flags.py": "VERIFY = True\n",
        "use.py": "import jwt\nfrom flags import VERIFY\n\n"
        'def read(token, key):\n    return jwt.decode(token, key, ["RS256"], {"verify_signature": VERIFY})\n',
    })  # fmt: skip
    checkout.stage({"flags.py": "VERIFY = False\n"})

    outcome = run("hook")

    assert (outcome.code, places(outcome.out)) == (2, ["flags.py:1"])
    assert "🔗 Affects: use.py:5" in outcome.out


def test_the_first_commit_is_judged_whole(project: Path, checkout: Checkout, run: Run) -> None:
    """There is no HEAD to have anything already."""
    checkout.git("checkout", "-q", "--orphan", "fresh")

    outcome = run("hook")

    assert (outcome.code, places(outcome.out)) == (1, ["old.py:1"])


def test_a_critical_violation_counts_wherever_the_commit_touches_it(checkout: Checkout, run: Run) -> None:
    """Though HEAD has it; in other files it is mentioned."""
    checkout.commit({"bad.py": CRITICAL})
    checkout.stage({"clean.py": "x = 2\n"})
    untouched = run("hook")
    checkout.stage({"bad.py": "# a remark\n" + CRITICAL})
    touched = run("hook")

    assert (untouched.code, places(untouched.out)) == (0, [])
    assert "1 critical violation in files that this commit does not touch" in untouched.out
    assert (touched.code, places(touched.out)) == (2, ["bad.py:3"])
    assert "does not touch" not in touched.out


def test_a_permitted_critical_violation_does_not_count(checkout: Checkout, run: Run) -> None:
    """The configuration names its rule, so that HEAD, a marker or a baseline may excuse it."""
    permission = '[tool.ssot]\nallow-critical-exceptions = ["jwt-signature-bypass"]\n'
    checkout.commit({"bad.py": CRITICAL, "pyproject.toml": permission})
    checkout.stage({"bad.py": "# a remark\n" + CRITICAL})

    assert run("hook").out.endswith(PASSED)


def test_the_baseline_is_honoured(checkout: Checkout, run: Run) -> None:
    """Unless the command line says otherwise; critical violations need a reason in it."""
    checkout.stage({"new.py": ERROR, "bad.py": CRITICAL})
    run("baseline", "create", "--allow-critical", "known to the security team")
    checkout.git("add", ".")

    assert run("hook").out.endswith(PASSED)
    assert places(run("hook", "--no-baseline").out) == ["bad.py:2", "new.py:1"]
    (checkout.root / "other.json").write_text(Path("baselines/ssot.json").read_text())
    assert run("hook", "--baseline", "other.json").code == 0


class TestMerges:
    """A commit with several parents."""

    @pytest.fixture
    def merging(self, checkout: Checkout) -> Checkout:
        """`topic` is being merged into `main`, with a conflict in `both.py` that is not resolved yet."""
        checkout.commit({"both.py": "x = 0\n"})
        checkout.git("checkout", "-qb", "topic")
        checkout.commit({"both.py": "x = 'theirs'\n", "theirs.py": ERROR, "their_bad.py": CRITICAL})
        checkout.git("checkout", "-q", "main")
        checkout.commit({"both.py": "x = 'ours'\n", "ours.py": ERROR, "our_bad.py": CRITICAL})
        git(checkout.root, "merge", "-q", "topic", check=False)
        return checkout

    def test_what_a_parent_has_is_not_introduced_by_the_merge(self, merging: Checkout, run: Run) -> None:
        """Only what the merge itself writes is its own; the critical one that comes in always counts."""
        merging.stage({"both.py": ERROR})

        outcome = run("hook")

        assert (outcome.code, places(outcome.out)) == (2, ["their_bad.py:2", "both.py:1"])
        assert "1 critical violation in files that this commit does not touch" in outcome.out

    def test_a_clean_resolution_passes(self, merging: Checkout, run: Run) -> None:
        """Apart from the critical one, which is not theirs to bring in."""
        merging.stage({"both.py": "x = 'both'\n", "their_bad.py": CLEAN})

        assert run("hook").code == 0
        assert run("check", "--staged", "--base", "HEAD").code == 2
        merging.stage({"our_bad.py": CLEAN})
        assert run("check", "--staged", "--base", "HEAD").code == 0

    def test_a_conflict_that_is_left_is_told(self, merging: Checkout, run: Run) -> None:
        """git would not commit it either."""
        assert "both.py" in run("hook").out

    def test_a_merge_of_several_branches_has_them_all_as_parents(self, checkout: Checkout, run: Run) -> None:
        """Each brings an error that is none of the merge's."""
        for name in ("one", "two"):
            checkout.git("checkout", "-q", "-b", name, "main")
            checkout.commit({f"{name}.py": ERROR + f"{name} = 1\n"})
        checkout.git("checkout", "-q", "main")
        checkout.git("merge", "-q", "--no-commit", "--no-ff", "one", "two")

        assert run("hook").out.endswith(PASSED)
        checkout.stage({"three.py": ERROR + "three = 1\n"})
        assert places(run("hook").out) == ["three.py:1"]


def test_many_files_are_one_commit(checkout: Checkout, run: Run) -> None:
    """Five hundred of them; what is shown is limited, what counts is not."""
    checkout.stage({f"pkg{number % 7}/m{number}.py": f"{ERROR}x = {number}\n" for number in range(500)})

    outcome = run("hook")

    assert "📁 Checking 500 staged Python files...\n" in outcome.out
    assert (outcome.code, len(places(outcome.out))) == (1, 50)
    assert "... and 450 violations more: ssot check shows all of them" in outcome.out
    assert "500 errors, none allowed at standard" in outcome.out


def test_odd_names_are_found_and_harmless(checkout: Checkout, run: Run) -> None:
    """Blanks, line ends, terminal escapes, a leading dash, bytes that are not UTF-8."""
    names = [
        "with blank.py",
        "line\nend.py",
        "\x1b[31mred.py",
        "-dash.py",
        os.fsdecode(b"caf\xe9.py"),
        "ü.py",
    ]
    checkout.stage({name: f"{ERROR}x = {number}\n" for number, name in enumerate(names)})

    outcome = run("hook")

    assert sorted(places(outcome.out)) == sorted([
        "with blank.py:1", "line\\nend.py:1", "\\x1b[31mred.py:1", "-dash.py:1", "caf\\xe9.py:1", "ü.py:1",
    ])  # fmt: skip
    assert "\x1b" not in outcome.out


def test_paths_are_those_of_the_reader(checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a subdirectory, a click still finds them."""
    checkout.stage({"sub/new.py": ERROR})
    monkeypatch.chdir(checkout.root / "sub")

    assert places(run("hook").out) == ["new.py:1"]


def test_hostile_code_is_shown_harmless(checkout: Checkout, run: Run) -> None:
    """Nothing in it acts on a terminal."""
    checkout.stage({"a.py": "import jwt  # \x1b]0;title\x07 \u202e\n"})

    out = run("hook").out

    assert "Code: import jwt  # \\x1b]0;title\\x07 \\u202e\n" in out
    assert not set(out) & set("\x1b\x07\u202e")


def test_colour_is_a_choice(checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR, FORCE_COLOR and the options mean what they mean everywhere."""
    checkout.stage({"a.py": ERROR})

    assert "\x1b[" in run("hook", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("hook").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("hook").out


class TestFrameworks:
    """What the pre-commit framework asks for when no commit is being made."""

    def test_nothing_staged_means_the_whole_project(
        self, checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`pre-commit run --all-files` in a build must not pass for want of a commit."""
        assert run("hook").code == 0
        monkeypatch.setenv("PRE_COMMIT", "1")

        outcome = run("hook")

        assert (outcome.code, places(outcome.out)) == (1, ["old.py:1"])
        assert "📁 Checking 2 Python files...\n" in outcome.out
        assert "COMMIT" not in outcome.out
        checkout.stage({"clean.py": "x = 2\n"})
        assert run("hook").code == 0

    def test_a_range_means_what_is_new_in_it(
        self, checkout: Checkout, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`--from-ref` and `--to-ref`, and every push."""
        checkout.commit({"new.py": ERROR + "x = 1\n"})
        monkeypatch.setenv("PRE_COMMIT", "1")
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
        monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")

        assert places(run("hook").out) == ["new.py:1"]
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD")
        assert run("hook").code == 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pyproject.toml": "[tool.ssot]\nlevel = 'strickt'\n"}, "did you mean"),
        ({"pyproject.toml": "[tool.ssot"}, "not valid TOML"),
    ],
)
def test_a_broken_configuration_is_no_verdict(
    files: dict[str, str | bytes], message: str, checkout: Checkout, run: Run
) -> None:
    """Even where no source file is staged: the next commit would not be judged."""
    checkout.stage(files)

    outcome = run("hook")

    assert (outcome.code, message in outcome.err) == (3, True)


def test_a_commit_without_python_costs_next_to_nothing(checkout: Checkout, run: Run) -> None:
    """Most commits of most projects: neither the rules nor the engine are imported for them."""
    checkout.stage({"notes.md": "words\n"})
    code = (
        "import sys; from pytest_ssot.cli import main; assert main(['hook']) == 0;"
        "found = {'.'.join(name.split('.')[:2]) for name in sys.modules if name.startswith('pytest_ssot.')};"
        "print(sorted(found), {'pytest', 'sqlite3'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    heavy = {"analysis", "baseline", "cache", "facts", "rules", "suppressions", "workers"}
    loaded = {name.partition(".")[2] for name in re.findall(r"'(pytest_ssot\.\w+)'", done.stdout)}
    assert loaded & heavy == set()
    assert "trees" in loaded
    assert done.stdout.rstrip().endswith("set()")


def test_every_severity_has_a_sign_and_a_heading(checkout: Checkout, run: Run) -> None:
    """A new one would not be shown."""
    from pytest_ssot.formats.text import answer

    assert set(answer._ICONS) == set(Severity)  # noqa: SLF001 - it is private to everybody else
