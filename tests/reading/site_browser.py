"""Pages that note what they ask for, in a headless Chromium."""

from typing import Any

from grading.browser import chromium
from playwright.sync_api import Browser, Page, Request, Route

__all__ = ["LESSON", "chromium", "open_page"]
LESSON = "03_backpropagation_through_time"  # the one on the site of the tests


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
