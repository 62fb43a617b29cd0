"""The package is what its metadata, its README and its documentation say."""

from __future__ import annotations

import ast
import dataclasses
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

from pytest_ssot.settings import RuleSettings, Settings

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pytest_ssot"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNER = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")])

MAIN_JOB = (
    "python3 -m venv .venv && .venv/bin/pip install -q -e . pyjwt "
    "&& .venv/bin/pytest --ssot examples/service_regressed"
)


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def loaded_by(code: str) -> set[str]:
    """The modules a fresh interpreter has loaded after running the code."""
    return set(run("-c", f"{code}\nimport sys\nprint(*sys.modules, sep='\\n')").splitlines())


def imported_packages() -> Iterator[str]:
    """The top-level names that the package's own modules import, standard library left out."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            yield from {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"pytest_ssot"}


def code_lines(text: str) -> list[str]:
    """The one-line commands of a page: its indented code."""
    unfenced = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for line in unfenced.splitlines() if line.startswith("    ")]


def test_pytest_finds_the_plugin_and_the_shell_the_command() -> None:
    """Installing the package is all it takes."""
    plugins = {point.name: point.value for point in entry_points(group="pytest11")}
    scripts = {point.name: point.value for point in entry_points(group="console_scripts")}

    assert plugins["ssot"] == "pytest_ssot.plugin"
    assert scripts["ssot"] == "pytest_ssot.cli:main"


def test_a_source_distribution_has_what_its_tests_are_about() -> None:
    """All that is in the repository, but for what only git reads."""
    patterns = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    # The first three come along in any case.
    others = {"pyproject.toml", "README.md", "LICENSE", ".gitignore", ".gitattributes"}
    if not (ROOT / ".git").exists():
        pytest.skip("only a checkout says what belongs to the repository")
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert {line.partition("/")[0] for line in done.stdout.splitlines()} - others == {
        pattern.removeprefix("/") for pattern in patterns
    }


@pytest.mark.skipif(sys.platform == "win32", reason="says how to compile in another way")
@pytest.mark.parametrize(
    ("compiler", "kind"),
    [(sysconfig.get_config_var("CC"), "compiled"), ("/dev/null", "plain")],
    ids=["with a compiler", "without"],
)
def test_a_wheel_is_built_with_or_without_a_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiler: str, kind: str
) -> None:
    """The part in C is left out where nothing compiles it, and the wheel then is for every interpreter."""
    pytest.importorskip("hatchling", reason="hatchling is not installed: pip install 'pytest-ssot[dev]'")
    if kind == "compiled" and shutil.which(compiler.split(maxsplit=1)[0]) is None:
        pytest.skip("there is no compiler")
    monkeypatch.setenv("CC", compiler)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = ZipFile(wheel).namelist()

    compiled = [f"pytest_ssot/facts/_words1{sysconfig.get_config_var('EXT_SUFFIX')}"] * (kind == "compiled")
    assert [name for name in names if "_words1" in name and not name.endswith(".pyi")] == compiled
    assert ("none-any" in wheel.name) is (kind == "plain")
    assert ("could not be compiled" in done.stdout + done.stderr) is (kind == "plain")


def test_every_imported_package_is_a_declared_dependency() -> None:
    """A fresh installation has what the package imports, with the extras that its users may ask for."""
    extras = PROJECT["project"]["optional-dependencies"]
    optional = [line for name, lines in extras.items() if name not in ("test", "dev") for line in lines]
    lines = [*PROJECT["project"]["dependencies"], *optional]
    declared = {re.split(r"[<>=!~\[ ]", line)[0].lower() for line in lines}
    homes = packages_distributions()
    needed = {home.lower() for name in imported_packages() for home in homes.get(name, [f"{name}?"])}

    assert needed <= declared


def test_an_idle_plugin_loads_nothing_heavy() -> None:
    """Whoever installed the plugin pays for it only when asking for it."""
    loaded = loaded_by("import pytest, pytest_ssot.plugin")
    heavy = re.compile(
        r"msgspec|sqlite3|multiprocessing|concurrent|pytest_ssot\.(facts|rules|check|formats|cli)"
    )

    assert sorted(name for name in loaded if heavy.match(name)) == []


def test_the_command_line_works_without_pytest() -> None:
    """`ssot check` starts fast and runs where pytest is absent."""
    loaded = loaded_by(
        "from pytest_ssot.cli import main\n"
        "import contextlib, io, sys\n"
        "sys.argv = ['ssot', 'check', '--root', 'examples/service']\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit): main()"
    )

    assert {name for name in loaded if name.partition(".")[0] in {"pytest", "_pytest", "xdist"}} == set()
    assert "pytest_ssot.check" in loaded


def test_the_readme_has_the_two_one_line_commands() -> None:
    """The main job and the tests each take one line on a machine with just Python and pip."""
    assert code_lines(README) == [MAIN_JOB, "bash .ci/run"]


def test_the_runner_ends_with_the_tests() -> None:
    """The last line of a run is pytest's own summary."""
    steps = re.search(r"steps=\(([\w ]+)\)", RUNNER)

    assert steps is not None
    assert steps[1].split() == ["install", "lint", "types", "layers", "self", "tests"]


def test_the_runner_refuses_an_unknown_step() -> None:
    """A misspelt step is an error, not a green run."""
    done = subprocess.run(
        ["bash", ".ci/run", "tset"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 2
    assert "no step 'tset'" in done.stderr


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Documentation moves together with what it points at."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_make_target_a_page_names_exists(page: Path) -> None:
    """A command that is documented can be run."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE))

    assert named <= targets


def test_every_documented_option_exists_and_every_option_is_documented() -> None:
    """The options in the documentation are those that pytest lists, no more and no fewer."""
    help_text = run("-m", "pytest", "--help")
    offered = set(re.findall(r"(?<![\w-])--ssot[\w-]*", help_text))
    named = {
        option for page in PAGES for option in re.findall(r"(?<![\w-])--ssot[\w-]*", page.read_text("utf-8"))
    }

    assert named == offered


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    """The tables of docs/configuration.md are the settings, key by key."""
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    project_table, _, rest = page.partition("`[tool.ssot.rules.<rule id>]`")
    rule_table = rest.partition("## Globs")[0]
    keys = re.compile(r"^\| `([\w-]+)` \|", re.MULTILINE)

    documented = {key.replace("-", "_") for key in keys.findall(project_table)}
    documented_per_rule = {key.replace("-", "_") for key in keys.findall(rule_table)}

    assert documented == {field.name for field in dataclasses.fields(Settings)} - {"root", "rules"}
    assert documented_per_rule == {field.name for field in dataclasses.fields(RuleSettings)}


def test_the_readme_names_every_rule_as_the_rule_names_itself() -> None:
    """The rule table is complete, in the order and in the words of `ssot rules`."""
    table = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.+) \|$", README, re.MULTILINE)

    assert table == [tuple(line.split(maxsplit=2)) for line in run("-m", "pytest_ssot", "rules").splitlines()]


def test_the_layer_contract_places_every_module_once() -> None:
    """The contract is exhaustive, and no layer is named twice."""
    layers = next(
        contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["id"] == "layers"
    )
    placed = [name.strip("() ") for layer in layers["layers"] for name in layer.split("|")]
    modules = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert layers["exhaustive"] is True
    assert len(placed) == len(set(placed))
    assert modules - {"__init__"} <= set(placed)


def test_no_module_is_longer_than_400_lines() -> None:
    """What grows beyond that is two things."""
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_bytes().splitlines())
        for path in PACKAGE.rglob("*.py")
    }

    assert {path: length for path, length in lengths.items() if length > 400} == {}
