"""A clerk at the browser: opens pages, reads the form as a browser would, fills in and presses."""

from dataclasses import dataclass, field

import html5lib
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from trading.store.engine import Store

_NS = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Sheet:
    """A form on a page: what a browser would send if nothing were changed."""

    address: str
    fields: MultiDict[str, str]


@dataclass
class Page:
    """An answer, as a clerk sees it."""

    status: int
    text: str
    location: str
    address: str
    forms: dict[str, Sheet] = field(default_factory=dict)

    @property
    def faults(self) -> list[str]:
        """The sentences of the error summary."""
        root = html5lib.parse(self.text)
        boxes = [one for one in root.iter() if "df-summary" in one.get("class", "")]
        return [words(item) for box in boxes for item in box.iter(f"{_NS}li")]

    def error_at(self, name: str) -> str:
        """The sentence beside the field of this name; empty when there is none."""
        for one in html5lib.parse(self.text).iter():
            if one.get("id") == f"{name}-error":
                return words(one)
        return ""


class Clerk:
    """A signed-in member of staff; `send` fills in the page's notice form and presses a button."""

    def __init__(self, client: FlaskClient, store: Store) -> None:
        self.client = client
        self.store = store

    def open(self, address: str) -> Page:
        """Look at a page."""
        return _page(address, self.client.get(address))

    def send(self, page: Page, form: str = "notice-form", **typed: str) -> Page:
        """Fill in fields of a form on the page and send it; `do` names the pressed button."""
        sheet = page.forms[form]
        sent = MultiDict(sheet.fields)
        for name, text in typed.items():
            sent[name] = text
        address = sheet.address or page.address
        answer = self.client.post(address, data=sent)
        return _page(address, answer)

    def read(self, answer: TestResponse, address: str) -> Page:
        """An answer that came some other way, as a page that is looked at."""
        return _page(address, answer)

    def follow(self, page: Page) -> Page:
        """Go where a redirect points."""
        assert page.status == 303, page.text
        return self.open(page.location)


def reasons(page: Page, form: str = "publish-form", reason: str = "已核实") -> dict[str, str]:
    """A reason for everything that this form asks a reason for."""
    return {name: reason for name in page.forms[form].fields if name.startswith("reason-")}


def words(element: object) -> str:
    """The text of an element and all below it, blanks folded."""
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]


def _page(address: str, answer: TestResponse) -> Page:
    text = answer.get_data(as_text=True)
    page = Page(answer.status_code, text, answer.headers.get("Location", ""), address)
    for number, form in enumerate(html5lib.parse(text).iter(f"{_NS}form")):
        name = form.get("id") or f"form-{number}"
        page.forms[name] = Sheet(form.get("action", ""), _fields(form))
    return page


def _fields(form: object) -> MultiDict[str, str]:
    """What a browser would send without pressing any named button."""
    fields: MultiDict[str, str] = MultiDict()
    for one in form.iter():  # type: ignore[attr-defined]
        name = one.get("name")
        tag = str(one.tag).removeprefix(_NS)
        if not name or tag == "button":
            continue
        if tag == "select":
            options = list(one.iter(f"{_NS}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            fields.add(name, chosen[0].get("value", ""))
        elif tag == "textarea":
            fields.add(name, (one.text or "").removeprefix("\n"))
        elif one.get("type") != "checkbox" or one.get("checked") is not None:
            fields.add(name, one.get("value", ""))
    return fields
