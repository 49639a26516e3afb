"""A statement written once says what the querysets say, whatever is asked of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.people.enums import RoleKind
from portal.people.models import RoleGrant, User
from portal.people.models.periods import day_of
from portal.statements import MOST_TEXTS, Kept, NotKeepable, Where, _Text, _with_constants
from tests.conftest import NOON
from tests.factories.people import RoleGrantFactory, UserFactory
from tests.thorough import examples


def _named(keys: tuple[int, ...], name: str, since: datetime) -> QuerySet[User]:
    return User.objects.filter(Q(pk__in=keys) | Q(name=name), last_login__gte=since).order_by("pk")


NAMES = ("Ada O'Hara", "100% sure", "%s", "Siân", "")


class AnyValues(TestCase):
    """Random lists, names and moments against the same querysets written anew."""

    kept = Kept(_named)

    def setUp(self) -> None:
        self.people = [
            UserFactory(name=name or "Nobody", last_login=NOON - timedelta(days=n)) for n, name in enumerate(NAMES)
        ]

    @settings(max_examples=examples(60), deadline=None)
    @given(
        chosen=st.lists(st.integers(0, 7), max_size=9),
        name=st.sampled_from(NAMES) | st.text(max_size=8).filter(lambda text: "\x00" not in text),
        days=st.integers(-2, 9),
    )
    def test_kept_statement_finds_what_its_querysets_find(self, chosen: list[int], name: str, days: int) -> None:
        first = self.people[0].pk
        keys, since = tuple(first + n for n in chosen), NOON - timedelta(days=days)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = self.kept.ask(keys=keys, name=name, since=since)
        assert found == list(_named(keys, name, since))
        assert len(asked) == 1
        # Sixteen names at most fill five lengths of list: 1, 2, 4, 8, 16.
        assert len(self.kept.texts) <= 5


@pytest.mark.django_db
def test_every_kind_of_value_reaches_its_place() -> None:
    """A number, a text, a day, a moment and a list: none is taken for something that never changes."""
    kept = Kept(
        lambda number, text, day, moment, keys: User.objects.filter(
            Q(pk=number) | Q(name=text) | Q(role_grants__starts_on=day) | Q(last_login=moment) | Q(pk__in=keys)
        )
    )
    kept.ask(number=1, text="Ada", day=NOON.date(), moment=NOON, keys=(4, 5, 6))
    (text,) = kept.texts.values()
    assert {where.name for _place, where in text.places} == {"number", "text", "day", "moment", "keys"}
    assert len(text.places) == len(text.parameters) == 4 + 4


@pytest.mark.django_db
def test_kept_statement_gives_rows_as_the_queryset_shapes_them() -> None:
    one = UserFactory(name="Ada")
    kept = Kept(lambda name: User.objects.filter(name=name).values_list("name", "pk"))
    assert kept.ask(name="Ada") == [("Ada", one.pk)]
    assert kept.ask(name="Nobody") == []
    whole = Kept(
        lambda person: User.objects.filter(pk=person).prefetch_related("role_grants") if person else User.objects.none()
    )
    assert whole.ask(person=one.pk) == [one]
    UserFactory(name="Later")
    assert Kept(lambda: User.objects.order_by("pk")).ask() == list(User.objects.order_by("pk"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "build",
    [
        lambda at: User.objects.filter(role_grants__starts_on=at.date()),
        lambda at: User.objects.filter(role_grants__starts_on=day_of(at - timedelta(hours=20))),
        lambda at: User.objects.filter(role_grants__starts_on=day_of(at) + timedelta(days=1)),
        lambda at: User.objects.filter(last_login__hour=at.hour + 1),
        lambda at: User.objects.filter(name=f"{at}"),
        lambda at: User.objects.order_by("pk")[: at.second + 1],
    ],
    ids=["day elsewhere", "day of another moment", "day after", "hour of", "words of", "number of"],
)
def test_statement_that_works_a_parameter_out_is_refused_when_first_asked(build: Any) -> None:
    with pytest.raises(NotKeepable):
        Kept(build).ask(at=datetime(2026, 11, 2, 12, 0, tzinfo=UTC))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["2026-03-28T23:59:59", "2026-03-29T00:59:59", "2026-10-24T23:30:00", "2026-11-02T12:00:00"]
)
def test_day_of_a_moment_and_a_time_before_it_are_followed_over_a_change_of_the_clock(text: str) -> None:
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)

    def build(at: datetime, other: datetime) -> QuerySet[Any]:
        rows = RoleGrant.objects.active(at).filter(person__last_login__gt=at - timedelta(hours=20))
        return rows.filter(person__last_login__lt=other + timedelta(minutes=1)).order_by("pk")

    grants = [
        RoleGrantFactory(
            starts_on=day_of(at) + timedelta(days=days), ends_on=None, person__last_login=at - timedelta(hours=hours)
        )
        for days in (-1, 0, 1)
        for hours in (1, 19, 20, 21)
    ]
    kept = Kept(build)
    later = at + timedelta(days=400)
    kept.ask(at=later, other=later)
    assert kept.ask(at=at, other=at) == list(build(at, at)) != grants
    assert len(kept.texts) == 1


@pytest.mark.django_db
def test_statement_that_asks_the_database_while_it_is_written_is_refused() -> None:
    """Its answer would stay in the text."""
    names = Kept(lambda name: User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True)), name=name))
    with pytest.raises(NotKeepable, match="while it is written"):
        names.ask(name="Ada")
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_statement_that_searches_for_part_of_a_text_is_refused() -> None:
    with pytest.raises(NotKeepable):
        Kept(lambda text: User.objects.filter(name__icontains=text)).ask(text="Ada")


@pytest.mark.django_db
def test_statement_keeps_no_more_texts_than_it_may() -> None:
    kept = Kept(lambda limit: User.objects.order_by("pk")[:limit])
    for limit in range(1, MOST_TEXTS + 10):
        kept.ask(shape=(limit,))
    assert len(kept.texts) == MOST_TEXTS
    assert ((1,), ()) not in kept.texts
    assert ((MOST_TEXTS + 9,), ()) in kept.texts


def test_what_is_always_the_same_is_written_into_the_words_on_postgresql_and_nothing_else() -> None:
    text = _Text(
        queryset=User.objects.none(),
        compiler=None,
        sql="SELECT %s FROM a WHERE b = %s AND c LIKE '100%%' AND d IN (%s, %s) AND e = %s AND f = %s AND g = %s",
        parameters=(RoleKind.EDITOR, 7, 3, -3, True, "O'Hara", "plain words"),
        given={},
        places=((1, Where("person")),),
    )
    written = _with_constants(text, SimpleNamespace(vendor="postgresql"))
    assert written.sql == (
        "SELECT 'editor' FROM a WHERE b = %s AND c LIKE '100%%' AND d IN (3::int, %s) AND e = true AND f = %s"
        " AND g = 'plain words'"
    )
    assert written.parameters == (7, -3, "O'Hara")
    assert written.places == ((0, Where("person")),)
    assert _with_constants(text, SimpleNamespace(vendor="sqlite")) is text
