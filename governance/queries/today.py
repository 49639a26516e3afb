"""What governance needs of one person now, what waits on others, and what comes: four queries in all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import ngettext

from governance.enums.boards import MeetingState
from governance.enums.conflicts import OUT
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ProposalState
from governance.enums.rounds import RoundState
from governance.models import (
    Decision,
    Entitlement,
    Position,
    Round,
)
from governance.models.standing import standing_of
from governance.queries import amendmentcards, todayblocks, todaycards, todaylater, todayparts
from governance.queries.calendars import meetings_of
from governance.queries.conflicts import carried_in, lines_in
from governance.queries.standing import KeptFor
from portal.statements import Kept
from portal.today import Card, Cut, Later, Line

if TYPE_CHECKING:
    from portal.people.models import User

REVIEW_AHEAD = timedelta(days=30)
LATELY = timedelta(days=60)


def cards(person: "User", at: datetime) -> Iterator[Card | Later | Cut]:
    """Return everything that waits for ``person``, each with one thing to press."""
    for voice in _voices(person, at):
        if not voice.taken:
            yield Later(voice.closes_at, partial(todaycards.position, voice))
        elif voice.entered:
            yield Later(voice.closes_at, partial(todaycards.confirm_position, voice))
    yield from todaylater.urgent(person, at)
    parts = todayparts.parts(person, at)
    for part in parts:
        yield from _about(part, person, at)
    if len(parts) == todayparts.MOST:
        yield Cut()
    chair_of = standing_of(person, at).chair_of
    for decision in _decisions(person, at):
        if decision.owner == person.pk and _to_review(decision, at):
            yield todaylater.review(decision, owns=True)
        elif decision.state == DecisionState.UNDER_REVIEW and decision.board in chair_of:
            yield todaylater.review(decision, owns=False)


def waiting(person: "User", at: datetime) -> Iterator[Line]:
    """Return what ``person`` has done their part in and others have not."""
    for voice in _voices(person, at):
        left = (voice.voices or 0) - (voice.spoken or 0)
        if voice.taken and left:
            note = ngettext("%(count)d has not spoken yet", "%(count)d have not spoken yet", left) % {"count": left}
            page = todaycards.page(voice.proposal__number)
            yield Line(todaycards.name(voice), page, voice.closes_at, note)


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
            yield Line(f"{row.number} {row.title}", f"/decisions/{row.number}/", row.decided_at, row.board__name)


def _voices(person: "User", at: datetime) -> list[Any]:
    """One query, kept with the person for the moment: cards and lines both need it."""
    found: list[Any] = _kept(person, at, "voices", lambda: _VOICES.ask(person=person.pk, at=at))
    return found


# What cards and lines say of a voice in an open round: a record of each would cost more than finding it.
VOICE = ("closes_at", "kind", "proposal__number", "proposal__title")


def _open_voices(person: int, at: datetime) -> "QuerySet[Any, Any]":
    """Return the rounds open now in which ``person`` has a voice.

    Begun with the rounds, of which few are open, not with the voices: whoever has been here for twenty years had
    thousands, and the database cannot know that before it reads them.
    """
    own = Entitlement.objects.filter(round=OuterRef("pk"), person=person, recused=False).order_by()
    said = Position.objects.filter(entitlement=OuterRef("voice")).order_by()
    # One position counts, so there is nothing to put in order: the model's own order joins five tables.
    entered = todaylater.unconfirmed(said).values("recorded_how")[:1]
    return (
        Round.objects.filter(state=RoundState.OPEN, opens_at__lte=at, closes_at__gt=at)
        .annotate(voice=Subquery(own.values("pk")[:1]))
        .filter(voice__isnull=False)
        .annotate(taken=Exists(said), entered=Subquery(entered), **_spoken())
        .order_by("closes_at", "pk")
        .values_list(*VOICE, "taken", "entered", "voices", "spoken", named=True)
    )


def _about(proposal: Any, person: "User", at: datetime) -> Iterator[Card | Later]:
    """Return the cards of one proposal; the states exclude each other where the acts do."""
    standing = standing_of(person, at)
    lines: list[Any] = []
    takes_part = True
    if proposal.conflict_lines or proposal.carried_lines:
        lines = lines_in(proposal) or []
        all_of_them = (*lines, *carried_in(proposal))
        takes_part = not any(line.person == person.pk and line.treatment in OUT for line in all_of_them)
    chairs = todayparts.chairs(proposal, person, at)
    keeps = proposal.board in standing.secretary_of
    proposes = proposal.proposer == person.pk
    told = todaycards.Told(proposal, proposes=proposes, chairs=chairs)
    if chairs and any(not line.treatment for line in lines):
        yield Later(None, told.treat_conflict)
    sits = proposal.board in standing.trustee_of
    has_amendments = proposal.amendments_waiting or proposal.amendment_outdated or proposal.concern_met
    if not (chairs or keeps or proposes) and proposal.state != ProposalState.BLOCKED:
        if has_amendments:
            yield from amendmentcards.cards(proposal, told.why, told.words, answers=False, trustee=sits)
        return
    if proposal.state == ProposalState.DRAFT:
        if proposes and proposal.draft_moved_at > at - todayparts.UNFINISHED:
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
    if proposal.round_closes is not None and proposal.round_closes <= at and (chairs or keeps):
        yield Later(proposal.round_closes, told.close_round)
    if proposal.state in todayparts.AGREED:
        due = proposal.window_closes_at
        if todayparts.lacks_reasons(proposal, at):
            yield Later(due, told.write_reasons)
        elif (chairs or keeps) and due is not None and due <= at:
            yield Later(due, told.record_decision)


def _decisions(person: "User", at: datetime) -> list[Any]:
    """Return decisions of the boards ``person`` is near to that are recent, and their own that are to be reviewed."""

    def ask() -> list[Any]:
        return _DECISIONS.ask(person, at, since=at - LATELY, until=(at + REVIEW_AHEAD).date())

    found: list[Any] = _kept(person, at, "decisions", ask)
    return found


DECIDED = ("number", "title", "decided_at", "review_on", "state", "owner", "board", "board__name")


def _near_or_own(person: "User", at: datetime, since: datetime, until: date) -> "QuerySet[Any, Any]":
    near = Q(board__in=standing_of(person, at).near, decided_at__gt=since)
    own = Q(
        Q(owner=person, review_on__lte=until) | Q(board__in=standing_of(person, at).chair_of),
        Q(owner=person) | Q(state=DecisionState.UNDER_REVIEW),
        state__in=(DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW),
    )
    rows = Decision.objects.visible_to(person, at).filter(near | own)
    return rows.order_by(F("decided_at").desc(), "-pk").values_list(*DECIDED, named=True)[:50]


def _to_review(decision: Any, at: datetime) -> bool:
    holds = decision.state in (DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW)
    return holds and decision.review_on <= (at + REVIEW_AHEAD).date()


def _spoken() -> dict[str, Case]:
    """Count the voices of a round that count, and those that were used."""
    voices = Entitlement.objects.filter(round=OuterRef("pk"), recused=False).order_by()
    spoken = voices.filter(Exists(Position.objects.filter(entitlement=OuterRef("pk"))))
    count = {
        name: rows.values("round").annotate(n=Count("pk")).values("n")
        for name, rows in (("voices", voices), ("spoken", spoken))
    }
    # Only who has taken a position waits on others; of the fifty rounds that wait for them nobody has to be counted.
    return {name: Case(When(taken=True, then=Subquery(rows))) for name, rows in count.items()}


def _kept(person: "User", at: datetime, name: str, ask: Any) -> Any:
    """Ask once for each person object and moment, as ``standing_of`` does."""
    kept: dict[Any, Any] = person.__dict__.setdefault("_today_at", {})
    if (at, name) not in kept:
        kept[at, name] = ask()
    return kept[at, name]


_VOICES = Kept(_open_voices)
_DECISIONS, _COMING = KeptFor(_near_or_own), KeptFor(_coming)
