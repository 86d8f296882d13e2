"""Outputs within the bounds of one message, or of one cell, that would still take memory or time when they are kept."""

import json
import sys

import pytest

from autograder.grading.judge.learner import LearnersProcess
from autograder.grading.limits import MIB, Limits
from autograder.grading.notebook import outputs
from autograder.grading.notebook.outputs import CUT, OUTPUT_BYTES, Recorder, Room, clean_html, without_escapes


def message(kind, **content):
    return {"header": {"msg_type": kind}, "msg_type": kind, "content": content, "metadata": {}}


def recorded(*messages, most=2 * MIB, room=None):
    recorder = Recorder(most, room)
    for each in messages:
        recorder.hear(each)
    return recorder.outputs


def printed(text):
    return message("stream", name="stdout", text=text)


class Prints:
    """A place whose cells print a lot, each in one message."""

    def __init__(self, limits):
        pass

    def run(self, source, *, seconds, heard):
        heard(printed("x" * 1_900_000))
        return True

    def close(self):
        pass


def test_what_all_cells_print_is_bounded_together():
    with LearnersProcess(Prints, Limits()) as process:
        kept = [process.run("print()") for _ in range(60)]
    assert sum(len(json.dumps(each)) for each in kept) < 9 * MIB
    assert kept[0][0].text == "x" * 1_900_000
    assert kept[-1][0].text == CUT


def test_one_cell_that_prints_a_lot_leaves_room_for_the_others():
    room = Room(8 * MIB)
    recorded(*[printed("x" * MIB)] * 50, room=room)
    assert room.left == 6 * MIB
    assert [output.text for output in recorded(printed("fine"), room=room)] == ["fine"]


@pytest.mark.parametrize(
    "messages",
    [
        [message("display_data", data={"text/plain": "x"})] * 5000,
        [message("stream", name=name, text="x") for name in ("stdout", "stderr")] * 2500,
        [message("error", ename="", evalue="", traceback=[])] * 5000,
    ],
    ids=["displays", "streams by turns", "errors"],
)
def test_outputs_that_show_nearly_nothing_are_few(messages):
    assert len(recorded(*messages, most=MIB)) <= MIB // OUTPUT_BYTES + 2


def test_words_in_many_messages_are_joined_once():
    recorder = Recorder(MIB)
    for _ in range(2000):
        recorder.hear(printed("line\n"))
    assert len(recorder._words) == 2000
    assert [output.text for output in recorder.outputs] == ["line\n" * 2000]
    recorder.hear(printed("more"))
    assert recorder.outputs[0].text.endswith("line\nmore")


@pytest.mark.parametrize("text", ["<script>x</script>", "<x>" * 1000, "&" * 1000])
def test_cleaning_is_paid_for_even_where_nothing_is_left(text, monkeypatch):
    cleaned = []
    monkeypatch.setitem(outputs._FORMS, "text/html", lambda html: cleaned.append(html) or "")
    recorded(*[message("display_data", data={"text/html": text})] * 20_000, most=MIB)
    assert 0 < len(cleaned) <= MIB // (OUTPUT_BYTES + 5 * len(text)) + 1


def test_of_data_only_the_forms_that_are_shown_are_looked_at(monkeypatch):
    seen = []
    convert = outputs.text_of
    monkeypatch.setattr(outputs, "text_of", lambda value: (seen.append(1), convert(value))[1])
    junk = {f"application/x{i}": {} for i in range(50_000)}
    kept = recorded(message("display_data", data=junk | {"text/plain": "x"}, metadata=junk, transient=junk))
    assert len(seen) < 50
    assert (kept[0].data, kept[0].metadata) == ({"text/plain": "x"}, {})


def test_updates_of_a_display_show_nothing():
    assert (
        recorded(*[message("update_display_data", data={"text/plain": "x"}, transient={"display_id": "1"})] * 50) == []
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;5;4mblue\x1b[K", "blue"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b(B\x1bMup", "Bup"),
        ("\x1b\x1b[1mx\x1b", "x"),
        ("\x1b[" + "1;" * 5, ""),
    ],
)
def test_escape_sequences_are_cut(text, left):
    assert without_escapes(text) == left
    kept = recorded(printed("." + text), message("error", ename="E", evalue=text, traceback=[text]))
    assert (kept[0].text, kept[1].evalue, kept[1].traceback) == ("." + left, left, [left])
    assert "\x1b" not in json.dumps(kept)


@pytest.mark.parametrize("letters", ["\x1b", "\x1b[", "\x1b[0", "\x1b[0m", "\x1b]", "\x1b[0 ", "\x1b]x\x07"])
def test_escape_sequences_by_the_hundred_thousand_are_cut_at_once(letters):
    # Where time grew with the square, this would take hours.
    assert "\x1b" not in without_escapes(letters * 500_000 + "x")


def test_scripts_without_an_end_are_looked_for_once_in_a_large_picture():
    picture = '<img src="data:image/png;base64,' + "A" * 300_000 + '">'
    looks = 0

    class Text(str):
        def lower(self):
            return Lower(super().lower())

    class Lower(str):
        def find(self, *args):
            nonlocal looks
            looks += 1
            return super().find(*args)

    text = "<script " * 1900 + picture
    assert outputs._without_silent(Text(text)) == text
    assert looks <= 2
    assert clean_html(f"a{picture}b<SCRIPT>x</script >c").replace(picture, "P") == "aPbc"


def test_nested_brackets_of_a_style_are_shown_as_text():
    style = '<p style="color:' + "(" * 5 * sys.getrecursionlimit() + '">'
    assert clean_html(style).startswith("<p>(too much markup")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a<script>x</script>b", "ab"),
        ("a<style>x</style  >b<svg><script>y</script></svg>c", "abc"),
        ("a<script>x</script>b<script>y", "ab<script>y"),
        ("a<scripts>b", "a<scripts>b"),
        ("</script>a<script>b</style>", "</script>a<script>b</style>"),
    ],
)
def test_scripts_and_the_like_are_left_out_with_what_is_in_them(text, left):
    assert outputs._without_silent(text) == left
