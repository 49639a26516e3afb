"""The problem as an integer linear program: columns, rows and what each column is worth."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from peerreview.domain.matching.eligibility import lasting_obstacles, obstacles
from peerreview.domain.matching.problem import KNOWING_PEERS, SEATS, SITS, Problem, Role
from peerreview.domain.matching.scoring import BEYOND_FAIR, given, worth

INFINITE = float("inf")


@dataclass
class Rows:
    """Rows of the program while they are gathered: ``sum(coefficient × column) <= limit``."""

    entries: list[tuple[int, int, float]] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], limit: float) -> None:
        """Add one row."""
        row = len(self.limits)
        self.entries += [(row, column, coefficient) for column, coefficient in terms]
        self.limits.append(limit)


@dataclass(frozen=True)
class Program:
    """What the solver is given: minimise ``costs`` under ``matrix @ x <= limits``, 0 <= x <= ``upper``."""

    costs: Any
    matrix: Any
    limits: Any
    upper: Any
    whole: Any
    days: list[tuple[int, date]]
    seats: list[tuple[int, date, int, Role]]


def build(problem: Problem) -> Program:
    """Lay the problem out; kept seats take their room and are no columns."""
    days = [(review.key, day) for review in problem.reviews for day in sorted(set(review.dates))]
    seats = _seats(problem)
    y = {pair: column for column, pair in enumerate(days)}
    x = {seat: len(days) + number for number, seat in enumerate(seats)}
    homes = sorted({person.organisation for person in problem.reviewers if person.organisation is not None})
    rows = Rows()
    _one_day(problem, y, rows)
    _team_rows(problem, y, x, rows)
    _person_rows(problem, x, rows)
    visits = _organisation_rows(problem, x, len(days) + len(seats), rows)
    beyond = {home: len(days) + len(seats) + len(visits) + number for number, home in enumerate(homes)}
    _fairness_rows(problem, x, beyond, rows)
    width = len(days) + len(seats) + len(visits) + len(homes)
    costs = np.zeros(width)
    for (review, _day, person, _role), column in x.items():
        costs[column] = -worth(problem.reviewer[person], problem.review[review])
    for column in beyond.values():
        costs[column] = BEYOND_FAIR
    upper = np.ones(width)
    upper[len(days) + len(seats) + len(visits) :] = INFINITE
    whole = np.zeros(width)
    whole[: len(days) + len(seats)] = 1
    at = list(zip(*rows.entries, strict=True)) or [(), (), ()]
    matrix = csr_array((at[2], (at[0], at[1])), shape=(len(rows.limits), width))
    return Program(costs, matrix, np.array(rows.limits), upper, whole, days, seats)


def _seats(problem: Problem) -> list[tuple[int, date, int, Role]]:
    sits = {(seat.review, seat.reviewer) for seat in problem.kept}
    return [
        (review.key, day, person.key, role)
        for review in problem.reviews
        for person in problem.reviewers
        if (review.key, person.key) not in sits and not lasting_obstacles(problem, person, review)
        for day in sorted(set(review.dates))
        for role in SITS[person.kind]
        if not obstacles(problem, person, review, role, day)
    ]


def _one_day(problem: Problem, y: dict[tuple[int, date], int], rows: Rows) -> None:
    for review in problem.reviews:
        if review.dates:
            rows.add([(y[review.key, day], 1) for day in sorted(set(review.dates))], 1)


def _team_rows(
    problem: Problem, y: dict[tuple[int, date], int], x: dict[tuple[int, date, int, Role], int], rows: Rows
) -> None:
    """Seats of a kind only on the chosen day; at most one peer who does not know the set."""
    kept = Counter((seat.review, seat.role) for seat in problem.kept)
    strangers = Counter(
        seat.review
        for seat in problem.kept
        if seat.role is Role.PEER
        and problem.review[seat.review].standard_set not in problem.reviewer[seat.reviewer].sets
    )
    of_role: defaultdict[tuple[int, date, Role], list[int]] = defaultdict(list)
    unknowing: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
    for (review, day, person, role), column in x.items():
        of_role[review, day, role].append(column)
        if role is Role.PEER and problem.review[review].standard_set not in problem.reviewer[person].sets:
            unknowing[review, day].append(column)
    for (review, day, role), columns in of_role.items():
        room = max(0, SEATS[role] - kept[review, role])
        rows.add([*((column, 1.0) for column in columns), (y[review, day], -room)], 0)
    for (review, day), columns in unknowing.items():
        room = max(0, SEATS[Role.PEER] - KNOWING_PEERS - strangers[review])
        rows.add([*((column, 1.0) for column in columns), (y[review, day], -room)], 0)


def _person_rows(problem: Problem, x: dict[tuple[int, date, int, Role], int], rows: Rows) -> None:
    """Nobody twice a day, nobody above their cap, nobody twice on one team."""
    busy = {(seat.reviewer, day) for seat in problem.kept for day in problem.review[seat.review].dates}
    taken = Counter(seat.reviewer for seat in problem.kept)
    by_day: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
    by_team: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    by_person: defaultdict[int, list[int]] = defaultdict(list)
    for (review, day, person, _role), column in x.items():
        by_day[person, day].append(column)
        by_team[person, review].append(column)
        by_person[person].append(column)
    for pair, columns in by_day.items():
        rows.add([(column, 1.0) for column in columns], 0 if pair in busy else 1)
    for columns in by_team.values():
        rows.add([(column, 1.0) for column in columns], 1)
    for person, columns in by_person.items():
        rows.add([(column, 1.0) for column in columns], max(0, problem.reviewer[person].cap - taken[person]))


def _organisation_rows(
    problem: Problem, x: dict[tuple[int, date, int, Role], int], first: int, rows: Rows
) -> dict[tuple[int, int], int]:
    """No two of one organisation on a team; no two organisations visit each other. Return the columns of visits."""
    stands = {(seat.review, problem.reviewer[seat.reviewer].organisation) for seat in problem.kept}
    went = {(home, problem.review[review].organisation) for review, home in stands}
    together: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for (review, _day, person, _role), column in x.items():
        home = problem.reviewer[person].organisation
        if home is not None:
            together[review, home].append(column)
    visits: dict[tuple[int, int], int] = {}
    for review, home in together:
        host = problem.review[review].organisation
        if host is not None and host != home and (home, host) not in visits:
            visits[home, host] = first + len(visits)
    for (review, home), columns in together.items():
        host = problem.review[review].organisation
        terms = [(column, 1.0) for column in columns]
        rows.add(terms, 0 if (review, home) in stands or (host is not None and (host, home) in went) else 1)
        # Worth a row of its own only if the other direction is possible too.
        if host is not None and (host, home) in visits:
            rows.add([*terms, (visits[home, host], -1.0)], 0)
    for (home, host), column in visits.items():
        if home < host and (host, home) in visits:
            rows.add([(column, 1.0), (visits[host, home], 1.0)], 1)
    return visits


def _fairness_rows(
    problem: Problem, x: dict[tuple[int, date, int, Role], int], beyond: dict[int, int], rows: Rows
) -> None:
    """Seats an organisation gives beyond its fair share are counted in a column of its own."""
    fair, gives = problem.fair_share, given(problem, (seat.reviewer for seat in problem.kept))
    columns: defaultdict[int, list[int]] = defaultdict(list)
    for (_review, _day, person, _role), column in x.items():
        home = problem.reviewer[person].organisation
        if home is not None:
            columns[home].append(column)
    for home, own in columns.items():
        rows.add([*((column, 1.0) for column in own), (beyond[home], -1.0)], fair[home] - gives[home])
