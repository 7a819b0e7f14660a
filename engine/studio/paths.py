"""Which files a matter may hold: names safe in every folder, of the kinds it is made of."""

import re

from engine.errors import InvalidSubmission

#: Folders and names without a leading dot, so never `..` and never hidden.
PATH = re.compile(r"(?:\w[\w-]*/)*\w[\w.-]*\.(?:bpmn|bpmn2|dmn|form|toml|html|md|json|xml)")
KEY = re.compile(r"[a-z][a-z0-9_]{1,58}[a-z0-9]")
#: XML names its encoding itself.
XML = frozenset({"bpmn", "bpmn2", "dmn", "xml"})
#: Names of pages.
RESERVED = frozenset({"new"})
LONGEST_PATH = 200
LARGEST_BYTES = 2_000_000


def is_path(path: str) -> bool:
    """Say whether a file of a matter can have a path inside its folder."""
    return len(path) <= LONGEST_PATH and PATH.fullmatch(path) is not None


def check_path(path: str) -> None:
    """Refuse a path no file of a matter can have; raises InvalidSubmission."""
    if not is_path(path):
        zh = f"文件名“{path[:80]}”不能用：只能是字母、数字、下划线，以 .bpmn、.dmn、.form 等结尾。"
        en = f"The path {path[:80]!r} cannot be used: letters, digits, _ and a known ending."
        raise InvalidSubmission({"path": [(zh, en)]})


def check_content(path: str, content: bytes) -> None:
    """Refuse a file that is too large or no text; raises InvalidSubmission."""
    if len(content) > LARGEST_BYTES:
        zh = f"{path} 超过 2 MB，请拆分或去掉内嵌的图片。"
        en = f"{path} is larger than 2 MB; split it or take out embedded pictures."
        raise InvalidSubmission({path: [(zh, en)]})
    if path.rpartition(".")[2] not in XML and not _is_utf8(content):
        zh, en = f"{path} 不是 UTF-8 编码的文字。", f"{path} is no text in UTF-8."
        raise InvalidSubmission({path: [(zh, en)]})


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def check_key(key: str) -> None:
    """Refuse a key no matter can have; raises InvalidSubmission."""
    if not KEY.fullmatch(key) or key in RESERVED:
        zh = f"事项的键“{key[:60]}”不能用：3 至 60 个小写字母、数字、下划线，以字母开头。"
        en = f"The key {key[:60]!r} cannot be used: 3 to 60 of a-z, 0-9 and _, a letter first."
        raise InvalidSubmission({"key": [(zh, en)]})
