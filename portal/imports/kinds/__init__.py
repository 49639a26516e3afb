"""What can be imported: one module a kind. Upper apps register theirs when they start."""
