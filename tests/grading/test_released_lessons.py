"""Every released lesson: solved, it gets full marks; untouched, nothing, and nothing is called wrong."""

import pytest
from grading import places
from grading_fixtures import SEED, cell_of, solution

from autograder.authoring.notebooks import put_beside
from autograder.grading.files import work_folder
from autograder.grading.judge.judge import Graded, judge
from autograder.grading.lessons import Lessons
from autograder.grading.limits import Limits
from autograder.grading.notebook.submitted import submitted_cells
from autograder.grading.notebook.template import read_release
from autograder.reference import Reference

LESSONS = Lessons()


def graded(lesson, notebook, *, solved=False) -> Graded:
    with work_folder(LESSONS.release(lesson).parent) as folder:
        if solved:
            put_beside(lesson, folder)
        return judge(
            submitted_cells(notebook, Limits()),
            LESSONS.template(lesson),
            knowledge=Reference(),
            seed=SEED,
            start=places.start_in(folder),
        )


@pytest.mark.parametrize("lesson", LESSONS.names)
def test_a_solved_lesson_gets_full_marks(lesson):
    notebook = read_release(LESSONS.release(lesson))
    for exercise in LESSONS.template(lesson).exercises:
        cell_of(notebook, exercise.name).source = solution(exercise.name)
    result = graded(lesson, notebook, solved=True)
    assert {name: verdict.points for name, verdict in result.verdicts.items()} == {
        exercise.name: exercise.points for exercise in LESSONS.template(lesson).exercises
    }
    assert result.problems == []


@pytest.mark.parametrize("lesson", LESSONS.names)
def test_an_untouched_lesson_gets_nothing_and_nothing_is_called_wrong(lesson):
    result = graded(lesson, read_release(LESSONS.release(lesson)))
    assert result.score == 0
    assert not any(verdict.attempted for verdict in result.verdicts.values())
    assert result.zeros == {}
