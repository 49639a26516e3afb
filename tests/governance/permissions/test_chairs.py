"""Who may do what about the chair and standing in: one line a role."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from governance.actions.turns import accept_turn, ask_next
from governance.enums.boards import BoardRoleKind
from governance.models import Appointment, ChairTerm, ChairTurn
from governance.permissions import alternates, chairs
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.governance import BoardRoleFactory, SmallBoard, board_with_trustees
from tests.people import administrator, person

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=15)

# asked, answers, answers late, reads words, sees the handover, ticks, sees alternates, names, hands over
EXPECTED = {
    "visitor": "---------",
    "member": "---------",
    "observer": "---------",
    "administrator": "---R--SN-",
    "secretary": "---RHTSNV",
    "chair": "---RHTS--",
    "incoming": "AA-RHTS--",
    "trustee": "---RH-SNV",
    "other trustee": "---RH-S--",
}
WORDS = "AALRHTSNV"


def somebody(role: str, board: SmallBoard, turn: ChairTurn) -> User | AnonymousUser:
    match role:
        case "visitor":
            return AnonymousUser()
        case "observer":
            observer: User = BoardRoleFactory(board=board.board, role=BoardRoleKind.OBSERVER).person
            return observer
        case "administrator":
            return administrator()
        case "secretary":
            return board.secretary
        case "chair":
            return board.chair
        case "incoming":
            return turn.appointment.person
        case "trustee":
            return board.trustees["providers"][0]
        case "other trustee":
            return board.trustees["providers"][1]
    return person()


@pytest.mark.parametrize("role", EXPECTED)
def test_rights_about_the_chair_and_standing_in(role: str) -> None:
    board = board_with_trustees()
    turn = ask_next(board=board.board, at=NOON)
    assert turn is not None
    who = somebody(role, board, turn)
    asked = (
        chairs.is_asked(who, turn),
        chairs.can_answer_turn(who, turn, NOON),
        chairs.can_answer_turn(who, turn, LATE),
    )
    accept_turn(turn=turn, by=turn.appointment.person, at=NOON)
    turn.refresh_from_db()
    assert not chairs.can_answer_turn(who, turn, NOON)
    term = ChairTerm.objects.get(appointment=turn.appointment)
    own = Appointment.objects.select_related("seat__board").get(person=board.trustees["providers"][0])
    found = (
        *asked,
        chairs.can_read_words(who, board.board, NOON),
        chairs.can_see_handover(who, term, NOON),
        chairs.can_tick_handover(who, term, board.chair.pk, NOON),
        alternates.can_see_alternates(who, board.board, NOON),
        alternates.can_name_alternate(who, own, NOON),
        alternates.can_hand_over_voice(who, own, NOON),
    )
    assert "".join(letter if right else "-" for letter, right in zip(WORDS, found, strict=True)) == EXPECTED[role]
