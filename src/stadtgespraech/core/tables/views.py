"""The two pages of every import. An app's own views call them with its importer."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stadtgespraech.core import access
from stadtgespraech.core.errors import BadInput, NotFound
from stadtgespraech.core.tables.forms import UploadForm
from stadtgespraech.core.tables.importing import Problem, TableImport, confirm, examine, keep_preview
from stadtgespraech.core.tables.models import ImportPreview
from stadtgespraech.core.web.editing import form_view
from stadtgespraech.core.web.submissions import ConfirmForm

MOST_ROWS_SHOWN = 200
MOST_PROBLEMS_SHOWN = 100


def upload_page(
    request: HttpRequest, importer: TableImport, *, preview_url: str, title: str, lead: str, back: str, **context: Any
) -> HttpResponse:
    """Take a file, keep it as preview and go there.

    Args:
        preview_url: route with one argument ``key``.
        context: ``templates``: pairs (format, address) of files to fill in.
    """
    person = access.person_of(request)

    def submit(values: dict[str, Any]) -> str:
        file = values["file"]
        preview = keep_preview(importer, file=file, file_name=file.name or "", by=person, now=timezone.now())
        return reverse(preview_url, kwargs={"key": preview.pk})

    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    page = {"columns": importer.columns, **context}
    return form_view(
        request,
        form=form,
        submit=submit,
        title=title,
        lead=lead,
        button=_("Datei prüfen"),
        back=back,
        template="tables/upload.html",
        context=page,
    )


def preview_page(
    request: HttpRequest,
    importer: TableImport,
    *,
    key: uuid.UUID,
    title: str,
    back: str,
    upload: str,
    form: type[ConfirmForm] = ConfirmForm,
) -> HttpResponse:
    """Show what a kept table would do, and store it when that is confirmed.

    Args:
        form: its fields are choices about the whole table; what is chosen goes to the importer's ``store``.
    """
    person = access.person_of(request)
    now = timezone.now()
    preview = access.get(ImportPreview, to=person, pk=key, kind=importer.name)
    if preview.expires_at < now:
        raise NotFound
    examined = None if preview.stored is not None else examine(importer, preview, by=person, now=now)
    problems = examined.problems if examined else []
    shown = _table(importer, examined.rows[:MOST_ROWS_SHOWN], problems) if examined else []

    def submit(choices: dict[str, Any]) -> str:
        if examined is not None and not examined.is_good:
            raise BadInput(
                _("Bitte verbessern Sie zuerst die genannten Zeilen in der Datei. Es wurde nichts übernommen.")
            )
        confirm(importer, preview, by=person, now=now, **choices)
        return request.get_full_path()

    context = {
        "preview": preview,
        "examined": examined,
        "columns": examined.columns if examined else [],
        "rows": shown,
        "rows_left_out": max(0, len(examined.rows) - MOST_ROWS_SHOWN) if examined else 0,
        "problems": problems[:MOST_PROBLEMS_SHOWN],
        "problems_left_out": max(0, len(problems) - MOST_PROBLEMS_SHOWN),
        "upload": upload,
    }
    return form_view(
        request,
        form=form(request.POST if request.method == "POST" else None),
        submit=submit,
        title=title,
        button=_("Alle Zeilen übernehmen"),
        back=back,
        template="tables/preview.html",
        context=context,
    )


def _table(importer: TableImport, rows: list[Any], problems: list[Problem]) -> list[dict[str, Any]]:
    """Rows as the page shows them: the cells in the order of the columns, and what is wrong."""
    wrong: dict[int | None, list[Problem]] = {}
    for problem in problems:
        wrong.setdefault(problem.row, []).append(problem)
    names = [column.name for column in importer.columns if rows and column.name in rows[0].cells]
    return [
        {
            "number": str(row.number),
            "cells": ["" if row.cells.get(name) is None else str(row.cells[name]) for name in names],
            "problems": wrong.get(row.number, []),
        }
        for row in rows
    ]
