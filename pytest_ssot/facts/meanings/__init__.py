"""What functions outside the project give back, as far as their arguments tell.

One module per kind; each has a table from dotted paths to meanings, and a further function is one more
row there.
"""

from __future__ import annotations

from collections.abc import Mapping

from pytest_ssot.facts.meanings import (
    commands,
    computed,
    configuration,
    constants,
    containers,
    deferred,
    enumerations,
    files,
    iteration,
    models,
    named_tuples,
    objects,
    outlines,
    parsed,
    scopes,
    sets,
    signatures,
    texts,
    times,
)
from pytest_ssot.facts.meanings.meaning import Meaning

MEANINGS: Mapping[str, Meaning] = {
    **containers.MEANINGS,
    **constants.MEANINGS,
    **computed.MEANINGS,
    **iteration.MEANINGS,
    **objects.MEANINGS,
    **named_tuples.MEANINGS,
    **scopes.MEANINGS,
    **commands.MEANINGS,
    **models.MEANINGS,
    **configuration.MEANINGS,
    **texts.MEANINGS,
    **outlines.MEANINGS,
    **deferred.MEANINGS,
    **files.MEANINGS,
    **enumerations.MEANINGS,
    **signatures.MEANINGS,
    **sets.MEANINGS,
    **parsed.MEANINGS,
    **times.MEANINGS,
}
"""Every known meaning, by the dotted path of what is called."""

__all__ = ["MEANINGS", "Meaning"]
