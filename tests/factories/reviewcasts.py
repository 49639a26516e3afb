"""Everybody a right in a review is asked of: one person a part, by real rows."""

from collections.abc import Callable
from datetime import date

from django.contrib.auth.models import AnonymousUser

from peerreview.enums.hosts import HostKind
from peerreview.enums.reviews import ReviewState
from peerreview.enums.teams import SeatState
from peerreview.models import Review, ReviewerProfile
from portal.people.enums import RoleKind
from portal.people.models import User
from tests.factories.peerreviews import HostRoleFactory
from tests.factories.people import AffiliationFactory
from tests.factories.reviewers import with_team
from tests.people import person
from tests.remembering import remembered
from tests.rights import Person

YESTERDAY = date(2026, 11, 1)
# Who hosts, and who of a team reads what the team reads.
HOSTS = "lead staff host_manager"
TEAM = "team_lead peer"


@remembered
def cast_of(review: Review) -> dict[str, Person]:
    """Return who hosts, who runs the programme, and who has no part; each differs from another in one thing."""
    service = review.service
    found: dict[str, Person] = {
        "lead": person(),
        "staff": person(),
        "other_lead": person(),
        "former_lead": person(),
        "gone_lead": person(is_active=False),
        "manager": person(RoleKind.PROGRAMME_MANAGER),
        "tied_manager": person(RoleKind.PROGRAMME_MANAGER),
        "host_manager": person(RoleKind.PROGRAMME_MANAGER),
        "reviewer": person(RoleKind.REVIEWER),
        "administrator": person(RoleKind.ADMINISTRATOR),
        "somebody": person(),
        "visitor": AnonymousUser(),
    }
    for name in ("lead", "gone_lead"):
        HostRoleFactory(service=service, person=found[name])
    for name in ("staff", "host_manager"):
        HostRoleFactory(service=service, person=found[name], kind=HostKind.STAFF)
    HostRoleFactory(service=service, person=found["former_lead"], ends_on=YESTERDAY)
    HostRoleFactory(person=found["other_lead"])
    AffiliationFactory(person=found["tied_manager"], organisation=service.owner)
    return found


@remembered
def team_of(review: Review, state: SeatState = SeatState.ATTENDED) -> dict[str, Person]:
    """Seat five people and return them: the last three sit there, and something keeps each from what the team reads."""
    people: dict[str, User] = {
        "team_lead": person(RoleKind.REVIEWER),
        "peer": person(RoleKind.REVIEWER),
        "tied_peer": person(RoleKind.REVIEWER),
        "former_reviewer": person(),
        "gone_expert": person(RoleKind.REVIEWER, is_active=False),
    }
    AffiliationFactory(person=people["tied_peer"], organisation=review.service.owner)
    with_team(review, [ReviewerProfile(person=one) for one in people.values()], state=state)
    return dict(people)


def stages(review: Review, may: Callable[[], bool]) -> set[ReviewState]:
    """Return the stages of a review at which something is so; the object is asked, and stands as before."""
    now, found = review.state, set()
    for state in ReviewState:
        review.state = state
        if may():
            found.add(state)
    review.state = now
    return found
