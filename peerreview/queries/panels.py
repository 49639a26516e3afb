"""The panel: who belongs to it, its meetings, who decides upon a case, and where they stand on a proposal."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from peerreview.domain.panels import Consensus, consensus
from peerreview.enums.accreditation import PanelQuestion, PanelStance
from peerreview.models import (
    AccreditationCase,
    AwardCondition,
    PanelMeeting,
    PanelMember,
    PanelProposal,
    PanelRecusal,
    PanelSeat,
    PanelVoice,
)
from peerreview.queries.accreditation import last_snapshot, question_of
from portal.people.models import User
from portal.ui.templatetags.dates import day


def seats(at: date | datetime) -> list[PanelSeat]:
    """Return who belongs to the panel now."""
    return list(PanelSeat.objects.active(at).select_related("person").order_by("person__name", "pk"))


def find_seat(pk: int, at: date | datetime) -> PanelSeat | None:
    """Return a seat that holds now."""
    return PanelSeat.objects.active(at).select_related("person").filter(pk=pk).first()


def has_seat(person: User, at: date | datetime) -> bool:
    """Say whether ``person`` belongs to the panel; asked once for a person object and a moment."""
    kept: tuple[object, bool] | None = person.__dict__.get("_panel_seat_at")
    if kept is not None and kept[0] == at:
        return kept[1]
    return remember_seat(person, at, found=PanelSeat.objects.active(at).filter(person=person).exists())


def remember_seat(person: User, at: date | datetime, *, found: bool) -> bool:
    """Keep with a person object whether they belong to the panel, where another statement has said it."""
    person.__dict__["_panel_seat_at"] = (at, found)
    return found


def meetings() -> "QuerySet[PanelMeeting]":
    """Return the panel's meetings, the latest first, with how many cases each has."""
    rows = PanelMeeting.objects.annotate(many_cases=Count("cases", distinct=True))
    return rows.prefetch_related("members__person").order_by("-held_on", "-pk")


def find_meeting(pk: int) -> PanelMeeting | None:
    """Return a meeting with its members."""
    return PanelMeeting.objects.prefetch_related("members__person").filter(pk=pk).first()


def members_of(meeting: PanelMeeting | None) -> list[User]:
    """Return who takes part in a meeting."""
    if meeting is None:
        return []
    rows = PanelMember.objects.filter(meeting=meeting).select_related("person").order_by("person__name", "pk")
    return [row.person for row in rows]


@dataclass(frozen=True)
class Sitting:
    """Who was called to decide upon a case, and who of them does."""

    members: tuple[User, ...]
    deciding: frozenset[int]

    @property
    def out(self) -> tuple[User, ...]:
        """Return who takes no part: recused, conflicted, or no longer of the panel."""
        return tuple(one for one in self.members if one.pk not in self.deciding)

    @property
    def keys(self) -> frozenset[int]:
        """Return the keys of everybody called."""
        return frozenset(one.pk for one in self.members)


def sitting_of(case: AccreditationCase, at: datetime) -> Sitting:
    """Say who decides upon a case now: two questions for each member, and there are few."""
    members = tuple(members_of(case.meeting))
    deciding = frozenset(
        one.pk
        for one in members
        if one.is_active and AccreditationCase.objects.before_panel(one, at).filter(pk=case.pk).exists()
    )
    return Sitting(members, deciding)


@dataclass(frozen=True)
class ProposalLine:
    """One proposal with what was said of it by those who decide."""

    proposal: PanelProposal
    voices: tuple[PanelVoice, ...]
    conditions: tuple[AwardCondition, ...]
    consensus: Consensus

    @property
    def is_decided(self) -> bool:
        """Say whether it became the decision."""
        return hasattr(self.proposal, "decision")


@dataclass(frozen=True)
class PanelPage:
    """What the panel sees of its own deliberation."""

    question: PanelQuestion | None
    sitting: Sitting
    recusals: tuple[PanelRecusal, ...]
    lines: tuple[ProposalLine, ...]
    current: ProposalLine | None

    @property
    def silent(self) -> tuple[User, ...]:
        """Return who has not spoken of the proposal in hand."""
        keys = self.current.consensus.silent if self.current else frozenset()
        return tuple(one for one in self.sitting.members if one.pk in keys)


def panel_page(case: AccreditationCase, at: datetime) -> PanelPage:
    """Gather the proposals and voices: however many, as many questions."""
    sitting, question = sitting_of(case, at), question_of(case)
    rows = PanelProposal.objects.filter(case=case).select_related("by", "decision", "snapshot", "meeting")
    rows = rows.prefetch_related("voices__person", "conditions").order_by("-n")
    lines = tuple(_line(row, sitting) for row in rows)
    first = lines[0] if lines else None
    return PanelPage(
        question=question,
        sitting=sitting,
        recusals=tuple(PanelRecusal.objects.filter(case=case).select_related("person", "by")),
        lines=lines,
        current=first if first is not None and is_in_hand(first.proposal, case) else None,
    )


def _line(proposal: PanelProposal, sitting: Sitting) -> ProposalLine:
    voices = tuple(proposal.voices.all())
    said = {voice.person_id: voice.stance for voice in voices}
    found = consensus(sitting.keys, sitting.keys - sitting.deciding, said)
    decided = getattr(proposal, "decision", None)
    # A voice of who is recused now stands in the record, and is shown to nobody while the case is in hand.
    shown = voices if decided else tuple(voice for voice in voices if voice.person_id in sitting.deciding)
    return ProposalLine(proposal, shown, tuple(proposal.conditions.all()), found)


def is_in_hand(proposal: PanelProposal, case: AccreditationCase) -> bool:
    """Say whether a proposal can be spoken of: the newest, on what is asked now, by this panel, upon this snapshot."""
    if (
        hasattr(proposal, "decision")
        or proposal.question != question_of(case)
        or proposal.meeting_id != case.meeting_id
    ):
        return False
    newest = PanelProposal.objects.filter(case=case).order_by("-n").values_list("pk", flat=True).first()
    return newest == proposal.pk and proposal.snapshot_id == last_snapshot(case).pk


def objectors(case: AccreditationCase) -> frozenset[int]:
    """Return the keys of who objects to the proposal in hand: nobody takes them out but themselves."""
    newest = PanelProposal.objects.filter(case=case).select_related("decision").order_by("-n").first()
    if newest is None or not is_in_hand(newest, case):
        return frozenset()
    voices = PanelVoice.objects.filter(proposal=newest, stance=PanelStance.OBJECTS)
    gone = PanelRecusal.objects.filter(case=case)
    return frozenset(voices.exclude(person__in=gone.values("person")).values_list("person", flat=True))


def objects_somewhere(person: User) -> bool:
    """Say whether ``person`` objects to a proposal in hand in any case."""
    said = PanelVoice.objects.filter(person=person, stance=PanelStance.OBJECTS, proposal__decision=None)
    cases = AccreditationCase.objects.filter(pk__in=said.values("proposal__case")).select_related("review", "meeting")
    return any(person.pk in objectors(case) for case in cases)


def consensus_on(proposal: PanelProposal, case: AccreditationCase, at: datetime) -> Consensus:
    """Say where those who decide stand."""
    sitting = sitting_of(case, at)
    said = dict(PanelVoice.objects.filter(proposal=proposal).values_list("person", "stance"))
    return consensus(sitting.keys, sitting.keys - sitting.deciding, said)


def find_proposal(case: AccreditationCase, n: int) -> PanelProposal | None:
    """Return a proposal of a case."""
    return PanelProposal.objects.filter(case=case, n=n).select_related("case__review", "decision").first()


def proposal_words(proposal: PanelProposal) -> str:
    """Return a proposal's reasons, with the day or the conditions it brings with it."""
    words = [proposal.reason]
    if proposal.until is not None:
        words.append(_("Deferred until %(day)s.") % {"day": day(proposal.until)})
    for one in AwardCondition.objects.filter(proposal=proposal).order_by("n"):
        known = {"n": one.n, "text": one.text, "day": day(one.due_on)}
        words.append(_("Condition %(n)d, due on %(day)s: %(text)s") % known)
    return " ".join(words)
