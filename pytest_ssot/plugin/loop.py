"""How source items are run: nothing to set up or tear down, so only their reports are made."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import pytest

from pytest_ssot.facts.collection import without_collection
from pytest_ssot.plugin.collection import SsotItem
from pytest_ssot.plugin.failures import Failure

WHENS: tuple[Any, ...] = ("setup", "call", "teardown")
"""The phases that everybody who reads reports expects of an item."""

_BY_HAND = ("usepdb", "trace", "setupshow", "setuponly", "setupplan")
"""Options for people who want to see or to stop at what pytest does for each item."""


class SourceLoop:
    """Runs the source items of a session, beside pytest's loop over everything else.

    pytest runs an item in some thirty calls of hooks, which take longer than all there is to do for a
    source file. Here each gets the reports that those calls would have made, and nothing else.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    # Innermost: the analysis is made before it, and the verdict drawn after it.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Let pytest run the tests, then run the source items, in their order.

        The other way round, pytest would take their failures for errors of the collection.
        """
        items = session.items
        if not self._takes(session):
            return (yield)
        session.items = [item for item in items if not isinstance(item, SsotItem)]
        try:
            result = yield
        finally:
            session.items = items
        run((item for item in items if isinstance(item, SsotItem)), session)
        return result

    def _takes(self, session: pytest.Session) -> bool:
        """Whether pytest is going to run anything, and nobody wants to watch how."""
        if any(self._config.getoption(name, False) for name in ("collectonly", *_BY_HAND)):
            return False
        return not session.testsfailed or bool(self._config.getoption("continue_on_collection_errors"))


def run(items: Iterable[pytest.Item], session: pytest.Session) -> None:
    """Report each source item, until a failure, or a plugin, stops the session."""
    with without_collection():
        for item in items:
            assert isinstance(item, SsotItem)
            report(item)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)


def report(item: SsotItem) -> None:
    """Tell everybody about one item, in the order and with the data of pytest's own protocol."""
    hook, location = item.ihook, item.location
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=location)
    for made in _reports(item):
        hook.pytest_runtest_logreport(report=made)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=location)


def _reports(item: SsotItem) -> Iterator[pytest.TestReport]:
    share = item.share
    keywords = dict.fromkeys(item.keywords, 1)
    nodeid = getattr(item, "id", None) or item.nodeid  # pytest 9 parses text for each report
    extra = _json_extra(item)
    now = time.time()
    for when in WHENS:
        failed = when == "call" and share.blocking
        made = pytest.TestReport(
            nodeid=nodeid,
            location=item.location,
            keywords=keywords,  # type: ignore[arg-type]  # nothing but ones
            outcome="failed" if failed else "passed",
            longrepr=Failure(share.blocking, item.judgement, item.config) if failed else None,  # type: ignore[arg-type]  # pytest asks for nothing but toterminal and str
            when=when,
            start=now,
            stop=now,
            user_properties=share.properties if when != "setup" else (),
        )
        if extra is not None:
            made._json_report_extra = extra  # type: ignore[attr-defined]  # noqa: SLF001 - where pytest-json-report looks
        yield made


def _json_extra(item: SsotItem) -> dict[str, Any] | None:
    """What pytest-json-report would have gathered while the item ran; None when it is not at work."""
    hook = getattr(item.config.hook, "pytest_json_runtest_metadata", None)
    if hook is None or not item.config.getoption("json_report", False):
        return None
    extra: dict[str, Any] = {when: {} for when in WHENS}
    for when in WHENS:
        call = pytest.CallInfo.from_call(_nothing, when)
        for metadata in filter(None, hook(item=item, call=call)):
            extra.setdefault("metadata", {}).update(metadata)
    return extra


def _nothing() -> None:
    pass


__all__ = ["SourceLoop", "report", "run"]
