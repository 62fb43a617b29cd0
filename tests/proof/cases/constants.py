"""The switch as a constant: of a module, a class, an instance, an enum, a configuration."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
DECODE = 'jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": %s})'


def _constant(name: str, setup: str, switch: str, level: Difficulty = LOCAL) -> tuple[Case, Case]:
    """The switch is the expression `switch`; `setup` holds the choice and the mark."""
    return pyjwt(name, level, f"{setup}\ndef accepts(token):\n    return {DECODE % switch}\n")


CASES: tuple[Case, ...] = (
    *_constant("module-constant", "VERIFY = <<False||True>>  # <- jwt-signature-bypass\n", "VERIFY"),
    *_constant("annotated-constant", "VERIFY: bool = <<False||True>>  # <- jwt-signature-bypass\n", "VERIFY"),
    *_constant(
        "final-constant",
        "from typing import Final\nVERIFY: Final = <<False||True>>  # <- jwt-signature-bypass\n",
        "VERIFY",
    ),
    *_constant(
        "constant-below-use",
        "def later():\n    return VERIFY\n\nVERIFY = <<False||True>>  # <- jwt-signature-bypass\n",
        "VERIFY",
    ),
    *_constant(
        "constant-of-constant", "OFF = <<False||True>>  # <- jwt-signature-bypass\nVERIFY = OFF\n", "VERIFY"
    ),
    *_constant(
        "constant-negated",
        "TRUST_GATEWAY = <<True||False>>\n",
        "not TRUST_GATEWAY",
    ),
    *_constant(
        "constant-and",
        "STRICT = True\nCHECK = <<False||True>>  # <- jwt-signature-bypass\n",
        "STRICT and CHECK",
    ),
    *_constant(
        "constant-unpacked", "VERIFY, LEEWAY = <<False||True>>, 10  # <- jwt-signature-bypass\n", "VERIFY"
    ),
    *_constant("constant-nested-unpacked", "(LEEWAY, (VERIFY, _)) = 10, (<<False||True>>, 0)\n", "VERIFY"),
    *_constant("constant-chained", "A = VERIFY = <<False||True>>  # <- jwt-signature-bypass\n", "VERIFY"),
    *_constant("constant-reassigned", "VERIFY = <<True||False>>\nVERIFY = <<False||True>>\n", "VERIFY"),
    *_constant("constant-augmented", "VERIFY = True\nVERIFY &= <<False||True>>\n", "VERIFY"),
    *_constant(
        "constant-under-if",
        "DEBUG = <<True||False>>\nif DEBUG:\n    VERIFY = False\nelse:\n    VERIFY = True\n",
        "VERIFY",
    ),
    *_constant(
        "constant-under-else",
        "PRODUCTION = <<False||True>>\nVERIFY = True\nif not PRODUCTION:\n    VERIFY = False\n",
        "VERIFY",
    ),
    *_constant(
        "constant-in-try",
        "try:\n    VERIFY = int('<<0||1>>')\nexcept ValueError:\n    VERIFY = 1\n",
        "VERIFY",
    ),
    *_constant(
        "constant-in-except",
        "try:\n    import no_such_settings\n    VERIFY = True\n"
        "except ImportError:\n    VERIFY = <<False||True>>\n",
        "VERIFY",
    ),
    *_constant(
        "constant-by-global-statement",
        "VERIFY = True\n\ndef relax():\n    global VERIFY\n    VERIFY = <<False||True>>\n\nrelax()\n",
        "VERIFY",
        CROSS,
    ),
    *_constant(
        "constant-by-globals", "globals()['VERIFY'] = <<False||True>>\n", "VERIFY", Difficulty.DYNAMIC
    ),
    *_constant("constant-by-loop", "for VERIFY in (True, <<False||True>>):\n    pass\n", "VERIFY"),
    *_constant(
        "class-constant",
        "class Config:\n    VERIFY = <<False||True>>  # <- jwt-signature-bypass\n",
        "Config.VERIFY",
    ),
    *_constant(
        "nested-class-constant",
        "class Config:\n    class Tokens:\n        VERIFY = <<False||True>>  # <- jwt-signature-bypass\n",
        "Config.Tokens.VERIFY",
    ),
    *_constant(
        "inherited-class-constant",
        "class Base:\n    VERIFY = <<False||True>>\n\nclass Config(Base):\n    pass\n",
        "Config.VERIFY",
        CROSS,
    ),
    *_constant(
        "overridden-class-constant",
        "class Base:\n    VERIFY = <<True||False>>\n\nclass Config(Base):\n    VERIFY = <<False||True>>\n",
        "Config.VERIFY",
        CROSS,
    ),
    *_constant(
        "class-constant-set-later",
        "class Config:\n    VERIFY = True\n\nConfig.VERIFY = <<False||True>>\n",
        "Config.VERIFY",
    ),
    *_constant(
        "instance-attribute",
        "class Config:\n    def __init__(self):\n        self.verify = <<False||True>>\n"
        "\nconfig = Config()\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "instance-attribute-from-argument",
        "class Config:\n    def __init__(self, verify=True):\n"
        "        self.verify = verify\n\nconfig = Config(verify=<<False||True>>)\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "instance-attribute-set-later",
        "class Config:\n    verify = True\n\nconfig = Config()\nconfig.verify = <<False||True>>\n",
        "config.verify",
    ),
    *_constant(
        "property",
        "class Config:\n    @property\n    def verify(self):\n        return <<False||True>>\n"
        "\nconfig = Config()\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "cached-property",
        "from functools import cached_property\n\nclass Config:\n    @cached_property\n"
        "    def verify(self):\n        return <<False||True>>\n",
        "Config().verify",
        CROSS,
    ),
    *_constant(
        "slots-class",
        "class Config:\n    __slots__ = ('verify',)\n\n    def __init__(self):\n"
        "        self.verify = <<False||True>>\n",
        "Config().verify",
        CROSS,
    ),
    *_constant(
        "enum-value",
        "from enum import Enum\n\nclass Check(Enum):\n    SIGNATURE = <<False||True>>\n    EXPIRY = 7\n",
        "Check.SIGNATURE.value",
    ),
    *_constant(
        "int-enum",
        "from enum import IntEnum\n\nclass Check(IntEnum):\n    OFF = 0\n    ON = 1\n",
        "Check.<<OFF||ON>>",
    ),
    *_constant(
        "int-flag",
        "from enum import IntFlag\n\nclass Check(IntFlag):\n    NOTHING = 0\n    SIGNATURE = 1\n",
        "Check.<<NOTHING||SIGNATURE>>",
    ),
    *_constant(
        "string-enum-compared",
        "from enum import StrEnum\n\nclass Mode(StrEnum):\n    LAX = 'lax'\n    FULL = 'full'\n"
        "\nMODE = Mode.<<LAX||FULL>>\n",
        "MODE == Mode.FULL",
    ),
    *_constant(
        "dataclass-default",
        "from dataclasses import dataclass\n\n@dataclass\nclass Config:\n"
        "    leeway: int = 10\n    verify: bool = <<False||True>>\n",
        "Config().verify",
        CROSS,
    ),
    *_constant(
        "dataclass-argument",
        "from dataclasses import dataclass\n\n@dataclass(frozen=True)\nclass Config:\n"
        "    leeway: int\n    verify: bool = True\n\nconfig = Config(10, <<False||True>>)\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "dataclass-factory",
        "from dataclasses import dataclass, field\n\n@dataclass\nclass Config:\n"
        "    verify: bool = field(default=<<False||True>>)\n",
        "Config().verify",
        CROSS,
    ),
    *_constant(
        "dataclass-replaced",
        "from dataclasses import dataclass, replace\n\n@dataclass\nclass Config:\n"
        "    verify: bool = True\n\nconfig = replace(Config(), verify=<<False||True>>)\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "named-tuple-default",
        "from typing import NamedTuple\n\nclass Config(NamedTuple):\n    verify: bool = <<False||True>>\n",
        "Config().verify",
        CROSS,
    ),
    *_constant(
        "named-tuple-argument",
        "from typing import NamedTuple\n\nclass Config(NamedTuple):\n    leeway: int\n"
        "    verify: bool\n\nconfig = Config(10, verify=<<False||True>>)\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "namedtuple-call",
        "from collections import namedtuple\n\nConfig = namedtuple('Config', 'leeway verify')\n"
        "config = Config(10, <<False||True>>)\n",
        "config.verify",
        CROSS,
    ),
    *_constant(
        "simple-namespace",
        "from types import SimpleNamespace\n\nconfig = SimpleNamespace(verify=<<False||True>>)\n",
        "config.verify",
    ),
    *_constant(
        "mapping-proxy",
        "from types import MappingProxyType\n\nconfig = MappingProxyType({'verify': <<False||True>>})\n",
        "config['verify']",
    ),
    *_constant("config-dict", "CONFIG = {'leeway': 10, 'verify': <<False||True>>}\n", "CONFIG['verify']"),
    *_constant(
        "config-dict-nested",
        "CONFIG = {'jwt': {'checks': {'signature': <<False||True>>}}}\n",
        "CONFIG['jwt']['checks']['signature']",
    ),
    *_constant("config-dict-get", "CONFIG = {'verify': <<False||True>>}\n", "CONFIG.get('verify', True)"),
    *_constant("config-list", "FLAGS = [True, <<False||True>>]\n", "FLAGS[1]"),
    *_constant(
        "config-json",
        "import json\nCONFIG = json.loads('{\"verify\": <<false||true>>}')\n",
        "CONFIG['verify']",
    ),
    *_constant(
        "config-toml",
        "import tomllib\nCONFIG = tomllib.loads('verify = <<false||true>>')\n",
        "CONFIG['verify']",
    ),
    *_constant("function-result", "def verifying():\n    return <<False||True>>\n", "verifying()", CROSS),
    *_constant(
        "function-of-constant",
        "LAX = <<True||False>>\n\ndef verifying():\n    return not LAX\n",
        "verifying()",
        CROSS,
    ),
    *_constant(
        "function-cached",
        "from functools import lru_cache\n\n@lru_cache\ndef verifying():\n    return <<False||True>>\n",
        "verifying()",
        CROSS,
    ),
    *_constant(
        "function-with-branches",
        "def verifying(name):\n    if name == 'gateway':\n        return <<False||True>>\n    return True\n",
        "verifying('gateway')",
        CROSS,
    ),
    *_constant("generator-result", "def flags():\n    yield <<False||True>>\n", "next(flags())", CROSS),
    *_constant(
        "closure-result",
        "def switch(value):\n    return lambda: value\n\nverifying = switch(<<False||True>>)\n",
        "verifying()",
        CROSS,
    ),
)
