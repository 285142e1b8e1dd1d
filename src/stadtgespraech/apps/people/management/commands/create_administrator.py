"""``stadtgespraech create-administrator EMAIL``"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from stadtgespraech.apps.people.actions import create_administrator


class Command(BaseCommand):
    help = "Make somebody administrator and print the link with which they set their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="mail address of the person; an account is made if there is none")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is no mail address.") from None
        link = create_administrator(email=email, now=timezone.now())
        self.stdout.write(f"{email} is administrator now. Set a password here, once and within three days:\n{link}")
        self.stdout.write("After that, the first sign-in asks for an authenticator app.")
