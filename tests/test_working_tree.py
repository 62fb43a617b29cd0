"""The working tree lists each source file once, never leaves its root, and says what it could not see."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_ssot.model import Gap
from pytest_ssot.trees import MemoryTree, Tree
from pytest_ssot.trees.working import MAX_BYTES, WorkingTree

Plant = Callable[..., Path]


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Write a project of `path="content"` files; git sees neither the machine's nor an outer setup."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = tmp_path / "project"
    root.mkdir()

    def write(*paths: str, **contents: str) -> Path:
        for path, text in {**dict.fromkeys(paths, ""), **contents}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return root

    return write


def git(directory: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid")
    command = ["git", "-c", "protocol.file.allow=always", *identity, *arguments]
    subprocess.run(command, cwd=directory, check=True, capture_output=True, timeout=60)


# --- which files -----------------------------------------------------------------------------------------


def test_python_files_are_listed_sorted_with_forward_slashes(plant: Plant) -> None:
    """Source is what Python runs: stubs, other suffixes and suffixless files are not listed."""
    root = plant(
        "b.py", "a/deep/m.py", "a/gui.pyw", "A.PY", "a/m.pyi", "a/m.pyc", "bin/run", "py", "x.py.txt"
    )

    tree: Tree = WorkingTree(root)

    assert tree.paths() == ("A.PY", "a/deep/m.py", "a/gui.pyw", "b.py")
    assert tree.gaps() == ()


def test_roots_limit_the_listing_and_overlap_freely(plant: Plant) -> None:
    """Several roots list each file once, and a file named as a root counts whatever its name."""
    root = plant("src/a.py", "src/sub/b.py", "tests/c.py", "bin/run", "docs/conf.py")

    tree = WorkingTree(root, roots=("src", "./src/sub/", "src/a.py", "bin/run", "tests"))

    assert tree.paths() == ("bin/run", "src/a.py", "src/sub/b.py", "tests/c.py")


def test_excludes_cut_directories_and_files(plant: Plant) -> None:
    """A glob leaves out what it selects, and nothing else."""
    root = plant("src/a.py", "src/a_pb2.py", "src/gen/b.py", "gen/c.py", "generated.py")

    assert WorkingTree(root, exclude=("gen/", "*_pb2.py")).paths() == ("generated.py", "src/a.py")
    assert WorkingTree(root, roots=("src/gen/b.py",), exclude=("gen",)).paths() == ()


def test_places_of_tools_are_never_source(plant: Plant) -> None:
    """Caches, installed packages and virtual environments are left out without being configured."""
    root = plant(
        "a.py",
        "__pycache__/a.py",
        "node_modules/gyp/a.py",
        ".tox/py/a.py",
        ".nox/a.py",
        ".git/hooks/a.py",
        "env/pyvenv.cfg",
        "env/lib/a.py",
        "conda/conda-meta/history",
        "conda/lib/a.py",
        "lib/python3.11/site-packages/a.py",
        "venv/a.py",
        "build/a.py",
    )

    assert WorkingTree(root).paths() == ("a.py", "build/a.py", "venv/a.py")


def test_a_directory_named_as_root_is_listed_whatever_it_is(plant: Plant) -> None:
    """What is left out by custom can be asked for by name."""
    root = plant("node_modules/gyp/a.py", "env/pyvenv.cfg", "env/a.py")

    tree = WorkingTree(root, roots=("node_modules/gyp", "env"))

    assert tree.paths() == ("env/a.py", "node_modules/gyp/a.py")


@pytest.mark.parametrize(
    "name", ["new\nline.py", "\x1b[31mred.py", "sp ace.py", "[x].py", "-x.py", "\u202eyp.py"]
)
def test_odd_names_are_listed_and_read_as_they_are(plant: Plant, name: str) -> None:
    """A name is data: nothing in it is interpreted."""
    root = plant(**{f"d/{name}": "x = 1"})

    tree = WorkingTree(root)

    assert tree.paths() == (f"d/{name}",)
    assert tree.read(f"d/{name}") == b"x = 1"


def test_a_name_that_is_not_utf8_survives_as_surrogates(plant: Plant) -> None:
    """PEP 383: the bytes of any name can be had back, with and without git."""
    root = plant()
    (Path(os.fsdecode(bytes(root) + b"/b\xffd.py"))).write_bytes(b"x")

    assert WorkingTree(root).paths() == ("b\udcffd.py",)
    git(root, "init", "-q")
    assert WorkingTree(root).paths() == ("b\udcffd.py",)
    assert WorkingTree(root).read("b\udcffd.py") == b"x"


def test_roots_that_are_missing_or_outside_are_gaps(plant: Plant) -> None:
    """A root that cannot be entered is never silently empty."""
    root = plant("a.py", "../other/b.py")
    away = "it is missing or leads out of the project"

    tree = WorkingTree(root, roots=("nowhere", "../other", "nul\0", "a.py"))

    assert tree.paths() == ("a.py",)
    assert tree.gaps() == (Gap("../other", away), Gap("nowhere", away), Gap("nul\0", away))
    assert WorkingTree(root / "nowhere").gaps() == (Gap(".", away),)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_directory_is_a_gap(plant: Plant) -> None:
    """What may not be listed is named."""
    root = plant("a.py", "secret/b.py")
    (root / "secret").chmod(0)

    tree = WorkingTree(root)
    paths = tree.paths()

    (root / "secret").chmod(0o700)
    assert paths == ("a.py",)
    assert tree.gaps() == (Gap("secret", "the directory cannot be listed (Permission denied)"),)


def test_things_that_are_no_files_are_gaps(plant: Plant) -> None:
    """A pipe with a source file's name is reported, not waited for."""
    root = plant("a.py", "dir.py/b.py")
    os.mkfifo(root / "pipe.py")

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py", "dir.py/b.py")
    assert tree.gaps() == (Gap("pipe.py", "it is not a regular file"),)
    assert tree.read("pipe.py") == Gap("pipe.py", "it is not a regular file")


# --- links -----------------------------------------------------------------------------------------------


def test_a_link_to_what_is_listed_anyway_adds_nothing(plant: Plant) -> None:
    """One file is one path, however many links lead to it."""
    root = plant("pkg/a.py", "pkg/sub/b.py")
    (root / "again.py").symlink_to("pkg/a.py")
    (root / "pkg" / "twice.py").symlink_to(root / "pkg" / "a.py")
    (root / "alias").symlink_to("pkg/sub")

    tree = WorkingTree(root)

    assert tree.paths() == ("pkg/a.py", "pkg/sub/b.py")
    assert tree.gaps() == ()


def test_a_link_shows_what_nothing_else_shows_once(plant: Plant) -> None:
    """Source beyond the roots, or under another suffix, is listed where the first link puts it."""
    root = plant(
        "bin/serve", "shared/x.py", "shared/deep/y.py", "more/z.py", "src/a.py", "src/b/c.py", "src/y/b.py"
    )
    (root / "src" / "serve.py").symlink_to("../bin/serve")
    (root / "src" / "serve2.py").symlink_to("../bin/serve")
    (root / "src" / "common").symlink_to("../shared")
    (root / "src" / "zcommon").symlink_to("../shared")
    (root / "src" / "deep").symlink_to("../shared/deep")
    (root / "src" / "b" / "more").symlink_to("../../more")
    (root / "src" / "y" / "more").symlink_to("../../more")

    tree = WorkingTree(root, roots=("src",))

    assert tree.paths() == (
        *("src/a.py", "src/b/c.py", "src/b/more/z.py", "src/common/deep/y.py", "src/common/x.py"),
        *("src/serve.py", "src/y/b.py"),
    )
    assert tree.gaps() == ()


def test_links_in_circles_end(plant: Plant) -> None:
    """Directories that contain themselves through links are listed once."""
    root = plant("pkg/a.py", "other/b.py", "top.py")
    (root / "pkg" / "up").symlink_to("..")
    (root / "pkg" / "self").symlink_to(".")
    (root / "pkg" / "other").symlink_to("../other")
    (root / "other" / "pkg").symlink_to("../pkg")

    assert WorkingTree(root).paths() == ("other/b.py", "pkg/a.py", "top.py")
    assert WorkingTree(root, roots=("pkg",)).paths() == ("pkg/a.py", "pkg/other/b.py")
    assert WorkingTree(root, roots=("pkg",)).gaps() == ()


def test_links_out_of_the_root_are_gaps(plant: Plant) -> None:
    """What lies outside is neither listed nor read, and its absence is said; data is nobody's concern."""
    root = plant("a.py", "../outside/b.py", "../outside/data.txt", "../project2/c.py")
    (root / "b.py").symlink_to("../outside/b.py")
    (root / "pkg").symlink_to("../outside")
    (root / "near").symlink_to("../project2")
    (root / "data.txt").symlink_to("../outside/data.txt")
    away = "the link leads out of the project"

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py",)
    assert tree.gaps() == (Gap("b.py", away), Gap("near", away), Gap("pkg", away))
    assert tree.read("b.py") == Gap("b.py", "the link is broken or leads out of the project")
    for path in ("pkg/b.py", "../outside/b.py", str(root.parent / "outside" / "b.py"), "", ".."):
        assert tree.read(path) == Gap(path, "there is no such file within the project")


def test_broken_links_are_gaps_when_they_name_source(plant: Plant) -> None:
    """A source file that leads nowhere is missing; an editor's lock file is not one."""
    root = plant("a.py")
    (root / "gone.py").symlink_to("nowhere.py")
    (root / "loop.py").symlink_to("loop.py")
    (root / ".#a.py").symlink_to("someone@host.1")
    (root / "result").symlink_to("/nowhere/at/all")

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py",)
    assert tree.gaps() == (Gap("gone.py", "the link is broken"), Gap("loop.py", "the link is broken"))
    assert tree.read("gone.py") == Gap("gone.py", "the link is broken or leads out of the project")


def test_a_link_to_what_is_left_out_adds_nothing(plant: Plant) -> None:
    """Excludes and ignore files speak for the target too."""
    root = plant("a.py", "old/b.py", "node_modules/c.py", "out/v2/d.py", **{".gitignore": "out/"})
    git(root, "init", "-q")
    (root / "b.py").symlink_to("old/b.py")
    (root / "current").symlink_to("out/v2")
    (root / "c.py").symlink_to("node_modules/c.py")

    assert WorkingTree(root, exclude=("/old",)).paths() == ("a.py",)


def test_roots_that_are_links_stay_within_the_project(plant: Plant) -> None:
    """A root may be a link, to a directory or to a file of any name, as long as it leads inside."""
    root = plant("lib/a.py", "bin/run", "../outside/b.py")
    (root / "src").symlink_to("lib")
    (root / "go").symlink_to("bin/run")
    (root / "out").symlink_to("../outside")

    tree = WorkingTree(root, roots=("src", "go", "out"))

    assert tree.paths() == ("go", "src/a.py")
    assert tree.gaps() == (Gap("out", "it is missing or leads out of the project"),)


def test_a_root_reached_through_a_link_is_the_same_project(plant: Plant) -> None:
    """Only links below the root can lead out of it."""
    root = plant("a.py", "pkg/b.py")
    (root.parent / "via").symlink_to(root)

    tree = WorkingTree(root.parent / "via")

    assert tree.paths() == ("a.py", "pkg/b.py")
    assert tree.read("pkg/b.py") == b""


# --- git -------------------------------------------------------------------------------------------------


def test_git_decides_what_is_source(plant: Plant) -> None:
    """Tracked and untracked-not-ignored files are listed; ignored and deleted ones are not."""
    ignores = {".gitignore": "build/\n*.gen.py\n!keep.gen.py\n/only\n", "deep/.gitignore": "local.py\n"}
    root = plant(
        *("tracked.py", "gone.py", "build/tracked.py", "build/dropped.py", "build/sub/dropped.py"),
        *("x.gen.py", "keep.gen.py", "only/a.py", "deep/only/a.py", "deep/local.py", "local.py", "mine.py"),
        **ignores,
    )
    git(root, "init", "-q")
    git(root, "add", "-f", "tracked.py", "gone.py", "build/tracked.py")
    (root / "gone.py").unlink()
    (root / ".git" / "info" / "exclude").write_text("mine.py\n")

    tree = WorkingTree(root)

    assert tree.paths() == ("build/tracked.py", "deep/only/a.py", "keep.gen.py", "local.py", "tracked.py")
    assert tree.gaps() == ()


def test_a_root_inside_a_repository_obeys_the_files_above_it(plant: Plant) -> None:
    """Ignore files of the directories around the root count, for the root's part of them."""
    root = plant("app/a.py", "app/build/b.py", "app/sub/c.py", **{".gitignore": "build/\n/app/sub/c.py\n"})
    git(root, "init", "-q")

    assert WorkingTree(root / "app").paths() == ("a.py",)


def test_a_root_that_an_outer_repository_ignores_is_listed(plant: Plant) -> None:
    """A project unpacked into an ignored place is still a project."""
    root = plant("scratch/project/a.py", "scratch/project/sub/b.py", **{".gitignore": "scratch/\n"})
    git(root, "init", "-q")

    tree = WorkingTree(root / "scratch" / "project")

    assert tree.paths() == ("a.py", "sub/b.py")
    assert tree.gaps() == ()


def test_an_ignored_directory_can_be_named_as_root(plant: Plant) -> None:
    """Configuration that names a directory outweighs an ignore file that names it too."""
    root = plant("a.py", "generated/b.py", **{".gitignore": "generated/\n"})
    git(root, "init", "-q")

    assert WorkingTree(root, roots=("a.py", "generated")).paths() == ("a.py", "generated/b.py")


def test_submodules_and_nested_repositories_count_with_their_own_ignores(plant: Plant) -> None:
    """Code that lives in the tree is part of it, whoever tracks it."""
    root = plant("a.py", "../lib/b.py", "vendored/c.py", "vendored/out/d.py", "vendored/src/e.py")
    library = root.parent / "lib"
    (library / ".gitignore").write_text("*.tmp.py\n")
    (root / "vendored" / ".gitignore").write_text("out/\n")
    for repository in (library, root, root / "vendored"):
        git(repository, "init", "-q")
    git(library, "add", ".")
    git(library, "commit", "-qm", "one")
    git(root, "submodule", "--quiet", "add", str(library), "lib")
    (root / "lib" / "x.tmp.py").touch()

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py", "lib/b.py", "vendored/c.py", "vendored/src/e.py")
    assert tree.gaps() == ()
    assert WorkingTree(root, roots=("vendored/out", "vendored/src", "lib")).paths() == (
        *("lib/b.py", "vendored/out/d.py", "vendored/src/e.py"),
    )


def test_other_worktrees_of_the_repository_are_not_part_of_this_one(plant: Plant) -> None:
    """A second checkout would show every violation twice."""
    root = plant("a.py")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    git(root, "worktree", "add", "-q", "trees/other")

    assert WorkingTree(root).paths() == ("a.py",)
    assert WorkingTree(root / "trees" / "other").paths() == ("a.py",)


def test_committing_a_virtual_environments_mark_hides_nothing(plant: Plant) -> None:
    """Only an untracked `pyvenv.cfg` marks a virtual environment, else one file could switch the gate off."""
    root = plant("auth/pyvenv.cfg", "auth/a.py", "env/pyvenv.cfg", "env/lib/b.py")
    git(root, "init", "-q")
    git(root, "add", "auth")

    assert WorkingTree(root).paths() == ("auth/a.py",)


def test_a_repository_cannot_run_programs(plant: Plant) -> None:
    """Configuration of a scanned repository that names a program is not obeyed."""
    root = plant("a.py", trap="#!/bin/sh\ntouch ran\n")
    (root / "trap").chmod(0o755)
    git(root, "init", "-q")
    git(root, "add", ".")
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "alias.ls-files"):
        git(root, "config", key, str(root / "trap"))
    git(root, "config", "core.hooksPath", str(root))

    assert WorkingTree(root).paths() == ("a.py",)
    assert not (root / "ran").exists()


def test_a_git_in_the_scanned_project_is_never_run(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative place on the search path does not mean a directory of the scanned project."""
    root = plant("a.py", git="#!/bin/sh\ntouch ran\n")
    (root / "git").chmod(0o755)
    (root / ".git").mkdir()
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", str(root / "nowhere"))))
    monkeypatch.chdir(root)

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py",)
    assert not (root / "ran").exists()
    assert tree.gaps() == (_without_git("git is not installed"),)


def test_a_repository_git_does_not_trust_is_walked_and_said_so(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else's repository costs its ignore files, never its sources."""
    root = plant("a.py", "build/b.py", **{".gitignore": "build/\n"})
    git(root, "init", "-q")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py", "build/b.py")
    helps = f"git config --global --add safe.directory {root}"
    why = f"git does not trust this repository because another user owns it; `{helps}` helps"
    assert tree.gaps() == (_without_git(why),)


def test_a_broken_repository_is_walked_and_said_so(plant: Plant) -> None:
    """Whatever git's complaint, its first line is passed on."""
    root = plant("a.py", **{".git": "gitdir: nowhere"})

    tree = WorkingTree(root)

    assert tree.paths() == ("a.py",)
    (gap,) = tree.gaps()
    assert gap.reason.startswith("git cannot read this repository (fatal: not a git repository")


def test_the_environment_of_a_hook_does_not_redirect_git(
    plant: Plant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git runs hooks with variables that point at its own repository and index."""
    root = plant("a.py", "b.py", "../elsewhere/c.py", **{".gitignore": "b.py\n"})
    git(root, "init", "-q")
    git(root.parent / "elsewhere", "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(root.parent / "elsewhere" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(root.parent / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(root.parent / "nowhere"))

    assert WorkingTree(root).paths() == ("a.py",)


def _without_git(why: str) -> Gap:
    return Gap(".", f"{why}: its ignore files are not honoured and every file is looked at")


# --- reading ---------------------------------------------------------------------------------------------


def test_reading_gives_the_bytes_undecoded(plant: Plant) -> None:
    """Byte order marks, line ends, NULs and emptiness are the analysis' business."""
    root = plant("empty.py")
    (root / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n\0\xff")

    tree = WorkingTree(root)

    assert tree.read("a.py") == b"\xef\xbb\xbfx = 1\r\n\0\xff"
    assert tree.read("empty.py") == b""


def test_a_file_that_vanishes_after_the_listing_is_a_gap(plant: Plant) -> None:
    """Reading never raises, whatever happened since."""
    root = plant("a.py", "pkg/b.py", "c.py")
    tree = WorkingTree(root)
    assert tree.paths() == ("a.py", "c.py", "pkg/b.py")
    (root / "a.py").unlink()
    (root / "pkg" / "b.py").unlink()
    (root / "pkg").rmdir()
    (root / "c.py").unlink()
    (root / "c.py").mkdir()

    assert tree.read("a.py") == Gap("a.py", "there is no such file (any more)")
    assert tree.read("pkg/b.py") == Gap("pkg/b.py", "there is no such file within the project")
    assert tree.read("c.py") == Gap("c.py", "it is not a regular file")
    assert tree.read("nul\0.py") == Gap("nul\0.py", "no file can have this name")


def test_a_huge_file_is_a_gap_and_a_large_one_is_not(plant: Plant) -> None:
    """The limit is far above what people write and below what hurts."""
    root = plant("large.py", "huge.py")
    os.truncate(root / "large.py", MAX_BYTES)
    os.truncate(root / "huge.py", MAX_BYTES + 1)

    tree = WorkingTree(root)

    large = tree.read("large.py")
    assert isinstance(large, bytes)
    assert len(large) == MAX_BYTES
    assert tree.read("huge.py") == Gap(
        "huge.py", "the file has more than 5,000,000 bytes: split it, or exclude it"
    )


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_gap(plant: Plant) -> None:
    """What may not be read is named."""
    root = plant("a.py")
    (root / "a.py").chmod(0)

    assert WorkingTree(root).read("a.py") == Gap("a.py", "the file cannot be read (Permission denied)")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a file that hides its size")
def test_a_file_whose_size_is_not_known_beforehand_is_read_completely() -> None:
    """Virtual file systems and growing files give more than they promise."""
    data = WorkingTree(Path("/proc/self")).read("status")

    assert isinstance(data, bytes)
    assert data.startswith(b"Name:")
    assert data.count(b"\n") > 10


def test_a_tree_in_memory_holds_empty_files_too() -> None:
    """An empty file is a file; only a path nobody gave is missing."""
    tree: Tree = MemoryTree({"b.py": b"", "a.py": b"x"})

    assert tree.paths() == ("a.py", "b.py")
    assert tree.read("b.py") == b""
    assert tree.read("c.py") == Gap("c.py", "no such file")
