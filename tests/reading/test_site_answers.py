"""Nothing of an answer is on the learners' site: not in its text, not in what its cells show."""

import copy
import functools
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from site_browser import LESSON

from autograder.authoring.cells import checked_name, grade_id
from autograder.authoring.course import Course
from autograder.authoring.notebooks import released
from autograder.bugs import in_short
from autograder.exercises import all_exercises, judged
from autograder.hunt import Hunt
from autograder.reference import alternatives_to, reference_source
from autograder.site.answers import before, given_away, lines_of, telling
from autograder.site.pages import page

NAMES = Course().names()
LEAKED = new_output("stream", name="stdout", text="leaked")


@functools.cache
def read(name: str) -> NotebookNode:
    """A lesson as it is read, where each cell of its notebook would show the same words."""
    release = released(name)
    return page(name, release, {cell.id: [copy.deepcopy(LEAKED)] for cell in release.cells})


def given(name: str) -> str:
    """All that a learner is given in a lesson's notebook, its hunts left out."""
    cells = (cell for cell in released(name).cells if not isinstance(judged().get(grade_id(cell) or ""), Hunt))
    return "\n".join(cell.source for cell in cells)


def texts(site: Path) -> Iterator[tuple[Path, str]]:
    """The text of every page, without tags."""
    for path in site.rglob("*.html"):
        yield path, html.unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_lesson_gives_no_earlier_answer_away(name: str) -> None:
    shown = [cell.source for cell in read(name).cells]
    assert [given_away(source, before(name)) for source in shown if given_away(source, before(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_that_draws_holds_two_lines_of_an_answer_of_its_lesson(name: str) -> None:
    ours = [exercise for exercise in all_exercises().values() if exercise.lesson == name]
    drawing = [telling(cell.source) for cell in released(name).cells if cell.metadata.get("jupyter")]
    assert drawing
    assert [both for e in ours for lines in drawing if len(both := lines_of(e) & lines) > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_cells_of_learners_show_nothing_and_other_cells_what_came_of_them(name: str) -> None:
    cells = [cell for cell in read(name).cells if cell.cell_type == "code"]
    showing = {cell.id for cell in cells if cell.outputs}
    assert showing == {cell.id for cell in cells if grade_id(cell) is None and cell.id not in judged_ids(name)}


def judged_ids(name: str) -> set[str]:
    """The ids of the cells that are a learner's or a check's."""
    return {cell.id for cell in released(name).cells if grade_id(cell) or checked_name(cell)}


@pytest.mark.parametrize("name", NAMES)
def test_hunts_and_cells_for_answers_in_words_are_left_out(name: str) -> None:
    sources = "\n".join(cell.source for cell in read(name).cells)
    assert "bug = None" not in sources
    assert [hunt for hunt in judged() if f"def {hunt}(" in sources and isinstance(judged()[hunt], Hunt)] == []
    assert "YOUR ANSWER HERE" not in sources


def test_an_answer_with_a_line_changed_is_still_noticed() -> None:
    source = reference_source(all_exercises()["rnn_forward"]).replace("a_prev = a0", "a_prev = 0 * a0")
    assert given_away(source, all_exercises().values()) != []
    assert given_away("import numpy as np\nprint(np.zeros((3, 4)))\n", all_exercises().values()) == []


def test_no_line_of_any_answer_is_on_the_site_that_no_lesson_itself_gives(site: Path) -> None:
    # What the capstone asks for is a model; its function is one line, which the guide to it shows.
    exercises = [exercise for exercise in all_exercises().values() if exercise.name != "capstone_model"]
    sources = [reference_source(exercise) for exercise in exercises]
    sources += [each.source for exercise in exercises for each in alternatives_to(exercise).all]
    answers = {line for source in sources for line in telling(source)} - telling("\n".join(map(given, NAMES)))
    assert len(answers) > 1000
    (lesson,) = (text for path, text in texts(site) if path.stem == LESSON)
    assert "raise NotImplementedError()" in telling(lesson), "lines of code are lines of the page as well"
    assert {path.name: found for path, text in texts(site) if (found := answers & telling(text))} == {}


def test_no_sentence_that_is_true_of_a_hunted_mistake_is_on_the_site(site: Path) -> None:
    pages = dict(texts(site))
    for hunt in (exercise for exercise in judged().values() if isinstance(exercise, Hunt)):
        for wrong in alternatives_to(hunt.of).all:
            true = in_short(wrong.says) if wrong.name in hunt.bugs else ""
            assert not true or [path for path, text in pages.items() if true in " ".join(text.split())] == [], true


def test_the_site_of_learners_has_no_cards_and_no_plan_and_offers_no_other_right_way(site: Path) -> None:
    assert not (site / "cards.html").exists()
    assert not (site / "guides" / "teaching" / "weeks.html").exists()
    assert not (site / "guides" / "authoring.html").exists()
    assert [path for path, text in texts(site) if "nother right way" in text] == []
