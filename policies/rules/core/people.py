"""Who may, and who else must have looked: roles, four eyes, and approval bound to what was approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policies.facts import ActFacts, Facts, ModerationFacts, PostFacts
from policies.roles import may, roles_here
from policies.verdict import Reason
from words import s

ACTIONS = {
    "post.submit": "publish",
    "post.publish": "publish",
    "post.approve": "approve",
    "reply.send": "answer",
    "moderation.act": "moderate",
    "channel.activate": "manage_channels",
    "contribution.submit": "contribute",
}


def role_needed(facts: Facts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for the role the act needs here; who may only draft is sent to somebody who may publish.

    Hate, threats, somebody's address, a child in danger: whoever answers may hide them at once.
    A delivery the clock makes has no actor: its people were judged when they submitted it.
    """
    if facts.event == "post.publish" and facts.actor_id is None:
        return None
    action = _action(facts)
    matrix = settings["roles"]
    if may(matrix, facts.actor_roles, action, facts.ancestry):
        return None
    if facts.event == "post.submit" and may(matrix, facts.actor_roles, "draft", facts.ancestry):
        if isinstance(facts, PostFacts) and _seen_by_another(facts):
            return None
        return Reason(
            "require_approval",
            s("Votre rôle prépare les publications ; une personne qui peut publier doit valider celle-ci."),
            approver="cm",
        )
    return Reason(
        "block",
        s(
            "Votre rôle ne permet pas cela sur « {territory} ». Peuvent le faire : {roles}.",
            territory=facts.territory,
            roles=_named(matrix.get(action, ()), settings) or "—",
        ),
        code="role",
    )


def four_eyes(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask for another person's approval where the territory wants it; nobody ever approves their own words."""
    asked = settings["replies"] if facts.event == "reply.send" else settings["posts"]
    approvers: list[str] = settings["approvers"]
    if facts.event == "post.approve":
        if facts.actor_id is not None and facts.actor_id == facts.author_id:
            return Reason("block", s("Personne ne valide ses propres mots ; demandez à quelqu'un d'autre."), code="own")
        if asked and not roles_here(facts.actor_roles, facts.ancestry) & set(approvers):
            said = s("Ici, la validation revient à : {roles}.", roles=_named(approvers, settings))
            return Reason("block", said, code="role")
        return None
    if not asked or _seen_by_another(facts):
        return None
    return Reason(
        "require_approval",
        s("« {territory} » demande la relecture par une autre personne avant l'envoi.", territory=facts.territory),
        approver=approvers[0] if approvers else "director",
    )


def approval_digest(facts: PostFacts, settings: Mapping[str, Any]) -> Reason | None:
    """Ask again when what would leave is not what was approved."""
    if facts.event == "reply.send" and facts.approved_digest is None:
        return None
    if facts.digest is None or facts.digest == facts.approved_digest:
        return None
    return Reason(
        "require_approval",
        s("Le texte, les images, les comptes ou l'heure ont changé depuis la validation ; faites valider à nouveau."),
        approver="cm",
        code="changed",
    )


def _action(facts: Facts) -> str:
    action = facts.action if isinstance(facts, ActFacts) and facts.action else ACTIONS.get(facts.event, "")
    hides_at_once = isinstance(facts, ModerationFacts) and facts.act == "hide" and facts.illegal
    return "answer" if hides_at_once and action == "moderate" else action


def _seen_by_another(facts: PostFacts) -> bool:
    return facts.approved_by is not None and facts.approved_by != facts.author_id


def _named(roles: Iterable[str], settings: Mapping[str, Any]) -> str:
    return ", ".join(settings["role_names"].get(role, role) for role in roles)
