"""A question opened to young people or staff, the homes it goes to, and the cards that open it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.enums import Nation
from portal.people.models import Organisation, Region
from portal.voices.enums.campaigns import CampaignKind, CampaignState
from portal.voices.models.questions import QuestionSetVersion


class Place(models.Model):
    """A home, school or fostering service whose young people and staff are given cards.

    Services stand above, in peer review; ``service_key`` is the key of the one this is, for the apps above to join.
    """

    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="voice_places"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    nation = models.CharField(_("nation"), max_length=10, choices=Nation.choices, default=Nation.ENGLAND)
    service_key = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    staff = models.PositiveSmallIntegerField(_("how many work there"), null=True, blank=True)

    history = AuditRecords()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """What is asked, of whom, and what will become of it: the four boxes of space, voice, audience and influence."""

    slug = models.SlugField(_("address"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("belongs to"), max_length=12, choices=CampaignKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=CampaignState.choices, default=CampaignState.DRAFT)
    # What it belongs to, for the apps above: ("review", key) or ("proposal", key).
    subject_kind = models.CharField(max_length=20, blank=True)
    subject_key = models.PositiveBigIntegerField(null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="campaigns")
    # Space: a safe and inclusive chance to speak.
    space = models.TextField(_("space: how, where and with whom they can speak"), blank=True)
    # Voice: helped to say it, in the way they like.
    voice = models.TextField(_("voice: in what ways, and who helps"), blank=True)
    # Audience: who must listen, and by when.
    audience = models.CharField(_("audience: who listens, by role"), max_length=200, blank=True)
    audience_by = models.DateField(_("audience: by when"), null=True, blank=True)
    # Influence: what it can change.
    can_change = models.TextField(_("influence: what it can change"), blank=True)
    cannot_change = models.TextField(_("influence: what it cannot change"), blank=True)
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("days until everybody has an answer"), default=42)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    history = AuditRecords()

    class Meta:
        ordering = ["-opens_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(space__regex=r"\S")
                    & Q(voice__regex=r"\S")
                    & Q(audience__regex=r"\S")
                    & Q(audience_by__isnull=False)
                    & Q(can_change__regex=r"\S")
                    & Q(cannot_change__regex=r"\S")
                    & Q(opens_on__isnull=False)
                    & Q(opened_at__isnull=False)
                ),
                name="voices_an_open_campaign_has_its_four_boxes",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gt=F("opens_on")),
                name="voices_a_campaign_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_key__isnull=True)
                | (~Q(subject_kind="") & Q(subject_key__isnull=False)),
                name="voices_a_campaign_belongs_to_one_thing_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignSet(models.Model):
    """Which questions a campaign asks an age band; an open campaign keeps the versions it opened with."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sets")
    version = models.ForeignKey(QuestionSetVersion, on_delete=models.PROTECT, related_name="campaigns")

    history = AuditRecords()

    class Meta:
        ordering = ["campaign", "version__set__band"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "version"], name="voices_a_campaign_asks_a_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.version}"


class Invite(models.Model):
    """A card: four words that open a campaign once.

    It keeps no moment of its use and no history: a moment would tell which statement it became.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="invites")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="invites")
    batch = models.PositiveIntegerField(_("batch"))
    code_hash = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(_("good until"))
    is_used = models.BooleanField(_("used"), default=False)
    is_void = models.BooleanField(_("taken back"), default=False)

    class Meta:
        ordering = ["campaign", "batch", "code_hash"]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.batch}"
