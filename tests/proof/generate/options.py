"""How the options are put together around the switch, and how their name is spelt."""

from __future__ import annotations

from collections.abc import Callable

from tests.proof.case import Difficulty
from tests.proof.generate.part import Make, Piece, Strategies

LITERAL, LOCAL, CROSS, DYNAMIC = Difficulty
KEYS: Strategies[Callable[[Make], Piece]] = Strategies()
OPTIONS: Strategies[Callable[[Make, str, str], Piece]] = Strategies()
PLAIN = ("'verify_signature'", '"verify_signature"', "'verify_' 'signature'")


@KEYS.at(LITERAL)
def plain(make: Make) -> Piece:
    return Piece(make.rng.choice(PLAIN))


@KEYS.at(LOCAL)
def built(make: Make) -> Piece:
    return Piece(
        make.rng.choice(
            (
                "'verify' + '_signature'",
                "'_'.join(('verify', 'signature'))",
                "'_'.join(['verify', 'signature'])",
                "'verify_%s' % 'signature'",
                "'verify_{}'.format('signature')",
                "f'verify_{\"signature\"}'",
                "'VERIFY_SIGNATURE'.lower()",
                "'verify-signature'.replace('-', '_')",
            )
        )
    )


@KEYS.at(LOCAL)
def constant(make: Make) -> Piece:
    name = make.name("CONSTANT")
    return make.rng.choice(
        (
            Piece(name, module=(f"{name} = 'verify_signature'",)),
            Piece(f"{name} + '_signature'", module=(f"{name} = 'verify'",)),
            Piece(f"f'verify_{{{name}}}'", module=(f"{name} = 'signature'",)),
            Piece(f"{name}[1]", module=(f"{name} = ('verify_exp', 'verify_signature')",)),
        )
    )


@KEYS.at(CROSS)
def elsewhere(make: Make) -> Piece:
    module, name = make.name("module"), make.name("CONSTANT")
    return Piece(
        name, (f"from {module} import {name}",), files={f"{module}.py": f"{name} = 'verify_signature'\n"}
    )


@KEYS.at(CROSS)
def function(make: Make) -> Piece:
    name = make.name("function")
    return Piece(f"{name}('signature')", module=(f"def {name}(what):\n    return f'verify_{{what}}'",))


@KEYS.at(DYNAMIC)
def decoded(make: Make) -> Piece:
    return make.rng.choice(
        (
            Piece("bytes.fromhex('7665726966795f7369676e6174757265').decode()"),
            Piece("'erutangis_yfirev'[::-1]"),
            Piece("base64.b64decode('dmVyaWZ5X3NpZ25hdHVyZQ==').decode()", ("import base64",)),
        )
    )


@OPTIONS.at(LITERAL)
def inline(make: Make, key: str, flag: str) -> Piece:
    return Piece(
        make.rng.choice(
            (
                f"{{{key}: {flag}}}",
                f"{{{key}: {flag}}}",
                f"{{'verify_exp': True, {key}: {flag}}}",
                f"{{{key}: {flag}, 'verify_aud': False}}",
            )
        )
    )


def _steps(make: Make, *lines: str, imports: tuple[str, ...] = ()) -> Piece:
    """Lines in which `$` stands for the variable that ends up holding the options."""
    name = make.name("options")
    return Piece(name, imports, local=tuple(line.replace("$", name) for line in lines))


@OPTIONS.at(LOCAL)
def variable(make: Make, key: str, flag: str) -> Piece:
    return _steps(make, f"$ = {{{key}: {flag}}}")


@OPTIONS.at(LOCAL)
def constructor(make: Make, key: str, flag: str) -> Piece:
    if key in PLAIN:
        return Piece(f"dict(verify_signature={flag})")
    return Piece(f"dict([({key}, {flag})])")


@OPTIONS.at(LOCAL)
def item(make: Make, key: str, flag: str) -> Piece:
    return _steps(
        make,
        f"$ = {make.rng.choice(('{}', 'dict()', chr(123) + repr('verify_signature') + ': True}'))}",
        f"$[{key}] = {flag}",
    )


@OPTIONS.at(LOCAL)
def update(make: Make, key: str, flag: str) -> Piece:
    way = make.rng.choice(
        (
            "$.update({%s: %s})",
            "$ |= {%s: %s}",
            "$ = {**$, %s: %s}",
            "$ = $ | {%s: %s}",
            "$.update([(%s, %s)])",
        )
    )
    return _steps(make, "$ = {'verify_signature': True, 'verify_exp': True}", way % (key, flag))


@OPTIONS.at(LOCAL)
def setdefault(make: Make, key: str, flag: str) -> Piece:
    return _steps(make, "$ = {'verify_exp': True}", f"$.setdefault({key}, {flag})")


@OPTIONS.at(LOCAL)
def popped(make: Make, key: str, flag: str) -> Piece:
    return _steps(make, "$ = {'verify_signature': True}", f"$.pop({key})", f"$[{key}] = {flag}")


@OPTIONS.at(LOCAL)
def copied(make: Make, key: str, flag: str) -> Piece:
    base = make.name("options")
    imports, expr = make.rng.choice(
        (
            ((), f"{base}.copy()"),
            (("import copy",), f"copy.deepcopy({base})"),
            ((), f"dict({base})"),
            ((), f"{{**{base}}}"),
            ((), base),
        )
    )
    return _steps(make, f"{base} = {{{key}: {flag}}}", f"$ = {expr}", imports=imports)


@OPTIONS.at(LOCAL)
def generated(make: Make, key: str, flag: str) -> Piece:
    return Piece(
        make.rng.choice(
            (
                f"{{k: {flag} for k in ({key},)}}",
                f"dict.fromkeys([{key}], {flag})",
                f"dict(zip([{key}, 'verify_exp'], [{flag}, True]))",
                f"{{k: v for k, v in (('verify_exp', True), ({key}, {flag}))}}",
            )
        )
    )


@OPTIONS.at(LOCAL)
def nested(make: Make, key: str, flag: str) -> Piece:
    name = make.name("options")
    return Piece(f"{name}['jwt']", local=(f"{name} = {{'tls': {{}}, 'jwt': {{{key}: {flag}}}}}",))


@OPTIONS.at(LOCAL)
def conditional(make: Make, key: str, flag: str) -> Piece:
    return Piece(f"({{{key}: {flag}}} if token else {{}})")


@OPTIONS.at(CROSS)
def function_result(make: Make, key: str, flag: str) -> Piece:
    name, argument = make.name("function"), make.name("flag")
    body = make.rng.choice(
        (
            "    return {'verify_signature': %s}",
            "    made = {}\n    made['verify_signature'] = %s\n    return made",
            "    return dict(verify_exp=True, verify_signature=%s)",
        )
    )
    return Piece(f"{name}({flag})", module=(f"def {name}({argument}):\n{body % argument}",))


@OPTIONS.at(CROSS)
def changed_by_function(make: Make, key: str, flag: str) -> Piece:
    name, target = make.name("function"), make.name("options")
    piece = _steps(make, "$ = {'verify_signature': True}", f"{name}($, {flag})")
    text = f"def {name}({target}, value):\n    {target}['verify_signature'] = value"
    return Piece(piece.expr, module=(text,), local=piece.local)


@OPTIONS.at(CROSS)
def function_elsewhere(make: Make, key: str, flag: str) -> Piece:
    module, name = make.name("module"), make.name("function")
    text = f"def {name}(value, **more):\n    return {{**more, 'verify_signature': value}}\n"
    return Piece(
        f"{name}({flag}, verify_exp=True)", (f"from {module} import {name}",), files={f"{module}.py": text}
    )


@OPTIONS.at(CROSS)
def keywords(make: Make, key: str, flag: str) -> Piece:
    name = make.name("function")
    return Piece(f"{name}(verify_signature={flag})", module=(f"def {name}(**given):\n    return given",))


@OPTIONS.at(CROSS)
def attribute(make: Make, key: str, flag: str) -> Piece:
    owner = make.name("Class")
    init = "def __init__(self, value):\n        self.options = {'verify_signature': value}"
    text = f"class {owner}:\n    {init}"
    return Piece(f"{owner}({flag}).options", module=(text,))


@OPTIONS.at(DYNAMIC)
def reflected(make: Make, key: str, flag: str) -> Piece:
    imports, expr = make.rng.choice(
        (
            ("from types import SimpleNamespace", f"vars(SimpleNamespace(**{{{key}: {flag}}}))"),
            ("import json", f"json.loads(json.dumps({{{key}: bool({flag})}}))"),
            (
                "from functools import reduce",
                f"reduce(lambda a, b: {{**a, **b}}, [{{'verify_exp': True}}, {{{key}: {flag}}}])",
            ),
        )
    )
    return Piece(expr, (imports,))
