"""`ssot baseline` makes and keeps the file, and `ssot check` counts only what it does not know."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from pytest_ssot import formats
from pytest_ssot.baseline import load
from tests.cli.conftest import Outcome, Run, Write
from tests.cli.test_base import CRITICAL, standings
from tests.cli.test_revisions import ERROR
from tests.trees.repositories import SETUP, Checkout, make

USUAL = "baselines/ssot.json"
CALL = "def {name}(token):\n    {before}(token)\n    return jwt.decode(token, {name}_key)\n\n\n"
UNION = f"{USUAL} merge=union\n"


def calls(*names: str) -> str:
    """A module in which each of these functions holds a violation, beside the import."""
    return "import jwt\n\n\n" + "".join(CALL.format(name=name, before=f"audit_{name}") for name in names)


def known(root: Path, file: str = USUAL) -> list[tuple[str, str, str]]:
    """Path, scope and rule of what a baseline knows, sorted."""
    baseline = load(root / file)
    assert baseline is not None
    return sorted((entry.path, entry.scope, entry.rule) for entry in baseline.entries)


@pytest.fixture
def repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    """The project as a repository of its own."""
    for name, value in SETUP.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    return make(project)


def done(outcome: Outcome, code: int = 0) -> Outcome:
    """The outcome, which has this exit code."""
    assert outcome.code == code, outcome.out + outcome.err
    return outcome


class TestLife:
    def test_what_is_written_does_not_count(self, write: Write, run: Run) -> None:
        """A copy does, with the known one that it is like; `--no-baseline` counts everything."""
        root = write({"a.py": calls("login")})
        done(run("check"), 1)

        made = done(run("baseline", "create"))
        assert made.out == f"baseline made: {USUAL} knows 2 violations\n"
        done(run("check"))
        write({"a.py": calls("login", "refresh")})

        outcome = done(run("check", "--output-format", "concise"), 1)
        place = "a.py:11:12: error[jwt-direct-call] "
        assert outcome.out.startswith(place)
        assert "(nearest known: a.py:6, in login)" in outcome.out
        assert "3 new violations" in done(run("check", "--no-baseline"), 1).out
        assert known(root) == [("a.py", "", "jwt-direct-import"), ("a.py", "login", "jwt-direct-call")]

    def test_creating_twice_is_updating(self, write: Write, run: Run) -> None:
        """The same content gives the same bytes, and what people wrote stays."""
        root = write({"a.py": calls("login")})
        run("baseline", "create")
        file = root / USUAL
        before = file.read_text()
        assert "up to date" in done(run("baseline", "create")).out
        assert file.read_text() == before
        file.write_text(before.replace('"scope":"login"', '"scope":"login","reason":"agreed"'))
        write({"a.py": "# more\n" + calls("login", "refresh")})

        done(run("baseline", "create"))

        assert '"reason":"agreed"' in file.read_text()
        assert len(known(root)) == 3

    def test_critical_violations_need_a_reason(self, write: Write, run: Run) -> None:
        """Exit code 2 says that they were left out."""
        root = write({"a.py": CRITICAL, "b.py": ERROR})

        left = done(run("baseline", "create"), 2)
        assert "1 critical violation left out" in left.out
        assert "a.py:2:35: critical[jwt-signature-bypass]" in left.out
        assert [rule for _, _, rule in known(root)] == ["jwt-direct-import"]
        done(run("check"), 2)
        done(run("baseline", "update", "--allow-critical", "gone in v2"))
        assert "a.py:2:35 critical[jwt-signature-bypass]: gone in v2" in done(run("check")).out
        assert "1 accepted critical violation" in done(run("check", "--output-format=concise")).out
        done(run("baseline", "update"))
        done(run("baseline", "create", "--allow-critical", " "), 64)

    def test_paths_renew_their_part(self, write: Write, run: Run) -> None:
        """The rest of the file stays, fixed or not."""
        root = write({"a/a.py": ERROR, "b/b.py": ERROR})
        run("baseline", "create")
        write({"a/a.py": "", "b/b.py": "", "a/new.py": ERROR, "b/new.py": ERROR})

        done(run("baseline", "update", "a"))
        assert [path for path, _, _ in known(root)] == ["a/new.py", "b/b.py"]
        done(run("baseline", "prune", "a"))
        assert [path for path, _, _ in known(root)] == ["a/new.py", "b/b.py"]
        pruned = done(run("baseline", "prune"))
        assert "  fixed: b/b.py: error[jwt-direct-import] jwt\n" in pruned.out
        assert [path for path, _, _ in known(root)] == ["a/new.py"]

    def test_what_is_stale_fails_when_that_is_asked_for(self, write: Write, run: Run) -> None:
        """By option or setting, for the paths that are judged."""
        write({"a/a.py": ERROR, "b/b.py": ""})
        run("baseline", "create")
        write({"a/a.py": ""})

        assert "fixed: 1 known violation gone, well done" in done(run("check")).out
        strict = done(run("check", "--strict-baseline"), 1)
        assert "1 stale entry in the baseline, none allowed with strict-baseline" in strict.out
        done(run("check", "--strict-baseline", "b"))
        write({"pyproject.toml": "[tool.ssot]\nstrict-baseline = true\n"})
        done(run("check"), 1)
        run("baseline", "prune")
        done(run("check"))

    def test_what_was_not_analysed_is_not_fixed(self, write: Write, run: Run) -> None:
        """In a file that is too long, nobody knows; pruning leaves its entries alone."""
        root = write({"a.py": calls("login"), "b.py": ERROR})
        run("baseline", "create")
        write({"a.py": "value = 1\n" * 100_000 + calls("login"), "b.py": ""})

        done(run("baseline", "prune"))

        assert [path for path, _, _ in known(root)] == ["a.py", "a.py"]

    def test_the_ratchet_holds(self, write: Write, run: Run) -> None:
        """It names rule and numbers, and leaves the file alone."""
        root = write({"pyproject.toml": "[tool.ssot]\nratchet = true\n", "a.py": ERROR})
        run("baseline", "create")
        before = (root / USUAL).read_bytes()
        write({"b.py": ERROR})

        refused = done(run("baseline", "update"), 3)
        assert "this would raise error[jwt-direct-import] from 1 to 2" in refused.err
        assert (root / USUAL).read_bytes() == before
        done(run("baseline", "update", "--allow-more"))
        assert "2 of 2 known violations left" in done(run("check")).out

    def test_a_missing_baseline_is_told(self, write: Write, run: Run) -> None:
        """One that was asked for is an error; the usual one may be missing."""
        write({"a.py": ERROR})

        for command in (("update",), ("prune",), ("show",), ("diff",)):
            assert "`ssot baseline create` makes it" in done(run("baseline", *command), 3).err
        assert "there is no such file" in done(run("check", "--baseline", "nosuch.json"), 3).err
        done(run("check"), 1)

    def test_what_is_no_baseline_is_refused(self, write: Write, run: Run) -> None:
        """Whatever the command, it stays as it is."""
        root = write({"a.py": ERROR, USUAL: '{"format": "other"}'})

        for command in (("check",), ("baseline", "create"), ("baseline", "prune"), ("baseline", "show")):
            assert "not a baseline of this tool" in done(run(*command), 3).err
        assert (root / USUAL).read_text() == '{"format": "other"}'

    def test_another_place_is_read_when_it_is_named(self, write: Write, run: Run) -> None:
        """By option from the working directory, by setting from the root; the command says what to do."""
        root = write({"a.py": ERROR})

        made = done(run("baseline", "create", "--baseline", "sub/known.json"))
        assert 'write `baseline = "sub/known.json"` under [tool.ssot]' in made.out
        assert not (root / USUAL).exists()
        done(run("check"), 1)
        done(run("check", "--baseline", "sub/known.json"))
        write({"pyproject.toml": '[tool.ssot]\nbaseline = "sub/known.json"\n'})
        done(run("check"))


class TestShowing:
    def test_show_lists_what_is_known(self, write: Write, run: Run) -> None:
        """For people, and for programs."""
        write({"a.py": CRITICAL, "b.py": ERROR})
        run("baseline", "create", "--allow-critical", "gone in v2")

        assert run("baseline", "show").out.splitlines() == [
            "a.py, in read: critical[jwt-signature-bypass] decode",
            "    gone in v2",
            "b.py: error[jwt-direct-import] jwt",
            "  critical jwt-signature-bypass: 1 of 1 at first",
            "  error    jwt-direct-import: 1 of 1 at first",
            "2 violations, 2 at first",
        ]
        told = json.loads(run("baseline", "show", "--output-format", "json").out)
        assert [(one["path"], one["reason"]) for one in told["violations"]] == [
            ("a.py", "gone in v2"),
            ("b.py", ""),
        ]
        assert told["counts"][1] == {
            "severity": "error",
            "rule": "jwt-direct-import",
            "number": 1,
            "first": 1,
        }

    def test_diff_says_what_became_of_the_project(self, write: Write, run: Run) -> None:
        """New, edited, moved and fixed; exit code 1 when there is any of it."""
        write({"a.py": calls("login"), "b.py": calls("old"), "c.py": ERROR})
        run("baseline", "create")
        assert done(run("baseline", "diff")).out == "no difference\n"
        edited = calls("login").replace("login_key)", "login_key, leeway=1)")
        write({"a.py": edited, "c.py": "", "d.py": ERROR})
        Path("b.py").rename("z.py")

        signs = [
            line[0] + line.partition(".py")[0][1:]
            for line in done(run("baseline", "diff"), 1).out.splitlines()
        ]
        told = json.loads(run("baseline", "diff", "--output-format", "json").out)

        assert sorted(signs) == ["+ d", "- c", "> z", "> z", "~ a"]
        assert [one["location"]["path"] for one in told["modified"]] == ["a.py"]
        assert [one["path"] for one in told["fixed"]] == ["c.py"]

    def test_diff_compares_two_files(self, write: Write, run: Run) -> None:
        """For reviews of a change."""
        write({"a.py": ERROR, "b.py": ERROR})
        run("baseline", "create", "--baseline", "old.json")
        write({"b.py": "", "c.py": ERROR})
        run("baseline", "create", "--baseline", "new.json")

        assert done(run("baseline", "diff", "old.json", "new.json"), 1).out.splitlines() == [
            "+ c.py: error[jwt-direct-import] jwt",
            "- b.py: error[jwt-direct-import] jwt",
        ]
        done(run("baseline", "diff", "old.json", "old.json"))
        done(run("baseline", "diff", "old.json"), 64)

    def test_the_json_report_keeps_to_its_schema(self, write: Write, run: Run) -> None:
        """With a baseline, and something of every status."""
        write({"a.py": calls("login"), "b.py": calls("old"), "c.py": ERROR})
        run("baseline", "create")
        write({"a.py": calls("login", "more").replace("login_key", "login_key, 1"), "c.py": ""})
        Path("b.py").rename("z.py")
        schema = json.loads((files(formats) / "json.schema.json").read_text("utf-8"))

        report = json.loads(run("check", "--output-format", "json").out)

        jsonschema.validate(report, schema, cls=jsonschema.Draft202012Validator)
        assert {one["status"] for one in report["violations"]} == {"new", "modified", "moved", "known"}
        assert len({one["fingerprint"] for one in report["violations"]}) == len(report["violations"])
        assert report["baseline"]["place"] == USUAL
        (new,) = (one for one in report["violations"] if one["status"] == "new")
        assert new["precedent"]["scope"] == "login"

    def test_sarif_tells_the_state_of_each(self, write: Write, run: Run) -> None:
        """Moved violations keep their fingerprint, so that services know them again."""
        write({"a.py": calls("login"), "b.py": ERROR})
        run("baseline", "create")
        before = self.results(run)
        Path("a.py").rename("z.py")
        write({"b.py": f"{ERROR}{ERROR.replace('jwt', 'jose')}"})

        after = self.results(run)

        assert {state for state, _ in before} == {"unchanged"}
        assert {name for state, name in after if state == "unchanged"} == {name for _, name in before}
        assert [state for state, _ in after].count("new") == 1

    @staticmethod
    def results(run: Run) -> list[tuple[str, str]]:
        """State and fingerprint of every result."""
        (one,) = json.loads(run("check", "--output-format", "sarif").out)["runs"]
        return [
            (result["baselineState"], *result["partialFingerprints"].values()) for result in one["results"]
        ]


class TestRecorded:
    def test_what_is_judged_brings_its_baseline(self, repository: Checkout, run: Run) -> None:
        """A commit and the index are judged by the baseline they hold."""
        repository.write({"a.py": ERROR})
        run("baseline", "create")
        repository.commit({})
        repository.commit({"b.py": ERROR})
        run("baseline", "create")

        assert standings(run, "--rev", "HEAD") == {"a.py:1": "known", "b.py:1": "new"}
        assert standings(run, "--rev", "HEAD", "--no-baseline") == {"a.py:1": "new", "b.py:1": "new"}
        assert standings(run, "--rev", "HEAD", "--baseline", USUAL) == {"a.py:1": "known", "b.py:1": "known"}
        repository.git("add", ".")
        repository.stage({"b.py": f"\n{ERROR}"})
        assert standings(run, "--staged") == {"b.py:2": "known"}

    def test_a_copy_is_new_to_both(self, repository: Checkout, run: Run) -> None:
        """The base does not explain a second time what the baseline has explained."""
        repository.write({"a.py": calls("login")})
        run("baseline", "create")
        repository.commit({})
        repository.write({"a.py": calls("login"), "b.py": calls("login")})

        found = standings(run, "--base", "HEAD")

        assert found == {"a.py:1": "known", "a.py:6": "known", "b.py:1": "new", "b.py:6": "new"}


class TestMerging:
    NAMES = tuple(f"call_{number}" for number in range(40))

    def branches(self, repository: Checkout, run: Run, attributes: str) -> None:
        """Two branches that each fix and add violations, in the same files, and renew the baseline."""
        repository.write({".gitattributes": attributes})
        self.write(repository, self.NAMES, self.NAMES)
        done(run("baseline", "create"))
        repository.commit({})
        repository.git("checkout", "-qb", "topic")
        self.write(repository, ("topic_1", *self.NAMES[5:]), ("topic_2", *self.NAMES[3:]))
        done(run("baseline", "update"))
        repository.commit({})
        repository.git("checkout", "-q", "main")
        self.write(repository, (*self.NAMES[:-5], "main_1"), (*self.NAMES[:-7], "main_2"))
        done(run("baseline", "update"))
        repository.commit({})

    @staticmethod
    def write(repository: Checkout, first: tuple[str, ...], second: tuple[str, ...]) -> None:
        repository.write({"a.py": calls(*first), "b/b.py": calls(*second)})

    def test_a_union_never_conflicts(self, repository: Checkout, run: Run) -> None:
        """Nothing is new after the merge; at worst something fixed is to be pruned."""
        self.branches(repository, run, UNION)

        repository.git("merge", "-q", "topic", "-m", "merged")

        assert "new violations" not in run("check").out.replace("no new violations", "")
        done(run("check"))
        done(run("baseline", "prune"))
        assert done(run("baseline", "diff")).out == "no difference\n"

    def test_the_merge_driver_is_exact(self, repository: Checkout, run: Run) -> None:
        """What one side removed is out, what one side added is in."""
        command = f"{sys.executable} -m pytest_ssot baseline merge %O %A %B"
        repository.git("config", "merge.ssot.driver", command)
        self.branches(repository, run, f"{USUAL} merge=ssot\n")

        repository.git("merge", "-q", "topic", "-m", "merged")

        assert done(run("baseline", "diff")).out == "no difference\n"

    @pytest.mark.parametrize("style", ["merge", "diff3"])
    def test_a_conflict_that_was_left_is_resolved(self, style: str, repository: Checkout, run: Run) -> None:
        """Both sides stay; with the common ancestor in the markers, what was removed is out."""
        repository.git("config", "merge.conflictStyle", style)
        body = "def f(token):\n    one(token)\n" + "    step(token)\n" * 20
        call = "    jwt.decode(token, {})\n"
        repository.write({"a.py": f"import jwt\n\n\n{body}{call.format('old')}"})
        run("baseline", "create")
        repository.commit({})
        texts = {"topic": body.replace("    one", call.format("ours") + "    one"), "main": body}
        for branch in ("topic", "main"):
            repository.git("checkout", "-qB", branch, "main")
            last = call.format("old" if branch == "topic" else "theirs")
            repository.write({"a.py": f"import jwt\n\n\n{texts[branch]}{last}"})
            run("baseline", "update")
            repository.commit({})
            if branch == "topic":
                repository.git("checkout", "-q", "main")
        with pytest.raises(AssertionError):  # the conflict
            repository.git("merge", "-q", "topic", "-m", "merged")
        assert "<<<<<<<" in (repository.root / USUAL).read_text()

        assert "an unresolved merge conflict" in done(run("check"), 3).err
        done(run("baseline", "merge", USUAL))

        done(run("check"))
        stale = run("baseline", "prune").out.count("fixed: ")
        assert stale == (0 if style == "diff3" else 1)

    def test_what_cannot_be_merged_stays(self, write: Write, run: Run) -> None:
        """Git is told that it failed."""
        root = write({"a.py": ERROR, "bad.json": "<<<<<<< ours\n{\n", "empty.json": ""})
        run("baseline", "create", "--baseline", "ours.json")

        assert "a conflict has no end" in done(run("baseline", "merge", "bad.json"), 3).err
        done(run("baseline", "merge", "empty.json", "ours.json", "bad.json"), 3)
        done(run("baseline", "merge", "empty.json", "ours.json"), 64)
        done(run("baseline", "merge", "nosuch.json"), 3)
        assert (root / "bad.json").read_text() == "<<<<<<< ours\n{\n"
        done(run("baseline", "merge", "empty.json", "ours.json", "ours.json", "--output", "merged.json"))
        assert (root / "merged.json").read_bytes() == (root / "ours.json").read_bytes()
