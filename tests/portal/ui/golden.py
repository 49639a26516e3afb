"""Reads govuk-frontend's own examples and compares markup regardless of white space and attribute order."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.utils.safestring import SafeString

FIXTURES = Path(__file__).parent / "fixtures" / "govuk.json"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@cache
def fixtures() -> dict[str, list[dict[str, Any]]]:
    """Return every example of the package, by component."""
    components: dict[str, list[dict[str, Any]]] = json.loads(FIXTURES.read_text(encoding="utf-8"))["components"]
    return components


@dataclass
class Element:
    """One element: its name, its attributes in order of name, its children."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: list["Element | str"] = field(default_factory=list)

    def lines(self, depth: int = 0) -> list[str]:
        """Write the element so that a difference is readable."""
        indent = "  " * depth
        written = [indent + self.name + "".join(f' {name}="{value}"' for name, value in self.attributes)]
        for child in self.children:
            written += [f"{indent}  {child!r}"] if isinstance(child, str) else child.lines(depth + 1)
        return written


class Reader(HTMLParser):
    """Builds the tree; text keeps its words, not its spaces."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple(sorted((name, self.value(name, value)) for name, value in attrs)))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, tuple(sorted((name, self.value(name, value)) for name, value in attrs)))
        self.open[-1].children.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        children = self.open[-1].children
        if text and children and isinstance(children[-1], str):
            children[-1] = f"{children[-1]} {text}"
        elif text:
            children.append(text)

    @staticmethod
    def value(name: str, value: str | None) -> str:
        if name == "class":
            return " ".join(sorted((value or "").split()))
        return " ".join((value or "").split())


def tree(html: str) -> list[str]:
    """Return ``html`` as comparable lines; everything opened must be closed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is never closed"
    return reader.root.lines()


def snake(name: str) -> str:
    """Turn an option's name into the input's: ``visuallyHiddenText`` into ``visually_hidden_text``."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


AS_GIVEN = {"attributes", "wrapper_attributes", "values"}


def inputs(options: Any) -> Any:
    """Turn a component's options into our inputs; what the package trusts as html, we mark as safe."""
    if isinstance(options, list):
        return [inputs(one) for one in options]
    if not isinstance(options, dict):
        return options
    result: dict[str, Any] = {}
    for key, value in options.items():
        name = snake(key)
        if name in AS_GIVEN or name.endswith("_limit_text") or name == "multiple_files_chosen_text":
            result[name] = value
        elif isinstance(value, str) and (name == "html" or name.endswith("_html")):
            result[name] = SafeString(value)
        elif name == "slots" and isinstance(value, dict):
            result[name] = {snake(slot): slotted(html) for slot, html in value.items()}
        else:
            result[name] = inputs(value)
    return result


def slotted(html: Any) -> Any:
    """A slot is trusted markup, given alone or with its alignment."""
    return SafeString(html) if isinstance(html, str) else inputs(html)
