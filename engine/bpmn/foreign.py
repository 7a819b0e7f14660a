"""Texts in Python, JUEL or JavaScript: how they are known, and the FEEL to write instead.

A proposal is made only where each sign has one meaning; it is for people to judge, never run.
"""

import re

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
#: What FEEL never looks like.
_FOREIGN = re.compile(
    r"==|&&|\|\||\$\{|#\{|'|__|\blambda\b|\bimport\b|\bis None\b|\bNone\b|\bTrue\b|\bFalse\b"
    r"|\blen\(|\.get\(|\bnot in\b|\bexec\(|\beval\("
)
_ANY_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_WRAPPED = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_PATH = r"[A-Za-z_][\w.]*"
#: Spelling by spelling; a text between quotes is never touched.
_SPELLINGS = (
    (r"\bis not None\b", "!= null"),
    (r"\bis None\b", "= null"),
    (r"[!=]==", lambda found: "!=" if found[0][0] == "!" else "="),
    (r"==", "="),
    (r"\s*&&\s*", " and "),
    (r"\s*\|\|\s*", " or "),
    (r"\bNone\b", "null"),
    (r"\bTrue\b", "true"),
    (r"\bFalse\b", "false"),
    (rf"!\s*({_PATH})(?![\w.(])", r"not(\1)"),
    (rf"\bnot\s+(?!in\b)({_PATH})(?![\w.(]|\s+in\b)", r"not(\1)"),
    (rf"\blen\(({_PATH})\)", r"count(\1)"),
)
_CHOICE = re.compile(r"(.+?)\s+if\s+(.+?)\s+else\s+(.+)", re.DOTALL)
_JUEL_CHOICE = re.compile(r"([^?:]+)\?([^?:]+):([^?:]+)")
_ASSIGNMENT = re.compile(rf"\s*({_PATH})\s*=(?!=)\s*(.+?)\s*;?\s*")
#: What is left over when a text says more than was understood.
_BEYOND = re.compile(
    r"[;!?&|$#{}]|__|\bnot\s+\w|\b(?:lambda|import|def|return|for|while|exec|eval|is)\b"
)


def foreign_sign(text: str) -> str | None:
    """Return what in a text is not FEEL, None if nothing is."""
    match = _FOREIGN.search(_TEXT.sub('""', text))
    return match.group() if match else None


def feel_for(text: str) -> str | None:
    """Return the FEEL for a condition or value, None where it is not easy to say."""
    wrapped = _WRAPPED.fullmatch(text)
    inside = (wrapped[1] if wrapped else text).strip()
    quoted = [_straight(found) for found in _ANY_TEXT.findall(inside)]
    holes = iter(range(len(quoted)))
    feel = _chosen(_respelled(_ANY_TEXT.sub(lambda _: f'"{next(holes)}"', inside)))
    if _BEYOND.search(feel.replace("!=", "")) or foreign_sign(feel):
        return None
    return re.sub(r'"(\d+)"', lambda hole: quoted[int(hole[1])], feel)


def feel_for_script(text: str) -> str | None:
    """Return the context for a script of assignments, None where it is not easy to say."""
    entries = []
    for line in filter(str.strip, text.splitlines()):
        assignment = _ASSIGNMENT.fullmatch(line)
        value = feel_for(assignment[2]) if assignment else None
        if assignment is None or value is None or "." in assignment[1]:
            return None
        entries.append(f"{assignment[1]}: {value}")
    return "{" + ", ".join(entries) + "}" if entries else None


def _respelled(text: str) -> str:
    for pattern, instead in _SPELLINGS:
        text = re.sub(pattern, instead, text)
    return text


def _chosen(text: str) -> str:
    python, juel = _CHOICE.fullmatch(text), _JUEL_CHOICE.fullmatch(text)
    if python:
        return f"if {python[2]} then {python[1]} else {python[3]}"
    if juel:
        return f"if {juel[1].strip()} then {juel[2].strip()} else {juel[3].strip()}"
    return text


def _straight(text: str) -> str:
    inside = text[1:-1].replace("\\'", "'")
    return text if text[0] == '"' else '"' + inside.replace('"', '\\"') + '"'
