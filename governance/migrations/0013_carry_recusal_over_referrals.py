"""Recusal goes along with everything that went on from a matter, also where it was referred before 0012 looked at it."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def complete(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add what is missing: 0012 joined a changed decision to its proposal, not to where that had gone already."""
    chains = apps.get_model("governance", "ReferralChain")
    came_from: dict[int, set[int]] = {}
    # A proposal is made after everything it came from: in their order every beginning is known by then.
    for first, last in sorted(_went_on(apps), key=lambda one: one[1]):
        came_from.setdefault(last, set()).update({first}, came_from.get(first, set()))
    for last, firsts in came_from.items():
        for first in sorted(firsts):
            chains.objects.get_or_create(first_id=first, last_id=last)


def _went_on(apps: StateApps) -> Iterator[tuple[Any, Any]]:
    yield from apps.get_model("governance", "Referral").objects.values_list("source", "received")
    changes = apps.get_model("governance", "ProposalEffect").objects.exclude(decision__confidentiality="open")
    yield from changes.values_list("decision__proposal", "proposal")


class Migration(migrations.Migration):
    """What went on from a matter that is not public, over referrals too."""

    dependencies = [("governance", "0012_carry_recusal")]

    operations = [migrations.RunPython(complete, migrations.RunPython.noop)]
