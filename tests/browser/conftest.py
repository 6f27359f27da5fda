"""A running site on a port of its own, and a browser to look at it with."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services import initialising
from trading.services.passwords import Hasher
from trading.store import people, sites
from trading.store.engine import Store
from trading.web import create_app
from trading.web.clock import Clock

PASSWORD = "五里长亭外古道边芳草碧连天"
# A browser of Debian's as root, without anything that calls home.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@dataclass(frozen=True)
class LiveSite:
    """A site that answers at `address`; its editor is called editor."""

    address: str
    store: Store


@pytest.fixture
def site(settings: Settings, sqlite_store: Store) -> Iterator[LiveSite]:
    """An empty site with one editor, served in the background by the real clock."""
    hasher = Hasher(memory_kib=8, passes=1, lanes=1)
    app = create_app(settings, store=sqlite_store, hasher=hasher)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    now = Clock().now().astimezone(SHANGHAI)
    initialising.prepare(sqlite_store, now=now)
    identity = sites.Identity(
        site_name="某县公共资源交易网",
        organization="某县公共资源交易中心",
        region_code="230828",
        site_url=address,
        authority="ggzy.example",
    )
    with sqlite_store.writing() as session:
        sites.save_identity(session, identity)
        sites.set_review_required(session, required=False)
        people.add_staff(session, "editor", "editor", now=now, password_hash=hasher.hash(PASSWORD))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield LiveSite(address, sqlite_store)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which any script error or refused resource fails the test."""
    faults: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    yield opened
    assert [one for one in faults if "status of 4" not in one] == []
