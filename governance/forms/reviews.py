"""Reporting in a review, answering what was left open, proposing what becomes of a decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.enums.reviews import Effect
from governance.forms.urgents import why
from portal.ui.forms import DateField, Radios

EFFECT_HINTS: dict[str, Any] = {
    Effect.CONTINUE: _("Asks for the report first, and an answer to everything that was left unresolved."),
    Effect.SUPERSEDE: _("The draft begins with the text as it stands. The new decision takes its place."),
    Effect.RESCIND: _("It holds no longer once the board has agreed."),
}


class ReportForm(forms.Form):
    """What was found."""

    found = why(
        _("What was found?"),
        _("Against how success was to be judged. When the review is over it is as public as the decision: no names."),
        _("Say what was found"),
    )


class AnswerForm(forms.Form):
    """The answer to something left unresolved."""

    answer = why(
        _("Your answer"),
        _("What became of it since, or what will be done now. It is read by whoever reads the decision."),
        _("Write the answer"),
    )


class EffectForm(forms.Form):
    """What is proposed to become of a decision."""

    effect = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=Effect.choices,
        widget=Radios(hints=EFFECT_HINTS, reveals={Effect.CONTINUE.value: "next_review_on"}),
        error_messages={"required": _("Choose what you propose")},
    )
    next_review_on = DateField(label=_("To be reviewed again on"), required=False)
    reason = why(_("Why?"), _("It becomes the summary of the draft, which you can still change."), _("Say why"))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["effect", "next_review_on", "reason"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, effects: Sequence[Effect], next_review_on: date
    ) -> None:
        super().__init__(data, initial={"token": uuid4(), "next_review_on": next_review_on})
        self.fields["effect"].choices = [(one.value, one.label) for one in effects]  # type: ignore[attr-defined]

    def proposed(self) -> dict[str, Any]:
        """Return what the action is given."""
        cleaned = self.cleaned_data
        effect = Effect(cleaned["effect"])
        return {
            "effect": effect,
            "reason": cleaned["reason"],
            "next_review_on": cleaned["next_review_on"] if effect is Effect.CONTINUE else None,
            "token": cleaned["token"],
        }
