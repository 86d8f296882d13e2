"""Small changes of the text that make a check hold: what is told of them, and what they must not do."""

import ast
import re

import pytest

from autograder.check import evaluate
from autograder.locate import locate
from autograder.locate.edits import Text
from benchmarks import localization
from tests.locate.test_locate import CELL, answer

SUMS = """
    def sequence_cross_entropy(y_pred, y, mask):
        total, count = 0.0, 0
        for t in range(y.shape[0]):
            for i in range(y.shape[1]):
                if not mask[t, i]:
                    continue
                total -= np.log(max(y_pred[t, y[t, i], i], 1e-12))
                count += 1
        return total / count
"""
EARLY = """
    def sequence_cross_entropy(y_pred, y, mask):
        total, n = 0.0, 0
        for t in range(len(y)):
            for i in np.flatnonzero(mask[t]):
                total -= np.log(max(y_pred[t, y[t, i], i], 1e-12))
                n += 1
            return total / n
"""
PROFILE = """
    def gradient_norm_profile(dL_da_T, caches):
        da, norms = dL_da_T, [np.linalg.norm(dL_da_T)]
        for t in reversed(range(1, len(caches))):
            da = rnn_cell_backward(da, caches[t])
            norms.append(np.linalg.norm(da))
        return np.array(norms[::-1])
"""
SPANS = """
    def bio_to_spans(tags):
        spans = []
        for t, tag in enumerate(tags):
            if tag == "O":
                continue
            goes_on = tag[0] == "I" and spans and spans[-1][1] == t and spans[-1][2] == tag[2:]
            if goes_on:
                spans[-1] = (spans[-1][0], t + 1, tag[2:])
            else:
                spans.append((t, t + 1, tag[2:]))
        return spans
"""
HOMEMADE = CELL.replace(
    "yt_pred = softmax(scores)",
    "e = np.exp(scores - scores.max(axis=0))\n        yt_pred = e / e.sum(axis=1, keepdims=True)",
)


def judged(name, text):
    """Return the verdict on an answer, without the names of mistakes: trying these takes its time."""
    return evaluate(name, answer(name, text), knowledge=localization._Unnamed())


def located(name, text):
    return [outcome.location for outcome in judged(name, text).outcomes if outcome.status == "fails"]


@pytest.fixture(autouse=True)
def _some_time(_enough_time, monkeypatch):
    """Leave no time for what is found after all small changes were tried."""
    monkeypatch.setattr(locate, "SECONDS_FOR_A_CHECK", 3.0)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rnn_cell_forward", HOMEMADE, r"Line 6: `e.sum\(axis=1, keepdims=True\)` .*change `axis=1` in it"),
        ("sequence_cross_entropy", SUMS.replace("continue", "break"), "Line 6: `break` is where it goes wrong"),
        ("sequence_cross_entropy", EARLY, "Line 7: `return total / n` is where .* in the loop or after it"),
        ("sequence_cross_entropy", SUMS.replace("count += 1", "count + 1"), "Line 8: .* Nothing is done with what"),
        ("gradient_norm_profile", PROFILE, r"Line 4: `rnn_cell_backward\(da, caches.t.\)` .* where one part of it"),
        ("bio_to_spans", SPANS.replace("[1] == t", "[1] == t + 1"), r"Line 6: `t \+ 1`"),
        ("bio_to_spans", SPANS.replace("(t, t + 1, tag[2:])", "(t + 1, t, tag[2:])"), "Line 10: .*wrong order"),
    ],
)
def test_the_place_of_a_slip_is_told(name, text, says):
    told = located(name, text)[0]
    assert re.search(says, told)


def test_the_same_slip_at_two_places_is_told_once():
    text = """
    def gru_cell_forward(xt, c_prev, parameters):
        z = np.hstack([c_prev, xt])
        Gu = sigmoid(parameters["Wu"] @ z + parameters["bu"])
        Gr = sigmoid(parameters["Wr"] @ z + parameters["br"])
        c_tilde = np.tanh(parameters["Wc"] @ np.hstack([Gr * c_prev, xt]) + parameters["bc"])
        c = Gu * c_tilde + (1 - Gu) * c_prev
        return c, softmax(parameters["Wy"] @ c + parameters["by"]), (c, c_prev, c_tilde, Gu, Gr, xt, parameters)
    """
    assert "Line 2: `np.hstack([c_prev, xt])` is where it goes wrong. It is enough to change `np.hstack`" in str(
        located("gru_cell_forward", text)
    )


def test_a_name_that_is_wrong_twice_in_a_line_is_told_once():
    text = """
    def gru_cell_backward(dc_next, cache):
        c_next, c_prev, c_tilde, Gu, Gr, xt, p = cache
        n_a = len(c_prev)
        dzc = dc_next * Gu * (1 - c_tilde**2)
        dread = p["Wc"].T @ dzc
        dzu = dc_next * (c_tilde - c_prev) * Gu * (1 - Gu)
        dzr = dread[:n_a] * c_prev * Gu * (1 - Gu)
        back = p["Wu"].T @ dzu + p["Wr"].T @ dzr
        z, zr = np.vstack([c_prev, xt]), np.vstack([Gr * c_prev, xt])
        found = {"dxt": dread[n_a:] + back[n_a:], "dc_prev": dc_next * (1 - Gu) + dread[:n_a] * Gr + back[:n_a]}
        for name, dz, read in (("u", dzu, z), ("r", dzr, z), ("c", dzc, zr)):
            found["dW" + name], found["db" + name] = dz @ read.T, dz.sum(axis=1, keepdims=True)
        return found
    """
    assert "Line 7: `dzr = dread[:n_a] * c_prev * Gu * (1 - Gu)` is where it goes wrong" in str(
        located("gru_cell_backward", text)
    )


def test_what_a_cache_holds_is_looked_into_though_it_is_no_result():
    text = """
    def lstm_cell_forward(xt, a_prev, c_prev, parameters):
        joined = np.vstack([a_prev, xt])
        f, i, o = (sigmoid(parameters["W" + g] @ joined + parameters["b" + g]) for g in "fio")
        new = np.tanh(parameters["Wc"] @ joined + parameters["bc"])
        c_next = f * c_prev + i * new
        a_next = o * np.tanh(c_next)
        cache = (a_next, c_next, c_prev, a_prev, f, i, new, o, xt, parameters)
        return a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]), cache
    """
    assert "Line 7: `(a_next, c_next, c_prev, a_prev" in str(located("lstm_cell_forward", text))


def test_a_change_that_breaks_what_held_is_not_told():
    # Without its last line the function would leave a_prev alone, and return nothing.
    text = CELL.replace("return a_next", "a_prev[...] = 0\n        return a_next")
    told = located("rnn_cell_forward", text)
    assert told == ["Line 6: `a_prev[...] = 0` writes into a_prev, which belongs to the caller."] * len(told)


def test_a_change_that_loops_for_ever_is_stopped():
    text = """
    def count_parameters(n_x, n_a, n_y):
        n, k = 0, n_a
        while k > 0:
            n, k = n + n_a + n_x, k - 1
        return n + n_a + n_y * n_a
    """
    assert not judged("count_parameters", text).passed


def test_all_changes_can_be_undone():
    tree = ast.parse(SPANS.replace("\n    ", "\n"))
    before, text = ast.dump(tree), Text(tree, "bio_to_spans")
    edits = text.edits({"t": ((), "i"), "spans": "list"}, {}, {})
    assert len(edits) > 60
    for edit in edits:
        with text.changed(edit.changes):
            assert ast.dump(tree) != before
        assert ast.dump(tree) == before
