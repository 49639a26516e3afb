"""Gathering what was heard, publishing it, answering, and hearing whether the answer is right.

Locks: the theme.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.history.writing import save_with_history
from portal.people.models import User
from portal.people.models.periods import day_of
from portal.people.refusals import Refused
from portal.voices.announcements import themes as announce
from portal.voices.domain.statements import may_become
from portal.voices.domain.themes import AGAIN, lacking, owes_another, quotation
from portal.voices.enums.campaigns import Speaker
from portal.voices.enums.statements import StatementState
from portal.voices.enums.themes import AnswerKind, Right, ThemeState
from portal.voices.models import Answer, Campaign, RightOrNot, Statement, Theme, ThemeStatement
from portal.voices.permissions import themes as permissions


@transaction.atomic
def write_theme(
    *,
    campaign: Campaign,
    title: str,
    text: str,
    easy: str,
    topic: str,
    statements: Collection[Statement],
    by: User,
    at: datetime,
    theme: Theme | None = None,
) -> Theme:
    """Write a theme, or write it anew, from statements that were released; in other words than theirs."""
    if not permissions.can_gather(by, at):
        raise PermissionDenied
    if not statements:
        raise Refused(_("Choose what it is made of: at least one statement that was released."))
    speakers = {one.speaker for one in statements}
    if len(speakers) > 1:
        raise Refused(_("Young people and staff are heard apart. Make a theme of each."))
    mine = set(Statement.objects.released_to(by, at).filter(campaign=campaign).values_list("pk", flat=True))
    if not {one.pk for one in statements} <= mine:
        raise PermissionDenied
    said = [words.text for one in statements for words in one.words.all()]
    if found := quotation(f"{title}\n{text}\n{easy}", said):
        raise Refused(
            _("“%(words)s” is what somebody said, word for word. Say it in your own words.") % {"words": found}
        )
    if theme is None:
        Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
        last: int | None = Theme.objects.filter(campaign=campaign).aggregate(last=Max("n"))["last"]
        theme = Theme(campaign=campaign, n=(last or 0) + 1, made_by=by, made_at=at, speaker=Speaker(speakers.pop()))
    else:
        theme = _locked(theme)
        if not permissions.can_change_theme(by, theme, at):
            raise Refused(_("It is published by now and is not changed any more. Answer it, or take it down."))
    theme.title, theme.text, theme.easy, theme.topic = title.strip(), text.strip(), easy.strip(), topic
    save_with_history(theme, by=by, reason=_("Theme written"), at=at)
    theme.links.exclude(statement__in=statements).delete()
    for one in statements:
        ThemeStatement.objects.get_or_create(theme=theme, statement=one)
    return theme


@transaction.atomic
def publish_theme(*, theme: Theme, by: User, at: datetime) -> Theme:
    """Publish it; from now on its answer is owed within the days the campaign promised."""
    theme = _locked(theme)
    if not permissions.can_publish_theme(by, theme, at):
        raise Refused(_("A theme is published by somebody who did not write it, and once."))
    theme.state, theme.published_by, theme.published_at = ThemeState.PUBLISHED, by, at
    theme.answer_due = day_of(at) + timedelta(days=theme.campaign.answer_days)
    save_with_history(theme, by=by, reason=_("Published"), at=at)
    _move(theme, StatementState.THEMED)
    return theme


@transaction.atomic
def take_down(*, theme: Theme, reason: str, by: User, at: datetime) -> Theme:
    """Take a theme down, such as when somebody could be known by it."""
    theme = _locked(theme)
    if not permissions.can_take_down(by, theme, at):
        raise Refused(_("It is not published."))
    if not reason.strip():
        raise Refused(_("Say why."))
    theme.state = ThemeState.WITHDRAWN
    save_with_history(theme, by=by, reason=reason.strip(), at=at)
    return theme


@transaction.atomic
def give_answer(
    *,
    theme: Theme,
    kind: AnswerKind,
    text: str,
    easy: str,
    role: str,
    by: User,
    at: datetime,
    by_when: date | None = None,
    rests_on_kind: str = "",
    rests_on_key: int | None = None,
) -> Answer:
    """Say what is done about it; the newest answer stands, and the earlier ones stay to be read."""
    theme = _locked(theme)
    if not permissions.can_answer(by, theme, at):
        raise PermissionDenied
    if lacking(kind, text, easy, by_when, role):
        raise Refused(_("An answer says what and why, also in plain words, and who says it; a promise says by when."))
    last: int | None = theme.answers.aggregate(last=Max("n"))["last"]
    answer = Answer(
        theme=theme,
        n=(last or 0) + 1,
        kind=kind,
        text=text.strip(),
        easy=easy.strip(),
        by_when=by_when,
        role=role.strip(),
        rests_on_kind=rests_on_kind,
        rests_on_key=rests_on_key,
        given_by=by,
        given_at=at,
    )
    save_with_history(answer, by=by, reason=_("Answered"), at=at)
    _move(theme, StatementState.ANSWERED)
    return answer


@transaction.atomic
def say_right_or_not(*, answer: Answer, once_hash: str, right: Right, at: datetime) -> RightOrNot:
    """Take in whether somebody who said it thinks the answer right; if they do not, another is owed."""
    theme = _locked(answer.theme)
    try:
        with transaction.atomic():
            row = RightOrNot.objects.create(answer=answer, once_hash=once_hash, right=right, said_on=day_of(at))
    except IntegrityError as twice:
        raise Refused(_("You have told us already. Thank you.")) from twice
    newest = theme.answers.order_by("-n").first()
    said = [Right(one) for one in answer.verdicts.values_list("right", flat=True)]
    is_asked_again = theme.reopened_at is not None and theme.reopened_at >= answer.given_at
    if newest == answer and owes_another(said) and not is_asked_again:
        theme.reopened_at, theme.answer_due = at, day_of(at) + AGAIN
        save_with_history(theme, by=None, reason=_("Those who said it say that the answer is not right"), at=at)
        announce.another_owed(theme, at)
    return row


def _locked(theme: Theme) -> Theme:
    return Theme.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=theme.pk)


def _move(theme: Theme, to: StatementState) -> None:
    """Bring the statements it is made of along, where they may go there."""
    for statement in Statement.objects.select_for_update(of=("self",)).filter(theme_links__theme=theme):
        if statement.state == StatementState.RELEASED and to == StatementState.ANSWERED:
            statement.state = StatementState.THEMED
        if may_become(statement.state, to):
            statement.state = to
            statement.save(update_fields=["state"])
