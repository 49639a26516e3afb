"""One file with everything: every row and every uploaded file, the same on SQLite and PostgreSQL."""
