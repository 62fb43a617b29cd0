"""The token of a service, from the variables that people and pipelines set for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_OF_JOB = "CI_JOB_TOKEN"
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "github": ("SSOT_GITHUB_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("SSOT_GITLAB_TOKEN", "GITLAB_TOKEN", _OF_JOB),
}
"""Where the token of each service is looked for, the first that is set being taken."""

_TOKEN = re.compile(r"[!-~]{1,4000}")


@dataclass(frozen=True)
class Credential:
    """A token and the variable it comes from; it does not show itself."""

    variable: str
    token: str = field(repr=False)

    @property
    def is_of_job(self) -> bool:
        """Whether it is the one that GitLab gives every job, which may do little."""
        return self.variable == _OF_JOB

    @property
    def problem(self) -> str:
        """Why it cannot be a token; "" when it can."""
        if _TOKEN.fullmatch(self.token):
            return ""
        return f"{self.variable} holds no token: it has blanks, line ends or characters that are not ASCII"


def find_credential(service: str, environ: Mapping[str, str]) -> Credential | None:
    """The token for the service; None when no variable holds one."""
    for variable in VARIABLES.get(service, ()):
        if token := environ.get(variable, "").strip():
            return Credential(variable, token)
    return None


def tokens(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Every token that there is, for whatever service: what nobody may read anywhere."""
    names = (name for names in VARIABLES.values() for name in names)
    return tuple(token for name in names if (token := environ.get(name, "").strip()))


def without_tokens(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The environment for code of a change: what may write to the repository is not for it.

    The token of a job stays, since everything that runs in the job has it anyway.
    """
    withheld = {name for names in VARIABLES.values() for name in names} - {_OF_JOB}
    return {name: value for name, value in environ.items() if name not in withheld}
