"""The OpenAPI document: served to everybody, whole, and told in both languages."""

from collections.abc import Iterator
from typing import Any

import pytest
from api_programs import Program

OPERATIONS = {
    ("post", "/api/v1/tokens"),
    ("delete", "/api/v1/tokens"),
    ("get", "/api/v1/tasks"),
    ("get", "/api/v1/tasks/{task_id}"),
    ("post", "/api/v1/tasks/{task_id}/claim"),
    ("post", "/api/v1/tasks/{task_id}/release"),
    ("post", "/api/v1/tasks/{task_id}/reassign"),
    ("put", "/api/v1/tasks/{task_id}/draft"),
    ("post", "/api/v1/tasks/{task_id}/complete"),
    ("get", "/api/v1/cases"),
    ("post", "/api/v1/cases"),
    ("get", "/api/v1/cases/{number}"),
    ("get", "/api/v1/cases/{number}/records"),
    ("post", "/api/v1/attachments"),
    ("get", "/api/v1/matters"),
    ("get", "/api/v1/matters/{key}"),
    ("get", "/api/v1/demo/clock"),
    ("put", "/api/v1/demo/clock"),
}


@pytest.fixture
def document(stranger: Program) -> dict[str, Any]:
    answer = stranger.get("/openapi.json")
    assert answer.status_code == 200
    return dict(answer.json)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield method, path, operation


def references(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from references(one)
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield value["$ref"]


def test_it_bears_our_name_and_version(document: dict[str, Any]) -> None:
    assert document["info"]["title"] == "办结 Banjie"
    assert document["info"]["version"] == "v1"
    assert document["openapi"].startswith("3.0")


def test_it_lists_every_operation(document: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(document)} >= OPERATIONS


def test_each_operation_is_told_in_both_languages(document: dict[str, Any]) -> None:
    untold = [
        path
        for _, path, operation in operations(document)
        if operation["summary"].isascii() or not operation["description"].isascii()
    ]

    assert untold == []


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]

    assert sorted(set(ids)) == sorted(ids)


def test_every_reference_is_kept(document: dict[str, Any]) -> None:
    for reference in set(references(document)):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            assert part in found, reference
            found = found[part]


def test_path_parameters_are_described(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        described = {one["name"] for one in item.get("parameters", []) if one["in"] == "path"}
        assert described == named


def test_errors_are_problems(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        assert operation["responses"]["default"] == {
            "$ref": "#/components/responses/DEFAULT_ERROR"
        }, path
    content = document["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert list(content) == ["application/problem+json"]


def test_only_signing_in_needs_no_token(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    free = [(m, path) for m, path, one in operations(document) if one.get("security") == []]
    assert free == [("post", "/api/v1/tokens")]
