"""The answers of `banjie due`."""

from pathlib import Path

import pytest

from engine.limits import Calendar, CountingError, due_batch, due_explained, due_line

NATIONAL = Calendar.national()
GOLDEN = Path(__file__).parent / "golden/calendar.csv"


@pytest.mark.parametrize(
    ("start", "amount", "answer"),
    [
        ("2026-09-24", "7WD", "2026-10-12"),
        ("2026-09-16", "15ND", "2026-10-08"),
        ("2026-01-31", "1MO", "2026-02-28"),
        ("2026-09-24", "1yr", "2027-09-24 暂定"),
        ("2026-12-25", "7WD", "2027-01-06 暂定"),
        ("2026-09-30T16:00+08:00", "4WH", "2026-10-08T12:00:00+08:00"),
        ("2026-09-30T08:00Z", "24NH", "2026-10-01T16:00:00+08:00"),
        ("2026-09-30T16:00", "24NH", "2026-10-01T16:00:00+08:00"),
        ("2026-12-31T16:00", "4WH", "2027-01-04T12:00:00+08:00 暂定"),
        # 17:00 in London is already the next day in Shanghai.
        ("2026-09-23T17:00+00:00", "7WD", "2026-10-12"),
    ],
)
def test_a_limit_is_answered_in_one_line(start: str, amount: str, answer: str) -> None:
    assert answer == due_line(start, amount, NATIONAL)


def test_a_stop_moves_the_answer_and_each_day_is_explained() -> None:
    stops = ["2026-09-28..2026-10-13 专家评审"]

    text = due_explained("2026-09-24", "7WD", NATIONAL, stops=stops)

    assert due_line("2026-09-24", "7WD", NATIONAL, stops=stops) == "2026-10-22"
    lines = text.splitlines()
    assert lines[0] == "自 2026-09-24（周四）起算，时限：7个工作日"
    assert len(lines) == 1 + 29 + 2
    assert "2026-09-28 周一    -  停表：专家评审" in lines
    assert "2026-10-22 周四    7  第7个工作日，期限最后一日" in lines


def test_a_stop_without_a_ground_has_a_name() -> None:
    text = due_explained(
        "2026-09-24", "7WD", NATIONAL, stops=["2026-09-28..2026-10-13"], language="en"
    )

    assert "clock stopped: special procedure" in text


@pytest.mark.parametrize(
    ("start", "amount", "zh", "en"),
    [
        ("2026-09-31", "7WD", "日期", "date"),
        ("24.9.2026", "7WD", "日期", "date"),
        ("20260924", "7WD", "日期", "date"),
        ("", "7WD", "日期", "date"),
        ("2026-09-24", "7", "时限", "amount"),
        ("2026-09-24", "0WD", "时限", "amount"),
        ("2026-09-24", "4WH", "时刻", "instant"),
        ("2026-09-24", "24NH", "时刻", "instant"),
        ("9999-12-31", "5WD", "范围", "years"),
        ("9999-12-31T23:30+08:00", "5NH", "范围", "years"),
        ("0001-01-01T00:00+23:00", "5NH", "范围", "years"),
    ],
)
def test_wrong_input_is_refused_in_both_languages(
    start: str, amount: str, zh: str, en: str
) -> None:
    with pytest.raises(CountingError) as caught:
        due_line(start, amount, NATIONAL)

    assert zh in caught.value.zh
    assert en in caught.value.en


@pytest.mark.parametrize("stop", ["2026-09-28", "2026-09-28-2026-10-13", "2026-10-13..2026-09-28"])
def test_a_wrong_stop_is_refused(stop: str) -> None:
    with pytest.raises(CountingError) as caught:
        due_line("2026-09-24", "7WD", NATIONAL, stops=[stop])

    assert caught.value.code == "invalid_suspension"


def test_a_batch_answers_the_golden_file_itself() -> None:
    answers = due_batch(GOLDEN.read_text("utf-8"), NATIONAL)

    assert answers[:2] == ["2026-09-23", "2026-10-12"]
    assert answers[-2:] == ["2027-03-01 暂定", "2027-01-06 暂定"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("2026-09-24,7,WD\n2026-09-30T16:00+08:00,4,WH\n", id="bare"),
        pytest.param(
            "\ufeffstart,amount,unit\r\n2026-09-24,7,WD\r\n\r\n2026-09-30T16:00,4,WH\r\n",
            id="header-bom-crlf",
        ),
        pytest.param(
            "unit,note,amount,start\nWD,,7,2026-09-24\nwh,x, 4 ,2026-09-30 16:00", id="reordered"
        ),
    ],
)
def test_a_batch_gives_one_answer_a_line(text: str) -> None:
    assert due_batch(text, NATIONAL) == ["2026-10-12", "2026-10-08T12:00:00+08:00"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2026-09-24,7,WD\n\n2026-09-24,7,XX\n", 3),
        ("start,amount,unit\n2026-09-24,7\n", 2),
        ("start,amount\n2026-09-24,7\n", 1),
        ("2026-09-24,4,WH\n", 1),
    ],
)
def test_a_bad_line_is_named(text: str, line: int) -> None:
    with pytest.raises(CountingError) as caught:
        due_batch(text, NATIONAL)

    assert caught.value.zh.startswith(f"第 {line} 行：")
    assert caught.value.en.startswith(f"line {line}: ")


def test_an_empty_batch_has_no_answers() -> None:
    assert due_batch("", NATIONAL) == []
    assert due_batch("start,amount,unit\n", NATIONAL) == []
