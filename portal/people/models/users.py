"""A person, who may or may not sign in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.enums import RoleKind
from portal.people.models.roles import RoleGrant

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class UserManager(BaseUserManager["User"]):
    """Make users from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password they cannot sign in until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user for whom Django's own permission checks always pass (not the portal's)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def visible_to(self, viewer: "User | AnonymousUser", at: datetime) -> models.QuerySet["User"]:
        """Keep whom ``viewer`` may open: an administrator everybody, anybody else themselves."""
        if not viewer.is_authenticated or not viewer.is_active:
            return self.none()
        looks_after = RoleGrant.objects.filter(person=viewer, role=RoleKind.ADMINISTRATOR).active(at)
        return self.filter(models.Q(pk=viewer.pk) | models.Exists(looks_after))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. They are deactivated, never deleted: the record names who did what."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    known_as = models.CharField(
        _("known as"), max_length=80, blank=True, help_text=_("What people call you, if it is not your whole name.")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    history = AuditRecords(excluded_fields=["password", "last_login"])
    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_is_one_whatever_its_case")]
        indexes = [models.Index(fields=["name", "id"], name="people_user_by_name")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the whole name; Wagtail and allauth ask for it by this word."""
        return self.name

    def get_short_name(self) -> str:
        """Return what people call them."""
        return self.known_as or self.name.split(" ")[0]
