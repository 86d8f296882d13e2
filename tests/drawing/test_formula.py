"""Formulas: which letters are symbols of the course, and that text and figures give them the same colours."""

import pytest
from matplotlib.offsetbox import AnnotationBbox
from painted import painted

import figures
from figures.blocks import formula
from figures.canvas import Point, sheet
from figures.cells import EQUATIONS
from figures.formula import angle, pieces
from figures.gated import GRU_EQUATIONS
from figures.lstm import LSTM_GATES, LSTM_STATE


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("x^{<t>}", r"{\color{#0A7BC0}{x^{\langle t \rangle}}}"),
        ("W_{aa}", r"{\color{#00875F}{W_{aa}}}"),
        (r"\hat{y}^{<1>}", r"{\color{#CC79A7}{\hat{y}^{\langle 1 \rangle}}}"),
        ("b_a", r"{\color{#7A7A7A}{b_a}}"),
        ("da", r"{\color{#D55E00}{da}}"),
        ("J^{<T_x>}", r"J^{\langle T_x \rangle}"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_a_formula_has_the_colours_of_the_figures(latex, expected):
    assert figures.coloured(latex) == expected


@pytest.mark.parametrize(
    ("latex", "symbols"),
    [
        (r"\hat y_{t,k,i}", {r"\hat y_{t,k,i}": "y_hat"}),
        ("x^{(i)<t>}_k", {"x^{(i)<t>}_k": "x"}),
        ("a_j^2", {"a_j": "a"}),
        (r"W_{ya}^\top\,dz_y^{<t>}", {"W_{ya}": "W_ya", "dz_y^{<t>}": "gradient"}),
        (r"\mu\,\tilde{a} + a^{<t-1>}", {r"\tilde{a}": "a", "a^{<t-1>}": "a"}),
        (
            r"\overrightarrow{a}^{<t>} + \overleftarrow{x}^{<t>}",
            {r"\overrightarrow{a}^{<t>}": "a", r"\overleftarrow{x}^{<t>}": "x"},
        ),
        (r"\tilde{c}^{<t>} + c^{<t-1>}", {r"\tilde{c}^{<t>}": "c", "c^{<t-1>}": "c"}),
        (r"e^{L} / \frac{a}{x}", {"L": "L", "a": "a", "x": "x"}),
        ("[a; x]", {"a": "a", "x": "x"}),
    ],
)
def test_a_symbol_is_coloured_with_its_accent_and_indices(latex, symbols):
    assert {text: symbol for text, symbol in pieces(latex) if symbol} == {angle(key): symbols[key] for key in symbols}


@pytest.mark.parametrize(
    "latex",
    [
        "da^{<t>}",
        "dz",
        "dz_y",
        "dz_j^{(i)}",
        "dW_{aa}",
        "dW_{jk}",
        "db_y",
        "dx^{<t>}",
        r"d\hat{y}",
        r"d\theta",
        "g_k",
        r"\hat{g}_k",
        r"\partial L/\partial a^{<t>}",
        r"\partial L / \partial W_{aa}",
        r"\frac{\partial L}{\partial b_a}",
    ],
)
def test_a_gradient_is_coloured_as_a_whole(latex):
    assert pieces(latex) == [(angle(latex), "gradient")]


@pytest.mark.parametrize(
    "latex",
    [
        r"\tanh",
        r"\mathrm{softmax}",
        "T_x, n_a",
        r"\text{a step of x}",
        r"\texttt{da\_prev}",
        r"\max_a",
        "z_a^{<t>}",
        r"\begin{array}",
        "W_1",
        "W_a",
        "W_{jk}",
        "b_1",
        "b_{jk}",
        "W_{yx}",
        "step",
        r"\sum_{x}",
        r"\mathrm{diag}",
        "p_c",
        r"c = \max_j z_j",
    ],
)
def test_what_is_no_symbol_stays_in_ink(latex):
    assert [symbol for _, symbol in pieces(latex)] == [None]


def test_an_author_can_take_a_colour_away_and_give_one():
    assert figures.coloured(r"a = \plain{a_1} + 1") == r"{\color{#009E73}{a}} = {a_1} + 1"
    assert pieces(r"\as{y_hat}{\hat{p}^{<t>}}") == [(r"\hat{p}^{\langle t \rangle}", "y_hat")]
    assert pieces(r"2 \cdot w = \as{gradient}{4}")[-1] == ("4", "gradient")


def test_an_unknown_symbol_is_refused():
    with pytest.raises(KeyError, match="there are x, a"):
        figures.coloured(r"\as{p}{\hat{p}}")


def test_the_whole_equation_is_coloured_and_nothing_is_lost():
    coloured = figures.coloured(r"a^{<t>} = \tanh(W_{aa} a^{<t-1>} + W_{ax} x^{<t>} + b_a)")
    assert [colour for _, colour in painted(coloured)] == [
        figures.colour_of(symbol) for symbol in ("a", "W_aa", "a", "W_ax", "x", "b")
    ]
    assert coloured.count("{") == coloured.count("}")


@pytest.mark.parametrize("latex", [*EQUATIONS, *GRU_EQUATIONS, *LSTM_GATES, *LSTM_STATE])
def test_an_equation_in_a_figure_has_the_colours_that_it_has_in_text(latex):
    assert drawn(latex) == [(f"${text}$", colour) for text, colour in painted(figures.coloured(latex))]


def test_a_word_has_the_colour_of_its_symbol():
    assert figures.span("input", "x") == '<span style="color:#0A7BC0">input</span>'


def drawn(latex):
    """Draw a formula; return its pieces that are not in ink, each with its colour."""
    ax = sheet(0, 5, 0, 1)
    formula(ax, Point(0, 0), latex)
    [row] = [artist.offsetbox for artist in ax.artists if isinstance(artist, AnnotationBbox)]
    texts = [area.get_children()[0] for area in row.get_children()]
    return [(text.get_text(), text.get_color()) for text in texts if text.get_color() != figures.INK]
