#!/usr/bin/env python3
"""Make README's picture: the home page of the example county, seen in Chromium.

Run with the development environment: `.venv/bin/python scripts/screenshot.py`.
"""

import shutil
import sys
import tempfile
import threading
from datetime import datetime
from pathlib import Path

from flask import Flask
from playwright.sync_api import ViewportSize, sync_playwright
from werkzeug.serving import make_server

from trading.config import Settings
from trading.domain.calendar import SHANGHAI
from trading.services import demonstrating, initialising
from trading.services.demonstrating.county import AUTHORITY_YEAR
from trading.services.passwords import Hasher
from trading.store.engine import Store
from trading.web import create_app

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "scripts" / "home.png"
SIZE = ViewportSize(width=1200, height=860)


def main() -> int:
    """Fill an example county, serve it for a moment and photograph its home page."""
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        print("Chromium is not on PATH", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(data_dir=Path(folder))
        store = Store(settings.resolved_database_url)
        now = datetime.now(SHANGHAI)
        hasher = Hasher(memory_kib=8, passes=1, lanes=1)
        initialising.prepare(store, now=now, authority_year=AUTHORITY_YEAR)
        demonstrating.fill(
            store, settings, hasher=hasher, now=now, site_url="http://127.0.0.1:8000"
        )
        photograph(create_app(settings, store=store, hasher=hasher), browser_path)
        store.close()
    print(PICTURE.relative_to(ROOT))
    return 0


def photograph(app: Flask, browser_path: str) -> None:
    """Serve the application on a free port and keep the picture of its first page."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport=SIZE)
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.screenshot(path=PICTURE)
            browser.close()
    finally:
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    sys.exit(main())
