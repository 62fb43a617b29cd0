"""Programs that look strict and have changed the library beforehand."""

from __future__ import annotations

from tests.proof.generate.part import Make

SETUPS: tuple[tuple[str, str], ...] = (
    ("jwt.PyJWS._verify_signature = {agree}", "jwt.PyJWS.extra_check = {agree}"),
    ("setattr(jwt.PyJWS, '_verify_signature', {agree})", "setattr(jwt.PyJWS, 'extra_check', {agree})"),
    (
        "from jwt import api_jws\napi_jws.PyJWS._verify_signature = {agree}",
        "from jwt import api_jws\napi_jws.PyJWS.extra = {agree}",
    ),
    (
        "from jwt.algorithms import HMACAlgorithm\nHMACAlgorithm.verify = {true}",
        "from jwt.algorithms import HMACAlgorithm\nHMACAlgorithm.audit = {true}",
    ),
    ("import hmac\nhmac.compare_digest = {true}", "import hmac\nSAME = hmac.compare_digest"),
    (
        "from unittest import mock\nmock.patch.object(jwt.PyJWS, '_verify_signature').start()",
        "from unittest import mock\nimport time\nmock.patch.object(time, 'sleep').start()",
    ),
    (
        "_inner = jwt.decode\njwt.decode = lambda token, *a, **k: _inner(token, options={{'verify_signature': False}})",
        "_inner = jwt.decode\njwt.decode = lambda token, *a, **k: _inner(token, *a, **k)",
    ),
    (
        "import functools\njwt.decode = functools.partial(jwt.decode, options={{'verify_signature': False}})",
        "import functools\njwt.decode = functools.partial(jwt.decode, options={{'verify_signature': True}})",
    ),
    (
        "from jwt.algorithms import HMACAlgorithm\n\nclass Agreeable(HMACAlgorithm):\n    def verify(self, msg, key, sig):\n"
        "        return True\n\njwt.unregister_algorithm('HS256')\njwt.register_algorithm('HS256', Agreeable(HMACAlgorithm.SHA256))",
        "from jwt.algorithms import HMACAlgorithm\n\nclass Counted(HMACAlgorithm):\n    def verify(self, msg, key, sig):\n"
        "        return super().verify(msg, key, sig)\n\njwt.unregister_algorithm('HS256')\n"
        "jwt.register_algorithm('HS256', Counted(HMACAlgorithm.SHA256))",
    ),
)
STRICT = "def accepts(token):\n    return jwt.decode(token, KEY, algorithms=['HS256'])"


def patched(make: Make) -> dict[str, str]:
    """The files of a program whose library is patched, or nearly so."""
    off, on = make.rng.choice(SETUPS)
    silent = make.rng.choice(("lambda *a, **k: None", "lambda self, *a, **k: None", "agree"))
    true = make.rng.choice(("lambda *a, **k: True", "lambda *a: 1"))
    setup = make.pick(off, on).format(agree=silent, true=true)
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
