"""Examine an installation: each finding says whether all is well and what to do. Asks networks only `whoami`."""

from __future__ import annotations

import clock
from commands.doctoring import accounts, durability, machine, work
from commands.doctoring.finding import Finding
from data.queries.metrics import figures

__all__ = ["Finding", "examine"]


def examine() -> list[Finding]:
    """Return what was found, the database first; what needs it is left out when it is not ready."""
    findings = [machine.database(), *machine.disks(), machine.key(), machine.rules(), machine.judge()]
    if findings[0].fine:
        findings += [*machine.of_database(), *durability.of_commits()]
    if all(finding.fine for finding in findings if finding.subject in ("database", "integrity")):
        found = figures(clock.now())
        findings += [machine.secrets(), machine.clocks()]
        findings += [*work.of_workers(found), *work.of_deliveries(found), *work.of_accounts(found)]
        findings.append(work.of_judging(found))
        findings += accounts.each()
    return findings
