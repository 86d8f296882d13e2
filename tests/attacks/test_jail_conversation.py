"""Whoever controls a learner's process controls its ends of both sockets: nothing that they send breaks the judge."""

import json
import resource
import time
import tracemalloc

import pytest
from jailed import forked, told

from autograder.door import TookTooLong
from autograder.errors import ProtocolError
from autograder.grading.jail.stream import read
from autograder.grading.judge.place import ProcessGone

ASK = {"function": "f", "calls": [[{"tuple": []}, {"dict": []}]]}
ENDS = """
import os, socket, stat, struct, threading, time
def unix_sockets():
    for name in os.listdir("/proc/self/fd"):
        try:
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode): yield int(name)
        except OSError: pass
def frame(text): return struct.pack(">I", len(text)) + text
def send_everywhere(data):
    for number in unix_sockets():
        try: sent = os.write(number, data)
        except OSError: continue
        give_up = time.monotonic() + 1
        while sent < len(data) and time.monotonic() < give_up:  # or a part of it would be all that is sent
            try: sent += os.write(number, data[sent:])
            except BlockingIOError: time.sleep(0.001)
            except OSError: break
"""


@pytest.fixture
def place():
    with forked() as place:
        assert told(place, ENDS) == ("", False)
        yield place


def asked(place, body, seconds=3.0):
    """Define the function behind the door, and ask it."""
    told(place, f"def f():\n    {body}")
    return place.ask(ASK, seconds=seconds)


def test_an_honest_function_is_asked(place):
    (reply,) = asked(place, "return 5")
    assert reply["value"] == {"int": "5"} or reply["value"] == 5


@pytest.mark.parametrize(
    "text", [b'{"number": NUMBER}', b'{"number": NUMBER, "replies": 5}', b'{"number": NUMBER, "replies": [5]}']
)
def test_replies_that_are_none_are_refused(place, text):
    # It is the fourth request: three cells came before, and the numbers are no secret.
    told(place, "1")
    with pytest.raises(ProtocolError):
        asked(place, f"send_everywhere(frame({text.replace(b'NUMBER', b'4')!r}))", seconds=20)
    assert told(place, "print('well')") == ("well\n", False)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[1, 2]",
        b"{",
        b"[" * 100_000,
        b"{}",
        b'{"number": NUMBER, "replies": [' + b"{}," * 300_000 + b"{}]}",
        b'{"number": NUMBER, "replies": ' + b"9" * 10_000 + b"}",
        b"\xff\xfe",
    ],
)
def test_messages_that_are_no_replies_are_passed_over(place, text):
    told(place, "1")
    (reply,) = asked(place, f"send_everywhere(frame({text.replace(b'NUMBER', b'4')!r}))\n    return 5", seconds=20)
    assert "value" in reply
    assert told(place, "print('well')") == ("well\n", False)


@pytest.mark.parametrize("text", [b"", b"{}", b'{"number": 0}'])
def test_a_flood_of_messages_that_are_no_replies_ends_the_process(place, text):
    with pytest.raises(ProcessGone, match="nobody had asked"):
        asked(place, f"[send_everywhere(frame({text!r})) for _ in range(5_000)]", seconds=20)


def test_replies_before_the_question_are_passed_over(place):
    told(place, 'for n in range(1, 100): send_everywhere(frame(b\'{"number": %d, "replies": [{}]}\' % (n % 3)))')
    (reply,) = asked(place, "return 5")
    assert "value" in reply


@pytest.mark.parametrize("size", [2**24 + 1, 2**32 - 1])
def test_a_reply_that_announces_too_much_ends_the_process(place, size):
    with pytest.raises(ProcessGone, match="More than 16 MiB"):
        asked(place, f"send_everywhere(struct.pack('>I', {size}))")


def test_half_a_reply_is_waited_for_no_longer_than_agreed(place):
    started = time.monotonic()
    with pytest.raises(ProtocolError):
        asked(place, "send_everywhere(struct.pack('>I', 1000)); time.sleep(100)", seconds=1)
    assert time.monotonic() - started < 20


def test_a_function_that_takes_too_long_is_interrupted(place):
    with pytest.raises(TookTooLong):
        asked(place, "time.sleep(100)", seconds=0.5)
    assert told(place, "print('well')") == ("well\n", False)


@pytest.mark.parametrize(
    "deed",
    [
        "os._exit(0)",
        "os.kill(os.getpid(), 9)",
        "os.closerange(0, 64)",
        "[os.close(n) for n in unix_sockets()]",
        "[socket.socket(fileno=n).shutdown(2) for n in unix_sockets()]",
    ],
)
def test_a_process_that_hangs_up_is_gone_at_once(place, deed):
    started = time.monotonic()
    assert told(place, deed)[1]
    assert time.monotonic() - started < 15


def test_a_cell_cannot_speak_for_another(place):
    words, _ = told(
        place,
        """
import json
for cell in ("1", "99", None, 5, [1]):
    message = {"msg_type": "stream", "content": {"name": "stdout", "text": "forged"}, "metadata": {}, "cell": cell}
    get_ipython().kernel.session.socket.sendall(frame(json.dumps(message).encode()))
print("own")
""",
    )
    assert words == "own\n"


@pytest.mark.parametrize(
    "flood",
    [
        "[send_everywhere(frame(b'{}')) for _ in range(100_000)]",
        "[send_everywhere(b'x') for _ in range(100_000)]",
        "send_everywhere(struct.pack('>I', 2**22 + 1) + b'x' * 2**22)",
        "[send_everywhere(frame(b'[' + b'{},' * 300_000 + b'{}]')) for _ in range(20)]",
        "for i in range(100_000): print('x' * 1000)",
        "for i in range(5_000): display(i)",
    ],
)
def test_floods_are_hung_up_on(place, flood):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told(place, flood, seconds=8)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 100
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


def test_words_after_a_flood_are_heard_again(place):
    told(place, "for i in range(100_000): print('x' * 1000)")
    assert told(place, "print('well')") == ("well\n", False)


def test_a_process_that_goes_on_talking_is_not_listened_to_for_ever(place):
    told(
        place,
        "end = get_ipython().kernel.session.socket.fileno()\n"
        "def talk():\n    while True:\n        try: os.write(end, b'x')\n        except OSError: return\n"
        "if os.fork() == 0:\n    talk()\n    os._exit(0)",
    )
    assert told(place, "print('well')") == ("well\n", False)


@pytest.mark.parametrize(
    "flood",
    [
        "for _ in range(300): send_everywhere(frame(b'{\"number\": 0}'))",
        "for _ in range(5): send_everywhere(frame(b'{\"number\": 0, \"x\": \"' + b'x' * 5_000_000 + b'\"}'))",
    ],
    ids=["many", "large"],
)
@pytest.mark.parametrize("ask", [True, False])
def test_answers_to_nobody_are_counted_while_a_cell_runs_and_while_a_call_is_made(place, flood, ask):
    def run(place, flood, seconds):
        place.run(flood, seconds=seconds, heard=lambda message: None)

    with pytest.raises(ProcessGone, match="what nobody had asked"):
        (asked if ask else run)(place, flood, seconds=20)


@pytest.mark.parametrize("junk", [b'"ab",' * 2_000_000 + b"1", b"300," * 3_000_000 + b"1"], ids=["texts", "numbers"])
def test_a_message_of_millions_of_small_things_is_not_read(junk):
    message = b'{"number": 1, "replies": [' + junk + b"]}"
    tracemalloc.start()
    try:
        assert read(message) == {}
        assert tracemalloc.get_traced_memory()[1] < 2 * len(message)
    finally:
        tracemalloc.stop()


def test_commas_in_what_a_cell_prints_are_no_things():
    said = {"content": {"text": '1,2,\\",' * 200_000}}
    assert read(json.dumps(said).encode()) == said


def test_a_message_in_another_encoding_is_none():
    assert read('{"number": 1}'.encode("utf-16")) == {}
