"""Fixtures for a project's own tests; the engine is imported when one is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pytest_ssot.model import Report
    from pytest_ssot.plugin.scans import Scan, Source


class Scanner(Protocol):
    """What `ssot_scan` is, for annotations."""

    def __call__(self, source: Source, *, path: str = "source.py") -> Scan:
        """Judge source text, a file or directory on disk, or several files as path → text.

        `path` is where source text pretends to stand, because owners are configured by path.
        """


@pytest.fixture(scope="session")
def ssot_scan(pytestconfig: pytest.Config) -> Scanner:
    """Judge source by the project's rules and configuration: `ssot_scan("import jwt").rules`.

    A string is source text, unless it is one word ending in `.py`: then, like a `Path`, it names a
    file or directory, relative to the root. A mapping holds several files as path → text. What is
    handed over is judged as a project of its own; `ssot_project` is the whole one.
    """
    from pytest_ssot.plugin.analysis import local_analysis
    from pytest_ssot.plugin.scans import scan

    def scanner(source: Source, *, path: str = "source.py") -> Scan:
        __tracebackhide__ = True
        return scan(source, settings=lambda: local_analysis(pytestconfig).settings, path=path)

    return scanner


@pytest.fixture(scope="session")
def ssot_project(pytestconfig: pytest.Config) -> Report:
    """The whole project's report under its configuration, made once per session.

    It is the report that the source items of the same run are looked up in, if there are any.
    """
    from pytest_ssot.plugin.analysis import project_report

    return project_report(pytestconfig)


__all__ = ["Scanner", "ssot_project", "ssot_scan"]
