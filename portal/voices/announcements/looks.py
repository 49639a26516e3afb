"""Who hears that somebody wants to find out who spoke: the other readers, without a word of what was said."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.history.ledger import ledger_kind
from portal.notifications import notify, register_event, register_subject
from portal.people.models import RoleGrant, User
from portal.voices.models import Look, Statement
from portal.voices.models.reading import READERS
from portal.voices.queries.looks import asked_facts, looks_known_to, settled_facts

ASKED, SETTLED = "voices.look_asked", "voices.look_settled"


def register() -> None:
    """Name events and ledger kinds; called once, after the group of reading exists."""
    register_event(ASKED, gettext_lazy("A second person is asked whether to find out who spoke"), "reading")
    register_event(SETTLED, gettext_lazy("A second person has answered you"), "reading")
    register_subject("look", visible)
    label = "voices.Look"
    ledger_kind(
        "look.asked",
        label,
        asked_facts,
        describe=gettext_lazy("Somebody asked to find out who spoke privately"),
        one_per_row=Look.objects.all,
    )
    ledger_kind(
        "look.agreed", label, settled_facts, describe=gettext_lazy("A second person agreed to finding out who spoke")
    )
    ledger_kind(
        "look.refused", label, settled_facts, describe=gettext_lazy("A second person refused finding out who spoke")
    )
    ledger_kind("look.looked", label, settled_facts, describe=gettext_lazy("Somebody found out who spoke privately"))


def visible(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Return of which wishes ``person`` may know."""
    return set(looks_known_to(person, at).filter(pk__in=keys).values_list("pk", flat=True))


def asked(look: Look, by: User, at: datetime) -> None:
    """Tell the other readers who may read the statement."""
    grants = RoleGrant.objects.active(at).filter(role__in=READERS)
    people = User.objects.filter(pk__in=grants.values("person"), is_active=True)
    statements = Statement.objects.filter(pk=look.statement_id)
    told = [one.pk for one in people if statements.readable_by(one, at).exists()]
    _tell(ASKED, look, _("A second person is needed: is there a reason to find out who spoke?"), told, by, at)


def settled(look: Look, by: User, at: datetime) -> None:
    """Tell who asked."""
    _tell(SETTLED, look, _("A second person has answered your question"), [look.asked_by_id], by, at)


def _tell(event: str, look: Look, title: str, people: list[int], by: User, at: datetime) -> None:
    notify(
        people=people,
        event=event,
        key=f"{event}:{look.pk}",
        subject_kind="look",
        subject_id=look.pk,
        title=title,
        url=reverse("voices:look", args=[look.pk]),
        at=at,
        by=by,
    )
