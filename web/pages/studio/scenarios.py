"""The one place where the publish gate asks whether a draft still plays its scenarios."""

from engine.definitions import check_files
from engine.studio import drafts
from web.session import db, now, reads
from web.try_page.listing import replayed
from web.trying.scenarios import is_scenario


@reads
def reds_of(matter: str) -> list[tuple[str, str]]:
    """Return the scenarios in which a draft differs, (zh, en) each: its name and what differs.

    Called before the publishing transaction is opened: a replay plays whole cases. Without
    scenarios, or with faults that forbid publishing anyway, nothing is played. Raises InvalidMatter
    for a scenario that cannot be read.
    """
    files = drafts.files_now(db(), matter, at=now())
    has_faults = any(one.severity == "error" for one in check_files(files))
    if has_faults or not any(map(is_scenario, files)):
        return []
    return [
        (f"{one.scenario.name}：{one.zh}", f"{one.scenario.name_en or one.scenario.name}: {one.en}")
        for one in replayed(matter)
        if not one.is_green
    ]
