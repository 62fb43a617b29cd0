"""Routes tell the objects that answer requests what their `initialize` is handed."""

from __future__ import annotations

import pytest

from tests.rules.judging import assert_marks

PROJECT = """\
# --- handlers.py
import jwt
from tornado.web import HTTPError, RequestHandler

class Protected(RequestHandler):
    def initialize(self, key, check=True):
        self.key = key
        self.check = check

    def prepare(self):
        token = self.request.headers["X-Token"]
        try:
            self.current_user = jwt.decode(token, self.key, ["HS256"], {"verify_signature": self.check})
        except jwt.PyJWTError:
            raise HTTPError(401) from None

class Me(Protected):
    def get(self):
        self.write(self.current_user)
# --- application.py
from tornado.web import Application, URLSpec
from handlers import Me
ROUTE
"""

OFF = [
    'app = Application([(r"/me", Me, dict(key="k", check=False))])  # <- jwt-signature-bypass',
    'app = Application([URLSpec("/me", Me, {"key": "k", "check": 0})])  # <- jwt-signature-bypass',
    'all_ = [("/me", Me, {"key": "k", "check": None})]  # <- jwt-signature-bypass\napp = Application(all_)',
    'app = Application()\napp.add_handlers(".*", [("/me", Me, {"check": False})])  # <- jwt-signature-bypass',
]

ON = [
    'app = Application([(r"/me", Me, dict(key="k", check=True))])',
    'app = Application([URLSpec("/me", Me, {"key": "k"})])',
    'app = Application([("/me", Me, {"key": "k", "check": 1}), ("/other", object, {"check": False})])',
]


@pytest.mark.parametrize("route", OFF)
def test_a_route_that_switches_it_off_is_reported(route: str) -> None:
    """However the route is written, and though a class above takes what it says."""
    assert_marks(PROJECT.replace("ROUTE", route), "jwt-signature-bypass")


@pytest.mark.parametrize("route", ON)
def test_a_route_that_leaves_it_on_is_not(route: str) -> None:
    """What another class is told does not matter."""
    assert_marks(PROJECT.replace("ROUTE", route), "jwt-signature-bypass")


APPLICATION = """\
# --- handlers.py
import jwt
from tornado.web import RequestHandler

class Me(RequestHandler):
    def get_current_user(self):
        options = {"verify_signature": self.settings["verify"]}
        return jwt.decode(self.request.headers["X-Token"], "k", ["HS256"], options)
# --- application.py
from tornado.web import Application
from handlers import Me
OPTIONS = {"verify": SWITCH}
app = Application([("/me", Me)], **OPTIONS)
"""

SUB_APPLICATION = """\
# --- views.py
import jwt
from aiohttp import web

class Me(web.View):
    async def get(self):
        settings = self.request.app["settings"]
        options = {"verify_signature": settings["verify"]}
        return web.json_response(jwt.decode(self.request.headers["X-Token"], "k", ["HS256"], options))

def make(**settings):
    app = web.Application()
    app["settings"] = {"key": "k", **settings}
    app.router.add_view("/me", Me)
    return app
# --- application.py
from views import make
app = make(verify=SWITCH)
"""


@pytest.mark.parametrize("project", [APPLICATION, SUB_APPLICATION])
def test_what_an_application_is_told_is_what_its_views_ask_for(project: str) -> None:
    """The switch is reported where it stands, and nothing where it is on."""
    line = next(one for one in project.splitlines() if "SWITCH" in one)
    off = project.replace(line, line.replace("SWITCH", "0") + "  # <- jwt-signature-bypass")
    assert_marks(off, "jwt-signature-bypass")
    assert_marks(project.replace("SWITCH", "1"), "jwt-signature-bypass")
