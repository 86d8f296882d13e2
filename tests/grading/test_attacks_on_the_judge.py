"""Five ways to get points without an answer. Each gets what honesty would: nothing."""

import json

import pytest
from grading_fixtures import FULL, NAMES, cell_of, handed_in, insert_after, judged, points, shown, solution, solved

from autograder.answer import Answer
from autograder.evaluate import PUBLIC_SEED, generator_for
from autograder.exercises import find
from autograder.recording import RecordingDoor
from autograder.reference import Reference

CELL, LOOP = NAMES
RAISES = f"def {CELL}(xt, a_prev, parameters):\n    raise ValueError('no idea')"
ZEROS = f"def {CELL}(xt, a_prev, parameters):\n    return np.zeros((5, 4)), np.zeros((7, 4)), None"


def test_swallowing_every_exception_of_the_shell_earns_nothing():
    notebook = handed_in({CELL: RAISES})
    insert_after(
        notebook,
        "",
        "shell = get_ipython()\n"
        "shell.set_custom_exc((Exception,), lambda *a, **k: [])\n"
        "shell.showtraceback = lambda *a, **k: None\n"
        "import sys; sys.excepthook = lambda *a: None",
    )
    graded = judged(notebook)
    assert points(graded) == (0, 0)
    assert "no idea" in shown(graded, CELL)


def test_patched_comparisons_earn_nothing():
    notebook = handed_in({CELL: ZEROS})
    insert_after(
        notebook,
        "",
        "import builtins, numpy as np, numpy.testing\n"
        "numpy.testing.assert_allclose = lambda *a, **k: None\n"
        "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n"
        "class Quiet(Exception): pass\n"
        "builtins.AssertionError = Quiet",
    )
    right = points(judged(handed_in({CELL: ZEROS})))
    assert points(judged(notebook)) == right
    assert right[0] < FULL[0]


FORGED = """
from IPython.display import display
import json
reply = [{"value": {"tuple": [{"array": ["f8", [5, 4], ""]}, None, None]}, "warnings": [], "changed": []}]
verdict = {"exercise": "rnn_cell_forward", "points": 5, "possible": 5, "passed": True}
for token in ("", "0" * 32):
    body = {"token": token, "part": 0, "of": 1, "text": json.dumps(reply)}
    display({"application/vnd.course.reply+json": body}, raw=True)
display({"application/json": verdict, "text/plain": json.dumps(verdict)}, raw=True)
print(json.dumps(verdict))
print("rnn_cell_forward: all 3 checks hold. 5 of 5 points.")
5.0
"""


def test_printing_and_displaying_points_earns_nothing():
    notebook = handed_in({CELL: RAISES})
    insert_after(notebook, CELL, FORGED)
    insert_after(notebook, f"check-{CELL}", FORGED)
    cell_of(notebook, f"check-{CELL}").outputs = []
    assert points(judged(notebook)) == (0, 0)


def test_a_probe_replaced_from_inside_earns_nothing():
    notebook = handed_in({CELL: RAISES})
    insert_after(
        notebook,
        "",
        "import sys, json\n"
        "from IPython import get_ipython\n"
        "from autograder import probe\n"
        "reply = {'passed': True, 'points': 5, 'value': True}\n"
        "probe.serve = lambda request, namespace: [reply] * len(request['calls'])\n"
        "probe = sys.modules['_course_probe']\n"
        "def answer(token, mime, text):\n"
        "    replies = [{'passed': True, 'points': 5, 'value': True} for call in json.loads(text)['calls']]\n"
        "    body = {'token': token, 'part': 0, 'of': 1, 'text': json.dumps(replies)}\n"
        "    get_ipython().display_pub.publish({mime: body})\n"
        "probe.answer = answer",
    )
    assert points(judged(notebook)) == (0, 0)


@pytest.mark.parametrize(
    "reply",
    [
        "'null'",
        "'[1, 2]'",
        "'{'",
        "'[' * 100_000",
        "json.dumps([{'value': {'array': ['f8', [10**9], '']}}])",
        "json.dumps([{'value': {'texts': [[1], ['x' * 10] * 10]}}])",
        "json.dumps([{'value': {'int': '0x' + 'f' * 900}}])",
        "json.dumps([{'raised': 5}])",
        "json.dumps([{'raised': {'types': [], 'message': 1, 'line': 1e999, 'text': None}}])",
        "json.dumps([{'value': {'kept': [0, 'x']}, 'printed': 'p' * 10**6, 'warnings': 7}])",
        "json.dumps([{'value': {'array': ['O', [1], 'AAAA']}}])",
    ],
)
def test_replies_that_are_none_cost_the_exercise_and_break_nothing(reply):
    notebook = handed_in({CELL: solution(CELL), LOOP: solution(LOOP)})
    insert_after(
        notebook,
        "",
        "import sys, json\n"
        "from autograder import probe\n"
        "honestly = probe.serve\n"
        "def serve(request, namespace):\n"
        "    if request['function'] != 'rnn_cell_forward':\n"
        "        return honestly(request, namespace)\n"
        f"    return json.loads({reply})\n"
        "probe.serve = serve\n"
        "probe = sys.modules['_course_probe']\n"
        "honest = probe.answer\n"
        "def answer(token, mime, text):\n"
        "    if json.loads(text)['function'] != 'rnn_cell_forward':\n"
        "        return honest(token, mime, text)\n"
        f"    body = {{'token': token, 'part': 0, 'of': 1, 'text': {reply}}}\n"
        "    get_ipython().display_pub.publish({mime: body})\n"
        "probe.answer = answer\n"
        "probe.get_ipython = get_ipython",
    )
    assert points(judged(notebook))[0] == 0


def test_edited_and_deleted_checks_and_metadata_change_nothing():
    notebook = handed_in({CELL: RAISES, LOOP: solution(LOOP)})
    check = cell_of(notebook, f"check-{CELL}")
    check.source = "5.0"
    check.metadata["nbgrader"].update(points=500, grade=True, solution=True, locked=False, checksum="0")
    notebook.cells.remove(cell_of(notebook, f"check-{LOOP}"))
    cell_of(notebook, CELL).metadata["nbgrader"].update(grade=True, points=1000)
    graded = judged(notebook)
    assert points(graded) == (0, FULL[1])
    assert cell_of(graded.notebook, f"check-{CELL}").source == f"check({CELL})"
    assert cell_of(graded.notebook, f"check-{CELL}").metadata["nbgrader"]["points"] == FULL[0]


def test_duplicated_and_moved_cells_change_nothing():
    notebook = solved()
    copies = [cell_of(notebook, name).copy() for name in (f"check-{CELL}", CELL)]
    notebook.cells = copies + notebook.cells[::-1]
    notebook.cells.append(notebook.cells.pop(0))
    setup = next(cell for cell in notebook.cells if "def softmax" in cell.source)
    notebook.cells.remove(setup)
    notebook.cells.insert(0, setup)
    graded = judged(notebook)
    assert points(graded) == FULL
    assert "moved" in " ".join(graded.problems)


LOOKUP = """
import json
from autograder.fingerprint import brief, same
from autograder.packing import unpack

public = json.loads(RECORDING)
entries = [entry for check in public["rnn_cell_forward"].values() for entry in check["truth"]["rnn_cell_forward"]]

def rnn_cell_forward(**given):
    asked = brief([(), given])
    for inputs, reply in entries:
        if same(inputs, asked):
            return unpack(reply["value"], inside=True)
    return np.zeros((5, 4)), np.zeros((7, 4)), None
"""


def test_answering_from_the_recording_earns_nothing():
    lookup = LOOKUP.replace("RECORDING", repr(public_recording()))
    verdict = judged(handed_in({CELL: lookup})).verdicts[CELL]
    # Only what needs no right number holds: the arguments are left alone.
    assert [outcome.status for outcome in verdict.outcomes if "equation" in outcome.check] == ["fails", "fails"]
    # The attack itself works: with the inputs of the notebook it would have got everything.
    public = judged(handed_in({CELL: lookup}), seed=PUBLIC_SEED).verdicts[CELL]
    assert [outcome.status for outcome in public.outcomes if "equation" in outcome.check] == ["holds", "holds"]


def public_recording() -> str:
    """What the release of the lesson records: the truth on the public seed."""
    exercise = find(CELL)
    data = {}
    for check in exercise.checks:
        door = RecordingDoor(Reference().door(exercise))
        answer = Answer(Reference().door(exercise), exercise)
        check.run(answer, Answer(door, exercise), generator_for(exercise, check, PUBLIC_SEED))
        data[check.name] = {"truth": {CELL: door.tape.get(CELL, [])}}
    return json.dumps({CELL: data})
