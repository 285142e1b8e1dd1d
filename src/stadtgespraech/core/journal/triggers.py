"""Database triggers that refuse to change or delete journal entries."""

from __future__ import annotations

from typing import Any

TABLE = "journal_journalentry"
SQLITE = [
    *(
        f"CREATE TRIGGER journal_no_{event.lower()} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        for event in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE deletes the old row without asking the trigger above.
    f"CREATE TRIGGER journal_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE seq = NEW.seq OR hash = NEW.hash) BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",  # noqa: S608, E501 -- a constant
]
POSTGRES = [
    "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    f"CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()",
    f"CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()",
]


def create(apps: Any, schema_editor: Any) -> None:
    """Migration step: put the triggers in place."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    """Migration step backwards."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION journal_is_append_only() CASCADE")
    else:
        for event in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER journal_no_{event}")
