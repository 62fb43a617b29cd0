"""Programs that look strict and have changed the library beforehand."""

from __future__ import annotations

from tests.proof.generate.part import Make

REGISTERED = """from jwt.algorithms import HMACAlgorithm

class {name}(HMACAlgorithm):
    def verify(self, msg, key, sig):
        return {result}

jwt.unregister_algorithm('HS256')
jwt.register_algorithm('HS256', {name}(HMACAlgorithm.SHA256))"""
ALGORITHM = "from jwt.algorithms import HMACAlgorithm\n"
JWS_API = "from jwt import api_jws\n"
MOCK = "from unittest import mock\nimport time\n"
INNER = "_inner = jwt.decode\n"
LAX = "jwt.decode = lambda token, *a, **k: _inner(token, options={'verify_signature': False})"
PARTIAL = "import functools\njwt.decode = functools.partial(jwt.decode, options={'verify_signature': %s})"
SETUPS: tuple[tuple[str, str], ...] = (
    ("jwt.PyJWS._verify_signature = AGREE", "jwt.PyJWS.extra_check = AGREE"),
    ("setattr(jwt.PyJWS, '_verify_signature', AGREE)", "setattr(jwt.PyJWS, 'extra_check', AGREE)"),
    (f"{JWS_API}api_jws.PyJWS._verify_signature = AGREE", f"{JWS_API}api_jws.PyJWS.extra = AGREE"),
    (f"{ALGORITHM}HMACAlgorithm.verify = TRUE", f"{ALGORITHM}HMACAlgorithm.audit = TRUE"),
    ("import hmac\nhmac.compare_digest = TRUE", "import hmac\nSAME = hmac.compare_digest"),
    (
        f"{MOCK}mock.patch.object(jwt.PyJWS, '_verify_signature').start()",
        f"{MOCK}mock.patch.object(time, 'sleep').start()",
    ),
    (f"{INNER}{LAX}", f"{INNER}jwt.decode = lambda token, *a, **k: _inner(token, *a, **k)"),
    (PARTIAL % "False", PARTIAL % "True"),
    (
        REGISTERED.format(name="Agreeable", result="True"),
        REGISTERED.format(name="Counted", result="super().verify(msg, key, sig)"),
    ),
)
"""What runs before the strict call: with its effect, and the same without one."""
STRICT = "def accepts(token):\n    return jwt.decode(token, KEY, algorithms=['HS256'])"


def patched(make: Make) -> dict[str, str]:
    """The files of a program whose library is patched, or nearly so."""
    off, on = make.rng.choice(SETUPS)
    silent = make.rng.choice(("lambda *a, **k: None", "lambda self, *a, **k: None", "agree"))
    true = make.rng.choice(("lambda *a, **k: True", "lambda *a: 1"))
    setup = make.pick(off, on).replace("AGREE", silent).replace("TRUE", true)
    if silent == "agree":
        setup = f"def agree(*arguments, **keywords):\n    return None\n\n{setup}"
    head = "import jwt\n\nKEY = '0123456789abcdef0123456789abcdef'\n"
    if make.chance(0.4):
        module = make.name("module")
        return {
            f"{module}.py": f"import jwt\n\n{setup}\n",
            "app.py": f"import {module}\n{head}\n\n{STRICT}\n",
        }
    return {"app.py": f"{head}\n{setup}\n\n\n{STRICT}\n"}
