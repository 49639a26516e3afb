"""The form renderer, and what Django lacks: choices with reasons, dates in boxes, times as people write them."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class PortalRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` and ``{{ field.as_field_group }}`` with the portal's components."""

    form_template_name = "ui/form_fields.html"
    field_template_name = "ui/field.html"


class Radios(forms.RadioSelect):
    """Radios with a hint each, and other fields of the form that appear beneath a choice.

    ``reveals={"block": "block_reason"}`` draws the field ``block_reason`` inside the choice ``block``; the form still
    decides whether it is needed. Without script every revealed field is simply visible.
    """

    def __init__(
        self,
        *args: Any,
        hints: Mapping[str, Any] | None = None,
        reveals: Mapping[str, str] | None = None,
        dividers: Mapping[str, Any] | None = None,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}
        self.reveals = reveals or {}
        self.dividers = dividers or {}
        self.inline = inline


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes with the same extras as ``Radios``."""

    def __init__(
        self,
        *args: Any,
        hints: Mapping[str, Any] | None = None,
        reveals: Mapping[str, str] | None = None,
        dividers: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = hints or {}
        self.reveals = reveals or {}
        self.dividers = dividers or {}
        self.inline = False


class DateBoxes(forms.DateInput):
    """Day, month and year in three boxes; what was typed comes back exactly, however odd."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        typed = [str(data.get(f"{name}-{part}") or "").strip() for part in ("day", "month", "year")]
        if any(typed):
            return "-".join(box.replace("-", " ") for box in typed)
        return data.get(name) or None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{part}" in data for part in ("day", "month", "year"))

    def boxes(self, value: object) -> dict[str, str]:
        """Return what stands in each box for a date, for something typed, or for nothing."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        day, month, year = [*str(value or "").split("-"), "", "", ""][:3]
        return {"day": day, "month": month, "year": year}


MONTHS = {calendar.month_name[number].lower()[:3]: number for number in range(1, 13)}
MISSING = {
    "day": _("The date must include a day"),
    "month": _("The date must include a month"),
    "year": _("The date must include a year"),
}


class DateField(forms.DateField):
    """A date typed in three boxes; months may be written as words, years with four figures only."""

    widget = DateBoxes

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        text = str(value)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return super().to_python(text)
        typed = DateBoxes().boxes(text)
        missing = [part for part, box in typed.items() if not box]
        if missing:
            raise ValidationError(MISSING[missing[0]], code=f"missing_{missing[0]}")
        month = MONTHS.get(typed["month"].lower()[:3], typed["month"])
        try:
            if len(typed["year"]) != 4:
                raise ValueError(typed["year"])
            return date(int(typed["year"]), int(month), int(typed["day"]))
        except ValueError as error:
            raise ValidationError(_("Enter a real date, such as 27 3 2027"), code="unreal") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?m?\.?", re.IGNORECASE)


class TimeField(forms.CharField):
    """A time of day as people write it: 2:30pm, 2pm, 14:30, 14.30, midday."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value if not isinstance(value, time) else value.strftime("%H:%M"))
        if not typed:
            return None
        words = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}
        match = TIME.fullmatch(words.get(typed.lower(), typed))
        if not match:
            raise ValidationError(_("Enter a time, such as 2:30pm or 14:30"), code="unreal")
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half and not 1 <= hour <= 12:
            raise ValidationError(_("Enter a time, such as 2:30pm or 14:30"), code="unreal")
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return time(hour, minute)
        except ValueError as error:
            raise ValidationError(_("Enter a time, such as 2:30pm or 14:30"), code="unreal") from error
