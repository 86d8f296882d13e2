"""What may stand in a graded notebook, and on the pages made of it."""

import base64
import time

import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from autograder.grading.notebook.outputs import Recorder, clean_data, clean_html
from autograder.grading.pages.words import markdown2html
from autograder.grading.stock.configure import configure


def message(kind, **content):
    return {"header": {"msg_type": kind}, "msg_type": kind, "content": content, "metadata": {}}


def recorded(*messages, most=10_000):
    recorder = Recorder(most)
    for each in messages:
        recorder.hear(each)
    return recorder.outputs


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>@import 'http://x/alert(1)'</style>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<img src='data:text/html,<script>alert(1)</script>'>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_in_cleaned_html(text):
    cleaned = clean_html(text)
    assert "<script" not in cleaned
    assert "onerror=" not in cleaned.replace("&lt;", "<").partition("<img")[2]
    assert "javascript:" not in cleaned
    assert "<iframe" not in cleaned
    assert "<style" not in cleaned


def test_tables_and_pictures_stay():
    kept = '<table><tbody><tr><td>1</td></tr></tbody></table><img alt="a" src="data:image/png;base64,AAAA">'
    assert clean_html(kept) == kept


@pytest.mark.parametrize(
    "name", ["class='modal fade in'", "class=given", "id='not-saved'", "role=alert", "aria-label='Points for it'"]
)
def test_an_output_takes_neither_name_nor_look_of_the_page_that_it_is_on(name):
    assert clean_html(f"<div {name}>x</div>") == "<div>x</div>"
    assert "<h2>x</h2>" in markdown2html({}, f"<div {name}></div>\n\n## x")


def test_of_a_sound_its_words_stay_and_its_size_does_not_count():
    sound = "data:audio/wav;base64," + "QUJD" * 60_000
    page = f'<figure><audio controls src="{sound}">A tune.</audio><figcaption>Listen.</figcaption></figure>'
    assert clean_html(page) == "<figure>A tune.<figcaption>Listen.</figcaption></figure>"


def test_what_a_page_would_run_is_left_out_or_made_a_picture():
    assert clean_data({"application/javascript": "alert(1)"}) == {}
    assert clean_data({"image/png": '"><script>'}) == {}
    assert clean_data({"text/latex": "<script>"}) == {"text/latex": "&lt;script&gt;"}
    drawing = clean_data({"image/svg+xml": "<svg><script>alert(1)</script></svg>", "text/plain": "a figure"})
    assert drawing["text/html"].startswith('<img alt="A drawing" src="data:image/svg+xml;base64,')
    assert base64.b64decode(drawing["text/html"].split("base64,")[1][:-2]).startswith(b"<svg>")


@pytest.mark.parametrize(
    "content",
    [{}, {"data": None}, {"data": {"text/plain": 5}, "metadata": {}}, {"name": "stdout", "text": None}, {"data": [1]}],
)
def test_messages_that_are_none_are_passed_over(content):
    for kind in ("display_data", "stream", "error", "execute_result", "nonsense", "update_display_data"):
        for output in recorded(message(kind, **content)):
            assert output.output_type in ("stream", "error")


def test_outputs_are_kept_in_order_joined_and_cut():
    outputs = recorded(
        message("stream", name="stdout", text="a"),
        message("stream", name="stdout", text="b"),
        message("stream", name="stderr", text="c"),
        message("stream", name="stdout", text="d" * 20_000),
        message("stream", name="stdout", text="never"),
    )
    assert [output.text for output in outputs[:2]] == ["ab", "c"]
    assert len(outputs) == 3
    assert len(outputs[2].text) < 10_100
    assert outputs[2].text.endswith("was left out. ...")


def test_a_cleared_output_is_cleared():
    outputs = recorded(message("stream", name="stdout", text="a"), message("clear_output"))
    assert outputs == []


@pytest.mark.parametrize(
    "text", [*HOSTILE, "[x](javascript:alert(1))", "![x](javascript:alert(1))", "<javascript:alert(1)>"]
)
def test_nothing_runs_on_a_page_with_a_learners_markdown(text):
    config = Config()
    configure(config)
    # The filters alone: a page without those scripts of its own that the page for marking has.
    config.HTMLExporter.update({"template_name": "classic", "template_file": "index.html.j2", "preprocessors": []})
    shown = new_output("display_data", data={"text/markdown": text})
    notebook = new_notebook(cells=[new_markdown_cell(text), new_code_cell("1", outputs=[shown])])
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook)
    body = page[page.index("<body") :]
    assert "alert(1)</script>" not in body
    assert '="javascript:' not in body.lower()
    assert "onerror=alert" not in body


def test_markdown_is_shown_as_it_was_written():
    page = markdown2html({}, "# Title\n\nSome *text*, $a < b$ and `x < y`.\n\n| a |\n|---|\n| 1 |")
    assert "<a" not in page  # an anchor left open would make a link of all that follows
    assert "<em>text</em>" in page
    assert '<math display="inline" alttext="a &lt; b">' in page
    assert "<code>x &lt; y</code>" in page
    assert "<td>1</td>" in page


@pytest.mark.parametrize("text", ["<div>" * 20_000, "<script>" * 20_000, "<svg" * 20_000, "\\begin{a}" * 20_000])
def test_markup_that_would_take_minutes_to_clean_is_shown_as_text(text):
    started = time.monotonic()
    assert markdown2html({}, text).startswith("<p>(too much markup")
    clean_html(text)
    assert time.monotonic() - started < 5


def test_a_missing_attachment_is_left_out():
    assert "attachment" not in markdown2html({}, "![x](attachment:gone.png)")
