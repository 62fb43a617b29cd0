"""A baseline file is complete, ours, and new or untouched: whatever happens."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import signal
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import jsonschema
import pytest
from msgspec import structs

from pytest_ssot.baseline import (
    Baseline,
    BaselineError,
    Entry,
    UnreadText,
    decode,
    dumps,
    edit,
    encode,
    load,
    loads,
    merge,
    save,
)
from pytest_ssot.errors import SsotError
from pytest_ssot.model import Severity
from tests.baseline.projects import Project, planted

SCHEMA = Path(__file__).parents[2] / "pytest_ssot" / "baseline" / "baseline.schema.json"


def entry(number: int, /, **changed: object) -> Entry:
    made = Entry(
        path=f"src/module_{number % 7}.py",
        rule="jwt-direct-call",
        severity=Severity.ERROR,
        scope=f"Service.method_{number}",
        subject="jwt.decode",
        code=f"c{number}",
        near="- - -",
        quick="q",
    )
    return structs.replace(made, **changed)


def baseline(*numbers: int) -> Baseline:
    return Baseline(tuple(sorted((entry(number) for number in numbers), key=lambda one: one.path)))


def sample() -> Baseline:
    odd = entry(1, path='src/\udcff "quoted"\n.py', number=3, unread=True, reason="agreed: ünï → \x1b[0m")
    return Baseline((odd, entry(2)), (UnreadText("old.py", "abcdefgh"),))


def contents(held: Baseline) -> tuple[set[Entry], set[UnreadText]]:
    return set(held.entries), set(held.unread)


class TestTheText:
    """What is written, and what is read back."""

    def test_comes_back_as_it_went(self) -> None:
        """Odd paths, reasons and numbers included; the file is plain ASCII."""
        text = dumps(sample())

        assert text.isascii()
        assert contents(loads(text, "x")) == contents(sample())
        assert contents(decode(json.loads(json.dumps(encode(sample()))), "cache")) == contents(sample())

    def test_keeps_to_the_schema(self) -> None:
        """The file and the plain value are what the installed schema describes."""
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(dumps(sample())), schema, cls=jsonschema.Draft202012Validator)
        jsonschema.validate(encode(sample()), schema, cls=jsonschema.Draft202012Validator)

    def test_is_the_same_in_any_order(self) -> None:
        """The order in which violations were found leaves no trace."""
        entries = [entry(number) for number in range(50)]
        shuffled = random.Random(1).sample(entries, len(entries))

        assert dumps(Baseline(tuple(entries))) == dumps(Baseline(tuple(shuffled)))

    def test_has_one_line_for_each_entry_and_all_end_alike(self) -> None:
        """A line can be added or taken out without touching another."""
        lines = [line for line in dumps(baseline(1, 2, 3)).split("\n") if line.startswith('{"path"')]

        assert len(lines) == 3
        assert all(line.endswith("},") for line in lines)

    def test_holds_no_line_numbers_dates_or_absolute_paths(self) -> None:
        """Nothing in it changes when nothing changed."""
        project = Project.of(planted(random.Random(3)))
        text = dumps(project.baseline)
        shifted = {path: "\n\n\n" + source for path, source in project.files.items()}

        assert dumps(Project.of(shifted).baseline) == text
        assert not re.search(r'"(?:line|column|date|time)|"/', text)

    def test_is_small(self) -> None:
        """Half a kilobyte for each violation is the most."""
        project = Project.of(planted(random.Random(3), 4, 200))

        assert len(dumps(project.baseline)) / len(project.baseline.entries) < 512


REFUSED = {
    "empty": ("", "the file is empty"),
    "cut off": (dumps(sample())[:-40], "cut off"),
    "damaged": (dumps(sample()).replace('"rule":', '"rule"', 1), "damaged"),
    "another program's": ('{"results": {}}', "not a baseline of this tool"),
    "a list": ("[1, 2]", "not a baseline of this tool"),
    "newer": (dumps(sample()).replace('"version": 1', '"version": 2'), "newer version"),
    "of no version": (dumps(sample()).replace('"version": 1', '"version": 0'), "there is no format 0"),
    "without a field": (dumps(sample()).replace('"quick":"q"', '"quack":"q"'), "not a complete baseline"),
    "of other types": (dumps(sample()).replace('"quick":"q"', '"quick":1'), "not a complete baseline"),
    "in conflict": (
        dumps(sample()).replace('"02",\n', '<<<<<<< ours\n"02",\n=======\n"02",\n>>>>>>> theirs\n'),
        ":5: an unresolved merge conflict",
    ),
    "nested too deeply": ("[" * 100_000, "cut off"),
}


@pytest.mark.parametrize(("text", "complaint"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_baseline_is_refused_and_left_alone(
    tmp_path: Path, text: str, complaint: str
) -> None:
    """Neither reading nor writing touches it; the message says where, what and what to do."""
    file = tmp_path / "ssot.json"
    file.write_text(text, encoding="utf-8")

    for use in (lambda: load(file), lambda: save(file, baseline(1))):
        with pytest.raises(SsotError, match=re.escape(complaint)) as refusal:
            use()
        assert str(refusal.value).startswith(str(file))
        assert re.search(r"restore|move (it|this one) away|upgrade|delete|keep the lines", str(refusal.value))
    assert file.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are no baseline."""
    file = tmp_path / "ssot.json"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(BaselineError, match="not a text in UTF-8"):
        save(file, baseline(1))
    assert file.read_bytes() == b"\xff\xfe\x00"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A directory, a pipe, a link to nowhere and one to itself are named for what they are."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")

    for name, complaint in {
        ".": "a directory",
        "pipe": "not a regular file",
        "dangling": "leads nowhere",
        "loop": "link",
    }.items():
        with pytest.raises(BaselineError, match=complaint):
            load(tmp_path / name)
        with pytest.raises(BaselineError, match=complaint):
            save(tmp_path / name, baseline(1))


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    """What nobody may write is not written, although its directory would allow it."""
    file = tmp_path / "ssot.json"
    save(file, baseline(1))
    file.chmod(0o444)

    with pytest.raises(BaselineError, match="write-protected"):
        save(file, baseline(2))
    assert load(file) == baseline(1)


def test_a_missing_file_is_none_and_is_made_with_its_directory(tmp_path: Path) -> None:
    """The first baseline needs no preparation."""
    file = tmp_path / "baselines" / "ssot.json"

    assert load(file) is None
    assert save(file, baseline(1))
    assert load(file) == baseline(1)


def test_the_same_baseline_is_not_written_again(tmp_path: Path) -> None:
    """Version control and build tools see no change where there is none."""
    file = tmp_path / "ssot.json"
    save(file, baseline(1))
    before = file.stat()

    assert not save(file, baseline(1))
    assert file.stat().st_ino == before.st_ino


def test_a_link_and_the_permissions_stay(tmp_path: Path) -> None:
    """The file behind a link is replaced, not the link, and who may read it stays as it was."""
    real = tmp_path / "real" / "ssot.json"
    save(real, baseline(1))
    real.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(real)

    save(link, baseline(2))

    assert link.is_symlink()
    assert load(real) == baseline(2)
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_full_disk_is_told_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """Whichever step fails, the file is as it was and nothing lies beside it."""
    file = tmp_path / "ssot.json"
    save(file, baseline(1))
    real = os.open

    def full(*arguments: object, **_: object) -> int:
        if call == "open" and isinstance(arguments[1], int) and not arguments[1] & os.O_CREAT:
            return real(arguments[0], arguments[1])  # type: ignore[arg-type]
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, call, full)
    with pytest.raises(BaselineError, match="No space left on device; the file is as it was"):
        save(file, baseline(2))
    monkeypatch.undo()

    assert load(file) == baseline(1)
    assert list(tmp_path.iterdir()) == [file]


WRITER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from pytest_ssot.baseline import Baseline, edit
    from tests.baseline.test_store import entry
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        edit(Path(sys.argv[1]), lambda old: Baseline((*(old.entries if old else ()), entry(number))))
""")


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, *map(str, arguments)]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2])


def test_concurrent_writers_lose_nothing(tmp_path: Path) -> None:
    """Each of three processes adds twenty entries, one at a time; all sixty are there in the end."""
    file = tmp_path / "ssot.json"

    running = [start(file, first, first + 20) for first in (0, 20, 40)]

    assert [process.wait(60) for process in running] == [0, 0, 0]
    held = load(file)
    assert held is not None
    assert set(held.entries) == {entry(number) for number in range(60)}


def test_a_killed_writer_leaves_a_complete_file_and_no_lock(tmp_path: Path) -> None:
    """Whenever it is stopped, the file reads well and the next writer need not wait."""
    file = tmp_path / "ssot.json"
    save(file, baseline(0))
    process = start(file, 1, 100_000)
    while len((load(file) or Baseline()).entries) < 3:
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert load(file) is not None
    assert edit(file, lambda _: baseline(1, 2), patience=5)


def test_a_busy_file_is_told_in_the_end(tmp_path: Path) -> None:
    """A writer that waits in vain says so."""
    file = tmp_path / "ssot.json"

    def meanwhile(_: Baseline | None) -> Baseline:
        with pytest.raises(BaselineError, match="another process has been writing"):
            save(file, baseline(2), patience=0.1)
        return baseline(1)

    assert edit(file, meanwhile)


class TestMerging:
    """Two branches, one file."""

    def test_takes_what_was_added_and_leaves_what_was_removed(self) -> None:
        """By either side."""
        merged = merge(baseline(1, 2, 3, 4), baseline(1, 2, 3, 5), baseline(1, 3, 4, 6))

        assert set(merged.entries) == {entry(number) for number in (1, 3, 5, 6)}

    def test_keeps_the_change_of_one_side(self) -> None:
        """What stands around a violation, or the reason, is taken from the side that changed it."""
        ours, theirs = entry(1, near="x y z"), entry(1, reason="agreed")

        def both(first: Entry, second: Entry) -> tuple[Entry, ...]:
            return merge(Baseline((entry(1),)), Baseline((first,)), Baseline((second,))).entries

        assert both(ours, entry(1)) == (ours,)
        assert both(entry(1), ours) == (ours,)
        assert both(ours, theirs) == (structs.replace(ours, reason="agreed"),)

    @pytest.mark.parametrize("union", [True, False], ids=["union", "plain"])
    def test_git_merges_most_changes_by_itself(self, tmp_path: Path, union: bool) -> None:
        """Two branches that each add three entries and remove two: no conflict, and the right result."""
        rng = random.Random(7)
        conflicts = 0
        for round_ in range(10):
            place = tmp_path / str(round_)
            place.mkdir()
            numbers = rng.sample(range(10_000), 46)
            base, ours, theirs = numbers[:40], numbers[40:43], numbers[43:]
            mine = [*base[2:], *ours]
            other = [*base[:2], *base[4:], *theirs]
            conflicts += not self._merged(place, [base, mine, other], union=union)
            held = load(place / "ssot.json") if union else None
            if held is not None:
                expected = {entry(number) for number in [*base[4:], *ours, *theirs]}
                assert set(held.entries) >= expected

        assert conflicts == 0 if union else conflicts <= 2

    def _merged(self, place: Path, versions: list[list[int]], *, union: bool) -> bool:
        def git(*arguments: str) -> int:
            command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
            return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode

        git("init", "-q", "-b", "main")
        if union:
            (place / ".gitattributes").write_text("ssot.json merge=union\n", encoding="utf-8")
        for branch, numbers in zip(("main", "ours", "theirs"), versions, strict=True):
            git("switch", "-q", "main")
            git("switch", "-q", "-c", branch)
            save(place / "ssot.json", baseline(*numbers))
            git("add", "-A")
            git("commit", "-qm", branch)
        return git("merge", "-q", "ours", "-m", "merge") == 0
