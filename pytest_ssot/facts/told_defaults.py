"""What a call gives of which nothing is known but the default that it is told."""

from __future__ import annotations

from pytest_ssot.facts.resolved import Alternatives, Arguments, Known, one_of

_NAMED = ("default", "fallback", "default_value", "server_default")
"""Parameters that such a default goes by."""

_ASKED_BEFORE_IT = frozenset(
    [
        "as_bool",
        "bool",
        "bool_variation",
        "boolean",
        "get",
        "get_bool",
        "get_boolean",
        "get_boolean_value",
        "get_config",
        "get_setting",
        "get_value",
        "getbool",
        "getboolean",
        "pop",
        "value",
        "variation",
    ]
)
"""Methods that take it behind what is asked for."""

_COLUMNS = ("Field", "Column")
"""What classes of models are made of; any other class makes an object of its own when it is called."""


def or_told_default(callee: str, arguments: Arguments, found: Alternatives) -> Alternatives:
    """What was found, or the plain default that a call is told: `options.get("verify", False)`.

    `callee` is the name of what is called, as far as it is known.
    """
    path, _, word = callee.rpartition(".")
    if word[:1].isupper() and not word.endswith((*_COLUMNS, "()")):
        return found
    given = next((arguments.keywords[name] for name in _NAMED if name in arguments.keywords), ())
    if not given and word in _ASKED_BEFORE_IT and len(arguments.positional) > 1 and path:
        given = arguments.positional[-1]
    plain = all(isinstance(one, Known) and isinstance(one.value, bool | int | str | None) for one in given)
    return one_of(found, given) if plain else found


__all__ = ["or_told_default"]
