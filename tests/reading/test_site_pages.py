"""The site can be read: offline, light and dark, on a phone, by search; formulas and figures are there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from site_browser import LESSON, chromium, open_page

READ = f"lessons/{LESSON}.html"
SHEET = "guides/teaching/notation.html"
TYPESET = "document.querySelectorAll('mjx-container svg').length"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def lesson(browser: Browser, site: Path) -> Page:
    """The lesson's page in the dark."""
    page, _ = open_page(browser, color_scheme="dark")
    page.goto((site / READ).as_uri())
    page.wait_for_function(f"{TYPESET} > 40")
    return page


def test_no_page_asks_another_host_for_anything_and_all_fit_on_a_phone(browser: Browser, site: Path) -> None:
    page, asked = open_page(browser, viewport={"width": 390, "height": 800})
    for place in ("index.html", READ, SHEET, "guides/claims.html", "guides/learner.html"):
        page.goto((site / place).as_uri())
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, place
    assert asked == []


def test_a_table_shows_all_its_columns(browser: Browser, site: Path) -> None:
    for width, place, table in (
        (1280, SHEET, ".pst-scrollable-table-container"),
        (390, READ, ".output:has(> .course-shapes)"),
    ):
        page, _ = open_page(browser, viewport={"width": width, "height": 800})
        page.goto((site / place).as_uri())
        page.wait_for_function(f"{TYPESET} > 40")
        beyond = page.locator(table).evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)")
        assert beyond
        assert max(beyond) <= 1, place


def test_what_is_printed_from_the_dark_has_dark_letters(lesson: Page) -> None:
    inks = """event => { dispatchEvent(new Event(event));
        const ink = place => getComputedStyle(document.querySelector(place)).color;
        return [ink("article p"), ink("figure.course-figure svg")] }"""
    printed, shown = (lesson.evaluate(inks, event) for event in ("beforeprint", "afterprint"))
    assert [max(map(int, re.findall(r"\d+", ink)[:3])) < 100 for ink in printed] == [True, True]
    assert [min(map(int, re.findall(r"\d+", ink)[:3])) > 150 for ink in shown] == [True, True]


def test_formulas_are_typeset_in_text_and_in_captions(lesson: Page) -> None:
    assert lesson.locator("article p mjx-container").count() > 20
    assert lesson.locator("figcaption mjx-container").count() > 0
    assert "$" not in "".join(lesson.locator("figcaption").all_inner_texts())


def test_figures_follow_the_dark_theme(lesson: Page) -> None:
    output = lesson.locator(".output.text_html").first
    colours = output.evaluate("e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]")
    ink = lesson.locator("article p").first.evaluate("e => getComputedStyle(e).color")
    assert colours == ["rgba(0, 0, 0, 0)", ink]
    assert lesson.locator("figure.course-figure svg[role=img][aria-label]").count() > 5


def test_an_animation_is_worked_by_its_slider(lesson: Page) -> None:
    slider = lesson.locator(".course-player input").first
    before = slider.input_value()
    slider.focus()
    lesson.keyboard.press("Home")
    assert (slider.input_value(), before != "0") == ("0", True)


def test_code_that_draws_is_folded_and_opens(lesson: Page) -> None:
    folded = lesson.locator("details.hide").first
    assert not folded.evaluate("e => e.open")
    folded.locator("summary").click()
    assert folded.locator("pre").first.is_visible()


def test_search_finds_the_lesson_without_asking_anyone(browser: Browser, site: Path) -> None:
    page, asked = open_page(browser)
    page.goto(f"{(site / 'search.html').as_uri()}?q=numerical_gradient")
    page.wait_for_selector("#search-results li a")
    assert LESSON in (page.locator("#search-results li a").first.get_attribute("href") or "")
    assert asked == []


def test_search_shows_the_text_of_a_page_without_buttons_and_raw_formulas(browser: Browser, site: Path) -> None:
    page, _ = open_page(browser)
    page.goto((site / "search.html").as_uri())
    html = (
        '<main role="main"><p>Contents</p><article><p>of <span class="math">\\(T_y\\)</span> beams</p></article></main>'
    )
    assert page.evaluate("html => Search.htmlToText(html)", html).strip() == "of \u2026 beams"


def test_the_sheet_of_notation_has_two_printed_pages(browser: Browser, site: Path) -> None:
    page, _ = open_page(browser)
    page.goto((site / SHEET).as_uri())
    page.wait_for_function(f"{TYPESET} > 40")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 2
