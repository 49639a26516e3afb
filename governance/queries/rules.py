"""The rules a board decides by, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.enums.fallbacks import FallbackKind
from governance.models import Board, GoverningRules
from portal.people.models.periods import day_of


@dataclass(frozen=True)
class RuleLine:
    """One rule: what it is about and what it says."""

    about: str
    says: str


def rules_of_board(board: Board) -> list[GoverningRules]:
    """Return every version, the newest first."""
    return list(GoverningRules.objects.filter(board=board).select_related("agreed_by").order_by("-version"))


def in_force(versions: list[GoverningRules], at: datetime) -> GoverningRules | None:
    """Return the version that holds at ``at``."""
    return next((rules for rules in versions if rules.effective_from <= day_of(at)), None)


def in_words(rules: GoverningRules) -> list[RuleLine]:
    """Say what the numbers mean."""
    return [
        RuleLine(
            _("Quorum"),
            _("More than %(share)s of the trustees who count, from at least %(number)s constituencies.")
            % {"share": _share(rules.quorum_share), "number": rules.quorum_constituencies},
        ),
        RuleLine(
            _("Agreement"),
            _("At least %(share)s agree, with or without reservations.") % {"share": _share(rules.support_share)},
        ),
        RuleLine(
            _("Every constituency"),
            _("Each has at least one agreement, unless all its trustees have a conflict of interest.")
            if rules.every_constituency_agrees
            else _("Not every constituency needs an agreement."),
        ),
        RuleLine(
            _("Stand-asides"),
            _("At most %(share)s stand aside.") % {"share": _share(rules.stand_aside_share)},
        ),
        RuleLine(_("Blocks"), _("One block stops the decision until it is resolved. No majority can set it aside.")),
        RuleLine(
            _("Resolving a block"),
            _("At most %(meetings)s meetings and %(days)s days.")
            % {"meetings": rules.block_meetings, "days": rules.block_days},
        ),
        RuleLine(
            _("A block that is not upheld"),
            _("Its objector has %(days)s days to say in what words it goes on record; then it is recorded as dissent.")
            % {"days": rules.restate_days},
        ),
        RuleLine(_("When the board cannot agree"), _fallback(rules)),
        RuleLine(_("Absent members"), _window(rules)),
        RuleLine(
            _("The chair"),
            _(
                "Whoever is asked to take the chair answers within %(days)s days. An acting chair fills a gap at once, "
                "%(grace)s days later at the very latest."
            )
            % {"days": rules.chair_answer_days, "grace": rules.chair_grace_days},
        ),
        RuleLine(
            _("Report-back"),
            ngettext(
                "After an open decision one seat tells each constituency about it, within %(days)s day.",
                "After an open decision one seat tells each constituency about it, within %(days)s days.",
                rules.report_back_days,
            )
            % {"days": rules.report_back_days},
        ),
        RuleLine(_("Others’ positions are seen"), rules.get_reveal_display()),
        RuleLine(
            _("Review"),
            ngettext(
                "A decision is usually looked at again after %(months)s month.",
                "A decision is usually looked at again after %(months)s months.",
                rules.review_months,
            )
            % {"months": rules.review_months},
        ),
        *later_words(rules),
    ]


def later_words(rules: GoverningRules) -> list[RuleLine]:
    """Say what happens by itself when nobody acts."""
    return [
        RuleLine(
            _("Urgent decisions"),
            _(
                "The chair and a trustee of another constituency can decide what cannot wait. The board ratifies it"
                " until %(grace)s days after its next meeting, and within %(most)s days, or it lapses."
            )
            % {"grace": rules.urgent_grace_days, "most": rules.urgent_days},
        ),
        RuleLine(
            _("Reviews that bring nothing"),
            _("A decision expires when nothing was done for %(days)s days after its review opened.")
            % {"days": rules.review_grace_days},
        ),
        RuleLine(
            _("Proposals left alone"),
            _("A proposal lapses when nothing is said for %(months)s months, after a reminder.")
            % {"months": rules.lapse_months},
        ),
    ]


def _fallback(rules: GoverningRules) -> str:
    steps = [str(FallbackKind(kind).label).lower() for kind in rules.fallback_steps]
    return _("In this order: %(steps)s. After that, things stay as they are. None of the steps is a vote.") % {
        "steps": ", ".join([*steps, _("no agreement")])
    }


def _window(rules: GoverningRules) -> str:
    said = _("Whoever took no position has %(days)s days more before a decision is recorded") % {
        "days": rules.window_days
    }
    if rules.window_days_procedural:
        return f"{said} ({_('%(days)s for procedural matters') % {'days': rules.window_days_procedural}})."
    return f"{said} ({_('none for procedural matters')})."


def _share(share: object) -> str:
    known = {"0.3333": _("a third"), "0.5000": _("half"), "0.2500": _("a quarter"), "0.6667": _("two thirds")}
    text = f"{share:.4f}"
    return known.get(text, f"{float(text) * 100:g} %")
