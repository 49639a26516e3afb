"""Where the files of evidence lie."""

from portal.filestore import FileStore

EVIDENCE = FileStore("evidence")
