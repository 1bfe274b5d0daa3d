"""Uploading to X: one-shot, in pieces, alternative text. Uploading is harmless: nothing is visible before a tweet."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from connectors.sandbox import objects, x_errors
from connectors.sandbox.store import Row, now_ms
from connectors.sandbox.wire import Answer, Asked, Speaker

IMAGE_BYTES, GIF_BYTES, VIDEO_BYTES, PIECE_BYTES, ALT_TEXT = 5_000_000, 15_000_000, 512_000_000, 5_242_880, 1000
EXPIRES = 86_400
CATEGORIES = ("tweet_image", "tweet_gif", "tweet_video", "dm_image", "dm_gif", "dm_video", "subtitles", "amplify_video")
SIGNS = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"), (b"RIFF", "image/webp"))


def upload(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """POST /2/media/upload: one image, base64 in JSON or multipart."""
    if asked.form:
        body: dict[str, Any] = dict(asked.form)
        content = asked.files.get("media", b"")
    else:
        body = _body(asked, {"media", "media_category", "media_type", "additional_owners", "shared"})
        content = _decoded(body.get("media"))
    category = str(body.get("media_category", "tweet_image"))
    _check_category(category)
    mime = _kind(content)
    if mime is None or "video" in category:
        raise x_errors.invalid("media", "", "media type unrecognized.")
    if len(content) > (GIF_BYTES if mime == "image/gif" else IMAGE_BYTES):
        raise x_errors.invalid("media", "", f"File size exceeds {IMAGE_BYTES} bytes.")
    remote_id = _keep(asked, who, mime, category, content, len(content), "succeeded")
    return Answer(200, {"data": _shown(remote_id, len(content))})


def initialize(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """POST /2/media/upload/initialize: announce the bytes to come."""
    body = _body(asked, {"media_type", "total_bytes", "media_category", "additional_owners", "shared"})
    total = body.get("total_bytes")
    if not isinstance(total, int) or not 0 < total <= VIDEO_BYTES:
        raise x_errors.invalid("total_bytes", total, "$.total_bytes: must be between 1 and 512000000")
    category = str(body.get("media_category", "tweet_image"))
    _check_category(category)
    remote_id = _keep(asked, who, str(body.get("media_type", "")), category, b"", total, "initialized")
    return Answer(200, {"data": _shown(remote_id, None)})


def append(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """POST /2/media/upload/:id/append: the next piece, in order."""
    row = _own(asked, who, ids[0])
    if asked.form:
        piece, index = asked.files.get("media", b""), str(asked.form.get("segment_index", ""))
    else:
        body = _body(asked, {"media", "segment_index"})
        piece, index = _decoded(body.get("media")), str(body.get("segment_index", ""))
    if not index.isdigit() or int(index) > 999 or len(piece) > PIECE_BYTES:
        raise x_errors.invalid("segment_index", index, "Segments must be 0 to 999, of at most 5242880 bytes.")
    with asked.store.transaction():
        asked.store.run("UPDATE media SET content=CAST(content||? AS BLOB) WHERE id=?", piece, row["id"])
    return Answer(200, {"data": {"expires_at": (now_ms() // 1000) + EXPIRES}})


def finalize(asked: Asked, who: Speaker, ids: tuple[str, ...]) -> Answer:
    """POST /2/media/upload/:id/finalize: all pieces are there; images are ready at once, so are videos here."""
    row = _own(asked, who, ids[0])
    if len(row["content"]) != row["total"]:
        raise x_errors.invalid("id", ids[0], "Segments do not add up to provided total file size.")
    with asked.store.transaction():
        asked.store.run("UPDATE media SET state='succeeded' WHERE id=?", row["id"])
    done = {"processing_info": {"state": "succeeded", "progress_percent": 100}} if "video" in row["category"] else {}
    return Answer(200, {"data": {**_shown(row["id"], row["total"]), **done}})


def status(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """GET /2/media/upload?command=STATUS&media_id=."""
    if asked.query.get("command", "STATUS") != "STATUS":
        raise x_errors.invalid("command", asked.query["command"], "The `command` query parameter is not [STATUS]")
    row = _own(asked, who, asked.query.get("media_id", ""))
    state = "succeeded" if row["state"] == "succeeded" else "pending"
    info = {"state": state, "progress_percent": 100 if state == "succeeded" else 0, "check_after_secs": 1}
    return Answer(200, {"data": {**_shown(row["id"], row["total"]), "processing_info": info}})


def metadata(asked: Asked, who: Speaker, _: tuple[str, ...]) -> Answer:
    """POST /2/media/metadata: the alternative text."""
    body = _body(asked, {"id", "metadata"})
    row = _own(asked, who, str(body.get("id", "")))
    given = body.get("metadata")
    alt = given.get("alt_text", {}).get("text") if isinstance(given, dict) else None
    if not isinstance(alt, str) or len(alt) > ALT_TEXT:
        raise x_errors.invalid("metadata.alt_text.text", "", f"must be at most {ALT_TEXT} characters long")
    with asked.store.transaction():
        asked.store.run("UPDATE media SET alt=? WHERE id=?", alt, row["id"])
    return Answer(200, {"data": {"id": row["id"], "associated_metadata": {"alt_text": {"text": alt}}}})


def _keep(asked: Asked, who: Speaker, mime: str, category: str, content: bytes, total: int, state: str) -> str:
    with asked.store.transaction():
        remote_id = str(objects.fresh_number(asked.store, "x", now_ms()))
        asked.store.run(
            "INSERT INTO media VALUES (?,'x',?,?,?,'',?,?,?,NULL,?)",
            remote_id, who.id, mime, category, content, total, state, now_ms(),
        )  # fmt: skip
    return remote_id


def _own(asked: Asked, who: Speaker, remote_id: str) -> Row:
    row = asked.store.row("SELECT * FROM media WHERE network='x' AND owner=? AND id=?", who.id, remote_id)
    if row is None:
        raise x_errors.invalid("media_id", remote_id, "Invalid media id.")
    return row


def _shown(remote_id: str, size: int | None) -> dict[str, Any]:
    data = {"id": remote_id, "media_key": f"3_{remote_id}", "expires_after_secs": EXPIRES}
    return data if size is None else {**data, "size": size}


def _body(asked: Asked, known: set[str]) -> dict[str, Any]:
    try:
        body = asked.json()
    except ValueError:
        raise x_errors.invalid("body", "", "Invalid JSON in request body") from None
    for name in set(body) - known:
        raise x_errors.undefined_property(name, body[name])
    return body


def _decoded(media: object) -> bytes:
    try:
        return base64.b64decode(str(media or ""), validate=True)
    except binascii.Error:
        raise x_errors.invalid("media", "", "$.media: is not valid base64") from None


def _check_category(category: str) -> None:
    if category not in CATEGORIES:
        raise x_errors.invalid("media_category", category, f"$.media_category: must be one of {list(CATEGORIES)}")


def _kind(content: bytes) -> str | None:
    return next((mime for sign, mime in SIGNS if content.startswith(sign)), None)
