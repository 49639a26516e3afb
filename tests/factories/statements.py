"""Statements, their readers and what surrounds them, in a line each."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import Q

from portal.people.enums import OrganisationKind, RoleKind
from portal.people.models import Organisation, User
from portal.voices.domain.codes import new_receipt
from portal.voices.enums.campaigns import AgeBand, CampaignKind, CampaignState, QuestionKind, Speaker
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import (
    Campaign,
    Place,
    Question,
    QuestionSet,
    QuestionSetVersion,
    Statement,
    Words,
)
from portal.voices.models.audiences import READERS
from portal.voices.models.secrets import code_hash
from tests.conftest import NOON
from tests.people import person
from tests.remembering import remembered

_NUMBERS = count(1)
SAID = "The unmistakable turquoise walrus of Elmbrook"


@remembered
def organisation(name: str = "") -> Organisation:
    """Make a provider."""
    number = next(_NUMBERS)
    return Organisation.objects.create(
        name=name or f"Provider {number}", slug=f"voices-{number}", kind=OrganisationKind.PROVIDER
    )


@remembered
def place(owner: Organisation | None = None, **more: Any) -> Place:
    """Make a home; ten people work there unless said otherwise."""
    more.setdefault("name", f"Elmbrook {next(_NUMBERS)}")
    more.setdefault("staff", 10)
    return Place.objects.create(organisation=owner or organisation(), **more)


@remembered
def campaign(by: User | None = None, *, at: datetime = NOON, **more: Any) -> Campaign:
    """Make an open campaign."""
    number = next(_NUMBERS)
    boxes = dict.fromkeys(("space", "voice", "audience", "can_change", "cannot_change"), "As agreed.")
    fields = {
        "slug": f"asked-{number}",
        "title": f"What we ask, {number}",
        "kind": CampaignKind.EVERYDAY,
        "state": CampaignState.OPEN,
        "audience_by": date(2027, 3, 1),
        "opens_on": at.date() - timedelta(days=30),
        "opened_at": at - timedelta(days=30),
        "made_by": by or person(),
    }
    return Campaign.objects.create(**{**fields, **boxes, **more})


@remembered
def question(band: str = AgeBand.TWELVE, kind: str = QuestionKind.LONG) -> Question:
    """Make a published set with one question."""
    number = next(_NUMBERS)
    of = QuestionSet.objects.create(key=f"set-{number}", title="Everyday", kind=CampaignKind.EVERYDAY, band=band)
    version = QuestionSetVersion.objects.create(set=of, n=1)
    made = Question.objects.create(version=version, n=1, core="safe", kind=kind, text="How is it here?")
    version.state, version.published_at = "published", NOON
    version.save()
    return made


@remembered
def statement(
    *,
    text: str = SAID,
    state: str = StatementState.RECEIVED,
    where: Place | None = None,
    privacy: str = Privacy.PRIVATE,
    staff: bool = False,
    cleared: bool = False,
    asked: Campaign | None = None,
    **more: Any,
) -> Statement:
    """Make a statement with one answer in some state; of somebody nobody can find no home is kept."""
    band = AgeBand.STAFF if staff else AgeBand.TWELVE
    asked_question = question(band)
    row = Statement.objects.create(
        campaign=asked or campaign(),
        version=asked_question.version,
        speaker=Speaker.STAFF if staff else Speaker.YOUNG_PERSON,
        band=band,
        privacy=privacy,
        state=state,
        given_on=NOON.date(),
        receipt_hash=code_hash(new_receipt()),
        place=None if privacy == Privacy.ANONYMOUS else where,
        keep_until=NOON.date() + timedelta(days=365),
        **more,
    )
    Words.objects.create(
        statement=row, question=asked_question, n=1, text=text, said_on=NOON.date(), is_cleared=cleared
    )
    return row


@remembered
def moderator(**more: Any) -> User:
    """Make somebody who reads before others do."""
    return person(RoleKind.MODERATOR, **more)


@remembered
def lead(**more: Any) -> User:
    """Make the safeguarding lead."""
    return person(RoleKind.SAFEGUARDING_LEAD, **more)


@remembered
def deputy(**more: Any) -> User:
    """Make the deputy."""
    return person(RoleKind.SAFEGUARDING_DEPUTY, **more)


# Not remembered: it registers a reader in the process, which no statement tells.
def everybody_hears(audience: Audience, who: User) -> None:
    """Let ``who`` be the audience of everything; the caller clears ``READERS`` again."""
    READERS.setdefault(audience, []).append(lambda asked, at: Q() if asked.pk == who.pk else None)
