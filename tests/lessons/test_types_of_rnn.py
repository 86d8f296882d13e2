"""What lesson 05 promises beyond the selftest: answers from outside, and the points that they earn."""

import inspect

import numpy as np
import pytest

from autograder.check import evaluate
from autograder.exercises import find
from autograder.exercises.types_of_rnn.classify import TASKS
from solutions import types_of_rnn
from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward
from solutions.simple_rnn import rnn_cell_forward, rnn_forward
from solutions.types_of_rnn import classify_task, many_to_one_backward, many_to_one_forward

EARLIER = {
    "np": np,
    "softmax": softmax,
    "rnn_forward": rnn_forward,
    "rnn_backward": rnn_backward,
    "rnn_cell_forward": rnn_cell_forward,
}
NAMES = ("classify_task", "many_to_one_forward", "many_to_one_backward", "generate_one_to_many")
TYPES, FORWARD, BACKWARD, PLAY = (inspect.getsource(getattr(types_of_rnn, name)) for name in NAMES)
DRAW = "rng.choice(len(yt_pred), p=yt_pred[:, 0])"

WRONG_RNN_FORWARD = """
def rnn_forward(x, a0, parameters):
    a = np.cumsum(parameters["Wax"] @ x, axis=0) + a0
    return a, softmax(parameters["Wya"] @ a, axis=1), []
"""
RNN_FORWARD_WITH_OTHER_CACHES = """
def rnn_forward(x, a0, parameters):
    a = [a0]
    for xt in x:
        a.append(rnn_cell_forward(xt, a[-1], parameters)[0])
    a = np.array(a)
    return a[1:], softmax(parameters["Wya"] @ a[1:] + parameters["by"], axis=1), [x, a]
"""
SORTED = """
def many_to_one_forward(x, a0, parameters, lengths):
    order = np.argsort(-lengths, kind="stable")
    back = np.argsort(order)
    a, _, caches = rnn_forward(x[:, :, order], a0[:, order], parameters)
    a_last = a[lengths[order] - 1, :, np.arange(len(order))].T[:, back]
    return softmax(parameters["Wya"] @ a_last + parameters["by"]), a_last, {caches}
"""
WRONG_RNN_BACKWARD = """
def rnn_backward(da, caches):
    return {"dx": da[:, :1], "da0": da[0], "dWax": 0.0, "dWaa": 0.0, "dba": 0.0}
"""
WRONG_CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Waa"].T @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), None
"""

#: (exercise, points, source): a mistake costs its points once, and a wrong earlier function costs nothing.
ANSWERS: list[tuple[str, int, str]] = [
    ("classify_task", 3, TYPES.replace('("many-to-many", 9, 9)', '("many-to-one", 9, 1)')),
    ("classify_task", 3, TYPES.replace("return types[task]", "k, x, y = types[task]\n    return k, y, x")),
    (
        "classify_task",
        3,
        TYPES.replace("return types[task]", 'return tuple([types[task][0].replace("-", "_")]) + types[task][1:]'),
    ),
    ("classify_task", 0, 'def classify_task(task):\n    return "many-to-many", 7, 7'),
    ("classify_task", 0, 'def classify_task(task):\n    return "", 0, 0'),
    ("many_to_one_forward", 3, FORWARD.replace("a[lengths - 1, :, np.arange(len(lengths))].T", "a[-1]")),
    ("many_to_one_forward", 3, FORWARD.replace("lengths - 1", "lengths")),
    ("many_to_one_forward", 3, FORWARD.replace("a[lengths - 1, :, np.arange(len(lengths))].T", "a[lengths - 1]")),
    ("many_to_one_forward", 3, FORWARD.replace(' + parameters["by"]', "")),
    ("many_to_one_forward", 4, WRONG_RNN_FORWARD + FORWARD),
    ("many_to_one_forward", 3, WRONG_RNN_FORWARD + FORWARD.replace("lengths - 1", "lengths - 2")),
    ("many_to_one_forward", 3, FORWARD.replace("(x, a0,", "(x[::-1], a0,")),
    ("many_to_one_forward", 3, FORWARD.replace("(x, a0,", "(x, 0 * a0,")),
    ("many_to_one_forward", 3, FORWARD.replace("a_last, caches\n", "a_last, []\n")),
    ("many_to_one_forward", 3, WRONG_RNN_FORWARD + FORWARD.replace("a_last, caches\n", "a_last, []\n")),
    ("many_to_one_forward", 4, RNN_FORWARD_WITH_OTHER_CACHES + FORWARD),
    ("many_to_one_forward", 3, RNN_FORWARD_WITH_OTHER_CACHES + FORWARD.replace("caches\n", "caches[::-1]\n")),
    ("many_to_one_forward", 3, SORTED.format(caches="caches")),
    ("many_to_one_forward", 4, SORTED.format(caches="[(*(p[:, back] for p in c[:3]), c[3]) for c in caches]")),
    ("many_to_one_forward", 3, SORTED.format(caches="caches").replace("[:, back]", "")),
    ("many_to_one_forward", 0, "def many_to_one_forward(x, a0, parameters, lengths):\n    return a0, a0, None"),
    ("many_to_one_backward", 3, BACKWARD.replace("da[lengths - 1, :, np.arange(m)] = da_last.T", "da[-1] = da_last")),
    ("many_to_one_backward", 3, BACKWARD.replace("da[lengths - 1, :, np.arange(m)] = da_last.T", "da[:] = da_last")),
    ("many_to_one_backward", 3, BACKWARD.replace("lengths - 1", "lengths")),
    ("many_to_one_backward", 5, WRONG_RNN_BACKWARD + BACKWARD),
    ("many_to_one_backward", 0, WRONG_RNN_BACKWARD + BACKWARD.replace("lengths - 1", "lengths - 2")),
    ("generate_one_to_many", 3, PLAY.replace("xt[k] = 1", "xt = yt_pred")),
    ("generate_one_to_many", 3, PLAY.replace("(xt, a, ", "(xt, a0, ")),
    ("generate_one_to_many", 3, PLAY.replace("xt, a, drawn = x0", "xt, a, drawn = np.zeros_like(x0)")),
    ("generate_one_to_many", 3, PLAY.replace("= x0, a0", "= np.eye(len(x0))[:, [x0.argmax()]], a0")),
    ("generate_one_to_many", 3, WRONG_CELL + PLAY.replace("= x0, a0", "= np.eye(len(x0))[:, [x0.argmax()]], a0")),
    (
        "generate_one_to_many",
        3,
        PLAY.replace(
            "        a, yt", "        if not xt.any():\n            xt = np.eye(len(x0))[:, :1]\n        a, yt"
        ),
    ),
    ("generate_one_to_many", 4, PLAY.replace(DRAW, "int(yt_pred.argmax())")),
    ("generate_one_to_many", 4, PLAY.replace("rng.choice", "np.random.choice")),
    ("generate_one_to_many", 4, PLAY.replace("np.zeros_like(x0)", "x0; xt[:] = 0")),
    ("generate_one_to_many", 5, WRONG_CELL + PLAY),
    ("generate_one_to_many", 3, WRONG_CELL + PLAY.replace("(xt, a, ", "(xt, a0, ")),
    (
        "generate_one_to_many",
        0,
        "def generate_one_to_many(x0, a0, parameters, n_steps, rng):\n    return np.zeros(n_steps, int)",
    ),
]


def verdict(name, source):
    namespace = dict(EARLIER)
    exec(source, namespace)
    return evaluate(name, namespace[name])


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    assert verdict(name, source).points == points


def test_a_wrong_task_is_told_with_what_speaks_against_it_and_without_the_right_type():
    for task, (kind, *_) in {task: classify_task(task) for task in TASKS}.items():
        for other in {"one-to-one", "one-to-many", "many-to-one", "many-to-many", "encoder-decoder"} - {kind}:
            source = TYPES.replace(
                "return types[task]", f'return ("{other}", 2, 2) if task == "{task}" else types[task]'
            )
            (failed,) = [outcome for outcome in verdict("classify_task", source).outcomes if outcome.status != "holds"]
            assert failed.message.startswith(f"{task}: yours says '{other}'. ")
            assert failed.message.endswith((".", "?"))
            assert kind not in failed.message


def test_every_task_stands_in_the_docstring_with_the_steps_of_its_example():
    for task in TASKS:
        kind, T_x, T_y = classify_task(task)
        assert f'| "{task}" |' in classify_task.__doc__
        assert f'| "{kind}" |' in classify_task.__doc__
        assert (T_x == T_y) or kind != "many-to-many"
        assert (T_x > 1, T_y > 1) == {"one-to-one": (False, False), "one-to-many": (False, True)}.get(
            kind, (True, kind != "many-to-one")
        )
    assert len("quatre-vingt-dix-neuf") == classify_task("digits")[1]


def test_the_way_back_of_many_to_one_is_the_gradient_of_the_way_there():
    rng = np.random.default_rng(5)
    n_x, n_a, n_y, m, lengths = 3, 4, 2, 3, np.array([2, 5, 1])
    shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "ba": (n_a, 1), "Wya": (n_y, n_a), "by": (n_y, 1)}
    parameters = {name: 0.5 * rng.standard_normal(shape) for name, shape in shapes.items()}
    x, a0, da_last = rng.standard_normal((6, n_x, m)), rng.standard_normal((n_a, m)), rng.standard_normal((n_a, m))
    grads = many_to_one_backward(da_last, many_to_one_forward(x, a0, parameters, lengths)[2], lengths)

    def moved(name, way):
        eps = 1e-6
        new = {"x": x, "a0": a0, **parameters}
        new[name] = new[name] + eps * way
        _, a_last, _ = many_to_one_forward(new.pop("x"), new.pop("a0"), new, lengths)
        return np.sum(da_last * a_last)

    for name, grad in grads.items():
        way = rng.standard_normal(grad.shape)
        slope = (moved(name[1:], way) - moved(name[1:], -way)) / 2e-6
        assert slope == pytest.approx(np.sum(grad * way), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("draw", "passes"),
    [
        ("int((rng.random() > np.cumsum(yt_pred)[:-1]).sum())", True),
        ("int(np.argmax(np.log(yt_pred[:, 0] + 1e-300) + rng.gumbel(size=len(yt_pred))))", True),
        ("int(np.argmax(np.log(yt_pred[:, 0] + 1e-300) + rng.normal(size=len(yt_pred))))", False),
        ("int(yt_pred.argmax()) if rng.random() < 0.3 else int(rng.choice(len(yt_pred), p=yt_pred[:, 0]))", False),
    ],
)
def test_any_way_to_draw_will_do_that_draws_from_the_prediction(draw, passes):
    assert verdict("generate_one_to_many", PLAY.replace(DRAW, draw)).passed == passes


def test_who_runs_the_whole_tune_again_for_each_symbol_comes_to_an_end():
    source = """
def generate_one_to_many(x0, a0, parameters, n_steps, rng):
    inputs, drawn = [x0], []
    for _ in range(n_steps):
        _, y_pred, _ = rnn_forward(np.stack(inputs), a0, parameters)
        drawn.append(rng.choice(len(x0), p=y_pred[-1, :, 0]))
        inputs.append(np.eye(len(x0))[:, [drawn[-1]]])
    return np.array(drawn)
"""
    assert verdict("generate_one_to_many", source).passed


def test_the_points_are_those_of_the_lesson():
    assert [find(name).points for name in NAMES] == [4, 4, 5, 5]
