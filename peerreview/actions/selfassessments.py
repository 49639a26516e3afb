"""Writing the workbook: saved first and counted later, and nobody's words written over.

Locks: the review, the answer.
"""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from peerreview.actions.reviews import lock_review
from peerreview.actions.typed import Saved, take_in
from peerreview.domain.selfassessments import Save
from peerreview.enums.selfassessments import HowHeard, Score, Voice
from peerreview.models import (
    KeptAnswer,
    Review,
    SelfAssessment,
    Standard,
    StandardResponse,
    YoungPeoplesInput,
)
from peerreview.permissions import selfassessments as permissions
from peerreview.queries.selfassessments import applies_here
from portal.history.writing import save_with_history
from portal.identifying import codes_in
from portal.people.models import User
from portal.people.refusals import Refused
from portal.statements import Kept


@transaction.atomic
def save_answer(
    *, review: Review, standard: Standard, voice: Voice, save: Save, by: User, at: datetime, settles: bool = False
) -> Saved:
    """Store what one page holds; where another came between in the same field, both texts stay.

    ``settles`` says that whoever writes has read what was kept beside and put it together with what stands.
    """
    review = _open_for_writing(review, by, at)
    if voice is Voice.YOUNG_PEOPLE:
        raise Refused(_("What young people said is written down with their consent, on its own page."))
    if standard.edition_id != review.edition_id or not applies_here(
        standard.applies_to, standard.nations, review.service
    ):
        raise Refused(_("This standard does not belong to the review."))
    if save.answer.score and save.answer.score not in Score.values:
        raise Refused(_("This is not one of the scores."))
    found = _RESPONSE.ask(review=review.pk, standard=standard.pk, voice=str(voice))
    response: StandardResponse | None = next(iter(found), None)
    if response is None:
        if not save.answer.is_begun:
            return Saved(None, None)
        response = StandardResponse(
            self_assessment=_assessment(review, by, at), standard=standard, voice=voice, saved_by=by, saved_at=at
        )
    kept = take_in(response, save, KeptAnswer, "response", by, at, settles=settles)
    return Saved(response, kept)


@transaction.atomic
def write_down_words(
    *,
    review: Review,
    standard: Standard | None,
    how: HowHeard,
    heard_on: date,
    text: str,
    consent: str,
    by: User,
    at: datetime,
) -> YoungPeoplesInput:
    """Write down what young people said, as who listened to them; with how they agreed, and without who they are."""
    review = _open_for_writing(review, by, at)
    if codes := codes_in(text):
        raise Refused(
            _("Take the code out: %(codes)s. Nothing here may say who a young person is.") % {"codes": codes[0]}
        )
    if standard is not None and standard.edition_id != review.edition_id:
        raise Refused(_("This standard does not belong to the review."))
    assessment = _assessment(review, by, at)
    row = YoungPeoplesInput(
        self_assessment=assessment,
        n=assessment.young_people.count() + 1,
        standard=standard,
        how=how,
        heard_on=heard_on,
        text=text.strip(),
        consent=consent.strip(),
        facilitator=by,
        written_at=at,
    )
    save_with_history(row, by=by, reason=_("Written down with consent"), at=at)
    return row


@transaction.atomic
def withdraw_words(*, review: Review, n: int, by: User, at: datetime) -> YoungPeoplesInput:
    """Let the words go away at once because consent was withdrawn; a marked gap stays. Possible at every stage."""
    review = lock_review(review, by=by)
    if not permissions.can_withdraw_words(by, review, at):
        raise PermissionDenied
    row = YoungPeoplesInput.objects.select_for_update().get(self_assessment__review=review, n=n)
    if row.is_withdrawn:
        return row
    row.text, row.withdrawn_by, row.withdrawn_at = "", by, at
    save_with_history(row, by=by, reason=_("Consent withdrawn"), at=at)
    return row


@transaction.atomic
def say_why_not_heard(*, review: Review, reason: str, by: User, at: datetime) -> SelfAssessment:
    """State why young people were not heard; an empty reason takes the statement back."""
    review = lock_review(review, by=by)
    if not permissions.can_say_why_not_heard(by, review, at):
        raise PermissionDenied
    assessment = _assessment(review, by, at)
    assessment.no_young_people = reason.strip()
    save_with_history(assessment, by=by, reason=_("Why young people were not heard"), at=at)
    return assessment


def _open_for_writing(review: Review, by: User, at: datetime) -> Review:
    review = lock_review(review, by=by)
    if not permissions.can_write_workbook(by, review, at):
        if permissions.can_read_workbook(by, review, at) and not permissions.is_open(review):
            raise Refused(_("The self-assessment has been handed in: it stands as it is."))
        raise PermissionDenied
    return review


def _assessment(review: Review, by: User, at: datetime) -> SelfAssessment:
    """Return the workbook, made with its first word; the review is locked, so two first words make one workbook."""
    found: SelfAssessment | None = next(iter(_WORKBOOK.ask(review=review.pk)), None)
    if found is None:
        found = SelfAssessment(review=review, begun_at=at, begun_by=by)
        save_with_history(found, by=by, reason=_("First word written"), at=at)
    return found


# Asked whenever somebody stops typing for a moment; of each there is one at most.
_WORKBOOK = Kept(lambda review: SelfAssessment.objects.filter(review=review))
_RESPONSE = Kept(
    lambda review, standard, voice: StandardResponse.objects.select_for_update().filter(
        self_assessment__review=review, standard=standard, voice=voice
    )
)
