"""The order in which a pull request is told: status, labels, comment, annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from pytest_ssot.ci.pull_requests.api import Refused, Unavailable
from pytest_ssot.ci.pull_requests.host import Comment, Host
from pytest_ssot.ci.pull_requests.publication import Journal
from pytest_ssot.ci.pull_requests.statement import Label, NoVerdict, Statement

Step = tuple[str, str, Callable[[], None]]
"""What is told, what a token has to be allowed to do for it, and how it is done."""


class Marking:
    """A commit on its way to be marked; what is refused does not keep the rest back."""

    def __init__(
        self, host: Host, statement: Statement | NoVerdict, journal: Journal, *, is_fork: bool
    ) -> None:
        self._host = host
        self._said = statement
        self._journal = journal
        self._is_fork = is_fork

    def run(self) -> None:
        """Tell everything; what cannot be told is noted."""
        needs = self._host.needs
        try:
            newer = self._newer_head()
        except Unavailable as problem:
            better = f"; {needs.token}" if needs.token else ""
            self._journal.missed("everything", f"{problem}{better}")
            return
        steps = [("commit status", needs.status, self._set_status)] if self._said.commit else []
        steps += self._conversation(newer)
        if needs.check and self._said.commit:
            steps.append(("check run", needs.check, self._check))
        self._take(steps)

    def _conversation(self, newer: str) -> Sequence[Step]:  # noqa: ARG002 - see Publishing
        """What the pull request itself is told, unless it has a `newer` head."""
        return ()

    def _take(self, steps: list[Step]) -> None:
        for index, (what, needed, step) in enumerate(steps):
            try:
                step()
            except Refused as refusal:
                self._journal.missed(what, self._explained(refusal, needed))
            except Unavailable as problem:
                for left, _, _ in steps[index:]:
                    self._journal.missed(left, str(problem))
                return

    def _explained(self, refusal: Refused, needed: str) -> str:
        if refusal.status not in (403, 404):
            return str(refusal)
        if self._host.needs.token:
            return f"{refusal}; {self._host.needs.token}"
        if self._is_fork:
            return f"{refusal}: {self._host.needs.fork}"
        return f"{refusal}: the token needs {needed}"

    def _newer_head(self) -> str:
        """The head that has come after the judged commit; "" when there is none, or that cannot be told."""
        try:
            heads = self._host.heads()
        except Refused:
            return ""  # what comes next says better what the token lacks
        commit = self._said.commit
        return heads[0] if commit and heads and commit not in heads else ""

    def _set_status(self) -> None:
        self._host.set_status(self._said)
        self._journal.did(f"commit status `{self._said.name}`: {self._said.state}")

    def _check(self) -> None:
        if told := self._host.add_check(self._said):
            self._journal.did(told)
            self._journal.annotated()


class Publishing(Marking):
    """One statement on its way to one pull request and its commit."""

    def __init__(self, host: Host, statement: Statement, journal: Journal, *, is_fork: bool) -> None:
        super().__init__(host, statement, journal, is_fork=is_fork)
        self._statement = statement

    def _conversation(self, newer: str) -> Sequence[Step]:
        if newer:
            reason = f"the pull request is at {newer[:12]} by now, which is judged by its own run"
            self._journal.missed("labels", reason)
            self._journal.missed("comment", reason)
            return ()
        needs = self._host.needs
        return (("labels", needs.labels, self._label), ("comment", needs.comment, self._comment))

    def _label(self) -> None:
        present = {name.casefold() for name in self._host.labels()}
        wanted = self._statement.labels
        added = [label for label in wanted if label.name.casefold() not in present]
        stale = [
            label.name
            for label in self._statement.known_labels
            if label not in wanted and label.name.casefold() in present
        ]
        plain = [(label.name, why) for label in added if (why := self._uncreated(label))]
        names = [label.name for label in added]
        if names or stale:
            self._host.change_labels(names, stale)
        for name, why in plain:
            self._journal.missed(f"colour of the label `{name}`", why)
        changes = [*(f"+ `{name}`" for name in names), *(f"- `{name}`" for name in stale)]
        self._journal.did(f"labels: {', '.join(changes)}" if changes else "labels: as they have to be")

    def _uncreated(self, label: Label) -> str:
        """Why the label could not be created; the service makes unknown ones up, only less beautiful."""
        try:
            self._host.create_label(label)
        except Refused as refusal:
            return str(refusal)
        return ""

    def _comment(self) -> None:
        own = self._own_comments()
        if not own and self._statement.is_silent:
            self._journal.did("comment: none, there is nothing to say")
            return
        body = self._statement.comment(self._host.limit, is_update=bool(own))
        if not own:
            self._add(body)
        elif own[0].body.split() == body.split():  # services change blanks and line ends
            self._journal.did("comment: as it has to be")
        else:
            self._change(own[0], body)
        self._remove(own[1:])

    def _own_comments(self) -> list[Comment]:
        # The marker counts at the beginning only: what a comment shows of the repository is further down.
        # A comment that somebody adds meanwhile can move another one to a second page.
        marker = self._statement.marker
        found = {one.id: one for one in self._host.comments() if one.is_own}
        return [one for one in found.values() if one.body.lstrip().startswith(marker)]

    def _add(self, body: str) -> None:
        added = self._added(body)
        self._journal.did(f"comment: added {added.url}".rstrip())
        with suppress(Refused, Unavailable):  # the next run finds twins and leaves one
            self._settle(added, body)

    def _settle(self, added: Comment, body: str) -> None:
        """Of comments that runs have added at the same time, the oldest stays."""
        oldest, *others = self._own_comments() or [added]
        if oldest.body.split() != body.split():
            self._host.change_comment(oldest, body)
        self._remove(others)

    def _added(self, body: str) -> Comment:
        try:
            return self._host.add_comment(body)
        except (Refused, Unavailable) as problem:
            # An answer that got lost must not lead to a second comment.
            if isinstance(problem, Refused) and problem.status < 500:
                raise
            present = self._own_comments()
            return present[0] if present else self._host.add_comment(body)

    def _remove(self, twins: list[Comment]) -> None:
        for twin in twins:
            try:
                self._host.delete_comment(twin)
            except Refused as refusal:
                if refusal.status != 404:  # the other run was faster
                    raise

    def _change(self, comment: Comment, body: str) -> None:
        try:
            changed = self._host.change_comment(comment, body)
        except Refused as refusal:
            if refusal.status != 404:
                raise
            self._add(body)  # it was deleted in the meantime
        else:
            self._journal.did(f"comment: updated {changed.url}".rstrip())
