"""Where the files of evidence lie."""

from portal.history.files import FileStore

EVIDENCE = FileStore("evidence")
