"""What an expression does in silence although its writer probably meant something else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Warning:
    """One misleading spot: a stable `code`, both texts, and the position in the source from 0."""

    code: str
    zh: str
    en: str
    position: int


def unknown_name(name: str, position: int) -> Warning:
    """Say that a name is neither in the context nor a function, so that it counts as null."""
    return Warning(
        "unknown_name",
        f"“{name}”不存在，按空值（null）计算。请检查名称。",
        f"“{name}” does not exist and counts as null. Check the name.",
        position,
    )


def full_width(name: str, signs: str, position: int) -> Warning:
    """Say that full-width punctuation became part of a name."""
    return Warning(
        "full_width",
        f"名称“{name}”中含有全角标点 {signs}，整段会被当作一个名称。请改用半角标点。",
        f"The name “{name}” contains full-width punctuation {signs}, so all of it is read as one "
        "name. Use the ASCII signs instead.",
        position,
    )


def different_kinds(left: str, right: str, position: int) -> Warning:
    """Say that two values of different kinds were compared, which gives null."""
    return Warning(
        "different_kinds",
        f"比较了不同种类的值（{left} 与 {right}），结果为空值（null）。请先转换。",
        f"Values of different kinds were compared ({left} with {right}), which gives null. "
        "Convert one of them first.",
        position,
    )


def bad_arguments(function: str, position: int) -> Warning:
    """Say that a function did not accept its arguments and answered null."""
    return Warning(
        "bad_arguments",
        f"函数 {function} 不接受这些参数，结果为空值（null）。请检查参数的个数、名称和种类。",
        f"The function {function} does not accept these arguments and gives null. Check their "
        "number, names and kinds.",
        position,
    )
