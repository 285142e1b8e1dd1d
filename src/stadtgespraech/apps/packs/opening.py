"""Opening a pack: every file read and its shape checked, all mistakes collected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from stadtgespraech.apps.packs import schemas
from stadtgespraech.apps.packs.problems import PackInvalid, Problem, did_you_mean, sentences_for
from stadtgespraech.apps.packs.reading import Unreadable, line_of, read_csv, read_page, read_yaml, text_of

P = TypeVar("P", bound=schemas.Part)

REQUIRED_FILES = ("pack.yaml", "units.csv", "strategy")
OPTIONAL_FILES = (
    "README.md",
    "districts.csv",
    "topics.csv",
    "sponsors.csv",
    "involvement.csv",
    "field_workshops.csv",
    "dialogue.yaml",
    "council",
    "toolbox.yaml",
    "vocabularies.yaml",
    "pages",
)
FOLDERS = {"strategy": "*.yaml", "council": "*.yaml", "pages": "*.md"}


@dataclass(frozen=True)
class MatrixRow:
    """One unit's line of involvement.csv."""

    unit: str
    line: int
    roles: dict[str, str]


@dataclass(frozen=True)
class PageFile:
    """One page in one language."""

    slug: str
    language: str
    front: schemas.PageFront
    text: str


@dataclass
class Pack:
    """A pack whose files have the right shape. ``checking`` looks at how they fit together."""

    path: Path
    languages: list[str]
    head: schemas.PackHead | None = None
    units: list[schemas.UnitRow] = field(default_factory=list)
    districts: list[schemas.DistrictRow] = field(default_factory=list)
    topics: list[schemas.TopicRow] = field(default_factory=list)
    goals: list[schemas.Goal] = field(default_factory=list)
    sponsors: list[schemas.SponsorRow] = field(default_factory=list)
    matrix_fields: list[str] = field(default_factory=list)
    matrix: list[MatrixRow] = field(default_factory=list)
    workshops: list[schemas.WorkshopRow] = field(default_factory=list)
    dialogue: schemas.Dialogue | None = None
    bodies: list[schemas.BodyRow] = field(default_factory=list)
    papers: list[schemas.Paper] = field(default_factory=list)
    toolbox: schemas.Toolbox | None = None
    vocabularies: schemas.Vocabularies | None = None
    pages: list[PageFile] = field(default_factory=list)

    @property
    def city(self) -> schemas.City:
        """The city; a pack that passed its checks has one."""
        if self.head is None:
            raise PackInvalid([])
        return self.head.city

    @property
    def goal_fields(self) -> Iterator[tuple[schemas.Goal, schemas.Field]]:
        return ((goal, goal_field) for goal in self.goals for goal_field in goal.fields)


class Opening:
    """Reads the files of one pack and keeps every problem on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.languages = [code for code, _name in settings.LANGUAGES]

    def pack(self) -> Pack:
        """What could be read; ``problems`` says what could not.

        Raises:
            PackInvalid: there is no such folder.
        """
        if not self.path.is_dir():
            raise PackInvalid(
                [
                    Problem(
                        str(self.path),
                        0,
                        "no-folder",
                        _("Diesen Ordner gibt es nicht."),
                        _("Nennen Sie den Ordner, in dem pack.yaml liegt."),
                    )
                ]
            )
        self._check_names()
        pack = Pack(path=self.path, languages=self.languages)
        pack.head = self._read_head()
        pack.languages = self.languages
        pack.units = self._rows("units.csv", schemas.UnitRow, required=["number", "kind"], texts=["name"])
        pack.districts = self._rows(
            "districts.csv", schemas.DistrictRow, required=["slug", "name"], optional=["residents_example"]
        )
        pack.topics = self._rows("topics.csv", schemas.TopicRow, required=["slug"], texts=["name"])
        pack.goals = self._folder("strategy", schemas.Goal)
        pack.sponsors = self._rows("sponsors.csv", schemas.SponsorRow, required=["field", "unit", "state"])
        pack.workshops = self._rows(
            "field_workshops.csv",
            schemas.WorkshopRow,
            required=["field", "dates", "status"],
            texts=["note"],
            texts_required=False,
        )
        self._read_matrix(pack)
        pack.dialogue = self._yaml("dialogue.yaml", schemas.Dialogue)
        pack.bodies = self._rows("council/bodies.csv", schemas.BodyRow, required=["slug", "kind"], texts=["name"])
        pack.papers = self._folder("council", schemas.Paper)
        pack.toolbox = self._yaml("toolbox.yaml", schemas.Toolbox)
        pack.vocabularies = self._yaml("vocabularies.yaml", schemas.Vocabularies)
        pack.pages = list(self._read_pages())
        if not pack.goals and not self.problems:
            self.problems.append(
                Problem("strategy", 0, "empty", _("Der Ordner ist leer."), _("Legen Sie für jedes Ziel eine Datei an."))
            )
        return pack

    def _read_head(self) -> schemas.PackHead | None:
        """pack.yaml, whose languages all other files are judged by."""
        text = self._text("pack.yaml")
        data = self._caught(lambda: read_yaml(text, name="pack.yaml")) if text is not None else None
        city = data.get("city") if isinstance(data, dict) else None
        named = city.get("languages") if isinstance(city, dict) else None
        self.languages = (
            [code for code in named if code in self.languages] or self.languages
            if isinstance(named, list)
            else self.languages
        )
        return self._shaped("pack.yaml", schemas.PackHead, data) if data is not None else None

    def _check_names(self) -> None:
        for name in REQUIRED_FILES:
            if not (self.path / name).exists():
                self.problems.append(
                    Problem(
                        name,
                        0,
                        "missing-file",
                        _("Das fehlt im Paket."),
                        _("Legen Sie es an, wie docs/reference/city-pack.md es beschreibt."),
                    )
                )
        known = [*REQUIRED_FILES, *OPTIONAL_FILES]
        for entry in sorted(self.path.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.name not in known:
                self.problems.append(
                    Problem(
                        entry.name,
                        0,
                        "unknown-file",
                        _("Diese Datei gehört nicht zum Format."),
                        did_you_mean(entry.name, known),
                    )
                )
            elif entry.name in FOLDERS:
                for inner in sorted(entry.iterdir()):
                    allowed = (
                        inner.match(FOLDERS[entry.name])
                        or f"{entry.name}/{inner.name}" == "council/bodies.csv"
                        or inner.name.startswith(".")
                    )
                    if not allowed:
                        name = f"{entry.name}/{inner.name}"
                        to_do = _("Hier stehen nur Dateien wie %(pattern)s.") % {"pattern": FOLDERS[entry.name]}
                        self.problems.append(
                            Problem(name, 0, "unknown-file", _("Diese Datei gehört nicht zum Format."), to_do)
                        )

    def _text(self, name: str) -> str | None:
        path = self.path / name
        if not path.is_file():
            return None
        return self._caught(lambda: text_of(path, name=name))

    def _caught(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Unreadable as error:
            self.problems.append(error.problem)
            return None

    def _yaml(self, name: str, shape: type[P]) -> P | None:
        text = self._text(name)
        data = self._caught(lambda: read_yaml(text, name=name)) if text is not None else None
        return self._shaped(name, shape, data) if data is not None else None

    def _folder(self, folder: str, shape: type[P]) -> list[P]:
        names = [f"{folder}/{path.name}" for path in sorted((self.path / folder).glob("*.yaml"))]
        return [part for name in names if (part := self._yaml(name, shape)) is not None]

    def _rows(
        self,
        name: str,
        shape: type[P],
        *,
        required: list[str],
        optional: list[str] | None = None,
        texts: list[str] | None = None,
        texts_required: bool = True,
    ) -> list[P]:
        """Rows of a table; a text stands in one column per language (``name_de``, ``name_en``)."""
        text = self._text(name)
        if text is None:
            return []
        first = [f"{key}_{self.languages[0]}" for key in texts or []]
        columns = [f"{key}_{code}" for key in texts or [] for code in self.languages]
        rows, problems = read_csv(
            text,
            name=name,
            required=[*required, *(first if texts_required else [])],
            optional=[*(optional or []), *columns],
        )
        self.problems += problems
        for row in rows:
            for key in texts or []:
                translations = {code: row.pop(f"{key}_{code}") for code in self.languages if f"{key}_{code}" in row}
                if translations:
                    row[key] = translations
                    row.lines[key] = row.lines[""]
        return [part for row in rows if (part := self._shaped(name, shape, row)) is not None]

    def _shaped(self, name: str, shape: type[P], data: Any) -> P | None:
        try:
            return shape.model_validate(data, context={"file": name, "languages": self.languages})
        except ValidationError as error:
            for details in error.errors(include_url=False):
                code, what, to_do = sentences_for(details, known_keys=known_keys(shape, details["loc"]))
                # A missing key has no line of its own: the entry's line is the nearest.
                self.problems.append(Problem(name, line_of(data, details["loc"]) or 1, code, what, to_do))
            return None

    def _read_matrix(self, pack: Pack) -> None:
        text = self._text("involvement.csv")
        if text is None:
            return
        rows, problems = read_csv(text, name="involvement.csv", required=["unit"], free_columns=True)
        self.problems += problems
        if rows:
            pack.matrix_fields = [column for column in rows[0] if column != "unit"]
        pack.matrix = [
            MatrixRow(row["unit"], row.lines[""], {key: role for key, role in row.items() if key != "unit"})
            for row in rows
        ]

    def _read_pages(self) -> Iterator[PageFile]:
        for path in sorted((self.path / "pages").glob("*.md")):
            name = f"pages/{path.name}"
            slug, dot, language = path.stem.rpartition(".")
            if not dot or language not in self.languages:
                to_do = _("Nennen Sie sie zum Beispiel impressum.%(code)s.md.") % {"code": self.languages[0]}
                self.problems.append(
                    Problem(
                        name,
                        0,
                        "unknown-language",
                        _("Im Dateinamen fehlt die Sprache, oder sie steht nicht in pack.yaml."),
                        to_do,
                    )
                )
                continue
            text = self._text(name)
            parts = self._caught(partial(read_page, text, name=name)) if text is not None else None
            front = self._shaped(name, schemas.PageFront, parts[0]) if parts else None
            if parts and front is not None:
                if not parts[1]:
                    self.problems.append(
                        Problem(
                            name,
                            0,
                            "empty",
                            _("Die Seite hat keinen Text."),
                            _("Schreiben Sie den Text unter die Angaben."),
                        )
                    )
                yield PageFile(slug, language, front, parts[1])


def known_keys(shape: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Keys that the object around an error may have, found by walking down the schema."""
    for step in location[:-1]:
        if not isinstance(step, str) or step not in shape.model_fields:
            continue
        inner = next(_models_in(shape.model_fields[step].annotation), None)
        if inner is None:
            return []
        shape = inner
    return list(shape.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)
