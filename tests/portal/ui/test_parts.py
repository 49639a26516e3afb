"""The portal's own components and the tags they are made with."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from portal.ui import months, nav, statuses
from portal.ui.templatetags import dates
from portal.ui.templatetags.ui_nav import page_links, sort_address
from portal.ui.templatetags.ui_parts import initials
from tests.portal.ui.golden import tree

MOMENT = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    return engines["django"].from_string(source).render(context, request)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (dates.day(date(2026, 11, 22)), "22 November 2026"),
        (dates.short_day(date(2026, 11, 2)), "2 Nov 2026"),
        (dates.weekday(date(2026, 11, 22)), "Sunday 22 November 2026"),
        (dates.month(date(2026, 11, 22)), "November 2026"),
        (dates.clock(time(14, 30)), "2:30pm"),
        (dates.clock(time(9)), "9am"),
        (dates.clock(time(12)), "midday"),
        (dates.clock(time(0)), "midnight"),
        (dates.clock(time(0, 5)), "12:05am"),
        (dates.moment(MOMENT), "22 November 2026 at 2:30pm"),
        (dates.moment(datetime(2026, 7, 1, 13, 0, tzinfo=UTC)), "1 July 2026 at 2pm"),
        (dates.moment(date(2026, 11, 22)), "22 November 2026"),
        (dates.moment(None), ""),
        (dates.span(date(2026, 11, 22), date(2026, 11, 24)), "22 to 24 November 2026"),
        (dates.span(date(2026, 5, 1), date(2026, 11, 1)), "1 May 2026 to 1 November 2026"),
        (dates.span(date(2026, 5, 1)), "since 1 May 2026"),
        (dates.span(date(2026, 5, 1), date(2026, 5, 1)), "1 May 2026"),
        (dates.day(None), ""),
        (dates.clock(None), ""),
    ],
)
def test_date_is_written_as_people_say_it(words: str, expected: str) -> None:
    assert words == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 25), "in 3 days"),
        (date(2026, 11, 10), "12 days ago"),
        (date(2027, 11, 10), "10 November 2027"),
    ],
)
def test_near_day_is_told_by_its_distance(value: date, expected: str) -> None:
    assert dates.relative(value, MOMENT) == expected


def test_time_element_carries_the_machine_form() -> None:
    html = render('{% load dates %}{% when at "moment" %}', at=MOMENT)
    assert html == '<time datetime="2026-11-22T14:30+00:00">22 November 2026 at 2:30pm</time>'


def test_month_begins_on_monday_and_spreads_long_events() -> None:
    weeks = months.weeks_of(
        date(2026, 11, 1), [{"date": date(2026, 11, 30), "until": date(2026, 12, 1), "text": "Visit"}]
    )
    assert weeks[0][0].date == date(2026, 10, 26)
    assert [day.date for week in weeks for day in week if day.events] == [date(2026, 11, 30), date(2026, 12, 1)]


def test_items_collects_nested_entries_in_a_template() -> None:
    source = (
        '{% load ui %}{% items as rows %}{% item key="Owner" value__text=name %}'
        '{% if no %}{% item key="x" %}{% endif %}'
        '{% enditems %}{% include "ui/summary_list.html" with rows=rows only %}'
    )
    html = render(source, name="<Amara>")
    assert html.count("<dt") == 1
    assert "&lt;Amara&gt;" in html


def test_item_outside_items_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        render("{% load ui %}{% item key=1 %}")


def test_captured_block_is_safe_and_its_contents_are_escaped() -> None:
    source = "{% load ui %}{% capture as words %}<em>{{ name }}</em>{% endcapture %}{{ words }}"
    assert render(source, name="<b>") == "<em>&lt;b&gt;</em>"


def test_token_is_written_even_where_only_has_cut_off_the_context() -> None:
    html = render('{% include "ui/form.html" with form=form only %}', RequestFactory().get("/"), form=None or _Empty())
    assert "csrfmiddlewaretoken" in html


class _Empty:
    """A form without fields."""

    is_multipart = False
    errors: dict[str, str] = {}
    hidden_fields: list[Any] = []
    fields: dict[str, Any] = {}

    def __iter__(self) -> Any:
        return iter(())


def test_state_has_one_colour_everywhere_and_words_beside_it() -> None:
    assert statuses.colour_of("adopted") == "green"
    assert statuses.colour_of("Consensus test") == "teal"
    assert statuses.colour_of("something new") == "brand"
    html = render_to_string("ui/status_tag.html", {"state": "block", "text": "Block"})
    assert "govuk-tag--red" in html
    assert "Block" in html


def test_difference_is_told_without_colour() -> None:
    html = render_to_string("ui/diff.html", {"ops": [("same", "a "), ("deleted", "b"), ("inserted", "c")]})
    assert "<del>" in html
    assert "[removed:" in html
    assert "<ins>" in html
    assert "[added:" in html


def test_difference_escapes_what_people_wrote() -> None:
    assert "<script>" not in render_to_string("ui/diff.html", {"ops": [("inserted", "<script>x</script>")]})


@pytest.mark.parametrize(
    ("name", "expected"), [("Amara Osei", "AO"), ("Idris van der Khan", "IK"), ("Tom", "T"), ("", "")]
)
def test_seat_is_marked_by_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_sorting_turns_round_and_leaves_the_page_but_keeps_the_filters() -> None:
    request = RequestFactory().get("/?board=nw&sort=day&page=3")
    assert sort_address({"request": request}, "day") == {"href": "?board=nw&sort=-day", "direction": "ascending"}  # type: ignore[arg-type]
    assert sort_address({"request": request}, "name")["direction"] == "none"  # type: ignore[arg-type]


def test_pages_of_a_list_keep_its_filters_and_leave_out_the_middle() -> None:
    request = RequestFactory().get("/?board=nw")
    page = Paginator(range(200), 10).page(9)
    links = page_links({"request": request}, page)  # type: ignore[arg-type]
    assert [item.get("number") for item in links["items"]] == [1, None, 8, 9, 10, None, 20]
    assert links["next"]["href"] == "?board=nw&page=10"


def test_single_page_has_no_pagination() -> None:
    assert render_to_string("ui/pages.html", {"page": Paginator([1], 10).page(1)}).strip() == ""


def test_page_tree_does_not_count_as_an_existing_view() -> None:
    assert not nav.exists("/no-such-place-of-ours/")


def test_fragment_says_where_it_comes_from_and_what_concerns_it() -> None:
    html = render_to_string(
        "ui/live_region.html", {"url": "/p/5/", "room": "proposal:5", "event": "round.changed", "id": 5}
    )
    assert 'data-live-url="/p/5/"' in html
    assert 'data-live-room="proposal:5"' in html
    assert 'data-live-id="5"' in html


PARTS: list[tuple[str, dict[str, Any]]] = [
    (
        "timeline",
        {"events": [{"title": "Begun", "by": "A", "at": MOMENT, "changes": [{"label": "x", "old": 1, "new": 2}]}]},
    ),
    ("stage_tracker", {"stages": [{"name": "Visit", "state": "current"}, {"name": "Report"}]}),
    ("conditions", {"conditions": [{"text": "a", "met": True}, {"text": "b", "href": "#"}]}),
    ("contents_list", {"items": [{"text": "a", "href": "#a", "children": [{"text": "b", "href": "#b"}]}]}),
    ("publication_metadata", {"type": "Guidance", "published": date(2026, 1, 1), "updates_href": "/u/"}),
    ("heat_map", {"caption": "c", "columns": [{"text": "1"}], "rows": [{"text": "r", "cells": [{"level": 1}, {}]}]}),
    ("action_list", {"actions": [{"title": "Read", "due": date(2026, 1, 1), "urgency": "late", "href": "#"}]}),
    ("action_list", {"actions": [], "empty_title": "Nothing"}),
    ("empty_state", {"title": "Nothing", "href": "#", "action": "Go"}),
    ("quorum_strip", {"met": False, "words": "2 of 9", "seats": [{"name": "A B"}, {"name": "C", "recused": True}]}),
    ("month_table", {"month": date(2026, 11, 1), "events": [{"date": date(2026, 11, 3), "text": "x", "name": "d"}]}),
    ("progress", {"label": "Import", "value": 3}),
    ("email/base", {"person": "A", "settings_address": "https://example.org/"}),
]


def test_day_far_away_is_said_once() -> None:
    action = {"title": "Read", "due": date(2020, 1, 1)}
    assert render_to_string("ui/action_list.html", {"actions": [action]}).count("1 January 2020") == 1
    near = {"title": "Read", "due": timezone.localdate()}
    assert "(today)" in render_to_string("ui/action_list.html", {"actions": [near]})


@pytest.mark.parametrize(("name", "inputs"), PARTS, ids=[name for name, _inputs in PARTS])
def test_part_is_well_formed(name: str, inputs: dict[str, Any]) -> None:
    tree(render_to_string(f"ui/{name}.html", inputs))
