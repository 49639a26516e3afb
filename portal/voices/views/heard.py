"""What you said, what we did: for everybody."""

import csv
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.models.periods import day_of
from portal.people.requests import now
from portal.ui.cells import without_formulas
from portal.voices.enums.campaigns import AgeBand, Speaker
from portal.voices.forms.themes import FilterForm
from portal.voices.models.resting import address_of
from portal.voices.queries.statements import label_of
from portal.voices.queries.themes import (
    as_heard,
    narrowed,
    overdue_count,
    published,
    tables_for,
    verdicts,
    wall_choices,
)

A_PAGE, A_FEED = 20, 30


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Show what was heard and answered, narrowed as somebody likes, in plain words if they like."""
    at = now()
    campaigns, topics, years = wall_choices()
    form = FilterForm(request.GET, campaigns=campaigns, topics=topics, years=years)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    year = int(chosen["year"]) if chosen.get("year") else None
    rows = narrowed(
        published(), **{**{key: chosen.get(key, "") for key in ("speaker", "kind", "campaign", "topic")}, "year": year}
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    response = render(
        request,
        "voices/heard/wall.html",
        {
            "form": form,
            "page": page,
            "rows": [as_heard(theme, day_of(at)) for theme in page],
            "overdue": overdue_count(at),
            "easy": request.GET.get("words") == "plain",
            "chosen": {key: value for key, value in chosen.items() if value},
        },
    )
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one, with every answer that was given and the numbers of its campaign."""
    at = now()
    found = published().filter(pk=pk).first()
    if found is None:
        raise Http404
    row = as_heard(found, day_of(at))
    response = render(
        request,
        "voices/heard/theme.html",
        {
            "row": row,
            "verdicts": verdicts(row.answer) if row.answer else None,
            "rests_on": address_of(row.answer.rests_on_kind, row.answer.rests_on_key, at) if row.answer else None,
            "tables": [
                drawn
                for one in tables_for(found.campaign, request.user, at)
                if (drawn := _drawn(one.table, staff=found.speaker == Speaker.STAFF))["rows"]
            ],
            "easy": request.GET.get("words") == "plain",
        },
    )
    response["Referrer-Policy"] = "same-origin"
    return response


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Give the wall as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="what-you-said.csv"'
    writer = csv.writer(response)
    writer.writerow(
        [
            "theme",
            "asked",
            "who",
            "heard",
            "published",
            "answer due",
            "answer",
            "what and why",
            "by when",
            "who answers",
        ]
    )
    day = day_of(now())
    for one in published():
        row = as_heard(one, day)
        answer = row.answer
        writer.writerow(
            [
                one.pk,
                without_formulas(one.campaign.title),
                one.get_speaker_display(),
                without_formulas(one.title),
                _day(timezone.localdate(one.published_at) if one.published_at else None),
                _day(one.answer_due),
                answer.get_kind_display() if answer else "",
                without_formulas(answer.text) if answer else "",
                _day(answer.by_when) if answer else "",
                without_formulas(answer.role) if answer else "",
            ]
        )
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest themes and answers as an Atom feed, the same to everybody."""
    address = request.build_absolute_uri(reverse("voices:heard"))
    news = Atom1Feed(
        title=_("What you said, what we did"),
        link=address,
        description=_("What young people and staff said, put together, and what became of it."),
        feed_url=request.build_absolute_uri(),
        feed_guid=address,
    )
    day = day_of(now())
    for one in published()[:A_FEED]:
        row = as_heard(one, day)
        link = request.build_absolute_uri(reverse("voices:heard_theme", args=[one.pk]))
        said = row.answer
        news.add_item(
            title=f"{one.title}: {said.get_kind_display()}" if said else one.title,
            link=link,
            description=said.easy if said else one.easy,
            unique_id=f"{link}#{said.n if said else 0}",
            pubdate=one.published_at,
            updateddate=said.given_at if said else one.published_at,
        )
    return HttpResponse(news.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _drawn(stored: dict[str, Any], *, staff: bool) -> dict[str, Any]:
    """Return a published table in words: young people's beside what they said, staff's beside theirs."""
    rows = [one for one in stored["rows"] if (one["label"] == AgeBand.STAFF) == staff]
    told = rows if staff else [*rows, stored["total"]]
    shown = [_row(one) for one in told if one["n"] is not None]
    return {"question": stored["question"], "rows": shown, "withheld": sum(one["n"] is None for one in rows)}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    parts = [
        {
            "words": ", ".join(label_of(value) for value in part["values"]),
            "count": part["count"],
            "share": round(100 * part["count"] / row["n"]),
        }
        for part in row["parts"]
    ]
    return {"label": row["label"], "n": row["n"], "parts": parts}
