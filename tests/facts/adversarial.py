"""Sources made to take long: each a function from about how many characters to a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Source = Callable[[int], str]


def numbered(line: str) -> Source:
    """A line over and over, `{n}` counting."""

    def source(size: int) -> str:
        return "".join(line.format(n=n) for n in range(size // len(line.format(n=1000)) + 1))

    return source


def repeated(before: str, unit: str, after: str = "\n") -> Source:
    """One piece of text over and over."""
    return lambda size: before + unit * (size // len(unit)) + after


def between(before: str, line: str, after: str = "\n") -> Source:
    """A numbered line over and over, with something before and after."""
    return lambda size: before + numbered(line)(size) + after


def both(one: Source, other: Source) -> Source:
    """Half of the text from each."""
    return lambda size: one(size // 2) + other(size // 2)


def nested(head: str, inner: str, depth: int = 95) -> str:
    """Blocks within blocks, `{n}` counting; `inner` stands in the innermost."""
    blocks = "".join(f"{' ' * n}{head.format(n=n)}\n" for n in range(depth))
    return blocks + "".join(f"{' ' * depth}{line}\n" for line in inner.splitlines())


def chains(size: int) -> str:
    """Functions of nine hundred `elif` each, every one of which binds a name of its own."""
    branches = "".join(f" elif x == {n}: y{n} = {n}\n" for n in range(900))
    return f"def f(x):\n if x: pass\n{branches}" * (size // len(branches) + 1)


def loops_and_definitions(kind: str) -> Source:
    """Loops in definitions in loops: reading each twice would take forever."""

    def source(_size: int) -> str:
        opened = "".join(
            f"{' ' * 2 * n}for i{n} in x:\n{' ' * (2 * n + 1)}{kind.format(n=n)}\n" for n in range(45)
        )
        return f"{opened}{' ' * 90}y = x\n" + "".join(
            f"{' ' * (2 * n + 1)}z{n} = y\n" for n in range(44, -1, -1)
        )

    return source


NAMES = numbered("x{n} = {n}\n")
LOCALS = between("def f(x):\n", " y{n} = {n}\n", "")

LARGE: Mapping[str, Source] = {
    "arguments": repeated("f(", "a,", ")\n"),
    "keyword arguments": between("f(", "k{n}=x,", ")\n"),
    "mutable arguments": both(numbered("a{n} = []\n"), between("f(", "a{n},", ")\n")),
    "changed objects": numbered("a{n} = f()\na{n}.b()\n"),
    "one object of many names": both(between("x = []\n", "a{n} = x\n"), repeated("", "x.append(1)\n")),
    "assignments": NAMES,
    "attributes": between("a = f()\n", "a.x{n} = {n}\n"),
    "nested items": between("x = {}\n", "x['a']['b'][{n}] = {n}\n"),
    "long places": repeated("a = f()\n", "a" + ".b" * 300 + "[0] = 1\n"),
    "a list": repeated("x = [", "1,", "]\n"),
    "a dict": between("x = {", "'k{n}': {n},\n", "}\n"),
    "nested lists": repeated("", f"x = {'[' * 90}{']' * 90}\n"),
    "a sum": repeated("x = a", "+a"),
    "sums": repeated("", f"x = a{'+a' * 900}\n"),
    "conjunctions": between("x = ", "a{n} and ", "a\n"),
    "nested conjunctions": repeated("", f"x = {'a and (b or ' * 90}a{')' * 90}\n"),
    "nested choices": repeated("b = 1\n", f"x = {'(a if ' * 90}b{' else c)' * 90}\n"),
    "a comparison": repeated("x = a", "<a"),
    "branches that bind": chains,
    "branches of names": both(LOCALS, numbered(" if x: y{n} = x\n")),
    "branches that return": between("def f(x):\n", " if x: return {n}\n"),
    "branches that bind and return": between("def f(x):\n", " y{n} = {n}\n if x: return {n}\n"),
    "branches that raise": between("def f(x):\n", " if x{n}: raise E\n f({n})\n"),
    "branches of a module": numbered("if a{n}:\n x{n} = 1\n"),
    "attempts": numbered("try: x{n} = 1\nexcept E: x{n} = 2\n"),
    "handlers": between("x = 1\ntry: x = f()\n", "except E{n}: x = {n}\n"),
    "calls and handlers": both(repeated("try:\n", " f()\n", ""), numbered("except E{n}: x = {n}\n")),
    "loops": between("def f():\n", " for i{n} in x: y{n} = i{n}\n"),
    "breaks": between("def f():\n for i in x:\n", "  y{n} = {n}\n  if i: break\n"),
    "loops around functions": loops_and_definitions("def f{n}(x):"),
    "loops around classes": loops_and_definitions("class C{n}:"),
    "functions": numbered("def f{n}(a, b=1): return a\n"),
    "lambdas": numbered("f{n} = lambda a: a\n"),
    "classes": numbered("class C{n}(B):\n x = 1\n"),
    "fields": between("class C:\n", " x{n}: int = 1\n"),
    "parameters": between("def f(", "a{n},", "): return a\n"),
    "parameters and branches": both(between("def f(", "a{n},", "):\n"), repeated("", " if x: y = 1\n")),
    "decorators": between("", "@d{n}\n", "def f(): pass\n"),
    "functions in functions": repeated("", nested("def f{n}():", "pass")),
    "long qualified names": both(lambda size: f"class C{'x' * size}:\n", numbered(" def f{n}(): pass\n")),
    "deep lambdas": repeated("", f"x = {'lambda y: ' * 900}y\n"),
    "variables of outer functions": both(LOCALS, numbered(" def g{n}(): return y{n}\n")),
    "nonlocal names": between("def f():\n x = 1\n", " def g{n}():\n  nonlocal x\n  x = {n}\n"),
    "global names": numbered("def f{n}():\n global x\n x = {n}\n"),
    "global statements": between("def f():\n", " global x{n}\n"),
    "late stores": between("a = {}\n", "def f{n}(): a[{n}] = 1\n"),
    "comprehensions": both(LOCALS, repeated("", " [y for y in z]\n")),
    "nested comprehensions": repeated("", f"x = {'[' * 60}y{' for y in z]' * 60}\n"),
    "named expressions": lambda _: f"def f():\n x = {'[(a := ' * 60}1{') for y in z]' * 60}\n",
    "a long f-string": repeated("x = f'", "{a}", "'\n"),
    "f-strings": repeated("x = (", "f'{a}{b!r:>{c}}'\n", ")\n"),
    "cases": between("def f(x):\n match x:\n", "  case {n}: y = {n}\n"),
    "alternatives": between("match x:\n case 1", "|{n}", ": y = 1\n"),
    "cases and names": both(
        between("def f(x):\n", " y{n} = 1\n", " match x:\n"), numbered("  case {n}: pass\n")
    ),
    "targets": between("", "a{n} = ", "x\n"),
    "imports": numbered("import a{n}.b.c\n"),
    "star imports": numbered("from a{n} import *\n"),
    "yields": repeated("def f():\n", " yield a\n"),
    "annotations": repeated("class C:\n", f" x: {'a[' * 80}b{']' * 80}\n"),
    "statements of one line": repeated("", "a;"),
    "blank lines": repeated("", "\n"),
    "one comment": repeated("", "#"),
    "continued lines": repeated("", "\\\n"),
    "NUL bytes": repeated("", "\0"),
    "wide characters": repeated("x = [", "'é',", "]\n"),
    "markers": repeated("", "# JWT_ALLOWED: a\n"),
    "markers beside code": repeated("", "x = 1  # JWT_ALLOWED: a\n"),
    "markers in one line": repeated("#", " JWT_ALLOWED"),
    "rules of a marker": repeated("x = 1  # JWT_ALLOWED[", "a,", "]: b\n"),
    "comments below a marker": repeated("# JWT_ALLOWED: x\n", "#\n"),
    "broken lines": repeated("", "1 1\n"),
    "broken line by line": repeated("", "x = 1\n1 1\n"),
    "broken at its end": between("", "x{n} = 1\n", "1 1\n"),
    "a broken function": between("def f():\n", " x{n} = 1\n", " 1 1\n"),
    "open brackets": repeated("", "( "),
    "open brackets and functions": repeated("", "x = (\ndef f(): pass\n"),
    "open strings": repeated("", "x = '''\n"),
    "open quotes": repeated("", "'\"\n"),
    "decorators of nothing": repeated("", "@a\n"),
    "comments below an error": repeated("1 1\n", "#\n\n"),
    "dedents": repeated("", "  a\n b\n   c\nd\n"),
    "deep blocks": repeated("", nested("if a:", "b")),
    "blocks too deep": repeated("", nested("if a:", "b", 120)),
    "calls in deep blocks": lambda size: (
        f"def f():\n{nested('if a:', 'pass')}" + f"{' ' * 95}f()\n" * (size // 99)
    ),
}
