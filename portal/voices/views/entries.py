"""Typing in what somebody said on paper or on the telephone; marked as typed by somebody, and with a code for them."""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions.statements import card_of, open_with_card, send
from portal.voices.domain.codes import WORDS_ON_A_CARD
from portal.voices.domain.questions import FILES, choices_of
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.statements import EntryMode, HelperKind, Privacy
from portal.voices.forms.entries import AnswersForm, WhoForm
from portal.voices.forms.young import CodeForm
from portal.voices.models import Invite, Question
from portal.voices.permissions.campaigns import can_type_in, can_type_in_card
from portal.voices.queries.campaigns import asked_in, offered_bands, questions_of
from portal.voices.queries.statements import label_of
from portal.voices.views.acts import ACT
from portal.voices.views.receipts import opened, sealed


@ACT
@signed_in
@never_cache
@sensitive_post_parameters()
def entry(request: SignedInRequest) -> HttpResponse:
    """Ask for the card, then for who and what at once, then show the code for the person."""
    at = now()
    if not can_type_in(request.user, at):
        raise Http404
    if request.method != "POST":
        return _page(request, CodeForm(words=WORDS_ON_A_CARD))
    carried = opened(request.POST.get("carried", ""))
    card = _card(request, str(carried.get("card", ""))) if carried else None
    if card is None:
        return _begin(request)
    who = WhoForm(request.POST, bands=offered_bands(card.campaign))
    band = request.POST.get("band", "")
    version = questions_of(card.campaign, band) if band in AgeBand.values else None
    questions = [one for one in asked_in(version) if one.kind not in FILES] if version else []
    said = AnswersForm(request.POST, questions=[(one, _choices(one)) for one in questions])
    if request.POST.get("go") != "send" or not (who.is_valid() and said.is_valid()):
        is_first = request.POST.get("go") != "send"
        return _page(request, who, carried=carried, said=said if questions else None, first=is_first)
    data = who.cleaned_data
    try:
        made = open_with_card(
            code=str(carried["card"]),
            band=AgeBand(data["band"]),
            privacy=Privacy(data["privacy"]),
            name=data["name"],
            helper=HelperKind(data["helper"]),
            helper_works_here=data["works_here"],
            entry=EntryMode(data["entry"]),
            by=request.user,
            at=at,
        )
        send(statement=made.statement, answers=said.answers(), at=at)
    except Refused as refused:
        who.add_error(None, str(refused))
        return _page(request, who, carried=carried, said=said)
    return render(request, "voices/entries/done.html", {"code": made.receipt})


def _begin(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(request.POST, words=WORDS_ON_A_CARD)
    card = _card(request, form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid() and card is None:
        form.add_error("code", _("This card opens nothing now, or it is for a home of your own organisation."))
    if card is None:
        return _page(request, form)
    who = WhoForm(bands=offered_bands(card.campaign))
    return _page(request, who, carried={"card": form.cleaned_data["code"]}, first=True)


def _card(request: SignedInRequest, code: str) -> Invite | None:
    card = card_of(code, now())
    return card if card is not None and can_type_in_card(request.user, card, now()) else None


def _choices(question: Question) -> list[tuple[str, str]]:
    return [(value, label_of(value)) for value in choices_of(question.kind)]


def _page(
    request: SignedInRequest,
    form: BaseForm,
    *,
    carried: dict[str, Any] | None = None,
    said: AnswersForm | None = None,
    first: bool = False,
) -> HttpResponse:
    words = {"form": form, "said": said, "carried": sealed(carried) if carried else "", "kinds": QuestionKind}
    bound = form.is_bound and not first
    return render(request, "voices/entries/entry.html", words, status=422 if bound else 200)
