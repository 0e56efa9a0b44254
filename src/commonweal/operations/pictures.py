"""Making a photo anew from its pixels: what a camera or an attacker wrote beside them does not come along."""

import threading
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from commonweal.operations.errors import Invalid

LARGEST = 15 * 1024 * 1024
"""Bytes of a file that is looked at."""
PIXELS = 50_000_000
"""Pixels of a photo that is opened; more than phones take by themselves."""
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST, SMALL = 2000, 480
"""Pixels of the longer side as kept, and for lists."""
QUALITY = 82

_one = threading.Lock()
"""One photo is opened at a time: each may need some hundred megabytes for a moment."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, the same one small, and the pixels of the large one."""

    data: bytes
    small: bytes
    width: int
    height: int


def picture(data: bytes) -> Picture:
    """The picture in a JPEG, PNG or WebP file, upright and without metadata. Raises Invalid with words to show."""
    if len(data) > LARGEST:
        raise Invalid("This photo is larger than 15 MB. Take it again in a smaller size, or send a screenshot of it.")
    with _one:
        try:
            return _made(data)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
            raise Invalid("This is not a photo that can be read. Choose a JPEG, PNG or WebP file.") from None


def _made(data: bytes) -> Picture:
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > PIXELS:
            raise Invalid("This photo has more than 50 million pixels. Take it again in a smaller size.")
        opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG need not be opened larger than it is kept
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((LONGEST, LONGEST))
        plain = Image.new("RGB", turned.size, "white")  # a new image: what is kept has no comment and no profile
        if turned.has_transparency_data:
            shown = turned.convert("RGBA")
            plain.paste(shown, mask=shown.getchannel("A"))
        else:
            plain.paste(turned.convert("RGB"))
        small = plain.copy()
        small.thumbnail((SMALL, SMALL))
        return Picture(_jpeg(plain), _jpeg(small), *plain.size)


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
