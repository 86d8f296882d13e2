"""The judge on honest and on unlucky submissions, wherever they run."""

import grading_fixtures as fixtures
from grading_fixtures import (
    FULL,
    NAMES,
    cell_of,
    handed_in,
    insert_after,
    judged,
    points,
    release,
    shown,
    solution,
    solved,
)

CELL, LOOP = NAMES
WRONG_CELL = solution(CELL).replace("Waa @ a_prev", "Waa.T @ a_prev")


def test_a_solved_notebook_gets_full_marks():
    graded = judged(solved())
    assert points(graded) == FULL
    assert graded.zeros == {}
    assert graded.problems == []


def test_an_untouched_notebook_gets_zero_and_nothing_but_not_attempted():
    graded = judged(handed_in())
    assert points(graded) == (0, 0)
    assert not any(verdict.attempted for verdict in graded.verdicts.values())
    assert graded.zeros == {}
    assert shown(graded, CELL).startswith(f"{CELL} is not written yet.")


def test_a_wrong_answer_gets_the_points_of_the_checks_that_hold_and_is_told_why():
    graded = judged(handed_in({CELL: WRONG_CELL}))
    verdict = graded.verdicts[CELL]
    assert 0 < verdict.points < verdict.possible
    assert points(graded)[0] == verdict.points
    assert "W_aa is transposed" in shown(graded, CELL)
    assert f"{verdict.points} of {verdict.possible} points" in shown(graded, CELL)


def test_the_mistake_of_one_exercise_is_charged_once():
    graded = judged(handed_in({CELL: WRONG_CELL, LOOP: solution(LOOP)}))
    assert points(graded)[0] < FULL[0]
    assert points(graded)[1] == FULL[1]


def test_a_name_used_again_further_down_does_no_harm():
    notebook = insert_after(solved(), f"check-{CELL}", f"{CELL} = 'now something else'\n")
    assert points(judged(notebook))[0] == FULL[0]


def test_a_helper_in_a_cell_of_the_learners_own_is_found():
    through_helper = f"{CELL} = with_helper"
    notebook = handed_in({CELL: through_helper, LOOP: solution(LOOP)})
    position = notebook.cells.index(cell_of(notebook, CELL))
    notebook.cells.insert(position, fixtures.new_code_cell(solution(CELL).replace(f"def {CELL}", "def with_helper")))
    assert points(judged(notebook)) == FULL


def test_an_answer_in_another_cell_than_the_one_for_it_counts():
    notebook = solved()
    first, second = cell_of(notebook, CELL), cell_of(notebook, LOOP)
    first.source = first.source + "\n\n" + second.source
    notebook.cells.remove(second)
    graded = judged(notebook)
    assert points(graded) == FULL
    assert graded.problems == [f"The cell {LOOP} is missing."]


def test_a_cell_that_ends_the_process_costs_its_exercise_alone():
    graded = judged(handed_in({CELL: solution(CELL) + "\nimport os; os._exit(3)", LOOP: solution(LOOP)}))
    assert points(graded) == (0, FULL[1])
    assert list(graded.zeros) == [CELL]
    assert "ended" in shown(graded, CELL)
    assert cell_of(graded.notebook, CELL).outputs[0].ename == "KernelLost"


def test_a_function_that_ends_the_process_costs_its_exercise_alone():
    deadly = f"def {CELL}(*args, **kwargs):\n    import os\n    os._exit(3)"
    graded = judged(handed_in({CELL: deadly, LOOP: solution(LOOP)}))
    assert points(graded) == (0, FULL[1])
    assert list(graded.zeros) == [CELL]


def test_a_loop_that_never_ends_is_told_so():
    endless = f"def {LOOP}(x, a0, parameters):\n    while True:\n        pass"
    graded = judged(handed_in({CELL: solution(CELL), LOOP: endless}), call_seconds=0.5, exercise_seconds=2)
    assert points(graded) == (FULL[0], 0)
    assert "took too long" in shown(graded, LOOP)
    assert graded.zeros == {}


def test_a_cell_that_never_ends_is_interrupted_and_the_rest_is_judged():
    graded = judged(insert_after(solved(), "", "while True: pass"), cell_seconds=1)
    assert points(graded) == FULL
    assert graded.notebook.cells[0].outputs[0].ename == "KeyboardInterrupt"


def test_a_cell_that_cannot_be_interrupted_is_ended_and_the_rest_is_judged():
    deaf = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    graded = judged(insert_after(solved(), "", deaf), cell_seconds=1, interrupt_seconds=1)
    assert points(graded) == FULL
    assert "did not stop" in " ".join(graded.problems)


def test_a_process_that_keeps_dying_ends_the_notebook_and_not_the_grader():
    notebook = solved()
    for _ in range(4):
        insert_after(notebook, "", "import os; os._exit(3)")
    graded = judged(notebook, restarts=2)
    assert points(graded) == (0, 0)
    assert set(graded.zeros) == set(NAMES)
    assert "lost 3 times" in graded.zeros[CELL]


def test_time_for_the_whole_notebook_is_bounded():
    notebook = insert_after(solved(), f"check-{CELL}", "import time\ntime.sleep(60)")
    graded = judged(notebook, notebook_seconds=3)
    assert points(graded) == (FULL[0], 0)
    assert "used up" in graded.zeros[LOOP]


def test_floods_of_output_are_cut_and_the_rest_is_judged():
    for flood in ("for i in range(4000): print(i, flush=True)", "print('x' * 30_000_000)"):
        graded = judged(insert_after(solved(), "", flood))
        assert points(graded) == FULL
        assert len(str(graded.notebook.cells[0].outputs)) < 3 * 2**20


def test_a_warning_on_the_way_takes_no_points():
    noisy = solution(CELL).replace("    a_next =", "    np.log(np.zeros(1))\n    a_next =")
    assert points(judged(handed_in({CELL: noisy})))[0] == FULL[0]


def test_plain_asserts_are_graded_the_nbgrader_way_and_said_not_to_be_proof():
    graded = judged(solved(with_assert=True), with_assert=True)
    assert graded.scores["plain"] == 2
    assert "tamper" in " ".join(graded.problems)
    notebook = insert_after(solved(with_assert=True), "", "rnn_forward = None")
    notebook = insert_after(notebook, f"check-{LOOP}", "rnn_forward = None")
    assert judged(notebook, with_assert=True).scores["plain"] == 0


def test_written_answers_wait_for_a_person_and_keep_their_text():
    graded = judged(handed_in(explanation="It forgets & it <forgives>."))
    assert graded.scores["explain-memory"] is None
    assert cell_of(graded.notebook, "explain-memory").source == "It forgets & it <forgives>."
    assert judged(handed_in()).scores["explain-memory"] == 0


def test_the_learners_printing_is_shown_with_the_verdict():
    printing = solution(CELL).replace("    a_next =", "    print('<b>here</b>')\n    a_next =")
    graded = judged(handed_in({CELL: printing}))
    (output,) = cell_of(graded.notebook, f"check-{CELL}").outputs
    assert "&lt;b&gt;here" in output.data["text/html"]


def test_what_can_change_no_score_is_not_run_and_a_changed_cell_is():
    figure, experiment = "print('a figure')", "after = 1\nprint('an experiment')"
    template = insert_after(insert_after(release(), "", figure), f"check-{LOOP}", experiment)
    notebook = insert_after(insert_after(solved(), "", figure), f"check-{LOOP}", experiment)
    graded = judged(notebook, course=template)
    assert points(graded) == FULL
    assert [cell.outputs for cell in graded.notebook.cells if cell.source in (figure, experiment)] == [[], []]
    next(cell for cell in notebook.cells if cell.source == figure).source += "  # mine"
    outputs = judged(notebook, course=template).notebook.cells[0].outputs
    assert outputs[0].text == "a figure\n"
