"""Every published version is kept, numbered and explained; it never changes and never goes."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import timedelta
from wagtail.models import Page

from content.gate import PublicationRefused
from content.models import GuidancePage, Publication
from content.models.publications import PublicationNeverChanges
from content.models.snapshots import digest, snapshot
from content.publishing import publish_page
from content.setup import ensure_pages
from content.texts import shipped
from tests.conftest import NOON
from tests.factories.content import an_editor, draft, guidance, republish, stream, tree

pytestmark = pytest.mark.django_db


def test_publishing_keeps_a_numbered_version_with_note_hash_and_moment() -> None:
    by = an_editor()
    page = draft("The children's meeting", "a: It's theirs.")
    publication = publish_page(page=page, note="It's new.", by=by, at=NOON)
    assert publication is not None
    assert (publication.number, publication.change_note, publication.published_by) == (1, "It's new.", by)
    assert publication.published_at == NOON
    assert publication.sha256 == digest(publication.content)
    assert publication.title == "The children's meeting"


def test_saving_is_private() -> None:
    page = guidance("Welcome", "a: First.")
    page.body = stream("a: Second, not yet for others.")
    page.save_revision()
    assert Publication.objects.filter(page=page).count() == 1
    assert "Second" not in str(GuidancePage.objects.get(pk=page.pk).body)


def test_versions_count_up_and_the_first_is_major() -> None:
    page = guidance("Welcome", "a: First.")
    republish(page, "a: Second.", note="Clearer.", at=NOON + timedelta(days=1))
    versions = list(Publication.objects.filter(page=page).order_by("number"))
    assert [(v.number, v.change_kind) for v in versions] == [(1, "major"), (2, "minor")]


def test_publishing_the_same_text_again_makes_no_version() -> None:
    page = guidance("Welcome", "a: First.")
    republish(page, "a: First.", note="Nothing really.")
    assert Publication.objects.filter(page=page).count() == 1


@pytest.mark.parametrize("note", ["", "   "])
def test_publishing_without_a_note_is_refused_and_nothing_is_live(note: str) -> None:
    page = draft("Welcome", "a: First.")
    with pytest.raises(PublicationRefused):
        publish_page(page=page, note=note, by=None, at=NOON)
    assert not GuidancePage.objects.get(pk=page.pk).live
    assert not Publication.objects.exists()


def test_a_page_made_live_behind_the_editors_back_still_needs_its_note() -> None:
    page = draft("Welcome", "a: First.")
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
    assert not Page.objects.get(pk=page.pk).live


def test_a_publication_is_never_changed_or_deleted() -> None:
    publication = Publication.objects.get(page=guidance("Welcome"))
    publication.change_note = "Something else"
    with pytest.raises(PublicationNeverChanges):
        publication.save()
    with pytest.raises(PublicationNeverChanges):
        publication.delete()


@pytest.mark.parametrize("statement", ["UPDATE content_publication SET number = 9", "DELETE FROM content_publication"])
def test_the_database_refuses_to_change_a_publication(statement: str) -> None:
    guidance("Welcome")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_hash_follows_the_words_and_nothing_else() -> None:
    page = guidance("Welcome", "a: First.")
    before = digest(snapshot(GuidancePage.objects.get(pk=page.pk)))
    page.refresh_from_db()
    page.change_note = "Another note"
    assert digest(snapshot(page)) == before
    page.body = stream("a: First!")
    assert digest(snapshot(page)) != before


def test_the_tree_is_made_once_and_repeated_without_change() -> None:
    home = tree()
    again = ensure_pages(at=NOON, texts=[])
    assert home.pk == again.pk
    assert Page.objects.filter(depth__gt=1).count() == 2
    assert home.get_url() == "/"


def test_shipped_texts_become_pages_with_their_own_addresses() -> None:
    texts = [text for text in shipped() if text["slug"] in ("about", "how-we-decide-by-consensus")]
    ensure_pages(at=NOON, texts=texts)
    ensure_pages(at=NOON, texts=texts)
    assert {page.get_url() for page in Page.objects.filter(depth__gt=2)} == {
        "/guidance/",
        "/about/",
        "/guidance/how-we-decide-by-consensus/",
    }
    assert Publication.objects.count() == 2
