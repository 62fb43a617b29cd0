"""Elements of a page; the serialiser of the standard library escapes whatever they hold."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from pytest_ssot.formats.text.printable import printable

Child = ET.Element | str


def element(tag: str, *children: Child, **attributes: str) -> ET.Element:
    """An element with text and elements in it; `class_` is its class, `data_x` its `data-x`."""
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = ET.Element(tag, names)
    last: ET.Element | None = None
    for child in children:
        if isinstance(child, ET.Element):
            made.append(child)
            last = child
        elif last is None:
            made.text = (made.text or "") + child
        else:
            last.tail = (last.tail or "") + child
    return made


def scanned(text: str) -> str:
    """Text from the repository in a line of the page."""
    return printable(text)


def sentences(tag: str, label: str, text: str, **attributes: str) -> Iterable[ET.Element]:
    """A labelled text; nothing when there is no text."""
    if text:
        yield element(tag, element("b", f"{label}: "), scanned(text), **attributes)


def document(head: ET.Element, body: ET.Element) -> str:
    """The page as text in plain ASCII."""
    page = element("html", head, body, lang="en")
    text: bytes = ET.tostring(page, encoding="us-ascii", method="html")
    return f"<!DOCTYPE html>\n{text.decode('ascii')}\n"
