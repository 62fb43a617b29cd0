"""Where a value is kept until it is used: `AT` is the prefix of a name that another file defines."""

# ruff: noqa: E501 - a template stands on one line, as the text it makes

from __future__ import annotations

from dataclasses import dataclass

from tests.proof.case import Difficulty

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC


@dataclass(frozen=True)
class Store:
    """Lines that keep `VALUE`, and the expression that reads it back."""

    lines: str
    access: str
    level: Difficulty = LOCAL
    imports: tuple[str, ...] = ()


STORES: tuple[Store, ...] = (
    Store("CHECKED = VALUE", "ATCHECKED"),
    Store("CHECKED: bool = VALUE", "ATCHECKED"),
    Store("CHECKED = ALSO_CHECKED = VALUE", "ATALSO_CHECKED"),
    Store("CHECKED, NAMED = VALUE, 'strict'", "ATCHECKED"),
    Store("LIMITS = {'check': VALUE, 'leeway': 5}", "ATLIMITS['check']"),
    Store("LIMITS = {'auth': {'check': VALUE}}", "ATLIMITS['auth']['check']"),
    Store("LIMITS = dict(check=VALUE)", "ATLIMITS.get('check')"),
    Store("LIMITS = {'leeway': 5}\nLIMITS['check'] = VALUE", "ATLIMITS['check']"),
    Store("LIMITS = {'leeway': 5}\nLIMITS.update({'check': VALUE})", "ATLIMITS['check']"),
    Store("LIMITS = {}\nLIMITS.setdefault('check', VALUE)", "ATLIMITS.get('check', True)"),
    Store("LIMITS = {'leeway': 5, **{'check': VALUE}}", "ATLIMITS['check']"),
    Store("LIMITS = {'check': True} | {'check': VALUE}", "ATLIMITS['check']"),
    Store("PARTS = [True, VALUE, True]", "ATPARTS[1]"),
    Store("PARTS = (True, VALUE)", "ATPARTS[-1]"),
    Store("PARTS = [True]\nPARTS.append(VALUE)", "ATPARTS[1]"),
    Store("PARTS = [True]\nPARTS.insert(0, VALUE)", "ATPARTS[0]"),
    Store("PARTS = [True]\nPARTS += [VALUE]", "ATPARTS[-1]"),
    Store("if True:\n    CHECKED = VALUE\nelse:\n    CHECKED = True", "ATCHECKED"),
    Store("try:\n    CHECKED = VALUE\nexcept KeyError:\n    CHECKED = True", "ATCHECKED"),
    Store("for CHECKED in [VALUE]:\n    pass", "ATCHECKED"),
    Store("class Limits:\n    check = VALUE", "ATLimits.check"),
    Store("class Limits:\n    check = VALUE\n\n\nlimits = Limits()", "ATlimits.check"),
    Store("class Limits:\n    class Auth:\n        check = VALUE", "ATLimits.Auth.check"),
    Store(
        "class Limits:\n    def __init__(self):\n        self.check = VALUE\n\n\nlimits = Limits()",
        "ATlimits.check",
    ),
    Store(
        "class Limits:\n    def __init__(self, check):\n        self._check = check\n\n"
        "    @property\n    def check(self):\n        return self._check\n\n\nlimits = Limits(VALUE)",
        "ATlimits.check",
    ),
    Store("class Limits:\n    pass\n\n\nLimits.check = VALUE", "ATLimits.check"),
    Store("class Limits:\n    pass\n\n\nlimits = Limits()\nlimits.check = VALUE", "ATlimits.check"),
    Store("class Limits:\n    check = True\n\n\nsetattr(Limits, 'check', VALUE)", "ATLimits.check", DYNAMIC),
    Store(
        "class Limits:\n    check = True\n\n\nlimits = Limits()\nsetattr(limits, 'check', VALUE)",
        "ATlimits.check",
        DYNAMIC,
    ),
    Store(
        "class Plain:\n    check = True\n\n\nclass Limits(Plain):\n    check = VALUE",
        "ATLimits().check",
    ),
    Store(
        "@dataclass\nclass Limits:\n    leeway: int = 5\n    check: object = VALUE_OR_FACTORY",
        "ATLimits().check",
        imports=("from dataclasses import dataclass, field",),
    ),
    Store(
        "@dataclass(frozen=True)\nclass Limits:\n    check: object\n    leeway: int = 5\n\n\nlimits = Limits(VALUE)",
        "ATlimits.check",
        imports=("from dataclasses import dataclass",),
    ),
    Store(
        "@dataclass\nclass Limits:\n    check: object = True\n\n\nlimits = replace(Limits(), check=VALUE)",
        "ATlimits.check",
        imports=("from dataclasses import dataclass, replace",),
    ),
    Store(
        "class Limits(NamedTuple):\n    leeway: int\n    check: object\n\n\nlimits = Limits(5, VALUE)",
        "ATlimits.check",
        imports=("from typing import NamedTuple",),
    ),
    Store(
        "class Limits(NamedTuple):\n    leeway: int\n    check: object\n\n\nlimits = Limits(5, VALUE)",
        "ATlimits[1]",
        imports=("from typing import NamedTuple",),
    ),
    Store(
        "Limits = namedtuple('Limits', 'leeway check')\nlimits = Limits(leeway=5, check=VALUE)",
        "ATlimits.check",
        imports=("from collections import namedtuple",),
    ),
    Store(
        "Limits = namedtuple('Limits', ['check'])\nlimits = Limits(True)._replace(check=VALUE)",
        "ATlimits._asdict()['check']",
        DYNAMIC,
        ("from collections import namedtuple",),
    ),
    Store(
        "class Limits(TypedDict):\n    check: object\n\n\nlimits: Limits = {'check': VALUE}",
        "ATlimits['check']",
        imports=("from typing import TypedDict",),
    ),
    Store(
        "class Limits(Enum):\n    CHECK = VALUE", "ATLimits.CHECK.value", imports=("from enum import Enum",)
    ),
    Store(
        "class Limits(Enum):\n    CHECK = (VALUE, 5)\n\n    @property\n    def first(self):\n        return self.value[0]",
        "ATLimits.CHECK.first",
        imports=("from enum import Enum",),
    ),
    Store(
        "limits = SimpleNamespace(check=VALUE)",
        "ATlimits.check",
        imports=("from types import SimpleNamespace",),
    ),
    Store(
        "limits = SimpleNamespace()\nlimits.check = VALUE",
        "ATlimits.check",
        imports=("from types import SimpleNamespace",),
    ),
    Store(
        "limits = SimpleNamespace(**{'check': VALUE})",
        "vars(ATlimits)['check']",
        imports=("from types import SimpleNamespace",),
    ),
    Store(
        "LIMITS = MappingProxyType({'check': VALUE})",
        "ATLIMITS['check']",
        imports=("from types import MappingProxyType",),
    ),
    Store(
        "LIMITS = ChainMap({'check': VALUE}, {'check': True})",
        "ATLIMITS['check']",
        imports=("from collections import ChainMap",),
    ),
    Store(
        "LIMITS = OrderedDict([('check', VALUE)])",
        "ATLIMITS['check']",
        imports=("from collections import OrderedDict",),
    ),
    Store(
        "LIMITS = defaultdict(lambda: VALUE)",
        "ATLIMITS['check']",
        imports=("from collections import defaultdict",),
    ),
    Store(
        "LIMITS = defaultdict(dict)\nLIMITS['auth']['check'] = VALUE",
        "ATLIMITS['auth']['check']",
        DYNAMIC,
        imports=("from collections import defaultdict",),
    ),
    Store(
        "checked = ContextVar('checked', default=VALUE)",
        "ATchecked.get()",
        DYNAMIC,
        ("from contextvars import ContextVar",),
    ),
    Store(
        "checked = ContextVar('checked')\nchecked.set(VALUE)",
        "ATchecked.get()",
        DYNAMIC,
        ("from contextvars import ContextVar",),
    ),
    Store("def is_checked():\n    return VALUE", "ATis_checked()", CROSS),
    Store("def is_checked(check=VALUE):\n    return check", "ATis_checked()", CROSS),
    Store(
        "def is_checked(*, check=None):\n    return VALUE if check is None else check",
        "ATis_checked()",
        CROSS,
    ),
    Store(
        "def is_checked():\n    def inner():\n        return check\n\n    check = VALUE\n    return inner()",
        "ATis_checked()",
        CROSS,
    ),
    Store(
        "@cache\ndef limits():\n    return {'check': VALUE}",
        "ATlimits()['check']",
        CROSS,
        ("from functools import cache",),
    ),
    Store("is_checked = lambda: VALUE", "ATis_checked()", CROSS),
    Store("def flags():\n    yield VALUE\n    yield True", "next(ATflags())", CROSS),
    Store("def flags():\n    yield from (VALUE, True)", "list(ATflags())[0]", CROSS),
    Store("def flags():\n    return True, VALUE", "ATflags()[1]", CROSS),
    Store(
        "async def is_checked():\n    return VALUE", "asyncio.run(ATis_checked())", CROSS, ("import asyncio",)
    ),
    Store(
        "class Limits:\n    @staticmethod\n    def check():\n        return VALUE",
        "ATLimits.check()",
        CROSS,
    ),
    Store(
        "class Limits:\n    _check = VALUE\n\n    @classmethod\n    def check(cls):\n        return cls._check",
        "ATLimits.check()",
        CROSS,
    ),
    Store(
        "class Limits:\n    def __init__(self, **values):\n        self.values = values\n\n"
        "    def __getitem__(self, name):\n        return self.values[name]\n\n\nlimits = Limits(check=VALUE)",
        "ATlimits['check']",
        CROSS,
    ),
    Store(
        "class Limits:\n    def __init__(self, values):\n        self._values = values\n\n"
        "    def __getattr__(self, name):\n        return self._values[name]\n\n\nlimits = Limits({'check': VALUE})",
        "ATlimits.check",
        CROSS,
    ),
    Store(
        "class Limits:\n    def __init__(self, **values):\n        self.__dict__.update(values)\n\n\nlimits = Limits(check=VALUE)",
        "ATlimits.check",
        DYNAMIC,
    ),
    Store(
        "class Limits:\n    def __call__(self):\n        return VALUE\n\n\nis_checked = Limits()",
        "ATis_checked()",
        CROSS,
    ),
    Store(
        "class Limits:\n    def __bool__(self):\n        return bool(VALUE)\n\n\nchecked = Limits()",
        "bool(ATchecked)",
        DYNAMIC,
    ),
    Store(
        "REGISTRY = {}\n\n\ndef register(name, value):\n    REGISTRY[name] = value\n\n\nregister('check', VALUE)",
        "ATREGISTRY['check']",
        CROSS,
    ),
    Store("globals()['CHECKED'] = VALUE", "ATCHECKED", DYNAMIC),
    Store("Limits = type('Limits', (), {'check': VALUE})", "ATLimits.check", DYNAMIC),
)
