"""The names a diagram may use in the property `operation`; `engine.operations` does them.

They stand apart so that a matter can be checked before anything of it runs.
"""

OPERATION_NAMES = frozenset(
    {
        "archive",
        "call",
        "check_codes",
        "draw_experts",
        "draw_lot",
        "extend_clock",
        "gather_evidence",
        "issue_document",
        "notify",
        "number",
        "publish",
        "resume_clock",
        "suspend_clock",
    }
)
