"""What reaches a page: a figure with caption and twins, a table, a player that works without a server."""

import json
import re
from base64 import b64decode
from html.parser import HTMLParser

import IPython.display
import matplotlib.pyplot as plt
import pytest

import figures
from figures import page
from figures.animation import backward_moments, forward_moments

SAYS = {"caption": "See $a^{<t>}$ in `a[t]`, *twice*: 1 < 2.", "alt": 'A cell & its "state".'}


class Tags(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def of(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr(page, "in_ipython", lambda: True)
    monkeypatch.setattr("figures.animation.in_ipython", lambda: True)
    monkeypatch.setattr("figures.table.in_ipython", lambda: True)
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append((data, raw)))
    return shown


def test_a_figure_is_html_with_words_beside_it_for_a_terminal(displayed):
    assert figures.show(figures.rnn_cell(), **SAYS) is None
    [(data, raw)] = displayed
    assert raw is True
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"] == 'Figure: A cell & its "state".\n' + SAYS["caption"]
    assert data["text/html"].startswith('<figure class="course-figure"')


def test_svg_and_png_both_say_what_the_figure_shows():
    tags = Tags(figures.figure_html(figures.rnn_cell(), **SAYS))
    [svg], [img] = tags.of("svg"), tags.of("img")
    assert (svg["role"], svg["aria-label"], img["alt"]) == ("img", SAYS["alt"], SAYS["alt"])
    assert b64decode(img["src"].removeprefix("data:image/png;base64,")).startswith(b"\x89PNG")


def test_the_only_style_hides_the_png_behind_the_svg():
    html = figures.figure_html(figures.rnn_cell(), **SAYS)
    assert re.findall(r"<style[^>]*>.*?</style>", html) == ["<style>.course-figure svg ~ img{display:none}</style>"]
    assert html.index("<svg") < html.index("<img") < html.index("<figcaption")


def test_the_caption_keeps_formulas_and_escapes_the_rest():
    assert page.caption_html(SAYS["caption"]) == (
        r"See $a^{\langle t \rangle}$ in <code>a[t]</code>, <em>twice</em>: 1 &lt; 2."
    )
    assert page.caption_html("<script>") == "&lt;script&gt;"
    assert page.caption_html("$a * b * c$ and *d*") == "$a * b * c$ and <em>d</em>"


@pytest.mark.parametrize("silent", [{"caption": " ", "alt": "a"}, {"caption": "c", "alt": ""}])
def test_a_figure_without_words_is_refused_even_in_a_program(silent):
    with pytest.raises(ValueError, match="caption"):
        figures.show(figures.rnn_cell(), **silent)
    with pytest.raises(ValueError, match="alt"):
        figures.animate([figures.rnn_cell()], **silent)


def test_a_pyplot_figure_is_closed_so_that_it_does_not_appear_twice(displayed):
    fig, _ = plt.subplots()
    figures.show(fig, **SAYS)
    assert len(displayed) == 1
    assert not plt.fignum_exists(fig.number)


def test_a_program_without_a_page_prints_nothing(capsys):
    figures.show(figures.rnn_cell(), **SAYS)
    figures.animate(figures.forward_frames(1), **SAYS)
    figures.shape_table([("x", "x", "(3,)", "input")])
    assert capsys.readouterr() == ("", "")


def test_the_shape_table_is_coloured_html_and_aligned_text(displayed):
    rows = [("x^{<t>}", "x[t]", "(n_x, m)", "one step"), ("W_{aa}", "Waa", "(n_a, n_a)", "from the *old* state")]
    figures.shape_table(rows)
    html, text = displayed[0][0]["text/html"], displayed[0][0]["text/plain"]
    assert html.count('scope="col"') == 4
    assert figures.colour_of("W_aa") in html
    assert r"\langle t \rangle" in html
    assert "<em>old</em>" in html
    assert len({line.index(word) for line, word in zip(text.splitlines()[1:], ("(n_x", "(n_a"), strict=True)}) == 1


def test_an_animation_has_all_frames_and_shows_one():
    html = figures.animation_html(figures.forward_frames(2), labels=figures.forward_labels(2), **SAYS)
    frames = [tag for tag in Tags(html).of("g") if tag.get("class") == "frame"]
    assert len(frames) == len(forward_moments(2)) == len(figures.forward_labels(2)) == 7
    assert [frame.get("display") for frame in frames] == ["none"] * 6 + [None]


def test_the_way_back_has_a_label_for_every_frame():
    assert len(figures.backward_frames(3)) == len(backward_moments(3)) == len(figures.backward_labels(3)) == 7


def test_an_animation_can_be_paused_by_keyboard_and_respects_reduced_motion():
    html = figures.animation_html(figures.forward_frames(1), labels=["</script>", "b", "c", "d"], seconds=0.5, **SAYS)
    tags = Tags(html)
    assert [button["type"] for button in tags.of("button")] == ["button"]
    assert tags.of("input")[0]["aria-label"]
    assert "prefers-reduced-motion: reduce" in html
    assert html.count("</script>") == 1
    assert json.loads(re.search(r"labels = (\[.*?\])", html).group(1))[0] == "</script>"
    assert "pause = 500" in html


def test_without_scripts_the_still_picture_remains_and_no_dead_button():
    html = figures.animation_html(figures.backward_frames(2), still=1, **SAYS)
    tags = Tags(html)
    assert len(tags.of("img")) == 1
    assert "display:none" in next(tag["style"] for tag in tags.of("div") if tag.get("class") == "course-player")
    frames = [tag.get("display") for tag in tags.of("g") if tag.get("class") == "frame"]
    assert frames.index(None) == 1


def test_an_animation_asks_nothing_of_the_network():
    html = figures.animation_html(figures.forward_frames(1), **SAYS)
    links = re.findall(r"(?:src|href)=\"([^\"]+)\"", html) + re.findall(r"url\(([^)]+)\)", html)
    assert all(link.startswith(("#", "data:")) for link in links)


def test_frames_share_what_they_have_in_common():
    one = len(figures.animation_html(figures.forward_frames(3)[:1], **SAYS))
    all_ten = len(figures.animation_html(figures.forward_frames(3), **SAYS))
    assert all_ten < 4 * one
