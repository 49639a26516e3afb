"""The closed lists of services, their owners and their membership of the network."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """What a service is registered as: the regulator's types, one spelling each."""

    CHILDRENS_HOME = "childrens_home", _("Children's home")
    SECURE_HOME = "secure_home", _("Secure children's home")
    SCHOOL_AS_HOME = "school_as_home", _("Residential special school registered as a children's home")
    SPECIAL_SCHOOL = "special_school", _("Residential special school")
    BOARDING_SCHOOL = "boarding_school", _("Boarding school")
    COLLEGE = "college", _("Further education college with residential accommodation")
    SUPPORTED = "supported", _("Supported accommodation")
    FAMILY_CENTRE = "family_centre", _("Residential family centre")
    HOLIDAY_SCHEME = "holiday_scheme", _("Residential holiday scheme for disabled children")
    SECURE_TRAINING = "secure_training", _("Secure training centre")
    SECURE_SCHOOL = "secure_school", _("Secure 16 to 19 academy")
    FOSTERING = "fostering", _("Independent fostering agency")
    ADOPTION_AGENCY = "adoption_agency", _("Voluntary adoption agency")
    ADOPTION_SUPPORT = "adoption_support", _("Adoption support agency")


class ServiceFamily(models.TextChoices):
    """The few sorts that standards apply to and that the public filters by."""

    HOME = "home", _("Homes")
    SCHOOL = "school", _("Schools and colleges")
    FOSTERING = "fostering", _("Fostering")
    SUPPORTED = "supported", _("Supported accommodation")
    OTHER = "other", _("Family centres, adoption and others")


class ServiceStatus(models.TextChoices):
    """What the register says of a service that is on it."""

    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")


class ServiceSector(models.TextChoices):
    """Who runs a service, in the regulator's words."""

    PRIVATE = "private", _("Private")
    VOLUNTARY = "voluntary", _("Voluntary")
    LOCAL_AUTHORITY = "local_authority", _("Local authority")
    HEALTH = "health", _("Health authority")
    ACADEMY = "academy", _("Academy")


class ServiceSource(models.TextChoices):
    """How we know of a service: only what came from the register is closed when the register drops it."""

    REGISTER = "register", _("From the regulator's register")
    BY_HAND = "by_hand", _("Entered by hand")


class Track(models.TextChoices):
    """How far a member goes in the network."""

    ASSOCIATE = "associate", _("Associate")
    DEVELOPMENTAL = "developmental", _("Developmental")
    FULL = "full", _("Full")
    ACCREDITATION = "accreditation", _("Accreditation")


class MembershipDoubt(models.TextChoices):
    """What happened to a member that makes its membership a question."""

    OWNER = "owner", _("The service has another owner")
    CLOSED = "closed", _("The service is no longer on the register")
