"""Scenarios (情景): runs kept as files of the matter, `scenarios/<key>.toml`.

A scenario travels with the version: it is exported, deployed, compared and replayed with it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from engine.days import ZONE
from engine.errors import InvalidMatter, InvalidSubmission
from engine.studio.canonical import write_toml
from web.trying import seeing, steps
from web.trying.playing import Run
from web.trying.seeing import Standing
from web.trying.steps import Step

FOLDER = "scenarios/"


@dataclass(frozen=True)
class Scenario:
    """A run to be replayed, and where it is to end."""

    #: The name of its file.
    key: str
    name: str
    begun_at: datetime
    steps: tuple[Step, ...]
    expected: Standing
    name_en: str = ""

    @property
    def path(self) -> str:
        """Where it lies in the matter's folder."""
        return f"{FOLDER}{self.key}.toml"


def of_run(run: Run, expected: Standing, *, key: str, name: str, name_en: str = "") -> Scenario:
    """Return a run as a scenario; raises InvalidSubmission naming what is missing.

    It speaks of posts: who acted is left out where a post did.
    """
    errors = {}
    if not name.strip():
        errors["name"] = [("请填写情景名称。", "Give the scenario a name.")]
    if not run.steps:
        errors[""] = [("还没有步骤，先办理再保存。", "There is no step yet; act first.")]
    if errors:
        raise InvalidSubmission(errors)
    played = tuple(replace(one, by="") if one.post else one for one in run.steps)
    return Scenario(key, name.strip(), run.begun_at, played, expected, name_en.strip())


def key_for(scenarios: Sequence[Scenario], name: str) -> str:
    """Return the key to keep a scenario under: that of its name, or the next free one."""
    keys = {one.key for one in scenarios}
    same = (one.key for one in scenarios if one.name == name.strip())
    free = (f"run_{number:02}" for number in range(1, len(keys) + 2))
    return next(same, "") or next(key for key in free if key not in keys)


def write_scenario(scenario: Scenario) -> bytes:
    """Return a scenario's file; the same scenario gives the same bytes."""
    tables = [steps.as_table(step) for step in scenario.steps]
    return write_toml(
        {
            "name": scenario.name,
            **({"name_en": scenario.name_en} if scenario.name_en else {}),
            "begun_at": scenario.begun_at.astimezone(ZONE).isoformat(),
            "steps": tables,
            "expected": seeing.as_table(scenario.expected),
        }
    )


def read_scenario(path: str, content: bytes) -> Scenario:
    """Return the scenario of a file; raises InvalidMatter naming the file and what is wrong."""
    try:
        raw = tomllib.loads(content.decode())
        return Scenario(
            key=path.removeprefix(FOLDER).removesuffix(".toml"),
            name=raw["name"],
            begun_at=datetime.fromisoformat(raw["begun_at"]).astimezone(ZONE),
            steps=tuple(steps.read_step(one) for one in raw["steps"]),
            expected=seeing.read_standing(raw.get("expected", {})),
            name_en=raw.get("name_en", ""),
        )
    except InvalidMatter as error:
        raise InvalidMatter(f"{path}：{error.zh}", f"{path}: {error.en}") from error
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidMatter(
            f"情景 {path} 读不懂：{fault}", f"The scenario {path} cannot be read: {fault}"
        ) from fault


def is_scenario(path: str) -> bool:
    """Say whether a file of a matter is a scenario."""
    return path.startswith(FOLDER) and path.endswith(".toml")


def read_scenarios(files: Mapping[str, bytes]) -> list[Scenario]:
    """Return the scenarios of a matter's files, by name of file; raises InvalidMatter."""
    return [read_scenario(path, files[path]) for path in sorted(files) if is_scenario(path)]
