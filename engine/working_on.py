"""Which case this thread works on, so that what it logs can name it."""

from contextvars import ContextVar

#: The number of the case locked last; empty: none.
case_number: ContextVar[str] = ContextVar("case_number", default="")
