from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the check and the receiver."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from portal.people import checks  # noqa: F401, PLC0415
        from portal.people.receivers import start_session_clocks  # noqa: PLC0415

        user_logged_in.connect(start_session_clocks, dispatch_uid="portal.people.session_clocks")
