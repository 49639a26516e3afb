"""What the matching found, in words for people."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peerreview.domain.matching.explaining import Why
from peerreview.domain.matching.problem import Problem, Role
from peerreview.domain.matching.supply import Shortage, Supply
from peerreview.domain.teams import Lack
from peerreview.enums.reviewers import Specialism
from peerreview.enums.teams import SeatRole


def role_word(role: Role | str) -> str:
    """Name a role."""
    return str(SeatRole(role).label)


def why_words(found: Why) -> str:
    """Say what speaks for somebody in a seat, and what it costs."""
    distance = (
        _("from the same region"),
        _("from a region next to it"),
        _("from further away"),
    )
    parts = [_("knows these standards") if found.knows_set else _("does not know these standards yet")]
    if found.specialisms:
        known = ", ".join(sorted(str(Specialism(one).label).lower() for one in found.specialisms))
        parts.append(_("knows well: %(what)s") % {"what": known})
    parts.append(distance[min(found.steps, 2)])
    if found.fair is not None:
        words = ngettext(
            "their organisation gives %(gives)d seat, %(fair)d would be even",
            "their organisation gives %(gives)d seats, %(fair)d would be even",
            found.gives,
        )
        parts.append(words % {"gives": found.gives, "fair": found.fair})
    if found.met:
        words = ngettext("was on a team with one of the others", "was on a team with %(n)d of the others", found.met)
        parts.append(words % {"n": found.met})
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def supply_words(row: Supply) -> str:
    """Say whether there is enough of one role."""
    if row.short:
        words = ngettext("%(n)d seat cannot be filled", "%(n)d seats cannot be filled", row.short)
        return words % {"n": row.short}
    return _("Enough, if the days fit together")


def shortage_words(lack: Shortage, problem: Problem) -> str:
    """Say what one review lacks even if no other needed anybody."""
    if not problem.review[lack.review].dates:
        return _("The service has not offered days yet.")
    words = ngettext("%(role)s: %(n)d could come", "%(role)s: %(n)d could come", lack.possible)
    if lack.possible == 0:
        words = _("%(role)s: nobody could come")
    said = words % {"role": role_word(lack.role), "n": lack.possible}
    return _("%(said)s, %(wanted)d wanted") % {"said": said, "wanted": lack.wanted}


LACKS = {
    Lack.LEAD: lambda: _("There is no lead."),
    Lack.PEERS: lambda: _("There are not three peers."),
    Lack.KNOWING: lambda: _("Fewer than two peers know the standards."),
    Lack.EXPERT: lambda: _("There is no expert by experience."),
}


def lack_words(found: Iterable[Lack]) -> list[str]:
    """Say what a team lacks."""
    return [str(LACKS[one]()) for one in found]
