"""What a continuous-integration system says about the build it runs."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL = "local"
"""The provider of a build that no known system runs."""

ON_TARGET = "pull_request_target"
"""The event of GitHub Actions for which the target branch is checked out, and nothing of the change."""


@dataclass(frozen=True)
class Build:
    """One run of a pipeline; "" and None stand for what is not known.

    `provider` names the system that runs it, `service` the one that hosts the repository (`github`,
    `gitlab`, `bitbucket`, `azure`): Jenkins may build what GitHub hosts. `commit` is the commit that people
    see, the head of a pull request and not the merge that is checked out to test it. `branch` is the one
    with the change, `target` the one that a pull request wants it in. `bases` are revisions to compare with,
    by the names that a clone knows, the best first; the merge base with the first that exists is meant.

    `pull_request` counts per repository (GitHub's number, GitLab's IID). `repository` is `owner/name`, on
    GitLab the path of the project that the merge request belongs to; `api_url` and `server_url` are without
    a slash at the end. With `is_fork`, the change comes from another repository, and tokens may only read.
    `notes` say what looked wrong, one sentence each.
    """

    provider: str = LOCAL
    service: str = ""
    event: str = ""
    branch: str = ""
    target: str = ""
    commit: str = ""
    pull_request: int | None = None
    bases: tuple[str, ...] = ()
    url: str = ""
    repository: str = ""
    api_url: str = ""
    server_url: str = ""
    is_fork: bool = False
    notes: tuple[str, ...] = ()

    @property
    def base(self) -> str | None:
        """The best revision to compare with."""
        return self.bases[0] if self.bases else None
