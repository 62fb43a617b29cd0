"""What is configured for a rule decides where and how heavily it reports, never what it understands."""

from __future__ import annotations

import pytest

from pytest_ssot.model import Severity
from pytest_ssot.rules import Rule, all_rules
from pytest_ssot.settings import RuleSettings, Settings
from tests.rules.judging import SETTINGS, judge, only, reported

BAD = {
    "jwt-signature-bypass": 'jwt.decode(token, options={"verify_signature": False})\n',
    "jwt-direct-import": "import jwt\n",
    "jwt-direct-call": 'from jwt import decode; decode("a.b.c")\n',
    "jwt-reimplementation": "def validate_token(token): pass\n",
    "auth-fallback": "def auth_fallback(): pass\n",
}
RULES = list(BAD)
FILES = {
    path: "".join(BAD.values())
    for path in ("auth_service/tokens.py", "auth_service/deep/er.py", "web/api.py")
}
OWNABLE = ["jwt-direct-import", "jwt-direct-call", "jwt-reimplementation"]
NOT_OWNABLE = ["jwt-signature-bypass", "auth-fallback"]


def configured(rule: str, settings: RuleSettings, *, owners: tuple[str, ...] = ()) -> Settings:
    return Settings(SETTINGS.root, owners=owners, rules={**only(rule), rule: settings})


def paths(rule: str, settings: Settings) -> set[str]:
    """The files in which the rule reports something."""
    return {path for found, path, _ in reported(judge(FILES, settings)) if found == rule}


EVERYWHERE = set(FILES)
OUTSIDE = {"web/api.py"}


@pytest.mark.parametrize("rule", OWNABLE)
def test_owners_may_do_what_they_own(rule: str) -> None:
    """A glob of paths makes direct work legitimate there and nowhere else."""
    assert paths(rule, configured(rule, RuleSettings())) == EVERYWHERE
    assert paths(rule, configured(rule, RuleSettings(), owners=("auth_service/**",))) == OUTSIDE


@pytest.mark.parametrize("rule", NOT_OWNABLE)
def test_owning_the_truth_is_no_licence_to_go_around_it(rule: str) -> None:
    """The project's owners are still told of bypasses and detours."""
    assert paths(rule, configured(rule, RuleSettings(), owners=("auth_service/**",))) == EVERYWHERE


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_can_have_owners_of_its_own(rule: str) -> None:
    """They replace the project's owners for this rule."""
    settings = configured(rule, RuleSettings(owners=("web/**",)), owners=("auth_service/**",))

    assert paths(rule, settings) == EVERYWHERE - OUTSIDE


@pytest.mark.parametrize("rule", RULES)
def test_no_owners_of_its_own_means_none(rule: str) -> None:
    """An empty list is an answer, too: nobody owns this pattern."""
    assert paths(rule, configured(rule, RuleSettings(owners=()), owners=("auth_service/**",))) == EVERYWHERE


@pytest.mark.parametrize("rule", RULES)
def test_a_disabled_rule_reports_nothing(rule: str) -> None:
    """The other rules go on, and the report no longer lists the rule."""
    settings = Settings(SETTINGS.root, rules={rule: RuleSettings(enabled=False)})
    report = judge(FILES, settings)

    assert {found for found, _, _ in reported(report)} == set(RULES) - {rule}
    assert {info.id for info in report.rules} >= set(RULES) - {rule}
    assert rule not in {info.id for info in report.rules}


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("rule", RULES)
def test_a_configured_severity_is_that_of_every_violation(rule: str, severity: Severity) -> None:
    """In the violations, in the description of the rule and in the verdict's counts."""
    report = judge({"a.py": BAD[rule]}, configured(rule, RuleSettings(severity=severity)))

    assert [found.violation.severity for found in report.assessments] == [severity]
    assert report.rule(rule).severity is severity
    assert dict(report.verdict.counts) == {one: int(one is severity) for one in Severity}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_the_fix_names_the_configured_interface(rule: Rule) -> None:
    """Both in the violation and in the description; no placeholder is left."""
    settings = Settings(SETTINGS.root, interface="auth.api.Gate", rules=only(rule.id))
    report = judge({"a.py": BAD[rule.id]}, settings)

    fixes = {report.rule(rule.id).fix, *(found.violation.fix for found in report.assessments)}
    assert fixes == {rule.fix.format(interface="auth.api.Gate")}
    assert "UnifiedAuthInterface" not in fixes.pop()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_impact_and_references_come_from_the_configuration(rule: Rule) -> None:
    """The project's for every rule, a rule's own in their place."""
    project = Settings(SETTINGS.root, impact="sales", references=("#300",))
    own = Settings(
        SETTINGS.root,
        impact="sales",
        references=("#300",),
        rules={rule.id: RuleSettings(impact="logins", references=("#7",))},
    )

    assert (rule.info(project).impact, rule.info(project).references) == ("sales", (*rule.references, "#300"))
    assert (rule.info(own).impact, rule.info(own).references) == ("logins", ("#7",))
    assert rule.info().impact == ""


GRADED = [
    # configured, severity of a doubt
    (None, Severity.ERROR),
    (Severity.CRITICAL, Severity.ERROR),
    (Severity.ERROR, Severity.ERROR),
    (Severity.WARNING, Severity.WARNING),
]


@pytest.mark.parametrize(("severity", "expected"), GRADED)
def test_a_doubt_never_gets_heavier_by_configuration(severity: Severity | None, expected: Severity) -> None:
    """A switch nobody can know is an error at most, and lighter when the whole rule is."""
    source = (
        "import jwt\nimport os\n\n"
        'jwt.decode("a.b.c", "key", options={"verify_signature": os.environ["VERIFY"] == "yes"})\n'
    )
    settings = configured("jwt-signature-bypass", RuleSettings(severity=severity))

    found = [assessment.violation for assessment in judge({"a.py": source}, settings).assessments]
    assert [one.severity for one in found] == [expected]
