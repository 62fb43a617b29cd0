"""Which source files a run was asked for, by the rules pytest applies to test files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest


class Selection:
    """The source files under the paths pytest was given.

    Initial paths, `--ignore`, `--ignore-glob`, `norecursedirs` and every `pytest_ignore_collect`
    hook decide, each asked once per directory. `testpaths` says where tests are, not where sources
    are: a run that got its paths from there selects all source roots.
    """

    def __init__(self, session: pytest.Session, roots: Iterable[str]) -> None:
        self._session = session
        self._config = session.config
        self._root = self._config.rootpath
        self._whole = self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
        self._roots = frozenset(self._root / root for root in roots)
        self._way = frozenset(parent for root in self._roots for parent in (root, *root.parents))
        self._admitted: dict[Path, bool] = {}

    def below_arguments(self, files: Iterable[str]) -> Iterator[str]:
        """The files that lie under a directory argument; a file argument is collected as such."""
        for file in files:
            path = self._root / file
            if self._session.isinitpath(path):
                continue
            if self._admits(path.parent) and not self._ignored(path):
                yield file

    def _admits(self, directory: Path) -> bool:
        known = self._admitted.get(directory)
        if known is None:
            known = self._admitted[directory] = self._decide(directory)
        return known

    def _decide(self, directory: Path) -> bool:
        if self._session.isinitpath(directory) or (self._whole and directory in self._roots):
            return True
        if directory == directory.parent or not self._admits(directory.parent):
            return False
        if self._session.isinitpath(directory, with_parents=True):
            return True
        if directory in self._way:
            # A configured root was asked for by name, like an argument: `norecursedirs` yields.
            return str(directory) not in map(str, self._ignore_options())
        return not self._ignored(directory)

    def _ignore_options(self) -> Iterator[Path]:
        for option in self._config.getoption("ignore") or ():
            yield self._config.invocation_params.dir / option

    def _ignored(self, path: Path) -> bool:
        hook = self._session.gethookproxy(path.parent)
        return bool(hook.pytest_ignore_collect(collection_path=path, config=self._config))


def only_source_item(config: pytest.Config, path: Path) -> bool:
    """Whether every argument that names the file asks for its source item, `file.py::ssot`."""
    asked = [
        names
        for base, *names in (argument.split("::") for argument in config.args)
        if Path(config.invocation_params.dir, base) == path
    ]
    return bool(asked) and all(names == ["ssot"] for names in asked)


def could_hold_tests(config: pytest.Config, path: Path) -> bool:
    """Whether a file given as argument may be a test module, judged by its name and its words.

    pytest imports any file it is given. A source file that names no test has nothing to run, and
    importing it would execute code that was only to be judged.
    """
    if any(path.match(pattern) for pattern in config.getini("python_files")):
        return True
    patterns = (*config.getini("python_functions"), *config.getini("python_classes"))
    heads = "|".join(re.escape(re.split(r"[*?\[]", pattern)[0]) for pattern in patterns)
    words = re.compile(rf"\b(?:{heads})|TestCase|import\s*\*".encode())
    try:
        return words.search(path.read_bytes()) is not None
    except OSError:
        return True


def may_select_sources(config: pytest.Config) -> bool:
    """Whether any argument can select a source item; node ids of tests cannot."""
    return any("::" not in argument or argument.endswith("::ssot") for argument in config.args)


__all__ = ["Selection", "could_hold_tests", "may_select_sources", "only_source_item"]
