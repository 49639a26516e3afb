"""Recusal goes along where a decision that is not public is to be changed: also of what was begun before."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def carry(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add what ``ProposalEffect.save`` adds from now on, the oldest proposal first."""
    effects = apps.get_model("governance", "ProposalEffect")
    chains = apps.get_model("governance", "ReferralChain")
    rows = effects.objects.exclude(decision__confidentiality="open").order_by("proposal")
    for first, last in rows.values_list("decision__proposal", "proposal"):
        before = list(chains.objects.filter(last=first).values_list("first", flat=True))
        for one in (first, *before):
            chains.objects.get_or_create(first_id=one, last_id=last)


class Migration(migrations.Migration):
    """What went on from a matter that is not public, as far as it was begun already."""

    dependencies = [("governance", "0011_blocks_stand_over")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
