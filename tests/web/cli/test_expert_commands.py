"""The register of experts and the draws from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from site_checks import APPLICATION, MATTER, found_register
from sqlalchemy import select
from towns import Town

from engine.store.database import transaction
from engine.store.experts import Draw
from web.cli import banjie
from web.cli.opening import open_migrated, settings

HEADINGS = "编号,姓名,单位,统一社会信用代码,职称,手机,专业,有效期至"
GOOD = f"""{HEADINGS}
ZJ-0101,顾长风,江城建筑设计院,12990100000000078F,教授,15400000301,结构、消防,2027-12-31
,梁思远,江城建筑设计院,12990100000000078f,高级工程师,,structure,
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("BANJIE_DATABASE_URL", "BANJIE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(banjie, [*words, "--home", str(home)])


def imported(home: Path, text: str | bytes) -> Result:
    run(home, "experts", "speciality", "structure", "结构", "--name-en", "Structures")
    file = home / "experts.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(home, "experts", "import", str(file))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_imported_and_listed_masked(home: Path, encoding: str) -> None:
    good = GOOD.replace("结构、消防", "structure")
    assert imported(home, good.encode(encoding)).output == "新增 2，更新 0 / 2 added, 0 changed\n"
    again = imported(home, good.splitlines()[0] + "\n" + good.splitlines()[1])
    listed = run(home, "experts", "list").output

    assert again.output == "新增 0，更新 1 / 0 added, 1 changed\n"
    assert "154****0301" in listed
    assert "15400000301" not in listed
    assert "12990100000000078F" in listed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "姓名,单位\n甲,乙\n", ("统一社会信用代码、专业", "The first line"), id="columns"
        ),
        pytest.param(b"\xff\xfe\x00\x01", ("GB 18030", "CSV UTF-8"), id="encoding"),
        pytest.param(
            f"{HEADINGS}\n,甲某,乙院,12990100000000078A,,1234,structure,2026-2-30\n",
            ("第 2 行：统一社会信用代码", "line 2: A mobile", "line 2: The day"),
            id="several-faults-at-once",
        ),
        pytest.param(
            f"{HEADINGS}\n,甲某,乙院,1299010000000007,,,structure,\n",
            ("18 位",),
            id="code-too-short",
        ),
        pytest.param(GOOD, ("专业“结构、消防”未登记", "not registered"), id="unknown-speciality"),
        pytest.param(
            f"{HEADINGS}\n,,乙院,12990100000000078F,,,,\n",
            ("第 2 行：请填写姓名", "第 2 行：请填写专业"),
            id="missing",
        ),
    ],
)
def test_a_file_with_a_fault_changes_nothing(
    home: Path, text: str | bytes, said: tuple[str, ...]
) -> None:
    refused = imported(home, text)

    assert refused.exit_code == 1
    assert [one for one in said if one not in refused.output] == []
    assert run(home, "experts", "list").output == ""


def test_every_draw_is_repeated(town: Town, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_register(town.database)
    town.start(MATTER, APPLICATION)
    monkeypatch.setenv("BANJIE_DATABASE_URL", str(town.database.engine.url))
    assert "均可重现" in run(home, "draws", "verify").output
    assert "there is no draw 9" in run(home, "draws", "verify", "9").output.lower()

    with transaction(open_migrated(settings(str(home)))) as session:
        session.scalars(select(Draw)).one().seed = "00" * 32
    changed = run(home, "draws", "verify", "1")
    assert changed.exit_code == 1
    assert "种子" in changed.output
