"""Saying which standards a question is about. Tags are no part of the question: they may be set after it is published.

Locks: the question.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.models import QuestionTag, Standard
from peerreview.permissions.questiontags import can_tag_questions
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.voices.models import Question


@transaction.atomic
def tag_question(*, question: Question, standards: Collection[Standard], by: User, at: datetime) -> None:
    """Say which standards it is about, in place of what was said before."""
    if not can_tag_questions(by, at):
        raise PermissionDenied
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    wanted = {standard.lineage for standard in standards}
    for tag in QuestionTag.objects.filter(question=question):
        if tag.lineage in wanted:
            wanted.discard(tag.lineage)
        else:
            delete_with_history(tag, by=by, reason=_("No longer about this standard"), at=at)
    for lineage in sorted(wanted):
        save_with_history(
            QuestionTag(question=question, lineage=lineage), by=by, reason=_("About this standard"), at=at
        )
