"""Programme managers' work on standards: drafts, and the acts that publish or withdraw an edition."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions import standards as actions
from peerreview.domain.standards import may_become
from peerreview.forms import standards_import as forms
from peerreview.models import StandardSetEdition
from peerreview.permissions import standards as permissions
from peerreview.queries import standards as queries
from peerreview.queries import standards_import as import_queries
from peerreview.queries.standards_changes import changes_of
from peerreview.views.pages import act, sent
from portal.people.models.periods import day_of
from portal.people.requests import SignedInRequest, now, signed_in

IMPORTS_SHOWN = 20


@require_safe
@signed_in
def manage(request: SignedInRequest) -> HttpResponse:
    """List drafts, files that wait, and the sets a file can be sent for."""
    at = managers_only(request)
    context = {
        "rows": queries.sets(request.user, at),
        "drafts": import_queries.drafts(request.user, at),
        "without": import_queries.sets_without_edition(),
        "imports": import_queries.imports(request.user, at)[:IMPORTS_SHOWN],
    }
    return render(request, "peerreview/standards/manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin_set(request: SignedInRequest) -> HttpResponse:
    """Begin a set; its first edition comes as a file."""
    at = managers_only(request)
    return act(
        request,
        forms.BeginSetForm(sent(request)),
        lambda data: actions.begin_set(by=request.user, at=at, **data),
        title=_("Begin a new set"),
        explanation=_("It appears in public with its first edition, which comes as a file: import it next."),
        submit=_("Begin the set"),
        done=_("The set is begun. Now import its first edition."),
        back=reverse("peerreview:manage_standards"),
    )


@require_safe
@signed_in
def review(request: SignedInRequest, set_code: str, number: int) -> HttpResponse:
    """Show where an edition stands, what changed in it, and what can be done."""
    at = managers_only(request)
    edition = _edition(request, set_code, number, at)
    context = {
        "edition": edition,
        "changes": changes_of(edition, request.user, at),
        "count": edition.standards.count(),
        "history": edition.history.select_related("history_user").order_by("-history_date", "-history_id"),
        "may": {name: may_become(edition.state, name) for name in ("draft", "consultation", "published", "withdrawn")},
    }
    return render(request, "peerreview/standards/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish(request: SignedInRequest, set_code: str, number: int) -> HttpResponse:
    """Publish: from then on not a byte changes."""
    at = managers_only(request)
    edition = _edition(request, set_code, number, at, then="published")
    initial = {"change_note": edition.change_note, "effective_from": edition.effective_from or day_of(at)}
    return act(
        request,
        forms.PublishEditionForm(sent(request), initial=initial),
        lambda data: actions.publish_edition(edition=edition, by=request.user, at=at, **data),
        title=_("Publish this edition"),
        explanation=_(
            "Once it is published, nothing in it can be changed, and it keeps its address for ever. The edition in "
            "force now is superseded; reviews that began with it go on with it."
        ),
        submit=_("Publish the edition"),
        done=_("The edition is published."),
        caption=str(edition),
        back=_page(edition),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def consult(request: SignedInRequest, set_code: str, number: int) -> HttpResponse:
    """Show a draft to everybody."""
    at = managers_only(request)
    edition = _edition(request, set_code, number, at, then="consultation")
    return act(
        request,
        forms.ConfirmForm(sent(request)),
        lambda data: actions.open_consultation(edition=edition, by=request.user, at=at),
        title=_("Open for consultation"),
        explanation=_("Everybody can read the draft at its address. It says that it is not in force."),
        submit=_("Open for consultation"),
        done=_("The draft is open for consultation."),
        caption=str(edition),
        back=_page(edition),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_consultation(request: SignedInRequest, set_code: str, number: int) -> HttpResponse:
    """Take a draft back from consultation."""
    at = managers_only(request)
    edition = _edition(request, set_code, number, at, then="draft")
    return act(
        request,
        forms.EditionReasonForm(sent(request)),
        lambda data: actions.end_consultation(edition=edition, by=request.user, at=at, **data),
        title=_("Take the draft back"),
        explanation=_("The consultation ends: nobody but programme managers reads the draft until it is shown again."),
        submit=_("Take the draft back"),
        done=_("The consultation has ended. The edition is a draft again."),
        caption=str(edition),
        back=_page(edition),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: SignedInRequest, set_code: str, number: int) -> HttpResponse:
    """Take an edition out of force, or give a draft up."""
    at = managers_only(request)
    edition = _edition(request, set_code, number, at, then="withdrawn")
    return act(
        request,
        forms.EditionReasonForm(sent(request)),
        lambda data: actions.withdraw_edition(edition=edition, by=request.user, at=at, **data),
        title=_("Withdraw this edition"),
        explanation=_("What was published keeps its address and says that it was withdrawn.")
        if edition.is_frozen
        else _("The draft is given up. Its number is not used again."),
        submit=_("Withdraw the edition"),
        done=_("The edition is withdrawn."),
        caption=str(edition),
        back=_page(edition),
    )


def managers_only(request: SignedInRequest) -> datetime:
    """Return the moment; for anybody else these pages do not exist."""
    at = now()
    if not permissions.can_import_standards(request.user, at):
        raise Http404
    return at


def _edition(request: SignedInRequest, set_code: str, number: int, at: datetime, then: str = "") -> StandardSetEdition:
    for edition in queries.editions_of(set_code, request.user, at):
        if edition.number == number and (not then or may_become(edition.state, then)):
            return edition
    raise Http404


def _page(edition: StandardSetEdition) -> str:
    return reverse("peerreview:review_edition", args=[edition.set.code, edition.number])
