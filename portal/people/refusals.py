"""A rule said no, in words for the person who asked."""


class Refused(Exception):
    """Raised by an action whose rule does not allow the act; the message is shown in the form."""
