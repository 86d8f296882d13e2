"""The notebook's own record of itself, edited."""

import copy

from attacks.hostile.attack import CELL, HONEST, LOOP, Family, after
from grading.grading_fixtures import cell_of, insert_after
from nbformat.v4 import new_code_cell, new_raw_cell

family = Family("edited cells and metadata")
CHECK = f"check-{LOOP}"


def meta(notebook, name):
    return cell_of(notebook, name).metadata["nbgrader"]


@family()
def the_check_is_edited_and_worth_more(notebook, folder):
    cell_of(notebook, CHECK).source = "pass"
    meta(notebook, CHECK).update(points=500, checksum="0")


@family()
def every_cell_gives_points(notebook, folder):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            known = cell.metadata.get("nbgrader", {"grade_id": f"new-{len(cell.source)}", "schema_version": 3})
            cell.metadata["nbgrader"] = {**known, "grade": True, "points": 1000, "solution": False, "locked": False}


@family()
def the_check_stands_there_three_times(notebook, folder):
    for _ in range(2):
        double = copy.deepcopy(cell_of(notebook, CHECK))
        double.source, double.id = "6.0", "double"
        notebook.cells.append(double)


@family()
def the_solved_cell_stands_there_twice_with_the_id_of_the_other(notebook, folder):
    double = copy.deepcopy(cell_of(notebook, CELL))
    double.metadata["nbgrader"]["grade_id"] = LOOP
    notebook.cells.append(double)


@family()
def the_checks_are_deleted(notebook, folder):
    for name in (CELL, LOOP):
        notebook.cells.remove(cell_of(notebook, f"check-{name}"))


@family()
def all_cells_stand_in_reverse(notebook, folder):
    setup = next(cell for cell in notebook.cells if "def softmax" in cell.source)
    notebook.cells.remove(setup)
    notebook.cells = [setup, *notebook.cells[::-1]]


@family()
def the_cells_are_merged_into_one(notebook, folder):
    cell_of(notebook, CELL).source += "\n\n" + cell_of(notebook, LOOP).source + "\n6.0"
    notebook.cells.remove(cell_of(notebook, LOOP))


@family(points=(0, 0))  # the text of each stands in the place of the other
def the_ids_of_the_two_exercises_are_exchanged(notebook, folder):
    one, other = meta(notebook, CELL), meta(notebook, LOOP)
    one["grade_id"], other["grade_id"] = LOOP, CELL
    one, other = meta(notebook, f"check-{CELL}"), meta(notebook, CHECK)
    one["grade_id"], other["grade_id"] = CHECK, f"check-{CELL}"


@family()
def the_schema_is_none_that_exists(notebook, folder):
    meta(notebook, CELL)["schema_version"] = "<b>99</b>"
    meta(notebook, LOOP)["schema_version"] = None
    meta(notebook, CHECK).update(schema_version=-1, points="many", cell_type=["code"])


@family()
def metadata_of_wrong_types(notebook, folder):
    cell_of(notebook, CHECK).metadata["nbgrader"] = [1, 2]
    cell_of(notebook, f"check-{CELL}").metadata["nbgrader"]["grade_id"] = {"a": 1}
    notebook.metadata["kernelspec"] = "bash"
    notebook.metadata["language_info"] = 5


@family()
def ids_are_long_doubled_and_no_text(notebook, folder):
    for cell in notebook.cells:
        cell["id"] = "../../" + "x" * 300
    notebook.cells[0]["id"] = "same"
    notebook.cells[1]["id"] = "same"


@family()
def the_solution_is_no_code_any_more(notebook, folder):
    meta(notebook, LOOP)["cell_type"] = "markdown"
    cell_of(notebook, LOOP).cell_type = "markdown"


@family()
def a_cell_with_an_unknown_grade_id_gives_points(notebook, folder):
    known = {"grade": True, "points": 1000, "locked": True, "solution": False, "task": False, "schema_version": 3}
    cell = new_code_cell("1000")
    cell.metadata["nbgrader"] = {"grade_id": "bonus", "cell_type": "code", "checksum": "0", **known}
    notebook.cells.append(cell)


@family()
def the_kernelspec_names_another_interpreter(notebook, folder):
    notebook.metadata["kernelspec"] = {
        "name": "../../../tmp/evil",
        "display_name": "Python 3",
        "language": "bash",
        "argv": ["/bin/sh", "-c", "touch /tmp/planted_by_a_submission"],
    }
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": ".sh"}


@family()
def attachments_with_paths_and_pages(notebook, folder):
    cell = notebook.cells[0]
    cell["attachments"] = {
        "../../x.png": {"image/png": "AAAA"},
        "a": {"text/html": "<script>planted_by_a_submission()</script>"},
        "b": {"image/svg+xml": "<svg onload=planted_by_a_submission()>"},
    }
    cell.source = "![x](attachment:a) ![y](attachment:b) ![z](attachment:../../x.png)"


@family(points=HONEST)
def raw_cells_and_a_cell_that_says_it_is_graded_by_hand(notebook, folder):
    notebook.cells.insert(0, new_raw_cell("raise SystemExit"))
    known = meta(notebook, CHECK)
    known.update(solution=True, task=True, locked=False)
    insert_after(notebook, CHECK, "6.0")
    after(notebook, CELL, "6.0")
