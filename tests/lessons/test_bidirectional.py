"""What lesson 11 promises beyond the selftest: answers from outside, and the points that they earn."""

import inspect

import numpy as np
import pytest

from autograder.answer import Answer
from autograder.check import evaluate
from autograder.exercises import find
from autograder.exercises.bidirectional import birnn_forward
from autograder.exercises.bidirectional.forward import both
from autograder.reference import Reference
from solutions import backpropagation_through_time, bidirectional, gradient_checking, simple_rnn

SPANS, F1, REVERSE, FORWARD, BACKWARD = (
    inspect.getsource(getattr(bidirectional, name))
    for name in ("bio_to_spans", "span_f1", "reverse_padded", "birnn_forward", "birnn_backward")
)
WHOLE_REVERSE = "def reverse_padded(x, lengths):\n    return x[::-1]\n"
NO_REVERSE = "def reverse_padded(x, lengths):\n    return x + lengths.max()\n"
WRONG_CELL = inspect.getsource(simple_rnn.rnn_cell_forward).replace("np.tanh", "np.sin")
WRONG_LOOP = WRONG_CELL + inspect.getsource(simple_rnn.rnn_forward_masked)
WRONG_LOOP_BACK = inspect.getsource(gradient_checking.rnn_backward_masked).replace("da[t] + da_prev", "da[t]")
TURNED, JOINED = "reverse_padded(back, lengths)", "np.concatenate([ahead, reverse_padded(back, lengths)], axis=1)"
FLIPS = (("reverse_padded(x, lengths)", "x[::-1]"), (TURNED, "back[::-1]"))
FLIPS_BACK = (
    ("reverse_padded(da[:, n_a:], lengths)", "da[::-1, n_a:]"),
    ('reverse_padded(back["dx"], lengths)', 'back["dx"][::-1]'),
)
PRECISION = """
def span_f1(gold, pred):
    right = sum(span in g for g, p in zip(gold, pred) for span in p)
    return right / sum(map(len, pred)) if any(pred) else 1.0
"""
RECALL = """
def span_f1(gold, pred):
    right = sum(g == p for gs, ps in zip(gold, pred) for g, p in zip(gs, ps))
    return right / max(1, sum(len(gs) for gs in gold))
"""


def changed(source, *swaps):
    for old, new in swaps:
        assert old in source
        source = source.replace(old, new)
    return source


# One mistake costs the points of one check, however much follows from it: (exercise, points, source).
ANSWERS = {
    "the last word for the end": (
        "bio_to_spans",
        2,
        changed(
            SPANS,
            ("(t, t + 1, kind)", "(t, t, kind)"),
            ("== (t, kind)", "== (t - 1, kind)"),
            ("spans[-1][0], t + 1", "spans[-1][0], t"),
        ),
    ),
    "types cut to three letters": ("bio_to_spans", 2, changed(SPANS, ("tag[2:]", "tag[2:5]"))),
    "the last entity lost": (
        "bio_to_spans",
        2,
        changed(SPANS, ("return spans", "return [s for s in spans if s[1] < len(tags)]")),
    ),
    "B behind an entity goes on with it": (
        "bio_to_spans",
        2,
        changed(SPANS, ("not begins and spans and", "spans and")),
    ),
    "I behind O passed over": ("bio_to_spans", 2, changed(SPANS, ("        else:", "        elif begins:"))),
    "an end too early, and no I behind O": (
        "bio_to_spans",
        1,
        changed(
            SPANS,
            ("        else:", "        elif begins:"),
            ("return spans", "return [(a, b - 1, c) for a, b, c in spans]"),
        ),
    ),
    "no type": (
        "span_f1",
        1,
        changed(F1, ("len(set(there) & set(said))", "len({s[:2] for s in there} & {s[:2] for s in said})")),
    ),
    "0 for nothing at all": ("span_f1", 1, changed(F1, ("else 1.0", "else 0.0"))),
    "precision": (
        "span_f1",
        1,
        PRECISION,
    ),
    "the recall, and nothing there gives 0": ("span_f1", 0, RECALL),
    "x[::-1]": ("reverse_padded", 2, WHOLE_REVERSE),
    "x[::-1], a copy": ("reverse_padded", 2, changed(WHOLE_REVERSE, ("[::-1]", "[::-1].copy()"))),
    "zeros in the padding": (
        "reverse_padded",
        3,
        changed(REVERSE, ("axis=0)\n    ###", "axis=0) * (steps < lengths)[:, None]\n    ###")),
    ),
    "nothing at all": ("reverse_padded", 0, "def reverse_padded(x, lengths):\n    return x.copy()\n"),
    "written into x": (
        "reverse_padded",
        3,
        changed(REVERSE, ("return np.take", "x[:] = np.take"), ("axis=0)\n    ###", "axis=0)\n    return x\n    ###")),
    ),
    "a right network around x[::-1]": ("birnn_forward", 6, WHOLE_REVERSE + FORWARD),
    "a right network around no reversal": ("birnn_forward", 6, NO_REVERSE + FORWARD),
    "a right network around a wrong loop": ("birnn_forward", 6, WRONG_LOOP + FORWARD),
    "a right network around wrong parts": ("birnn_forward", 6, NO_REVERSE + WRONG_LOOP + FORWARD),
    "never turned back": ("birnn_forward", 5, changed(FORWARD, (TURNED, "back"))),
    "never turned back, around x[::-1]": ("birnn_forward", 5, WHOLE_REVERSE + changed(FORWARD, (TURNED, "back"))),
    "shared parameters": ("birnn_forward", 5, changed(FORWARD, ("a0, backward, mask", "a0, forward, mask"))),
    "shared parameters, and never turned back": (
        "birnn_forward",
        4,
        changed(FORWARD, ("a0, backward, mask", "a0, forward, mask"), (TURNED, "back")),
    ),
    "added": ("birnn_forward", 5, changed(FORWARD, (JOINED, f"ahead + {TURNED}"))),
    "joined along the batch": ("birnn_forward", 5, changed(FORWARD, ("axis=1", "axis=2"))),
    "turned whole": ("birnn_forward", 5, changed(FORWARD, *FLIPS)),
    "turned whole, around x[::-1]": ("birnn_forward", 5, WHOLE_REVERSE + changed(FORWARD, *FLIPS)),
    "turned whole and shared": (
        "birnn_forward",
        4,
        changed(FORWARD, *FLIPS, ("a0, backward, mask", "a0, forward, mask")),
    ),
    "columns of zeros taken for padding": (
        "birnn_forward",
        5,
        changed(FORWARD, ("np.arange(len(x))[:, np.newaxis] < lengths", "np.any(x != 0, axis=1)")),
    ),
    "caches exchanged": (
        "birnn_forward",
        5,
        changed(FORWARD, ("(caches, caches_back, lengths)", "(caches_back, caches, lengths)")),
    ),
    "shared parameters, and no cache": (
        "birnn_forward",
        4,
        changed(FORWARD, ("a0, backward, mask", "a0, forward, mask"), ("(caches, caches_back, lengths)", "None")),
    ),
    "written into x, which the cache holds": (
        "birnn_forward",
        5,
        changed(FORWARD, ("    return ", "    x[:] = reverse_padded(x, lengths)\n    return ")),
    ),
    "zeros in da taken for padding": (
        "birnn_backward",
        5,
        changed(BACKWARD, ("np.arange(len(da))[:, np.newaxis] < lengths", "np.any(da != 0, axis=1)")),
    ),
    "a right way back around x[::-1]": ("birnn_backward", 6, WHOLE_REVERSE + BACKWARD),
    "a right way back around a wrong loop": ("birnn_backward", 6, WRONG_LOOP_BACK + BACKWARD),
    "a right way back around wrong parts": ("birnn_backward", 6, NO_REVERSE + WRONG_LOOP_BACK + BACKWARD),
    "halves exchanged": (
        "birnn_backward",
        4,
        changed(BACKWARD, ("da[:, :n_a]", "da[:, :n]"), ("da[:, n_a:]", "da[:, :n_a]"), ("da[:, :n]", "da[:, n_a:]")),
    ),
    "da not turned": ("birnn_backward", 4, changed(BACKWARD, ("reverse_padded(da[:, n_a:], lengths)", "da[:, n_a:]"))),
    "dx of one direction": ("birnn_backward", 4, changed(BACKWARD, (' + reverse_padded(back["dx"], lengths)', ""))),
    "dx not turned": ("birnn_backward", 4, changed(BACKWARD, ('reverse_padded(back["dx"], lengths)', 'back["dx"]'))),
    "all turned whole": ("birnn_backward", 5, changed(BACKWARD, *FLIPS_BACK)),
    "all turned whole, around x[::-1]": ("birnn_backward", 5, WHOLE_REVERSE + changed(BACKWARD, *FLIPS_BACK)),
    "all turned whole, dx not turned": (
        "birnn_backward",
        3,
        changed(BACKWARD, *FLIPS_BACK, (' + back["dx"][::-1]', ' + back["dx"]')),
    ),
    "inline, da turned whole, dx of one direction": (
        "birnn_backward",
        3,
        changed(BACKWARD, *FLIPS_BACK, (' + back["dx"][::-1]', "")),
    ),
}


def verdict(name, source, seed=None):
    namespace = {"np": np, **vars(simple_rnn), **vars(backpropagation_through_time), **vars(gradient_checking)}
    exec(SPANS + F1 + REVERSE + FORWARD + BACKWARD + source, namespace)
    return evaluate(name, namespace[name], seed=seed)


@pytest.mark.parametrize("shown", ["all", "due"])
def test_a_mistake_is_named_whether_or_not_more_gradients_are_returned(shown):
    """More keys make the transcript of an answer end after fewer calls than that of the known mistake."""
    source = changed(BACKWARD, ("reverse_padded(da[:, n_a:], lengths), caches_back", "da[::-1, n_a:], caches_back"))
    if shown == "all":
        source = changed(source, ("grads[0]", "ahead"), ("grads[1]", "back"))
    found = [each.misconception for each in verdict("birnn_backward", source).outcomes if each.status == "fails"]
    assert found == ["turns_all_of_da"]


def test_what_a_call_returns_is_not_what_the_call_before_returned():
    source = "found = []\ndef bio_to_spans(tags):\n    found.clear()\n    found.extend(right(tags))\n    return found\n"
    assert verdict("bio_to_spans", SPANS.replace("def bio_to_spans", "def right") + source).points == 2


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    assert verdict(name, source).points == points


def test_the_points_are_those_of_the_syllabus():
    points = [
        find(name).points for name in ("bio_to_spans", "span_f1", "reverse_padded", "birnn_forward", "birnn_backward")
    ]
    assert (points[0] + points[1], *points[2:]) == (5, 4, 6, 6)


@pytest.mark.parametrize(
    "promise",
    [
        both.every_padded_batch_is_read_right,
        both.each_direction_sees_its_own_side_alone,
        both.each_example_is_read_by_itself,
        both.more_padding_changes_nothing,
        both.its_inputs_are_left_alone,
    ],
    ids=lambda promise: promise.__name__,
)
def test_the_reference_keeps_every_promise_of_a_network_with_two_directions(promise):
    doors = [Reference().door(birnn_forward) for _ in range(2)]
    promise(*(Answer(door, birnn_forward) for door in doors), np.random.default_rng(4))


def test_turning_twice_changes_nothing():
    rng = np.random.default_rng(2)
    x, lengths = rng.standard_normal((6, 3, 5)), np.array([6, 0, 1, 4, 2])
    turned = bidirectional.reverse_padded(x, lengths)
    np.testing.assert_array_equal(bidirectional.reverse_padded(turned, lengths), x)
    assert not np.array_equal(turned, x)


def test_the_spans_of_a_sentence_by_hand():
    tags = ["I-PER", "O", "B-LOC", "I-LOC", "I-PER", "B-PER", "B-PER", "I-PER"]
    found = bidirectional.bio_to_spans(tags)
    assert found == [(0, 1, "PER"), (2, 4, "LOC"), (4, 5, "PER"), (5, 6, "PER"), (6, 8, "PER")]
    assert bidirectional.span_f1([found], [found[:3]]) == pytest.approx(2 * 3 / 8)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_both_directions_keep_the_dtype(dtype):
    rng = np.random.default_rng(1)
    shapes = {"Wax": (5, 3), "Waa": (5, 5), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}
    forward, backward = ({k: rng.standard_normal(v).astype(dtype) for k, v in shapes.items()} for _ in range(2))
    x, lengths = rng.standard_normal((6, 3, 4)).astype(dtype), np.array([6, 1, 3, 4])
    a, cache = bidirectional.birnn_forward(x, lengths, forward, backward)
    back = bidirectional.birnn_backward(a * (np.arange(6)[:, None] < lengths)[:, None], cache)
    arrays = [a, back["dx"], *back["forward"].values(), *back["backward"].values()]
    assert {each.dtype for each in arrays} == {np.dtype(dtype)}
