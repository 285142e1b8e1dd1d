"""What there is to tell: the sentences that can be reached from a node over nodes a reader may see."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings

from stadtgespraech.core.thread.chains import chain_ids, visible_nodes
from stadtgespraech.core.thread.models import Node


def fingerprint(node: Node) -> str:
    """Names what a node says now; changes when the sentence does, but not when a translation is added."""
    said = f"{node.pk}\n{node.sentence.in_language(settings.LANGUAGE_CODE)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def is_told(node: Node) -> bool:
    """Whether a node has something to say to those who follow what leads to it."""
    return bool(node.sentence) and not node.is_archived


def there_already(node: Node, *, seen_by: Any) -> list[str]:
    """Fingerprints of everything that a reader can know already when they begin to follow (two statements)."""
    reached = [node.pk, *chain_ids(node, seen_by=seen_by, upstream=False)]
    nodes = Node.objects.filter(visible_nodes(seen_by), pk__in=reached)
    return sorted(fingerprint(one) for one in nodes if is_told(one))
