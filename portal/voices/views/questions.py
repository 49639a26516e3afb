"""Sets of questions: their versions, writing the next, publishing it, and how it looks to a young person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.people.refusals import Refused
from portal.people.requests import SignedInRequest, now, signed_in
from portal.voices.actions import questions as actions
from portal.voices.enums.campaigns import SetState
from portal.voices.forms.campaigns import QuestionsForm
from portal.voices.forms.moderation import NothingForm
from portal.voices.models import QuestionSet, QuestionSetVersion
from portal.voices.models.subjects import DOORS
from portal.voices.permissions.campaigns import can_set_up
from portal.voices.queries.questions import find_set, question_sets
from portal.voices.views.acts import ACT, act, sent


@require_safe
@signed_in
def list_(request: SignedInRequest) -> HttpResponse:
    """List every set."""
    if not can_set_up(request.user, now()):
        raise Http404
    return render(request, "voices/questions/list.html", {"sets": list(question_sets())})


def _set_or_404(request: SignedInRequest, key: str) -> QuestionSet:
    row = find_set(key) if can_set_up(request.user, now()) else None
    if row is None:
        raise Http404
    return row


@require_safe
@signed_in
def one(request: SignedInRequest, key: str) -> HttpResponse:
    """Show a set with its versions and their questions."""
    row = _set_or_404(request, key)
    versions = list(row.versions.all())
    doors = [{"text": door.label, "href": reverse(door.address, args=[key])} for door in DOORS]
    has_draft = bool(versions) and versions[0].state == SetState.DRAFT
    return render(
        request, "voices/questions/set.html", {"set": row, "versions": versions, "has_draft": has_draft, "doors": doors}
    )


@ACT
@signed_in
def begin(request: SignedInRequest, key: str) -> HttpResponse:
    """Begin the next version."""
    row = _set_or_404(request, key)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.begin_version(of=row, by=request.user, at=now()),
        title=_("Begin a new version"),
        caption=str(row),
        explanation=_("It begins as a copy. What campaigns ask now stays as it is."),
        submit=_("Begin"),
        done=_("The new version can be written."),
        back=reverse("voices:question_set", args=[row.key]),
        after=reverse("voices:question_write", args=[row.key]),
    )


def _draft(row: QuestionSet) -> QuestionSetVersion:
    version = next(iter(row.versions.all()), None)
    if version is None or version.state != SetState.DRAFT:
        raise Http404
    return version


@ACT
@signed_in
def write(request: SignedInRequest, key: str) -> HttpResponse:
    """Write the draft."""
    row = _set_or_404(request, key)
    version = _draft(row)
    lines = "\n".join(" | ".join((q.kind, q.core, q.text, q.hint)) for q in version.questions.all())
    form = QuestionsForm(sent(request), initial={"introduction": version.introduction, "lines": lines})
    values = {q.core: q.values for q in version.questions.all() if q.core}

    def keep(data: dict[str, Any]) -> object:
        questions = [{**line, "values": values.get(line["core"], [])} for line in data["lines"]]
        return actions.write_version(
            version=version, introduction=data["introduction"], questions=questions, by=request.user, at=now()
        )

    return act(
        request,
        form,
        keep,
        title=_("Write the questions"),
        caption=str(row),
        explanation=_("Ask little, in words a child of this age uses, and never two things at once."),
        submit=_("Save the draft"),
        done=_("The draft is saved."),
        back=reverse("voices:question_set", args=[row.key]),
    )


@ACT
@signed_in
def publish(request: SignedInRequest, key: str) -> HttpResponse:
    """Publish the draft."""
    row = _set_or_404(request, key)
    version = _draft(row)
    return act(
        request,
        NothingForm(sent(request)),
        lambda data: actions.publish_version(version=version, by=request.user, at=now()),
        title=_("Publish version %(n)d") % {"n": version.n},
        caption=str(row),
        explanation=_("New campaigns can ask it, and nobody changes it any more."),
        submit=_("Publish"),
        done=_("The version is published."),
        back=reverse("voices:question_set", args=[row.key]),
    )


@ACT
@signed_in
def drop(request: SignedInRequest, key: str) -> HttpResponse:
    """Throw the draft away."""
    row = _set_or_404(request, key)
    version = _draft(row)
    if request.method == "POST":
        try:
            actions.drop_version(version=version, by=request.user, at=now())
        except Refused:
            raise Http404 from None
        return redirect("voices:question_set", key=row.key)
    return act(
        request,
        NothingForm(),
        lambda data: None,
        title=_("Throw the draft away"),
        caption=str(row),
        submit=_("Throw it away"),
        done="",
        is_grave=True,
        back=reverse("voices:question_set", args=[row.key]),
    )
