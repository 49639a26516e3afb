"""Where everybody stands in a round: entitlements with their chains of positions, and what the rules say of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, QuerySet

from governance.domain.consensus import Outcome, Rules, Tally, evaluate, share_of
from governance.domain.rounds import merged
from governance.enums.rounds import BlockState, RecordedHow, Stance
from governance.models import Board, Constituency, Entitlement, GoverningRules, Position, Proposal, Round
from portal.history.canonical import utc_text
from portal.labels import as_read, know
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.statements import Kept

Named = TypeVar("Named", User, Constituency)
NAMED = ("id", "name")


@dataclass(frozen=True)
class Line:
    """One seat in one test: who has its voice, and what they said, the newest last."""

    entitlement: Entitlement
    chain: tuple[Position, ...] = ()

    @property
    def position(self) -> Position | None:
        """Return the one position that counts."""
        return self.chain[-1] if self.chain else None

    @property
    def shown(self) -> dict[str, Any]:
        """Return what the list of positions shows of this one, as plain values."""
        voice, position = self.entitlement, self.position
        shown = {
            "person": voice.person.name,
            "constituency": voice.constituency.name,
            "recused": voice.recused,
        }
        if position is None:
            return shown
        in_person = position.recorded_how == RecordedHow.PORTAL
        return shown | {
            "stance": position.get_stance_display(),
            "at": position.at,
            "how": "" if in_person else position.get_recorded_how_display(),
            "confirmed": not in_person and bool(getattr(position, "confirmation", None)),
            "before": tuple((earlier.get_stance_display(), earlier.at) for earlier in self.chain[:-1]),
            "reason": position.reason,
            "will_help": position.will_help,
        }

    @property
    def awaited(self) -> bool:
        """Say whether this seat counts and has said nothing."""
        return not self.chain and not self.entitlement.recused


def rules_in_force(board: Board, at: datetime) -> GoverningRules | None:
    """Return the newest version of the board's rules that holds at ``at``."""
    rules = GoverningRules.objects.filter(board=board, effective_from__lte=day_of(at))
    return rules.order_by("-version").first()


def lines_of(
    *rounds: Round, kept: Kept | None = None, carried: Sequence[str] = (), **values: Any
) -> dict[int, list[Line]]:
    """Return the lines of each round by its id, in the published order; one query whatever the number.

    ``kept`` may be ``voices_of_rounds`` with more columns, asked with ``values``; those named in ``carried`` are handed
    to the position of each row.
    """
    keys = [round.pk for round in rounds]
    lines: dict[int, list[Line]] = {key: [] for key in keys}
    voices: dict[int, Any] = {}
    chains: dict[int, list[Position]] = defaultdict(list)
    # One row for each position, and one for each voice that was not used.
    people: dict[int, User] = {}
    constituencies: dict[int, Constituency] = {}
    for row in (kept or _VOICES).ask(rounds=tuple(keys), **values):
        entitlement = voices.setdefault(row.pk, row)
        if entitlement is row:
            know(row, "person", _named(User, people, row.person_id, row.voice_name))
            constituency = _named(Constituency, constituencies, row.constituency_id, row.voice_constituency)
            know(row, "constituency", constituency)
        position: Position | None = getattr(row, "said", None)
        if position is not None:
            know(position, "entitlement", entitlement)
            know(position, "recorded_by", _named(User, people, position.recorded_by_id, row.recorder_name))
            for name in carried:
                setattr(position, name, getattr(row, name))
            chains[row.pk].append(position)
    for entitlement in voices.values():
        lines[entitlement.round_id].append(Line(entitlement, tuple(chains[entitlement.pk])))
    return lines


def _named(model: type[Named], known: dict[int, Named], pk: int, name: str) -> Named:
    """Return somebody of whom the name alone was read, one and the same for every row that speaks of them.

    Two hundred positions name two hundred people and five constituencies; all their columns cost more than the rest.
    """
    if pk not in known:
        known[pk] = as_read(model, None, NAMED, (pk, name))
    return known[pk]


def voices_of_rounds(rounds: tuple[int, ...]) -> "QuerySet[Any]":
    """Return a row for each position and each unused voice; whoever is named in it comes by name alone."""
    rows = Entitlement.objects.filter(round__in=rounds).annotate(said=FilteredRelation("positions"))
    rows = rows.annotate(
        voice_name=F("person__name"),
        voice_constituency=F("constituency__name"),
        recorder_name=F("said__recorded_by__name"),
    )
    rows = rows.select_related("said__block", "said__confirmation")  # type: ignore[misc]  # named a few lines above
    return rows.order_by("constituency__order", "seat__number", "pk", "said__n")


_VOICES = Kept(voices_of_rounds)


def whole(test: Sequence[Line], window: Sequence[Line]) -> list[Line]:
    """Return the test with what its silent members said in the window: one line a seat."""
    late = {line.entitlement.seat_id: line for line in window if line.chain}
    return [
        Line(line.entitlement, late[line.entitlement.seat_id].chain)
        if line.awaited and line.entitlement.seat_id in late
        else line
        for line in test
    ]


def tally_of(lines: Iterable[Line], implementer: int | None) -> Tally:
    """Turn lines into what the rules are asked about."""
    rows = list(lines)
    effective = [(line.entitlement.seat_id, line.position) for line in rows if line.position]
    return Tally(
        constituency={line.entitlement.seat_id: line.entitlement.constituency.name for line in rows},
        positions={seat: Stance(position.stance) for seat, position in effective},
        recused=frozenset(line.entitlement.seat_id for line in rows if line.entitlement.recused),
        blocks={
            seat: BlockState(position.block.state)
            for seat, position in effective
            if position.stance == Stance.BLOCK and hasattr(position, "block")
        },
        implementer=next(
            (line.entitlement.seat_id for line in rows if line.entitlement.person_id == implementer), None
        ),
    )


def rules_of(rules: GoverningRules) -> Rules:
    """Return the numbers of one version of a board's rules, as exact fractions."""
    return Rules(
        quorum_share=share_of(rules.quorum_share),
        quorum_constituencies=rules.quorum_constituencies,
        support_share=share_of(rules.support_share),
        stand_aside_share=share_of(rules.stand_aside_share),
        every_constituency_agrees=rules.every_constituency_agrees,
    )


@dataclass(frozen=True)
class Standing:
    """A round as the rules see it now, with the test it follows merged in."""

    round: Round
    lines: list[Line]
    tally: Tally
    outcome: Outcome


def standing_in(round: Round, proposal: Proposal) -> Standing:
    """Ask the rules about ``round`` as it stands now, whatever its stored state says; one query, for a window two."""
    rounds = [round] if round.follows_id is None else [round, Round.objects.get(pk=round.follows_id)]
    return weigh(round, proposal, lines_of(*rounds))


def weigh(round: Round, proposal: Proposal, lines: dict[int, list[Line]]) -> Standing:
    """Ask the rules about lines already read; a window is weighed together with the test it follows."""
    own = lines[round.pk]
    tally = tally_of(own, proposal.implementer_id)
    if round.follows_id is not None:
        test = lines[round.follows_id]
        tally = merged(tally_of(test, proposal.implementer_id), tally)
        own = whole(test, own)
    return Standing(round, own, tally, evaluate(tally, rules_of(round.rules)))


def frozen(standing: Standing) -> dict[str, Any]:
    """Return the outcome and every position as they stand, ready to be kept for ever."""
    outcome = asdict(standing.outcome)
    outcome["verdict"] = standing.outcome.verdict.value
    outcome["missing"] = [
        {"code": missing.code.value, "params": dict(missing.params)} for missing in standing.outcome.missing
    ]
    outcome["wholly_recused"] = list(standing.outcome.wholly_recused)
    return {"outcome": outcome, "positions": [_kept(line) for line in standing.lines]}


def _entered(position: Position) -> dict[str, Any]:
    """Say of a position that was told to somebody who entered it, and whether its trustee has confirmed it."""
    if position.recorded_how == RecordedHow.PORTAL:
        return {}
    return {"entered_by": position.recorded_by.name, "confirmed": hasattr(position, "confirmation")}


def _kept(line: Line) -> dict[str, Any]:
    entitlement, position = line.entitlement, line.position
    kept: dict[str, Any] = {
        "seat": entitlement.seat_id,
        "person": entitlement.person_id,
        "name": entitlement.person.name,
        "constituency": entitlement.constituency.name,
        "acts_as": entitlement.acts_as,
        "recused": entitlement.recused,
        "stance": None,
    }
    if position is not None:
        kept |= {
            "stance": position.stance,
            "reason": position.reason,
            "will_help": position.will_help,
            "at": utc_text(position.at),
            "how": position.recorded_how,
            **_entered(position),
            "changed": position.n - 1,
        }
        if position.stance == Stance.BLOCK and hasattr(position, "block"):
            block = position.block
            kept["block"] = {
                "ground": block.ground,
                "removal_condition": block.removal_condition,
                "objector_part": block.objector_part,
                "state": block.state,
                "restatement": block.restatement,
            }
    return kept
