"""What is a violation: one module per rule, each with its manual page and its examples.

A rule reads `pytest_ssot.facts.links.Links` and yields violations. It is found because its module
lies in this package; nothing else has to be edited to add one.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import cache
from typing import ClassVar, TypeGuard

import msgspec

from pytest_ssot.facts.links import Links
from pytest_ssot.facts.module import Fragment, ModuleFacts
from pytest_ssot.facts.resolved import Place
from pytest_ssot.facts.screening import Prefilter
from pytest_ssot.model import RuleInfo, Severity, Step, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.trees.globs import matches


class Example(msgspec.Struct, frozen=True):
    """A small project in one string: `# --- path` starts a file, `# <- rule-id` marks a violation."""

    title: str
    source: str

    @property
    def files(self) -> Mapping[str, str]:
        """The text of each file; one without a heading is `example.py`."""
        parts = re.split(r"^# --- (\S+)\n", textwrap.dedent(self.source).lstrip("\n"), flags=re.MULTILINE)
        named = dict(zip(parts[1::2], parts[2::2], strict=True))
        return {"example.py": parts[0], **named} if parts[0].strip() else named

    @property
    def marked(self) -> frozenset[tuple[str, str, int]]:
        """(rule id, path, line) of every violation that must be reported."""
        return frozenset(
            (mark, path, number)
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            for mark in re.findall(r"# <- ([\w-]+)", line)
        )


class Context(msgspec.Struct, frozen=True):
    """What a rule is handed: the linked project, the configuration, and each rule's files by its id."""

    links: Links
    settings: Settings
    paths: Mapping[str, tuple[str, ...]]

    def modules(self, rule: Rule) -> Iterator[ModuleFacts]:
        """The files that a rule has to look at."""
        for path in self.paths[rule.id]:
            facts = self.links.project.facts(path)
            if facts is not None:
                yield facts


class Rule(ABC):
    """A pattern that breaks a single source of truth.

    The class docstring is the manual page.
    """

    id: ClassVar[str]
    severity: ClassVar[Severity]
    summary: ClassVar[str]
    fix: ClassVar[str]
    """What to do instead; `{interface}` stands for the configured interface."""

    references: ClassVar[tuple[str, ...]] = ()
    cwe: ClassVar[tuple[int, ...]] = ()
    prefilter: ClassVar[Prefilter]
    """What the text of every file with such a violation contains."""

    follows_libraries: ClassVar[bool] = False
    """The libraries' objects are looked for as well in files that know them by another name only."""

    examples: ClassVar[tuple[Example, ...]]

    @abstractmethod
    def find(self, context: Context) -> Iterator[Violation]:
        """Every violation in the project."""

    def find_in_text(self, path: str, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Place, str]]:
        """(place, subject) of every violation in a block that did not parse, judged by its words."""
        for token, subject in self.spelled(tokens):
            yield Place(path, token.at), subject

    @abstractmethod
    def spelled(self, tokens: tuple[Fragment, ...]) -> Iterator[tuple[Fragment, str]]:
        """The raw-text part of the rule: (token, subject) of every violation among `tokens`."""

    def owned(self, path: str, settings: Settings) -> bool:
        """The pattern is legitimate in this file."""
        owners = settings.rule(self.id).owners
        return matches(path, settings.owners if owners is None else owners)

    def violation(
        self,
        settings: Settings,
        place: Place,
        message: str,
        subject: str,
        *,
        scope: str = "",
        severity: Severity | None = None,
        trace: tuple[Step, ...] = (),
    ) -> Violation:
        """A violation of this rule, with the configured severity and interface.

        A graded finding (`severity` below the rule's own) never gets heavier by configuration.
        """
        configured = settings.rule(self.id).severity or self.severity
        order = list(Severity)
        graded = max(configured, severity or configured, key=order.index)
        fix = self.fix.format(interface=settings.interface)
        return Violation(self.id, graded, place.location, message, subject, scope, fix, trace)

    def info(self, settings: Settings | None = None) -> RuleInfo:
        """The description for reports, with what the configuration says about it."""
        configured = settings.rule(self.id) if settings is not None else None
        references = configured.references if configured and configured.references is not None else None
        if references is None:
            references = (*self.references, *(settings.references if settings is not None else ()))
        impact = configured.impact if configured and configured.impact is not None else None
        return RuleInfo(
            id=self.id,
            severity=(configured.severity if configured else None) or self.severity,
            summary=self.summary,
            explanation=inspect.cleandoc(type(self).__doc__ or ""),
            fix=self.fix.format(interface=settings.interface if settings else "UnifiedAuthInterface"),
            references=references,
            cwe=self.cwe,
            impact=(settings.impact if settings and impact is None else impact) or "",
        )


def _is_rule(value: object) -> TypeGuard[type[Rule]]:
    return isinstance(value, type) and issubclass(value, Rule) and not inspect.isabstract(value)


@cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of every rule in this package, heaviest first."""
    found: list[type[Rule]] = []
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        values = vars(importlib.import_module(module.name)).values()
        found += [value for value in values if _is_rule(value) and value.__module__ == module.name]
    order = list(Severity)
    return tuple(sorted((kind() for kind in found), key=lambda rule: (order.index(rule.severity), rule.id)))


__all__ = ["Context", "Example", "Prefilter", "Rule", "all_rules"]
