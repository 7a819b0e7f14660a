"""Due dates: a limit of this house is a rule with an article, so each is a proposal to confirm."""

import re

from .notes import LimitProposal
from .sheet import Sheet, label_of, set_property, take, take_extensions

_UNITS = {"D": "ND", "M": "MO", "Y": "YR"}


def propose_limits(sheet: Sheet) -> None:
    """Propose a limit for each due date; which days count is a person's decision."""
    for node in sheet.nodes():
        dates = [take(node, "dueDate")]
        dates += [given.get("dueDate") for given in take_extensions(node, "taskSchedule")]
        for given in dates:
            if not given:
                continue
            key = node.get("id", "limit")
            amount = amount_of(given)
            sheet.limits.append(LimitProposal(key, node.get("name") or key, amount, given))
            if amount:
                set_property(node, "limit", key)
            sheet.undecided(
                node,
                "due_date",
                (
                    f"{label_of(node)}的到期 {given} → 时限 {key} {amount or '待定'}",
                    f"The due date {given} became the limit {key}, {amount or 'to be decided'}",
                ),
                (
                    "请在 limits.toml 确认数额、单位(工作日或自然日)和依据",
                    "Confirm amount, unit (working or calendar days) and article in limits.toml",
                ),
            )


def amount_of(text: str) -> str:
    """Return an ISO 8601 duration of days, months, years or hours as an amount, else nothing."""
    inside = re.search(r"\bP(\d+)([DMY])\b", text)
    if inside:
        return f"{inside[1]}{_UNITS[inside[2]]}"
    weeks = re.search(r"\bP(\d+)W\b", text)
    if weeks:
        return f"{int(weeks[1]) * 7}ND"
    hours = re.search(r"\bPT(\d+)H\b", text)
    return f"{hours[1]}NH" if hours else ""
