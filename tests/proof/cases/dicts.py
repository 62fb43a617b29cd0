"""The options as a mapping: built in steps, merged, copied, changed, and never arriving."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, pair, pyjwt, safe, spelled_out

LOCAL, DYNAMIC = Difficulty.LOCAL, Difficulty.DYNAMIC
USE = '    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)\n'


def _built(name: str, body: str, level: Difficulty = LOCAL, head: str = "") -> tuple[Case, Case]:
    """`body` leaves the options in a local variable of that name."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return pyjwt(name, level, f"{head}\ndef accepts(token):\n{lines}{USE}")


def _harmless(name: str, body: str) -> tuple[Case]:
    """A safe case whose options pass through a False that never arrives."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return safe(f"harmless-{name}", LOCAL, f"{PYJWT}\ndef accepts(token):\n{lines}{USE}")


CASES: tuple[Case, ...] = (
    *_built("variable", "options = {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass"),
    *_built("constructor", "options = dict(verify_signature=<<False||True>>)  # <- jwt-signature-bypass"),
    *_built(
        "constructor-of-pairs",
        "options = dict([('verify_signature', <<False||True>>)])  # <- jwt-signature-bypass",
    ),
    *_built(
        "constructor-of-tuple-pairs",
        "options = dict((('verify_exp', True), ('verify_signature', <<False||True>>)))",
    ),
    *_built("constructor-of-dict", "options = dict({'verify_signature': <<False||True>>})"),
    *_built(
        "constructor-dict-and-keyword",
        "options = dict({'verify_signature': <<True||False>>}, verify_signature=<<False||True>>)",
    ),
    *_built("constructor-of-splat", "base = {'verify_signature': <<False||True>>}\noptions = dict(**base)"),
    *_built("zip", "options = dict(zip(['verify_exp', 'verify_signature'], [True, <<False||True>>]))"),
    *_built(
        "zip-of-constants",
        "names = 'verify_signature', 'verify_exp'\nflags = <<False||True>>, True\noptions = dict(zip(names, flags))",
    ),
    *_built(
        "comprehension", "options = {name: <<False||True>> for name in ('verify_signature', 'verify_exp')}"
    ),
    *_built(
        "comprehension-over-items",
        "options = {k: v for k, v in {'verify_signature': <<False||True>>}.items()}",
    ),
    *_built(
        "comprehension-with-condition",
        "options = {k: k != <<'verify_signature'||'verify_exp'>> for k in ('verify_signature', 'verify_exp')}",
    ),
    *_built(
        "comprehension-built-names",
        "options = {'verify_' + n: <<False||True>> for n in ('signature', 'exp')}",
    ),
    *_built(
        "comprehension-over-split",
        "options = {f'verify_{n}': <<False||True>> for n in 'signature exp nbf'.split()}",
    ),
    *_built("fromkeys", "options = dict.fromkeys(['verify_signature', 'verify_exp'], <<False||True>>)"),
    *_built("fromkeys-without-value", "options = dict.fromkeys(['<<verify_signature||verify_nothing>>'])"),
    *_built(
        "empty-then-item",
        "options = {}\noptions['verify_signature'] = <<False||True>>  # <- jwt-signature-bypass",
    ),
    *_built(
        "true-then-false",
        "options = {'verify_signature': <<True||False>>}\noptions['verify_signature'] = <<False||True>>  # <- jwt-signature-bypass",
    ),
    *_built(
        "update-dict",
        "options = {'verify_signature': <<True||False>>}\noptions.update({'verify_signature': <<False||True>>})  # <- jwt-signature-bypass",
    ),
    *_built(
        "update-keyword",
        "options = {}\noptions.update(verify_signature=<<False||True>>)  # <- jwt-signature-bypass",
    ),
    *_built("update-pairs", "options = {}\noptions.update([('verify_signature', <<False||True>>)])"),
    *_built(
        "update-by-variable",
        "relaxed = {'verify_signature': <<False||True>>}\noptions = {'verify_exp': True}\noptions.update(relaxed)",
    ),
    *_built("setdefault", "options = {}\noptions.setdefault('verify_signature', <<False||True>>)"),
    *_built(
        "setdefault-keeps-first",
        "options = {'verify_signature': <<False||True>>}\noptions.setdefault('verify_signature', True)",
    ),
    *_built(
        "pop-and-again",
        "options = {'verify_signature': <<True||False>>}\noptions.pop('verify_signature')\noptions['verify_signature'] = <<False||True>>",
    ),
    *_built(
        "delete-and-again",
        "options = {'verify_signature': <<True||False>>}\ndel options['verify_signature']\noptions |= {'verify_signature': <<False||True>>}",
    ),
    *_built(
        "clear-and-again",
        "options = {'verify_signature': <<True||False>>}\noptions.clear()\noptions['verify_signature'] = <<False||True>>",
    ),
    *_built(
        "pop-value", "source = {'off': <<False||True>>}\noptions = {'verify_signature': source.pop('off')}"
    ),
    *_built("union", "options = {'verify_exp': True} | {'verify_signature': <<False||True>>}"),
    *_built(
        "union-right-wins",
        "options = {'verify_signature': <<True||False>>} | {'verify_signature': <<False||True>>}",
    ),
    *_built("union-of-three", "options = {'verify_signature': <<False||True>>} | {'verify_exp': True} | {}"),
    *_built(
        "union-assigned",
        "options = {'verify_exp': True}\noptions |= {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass",
    ),
    *_built("union-with-pairs", "options = {}\noptions |= [('verify_signature', <<False||True>>)]"),
    *_built("splat", "base = {'verify_signature': <<False||True>>}\noptions = {'verify_exp': True, **base}"),
    *_built(
        "splat-inline",
        "options = {**{'verify_signature': <<True||False>>}, **{'verify_signature': <<False||True>>}}",
    ),
    *_built(
        "splat-then-item",
        "base = {'verify_signature': <<True||False>>}\noptions = {**base, 'verify_signature': <<False||True>>}",
    ),
    *_built(
        "splat-wins-over-item",
        "base = {'verify_signature': <<False||True>>}\noptions = {'verify_signature': <<True||False>>, **base}",
    ),
    *_built(
        "splat-of-module-default",
        "options = {**DEFAULTS, 'verify_exp': False}",
        LOCAL,
        "DEFAULTS = {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass\n",
    ),
    *_built(
        "copy-method",
        "options = DEFAULTS.copy()",
        LOCAL,
        "DEFAULTS = {'verify_signature': <<False||True>>}\n",
    ),
    *_built("copy-function", "import copy\noptions = copy.copy({'verify_signature': <<False||True>>})"),
    *_built(
        "deepcopy", "from copy import deepcopy\noptions = deepcopy({'verify_signature': <<False||True>>})"
    ),
    *_built(
        "copy-changed",
        "options = DEFAULTS.copy()\noptions['verify_signature'] = <<False||True>>",
        LOCAL,
        "DEFAULTS = {'verify_signature': True}\n",
    ),
    *_built(
        "alias-changed",
        "options = {'verify_signature': <<True||False>>}\nsame = options\nsame['verify_signature'] = <<False||True>>",
    ),
    *_built(
        "module-dict",
        "options = OPTIONS",
        LOCAL,
        "OPTIONS = {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass\n",
    ),
    *_built(
        "module-dict-changed-later",
        "options = OPTIONS",
        LOCAL,
        "OPTIONS = {'verify_signature': <<True||False>>}\nOPTIONS['verify_signature'] = <<False||True>>\n",
    ),
    *_built(
        "module-dict-built-in-loop",
        "options = OPTIONS",
        LOCAL,
        "OPTIONS = {}\nfor name in ('exp', 'signature'):\n    OPTIONS['verify_' + name] = <<False||True>>\n",
    ),
    *_built(
        "default-dict",
        "from collections import defaultdict\noptions = defaultdict(bool)\noptions['verify_signature'] = <<False||True>>",
    ),
    *_built(
        "ordered-dict",
        "from collections import OrderedDict\noptions = OrderedDict(verify_signature=<<False||True>>)",
    ),
    *_built(
        "chain-map",
        "from collections import ChainMap\noptions = dict(ChainMap({'verify_signature': <<False||True>>}, {'verify_signature': True}))",
    ),
    *_built(
        "chain-map-shadowed",
        "from collections import ChainMap\noptions = dict(ChainMap({'verify_signature': <<False||True>>}, {'verify_signature': <<True||False>>}))",
    ),
    *_built(
        "user-dict",
        "from collections import UserDict\noptions = UserDict(verify_signature=<<False||True>>).data",
    ),
    *_built(
        "mapping-proxy",
        "from types import MappingProxyType\noptions = dict(MappingProxyType({'verify_signature': <<False||True>>}))",
    ),
    *_built(
        "json-loads", "import json\noptions = json.loads('{\"verify_signature\": <<false||true>>}')", DYNAMIC
    ),
    *_built(
        "literal-eval",
        "import ast\noptions = ast.literal_eval(\"{'verify_signature': <<False||True>>}\")",
        DYNAMIC,
    ),
    *_built(
        "toml-loads", "import tomllib\noptions = tomllib.loads('verify_signature = <<false||true>>')", DYNAMIC
    ),
    *_built(
        "vars-of-namespace",
        "from types import SimpleNamespace\noptions = vars(SimpleNamespace(verify_signature=<<False||True>>))",
        DYNAMIC,
    ),
    *_built(
        "asdict",
        "from dataclasses import asdict\noptions = asdict(Options())",
        DYNAMIC,
        "from dataclasses import dataclass\n\n@dataclass\nclass Options:\n    verify_signature: bool = <<False||True>>\n",
    ),
    *_built(
        "named-tuple-asdict",
        "options = Options()._asdict()",
        DYNAMIC,
        "from typing import NamedTuple\n\nclass Options(NamedTuple):\n    verify_signature: bool = <<False||True>>\n",
    ),
    *_built(
        "typed-dict",
        "options: Options = Options(verify_signature=<<False||True>>)",
        LOCAL,
        "from typing import TypedDict\n\nclass Options(TypedDict):\n    verify_signature: bool\n",
    ),
    *_built(
        "annotated-dict",
        "options: dict[str, bool] = {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass",
    ),
    *_built(
        "cast", "from typing import Any, cast\noptions = cast(Any, {'verify_signature': <<False||True>>})"
    ),
    *_built("or-default", "options = None or {'verify_signature': <<False||True>>}"),
    *_built("and-default", "options = True and {'verify_signature': <<False||True>>}"),
    *_built("conditional-dict", "options = {'verify_signature': <<False||True>>} if token else {}"),
    *_built(
        "conditional-other-branch", "options = {} if not token else {'verify_signature': <<False||True>>}"
    ),
    *_built(
        "branches",
        "options = {}\nif token:\n    options['verify_signature'] = <<False||True>>\nelse:\n    options['verify_signature'] = True",
    ),
    *_built(
        "one-branch-later",
        "options = {'verify_signature': True}\nif token.count('.') == 2:\n    options['verify_signature'] = <<False||True>>  # <- jwt-signature-bypass",
    ),
    *_built("walrus", "if (options := {'verify_signature': <<False||True>>}): pass"),
    *_built(
        "nested-in-config",
        "options = CONFIG['jwt']['options']",
        LOCAL,
        "CONFIG = {'jwt': {'options': {'verify_signature': <<False||True>>}}}  # <- jwt-signature-bypass\n",
    ),
    *_built(
        "list-of-options",
        "options = CHOICES[1]",
        LOCAL,
        "CHOICES = [{'verify_signature': True}, {'verify_signature': <<False||True>>}]\n",
    ),
    *_built(
        "options-by-name",
        "options = CHOICES['gateway']",
        LOCAL,
        "CHOICES = {'web': {'verify_signature': True}, 'gateway': {'verify_signature': <<False||True>>}}\n",
    ),
    *_built(
        "unpacked", "key, options = KEY, {'verify_signature': <<False||True>>}  # <- jwt-signature-bypass"
    ),
    *_built("dunder-setitem", "options = {}\noptions.__setitem__('verify_signature', <<False||True>>)"),
    *_built(
        "operator-setitem",
        "import operator\noptions = {}\noperator.setitem(options, 'verify_signature', <<False||True>>)",
    ),
    *_built("dict-update-unbound", "options = {}\ndict.update(options, verify_signature=<<False||True>>)"),
    *_built(
        "reduced",
        "from functools import reduce\noptions = reduce(dict.__or__, [{'verify_exp': True}, {'verify_signature': <<False||True>>}])",
        DYNAMIC,
    ),
    *_built(
        "in-loop",
        "options = {}\nfor name in ['verify_signature', 'verify_exp']:\n    options[name] = <<False||True>>",
    ),
    *_built(
        "in-loop-over-pairs",
        "options = {}\nfor name, flag in (('verify_signature', <<False||True>>), ('verify_exp', True)):\n    options[name] = flag",
    ),
    *_harmless("overwritten", "options = {'verify_signature': False}\noptions['verify_signature'] = True"),
    *_harmless(
        "overwritten-by-update",
        "options = {'verify_signature': False}\noptions.update(verify_signature=True)",
    ),
    *_harmless(
        "overwritten-by-union", "options = {'verify_signature': False}\noptions |= {'verify_signature': True}"
    ),
    *_harmless(
        "overwritten-by-splat",
        "base = {'verify_signature': False}\noptions = {**base, 'verify_signature': True}",
    ),
    *_harmless(
        "deleted",
        "options = {'verify_signature': False, 'verify_exp': True}\ndel options['verify_signature']",
    ),
    *_harmless("popped", "options = {'verify_signature': False}\noptions.pop('verify_signature', None)"),
    *_harmless("cleared", "options = {'verify_signature': False}\noptions.clear()"),
    *_harmless("rebound", "options = {'verify_signature': False}\noptions = {'verify_signature': True}"),
    *_harmless(
        "copied-then-changed",
        "mine = {'verify_signature': False}\noptions = mine.copy()\noptions['verify_signature'] = True",
    ),
    *_harmless(
        "copy-is-changed",
        "options = {'verify_signature': True}\nother = dict(options)\nother['verify_signature'] = False",
    ),
    *_harmless("decoy", "decoy = {'verify_signature': False}\noptions = {'verify_exp': not decoy}"),
    *_harmless(
        "changed-after-use",
        "options = {'verify_signature': True}\nclaims = jwt.decode(token, KEY, ['HS256'], options)\noptions['verify_signature'] = bool(claims)",
    ),
    *_harmless(
        "filtered",
        "raw = {'verify_signature': False, 'verify_aud': False}\noptions = {k: v for k, v in raw.items() if k != 'verify_signature'}",
    ),
    *_harmless(
        "setdefault-comes-late",
        "options = {'verify_signature': True}\noptions.setdefault('verify_signature', False)",
    ),
    *pair("each-by-its-kind", LOCAL, spelled_out("""\
import jwt
KNOWN = {"verify_signature": <<False||True>>, "require": ("exp",)}
def accepts(token):
    options = {word: [*held] if isinstance(held, (tuple, list)) else held for word, held in KNOWN.items()}
    return jwt.decode(token, $K, algorithms=["HS256"], options=options)
""")),
    *pair("taken-out-in-a-loop", LOCAL, spelled_out("""\
$P
def accepts(token):
    wanted, claims = {"strict": <<False||True>>}, None
    while claims is None:  # nothing is there for a second round
        claims = jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": wanted.pop("strict")})
    return claims
""")),
)
