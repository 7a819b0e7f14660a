"""The built assets travel compressed, and are the same."""

import gzip

from flask import Flask

from web.assets import MANIFEST


def sent(site: Flask, name: str, accepted: str) -> tuple[int, str | None, bytes]:
    headers = {"Accept-Encoding": accepted}
    with site.test_client().get(f"/static/assets/{name}", headers=headers) as answer:
        return answer.status_code, answer.headers.get("Content-Encoding"), answer.data


def largest(ending: str) -> str:
    return max(MANIFEST.parent.glob(f"*{ending}"), key=lambda file: file.stat().st_size).name


def test_a_script_is_sent_compressed_and_is_the_same(site: Flask) -> None:
    name = largest(".js")
    plain, packed = sent(site, name, "identity"), sent(site, name, "gzip, br")

    assert plain[:2] == (200, None)
    assert packed[:2] == (200, "gzip")
    assert gzip.decompress(packed[2]) == plain[2]
    assert len(packed[2]) < len(plain[2]) / 2


def test_a_compressed_style_keeps_its_kind_and_its_cache(site: Flask) -> None:
    path, headers = f"/static/assets/{largest('.css')}", {"Accept-Encoding": "gzip"}
    with site.test_client().get(path, headers=headers) as answer:
        kind, said = answer.mimetype, answer.headers

    assert kind == "text/css"
    assert "immutable" in said["Cache-Control"]
    assert said["Vary"] == "Accept-Encoding"


def test_what_is_not_there_is_not_found(site: Flask) -> None:
    assert sent(site, "nothing.js", "gzip")[0] == 404
    assert sent(site, "../app.py", "gzip")[0] == 404
