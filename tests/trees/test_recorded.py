"""Trees read from a repository show what it has recorded, whatever is on disk."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_ssot.model import Gap
from pytest_ssot.trees import Tree
from pytest_ssot.trees.blame import authored
from pytest_ssot.trees.changes import renames_on_disk, staged_paths
from pytest_ssot.trees.commit import CommitTree
from pytest_ssot.trees.git import GitError, open_repository
from pytest_ssot.trees.index import IndexTree
from pytest_ssot.trees.revisions import resolve
from pytest_ssot.trees.working import MAX_BYTES, WorkingTree
from tests.trees.repositories import Checkout, git, make

Look = Callable[..., Tree]


@pytest.fixture(params=["staged", "committed"])
def look(request: pytest.FixtureRequest, checkout: Checkout) -> Look:
    """The same content as what is staged, and as what a commit holds."""

    def _look(below: str = "", **options: tuple[str, ...]) -> Tree:
        if request.param == "staged":
            return checkout.index(below, **options)
        checkout.git("commit", "-qm", "a step", "--allow-empty")
        return checkout.at("HEAD", below, **options)

    return _look


# --- content ---------------------------------------------------------------------------------------------


def test_three_states_of_a_file_are_three_contents(checkout: Checkout) -> None:
    """A partially staged file is judged as it will be committed."""
    checkout.commit({"a.py": "committed\n", "gone.py": ""})
    checkout.stage({"a.py": "staged\n"})
    checkout.git("rm", "-q", "--cached", "gone.py")
    checkout.write({"a.py": "on disk\n", "untracked.py": ""})

    assert checkout.at("HEAD").read("a.py") == b"committed\n"
    assert checkout.index().read("a.py") == b"staged\n"
    assert WorkingTree(checkout.root).read("a.py") == b"on disk\n"
    assert checkout.at("HEAD").paths() == ("a.py", "gone.py")
    assert checkout.index().paths() == ("a.py",)


def test_a_tree_says_what_it_shows(checkout: Checkout) -> None:
    """The description is for people."""
    oid = checkout.commit({"a.py": ""})

    assert checkout.index().description == "the staged content"
    assert checkout.at("HEAD").description == f"HEAD ({oid[:12]})"
    assert WorkingTree(checkout.root).description == "the files on disk"


ODD_NAMES = (
    "with space.py",
    "line\nend.py",
    'quote".py',
    "tab\t.py",
    "-option.py",
    ":(glob)*.py",
    "über/ünï.py",
    "star*.py",
    "[set].py",
    "back\\slash.py",
)


def test_every_name_can_be_read(look: Look, checkout: Checkout) -> None:
    """Names that need quoting elsewhere, and bytes in no encoding."""
    odd = os.fsdecode(b"latin-\xe9.py")
    checkout.stage({name: f"# {name!r}\n" for name in (*ODD_NAMES, odd)})

    tree = look()

    assert tree.paths() == tuple(sorted((*ODD_NAMES, odd)))
    assert all(tree.read(name) == f"# {name!r}\n".encode() for name in tree.paths())


def test_files_can_be_read_in_any_order_and_again(look: Look, checkout: Checkout) -> None:
    """Reading ahead never confuses contents; equal contents are shared by git."""
    files = {f"m{number:03}.py": f"x = {number % 7}\n" * number for number in range(100)}
    checkout.stage(files)
    tree = look()

    order = [*files, *reversed(files), *sorted(files, key=lambda name: name[::-1])]

    assert [tree.read(name) for name in order] == [files[name].encode() for name in order]


def test_a_file_that_is_not_there_is_a_gap(look: Look, checkout: Checkout) -> None:
    """Also a directory, and what is only on disk."""
    checkout.stage({"a/b.py": ""})
    tree = look()
    checkout.write({"c.py": ""})

    assert [tree.read(name) for name in ("c.py", "a", "", "../a", "a/b.py/c")] == [
        Gap(name, "there is no such file") for name in ("c.py", "a", "", "../a", "a/b.py/c")
    ]


def test_a_huge_file_is_a_gap_and_the_next_is_read(look: Look, checkout: Checkout) -> None:
    """The limit is that of the working tree."""
    checkout.stage({"a.py": b"#" * (MAX_BYTES + 1), "b.py": b"#" * MAX_BYTES, "c.py": "c"})
    tree = look()

    assert tree.read("a.py") == Gap("a.py", "the file has more than 5,000,000 bytes: split it, or exclude it")
    assert tree.read("b.py") == b"#" * MAX_BYTES
    assert tree.read("c.py") == b"c"


def test_what_git_lfs_keeps_is_a_gap(look: Look, checkout: Checkout) -> None:
    """The repository holds a pointer instead of the content."""
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    checkout.stage({"a.py": pointer})

    assert look().read("a.py") == Gap("a.py", "its content is kept by Git LFS, not in this repository")


def test_the_signature_of_a_file_changes_with_its_content_only(checkout: Checkout) -> None:
    """What a cache needs to know, without reading."""
    checkout.commit({"a.py": "x\n", "b.py": "x\n", "c.py": "y\n"})
    tree = checkout.at("HEAD")

    assert tree.signature("a.py") == tree.signature("b.py") == checkout.index().signature("a.py")
    assert tree.signature("c.py") not in ("", tree.signature("a.py"))
    assert tree.signature("d.py") == ""


def test_a_tree_can_be_sent_to_another_process(look: Look, checkout: Checkout) -> None:
    """Each process talks to a git of its own."""
    checkout.stage({"a.py": "a", "b.py": "b"})
    tree = look()
    assert tree.read("a.py") == b"a"

    copy = pickle.loads(pickle.dumps(tree))

    assert (copy.paths(), copy.read("b.py"), tree.read("b.py")) == (("a.py", "b.py"), b"b", b"b")


# --- which files -----------------------------------------------------------------------------------------


def test_the_listing_follows_the_rules_of_the_disk(look: Look, checkout: Checkout) -> None:
    """Roots, excludes, suffixes and places of tools mean the same as in the working tree."""
    checkout.write(dict.fromkeys(
        ("a.py", "A.PYW", "b.pyi", "bin/run", "src/x.py", "src/gen/y.py", "src/x_pb2.py", "lib/z.py"), "")
    )  # fmt: skip
    checkout.write(dict.fromkeys(("node_modules/n.py", "src/__pycache__/p.py", "build/b.py"), ""))
    checkout.git("add", "--force", ".")

    for options in (
        {},
        {"roots": ("src", "bin/run", "node_modules")},
        {"exclude": ("gen/", "*_pb2.py")},
        {"roots": ("src/x.py", "nowhere", "src/./gen/"), "exclude": ("/lib",)},
    ):
        recorded, disk = look(**options), WorkingTree(checkout.root, **options)
        assert (recorded.paths(), recorded.gaps()) == (disk.paths(), disk.gaps())


def test_links_are_followed_as_on_disk(look: Look, checkout: Checkout) -> None:
    """A link shows what nothing else does; one that leads nowhere or outside is a gap."""
    checkout.write({"src/a.py": "a", "data/b.txt": "b", "deep/er/c.py": "c", "node_modules/n.py": ""})
    for link, target in {
        "same.py": "src/a.py",
        "text.py": "data/b.txt",
        "src/again": "../src",
        "deep/up": "er/../../data",
        "outside.py": "../elsewhere.py",
        "broken.py": "nowhere.py",
        ".#lock.py": "me@host.1",
        "loop.py": "loop.py",
        "x/y.py": "../x/z.py",
        "x/z.py": "../deep/up/b.txt",
        "tools": "node_modules",
        "readme.md": "../readme.md",
    }.items():
        (checkout.root / link).parent.mkdir(exist_ok=True)
        (checkout.root / link).symlink_to(target)
    (checkout.root.parent / "elsewhere.py").write_text("")
    checkout.git("add", "--all", "--force")

    recorded, disk = look(), WorkingTree(checkout.root)

    assert recorded.paths() == disk.paths() == ("deep/er/c.py", "src/a.py", "text.py")
    assert recorded.gaps() == disk.gaps()
    assert recorded.read("text.py") == recorded.read("x/y.py") == disk.read("text.py") == b"b"
    assert isinstance(recorded.read("outside.py"), Gap)


def test_only_what_lies_below_the_root_counts(look: Look, checkout: Checkout) -> None:
    """A project may be a directory of a repository; its links may not leave it."""
    checkout.write({"top.py": "t", "services/api/a.py": "a", "services/api2/b.py": "b", "services/c.py": "c"})
    for link, target in {
        "out.py": "../../top.py",
        "back.py": "../api/a.py",
        "dir": "../api2",
        "licence": "../../top.txt",
        "none.py": "../../none.py",
        "abs": "/etc",
        "abs.txt": "/etc/hosts",
    }.items():
        (checkout.root / "services/api" / link).symlink_to(target)
    checkout.git("add", "--all")

    tree = look("services/api")

    assert tree.paths() == ("a.py",)
    assert tree.gaps() == (
        Gap("abs", "the link leads out of the project"),
        Gap("dir", "the link leads out of the project"),
        Gap("none.py", "the link is broken"),
        Gap("out.py", "the link leads out of the project"),
    )
    assert tree.read("back.py") == b"a"


def test_a_submodule_is_a_gap_unless_it_is_excluded(look: Look, checkout: Checkout, tmp_path: Path) -> None:
    """Its files are part of another repository."""
    library = make(tmp_path / "library")
    library.commit({"l.py": ""})
    checkout.stage({"a.py": ""})
    checkout.git("submodule", "--quiet", "add", str(library.root), "vendored/lib")

    (gap,) = look().gaps()

    assert look().paths() == ("a.py",)
    assert gap.path == "vendored/lib"
    assert "submodule" in gap.reason
    assert look(exclude=("vendored",)).gaps() == ()
    assert Checkout(checkout.root / "vendored/lib").index().paths() == ("l.py",)


# --- the index -------------------------------------------------------------------------------------------


def test_an_announced_file_is_not_staged(checkout: Checkout) -> None:
    """`git add --intent-to-add` promises a file without content."""
    checkout.commit({"a.py": "", "empty.py": ""})
    checkout.write({"announced.py": "import jwt\n"})
    checkout.git("add", "--intent-to-add", "announced.py")

    assert checkout.index().paths() == ("a.py", "empty.py")


def test_an_unresolved_conflict_is_a_gap(checkout: Checkout) -> None:
    """Nobody knows yet what will be committed."""
    checkout.commit({"a.py": "base\n", "b.py": ""})
    checkout.git("checkout", "-qb", "other")
    checkout.commit({"a.py": "theirs\n"})
    checkout.git("checkout", "-q", "main")
    checkout.commit({"a.py": "ours\n"})
    git(checkout.root, "merge", "other", check=False)

    assert checkout.index().paths() == ("b.py",)
    assert checkout.index().gaps() == (Gap("a.py", "its merge conflict is not resolved"),)
    checkout.stage({"a.py": "both\n"})
    assert checkout.index().read("a.py") == b"both\n"


def test_the_index_of_a_hook_is_the_one_that_counts(checkout: Checkout) -> None:
    """`git commit -a` and `git commit PATHS` hand their hook an index of their own."""
    checkout.commit({"a.py": "old\n", "b.py": "old\n"})
    seen = checkout.root.parent / "seen"
    hook = checkout.root / ".git/hooks/pre-commit"
    code = (
        "import os\nfrom pathlib import Path\nfrom pytest_ssot.trees.git import open_repository\n"
        "from pytest_ssot.trees.index import IndexTree\n"
        f"tree = IndexTree(open_repository(Path({str(checkout.root)!r}), os.environ))\n"
        f"open({str(seen)!r}, 'wb').write(b''.join(map(tree.read, tree.paths())))\n"
    )
    import sys

    (checkout.root.parent / "hook.py").write_text(code)
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{checkout.root.parent}/hook.py"\n')
    hook.chmod(0o755)
    project = str(Path(__file__).parents[2])

    checkout.write({"a.py": "new a\n", "b.py": "new b\n"})
    checkout.git("commit", "-qm", "one of two", "b.py", PYTHONPATH=project)
    assert seen.read_bytes() == b"old\nnew b\n"
    checkout.git("commit", "-qam", "the rest", PYTHONPATH=project)
    assert seen.read_bytes() == b"new a\nnew b\n"


def test_the_variables_of_another_repository_are_left_aside(checkout: Checkout, tmp_path: Path) -> None:
    """A hook of one repository may judge another."""
    other = make(tmp_path / "other")
    other.commit({"o.py": ""})
    checkout.stage({"a.py": ""})
    environ = {"GIT_DIR": str(other.root / ".git"), "GIT_INDEX_FILE": str(other.root / ".git/index")}

    assert IndexTree(checkout.repository(**environ)).paths() == ("a.py",)
    for elsewhere in (str(other.root / ".git"), str(git_bare(other, tmp_path))):
        with pytest.raises(GitError, match="is not in a git repository"):
            open_repository(tmp_path, {**os.environ, "GIT_DIR": elsewhere})


def git_bare(checkout: Checkout, where: Path) -> Path:
    git(where, "clone", "-q", "--bare", str(checkout.root), "bare.git")
    return where / "bare.git"


def test_a_repository_may_be_told_by_the_environment_alone(
    tmp_path: Path, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_DIR and GIT_WORK_TREE name a checkout without a `.git` in it."""
    checkout.commit({"a.py": "", "sub/b.py": "b"})
    plain = tmp_path / "plain"
    (plain / "sub").mkdir(parents=True)
    monkeypatch.chdir(plain)
    environ = {**os.environ, "GIT_DIR": str(checkout.root / ".git"), "GIT_WORK_TREE": str(plain)}

    assert IndexTree(open_repository(plain, environ)).paths() == ("a.py", "sub/b.py")
    assert IndexTree(open_repository(plain / "sub", environ)).paths() == ("b.py",)


def test_pathspec_settings_of_the_environment_do_not_matter(checkout: Checkout) -> None:
    """They would change what the paths on our command lines mean."""
    checkout.stage({"sub/a.py": ""})

    for name in ("GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS"):
        assert IndexTree(checkout.repository("sub", **{name: "1"})).paths() == ("a.py",)


def test_a_sparse_checkout_hides_nothing(checkout: Checkout) -> None:
    """What is staged is staged, whether it is on disk or not, also with a sparse index."""
    checkout.commit({"in/a.py": "a", "out/b.py": "b", "out/deep/c.py": "c"})
    checkout.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    assert not (checkout.root / "out").exists()

    assert checkout.index().paths() == ("in/a.py", "out/b.py", "out/deep/c.py")
    assert checkout.index().read("out/deep/c.py") == b"c"


# --- kinds of repositories -------------------------------------------------------------------------------


def test_a_repository_without_a_checkout_can_be_read(checkout: Checkout, tmp_path: Path) -> None:
    """A server's hook judges a pushed revision in the bare repository."""
    checkout.commit({"a.py": "a"})
    git(tmp_path, "clone", "-q", "--bare", str(checkout.root), "bare.git")
    repository = open_repository(tmp_path / "bare.git", os.environ)

    tree = CommitTree(repository, resolve(repository, "main").oid)

    assert tree.read("a.py") == b"a"


def test_each_worktree_has_its_own_index(checkout: Checkout, tmp_path: Path) -> None:
    """And shares the commits."""
    checkout.commit({"a.py": ""})
    checkout.git("worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    second = Checkout(tmp_path / "second")
    second.stage({"b.py": ""})

    assert second.index().paths() == ("a.py", "b.py")
    assert checkout.index().paths() == ("a.py",)
    assert second.at("main").paths() == ("a.py",)


def test_ids_may_be_longer(tmp_path: Path, checkout: Checkout) -> None:
    """A repository of SHA-256 names reads like any other, also before its first commit."""
    modern = make(tmp_path / "modern", "--object-format=sha256")
    modern.stage({"a.py": "a"})

    assert modern.index().read("a.py") == b"a"
    assert modern.at("HEAD").paths() == ()
    modern.git("commit", "-qm", "one")
    assert modern.at("HEAD").read("a.py") == b"a"


def test_what_a_partial_clone_lacks_is_a_gap_and_is_not_fetched(checkout: Checkout, tmp_path: Path) -> None:
    """No server is asked, although git would; what is there can be read."""
    checkout.git("config", "uploadpack.allowFilter", "true")
    checkout.commit({f"m{number:02}.py": f"{number}" for number in range(100)})
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{checkout.root}", "partial")
    partial = Checkout(tmp_path / "partial")
    partial.git("config", "protocol.file.allow", "always")
    partial.git("hash-object", "-w", "--stdin-paths", data=f"{checkout.root}/m03.py\n")

    tree = partial.at("HEAD")
    lacks = "its content is not in this repository, which is a partial clone or damaged"

    assert [tree.read(path) for path in tree.paths()] == [
        *(Gap(f"m{number:02}.py", lacks) for number in range(3)),
        b"3",
        *(Gap(f"m{number:02}.py", lacks) for number in range(4, 100)),
    ]
    assert partial.git("rev-list", "--objects", "--missing=print", "HEAD").count("?") == 99


def test_a_partial_clone_without_directories_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    """What files there are cannot even be listed; the message says what to do."""
    checkout.git("config", "uploadpack.allowFilter", "true")
    checkout.commit({"sub/a.py": ""})
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=tree:0", f"file://{checkout.root}", "partial")
    (tmp_path / "partial/sub").mkdir()

    for below in ("", "sub"):
        with pytest.raises(GitError, match=r"^this partial clone lacks .*: clone without --filter$"):
            Checkout(tmp_path / "partial").at("HEAD", below)


def test_a_directory_outside_of_every_repository_is_refused(checkout: Checkout, tmp_path: Path) -> None:
    """The message says what to do."""
    with pytest.raises(GitError, match=r"is not in a git repository; run `git init` there, or judge"):
        open_repository(tmp_path, os.environ)


def test_without_git_nothing_is_judged(checkout: Checkout) -> None:
    """The message says what to do."""
    with pytest.raises(GitError, match=r"^git is not installed: install it, or judge the files on disk$"):
        checkout.repository(PATH="")


def test_a_root_that_a_revision_lacks_is_refused(checkout: Checkout) -> None:
    """Nothing to judge is not good news."""
    checkout.commit({"a.py": ""})
    checkout.commit({"new/b.py": ""})

    with pytest.raises(GitError, match=r"^HEAD~1 has no directory new, which is the root$"):
        checkout.at("HEAD~1", "new")


TRAPS = (
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.askPass",
    "core.hooksPath",
    "diff.external",
    "diff.trap.textconv",
    "diff.trap.command",
    "filter.trap.clean",
    "filter.trap.smudge",
    "filter.trap.process",
    "alias.ls-tree",
    "alias.diff-index",
    "alias.cat-file",
)


def test_nothing_in_a_repository_makes_git_run_something(checkout: Checkout) -> None:
    """Its configuration may name programs for many occasions."""
    checkout.commit({"a.py": "1\n", ".gitattributes": "*.py diff=trap filter=trap\n"})
    trap = checkout.root.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {checkout.root.parent}/sprung\ncat\n")
    trap.chmod(0o755)
    for key in TRAPS:
        checkout.git("config", key, str(trap))

    assert checkout.index().read("a.py") == b"1\n"
    assert checkout.at("HEAD").read("a.py") == b"1\n"
    repository, base = checkout.repository(), resolve(checkout.repository(), "HEAD").oid
    (told,) = authored(repository, base, "a.py", [1], before=b"1\n", now=b"1\n").values()
    assert told.commit == base
    (checkout.root / "a.py").rename(checkout.root / "b.py")
    moved = renames_on_disk(repository, base, checkout.at("HEAD"), WorkingTree(checkout.root))
    assert (moved, staged_paths(repository)) == ({"a.py": "b.py"}, ())
    assert not (checkout.root.parent / "sprung").exists()
