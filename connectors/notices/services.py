"""Which services a notice may go to, and which options an address may carry. All else is refused.

Apprise speaks nearly two hundred. Left out: those that act on this machine (syslog, dbus, windows …), that send any
shape to any host (json, xml, form, apprise …), that cost money for each message (SMS), and one's private messengers.
"""

from __future__ import annotations

from collections.abc import Mapping

MAIL, TEAM = "mail", "team"

# what stands before :// in Apprise's addresses, and the name people know
SERVICES: Mapping[str, Mapping[str, str]] = {
    MAIL: {"mailto": "mail", "mailtos": "mail"},
    TEAM: {
        "slack": "Slack",
        "workflow": "Microsoft Teams",
        "workflows": "Microsoft Teams",
        "mmost": "Mattermost",
        "mmosts": "Mattermost",
        "rocket": "Rocket.Chat",
        "rockets": "Rocket.Chat",
        "matrix": "Matrix",
        "matrixs": "Matrix",
        "nctalk": "Nextcloud Talk",
        "nctalks": "Nextcloud Talk",
        "ntfy": "ntfy",
        "ntfys": "ntfy",
        "discord": "Discord",
        "gchat": "Google Chat",
        "wxteams": "Webex",
        "webex": "Webex",
    },
}
# whoever sets the address chooses the host too; the others have one of their own, written in Apprise
OWN_HOST = frozenset({"workflow", "mmost", "rocket", "matrix", "nctalk", "ntfy"})

# Never: template, pgppub … (read files or fetch pages), verify and redirect (weaken the line), cc, bcc, attach,
# headers, retry and wait. `to` of a mail server would be somebody who is not the owner.
OPTIONS: Mapping[str, frozenset[str]] = {
    MAIL: frozenset({"from", "name", "smtp", "mode", "user", "pass"}),
    TEAM: frozenset(
        {"to", "channel", "mode", "auth", "thread", "key", "token"}  # rooms and their keys
        | {"api-version", "sp", "sv", "sig", "pa", "ver", "route"}  # as Teams hands out its addresses
    ),
}

# what Apprise is told over and above the address
PINNED: Mapping[str, object] = {
    "format": "text",
    "cto": 5.0,  # seconds for a connection
    "rto": 15.0,  # seconds for the next bytes
    "include_image": False,
    "include_footer": False,
    "footer_logo": False,
    "discovery": False,  # Matrix would ask the host which other host to speak with
    "e2ee": False,
}
