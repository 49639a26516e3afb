"""Opening with a card: the words, who somebody is, who may know, who helps; then their own code.

Nothing is stored until the last step. What was answered before travels sealed in the page.
"""

from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.people.refusals import Refused
from portal.people.requests import now
from portal.voices.actions.statements import card_of, open_with_card
from portal.voices.domain.campaigns import bands_of
from portal.voices.domain.codes import WORDS_ON_A_CARD
from portal.voices.enums.campaigns import AgeBand, Speaker
from portal.voices.enums.statements import HelperKind, Privacy
from portal.voices.forms.young import BandForm, CodeForm, HelperForm, PrivacyForm
from portal.voices.models import Campaign
from portal.voices.queries.campaigns import offered_bands
from portal.voices.views.limits import minutes_to_wait, was_right
from portal.voices.views.receipts import opened, quiet, remember, sealed

STEPS = ("band", "privacy", "helper")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@quiet
def card(request: HttpRequest, staff: bool = False) -> HttpResponse:
    """Ask for the four words, and say what they open; who comes by the door for staff is not asked for an age."""
    page: dict[str, Any] = {"base": base_of(staff), "is_staff": staff}
    if request.method != "POST":
        return render(request, "voices/young/card.html", {**page, "form": CodeForm(words=WORDS_ON_A_CARD)})
    form = CodeForm(request.POST, words=WORDS_ON_A_CARD)
    if not form.is_valid():
        return render(request, "voices/young/card.html", {**page, "form": form}, status=422)
    if minutes := minutes_to_wait(request):
        return render(request, "voices/young/wait.html", {"minutes": minutes}, status=429)
    found = card_of(form.cleaned_data["code"], now())
    if found is None:
        form.add_error(
            "code",
            _("These words do not open anything now. Look at the card again. If it is old or used, ask for another."),
        )
        return render(request, "voices/young/card.html", {**page, "form": form}, status=422)
    was_right(request)
    data = {"card": form.cleaned_data["code"]}
    if staff and AgeBand.STAFF in offered_bands(found.campaign):
        return _ask(request, found.campaign, {**data, "band": AgeBand.STAFF.value}, "privacy")
    return _ask(request, found.campaign, data, "band")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@quiet
def start(request: HttpRequest) -> HttpResponse:
    """Take one step and ask the next; after the last, swap the card for a code."""
    data = opened(request.POST.get("carried", ""))
    step = request.POST.get("step", "")
    found = card_of(str(data.get("card", "")), now()) if data else None
    if found is None or step not in STEPS:
        return redirect("voices:card")
    if request.POST.get("go") == "back":
        before = STEPS.index(step) - 1
        return _ask(request, found.campaign, data, STEPS[before]) if before >= 0 else redirect("voices:card")
    form = _form(step, found.campaign, data, request.POST)
    if not form.is_valid():
        return _ask(request, found.campaign, data, step, form)
    data |= form.cleaned_data
    if isinstance(form, HelperForm):
        data["works_here"] = form.works_here
    steps = _steps(data)
    following = steps.index(step) + 1 if step in steps else len(steps)
    if following < len(steps):
        return _ask(request, found.campaign, data, steps[following])
    return _open(request, found.campaign, data)


def _open(request: HttpRequest, campaign: Campaign, data: dict[str, Any]) -> HttpResponse:
    try:
        made = open_with_card(
            code=str(data["card"]),
            band=AgeBand(data["band"]),
            privacy=Privacy(data["privacy"]),
            name=str(data.get("name", "")),
            helper=HelperKind(data.get("helper", HelperKind.NOBODY)),
            helper_works_here=bool(data.get("works_here")),
            at=now(),
        )
    except Refused as refused:
        form = CodeForm({"code": ""}, words=WORDS_ON_A_CARD)
        form.errors.clear()
        form.add_error(None, str(refused))
        staff = data["band"] == AgeBand.STAFF
        return render(
            request, "voices/young/card.html", {"form": form, "base": base_of(staff), "is_staff": staff}, status=422
        )
    staff = made.statement.speaker == Speaker.STAFF
    response = render(
        request,
        "voices/young/code.html",
        {
            "code": made.receipt,
            "campaign": campaign,
            "base": base_of(staff),
            "hidden": data["privacy"] == Privacy.ANONYMOUS,
        },
    )
    remember(response, made.receipt)
    return response


def base_of(staff: bool) -> str:
    """Return the frame of the page: calm and large for young people, the portal's own for staff."""
    return "voices/young/staff_base.html" if staff else "ui/base_young.html"


def _steps(data: dict[str, Any]) -> tuple[str, ...]:
    """Return what is asked before the questions: nobody sits beside staff."""
    return STEPS[:2] if data.get("band") == AgeBand.STAFF else STEPS


def _bands(campaign: Campaign) -> list[AgeBand]:
    offered = offered_bands(campaign)
    return [*bands_of(Speaker.YOUNG_PERSON, offered), *bands_of(Speaker.STAFF, offered)]


def _form(step: str, campaign: Campaign, data: dict[str, Any], posted: Any = None) -> BaseForm:
    if step == "band":
        return BandForm(posted, bands=_bands(campaign), initial=data)
    return PrivacyForm(posted, initial=data) if step == "privacy" else HelperForm(posted, initial=data)


def _ask(
    request: HttpRequest, campaign: Campaign, data: dict[str, Any], step: str, form: BaseForm | None = None
) -> HttpResponse:
    return render(
        request,
        "voices/young/start.html",
        {
            "form": form or _form(step, campaign, data),
            "step_name": step,
            "step_n": STEPS.index(step) + 1,
            "step_count": len(_steps(data)),
            "campaign": campaign,
            "carried": sealed(data),
            "base": base_of(data.get("band") == AgeBand.STAFF),
        },
        status=422 if form is not None else 200,
    )
