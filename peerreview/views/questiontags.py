"""Which standards the questions of a set are about."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from peerreview.actions.questiontags import tag_questions
from peerreview.forms.questiontags import TagsForm
from peerreview.permissions.questiontags import can_tag_questions
from peerreview.queries.questiontags import beginning, is_asked, newest_version, standards_of_questions
from peerreview.views.pages import ACT, act, sent
from portal.people.requests import SignedInRequest, now, signed_in


@ACT
@signed_in
def page(request: SignedInRequest, key: str) -> HttpResponse:
    """Show what the newest published questions are about; until somebody is asked it can be written."""
    at = now()
    version = newest_version(key) if can_tag_questions(request.user, at) else None
    if version is None:
        raise Http404
    back = reverse("voices:question_set", args=[key])
    questions = list(version.questions.all())
    if is_asked(version):
        tags = standards_of_questions(version)
        rows = [(question, tags.get(question.pk, [])) for question in questions]
        context = {"version": version, "rows": rows, "back": back}
        return render(request, "peerreview/standards/questions.html", context)
    return act(
        request,
        TagsForm(sent(request), questions=questions, begin=beginning(version)),
        lambda data: tag_questions(version=version, standards=data["standards"], by=request.user, at=at),
        title=_("Standards these questions are about"),
        caption=_("%(set)s, version %(n)d") % {"set": version.set.title, "n": version.n},
        explanation=_(
            "What is said and passed on then stands beside these standards. Write codes with commas between, such as "
            "whole-home 3.2. Once a campaign asks the questions, this is settled."
        ),
        submit=_("Save"),
        done=_("Saved."),
        back=back,
    )
