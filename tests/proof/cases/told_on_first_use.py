"""Names of the module that a function is told to set when it is first asked for what they hold."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

READ = """\
def accepts(token):
    return jwt.decode(token, $K, algorithms=["HS256"], options=checks())
"""


def _checks(text: str) -> str:
    return spelled_out("import jwt\n" + text + READ)


CASES: tuple[Case, ...] = (
    *pair("made-when-asked-for", LOCAL, _checks("""\
_checks = None
def checks():
    global _checks
    if not _checks:
        _checks = dict(verify_signature=<<0||1>>, verify_iat=False)
    return _checks
""")),
    *pair("handed-out-early", LOCAL, _checks("""\
_checks = <<{"verify_signature": False}||None>>
def checks():
    global _checks
    if _checks is not None:
        return _checks
    _checks = {"verify_signature": True}
    return _checks
""")),
    *pair("set-by-what-is-called-meanwhile", LOCAL, _checks("""\
_checks = None
def forget_them():
    global _checks
    _checks = {"verify_signature": <<False||True>>}
def checks():
    global _checks
    if _checks is None:
        _checks = {"verify_signature": True}
        forget_them()
    return _checks
""")),
    *pair("set-before-it-is-asked-for", CROSS, "# --- app.py\n" + spelled_out("""\
import jwt
import policy
def accepts(token):
    policy.start()
    return jwt.decode(token, $K, algorithms=["HS256"], options={"verify_signature": policy.thorough()})
# --- policy.py
_thorough = None
def start():
    global _thorough
    _thorough = <<None is not None||None is None>>
def thorough():
    global _thorough
    if _thorough is None:
        _thorough = True
    return _thorough
""")),
    *pair("in-rounds", LOCAL, _checks("""\
_thorough = None
def checks():
    global _thorough
    while True:
        if _thorough is not None:
            return {"verify_signature": _thorough}
        _thorough = <<not 1||not 0>>
""")),
    *pair("a-token-that-is-kept-for-a-while", LOCAL, spelled_out("""\
import jwt
_text = ""
def accepts(token):
    global _text
    _text = token
    <<jwt.get_unverified_header(_text)||jwt.decode(_text, $K, algorithms=["HS256"])>>
    return jwt.decode(_text, options={"verify_signature": False})
""")),
)
