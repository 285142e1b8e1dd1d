"""Reading the data sets. Downloads are what a visitor may see, whoever asks: they are meant to be passed on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Value
from ninja import Schema

from stadtgespraech.core.errors import NotFound
from stadtgespraech.core.web.data_sets import DataSet, data_sets

CHUNK = 1_000


def data_set(name: str) -> DataSet:
    """One data set.

    Raises:
        NotFound: there is none of this name.
    """
    for found in data_sets():
        if found.name == name:
            return found
    raise NotFound


def row_counts(sets: list[DataSet]) -> dict[str, int]:
    """Number of public rows of each data set, in one statement."""
    counts = [
        one.rows(None)
        .order_by()
        .annotate(data_set=Value(one.name))
        .values("data_set")
        .annotate(row_count=Count("pk"))
        .values_list("data_set", "row_count")
        for one in sets
    ]
    return {one.name: 0 for one in sets} | dict(counts[0].union(*counts[1:], all=True) if counts else [])


def public_rows(one: DataSet) -> Iterator[Schema]:
    """Every public row in the API's shape, read in pieces."""
    for row in one.rows(None).order_by("pk").iterator(chunk_size=CHUNK):
        yield one.item.model_validate(row)


def as_json(one: DataSet) -> Iterator[str]:
    """The whole data set as one JSON array, row by row."""
    before = "[\n"
    for row in public_rows(one):
        yield before + json.dumps(row.model_dump(mode="json"), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def operations(description: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations of an OpenAPI description in groups, as the API page shows them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            answer = operation["responses"][next(iter(operation["responses"]))]
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "parameters": [_parameter(parameter) for parameter in operation.get("parameters", [])],
                    "answer": _fields(answer["content"]["application/json"]["schema"], description),
                }
            )
    return [{"name": name, "operations": group} for name, group in groups.items()]


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    return {
        "name": parameter["name"],
        "place": parameter["in"],
        "required": parameter["required"],
        "kind": kind_of(schema),
        "description": parameter.get("description", ""),
    }


def _fields(schema: dict[str, Any], description: dict[str, Any]) -> list[dict[str, Any]]:
    """Names, kinds and descriptions of what an answer holds; for a page of a list, of one item."""
    schema = _resolved(schema, description)
    items = schema.get("properties", {}).get("items")
    if items and "next" in schema["properties"]:
        schema = _resolved(items["items"], description)
    return [
        {"name": name, "kind": kind_of(field), "description": field.get("description", "")}
        for name, field in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    found: dict[str, Any] = description["components"]["schemas"][reference.rpartition("/")[2]] if reference else schema
    return found


def kind_of(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words: ``text``, ``list of ReferenceOut``, ``date or null``."""
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rpartition("/")[2]
            words = "{de, en}" if name == "InBothLanguages" else name
        case {"anyOf": parts} | {"allOf": parts}:
            words = " or ".join(dict.fromkeys(kind_of(part) for part in parts))
        case {"enum": values}:
            words = ", ".join(f'"{value}"' for value in values)
        case {"type": "array", "items": item}:
            words = f"list of {kind_of(item)}"
        case {"type": "string"}:
            words = schema.get("format", "text")
        case _:
            words = {"integer": "whole number"}.get(schema.get("type", ""), schema.get("type", "anything"))
    return words
