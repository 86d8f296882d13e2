"""Other answers to birnn_backward."""

import numpy as np

from solutions.alternatives import Answers
from solutions.backpropagation_through_time import rnn_backward, rnn_cell_backward
from solutions.bidirectional import birnn_backward, reverse_padded
from solutions.gradient_checking import rnn_backward_masked

answers = Answers(birnn_backward)


@answers.variant
def without_a_mask(da, cache):
    caches, caches_back, lengths = cache
    ahead_da, back_da = np.split(da, 2, axis=1)
    ahead = rnn_backward(ahead_da, caches)
    back = rnn_backward(reverse_padded(back_da, lengths), caches_back)
    dx = ahead.pop("dx") + reverse_padded(back.pop("dx"), lengths)
    return {"dx": dx, "forward": ahead, "backward": back}


@answers.variant
def turning_all_of_da(da, cache):
    lengths = cache[2]
    n_a = cache[0][0][0].shape[0]
    mask = np.arange(da.shape[0]).reshape(-1, 1) < lengths
    turned = reverse_padded(da, lengths)
    ahead = rnn_backward_masked(da[:, :n_a, :], cache[0], mask)
    back = rnn_backward_masked(turned[:, n_a:, :], cache[1], mask)
    return {
        "backward": {key: back[key] for key in back if key.startswith(("dW", "db"))},
        "forward": {key: ahead[key] for key in ahead if key.startswith(("dW", "db"))},
        "dx": np.add(reverse_padded(back["dx"], lengths), ahead["dx"]),
    }


@answers.variant
def walking_over_the_steps(da, cache):
    caches, caches_back, lengths = cache
    n_a = da.shape[1] // 2
    dx = np.zeros((len(da), *caches[0][2].shape))
    grads = {}
    for name, steps, half in (("forward", caches, da[:, :n_a]), ("backward", caches_back, da[:, n_a:])):
        total, da_prev = dict.fromkeys(("dWax", "dWaa", "dba"), 0), np.zeros_like(da[0, :n_a])
        for t in reversed(range(len(steps))):
            place = np.full(len(lengths), t) if name == "forward" else np.where(t < lengths, lengths - 1 - t, t)
            columns = np.arange(len(lengths))
            own = half[place, :, columns].T
            valid = t < lengths
            step = rnn_cell_backward(np.where(valid, own + da_prev, 0), steps[t])
            da_prev = np.where(valid, step["da_prev"], own + da_prev)
            dx[place, :, columns] += step["dxt"].T
            total = {key: total[key] + step[key] for key in total}
        grads[name] = total
    return {"dx": dx, **grads}


@answers.variant
def without_any_call(da, cache):
    *both, lengths = cache
    steps = np.arange(len(da))[:, None]
    source = np.where(steps < lengths, lengths - 1 - steps, steps)[:, None]

    def back(da, caches):
        p, dz, carried = caches[0][3], np.zeros_like(da), 0.0
        for t in reversed(range(len(da))):
            dz[t] = (da[t] + carried) * (1 - caches[t][0] ** 2) * (t < lengths)
            carried = p["Waa"].T @ dz[t]
        sums = {
            "dWax": np.einsum("tai,txi->ax", dz, np.array([c[2] for c in caches])),
            "dWaa": np.einsum("tai,tbi->ab", dz, np.array([c[1] for c in caches])),
            "dba": dz.sum(axis=(0, 2))[:, None],
        }
        return np.einsum("ax,tai->txi", p["Wax"], dz), sums

    halves = np.split(da, 2, axis=1)
    dx, ahead = back(halves[0], both[0])
    dx_back, behind = back(np.take_along_axis(halves[1], source, axis=0), both[1])
    return {"dx": dx + np.take_along_axis(dx_back, source, axis=0), "forward": ahead, "backward": behind}


answers.variants(
    returning_all_that_comes_back={
        '"forward": grads[0], "backward": grads[1]': '"forward": ahead, "backward": back, "lengths": lengths'
    },
    turning_the_mask_too={
        "rnn_backward_masked(reverse_padded(da[:, n_a:], lengths), caches_back, mask)": "rnn_backward_masked("
        "reverse_padded(da[:, n_a:], lengths), caches_back, reverse_padded(mask[:, None], lengths)[:, 0])"
    },
)

HALF, BOTH, PADDING, ALONE = (
    "each_direction_collects_from_its_own_half",
    "dx_adds_what_comes_through_both_directions",
    "padding_changes_nothing",
    "da_and_the_cache_are_left_alone",
)
TURNED_DA, TURNED_DX = "reverse_padded(da[:, n_a:], lengths)", 'reverse_padded(back["dx"], lengths)'
DX = f'ahead["dx"] + {TURNED_DX}'
NAMES = '"forward": grads[0], "backward": grads[1]'

answers.mistakes(
    HALF,
    exchanges_the_halves=(
        {"da[:, :n_a]": "da[:, n_a:]", "da[:, n_a:]": "da[:, :n_a]"},
        "the halves of da are exchanged. The upper half belongs to the direction that reads from the first step.",
    ),
    never_turns_da=(
        {TURNED_DA: "da[:, n_a:]"},
        "the lower half of da is not turned round. caches_back are in the order in which that direction read.",
    ),
    gives_the_upper_half_to_both=(
        {TURNED_DA: "reverse_padded(da[:, :n_a], lengths)"},
        "both directions get the upper half of da. The lower half belongs to the second one.",
    ),
    turns_both_halves_of_da=(
        {"da[:, :n_a], caches": "reverse_padded(da[:, :n_a], lengths), caches"},
        "both halves of da are turned round. The first direction has read in the order of the sentence.",
    ),
    turns_the_units_round=(
        {TURNED_DA: "da[:, n_a:][:, ::-1]"},
        "the units of the lower half are put in the opposite order. Turn the steps round, along axis 0.",
    ),
    exchanges_the_names=(
        {NAMES: '"forward": grads[1], "backward": grads[0]'},
        "the gradients of the two directions are exchanged.",
    ),
    gives_both_the_same_gradients=(
        {NAMES: '"forward": grads[0], "backward": grads[0]'},
        "the gradients of the first direction are returned twice. Each direction has its own parameters.",
    ),
    adds_the_gradients_of_both=(
        {
            "    return ": "    total = {name: grads[0][name] + grads[1][name] for name in grads[0]}\n    return ",
            NAMES: '"forward": total, "backward": total',
        },
        "the gradients of both directions are added. They belong to different parameters, and only dx adds up.",
    ),
    reads_caches_back_in_the_opposite_order=(
        {f"{TURNED_DA}, caches_back, mask": f"{TURNED_DA}, caches_back[::-1], mask"},
        "caches_back are put in the opposite order. They are in the order in which they were made, as they should be.",
    ),
    turns_caches_back_and_not_da=(
        {f"{TURNED_DA}, caches_back, mask": "da[:, n_a:], caches_back[::-1], mask"},
        "caches_back are put in the opposite order in the place of da. The way back then goes the wrong way.",
    ),
    uses_the_same_caches=(
        {f"{TURNED_DA}, caches_back": f"{TURNED_DA}, caches"},
        "both directions go back through the caches of the first one. The second one has caches_back.",
    ),
    averages_over_the_steps=(
        {"each[name] for": "each[name] / len(da) for"},
        "the gradients of the parameters are divided by T_x. They are sums: da is divided already.",
    ),
    averages_over_the_examples=(
        {"each[name] for": "each[name] / len(lengths) for"},
        "the gradients of the parameters are divided by m. They are sums: da is divided already.",
    ),
)
answers.mistakes(
    BOTH,
    takes_dx_from_the_first_alone=(
        {DX: 'ahead["dx"]'},
        "dx is what comes through the first direction alone. x was read by both: the two add up.",
    ),
    takes_dx_from_the_second_alone=(
        {DX: TURNED_DX},
        "dx is what comes through the second direction alone. x was read by both: the two add up.",
    ),
    never_turns_dx=(
        {DX: 'ahead["dx"] + back["dx"]'},
        "what comes through the second direction is added as it is. Its step 0 belongs to the last word: turn it.",
    ),
    turns_the_sum=(
        {DX: 'reverse_padded(ahead["dx"] + back["dx"], lengths)'},
        "the sum of both is turned round. Only what comes through the second direction is to be turned.",
    ),
    turns_the_first=(
        {DX: 'reverse_padded(ahead["dx"], lengths) + back["dx"]'},
        "what comes through the first direction is turned round, and the other one is not. It is the other way round.",
    ),
    takes_the_mean=(
        {DX: f"({DX}) / 2"},
        "dx is the mean of what comes through both. The two add up.",
    ),
    subtracts_the_second=(
        {DX: f'ahead["dx"] - {TURNED_DX}'},
        "what comes through the second direction is subtracted. The two add up.",
    ),
    multiplies_both=(
        {DX: f'ahead["dx"] * {TURNED_DX}'},
        "what comes through both is multiplied. The two add up.",
    ),
    joins_both=(
        {DX: f'np.concatenate([ahead["dx"], {TURNED_DX}], axis=1)'},
        "what comes through both stands one above the other, as in a. dx has the shape of x: the two add up.",
    ),
    shifts_the_second=(
        {TURNED_DX: f"np.roll({TURNED_DX}, 1, axis=0)"},
        "what comes through the second direction is added one step too late.",
    ),
)
answers.mistakes(
    PADDING,
    turns_all_of_da_and_dx=(
        {TURNED_DA: "da[::-1, n_a:]", TURNED_DX: 'back["dx"][::-1]'},
        "da and dx are turned round whole, padding and all, as with [::-1]. Turn each sequence within its length.",
    ),
    turns_all_of_da=(
        {TURNED_DA: "da[::-1, n_a:]"},
        "da is turned round whole, padding and all, as with [::-1]. Turn each sequence within its length.",
    ),
    turns_all_of_dx=(
        {TURNED_DX: 'back["dx"][::-1]'},
        "dx is turned round whole, padding and all, as with [::-1]. Turn each sequence within its length.",
    ),
    turns_the_mask_round=(
        {f"{TURNED_DA}, caches_back, mask": f"{TURNED_DA}, caches_back, mask[::-1]"},
        "the mask of the second direction is turned round whole. The padding has stayed at the end.",
    ),
    turns_as_far_as_the_first=(
        {"    mask = ": "    lengths = 0 * lengths + lengths[0]\n    mask = "},
        "the length of the first example is used for all. Each has a length of its own.",
    ),
    tells_padding_by_zeros_in_da=(
        {"np.arange(len(da))[:, np.newaxis] < lengths": "np.any(da != 0, axis=1)"},
        "the mask is read off da: a step where da is zero counts as padding. It may be one that the loss does not "
        "read. `lengths` says what is padding.",
    ),
    counts_where_da_is_not_zero=(
        {"    mask = ": "    lengths = np.any(da != 0, axis=1).sum(axis=0)\n    mask = "},
        "the lengths are counted from da, as its steps that are not zero. The cache holds them.",
    ),
    tells_padding_by_zeros_in_x=(
        {"np.arange(len(da))[:, np.newaxis] < lengths": "np.stack([np.any(each[2] != 0, axis=0) for each in caches])"},
        "the mask is read off x in the caches: a column of zeros counts as padding. It may be a word that the "
        "vocabulary does not have. `lengths` says what is padding.",
    ),
    sorts_the_lengths=(
        {"    mask = ": "    lengths = -np.sort(-lengths)\n    mask = "},
        "the lengths are sorted, and the examples are not. Example i has the length lengths[i].",
    ),
    masks_one_step_too_many=(
        {"[:, np.newaxis] < lengths": "[:, np.newaxis] < np.where(lengths == len(da), lengths, lengths - 1)"},
        "the last valid step of a padded sequence counts as padding. Step t is valid where t < length, from 0.",
    ),
)
answers.mistakes(
    ALONE,
    writes_into_da=(
        {
            "    ahead =": "    da[:, n_a:] = reverse_padded(da[:, n_a:], lengths)\n    ahead =",
            TURNED_DA: "da[:, n_a:]",
        },
        "something is written into the caller's da. Keep the turned half in an array of its own.",
    ),
    changes_the_cache=(
        {"    return ": "    caches.pop(), caches_back.pop()\n    return "},
        "something in the cache is changed, such as a list that gets shorter, or the lengths.",
    ),
)

answers.refused(
    ALONE,
    fills_one_dict_in_each_call={
        "    return {": "    found = globals().setdefault('_of_birnn_backward', {})\n    found.update({",
        NAMES + "}": NAMES + "})\n    return found",
    },
)
answers.refused(ALONE, changes_the_lengths={"    return ": f"    dx = {DX}\n    lengths -= 1\n    return ", DX: "dx"})
answers.refused(HALF, forgets_a_bias={'("dWax", "dWaa", "dba")': '("dWax", "dWaa")'})
answers.refused(HALF, gives_tuples={NAMES: '"forward": tuple(grads[0].values()), "backward": tuple(grads[1].values())'})
answers.refused(HALF, splits_by_turns={"da[:, :n_a]": "da[:, ::2]", "da[:, n_a:]": "da[:, 1::2]"})
answers.refused(BOTH, puts_zeros_for_dx={DX: f"0 * ({DX})"})

answers.equivalent(
    "mask = np.arange(len(da))[:, np.newaxis] < lengths -> mask = np.arange(len(da))[:, np.newaxis] != lengths",
    "mask = np.arange(len(da))[:, np.newaxis] < lengths -> mask = np.arange(len(da))[:, np.newaxis] <= lengths",
    because="da is zero at padded steps, and nothing comes back to them from later ones.",
)
