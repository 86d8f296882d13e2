"""The probe and its codec: values survive the way there and back, and nothing malformed gets through."""

import contextlib
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import packing, probe
from autograder.course_function import CourseFunction
from autograder.reply import Reply

numbers = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=20)
arrays = hnp.arrays(
    dtype=st.sampled_from([np.float64, np.float32, np.int64, np.bool_, np.complex128]),
    shape=hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
values = st.recursive(
    numbers | arrays,
    lambda inner: (
        st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def same(one, other):
    if isinstance(one, (np.ndarray, np.generic)):
        return one.dtype == other.dtype and one.shape == other.shape and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and (one == other or one != one)


@given(values)
@settings(max_examples=150, deadline=None)
def test_a_value_survives_the_way_there_and_back_through_json(value):
    assert same(value, packing.unpack(json.loads(json.dumps(packing.pack(value)))))


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "array",
                    "scalar",
                    "tuple",
                    "list",
                    "dict",
                    "set",
                    "float",
                    "int",
                    "texts",
                    "kept",
                    "rng",
                    "function",
                    "x",
                ]
            ),
            inner,
            max_size=2,
        )
    ),
    max_leaves=10,
)


@given(json_data)
@settings(max_examples=400, deadline=None)
def test_malformed_data_raises_pack_error_and_nothing_else(data):
    with contextlib.suppress(packing.PackError):
        packing.unpack(data)


@pytest.mark.parametrize(
    "bomb",
    [
        {"array": ["f8", [2**40], ""]},
        {"array": ["f8", [2**62, 2**62], ""]},
        {"array": ["O", [1], ""]},
        {"array": ["f8", [-1], ""]},
        {"array": ["f8", [2], "AAAA"]},
        {"int": "f" * 10_000},
        {"function": ["f", "def f(): return 1", {"dict": []}]},
        {"tuple": [0] * (packing.MAX_ITEMS + 1)},
        "x" * (packing.MAX_BYTES + 1),
    ],
)
def test_bombs_and_code_are_refused(bomb):
    with pytest.raises(packing.PackError):
        packing.unpack(bomb)


def test_deep_nesting_is_refused_in_both_directions():
    deep = packed = 0
    for _ in range(100):
        deep, packed = [deep], {"list": [packed]}
    for refuse in (lambda: packing.pack(deep), lambda: packing.unpack(packed)):
        with pytest.raises(packing.PackError):
            refuse()


def test_a_generator_continues_where_it_was():
    rng = np.random.default_rng(3)
    rng.random(5)
    copy = packing.unpack(packing.pack(rng))
    np.testing.assert_array_equal(copy.random(4), rng.random(4))


def test_a_course_function_travels_as_source_with_its_arrays():
    def quadratic(theta):  # no annotations: this text is sent
        return theta @ A @ theta  # noqa: F821  # A is bound

    sent = packing.pack(CourseFunction(quadratic, {"A": 2 * np.eye(2)}))
    assert packing.unpack(json.loads(json.dumps(sent)), inside=True)(np.ones(2)) == 4.0


def call(function, *args, **kwargs):
    request = {"function": "f", "calls": [[packing.pack(args), packing.pack(kwargs)]], "first": True}
    return probe.serve(request, {"f": function})[0]


def test_no_function_comes_back():
    def identity(f):
        return f

    returned = packing.unpack(call(identity, CourseFunction(identity))["value"])
    assert isinstance(returned, packing.Kept)


def test_an_object_that_cannot_travel_is_found_again():
    class Cache:
        pass

    made = probe.serve({"function": "f", "calls": [[packing.pack(()), packing.pack({})]], "first": True}, {"f": Cache})
    kept = packing.unpack(made[0]["value"])
    assert kept.type_name == "Cache"
    request = {"function": "g", "calls": [[packing.pack((kept,)), packing.pack({})]]}
    assert probe.serve(request, {"g": lambda cache: type(cache).__name__})[0]["value"] == "Cache"


def test_a_changed_argument_is_named():
    def writes(a, b):
        b += 1
        return a

    assert call(writes, np.zeros(2), np.zeros(2))["changed"] == ["b"]
    assert call(lambda a: a + 1, np.zeros(2))["changed"] == []


def test_two_keys_that_lead_to_one_array_are_seen():
    zeros, both = np.zeros((2, 1)), np.zeros((2, 4))
    assert call(lambda: {"bi": zeros, "bf": zeros + 1, "bo": zeros[:1]})["twins"] == ["bi", "bo"]
    assert call(lambda: {"bi": both[:, ::2], "bo": both[:, 1::2], "n": 2})["twins"] == []
    assert call(lambda: (zeros, zeros))["twins"] == []


def test_a_view_of_a_changed_argument_is_seen():
    def view(a):
        a += 1
        return a[1:]

    def copy(a):
        a += 1
        return a.copy()

    assert call(view, np.zeros(3))["shares"] == ["a"]
    assert call(copy, np.zeros(3))["shares"] == []
    assert call(lambda a: a[1:], np.zeros(3))["shares"] == ["a"]


def test_warnings_and_prints_are_kept_from_the_page(capfd):
    def noisy(a):
        print("here", a)
        return np.exp(a)

    reply = call(noisy, np.array([1e4]))
    assert "overflow" in reply["warnings"][0]
    assert reply["printed"].startswith("here")
    assert capfd.readouterr() == ("", "")


def test_an_exception_tells_the_learners_own_line():
    def fails(a):
        b = a + 1
        return b @ np.zeros((7, 7))

    raised = call(fails, np.zeros((2, 2)))["raised"]
    assert (raised["types"][0], raised["line"]) == ("ValueError", 3)
    assert raised["text"] == "return b @ np.zeros((7, 7))"


def test_a_stand_in_takes_a_name_for_the_length_of_a_call():
    namespace = {"cell": lambda x: x}
    exec("def loop(x):\n    return cell(x)", namespace)

    def other(x):
        return x + 1

    request = {
        "function": "loop",
        "calls": [[packing.pack((1,)), packing.pack({})]],
        "stand_ins": {"cell": packing.pack(CourseFunction(other))},
    }
    assert probe.serve(request, namespace)[0]["value"] == 2
    assert namespace["cell"](1) == 1


def test_a_whole_number_too_long_to_travel_stays_where_it_is():
    assert packing.unpack(packing.pack(2**2900)) == 2**2900
    assert isinstance(packing.unpack(packing.pack(2**5000)), packing.Kept)


@pytest.mark.parametrize("few", [0, 10**6])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 3)), min_size=2, max_size=8))
@settings(max_examples=100, deadline=None)
def test_many_arrays_share_memory_where_a_pair_of_them_does(few, cuts):
    memories = [np.zeros(6) for _ in range(4)]
    parts = [memories[which][start::step] for which, start, step in cuts]
    one, other = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    before, probe.FEW_PAIRS = probe.FEW_PAIRS, few
    try:
        found = probe._share_memory(one, other)
    finally:
        probe.FEW_PAIRS = before
    assert found == any(np.may_share_memory(a, b) for a in one for b in other)


def test_what_no_file_can_hold_is_escaped_on_the_way_out():
    half = "\ud800 and \U0001f600"
    escaped = "\\ud800 and \U0001f600"
    assert packing.unpack(packing.pack({half: [half]})) == {escaped: [escaped]}
    assert packing.unpack(packing.pack(np.array([half]))).tolist() == [escaped]

    def raises(a):
        raise ValueError(half)

    reply = Reply.read(call(raises, 1))
    assert reply.raised is not None
    assert reply.raised.message == escaped
