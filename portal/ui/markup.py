"""The small pieces of markup every component is made of: attributes, words-or-html, class lists."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

Part = Mapping[str, Any]


def as_part(value: object) -> Part:
    """Accept a component's words either as plain text or as ``{"text": …, "html": …, "classes": …}``."""
    if isinstance(value, Mapping):
        return value
    if value is None or value == "" or value is False:
        return {}
    return {"text": value}


def body(value: object) -> object:
    """Return what stands inside an element; ``html`` wins, and is escaped like anything else unless it is safe."""
    part = as_part(value)
    html = part.get("html")
    if isinstance(html, str):
        html = mark_safe(html.strip()) if isinstance(html, SafeString) else html.strip()  # noqa: S308
    return html or part.get("text", "")


def join(pieces: Iterable[SafeString]) -> SafeString:
    """Put safe pieces together; plain ``join`` would forget that they are safe."""
    return mark_safe("".join(pieces))  # noqa: S308


def words(value: object) -> str:
    """Write booleans the way HTML wants them, everything else as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def attribute(name: str, value: object) -> SafeString:
    """Return `` name="value"``; with ``{"value": …, "optional": True}`` nothing at all when there is no value."""
    if isinstance(value, Mapping):
        optional = bool(value.get("optional"))
        value = value.get("value")
        if optional and value is True:
            return mark_safe(f" {escape(name)}")  # noqa: S308
        if optional and (value is None or value is False):
            return SafeString("")
    if isinstance(value, Promise):
        value = str(value)
    text = value if isinstance(value, SafeString) else escape(words(value))
    return mark_safe(f' {escape(name)}="{text}"')  # noqa: S308


def attributes(values: object) -> SafeString:
    """Return all of ``values`` as attributes, each with its leading blank."""
    if isinstance(values, SafeString):
        return values
    if not isinstance(values, Mapping):
        return SafeString("")
    return join(attribute(str(name), value) for name, value in values.items())


def option(entry: Mapping[str, Any]) -> SafeString:
    """Return one option of a select; what ``choices.select_items`` worked out."""
    value = f' value="{conditional_escape(words(entry["value"]))}"' if entry["has_value"] else ""
    flags = (" selected" if entry["selected"] else "") + (" disabled" if entry.get("disabled") else "")
    more = attributes(entry.get("attributes"))
    return mark_safe(f"<option{value}{flags}{more}>{conditional_escape(entry.get('text', ''))}</option>\n")  # noqa: S308


def i18n_attributes(key: str, message: object) -> SafeString:
    """Return the words a script may need: one text, or one for each plural rule."""
    if isinstance(message, Mapping):
        return join(attribute(f"data-i18n.{key}.{rule}", text) for rule, text in message.items())
    return attribute(f"data-i18n.{key}", message) if message else SafeString("")


def described_by(*ids: object) -> str:
    """Join the ids of everything that describes a field, in reading order."""
    return " ".join(str(one) for one in ids if one)
