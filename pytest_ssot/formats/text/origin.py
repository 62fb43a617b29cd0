"""Where the judged files live in their repository, and where they can be read."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_ssot.formats.text.uris import safe_url, uri
from pytest_ssot.model import Location


@dataclass(frozen=True)
class Origin:
    """How the repository calls the files of the project.

    `prefix` is the project's root relative to the repository's, with a slash at its end; "" when they are
    the same. `link` is the address of a line on the web with `{path}`, `{line}` and `{end_line}` in it, ""
    when there is none: `https://host/owner/name/blob/REVISION/{path}#L{line}-L{end_line}`.
    """

    prefix: str = ""
    link: str = ""

    def path(self, path: str) -> str:
        """The path of a file of the project from the root of the repository."""
        return self.prefix + path

    def uri(self, path: str) -> str:
        """The same as a relative URI."""
        return uri(self.path(path))

    def url(self, location: Location) -> str:
        """Where the lines can be read on the web; "" when that is not known."""
        if not self.link:
            return ""
        last = max(location.line, location.end_line)
        filled = self.link.replace("{line}", str(location.line)).replace("{end_line}", str(last))
        return safe_url(filled.replace("{path}", self.uri(location.path)))
