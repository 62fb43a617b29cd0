"""Regression memory: which violations are known, and which are new.

`snapshot` turns violations and the text they stand in into a `Baseline`, `compare` tells what each
current violation is to it, `renew` and `prune` make the baseline of tomorrow. All of them are pure.
`encode` and `decode` turn a baseline into a plain JSON value and back, `load`, `save` and `edit` keep
it in a file, `merge` joins two that have a common ancestor, `resolve` the sides of a conflict.

    violations + texts ──► snapshot ──► Baseline ──► file or cache
                                            │
    violations + texts ─────────────────► compare ──► Comparison: a Match each, a Fate for each entry

How violations were found plays no part: what is known of them is the rule, the place, the message
and the text. The algorithm and what it promises are described in docs/baselines.md.
"""

from __future__ import annotations

from pytest_ssot.baseline.codec import BaselineError, decode, dumps, encode, loads
from pytest_ssot.baseline.comparing import compare, fingerprint, fingerprints, prune, renew, snapshot
from pytest_ssot.baseline.conflicts import resolve
from pytest_ssot.baseline.entry import Baseline, Count, Entry, UnreadText
from pytest_ssot.baseline.merging import merge
from pytest_ssot.baseline.outcome import Comparison, Fate, Match, Remembered, Standing
from pytest_ssot.baseline.store import edit, load, replace_file, save

__all__ = [
    "Baseline",
    "BaselineError",
    "Comparison",
    "Count",
    "Entry",
    "Fate",
    "Match",
    "Remembered",
    "Standing",
    "UnreadText",
    "compare",
    "decode",
    "dumps",
    "edit",
    "encode",
    "fingerprint",
    "fingerprints",
    "load",
    "loads",
    "merge",
    "prune",
    "renew",
    "replace_file",
    "resolve",
    "save",
    "snapshot",
]
