"""Whatever comes back from a learner's process is either read within bounds or refused by name; nothing else happens.

COURSE_FUZZ=N tries N examples of each property instead of a few hundred:
`COURSE_FUZZ=100000 pytest tests/attacks -k fuzz`.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import packing, probe
from autograder.answer import Answer
from autograder.errors import CourseError, Mismatch, NotAttempted, ProtocolError
from autograder.exercises import find
from autograder.expect import expect_close
from autograder.grading.jail.conversation import Conversation, Displays
from autograder.grading.jail.inside.frames import framed
from autograder.grading.jail.stream import HungUp, Stream, TooLarge, read
from autograder.grading.judge.place import ProcessGone
from autograder.grading.limits import Limits
from autograder.grading.notebook.outputs import Recorder
from autograder.grading.notebook.submitted import Unreadable, read_notebook
from autograder.reply import Reply

bounded = settings(
    max_examples=int(os.environ.get("COURSE_FUZZ", "300")), deadline=None, suppress_health_check=list(HealthCheck)
)
KINDS = ["array", "scalar", "tuple", "list", "dict", "set", "float", "int", "texts", "kept", "rng", "function", "?"]
CODES = [*sorted(packing.DTYPES), "O", "V8", "U4", "M8", "f16"]

plain = (
    st.none() | st.booleans() | st.integers() | st.integers(-3, 9) | st.floats() | st.text(max_size=9) | st.just("AAAA")
)
arrays = st.tuples(
    st.sampled_from(CODES), st.lists(st.integers(-1, 2**70) | st.integers(0, 3), max_size=18), st.text(max_size=12)
).map(list)
anything = st.recursive(
    plain | arrays,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(KINDS), inner, max_size=2)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=25,
)
replies = st.fixed_dictionaries(
    {},
    optional={
        "value": anything | st.dictionaries(st.sampled_from(KINDS), anything | arrays, min_size=1, max_size=1),
        "raised": anything | st.fixed_dictionaries(dict.fromkeys(("types", "message", "line", "text"), anything)),
        "changed": anything,
        "shares": anything,
        "twins": anything,
        "warnings": anything,
        "printed": anything,
        "missing": anything,
    },
)


@bounded
@given(anything)
def test_fuzz_unpack_refuses_or_returns_what_fits_the_budget(data):
    with contextlib.suppress(packing.PackError):
        value = packing.unpack(data, budget=packing.Budget(1_000, 10**6))
        assert not callable(value)
        assert not isinstance(value, np.ndarray) or (value.nbytes <= 10**6 and value.dtype.hasobject is False)


@bounded
@given(replies)
def test_fuzz_a_reply_is_read_or_refused(packed):
    with contextlib.suppress(ProtocolError):
        reply = Reply.read(packed)
        assert len(reply.printed) <= probe.MAX_PRINTED
        assert len(reply.warnings) <= 5


@bounded
@given(st.lists(replies, min_size=1, max_size=1))
def test_fuzz_a_check_passes_judgement_on_any_reply(packed):
    class Door:
        def ask(self, request):
            return packed

    exercise = find("rnn_forward")
    with contextlib.suppress(Mismatch, NotAttempted, CourseError, ProtocolError):
        got = Answer(Door(), exercise)(x=np.ones(3), a0=np.ones(3), parameters={})
        expect_close("a", got, {"a": np.full((6, 5, 4), 0.123), "y_pred": None})
        pytest.fail("an arbitrary reply has passed for the secret numbers")


def test_an_exception_without_types_is_an_exception():
    reply = Reply.read({"raised": {"types": [], "message": "", "line": 1, "text": ""}})
    assert reply.raised.types == ("Exception",)


@bounded
@given(st.sampled_from(["stream", "display_data", "execute_result", "error", "clear_output", "x"]), anything)
def test_fuzz_outputs_are_kept_as_text_or_left_out(kind, content):
    recorder = Recorder(10_000)
    content = content if isinstance(content, dict) else {"data": content, "text": content, "name": content}
    recorder.hear({"header": {"msg_type": kind}, "msg_type": kind, "content": content, "metadata": {}})
    assert len(json.dumps(recorder.outputs)) < 30_000


@bounded
@given(anything | st.fixed_dictionaries({"nbformat": st.integers(1, 4), "cells": anything, "worksheets": anything}))
def test_fuzz_a_submitted_file_is_read_or_refused(notebook):
    with contextlib.suppress(Unreadable):
        for cell in read_notebook(json.dumps(notebook).encode(), Limits()):
            assert isinstance(cell.source, str)


class Nobody:
    """A process that is there as long as it says something."""

    def is_alive(self):
        return False

    def interrupt(self):
        pass

    def end(self):
        pass

    def close(self):
        pass


@contextlib.contextmanager
def said(data: bytes):
    """Our end of a socket, whose other end says this and hangs up."""
    ours, theirs = socket.socketpair()
    with ours:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            yield ours
        finally:
            theirs.close()


def heard(data: bytes, most_bytes: int = 1_000) -> list[bytes]:
    messages = []
    with said(data) as ours, contextlib.suppress(HungUp, TooLarge):
        stream = Stream(ours, most_bytes)
        while True:
            messages += stream.arrived()
    return messages


@bounded
@given(st.lists(st.binary(max_size=50), max_size=5), st.binary(max_size=200))
def test_fuzz_a_stream_hears_messages_or_hangs_up(messages, noise):
    whole = b"".join(struct.pack(">I", len(message)) + message for message in messages)
    assert heard(whole) == messages
    found = heard(whole + noise)
    assert sum(map(len, found)) <= len(whole + noise)
    assert all(isinstance(read(message), dict) for message in found)


@bounded
@given(anything)
def test_fuzz_a_message_is_a_dict_or_none(message):
    text = json.dumps(message).encode()
    assert read(text) == (json.loads(text) if isinstance(message, dict) else {})


@bounded
@given(anything | st.fixed_dictionaries({"number": st.just(1) | plain, "replies": anything}), st.binary(max_size=20))
def test_fuzz_a_request_is_answered_or_refused(message, noise):
    with said(framed(message) + noise) as ours, contextlib.suppress(ProtocolError, ProcessGone):
        replies = Conversation(ours, Nobody(), Limits()).ask({"function": "f", "calls": []}, seconds=1)
        assert all(isinstance(reply, dict) for reply in replies)


@bounded
@given(
    st.lists(
        st.fixed_dictionaries(
            {"cell": st.just("1") | plain, "msg_type": st.just("stream") | plain, "content": anything}
        )
        | anything,
        max_size=5,
    )
)
def test_fuzz_displays_are_passed_on_or_passed_over(messages):
    passed = []
    with said(b"".join(map(framed, messages))) as ours:
        Displays(Stream(ours, 10_000), "1", Limits(), passed.append).hear()
    for message in passed:
        assert isinstance(message["msg_type"], str)
        assert isinstance(message["content"], dict)


@pytest.mark.parametrize("size", [1_001, 2**32 - 1])
def test_a_stream_hangs_up_on_a_message_without_bounds(size):
    with said(struct.pack(">I", size) + bytes(100)) as ours, pytest.raises(TooLarge):
        Stream(ours, 1_000).arrived()


def test_a_stream_holds_no_more_than_a_message_and_what_was_read_with_its_end():
    with said(struct.pack(">I", 50_000) + bytes(50_000) + struct.pack(">I", 50_000) + bytes(100)) as ours:
        stream = Stream(ours, 50_000)
        while not (found := stream.arrived()):
            pass
    assert [len(message) for message in found] == [50_000]
    assert len(stream._unread) == 4 + 100


@pytest.mark.parametrize("opened", [b"{", b"["])
def test_a_message_of_brackets_alone_is_none(opened):
    assert read(opened * 300_000) == {}
    assert read(opened * 100_000) == {}
