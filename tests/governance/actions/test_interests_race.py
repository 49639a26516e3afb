"""Two clicks at one instant enter one interest."""

from uuid import uuid4

import pytest

from governance.actions.interests import write_interest
from governance.enums.interests import InterestKind, InterestNature
from governance.models import Interest
from tests.conftest import NOON
from tests.factories.governance import board_with_trustees
from tests.governance.actions.test_rounds_race import at_once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twice_at_one_instant_gives_one_entry_to_both() -> None:
    person = board_with_trustees(seats=1).everyone[0]
    token = uuid4()

    def enter() -> Interest:
        return write_interest(
            kind=InterestKind.EMPLOYMENT,
            nature=InterestNature.FINANCIAL,
            party="A care provider",
            what="I work there.",
            starts_on=NOON.date(),
            by=person,
            at=NOON,
            token=token,
        )

    results = at_once(enter, enter, enter)
    assert all(isinstance(one, Interest) for one in results)
    assert {one.pk for one in results} == set(Interest.objects.values_list("pk", flat=True))
    assert Interest.objects.count() == 1
