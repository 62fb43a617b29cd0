"""The decision in one function, the call in another: parameters, defaults, results, forwarding."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, pyjwt, safe

CROSS = Difficulty.CROSS

CASES: tuple[Case, ...] = (
    *pyjwt("flag-parameter", CROSS, """
def read(token, verify):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("flag-parameter-by-name", CROSS, """
def read(token, *, check):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": check})

def accepts(token):
    return read(token, check=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("flag-default", CROSS, """
def read(token, verify=<<False||True>>):  # <- jwt-signature-bypass
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token)
"""),
    *pyjwt("flag-default-overridden", CROSS, """
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<0||1>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("flag-none-means-default", CROSS, """
def read(token, verify=None):
    if verify is None:
        verify = <<False||True>>
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token)
"""),
    *pyjwt("flag-inverted", CROSS, """
def read(token, trusted=False):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": not trusted})

def accepts(token):
    return read(token, trusted=<<True||False>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("flag-through-three", CROSS, """
def inner(token, verify):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def middle(token, check=True):
    return inner(token, check)

def outer(token, safe=True):
    return middle(token, check=safe)

def accepts(token):
    return outer(token, safe=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("flag-renamed-and-combined", CROSS, """
def read(token, internal, debug):
    strict = not (internal or debug)
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": strict})

def accepts(token):
    return read(token, <<True||False>>, debug=False)
"""),
    *pyjwt("flag-chooses-branch", CROSS, """
def read(token, strict=True):
    if strict:
        return jwt.decode(token, KEY, ["HS256"])
    return jwt.decode(token, options={"verify_signature": False})

def accepts(token):
    return read(token, <<strict=False||>>)
""") [:1],
    *pyjwt("options-parameter", CROSS, """
def read(token, options):
    return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return read(token, {"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
"""),
    *pyjwt("options-default", CROSS, """
def read(token, options={"verify_signature": <<False||True>>}):  # <- jwt-signature-bypass
    return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return read(token)
"""),
    *pyjwt("options-default-by-or", CROSS, """
def read(token, options=None):
    options = options or {"verify_signature": <<False||True>>}
    return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return read(token)
"""),
    *pyjwt("options-merged", CROSS, """
def read(token, extra=None):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": True, **(extra or {})})

def accepts(token):
    return read(token, {"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
"""),
    *pyjwt("options-changed-by-callee", CROSS, """
def relax(options):
    options["verify_signature"] = <<False||True>>

def accepts(token):
    options = {"verify_signature": True}
    relax(options)
    return jwt.decode(token, KEY, ["HS256"], options=options)
"""),
    *pyjwt("options-returned", CROSS, """
def options():
    return {"verify_signature": <<False||True>>}  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options())
"""),
    *pyjwt("options-returned-built", CROSS, """
def options(**changes):
    base = {"verify_signature": True, "verify_exp": True}
    base.update(changes)
    return base

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options(verify_signature=<<False||True>>))
"""),
    *pyjwt("options-from-flag", CROSS, """
def options(check):
    return {"verify_signature": check}

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=options(<<False||True>>))  # <- jwt-signature-bypass
"""),
    *pyjwt("keywords-returned", CROSS, """
def arguments():
    return dict(key=KEY, algorithms=["HS256"], options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass

def accepts(token):
    return jwt.decode(token, **arguments())
"""),
    *pyjwt("option-name-parameter", CROSS, """
def without(token, what):
    return jwt.decode(token, KEY, ["HS256"], options={f"verify_{what}": False})

def accepts(token):
    return without(token, "<<signature||aud>>")
"""),
    *pyjwt("keywords-forwarded", CROSS, """
def read(token, **keywords):
    return jwt.decode(token, KEY, ["HS256"], **keywords)

def accepts(token):
    return read(token, options={"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
"""),
    *pyjwt("keywords-as-options", CROSS, """
def read(token, **options):
    return jwt.decode(token, KEY, ["HS256"], options=options)

def accepts(token):
    return read(token, verify_signature=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("keywords-prefixed", CROSS, """
def read(token, **checks):
    return jwt.decode(token, KEY, ["HS256"], options={f"verify_{name}": on for name, on in checks.items()})

def accepts(token):
    return read(token, signature=<<False||True>>)
"""),
    *pyjwt("arguments-forwarded", CROSS, """
def read(*arguments, **keywords):
    return jwt.decode(*arguments, **keywords)

def accepts(token):
    return read(token, KEY, ["HS256"], {"verify_signature": <<False||True>>})  # <- jwt-signature-bypass
"""),
    *pyjwt("arguments-with-default-set", CROSS, """
def read(*arguments, **keywords):
    keywords.setdefault("options", {"verify_signature": <<False||True>>})
    return jwt.decode(*arguments, **keywords)

def accepts(token):
    return read(token, KEY, algorithms=["HS256"])
"""),
    *pyjwt("positional-only", CROSS, """
def read(token, verify, /, *, key=KEY):
    return jwt.decode(token, key, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("call-with-splat", CROSS, """
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(**{"token": token, "verify": <<False||True>>})
"""),
    *pyjwt("wrapper-alias", CROSS, """
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

parse = read

def accepts(token):
    return parse(token, verify=<<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("wrapper-partial", CROSS, """
from functools import partial

def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

parse = partial(read, verify=<<False||True>>)  # <- jwt-signature-bypass

def accepts(token):
    return parse(token)
"""),
    *pyjwt("wrapper-lambda", CROSS, """
read = lambda token, verify=True: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *pyjwt("wrapper-in-dict", CROSS, """
def strict(token):
    return jwt.decode(token, KEY, ["HS256"])

READERS = {
    "web": strict,
    "socket": lambda token: jwt.decode(token, KEY, ["HS256"], options={"verify_signature": <<False||True>>}),  # <- jwt-signature-bypass
}

def accepts(token):
    return READERS["socket"](token)
"""),
    *pyjwt("cached-wrapper", CROSS, """
from functools import cache

@cache
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token, <<False||True>>)  # <- jwt-signature-bypass
"""),
    *safe("other-parameter-false", CROSS, PYJWT + """
def read(token, refresh=False, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify, "verify_aud": refresh})

def accepts(token):
    return read(token, False)
"""),
    *safe("parameter-ignored", CROSS, PYJWT + """
def read(token, verify=False):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": True})

def accepts(token):
    return read(token, verify=False)
"""),
    *safe("parameter-enforced", CROSS, PYJWT + """
def read(token, options=None):
    return jwt.decode(token, KEY, ["HS256"], options={**(options or {}), "verify_signature": True})

def accepts(token):
    return read(token, {"verify_signature": False})
"""),
    *safe("parameter-refused", CROSS, PYJWT + """
def read(token, verify=True):
    if not verify:
        raise ValueError("tokens are always verified")
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

def accepts(token):
    return read(token)
"""),
    *safe("same-name-other-function", CROSS, PYJWT + """
def read(token, verify=True):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})

class Archive:
    def read(self, name, verify=True):
        return name

def accepts(token):
    Archive().read("backup.tar", verify=False)
    return read(token)
"""),
    *safe("shadowed-name", CROSS, PYJWT + """
def accepts(token):
    claims = jwt.decode(token, KEY, ["HS256"])
    def decode(text, options):
        return text.lower() if options["verify_signature"] else text
    return {"sub": decode(claims["sub"], options={"verify_signature": False})}
"""),
)
