"""Continuous-integration systems: from the environment of a run to a `Build`.

`providers` holds one module per system. Each says by what variable it is known (`is_around`) and reads a
`Build` from its variables (`read_build`); nothing else has to be told about it. `variables` is how they
read, `hosts` what the address of a repository tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pytest_ssot.ci.build import LOCAL, ON_TARGET, Build
from pytest_ssot.ci.providers import Provider, providers
from pytest_ssot.ci.variables import Read, Variables

__all__ = ["LOCAL", "ON_TARGET", "Build", "detect"]


def detect(environ: Mapping[str, str], read: Read) -> Build:
    """The build that the environment tells of; a local one when no system is known by it.

    `read` gives the content of a file by its path, for systems that describe the event in one. What is
    missing or malformed becomes a note of the build, never an error: options can say it better.
    """
    variables = Variables(environ, read)
    around = [provider for provider in providers() if provider.is_around(variables)]
    sure = [provider for provider in around if provider.SURE] or around
    if not sure:
        return Build()
    build = sure[0].read_build(variables)
    return replace(build, notes=(*_doubts(sure), *variables.notes, *build.notes))


def _doubts(around: list[Provider]) -> tuple[str, ...]:
    if len(around) < 2:
        return ()
    names = [provider.NAME for provider in around]
    return (f"the variables of several systems are set ({', '.join(names)}); those of {names[0]} are used",)
