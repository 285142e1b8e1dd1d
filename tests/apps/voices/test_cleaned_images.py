"""Pictures from strangers are read by their content, within limits, and lose everything but their pixels."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageDraw, PngImagePlugin

from stadtgespraech.apps.voices.cleaned_images import LARGEST_FILE, MOST_SCANS, CleanImage, NotAPicture, clean_image

SECRET = b"Wilhelmine Beispiel, Musterweg 7"


def picture(format: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: Any) -> bytes:
    """A red field with a blue corner at the top left."""
    image = Image.new("RGB", size, (200, 30, 30))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=(20, 20, 220))
    file = io.BytesIO()
    image.convert(mode).save(file, format, **options)
    return file.getvalue()


def cleaned(content: bytes) -> CleanImage:
    return clean_image(io.BytesIO(content))


def opened(image: CleanImage) -> Image.Image:
    return Image.open(io.BytesIO(image.content))


def refused(content: bytes) -> str:
    with pytest.raises(NotAPicture) as refusal:
        cleaned(content)
    return str(refusal.value)


def is_red(pixel: Any) -> bool:
    red, green, blue = pixel
    return red > 150 and green < 90 and blue < 90


def exif(**values: Any) -> Image.Exif:
    """The notes of a camera: place, owner, model, and how it was held."""
    notes = Image.Exif()
    notes[ExifTags.Base.Make] = "Kamera GmbH"
    notes[ExifTags.Base.Artist] = SECRET.decode()
    notes[ExifTags.Base.Orientation] = values.get("orientation", 1)
    notes.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (51.0, 30.0, 49.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (7.0, 27.0, 57.0),
        }
    )
    return notes


# -- What comes out --------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_a_jpeg_of_the_same_picture(format: str) -> None:
    image = cleaned(picture(format))
    drawn = opened(image)
    assert (drawn.format, drawn.mode, drawn.size, (image.width, image.height)) == (
        "JPEG",
        "RGB",
        (400, 300),
        (400, 300),
    )
    assert is_red(drawn.getpixel((300, 200)))
    assert drawn.getpixel((20, 20))[2] > 150  # type: ignore[index]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4_000, 3_000), (1_600, 1_200)),
        ((900, 6_000), (240, 1_600)),
        ((1_600, 1_600), (1_600, 1_600)),
        ((40, 30), (40, 30)),
    ],
)
def test_the_long_side_has_at_most_1600_pixels(size: tuple[int, int], expected: tuple[int, int]) -> None:
    image = cleaned(picture(size=size))
    assert (image.width, image.height) == expected


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_name_are_gone(format: str) -> None:
    before = picture(format, exif=exif())
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(ExifTags.IFD.GPSInfo)  # it was there
    image = cleaned(before)
    drawn = opened(image)
    assert (dict(drawn.getexif()), set(drawn.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}) == (
        {},
        {"progressive", "progression"},
    )
    assert [word for word in (SECRET, b"Exif", b"GPS", b"Kamera") if word in image.content] == []


def test_comments_profiles_and_notes_in_every_corner_are_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    notes.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    for content in (
        picture("JPEG", comment=SECRET, icc_profile=SECRET * 10),
        picture("JPEG", xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
        picture("PNG", pnginfo=notes, icc_profile=SECRET * 10),
        picture("WEBP", xmp=SECRET, icc_profile=SECRET * 10),
    ):
        assert SECRET not in cleaned(content).content


@pytest.mark.parametrize(("orientation", "corner"), [(1, (20, 20)), (3, (380, 280)), (6, (280, 20)), (8, (20, 380))])
def test_a_turned_picture_is_turned_upright(orientation: int, corner: tuple[int, int]) -> None:
    drawn = opened(cleaned(picture(exif=exif(orientation=orientation))))
    assert drawn.size == ((300, 400) if orientation in (6, 8) else (400, 300))
    red, _green, blue = drawn.getpixel(corner)  # type: ignore[misc]
    assert blue > 150 and red < 90


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_broken_note_about_the_camera_is_no_reason_to_refuse() -> None:
    content = picture(exif=b"Exif\0\0II*\0\xff\xff\xff\xff broken")
    assert opened(cleaned(content)).size == (400, 300)


def test_what_is_transparent_becomes_white() -> None:
    for mode, format in (("RGBA", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("P", "PNG")):
        image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        file = io.BytesIO()
        image.convert(mode).save(file, format, **({"transparency": 0} if mode == "P" else {}))
        assert min(opened(cleaned(file.getvalue())).getpixel((30, 30))) > 250, (mode, format)  # type: ignore[arg-type, type-var]


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "I;16"])
def test_rare_kinds_of_pixels_are_read(mode: str) -> None:
    format = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        file = io.BytesIO()
        Image.new("I;16", (40, 30), 65_535).save(file, "PNG")
        content = file.getvalue()
    else:
        content = picture(format, mode=mode)
    assert opened(cleaned(content)).mode == "RGB"


def test_of_a_moving_picture_the_first_one_stays() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue", "green")]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    drawn = opened(cleaned(file.getvalue()))
    assert (getattr(drawn, "n_frames", 1), is_red(drawn.getpixel((20, 15)))) == (1, True)


# -- What is refused -------------------------------------------------------------------------------


def _svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _gif() -> bytes:
    return picture("GIF", mode="P")


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1_000,
        _svg(),
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        _zip(),
        _gif(),
        picture("BMP"),
        picture("TIFF"),
        picture("ICO"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"<svg/>" + picture("JPEG"),
    ],
    ids=[
        "empty",
        "nul",
        "svg",
        "html",
        "pdf",
        "zip",
        "gif",
        "bmp",
        "tiff",
        "ico",
        "eps",
        "png",
        "jpeg",
        "webp",
        "svg+jpeg",
    ],
)
def test_what_is_no_picture_of_the_three_kinds_is_refused_whatever_it_calls_itself(content: bytes) -> None:
    assert refused(content) == (
        "Diese Datei ist kein Bild, das wir lesen können. Bitte nehmen Sie ein JPEG-, PNG- oder WebP-Bild."
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_was_cut_off_is_refused(format: str) -> None:
    whole = picture(format, size=(600, 400))
    assert "kein Bild" in refused(whole[: len(whole) * 2 // 3])


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_polyglot_loses_its_other_side(format: str) -> None:
    """A picture that is a page, a script and an archive as well: only the picture comes out."""
    other = b"<html><script>alert(document.cookie)</script></html>" + _zip() + b"<?php system($_GET[0]); ?>"
    content = cleaned(picture(format) + other).content
    assert [word for word in (b"<html", b"<script", b"PK\x03\x04", b"<?php") if word in content] == []
    assert content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")


def test_a_picture_of_a_single_pixel_is_refused() -> None:
    assert refused(picture(size=(9, 400))) == "Das Bild ist zu klein. Man kann darauf nichts erkennen."


def test_a_file_that_is_too_large_is_refused_without_reading_it() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "everything was asked for"
            self.given += size
            return b"\0" * size

    endless: Any = Endless()
    with pytest.raises(NotAPicture, match="größer als 15 MB"):
        clean_image(endless)
    assert endless.given == LARGEST_FILE + 1


# -- Bombs: small files that want much -------------------------------------------------------------


def png(width: int, height: int, *chunks: tuple[bytes, bytes], rows: int | None = None) -> bytes:
    """A PNG written by hand: black, of any size, with any chunks."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    packer = zlib.compressobj(9)
    line = b"\0" * (1 + width * 3)
    packed = b"".join(packer.compress(line) for _row in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *(chunk(*pair) for pair in chunks), chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def scan_bomb(scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated: each repeat costs a walk over all pixels."""
    content = picture(size=(2_000, 2_000), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * scans + b"\xff\xd9"


def jpeg_of_claimed_size(width: int, height: int) -> bytes:
    content = bytearray(picture())
    place = content.index(b"\xff\xc0") + 5
    content[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(content)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "PNG of 900 million pixels": (lambda: png(30_000, 30_000, rows=300), "zu viele Bildpunkte"),
    "PNG of 64 million pixels in 190 kB": (lambda: png(8_000, 8_000), "zu viele Bildpunkte"),
    "PNG, one line of two million": (lambda: png(2_000_000, 10), "zu viele Bildpunkte"),
    "JPEG that claims 4 billion pixels": (lambda: jpeg_of_claimed_size(65_000, 65_000), "zu viele Bildpunkte"),
    "WebP of 200 million pixels": (
        lambda: picture("WEBP", size=(10, 10)).replace(b"\x0a\x00\x0a\x00", struct.pack("<HH", 16_000, 12_500)),
        "zu viele Bildpunkte",
    ),
    "JPEG of 5,000 scans": (lambda: scan_bomb(5_000), "ungewöhnlich aufgebaut"),
    "text of 100 MB in a PNG": (
        lambda: png(100, 100, (b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000, 9))),
        "kein Bild",
    ),
    "profile of 100 MB in a PNG": (
        lambda: png(100, 100, (b"iCCP", b"p\0\0" + zlib.compress(b"a" * 100_000_000, 9))),
        "",
    ),
}


# Run where nothing else has used memory before, so that the peak is the picture's own.
IN_A_PROCESS_OF_ITS_OWN = """
import json, sys, time
import django
django.setup()
from PIL import Image
Image.preinit()

def memory(what):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(what)) / 1_000

from stadtgespraech.apps.voices.cleaned_images import NotAPicture, clean_image
for name in sys.argv[1:]:
    before, began = memory("VmHWM"), time.process_time()
    try:
        with open(name, "rb") as file:
            answer = str(clean_image(file).width)
    except NotAPicture as refusal:
        answer = str(refusal)
    print(json.dumps([answer, time.process_time() - began, memory("VmHWM") - before]))
"""


def cleaned_apart(contents: list[bytes], folder: Path) -> list[tuple[str, float, float]]:
    """(width or refusal, seconds, growth of the peak of memory in MB) of each."""
    files = []
    for number, content in enumerate(contents):
        assert len(content) < LARGEST_FILE
        file = folder / str(number)
        file.write_bytes(content)
        files.append(str(file))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "stadtgespraech.config.settings"}
    command = [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, *files]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux to read the peak of memory")


@needs_proc
@pytest.mark.slow
def test_bombs_do_not_go_off(tmp_path: Path) -> None:
    results = cleaned_apart([make() for make, _sentence in BOMBS.values()], tmp_path)
    for (name, (_make, sentence)), (answer, seconds, grown) in zip(BOMBS.items(), results, strict=True):
        assert (sentence in answer, seconds < 2, grown < 100) == (True, True, True), (name, answer, seconds, grown)


@needs_proc
@pytest.mark.slow
def test_the_largest_picture_that_is_taken_costs_little(tmp_path: Path) -> None:
    """Control for the limits: 64 million pixels as JPEG (also progressive), 25 million as PNG."""
    largest = [
        picture(size=(9_200, 7_000)),
        picture(size=(9_200, 7_000), progressive=True),
        png(5_000, 5_000),
    ]
    results = cleaned_apart(largest, tmp_path)
    assert [answer for answer, _seconds, _grown in results] == ["1600"] * 3
    assert sum(grown for _answer, _seconds, grown in results) < 350, results
    assert max(seconds for _answer, seconds, _grown in results) < 5, results


def test_an_ordinary_progressive_picture_has_few_scans() -> None:
    content = picture(progressive=True)
    assert content.count(b"\xff\xda") < MOST_SCANS / 5
    assert cleaned(content).width == 400
