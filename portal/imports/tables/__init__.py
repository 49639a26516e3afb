"""Reading published tables: CSV, OpenDocument and Office Open XML, with limits."""
