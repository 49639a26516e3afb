"""The story's readers work on whatever was sent, through the real acts."""

from datetime import date, timedelta
from random import Random

import pytest

from portal.demonstration.calendar import Calendar
from portal.demonstration.people import Cooperative
from portal.demonstration.voices_moderation import UNREAD, read_what_was_sent
from portal.history.verifying import verify_ledger
from portal.notifications.quiet import without_mail
from portal.voices.enums.moderation import Audience, LookState
from portal.voices.enums.statements import Priority, StatementState
from portal.voices.models import Case, Look, Redaction, Release, Statement
from tests.factories.statements import campaign, deputy, lead, moderator, place, statement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def test_readers_work_through_what_was_sent_and_leave_the_newest() -> None:
    for key, make in (("moderator", moderator), ("safeguarding-lead", lead), ("safeguarding-deputy", deputy)):
        make(email=f"{key}@hearth.example")
    asked, here = campaign(kind="everyday"), place()
    for number in range(14):
        row = statement(text=f"Dinner is late, says Zebedee Quill, {number}.", asked=asked, where=here)
        Statement.objects.filter(pk=row.pk).update(given_on=TODAY - timedelta(days=40 - 3 * number))
    calendar = Calendar(TODAY)
    with without_mail():
        read_what_was_sent(Cooperative(calendar, Random(1), calendar.months(26)))
    states = list(Statement.objects.values_list("state", flat=True))
    assert states.count(StatementState.RECEIVED) == UNREAD
    assert states.count(StatementState.RETURNED) == 1
    assert states.count(StatementState.RELEASED) == 9
    assert Release.objects.filter(audience=Audience.PUBLIC, released_by__isnull=False).count() == 3
    assert Redaction.objects.count() == 9
    assert "Zebedee" not in "".join(Redaction.objects.values_list("text", flat=True))
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "taken"]
    assert Statement.objects.get(priority=Priority.URGENT).state == StatementState.IN_MODERATION
    assert Look.objects.get().state == LookState.LOOKED
    assert list(verify_ledger()) == []
