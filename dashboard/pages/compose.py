"""Composer: the same news for several accounts, each in its own words, judged while one writes; once, or a series."""

import streamlit as st

from dashboard import acting, composing, here
from dashboard.parts import composer, foreseen, header, repeating, variants
from data.queries import places
from desk import posts
from words import t

me = here.me()
header.title(t("Composer"), t("Un texte pour chaque compte, vérifié pendant que vous écrivez."))
composer.begin(me.id, st.query_params.get("p", ""))
accounts = composer.accounts(places.channels(me.id))
composer.of_series()
if accounts:
    written = variants.columns(accounts)
    pictures = composer.pictures()
    composer.tags()
    local, zone = composer.time(accounts[0].place)
    draft = composer.draft(accounts, written, pictures, local, zone)
    said = [one for one in draft.variants if one.text.strip()]
    rule = repeating.choose(local, zone) if local and composer.may_repeat() else None
    if rule is not None:
        rule, found = foreseen.draw(me.id, draft, rule, accounts)
        repeating.schedule(me.id, draft, rule, found)
    elif said:
        checked = acting.look(
            posts.check_words,
            me.id,
            draft.territory_id,
            said,
            when=draft.when(0),
            tags=draft.tags,
            post_id=draft.post_id,
        )
        variants.judged(accounts, checked or {}, composer.abouts(written, pictures, local))
    if rule is None:
        with st.container(horizontal=True, key="compose-acts"):
            label = t("Programmer") if local else t("Faire valider")
            if st.button(label, type="primary", icon=":material/schedule_send:", key="submit", disabled=not said):
                acting.act(composing.submit, me.id, draft, composer.kept, done=composer.outcome, after=composer.anew)
            if st.button(t("Publier maintenant"), icon=":material/send:", key="publish-now", disabled=not said):
                acting.act(composing.publish, me.id, draft, composer.kept, done=composer.outcome, after=composer.anew)
            if st.button(t("Garder le brouillon"), icon=":material/save:", key="keep", disabled=not said):
                acting.act(composing.keep, me.id, draft, composer.kept, done=t("Brouillon gardé."))
composer.drafts(me.id)
