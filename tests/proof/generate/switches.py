"""Where the switch's value comes from."""

from __future__ import annotations

from collections.abc import Callable

from tests.proof.case import Difficulty
from tests.proof.generate.part import Make, Piece, Strategies

LITERAL, LOCAL, CROSS, DYNAMIC = Difficulty
SWITCHES: Strategies[Callable[[Make], Piece]] = Strategies()


@SWITCHES.at(LITERAL)
def literal(make: Make) -> Piece:
    return Piece(make.literal())


@SWITCHES.at(LOCAL)
def constant(make: Make) -> Piece:
    name = make.name("CONSTANT")
    note = make.rng.choice((": bool", "", "", ': "bool"'))
    return Piece(name, module=(f"{name}{note} = {make.literal()}",))


@SWITCHES.at(LOCAL)
def constant_of_constant(make: Make) -> Piece:
    first, second = make.name("CONSTANT"), make.name("CONSTANT")
    return Piece(second, module=(f"{first} = {make.literal()}", f"{second} = {first}"))


@SWITCHES.at(LOCAL)
def negated_constant(make: Make) -> Piece:
    name = make.name("CONSTANT")
    return Piece(f"not {name}", module=(f"{name} = {make.pick('True', 'False')}",))


@SWITCHES.at(LOCAL)
def combined_constants(make: Make) -> Piece:
    first, second = make.name("CONSTANT"), make.name("CONSTANT")
    expr = make.rng.choice(
        (f"({first} and {second})", f"(not {first} or {second})", f"bool({first} and {second})")
    )
    return Piece(expr, module=(f"{first} = True", f"{second} = {make.literal()}"))


@SWITCHES.at(LOCAL)
def compared_constant(make: Make) -> Piece:
    name = make.name("CONSTANT")
    value = make.pick("'dev'", "'prod'")
    expr = make.rng.choice(
        (f"{name} == 'prod'", f"{name} in ('prod', 'live')", f"{name} != 'dev'", f"{name}[0] == 'p'")
    )
    return Piece(f"({expr})", module=(f"{name} = {value}",))


@SWITCHES.at(LOCAL)
def unpacked(make: Make) -> Piece:
    name, other = make.name("CONSTANT"), make.name("CONSTANT")
    line = make.rng.choice(
        (
            f"{name}, {other} = {make.literal()}, 30",
            f"({other}, {name}) = (30, {make.literal()})",
            f"{other} = {name} = {make.literal()}",
            f"{other}, *{name}s = 30, {make.literal()}\n{name} = {name}s[0]",
        )
    )
    return Piece(name, module=(line,))


@SWITCHES.at(LOCAL)
def variable(make: Make) -> Piece:
    name = make.name("flag")
    return Piece(name, local=(f"{name} = {make.literal()}",))


@SWITCHES.at(LOCAL)
def reassigned(make: Make) -> Piece:
    name = make.name("flag")
    condition = make.rng.choice(("token", "len(token) > 3", "token.count('.') == 2", "not token.isspace()"))
    return Piece(name, local=(f"{name} = True", f"if {condition}:", f"    {name} = {make.literal()}"))


@SWITCHES.at(LOCAL)
def by_except(make: Make) -> Piece:
    name = make.name("flag")
    lines = (
        f"{name} = True",
        "try:",
        "    int(token)",
        "except ValueError:",
        f"    {name} = {make.literal()}",
    )
    return Piece(name, local=lines)


@SWITCHES.at(LOCAL)
def by_loop(make: Make) -> Piece:
    name = make.name("flag")
    return Piece(name, local=(f"{name} = None", f"for {name} in (True, {make.literal()}):", "    pass"))


@SWITCHES.at(LOCAL)
def by_match(make: Make) -> Piece:
    name = make.name("flag")
    lines = (
        "match token.count('.'):",
        "    case 2:",
        f"        {name} = {make.literal()}",
        "    case _:",
        f"        {name} = True",
    )
    return Piece(name, local=lines)


@SWITCHES.at(LOCAL)
def conditional(make: Make) -> Piece:
    return Piece(f"({make.literal()} if token else True)")


@SWITCHES.at(LOCAL)
def picked(make: Make) -> Piece:
    name = make.name("options")
    line, expr = make.rng.choice(
        (
            (f"{name} = {{'leeway': 5, 'on': {{}}}}", f"{name}['on']"),
            (f"{name} = [True, {{}}]", f"{name}[1]"),
            (f"{name} = {{'jwt': {{'sig': {{}}}}}}", f"{name}['jwt']['sig']"),
            (f"{name} = {{'on': {{}}}}", f"{name}.get('on', True)"),
        )
    )
    at = line.rindex("{}")
    return Piece(expr, module=(line[:at] + make.literal() + line[at + 2 :],))


@SWITCHES.at(LOCAL)
def class_constant(make: Make) -> Piece:
    owner, name = make.name("Class"), make.name("CONSTANT")
    return Piece(
        f"{owner}.{name}", module=(f"class {owner}:\n    LEEWAY = 5\n    {name} = {make.literal()}",)
    )


@SWITCHES.at(LOCAL)
def enum_member(make: Make) -> Piece:
    owner = make.name("Class")
    text = f"class {owner}(Enum):\n    EXPIRY = 'exp'\n    SIGNATURE = {make.literal()}"
    return Piece(f"{owner}.SIGNATURE.value", ("from enum import Enum",), (text,))


@SWITCHES.at(LOCAL)
def namespace(make: Make) -> Piece:
    name, flag = make.name("options"), make.name("flag")
    line = f"{name} = SimpleNamespace({flag}={make.literal()}, leeway=5)"
    return Piece(f"{name}.{flag}", ("from types import SimpleNamespace",), (line,))


@SWITCHES.at(CROSS)
def function_result(make: Make) -> Piece:
    name = make.name("function")
    body = make.rng.choice(
        (
            "    return {}",
            "    value = {}\n    return value",
            "    if __name__:\n        return {}\n    return True",
            "    return (lambda: {})()",
        )
    )
    return Piece(f"{name}()", module=(f"def {name}():\n" + body.replace("{}", make.literal()),))


@SWITCHES.at(CROSS)
def function_of_argument(make: Make) -> Piece:
    name = make.name("function")
    text = f"def {name}(kind):\n    if kind == 'internal':\n        return False\n    return True"
    return Piece(f"{name}({make.pick(repr('internal'), repr('web'))})", module=(text,))


@SWITCHES.at(CROSS)
def instance_attribute(make: Make) -> Piece:
    owner, name, flag = make.name("Class"), make.name("options"), make.name("flag")
    text = f"class {owner}:\n    def __init__(self, {flag}=True):\n        self.{flag} = {flag}"
    return Piece(f"{name}.{flag}", module=(text, f"{name} = {owner}({flag}={make.literal()})"))


@SWITCHES.at(CROSS)
def property_value(make: Make) -> Piece:
    owner, flag = make.name("Class"), make.name("flag")
    text = f"class {owner}:\n    @property\n    def {flag}(self):\n        return {make.literal()}"
    return Piece(f"{owner}().{flag}", module=(text,))


@SWITCHES.at(CROSS)
def inherited_constant(make: Make) -> Piece:
    base, owner, name = make.name("Class"), make.name("Class"), make.name("CONSTANT")
    text = f"class {base}:\n    {name} = {make.literal()}\n\nclass {owner}({base}):\n    LEEWAY = 5"
    return Piece(f"{owner}.{name}", module=(text,))


@SWITCHES.at(CROSS)
def dataclass_value(make: Make) -> Piece:
    owner, flag = make.name("Class"), make.name("flag")
    literal = make.pick("False", "True")
    head = f"@dataclass(frozen=True)\nclass {owner}:\n    leeway: int = 5\n    {flag}: bool = "
    if make.chance(0.5):
        return Piece(f"{owner}().{flag}", ("from dataclasses import dataclass",), (head + literal,))
    call = make.rng.choice((f"{owner}(5, {literal})", f"{owner}({flag}={literal})"))
    return Piece(f"{call}.{flag}", ("from dataclasses import dataclass",), (head + "True",))


@SWITCHES.at(CROSS)
def named_tuple(make: Make) -> Piece:
    owner, flag = make.name("Class"), make.name("flag")
    text = f"class {owner}(NamedTuple):\n    {flag}: bool = {make.literal()}\n    leeway: int = 5"
    return Piece(f"{owner}().{flag}", ("from typing import NamedTuple",), (text,))


@SWITCHES.at(CROSS)
def closure(make: Make) -> Piece:
    outer, name = make.name("function"), make.name("function")
    text = f"def {outer}(value):\n    return lambda: value\n\n{name} = {outer}({make.literal()})"
    return Piece(f"{name}()", module=(text,))


@SWITCHES.at(CROSS)
def other_module(make: Make) -> Piece:
    module, name, alias = make.name("module"), make.name("CONSTANT"), make.name("CONSTANT")
    files = {f"{module}.py": f"LEEWAY = 5\n{name} = {make.literal()}\n"}
    imports, expr = make.rng.choice(
        (
            (f"from {module} import {name}", name),
            (f"from {module} import {name} as {alias}", alias),
            (f"import {module}", f"{module}.{name}"),
            (f"import {module} as {alias}", f"{alias}.{name}"),
            (f"from {module} import *", name),
        )
    )
    return Piece(expr, (imports,), files=files)


@SWITCHES.at(CROSS)
def package_reexport(make: Make) -> Piece:
    package, inner, name = make.name("module"), make.name("module"), make.name("CONSTANT")
    export = make.rng.choice(
        (f"from .{inner} import {name}", f"from .{inner} import *", f"from {package}.{inner} import {name}")
    )
    files = {f"{package}/__init__.py": f"{export}\n", f"{package}/{inner}.py": f"{name} = {make.literal()}\n"}
    return Piece(name, (f"from {package} import {name}",), files=files)


@SWITCHES.at(CROSS)
def settings_object(make: Make) -> Piece:
    module, owner, flag = make.name("module"), make.name("Class"), make.name("flag")
    text = f"class {owner}:\n    {flag} = {make.literal()}\n    leeway = 5\n\n\nsettings = {owner}()\n"
    return Piece(f"settings.{flag}", (f"from {module} import settings",), files={f"{module}.py": text})


@SWITCHES.at(CROSS)
def function_elsewhere(make: Make) -> Piece:
    module, name = make.name("module"), make.name("function")
    text = f"def {name}(name='jwt'):\n    return {{'jwt': {make.literal()}, 'tls': True}}[name]\n"
    return Piece(f"{module}.{name}()", (f"import {module}",), files={f"{module}.py": text})


@SWITCHES.at(DYNAMIC)
def environment(make: Make) -> Piece:
    key = make.rng.choice(("JWT_VERIFY_SWITCH", "TOKEN_STRICTNESS", "AUTH_CHECKS"))
    off, on, template = make.rng.choice(
        (
            ("''", "'1'", "os.environ.get('{key}', {value})"),
            ("'0'", "'1'", "os.environ.get('{key}', {value}) == '1'"),
            ("'false'", "'true'", "os.getenv('{key}', {value}).lower() == 'true'"),
            ("False", "True", "bool(os.environ.get('{key}') or {value})"),
            ("'0'", "'1'", "bool(int(os.environ.get('{key}', {value})))"),
            ("'no'", "'yes'", "os.getenv('{key}', {value}) in ('1', 'yes')"),
        )
    )
    expr = template.format(key=key, value=make.pick(off, on))
    if make.chance(0.5):
        return Piece(f"({expr})", ("import os",))
    name = make.name("CONSTANT")
    return Piece(name, ("import os",), (f"{name} = {expr}",))


@SWITCHES.at(DYNAMIC)
def reflected_constant(make: Make) -> Piece:
    module, name = make.name("module"), make.name("CONSTANT")
    files = {f"{module}.py": f"{name} = {make.literal()}\n"}
    imports, expr = make.rng.choice(
        (
            (f"import {module}", f"getattr({module}, '{name}')"),
            (f"import {module}", f"vars({module})['{name}']"),
            ("import importlib", f"importlib.import_module('{module}').{name}"),
            (f"import sys, {module}", f"sys.modules['{module}'].{name}"),
            (f"import {module}", f"getattr({module}, 'NO_SUCH', {module}.{name})"),
        )
    )
    return Piece(expr, (imports,), files=files)


@SWITCHES.at(DYNAMIC)
def global_by_name(make: Make) -> Piece:
    name = make.name("CONSTANT")
    return Piece(name, module=(f"{name} = True", f"globals()['{name}'] = {make.literal()}"))


@SWITCHES.at(DYNAMIC)
def parsed(make: Make) -> Piece:
    return Piece(f"json.loads('{make.pick('false', 'true')}')", ("import json",))


@SWITCHES.at(DYNAMIC)
def attribute_set_by_name(make: Make) -> Piece:
    owner, flag = make.name("Class"), make.name("flag")
    text = f"class {owner}:\n    {flag} = True\n\nsetattr({owner}, '{flag}', {make.literal()})"
    return Piece(f"{owner}.{flag}", module=(text,))


@SWITCHES.at(DYNAMIC)
def set_from_another_module(make: Make) -> Piece:
    module, boot, name = make.name("module"), make.name("module"), make.name("CONSTANT")
    files = {
        f"{module}.py": f"{name} = True\n",
        f"{boot}.py": f"import {module}\n\n{module}.{name} = {make.literal()}\n",
    }
    return Piece(f"{module}.{name}", (f"import {boot}", f"import {module}"), files=files)
