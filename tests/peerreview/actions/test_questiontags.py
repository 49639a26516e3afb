"""Tags of questions: settled before anybody is asked, found in any edition, taken along to the next version."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from peerreview.actions.questiontags import tag_questions
from peerreview.models import QuestionTag
from peerreview.queries.questiontags import beginning, lineages_of_questions, standards_of_questions
from portal.people.enums import RoleKind
from portal.people.refusals import Refused
from portal.voices.actions.questions import begin_version, publish_version
from tests.conftest import NOON
from tests.factories.peerreviews import edition_in_force
from tests.factories.statements import question
from tests.factories.voices import cards, opened, participation_lead
from tests.people import browser, person

pytestmark = pytest.mark.django_db


def test_tags_are_written_anew_and_go_along_to_the_next_version() -> None:
    lead, asked = participation_lead(), question()
    one, *others = edition_in_force().standards.order_by("order")
    tag_questions(version=asked.version, standards={asked.pk: [one, *others]}, by=lead, at=NOON)
    tag_questions(version=asked.version, standards={asked.pk: [one]}, by=lead, at=NOON)
    assert standards_of_questions(asked.version) == {asked.pk: [one]}
    assert lineages_of_questions([asked.pk]) == {asked.pk: {one.lineage}}
    version = begin_version(of=asked.version.set, by=lead, at=NOON)
    with pytest.raises(Refused):
        tag_questions(version=version, standards={}, by=lead, at=NOON)
    version = publish_version(version=version, by=lead, at=NOON)
    assert list(beginning(version).values()) == [[one]]
    with pytest.raises(Refused):
        tag_questions(version=version, standards={asked.pk: [one]}, by=lead, at=NOON)


def test_once_somebody_is_asked_it_is_settled() -> None:
    campaign = opened()
    cards(campaign)
    for row in campaign.sets.all():
        with pytest.raises(Refused):
            tag_questions(version=row.version, standards={}, by=campaign.made_by, at=NOON)


@pytest.mark.parametrize("role", [one for one in RoleKind if one != RoleKind.PARTICIPATION_LEAD])
def test_nobody_else_says_what_questions_are_about(role: RoleKind) -> None:
    with pytest.raises(PermissionDenied):
        tag_questions(version=question().version, standards={}, by=person(role), at=NOON)


def test_the_page_takes_codes_and_names_what_it_cannot_find() -> None:
    asked, standard = question(), edition_in_force().standards.order_by("order")[0]
    client, name = browser(participation_lead()), f"question_{asked.pk}"
    address = f"/voices/questions/{asked.version.set.key}/standards/"
    with time_machine.travel(NOON, tick=False):
        page = client.post(address, {name: f"{standard.code}, 99.9"})
        assert page.status_code == 422
        assert "99.9" in page.content.decode()
        assert not QuestionTag.objects.exists()
        assert client.post(address, {name: f"small {standard.code}"}).status_code == 302
        assert f"small {standard.code}" in client.get(address).content.decode()
