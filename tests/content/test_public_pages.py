"""What the public reads: addresses that stay, drafts that reach nobody, a cache that forgets exactly."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import timedelta
from wagtail.documents.models import Document

from content import public_cache
from content.paragraphs import anchor_of
from content.publishing import publish_page
from content.queries.search import search_pages
from tests.conftest import NOON
from tests.factories.content import an_editor, draft, guidance, key, republish, stream, tree
from tests.factories.standards import published_edition
from tests.people import browser

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
SECRET = "not-yet-for-anybody"


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Iterator[Any]:
    """Do what waits for the commit, as outside a test."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def tea() -> Any:
    first = guidance("The children's tea", "a: It's at four.", "b: Bring a friend.")
    return republish(first, "a: It's at five.", "c: Cake.", "b: Bring a friend.", note="It's later.", at=NOON + A_DAY)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_page_in_force_has_numbers_anchors_and_a_citation(client: Client, tea: Any) -> None:
    html = words(client, tea.get_url())
    assert "The children&#x27;s tea" in html
    assert "&amp;#x27;" not in html
    assert 'id="p-' in html
    assert "Cite this" in html
    assert "/updates/2/" in html
    assert "application/ld+json" in html


def test_a_superseded_version_keeps_its_address_and_says_so(client: Client, tea: Any) -> None:
    html = words(client, tea.get_url() + "updates/1/")
    assert "at four" in html
    assert "has been superseded" in html
    assert "noindex" in html


def test_the_version_in_force_has_its_lasting_address_without_the_notice(client: Client, tea: Any) -> None:
    html = words(client, tea.get_url() + "updates/2/")
    assert "at five" in html
    assert "has been superseded" not in html


def test_updates_lists_every_version_with_its_note(client: Client, tea: Any) -> None:
    html = words(client, tea.get_url() + "updates/")
    assert "It&#x27;s later." in html
    assert html.index("Version 2") < html.index("Version 1")


@pytest.mark.parametrize("query", ["?from=1&to=2", "?from=2&to=1", ""])
def test_any_two_versions_are_compared_with_labels(client: Client, tea: Any, query: str) -> None:
    html = words(client, tea.get_url() + "updates/compare/" + query)
    assert "Paragraph 1: changed" in html
    assert "Paragraph 2: added" in html
    assert "<ins>" in html
    assert "[removed:" in html


@pytest.mark.parametrize("tail", ["updates/3/", "updates/0/", "updates/compare/?from=1&to=7"])
def test_a_version_that_never_was_is_not_found(client: Client, tea: Any, tail: str) -> None:
    assert client.get(tea.get_url() + tail).status_code == 404


def test_anchors_are_the_same_in_every_version(client: Client, tea: Any) -> None:
    anchor = f'id="{anchor_of(key("b"), heading=False)}"'
    assert anchor in words(client, tea.get_url())
    assert anchor in words(client, tea.get_url() + "updates/1/")


def test_the_feed_holds_every_version_with_its_lasting_address(client: Client, tea: Any) -> None:
    feed = words(client, "/guidance/feed/")
    assert feed.count("<entry>") == 2
    assert "/updates/1/" in feed
    assert "It's later." in feed


def test_a_draft_reaches_nobody(client: Client, tea: Any) -> None:
    draft("Hidden tea", f"x: {SECRET}", summary=SECRET)
    tea.body = stream(f"a: {SECRET}")
    tea.title = SECRET
    tea.save_revision()
    for address in (
        "/",
        "/guidance/",
        "/guidance/feed/",
        "/sitemap.xml",
        tea.get_url(),
        tea.get_url() + "updates/",
    ):
        html = words(client, address)
        assert SECRET not in html, address
        assert "hidden-tea" not in html, address
    for tail in ("", "updates/", "updates/1/", "updates/compare/"):
        assert client.get(f"/guidance/hidden-tea/{tail}").status_code == 404


def test_an_unpublished_page_goes_with_all_its_versions(client: Client, tea: Any, commits: Any) -> None:
    words(client, tea.get_url())
    with commits(execute=True):
        tea.unpublish()
    for tail in ("", "updates/", "updates/1/"):
        assert client.get(tea.get_url() + tail).status_code == 404
    assert "tea" not in words(client, "/sitemap.xml")


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        words(client, address)
    return len(seen)


@pytest.mark.parametrize("address", ["/", "/guidance/", "/guidance/the-childrens-tea/", "/standards/small/"])
def test_a_kept_page_costs_no_query_and_a_fresh_one_few(client: Client, tea: Any, address: str) -> None:
    published_edition()
    words(client, address)
    public_cache.forget()
    assert 0 < queries(client, address) <= 10
    assert queries(client, address) == 0


def test_the_list_of_guidance_costs_the_same_with_one_and_three(client: Client) -> None:
    guidance("One")
    words(client, "/guidance/")
    public_cache.forget()
    one = queries(client, "/guidance/")
    guidance("Two")
    guidance("Three")
    public_cache.forget()
    assert queries(client, "/guidance/") == one


def test_publishing_is_seen_at_once(client: Client, tea: Any, commits: Any) -> None:
    assert "at five" in words(client, tea.get_url())
    before = client.get(tea.get_url())["ETag"]
    with commits(execute=True):
        republish(tea, "a: It's at six.", note="Later still.")
    answer = client.get(tea.get_url(), headers={"if-none-match": before})
    assert answer.status_code == 200
    assert b"at six" in answer.content


def test_what_is_drawn_once_for_all_is_drawn_again_after_a_publication_for_the_signed_in_too(
    client: Client, tea: Any, commits: Any
) -> None:
    reader = browser(an_editor())
    for address in ("/", "/guidance/", tea.get_url()):
        assert words(client, f"{address}?fresh=1").count("<h1") == words(reader, address).count("<h1") == 1
    assert "at five" in words(reader, tea.get_url())
    with commits(execute=True):
        republish(tea, "a: It's at six.", note="Later still.")
    assert "at six" in words(reader, tea.get_url())
    assert "at six" in words(client, f"{tea.get_url()}?fresh=2")
    assert "Version 3" in words(reader, "/guidance/")
    with commits(execute=True):
        tea.unpublish()
    assert tea.title not in words(reader, "/guidance/")
    assert reader.get(tea.get_url()).status_code == 404


def test_a_page_deep_below_is_found_with_one_question_and_its_parts_as_always(client: Client, tea: Any) -> None:
    for tail in ("updates/", "updates/1/", "updates/compare/"):
        assert client.get(tea.get_url() + tail).status_code == 200
    assert client.get("/guidance/feed/").status_code == 200
    for wrong in ("/guidance/no-such-page/", f"{tea.get_url()}further/", "/the-childrens-tea/"):
        assert client.get(wrong).status_code == 404


def test_saving_a_draft_does_not_empty_what_is_kept(client: Client, tea: Any, commits: Any) -> None:
    words(client, tea.get_url())
    with commits(execute=True):
        tea.body = stream("a: Private.")
        tea.save_revision()
    assert queries(client, tea.get_url()) == 0


def test_a_new_edition_of_standards_is_seen_at_once(client: Client, commits: Any) -> None:
    tree()
    assert "Small Standards" not in words(client, "/standards/")
    with commits(execute=True):
        published_edition()
    assert "Small Standards" in words(client, "/standards/")


def test_an_unchanged_page_is_answered_in_one_line(client: Client, tea: Any) -> None:
    etag = client.get(tea.get_url())["ETag"]
    answer = client.get(tea.get_url(), headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_whoever_is_signed_in_gets_a_private_page(tea: Any) -> None:
    client = browser(an_editor())
    answer = client.get(tea.get_url())
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    assert b"Sign out" not in Client().get(tea.get_url()).content


def test_pages_keep_the_strict_policy_also_from_the_cache(client: Client, tea: Any) -> None:
    for _again in range(2):
        policy = client.get(tea.get_url())["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy


def test_robots_and_sitemap_name_the_public_site(client: Client, tea: Any) -> None:
    published_edition()
    assert "Disallow: /cms/" in words(client, "/robots.txt")
    sitemap = words(client, "/sitemap.xml")
    for address in ("/guidance/the-childrens-tea/", "/standards/small/1/1.1/", "/standards/small/"):
        assert f"http://testserver{address}</loc>" in sitemap


def test_documents_are_downloads_with_a_closed_policy(client: Client) -> None:
    document = Document.objects.create(title="It's a PDF", file=ContentFile(b"%PDF-1.4 x", name="plan.pdf"))
    answer = client.get(document.url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "status"), [("a.png", 200), ("a.svg", 404), ("../secret.txt", 404), ("b.html", 404)])
def test_pictures_are_pictures_and_nothing_else(client: Client, name: str, status: int) -> None:
    for kept in ("images/a.png", "images/a.svg", "images/b.html", "secret.txt"):
        if not default_storage.exists(kept):
            default_storage.save(kept, ContentFile(b"x"))
    answer = client.get(f"/media/images/{name}")
    assert answer.status_code == status
    if status == 200:
        assert "sandbox" in answer["Content-Security-Policy"]


def test_a_page_is_packed_for_who_can_unpack_it(client: Client, tea: Any) -> None:
    plain = words(client, tea.get_url())
    answer = client.get(tea.get_url(), headers={"accept-encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == plain
    assert "Accept-Encoding" in answer["Vary"]


def test_a_page_is_packed_once_by_its_first_reader_who_takes_it_so(
    client: Client, tea: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    packings: list[int] = []

    def packing(body: bytes, **options: Any) -> bytes:
        packings.append(len(body))
        return gzip.compress(body, **options)

    monkeypatch.setattr("content.middleware.compress", packing)
    address = tea.get_url()
    assert "Content-Encoding" not in client.get(address)
    assert packings == []
    plain = client.get(address).content
    answers = [client.get(address, headers={"accept-encoding": "gzip"}) for _ in range(3)]
    assert packings == [len(plain)]
    assert {gzip.decompress(answer.content) for answer in answers} == {plain}
    assert client.get(address).content == plain


def test_the_first_load_is_light(client: Client, tea: Any) -> None:
    assert len(words(client, "/")) < 20_000
    assert len(words(client, tea.get_url())) < 30_000


def test_publishing_in_the_past_is_dated_so() -> None:
    publication = publish_page(page=draft("Old"), note="Then.", by=None, at=NOON - timedelta(days=400))
    assert publication is not None
    assert publication.published_at == NOON - timedelta(days=400)


def test_search_finds_what_is_published_and_no_draft(tea: Any) -> None:
    draft("Hidden tea", f"x: {SECRET}", summary=SECRET)
    tea.body = stream(f"a: {SECRET}")
    tea.save_revision()
    assert [row.title for row in search_pages("tea")] == ["The children's tea"]
    assert search_pages(SECRET) == []
    assert search_pages("  ") == []
