"""The nine English regions and Wales."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.history.records import AuditRecords
from portal.people.enums import Nation


class Region(models.Model):
    """A region with its official code; Inner and Outer London are parts of London, not regions."""

    code = models.CharField(_("official code"), max_length=9, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    short = models.CharField(_("letters in numbers"), max_length=4, unique=True)
    nation = models.CharField(max_length=10, choices=Nation.choices, default=Nation.ENGLAND)
    order = models.PositiveSmallIntegerField(default=0)

    history = AuditRecords()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
