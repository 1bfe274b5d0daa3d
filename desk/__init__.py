"""Desk does what people ask: each verb checks the right there, makes the move, writes the audit, in one unit of work.

It never waits for a network, never judges by itself, and never decides what time asks.

`by` is the id of the person who asks; `by=None`, where it is accepted, is the operator at the command line.
A verb that says no raises one of `desk.refusal` and has changed nothing:
`Refused(.reasons)`, `NotHere`, `TooLate`, `NeedsConfirmation(.sentence, .token)`: all are `Stopped(.sentences)`, and
`str()` says them in the reader's language. `confirm=` takes the token of the confirmation that was shown.

conversations
    assign(by, conversation_id, to, *, for_=timedelta(hours=4)) -> Assigned(conversation_id, user_id, until)
    take(by, conversation_id, *, for_=timedelta(hours=4)) -> Assigned
    give_back(by, conversation_id) -> None                       back to the queue
    snooze(by, conversation_id, until: datetime) -> None
    close(by, conversation_id) -> None
    ignore(by, conversation_id, because: str) -> None
    reopen(by, conversation_id) -> None
    wait_for_service(by, conversation_id, service: str) -> None
    note(by, conversation_id, text) -> int
labelling
    relabel(by, message_id, *, label=None, lang=None, intent=None) -> int | None   the person's word wins
sampling
    draw(by, territory_id) -> int                                how many this quarter's sample holds, 200 at most
    answer(by, sample_id, label) -> None                         labelled blind: measures, corrects nothing
replies
    check(by, conversation_id, text, *, channel_id=None, media=()) -> Decision
    draft(by, conversation_id, text) -> int                      one unsent reply for each person and conversation
    drafted(by, conversation_id) -> str                          its text, "" when there is none
    send(by, conversation_id, text, *, channel_id=None, to_message=None, seen=None, media=(), confirm=None)
        -> Sent(post_id, delivery_id | None, state, decision)    delivery_id None: state "in_review"
posts
    VariantText(channel_id, text, media: tuple[Picture, ...] = (), declared: territory id | None = None)
    When(local: "2026-12-05T10:00" | None, zone: str | None = None, fold: 0 | 1 | None = None)
    draft(by, territory_id, variants, *, when=None, title="", beneficiary="visitor", tags=()) -> int
    change(by, post_id, *, variants=None, when=None, title=None, beneficiary=None, tags=None, confirm=None) -> None
    check(by, post_id) -> dict[channel id, Decision]
    check_words(by, territory_id, variants, *, when=None, tags=(), post_id=None) -> dict[channel id, Decision]
    digest(by, post_id) -> str                                   what a reviewer reads: give it to approve(seen=…)
    submit(by, post_id, *, and_schedule=False) -> Moved(post_id, state, delivery_ids, decisions)
    approve(by, post_id, *, and_schedule=False, seen=None) -> Moved   an approved reply leaves at once
    send_back(by, post_id, because: str) -> None
    decline(by, post_id, because: str) -> None
    schedule(by, post_id) -> Moved
    reschedule(by, post_id, local, zone=None, *, fold=None) -> None   a draft again: submit(…, and_schedule=True)
    publish_now(by, post_id) -> Moved
    cancel(by, post_id) -> None
series
    Rule(unit: "day" | "week" | "month", starts_on, until, hour: "10:00", zone, *, every=1, weekdays=(0 is Monday, …),
        month_day: 1..31 | LAST_DAY | None, odd_hours: "moved" | "left_out" | None)
    foresee(by, territory_id, variants, rule, *, tags=(), judged=True)
        -> Foreseen(occurrences: [Occurrence(on, local, due_at)], odd: [Odd(on, kind, proposed)],
        decisions: {date: {channel id: Decision}}, repeats: [channel id])
    lay(by, territory_id, variants, rule, *, title="", beneficiary="visitor", tags=(), confirm=None)
        -> Laid(series_id, post_ids, new_ids)      drafts; asked for twice it is one; `{date}` in a text is filled;
        odd hours: NeedsConfirmation, confirm "moved" or "left_out"
    extend(by, series_id, until: date, *, confirm=None) -> Laid  the missing dates only
    submit(by, series_id, *, and_schedule=False)
        -> Went(series_id, moved: {post id: Moved}, refused: {post id: sentences})
    digests_of(by, series_id) -> {post id: digest}               what a reviewer reads: give it to approve
    approve(by, series_id, seen, *, and_schedule=True) -> Went
    change(by, series_id, texts: {channel id: text}) -> Went     dates to come that say the series' words
    stop(by, series_id) -> int                                   how many dates will not leave
times
    moment(local, zone, fold=None) -> datetime                   skipped hour Refused; doubled hour NeedsConfirmation
    aware(at) -> datetime                                        Refused without a zone: verbs that take moments ask it
posting
    post(by, channels: ["strasbourg/x" | id, …], text, *, at=None, reply_to=None, confirm=None)
        -> Posted(post_id, state, delivery_ids, decisions)
    repeat(by, channels, text, *, at, unit, until, every=1, weekdays=(), month_day=None, confirm=None)
        -> Repeated(series_id, post_ids, states, delivery_ids)
deliveries
    listing(by: int | None, *, post_id=None) -> list[Line(id, post_id, channel, territory, state, due_at, published_at,
        tries, attempts, remote_id, permalink, because, why, next, act)]
    send_again(by, delivery_id, *, confirm=None) -> None         unconfirmed (confirmed), missed, failed -> queued, now
    it_is_there(by, delivery_id, given: id | address, permalink="") -> None   unconfirmed -> published
    release(by, delivery_ids, *, confirm=None) -> int            held -> queued, the ids named and no other
    stale(by, delivery_ids) -> frozenset[int]                    those later than the rules allow
    correct(by, delivery_id) -> Draft(post_id, conversation_id)  missed, failed, held -> a draft
    cancel(by, delivery_id) -> None
freezing
    freeze(by, reason, *, territory_id=None, channel_id=None, tag=None) -> list[int]   none: all the person may freeze
    unfreeze(by, freeze_id) -> None                              what was held stays held: deliveries.release
incidents
    open_incident(by, territory_ids, level: 1..4, title, reason, *, drill=False) -> int   P1 suspends all, P2 promotion
    stop_everything(by, reason, *, territory_id=None, channel_id=None, tag=None, level=None, drill=False) -> int
    suspend_here(by, incident_id) -> None
    change_level(by, incident_id, level) -> None                 graver: who may open; a grave one milder: director
    acknowledge(by, incident_id) -> None                         nobody else is called
playbook
    PLAYBOOK: [Item(key, after, says, act, text, gravest)]; asked_of(level)
    tick(by, incident_id, item) -> None
    note(by, incident_id, text) -> int
resuming
    resume(by, incident_id) -> Resumed(lifted, drafts: post ids, to_read)   what is too late: drafts; the rest: release
    close(by, incident_id, *, confirm=None) -> Resumed
shifting
    shift(by, delivery_ids, days) -> Shifted(moved: {post id: state}, refused: {post id: sentences})   held ones only
channels
    connect(by|None, territory_id, network, remote_id, handle, credentials, *, name="", owner_id=None, deputy_id=None,
        review_on=None) -> int
    reconnect(by|None, channel_id, credentials) -> None
    pause(by|None, channel_id, because) -> None
    resume(by|None, channel_id) -> None
people
    add_user(by|None, email, name, *, password="", roles=[(territory_id, role)], lang="fr", demo=False) -> int
    grant(by|None, user_id, territory_id, role) -> None
    revoke(by|None, user_id, territory_id, role) -> None
    set_password(by|None, user_id, password, *, current=None) -> None   one's own: with the current one
    set_language(by, lang) -> None
    deactivate(by|None, user_id) -> None
territories
    add(by|None, slug, name, *, kind="city", parent_id=None, zone="Europe/Paris", languages=None, colour=None) -> int
    rename(by|None, territory_id, name) -> None
notifying
    add(by|None, territory_id|None, kind: mail | team, name, url) -> int   None: for all, the operator alone
    remove(by|None, target_id) -> None
signing
    sign_in(email, password, address) -> SignedIn(token, csrf, user_id)   Refused: wrong, throttled or demo
    who(token) -> Person(id, email, name, lang, demo, csrf, session_id) | None
    sign_out(token) -> None
    sessions(by) -> list[Session(id, created_at, seen_at, expires_at)]
    revoke(by, session_id) -> None
contributions
    add_member(by|None, territory_id, name, *, kind="hotel", email=None) -> NewMember(id, link_token)
    new_link(by|None, member_id) -> str                          the old link stops working
    member(link_token) -> MemberCard(id, name, kind, territory_name, credit, zone)
    offer(link_token, kind, text, *, credit, scopes, photo: bytes | None = None, alt="", event_at=None, people="none")
        -> int                                kind: photo event status tip; people: none crowd identifiable
    sent(link_token) -> data.queries.contributions.Sheet | None   all this member sent
    status(link_token, contribution_id) -> Status(id, state, because, uses: [Use(state, channel, due_at, permalink)])
    withdraw(link_token, contribution_id) -> Withdrawn(cancelled: int, out: list[str])
    accept(by, contribution_id) -> None
    decline(by, contribution_id, because: a key of BECAUSE) -> None
    to_post(by, contribution_id, channel_ids) -> int             a draft post, credit in each text
    RIGHTS_VERSION, RIGHTS_TEXT, SCOPES, BECAUSE
media
    Picture(file, mime, bytes, alt="", seen="", credit="", agreements=(), signatures=0)
    Agreement(person, uses, until="", evidence="")
    store_image(content: bytes) -> Picture                       no metadata left; Refused: too heavy, not an image
"""
