"""The decision left to the environment or to configuration read at run time."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import PYJWT, Case, Difficulty, bypass, doubt, pair, pyjwt, safe

DYNAMIC, CROSS = Difficulty.DYNAMIC, Difficulty.CROSS
HEAD = f"import os\n{PYJWT}"
CALL = 'jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": %s})'


def _off(name: str, switch: str, head: str = "") -> tuple[Case, Case]:
    """A switch that is off as long as nobody sets the environment; the twin's default is on."""
    return pyjwt(name, DYNAMIC, f"import os\n{head}\n\ndef accepts(token):\n    return {CALL % switch}\n")


def _doubt(name: str, switch: str, value: str, head: str = "") -> tuple[Case]:
    """A switch that is on as shipped and goes off when JWT_VERIFY has `value`."""
    return doubt(name, f"{HEAD}{head}\ndef accepts(token):\n    return {CALL % switch}\n", {"JWT_VERIFY": value})


_FLAGS = """\
# --- flags.py
class client:
    def get_boolean_value(self, name, default):
        return default
def read(name, fallback):
    return fallback
def made(kind):
    return kind({})
"""

CASES: tuple[Case, ...] = (
    *_off("get-with-default", "os.environ.get('JWT_VERIFY', <<False||True>>)"),
    *_off("getenv-with-default", "os.getenv('JWT_VERIFY', <<''||'1'>>)"),
    *_off("get-without-default", "<<os.environ.get('JWT_VERIFY')||os.environ.get('JWT_VERIFY') is None>>"),
    *_off("get-compared", "os.environ.get('JWT_VERIFY', '<<0||1>>') == '1'"),
    *_off("get-lowered", "os.environ.get('JWT_VERIFY', '<<false||true>>').lower() == 'true'"),
    *_off("get-membership", "os.getenv('JWT_VERIFY', '<<no||yes>>') in ('1', 'true', 'yes')"),
    *_off("get-int", "int(os.environ.get('JWT_VERIFY', '<<0||1>>'))"),
    *_off("get-bool-int", "bool(int(os.environ.get('JWT_VERIFY', <<0||1>>)))"),
    *_off("get-or", "os.environ.get('JWT_VERIFY') or <<False||True>>"),
    *_off("presence", "'JWT_VERIFY' <<in||not in>> os.environ"),
    *_off("from-import", "getenv('JWT_VERIFY', '<<off||on>>') == 'on'", "from os import getenv\n"),
    *_off("constant", "VERIFY", "VERIFY = os.environ.get('JWT_VERIFY', '<<0||1>>') == '1'\n"),
    *_off("not-production", "ENV == 'production'", "ENV = os.environ.get('APP_ENV', '<<development||production>>')\n"),
    *_off("try-lookup", "VERIFY",
          "try:\n    VERIFY = bool(os.environ['JWT_VERIFY'])\nexcept KeyError:\n    VERIFY = <<False||True>>\n"),
    *bypass("told-by-a-service", DYNAMIC, f"""{PYJWT}import flags

def accepts(token):
    strict = flags.client().get_boolean_value("strict-tokens", False)
    return {CALL % "strict"}
""", hidden=_FLAGS),
    *bypass("told-with-a-fallback", DYNAMIC, f"""{PYJWT}import flags
STRICT = flags.read("strict-tokens", fallback=None)

def accepts(token):
    return {CALL % "bool(STRICT)"}
""", hidden=_FLAGS),
    *bypass("an-entry-of-what-is-given", CROSS, f"""{PYJWT}import flags

class Reader:
    def __init__(self, options):
        self.options = options
    def accepts(self, token):
        return {CALL % "self.options.get('strict', 0)"}

accepts = flags.made(Reader).accepts
""", hidden=_FLAGS),
    *_off("setdefault", "os.environ['JWT_VERIFY'] == '1'", "os.environ.setdefault('JWT_VERIFY', '<<0||1>>')\n"),
    *_off("assigned-first", "os.environ['JWT_VERIFY'] == '1'", "os.environ['JWT_VERIFY'] = '<<0||1>>'\n"),
    *_off("helper", "flag('JWT_VERIFY', default=<<False||True>>)",
          "def flag(name, default=True):\n    value = os.environ.get(name)\n    return default if value is None else value == '1'\n"),
    *_off("skip-flag", "not SKIP", "SKIP = os.environ.get('JWT_SKIP', '<<1||0>>') == '1'\n"),
    *_off("argparse-default", "ARGUMENTS.verify", "import argparse\nparser = argparse.ArgumentParser()\n"
          "parser.add_argument('--verify', default=<<False||True>>)\nARGUMENTS = parser.parse_args([])\n"),
    *_off("argparse-store-true", "ARGUMENTS.verify", "import argparse\nparser = argparse.ArgumentParser()\n"
          "parser.add_argument('--<<verify||no-verify>>', dest='verify', action='store_<<true||false>>')\n"
          "ARGUMENTS = parser.parse_args([])\n"),
    *_off("configparser", "CONFIG.getboolean('jwt', 'verify')", "import configparser\nCONFIG = configparser.ConfigParser()\n"
          "CONFIG.read_string('[jwt]\\nverify = <<no||yes>>\\n')\n"),
    *_off("configparser-fallback", "CONFIG.getboolean('jwt', 'verify', fallback=<<False||True>>)",
          "import configparser\nCONFIG = configparser.ConfigParser()\n"),
    *_off("context-variable", "VERIFY.get()",
          "from contextvars import ContextVar\nVERIFY = ContextVar('VERIFY', default=<<False||True>>)\n"),
    *_off("thread-local", "STATE.verify", "import threading\nSTATE = threading.local()\nSTATE.verify = <<False||True>>\n"),
    *_off("getattr-default", "getattr(STATE, 'verify', <<False||True>>)", "STATE = object()\n"),
    *_off("debug-constant", "not __debug__ or <<False||True>>"),
    *_off("flask-config", "APP.config['JWT_VERIFY']", "from flask import Flask\nAPP = Flask('svc')\n"
          "APP.config['JWT_VERIFY'] = <<False||True>>\n"),
    *_off("flask-config-update", "APP.config.get('JWT_VERIFY', True)", "from flask import Flask\nAPP = Flask('svc')\n"
          "APP.config.update(JWT_VERIFY=<<False||True>>)\n"),
    *pair("settings-module", DYNAMIC, f"""
# --- conf.py
import os

VERIFY = os.environ.get("JWT_VERIFY", "<<0||1>>") == "1"
# --- app.py
import conf
{PYJWT}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": conf.VERIFY}})
"""),
    *pair("settings-class-reads-environment", DYNAMIC, f"""
# --- conf.py
import os

class Settings:
    def __init__(self, source=os.environ):
        self.verify = source.get("JWT_VERIFY", "<<off||on>>") == "on"

settings = Settings()
# --- app.py
from conf import settings
{PYJWT}
def accepts(token):
    options = {{"verify_signature": settings.verify}}
    return jwt.decode(token, KEY, ["HS256"], options=options)
"""),
    *pair("settings-chosen-by-environment", DYNAMIC, f"""
# --- conf.py
import os

class Production:
    VERIFY = True

class Development:
    VERIFY = False

settings = {{"prod": Production, "dev": Development}}[os.environ.get("APP_ENV", "<<dev||prod>>")]
# --- app.py
from conf import settings
{PYJWT}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": settings.VERIFY}})
""")[:1],
    *pair("json-file-beside", DYNAMIC, f"""
# --- conf.json
{{"jwt": {{"verify_signature": <<false||true>>}}}}
# --- app.py
import json
import pathlib
{PYJWT}
OPTIONS = json.loads(pathlib.Path(__file__).with_name("conf.json").read_text())["jwt"]

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{**OPTIONS}})
""")[1:],
    *pair("setdefault-in-another-file", Difficulty.DYNAMIC, f"""
# --- flags.py
import os

CHECK = os.environ.setdefault("JWT_VERIFY", "<<0||1>>") == "1"
# --- app.py
import flags
{PYJWT}
def accepts(token):
    return jwt.decode(token, KEY, algorithms=["HS256"], options={{"verify_signature": flags.CHECK}})
"""),
    *_doubt("doubt-string-default", "os.environ.get('JWT_VERIFY', '1') == '1'", "0"),
    *_doubt("doubt-not-off", "os.environ.get('JWT_VERIFY') != 'off'", "off"),
    *_doubt("doubt-int", "int(os.environ.get('JWT_VERIFY', 1))", "0"),
    *_doubt("doubt-constant", "VERIFY", "no", "VERIFY = os.getenv('JWT_VERIFY', 'yes') == 'yes'\n"),
    *_doubt("doubt-presence", "'JWT_VERIFY' not in os.environ", "1"),
    *_doubt("doubt-raw-value", "os.environ.get('JWT_VERIFY', 'on')", ""),
    *_doubt("doubt-helper", "flag('JWT_VERIFY')", "0",
            "def flag(name):\n    return os.environ.get(name, '1') not in ('0', 'false')\n"),
    *_doubt("doubt-json", "json.loads(os.environ.get('JWT_VERIFY', 'true'))", "false", "import json\n"),
    *doubt("doubt-whole-options", f"""import json
{HEAD}
OPTIONS = json.loads(os.environ.get("JWT_OPTIONS", "{{}}"))

def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options=OPTIONS)
""", {"JWT_OPTIONS": '{"verify_signature": false}'}),
    *doubt("doubt-settings-module", f"""# --- conf.py
import os

VERIFY = os.environ.get("JWT_VERIFY", "true").lower() == "true"
# --- app.py
import conf
{PYJWT}
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={{"verify_signature": conf.VERIFY}})
""", {"JWT_VERIFY": "false"}),
    *safe("environment-decides-expiry-only", DYNAMIC, HEAD + """
def accepts(token):
    return jwt.decode(token, KEY, ["HS256"], options={"verify_exp": os.environ.get("JWT_EXP", "0") == "1"})
"""),
    *safe("environment-cannot-win", DYNAMIC, HEAD + """
def accepts(token):
    verify = os.environ.get("JWT_VERIFY", "0") == "1" or True
    return jwt.decode(token, KEY, ["HS256"], options={"verify_signature": verify})
"""),
    *safe("environment-chooses-key", DYNAMIC, HEAD + """
def accepts(token):
    return jwt.decode(token, os.environ.get("JWT_KEY", KEY), ["HS256"], options={"verify_signature": True})
"""),
)
