"""The environment enters here and nowhere else. Knows no room."""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent
BESIDE = "demo.env"


class Settings(BaseSettings):
    """What an operator may set; every name is read with the prefix `PARVIS_`."""

    model_config = SettingsConfigDict(env_prefix="PARVIS_", extra="ignore")

    home: Path = ROOT / "var"
    database_url: str = ""
    secret_key: str = ""  # one Fernet key or several, newest first, separated by commas
    sandbox_url: str = ""
    public_url: str = ""  # where people open the dashboard: notices link to it
    lang: str = "fr"
    demo: bool = False  # set by the demo for its own processes
    now_shift: float = 0.0  # seconds the demo adds to the clock
    log_level: str = "INFO"
    broker_url: str = "redis://127.0.0.1:6379/0"  # of a fleet of Celery workers, where there is one
    metrics_token: str = ""  # who shows it may read /metrics from another machine

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().resolve()

    @field_validator("sandbox_url")
    @classmethod
    def _on_loopback(cls, url: str) -> str:
        if url and not is_loopback(url):
            raise ValueError("PARVIS_SANDBOX_URL must name this machine (127.0.0.1, ::1 or localhost).")
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        if url and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname):
            raise ValueError("PARVIS_PUBLIC_URL must be an address such as https://parvis.example.org.")
        return url.rstrip("/")

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL in force: the one given, else a SQLite file in `home`."""
        url = self.database_url or f"sqlite:///{self.home / 'parvis.db'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def media(self) -> Path:
        """The folder of uploaded files."""
        return self.home / "media"


def is_loopback(url: str) -> bool:
    """Tell whether `url` names this very machine, by address and not by a name somebody else resolves."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def put(**values: object) -> None:
    """Set settings, by name, for this process and those it starts (the demo, which needs no variable of its own)."""
    os.environ.update({f"PARVIS_{name.upper()}": str(value) for name, value in values.items()})
    settings.cache_clear()


def leave_beside(home: Path, **values: object) -> None:
    """Keep settings in a file of the home, so that commands typed beside the demo work in its world and time."""
    home.mkdir(parents=True, exist_ok=True)
    (home / BESIDE).write_text("".join(f"PARVIS_{name.upper()}={value}\n" for name, value in values.items()), "utf-8")


def forget_beside(home: Path) -> None:
    """Forget what an earlier demo left in its home."""
    (home / BESIDE).unlink(missing_ok=True)
    settings.cache_clear()


@lru_cache
def settings() -> Settings:
    """Return the settings, read once for each process (`settings.cache_clear()` reads them again).

    What the demo left in its home counts only for the database of that home, and only where no secret key is given:
    an installation of one's own has one.
    """
    found = Settings()
    beside = found.home / BESIDE
    if found.secret_key or found.demo or found.database_url or not beside.exists():
        return found
    return Settings(_env_file=beside)
