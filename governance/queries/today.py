"""What governance needs of one person now, what waits on others, and what comes: four queries in all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.proposals import ENDED
from governance.enums.boards import MeetingState
from governance.enums.conflicts import OUT
from governance.enums.decisions import DecisionState
from governance.enums.proposals import ConcernState, ProposalState
from governance.enums.rounds import BlockState, RoundKind, RoundState
from governance.models import (
    Block,
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
from governance.queries import amendmentcards, todayblocks, todaylater
from governance.queries.calendars import meetings_of
from governance.queries.conflicts import chairs_item, lines_in, with_conflicts
from governance.queries.readiness import written
from governance.queries.standing import KeptFor
from portal.people.models.periods import day_of
from portal.statements import Kept
from portal.today import Card, Line

if TYPE_CHECKING:
    from portal.people.models import User

REVIEW_AHEAD = timedelta(days=30)
LATELY = timedelta(days=60)
UNFINISHED = timedelta(days=90)


@dataclass(frozen=True)
class _Voice:
    """A voice in an open round, and whether it has been used."""

    entitlement: Entitlement
    taken: bool
    entered: str | None = None
    """How what counts was entered by others and is not confirmed yet."""


def cards(person: "User", at: datetime) -> Iterator[Card]:
    """Return everything that waits for ``person``, each with one thing to press."""
    for voice in _voices(person, at):
        if not voice.taken:
            yield _position(voice.entitlement.round)
        elif voice.entered:
            yield todaylater.confirm_position(voice.entitlement.round, voice.entered)
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
        if voice.taken:
            round: Any = voice.entitlement.round
            left = round.voices - round.spoken
            note = ngettext("%(count)d has not spoken yet", "%(count)d have not spoken yet", left) % {"count": left}
            if left:
                yield Line(str(round.proposal), _page(round.proposal), round.closes_at, note)


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


def _voices(person: "User", at: datetime) -> list[_Voice]:
    """One query, kept with the person for the moment: cards and lines both need it."""

    def ask() -> list[_Voice]:
        found = []
        for row in _VOICES.ask(person=person.pk, at=at):
            row.round.voices, row.round.spoken = row.voices or 0, row.spoken or 0
            found.append(_Voice(row, row.taken, row.entered))
        return found

    found: list[_Voice] = _kept(person, at, "voices", ask)
    return found


def _open_voices(person: int, at: datetime) -> "QuerySet[Any]":
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
        .select_related("round__proposal__board")
        .annotate(taken=Exists(said), entered=Subquery(entered.values("recorded_how")[:1]), **_spoken("round"))
        .order_by("round__closes_at", "pk")
    )


def _proposals(person: "User", at: datetime) -> list[Any]:
    """Return the proposals in which ``person`` has a part beside their voice, with everything the cards ask."""
    asked = {"asked_since": at - amendmentcards.ASKED_FOR, "day": day_of(at)}
    return _PARTS.ask(person, at, **asked) if standing_of(person, at).inside else []


def _parts(person: "User", at: datetime, asked_since: datetime, day: date) -> "QuerySet[Any]":
    standing = standing_of(person, at)
    keeps = standing.chair_of | standing.secretary_of
    part = Q(proposer=person) | Q(board__in=keeps) | Q(state=ProposalState.BLOCKED, board__in=standing.trustee_of)
    part |= amendmentcards.part_of(person, asked_since)
    # Who might stand in for a conflicted chair: asked of the rules, proposal by proposal, when the cards are made.
    conflicts = ConflictDeclaration.objects.out_of_the_chair().filter(proposal=OuterRef("pk"))
    part |= Q(Exists(conflicts), board__in=standing.trustee_of)
    open_round = Round.objects.filter(proposal=OuterRef("pk"), state=RoundState.OPEN)
    found = BlockFinding.objects.filter(block=OuterRef("pk"), entitlement__person=person)
    untested = Block.objects.filter(
        ~Exists(found),
        position__entitlement__round__proposal=OuterRef("pk"),
        position__superseded_by=None,
        state=BlockState.UNTESTED,
    ).exclude(position__entitlement__person=person)
    return (
        with_conflicts(Proposal.objects.visible_to(person, at), day)
        .filter(part)
        .exclude(state__in=ENDED)
        .select_related("board", "rationale")
        .annotate(
            questions_open=_count(Question.objects.filter(proposal=OuterRef("pk"), reply="")),
            concerns_open=_count(Concern.objects.filter(proposal=OuterRef("pk"), state=ConcernState.OPEN)),
            round_n=Subquery(open_round.values("n")[:1]),
            round_closes=Subquery(open_round.values("closes_at")[:1]),
            block=Subquery(untested.values("pk")[:1]),
            **amendmentcards.columns(person, asked_since),
            **todayblocks.columns(person),
        )
        .order_by("state_since", "pk")[:100]
    )


def _about(proposal: Any, person: "User", at: datetime) -> Iterator[Card]:
    """Return the cards of one proposal; the states exclude each other where the acts do."""
    standing = standing_of(person, at)
    # It came from what they may read: nothing has to be asked of that again.
    proposal.seen_by[person.pk, at] = True
    lines = lines_in(proposal) or []
    takes_part = not any(line.person == person.pk and line.treatment in OUT for line in lines)
    chairs = chairs_item(person, proposal, at)
    keeps = proposal.board_id in standing.secretary_of
    proposes = proposal.proposer_id == person.pk
    words = {"name": f"{proposal.number} {proposal.title}", "board": proposal.board}
    why = (
        _("You propose this.")
        if proposes
        else (_("You chair the %(board)s.") if chairs else _("You keep the business of the %(board)s.")) % words
    )
    args = [proposal.number]
    if chairs and any(not line.treatment for line in lines):
        yield Card(
            _("Treat a conflict of interest in %(name)s") % words,
            _("You chair this matter."),
            reverse("governance:conflicts", args=args),
            _("Read what was declared"),
            tag=_("Conflict of interest"),
            tag_state="recused",
        )
    sits = proposal.board_id in standing.trustee_of
    if not (chairs or keeps or proposes) and proposal.state != ProposalState.BLOCKED:
        yield from amendmentcards.cards(proposal, why, words, answers=False, trustee=sits)
        return
    if proposal.state == ProposalState.DRAFT:
        if proposes and proposal.moved_at > at - UNFINISHED:
            href = reverse("governance:edit_proposal", args=args)
            yield Card(
                _("Finish your draft %(name)s") % words,
                _("Nobody else sees it yet."),
                href,
                _("Continue"),
                tag=_("Draft"),
                tag_state="draft",
            )
        return
    if proposal.questions_open and proposes:
        count = proposal.questions_open
        title = ngettext("Answer a question about %(name)s", "Answer %(count)d questions about %(name)s", count) % {
            **words,
            "count": count,
        }
        yield Card(title, why, f"{_page(proposal)}#questions", _("Answer"), tag=_("Question"))
    if proposal.concerns_open and proposal.state == ProposalState.DISCUSSION and (proposes or chairs):
        count = proposal.concerns_open
        title = ngettext(
            "Work on an open concern about %(name)s", "Work on %(count)d open concerns about %(name)s", count
        ) % {**words, "count": count}
        yield Card(
            title, why, f"{_page(proposal)}#concerns", _("See the concern"), tag=_("Concern"), tag_state="concern"
        )
    yield from amendmentcards.cards(proposal, why, words, answers=proposes, trustee=sits)
    if proposal.block and proposal.state == ProposalState.BLOCKED and takes_part and sits:
        href = reverse("governance:test_block", args=[proposal.number, proposal.block])
        yield Card(
            _("Test the block on %(name)s") % words,
            _("The board says together whether its ground holds."),
            href,
            _("Say what you find"),
            tag=_("Block"),
            tag_state="block",
        )
    yield from todayblocks.block_cards(proposal, words, at, chairs=chairs)
    if proposal.round_n and proposal.round_closes <= at and (chairs or keeps):
        href = (
            reverse("governance:close_round", args=[proposal.number, proposal.round_n]) if chairs else _page(proposal)
        )
        yield Card(
            _("Close the round on %(name)s") % words,
            why,
            href,
            _("Close the round"),
            proposal.round_closes,
            _("Round"),
            "round",
        )
    if proposal.state in (ProposalState.PROVISIONALLY_AGREED, ProposalState.AWAITING_RATIFICATION):
        yield from _towards_a_decision(proposal, why, words, at, records=chairs or keeps)


def _towards_a_decision(
    proposal: Any, why: str, words: dict[str, Any], at: datetime, *, records: bool
) -> Iterator[Card]:
    rationale = getattr(proposal, "rationale", None)
    due = proposal.window_closes_at
    if written(proposal, rationale, at):
        href = reverse("governance:rationale", args=[proposal.number])
        yield Card(
            _("Complete the reasons for %(name)s") % words,
            why,
            href,
            _("Write the reasons"),
            due,
            _("Agreed"),
            "agreed",
        )
    elif records and due is not None and due <= at:
        href = reverse("governance:adopt", args=[proposal.number])
        yield Card(_("Record the decision on %(name)s") % words, why, href, _("Record it"), due, _("Agreed"), "agreed")


def _decisions(person: "User", at: datetime) -> list[Decision]:
    """Return decisions of the boards ``person`` is near to that are recent, and their own that are to be reviewed."""

    def ask() -> list[Decision]:
        return _DECISIONS.ask(person, at, since=at - LATELY, until=(at + REVIEW_AHEAD).date())

    found: list[Decision] = _kept(person, at, "decisions", ask)
    return found


def _near_or_own(person: "User", at: datetime, since: datetime, until: date) -> "QuerySet[Any]":
    near = Q(board__in=standing_of(person, at).near, decided_at__gt=since)
    own = Q(
        Q(owner=person, review_on__lte=until) | Q(board__in=standing_of(person, at).chair_of),
        Q(owner=person) | Q(state=DecisionState.UNDER_REVIEW),
        state__in=(DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW),
    )
    rows = Decision.objects.visible_to(person, at).filter(near | own).select_related("board").defer("record")
    return rows.order_by(F("decided_at").desc(), "-pk")[:50]


def _to_review(decision: Decision, at: datetime) -> bool:
    holds = decision.state in (DecisionState.IN_FORCE, DecisionState.CONTINUED, DecisionState.UNDER_REVIEW)
    return holds and decision.review_on <= (at + REVIEW_AHEAD).date()


def _position(round: Round) -> Card:
    kind = RoundKind(round.kind)
    title = _("Take your position on %(name)s") % {"name": str(round.proposal)}
    why = _("You have a voice in this round and have not used it.")
    if kind is RoundKind.ABSENT_MEMBERS:
        why = _("You were silent in the test: this is your time to speak.")
    if kind is RoundKind.SENSE_CHECK:
        title = _("Say where you stand on %(name)s") % {"name": str(round.proposal)}
        why = _("A sense check asks before anything is tested. Nothing is decided by it.")
    href = reverse("governance:position", args=[round.proposal.number])
    return Card(title, why, href, _("Take your position"), round.closes_at, kind.label, round.kind)


def _page(proposal: Proposal) -> str:
    return reverse("governance:proposal", args=[proposal.number])


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
