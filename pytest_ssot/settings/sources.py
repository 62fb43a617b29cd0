"""Where settings are given, and how the places become one value or one list of mistakes."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pytest_ssot.errors import SettingsError
from pytest_ssot.settings.keys import KEYS, RULE_KEYS, Context, Files, Reader, Unfit, suggest
from pytest_ssot.settings.values import RuleSettings, Settings

ENVIRONMENT: Mapping[str, str] = MappingProxyType({
    "SSOT_COMPLIANCE_LEVEL": "level",
    "SSOT_BLOCK_ON_WARNINGS": "block-on-warnings",
    "SSOT_GENERATE_REPORTS": "generate-reports",
    "SSOT_ALERT_ON_CRITICAL": "alert-on-critical",
    "SSOT_MONITORING_INTERVAL": "monitoring-interval",
    "SSOT_MONITORING_MODE": "monitoring-mode",
})  # fmt: skip
"""The environment variables that set a key."""

_ROOT_MARKS = ("ssot.toml", "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini", ".git")
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class _Source:
    """One place, what it gives, and the TOML table these keys stand in."""

    place: str
    values: Mapping[str, object]
    table: str = ""
    textual: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    def key(self, written: str) -> str:
        """The key in kebab-case, whatever the place calls it."""
        return self.aliases.get(written, written).replace("_", "-")

    def where(self, written: str = "") -> str:
        """How a message names the place of a key, or of the whole table."""
        table = f"[{self.table}]" if self.table else ""
        return self.place + " ".join(part for part in (table, written and _name(written)) if part)

    def below(self, *names: str, values: Mapping[str, object] = _NOTHING) -> _Source:
        """The table that stands in this one."""
        table = ".".join((*filter(None, [self.table]), *map(_name, names)))
        return replace(self, table=table, values=values, aliases={})


def find_root(start: Path) -> Path:
    """The nearest directory, from `start` upwards, that marks a project; `start` itself when none does.

    A project is marked by a configuration file of this tool, of Python packaging or of pytest, or by a
    repository. A `start` that is a file means its directory.
    """
    here = Path(os.path.normpath(start.absolute()))
    with suppress(OSError):
        here = here.parent if here.is_file() else here
    for directory in (here, *here.parents):
        if any(os.path.lexists(directory / mark) for mark in _ROOT_MARKS):
            return directory
    return here


def resolve_settings(
    root: Path,
    *,
    environ: Mapping[str, str],
    options: Mapping[str, object] = _NOTHING,
    ini: Mapping[str, object] = _NOTHING,
    rule_ids: Callable[[], Collection[str]] | None = None,
    files: Files | None = None,
) -> Settings:
    """The settings of a project, or every mistake in them as one `SettingsError`.

    `options` and `ini` are keyed by the names of the settings, which may start with `ssot_`; as ini, plain
    `ssot` means `enabled`. None counts as not given, and so does an empty ini value, which pytest
    reports for what nobody set. Where the configuration names rules, the known
    `rule_ids` are asked for, to check their names.

    `files` are those of the tree that is judged, when it is not the one on disk: it is judged by its own
    configuration, as a checkout of it would be. Where it has none (it is older than the configuration,
    or nobody commits that), the one on disk holds.
    """
    root = root.absolute()
    mistakes: list[str] = []
    found: dict[str, Any] = {}
    configured = tuple(_files(files or _Disk(root), mistakes))
    if not configured and not mistakes and files is not None:
        configured, files = tuple(_files(_Disk(root), mistakes)), None
    for source in (*configured, _ini(ini), _environment(environ), _options(options)):
        found |= _read(source, Context(root, source.textual, rule_ids, files), mistakes)
    if mistakes:
        raise SettingsError(tuple(mistakes))
    return Settings(root, **found)


def _options(options: Mapping[str, object]) -> _Source:
    given = {name.replace("_", "-"): value for name, value in options.items() if value is not None}
    names = {name: name.removeprefix("ssot-") for name in given}
    return _Source("option --", given, textual=True, aliases=names)


def _environment(environ: Mapping[str, str]) -> _Source:
    given = {name: environ[name] for name in ENVIRONMENT if environ.get(name, "").strip()}
    return _Source("environment variable ", given, textual=True, aliases=ENVIRONMENT)


def _ini(ini: Mapping[str, object]) -> _Source:
    given = {name: value for name, value in ini.items() if value is not None and value not in ("", [], ())}
    names = {name: name.removeprefix("ssot_") for name in given} | {"ssot": "enabled"}
    return _Source("pytest ini ", given, textual=True, aliases=names)


@dataclass(frozen=True)
class _Disk:
    """The files on disk."""

    root: Path

    def holds(self, path: str) -> bool:
        return (self.root / path).exists()

    def content(self, path: str) -> bytes:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError as missing:
            if not (self.root / path).is_symlink():
                raise
            raise OSError(errno.ENOLINK, "the link is broken", path) from missing


def _files(files: Files, mistakes: list[str]) -> Iterator[_Source]:
    """What the files give: one of them may configure the project, so that it is configured once."""
    own = _load(files, "ssot.toml", mistakes)
    tool = _load(files, "pyproject.toml", mistakes).get("tool")
    section = tool.get("ssot", {}) if isinstance(tool, dict) else {}
    if own and section:
        mistakes.append(
            "ssot.toml and [tool.ssot] in pyproject.toml both configure this project: move the keys into one"
        )
    if own:
        yield _Source("ssot.toml: ", own)
    if not isinstance(section, dict):
        mistakes.append(f"pyproject.toml: [tool] ssot = {_show(section)}: it must be a table, [tool.ssot]")
    elif section:
        yield _Source("pyproject.toml: ", section, table="tool.ssot")


def _load(files: Files, name: str, mistakes: list[str]) -> Mapping[str, object]:
    """The content of a TOML file; nothing when it is missing or cannot be understood."""
    try:
        data = files.content(name)
    except FileNotFoundError:
        return {}
    except OSError as problem:
        mistakes.append(f"{name}: the file cannot be read ({problem.strerror})")
        return {}
    # Every pytest run reads pyproject.toml of every project, and few of them mean this tool.
    if b"ssot" not in data and name != "ssot.toml":
        return {}
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        mistakes.append(f"{name}:{line}: the file is not UTF-8; TOML has to be")
    except ValueError as problem:
        mistakes.append(_invalid_toml(name, str(problem)))
    except RecursionError:
        mistakes.append(f"{name}: the file is nested too deeply to be read")
    return {}


def _invalid_toml(name: str, complaint: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", complaint)
    if place is None:
        return f"{name}: not valid TOML: {complaint}"
    return f"{name}:{place[1]}:{place[2]}: not valid TOML: {complaint[: place.start()]}"


def _read(source: _Source, context: Context, mistakes: list[str]) -> dict[str, Any]:
    """What one place gives, keyed as `Settings` is."""
    found = _read_table(source, {**KEYS, "rules": _as_it_is}, context, mistakes)
    if "rules" in found:
        found["rules"] = _read_rules(source, found["rules"], context, mistakes)
    return found


def _as_it_is(value: object, _context: Context) -> object:
    return value


def _read_rules(source: _Source, rules: object, context: Context, mistakes: list[str]) -> Any:
    """The tables of `rules`, by rule id."""
    if not isinstance(rules, dict):
        section = source.below("rules").table
        mistakes.append(
            f"{source.where('rules')} = {_show(rules)}: it must hold tables such as [{section}.<id>]"
        )
        return {}
    found: dict[str, RuleSettings] = {}
    for rule_id, values in rules.items():
        if not isinstance(values, dict):
            place = source.below("rules").where(rule_id)
            mistakes.append(f"{place} = {_show(values)}: it must be a table, such as {{ enabled = false }}")
            continue
        table = source.below("rules", rule_id, values=values)
        if context.rule_ids is not None and rule_id not in context.rule_ids():
            known = suggest(rule_id, sorted(context.rule_ids()))
            mistakes.append(f"{table.where()}: there is no such rule; {known}")
        found[rule_id] = RuleSettings(**_read_table(table, RULE_KEYS, context, mistakes))
    return found


def _read_table(
    source: _Source, keys: Mapping[str, Reader], context: Context, mistakes: list[str]
) -> dict[str, Any]:
    """The values of a table whose every key stands in `keys`; what does not fit is a mistake."""
    found: dict[str, Any] = {}
    for written, value in source.values.items():
        key = source.key(written)
        place = f"{source.where(written)} = "
        if key not in keys:
            mistakes.append(f"{place}{_show(value)}: there is no such key; {suggest(key, keys)}")
        elif key.replace("-", "_") in found:
            mistakes.append(f"{place}{_show(value)}: the key is given twice, in two spellings; keep one")
        else:
            try:
                found[key.replace("-", "_")] = keys[key](value, context)
            except Unfit as wrong:
                mistakes += (f"{place}{_show(bad)}: {why}" for bad, why in wrong.found)
    return found


def _name(key: str) -> str:
    """A key as TOML writes it, with nothing in it that could disturb a terminal."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else repr(key)


def _show(value: object) -> str:
    """A value in one short line of plain characters."""
    try:
        text = str(value).lower() if isinstance(value, bool) else repr(value)
    except (RecursionError, ValueError):  # dotted keys nest without end, hexadecimal numbers are unlimited
        return f"a monstrous {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:59]}…"
