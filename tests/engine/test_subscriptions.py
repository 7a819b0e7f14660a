"""Messages between cases: a red card opens a case of a matter that listens, once, by its key."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import permit_forms
import pytest
from acting import ask_for, settle
from builders import accepted, review_all
from sqlalchemy import select
from towns import HERE, Town

from engine import announcing
from engine.definitions import check_files, deploy_files, read_folder
from engine.delivering import deliver_due
from engine.store.acts import Receipt
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.store.outbox import Outbox
from engine.sweep import open_case

CLUES = HERE / "matters/clues"


@pytest.fixture
def listening(any_town: Town) -> Town:
    """Return a town in which a matter listens for red cards."""
    with transaction(any_town.database) as session:
        deploy_files(session, read_folder(CLUES), at=any_town.now)
    return any_town


def expired(town: Town) -> int:
    """Return a case whose statutory limit ran out while one person held it."""
    case = accepted(town)
    review_all(town, case)
    town.do(case, "draft_opinion", permit_forms.opinion(), by="hexiaoyu")
    town.sweep("10-13 08:00")
    return case


def post(town: Town) -> int:
    """Deliver what waits in the outbox; returns how much."""
    return deliver_due(town.database, {}, town.clock)


def clues(town: Town) -> list[Case]:
    with reading(town.database) as session:
        found = select(Case).where(Case.matter_key == "clues").order_by(Case.id)
        return list(session.scalars(found))


def announce(town: Town, case: int, key: str, **values: object) -> None:
    """Send a message as a red card does."""
    message = {"colour": "red", "person": "hexiaoyu", "limit_name": "许可决定", "card": 7}
    with transaction(town.database) as session:
        handling = open_case(session, case, at=town.now)
        announcing.announce(handling, "card_raised", key, {**message, **values})
        session.autoflush = True


def again(town: Town, key: str) -> None:
    """Let a message be delivered once more, as after a crash between its effect and its mark."""
    with transaction(town.database) as session:
        row = session.scalars(select(Outbox).where(Outbox.key == key)).one()
        row.state, row.sent_at, row.due_at, row.held_until_at = "waiting", None, None, None


def test_a_red_card_opens_a_case_and_a_yellow_one_does_not(listening: Town) -> None:
    case = expired(listening)
    assert clues(listening) == []  # nothing happens before the outbox is looked at
    assert post(listening) == 1

    [clue] = clues(listening)
    number = listening.case(case).number
    assert clue.document["start"] == {
        "person": "zhengkai",
        "case": number,
        "limit": "许可决定（法定）",
        "card": 2,
    }
    assert clue.title == f"zhengkai · {number}"
    assert listening.task(clue.id, "look").assignee_id == "qinlan"
    assert listening.records(clue.id, "case_started")[0].person_id is None


def test_the_same_message_has_one_effect_however_often_it_comes(listening: Town) -> None:
    case = accepted(listening)
    announce(listening, case, "card-7")
    post(listening)
    for _ in range(3):
        again(listening, "card-7")
        post(listening)

    assert len(clues(listening)) == 1
    with reading(listening.database) as session:
        assert len(session.scalars(select(Receipt)).all()) == 1


def test_messages_of_one_key_go_to_one_case(listening: Town) -> None:
    case = accepted(listening)
    announce(listening, case, "card-7")
    announce(listening, case, "card-8", card=8)
    announce(listening, case, "card-9", card=9, person="limingyuan")
    post(listening)

    first, second = clues(listening)
    assert [one.document["start"]["card"] for one in (first, second)] == [7, 9]
    assert [one.kind for one in listening.records(first.id, "message_kept")] == ["message_kept"]


def test_what_came_early_is_consumed_when_the_case_waits_for_it(listening: Town) -> None:
    case = accepted(listening)
    announce(listening, case, "card-7")
    announce(listening, case, "card-8", card=8)
    post(listening)
    [clue] = clues(listening)
    listening.do(clue.id, "look")

    assert listening.case(clue.id).state == "closed"
    assert listening.case(clue.id).document["more"]["card"] == 8


def test_a_case_that_waits_gets_the_message_at_once(listening: Town) -> None:
    case = accepted(listening)
    announce(listening, case, "card-7")
    post(listening)
    [clue] = clues(listening)
    listening.do(clue.id, "look")
    assert "more" in listening.steps(clue.id)
    announce(listening, case, "card-8", card=8)
    post(listening)

    assert listening.case(clue.id).state == "closed"


def test_after_the_end_of_the_first_a_new_case_is_opened(listening: Town) -> None:
    case = accepted(listening)
    for number in (7, 8):
        announce(listening, case, f"card-{number}", card=number)
        post(listening)
    [clue] = clues(listening)
    listening.do(clue.id, "look")
    announce(listening, case, "card-9", card=9)
    post(listening)

    assert [one.state for one in clues(listening)] == ["closed", "open"]


def test_nobody_listens_and_nothing_happens(any_town: Town) -> None:
    case = accepted(any_town)
    announce(any_town, case, "card-7")

    assert post(any_town) == 1
    assert clues(any_town) == []


def test_a_message_of_no_key_opens_a_case_of_its_own(listening: Town) -> None:
    case = accepted(listening)
    announce(listening, case, "card-7", person=None)
    announce(listening, case, "card-8", person=None)
    post(listening)

    assert len(clues(listening)) == 2


def test_a_matter_that_fails_is_tried_again_and_blocks_no_other(listening: Town) -> None:
    files = read_folder(CLUES)
    text = files["matter.toml"].decode().replace('key = "clues"', 'key = "broken"')
    text = text.replace("XS-", "BR-").replace(
        "{person: message.person,", "{person: for i in 1..100000000 return i,"
    )
    with transaction(listening.database) as session:
        broken = {**files, "matter.toml": text.encode()}
        deploy_files(session, broken, at=listening.now)
    announce(listening, accepted(listening), "card-7")

    assert post(listening) == 0
    assert len(clues(listening)) == 1
    with reading(listening.database) as session:
        row = session.scalars(select(Outbox).where(Outbox.key == "card-7")).one()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert "broken" in row.last_error


def test_two_who_deliver_at_once_open_one_case(listening: Town) -> None:
    case = accepted(listening)
    for number in range(6):
        announce(listening, case, f"card-{number}", card=number)
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: post(listening), range(3)))
    post(listening)

    [clue] = clues(listening)
    assert len(listening.records(clue.id, "message_kept")) == 5


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"message": "nobody_sends"}, "subscribe.1"),
        ({"message": ""}, "缺少 message"),
        ({"when": "message.colour ="}, "subscribe.1"),
        ({"opens": False, "message": "nothing_waits"}, "没有等待消息 nothing_waits"),
    ],
    ids=["no such start", "no name", "no FEEL", "no step waits"],
)
def test_a_wrong_subscription_is_found_at_deploy(changed: Mapping[str, object], said: str) -> None:
    files = dict(read_folder(CLUES))
    text = files["matter.toml"].decode()
    for key, value in changed.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key} =")]
        literal = str(value).lower() if isinstance(value, bool) else f"'{value}'"
        text = "\n".join([*lines, f"{key} = {literal}", ""])
    files["matter.toml"] = text.encode()

    found = [one for one in check_files(files) if one.code == "subscription"]
    assert said in found[0].zh
    assert found[0].en


def test_the_matter_of_this_test_can_be_deployed() -> None:
    assert [one for one in check_files(read_folder(CLUES)) if one.severity == "error"] == []


def test_a_suspended_case_keeps_its_messages_until_it_goes_on(listening: Town) -> None:
    files = dict(read_folder(CLUES))
    files["matter.toml"] += """
[acts.suspend]
asks = ["supervision/supervisor"]
decides = ["leaders/director"]
grounds = [{ key = "wait", name = "等待", article = "本局规定" }]

[acts.resume]
asks = ["supervision/supervisor"]
decides = ["leaders/director"]
""".encode()
    with transaction(listening.database) as session:
        deploy_files(session, files, at=listening.now)
    case = accepted(listening)
    announce(listening, case, "card-7")
    post(listening)
    [clue] = clues(listening)
    listening.do(clue.id, "look")
    asked = ask_for(listening, clue.id, "suspend", by="qinlan", ground="wait")
    settle(listening, asked, by="songweimin")
    announce(listening, case, "card-8", card=8)
    post(listening)
    assert listening.case(clue.id).state == "open"
    settle(listening, ask_for(listening, clue.id, "resume", by="qinlan"), by="songweimin")

    assert listening.case(clue.id).state == "closed"
    assert listening.case(clue.id).document["more"]["card"] == 8


def renamed(town: Town, *, to: str) -> None:
    """Let the clues take the card under another name, in the subscription and in the diagram."""
    files = dict(read_folder(CLUES))
    files["matter.toml"] = files["matter.toml"].replace(
        b"opens = true", f'delivers = "{to}"\nopens = true'.encode()
    )
    files["process.bpmn"] = files["process.bpmn"].replace(
        b'name="card_raised"', f'name="{to}"'.encode()
    )
    with transaction(town.database) as session:
        deploy_files(session, files, at=town.now)


def test_a_message_may_have_a_name_of_its_own_in_the_diagram(listening: Town) -> None:
    """So that one start event and one waiting step take several messages."""
    renamed(listening, to="clue_found")
    case = accepted(listening)
    announce(listening, case, "card-7")
    post(listening)
    [clue] = clues(listening)
    listening.do(clue.id, "look")
    announce(listening, case, "card-8", card=8)
    post(listening)

    assert listening.case(clue.id).state == "closed"


def test_a_message_the_diagram_does_not_know_by_that_name_is_found(listening: Town) -> None:
    files = dict(read_folder(CLUES))
    files["matter.toml"] = files["matter.toml"].replace(
        b"opens = true", b'delivers = "unknown"\nopens = true'
    )

    assert [one.element_id for one in check_files(files) if one.code == "subscription"] == [
        "subscribe.1"
    ]
