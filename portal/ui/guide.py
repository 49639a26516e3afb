"""Believable material for the style guide: every component in every state it has."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.charts import Bar, Dot, DotRow, Series, bar_chart, dot_chart, line_chart, small_multiples
from portal.ui.forms import Checkboxes, DateField, Radios, TimeField

STANCES = [
    ("agree", _("Agree")),
    ("reservations", _("Agree with reservations")),
    ("stand_aside", _("Stand aside")),
    ("block", _("Block")),
]


class GuideForm(forms.Form):
    """One field of each kind."""

    stance = forms.ChoiceField(
        label=_("Where do you stand?"),
        help_text=_("You can change this until the round closes."),
        choices=STANCES,
        widget=Radios(
            hints={"block": _("Only where the proposal would harm children or break our agreed purposes.")},
            reveals={"reservations": "reservations", "block": "block_reason"},
        ),
    )
    reservations = forms.CharField(
        label=_("What are your reservations?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
    block_reason = forms.CharField(
        label=_("What would have to change?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500, required=False
    )
    title = forms.CharField(label=_("Title"), help_text=_("Short and plain, as it will stand in the register."))
    text = forms.CharField(label=_("What you propose"), widget=forms.Textarea, max_length=2000)
    review_date = DateField(label=_("When should this be looked at again?"), help_text=_("For example, 27 3 2027"))
    starts = TimeField(label=_("Start"), help_text=_("For example, 2:30pm"))
    places = forms.IntegerField(label=_("How many places?"))
    region = forms.ChoiceField(label=_("Region"), choices=[("nw", _("North West")), ("ne", _("North East"))])
    heard = forms.MultipleChoiceField(
        label=_("Who was heard?"),
        choices=[("children", _("Children")), ("staff", _("Staff")), ("authorities", _("Local authorities"))],
        widget=Checkboxes(hints={"children": _("Through a campaign or at a visit.")}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    paper = forms.FileField(label=_("Paper"), help_text=_("PDF or Word, up to 10 MB."))
    read = forms.BooleanField(label=_("I have read the pack"))


class GuideFilter(forms.Form):
    """A short form for the filter panel."""

    mark_optional = False
    q = forms.CharField(label=_("Words"), required=False)
    board = forms.ChoiceField(
        label=_("Board"),
        required=False,
        choices=[("", _("All boards")), ("nw", _("North West")), ("ne", _("North East"))],
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), ("adopted", _("Adopted"))])


YEARS = ["2021", "2022", "2023", "2024", "2025"]


def charts() -> dict[str, Any]:
    """Return one chart of each kind; the figures are made up."""
    return {
        "bars": bar_chart(
            "Seaham placed more children near home than its neighbours",
            [
                Bar("Seaham", 71, highlight=True),
                Bar("Wearmouth and the Coast", 64),
                Bar("Tynebridge", 58),
                Bar("Allendale", None, "c (suppressed)"),
                Bar("Hexwater", 49),
            ],
            unit="per cent placed within 20 miles",
            head=("Authority", "Per cent"),
        ),
        "lines": line_chart(
            "Placements near home rose in four years out of five",
            YEARS,
            [
                Series("Seaham", [58, 61, 60, 66, 71]),
                Series("Neighbours", [55, 55, 57, 58, 59]),
                Series("England", [56, None, 56, 55, 57]),
            ],
            unit="per cent",
        ),
        "dots": dot_chart(
            "Living together improved most between the two reviews",
            ["2025", "2026"],
            [
                DotRow("Understanding each child", [Dot(55), Dot(64)]),
                DotRow("Living together", [Dot(38), Dot(71)]),
                DotRow("Coming, staying and leaving, as young people tell it", [Dot(60), Dot(56)]),
            ],
            unit="per cent of the standards met",
        ),
        "multiples": small_multiples(
            [
                ("Seaham", [Series("Rate", [58, 61, 60, 66, 71])]),
                ("Tynebridge", [Series("Rate", [50, 52, 55, 54, 58])]),
                ("Hexwater", [Series("Rate", [47, 46, None, 48, 49])]),
            ],
            YEARS,
            unit="per 10,000",
        ),
    }


def material(*, with_errors: bool) -> dict[str, Any]:
    """Return everything the guide shows."""
    return {
        "guide_form": GuideForm({"stance": "block", "review_date-day": "27"}) if with_errors else GuideForm(),
        "filter_form": GuideFilter(),
        "charts": charts(),
        "today": date(2026, 11, 22),
        "events": [
            {
                "title": "Version 3 written",
                "by": "Amara Osei",
                "at": datetime(2026, 11, 20, 14, 30, tzinfo=UTC),
                "reason": "Takes up the concern of the staff seat about night cover.",
                "changes": [
                    {
                        "label": "Clause 2",
                        "ops": [
                            ("same", "Every home keeps "),
                            ("deleted", "one worker"),
                            ("inserted", "two workers"),
                            ("same", " awake at night."),
                        ],
                    },
                    {"label": "Review date", "old": "1 March 2027", "new": "1 September 2027"},
                ],
                "key": True,
            },
            {"title": "Concern raised", "by": "Tom Reilly", "at": datetime(2026, 11, 12, 9, 0, tzinfo=UTC)},
            {"title": "Draft begun", "by": "Amara Osei", "at": datetime(2026, 11, 3, 12, 0, tzinfo=UTC)},
        ],
        "ops": [
            ("same", "A child may "),
            ("deleted", "ask to "),
            ("same", "see what is written about them"),
            ("inserted", ", and is helped to understand it"),
            ("same", "."),
        ],
        "seats": [
            {"name": "Amara Osei", "here": True},
            {"name": "Tom Reilly", "here": True},
            {"name": "Gwen Parry", "here": False},
            {"name": "Idris Khan", "recused": True},
        ],
        "month_events": [
            {"date": date(2026, 11, 5), "text": "Board", "href": "#month"},
            {"date": date(2026, 11, 18), "until": date(2026, 11, 19), "text": "Visit", "href": "#month"},
            {"date": date(2026, 11, 26), "text": "Offer", "name": "day", "value": "2026-11-26", "pressed": False},
        ],
    }
