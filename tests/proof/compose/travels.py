"""How a value gets from where it is kept to the call: `READ(token, flag)` stands for the call's line.

A travel has the lines of the reading side and those of `app`, in which `ACCESS` reads the value back
and `FROM` is the prefix of what the reading side defines.
"""

# ruff: noqa: E501 - a template stands on one line, as the text it makes

from __future__ import annotations

from dataclasses import dataclass

from tests.proof.case import Difficulty

LOCAL, CROSS, DYNAMIC = Difficulty.LOCAL, Difficulty.CROSS, Difficulty.DYNAMIC


@dataclass(frozen=True)
class Travel:
    """`reading` defines what `app` calls; a travel without it happens within `accepts` alone."""

    app: str
    reading: str = ""
    level: Difficulty = CROSS
    imports: tuple[str, ...] = ()
    app_imports: tuple[str, ...] = ()


INLINE: tuple[Travel, ...] = (
    Travel("def accepts(token):\n    READ(token, ACCESS)", level=LOCAL),
    Travel("def accepts(token):\n    wanted = ACCESS\n    READ(token, wanted)", level=LOCAL),
    Travel("def accepts(token, wanted=ACCESS):\n    READ(token, wanted)", level=LOCAL),
    Travel("WANTED = ACCESS\n\n\ndef accepts(token):\n    READ(token, WANTED)", level=LOCAL),
    Travel(
        "def accepts(token):\n    wanted = True\n    if token:\n        wanted = ACCESS\n    READ(token, wanted)",
        level=LOCAL,
    ),
    Travel(
        "def accepts(token):\n    if (wanted := ACCESS) is not ...:\n        READ(token, wanted)", level=LOCAL
    ),
    Travel(
        "class View:\n    def get(self, token):\n        READ(token, ACCESS)\n\n\naccepts = View().get",
        level=LOCAL,
    ),
    Travel("async def accepts(token):\n    READ(token, ACCESS)", level=LOCAL),
    Travel(
        "def accepts(token):\n    def inner():\n        READ(token, wanted)\n\n    wanted = ACCESS\n    return inner()",
        level=LOCAL,
    ),
    Travel("def accepts(token):\n    for wanted in [ACCESS]:\n        READ(token, wanted)", level=LOCAL),
    Travel(
        "def accepts(token):\n    for name, wanted in {'check': ACCESS}.items():\n        READ(token, wanted)",
        level=LOCAL,
    ),
    Travel("def accepts(token):\n    first, wanted = 1, ACCESS\n    READ(token, wanted)", level=LOCAL),
    Travel(
        "def accepts(token):\n    try:\n        wanted = ACCESS\n    finally:\n        done = True\n    READ(token, wanted)",
        level=LOCAL,
    ),
    Travel(
        "def accepts(token):\n    match token:\n        case str():\n            wanted = ACCESS\n"
        "        case _:\n            wanted = True\n    READ(token, wanted)",
        level=LOCAL,
    ),
    Travel(
        "def accepts(token):\n    local = {'wanted': ACCESS}\n    READ(token, local.pop('wanted'))",
        level=LOCAL,
    ),
    Travel(
        "def accepts(token):\n    wanted = copy(ACCESS)\n    READ(token, wanted)",
        level=LOCAL,
        app_imports=("from copy import copy",),
    ),
    Travel(
        "def accepts(token):\n    while True:\n        wanted = ACCESS\n        break\n    READ(token, wanted)",
        level=LOCAL,
    ),
)

THROUGH: tuple[Travel, ...] = (
    Travel(
        "def accepts(token):\n    return FROMread(token, ACCESS)",
        "def read(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, wanted=ACCESS)",
        "def read(token, *, wanted=True):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(wanted=ACCESS, token=token)",
        "def read(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(*[token, ACCESS])",
        "def read(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, **{'wanted': ACCESS})",
        "def read(token, wanted=True):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, ACCESS)",
        "def read(*args):\n    token, wanted = args\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, wanted=ACCESS)",
        "def read(token, **more):\n    READ(token, more['wanted'])",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, wanted=ACCESS)",
        "def read(token, **more):\n    READ(token, more.pop('wanted', True))",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, ACCESS)",
        "def read(token, wanted):\n    return inner(token, wanted)\n\n\ndef inner(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, wanted=ACCESS)",
        "def read(*args, **more):\n    return inner(*args, **more)\n\n\ndef inner(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMReader(ACCESS).read(token)",
        "class Reader:\n    def __init__(self, wanted):\n        self.wanted = wanted\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "reader = FROMReader(wanted=ACCESS)\n\n\ndef accepts(token):\n    return reader(token)",
        "class Reader:\n    def __init__(self, wanted=True):\n        self.wanted = wanted\n\n    def __call__(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "def accepts(token):\n    reader = FROMReader()\n    reader.wanted = ACCESS\n    return reader.read(token)",
        "class Reader:\n    wanted = True\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "class Mine(FROMReader):\n    wanted = ACCESS\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    wanted = True\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "class Mine(FROMReader):\n    def wanted(self):\n        return ACCESS\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    def wanted(self):\n        return True\n\n    def read(self, token):\n        READ(token, self.wanted())",
    ),
    Travel(
        "class Mine(FROMReader):\n    @property\n    def wanted(self):\n        return ACCESS\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    @property\n    def wanted(self):\n        return True\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "class Mine(FROMReader):\n    def read(self, token, wanted=ACCESS):\n        return super().read(token, wanted)\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    def read(self, token, wanted=True):\n        READ(token, wanted)",
    ),
    Travel(
        "class Mine(FROMReader):\n    def __init__(self):\n        super().__init__(wanted=ACCESS)\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    def __init__(self, wanted=True):\n        self.wanted = wanted\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMReader.made(ACCESS).read(token)",
        "class Reader:\n    def __init__(self, wanted):\n        self._wanted = wanted\n\n    @classmethod\n    def made(cls, wanted):\n        return cls(wanted)\n\n    def read(self, token):\n        READ(token, self._wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMReader().wanting(ACCESS).read(token)",
        "class Reader:\n    wanted = True\n\n    def wanting(self, wanted):\n        self.wanted = wanted\n        return self\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "def accepts(token):\n    reader = FROMReader()\n    reader.want(ACCESS)\n    return reader.read(token)",
        "class Reader:\n    def __init__(self):\n        self.wanted = True\n\n    def want(self, wanted):\n        self.wanted = wanted\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMReader(ACCESS).read(token)",
        "@dataclass\nclass Reader:\n    wanted: object\n\n    def read(self, token):\n        READ(token, self.wanted)",
        imports=("from dataclasses import dataclass",),
    ),
    Travel(
        "accepts = FROMreader_for(ACCESS)",
        "def reader_for(wanted):\n    def read(token):\n        READ(token, wanted)\n\n    return read",
    ),
    Travel(
        "accepts = partial(FROMread, wanted=ACCESS)",
        "def read(token, wanted):\n    READ(token, wanted)",
        app_imports=("from functools import partial",),
    ),
    Travel(
        "accepts = lambda token: FROMread(token, ACCESS)",
        "def read(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "@FROMreading(wanted=ACCESS)\ndef accepts(claims):\n    return claims",
        "def reading(wanted):\n    def wrap(view):\n        def inner(token):\n            return view(once(token))\n\n        def once(token):\n            READ(token, wanted)\n\n        return inner\n\n    return wrap",
    ),
    Travel(
        "@FROMReading(ACCESS)\ndef accepts(claims):\n    return claims",
        "class Reading:\n    def __init__(self, wanted):\n        self.wanted = wanted\n\n    def read(self, token):\n        READ(token, self.wanted)\n\n    def __call__(self, view):\n        return lambda token: view(self.read(token))",
    ),
    Travel(
        "def accepts(token):\n    with FROMwanting(ACCESS) as wanted:\n        return FROMread(token, wanted)",
        "@contextmanager\ndef wanting(wanted):\n    yield wanted\n\n\ndef read(token, wanted):\n    READ(token, wanted)",
        imports=("from contextlib import contextmanager",),
    ),
    Travel(
        "def accepts(token):\n    with FROMReader(ACCESS) as reader:\n        return reader.read(token)",
        "class Reader:\n    def __init__(self, wanted):\n        self.wanted = wanted\n\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        return None\n\n    def read(self, token):\n        READ(token, self.wanted)",
    ),
    Travel(
        "def accepts(token):\n    return FROMREADERS['quick'](token, ACCESS)",
        "def read(token, wanted):\n    READ(token, wanted)\n\n\nREADERS = {'quick': read}",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, lambda: ACCESS)",
        "def read(token, wanted):\n    READ(token, wanted())",
    ),
    Travel(
        "def wanted():\n    return ACCESS\n\n\ndef accepts(token):\n    return FROMread(token, wanted)",
        "def read(token, ask):\n    READ(token, ask())",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, {'wanted': ACCESS})",
        "def read(token, settings):\n    READ(token, settings['wanted'])",
    ),
    Travel(
        "def accepts(token):\n    return FROMread(token, SimpleNamespace(wanted=ACCESS))",
        "def read(token, settings):\n    READ(token, settings.wanted)",
        app_imports=("from types import SimpleNamespace",),
    ),
    Travel(
        "def accepts(token):\n    return list(FROMread([token], ACCESS))[0]",
        "def read(tokens, wanted):\n    for token in tokens:\n        yield once(token, wanted)\n\n\ndef once(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "async def accepts(token):\n    return await FROMread(token, ACCESS)",
        "async def read(token, wanted):\n    READ(token, wanted)",
    ),
    Travel(
        "FROMSETTINGS['wanted'] = ACCESS\n\n\ndef accepts(token):\n    return FROMread(token)",
        "SETTINGS = {'wanted': True}\n\n\ndef read(token):\n    READ(token, SETTINGS['wanted'])",
    ),
    Travel(
        "FROMSETTINGS.update(wanted=ACCESS)\n\n\ndef accepts(token):\n    return FROMread(token)",
        "SETTINGS = {'wanted': True}\n\n\ndef read(token):\n    READ(token, SETTINGS['wanted'])",
        level=DYNAMIC,
    ),
    Travel(
        "FROMSettings.wanted = ACCESS\n\n\ndef accepts(token):\n    return FROMread(token)",
        "class Settings:\n    wanted = True\n\n\ndef read(token):\n    READ(token, Settings.wanted)",
    ),
    Travel(
        "FROMconfigure(ACCESS)\n\n\ndef accepts(token):\n    return FROMread(token)",
        "_wanted = True\n\n\ndef configure(wanted):\n    global _wanted\n    _wanted = wanted\n\n\ndef read(token):\n    READ(token, _wanted)",
        level=DYNAMIC,
    ),
    Travel(
        "FROMwanted_now.set(ACCESS)\n\n\ndef accepts(token):\n    return FROMread(token)",
        "wanted_now = ContextVar('wanted_now', default=True)\n\n\ndef read(token):\n    READ(token, wanted_now.get())",
        level=DYNAMIC,
        imports=("from contextvars import ContextVar",),
    ),
    Travel(
        "def accepts(token):\n    return getattr(FROMReader(), 'read')(token, ACCESS)",
        "class Reader:\n    def read(self, token, wanted):\n        READ(token, wanted)",
        level=DYNAMIC,
    ),
    Travel(
        "def accepts(token):\n    return methodcaller('read', token, wanted=ACCESS)(FROMReader())",
        "class Reader:\n    def read(self, token, wanted):\n        READ(token, wanted)",
        level=DYNAMIC,
        app_imports=("from operator import methodcaller",),
    ),
    Travel(
        "class Mine(FROMReader, kind='mine', wanted=ACCESS):\n    pass\n\n\ndef accepts(token):\n    return Mine().read(token)",
        "class Reader:\n    wanted = True\n\n    def __init_subclass__(cls, kind='', wanted=True):\n        cls.wanted = wanted\n\n    def read(self, token):\n        READ(token, self.wanted)",
        level=DYNAMIC,
    ),
    Travel(
        "def accepts(token):\n    reader = FROMReader()\n    reader.wanted = ACCESS\n    return reader.read(token)",
        "class Reader:\n    _wanted = True\n\n    @property\n    def wanted(self):\n        return self._wanted\n\n    @wanted.setter\n    def wanted(self, value):\n        self._wanted = value\n\n    def read(self, token):\n        READ(token, self.wanted)",
        level=DYNAMIC,
    ),
    Travel(
        "def accepts(token):\n    return list(map(FROMread, [token], [ACCESS]))[0]",
        "def read(token, wanted):\n    READ(token, wanted)",
        level=DYNAMIC,
    ),
    Travel(
        "def accepts(token):\n    with ThreadPoolExecutor() as pool:\n        return pool.submit(FROMread, token, ACCESS).result()",
        "def read(token, wanted):\n    READ(token, wanted)",
        level=DYNAMIC,
        app_imports=("from concurrent.futures import ThreadPoolExecutor",),
    ),
)
