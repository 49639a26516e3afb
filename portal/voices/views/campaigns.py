"""Setting campaigns up: boxes, questions, opening and closing, cards."""

import io
from datetime import datetime
from typing import Any

import qrcode
import qrcode.image.svg
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.people.forms.people import ReasonForm
from portal.people.refusals import attempt
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import campaigns as actions
from portal.voices.domain.campaigns import Missing, missing
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.forms.campaigns import BeginForm, BoxesForm, CardsForm, SetsForm, TitleForm
from portal.voices.forms.moderation import NothingForm
from portal.voices.models import Campaign
from portal.voices.models.subjects import subject_of
from portal.voices.permissions import campaigns as permissions
from portal.voices.permissions.statements import is_reader, is_safeguarding
from portal.voices.permissions.themes import can_gather, can_see_themes
from portal.voices.queries.campaigns import batches, boxes_of, campaigns, find_campaign
from portal.voices.queries.questions import newest_published
from portal.voices.queries.themes import overdue_count
from portal.voices.views.acts import ACT, act, sent

A_PAGE = 25
LACKS = {
    Missing.SPACE: gettext_lazy("Space: how, where and with whom they can say it"),
    Missing.VOICE: gettext_lazy("Voice: in what ways, and who helps"),
    Missing.AUDIENCE: gettext_lazy("Audience: who must listen"),
    Missing.AUDIENCE_BY: gettext_lazy("Audience: by when they answer"),
    Missing.CAN_CHANGE: gettext_lazy("Influence: what it can change"),
    Missing.CANNOT_CHANGE: gettext_lazy("Influence: what it cannot change"),
    Missing.OPENS_ON: gettext_lazy("The first day"),
    Missing.QUESTIONS: gettext_lazy("Questions for at least one age, or for staff"),
}


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """Show the doors of voices to whoever is signed in, by what they are."""
    at = now()
    person = request.user
    doors = [
        (is_reader(person, at), _("Read what came in"), _("The queue of moderators."), "voices:moderation"),
        (is_safeguarding(person, at), _("Safeguarding"), _("Alerts and cases."), "voices:cases"),
        (permissions.can_see_voices(person, at), _("Campaigns"), _("What is asked, and cards."), "voices:campaigns"),
        (permissions.can_set_up(person, at), _("Questions"), _("Sets by age, and for staff."), "voices:questions"),
        (
            permissions.can_type_in(person, at),
            _("Type in"),
            _("What was said on paper or by telephone."),
            "voices:entry",
        ),
        (can_see_themes(person, at), _("Themes and answers"), _("What was heard, and what is done."), "voices:themes"),
    ]
    shown = [{"title": title, "text": text, "href": reverse(name)} for has, title, text, name in doors if has]
    return render(request, "voices/index.html", {"doors": shown, "overdue": overdue_count(at)})


@require_safe
@signed_in
def list_(request: SignedInRequest) -> HttpResponse:
    """List every campaign."""
    at = now()
    seen = permissions.campaigns_seen_by(request.user, at)
    if seen is None:
        raise Http404
    page = Paginator(campaigns().filter(seen), A_PAGE).get_page(request.GET.get("page"))
    may_begin = permissions.can_begin_campaign(request.user, at)
    return render(request, "voices/campaigns/list.html", {"page": page, "may_begin": may_begin})


@require_safe
@signed_in
def campaign(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show one with its boxes, what is missing, its questions and its cards."""
    at = now()
    row = campaign_or_404(request, slug, at)
    return render(
        request,
        "voices/campaigns/campaign.html",
        {
            "campaign": row,
            "subject": subject_of(row.subject_kind, row.subject_key, request.user, at),
            "missing": [LACKS[one] for one in missing(boxes_of(row))],
            "may_list": permissions.can_see_voices(request.user, at),
            "may_open": permissions.can_open_campaign(request.user, row, at),
            "sets": [one.version for one in row.sets.all()],
            "batches": batches(row),
            "may_change": permissions.can_change_campaign(request.user, row, at),
            "may_close": permissions.can_close_campaign(request.user, row, at),
            "may_make_cards": permissions.can_make_cards(request.user, row, at),
            "may_gather": can_gather(request.user, at),
        },
    )


def campaign_or_404(request: SignedInRequest, slug: str, at: datetime) -> Campaign:
    """Return a campaign to those who may see how it is set up."""
    row = find_campaign(slug)
    if row is None or not permissions.can_see_campaign(request.user, row, at):
        raise Http404
    return row


@ACT
@signed_in
def begin(request: SignedInRequest) -> HttpResponse:
    """Begin one."""
    at = now()
    if not permissions.can_begin_campaign(request.user, at):
        raise Http404
    form = BeginForm(sent(request))
    made: list[Campaign] = []
    if form.is_valid():
        data = form.cleaned_data
        kind = CampaignKind(data["kind"])
        make = lambda: made.append(  # noqa: E731 - the act of this page
            actions.create_campaign(title=data["title"], kind=kind, place=data["place"], by=request.user, at=at)
        )
        if attempt(form, make):
            return redirect("voices:campaign", slug=made[0].slug)
    return render(
        request,
        "voices/act.html",
        {
            "form": form,
            "title": _("A new campaign"),
            "explanation": _("It opens when its four boxes are filled: space, voice, audience and influence."),
            "submit": _("Begin"),
            "back": reverse("voices:campaigns"),
        },
        status=422 if form.is_bound else 200,
    )


@ACT
@signed_in
def ask_about(request: SignedInRequest, kind: str, key: int) -> HttpResponse:
    """Begin one about a review or a proposal, from its page."""
    at = now()
    subject = subject_of(kind, key, request.user, at)
    if subject is None or not permissions.can_begin_campaign(request.user, at, kind, key):
        raise Http404
    form = TitleForm(sent(request))
    made: list[Campaign] = []
    if form.is_valid():
        title = form.cleaned_data["title"]
        begin = lambda: made.append(  # noqa: E731 - the act of this page
            actions.ask_about(subject_kind=kind, subject_key=key, title=title, by=request.user, at=at)
        )
        if attempt(form, begin):
            return redirect("voices:campaign", slug=made[0].slug)
    return render(
        request,
        "voices/act.html",
        {
            "form": form,
            "title": _("Ask young people"),
            "caption": subject.label,
            "explanation": _("It opens when its four boxes are filled: space, voice, audience and influence."),
            "submit": _("Begin"),
            "back": subject.href,
        },
        status=422 if form.is_bound else 200,
    )


@ACT
@signed_in
def boxes(request: SignedInRequest, slug: str) -> HttpResponse:
    """Fill the four boxes."""
    at = now()
    row = _draft(request, slug, at)
    form = BoxesForm(sent(request), initial={name: getattr(row, name) for name in ("title", *actions.BOXES)})
    return act(
        request,
        form,
        lambda data: actions.write_campaign(campaign=row, by=request.user, at=at, **data),
        title=_("The four boxes"),
        caption=str(row),
        explanation=_("Young people read them before they answer. Nothing of them can be changed once it is open."),
        submit=_("Save"),
        done=_("Saved."),
        back=reverse("voices:campaign", args=[row.slug]),
    )


@ACT
@signed_in
def sets(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose the questions."""
    at = now()
    row = _draft(request, slug, at)
    form = SetsForm(
        sent(request), versions=newest_published(), initial={"versions": [one.version_id for one in row.sets.all()]}
    )
    return act(
        request,
        form,
        lambda data: actions.choose_sets(campaign=row, versions=list(data["versions"]), by=request.user, at=at),
        title=_("What is asked"),
        caption=str(row),
        explanation=_("One set for each age you want to hear, and one for staff if they are asked too."),
        submit=_("Save"),
        done=_("Saved."),
        back=reverse("voices:campaign", args=[row.slug]),
    )


@ACT
@signed_in
def open_(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open it."""
    at = now()
    row = campaign_or_404(request, slug, at)
    if not permissions.can_open_campaign(request.user, row, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.open_campaign(campaign=row, by=request.user, at=at),
        title=_("Open the campaign"),
        caption=str(row),
        explanation=_("From its first day on cards open it. Its boxes and questions are not changed any more."),
        submit=_("Open it"),
        done=_("It is open. Make cards next."),
        back=reverse("voices:campaign", args=[row.slug]),
    )


@ACT
@signed_in
def close(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close it."""
    at = now()
    row = campaign_or_404(request, slug, at)
    if not permissions.can_close_campaign(request.user, row, at):
        raise Http404
    return act(
        request,
        ReasonForm(sent(request)),
        lambda data: actions.close_campaign(campaign=row, reason=data["reason"], by=request.user, at=at),
        title=_("Close the campaign"),
        caption=str(row),
        explanation=_("Cards open nothing any more. What was said is answered all the same."),
        submit=_("Close it"),
        done=_("It is closed."),
        back=reverse("voices:campaign", args=[row.slug]),
    )


@ACT
@signed_in
@never_cache
def cards(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a batch of cards and show them, this once, as a sheet to print."""
    at = now()
    row = campaign_or_404(request, slug, at)
    if not permissions.can_make_cards(request.user, row, at):
        raise Http404
    form = CardsForm(sent(request), initial={"place": row.place, "number": 8, "expires_on": row.closes_on})
    made: list[str] = []
    if form.is_valid():
        data = form.cleaned_data
        if not permissions.can_make_cards_for(request.user, row, data["place"], at):
            form.add_error("place", _("You work for the organisation behind this home. Somebody else makes its cards."))
        elif attempt(form, lambda: made.extend(actions.make_invites(campaign=row, by=request.user, at=at, **data))):
            return _sheet(request, row, made, data)
    return render(
        request,
        "voices/act.html",
        {
            "form": form,
            "title": _("Make cards"),
            "caption": str(row),
            "explanation": _("The words are shown once, on the next page: print it at once. They are stored nowhere."),
            "submit": _("Make the cards"),
            "back": reverse("voices:campaign", args=[row.slug]),
        },
        status=422 if form.is_bound else 200,
    )


def _sheet(request: SignedInRequest, row: Campaign, codes: list[str], data: dict[str, Any]) -> HttpResponse:
    address = request.build_absolute_uri(reverse("voices:card"))
    cards = [{"words": code.split(), "picture": _picture(f"{address}#{code.replace(' ', '-')}")} for code in codes]
    words = {"campaign": row, "cards": cards, "address": address.split("://", 1)[1], **data}
    return render(request, "voices/campaigns/sheet.html", words)


def _picture(text: str) -> SafeString:
    """Draw a code that a phone's camera reads; its words stand behind the "#", which no browser sends."""
    out = io.BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=1, box_size=8).save(out)
    drawn = out.getvalue().decode()
    return mark_safe(drawn[drawn.index("<svg") :])  # noqa: S308 - drawn here, from letters of our own word list


@ACT
@signed_in
def void(request: SignedInRequest, slug: str, batch: int) -> HttpResponse:
    """Take a batch back."""
    at = now()
    row = campaign_or_404(request, slug, at)
    found = next((one for one in batches(row) if one.n == batch), None)
    if found is None or not permissions.can_make_cards_for(request.user, row, found.place, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.void_batch(campaign=row, batch=batch, by=request.user, at=at),
        title=_("Take back the cards of batch %(n)d") % {"n": batch},
        caption=str(row),
        explanation=_("None of these cards opens anything any more. Codes people have already go on working."),
        submit=_("Take them back"),
        done=_("They are taken back."),
        is_grave=True,
        back=reverse("voices:campaign", args=[row.slug]),
    )


def _draft(request: SignedInRequest, slug: str, at: datetime) -> Campaign:
    row = campaign_or_404(request, slug, at)
    if not permissions.can_change_campaign(request.user, row, at):
        raise Http404
    return row
