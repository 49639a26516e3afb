"""Which day, who was there, and a session of the timetable."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.actions.timetables import Part
from peerreview.domain.visits import DayCount
from peerreview.enums.visits import Coming, SessionKind
from peerreview.models import TeamSeat, TimetableSession
from peerreview.queries.visits import DayChoice
from portal.ui.forms import Checkboxes, Radios, TimeField
from portal.ui.templatetags.dates import weekday

THERE, MISSING = "there", "missing"


class DaysForm(forms.Form):
    """Whether somebody can come, day by day."""

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {f"day_{day:%Y%m%d}": day for day in days}
        for name, day in self.asked.items():
            self.fields[name] = forms.ChoiceField(
                label=weekday(day),
                choices=Coming.choices,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether you can come on %(day)s") % {"day": weekday(day)}},
            )
        self.fields["note"] = forms.CharField(
            label=_("Anything the lead should know?"),
            help_text=_("Your team and who runs the review read it. For example: not before eleven."),
            max_length=200,
            required=False,
        )

    def coming(self) -> dict[date, Coming]:
        """Return what was said, by day."""
        return {day: Coming(self.cleaned_data[name]) for name, day in self.asked.items()}


class FixDayForm(forms.Form):
    """One of the days that are held, with how many can come and who cannot; for who runs the review, what then."""

    day = forms.TypedChoiceField(label=_("Which day?"))
    instead = forms.CharField(
        label=_("If somebody cannot come, or has not said: why is it this day all the same?"),
        help_text=_(
            "Their seats open again with this reason. Leave it empty to fix a day on which everybody can come."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, choices: Iterable[DayChoice], opens_seats: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {one.day.isoformat(): one for one in choices}
        hints = {key: who_not(one) for key, one in found.items()}
        self.fields["day"].widget = Radios(hints={key: words for key, words in hints.items() if words})
        labels = [(key, f"{weekday(one.day)}: {told(one.count)}") for key, one in found.items()]
        self.fields["day"].choices = labels  # type: ignore[attr-defined]
        self.fields["day"].coerce = lambda key: found[key].day  # type: ignore[attr-defined]
        if not opens_seats:
            del self.fields["instead"]


def told(count: DayCount) -> str:
    """Say what the team says of a day."""
    words = [
        _("%(n)d can") % {"n": count.can} if count.can else "",
        _("%(n)d if it has to be") % {"n": count.if_needed} if count.if_needed else "",
        _("%(n)d cannot") % {"n": count.cannot} if count.cannot else "",
        _("%(n)d not said yet") % {"n": count.silent} if count.silent else "",
    ]
    return ", ".join(str(one) for one in words if one)


def who_not(choice: DayChoice) -> str:
    """Name who cannot come on a day, and who has not said."""
    words = [
        _("Cannot come: %(names)s.") % {"names": ", ".join(choice.cannot)} if choice.cannot else "",
        _("Not said yet: %(names)s.") % {"names": ", ".join(choice.silent)} if choice.silent else "",
    ]
    return " ".join(str(one) for one in words if one)


class AttendanceForm(forms.Form):
    """Everybody on the team was there, or a reason is given."""

    def __init__(self, *args: Any, seats: Iterable[TeamSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = [seat for seat in seats if seat.person]
        for seat in self.seats:
            why = f"why_{seat.number}"
            self.fields[f"seat_{seat.number}"] = forms.ChoiceField(
                label=f"{seat.person}, {seat.get_role_display()}",
                choices=[(THERE, _("Was there")), (MISSING, _("Was not there"))],
                widget=Radios(reveals={MISSING: why}),
                error_messages={"required": _("Say whether %(person)s was there") % {"person": seat.person}},
            )
            self.fields[why] = forms.CharField(label=_("Why not?"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of everybody who was not there."""
        data: dict[str, Any] = super().clean() or {}
        for seat in self.seats:
            if data.get(f"seat_{seat.number}") == MISSING and not data.get(f"why_{seat.number}", "").strip():
                self.add_error(f"why_{seat.number}", _("Say why %(person)s was not there") % {"person": seat.person})
        return data

    def missing(self) -> dict[int, str]:
        """Return the reasons by the numbers of the seats of those who were not there."""
        return {
            seat.number: self.cleaned_data[f"why_{seat.number}"]
            for seat in self.seats
            if self.cleaned_data[f"seat_{seat.number}"] == MISSING
        }


class SessionForm(forms.Form):
    """One session: what, when, where, with whom."""

    kind = forms.ChoiceField(label=_("What happens?"), choices=SessionKind.choices)
    starts = TimeField(label=_("Starts"), help_text=_("For example 1:30pm"))
    ends = TimeField(label=_("Ends"), help_text=_("For example 4pm"))
    place = forms.CharField(label=_("Where?"), max_length=80, required=False)
    seats = forms.TypedMultipleChoiceField(label=_("Who of the team is there?"), coerce=int, widget=Checkboxes)
    leaders_present = forms.BooleanField(
        label=_("Leaders of the service are there"),
        required=False,
        help_text=_("Never where young people or staff speak for themselves."),
    )

    def __init__(self, *args: Any, team: Iterable[TeamSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(seat.number, f"{seat.person}, {seat.get_role_display()}") for seat in team if seat.person]
        self.fields["seats"].choices = choices  # type: ignore[attr-defined]

    def part(self) -> Part:
        """Return what was asked for."""
        data = self.cleaned_data
        return Part(
            kind=SessionKind(data["kind"]),
            starts=data["starts"],
            ends=data["ends"],
            place=data["place"],
            leaders_present=data["leaders_present"],
            seats=frozenset(data["seats"]),
        )


def of_session(session: TimetableSession, seats: Iterable[int]) -> dict[str, Any]:
    """Return what the form shows of a session that is there."""
    names = ("kind", "starts", "ends", "place", "leaders_present")
    return {**{name: getattr(session, name) for name in names}, "seats": list(seats)}
