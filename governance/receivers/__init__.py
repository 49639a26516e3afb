"""What governance does when something has happened elsewhere; connected once, when the portal starts."""
