"""What the address of a repository tells: which service hosts it, where, and under what name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?|ssh|git)://)?(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?P<port>:\d+)?[:/]+(?P<path>\S+?)(?:\.git)?/?",
    re.ASCII,
)
_REQUEST = re.compile(r"/(?:pull|pulls|-/merge_requests|merge_requests|pull-requests)/\d+(?:/.*)?$")
_HOSTED = {
    "github.com": ("github", "https://api.github.com"),
    "gitlab.com": ("gitlab", "https://gitlab.com/api/v4"),
    "bitbucket.org": ("bitbucket", "https://api.bitbucket.org/2.0"),
}
_API = {"github": "/api/v3", "gitlab": "/api/v4"}


@dataclass(frozen=True)
class Hosting:
    """Where a repository is hosted; "" for what its address does not tell."""

    service: str = ""
    repository: str = ""
    server_url: str = ""
    api_url: str = ""


def hosting(address: str) -> Hosting:
    """The hosting of a repository by its address for git, or by that of one of its pull requests.

    A server of one's own tells its service if its name does (`gitlab.example.org`).
    """
    found = _ADDRESS.fullmatch(_REQUEST.sub("", address.strip()))
    if found is None:
        return Hosting()
    host, repository = found["host"].lower(), found["path"]
    scheme, port = found["scheme"], found["port"] or ""
    server = f"{scheme}://{host}{port}" if scheme in ("http", "https") else f"https://{host}"
    if host in _HOSTED:
        service, api = _HOSTED[host]
        return Hosting(service, repository, f"https://{host}", api)
    service = next((name for name in _API if host.split(".")[0].startswith(name)), "")
    return Hosting(service, repository, server, server + _API[service] if service else "")
