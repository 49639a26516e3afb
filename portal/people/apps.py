from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        """Register the check, and our receiver in the place of Django's."""
        from django.contrib.auth.signals import user_logged_in  # noqa: PLC0415

        from portal.people import checks  # noqa: F401, PLC0415
        from portal.people.receivers import note_sign_in  # noqa: PLC0415

        # Django connects its own under this name afterwards, which then counts as done: it would write history.
        user_logged_in.connect(note_sign_in, dispatch_uid="update_last_login")
