"""Cut GitHub's OpenAPI description down to the operations that the tests meet.

    npm pack @octokit/openapi@23.0.2
    tar -xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
    python tests/ci/github_api/trim.py package/generated/api.github.com.json tests/ci/github_api/openapi.json

What only people read (descriptions, examples) is left out; what a request or an answer has to be stays.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

REPOSITORY = "/repos/{owner}/{repo}"
OPERATIONS = {
    "/user": ("get",),
    f"{REPOSITORY}/branches/{{branch}}/protection": ("put",),
    f"{REPOSITORY}/check-runs": ("post",),
    f"{REPOSITORY}/check-runs/{{check_run_id}}": ("get", "patch"),
    f"{REPOSITORY}/check-runs/{{check_run_id}}/annotations": ("get",),
    f"{REPOSITORY}/commits/{{ref}}": ("get",),
    f"{REPOSITORY}/commits/{{ref}}/status": ("get",),
    f"{REPOSITORY}/issues/comments/{{comment_id}}": ("get", "patch", "delete"),
    f"{REPOSITORY}/issues/{{issue_number}}/comments": ("get", "post"),
    f"{REPOSITORY}/issues/{{issue_number}}/labels": ("get", "post"),
    f"{REPOSITORY}/issues/{{issue_number}}/labels/{{name}}": ("delete",),
    f"{REPOSITORY}/labels": ("get", "post"),
    f"{REPOSITORY}/labels/{{name}}": ("get",),
    f"{REPOSITORY}/pulls/{{pull_number}}": ("get",),
    f"{REPOSITORY}/pulls/{{pull_number}}/merge": ("put",),
    f"{REPOSITORY}/statuses/{{sha}}": ("post",),
}
PROSE = frozenset(
    {"description", "example", "examples", "externalDocs", "summary", "tags", "x-github", "x-octokit"}
)
NAMES = frozenset(
    {"properties", "schemas", "parameters", "responses", "examples", "headers", "patternProperties"}
)
"""Below these keys stand names, which may be called like prose."""


def trim(description: dict[str, Any]) -> dict[str, Any]:
    """The description with the operations of interest and what they refer to, without prose."""
    paths = {
        path: {key: description["paths"][path][key] for key in verbs} for path, verbs in OPERATIONS.items()
    }
    kept = {
        "openapi": description["openapi"],
        "info": {key: description["info"][key] for key in ("title", "version", "license")},
        "paths": _without_prose(paths),
    }
    kept["components"] = _referred(kept["paths"], description)
    return kept


def _referred(start: Any, description: dict[str, Any]) -> dict[str, Any]:
    """The components that something refers to, directly or through others."""
    components: dict[str, Any] = {}
    waiting = [start]
    while waiting:
        for kind, name in re.findall(r'"#/components/([^/"]+)/([^"]+)"', json.dumps(waiting.pop())):
            group = components.setdefault(kind, {})
            if name not in group:
                found = _without_prose({kind: {name: description["components"][kind][name]}})
                group[name] = found[kind][name]
                waiting.append(group[name])
    return components


def _without_prose(node: Any, *, names: bool = False) -> Any:
    if isinstance(node, list):
        return [_without_prose(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _without_prose(value, names=key in NAMES and not names)
        for key, value in node.items()
        if names or key not in PROSE
    }
    for response in kept.get("responses", {}).values() if not names else ():
        response.setdefault("description", "")  # OpenAPI demands one
    return kept


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    text = json.dumps(trim(json.loads(source.read_text(encoding="utf-8"))), indent=1, sort_keys=True)
    target.write_text(f"{text}\n", encoding="utf-8")
