"""Invariants 10 to 16: no proposal breaks a rule of teams, and those who check it do not share its code."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from peerreview.domain.matching.explaining import could_sit, next_best, why
from peerreview.domain.matching.finishing import fill, finish, polish
from peerreview.domain.matching.problem import Kind, Problem, Proposal, Review, Reviewer, Role, Seat, Span
from peerreview.domain.matching.program import build
from peerreview.domain.matching.progress import Progress, read_progress
from peerreview.domain.matching.rules import Rule, breaches
from peerreview.domain.matching.scoring import open_seats, score
from peerreview.domain.matching.searching import GAP, search
from peerreview.domain.matching.solving import solve
from peerreview.domain.matching.supply import shortages, supply, who_could
from peerreview.domain.matching.wire import (
    digest,
    problem_as_text,
    problem_from_text,
    proposal_as_text,
    proposal_from_text,
)
from peerreview.domain.travel import Place
from tests.factories.matching import draw_problem
from tests.thorough import examples

DAY = date(2027, 3, 2)
ALWAYS = (Span(date(2026, 1, 1)),)
HERE = Place("E001", "NW")
SOLVES = settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def somebody(key: int, kind: Kind = Kind.PEER, **more: object) -> Reviewer:
    standing = {
        "organisation": 100 + key,
        "place": Place(f"E1{key:02d}", "NW"),
        "sets": frozenset({"home"}),
        "specialisms": frozenset(),
        "cap": 3,
        "limit": 2,
        "available": ALWAYS,
        "training": ALWAYS,
        "lead_training": ALWAYS if kind is Kind.LEAD else (),
        "clearance": ALWAYS,
    }
    return Reviewer(key=key, kind=kind, **{**standing, **more})  # type: ignore[arg-type]


def hosts(key: int, **more: object) -> Review:
    standing = {
        "organisation": key,
        "place": HERE,
        "standard_set": "home",
        "needs": frozenset(),
        "dates": (DAY, DAY + timedelta(days=7), DAY + timedelta(days=16)),
    }
    return Review(key=key, **{**standing, **more})  # type: ignore[arg-type]


TEAM = (somebody(1, Kind.LEAD), somebody(2), somebody(3), somebody(4), somebody(5, Kind.EXPERT))
ROLES = (Role.LEAD, Role.PEER, Role.PEER, Role.PEER, Role.EXPERT)
SEATED = tuple(Seat(1, role, person.key) for role, person in zip(ROLES, TEAM, strict=True))


def a_team(people: tuple[Reviewer, ...] = TEAM, **more: object) -> tuple[Problem, Proposal]:
    problem = Problem(reviews=(hosts(1),), reviewers=people, **more)  # type: ignore[arg-type]
    return problem, Proposal({1: DAY}, SEATED)


def with_second(**changes: object) -> tuple[Reviewer, ...]:
    return (TEAM[0], replace(TEAM[1], **changes), *TEAM[2:])  # type: ignore[arg-type]


def test_whole_team_breaks_no_rule() -> None:
    assert breaches(*a_team()) == []


SHORT = (Span(date(2026, 1, 1), DAY),)


@pytest.mark.parametrize(
    ("people", "more", "rule"),
    [
        (with_second(available=SHORT), {}, Rule.AVAILABLE),
        (with_second(clearance=SHORT), {}, Rule.CLEARANCE),
        (with_second(training=SHORT), {}, Rule.TRAINING),
        (with_second(kind=Kind.EXPERT), {}, Rule.ROLE),
        (with_second(place=HERE), {}, Rule.LOCAL),
        (with_second(place=Place("E9", "SE"), limit=1), {}, Rule.FAR),
        (with_second(organisation=1), {}, Rule.CONFLICT),
        (with_second(organisation=103), {}, Rule.ONE_ORGANISATION),
        (with_second(cap=0), {}, Rule.CAP),
        (TEAM, {"blocked": frozenset({(2, 1)})}, Rule.CONFLICT),
        (TEAM, {"refused": frozenset({(2, 1)})}, Rule.REFUSED),
        (TEAM, {"served": frozenset({(102, 1)})}, Rule.AGAIN),
    ],
)
def test_each_rule_of_one_seat_is_noticed(people: tuple[Reviewer, ...], more: dict[str, object], rule: Rule) -> None:
    problem, proposal = a_team(people, **more)
    assert {one.rule for one in breaches(problem, proposal)} == {rule}
    found = solve(problem, seconds=5)
    assert breaches(problem, found) == []


def test_lead_without_training_for_leading_may_still_sit_as_a_peer() -> None:
    problem, proposal = a_team((replace(TEAM[0], lead_training=()), *TEAM[1:]))
    assert [one.rule for one in breaches(problem, proposal)] == [Rule.TRAINING]
    found = solve(problem, seconds=5)
    assert open_seats(problem, found) == [(1, Role.LEAD)]


def test_two_peers_who_do_not_know_the_set_are_one_too_many() -> None:
    people = (*TEAM[:2], replace(TEAM[2], sets=frozenset()), replace(TEAM[3], sets=frozenset()), TEAM[4])
    problem, proposal = a_team(people)
    assert [one.rule for one in breaches(problem, proposal)] == [Rule.KNOWING]
    assert open_seats(problem, solve(problem, seconds=5)) == [(1, Role.PEER)]


def test_nobody_sits_twice_on_a_day_and_no_two_organisations_review_each_other() -> None:
    problem = Problem(
        reviews=(hosts(1, dates=(DAY,)), hosts(2, dates=(DAY,)), hosts(3, dates=(DAY + timedelta(days=1),))),
        reviewers=(somebody(1), somebody(2, organisation=1), somebody(3, organisation=3)),
    )
    twice = Proposal({1: DAY, 2: DAY}, (Seat(1, Role.PEER, 1), Seat(2, Role.PEER, 1)))
    assert {one.rule for one in breaches(problem, twice)} == {Rule.ONCE_A_DAY}
    mutual = Proposal({1: DAY, 3: DAY + timedelta(days=1)}, (Seat(3, Role.PEER, 2), Seat(1, Role.PEER, 3)))
    assert {one.rule for one in breaches(problem, mutual)} == {Rule.MUTUAL}
    assert breaches(problem, solve(problem, seconds=5)) == []


def test_day_that_the_host_did_not_offer_is_noticed() -> None:
    problem, proposal = a_team()
    assert [one.rule for one in breaches(problem, replace(proposal, days={1: DAY + timedelta(days=1)}))] == [Rule.DATE]


def test_a_seat_on_no_day_at_all_is_noticed_once() -> None:
    problem, proposal = a_team()
    assert [(one.rule, one.reviewer) for one in breaches(problem, replace(proposal, days={}))] == [(Rule.DATE, None)]


def test_whoever_offers_no_day_has_no_team_and_takes_nobody_from_others() -> None:
    problem = Problem(reviews=(hosts(1), hosts(2, dates=())), reviewers=TEAM)
    found = solve(problem, seconds=5)
    assert breaches(problem, found) == []
    assert list(found.days) == [1]
    assert set(found.seats) == set(SEATED)


def test_second_lead_is_noticed() -> None:
    problem, proposal = a_team((*TEAM, somebody(6, Kind.LEAD)))
    crowded = replace(proposal, seats=(*proposal.seats, Seat(1, Role.LEAD, 6)))
    assert [one.rule for one in breaches(problem, crowded)] == [Rule.SEATS]


@SOLVES
@given(services=st.integers(1, 7), seed=st.integers(0, 10_000), density=st.floats(0.5, 4))
def test_no_proposal_of_the_solver_breaks_a_rule_and_the_same_problem_has_the_same_answer(
    services: int, seed: int, density: float
) -> None:
    problem = draw_problem(services, seed, people_per_service=density, days=12)
    found = solve(problem, seconds=20)
    assert breaches(problem, found) == []
    assert solve(problem_from_text(problem_as_text(problem)), seconds=20) == found
    shuffled = replace(problem, reviewers=problem.reviewers[::-1], reviews=problem.reviews[::-1])
    assert digest(shuffled) == digest(problem)
    assert proposal_from_text(proposal_as_text(found)) == found


@SOLVES
@given(services=st.integers(2, 6), seed=st.integers(0, 10_000), data=st.data())
def test_what_is_kept_stays_and_the_rest_keeps_the_rules(services: int, seed: int, data: st.DataObject) -> None:
    problem = draw_problem(services, seed, people_per_service=3, days=12)
    first = solve(problem, seconds=20)
    if not first.seats:
        return
    gone = data.draw(st.sampled_from(first.seats))
    kept = tuple(seat for seat in first.seats if seat != gone)
    fixed = tuple(
        replace(one, dates=(first.days[one.key],)) if any(s.review == one.key for s in kept) else one
        for one in problem.reviews
    )
    again = replace(problem, reviews=fixed, kept=kept, refused=frozenset({(gone.reviewer, gone.review)}))
    found = solve(again, seconds=20)
    assert set(kept) <= set(found.seats)
    assert gone.reviewer not in {seat.reviewer for seat in found.team(gone.review)}
    assert breaches(again, found) == []


@SOLVES
@given(services=st.integers(1, 6), seed=st.integers(0, 10_000))
def test_whoever_is_offered_for_a_seat_breaks_no_rule_in_it(services: int, seed: int) -> None:
    problem = draw_problem(services, seed, people_per_service=3, days=12)
    found = solve(problem, seconds=20)
    for seat in found.seats[:6]:
        others = tuple(one for one in found.seats if one != seat)
        offered = next_best(problem, found, seat.review, seat.role, instead_of=seat.reviewer, most=3)
        assert [one.value for one in offered] == sorted((one.value for one in offered), reverse=True)
        for one in offered:
            swapped = replace(found, seats=(*others, Seat(seat.review, seat.role, one.reviewer)))
            assert breaches(problem, swapped) == []


@SOLVES
@given(services=st.integers(1, 5), seed=st.integers(0, 10_000))
def test_everybody_who_breaks_no_rule_is_offered(services: int, seed: int) -> None:
    """The other way round: what explains a seat overlooks nobody whom the rules allow."""
    problem = draw_problem(services, seed, people_per_service=2, days=12)
    found = solve(problem, seconds=20)
    for review, role in open_seats(problem, found):
        if review not in found.days:
            continue
        offered = {seat.reviewer for seat in could_sit(problem, list(found.seats), found, review, role)}
        allowed = {
            person.key
            for person in problem.reviewers
            if person.key not in {seat.reviewer for seat in found.team(review)}
            and not breaches(problem, replace(found, seats=(*found.seats, Seat(review, role, person.key))))
        }
        assert offered == allowed


@SOLVES
@given(services=st.integers(1, 6), seed=st.integers(0, 10_000))
def test_polishing_never_makes_it_worse_and_shortage_is_never_exaggerated(services: int, seed: int) -> None:
    problem = draw_problem(services, seed, people_per_service=1.5, days=12)
    found = solve(problem, seconds=20)
    assert score(problem, polish(problem, found)).value >= score(problem, found).value
    possible = who_could(problem)
    for one in supply(problem, possible):
        assert sum(seat.role is one.role for seat in found.seats) <= min(one.offered, one.wanted)
    for lack in shortages(problem, possible):
        assert sum(seat.role is lack.role for seat in found.team(lack.review)) <= lack.possible


@SOLVES
@given(services=st.integers(1, 8), seed=st.integers(0, 10_000))
def test_teams_put_together_without_the_solver_keep_the_rules_too(services: int, seed: int) -> None:
    """What is offered when the clock stops the solver at once."""
    problem = draw_problem(services, seed, people_per_service=2.5, days=12)
    nothing = Proposal({}, (), finished=False)
    found = finish(problem, nothing)
    assert breaches(problem, found) == []
    assert finish(problem, nothing) == found
    assert score(problem, found).filled >= score(problem, fill(problem, nothing)).filled
    for review, role in open_seats(problem, found):
        if review in found.days:
            assert next_best(problem, found, review, role) == []


@SOLVES
@given(services=st.integers(1, 7), seed=st.integers(0, 10_000))
def test_what_is_said_of_the_best_is_true_though_dear_seats_were_left_out(services: int, seed: int) -> None:
    program = build(draw_problem(services, seed, people_per_service=2, days=12))
    everything = milp(
        program.costs,
        integrality=program.whole,
        bounds=Bounds(0, program.upper),
        constraints=LinearConstraint(program.matrix, -np.inf, program.limits),
        options={"mip_rel_gap": 0},
    )
    found = search(program, seconds=60)
    assert found.finished
    assert found.gap is not None
    assert (program.matrix @ found.x <= program.limits + 1e-6).all()
    assert found.cost == pytest.approx(float(program.costs @ found.x))
    assert found.cost >= everything.fun - 1e-6
    # At most so far from the best, and that is near enough.
    assert found.cost - everything.fun <= found.gap * max(1.0, abs(found.cost)) + 1e-6
    assert found.gap <= GAP


def test_without_time_for_the_prices_nothing_is_said_of_the_best() -> None:
    found = search(build(draw_problem(12, 1)), seconds=0)
    assert (found.finished, found.gap) == (False, None)


def test_fairness_goes_before_expertise() -> None:
    generous = [somebody(key, organisation=50 + key, specialisms=frozenset({"autism"})) for key in (1, 2, 3)]
    owing = [somebody(key, organisation=50 + key) for key in (4, 5, 6)]
    problem = Problem(
        reviews=(hosts(1, needs=frozenset({"autism"})),),
        reviewers=(*generous, *owing),
        balance={51: 0, 52: 0, 53: 0, 54: -2, 55: -2, 56: -2},
    )
    assert {seat.reviewer for seat in solve(problem, seconds=5).seats} == {4, 5, 6}


def test_people_who_have_met_give_way_to_others_as_good() -> None:
    problem, _ = a_team((*TEAM, somebody(6)), met=frozenset({(2, 3), (2, 4)}))
    found = solve(problem, seconds=5)
    assert {seat.reviewer for seat in found.seats} & {2} == set()
    reasons = why(problem, found, found.seats[0])
    assert (reasons.met, reasons.knows_set) == (0, True)


def test_shortage_is_named_with_the_day_on_which_it_is_least() -> None:
    late = (Span(DAY + timedelta(days=7)),)
    problem = Problem(reviews=(hosts(1),), reviewers=(*TEAM[:3], replace(TEAM[3], available=late)))
    possible = who_could(problem)
    lacks = {one.role: one for one in shortages(problem, possible)}
    assert set(lacks) == {Role.EXPERT}
    assert (lacks[Role.EXPERT].possible, lacks[Role.EXPERT].wanted) == (0, 1)
    short = {one.role: one.short for one in supply(problem, possible)}
    assert short == {Role.LEAD: 0, Role.PEER: 0, Role.EXPERT: 1}


def test_whoever_has_a_seat_could_have_it_whatever_is_said_against_them() -> None:
    seat = Seat(1, Role.EXPERT, TEAM[3].key)
    problem = Problem(reviews=(hosts(1),), reviewers=(replace(TEAM[3], available=()),), kept=(seat,))
    assert {key: found for key, found in who_could(problem).items() if found} == {
        (1, day, Role.EXPERT): {TEAM[3].key} for day in problem.reviews[0].dates
    }


TABLE = (
    " L       0       0         0   0.00%   {bound}    {best}     {gap}    888     14      5      3292     {seconds}s"
)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (TABLE.format(bound=-2409.967, best=-2359, gap="2.16%", seconds=2.0), Progress(2359, 0.0216, 2.0)),
        (TABLE.format(bound=-2409.967, best="inf", gap="inf", seconds=0.7), None),
        ("Solving report", None),
    ],
)
def test_progress_is_read_off_what_the_solver_prints(line: str, said: Progress | None) -> None:
    assert read_progress(line) == said
