"""What axe-core, the checker of accessibility, finds wrong in parts of a page; its script comes with its package."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = ("serious", "critical")


def found_in(page: Page, *parts: str, but: tuple[str, ...] = ()) -> list[str]:
    """Return what is serious or critical within the parts that CSS selectors name, in words."""
    assert all(page.locator(part).count() for part in parts), parts
    context = {"include": [[part] for part in parts], "exclude": [[part] for part in but]}
    results: dict[str, Any] = Axe().run(page, context).response
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:300]} {each['nodes'][0].get('failureSummary')}"
        for each in results["violations"]
        if each["impact"] in GRAVE
    ]
