"""Every matter's diagram is fit to print: nothing overlaps, nothing crosses, labels are legible."""

from itertools import combinations
from pathlib import Path

import pytest
from diagram_layout import CHARACTER_WIDTH, CONTAINERS, FLOWS, Box, Drawing, Edge, Shape

MATTERS = ("construction_permit", "joint_acceptance")
#: Two flows into one side of a task lie at least this far apart.
FLOW_GAP = 12
TASK_GAP = 60


@pytest.fixture(scope="module", params=MATTERS)
def drawing(request: pytest.FixtureRequest) -> Drawing:
    path = Path("processes") / request.param / "process.bpmn"
    return Drawing((request.config.rootpath / path).read_bytes())


def test_everything_is_drawn_once(drawing: Drawing) -> None:
    drawn = [e.get("bpmnElement") for e in drawing.root.iterfind(".//{*}BPMNPlane/*")]
    kinds = (
        "Event",
        "Gateway",
        "Task",
        "subProcess",
        "callActivity",
        "lane",
        "participant",
        *FLOWS,
    )
    meant = [i for i, e in drawing.semantic.items() if e.tag.endswith(kinds)]

    assert sorted(meant) == sorted(drawn)


def test_tasks_have_one_size_and_air_around_them(drawing: Drawing) -> None:
    tasks = [s for s in drawing.shapes.values() if s.type.endswith("Task")]
    sizes = {(t.box.right - t.box.left, t.box.bottom - t.box.top) for t in tasks}
    close = [(a.id, b.id) for a, b in combinations(tasks, 2) if a.box.gap(b.box) < TASK_GAP]

    assert sizes == {(100, 80)}
    assert close == []


def test_shapes_meet_only_where_one_holds_the_other(drawing: Drawing) -> None:
    meeting = {
        (a.id, b.id)
        for a, b in combinations(drawing.shapes.values(), 2)
        if "lane" not in (a.type, b.type)
        and a.box.overlaps(b.box)
        and not _belong(drawing, a.id, b.id)
    }

    assert meeting == set()


def test_parts_lie_wholly_inside_their_sub_process(drawing: Drawing) -> None:
    outside = [
        s.id
        for s in drawing.shapes.values()
        if s.parent in drawing.shapes and not drawing.shapes[s.parent].box.contains(s.box)
    ]

    assert outside == []


def test_lanes_fill_the_pool(drawing: Drawing) -> None:
    pool = drawing.shapes["bureau"].box
    lanes = sorted(
        (s.box for s in drawing.shapes.values() if s.type == "lane"), key=lambda box: box.top
    )

    assert [lane.top for lane in lanes] == [pool.top, *(lane.bottom for lane in lanes[:-1])]
    assert lanes[-1].bottom == pool.bottom
    assert {(lane.left, lane.right) for lane in lanes} == {(pool.left + 30, pool.right)}


def test_boundary_timers_sit_on_their_host(drawing: Drawing) -> None:
    loose = [
        s.id
        for s in drawing.shapes.values()
        if s.type == "boundaryEvent" and not _host(drawing, s.id).has_on_border(s.box.centre)
    ]

    assert loose == []


def test_markers_and_insides_are_shown(drawing: Drawing) -> None:
    shapes = drawing.shapes.values()

    assert all(s.is_marked for s in shapes if s.type == "exclusiveGateway")
    assert all(s.is_expanded for s in shapes if s.type == "subProcess")


def test_flows_are_orthogonal_and_end_on_their_shapes(drawing: Drawing) -> None:
    crooked = [
        e.id
        for e in drawing.edges.values()
        if not all(s.left == s.right or s.top == s.bottom for s in e.segments)
    ]
    loose = [e.id for e in drawing.edges.values() if not _is_docked(drawing, e)]

    assert crooked == []
    assert loose == []


def test_no_flow_runs_through_a_shape(drawing: Drawing) -> None:
    through = {
        (edge.id, shape.id)
        for edge in drawing.edges.values()
        for shape in drawing.shapes.values()
        if shape.id not in _passable(drawing, edge) and _touches(edge, shape.box)
    }

    assert through == set()


def test_no_two_flows_cross_or_run_into_one_another(drawing: Drawing) -> None:
    crossing = {
        (a.id, b.id)
        for a, b in combinations(drawing.edges.values(), 2)
        for one in a.segments
        for other in b.segments
        if one.gap(other) < FLOW_GAP and (_are_parallel(one, other) or one.gap(other) <= 0)
    }

    assert crossing == set()


def test_labels_have_room_for_their_text(drawing: Drawing) -> None:
    named: dict[str, Shape | Edge] = {**drawing.shapes, **drawing.edges}
    narrow = [
        i
        for i, box in drawing.labels().items()
        if box.right - box.left < CHARACTER_WIDTH * len(named[i].name)
    ]
    outside = [
        s.id
        for s in drawing.shapes.values()
        if s.name and s.type.endswith(("Event", "Gateway")) and s.label is None
    ]

    assert narrow == []
    assert outside == []
    assert all(e.label for e in drawing.edges.values() if e.name)


def test_no_label_lies_over_anything(drawing: Drawing) -> None:
    labels = drawing.labels()
    over_labels = {(a, b) for a, b in combinations(labels, 2) if labels[a].overlaps(labels[b])}
    over_shapes = {
        (i, s.id) for i, box in labels.items() for s in drawing.shapes.values() if _hides(box, s)
    }
    over_flows = {
        (i, e.id) for i, box in labels.items() for e in drawing.edges.values() if _touches(e, box)
    }

    assert over_labels | over_shapes | over_flows == set()


def _belong(drawing: Drawing, a: str, b: str) -> bool:
    if "participant" in (drawing.shapes[a].type, drawing.shapes[b].type):
        return "applicant" not in (a, b)
    attached = (drawing.semantic[i].get("attachedToRef") for i in (a, b))
    return a in drawing.ancestors(b) or b in drawing.ancestors(a) or not {a, b}.isdisjoint(attached)


def _host(drawing: Drawing, event_id: str) -> Box:
    return drawing.shapes[drawing.semantic[event_id].get("attachedToRef")].box


def _is_docked(drawing: Drawing, edge: Edge) -> bool:
    ends = ((edge.source, edge.points[0]), (edge.target, edge.points[-1]))
    shapes = [(drawing.shapes[i], point) for i, point in ends]
    # A gateway is a diamond: a flow beside its corner begins on a slanted side.
    return all(s.box.has_on_border(p, 15 * s.type.endswith("Gateway")) for s, p in shapes)


def _passable(drawing: Drawing, edge: Edge) -> set[str]:
    ends = {edge.source, edge.target}
    hosts = {drawing.semantic[i].get("attachedToRef") for i in ends}
    around = {a for i in ends for a in drawing.ancestors(i)}
    lanes = {s.id for s in drawing.shapes.values() if s.type == "lane"}
    return ends | hosts | around | lanes | {"bureau"}


def _touches(edge: Edge, box: Box) -> bool:
    return any(segment.gap(box) < 0 for segment in edge.segments)


def _are_parallel(one: Box, other: Box) -> bool:
    return (one.left == one.right) == (other.left == other.right)


def _hides(label: Box, shape: Shape) -> bool:
    """Tell whether a label lies on a shape, or on the border of one that holds others."""
    if shape.type in CONTAINERS:
        return label.overlaps(shape.box) and not shape.box.contains(label)
    return label.overlaps(shape.box)
