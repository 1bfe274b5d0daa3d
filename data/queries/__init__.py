"""Reads that pages ask for: plain functions, frozen records out. They change nothing, judge nothing, know no clock.

Each takes `user_id` first and keeps to the territories that user may see: anything else is an empty list or None.
Places are asked for by id; `because`, `chip`, `trouble`, `says` and `reasons` are kept sentences (`words.recall`).

seen:           places_of(session, user_id) -> {id: Place(id, slug, name, colour, kind, parent_id, zone, languages)}
places:         territories(user_id) -> [Place]    (the tree, region first; parent_id None where it is not visible)
                channels(user_id, territory_id=None) -> [Account]
banners:        banners(user_id, at) -> [Banner(kind: heartbeat | channel | freeze | incident | drill, places, says, at,
                id, lasts, lifts)]
incidents:      listed(user_id, at) -> [Case]    (open, gravest first; then those closed within 30 days)
inbox:          queue(user_id, InboxFilter(territories, networks, states, mine, unassigned, labels, flags, language,
                search, late_at), after=Cursor | None, size=50) -> Page(rows: [Row], next: Cursor | None)
                counts(user_id, at) -> [Count(place, state, n, late)]
search:         newest(user_id, words, before=None, size=50) -> [Hit]
conversation:   one(user_id, conversation_id) -> Case | None
copies:         listed(user_id, conversation_id, after=0, size=20) -> [Copy]
folding:        folded() -> the condition that a conversation stands under the first of its copies
calendar:       posts(user_id, since, until, territory_id=None) -> [Post]; one_post(user_id, post_id) -> Post | None
                drafts(user_id) -> [Post]
series:         one(user_id, series_id) -> Series | None
approvals:      waiting(user_id) -> [Post]
waiting:        listed(user_id, at) -> [Waiting(parcel, place, standing: Standing(group, act, why, next))]
                counts(user_id) -> {slug: deliveries that wait for a person}
                standings(session, *where, at) -> {id: Standing}    (every delivery that is not over)
deliveries:     all_deliveries(user_id | None, states=(), since=None, size=500) -> [Parcel]    (None: the operator)
                one(user_id | None, delivery_id) -> Parcel | None
contributions:  queue(user_id, states=WAITING) -> [Offer]; one(user_id, contribution_id) -> Offer | None
                of_member(link_digest) -> Sheet | None    (asked by a link, not by a user)
brand:          mood(user_id, since, until) -> [Mood]; named(user_id, since, until) -> [Mood]
                (formulas in `nss`: Tally, Score, score(tally), difference(one, other) -> Difference)
                daily(user_id, since, until, territory_id=None) -> [Day]; topics(user_id, since, until,
                territory_id=None) -> [Topic]
service:        answers(user_id, since, until) -> [Answers]
people:         user(user_id) -> Person | None; colleagues(user_id, territory_id) -> [Person]
                roles(user_id) -> {territory_id: {roles}}; members(user_id) -> [Partner]
my_day:         summary(user_id, at) -> Summary; unanswered(user_id, at) -> [Unanswered]
notices:        targets(user_id | None) -> [Target]    (None: the operator)
health:         look(at) -> {"status", "database", "heartbeat_age", "degraded"}    (no user: for GET /health)
metrics:        figures(at) -> Figures    (no user: for GET /metrics and doctor)
"""
