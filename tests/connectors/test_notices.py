"""Notices reach real servers; an address that is not on the lists, or leads into the house, does not pass."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from connectors.failures import Failure, Rejected, Unreachable, Unsupported
from connectors.notices import MAIL, TEAM, shown, tell
from connectors.notices.address import opened, stop_unless_public
from connectors.notices.services import PINNED, SERVICES
from tests.receiving import free_port, mailbox, room

SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
TEAMS = "https://prod-11.westus.logic.azure.com:443/workflows/643e69f83c8944/triggers/manual/paths/invoke"
GIVEN_OUT = {  # as people copy them from the service's own page
    SLACK: "Slack",
    f"{TEAMS}?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDGYFr0z0eu": (
        "Microsoft Teams · prod-11.westus.logic.azure.com"
    ),
    "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": "Discord",
    "https://chat.googleapis.com/v1/spaces/AAAAk6lGXyM/messages?key=abc&token=defg": "Google Chat",
    "mmosts://mattermost.example.org/3ccdd113474722377935511fc85d3dd4": "Mattermost · mattermost.example.org",
    "rockets://4abcd/5abcdefghij@chat.example.org": "Rocket.Chat · chat.example.org",
    "matrixs://syt_token@matrix.example.org/!room:example.org": "Matrix · matrix.example.org",
    "nctalks://parvis:secret@cloud.example.org/r00m": "Nextcloud Talk · cloud.example.org",
    "ntfys://ntfy.example.org/topic": "ntfy · ntfy.example.org",
    "ntfys://topic": "ntfy",
    f"wxteams://{'a' * 80}": "Webex",
}
REFUSED = (
    "json://example.org/", "xml://example.org/", "form://example.org/", "apprise://example.org/token",
    "syslog://", "dbus://", "windows://", "file:///etc/passwd", "https://example.org/hook", "http://example.org", "",
    "twilio://sid:token@+33612345678", "tgram://123456789:AAAA/12315544",
    f"{SLACK}?template=/etc/passwd", f"{SLACK}?template=http://10.0.0.1/", f"{SLACK}?redirect=yes", f"{SLACK}?+X=y",
    "mmosts://mattermost.example.org/3ccdd113474722377935511fc85d3dd4?verify=no",
    "ntfys://ntfy.example.org/topic?attach=http://10.0.0.1/secret",
    "ntfys://ntfy.example.org/one/two", "matrixs://name:password@matrix.example.org/!r:x", "slack://short",
)  # fmt: skip
HOOK = "3ccdd113474722377935511fc85d3dd4"
OF_THE_HOUSE = [
    f"mmosts://{host}/{HOOK}"
    for host in ("127.0.0.1", "10.1.2.3", "192.168.1.9", "169.254.169.254", "[::1]", "[fe80::1]", "[fd00::7]",
                 "[::ffff:10.0.0.1]", "0.0.0.0", "100.64.0.1", "224.0.0.1", "localhost", "db", "chat.internal")
]  # fmt: skip


@pytest.mark.parametrize("url", GIVEN_OUT)
def test_an_address_as_services_hand_it_out_is_taken_and_shown_without_its_secret(url: str) -> None:
    assert shown(TEAM, url) == GIVEN_OUT[url]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_on_the_lists_is_refused_even_from_the_operator(url: str) -> None:
    for kind in (TEAM, MAIL):
        with pytest.raises(Unsupported):
            shown(kind, url, trusted=True)


@pytest.mark.parametrize("url", OF_THE_HOUSE)
def test_only_the_operator_names_a_host_of_the_house(url: str) -> None:
    with pytest.raises(Unsupported):
        shown(TEAM, url)
    assert shown(TEAM, url, trusted=True).startswith("Mattermost")


@pytest.mark.parametrize(
    "url",
    ["mailto://127.0.0.1", "mailtos://mail.internal", "mailtos://example.org?smtp=127.0.0.1", "mailto://example.org",
     "mailtos://example.org?mode=insecure"],
)  # fmt: skip
def test_a_mail_server_of_the_house_or_without_encryption_is_the_operators_to_set(url: str) -> None:
    with pytest.raises(Unsupported):
        shown(MAIL, url)
    assert shown(MAIL, f"{url}{'&' if '?' in url else '?'}from=parvis@example.org", trusted=True).startswith("mail · ")


@pytest.mark.parametrize("option", ["cc=x@example.org", "bcc=x@example.org", "to=x@example.org", "pgppub=/etc/passwd"])
def test_a_mail_server_writes_to_the_owner_and_nobody_else(option: str) -> None:
    with pytest.raises(Unsupported):
        shown(MAIL, f"mailtos://p:p@example.org?{option}", trusted=True)
    url = "mailtos://p:p@example.org/stranger@example.org"
    assert [to for _, to in opened(MAIL, url, to="alice@example.org").plugin.targets] == ["alice@example.org"]
    with pytest.raises(Unsupported):
        opened(MAIL, url, to="alice,bob@example.org")


def test_a_name_is_looked_up_before_anything_leaves() -> None:
    with pytest.raises(Unsupported):
        stop_unless_public("localhost")
    with pytest.raises(Unsupported):
        stop_unless_public("127.1")
    with pytest.raises(Unreachable):
        stop_unless_public("no-such-host.invalid")
    stop_unless_public("192.0.0.9")  # of the few there that everybody reaches: no look-up needed


def test_a_letter_arrives_at_a_real_mail_server() -> None:
    with mailbox() as box:
        tell(MAIL, box.url, "Un envoi n'est pas parti", "Colmar : à vérifier.", to="alice@example.org", trusted=True)
    (letter,) = box.letters
    assert (letter["From"], letter["To"], letter["Subject"]) == (
        "parvis@example.org", "alice@example.org", "Un envoi n'est pas parti",
    )  # fmt: skip
    assert letter.get_content().strip() == "Colmar : à vérifier."


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (f"mmost://127.0.0.1:PORT/{HOOK}", f"/hooks/{HOOK}"),
        ("rocket://4abcd/5abcdefghij@127.0.0.1:PORT", "/hooks/4abcd/5abcdefghij"),
        ("ntfy://127.0.0.1:PORT/topic", "/"),
        ("nctalk://parvis:secret@127.0.0.1:PORT/r00m", "/ocs/v2.php/apps/spreed/api/v1/chat/r00m"),
        ("matrix://syt_token@127.0.0.1:PORT/!r:here", "/_matrix/client/v3/rooms/%21r%3Ahere/send/m.room.message/"),
    ],
)
def test_a_room_hears_it_once(address: str, path: str) -> None:
    with room() as there:
        tell(TEAM, address.replace("PORT", str(there.port)), "Colmar", "à vérifier, *ici*", trusted=True)
    heard = [(where, body) for where, body in there.heard if "vérifier" in str(body)]
    assert len(heard) == 1
    assert heard[0][0].startswith(path)
    assert "à vérifier, *ici*" in str(heard[0][1])
    assert "http" not in str(heard[0][1])  # no pictures fetched from elsewhere


def test_a_redirection_is_not_followed() -> None:
    with room() as there, room() as elsewhere:
        there.turns_to = f"http://127.0.0.1:{elsewhere.port}/inside"
        with pytest.raises(Failure):
            tell(TEAM, there.url, "t", "b", trusted=True)
    assert len(there.heard) == 1
    assert not elsewhere.heard


def test_failures_are_named_and_hold_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    raised: list[Failure] = []
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="apprise"):
        with room() as there:
            there.answers = 404
            with pytest.raises(Rejected, match="refusé") as no:
                tell(TEAM, there.url, "t", "b", trusted=True)
            assert "404" in no.value.reason.say()
            raised.append(no.value)
        with pytest.raises(Unreachable) as silent:
            tell(TEAM, there.url, "t", "b", trusted=True)  # it is closed by now
        mail = f"mailto://parvis:{HOOK}@127.0.0.1:{free_port()}?from=parvis@example.org"
        with pytest.raises(Unreachable) as dead:
            tell(MAIL, mail, "t", "b", to="alice@example.org", trusted=True)
        raised += [silent.value, dead.value]
        for url in (f"slack://{HOOK}", f"{HOOK}://x", f"mailtos://x:{HOOK}@", f"{SLACK[:-24]}{HOOK}?{HOOK}=1"):
            with pytest.raises(Unsupported) as bad:
                shown(TEAM if "slack" in url else MAIL, url)
            raised.append(bad.value)
    for failure in raised:
        assert HOOK not in f"{failure} {failure.reason.say()}"
        assert (failure.__cause__, failure.__context__) == (None, None)
    assert HOOK not in caplog.text


def test_every_service_on_the_list_is_one_that_apprise_speaks() -> None:
    from apprise import NotificationManager

    spoken = set(NotificationManager().schemas())
    assert {name for services in SERVICES.values() for name in services} <= spoken


@pytest.mark.parametrize(
    ("kind", "url"), [(TEAM, f"mmost://127.0.0.1:PORT/{HOOK}"), (MAIL, "mailto://127.0.0.1:PORT?from=p@example.org")]
)
def test_a_server_that_never_answers_is_left(kind: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {PINNED["cto"], PINNED["rto"]} == {5.0, 15.0}
    monkeypatch.setitem(PINNED, "cto", 0.2)  # type: ignore[arg-type]  # a dict, whatever it promises
    monkeypatch.setitem(PINNED, "rto", 0.2)  # type: ignore[arg-type]
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        started = time.monotonic()
        with pytest.raises(Unreachable):
            tell(kind, url.replace("PORT", str(deaf.getsockname()[1])), "t", "b", to="a@example.org", trusted=True)
    assert time.monotonic() - started < 5
