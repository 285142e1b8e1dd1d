"""Every form is accepted at most once, however often it is sent."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from stadtgespraech.core.errors import AlreadySent
from stadtgespraech.core.web.models import Submission


class _Once:
    """What makes a form one that is sent once; shared by the two kinds of forms below."""

    cleaned_data: dict[str, Any]

    def clean_submission_key(self) -> uuid.UUID:
        # A form without a key (an old page, a script) still works, just without the protection.
        return self.cleaned_data.get("submission_key") or uuid.uuid4()

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values without the key: what the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "submission_key"}


class OnceForm(_Once, forms.Form):
    """A form that carries the key of its own submission. Every form of ours that changes something is one."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


class OnceModelForm(_Once, forms.ModelForm):
    """The same with fields taken from a model. It only cleans values; saving is the action's work."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def _post_clean(self) -> None:
        # ModelForm would write the values into the instance here; the action compares old and new itself.
        pass


def digest_of(values: dict[str, Any]) -> str:
    """A fingerprint of what was sent, to tell a repeat from a different form with the same key."""
    parts = [
        f"{name}={value.name}:{value.size}" if isinstance(value, UploadedFile) else f"{name}={value!r}"
        for name, value in sorted(values.items())
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def run_once(form: OnceForm | OnceModelForm, *, by: Any, action: Callable[[], str], now: datetime) -> str:
    """Run ``action`` unless this very form was accepted before; either way return the address to go to.

    Receipt and change are written in one transaction, so a crash between them is impossible.

    Args:
        action: makes the change and returns the address of its result.
    Raises:
        AlreadySent: the key was used for other contents or by somebody else.
    """
    if not settings.SUBMIT_ONCE:
        return action()
    key, person_id, digest = (
        form.cleaned_data["submission_key"],
        by.pk if by is not None else None,
        digest_of(form.values),
    )
    try:
        with transaction.atomic():
            receipt = Submission.objects.create(key=key, person_id=person_id, digest=digest, at=now)
            receipt.result = action()
            receipt.save(update_fields=["result"])
            return receipt.result
    except IntegrityError:
        earlier = Submission.objects.filter(key=key).first()
        if earlier is None:
            raise  # a constraint of the action itself, not ours
    if (earlier.person_id, earlier.digest) != (person_id, digest):
        raise AlreadySent
    return earlier.result
