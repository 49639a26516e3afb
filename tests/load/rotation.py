"""``python -m tests.load.rotation [--regions N] [--terms N]``: many years of chairs, and how fair they were.

Every region picks by the portal's own rule, month by month; who declines, who cannot and which constituency is vacant
is drawn from a fixed seed, so that two runs print the same table. No database is needed.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from governance.domain.chairs import TERM_MONTHS, months_later
from governance.domain.rotation import Answer, Candidate, Rota, Turn, pick

ORDER = ("Local authorities", "Directors", "Providers", "Staff", "Young people")
SEATS = {code: 1 if code == "Directors" else 2 for code in ORDER}
BEGUN = date(2000, 1, 1)


@dataclass(frozen=True)
class Scenario:
    """What is tried: the offsets between regions, the national balance, and how often people cannot or will not."""

    name: str
    stagger: bool = True
    balance: bool = True
    declines: float = 0.0
    unavailable: float = 0.0
    vacant: float = 0.0


SCENARIOS = (
    Scenario("no stagger, no national balance", stagger=False, balance=False),
    Scenario("stagger alone", balance=False),
    Scenario("stagger and national balance"),
    Scenario("the same, 10 % decline, 10 % cannot, 10 % vacant", declines=0.1, unavailable=0.1, vacant=0.1),
)


@dataclass
class Region:
    """One board as it goes through its terms."""

    place: int
    rota: Rota
    waits: Counter[str] = field(default_factory=Counter)
    longest: Counter[str] = field(default_factory=Counter)
    served: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    now: str = ""


@dataclass(frozen=True)
class Run:
    """What came of a scenario."""

    scenario: Scenario
    regions: list[Region]
    nation: list[Counter[str]]
    """The constituencies of all chairs, month by month, once every region has one."""

    @property
    def share(self) -> tuple[float, float]:
        """Return the smallest and the largest share of the terms of one board that one constituency served."""
        shares = [region.served[code] / region.served.total() for region in self.regions for code in ORDER]
        return min(shares), max(shares)

    @property
    def longest_wait(self) -> int:
        """Return the most terms a constituency that could serve waited between two turns."""
        return max(region.longest[code] for region in self.regions for code in ORDER)

    @property
    def from_one(self) -> int:
        """Return in how many months of a hundred all regional chairs came from one constituency."""
        return round(100 * sum(len(month) == 1 for month in self.nation) / len(self.nation))

    @property
    def all_heard(self) -> int:
        """Return in how many months of a hundred every constituency had a regional chair."""
        return round(100 * sum(len(month) == len(ORDER) for month in self.nation) / len(self.nation))

    @property
    def largest(self) -> float:
        """Return the mean share of the constituency with most chairs."""
        return sum(max(month.values()) / month.total() for month in self.nation) / len(self.nation)


def simulate(scenario: Scenario, regions: int, terms: int, seed: int = 1) -> Run:
    """Let ``regions`` boards go through ``terms`` terms each."""
    chance = Random(seed)
    boards = [Region(place, Rota(ORDER, _seats())) for place in range(regions)]
    nation = []
    for month in range(terms * TERM_MONTHS):
        for board in boards:
            offset = board.place % TERM_MONTHS if scenario.stagger else 0
            if month >= offset and (month - offset) % TERM_MONTHS == 0:
                _take_turn(board, boards, scenario, months_later(BEGUN, month), chance)
        if all(board.now for board in boards):
            nation.append(Counter(board.now for board in boards))
    return Run(scenario, boards, nation)


def _seats() -> tuple[Candidate, ...]:
    return tuple(
        Candidate(10 * number + seat, 10 * number + seat, code, BEGUN)
        for number, code in enumerate(ORDER)
        for seat in range(SEATS[code])
    )


def _take_turn(board: Region, boards: list[Region], scenario: Scenario, day: date, chance: Random) -> None:
    vacant = {code for code in ORDER if chance.random() < scenario.vacant}
    others = Counter(other.now for other in boards if other is not board and other.now)
    here = replace(
        board.rota,
        candidates=tuple(one for one in board.rota.candidates if one.constituency not in vacant),
        national=others if scenario.balance else {},
    )
    while found := pick(here):
        luck = chance.random()
        if luck >= scenario.declines + scenario.unavailable:
            break
        answer = Answer.DECLINED if luck < scenario.declines else Answer.UNAVAILABLE
        here = replace(here, answers={**here.answers, found.candidate.key: answer})
    lost = [Turn(day, code) for code in ORDER if _declined(here, code)]
    if found is None:
        board.missed += 1
        board.rota = replace(board.rota, turns=(*board.rota.turns, *lost))
        return
    one = found.candidate
    used = {turn.constituency for turn in lost} | {one.constituency}
    could = {other.constituency for other in here.candidates if other.key not in here.answers}
    for code in ORDER:
        board.waits[code] = 0 if code in used else board.waits[code] + (code in could)
        board.longest[code] = max(board.longest[code], board.waits[code])
    board.served[one.constituency] += 1
    board.now = one.constituency
    turns = (*board.rota.turns, *lost, Turn(day, one.constituency, one.person))
    board.rota = replace(board.rota, turns=turns, beside=((one.constituency, one.person),))


def _declined(rota: Rota, code: str) -> bool:
    asked = [rota.answers.get(one.key) for one in rota.candidates if one.constituency == code]
    return bool(asked) and all(answer is Answer.DECLINED for answer in asked)


def table(runs: list[Run]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    yield "| scenario | terms of each constituency | longest wait | all from one | all five heard | largest share |"
    yield "|---|---|---|---|---|---|"
    for run in runs:
        low, high = run.share
        yield (
            f"| {run.scenario.name} | {low:.1%} to {high:.1%} | {run.longest_wait} terms | {run.from_one} % of months"
            f" | {run.all_heard} % of months | {run.largest:.0%} |"
        )


def main() -> int:
    """Read the command line, simulate, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.rotation", description=__doc__)
    parser.add_argument("--regions", type=int, default=12)
    parser.add_argument("--terms", type=int, default=200)
    options = parser.parse_args()
    runs = [simulate(scenario, options.regions, options.terms) for scenario in SCENARIOS]
    sys.stdout.write("\n".join([f"{options.regions} regions × {options.terms} terms", *table(runs), ""]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
