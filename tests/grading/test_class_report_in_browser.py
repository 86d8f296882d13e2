"""The class report in a browser: it fits a phone and paper, asks for nothing, and unfolds from the keyboard."""

import pytest
from browser import open_page
from class_results import results, save_cells, save_results, submission, unwritten, wrong

from autograder.grading.class_report.write import write_report

LONG = "x = " + " + ".join(f"a_long_name_{i}" for i in range(40))


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report with long names, long code and every section."""
    folder = tmp_path_factory.mktemp("report")
    name, exercise = "n" * 150, "an_exercise_with_a_name_that_is_as_long_as_names_get"
    save_cells(folder, "autograded", {exercise: LONG}, name)
    history = [{"score": 0, "possible": 2, "mistakes": {exercise: ["turns_it"]}}] * 2
    marked = {"cell": "c", "exercise": exercise, "auto": 1.0, "manual": 2.0, "extra": 0.0}
    long_way = wrong("g", location=f"Line 5: `{LONG[:300]}` is where it goes wrong.")
    long_way["signs"] = [["0.0.a", "value", "", None]]
    found = [
        submission(name, wrong(exercise, "turns_it"), long_way, history=history, by_hand=[marked]),
        submission("ben", wrong(exercise, "turns_it"), unwritten("g"), problems=["odd" * 50]),
        submission("cat", outcome="not graded", reason="z" * 150),
    ]
    return write_report(save_results(folder, results(*found, nothing_handed_in=[name]))).page


def test_it_fits_a_phone_runs_nothing_and_unfolds_from_the_keyboard(report):
    with open_page() as page:
        trouble, asked = [], []
        page.on("console", lambda said: trouble.append(said.text))
        page.on("request", lambda request: asked.append(request.url))
        for width in (390, 900):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(report.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (trouble, set(asked)) == ([], {report.as_uri()})
        folded = page.locator("details:has-text('ben')").first
        assert not folded.get_attribute("open")
        folded.locator("summary").focus()
        page.keyboard.press("Enter")
        assert folded.locator("p").is_visible()
