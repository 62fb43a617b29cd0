"""The same program in another layout: line breaks, comments, quotes, blank lines, company."""

from __future__ import annotations

import io
import random
import token as kinds
import tokenize

COMMENTS = (
    "the gateway's",
    "see the runbook",
    'never options={"verify_signature": False}',
    "verify=False is refused elsewhere",
    "keep in step",
    "TODO later",
    "noqa",
    "type: ignore",
)
COMPANY = (
    'UNUSED_OPTIONS = {"verify_signature": False}',
    """def fetch(url, verify=True):
    return {'url': url, 'tls': verify}

PAGE = fetch('https://intranet.example', verify=False)""",
    'def explain():\n    """jwt.decode(token, options={"verify_signature": False}) is what we never do."""',
    """class Codec:
    def decode(self, data, verify=True):
        return data if verify else data[::-1]

TEXT = Codec().decode('abc', verify=False)""",
    "PATTERN = r'verify_signature\\s*=\\s*False'",
    "def encode_page(number):\n    return f'page={number}'.encode().decode()",
    "class Download:\n    verify = False\n    verify_signature = False",
)
FSTRING = {
    getattr(kinds, name)
    for name in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
    if hasattr(kinds, name)
}


def relayout(source: str, rng: random.Random, amount: float) -> str:
    """The same tokens with other white space, comments and quotes; `amount` is how much of it."""
    out: list[str] = []
    depth, quoted, row, column = 0, 0, 1, 0
    lines = source.splitlines(keepends=True)
    for item in tokenize.generate_tokens(io.StringIO(source).readline):
        gap = _between(lines, (row, column), item.start)
        text = item.string
        quoted += (item.type == getattr(kinds, "FSTRING_START", -1)) - (
            item.type == getattr(kinds, "FSTRING_END", -1)
        )
        closing = text in ")]}" and item.type == tokenize.OP
        loose = depth > 0 and not quoted
        if loose and rng.random() < amount / 3 and item.type not in FSTRING | {tokenize.NL, tokenize.COMMENT}:
            gap = gap + _break(rng, comment=True)
        depth += (text in "([{") * (item.type == tokenize.OP) - closing
        out.append(gap + (_requote(text, rng, amount) if item.type == tokenize.STRING else text))
        row, column = item.end
    return "".join(out)


def _between(lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return lines[start[0] - 1][start[1] : end[1]] if start[0] <= len(lines) else ""
    parts = [lines[start[0] - 1][start[1] :] if start[0] <= len(lines) else ""]
    parts += [lines[row - 1] for row in range(start[0] + 1, min(end[0], len(lines) + 1))]
    if end[0] <= len(lines):
        parts.append(lines[end[0] - 1][: end[1]])
    return "".join(parts)


def _break(rng: random.Random, *, comment: bool) -> str:
    pad = " " * rng.randrange(0, 25)
    note = f"  # {rng.choice(COMMENTS)}" if comment and rng.random() < 0.4 else ""
    blank = "\n" if rng.random() < 0.15 else ""
    return f"{note}\n{blank}{pad}"


def _requote(text: str, rng: random.Random, amount: float) -> str:
    if rng.random() > amount or len(text) < 3 or text[0] not in "'\"" or text[:3] in ("'''", '"""'):
        return text
    inner = text[1:-1]
    if any(sign in inner for sign in "'\"\\"):
        return text
    return rng.choice(('"%s"', "'%s'", '"""%s"""', "r'%s'", 'u"%s"')) % inner


def accompany(definitions: list[str], rng: random.Random) -> list[str]:
    """The definitions with harmless company before, between or after them."""
    result = list(definitions)
    for other in rng.sample(COMPANY, rng.randrange(0, 4)):
        result.insert(rng.randrange(len(result) + 1), other)
    return result
