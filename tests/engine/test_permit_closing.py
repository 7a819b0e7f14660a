"""From the decision to the archive: number, papers, service, rating, call-back, outcome."""

import permit_forms as forms
import pytest
from builders import accepted, decide, decided, review_all, serve
from sqlalchemy import select
from towns import Town

from engine.store.database import reading, transaction
from engine.store.locking import count_up
from engine.store.records import Incident


def number_of(town: Town, case: int) -> str:
    return str(town.case(case).document["number_permit"])


def test_the_permit_bears_eighteen_digits(town: Town) -> None:
    first, second = decided(town), decided(town)

    assert [number_of(town, one) for one in (first, second)] == [
        "990100202609240101",
        "990100202609240201",
    ]


def test_municipal_works_have_a_class_of_their_own(town: Town) -> None:
    from builders import accept, apply_plain

    case = apply_plain(town, gcfl="municipal")
    accept(town, case)
    review_all(town, case)
    decide(town, case)

    assert number_of(town, case) == "990100202609240102"


def test_the_hundredth_permit_of_a_day_waits_and_is_numbered_the_next_day(town: Town) -> None:
    with transaction(town.database) as session:
        for _ in range(99):
            count_up(session, "number:permit:990100:2026-09-24")
    case = decided(town)
    with reading(town.database) as session:
        incident = session.scalars(select(Incident)).one()

    assert incident.code == "permit_number_exhausted"
    assert (incident.element_id, incident.case_id) == ("number_permit", case)
    assert "permit" not in town.documents(case)
    town.sweep("09-24 23:00")
    assert "permit" not in town.documents(case)
    town.sweep("09-25 08:00")
    assert number_of(town, case) == "990100202609250101"
    assert town.steps(case) == {"serve"}
    with reading(town.database) as session:
        assert session.scalars(select(Incident)).all() == []


def test_a_grant_makes_decision_and_permit(town: Town) -> None:
    case = decided(town)

    assert town.documents(case)[-2:] == ["grant_decision", "permit"]
    published = town.records(case, "published")[0]
    assert number_of(town, case) in published.body["documents"]


def test_a_refusal_makes_a_decision_and_no_number(town: Town) -> None:
    case = decided(town, "refuse")

    assert town.documents(case)[-1] == "refusal_decision"
    assert "number_permit" not in town.case(case).document


def test_service_makes_its_proof_and_invites_a_rating(town: Town) -> None:
    case = decided(town)
    serve(town, case)

    assert town.documents(case)[-1] == "service_receipt"
    assert town.steps(case) == {"await_rating"}
    assert town.timer(case, "rating").last_on.isoformat() == "2026-10-09"


@pytest.mark.parametrize("level", ["非常满意", "满意", "基本满意"])
def test_a_good_rating_closes_the_case(town: Town, level: str) -> None:
    case = decided(town)
    serve(town, case)
    town.do(case, "await_rating", forms.rating(level))

    assert (town.case(case).state, town.case(case).outcome) == ("closed", "granted")
    assert town.tasks(case) == []


@pytest.mark.parametrize("level", ["不满意", "非常不满意"])
def test_a_bad_rating_is_called_back_before_the_archive(town: Town, level: str) -> None:
    case = decided(town)
    serve(town, case)
    town.do(case, "await_rating", forms.rating(level))

    assert town.task(case, "call_back").assignee_id == "qinlan"
    town.do(case, "call_back", forms.call_back(town.today))
    assert town.case(case).state == "closed"


def test_without_a_rating_the_case_is_archived_at_the_end_of_the_time(town: Town) -> None:
    case = decided(town)
    serve(town, case)
    town.sweep("10-20 09:00")

    assert town.case(case).outcome == "granted"
    assert town.case(case).closed_at.isoformat() == "2026-10-09T16:00:00+00:00"
    assert "rating" not in town.case(case).document


def test_the_archive_seals_the_record(town: Town) -> None:
    case = decided(town, "refuse")
    serve(town, case)
    town.do(case, "await_rating", forms.rating())

    assert [entry.kind for entry in town.records(case)][-2:] == ["sealed", "case_closed"]
    assert town.case(case).outcome == "refused"


def test_every_outcome_has_its_code_of_the_data_exchange() -> None:
    from permit_samples import MATTER

    assert {one.key: one.code for one in MATTER.outcomes} == {
        "not_accepted": "5",
        "returned": "2",
        "refused": "13",
        "granted_on_promise": "12",
        "granted": "11",
        "withdrawn": "2",
        "terminated": "",  # the national standard has no such state
    }


def test_a_case_kept_past_its_limits_still_ends_well(town: Town) -> None:
    case = accepted(town)
    town.sweep("10-20 09:00")
    town.do(case, "review_urged:quality", forms.review())
    town.do(case, "review_urged:safety", forms.review())
    decide(town, case)

    assert [card[:3] for card in town.cards(case) if card[1].startswith("decide")] == [
        ("yellow", "decide_promise", "2026-09-30 24:00"),
        ("red", "decide", "2026-10-12 24:00"),
    ]
    assert town.timer(case, "decide").used == 13
