from portal.history.models.ledger import LedgerEntry, LedgerHead

__all__ = ["LedgerEntry", "LedgerHead"]
