"""One of the two versions that are compared, with the names its keys have there."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from engine.bpmn.drawing import BPMN, Drawing, Unreadable, parse_xml, read_drawing

from .change import Names, Words, listed, quoted, same

DIAGRAM, MATTER, LIMITS = "process.bpmn", "matter.toml", "limits.toml"


@dataclass(frozen=True)
class Side:
    """The files of one version, read when they are first asked for."""

    files: Mapping[str, bytes]
    names: Names

    @cached_property
    def drawing(self) -> Drawing:
        """What the diagram draws; nothing where there is none that can be read."""
        try:
            return read_drawing(self.files[DIAGRAM])
        except (KeyError, Unreadable):
            nothing = etree.Element("nothing")
            return Drawing(nothing, "", "", {}, {}, (), {}, {}, ())

    @property
    def is_drawn(self) -> bool:
        """Tell whether there is a diagram that can be read."""
        return bool(self.drawing.process_id)

    @cached_property
    def nodes(self) -> dict[str, etree._Element]:
        """Every node of the diagram's meaning (not of its layout) that has an id, by id."""
        inside = (
            n
            for top in self.drawing.root.iterchildren(etree.Element)
            if str(top.tag).startswith(BPMN)
            for n in top.iter(etree.Element)
        )
        return {n.get("id", ""): n for n in inside if n.get("id")}

    @cached_property
    def matter(self) -> dict[str, Any]:
        """The tables of matter.toml; {} where it cannot be read."""
        return self.toml(MATTER)

    @cached_property
    def limits(self) -> dict[str, Any]:
        """The limits by key; {} where there are none."""
        found = self.toml(LIMITS).get("limits", {})
        return found if isinstance(found, dict) else {}

    def toml(self, path: str) -> dict[str, Any]:
        """Return a TOML file's tables; {} where it is missing or cannot be read."""
        try:
            return tomllib.loads(self.files.get(path, b"").decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            return {}

    def json(self, path: str) -> dict[str, Any]:
        """Return a JSON file's object; {} where it is missing or cannot be read."""
        try:
            found = json.loads(self.files.get(path, b"{}"))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def xml(self, path: str) -> etree._Element | None:
        """Return an XML file's root; None where it is missing or cannot be read."""
        try:
            return parse_xml(self.files[path])
        except (KeyError, Unreadable):
            return None

    def form(self, key: str) -> Words:
        """Return the title of a form."""
        own = self.json(f"forms/{key}.form").get("properties", {})
        return _titled(own, "title", key)

    def limit(self, key: str) -> Words:
        """Return the name of a limit."""
        return _titled(self.limits.get(key, {}), "name", key)

    def document(self, key: str) -> Words:
        """Return the title of a document."""
        return _titled(self.matter.get("documents", {}).get(key, {}), "title", key)

    def number(self, key: str) -> Words:
        """Return the name of a series of numbers."""
        return _titled(self.matter.get("numbers", {}).get(key, {}), "name", key)

    def section(self, key: str) -> Words:
        """Return the name of a section."""
        return self.names.sections.get(key, same(key))

    def post(self, key: str) -> Words:
        """Return the name of a post; also of "section/post"."""
        section, _, post = key.rpartition("/")
        name = self.names.posts.get(post, same(post))
        around = self.section(section) if section else Words("", "")
        return Words(around.zh + name.zh, f"{around.en} {name.en}".strip())

    def element(self, element_id: str | None) -> Words:
        """Return the name of an element of the diagram; what has none is told by its place."""
        element = self.drawing.elements.get(element_id or "")
        if element is None:
            return same(element_id or "")
        if element.name:
            return Words(element.name, element.properties.get("name_en") or element.name)
        kind = TYPES.get(element.type, same(element.type))
        near = self._near(element.id)
        zh, en = (f"（{near.zh} 之后）", f" (after {near.en})") if near.zh else ("", "")
        return Words(f"未命名的{kind.zh}{zh}", f"an unnamed {kind.en}{en}")

    def _near(self, element_id: str) -> Words:
        sources = [f.source for f in self.drawing.flows if f.target == element_id]
        named = [s for s in sources if s in self.drawing.elements and self.drawing.elements[s].name]
        return self.element(named[0]) if named else Words("", "")

    def lane(self, lane_id: str | None) -> Words:
        """Return the name of a lane."""
        lanes = self.drawing.lanes
        return quoted(lanes.get(lane_id or "", "")) if lane_id in lanes else Words("无", "none")

    def several(self, value: str, say: Any) -> Words:
        """Return keys parted by commas as names, by one of the methods above."""
        return listed(say(key.strip()) for key in value.split(",") if key.strip())


def _titled(row: Mapping[str, Any], key: str, otherwise: str) -> Words:
    zh = str(row.get(key) or otherwise)
    return Words(zh, str(row.get(f"{key}_en") or zh))


#: Kinds of elements, as the palette calls them.
TYPES = {
    "task": Words("任务", "task"),
    "userTask": Words("用户任务", "user task"),
    "manualTask": Words("人工任务", "manual task"),
    "serviceTask": Words("服务任务", "service task"),
    "scriptTask": Words("脚本任务", "script task"),
    "businessRuleTask": Words("业务规则任务", "business rule task"),
    "sendTask": Words("发送任务", "send task"),
    "receiveTask": Words("接收任务", "receive task"),
    "subProcess": Words("子流程", "sub-process"),
    "transaction": Words("事务", "transaction"),
    "adHocSubProcess": Words("临时子流程", "ad-hoc sub-process"),
    "callActivity": Words("调用活动", "call activity"),
    "startEvent": Words("开始事件", "start event"),
    "endEvent": Words("结束事件", "end event"),
    "intermediateCatchEvent": Words("捕获事件", "catch event"),
    "intermediateThrowEvent": Words("抛出事件", "throw event"),
    "boundaryEvent": Words("边界事件", "boundary event"),
    "exclusiveGateway": Words("排他网关", "exclusive gateway"),
    "inclusiveGateway": Words("包容网关", "inclusive gateway"),
    "parallelGateway": Words("并行网关", "parallel gateway"),
    "eventBasedGateway": Words("事件网关", "event gateway"),
    "complexGateway": Words("复杂网关", "complex gateway"),
}
