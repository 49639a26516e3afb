"""Where the files of reports lie."""

from portal.filestore import FileStore

REPORTS = FileStore("reports")
