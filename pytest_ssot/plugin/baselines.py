"""This run's baseline: where it is kept, and what the run does with it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from pytest_ssot.baseline import Baseline, load
from pytest_ssot.errors import SsotError
from pytest_ssot.known import Compared, compare_report
from pytest_ssot.model import Report
from pytest_ssot.renewal import Change, Covers, Terms, as_written, forget_fixed, update
from pytest_ssot.settings import Settings
from pytest_ssot.settings.values import USUAL_PLACE
from pytest_ssot.trees import Tree

CACHE_KEY = "ssot/baseline"
"""Where pytest's cache keeps the baseline: `config.cache.get("ssot/baseline", None)`."""

NO_CACHE = "pytest's cache is off (-p no:cacheprovider), so no baseline is kept: every violation counts"


@dataclass(frozen=True)
class Wish:
    """What the options ask of the baseline; mistakes in them are a usage error."""

    generate: bool
    prune: bool
    terms: Terms

    @classmethod
    def of(cls, config: pytest.Config) -> Wish:
        """The wish of this run."""
        generate, prune = config.getoption("generate_baseline"), config.getoption("ssot_prune_baseline")
        reason, more = config.getoption("allow_critical"), config.getoption("allow_more")
        if reason is not None and not reason.strip():
            raise pytest.UsageError("--allow-critical: say why the critical violations are accepted")
        if not generate and (reason is not None or more):
            option = "--allow-more" if more else "--allow-critical"
            raise pytest.UsageError(f"{option} has a meaning only with --generate-baseline")
        return cls(generate, prune, Terms(" ".join((reason or "").split()), more))

    @property
    def writes(self) -> bool:
        """The run changes the baseline."""
        return self.generate or self.prune


class RunBaseline:
    """The baseline of one run, read once; written at most once, at the end of a complete run."""

    def __init__(self, config: pytest.Config, settings: Settings) -> None:
        self._config = config
        self._settings = settings
        self.wish = Wish.of(config)
        self._path, self.place = self._found()

    @property
    def note(self) -> str:
        """What the summary has to say about a store that is missing; "" when nothing."""
        return "" if self._path else NO_CACHE

    @cached_property
    def loaded(self) -> Baseline | None:
        """The baseline as it is; None when there is none. `SsotError` for what is none."""
        option = self._config.getoption("ssot_baseline")
        if self._path is None:
            if self.wish.writes:
                raise SsotError(
                    "pytest's cache is off (-p no:cacheprovider), and the baseline is kept there; "
                    "name a file with --ssot-baseline FILE"
                )
            return None
        baseline = load(self._path)
        if baseline is None and option and not self.wish.generate:
            raise SsotError(f"{self.place}: there is no such file; --generate-baseline makes it")
        return baseline

    def compare(self, report: Report, tree: Tree) -> Compared | None:
        """The report compared with the baseline; None when there is none to compare with."""
        if self.loaded is None and not self.wish.generate:
            return None
        return compare_report(report, tree, self.loaded or Baseline(), self._settings, place=self.place)

    def shown(self, compared: Compared) -> Report:
        """The report that items are looked up in: of a run that writes, as it is once that is done."""
        return as_written(compared, self.wish.terms) if self.wish.generate else compared.report

    def write(self, compared: Compared, covers: Covers) -> Change:
        """Do what was asked for; other sessions wait, and what they wrote is kept."""
        assert self._path is not None
        if self._path == self._in_cache:
            # Has pytest set up its directory, with the files that keep it out of repositories.
            try:
                self._cache.mkdir("ssot")
            except OSError as error:
                raise SsotError(f"pytest's cache cannot be written: {error.strerror}") from error
        if self.wish.generate:
            return update(self._path, compared, self.wish.terms, covers)
        return forget_fixed(self._path, compared, covers)

    def _found(self) -> tuple[Path | None, str]:
        root, config = self._settings.root, self._config
        option: str | None = config.getoption("ssot_baseline")
        if option:
            path = Path(os.path.normpath(config.invocation_params.dir / option))
            return path, option
        if self._settings.baseline:
            return root / self._settings.baseline, self._settings.baseline
        if os.path.lexists(root / USUAL_PLACE):
            return root / USUAL_PLACE, USUAL_PLACE
        return self._in_cache, f"pytest's cache ({CACHE_KEY})"

    @property
    def _cache(self) -> Any:
        return getattr(self._config, "cache", None)

    @cached_property
    def _in_cache(self) -> Path | None:
        """The file that pytest's cache keeps the key in; None when the cache is off.

        pytest itself would write it in place, and read anything damaged as nothing.
        """
        if self._cache is None:
            return None
        directory = os.path.expandvars(Path(self._config.getini("cache_dir")).expanduser())
        return Path(self._config.rootpath, directory, "v", *CACHE_KEY.split("/"))


__all__ = ["CACHE_KEY", "RunBaseline", "Wish"]
