"""The table of contents: how a tree becomes a report."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date

from pytest_ssot.model import Assessment, Gap, Level, Location, Report, RuleInfo, Severity, Step, Verdict, Violation
from pytest_ssot.settings import Settings
from pytest_ssot.trees import Tree

Progress = Callable[[int, int], None]


def check(tree: Tree, settings: Settings, *, today: date, progress: Progress | None = None) -> Report:
    """TEMPORARY stand-in with the final signature."""
    paths = tree.paths()
    gaps: list[Gap] = list(tree.gaps())
    out: list[Assessment] = []
    for n, path in enumerate(paths):
        if progress:
            progress(n, len(paths))
        data = tree.read(path)
        if isinstance(data, Gap):
            gaps.append(data)
            continue
        try:
            mod = ast.parse(data)
        except (SyntaxError, ValueError):
            gaps.append(Gap(path, "does not parse", 1))
            continue
        for node in ast.walk(mod):
            def loc() -> Location:
                return Location(path, node.lineno, node.col_offset + 1, node.end_lineno or 0, (node.end_col_offset or 0) + 1)
            if isinstance(node, ast.Import) and any(a.name == "jwt" for a in node.names):
                out.append(Assessment(Violation("jwt-direct-import", Severity.ERROR, loc(), "the JWT library is imported outside the owner", "jwt", fix=f"use {settings.interface}")))
            if isinstance(node, ast.FunctionDef) and "fallback" in node.name:
                out.append(Assessment(Violation("auth-fallback", Severity.WARNING, loc(), "an authentication fallback", node.name, fix=f"use {settings.interface}")))
            if isinstance(node, ast.Call) and "verify_signature': False" in ast.unparse(node):
                out.append(Assessment(Violation("jwt-signature-bypass", Severity.CRITICAL, loc(), "the token is accepted without its signature being verified", "jwt.decode", fix=f"use {settings.interface}", trace=(Step(loc(), "False is written here"), Step(loc(), "jwt.decode receives it")))))
    counts = {s: sum(a.violation.severity is s for a in out) for s in Severity}
    budgets = {Severity.CRITICAL: 0, Severity.ERROR: 5 if settings.level is Level.PERMISSIVE else 0, Severity.WARNING: {Level.STRICT: 0, Level.STANDARD: 5, Level.PERMISSIVE: None}[settings.level]}
    reasons = tuple(f"{counts[s]} {s} > {budgets[s]}" for s in Severity if budgets[s] is not None and counts[s] > (budgets[s] or 0))
    rules = (
        RuleInfo("jwt-signature-bypass", Severity.CRITICAL, "a token is accepted without its signature being verified", "…", "…", cwe=(347,)),
        RuleInfo("jwt-direct-import", Severity.ERROR, "a JWT library is imported outside the owner", "…", "…"),
        RuleInfo("auth-fallback", Severity.WARNING, "authentication has a fallback", "…", "…"),
    )
    return Report(paths, tuple(out), tuple(gaps), Verdict(settings.level, counts, budgets, reasons), rules)
