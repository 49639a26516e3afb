"""Asking a constituency, and answering."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.models import Proposal, SoundingAnswer, SoundingOption
from portal.ui.forms import DateField, Radios

LONGEST = 2000
# A day that is named lasts until its evening.
EVENING = time(20)


class AskForm(forms.Form):
    """A question to one's constituency."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One question, in words everybody understands. It cannot be changed once it is asked."),
    )
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, at most eight. Leave it empty to let them answer in their own words."),
    )
    about = forms.TypedChoiceField(
        label=_("Is it about a proposal?"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Only open proposals, which your members can read."),
    )
    closes_on = DateField(label=_("Answers until"), help_text=_("Until 8pm on that day."))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proposals: Iterable[Proposal], closes_on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4(), "closes_on": closes_on, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["about"])
        self.proposals = {proposal.pk: proposal for proposal in proposals}
        field.choices = [("", _("No")), *((pk, str(proposal)) for pk, proposal in self.proposals.items())]

    def asked(self) -> dict[str, Any]:
        """Return what the action is given."""
        data = self.cleaned_data
        return {
            "question": data["question"],
            "options": data["options"].splitlines(),
            "closes_at": timezone.make_aware(datetime.combine(data["closes_on"], EVENING)),
            "about": self.proposals.get(data["about"]),
            "token": data["token"],
        }


class AnswerForm(forms.Form):
    """A member's answer."""

    mark_optional = False

    text = forms.CharField(
        label=_("Your answer"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    named = forms.TypedChoiceField(
        label=_("May your words be shown with your name?"),
        choices=[("no", _("No, without my name")), ("yes", _("Yes, with my name"))],
        coerce=lambda said: said == "yes",
        widget=Radios,
        initial="no",
        help_text=_("Without your name they are shown only if at least five people answer."),
    )

    def __init__(
        self, *args: Any, options: Sequence[SoundingOption], answer: SoundingAnswer | None, **kwargs: Any
    ) -> None:
        if answer is not None:
            kwargs["initial"] = {
                "option": answer.option_id,
                "text": answer.text,
                "named": "yes" if answer.named else "no",
            }
        super().__init__(*args, **kwargs)
        self.options = {option.pk: option for option in options}
        if options:
            self.fields["option"] = forms.TypedChoiceField(
                label=_("Your answer"),
                choices=[(option.pk, option.text) for option in options],
                coerce=int,
                widget=Radios,
                error_messages={"required": _("Choose one of the answers")},
            )
            self.fields["text"].label = _("Anything you want to add")
            self.order_fields(["option", "text", "named"])
        else:
            self.fields["text"].required = True

    def said(self) -> dict[str, Any]:
        """Return what the action is given."""
        data = self.cleaned_data
        chosen = data.get("option")
        return {"option": self.options[chosen] if chosen else None, "text": data["text"], "named": data["named"]}
