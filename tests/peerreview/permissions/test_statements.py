"""Which released statements each part of peer review reads: said in a review, of its progress, about a service."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from peerreview.enums.reviews import ReviewState
from peerreview.models import Review, TeamSeat
from peerreview.permissions import statements
from portal.people.enums import RoleKind
from portal.people.models import User
from portal.voices.models import Statement
from tests.conftest import NOON
from tests.factories.peerreviews import ReviewFactory
from tests.factories.people import AffiliationFactory, OrganisationFactory
from tests.factories.reviewcasts import HOSTS, TEAM, YESTERDAY, cast_of, team_of
from tests.factories.services import MembershipFactory, ServiceFactory
from tests.factories.statements import campaign, place, statement
from tests.people import person
from tests.remembering import remembered
from tests.rights import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
@remembered
def review() -> Review:
    return ReviewFactory(state=ReviewState.ACTION_PLAN)  # type: ignore[no-any-return]


@pytest.fixture
@remembered
def said(review: Review) -> dict[str, Statement]:
    """Return a statement from everywhere somebody can speak, by where it was said."""
    here, elsewhere = place(service_key=review.service_id), place(service_key=ServiceFactory().pk)
    other = ReviewFactory(state=ReviewState.ACTION_PLAN)
    return {
        "review": statement(asked=campaign(subject_kind="review", subject_key=review.pk)),
        "progress": statement(asked=campaign(subject_kind="progress", subject_key=review.pk)),
        # The same key, and another thing.
        "proposal": statement(asked=campaign(subject_kind="proposal", subject_key=review.pk)),
        "other_review": statement(asked=campaign(subject_kind="review", subject_key=other.pk)),
        "other_progress": statement(asked=campaign(subject_kind="progress", subject_key=other.pk)),
        "here": statement(where=here),
        "asked_here": statement(asked=campaign(place=here)),
        "elsewhere": statement(where=elsewhere, asked=campaign(place=elsewhere)),
    }


def reads(right: str, cast: dict[str, Any], said: dict[str, Statement]) -> dict[str, set[str]]:
    """Return who reads which statements by one of the rights; who has it not at all is left out."""
    found: dict[str, Q | None] = {name: getattr(statements, right)(one, NOON) for name, one in cast.items()}
    names = {row.pk: name for name, row in said.items()}
    rows = {name: Statement.objects.filter(asked) for name, asked in found.items() if asked is not None}
    return {name: {names[row.pk] for row in each} for name, each in rows.items()}


def test_the_team_hears_what_was_asked_before_its_visit(review: Review, said: dict[str, Statement]) -> None:
    cast = {**cast_of(review), **team_of(review)}
    assert reads("heard_by_team", cast, said) == {name: {"review"} for name in TEAM.split()}
    # A seat on each of two teams is two reviews to hear of.
    both = User.objects.get(pk=cast["peer"].pk)
    other = Review.objects.get(pk=said["other_review"].campaign.subject_key)
    team_of(other)
    TeamSeat.objects.filter(team__review=other, number=2).update(person=both)  # no history: only what is heard is asked
    assert reads("heard_by_team", {"both": both}, said) == {"both": {"review", "other_review"}}
    # With the review cancelled, it is heard no more.
    Review.objects.filter(pk=review.pk).update(state=ReviewState.CANCELLED, cancelled_reason="The home closes.")
    again = User.objects.get(pk=cast["peer"].pk)
    assert reads("heard_by_team", {"both": again}, said) == {"both": {"other_review"}}


def test_who_looks_back_hears_whether_it_got_better_until_the_plan_is_closed(
    review: Review, said: dict[str, Statement]
) -> None:
    cast = cast_of(review)
    everywhere = {"progress", "other_progress"}
    elsewhere = {"other_progress"}
    assert reads("heard_by_who_looks_back", cast, said) == {
        "manager": everywhere,
        "tied_manager": elsewhere,
        "host_manager": elsewhere,
    }
    for state in set(ReviewState) - {ReviewState.ACTION_PLAN, ReviewState.CANCELLED, ReviewState.RETURNED}:
        more = {"postponed_reason": "Ill", "postponed_until": YESTERDAY} if state == ReviewState.POSTPONED else {}
        Review.objects.filter(pk=review.pk).update(state=state, **more)
        assert reads("heard_by_who_looks_back", {"manager": cast["manager"]}, said) == {"manager": elsewhere}


def test_a_service_hears_what_was_said_in_its_reviews_and_in_its_homes(
    review: Review, said: dict[str, Statement]
) -> None:
    cast = cast_of(review)
    ours = {"review", "progress", "here", "asked_here"}
    assert reads("heard_by_service", cast, said) == {**dict.fromkeys(HOSTS.split(), ours), "other_lead": set()}


def test_members_and_authorities_hear_everything(said: dict[str, Statement]) -> None:
    member, left = ServiceFactory(member=True), ServiceFactory()
    MembershipFactory(service=left, ends_on=YESTERDAY)
    places = {
        "member": member.owner,
        "left_network": left.owner,
        "never_member": ServiceFactory().owner,
        "authority": OrganisationFactory(of_an_authority=True),
        "charity": OrganisationFactory(),
    }
    cast: dict[str, Person] = {name: person() for name in places}
    for name, where in places.items():
        AffiliationFactory(person=cast[name], organisation=where)
    cast["left_member"] = person()
    AffiliationFactory(person=cast["left_member"], organisation=member.owner, ends_on=YESTERDAY)
    nobody = {"manager": person(RoleKind.PROGRAMME_MANAGER), "somebody": person()}
    gone = person(is_active=False)
    AffiliationFactory(person=gone, organisation=member.owner)
    cast |= {**nobody, "gone": gone, "visitor": AnonymousUser()}
    assert reads("heard_by_members", cast, said) == {name: set(said) for name in ("member", "authority")}
