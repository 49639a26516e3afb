"""What readers and safeguarding did with what was sent: read, taken out, released, returned, held, and still waiting.

It works on whatever was sent before it, oldest first, and leaves the newest unread.
"""

from datetime import datetime, timedelta

from portal.demonstration.people import Cooperative
from portal.people.enums import RoleKind
from portal.people.models import User
from portal.voices.actions.cases import close_case, open_case, read_case, refer, take_case
from portal.voices.actions.looks import ask_to_look, look, settle_look
from portal.voices.actions.moderation import (
    clear,
    hold,
    needs_redaction,
    open_words,
    propose_release,
    redact,
    release,
    return_,
)
from portal.voices.domain.marking import suggested
from portal.voices.enums.campaigns import CampaignKind
from portal.voices.enums.cases import CaseSource, ReferredTo
from portal.voices.enums.moderation import Audience
from portal.voices.enums.statements import Privacy, StatementState
from portal.voices.models import Statement, Words
from portal.voices.permissions.moderation import suits

# How many of the newest nobody has read yet.
UNREAD = 3
# To whom what belongs to a kind of campaign goes first.
FIRST = {
    CampaignKind.REVIEW: Audience.VISITING_TEAM,
    CampaignKind.PROPOSAL: Audience.BOARD,
    CampaignKind.EVERYDAY: Audience.SERVICE,
    CampaignKind.CONSULTATION: Audience.MEMBERS,
}


class Reading:
    """Two readers at work: a moderator, and the safeguarding lead as the second person."""

    def __init__(self, cooperative: Cooperative) -> None:
        self.calendar = cooperative.calendar
        self.moderator = _holder(RoleKind.MODERATOR)
        self.lead = _holder(RoleKind.SAFEGUARDING_LEAD)

    def at(self, row: Statement, days: int = 1, hour: int = 10) -> datetime:
        """Return a moment some days after it was sent, never after today."""
        day = min(row.given_on + timedelta(days=days), self.calendar.today)
        return self.calendar.noon_of(day).replace(hour=hour)

    def read(self, row: Statement) -> None:
        """Take it, take out what may say who it is, clear it, release it to whom it is meant for."""
        at, by = self.at(row), self.moderator
        open_words(statement=row, by=by, at=at)
        revealing = [(words, found) for words in row.words.all() if (found := suggested(words.text))]
        if revealing:
            needs_redaction(statement=row, by=by, at=at)
        for words, found in revealing:
            self.take_out(words, found, at)
        clear(statement=row, by=by, at=at)
        audience = FIRST[CampaignKind(row.campaign.kind)]
        if suits(row, audience):
            found_release = propose_release(statement=row, audience=audience, by=by, at=at)
            release(release=found_release, by=by, at=at)

    def take_out(self, words: Words, found: tuple[str, ...], at: datetime) -> None:
        """Put […] where somebody might be known."""
        text = words.text
        for part in found:
            text = text.replace(part, "[…]")
        if text != words.text:
            reason = "What might tell others who you are or where you live."
            redact(words=words, text=text, reason=reason, by=self.moderator, at=at)

    def publish(self, row: Statement) -> None:
        """Let two people decide that everybody may read it."""
        if suits(row, Audience.PUBLIC):
            found = propose_release(statement=row, audience=Audience.PUBLIC, by=self.moderator, at=self.at(row, 2))
            release(release=found, by=self.lead, at=self.at(row, 3))

    def send_back(self, row: Statement) -> None:
        """Pass it on to nobody, and say why."""
        open_words(statement=row, by=self.moderator, at=self.at(row))
        reason = "Thank you for writing. It is about another child by name, so we cannot pass it on. Tell us about you?"
        return_(statement=row, reason=reason, by=self.moderator, at=self.at(row))

    def keep_safe(self, row: Statement) -> None:
        """Hold it; the lead passes it on and closes the case, and it is read in its turn."""
        at = self.at(row)
        open_words(statement=row, by=self.moderator, at=at)
        case = hold(statement=row, why="It may be that somebody is hit.", by=self.moderator, at=at)
        read_case(case=case, by=self.lead, at=at + timedelta(minutes=4))
        take_case(case=case, by=self.lead, at=at + timedelta(minutes=6))
        words = "Spoke to the duty team; they visit today. Reference kept on paper."
        refer(case=case, to=ReferredTo.CHILDRENS_SERVICES, text=words, by=self.lead, at=at + timedelta(minutes=35))
        if row.privacy == Privacy.PRIVATE:
            self.find_out(row, at + timedelta(minutes=10))
        if self.at(row, 9) > at + timedelta(days=1):
            close_case(case=case, reason="Children’s services have it.", by=self.lead, at=self.at(row, 9))

    def find_out(self, row: Statement, at: datetime) -> None:
        """Look behind a private statement, by two people."""
        wish = ask_to_look(statement=row, reason="Somebody may be hurt tonight.", by=self.lead, at=at)
        # What is held only lead and deputy read, so the deputy is the second person.
        second = _holder(RoleKind.SAFEGUARDING_DEPUTY)
        if second.pk != self.lead.pk:
            settle_look(look=wish, agree=True, by=second, at=at + timedelta(minutes=2))
            look(look=wish, by=self.lead, at=at + timedelta(minutes=3))

    def told_by_an_adult(self) -> None:
        """Open a case that somebody is on this week, with its clock running."""
        at = self.calendar.at(1, 16, 20)
        told = "A night worker rang: a young person has not slept in the house for two nights."
        case = open_case(source=CaseSource.ADULT, told=told, contact="The night worker, by telephone", at=at)
        read_case(case=case, by=self.lead, at=at + timedelta(minutes=3))
        take_case(case=case, by=self.lead, at=at + timedelta(minutes=5))


def read_what_was_sent(cooperative: Cooperative) -> None:
    """Let readers work through everything but the newest."""
    reading = Reading(cooperative)
    rows = list(Statement.objects.filter(state=StatementState.RECEIVED).order_by("given_on", "pk"))
    old = rows[:-UNREAD] if len(rows) > UNREAD else []
    for number, row in enumerate(old):
        if number == 1:
            reading.send_back(row)
        elif number == len(old) // 2:
            reading.keep_safe(row)
        else:
            reading.read(row)
            if number % 4 == 0:
                reading.publish(row)
    reading.told_by_an_adult()


def _holder(role: RoleKind) -> User:
    """Return who of the cast holds a role; without a deputy, the lead."""
    key = role.value.replace("_", "-")
    found = User.objects.filter(email=f"{key}@hearth.example").first()
    return found or User.objects.get(email="safeguarding-lead@hearth.example")
