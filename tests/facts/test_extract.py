"""Facts are values: they survive storage, depend on the file alone and grow no faster than it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import pytest_ssot
from pytest_ssot.facts import values
from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts

MARKERS = ("SSOT_EXCEPTION",)
PACKAGE = Path(pytest_ssot.__file__).parent

EVERYTHING = """
# SSOT_EXCEPTION: every kind of statement and expression
import os, a.b as c
from . import near
from somewhere import *

X: int = 1
Y = (X, -X, not X, X + 2, X < 3 <= 4, X and Y, X if Y else 0, ..., 1j, 10**30, b"b", "\\ud800")
first, *rest = Y
Y[0], Y.a, Y["k"] = 1, 2, 3
Y |= {1: 2, **rest}
Y -= 1
del Y[0], first
text = f"{X!r:>{Y}} {X}"
pairs = {k: v for k, v in Y if k for _ in v} | {*Y} | [i for i in Y] | (i async for i in Y)
made = c.make()
made.change(made)
(found := os.environ.get("K", default=X))[1:2]
try:
    made.change()
except KeyError as error:
    raised = error.args


@c.decorated(1)
async def coroutine(a, /, b=1, *args, c, d="d", **kwargs) -> int:
    global X
    X = a
    async with a as entered, b:
        await entered.method(*args, **kwargs)
    async for one in b:
        yield one
    return


def function(one=(lambda x, y=1: x + y), /):
    nested = 1

    def inner():
        nonlocal nested
        nested = one
        yield from nested
        return nested

    while True:
        for i in range(3):
            if i:
                continue
            elif one:
                break
            else:
                pass
        else:
            raise ValueError from None
    try:
        assert one, "message"
    except (KeyError, ValueError) as error:
        return error
    except* OSError:
        pass
    else:
        nested = None
    finally:
        inner()
    match one:
        case 1 | "a":
            return 1
        case None:
            return 2
        case {"k": value, **others} if value:
            return others
        case [x, *xs] | Class(attribute=x, y=xs):
            return xs
        case _:
            return super()


class Class(function, metaclass=Y):
    annotated: int
    default: str = "d"
    attribute = 1

    def method(self):
        self.attribute = self.annotated
        return super().method()


def broken(:
    import jwt
""".replace("    except* OSError:\n        pass\n", "")


def facts_of(source: str, path: str = "a.py") -> ModuleFacts:
    return extract(path, source.encode("utf-8", "surrogatepass"), MARKERS)


def stored(facts: ModuleFacts) -> bytes:
    return msgspec.msgpack.encode(facts)


SOURCES = {
    "every kind of node": EVERYTHING,
    "nothing": "",
    "a file with a broken block": "def f(:\n  import jwt\n\nx = 1\n",
    "huge and odd numbers": "x = 10**400, 1e999, -0.0, 0x" + "f" * 100 + ", 1j",
    "odd text": "x = '\\ud800', '\\x00', '\\N{BULLET}', b'\\xff', 'é'",
    "deep nesting": "x = " + "(" * 150 + ")" * 150,
    "NUL bytes": "x = 1\0\n",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_facts_survive_storage(source: str) -> None:
    """What is stored and read again is equal, and stored again it is the same bytes."""
    facts = facts_of(source)
    data = stored(facts)
    again = msgspec.msgpack.decode(data, type=ModuleFacts)

    assert again == facts
    assert stored(again) == data


def test_every_kind_of_node_is_among_the_stored() -> None:
    """The promise above is about all nodes there are."""
    kinds = {type(node) for node in facts_of(EVERYTHING).nodes}

    assert {kind.__name__ for kind in values.Node.__subclasses__()} - {
        kind.__name__ for kind in kinds
    } == set()


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_facts_of_real_files_survive_storage(path: Path) -> None:
    """Every file of the package itself, for want of a better stranger."""
    facts = extract("a.py", path.read_bytes(), MARKERS)

    assert msgspec.msgpack.decode(stored(facts), type=ModuleFacts) == facts
    assert facts.gaps == ()


def test_operands_come_before_their_operation() -> None:
    """A node names nodes with smaller indices only, so that following operands always ends."""
    for index, node in enumerate(facts_of(EVERYTHING).nodes):
        assert all(operand < index for operand in _operands(node)), (index, node)


def _operands(node: values.Node) -> list[int]:
    """The indices a node names, by its own account of its fields."""
    if isinstance(node, values.Call):
        return [node.callee, *node.args, *(value for _, value in node.keywords)]
    if isinstance(node, values.Comprehension):
        return [node.key, node.value, *node.conditions, *(value for _, value in node.loops)]
    found: list[int] = []
    for field in msgspec.structs.fields(node):
        held = getattr(node, field.name)
        if field.type == values.Value and field.name not in ("function", "slot", "index"):
            found.append(held)
        elif field.type == tuple[values.Value, ...]:
            found.extend(held)
    return found


def test_the_same_file_gives_the_same_facts_in_every_process(tmp_path: Path) -> None:
    """Nothing depends on the order of sets, which differs from one process to the next."""
    source = EVERYTHING + "".join(
        f"if X:\n    v{i} = [(b, a, c, {i}) for a, b, c in Y]\nelse:\n    a, b, c = {i}, 2, 3\n"
        for i in range(20)
    )
    file = tmp_path / "a.py"
    file.write_bytes(source.encode("utf-8", "surrogatepass"))
    program = (
        "import sys, msgspec\n"
        "from pytest_ssot.facts.extract import extract\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "sys.stdout.buffer.write(msgspec.msgpack.encode(extract('a.py', data, ('SSOT_EXCEPTION',))))"
    )

    def told(seed: int) -> bytes:
        environ = {**os.environ, "PYTHONHASHSEED": str(seed)}
        return subprocess.run(
            [sys.executable, "-c", program, str(file)], env=environ, capture_output=True, check=True
        ).stdout

    assert told(1) == told(2) == stored(extract("a.py", file.read_bytes(), MARKERS))


def branches(count: int) -> str:
    return "".join(f"if test({i}):\n    x = {i}\n" for i in range(count))


def arms(count: int) -> str:
    return "if test():\n    x = 0\n" + "".join(f"elif test({i}):\n    x = {i}\n" for i in range(count))


def cases(count: int) -> str:
    return "match test():\n" + "".join(f"    case {i}:\n        x = {i}\n" for i in range(count))


def handlers(count: int) -> str:
    return "".join(f"try:\n    x = test({i})\nexcept E as e:\n    x = e\n" for i in range(count))


def loops(count: int) -> str:
    return "".join(f"for i in test():\n    x = x + i + {i}\n" for i in range(count))


def functions(count: int) -> str:
    return "".join(f"def f{i}(x=None, **kw):\n    return f{i - 1}(x, **kw)\n" for i in range(count))


def changed(count: int) -> str:
    return "d = {}\n" + "".join(f"d['k{i}'] = {i}\nd.update(test)\n" for i in range(count))


def nested_loops(count: int) -> str:
    depth = 12
    one = "".join(f"{' ' * level}for i{level} in x:\n" for level in range(depth))
    return (one + " " * depth + "x = test(x)\n") * (count // depth)


SHAPES = [branches, arms, cases, handlers, loops, functions, changed, nested_loops]


@pytest.mark.parametrize("shape", SHAPES)
def test_facts_grow_with_the_file_and_no_faster(shape: Callable[[int], str]) -> None:
    """Twice the statements are twice the nodes."""
    small, large = facts_of(shape(500)), facts_of(shape(1_000))

    assert large.gaps == ()
    assert len(large.nodes) <= 2.1 * len(small.nodes)
    assert len(stored(large)) <= 2.3 * len(stored(small))
    assert len(large.nodes) <= 30 * len(shape(1_000).splitlines())


def test_two_thousand_branches_are_a_known_number_of_nodes() -> None:
    """Each `if` costs its test (name, number, call), its value, and the choice where the paths meet."""
    assert len(facts_of(branches(2_000)).nodes) == 5 * 2_000 - 1
