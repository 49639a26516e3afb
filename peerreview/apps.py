from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PeerReviewConfig(AppConfig):
    name = "peerreview"
    label = "peerreview"
    verbose_name = _("Peer review")

    def ready(self) -> None:
        from peerreview import receivers  # noqa: PLC0415 - needs the models
        from peerreview.actions import register  # noqa: PLC0415 - needs the models
        from peerreview.models.frozen import install_after_migrate  # noqa: PLC0415 - needs the models
        from peerreview.queries.hosts import HOSTING, hosted_rows  # noqa: PLC0415 - needs the models
        from portal.imports.kinds import registry  # noqa: PLC0415
        from portal.people.permissions.roles import register_beside  # noqa: PLC0415 - needs the models

        registry.register("register", register.make)
        register_beside(HOSTING, hosted_rows)
        receivers.register()
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="peerreview.frozen")
