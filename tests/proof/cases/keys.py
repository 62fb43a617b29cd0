"""The names of the option and of the argument: computed, joined, decoded, splatted."""

# ruff: noqa: E501 - one line is the layout under test

from __future__ import annotations

from tests.proof.case import Case, Difficulty, pyjwt

LOCAL, DYNAMIC = Difficulty.LOCAL, Difficulty.DYNAMIC
USE = '    return jwt.decode(token, KEY, algorithms=["HS256"], options=options)\n'


def _built(name: str, body: str, level: Difficulty = LOCAL, head: str = "") -> tuple[Case, Case]:
    """`body` leaves the options in a local variable of that name."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return pyjwt(name, level, f"{head}\ndef accepts(token):\n{lines}{USE}")


def _key(name: str, key: str, head: str = "", level: Difficulty = LOCAL) -> tuple[Case, Case]:
    """The option's name is the expression `key`."""
    return _built(f"key-{name}", f"options = {{{key}: <<False||True>>}}", level, head)


def _keywords(name: str, body: str, call: str = "jwt.decode(token, **keywords)") -> tuple[Case, Case]:
    """`body` leaves the keyword arguments of the call in `keywords`."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return pyjwt(f"keywords-{name}", LOCAL, f"\ndef accepts(token):\n{lines}    return {call}\n")


CASES: tuple[Case, ...] = (
    *_key("constant", "NAME", "NAME = 'verify_signature'\n"),
    *_key("concatenated", "'verify' + '_signature'"),
    *_key("concatenated-constant", "PREFIX + 'signature'", "PREFIX = 'verify_'\n"),
    *_key("f-string", "f'verify_{\"signature\"}'"),
    *_key("f-string-constant", "f'{VERB}_signature'", "VERB = 'verify'\n"),
    *_key("joined", "'_'.join(('verify', 'signature'))"),
    *_key("joined-list", "'_'.join(['verify', 'signature'])"),
    *_key("percent", "'verify_%s' % 'signature'"),
    *_key("percent-tuple", "'%s_%s' % ('verify', 'signature')"),
    *_key("percent-dict", "'verify_%(what)s' % {'what': 'signature'}"),
    *_key("format", "'verify_{}'.format('signature')"),
    *_key("format-named", "'{a}_{b}'.format(a='verify', b='signature')"),
    *_key("format-numbered", "'{1}_{0}'.format('signature', 'verify')"),
    *_key(
        "template",
        "Template('verify_$w').substitute(w='signature')",
        "from string import Template\n",
        DYNAMIC,
    ),
    *_key("lowered", "'VERIFY_SIGNATURE'.lower()"),
    *_key("replaced", "'verify-signature'.replace('-', '_')"),
    *_key("stripped", "' verify_signature '.strip()"),
    *_key("casefolded", "'Verify_Signature'.casefold()"),
    *_key("sliced", "'no_verify_signature'[3:]"),
    *_key("reversed", "'erutangis_yfirev'[::-1]"),
    *_key("removed-prefix", "'skip_verify_signature'.removeprefix('skip_')"),
    *_key("decoded", "b'verify_signature'.decode()"),
    *_key(
        "decoded-base64", "base64.b64decode('dmVyaWZ5X3NpZ25hdHVyZQ==').decode()", "import base64\n", DYNAMIC
    ),
    *_key("decoded-hex", "bytes.fromhex('7665726966795f7369676e6174757265').decode()", level=DYNAMIC),
    *_key(
        "characters",
        "''.join(map(chr, [118, 101, 114, 105, 102, 121, 95, 115, 105, 103, 110, 97, 116, 117, 114, 101]))",
        level=DYNAMIC,
    ),
    *_key("rot13", "codecs.decode('irevsl_fvtangher', 'rot13')", "import codecs\n", DYNAMIC),
    *_key("string-of", "str('verify_signature')"),
    *_key(
        "enum",
        "Option.SIGNATURE.value",
        "from enum import Enum\n\nclass Option(Enum):\n    SIGNATURE = 'verify_signature'\n",
    ),
    *_key(
        "string-enum",
        "Option.VERIFY_SIGNATURE",
        "from enum import StrEnum, auto\n\nclass Option(StrEnum):\n    VERIFY_SIGNATURE = auto()\n",
    ),
    *_key("class-attribute", "Option.SIGNATURE", "class Option:\n    SIGNATURE = 'verify_signature'\n"),
    *_key("list-item", "NAMES[0]", "NAMES = ['verify_signature', 'verify_exp']\n"),
    *_key("conditional", "'verify_signature' if KEY else 'verify_exp'"),
    *_key("augmented", "name", "name = 'verify'\nname += '_signature'\n"),
    *_keywords(
        "splat",
        "keywords = {'key': KEY, 'algorithms': ['HS256'], 'options': {'verify_signature': <<False||True>>}}  # <- jwt-signature-bypass",
    ),
    *_keywords(
        "splat-inline",
        "keywords = {}",
        "jwt.decode(token, **{'key': KEY, 'algorithms': ['HS256'], 'options': {'verify_signature': <<False||True>>}})",
    ),
    *_keywords(
        "constructor",
        "keywords = dict(key=KEY, algorithms=['HS256'], options=dict(verify_signature=<<False||True>>))",
    ),
    *_keywords(
        "steps",
        "keywords = {'key': KEY}\nkeywords['algorithms'] = ['HS256']\nkeywords['options'] = {'verify_signature': <<False||True>>}",
    ),
    *_keywords(
        "nested-item",
        "keywords = {'key': KEY, 'algorithms': ['HS256'], 'options': {}}\nkeywords['options']['verify_signature'] = <<False||True>>",
    ),
    *_keywords(
        "update",
        "keywords = dict(key=KEY, algorithms=['HS256'])\nkeywords.update(options={'verify_signature': <<False||True>>})",
    ),
    *_keywords(
        "setdefault-chain",
        "keywords = dict(key=KEY, algorithms=['HS256'])\nkeywords.setdefault('options', {})['verify_signature'] = <<False||True>>",
    ),
    *_keywords(
        "union",
        "keywords = {'key': KEY, 'algorithms': ['HS256']} | {'options': {'verify_signature': <<False||True>>}}",
    ),
    *_keywords(
        "two-splats",
        "a = {'key': KEY, 'algorithms': ['HS256']}\nb = {'options': {'verify_signature': <<False||True>>}}",
        "jwt.decode(token, **a, **b)",
    ),
    *_keywords(
        "splat-beside-keyword",
        "keywords = {'options': {'verify_signature': <<False||True>>}}",
        "jwt.decode(token, KEY, algorithms=['HS256'], **keywords)",
    ),
    *_keywords(
        "options-splat",
        "extra = {'verify_signature': <<False||True>>}",
        "jwt.decode(token, KEY, ['HS256'], options={**extra})",
    ),
    *_keywords(
        "built-argument-name",
        "keywords = {'opt' + 'ions': {'verify_signature': <<False||True>>}}",
        "jwt.decode(token, KEY, ['HS256'], **keywords)",
    ),
)
