"""Eight threads evaluate what one thread does."""

import threading

from engine.feel import evaluate

THREADS, TIMES = 8, 10_000
TEXTS = (
    'amount >= 3000 and department in ("质监科", "安监科") and not(missing)',
    "count(list[item > k]) = 2",
    "{a: amount * k, b: for i in list return i + a}.b[-1]",
    'string(amount) + "/" + upper case(department)',
    "some row in rows satisfies row.area > amount",
)
DATA = [
    {
        "amount": amount,
        "department": ("安监科", "法制科")[amount % 2],
        "missing": amount % 3 == 0,
        "list": [1, 2, 3],
        "k": amount % 4,
        "rows": [{"area": 2500}, {"area": amount}],
    }
    for amount in range(1000, 9000, 777)
]
ASKED = [(text, data) for text in TEXTS for data in DATA]


def test_eight_threads_agree_with_one() -> None:
    expected = [evaluate(text, data) for text, data in ASKED]
    wrong: list[tuple[str, object]] = []
    together = threading.Barrier(THREADS)

    def work(offset: int) -> None:
        together.wait()
        for turn in range(offset, offset + TIMES):
            text, data = ASKED[turn % len(ASKED)]
            found = evaluate(text, data)
            if found != expected[turn % len(ASKED)]:
                wrong.append((text, found))

    threads = [threading.Thread(target=work, args=(7 * n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
