"""The id of a post or comment, read from what a person pastes: its number, or its address in a browser. Asks nobody.

An address in short form (`pfbid…`) holds no number that Graph knows: then there is none to read.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from connectors.contract import Account
from connectors.pasted import taken_apart

HOSTS = frozenset({"facebook.com", "web.facebook.com", "fb.com"})
NUMBER = re.compile(r"\d+(?:_\d+)?")
POST = re.compile(r"/(?P<page>[^/]+)/posts/(?:[^/]+/)?(?P<id>\d+)/?")


def remote_id_of(given: str, account: Account) -> str | None:
    """Return Graph's id of what `given` names; None for what is no post, or is another page's by its address."""
    if NUMBER.fullmatch(given):
        return given
    host, address = taken_apart(given)
    if host not in HOSTS:
        return None
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    if NUMBER.fullmatch(address.path.strip("/")):
        return address.path.strip("/")
    found = POST.fullmatch(address.path)
    page, post = (found["page"], found["id"]) if found else (asked.get("id", ""), asked.get("story_fbid", ""))
    if not post.isdecimal() or page.lower() not in (account.remote_id, account.handle.lstrip("@").lower()):
        return None
    answer = asked.get("reply_comment_id") or asked.get("comment_id")
    return f"{post}_{answer}" if answer else f"{account.remote_id}_{post}"
