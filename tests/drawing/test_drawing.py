"""Every drawing: valid, accessible, themed, the same at every run, and nothing is cut off."""

import os
import re
import subprocess
import sys
from functools import cache
from io import BytesIO
from xml.etree import ElementTree as ET

import matplotlib.image
import numpy as np
import pytest
from matplotlib.text import Text

import figures
from figures.svg import figure_png, figure_svg

A = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
ROLL = [(62, 0, 2), (66, 2, 1), (69, 3, 3), (62, 6, 5)]
LABEL = 'a "figure" & <more>'
WORDS = ["a", "cat", "sat", "down"]
DRAWINGS = {
    "rnn_cell": figures.rnn_cell,
    "gru_cell": figures.gru_cell,
    "lstm_cell": figures.lstm_cell,
    "rnn_cell without prediction": lambda: figures.rnn_cell(prediction=False),
    "gru_cell without prediction": lambda: figures.gru_cell(prediction=False),
    "lstm_cell without prediction": lambda: figures.lstm_cell(prediction=False),
    "gru_cell without reset gate": lambda: figures.gru_cell(reset=False),
    "gru_cell with the candidate lit": lambda: figures.gru_cell_frames()[2],
    "gru_cell, a way back": lambda: figures.gru_way_frames()[2],
    "lstm_cell with the new memory lit": lambda: figures.lstm_cell_frames()[4],
    "unrolled": lambda: figures.unrolled(4, words=WORDS, targets=WORDS, activations=A),
    "unrolled beside its loop": lambda: figures.unrolled(3, folded=True),
    "unrolled forward": lambda: figures.unrolled(4, forward=2.6),
    "unrolled backward": lambda: figures.unrolled(4, words=WORDS, backward=3, norms=[1, 2, 3, 9], parameter="W_aa"),
    "unrolled backward, bias": lambda: figures.unrolled(3, backward=1.5, parameter="b", activations=A),
    "cell backward": lambda: figures.cell_backward_frames()[-1],
    "two terms": lambda: figures.two_terms_frames(3, words=WORDS)[2],
    "product and back": figures.product_and_back,
    "painted text": lambda: figures.painted_text(WORDS, [0.1, 2.0], prediction="5 %", title="painted"),
    **{kind: lambda kind=kind: figures.rnn_type(kind) for kind in figures.TYPES},
    "masked_steps": lambda: figures.masked_steps(
        [True, False, True], arriving=list("001"), gradients=list("4221"), adds=["adds 2", "adds nothing", "adds 1"]
    ),
    "masked_steps, the first part back": lambda: figures.masked_steps([False, True], returned=1),
    "text_streams": lambda: figures.text_streams([*"she sells"], m=2, k=3),
    "truncation_window": lambda: figures.truncation_window(8, k=3, loss=7, source=3),
    "written text": lambda: figures.written_text(["pay", "$5"], [[0.1, 0.0, -2.0], [1.0, 0.5]], title="written"),
    "truncation_window to the start": lambda: figures.truncation_window(4, k=4, loss=4),
    "chain_rule": lambda: figures.chain_rule(["it", "rains", "<EOS>"], [0.1, 0.5, 1.0], steps=2),
    "two_ways": lambda: figures.two_ways(4, words=WORDS, targets=WORDS),
    "two_ways, half read": lambda: figures.two_way_frames(3)[4],
    "two_ways, a gradient": lambda: figures.two_way_gradient(4, decision=2, words=WORDS),
    "scale of classics": lambda: figures.scale_of_classics(
        [
            figures.Ladder(
                "names", "bits", True, [("counts", [3.3]), ("RNN", [3.2, 3.18]), ("GRU", [3.17])], [3.3, 3.2], 3.4
            ),
            figures.Ladder("dates", "right", False, [("counts", [0.0]), ("RNN", [0.5, 0.9])], [0.01, 0.02, 0.9]),
        ]
    ),
    "error anatomy": lambda: figures.error_anatomy(
        [4.0, 3.0, 1.0], {"vowel": (0.6, 0.3), "other": (0.4, 0.7)}, np.array([0, 0.7, 0.9, 1]), others={"RNN": [4, 3]}
    ),
    "tagged sentences": lambda: figures.tagged_sentences(
        [
            figures.Sentence(WORDS, ["B-ORG", "I-ORG", "O", "O"], title="tagged"),
            figures.Sentence(WORDS, ["O"] * 4, [0.1, 2.0, 0.0, 1.0], asked=1),
        ]
    ),
    "tensor_block": lambda: figures.tensor_block(5, 2, 3),
    "tensor_slices": figures.tensor_slices,
    "heat_strip": lambda: figures.heat_strip(A, WORDS, title="activations"),
    "heat_strip, numbers": lambda: figures.heat_strip(A, numbers=True),
    "heat_strip, viridis": lambda: figures.heat_strip(abs(A), colours="viridis", limits=(0, 1)),
    "piano_roll": lambda: figures.piano_roll(ROLL, titles=["a tune"], names=lambda height: f"F#{height}"),
    "piano_roll, surprise": lambda: figures.piano_roll(ROLL, ROLL, surprise=[np.linspace(0, 3, 13)] * 2, bars=2),
}
every_drawing = pytest.mark.parametrize("name", DRAWINGS)


@cache
def svg_of(name):
    return figure_svg(DRAWINGS[name](), LABEL)


@cache
def png_of(name):
    return figure_png(DRAWINGS[name]())


def pixels_of(png):
    return matplotlib.image.imread(BytesIO(png), format="png")


@every_drawing
def test_svg_is_one_valid_image_with_a_name(name):
    root = ET.fromstring(svg_of(name))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("role"), root.get("aria-label")) == ("img", LABEL)
    assert not [element.tag for element in root.iter() if element.tag.endswith(("}style", "}metadata", "}script"))]


@every_drawing
def test_ids_are_unique_and_every_reference_leads_somewhere(name):
    svg = svg_of(name)
    ids = re.findall(r' id="([^"]+)"', svg)
    references = re.findall(r'href="#([^"]+)"', svg) + re.findall(r"url\(#([^)]+)\)", svg)
    assert len(ids) == len(set(ids))
    assert references
    assert set(references) <= set(ids)
    assert len({each.split("-")[0] for each in ids}) == 1


@every_drawing
def test_ink_follows_the_page_and_no_black_or_white_is_left(name):
    svg = svg_of(name)
    assert "currentColor" in svg
    assert figures.INK not in svg
    assert not re.findall(r"#000000|#ffffff", svg)


@every_drawing
def test_nothing_is_cut_off_at_the_edge(name):
    ink = 1 - pixels_of(png_of(name))[..., :3].min(axis=-1)
    edge = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert ink.max() > 0.5
    assert edge.max() == 0


@every_drawing
def test_the_png_stands_on_white_with_dark_words_and_leaves_the_figure_as_it_was(name):
    fig = DRAWINGS[name]()
    fig.draw_without_rendering()
    inks = [text.get_color() for text in fig.findobj(Text)]
    pixels = pixels_of(figure_png(fig))
    assert pixels[0, 0, :3].min() == 1
    assert pixels.shape[-1] == 3 or pixels[..., 3].min() == 1
    assert [text.get_color() for text in fig.findobj(Text)][: len(inks)] == inks


@every_drawing
def test_the_same_call_draws_the_same_bytes(name):
    assert figure_svg(DRAWINGS[name](), LABEL) == svg_of(name)
    assert figure_png(DRAWINGS[name]()) == png_of(name)


def test_two_different_figures_on_one_page_share_no_id():
    svgs = [figure_svg(figures.unrolled(steps), "a figure") for steps in (2, 3)]
    one, two = (set(re.findall(r' id="([^"]+)"', svg)) for svg in svgs)
    assert one
    assert not one & two


def test_another_process_draws_the_same_bytes(tmp_path):
    program = (
        "import sys, figures\n"
        "html = figures.figure_html(figures.lstm_cell(), caption='c', alt='a')\n"
        "sys.stdout.write(html)"
    )
    here = figures.figure_html(figures.lstm_cell(), caption="c", alt="a")
    for seed in ("1", "2"):
        there = run(program, tmp_path, PYTHONHASHSEED=seed)
        assert there.stdout == here
        assert there.stderr == ""


def test_a_program_draws_without_a_word_even_where_the_font_cache_must_be_built(tmp_path):
    program = (
        # Matplotlib speaks after five seconds of building; here it is made to do so at once.
        "import threading\n"
        "timer = threading.Timer\n"
        "threading.Timer = lambda delay, speak: timer(0, speak)\n"
        "import figures\n"
        "figures.use_course_style()\n"
        "figures.show(figures.rnn_cell(), caption='c', alt='a')\n"
        "figures.figure_html(figures.rnn_cell(), caption='c', alt='a')\n"
        "figures.shape_table([('x', 'x', '(3,)', 'input')])\n"
        "figures.animate(figures.forward_frames(2), caption='c', alt='a')\n"
    )
    ran = run(program, tmp_path, MPLCONFIGDIR=str(tmp_path / "fresh"))
    assert list((tmp_path / "fresh").glob("fontlist*.json")), "this run built no font cache, so it shows nothing"
    assert (ran.stdout, ran.stderr) == ("", "")


def test_a_cache_folder_that_cannot_be_written_is_no_reason_to_speak(tmp_path):
    (tmp_path / "file").write_text("a file where a folder should be", encoding="utf-8")
    ran = run("import figures; figures.rnn_cell()", tmp_path, MPLCONFIGDIR=str(tmp_path / "file"))
    assert (ran.stdout, ran.stderr) == ("", "")


def test_the_style_of_the_caller_is_left_alone():
    before = dict(matplotlib.rcParams)
    figures.figure_html(figures.heat_strip(A), caption="c", alt="a")
    figures.panels(1, 2)
    assert dict(matplotlib.rcParams) == before


def test_a_slice_says_its_code_and_shape():
    texts = {
        (None, None): ("x", "(6, 3, 4)"),
        (2, 3): ("x[2, :, 1]", "(3,)"),
        (None, 3): ("x[2]", "(3, 4)"),
        (2, None): ("x[:, :, 1]", "(6, 3)"),
    }
    x = np.zeros((6, 3, 4))
    for (i, t), (code, shape) in texts.items():
        written = " ".join(text.get_text() for text in figures.tensor_block(6, 3, 4, i=i, t=t).axes[0].texts)
        assert f"{code}   {shape}" in written
        assert str(eval(code, {"x": x}).shape) == shape


@pytest.mark.parametrize("wrong", [{"inputs": "some"}, {"outputs": [0]}, {"outputs": [5]}])
def test_steps_that_do_not_exist_are_refused(wrong):
    with pytest.raises(ValueError, match="steps are"):
        figures.unrolled(4, **wrong)


def test_an_unknown_type_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="many-to-one"):
        figures.rnn_type("some-to-some")


def run(program, folder, **environment):
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
