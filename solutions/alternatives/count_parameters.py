"""Other answers to count_parameters."""

import numpy as np

from solutions.alternatives import Answers
from solutions.why_recurrence import count_parameters

answers = Answers(count_parameters)


@answers.variant
def matrix_by_matrix(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        W1, b1, W2, b2 = n_h * T * n_x, n_h, n_y * n_h, n_y
        return W1 + b1 + W2 + b2
    if kind == "rnn":
        Wax, Waa, ba, Wya, by = n_h * n_x, n_h**2, n_h, n_y * n_h, n_y
        return Wax + Waa + ba + Wya + by
    raise ValueError(kind)


@answers.variant
def with_real_arrays(kind, n_x, T, n_h, n_y):
    shapes = {
        "mlp": [(n_h, T * n_x), (n_h, 1), (n_y, n_h), (n_y, 1)],
        "rnn": [(n_h, n_x), (n_h, n_h), (n_h, 1), (n_y, n_h), (n_y, 1)],
    }
    if kind not in shapes:
        raise ValueError("unknown kind")
    return sum(np.zeros(shape).size for shape in shapes[kind])


@answers.variant
def with_products_of_numpy(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        shapes = [(n_h, T * n_x + 1), (n_y, n_h + 1)]
    elif kind == "rnn":
        shapes = [(n_h, n_x + n_h + 1), (n_y, n_h + 1)]
    else:
        raise ValueError(f"no kind {kind}")
    return np.sum(np.prod(shapes, axis=1))


@answers.variant
def through_a_dict_and_its_error(kind, n_x, T, n_h, n_y):
    read = {"mlp": T * n_x, "rnn": n_h + n_x}
    try:
        hidden = (read[kind] + 1) * n_h
    except KeyError:
        raise ValueError(f"{kind} is unknown") from None
    return hidden + n_h * n_y + n_y


MLP = "W1 + b1 + W2 + b2"
RNN = "Wax + Waa + ba + Wya + by"

answers.mistakes(
    "the_standard_network_weighs_every_number_of_every_step",
    lets_the_standard_network_read_one_step=(
        {"T * n_x": "n_x"},
        "the standard network reads one step: it sees all T at once, so T * n_x numbers enter each hidden unit.",
    ),
    adds_steps_and_features=(
        {"T * n_x": "(T + n_x)"},
        "T and n_x are added: every one of T steps has n_x numbers, so T * n_x enter each hidden unit.",
    ),
    forgets_the_output_weights=(
        {"n_y * (n_h + 1)": "n_y"},
        "the output layer is left out: n_h hidden units lead to each of n_y classes, in both networks.",
    ),
    forgets_the_output_layer=(
        {" + n_y * (n_h + 1)": ""},
        "the output layer is left out, its biases too: in both networks n_h hidden units lead to each of n_y classes.",
    ),
    exchanges_the_kinds=(
        {'kind == "mlp"': 'kind == "rnn"'},
        'the two kinds are exchanged: "mlp" is the standard network.',
    ),
)

answers.mistakes(
    "the_standard_network_weighs_every_number_of_every_step",
    of=matrix_by_matrix,
    gives_each_step_a_hidden_layer=(
        {MLP: "W1 + T * (b1 + W2) + b2"},
        "the standard network has a hidden layer for each step: it has one, which sees all steps, and predicts once.",
    ),
    gives_each_step_hidden_units=(
        {MLP: "T * (W1 + b1 + W2) + b2"},
        "the standard network has n_h hidden units for each step: it has n_h in all, and each sees all steps.",
    ),
    predicts_at_every_step=(
        {MLP: "W1 + b1 + T * (W2 + b2)"},
        "the output layer of the standard network is counted T times: it predicts once.",
    ),
    makes_the_standard_network_recurrent=(
        {MLP: "W1 + n_h**2 + b1 + W2 + b2"},
        "the standard network has W_aa as well: nothing leads from hidden units to hidden units in it.",
    ),
)

answers.mistakes(
    "the_recurrent_network_uses_its_weights_again_at_every_step",
    of=matrix_by_matrix,
    gives_each_step_its_own_input_weights=(
        {RNN: "T * Wax + Waa + ba + Wya + by"},
        "W_ax is counted T times: the recurrent network reads every step with the same one.",
    ),
    counts_the_unrolled_picture=(
        {RNN: "T * (Wax + Waa + ba + Wya + by)"},
        "everything is counted T times: the unrolled picture draws the same parameters T times.",
    ),
    counts_the_arrows_of_the_unrolled_picture=(
        {RNN: "T * Wax + (T - 1) * Waa + ba + T * Wya + by"},
        "every step has weights of its own, and W_aa stands between steps, T - 1 times: all steps share one set.",
    ),
    gives_each_step_its_own_recurrence=(
        {RNN: "Wax + T * Waa + ba + Wya + by"},
        "W_aa is counted for each of T steps: the same one leads from every step to the next.",
    ),
    forgets_the_recurrence=(
        {RNN: "Wax + ba + Wya + by"},
        "W_aa is forgotten: n_h activations of the step before lead to each of n_h hidden units.",
    ),
    lets_a_unit_hear_of_itself_alone=(
        {"n_h**2": "n_h"},
        "W_aa is counted as one weight a unit: every unit hears of every unit, so it is (n_h, n_h).",
    ),
    gives_each_step_its_own_output_layer=(
        {RNN: "Wax + Waa + ba + T * (Wya + by)"},
        "the output layer is counted T times: W_ya and b_y are the same at every step.",
    ),
    gives_each_step_its_own_biases=(
        {RNN: "Wax + Waa + T * ba + Wya + T * by"},
        "the biases are counted T times: b_a and b_y are the same at every step of the recurrent network.",
    ),
)

answers.mistakes(
    "every_hidden_unit_and_every_class_has_one_bias",
    of=matrix_by_matrix,
    forgets_the_biases=({MLP: "W1 + W2", RNN: "Wax + Waa + Wya"}, "the biases are forgotten, in both networks."),
    forgets_the_hidden_biases=(
        {MLP: "W1 + W2 + b2", RNN: "Wax + Waa + Wya + by"},
        "the biases of the hidden units are forgotten.",
    ),
    forgets_the_output_biases=(
        {MLP: "W1 + b1 + W2", RNN: "Wax + Waa + ba + Wya"},
        "the biases of the classes are forgotten.",
    ),
    forgets_the_biases_of_the_recurrent_network=(
        {RNN: "Wax + Waa + Wya"},
        "the biases of the recurrent network are forgotten.",
    ),
    forgets_the_biases_of_the_standard_network=({MLP: "W1 + W2"}, "the biases of the standard network are forgotten."),
    gives_a_layer_a_single_bias=(
        {MLP: "W1 + 1 + W2 + 1", RNN: "Wax + Waa + 1 + Wya + 1"},
        "a layer is given a single bias: each of its units has one of its own.",
    ),
    gives_the_recurrent_network_two_biases=(
        {RNN: "Wax + Waa + 2 * ba + Wya + by"},
        "the recurrent network has n_h numbers too many: "
        "b_a is one bias a unit (PyTorch keeps two), and the activation a^<0> is no parameter.",
    ),
    gives_the_inputs_biases=(
        {MLP: f"T * n_x + {MLP}", RNN: f"n_x + {RNN}"},
        "the inputs are given biases: only units that compute a sum have one.",
    ),
)

answers.mistakes(
    "any_other_kind_raises_ValueError",
    of=matrix_by_matrix,
    returns_zero_for_another_kind=(
        {"raise ValueError(kind)": "return 0"},
        "0 is returned for another kind: whoever called would not notice before long.",
    ),
    returns_nothing_for_another_kind=(
        {"    raise ValueError(kind)\n": ""},
        "the function ends without a result where no branch fits: it returns None, and a ValueError is due.",
    ),
    returns_the_exception=(
        {"raise ValueError(kind)": "return ValueError(kind)"},
        "a ValueError is returned, not raised: the caller receives an exception as if it were a number.",
    ),
)

GUARD = """\
    if kind not in ("mlp", "rnn"):
        raise ValueError(f'kind must be "mlp" or "rnn", got {kind!r}')
"""

answers.mistakes(
    "any_other_kind_raises_ValueError",
    asserts_the_kind=(
        {GUARD: '    assert kind in ("mlp", "rnn")\n'},
        "an assertion guards the kind: `assert` raises an AssertionError, and `python -O` skips it altogether.",
    ),
)


@answers.mistake(
    "any_other_kind_raises_ValueError",
    'whatever is not "mlp" is counted as a recurrent network: a misspelled kind gets a number.',
)
def takes_any_other_kind_for_rnn(kind, n_x, T, n_h, n_y):
    n_in = T * n_x if kind == "mlp" else n_x + n_h
    return n_h * (n_in + 1) + n_y * (n_h + 1)


answers.mistakes(
    "any_other_kind_raises_ValueError",
    of=takes_any_other_kind_for_rnn,
    takes_any_other_kind_for_mlp=(
        {'T * n_x if kind == "mlp" else n_x + n_h': 'n_x + n_h if kind == "rnn" else T * n_x'},
        'whatever is not "rnn" is counted as a standard network: a misspelled kind gets a number.',
    ),
    looks_the_kind_up=(
        {'T * n_x if kind == "mlp" else n_x + n_h': '{"mlp": T * n_x, "rnn": n_x + n_h}[kind]'},
        "a dict is asked for the kind and raises a KeyError: a ValueError is due.",
    ),
)


@answers.mistake(
    "any_other_kind_raises_ValueError",
    "the name of the count is never set for another kind, so Python raises an UnboundLocalError: a ValueError is due.",
)
def never_sets_the_count(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        count = n_h * (T * n_x + 1) + n_y * (n_h + 1)
    elif kind == "rnn":
        count = n_h * (n_x + n_h + 1) + n_y * (n_h + 1)
    return count


answers.refused(
    "the_standard_network_weighs_every_number_of_every_step",
    of=matrix_by_matrix,
    lets_the_classes_read_the_input={MLP: f"{MLP} + n_y * T * n_x"},
)
answers.refused(
    "the_recurrent_network_uses_its_weights_again_at_every_step",
    of=matrix_by_matrix,
    gives_each_step_its_own_output_weights={RNN: "Wax + Waa + ba + T * Wya + by"},
    feeds_the_prediction_back={RNN: f"{RNN} + n_h * n_y"},
    gives_each_step_its_own_hidden_bias={RNN: "Wax + Waa + T * ba + Wya + by"},
)

answers.equivalent(
    'n_in = T * n_x if kind == "mlp" else n_x + n_h -> n_in = T * n_x if kind <= "mlp" else n_x + n_h',
    because='only "mlp" and "rnn" come so far, and in the order of text "mlp" <= "mlp" < "rnn".',
)
