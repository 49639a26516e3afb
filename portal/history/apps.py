from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    name = "portal.history"
    label = "history"
    verbose_name = _("History")

    def ready(self) -> None:
        from portal.history.append_only import install_after_migrate  # noqa: PLC0415 - needs the models

        # Sent once for this app after *all* apps are migrated: one pass sees every new history table.
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="portal.history.append_only")
