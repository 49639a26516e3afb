"""Who was at a meeting, seat by seat."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.domain.attendance import Interval
from governance.enums.attendance import AttendanceKind
from governance.models import Meeting
from governance.queries.attendance import Line
from portal.people.forms.fields import ReasonField
from portal.ui.forms import Radios, TimeField

APART = re.compile(r"\s*[,;]\s*")
UNTIL = re.compile(r"\s*(?:\bto\b|\buntil\b|–|-)\s*", re.IGNORECASE)


class TimesField(forms.CharField):
    """From when until when somebody was there, as people write it: ``1:30pm to 2:15pm, 3pm to 4pm``."""

    def __init__(self, *, meeting: Meeting, **options: Any) -> None:
        self.day = meeting.held_on
        super().__init__(required=False, max_length=120, **options)

    def prepare_value(self, value: Any) -> Any:
        """Write times as people read them; what somebody typed stays as it is."""
        if isinstance(value, str) or value is None:
            return value
        return ", ".join(f"{_clock(joined)} to {_clock(left)}" for joined, left in value)

    def clean(self, value: Any) -> Any:
        """Return pairs of moments on the meeting's day."""
        typed = super().clean(self.prepare_value(value)).strip(" .,;")
        return tuple(self._pair(part) for part in APART.split(typed)) if typed else ()

    def _pair(self, part: str) -> Interval:
        ends = UNTIL.split(part)
        if len(ends) != 2:
            raise forms.ValidationError(
                _("Write from when until when, such as 1:30pm to 2:15pm; put a comma between two times."), code="unreal"
            )
        joined, left = (datetime.combine(self.day, TimeField().clean(end)) for end in ends)
        return timezone.make_aware(joined), timezone.make_aware(left)


class AttendanceForm(forms.Form):
    """A choice for every seat, times where somebody was not there throughout; a reason once it was recorded."""

    def __init__(self, *args: Any, meeting: Meeting, lines: Sequence[Line], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = [line.expected.seat.pk for line in lines]
        for line in lines:
            one = line.expected
            self.fields[f"kind_{one.seat.pk}"] = forms.ChoiceField(
                label=f"{one.person.name}, {one.constituency.name}",
                choices=_choices(line),
                widget=Radios(inline=True),
                initial=line.kind,
            )
            self.fields[f"times_{one.seat.pk}"] = TimesField(
                meeting=meeting,
                label=_("When %(person)s was there, if not throughout") % {"person": one.person.name},
                initial=line.times or None,
            )
        if any(line.attendance for line in lines):
            self.fields["reason"] = ReasonField(
                label=_("Why the record is corrected"), required=False, help_text=_("Needed if you change anything.")
            )

    def marked(self) -> dict[int, tuple[AttendanceKind, tuple[Interval, ...]]]:
        """Return what was said of each seat."""
        data = self.cleaned_data
        return {pk: (AttendanceKind(data[f"kind_{pk}"]), data[f"times_{pk}"]) for pk in self.seats}


def _choices(line: Line) -> list[tuple[str, Any]]:
    kinds = [kind for kind in AttendanceKind if kind != AttendanceKind.ALTERNATE or line.expected.alternate]
    words = {AttendanceKind.ALTERNATE: _("%(person)s stood in") % {"person": line.expected.alternate}}
    return [(kind.value, words.get(kind, kind.label)) for kind in kinds]


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M")
