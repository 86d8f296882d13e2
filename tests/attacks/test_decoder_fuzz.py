"""Whatever comes back from a kernel is either read within bounds or refused by name; nothing else happens.

COURSE_FUZZ=N tries N examples of each property instead of a few hundred:
`COURSE_FUZZ=100000 pytest tests/attacks -k fuzz`.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
import threading

import numpy as np
import pytest
from autograder.grading.channel import GREETING, Channel, HungUp
from autograder.grading.kernel_place import MIME, Inbox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import packing, probe
from autograder.answer import Answer
from autograder.errors import CourseError, Mismatch, NotAttempted, ProtocolError
from autograder.exercises import find
from autograder.expect import expect_close
from autograder.grading import channel
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
@given(st.lists(st.tuples(plain | st.just(0), plain | st.just(1), plain | st.just("[{}]")), max_size=6))
def test_fuzz_an_inbox_gives_replies_or_refuses(parts):
    inbox = Inbox("token", 100)
    for part, of, text in parts:
        inbox.hear({"content": {"data": {MIME: {"token": "token", "part": part, "of": of, "text": text}}}})
    with contextlib.suppress(ProtocolError):
        assert all(isinstance(reply, dict) for reply in inbox.replies())


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


def frame(body: bytes, flags: int) -> bytes:
    return bytes([flags, len(body)]) + body


READY = frame(b"\x05READY\x0bSocket-Type\x00\x00\x00\x03PUB", 4)


@contextlib.contextmanager
def peer(said: bytes):
    """A channel to someone who says this and hangs up."""
    server = socket.create_server(("127.0.0.1", 0))

    def speak() -> None:
        with contextlib.suppress(OSError), server.accept()[0] as caller:
            caller.sendall(said)
            caller.shutdown(socket.SHUT_WR)
            while caller.recv(4096):
                pass

    thread = threading.Thread(target=speak)
    thread.start()
    try:
        with Channel(f"tcp://127.0.0.1:{server.getsockname()[1]}", "SUB") as connection:
            yield connection
    finally:
        thread.join()
        server.close()


def heard(said: bytes) -> list[list[bytes]]:
    messages = []
    with contextlib.suppress(HungUp, OSError), peer(said) as connection:
        while True:
            messages += connection.arrived()
    return messages


@settings(bounded, max_examples=max(60, bounded.max_examples // 10))
@given(st.binary(max_size=200), st.booleans())
def test_fuzz_a_channel_hears_messages_or_hangs_up(noise, greets):
    for message in heard((GREETING + READY if greets else b"") + noise):
        assert sum(map(len, message)) <= len(noise)


def test_a_channel_hears_whole_messages_and_passes_over_commands():
    said = (
        frame(b"a", 1)
        + frame(b"b", 0)
        + frame(b"\x04PING", 4)
        + struct.pack(">BQ", 2, 300)
        + bytes(300)
        + frame(b"c", 1)
    )
    assert heard(GREETING + READY + said) == [[b"a", b"b"], [bytes(300)]]


@pytest.mark.parametrize(
    "said",
    [
        struct.pack(">BQ", 2, 2**63),
        (struct.pack(">BQ", 3, 2**20) + bytes(2**20)) * 5,
        frame(b"", 1) * (channel.MESSAGE_FRAMES + 1),
        frame(b"\x04PING" + bytes(200), 4) * 2**15,
    ],
    ids=["a giant frame", "a giant message", "too many frames", "too many commands"],
)
def test_a_channel_hangs_up_on_a_message_without_bounds(said):
    with peer(GREETING + READY + said) as connection, pytest.raises(HungUp, match="larger"):
        list(iter(lambda: list(connection.arrived()), None))


def test_a_channel_leaves_a_stranger(monkeypatch):
    monkeypatch.setattr(channel, "PATIENCE_SECONDS", 0.3)
    with pytest.raises(HungUp, match="ZMTP"), peer(b"HTTP/1.1 200 OK\r\n" + bytes(100)):
        pass
    with pytest.raises((HungUp, OSError)), peer(b"\xff"):
        pass
