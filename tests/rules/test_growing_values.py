"""Values that double in each line are unknown before they take long, or much memory."""

from __future__ import annotations

import tracemalloc
from functools import partial

import pytest

from pytest_ssot.facts import spending
from pytest_ssot.settings import Settings
from tests.counting import calls
from tests.rules.judging import SETTINGS, judge, only, reported

RULE = "jwt-signature-bypass"
ONLY = Settings(SETTINGS.root, rules=only(RULE))
LINES = 50
MOST_CALLS = 1_000_000
MOST_BYTES = 60_000_000

SWITCHED_OFF = "import jwt\njwt.decode(t, options={'verify_signature': False})\n"


def doubled(first: str, line: str, last: str) -> str:
    """A line that makes a value of itself, over and over, and what is asked about it in the end."""
    return SWITCHED_OFF + first + line * LINES + last


GROWING = {
    "a text": doubled("s = 'ab'\n", "s = f'{s}{s}'\n", "jwt.decode(t, options={s: False})\n"),
    "a text that is replaced": doubled(
        "s = 'a'\n", "s = s.replace('a', 'aaaaaaaaaa')\n", "jwt.decode(t, options={s: False})\n"
    ),
    "a text that joins itself": doubled(
        "s = 'ab'\n", "s = s.join(s)\n", "jwt.decode(t, options={s: False})\n"
    ),
    "a text that is padded": doubled(
        "", "s = '{:>999999999}'.format(1)\n", "jwt.decode(t, options={s: False})\n"
    ),
    "a text that is padded as it is told": doubled(
        "n = 10 ** 9\n", "s = '{:>{}}'.format(1, n) + '%*d' % (n, 1)\n", "jwt.decode(t, options={s: False})\n"
    ),
    "a template": doubled(
        "s = '$a' * 4000\n",
        "from string import Template\ns = Template(s).substitute(a=s)\n",
        "jwt.decode(t, options={s: False})\n",
    ),
    "a list": doubled("s = [1, 2]\n", "s = [*s, *s]\n", "jwt.decode(t, options={'verify_signature': s})\n"),
    "a list of a list": doubled(
        "s = (1, 2)\n",
        "s = (s, s)\n",
        "jwt.decode(t, options={s: False})\njwt.decode(t, options={'verify_signature': s in [s]})\n"
        "jwt.decode(t, options={'verify_signature': max(s)})\n"
        "jwt.decode(t, options={'%s' % s: sorted(s), '{}'.format(s): sum(s)})\n",
    ),
    "an iterator": doubled(
        "import itertools\ns = [1, 2]\n",
        "s = list(itertools.chain(s, s))\n",
        "jwt.decode(t, options={'verify_signature': s})\n",
    ),
    "a mapping": doubled(
        "import configparser\ns = {}\n",
        "s = {'a': s, 'b': s}\n",
        "c = configparser.ConfigParser()\nc.read_dict(s)\njwt.decode(t, options={**s, 'x': c['a']})\n"
        "jwt.decode(t, options={'%(a)s' % s: False})\n",
    ),
    "a comprehension": doubled(
        "s = [1, 2]\n", "s = [x for x in s for y in s]\n", "jwt.decode(t, options={'verify_signature': s})\n"
    ),
    "loops of a comprehension": doubled(
        "s = list('0123456789')\n",
        "",
        f"s = [a {' '.join(f'for {name} in s' for name in 'abcdefgh')}]\n"
        "jwt.decode(t, options={'verify_signature': s})\n",
    ),
    "an expression in a text": doubled(
        "", "", f"jwt.decode(t, options=eval('[(s := [1, 1]), {'(s := [s, s]), ' * LINES}s]'))\n"
    ),
    "numbers": doubled("x, y = 0x" + "f" * 9000 + ", 0x" + "e" * 9000 + "\n", "x = x * y // y ^ x\n", ""),
}


@pytest.mark.parametrize("title", GROWING)
def test_a_value_that_grows_stays_small(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It becomes unknown, in a file of a few lines as well, and what stands beside it is found."""
    monkeypatch.setattr(spending, "MOST_PARTS", spending.MOST_PARTS // 20)
    found: set[tuple[str, str, int]] = set()
    tracemalloc.start()
    try:
        work = calls(lambda: found.update(reported(judge({"a.py": GROWING[title]}, ONLY))))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert work < MOST_CALLS
    assert most < MOST_BYTES
    assert (RULE, "a.py", 2) in found


def test_what_is_computed_of_short_texts_is_still_known() -> None:
    """Switches that are put together as programs do it."""
    source = """
import jwt
from string import Template

NAMES = ["verify_" + "signature", "x{}".format(1), "%5s" % "a"]
jwt.decode(t, options={"verify_{}".format("signature"): False})
jwt.decode(t, options={"%s_%s" % ("verify", "signature"): False})
jwt.decode(t, options={Template("verify_$what").substitute(what="signature"): False})
jwt.decode(t, options={"verify-signature".replace("-", "_"): False})
jwt.decode(t, options={"_".join(["verify", "signature"]): False})
jwt.decode(t, options={b"verify_signature".decode("utf-8"): False})
jwt.decode(t, options={NAMES[0]: [*[1], *[]][1:]})
jwt.decode(t, options={("{:>%d}" % 16).format("verify_signature"): False})
"""

    assert {line for _, _, line in reported(judge({"a.py": source}, ONLY))} == set(range(6, 14))


def numbered(line: str, number: int) -> str:
    """A line over and over, `{n}` counting, `{m}` being the number before, `{h}` any earlier one."""
    return "".join(line.format(n=n, m=n - 1, h=n * 7919 % (n + 1)) for n in range(number))


def spread(size: int) -> str:
    """Mappings made of all that were made before them."""
    line = "o{n} = {{**globals().get('o{m}', O), **O, 'a{n}': o{h}}}\njwt.decode(t, options=o{n})\n"
    return f"import jwt\nO = {{}}\n{numbered(line, size)}"


def test_mappings_that_refer_to_all_before_them_cost_their_square_at_most() -> None:
    """Each refers to all before it: twice as many are four times the work, not eight or more."""
    half, whole = (calls(partial(judge, {"a.py": spread(size)}, ONLY)) for size in (80, 160))

    assert whole < 5 * half
