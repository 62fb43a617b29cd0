"""Whether the configuration speaks about the project it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_ssot.suite.project import Project
from pytest_ssot.trees.globs import matches


def mistakes(project: Project) -> tuple[str, ...]:
    """Settings that have no effect or point nowhere, each with what to do."""
    return (*_idle_owners(project), *_missing_interface(project))


def _idle_owners(project: Project) -> Iterator[str]:
    paths = project.report.files
    for place, globs in _owner_settings(project):
        for glob in globs:
            if not any(matches(path, (glob,)) for path in paths):
                yield f"{place}: no source file matches {glob!r}; mend the glob or remove it"


def _owner_settings(project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "[tool.ssot] owners", project.settings.owners
    for rule_id, configured in project.settings.rules.items():
        yield f"[tool.ssot.rules.{rule_id}] owners", configured.owners or ()


def _missing_interface(project: Project) -> Iterator[str]:
    owners, interface = project.settings.owners, project.settings.interface
    paths = project.report.files
    owned = [path for path in paths if matches(path, owners)]
    if not owned or _comes_from_outside(interface, paths):
        return
    if not any(_defines(project.text(path), interface.rpartition(".")[2]) for path in owned):
        yield f"[tool.ssot] interface: no owner defines {interface!r}, which every fix recommends; name yours"


def _comes_from_outside(interface: str, paths: tuple[str, ...]) -> bool:
    package = interface.partition(".")[0]
    parts = {part.removesuffix(".py") for path in paths for part in path.split("/")}
    return "." in interface and package not in parts


def _defines(text: str, name: str) -> bool:
    name = re.escape(name)
    return bool(re.search(rf"^\s*(?:class|def|async\s+def)\s+{name}\b|^{name}\s*[:=]", text, re.MULTILINE))
