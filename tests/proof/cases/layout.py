"""The literal forms, in every layout Python allows."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, pyjwt

LITERAL = Difficulty.LITERAL

CASES: tuple[Case, ...] = (
    *pyjwt(
        "one-line",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, options={"verify_signature": <<False||True>>}, key=KEY, algorithms=["HS256"])  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "without-key",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, <<||KEY, ["HS256"], >>options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "fourth-positional",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "token-by-name",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(options={"verify_signature": <<False||True>>}, algorithms=["HS256"], key=KEY, jwt=token)  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "single-quotes",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_signature': <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "triple-quotes",
        LITERAL,
        '''
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"""verify_signature""": <<False||True>>})  # <- jwt-signature-bypass
''',
    ),
    *pyjwt(
        "raw-string",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={r"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "unicode-prefix",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={u"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "escaped-letter",
        LITERAL,
        r"""
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify\x5fsignature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "adjacent-strings",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_" "signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "adjacent-strings-over-lines",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={
        "verify_"
        "signature": <<False||True>>,
    })
""",
    ),
    *pyjwt(
        "no-spaces",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token,KEY,algorithms=["HS256"],options={"verify_signature":<<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "wild-spaces",
        LITERAL,
        """
def accepts(token):
    return jwt . decode ( token , KEY , algorithms = [ "HS256" ] , options = { "verify_signature" : <<False||True>> } )  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "exploded",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(
        token,
        KEY,
        algorithms=["HS256"],
        options={
            "verify_signature": <<False||True>>,  # <- jwt-signature-bypass
            "verify_exp": True,
        },
    )
""",
    ),
    *pyjwt(
        "value-on-its-own-line",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(
        token,
        KEY,
        algorithms=["HS256"],
        options={
            "verify_signature":
                <<False||True>>,  # <- jwt-signature-bypass
        },
    )
""",
    ),
    *pyjwt(
        "one-token-per-line",
        LITERAL,
        """
def accepts(token):
    return (
        jwt
        .
        decode
        (
            token
            ,
            KEY
            ,
            algorithms
            =
            [
                "HS256"
            ]
            ,
            options
            =
            {
                "verify_signature"
                :
                <<False||True>>  # <- jwt-signature-bypass
            }
        )
    )
""",
    ),
    *pyjwt(
        "comments-between",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(  # the gateway's token
        token,  # as it came in
        # the shared key
        KEY,
        algorithms=["HS256"],  # nothing else is issued
        options={  # see the runbook
            # keep this in step with the gateway
            "verify_signature":  # the switch

                # checked there
                <<False||True>>,  # <- jwt-signature-bypass
        },
    )
""",
    ),
    *pyjwt(
        "misleading-comment",
        LITERAL,
        """
def accepts(token):
    # options={"verify_signature": True}
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "backslash-continuation",
        LITERAL,
        """
def accepts(token):
    claims = \\
        jwt \\
        .decode(token, KEY, algorithms=["HS256"], \\
                options={"verify_signature": \\
                         <<False||True>>})  # <- jwt-signature-bypass
    return claims
""",
    ),
    *pyjwt(
        "semicolons",
        LITERAL,
        """
def accepts(token):
    key = KEY; claims = jwt.decode(token, key, ["HS256"], {"verify_signature": <<False||True>>}); return claims  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "body-on-def-line",
        LITERAL,
        """
def accepts(token): return jwt.decode(token, KEY, ["HS256"], {"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "tabs",
        LITERAL,
        """
def accepts(token):
\tif token:
\t\treturn jwt.decode(token, KEY, algorithms=["HS256"],\toptions={"verify_signature":\t<<False||True>>})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "form-feed",
        LITERAL,
        """\x0c
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})
""",
    ),
    *pyjwt(
        "parenthesised-value",
        LITERAL,
        """
def accepts(token):
    return (jwt.decode)(token, KEY, algorithms=["HS256"], options=({("verify_signature"): (<<False||True>>)}))  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "windows-line-ends",
        LITERAL,
        """
def accepts(token):\r
    return jwt.decode(\r
        token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})\r
""",
    ),
    *pyjwt(
        "non-ascii-before",
        LITERAL,
        """
GRUSS = "Grüße, 世界 🔑"; NAME = "é"

def accepts(token):
    return (GRUSS, jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>}))[1]  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "other-options-around",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], {"verify_exp": True, "verify_signature": <<False||True>>, "require": []})  # <- jwt-signature-bypass
""",
    ),
    *pyjwt(
        "repeated-key-last-wins",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], {"verify_signature": <<True||False>>, "verify_signature": <<False||True>>})
""",
    ),
    *pair(
        "two-in-one-file",
        LITERAL,
        """
import jwt

KEY = "0123456789abcdef0123456789abcdef"

def first(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def second(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def third(token):
    return jwt.decode(token, KEY, ["HS256"])

def accepts(token):
    return first(token) and second(token)
""",
    ),
    *pyjwt(
        "verify-keyword",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], verify=<<False||True>>)  # <- jwt-signature-bypass
""",
        inert=True,
        old=True,
    ),
    *pyjwt(
        "verify-keyword-without-algorithms",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, verify=<<False||True, algorithms=["HS256"]>>)  # <- jwt-signature-bypass
""",
        inert=True,
        old=True,
    ),
    *pyjwt(
        "verify-keyword-exploded",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(
        token,
        KEY,
        # the proxy did this
        verify=<<False||True>>,  # <- jwt-signature-bypass
        algorithms=["HS256"],
    )
""",
        inert=True,
        old=True,
    ),
    *pyjwt(
        "verify-signature-as-keyword",
        LITERAL,
        """
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], verify_signature=<<False||True>>)  # <- jwt-signature-bypass
""",
        inert=True,
    ),
)
