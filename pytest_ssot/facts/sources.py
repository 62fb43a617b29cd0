"""A tree's files and their facts, each read when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from pytest_ssot.facts.archive import Archive, NoArchive
from pytest_ssot.facts.assigned_words import assigns_any
from pytest_ssot.facts.beside import Beside
from pytest_ssot.facts.decoding import decode
from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.looking import File, Seen, Workers, look_with
from pytest_ssot.facts.module import ModuleFacts
from pytest_ssot.facts.neighbours import Locate, Neighbours, module_word, parent_word
from pytest_ssot.facts.screening import BY_TEXT, Evidence, Prefilter, Screened
from pytest_ssot.facts.word_index import WordIndex
from pytest_ssot.facts.words import hash_of
from pytest_ssot.model import Gap, Suppression
from pytest_ssot.trees import Tree

SMALL_PROJECT = 4_000_000
"""Up to so many bytes in all, every file is parsed: a broken one is told even if no rule needs it."""

LARGE_PROJECT = 40_000_000
"""Up to so many bytes in all, it is followed what other files do to objects that many share."""

FEW_MENTIONS = 1_000_000
"""Up to so many bytes, all files that mention a name are read, however far they are from its origin."""

MOST_MENTIONS = 2
"""Times as many are read of those that mention its origin as well, the ones that lie next to it first."""

BYTES_A_NODE = 400
"""So many bytes of a file are read in the time that one node takes to be looked at, roughly."""

FEW_UNRELATED = 100_000
"""Up to so many bytes of files that mention a name are read, whatever they have to do with its origin."""

FEW_FILES = 100
"""Files that may all have to do with each other, whatever they import."""

MANY_FILES = 1_000
"""So many files are worth the start of further interpreters, a third of a second each."""


class Sources:
    """Reads files on demand and remembers what they say.

    `markers` are the words of exception markers; a file that has one is always read. `archive` knows
    what was learned before; `workers` look at files where there are many of them.
    """

    def __init__(
        self,
        tree: Tree,
        markers: tuple[str, ...],
        prefilters: Mapping[str, Prefilter],
        archive: Archive | None = None,
        workers: Workers | None = None,
    ) -> None:
        self._tree = tree
        self.beside = Beside(tree)
        self._markers = markers
        self._prefilters = prefilters
        self._archive = archive or NoArchive()
        self._look = look_with(prefilters, markers)
        self._workers = workers
        self._screened: dict[str, Screened] = {}
        self._facts: dict[str, ModuleFacts | None] = {}
        self._unread: dict[str, Gap] = {}
        self.imports: Neighbours | None = None
        self._neighbours: Neighbours | None = None
        self._index = WordIndex(())
        self._named: frozenset[int] = frozenset()
        self._sound, self._asked, self._assigned = set[str](), set[str](), set[str]()
        self._importers: dict[str, Sequence[str] | None] = {}

    def candidates(self, progress: Callable[[int, int], None] | None = None) -> Mapping[str, tuple[str, ...]]:
        """The files that each of the named prefilters wants, or that are odd; all of them are read.

        Files with an exception marker are read as well.
        """
        paths = self._tree.paths()
        fresh = [path for path in paths if not self._is_known(path)]
        self._index, looked_at = WordIndex(paths), set[str]()
        for number, (path, seen, facts) in enumerate(self._look_at_all(self._contents(fresh), len(fresh))):
            if progress is not None:
                progress(len(paths) - len(fresh) + number, len(paths))
            self._note(path, seen, facts)
            # Told at once: while several processes look at the next ones, there is nothing else to do here.
            self._index.add(path, seen)
            if self._neighbours is not None:
                self._neighbours.imported(path)
            looked_at.add(path)
        if progress is not None:
            progress(len(paths), len(paths))
        # Workers get ready in any order; nothing may depend on it.
        self._screened = {path: self._screened[path] for path in paths if path in self._screened}
        self._facts = {path: self._facts[path] for path in paths if path in self._facts}
        for path, seen in self._screened.items():
            if path not in looked_at:
                self._index.add(path, seen)
        self._index.close()
        self._read_wanted()
        return {
            name: tuple(path for path, seen in self._screened.items() if name in seen.wanted)
            for name in self._prefilters
        }

    def _read_wanted(self) -> None:
        """Get the facts of files that a rule wants or that have a marker; check the rest if it is little."""
        others = {path for path, seen in self._screened.items() if not (seen.wanted or seen.marked)}
        are_few = sum(self._screened[path].size for path in others) <= SMALL_PROJECT
        for path in self._screened:
            if path not in others:
                self.facts(path)
            elif are_few:
                self.check(path)

    def look_at(self, path: str) -> None:
        """Screen a file, and read it if somebody wants it."""
        if not self._is_known(path):
            for file in self._contents((path,)):
                self._note(path, *self._look(*file))

    def _is_known(self, path: str) -> bool:
        """A file has been screened, by an earlier run if it has not changed since."""
        if path not in self._screened:
            known = self._archive.screened(path)
            if known is not None:
                self._screened[path] = known
        return path in self._screened

    def _contents(self, paths: Iterable[str]) -> Iterator[File]:
        """Those of the files that can be read and hold something new."""
        for path in paths:
            data = self._read(path)
            known = None if data is None else self._archive.recognise(path, data)
            if known is not None:
                self._screened[path] = known
            elif data is not None:
                yield path, data

    def _look_at_all(self, files: Iterable[File], number: int) -> Iterator[Seen]:
        if self._workers is not None and number >= MANY_FILES:
            return self._workers(files)
        return ((path, *self._look(path, data)) for path, data in files)

    def _note(self, path: str, seen: Screened, facts: ModuleFacts | None) -> None:
        self._screened[path] = seen
        self._archive.keep(path, seen, facts)
        if facts is not None:
            self._facts[path] = facts

    def facts(self, path: str) -> ModuleFacts | None:
        """What one file says; None when it cannot be read."""
        self._sound.discard(path)
        if path not in self._facts:
            self._facts[path] = self._archive.facts(path) or self._extracted(path)
        return self._facts[path]

    def check(self, path: str) -> None:
        """See whether all of a file can be read, without getting what a sound one says."""
        if path in self._facts:
            return
        if not self._archive.is_sound(path):
            facts = self.facts(path)
            if facts is None or not facts.is_sound:
                return
        self._sound.add(path)

    def cost_of(self, path: str) -> int:
        """How many nodes could be looked at instead of reading a file, none if its facts are at hand."""
        if path in self._facts or path in self._sound or path not in self._screened:
            return 0
        return self._screened[path].weight // BYTES_A_NODE

    def _extracted(self, path: str) -> ModuleFacts | None:
        data = self._read(path)
        if data is None:
            return None
        facts = extract(path, data, self._markers)
        if path in self._screened:
            self._archive.keep(path, self._screened[path], facts)
        return facts

    def may_bind(self, path: str, name: str) -> bool:
        """A name may be bound in a file: its text holds the word, or it can do without."""
        seen = self._screened.get(path)
        return self.holds(path, name) or (seen is not None and seen.binds_any)

    def mentioning(
        self,
        words: Iterable[str],
        near: Iterable[str],
        packages: Iterable[str] = (),
        *,
        home: str = "",
        few: int = FEW_MENTIONS,
    ) -> tuple[str, ...]:
        """The files that contain one of `words` as a whole word, sorted.

        When they have more than `few` bytes, only those that contain one of `near` as well, or stand in
        one of `packages`; of these, when they are still many, the ones that lie closest to the file `home`.
        What has nothing to do with that file is left out.
        """
        words, near, index, most = tuple(words), tuple(near), self._index, few * MOST_MENTIONS
        self._asked.update(words, near)
        neighbours = self._neighbours if home else None
        among = None if neighbours is None else self._members.get(self.group(home), ())
        found = index.containing(words, among)
        large = None if self.are_few else neighbours
        if large is not None and index.weight(found) > FEW_UNRELATED:
            found = [one for one in found if index.paths[one] in large.near(home)]
        if index.weight(found) > few:
            naming, inside = set(index.containing(near)), tuple(packages)
            if large is not None:
                naming, most = {one for one in naming if index.paths[one] in large.close(home)}, few
            found = [one for one in found if one in naming or index.paths[one].startswith(inside)]
        if index.weight(found) > most:
            found = index.closest(found, home, most)
        return tuple(index.paths[number] for number in found)

    def relate(self, locate: Locate) -> None:
        """Where there are many files, tell from now on which have to do with each other."""
        paths = self._tree.paths()
        self.imports = Neighbours(paths, self._imports_of, locate, self._named_in_texts())
        self._neighbours = self.imports if len(paths) > FEW_FILES else None

    def _imports_of(self, path: str) -> bytes:
        return self._screened[path].imports if path in self._screened else b""

    def related(self, home: str, path: str) -> bool:
        """A file may have to do with what another, its `home`, defines, as far as imports tell."""
        if self._neighbours is None or home not in self._screened:
            return True
        return self.group(home) == self.group(path) and (self.are_few or path in self._neighbours.near(home))

    def importers(self, path: str) -> Sequence[str] | None:
        """The files that import a file; None if they are many."""
        if path not in self._importers:  # asked for whenever somebody looks for callers
            found = sorted(self.imports.importers(path)) if self.imports is not None else ()
            few = sum(self._screened[one].weight for one in found) <= FEW_UNRELATED
            self._importers[path] = found if few else None
        return self._importers[path]

    def is_close(self, home: str, path: str) -> bool:
        """Of those files one that imports its `home` by few others, or lies beside it; of few files, any."""
        if self._neighbours is None or self.are_few or home not in self._screened:
            return True
        return path in self._neighbours.close(home)

    def serving(self, users: Iterable[str]) -> Callable[[str], bool]:
        """Tells which files some others may read settings of; what is no file may have those of any."""
        if self._neighbours is None or self.are_few:
            return lambda _: True
        serving = self._neighbours.serving(frozenset(users))
        return lambda path: path in serving or path not in self._screened

    def reached_from(self, libraries: Iterable[str], is_own: Callable[[str], bool]) -> Callable[[str], bool]:
        """Tells which files may hold something of libraries, by the names of their modules.

        A file that `is_own` to a library in the tree hands nothing of it to what it imports.
        """
        if self._neighbours is None or self.are_few:
            return lambda _: True
        numbers = self._containing({name.rpartition(".")[2] for name in libraries})
        parts = frozenset(part for name in libraries for part in name.split("."))
        naming = {path for number in numbers if not is_own(path := self._index.paths[number])}
        by_text = {path for path in naming if any(self.holds(path, word) for word in BY_TEXT)}
        homes = by_text.union(self._neighbours.importing(parts, naming))
        reached = frozenset(homes).union(*map(self._neighbours.near, homes))
        return lambda path: path in reached or path not in self._screened

    def group(self, path: str) -> str:
        """The name of the files that matter to each other, as far as imports tell, which one is among."""
        return "" if self._neighbours is None else self._neighbours.groups.get(path, "")

    @cached_property
    def _members(self) -> dict[str, list[int]]:
        """The numbers of the files of each group."""
        found: dict[str, list[int]] = {}
        for number, path in enumerate(self._index.paths):
            found.setdefault(self.group(path), []).append(number)
        return found

    def _named_in_texts(self) -> Iterator[tuple[str, str]]:
        """The files that import what texts name, each with the words it holds that are modules' names."""
        names = (word for path in self._screened for word in (module_word(path), parent_word(path)))
        words = {hash_of(word): word for word in names}
        self._named = frozenset(words)
        for number in self._containing(BY_TEXT):
            path = self._index.paths[number]
            yield from ((path, words[one]) for one in self._screened[path].held & words.keys())

    @cached_property
    def are_many(self) -> bool:
        """All files are more than one project has: those of what it has installed are among them."""
        return self._size > LARGE_PROJECT

    @cached_property
    def are_few(self) -> bool:
        """All files together are small: what one asks of them needs no regard to where they lie."""
        return self._size <= SMALL_PROJECT

    @cached_property
    def _size(self) -> int:
        """The bytes of all files together."""
        return sum(one.size for one in self._screened.values())

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All files that were looked at, once they are."""
        return tuple(self._screened)

    def _containing(self, words: Iterable[str]) -> list[int]:
        words = tuple(words)
        self._asked.update(words)
        return self._index.containing(words)

    def holds(self, path: str, word: str) -> bool:
        """A file contains a word, or something else that files are known to hold."""
        self._asked.add(word)
        seen = self._screened.get(path)
        return seen is None or seen.holds(word)

    def hold_together(self, words: frozenset[str], others: frozenset[str], home: str) -> bool:
        """A file that has to do with another, its `home`, holds one of `words` and one of the `others`."""
        self._asked.update(words)
        near = (one for one in self._containing(others) if self.related(home, self._index.paths[one]))
        return self._index.hold_any(near, words)

    def assigning(self, settings: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
        """The files whose text looks like an assignment to an attribute or item of one of these names.

        When many files mention a name, only those that mention one of its homes, the modules that have it; of
        these, when they are still many, the ones that lie closest to one.
        """
        self._assigned.update(settings)
        index = self._index
        mentioned: dict[int, list[str]] = {}
        for name, homes in settings.items():
            found = index.containing((name,))
            if index.weight(found) > FEW_MENTIONS:
                words = frozenset(module_word(home) for home in homes)
                self._asked.update(words)
                found = sorted({*found} & {*index.containing(words)})
            found = [one for one in found if any(self.related(home, index.paths[one]) for home in homes)]
            if index.weight(found) > FEW_MENTIONS * MOST_MENTIONS:
                found = index.closest(found, min(homes), FEW_MENTIONS * MOST_MENTIONS)
            for number in found:
                mentioned.setdefault(number, []).append(name)
        matching: list[str] = []
        for number, names in sorted(mentioned.items()):
            data = self._read(index.paths[number])
            if data is not None and assigns_any(data, names):
                matching.append(index.paths[number])
        return tuple(matching)

    @property
    def evidence(self) -> Evidence:
        """What was asked so far."""
        return Evidence(
            frozenset({*self._facts, *self._unread} - self._sound),
            frozenset(self._sound),
            frozenset(map(hash_of, self._asked)),
            frozenset(map(hash_of, self._assigned)),
            self._named,
            dict(self.beside.digests),
        )

    def text(self, path: str) -> str:
        """A file's decoded content; empty when it cannot be read."""
        data = self._read(path)
        return "" if data is None else decode(data).text

    def markers(self) -> Iterator[Suppression]:
        """The exception markers of all files read."""
        for facts in self._facts.values():
            if facts is not None:
                yield from facts.markers

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read or parsed, by path."""
        parsed = [gap for facts in self._facts.values() if facts is not None for gap in facts.gaps]
        return tuple(sorted((*self._unread.values(), *parsed), key=lambda gap: (gap.path, gap.line)))

    def incomplete(self) -> Iterator[ModuleFacts]:
        """The files with blocks that did not parse."""
        for _, facts in sorted(self._facts.items()):
            if facts is not None and facts.fragments:
                yield facts

    def _read(self, path: str) -> bytes | None:
        data = self._tree.read(path)
        if isinstance(data, Gap):
            self._unread[path] = data
            return None
        return data
