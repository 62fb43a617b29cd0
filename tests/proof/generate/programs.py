"""The program around the call: which function holds it, and how the decision travels there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.proof.case import Difficulty
from tests.proof.generate.part import Make, Piece, Strategies

LITERAL, LOCAL, CROSS, DYNAMIC = Difficulty
Body = Callable[[str, str], Piece]
"""The call as a piece, given the texts of the token and of the switch."""


@dataclass(frozen=True)
class Program:
    """A module `app` with `accepts`, and other files; `beside` wants the library's imports and key."""

    app: tuple[str, ...]
    beside: Mapping[str, tuple[str, ...]]
    imports: tuple[str, ...] = ()


PLAIN: Strategies[Callable[[Make, Body, Piece], Program]] = Strategies()
"""Programs in which the switch is written where the call is."""
PASSING: Strategies[Callable[[Make, Body, Piece], Program]] = Strategies()
"""Programs in which the switch travels to the call."""


def indent(lines: tuple[str, ...], depth: int = 1) -> str:
    text = "\n".join(lines)
    return "\n".join("    " * depth + line if line else line for line in text.splitlines())


def function(head: str, *lines: str) -> str:
    return f"{head}\n{indent(lines)}"


def _body(call: Body, switch: Piece, token: str = "token") -> tuple[tuple[str, ...], str]:
    piece = call(token, switch.expr)
    return (*switch.local, *piece.local), piece.expr


def _app(*definitions: str, imports: tuple[str, ...] = ()) -> Program:
    return Program(definitions, {}, imports)


@PLAIN.at(LITERAL)
def straight(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    head = make.rng.choice(
        ("def accepts(token):", "def accepts(token: str) -> object:", "async def accepts(token):")
    )
    result = make.name("variable")
    end = make.rng.choice(
        (
            (f"return {expr}",),
            (f"{result} = {expr}", f"return {result}"),
            ("try:", f"    return {expr}", "except ArithmeticError:", "    return None"),
            ("if token:", f"    return {expr}"),
            (f"if ({result} := {expr}):", f"    return {result}"),
            ("with nullcontext():", f"    return {expr}"),
            ("for _ in range(1):", f"    return {expr}"),
            (f"return [{expr} for _ in (1,)][0]",),
            (f"return dict({expr})",),
            ("try:", "    pass", "finally:", f"    {result} = {expr}", f"return {result}"),
            (f"match {expr}:", f"    case {result}:", f"        return {result}"),
        )
    )
    return _app(
        function(head, *local, *end),
        imports=("from contextlib import nullcontext",) if "with nullcontext():" in end else (),
    )


@PLAIN.at(LOCAL)
def nested(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    name = make.name("function")
    return _app(
        function(
            "def accepts(token):", function(f"def {name}():", *local, f"return {expr}"), f"return {name}()"
        )
    )


@PLAIN.at(LOCAL)
def method(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    owner, name = make.name("Class"), make.name("function")
    inner = function(f"def {name}(self, token):", *local, f"return {expr}")
    return _app(
        function(f"class {owner}:", inner), function("def accepts(token):", f"return {owner}().{name}(token)")
    )


@PLAIN.at(LOCAL)
def helper(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    name = make.name("function")
    inner = function(f"def {name}(token):", *local, f"return {expr}")
    return _app(inner, function("def accepts(token):", f"return {name}(token)"))


@PLAIN.at(LOCAL)
def fallback(make: Make, call: Body, switch: Piece) -> Program:
    """The strict try comes first; a twin repeats it."""
    local, expr = _body(call, switch)
    strict = call("token", "True")
    lines = (
        "try:",
        indent((*strict.local, f"return {strict.expr}")),
        "except Exception:",
        indent((*local, f"return {expr}")),
    )
    return _app(function("def accepts(token):", *lines))


@PLAIN.at(LOCAL)
def generator(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    name = make.name("function")
    inner = function(f"def {name}(batch):", "for token in batch:", indent((*local, f"yield {expr}")))
    return _app(inner, function("def accepts(token):", f"return next({name}([token]))"))


@PLAIN.at(CROSS)
def elsewhere(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    name, module = make.name("function"), make.name("module")
    inner = function(f"def {name}(token):", *local, f"return {expr}")
    imports, target = make.rng.choice(
        ((f"from {module} import {name}", name), (f"import {module}", f"{module}.{name}"))
    )
    return Program(
        (function("def accepts(token):", f"return {target}(token)"),), {f"{module}.py": (inner,)}, (imports,)
    )


@PLAIN.at(DYNAMIC)
def dispatched(make: Make, call: Body, switch: Piece) -> Program:
    local, expr = _body(call, switch)
    owner = make.name("Class")
    inner = function("def on_socket(self, token):", *local, f"return {expr}")
    return _app(
        function(f"class {owner}:", inner),
        function("def accepts(token):", f"return getattr({owner}(), 'on_' + 'socket')(token)"),
    )


@PASSING.at(CROSS)
def parameter(make: Make, call: Body, switch: Piece) -> Program:
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    head, given = make.rng.choice(
        (
            (f"def {name}(token, {flag}):", f"token, {switch.expr}"),
            (f"def {name}(token, {flag}=True):", f"token, {flag}={switch.expr}"),
            (f"def {name}(token, *, {flag}=True):", f"token, {flag}={switch.expr}"),
            (f"def {name}({flag}, token):", f"{switch.expr}, token"),
            (f"def {name}(token, {flag}=True):", f"**{{'token': token, '{flag}': {switch.expr}}}"),
        )
    )
    return _app(
        function(head, *local, f"return {expr}"),
        function("def accepts(token):", *switch.local, f"return {name}({given})"),
    )


@PASSING.at(CROSS)
def default(make: Make, call: Body, switch: Piece) -> Program:
    if switch.local or "token" in switch.expr:
        return parameter(make, call, switch)
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    return _app(
        function(f"def {name}(token, {flag}={switch.expr}):", *local, f"return {expr}"),
        function("def accepts(token):", f"return {name}(token)"),
    )


@PASSING.at(CROSS)
def keywords(make: Make, call: Body, switch: Piece) -> Program:
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(
        call,
        Piece(make.rng.choice((f"given['{flag}']", f"given.get('{flag}', True)", f"given.pop('{flag}')"))),
    )
    return _app(
        function(f"def {name}(token, **given):", *local, f"return {expr}"),
        function("def accepts(token):", *switch.local, f"return {name}(token, {flag}={switch.expr})"),
    )


@PASSING.at(CROSS)
def twice(make: Make, call: Body, switch: Piece) -> Program:
    inner, outer, first, second = (
        make.name("function"),
        make.name("function"),
        make.name("flag"),
        make.name("flag"),
    )
    local, expr = _body(call, Piece(first))
    negate = make.chance(0.5)
    return _app(
        function(f"def {inner}(token, {first}=True):", *local, f"return {expr}"),
        function(
            f"def {outer}(token, {second}=None):",
            f"return {inner}(token, {f'not {second}' if negate else second})",
        ),
        function(
            "def accepts(token):",
            *switch.local,
            f"return {outer}(token, {second}={f'not ({switch.expr})' if negate else switch.expr})",
        ),
    )


@PASSING.at(CROSS)
def closure(make: Make, call: Body, switch: Piece) -> Program:
    outer, inner, flag = make.name("function"), make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    made = function(
        f"def {outer}({flag}):", function(f"def {inner}(token):", *local, f"return {expr}"), f"return {inner}"
    )
    return _app(made, function("def accepts(token):", *switch.local, f"return {outer}({switch.expr})(token)"))


@PASSING.at(CROSS)
def constructor(make: Make, call: Body, switch: Piece) -> Program:
    owner, name, flag = make.name("Class"), make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(f"self.{flag}"))
    init = function(f"def __init__(self, {flag}=True):", f"self.{flag} = {flag}")
    text = function(
        f"class {owner}:", init, "", function(f"def {name}(self, token):", *local, f"return {expr}")
    )
    given = make.rng.choice((f"{flag}={switch.expr}", switch.expr))
    return _app(
        text, function("def accepts(token):", *switch.local, f"return {owner}({given}).{name}(token)")
    )


@PASSING.at(CROSS)
def subclass(make: Make, call: Body, switch: Piece) -> Program:
    if switch.local or "token" in switch.expr:
        return constructor(make, call, switch)
    base, owner, name, flag = make.name("Class"), make.name("Class"), make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(f"self.{flag}"))
    text = function(
        f"class {base}:",
        f"{flag} = True",
        "",
        function(f"def {name}(self, token):", *local, f"return {expr}"),
    )
    return _app(
        text,
        function(f"class {owner}({base}):", f"{flag} = {switch.expr}"),
        function("def accepts(token):", f"return {owner}().{name}(token)"),
    )


@PASSING.at(CROSS)
def overridden(make: Make, call: Body, switch: Piece) -> Program:
    base, owner, name, asked = (
        make.name("Class"),
        make.name("Class"),
        make.name("function"),
        make.name("function"),
    )
    if "token" in "".join((*switch.local, switch.expr)):
        return parameter(make, call, switch)
    local, expr = _body(call, Piece(f"self.{asked}()"))
    return _app(
        function(
            f"class {base}:",
            function(f"def {asked}(self):", "return True"),
            "",
            function(f"def {name}(self, token):", *local, f"return {expr}"),
        ),
        function(
            f"class {owner}({base}):", function(f"def {asked}(self):", *switch.local, f"return {switch.expr}")
        ),
        function("def accepts(token):", f"return {owner}().{name}(token)"),
    )


@PASSING.at(CROSS)
def decorated(make: Make, call: Body, switch: Piece) -> Program:
    if switch.local or "token" in switch.expr:
        return parameter(make, call, switch)
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    inner = function("def inner(token):", *local, f"return wrapped({expr})")
    text = function(
        f"def {name}({flag}):", function("def decorate(wrapped):", inner, "return inner"), "return decorate"
    )
    return _app(text, function(f"@{name}({switch.expr})\ndef accepts(claims):", "return claims"))


@PASSING.at(CROSS)
def managed(make: Make, call: Body, switch: Piece) -> Program:
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    text = "@contextmanager\n" + function(f"def {name}(token, {flag}=True):", *local, f"yield {expr}")
    use = function(
        "def accepts(token):",
        *switch.local,
        f"with {name}(token, {flag}={switch.expr}) as claims:",
        "    return claims",
    )
    return _app(text, use, imports=("from contextlib import contextmanager",))


@PASSING.at(CROSS)
def partial(make: Make, call: Body, switch: Piece) -> Program:
    name, flag = make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    text = function(f"def {name}(token, {flag}=True):", *local, f"return {expr}")
    use = function(
        "def accepts(token):", *switch.local, f"return functools.partial({name}, {flag}={switch.expr})(token)"
    )
    return _app(text, use, imports=("import functools",))


@PASSING.at(CROSS)
def imported(make: Make, call: Body, switch: Piece) -> Program:
    name, module, flag = make.name("function"), make.name("module"), make.name("flag")
    local, expr = _body(call, Piece(flag))
    imports, target = make.rng.choice(
        ((f"from {module} import {name}", name), (f"import {module}", f"{module}.{name}"))
    )
    beside = {f"{module}.py": (function(f"def {name}(token, {flag}=True):", *local, f"return {expr}"),)}
    use = function("def accepts(token):", *switch.local, f"return {target}(token, {flag}={switch.expr})")
    return Program((use,), beside, (imports,))


@PASSING.at(CROSS)
def packaged(make: Make, call: Body, switch: Piece) -> Program:
    owner, package, module, flag = (
        make.name("Class"),
        make.name("module"),
        make.name("module"),
        make.name("flag"),
    )
    local, expr = _body(call, Piece(f"self._{flag}"))
    init = function(f"def __init__(self, {flag}=True):", f"self._{flag} = {flag}")
    text = function(
        f"class {owner}:", init, "", function("def __call__(self, token):", *local, f"return {expr}")
    )
    beside = {
        f"{package}/__init__.py": (f"#bare\nfrom .{module} import {owner}",),
        f"{package}/{module}.py": (text,),
    }
    use = function(
        "def accepts(token):", *switch.local, f"tool = {owner}({flag}={switch.expr})", "return tool(token)"
    )
    return Program((use,), beside, (f"from {package} import {owner}",))


@PASSING.at(DYNAMIC)
def set_by_name(make: Make, call: Body, switch: Piece) -> Program:
    owner, name, flag = make.name("Class"), make.name("function"), make.name("flag")
    local, expr = _body(call, Piece(f"self.{flag}"))
    init = function(
        "def __init__(self, **given):", "for key, value in given.items():", "    setattr(self, key, value)"
    )
    text = function(
        f"class {owner}:",
        f"{flag} = True",
        "",
        init,
        "",
        function(f"def {name}(self, token):", *local, f"return {expr}"),
    )
    return _app(
        text,
        function("def accepts(token):", *switch.local, f"return {owner}({flag}={switch.expr}).{name}(token)"),
    )


@PASSING.at(DYNAMIC)
def by_state(make: Make, call: Body, switch: Piece) -> Program:
    state, name = make.name("options"), make.name("function")
    local, expr = _body(call, Piece(f"{state}['on']"))
    return _app(
        f"{state} = {{'on': True}}",
        function(f"def {name}(value):", f"{state}['on'] = value"),
        function("def accepts(token):", *switch.local, f"{name}({switch.expr})", *local, f"return {expr}"),
    )
