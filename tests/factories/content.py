"""Pages for tests, published through the real doors.

``tree()`` gives the home page and the list of guidance; ``guidance("…", "first", "second")`` a published page;
``draft("…")`` one nobody has published.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from wagtail.models import Page

from content.enums import Basis
from content.models import GuidanceIndexPage, GuidancePage, HomePage
from content.publishing import publish_page
from content.setup import ensure_pages
from portal.people.actions.roles import synchronise_editors
from portal.people.models import User
from tests.conftest import NOON
from tests.people import editor
from tests.remembering import remembered


@remembered
def tree() -> HomePage:
    """Return the home page; with it stand the list of guidance, the editors' rights and the workflow."""
    return ensure_pages(at=NOON, texts=[])


def key(words: str) -> str:
    """Return the id a paragraph with these first words has in tests."""
    return str(uuid5(NAMESPACE_URL, words))


def body(*texts: str) -> list[dict[str, Any]]:
    """Return paragraphs; "name: words" gives the block the id of its name, so that it can be reworded and moved."""
    blocks = []
    for text in texts:
        name, _colon, words = text.rpartition(": ")
        if name == "heading":
            blocks.append({"type": "heading", "value": {"text": words, "level": "2"}, "id": key(words)})
        else:
            blocks.append({"type": "paragraph", "value": f"<p>{words}</p>", "id": key(name or words)})
    return blocks


def stream(*texts: str) -> Any:
    """Return the same as the value of a page's body."""
    return GuidancePage._meta.get_field("body").stream_block.to_python(body(*texts))


@remembered
def draft(title: str, *texts: str, **fields: Any) -> GuidancePage:
    """Make a page of guidance nobody has published."""
    home = HomePage.objects.first() or tree()
    index = GuidanceIndexPage.objects.child_of(home).get()
    slug = fields.pop("slug", title.lower().replace(" ", "-").replace("'", ""))
    values: dict[str, Any] = {"summary": f"About {title}.", "basis": Basis.EDITORIAL, "live": False, **fields}
    page = GuidancePage(title=title, slug=slug, body=stream(*(texts or ("one: Words.",))), **values)
    Page.objects.get(pk=index.pk).add_child(instance=page)
    page.save_revision()
    return page


@remembered
def guidance(title: str, *texts: str, at: datetime = NOON, note: str = "First version.", **fields: Any) -> GuidancePage:
    """Make a page of guidance and publish it."""
    page = draft(title, *texts, **fields)
    publish_page(page=page, note=note, by=None, at=at)
    return GuidancePage.objects.get(pk=page.pk)


@remembered
def republish(page: GuidancePage, *texts: str, note: str, at: datetime = NOON, **fields: Any) -> GuidancePage:
    """Publish another version."""
    fresh = GuidancePage.objects.get(pk=page.pk)
    fresh.body = stream(*texts)
    for name, value in fields.items():
        setattr(fresh, name, value)
    publish_page(page=fresh, note=note, by=None, at=at)
    return GuidancePage.objects.get(pk=page.pk)


@remembered
def an_editor() -> User:
    """Make an editor whom Wagtail knows as one."""
    tree()
    user = editor()
    synchronise_editors(at=NOON, person=user)
    return user
