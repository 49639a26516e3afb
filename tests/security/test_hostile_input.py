"""Whatever somebody writes into an address, the portal answers in words: never with an error of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from portal.people.models import User
from portal.search.filling import rebuild
from tests.factories.governance import SmallBoard, board_with_trustees
from tests.factories.people import RoleGrantFactory
from tests.factories.rounds import adopted, opened
from tests.people import browser
from tests.remembering import remembered
from tests.thorough import THOROUGH, some

pytestmark = pytest.mark.django_db

# Every name a page reads from its address, and some it does not.
NAMES = [
    *("after", "all", "before", "board", "board__slug", "change", "clause", "family", "format", "from", "kind"),
    *("limit", "needs_me", "number", "offset", "on", "on_0", "on_1", "on_2", "ordering", "page", "part", "q"),
    *("region", "region__code", "room", "set__code", "shown", "sort", "state", "text", "to", "words", "year"),
]
VALUES = ("%00", "9" * 30, "-1", "2026-13-45", "%ff%fe", "NaN", "x" * 3000, "%F0%9F%8F%A0'\"<script>", "²", "[]")
PLACES = ("board", "number", "n", "pk", "day", "part", "set_code", "code", "slug", "urn", "token")
ODD_WORDS = ["%00", "9" * 30, "a%00.png", "%ff", "..%2f", "x" * 300, "%F0%9F%8F%A0", "a.png/b.png"]
SKIPPED = ("cms/", "account/logout/")


def routes() -> Iterator[str]:
    """Return every address of the resolver outside the CMS."""
    yield from (route for route in _walk(get_resolver().url_patterns) if not route.startswith(SKIPPED))


def _walk(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif "(" not in route and "^" not in route:
            yield route


def filled(route: str, values: dict[str, str]) -> str:
    """Put values into the places of a route."""
    parts = []
    for part in f"/{route}".split("<"):
        if ">" in part:
            name, _, rest = part.partition(">")
            kind, _, key = name.rpartition(":")
            parts.append(values.get(f"{kind}:{key}", values.get(key, values.get(f"{kind}:", "1"))) + rest)
        else:
            parts.append(part)
    return "".join(parts)


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees(seats=1)


@pytest.fixture
@remembered
def insider(board: SmallBoard) -> User:
    """Somebody who may open nearly everything: a trustee in the chair with every role in the portal."""
    everything: User = board.chair
    for role in ("administrator", "editor", "programme_manager"):
        RoleGrantFactory(person=everything, role=role)
    return everything


def real(board: SmallBoard) -> dict[str, str]:
    """Return words that lead to records which are there."""
    decision = adopted(board)
    round = opened(board)
    rebuild()
    number = round.proposal.number
    return {
        "board": board.board.slug,
        "proposals": number,
        "decisions": decision.number,
        "number": number,
        "n": "1",
        "pk": "1",
        "day": "2026-11-02",
        "part": "standing",
        "set_code": "whole-home",
        "code": "1.1",
        "slug": "register",
        "urn": "SC000001",
        "token": "abc",
        "name": "a.png",
    }


def queries() -> list[str]:
    """Return one query string of null bytes alone, and two in which each name has something else that is odd."""
    rotated = [[VALUES[(place + 3 * turn) % len(VALUES)] for place in range(len(NAMES))] for turn in (0, 1)]
    return ["&".join(map("=".join, zip(NAMES, row, strict=True))) for row in [["%00"] * len(NAMES), *rotated]]


def addresses(words: dict[str, str]) -> Iterator[str]:
    """Return every address with words that lead somewhere."""
    for route in routes():
        of_decisions = {"number": words["decisions"]} if route.startswith("decisions/") else {}
        of_editions = {"number": "1"} if route.startswith("standards/") else {}
        yield filled(route, {**words, **of_decisions, **of_editions})


def test_no_query_string_makes_an_error(board: SmallBoard, insider: User) -> None:
    reader = browser(insider)
    reader.raise_request_exception = False
    broken = []
    for address in some(list(addresses(real(board))), 3):
        if address in ("/readyz", "/decisions/", "/search/"):
            continue
        for query in list(queries())[: None if THOROUGH else 1]:
            answer = reader.get(f"{address}?{query}")
            if answer.status_code >= 500:
                broken.append((address, query[:12], answer.status_code))
    assert not broken


@pytest.mark.parametrize("name", ODD_WORDS if THOROUGH else ODD_WORDS[:2])
def test_no_word_in_an_address_makes_an_error(insider: User, name: str) -> None:
    odd = dict.fromkeys(PLACES, name)
    reader = browser(insider)
    reader.raise_request_exception = False
    broken = []
    for route in some([route for route in routes() if "<" in route], 3):
        answer = reader.get(filled(route, {**odd, "name": name}))
        if answer.status_code >= 500:
            broken.append((route, answer.status_code))
    assert not broken
