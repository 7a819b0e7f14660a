"""A person at a desk: one browser page, used by the words one sees on it."""

import re
from collections.abc import Mapping

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from web.demo import DEMO_PASSWORD

#: A small file that is what its name says.
PDF = {
    "name": "扫描件.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}


class Desk:
    """One person's browser; what its console complains of is kept in `troubles`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))

    def _listen(self, message: ConsoleMessage) -> None:
        # Chromium reports a refused entry (422) and a lost race (409) as errors of loading.
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def sign_in(self, name: str, password: str = DEMO_PASSWORD) -> None:
        """Sign in with name and password."""
        self.page.goto("/sign-in")
        self.page.get_by_label("登录名").fill(name)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()

    def be(self, name: str) -> None:
        """Be signed in, by the same requests without drawing their pages: that is the slow part."""
        browser = self.page.context.request
        found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text())
        assert found
        form = {"csrf_token": found[1], "username": name, "password": DEMO_PASSWORD}
        assert browser.post("/sign-in", form=form, max_redirects=0).status == 302

    def open_case(self, number: str) -> None:
        """Open the page of a case."""
        self.page.goto(f"/cases/{number}")

    def take(self, number: str, step: str) -> None:
        """Open a task of a case from one's list, or claim it from the pool."""
        self.page.goto("/tasks")
        mine = self._row(number, step)
        if mine.count() == 0:
            self.page.goto("/tasks/pool")
            self._row(number, step).get_by_role("button", name="签收").click()
        else:
            mine.locator("a.main-link").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(step)

    def _row(self, number: str, step: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=number).filter(has_text=step)

    def send(self, number: str, button: str) -> None:
        """Open the form of a message from its button on the case page."""
        self.open_case(number)
        self.page.get_by_role("link", name=button, exact=True).click()

    def write(self, values: Mapping[str, str], within: Locator | None = None) -> None:
        """Type into fields, by label."""
        for label, text in values.items():
            (within or self.page).get_by_label(label, exact=True).fill(text)

    def choose(self, values: Mapping[str, str], within: Locator | None = None) -> None:
        """Choose one of several, by the question's label and the answer's."""
        for label, answer in values.items():
            question = (within or self.page).get_by_role("group", name=label, exact=True)
            if question.count():
                question.get_by_label(answer, exact=True).check()
            else:
                listed = (within or self.page).get_by_label(label, exact=True)
                listed.select_option(label=answer)

    def tick(self, *labels: str) -> None:
        """Tick boxes, by label."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def attach(self, within: Locator) -> None:
        """Upload a file and wait until it is kept."""
        within.locator("input[type=file]").set_input_files([PDF])
        expect(within.get_by_role("link", name="扫描件.pdf")).to_be_visible()

    def material(self, name: str) -> Locator:
        """Return the row of a material in a materials grid."""
        return self.page.get_by_role("group", name=name, exact=True)

    def hand_in(self, *materials: str) -> None:
        """Mark materials as handed in and upload a file for each."""
        for name in materials:
            row = self.material(name)
            row.get_by_role("combobox").select_option(label="已提交")
            self.attach(row)

    def submit(self, label: str = "提交") -> None:
        """Submit the form on the page; it is accepted."""
        self.page.get_by_role("button", name=label, exact=True).click()
        summary = self.page.locator("[data-error-summary]")
        assert summary.count() == 0, summary.inner_text()
        expect(self.page).to_have_url(re.compile(r"/cases/[A-Z]+-\d{4}-\d+$"))

    def refuse(self, label: str = "提交") -> None:
        """Submit the form on the page; it comes back with a summary of what is wrong."""
        self.page.get_by_role("button", name=label, exact=True).click()
        expect(self.page.get_by_role("alert")).to_be_focused()

    def move_clock(self, *buttons: str) -> None:
        """Press buttons of the demo bar, one after another."""
        for name in buttons:
            bar = self.page.get_by_label("演示时钟")
            before = bar.locator("strong").inner_text()
            bar.get_by_role("button", name=name, exact=True).click()
            expect(bar.locator("strong")).not_to_have_text(before)

    def panel(self, tab: str) -> Locator:
        """Open a tab of the case page and return what it shows."""
        self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)
