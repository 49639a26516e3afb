"""Who sets up what is asked, opens and closes it, and hands out cards: never for a home of their own organisation."""

from typing import Any

import pytest

from portal.people.enums import RoleKind
from portal.voices.enums.campaigns import CampaignState
from portal.voices.models import Campaign, Invite, Place
from portal.voices.models.subjects import KINDS, SubjectKind
from portal.voices.permissions import campaigns
from tests.conftest import NOON
from tests.factories.statements import campaign, place
from tests.factories.voicescasts import askers_of, outsiders, readers_of
from tests.people import person
from tests.rights import Person, hold

pytestmark = pytest.mark.django_db
C = CampaignState
SETS_UP = "participation host_participation"
HANDS_OUT = f"{SETS_UP} helper host_helper sister_helper"
READS = "one two left lead deputy host_moderator sister_moderator host_lead host_deputy"
RUNS = "programme keeping_programme"
# What a campaign belongs to: ``matter`` 1, which its keepers look after and about which they may ask now.
KNOWN, SECRET = 1, 2


@pytest.fixture
def home() -> Place:
    return place()


@pytest.fixture
def cast(home: Place, monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    found = {
        **readers_of(home),
        **askers_of(home),
        **outsiders(home),
        "keeper": person(),
        "keeping_programme": person(RoleKind.PROGRAMME_MANAGER),
        "asker": person(),
    }

    def has(part: str) -> Any:
        return lambda key, who, at: key == KNOWN and who.pk in {found[name].pk for name in part.split()}

    kind = SubjectKind(
        shows=lambda key, who, at: None,
        known=lambda who, at: Campaign.objects.filter(subject_key=KNOWN).values_list("subject_key", flat=True),
        keeps=has("keeper keeping_programme"),
        may_ask=has("asker"),
    )
    monkeypatch.setitem(KINDS, "matter", kind)
    return found


def states(row: Campaign, who: Person, may: Any) -> set[CampaignState]:
    found = set()
    for state in C:
        row.state = state
        found |= {state} if may(who, row, NOON) else set()
    return found


def test_the_participation_lead_sets_up_and_others_begin_what_they_may_ask_about(cast: dict[str, Person]) -> None:
    everyone = f"{HANDS_OUT} {READS} {RUNS}"
    hold(
        cast,
        {
            "have a part in it": (everyone, lambda one: campaigns.can_see_voices(one, NOON)),
            "set up": (SETS_UP, lambda one: campaigns.can_set_up(one, NOON)),
            "begin": (SETS_UP, lambda one: campaigns.can_begin_campaign(one, NOON)),
            "begin about": (f"{SETS_UP} asker", lambda one: campaigns.can_begin_campaign(one, NOON, "matter", KNOWN)),
            "begin about another": (SETS_UP, lambda one: campaigns.can_begin_campaign(one, NOON, "matter", SECRET)),
            "begin about nothing": (SETS_UP, lambda one: campaigns.can_begin_campaign(one, NOON, "matter", None)),
            "begin about no kind": (SETS_UP, lambda one: campaigns.can_begin_campaign(one, NOON, "other", KNOWN)),
        },
    )


def test_whose_list_it_is_in_and_who_looks_after_it_see_a_campaign(cast: dict[str, Person]) -> None:
    everyday = campaign()
    about = campaign(subject_kind="matter", subject_key=KNOWN)
    secret = campaign(subject_kind="matter", subject_key=SECRET)
    of_no_kind = campaign(subject_kind="other", subject_key=KNOWN)
    listed = f"{HANDS_OUT} {READS}"
    hold(
        cast,
        {
            "see it": (f"{listed} {RUNS}", lambda one: campaigns.can_see_campaign(one, everyday, NOON)),
            "see one about": (f"{listed} {RUNS} keeper", lambda one: campaigns.can_see_campaign(one, about, NOON)),
            # Who runs the programme learns of no matter through what is asked about it; readers read for all.
            "see a secret one": (listed, lambda one: campaigns.can_see_campaign(one, secret, NOON)),
            "see one of no kind": (listed, lambda one: campaigns.can_see_campaign(one, of_no_kind, NOON)),
        },
    )
    reading_programme = person(RoleKind.PROGRAMME_MANAGER, RoleKind.MODERATOR)
    assert campaigns.can_see_campaign(reading_programme, secret, NOON)


@pytest.mark.parametrize("who", ["participation", "programme", "somebody", "visitor", "gone_programme"])
def test_the_list_holds_the_campaigns_that_can_be_seen(cast: dict[str, Person], who: str) -> None:
    one = cast[who]
    rows = [campaign(subject_kind=kind, subject_key=key) for kind, key in (("", None), ("matter", 1), ("matter", 2))]
    seen = campaigns.campaigns_seen_by(one, NOON)
    listed = set() if seen is None else set(Campaign.objects.filter(seen))
    assert listed == {row for row in rows if campaigns.can_see_campaign(one, row, NOON)}


def test_boards_prepare_and_the_participation_lead_opens_and_before_a_visit_who_runs_it(
    cast: dict[str, Person],
) -> None:
    everyday = campaign(state=C.DRAFT)
    about = campaign(subject_kind="matter", subject_key=KNOWN, state=C.DRAFT)
    asked = campaign(subject_kind="matter", subject_key=KNOWN)
    writes, opens = f"{SETS_UP} keeper keeping_programme", f"{SETS_UP} keeping_programme"
    hold(
        cast,
        {
            "write it": (SETS_UP, lambda one: campaigns.can_change_campaign(one, everyday, NOON)),
            "open it": (SETS_UP, lambda one: campaigns.can_open_campaign(one, everyday, NOON)),
            "write one about": (writes, lambda one: campaigns.can_change_campaign(one, about, NOON)),
            "open one about": (opens, lambda one: campaigns.can_open_campaign(one, about, NOON)),
            "close one about": (opens, lambda one: campaigns.can_close_campaign(one, asked, NOON)),
        },
    )
    for name in ("participation", "keeping_programme"):
        assert states(about, cast[name], campaigns.can_change_campaign) == {C.DRAFT}
        assert states(about, cast[name], campaigns.can_open_campaign) == {C.DRAFT}
        assert states(about, cast[name], campaigns.can_close_campaign) == {C.OPEN}


def test_cards_are_made_for_other_homes_than_ones_own(home: Place, cast: dict[str, Person]) -> None:
    several, at_home, elsewhere = campaign(), campaign(place=home), place()
    independent = "participation helper"
    hold(
        cast,
        {
            "make cards": (HANDS_OUT, lambda one: campaigns.can_make_cards(one, several, NOON)),
            "for the home": (independent, lambda one: campaigns.can_make_cards_for(one, several, home, NOON)),
            "for another": (HANDS_OUT, lambda one: campaigns.can_make_cards_for(one, several, elsewhere, NOON)),
            "for none": (HANDS_OUT, lambda one: campaigns.can_make_cards_for(one, several, None, NOON)),
            # Cards for no home in particular are for the campaign's own.
            "for its home": (independent, lambda one: campaigns.can_make_cards_for(one, at_home, None, NOON)),
        },
    )
    helper = cast["helper"]
    assert states(several, helper, campaigns.can_make_cards) == {C.OPEN}
    assert states(several, helper, lambda *asked: campaigns.can_make_cards_for(*asked[:2], elsewhere, NOON)) == {C.OPEN}


def test_nobody_types_in_what_is_said_at_a_home_of_their_own_organisation(home: Place, cast: dict[str, Person]) -> None:
    several, at_home = campaign(), campaign(place=home)
    independent = "participation helper"
    hold(
        cast,
        {
            "type in": (HANDS_OUT, lambda one: campaigns.can_type_in(one, NOON)),
            "at the home": (independent, lambda one: types_in(one, Invite(campaign=several, place=home))),
            "where it is asked": (independent, lambda one: types_in(one, Invite(campaign=at_home))),
            "elsewhere": (HANDS_OUT, lambda one: types_in(one, Invite(campaign=several, place=place()))),
            "of no home": (HANDS_OUT, lambda one: types_in(one, Invite(campaign=several))),
            "of nobody's home": (
                HANDS_OUT,
                lambda one: types_in(one, Invite(campaign=several, place=Place(name="Elmbrook"))),
            ),
        },
    )


def types_in(who: Any, card: Invite) -> bool:
    return campaigns.can_type_in_card(who, card, NOON)
