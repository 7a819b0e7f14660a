"""A person's browser without JavaScript: it follows links and sends the forms it was shown."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from web.demo import DEMO_PASSWORD

#: Addresses that are files, not pages.
FILES = re.compile(r"/(static|attachments|files|copies)/|\.(xml|json|pdf)$")


@dataclass
class Page:
    """An answer of the server."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> HtmlElement:
        return lxml.html.fromstring(self.answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """Return what is to be read, with single blanks."""
        for part in (root := self.html).xpath("//script|//style|//template"):
            part.drop_tree()
        return " ".join(str(root.text_content()).split())

    def links(self) -> list[str]:
        """Return the pages of ours this page leads to."""
        found = (urlsplit(str(link)) for link in self.html.xpath("//a/@href|//tr/@data-href"))
        own = (f"{one.path}?{one.query}".rstrip("?") for one in found if not one.netloc)
        return [address for address in own if address and not FILES.search(address)]

    def fields(self, action: str = "") -> dict[str, Any]:
        """Return what a browser would send of a form as it was shown, by default the page's own."""
        own = f"@action='{action}'" if action else "not(@action)"
        (form,) = self.html.xpath(f"//form[@method='post'][{own}]")
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            # A browser drops the line break a text area begins with.
            sent.setdefault(name, []).append(str(value).removeprefix("\n"))
        return sent


@dataclass
class Browser:
    """The browser of one person."""

    client: FlaskClient

    def get(self, address: str) -> Page:
        return Page(self.client.get(address))

    def post(self, address: str, sent: dict[str, Any] | None = None, *, shown: str = "/") -> Page:
        """Send values with the token of a page that was shown before."""
        tokens = self.get(shown).html.xpath("//input[@name='csrf_token']/@value")
        return Page(
            self.client.post(
                address,
                data={"csrf_token": tokens[0], **(sent or {})},
                content_type="multipart/form-data",
            )
        )

    def send(self, address: str, sent: dict[str, Any]) -> Page:
        """Send a form's fields as they are."""
        return Page(self.client.post(address, data=sent, content_type="multipart/form-data"))

    def fill(self, address: str, **changed: Any) -> Page:
        """Send a page's own form back with some fields changed."""
        sent = self.get(address).fields() | changed
        return Page(self.client.post(address, data=sent, content_type="multipart/form-data"))

    def sign_in(self, name: str, password: str = DEMO_PASSWORD, follow: str = "") -> Page:
        sent = {"username": name, "password": password, "next": follow}
        return self.post("/sign-in", sent, shown="/sign-in")
