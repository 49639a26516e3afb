from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from content import receivers  # noqa: PLC0415 - needs the models

        receivers.connect()
        post_migrate.connect(receivers.after_migrate, sender=self, dispatch_uid="content.append_only")
