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
        "each hidden unit of the standard network reads n_x numbers, one step. It reads all steps, T * n_x numbers.",
    ),
    adds_steps_and_features=(
        {"T * n_x": "(T + n_x)"},
        "T and n_x are added. Each of the T steps has n_x numbers, which makes T * n_x.",
    ),
    forgets_the_output_weights=(
        {"n_y * (n_h + 1)": "n_y"},
        "the weights of the output layer are left out, in both networks. There are n_y * n_h.",
    ),
    forgets_the_output_layer=(
        {" + n_y * (n_h + 1)": ""},
        "the output layer is left out, in both networks. It has n_y * n_h weights and n_y biases.",
    ),
    exchanges_the_kinds=(
        {'kind == "mlp"': 'kind == "rnn"'},
        'the two kinds are exchanged. "mlp" is the standard network, "rnn" the recurrent one.',
    ),
)

answers.mistakes(
    "the_standard_network_weighs_every_number_of_every_step",
    of=matrix_by_matrix,
    gives_each_step_its_own_hidden_biases=(
        {MLP: "W1 + T * b1 + W2 + b2"},
        "the biases of the hidden units are counted T times. Each unit has one bias, whatever T is.",
    ),
    gives_each_step_a_hidden_layer=(
        {MLP: "W1 + T * (b1 + W2) + b2"},
        "the standard network has n_h hidden units for each step, and each reads all steps. It has n_h in all.",
    ),
    gives_each_step_hidden_units=(
        {MLP: "T * (W1 + b1 + W2) + b2"},
        "W1, b1 and W2 of the standard network are counted T times. It has n_h hidden units, and W1 covers all steps.",
    ),
    predicts_at_every_step=(
        {MLP: "W1 + b1 + T * (W2 + b2)"},
        "the output layer of the standard network is counted T times. It predicts once.",
    ),
    makes_the_standard_network_recurrent=(
        {MLP: "W1 + n_h**2 + b1 + W2 + b2"},
        "the standard network has n_h * n_h weights too many. Only the recurrent one has W_aa.",
    ),
)

answers.mistakes(
    "the_recurrent_network_uses_its_weights_again_at_every_step",
    of=matrix_by_matrix,
    gives_each_step_its_own_input_weights=(
        {RNN: "T * Wax + Waa + ba + Wya + by"},
        "W_ax is counted T times. The recurrent network reads every step with the same W_ax.",
    ),
    counts_the_unrolled_picture=(
        {RNN: "T * (Wax + Waa + ba + Wya + by)"},
        "everything is counted T times. The picture shows the same parameters at every step.",
    ),
    counts_the_hidden_layer_of_every_step=(
        {RNN: "T * (Wax + Waa + ba) + Wya + by"},
        "W_ax, W_aa and b_a are counted T times. Every step uses the same ones.",
    ),
    counts_the_hidden_weights_of_every_step=(
        {RNN: "T * (Wax + Waa) + ba + Wya + by"},
        "W_ax and W_aa are counted T times. Every step uses the same ones.",
    ),
    counts_the_arrows_of_the_unrolled_picture=(
        {RNN: "T * Wax + (T - 1) * Waa + ba + T * Wya + by"},
        "W_ax and W_ya are counted T times, and W_aa T - 1 times. Every step uses the same ones.",
    ),
    gives_each_step_its_own_recurrence=(
        {RNN: "Wax + T * Waa + ba + Wya + by"},
        "W_aa is counted T times. Every step uses the same one.",
    ),
    forgets_the_recurrence=(
        {RNN: "Wax + ba + Wya + by"},
        "W_aa is left out. It has n_h * n_h weights.",
    ),
    lets_a_unit_hear_of_itself_alone=(
        {"n_h**2": "n_h"},
        "W_aa is counted as n_h weights. Every hidden unit reads all n_h activations, so there are n_h * n_h.",
    ),
    gives_each_step_its_own_output_layer=(
        {RNN: "Wax + Waa + ba + T * (Wya + by)"},
        "the output layer of the recurrent network is counted T times. Every step uses the same W_ya and b_y.",
    ),
    gives_each_step_its_own_biases=(
        {RNN: "Wax + Waa + T * ba + Wya + T * by"},
        "the biases of the recurrent network are counted T times. Every step uses the same b_a and b_y.",
    ),
)

answers.mistakes(
    "every_hidden_unit_and_every_class_has_one_bias",
    of=matrix_by_matrix,
    forgets_the_biases=({MLP: "W1 + W2", RNN: "Wax + Waa + Wya"}, "the biases are left out, in both networks."),
    forgets_the_hidden_biases=(
        {MLP: "W1 + W2 + b2", RNN: "Wax + Waa + Wya + by"},
        "the biases of the hidden units are left out, in both networks.",
    ),
    forgets_the_output_biases=(
        {MLP: "W1 + b1 + W2", RNN: "Wax + Waa + ba + Wya"},
        "the biases of the classes are left out, in both networks.",
    ),
    forgets_the_biases_of_the_recurrent_network=(
        {RNN: "Wax + Waa + Wya"},
        "the biases of the recurrent network are left out.",
    ),
    forgets_one_output_bias=(
        {RNN: "Wax + Waa + ba + Wya"},
        "b_y is left out in the recurrent network.",
    ),
    forgets_the_biases_of_the_standard_network=({MLP: "W1 + W2"}, "the biases of the standard network are left out."),
    gives_a_layer_a_single_bias=(
        {MLP: "W1 + 1 + W2 + 1", RNN: "Wax + Waa + 1 + Wya + 1"},
        "each layer has one bias. Each unit of a layer has a bias of its own.",
    ),
    gives_the_recurrent_network_two_biases=(
        {RNN: "Wax + Waa + 2 * ba + Wya + by"},
        "the recurrent network has n_h numbers too many. It has one b_a (PyTorch has two), and a^<0> does not count.",
    ),
    gives_the_inputs_biases=(
        {MLP: f"T * n_x + {MLP}", RNN: f"n_x + {RNN}"},
        "each input has a bias. Only hidden units and classes have one.",
    ),
    gives_two_classes_one_output=(
        {'    if kind == "mlp"': '    n_y -= n_y == 2\n    if kind == "mlp"'},
        "for n_y = 2 only one output is counted. Each class has an output of its own here.",
    ),
)

answers.mistakes(
    "any_other_kind_raises_ValueError",
    of=matrix_by_matrix,
    returns_zero_for_another_kind=(
        {"raise ValueError(kind)": "return 0"},
        "0 is returned for another kind, and no error is raised.",
    ),
    returns_nothing_for_another_kind=(
        {"    raise ValueError(kind)\n": ""},
        "None is returned for another kind, and no error is raised.",
    ),
    returns_the_exception=(
        {"raise ValueError(kind)": "return ValueError(kind)"},
        "a ValueError is returned for another kind. It is to be raised.",
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
        "another kind raises an AssertionError, as `assert` does. A ValueError is expected.",
    ),
    looks_for_part_of_a_word=(
        {'("mlp", "rnn")': '"mlp rnn"'},
        "part of a word passes for a kind. `in` looks for a part of a text: use `==`, or a tuple of words.",
    ),
)


@answers.mistake(
    "any_other_kind_raises_ValueError",
    'whatever is not "mlp" is counted as a recurrent network.',
)
def takes_any_other_kind_for_rnn(kind, n_x, T, n_h, n_y):
    n_in = T * n_x if kind == "mlp" else n_x + n_h
    return n_h * (n_in + 1) + n_y * (n_h + 1)


answers.mistakes(
    "any_other_kind_raises_ValueError",
    of=takes_any_other_kind_for_rnn,
    takes_any_other_kind_for_mlp=(
        {'T * n_x if kind == "mlp" else n_x + n_h': 'n_x + n_h if kind == "rnn" else T * n_x'},
        'whatever is not "rnn" is counted as a standard network.',
    ),
    looks_the_kind_up=(
        {'T * n_x if kind == "mlp" else n_x + n_h': '{"mlp": T * n_x, "rnn": n_x + n_h}[kind]'},
        "another kind raises a KeyError, as a dict does. A ValueError is expected.",
    ),
)


@answers.mistake(
    "any_other_kind_raises_ValueError",
    "for another kind the count is never set, which raises an UnboundLocalError. A ValueError is expected.",
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

answers.mistakes(
    "every_hidden_unit_and_every_class_has_one_bias",
    of=matrix_by_matrix,
    forgets_the_class_biases_of_the_standard_network=(
        {MLP: "W1 + b1 + W2"},
        "the biases of the classes are left out in the standard network, or added up and not kept.",
    ),
    forgets_the_hidden_biases_of_the_standard_network=(
        {MLP: "W1 + W2 + b2"},
        "the biases of the hidden units are left out in the standard network.",
    ),
    forgets_the_hidden_biases_of_the_recurrent_network=(
        {RNN: "Wax + Waa + Wya + by"},
        "the biases of the hidden units are left out in the recurrent network.",
    ),
)
