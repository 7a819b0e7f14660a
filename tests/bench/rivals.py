"""Somebody who works on cases while something large goes on, and how long each step took them."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import permit_forms as forms
from towns import Town

#: Between two steps: a quick office.
BREATH_S = 0.1


@contextmanager
def working(town: Town, cases: Iterable[int]) -> Iterator[list[float]]:
    """Let departments review some cases meanwhile; gives the seconds each review took."""
    stopped, waits, failed = Event(), list[float](), list[BaseException]()

    def work() -> None:
        try:
            for case in cases:
                for department in forms.FOUR:
                    if stopped.wait(BREATH_S):
                        return
                    began = time.perf_counter()
                    town.do(case, f"review:{department}", forms.review())
                    waits.append(time.perf_counter() - began)
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=work)
    thread.start()
    try:
        yield waits
    finally:
        stopped.set()
        thread.join()
    if failed:
        raise failed[0]
