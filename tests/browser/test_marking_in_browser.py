"""An instructor in a browser: autograde, mark with the rubric beside the answer, comment, feedback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe import found_in
from grading.browser import open_page
from grading.grading_fixtures import solution
from lab_in_browser import LESSON, copy_of_the_course, keep_picture, lab
from nbgrader.api import Gradebook
from playwright.sync_api import Locator, Page, Route, expect

from autograder.exercises import judged
from autograder.grading import VARIABLE
from autograder.grading.books.gradebook import CourseFolder, quiet_nbgrader

QUESTION = "explain-same-letter"
ANSWERS = {
    "ana": "The difference enters by $W_{aa} a^{\\langle t-1 \\rangle}$; with $W_{aa} = 0$ it is **gone**.",
    "ben": "By the weights <img src=x onerror=\"document.title='ran'\">.",
}
COMMENT = "Say what is left: a model of *letter pairs*, $W_{aa} = 0$."
# The page's own names, and a sheet that would lie over all that is above it.
FORGED = (
    "<div class='given'>x</div><h2 id='not-saved'>x</h2><div class='modal fade in' style='display:block'>x</div>"
    "<div style='display:inline-block;margin:-9000px;width:9000px;height:9000px;background-color:white'>x</div>"
)
RUBRIC = "a function of the last letter alone"


def hand_in(course: Path, student: str, answer: str) -> None:
    """Hand in the lesson with all functions right and one question answered."""
    place = shutil.copytree(course / "notebooks" / LESSON, course / "submitted" / student / LESSON)
    notebook = nbformat.read(place / f"{LESSON}.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in judged() and judged()[name].lesson == LESSON:
            cell.source = solution(name)
        elif name == QUESTION:
            cell.source = answer
    own = f"from IPython.display import HTML, display\ndisplay(HTML({FORGED!r}))"
    notebook.cells.append(nbformat.v4.new_code_cell(own))
    nbformat.write(notebook, place / f"{LESSON}.ipynb")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook knows the lesson, with two submissions."""
    root = copy_of_the_course(tmp_path_factory.mktemp("course"))
    with CourseFolder(root) as folder:
        folder.add_lesson(LESSON, root / "notebooks" / LESSON / f"{LESSON}.ipynb")
    for student, answer in ANSWERS.items():
        hand_in(root, student, answer)
    return root


@pytest.fixture(scope="module")
def address(course: Path) -> Iterator[str]:
    with lab(course, **{VARIABLE: "none"}) as address:
        yield f"{address}/formgrader"


@pytest.fixture(scope="module")
def graded(course: Path, address: str) -> dict[str, str]:
    """The addresses of both submissions' pages, after the instructor has graded them by a click."""
    with open_page() as page:
        page.goto(f"{address}/manage_submissions/{LESSON}")
        for student in ANSWERS:
            row_of(page, student).locator(".autograde a").click()
            expect(page.locator(".modal").last).to_contain_text("Successfully autograded", timeout=90_000)
            page.locator(".modal.in .modal-footer button").click()
            expect(row_of(page, student)).to_contain_text("needs manual grading")
            expect(page.locator(".modal")).to_have_count(0)
        keep_picture(page, "formgrader_submissions")
    with quiet_nbgrader(), Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {student: gradebook.find_submission_notebook(LESSON, LESSON, student).id for student in ANSWERS}
    return {student: f"{address}/submissions/{identity}/" for student, identity in found.items()}


def row_of(page: Page, student: str) -> Locator:
    return page.locator("tbody tr").filter(has=page.locator(".student-id", has_text=student))


def answer_in(page: Page) -> Locator:
    return page.locator(".known").filter(has=page.locator(f"[id='{QUESTION}']"))


def give_again(page: Page, address: str) -> None:
    """Open another learner's page, and add the comment that was given before."""
    page.wait_for_load_state("networkidle")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    answer = answer_in(page)
    answer.get_by_label("Comments given before").select_option(COMMENT)
    with page.expect_response(lambda reply: "/api/comment/" in reply.url and reply.request.method == "PUT"):
        answer.get_by_role("button", name="Add to the comment").click()
    expect(answer.locator("textarea")).to_have_value(COMMENT)


def test_an_answer_is_marked_beside_its_rubric_and_the_learner_reads_it(
    graded: dict[str, str], course: Path, address: str
) -> None:
    asked: list[str] = []
    with open_page() as page:
        page.on("request", lambda request: asked.append(request.url))
        page.goto(graded["ana"])
        page.wait_for_load_state("networkidle")
        answer = answer_in(page)
        expect(answer.locator(".rubric")).to_contain_text(RUBRIC)
        expect(answer.locator("math").first).to_be_visible()
        expect(page.get_by_label("Answers that a person marks")).to_contain_text("not marked yet, 3 points")
        # By key: the page still scrolls to its first field, and what moves under the mouse is not clicked.
        answer.locator("summary", has_text="Figure").press("Space")
        expect(answer.locator(".figure img").first).to_be_visible()
        with page.expect_response(lambda reply: "/api/grade/" in reply.url and reply.request.method == "PUT"):
            answer.locator("input.score").fill("2.5")
            answer.locator("textarea").click()
        with page.expect_response(lambda reply: "/api/comment/" in reply.url and reply.request.method == "PUT"):
            answer.locator("textarea").fill(COMMENT)
            answer.locator("input.score").click()
        answer.scroll_into_view_if_needed()
        keep_picture(page, "formgrader_answer")
        assert found_in(page, ".about", ".rubric", ".to-mark", ".of-the-course") == []
        give_again(page, graded["ben"])
        assert page.title() != "ran"
        assert found_in(page, ".given") == []
        answer_in(page).scroll_into_view_if_needed()
        keep_picture(page, "formgrader_given_again")
        page.goto(f"{address}/manage_submissions/{LESSON}")
        row_of(page, "ana").locator(".generate-feedback a").click()
        expect(page.locator(".modal").last).to_contain_text("Successfully generated feedback", timeout=60_000)
        assert [url for url in asked if not url.startswith((address.rpartition("/")[0], "data:"))] == []
    read_feedback(course / "feedback" / "ana" / LESSON / f"{LESSON}.html")


def read_feedback(path: Path) -> None:
    """Read the learner's page: the points, the comment, no rubric."""
    with open_page() as page:
        page.goto(path.as_uri())
        expect(page.locator("h1")).to_have_text("02 The simple RNN, forward")
        part = page.locator("main section").filter(has_text="Explain it: the same letter")
        expect(part).to_contain_text("2.5 of 3 points")
        expect(part.locator(".comment")).to_contain_text("a model of letter pairs")
        assert part.locator(".comment math").count() == 1
        assert RUBRIC not in page.content()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            keep_picture(page, f"feedback_{scheme}", whole=True)
            assert found_in(page, "header", f"#{part.get_attribute('id')}", "#part-1") == []
        page.set_viewport_size({"width": 390, "height": 844})
        keep_picture(page, "feedback_phone")


def test_nothing_can_be_typed_before_it_would_be_written_over(graded: dict[str, str]) -> None:
    with open_page() as page:
        held: list[Route] = []
        page.route("**/api/grades*", lambda route: held.append(route))
        page.goto(graded["ben"])
        field = answer_in(page).locator("input.score")
        page.wait_for_timeout(500)
        expect(field).to_be_hidden()
        assert len(held) == 1
        held[0].continue_()
        expect(field).to_be_visible()


def test_an_output_neither_covers_the_page_nor_takes_the_place_of_its_parts(graded: dict[str, str]) -> None:
    with open_page() as page:
        page.goto(graded["ben"])
        field = answer_in(page).locator("input.score")
        field.click()
        page.locator(".to-mark a").first.click()
        assert page.locator(".output .given, .output #not-saved, .output .modal").count() == 0
        last = page.locator(".code_cell").last
        last.scroll_into_view_if_needed()
        above = last.evaluate("cell => document.elementFromPoint(300, cell.getBoundingClientRect().top - 60).outerHTML")
        assert "9000px" not in above
        keep_picture(page, "formgrader_forged")


def test_what_the_server_did_not_take_is_said_and_stays_in_its_field(graded: dict[str, str]) -> None:
    with open_page() as page:
        page.goto(graded["ben"])
        answer = answer_in(page)
        expect(answer.locator("input.score")).to_be_visible()
        page.route("**/api/grade/*", lambda route: route.abort())
        answer.locator("input.score").fill("1")
        answer.locator("textarea").click()
        expect(page.get_by_role("alert")).to_contain_text("Not saved")
        expect(answer.locator("input.score")).to_have_value("1")
        keep_picture(page, "formgrader_not_saved")


def test_a_score_that_is_out_of_bounds_is_not_changed_without_a_word(graded: dict[str, str]) -> None:
    with open_page() as page:
        page.goto(graded["ben"])
        answer = answer_in(page)
        page.route("**/api/grade/*", lambda route: route.abort())
        answer.locator("input.score").fill("99")
        answer.locator("textarea").click()
        expect(answer.get_by_role("alert")).to_contain_text("99 was typed")
        keep_picture(page, "formgrader_out_of_bounds")


def test_markup_that_has_got_through_runs_nothing_on_the_page_for_marking(graded: dict[str, str]) -> None:
    with open_page() as page:
        page.goto(graded["ben"])
        expect(answer_in(page).locator("input.score")).to_be_visible()
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror=\"document.title='ran'\">`);"
            "const script = document.createElement('script'); script.textContent = 'document.title=\"ran\"';"
            "document.body.append(script)"
        )
        page.wait_for_timeout(500)
        assert page.title() != "ran"
