"""Lesson 01: wrong and unusual answers that count parameters."""

import numpy as np

from solutions.alternatives import equivalent, misconception, variant

# -------------------------------------------------------------------------------------------- count_parameters

MLP = "the_standard_network_weighs_every_number_of_every_step"
RNN = "the_recurrent_network_uses_its_weights_again_at_every_step"
BIAS = "every_hidden_unit_and_every_class_has_one_bias"
KIND = "any_other_kind_raises_ValueError"
INPUT = 'n_in = T * n_x if kind == "mlp" else n_x + n_h'
RESULT = "return n_h * (n_in + 1) + n_y * (n_h + 1)"


def _for_mlp(more):
    """Return a change that adds something to the count of the standard network."""
    return lambda source: source.replace(RESULT, f'{RESULT} + ({more} if kind == "mlp" else 0)')


def _for_rnn(more):
    """Return a change that adds something to the count of the recurrent network."""
    return lambda source: source.replace(RESULT, f'{RESULT} + ({more} if kind == "rnn" else 0)')


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the standard network reads one step: it sees all T at once, so T * n_x numbers enter each hidden unit.",
)
def lets_the_standard_network_read_one_step(source):
    return source.replace("T * n_x", "n_x")


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="T and n_x are added: every one of T steps has n_x numbers, so T * n_x enter each hidden unit.",
)
def adds_steps_and_features(source):
    return source.replace("T * n_x", "(T + n_x)")


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the standard network has a hidden layer for each step: it has one, which sees all steps, and predicts once.",
)
def gives_each_step_a_hidden_layer(source):
    return _for_mlp("(T - 1) * n_h * (n_y + 1)")(source)


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the standard network has n_h hidden units for each step: it has n_h in all, and each sees all steps.",
)
def gives_each_step_hidden_units(source):
    return source.replace("    return n_h", '    n_h = T * n_h if kind == "mlp" else n_h\n    return n_h')


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the output layer of the standard network is counted T times: it predicts once.",
)
def predicts_at_every_step(source):
    return _for_mlp("(T - 1) * n_y * (n_h + 1)")(source)


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the standard network has W_aa as well: nothing leads from hidden units to hidden units in it.",
)
def makes_the_standard_network_recurrent(source):
    return _for_mlp("n_h * n_h")(source)


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the output layer is left out: n_h hidden units lead to each of n_y classes, in both networks.",
)
def forgets_the_output_weights(source):
    return source.replace("n_y * (n_h + 1)", "n_y")


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the output layer is left out, its biases too: in both networks n_h hidden units lead to each of n_y classes.",
)
def forgets_the_output_layer(source):
    return source.replace(" + n_y * (n_h + 1)", "")


@misconception(
    "count_parameters",
    caught_by=MLP,
    says="the classes read the input as well: they read the hidden units alone.",
)
def lets_the_classes_read_the_input(source):
    return _for_mlp("n_y * T * n_x")(source)


@misconception("count_parameters", caught_by=MLP, says='the two kinds are exchanged: "mlp" is the standard network.')
def exchanges_the_kinds(source):
    return source.replace('kind == "mlp"', 'kind == "rnn"')


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="W_ax is counted T times: the recurrent network reads every step with the same one.",
)
def gives_each_step_its_own_input_weights(source):
    return _for_rnn("(T - 1) * n_h * n_x")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="everything is counted T times: the unrolled picture draws the same parameters T times.",
)
def counts_the_unrolled_picture(source):
    return source.replace(RESULT, f"{RESULT[7:]}".join(["return (", ') * (1 if kind == "mlp" else T)']))


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="every step has weights of its own, and W_aa stands between steps, T - 1 times: all steps share one set.",
)
def counts_the_arrows_of_the_unrolled_picture(source):
    return _for_rnn("(T - 1) * (n_h * n_x + n_y * n_h) + (T - 2) * n_h * n_h")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="W_aa is counted for each of T steps: the same one leads from every step to the next.",
)
def gives_each_step_its_own_recurrence(source):
    return _for_rnn("(T - 1) * n_h * n_h")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="W_aa is forgotten: n_h activations of the step before lead to each of n_h hidden units.",
)
def forgets_the_recurrence(source):
    return source.replace("n_x + n_h", "n_x")


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="W_aa is counted as one weight a unit: every unit hears of every unit, so it is (n_h, n_h).",
)
def lets_a_unit_hear_of_itself_alone(source):
    return source.replace("n_x + n_h", "n_x + 1")


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="the output layer is counted T times: W_ya and b_y are the same at every step.",
)
def gives_each_step_its_own_output_layer(source):
    return _for_rnn("(T - 1) * n_y * (n_h + 1)")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="W_ya is counted T times: the same one makes the prediction of every step.",
)
def gives_each_step_its_own_output_weights(source):
    return _for_rnn("(T - 1) * n_y * n_h")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="the prediction is fed back through n_h * n_y more weights: what passes on to the next step is a alone.",
)
def feeds_the_prediction_back(source):
    return _for_rnn("n_h * n_y")(source)


@misconception("count_parameters", caught_by=BIAS, says="the biases are forgotten, in both networks.")
def forgets_the_biases(source):
    return source.replace("n_in + 1", "n_in").replace("n_h + 1", "n_h")


@misconception("count_parameters", caught_by=BIAS, says="the biases of the hidden units are forgotten.")
def forgets_the_hidden_biases(source):
    return source.replace("n_in + 1", "n_in")


@misconception("count_parameters", caught_by=BIAS, says="the biases of the classes are forgotten.")
def forgets_the_output_biases(source):
    return source.replace("n_h + 1", "n_h")


@misconception("count_parameters", caught_by=BIAS, says="the biases of the recurrent network are forgotten.")
def forgets_the_biases_of_the_recurrent_network(source):
    return _for_rnn("-n_h - n_y")(source)


@misconception("count_parameters", caught_by=BIAS, says="the biases of the standard network are forgotten.")
def forgets_the_biases_of_the_standard_network(source):
    return _for_mlp("-n_h - n_y")(source)


@misconception(
    "count_parameters",
    caught_by=BIAS,
    says="a layer is given a single bias: each of its units has one of its own.",
)
def gives_a_layer_a_single_bias(source):
    return source.replace("n_in + 1", "n_in").replace("n_h + 1)", "n_h) + 2")


@misconception(
    "count_parameters",
    caught_by=BIAS,
    says="the recurrent network has n_h numbers too many: b_a is one bias a unit (PyTorch keeps two), and the "
    "activation a^<0> is no parameter.",
)
def gives_the_recurrent_network_two_biases(source):
    return _for_rnn("n_h")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="the biases are counted T times: b_a and b_y are the same at every step of the recurrent network.",
)
def gives_each_step_its_own_biases(source):
    return _for_rnn("(T - 1) * (n_h + n_y)")(source)


@misconception(
    "count_parameters",
    caught_by=RNN,
    says="b_a is counted T times: it is the same at every step.",
)
def gives_each_step_its_own_hidden_bias(source):
    return _for_rnn("(T - 1) * n_h")(source)


@misconception(
    "count_parameters",
    caught_by=BIAS,
    says="the inputs are given biases: only units that compute a sum have one.",
)
def gives_the_inputs_biases(source):
    return source.replace(RESULT, f'{RESULT} + (T * n_x if kind == "mlp" else n_x)')


@misconception(
    "count_parameters",
    caught_by=KIND,
    says='whatever is not "mlp" is counted as a recurrent network: a misspelled kind gets a number.',
)
def takes_any_other_kind_for_rnn(kind, n_x, T, n_h, n_y):
    n_in = T * n_x if kind == "mlp" else n_x + n_h
    return n_h * (n_in + 1) + n_y * (n_h + 1)


@misconception(
    "count_parameters",
    caught_by=KIND,
    says='whatever is not "rnn" is counted as a standard network: a misspelled kind gets a number.',
)
def takes_any_other_kind_for_mlp(kind, n_x, T, n_h, n_y):
    n_in = n_x + n_h if kind == "rnn" else T * n_x
    return n_h * (n_in + 1) + n_y * (n_h + 1)


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="the function ends without a result where no branch fits: it returns None, and a ValueError is due.",
)
def returns_nothing_for_another_kind(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        return n_h * (T * n_x + 1) + n_y * (n_h + 1)
    if kind == "rnn":
        return n_h * (n_x + n_h + 1) + n_y * (n_h + 1)


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="0 is returned for another kind: whoever called would not notice before long.",
)
def returns_zero_for_another_kind(source):
    return source.replace("raise ValueError(", "return 0 and (")


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="a dict is asked for the kind and raises a KeyError: a ValueError is due.",
)
def looks_the_kind_up(kind, n_x, T, n_h, n_y):
    n_in = {"mlp": T * n_x, "rnn": n_x + n_h}[kind]
    return n_h * (n_in + 1) + n_y * (n_h + 1)


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="an assertion guards the kind: `assert` raises an AssertionError, and `python -O` skips it altogether.",
)
def asserts_the_kind(source):
    body = source[source.index("    if kind not in") : source.index("    n_in")]
    return source.replace(body, '    assert kind in ("mlp", "rnn")\n')


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="the name of the count is never set for another kind, so Python raises an UnboundLocalError: "
    "a ValueError is due.",
)
def never_sets_the_count(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        count = n_h * (T * n_x + 1) + n_y * (n_h + 1)
    elif kind == "rnn":
        count = n_h * (n_x + n_h + 1) + n_y * (n_h + 1)
    return count


@misconception(
    "count_parameters",
    caught_by=KIND,
    says="a ValueError is returned, not raised: the caller receives an exception as if it were a number.",
)
def returns_the_exception(source):
    return source.replace("raise ValueError(", "return ValueError(")


equivalent(
    "count_parameters",
    'n_in = T * n_x if kind == "mlp" else n_x + n_h -> n_in = T * n_x if kind <= "mlp" else n_x + n_h',
    because='only "mlp" and "rnn" come so far, and in the order of text "mlp" <= "mlp" < "rnn".',
)


@variant("count_parameters")
def matrix_by_matrix(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        W1, b1, W2, b2 = n_h * T * n_x, n_h, n_y * n_h, n_y
        return W1 + b1 + W2 + b2
    if kind == "rnn":
        Wax, Waa, ba, Wya, by = n_h * n_x, n_h**2, n_h, n_y * n_h, n_y
        return Wax + Waa + ba + Wya + by
    raise ValueError(kind)


@variant("count_parameters")
def with_real_arrays(kind, n_x, T, n_h, n_y):
    shapes = {
        "mlp": [(n_h, T * n_x), (n_h, 1), (n_y, n_h), (n_y, 1)],
        "rnn": [(n_h, n_x), (n_h, n_h), (n_h, 1), (n_y, n_h), (n_y, 1)],
    }
    if kind not in shapes:
        raise ValueError("unknown kind")
    return sum(np.zeros(shape).size for shape in shapes[kind])


@variant("count_parameters")
def with_products_of_numpy(kind, n_x, T, n_h, n_y):
    if kind == "mlp":
        shapes = [(n_h, T * n_x + 1), (n_y, n_h + 1)]
    elif kind == "rnn":
        shapes = [(n_h, n_x + n_h + 1), (n_y, n_h + 1)]
    else:
        raise ValueError(f"no kind {kind}")
    return np.sum(np.prod(shapes, axis=1))


@variant("count_parameters")
def through_a_dict_and_its_error(kind, n_x, T, n_h, n_y):
    read = {"mlp": T * n_x, "rnn": n_h + n_x}
    try:
        hidden = (read[kind] + 1) * n_h
    except KeyError:
        raise ValueError(f"{kind} is unknown") from None
    return hidden + n_h * n_y + n_y
