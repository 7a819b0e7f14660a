"""The folder of the construction permit says what the element list and the catalogue say."""

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

from engine.limit_rules import read_rule
from engine.limits.units import Amount
from engine.matters import read_matter
from forms.reading import inspect_form

FOLDER = Path(__file__).parents[2] / "processes/construction_permit"
THREE_STEPS = Path(__file__).parents[1] / "matters/three_steps"
MATTER = tomllib.loads((FOLDER / "matter.toml").read_text(encoding="utf-8"))
LIMITS = tomllib.loads((FOLDER / "limits.toml").read_text(encoding="utf-8"))["limits"]
GROUNDS = ["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal"]
GROUNDS += ["expert_review"]

# id | amount | start | mark | kind | catalogue row | article | level at expiry | left | share
LIMIT_ROWS = """
notice|5WD|case.received_on|V|statutory|R1|行政许可法 第三十二条|red|1|
supplement|30ND||U|step||补正材料告知书|none|5|
decide|7WD|case.accepted_on|V|statutory|SG-D|建筑法 第八条|red|1|
decide_promise|3WD|case.accepted_on|U|promised||本局服务承诺|yellow|1|0.8
dept_review|2WD||U|step||行政许可法 第二十六条|yellow|1|
special|=case.approve_special.days||U|step||行政许可法 第四十五条|yellow|1|
serve|10WD|case.decided_on|V|statutory|R7|行政许可法 第四十四条|red|2|
publicity|7WD|case.decided_on|K|step||双公示|yellow||
rating|15ND||U|step||好差评|none||
call_back|15WD||U|step||好差评|yellow||
"""
ROWS = [[*map(str.strip, line.split("|")), ""][:10] for line in LIMIT_ROWS.strip().splitlines()]


def test_no_limit_is_missing_and_none_is_extra() -> None:
    assert list(LIMITS) == [row[0] for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[6]}")
def test_a_limit_has_its_amount_start_mark_article_and_ladder(row: list[str]) -> None:
    key, amount, start, mark, kind, law, article, level, left, share = row
    rule = read_rule(key, LIMITS[key])
    assert (rule.amount, rule.start, rule.mark, rule.kind) == (amount, start, mark, kind)
    assert LIMITS[key].get("law", "") == law
    assert article in rule.article
    rungs = {rung.key: rung for rung in rule.ladder}
    assert rungs["expiry"].level == level
    assert [key for key in rungs if key != "expiry"] == (["warn"] if left else [])
    if left:
        warn = rungs["warn"]
        assert (warn.level, str(warn.left), str(warn.share or "")) == ("warn", left, share)


def test_an_amount_that_does_not_come_from_the_law_says_so_to_people() -> None:
    for key, limit in LIMITS.items():
        assert limit["mark"] == "V" or (limit["note"] and limit["note_en"]), key


def test_a_limit_of_the_catalogue_has_its_amount_and_unit() -> None:
    golden = Path(__file__).with_name("limits.csv")
    with golden.open(encoding="utf-8", newline="") as lines:
        catalogue = {row["id"]: row for row in csv.DictReader(lines)}
    for key, limit in LIMITS.items():
        if "law" in limit:
            row = catalogue[limit["law"]]
            assert Amount.parse(limit["amount"]) == Amount.parse(row["value"] + row["unit"]), key


def test_only_the_eight_grounds_of_article_45_stop_the_statutory_clock() -> None:
    assert LIMITS["decide"]["stop"] == GROUNDS
    assert [ground["key"] for ground in MATTER["special"]["grounds"]] == GROUNDS
    assert LIMITS["decide_promise"]["stop"] == LIMITS["dept_review"]["stop"] == ["with:decide"]


def test_the_seven_days_of_the_construction_law_cannot_be_extended() -> None:
    assert LIMITS["decide"]["extension"] == "off"


def test_the_matter_is_read_with_all_its_parts() -> None:
    matter = read_matter((FOLDER / "matter.toml").read_bytes())
    assert matter.grants == ("issue_permit",)
    codes = {outcome.key: outcome.code for outcome in matter.outcomes}
    assert set(codes.values()) == {"", "2", "5", "11", "12", "13"}
    assert [key for key, code in codes.items() if not code] == ["terminated"]
    assert matter.numbers["permit"].max == 99
    assert len(MATTER["conditions"]) == 6  # 建筑法 第八条: no condition may be added
    assert MATTER["fees"]["amount"] == 0


def test_every_material_has_a_necessity_and_both_names() -> None:
    for material in MATTER["materials"]:
        assert material["necessity"] in {"main", "promise", "statement"}, material["code"]
        assert all(material[name] for name in ("name", "name_en")), material["code"]
        assert re.fullmatch("[a-z_]+", material["code"])
        assert ("certificate" in material) == ("number" in material)
    assert len({material["code"] for material in MATTER["materials"]}) == len(MATTER["materials"])


def test_what_is_published_names_no_personal_number() -> None:
    shown = json.dumps(MATTER["publish"], ensure_ascii=False)
    for personal in ("jsfzrzjhm", "fzrzjhm", "dlrzjhm", "lxdh"):
        assert personal not in shown


OF_THE_COUNTER = {"application", "intake_review", "promise", "accept", "refuse_accept"}
OF_THE_REVIEW = {"dept_review", "site_visit", "draft_opinion", "chief_review", "legal_review"}
OF_THE_CLOCK = {"special_request", "approve_special", "special_end", "approve_extension"}
OF_THE_APPLICANT = {"supplement", "promised_material", "rating"}
OF_THE_END = {"decision", "service", "call_back"}
FORMS = OF_THE_COUNTER | OF_THE_REVIEW | OF_THE_CLOCK | OF_THE_APPLICANT | OF_THE_END


def test_every_form_of_the_element_list_is_there() -> None:
    assert {path.stem for path in (FOLDER / "forms").glob("*.form")} == FORMS


@pytest.mark.parametrize(
    "path",
    [*sorted((FOLDER / "forms").glob("*.form")), *sorted((THREE_STEPS / "forms").glob("*.form"))],
    ids=lambda path: path.stem,
)
def test_a_form_reads_without_a_finding_and_speaks_both_languages(path: Path) -> None:
    raw = json.loads(path.read_bytes())
    form, problems = inspect_form(path.read_bytes(), path.stem)
    assert (raw["schemaVersion"], raw["id"]) == (19, path.stem)
    assert problems == []
    assert form is not None
    assert all((form.words.zh, form.words.en))
    for field in form.walk():
        assert not field.help.zh or field.help.en, field.key
        assert not field.content.zh or field.content.en, field.id
        assert all(option.words.zh and option.words.en for option in field.options), field.key


@pytest.mark.parametrize("name", ["guide.md", "guide.en.md"])
@pytest.mark.parametrize("folder", [FOLDER, THREE_STEPS], ids=lambda folder: folder.name)
def test_applicants_find_a_guide(folder: Path, name: str) -> None:
    assert (folder / name).read_text(encoding="utf-8").startswith("# ")


def test_the_guide_names_every_material() -> None:
    guide = (FOLDER / "guide.md").read_text(encoding="utf-8")
    assert guide.count("\n| ") >= len(MATTER["materials"])
