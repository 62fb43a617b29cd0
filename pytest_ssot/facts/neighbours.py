"""Which files of a large tree have to do with each other: those that import one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

FARTHEST_WIRING = 2
"""Imports up to which a file may know another, and hand something of it to a third."""

FARTHEST_USE = 5
"""Imports up to which a file may call what another one defines, as it is handed on."""

FARTHEST_IMPORT = 3
"""Imports up to which a file may call by its name what another one defines: by way of its package, mostly."""

FEW_NAMESAKES = 4
"""Files of one name that may all be meant where a text names it."""

Locate = Callable[[str, str], str | None]
"""The file or directory that a module's name means in a file."""


class Neighbours:
    """The files of a tree, its `paths`, and which of them import which, directly or through others.

    `imports` gives the names of the modules that a file may import, one a line (see `Screened`);
    `in_texts` are pairs of a file that may import what a text names, and a word of it that may be a name.
    """

    def __init__(
        self,
        paths: Iterable[str],
        imports: Callable[[str], bytes],
        locate: Locate,
        in_texts: Iterable[tuple[str, str]],
    ) -> None:
        self._paths = dict.fromkeys(paths)
        self._imports = imports
        self._locate = locate
        self._in_texts = in_texts
        self._targets: dict[str, frozenset[str]] = {}
        self._needed: dict[str, tuple[str, ...]] = {}
        self._near: dict[str, frozenset[str]] = {}
        self._close: dict[str, frozenset[str]] = {}
        self._leading: dict[str, frozenset[str]] = {}

    def near(self, home: str) -> frozenset[str]:
        """The files that may call what the file `home` defines, or hand things to it.

        Those are the ones that import it, directly or not, those that one of the nearest of them may hand
        something of it to, those that it imports itself, and those that lie beside it.
        """
        known = self._near.get(home)
        if known is None:
            first = frozenset((home, *self._by_text.get(home, ())))
            wiring = self._using(first, FARTHEST_WIRING)
            handed = first.union(*map(self._needs, wiring))
            using = self._using(wiring, FARTHEST_USE - FARTHEST_WIRING)
            known = self._near[home] = (handed | using).union(self._beside[home.rpartition("/")[0]])
        return known

    def close(self, home: str) -> frozenset[str]:
        """The near files that import the file `home`, by way of few others, or lie beside it."""
        known = self._close.get(home)
        if known is None:
            first = frozenset((home, *self._by_text.get(home, ())))
            beside = self._beside[home.rpartition("/")[0]]
            known = self._close[home] = self._using(first, FARTHEST_IMPORT).union(beside)
        return known

    def importers(self, path: str) -> frozenset[str]:
        """The files that import a file by its name, or may by a text."""
        return frozenset((*self._importing.get(path, ()), *self._by_text.get(path, ())))

    def serving(self, users: frozenset[str]) -> frozenset[str]:
        """The files that `users` may read settings of: themselves, what they import, what nobody imports."""
        direct = users.union(*map(self.imported, users))
        return direct.union(*map(self._needs, direct), self._unnamed) if users else users

    def leading_to(self, path: str) -> frozenset[str]:
        """A file, and those that import it, directly or through others."""
        known = self._leading.get(path)
        if known is None:
            known = self._leading[path] = self._using(frozenset([path]), len(self._paths))
        return known

    def importing(self, parts: frozenset[str], paths: Iterable[str]) -> Iterator[str]:
        """Those of some files that import a module with one of the `parts` in its name."""
        named = {part.encode() for part in parts}
        for path in paths:
            if not named.isdisjoint(self._imports(path).replace(b".", b" ").split()):
                yield path

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each file, by one file of it: what lies together, and what imports lead from and to.

        What a file does matters to no file of another group.
        """
        around: dict[str, str] = {}

        def first(path: str) -> str:
            while (up := around.get(path, path)) != path:
                around[path] = path = around.get(up, up)
            return path

        for path in self._paths:
            directory = path.rpartition("/")[0]
            beside = next(iter(self._beside[directory]))
            packages = (f"{directory[:end]}/__init__.py" for end in _ends(directory))
            known = (one for one in packages if one in self._paths)
            for other in (beside, *known, *self.imported(path), *self._by_text.get(path, ())):
                around[first(other)] = first(path)
        return {path: first(path) for path in self._paths}

    def _using(self, latest: frozenset[str], steps: int) -> frozenset[str]:
        """Some files, and those that import them in so many steps."""
        found = set(latest)
        for _ in range(steps):
            if not latest:
                break
            latest = frozenset(one for known in latest for one in self._importing.get(known, ())) - found
            found |= latest
        return frozenset(found)

    def _needs(self, path: str) -> tuple[str, ...]:
        """What a file may hand things to: what it imports, and what that imports."""
        known = self._needed.get(path)
        if known is None:
            direct = self.imported(path)
            known = self._needed[path] = tuple(direct.union(*map(self.imported, direct)))
        return known

    def imported(self, path: str) -> frozenset[str]:
        """The files that a file imports."""
        known = self._targets.get(path)
        if known is None:
            known = self._targets[path] = frozenset(self._located(path)) - {path}
        return known

    def _located(self, path: str) -> Iterator[str]:
        names = self._imports(path).decode(errors="replace").split()
        inside = set[str]()
        for name in sorted(names, key=len, reverse=True):
            first, _, _ = name.partition(".")
            _, _, last = name.rpartition(".")
            if name not in inside and (not first or first in self._tops) and (not last or last in self._tops):
                found = self._locate(path, name)
                if found is not None and found in self._paths:
                    yield found
                    # `from package import module` has to do with the module, not with the package
                    inside.add(name.rpartition(".")[0] or ".")

    @cached_property
    def _importing(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths:
            for target in self.imported(path):
                found.setdefault(target, []).append(path)
        return found

    @cached_property
    def _unnamed(self) -> frozenset[str]:
        """The files that no import names."""
        return frozenset(path for path in self._paths if path not in self._importing)

    @cached_property
    def _by_text(self) -> dict[str, list[str]]:
        """The files that may import each by its name in a text; one of many files means the nearest.

        From where it is no relative name, by one that the words of its packages are parts of.
        """
        named: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for path in self._paths:
            named.setdefault(module_word(path), []).append((path, frozenset(self._packages(path))))
        words: dict[str, set[str]] = {}
        for importer, word in self._in_texts:
            words.setdefault(importer, set()).add(word)
        found: dict[str, list[str]] = {}
        for importer, told in sorted(words.items()):
            around = f"{importer.rpartition('/')[0]}/".lstrip("/")
            for word in sorted(told & named.keys()):
                paths = [
                    path for path, packages in named[word] if packages <= told or path.startswith(around)
                ]
                nearest = self._locate(importer, word) if len(paths) > FEW_NAMESAKES else None
                for path in paths if len(paths) <= FEW_NAMESAKES else filter(None, [nearest]):
                    found.setdefault(path, []).append(importer)
        return found

    def _packages(self, path: str) -> Iterator[str]:
        """The words of the packages that a module lies in, and of the directory at least."""
        directory = _directory(path)
        while directory:
            around, _, word = directory.rpartition("/")
            yield word
            directory = around if f"{around}/__init__.py" in self._paths else ""

    @cached_property
    def _beside(self) -> dict[str, tuple[str, ...]]:
        """The files of each directory."""
        found: dict[str, list[str]] = {}
        for path in self._paths:
            found.setdefault(path.rpartition("/")[0], []).append(path)
        return {directory: tuple(paths) for directory, paths in found.items()}

    @cached_property
    def _tops(self) -> frozenset[str]:
        """What a name may begin with that is a module of the tree."""
        parts = {part for directory in self._beside for part in directory.split("/")}
        return frozenset(parts | {path.rpartition("/")[2].removesuffix(".py") for path in self._paths})


def _ends(directory: str) -> Iterator[int]:
    """Where the names of a directory, and of those around it, end in its path."""
    end = len(directory)
    while end > 0:
        yield end
        end = directory.rfind("/", 0, end)


def module_word(path: str) -> str:
    """The word by which other files import a file: its module's last name."""
    parts = path.removesuffix("/__init__.py").rpartition("/")[2]
    return parts.rpartition(".")[0] or parts


def parent_word(path: str) -> str:
    """The word that stands before a module's own in its whole name; "" for one that lies in no directory."""
    return _directory(path).rpartition("/")[2]


def _directory(path: str) -> str:
    """Where a module lies, which is a file or a package."""
    return path.removesuffix("/__init__.py").rpartition("/")[0]


__all__ = ["Neighbours", "module_word", "parent_word"]
