"""Other answers to train_tagger."""

from solutions.alternatives import Answers, batch_mistakes, tagger_variants
from solutions.tagger import train_tagger

answers = Answers(train_tagger)

EPOCHS = "for _ in range(epochs):\n        order = rng.permutation(len(sentences))"
ORDER = "order = rng.permutation(len(sentences))"
BATCHES = "for first in range(0, len(order), m):"
BATCH = "batch = order[first : first + m]"
IDS = "ids, mask, lengths = pad_batch([sentences[i] for i in batch], -1)"
LABELS = "y, _, _ = pad_batch([tags[i] for i in batch], 0)"
START = "ahead, back = adam_start(forward), adam_start(backward)"
READ = 'a, cache = birnn_forward(one_hot(ids, forward["Wax"].shape[1]), lengths, forward, backward)'
VOTES = "_, da, votes_ahead, votes_back = tag_loss_and_grads(a, y, mask, forward, backward)"
BACK = "grads = birnn_backward(da, cache)"
STEP_AHEAD = 'forward, ahead = adam_step(forward, grads["forward"] | votes_ahead, ahead, lr)'
STEP_BACK = 'backward, back = adam_step(backward, grads["backward"] | votes_back, back, lr)'
STEPS = f"{STEP_AHEAD}\n            {STEP_BACK}"

answers.variant(tagger_variants.with_one_dict_for_both_directions)
answers.variant(tagger_variants.with_arrays_padded_beforehand)
answers.variant(tagger_variants.with_votes_of_its_own)
answers.variant(tagger_variants.with_adam_of_its_own)
answers.variants(
    by_sorting_random_numbers={ORDER: "order = np.argsort(rng.random(len(sentences)))"},
    padding_with_zeros={IDS: IDS.replace("-1", "0")},
    with_the_mask_of_the_tags={LABELS: LABELS.replace("y, _", "y, mask")},
    drawing_one_after_the_other={
        ORDER: "left, order = list(range(len(sentences))), []\n"
        "        while left:\n            order.append(left.pop(rng.integers(len(left))))"
    },
    sorted_within_a_batch={BATCH: f"batch = sorted({BATCH[8:]}, key=lambda i: -len(sentences[i]))"},
    with_rows_for_numbers={'forward["Wax"].shape[1]': 'len(backward["Wax"].T)'},
)

answers.mistakes(
    "one_batch_is_one_step_for_both_directions",
    counts_the_padding=(
        {VOTES: VOTES.replace("mask", "np.ones_like(mask)")},
        "padding counts as if it were words: the mask says what counts.",
    ),
    reads_on_over_the_padding=(
        {READ: READ.replace("lengths", "np.full_like(lengths, len(ids))")},
        "every sentence is said to be as long as the longest one, so that the second direction begins in the padding.",
    ),
    takes_unknown_words_for_padding=(
        {VOTES: VOTES.replace("mask", "mask & (ids >= 0)")},
        "-1 is taken for padding: here it is a word that the vocabulary does not have, and it has a tag all the same.",
    ),
    counts_the_lengths_from_the_words=(
        {READ: READ.replace("lengths", "(ids != -1).sum(axis=0)")},
        "the lengths are counted from ids, where they are not -1. That is also a word that the vocabulary does not "
        "have: pad_batch returns the lengths.",
    ),
    takes_tag_0_for_padding=(
        {VOTES: VOTES.replace("mask", "mask & (y != 0)")},
        "tag 0 is taken for padding: it is a tag like any other.",
    ),
    exchanges_the_gradients=(
        {
            STEP_AHEAD: STEP_AHEAD.replace('grads["forward"]', 'grads["backward"]'),
            STEP_BACK: STEP_BACK.replace('grads["backward"]', 'grads["forward"]'),
        },
        "the gradients of the two directions are exchanged.",
    ),
    exchanges_the_votes=(
        {VOTES: VOTES.replace("votes_ahead, votes_back", "votes_back, votes_ahead")},
        "dWya of one direction goes to the other one.",
    ),
    exchanges_the_directions=(
        {READ: READ.replace("lengths, forward, backward", "lengths, backward, forward")},
        "forward and backward are exchanged in the call of birnn_forward.",
    ),
    trains_one_direction=(
        {STEP_BACK: "pass"},
        "only the parameters of the first direction are trained.",
    ),
    trains_the_other_direction=(
        {STEP_AHEAD: "pass"},
        "only the parameters of the second direction are trained.",
    ),
    trains_one_set_for_both=(
        {"\n    return forward, backward": "\n    return forward, forward"},
        "the parameters of the first direction come back twice.",
    ),
    returns_them_the_other_way_round=(
        {"\n    return forward, backward": "\n    return backward, forward"},
        "the two directions come back in the wrong order.",
    ),
    reads_with_one_set=(
        {READ: READ.replace("lengths, forward, backward", "lengths, forward, forward")},
        "both directions read with the parameters of the first one.",
    ),
    leaves_the_votes_out=(
        {VOTES: VOTES + "\n            votes_ahead = {name: 0 * g for name, g in votes_ahead.items()}"},
        "Wya and by of the first direction are not trained.",
    ),
    hears_nothing_from_the_right=(
        {BACK: "da[:, len(da[0]) // 2 :] = 0\n            " + BACK},
        "no gradient reaches the direction that reads from the end.",
    ),
    climbs_instead_of_falling=(
        {", ahead, lr)": ", ahead, -lr)", ", back, lr)": ", back, -lr)"},
        "the parameters go along the gradient, not against it: the loss grows.",
    ),
    ignores_the_learning_rate=(
        {", ahead, lr)": ", ahead, 0.01)", ", back, lr)": ", back, 0.01)"},
        "the learning rate is 0.01, whatever lr is.",
    ),
    divides_the_learning_rate_by_m=(
        {", ahead, lr)": ", ahead, lr / m)", ", back, lr)": ", back, lr / m)"},
        "the learning rate is divided by m: the loss is a mean already.",
    ),
    cuts_long_sentences=(
        {IDS: IDS.replace("-1)", "-1, 5)"), LABELS: LABELS.replace("0)", "0, 5)")},
        "sentences of more than five words lose their end.",
    ),
    cuts_at_twenty=(
        {IDS: IDS.replace("-1)", "-1, 20)"), LABELS: LABELS.replace("0)", "0, 20)")},
        "sentences of more than twenty words lose their end. A batch is as long as its longest sentence.",
    ),
    shares_adams_state=(
        {
            STEP_AHEAD: STEP_AHEAD.replace("forward, ahead =", "forward, back =").replace(", ahead, lr", ", back, lr"),
        },
        "one state of Adam serves both directions: each needs its own.",
    ),
    leaves_the_tags_in_their_order=(
        {
            LABELS: "order_of_tags = range(len(tags))[first : first + m]\n            "
            + LABELS.replace("in batch", "in order_of_tags")
        },
        "the sentences are shuffled and their tags are not.",
    ),
    pairs_words_with_other_tags=(
        {LABELS: LABELS.replace("for i in batch", "for i in sorted(batch, key=lambda i: len(tags[i]))")},
        "words and tags of a batch are not in the same order.",
    ),
)

answers.mistakes(
    "parameters_and_memory_go_on",
    starts_adam_in_each_batch=(
        {START: "pass", BATCH: BATCH + "\n            " + START},
        "Adam starts anew with each batch, or its new state is not kept.",
    ),
    starts_adam_in_each_epoch=(
        {START: "pass", ORDER: ORDER + "\n        " + START},
        "Adam starts anew in each epoch: it should start once, before the loops.",
    ),
    trains_one_epoch=(
        {"range(epochs)": "range(1)"},
        "training stops after the first epoch.",
    ),
    trains_an_epoch_too_many=({"range(epochs)": "range(epochs + 1)"}, "there is an epoch too many."),
    joins_the_epochs=(
        {
            EPOCHS: "order = np.concatenate([rng.permutation(len(sentences)) for _ in range(epochs)])\n    if True:",
        },
        "the epochs are joined before they are cut into batches, so that a batch may hold sentences of two epochs. The "
        "last batch of an epoch takes what is left.",
    ),
    forgets_the_new_parameters=(
        {
            START: START + "\n    old = forward, backward",
            BATCH: BATCH + "\n            forward, backward = old",
        },
        "every batch starts from the parameters of before training, so that only the last batch counts.",
    ),
    goes_on_once_an_epoch=(
        {
            ORDER: "old = forward, backward\n        " + ORDER,
            BATCH: BATCH + "\n            forward, backward = old",
        },
        "every batch of an epoch starts from the parameters that the epoch began with, so that only its last batch "
        "counts.",
    ),
)

answers.mistakes(
    "every_sentence_is_used_once_in_an_epoch",
    **batch_mistakes.of_an_epoch("sentences"),
    uses_one_sentence_at_a_time=(
        {BATCHES: "for first in range(len(order)):", BATCH: "batch = order[first : first + 1]"},
        "each sentence is a batch of its own, whatever m is.",
    ),
)

answers.mistakes(
    "the_order_comes_from_rng_in_each_epoch",
    never_shuffles=(
        {ORDER: "order = np.arange(len(sentences))"},
        "the sentences are used in the order of the list: rng has no effect.",
    ),
    shuffles_once=(
        {EPOCHS: ORDER + "\n    for _ in range(epochs):"},
        "each epoch has the same order: it is drawn once, before the loop over the epochs, or each time from the same "
        "state, as with a copy of rng. Draw it from rng itself in each of them.",
    ),
    seeds_a_generator_of_its_own=(
        {ORDER: "order = np.random.default_rng(_).permutation(len(sentences))"},
        "a generator of your own with a fixed seed draws the order: use rng.",
    ),
    shuffles_the_batches_alone=(
        {
            ORDER: "order = np.arange(len(sentences))",
            BATCHES: "for first in rng.permutation(np.arange(0, len(order), m)):",
        },
        "the batches come in a drawn order, and always the same sentences stand in one batch: draw the order of the "
        "sentences.",
    ),
    draws_the_batches_once=(
        {
            EPOCHS: "fixed = rng.permutation(len(sentences))\n    for _ in range(epochs):\n        order = fixed",
            BATCHES: "for first in rng.permutation(np.arange(0, len(order), m)):",
        },
        "the batches are put together once, and only their order is drawn in each epoch: which sentences meet should "
        "be drawn anew as well.",
    ),
    sorts_by_length=(
        {ORDER: "order = sorted(rng.permutation(len(sentences)), key=lambda i: len(sentences[i]))"},
        "the sentences are sorted by length after they are shuffled, which undoes it.",
    ),
)

answers.mistakes(
    "after_training_it_tells_a_name_by_both_sides",
    returns_the_parameters_of_before=(
        {START: START + "\n    old = forward, backward", "\n    return forward, backward": "\n    return old"},
        "the parameters of before training come back.",
    ),
)

answers.mistakes(
    "what_it_is_given_is_left_alone",
    shuffles_the_callers_lists=(
        {
            ORDER: "order = rng.permutation(len(sentences))\n"
            "        sentences[:], tags[:] = [sentences[i] for i in order], [tags[i] for i in order]\n"
            "        order = range(len(sentences))"
        },
        "the caller's own lists are put into another order: shuffle numbers or a copy.",
    ),
    writes_into_the_callers_parameters=(
        {
            STEPS: STEP_AHEAD.replace("forward, ahead", "new, ahead")
            + "\n            for name in forward:\n                forward[name][:] = new[name]\n            "
            + STEP_BACK
        },
        "the caller's arrays change: adam_step returns new ones, so go on with these.",
    ),
)

answers.refused(
    "what_it_is_given_is_left_alone",
    updates_the_callers_dict={
        STEP_BACK: "new, back = adam_step(backward, grads['backward'] | votes_back, back, lr)\n"
        "            backward.update(new)",
    },
)
answers.refused(
    "the_order_comes_from_rng_in_each_epoch",
    turns_the_order_round={ORDER: "order = np.arange(len(sentences))[:: rng.choice([-1, 1])]"},
    draws_globally={ORDER: "order = np.random.permutation(len(sentences))"},
    makes_a_new_generator={ORDER: "order = np.random.default_rng().permutation(len(sentences))"},
)
answers.refused(
    "parameters_and_memory_go_on",
    returns_within_the_loop={"\n    return forward, backward": "\n        return forward, backward"},
    starts_adam_for_a_short_batch={
        BATCH: f"{BATCH}\n            if len(batch) < m:\n                {START}",
    },
    shuffles_all_epochs_together={
        EPOCHS: "order = rng.permutation(np.repeat(np.arange(len(sentences)), epochs))\n    if True:",
    },
    never_keeps_adams_state={
        STEP_AHEAD: STEP_AHEAD.replace("forward, ahead =", "forward, _ ="),
        STEP_BACK: STEP_BACK.replace(", back =", ", _ ="),
    },
    stops_after_two_epochs={START: START + "\n    epochs = min(epochs, 2)"},
)
answers.equivalent(
    *(f"{IDS} -> {IDS.removesuffix('-1)')}{other})" for other in ("+1", "~1", "1", "- 2", "- 0")),
    *(f"{LABELS} -> {LABELS.removesuffix('0)')}{other})" for other in ("1", "-1")),
    because="the lengths and the mask keep padding out, whatever stands there.",
)
