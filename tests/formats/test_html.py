"""The page is self-contained, nothing of a repository acts in it, and it works in a real browser.

The tests in a browser need Chromium (`apt-get install chromium`, or its path in CHROMIUM) and playwright.
"""

from __future__ import annotations

import os
import re
import shutil
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot import formats
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.formats.text.style import Options
from pytest_ssot.model import Report
from tests.formats.sample import CLEAN, HOSTILE_TEXTS, SAMPLE, hostile, large
from tests.properties import examples

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LINKED = Options(
    origin=Origin("services/api/", "https://code.example/o/r/blob/0a1/{path}#L{line}-L{end_line}")
)


class Reader(HTMLParser):
    """The elements of a page with their attributes, and the text of style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, str] = {}
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_data(self, data: str) -> None:
        if self.elements and self.cdata_elem:
            self.raw[self.cdata_elem] = self.raw.get(self.cdata_elem, "") + data


def rendered(report: Report, options: Options | None = None) -> str:
    """The report as a page."""
    return formats.load("html").render(report, options or Options())


def read(report: Report, options: Options | None = None) -> Reader:
    """The page as a parser sees it."""
    reader = Reader()
    reader.feed(rendered(report, options))
    return reader


def test_nothing_is_loaded_and_only_our_own_script_and_style_are_allowed() -> None:
    """The policy names them by their digests; a changed or an added one does not run."""
    page = read(SAMPLE)
    policy = next(
        attributes["content"] or ""
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    digests = {
        tag: b64encode(sha256(page.raw[tag].encode()).digest()).decode() for tag in ("style", "script")
    }

    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digests['style']}'",
        f"script-src 'sha256-{digests['script']}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    loading = {"link", "img", "iframe", "object", "embed", "base", "form"}
    assert not {tag for tag, _ in page.elements} & loading
    assert not [tag for tag, attributes in page.elements if "src" in attributes or "style" in attributes]


@examples(150)
@given(
    st.one_of(
        st.text(st.characters(), min_size=1, max_size=40),
        st.lists(st.sampled_from(HOSTILE_TEXTS), min_size=1, max_size=3).map(" ".join),
    )
)
def test_no_element_and_no_attribute_but_ours_appears(text: str) -> None:
    """The page of a hostile report is built like that of a harmless one."""
    hostile_page, harmless = read(hostile(text), LINKED), read(hostile("word"), LINKED)

    def shape(page: Reader) -> Counter[str]:
        return Counter(f"{tag} {sorted(attributes)}" for tag, attributes in page.elements)

    assert shape(hostile_page) - shape(harmless) == Counter()
    assert hostile_page.others == []
    assert hostile_page.raw == harmless.raw


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_links_lead_to_the_web_or_within_the_page(text: str) -> None:
    """A `javascript:` that a configuration calls a reference is text."""
    elements = read(hostile(text), LINKED).elements
    targets = {attributes["href"] or "" for tag, attributes in elements if tag == "a"}

    assert {re.sub(r"[0-9a-f]{16}$", "…", target.partition("/blob/")[0]) for target in targets} == {
        "#v-…",
        "#violations",
        "https://code.example/o/r",
    }


def test_the_page_is_plain_ascii() -> None:
    """No encoding on the way can damage it."""
    assert rendered(SAMPLE).isascii()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; where there is none, these tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no Chromium found: install it, or name it in the environment variable CHROMIUM")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield found
        found.close()


Open = Callable[..., "Page"]


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report as a file; whatever the page complains about or asks the network for fails the test."""
    troubles: list[str] = []
    contexts = []

    def _show(report: Report, options: Options | None = None, **context: Any) -> Page:
        path = tmp_path / "report.html"
        path.write_text(rendered(report, options), encoding="utf-8")
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(f"dialog {dialog.message}"))
        page.on("request", lambda asked: None if asked.url == path.as_uri() else troubles.append(asked.url))
        page.goto(path.as_uri())
        return page

    yield _show
    for context in contexts:
        context.close()
    assert troubles == []


def test_what_counts_is_shown_first_heaviest_first(show: Open) -> None:
    """Known and suppressed violations are there, for the asking."""
    page = show(SAMPLE)

    assert page.locator("article:visible h3 > .place").all_inner_texts() == [
        "app/socket.py:7",
        r"app/\x1b[31mred\n\u202eyp.\xff ü.py:1",
        "app/minified.py:1",
        "app/wide.py:3",
        "app/wide.py:9",
    ]
    assert page.locator("#shown").inner_text() == "5 of 7 violations"
    assert page.locator("details.group:visible h2").all_inner_texts() == [
        "jwt-signature-bypass",
        "jwt-direct-import",
        "auth-fallback",
    ]


def test_severity_status_and_text_filter_together(show: Open) -> None:
    """Groups without a violation in sight are gone; no match is said."""
    page = show(SAMPLE)
    page.get_by_label("suppressed").check()
    page.get_by_label("critical").uncheck()
    page.get_by_label("warning").uncheck()

    assert page.locator("#shown").inner_text() == "2 of 7 violations"
    assert page.locator("details.group:visible h2").all_inner_texts() == ["jwt-direct-import"]
    assert "Permitted by JWT_ALLOWED in line 1 until 2031-05-17" in page.locator("main").inner_text()

    page.keyboard.press("/")
    page.keyboard.type("SERVICE owner")
    page.locator("#shown", has_text="1 of 7").wait_for()
    assert page.locator("article:visible h3 > .place").all_inner_texts() == ["auth/service.py:2"]

    page.keyboard.type(" nowhere")
    page.locator("text=No violation matches the filters.").wait_for()
    assert page.locator("details.group:visible").count() == 0


def test_violations_can_be_grouped_by_file_and_back(show: Open) -> None:
    """The same violations, in the order of the files and lines."""
    page = show(SAMPLE)
    by_rule = page.locator("article:visible h3 > .place").all_inner_texts()

    page.get_by_label("file", exact=True).check()
    assert page.locator("details.group:visible h2").all_inner_texts() == [
        r"app/\x1b[31mred\n\u202eyp.\xff ü.py",
        "app/minified.py",
        "app/socket.py",
        "app/wide.py",
    ]
    assert page.locator("article:visible .rule").count() == 5

    page.get_by_label("rule", exact=True).check()
    assert page.locator("article:visible h3 > .place").all_inner_texts() == by_rule


def test_the_source_is_shown_with_the_violation_marked(show: Open) -> None:
    """Context lines as they are, and what is wrong in a mark; the trace opens."""
    page = show(SAMPLE, LINKED)
    first = page.locator("article").first

    assert first.locator("pre").first.locator("span").all_inner_texts() == [
        "\tdef connect(self, token):",
        "\t\t# the token",
        "\t\tpayload = jwt.decode(",
        "\t\t    token, KEY, options=OPTIONS,",
        "\t\t    )",
        "\t\treturn payload",
    ]
    assert first.locator("pre").first.locator("mark").all_inner_texts() == [
        "jwt.decode(",
        "token, KEY, options=OPTIONS,",
        ")",
    ]
    assert not first.locator("ol").is_visible()
    first.get_by_text("Trace: 3 steps").click()
    assert first.locator("ol > li").count() == 3
    assert first.locator("h3 a.place").get_attribute("href") == (
        "https://code.example/o/r/blob/0a1/services/api/app/socket.py#L7-L9"
    )


def test_a_link_to_a_hidden_violation_shows_it(show: Open) -> None:
    """Its address is its fingerprint, so it can be sent to somebody."""
    page = show(SAMPLE)
    hidden = page.locator("article[data-status=suppressed]")
    assert not hidden.is_visible()

    page.evaluate("identity => { location.hash = identity }", hidden.get_attribute("id"))

    hidden.wait_for(state="visible")
    assert page.locator("#shown").inner_text() == "7 of 7 violations"


def test_without_scripts_everything_is_there(show: Open) -> None:
    """The filters, which could not work, are not."""
    page = show(SAMPLE, java_script_enabled=False)

    assert page.locator("article:visible").count() == 7
    assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_report_does_nothing(text: str, show: Open) -> None:
    """No script, no request, no complaint of the policy: what could act is text."""
    page = show(hostile(text), LINKED)

    assert page.locator("article").count() == 4


def test_the_policy_is_enforced(browser: Browser, tmp_path: Path) -> None:
    """An element that got in all the same could not run: the browser refuses it."""
    path = tmp_path / "report.html"
    attack = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    path.write_text(rendered(SAMPLE).replace("<main", f"{attack}<main"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())

    assert page.title() == "SSOT: failed at level standard"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_the_page_fits_and_can_be_read(scheme: str, width: int, show: Open) -> None:
    """No line leads out of a narrow screen, and every text has the contrast that WCAG AA asks for."""
    page = show(SAMPLE, color_scheme=scheme, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRASTS) == []


CONTRASTS = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !element.checkVisibility()) continue;
    const [dark, bright] = [light(rgb(getComputedStyle(element).color)), light(ground(element))].sort();
    const pair = [dark, bright].sort((one, other) => one - other);
    if ((pair[1] + 0.05) / (pair[0] + 0.05) < 4.5) poor.add(element.className || element.tagName);
  }
  return [...poor];
}"""


def test_everything_can_be_reached_by_keyboard_and_has_a_name(show: Open) -> None:
    """The first stop skips to the violations; every control says what it is."""
    page = show(SAMPLE)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the violations"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "violations"
    names = page.get_by_role("search", name="Violations").get_by_role("checkbox").all()
    assert [box.get_attribute("value") for box in names] == [
        "critical", "error", "warning", "new", "known", "suppressed",
    ]  # fmt: skip
    assert page.get_by_role("searchbox", name="Text").is_visible()
    assert page.get_by_role("group", name="Severity").is_visible()
    assert page.get_by_role("heading", level=1).inner_text() == "SSOT report"


def test_paper_gets_everything_that_is_shown(show: Open) -> None:
    """The filters stay away, what was folded is open."""
    page = show(SAMPLE)
    page.get_by_role("button", name="Close all").click()
    assert page.locator("article:visible").count() == 0
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.locator("article:visible").count() == 5
    assert page.locator(".trace ol").first.is_visible()
    assert page.evaluate(CONTRASTS) == []
    assert not page.locator("#filters").is_visible()


def test_good_news_has_no_filters(show: Open) -> None:
    """There is nothing to choose from."""
    page = show(CLEAN)

    assert page.locator(".verdict").inner_text() == "Passed at level strict"
    assert page.locator("main").inner_text() == "No violations."
    assert page.locator("#filters").count() == 0


@pytest.mark.slow
def test_ten_thousand_violations_are_no_trouble(show: Open) -> None:
    """They can be filtered and grouped anew."""
    page = show(large(10_000))
    page.set_default_timeout(60_000)

    assert page.locator("#shown").inner_text() == "6668 of 10000 violations"
    page.locator("#text").fill("module_00012")
    page.locator("#shown", has_text="8 of 10000").wait_for()
    page.get_by_label("file", exact=True).check()
    page.locator("#text").fill("")
    page.locator("#shown", has_text="6668 of 10000").wait_for()
