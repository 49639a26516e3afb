"""Working on what was heard: gathering, publishing, answering, publishing numbers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.forms.people import ReasonForm
from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import numbers as number_actions
from portal.voices.actions import themes as actions
from portal.voices.enums.campaigns import CampaignState
from portal.voices.enums.moderation import Audience
from portal.voices.enums.themes import AnswerKind
from portal.voices.forms.moderation import NothingForm
from portal.voices.forms.themes import AnswerForm, ThemeForm
from portal.voices.models import Campaign, Theme
from portal.voices.models.resting import address_of, found
from portal.voices.permissions import themes as permissions
from portal.voices.queries.campaigns import find_campaign
from portal.voices.queries.numbers import countable
from portal.voices.queries.released import as_released
from portal.voices.queries.statements import label_of
from portal.voices.queries.themes import all_themes, find_theme, numbers_of, to_gather, verdicts
from portal.voices.views.acts import ACT, act, sent

A_PAGE = 25


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List every theme."""
    at = now()
    if not permissions.can_see_themes(request.user, at):
        raise Http404
    page = Paginator(all_themes(), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "voices/themes/list.html",
        {"page": page, "may_gather": permissions.can_gather(request.user, at)},
    )


@require_safe
@signed_in
def theme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one to those who work on it."""
    at = now()
    row = theme_or_404(request, pk, at)
    newest = next(iter(row.answers.all()), None)
    return render(
        request,
        "voices/themes/theme.html",
        {
            "theme": row,
            "answers": list(row.answers.all()),
            "verdicts": verdicts(newest) if newest else None,
            "rests_on": address_of(newest.rests_on_kind, newest.rests_on_key, at) if newest else None,
            "may_change": permissions.can_change_theme(request.user, row, at),
            "may_publish": permissions.can_publish_theme(request.user, row, at),
            "may_take_down": permissions.can_take_down(request.user, row, at),
            "may_answer": permissions.can_answer(request.user, row, at),
        },
    )


def theme_or_404(request: SignedInRequest, pk: int, at: Any) -> Theme:
    """Return a theme to those who work on themes."""
    row = find_theme(pk) if permissions.can_see_themes(request.user, at) else None
    if row is None:
        raise Http404
    return row


@ACT
@signed_in
def gather(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a theme of what was released in a campaign."""
    at = now()
    campaign = _campaign(request, slug, at)
    return _write(request, campaign, None, at)


@ACT
@signed_in
def rewrite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write a theme anew."""
    at = now()
    row = theme_or_404(request, pk, at)
    if not permissions.can_change_theme(request.user, row, at):
        raise Http404
    return _write(request, row.campaign, row, at)


def _write(request: SignedInRequest, campaign: Campaign, row: Theme | None, at: Any) -> HttpResponse:
    statements = to_gather(request.user, campaign, at)
    initial = (
        {
            "title": row.title,
            "text": row.text,
            "easy": row.easy,
            "topic": row.topic,
            "statements": [link.statement_id for link in row.links.all()],
        }
        if row
        else {}
    )
    form = ThemeForm(sent(request), statements=statements, initial=initial)
    said = {
        one.pk: "; ".join(line.text or label_of(line.choice) for line in as_released(one) if line.text or line.choice)
        for one in statements
    }
    form.fields["statements"].label_from_instance = lambda one: said.get(one.pk) or _("Nothing in words")  # type: ignore[attr-defined]
    made: list[Theme] = []
    back = reverse("voices:theme", args=[row.pk]) if row else reverse("voices:campaign", args=[campaign.slug])

    def write(data: dict[str, Any]) -> object:
        made.append(
            actions.write_theme(
                campaign=campaign,
                title=data["title"],
                text=data["text"],
                easy=data["easy"],
                topic=data["topic"],
                statements=list(data["statements"]),
                theme=row,
                by=request.user,
                at=at,
            )
        )
        return made[0]

    return act(
        request,
        form,
        write,
        title=_("What we heard"),
        caption=str(campaign),
        explanation=_("Put together what several people said, in your own words. Somebody else publishes it."),
        submit=_("Keep it"),
        done=_("The theme is kept. Somebody else has to publish it."),
        back=back,
        after=reverse("voices:themes"),
    )


@ACT
@signed_in
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Publish a theme somebody else wrote."""
    at = now()
    row = theme_or_404(request, pk, at)
    if not permissions.can_publish_theme(request.user, row, at):
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.publish_theme(theme=row, by=request.user, at=at),
        title=_("Publish what we heard"),
        caption=row.title,
        explanation=_("Everybody reads it. Is nobody known by it? From now on an answer is owed."),
        submit=_("Publish it"),
        done=_("It is published."),
        back=reverse("voices:theme", args=[row.pk]),
    )


@ACT
@signed_in
def take_down(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a theme down."""
    at = now()
    row = theme_or_404(request, pk, at)
    if not permissions.can_take_down(request.user, row, at):
        raise Http404
    return act(
        request,
        ReasonForm(sent(request)),
        lambda data: actions.take_down(theme=row, reason=data["reason"], by=request.user, at=at),
        title=_("Take it down"),
        caption=row.title,
        explanation=_("Nobody reads it any more, and it counts nowhere. Its history stays with those who work on it."),
        submit=_("Take it down"),
        done=_("It is taken down."),
        is_grave=True,
        back=reverse("voices:theme", args=[row.pk]),
    )


@ACT
@signed_in
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer a theme."""
    at = now()
    row = theme_or_404(request, pk, at)
    if not permissions.can_answer(request.user, row, at):
        raise Http404

    def give(data: dict[str, Any]) -> object:
        called = data["decision"].strip()
        key = found("decision", called) if called else None
        if called and key is None:
            raise Refused(
                _("There is no decision “%(number)s”. Look at its number in the register.") % {"number": called}
            )
        return actions.give_answer(
            theme=row,
            kind=AnswerKind(data["kind"]),
            text=data["text"],
            easy=data["easy"],
            by_when=data["by_when"],
            role=data["role"],
            rests_on_kind="decision" if key else "",
            rests_on_key=key,
            by=request.user,
            at=at,
        )

    return act(
        request,
        AnswerForm(sent(request)),
        give,
        title=_("Answer"),
        caption=row.title,
        explanation=_("Those who said it read your plain words, and are asked whether you got it right."),
        submit=_("Answer"),
        done=_("The answer is published."),
        back=reverse("voices:theme", args=[row.pk]),
    )


@require_safe
@signed_in
def numbers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show which tables of a campaign are published and which can be."""
    at = now()
    campaign = _campaign(request, slug, at)
    done = {(one.core, one.audience) for who in Audience.values for one in numbers_of(campaign, who)}
    rows = [
        {
            "core": core,
            "text": text,
            "public": (core, Audience.PUBLIC) in done,
            "members": (core, Audience.MEMBERS) in done,
        }
        for core, _kind, text in countable(campaign)
    ]
    is_closed = campaign.state == CampaignState.CLOSED
    return render(request, "voices/themes/numbers.html", {"campaign": campaign, "rows": rows, "is_closed": is_closed})


@ACT
@signed_in
def publish_numbers(request: SignedInRequest, slug: str, core: str, audience: str) -> HttpResponse:
    """Publish one table."""
    at = now()
    campaign = _campaign(request, slug, at)
    if audience not in (Audience.PUBLIC, Audience.MEMBERS) or core not in {key for key, _k, _t in countable(campaign)}:
        raise Http404
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: number_actions.publish_numbers(
            campaign=campaign, core=core, audience=Audience(audience), by=request.user, at=at
        ),
        title=_("Publish this table"),
        caption=str(campaign),
        explanation=_(
            "Once, and as it stands today. Small numbers are put together or left out by rule; nobody can change that."
        ),
        submit=_("Publish the table"),
        done=_("The table is published."),
        back=reverse("voices:numbers", args=[campaign.slug]),
    )


def _campaign(request: SignedInRequest, slug: str, at: Any) -> Campaign:
    campaign = find_campaign(slug) if permissions.can_gather(request.user, at) else None
    if campaign is None:
        raise Http404
    return campaign
