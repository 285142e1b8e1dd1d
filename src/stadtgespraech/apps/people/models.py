"""People, their roles, and the units of the administration."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtgespraech.core.access import ROLES
from stadtgespraech.core.languages import TranslatedField
from stadtgespraech.core.text import fold
from stadtgespraech.core.thread.objects import ThreadObject


class Unit(ThreadObject):
    """A unit (Fachbereich) of the involvement matrix, or an office that papers and sponsors name."""

    class Kind(models.TextChoices):
        UNIT = "unit", _("Fachbereich")
        OFFICE = "office", _("Stelle")

    number = models.CharField(_("Nummer"), max_length=20, unique=True)
    name = TranslatedField(_("Name"))
    kind = models.CharField(_("Art"), max_length=10, choices=Kind.choices, default=Kind.UNIT)
    description = TranslatedField(_("Aufgaben"), blank=True, long=True)

    class Meta:
        ordering = ["kind", "number"]

    def get_absolute_url(self) -> str:
        return f"/fachbereiche/{self.slug}/"


class PersonManager(BaseUserManager["Person"]):
    """Creates people by mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person: Person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.search_text = person.searchable()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody with an account: a resident, or a member of the administration with one or more roles."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    display_name = models.CharField(_("Anzeigename"), max_length=80, blank=True)
    language = models.CharField(_("Sprache"), max_length=10, default="de")
    is_active = models.BooleanField(default=True)
    is_example = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Address and name, folded; only the technical administration searches it.
    search_text = models.TextField(blank=True, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ["email"]

    def __str__(self) -> str:
        return self.display_name or str(_("Einwohnerin oder Einwohner"))

    def searchable(self) -> str:
        """What ``search_text`` has to be after a change of address or name."""
        return fold(f"{self.email}\n{self.display_name}")

    @cached_property
    def _assignments(self) -> list[RoleAssignment]:
        # Read once per request; access and journal ask for it often.
        return list(self.role_assignments.filter(ended_at=None).select_related("unit"))

    @property
    def roles(self) -> frozenset[str]:
        """Names of the roles this person holds now."""
        return frozenset(assignment.role for assignment in self._assignments)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Ids of the units this person works for."""
        return frozenset(assignment.unit_id for assignment in self._assignments if assignment.unit_id)

    @property
    def unit_numbers(self) -> frozenset[str]:
        return frozenset(assignment.unit.number for assignment in self._assignments if assignment.unit)

    @property
    def is_staff_member(self) -> bool:
        """Whether a password with a second factor is asked for: everybody who holds a role."""
        return bool(self.roles)


class RoleAssignment(models.Model):
    """A person holds a role, perhaps for a unit, from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("Rolle"), max_length=30, choices=list(ROLES.items()))
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_assignments",
        verbose_name=_("Fachbereich"),
    )
    started_at = models.DateTimeField()
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two of them, because SQLite can't count two empty units as the same.
            models.UniqueConstraint(
                fields=["person", "role", "unit"], condition=models.Q(ended_at=None), name="a_role_only_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["person", "role"], condition=models.Q(ended_at=None, unit=None), name="a_role_only_once"
            ),
        ]


class PersonSession(AbstractBaseSession):
    """A session that knows whose it is, so that all sessions of a person can be ended at once."""

    # No foreign key: a session that is being saved while its person is deleted must not fail.
    person_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        db_table = "people_session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from stadtgespraech.apps.people.sessions import SessionStore

        return SessionStore


class Attempts(models.Model):
    """How often something was tried within a span of time. Who tried stands there only as a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)
