"""The closed lists of the people app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What sort of body an organisation is."""

    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    PROVIDER = "provider", _("Provider")
    CHARITY = "charity", _("Charity")
    HEALTH = "health", _("Health body")
    COOPERATIVE = "cooperative", _("Regional care cooperative")
    OTHER = "other", _("Other")


class SectorKind(models.TextChoices):
    """Who stands behind an organisation, in the regulator's words."""

    PRIVATE = "private", _("Private")
    VOLUNTARY = "voluntary", _("Voluntary")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    HEALTH = "health", _("Health authority")
    OTHER = "other", _("Other")


class RoleKind(models.TextChoices):
    """A dated role in the whole portal; roles on one board are kept by governance."""

    ADMINISTRATOR = "administrator", _("Administrator")
    EDITOR = "editor", _("Editor")
    PROGRAMME_MANAGER = "programme_manager", _("Network programme manager")
    REVIEWER = "reviewer", _("Peer reviewer")
    MODERATOR = "moderator", _("Moderator")
    SAFEGUARDING_LEAD = "safeguarding_lead", _("Safeguarding lead")
    SAFEGUARDING_DEPUTY = "safeguarding_deputy", _("Deputy safeguarding lead")
    PARTICIPATION_LEAD = "participation_lead", _("Participation lead")
    INDEPENDENT_HELPER = "independent_helper", _("Independent helper")


class Nation(models.TextChoices):
    """The nations the cooperative works in."""

    ENGLAND = "england", _("England")
    WALES = "wales", _("Wales")
