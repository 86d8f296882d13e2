"""The inbox of the door believes nothing of what it is sent."""

import json

import pytest
from autograder.grading.kernel_place import MIME, Inbox
from hypothesis import given
from hypothesis import strategies as st

from autograder import packing
from autograder.errors import ProtocolError

TOKEN = "t"


def part(**body):
    return {"content": {"data": {MIME: {"token": TOKEN} | body}}}


def test_parts_are_joined_in_their_order():
    inbox = Inbox(TOKEN, 1000)
    inbox.hear(part(part=1, of=2, text=": 1}]"))
    inbox.hear(part(part=0, of=2, text='[{"value"'))
    assert inbox.replies() == [{"value": 1}]


def test_a_reply_to_another_question_is_passed_over():
    inbox = Inbox(TOKEN, 1000)
    inbox.hear({"content": {"data": {MIME: {"token": "old", "part": 0, "of": 1, "text": "[{}]"}}}})
    with pytest.raises(ProtocolError, match="Nothing came back"):
        inbox.replies()


def test_a_reply_larger_than_the_bound_is_dropped():
    inbox = Inbox(TOKEN, 10)
    for number in range(20):
        inbox.hear(part(part=number, of=20, text="[" * 8))
    with pytest.raises(ProtocolError, match="More than"):
        inbox.replies()


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=3)


@given(st.lists(st.fixed_dictionaries({}, optional={"part": anything, "of": anything, "text": anything}), max_size=4))
def test_no_message_breaks_the_inbox(bodies):
    inbox = Inbox(TOKEN, 1000)
    for body in bodies:
        inbox.hear(part(**body))
    try:
        replies = inbox.replies()
    except ProtocolError:
        return
    assert all(isinstance(reply, dict) for reply in replies)


@pytest.mark.parametrize("content", [{}, {"data": 5}, {"data": {MIME: 5}}, {"data": {MIME: {"token": [1]}}}])
def test_messages_of_any_form_are_passed_over(content):
    inbox = Inbox(TOKEN, 1000)
    inbox.hear({"content": content})
    inbox.hear(part(part=0, of=1, text=json.dumps([{}])))
    assert inbox.replies() == [{}]


def test_texts_cannot_take_more_room_than_they_claim():
    long_and_many = ["x" * 2_000_000, *["y"] * 100_000]
    with pytest.raises(packing.PackError, match="too large"):
        packing.unpack({"texts": [[len(long_and_many)], long_and_many]})
