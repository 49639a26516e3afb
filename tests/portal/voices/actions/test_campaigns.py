"""Setting campaigns up: what cannot be opened, changed or made, and what cards open."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.people.enums import RoleKind
from portal.people.models import Affiliation
from portal.people.refusals import Refused
from portal.voices.actions import campaigns as actions
from portal.voices.actions import questions as writing
from portal.voices.actions.statements import open_with_card
from portal.voices.enums.campaigns import AgeBand, CampaignKind
from portal.voices.enums.statements import HelperKind, Privacy
from portal.voices.models import Campaign, CampaignSet, Invite, Question, QuestionSet, QuestionSetVersion
from portal.voices.queries.campaigns import batches, open_campaigns, questions_of
from portal.voices.queries.questions import newest_published
from tests.conftest import NOON
from tests.factories.statements import organisation, place
from tests.factories.voices import BOXES, cards, opened, participation_lead
from tests.people import person

pytestmark = pytest.mark.django_db


def use(code: str, at: Any = NOON) -> object:
    """Open a campaign with a card, as a young person does."""
    return open_with_card(
        code=code, band=AgeBand.TWELVE, privacy=Privacy.PRIVATE, name="", helper=HelperKind.NOBODY, at=at
    )


def draft(**boxes: Any) -> Campaign:
    """Prepare a campaign with every box filled but those that are given empty."""
    lead = participation_lead()
    writing.load_shipped_questions(by=lead, at=NOON)
    filled = {**BOXES, "opens_on": NOON.date(), **boxes}
    return actions.create_campaign(title="Food", kind=CampaignKind.EVERYDAY, by=lead, at=NOON, **filled)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.sets(st.sampled_from([*BOXES, "opens_on", "sets"]), min_size=1))
def test_a_campaign_never_opens_with_something_missing(empty: set[str]) -> None:
    with transaction.atomic():
        dates = {"audience_by", "opens_on"}
        campaign = draft(**{name: None if name in dates else "  " for name in empty if name != "sets"})
        if "sets" not in empty:
            versions = list(newest_published("everyday"))
            actions.choose_sets(campaign=campaign, versions=versions, by=campaign.made_by, at=NOON)
        with pytest.raises(Refused):
            actions.open_campaign(campaign=campaign, by=campaign.made_by, at=NOON)
        if empty != {"sets"}:  # and whoever goes past the action is refused by the database
            with pytest.raises(IntegrityError), transaction.atomic():
                Campaign.objects.filter(pk=campaign.pk).update(state="open", opened_at=NOON)
        transaction.set_rollback(True)


def test_what_people_were_told_never_changes() -> None:
    campaign = opened()
    lead = campaign.made_by
    with pytest.raises(Refused):
        actions.write_campaign(campaign=campaign, by=lead, at=NOON, can_change="Nothing at all.")
    with pytest.raises(Refused):
        actions.choose_sets(campaign=campaign, versions=[], by=lead, at=NOON)
    for change in ({"space": "Elsewhere."}, {"cannot_change": "Everything."}, {"title": "Other"}, {"state": "draft"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        campaign.sets.first().delete()  # type: ignore[union-attr]
    before = questions_of(campaign, AgeBand.TWELVE)
    assert before is not None
    writing.begin_version(of=before.set, by=lead, at=NOON)
    draft_version = before.set.versions.get(state="draft")
    later = writing.publish_version(version=draft_version, by=lead, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignSet.objects.create(campaign=campaign, version=later)
    assert questions_of(campaign, AgeBand.TWELVE) == before


def test_a_published_version_never_changes() -> None:
    lead = participation_lead()
    version = writing.load_shipped_questions(by=lead, at=NOON)[0]
    rows = [{"kind": "long", "text": "Other?"}]
    with pytest.raises(Refused):
        writing.write_version(version=version, introduction="", questions=rows, by=lead, at=NOON)
    with pytest.raises(Refused):
        writing.drop_version(version=version, by=lead, at=NOON)
    question = version.questions.first()
    assert question is not None
    past_the_actions = (
        lambda: Question.objects.filter(pk=question.pk).update(text="Are you not happy?"),
        question.delete,
        lambda: Question.objects.create(version=version, n=99, kind="long", text="More?"),
        lambda: QuestionSetVersion.objects.filter(pk=version.pk).update(introduction="Other."),
        lambda: QuestionSetVersion.objects.filter(pk=version.pk).update(state="draft", published_at=None),
    )
    for change in past_the_actions:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_next_version_begins_as_a_copy_and_can_be_thrown_away() -> None:
    lead = participation_lead()
    first = writing.load_shipped_questions(by=lead, at=NOON)[0]
    second = writing.begin_version(of=first.set, by=lead, at=NOON)
    texts = [list(one.questions.order_by("n").values_list("text", "core", "values")) for one in (first, second)]
    assert texts[0] == texts[1]
    with pytest.raises(Refused):
        writing.begin_version(of=first.set, by=lead, at=NOON)
    writing.drop_version(version=second, by=lead, at=NOON)
    assert list(first.set.versions.all()) == [first]


def test_the_portals_own_questions_are_loaded_once() -> None:
    lead = participation_lead()
    made = writing.load_shipped_questions(by=lead, at=NOON)
    assert len(made) == QuestionSet.objects.count() == 20
    assert writing.load_shipped_questions(by=lead, at=NOON) == []
    for kind in ("everyday", "review", "progress", "consultation"):
        assert {version.set.band for version in newest_published(kind)} == set(AgeBand.values)


def test_a_card_opens_an_open_campaign_once() -> None:
    campaign = opened(closes_on=NOON.date() + timedelta(days=30))
    one, two, three = cards(campaign, 3)
    use(one)
    with pytest.raises(Refused):
        use(one)
    with pytest.raises(Refused):
        use(two, NOON + timedelta(days=31))
    actions.close_campaign(campaign=campaign, reason="Everybody was asked.", by=campaign.made_by, at=NOON)
    with pytest.raises(Refused):
        use(three)


def test_a_card_does_not_open_when_it_is_too_old_or_taken_back() -> None:
    campaign = opened()
    old, lost = cards(campaign, 1), cards(campaign, 1)
    with pytest.raises(Refused):
        use(old[0], NOON + timedelta(days=61))
    actions.void_batch(campaign=campaign, batch=2, by=campaign.made_by, at=NOON)
    with pytest.raises(Refused):
        use(lost[0])
    use(old[0])


def test_the_words_are_stored_nowhere() -> None:
    made = cards(opened(), 5)
    stored = str(list(Invite.objects.values()))
    assert not any(code in stored or code.replace(" ", "-") in stored for code in made)


def test_nobody_learns_from_a_batch_who_spoke() -> None:
    """Neither by how many were used, nor by how many were taken back: those would be what nobody used."""
    campaign = opened()
    made = cards(campaign, 6)
    for code in made[:2]:
        use(code)
    before = batches(campaign)[0]
    actions.void_batch(campaign=campaign, batch=1, by=campaign.made_by, at=NOON)
    after = batches(campaign)[0]
    assert (before.used, after.used, before.is_void, after.is_void) == (None, None, False, True)
    assert not Invite.objects.filter(is_void=False).exists()


def test_nobody_makes_or_takes_back_cards_of_a_home_they_work_for() -> None:
    ours = organisation()
    home = place(ours)
    here, everywhere = opened(place=home), opened()
    helper = person(RoleKind.INDEPENDENT_HELPER)
    Affiliation.objects.create(person=helper, organisation=ours, role="Care worker", starts_on=NOON.date())
    until = NOON.date() + timedelta(days=9)
    for campaign, where in ((here, None), (here, home), (everywhere, home)):
        with pytest.raises(PermissionDenied):
            actions.make_invites(campaign=campaign, place=where, number=1, expires_on=until, by=helper, at=NOON)
    cards(everywhere, 1, home)
    with pytest.raises(PermissionDenied):
        actions.void_batch(campaign=everywhere, batch=1, by=helper, at=NOON)
    away = place()
    assert actions.make_invites(campaign=everywhere, place=away, number=1, expires_on=until, by=helper, at=NOON)


@pytest.mark.parametrize("role", [one for one in RoleKind if one != RoleKind.PARTICIPATION_LEAD])
def test_who_does_not_set_up_begins_opens_and_writes_nothing(role: RoleKind) -> None:
    campaign, somebody = draft(), person(role)
    version = newest_published("everyday")[0]
    with pytest.raises(PermissionDenied):
        actions.create_campaign(title="Mine", kind=CampaignKind.REVIEW, by=somebody, at=NOON)
    with pytest.raises(PermissionDenied):
        writing.begin_version(of=version.set, by=somebody, at=NOON)
    for act in (
        lambda: actions.write_campaign(campaign=campaign, by=somebody, at=NOON, space="Mine."),
        lambda: actions.choose_sets(campaign=campaign, versions=[version], by=somebody, at=NOON),
        lambda: actions.open_campaign(campaign=campaign, by=somebody, at=NOON),
    ):
        with pytest.raises(Refused):
            act()


def test_open_campaigns_are_those_of_today() -> None:
    here = opened(closes_on=NOON.date() + timedelta(days=2))
    assert open_campaigns(NOON) == [here]
    assert open_campaigns(NOON + timedelta(days=2)) == []
