"""Tells people outside the product, by mail or in their team's room, through Apprise. Not a network of visitors.

The only place that imports Apprise, which brings transports of its own: here bytes leave outside `wire`. It keeps no
state, decides nothing, and never says nor logs an address, which holds a password or a token.
"""

from connectors.notices.address import NOBODY, shown
from connectors.notices.sending import tell
from connectors.notices.services import MAIL, TEAM

__all__ = ["MAIL", "NOBODY", "TEAM", "shown", "tell"]
