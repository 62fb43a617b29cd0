"""How the deciding argument reaches the call."""

from __future__ import annotations

from collections.abc import Callable

from tests.proof.case import Difficulty
from tests.proof.generate.part import Make, Piece, Strategies
from tests.proof.generate.sinks import Sink

LITERAL, LOCAL, CROSS, DYNAMIC = Difficulty
CALLS: Strategies[Callable[[Make, Sink, str, str, str], Piece]] = Strategies()
"""Ways to call: the sink, the callee's text, the token's text, the value's text."""


def _named(sink: Sink) -> list[str]:
    return [f"{name}={value}" for name, value in sink.arguments]


@CALLS.at(LITERAL)
def by_name(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    arguments = [*_named(sink), f"{sink.switch}={value}"]
    make.rng.shuffle(arguments)
    return Piece(f"{callee}({', '.join([token, *arguments])})")


@CALLS.at(LITERAL)
def mixed(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    arguments = [value_ for _, value_ in sink.arguments]
    return Piece(f"{callee}({', '.join([token, *arguments, f'{sink.switch}={value}'])})")


@CALLS.at(LITERAL)
def positional(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    if sink.inert:
        return by_name(make, sink, callee, token, value)
    return Piece(f"{callee}({', '.join([token, *(given for _, given in sink.arguments), value])})")


@CALLS.at(LOCAL)
def splatted(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("options")
    entries = ", ".join(f"'{key}': {given}" for key, given in (*sink.arguments, (sink.switch, value)))
    if make.chance(0.3):
        return Piece(f"{callee}({token}, **{{{entries}}})")
    if make.chance(0.5):
        return Piece(f"{callee}({token}, **{name})", local=(f"{name} = {{{entries}}}",))
    lines = (f"{name} = dict({', '.join(_named(sink))})", f"{name}['{sink.switch}'] = {value}")
    return Piece(f"{callee}({token}, **{name})", local=lines)


@CALLS.at(LOCAL)
def starred(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    if sink.inert:
        return splatted(make, sink, callee, token, value)
    name = make.name("variable")
    line = f"{name} = ({', '.join([token, *(given for _, given in sink.arguments), value])},)"
    return Piece(f"{callee}(*{name})", local=(line,))


@CALLS.at(LOCAL)
def partial(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("variable")
    line = f"{name} = partial({', '.join([callee, *_named(sink), f'{sink.switch}={value}'])})"
    return Piece(f"{name}({token})", ("from functools import partial",), local=(line,))


@CALLS.at(LOCAL)
def lambda_(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("variable")
    line = f"{name} = lambda raw: {callee}({', '.join(['raw', *_named(sink), f'{sink.switch}={value}'])})"
    return Piece(f"{name}({token})", local=(line,))


@CALLS.at(CROSS)
def forwarded(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("function")
    text = f"def {name}(call, *arguments, **keywords):\n    return call(*arguments, **keywords)"
    return Piece(
        f"{name}({', '.join([callee, token, *_named(sink), f'{sink.switch}={value}'])})", module=(text,)
    )


@CALLS.at(CROSS)
def as_callback(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("function")
    arguments = ", ".join(["text", *_named(sink), f"{sink.switch}=given"])
    return Piece(
        f"{name}({callee}, {token}, {value})",
        module=(f"def {name}(tool, text, given):\n    return tool({arguments})",),
    )


@CALLS.at(DYNAMIC)
def by_thread(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    name = make.name("variable")
    given = ", ".join([callee, token, *_named(sink), f"{sink.switch}={value}"])
    line = f"{name} = ThreadPoolExecutor(1).submit({given})"
    return Piece(f"{name}.result()", ("from concurrent.futures import ThreadPoolExecutor",), local=(line,))


@CALLS.at(DYNAMIC)
def by_map(make: Make, sink: Sink, callee: str, token: str, value: str) -> Piece:
    tool = f"partial({', '.join([callee, *_named(sink), f'{sink.switch}={value}'])})"
    return Piece(f"list(map({tool}, [{token}]))[0]", ("from functools import partial",))
