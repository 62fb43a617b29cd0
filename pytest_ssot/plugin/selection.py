"""Which source files a run was asked for, by the rules pytest applies to test files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

Ignored = Callable[[Path], bool]


class Selection:
    """The source files under the paths pytest was given.

    Initial paths, `--ignore`, `--ignore-glob`, `norecursedirs` and every `pytest_ignore_collect`
    hook decide, each asked once per directory. `testpaths` says where tests are, not where sources
    are: a run that got its paths from there selects all source roots.

    `enter` is called with each directory before anything in it is asked about: where pytest does not
    walk itself, somebody has to load its conftest files.
    """

    def __init__(
        self, session: pytest.Session, roots: Iterable[str], enter: Callable[[Path], None] | None = None
    ) -> None:
        self._session = session
        self._config = session.config
        self._enter = enter
        self._root = self._config.rootpath
        self._whole = self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
        self._roots = frozenset(self._root / root for root in roots)
        self._way = frozenset(parent for root in self._roots for parent in (root, *root.parents))
        self._admitted: dict[Path, bool] = {}
        self._rejections: dict[tuple[frozenset[object], int], Ignored | None] = {}

    def below_arguments(self, files: Iterable[str]) -> Iterator[tuple[str, Path]]:
        """The files under a directory argument, and their paths; a file argument is collected as such."""
        rejecting: dict[str, Ignored | None] = {}
        for file in files:
            directory = file.rpartition("/")[0]
            if directory not in rejecting:
                place = self._root / directory
                rejecting[directory] = self._rejecting(place) if self._admits(place) else _always
            rejects = rejecting[directory]
            if rejects is _always:
                continue
            path = self._root / file
            if not self._session.isinitpath(path) and (rejects is None or not rejects(path)):
                yield file, path

    def _admits(self, directory: Path) -> bool:
        known = self._admitted.get(directory)
        if known is None:
            known = self._admitted[directory] = self._decide(directory)
            if known and self._enter is not None and self._is_asked_for(directory):
                self._enter(directory)
        return known

    def _is_asked_for(self, directory: Path) -> bool:
        """Whether pytest would walk there: with `testpaths`, sources lie elsewhere as well."""
        return any(self._session.isinitpath(place) for place in (directory, *directory.parents))

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

    def _rejecting(self, directory: Path) -> Ignored | None:
        """What has to be asked about each file of an admitted directory; None when nothing could object.

        pytest's own implementation looks at options, at two names in conftest files, and then at things
        that only directories have, with several accesses to the disk.
        """
        hook = self._session.gethookproxy(directory).pytest_ignore_collect
        if not hasattr(hook, "get_hookimpls"):  # pytest 8 wraps the hook, and does not tell who listens
            return self._ignored
        asked = frozenset(implementation.plugin for implementation in hook.get_hookimpls())
        # A conftest file that was loaded since may say something without implementing anything.
        known = (asked, len(self._config.pluginmanager.list_name_plugin()))
        if known not in self._rejections:
            self._rejections[known] = self._rejection(asked)
        return self._rejections[known]

    def _rejection(self, plugins: frozenset[object]) -> Ignored | None:
        pm = self._config.pluginmanager
        others = plugins - {pm.getplugin("main")}
        if self._may_name_files():
            return self._ignored
        if not others:
            return None
        strangers = [plugin for plugin in pm.get_plugins() if plugin not in others]
        asked = pm.subset_hook_caller("pytest_ignore_collect", strangers)
        return lambda path: bool(asked(collection_path=path, config=self._config))

    def _may_name_files(self) -> bool:
        """Whether an option or a conftest file names single files to be left out."""
        if self._config.getoption("ignore") or self._config.getoption("ignore_glob"):
            return True
        return any(
            hasattr(plugin, "collect_ignore") or hasattr(plugin, "collect_ignore_glob")
            for plugin in self._config.pluginmanager.get_plugins()
        )


def _always(path: Path) -> bool:  # noqa: ARG001 - whatever the path
    return True


@dataclass(frozen=True)
class Argument:
    """What one argument of the command line asks for: a path, and the names behind it."""

    path: Path
    names: tuple[str, ...]


def arguments(config: pytest.Config) -> tuple[Argument, ...] | None:
    """The arguments, understood as pytest understands them; None when they are names of modules."""
    if config.getoption("pyargs"):
        return None
    split = ((Path(config.invocation_params.dir, base), names) for base, *names in _parts(config))
    return tuple(Argument(path, tuple(names)) for path, names in split)


def only_source_item(config: pytest.Config, path: Path) -> bool:
    """Whether every argument that names the file asks for its source item, `file.py::ssot`."""
    asked = [names for base, *names in _parts(config) if Path(config.invocation_params.dir, base) == path]
    return bool(asked) and all(names == ["ssot"] for names in asked)


def _parts(config: pytest.Config) -> Iterator[list[str]]:
    return (argument.split("::") for argument in config.args)


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


def only_sources(config: pytest.Config) -> bool:
    """Whether nothing but source items can be selected."""
    return bool(config.getoption("ssot_only")) or all(argument.endswith("::ssot") for argument in config.args)


__all__ = [
    "Argument",
    "Selection",
    "arguments",
    "could_hold_tests",
    "may_select_sources",
    "only_source_item",
    "only_sources",
]
