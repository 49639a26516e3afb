"""Pieces: what is drawn once is what an include would draw, and nothing else can be in it."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.people.models import User
from portal.ui import pieces
from tests.thorough import examples

ROOT = Path(__file__).parents[3]
ROW = (
    '"governance/proposals/_row.html" number=number title=title board=board waits=waits state=state '
    "state_words=words proposer=proposer changed=changed"
)
INCLUDED = Template(
    "{% include " + ROW.replace('" number', '" with number', 1) + " only %}",
)
DRAWN = Template("{% load pieces %}{% piece " + ROW + " %}")
MANY = Template('{% load pieces %}{% pieces "governance/proposals/_row.html" rows board=board %}')


def _values(**changed: Any) -> dict[str, Any]:
    return {
        "number": "NW-P-00001",
        "title": "Keep <siblings> together",
        "board": "North West",
        "waits": False,
        "state": "discussion",
        "words": "Discussion",
        "proposer": "Ada O'Hara",
        "changed": datetime(2026, 11, 2, 12, tzinfo=UTC),
    } | changed


@hypothesis_settings(max_examples=examples(40), deadline=None)
@given(
    title=st.text(max_size=12) | st.sampled_from([mark_safe("<b>a</b>"), "<b>a</b>", "1", "True", ""]),
    waits=st.sampled_from([True, False, 1, 0, None, "", "1"]),
    changed=st.sampled_from([datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 1), None]),
    language=st.sampled_from(["en-gb", "cy"]),
)
def test_piece_is_what_an_include_draws(title: str, waits: Any, changed: Any, language: str) -> None:
    values = _values(title=title, waits=waits, changed=changed)
    with translation.override(language):
        expected = INCLUDED.render(Context(values))
        assert DRAWN.render(Context(values)) == DRAWN.render(Context(values)) == expected


def test_piece_is_drawn_once_for_the_same_values_and_anew_for_others() -> None:
    pieces.forget()
    drawn = DRAWN.render(Context(_values()))
    assert DRAWN.render(Context(_values())) is not None
    assert len(pieces._DRAWN) == 1
    other = DRAWN.render(Context(_values(title="Another")))
    assert (drawn != other, len(pieces._DRAWN)) == (True, 2)


def test_markup_and_the_same_words_are_two_pieces() -> None:
    words, markup = "<b>bold</b>", SafeString("<b>bold</b>")
    assert "&lt;b&gt;" in DRAWN.render(Context(_values(title=words)))
    assert "<b>bold</b>" in DRAWN.render(Context(_values(title=markup)))
    assert "&lt;b&gt;" in DRAWN.render(Context(_values(title=words)))


def test_many_pieces_are_drawn_in_their_order_with_what_they_share() -> None:
    rows = [{**_values(title=title), "state_words": "Discussion"} for title in ("First", "Second")]
    for row in rows:
        del row["board"]
    drawn = MANY.render(Context({"rows": rows, "board": "Wales"}))
    assert drawn.index("First") < drawn.index("Second")
    assert drawn.count("Wales") == 2
    assert MANY.render(Context({"rows": None})) == ""


def test_piece_refuses_what_may_look_different_at_another_time() -> None:
    with pytest.raises(pieces.NotAPlainValue, match="not User"):
        DRAWN.render(Context(_values(proposer=User(name="Ada"))))


@pytest.mark.parametrize(
    "tag", ["{% piece %}", '{% piece "a.html" b %}', '{% pieces "a.html" %}', '{% pieces "a" b c %}']
)
def test_piece_says_how_it_is_written(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=r"piece"):
        Template("{% load pieces %}" + tag)


def test_memory_of_pieces_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces.forget()
    monkeypatch.setattr(pieces, "MOST", 3)
    for n in range(10):
        DRAWN.render(Context(_values(title=str(n))))
        assert len(pieces._DRAWN) <= 3


def _templates() -> dict[str, str]:
    return {
        str(path).rpartition("/templates/")[2]: path.read_text()
        for app in ("portal", "governance", "peerreview", "content")
        for path in (ROOT / app).rglob("templates/**/*.html")
    }


def test_no_piece_reads_the_clock_the_request_or_who_asks() -> None:
    """A piece kept for one reader is shown to another: it may know nothing but its values."""
    templates = _templates()
    named = {name for text in templates.values() for name in re.findall(r'{% pieces? "([^"]+)"', text)}
    assert len(named) >= 6
    waiting = list(named)
    while waiting:
        text = templates[waiting.pop()]
        found = re.findall(r"relative|{% now|csrf|request|user\.|perms\.|messages", text)
        assert not found, found
        inner = set(re.findall(r'{% include "([^"]+)"', text)) - named
        named |= inner
        waiting += inner
