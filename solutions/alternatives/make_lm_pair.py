"""Other answers to make_lm_pair."""

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model import make_lm_pair

answers = Answers(make_lm_pair)

X, Y = "np.array([bos_id, *ids[:-1]])", "np.array(ids)"


@answers.variant
def rolling(ids, bos_id):
    Y = np.array(ids)
    X = np.roll(Y, 1)
    X[0] = bos_id
    return X, Y


@answers.variant
def from_one_long_array(ids, bos_id):
    both = np.concatenate([[bos_id], ids]).astype(int)
    return both[:-1], both[1:]


@answers.variant
def with_a_loop(ids, bos_id):
    X, Y, before = [], [], bos_id
    for number in ids:
        X.append(before)
        Y.append(number)
        before = number
    return np.asarray(X), np.asarray(Y)


@answers.variant
def filling_arrays(ids, bos_id):
    X, Y = np.full(len(ids), bos_id), np.empty(len(ids), dtype=np.int32)
    for t in range(len(ids)):
        Y[t] = ids[t]
        if t > 0:
            X[t] = ids[t - 1]
    return X, Y


@answers.variant
def from_pairs(ids, bos_id):
    pairs = list(zip([bos_id, *ids], ids, strict=False))
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])


@answers.variant
def inserting_into_a_copy(ids, bos_id):
    before = list(ids)
    before.insert(0, bos_id)
    before.pop()
    return np.array(before), np.array(list(ids))


answers.mistakes(
    "X_runs_one_step_behind",
    reads_what_it_predicts=(
        {X: "np.array(ids)"},
        "X is the sentence itself: the model would read the token that it is to predict.",
    ),
    ends_X_where_the_end_first_stands=(
        {X: "np.array([bos_id, *ids[: ids.index(ids[-1])]])"},
        "X ends before the first place of the number that the sentence ends with: it may occur in it before.",
    ),
    reads_the_end_first=(
        {X: "np.roll(ids, 1)"},
        "the last token is read first, as np.roll puts it there: bos_id is read first.",
    ),
    starts_with_minus_one=(
        {"[bos_id,": "[-1,"},
        "X always begins with -1: it begins with bos_id, which may be another number.",
    ),
    starts_with_zero=(
        {"[bos_id,": "[0,"},
        "X always begins with 0: it begins with bos_id, which may be another number.",
    ),
    starts_with_the_first_token=(
        {"[bos_id,": "[ids[0],"},
        "X begins with the first token, which is to be predicted: it begins with bos_id.",
    ),
    reads_the_whole_sentence=(
        {"*ids[:-1]": "*ids"},
        "X has one entry too many: after the last token nothing is predicted, so nothing reads it.",
    ),
    forgets_the_start=(
        {X: "np.array(ids[:-1])"},
        "X has one entry too few: before the first token is predicted, bos_id is read.",
    ),
    looks_ahead=(
        {X: "np.array([*ids[1:], bos_id])"},
        "X is one step ahead: it should be one step behind.",
    ),
    reads_backwards=(
        {X: "np.array([bos_id, *ids[:-1][::-1]])"},
        "X has the tokens in reverse order.",
    ),
    puts_the_start_last=(
        {X: "np.array([*ids[:-1], bos_id])"},
        "bos_id is at the end of X: it belongs in front.",
    ),
    puts_the_start_in_the_place_of_the_first=(
        {X: "np.array([bos_id, *ids[1:]])"},
        "bos_id takes the place of the first token, and the others are not moved: X is one step behind the sentence.",
    ),
    starts_where_nothing_stands_before=(
        {"[bos_id, *ids[:-1]]": "[bos_id, *ids[:-1]] if len(ids) > 1 else ids"},
        "a sentence of one token is read itself: before its only token bos_id is read.",
    ),
    makes_floats_of_one_token=(
        {X: "np.concatenate([[bos_id], ids[:-1]])"},
        "of a sentence of one token ids[:-1] is the empty list, and np.concatenate, np.append and np.hstack take that "
        "for an array of floats.",
    ),
    starts_at_every_end=(
        {X: "np.array([bos_id, *(bos_id if number == ids[-1] else number for number in ids[:-1])])"},
        "every number that equals the last one becomes bos_id: the number of the last token may occur earlier as well.",
    ),
    looks_the_place_up=(
        {X: "np.array([ids[ids.index(number) - 1] if ids.index(number) else bos_id for number in ids])"},
        "the place of each token is looked for in ids, as `ids.index` does, which finds the first of equal ones.",
    ),
    makes_floats_of_what_is_read=(
        {"*ids[:-1]])": "*ids[:-1]], dtype=float)"},
        "X is right, but of floats, as np.zeros makes them: whole numbers are expected.",
    ),
)

answers.mistakes(
    "Y_is_the_sentence",
    exchanges_the_two=(
        {f"return {X}, {Y}": f"return {Y}, {X}"},
        "X and Y have changed places: what is read comes first, what is predicted second.",
    ),
    predicts_the_start=(
        {f", {Y}": ", np.array([bos_id, *ids])"},
        "Y begins with bos_id: the start is read and never predicted.",
    ),
    never_predicts_the_first=(
        {f", {Y}": ", np.array(ids[1:])"},
        "Y lacks the first token: it is predicted from bos_id.",
    ),
    never_predicts_the_end=(
        {f", {Y}": ", np.array(ids[:-1])"},
        'Y lacks the last token: "<EOS>" is predicted too.',
    ),
    predicts_the_token_after_next=(
        {f", {Y}": ", np.array([*ids[1:], ids[-1]])"},
        "Y is one step ahead, and its last token is there twice: Y is the sentence itself.",
    ),
    wraps_the_first_token_round=(
        {f", {Y}": ", np.roll(ids, -1)"},
        "Y is one step ahead, and the first token is at its end, as np.roll puts it there: Y is the sentence itself.",
    ),
    predicts_what_it_has_read=(
        {f"return {X}, {Y}": f"X = {X}\n    return X, X.copy()"},
        "Y is what is read: the model would only repeat it.",
    ),
    ends_with_the_start=(
        {f", {Y}": ", np.array([*ids[1:], bos_id])"},
        "Y is one step ahead, and bos_id is at its end: Y is the sentence itself.",
    ),
    leaves_repeated_numbers_out=(
        {Y: "np.array(list(dict.fromkeys(ids)))"},
        "a number that was there before is left out: a sentence may have the same word twice.",
    ),
    makes_floats_of_what_is_predicted=(
        {Y: "np.array(ids, dtype=float)"},
        "Y is right, but of floats, as np.zeros makes them: whole numbers are expected.",
    ),
)
answers.mistakes(
    "X_runs_one_step_behind",
    predicts_from_the_second_token_on=(
        {X: "np.array(ids[:-1])", f", {Y}": ", np.array(ids[1:])"},
        "the first token is read and never predicted, and bos_id is not there: X and Y have as many entries as ids.",
    ),
    starts_and_shifts=(
        {X: "np.array([bos_id, *ids])", f", {Y}": ", np.array([*ids, ids[-1]])"},
        "X and Y have one entry too many: after the last token nothing is predicted.",
    ),
)

answers.mistakes(
    "the_ids_are_left_alone",
    inserts_the_start=(
        {f"return {X}, {Y}": f"Y = {Y}\n    ids.insert(0, bos_id)\n    return np.array(ids[:-1]), Y"},
        "the caller's ids are changed, as insert, pop, append and += do: make a list of your own.",
    ),
)

answers.refused(
    "the_ids_are_left_alone",
    takes_the_end_out={f"return {X}, {Y}": f"Y = {Y}\n    ids.pop()\n    return np.array([bos_id, *ids]), Y"},
)
answers.refused(
    "X_runs_one_step_behind",
    returns_lists={X: "[bos_id, *ids[:-1]]", Y: "list(ids)"},
    makes_columns={f"return {X}, {Y}": f"return {X}[:, None], {Y}[:, None]"},
)

answers.mistakes(
    "X_runs_one_step_behind",
    predicts_from_the_second_entry_on=(
        {X: "np.array(ids)[:-1]", f", {Y}": ", np.array(ids)[1:]"},
        "the first token is read and never predicted, and bos_id is not there: X and Y have as many entries as ids.",
    ),
    forgets_the_start_of_the_array=(
        {X: "np.array(ids)[:-1]"},
        "X has one entry too few: before the first token is predicted, bos_id is read.",
    ),
    leaves_out_what_equals_the_end=(
        {X: "np.array([bos_id, *(number for number in ids if number != ids[-1])])"},
        "every token that equals the last one is left out of X: only the token at the end is not read.",
    ),
)
