"""Where the CMS asks our rules, so that a refusal comes in words and before anything is done."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from content import gate
from content.models import Publication
from content.models.published import PublishedPage
from content.queries.publications import due_for_review, review_day

LOOK_AHEAD = timedelta(days=60)


@hooks.register("before_publish_page")
def ask_the_gate(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stop at the gate with the reason; what was written is already saved as a private draft."""
    draft = page.specific
    if not isinstance(draft, PublishedPage):
        return None
    refusal = draft_refusal(draft)
    if refusal is None:
        return None
    messages.error(request, _("Saved as a draft, not published. %(why)s") % {"why": refusal})
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_delete_page")
def keep_what_was_published(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete what was ever published: people cite it. It can be unpublished."""
    if not published_at_or_below([page]):
        return None
    messages.error(request, _("What was published is never deleted, because people cite it. Unpublish it instead."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def ask_for_each(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> HttpResponse | None:
    """Ask the same of many pages at once; one refusal stops all, so that nothing is half done."""
    chosen = [page for page in pages if isinstance(page, Page)]
    if request.method != "POST":
        return None
    refusal = None
    if action == "delete" and published_at_or_below(chosen):
        refusal = _("What was published is never deleted, because people cite it. Unpublish it instead.")
    if action == "publish":
        drafts = (page.get_latest_revision_as_object() for page in chosen)
        refusals = ((draft, draft_refusal(draft)) for draft in drafts if isinstance(draft, PublishedPage))
        refusal = next((f"{draft.title}: {why}" for draft, why in refusals if why), None)
    if refusal is None:
        return None
    messages.error(request, refusal)
    parent = chosen[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)


@hooks.register("before_copy_page")
def copies_begin_as_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to publish by copying: a copy is a new text that nobody has looked at."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    messages.error(request, _("A copy begins as a draft. Leave “publish copied page” open, and publish it afterwards."))
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("construct_homepage_panels")
def show_what_is_due(request: HttpRequest, panels: list[Any]) -> None:
    """Put what should be read again on the editors' first page."""
    panels.append(ReviewPanel())


class ReviewPanel(Component):
    """Pages whose review day has come or is near."""

    name = "review_due"
    template_name = "content/_review_panel.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the rows, most overdue first."""
        rows = due_for_review(timezone.localdate() + LOOK_AHEAD)
        return {"rows": [(row, review_day(row.version)) for row in rows]}


def draft_refusal(draft: PublishedPage) -> str | None:
    """Say why this working copy may not be published as it stands."""
    return (
        gate.decision_refusal(basis=draft.basis, decision_number=draft.decision_number)
        or gate.approval_refusal(draft, draft.latest_revision_id)
        or gate.note_refusal(draft.change_note)
    )


def published_at_or_below(pages: Iterable[Page]) -> bool:
    """Say whether any of the pages, or one below them, was ever published."""
    return any(Publication.objects.filter(page__path__startswith=page.path).exists() for page in pages)
