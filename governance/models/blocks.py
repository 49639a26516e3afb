"""What was done about a block: a log in which it can be seen whether the objector took part."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.enums.blocks import BlockStepKind
from governance.models.proposals import ProposalVersion
from governance.models.rounds import Block
from governance.models.sealed import Sealed, SealedQuerySet
from portal.history.records import AuditRecords


class BlockStep(Sealed):
    """One step of resolution. Written by one of the board or the objector; without a writer, by the portal itself."""

    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what"), max_length=12, choices=BlockStepKind.choices)
    text = models.TextField(_("what was said or done"))
    took_part = models.BooleanField(_("the objector took part"), default=False)
    version = models.ForeignKey(
        ProposalVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The text that resolved the block."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = SealedQuerySet["BlockStep"].as_manager()
    history = AuditRecords()

    class Meta:
        ordering = ["block", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(text__regex=r"\S"), name="governance_a_step_says_what_was_done"),
            models.CheckConstraint(
                condition=~models.Q(kind=BlockStepKind.ANSWER) | models.Q(by__isnull=False, took_part=True),
                name="governance_an_answer_is_the_objectors_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
