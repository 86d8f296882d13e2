"""What is carried on in a loop is told apart from what is not: some remarks are true of the one alone."""

import ast
import textwrap

import pytest

from autograder.locate.loops import is_carried, is_of_a_loop
from autograder.locate.rewrite import Rewriter

TEXT = """
def f(x, a0, W):
    a, h, out, fixed = a0, [a0], np.zeros(3), W
    for t, row in enumerate(x):
        fresh = row + 1
        out[t] = out[t - 1] + fixed + fresh
        a = a + h[-1]
        h.append(row)
    return a
"""


def spots():
    tree = ast.parse(textwrap.dedent(TEXT))
    rewriter = Rewriter(TEXT, 0, "")
    tree = rewriter.visit(tree)
    return tree, {spot.text: spot.node for spot in reversed(rewriter.spots) if not spot.state and spot.line > 3}


@pytest.mark.parametrize(
    ("text", "carried"),
    [("a", True), ("h[-1]", True), ("out[t - 1]", True), ("fixed", False), ("fresh", False), ("row + 1", False)],
)
def test_what_a_loop_writes_after_it_is_read_is_carried_on(text, carried):
    tree, nodes = spots()
    assert is_carried(nodes[text], [tree]) is carried


def test_what_a_loop_goes_over_is_told_apart():
    tree, nodes = spots()
    assert is_of_a_loop(nodes["row"], [tree])
    assert not is_of_a_loop(nodes["a"], [tree])
