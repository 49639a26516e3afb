"""What a service says of itself before its visit: standard by standard, in several voices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from peerreview.enums.selfassessments import HowHeard, Voice
from peerreview.models.reviews import Review
from peerreview.models.standards import Standard
from peerreview.models.written import KeptBeside, KeptQuerySet, Versioned
from portal.history.records import AuditRecords
from portal.labels import Labelled


class SelfAssessment(models.Model):
    """The workbook of one review; made with the first word that is written in it."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="self_assessment")
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    no_young_people = models.TextField(_("why young people were not heard"), blank=True)

    history = AuditRecords()

    def __str__(self) -> str:
        return str(self.review)


class StandardResponse(Versioned):
    """What one voice says of one standard now; its history keeps every earlier text.

    An answer may be half done, such as not applicable without its reason yet: it is saved first and counted later.
    """

    self_assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="responses")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="responses")
    voice = models.CharField(_("voice"), max_length=12, choices=Voice.choices)

    history = AuditRecords()

    class Meta:
        ordering = ["self_assessment", "standard", "voice"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "standard", "voice"],
                name="peerreview_a_voice_answers_a_standard_once",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="peerreview_an_answer_has_a_version"),
            models.CheckConstraint(
                condition=Q(since__lt=F("version")), name="peerreview_a_run_of_saves_began_before_this_version"
            ),
            models.CheckConstraint(
                condition=~Q(voice=Voice.YOUNG_PEOPLE),
                name="peerreview_young_people_do_not_speak_through_a_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard.code}, {self.get_voice_display()}"


class KeptAnswer(KeptBeside):
    """What somebody typed while another had changed the same field: kept beside, until somebody puts them together."""

    response = models.ForeignKey(StandardResponse, on_delete=models.PROTECT, related_name="kept")

    history = AuditRecords()
    objects = KeptQuerySet["KeptAnswer"].as_manager()

    class Meta:
        ordering = ["response", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "writer"],
                condition=Q(settled_at__isnull=True),
                name="peerreview_one_open_page_is_kept_once_beside_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="peerreview_what_was_put_together_was_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}: {self.by}"


class YoungPeoplesInput(Labelled):
    """What young people said, written down by who listened to them, with their consent; never who they are.

    History leaves the text out: when consent is withdrawn the text goes away, and what remains is a marked gap.
    """

    self_assessment = models.ForeignKey(SelfAssessment, on_delete=models.PROTECT, related_name="young_people")
    n = models.PositiveIntegerField()
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="young_people")
    how = models.CharField(_("how they were heard"), max_length=12, choices=HowHeard.choices)
    heard_on = models.DateField(_("heard on"))
    text = models.TextField(_("what they said"), blank=True)
    consent = models.TextField(_("how they agreed"))
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written down"))
    withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditRecords(excluded_fields=["text"])

    class Meta:
        ordering = ["self_assessment", "n"]
        constraints = [
            models.UniqueConstraint(
                fields=["self_assessment", "n"], name="peerreview_what_young_people_said_has_its_own_number"
            ),
            models.CheckConstraint(condition=Q(consent__regex=r"\S"), name="peerreview_young_people_agreed"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, text__regex=r"\S")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, text=""),
                name="peerreview_withdrawn_words_are_gone_and_others_are_there",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Young people, %(n)d") % {"n": self.n})

    @property
    def is_withdrawn(self) -> bool:
        """Say whether only the gap is left."""
        return self.withdrawn_at is not None
