"""Other answers to gru_simplified_cell."""

import numpy as np

from solutions.activations import sigmoid
from solutions.alternatives import Answers
from solutions.gru import gru_simplified_cell

answers = Answers(gru_simplified_cell)

NEXT = "Gu * c_tilde + (1 - Gu) * c_prev"
CANDIDATE, GATE = "np.tanh(", "sigmoid("
SUM_C, SUM_U = 'parameters["Wc"] @ joined', 'parameters["Wu"] @ joined'

answers.variants(
    with_a_step_towards_the_candidate={NEXT: "c_prev + Gu * (c_tilde - c_prev)"},
    with_vstack_and_dot={
        "np.concatenate([c_prev, xt])": "np.vstack((c_prev, xt))",
        SUM_C: 'np.dot(parameters["Wc"], joined)',
        SUM_U: 'np.dot(parameters["Wu"], joined)',
    },
    with_a_sigmoid_of_its_own={GATE: "1 / (1 + np.exp(-(", 'parameters["bu"])': 'parameters["bu"])))'},
)


@answers.variant
def with_split_weights(xt, c_prev, parameters):
    n_a = c_prev.shape[0]

    def affine(gate):
        W = parameters[f"W{gate}"]
        return W[:, :n_a] @ c_prev + W[:, n_a:] @ xt + parameters[f"b{gate}"]

    keep = 1 / (1 + np.exp(affine("u")))
    return keep * c_prev + (1 - keep) * np.tanh(affine("c"))


@answers.variant
def example_by_example(xt, c_prev, parameters):
    Wc, Wu, bc, bu = (parameters[k] for k in ("Wc", "Wu", "bc", "bu"))
    c_next = np.empty(c_prev.shape)
    for i in range(xt.shape[1]):
        both = np.r_[c_prev[:, i], xt[:, i]]
        u = 0.5 * (1 + np.tanh((Wu @ both + bu[:, 0]) / 2))
        c_next[:, i] = u * np.tanh(Wc @ both + bc[:, 0]) + (1 - u) * c_prev[:, i]
    return c_next


@answers.variant
def with_one_product_for_both(xt, c_prev, parameters):
    p = parameters
    z = np.einsum("jk,ki->ji", np.r_[p["Wc"], p["Wu"]], np.r_[c_prev, xt]) + np.r_[p["bc"], p["bu"]]
    z_c, z_u = np.split(z, 2)
    u = sigmoid(z_u)
    return np.tanh(z_c) * u + c_prev - c_prev * u


answers.mistakes(
    "the_candidate_follows_the_equation",
    puts_the_input_on_top=(
        {"[c_prev, xt]": "[xt, c_prev]"},
        "the input is on top of the old memory, for the candidate and the gate. The order is [c_prev; xt].",
    ),
    forgets_bc=({' + parameters["bc"]': ""}, "the bias b_c is forgotten."),
    forgets_both_biases=(
        {' + parameters["bc"]': "", ' + parameters["bu"]': ""},
        "both biases are forgotten, b_c and b_u.",
    ),
    squashes_the_candidate_with_sigmoid=(
        {CANDIDATE: "sigmoid("},
        "the candidate goes through a sigmoid. It goes through tanh; the sigmoid is for the gate.",
    ),
    leaves_the_candidate_unsquashed=(
        {CANDIDATE: "("},
        "the candidate is the plain sum. It has yet to go through tanh.",
    ),
    squashes_the_candidate_with_relu=({CANDIDATE: "np.maximum(0, "}, "the candidate goes through ReLU, not tanh."),
    makes_the_candidate_of_the_gates_weight=(
        {'"Wc"': '"Wu"'},
        "the candidate is made with W_u. It has a weight of its own, W_c.",
    ),
    makes_the_candidate_of_the_input_alone=(
        {SUM_C: 'parameters["Wc"][:, len(c_prev):] @ xt'},
        "the candidate reads the input alone. It reads the old memory too.",
    ),
    gives_the_candidate_the_gates_bias=({'parameters["bc"]': 'parameters["bu"]'}, "the candidate has b_u for b_c."),
    exchanges_the_two_layers=(
        {'"Wc"': '"Wu"', '"Wu"': '"Wc"', '"bc"': '"bu"', '"bu"': '"bc"'},
        "candidate and gate have each other's weights and biases.",
    ),
    exchanges_the_two_weights=(
        {'"Wc"': '"Wu"', '"Wu"': '"Wc"'},
        "candidate and gate have each other's weights, though not each other's biases.",
    ),
    exchanges_the_two_biases=(
        {'"bc"': '"bu"', '"bu"': '"bc"'},
        "candidate and gate have each other's biases, though not each other's weights.",
    ),
    reads_the_memory_alone=(
        {SUM_C: 'parameters["Wc"][:, : len(c_prev)] @ c_prev', SUM_U: 'parameters["Wu"][:, : len(c_prev)] @ c_prev'},
        "xt is not used: candidate and gate read the old memory alone.",
    ),
    makes_the_candidate_of_the_memory_alone=(
        {SUM_C: 'parameters["Wc"][:, : len(c_prev)] @ c_prev'},
        "the candidate reads the old memory alone. It reads the input too.",
    ),
)

answers.mistakes(
    "the_update_gate_follows_the_equation",
    squashes_the_gate_with_tanh=(
        {GATE: "np.tanh("},
        "the gate goes through tanh, so it may be negative. A share lies between 0 and 1: use a sigmoid.",
    ),
    leaves_the_gate_unsquashed=({GATE: "("}, "the gate is the plain sum. A share lies between 0 and 1: use a sigmoid."),
    makes_the_gate_of_the_input_alone=(
        {SUM_U: 'parameters["Wu"][:, len(c_prev):] @ xt'},
        "the gate reads the input alone. It reads the old memory too.",
    ),
    makes_the_gate_of_the_memory_alone=(
        {SUM_U: 'parameters["Wu"][:, : len(c_prev)] @ c_prev'},
        "the gate reads the old memory alone. It reads the input too.",
    ),
    forgets_bu=({' + parameters["bu"]': ""}, "the bias b_u is forgotten."),
    gives_the_gate_the_candidates_bias=({'parameters["bu"]': 'parameters["bc"]'}, "the gate has b_c for b_u."),
    resets_with_the_update_gate=(
        {SUM_C: 'parameters["Wc"] @ np.concatenate([Gu * c_prev, xt])'}
        | {"    c_tilde = ": '    Gu = sigmoid(parameters["Wu"] @ joined + parameters["bu"])\n    c_tilde = '},
        "the candidate reads Gu * c_prev. Here no gate stands in front of W_c.",
    ),
    makes_the_gate_of_the_candidates_weight=(
        {'"Wu"': '"Wc"'},
        "the gate is made with W_c. It has a weight of its own, W_u.",
    ),
    has_one_gate_for_all_units=(
        {"    return": "    Gu = Gu.mean(axis=0)\n    return"},
        "all units share one gate, the mean of theirs. Each unit has a gate of its own.",
    ),
    takes_softmax_for_the_gate=(
        {GATE: "np.exp(", "    return": "    Gu = Gu / Gu.sum(axis=0)\n    return"},
        "the gate is a softmax over the units. Each unit has a sigmoid of its own.",
    ),
    squashes_the_gate_twice=(
        {GATE: "sigmoid(sigmoid(", 'parameters["bu"])': 'parameters["bu"]))'},
        "sigmoid is taken twice, one after the other.",
    ),
    rounds_the_gate=(
        {"    return": "    Gu = np.round(Gu)\n    return"},
        "the gate is rounded to 0 or 1. It may lie in between.",
    ),
)

answers.mistakes(
    "a_shut_gate_keeps_and_an_open_one_overwrites",
    takes_the_gate_the_other_way_round=(
        {NEXT: "(1 - Gu) * c_tilde + Gu * c_prev"},
        "an open gate keeps the memory. The mixture is the other way round, or the sigmoid lacks its minus.",
    ),
    adds_to_all_of_the_memory=(
        {NEXT: "Gu * c_tilde + c_prev"},
        "what the gate lets in is added to all of the old memory. Only 1 - Gu of it stays.",
    ),
    drops_the_old_memory=(
        {" + (1 - Gu) * c_prev": ""},
        "nothing of the old memory is kept. The part 1 - Gu of it stays.",
    ),
    keeps_what_it_overwrites=(
        {"(1 - Gu) * c_prev": "Gu * c_prev"},
        "both are multiplied by Gu. The old memory is multiplied by 1 - Gu.",
    ),
    squashes_the_mixture=(
        {NEXT: f"np.tanh({NEXT})"},
        "tanh is taken of the mixture once more: so nothing is kept as it is.",
    ),
    adds_the_rest_of_the_gate=(
        {"(1 - Gu) * c_prev": "(1 - Gu) + c_prev"},
        "1 - Gu is added to the old memory. The two are multiplied.",
    ),
    leaves_the_brackets_out=(
        {"(1 - Gu) * c_prev": "1 - Gu * c_prev"},
        "1 - Gu stands without brackets: then 1 is added, and Gu * c_prev is subtracted.",
    ),
    subtracts_the_kept_part=({"c_tilde + (1": "c_tilde - (1"}, "the kept part of the memory is subtracted, not added."),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    writes_into_c_prev=(
        {f"return {NEXT}": "c_prev += Gu * (c_tilde - c_prev)\n    return c_prev"},
        "the caller's c_prev is written into, as `+=` and `*=` do: make a new array.",
    ),
    puts_a_gate_into_the_parameters=(
        {"return": 'parameters["Gu"] = Gu\n    return'},
        "the gate is put into the caller's dict of parameters.",
    ),
)

answers.refused(
    "a_shut_gate_keeps_and_an_open_one_overwrites",
    never_overwrites={NEXT: "c_prev + 0 * c_tilde"},
    keeps_a_little_always={NEXT: "0.99 * Gu * c_tilde + (1 - 0.99 * Gu) * c_prev"},
)
answers.refused(
    "the_candidate_follows_the_equation",
    returns_rows={f"return {NEXT}": f"return ({NEXT}).T"},
    squeezes={f"return {NEXT}": f"return np.squeeze({NEXT})"},
    returns_single_precision={f"return {NEXT}": f"return ({NEXT}).astype(np.float32)"},
)
answers.refused(
    "the_update_gate_follows_the_equation",
    shares_a_gate_among_examples={"    return": "    Gu = Gu[:, :1]\n    return"},
    uses_hard_sigmoid={GATE: "(lambda z: np.clip(0.2 * z + 0.5, 0, 1))("},
    gets_the_memory_it_makes={SUM_U: 'parameters["Wu"] @ np.concatenate([c_tilde, xt])'},
)
