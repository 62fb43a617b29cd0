"""Source files as pytest sees them: one collector for all, a file and an item for each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_ssot.plugin.failures import Failure, ViolationsFound
from pytest_ssot.plugin.names import file_id

if TYPE_CHECKING:
    from pytest_ssot.model import Report
    from pytest_ssot.plugin.session import Share, SourceSession


class SourceFiles(pytest.Collector):
    """All source files under the arguments, built in one step instead of one collection each."""

    def __init__(self, *, sources: SourceSession, files: Iterable[tuple[str, Path]], **kw: Any) -> None:
        super().__init__(name="ssot", nodeid="ssot", **kw)
        self._sources = sources
        self._files = files

    def collect(self) -> Iterator[pytest.Item]:
        for source, path in self._files:
            yield SsotFile.of(self, self._sources, source, path).item()


class SsotFile(pytest.File):
    """A source file, to be judged as a whole."""

    def __init__(self, *, sources: SourceSession, source: str, **kw: Any) -> None:
        super().__init__(**kw)
        self._sources = sources
        self._source = source

    @classmethod
    def of(cls, parent: pytest.Collector, sources: SourceSession, source: str, path: Path) -> SsotFile:
        """The collector of the file at a path relative to the root, and in full."""
        name = file_id(source)
        file: SsotFile = cls.from_parent(
            parent, path=path, name=name, nodeid=name, sources=sources, source=source
        )
        return file

    def collect(self) -> Iterator[pytest.Item]:
        yield self.item()

    def item(self) -> SsotItem:
        """The one item there is to a file."""
        item: SsotItem = SsotItem.from_parent(self, name="ssot", sources=self._sources, source=self._source)
        return item


class SsotItem(pytest.Item):
    """One file's share of the project's judgement."""

    fixturenames: tuple[str, ...] = ()
    """Plugins that meet an item look for its fixtures; it has none."""

    def __init__(self, *, sources: SourceSession, source: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.source = source
        self.funcargs: dict[str, object] = {}
        self._sources = sources
        # add_marker does the same with a conversion and two walks per marker.
        self.own_markers.extend(sources.severities.marks)
        self.keywords.update(sources.keywords)

    @property
    def ihook(self) -> Any:
        """The hooks of its directory, looked up once for all files in it."""
        return self._sources.hooks(self.session, self.source)

    @property
    def share(self) -> Share:
        """What the judgement says about the file."""
        return self._sources.share(self.source)

    @property
    def judgement(self) -> Report:
        """The judgement of the whole project."""
        return self._sources.analysis.report

    def runtest(self) -> None:
        """Fail when the file holds a violation that no budget admits."""
        share = self.share
        self.user_properties.extend(share.properties)
        if share.blocking:
            raise ViolationsFound(share.blocking)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Violations are a result and are shown without a traceback; a bug of ours keeps its own."""
        if isinstance(excinfo.value, ViolationsFound):
            return Failure(excinfo.value.assessments, self.judgement, self.config)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        return self.path, 0, self.location[2]

    @cached_property
    def location(self) -> tuple[str, int | None, str]:
        """Where the item stands, from the path at hand: pytest would work it out anew for each."""
        path = self.parent.name if self.parent else file_id(self.source)
        return path, 0, f"[ssot] {path}"


class Threshold(pytest.Directory):
    """A directory that is entered and not listed: pytest loads the conftest files of what it collects."""

    def collect(self) -> Iterator[pytest.Item]:
        return iter(())

    @classmethod
    def enter(cls, session: pytest.Session, directory: Path, *, told: bool) -> None:
        """Load a directory's conftest file, if there is one.

        One that fails is a collection error; it is `told` here, or by the worker that meets it as well.
        """
        if (directory / "conftest.py").is_file():
            threshold: Threshold = cls.from_parent(session, path=directory)
            report = session.config.hook.pytest_make_collect_report(collector=threshold)
            if told and not report.passed:
                session.config.hook.pytest_collectreport(report=report)


__all__ = ["SourceFiles", "SsotFile", "SsotItem", "Threshold"]
