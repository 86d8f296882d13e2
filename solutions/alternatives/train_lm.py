"""Other answers to train_lm."""

import numpy as np

from solutions.alternatives import Answers, batch_mistakes
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.language_model import make_lm_pair
from solutions.language_model_training import train_lm, train_step
from solutions.optimisers import clip_gradients
from solutions.sequence_data import one_hot, pad_batch

answers = Answers(train_lm)

EPOCHS = "for _ in range(epochs):\n        order = rng.permutation(len(sequences))"
ORDER = "order = rng.permutation(len(sequences))"
BATCHES = "for first in range(0, len(order), m):"
PAIRS = "pairs = [make_lm_pair(sequences[i], -1) for i in order[first : first + m]]"
READ = "X, mask, _ = pad_batch([list(X) for X, _ in pairs], -1)"
DUE = "Y, _, _ = pad_batch([list(Y) for _, Y in pairs], -1)"
ZEROS = "a0 = np.zeros((n_a, len(pairs)))"
KEPT = "a0 = np.zeros((n_a, len(pairs))) if a0 is None or a0.shape[1] != len(pairs) else a0"
STEP = "_, _, _, parameters = train_step(X, Y, mask, a0, parameters, lr, clip)"
START = 'n_a = len(parameters["ba"])'


@answers.variant
def with_pairs_made_beforehand(sequences, parameters, epochs, m, lr, clip, rng):
    pairs = [make_lm_pair(sequence, -1) for sequence in sequences]
    for _ in range(epochs):
        rng.shuffle(pairs)
        for first in range(0, len(pairs), m):
            batch = pairs[first : first + m]
            ids, mask, lengths = pad_batch([X.tolist() for X, _ in batch], 0)
            labels = pad_batch([Y.tolist() for _, Y in batch], 0)[0]
            a0 = np.zeros((parameters["Waa"].shape[0], len(lengths)))
            parameters = train_step(ids, labels, mask, a0, parameters, lr, clip)[3]
    return parameters


@answers.variant
def filling_arrays_by_hand(sequences, parameters, epochs, m, lr, clip, rng):
    longest = max(map(len, sequences))
    X, Y = np.full((longest, len(sequences)), -1), np.full((longest, len(sequences)), -1)
    mask = np.zeros(X.shape, dtype=bool)
    for i, ids in enumerate(sequences):
        X[1 : len(ids), i], Y[: len(ids), i], mask[: len(ids), i] = ids[:-1], ids, True
    new = {name: value.copy() for name, value in parameters.items()}
    for _ in range(epochs):
        for batch in np.array_split(rng.permutation(len(sequences)), range(m, len(sequences), m)):
            a0 = np.zeros((len(new["ba"]), len(batch)))
            _, _, _, new = train_step(X[:, batch], Y[:, batch], mask[:, batch], a0, new, lr, clip)
    return new


@answers.variant
def without_train_step(sequences, parameters, epochs, m, lr, clip, rng):
    left = []
    for _ in range(epochs * -(-len(sequences) // m)):
        if not left:
            left = [int(i) for i in np.argsort(rng.random(len(sequences)))]
        batch, left = left[:m], left[m:]
        Y, mask, _ = pad_batch([sequences[i] for i in batch], 0)
        X = np.vstack([np.full((1, Y.shape[1]), -1), Y[:-1]])
        x, a0 = one_hot(X, parameters["Wax"].shape[1]), np.zeros((len(parameters["ba"]), len(batch)))
        _, grads = rnn_loss_and_grads(x, Y, a0, parameters, mask)
        del grads["da0"]
        grads = clip_gradients(grads, clip)
        parameters = {name: parameters[name] - lr * grads[f"d{name}"] for name in parameters}
    return parameters


@answers.variant
def sorted_within_a_batch(sequences, parameters, epochs, m, lr, clip, rng):
    remaining = epochs
    while remaining:
        shuffled = [sequences[i] for i in rng.choice(len(sequences), size=len(sequences), replace=False)]
        while shuffled:
            batch, shuffled = sorted(shuffled[:m], key=len, reverse=True), shuffled[m:]
            Y, mask, _ = pad_batch(batch, -1)
            X, _, _ = pad_batch([[-1, *ids[:-1]] for ids in batch], -1, max_len=len(batch[0]))
            result = train_step(X, Y, mask, np.zeros_like(parameters["ba"] + X[0]), parameters, lr, clip)
            parameters = result[-1]
        remaining -= 1
    return dict(parameters)


answers.variants(
    by_sorting_random_numbers={ORDER: "order = np.argsort(rng.random(len(sequences)))"},
    with_the_mask_of_the_labels={
        READ: "X, _, _ = pad_batch([list(X) for X, _ in pairs], 0)",
        DUE: DUE.replace("Y, _", "Y, mask"),
    },
    drawing_one_after_the_other={
        ORDER: "left, order = list(range(len(sequences))), []\n"
        "        while left:\n            order.append(left.pop(rng.integers(len(left))))"
    },
)

answers.mistakes(
    "a_batch_is_read_from_zeros",
    starts_with_token_0=(
        {"sequences[i], -1)": "sequences[i], 0)"},
        "the first input is token 0: it should be -1, of which one_hot makes a column of zeros.",
    ),
    starts_with_the_last_token=(
        {"sequences[i], -1)": "sequences[i], sequences[i][-1])"},
        'the first input is "<EOS>", the last token of the sentence: it should be -1, a column of zeros.',
    ),
    reads_what_it_predicts=(
        {"[list(X) for X, _": "[list(Y) for _, Y"},
        "what is read is what is to be predicted: X should be one step behind Y.",
    ),
    counts_the_padding=(
        {"Y, mask, a0": "np.maximum(Y, 0), np.ones_like(mask), a0"},
        "padding counts as if it were text: the mask says what counts.",
    ),
    takes_minus_one_for_padding=(
        {"Y, mask, a0": "Y, mask & (X != -1), a0"},
        "-1 in X is taken for padding: the first step reads it and has a label all the same.",
    ),
    takes_zero_for_padding=(
        {"Y, mask, a0": "Y, mask & (Y != 0), a0"},
        "label 0 is taken for padding: it is a token like any other.",
    ),
    starts_from_ones=({"np.zeros((": "np.ones(("}, "each sentence starts from an activation of ones: zeros are due."),
    ignores_the_learning_rate=({"parameters, lr,": "parameters, 0.01,"}, "the learning rate is 0.01, whatever lr is."),
    divides_the_learning_rate_by_m=(
        {"parameters, lr, clip)": "parameters, lr / m, clip)"},
        "the learning rate is divided by m: the loss is a mean already.",
    ),
    never_clips=(
        {"parameters, lr, clip)": "parameters, lr, np.inf)"},
        "nothing is clipped: train_step should get clip.",
    ),
    exchanges_lr_and_clip=(
        {"parameters, lr, clip)": "parameters, clip, lr)"},
        "lr and clip are exchanged.",
    ),
    forgets_the_last_token=(
        {PAIRS: PAIRS.replace("sequences[i]", "sequences[i][: max(1, len(sequences[i]) - 1)]")},
        'the last token of each sentence is left out: "<EOS>" is to be predicted too.',
    ),
    trains_twice_on_each_batch=(
        {STEP: STEP + "\n            " + STEP},
        "two steps are taken with each batch: one is due.",
    ),
    cuts_long_sentences=(
        {
            "pairs], -1)\n            Y": "pairs], -1, 10)\n            Y",
            "[list(Y) for _, Y in pairs], -1)": "[list(Y) for _, Y in pairs], -1, 10)",
        },
        "sentences of more than ten tokens lose their end.",
    ),
)

answers.mistakes(
    "each_epoch_goes_on_with_the_parameters_alone",
    carries_the_activation=(
        {START: START + "\n    a0 = None", ZEROS: KEPT, STEP: STEP.replace("_, _, _,", "_, _, a0,")},
        "the activation is carried from one batch to the next: these sentences have nothing to do with each other.",
    ),
    carries_it_through_an_epoch=(
        {ORDER: "a0 = None\n        " + ORDER, ZEROS: KEPT, STEP: STEP.replace("_, _, _,", "_, _, a0,")},
        "the activation is carried from batch to batch within an epoch: each sentence starts from zeros.",
    ),
    trains_one_epoch=(
        {"range(epochs)": "range(1)"},
        "training amounts to one epoch: it stops after the first one, or each starts from the parameters of before.",
    ),
    trains_an_epoch_too_many=({"range(epochs)": "range(epochs + 1)"}, "there is an epoch too many."),
    goes_on_once_an_epoch=(
        {ORDER: "old = parameters\n        " + ORDER, STEP: STEP.replace("parameters, lr", "old, lr")},
        "every batch of an epoch starts from the parameters that the epoch began with, so that only its last batch "
        "counts.",
    ),
)

answers.mistakes(
    "every_sentence_is_used_once_in_an_epoch",
    **batch_mistakes.of_an_epoch("sequences"),
)

answers.mistakes(
    "the_order_comes_from_rng_in_each_epoch",
    never_shuffles=(
        {ORDER: "order = np.arange(len(sequences))"},
        "the sentences are used in the order of the list: rng has no effect.",
    ),
    shuffles_once=(
        {EPOCHS: ORDER + "\n    for _ in range(epochs):"},
        "the order is drawn once, before the loop over the epochs: it should be drawn anew in each of them.",
    ),
    seeds_a_generator_of_its_own=(
        {ORDER: "order = np.random.default_rng(_).permutation(len(sequences))"},
        "a generator of your own with a fixed seed draws the order: use rng.",
    ),
    seeds_the_global_generator=(
        {ORDER: "np.random.seed(_)\n        order = np.random.permutation(len(sequences))"},
        "NumPy's global generator is seeded and used: use rng.",
    ),
    shuffles_the_batches_alone=(
        {
            ORDER: "order = np.arange(len(sequences))",
            BATCHES: "for first in rng.permutation(np.arange(0, len(order), m)):",
        },
        "the batches come in a drawn order, and always the same sentences stand in one batch: draw the order of the "
        "sentences.",
    ),
    draws_the_batches_once=(
        {
            EPOCHS: "fixed = rng.permutation(len(sequences))\n    for _ in range(epochs):\n        order = fixed",
            BATCHES: "for first in rng.permutation(np.arange(0, len(order), m)):",
        },
        "the batches are put together once, and only their order is drawn in each epoch: which sentences meet should "
        "be drawn anew as well.",
    ),
    sorts_by_length=(
        {ORDER: "order = sorted(rng.permutation(len(sequences)), key=lambda i: len(sequences[i]))"},
        "the sentences are sorted by length after they are shuffled, which undoes it.",
    ),
    turns_the_order_round=(
        {ORDER: "order = np.arange(len(sequences))[:: rng.choice([-1, 1])]"},
        "the order is that of the list or its reverse: all orders should be possible.",
    ),
)

answers.mistakes(
    "after_training_it_expects_what_its_language_says",
    forgets_the_new_parameters=(
        {STEP: STEP.replace("_, parameters =", "_, new ="), "\n    return parameters": "\n    return new"},
        "every batch starts from the parameters of before training, so that only the last batch counts.",
    ),
    returns_the_parameters_of_before=(
        {STEP: STEP.replace("_, parameters =", "_, new =")},
        "the parameters of before training come back: what train_step returns is not kept.",
    ),
)

answers.mistakes(
    "the_sentences_and_the_parameters_are_left_alone",
    shuffles_the_callers_list=(
        {ORDER: "rng.shuffle(sequences)\n        order = range(len(sequences))"},
        "rng.shuffle changes the order of the caller's own list: shuffle numbers or a copy.",
    ),
    writes_into_the_callers_parameters=(
        {
            STEP: "_, _, _, new = train_step(X, Y, mask, a0, parameters, lr, clip)\n"
            "            for name in parameters:\n                parameters[name][:] = new[name]"
        },
        "the caller's parameters change: train_step returns new ones, so go on with these.",
    ),
)

answers.refused(
    "the_sentences_and_the_parameters_are_left_alone",
    updates_the_callers_dict={
        STEP: "parameters.update(train_step(X, Y, mask, a0, parameters, lr, clip)[3])",
    },
)
answers.refused(
    "the_order_comes_from_rng_in_each_epoch",
    draws_globally={ORDER: "order = np.random.permutation(len(sequences))"},
    makes_a_new_generator={ORDER: "order = np.random.default_rng().permutation(len(sequences))"},
)
answers.refused(
    "each_epoch_goes_on_with_the_parameters_alone",
    returns_within_the_loop={"\n    return parameters": "\n        return parameters"},
)
answers.refused(
    "every_sentence_is_used_once_in_an_epoch",
    chooses_with_replacement={ORDER: "order = rng.choice(len(sequences), len(sequences))"},
)

answers.equivalent(
    *(f"{READ} -> {READ.removesuffix('-1)')}{other})" for other in ("+1", "~1", "1", "- 2", "- 0")),
    *(f"{DUE} -> {DUE.removesuffix('-1)')}{other})" for other in ("+1", "~1", "1", "- 2", "- 0")),
    because="the mask keeps padding out, whatever stands there.",
)
answers.equivalent(
    *(f"{PAIRS} -> {PAIRS.replace('-1', other)}" for other in ("~1", "- 2")),
    because="one_hot makes a column of zeros of every negative number.",
)
