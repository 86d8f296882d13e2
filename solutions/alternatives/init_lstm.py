"""Other answers to init_lstm."""

import numpy as np

from solutions.alternatives import Answers
from solutions.lstm import init_lstm

answers = Answers(init_lstm)

SCALE = "1 / np.sqrt(n_a + n_x)"
DRAWN = "scale * rng.standard_normal((n_a, n_a + n_x))"
BF = "np.full((n_a, 1), float(forget_bias))"
RETURNED = '{**parameters, **biases, "bf": ' + BF + "}"
ZEROS = 'biases = {f"b{gate}": np.zeros((n_a, 1)) for gate in "ico"}'

answers.variants(
    with_normal={DRAWN: "rng.normal(0.0, scale, size=(n_a, n_a + n_x))"},
    with_a_sum_of_ones={BF: "np.zeros((n_a, 1)) + forget_bias"},
)


@answers.variant
def line_by_line(n_a, n_x, rng, forget_bias):
    n = n_a + n_x
    Wo = rng.normal(size=(n_a, n)) / n**0.5
    Wf = rng.normal(size=(n_a, n)) / n**0.5
    Wi = rng.normal(size=(n_a, n)) / n**0.5
    Wc = rng.normal(size=(n_a, n)) / n**0.5
    bf = forget_bias * np.ones((n_a, 1))
    bi, bc, bo = np.zeros((n_a, 1)), np.zeros((n_a, 1)), np.zeros((n_a, 1))
    return {"Wf": Wf, "bf": bf, "Wi": Wi, "bi": bi, "Wc": Wc, "bc": bc, "Wo": Wo, "bo": bo}


@answers.variant
def all_weights_at_once(n_a, n_x, rng, forget_bias):
    W = rng.normal(0, np.sqrt(1 / (n_a + n_x)), (n_a + n_x, 4 * n_a)).T
    b = np.zeros((4 * n_a, 1))
    b[:n_a] = forget_bias
    rows = {gate: slice(k * n_a, (k + 1) * n_a) for k, gate in enumerate("fico")}
    return {f"W{k}": W[of] for k, of in rows.items()} | {f"b{k}": b[of] for k, of in rows.items()}


@answers.variant
def number_by_number(n_a, n_x, rng, forget_bias):
    n, drawn = n_a + n_x, {}
    for gate in ["c", "i", "f", "o"]:
        drawn["W" + gate] = np.array([[rng.normal() / np.sqrt(n) for _ in range(n)] for _ in range(n_a)])
        drawn["b" + gate] = np.array([[forget_bias if gate == "f" else 0.0]] * n_a, dtype=float)
    return drawn


@answers.variant
def by_box_and_muller(n_a, n_x, rng, forget_bias):
    u, v = 1 - rng.random((4, n_a, n_a + n_x)), rng.random((4, n_a, n_a + n_x))
    W = np.sqrt(-2 * np.log(u) / (n_a + n_x)) * np.cos(2 * np.pi * v)
    b = np.zeros((4, n_a, 1))
    b[0] += forget_bias
    return dict(zip(("Wf", "Wi", "Wc", "Wo"), W, strict=True)) | dict(zip(("bf", "bi", "bc", "bo"), b, strict=True))


@answers.variant
def weight_by_weight_from_two_blocks(n_a, n_x, rng, forget_bias):
    parameters = {}
    for gate in "fico":
        of_a, of_x = rng.standard_normal((n_a, n_a)), rng.standard_normal((n_a, n_x))
        parameters[f"W{gate}"] = np.hstack([of_a, of_x]) * (n_a + n_x) ** -0.5
        parameters[f"b{gate}"] = np.full((n_a, 1), forget_bias * 1.0 if gate == "f" else 0.0)
    return parameters


answers.mistakes(
    "only_the_forget_gate_begins_with_a_bias",
    sets_every_bias=(
        {"np.zeros((n_a, 1)) for": "np.full((n_a, 1), float(forget_bias)) for"},
        "every bias is set to forget_bias. Only bf is, and the others are zero.",
    ),
    sets_no_bias=({BF: "np.zeros((n_a, 1))"}, "bf is zero. Each of its entries is forget_bias."),
    turns_the_sign=(
        {"float(forget_bias)": "-float(forget_bias)"},
        "bf is minus forget_bias. A positive bias opens the forget gate.",
    ),
    always_takes_one=({"float(forget_bias)": "1.0"}, "bf is 1 whatever forget_bias is."),
    opens_the_gate_to_that_value=(
        {"float(forget_bias)": "1 / (1 + np.exp(-float(forget_bias)))"},
        "bf is the sigmoid of forget_bias. The gate takes the sigmoid itself.",
    ),
    sets_the_input_gate=(
        {'for gate in "ico"}': 'for gate in "fco"}', '"bf": ': '"bi": '},
        "bi is set to forget_bias, and bf is zero. It is the other way round.",
    ),
    sets_f_and_i=(
        {'for gate in "ico"}': 'for gate in "co"}', '"bf": ': f'"bi": {BF}, "bf": '},
        "bi is set to forget_bias as well. Only bf is.",
    ),
    sets_all_three_gates=(
        {'for gate in "ico"}': 'for gate in "c"}', '"bf": ': f'"bi": {BF}, "bo": {BF}, "bf": '},
        "bi and bo are set to forget_bias as well. Only bf is.",
    ),
    drops_the_axis_of_examples=(
        {"np.zeros((n_a, 1))": "np.zeros(n_a)", BF: "np.full(n_a, float(forget_bias))"},
        "the biases have one axis, shape (n_a,). A bias is a column, (n_a, 1).",
    ),
    lays_the_biases_in_a_row=(
        {"np.zeros((n_a, 1))": "np.zeros((1, n_a))", BF: "np.full((1, n_a), float(forget_bias))"},
        "the biases are rows, (1, n_a). A bias is a column, (n_a, 1).",
    ),
    keeps_whole_numbers=(
        {"float(forget_bias)": "forget_bias"},
        "bf takes the kind of forget_bias. Where that is a whole number, bf cannot be trained: it is to hold floats.",
    ),
    draws_the_biases=(
        {"np.zeros((n_a, 1)) for": "0.01 * rng.standard_normal((n_a, 1)) for"},
        "the other biases are drawn. They are zero.",
    ),
    starts_the_biases_with_ones=(
        {"np.zeros((n_a, 1)) for": "np.ones((n_a, 1)) for"},
        "the other biases are 1. They are zero.",
    ),
)

SPREAD = "each_weight_is_drawn_for_itself_at_the_right_scale"
answers.mistakes(
    SPREAD,
    forgets_the_scale=(
        {f"scale = {SCALE}": "scale = 1"},
        "the draws are not scaled. Their variance is 1 / (n_a + n_x).",
    ),
    counts_n_a_alone=({SCALE: "1 / np.sqrt(n_a)"}, "the draws are divided by sqrt(n_a). z has n_a + n_x rows."),
    counts_n_x_alone=({SCALE: "1 / np.sqrt(n_x)"}, "the draws are divided by sqrt(n_x). z has n_a + n_x rows."),
    forgets_the_root=({SCALE: "1 / (n_a + n_x)"}, "the draws are divided by n_a + n_x. It is the square root of it."),
    multiplies_by_the_root=(
        {SCALE: "np.sqrt(n_a + n_x)"},
        "the draws are multiplied by sqrt(n_a + n_x). They are divided by it.",
    ),
    takes_a_scale_for_relu=(
        {SCALE: "np.sqrt(2 / (n_a + n_x))"},
        "the variance is 2 / (n_a + n_x), a scale for ReLU. Here it is half of that.",
    ),
    takes_a_hundredth=({SCALE: "0.01"}, "the draws are multiplied by 0.01 whatever the sizes are."),
    counts_the_way_out_as_well=(
        {SCALE: "np.sqrt(2 / (n_a + n_a + n_x))"},
        "the variance is 2 / (n_a + n_a + n_x), which counts what goes out as well. It is 1 / (n_a + n_x).",
    ),
    counts_the_bias_as_an_input=(
        {SCALE: "1 / np.sqrt(n_a + n_x + 1)"},
        "the draws are divided by sqrt(n_a + n_x + 1).",
    ),
    draws_evenly=(
        {DRAWN: "rng.uniform(-scale, scale, (n_a, n_a + n_x))"},
        "the weights are spread evenly from -1 / sqrt(n_a + n_x) to the same above 0. They are normal.",
    ),
    draws_evenly_at_the_right_variance=(
        {DRAWN: "np.sqrt(3) * scale * rng.uniform(-1, 1, (n_a, n_a + n_x))"},
        "the weights are spread evenly, though with the right variance. They are normal.",
    ),
    draws_from_zero_to_one=(
        {DRAWN: "scale * rng.random((n_a, n_a + n_x))"},
        "the random numbers lie between 0 and 1, so no weight is negative. Draw normal ones.",
    ),
    turns_the_weights_round=(
        {"normal((n_a, n_a + n_x))": "normal((n_a + n_x, n_a))"},
        "the weights are transposed. They have the shape (n_a, n_a + n_x).",
    ),
    draws_one_weight_for_all=(
        {"parameters = {": f"W = {DRAWN}\n    parameters = {{", DRAWN + " for": "W for"},
        "one weight is drawn and stands under all four keys. Each weight is drawn for itself.",
    ),
    draws_one_row=(
        {DRAWN: "scale * rng.standard_normal((1, n_a + n_x)) * np.ones((n_a, 1))"},
        "one row is drawn for all units of a weight. Then all units learn the same.",
    ),
    draws_one_column=(
        {DRAWN: "scale * rng.standard_normal((n_a, 1)) * np.ones((1, n_a + n_x))"},
        "one column is drawn for all columns of a weight. Then a unit cannot tell its inputs apart.",
    ),
    draws_one_number=(
        {DRAWN: "scale * rng.standard_normal() * np.ones((n_a, n_a + n_x))"},
        "one number is drawn for all entries of a weight. Then all units learn the same.",
    ),
    loses_precision=(
        {DRAWN: f"({DRAWN}).astype(np.float32)"},
        "the weights are of float32. NumPy's floats are float64 where nothing else is said.",
    ),
    starts_with_zeros=({DRAWN: "np.zeros((n_a, n_a + n_x))"}, "the weights are zero. Then all units learn the same."),
)

GENERATOR = "the_generator_alone_decides_which_weights_they_are"
answers.mistakes(
    GENERATOR,
    seeds_a_generator_of_its_own=(
        {"scale = 1": "rng = np.random.default_rng(0)\n    scale = 1"},
        "a generator of your own with a fixed seed is used. Every call then gives the same weights.",
    ),
    seeds_the_global_generator=(
        {"scale = 1": "np.random.seed(1)\n    scale = 1", "rng.standard_normal((": "np.random.standard_normal(("},
        "NumPy's global generator is seeded and used. Every call then gives the same weights. Use rng.",
    ),
    seeds_by_the_size=(
        {"scale = 1": "rng = np.random.default_rng(n_a)\n    scale = 1"},
        "a generator is seeded with n_a. Every call of one size then gives the same weights.",
    ),
)

answers.mistakes(
    "each_bias_is_an_array_of_its_own",
    shares_one_array_of_zeros=(
        {ZEROS: 'biases = dict.fromkeys(("bi", "bc", "bo"), np.zeros((n_a, 1)))'},
        "bi, bc and bo are one array under three names.",
    ),
)

answers.refused(
    GENERATOR,
    draws_from_a_copy={"scale = 1": "import copy\n\n    rng = copy.deepcopy(rng)\n    scale = 1"},
    uses_the_global_generator={"rng.standard_normal((": "np.random.standard_normal(("},
)
answers.refused(
    SPREAD,
    copies_one_weight={"parameters = {": f"W = {DRAWN}\n    parameters = {{", DRAWN + " for": "W.copy() for"},
    draws_with_orthogonal_rows={DRAWN: "np.linalg.qr(rng.standard_normal((n_a + n_x, n_a + n_x)))[0][:n_a]"},
    scales_for_24_whatever_the_sizes={SCALE: "1 / np.sqrt(16 + 8)"},
    draws_the_columns_of_the_state_alone={
        DRAWN: "np.hstack([scale * rng.standard_normal((n_a, n_a)), np.zeros((n_a, n_x))])"
    },
    cuts_off_the_tails={DRAWN: f"np.clip({DRAWN}, -2 * scale, 2 * scale)"},
    scales_each_block_alone={
        DRAWN: "np.hstack([rng.standard_normal((n_a, n_a)) / np.sqrt(n_a), "
        "rng.standard_normal((n_a, n_x)) / np.sqrt(n_x)]) / np.sqrt(2)"
    },
    makes_them_positive={DRAWN: f"np.abs({DRAWN})"},
    repeats_the_first_columns={DRAWN: f"np.sort({DRAWN}, axis=1)"},
)
