"""Published texts are written once: the database refuses what the models refuse."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from governance.models import ClauseText, ProposalVersion
from portal.history.append_only import install_append_only

SEALED = (ProposalVersion._meta.db_table, ClauseText._meta.db_table)


def seal_after_migrate(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Put the triggers on the tables of published texts; tests leave them out, which empty their tables."""
    if settings.APPEND_ONLY_TRIGGERS:
        install_append_only(SEALED, using)
