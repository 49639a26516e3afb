"""Conflicts and interests: the ledger learns of the acts, people choose how they hear of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.models import ConflictDeclaration
from governance.queries import conflictfacts as facts
from governance.queries import interests
from portal.history.ledger import ledger_kind
from portal.notifications import register_event, register_group, register_subject
from portal.people.models import User
from portal.today import register_today


def register() -> None:
    """Name kinds of the ledger, events and cards; called once, when the portal starts."""
    kinds: dict[str, Any] = {
        "conflict.declared": (facts.declared_facts, _("A conflict of interest was declared")),
        "conflict.treated": (facts.treated_facts, _("A conflict of interest was treated")),
        "conflict.released": (facts.released_facts, _("Somebody was released from a conflict of interest")),
    }
    for kind, (say, words) in kinds.items():
        once = ConflictDeclaration.objects.all if kind == "conflict.declared" else None
        ledger_kind(
            kind,
            "governance.ConflictDeclaration",
            say,
            describe=words,
            one_per_row=once,
            related=("proposal__board",),
        )
    register_group(
        "conflicts",
        _("Conflicts of interest"),
        _("A conflict about you or for you to treat; your yearly confirmation of the register."),
        default="at_once",
    )
    for event, label in (
        ("conflict.raised", _("A conflict was raised about you")),
        ("conflict.declared", _("A conflict waits for you as chair")),
        ("conflict.treated", _("Your conflict was treated")),
        ("conflict.released", _("You take part again")),
        ("interests.due", _("Your register of interests is to be confirmed")),
    ):
        register_event(event, label, "conflicts")
    register_subject("conflict", _own_conflicts)
    register_subject("interests", lambda person, keys, at: {key for key in keys if key == person.pk})
    register_today("interests", cards=interests.cards)


def _own_conflicts(person: User, keys: Collection[int], at: datetime) -> set[int]:
    """Everybody hears of the conflicts about themselves, and of nobody else's."""
    return set(ConflictDeclaration.objects.filter(pk__in=keys, person=person).values_list("pk", flat=True))
