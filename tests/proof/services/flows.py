"""What happens inside a function before it calls: branches, loops, handlers, forwarding."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

HEAD = """\
import jwt

KEY = "0123456789abcdef0123456789abcdef"
"""

_BODIES = (
    (
        "match-on-constant",
        Difficulty.LOCAL,
        """\
STAGE = "<<dev||live>>"


def accepts(token):
    match STAGE:
        case "dev" | "test":
            check = False
        case _:
            check = True
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
""",
    ),
    (
        "match-on-shape",
        Difficulty.LOCAL,
        """\
CONFIG = {"kind": "hs", "check": <<False||True>>}


def accepts(token):
    match CONFIG:
        case {"kind": "hs", "check": check}:
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
        case _:
            raise ValueError(CONFIG)
""",
    ),
    (
        "early-return",
        Difficulty.LOCAL,
        """\
def accepts(token, trusted=<<True||False>>):
    if trusted:
        return jwt.decode(token, options={"verify_signature": False})
    return jwt.decode(token, KEY, algorithms=["HS256"])
""",
    ),
    (
        "guarded-by-constant",
        Difficulty.LOCAL,
        """\
def accepts(token):
    options = {"verify_signature": True}
    if not token.startswith("<<Bearer ||e30.>>"):
        options["verify_signature"] = <<False||True>>
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""",
    ),
    (
        "loop-fills-options",
        Difficulty.LOCAL,
        """\
SWITCHES = [("exp", True), ("signature", <<False||True>>)]


def accepts(token):
    options = {}
    for name, value in SWITCHES:
        options["verify_" + name] = value
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""",
    ),
    (
        "loop-with-break",
        Difficulty.LOCAL,
        """\
PROFILES = (("live", <<False||True>>), ("other", True))


def accepts(token):
    check = True
    for name, wanted in PROFILES:
        if name == "live":
            check = wanted
            break
    else:
        check = True
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
""",
    ),
    (
        "while-with-walrus",
        Difficulty.LOCAL,
        """\
def accepts(token):
    pending = [{"verify_signature": <<False||True>>}]
    while pending and (options := pending.pop()):
        return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
    return None
""",
    ),
    (
        "fallback-in-handler",
        Difficulty.LOCAL,
        """\
def accepts(token):
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        <<return jwt.decode(token, options={"verify_signature": False})||raise>>
""",
    ),
    (
        "try-else-finally",
        Difficulty.LOCAL,
        """\
def accepts(token):
    check = True
    try:
        name = token.split(".")[0]
    except ValueError:
        check = True
    else:
        check = <<False||True>>
    finally:
        count = 1
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
""",
    ),
    (
        "options-set-in-finally",
        Difficulty.LOCAL,
        """\
def accepts(token):
    options = {"verify_signature": True}
    try:
        options["verify_exp"] = True
    finally:
        options["verify_signature"] = <<False||True>>
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
""",
    ),
    (
        "keywords-collected",
        Difficulty.LOCAL,
        """\
def accepts(token):
    keywords = dict(algorithms=["HS256"])
    keywords["options"] = {"verify_signature": <<False||True>>}
    return jwt.decode(token, KEY, **keywords)
""",
    ),
    (
        "arguments-collected",
        Difficulty.LOCAL,
        """\
def accepts(token):
    arguments = [token, KEY]
    arguments.append(["HS256"])
    arguments.append({"verify_signature": <<False||True>>})
    return jwt.decode(*arguments)
""",
    ),
    (
        "keywords-with-setdefault",
        Difficulty.CROSS,
        """\
def decode(token, **keywords):
    keywords.setdefault("algorithms", ["HS256"])
    keywords.setdefault("options", {}).setdefault("verify_signature", <<False||True>>)
    return jwt.decode(token, KEY, **keywords)


def accepts(token):
    return decode(token)
""",
    ),
    (
        "keywords-popped",
        Difficulty.CROSS,
        """\
def decode(token, *args, **keywords):
    check = keywords.pop("check", True)
    return jwt.decode(token, *args, options={"verify_signature": check}, **keywords)


def accepts(token):
    return decode(token, KEY, algorithms=["HS256"], check=<<False||True>>)
""",
    ),
    (
        "arguments-forwarded-twice",
        Difficulty.CROSS,
        """\
def outer(*args, **keywords):
    return middle(*args, **keywords)


def middle(token, *rest, **keywords):
    return jwt.decode(token, *rest, **{"algorithms": ["HS256"], **keywords})


def accepts(token):
    return outer(token, KEY, options=dict(verify_signature=<<False||True>>))
""",
    ),
    (
        "nested-function-with-nonlocal",
        Difficulty.LOCAL,
        """\
def accepts(token):
    check = True

    def relax():
        nonlocal check
        check = <<False||True>>

    relax()
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
""",
    ),
    (
        "module-global-changed",
        Difficulty.CROSS,
        """\
CHECK = True


def configure(check):
    global CHECK
    CHECK = check


configure(<<False||True>>)


def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": CHECK})
""",
    ),
)


def _body(name: str, difficulty: Difficulty, body: str) -> tuple[Case, Case]:
    return pair(name, difficulty, f"{HEAD}\n\n{body}")


CASES = tuple(case for row in _BODIES for case in _body(*row))
