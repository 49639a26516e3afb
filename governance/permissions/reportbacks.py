"""Who writes a report-back, who reads what, and who answers it."""

from datetime import datetime
from typing import TYPE_CHECKING

from governance.models import ReportBack
from governance.models.standing import standing_of
from governance.permissions.proposals import is_recused
from governance.queries.constituencies import Place, is_member, place_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.people.models import User

    Person = User | AnonymousUser


def can_read_report_backs(person: "Person", place: Place, at: datetime) -> bool:
    """Say whether ``person`` reads what was told: the board's own people, and those who were told."""
    standing = standing_of(person, at)
    told = place.region is not None and place.region.pk in standing.inside
    return place.board.pk in standing.inside or told or is_member(person, place, at)


def carries(person: "Person", report_back: ReportBack, at: datetime) -> bool:
    """Say whether the duty is ``person``'s: the seat's holder, or while it is vacant another for the constituency."""
    return ReportBack.objects.carried_by(person, at).filter(pk=report_back.pk).exists()


def can_send(person: "Person", report_back: ReportBack, at: datetime) -> bool:
    """Say whether ``person`` may report back now."""
    return report_back.sent_at is None and carries(person, report_back, at)


def can_correct(person: "Person", report_back: ReportBack, at: datetime) -> bool:
    """Say whether ``person`` may append a correction: whoever sits there now."""
    return report_back.sent_at is not None and carries(person, report_back, at)


def can_respond(person: "Person", report_back: ReportBack, at: datetime) -> bool:
    """Say whether ``person`` may answer what was told: those it was told to."""
    return report_back.sent_at is not None and is_member(
        person, place_of(report_back.decision.board, report_back.seat), at
    )


def can_read_responses(person: "Person", place: Place, at: datetime) -> bool:
    """Say whether ``person`` reads the responses: the board's own people, and those who were told."""
    return place.board.pk in standing_of(person, at).inside or is_member(person, place, at)


def can_read_responses_to(person: "Person", report_back: ReportBack, at: datetime) -> bool:
    """Say the same of one report-back: who is recused from the matter, in whatever part, reads what answers their own.

    Asked as it stands now: a secretary or an observer who withdrew is in no round's record, and who was let back in is.
    """
    place = place_of(report_back.decision.board, report_back.seat)
    if not can_read_responses(person, place, at):
        return False
    return not is_recused(person, report_back.decision.proposal) or carries(person, report_back, at)


def can_see_members(person: "Person", place: Place, at: datetime) -> bool:
    """Say whether ``person`` sees who belongs to it by name: the board's own people, and the members themselves."""
    return can_read_responses(person, place, at)
