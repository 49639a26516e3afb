"""Releasing to one audience after another: proposed, released, ended. For everybody two people decide.

Locks: the statement.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.people.models import User
from portal.people.refusals import Refused
from portal.voices.actions.steps import leave, locked, move
from portal.voices.domain.moderation import MAY_HEAR, WITHOUT_FACES
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import AttachmentKind, StatementState
from portal.voices.models import Attachment, Release, Statement
from portal.voices.permissions import moderation as permissions


@transaction.atomic
def propose_release(
    *, statement: Statement, audience: Audience, attachments: Iterable[Attachment] = (), by: User, at: datetime
) -> Release:
    """Propose that an audience may read it; who alone may decide releases it with the next act."""
    row = locked(statement, by, at)
    if not permissions.suits(row, audience):
        raise Refused(
            _("Fewer than eight people work there, or nobody knows how many: colleagues would know who said it.")
        )
    if not permissions.can_propose_release(by, row, audience, at):
        raise Refused(_("Something of it has not been read and cleared yet. Clear it first."))
    if row.releases.filter(audience=audience, ended_at__isnull=True).exists():
        raise Refused(_("It is released to them, or proposed, already."))
    # As they stand now: somebody may have said of a picture meanwhile what it shows.
    with_them = list(Attachment.objects.filter(pk__in=[one.pk for one in attachments]))
    for one in with_them:
        _may_go_along(one, row, audience)
    release = Release.objects.create(statement=row, audience=audience, proposed_by=by, proposed_at=at)
    release.with_attachments.set(with_them)
    leave(row, Verdict.RELEASE_PROPOSED, by, at, audience=audience)
    return release


@transaction.atomic
def release(*, release: Release, by: User, at: datetime) -> Release:
    """Let the audience read it from now on."""
    row, found = _found(release, by, at)
    if found.audience == Audience.PUBLIC and found.proposed_by_id == by.pk:
        raise Refused(_("What everybody reads is decided by two people. Somebody else has to look at it."))
    if not permissions.can_release(by, found, at):
        raise Refused(_("It cannot be released now: read it again, something has changed."))
    if row.state == StatementState.IN_MODERATION:
        move(row, StatementState.RELEASED, at)
    found.released_by, found.released_at = by, at
    found.save()
    leave(row, Verdict.RELEASED, by, at, audience=found.audience)
    return found


@transaction.atomic
def end_release(*, release: Release, reason: str = "", by: User, at: datetime) -> Release:
    """End a release, or take a proposal back: from now on this audience does not read it."""
    row, found = _found(release, by, at)
    if not permissions.can_end_release(by, found, at):
        raise Refused(_("It has ended already."))
    found.ended_at = at
    found.save()
    leave(row, Verdict.RELEASE_ENDED, by, at, note=reason, audience=found.audience)
    return found


def end_releases(row: Statement, at: datetime, audiences: Iterable[Audience] | None = None) -> None:
    """End what stands, released or proposed: what is decided anew begins from nobody."""
    standing = Release.objects.filter(statement=row, ended_at__isnull=True)
    if audiences is not None:
        standing = standing.filter(audience__in=list(audiences))
    standing.update(ended_at=at)  # no history: voices.Release has none


def end_proposals(row: Statement, at: datetime) -> None:
    """End what was proposed and not released: whoever would agree to it looked at other words."""
    waiting = Release.objects.filter(statement=row, ended_at__isnull=True, released_at__isnull=True)
    waiting.update(ended_at=at)  # no history: voices.Release has none


def _may_go_along(attachment: Attachment, row: Statement, audience: Audience) -> None:
    if attachment.statement_id != row.pk:
        raise PermissionDenied
    if attachment.kind == AttachmentKind.RECORDING:
        if audience not in MAY_HEAR:
            raise Refused(_("A recording goes to no other audience than visitors: a voice says who it is."))
        return
    if attachment.shows_faces_or_names is None:
        raise Refused(_("Say first whether the picture shows a face or a name."))
    if attachment.shows_faces_or_names and audience in WITHOUT_FACES:
        raise Refused(_("The picture shows a face or a name. It is not released to so many."))


def _found(release: Release, by: User, at: datetime) -> tuple[Statement, Release]:
    row = locked(release.statement, by, at)
    found = Release.objects.select_for_update().get(pk=release.pk, statement=row)
    found.statement = row
    return row, found
