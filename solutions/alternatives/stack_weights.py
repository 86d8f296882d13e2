"""Other answers to stack_weights."""

import numpy as np

from solutions.alternatives import Answers
from solutions.simple_rnn import stack_weights

answers = Answers(stack_weights)

SIDE_BY_SIDE = "np.hstack([Waa, Wax])"

answers.variants(
    with_concatenate={SIDE_BY_SIDE: "np.concatenate((Waa, Wax), axis=1)"},
    with_block={SIDE_BY_SIDE: "np.block([Waa, Wax])"},
    through_the_transposes={SIDE_BY_SIDE: "np.vstack((Waa.T, Wax.T)).T"},
)


@answers.variant
def filling_an_empty_array(Waa, Wax):
    n_a, n_x = Wax.shape
    Wa = np.zeros((n_a, n_a + n_x))
    Wa[:, :n_a] = Waa
    Wa[:, n_a:] = Wax
    return Wa


answers.mistakes(
    "Waa_stands_on_the_left_and_Wax_on_the_right",
    puts_the_input_first=(
        {"[Waa, Wax]": "[Wax, Waa]"},
        "W_ax stands on the left: here a_prev stands on top of xt, so W_aa comes first.",
    ),
    stacks_the_transposes=(
        {SIDE_BY_SIDE: "np.vstack([Waa.T, Wax.T])"},
        "the transposes stand one above the other: W_a is [W_aa | W_ax] itself, with n_a rows.",
    ),
    stacks_below=(
        {SIDE_BY_SIDE: "np.vstack([Waa, Wax.T])"},
        "W_aa stands over the transpose of W_ax: the two stand side by side, and neither is turned.",
    ),
    transposes_Waa=({"[Waa, Wax]": "[Waa.T, Wax]"}, "W_aa is transposed on its way: it stands in W_a as it is."),
    multiplies_the_weights=(
        {SIDE_BY_SIDE: "Waa @ Wax"},
        "W_aa is multiplied by W_ax: they are put side by side.",
    ),
)
