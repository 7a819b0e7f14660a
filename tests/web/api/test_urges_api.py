"""Who oversees urges and orders by program; who is ordered answers."""

from api_programs import Users


def test_an_order_is_answered_by_whom_it_names(user: Users) -> None:
    number = user("chenting").start()
    sent = {"person": "limingyuan", "text": "请于期限内办结", "due_on": "2026-12-31"}
    order = user("qinlan").post(f"/cases/{number}/urges", sent)
    assert (order.status_code, order.json["kind"]) == (201, "order")

    stranger = user("chenting").post(f"/urges/{order.json['id']}/answer", {"text": "已办"})
    answered = user("limingyuan").post(f"/urges/{order.json['id']}/answer", {"text": "已办"})

    assert stranger.status_code == 403
    assert (answered.json["answer"], answered.json["by"]["name"]) == ("已办", "秦岚")
    (row,) = user("chenting").get(f"/cases/{number}/urges").json["rows"]
    assert row["answer"] == "已办"


def test_what_may_not_be_is_refused(user: Users) -> None:
    number = user("chenting").start()
    urge = {"person": "limingyuan", "text": "请抓紧"}

    assert user("chenting").post(f"/cases/{number}/urges", urge).status_code == 403
    assert user("qinlan").post(f"/cases/{number}/urges", urge).status_code == 201
    assert user("qinlan").post(f"/cases/{number}/urges", urge).json["code"] == "urged_already"
    past = {**urge, "due_on": "2020-01-01"}
    assert user("qinlan").post(f"/cases/{number}/urges", past).status_code == 422
