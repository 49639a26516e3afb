"""Any sequence of acts on the seats of two reviews of one cycle: invariants 10 to 16, on the real actions.

Said in other words than the rules': who may never sit where is known from how the people here were made, so that the
solver's rules, the actions and the daily check are not compared with themselves.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from peerreview.actions import conflicts, teams, visits
from peerreview.enums.conflicts import COUNTING, ConflictKind, ConflictSource, ConflictState
from peerreview.enums.reviewers import ReviewerKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Absence, Review, ReviewerConflict, ReviewerProfile, SeatLeaving, Team, TeamSeat, Visit
from peerreview.queries.teamchecks import findings
from peerreview.queries.teams import is_valid
from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from tests.conftest import NOON
from tests.factories.peerreviews import (
    ControlGroupFactory,
    ControlGroupMembershipFactory,
    ReviewCycleFactory,
    ReviewFactory,
)
from tests.factories.people import LocalAuthorityFactory, OrganisationFactory
from tests.factories.reviewers import DAYS, ROLES, ReviewerFactory, VisitFactory, with_team
from tests.factories.services import ServiceFactory
from tests.people import person
from tests.thorough import examples

pytestmark = pytest.mark.django_db
TEAM, SEAT = st.integers(0, 1), st.integers(1, 5)
GONE = ReviewState.CLOSED


class World:
    """Two reviews, and reviewers some of whom must never meet them or each other there."""

    def __init__(self) -> None:
        cycle, place = ReviewCycleFactory(), LocalAuthorityFactory()
        owner, sister, of_both = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
        group = ControlGroupFactory()
        for one in (owner, sister):
            ControlGroupMembershipFactory(organisation=one, group=group)
        services = [ServiceFactory(member=True, owner=owner, authority=place), ServiceFactory(member=True)]
        self.hosts = [person(name=f"Host {n}") for n in (1, 2)]
        self.reviews = [
            ReviewFactory(cycle=cycle, service=service, lead=host, state=ReviewState.SCHEDULED)
            for service, host in zip(services, self.hosts, strict=True)
        ]
        for review in self.reviews:
            VisitFactory(review=review)
        self.manager = person("programme_manager")
        of = ReviewerFactory
        before = ServiceFactory(member=True)
        self.pool: dict[str, ReviewerProfile] = {
            "leader": of(kind=ReviewerKind.LEAD),
            "leader too": of(kind=ReviewerKind.LEAD),
            "peer": of(),
            "knows another set": of(sets_known=["other"]),
            "once only": of(cap=1),
            "one of an organisation": of(home_service=ServiceFactory(member=True, owner=of_both)),
            "another of it": of(home_service=ServiceFactory(member=True, owner=of_both)),
            "works at the first": of(home_service=services[0]),
            "works at the second": of(home_service=services[1]),
            "of the same holding": of(home_service=ServiceFactory(member=True, owner=sister)),
            "lives around the corner": of(home_service=ServiceFactory(member=True, authority=place)),
            "of who was there last year": of(home_service=before),
            "expert": of(kind=ReviewerKind.EXPERT),
            "expert too": of(kind=ReviewerKind.EXPERT),
            "never trained": of(ready=False),
        }
        earlier = ReviewCycleFactory(opens_on=date(2025, 9, 8), closes_on=date(2026, 8, 31))
        last = ReviewFactory(cycle=earlier, service=services[0], state=GONE, deadlines=False)
        visited = [of(kind=ReviewerKind.LEAD), of(home_service=before), of(), of(), of(kind=ReviewerKind.EXPERT)]
        with_team(last, visited, state=SeatState.ATTENDED)
        for profile in visited:
            profile.takes_part = False
            save_with_history(profile, by=None, reason="Made for a test", at=NOON)


NAMES = (
    "leader", "leader too", "peer", "knows another set", "once only", "one of an organisation", "another of it",
    "works at the first", "works at the second", "of the same holding", "lives around the corner",
    "of who was there last year", "expert", "expert too", "never trained",
)  # fmt: skip
WHO = st.sampled_from(NAMES)
# By the number of the review: 10 (own house, holding), 12 and 15 (again) of the first; 10 of the second.
NEVER = (
    {"works at the first", "of the same holding", "lives around the corner", "of who was there last year"},
    {"works at the second"},
)
# Those who may be together, in the order of the seats: most walks begin with some of them.
FIRST = ("leader", "peer", "one of an organisation", "once only", "expert")
SECOND = ("leader too", "peer", "another of it", "knows another set", "expert too")


class SeatMachine(RuleBasedStateMachine):
    """What a manager, two services and everybody asked may do with the seats of two reviews."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # Small things every act needs.

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def person(self, name: str) -> User:
        return User.objects.get(pk=self.world.pool[name].person_id)

    def name_of(self, key: int) -> str:
        return next(name for name, one in self.world.pool.items() if one.person_id == key)

    def review(self, n: int) -> Review:
        return Review.objects.select_related("service", "cycle", "edition__set").get(pk=self.world.reviews[n].pk)

    def team(self, n: int) -> Team | None:
        return Team.objects.select_related("review__service", "review__cycle").filter(review=self.review(n)).first()

    def seat(self, n: int, number: int) -> TeamSeat | None:
        rows = TeamSeat.objects.select_related("team__review__service", "person")
        return rows.filter(team__review=self.review(n), number=number).first()

    def manager(self) -> User:
        return User.objects.get(pk=self.world.manager.pk)

    def host(self, n: int) -> User:
        return User.objects.get(pk=self.world.hosts[n].pk)

    def tried(self, act: Callable[[], Any]) -> bool:
        before = self.picture()
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied):
            assert self.picture() == before
            return False
        return True

    @staticmethod
    def picture() -> list[object]:
        seats = TeamSeat.objects.order_by("pk").values_list("pk", "person", "state")
        return [*seats, SeatLeaving.objects.count(), *Team.objects.order_by("pk").values_list("pk", "confirmed_at")]

    # The acts.

    @initialize(n=TEAM, far=st.integers(0, 4), other=st.booleans())
    def begin(self, n: int, far: int, other: bool) -> None:
        """Most walks begin with a team that is chosen, invited, willing or confirmed, and come as far as a visit."""
        for team, names, wanted in ((n, (FIRST, SECOND)[n], far > 0), (1 - n, (SECOND, FIRST)[n], far > 0 and other)):
            if not wanted:
                continue
            people = [(role, self.person(name)) for role, name in zip(ROLES, names, strict=True)]
            review, by = self.review(team), self.manager()
            teams.choose_team(review=review, day=DAYS[team], people=people, by=by, at=self.tick())
            for act in (self.show, self.agree, self.invite) if far > 1 else ():
                act(team)
            if far > 2:
                self.everybody_accepts(team)
            if far > 3:
                self.on_team(team, teams.confirm_team, self.manager(), exception="")
                assert self.team(team).confirmed_at  # type: ignore[union-attr]

    @rule(n=TEAM, day=st.sampled_from(DAYS), role=st.sampled_from(ROLES), who=WHO)
    def choose(self, n: int, day: date, role: str, who: str) -> None:
        people = [(role, self.person(who))]
        by, at = self.manager(), self.tick()
        self.tried(lambda: teams.choose_team(review=self.review(n), day=day, people=people, by=by, at=at))

    @rule(n=TEAM, who=WHO, which=st.integers(0, 4))
    def fill(self, n: int, who: str, which: int) -> None:
        """Give a seat away, an open one if there is one."""
        rows = TeamSeat.objects.select_related("team__review__service", "person").filter(team__review=self.review(n))
        seats = list(rows.filter(state=SeatState.OPEN).order_by("number")) or list(rows.order_by("number"))
        if seats:
            seat, at = seats[which % len(seats)], self.tick()
            self.tried(lambda: teams.fill_seat(seat=seat, person=self.person(who), by=self.manager(), at=at))

    @rule(n=TEAM, number=SEAT)
    def replace(self, n: int, number: int) -> None:
        seat = self.seat(n, number)
        if seat is not None:
            self.tried(lambda: teams.clear_seat(seat=seat, reason="Moved.", by=self.manager(), at=self.tick()))

    def on_team(self, n: int, act: Callable[..., Any], by: User, **more: Any) -> None:
        team = self.team(n)
        if team is not None:
            self.tried(lambda: act(team=team, by=by, at=self.tick(), **more))

    @rule(n=TEAM)
    def show(self, n: int) -> None:
        self.on_team(n, teams.show_team, self.manager())

    @rule(n=TEAM)
    def agree(self, n: int) -> None:
        self.on_team(n, teams.agree_to_team, self.host(n))

    @rule(n=TEAM, number=SEAT)
    def object(self, n: int, number: int) -> None:
        seat = self.seat(n, number)
        if seat is not None:
            self.tried(lambda: teams.object_to(seat=seat, reason="A neighbour.", by=self.host(n), at=self.tick()))

    @rule(n=TEAM)
    def invite(self, n: int) -> None:
        self.on_team(n, teams.invite, self.manager())

    @rule(n=TEAM, number=SEAT, yes=st.booleans())
    def answer(self, n: int, number: int, yes: bool) -> None:
        seat = self.seat(n, number)
        if seat is None or seat.person_id is None:
            return
        by, at = User.objects.get(pk=seat.person_id), self.tick()
        if yes:
            self.tried(lambda: teams.accept(seat=seat, by=by, at=at))
        else:
            self.tried(lambda: teams.decline(seat=seat, reason="", by=by, at=at))

    @rule(n=TEAM)
    def everybody_accepts(self, n: int) -> None:
        for number in range(1, 6):
            self.answer(n, number, True)

    @rule(n=TEAM, exception=st.sampled_from(["", "We go without."]))
    def confirm(self, n: int, exception: str) -> None:
        self.on_team(n, teams.confirm_team, self.manager(), exception=exception)

    @rule(n=TEAM, who=WHO)
    def declare(self, n: int, who: str) -> None:
        person, at = self.person(who), self.tick()
        self.tried(
            lambda: conflicts.declare_conflict(
                person=person,
                organisation=None,
                service=self.review(n).service,
                host_organisation=None,
                kind=ConflictKind.COMPETES,
                details="The same placements.",
                ended_on=None,
                source=ConflictSource.REVIEWER,
                by=person,
                at=at,
            )
        )

    @rule(number=st.integers(0, 3), by_self=st.booleans())
    def waive(self, number: int, by_self: bool) -> None:
        rows = list(ReviewerConflict.objects.order_by("pk"))
        if not rows:
            return
        row = rows[number % len(rows)]
        by = User.objects.get(pk=row.person_id) if by_self else self.manager()
        done = self.tried(lambda: conflicts.waive_conflict(conflict=row, reason="Far off.", by=by, at=self.tick()))
        assert not (done and by_self)

    @rule(n=TEAM, missing=st.sets(SEAT, max_size=2))
    def attend(self, n: int, missing: set[int]) -> None:
        visit = Visit.objects.get(review=self.review(n))
        if visit.confirmed_on is None:
            return
        noon = datetime.combine(visit.confirmed_on, NOON.timetz())
        at = max(self.now, noon)
        absent = dict.fromkeys(missing, "Flu.")
        by = self.manager()
        if self.tried(lambda: visits.record_attendance(review=self.review(n), missing=absent, by=by, at=at)):
            self.now = at

    # What must hold, whatever was done.

    def sits(self, n: int, *, yet_to_come: bool = False) -> set[str]:
        seats = TeamSeat.objects.filter(team__review=self.world.reviews[n], person__isnull=False)
        if yet_to_come:
            seats = seats.exclude(state=SeatState.ATTENDED)
        return {self.name_of(key) for key in seats.values_list("person", flat=True) if key}

    @invariant()
    def the_daily_check_finds_nothing(self) -> None:
        assert list(findings(self.now)) == []

    @invariant()
    def nobody_sits_where_they_never_may(self) -> None:
        for n in (0, 1):
            team = self.sits(n)
            assert not team & NEVER[n]
            assert "never trained" not in team
            assert not {"one of an organisation", "another of it"} <= team
            counting = ReviewerConflict.objects.filter(service=self.world.reviews[n].service, state__in=COUNTING)
            tied = {self.name_of(key) for key in counting.values_list("person", flat=True) if key}
            assert not tied & self.sits(n, yet_to_come=True)
            left = SeatLeaving.objects.filter(team__review=self.world.reviews[n]).values_list("person", flat=True)
            assert not {self.name_of(key) for key in left} & team

    @invariant()
    def nobody_is_asked_for_too_much_and_no_two_houses_visit_each_other(self) -> None:
        first, second = self.sits(0), self.sits(1)
        assert not ("works at the second" in first and "works at the first" in second)
        assert "once only" not in first & second
        days = [Visit.objects.get(review=one).confirmed_on for one in self.world.reviews]
        if days[0] is not None and days[0] == days[1]:
            assert not first & second

    @invariant()
    def a_confirmed_team_is_whole_or_says_why_not(self) -> None:
        for team in Team.objects.filter(review__in=self.world.reviews, confirmed_at__isnull=False):
            seats = TeamSeat.objects.filter(team=team, person__isnull=False)
            kinds = sorted(seats.values_list("role", flat=True))
            knows = ReviewerProfile.objects.filter(person__in=seats.filter(role="peer").values("person"))
            whole = kinds == sorted(ROLES) and sum("small" in one.sets_known for one in knows) >= 2
            assert whole or (team.exception and team.exception_by_id == self.world.manager.pk)
            assert not seats.filter(state__in=("proposed", "checked", "invited", "accepted")).exists()
            if team.review.state == ReviewState.SCHEDULED:
                assert is_valid(self.review(self.world.reviews.index(team.review)))

    @invariant()
    def a_waiver_is_somebody_elses_and_who_was_there_stays_on_record(self) -> None:
        for row in ReviewerConflict.objects.filter(state=ConflictState.WAIVED).select_related("waiver"):
            assert row.waiver.by_id != row.person_id
        for n, review in enumerate(self.world.reviews):
            if Review.objects.get(pk=review.pk).state == ReviewState.DRAFTING:
                seats = TeamSeat.objects.filter(team__review=review, state=SeatState.ATTENDED)
                assert seats.exists()
                assert not seats.filter(pk__in=Absence.objects.values("seat")).exists()
                assert self.sits(n)


def test_no_sequence_of_seat_acts_breaks_a_rule_of_teams() -> None:
    machine = type("Machine", (SeatMachine,), {"world": World()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples(16), stateful_step_count=24, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
