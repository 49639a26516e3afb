"""A page that rests on a decision is published when it is adopted and somebody else approves, and in no other way."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from content import gate
from content.enums import Basis
from content.models import GuidancePage, Publication
from content.publishing import approve_page, publish_page, submit_page
from governance.enums.decisions import DecisionState
from governance.models import Decision
from portal.history.writing import save_with_history
from portal.people.models import User
from tests.conftest import NOON
from tests.factories.content import an_editor, draft, guidance, stream
from tests.factories.governance import board_with_trustees
from tests.factories.rounds import adopted
from tests.people import browser
from tests.remembering import remembered

pytestmark = pytest.mark.django_db
ADOPTED, UNKNOWN = "D-NW-2026-001", "D-NW-2026-404"


@pytest.fixture
def author() -> User:
    return an_editor()


@pytest.fixture
def reviewer() -> User:
    return an_editor()


@pytest.fixture
@remembered
def decision() -> Decision:
    """Bring a proposal all the way to adoption."""
    return adopted(board_with_trustees("NW"))


def resting(number: str = ADOPTED) -> GuidancePage:
    return draft("Shared welcome", "a: It's agreed.", basis=Basis.DECISION, decision_number=number)


def test_the_register_itself_is_asked(decision: Decision) -> None:
    assert decision.number == ADOPTED
    assert gate.is_adopted(ADOPTED)
    assert not gate.is_adopted(UNKNOWN)


@pytest.mark.parametrize("number", ["", UNKNOWN])
def test_no_page_goes_out_without_its_adopted_decision(decision: Decision, number: str) -> None:
    page = resting(number)
    with pytest.raises(gate.PublicationRefused):
        publish_page(page=page, note="Agreed.", by=None, at=NOON)
    assert not Publication.objects.exists()


def test_an_adopted_decision_alone_does_not_publish_without_somebody_else(decision: Decision) -> None:
    with pytest.raises(gate.PublicationRefused):
        publish_page(page=resting(), note="Agreed.", by=None, at=NOON)


def test_somebody_else_approves_and_the_page_is_out(decision: Decision, author: User, reviewer: User) -> None:
    page = resting()
    submit_page(page=page, note="Agreed.", by=author)
    publication = approve_page(page=page, by=reviewer, at=NOON)
    assert publication is not None
    assert (publication.decision_number, publication.published_by) == (ADOPTED, reviewer)
    assert Page.objects.get(pk=page.pk).live


def test_nobody_approves_their_own_draft(decision: Decision, author: User) -> None:
    page = resting()
    submit_page(page=page, note="Agreed.", by=author)
    task = page.current_workflow_task
    assert "approve" not in [name for name, _label, _modal in task.get_actions(page, author)]
    with pytest.raises(PermissionDenied):
        approve_page(page=page, by=author, at=NOON)
    assert not Page.objects.get(pk=page.pk).live


def test_the_decision_is_asked_afresh_when_the_button_is_pressed(
    decision: Decision, author: User, reviewer: User
) -> None:
    page = resting()
    submit_page(page=page, note="Agreed.", by=author)
    assert "approve" in [name for name, _label, _modal in page.current_workflow_task.get_actions(page, reviewer)]
    decision.state = DecisionState.RESCINDED
    save_with_history(decision, by=None, reason="Rescinded", at=NOON)
    with pytest.raises(PermissionDenied):
        approve_page(page=page, by=reviewer, at=NOON)
    assert not Page.objects.get(pk=page.pk).live


def test_the_text_is_frozen_while_it_waits(decision: Decision, author: User, reviewer: User) -> None:
    page = resting()
    submit_page(page=page, note="Agreed.", by=author)
    assert page.current_workflow_task.locked_for_user(page, reviewer)


def test_a_superuser_finds_the_same_gate(decision: Decision, author: User) -> None:
    author.is_superuser = True
    author.save()
    page = resting()
    assert not page.permissions_for_user(author).can_publish()


def test_an_approved_text_is_no_permission_for_the_next(decision: Decision, author: User, reviewer: User) -> None:
    page = resting()
    submit_page(page=page, note="Agreed.", by=author)
    approve_page(page=page, by=reviewer, at=NOON)
    fresh = GuidancePage.objects.get(pk=page.pk)
    fresh.body = stream("a: Something nobody agreed.")
    with pytest.raises(PermissionDenied):
        publish_page(page=fresh, note="Slipped in.", by=reviewer, at=NOON)
    assert "Something nobody agreed" not in str(GuidancePage.objects.get(pk=page.pk).body)


def test_an_editorial_page_needs_no_decision() -> None:
    assert guidance("Tea").live


def editing(client: Client, page: GuidancePage, **fields: str) -> dict[str, str]:
    """Return what the editor's form sends for ``page``."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(address).context["form"]
    data = {name: field.value() or "" for name in form.fields if isinstance((field := form[name]).value(), str | None)}
    block = page.body.get_prep_value()[0]
    return {
        **data,
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": block["id"],
        "body-0-value": '{"blocks":[{"key":"a","text":"Changed words","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **fields,
    }


def test_the_editors_form_refuses_to_publish_without_a_note_and_keeps_the_words(author: User) -> None:
    page, client = guidance("Tea", "a: Old words."), browser(author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, editing(client, page, **{"change_note": "", "action-publish": "1"}))
    assert answer.status_code == 200
    assert "change_note" in answer.context["form"].errors
    assert b"Changed words" in answer.content
    assert Publication.objects.filter(page=page).count() == 1


def test_the_editors_form_publishes_with_a_note(author: User) -> None:
    page, client = guidance("Tea", "a: Old words."), browser(author)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = editing(client, page, **{"change_note": "It's clearer.", "action-publish": "1"})
    assert client.post(address, data).status_code == 302
    newest = Publication.objects.filter(page=page).first()
    assert newest is not None
    assert (newest.number, newest.change_note, newest.published_by) == (2, "It's clearer.", author)


def test_saving_needs_no_note(author: User) -> None:
    page, client = guidance("Tea", "a: Old words."), browser(author)
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), editing(client, page, change_note=""))
    assert Publication.objects.filter(page=page).count() == 1
    assert Page.objects.get(pk=page.pk).has_unpublished_changes


def test_the_next_version_begins_without_the_last_ones_note(author: User) -> None:
    page, client = guidance("Tea", "a: Old words."), browser(author)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert not form["change_note"].value()


def test_the_form_names_the_decision_that_is_not_adopted(author: User, decision: Decision) -> None:
    page, client = guidance("Tea", "a: Old words."), browser(author)
    data = editing(
        client,
        page,
        **{"change_note": "Now", "basis": "decision", "decision_number": UNKNOWN, "action-publish": "1"},
    )
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert UNKNOWN in answer.context["form"].errors["decision_number"][0]
    assert Page.objects.get(pk=page.pk).specific.basis == Basis.EDITORIAL


def test_what_was_published_is_not_deleted_in_the_cms(author: User) -> None:
    page, client = guidance("Tea"), browser(author)
    for address in (
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk]),
    ):
        client.post(address)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_copy_begins_as_a_draft(author: User) -> None:
    page, client = guidance("Tea"), browser(author)
    data = {
        "new_title": "Tea again",
        "new_slug": "tea-again",
        "new_parent_page": str(page.get_parent().pk),
        "publish_copies": "on",
    }
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    client.post(address, data)
    assert not Page.objects.filter(slug="tea-again").exists()
    del data["publish_copies"]
    client.post(address, data)
    assert not Page.objects.get(slug="tea-again").live


def test_history_and_first_page_of_the_cms_open(author: User) -> None:
    page, client = guidance("Tea"), browser(author)
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "'unsafe-inline'" in answer["Content-Security-Policy"]
