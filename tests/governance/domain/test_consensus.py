"""The consensus rules: a table that can be read aloud, and what must hold for every tally."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.consensus import Code, Outcome, Rules, Tally, Verdict, evaluate, share_of
from governance.enums.rounds import BlockState, Stance
from tests.thorough import examples

NAMES = ("Local authorities", "Directors", "Providers", "Staff", "Young people")
A, R, S, B = Stance.AGREE, Stance.RESERVATIONS, Stance.STAND_ASIDE, Stance.BLOCK
LETTERS = {"a": A, "r": R, "s": S, "b": B}
RULES = Rules()


def tally(
    words: str, *, blocks: Mapping[int, BlockState] | None = None, implementer: int | None = None, names: str = ""
) -> Tally:
    """Read ``"aa rs .. xx"``: one group a constituency; a dot is silence, an x recused."""
    groups = words.split()
    seats = [(name, letter) for name, group in zip(NAMES, groups, strict=False) for letter in group]
    return Tally(
        constituency=dict(enumerate(name for name, _ in seats)),
        positions={seat: LETTERS[letter] for seat, (_, letter) in enumerate(seats) if letter in LETTERS},
        recused=frozenset(seat for seat, (_, letter) in enumerate(seats) if letter == "x"),
        blocks=blocks or {},
        implementer=implementer,
    )


def codes(outcome: Outcome) -> list[str]:
    """Return what is missing, shortly."""
    return [missing.code.value for missing in outcome.missing]


TABLE: list[tuple[str, str, Verdict, list[str]]] = [
    ("everybody agrees", "aa aa aa aa aa", Verdict.CONSENSUS, []),
    ("reservations support too", "rr rr rr rr rr", Verdict.CONSENSUS, []),
    ("one agreement in each constituency is exactly half", "a. a. a. a. a.", Verdict.CONSENSUS, []),
    (
        "nobody has said anything",
        ".. ..",
        Verdict.VOID,
        ["constituency_silent"] * 2 + ["quorum", "quorum_constituencies", "support"],
    ),
    ("one constituency is silent", "aa aa aa aa ..", Verdict.NOT_YET, ["constituency_silent"]),
    ("one constituency only stands aside", "aa aa aa aa s.", Verdict.NOT_YET, ["constituency_silent"]),
    (
        "quorum of seats but not of constituencies",
        "aa aa .. .. ..",
        Verdict.VOID,
        ["constituency_silent"] * 3 + ["quorum_constituencies", "support"],
    ),
    (
        "three of ten are one short of a third plus one",
        "a. a. a. .. ..",
        Verdict.VOID,
        ["constituency_silent"] * 2 + ["quorum", "support"],
    ),
    ("four of ten are quorate", "aa a. a. .. ..", Verdict.NOT_YET, ["constituency_silent"] * 2 + ["support"]),
    ("a quarter may stand aside", "aa as as aa", Verdict.CONSENSUS, []),
    ("more than a quarter may not", "as as as aa", Verdict.NOT_YET, ["stand_asides"]),
    ("one untested block stops everything", "aa aa aa aa ab", Verdict.BLOCKED, ["block_untested"]),
    (
        "a block where nobody else came leaves the test void",
        ".. .. .. .. .b",
        Verdict.VOID,
        ["block_untested"] + ["constituency_silent"] * 5 + ["quorum", "quorum_constituencies", "support"],
    ),
    ("a recused seat counts nowhere", "ax ax ax ax ax", Verdict.CONSENSUS, []),
    ("a wholly recused constituency need not agree", "aa aa aa aa xx", Verdict.CONSENSUS, []),
    ("with two constituencies left both are the quorum", "aa aa xx xx xx", Verdict.CONSENSUS, []),
    (
        "with two left one is not enough",
        "aa .. xx xx xx",
        Verdict.VOID,
        ["constituency_silent", "quorum_constituencies"],
    ),
    ("everybody is recused", "xx xx", Verdict.VOID, ["nobody_entitled"]),
]


@pytest.mark.parametrize(("said", "words", "verdict", "missing"), TABLE, ids=[row[0] for row in TABLE])
def test_consensus_is_evaluated_by_the_table(said: str, words: str, verdict: Verdict, missing: list[str]) -> None:
    outcome = evaluate(tally(words), RULES)
    assert (outcome.verdict, codes(outcome)) == (verdict, missing)
    assert outcome.reached is (verdict is Verdict.CONSENSUS)


BLOCKS = [
    (BlockState.UNTESTED, Verdict.BLOCKED, ["block_untested"]),
    (BlockState.UPHELD, Verdict.BLOCKED, ["block_upheld"]),
    (BlockState.NOT_UPHELD, Verdict.CONSENSUS, []),
    (BlockState.RESOLVED, Verdict.CONSENSUS, []),
    (BlockState.WITHDRAWN, Verdict.CONSENSUS, []),
]


@pytest.mark.parametrize(("state", "verdict", "missing"), BLOCKS)
def test_block_stands_in_the_way_only_while_untested_or_upheld(
    state: BlockState, verdict: Verdict, missing: list[str]
) -> None:
    outcome = evaluate(tally("aa aa aa aa ab", blocks={9: state}), RULES)
    assert (outcome.verdict, codes(outcome)) == (verdict, missing)


def test_block_not_upheld_weighs_as_a_stand_aside() -> None:
    words = tally("ab ab ab aa", blocks=dict.fromkeys((1, 3, 5), BlockState.NOT_UPHELD))
    assert codes(evaluate(words, RULES)) == ["stand_asides"]


def test_upheld_blocks_are_named_before_untested_ones() -> None:
    outcome = evaluate(tally("aa aa aa bb", blocks={6: BlockState.UPHELD}), RULES)
    assert codes(outcome)[:2] == ["block_upheld", "block_untested"]


@pytest.mark.parametrize(("stance", "missing"), [("s", ["implementer"]), ("a", []), ("r", []), (".", []), ("x", [])])
def test_key_implementer_does_not_stand_aside(stance: str, missing: list[str]) -> None:
    assert codes(evaluate(tally(f"{stance}a aa aa aa aa", implementer=0), RULES)) == missing


def test_every_constituency_need_not_agree_where_the_rules_say_so() -> None:
    assert evaluate(tally("aa aa aa .. .."), Rules(every_constituency_agrees=False)).reached


def test_missing_says_how_many_more() -> None:
    outcome = evaluate(tally("a. .. .. .. .."), RULES)
    numbers = {missing.code: dict(missing.params) for missing in outcome.missing}
    assert numbers[Code.QUORUM] == {"have": 1, "need": 4, "more": 3}
    assert numbers[Code.QUORUM_CONSTITUENCIES] == {"have": 1, "need": 3, "more": 2}
    assert numbers[Code.SUPPORT] == {"have": 1, "need": 5, "more": 4}


def test_constituencies_without_agreement_come_in_the_published_order() -> None:
    outcome = evaluate(tally(".. aa .. .. .."), RULES)
    named = [missing.params["constituency"] for missing in outcome.missing if "constituency" in missing.params]
    assert named == ["Local authorities", "Providers", "Staff", "Young people"]


def test_wholly_recused_constituencies_are_named() -> None:
    assert evaluate(tally("aa xx aa xx aa"), RULES).wholly_recused == ("Directors", "Staff")


def test_silent_are_those_who_count_and_have_not_spoken() -> None:
    assert tally("a. x. ..").silent == frozenset({1, 3, 4, 5})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0.3333", Fraction(1, 3)),
        ("0.6667", Fraction(2, 3)),
        ("0.25", Fraction(1, 4)),
        ("0.5", Fraction(1, 2)),
        ("0.1429", Fraction(1, 7)),
        ("0", Fraction(0)),
        ("1", Fraction(1)),
        ("0.0051", Fraction(51, 10_000)),
    ],
)
def test_share_is_the_fraction_people_mean(written: str, meant: Fraction) -> None:
    assert share_of(Decimal(written)) == meant


@pytest.mark.parametrize(("seats", "quorum"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 2), (6, 3), (9, 4), (12, 5)])
def test_quorum_is_a_third_plus_one_without_rounding_errors(seats: int, quorum: int) -> None:
    assert evaluate(tally("." * seats), RULES).quorum == quorum


# What must hold for every tally (invariants 6, 7, 8 of governance.md).

MARKS = "arsb.x"


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Any board of up to five constituencies, with blocks in any state and perhaps an implementer."""
    words = " ".join(draw(st.lists(st.text(MARKS, min_size=1, max_size=4), min_size=1, max_size=5)))
    plain = tally(words)
    blocked = [seat for seat, stance in plain.positions.items() if stance is B]
    states = {seat: draw(st.sampled_from(BlockState)) for seat in blocked}
    implementer = draw(st.none() | st.sampled_from(sorted(plain.entitled)))
    return Tally(plain.constituency, plain.positions, plain.recused, states, implementer)


rules = st.builds(
    Rules,
    quorum_share=st.fractions(0, 1, max_denominator=9),
    quorum_constituencies=st.integers(0, 5),
    support_share=st.fractions(0, 1, max_denominator=9),
    stand_aside_share=st.fractions(0, 1, max_denominator=9),
    every_constituency_agrees=st.booleans(),
)
RANK = {Verdict.VOID: 0, Verdict.BLOCKED: 0, Verdict.NOT_YET: 0, Verdict.CONSENSUS: 1}


def with_stance(one: Tally, seat: int, stance: Stance) -> Tally:
    """Return the tally in which ``seat`` has taken a new position."""
    blocks = {key: state for key, state in one.blocks.items() if key != seat}
    return Tally(one.constituency, {**one.positions, seat: stance}, one.recused, blocks, one.implementer)


@settings(max_examples=examples(150), deadline=None)
@given(tallies(), rules, st.data())
def test_an_agreement_never_hurts(one: Tally, by: Rules, data: st.DataObject) -> None:
    seat = data.draw(st.sampled_from(sorted(one.entitled)))
    before, after = evaluate(one, by), evaluate(with_stance(one, seat, A), by)
    assert RANK[after.verdict] >= RANK[before.verdict]
    assert {missing.code for missing in after.missing} <= {missing.code for missing in before.missing}


@settings(max_examples=examples(150), deadline=None)
@given(tallies(), rules, st.data())
def test_a_block_never_helps(one: Tally, by: Rules, data: st.DataObject) -> None:
    seat = data.draw(st.sampled_from(sorted(one.entitled)))
    after = evaluate(with_stance(one, seat, B), by)
    assert RANK[after.verdict] <= RANK[evaluate(one, by).verdict]
    if seat in one.counted:
        assert not after.reached


@settings(max_examples=examples(150), deadline=None)
@given(tallies(), rules)
def test_no_number_of_agreements_outweighs_a_standing_block(one: Tally, by: Rules) -> None:
    standing = [
        seat
        for seat in one.counted & one.positions.keys()
        if one.positions[seat] is B and one.blocks.get(seat) in (BlockState.UNTESTED, BlockState.UPHELD)
    ]
    everybody_else = {seat: A for seat in one.counted if seat not in standing}
    outcome = evaluate(Tally(one.constituency, {**one.positions, **everybody_else}, one.recused, one.blocks), by)
    assert outcome.reached is (not standing and bool(one.counted))


@settings(max_examples=examples(150), deadline=None)
@given(tallies(), rules, st.data())
def test_the_recused_count_nowhere(one: Tally, by: Rules, data: st.DataObject) -> None:
    without = Tally(
        {seat: name for seat, name in one.constituency.items() if seat not in one.recused},
        {seat: stance for seat, stance in one.positions.items() if seat not in one.recused},
        blocks=one.blocks,
        implementer=one.implementer,
    )
    noise = {seat: data.draw(st.sampled_from(Stance)) for seat in sorted(one.recused)}
    noisy = Tally(one.constituency, {**one.positions, **noise}, one.recused, one.blocks, one.implementer)
    plain, loud = evaluate(without, by), evaluate(noisy, by)
    assert (loud.verdict, loud.missing, loud.counted, loud.quorum, loud.taken) == (
        plain.verdict,
        plain.missing,
        plain.counted,
        plain.quorum,
        plain.taken,
    )


@settings(max_examples=examples(150), deadline=None)
@given(tallies(), rules)
def test_consensus_is_reached_exactly_when_nothing_is_missing(one: Tally, by: Rules) -> None:
    outcome = evaluate(one, by)
    assert outcome.reached is (not outcome.missing)
    assert outcome.taken <= outcome.counted
    assert outcome.quorum <= outcome.counted


def test_no_majority_decides_on_any_small_board() -> None:
    """Every board of three constituencies of two: whoever is more, one standing block or one silent seat group wins."""
    for letters in product("asb.", repeat=6):
        one = tally(" ".join("".join(letters[n : n + 2]) for n in (0, 2, 4)))
        groups = [set(letters[n : n + 2]) for n in (0, 2, 4)]
        allowed = all("a" in group for group in groups) and "b" not in letters and letters.count("s") <= 1
        assert evaluate(one, RULES).reached is allowed


@pytest.mark.parametrize(("taking_part", "quorate"), [((0, 1, 2), True), ((0, 1), False), ((), False)])
def test_test_counts_only_when_enough_took_part(taking_part: tuple[int, ...], quorate: bool) -> None:
    tally = Tally(dict(enumerate("abcdef")), dict.fromkeys(taking_part, Stance.AGREE))
    assert evaluate(tally, Rules()).quorate == quorate
