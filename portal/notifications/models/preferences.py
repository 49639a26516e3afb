"""How somebody wants to hear."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.notifications.enums import Choice


class Preference(models.Model):
    """A person's choice for one group of events; without a row the group's default holds."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(_("about"), max_length=40)
    choice = models.CharField(_("how"), max_length=8, choices=Choice.choices)

    class Meta:
        ordering = ["person", "group"]
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="notifications_one_choice_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.choice}"
