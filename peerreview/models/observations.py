"""What somebody of the team noted on the day: a note, and every text it ever had."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.models.sealed import Sealed, SealedQuerySet
from peerreview.domain.observations import Version
from peerreview.models.reviews import Review
from peerreview.models.standards import Standard
from peerreview.models.timetables import TimetableSession
from portal.history.records import AuditRecords


class Observation(Sealed):
    """A note: whose, and in which session. The notebook gave it its name while offline."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="observations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)
    session = models.ForeignKey(TimetableSession, on_delete=models.PROTECT, related_name="observations")
    arrived_at = models.DateTimeField(_("arrived"))

    history = AuditRecords()
    objects = SealedQuerySet["Observation"].as_manager()

    class Meta:
        ordering = ["session", "arrived_at", "pk"]
        indexes = [models.Index(fields=["review", "author"], name="peerreview_notes_of_an_author")]

    def __str__(self) -> str:
        return f"{self.session}: {self.author}"


class ObservationText(Sealed):
    """One text of a note, perhaps about a standard.

    ``act`` is the name the notebook gave the act of writing it: the same act twice is once.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="texts")
    n = models.PositiveIntegerField()
    act = models.UUIDField(unique=True)
    base = models.PositiveIntegerField(_("version it rests on"))
    settles = models.BooleanField(_("puts all together"), default=False)
    text = models.TextField(_("text"), blank=True)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(_("arrived"))

    history = AuditRecords()
    objects = SealedQuerySet["ObservationText"].as_manager()

    class Meta:
        ordering = ["observation", "n"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "n"], name="peerreview_texts_of_a_note_are_numbered"),
            models.CheckConstraint(
                condition=Q(n__gte=1, base__lt=F("n")), name="peerreview_a_text_rests_on_an_earlier_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation}, {self.n}"

    @property
    def version(self) -> Version:
        """Return it as the rules take it."""
        return Version(self.n, str(self.act), self.base, self.text, self.settles)
