"""Pictures people hand in: opened, drawn anew without any metadata, kept under the digest of what they are.

What the camera wrote (place, device, author) never reaches a public copy.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from desk.pictures import Agreement, Picture, tidy
from desk.refusal import Refused, refused
from settings import settings
from words import s

__all__ = ["Agreement", "Picture", "checked", "forget_originals", "keep_original", "store_image"]

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
_READ = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"[0-9a-f]{32}\.(jpg|png)")
_TROUBLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def store_image(content: bytes) -> Picture:
    """Store a picture and return it, described by nobody yet. Raises Refused: too heavy, too large, not a picture."""
    if len(content) > MOST_BYTES:
        raise refused(s("L'image dépasse {most} Mo : choisissez-en une plus légère.", most=MOST_BYTES // 1_000_000))
    drawn, mime = _drawn_anew(content)
    name = hashlib.sha256(drawn).hexdigest()[:32] + (".png" if mime == "image/png" else ".jpg")
    _keep(settings().media / name, drawn)
    return Picture(name, mime, len(drawn))


def keep_original(content: bytes) -> str:
    """Keep what was handed in, untouched, out of public reach; return its name."""
    name = secrets.token_hex(16)  # one's own even when others hand in the same: it goes with its offer alone
    _keep(settings().media / "private" / name, content)
    return name


def forget_originals(names: Iterable[str]) -> None:
    """Delete what was handed in; the clean copies stay. Deleting what is gone does no harm."""
    for name in names:
        (settings().media / "private" / name).unlink(missing_ok=True)


def checked(pictures: Sequence[Picture]) -> list[dict[str, Any]]:
    """Return pictures as variants keep them; raise Refused for one never stored here, or declared as nothing can be."""
    kept = []
    for one in pictures:
        path = settings().media / one.file
        if not _NAME.fullmatch(one.file) or not path.is_file():
            raise refused(s("Une image n'est pas enregistrée ici : ajoutez-la à nouveau."))
        mime = "image/png" if one.file.endswith(".png") else "image/jpeg"
        kept.append(tidy(replace(one, mime=mime, bytes=path.stat().st_size)).kept())
    return kept


def _drawn_anew(content: bytes) -> tuple[bytes, str]:
    try:
        with Image.open(BytesIO(content), formats=_READ) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise refused(s("L'image est trop grande ; réduisez-la, puis recommencez."))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            see_through = upright.has_transparency_data
            pixels = upright.convert("RGBA" if see_through else "RGB")
    except Refused:
        raise
    except _TROUBLE:
        raise refused(s("Ce fichier n'est pas une image lisible (JPEG, PNG ou WebP).")) from None
    clean = Image.new(pixels.mode, pixels.size)  # a new canvas: nothing but pixels comes along
    clean.paste(pixels)
    written = BytesIO()
    if see_through:
        clean.save(written, "PNG", optimize=True)
        return written.getvalue(), "image/png"
    clean.save(written, "JPEG", quality=88, optimize=True)
    return written.getvalue(), "image/jpeg"


def _keep(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, for the owner's eyes only."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
