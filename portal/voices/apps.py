from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "portal.voices"
    label = "voices"
    verbose_name = _("Voices")

    def ready(self) -> None:
        """Tell the foundations what happens here, each noun by itself."""
        from portal.voices.announcements import cases  # noqa: PLC0415 - needs the models

        cases.register()
