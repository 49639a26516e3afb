"""Writing sets of questions; a published version is never changed, the next one begins as its copy.

Locks: the set.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.history.writing import delete_with_history, save_with_history
from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.enums.campaigns import QuestionKind, SetState
from portal.voices.models import Question, QuestionSet, QuestionSetVersion
from portal.voices.permissions.campaigns import can_set_up

TEXTS = Path(__file__).resolve().parents[1] / "questions_text"
SHIPPED = ("everyday", "review", "progress", "consultation")
MOST_QUESTIONS = 15
Row = Mapping[str, Any]


@transaction.atomic
def load_shipped_questions(*, by: User | None, at: datetime) -> list[QuestionSetVersion]:
    """Load and publish the sets that come with the portal; what is there already stays as it is."""
    made = []
    for name in SHIPPED:
        data = json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
        for one in data["sets"]:
            if QuestionSet.objects.filter(key=one["key"]).exists():
                continue
            of = QuestionSet(key=one["key"], title=one["title"], kind=data["kind"], band=one["band"])
            save_with_history(of, by=by, reason=_("Comes with the portal"), at=at)
            version = QuestionSetVersion(set=of, n=1, introduction=one["introduction"])
            save_with_history(version, by=by, reason=_("Comes with the portal"), at=at)
            _write(version, one["questions"], by, _("Comes with the portal"), at)
            made.append(_publish(version, by, at))
    return made


@transaction.atomic
def begin_version(*, of: QuestionSet, by: User, at: datetime) -> QuestionSetVersion:
    """Begin the next version of a set as a copy of the newest."""
    if not can_set_up(by, at):
        raise PermissionDenied
    of = QuestionSet.objects.select_for_update().get(pk=of.pk)
    newest = of.versions.order_by("-n").first()
    if newest is not None and newest.state == SetState.DRAFT:
        raise Refused(_("A new version is being written already. Go on with it."))
    version = QuestionSetVersion(
        set=of, n=(newest.n if newest else 0) + 1, introduction=newest.introduction if newest else ""
    )
    save_with_history(version, by=by, reason=_("New version begun"), at=at)
    for row in newest.questions.order_by("n") if newest else ():
        copy = Question(
            version=version, n=row.n, core=row.core, kind=row.kind, text=row.text, hint=row.hint, values=row.values
        )
        save_with_history(copy, by=by, reason=_("New version begun"), at=at)
    return version


@transaction.atomic
def write_version(
    *, version: QuestionSetVersion, introduction: str, questions: Sequence[Row], by: User, at: datetime
) -> QuestionSetVersion:
    """Write a draft anew: its introduction and all its questions in their order."""
    version = _draft(version, by, at)
    version.introduction = introduction.strip()
    save_with_history(version, by=by, reason=_("Questions written"), at=at)
    for row in version.questions.all():
        delete_with_history(row, by=by, reason=_("Questions written anew"), at=at)
    _write(version, questions, by, _("Questions written"), at)
    return version


@transaction.atomic
def publish_version(*, version: QuestionSetVersion, by: User, at: datetime) -> QuestionSetVersion:
    """Publish a draft: from now on campaigns can ask it, and nobody changes it."""
    version = _draft(version, by, at)
    if not version.questions.exists():
        raise Refused(_("Write at least one question first."))
    return _publish(version, by, at)


@transaction.atomic
def drop_version(*, version: QuestionSetVersion, by: User, at: datetime) -> None:
    """Throw a draft away."""
    version = _draft(version, by, at)
    for row in version.questions.all():
        delete_with_history(row, by=by, reason=_("Draft thrown away"), at=at)
    delete_with_history(version, by=by, reason=_("Draft thrown away"), at=at)


def _draft(version: QuestionSetVersion, by: User, at: datetime) -> QuestionSetVersion:
    if not can_set_up(by, at):
        raise PermissionDenied
    QuestionSet.objects.select_for_update().get(pk=version.set_id)
    version = QuestionSetVersion.objects.select_related("set").get(pk=version.pk)
    if version.state != SetState.DRAFT:
        raise Refused(_("This version is published and is not changed any more. Begin the next one."))
    return version


def _write(version: QuestionSetVersion, rows: Sequence[Row], by: User | None, reason: str, at: datetime) -> None:
    if len(rows) > MOST_QUESTIONS:
        raise Refused(_("Ask at most %(most)d questions: nobody answers more.") % {"most": MOST_QUESTIONS})
    cores = [row["core"] for row in rows if row.get("core")]
    if len(set(cores)) < len(cores):
        raise Refused(_("Two questions have the same core question. Give one of them another, or none."))
    for n, row in enumerate(rows, start=1):
        question = Question(
            version=version,
            n=n,
            core=row.get("core", ""),
            kind=QuestionKind(row["kind"]),
            text=row["text"].strip(),
            hint=row.get("hint", "").strip(),
            values=list(row.get("values", ())),
        )
        save_with_history(question, by=by, reason=reason, at=at)


def _publish(version: QuestionSetVersion, by: User | None, at: datetime) -> QuestionSetVersion:
    version.state, version.published_at, version.published_by = SetState.PUBLISHED, at, by
    save_with_history(version, by=by, reason=_("Published"), at=at)
    return version
