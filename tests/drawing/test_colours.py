"""Colours: legible on both themes, apart for colour-blind readers, one for each symbol in formula, figure and text."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib import rc_params_from_file
from matplotlib.colors import to_rgb

import figures
from figures.blocks import TINT
from figures.contrast import luminance
from figures.style import STYLE_SHEET
from figures.svg import PAPER, PAPER_INK

EVERY_COLOUR = {**figures.SYMBOLS, "ink": figures.INK, **{f"cycle {at}": c for at, c in enumerate(figures.CYCLE)}}
# Linear-light matrices of Machado, Oliveira and Fernandes (2009), severity 1.
SIGHT = {
    "full": np.eye(3),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
}


@pytest.mark.parametrize("background", figures.BACKGROUNDS)
@pytest.mark.parametrize("colour", EVERY_COLOUR.values(), ids=EVERY_COLOUR)
def test_every_colour_has_a_contrast_of_three_on_both_themes(colour, background):
    assert figures.contrast(colour, background) >= 3


@pytest.mark.parametrize("background", figures.BACKGROUNDS)
@pytest.mark.parametrize("colour", figures.SYMBOLS.values(), ids=figures.SYMBOLS)
def test_ink_is_legible_on_every_tint(colour, background):
    """The PNG's ink is the hardest case: in the SVG the ink is the text colour of the page."""
    tinted = tuple(TINT * np.array(to_rgb(colour)) + (1 - TINT) * np.array(to_rgb(background)))
    assert figures.contrast(figures.INK, tinted) >= 3


def test_the_contrast_is_that_of_the_standard():
    assert figures.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert figures.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert luminance("#808080") == pytest.approx(0.2159, abs=1e-4)


@pytest.mark.parametrize("sight", SIGHT.values(), ids=SIGHT)
def test_input_state_prediction_and_gradient_stay_apart_for_every_eye(sight):
    colours = [lab(sight @ linear(figures.SYMBOLS[symbol])) for symbol in ("x", "a", "y_hat", "gradient")]
    # A distance of 2.3 in CIELAB is just noticeable; 15 is a clear difference.
    assert min(np.linalg.norm(one - two) for one, two in combinations(colours, 2)) > 15


def test_the_style_sheet_uses_the_colours_of_the_palette():
    style = rc_params_from_file(STYLE_SHEET, use_default_template=False)
    assert [entry["color"].upper() for entry in style["axes.prop_cycle"]] == list(figures.CYCLE)
    inks = [value for key, value in style.items() if key.endswith("color") and value != "none"]
    assert len(inks) >= 7
    assert {str(ink) for ink in inks} == {figures.INK}


def test_a_signed_value_has_the_colour_of_its_sign_and_none_at_zero():
    assert figures.signed_colour(0)[3] == 0
    assert figures.signed_colour(1)[:3] != figures.signed_colour(-1)[:3]
    assert figures.signed_colour(0.5)[3] == pytest.approx(figures.signed_colour(-0.5)[3])
    assert figures.signed_colour(9) == figures.signed_colour(1) == figures.signed_colour(3, limit=3)
    np.testing.assert_allclose(figures.signed_map()(1.0), figures.signed_colour(1), atol=0.02)


@pytest.mark.parametrize("sight", SIGHT.values(), ids=SIGHT)
def test_the_two_sides_of_zero_stay_apart_for_every_eye(sight):
    above, below = (lab(sight @ linear(figures.signed_colour(value)[:3])) for value in (1, -1))
    assert np.linalg.norm(above - below) > 30


def test_an_activation_has_the_colour_of_a():
    assert figures.signed_colour(1)[:3] == pytest.approx(to_rgb(figures.colour_of("a")))


@pytest.mark.parametrize("value", np.linspace(-1, 1, 9))
def test_a_number_is_legible_on_its_cell_in_the_page_and_in_the_png(value):
    *colour, alpha = figures.signed_colour(value)
    for ink, background in (("#000000", "#ffffff"), (PAPER_INK, PAPER), ("#ffffff", "#111111")):
        cell = tuple(alpha * np.array(colour) + (1 - alpha) * np.array(to_rgb(background)))
        assert figures.contrast(ink, cell) >= 3


def test_an_unknown_symbol_is_refused_with_those_there_are():
    with pytest.raises(KeyError, match="W_aa"):
        figures.colour_of("W_xx")


def linear(colour):
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIELAB of a linear sRGB colour, white point D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
