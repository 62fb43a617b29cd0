"""What `ssot init` can write into a project, decided before anything is touched."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_ssot.errors import SsotError
from pytest_ssot.templates import SERVICES, Service

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIGURATION = """\
[tool.ssot]
level = "standard"  # strict | standard | permissive
# Who may touch what the rules guard, and what everybody else uses instead:
# owners = ["auth_service/**"]
# interface = "auth_service.UnifiedAuthInterface"
"""
_PLAIN = re.compile(r"[\w.][\w./ @+-]*(?<! )")
"""A path that stands for itself in YAML, in Groovy and in a shell's double quotes."""
_OWN_FILE = CONFIGURATION.replace("[tool.ssot]\n", "", 1)


@dataclass(frozen=True)
class File:
    """A file to be written: `content` is all of it, `was` what it holds now, None when it is not there.

    `adds` is the part that is new to it, where the rest stays.
    """

    path: Path
    content: bytes
    was: bytes | None = None
    adds: str = ""

    @property
    def is_done(self) -> bool:
        """It is there already."""
        return self.was == self.content

    @property
    def overwrites(self) -> bool:
        """Something else would be lost."""
        return self.was is not None and not self.is_done and not self.adds


def configuration(root: Path) -> File | None:
    """A minimal configuration for the project; None where there is one.

    It is appended to `pyproject.toml`, or becomes an `ssot.toml` where that is missing or cannot take it.
    """
    own, project = root / "ssot.toml", root / "pyproject.toml"
    if os.path.lexists(own):
        return None
    text = _read(project)
    if text is None:
        return File(own, _OWN_FILE.encode())
    try:
        tool = tomllib.loads(text.decode("utf-8-sig")).get("tool", {})
    except ValueError as problem:
        raise SsotError(f"{project} is not valid TOML ({problem}): mend it first") from problem
    if isinstance(tool, dict) and "ssot" in tool:
        return None
    line_end = "\r\n" if b"\r\n" in text else "\n"
    addition = CONFIGURATION.replace("\n", line_end)
    gap = line_end if text and not text.endswith(b"\n") else ""
    content = text + f"{gap}{line_end if text else ''}{addition}".encode()
    try:
        tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:  # such as `tool = {}`, to which nothing can be added
        return File(own, _OWN_FILE.encode())
    return File(project, content, text, adds=addition)


def service_files(service: Service, top: Path, root: Path) -> Iterator[File]:
    """The files for a build service in the repository `top`, for the project `root` in it."""
    project = Path(os.path.relpath(root, top)).as_posix()
    if not _PLAIN.fullmatch(project):
        raise SsotError(
            f"{project}: its name would mean something else in a file for {service.name}: rename it"
        )
    for template in service.files:
        if template.unless and os.path.lexists(top / template.unless):
            continue
        path = top / template.target
        yield File(path, template.text("" if project == "." else project).encode(), _read(path))


def repository_top(root: Path) -> Path:
    """The top of the checkout that the project lies in; the project itself when there is none."""
    found = (directory for directory in (root, *root.parents) if os.path.lexists(directory / ".git"))
    return next(found, root)


def services() -> Mapping[str, Service]:
    """The build services by name."""
    return {service.name: service for service in SERVICES}


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise SsotError(f"cannot read {path}: {problem.strerror}") from problem
