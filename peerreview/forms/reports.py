"""What is written in a report and said of it: judgements, summaries, recommendations, agreement, comments, answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.domain.judgements import Judgement
from peerreview.domain.reports import SMART
from peerreview.enums.reports import CommentOutcome, SeatStance, Strength
from peerreview.forms.selfassessments import AnswerForm
from peerreview.models import Recommendation, Standard
from portal.people.forms.fields import ReasonField
from portal.ui.forms import Checkboxes, Radios


class JudgementForm(AnswerForm):
    """One judgement with what the page had read. Nothing is required: it is saved first and counted later."""

    difference = forms.CharField(
        label=_("Why do you score it differently from the service?"),
        help_text=_("Only where you do. A difference is where a talk begins."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("score", "reason", "commentary", "difference", "base", "writer", "seq")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commentary"].label = _("What did the team see and hear?")

    @property
    def answer(self) -> Judgement:
        """Return the judgement; line ends are made one sort."""
        data = self.cleaned_data
        texts = {name: data[name].replace("\r\n", "\n") for name in ("commentary", "reason", "difference")}
        return Judgement(score=data["score"], **texts)


class SummariesForm(forms.Form):
    """The summary of a report, and the one for young people."""

    mark_optional = False
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("A blank line begins a new paragraph. Nobody is named."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    plain_summary = forms.CharField(
        label=_("Summary for young people"),
        help_text=_("In plain words: what the visitors liked, what should change, and what happens next."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AchievementForm(forms.Form):
    """Something that is done well."""

    text = forms.CharField(
        label=_("What is done well?"),
        help_text=_("One thing, as somebody could see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)


class RecommendationForm(forms.Form):
    """One recommendation in its five fields."""

    strength = forms.ChoiceField(label=_("How much does it ask?"), choices=Strength.choices, widget=forms.RadioSelect)
    specific = forms.CharField(label=_("What is to be done? (specific)"), widget=forms.Textarea(attrs={"rows": 3}))
    measurable = forms.CharField(
        label=_("How is it seen that it is done? (measurable)"), widget=forms.Textarea(attrs={"rows": 2})
    )
    attainable = forms.CharField(
        label=_("Why can this service do it? (attainable)"), widget=forms.Textarea(attrs={"rows": 2})
    )
    relevant = forms.CharField(
        label=_("Why does it matter to the people who live there? (relevant)"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    timely = forms.CharField(label=_("By when? (timely)"), max_length=200)
    standards = forms.ModelMultipleChoiceField(
        label=_("Which standards does it rest on?"), queryset=Standard.objects.none(), widget=Checkboxes
    )
    carried_from = forms.ModelChoiceField(
        label=_("Does it carry on a recommendation of last time?"),
        queryset=Recommendation.objects.none(),
        required=False,
        empty_label=_("No, it is new"),
    )
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, standards: Sequence[Standard], earlier: Sequence[Recommendation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered: Mapping[str, Any] = {
            "standards": Standard.objects.filter(pk__in=[one.pk for one in standards]).order_by("order"),
            "carried_from": Recommendation.objects.filter(pk__in=[one.pk for one in earlier]),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["carried_from"]

    @property
    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "strength": Strength(data["strength"]),
            "fields": {name: data[name] for name in SMART},
            "standards": list(data["standards"]),
            "carried_from": data.get("carried_from"),
        }


class TakeOutForm(forms.Form):
    """Why something is taken out of the report."""

    reason = ReasonField(label=_("Why is it taken out?"))


class SayForm(forms.Form):
    """What somebody of the team says of the draft."""

    stance = forms.ChoiceField(
        label=_("What do you say of this draft?"),
        choices=SeatStance.choices,
        widget=Radios(reveals={SeatStance.DISSENTS: "text"}),
    )
    text = forms.CharField(
        label=_("What do you not agree with?"),
        help_text=_("It stands in the report as it is written, beside your seat and without your name."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask a dissent for its words."""
        data = super().clean() or {}
        if data.get("stance") == SeatStance.DISSENTS and not data.get("text", "").strip():
            self.add_error("text", _("Say what you do not agree with."))
        return data


class AgainForm(forms.Form):
    """Why the service is asked a second time."""

    reason = ReasonField(label=_("Why is the service asked a second time?"))


class CommentForm(forms.Form):
    """What is not accurate, and where."""

    paragraph = forms.IntegerField(label=_("Number of the paragraph"), min_value=1)
    statement = forms.CharField(
        label=_("What is not accurate?"),
        help_text=_("Facts: what is wrong, what is right, and where it can be seen. Not whether you agree."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerCommentForm(forms.Form):
    """What became of a comment."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it?"), choices=CommentOutcome.choices, widget=forms.RadioSelect
    )
    reason = ReasonField(label=_("Why?"), help_text=_("The service reads it."))


class WordsLookedAtForm(forms.Form):
    """Which of the flagged words stay; all others are left out."""

    stay = forms.MultipleChoiceField(
        label=_("Which of these say nothing of who or where, and stay?"),
        help_text=_("Every word that is not ticked is left out of the public text."),
        required=False,
        widget=Checkboxes,
    )
    mark_optional = False

    def __init__(self, *args: Any, words: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stay"]
        field.choices = [(word, word) for word in words]  # type: ignore[attr-defined]
        field.widget.hints = words
        if not words:
            field.help_text = _("No word of the report was flagged.")


class ConsentForm(forms.Form):
    """Whether the service is named in what everybody reads."""

    named = forms.TypedChoiceField(
        label=_("How is the service shown?"),
        choices=(("no", _("Unnamed and unplaced")), ("yes", _("With its name and its place"))),
        initial="no",
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
