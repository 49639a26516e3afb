"""Saying which standards questions to young people and staff are about."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from peerreview.actions.questiontags import tag_question
from peerreview.forms.questiontags import TagsForm
from peerreview.permissions.questiontags import can_tag_questions
from peerreview.queries.questiontags import find_tagged, standards_by_code, tagged_versions, tags_of
from peerreview.queries.standards import editions_of, in_force
from peerreview.views.pages import act, sent
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.queries.campaigns import asked_in

# The standards homes are reviewed by; questions are about life in a home.
SET = "whole-home"


@require_safe
@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """List the sets of questions."""
    if not can_tag_questions(request.user, now()):
        raise Http404
    return render(request, "peerreview/standards/question_sets.html", {"versions": tagged_versions()})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tags(request: SignedInRequest, key: str) -> HttpResponse:
    """Show the questions of a set with their standards, and take them."""
    at = now()
    version = find_tagged(key) if can_tag_questions(request.user, at) else None
    editions = editions_of(SET, request.user, at)
    if version is None or not editions:
        raise Http404
    edition = in_force(editions)
    questions = asked_in(version)
    known = standards_by_code(edition)
    form = TagsForm(
        sent(request), questions=questions, known=known, tagged=tags_of(question.pk for question in questions)
    )

    def keep(data: dict[str, Any]) -> None:
        for question in questions:
            tag_question(question=question, standards=data[f"q-{question.pk}"], by=request.user, at=at)

    return act(
        request,
        form,
        keep,
        title=_("Which standards these questions are about"),
        caption=str(version),
        explanation=_("What is released of the answers is then shown with these standards in the self-assessment."),
        submit=_("Save"),
        done=_("Saved."),
        back=reverse("peerreview:question_sets"),
    )
