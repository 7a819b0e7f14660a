"""Attachments: ids of files already stored; content, size limits and hashes belong to the store."""

from collections.abc import Iterator

from forms.fields import Field
from forms.kinds.kind import Kind, Place
from forms.messages import Message, Refused

MOST_FILES = 20
LONGEST_ID = 40
PHOTOS = ".jpg,.jpeg,.png"


def read_files(raw: object, field: Field) -> list[str]:
    """Return the ids of stored files, each once."""
    values = raw if isinstance(raw, (list, tuple)) else [raw]
    ids = [value for value in values if isinstance(value, str) and len(value) <= LONGEST_ID]
    if len(ids) < len(values):
        raise Refused("附件编号有误；请重新上传", "The attachments' ids are wrong; upload again")
    return list(dict.fromkeys(each for each in ids if each))


def check_files(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with the files attached."""
    ids = value if isinstance(value, list) else []
    most = most_files(place.field)
    if len(ids) > most:
        yield (
            f"最多 {most} 个附件，现有 {len(ids)} 个；请删减",
            f"At most {most} files, now {len(ids)}; remove some",
        )
    for each in ids:
        yield from check_file(each, accepted_endings(place.field), place)


def check_file(file_id: str, endings: tuple[str, ...], place: Place) -> Iterator[Message]:
    """Yield what is wrong with one file: unknown here, or of a type not taken."""
    found = place.context.lookups.attachment(file_id)
    if found is None:
        yield "附件已失效；请重新上传", "The file is no longer there; upload it again"
    elif endings and not found.file_name.lower().endswith(endings):
        listed = " ".join(endings)
        yield (
            f"“{found.file_name}”的类型不接受；请转换为 {listed} 后上传",
            f"“{found.file_name}” is of a type not taken; convert it to {listed}",
        )


def accepted_endings(field: Field) -> tuple[str, ...]:
    """Return the endings a filepicker takes, () for any the store allows."""
    accept = field.option_named("accept") or (PHOTOS if takes_photos(field) else "")
    return tuple(part.strip().lower() for part in accept.split(",") if part.strip())


def takes_photos(field: Field) -> bool:
    """Say whether a field is for photos: the browser adds when and where they were taken."""
    return field.properties.get("photo") is True


def most_files(field: Field) -> int:
    """Return how many files a field takes."""
    if field.properties.get("multiple") is False:
        return 1
    most = field.properties.get("max_files")
    return most if isinstance(most, int) else MOST_FILES


_FILES = Kind(
    frozenset({"filepicker"}),
    read_files,
    check_files,
    blank=list,
    ask=("请上传附件", "Upload a file"),
)

FILES = {"filepicker": _FILES, "attachments": _FILES}
