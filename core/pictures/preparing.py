"""One picture made ready to be kept: judged by its content, upright, bare, and surely drawable.

This is also the program of a process of its own (`core.pictures.gate`): decoders are large, and
anybody may have written what they read. It knows neither Django nor the portal.
"""

import json
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence, JpegImagePlugin

from core.pictures.containers import bare, format_of

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
_OPENED_AS = {"JPEG": ["JPEG", "MPO"]}
# What every format of the renditions can be drawn from; the rest is converted.
_DRAWABLE = {"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"}
_SIXTEEN_BITS = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
# One picture is kept of them, whatever else there is: previews, depth, the rest of a burst, and
# movement that Wagtail does not know.
_STILL = {"JPEG", "HEIF", "PNG", "AVIF"}
# What belongs to the picture itself; everything else that a file carries is taken out.
_OWN_INFO = {"transparency", "icc_profile", "background", "duration", "loop"}
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Limits:
    """``pixels``: of all frames together; ``side``: in pixels."""

    pixels: int
    side: int


class RefusedError(Exception):
    """``reason``: unknown, damaged, pixels, side or frames; ``facts``: numbers that go with it."""

    def __init__(self, reason: str, **facts: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def prepared(content: bytes, limits: Limits) -> tuple[bytes, str]:
    """The picture as it is kept, and the extension of its format. Raises RefusedError.

    Positions and camera serial numbers of a photographer are personal data (Law 91/2025/QH15).
    """
    image_format = format_of(content)
    if not image_format:
        raise RefusedError("unknown")
    try:
        with _opened(content, image_format) as picture:
            _check(picture, image_format, limits)
            return _prepared(picture, content, image_format)
    except (RefusedError, MemoryError):
        raise
    except Image.DecompressionBombError as bomb:
        raise RefusedError("pixels") from bomb
    except Exception as broken:  # A damaged picture raises whatever its damage breaks.
        raise RefusedError("damaged") from broken


def _opened(content: bytes, image_format: str) -> Any:
    if image_format == "HEIF":
        from pillow_heif import options, register_heif_opener

        options.DECODE_THREADS = 1
        register_heif_opener()
    return Image.open(BytesIO(content), formats=_OPENED_AS.get(image_format, [image_format]))


def _check(picture: Any, image_format: str, limits: Limits) -> None:
    """What is known without decoding a pixel."""
    if max(picture.size) > limits.side:
        raise RefusedError("side", side=max(picture.size))
    pixels = picture.width * picture.height
    if pixels > limits.pixels:
        raise RefusedError("pixels", pixels=pixels)
    frames = 1 if image_format in _STILL else getattr(picture, "n_frames", 1)
    if pixels * frames > limits.pixels:
        raise RefusedError("frames", frames=frames, pixels=pixels * frames)


def _prepared(picture: Any, content: bytes, image_format: str) -> tuple[bytes, str]:
    turned = picture.getexif().get(_ORIENTATION, 1) not in (0, 1)
    is_animated = image_format not in _STILL and getattr(picture, "n_frames", 1) > 1
    for frame in range(picture.n_frames if is_animated else 1):
        if is_animated:
            picture.seek(frame)
        picture.load()
    kept_as = "JPEG" if image_format == "HEIF" else image_format
    may_stay = picture.mode in _DRAWABLE and not turned and image_format != "HEIF"
    same = _bare_or_none(picture, content, image_format) if is_animated or may_stay else None
    if same is not None:
        return same, EXTENSIONS[image_format]
    return _saved_anew(picture, content, kept_as, is_animated), EXTENSIONS[kept_as]


def _bare_or_none(picture: Any, content: bytes, image_format: str) -> bytes | None:
    if image_format == "AVIF" and (picture.n_frames > 1 or {"exif", "xmp"} & set(picture.info)):
        return None  # They lie among the pixels.
    try:
        return bare(content, image_format)
    except ValueError:
        return None


def _saved_anew(picture: Any, content: bytes, image_format: str, is_animated: bool) -> bytes:
    options = _same_quality(picture, content, image_format)
    if is_animated:
        first, *others = [_stripped(frame.copy()) for frame in ImageSequence.Iterator(picture)]
        options |= {"save_all": True, "append_images": others}
        options |= {k: picture.info[k] for k in ("duration", "loop") if k in picture.info}
    else:
        first = _stripped(_drawable(ImageOps.exif_transpose(picture), image_format))
    out = BytesIO()
    first.save(out, format=image_format, **options)
    return out.getvalue()


def _drawable(picture: Any, image_format: str) -> Any:
    if picture.mode in _SIXTEEN_BITS:
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image_format == "JPEG" and picture.mode in {"LA", "PA", "RGBA", "RGBa"}:
        white = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(white, picture.convert("RGBA")).convert("RGB")
    if picture.mode in _DRAWABLE:
        return picture
    return picture.convert("RGBA" if picture.mode in {"PA", "La", "RGBa"} else "RGB")


def _stripped(picture: Any) -> Any:
    picture.info = {key: value for key, value in picture.info.items() if key in _OWN_INFO}
    return picture


def _same_quality(picture: Any, content: bytes, image_format: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if picture.info.get("icc_profile"):
        options["icc_profile"] = picture.info["icc_profile"]
    if image_format == "JPEG" and hasattr(picture, "quantization"):
        options["qtables"] = picture.quantization
        options["subsampling"] = JpegImagePlugin.get_sampling(picture)
    elif image_format == "JPEG":
        options["quality"] = 90
    elif image_format == "WEBP":
        options |= {"lossless": True} if b"VP8L" in content else {"quality": 92}
    elif image_format == "AVIF":
        options["quality"] = 92
    return options


def _bound(memory: int, seconds: int) -> None:
    """No more than this may this process take (bytes, seconds of a processor), and no file."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: dict[str, int]) -> None:
    """A picture on standard input; a line of JSON and the picture to keep on standard output.

    The line is ``{extension}``, or ``{reason, facts}`` where it is refused.
    """
    _bound(arguments["memory"], arguments["seconds"])
    content = b""
    said: dict[str, Any] = {}
    try:
        limits = Limits(arguments["pixels"], arguments["side"])
        content, extension = prepared(sys.stdin.buffer.read(), limits)
        said = {"extension": extension}
    except RefusedError as refused:
        said = {"reason": refused.reason, "facts": refused.facts}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
