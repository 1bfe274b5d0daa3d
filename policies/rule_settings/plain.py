"""What every rule can be told, whatever it asks: to warn only, and the last day it holds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from policies.roles import Role
from policies.tighter import Section, Tighter
from policies.verdict import Mode

Approvers = Annotated[list[Role] | None, Field(min_length=1), Tighter("subset")]  # the first one is asked


class Plain(Section):
    """What every rule can be told: to warn only, and the last day it holds."""

    mode: Annotated[Mode | None, Tighter("mode")] = None
    sunset: Annotated[date | None, Tighter("sunset")] = None
