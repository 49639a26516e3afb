from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "portal.voices"
    label = "voices"
    verbose_name = _("Voices")

    def ready(self) -> None:
        """Tell the foundations what happens here, each noun by itself."""
        from portal.today import register_today  # noqa: PLC0415
        from portal.voices.announcements import campaigns, cases, looks, moderation, themes  # noqa: PLC0415 - needs the models
        from portal.voices.enums.moderation import Audience  # noqa: PLC0415
        from portal.voices.models.audiences import register_audience  # noqa: PLC0415 - needs the models
        from portal.voices.permissions.themes import gathers_from  # noqa: PLC0415 - needs the models
        from portal.voices.queries import readercards  # noqa: PLC0415 - needs the models

        cases.register()
        moderation.register()
        looks.register()
        themes.register()
        campaigns.register()
        for audience in Audience:
            register_audience(audience, gathers_from)
        register_today("voices.reading", cards=readercards.cards)
