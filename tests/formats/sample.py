"""One report with everything that is hard to show; every format renders it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pytest_ssot.model import (
    Assessment,
    Excerpt,
    Gap,
    Level,
    Location,
    Report,
    RuleInfo,
    Severity,
    Status,
    Step,
    Suppression,
    Verdict,
    Violation,
)

NASTY_NAME = "app/\x1b[31mred\n\u202eyp.\udcff ü.py"
"""A terminal escape, a line end, a bidirectional override, a byte that is not UTF-8, a blank, an umlaut."""

RULES = (
    RuleInfo(
        "jwt-signature-bypass",
        Severity.CRITICAL,
        "A token is accepted without its signature being verified.",
        "Whoever can send a token can *be* anybody.\n\nVerify every token.",
        "Let UnifiedAuthInterface verify the token.",
        references=("issue #300", "https://cwe.mitre.org/data/definitions/347.html"),
        cwe=(347,),
        impact="Forged tokens open every account.",
    ),
    RuleInfo(
        "jwt-direct-import",
        Severity.ERROR,
        "A JWT library is imported outside of its owner.",
        "Two places that decide about tokens decide differently one day.",
        "Use UnifiedAuthInterface.",
    ),
    RuleInfo("auth-fallback", Severity.WARNING, "Authentication has a second way in.", "", ""),
)

BYPASS = Assessment(
    Violation(
        "jwt-signature-bypass",
        Severity.CRITICAL,
        Location("app/socket.py", 7, 13, 9, 8),
        "jwt.decode accepts the token without verifying its signature",
        "jwt.decode",
        scope="Handler.connect",
        fix="Call UnifiedAuthInterface.verify(token).",
        trace=(
            Step(
                Location("app/settings.py", 2, 12, 2, 37),
                "verification is switched off here",
                Excerpt(1, ("# 設定", 'OPTIONS = {"verify_signature": False}', "")),
            ),
            Step(Location("app/passing.py", 40, 5), "handed on by `options`"),
            Step(Location("app/socket.py", 7, 13, 9, 8), "jwt.decode receives it"),
        ),
        excerpt=Excerpt(
            5,
            (
                "\tdef connect(self, token):",
                "\t\t# the token",
                "\t\tpayload = jwt.decode(",
                "\t\t    token, KEY, options=OPTIONS,",
                "\t\t    )",
                "\t\treturn payload",
            ),
        ),
    )
)

IMPORT = Assessment(
    Violation(
        "jwt-direct-import",
        Severity.ERROR,
        Location(NASTY_NAME, 1, 8, 1, 11),
        "jwt is imported outside of its owner: see [the docs](https://example.org/)",
        "jwt",
        excerpt=Excerpt(1, ("import jwt  # \x1b]0;title\x07 \u202etxet", "")),
    )
)

LONG = Assessment(
    Violation(
        "auth-fallback",
        Severity.WARNING,
        Location("app/minified.py", 1, 3001, 1, 3023),
        "fallback_auth_validation is a second way in",
        "fallback_auth_validation",
        excerpt=Excerpt(1, ("x = 1; " * 428 + "    " + "fallback_auth_validation()" + "; y = 2" * 900,)),
    )
)

WIDE = Assessment(
    Violation(
        "auth-fallback",
        Severity.WARNING,
        Location("app/wide.py", 3, 10, 3, 21),
        "legacy_auth is a second way in",
        "legacy_auth",
        excerpt=Excerpt(2, ("# cafe\u0301", "名 = '値'; legacy_auth()", "# 🙂")),
    )
)

BEYOND = Assessment(
    Violation(
        "auth-fallback",
        Severity.WARNING,
        Location("app/wide.py", 9, 99, 9, 120),
        "bypass_auth is a second way in",
        "bypass_auth",
        excerpt=Excerpt(9, ("short",)),
    )
)

KNOWN = Assessment(
    Violation(
        "jwt-direct-import",
        Severity.ERROR,
        Location("legacy/tokens.py", 3, 1, 3, 11),
        "jwt is imported outside of its owner",
        "jwt",
    ),
    Status.KNOWN,
)

SUPPRESSED = Assessment(
    Violation(
        "jwt-direct-import",
        Severity.ERROR,
        Location("auth/service.py", 2, 1, 2, 11),
        "jwt is imported outside of its owner",
        "jwt",
    ),
    Status.SUPPRESSED,
    Suppression(
        Location("auth/service.py", 1, 1, 1, 40),
        "JWT_ALLOWED",
        "the owner \x1b[2Jitself",
        1,
        2,
        rules=("jwt-direct-import",),
        until=date(2031, 5, 17),
    ),
)

GAPS = (
    Gap("app/broken.py", "the syntax is not valid: '\x1b[5m'", 12),
    Gap("app/locked", "permission denied"),
)

SAMPLE = Report(
    files=(
        NASTY_NAME,
        "app/broken.py",
        "app/minified.py",
        "app/passing.py",
        "app/settings.py",
        "app/socket.py",
        "app/wide.py",
        "auth/service.py",
        "legacy/tokens.py",
    ),
    assessments=(IMPORT, LONG, BYPASS, WIDE, BEYOND, SUPPRESSED, KNOWN),
    gaps=GAPS,
    verdict=Verdict(
        Level.STANDARD,
        {Severity.CRITICAL: 1, Severity.ERROR: 1, Severity.WARNING: 3},
        {Severity.CRITICAL: 0, Severity.ERROR: 0, Severity.WARNING: 5},
        ("1 critical violation, none allowed", "1 error violation, none allowed"),
    ),
    rules=RULES,
)

HOSTILE_TEXTS = (
    "\x00\x1b[31m\x07\x9b2J\r\n\u2028 \u202eevil\u2066 \u200b\ufeff\ufffe\uffff\udcff\ud800\U000e0041",
    "::error file=x,line=1::pwned",
    "%0A::add-mask::x %25 %0D##[add-mask]x ##vso[task.setvariable variable=a]b ##teamcity[message text='x']",
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- --> <![CDATA[ ]]> &amp; &#64; </pre></style>",
    "@user #1 GH-1 owner/name#2 !3 ~label https://evil.example/ www.evil.example a@b.example :+1: 0123456789",
    "[link](https://evil.example/) ![i](https://evil.example/x) `code` ``x`` *a* _b_ **c** ~~d~~ | \\| \\",
    "  # heading",
    "```\nfence\n~~~",
    "/close",
    "{path} {line} %s {0} ${{ secrets.X }} $(id) `id`",
    "\"' onmouseover='alert(1)' javascript:alert(1) data:text/html,x",
)
"""What somebody may write into a path, a name or a comment to act on whoever shows it."""


def hostile(text: str) -> Report:
    """A report in which every text that a repository decides about is this one."""
    place = Location(f"{text}/{text}.py", 1, 2, 1, 9)
    excerpt = Excerpt(1, (text, text))
    violation = Violation(
        text,
        Severity.CRITICAL,
        place,
        text,
        text,
        scope=text,
        fix=text,
        trace=(Step(place, text, excerpt), Step(Location(text, 3, 1), text, None)),
        excerpt=excerpt,
    )
    marker = Suppression(place, text, text, 1, 2, rules=(text,))
    return Report(
        files=(place.path,),
        assessments=(
            Assessment(violation),
            Assessment(replace(violation, severity=Severity.WARNING, excerpt=None)),
            Assessment(replace(violation, severity=Severity.ERROR), Status.KNOWN),
            Assessment(replace(violation, severity=Severity.ERROR), Status.SUPPRESSED, marker),
        ),
        gaps=(Gap(text, text, 3), Gap(f"{text}.d", text)),
        verdict=Verdict(
            Level.STRICT,
            {Severity.CRITICAL: 1, Severity.ERROR: 0, Severity.WARNING: 1},
            dict.fromkeys(Severity, 0),
            (text, text),
        ),
        rules=(RuleInfo(text, Severity.CRITICAL, text, text, text, references=(text,), impact=text),),
    )


def large(number: int) -> Report:
    """That many violations in a tenth as many files, of all severities and standings."""
    kinds = (BYPASS, LONG, WIDE, IMPORT, KNOWN, SUPPRESSED)
    assessments = []
    for index in range(number):
        kind = kinds[index % len(kinds)]
        place = replace(kind.violation.location, path=f"app/module_{index // 10:05}.py")
        assessments.append(replace(kind, violation=replace(kind.violation, location=place)))
    files = tuple(sorted({found.violation.location.path for found in assessments}))
    return replace(SAMPLE, files=files, assessments=tuple(assessments))


CLEAN = Report(
    files=("app/main.py",),
    assessments=(),
    gaps=(),
    verdict=Verdict(Level.STRICT, dict.fromkeys(Severity, 0), dict.fromkeys(Severity, 0)),
    rules=RULES,
)
