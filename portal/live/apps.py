from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "portal.live"
    label = "live"
    verbose_name = _("Live pages")

    def ready(self) -> None:
        """Register the checks, and the room every signed-in person has to themselves."""
        from portal.live import checks  # noqa: F401, PLC0415 - registers itself
        from portal.live.rooms import is_oneself, register_room  # noqa: PLC0415

        register_room("person", is_oneself)
