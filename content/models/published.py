"""What pages share whose every published version is kept."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.log_actions import LogContext
from wagtail.models import Page, PagePermissionTester
from wagtail.search import index

from content import gate
from content.blocks import BodyBlock
from content.enums import Basis, ChangeKind
from content.forms import PublishedPageForm
from content.models.publications import Publication


class GatedPermissions(PagePermissionTester):
    """Wagtail's answers, and the gate's: without it the Publish button would cancel the workflow."""

    def can_publish(self) -> bool:
        """Say whether this person may publish the page as it was last saved."""
        return bool(super().can_publish()) and self._gate_is_open()

    def _gate_is_open(self) -> bool:
        page = self.page.specific
        if page.basis != Basis.DECISION:
            return True
        # An approved text that is already live is no permission to publish the next one.
        waiting = page.latest_revision_id != page.live_revision_id
        return (
            waiting
            and gate.decision_refusal(basis=page.basis, decision_number=page.decision_number) is None
            and gate.approval_refusal(page, page.latest_revision_id) is None
        )


class PublishedPage(Page):
    """A page with numbered paragraphs. Saving is private; publishing makes a ``Publication``."""

    summary = models.TextField(_("summary"), max_length=400, help_text=_("One or two sentences, shown in lists."))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    review_on = models.DateField(
        _("review by"), null=True, blank=True, help_text=_("The day by which somebody reads it again.")
    )
    basis = models.CharField(_("rests on"), max_length=10, choices=Basis.choices, default=Basis.EDITORIAL)
    decision_number = models.CharField(
        _("number of the decision"),
        max_length=60,
        blank=True,
        help_text=_("As in the register of decisions. The page cannot be published before the decision is adopted."),
    )
    change_note = models.TextField(
        _("what changed, and why"),
        blank=True,
        help_text=_("Needed for publishing. Readers see it in the list of updates."),
    )
    change_kind = models.CharField(
        _("kind of change"), max_length=8, choices=ChangeKind.choices, default=ChangeKind.MINOR
    )

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    publishing_panels = [
        HelpPanel(
            content=_(
                "Saving keeps your work private. Publishing makes a numbered version that readers can cite for ever."
            )
        ),
        MultiFieldPanel([FieldPanel("change_kind"), FieldPanel("change_note")], heading=_("This version")),
        MultiFieldPanel([FieldPanel("basis"), FieldPanel("decision_number")], heading=_("Decision")),
        FieldPanel("review_on"),
    ]
    promote_panels = Page.promote_panels
    settings_panels = [*publishing_panels, *Page.settings_panels]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    base_form_class = PublishedPageForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; what goes live is kept as a publication in the same transaction, or does not go live at all.

        The editor publishes without calling ``publish()``, so this is the one place no path can avoid.
        """
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.live and kwargs.get("update_fields") is None:
                Publication.objects.record(self)

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish ``revision``; the gate is asked now, whoever or whatever set the publication going."""
        draft = revision.as_object()
        if refusal := gate.decision_refusal(basis=draft.basis, decision_number=draft.decision_number):
            raise gate.PublicationRefused(refusal)
        with LogContext(user=user):
            return super().publish(revision, user=user, **kwargs)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """Return what ``user`` may do here."""
        return GatedPermissions(user, self)
