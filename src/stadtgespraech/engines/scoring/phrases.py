"""Lights, reasons, findings and flips in words, German and English. Small tables: no catalogue, no site needed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stadtgespraech.engines.scoring.findings import Finding
from stadtgespraech.engines.scoring.flips import Flip, Kind

LANGUAGES = ("de", "en")
Both = tuple[str, str]

# Shapes of the indicators' pages: better, flat, behind, no verdict.
_BETTER, _FLAT, _BEHIND, _NONE = "▲▬▼◌"
LIGHTS: dict[str, tuple[str, str, str]] = {
    "on-track": (_BETTER, "auf dem Zielpfad", "on the target path"),
    "behind": (_BEHIND, "hinter dem Zielpfad", "behind the target path"),
    "better": (_BETTER, "wird besser", "getting better"),
    "flat": (_FLAT, "tritt auf der Stelle", "no change"),
    "worse": (_BEHIND, "wird schlechter", "getting worse"),
    "likely": (_BETTER, "Ziel wird wahrscheinlich erreicht", "likely to reach the target"),
    "open": (_FLAT, "offen, ob das Ziel erreicht wird", "may or may not reach the target"),
    "unlikely": (_BEHIND, "Ziel wird wahrscheinlich verfehlt", "unlikely to reach the target"),
    "mostly-good": (_BETTER, "überwiegend auf gutem Weg", "mostly on a good way"),
    "mixed": (_FLAT, "teils, teils", "mixed"),
    "mostly-behind": (_BEHIND, "überwiegend im Rückstand", "mostly behind"),
    "target_achieved": (_BETTER, "Ziel erreicht", "target achieved"),
    "substantial_progress": (_BETTER, "deutlicher Fortschritt", "substantial progress"),
    "moderate_progress": (_BETTER, "mäßiger Fortschritt", "moderate progress"),
    "limited_progress": (_FLAT, "geringer Fortschritt", "limited progress"),
    "deterioration": (_BEHIND, "Verschlechterung", "deterioration"),
    "not_available": (_NONE, "kein Urteil", "no verdict"),
    "no-values": (_NONE, "noch keine Werte gemeldet", "no values reported yet"),
    "one-value": (_NONE, "erst ein Wert gemeldet", "only one value reported"),
    "too-few": (_NONE, "zu wenige Werte für ein Urteil", "too few values for a verdict"),
    "direction-open": (_NONE, "kein Urteil: Die Richtung ist offen", "no verdict: the direction is open"),
    "no-path": (_NONE, "kein Zielpfad festgelegt", "no target path set"),
    "no-target": (_NONE, "kein Ziel festgelegt", "no target set"),
    "no-due-date": (_NONE, "kein Zieldatum festgelegt", "no due date set"),
    "due-date-passed": (_NONE, "Zieldatum ist vorbei", "the due date has passed"),
    "definition-break": (_NONE, "Definition hat sich seit dem Ausgangswert geändert", "redefined since the baseline"),
    "target-against-direction": (_NONE, "Ziel passt nicht zur Richtung", "the target goes against the direction"),
    "expired": (_NONE, "letzter Wert ist veraltet", "the last value is out of date"),
    "no-goalposts": (_NONE, "keine Eckwerte für 0 und 100 Punkte", "no goalposts for 0 and 100"),
    "goalposts-against-direction": (_NONE, "Eckwerte passen nicht zur Richtung", "goalposts against the direction"),
    "no-baseline": (_NONE, "kein Ausgangswert", "no baseline"),
    "no-tolerance": (_NONE, "keine Toleranz festgelegt", "no tolerance set"),
    "target-equals-baseline": (_NONE, "Ziel und Ausgangswert sind gleich", "target and baseline are the same"),
    "target-equals-base": (_NONE, "Ziel und Ausgangswert sind gleich", "target and base value are the same"),
    "year-missing": (_NONE, "zu einem Wert fehlt das Jahr", "a value has no year"),
    "years-reversed": (_NONE, "das letzte Jahr liegt vor dem Ausgangsjahr", "the current year precedes the base year"),
    "zero-base": (_NONE, "von 0 aus gibt es keine Wachstumsrate", "there is no growth rate from 0"),
    "sign-change": (
        _NONE,
        "Vorzeichen hat gewechselt, es gibt keine Wachstumsrate",
        "the sign changed, there is no growth rate",
    ),
    "zero-target": (_NONE, "keine Wachstumsrate erreicht 0", "no growth rate reaches 0"),
    "target-sign-change": (_NONE, "Ziel hat ein anderes Vorzeichen", "the target has another sign"),
    "target-without-year": (_NONE, "kein Zieljahr nach dem Ausgangsjahr", "no target year after the base year"),
}

FINDINGS: dict[str, Both] = {
    "target-already-met": (
        (
            "Das Ziel {other} war mit dem Ausgangswert {value} schon erreicht. Ist es ein Wert, der gehalten werden soll, "
            "oder stimmt die Richtung nicht?"
        ),
        "The target {other} was already met by the baseline {value}. Is it a value to hold, or is the direction wrong?",
    ),
    "direction-against-target": (
        "Das Ziel {value} und sein Weg passen nicht zur Richtung. Bitte Richtung oder Ziel prüfen.",
        "The target {value} and its path do not fit the direction. Check the direction or the target.",
    ),
    "direction-open": (
        "Es gibt ein Ziel, aber keine Richtung. Ist mehr besser oder weniger?",
        "There is a target but no direction. Is more better, or less?",
    ),
    "goalposts-against-direction": (
        "0 Punkte bei {value} und 100 Punkte bei {other} passen nicht zur Richtung.",
        "A score of 0 at {value} and of 100 at {other} do not fit the direction.",
    ),
    "path-through-zero": (
        (
            "Ein geometrischer Zielpfad kann nicht von {value} nach {other} führen: Er kommt nie durch die Null. Bitte "
            "einen linearen Pfad wählen."
        ),
        "A geometric path cannot lead from {value} to {other}: it never passes zero. Choose a linear path.",
    ),
    "unit-against-bounds": (
        "Die Einheit ist Prozent, aber der größte mögliche Wert ist {value}. Sind es Anteile von 1?",
        "The unit is percent but the largest possible value is {value}. Are these shares of 1?",
    ),
    "target-out-of-bounds": (
        "Das Ziel {value} liegt jenseits des möglichen Wertes {other}.",
        "The target {value} lies beyond the possible value {other}.",
    ),
    "value-out-of-bounds": (
        "Der Wert {value} ({when}) liegt jenseits des möglichen Wertes {other}.",
        "The value {value} ({when}) lies beyond the possible value {other}.",
    ),
    "share-instead-of-percent": (
        "Die Einheit ist Prozent, aber kein Wert ist größer als {value}. Sind es Anteile von 1?",
        "The unit is percent but no value exceeds {value}. Are these shares of 1?",
    ),
    "duplicate-period": (
        "{when} steht mehrmals da, immer mit demselben Wert. Er zählt einmal.",
        "{when} is given more than once with the same value. It counts once.",
    ),
    "conflicting-period": (
        "{when} steht mit verschiedenen Werten da. Keiner davon zählt, bis klar ist, welcher stimmt.",
        "{when} is given with different values. None counts until it is clear which is right.",
    ),
    "missing-period": (
        "Für {when} fehlt ein Wert. Er wurde nicht ergänzt.",
        "A value is missing for {when}. It was not filled in.",
    ),
    "jump": (
        "{when} ändert sich der Wert um {value} auf {other}, viel mehr als sonst. Hat sich die Zählung geändert?",
        "In {when} the value changes by {value} to {other}, far more than usual. Did the way of counting change?",
    ),
    "definition-break": (
        "Die Definition hat sich {when} geändert. Trend und Vorhersage beginnen danach.",
        "The definition changed in {when}. Trend and forecast begin after it.",
    ),
    "baseline-before-break": (
        (
            "Der Ausgangswert {value} ({when}) folgt einer früheren Definition. Ohne neuen Ausgangswert gibt es kein "
            "Urteil gegen den Zielpfad."
        ),
        (
            "The baseline {value} ({when}) follows an earlier definition. Without a new one there is no verdict "
            "against the path."
        ),
    ),
}

METHODS: dict[float, Both] = {
    1.0: ("dem arithmetischen Mittel", "the arithmetic mean"),
    0.0: ("dem geometrischen Mittel", "the geometric mean"),
    -1.0: ("dem harmonischen Mittel", "the harmonic mean"),
    -math.inf: ("dem schwächsten Wert allein", "the worst child alone"),
}

FLIPS: dict[str, Both] = {
    "value-up-better": (
        "{light} wäre es, wenn „{child}“ von {now} auf mindestens {needed} stiege.",
        "It would be {light} if “{child}” rose from {now} to at least {needed}.",
    ),
    "value-up-worse": (
        "{light} wäre es, wenn „{child}“ von {now} auf mehr als {needed} stiege.",
        "It would be {light} if “{child}” rose from {now} to more than {needed}.",
    ),
    "value-down-better": (
        "{light} wäre es, wenn „{child}“ von {now} auf höchstens {needed} fiele.",
        "It would be {light} if “{child}” fell from {now} to at most {needed}.",
    ),
    "value-down-worse": (
        "{light} wäre es, wenn „{child}“ von {now} unter {needed} fiele.",
        "It would be {light} if “{child}” fell from {now} to below {needed}.",
    ),
    "weight-up": (
        "{light} wäre es, wenn „{child}“ mehr als {factor}-mal so viel zählte wie jetzt.",
        "It would be {light} if “{child}” counted more than {factor} times as much as now.",
    ),
    "weight-down": (
        "{light} wäre es, wenn „{child}“ weniger als das {factor}-Fache von jetzt zählte.",
        "It would be {light} if “{child}” counted less than {factor} times as much as now.",
    ),
    "method": ("{light} wäre es mit {method}.", "It would be {light} with {method}."),
    "exclusion": ("{light} wäre es ohne „{child}“.", "It would be {light} without “{child}”."),
    "none": (
        (
            "Keine andere Ampel gäbe es, wenn ein einzelner Wert, ein Gewicht (bis zum Zehnfachen) oder die Methode anders "
            "wäre oder ein Wert fehlte."
        ),
        (
            "No other light would come from a single other value or weight (up to tenfold), another method, or leaving a "
            "value out."
        ),
    ),
}


def light_words(code: str, *, language: str) -> str:
    """Shape and words of a light or of the reason for none: ``▼ hinter dem Zielpfad``."""
    return f"{LIGHTS[code][0]} {reason_words(code, language=language)}"


def reason_words(code: str, *, language: str) -> str:
    """The words alone."""
    return LIGHTS[code][1 + _place(language)]


def finding_sentence(finding: Finding, *, language: str, per_year: int = 1) -> str:
    """A finding in one or two sentences."""
    when = ""
    if finding.year >= 0:
        when = str(finding.year) if per_year == 1 or not finding.period else f"{finding.year}/{finding.period}"
    return FINDINGS[finding.code][_place(language)].format(
        value=number(finding.value, language=language), other=number(finding.other, language=language), when=when
    )


def flip_sentences(flips: Sequence[Flip], *, names: Sequence[str], language: str, most: int = 3) -> list[str]:
    """What would flip a light, at most so many sentences per kind; one that says so if nothing would.

    Args:
        names: of the children, in their order.
    """
    chosen = [flip for kind in Kind for flip in [one for one in flips if one.kind is kind][:most]]
    return [_flip(flip, names, language) for flip in chosen] or [FLIPS["none"][_place(language)]]


def _flip(flip: Flip, names: Sequence[str], language: str) -> str:
    now, needed = flip.now, flip.needed
    kind = str(flip.kind)
    if flip.kind in (Kind.VALUE, Kind.WEIGHT):
        kind += "-up" if flip.rises else "-down"
    if flip.kind is Kind.VALUE:
        kind += "-better" if flip.is_better else "-worse"
    scale = 1.0 if flip.is_value else 100.0
    return FLIPS[kind][_place(language)].format(
        light=light_words(flip.light, language=language),
        child=names[flip.child] if flip.child >= 0 else "",
        now=number(now * scale, language=language),
        # Rounded away from the present, so that the sentence stays true.
        needed=number(needed * scale, language=language, away_from=now * scale),
        factor=number(needed / now, language=language, away_from=1) if flip.kind is Kind.WEIGHT else "",
        method=METHODS.get(needed, (f"p = {needed:g}",) * 2)[_place(language)] if flip.kind is Kind.METHOD else "",
    )


def number(value: float, *, language: str, away_from: float | None = None) -> str:
    """A number for readers, with four digits or as many as it has before the point: 12.345 or 12,345; 1,234 or 1.234.

    Very large and very small ones get an exponent.

    Args:
        away_from: round away from this number instead of to the nearest.
    """
    if not math.isfinite(value):
        return "–"
    if value and not 1e-9 <= abs(value) < 1e15:
        return f"{value:.3e}".replace(".", "," if language == "de" else ".")
    places = max(0, 3 - math.floor(math.log10(abs(value)))) if value else 0
    unit = 10.0**-places
    rounded = round(value, places)
    if away_from is not None and (rounded - value) * (value - away_from) < 0:
        rounded += math.copysign(unit, value - away_from)
    text = f"{rounded:,.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if language == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return "0" if text == "-0" else text.replace("-", "−")


def _place(language: str) -> int:
    if language not in LANGUAGES:
        raise ValueError(f"There are no words in {language!r}, only in {' and '.join(LANGUAGES)}.")
    return LANGUAGES.index(language)
