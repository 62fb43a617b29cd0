"""The switch itself: every value that turns it off, wherever it is written."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, bypass, pyjwt, safe

LITERAL, LOCAL, CROSS = Difficulty.LITERAL, Difficulty.LOCAL, Difficulty.CROSS
DECODE = 'jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": %s})'


def _value(name: str, off: str, on: str, setup: str = "", level: Difficulty = LOCAL) -> tuple[Case, Case]:
    """The switch is the expression `off` or `on`, after `setup` at module level."""
    return pyjwt(name, level, f"{setup}\ndef accepts(token):\n    return {DECODE % f'<<{off}||{on}>>'}\n")


CASES: tuple[Case, ...] = (
    *_value("zero", "0", "1", level=LITERAL),
    *_value("zero-float", "0.0", "0.5", level=LITERAL),
    *_value("zero-complex", "0j", "1j", level=LITERAL),
    *_value("zero-hex", "0x0", "0x1", level=LITERAL),
    *_value("none", "None", "True", level=LITERAL),
    *_value("empty-string", "''", "'yes'", level=LITERAL),
    *_value("empty-bytes", "b''", "b'x'", level=LITERAL),
    *_value("empty-tuple", "()", "(0,)", level=LITERAL),
    *_value("empty-list", "[]", "[0]", level=LITERAL),
    *_value("empty-dict", "{}", "{0: 0}", level=LITERAL),
    *_value("empty-set", "set()", "{0}"),
    *_value("not-true", "not True", "not False", level=LITERAL),
    *_value("not-one", "not 1", "not 0", level=LITERAL),
    *_value("not-not", "not not False", "not not True", level=LITERAL),
    *_value("bool-of", "bool(0)", "bool(1)"),
    *_value("bool-empty", "bool()", "bool('False')"),
    *_value("int-of", "int('0')", "int('1')"),
    *_value("comparison", "1 > 2", "1 < 2"),
    *_value("equality", "'a' == 'b'", "'a' == 'a'"),
    *_value("identity", "None is not None", "None is None"),
    *_value("chained-comparison", "1 < 2 > 3", "1 < 2 < 3"),
    *_value("membership", "'x' in ('a', 'b')", "'a' in ('a', 'b')"),
    *_value("and", "True and False", "True and True"),
    *_value("or", "False or None", "False or True"),
    *_value("xor", "True ^ True", "True ^ False"),
    *_value("bit-and", "True & False", "True & True"),
    *_value("arithmetic", "1 - 1", "1 + 1"),
    *_value("negative-zero", "-0", "-1", level=LITERAL),
    *_value("conditional", "False if KEY else True", "True if KEY else False"),
    *_value("tuple-pick", "(False, True)[0]", "(False, True)[1]"),
    *_value("dict-pick", "{'a': False, 'b': True}['a']", "{'a': False, 'b': True}['b']"),
    *_value("dict-get-default", "{}.get('verify', False)", "{}.get('verify', True)"),
    *_value("lambda-called", "(lambda: False)()", "(lambda: True)()"),
    *_value("any-of-empty", "any(())", "all(())"),
    *_value("all-of", "all([True, False])", "all([True, True])"),
    *_value("len-of-empty", "len('')", "len('x')"),
    *_value("walrus", "(off := False)", "(on := True)"),
    *_value("isinstance", "isinstance(KEY, bytes)", "isinstance(KEY, str)"),
    *_value("string-method", "'true'.startswith('f')", "'true'.startswith('t')"),
    *_value("lowered-string", "'FALSE'.lower() == 'true'", "'TRUE'.lower() == 'true'"),
    *_value("json", "__import__('json').loads('false')", "__import__('json').loads('true')"),
    *_value("type-call", "type(True)(0)", "type(True)(1)"),
    *_value("decimal", "Decimal(0)", "Decimal(1)", "from decimal import Decimal\n"),
    *_value("literal-eval", "ast.literal_eval('False')", "ast.literal_eval('True')", "import ast\n"),
    *_value("operator-not", "operator.not_(True)", "operator.not_(False)", "import operator\n"),
    *pyjwt(
        "local-variable",
        LOCAL,
        """
def accepts(token):
    verify = <<False||True>>  # <- jwt-signature-bypass
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "local-reassigned",
        LOCAL,
        """
def accepts(token):
    verify = True
    if token:
        verify = <<False||True>>  # <- jwt-signature-bypass
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "local-on-one-path",
        LOCAL,
        """
def accepts(token):
    verify = True
    if len(token) > 50:
        verify = <<False||True>>
    elif len(token) > 40:
        verify = True
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "local-in-loop",
        LOCAL,
        """
def accepts(token):
    verify = True
    for part in token.split("."):
        verify = verify and <<not part||bool(token)>>
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "local-in-except",
        LOCAL,
        """
def accepts(token):
    verify = True
    try:
        int(token)
    except ValueError:
        verify = <<False||True>>
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "header-decides",
        LOCAL,
        """
def accepts(token):
    header = jwt.get_unverified_header(token)
    verify = <<header["alg"] != "none"||True>>
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *pyjwt(
        "branch-skips-check",
        LOCAL,
        """
def accepts(token):
    if jwt.get_unverified_header(token)["alg"] == "none":
        return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
    return jwt.decode(token, KEY, ["HS256"])
""",
    ),
    *pyjwt(
        "match-chooses",
        LOCAL,
        """
ENVIRONMENT = "<<staging||production>>"

def accepts(token):
    match ENVIRONMENT:
        case "production":
            verify = True
        case _:
            verify = False
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
    *bypass(
        "unbound-flag-deleted",
        LOCAL,
        PYJWT
        + """
def accepts(token):
    options = {"verify_signature": False}  # <- jwt-signature-bypass
    verify = True
    del verify
    return jwt.decode(token, KEY, ["HS256"], options)
""",
    ),
    *safe("word-false", LITERAL, PYJWT + f"def accepts(token):\n    return {DECODE % repr('False')}\n"),
    *safe("word-zero", LITERAL, PYJWT + f"def accepts(token):\n    return {DECODE % repr('0')}\n"),
    *safe("object", LITERAL, PYJWT + f"def accepts(token):\n    return {DECODE % 'object()'}\n"),
    *safe(
        "dead-branch",
        LOCAL,
        PYJWT
        + """
def accepts(token):
    verify = True
    if False:
        verify = False
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": verify})
""",
    ),
)
