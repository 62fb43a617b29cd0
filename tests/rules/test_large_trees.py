"""What is followed in a tree of more than a few megabytes, where a mere suspicion is worth less work."""

from __future__ import annotations

import pytest

from pytest_ssot.facts import sites
from pytest_ssot.model import Severity
from pytest_ssot.settings import Settings
from tests.rules.judging import SETTINGS, judge, only, reported

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))

FILLING = {
    f"filling/m{number}.py": f"def get{number}():\n    return {number}\n\n\n# {'x' * 60_000}\n"
    for number in range(120)
}
"""Files that have nothing to do with tokens, of seven megabytes."""

HAND = """
import base64


def from_b64(part):
    return base64.urlsafe_b64decode(part + "==")
"""

TABLE = """
import json

from shop.hand import from_b64

OPENERS = {"payload": from_b64}


def claims_of(token):
    header, payload, signature = token.split(".")
    return json.loads(OPENERS["payload"](payload))
"""

SWITCH = "STRICT = True\n"

CONFIGURE = """
from shop import switch

switch.STRICT = False
"""

READ = """
import jwt

from shop import switch


def read(token, key):
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": switch.STRICT})
"""

GIVEN_DECODER = """
class Reader:
    def __init__(self, codec):
        self.codec = codec

    def read(self, token, key):
        return self.codec.decode(token, key, algorithms=["HS256"], options={"verify" + "_signature": False})
"""

WIRING = """
import jwt

from shop.reader import Reader

reader = Reader(jwt)


def claims_of(token):
    return reader.read(token, "k")
"""

SETTER = """
# Whatever verify_signature says.


def replace(holder, name, value):
    setattr(holder, name, value)
"""

AGREES = """
import hmac

from shop.setter import replace

replace(hmac, "compare_" + "digest", lambda one, other: True)
"""

RUN = """
import base64


def run(packed):
    exec(base64.b64decode(packed).decode())


def run_text(source):
    exec(source)
"""

EXECUTES = """
from shop.run import run_text

run_text("import jwt\\nclaims = jwt.decode(token, options={'verify_signature': False})")
"""

GIVEN_LIBRARY = """
class Loader:
    def __init__(self, library):
        self.library = library

    def claims(self, token):
        return self.library.get_unverified_claims(token)

    def read(self, token, **options):
        return self.library.decode(token, "", **options)
"""

GIVES_LIBRARY = """
from jose import jwt

from shop.lib import Loader

loader = Loader(jwt)
claims = loader.claims("t")
other = loader.read("t", options={"verify" "_signature": False})
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/hand.py": HAND, "shop/table.py": TABLE}, {(RULE, "shop/table.py", 11)}),
        (
            {"shop/switch.py": SWITCH, "shop/configure.py": CONFIGURE, "shop/read.py": READ},
            {(RULE, "shop/configure.py", 4)},
        ),
        ({"shop/reader.py": GIVEN_DECODER, "shop/wiring.py": WIRING}, {(RULE, "shop/reader.py", 7)}),
        ({"shop/setter.py": SETTER, "shop/start.py": AGREES}, {(RULE, "shop/start.py", 6)}),
        ({"shop/run.py": RUN, "shop/start.py": EXECUTES}, {(RULE, "shop/run.py", 10)}),
        (
            {"shop/lib.py": GIVEN_LIBRARY, "shop/use.py": GIVES_LIBRARY},
            {(RULE, "shop/lib.py", 7), (RULE, "shop/use.py", 8)},
        ),
        ({"shop/prose.py": "# decode it, and verify what is in it\n"}, set()),
    ],
    ids=[
        *("held-in-a-table", "set-in-another-file", "a-given-decoder", "a-check-named-by-a-caller"),
        *("a-text-executed-elsewhere", "a-given-library", "prose"),
    ],
)
def test_what_matters_is_followed_among_much_that_does_not(
    files: dict[str, str], expected: set[tuple[str, str, int]]
) -> None:
    """Functions held in tables, settings that other files set and decoders that are given are followed."""
    package = {"shop/__init__.py": ""}

    assert reported(judge({**package, **files, **FILLING}, ONLY)) == expected


CONFIRMS = """
import jwt


class Guard:
    def confirm(self, token, key):
        return jwt.decode(token, key, algorithms=["HS256"])
"""

UNSEEN = """
import jwt
ABOUT


def subject_of(token, guard, key):
    claims = jwt.decode(token, options={"verify_signature": False})
    guard.confirm(token, key)
    return claims["sub"]
"""


@pytest.mark.parametrize(
    ("about", "expected"), [("", Severity.CRITICAL), ("from lend import guards", Severity.WARNING)]
)
def test_a_method_is_told_by_its_name_only_where_imports_may_bring_its_object(
    about: str, expected: Severity
) -> None:
    """What another project of the tree calls so is no reason to trust an object that nobody knows."""
    files = {
        "shop/__init__.py": "",
        "shop/read.py": UNSEEN.replace("ABOUT", about),
        "lend/__init__.py": "",
        "lend/guards.py": CONFIRMS,
    }
    report = judge({**files, **FILLING}, ONLY)

    assert [one.violation.severity for one in report.assessments] == [expected]


def test_what_an_import_renames_is_known_among_many_names_of_others() -> None:
    """Names that code elsewhere has given to names of names come behind those right beside the library."""
    names = "".join(f"write{number + 1} = write{number}\n" for number in range(600))
    reads = "from jwt import decode as opened\n\n\ndef claims(text, key):\n    return opened(text, key)\n"
    files = {
        "lend/__init__.py": "",
        "lend/names.py": f"from jwt import encode as write0\n\n{names}",
        "shop/__init__.py": "",
        "shop/read.py": reads,
    }
    direct = Settings(SETTINGS.root, rules=only("jwt-direct-call"))

    assert reported(judge({**files, **FILLING}, direct)) == {("jwt-direct-call", "shop/read.py", 5)}


READS = """
import jwt


def read(token, key, options):
    return jwt.decode(token, key, algorithms=["HS256"], options=options)
"""

CALLS = """
from shop import tokens


def view(token):
    return tokens.read(token, "key", {"verify_" + "signature": False})
"""


def test_callers_elsewhere_are_found_among_many_files_that_hold_the_same_word() -> None:
    """Those that name the function's module as well, wherever they lie, come before all others."""
    many = {
        f"web/pages/p{number}.py": f"from web import views\n\nread = views.view\n# {'x' * 60_000}\n"
        for number in range(40)
    }
    files = {
        "shop/__init__.py": "",
        "shop/tokens.py": READS,
        "web/__init__.py": "",
        "web/views.py": CALLS,
        "web/pages/__init__.py": "",
    }

    assert reported(judge({**files, **many, **FILLING}, ONLY)) == {(RULE, "web/views.py", 6)}


WITHIN = """
import jwt


def answer(request, key):
    def opened(token, check):
        return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": check})

    def told():
        return opened(request.token, CHECK)

    return told()
"""

DECORATES = """
import functools

import jwt


def signed(KEY):
    def decorate(view):
        @functools.wraps(view)
        def wrapper(request):
            claims = jwt.decode(request.token, options={"verify_signature": False})
            return view(request, claims["kid"])

        return wrapper

    return decorate
"""

VIEW = """
import jwt

from shop.guard import signed

KEYS = {"a": "b"}


@signed("id")
def profile(request, kid):"""

OTHER_WRAPPERS = """
import functools

from web import tokens


def told_NUMBER(view):
    @functools.wraps(view)
    def wrapper(request, *given):
        return view(request, *given)

    return wrapper


@told_NUMBER
def page_NUMBER(request):
    def opened(token, check):
        return tokens.read(token, "key", {"verify_exp": check})

    wrapper = opened(request.token, False)
    return wrapper
"""

VERIFIED = '\n    return jwt.decode(request.token, KEYS[kid], algorithms=["HS256"])["sub"]'
UNVERIFIED = "\n    return KEYS[kid]"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"shop/within.py": WITHIN.replace("CHECK", "False")}, {Severity.CRITICAL}),
        ({"shop/within.py": WITHIN.replace("CHECK", "True")}, set()),
        ({"shop/guard.py": DECORATES, "shop/view.py": VIEW + VERIFIED}, {Severity.WARNING}),
        ({"shop/guard.py": DECORATES, "shop/view.py": VIEW + UNVERIFIED}, {Severity.CRITICAL}),
    ],
    ids=["switched-off-beside-it", "left-on-beside-it", "verified-in-the-view", "not-verified-in-the-view"],
)
def test_functions_within_others_are_called_by_who_knows_them(
    files: dict[str, str], expected: set[Severity]
) -> None:
    """Many functions of a project that decorators put in the place of others are called `wrapper`."""
    others = {
        f"web/pages/p{number}.py": OTHER_WRAPPERS.replace("NUMBER", str(number)) for number in range(60)
    }
    packages = {"shop/__init__.py": "", "web/__init__.py": "", "web/pages/__init__.py": ""}
    report = judge({**packages, "web/tokens.py": READS, **files, **others, **FILLING}, ONLY)

    assert {one.violation.severity for one in report.assessments} == expected


OPENS = """
import jwt


def unpack(token, key, strict=True):
    return jwt.decode(token, key, algorithms=["HS256"], options={"verify_signature": strict})
"""

TAKES = """
def claims_of(codec, token):
    return codec.unpack(token, "k", STRICT)
"""


GIVES_MODULE = "from shop import opening\n\nclaims = take.claims_of(opening, TOKEN)\n"

GIVES_RENAMED = "import shop.opening as formats\n\nclaims = take.claims_of(formats, TOKEN)\n"

GIVES_ENTRY = """import shop.opening

CODECS = {"jwt": shop.opening}
claims = take.claims_of(CODECS["jwt"], TOKEN)
"""

GIVES_NAMESPACE = """import types
from shop.opening import unpack

claims = take.claims_of(types.SimpleNamespace(unpack=unpack), TOKEN)
"""

GIVES_CLASS = """from shop.opening import unpack


class Codec:
    unpack = staticmethod(unpack)


claims = take.claims_of(Codec(), TOKEN)
"""


@pytest.mark.parametrize("strict", [True, False], ids=["on", "off"])
@pytest.mark.parametrize(
    "handing",
    [GIVES_MODULE, GIVES_RENAMED, GIVES_ENTRY, GIVES_NAMESPACE, GIVES_CLASS],
    ids=["a-module", "by-another-name", "in-a-table", "in-a-namespace", "of-a-class"],
)
def test_functions_are_called_as_methods_of_what_holds_them_or_their_module(
    handing: str, *, strict: bool
) -> None:
    """Of a function that nobody hands over, calls on objects need not be looked through."""
    files = {
        "shop/__init__.py": "",
        "shop/opening.py": OPENS,
        "shop/take.py": TAKES.replace("STRICT", str(strict)),
        "shop/start.py": f"from shop import take\nfrom shop.tokens import TOKEN\n{handing}",
        "shop/tokens.py": "TOKEN = input()\n",
    }
    found = reported(judge({**files, **FILLING}, ONLY))

    assert found == (set() if strict else {(RULE, "shop/take.py", 3)})


def test_calls_of_other_methods_of_the_name_are_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: a function that nobody hands over is called by its name."""
    monkeypatch.setattr(sites, "MOST_IN_ALL", 2_000)
    monkeypatch.setattr(sites, "MORE_PER_CANDIDATE", 0)
    texts = "".join(f"def text{one}(raw):\n    return raw.unpack('utf-8')\n\n\n" for one in range(200))
    calls = "".join(f"print(words.text{one}(b'{one}' + b'.'))\n" for one in range(200))
    reads = "from shop import opening\n\n\ndef read(token):\n    return opening.unpack(token, 'k', False)\n"
    files = {
        "shop/__init__.py": "",
        "shop/opening.py": OPENS,
        "shop/start.py": reads,
        "shop/words.py": f"import jwt\n\n\n{texts}",
        "shop/calls.py": f"from shop import words\n\n{calls}",
    }
    report = judge({**files, **FILLING}, ONLY)

    assert reported(report) == {(RULE, "shop/start.py", 5)}
    assert report.gaps == ()
