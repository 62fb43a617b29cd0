"""A code base as large as wished: mostly unsuspicious, some files about tokens, few with a violation."""

from __future__ import annotations

from pathlib import Path

SETTINGS = '[tool.ssot]\nowners = ["auth/**"]\n'
OWNER = """\
import jwt


class UnifiedAuthInterface:
    def read(self, token, key):
        return jwt.decode(token, key, algorithms=["HS256"])
"""
ORDINARY = '''\
"""Orders of shop {number}."""

from dataclasses import dataclass


@dataclass
class Order{number}:
    item: str
    amount: int = 1

    def total(self, prices):
        return sum(prices[self.item] for _ in range(self.amount))


def summary(orders, prices):
    """One line per order."""
    return [f"{{order.item}}: {{order.total(prices)}}" for order in orders if order.amount]
'''
ABOUT_TOKENS = '''\
"""Asks the interface, as everybody should."""

from auth.interface import UnifiedAuthInterface


def user_{number}(token, key):
    return UnifiedAuthInterface().read(token, key)["sub"]
'''
WRONG = """\
from jwt import decode


def user_{number}(token):
    options = {{"verify_exp": False}}
    options["verify_signature"] = False
    return decode(token, options=options)["sub"]
"""


def plant(root: Path, files: int) -> int:
    """Write that many files, fifty to a package, and say how many of them hold a violation."""
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "auth").mkdir()
    (root / "auth" / "interface.py").write_text(OWNER, encoding="utf-8")
    for number in range(1, files):
        package = root / f"package_{number // 50:04}"
        package.mkdir(exist_ok=True)
        text = _kind(number).format(number=number)
        (package / f"module_{number:06}.py").write_text(text, encoding="utf-8")
    return sum(_kind(number) is WRONG for number in range(1, files))


def _kind(number: int) -> str:
    if number % 200 == 0:
        return WRONG
    return ABOUT_TOKENS if number % 20 == 0 else ORDINARY
