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
from django.utils.translation import gettext as _

from stadtgespraech.core.errors import AlreadySent, ChangedMeanwhile, NotFound
from stadtgespraech.core.web.models import Submission
from stadtgespraech.core.web.seen import differing, fingerprint, in_words

# What our forms carry besides their own fields.
CARRIED = frozenset({"submission_key", "seen"})


class _Once:
    """What makes a form one that is sent once; shared by the two kinds of forms below."""

    cleaned_data: dict[str, Any]

    def clean_submission_key(self) -> uuid.UUID:
        # A form without a key (an old page, a script) still works, just without the protection.
        return self.cleaned_data.get("submission_key") or uuid.uuid4()

    @property
    def values(self) -> dict[str, Any]:
        """The cleaned values without what the form carries: what the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}

    def lock_what_was_seen(self) -> None:
        """Called inside the transaction of the change, before it. Forms without a stored object see nothing."""


class OnceForm(_Once, forms.Form):
    """A form that carries the key of its own submission. Every form of ours that changes something is one."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)


class ConfirmForm(OnceForm):
    """Nothing but the button: is it meant?"""


class OnceModelForm(_Once, forms.ModelForm):
    """The same with fields taken from a model. It only cleans values; saving is the action's work.

    It also carries a fingerprint of what its author saw: see core/web/seen.py.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django's "---------" is read out as nine dashes.
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
                field.empty_label = str(_("keine Angabe"))
        if self.instance.pk is None:
            del self.fields["seen"]
        elif not self.is_bound:
            self.initial["seen"] = fingerprint(self.stored_values())

    def _post_clean(self) -> None:
        # ModelForm would write the values into the instance here; the action compares old and new itself.
        pass

    def stored_values(self) -> dict[str, Any]:
        """Field name → what is stored now. A form with fields beyond its model's adds theirs."""
        columns = {
            column.name: column for column in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)
        }
        return {name: columns[name].value_from_object(self.instance) for name in self.fields if name in columns}

    def lock_what_was_seen(self) -> None:
        """Lock the object, read it anew, and compare it with what the form showed.

        Raises:
            NotFound: it was deleted meanwhile.
            ChangedMeanwhile: somebody else saved first; nothing was changed.
        """
        if self.instance.pk is None:
            return
        model = type(self.instance)
        try:
            self.instance.refresh_from_db(from_queryset=model._default_manager.select_for_update())
        except model.DoesNotExist:
            raise NotFound from None
        if differing(self.cleaned_data.get("seen", ""), self.stored_values()):
            raise ChangedMeanwhile

    def show_what_is_new(self) -> None:
        """After :class:`ChangedMeanwhile`: say beside each field what stands there now; the next sending counts."""
        now = self.stored_values()
        for name in differing(self.data.get(self.add_prefix("seen"), ""), now):
            self.add_error(name, _("Inzwischen steht hier: %(value)s") % {"value": self.named(name, now[name])})
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = fingerprint(now)
        self.data = data

    def named(self, name: str, value: Any) -> str:
        """A stored value in words, with the label of a choice instead of its key."""
        choices = getattr(self.fields[name], "choices", None)
        if choices is None or value == []:
            return in_words(value)
        parts = value if isinstance(value, list) else [value]
        wanted = {"" if part is None else str(getattr(part, "pk", part)) for part in parts}
        labels = [str(label) for key, label in choices if str(key) in wanted]
        return ", ".join(labels) or in_words(value)


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
        ChangedMeanwhile: somebody else saved the same object since this form was opened.
    """
    if not settings.SUBMIT_ONCE:
        with transaction.atomic():
            form.lock_what_was_seen()
            return action()
    key, person_id, digest = (
        form.cleaned_data["submission_key"],
        by.pk if by is not None else None,
        digest_of(form.values),
    )
    try:
        with transaction.atomic():
            receipt = Submission.objects.create(key=key, person_id=person_id, digest=digest, at=now)
            form.lock_what_was_seen()
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
