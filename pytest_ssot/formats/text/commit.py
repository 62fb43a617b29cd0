"""What a pre-commit hook says before it judges, and when there is nothing to judge."""

from __future__ import annotations

from pytest_ssot.formats.text.style import Style


def opening(style: Style) -> str:
    """That the checks begin."""
    return f"{icon('🔍', style)}Running SSOT compliance pre-commit checks...\n"


def looking(number: int, style: Style, kind: str = "staged Python file") -> str:
    """How many files are looked at."""
    if number:
        amount = f"{number} {kind}" if number == 1 else f"{number} {kind}s"
        return f"{icon('📁', style)}Checking {amount}...\n\n"
    return f"{icon('📁', style)}No {kind}s to check\n\n"


def passed(style: Style) -> str:
    """That there is nothing to complain about."""
    text = f"{icon('✅', style)}All pre-commit checks passed - SSOT compliance maintained"
    return f"{style.paint('good', text)}\n"


def icon(icon: str, style: Style) -> str:
    """The icon and a blank, on screens that can show it."""
    return f"{icon} " if style.unicode else ""
