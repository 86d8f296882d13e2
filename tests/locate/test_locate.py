"""What is said of where an answer goes wrong, and when nothing is said."""

import inspect
import linecache
import re
import textwrap
import types

import numpy as np
import pytest

from autograder import report
from autograder.check import evaluate
from autograder.exercises import find
from autograder.reference import namespace_with


def answer(name, text):
    """Return an answer as if it stood in a notebook's cell, among the answers that came before."""
    text, label = textwrap.dedent(text).lstrip(), f"<cell {hash(text)}>"
    linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
    namespace = namespace_with(find(name), "") | {"np": np}
    function = namespace[name]
    namespace = function.__globals__ | {"np": np}
    exec(compile(text, label, "exec"), namespace)
    return namespace[name]


def located(name, text):
    return [outcome.location for outcome in evaluate(name, answer(name, text)).outcomes if outcome.status == "fails"]


CELL = """
    def rnn_cell_forward(xt, a_prev, parameters):
        z = parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"]
        a_next = np.tanh(z)
        scores = parameters["Wya"] @ a_next + parameters["by"]
        yt_pred = softmax(scores)
        return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
LOOP = """
    def rnn_forward(x, a0, parameters):
        a_prev, a, y_pred = a0, [], []
        for t in range(len(x)):
            a_prev, yt, _ = rnn_cell_forward(x[t], a_prev, parameters)
            a.append(a_prev)
            y_pred.append(yt)
        return np.stack(a), np.stack(y_pred), None
"""


@pytest.mark.parametrize(
    ("name", "text", "old", "new", "says"),
    [
        (
            "rnn_cell_forward",
            CELL,
            "np.tanh(z)",
            "np.sin(z)",
            r"Line 3: `np.sin\(z\)` is where it goes wrong; what it is",
        ),
        ("rnn_cell_forward", CELL, ' + parameters["ba"]', "", r"Line 2: `parameters\[.*xt` is a right value by itself"),
        ("rnn_cell_forward", CELL, "+ parameters", "- parameters", "Line 2: "),
        ("rnn_cell_forward", CELL, "softmax(scores)", "softmax(scores, axis=1)", "Line 5: .*change `axis=1` in it"),
        ("rnn_forward", LOOP, "= a0, [", "= a0 * 0, [", "Line 2: .*by itself would be right"),
        ("rnn_forward", LOOP, "x[t], a_prev", "x[0], a_prev", "Line 4: `x.0.` .*right the first time and wrong from"),
        ("rnn_forward", LOOP, "range(len(x))", "range(len(x))[::-1]", "Line 3: "),
    ],
)
def test_the_line_is_told_and_what_was_proven(name, text, old, new, says):
    told = located(name, text.replace(old, new, 1))[0]
    assert re.search(says, told)
    assert told.endswith("With the right value there, your whole function passes this check.")


def test_the_formula_is_never_told():
    told = located("rnn_cell_forward", CELL.replace("np.tanh(z)", "np.sin(z)"))
    assert "tanh" not in " ".join(told)


def test_of_two_faults_both_are_told():
    told = located("rnn_cell_forward", CELL.replace("np.tanh", "np.sin").replace("(scores)", "(scores, axis=1)"))
    assert told[0].startswith("Line 3: `np.sin(z)`")
    assert told[1].startswith("2 places are wrong. First, line 3: `np.sin(z)`")
    assert "Then, line 5: `softmax(scores, axis=1)`" in told[1]


def test_the_line_that_changes_an_argument_is_told():
    text = CELL.replace("a_next = np.tanh(z)", "a_next = np.tanh(z); a_prev += 1")
    assert "Line 3: `a_prev += 1` writes into a_prev, which belongs to the caller." in located("rnn_cell_forward", text)


@pytest.mark.parametrize(
    "writes",
    [
        'parameters["ba"], b = parameters["ba"] * 2, 1',
        'del parameters["by"]; z = z + 0',
        'parameters.pop("by"); z = z + 0',
    ],
)
def test_a_line_that_changes_a_dict_of_the_callers_is_told(writes):
    text = CELL.replace("a_next = np.tanh(z)", f"a_next = np.tanh(z); scores = 0; {writes}").replace(
        'scores = parameters["Wya"] @ a_next + parameters["by"]', "scores = z[:1] * 0"
    )
    told = [each for each in located("rnn_cell_forward", text) if "writes into" in each]
    assert told == [f"Line 3: `{writes.partition(';')[0]}` writes into parameters, which belongs to the caller."]


@pytest.mark.parametrize(
    "effect",
    ["open('x')", "plt.plot([1])", "np.save('x', z)", "input()", "import os", "global other", "exec('1')"],
)
def test_a_function_that_does_more_than_compute_is_not_run_again(effect):
    text = CELL.replace("a_next = np.tanh", f"if z is None: {effect}\n        a_next = np.sin")
    function = answer("rnn_cell_forward", text)
    function.__globals__["plt"] = types.ModuleType("matplotlib.pyplot")
    assert not any(outcome.location for outcome in evaluate("rnn_cell_forward", function).outcomes)


def test_what_is_printed_is_printed_as_often_as_without(capsys):
    verdict = evaluate("rnn_cell_forward", answer("rnn_cell_forward", CELL.replace("np.tanh(z)", "print('z') or z")))
    assert verdict.outcomes[0].location
    assert verdict.printed == "z\n"
    assert capsys.readouterr().out == ""


def test_numpys_own_random_numbers_go_on_where_they_were():
    np.random.seed(3)  # noqa: NPY002  # a learner may do so
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    assert any(located("rnn_cell_forward", CELL.replace("np.tanh", "np.sin")))
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_nothing_is_said_of_a_right_answer_or_of_one_without_text():
    assert located("rnn_cell_forward", CELL) == []
    function = answer("rnn_cell_forward", CELL.replace("np.tanh", "np.sin"))
    linecache.cache.pop(function.__code__.co_filename)
    assert not any(outcome.location for outcome in evaluate("rnn_cell_forward", function).outcomes)


def test_a_default_that_remembers_is_not_run_again():
    text = CELL.replace("parameters):", "parameters, seen=[]):").replace("np.tanh", "np.sin")
    assert not any(located("rnn_cell_forward", text))


def test_a_helper_of_the_learners_is_looked_into():
    helper = "def activation(z):\n    z = z + 0\n    return np.sin(z)\n\n\n"
    told = located("rnn_cell_forward", helper + textwrap.dedent(CELL).lstrip().replace("np.tanh(z)", "activation(z)"))
    assert told[0].startswith("Line 3 of activation: `np.sin(z)`")


def test_the_box_shows_code_as_code_and_nothing_of_it_as_markup():
    text = CELL.replace("np.tanh(z)", 'np.sin(z + ("<b>" == z))')
    verdict = evaluate("rnn_cell_forward", answer("rnn_cell_forward", text))
    page = report.as_html(verdict)
    assert "<code>np.sin(z + (&quot;&lt;b&gt;&quot; == z))</code>" in page
    assert verdict.outcomes[0].location in report.as_text(verdict)


def test_the_learners_function_and_names_are_as_before():
    function = answer("rnn_cell_forward", CELL.replace("np.tanh", "np.sin"))
    names = dict(function.__globals__)
    assert evaluate("rnn_cell_forward", function).outcomes[0].location
    assert function.__globals__ == names
    assert inspect.getsource(function)
