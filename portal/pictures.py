"""Drawing a picture anew: nothing of what a camera writes in is stored, and nothing that is no picture."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

# A picture of more points would need gigabytes once it is unpacked.
MOST_POINTS = 40_000_000


class Unreadable(ValueError):
    """It is no picture, or a broken one."""


class TooManyPoints(ValueError):
    """It is larger than is drawn."""


def redrawn(content: bytes, *, as_jpeg: bool, most_points: int = MOST_POINTS) -> bytes:
    """Return the picture alone, upright, as JPEG or PNG."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            if picture.width * picture.height > most_points:
                raise TooManyPoints
            plain = ImageOps.exif_transpose(picture)
            alpha = "A" in plain.getbands() or plain.mode == "P"
            fresh = Image.new("RGB" if as_jpeg else "RGBA" if alpha else "RGB", plain.size)
            fresh.paste(plain.convert(fresh.mode))
    except TooManyPoints:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable from error
    out = io.BytesIO()
    fresh.save(out, "JPEG" if as_jpeg else "PNG", quality=88)
    return out.getvalue()
