"""The project's judgement: made once per run, only when something needs it, and shipped to workers."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
import pytest

from pytest_ssot.check import check
from pytest_ssot.errors import SettingsError, SsotError
from pytest_ssot.known import Compared
from pytest_ssot.model import Report
from pytest_ssot.plugin.baselines import RunBaseline
from pytest_ssot.plugin.post import fetched
from pytest_ssot.plugin.progress import progress
from pytest_ssot.settings import Settings, resolve_settings

if TYPE_CHECKING:
    from pytest_ssot.cache import Cache
    from pytest_ssot.trees import Tree


class Analysis(Protocol):
    """What the items and the verdict look things up in."""

    @property
    def files(self) -> tuple[str, ...]:
        """The project's source files, known without judging them."""

    @property
    def roots(self) -> tuple[str, ...]:
        """Where sources were looked for."""

    @property
    def report(self) -> Report:
        """The judgement of the whole root, never of a selection."""


class LocalAnalysis:
    """A judgement made in this process, the first time somebody asks."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @cached_property
    def settings(self) -> Settings:
        """The configuration, resolved; every mistake in it becomes part of one usage error."""
        with usage_errors():
            return resolve(self._config)

    @property
    def roots(self) -> tuple[str, ...]:
        return self.settings.roots

    @cached_property
    def files(self) -> tuple[str, ...]:
        with usage_errors():
            return self._tree.paths()

    @cached_property
    def baseline(self) -> RunBaseline:
        """The violations that are known, and what becomes of them."""
        with usage_errors():
            return RunBaseline(self._config, self.settings)

    @cached_property
    def compared(self) -> Compared | None:
        """The plain judgement compared with the baseline; None when there is no baseline."""
        with usage_errors():
            return self.baseline.compare(self._plain, self._tree)

    @cached_property
    def report(self) -> Report:
        with usage_errors():
            report = self.baseline.shown(self.compared) if self.compared else self._plain
            return report if self._base is None else self._against(report, self._base)

    @cached_property
    def _plain(self) -> Report:
        screen = self._config.pluginmanager.getplugin("terminalreporter")
        with progress(screen, verbosity=self._config.get_verbosity(), environ=os.environ) as show:
            return check(self._tree, self.settings, today=_today(), progress=show, cache=self.cache)

    @cached_property
    def cache(self) -> Cache | None:
        """What earlier runs learned; None when pytest's cache is off or cannot be written."""
        from pytest_ssot.cache import Cache

        if not self._config.pluginmanager.hasplugin("cacheprovider"):
            return None
        try:
            return Cache(self._config.cache.mkdir("ssot"))
        except OSError:
            return None

    @property
    def _base(self) -> str | None:
        name: str | None = self._config.getoption("ssot_base")
        return name

    def _against(self, report: Report, name: str) -> Report:
        """The report with what the base has already as known."""
        from pytest_ssot.known import against_base
        from pytest_ssot.trees.bases import base_of_disk
        from pytest_ssot.trees.git import open_repository

        repository = open_repository(self.settings.root, os.environ)
        base = base_of_disk(repository, name, self._tree, self.settings)
        return against_base(report, self._tree, base, self.settings, today=_today(), cache=self.cache)

    @cached_property
    def _tree(self) -> Tree:
        from pytest_ssot.trees.working import WorkingTree

        settings = self.settings
        return WorkingTree(settings.root, roots=settings.roots, exclude=settings.exclude)


class ShippedAnalysis:
    """The controller's judgement, as a worker receives it."""

    def __init__(self, shipped: Mapping[str, Any], config: pytest.Config) -> None:
        self._shipped = shipped
        self._config = config
        self.roots: tuple[str, ...] = tuple(shipped["roots"])

    @cached_property
    def files(self) -> tuple[str, ...]:
        return tuple(json.loads(self._shipped["files"]))

    @cached_property
    def report(self) -> Report:
        text = self._shipped.get("report") or fetched(self._shipped["post"])
        if not text:  # no source item was selected, so nothing has been judged yet
            return local_analysis(self._config).report
        return msgspec.convert(json.loads(text), type=Report)


class NoSources:
    """What a worker has when the run's arguments or `-m` select no source item."""

    files: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()

    @property
    def report(self) -> Report:
        raise LookupError("nothing was judged in this run")


_LOCAL = pytest.StashKey[LocalAnalysis]()
SHIPPED = pytest.StashKey[ShippedAnalysis]()


def ship(report: Report) -> str:
    """A report as ASCII text, which survives file names that are not UTF-8."""
    return json.dumps(msgspec.to_builtins(report))


def resolve(config: pytest.Config) -> Settings:
    """The project's settings, with this run's options and ini on top."""
    return resolve_settings(
        config.rootpath,
        environ=os.environ,
        options={
            "ssot_level": config.getoption("ssot_level"),
            "ssot_strict_baseline": config.getoption("ssot_strict_baseline"),
        },
        ini={name: config.getini(name) for name in ("ssot_level", "ssot_baseline")},
        rule_ids=_rule_ids,
    )


def _rule_ids() -> list[str]:
    from pytest_ssot.rules import all_rules
    from pytest_ssot.suppressions import OWN_RULES

    return [*(rule.id for rule in all_rules()), *(rule.id for rule in OWN_RULES)]


def local_analysis(config: pytest.Config) -> LocalAnalysis:
    """This process's own analysis; nothing of it is computed yet unless something needed it."""
    if config.stash.get(_LOCAL, None) is None:
        config.stash[_LOCAL] = LocalAnalysis(config)
    return config.stash[_LOCAL]


def project_report(config: pytest.Config) -> Report:
    """The judgement this run works with, or one made now when the run judges no source files."""
    shipped = config.stash.get(SHIPPED, None)
    return shipped.report if shipped else local_analysis(config).report


@contextmanager
def usage_errors() -> Iterator[None]:
    """Mistakes of the user end the run with exit code 4 and no traceback; our bugs keep theirs."""
    try:
        yield
    except SettingsError as error:
        raise pytest.UsageError(*error.mistakes) from error
    except SsotError as error:
        raise pytest.UsageError(str(error)) from error


def _today() -> date:
    return datetime.now().astimezone().date()
