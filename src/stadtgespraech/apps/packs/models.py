"""What the site remembers of its city pack."""

from __future__ import annotations

from django.db import models


class LoadedPack(models.Model):
    """The pack this site was made from, as it was last loaded. One row: a site belongs to one city."""

    slug = models.SlugField(max_length=60, primary_key=True)
    name = models.CharField(max_length=120)
    format = models.PositiveSmallIntegerField()
    # SHA-256 over the values of the pack, not its bytes: a changed comment is no new pack.
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    # Kind → number of objects in the pack.
    contents = models.JSONField(default=dict)
    # The documents that the pack rests on, as pack.yaml names them.
    sources = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class PackedValue(models.Model):
    """The last value that a pack gave to one field of one object.

    A field whose value on the site differs from it was edited there: the site wins, and this row is the conflict.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    field = models.CharField(max_length=60)
    value = models.JSONField(null=True)

    class Meta:
        ordering = ["kind", "key", "field"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "field"], name="one_packed_value_per_field")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}.{self.field}"
