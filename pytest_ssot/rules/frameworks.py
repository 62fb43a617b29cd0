"""What web frameworks call the things by which they are told what to call."""

from __future__ import annotations

SERVED = frozenset(
    [
        "flask.Flask()",
        "quart.Quart()",
        "fastapi.FastAPI()",
        "starlette.applications.Starlette()",
        "aiohttp.web.Application()",
        "litestar.Litestar()",
        "falcon.App()",
        "falcon.asgi.App()",
        "bottle.Bottle()",
        "sanic.Sanic()",
    ]
)
"""Applications, which a server makes by calling the function that it is told."""

HOOKS = frozenset({"before_request", "before_app_request"})
"""Methods of web applications by which a function is called before each of their views."""

HOOKING = "hook"
"""The method of an application that is told by a word when a function is called: `hook("before_request")`."""

APPLICATIONS = (
    *("flask.Flask()", "quart.Quart()", "flask.app.Flask()", "quart.app.Quart()"),
    "bottle.Bottle()",
)
"""Web applications: what is called before each view of one is called before all views of the process."""

VALIDATING = frozenset(
    ["pydantic.field_validator", "pydantic.validator", "pydantic.functional_validators.field_validator"]
)
"""Decorators, told the names of fields, of what is run on each value that such a field is given."""
