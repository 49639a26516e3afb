"""The words of an outcome: what is missing, said to people, each once and in the order that helps most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.domain.consensus import Code, Missing, Outcome, Verdict
from governance.domain.decisions import Lack

PARTICIPATION = frozenset({Code.QUORUM, Code.QUORUM_CONSTITUENCIES, Code.NOBODY_ENTITLED})


@dataclass(frozen=True)
class Words:
    """One missing thing in words: what is so, and what would resolve it."""

    code: str
    what: str
    resolve: str


def missing_words(missing: Missing) -> Words:
    """Say one missing thing."""
    what, resolve = _missing(missing.code, missing.params)
    return Words(missing.code.value, what, resolve)


def lack_words(lack: Lack) -> Words:
    """Say one thing a decision still lacks."""
    what, resolve = _lacking(lack)
    return Words(lack.value, what, resolve)


def missing_of(outcome: Outcome, *, revealed: bool) -> list[Words]:
    """Return what is missing in words; while positions are hidden, only how many more have to take part."""
    return [missing_words(one) for one in outcome.missing if revealed or one.code in PARTICIPATION]


def verdict_words(verdict: Verdict) -> str:
    """Say what a test comes to."""
    return {
        Verdict.VOID: _("Too few took part: the test does not count"),
        Verdict.BLOCKED: _("Blocked"),
        Verdict.NOT_YET: _("Not yet agreed"),
        Verdict.CONSENSUS: _("Consensus"),
    }[verdict]


def sense_words(verdict: Verdict) -> str:
    """Say what a sense check comes to: what a test would find, which decides nothing."""
    return {
        Verdict.VOID: _("if this were the test, too few would have taken part"),
        Verdict.BLOCKED: _("if this were the test, the proposal would be blocked"),
        Verdict.NOT_YET: _("if this were the test, there would not be consensus yet"),
        Verdict.CONSENSUS: _("if this were the test, there would be consensus"),
    }[verdict]


def sentence(outcome: Outcome) -> str:
    """Say an outcome in one line, for the history and the minutes."""
    parts = [verdict_words(outcome.verdict), *(missing_words(one).what for one in outcome.missing)]
    if outcome.wholly_recused:
        parts.append(_("Wholly recused: %(names)s") % {"names": ", ".join(outcome.wholly_recused)})
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _missing(code: Code, params: Mapping[str, Any]) -> tuple[str, str]:
    values = dict(params)
    match code:
        case Code.NOBODY_ENTITLED:
            return _("Everybody is recused"), _("The board cannot decide this; it can be referred to another board.")
        case Code.BLOCK_UPHELD:
            return (
                ngettext("A block was upheld", "%(number)s blocks were upheld", values["number"]) % values,
                _("What the objector says would remove it, in a new version; or the objector withdraws it."),
            )
        case Code.BLOCK_UNTESTED:
            return (
                ngettext("A block has not been tested", "%(number)s blocks have not been tested", values["number"])
                % values,
                _("The board tests whether its ground holds, or the objector withdraws it."),
            )
        case Code.CONSTITUENCY_SILENT:
            return (
                _("No agreement yet from: %(constituency)s") % values,
                _("One of its trustees agrees, with or without reservations."),
            )
        case Code.QUORUM:
            return (
                ngettext("Quorum needs %(more)s more", "Quorum needs %(more)s more", values["more"]) % values,
                _("%(have)s of the %(need)s needed have taken a position.") % values,
            )
        case Code.QUORUM_CONSTITUENCIES:
            return (
                ngettext(
                    "Quorum needs one more constituency",
                    "Quorum needs %(more)s more constituencies",
                    values["more"],
                )
                % values,
                _("%(have)s of the %(need)s needed have been heard.") % values,
            )
        case Code.SUPPORT:
            return (
                ngettext("Active support needs %(more)s more", "Active support needs %(more)s more", values["more"])
                % values,
                _("%(have)s agree, with or without reservations; %(need)s are needed.") % values,
            )
        case Code.STAND_ASIDES:
            return (
                _("Too many stand aside"),
                _("%(have)s stand aside; %(most)s may. So many suggest that the proposal is not ready.") % values,
            )
        case Code.IMPLEMENTER:
            return (
                _("The person without whom it cannot be done stands aside"),
                _("They agree, or somebody else takes it on."),
            )


def _lacking(lack: Lack) -> tuple[str, str]:
    match lack:
        case Lack.NOT_AGREED:
            return _("There is no consensus on this version"), _("See what stands between us and a decision.")
        case Lack.WINDOW_OPEN:
            return _("The absent members’ window is still open"), _("It closes by itself.")
        case Lack.REASONS:
            return _("The reasons are not written"), _("Say in plain words why the board decides so.")
        case Lack.OWNER:
            return _("Nobody owns the decision"), _("Name the person who sees to it.")
        case Lack.REVIEW:
            return _("There is no review date"), _("Say when the board looks at it again.")
        case Lack.REVIEW_PAST:
            return _("The review date has passed"), _("Choose a later day.")
        case Lack.ENDS_PAST:
            return _("It would have ended already"), _("Choose a later day, or none.")
        case Lack.SUCCESS:
            return _("It is not said how we will know that it worked"), _("Name what will be different.")
        case Lack.CHILDRENS_VIEWS:
            return _("Children’s views are not recorded"), _("This affects children: say what they told us, and how.")
