"""The people of the demonstration, whom anybody may become with one click. They are invented."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Printed by ``manage.py demo``; a system check refuses the demonstration together with production settings.
DEMONSTRATION_PASSWORD = "hearth-demonstration"  # noqa: S105


@dataclass(frozen=True)
class CastMember:
    """Somebody to sign in as: who they are on a board or in the network, and what that lets one see."""

    key: str
    email: str
    name: str
    title: Promise
    why: Promise


def _member(key: str, name: str, title: Promise, why: Promise) -> CastMember:
    return CastMember(key, f"{key}@hearth.example", name, title, why)


CAST: tuple[CastMember, ...] = (
    _member(
        "chair-nw",
        "Niamh O'Connell",
        _("Chair of the North West board"),
        _("Frames proposals and tests for consensus."),
    ),
    _member(
        "trustee-staff",
        "Kwame Asante",
        _("Trustee for staff, North West"),
        _("Discusses, takes positions, reports back to staff."),
    ),
    _member(
        "trustee-providers",
        "Harriet Fairclough",
        _("Trustee for providers, North West"),
        _("Speaks for the homes and fostering services."),
    ),
    _member(
        "trustee-young-people",
        "Jaz Dhillon",
        _("Trustee for young people, North West"),
        _("Brings young people’s voices to the board."),
    ),
    _member(
        "trustee-authorities",
        "Margaret Achebe",
        _("Trustee for local authorities, North West"),
        _("Speaks for the authorities that place children."),
    ),
    _member(
        "secretary-nw",
        "Tomasz Wiśniewski",
        _("Secretary of the North West board"),
        _("Keeps agendas, minutes and the register."),
    ),
    _member(
        "chair-national",
        "Siân Llŷr",
        _("Member of the National Steering Group"),
        _("Chairs the board of Wales and so sits nationally."),
    ),
    _member(
        "constituency-member",
        "Bilal Hussain",
        _("Constituency member, North West staff"),
        _("Sees what their seat said, decided and reported back."),
    ),
    _member("observer", "Rosalind Pike", _("Observer"), _("Signed in, holds no seat and no role.")),
    _member(
        "peer-reviewer",
        "Adaeze Nwosu",
        _("Peer reviewer"),
        _("Accepts visits and takes notes on the day."),
    ),
    _member(
        "lead-reviewer", "Callum Brathwaite", _("Lead reviewer"), _("Leads a visiting team and writes the report.")
    ),
    _member(
        "service-lead",
        "Priya Raman",
        _("Service lead"),
        _("Assesses their own service and acts on recommendations."),
    ),
    _member(
        "programme-manager",
        "Eleri Gwynne",
        _("Network programme manager"),
        _("Runs the year of reviews: teams, dates, reports."),
    ),
    _member(
        "safeguarding-lead",
        "Deborah Ansah",
        _("Safeguarding lead"),
        _("Sees what must be acted on at once."),
    ),
    _member(
        "safeguarding-deputy",
        "Gwen Prosser-Hale",
        _("Deputy safeguarding lead"),
        _("Is alerted with the lead, and acts when it is about them."),
    ),
    _member("moderator", "Femi Adeyemi-Clarke", _("Moderator"), _("Reads contributions before others do.")),
    _member(
        "participation-lead",
        "Marisol Okafor",
        _("Participation lead"),
        _("Asks young people and staff, and sees that they hear back."),
    ),
    _member(
        "independent-helper",
        "Tegan Ashworth",
        _("Independent helper"),
        _("Hands out cards, and types in what somebody says on paper."),
    ),
    _member("editor", "Oliver Tan", _("Editor"), _("Writes guidance and information pages in the CMS.")),
    _member(
        "administrator",
        "Amina Begum",
        _("Administrator"),
        _("Looks after people, roles, imports and health."),
    ),
)
