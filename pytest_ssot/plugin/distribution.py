"""pytest-xdist: workers run the tests, the process that started them tells about the source files."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from pytest_ssot.plugin.analysis import LocalAnalysis, ship
from pytest_ssot.plugin.collection import SsotItem
from pytest_ssot.plugin.loop import run
from pytest_ssot.plugin.names import item_id
from pytest_ssot.plugin.post import Post
from pytest_ssot.plugin.selection import only_sources
from pytest_ssot.plugin.session import SourceSession

if TYPE_CHECKING:
    from pytest_ssot.plugin.severities import ActiveSeverities


def starts_workers(config: pytest.Config) -> bool:
    """Whether this run will start workers; one that judges source files and nothing else is kept from it.

    There would be nothing for them to do: the analysis uses all processors by itself.
    """
    distributed = config.getoption("dist", "no") != "no" and bool(config.getoption("tx", None))
    if not distributed or config.getoption("collectonly"):
        return False
    if only_sources(config):
        config.option.dist, config.option.tx, config.option.numprocesses = "no", [], 0
        return False
    return True


class Controller:
    """Collects and reports the source items in the process that started the workers.

    A worker's report of an item costs six messages; the report itself is looked up in the judgement,
    which is made once and here.
    """

    def __init__(self, config: pytest.Config, analysis: LocalAnalysis, *, wanted: bool) -> None:
        self._config = config
        self._analysis = analysis
        self._wanted = wanted
        self._pending: list[pytest.Item] = []
        self._post = Post()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand a worker what its arguments and fixtures need.

        Workers on this machine start before the judgement is made, and find it in a file; one elsewhere
        is handed it.
        """
        if not self._wanted:
            node.workerinput["ssot"] = {}
            return
        near = node.gateway.spec.popen
        node.workerinput["ssot"] = {
            "files": json.dumps(self._analysis.files),
            "roots": list(self._analysis.roots),
            **({"post": self._post.address} if near else {"report": self._report}),
        }

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self, session: pytest.Session) -> Generator[None, object, object]:
        """Collect the source items while the workers collect the tests."""
        result = yield
        if self._wanted:
            self._pending = list(session.perform_collect())
        return result

    @pytest.hookimpl(wrapper=True, optionalhook=True)
    def pytest_xdist_make_scheduler(self) -> Generator[None, Any, Any]:
        scheduler = yield
        return Scheduler(scheduler, self) if self._pending else scheduler

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        self._post.leave(self._report if self._pending else "")
        result = yield
        run(self._taken(), session)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """Take the file away; no worker is left."""
        self._post.close()

    def count(self, ids: Sequence[str]) -> None:
        """Take note of the tests that a worker collected; pytest-xdist has forgotten the source items."""
        if self._pending and self._tests_failed_last_time(ids):
            self._config.hook.pytest_deselected(items=self._taken())
            self._session.items = []
        self._session.testscollected = len(ids) + len(self._session.items)

    def report(self) -> None:
        """Report the source items, now that the workers have something to do; failures stop them as well."""
        session, xdist = self._session, self._config.pluginmanager.getplugin("dsession")
        before = session.testsfailed
        try:
            run(self._taken(), session)
        except (session.Failed, session.Interrupted) as stopped:
            xdist.shouldstop = str(stopped)
        xdist.countfailures += session.testsfailed - before

    def _taken(self) -> list[pytest.Item]:
        taken, self._pending = self._pending, []
        return taken

    def _tests_failed_last_time(self, ids: Sequence[str]) -> bool:
        """Whether `--lf` has tests to run and no source item; here it sees no tests, and would run all."""
        failed = last_failed(self._config)
        return not failed.isdisjoint(ids) and failed.isdisjoint(item.nodeid for item in self._pending)

    @property
    def _session(self) -> pytest.Session:
        session: pytest.Session = self._config.pluginmanager.getplugin("session")
        return session

    @cached_property
    def _report(self) -> str:
        return ship(self._analysis.report)


class Scheduler:
    """A scheduler of pytest-xdist that says when the workers have collected, and have been given tests."""

    def __init__(self, scheduler: Any, controller: Controller) -> None:
        self._scheduler = scheduler
        self._controller = controller

    def __getattr__(self, name: str) -> Any:
        return getattr(self._scheduler, name)

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        """Pass on what a worker collected."""
        self._scheduler.add_node_collection(node, collection)
        self._controller.count(collection)

    def schedule(self) -> None:
        """Hand out the first tests; while they run, there is time for the source items."""
        self._scheduler.schedule()
        self._controller.report()


class WorkerSession(SourceSession):
    """Knows the source items that a worker's arguments name or `--lf` remembers, and runs none."""

    def __init__(self, config: pytest.Config, analysis: Any, severities: ActiveSeverities) -> None:
        super().__init__(config, analysis, severities, alone=False)
        self._config = config

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """Those that failed: `--lf` runs every test when it finds nothing that failed."""
        failed = last_failed(self._config)
        return tuple(path for path in self.analysis.files if item_id(path) in failed) if failed else ()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        session.items[:] = [item for item in session.items if not isinstance(item, SsotItem)]


def last_failed(config: pytest.Config) -> frozenset[str]:
    """The node ids that `--lf` is going to run again; none without it."""
    cache = getattr(config, "cache", None)
    if cache is None or not config.getoption("lf", False):
        return frozenset()
    return frozenset(cache.get("cache/lastfailed", {}))


__all__ = ["Controller", "WorkerSession", "last_failed", "starts_workers"]
