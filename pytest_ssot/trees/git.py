"""Git is run here and nowhere else, on repositories that nobody has vouched for."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from pytest_ssot.errors import SsotError

SECONDS = 120
"""How long git may take before it counts as silent."""

_HARDENED = (
    # Any of these may name a program or a server in the configuration of a repository.
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "safe.bareRepository=explicit",
    "-c",
    "protocol.allow=never",
    # An ambiguous name is refused, so git has to say when one is.
    "-c",
    "core.warnAmbiguousRefs=true",
)

_NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")

_ALWAYS = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",  # unlike protocol.allow, no repository can configure exceptions
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}

# A hook runs with these set to the repository and index it belongs to, which need not be the tree's.
_OF_ONE_REPOSITORY = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)

# These change what paths on git's command line and in its output mean.
_ABOUT_PATHS = (
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_PREFIX",
)

_EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


_REMEDY = "; run `git init` there, or judge the files on disk"


class GitError(SsotError):
    """Git is missing or declined; the message says why, in words for a report."""


class NoRootError(GitError):
    """A revision has no directory where the root is."""


class Repository(msgspec.Struct, frozen=True):
    """A repository as seen from one directory of it, the root that is judged.

    `prefix` is the root below the top of the repository, "" or "services/api/"; git runs in
    `directory` with exactly `environ`. `git_dir` is where git keeps what belongs to this checkout,
    `empty_tree` the id of the tree without files.
    """

    directory: str
    environ: Mapping[str, str]
    prefix: str
    git_dir: str
    empty_tree: str

    def run(self, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What git answered, whatever its exit code; `data` goes to its standard input."""
        return run(self.directory, self.environ, *arguments, data=data)

    def ask(self, *arguments: str, data: bytes = b"") -> bytes:
        """The output of git; `GitError` when it declines."""
        return answer(self.run(*arguments, data=data))

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A git that goes on running, with pipes to and from it."""
        command = [program(self.environ), *_HARDENED, *_NO_HOOKS, *arguments]
        try:
            return subprocess.Popen(  # noqa: S603 - fixed arguments, no shell, configuration hardened above
                command,
                cwd=self.directory,
                env=self.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as problem:
            raise GitError(f"git cannot be started ({problem.strerror})") from None


def open_repository(root: Path, environ: Mapping[str, str]) -> Repository:
    """The repository that `root` lies in; `GitError` when there is none or git will not read it.

    The variables that git sets for a hook (`GIT_DIR`, `GIT_INDEX_FILE` …) hold if they are about that
    repository: `git commit -a` shows its hook an index of its own. Those of another are left aside.
    """
    try:
        program(environ)
    except GitError as missing:
        raise GitError(f"{missing}: install it, or judge the files on disk") from None
    alone = environment(environ)
    if is_bare(root):
        alone["GIT_DIR"] = str(root)
    told = _told(environ)
    try:
        found = _describe(str(root), alone)
    except GitError:
        if told is None or told.top is None or _below(told.top, root) is None:
            raise
        return told.repository(root)
    if told is not None and told.git_dir == found.git_dir:
        found = replace(found, environ={**alone, **_contents(environ, found.top)})
    return found.repository(root)


def is_bare(directory: Path) -> bool:
    """Whether the directory itself is a repository without a checkout."""
    return (directory / "HEAD").is_file() and all((directory / name).is_dir() for name in ("objects", "refs"))


def is_around(directory: Path) -> bool:
    """Whether the directory lies in the checkout of a repository, by the look of it: git is not asked."""
    return any(os.path.lexists(above / ".git") for above in (directory, *directory.parents))


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which git sees the repository it is run in, fetches nothing and asks nobody."""
    strange = (*_OF_ONE_REPOSITORY, *_ABOUT_PATHS)
    return {name: value for name, value in environ.items() if name not in strange} | _ALWAYS


def run(
    directory: str | Path,
    environ: Mapping[str, str],
    *arguments: str,
    data: bytes = b"",
    knows_hooks: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """What git answered in a directory, whatever its exit code.

    It runs no hooks, because it is told that there are none; `knows_hooks` is for questions about them.
    """
    settings = _HARDENED if knows_hooks else (*_HARDENED, *_NO_HOOKS)
    try:
        return subprocess.run(  # noqa: S603 - fixed arguments, no shell, configuration hardened above
            [program(environ), *settings, *arguments],
            cwd=directory,
            env=environ,
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git did not answer within {SECONDS} seconds") from None
    except OSError as problem:
        raise GitError(f"git cannot be started ({problem.strerror})") from None


def answer(done: subprocess.CompletedProcess[bytes]) -> bytes:
    """The output of a git that agreed; `GitError` with its reason when it did not."""
    if done.returncode == 0:
        return done.stdout
    complaint = done.stderr.decode(errors="replace").strip()
    if "safe.directory" in complaint:
        # Its last line is the command that helps, with the name of the directory as a shell wants it.
        remedy = complaint.rpartition("\n")[2].strip()
        raise GitError(f"git does not trust this repository because another user owns it; `{remedy}` helps")
    if "promisor remote" in complaint:
        raise GitError(
            "this partial clone lacks what has to be read, and nothing is fetched: clone without --filter"
        )
    raise GitError(f"git cannot read this repository ({complaint.partition(chr(10))[0]})")


def program(environ: Mapping[str, str]) -> str:
    """The git found in an absolute directory of the search path.

    A relative one would be looked up in the directory that is scanned, and so would Windows on its own.
    """
    path = environ.get("PATH", os.defpath)
    places = [place for place in path.split(os.pathsep) if Path(place).is_absolute()]
    found = shutil.which("git", path=os.pathsep.join(places)) if places else None
    if found is None or Path(found).parent not in map(Path, places):
        raise GitError("git is not installed")
    return found


class _Description(msgspec.Struct, frozen=True):
    """A repository by what git says about it; `top` is where its checkout is, None without one."""

    directory: str
    environ: Mapping[str, str]
    git_dir: str
    object_format: str
    top: str | None

    def repository(self, root: Path) -> Repository:
        prefix = "" if self.top is None else _below(self.top, root)
        if prefix is None:
            raise GitError(f"{root} does not lie in the checkout of its repository, {self.top}")
        empty_tree = _EMPTY_TREES[self.object_format]
        return Repository(self.directory, self.environ, prefix, self.git_dir, empty_tree)


def _describe(directory: str, environ: Mapping[str, str]) -> _Description:
    options = ("--show-object-format", "--is-inside-work-tree", "--absolute-git-dir")
    told = run(directory, environ, "rev-parse", *options, "--show-toplevel")
    if told.returncode and b"not a git repository" in told.stderr:
        raise GitError(f"{directory} is not in a git repository{_REMEDY}")
    fields = os.fsdecode(told.stdout).split("\n")
    if len(fields) == 5:  # one answer more than questions: the text after the last line end
        kind, _, git_dir, top, _ = fields
        return _Description(directory, environ, os.path.realpath(git_dir), kind, top)
    # There is no checkout here, or a directory has a line end in its name.
    answered = os.fsdecode(answer(run(directory, environ, "rev-parse", *options))).removesuffix("\n")
    kind, inside, git_dir = answered.split("\n", 2)
    if inside != "true":
        return _Description(directory, environ, os.path.realpath(git_dir), kind, None)
    top = os.fsdecode(answer(run(directory, environ, "rev-parse", "--show-toplevel"))).removesuffix("\n")
    return _Description(directory, environ, os.path.realpath(git_dir), kind, top)


def _told(environ: Mapping[str, str]) -> _Description | None:
    """The repository that the environment names; what it says is relative to the working directory."""
    names = [name for name in _OF_ONE_REPOSITORY if environ.get(name)]
    if not names:
        return None
    try:
        return _describe(str(Path.cwd()), {**environment(environ), **{name: environ[name] for name in names}})
    except (GitError, OSError):
        return None


def _contents(environ: Mapping[str, str], top: str | None) -> dict[str, str]:
    """Which index and objects the environment names, without saying where the repository is.

    Saying that would make git take the directory it is run in for the top of the checkout.
    """
    where = {"GIT_COMMON_DIR", "GIT_DIR", "GIT_IMPLICIT_WORK_TREE", "GIT_WORK_TREE"}
    names = (name for name in _OF_ONE_REPOSITORY if environ.get(name) and name not in where)
    found = {name: environ[name] for name in names}
    for name, base in (("GIT_INDEX_FILE", top), ("GIT_OBJECT_DIRECTORY", None)):
        if name in found:
            found[name] = str(Path(base or Path.cwd(), found[name]))
    return found


def _below(top: str, root: Path) -> str | None:
    """The root relative to the top, with a slash at its end; "" for the top itself, None outside."""
    path = os.path.relpath(os.path.realpath(root), os.path.realpath(top)).replace(os.sep, "/")
    if path == ".":
        return ""
    return None if path.split("/")[0] == ".." else f"{path}/"
