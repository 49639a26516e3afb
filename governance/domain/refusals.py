"""A rule refused."""


class NotAllowed(Exception):
    """A rule of the cooperative refused; the words are fit for people and shown in the form."""
