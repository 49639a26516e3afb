"""What is asked on the young people's side. Nothing is refused that can be understood."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.enums import Nation
from portal.people.forms.fields import UploadField
from portal.ui.forms import Radios
from portal.voices.domain.codes import typed, unknown_words
from portal.voices.domain.questions import MOST, TEXTS
from portal.voices.enums.answers import YesNo
from portal.voices.enums.campaigns import AgeBand, QuestionKind
from portal.voices.enums.statements import HelperKind, Privacy
from portal.voices.models import Question

_LETTERS = {"autocapitalize": "none", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}


class CodeForm(forms.Form):
    """Words from a card, or somebody's own code."""

    mark_optional = False
    code = forms.CharField(label=_("Your words"), max_length=120, widget=forms.TextInput(attrs=_LETTERS))

    def __init__(self, *args: Any, words: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words

    def clean_code(self) -> str:
        """Name slips of spelling before anything is tried."""
        code = typed(self.cleaned_data["code"])
        found = len(code.split())
        if unknown := unknown_words(code):
            raise forms.ValidationError(
                _("We do not know “%(words)s”. Look at the spelling."), params={"words": "”, “".join(unknown[:3])}
            )
        if found != self.words:
            raise forms.ValidationError(
                _("There are %(words)d words. You typed %(found)d."), params={"words": self.words, "found": found}
            )
        return code


class BandForm(forms.Form):
    """How old somebody is, so that the questions fit."""

    mark_optional = False
    band = forms.ChoiceField(
        label=_("How old are you?"),
        help_text=_("So that the questions fit you."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, so that the questions fit you.")},
    )

    def __init__(self, *args: Any, bands: Iterable[AgeBand], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["band"].choices = [  # type: ignore[attr-defined]
            (band.value, _("I work here") if band is AgeBand.STAFF else band.label) for band in bands
        ]


class PrivacyForm(forms.Form):
    """How far somebody can be known: theirs to choose, and never lowered."""

    mark_optional = False
    privacy = forms.ChoiceField(
        label=_("Who may know that it is you?"),
        choices=Privacy.choices,
        initial=Privacy.PRIVATE,
        widget=Radios(
            hints={
                Privacy.NAMED: _("The people who read it know who you are, and can talk to you about it."),
                Privacy.PRIVATE: _(
                    "Nobody sees your name. One trained person can find out who you are, but only if somebody could be "
                    "hurt. Two people must agree to that, and we tell you."
                ),
                Privacy.ANONYMOUS: _(
                    "We store nothing that leads to you. But if you are in danger, nobody can find out whom to help. "
                    "And think: could somebody guess from what you write?"
                ),
            },
            reveals={Privacy.NAMED: "name"},
        ),
    )
    name = forms.CharField(label=_("Your name"), max_length=100, required=False, widget=forms.TextInput(attrs=_LETTERS))

    def clean(self) -> dict[str, Any]:
        """Ask for the name where it was chosen."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("privacy") == Privacy.NAMED and not data.get("name", "").strip():
            self.add_error("name", _("Write your name, or choose another answer."))
        return data


class HelperForm(forms.Form):
    """Whether somebody sits beside."""

    mark_optional = False
    helper = forms.ChoiceField(
        label=_("Is somebody doing this with you?"),
        help_text=_("That is fine. We only ask so that the people who read it know."),
        choices=HelperKind.choices,
        initial=HelperKind.NOBODY,
        widget=Radios(reveals={HelperKind.FRIEND: "friend_works_here", HelperKind.OTHER: "other_works_here"}),
    )
    friend_works_here = forms.BooleanField(label=_("They work at my home"), required=False)
    other_works_here = forms.BooleanField(label=_("They work at my home or school"), required=False)

    @property
    def works_here(self) -> bool:
        """Return what was said of the helper that was chosen."""
        data = self.cleaned_data
        chosen = {HelperKind.FRIEND: "friend_works_here", HelperKind.OTHER: "other_works_here"}
        name = chosen.get(HelperKind(data["helper"]))
        return bool(name and data[name])


class AnswerForm(forms.Form):
    """One answer; nothing is required."""

    mark_optional = False

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.question = question
        if question.kind in TEXTS:
            rows = 3 if question.kind == QuestionKind.SHORT else 9
            self.fields["text"] = forms.CharField(
                label=question.text,
                help_text=question.hint,
                required=False,
                strip=False,
                max_length=MOST[QuestionKind(question.kind)],
                widget=forms.Textarea(attrs={"rows": rows}),
            )
        elif question.kind == QuestionKind.YES_NO:
            self.fields["choice"] = forms.ChoiceField(
                label=question.text,
                help_text=question.hint,
                required=False,
                choices=YesNo.choices,
                widget=forms.RadioSelect,
            )

    @property
    def answer(self) -> tuple[str, str]:
        """Return what was chosen and what was written."""
        return self.cleaned_data.get("choice", ""), self.cleaned_data.get("text", "").replace("\r\n", "\n")


class WordsForm(forms.Form):
    """A few words in a box of their own."""

    mark_optional = False

    def __init__(self, *args: Any, label: Any, required: bool = True, most: int = 4000, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"] = forms.CharField(
            label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": 6})
        )


class UnsafeForm(forms.Form):
    """Telling somebody now. Every box may be empty but the first, and even that has one word as an answer."""

    mark_optional = False
    told = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("A few words are enough. “Help” is enough."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something, even one word, so that we know somebody needs help.")},
    )
    contact = forms.CharField(
        label=_("Where are you, or how can we reach you?"),
        help_text=_(
            "Your name, your home, a phone number, the name of an adult you trust. If you leave it empty, we cannot "
            "find you."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_about_lead = forms.BooleanField(
        label=_("It is about the cooperative’s safeguarding lead"),
        help_text=_("The person who normally reads these messages. Then somebody else does."),
        required=False,
    )
    nation = forms.ChoiceField(
        label=_("Where do you live?"),
        choices=[*Nation.choices, ("", _("I don’t want to say"))],
        required=False,
        initial="",
        widget=Radios(inline=True),
    )
    with_sent = forms.BooleanField(
        label=_("Show them also what I sent before with my code"),
        help_text=_("Only if you want it. Without it, nobody can tell that both are yours."),
        required=False,
    )
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, may_show_sent: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_show_sent:
            del self.fields["with_sent"]


class FileForm(forms.Form):
    """Drawings, photos and recordings, on the page before sending."""

    mark_optional = False

    def __init__(self, *args: Any, questions: Iterable[Question], **options: Any) -> None:
        super().__init__(*args, **options)
        for question in questions:
            accept = "image/jpeg,image/png" if question.kind == QuestionKind.DRAWING else "audio/*"
            self.fields[f"file-{question.pk}"] = UploadField(
                label=question.text,
                help_text=question.hint,
                required=False,
                widget=forms.FileInput(
                    attrs={"accept": accept, "data-record": ""} if accept == "audio/*" else {"accept": accept}
                ),
            )
