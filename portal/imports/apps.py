from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "portal.imports"
    label = "imports"
    verbose_name = _("Imports")

    def ready(self) -> None:
        """Offer the kinds whose tables belong to people."""
        from portal.imports.kinds import lookedafter, neighbours, registry  # noqa: PLC0415 (models must be loaded)

        registry.register("children-looked-after", lookedafter.make)
        registry.register("neighbours", neighbours.make)
