"""Other answers to teacher_forcing_pair."""

import numpy as np

from solutions.alternatives import Answers
from solutions.encoder_decoder import teacher_forcing_pair

answers = Answers(teacher_forcing_pair)

READS = "[[bos_id, *sentence] for sentence in sentences]"
SAYS = "[[*sentence, eos_id] for sentence in sentences]"
IN, TARGET, MASK, ALONE = (
    "the_decoder_reads_what_was_to_be_said_before",
    "it_is_to_say_each_sentence_then_eos",
    "the_mask_is_true_where_there_is_something_to_say",
    "the_sentences_stay_as_they_were",
)


@answers.variant
def filling_arrays(sentences, bos_id, eos_id):
    lengths = np.array([len(sentence) + 1 for sentence in sentences])
    dec_in = np.full((lengths.max(), len(sentences)), eos_id)
    dec_target = np.full((lengths.max(), len(sentences)), eos_id)
    dec_in[0] = bos_id
    for i, sentence in enumerate(sentences):
        dec_in[1 : lengths[i], i] = sentence
        dec_target[: lengths[i] - 1, i] = sentence
    return dec_in, dec_target, np.arange(lengths.max())[:, None] < lengths


@answers.variant
def shifting_the_targets(sentences, bos_id, eos_id):
    dec_target, mask, _ = pad_batch([[*sentence, eos_id] for sentence in sentences], 0)  # noqa: F821
    dec_in = np.roll(dec_target, 1, axis=0)
    dec_in[0] = bos_id
    return dec_in, dec_target, mask


@answers.variant
def from_one_longer_batch(sentences, bos_id, eos_id):
    both, mask, _ = pad_batch([[bos_id, *sentence, eos_id] for sentence in sentences], -1)  # noqa: F821
    return both[:-1], both[1:], mask[1:]


@answers.variant
def with_columns_of_lists(sentences, bos_id, eos_id):
    T = 1 + max(len(sentence) for sentence in sentences)
    rows_in, rows_target, rows_mask = [], [], []
    for sentence in sentences:
        rest = [0] * (T - 1 - len(sentence))
        rows_in.append([bos_id, *sentence, *rest])
        rows_target.append([*sentence, eos_id, *rest])
        rows_mask.append([True] * (len(sentence) + 1) + [False] * len(rest))
    return np.array(rows_in).T, np.array(rows_target).T, np.array(rows_mask).T


@answers.variant
def with_a_number_that_is_no_word(sentences, bos_id, eos_id):
    T, m = max(map(len, sentences)) + 1, len(sentences)
    dec_in, dec_target = -np.ones((T, m), dtype=int), -np.ones((T, m), dtype=int)
    for i, sentence in enumerate(sentences):
        before = bos_id
        for t, token in enumerate([*sentence, eos_id]):
            dec_in[t, i], dec_target[t, i] = before, token
            before = token
    return dec_in, dec_target, dec_target != -1


answers.variants(
    with_eos_in_the_padding={f"{READS}, -1": f"{READS}, eos_id", f"{SAYS}, -1": f"{SAYS}, eos_id"},
    with_the_mask_of_the_targets={"dec_in, mask, _": "dec_in, _, _", "dec_target, _, _": "dec_target, mask, _"},
)

answers.mistakes(
    IN,
    reads_what_it_is_to_say=(
        {READS: SAYS},
        "the decoder reads at each step what it is to say there. It is to read what was said one step before.",
    ),
    begins_with_eos=(
        {READS: "[[eos_id, *sentence] for sentence in sentences]"},
        "the decoder reads EOS first, not BOS.",
    ),
    begins_with_zero=(
        {READS: "[[0, *sentence] for sentence in sentences]"},
        "the decoder always reads 0 first, not BOS.",
    ),
    puts_bos_in_the_place_of_the_first=(
        {READS: "[[bos_id, *sentence[1:], eos_id][: len(sentence) + 1] for sentence in sentences]"},
        "BOS takes the place of the first token, and the others are not moved. They are to move by one step.",
    ),
    reads_bos_everywhere=(
        {READS: "[[bos_id] * (len(sentence) + 1) for sentence in sentences]"},
        "the decoder reads BOS at every step.",
    ),
    reads_backwards=(
        {READS: "[[bos_id, *sentence[::-1]] for sentence in sentences]"},
        "the decoder reads the sentence backwards.",
    ),
    reads_without_bos=(
        {READS: "[[*sentence, 0] for sentence in sentences]"},
        "there is no BOS: the decoder reads the first token where it is to say it.",
    ),
    reads_bos_last=(
        {READS: "[[*sentence, bos_id] for sentence in sentences]"},
        "BOS stands behind what the decoder reads: it is read first.",
    ),
    leaves_bos_out_inside=(
        {
            "dec_in, mask, _": "dec_in, _, _",
            "dec_target, _, _": "dec_target, mask, _",
            READS: READS.replace("*sentence", "*(k for k in sentence if k != bos_id)"),
        },
        "every BOS inside a sentence is left out where the decoder reads. It may be one of the words.",
    ),
    returns_the_mask_first=(
        {"return dec_in, dec_target, mask": "return mask, dec_in, dec_target"},
        "the mask is returned first. It comes last, after dec_in and dec_target.",
    ),
    returns_the_targets_first=(
        {"return dec_in, dec_target, mask": "return dec_target, dec_in, mask"},
        "dec_target is returned before dec_in.",
    ),
    never_reads_the_last_token=(
        {READS: "[[bos_id, *sentence[:-1], eos_id][: len(sentence) + 1] for sentence in sentences]"},
        "the last token is left out where the decoder reads. Only EOS is not read.",
    ),
)

answers.mistakes(
    TARGET,
    says_bos_last=(
        {SAYS: "[[*sentence, bos_id] for sentence in sentences]"},
        "BOS stands at the end of the targets, not EOS.",
    ),
    says_what_it_reads=({SAYS: READS}, "the decoder is to say what it reads. It is to say the token that comes next."),
    never_says_eos=(
        {
            "dec_in, mask, _ = pad_batch([[bos_id, *sentence] for sentence in sentences], -1)": (
                "dec_in, mask, _ = pad_batch([[bos_id, *sentence][:-1] for sentence in sentences], -1)"
            ),
            SAYS: "sentences",
        },
        "EOS is missing, so the last token of each sentence is the last thing to say.",
    ),
    says_eos_behind_the_padding=(
        {
            f"dec_target, _, _ = pad_batch({SAYS}, -1)": (
                "dec_target = np.full(dec_in.shape, -1)\n"
                "    for i, sentence in enumerate(sentences):\n"
                "        dec_target[: len(sentence), i] = sentence\n"
                "    dec_target[-1] = eos_id"
            )
        },
        "EOS stands in the last row for every example. It comes right behind the sentence, before the padding.",
    ),
    never_says_the_first_token=(
        {SAYS: "[[*sentence[1:], eos_id, eos_id][: len(sentence) + 1] for sentence in sentences]"},
        "the targets have moved by one step too many: the first token is never said.",
    ),
    says_it_backwards=(
        {SAYS: "[[*sentence[::-1], eos_id] for sentence in sentences]"},
        "each sentence is to be said backwards.",
    ),
    makes_numbers_with_a_point=(
        {"return dec_in, dec_target, mask": "return dec_in.astype(float), dec_target.astype(float), mask"},
        "the numbers are floats, as np.zeros makes them. Whole numbers are expected.",
    ),
    leaves_eos_out_of_the_targets=(
        {SAYS: SAYS.replace("*sentence", "*(k for k in sentence if k != eos_id)")},
        "every EOS inside a sentence is left out of the targets. It may be one of the words.",
    ),
    returns_the_mask_second=(
        {"return dec_in, dec_target, mask": "return dec_in, mask, dec_target"},
        "the mask is returned second. It comes last, after dec_in and dec_target.",
    ),
    leaves_an_empty_sentence_empty=(
        {SAYS: "[[*sentence, eos_id] if sentence else [-1] for sentence in sentences]"},
        "nothing is to be said for an empty sentence. EOS is.",
    ),
)

answers.mistakes(
    MASK,
    leaves_eos_out=(
        {"return dec_in, dec_target, mask": "return dec_in, dec_target, np.vstack([mask[1:], mask[:1] < 0])"},
        "the mask ends before EOS. EOS is to be said too.",
    ),
    counts_one_step_too_many=(
        {"return dec_in, dec_target, mask": "return dec_in, dec_target, mask | np.roll(mask, 1, axis=0)"},
        "the mask has one step too many where there is padding.",
    ),
    counts_the_padding=(
        {"return dec_in, dec_target, mask": "return dec_in, dec_target, np.ones_like(mask)"},
        "the mask is True everywhere. Padding is nothing to say.",
    ),
    takes_zero_for_padding=(
        {f"{SAYS}, -1": f"{SAYS}, 0", "target, mask\n": "target, dec_target != 0\n"},
        "a 0 is taken for padding, and 0 is a word like others. How long a sentence is, says what is padding.",
    ),
    takes_eos_for_padding=(
        {f"{SAYS}, -1": f"{SAYS}, eos_id", "target, mask\n": "target, dec_target != eos_id\n"},
        "the mask is False wherever a target is EOS.",
    ),
    ends_at_the_first_eos=(
        {"target, mask\n": "target, np.arange(len(mask))[:, None] <= (dec_target == eos_id).argmax(axis=0)\n"},
        "the mask ends at the first EOS, and a sentence may have one inside. Its length says where it ends.",
    ),
    leaves_out_zeros=(
        {
            READS: READS.replace("*sentence", "*filter(None, sentence)"),
            SAYS: SAYS.replace("*sentence", "*filter(None, sentence)"),
        },
        "every 0 is left out of the sentences. It is a word like others.",
    ),
    leaves_out_eos_inside=(
        {
            READS: READS.replace("*sentence", "*(k for k in sentence if k != eos_id)"),
            SAYS: SAYS.replace("*sentence", "*(k for k in sentence if k != eos_id)"),
        },
        "every EOS inside a sentence is left out. It may be one of the words.",
    ),
    cuts_at_eos=(
        {
            READS: READS.replace("*sentence", "*sentence[: [*sentence, eos_id].index(eos_id)]"),
            SAYS: SAYS.replace("*sentence", "*sentence[: [*sentence, eos_id].index(eos_id)]"),
        },
        "each sentence is cut where EOS stands in it. Its length says where it ends.",
    ),
    hides_bos=(
        {"target, mask\n": "target, mask & (dec_in != bos_id)\n"},
        "the mask is False where BOS is read. The first token is to be said there.",
    ),
    takes_minus_one_for_padding=(
        {"target, mask\n": "target, dec_in != -1\n"},
        "the mask is False where dec_in holds -1. BOS may be -1: the first token is to be said there.",
    ),
    turns_the_mask_round=(
        {"target, mask\n": "target, ~mask\n"},
        "the mask is the wrong way round: True in the padding.",
    ),
    makes_a_mask_of_numbers=(
        {"target, mask\n": "target, mask.astype(int)\n"},
        "the mask holds 1 and 0. True and False are expected.",
    ),
    puts_the_batch_first=(
        {"return dec_in, dec_target, mask": "return dec_in.T, dec_target.T, mask.T"},
        "the arrays have a row for each sentence. Time comes first: each sentence is a column.",
    ),
    has_a_row_too_many=(
        {
            "return dec_in, dec_target, mask": (
                "return [np.vstack([each, 0 * each[:1]]).astype(each.dtype) for each in (dec_in, dec_target, mask)]"
            )
        },
        "there is one row too many, in which nobody says anything.",
    ),
)

answers.mistakes(
    ALONE,
    appends_to_the_sentences=(
        {SAYS: "[sentence.append(eos_id) or sentence for sentence in sentences]"},
        "something is put into the caller's own lists, as append, insert and += do it.",
    ),
)

answers.refused(TARGET, returns_lists={"return dec_in, dec_target, mask": "return dec_in, dec_target.tolist(), mask"})
answers.refused(IN, gives_dec_in_flat={"return dec_in,": "return dec_in.ravel(),"})
answers.variants(
    asking_whether_eos_is_there={
        SAYS: "[each if each and each[-1] == eos_id else [*each, eos_id] for each in sentences]",
    },
    asking_whether_bos_is_there={
        READS: "[each if each and each[0] == bos_id else [bos_id, *each] for each in sentences]",
    },
)
answers.refused(
    TARGET, keeps_small_numbers={"return dec_in, dec_target, mask": "return dec_in, dec_target.astype(np.int8), mask"}
)
answers.refused(MASK, fills_up_with_minus_100={", -1)": (", -100)", 2)})
answers.refused(MASK, returns_lengths={"target, mask\n": "target, mask.sum(axis=0)\n"})
answers.refused(
    ALONE,
    inserts_into_the_sentences={
        READS: "[sentence.insert(0, bos_id) or sentence for sentence in sentences]",
        SAYS: "[[*sentence[1:], eos_id] for sentence in sentences]",
    },
)
answers.equivalent(
    *(
        f"{line}, -1) -> {line}, {other})"
        for line in (f"dec_in, mask, _ = pad_batch({READS}", f"dec_target, _, _ = pad_batch({SAYS}")
        for other in ("+1", "~1", "1", "- 2", "- 0")
    ),
    because="what stands in the padding is up to the learner.",
)
