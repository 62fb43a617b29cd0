"""The files that `ssot init` writes for build services, and where each belongs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pytest_ssot import __version__


@dataclass(frozen=True)
class Template:
    """A file for a repository.

    `source` is its name in this package, `target` its path from the top of the repository. `unless` names a
    path whose presence makes it unnecessary, "" when nothing does.
    """

    source: str
    target: str
    unless: str = ""

    def text(self, project: str) -> str:
        """Its content for the project in a directory, relative to the top of the repository."""
        raw = Path(__file__).with_name(self.source).read_text(encoding="utf-8")
        return raw.replace("@PROJECT@", project or ".").replace("@VERSION@", __version__)


@dataclass(frozen=True)
class Service:
    """A build service: what to write for it.

    `hint` is what is left to do by hand, `joining` what has to be done where a file was not needed.
    """

    name: str
    files: tuple[Template, ...]
    hint: str = ""
    joining: str = ""


SERVICES = (
    Service(
        "github",
        (Template("github.yml", ".github/workflows/ssot-compliance-check.yml"),),
        hint="name the check `SSOT compliance` in the rules of your protected branches",
    ),
    Service(
        "gitlab",
        (
            Template("gitlab.yml", ".gitlab/ssot-compliance-check.yml"),
            Template("gitlab-ci.yml", ".gitlab-ci.yml", unless=".gitlab-ci.yml"),
        ),
        joining="add to .gitlab-ci.yml:  include: [{local: .gitlab/ssot-compliance-check.yml}]",
    ),
    Service(
        "jenkins",
        (Template("Jenkinsfile", "Jenkinsfile"),),
    ),
)

__all__ = ["SERVICES", "Service", "Template"]
