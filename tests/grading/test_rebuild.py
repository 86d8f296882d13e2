"""What is believed of a submission: the text of the cells to be written, and nothing else."""

import copy

import nbformat
import pytest
from grading_fixtures import (
    LESSON,
    NAMES,
    as_bytes,
    cell_of,
    handed_in,
    insert_after,
    marked,
    new_code_cell,
    new_markdown_cell,
    release,
    solution,
    solved,
    without_names,
)
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade

from autograder.grading.limits import Limits
from autograder.grading.notebook.rebuild import Rebuilt, rebuild
from autograder.grading.notebook.submitted import read_notebook
from autograder.grading.notebook.template import from_notebook

CELL, LOOP = NAMES


def rebuilt(notebook) -> Rebuilt:
    return rebuild(read_notebook(as_bytes(notebook), Limits()), from_notebook(release(), LESSON))


def order(result: Rebuilt) -> list[str]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id", cell.source[:12]) for cell in result.notebook.cells]


def test_an_honest_notebook_comes_out_as_it_went_in():
    result = rebuilt(solved())
    assert result.problems == ()
    assert [cell.source for cell in result.notebook.cells] == [cell.source for cell in solved().cells]


def test_the_result_is_a_valid_notebook_for_jupyter_and_nbgrader():
    notebook = solved()
    notebook.cells[0].metadata["nbgrader"] = {"schema_version": 99, "grade_id": 7}
    notebook.cells[1].metadata = {"nbgrader": {"grade_id": CELL, "grade": "yes"}}
    result = rebuilt(notebook)
    nbformat.validate(result.notebook)
    MetadataValidator().validate_nb(result.notebook)


def test_what_the_metadata_of_the_submission_says_is_not_believed():
    notebook = solved()
    cell_of(notebook, f"check-{CELL}").metadata["nbgrader"].update(points=999, locked=False, solution=True)
    notebook.metadata["kernelspec"] = {"name": "evil", "display_name": "", "language": "sh"}
    result = rebuilt(notebook)
    known = cell_of(result.notebook, f"check-{CELL}").metadata["nbgrader"]
    assert (known["points"], known["solution"], known["locked"]) == (5, False, True)
    assert result.notebook.metadata["kernelspec"]["name"] == "python3"


def test_a_locked_cell_has_the_text_of_the_course():
    notebook = solved()
    cell_of(notebook, f"check-{CELL}").source = "pass"
    result = rebuilt(notebook)
    assert cell_of(result.notebook, f"check-{CELL}").source == f"check({CELL})"
    assert result.problems == (f"The locked cell check-{CELL} was edited; the course's text counts.",)


def test_missing_cells_come_back_without_undoing_an_answer_elsewhere():
    notebook = solved()
    notebook.cells.remove(cell_of(notebook, CELL))
    notebook.cells.remove(cell_of(notebook, f"check-{LOOP}"))
    result = rebuilt(notebook)
    assert cell_of(result.notebook, CELL).source.startswith("#")
    assert cell_of(result.notebook, f"check-{LOOP}").source == f"check({LOOP})"
    assert len(result.problems) == 2


def test_of_several_cells_with_one_name_the_last_one_written_counts():
    notebook = solved()
    second = copy.deepcopy(cell_of(notebook, CELL))
    second.source = "# the better one"
    untouched = copy.deepcopy(cell_of(release(), CELL))
    notebook.cells += [second, untouched]
    result = rebuilt(notebook)
    assert cell_of(result.notebook, CELL).source == "# the better one"
    assert [cell.source for cell in result.notebook.cells].count(solution(CELL)) == 1
    assert sum(cell.metadata.get("nbgrader", {}).get("grade_id") == CELL for cell in result.notebook.cells) == 1


def test_moved_cells_return_to_the_order_of_the_course():
    notebook = solved()
    notebook.cells = notebook.cells[::-1]
    known = [name for name in order(rebuilt(notebook)) if name in order(rebuilt(solved()))[:0] or "rnn" in name]
    assert [name for name in known if not name.startswith("##")] == [CELL, f"check-{CELL}", LOOP, f"check-{LOOP}"]
    assert "moved" in " ".join(rebuilt(notebook).problems)


def test_the_learners_own_cells_stay_beside_their_neighbour_and_lose_their_metadata():
    notebook = insert_after(solved(), CELL, "helper = 1")
    notebook.cells[notebook.cells.index(cell_of(notebook, CELL)) + 1].metadata["tags"] = ["skip-execution"]
    result = rebuilt(notebook)
    position = order(result).index(CELL)
    assert order(result)[position + 1] == "helper = 1"
    assert result.notebook.cells[position + 1].metadata == {}


def test_a_renamed_cell_is_run_where_it_stands():
    notebook = solved()
    cell_of(notebook, CELL).metadata["nbgrader"]["grade_id"] = "mine"
    result = rebuilt(notebook)
    sources = [cell.source for cell in result.notebook.cells]
    assert sources.index(solution(CELL)) < sources.index(f"check({CELL})")


def test_an_answer_turned_into_prose_is_code_again():
    notebook = solved()
    position = notebook.cells.index(cell_of(notebook, CELL))
    notebook.cells[position] = marked(new_markdown_cell(solution(CELL)), CELL, solution=True, grade=True, points=1)
    result = rebuilt(notebook)
    assert cell_of(result.notebook, CELL).cell_type == "code"
    assert cell_of(result.notebook, CELL).source == solution(CELL)


def test_only_pictures_stay_attached_to_a_written_answer():
    notebook = handed_in(explanation="![](a.png)")
    good, bad = {"image/png": "AAAA"}, {"text/html": "<script>"}
    cell_of(notebook, "explain-memory").attachments = {"a.png": good, "b.html": bad, "c.png": {"image/png": '"><x'}}
    assert cell_of(rebuilt(notebook).notebook, "explain-memory").attachments == {"a.png": good}


def test_raw_cells_cannot_stand_in_a_page():
    notebook = solved()
    notebook.cells.append(nbformat.v4.new_raw_cell("<script>1</script>"))
    assert {cell.cell_type for cell in rebuilt(notebook).notebook.cells} == {"code", "markdown"}


def with_question(notebook):
    """Put the question before the answer, as the lessons do."""
    position = notebook.cells.index(cell_of(notebook, "explain-memory"))
    notebook.cells.insert(position, new_markdown_cell("**Explain it.** What does a remember?"))
    return notebook


def rebuilt_of(notebook, course):
    return rebuild(read_notebook(as_bytes(notebook), Limits()), from_notebook(course, LESSON))


def test_cells_that_lost_their_names_are_found_by_what_they_hold():
    notebook, course = with_question(solved()), with_question(release())
    cell_of(notebook, "explain-memory").source = "It is a sum over the past."
    named = rebuilt_of(notebook, course)
    nameless = rebuilt_of(without_names(notebook), course)
    assert [cell.source for cell in nameless.notebook.cells] == [cell.source for cell in named.notebook.cells]
    assert cell_of(nameless.notebook, "explain-memory").source == "It is a sum over the past."
    assert any("found by what they hold" in problem for problem in nameless.problems)


def test_a_written_answer_whose_cell_is_not_found_is_left_to_a_person():
    notebook, course = with_question(solved()), with_question(release())
    position = notebook.cells.index(cell_of(notebook, "explain-memory"))
    notebook.cells[position].source = "It is a sum."
    notebook.cells[position - 1].source = "Explain it (my own words): what does a remember?"
    result = rebuilt_of(without_names(notebook), course)
    answer = cell_of(result.notebook, "explain-memory")
    assert "was not found" in answer.source
    assert determine_grade(answer)[0] is None
    assert any(cell.source == "It is a sum." for cell in result.notebook.cells)
    nothing = with_question(solved())
    nothing.cells.remove(cell_of(nothing, "explain-memory"))
    assert determine_grade(cell_of(rebuilt_of(nothing, course).notebook, "explain-memory"))[0] == 0


@pytest.mark.parametrize("wrap", ["%%writefile cell.py\n{}", "```python\n{}\n```"])
def test_an_answer_that_would_not_run_where_it_stands_is_code_again(wrap):
    notebook = solved()
    cell_of(notebook, CELL).source = wrap.format(solution(CELL))
    result = rebuilt(notebook)
    assert cell_of(result.notebook, CELL).source.strip() == solution(CELL).strip()
    assert any("written to a file or is fenced" in problem for problem in result.problems)


def test_a_second_pass_changes_nothing():
    notebook = solved()
    notebook.cells.remove(cell_of(notebook, CELL))
    notebook.cells.append(new_code_cell("x = 1"))
    once = rebuilt(notebook).notebook
    assert [cell.source for cell in rebuilt(once).notebook.cells] == [cell.source for cell in once.cells]
