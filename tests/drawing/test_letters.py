"""Stacks of letters: heights are probabilities, the likeliest letter is on top, what came is in colour."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

import figures
from figures.letters import GAP


def heights(ax):
    return [patch.get_path().get_extents().height + GAP for patch in ax.patches]


def test_letters_are_as_tall_as_they_are_likely_and_fill_the_stack_from_the_top():
    _, (ax,) = figures.panels()
    figures.letter_stacks(ax, np.array([[0.3, 0.6, 0.1]]), ["i", "g", "end"])
    assert heights(ax) == pytest.approx([0.6, 0.3, 0.1])
    tops = [patch.get_path().get_extents().y1 for patch in ax.patches]
    assert tops == sorted(tops, reverse=True)
    assert 1 - GAP < tops[0] <= 1


def test_what_came_is_drawn_in_colour_however_unlikely_it_was():
    _, (ax,) = figures.panels()
    figures.letter_stacks(ax, np.array([[0.9, 0.09, 0.01], [0.9, 0.09, 0.01]]), ["a", "b", "c"], came=[2, 0])
    colours = [to_hex(patch.get_facecolor()) for patch in ax.patches]
    ink, came = figures.INK.lower(), figures.colour_of("y_hat").lower()
    assert colours == [ink, ink, came, came, ink]


def test_a_stack_keeps_to_its_own_place():
    _, (ax,) = figures.panels()
    figures.letter_stacks(ax, np.full((3, 4), 0.25), ["i", "m", "end", "."])
    for number, patch in enumerate(ax.patches):
        box = patch.get_path().get_extents()
        assert number // 4 < box.x0 < box.x1 < number // 4 + 1
