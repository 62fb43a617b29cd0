"""How long a large baseline takes to load, match and save: `python -m benchmarks.baseline [ENTRIES]`."""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pytest_ssot.baseline import Baseline, Standing, compare, load, save, snapshot
from pytest_ssot.model import Location, Severity, Violation

FUNCTION = '''\
def work_{number}(request, limit={number}):
    """Part {number} of module {module}."""
    user = request.user_{number}
    claims = jwt.decode(user.token, key_{number}, options=OPTIONS)
    audit(claims, "part {number}")
    return render(user, claims)


'''
IN_A_FILE = 20
_CALL = re.compile(r"jwt\.(\w+)\(")
_Result = TypeVar("_Result")


def plant(entries: int) -> dict[str, str]:
    """Source files with twenty violations each."""
    return {
        f"package_{module // 50}/module_{module}.py": "".join(
            FUNCTION.format(number=number, module=module) for number in range(IN_A_FILE)
        )
        for module in range(entries // IN_A_FILE)
    }


def find(texts: dict[str, str]) -> list[Violation]:
    """Each call, with its place."""
    return [
        Violation(
            "call", Severity.ERROR, Location(path, line, found.start() + 1), "called", f"jwt.{found[1]}"
        )
        for path, text in texts.items()
        for line, source in enumerate(text.split("\n"), 1)
        for found in _CALL.finditer(source)
    ]


def edited(texts: dict[str, str], every: int) -> dict[str, str]:
    """The same files; each so-manieth has a new name in a function and a violation more."""
    return {
        path: text if index % every else text.replace("work_3(", "job_3(") + "jwt.decode(late)\n"
        for index, (path, text) in enumerate(texts.items())
    }


def timed(label: str, step: Callable[[], _Result]) -> tuple[float, _Result]:
    """Seconds of this process alone, whatever else the machine has to do, and the step's result."""
    start = time.process_time()
    result = step()
    seconds = time.process_time() - start
    print(f"{label:32} {seconds:6.2f} s")
    return seconds, result


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baseline", description=__doc__)
    parser.add_argument("entries", nargs="?", type=int, default=50_000, help="how many (%(default)s)")
    texts = plant(parser.parse_args().entries)
    known = find(texts)
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "ssot.json"
        _, baseline = timed("snapshot", lambda: snapshot(known, texts, unread=()))
        save(file, baseline)
        print(
            f"{len(baseline.entries)} entries, {file.stat().st_size / len(baseline.entries):.0f} bytes each"
        )
        loading, _ = timed("load", lambda: load(file) or Baseline())
        changed = edited(texts, 50)
        some = find(changed)
        _, comparison = timed(
            "match, 2 % of the files edited", lambda: compare(baseline, some, changed, unread=())
        )
        print(f"    {sum(match.standing is Standing.NEW for match in comparison.matches)} new")
        matching, _ = timed("match", lambda: compare(baseline, known, texts, unread=()))
        fewer = Baseline(baseline.entries[1:])
        saving, _ = timed("save", lambda: save(file, fewer))
        print(f"load, match and save: {loading + matching + saving:.2f} s")


if __name__ == "__main__":
    main()
