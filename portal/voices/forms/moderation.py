"""What a reader writes and chooses."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import Checkboxes, Radios
from portal.voices.enums.moderation import Audience
from portal.voices.models import Attachment

READ_BY: dict[Audience, Promise] = {
    Audience.VISITING_TEAM: _("The reviewers who visit the home. They come from elsewhere and may not name anybody."),
    Audience.SERVICE: _("Whoever writes the home’s self-assessment there. They know the young people and the staff."),
    Audience.BOARD: _("Everybody who may read the proposal: the board, and its constituencies if it is open."),
    Audience.MEMBERS: _("Everybody who signs in as part of a service or authority of the network."),
    Audience.PUBLIC: _("Everybody, for ever: what was on a public page may have been copied. Two people decide."),
}


class NothingForm(forms.Form):
    """A page that only asks for a press."""


class HoldForm(forms.Form):
    """What worries the reader."""

    why = forms.CharField(
        label=_("What worries you?"),
        help_text=_("Only those who act on it read this."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    is_about_lead = forms.BooleanField(
        label=_("It is about the safeguarding lead"),
        help_text=_("Then it goes to the deputy and to whoever chairs the national group, and the lead never sees it."),
        required=False,
    )


class NoteForm(forms.Form):
    """A note for other readers."""

    note = forms.CharField(
        label=_("A note for other readers"),
        help_text=_("Do not repeat what was said."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnForm(forms.Form):
    """Why it is passed on to nobody."""

    reason = forms.CharField(
        label=_("Why is it passed on to nobody?"),
        help_text=_("Whoever sent it reads this when they come back. Thank them, and say it kindly and plainly."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class PutAwayForm(forms.Form):
    """Why nothing more is to be done with it."""

    reason = forms.CharField(
        label=_("Why is nothing more to be done with it?"),
        help_text=_("Whoever sent it reads this when they come back. Say kindly and plainly what came of it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RedactForm(forms.Form):
    """The words as others read them, and why."""

    mark_optional = False
    text = forms.CharField(
        label=_("As others read it"),
        help_text=_("Put […] or plain words such as [a member of staff] where something is taken out. Add nothing."),
        required=False,
        strip=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    reason = forms.CharField(
        label=_("What did you take out, and why?"),
        help_text=_("The author reads this and may object. For example: a name, so that nobody knows who it was."),
        required=False,
        max_length=300,
    )


class ReleaseForm(forms.Form):
    """For whom it is released."""

    audience = forms.TypedChoiceField(
        label=_("Who may read it?"),
        choices=Audience.choices,
        coerce=Audience,
        widget=Radios(hints={str(key.value): words for key, words in READ_BY.items()}),
    )

    def __init__(
        self,
        *args: Any,
        audiences: Iterable[Audience] = (),
        files: Iterable[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = [(one.value, one.label) for one in audiences]  # type: ignore[attr-defined]
        self.files_by_key = {str(file.pk): file for file in files}
        if self.files_by_key:
            self.fields["attachments"] = forms.MultipleChoiceField(
                label=_("What goes along?"),
                required=False,
                choices=[(key, f"{file.get_kind_display()} {key}") for key, file in self.files_by_key.items()],
                widget=Checkboxes(),
            )

    def clean(self) -> dict[str, Any]:
        """Return the files themselves."""
        data = super().clean() or {}
        data["attachments"] = [self.files_by_key[key] for key in data.get("attachments", [])]
        return data


class EndForm(forms.Form):
    """Why a release ends."""

    reason = forms.CharField(
        label=_("Why does it end?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class FacesForm(forms.Form):
    """What a picture shows."""

    shows_faces_or_names = forms.TypedChoiceField(
        label=_("Does it show a face, a name, or a place that somebody would know?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=Radios(inline=True),
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = forms.CharField(
        label=_("Your answer to the author"),
        help_text=_("Say what you changed, or why it stays out. They read it when they come back."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
