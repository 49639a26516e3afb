from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Put timed work in order and let the search hear of changes."""
        from portal.duties import register_duties  # noqa: PLC0415 - needs the models
        from portal.jobs import register_jobs  # noqa: PLC0415
        from portal.search import filling  # noqa: PLC0415
        from portal.statements import remember_long_ones  # noqa: PLC0415

        remember_long_ones()
        register_jobs()
        register_duties()
        filling.connect()
