"""Nothing that a repository decides about acts on a pull request, as a real renderer sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_ssot.ci.pull_requests import publish_failure
from pytest_ssot.ci.pull_requests.statement import NoVerdict, Statement
from pytest_ssot.formats.text.origin import Origin
from pytest_ssot.model import Report, Severity
from tests.ci.publishing import HEAD, ORIGIN, TOKEN, build_on, github, tell
from tests.ci.services.github import GitHubService
from tests.ci.services.server import serving
from tests.formats.sample import CLEAN, HOSTILE_TEXTS, hostile
from tests.formats.test_markdown import ACTIVE, TEXTS, elements, plain_text
from tests.properties import examples

LINK = f"https://github.com/acme/shop/blob/{HEAD}/{{path}}#L{{line}}-L{{end_line}}"
NAME = re.compile(r"ssot(/[A-Za-z0-9._/-]+)?")


@pytest.fixture
def service() -> Iterator[GitHubService]:
    """GitHub with the pull request; everything that was asked had the right form."""
    with serving(github()) as found:
        assert isinstance(found, GitHubService)
        yield found
        assert found.complaints == []


def statement(report: Report, prefix: str = "") -> Statement:
    """What is said about the report of a project in that directory."""
    return Statement(
        report=report,
        commit=HEAD,
        origin=Origin(prefix, LINK),
        run_url="https://github.com/acme/shop/actions/runs/42",
    )


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_everything_that_is_sent_is_accepted_and_harmless(service: GitHubService, text: str) -> None:
    """Status, labels, comment and check run can be made of any text."""
    found = tell(service, hostile(text), origin=Origin(f"{text}/", LINK))
    (context, status), *_ = service.statuses[HEAD].items()

    assert found.missed == ()
    assert NAME.fullmatch(context)
    assert status["description"].isprintable()
    assert service.labels == [f"{context}: critical", f"{context}: warning"]
    assert service.comments[0]["body"].startswith(f"<!-- pytest-ssot: {context} -->\n")
    for note in service.checks[0]["output"]["annotations"]:
        assert note["path"].isprintable()
        assert note["title"].isprintable()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_why_there_is_no_verdict_is_accepted(service: GitHubService, text: str) -> None:
    """A message about settings has text of the change in it; it may even repeat a token."""
    found = publish_failure(build_on(service), f"{text} {TOKEN}\n{text}", {"GITHUB_TOKEN": TOKEN}, ORIGIN)

    assert found.missed == ()
    assert service.statuses[HEAD]["ssot"]["description"].isprintable()
    assert service.checks[0]["output"]["title"].isprintable()
    assert not [one for one in service.requests if TOKEN in one.text]


@examples(60)
@given(TEXTS)
def test_why_there_is_no_verdict_has_the_elements_of_a_list(text: str) -> None:
    """A line is an entry, whatever is in it."""
    said = NoVerdict(commit=HEAD, why=text).markdown(60_000)
    harmless = NoVerdict(commit=HEAD, why="\n".join("word" for _ in text.splitlines())).markdown(60_000)

    assert elements(said) - elements(harmless) == Counter()
    assert not ACTIVE.findall(plain_text(said))


@examples(60)
@given(text=TEXTS, is_update=st.booleans())
def test_a_comment_has_the_elements_of_a_harmless_one(text: str, is_update: bool) -> None:
    """No mention, reference, link, element or second marker comes of a text."""
    said = statement(hostile(text), f"{text}/").comment(65_536, is_update=is_update)
    harmless = statement(hostile("word"), "word/").comment(65_536, is_update=is_update)

    assert elements(said) - elements(harmless) == Counter()
    assert not ACTIVE.findall(plain_text(said))


@examples(200)
@given(st.text(st.characters(), min_size=1, max_size=120))
def test_names_fit_wherever_they_are_used(directory: str) -> None:
    """A project's name has 36 characters at most, and none that means anything to a list or to HTML."""
    named = statement(CLEAN, f"{directory}/")

    assert NAME.fullmatch(named.name)
    assert len(named.name) <= 36
    assert "--" not in named.name
    assert all(len(label.name) <= 50 and len(label.description) <= 100 for label in named.known_labels)


@examples(200)
@given(st.sampled_from(HOSTILE_TEXTS), st.sampled_from(HOSTILE_TEXTS))
def test_different_projects_have_different_names(one: str, other: str) -> None:
    """Also where the names of their directories differ only in what is replaced."""
    assert (statement(CLEAN, f"{one}/").name == statement(CLEAN, f"{other}/").name) is (one == other)


def test_the_marker_is_known_at_the_beginning_only(service: GitHubService) -> None:
    """A comment of ours that quotes the marker of another project is not that project's."""
    marker = "<!-- pytest-ssot: ssot -->"
    tell(service, hostile(marker), origin=Origin("services/api/", LINK))
    tell(service, hostile("word"))

    assert [comment["body"].splitlines()[0] for comment in service.comments] == [
        "<!-- pytest-ssot: ssot/services/api -->",
        marker,
    ]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_reasons_are_cut_to_what_a_status_holds(text: str) -> None:
    """A reason that only a test of the repository gives is shown as far as there is room."""
    verdict = replace(CLEAN.verdict, reasons=(text * 20,))
    description = statement(replace(CLEAN, verdict=verdict)).description

    assert len(description) <= 140
    assert description.isprintable()
    assert description.startswith("FAILED at level strict: ")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x/) [y](https://evil.example", "ht tp://", "//x"]
)
def test_addresses_of_a_run_cannot_leave_their_link(url: str) -> None:
    """An address that is none is left out, others are encoded."""
    harmless = elements(statement(CLEAN).comment(65_536, is_update=False))
    said = replace(statement(CLEAN), run_url=url, commit_url=url).comment(65_536, is_update=False)

    assert elements(said) - harmless - Counter({"link_open a ": 1, "link_close a ": 1}) == Counter()
    assert "javascript" not in said


def test_severities_have_labels_of_their_own() -> None:
    """Every severity is a label, in their order."""
    labels = statement(CLEAN).known_labels

    assert [label.name for label in labels] == [f"ssot: {severity}" for severity in Severity]
