"""Replies that are within the bounds of one message, and would still take the trusted side's memory or its time."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from traced import peak_of

from autograder import diagnosis, fingerprint, packing
from autograder.answer import Answer
from autograder.diagnosis import Mistake, matching_mistakes
from autograder.errors import FormMismatch, ProtocolError
from autograder.evaluate import evaluate_behind
from autograder.exercises import find
from autograder.grading.judge.allowance import Allowance
from autograder.packing import PackError, unpack
from autograder.reference import Reference
from autograder.reply import Reply
from autograder.returned import Form

MIB = 2**20


def packed_array(code, *shape):
    size = int(np.prod(shape)) * np.dtype(code).itemsize
    return {"array": [code, list(shape), base64.b64encode(bytes(size)).decode()]}


class Says:
    """A door behind which every call gets the same reply."""

    def __init__(self, **reply):
        self.reply = reply

    def ask(self, request):
        return [self.reply for _ in request["calls"]]


# --------------------------------------------------------------------------------------------- one value


@pytest.mark.parametrize(
    "data",
    [
        {"texts": [[1001], [["x" * 2**20], *[""] * 1000]]},
        {"texts": [[1001], ["x" * 10_000, *[""] * 1000]]},
        {"array": ["f8", [2**40, 0], ""]},
        {"array": ["f8", [0, 2**40], ""]},
        packed_array("b1", 9 * MIB),
        10**400,
        {"int": hex(2**4000)},
        "x" * (packing.MAX_TEXT + 1),
    ],
    ids=["texts that are lists", "long among short", "no entries", "nor here", "bytes", "int", "int as text", "text"],
)
def test_what_takes_more_than_it_brings_is_refused(data):
    def tried():
        with pytest.raises(PackError):
            unpack(data)

    assert peak_of(tried) < 8


def test_texts_of_like_lengths_are_an_array():
    words = ["alpha", "be", "c"] * 50_000
    assert unpack({"texts": [[150_000], words]}).tolist() == words


@pytest.mark.parametrize("odd", [lambda i: {"float": float(i).hex()}, lambda i: {"tuple": [i, i]}])
def test_keys_whose_hashes_can_be_made_to_collide_are_few(odd):
    few = {"dict": [[odd(i), i] for i in range(packing.ODD_KEYS)]}
    assert len(unpack(few)) == packing.ODD_KEYS
    many = [odd(i) for i in range(packing.ODD_KEYS + 1)]
    for data in ({"dict": [[key, 1] for key in many]}, {"set": many}):
        with pytest.raises(PackError, match="keys"):
            unpack(data)


def test_words_and_numbers_are_as_many_keys_as_they_like():
    assert len(unpack({"dict": [[str(i), i] for i in range(20_000)]})) == 20_000
    assert len(unpack({"dict": [[i, str(i)] for i in range(20_000)]})) == 20_000


def test_what_comes_back_can_be_sent_back_and_is_not_kept_here():
    packing.forget_kept()
    for value in (2**packing.MAX_BITS - 1, -(2**packing.MAX_BITS) + 1, "x" * packing.MAX_TEXT):
        assert packing.pack(unpack(packing.pack(value))) == packing.pack(value)
    assert packing._kept == []


# --------------------------------------------------------------------------------------- one exercise


def replies_of(value, count):
    return [{"value": value} for _ in range(count)]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (packed_array("f8", 2**17), 65),
        (packed_array("b1", 2**17), 65),
        ({"texts": [[40], ["x" * 400] * 40]}, 1100),
        ({"dict": [["k", {"list": []}]] * 100}, 2000),
        ({"rng": ["0x1", "0x1", 0, 0]}, 34_000),
        (None, 500_000),
        ({"list": ["x" * 100_000]}, 700),
    ],
    ids=["arrays", "bytes", "texts", "containers", "generators", "nothing", "letters"],
)
def test_all_replies_of_an_exercise_share_one_allowance(value, count):
    allowance = Allowance(1_000_000, 64 * MIB)
    allowance.spend(replies_of(value, count // 4))
    with pytest.raises(ProtocolError, match="More came back"):
        allowance.spend(replies_of(value, count))


@pytest.mark.parametrize("data", [{"array": 5}, {"scalar": ["f8"]}, {"texts": [1, 2]}, {"array": ["f8", ["x"], ""]}])
def test_what_is_malformed_is_counted_like_anything_else(data):
    allowance = Allowance(100, MIB)
    allowance.spend(replies_of(data, 3))
    with pytest.raises(ProtocolError):
        allowance.spend(replies_of(data, 100))


@pytest.mark.parametrize("name", ["orthogonal_init", "sample", "capstone_model"])
def test_an_honest_exercise_takes_less_than_a_quarter_of_its_allowance(name):
    exercise, reference = find(name), Reference()
    door = Counted(reference.door(exercise))
    assert evaluate_behind(door, exercise, reference).passed
    assert door.heard > 0


class Counted:
    """Passes on what another door says, within a quarter of what an exercise may."""

    def __init__(self, door):
        self.door, self.allowance, self.heard = door, Allowance(250_000, 16 * MIB), 0

    def ask(self, request):
        replies = self.door.ask(request)
        self.allowance.spend(replies)
        self.heard += len(replies)
        return replies


# ------------------------------------------------------------------------------------------ diagnosis


def test_a_fingerprint_takes_little_more_than_its_value():
    many = np.ones(8 * MIB, dtype=np.bool_)
    assert peak_of(lambda: fingerprint.fingerprint(many)) < 16


def test_a_fingerprint_by_blocks_is_the_one_of_the_whole(monkeypatch):
    value = np.random.default_rng(0).normal(size=1000)
    value[[7, 700]] = np.nan, np.inf
    whole = fingerprint.fingerprint(value)
    monkeypatch.setattr(fingerprint, "BLOCK", 64)
    assert fingerprint.same(fingerprint.fingerprint(value), whole)
    value[999] += 1e-3
    assert not fingerprint.same(fingerprint.fingerprint(value), whole)


def test_only_answers_of_a_mistakes_size_are_held_against_mistakes():
    deep = {"dict": [[str(i), {"list": [1, 2, 3]}] for i in range(20_000)]}
    answer = Answer(Says(value=deep), find("rnn_cell_forward"))
    answer.attempt()
    assert fingerprint.values_in(list(answer.transcript)) < 5


def test_a_missing_key_names_few_of_many_others():
    form = Form.parse("f", {"dWax": "(n_a, n_x)"})
    with pytest.raises(FormMismatch) as caught:
        form.read({f"{i:06d}" + "x" * 1000: 1 for i in range(20_000)})
    assert len(str(caught.value)) + len(caught.value.cause) < 10_000


def test_no_pattern_is_made_of_a_key_that_came_back(monkeypatch):
    monkeypatch.setattr(diagnosis.re, "escape", lambda name: pytest.fail(f"a pattern of {name[:20]}"))
    wrong = fingerprint.fingerprint(np.arange(3.0))
    mistake = Mistake("m", "the bias is forgotten", [{"value": {"a": wrong, "b": fingerprint.fingerprint({})}}])
    hostile = {f"key{i}" * 1000: 1 for i in range(100)}
    transcript = [{"value": {"a": wrong, "b": fingerprint.fingerprint(hostile)}}]
    assert matching_mistakes(transcript, [mistake], part="a") == [mistake]


@pytest.mark.parametrize("kind", [KeyError, ValueError])
def test_what_is_said_of_a_check_is_short_whatever_came_back(kind):
    exercise = find("softmax")

    class Door:
        def ask(self, request):
            raise kind("x" * MIB)

    verdict = evaluate_behind(Door(), exercise, Reference())
    assert all(len(outcome.message) < 5_000 for outcome in verdict.outcomes)


def test_words_of_a_reply_that_are_none_are_not_written_out():
    nested = [[]]
    for _ in range(5000):
        nested = [nested]
    reply = Reply.read({"value": 1, "changed": [nested, "a"], "printed": nested})
    assert (reply.changed, reply.printed) == (("list", "a"), "list")
