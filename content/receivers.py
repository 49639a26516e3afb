"""What makes kept public pages outdated, and what is put in order after a migration."""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from content import public_cache
from portal.history.append_only import install_append_only

# A saved or deleted row of these changes what the public reads.
PUBLIC_MODELS = (
    "peerreview.StandardSet",
    "peerreview.StandardSetEdition",
    "peerreview.CoreValue",
    "peerreview.StandardMapping",
    "governance.Board",
    "governance.Decision",
)


def outdated(sender: Any = None, **kwargs: Any) -> None:
    """Forget every kept page once the change is committed."""
    transaction.on_commit(public_cache.forget)


def connect() -> None:
    """Listen; pages are told apart from their working copies by Wagtail's own signals."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(outdated, dispatch_uid="content.public_cache")
    post_delete.connect(_page_deleted, dispatch_uid="content.public_cache.deleted")
    post_save.connect(_live_page_saved, dispatch_uid="content.public_cache.saved")
    models: list[type[Model]] = [PageViewRestriction, Site, *(apps.get_model(name) for name in PUBLIC_MODELS)]
    for model in models:
        post_save.connect(outdated, sender=model, dispatch_uid=f"content.public_cache.{model.__name__}")
        post_delete.connect(outdated, sender=model, dispatch_uid=f"content.public_cache.{model.__name__}")


def after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Guard the publications; kept pages may be of the release before."""
    install_append_only(["content_publication"], using)
    public_cache.forget()


def _page_deleted(sender: type[Model], **kwargs: Any) -> None:
    if issubclass(sender, Page):
        outdated()


def _live_page_saved(sender: type[Model], instance: Model, update_fields: Any = None, **kwargs: Any) -> None:
    # Saving a working copy notes its number on the live row and nothing that readers see.
    if issubclass(sender, Page) and isinstance(instance, Page) and instance.live and update_fields is None:
        outdated()
