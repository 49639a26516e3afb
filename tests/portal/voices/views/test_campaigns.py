"""Campaigns that belong to a review or a proposal, and the pages of setting up as those who use them meet them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peerreview.enums.reviews import ReviewState
from peerreview.models import Review
from portal.people.enums import RoleKind
from portal.voices.models import Campaign, Invite
from tests.conftest import NOON
from tests.factories.governance import board_with_trustees
from tests.factories.peerreviews import HostRoleFactory, ReviewFactory
from tests.factories.proposals import proposal_in_discussion
from tests.factories.statements import place
from tests.factories.voices import opened, participation_lead
from tests.people import browser, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def begin(client: Any, about: str, title: str = "How is it here?") -> Campaign | None:
    """Begin a campaign from the page of what it is about."""
    response = client.post(f"/voices/campaigns/about/{about}/", {"title": title})
    return Campaign.objects.get() if response.status_code == 302 else None


def test_who_runs_a_review_asks_before_the_visit() -> None:
    review: Review = ReviewFactory(state=ReviewState.SELF_REVIEW)
    manager = browser(person(RoleKind.PROGRAMME_MANAGER))
    page = manager.get(f"/reviews/{review.pk}/").content.decode()
    assert f"/voices/campaigns/about/review/{review.pk}/" in page
    campaign = begin(manager, f"review/{review.pk}")
    assert campaign is not None
    assert (campaign.kind, campaign.subject_kind, campaign.subject_key) == ("review", "review", review.pk)
    assert campaign.place is not None
    assert campaign.place.service_key == review.service_id
    shown = manager.get(f"/voices/campaigns/{campaign.slug}/").content.decode()
    assert f'href="/reviews/{review.pk}/"' in shown
    assert "Space: how, where and with whom they can say it" in shown


def test_a_programme_manager_who_hosts_sees_nothing_of_how_their_service_is_asked() -> None:
    """And one whom a conflict makes a stranger cannot know of the review, so neither of its campaign."""
    review: Review = ReviewFactory(state=ReviewState.SELF_REVIEW)
    begin(browser(person(RoleKind.PROGRAMME_MANAGER)), f"review/{review.pk}")
    host = person(RoleKind.PROGRAMME_MANAGER)
    HostRoleFactory(service=review.service, person=host)
    client = browser(host)
    assert client.get(f"/voices/campaigns/about/review/{review.pk}/").status_code == 404
    campaign = Campaign.objects.get()
    assert client.get(f"/voices/campaigns/{campaign.slug}/boxes/").status_code == 404
    assert campaign.title not in client.get(f"/reviews/{review.pk}/").content.decode()


def test_whoever_writes_a_proposal_prepares_and_the_participation_lead_opens() -> None:
    board = board_with_trustees()
    proposal = proposal_in_discussion(board, affects_children=True)
    client = browser(proposal.proposer)
    page = client.get(f"/proposals/{proposal.number}/heard/").content.decode()
    assert f"/voices/campaigns/about/proposal/{proposal.pk}/" in page
    campaign = begin(client, f"proposal/{proposal.pk}", "What do you think?")
    assert campaign is not None
    assert client.get(f"/voices/campaigns/{campaign.slug}/boxes/").status_code == 200
    assert client.get(f"/voices/campaigns/{campaign.slug}/open/").status_code == 404
    assert client.get("/voices/campaigns/").status_code == 404
    assert browser(participation_lead()).get(f"/voices/campaigns/{campaign.slug}/open/").status_code == 200
    assert browser(person()).get(f"/voices/campaigns/{campaign.slug}/").status_code == 404


def test_nobody_is_asked_about_what_does_not_affect_children_or_only_the_board_reads() -> None:
    board = board_with_trustees()
    for fields in ({"affects_children": False}, {"affects_children": True, "confidentiality": "members"}):
        proposal = proposal_in_discussion(board, **fields)
        client = browser(proposal.proposer)
        assert "/voices/campaigns/about/" not in client.get(f"/proposals/{proposal.number}/heard/").content.decode()
        assert client.get(f"/voices/campaigns/about/proposal/{proposal.pk}/").status_code == 404


def test_cards_are_shown_once_and_their_words_never_reach_a_server() -> None:
    campaign, home = opened(), place()
    client = browser(participation_lead())
    until = NOON.date() + timedelta(days=30)
    data = {
        "place": home.pk,
        "number": 3,
        "expires_on-day": until.day,
        "expires_on-month": until.month,
        "expires_on-year": until.year,
    }
    page = client.post(f"/voices/campaigns/{campaign.slug}/cards/", data)
    html = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    words = re.findall(r'app-paper-card__words">([a-z ]+)<', html)
    assert len(words) == Invite.objects.count() == 3
    assert html.count("<svg") >= 3
    assert not any(line.replace(" ", "-") in html for line in words)  # no link, only the picture holds the address
    again = client.get(f"/voices/campaigns/{campaign.slug}/").content.decode()
    assert not any(line in again for line in words)


def test_lists_ask_as_often_for_three_as_for_one() -> None:
    lead = participation_lead()
    client = browser(lead)

    def asked(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = opened(lead)
    asked("/voices/campaigns/")
    one = asked("/voices/campaigns/"), asked(f"/voices/campaigns/{first.slug}/")
    for _n in range(2):
        opened(lead)
    assert (asked("/voices/campaigns/"), asked(f"/voices/campaigns/{first.slug}/")) == one
