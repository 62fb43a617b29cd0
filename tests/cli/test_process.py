"""`ssot` as a process: streams, names and imports of the real thing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Write

SSOT = [sys.executable, "-m", "pytest_ssot"]


def start(*arguments: str | bytes, shell: str = "", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run `ssot`, in a shell where `$SSOT` is the command if one is given."""
    surroundings: Mapping[str, str] = {
        **{
            name: value
            for name, value in os.environ.items()
            if name not in {"PYTHONIOENCODING", "PYTHONUTF8"}
        },
        "SSOT": " ".join(SSOT),
        **environ,
    }
    command: list[str | bytes] = ["bash", "-c", shell] if shell else [*SSOT, *arguments]
    return subprocess.run(command, capture_output=True, check=False, env=surroundings, timeout=60)


def test_a_reader_that_leaves_early_changes_nothing(write: Write) -> None:
    """`ssot check | head` is quiet, and the exit code stays that of the verdict."""
    write({f"file_{number}.py": "import jwt\n" * 200 for number in range(10)})

    found = start(shell="$SSOT check --output-format concise | head -1; echo ${PIPESTATUS[0]}")

    first, code = found.stdout.decode().splitlines()
    assert first.startswith("file_0.py:1:8: error[jwt-direct-import]")
    assert (code, found.stderr) == ("1", b"")


@pytest.mark.parametrize("command", ["check", "check --output-format concise", "--help"])
def test_a_reader_that_never_was_changes_nothing(command: str, write: Write) -> None:
    """What waits in a buffer when the reader has gone must not fail at exit either."""
    write({"a.py": "x = 1\n"})

    found = start(shell=f"$SSOT {command} | true; echo ${{PIPESTATUS[0]}}")

    assert (found.stdout, found.stderr) == (b"0\n", b"")


def test_a_report_can_go_to_a_pipe(write: Write) -> None:
    """Process substitution and /dev/stdout are files that cannot be replaced."""
    write({"a.py": "import jwt\n"})

    substituted = start(shell="$SSOT check --output-format concise --output >(cat >&2); sleep 0.3")
    piped = start(shell="$SSOT check --output-format concise --output /dev/stdout | cat")

    assert substituted.stderr.startswith(b"a.py:1:8: error[jwt-direct-import]")
    assert piped.stdout == substituted.stderr


def test_a_pipe_whose_reader_has_gone_changes_nothing(write: Write) -> None:
    """As with standard output, the rest is dropped and the exit code stays what it is."""
    write({"a.py": "import jwt\n"})

    left = start(shell="$SSOT check --quiet --output /dev/stdout | :; exit ${PIPESTATUS[0]}")

    assert (left.returncode, left.stderr) == (1, b"")


@pytest.mark.parametrize("command", ["check", "--help"])
def test_a_full_standard_output_is_no_verdict(command: str, write: Write) -> None:
    """What the reader has not got was not judged for them."""
    write({"a.py": "x = 1\n"})

    found = start(shell=f"$SSOT {command} > /dev/full")

    assert (found.returncode, found.stderr) == (
        3,
        b"ssot: cannot write to standard output: No space left on device\n",
    )


def test_closed_streams_are_no_mistake(write: Write) -> None:
    """Only the exit code is left then."""
    write({"a.py": "import jwt\n"})

    assert start(shell="$SSOT check >&- 2>&-").returncode == 1


def test_a_screen_that_is_not_unicode_gets_ascii(write: Write) -> None:
    """No crash, and no character that the screen lacks."""
    write({"ü名.py": "import jwt  # 値\n"})

    found = start("check", PYTHONIOENCODING="ascii")

    assert found.returncode == 1
    assert b"\\xfc\\u540d.py:1:8" in found.stdout
    assert found.stdout.isascii()


def test_a_name_that_is_not_unicode_is_reported(write: Write) -> None:
    """In every format, also when it is given as a path."""
    project = os.fsencode(write({"a.py": "x = 1\n"}))
    name = os.path.join(project, b"caf\xe9.py")  # noqa: PTH118 - names of bytes
    try:
        with open(name, "wb") as file:  # noqa: PTH123 - likewise
            file.write(b"import jwt\n")
    except OSError:
        pytest.skip("the file system refuses such names")

    people = start("check", name, "--output-format", "concise")
    sarif = start("check", name, "--output-format", "sarif")

    assert (people.returncode, sarif.returncode) == (1, 1)
    assert people.stdout.startswith(b"caf\\xe9.py:1:8: ")
    assert b'"uri": "caf%E9.py"' in sarif.stdout


def test_checking_imports_neither_pytest_nor_what_it_does_not_use(write: Write) -> None:
    """The command line works without pytest, and pays for one format only."""
    write({"a.py": "import jwt\n"})
    code = (
        "import sys; from pytest_ssot.cli import main; main(['check', '-q']);"
        "print(sorted({'pytest', '_pytest', 'pluggy', 'xdist', 'pytest_ssot.formats.sarif',"
        " 'pytest_ssot.formats.json', 'pytest_ssot.plugin'} & set(sys.modules)))"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout.splitlines()[-1] == "[]"


def test_the_version_costs_an_argument_parser() -> None:
    """Beyond argparse, `ssot --version` imports a handful of small modules of ours and nothing slow."""
    code = (
        "import sys; before = set(sys.modules); from pytest_ssot.cli import main; main(['--version']);"
        "new = set(sys.modules) - before;"
        "slow = {'typing', 'dataclasses', 'inspect', 'pathlib', 'ast', 'json'};"
        "print(*sorted(name for name in new if name.startswith('pytest_ssot') or name in slow))"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )

    assert found.stdout.splitlines()[-1].split() == [
        "pytest_ssot",
        "pytest_ssot.cli",
        "pytest_ssot.cli.door",
        "pytest_ssot.cli.exits",
        "pytest_ssot.cli.parser",
        "pytest_ssot.cli.streams",
        "pytest_ssot.errors",
    ]


def test_the_console_script_is_the_same_command() -> None:
    """The name that is installed leads to the same door."""
    script = Path(sys.executable).with_name("ssot")
    if not script.exists():
        pytest.skip("the package is not installed with its scripts")

    found = subprocess.run([script, "--version"], capture_output=True, check=True, timeout=60)

    assert found.stdout == start("--version").stdout


def test_two_processes_find_the_same_where_callers_are_cut_off(write: Write) -> None:
    """A name that is called all over the place: what is followed does not depend on the hashes of texts."""
    hand = "import base64, json\ndef claims(part):\n    return json.loads(base64.urlsafe_b64decode(part))\n"
    using = "from hand import claims\n" + "".join(
        f"def use_{number}(token):\n    return claims(token.split('.')[1])['sub']\n" for number in range(40)
    )
    write({"hand.py": hand, **{f"user_{number}.py": using for number in range(6)}})

    found = [
        start("check", "--no-cache", "--output-format", "concise", PYTHONHASHSEED=seed).stdout
        for seed in ("1", "2", "3")
    ]

    assert b"jwt-signature-bypass" in found[0]
    assert found[0] == found[1] == found[2]


def test_callers_are_found_in_large_trees_through_what_imports_what(write: Write) -> None:
    """Options that one package gives another, beside packages that have nothing to do with them."""
    filler = "def decode_all(items):\n    return [item.decode('utf-8') for item in items]\n" * 1_000
    reader = "import jwt\ndef read(token, key, options):\n"
    reader += "    return jwt.decode(token, key, algorithms=['HS256'], options=options)\n"
    using = "from reader.core import read\nOPTIONS = {'verify_signature': False}\n"
    using += "def user(token, key):\n    return read(token, key, OPTIONS)\n"
    unrelated = "class Reader:\n    def read(self, token, key, options): return None\n"
    unrelated += "def use(reader):\n    return reader.read('', '', {'verify_signature': True})\n"
    write(
        {
            **{f"filler_{number}/__init__.py": filler for number in range(60)},
            "reader/__init__.py": "",
            "reader/core.py": reader,
            "app/__init__.py": "",
            "app/main.py": using,
            "apart/__init__.py": "",
            "apart/other.py": unrelated,
        }
    )

    found = start("check", "--no-cache", "--output-format", "concise").stdout.decode()

    assert "app/main.py:2:12: critical[jwt-signature-bypass]" in found
