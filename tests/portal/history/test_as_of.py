"""Any record, and any set of records, as it stood."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from portal.history.as_of import as_of, record_as_of
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import Organisation, User
from tests.conftest import NOON
from tests.portal.history.conftest import organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def renamed(row: Organisation, name: str, at: datetime) -> None:
    row.name = name
    save_with_history(row, by=None, reason="Renamed", at=at)


def test_a_record_is_read_with_the_values_it_had(ada: User) -> None:
    row = organisation("a", ada)
    renamed(row, "b", NOON + DAY)
    renamed(row, "c", NOON + 2 * DAY)
    names = {
        days: past.name if (past := record_as_of(row, NOON + days * DAY - timedelta(hours=1))) else None
        for days in range(4)
    }
    assert names == {0: None, 1: "a", 2: "b", 3: "c"}


def test_a_deleted_record_is_read_before_and_is_nothing_after(ada: User) -> None:
    row = organisation("a", ada)
    key = row.pk
    delete_with_history(row, by=ada, reason="Entered twice", at=NOON + DAY)
    row.pk = key
    assert record_as_of(row, NOON + DAY) is None
    assert record_as_of(row, NOON) is not None
    assert [past.name for past in as_of(Organisation, NOON)] == ["a"]
    assert list(as_of(Organisation, NOON + DAY)) == []


@pytest.mark.parametrize(
    ("moment", "day_it_counts_for"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        # The days on which the clocks change are 23 and 25 hours long.
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_day_is_read_as_it_ended_in_london(db: None, moment: datetime, day_it_counts_for: date) -> None:
    row = Organisation(name="a", slug="a", kind="provider")
    save_with_history(row, by=None, reason="Joined", at=moment)
    assert record_as_of(row, day_it_counts_for) is not None
    assert record_as_of(row, day_it_counts_for - DAY) is None
    assert as_of(Organisation, day_it_counts_for).count() == 1


def test_a_set_is_read_by_what_it_held_then_not_now(ada: User) -> None:
    owner, other, home = (organisation(name, ada) for name in ("owner", "other", "home"))
    home.owned_by = owner
    save_with_history(home, by=ada, reason="Founded", at=NOON + DAY)
    home.owned_by = other
    save_with_history(home, by=ada, reason="Sold", at=NOON + 2 * DAY)
    then, now = NOON + DAY, NOON + 2 * DAY
    assert [past.name for past in as_of(Organisation, then).filter(owned_by=owner)] == ["home"]
    assert [past.name for past in as_of(Organisation, now).filter(owned_by=owner)] == []
    assert [past.owned_by_id for past in as_of(other.owns.all(), then)] == [owner.pk]


def test_two_changes_at_one_instant_give_one_record(ada: User) -> None:
    row = organisation("a", ada)
    renamed(row, "b", NOON)
    assert [past.name for past in as_of(Organisation, NOON)] == ["b"]


def test_a_set_from_the_past_can_be_ordered_sliced_and_counted(ada: User) -> None:
    for name in "cab":
        organisation(name, ada)
    past = as_of(Organisation, NOON).order_by("name")
    assert [row.name for row in past[:2]] == ["a", "b"]
    assert past.count() == 3
    assert past.get(pk=Organisation.objects.get(slug="c").pk).name == "c"


def test_reading_the_past_costs_one_query_whatever_history_leaves_out(
    ada: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        user = User(email=f"{number}@example.org", name=f"Person {number}")
        save_with_history(user, by=ada, reason="Invited", at=NOON)
    with django_assert_num_queries(1):
        assert len({user.name for user in as_of(User, NOON)}) == 4


def test_reading_as_of_a_day_uses_the_index_made_for_it(ada: User) -> None:
    index = Organisation.history.model._meta.indexes[-1].name
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = as_of(Organisation, NOON).filter(name="a").explain()
    assert index in plan
