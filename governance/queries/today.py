"""What governance needs of one person now, what waits on others, and what comes: four queries in all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import ngettext

from governance.domain.proposals import ENDED
from governance.enums.amendments import AmendmentState
from governance.enums.boards import MeetingState
from governance.enums.conflicts import OUT
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ConcernState, ProposalState
from governance.enums.rounds import BlockState, RoundState
from governance.models import (
    Amendment,
    BlockFinding,
    Concern,
    ConflictDeclaration,
    Decision,
    Entitlement,
    Position,
    Proposal,
    Question,
    Round,
)
from governance.models.standing import standing_of
from governance.queries import amendmentcards, blocks, todayblocks, todaycards, todaylater
from governance.queries.calendars import meetings_of
from governance.queries.conflicts import carried_in, chairs_item, lines_in, with_conflicts
from governance.queries.readiness import written
from governance.queries.standing import KeptFor
from portal.people.models.periods import day_of
from portal.statements import Kept
from portal.today import Card, Later, Line

if TYPE_CHECKING:
    from portal.people.models import User

REVIEW_AHEAD = timedelta(days=30)
LATELY = timedelta(days=60)
UNFINISHED = timedelta(days=90)
MOST = 100


def cards(person: "User", at: datetime) -> Iterator[Card | Later]:
    """Return everything that waits for ``person``, each with one thing to press."""
    for voice in _voices(person, at):
        if not voice.taken:
            yield Later(voice.round__closes_at, partial(todaycards.position, voice))
        elif voice.entered:
            yield Later(voice.round__closes_at, partial(todaycards.confirm_position, voice))
    yield from todaylater.urgent(person, at)
    for proposal in _proposals(person, at):
        yield from _about(proposal, person, at)
    for decision in _decisions(person, at):
        if decision.owner_id == person.pk and _to_review(decision, at):
            yield todaylater.review(decision, owns=True)
        elif decision.state == DecisionState.UNDER_REVIEW and decision.board_id in standing_of(person, at).chair_of:
            yield todaylater.review(decision, owns=False)


def waiting(person: "User", at: datetime) -> Iterator[Line]:
    """Return what ``person`` has done their part in and others have not."""
    for voice in _voices(person, at):
        left = (voice.voices or 0) - (voice.spoken or 0)
        if voice.taken and left:
            note = ngettext("%(count)d has not spoken yet", "%(count)d have not spoken yet", left) % {"count": left}
            page = todaycards.page(voice.round__proposal__number)
            yield Line(todaycards.name(voice), page, voice.round__closes_at, note)


def coming(person: "User", at: datetime) -> Iterator[Line]:
    """Return the next meetings of the boards ``person`` is near to."""
    for row in _COMING.ask(person, at):
        page = f"/boards/{row.board.slug}/meetings/{row.held_on.isoformat()}/"
        yield Line(
            row.title if str(row.board) in row.title else f"{row.board}: {row.title}",
            page,
            row.starts_at,
            row.how,
            f"{page}meeting.ics",
        )


def _coming(person: "User", at: datetime) -> "QuerySet[Any]":
    rows = meetings_of(person, at).filter(state=MeetingState.PLANNED, ends_at__gte=at)
    return rows.select_related("board").order_by("starts_at", "pk")[:5]


def decided(person: "User", at: datetime) -> Iterator[Line]:
    """Return what the boards ``person`` is near to decided lately."""
    for row in _decisions(person, at):
        if row.decided_at > at - LATELY:
            yield Line(f"{row.number} {row.title}", f"/decisions/{row.number}/", row.decided_at, str(row.board))


def _voices(person: "User", at: datetime) -> list[Any]:
    """One query, kept with the person for the moment: cards and lines both need it."""
    found: list[Any] = _kept(person, at, "voices", lambda: _VOICES.ask(person=person.pk, at=at))
    return found


# What cards and lines say of a voice in an open round: a record of each would cost more than finding it.
VOICE = ("round__closes_at", "round__kind", "round__proposal__number", "round__proposal__title")


def _open_voices(person: int, at: datetime) -> "QuerySet[Any, Any]":
    said = Position.objects.filter(entitlement=OuterRef("pk"))
    entered = todaylater.unconfirmed(said)
    return (
        Entitlement.objects.filter(
            person=person,
            recused=False,
            round__state=RoundState.OPEN,
            round__opens_at__lte=at,
            round__closes_at__gt=at,
        )
        .annotate(taken=Exists(said), entered=Subquery(entered.values("recorded_how")[:1]), **_spoken("round"))
        .order_by("round__closes_at", "pk")
        .values_list(*VOICE, "taken", "entered", "voices", "spoken", named=True)
    )


def _proposals(person: "User", at: datetime) -> list[Any]:
    """Return the proposals in which ``person`` has a part beside their voice, with everything the cards ask."""
    asked = {"asked_since": at - amendmentcards.ASKED_FOR, "day": day_of(at)}
    return _PARTS.ask(person, at, **asked) if standing_of(person, at).inside else []


PART = (
    *("number", "title", "state", "state_since", "moved_at", "affects_children", "window_closes_at"),
    *("proposer", "board__name", "board__slug", "board__kind"),
    *("rationale__reasons", "rationale__owner", "rationale__review_on", "rationale__success"),
    *("rationale__childrens_views", "rationale__ends_on"),
)


def _parts(person: "User", at: datetime, asked_since: datetime, day: date) -> "QuerySet[Any]":
    standing = standing_of(person, at)
    keeps = standing.chair_of | standing.secretary_of
    part = Q(proposer=person) | Q(board__in=keeps) | Q(state=ProposalState.BLOCKED, board__in=standing.trustee_of)
    part |= amendmentcards.part_of(person, asked_since)
    # Who might stand in for a conflicted chair: asked of the rules, proposal by proposal, when the cards are made.
    conflicts = ConflictDeclaration.objects.out_of_the_chair().filter(proposal=OuterRef("pk"))
    carried = ConflictDeclaration.objects.out().filter(proposal__carried_to__last=OuterRef("pk"))
    part |= Q(Exists(conflicts) | Exists(carried), board__in=standing.trustee_of)
    open_round = Round.objects.filter(proposal=OuterRef("pk"), state=RoundState.OPEN)
    found = BlockFinding.objects.filter(block=OuterRef("pk"), entitlement__person=person)
    untested = (
        blocks.standing()
        .filter(
            ~Exists(found),
            position__entitlement__round__proposal=OuterRef("pk"),
            position__entitlement__round__version__n=OuterRef("version_count"),
            state=BlockState.UNTESTED,
        )
        .exclude(position__entitlement__person=person)
    )
    return (
        with_conflicts(Proposal.objects.visible_to(person, at), day)
        .filter(part, _asks_something(person, at, asked_since))
        .exclude(state__in=ENDED)
        .select_related("board", "rationale")
        .only(*PART)
        .annotate(
            questions_open=_count(Question.objects.filter(proposal=OuterRef("pk"), reply="")),
            concerns_open=_count(Concern.objects.filter(proposal=OuterRef("pk"), state=ConcernState.OPEN)),
            round_n=Subquery(open_round.values("n")[:1]),
            round_closes=Subquery(open_round.values("closes_at")[:1]),
            block=Subquery(untested.values("pk")[:1]),
            **amendmentcards.columns(person, asked_since),
            **todayblocks.columns(person),
        )
        .order_by("state_since", "pk")[:MOST]
    )


# In these states there is nearly always something to do for whoever has a part.
ASKING = (
    ProposalState.BLOCKED,
    ProposalState.FALLBACK,
    ProposalState.PROVISIONALLY_AGREED,
    ProposalState.AWAITING_RATIFICATION,
)


def _asks_something(person: "User", at: datetime, asked_since: datetime) -> Q:
    """Keep what ``_about`` could have a card for: more is looked at there, but nothing else.

    A secretary of many boards has a part in more proposals than are read, and most of them ask nothing.
    """
    here = {"proposal": OuterRef("pk")}
    mine = Q(proposer=person)
    overdue = Round.objects.filter(**here, state=RoundState.OPEN, closes_at__lte=at)
    return (
        Q(state__in=ASKING)
        | (mine & Q(state=ProposalState.DRAFT, moved_at__gt=at - UNFINISHED))
        | (mine & Q(Exists(Question.objects.filter(**here, reply=""))))
        | (mine & Q(Exists(Amendment.objects.filter(**here, state=AmendmentState.PROPOSED))))
        | Q(Exists(Concern.objects.filter(**here, state=ConcernState.OPEN)), state=ProposalState.DISCUSSION)
        | Q(Exists(ConflictDeclaration.objects.filter(**here)))
        | Q(Exists(overdue))
        | amendmentcards.part_of(person, asked_since)
    )


def _about(proposal: Any, person: "User", at: datetime) -> Iterator[Card | Later]:
    """Return the cards of one proposal; the states exclude each other where the acts do."""
    standing = standing_of(person, at)
    # It came from what they may read: nothing has to be asked of that again.
    proposal.seen_by[person.pk, at] = True
    lines = lines_in(proposal) or []
    takes_part = not any(line.person == person.pk and line.treatment in OUT for line in (*lines, *carried_in(proposal)))
    chairs = chairs_item(person, proposal, at)
    keeps = proposal.board_id in standing.secretary_of
    proposes = proposal.proposer_id == person.pk
    told = todaycards.Told(proposal, proposes=proposes, chairs=chairs)
    if chairs and any(not line.treatment for line in lines):
        yield Later(None, told.treat_conflict)
    sits = proposal.board_id in standing.trustee_of
    has_amendments = proposal.amendments_waiting or proposal.amendment_outdated or proposal.concern_met
    if not (chairs or keeps or proposes) and proposal.state != ProposalState.BLOCKED:
        if has_amendments:
            yield from amendmentcards.cards(proposal, told.why, told.words, answers=False, trustee=sits)
        return
    if proposal.state == ProposalState.DRAFT:
        if proposes and proposal.moved_at > at - UNFINISHED:
            yield Later(None, told.finish_draft)
        return
    if proposal.questions_open and proposes:
        yield Later(None, told.answer_questions)
    if proposal.concerns_open and proposal.state == ProposalState.DISCUSSION and (proposes or chairs):
        yield Later(None, told.work_on_concerns)
    if has_amendments:
        yield from amendmentcards.cards(proposal, told.why, told.words, answers=proposes, trustee=sits)
    if proposal.block and proposal.state == ProposalState.BLOCKED and takes_part and sits:
        yield Later(None, told.test_block)
    if proposal.state in (ProposalState.BLOCKED, ProposalState.FALLBACK):
        yield from todayblocks.block_cards(proposal, told.words, at, chairs=chairs)
    if proposal.round_n and proposal.round_closes <= at and (chairs or keeps):
        yield Later(proposal.round_closes, told.close_round)
    if proposal.state in (ProposalState.PROVISIONALLY_AGREED, ProposalState.AWAITING_RATIFICATION):
        due = proposal.window_closes_at
        if written(proposal, getattr(proposal, "rationale", None), at):
            yield Later(due, told.write_reasons)
        elif (chairs or keeps) and due is not None and due <= at:
            yield Later(due, told.record_decision)


def _decisions(person: "User", at: datetime) -> list[Decision]:
    """Return decisions of the boards ``person`` is near to that are recent, and their own that are to be reviewed."""

    def ask() -> list[Decision]:
        return _DECISIONS.ask(person, at, since=at - LATELY, until=(at + REVIEW_AHEAD).date())

    found: list[Decision] = _kept(person, at, "decisions", ask)
    return found


DECIDED = ("number", "title", "decided_at", "review_on", "state", "owner", "board__name")


def _near_or_own(person: "User", at: datetime, since: datetime, until: date) -> "QuerySet[Any]":
    near = Q(board__in=standing_of(person, at).near, decided_at__gt=since)
    own = Q(
        Q(owner=person, review_on__lte=until) | Q(board__in=standing_of(person, at).chair_of),
        Q(owner=person) | Q(state=DecisionState.UNDER_REVIEW),
        state__in=(DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW),
    )
    rows = Decision.objects.visible_to(person, at).filter(near | own).select_related("board").only(*DECIDED)
    return rows.order_by(F("decided_at").desc(), "-pk")[:50]


def _to_review(decision: Decision, at: datetime) -> bool:
    holds = decision.state in (DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW)
    return holds and decision.review_on <= (at + REVIEW_AHEAD).date()


def _count(rows: "QuerySet[Any]") -> Subquery:
    return Subquery(rows.order_by().values("proposal").annotate(n=Count("pk")).values("n"))


def _spoken(path: str) -> dict[str, Subquery]:
    """Count the voices of a round that count, and those that were used."""
    voices = Entitlement.objects.filter(round=OuterRef(path), recused=False).order_by()
    spoken = voices.filter(Exists(Position.objects.filter(entitlement=OuterRef("pk"))))
    count = {
        name: rows.values("round").annotate(n=Count("pk")).values("n")
        for name, rows in (("voices", voices), ("spoken", spoken))
    }
    return {name: Subquery(rows) for name, rows in count.items()}


def _kept(person: "User", at: datetime, name: str, ask: Any) -> Any:
    """Ask once for each person object and moment, as ``standing_of`` does."""
    kept: dict[Any, Any] = person.__dict__.setdefault("_today_at", {})
    if (at, name) not in kept:
        kept[at, name] = ask()
    return kept[at, name]


_VOICES = Kept(_open_voices)
_PARTS, _DECISIONS, _COMING = KeptFor(_parts), KeptFor(_near_or_own), KeptFor(_coming)
