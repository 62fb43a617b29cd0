"""Settings come from four places, the most specific one wins, and every mistake is told at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from pytest_ssot.errors import SettingsError
from pytest_ssot.model import Level, Severity
from pytest_ssot.settings import Mode, RuleSettings, Settings, find_root, resolve_settings
from pytest_ssot.settings.keys import KEYS, RULE_KEYS

RULES = ("auth-fallback", "jwt-direct-call", "jwt-direct-import", "jwt-signature-bypass")
BUILT_IN_MARKERS = ("@auth_ssot_exception", "SSOT_EXCEPTION", "JWT_ALLOWED")


def configure(root: Path, text: str = "", *, own: str | None = None) -> Path:
    """A project whose pyproject.toml has `text` below `[tool.ssot]`, and an ssot.toml with `own`."""
    if text:
        (root / "pyproject.toml").write_text(f"[project]\nname = 'x'\n[tool.ssot]\n{text}")
    if own is not None:
        (root / "ssot.toml").write_text(own)
    return root


def resolve(
    root: Path,
    *,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, object] | None = None,
    ini: Mapping[str, object] | None = None,
) -> Settings:
    return resolve_settings(
        root, environ=environ or {}, options=options or {}, ini=ini or {}, rule_ids=lambda: RULES
    )


def mistakes(
    root: Path,
    *,
    environ: Mapping[str, str] | None = None,
    options: Mapping[str, object] | None = None,
    ini: Mapping[str, object] | None = None,
) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        resolve(root, environ=environ, options=options, ini=ini)
    return caught.value.mistakes


# --- values ----------------------------------------------------------------------------------------------


def test_nothing_configured_means_the_defaults(tmp_path: Path) -> None:
    """A project without any file has settings, and they say where it is."""
    assert resolve(tmp_path) == Settings(tmp_path)
    assert Settings(tmp_path).rule("jwt-direct-call") == RuleSettings()


def test_the_root_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings mean the same wherever the process goes next."""
    monkeypatch.chdir(tmp_path)

    assert resolve(Path()).root == tmp_path


EVERYTHING = """
enabled = true
level = "Strict"
roots = ["src", "./lib/", "src/app.py"]
exclude = ["**/gen", "*_pb2.py"]
owners = ["src/auth/"]
interface = "app.auth.UnifiedAuthInterface"
impact = "Sign-in stops working"
references = ["issue #300", "https://example.invalid/300"]
markers = ["AUTH_OK", "@reviewed"]
allow-critical-exceptions = ["jwt-signature-bypass"]
block-on-warnings = true
baseline = "./known/ssot.json"
strict-baseline = true
ratchet = true
generate-reports = false
alert-on-critical = false
monitoring-interval = 60
monitoring-mode = "full"
"""

RULE_TABLES = """
rules.jwt-direct-call = { enabled = false }
[{0}rules.auth-fallback]
severity = "ERROR"
owners = ["tests/**"]
impact = "…"
references = []
"""

EXPECTED = {
    "enabled": True,
    "level": Level.STRICT,
    "roots": ("src", "lib", "src/app.py"),
    "exclude": ("**/gen", "*_pb2.py"),
    "owners": ("src/auth/",),
    "interface": "app.auth.UnifiedAuthInterface",
    "impact": "Sign-in stops working",
    "references": ("issue #300", "https://example.invalid/300"),
    "markers": (*BUILT_IN_MARKERS, "AUTH_OK", "@reviewed"),
    "allow_critical_exceptions": ("jwt-signature-bypass",),
    "block_on_warnings": True,
    "baseline": "known/ssot.json",
    "strict_baseline": True,
    "ratchet": True,
    "generate_reports": False,
    "alert_on_critical": False,
    "monitoring_interval": 60,
    "monitoring_mode": Mode.FULL,
    "rules": {
        "jwt-direct-call": RuleSettings(enabled=False),
        "auth-fallback": RuleSettings(
            severity=Severity.ERROR, owners=("tests/**",), impact="…", references=()
        ),
    },
}


@pytest.mark.parametrize("file", ["pyproject.toml", "ssot.toml"])
@pytest.mark.parametrize("spelling", ["kebab", "snake"])
def test_every_key_can_be_set_in_either_file_and_spelling(tmp_path: Path, file: str, spelling: str) -> None:
    """Both files know the same keys, with `-` or `_`."""
    (tmp_path / "src").mkdir()
    (tmp_path / "lib").mkdir()
    (tmp_path / "src" / "app.py").touch()
    prefix = "tool.ssot." if file == "pyproject.toml" else ""
    text = EVERYTHING + RULE_TABLES.replace("{0}", prefix)
    if spelling == "snake":
        for key in ("allow-critical-exceptions", "block-on-warnings", "strict-baseline", "generate-reports"):
            text = text.replace(key, key.replace("-", "_"))
    (tmp_path / file).write_text(("[tool.ssot]\n" if prefix else "") + text)

    settings = resolve(tmp_path)

    assert {field.name: getattr(settings, field.name) for field in fields(settings)} == {
        "root": tmp_path,
        **EXPECTED,
    }


def test_the_table_of_keys_is_complete() -> None:
    """Each field of the values has exactly one row, so none can be set unchecked or not at all."""
    assert {key.replace("-", "_") for key in KEYS} == {f.name for f in fields(Settings)} - {"root", "rules"}
    assert set(RULE_KEYS) == {field.name for field in fields(RuleSettings)}


PRECEDENCE = [
    # file, ini, environment, option, level
    (None, None, None, None, Level.STANDARD),
    ("strict", None, None, None, Level.STRICT),
    ("strict", "permissive", None, None, Level.PERMISSIVE),
    ("strict", "permissive", "standard", None, Level.STANDARD),
    ("strict", "permissive", "standard", "strict", Level.STRICT),
    ("permissive", "strict", None, "standard", Level.STANDARD),
    ("permissive", None, "STRICT", None, Level.STRICT),
    ("permissive", None, " Strict ", None, Level.STRICT),
    ("permissive", None, "", None, Level.PERMISSIVE),
    ("permissive", "", None, None, Level.PERMISSIVE),
    (None, None, None, "STRICT", Level.STRICT),
]


@pytest.mark.parametrize(("file", "ini", "variable", "option", "level"), PRECEDENCE)
def test_the_most_specific_place_wins(
    tmp_path: Path, file: str | None, ini: str | None, variable: str | None, option: str | None, level: Level
) -> None:
    """Option, environment, ini, file, default, in this order; unset and empty ones step aside."""
    configure(tmp_path, f"level = '{file}'" if file else "enabled = true")

    settings = resolve(
        tmp_path,
        environ={} if variable is None else {"SSOT_COMPLIANCE_LEVEL": variable},
        ini={"ssot_level": ini},
        options={"level": option},
    )

    assert settings.level is level


@pytest.mark.parametrize(
    ("word", "meaning"),
    [(w, True) for w in ("true", "TRUE", "1", "yes", "on", " Yes ")]
    + [(w, False) for w in ("false", "False", "0", "no", "off")],
)
def test_the_environment_says_yes_or_no_in_many_words(tmp_path: Path, word: str, meaning: bool) -> None:
    """The variable overrides the file in both directions."""
    configure(tmp_path, f"block-on-warnings = {str(not meaning).lower()}")

    settings = resolve(tmp_path, environ={"SSOT_BLOCK_ON_WARNINGS": word})

    assert settings.block_on_warnings is meaning


def test_ini_and_options_give_lists_and_booleans_in_pytests_ways(tmp_path: Path) -> None:
    """Text has one item a line; real lists and booleans are taken as they are."""
    (tmp_path / "src").mkdir()

    settings = resolve(
        tmp_path,
        ini={"ssot": "true", "ssot_roots": ["src"], "ssot_exclude": "gen\n\n  old  \n", "ssot_owners": []},
        options={"block_on_warnings": True, "markers": ("OK",)},
    )

    assert (settings.enabled, settings.roots, settings.exclude) == (True, ("src",), ("gen", "old"))
    assert (settings.block_on_warnings, settings.markers) == (True, (*BUILT_IN_MARKERS, "OK"))


VARIABLES = [
    ("SSOT_GENERATE_REPORTS", "no", "generate_reports", False),
    ("SSOT_ALERT_ON_CRITICAL", "0", "alert_on_critical", False),
    ("SSOT_MONITORING_INTERVAL", " 30 ", "monitoring_interval", 30),
    ("SSOT_MONITORING_MODE", "Full", "monitoring_mode", Mode.FULL),
]


@pytest.mark.parametrize(("name", "value", "key", "expected"), VARIABLES, ids=[row[0] for row in VARIABLES])
def test_variables_set_what_gates_and_monitors_do(
    tmp_path: Path, name: str, value: str, key: str, expected: object
) -> None:
    """Text says what it means, or what is wrong with it."""
    assert getattr(resolve(tmp_path, environ={name: value}), key) == expected
    with pytest.raises(SettingsError, match=f"^environment variable {name} = 'junk': "):
        resolve(tmp_path, environ={name: "junk"})


def test_other_variables_and_other_tools_are_left_alone(tmp_path: Path) -> None:
    """Only the documented variables and one table are read."""
    (tmp_path / "pyproject.toml").write_text("[tool.ssotted]\nlevl = 1\n[tool.black]\nlevel = 'x'\n")

    assert resolve(tmp_path, environ={"SSOT_MONITORING_PACE": "x", "LEVEL": "x"}) == Settings(tmp_path)


def test_an_empty_ssot_toml_marks_a_root_and_configures_nothing(tmp_path: Path) -> None:
    """It does not compete with the table in pyproject.toml."""
    configure(tmp_path, "level = 'strict'", own="# see pyproject.toml\n")

    assert resolve(tmp_path).level is Level.STRICT


def test_a_broken_pyproject_that_does_not_mention_the_tool_is_not_our_mistake(tmp_path: Path) -> None:
    """Its owner will hear of it from the tools it configures."""
    (tmp_path / "pyproject.toml").write_text("[tool.black\n")

    assert resolve(tmp_path) == Settings(tmp_path)


# --- mistakes --------------------------------------------------------------------------------------------

LEVELS = "there is no such level; "
SECONDS = "it must be a whole number of seconds, from 1 to 604800"

MISTAKES = [
    ("levle = 'strict'", "levle = 'strict': there is no such key; did you mean 'level'?"),
    ("level = 'strickt'", f"level = 'strickt': {LEVELS}did you mean 'strict'?"),
    ("level = 'zzz'", f"level = 'zzz': {LEVELS}there are strict, standard, permissive"),
    ("level = 3", "level = 3: it must be a string"),
    ("enabled = 'true'", "enabled = 'true': it must be true or false"),
    ("enabled = 1", "enabled = 1: it must be true or false"),
    ("roots = 'src'", "roots = 'src': it must be a list of strings"),
    ("roots = []", "roots = []: there would be nothing to analyse; leave it out for the whole project"),
    ("roots = ['']", "roots = '': it names nothing; write '.' for the whole project"),
    ("roots = [true]", "roots = true: it must be a string"),
    ("roots = ['/etc']", "roots = '/etc': it must be relative to the project, with forward slashes"),
    ("roots = ['C:/x']", "roots = 'C:/x': it must be relative to the project, with forward slashes"),
    ("roots = ['a\\b']", r"roots = 'a\\b': it must be relative to the project, with forward slashes"),
    ("roots = ['a/../..']", "roots = 'a/../..': it leads out of the project; name a directory or file in it"),
    ("roots = ['srv']", "roots = 'srv': there is no such directory or file in the project"),
    (r'roots = ["\u0000"]', r"roots = '\x00': there is no such directory or file in the project"),
    (
        "roots = ['out']",
        "roots = 'out': it is a link that leads out of the project; name a directory or file in it",
    ),
    ("exclude = [' ']", "exclude = ' ': an empty pattern selects nothing; leave it out"),
    ("exclude = ['!a']", "exclude = '!a': patterns cannot be negated; name what is meant"),
    ("owners = ['a\\b']", r"owners = 'a\\b': paths are relative to the project, with forward slashes"),
    (
        "owners = ['../a']",
        "owners = '../a': patterns select paths in the project, which never contain '..'",
    ),
    (
        "interface = 'my auth'",
        "interface = 'my auth': it must be a name such as 'UnifiedAuthInterface' or 'app.auth.Interface'",
    ),
    ("impact = 5", "impact = 5: it must be a string"),
    ("references = [1]", "references = 1: it must be a string"),
    (
        "markers = ['OK:']",
        "markers = 'OK:': a marker is one word, such as 'SSOT_EXCEPTION', without its colon",
    ),
    (
        "allow-critical-exceptions = ['jwt-signature-bypas']",
        (
            "allow-critical-exceptions = 'jwt-signature-bypas': there is no such rule; "
            "did you mean 'jwt-signature-bypass'?"
        ),
    ),
    (
        "block-on-warnings = true\nblock_on_warnings = true",
        "block_on_warnings = true: the key is given twice, in two spellings; keep one",
    ),
    ("monitoring-mode = 'ful'", "monitoring-mode = 'ful': there is no such mode; did you mean 'full'?"),
    ("monitoring-interval = 0", f"monitoring-interval = 0: {SECONDS}"),
    ("monitoring-interval = '60'", f"monitoring-interval = '60': {SECONDS}"),
    ("monitoring-interval = 1.5", f"monitoring-interval = 1.5: {SECONDS}"),
    ("monitoring-interval = true", f"monitoring-interval = true: {SECONDS}"),
    ("generate-reports = 'yes'", "generate-reports = 'yes': it must be true or false"),
    ("rules = 1", "rules = 1: it must hold tables such as [tool.ssot.rules.<id>]"),
    (
        '"le\\u001b[2Jvel" = 1',
        r"'le\x1b[2Jvel' = 1: there is no such key; did you mean 'level'?",
    ),
    (f"impact{'.a' * 5000} = 1", "impact = a monstrous dict: it must be a string"),
    (f"impact = 0x{'f' * 5000}", "impact = a monstrous int: it must be a string"),
    (f"impact = [{', '.join(['12345'] * 30)}]", f"impact = [{'12345, ' * 8}12…: it must be a string"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=[text[:40] for text, _ in MISTAKES])
def test_a_mistake_names_file_key_value_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    """One line tells everything needed to put it right."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "out").symlink_to(tmp_path)

    assert mistakes(configure(tmp_path / "project", text)) == (f"pyproject.toml: [tool.ssot] {message}",)


RULE_MISTAKES = [
    (
        "[rules.jwt-direct-cal]",
        "[rules.jwt-direct-cal]: there is no such rule; did you mean 'jwt-direct-call'?",
    ),
    (
        "[rules.jwt-direct-call]\nseverity = 'fatal'",
        (
            "[rules.jwt-direct-call] severity = 'fatal': there is no such severity; "
            "there are critical, error, warning"
        ),
    ),
    (
        "[rules.jwt-direct-call]\nowner = ['a']",
        "[rules.jwt-direct-call] owner = ['a']: there is no such key; did you mean 'owners'?",
    ),
    (
        "rules.jwt-direct-call = false",
        "[rules] jwt-direct-call = false: it must be a table, such as { enabled = false }",
    ),
    (
        '[rules."a b"]',
        f"[rules.'a b']: there is no such rule; there are {', '.join(RULES)}",
    ),
    ("[tool.ssot]\nlevel = 'strict'", "tool = {'ssot': {'level': 'strict'}}: there is no such key; "),
]


@pytest.mark.parametrize(("text", "message"), RULE_MISTAKES, ids=[text for text, _ in RULE_MISTAKES])
def test_a_mistake_about_a_rule_names_its_table(tmp_path: Path, text: str, message: str) -> None:
    """The heading is written as it stands in the file."""
    (found,) = mistakes(configure(tmp_path, own=text))

    assert found.startswith(f"ssot.toml: {message}")


def test_without_known_rules_any_id_passes(tmp_path: Path) -> None:
    """Whoever has no list of rules, like a rule's own test, can still configure them."""
    configure(tmp_path, "rules.mine = { enabled = false }\nallow-critical-exceptions = ['mine']")

    settings = resolve_settings(tmp_path, environ={})

    assert settings.rule("mine") == RuleSettings(enabled=False)


def test_every_mistake_of_every_place_is_told_at_once(tmp_path: Path) -> None:
    """Nobody mends one mistake to meet the next."""
    configure(tmp_path, "levle = 1\nroots = ['a', '/b']\nrules.x = {}\nrules.auth-fallback.enabled = 2")

    found = mistakes(
        tmp_path,
        environ={"SSOT_COMPLIANCE_LEVEL": "hard", "SSOT_BLOCK_ON_WARNINGS": "maybe"},
        ini={"ssot_level": "lax", "ssot": "perhaps"},
        options={"level": "strictt", "speed": 3},
    )

    assert [message.partition(" = ")[0] for message in found] == [
        "pyproject.toml: [tool.ssot] levle",
        "pyproject.toml: [tool.ssot] roots",
        "pyproject.toml: [tool.ssot] roots",
        f"pyproject.toml: [tool.ssot.rules.x]: there is no such rule; there are {', '.join(RULES)}",
        "pyproject.toml: [tool.ssot.rules.auth-fallback] enabled",
        "pytest ini ssot_level",
        "pytest ini ssot",
        "environment variable SSOT_COMPLIANCE_LEVEL",
        "environment variable SSOT_BLOCK_ON_WARNINGS",
        "option --level",
        "option --speed",
    ]


def test_two_files_that_both_configure_are_a_mistake(tmp_path: Path) -> None:
    """The configuration has a single source too, and mistakes in both are still shown."""
    configure(tmp_path, "level = 'x'", own="level = 'y'")

    assert [message.partition(": ")[0] for message in mistakes(tmp_path)] == [
        "ssot.toml and [tool.ssot] in pyproject.toml both configure this project",
        "ssot.toml",
        "pyproject.toml",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"level = strict\n", "ssot.toml:1:9: not valid TOML: "),
        (b"\n\nlevel = 'a'\nlevel = 'b'\n", "ssot.toml:4:12: not valid TOML: "),
        (b"a = [1,\n", "ssot.toml: not valid TOML: "),
        (b"\n# \xff\n", "ssot.toml:2: the file is not UTF-8; TOML has to be"),
        (b"a = " + b"[" * 5000, "ssot.toml: the file is nested too deeply to be read"),
        (b"a = " + b"9" * 5000, "ssot.toml: not valid TOML: "),
        (b"level = '\x1b[2J'", "ssot.toml:1:10: not valid TOML: "),
    ],
    ids=["value", "twice", "end", "encoding", "depth", "number", "escape"],
)
def test_a_file_that_is_no_toml_says_where(tmp_path: Path, content: bytes, message: str) -> None:
    """File, line and column as far as known; the other places are still read."""
    (tmp_path / "ssot.toml").write_bytes(content)

    found, *others = mistakes(tmp_path, options={"level": "hard"})

    assert found.startswith(message)
    assert found.isprintable()
    assert len(others) == 1


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    (tmp_path / "ssot.toml").write_bytes(b"\xef\xbb\xbflevel = 'strict'\r\n")

    assert resolve(tmp_path).level is Level.STRICT


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    """Whatever stands in the place of the configuration, nothing crashes."""
    (tmp_path / "ssot.toml").mkdir()

    assert mistakes(tmp_path) == ("ssot.toml: the file cannot be read (Is a directory)",)


@pytest.mark.parametrize("text", ["tool.ssot = 1", "tool = { ssot = ['x'] }"])
def test_a_section_that_is_no_table_is_a_mistake(tmp_path: Path, text: str) -> None:
    """The heading it should have is part of the message."""
    (tmp_path / "pyproject.toml").write_text(text)

    (found,) = mistakes(tmp_path)
    assert found.startswith("pyproject.toml: [tool] ssot = ")
    assert found.endswith(": it must be a table, [tool.ssot]")


def test_the_error_reads_as_one_line_per_mistake(tmp_path: Path) -> None:
    """Doors print the exception as it is."""
    configure(tmp_path, "a = 1\nb = 2")

    with pytest.raises(SettingsError) as caught:
        resolve(tmp_path)

    assert str(caught.value).splitlines() == list(caught.value.mistakes)
    assert len(caught.value.mistakes) == 2


# --- the root --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["ssot.toml", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", ".git"]
)
def test_the_root_is_the_nearest_marked_directory(tmp_path: Path, mark: str) -> None:
    """From a directory or a file below it, wherever one stands, even if it does not exist."""
    (tmp_path / "pyproject.toml").touch()
    project = tmp_path / "project"
    (project / "src" / "deep").mkdir(parents=True)
    (project / mark).touch()
    (project / "src" / "a.py").touch()

    for start in ("", "src/deep", "src/a.py", "src/nowhere", "src/deep/../.."):
        assert find_root(project / start) == project


def test_without_a_mark_the_start_is_the_root(tmp_path: Path) -> None:
    """Loose files are a project of their own directory."""
    (tmp_path / "a.py").touch()
    if any(find_root(tmp_path) == above for above in tmp_path.parents):
        pytest.skip("a directory above the temporary one is a project")

    assert find_root(tmp_path) == tmp_path
    assert find_root(tmp_path / "a.py") == tmp_path


def test_a_relative_start_means_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is absolute."""
    (tmp_path / "tox.ini").touch()
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")

    assert find_root(Path()) == tmp_path


# --- weight ----------------------------------------------------------------------------------------------


def test_an_unconfigured_project_loads_no_toml_parser(tmp_path: Path) -> None:
    """Every pytest run asks, and few projects mean this tool."""
    (tmp_path / "pyproject.toml").write_text("[tool.black]\n")
    code = (
        "import sys; from pathlib import Path; from pytest_ssot.settings import resolve_settings;"
        f"resolve_settings(Path({os.fspath(tmp_path)!r}), environ={{}});"
        "print(sorted({'tomllib', 'difflib', 'msgspec', 'pytest'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout == "[]\n"


def test_a_broken_link_is_a_mistake(tmp_path: Path) -> None:
    """Somebody means to configure the project; the defaults would be a guess."""
    (tmp_path / "ssot.toml").symlink_to("nowhere.toml")

    assert mistakes(tmp_path) == ("ssot.toml: the file cannot be read (the link is broken)",)
