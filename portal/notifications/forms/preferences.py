"""How one wants to hear of each group of events."""

from typing import Any

from django import forms

from portal.notifications.enums import Choice
from portal.notifications.queries.preferences import choices_of
from portal.notifications.registry import EVENTS, GROUPS
from portal.people.models import User
from portal.ui.forms import Radios


class PreferencesForm(forms.Form):
    """One question for each group that has events."""

    mark_optional = False

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = choices_of(person)
        used = {event.group for event in EVENTS.values()}
        for key, group in GROUPS.items():
            if key in used:
                self.fields[key] = forms.ChoiceField(
                    label=str(group.label),
                    help_text=str(group.hint),
                    choices=Choice.choices,
                    initial=chosen[key].value,
                    widget=Radios(inline=False),
                )

    def choices(self) -> dict[str, Choice]:
        """Return what was chosen, by group."""
        return {key: Choice(value) for key, value in self.cleaned_data.items()}
