"""A small model of a proposal's rounds, in its own words; the machine beside it drives the real thing."""

from datetime import datetime, timedelta
from typing import Any

WINDOW = timedelta(days=14)


class Model:
    """What the rules of the cooperative say should be so, written down as somebody would tell it."""

    def __init__(self) -> None:
        self.state = "discussion"
        self.version = 1
        self.rounds: list[dict[str, Any]] = []
        self.window_closes: datetime | None = None

    @property
    def open(self) -> dict[str, Any] | None:
        return next((one for one in self.rounds if one["state"] == "open"), None)

    def stances(self, one: dict[str, Any]) -> dict[int, str]:
        """Return who stands where: in a window, together with the test before it."""
        return {**(one["follows"]["positions"] if one["follows"] else {}), **one["positions"]}

    def verdict(self, one: dict[str, Any]) -> str:
        """Ten seats, two for each of five constituencies: seat ``n`` belongs to constituency ``n // 2``."""
        first = one["follows"] or one
        counted = set(range(10)) - first["recused"]
        stances = {seat: stance for seat, stance in self.stances(one).items() if seat in counted}
        groups = {seat // 2 for seat in counted}
        if len(stances) < min(len(counted), len(counted) // 3 + 1):
            return "void"
        if len({seat // 2 for seat in stances}) < min(3, len(groups)):
            return "void"
        if any(stance == "block" and seat not in first["withdrawn"] for seat, stance in stances.items()):
            return "blocked"
        supporting = {seat for seat, stance in stances.items() if stance in ("agree", "reservations")}
        aside = len(stances) - len(supporting)
        everywhere = {seat // 2 for seat in supporting} == groups
        enough = len(supporting) * 2 >= len(counted) and aside * 4 <= len(counted)
        return "consensus" if everywhere and enough else "not_yet"

    def silent(self, one: dict[str, Any]) -> set[int]:
        return set(range(10)) - one["recused"] - set(self.stances(one))

    def close(self, at: datetime) -> None:
        one = self.open
        assert one is not None
        verdict = self.verdict(one)
        one["state"] = "void" if verdict == "void" and one["kind"] != "sense_check" else "closed"
        if one["kind"] != "sense_check":
            self.follow(one, verdict, at)

    def follow(self, one: dict[str, Any], verdict: str, at: datetime) -> None:
        self.window_closes = self.window_closes if one["kind"] == "absent_members" else None
        if verdict == "consensus" and one["kind"] == "consensus_test":
            self.state, self.window_closes = "provisionally_agreed", at
            if silent := self.silent(one):
                self.window_closes = at + WINDOW
                self.add("absent_members", silent, set(), at, at + WINDOW, follows=one)
        elif verdict == "consensus":
            if self.state != "provisionally_agreed":
                self.state, self.window_closes = "provisionally_agreed", at
        else:
            self.state = {"void": "discussion", "blocked": "blocked", "not_yet": "discussion"}[verdict]
            self.window_closes = None

    def add(
        self, kind: str, entitled: set[int], recused: set[int], at: datetime, closes: datetime, follows: Any = None
    ) -> None:
        self.rounds.append(
            {
                "kind": kind,
                "state": "open",
                "entitled": entitled,
                "recused": recused,
                "withdrawn": set(),
                "positions": {},
                "chains": {},
                "version": self.version,
                "opens": at,
                "closes": closes,
                "follows": follows,
            }
        )
