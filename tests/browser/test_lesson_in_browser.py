"""A learner in JupyterLab: a wrong answer, the box that names the mistake, the right one, Validate; by keyboard too."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe import found_in
from grading.browser import open_page
from grading.grading_fixtures import solution
from lab_in_browser import LESSON, copy_of_the_course, keep_picture, lab, open_notebook
from playwright.sync_api import Locator, Page, expect

EXERCISE = "rnn_cell_forward"
MISTAKE = "W_aa is transposed"
FIGURE = "figures.rnn_cell()"
RIGHT = solution(EXERCISE)
WRONG = RIGHT.replace("Waa @ a_prev", "Waa.T @ a_prev")
ODD = RIGHT.replace("+ ba)", "+ 0.3 * ba)")  # no known mistake, so that the box says where to look


def shortened(path: Path) -> None:
    """Keep of a lesson what its first exercise needs: the first cells, a figure, the exercise, its check."""
    notebook = nbformat.read(path, as_version=4)
    known = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    exercise = known.index(EXERCISE)
    figure = next(place for place, cell in enumerate(notebook.cells) if FIGURE in cell.source)
    kept = [0, 1, 2, figure, exercise - 1, exercise, known.index(f"check-{EXERCISE}")]
    notebook.cells = [notebook.cells[place] for place in kept]
    path.chmod(0o644)
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_the_course(tmp_path_factory.mktemp("course"))
    shortened(root / "notebooks" / LESSON / f"{LESSON}.ipynb")
    return root


@pytest.fixture(scope="module")
def address(course: Path) -> Iterator[str]:
    with lab(course) as address:
        yield address


@pytest.fixture
def lesson(course: Path) -> str:
    """The path of the lesson that JupyterLab opens for a learner, as it was given."""
    place = "work" if (course / "work").exists() else "notebooks"
    path = f"{place}/{LESSON}/{LESSON}.ipynb"
    if place == "work":
        shutil.copy(course / "notebooks" / LESSON / f"{LESSON}.ipynb", course / path)
    return path


@pytest.fixture
def page() -> Iterator[Page]:
    with open_page() as page:
        yield page


def cell_with(page: Page, text: str) -> Locator:
    return page.locator(".jp-CodeCell").filter(has=page.locator(".jp-InputArea-editor", has_text=text))


def run_all(page: Page) -> None:
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def write(page: Page, text: str) -> None:
    """Replace what stands in the cell that is edited."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def box_of(page: Page) -> Locator:
    return page.locator(".jp-OutputArea .vd")


def test_a_learner_is_told_her_mistake_mends_it_and_validates(page: Page, address: str, lesson: str) -> None:
    open_notebook(page, address, lesson)
    cell_with(page, f"def {EXERCISE}").locator(".cm-content").click()
    write(page, WRONG)
    run_all(page)
    expect(box_of(page)).to_contain_text(MISTAKE, timeout=90_000)
    box_of(page).scroll_into_view_if_needed()
    keep_picture(page, "lesson_mistake")
    assert found_in(page, ".vd", ".jp-OutputArea figure") == []
    cell_with(page, f"def {EXERCISE}").locator(".cm-content").click()
    write(page, RIGHT)
    run_all(page)
    expect(box_of(page)).not_to_contain_text(MISTAKE, timeout=60_000)
    expect(box_of(page)).to_contain_text("all 3 checks hold")
    keep_picture(page, "lesson_right")
    page.get_by_role("button", name="Validate").first.click()
    expect(page.locator(".jp-Dialog")).to_contain_text("passes all the tests", timeout=90_000)
    keep_picture(page, "lesson_validated")


def test_a_lesson_can_be_worked_with_the_keyboard_alone(page: Page, address: str, lesson: str) -> None:
    open_notebook(page, address, lesson)
    press_until(page, "Tab", "!!document.activeElement.closest('.jp-Notebook')")
    go_to(page, f"def {EXERCISE}")
    page.keyboard.press("Enter")
    write(page, ODD)
    page.keyboard.press("Escape")
    cells = page.locator(".jp-Cell").count()
    for _ in range(cells):  # back to the top, then run cell by cell
        page.keyboard.press("ArrowUp")
    for _ in range(cells - 1):
        page.keyboard.press("Shift+Enter")
    page.keyboard.press("Control+Enter")  # the last one, without going on to a new cell
    expect(box_of(page)).to_contain_text("Where to look", timeout=90_000)
    press_until(page, "Tab", "document.activeElement.matches('.vd summary')")
    page.keyboard.press("Space")  # Enter would edit the cell
    expect(page.locator(".vd details").first).to_have_attribute("open", "")
    keep_picture(page, "lesson_by_keyboard")


def press_until(page: Page, key: str, reached: str) -> None:
    """Press a key, as a keyboard's user does, until what a script asks is so."""
    for _ in range(60):
        if page.evaluate(reached):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to where {reached}.")


def go_to(page: Page, text: str) -> None:
    """Go down, cell by cell, to the one that holds a text."""
    page.keyboard.press("Escape")
    for _ in range(page.locator(".jp-Cell").count()):
        if text in page.locator(".jp-Cell.jp-mod-active").inner_text():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"No cell with {text!r} is reached by the keys.")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_the_start_page_has_nothing_serious_against_it(page: Page, address: str, lesson: str, theme: str) -> None:
    open_notebook(page, address, f"{lesson.split('/')[0]}/start.ipynb")
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
    run_all(page)
    expect(page.locator(".jp-OutputArea meter").first).to_be_visible(timeout=90_000)
    keep_picture(page, f"start_{theme.split()[-1].lower()}")
    assert found_in(page, ".jp-RenderedHTMLCommon.jp-OutputArea-output") == []
