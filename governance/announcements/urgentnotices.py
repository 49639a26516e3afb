"""Who is told of urgent decisions, in which words; the public's is what is open."""

from datetime import datetime

from django.utils.translation import gettext as _

from governance.announcements.notices import about, day_words, members_of, of_proposal
from governance.enums.proposals import Confidentiality
from governance.enums.urgents import UrgentState
from governance.models import UrgentDecision
from portal.people.models import User


def urgent_asked(urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    """Tell the board's people that another trustee is needed."""
    title = _("Urgent: the chair asks a trustee of another constituency to confirm %(about)s") % {
        "about": about(urgent.proposal)
    }
    _tell("urgent.asked", title, urgent, members_of(urgent.board_id, at), by, at)


def urgent_decided(urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    """Tell everybody near that something holds now, and until when the board says whether it stands by it."""
    title = _("Urgent decision taken: %(about)s. The board ratifies it by %(day)s or it lapses") % {
        "about": about(urgent.proposal),
        "day": day_words(urgent.ratify_by or at),
    }
    _tell("urgent.decided", title, urgent, _everybody(urgent, at), by, at)


def urgent_ended(urgent: UrgentDecision, by: User | None, at: datetime) -> None:
    """Tell everybody near what became of it; of what was never confirmed, the board alone."""
    words = {
        UrgentState.RATIFIED: _("The board ratified the urgent decision on %(about)s"),
        UrgentState.LAPSED: _("The urgent decision on %(about)s has lapsed: the board did not ratify it"),
        UrgentState.WITHDRAWN: _("The urgent decision on %(about)s was withdrawn before the board ratified it"),
        UrgentState.DROPPED: _("No urgent decision on %(about)s: it is discussed in the ordinary way"),
    }
    people = members_of(urgent.board_id, at) if urgent.state == UrgentState.DROPPED else _everybody(urgent, at)
    title = words[UrgentState(urgent.state)] % {"about": about(urgent.proposal)}
    _tell("urgent.ended", title, urgent, people, by, at)


def _everybody(urgent: UrgentDecision, at: datetime) -> set[int]:
    people = members_of(urgent.board_id, at)
    if urgent.confidentiality == Confidentiality.OPEN:
        people |= set(urgent.board.constituency_members.active(at).values_list("person", flat=True))
    return people


def _tell(event: str, title: str, urgent: UrgentDecision, people: set[int], by: User | None, at: datetime) -> None:
    of_proposal(event, f"{event}:{urgent.pk}", title, urgent.proposal, people, by, at)
