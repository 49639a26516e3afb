"""What must always be true of what was said, asked of the live data: a sentence for each thing that is not.

The numbers are those of the promises (voices.md). A sentence names a row by its key and never by what it says.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, TruncDate

from portal.people.models import RoleGrant
from portal.people.models.periods import day_of
from portal.voices.enums.campaigns import CampaignState
from portal.voices.enums.moderation import Audience, Verdict
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.enums.themes import ThemeState
from portal.voices.models import (
    Attachment,
    Campaign,
    Case,
    CaseStep,
    Look,
    ModerationStep,
    Redaction,
    Release,
    Statement,
    Theme,
    ThemeStatement,
    Tombstone,
    Words,
)
from portal.voices.models.files import SENT_ALONG
from portal.voices.models.reading import READERS
from portal.voices.models.secrets import SealedTextField, Unreadable, unseal
from portal.voices.queries.deletion import due_cases, due_statements, stray_files
from portal.voices.queries.numbers import numbers_in_breach

SEALED_IN = (Statement, Words, ModerationStep, Redaction, Case, CaseStep, Look)
# The nightly job may be a night late before it is a fault.
GRACE = timedelta(days=2)


def findings(at: datetime) -> Iterator[str]:
    """Yield what does not hold."""
    yield from _read_first()
    yield from _nothing_stored()
    yield from _themes()
    yield from _numbers()
    yield from _forgotten(at)
    yield from _files(at)
    yield from _sealed()


def _read_first() -> Iterator[str]:
    """1: nothing is released that no reader cleared, and to everybody only by two people; no audience has the rest."""
    cleared = ModerationStep.objects.filter(statement=OuterRef("statement"), verdict=Verdict.CLEARED)
    standing = Release.objects.filter(released_at__isnull=False, ended_at__isnull=True)
    for pk in _keys(standing.filter(~Exists(cleared))):
        yield f"1: release {pk} is of something that no reader cleared."
    alone = standing.filter(audience=Audience.PUBLIC)
    for pk in _keys(alone.filter(Q(released_by__isnull=True) | Q(released_by=F("proposed_by")))):
        yield f"1: release {pk} to everybody was decided by one person."
    day = OuterRef("released_on")
    held = RoleGrant.objects.filter(person=OuterRef("released_by"), role__in=READERS, starts_on__lte=day)
    held = held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
    for pk in _keys(standing.annotate(released_on=TruncDate("released_at")).filter(~Exists(held))):
        yield f"1: release {pk} was decided by somebody who was no reader on that day."
    for state, words in ((StatementState.RETURNED, "sent back"), (StatementState.ARCHIVED, "put away")):
        for pk in _keys(standing.filter(statement__state=state)):
            yield f"1: release {pk} stands, and its statement was {words}."


def _nothing_stored() -> Iterator[str]:
    """2: of somebody whom nobody can find out nothing leads to them; a name only where one was given."""
    hidden = Statement.objects.filter(privacy=Privacy.ANONYMOUS)
    stored = Q(invite__isnull=False) | Q(place__isnull=False) | Q(entered_by__isnull=False) | ~Q(sealed_name="")
    for pk in _keys(hidden.filter(stored)):
        yield f"2: statement {pk} was to lead to nobody, and something of who it was is stored."
    for pk in _keys(Words.objects.filter(statement__in=hidden.filter(state=StatementState.DRAFT))):
        yield f"2: words {pk} are kept before somebody whom nobody can find out sent them."
    for pk in _keys(Statement.objects.filter(privacy=Privacy.PRIVATE).exclude(sealed_name="")):
        yield f"2: statement {pk} is private and holds a name."
    there = Statement.objects.filter(pk=OuterRef("statement_id"))
    for pk in _keys(Tombstone.objects.filter(Exists(there))):
        yield f"8: tombstone {pk} is of a statement that is still there."


def _themes() -> Iterator[str]:
    """5: what is published has a clock and was published by somebody else; no answer without its theme in public."""
    shown = Theme.objects.filter(state=ThemeState.PUBLISHED)
    for pk in _keys(shown.filter(Q(answer_due__isnull=True) | Q(published_at__isnull=True))):
        yield f"5: theme {pk} is published and no answer is owed by any day."
    for pk in _keys(shown.filter(Q(published_by__isnull=True) | Q(published_by=F("made_by")))):
        yield f"5: theme {pk} was published by whoever wrote it."
    for pk in _keys(Theme.objects.filter(state=ThemeState.DRAFT, answers__isnull=False).distinct()):
        yield f"5: theme {pk} is not published and was answered."
    mixed = ThemeStatement.objects.exclude(statement__speaker=F("theme__speaker")).values("theme")
    for pk in _keys(Theme.objects.filter(pk__in=mixed)):
        yield f"5: theme {pk} puts together what young people and staff said."


def _numbers() -> Iterator[str]:
    """7: no published table tells of too few; none is of a campaign that still goes on."""
    for row in numbers_in_breach():
        yield f"7: table {row.pk} tells of too few people."
    for pk in _keys(Campaign.objects.filter(numbers__isnull=False).exclude(state=CampaignState.CLOSED).distinct()):
        yield f"7: numbers of campaign {pk} are published, and it goes on."


def _forgotten(at: datetime) -> Iterator[str]:
    """8: nothing is kept past its day."""
    late = at - GRACE
    for pk in _keys(due_statements(late)):
        yield f"8: statement {pk} was to be deleted by {day_of(late)}."
    for pk in _keys(due_cases(late)):
        yield f"8: case {pk} was to be deleted by {day_of(late)}."
    there = Statement.objects.filter(pk=OuterRef("statement_id"))
    for pk in _keys(Look.objects.exclude(reason="", settled_reason="").filter(~Exists(there))):
        yield f"8: look {pk} keeps its reason although what was said is gone."


def _files(at: datetime) -> Iterator[str]:
    """8: no file without its row, no row without its file."""
    names = set(SENT_ALONG.names())
    for pk, name in Attachment.objects.order_by("pk").values_list("pk", "file"):
        if name not in names:
            yield f"8: the file of attachment {pk} is not there."
    if strays := len(stray_files(at - GRACE)):
        yield f"8: {strays} files belong to no statement."


def _sealed() -> Iterator[str]:
    """3: whatever is sealed can be read with the keys there are; a lost key is found before it is needed."""
    for model in SEALED_IN:
        for field in model._meta.local_fields:
            if not isinstance(field, SealedTextField):
                continue
            rows = model._base_manager.annotate(as_it_lies=Cast(field.attname, TextField())).exclude(as_it_lies="")
            for pk, sealed in rows.order_by("pk").values_list("pk", "as_it_lies").iterator():
                try:
                    unseal(sealed.encode())
                except Unreadable:
                    yield f"3: {field.attname} of {model._meta.model_name} {pk} cannot be read with the keys there are."


def _keys(rows: QuerySet[Any]) -> list[Any]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
