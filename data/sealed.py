"""Secrets at rest: sealed with the newest key, opened with any; and the keyed hash that stands for an author."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.models import Channel, Moderation, NoticeTarget
from settings import settings
from words import t


class NoKey(Exception):
    """There is no usable secret key; the message says what to do."""


def seal(credentials: Mapping[str, str]) -> bytes:
    """Return `credentials` sealed with the newest key."""
    return _keyring().encrypt(json.dumps(dict(credentials)).encode())


def unseal(kept: bytes) -> dict[str, str]:
    """Return sealed credentials; nothing for nothing. Raises NoKey when no key of ours opens them."""
    if not kept:
        return {}
    try:
        opened: dict[str, str] = json.loads(_keyring().decrypt(kept))
    except InvalidToken:
        sentence = t("Aucune clé connue n'ouvre ces identifiants : remettez l'ancienne clé dans PARVIS_SECRET_KEY.")
        raise NoKey(sentence) from None
    return opened


def rotate(session: Session) -> int:
    """Seal every channel's credentials and every address for notices again with the newest key; return how many."""
    channels = session.scalars(select(Channel).where(Channel.credentials != b"")).all()
    for channel in channels:
        channel.credentials = _keyring().rotate(channel.credentials)
    targets = session.scalars(select(NoticeTarget)).all()
    for target in targets:
        target.url = _keyring().rotate(target.url)
    proofs = session.scalars(select(Moderation).where(Moderation.evidence.is_not(None))).all()
    for proof in proofs:
        proof.evidence = _keyring().rotate(proof.evidence or b"")
    return len(channels) + len(targets) + len(proofs)


def unopened(session: Session) -> list[tuple[str, int]]:
    """Return the table and id of every sealed secret that no key in force opens."""
    kept = [("channels", row.id, row.credentials) for row in session.execute(select(Channel.id, Channel.credentials))]
    kept += [("notice_targets", row.id, row.url) for row in session.execute(select(NoticeTarget.id, NoticeTarget.url))]
    return [(table, row_id) for table, row_id, secret in kept if secret and not _opens(secret)]


def author_key(network: str, remote_id: str) -> str:
    """Return the keyed hash that stands for somebody on a network: HMAC-SHA256, 32 hex digits.

    Keyed with the *oldest* key, so that adding a newer one does not make strangers of everybody.
    """
    return hmac.new(_keys()[-1].encode(), f"{network}:{remote_id}".encode(), hashlib.sha256).hexdigest()[:32]


def token() -> str:
    """Return a fresh secret for a link or a session."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a link's or session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _opens(secret: bytes) -> bool:
    try:
        _keyring().decrypt(secret)
    except (InvalidToken, NoKey):
        return False
    return True


def _keyring() -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in _keys()])
    except ValueError:
        raise NoKey(t("PARVIS_SECRET_KEY n'est pas une clé valable : « parvis.py init » en propose une.")) from None


def _keys() -> list[str]:
    if given := [key.strip() for key in settings().secret_key.split(",") if key.strip()]:
        return given
    if not settings().demo:
        raise NoKey(t("Il manque PARVIS_SECRET_KEY : « parvis.py init » en propose une."))
    return [_demo_key(settings().home / "demo.key")]


def _demo_key(path: Path) -> str:
    """The demo makes a key of its own, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(Fernet.generate_key().decode())
    except FileExistsError:
        pass
    return path.read_text()
