"""The table of contents: how a tree becomes a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pytest_ssot.facts.carriers import carriers
from pytest_ssot.facts.collection import seldom_collecting
from pytest_ssot.facts.columns import excerpt_of, split_lines
from pytest_ssot.facts.links import Links
from pytest_ssot.facts.looking import File, Seen, look_with
from pytest_ssot.facts.project import Project
from pytest_ssot.facts.recursion import deep_recursion
from pytest_ssot.facts.sources import Sources
from pytest_ssot.model import (
    MOST_VIOLATIONS,
    Assessment,
    Excerpt,
    Gap,
    Location,
    Progress,
    Report,
    RuleInfo,
    Status,
    Violation,
)
from pytest_ssot.rules import Context, Rule, all_rules
from pytest_ssot.rules.libraries import COPIES, FOLLOWED, TOP_LEVEL
from pytest_ssot.settings import Settings
from pytest_ssot.suppressions import FILE_NOT_ANALYSED, OWN_RULES, suppress
from pytest_ssot.trees import Tree
from pytest_ssot.verdict import judge

if TYPE_CHECKING:
    from pytest_ssot.cache import Session


@seldom_collecting()
def analyse(
    tree: Tree,
    settings: Settings,
    *,
    today: date,
    progress: Progress | None = None,
    session: Session | None = None,
) -> Report:
    """The judgement of everything in `tree`, with what a `session` of the cache knows of its files.

    The report is kept in the session. If the files that changed say nothing else than they did, to
    whoever asked for the last one, that one is the report.
    """
    rules = tuple(rule for rule in all_rules() if settings.rule(rule.id).enabled)
    prefilters = {rule.id: rule.prefilter for rule in rules}

    def workers(files: Iterable[File]) -> Iterator[Seen]:
        from pytest_ssot.workers import Workers  # few judgements are worth it

        return Workers(tuple(prefilters), settings.markers, look_with(prefilters, settings.markers))(files)

    sources = Sources(tree, settings.markers, prefilters, session, workers)
    if session is None:
        return _judged(tree, settings, rules, sources, today=today, progress=progress)
    for path in session.changed():
        sources.look_at(path)
        if session.was_read(path):
            sources.check(path)
    report = session.report()
    if report is None:
        report = _judged(tree, settings, rules, sources, today=today, progress=progress)
        session.keep_report(report, sources.evidence)
    return report


def _judged(
    tree: Tree,
    settings: Settings,
    rules: tuple[Rule, ...],
    sources: Sources,
    *,
    today: date,
    progress: Progress | None,
) -> Report:
    known = {*(rule.id for rule in all_rules()), *(info.id for info in OWN_RULES)}
    project = Project(
        tree.paths(),
        sources.facts,
        TOP_LEVEL,
        COPIES,
        cost_of=sources.cost_of,
        may_bind=sources.may_bind,
        related=sources.related,
        beside=sources.beside.text,
    )
    sources.relate(project.locate)
    paths = sources.candidates(progress)
    with deep_recursion():
        paths = _followed(rules, paths, project, sources)
        links = Links(project, sorted({path for found in paths.values() for path in found}), sources)
        context = Context(links, settings, paths)
        violations = [*_found(rules, context), *_found_in_text(rules, context, sources)]
    unread = (*tree.gaps(), *sources.gaps())
    violations += _gap_violations(unread, frozenset(tree.paths()), settings)
    assessed = suppress(violations, sources.markers(), settings=settings, today=today, rule_ids=known)
    assessments, untold = _bounded(assessed)
    return Report(
        files=tree.paths(),
        assessments=tuple(_with_excerpts(_named(assessments, sources), sources)),
        gaps=(*unread, *links.gaps(), *untold),
        verdict=judge(assessments, settings.level, block_on_warnings=settings.block_on_warnings),
        rules=(*(rule.info(settings) for rule in rules), *_own_rules(settings)),
    )


def _followed(
    rules: tuple[Rule, ...], paths: Mapping[str, tuple[str, ...]], project: Project, sources: Sources
) -> Mapping[str, tuple[str, ...]]:
    """The same files for each rule, and those that use the objects it follows under another name."""
    following = [rule.id for rule in rules if rule.follows_libraries]
    seeds = {path for rule in following for path in paths[rule]}
    found = tuple(carriers(project, sources, seeds, FOLLOWED)) if seeds else ()
    return {**paths, **{rule: tuple(sorted({*paths[rule], *found})) for rule in following}}


def _bounded(found: tuple[Assessment, ...]) -> tuple[tuple[Assessment, ...], tuple[Gap, ...]]:
    """All but the violations that are too many of their kind in a file, and where there were such."""
    numbers = Counter((one.violation.rule, one.violation.location.path) for one in found)
    many = sorted(kind for kind, number in numbers.items() if number > MOST_VIOLATIONS)
    told: Counter[tuple[str, str]] = Counter()
    kept: list[Assessment] = []
    for one in found:
        kind = one.violation.rule, one.violation.location.path
        told[kind] += 1
        if kind not in many or told[kind] <= MOST_VIOLATIONS:
            kept.append(one)
    return tuple(kept), tuple(
        Gap(path, f"there are more violations of {rule} than the {MOST_VIOLATIONS:,} that are told")
        for rule, path in many
    )


def _found(rules: Sequence[Rule], context: Context) -> Iterator[Violation]:
    # The heaviest rule takes most, and what it leaves of a project's effort may be nothing.
    for rule in reversed(rules):
        yield from rule.find(context)


def _found_in_text(rules: Iterable[Rule], context: Context, sources: Sources) -> Iterator[Violation]:
    """What the raw-text part of each rule finds in blocks that did not parse."""
    for facts in sources.incomplete():
        for rule in rules:
            if rule.owned(facts.path, context.settings):
                continue
            for tokens in facts.fragments:
                for place, subject in rule.find_in_text(facts.path, tokens):
                    message = f"{rule.summary}, by its text ({subject}): the code around it does not parse"
                    yield rule.violation(context.settings, place, message, subject)


def _gap_violations(gaps: Iterable[Gap], paths: frozenset[str], settings: Settings) -> Iterator[Violation]:
    """Gaps in source files, as violations: so every format shows them and every verdict counts them."""
    configured = settings.rule(FILE_NOT_ANALYSED.id)
    for gap in gaps:
        if configured.enabled and (gap.path in paths or gap.path.endswith(".py")):
            yield Violation(
                rule=FILE_NOT_ANALYSED.id,
                severity=configured.severity or FILE_NOT_ANALYSED.severity,
                location=Location(gap.path, max(gap.line, 1)),
                message=gap.reason,
                subject=gap.path,
                fix=FILE_NOT_ANALYSED.fix,
            )


def _own_rules(settings: Settings) -> Iterator[RuleInfo]:
    """The rules about the tool's own work, with what the configuration says about them."""
    for info in OWN_RULES:
        configured = settings.rule(info.id)
        severity = configured.severity or info.severity
        yield replace(info, severity=severity, impact=configured.impact or info.impact)


def _named(assessments: Sequence[Assessment], sources: Sources) -> Iterator[Assessment]:
    """The same assessments with their fingerprints.

    What a marker permits is named apart: it does not change the names of what counts.
    """
    if not assessments:  # then what baselines are made of need not be imported, as for most commits
        return
    from pytest_ssot.baseline import fingerprints

    texts = {path: sources.text(path) for path in {one.violation.location.path for one in assessments}}
    names: dict[int, str] = {}
    for is_suppressed in (False, True):
        alike = [
            index
            for index, one in enumerate(assessments)
            if (one.status is Status.SUPPRESSED) is is_suppressed
        ]
        found = fingerprints([assessments[index].violation for index in alike], texts)
        names.update(zip(alike, found, strict=True))
    for index, one in enumerate(assessments):
        yield replace(one, fingerprint=names[index])


def _with_excerpts(assessments: Iterable[Assessment], sources: Sources) -> Iterator[Assessment]:
    """The same assessments with the source lines that formats show."""
    lines: dict[str, tuple[str, ...]] = {}

    def shown(location: Location, context: int) -> Excerpt | None:
        if location.path not in lines:
            lines[location.path] = split_lines(sources.text(location.path))
        return excerpt_of(lines[location.path], location, context) if lines[location.path] else None

    for assessment in assessments:
        violation = assessment.violation
        trace = tuple(replace(step, excerpt=shown(step.location, 0)) for step in violation.trace)
        violation = replace(violation, trace=trace, excerpt=shown(violation.location, 2))
        yield replace(assessment, violation=violation)
