"""The page Streamlit starts in, in the visitor's language and with our own style; Streamlit's files stay untouched."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit

from settings import settings
from words import spoken, t

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
OURS = '<link rel="stylesheet" href="/parvis/look.css"><script src="/parvis/front.js"></script>'


@lru_cache
def page(language: str) -> str:
    """Return Streamlit's index page saying `language` to screen readers, without inline scripts."""
    html = INDEX.read_text(encoding="utf-8")
    with spoken(language):
        asleep = escape(t("Parvis a besoin de JavaScript pour fonctionner."))
    html = html.replace('<html lang="en">', f'<html lang="{language}">')
    html = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    html = re.sub(r"<noscript>.*?</noscript>", f"<noscript><p>{asleep}</p></noscript>", html, flags=re.DOTALL)
    html = re.sub(r'<link rel="service-desc"[^>]*>', "", html)
    html = html.replace("./favicon.png", "/parvis/parvis.svg").replace(
        "<title>Streamlit</title>", "<title>Parvis</title>"
    )
    return html.replace("./static/", "/static/").replace("</head>", OURS + "</head>")


def frames() -> str:
    """Return what a page may show in a frame besides itself: the sandbox, in the demo."""
    return f" {settings().sandbox_url}" if settings().demo and settings().sandbox_url else ""
