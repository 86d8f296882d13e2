"""Pages that note what they ask for, in a headless Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

LESSON = "03_backpropagation_through_time"  # the one on the site of the tests
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; the test fails, and says what to install, where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail("This test opens a page in Chromium, which is not installed (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


def open_page(browser: Browser, **options: Any) -> tuple[Page, list[str]]:
    """Open an empty page; give it with the addresses it asks for that are no files, none of which it gets."""
    asked: list[str] = []

    def refuse(route: Route, request: Request) -> None:
        if request.url.startswith(("file:", "data:", "blob:", "about:")):
            route.continue_()
        else:
            asked.append(request.url)
            route.abort()

    page = browser.new_context(reduced_motion="reduce", **options).new_page()
    page.route("**/*", refuse)
    return page, asked
