"""What is done about an amendment: taking it in, declining, withdrawing, renewing, linking it to a concern."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.actions import amendments as actions
from governance.domain.refusals import NotAllowed
from governance.enums.amendments import AmendmentKind
from governance.forms.amendments import DeclineForm, LinkForm, RenewForm, ResolutionForm, WithdrawAmendmentForm
from governance.permissions import amendments as permissions
from governance.queries import amendments as queries
from governance.queries.versions import latest_version, texts_of
from governance.views.amendments import linkable, shown_or_404, version_of
from governance.views.pages import act_page, attempt
from portal.people.requests import SignedInRequest, now, signed_in


@signed_in
def merge(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Take an amendment into the working copy; where somebody wrote something else, show all sides and ask."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    if request.method != "POST" and not permissions.can_merge_amendment(request.user, row, at):
        raise PermissionDenied
    preview = queries.merge_preview(row)
    conflict = preview.conflict
    start = {"heading": row.heading, "text": row.text, "expected": preview.stamp}
    form = ResolutionForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.merge_amendment(
                amendment=row,
                heading=said["heading"],
                text=said["text"],
                expected=said["expected"] or None,
                by=request.user,
                at=at,
            )
        except actions.MergeConflict as met:
            # The next press of the button is meant: by then all sides have been seen.
            conflict = met.conflict
            form.data = {**start, **{key: value for key, value in request.POST.items() if value}}
            form.data["expected"] = met.stamp
            form.add_error(None, str(met))
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The amendment is in the next version. Publish it when the text is ready."))
            return redirect("governance:amendment", number=number, n=n)
    context = {
        "proposal": row.proposal,
        "shown": shown,
        "form": form,
        "conflict": conflict,
        "theirs": queries.sides(conflict.base, conflict.theirs) if conflict else None,
        "yours": queries.sides(conflict.base, conflict.yours) if conflict else None,
        "back": reverse("governance:amendment", args=[number, n]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/amendments/merge.html", context, status=status)


@signed_in
def decline(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Say no, and why."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    form = DeclineForm(request.POST if request.method == "POST" else None)
    return _act(
        request,
        shown,
        form,
        lambda: actions.decline_amendment(amendment=row, reason=form.cleaned_data["reason"], by=request.user, at=at),
        allowed=permissions.can_decline_amendment(request.user, row, at),
        title=_("Decline amendment %(n)s") % {"n": n},
        quoted=_("%(person)s says why it would be better so") % {"person": row.author},
        quote=row.rationale,
        submit=_("Decline it"),
        done=_("The amendment is declined, and its author is told why."),
    )


@signed_in
def withdraw(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Take back one's own amendment."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    form = WithdrawAmendmentForm(request.POST if request.method == "POST" else None)
    return _act(
        request,
        shown,
        form,
        lambda: actions.withdraw_amendment(amendment=row, why=form.cleaned_data["why"], by=request.user, at=at),
        allowed=permissions.can_withdraw_amendment(request.user, row, at),
        title=_("Withdraw amendment %(n)s") % {"n": n},
        explanation=_("It stays on the record as withdrawn. You can propose another."),
        submit=_("Withdraw it"),
        done=_("Your amendment is withdrawn."),
    )


@signed_in
def renew(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Write an outdated amendment again on the newest version, with both texts in sight."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    if request.method != "POST" and not permissions.can_renew_amendment(request.user, row, at):
        raise PermissionDenied
    newest = latest_version(row.proposal)
    if newest is None:
        raise Http404
    texts = texts_of(newest)
    look = queries.outdated_by(row, newest)
    needs_place = look.gone and row.kind != AmendmentKind.DELETE
    form = RenewForm(
        request.POST if request.method == "POST" else None,
        kind=AmendmentKind(row.kind),
        texts=texts,
        needs_place=needs_place,
        initial={"heading": row.heading, "text": row.text, "rationale": row.rationale, "base": newest.n},
    )

    def act() -> None:
        actions.renew_amendment(
            amendment=row,
            change=form.change(AmendmentKind(row.kind), row.clause_id, row.after_id),
            rationale=form.cleaned_data["rationale"],
            base=version_of(row.proposal, form.cleaned_data["base"]) or newest,
            by=request.user,
            at=at,
        )

    if form.is_bound and form.is_valid() and attempt(form, act):
        messages.success(request, _("Your amendment stands again, on version %(n)s.") % {"n": newest.n})
        return redirect("governance:amendment", number=number, n=n)
    context = {
        "proposal": row.proposal,
        "shown": shown,
        "form": form,
        "newest": newest,
        "look": look,
        "nothing_left": look.gone and row.kind == AmendmentKind.DELETE,
        "back": reverse("governance:amendment", args=[number, n]),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "governance/amendments/renew.html", context, status=status)


@signed_in
def link(request: SignedInRequest, number: str, n: int) -> HttpResponseBase:
    """Say which concern the amendment would resolve."""
    at = now()
    shown = shown_or_404(request, number, n, at)
    row = shown.amendment
    concerns = linkable(request, row, queries.concerns_answered(row), at)
    form = LinkForm(request.POST if request.method == "POST" else None, concerns=concerns)

    def act() -> None:
        concern = next(one for one in concerns if one.pk == form.cleaned_data["concern"])
        actions.link_concern(amendment=row, concern=concern, by=request.user, at=at)

    return _act(
        request,
        shown,
        form,
        act,
        allowed=bool(concerns),
        title=_("Link a concern to amendment %(n)s") % {"n": n},
        explanation=_(
            "Once the amendment stands in a published version, whoever raised the concern is asked whether it"
            " resolves it."
        ),
        submit=_("Link it"),
        done=_("The concern is linked."),
    )


def _act(
    request: SignedInRequest,
    shown: queries.Shown,
    form: Any,
    act: Any,
    *,
    allowed: bool,
    title: str,
    submit: str,
    done: str,
    **words: Any,
) -> HttpResponseBase:
    """Run one act from its own page; a second click finds the act's work done and ends where the first did."""
    row = shown.amendment
    number = row.proposal.number
    back = reverse("governance:amendment", args=[number, row.n])
    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect(back)
    if not allowed and request.method != "POST":
        raise PermissionDenied
    return act_page(request, form, title=title, caption=f"{number} · {shown.about}", submit=submit, back=back, **words)
