"""Password hashing that does not slow the tests down."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The site's own algorithm with the least work: to a test it matters that it is there, not that it is slow."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
