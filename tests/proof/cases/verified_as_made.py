"""Objects of classes that verify a token as they are made, and what others read of them."""

from __future__ import annotations

from tests.proof.case import Case, Difficulty, bypass, pair, spelled_out

LOCAL, CROSS = Difficulty.LOCAL, Difficulty.CROSS

FORM = """\
import jwt
from pydantic import BaseModel, field_validator
class Form(BaseModel):
    name: str = ""
    ticket: str
    @field_validator("<<name||ticket>>")
    @classmethod
    def genuine(cls, text):
        jwt.decode(text, $K, algorithms=["HS256"])
        return text
"""

CASES: tuple[Case, ...] = (
    *pair("field-of-a-model-that-is-made-there", LOCAL, spelled_out(FORM + """\
def accepts(token):
    form = Form(ticket=token)
    return jwt.decode(form.ticket, options={"verify_signature": False})
"""), libraries=("jwt", "pydantic")),
    *pair("field-of-a-model-that-a-function-is-said-to-take", CROSS, spelled_out("""\
# --- app.py
from desk import admit
from forms import Form
def accepts(token):
    return admit(Form(ticket=token))
# --- desk.py
import jwt
from forms import Form
def admit(form: Form):
    return jwt.decode(form.ticket, options={"verify_signature": False})
# --- forms.py
""" + FORM), libraries=("jwt", "pydantic")),
    *bypass("field-that-is-set-later", LOCAL, spelled_out(FORM.replace("<<name||ticket>>", "ticket") + """\
def accepts(token):
    form = Form(ticket=jwt.encode({"sub": "us"}, $K))
    form.ticket = token
    return jwt.decode(form.ticket, options={"verify_signature": False})
"""), libraries=("jwt", "pydantic")),
    *bypass("model-that-is-made-without-looking", LOCAL, spelled_out(
        FORM.replace("<<name||ticket>>", "ticket") + """\
def accepts(token):
    form = Form.model_construct(ticket=token)
    return jwt.decode(form.ticket, options={"verify_signature": False})
"""), libraries=("jwt", "pydantic")),
)  # fmt: skip
