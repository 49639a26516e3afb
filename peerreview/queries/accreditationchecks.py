"""What must always be true of accreditation, asked of the live data: a sentence for each thing that is not."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, F, Q

from peerreview.domain.accreditation import APPEALABLE, AWARDING, awardable, result_of
from peerreview.domain.panels import QUORUM
from peerreview.domain.reports import content_hash
from peerreview.enums.accreditation import AwardState, Outcome, PanelQuestion, PanelStance
from peerreview.enums.reviews import ReviewState
from peerreview.models import (
    Accreditation,
    AccreditationCase,
    AccreditationDecision,
    Appeal,
    CaseSnapshot,
    PanelMember,
    PanelRecusal,
    PanelVoice,
    Review,
)
from peerreview.queries.accreditation import first_snapshot, panel_decided
from portal.people.models.periods import day_of

AT_PANEL = (ReviewState.WITH_PANEL, ReviewState.DECIDED, ReviewState.DEFERRED)


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold; numbers are those of the invariants of peer review."""
    yield from _snapshots()
    yield from _decisions()
    yield from _panels()
    yield from _awards(at)
    yield from _appeals()
    yield from _stages()


def _snapshots() -> Iterator[str]:
    """8: a snapshot is what was stored, the first is what the final report says, and numbers run from 1."""
    counted: dict[int, int] = {}
    rows = CaseSnapshot.objects.select_related("case__review__cycle", "case__review__edition").order_by("case", "n")
    for row in rows:
        if content_hash(row.content) != row.sha256 or row.snapshot.sha256 != row.sha256:
            yield f"8: snapshot {row.n} of case {row.case_id} is not what was stored."
        if row.n != counted.get(row.case_id, 0) + 1:
            yield f"8: snapshot {row.n} of case {row.case_id} does not follow the one before it."
        counted[row.case_id] = row.n
        if row.n == 1:
            final = first_snapshot(row.case.review)
            if final is None or final.standards != row.snapshot.standards:
                yield f"8: the first snapshot of case {row.case_id} is not what its final report says."


def _decisions() -> Iterator[str]:
    """19: decided if and only if by somebody at a time; and never past the thresholds of its own snapshot."""
    by_people = Q(decided_by__isnull=False, decided_at__isnull=False, proposal__isnull=False)
    calendar = Q(decided_by__isnull=True, decided_at__isnull=True, proposal__isnull=True)
    wrong = ~((by_people & ~Q(outcome=Outcome.LAPSED)) | (calendar & Q(outcome=Outcome.LAPSED)))
    for pk in AccreditationDecision.objects.filter(wrong).values_list("pk", flat=True):
        yield f"19: decision {pk} says it was decided and not by whom and when, or the other way round."
    counted: dict[int, int] = {}
    rows = AccreditationDecision.objects.select_related("proposal__snapshot").order_by("case", "n")
    for row in rows:
        if row.n != counted.get(row.case_id, 0) + 1:
            yield f"decisions: {row.pk} does not follow the one before it."
        counted[row.case_id] = row.n
        if row.outcome in AWARDING and row.proposal is not None:
            stored = row.proposal.snapshot
            if stored.sha256 != row.snapshot_sha256 or row.outcome not in awardable(result_of(stored.snapshot)):
                yield f"8: decision {row.pk} is not what the thresholds of its snapshot leave open."


def _panels() -> Iterator[str]:
    """18: everybody who decided was called, agreed and was not recused; nobody objected, and they were enough."""
    members: dict[int, set[int]] = {}
    for meeting, person in PanelMember.objects.values_list("meeting", "person"):
        members.setdefault(meeting, set()).add(person)
    said: dict[int, dict[int, str]] = {}
    for proposal, person, stance in PanelVoice.objects.values_list("proposal", "person", "stance"):
        said.setdefault(proposal, {})[person] = stance
    out: dict[int, list[PanelRecusal]] = {}
    for recusal in PanelRecusal.objects.all():
        out.setdefault(recusal.case_id, []).append(recusal)
    rows = AccreditationDecision.objects.filter(proposal__isnull=False).select_related("proposal")
    for row in rows.order_by("pk"):
        assert row.proposal is not None and row.decided_at is not None  # noqa: S101, PT018 - asked for above
        agreed, voices = set(row.agreed), said.get(row.proposal_id or 0, {})
        recused = {one.person_id for one in out.get(row.case_id, ()) if one.at <= row.decided_at}
        if agreed & recused:
            yield f"18: decision {row.pk} counts somebody who was recused."
        if not agreed <= members.get(row.proposal.meeting_id, set()) or row.decided_by_id not in agreed:
            yield f"18: decision {row.pk} counts somebody who was not called, or was recorded by such."
        if len(agreed) < QUORUM or any(voices.get(one) != PanelStance.AGREES for one in agreed):
            yield f"18: decision {row.pk} counts somebody who did not agree, or too few."
        # Who objected may have been recused or left the panel since; while they decide, nothing is decided.
        objected = {one for one, stance in voices.items() if stance == PanelStance.OBJECTS}
        if objected & agreed:
            yield f"18: decision {row.pk} was taken although somebody objected."


def _awards(at: datetime) -> Iterator[str]:
    """20: one active accreditation a service, given by a decision that gives one, shown only while it holds."""
    live = Q(state__in=[AwardState.ACTIVE, AwardState.SUSPENDED])
    many = Accreditation.objects.filter(live).order_by().values("service").annotate(n=Count("pk")).filter(n__gt=1)
    for row in many:
        yield f"20: service {row['service']} has {row['n']} active accreditations."
    rows = Accreditation.objects.select_related("decision")
    for award in rows.exclude(
        decision__outcome__in=AWARDING, starts_on=F("decision__starts_on"), ends_on=F("decision__ends_on")
    ):
        yield f"20: accreditation {award.pk} is not what its decision says."
    for award in Accreditation.objects.shown(at):
        if award.state != AwardState.ACTIVE or not award.starts_on <= day_of(at) < award.ends_on:
            yield f"20: accreditation {award.pk} shows its badge and should not."


def _appeals() -> Iterator[str]:
    """An appeal is of a decision that can be appealed, and heard by nobody who took it."""
    for row in Appeal.objects.select_related("decision", "heard__proposal"):
        if row.decision.outcome not in APPEALABLE or row.decision.case_id != row.case_id:
            yield f"appeals: {row.pk} is against what cannot be appealed."
        if row.heard is not None:
            question = row.heard.proposal.question if row.heard.proposal else ""
            if question != PanelQuestion.APPEAL or set(row.heard.agreed) & set(row.decision.agreed):
                yield f"appeals: {row.pk} was heard by somebody who took the decision."


def _stages() -> Iterator[str]:
    """17: a review is before the panel with a case, and decided if and only if the panel decided."""
    alone = Review.objects.filter(state__in=AT_PANEL, accreditation__isnull=True).order_by("pk")
    for pk in alone.values_list("pk", flat=True):
        yield f"17: review {pk} is before the panel without a case."
    for case in AccreditationCase.objects.select_related("review").order_by("pk"):
        state = case.review.state
        told = state in (ReviewState.DECIDED, ReviewState.DEFERRED)
        if told and panel_decided(case.review) != (state == ReviewState.DECIDED):
            yield f"19: review {case.review_id} stands at “{state}”, and its panel did not decide so."
