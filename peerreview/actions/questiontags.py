"""Saying which standards questions are about, before anybody is asked.

Locks: the version.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.models import QuestionTag, Standard
from peerreview.permissions.questiontags import can_tag_questions
from peerreview.queries.questiontags import is_asked
from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.enums.campaigns import SetState
from portal.voices.models import QuestionSetVersion


@transaction.atomic
def tag_questions(
    *, version: QuestionSetVersion, standards: Mapping[int, Collection[Standard]], by: User, at: datetime
) -> None:
    """Write all tags of a published version anew, by the question's key; once somebody was asked they stand."""
    if not can_tag_questions(by, at):
        raise PermissionDenied
    version = QuestionSetVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state != SetState.PUBLISHED:
        raise Refused(_("Publish the questions first."))
    if is_asked(version):
        raise Refused(_("People have been asked these questions. What they are about is settled; begin a new version."))
    mine = set(version.questions.values_list("pk", flat=True))
    if not set(standards) <= mine:
        raise Refused(_("These questions are of another version. Open the page again."))
    wanted = {(question, standard.pk): standard for question, many in standards.items() for standard in many}
    for tag in QuestionTag.objects.filter(question__version=version):
        if wanted.pop((tag.question_id, tag.standard_id), None) is None:
            delete_with_history(tag, by=by, reason=_("Not about this standard"), at=at)
    for (question, _standard), standard in wanted.items():
        tag = QuestionTag(question_id=question, standard=standard, tagged_by=by)
        save_with_history(tag, by=by, reason=_("About this standard"), at=at)
