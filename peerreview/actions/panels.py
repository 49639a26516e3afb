"""The panel at work: seats, meetings, recusal, what is proposed, what each says, and the decision by consensus.

Locks: the review, the case, the accreditation, the head of the ledger.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peerreview.actions.accreditation import lock_case
from peerreview.actions.awards import record
from peerreview.announcements import accreditation as announce
from peerreview.domain.panels import QUORUM
from peerreview.enums.accreditation import Outcome, PanelStance
from peerreview.models import (
    AccreditationCase,
    AccreditationDecision,
    AwardCondition,
    PanelMeeting,
    PanelMember,
    PanelProposal,
    PanelRecusal,
    PanelSeat,
    PanelVoice,
)
from peerreview.permissions import accreditation as permissions
from peerreview.queries import accreditation as cases
from peerreview.queries import panels as queries
from portal.history.writing import save_with_history
from portal.people.enums import RoleKind
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.permissions.roles import has_role
from portal.people.refusals import Refused

Condition = tuple[str, date]


@transaction.atomic
def give_seat(*, person: User, starts_on: date, ends_on: date | None, reason: str, by: User, at: datetime) -> PanelSeat:
    """Seat somebody on the panel from a day until a day; who runs the programme does not sit on it."""
    if not permissions.can_run_accreditation(by, at):
        raise PermissionDenied
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active or has_role(person, RoleKind.PROGRAMME_MANAGER, at):
        raise Refused(_("Who runs the programme, or left the portal, does not sit on the panel."))
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The seat must end after it begins."))
    if PanelSeat.objects.filter(person=person).overlapping(starts_on, ends_on).exists():
        raise Refused(_("They have a seat in this time already."))
    seat = PanelSeat(person=person, starts_on=starts_on, ends_on=ends_on)
    save_with_history(seat, by=by, reason=reason, at=at)
    return seat


@transaction.atomic
def end_seat(*, seat: PanelSeat, ends_on: date, reason: str, by: User, at: datetime) -> PanelSeat:
    """End a seat; ``ends_on`` is the first day without it."""
    if not permissions.can_run_accreditation(by, at):
        raise PermissionDenied
    seat = PanelSeat.objects.select_for_update().get(pk=seat.pk)
    if seat.ends_on is not None and seat.ends_on <= ends_on:
        raise Refused(_("It has ended already."))
    if ends_on < seat.starts_on:
        raise Refused(_("It cannot end before it begins."))
    if queries.objects_somewhere(seat.person):
        raise Refused(
            _("They object to a proposal that is in hand. Their seat can end once the panel has found its decision.")
        )
    seat.ends_on = ends_on
    save_with_history(seat, by=by, reason=reason, at=at)
    return seat


@transaction.atomic
def call_meeting(*, title: str, held_on: date, people: Sequence[User], by: User, at: datetime) -> PanelMeeting:
    """Call a meeting of people who sit on the panel that day."""
    if not permissions.can_run_accreditation(by, at):
        raise PermissionDenied
    if len({one.pk for one in people}) < QUORUM:
        raise Refused(_("A panel has at least two members."))
    seated = set(PanelSeat.objects.active(held_on).values_list("person", flat=True))
    if strangers := [one.name for one in people if one.pk not in seated]:
        raise Refused(_("They do not sit on the panel that day: %(names)s.") % {"names": ", ".join(strangers)})
    meeting = PanelMeeting(held_on=held_on, title=title.strip(), called_by=by, called_at=at)
    save_with_history(meeting, by=by, reason=_("Meeting called"), at=at)
    for person in people:
        save_with_history(PanelMember(meeting=meeting, person=person), by=by, reason=_("Meeting called"), at=at)
    return meeting


@transaction.atomic
def lay_before(*, case: AccreditationCase, meeting: PanelMeeting, by: User, at: datetime) -> AccreditationCase:
    """Lay a case before a meeting of which at least two may decide: not the tied, nor who took what is appealed."""
    case = lock_case(case, by=by)
    if not permissions.can_manage_case(by, case, at):
        raise PermissionDenied
    if cases.question_of(case) is None:
        raise Refused(_("The panel is asked nothing in this case now."))
    called = {one.pk for one in queries.members_of(meeting)}
    if queries.objectors(case) - called:
        raise Refused(
            _(
                "Somebody objects to the proposal in hand and is not called to this meeting. Call them as well:"
                " nobody is outvoted by being left out."
            )
        )
    case.meeting = meeting
    save_with_history(case, by=by, reason=_("Laid before the panel"), at=at)
    sitting = queries.sitting_of(case, at)
    if len(sitting.deciding) < QUORUM:
        raise Refused(
            _("Fewer than two of this meeting may decide in this case: %(names)s take no part.")
            % {"names": ", ".join(one.name for one in sitting.out) or _("others")}
        )
    announce.laid_before(case, sitting.deciding, by, at)
    return case


@transaction.atomic
def recuse(*, case: AccreditationCase, person: User, reason: str, by: User, at: datetime) -> PanelRecusal:
    """Take a member of the panel out of a case, for good: they see nothing of it and count nowhere."""
    case = lock_case(case, by=by)
    if not permissions.can_recuse(by, person, case, at):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("A reason must be given."))
    found = PanelRecusal.objects.filter(case=case, person=person).first()
    if found is not None:
        return found
    if person.pk != by.pk and person.pk in queries.objectors(case):
        raise Refused(
            _(
                "%(person)s objects to the proposal in hand, and nobody else takes them out of the case now."
                " Where there is a tie to the service, declare it as a conflict."
            )
            % {"person": person.name}
        )
    row = PanelRecusal(case=case, person=person, reason=reason.strip(), by=by, at=at)
    save_with_history(row, by=by, reason=_("Recused"), at=at)
    announce.recused(case, row, by, at)
    return row


@transaction.atomic
def propose(
    *,
    case: AccreditationCase,
    outcome: Outcome,
    reason: str,
    by: User,
    at: datetime,
    until: date | None = None,
    conditions: Sequence[Condition] = (),
) -> PanelProposal:
    """Propose a decision to the panel; who proposes agrees. A newer proposal takes the place of the one before."""
    case = lock_case(case, by=by)
    if not permissions.can_propose(by, case, at):
        raise PermissionDenied
    question = cases.question_of(case)
    assert question is not None and case.meeting is not None  # noqa: S101, PT018 - who decides was called to a meeting
    _insist(case, outcome, until, conditions, at)
    if not reason.strip():
        raise Refused(_("Give the reasons: the service reads them."))
    last: int | None = PanelProposal.objects.filter(case=case).aggregate(last=Max("n"))["last"]
    row = PanelProposal(
        case=case,
        meeting=case.meeting,
        snapshot=cases.last_snapshot(case),
        n=(last or 0) + 1,
        question=question,
        outcome=outcome,
        reason=reason.strip(),
        until=until if outcome is Outcome.DEFERRED else None,
        by=by,
        at=at,
    )
    save_with_history(row, by=by, reason=_("Proposed to the panel"), at=at)
    for n, (text, due_on) in enumerate(conditions if outcome is Outcome.CONDITIONS else (), start=1):
        condition = AwardCondition(proposal=row, n=n, text=text.strip(), due_on=due_on)
        save_with_history(condition, by=by, reason=_("Proposed to the panel"), at=at)
    _keep_voice(row, PanelStance.AGREES, "", by, at)
    announce.proposed(case, row, queries.sitting_of(case, at).deciding, by, at)
    return row


def _insist(
    case: AccreditationCase, outcome: Outcome, until: date | None, conditions: Sequence[Condition], at: datetime
) -> None:
    """Refuse what the rules do not leave open."""
    if outcome not in cases.outcomes_of(case, at):
        raise Refused(
            _("“%(outcome)s” cannot be decided here: the thresholds or the question do not leave it open.")
            % {"outcome": outcome.label}
        )
    day = day_of(at)
    if outcome is Outcome.DEFERRED:
        last = cases.deferrable_until(case, day)
        if until is None or not day < until <= last:
            raise Refused(
                _("Say until when it is deferred: after today, and not after %(day)s.")
                % {"day": date_format(last, "j F Y")}
            )
    if outcome is Outcome.CONDITIONS:
        if not conditions or not all(text.strip() for text, _due in conditions):
            raise Refused(_("Name at least one condition, each with a day."))
        if any(due <= day for _text, due in conditions):
            raise Refused(_("A condition falls due after today."))


@transaction.atomic
def say_of_proposal(*, proposal: PanelProposal, stance: PanelStance, reason: str, by: User, at: datetime) -> PanelVoice:
    """Agree, or object with a reason: an objection stops the proposal, and another may be made."""
    case = lock_case(proposal.case, by=by)
    row = PanelProposal.objects.get(pk=proposal.pk)
    row.case = case
    if not permissions.decides(by, case, at):
        raise PermissionDenied
    if not permissions.can_say(by, row, at):
        raise Refused(_("This proposal is no longer in hand, or you have spoken of it. Look at the page again."))
    if stance is PanelStance.OBJECTS and not reason.strip():
        raise Refused(_("Say why you object, and what would resolve it."))
    voice = _keep_voice(row, stance, reason.strip() if stance is PanelStance.OBJECTS else "", by, at)
    if stance is PanelStance.OBJECTS:
        announce.objected(case, row, queries.sitting_of(case, at).deciding, by, at)
    return voice


def _keep_voice(proposal: PanelProposal, stance: PanelStance, reason: str, by: User, at: datetime) -> PanelVoice:
    voice = PanelVoice(proposal=proposal, person=by, stance=stance, reason=reason, at=at)
    save_with_history(voice, by=by, reason=_("Said in the panel"), at=at)
    return voice


@transaction.atomic
def decide(*, proposal: PanelProposal, by: User, at: datetime) -> AccreditationDecision:
    """Record that the panel decided: only when every member who is not recused agrees. Never by majority."""
    case = lock_case(proposal.case, by=by)
    row = PanelProposal.objects.select_related("snapshot").get(pk=proposal.pk)
    row.case = case
    if not permissions.decides(by, case, at):
        raise PermissionDenied
    if not permissions.can_record_decision(by, row, at):
        raise Refused(_("This proposal is no longer in hand. Look at the page again."))
    where = queries.consensus_on(row, case, at)
    if not where.is_quorate:
        raise Refused(_("Fewer than two may decide. Another meeting of the panel has to be called."))
    if where.is_stopped:
        raise Refused(_("Somebody objects. Find another wording that nobody objects to."))
    if not where.is_reached:
        raise Refused(_("Not everybody has spoken: %(many)d are missing.") % {"many": len(where.silent)})
    due = AwardCondition.objects.filter(proposal=row).order_by("n").values_list("text", "due_on")
    _insist(case, Outcome(row.outcome), row.until, list(due), at)
    return record(case, row, sorted(where.agreed), by, at)
