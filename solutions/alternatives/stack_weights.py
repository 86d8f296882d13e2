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
        "W_ax stands on the left: a_prev stands above xt in this course, so W_aa comes first.",
    ),
    stacks_the_transposes=(
        {SIDE_BY_SIDE: "np.vstack([Waa.T, Wax.T])"},
        "W_a is transposed: W_a = [W_aa | W_ax] has n_a rows.",
    ),
    stacks_one_above_the_other=(
        {SIDE_BY_SIDE: "np.concatenate((Waa, Wax))"},
        "W_aa stands above W_ax, since the two were joined along axis 0: side by side is axis 1.",
    ),
    stacks_below=(
        {SIDE_BY_SIDE: "np.vstack([Waa, Wax.T])"},
        "W_aa stands above the transpose of W_ax: the two stand side by side, and neither is transposed.",
    ),
    takes_the_first_column_of_Wax=(
        {"[Waa, Wax]": "[Waa, Wax[:, :1]]"},
        "only the first column of W_ax is taken: it has n_x of them.",
    ),
    transposes_Waa=({"[Waa, Wax]": "[Waa.T, Wax]"}, "W_aa is transposed on its way into W_a."),
    transposes_Wax=({"[Waa, Wax]": "[Waa, Wax.T]"}, "W_ax is transposed on its way into W_a."),
    deals_the_numbers_out_anew=(
        {SIDE_BY_SIDE: "np.append(Waa, Wax).reshape(len(Waa), -1)"},
        "both are flattened, and their numbers are dealt out row by row: a row of W_a then holds the wrong ones.",
    ),
    flattens_the_weights=(
        {SIDE_BY_SIDE: "np.append(Waa, Wax)"},
        "both are flattened into one long row of numbers, as np.append does where no axis is given.",
    ),
    makes_a_third_axis=(
        {SIDE_BY_SIDE: "np.stack([Waa, Wax])"},
        "np.stack puts the two behind each other along a new axis: np.hstack joins them along one they have.",
    ),
    adds_the_weights=({SIDE_BY_SIDE: "Waa + Wax"}, "W_aa and W_ax are added: they are put side by side."),
    multiplies_the_weights=({SIDE_BY_SIDE: "Waa @ Wax"}, "W_aa is multiplied by W_ax: they are put side by side."),
    cuts_the_fractions_off=(
        {SIDE_BY_SIDE: f"{SIDE_BY_SIDE}.astype(int)"},
        "the weights are turned into whole numbers, and what stands behind the point is lost.",
    ),
)

answers.mistakes(
    "Waa_stands_on_the_left_and_Wax_on_the_right",
    of=filling_an_empty_array,
    copies_the_first_column_of_Wax=(
        {"Wa[:, n_a:] = Wax": "Wa[:, n_a] = Wax[:, 0]"},
        "only the first column of W_ax is copied, and the others stay zero.",
    ),
    copies_the_last_column_of_Wax=(
        {"Wa[:, n_a:] = Wax": "Wa[:, -1] = Wax[:, -1]"},
        "only the last column of W_ax is copied, and the others stay zero.",
    ),
)

answers.refused(
    "Waa_stands_on_the_left_and_Wax_on_the_right",
    types_the_sizes_of_the_lesson={SIDE_BY_SIDE: f"{SIDE_BY_SIDE}.reshape(5, 8)"},
    loses_the_precision_of_the_stack={SIDE_BY_SIDE: f"{SIDE_BY_SIDE}.astype(np.float32)"},
)
