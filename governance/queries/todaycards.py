"""The words of Today's cards about proposals: written for the few that are shown, of all that wait."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.enums.rounds import RecordedHow, RoundKind
from portal.today import Card


def position(voice: Any) -> Card:
    """Ask for a position in an open round."""
    kind = RoundKind(voice.kind)
    title = _("Take your position on %(name)s") % {"name": name(voice)}
    why = _("You have a voice in this round and have not used it.")
    if kind is RoundKind.ABSENT_MEMBERS:
        why = _("You were silent in the test: this is your time to speak.")
    if kind is RoundKind.SENSE_CHECK:
        title = _("Say where you stand on %(name)s") % {"name": name(voice)}
        why = _("A sense check asks before anything is tested. Nothing is decided by it.")
    href = reverse("governance:position", args=[voice.proposal__number])
    return Card(title, why, href, _("Take your position"), voice.closes_at, kind.label, voice.kind)


def confirm_position(voice: Any) -> Card:
    """Ask the trustee whether what was entered for them is right, or their block of an earlier test still holds."""
    href = f"{page(voice.proposal__number)}#your-position"
    if voice.entered == RecordedHow.CARRIED:
        return Card(
            _("Say whether your block still holds: %(name)s") % {"name": name(voice)},
            _("You blocked this text, and its test ended before the block was settled. It stands in the new round."),
            href,
            _("Look at it"),
            voice.closes_at,
            _("Your position"),
        )
    return Card(
        _("Check the position entered for you on %(name)s") % {"name": name(voice)},
        _("The secretary entered it. Confirm it, or correct it while the round is open."),
        href,
        _("Look at it"),
        voice.closes_at,
        _("Your position"),
    )


def name(voice: Any) -> str:
    """Return what the proposal of a voice is called."""
    return f"{voice.proposal__number} {voice.proposal__title}"


def page(number: str) -> str:
    """Return the address of a proposal."""
    return reverse("governance:proposal", args=[number])


class Told:
    """What one person is told about one proposal; nothing is written before it is shown."""

    def __init__(self, proposal: Any, *, proposes: bool, chairs: bool) -> None:
        self.proposal, self.proposes, self.chairs = proposal, proposes, chairs

    @cached_property
    def words(self) -> dict[str, Any]:
        """Return what the sentences name."""
        return {"name": f"{self.proposal.number} {self.proposal.title}", "board": self.proposal.board__name}

    @property
    def why(self) -> str:
        """Say why it is this person whom it waits for."""
        if self.proposes:
            return _("You propose this.")
        if self.chairs:
            return _("You chair the %(board)s.") % self.words
        return _("You keep the business of the %(board)s.") % self.words

    @property
    def page(self) -> str:
        """Return the address of the proposal."""
        return page(self.proposal.number)

    def _act(self, view: str, *args: object) -> str:
        return reverse(f"governance:{view}", args=[self.proposal.number, *args])

    def treat_conflict(self) -> Card:
        """Ask the chair to say what follows from a declared conflict."""
        return Card(
            _("Treat a conflict of interest in %(name)s") % self.words,
            _("You chair this matter."),
            self._act("conflicts"),
            _("Read what was declared"),
            tag=_("Conflict of interest"),
            tag_state="recused",
        )

    def finish_draft(self) -> Card:
        """Remind the proposer of a draft."""
        return Card(
            _("Finish your draft %(name)s") % self.words,
            _("Nobody else sees it yet."),
            self._act("edit_proposal"),
            _("Continue"),
            tag=_("Draft"),
            tag_state="draft",
        )

    def answer_questions(self) -> Card:
        """Ask the proposer to answer."""
        count = self.proposal.questions_open
        title = ngettext("Answer a question about %(name)s", "Answer %(count)d questions about %(name)s", count)
        href = f"{self.page}#questions"
        return Card(title % {**self.words, "count": count}, self.why, href, _("Answer"), tag=_("Question"))

    def work_on_concerns(self) -> Card:
        """Ask proposer and chair to work on what worries somebody."""
        count = self.proposal.concerns_open
        title = ngettext(
            "Work on an open concern about %(name)s", "Work on %(count)d open concerns about %(name)s", count
        )
        return Card(
            title % {**self.words, "count": count},
            self.why,
            f"{self.page}#concerns",
            _("See the concern"),
            tag=_("Concern"),
            tag_state="concern",
        )

    def test_block(self) -> Card:
        """Ask a trustee whether the ground of a block holds."""
        return Card(
            _("Test the block on %(name)s") % self.words,
            _("The board says together whether its ground holds."),
            self._act("test_block", self.proposal.block),
            _("Say what you find"),
            tag=_("Block"),
            tag_state="block",
        )

    def close_round(self) -> Card:
        """Remind whoever closes a round whose time is over."""
        title, due = _("Close the round on %(name)s") % self.words, self.proposal.round_closes
        href = self._act("close_round", self.proposal.round_n) if self.chairs else self.page
        return Card(title, self.why, href, _("Close the round"), due, _("Round"), "round")

    def write_reasons(self) -> Card:
        """Ask for what the record of the decision still lacks."""
        title, due = _("Complete the reasons for %(name)s") % self.words, self.proposal.window_closes_at
        return Card(title, self.why, self._act("rationale"), _("Write the reasons"), due, _("Agreed"), "agreed")

    def record_decision(self) -> Card:
        """Ask for the decision to be recorded: its window is over."""
        title, due = _("Record the decision on %(name)s") % self.words, self.proposal.window_closes_at
        return Card(title, self.why, self._act("adopt"), _("Record it"), due, _("Agreed"), "agreed")
