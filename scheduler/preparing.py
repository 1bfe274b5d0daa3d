"""The invisible step before the visible one, where a network has one: its handle is kept before anything can be seen.

Whatever goes wrong here, nothing is visible: it may be done again.
"""

from __future__ import annotations

from dataclasses import replace

import structlog
from sqlalchemy import update

from connectors.contract import Connector, Outgoing, Prepares
from connectors.failures import Failure, OutcomeUnknown, Unreachable
from data import store
from data.models import Delivery
from scheduler.claiming import Claim
from words import s

log = structlog.get_logger(__name__)


def prepared(connector: Connector, claim: Claim, outgoing: Outgoing) -> Outgoing:
    """Return `outgoing` with the handle to publish it under, kept from an earlier try or made now and committed.

    Raises a Failure after which nothing is visible, for sure.
    """
    if outgoing.handle is not None or not isinstance(connector, Prepares):
        return outgoing
    try:
        handle = connector.prepare(outgoing)
        if handle is None or _kept(claim, handle):
            return replace(outgoing, handle=handle)
    except OutcomeUnknown:
        log.info("unknown preparation", delivery=claim.delivery_id)
    except Failure:
        raise
    except Exception as error:  # by design: an unnamed one too; its text may hold a token
        log.error("unnamed failure", delivery=claim.delivery_id, error=type(error).__name__)
    raise Unreachable(s("La préparation de l'envoi n'a pas abouti : rien n'est visible."))


def _kept(claim: Claim, handle: str) -> bool:
    """Commit the handle, unless the claim is no longer ours: then nothing may follow."""
    ours = Delivery.id == claim.delivery_id, Delivery.state == "sending", Delivery.tries == claim.number
    with store.writing() as session:
        keep = update(Delivery).where(*ours).values(handle=handle).returning(Delivery.id)
        return session.execute(keep).one_or_none() is not None
