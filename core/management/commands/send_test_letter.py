"""Shows whether the portal can send letters."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.mail import deliver


class Command(BaseCommand):
    help = "Sends a letter to ADDRESS and waits until the mail server took it, or says why not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        letter = EmailMessage(
            "Thư thử của cổng thông tin",
            "Cổng thông tin gửi được thư. Không cần trả lời.\n\n"
            f"The portal can send letters. ({settings.WAGTAILADMIN_BASE_URL})\n",
            to=[address],
        )
        try:
            deliver(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise CommandError(f"{server} did not take the letter: {error}") from None
        sender = settings.DEFAULT_FROM_EMAIL
        self.stdout.write(f"{server} took the letter from {sender} to {address}.")
