"""A code base as large as wished: mostly unsuspicious, some files about tokens, few with a violation."""

from __future__ import annotations

import random
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

import logging
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)


@dataclass
class Order{number}:
    item: str
    amount: int = 1
    notes: dict[str, str] = field(default_factory=dict)

    def total(self, prices):
        return sum(prices[self.item] for _ in range(self.amount))


def summary(orders, prices):
    """One line per order."""
    return [f"{{order.item}}: {{order.total(prices)}}" for order in orders if order.amount]
'''
FUNCTION = '''

def step_{number}_{part}(orders, prices, *, limit={part}, discount=None):
    """Part {part} of the work on the orders of shop {number}."""
    chosen = []
    for index, order in enumerate(orders):
        if index >= limit and order.amount < {part}:
            logger.debug("order %s of %s is left out", index, order.item)
            continue
        price = prices.get(order.item, 0) * (1 - (discount or 0))
        try:
            order.notes["step_{part}"] = f"{{price:.2f}}"
        except (KeyError, ValueError) as problem:
            raise RuntimeError(f"no price for {{order.item}}") from problem
        chosen.append({{"item": order.item, "price": price, "part": {part}}})
    return sorted(chosen, key=lambda entry: (entry["price"], entry["item"]))[:limit]
'''
ABOUT_TOKENS = '''\
"""Asks the interface, as everybody should."""

import logging

from auth.interface import UnifiedAuthInterface

logger = logging.getLogger(__name__)


def user_{number}(jwt, key):
    return UnifiedAuthInterface().read(jwt, key)["sub"]
'''
MENTIONS = '''\
"""Talks to the service whose answers carry a JWT; number {number} of them."""

import logging

logger = logging.getLogger(__name__)
HEADERS = {{"accept": "application/json"}}


def ask_{number}(session, url, jwt_token):
    return session.get(url, headers={{**HEADERS, "authorization": f"Bearer {{jwt_token}}"}})
'''
WRONG = """\
import logging

from jwt import decode

logger = logging.getLogger(__name__)


def user_{number}(token):
    options = {{"verify_exp": False}}
    options["verify_signature"] = False
    return decode(token, options=options)["sub"]
"""
PER_PACKAGE = 50
MEDIAN_SIZE, SPREAD, LARGEST = 4_000, 1.3, 300_000
"""Bytes: the sizes of files in published packages have about this logarithmic normal distribution."""


def plant(root: Path, files: int) -> int:
    """Write that many files, fifty to a package, and say how many of them hold a violation.

    15 % of them mention JWT: most in passing, a third to ask the interface, a few do their own.
    """
    (root / "pyproject.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "auth").mkdir()
    (root / "auth" / "interface.py").write_text(OWNER, encoding="utf-8")
    for number in range(1, files):
        package = root / f"area_{number // 2000:03}" / f"package_{number // PER_PACKAGE:05}"
        package.mkdir(parents=True, exist_ok=True)
        (package / f"module_{number:06}.py").write_text(_text(number), encoding="utf-8")
    return sum(_kind(number) is WRONG for number in range(1, files))


def _text(number: int) -> str:
    """A file of its kind, filled up with functions to a size of its own."""
    size = min(random.Random(number).lognormvariate(0, SPREAD) * MEDIAN_SIZE, LARGEST)
    parts = [_kind(number).format(number=number)]
    length = len(parts[0])
    while length < size:
        parts.append(FUNCTION.format(number=number, part=len(parts)))
        length += len(parts[-1])
    return "".join(parts)


def _kind(number: int) -> str:
    if number % 200 == 0:
        return WRONG
    if number % 20 == 0:
        return ABOUT_TOKENS
    return MENTIONS if number % 10 == 5 else ORDINARY
