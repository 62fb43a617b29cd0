"""The Markdown holds what people need, and nothing of a repository acts in it, as a real renderer sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pytest_ssot import formats
from pytest_ssot.formats.text.markdown import code, html_code, inline, link
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Report
from tests.formats.sample import CLEAN, HOSTILE_TEXTS, SAMPLE, hostile, large
from tests.properties import examples

RENDERER = MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": False})
LINKED = Options(
    origin=Origin("services/api/", "https://code.example/o/r/blob/0a1/{path}#L{line}-L{end_line}")
)
# What a page's text must not have outside of code: a service would make something of it.
ACTIVE = re.compile(r"[@#~$%^&*_`|<>\[\]{}\\/]|www\.|://|\bGH-\d|\b[0-9a-f]{7,}\b|:\w+:")


class Tags(HTMLParser):
    """The elements of a piece of HTML, and the text outside of its code."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(attrs)}")
        self._in_code = tag == "code" or self._in_code

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")
        self._in_code = self._in_code and tag != "code"

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.append("declaration")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._in_code else data


def rendered(report: Report, options: Options | None = None) -> str:
    """The report as Markdown."""
    return formats.load("markdown").render(report, options or Options())


def tokens(text: str) -> Iterator[Token]:
    """Everything the renderer finds, at all depths."""
    for token in RENDERER.parse(text):
        yield token
        yield from token.children or ()


def elements(text: str) -> Counter[str]:
    """The elements of the page; how much of a text is code plays no part."""
    found: Counter[str] = Counter()
    for token in tokens(text):
        if token.type in ("html_block", "html_inline"):
            parser = Tags()
            parser.feed(token.content)
            found.update(tag for tag in parser.tags if tag not in ("code []", "/code"))
        elif token.type not in ("text", "code_inline", "inline"):
            found[f"{token.type} {token.tag} {token.info}"] += 1
    return found


def plain_text(text: str) -> str:
    """What the page shows outside of code."""
    parts = []
    for token in tokens(text):
        if token.type == "text":
            parts.append(token.content)
        elif token.type in ("html_block", "html_inline"):
            parser = Tags()
            parser.feed(token.content)
            parts.append(parser.text)
    return "\n".join(parts)


TEXTS = st.one_of(
    st.text(st.characters(), min_size=1, max_size=40),
    st.text(st.sampled_from("`|\\<>[]()*_~@#!:/&;-+=.1 \tax\n\r\u3000"), min_size=1, max_size=30),
    st.lists(st.sampled_from(HOSTILE_TEXTS), min_size=1, max_size=3).map(" ".join),
)


@pytest.mark.parametrize("options", [Options(), LINKED], ids=["without links", "with links"])
@examples(300)
@given(text=TEXTS)
@example(text="```")
@example(text="`")
@example(text="\\|")
@example(text=" ")
@example(text="1. a")
@example(text="--- ===")
def test_no_element_but_ours_appears(options: Options, text: str) -> None:
    """The page of a hostile report has the elements of a harmless one and none more."""
    page = rendered(hostile(text), options)

    assert elements(page) - elements(rendered(hostile("word"), options)) == Counter()
    assert not ACTIVE.findall(plain_text(page))


@examples(300)
@given(TEXTS)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """Words and code together are the text, with its blanks made equal."""
    from pytest_ssot.formats.text.printable import printable

    (paragraph, *_) = [
        token for token in RENDERER.parse(f"x {inline(text, longest=9_999)}") if token.type == "inline"
    ]
    shown = "".join(child.content for child in paragraph.children or ())

    assert shown.replace(r"\x7c", "|").split() == ["x", *printable(text).split()]


def test_words_stay_words_and_names_become_code() -> None:
    """A message reads like a sentence."""
    assert inline("jwt.decode accepts the token (twice) without `verify`, says @user: see #1, 12 times") == (
        "`jwt.decode` accepts the token (twice) without `` `verify`, `` says `@user:` see `#1,` 12 times"
    )
    assert html_code("a<b") == "<code>a&lt;b</code>"
    assert inline("cafe is deadbeef") == "cafe is `deadbeef`"
    assert code("a|b") == r"`a\x7cb`"
    assert link("a`]b", "https://code.example/") == "[``a`]b``](https://code.example/)"
    assert link("a.py", "") == "`a.py`"


def test_long_texts_are_cut() -> None:
    """One message cannot take the room of all others."""
    assert len(code("x" * 5_000)) == 302
    assert len(inline("word " * 5_000)) <= 302


@pytest.mark.parametrize("limit", [20_000, 65_536, 262_144])
@pytest.mark.parametrize("report", [large(5_000), *(hostile(text * 400) for text in HOSTILE_TEXTS)])
def test_the_limit_is_kept(limit: int, report: Report) -> None:
    """A comment that is too long is refused as a whole."""
    assert len(rendered(report, replace(LINKED, limit=limit))) <= limit


def test_what_does_not_fit_is_counted() -> None:
    """Rows and details that are shown, and those that are not, are all there are."""
    page = rendered(large(5_000))
    new = sum(one.status == "new" for one in large(5_000).assessments)

    (more,) = map(int, re.findall(r"^_… and (\d+) more\._$", page, re.MULTILINE))
    (left_out,) = map(int, re.findall(r"^_The details of (\d+) violations are left out", page, re.MULTILINE))
    assert len(re.findall(r"^\| \S+ (?:critical|error|warning) \| `", page, re.MULTILINE)) + more == new
    assert page.count("<details>") + left_out == new
    assert page.count("<details>") > 20


def test_links_lead_to_the_lines() -> None:
    """From the top of the repository, at the revision, percent-encoded."""
    page = rendered(SAMPLE, LINKED)

    blob = "https://code.example/o/r/blob/0a1/services/api/app"
    assert f"[`services/api/app/socket.py:7`]({blob}/socket.py#L7-L9)" in page
    assert "services/api/app/%1B%5B31mred%0A%E2%80%AEyp.%FF%20%C3%BC.py#L1-L1)" in page
    assert "](" not in rendered(CLEAN, LINKED)


def test_good_news_is_short_and_quiet_is_quieter() -> None:
    """Numbers only; without the summary nothing at all."""
    heading, numbers, *_ = rendered(CLEAN).split("\n\n")
    assert (heading, numbers) == (
        "## ✅ SSOT: passed at level strict",
        "no new violations. 1 file looked at.",
    )
    assert "<details>" not in rendered(CLEAN)
    assert rendered(CLEAN, Options(summary=False)) == ""
    assert rendered(SAMPLE, Options(summary=False)).startswith("| severity | place |")
