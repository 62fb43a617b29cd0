"""The switch is a constant of another file: imports, re-exports, packages, settings modules."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC
KEY = 'KEY = "0123456789abcdef0123456789abcdef"\n'


def _setting(name: str, settings: str, imports: str, switch: str, level: Difficulty = CROSS) -> tuple[Case, Case]:
    """`app.py` takes the switch from what `settings`, a text of files, defines."""
    return pair(
        name,
        level,
        f"""{settings}
# --- app.py
import jwt
{imports}
{KEY}

def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": {switch}}})
""",
    )


MARKED = "VERIFY = <<False||True>>  # <- jwt-signature-bypass\n"

CASES: tuple[Case, ...] = (
    *_setting("constant-from", f"# --- conf.py\n{MARKED}", "from conf import VERIFY", "VERIFY"),
    *_setting("constant-from-as", f"# --- conf.py\n{MARKED}", "from conf import VERIFY as ON", "ON"),
    *_setting("constant-by-module", f"# --- conf.py\n{MARKED}", "import conf", "conf.VERIFY"),
    *_setting("constant-by-module-as", f"# --- conf.py\n{MARKED}", "import conf as c", "c.VERIFY"),
    *_setting("constant-star", f"# --- conf.py\n{MARKED}", "from conf import *", "VERIFY"),
    *_setting("constant-star-with-all", f"# --- conf.py\n__all__ = ['VERIFY']\n{MARKED}", "from conf import *", "VERIFY"),
    *_setting(
        "constant-in-package",
        f"# --- svc/__init__.py\n# --- svc/conf.py\n{MARKED}",
        "from svc.conf import VERIFY",
        "VERIFY",
    ),
    *_setting(
        "constant-by-dotted-module",
        f"# --- svc/__init__.py\n# --- svc/conf.py\n{MARKED}",
        "import svc.conf",
        "svc.conf.VERIFY",
    ),
    *_setting(
        "constant-in-namespace-package", f"# --- svc/conf.py\n{MARKED}", "from svc.conf import VERIFY", "VERIFY"
    ),
    *_setting(
        "constant-reexported",
        f"# --- svc/__init__.py\nfrom .conf import VERIFY\n# --- svc/conf.py\n{MARKED}",
        "from svc import VERIFY",
        "VERIFY",
    ),
    *_setting(
        "constant-reexported-renamed",
        f"# --- svc/__init__.py\nfrom .conf import VERIFY as CHECK\n# --- svc/conf.py\n{MARKED}",
        "import svc",
        "svc.CHECK",
    ),
    *_setting(
        "constant-reexported-by-star",
        f"# --- svc/__init__.py\nfrom .conf import *\n# --- svc/conf.py\n{MARKED}",
        "from svc import VERIFY",
        "VERIFY",
    ),
    *_setting(
        "constant-through-three-modules",
        f"# --- a.py\n{MARKED}# --- b.py\nfrom a import VERIFY as X\n# --- c.py\nimport b\nY = b.X\n",
        "from c import Y",
        "Y",
    ),
    *_setting(
        "constant-overridden-by-local-settings",
        "# --- base.py\nVERIFY = <<True||False>>\n# --- conf.py\nfrom base import *\nVERIFY = <<False||True>>\n",
        "import conf",
        "conf.VERIFY",
    ),
    *_setting(
        "constant-local-settings-star-last",
        "# --- local.py\nVERIFY = <<False||True>>\n# --- conf.py\nVERIFY = <<True||False>>\n"
        "try:\n    from local import *\nexcept ImportError:\n    pass\n",
        "import conf",
        "conf.VERIFY",
    ),
    *_setting(
        "constant-relative-parent",
        "# --- svc/__init__.py\nVERIFY = <<False||True>>  # <- jwt-signature-bypass\n"
        "# --- svc/api/__init__.py\n# --- svc/api/flags.py\nfrom .. import VERIFY\nON = VERIFY\n",
        "from svc.api.flags import ON",
        "ON",
    ),
    *_setting(
        "constant-relative-sibling",
        f"# --- svc/__init__.py\n# --- svc/conf.py\n{MARKED}# --- svc/flags.py\nfrom . import conf\nON = conf.VERIFY\n",
        "from svc import flags",
        "flags.ON",
    ),
    *_setting(
        "constant-relative-cousin",
        f"# --- svc/__init__.py\n# --- svc/conf/__init__.py\n{MARKED}"
        "# --- svc/api/__init__.py\n# --- svc/api/flags.py\nfrom ..conf import VERIFY\n",
        "from svc.api.flags import VERIFY",
        "VERIFY",
    ),
    *_setting(
        "settings-class",
        "# --- conf.py\nclass Settings:\n    VERIFY = <<False||True>>  # <- jwt-signature-bypass\n",
        "from conf import Settings",
        "Settings.VERIFY",
    ),
    *_setting(
        "settings-object",
        "# --- conf.py\nclass Settings:\n    def __init__(self):\n        self.verify = <<False||True>>\n\nsettings = Settings()\n",
        "from conf import settings",
        "settings.verify",
    ),
    *_setting(
        "settings-by-environment-class",
        "# --- conf.py\nclass Base:\n    VERIFY = <<True||False>>\n\nclass Staging(Base):\n    VERIFY = <<False||True>>\n\n"
        "settings = Staging()\n",
        "from conf import settings",
        "settings.VERIFY",
    ),
    *_setting(
        "settings-getter",
        "# --- conf.py\nfrom functools import lru_cache\n\nclass Settings:\n    verify: bool = <<False||True>>\n\n"
        "@lru_cache\ndef get_settings():\n    return Settings()\n",
        "from conf import get_settings",
        "get_settings().verify",
    ),
    *_setting(
        "settings-dict",
        "# --- conf.py\nJWT = {'algorithm': 'HS256', 'verify': <<False||True>>}\n",
        "from conf import JWT",
        "JWT['verify']",
    ),
    *_setting(
        "settings-enum",
        "# --- conf.py\nfrom enum import Enum\n\nclass Check(Enum):\n    SIGNATURE = <<False||True>>\n    EXPIRY = 1\n",
        "from conf import Check",
        "Check.SIGNATURE.value",
    ),
    *_setting(
        "settings-changed-by-another-module",
        "# --- conf.py\nVERIFY = True\n# --- boot.py\nimport conf\n\nconf.VERIFY = <<False||True>>\n",
        "import boot, conf",
        "conf.VERIFY",
        DYNAMIC,
    ),
    *_setting(
        "flag-function",
        "# --- conf.py\ndef verifying():\n    return <<False||True>>\n",
        "from conf import verifying",
        "verifying()",
    ),
    *_setting(
        "circular-import",
        "# --- conf.py\nimport helper\nVERIFY = <<False||True>>\n# --- helper.py\nimport conf\n\ndef on():\n    return conf.VERIFY\n",
        "import conf, helper",
        "helper.on()",
    ),
    *_setting(
        "type-checking-import",
        f"# --- conf.py\n{MARKED}",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from elsewhere import VERIFY\nelse:\n    from conf import VERIFY",
        "VERIFY",
    ),
    *_setting(
        "module-getattr",
        "# --- conf.py\ndef __getattr__(name):\n    if name == 'VERIFY':\n        return <<False||True>>\n    raise AttributeError(name)\n",
        "import conf",
        "conf.VERIFY",
        DYNAMIC,
    ),
    *_setting(
        "lazy-reexport",
        f"# --- svc/__init__.py\nimport importlib\n\ndef __getattr__(name):\n    return getattr(importlib.import_module('svc.conf'), name)\n"
        f"# --- svc/conf.py\n{MARKED}",
        "import svc",
        "svc.VERIFY",
        DYNAMIC,
    ),
    *_setting(
        "import-module",
        f"# --- conf.py\n{MARKED}",
        "import importlib\nconf = importlib.import_module('conf')",
        "conf.VERIFY",
        DYNAMIC,
    ),
    *_setting(
        "getattr-with-default",
        "# --- conf.py\nOTHER = 1\n",
        "import conf",
        "getattr(conf, 'VERIFY', <<False||True>>)",
        DYNAMIC,
    ),
)
