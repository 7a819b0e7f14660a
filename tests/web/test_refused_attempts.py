"""Attempts that must fail: each is refused with its message and stands in the case's record."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from browsing import Browser, Page
from councils import at_the_vote, deploy, opened, row, say
from flask import Flask
from test_closed_cases import bearer
from towns import Town

from engine.recusal import order
from engine.store.database import transaction
from engine.tasks import claim_task


@dataclass
class Desk:
    """A town at work, seen through the pages and the API of one person after another."""

    town: Town
    site: Flask

    def send(self, who: str, address: str, **values: str) -> Page:
        browser = Browser(self.site.test_client())
        browser.sign_in(who)
        return browser.post(address, values)

    def get(self, who: str, address: str) -> Page:
        browser = Browser(self.site.test_client())
        browser.sign_in(who)
        return browser.get(address)

    def vote(self, who: str, task_of: str, case: int) -> Page:
        task = self.town.task(case, f"ballot:{task_of}")
        return self.send(who, f"/tasks/{task.id}", opinion="yes")

    def api(self, who: str, path: str, **sent: object) -> Page:
        client, headers = self.site.test_client(), bearer(self.town, who)
        if not sent:
            return Page(client.get(f"/api/v1{path}", headers=headers))
        return Page(client.post(f"/api/v1{path}", headers=headers, json=sent))


Try = Callable[[Desk, int], Page]


def number(desk: Desk, case: int) -> str:
    return row(desk.town, case).number


def vote_twice(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "ballot:zhouhong")
    say(desk.town, case, "ballot", "zhouhong", "yes")
    return desk.send("zhouhong", f"/tasks/{task.id}", opinion="no")


def vote_twice_by_the_api(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "ballot:zhouhong")
    say(desk.town, case, "ballot", "zhouhong", "yes")
    return desk.api("zhouhong", f"/tasks/{task.id}/complete", values={"opinion": "no"})


def vote_for_another(desk: Desk, case: int) -> Page:
    return desk.vote("songweimin", "zhouhong", case)


def vote_for_another_by_the_api(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "ballot:zhouhong")
    return desk.api("songweimin", f"/tasks/{task.id}/complete", values={"opinion": "yes"})


def vote_uncalled(desk: Desk, case: int) -> Page:
    return desk.vote("qinlan", "zhouhong", case)


def claim_anothers_vote(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "ballot:zhouhong")
    return desk.send("qinlan", f"/tasks/{task.id}/claim")


def vote_as_an_outsider(desk: Desk, case: int) -> Page:
    return desk.vote("luyi", "zhouhong", case)


def close_without_quorum(desk: Desk, case: int) -> Page:
    say(desk.town, case, "ballot", "zhouhong", "yes")
    return desk.send("qinlan", f"/cases/{number(desk, case)}/votes/ballot/close", reason="散会")


def absences_without_quorum(desk: Desk, case: int) -> Page:
    for who in ("zhouhong", "fangzheng", "zhengkai"):
        task = desk.town.task(case, f"ballot:{who}")
        address = f"/cases/{number(desk, case)}/votes/{task.id}/absent"
        answer = desk.send("qinlan", address, reason="出差")
    return answer


def close_without_convening(desk: Desk, case: int) -> Page:
    return desk.send("songweimin", f"/cases/{number(desk, case)}/votes/ballot/close", reason="散会")


def note_absent_without_convening(desk: Desk, case: int) -> Page:
    task = desk.town.task(case, "ballot:zhouhong")
    address = f"/cases/{number(desk, case)}/votes/{task.id}/absent"
    return desk.send("songweimin", address, reason="出差")


def admit_without_right(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/readers"
    return desk.send("limingyuan", address, person="luyi", reason="请他看看")


def order_recusal_without_right(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/recusals"
    return desk.send("limingyuan", address, person="zhouhong", reason="我认为应当回避")


def order_recusal_of_oneself(desk: Desk, case: int) -> Page:
    address = f"/cases/{number(desk, case)}/recusals"
    return desk.send("qinlan", address, person="qinlan", reason="我想回避")


def see(address: str) -> Try:
    def attempt(desk: Desk, case: int) -> Page:
        task = desk.town.task(case, "ballot:zhouhong").id
        return desk.get("maqian", address.format(number=number(desk, case), task=task))

    return attempt


def see_by_the_api(path: str) -> Try:
    def attempt(desk: Desk, case: int) -> Page:
        task = desk.town.task(case, "ballot:zhouhong").id
        return desk.api("maqian", path.format(number=number(desk, case), task=task))

    return attempt


NOT_OPEN = "未对您公开"


@pytest.mark.parametrize(
    ("attempt", "status", "said", "code"),
    [
        (vote_twice, 409, "一人只能办理一次", "done_already"),
        (vote_twice_by_the_api, 409, "一人只能办理一次", "done_already"),
        (vote_for_another, 403, "本人办理", "not_called"),
        (vote_for_another_by_the_api, 403, "本人办理", "not_called"),
        (vote_uncalled, 403, "本人办理", "not_called"),
        (claim_anothers_vote, 403, "本人办理", "not_called"),
        (vote_as_an_outsider, 404, NOT_OPEN, "not_found"),
        (close_without_quorum, 409, "法定人数", "no_quorum"),
        (absences_without_quorum, 409, "法定人数", "no_quorum"),
        (close_without_convening, 403, "您不是召集人", "not_convener"),
        (note_absent_without_convening, 403, "您不是召集人", "not_convener"),
        (admit_without_right, 403, "本事项指定的岗位", "not_admitting"),
        (order_recusal_without_right, 403, "责令回避由", "not_ordering"),
        (order_recusal_of_oneself, 403, "不得针对本人", "not_ordering"),
        (see("/cases/{number}"), 404, NOT_OPEN, "not_found"),
        (see("/cases/{number}/people"), 404, NOT_OPEN, "not_found"),
        (see("/cases/{number}/history"), 404, NOT_OPEN, "not_found"),
        (see("/cases/{number}/diagram.json"), 404, NOT_OPEN, "not_found"),
        (see("/tasks/{task}"), 404, NOT_OPEN, "not_found"),
        (see_by_the_api("/cases/{number}"), 404, NOT_OPEN, "not_found"),
        (see_by_the_api("/cases/{number}/records"), 404, NOT_OPEN, "not_found"),
        (see_by_the_api("/tasks/{task}"), 404, NOT_OPEN, "not_found"),
    ],
)
def test_an_attempt_is_refused_and_stands_in_the_record(
    town: Town, site: Flask, attempt: Try, status: int, said: str, code: str
) -> None:
    deploy(town)
    case = at_the_vote(town)
    answer = attempt(Desk(town, site), case)
    noted = town.records(case, "attempt_refused")

    assert status == answer.status
    assert said in answer.answer.get_data(as_text=True)
    assert [code] == [one.body["code"] for one in noted]
    assert said in noted[0].body["text"]
    assert noted[0].body["text_en"]


def own_case(desk: Desk, case: int) -> Page:
    again = opened(desk.town, concerned="limingyuan")
    task = desk.town.task(again, "look_into")
    return desk.send("limingyuan", f"/tasks/{task.id}", finding="并无此事")


def own_case_claimed(desk: Desk, case: int) -> Page:
    again = opened(desk.town, concerned="limingyuan")
    task = desk.town.task(again, "look_into")
    return desk.api("limingyuan", f"/tasks/{task.id}/claim", any="thing")


def after_recusal(desk: Desk, case: int) -> Page:
    with transaction(desk.town.database) as session:
        task = desk.town.task(case, "look_into")
        claim_task(session, task.id, by="limingyuan", at=desk.town.now)
    with transaction(desk.town.database) as session:
        order(session, case, "limingyuan", "近亲属", by="qinlan", at=desk.town.now)
    return desk.send("limingyuan", f"/tasks/{task.id}", finding="核查属实")


@pytest.mark.parametrize(
    ("attempt", "said"),
    [
        (own_case, "依法应当回避"),
        (own_case_claimed, "依法应当回避"),
        (after_recusal, "您已回避本件"),
    ],
)
def test_nobody_decides_their_own_case(town: Town, site: Flask, attempt: Try, said: str) -> None:
    """Here the cases are open, so that it is the recusal that refuses."""
    deploy(town, is_open=True)
    case = opened(town)
    answer = attempt(Desk(town, site), case)

    assert answer.status == 403
    assert said in answer.answer.get_data(as_text=True)
    assert any(
        said in one.body["text"]
        for number in range(case, case + 2)
        for one in town.records(number, "attempt_refused")
    )
