"""Pictures from strangers: looked at by their content, decoded within limits, and drawn anew without what they carried.

What comes out is always a JPEG of ours: pixels only, no place, no camera, no name, nothing hidden behind the picture.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from stadtgespraech.core.errors import BadInput

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 15_000_000
# A phone's best camera takes 50 million pixels. Only JPEG is decoded at a fraction of its size, so the others get less.
MOST_PIXELS = {"JPEG": 65_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
LONGEST_SIDE_READ = 20_000
# Progressive pictures have about ten scans. Each one costs a walk over all pixels, and is a few bytes in a hostile file.
MOST_SCANS = 100
START_OF_SCAN = b"\xff\xda"
LONGEST_SIDE = 1_600
SMALLEST_SIDE = 10
QUALITY = 82


class NotAPicture(BadInput):
    """The file can't be used as a picture; the sentence says why and what to do."""

    code = "not-a-picture"


@dataclass(frozen=True)
class CleanImage:
    """A picture that is safe to show.

    Attributes:
        content: a JPEG (RGB, no metadata).
        width, height: in pixels; the longer one at most ``LONGEST_SIDE``.
        sha256: of the content, in hexadecimal digits.
    """

    content: bytes
    width: int
    height: int
    sha256: str


def clean_image(file: BinaryIO) -> CleanImage:
    """Read a JPEG, PNG or WebP picture and draw it anew.

    The file's name and the type that the browser claims are not looked at. Transparent parts become white, a turned
    picture is turned upright, of a moving one the first picture stays.

    Raises:
        NotAPicture: another kind of file, broken, too small, or larger than can be decoded safely.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise NotAPicture(_("Das Bild ist größer als 15 MB. Bitte verkleinern Sie es."))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            _refuse_what_is_too_much(image, content)
            drawn = _drawn_anew(image)
    except NotAPicture:
        raise
    except Image.DecompressionBombError:
        raise NotAPicture(_too_many_pixels()) from None
    except Exception:  # a decoder raises whatever a broken file makes it stumble over
        raise NotAPicture(
            _("Diese Datei ist kein Bild, das wir lesen können. Bitte nehmen Sie ein JPEG-, PNG- oder WebP-Bild.")
        ) from None
    result = io.BytesIO()
    drawn.save(result, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    data = result.getvalue()
    return CleanImage(data, drawn.width, drawn.height, hashlib.sha256(data).hexdigest())


def _refuse_what_is_too_much(image: Image.Image, content: bytes) -> None:
    """Only the head of the file has been read so far; nothing is unpacked."""
    width, height = image.size
    if width * height > MOST_PIXELS[image.format or "PNG"] or max(width, height) > LONGEST_SIDE_READ:
        raise NotAPicture(_too_many_pixels())
    if min(width, height) < SMALLEST_SIDE:
        raise NotAPicture(_("Das Bild ist zu klein. Man kann darauf nichts erkennen."))
    if image.format == "JPEG" and content.count(START_OF_SCAN) > MOST_SCANS:
        raise NotAPicture(_("Dieses Bild ist ungewöhnlich aufgebaut. Bitte speichern Sie es noch einmal als JPEG."))


def _too_many_pixels() -> str:
    return _("Das Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es.")


def _drawn_anew(image: Image.Image) -> Image.Image:
    """The pixels on a fresh canvas: what hangs on the old picture besides them stays behind."""
    box = (LONGEST_SIDE, LONGEST_SIDE)
    if image.format == "JPEG":
        image.draft("RGB", box)  # decodes at half, a quarter or an eighth of the size
    image.load()
    turned: Image.Image | None = None
    with suppress(Exception):  # a broken note about how the camera was held is no reason to refuse the picture
        turned = ImageOps.exif_transpose(image)
    picture = turned or image
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail(box, Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        canvas.paste(picture, mask=picture.getchannel("A"))
    else:
        canvas.paste(picture.convert("RGB"))
    return canvas
