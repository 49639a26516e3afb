"""Making a network report: what is computed, its words, the network's action points, and publishing it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from peerreview.actions import aggregates as actions
from peerreview.domain.aggregates import read_network_report
from peerreview.enums.aggregates import AggregateKind, PointStatus
from peerreview.forms import aggregates as forms
from peerreview.forms.cycles import ReasonForm
from peerreview.models import AggregateReport, NetworkActionPoint, ReviewCycle, StandardSetEdition
from peerreview.permissions import aggregates as permissions
from peerreview.queries import aggregates as queries
from peerreview.views.aggregates import body
from peerreview.views.pages import ACT, act, cycle_or_404, sent
from portal.people.requests import SignedInRequest, now, signed_in


@dataclass(frozen=True)
class Place:
    """The cycle and edition a page is about, and the report once it is begun."""

    cycle: ReviewCycle
    edition: StandardSetEdition
    report: AggregateReport | None

    @property
    def address(self) -> list[Any]:
        """Return what its addresses are made of."""
        return [self.cycle.label, self.edition.set.code, self.edition.number]

    @property
    def back(self) -> str:
        """Return the address of its page."""
        return reverse("peerreview:network_draft", args=self.address)

    @property
    def caption(self) -> str:
        """Say what it is of."""
        return f"{self.cycle}, {self.edition}"


@require_safe
@signed_in
def drafts(request: SignedInRequest, label: str) -> HttpResponse:
    """List the editions of a cycle, each with its network report."""
    cycle = _cycle_or_404(request, label, now())
    reports = {row.edition_id: row for row in AggregateReport.objects.filter(cycle=cycle)}
    rows = [(edition, reports.get(edition.pk)) for edition in queries.editions_of(cycle)]
    return render(request, "peerreview/networkreports/drafts.html", {"cycle": cycle, "rows": rows})


@require_safe
@signed_in
def draft(request: SignedInRequest, label: str, set_code: str, number: int) -> HttpResponse:
    """Show a network report as it is made: what is computed as everybody would read it, and what is still missing."""
    place = _place_or_404(request, label, set_code, number, now())
    report = place.report
    newest = queries.newest(report) if report else None
    is_draft = newest is not None and newest.kind == AggregateKind.DRAFT
    words = read_network_report(newest.content) if newest else None
    if report and words and is_draft:
        words = queries.with_words(report, words)
    context = {
        "place": place,
        "report": report,
        "newest": newest,
        "is_draft": is_draft,
        "published": queries.last_published(report) if report else None,
        "versions": queries.versions_of(report) if report else [],
        "points": queries.points_of(report) if report else [],
        "lacks_words": report is not None and not (report.summary and report.plain_summary),
        "body": body(words) if words else "",
    }
    return render(request, "peerreview/networkreports/draft.html", context)


@ACT
@signed_in
def compute(request: SignedInRequest, label: str, set_code: str, number: int) -> HttpResponse:
    """Count the final reports, for the first time or again."""
    at = now()
    place = _place_or_404(request, label, set_code, number, at)
    again = place.report is not None
    form = forms.ComputeAgainForm(sent(request)) if again else forms.FirstComputingForm(sent(request))
    return act(
        request,
        form,
        lambda data: actions.compute_aggregate(
            cycle=place.cycle,
            edition=place.edition,
            fewest=data.get("fewest", 0),
            reason=data.get("reason", ""),
            by=request.user,
            at=at,
        ),
        title=_("Compute it again") if again else _("Compute the network report"),
        caption=place.caption,
        explanation=_(
            "Every final report of a yearly review is counted once. Reports that became final after the last"
            " publication are counted when they are enough to be told of without saying anything of single services."
        ),
        submit=_("Compute it"),
        done=_("It is computed. Read it as everybody would before you publish it."),
        back=place.back,
    )


@ACT
@signed_in
def words(request: SignedInRequest, label: str, set_code: str, number: int) -> HttpResponse:
    """Write the summaries."""
    at = now()
    place, report = _begun_or_404(request, label, set_code, number, at)
    texts = {"summary": report.summary, "plain_summary": report.plain_summary, "base": report.version}
    return act(
        request,
        forms.WordsForm(sent(request), initial=texts),
        lambda data: actions.write_network_words(report=report, by=request.user, at=at, **data),
        title=_("Summaries"),
        caption=place.caption,
        explanation=_("Nobody is named: no person, no service, no owner, and no home can be guessed from it."),
        submit=_("Save"),
        done=_("The words are saved."),
        back=place.back,
    )


@ACT
@signed_in
def add_point(request: SignedInRequest, label: str, set_code: str, number: int) -> HttpResponse:
    """Name something the network will do."""
    at = now()
    place, report = _begun_or_404(request, label, set_code, number, at)
    form = forms.NewPointForm(sent(request), carriable=queries.carriable(report))
    return act(
        request,
        form,
        lambda data: actions.add_network_point(
            report=report,
            text=data["text"],
            board=data["board"],
            due_on=data["due_on"],
            carried_from=data.get("carried_from"),
            by=request.user,
            at=at,
        ),
        title=_("Add an action point"),
        caption=place.caption,
        explanation=_("What the network itself will do, whose it is, and until when."),
        submit=_("Add it"),
        done=_("The point is added."),
        back=place.back,
    )


@ACT
@signed_in
def change_point(request: SignedInRequest, label: str, set_code: str, number: int, n: int) -> HttpResponse:
    """Write a point anew that is not published."""
    at = now()
    place, point = _point_or_404(request, (label, set_code, number), n, at, told=False)
    initial = {"text": point.text, "board": point.board, "due_on": point.due_on, "base": point.version}
    return act(
        request,
        forms.PointForm(sent(request), initial=initial),
        lambda data: actions.change_network_point(
            point=point,
            text=data["text"],
            board=data["board"],
            due_on=data["due_on"],
            base=data["base"] or 0,
            by=request.user,
            at=at,
        ),
        title=_("Change action point %(n)d") % {"n": n},
        caption=place.caption,
        submit=_("Save"),
        done=_("The point is changed."),
        back=place.back,
    )


@ACT
@signed_in
def remove_point(request: SignedInRequest, label: str, set_code: str, number: int, n: int) -> HttpResponse:
    """Take a point out that is not published."""
    at = now()
    place, point = _point_or_404(request, (label, set_code, number), n, at, told=False)
    return act(
        request,
        ReasonForm(sent(request)),
        lambda data: actions.take_out_network_point(point=point, reason=data["reason"], by=request.user, at=at),
        title=_("Take action point %(n)d out") % {"n": n},
        caption=place.caption,
        explanation=point.text,
        submit=_("Take it out"),
        done=_("The point is taken out."),
        back=place.back,
        is_grave=True,
    )


@ACT
@signed_in
def update_point(request: SignedInRequest, label: str, set_code: str, number: int, n: int) -> HttpResponse:
    """Say what became of a published point."""
    at = now()
    place, point = _point_or_404(request, (label, set_code, number), n, at, told=True)
    return act(
        request,
        forms.UpdateForm(sent(request)),
        lambda data: actions.update_network_point(
            point=point, status=PointStatus(data["status"]), text=data["text"], by=request.user, at=at
        ),
        title=_("What became of action point %(n)d") % {"n": n},
        caption=place.caption,
        explanation=point.text,
        submit=_("Publish it"),
        done=_("Everybody can read it now."),
        back=place.back,
    )


@ACT
@signed_in
def publish(request: SignedInRequest, label: str, set_code: str, number: int) -> HttpResponse:
    """Let everybody read the draft."""
    at = now()
    place, report = _begun_or_404(request, label, set_code, number, at)
    newest = queries.newest(report)
    missing = []
    if newest is None or newest.kind != AggregateKind.DRAFT:
        missing.append(_("There is no draft that is newer than what is published: compute it first."))
    if not report.summary or not report.plain_summary:
        missing.append(_("The summary and the one in plain words are not written yet."))
    return act(
        request,
        forms.PublishForm(sent(request), initial={"base": newest.n if newest else 0}),
        lambda data: actions.publish_aggregate(report=report, base=data["base"], by=request.user, at=at),
        title=_("Publish the network report"),
        caption=place.caption,
        explanation=_(
            "Everybody can read it then, and it never changes: a later version stands beside it. Its action points stay"
            " as they are; what becomes of them is added."
        ),
        missing=missing,
        submit=_("Publish it"),
        done=_("Everybody can read the network report now."),
        back=place.back,
    )


def _cycle_or_404(request: SignedInRequest, label: str, at: datetime) -> ReviewCycle:
    cycle = cycle_or_404(request, label, at)
    if not permissions.can_make_aggregates(request.user, cycle, at):
        raise Http404
    return cycle


def _place_or_404(request: SignedInRequest, label: str, set_code: str, number: int, at: datetime) -> Place:
    cycle = _cycle_or_404(request, label, at)
    for edition in queries.editions_of(cycle):
        if (edition.set.code, edition.number) == (set_code, number):
            return Place(cycle, edition, queries.find_report(cycle, set_code, number))
    raise Http404


def _begun_or_404(
    request: SignedInRequest, label: str, set_code: str, number: int, at: datetime
) -> tuple[Place, AggregateReport]:
    place = _place_or_404(request, label, set_code, number, at)
    if place.report is None:
        raise Http404
    return place, place.report


def _point_or_404(
    request: SignedInRequest, address: tuple[str, str, int], n: int, at: datetime, *, told: bool
) -> tuple[Place, NetworkActionPoint]:
    place, report = _begun_or_404(request, *address, at)
    point = queries.find_point(report, n)
    if point is None or (point.told_at is not None) != told:
        raise Http404
    return place, point
