"""Tidying up after forms."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from stadtgespraech.core.web.models import Submission
from stadtgespraech.core.web.tasks import delete_old_receipts


@pytest.mark.django_db
def test_receipts_are_kept_for_a_month() -> None:
    for name, days in (("old", 31), ("young", 29)):
        Submission.objects.create(key=uuid.uuid4(), digest=name, at=timezone.now() - timedelta(days=days))
    delete_old_receipts.call()
    assert list(Submission.objects.values_list("digest", flat=True)) == ["young"]
