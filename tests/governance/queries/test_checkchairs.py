"""What the checks of the chair say of data that the actions would never write."""

from datetime import date, timedelta

import pytest

from governance.enums.rounds import ActsAs
from governance.models import Alternate, Appointment, ChairTerm, Entitlement
from governance.queries.checks import findings
from tests.conftest import NOON
from tests.factories.governance import ChairTermFactory, SmallBoard, board_with_trustees
from tests.factories.people import UserFactory
from tests.factories.rounds import opened

pytestmark = pytest.mark.django_db
PICKED = [{"code": "waited_longest", "params": {"constituency": "staff", "terms": 1}}]


@pytest.fixture
def board() -> SmallBoard:
    return board_with_trustees()


def term(person: object, starts_on: date, months: int = 6, **fields: object) -> ChairTerm:
    made: ChairTerm = ChairTermFactory(
        appointment=Appointment.objects.get(person=person),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=30 * months),
        **fields,
    )
    return made


def said(at: object = NOON) -> list[str]:
    return [finding.split(": ", 1)[0] + ": " + finding.rsplit(": ", 1)[1] for finding in findings(NOON)]


def test_all_is_well_with_one_chair(board: SmallBoard) -> None:
    assert list(findings(NOON)) == []


def test_the_same_person_twice_running_is_found_while_others_could(board: SmallBoard) -> None:
    term(board.chair, date(2026, 3, 5))
    assert said() == ["1: the same person twice running, from 2026-09-01."]


def test_a_gap_longer_than_the_grace_and_a_term_longer_than_six_months_are_found(board: SmallBoard) -> None:
    other = board.trustees["providers"][0]
    term(other, date(2025, 12, 1), months=7)
    assert said() == [
        "1: the term from 2025-12-01 is longer than six months.",
        "1: nobody in the chair from 2026-06-29 to 2026-09-01.",
    ]
    board.board.rules.all()._raw_delete("default")
    assert len(said()) == 2


def test_somebody_passed_over_for_a_whole_lap_is_found(board: SmallBoard) -> None:
    people = [board.trustees[code][0] for code in ("providers", "directors", "providers", "directors", "providers")]
    ChairTerm.objects.all()._raw_delete("default")
    for number, person in enumerate(people):
        begins = date(2024, 5, 1) + timedelta(days=180 * number)
        term(person, begins, reasons=PICKED)
    found = said(NOON)
    assert "2: local-authorities were passed over for a whole lap before 2026-04-21." in found
    ChairTerm.objects.all()._raw_delete("default")
    for number, person in enumerate(people):
        term(person, date(2024, 5, 1) + timedelta(days=180 * number))
    assert not [finding for finding in said(NOON) if finding.startswith("2")]


def test_an_alternates_voice_nobody_handed_over_is_found(board: SmallBoard) -> None:
    round = opened(board)
    voice = round.entitlements.first()
    assert voice is not None
    Entitlement.objects.filter(pk=voice.pk)._raw_delete("default")
    Entitlement.objects.create(
        round=round,
        seat=voice.seat,
        person=UserFactory(),
        constituency=voice.constituency,
        acts_as=ActsAs.ALTERNATE,
    )
    assert said() == ["4: an alternate has the voice of a seat nobody handed over."]


def test_an_alternate_for_a_seat_of_another_board_is_found(board: SmallBoard) -> None:
    other = board_with_trustees("NE")
    own = Appointment.objects.get(person=other.trustees["staff"][0])
    Alternate.objects.create(
        board=board.board, appointment=own, person=UserFactory(), kind="standing", starts_on=date(2026, 1, 1)
    )
    assert [finding[:2] for finding in findings(NOON)] == ["4:"]
