"""Other answers to sample."""

import numpy as np

from solutions.alternatives import Answers, sample_variants
from solutions.language_model_training import apply_temperature, sample
from solutions.simple_rnn import rnn_cell_forward

answers = Answers(sample)

TOKENS = "tokens = {number: token for token, number in vocab.items()}"
START = 'x, a = np.zeros((len(vocab), 1)), np.zeros_like(parameters["ba"])'
LOOP = "while len(drawn) < max_len:"
CELL = "a, _, _ = rnn_cell_forward(x, a, parameters)"
P = 'p = apply_temperature(parameters["Wya"] @ a + parameters["by"], tau)[:, 0]'
UNK = 'if "<UNK>" in vocab:\n            p[vocab["<UNK>"]] = 0'
DRAW = "k = int(rng.choice(len(p), p=p / p.sum()))"
LOWERED = (
    'z = parameters["Wya"] @ a + parameters["by"]\n        if "<UNK>" in vocab:\n'
    '            z[vocab["<UNK>"]] = {}\n        p = apply_temperature(z, tau)[:, 0]'
)
STOP = 'if tokens[k] == "<EOS>":\n            break\n        drawn.append(tokens[k])'
CLEAR = "x = np.zeros_like(x)\n        x[k] = 1"

answers.variant(sample_variants.by_the_cumulative_sum)
answers.variant(sample_variants.by_gumbel_noise)
answers.variant(sample_variants.by_drawing_again)
answers.variant(sample_variants.choosing_among_the_words)

answers.variants(
    with_a_score_of_minus_infinity={
        P: 'z = parameters["Wya"] @ a + parameters["by"]\n        z[vocab.get("<UNK>", []), 0] = -np.inf\n'
        "        p = apply_temperature(z, tau)[:, 0]",
        UNK: "pass",
    },
    with_the_length_counted={LOOP: "for _ in range(max_len):"},
    with_the_old_one_cleared={CLEAR: "x[:] = 0\n        x[k, 0] = 1"},
    with_the_probabilities_of_the_cell={
        CELL: "a, y_pred, _ = rnn_cell_forward(x, a, parameters)",
        P: "p = y_pred[:, 0] ** (1 / tau)",
    },
)

answers.mistakes(
    "tokens_are_drawn_with_the_models_probabilities",
    takes_the_most_probable=(
        {DRAW: "k = int(np.argmax(p))"},
        "the most probable token is taken at every step: it should be drawn with its probability.",
    ),
    draws_all_alike=(
        {DRAW: "p[p > 1e-9] = 1\n        " + DRAW},
        "all tokens are drawn with the same probability.",
    ),
    leaves_the_bias_out_of_the_temperature=(
        {'parameters["by"], tau)': 'tau * parameters["by"], tau)'},
        "by is not divided by tau: the temperature is for all of the scores.",
    ),
    ignores_the_temperature=({"], tau)[:, 0]": "], 1.0)[:, 0]"}, "tau has no effect: the temperature is always 1."),
    multiplies_by_the_temperature=(
        {"], tau)[:, 0]": "], 1 / tau)[:, 0]"},
        "the temperature is turned round: 1 / tau is used.",
    ),
    cools_the_probabilities=(
        {CELL: "a, y_pred, _ = rnn_cell_forward(x, a, parameters)", P: "p = apply_temperature(y_pred, tau)[:, 0]"},
        "apply_temperature gets probabilities: it takes scores, and makes a softmax of them.",
    ),
    forgets_the_bias=({' + parameters["by"], tau': ", tau"}, "the bias by is left out of the scores."),
)

answers.mistakes(
    "each_step_reads_the_token_before",
    keeps_the_old_one=(
        {CLEAR: "x[k] = 1"},
        "the column that is read keeps the 1 of every token so far: all but the last are to be 0 again.",
    ),
    never_carries_the_activation=(
        {"rnn_cell_forward(x, a,": "rnn_cell_forward(x, np.zeros_like(a),"},
        "every step starts from an activation of zeros: it should go on from the one before.",
    ),
    reads_nothing=({CLEAR: "x = np.zeros_like(x)"}, "every step reads zeros: it should read the token before."),
    reads_the_most_probable=(
        {"x[k] = 1": "x[np.argsort(p)[-2]] = 1"},
        "the token that is read is not the one that was drawn.",
    ),
    reads_one_step_late=(
        {START: START + "\n    following = x", CLEAR: "x, following = following, np.eye(len(vocab))[:, [k]]"},
        "each token is read one step too late.",
    ),
    takes_the_order_of_the_dict=(
        {TOKENS: "tokens = list(vocab)"},
        "token k is taken to be the one at place k of the dict: the number of a token is its value there.",
    ),
    takes_the_order_of_the_dict_for_the_text=(
        {TOKENS: "tokens = list(vocab)", 'if tokens[k] == "<EOS>"': 'if k == vocab["<EOS>"]'},
        "the token that is kept for number k is the one at place k of the dict: the number of a token is its value "
        "there.",
    ),
)


@answers.mistake("each_step_reads_the_token_before")
def reads_the_probabilities(parameters, vocab, rng, tau=1.0, max_len=50):
    tokens = {number: token for token, number in vocab.items()}
    x, a, drawn = np.zeros((len(vocab), 1)), np.zeros_like(parameters["ba"]), []
    while len(drawn) < max_len:
        a, _, _ = rnn_cell_forward(x, a, parameters)
        p = apply_temperature(parameters["Wya"] @ a + parameters["by"], tau)[:, 0]
        if "<UNK>" in vocab:
            p[vocab["<UNK>"]] = 0
        p /= p.sum()
        k = int(rng.choice(len(p), p=p))
        if tokens[k] == "<EOS>":
            break
        drawn.append(tokens[k])
        x = p[:, np.newaxis]
    return drawn


answers.mistakes(
    "a_sentence_ends_before_eos_or_after_max_len",
    keeps_the_end=(
        {STOP: 'drawn.append(tokens[k])\n        if tokens[k] == "<EOS>":\n            break'},
        '"<EOS>" is kept as a token: the sentence ends before it.',
    ),
    never_ends=(
        {LOOP: "for _ in range(max_len):", STOP: 'if tokens[k] != "<EOS>":\n            drawn.append(tokens[k])'},
        'the drawing goes on after "<EOS>", which is only left out.',
    ),
    stops_one_too_early=(
        {"< max_len": "< max_len - 1"},
        "there is one token too few: max_len of them are allowed.",
    ),
    stops_one_too_late=({"< max_len": "<= max_len"}, "there is one token too many: max_len is the most."),
    takes_0_for_the_end=(
        {'tokens[k] == "<EOS>"': "k == 0"},
        'token 0 ends the sentence: the number of "<EOS>" is vocab["<EOS>"].',
    ),
    takes_the_full_stop_for_the_end=(
        {'tokens[k] == "<EOS>"': 'tokens[k] in ("<EOS>", ".")'},
        'a full stop ends the sentence: "<EOS>" alone does.',
    ),
)

answers.mistakes(
    "unk_is_never_drawn",
    draws_unk=({UNK: "pass"}, '"<UNK>" is drawn like any other token.'),
    gives_its_share_to_the_end=(
        {
            UNK: 'if "<UNK>" in vocab:\n            unk, end = vocab["<UNK>"], vocab["<EOS>"]\n'
            "            p[end], p[unk] = p[end] + p[unk], 0"
        },
        '"<UNK>" ends the sentence, or its probability is given to "<EOS>": all others share it.',
    ),
    gives_its_share_to_the_last=(
        {UNK: 'if "<UNK>" in vocab:\n            p[-1] += p[vocab["<UNK>"]]\n            p[vocab["<UNK>"]] = 0'},
        'the probability of "<UNK>" is given to the last token: all others share it.',
    ),
    shares_it_equally=(
        {
            UNK: 'if "<UNK>" in vocab:\n            share, p[vocab["<UNK>"]] = p[vocab["<UNK>"]] / (len(p) - 1), 0\n'
            '            p[np.arange(len(p)) != vocab["<UNK>"]] += share'
        },
        'every token gets the same part of the probability of "<UNK>": the others should be divided by their sum.',
    ),
    takes_steps_that_nobody_sees=(
        {
            UNK: "pass",
            "        drawn.append(tokens[k])": '        if tokens[k] != "<UNK>":\n            drawn.append(tokens[k])',
        },
        '"<UNK>" is drawn, and only left out of the text: the network takes a step for a token that nobody sees.',
    ),
    lowers_its_score=(
        {P: LOWERED.format("z.min() - 5"), UNK: "pass"},
        'the score of "<UNK>" is only made the lowest: it is still drawn now and then. Its probability should be 0.',
    ),
    takes_the_last_token_for_unk=(
        {UNK: 'p[vocab.get("<UNK>", -1)] = 0'},
        'where the vocabulary has no "<UNK>", the last token is taken for it: at index -1 stands the last one.',
    ),
    leaves_it_out_of_the_text=(
        {
            LOOP: "for _ in range(max_len):",
            UNK: "pass",
            "        drawn.append(tokens[k])": '        if tokens[k] != "<UNK>":\n            drawn.append(tokens[k])',
        },
        '"<UNK>" is drawn, and only left out of the text: the sentence is then too short.',
    ),
)

answers.mistakes(
    "all_chance_comes_from_rng",
    seeds_a_generator_of_its_own=(
        {LOOP: "rng = np.random.default_rng(0)\n    " + LOOP},
        "a generator of your own with a fixed seed is used: every call then gives the same sentence. Use rng.",
    ),
    seeds_the_global_generator=(
        {LOOP: "np.random.seed(1)\n    " + LOOP, "rng.choice": "np.random.choice"},
        "NumPy's global generator is seeded and used: every call then gives the same sentence. Use rng.",
    ),
)
answers.refused(
    "all_chance_comes_from_rng",
    draws_from_a_copy={LOOP: "import copy\n\n    rng = copy.deepcopy(rng)\n    " + LOOP},
    draws_globally={"rng.choice": "np.random.choice"},
    makes_a_new_generator={LOOP: "rng = np.random.default_rng()\n    " + LOOP},
    draws_the_first_globally={DRAW: DRAW.replace("rng.choice", "(rng if drawn else np.random).choice")},
)

answers.mistakes(
    "the_parameters_and_the_vocabulary_are_left_alone",
    lowers_the_bias_of_unk=(
        {LOOP: 'if "<UNK>" in vocab:\n        parameters["by"][vocab["<UNK>"]] = -1e9\n    ' + LOOP},
        'the bias of "<UNK>" is lowered in the caller\'s parameters.',
    ),
    takes_unk_out_of_the_vocabulary=(
        {LOOP: 'unk = vocab.pop("<UNK>", None)\n    ' + LOOP, UNK: "if unk is not None:\n            p[unk] = 0"},
        '"<UNK>" is taken out of the caller\'s vocabulary.',
    ),
)
answers.refused(
    "tokens_are_drawn_with_the_models_probabilities",
    divides_the_probabilities={
        CELL: "a, y_pred, _ = rnn_cell_forward(x, a, parameters)",
        P: "p = y_pred[:, 0] / tau",
    },
)
answers.refused(
    "each_step_reads_the_token_before",
    reads_the_end_first={LOOP: 'x[vocab["<EOS>"]] = 1\n    ' + LOOP},
    starts_from_ones={'zeros_like(parameters["ba"])': 'ones_like(parameters["ba"])'},
    reads_token_0_first={LOOP: "x[0] = 1\n    " + LOOP},
    reads_the_next_most_probable={"x[k] = 1": "x[np.argmax(p) if drawn[1:] else k] = 1"},
)
answers.refused(
    "unk_is_never_drawn",
    needs_unk={UNK: 'p[vocab["<UNK>"]] = 0'},
    forgets_to_divide={"p=p / p.sum()": "p=p"},
    takes_0_for_unk={UNK: "p[0] = 0"},
    takes_a_step_for_unk={UNK: "pass", STOP: 'if tokens[k] == "<UNK>":\n            continue\n        ' + STOP},
    lowers_its_score_to_minus_10={P: LOWERED.format("-10"), UNK: "pass"},
    lowers_its_score_by_10={P: LOWERED.format("z.min() - 10"), UNK: "pass"},
    draws_again_and_reads_unk={
        UNK: "pass",
        DRAW: DRAW + '\n        read = k\n        while tokens[k] == "<UNK>":\n            ' + DRAW,
        "x[k] = 1": "x[read] = 1",
    },
    draws_again_once={UNK: "pass", DRAW: DRAW + '\n        if tokens[k] == "<UNK>":\n            ' + DRAW},
    takes_a_turn_for_unk={
        LOOP: "for _ in range(max_len):",
        UNK: "pass",
        STOP: 'if tokens[k] == "<UNK>":\n            continue\n        ' + STOP,
    },
    ends_at_unk={UNK: "pass", 'tokens[k] == "<EOS>"': 'tokens[k] in ("<EOS>", "<UNK>")'},
)

answers.equivalent(
    f"{LOOP} -> while len(drawn) != max_len:",
    because="drawn grows by one token at a time.",
)
answers.equivalent(
    f"{P} -> {P.replace('[:, 0]', '[:, -1]')}",
    because="there is one column.",
)
answers.equivalent(
    f"{START} -> {START.replace('1))', '2))')}",
    because="the second column is never read, and both are alike.",
)

answers.mistakes(
    "unk_is_never_drawn",
    sets_its_score_to_zero=(
        {P: LOWERED.format("0"), UNK: "pass"},
        'the score of "<UNK>" is set to 0, which is a score like any other: its probability should be 0.',
    ),
)
