"""What runs learn is used for the same content only, and never changes a report."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot import workers
from pytest_ssot.cache import Cache, learned
from pytest_ssot.check import check
from pytest_ssot.facts import sources
from pytest_ssot.model import Gap, Progress, Report
from pytest_ssot.settings import RuleSettings, Settings
from pytest_ssot.trees import working
from pytest_ssot.trees.working import WorkingTree

TODAY = date(2030, 1, 1)
BYPASS = 'import jwt\n\n\ndef read(t):\n    return jwt.decode(t, options={"verify_signature": False})\n'
WRAPPER = "import jwt\n\n\ndef read(t, **o):\n    return jwt.decode(t, 'k', options=o)\n"
CALLER = "from a import read\n\n\ndef connect(t):\n    return read(t, verify_signature=%s)\n"


class Watched(WorkingTree):
    """A working tree that remembers what was read of it."""

    reads: list[str]

    def read(self, path: str) -> bytes | Gap:
        self.reads.append(path)
        return super().read(path)


class Project:
    """A directory of files, judged with a cache beside them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings(root=root)
        self.reads: list[str] = []
        self.trouble = ""

    @property
    def directory(self) -> Path:
        return self.root / ".pytest_cache" / "d" / "ssot"

    @property
    def file(self) -> Path:
        return self.directory / "analysis.sqlite"

    def write(self, **files: str) -> None:
        for name, text in files.items():
            (self.root / f"{name}.py").write_text(text, encoding="utf-8")

    def plain(self) -> Report:
        return check(WorkingTree(self.root), self.settings, today=TODAY)

    def cached(self, *, today: date = TODAY, progress: Progress | None = None) -> Report:
        tree = Watched(self.root)
        tree.reads = self.reads = []
        cache = Cache(self.directory)
        report = check(tree, self.settings, today=today, progress=progress, cache=cache)
        self.trouble = cache.trouble
        return report


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A wrapper and its caller; times tell of every change, because nobody writes while it is judged."""
    monkeypatch.setattr(working, "RACY", 0)
    made = Project(tmp_path)
    made.write(a=WRAPPER, b=CALLER % False, c="x = 1\n")
    return made


def test_a_second_run_says_the_same_and_reads_nothing(project: Project) -> None:
    first = project.cached()

    assert project.cached() == first == project.plain()
    assert project.reads == []
    assert first.assessments


@pytest.mark.parametrize("room", [True, False], ids=["room", "no room"])
def test_what_is_too_much_to_wait_in_memory_is_stored_as_well(
    project: Project, monkeypatch: pytest.MonkeyPatch, room: bool
) -> None:
    asked: list[object] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def opened(name: str, *args: Any, **options: Any) -> sqlite3.Connection:
        asked.append(name)
        if name == "" and not room:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(name, *args, **options)

    monkeypatch.setattr(learned, "MOST_WAITING", 100)
    monkeypatch.setattr("sqlite3.connect", opened)
    first = project.cached()

    assert "" in asked
    assert project.cached() == first == project.plain()
    assert project.reads == []
    project.write(b=CALLER % True)
    assert project.cached() == project.plain()


def test_a_changed_file_is_read_and_no_other(project: Project) -> None:
    """What the other files said is known; what the change means for them is found out again."""
    project.cached()
    project.write(b=CALLER % True)

    report = project.cached()

    assert "b.py" in project.reads
    assert "c.py" not in project.reads
    assert report == project.plain()
    assert not [one for one in report.assessments if one.violation.rule == "jwt-signature-bypass"]


def test_a_comment_in_a_file_that_nobody_reports_changes_nothing(project: Project) -> None:
    first = project.cached()
    project.write(c="x = 1\n# remark\n")
    again = project.cached()

    assert again == first
    assert set(project.reads) == {"c.py"}


def test_a_marker_in_a_file_that_did_not_change_is_judged_again(project: Project) -> None:
    """It permits nothing, whatever happens in other files."""
    project.write(c="# JWT_ALLOWED: nothing here needs it\nx = 1\n")
    project.cached()
    project.write(b=CALLER % True)

    assert project.cached() == project.plain()


def test_a_comment_that_looks_like_a_cut_is_seen(project: Project) -> None:
    """The rule follows a token's part through files that look as if they cut tokens, also in comments."""
    project.write(
        a="import base64, json\n\n\ndef load(part):\n    return json.loads(base64.b64decode(part))\n",
        b="from a import load\n\n\ndef middle(part):\n    return load(part)\n",
        c="from b import middle\n\n\ndef claims(token):\n    return middle(token.split('.')[1])\n",
    )
    project.cached()
    project.write(b="from a import load\n\n\ndef middle(part):\n    return load(part)  # after split('.')\n")

    assert project.cached() == project.plain()


def test_a_change_that_leaves_size_and_time_alone_is_seen(project: Project) -> None:
    project.cached()
    path = project.root / "b.py"
    before = path.stat()
    project.write(b=(CALLER % True) + "\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size

    assert project.cached() == project.plain()


def test_files_that_have_just_been_written_are_not_known_by_their_times(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two changes within one tick of the clock look alike, so the content is compared."""
    monkeypatch.setattr(working, "RACY", 10**12)
    project.cached()
    project.cached()

    assert set(project.reads) == {"a.py", "b.py", "c.py"}


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edit_the_cache_gives_what_a_run_without_it_gives(project: Project, seed: int) -> None:
    """Files come, go, change, change back and change places."""
    chance = random.Random(seed)
    texts = [
        *(WRAPPER, CALLER % True, CALLER % False, BYPASS, "x = 1\n", "from a import *\n"),
        "# SSOT_EXCEPTION: legacy\nimport jwt\n",
        *("import jwt\ndef broken(:\n", "def broken(:\n", "x = 2\n"),
        "# JWT_ALLOWED: nothing here needs it\nx = 1\n",
        "from pkg import a\n\n\ndef go(t):\n    return a.read(t, verify_signature=False)\n",
    ]
    for _ in range(25):
        name = chance.choice(["a", "b", "c", "pkg/a", "pkg/__init__"])
        path = project.root / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        if path.exists() and chance.random() < 0.3:
            path.unlink()
        else:
            path.write_text(chance.choice(texts))
        assert project.cached() == project.plain()


def test_other_settings_and_another_day_are_other_questions(project: Project) -> None:
    project.write(c="# SSOT_EXCEPTION until=2030-06-01: for now\nimport jwt\n")
    today = project.cached()
    later = project.cached(today=date(2030, 7, 1))
    project.settings = replace(project.settings, rules={"jwt-direct-import": RuleSettings(enabled=False)})
    without = project.cached()

    assert today != later
    assert without == project.plain() != today


@pytest.mark.parametrize("damage", ["garbage", "truncated", "flipped", "emptied", "other format"])
def test_a_damaged_cache_is_as_good_as_none(project: Project, damage: str) -> None:
    project.cached()
    data = project.file.read_bytes()
    match damage:
        case "garbage":
            project.file.write_bytes(b"certainly no database" * 1000)
        case "truncated":
            project.file.write_bytes(data[: len(data) // 2])
        case "flipped":
            middle = len(data) // 3
            project.file.write_bytes(data[:middle] + bytes(255 - one for one in data[middle:]))
        case "emptied":
            project.file.write_bytes(b"")
        case _:
            with sqlite3.connect(project.file) as connection:
                connection.execute("PRAGMA user_version = 99")

    assert project.cached() == project.plain()
    assert project.cached() == project.plain()
    assert project.reads == []


def test_a_stored_value_that_was_tampered_with_is_not_believed(project: Project) -> None:
    project.cached()
    with sqlite3.connect(project.file) as connection:
        connection.execute("UPDATE reports SET report = zeroblob(200)")
        connection.execute("UPDATE contents SET screened = zeroblob(40), facts = zeroblob(40)")

    assert project.cached() == project.plain()


def test_a_place_that_cannot_be_written_is_told_and_the_verdict_stands(project: Project) -> None:
    (project.root / ".pytest_cache").write_text("a file where a directory should be")

    assert project.cached() == project.plain()
    assert str(project.file) in project.trouble


def test_a_place_that_cannot_be_looked_at_is_told_and_the_verdict_stands(project: Project) -> None:
    """Such as a link that leads to itself, or a directory of somebody else."""
    (project.root / ".pytest_cache").symlink_to(".pytest_cache")

    assert project.cached() == project.plain()
    assert str(project.file) in project.trouble


def test_git_does_not_see_the_cache(project: Project) -> None:
    subprocess.run(["git", "init", "-q", project.root], check=True)
    project.cached()
    told = subprocess.run(
        ["git", "-C", project.root, "status", "--short", "-uall"], check=True, capture_output=True, text=True
    )

    assert ".pytest_cache" not in told.stdout


@pytest.mark.parametrize("place", ["where it belongs", "behind a link"])
def test_a_cache_that_the_repository_brings_is_not_believed(project: Project, place: str) -> None:
    """A change could bring one in which its own bypass is clean."""
    project.write(b=CALLER % True)
    project.cached()
    if place == "behind a link":
        (project.root / ".pytest_cache").rename(project.root / "kept")
        (project.root / ".pytest_cache").symlink_to("kept")
    subprocess.run(["git", "init", "-q", project.root], check=True)
    subprocess.run(["git", "-C", project.root, "add", "-f", "."], check=True)
    before = project.file.read_bytes()

    assert project.cached() == project.plain()
    assert "a.py" in project.reads
    assert "part of the repository" in project.trouble
    assert project.file.read_bytes() == before


def test_sessions_at_the_same_time_leave_the_cache_whole(project: Project) -> None:
    """Four of them, all with something to store."""
    command = [sys.executable, "-m", "pytest_ssot", "check", "--output-format", "json", str(project.root)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    told = [run.communicate() for run in runs]

    assert {out for out, _ in told} == {told[0][0]}
    assert [errors for _, errors in told] == [b""] * 4
    with sqlite3.connect(project.file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_text_that_cannot_be_stored_is_read_again(project: Project) -> None:
    project.write(c="import jwt\nhalf = '\\ud800'\n")

    assert project.cached() == project.cached() == project.plain()


def test_without_the_cache_nothing_is_written(project: Project) -> None:
    command = [sys.executable, "-m", "pytest_ssot", "check", "--no-cache", "-q", str(project.root)]
    subprocess.run(command, check=False, capture_output=True)

    assert not (project.root / ".pytest_cache").exists()


# -- workers ----------------------------------------------------------------------------------


@pytest.fixture
def distributed(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that is worth several processes."""
    monkeypatch.setattr(sources, "MANY_FILES", 1)
    monkeypatch.setattr(workers, "CHUNK", 100)
    for number in range(30):
        project.write(**{f"m{number}": BYPASS if number % 3 else "y = 1\n"})
    return project


def test_several_processes_say_what_one_says(distributed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files with text that has no encoding are among them."""
    distributed.write(c="import jwt\nhalf = '\\ud800'\n")
    shared = distributed.plain()
    monkeypatch.setattr(sources, "MANY_FILES", 10**9)

    assert shared == distributed.plain()
    assert len(shared.assessments) > 20


@pytest.mark.parametrize(
    "end",
    [
        *("print('x' * 99, flush=True); import time; time.sleep(60)", "print(end='\\0' * 7 + '\\3abc')"),
        *("raise SystemExit(1)", "import os; os.kill(os.getpid(), 9)", "1/0"),
    ],
)
def test_the_files_of_a_worker_that_died_are_looked_at_here(
    distributed: Project, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    expected = distributed.plain()
    monkeypatch.setattr(workers, "_BOOT", end)

    assert distributed.plain() == expected


def test_without_room_for_processes_all_files_are_looked_at_here(
    distributed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = distributed.plain()
    monkeypatch.setattr(sys, "executable", str(distributed.root / "no-such-python"))

    assert distributed.plain() == expected


def test_workers_import_nothing_from_the_project(
    distributed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules named like those that a worker needs lie where it is started."""
    for name in ("msgspec", "json", "ast", "pytest_ssot", "sitecustomize"):
        distributed.write(**{name: f"open({str(distributed.root / 'ran')!r}, 'w').close()\n"})
    monkeypatch.chdir(distributed.root)
    monkeypatch.setenv("PYTHONPATH", str(distributed.root))
    distributed.plain()

    assert not (distributed.root / "ran").exists()


def test_progress_goes_up_to_all_files(distributed: Project) -> None:
    told: list[tuple[int, int]] = []
    distributed.cached(progress=lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1] == (33, 33)
