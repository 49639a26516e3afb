"""What is planned about a report, how far it is, and what somebody else saw of it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from peerreview.actions.actionplans import Words
from peerreview.models import EvidenceRevision, PlanAction, Recommendation
from portal.people.forms.fields import ReasonField
from portal.people.models import User
from portal.ui.forms import Checkboxes, DateField


class ActionForm(forms.Form):
    """An action. Only what is done is asked for while the plan is written: the rest is counted when it is handed in."""

    mark_optional = False
    what = forms.CharField(
        label=_("What is done?"),
        help_text=_("One thing that can be seen to be done. Write no child’s name."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answers = forms.MultipleChoiceField(
        label=_("Which recommendations does it answer?"), required=False, widget=Checkboxes
    )
    owner = forms.ChoiceField(
        label=_("Who sees to it?"),
        help_text=_("Somebody who hosts the review in the service. The host lead names them on the service’s page."),
    )
    due_on = DateField(label=_("By when?"))
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        asked: Sequence[Recommendation],
        is_handed_in: bool,
        why: bool = False,
        **options: Any,
    ) -> None:
        options["initial"] = {"token": uuid4(), **options.get("initial", {})}
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        self.asked = {str(one.pk): one for one in asked}
        names = [("", _("Nobody yet")), *((key, one.name) for key, one in self.people.items())]
        self.fields["owner"].choices = names  # type: ignore[attr-defined]
        self.fields["answers"].choices = [  # type: ignore[attr-defined]
            (key, f"{n}. {one.get_strength_display()}: {one.specific}")
            for n, (key, one) in enumerate(self.asked.items(), start=1)
        ]
        if not asked:
            del self.fields["answers"]
        for name in ("owner", "due_on"):
            self.fields[name].required = is_handed_in
        if why:
            self.fields["reason"] = ReasonField(label=_("Why is it changed?"))

    def words(self, row: PlanAction | None = None) -> Words:
        """Return what can be saved of it: what is wrong stays as it was."""
        said = self.cleaned_data
        owner = self.people.get(said["owner"]) if "owner" in said else row.owner if row else None
        due_on = said.get("due_on", row.due_on if row else None)
        answers: Sequence[Recommendation] = [self.asked[key] for key in said.get("answers", ())]
        if "answers" in self.errors and row is not None:
            answers = [link.recommendation for link in row.answers.select_related("recommendation")]
        return Words(said.get("what", ""), owner, due_on, answers)

    def rests_on(self, version: int) -> None:
        """Say that the page has read what was just saved of it."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["base"] = str(version)
        self.data = data


class WhyNotForm(forms.Form):
    """Why nothing is planned for a recommendation."""

    reason = ReasonField(label=_("Why is nothing planned for it?"), help_text=_("It stands in the plan."))


class RemoveActionForm(forms.Form):
    """Why an action is taken out."""

    reason = ReasonField(label=_("Why is it taken out?"))


class ProgressForm(forms.Form):
    """How far an action is."""

    text = forms.CharField(
        label=_("What has happened?"),
        help_text=_("It stays as it is written, with your name and the day. Write no child’s name."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_done = forms.TypedChoiceField(
        label=_("How does it stand?"),
        choices=(("no", _("In progress")), ("yes", _("Done: somebody else can look at it"))),
        initial="no",
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )


class StepForm(forms.Form):
    """One step in words."""

    text = forms.CharField(
        help_text=_("It stays as it is written, with your name and the day."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, label: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label


class CloseForm(StepForm):
    """What the progress review found, and what young people say of it."""

    better = forms.CharField(
        label=_("Did it get better? What do young people say?"),
        help_text=_("Write what they said without saying who. If nobody asked them, say why."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, label=_("What did the progress review find?"), **options)


class GiveUpForm(forms.Form):
    """Why an action is not pursued."""

    reason = ReasonField(
        label=_("Why is it not pursued?"), help_text=_("It stands in the plan, with your name and the day.")
    )


class CarryOnForm(forms.Form):
    """Why an action goes on in the next review."""

    reason = ReasonField(
        label=_("Why does it go on in the next review?"), help_text=_("It stands in both plans, with your name.")
    )


class ShownForm(forms.Form):
    """Which files show that an action is done."""

    mark_optional = False
    revisions = forms.ModelMultipleChoiceField(
        label=_("Which files of the library show it?"),
        queryset=EvidenceRevision.objects.none(),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args: Any, revisions: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["revisions"].queryset = revisions  # type: ignore[attr-defined]
        self.fields["revisions"].label_from_instance = lambda one: one.item.title  # type: ignore[attr-defined]
