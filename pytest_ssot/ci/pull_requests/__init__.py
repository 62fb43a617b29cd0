"""Pull requests are told the verdict: a status, labels, one comment, annotations.

`publish` is all there is for others (`publishing`). It makes a `statement` of a report, finds a token
(`credentials`) and the service (`github`, `gitlab`, each a `host`), and tells it in a fixed order (`steps`),
by requests that are bounded in time (`api`, `wire`) and sent by the libraries made for it (`connections`).
What was done and what was not is a `Publication`. `without_tokens` keeps the token from everybody else.
"""

from __future__ import annotations

from pytest_ssot.ci.pull_requests.credentials import without_tokens
from pytest_ssot.ci.pull_requests.publication import Publication
from pytest_ssot.ci.pull_requests.publishing import publish

__all__ = ["Publication", "publish", "without_tokens"]
