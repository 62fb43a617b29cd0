"""Pull requests are told the verdict: a status, labels, one comment, annotations.

`publish`, and `publish_failure` where there is none, are all there is for others (`publishing`). They
make a `statement` of a report or a problem, find a token (`credentials`) and the service (`github`, `gitlab`,
each a `host`), and tell it in a fixed order (`steps`), by requests that are bounded in time (`api`, `wire`)
and sent by the libraries made for it (`connections`). What was done and what was not is a `Publication`.
`without_tokens` keeps the token from everybody else.
"""

from __future__ import annotations

from pytest_ssot.ci.pull_requests.credentials import without_tokens
from pytest_ssot.ci.pull_requests.publication import Publication
from pytest_ssot.ci.pull_requests.publishing import publish, publish_failure

__all__ = ["Publication", "publish", "publish_failure", "without_tokens"]
