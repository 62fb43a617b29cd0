"""What the words of files tell: who may call a function, and where a name stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice

from pytest_ssot.facts.entered import Entered
from pytest_ssot.facts.module import MAKERS, ModuleFacts, StoreFacts
from pytest_ssot.facts.neighbours import module_word
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.resolved import ClassRef, FunctionKey, FunctionRef
from pytest_ssot.facts.seen_calls import is_test
from pytest_ssot.facts.sites import Site
from pytest_ssot.facts.sources import Sources
from pytest_ssot.facts.spellings import Spelling, Spellings
from pytest_ssot.facts.told_names import told_names
from pytest_ssot.facts.untold import held_words, names_at_will

MOST_WORDS_ASKED = 20
"""Words beyond which files are not looked for that hold one of them, on the chance that none does."""


class Mentions(Entered):
    """Answers what can be told by words alone, of files that need not have been read."""

    def __init__(self, project: Project, candidates: frozenset[str], sources: Sources) -> None:
        super().__init__(project, candidates)
        self._sources = sources
        self._spellings = Spellings(project.effort)
        self._spellings_of: dict[str, Spellings] = {"": self._spellings}
        self._modules: dict[str, ModuleFacts] = {}
        self._groups: dict[str, list[ModuleFacts]] = {}
        self._stores: dict[str, list[tuple[ModuleFacts, StoreFacts]]] = {}
        self._with_stores: set[str] = set()
        self._holders: dict[str, list[str]] = {}
        self._methods: dict[tuple[str, str], list[FunctionKey]] = {}
        self._with_methods: set[str] = set()
        self._reached: dict[tuple[str, ...], Callable[[str], bool]] = {}

    @property
    def few_files(self) -> bool:
        """The project is small enough for looking at all callers of something, on a mere suspicion."""
        return self._sources.are_few

    def spellings(self, words: Iterable[str]) -> frozenset[str]:
        """`words` and what else the modules read so far call the same things."""
        return self._spellings.words(words)

    def spellings_of_results(self, words: Iterable[str]) -> frozenset[str]:
        """The names of what calling one of `words` gives, and of the functions that give it."""
        return self._spellings.results(words)

    def givers(self, words: Iterable[str]) -> frozenset[str]:
        """The names of the functions that give back what is called by one of `words`."""
        return self._spellings.givers(words)

    def spelling(self, module: ModuleFacts, index: int) -> Spelling:
        """How calls of a module's function look in the files that have to do with it."""
        group = self._sources.group(module.path)
        return self._spellings_of.setdefault(group, Spellings(self.project.effort)).of(module, index)

    @property
    def kept_names(self) -> set[str]:
        """The attributes of objects that keep functions."""
        return self._spellings.kept

    def group_of(self, module: ModuleFacts) -> list[ModuleFacts]:
        """The modules read so far that have to do with one of them, itself included."""
        return self._groups.get(self._sources.group(module.path), [])

    def methods(
        self, word: str, names: frozenset[str] | None = None, *, most: int = 0, caller: str = ""
    ) -> list[FunctionRef]:
        """The methods of a name, in the modules read so far; those that take one of some parameters.

        Only those that the file `caller` may have to do with, if it is told. None of them where they are
        surely more than `most`.
        """
        for path in self._modules.keys() - self._with_methods:
            self._with_methods.add(path)
            for index, one in enumerate(self._modules[path].functions):
                if one.owner >= 0:
                    taken = {each.name if each.kind != "**" else "**" for each in one.parameters}
                    for name in ("", *taken):
                        self._methods.setdefault((one.name, name), []).append((path, index))
        among = ("",) if names is None else (*names, "**")
        groups = [self._methods.get((word, name), []) for name in among]
        if caller:  # of many, one more than are looked at is enough
            near = ((one for one in group if self.project.related(one[0], caller)) for group in groups)
            groups = [list(islice(one, most + 1 if most else None)) for one in near]
        if most and any(len(group) > most for group in groups):
            return []
        return [FunctionRef(self._modules[path], index, {}) for path, index in sorted({*chain(*groups)})]

    def note_names(self, module: ModuleFacts) -> None:
        """Take what a further module calls things into account."""
        group = self._sources.group(module.path)
        self._groups.setdefault(group, []).append(module)
        told = told_names(module)
        self._spellings.note(module, told)
        if group:
            self._spellings_of.setdefault(group, Spellings(self.project.effort)).note(module, told)
        for word in held_words(module):
            self._holders.setdefault(word, []).append(module.path)

    def may_hold(self, home: str, words: frozenset[str]) -> bool:
        """Some module that has to do with a file holds one of `words` otherwise than by that name.

        In a small project, any may.
        """
        return self.few_files or any(self._sources.related(home, one) for one in self._holders_of(words))

    def holding(self, home: str, words: frozenset[str]) -> Iterator[str]:
        """The modules read so far that have to do with a file and hold one of `words` so."""
        return (path for path in sorted(set(self._holders_of(words))) if self._sources.related(home, path))

    def _holders_of(self, words: frozenset[str]) -> Iterator[str]:
        # Every class has a constructor, and most call that of their base.
        return (path for word in words - MAKERS for path in self._holders.get(word, ()))

    def calling(self, module: ModuleFacts, index: int) -> tuple[str, ...]:
        """The files that may call a function, as far as words tell."""
        spelling = self.spelling(module, index)
        near = spelling.near, spelling.packages
        found = self._sources.mentioning(spelling.words - MAKERS, *near, home=module.path)
        return tuple(sorted({*found, module.path})) if spelling.within else found

    def mentions_beside(self, module: ModuleFacts, words: frozenset[str], others: frozenset[str]) -> bool:
        """Some file that has to do with a module holds one of `words`, and one of the `others` as well.

        Many words are taken to.
        """
        return len(words) > MOST_WORDS_ASKED or self._sources.hold_together(words, others, module.path)

    def beside(
        self, module: ModuleFacts, words: frozenset[str], others: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        """The files that have to do with a module, hold one of `words` and one of the `others`, if any."""
        for path in self._sources.mentioning(words, (module_word(module.path),), home=module.path):
            if not others or any(self.holds(path, word) for word in others):
                yield path

    def spelled(self, module: ModuleFacts, words: frozenset[str]) -> Iterator[Site]:
        """The calls of a module whose last word is one of `words`, and those that no word tells.

        `words` are best taken from `spellings`. In a large project, where nobody holds what goes by one of
        them, those that no word tells are only those of a name that is made up.
        """
        at_will = not self.may_hold(module.path, words)
        for word in ("", *sorted(words & module.calls_by_word.keys())):
            for fact in module.calls_by_word.get(word, ()):
                site = Site(module, fact)
                if word or not at_will or names_at_will(site):
                    yield site

    def is_named(self, module: ModuleFacts, name: str) -> bool:
        """A name that a module gives a function is read there, or stands in another file that is no test."""
        paths = self._sources.mentioning((name,), (module_word(module.path),), home=module.path)
        others = (path for path in paths if path != module.path)
        return name in module.places.mentioned or any(not is_test(path) for path in others)

    def naming(self, module: ModuleFacts, name: str) -> Iterator[ModuleFacts]:
        """The module of a class with that name, and the others that hold it, tests aside."""
        for path in self._sources.mentioning((name,), (module_word(module.path),), home=module.path):
            facts = self.project.facts(path) if path == module.path or not is_test(path) else None
            if facts is not None:
                yield facts

    def related(self, home: str, path: str) -> bool:
        """A file may have to do with what another defines, as far as that is told in a tree of this size."""
        return self._sources.related(home, path)

    def group(self, path: str) -> str:
        """The name of the files that matter to each other, as far as imports tell, which one is among."""
        return self._sources.group(path)

    def near(self, home: str, *, close: bool) -> Callable[[str], bool]:
        """Tells which files may call what the file `home` defines, or of those the ones `close` to it."""
        return partial(self._sources.is_close if close else self._sources.related, home)

    def is_close(self, home: str, path: str) -> bool:
        """A file may name what another, its `home`, defines, or lies beside it."""
        return self._sources.is_close(home, path)

    def are_put_together(self, first: str, second: str) -> bool:
        """What two files define may be parts of one program: a file that is no test leads to both."""
        imports = self._sources.imports
        if imports is None or not imports.groups:  # what a report depends on is told as these are
            return True
        return not all(map(is_test, imports.leading_to(first) & imports.leading_to(second)))

    def connected(self, paths: Iterable[str]) -> Callable[[str], bool]:
        """Tells which files matter to one of some others, as far as imports tell; "" may be any file."""
        paths = tuple(paths)
        groups = {self._sources.group(path) for path in paths}
        return lambda path: "" in paths or self._sources.group(path) in groups

    def serving(self, users: Iterable[str]) -> Callable[[str], bool]:
        """Tells which files some others may read settings of; of few files, all."""
        return self._sources.serving(users)

    def reached(self, path: str, libraries: tuple[str, ...]) -> bool:
        """A file may hold something of libraries, by their modules' names; of few files, any may."""
        if libraries not in self._reached:
            self._reached[libraries] = self._sources.reached_from(libraries, self.project.is_of_library)
        return self._reached[libraries](path)

    def holds(self, path: str, word: str) -> bool:
        """A file holds `word`."""
        return self._sources.holds(path, word)

    def stores_named(self, name: str) -> list[tuple[ModuleFacts, StoreFacts]]:
        """The assignments to attributes and constant keys of a name, in the modules read so far."""
        for path in self._modules.keys() - self._with_stores:
            self._with_stores.add(path)
            for store in self._modules[path].stores:
                if store.name:
                    self._stores.setdefault(store.name, []).append((self._modules[path], store))
        return self._stores.get(name, [])

    @property
    def modules(self) -> tuple[ModuleFacts, ...]:
        """The modules read so far."""
        return tuple(self._modules.values())

    def uses(self, cls: ClassRef) -> bool:
        """Something else than a derived class names the class, or stands in a file that was not read."""
        name = cls.module.classes[cls.index].name
        home = cls.module.path
        mentioning = self._sources.mentioning((name,), (module_word(home),), home=home)
        return any(
            path not in self._modules or name in self._modules[path].words_in_use for path in mentioning
        )
