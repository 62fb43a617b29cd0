"""How long it takes to read source files, next to parsing them: `python -m benchmarks.extraction [PATH …]`.

Times are ratios to `ast.parse` of the same text in the same run: those compare between machines.
"""

from __future__ import annotations

import argparse
import ast
import gc
import sysconfig
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import msgspec

from pytest_ssot.facts.extract import extract
from pytest_ssot.facts.module import ModuleFacts
from tests.facts.adversarial import LARGE

MARKERS = ("@auth_ssot_exception", "SSOT_EXCEPTION", "JWT_ALLOWED")
Files = dict[str, bytes]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files or directories (the standard library)")
    parser.add_argument("--most", type=int, default=4_000_000, help="read so many bytes (%(default)s)")
    parser.add_argument("--hostile", type=int, metavar="SIZE", help="sources made to take long instead")
    arguments = parser.parse_args()
    if arguments.hostile:
        _hostile(arguments.hostile)
    else:
        _ordinary(_files(arguments.paths or [Path(sysconfig.get_path("stdlib"))], arguments.most))


def _ordinary(files: Files) -> None:
    """The table for files as people write them."""
    size = sum(map(len, files.values()))
    print(f"{len(files)} files, {size / 1e6:.1f} MB")
    parsing = _clock(lambda: [_parse(data) for data in files.values()])
    read: list[ModuleFacts] = []
    reading = _clock(lambda: read.extend(extract(path, data, MARKERS) for path, data in files.items()))
    stored: list[bytes] = []
    encoding = _clock(lambda: stored.extend(map(msgspec.msgpack.encode, read)))
    decode = msgspec.msgpack.Decoder(ModuleFacts).decode
    decoding = _clock(lambda: [decode(data) for data in stored])
    tracemalloc.start()
    kept = [decode(data) for data in stored]
    memory, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    for name, seconds in {
        "ast.parse": parsing, "extract": reading, "encode": encoding, "decode": decoding
    }.items():  # fmt: skip
        print(f"{name:10} {seconds / parsing:6.2f} × ast.parse {size / 1e6 / seconds:8.2f} MB/s")
    print(f"stored     {sum(map(len, stored)) / size:6.2f} × the source")
    print(f"in memory  {memory / size:6.2f} × the source, {sum(len(facts.nodes) for facts in kept)} nodes")


def _hostile(size: int) -> None:
    """The seconds of each hostile source, the slowest first."""
    times: dict[str, float] = {}
    for title, source in LARGE.items():
        data = source(size).encode()
        times[title] = _clock(partial(extract, "a.py", data, MARKERS))
    for title, seconds in sorted(times.items(), key=lambda item: -item[1]):
        print(f"{seconds:6.2f} s  {title}")


def _files(paths: Iterable[Path], most: int) -> Files:
    found: Files = {}
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if most > 0:
                found[str(file)] = file.read_bytes()
                most -= len(found[str(file)])
    return found


def _parse(data: bytes) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(data)
        except (SyntaxError, ValueError):
            return None


def _clock(run: Callable[[], object]) -> float:
    """Seconds of processor time; no garbage is looked for, so that all are measured alike."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    run()
    spent = time.process_time() - start
    gc.enable()
    return spent


if __name__ == "__main__":
    main()
