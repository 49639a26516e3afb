"""History of domain records and the hash-chained ledger of governance acts."""
