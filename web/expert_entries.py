"""Read experts as typed or sent as CSV into entries of the register, codes and numbers judged."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date

from engine.errors import BanjieError, InvalidSubmission
from engine.experts import Entry
from forms.identifiers import MOBILE, is_uscc_shaped, uscc_check_digit

#: Columns of the file by what they hold; either name will do.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("编号", "number"),
    "name": ("姓名", "name"),
    "unit": ("单位", "unit"),
    "unit_code": ("统一社会信用代码", "unit_code"),
    "title": ("职称", "title"),
    "mobile": ("手机", "mobile"),
    "specialities": ("专业", "specialities"),
    "until_on": ("有效期至", "until"),
}
REQUIRED = ("name", "unit", "unit_code", "specialities")
LONGEST = {"id": 40, "name": 80, "unit": 200, "title": 80}
MOST_ROWS = 5000

Message = tuple[str, str]


class UnreadableFile(BanjieError):
    """The file is no CSV with the columns of the register."""

    code = "unreadable_file"


def read_entry(raw: Mapping[str, str]) -> Entry:
    """Return the entry of one form or row; raises InvalidSubmission with messages by field."""
    given = {key: " ".join(str(raw.get(key) or "").split()) for key in COLUMNS}
    errors = {field: [message] for field, message in _faults(given)}
    if errors:
        raise InvalidSubmission(errors)
    return Entry(
        id=given["id"],
        name=given["name"],
        unit=given["unit"],
        unit_code=given["unit_code"].upper(),
        title=given["title"],
        mobile=given["mobile"],
        specialities=_listed(given["specialities"]),
        until_on=date.fromisoformat(given["until_on"]) if given["until_on"] else None,
    )


def read_file(content: bytes) -> list[Entry]:
    """Return the entries of a table (CSV or tabs; UTF-8 or GB 18030) with a line of headings.

    Raises UnreadableFile, or InvalidSubmission with every fault as `<line>.<field>`.
    """
    errors: dict[str, list[Message]] = {}
    entries = []
    for line, row in _rows(content):
        try:
            entries.append(read_entry(row))
        except InvalidSubmission as refused:
            for field, messages in refused.errors.items():
                errors[f"{line}.{field}"] = [
                    (f"第 {line} 行：{zh}", f"line {line}: {en}") for zh, en in messages
                ]
    if errors:
        raise InvalidSubmission(errors)
    return entries


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line that holds something, with its number in the file."""
    text = _text(content)
    is_tabbed = "\t" in text.partition("\n")[0]  # as a spreadsheet copies
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if is_tabbed else ",")
    headings = {
        heading: key
        for key, names in COLUMNS.items()
        for heading in reader.fieldnames or ()
        if (heading or "").strip() in names
    }
    missing = [COLUMNS[key][0] for key in REQUIRED if key not in headings.values()]
    if missing:
        raise UnreadableFile(
            f"文件缺少列：{'、'.join(missing)}。第一行须为列名："
            f"{'、'.join(names[0] for names in COLUMNS.values())}。",
            f"Columns are missing: {', '.join(missing)}. The first line names the columns: "
            f"{', '.join(names[1] for names in COLUMNS.values())}.",
        )
    for row in reader:
        found = {key: row.get(heading) or "" for heading, key in headings.items()}
        if any(found.values()):
            yield reader.line_num, found
        if reader.line_num > MOST_ROWS:
            raise UnreadableFile(
                f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。",
                f"At most {MOST_ROWS} lines at once; split the file.",
            )


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        "文件不是 UTF-8 或 GB 18030 编码的文本，请另存为 CSV UTF-8。",
        "The file is no text in UTF-8 or GB 18030; save it as CSV UTF-8.",
    )


def _listed(text: str) -> tuple[str, ...]:
    for sign in "、，;；|":
        text = text.replace(sign, ",")
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _faults(given: Mapping[str, str]) -> Iterator[tuple[str, Message]]:
    for key in REQUIRED:
        if not given[key]:
            zh, en = COLUMNS[key]
            yield key, (f"请填写{zh}", f"{en} is missing")
    for key, most in LONGEST.items():
        if len(given[key]) > most:
            zh, en = COLUMNS[key]
            yield key, (f"{zh}最多 {most} 字", f"{en} has at most {most} signs")
    code = given["unit_code"].upper()
    if code and not is_uscc_shaped(code):
        yield (
            "unit_code",
            (
                f"统一社会信用代码“{code}”应为 18 位，不含 I、O、S、V、Z",
                f"The unit's code {code} must have 18 signs without I, O, S, V, Z",
            ),
        )
    elif code and uscc_check_digit(code[:17]) != code[17]:
        yield (
            "unit_code",
            (
                f"统一社会信用代码“{code}”的校验位不符，请核对",
                f"The check digit of the unit's code {code} is wrong; check it",
            ),
        )
    if given["mobile"] and not MOBILE.fullmatch(given["mobile"]):
        yield "mobile", ("手机号应为 1 开头的 11 位数字", "A mobile number has 11 digits from 1")
    if given["until_on"] and not _is_day(given["until_on"]):
        yield (
            "until_on",
            ("日期须为 2026-11-10 的写法", "The day is written like 2026-11-10"),
        )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10
