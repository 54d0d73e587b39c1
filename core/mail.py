"""Letters of the portal: all go the same way, and nobody waits for the mail server."""

import logging
import smtplib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from core.background import after_commit

logger = logging.getLogger(__name__)


class LaterBackend(BaseEmailBackend):
    """Takes letters at once and hands them to ``MAIL_TRANSPORT`` after the commit.

    So no request waits for a mail server, holds a lock meanwhile or fails with it, and how long a
    request takes does not tell whether there was somebody to write to.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [letter for letter in email_messages if letter.recipients()]
        if letters:
            after_commit("mail", lambda: _deliver(letters))
        return len(letters)


def _deliver(letters: Sequence[EmailMessage]) -> None:
    for letter in letters:
        try:
            deliver(letter)
        except (OSError, smtplib.SMTPException) as error:
            count = len(letter.recipients())
            logger.error("Not sent to %s recipients: %r: %s", count, letter.subject, error)


def deliver(letter: EmailMessage) -> None:
    """Hand the letter to the mail server now; OSError or SMTPException when it does not take it."""
    if not letter.reply_to and settings.EMAIL_REPLY_TO:
        letter.reply_to = list(settings.EMAIL_REPLY_TO)
    transport: Any = get_connection(settings.MAIL_TRANSPORT)
    transport.send_messages([letter])
