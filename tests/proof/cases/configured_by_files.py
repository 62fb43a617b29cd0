"""Switches that configuration files of the project keep, and modules that are run by the paths of files."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair

CROSS, DYNAMIC = Difficulty.CROSS, Difficulty.DYNAMIC

CASES: tuple[Case, ...] = (
    *pair("json-file-of-a-package", CROSS, """
# --- gate/__init__.py
# --- gate/defaults.json
{"leeway": 5, "reading": {"signature": <<false||true>>}}
# --- gate/settings.py
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))

def section(name):
    with open(os.path.join(HERE, "defaults.json"), encoding="utf-8") as file:
        return json.load(file)[name]
# --- app.py
import jwt

from gate.settings import section

def accepts(token):
    options = {"verify_signature": section("reading")["signature"]}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("toml-file-above", CROSS, """
# --- conf/gate.toml
[tokens.options]
verify_signature = <<false||true>>
verify_aud = false
# --- service/__init__.py
# --- service/reader.py
import tomllib
from pathlib import Path

import jwt

ROOT = Path(__file__).resolve().parents[1]
TOKENS = tomllib.loads((ROOT / "conf" / "gate.toml").read_text())["tokens"]

def read(token):
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=TOKENS["options"])
# --- app.py
from service.reader import read as accepts
"""),
    *pair("sections-of-a-file", CROSS, """
# --- gate.cfg
[tokens]
check = <<off||on>>
# --- app.py
from configparser import ConfigParser
from pathlib import Path

import jwt

def load():
    parser = ConfigParser()
    parser.read([Path(__file__).parent.joinpath("gate.cfg")])
    return parser

def accepts(token):
    strict = load().getboolean("tokens", "check")
    key = "0123456789abcdef0123456789abcdef"
    return jwt.decode(token, key, ["HS256"], options={"verify_signature": strict})
"""),
    *pair("yaml-file-that-an-object-keeps", CROSS, """
# --- gate.yml
tokens:
  strict: <<false||true>>
# --- config.py
from dataclasses import dataclass
from pathlib import Path

import yaml

@dataclass
class Config:
    strict: bool

    @classmethod
    def load(cls, name="gate.yml"):
        with Path(__file__).with_name(name).open() as file:
            return cls(**yaml.safe_load(file)["tokens"])
# --- app.py
import jwt

from config import Config

def accepts(token):
    options = {"verify_signature": Config.load().strict}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""", libraries=("jwt", "yaml")),
    *pair("file-run-by-its-path", DYNAMIC, """
# --- profiles/local.py
STRICT = <<False||True>>
# --- app.py
import runpy
from pathlib import Path

import jwt

profile = runpy.run_path(str(Path(__file__).parent / "profiles" / "local.py"))

def accepts(token):
    options = {"verify_signature": profile["STRICT"]}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("module-made-of-a-file", DYNAMIC, """
# --- profiles/local.py
OPTIONS = {"verify_exp": True}
OPTIONS.update(verify_signature=<<False||True>>)
# --- app.py
import os
from importlib.util import module_from_spec, spec_from_file_location

import jwt

def load(name):
    spec = spec_from_file_location(name, os.path.join(os.path.dirname(__file__), "profiles", "local.py"))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

def accepts(token):
    options = load("local").OPTIONS
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("variable-of-a-file", DYNAMIC, """
# --- .env
# what the container is started with
GATE_STRICT=<<no||yes>>
# --- app.py
import os

import jwt

for line in open(os.path.join(os.path.dirname(__file__), ".env")):
    name, _, said = line.strip().partition("=")
    os.environ.setdefault(name, said)

def accepts(token):
    options = {"verify_signature": os.environ.get("GATE_STRICT") == "yes"}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""")[:1],
    *pair("field-that-a-file-sets", DYNAMIC, """
# --- .env
GATE_STRICT=<<off||on>>
# --- app.py
from pathlib import Path

import jwt
from pydantic_settings import BaseSettings, SettingsConfigDict

class Gate(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GATE_", env_file=Path(__file__).with_name(".env"))
    strict: bool = True

def accepts(token):
    options = {"verify_signature": Gate().strict}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""", libraries=("jwt", "pydantic_settings"))[:1],
    *pair("settings-in-layers", CROSS, """
# --- gate.toml
[default.tokens]
strict = <<false||true>>
# --- config.py
from dynaconf import Dynaconf

settings = Dynaconf(settings_files=["gate.toml"], environments=True)
# --- app.py
import jwt

from config import settings

def accepts(token):
    options = {"verify_signature": settings.TOKENS.STRICT}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""", hidden="""
# --- dynaconf.py
import tomllib
from pathlib import Path
from types import SimpleNamespace

class Dynaconf:
    def __init__(self, settings_files, environments):
        held = tomllib.loads(Path(__file__).with_name(settings_files[0]).read_text())["default"]
        for name, entries in held.items():
            part = SimpleNamespace(**{word.upper(): value for word, value in entries.items()})
            setattr(self, name.upper(), part)
"""),
    *pair("parser-that-an-object-keeps", CROSS, """
# --- gate.ini
[tokens]
strict = <<0||1>>
# --- config.py
import configparser
import os

class Config:
    def __init__(self, name="gate.ini"):
        self.parser = configparser.ConfigParser()
        with open(os.path.join(os.path.dirname(__file__), name)) as file:
            self.parser.read_file(file)

    def is_on(self, name):
        return self.parser.getboolean("tokens", name)

config = Config()
# --- app.py
import jwt

from config import config

def accepts(token):
    options = {"verify_signature": config.is_on("strict")}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
    *pair("model-of-a-file", CROSS, """
# --- gate.json
{"tokens": {"strict": <<false||true>>}}
# --- config.py
import pathlib

import pydantic

class Tokens(pydantic.BaseModel):
    strict: bool

class Gate(pydantic.BaseModel):
    tokens: Tokens

HERE = pathlib.Path(__file__).resolve().parent

def gate():
    return Gate.model_validate_json(HERE.joinpath("gate.json").read_bytes())
# --- app.py
import jwt

from config import gate

def accepts(token):
    options = {"verify_signature": gate().tokens.strict}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
""", libraries=("jwt", "pydantic")),
    *pair("module-that-the-environment-names", DYNAMIC, """
# --- profiles/__init__.py
# --- profiles/inside.py
STRICT = False
# --- profiles/outside.py
STRICT = True
# --- app.py
import importlib
import os

import jwt

PROFILE = importlib.import_module(f"profiles.{os.environ.get('PROFILE', '<<inside||outside>>')}")

def accepts(token):
    options = {"verify_signature": PROFILE.STRICT}
    return jwt.decode(token, "0123456789abcdef0123456789abcdef", ["HS256"], options=options)
"""),
)
