from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    label = "governance"
    verbose_name = _("Governance")

    def ready(self) -> None:
        """Tell the ledger which acts governance performs, and live pages who may follow them."""
        from governance.models import ChairTerm, ProposalVersion  # noqa: PLC0415  (models exist only now)
        from governance.permissions.proposals import can_hear_proposal  # noqa: PLC0415
        from governance.queries import chairs, versions  # noqa: PLC0415
        from governance.receivers import (  # noqa: PLC0415
            agreedactions,
            amendments,
            blocknotices,
            blocks,
            conflicts,
            notices,
            representation,
            reviews,
            statements,
            urgents,
        )
        from governance.receivers import chairs as rota  # noqa: PLC0415
        from governance.receivers import versions as sealing  # noqa: PLC0415
        from governance.receivers.rounds import register_ledger_kinds  # noqa: PLC0415
        from portal.history.ledger import ledger_kind  # noqa: PLC0415
        from portal.live import register_room  # noqa: PLC0415

        ledger_kind(
            "chair_term.started",
            "governance.ChairTerm",
            chairs.term_started_facts,
            describe=_("A trustee took the chair"),
            public=lambda term: True,
            one_per_row=ChairTerm.objects.all,
            related=("board", "appointment"),
        )
        ledger_kind(
            "chair_term.ended",
            "governance.ChairTerm",
            chairs.term_ended_facts,
            describe=_("A term in the chair ended early"),
            public=lambda term: True,
            related=("board",),
        )
        ledger_kind(
            "proposal.version_published",
            "governance.ProposalVersion",
            versions.version_facts,
            describe=_("A version of a proposal was published"),
            one_per_row=ProposalVersion.objects.all,
            related=("proposal",),
            prefetched=("texts",),
        )
        register_ledger_kinds()
        blocks.register_ledger_kinds()
        notices.register()
        amendments.register()
        rota.register()
        representation.register()
        statements.register()
        agreedactions.register()
        blocknotices.register()
        urgents.register()
        reviews.register()
        conflicts.register()
        register_room("proposal", can_hear_proposal)
        post_migrate.connect(sealing.seal_after_migrate, sender=self, dispatch_uid="governance.versions_are_sealed")
