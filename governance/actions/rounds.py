"""Opening, extending, closing and voiding a round.

Locks are always taken in one order: proposal, round, voice, head of the ledger.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from governance.actions.proposals import lock_proposal, move_proposal
from governance.actions.recusals import recused_now
from governance.actions.standovers import carry_blocks
from governance.announcements import rounds as announce
from governance.domain.consensus import Outcome, Verdict
from governance.domain.proposals import may_move
from governance.domain.refusals import NotAllowed
from governance.domain.rounds import BELONGS_TO, DECIDING, LEADS_TO, OPENS_FROM, everybody_has_spoken, reveals_allowed
from governance.enums.proposals import ProposalKind, ProposalState
from governance.enums.rounds import ActsAs, RevealPolicy, RoundKind, RoundState
from governance.models import Board, Entitlement, GoverningRules, Proposal, ProposalVersion, Round, Seat, UrgentDecision
from governance.permissions import rounds as permissions
from governance.queries.alternates import voices_of
from governance.queries.outcomes import sentence
from governance.queries.positions import Standing, frozen, rules_in_force, standing_in
from governance.queries.referrals import recused_at_source
from governance.queries.seats import holders
from governance.queries.versions import latest_version
from portal.history.ledger import append_to_ledger
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.statements import Kept


@transaction.atomic
def open_round(
    *,
    proposal: Proposal,
    kind: RoundKind,
    closes_at: datetime,
    by: User,
    at: datetime,
    recused: Iterable[int] = (),
    reveal: RevealPolicy | None = None,
) -> Round:
    """Open a round on the latest version; who has a voice is fixed from now on.

    ``reveal`` may be stricter than the board's rules, which hold where nothing is chosen. Who is kept out by a conflict
    that was declared and treated, here or on the board that referred the matter, and the people of ``recused``, keep
    their place in the record and count in no numerator, no denominator and no quorum. A test for consensus puts the
    proposal to TESTING. Blocks of the same text that nobody has settled stand over into it.
    """
    kind = RoundKind(kind)
    proposal = lock_proposal(proposal)
    if not permissions.is_chair(by, proposal, at):
        raise PermissionDenied
    version = latest_version(proposal)
    state = ProposalState(proposal.state)
    if kind not in OPENS_FROM or state is not OPENS_FROM[kind] or version is None:
        raise NotAllowed(
            _("%(number)s is %(state)s: this round cannot be opened now.")
            % {"number": proposal.number, "state": state.label.lower()}
        )
    if closes_at <= at:
        raise NotAllowed(_("A round closes after it opens. Choose a later time."))
    _insist_on_time_to_ratify(proposal, kind, closes_at)
    if Round.objects.filter(proposal=proposal, state=RoundState.OPEN).exists():
        raise NotAllowed(_("Another round is open. Close it first."))
    rules = rules_in_force(proposal.board, at)
    if rules is None:
        raise NotAllowed(_("The board has no rules to decide by yet. The secretary can set them."))
    reveal = reveal or RevealPolicy(rules.reveal)
    if reveal not in reveals_allowed(RevealPolicy(rules.reveal)):
        raise NotAllowed(_("The board’s rules show others’ positions later than that."))
    named = set(recused)
    voices = voices_in(proposal.board, named | recused_at_source(proposal) | recused_now(proposal, by, at), at)
    if not any(not voice[-1] for voice in voices):
        raise NotAllowed(_("Nobody could take part: every seat is vacant or recused."))
    if unknown := named - {voice[1] for voice in voices}:
        raise NotAllowed(_("%(count)s of the people named as recused hold no seat.") % {"count": len(unknown)})
    if kind is RoundKind.CONSENSUS_TEST:
        reason = _("Test for consensus opened")
        proposal = move_proposal(proposal=proposal, to=ProposalState.TESTING, by=by, reason=reason, at=at)
    round = _add(proposal, version, kind, rules, at, closes_at, by, follows=None, reveal=reveal)
    _entitle(round, voices, by, at)
    append_to_ledger(kind="round.opened", subject=round, by=by, at=at, board_ref=proposal.board.slug)
    carry_blocks(round=round, by=by, at=at)
    announce.round_opened(round, by, at)
    return round


@transaction.atomic
def open_round_by_itself(
    *, proposal: Proposal, version: ProposalVersion, kind: RoundKind, closes_at: datetime, at: datetime
) -> Round:
    """Open a round that follows from another act, for everybody entitled now; the caller has asked for the right."""
    rules = rules_in_force(proposal.board, at)
    if rules is None:
        raise NotAllowed(_("The board has no rules to decide by yet. The secretary can set them."))
    voices = voices_in(proposal.board, recused_at_source(proposal) | recused_now(proposal, None, at), at)
    round = _add(proposal, version, kind, rules, at, closes_at, None, follows=None, reveal=rules.reveal)
    _entitle(round, voices, None, at)
    append_to_ledger(kind="round.opened", subject=round, by=None, at=at, board_ref=proposal.board.slug)
    announce.round_opened(round, None, at)
    return round


@transaction.atomic
def extend_round(*, round: Round, closes_at: datetime, reason: str, by: User, at: datetime) -> Round:
    """Give an open round more time, with the reason, before it closes; it can never be made shorter."""
    proposal = lock_proposal(round.proposal)
    round = lock_round(round)
    if not permissions.is_chair(by, proposal, at):
        raise PermissionDenied
    if not permissions.can_extend_round(by, round, at):
        raise NotAllowed(_("The round has closed: it cannot be given more time."))
    if closes_at <= round.closes_at:
        raise NotAllowed(_("Choose a time later than the one that stands."))
    _insist_on_time_to_ratify(proposal, RoundKind(round.kind), closes_at)
    if not reason.strip():
        raise NotAllowed(_("Say why the round is given more time."))
    round.closes_at = closes_at
    save_with_history(round, by=by, reason=reason.strip(), at=at)
    if round.kind == RoundKind.ABSENT_MEMBERS:
        proposal.window_closes_at = closes_at
        save_with_history(proposal, by=by, reason=reason.strip(), at=at)
    announce.round_extended(round, reason.strip(), by, at)
    return round


@transaction.atomic
def close_round(*, round: Round, by: User | None, at: datetime) -> Round:
    """Close a round and follow what the rules say; closing what is closed changes nothing.

    The chair may close early when everybody who counts has spoken; once its time is up anybody may, and so may
    nobody at all: the round ended at ``closes_at`` whether or not this ran.
    """
    proposal = lock_proposal(round.proposal)
    round = lock_round(round)
    if round.state != RoundState.OPEN:
        return round
    if by is not None and not permissions.can_close_round(by, round, at):
        raise PermissionDenied
    standing = standing_in(round, proposal)
    if at < round.closes_at and (by is None or not everybody_has_spoken(standing.tally)):
        raise NotAllowed(_("Not everybody has taken a position yet. The round can be closed early once they have."))
    deciding = RoundKind(round.kind) in DECIDING
    void = deciding and standing.outcome.verdict is Verdict.VOID
    round.state = RoundState.VOID if void else RoundState.CLOSED
    round.void_reason = _("Too few took part for the test to count.") if void else ""
    round.closed_at = at
    round.outcome = frozen(standing)
    save_with_history(round, by=by, reason=_("Round closed"), at=at)
    _follow(round, proposal, standing, by, at)
    append_to_ledger(kind="round.closed", subject=round, by=by, at=at, board_ref=proposal.board.slug)
    announce.round_closed(round, by, at)
    return round


@transaction.atomic
def void_open_round(*, proposal: Proposal, reason: str, by: User | None, at: datetime) -> Round | None:
    """End the open round without an outcome, because what it asked about is no longer on the table."""
    proposal = lock_proposal(proposal)
    round = Round.objects.select_for_update(of=("self",)).filter(proposal=proposal, state=RoundState.OPEN).first()
    if round is None:
        return None
    round.state = RoundState.VOID
    round.void_reason = reason
    round.closed_at = at
    save_with_history(round, by=by, reason=reason, at=at)
    append_to_ledger(kind="round.closed", subject=round, by=by, at=at, board_ref=proposal.board.slug)
    announce.round_closed(round, by, at)
    return round


def void_misplaced_round(*, proposal_id: int, to: ProposalState, reason: str, by: User | None, at: datetime) -> None:
    """Void the open round when its proposal has moved to where such a round cannot be."""
    round = Round.objects.filter(proposal_id=proposal_id, state=RoundState.OPEN).select_related("proposal").first()
    if round is not None and BELONGS_TO[RoundKind(round.kind)] is not to:
        void_open_round(proposal=round.proposal, reason=reason, by=by, at=at)


def lock_round(round: Round) -> Round:
    """Return the row as it stands now, locked until the transaction ends."""
    (locked,) = _LOCKED.ask(round=round.pk)
    row: Round = locked
    return row


def hold_round(round: Round) -> Round:
    """Return the row as it stands now; until the transaction ends nobody can close or change it.

    Others may hold it, too: two hundred trustees say where they stand without waiting for each other.
    """
    (held,) = _HELD.ask(round=round.pk)
    row: Round = held
    return row


def _locked(round: int) -> QuerySet[Round]:
    rows = Round.objects.select_for_update(of=("self",)).filter(pk=round)
    return rows.select_related("proposal__board", "rules", "version")


def _held(round: int) -> QuerySet[Round]:
    """Leave out the texts of the proposal: a position needs of it the number, and the word of its board."""
    rows = Round.objects.select_for_update(of=("self",)).filter(pk=round).select_related("proposal__board")
    fields = (field.name for field in Round._meta.concrete_fields)
    return rows.only(*fields, "proposal__number", "proposal__board__slug")


_LOCKED, _HELD = Kept(_locked), Kept(_held, shares=True)


def voices_in(board: Board, recused: set[int], at: datetime) -> list[tuple[Seat, int, int, ActsAs, bool]]:
    """Return who has the voice of each seat: its holder, or the alternate to whom they handed it over.

    A conflict is not got round by standing in: the seat of a recused principal stays theirs, and is recused.
    """
    instead = voices_of(board, at)
    voices = []
    for holder in holders(board, at):
        person, acts_as = holder.person, ActsAs.PRINCIPAL
        alternate = None if holder.seat.ex_officio_of_id else instead.get(holder.appointment.pk)
        if alternate is not None and holder.person.pk not in recused:
            person, acts_as = alternate, ActsAs.ALTERNATE
        voices.append((holder.seat, person.pk, holder.constituency.pk, acts_as, person.pk in recused))
    return voices


def follow_outcome(*, round: Round, proposal: Proposal, by: User | None, at: datetime) -> Outcome:
    """Ask the rules again about a closed round whose block was settled, and move the proposal where they lead."""
    standing = standing_in(round, proposal)
    _follow(round, proposal, standing, by, at)
    return standing.outcome


def _follow(round: Round, proposal: Proposal, standing: Standing, by: User | None, at: datetime) -> None:
    outcome = standing.outcome
    to = LEADS_TO.get(RoundKind(round.kind), {}).get(outcome.verdict)
    if outcome.reached and proposal.state == ProposalState.BLOCKED:
        to = ProposalState.PROVISIONALLY_AGREED
    if to is None or to == proposal.state or not may_move(ProposalState(proposal.state), to):
        return
    silent = standing.tally.silent if round.kind == RoundKind.CONSENSUS_TEST else frozenset()
    window = None
    if to is ProposalState.PROVISIONALLY_AGREED:
        days = _window_days(round.rules, proposal)
        window = at + timedelta(days=days) if silent and days else at
    move_proposal(proposal=proposal, to=to, by=by, reason=sentence(outcome), at=at, window_closes_at=window)
    if window is not None and window > at:
        _open_window(round, proposal, standing, silent, window, by, at)


def _insist_on_time_to_ratify(proposal: Proposal, kind: RoundKind, closes_at: datetime) -> None:
    """A ratification that ends after the urgent decision has lapsed would be about nothing."""
    if kind is not RoundKind.RATIFICATION:
        return
    by = UrgentDecision.objects.filter(proposal=proposal).values_list("ratify_by", flat=True).first()
    if by is not None and closes_at > by:
        until = timezone.localtime(by)
        raise NotAllowed(
            _("The urgent decision lapses on %(day)s at %(time)s. Choose a time until then.")
            % {"day": date_format(until, "j F Y"), "time": date_format(until, "g:ia")}
        )


def _window_days(rules: GoverningRules, proposal: Proposal) -> int:
    procedural = proposal.kind == ProposalKind.PROCEDURAL
    return rules.window_days_procedural if procedural else rules.window_days


def _open_window(
    test: Round,
    proposal: Proposal,
    standing: Standing,
    silent: frozenset[int],
    closes_at: datetime,
    by: User | None,
    at: datetime,
) -> None:
    """Give the silent members their time: the same version, the same rules, exactly their seats."""
    window = _add(
        proposal,
        test.version,
        RoundKind.ABSENT_MEMBERS,
        test.rules,
        at,
        closes_at,
        by,
        follows=test,
        reveal=test.reveal,
    )
    seats = Seat.objects.in_bulk(silent)
    voices = [
        (
            seats[line.entitlement.seat_id],
            line.entitlement.person_id,
            line.entitlement.constituency_id,
            ActsAs(line.entitlement.acts_as),
            False,
        )
        for line in standing.lines
        if line.entitlement.seat_id in silent
    ]
    _entitle(window, voices, by, at)
    append_to_ledger(kind="round.opened", subject=window, by=by, at=at, board_ref=proposal.board.slug)
    announce.round_opened(window, by, at)


def _add(
    proposal: Proposal,
    version: ProposalVersion,
    kind: RoundKind,
    rules: GoverningRules,
    at: datetime,
    closes_at: datetime,
    by: User | None,
    *,
    follows: Round | None,
    reveal: str,
) -> Round:
    round = Round(
        proposal=proposal,
        version=version,
        n=Round.objects.filter(proposal=proposal).count() + 1,
        kind=kind,
        rules=rules,
        reveal=reveal,
        follows=follows,
        opens_at=at,
        closes_at=closes_at,
        opened_by=by,
    )
    save_with_history(round, by=by, reason=_("%(kind)s opened") % {"kind": kind.label}, at=at)
    return round


def _entitle(round: Round, voices: list[tuple[Seat, int, int, ActsAs, bool]], by: User | None, at: datetime) -> None:
    bulk_create_with_history(
        [
            Entitlement(
                round=round,
                seat=seat,
                person_id=person,
                constituency_id=constituency,
                acts_as=acts_as,
                recused=recused,
            )
            for seat, person, constituency, acts_as, recused in voices
        ],
        Entitlement,
        default_user=by,
        default_change_reason=_("Entitled when the round opened"),
        default_date=at,
    )
