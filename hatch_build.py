"""Builds the part of the package that is in C, where something can compile it.

It tells nothing that `pytest_ssot/facts/words.py` does not tell without it, only sooner: a machine with no
compiler gets the package without it.
"""

from __future__ import annotations

import atexit
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.errors import BaseError

MODULE = "pytest_ssot.facts._words1"


class CompiledPart(BuildHookInterface[BuilderConfig]):
    """Puts the compiled module into a wheel, or beside its source when that is what gets installed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `build_data` learns of the file and that the wheel is for this interpreter."""
        room = mkdtemp(prefix="pytest-ssot-")
        atexit.register(shutil.rmtree, room, ignore_errors=True)  # the wheel is written after this
        built = self._compiled(room)
        if built is None:
            self.app.display_warning(f"{MODULE} could not be compiled: the first look at files takes longer")
            return
        place = f"{MODULE.rpartition('.')[0].replace('.', '/')}/{built.name}"
        if version == "editable":
            Path(self.root, place).write_bytes(built.read_bytes())
        else:
            build_data["force_include"][str(built)] = place
            build_data |= {"pure_python": False, "infer_tag": True}

    def _compiled(self, room: str) -> Path | None:
        source = f"{MODULE.replace('.', '/')}.c"
        module = Extension(MODULE, [str(Path(self.root, source))], optional=True)
        command = Distribution({"ext_modules": [module]}).get_command_obj("build_ext")
        command.build_lib = command.build_temp = room
        try:
            command.ensure_finalized()
            command.run()
        except BaseError:
            return None
        built = Path(command.get_ext_fullpath(MODULE))
        return built if built.exists() else None
