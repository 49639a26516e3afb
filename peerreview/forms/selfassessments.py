"""What the workbook's pages send: answers as they are, words of young people, why they were not heard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.domain.selfassessments import Answer, Save
from peerreview.enums.selfassessments import HowHeard, Score
from peerreview.models import Standard
from portal.identifying import codes_in, may_identify
from portal.people.forms.fields import ReasonField
from portal.ui.forms import DateField, Radios


class AnswerForm(forms.Form):
    """One answer with what the page had read. Nothing is required: it is saved first and counted later."""

    mark_optional = False
    score = forms.ChoiceField(
        label=_("How far is it met?"),
        required=False,
        choices=Score.choices,
        widget=Radios(reveals={Score.NOT_APPLICABLE: "reason"}),
    )
    reason = forms.CharField(
        label=_("Why does it not apply?"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    commentary = forms.CharField(
        label=_("How do you know?"),
        help_text=_("What would somebody see or hear? Do not name a child or say who they are."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    writer = forms.RegexField(r"^[0-9a-f]{16,32}$", widget=forms.HiddenInput)
    seq = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @property
    def answer(self) -> Answer:
        """Return the answer; line ends as browsers send them are made one sort, or every save would be a change."""
        data = self.cleaned_data
        texts = {name: data[name].replace("\r\n", "\n") for name in ("commentary", "reason")}
        return Answer(score=data["score"], **texts)

    @property
    def save_(self) -> Save:
        """Return what the merge rule takes."""
        data = self.cleaned_data
        return Save(self.answer, data["base"] or 0, data["writer"], data["seq"])


class WordsForm(forms.Form):
    """What young people said, by who listened to them."""

    how = forms.ChoiceField(label=_("How were they heard?"), choices=HowHeard.choices, widget=forms.RadioSelect)
    heard_on = DateField(label=_("When?"))
    text = forms.CharField(
        label=_("What did they say?"),
        help_text=_("In their words. No names, initials, ages or anything that only one young person could have said."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    consent = forms.CharField(
        label=_("How did they agree that this is used?"),
        help_text=_("For example: asked at the end of the meeting, all five said yes. They can change their minds."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    standard = forms.ModelChoiceField(
        label=_("Is it about one standard?"),
        queryset=Standard.objects.none(),
        required=False,
        empty_label=_("No, about life here as a whole"),
    )
    read_again = forms.BooleanField(
        label=_("I have read it again, and nobody can be recognised from it"),
        required=False,
    )

    def __init__(self, *args: Any, standards: list[Standard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standard"].queryset = (  # type: ignore[attr-defined]
            Standard.objects.filter(pk__in=[one.pk for one in standards]).order_by("order")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse codes; point out what may be a name until somebody says that it is none."""
        data = super().clean() or {}
        text = data.get("text", "")
        if codes := codes_in(text):
            self.add_error("text", _("Take out “%(word)s”: it looks like a code.") % {"word": codes[0]})
        elif not data.get("read_again"):
            words = may_identify(text)
            told = _("Look again at: %(words)s. Then tick that nobody can be recognised.")
            plain = _("Tick that nobody can be recognised from it.")
            self.add_error("read_again", told % {"words": ", ".join(words[:12])} if words else plain)
        return data


class NotHeardForm(forms.Form):
    """Why young people were not heard."""

    reason = ReasonField(
        label=_("Why were young people not heard?"),
        help_text=_("The team reads it. It stands in place of their words until there are some."),
    )
