"""Living demonstration data, written through the portal's own actions with past dates. Everybody in it is invented."""
