"""Other answers to generate_one_to_many."""

from solutions.alternatives import Answers, one_to_many_variants
from solutions.types_of_rnn import generate_one_to_many

answers = Answers(generate_one_to_many)

DRAW = "rng.choice(len(yt_pred), p=yt_pred[:, 0])"
RUN = "a, yt_pred, _ = rnn_cell_forward(xt, a, parameters)"
NEW = "xt = np.zeros_like(x0)"
FEED = f"{NEW}\n        xt[k] = 1"
KEEP = "drawn.append(k)"
RETURN = "return np.array(drawn)"

answers.variant(one_to_many_variants.into_an_array_by_the_running_sum)
answers.variant(one_to_many_variants.with_gumbel_noise)
answers.variant(one_to_many_variants.with_sequences_of_one_step)
answers.variant(one_to_many_variants.written_out)

answers.variants(
    with_a_multinomial_draw={DRAW: "rng.multinomial(1, yt_pred[:, 0]).argmax()"},
    with_a_line_of_probabilities={DRAW: "rng.choice(np.arange(x0.size), p=yt_pred.ravel())"},
    with_a_copy_that_is_cleared={
        "xt, a, drawn = x0, a0, []": "xt, a, drawn = x0.copy(), a0, []",
        NEW: "xt[:] = 0",
    },
    with_a_child_generator={DRAW: "np.random.default_rng(rng.integers(2**63)).choice(len(yt_pred), p=yt_pred[:, 0])"},
)

answers.mistakes(
    "each_step_goes_on_from_what_was_drawn",
    reads_x0_at_each_step=(
        {f"        {NEW}\n": "", "        xt[k] = 1\n": ""},
        "every step reads x0. It should read the symbol that was drawn before.",
    ),
    starts_each_step_from_a0=(
        {"(xt, a, ": "(xt, a0, "},
        "every step starts from a0. It should go on from the activation that the step before has left.",
    ),
    forgets_everything=(
        {"(xt, a, ": "(xt, a0, ", f"        {NEW}\n": "", "        xt[k] = 1\n": ""},
        "all symbols are drawn from the prediction of the first step: nothing that was drawn is read.",
    ),
    feeds_the_probabilities=(
        {FEED: "xt = yt_pred"},
        "the probabilities are read in the next step. The one-hot column of the drawn symbol is to be read.",
    ),
    feeds_the_likeliest=(
        {"xt[k] = 1": "xt[np.argmax(yt_pred)] = 1"},
        "the next step reads the likeliest symbol, not the drawn one.",
    ),
    draws_twice=(
        {"xt[k] = 1": f"xt[{DRAW}] = 1"},
        "two symbols are drawn at each step: one is kept, and another one is read.",
    ),
    keeps_the_old_ones=(
        {NEW: "xt = xt.copy()"},
        "the input keeps the ones of earlier symbols. It should hold a single 1.",
    ),
    feeds_the_number=(
        {"xt[k] = 1": "xt[:] = k"},
        "every entry of the next input is the number of the symbol. It should be a one-hot column.",
    ),
    writes_the_number_in_its_row=(
        {"xt[k] = 1": "xt[k] = k"},
        "the next input holds the number of the symbol in its row. It should hold a 1 there.",
    ),
    feeds_zeros=({"        xt[k] = 1\n": ""}, "from the second step on the input is zeros."),
    feeds_the_symbol_before_that=(
        {
            "xt, a, drawn = x0, a0, []": "xt, a, drawn, k = x0, a0, [], None",
            "        k = rng": "        before, k = k, rng",
            "xt[k] = 1": "xt[k if before is None else before] = 1",
        },
        "what is read is the symbol that was drawn two steps before.",
    ),
    starts_from_zeros_before_x0=(
        {"x0, a0, []": "x0, np.zeros_like(a0), []"},
        "the first step starts from zeros instead of a0.",
    ),
    starts_without_x0=(
        {"x0, a0, []": "np.zeros_like(x0), a0, []"},
        "the first step reads zeros instead of x0.",
    ),
    reads_zeros_as_symbol_0=(
        {"x0, a0, []": "np.eye(len(x0))[:, [np.argmax(x0)]], a0, []"},
        "x0 is taken for the column of its largest entry, so that zeros become symbol 0. Zeros are no symbol.",
    ),
    reads_zeros_as_the_last_symbol=(
        {"x0, a0, []": "np.eye(len(x0))[:, [np.argmax(x0) if x0.any() else -1]], a0, []"},
        "zeros in x0 become the last symbol. Zeros are no symbol.",
    ),
    reads_zeros_as_ones=(
        {"x0, a0, []": "(x0 if x0.any() else np.ones_like(x0)), a0, []"},
        "zeros in x0 become ones. Zeros are to be read as they are.",
    ),
    reads_zeros_as_all_symbols_alike=(
        {"x0, a0, []": "(x0 if x0.any() else np.full_like(x0, 1 / len(x0))), a0, []"},
        "zeros in x0 become 1/n_x each. Zeros are to be read as they are.",
    ),
    puts_x0_in_front=(
        {RETURN: "return np.array([int(x0.argmax()), *drawn[:-1]])"},
        "the symbol of x0 is returned first, and the last one is lost. Only drawn symbols count.",
    ),
    adds_x0_in_front=(
        {RETURN: "return np.array([int(x0.argmax()), *drawn])"},
        "the symbol of x0 is returned as well. Only the n_steps drawn symbols count.",
    ),
    draws_one_too_few=(
        {"range(n_steps)": "range(1, n_steps)"},
        "n_steps - 1 symbols are drawn.",
    ),
    stops_at_symbol_0=(
        {KEEP: f"{KEEP}\n        if k == 0:\n            break"},
        "the tune ends at symbol 0. No symbol is an end here.",
    ),
    returns_one_hot_columns=(
        {KEEP: "drawn.append(xt)"},
        "the one-hot columns are returned. The numbers of the symbols are expected.",
    ),
    returns_a_list=({RETURN: "return drawn"}, "a list is returned. np.array makes an array of it."),
    returns_a_column=(
        {RETURN: "return np.array(drawn)[:, np.newaxis]"},
        "the symbols are a column. Their shape is (n_steps,).",
    ),
    returns_floats=(
        {RETURN: "return np.array(drawn, dtype=float)"},
        "the symbols are floats, as np.zeros and np.empty make them. Whole numbers are expected.",
    ),
    returns_the_last_one=({RETURN: "return np.array(k)"}, "the last symbol alone is returned."),
    returns_inside_the_loop=(
        {f"        {KEEP}\n    {RETURN}": f"        {KEEP}\n        {RETURN}"},
        "the first symbol alone is returned, as when `return` stands inside the loop.",
    ),
    counts_from_one=(
        {KEEP: "drawn.append(k + 1)"},
        "the symbols are counted from 1. The first row of the prediction is symbol 0.",
    ),
    starts_again_at_symbol_0=(
        {KEEP: f"{KEEP}\n        a = a0 if k == 0 else a"},
        "the activation goes back to a0 after symbol 0. No symbol is an end here.",
    ),
    runs_each_step_twice=(
        {RUN: f"{RUN}\n        {RUN}"},
        "the network reads each symbol twice.",
    ),
    lays_the_symbol_across=(
        {FEED: "xt = np.eye(len(x0))[k]"},
        "the next input is a row, shape (n_x,). It should be a column, shape (n_x, 1).",
    ),
    weighs_the_symbol=(
        {"xt[k] = 1": "xt[k] = yt_pred[k, 0]"},
        "the next input holds the probability of the drawn symbol. It should hold a 1.",
    ),
    predicts_before_it_reads=(
        {RUN: f"{RUN.replace('a, ', '_, ', 1)}\n        a, _, _ = rnn_cell_forward(0 * xt, a, parameters)"},
        "the activation that is carried on has not read the input.",
    ),
)

answers.mistakes(
    "a_symbol_comes_as_often_as_its_probability_says",
    takes_the_likeliest=(
        {DRAW: "int(np.argmax(yt_pred))"},
        "the likeliest symbol is taken at each step. It should be drawn.",
    ),
    draws_evenly=(
        {DRAW: "int(rng.choice(np.flatnonzero(yt_pred[:, 0] > 1e-9)))"},
        "each symbol that is possible is drawn as often as any other. Give the probabilities to the draw.",
    ),
    softens_what_is_drawn=(
        {DRAW: "rng.choice(len(yt_pred), p=yt_pred[:, 0] ** 0.5 / np.sum(yt_pred**0.5))"},
        "the probabilities are flattened before the draw, as at a temperature of 2.",
    ),
    sharpens_what_is_drawn=(
        {DRAW: "rng.choice(len(yt_pred), p=yt_pred[:, 0] ** 2 / np.sum(yt_pred**2))"},
        "the probabilities are squared before the draw, as at a temperature of 1/2.",
    ),
    draws_from_the_best_three=(
        {
            DRAW: "rng.choice(len(yt_pred), p=(best := np.where("
            "yt_pred[:, 0] >= np.sort(yt_pred[:, 0])[-3:][0], yt_pred[:, 0], 0)) / best.sum())"
        },
        "a symbol is drawn from the three likeliest alone.",
    ),
    takes_the_best_of_weighted_numbers=(
        {DRAW: "int(np.argmax(yt_pred[:, 0] * rng.random(len(yt_pred))))"},
        "each probability is multiplied by a random number and the largest product wins. That is another probability.",
    ),
    seeds_at_each_step=(
        {DRAW: "np.random.default_rng(0).choice(len(yt_pred), p=yt_pred[:, 0])"},
        "a generator is seeded anew at each step, so that chance is the same each time.",
    ),
    throws_a_normal_number=(
        {DRAW: "int(np.clip(np.sum(np.cumsum(yt_pred) < rng.normal(0.5, 0.2)), 0, len(yt_pred) - 1))"},
        "the number that is compared with the running sum is normally distributed. It should be even from 0 to 1.",
    ),
    never_draws_the_same_twice=(
        {
            DRAW: "rng.choice(len(yt_pred), p=yt_pred[:, 0])\n"
            "        while drawn and k == drawn[-1] and yt_pred[k, 0] < 0.999:\n"
            "            k = rng.choice(len(yt_pred), p=yt_pred[:, 0])",
        },
        "the same symbol never comes twice in a row. It may.",
    ),
    takes_the_first_that_wins=(
        {DRAW: "int(np.argmax(rng.random(len(yt_pred)) < yt_pred[:, 0]))"},
        "each symbol has a throw of its own, and the first that wins is taken. One throw decides among all.",
    ),
    always_gives_0=(
        {DRAW: "int(np.argmax(np.cumsum(yt_pred) < rng.random()))"},
        "the comparison with the running sum is the wrong way round.",
    ),
    takes_the_softmax_of_probabilities=(
        {DRAW: "rng.choice(len(yt_pred), p=softmax(yt_pred)[:, 0])"},
        "softmax is taken of the probabilities once more before the draw.",
    ),
    rounds_the_probabilities=(
        {DRAW: "rng.choice(len(yt_pred), p=(even := np.round(yt_pred[:, 0], 1) + 1e-300) / even.sum())"},
        "the probabilities are rounded to one place before the draw.",
    ),
)

answers.mistakes(
    "all_chance_comes_from_the_generator",
    makes_a_generator_of_its_own=(
        {"    xt, a, drawn": "    rng = np.random.default_rng(0)\n    xt, a, drawn"},
        "a generator of your own with a fixed seed is used: every call then gives the same tune. Use rng.",
    ),
    draws_from_few_seeds=(
        {"    xt, a, drawn": "    rng = np.random.default_rng(rng.integers(10))\n    xt, a, drawn"},
        "a generator with one of a few seeds is used: there are only as many tunes as seeds. Use rng.",
    ),
    begins_with_the_likeliest=(
        {DRAW: f"{DRAW} if drawn else yt_pred[:, 0].argmax()"},
        "the first symbol is the most probable one every time. It is drawn like all the others.",
    ),
    seeds_numpy_itself=(
        {"    xt, a, drawn": "    np.random.seed(1)\n    xt, a, drawn", "rng.choice": "np.random.choice"},
        "NumPy's global generator is seeded and used: every call then gives the same tune. Use rng.",
    ),
)

answers.mistakes(
    "start_and_parameters_are_left_alone",
    writes_into_x0=(
        {NEW: "xt[:] = 0"},
        "`xt = x0` is another name for the caller's x0, and the next input is written into it.",
    ),
    keeps_the_activation_in_a0=(
        {RUN: "a0[:], yt_pred, _ = rnn_cell_forward(xt, a0, parameters)"},
        "each activation is written into the caller's a0.",
    ),
)

answers.refused(
    "a_symbol_comes_as_often_as_its_probability_says",
    reseeds_at_each_step={DRAW: "np.random.default_rng(int(rng.integers(1))).choice(len(yt_pred), p=yt_pred[:, 0])"},
    cools_a_little={DRAW: "rng.choice(len(yt_pred), p=yt_pred[:, 0] ** 1.4 / np.sum(yt_pred**1.4))"},
    warms_a_little={DRAW: "rng.choice(len(yt_pred), p=yt_pred[:, 0] ** 0.65 / np.sum(yt_pred**0.65))"},
)
answers.refused(
    "each_step_goes_on_from_what_was_drawn",
    draws_a_symbol_for_zeros={
        "x0, a0, []": "(x0 if x0.any() else np.eye(len(x0))[:, [rng.integers(len(x0))]]), a0, []",
    },
    draws_anything={DRAW: "rng.integers(len(yt_pred))"},
    halves_what_is_carried={"(xt, a, ": "(xt, a if xt is x0 else 0.5 * a, "},
)

answers.equivalent(
    "k = rng.choice(len(yt_pred), p=yt_pred[:, 0]) -> k = rng.choice(len(yt_pred), p=yt_pred[:, -1])",
    because="there is one column.",
)

answers.refused(
    "all_chance_comes_from_the_generator",
    draws_from_a_copy={"    xt, a, drawn": "    import copy\n\n    rng = copy.deepcopy(rng)\n    xt, a, drawn"},
)
