"""Experts are drawn at random, nobody in conflict, and anybody can repeat it from the log."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from calling import changed
from jinja2.sandbox import SandboxedEnvironment
from site_checks import APPLICATION, CONTRACTOR, EXPERTS, MATTER, drawn, found_register
from sqlalchemy import select
from towns import HERE, Town

from engine import draws, experts
from engine.definitions import deploy_files, read_folder
from engine.draw_checks import verify_draws
from engine.draw_replies import record_reply, replies_to
from engine.draws import Avoided, Order
from engine.errors import BanjieError, Conflict, NotAllowed, NotFound
from engine.handling import view_case
from engine.incidents import retry_incident
from engine.seats import seats_of
from engine.store import json
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.store.experts import Draw, DrawReply, Expert
from engine.store.outbox import Outbox
from engine.store.records import Incident, Record

#: Seed, and whom it draws for two seats of structures and one of fire safety.
SEED = bytes(range(32))
EXCLUDED = {"ZJ-0004": "unit", "ZJ-0007": "interest", "ZJ-0008": "unit"}


def the_draw(town: Town) -> Draw:
    with reading(town.database) as session:
        return session.scalars(select(Draw).order_by(Draw.id.desc())).first() or Draw()


def reply(town: Town, seat: int, what: str, reason: str = "", by: str = "limingyuan") -> DrawReply:
    with transaction(town.database) as session:
        return record_reply(session, the_draw(town).id, seat, what, reason, by=by, at=town.now)


def seats(town: Town) -> list[tuple[str | None, str]]:
    with reading(town.database) as session:
        draw = session.scalars(select(Draw)).one()
        return [(one.expert_id, one.reply) for one in seats_of(draw, replies_to(session, draw.id))]


def differences(town: Town) -> list[str]:
    with reading(town.database) as session:
        return [one.zh for one in verify_draws(session)]


def test_a_step_draws_and_goes_on(any_town: Town) -> None:
    case = drawn(any_town)
    draw = the_draw(any_town)

    assert any_town.steps(case) == {"inspect:quality", "inspect:fire"}
    assert draw.seats == ["structure", "structure", "fire"]
    assert {one["id"]: one["excluded"] for one in draw.candidates if one["excluded"]} == EXCLUDED
    assert len(draw.ranking) == len(EXPERTS) - len(EXCLUDED)
    assert len(set(draw.drawn)) == 3
    assert differences(any_town) == []


def test_who_calls_the_experts_is_told_without_names(town: Town) -> None:
    drawn(town)

    assert town.notices("limingyuan") == ["XCYS-2026-0001 已抽取专家 3 名，请通知并登记答复。"]
    assert town.notices("chenting") == []


def test_the_same_seed_draws_the_same_byte_for_byte(town: Town) -> None:
    case = drawn(town)
    order = Order(("structure", "fire"), (Avoided(CONTRACTOR),), date(2026, 9, 28))
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        element = handling.element("draw_experts")
        activity = handling.run.live()[0]
        logs = []
        for name in ("one", "two"):
            nested = session.begin_nested()
            object.__setattr__(activity, "id", name)
            row = draws.draw(handling, activity, element, order, seed=SEED)
            logs.append(json.dumps([row.seed, row.candidates, row.ranking, row.drawn]))
            nested.rollback()

    assert logs[0] == logs[1]
    assert json.loads(logs[0])[0] == SEED.hex()


def test_two_draws_differ_in_their_seeds(town: Town) -> None:
    drawn(town)
    first = the_draw(town).seed
    town.start(MATTER, APPLICATION)

    assert the_draw(town).seed != first


def test_who_refuses_is_followed_by_the_next_of_the_ranking(any_town: Town) -> None:
    case = drawn(any_town)
    draw = the_draw(any_town)
    left = [one for one in draw.ranking if one not in draw.drawn]
    fields = {one["id"]: one["specialities"] for one in draw.candidates}
    follows = next(one for one in left if "structure" in fields[one])
    reply(any_town, 2, "accepted")
    reply(any_town, 1, "refused", "出差")

    assert seats(any_town) == [(follows, ""), (draw.drawn[1], "accepted"), (draw.drawn[2], "")]
    assert any_town.case(case).document["draw_experts"]["accepted"] == 1
    assert differences(any_town) == []


def test_a_seat_nobody_can_take_is_vacant_and_told(town: Town) -> None:
    case = drawn(town)
    while seats(town)[0][0] is not None:
        reply(town, 1, "no_answer")

    assert town.case(case).document["draw_experts"]["vacant"] == 1
    assert any("第 1 席空缺" in text for text in town.notices("maqian"))
    assert differences(town) == []
    with pytest.raises(Conflict, match="vacant"):
        reply(town, 1, "accepted")


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        pytest.param(lambda t: reply(t, 1, "accepted", by="chenting"), NotAllowed, id="no-post"),
        pytest.param(lambda t: reply(t, 4, "accepted"), NotFound, id="no-such-seat"),
        pytest.param(lambda t: reply(t, 0, "accepted"), NotFound, id="seats-begin-at-one"),
        pytest.param(lambda t: reply(t, 1, "perhaps"), NotFound, id="no-such-reply"),
        pytest.param(lambda t: reply(t, 1, "refused", " "), BanjieError, id="no-reason"),
        pytest.param(
            lambda t: [reply(t, 1, "accepted"), reply(t, 1, "accepted")], Conflict, id="twice"
        ),
    ],
)
def test_a_reply_that_cannot_be_is_refused(
    town: Town, attempt: Callable[[Town], Any], error: type[BanjieError]
) -> None:
    drawn(town)
    with pytest.raises(error) as refused:
        attempt(town)

    assert refused.value.zh
    assert refused.value.en
    assert differences(town) == []


def test_too_few_experts_wait_for_the_register(any_town: Town) -> None:
    found_register(any_town.database)
    with transaction(any_town.database) as session:
        for expert in session.scalars(select(Expert)):
            if "ZJ-0005" <= expert.id <= "ZJ-0006" or expert.id == "ZJ-0003":
                expert.is_active = False
    case = any_town.start(MATTER, APPLICATION)
    with reading(any_town.database) as session:
        incident = session.scalars(select(Incident)).one()

    assert incident.code == "too_few_experts"
    assert "fire 需 1 名，在库 4 名，可抽 0 名" in incident.text
    assert "Register more" in incident.text_en
    assert the_draw(any_town).id is None

    with transaction(any_town.database) as session:
        experts.set_active(session, "ZJ-0005", active=True)
        assert retry_incident(session, incident.activity_id, by="maqian", at=any_town.now)
    assert any_town.steps(case) == {"inspect:quality", "inspect:fire"}


@pytest.mark.parametrize(
    ("table", "changed", "said"),
    [
        (Draw, {"seed": "ff" * 32}, "校验值"),
        (Draw, {"drawn": ["ZJ-0003", "ZJ-0001", "ZJ-0002"]}, "应抽中"),
        (Draw, {"ranking": ["ZJ-0001"]}, "次序"),
        (Draw, {"method": "coin"}, "算法"),
        (DrawReply, {"replaced_by": None}, "递补"),
        (DrawReply, {"reply": "accepted"}, "留痕"),
    ],
)
def test_a_log_that_was_changed_is_found(
    town: Town, table: type[Any], changed: dict[str, Any], said: str
) -> None:
    drawn(town)
    if the_draw(town).drawn == changed.get("drawn"):
        changed = {"drawn": list(reversed(changed["drawn"]))}
    reply(town, 1, "refused", "出差")
    with transaction(town.database) as session:
        row = session.scalars(select(table)).one()
        for name, value in changed.items():
            setattr(row, name, value)

    assert any(said in text for text in differences(town))


def test_names_are_hidden_until_the_day(town: Town) -> None:
    case = drawn(town)
    reply(town, 1, "refused", "出差")
    names = [one["name"] for one in the_draw(town).candidates]
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        assert handling.evaluate('experts("draw_experts")') == []
        told = json.dumps(handling.case.document)
        told += json.dumps([one.body for one in session.scalars(select(Record))])
        told += json.dumps([one.payload for one in session.scalars(select(Outbox))])

    # The application itself names one of them.
    assert [name for name in names if name in told.replace(APPLICATION["interested"], "")] == []


def test_names_are_told_on_the_day(town: Town) -> None:
    case = drawn(town)
    town.move("09-28 00:00")
    with reading(town.database) as session:
        handling = view_case(session, session.get_one(Case, case), at=town.now)
        shown = handling.evaluate('experts("draw_experts").key')

    assert shown == the_draw(town).drawn


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('value="={structure: 2, fire: 1}"', 'value="={structure: 1, fire: 1}"', "少于规定的 3 名"),
        ('value="={structure: 2, fire: 1}"', 'value="={structure: 3, fire: 1}"', "须为单数"),
        ('value="={structure: 2, fire: 1}"', 'value="=[]"', "至少一个专业"),
        ('value="={structure: 2, fire: 1}"', 'value="={structure: &quot;two&quot;}"', "须为整数"),
        ('value="=date(case.apply.site_on)"', 'value="=case.apply.nothing"', "公布专家姓名的日期"),
    ],
)
def test_an_order_against_its_own_rules_waits_with_its_reason(
    town: Town, old: str, new: str, said: str
) -> None:
    found_register(town.database)
    with transaction(town.database) as session:
        files = changed(read_folder(HERE / "matters/site_check"), "process.bpmn", old, new)
        deploy_files(session, files, at=town.now)
    town.start(MATTER, APPLICATION)
    with reading(town.database) as session:
        incident = session.scalars(select(Incident)).one()

    assert incident.code == "wrong_draw"
    assert said in incident.text
    assert "correct the diagram" in incident.text_en


def test_seats_go_round_the_specialities_where_only_a_number_is_given(town: Town) -> None:
    found_register(town.database)
    old, new = (
        '"={structure: 2, fire: 1}"',
        '"fire, structure" /><spiffworkflow:property name="number" value="5"',
    )
    with transaction(town.database) as session:
        files = changed(read_folder(HERE / "matters/site_check"), "process.bpmn", old, new)
        deploy_files(session, files, at=town.now)
    town.start(MATTER, APPLICATION)

    assert the_draw(town).seats == ["fire", "structure", "fire", "structure", "fire"]


def test_a_paper_names_the_experts_on_the_day_only(town: Town) -> None:
    case = drawn(town)
    text = "{% for one in experts('draw_experts') %}{{ one.name }}{% endfor %}"

    def printed() -> str:
        with reading(town.database) as session:
            handling = view_case(session, session.get_one(Case, case), at=town.now)
            page = SandboxedEnvironment(autoescape=True).from_string(text)
            return page.render(**handling.register_functions)

    assert printed() == ""
    town.move("09-28 00:00")
    assert all(one["name"] in printed() for one in on_seats(town))


def on_seats(town: Town) -> list[dict[str, Any]]:
    draw = the_draw(town)
    return [one for one in draw.candidates if one["id"] in draw.drawn]
