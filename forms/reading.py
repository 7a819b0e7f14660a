"""Read a form: form-js JSON (schemaVersion 19) becomes a Form, or every problem is listed.

Where our keys live, so that the form-js editor keeps them: a component's own in its `properties`;
the form's title and rules in `properties` at the top of the file: `title`, `title_en`, `rules`.
A rule is `{"refuse_when" or "warn_when": FEEL, "fields": [path, ...], "zh": text, "en": text}`;
`{{ FEEL }}` in a text shows a value.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import re2

from engine import feel
from engine.errors import InvalidMatter
from forms.components import read_component
from forms.fields import Field, Form, Rule, Words, flat, walk
from forms.markup import slots
from forms.problems import Problem

SCHEMA_VERSION = 19
LARGEST_BYTES = 1_000_000


def read_form(text: str | bytes, form_id: str) -> Form:
    """Return the form in `text`; raises InvalidMatter with every problem in its findings."""
    form, problems = inspect_form(text, form_id)
    if form is None or problems:
        listed = "\n".join(str(problem) for problem in problems)
        raise InvalidMatter(
            f"表单 {form_id} 有 {len(problems)} 处问题：\n{listed}",
            f"form {form_id} has {len(problems)} problem(s):\n{listed}",
            tuple(problems),
        )
    return form


def inspect_form(text: str | bytes, form_id: str) -> tuple[Form | None, list[Problem]]:
    """Return the form as far as it can be read, and what is wrong with it."""
    problems: list[Problem] = []

    def report(element: str, zh: str, en: str) -> None:
        problems.append(Problem(form_id, element, zh, en))

    raw = _load(text, report)
    if raw is None:
        return None, problems
    own = cast("Mapping[str, Any]", raw.get("properties") or {})
    form = Form(
        id=form_id,
        words=Words(str(own.get("title") or ""), str(own.get("title_en") or "")),
        fields=tuple(read_component(each, report) for each in raw["components"]),
        rules=tuple(_rule(each, report) for each in own.get("rules") or ()),
    )
    _judge_keys(form.fields, "", report)
    _judge_rules(form, report)
    for element, expression, unary in _expressions(form):
        _judge_feel(element, expression, unary, report)
    for field in form.walk():
        _judge_pattern(field, report)
    return form, problems


def _load(text: str | bytes, report: Any) -> Mapping[str, Any] | None:
    if len(text) > LARGEST_BYTES:
        report("", "表单文件过大（上限 1 MB）；请拆分", "the file is larger than 1 MB; split it")
        return None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        report("", f"不是合法的 JSON：{error}", f"not valid JSON: {error}")
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("components"), list):
        report(
            "",
            "缺少 components；请用表单设计器保存",
            "components is missing; save it from the form editor",
        )
        return None
    if raw.get("schemaVersion") != SCHEMA_VERSION:
        version = raw.get("schemaVersion")
        report(
            "",
            f"schemaVersion 应为 {SCHEMA_VERSION}，现为 {version}",
            f"schemaVersion should be {SCHEMA_VERSION}, is {version}",
        )
    return raw


def _rule(raw: Mapping[str, Any], report: Any) -> Rule:
    refuses = "refuse_when" in raw
    when = str(raw.get("refuse_when") or raw.get("warn_when") or "").strip()
    rule = Rule(
        when=when.removeprefix("=").strip(),
        words=Words(str(raw.get("zh") or ""), str(raw.get("en") or "")),
        fields=tuple(str(each) for each in raw.get("fields") or ()),
        refuses=refuses,
        is_recorded=raw.get("recorded") is True,
    )
    if not rule.when:
        report("", "规则缺少 refuse_when 或 warn_when", "a rule lacks refuse_when or warn_when")
    if not rule.words.zh or not rule.words.en:
        report("", f"规则“{when}”缺少 zh 或 en 提示", f"the rule {when!r} lacks its zh or en text")
    return rule


def _judge_keys(fields: tuple[Field, ...], prefix: str, report: Any) -> None:
    seen: set[str] = set()
    for field in flat(fields):
        if field.key and field.key in seen:
            report(
                field.key,
                f"“{prefix}{field.key}”重复；请改名",
                f"{prefix}{field.key} is used twice; rename one",
            )
        seen.add(field.key)
        _judge_keys(field.fields, f"{prefix}{field.key}.", report)


def _judge_rules(form: Form, report: Any) -> None:
    for rule in form.rules:
        for path in rule.fields:
            if form.field_at(path) is None:
                report(
                    path,
                    f"规则指向不存在的字段“{path}”",
                    f"a rule names the unknown field {path!r}",
                )


def _expressions(form: Form) -> Iterator[tuple[str, str, bool]]:
    for field in walk(form.fields):
        where = field.key or field.id
        if field.hide:
            yield where, field.hide, True
        for text in (
            field.readonly,
            field.default,
            field.options_feel,
            field.expression,
            field.bounds.minimum_feel,
            field.bounds.maximum_feel,
            *slots(field.content.zh),
            *slots(field.content.en),
        ):
            if text:
                yield where, text, False
    for rule in form.rules:
        for text in (rule.when, *slots(rule.words.zh), *slots(rule.words.en)):
            if text:
                yield "rules", text, False


def _judge_feel(element: str, expression: str, unary: bool, report: Any) -> None:
    try:
        feel.compile_unary_tests(expression) if unary else feel.compile_expression(expression)
    except feel.FeelError as error:
        report(element, f"FEEL“{expression}”：{error.zh}", f"FEEL {expression!r}: {error.en}")


def _judge_pattern(field: Field, report: Any) -> None:
    try:
        re2.compile(field.bounds.pattern)
    except re2.error as error:
        where = field.key or field.id
        report(where, f"正则 pattern 有误：{error}", f"the pattern is wrong: {error}")
