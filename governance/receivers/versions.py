"""Published texts and the steps of amendments are written once: the database refuses what the models refuse."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from governance.models import AmendmentConcern, AmendmentStep, ClauseText, ProposalVersion
from portal.history.append_only import install_append_only

SEALED = tuple(model._meta.db_table for model in (ProposalVersion, ClauseText, AmendmentStep, AmendmentConcern))


def seal_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers on these tables; tests leave them out, which empty their tables."""
    if settings.APPEND_ONLY_TRIGGERS:
        install_append_only(SEALED, using)
