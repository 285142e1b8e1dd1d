"""Nodes and links."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from stadtgespraech.core.languages import TranslatedField


class Node(models.Model):
    """One public object, as the thread and the search show it. Written by the action that changes the object."""

    class Visibility(models.TextChoices):
        PUBLIC = "public"
        INTERNAL = "internal"
        UNIT = "unit"
        OFFICES = "offices"
        COUNCIL = "council"
        PERSON = "person"

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    slug = models.CharField(max_length=120, default="")
    title = TranslatedField()
    summary = TranslatedField(blank=True, long=True)
    note = TranslatedField(blank=True)
    sentence = TranslatedField(blank=True)
    address = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="done")
    on = models.DateField(null=True)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.PUBLIC)
    unit_id = models.BigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_example = models.BooleanField(default=False)
    is_archived = models.BooleanField(default=False)
    search_text = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_node_per_object")]
        indexes = [
            models.Index(fields=["kind", "visibility"]),
            models.Index(fields=["kind", "slug"], name="node_by_slug"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Link(models.Model):
    """A typed link, upstream → downstream: a voice is *merged into* a picture, a paper *decided by* a resolution."""

    source = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_down")
    relation = models.CharField(max_length=40)
    target = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="links_up")
    # A walk ends with this link: see registry.is_last.
    is_last = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    # The node whose own columns imply this link; None for a link that somebody made.
    follows_from = models.ForeignKey(Node, null=True, on_delete=models.CASCADE, related_name="implied_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "relation", "target"], name="one_link_of_a_kind"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"
