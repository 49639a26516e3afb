"""Asking a constituency, and answering."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from governance.announcements import soundings as announce
from governance.domain.refusals import NotAllowed
from governance.domain.versions import tidy
from governance.models import Board, Proposal, Sounding, SoundingAnswer, SoundingOption
from governance.permissions import soundings as permissions
from governance.queries.constituencies import Place, speaks_for
from portal.history.writing import save_with_history
from portal.people.models import User

MOST_OPTIONS = 8


@transaction.atomic
def ask_constituency(
    *,
    place: Place,
    question: str,
    options: Sequence[str],
    closes_at: datetime,
    by: User,
    at: datetime,
    about: Proposal | None = None,
    token: UUID | None = None,
) -> Sounding:
    """Ask those one speaks for. Without options they answer in their own words. The question is never changed."""
    # Of two clicks at one instant the second waits here and finds what the first asked.
    Board.objects.select_for_update().get(pk=place.board.pk)
    if token and (asked := Sounding.objects.filter(token=token, asked_by=by).first()):
        return asked
    seat = speaks_for(by, place, at)
    if seat is None:
        raise PermissionDenied
    if about is not None and (about.board_id != place.board.pk or not permissions.can_ask_about(by, about, at)):
        raise NotAllowed(_("The members cannot read that proposal, so they cannot be asked about it."))
    picks = [text for text in (tidy(option) for option in options) if text]
    if not tidy(question):
        raise NotAllowed(_("Write the question."))
    if len(picks) == 1:
        raise NotAllowed(_("Give at least two answers to choose from, or none."))
    if len(picks) > MOST_OPTIONS or len({pick.casefold() for pick in picks}) < len(picks):
        raise NotAllowed(_("Give at most eight answers, each of them once."))
    if closes_at <= at:
        raise NotAllowed(_("A sounding closes after it opens. Choose a later time."))
    sounding = Sounding(
        board=place.board,
        seat=seat,
        constituency=place.constituency,
        about=about,
        question=tidy(question),
        asked_by=by,
        asked_at=at,
        closes_at=closes_at,
        token=token,
    )
    save_with_history(sounding, by=by, reason=_("Constituency asked"), at=at)
    for order, text in enumerate(picks, start=1):
        option = SoundingOption(sounding=sounding, order=order, text=text)
        save_with_history(option, by=by, reason=_("Constituency asked"), at=at)
    announce.sounding_opened(sounding, by, at)
    return sounding


@transaction.atomic
def answer_sounding(
    *, sounding: Sounding, option: SoundingOption | None, text: str, named: bool, by: User, at: datetime
) -> SoundingAnswer:
    """Answer, or change the answer, while it is open; the same answer again changes nothing."""
    sounding = Sounding.objects.select_for_update(of=("self",)).get(pk=sounding.pk)
    if at >= sounding.closes_at:
        raise NotAllowed(_("The sounding has closed: answers can no longer be given or changed."))
    if not permissions.can_answer(by, sounding, at):
        raise PermissionDenied
    text = tidy(text)
    has_options = sounding.options.exists()
    if option is not None and option.sounding_id != sounding.pk:
        raise NotAllowed(_("Choose one of the answers."))
    if has_options and option is None:
        raise NotAllowed(_("Choose one of the answers."))
    if option is None and not text:
        raise NotAllowed(_("Write your answer."))
    answer = SoundingAnswer.objects.filter(sounding=sounding, person=by).first()
    wanted = (option.pk if option else None, text, named)
    if answer is not None and (answer.option_id, answer.text, answer.named) == wanted:
        return answer
    reason = _("Sounding answered") if answer is None else _("Answer changed")
    answer = answer or SoundingAnswer(sounding=sounding, person=by)
    answer.option, answer.text, answer.named, answer.at = option, text, named, at
    save_with_history(answer, by=by, reason=reason, at=at)
    return answer
