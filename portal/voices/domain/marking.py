"""Pointing at words that may say who somebody is: suggestions for a reader, never a decision."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from portal.identifying import would_reveal


@dataclass(frozen=True)
class Piece:
    """A part of a text, marked or not."""

    text: str
    is_marked: bool


def suggested(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what somebody should look at again: names, ages, days, places, and the home's own name."""
    near = [name for name in known if name and name.casefold() in text.casefold()]
    return tuple(dict.fromkeys([*near, *would_reveal(text)]))


def marked(text: str, suggestions: Iterable[str]) -> list[Piece]:
    """Cut a text at the suggestions; put together again it is the text."""
    words = sorted({word for word in suggestions if word}, key=len, reverse=True)
    if not words:
        return [Piece(text, is_marked=False)] if text else []
    pattern = re.compile("(" + "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words) + ")", re.IGNORECASE)
    parts = pattern.split(text)
    return [Piece(part, is_marked=number % 2 == 1) for number, part in enumerate(parts) if part]
