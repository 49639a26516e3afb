"""Log lines as JSON: what happened and in which request, without content."""

import json
import logging
from datetime import UTC, datetime

from portal.middleware import current_request_id

# What may stand beside the message; anything else that code passes along is left out.
FIELDS = ("method", "route", "status", "ms", "job", "letter", "why")


class JsonLines(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := current_request_id():
            line["request"] = request
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
