"""A matter that several decide: a countersignature, a vote, a person concerned; cases closed."""

from collections.abc import Callable, Mapping

from lxml import etree
from towns import HERE, Town, moment

from engine.definitions import deploy_files, read_folder
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.votes import Tally, tally_of

NS = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "spiffworkflow": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
SPIFF = f"{{{NS['spiffworkflow']}}}"
COUNCIL = "council"
FOLDER = HERE / "matters" / COUNCIL
REVIEWERS = ("zhouhang", "sunlei", "gaojie", "wugang", "tianye")
VOTERS = ("zhouhong", "zhaoguodong", "zhengkai", "fangzheng", "wanghaibin", "songweimin")
#: A reviewer of the town that nobody calls: the person the cases concern.
CONCERNED = "linshu"
SUBJECT = "滨江隧道夜间施工噪声投诉迟办"


def deploy(town: Town, *changes: Callable[[etree._Element], None], is_open: bool = False) -> None:
    """Publish the council in the town, with changes drawn; open to every officer if so wanted."""
    files: Mapping[str, bytes] = read_folder(FOLDER)
    root = etree.fromstring(files["process.bpmn"])
    for change in changes:
        change(root)
    matter = files["matter.toml"]
    if is_open:
        matter = matter.replace(b'access = "closed"', b"")
    files = {**files, "process.bpmn": etree.tostring(root), "matter.toml": matter}
    with transaction(town.database) as session:
        deploy_files(session, files, at=moment("01-01 00:00"), by="luyi")


def having(element_id: str, **properties: str | None) -> Callable[[etree._Element], None]:
    """Change properties of an element; None takes one away."""

    def change(root: etree._Element) -> None:
        (drawn,) = root.xpath(f"//bpmn:*[@id='{element_id}']", namespaces=NS)
        (bag,) = drawn.xpath("*//spiffworkflow:properties", namespaces=NS)
        for name, value in properties.items():
            for old in bag.xpath(f"*[@name='{name}']"):
                bag.remove(old)
            if value is not None:
                etree.SubElement(bag, f"{SPIFF}property", name=name, value=value)

    return change


def one_by_one(element_id: str) -> Callable[[etree._Element], None]:
    """Draw the marker of a step as one after another."""

    def change(root: etree._Element) -> None:
        path = f"//bpmn:*[@id='{element_id}']/bpmn:multiInstanceLoopCharacteristics"
        (marker,) = root.xpath(path, namespaces=NS)
        marker.set("isSequential", "true")

    return change


def again(flow_id: str, target: str) -> Callable[[etree._Element], None]:
    """Lead a flow back to a step; where it led to, and what is drawn of it, is left out."""

    def change(root: etree._Element) -> None:
        (flow,) = root.xpath(f"//bpmn:sequenceFlow[@id='{flow_id}']", namespaces=NS)
        before = flow.get("targetRef")
        flow.set("targetRef", target)
        for drawn in root.xpath(f"//*[@id='{before}' or @bpmnElement='{before}']"):
            drawn.getparent().remove(drawn)

    return change


def opened(town: Town, concerned: str = CONCERNED) -> int:
    """Return a new case; the supervisor has registered it."""
    return town.start(COUNCIL, {"subject": SUBJECT, "person": concerned}, by="qinlan")


def looked_into(town: Town, concerned: str = CONCERNED) -> int:
    """Return a case in which the countersignature has begun."""
    case = opened(town, concerned)
    town.do(case, "look_into", {"finding": "核查属实"}, by="limingyuan")
    return case


def at_the_vote(town: Town, concerned: str = CONCERNED) -> int:
    """Return a case in which the vote has begun."""
    case = looked_into(town, concerned)
    for one in REVIEWERS[:4]:
        say(town, case, "countersign", one, "yes")
    return case


def say(town: Town, case: int, step: str, who: str, opinion: str, by: str = "") -> None:
    """Let somebody who was called give an opinion."""
    town.do(case, f"{step}:{who}", {"opinion": opinion}, by=by or who)


def called(town: Town, case: int, step: str) -> set[str]:
    """Return whose instance of a step is open."""
    return {str(task.item_key) for task in town.tasks(case) if task.element_id == step}


def tally(town: Town, case: int, step: str) -> Tally:
    """Return how a step that several do stands."""
    with reading(town.database) as session:
        return tally_of(session.get_one(Case, case).rounds[step])


def row(town: Town, case: int) -> Case:
    """Return a case as it is written."""
    with reading(town.database) as session:
        return session.get_one(Case, case)
