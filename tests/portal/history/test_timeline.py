"""The timeline: who changed what, when and why, for a record and what belongs to it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from portal.history.as_of import history_rows
from portal.history.timeline import BadCursor, Source, Verb, timeline, timeline_page
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
@remembered
def home(ada: User) -> Organisation:
    """Return an organisation renamed, moved and owned."""
    row, owner = organisation("Elm Tree", ada), organisation("Owner")
    for hours, changes in enumerate(
        [{"name": "Elm Tree House"}, {"owned_by": owner}, {"kind": "provider"}, {"reference": "SC1"}], 1
    ):
        for name, value in changes.items():
            setattr(row, name, value)
        save_with_history(row, by=ada, reason=f"Step {hours}", at=NOON + hours * HOUR)
    return row


def test_a_timeline_says_who_when_why_and_what(ada: User, home: Organisation) -> None:
    items = timeline([home])
    assert [(item.verb, item.reason, item.who) for item in items] == [
        (Verb.CHANGED, "Step 4", "Ada Thorn"),
        (Verb.CHANGED, "Step 3", "Ada Thorn"),
        (Verb.CHANGED, "Step 2", "Ada Thorn"),
        (Verb.CHANGED, "Step 1", "Ada Thorn"),
        (Verb.CREATED, "Joined", "Ada Thorn"),
    ]
    changes = [[(change.label, change.old, change.new) for change in item.changes] for item in items]
    assert changes == [
        [("Regulator's reference", "", "SC1")],
        [("Kind", "Local authority", "Provider")],
        [("Owned by", "", "Owner")],
        [("Name", "Elm Tree", "Elm Tree House")],
        [],
    ]
    assert [tuple(op) for op in items[3].changes[0].ops] == [("same", "Elm Tree"), ("inserted", " House")]
    assert items[0].at == NOON + 4 * HOUR
    assert (items[0].record_type, items[0].record_id, items[0].person) == ("people.Organisation", home.pk, ada)


def test_the_portals_own_acts_are_the_portals(db: None) -> None:
    assert str(timeline([organisation("a")])[0].who) == "The portal"


def test_the_first_values_are_shown_when_asked_for(home: Organisation) -> None:
    first = timeline([Source(history_rows(home), show_first=True)])[-1]
    assert {(change.name, change.old, change.new) for change in first.changes} >= {("name", "", "Elm Tree")}


def test_several_kinds_of_record_are_merged_by_time(ada: User, home: Organisation) -> None:
    ada.known_as = "Ada"
    save_with_history(ada, by=ada, reason="Known as", at=NOON + 2 * HOUR + HOUR / 2)
    sources = [Source(history_rows(home), label=lambda row: f"Home {row.name}"), history_rows(User)]
    reasons = [item.reason for item in timeline(sources)]
    assert reasons == ["Step 4", "Step 3", "Known as", "Step 2", "Step 1", "Invited", "Joined"]
    assert timeline(sources)[0].record == "Home Elm Tree House"


def pages(sources: list[Any], limit: int) -> Iterator[list[str]]:
    cursor = ""
    while True:
        page = timeline_page(sources, limit=limit, before=cursor)
        yield [f"{item.record_type} {item.record_id} {item.reason}" for item in page.items]
        if not page.older:
            return
        cursor = page.older


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_pages_together_give_everything_once_even_when_all_happened_at_one_instant(ada: User, limit: int) -> None:
    for name in "abc":
        row = organisation(name, ada)
        save_with_history(row, by=ada, reason="Again", at=NOON)
    sources = [history_rows(Organisation), history_rows(User), history_rows(Organisation).filter(name="a")]
    whole = [line for page in pages(sources, 100) for line in page]
    assert [line for page in pages(sources, limit) for line in page] == whole
    assert len(whole) == 6 + 1 + 2


def test_a_change_is_compared_with_the_state_before_it_even_when_that_is_not_shown(
    ada: User, home: Organisation
) -> None:
    bea = User(email="bea@example.org", name="Bea Marsh")
    save_with_history(bea, by=None, reason="Invited", at=NOON)
    home.name, home.reference = "Elm House", "SC2"
    save_with_history(home, by=bea, reason="By Bea", at=NOON + 9 * HOUR)
    home.name = "Elm"
    save_with_history(home, by=ada, reason="By Ada", at=NOON + 10 * HOUR)
    assert [item.reason for item in timeline([home], person=bea)] == ["By Bea"]
    assert [(c.name, c.old, c.new) for c in timeline([home], person=bea)[0].changes] == [
        ("name", "Elm Tree House", "Elm House"),
        ("reference", "SC1", "SC2"),
    ]
    last = timeline([history_rows(Organisation).filter(name="Elm")])
    assert [(c.old, c.new) for c in last[0].changes] == [("Elm House", "Elm")]


def test_a_timeline_can_be_read_as_it_stood(home: Organisation) -> None:
    assert [item.reason for item in timeline([home], at=NOON + 2 * HOUR)] == ["Step 2", "Step 1", "Joined"]


def test_hidden_fields_are_left_out_and_a_change_of_nothing_else_is_withheld(home: Organisation) -> None:
    items = timeline([Source(history_rows(home), hidden={"reference"})], hidden_fields={"name"})
    withheld = [item.withheld for item in items]
    assert withheld == [True, False, False, True, False]
    assert not items[0].changes
    assert items[0].reason == ""


def test_a_deleted_record_keeps_its_timeline(ada: User, home: Organisation) -> None:
    rows = history_rows(Organisation).filter(id=home.pk)
    delete_with_history(home, by=ada, reason="Entered twice", at=NOON + 9 * HOUR)
    assert [item.verb for item in timeline([rows])[:2]] == [Verb.DELETED, Verb.CHANGED]


def test_a_name_since_deleted_is_said_to_be(ada: User, home: Organisation) -> None:
    owner = home.owned_by
    assert owner is not None
    key = owner.pk
    home.owned_by = None
    save_with_history(home, by=ada, reason="Sold", at=NOON + 9 * HOUR)
    delete_with_history(owner, by=ada, reason="Closed", at=NOON + 9 * HOUR)
    assert timeline([home])[0].changes[0].old == f"record {key}, since deleted"


@pytest.mark.parametrize("cursor", ["x", "1-2", "1-2-x", "9" * 40 + "-0-1"])
def test_a_cursor_nobody_wrote_is_refused(home: Organisation, cursor: str) -> None:
    with pytest.raises(BadCursor):
        timeline([home], before=cursor)


def test_a_timeline_costs_the_same_queries_for_1_and_many_changes(
    ada: User, home: Organisation, django_assert_num_queries: Any
) -> None:
    other = organisation("Other")
    for number in range(60):
        home.owned_by = other if number % 2 else None
        save_with_history(home, by=ada, reason=f"Change {number}", at=NOON + 9 * HOUR)
    for limit in (1, 3, 50):
        with django_assert_num_queries(2):
            assert len(timeline([home], limit=limit)) == limit
