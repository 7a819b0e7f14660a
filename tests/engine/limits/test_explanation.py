"""The count spelled out day by day."""

from datetime import date, datetime

import pytest

from engine.limits import (
    Amount,
    Calendar,
    Explanation,
    Facts,
    Line,
    Suspension,
    explain,
    render_explanation,
)

NATIONAL = Calendar.national()
ARTICLE = Line("建筑法 第八条第二款", "Construction Law art. 8(2)")
REVIEW = Suspension(
    date(2026, 9, 28), date(2026, 10, 13), "专家评审", "特告字〔2026〕1号", "expert review"
)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def permit(*stops: Suspension) -> Facts:
    return Facts(on("09-24"), Amount.parse("7WD"), suspensions=stops)


def reasons(explanation: Explanation) -> dict[str, str]:
    return {f"{row.day:%m-%d}": row.reason_zh for row in explanation.rows}


def test_licensing_82_each_day_has_its_number_or_its_reason() -> None:
    explanation = explain(permit(), NATIONAL, article=ARTICLE)

    rest = "中秋节放假（国办发明电〔2025〕7号）"
    national = "国庆节放假（国办发明电〔2025〕7号）"
    assert reasons(explanation) == {
        "09-24": "计时起始日不计（民法典第二百零一条）",
        **dict.fromkeys(["09-25", "09-26", "09-27"], rest),
        "09-28": "第1个工作日",
        "09-29": "第2个工作日",
        "09-30": "第3个工作日",
        **{f"10-0{day}": national for day in range(1, 8)},
        "10-08": "第4个工作日",
        "10-09": "第5个工作日",
        "10-10": "第6个工作日，周六调休上班（国庆节、国办发明电〔2025〕7号）",
        "10-11": "周日",
        "10-12": "第7个工作日，期限最后一日",
    }
    assert [line.zh for line in explanation.header] == [
        "自 2026-09-24（周四）起算，时限：7个工作日",
        "依据：建筑法 第八条第二款",
    ]
    assert [line.zh for line in explanation.summary] == ["截止：2026-10-12（周一）24:00"]


def test_licensing_45_each_stopped_day_names_the_stop() -> None:
    explanation = explain(permit(REVIEW), NATIONAL)

    stopped = [row for row in explanation.rows if row.kind == "stopped"]
    assert (on("09-28"), on("10-13"), 16) == (stopped[0].day, stopped[-1].day, len(stopped))
    assert stopped[0].reason_zh == "停表：专家评审（特告字〔2026〕1号）"
    assert stopped[3].reason_zh == (
        "停表：专家评审（特告字〔2026〕1号）；国庆节放假（国办发明电〔2025〕7号）"
    )
    assert [row.day for row in explanation.rows if row.number] == [
        on(day) for day in ("10-14", "10-15", "10-16", "10-19", "10-20", "10-21", "10-22")
    ]
    assert [line.zh for line in explanation.summary] == [
        "截止：2026-10-22（周四）24:00",
        "其中停表 16 天（自停表之日起至恢复之日止不计算）",
    ]


def test_every_day_from_the_start_to_the_last_is_listed_once() -> None:
    rows = explain(permit(REVIEW), NATIONAL).rows

    assert [row.day.toordinal() for row in rows] == list(
        range(on("09-24").toordinal(), on("10-22").toordinal() + 1)
    )


def test_civil_203_the_way_to_the_next_working_day_is_shown() -> None:
    explanation = explain(Facts(on("09-16"), Amount.parse("15ND")), NATIONAL)

    assert [row.kind for row in explanation.rows[15:]] == ["counted"] + ["roll"] * 7
    shown = reasons(explanation)
    assert shown["10-01"] == "第15日，期限届满；逢国庆节放假（国办发明电〔2025〕7号），顺延"
    assert shown["10-02"] == "国庆节放假（国办发明电〔2025〕7号），顺延"
    assert shown["10-08"] == "顺延至此，期限最后一日（民法典第二百零三条）"


def test_civil_202_a_month_ends_on_its_day() -> None:
    explanation = explain(Facts(on("11-03"), Amount.parse("1MO")), NATIONAL)

    assert reasons(explanation)["12-03"] == "第30日，期限最后一日"


def test_overdue_days_follow_the_last_day() -> None:
    explanation = explain(permit(), NATIONAL, until=on("10-19"))

    overdue = {f"{row.day:%m-%d}": row.number for row in explanation.rows if row.kind == "overdue"}
    assert overdue == {
        "10-13": 1,
        "10-14": 2,
        "10-15": 3,
        "10-16": 4,
        "10-17": None,
        "10-18": None,
        "10-19": 5,
    }
    assert reasons(explanation)["10-13"] == "超期第1个工作日"


def test_a_standing_clock_lists_its_stop_and_says_what_is_left() -> None:
    stop = Suspension(on("10-09"), None, "听证")

    explanation = explain(permit(stop), NATIONAL, until=on("10-13"))

    assert [row.kind for row in explanation.rows[-5:]] == ["stopped"] * 5
    assert [line.zh for line in explanation.summary] == [
        "停表中（自 2026-10-09 起），恢复前没有截止日；已用 4，剩余 3"
    ]
    assert explain(permit(stop), NATIONAL).rows[-1].reason_zh == "停表：听证"


def test_an_unpublished_year_is_marked_on_its_days_and_in_the_outcome() -> None:
    explanation = explain(Facts(on("12-25"), Amount.parse("7WD")), NATIONAL)

    text = render_explanation(explanation)
    assert "2027-01-01 周五    -  元旦放假（放假办法第二条） 暂定" in text
    assert "2026-12-31 周四    4  第4个工作日\n" in text
    assert "截止：2027-01-06（周三）24:00 暂定" in text


def test_extensions_stand_in_the_header() -> None:
    facts = Facts(on("09-01"), Amount.parse("20WD"), (10,))

    assert explain(facts, NATIONAL).header[0] == Line(
        "自 2026-09-01（周二）起算，时限：20+10个工作日",
        "20+10 working days from 2026-09-01 (Tuesday)",
    )


def test_hours_list_the_time_that_counts() -> None:
    start = datetime.fromisoformat("2026-09-30T16:00+08:00")

    explanation = explain(Facts(start, Amount.parse("4WH")), NATIONAL, article=ARTICLE)

    shown = reasons(explanation)
    assert shown["09-30"] == "计时 16:00-17:00，累计 1 小时"
    assert shown["10-01"] == "国庆节放假（国办发明电〔2025〕7号）"
    assert shown["10-08"] == "计时 09:00-12:00，累计 4 小时"
    assert explanation.summary[0].zh == "截止：2026-10-08（周四）12:00"


def test_hours_by_the_wall_clock_run_through_the_night() -> None:
    start = datetime.fromisoformat("2026-09-30T16:00+08:00")

    shown = reasons(explain(Facts(start, Amount.parse("24NH")), NATIONAL))

    assert shown == {
        "09-30": "计时 16:00-24:00，累计 8 小时",
        "10-01": "计时 00:00-16:00，累计 24 小时",
    }


def test_hours_that_stand_have_no_due_instant() -> None:
    start = datetime.fromisoformat("2026-09-30T16:00+08:00")
    stop = Suspension(datetime.fromisoformat("2026-09-30T17:30+08:00"), None, "鉴定")
    facts = Facts(start, Amount.parse("24NH"), suspensions=(stop,))

    explanation = explain(facts, NATIONAL, until=on("10-01"))

    assert reasons(explanation)["09-30"] == "计时 16:00-17:30，累计 1.5 小时"
    assert [row.kind for row in explanation.rows] == ["counted", "stopped"]
    assert "没有到期时刻" in explanation.summary[0].zh


@pytest.mark.parametrize("amount", ["7WD", "15ND", "1MO", "4WH", "24NH"])
def test_the_english_text_is_complete(amount: str) -> None:
    start = datetime.fromisoformat("2026-09-30T16:00+08:00")
    facts = Facts(start, Amount.parse(amount))

    text = render_explanation(explain(facts, NATIONAL, article=ARTICLE), "en")

    foreign = text.replace("国办发明电〔2025〕7号", "")
    assert not [char for char in foreign if "\u4e00" <= char <= "\u9fff"]
    assert "Source: Construction Law art. 8(2)" in text
