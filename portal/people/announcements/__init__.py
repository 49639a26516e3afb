"""Who hears of it, once it is committed."""
