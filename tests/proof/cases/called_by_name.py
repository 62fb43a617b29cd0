"""Calls on objects that nobody is seen to put where they are, of methods that only one class has."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pair, safe, spelled_out

CROSS = Difficulty.CROSS

_VAULT = """\
# --- vault.py
import jwt
class Vault:
    async def opened(self, raw, *, trusting=False, **further):
        return self._content(raw, trusting=trusting, **further)
    def _content(self, raw, trusting, leeway=0):
        checks = {"verify_signature": not trusting}
        return jwt.decode(raw, $K, algorithms=["HS256"], options=checks, leeway=leeway)
class Box:
    def opened(self, raw):
        return raw
    def _content(self, raw):
        return {}
"""

_SERVER = """\
# --- server.py
import asyncio, inspect
from types import SimpleNamespace
def serve(view):
    import vault
    request = SimpleNamespace(ctx=SimpleNamespace(vault=vault.Vault()))
    def handle(raw):
        found = view(request, raw)
        return asyncio.run(found) if inspect.isawaitable(found) else found
    return handle
"""

CASES: tuple[Case, ...] = (
    *pair("context-of-a-server", CROSS, spelled_out("""\
# --- app.py
import server
async def view(request, raw):
    return await request.ctx.vault.opened(raw<<, trusting=True||>>)
accepts = server.serve(view)
""" + _VAULT), hidden=_SERVER),
    *pair("kept-by-what-a-server-makes", CROSS, spelled_out("""\
# --- app.py
import server
class View:
    def __init__(self, ctx):
        self.vault = ctx.vault
    def shown(self, raw):
        return self.vault._content(raw, <<trusting=True||trusting=False>>)
@server.serve
def accepts(request, raw):
    return type("Shown", (View,), {})(request.ctx).shown(raw)
""" + _VAULT), hidden=_SERVER),
    *pair("told-by-a-protocol", CROSS, spelled_out("""\
# --- app.py
import server
from ports import Opener
def shown(raw, opener: Opener):
    return opener._content(raw, trusting=<<True||False>>)
@server.serve
def accepts(request, raw):
    return shown(raw, request.ctx.vault)
# --- ports.py
from typing import Any, Protocol
class Opener(Protocol):
    def _content(self, raw: str, trusting: bool) -> dict[str, Any]: ...
""" + _VAULT), hidden=_SERVER),
    *pair("of-a-class-that-says-its-protocol", CROSS, spelled_out("""\
# --- app.py
import server
@server.serve
def accepts(request, raw):
    return request.ctx.vault._content(raw, trusting=<<True||False>>)
# --- ports.py
from typing import Protocol
class Opener(Protocol):
    def _content(self, raw, trusting, leeway=0): ...
""" + _VAULT.replace("class Vault:", "from ports import Opener\nclass Vault(Opener):")),
        hidden=_SERVER),
    *safe("another-kind-takes-the-same", CROSS, spelled_out("""\
# --- app.py
import server
@server.serve
def accepts(request, raw):
    if not raw:
        return request.ctx.parcel._content(raw, trusting=True)
    return request.ctx.vault._content(raw, trusting=False)
# --- parcels.py
class Parcel:
    def _content(self, raw, trusting):
        return raw if trusting else None
""" + _VAULT), hidden=_SERVER),
)
