"""A mail server that needs a moment for each letter and writes down what it took."""

import os
import time
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Each letter taken is a line: its Message-ID and its reader."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for letter in email_messages:
            time.sleep(0.15)
            with open(os.environ["POST_BOOK"], "a", encoding="utf-8") as book:
                book.write(f"{letter.message()['Message-ID']} {letter.to[0]}\n")
        return len(email_messages)
