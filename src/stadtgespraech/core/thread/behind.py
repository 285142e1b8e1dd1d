"""What stands behind an object: everything of one kind that reaches it over some relations, as part of other queries.

The same for everybody who may see the object: an object that the public sees counts what the public can reach, one
that only the administration sees also what leads over the administration's own objects. So no two pages count
differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Func, IntegerField
from django.db.models.expressions import RawSQL

# Only names from the code stand in here: kinds and relations. {root} is an object's id.
_BEHIND = """
    WITH RECURSIVE behind(id, seen_as) AS (
        SELECT id, visibility FROM thread_node WHERE kind = '{root_kind}' AND object_id = {root}
        UNION
        SELECT link.source_id, behind.seen_as FROM behind
        JOIN thread_link link ON link.target_id = behind.id
        JOIN thread_node node ON node.id = link.source_id
        WHERE link.relation IN ({relations})
        AND (node.visibility = 'public' OR (node.visibility = 'internal' AND behind.seen_as = 'internal'))
    )
    SELECT {what} FROM behind JOIN thread_node node ON node.id = behind.id
    WHERE node.kind = '{kind}' AND NOT node.is_archived
    AND NOT (node.kind = '{root_kind}' AND node.object_id = {root})
"""


class Behind:
    """Which kind stands behind which, and over which relations.

    Args:
        kind: what is looked for, e.g. ``voice``.
        of: the kind that it stands behind, e.g. ``picture``.
        over: relations that are followed upstream.
    """

    def __init__(self, kind: str, *, of: str, over: Sequence[str]) -> None:
        self.root_kind, self.kind, self.relations = of, kind, tuple(over)
        for word in (self.root_kind, self.kind, *self.relations):
            if not word.replace("_", "").isalnum():
                raise ValueError(f"{word!r} is no name.")

    def sql(self, *, root: str, what: str) -> str:
        relations = ", ".join(f"'{relation}'" for relation in self.relations)
        return _BEHIND.format(root_kind=self.root_kind, root=root, kind=self.kind, relations=relations, what=what)


def ids_behind(obj: Any, behind: Behind) -> RawSQL:
    """Ids of the objects behind ``obj``, for ``filter(pk__in=...)``."""
    return RawSQL(behind.sql(root="%s", what="node.object_id"), [obj.pk, obj.pk])  # noqa: S611 -- names from the code only


def count_behind(behind: Behind) -> Func:
    """Their number, as an annotation of a queryset of the objects they stand behind."""
    template = f"({behind.sql(root='%(expressions)s', what='COUNT(*)')})"
    return Func(F("pk"), template=template, output_field=IntegerField())
