"""What lesson 12 promises beyond the selftest: answers from outside, and the points that they earn."""

import inspect

import numpy as np
import pytest

from autograder.authoring.course import Course
from autograder.check import evaluate
from autograder.exercises import find
from autograder.exercises.encoder_decoder import small_decoders
from data import load_recorded
from solutions import decoding, encoder_decoder, gru

MEASURED = ("bleu", "length", "search errors")
NAMES = ("teacher_forcing_pair", "encoder_decoder_forward", "seq2seq_loss_and_grads", "beam_search", "bleu")
PAIR, FORWARD, TRAINING = (inspect.getsource(getattr(encoder_decoder, name)) for name in NAMES[:3])
BEAM, BLEU = (inspect.getsource(getattr(decoding, name)) for name in NAMES[3:])
WRONG_CELL = inspect.getsource(gru.gru_cell_forward).replace("(1 - Gu)", "Gu")
WRONG_LOOP = WRONG_CELL + inspect.getsource(gru.gru_forward)
WRONG_LOOP_ALONE = inspect.getsource(gru.gru_forward).replace("c_prev = c0", "c_prev = 0 * c0")
WRONG_CELL_BACK = inspect.getsource(gru.gru_cell_backward).replace("(1 - Gu) * dc_next", "dc_next")
READS_PADDING = FORWARD.replace(
    "np.arange(len(x))[:, np.newaxis] < lengths", "np.ones((len(x), x.shape[2]), dtype=bool)"
)
FROM_ZEROS = FORWARD.replace("c[-1], decoder", "c0, decoder")
SAME_FOR_BOTH = """
def teacher_forcing_pair(sentences, bos_id, eos_id):
    ids, mask, _ = pad_batch([[bos_id, *sentence, eos_id] for sentence in sentences], -1)
    return ids, ids, mask
"""
SUM_OF_ALL = TRAINING.replace("sequence_cross_entropy(y_pred", "mask.sum() * sequence_cross_entropy(y_pred").replace(
    "softmax_ce_backward(y_pred", "mask.sum() * softmax_ce_backward(y_pred"
)
D2L = """
def bleu(pred, ref, k):
    import collections
    if not pred:
        return 0.0
    score = np.exp(min(0, 1 - len(ref) / len(pred)))
    for n in range(1, min(k, len(pred)) + 1):
        matches, left = 0, collections.Counter(tuple(ref[i: i + n]) for i in range(len(ref) - n + 1))
        for i in range(len(pred) - n + 1):
            if left[tuple(pred[i: i + n])] > 0:
                matches += 1
                left[tuple(pred[i: i + n])] -= 1
        score *= (matches / (len(pred) - n + 1)) ** (1 / min(k, len(pred)))
    return score
"""


def changed(source, *swaps):
    for old, new in swaps:
        assert old in source
        source = source.replace(old, new)
    return source


# One mistake costs the points of one check, however much follows from it: (exercise, points, source).
ANSWERS = {
    "the same for both": ("teacher_forcing_pair", 2, SAME_FOR_BOTH),
    "no BOS": ("teacher_forcing_pair", 3, changed(PAIR, ("[bos_id, *sentence]", "[*sentence, eos_id]"))),
    "EOS left out of the mask": (
        "teacher_forcing_pair",
        3,
        changed(PAIR, ("target, mask\n", "target, np.vstack([mask[1:], mask[:1] < 0])\n")),
    ),
    "batch first": (
        "teacher_forcing_pair",
        3,
        changed(PAIR, ("return dec_in, dec_target, mask", "return dec_in.T, dec_target.T, mask.T")),
    ),
    "a right network around a wrong cell": ("encoder_decoder_forward", 5, WRONG_LOOP + FORWARD),
    "a right network around a wrong loop": ("encoder_decoder_forward", 5, WRONG_LOOP_ALONE + FORWARD),
    "padding read": ("encoder_decoder_forward", 4, READS_PADDING),
    "padding read, around a wrong loop": ("encoder_decoder_forward", 4, WRONG_LOOP + READS_PADDING),
    "from zeros": ("encoder_decoder_forward", 3, FROM_ZEROS),
    "one set of weights": (
        "encoder_decoder_forward",
        3,
        changed(FORWARD, ("encoder | output", "encoder | decoder")),
    ),
    "right gradients of a network that reads padding": ("seq2seq_loss_and_grads", 8, READS_PADDING + TRAINING),
    "right gradients of a network that starts from zeros": ("seq2seq_loss_and_grads", 8, FROM_ZEROS + TRAINING),
    "right gradients around a wrong loop": ("seq2seq_loss_and_grads", 8, WRONG_LOOP + TRAINING),
    "right gradients around a wrong way back": ("seq2seq_loss_and_grads", 8, WRONG_CELL_BACK + TRAINING),
    "da0 dropped": ("seq2seq_loss_and_grads", 6, changed(TRAINING, ('dc[-1] = said["dc0"]', "pass"))),
    "da0 dropped, around a wrong loop": (
        "seq2seq_loss_and_grads",
        6,
        WRONG_LOOP + changed(TRAINING, ('dc[-1] = said["dc0"]', "pass")),
    ),
    "not shifted": (
        "seq2seq_loss_and_grads",
        7,
        changed(TRAINING, ("lengths, dec_in, encoder", "lengths, dec_target, encoder")),
    ),
    "sums instead of means": ("seq2seq_loss_and_grads", 7, SUM_OF_ALL),
    "sums of gradients alone": (
        "seq2seq_loss_and_grads",
        6,
        changed(TRAINING, ("softmax_ce_backward(y_pred", "mask.sum() * softmax_ce_backward(y_pred")),
    ),
    "halves exchanged": (
        "seq2seq_loss_and_grads",
        6,
        changed(
            TRAINING,
            (
                "return sequence",
                'grads = dict(encoder=grads["decoder"], decoder=grads["encoder"])\n    return sequence',
            ),
        ),
    ),
    "predictions sent back": (
        "seq2seq_loss_and_grads",
        6,
        changed(TRAINING, ('decoder["Wy"].T @ dz_y', 'decoder["Wy"].T @ y_pred')),
    ),
    "BOS in front": (
        "beam_search",
        6,
        changed(BEAM, ("return max", "return [bos_id] + max"), ("else kept[0][1]", "else [bos_id] + kept[0][1]")),
    ),
    "EOS at the end": ("beam_search", 6, changed(BEAM, ("each[1][:-1]) for", "each[1]) for"))),
    "one activation for all": (
        "beam_search",
        5,
        changed(BEAM, ("[*tokens, k], a_next)", "[*tokens, k], a)"), ("longer = []", "longer = []\n        a0 = a0")),
    ),
    "no power of the length": ("beam_search", 6, changed(BEAM, ("each[0] / length**alpha", "each[0]"))),
    "the best unfinished": (
        "beam_search",
        6,
        changed(
            BEAM,
            (
                "    return max(finished",
                "    finished += [(k[0] / length**alpha, k[1]) for k in kept]\n    return max(finished",
            ),
        ),
    ),
    "probabilities": (
        "beam_search",
        5,
        changed(
            BEAM,
            ("[(0.0, [], a0)]", "[(1.0, [], a0)]"),
            ("log_prob + log_p[k]", "log_prob * np.exp(log_p[k])"),
            ("each[0] / length", "np.log(each[0] + 1e-300) / length"),
        ),
    ),
    "as in another book, but for its weights": ("bleu", 5, D2L),
    "not clipped": (
        "bleu",
        4,
        changed(BLEU, ("(said & there).total()", "sum(n for g, n in said.items() if g in there)")),
    ),
    "the arithmetic mean": ("bleu", 4, changed(BLEU, ("np.prod(p) ** (1 / len(p))", "np.mean(p)"))),
    "no penalty": ("bleu", 4, changed(BLEU, ("min(1.0, np.exp(1 - len(ref) / len(pred)))", "1.0"))),
    "logarithms of zero": ("bleu", 4, changed(BLEU, ("np.prod(p) ** (1 / len(p))", "np.exp(np.mean(np.log(p)))"))),
    "short ones are 0": ("bleu", 4, changed(BLEU, ("if not p:", "if len(pred) < k:"))),
}


@pytest.mark.parametrize(("name", "points", "source"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_earns_its_points(name, points, source):
    namespace = {**vars(gru), **vars(decoding), **vars(encoder_decoder)}
    exec(PAIR + FORWARD + TRAINING + BEAM + BLEU + source, namespace)
    assert evaluate(name, namespace[name]).points == points


def test_the_points_are_those_of_the_syllabus():
    assert [find(name).points for name in NAMES] == [4, 5, 8, 7, 5]


def test_a_pair_is_shifted_by_one_step_and_ends_with_eos():
    dec_in, dec_target, mask = encoder_decoder.teacher_forcing_pair([[3, 4], [], [5]], 1, 2)
    assert dec_in.T.tolist() == [[1, 3, 4], [1, -1, -1], [1, 5, -1]]
    assert dec_target.T.tolist() == [[3, 4, 2], [2, -1, -1], [5, 2, -1]]
    assert mask.sum(axis=0).tolist() == [3, 1, 2]


def test_where_the_greedy_search_is_wrong_a_wider_one_finds_the_best_of_all():
    for seed in range(20):
        call = small_decoders.found(np.random.default_rng(seed), 3, 3, 3)
        every = small_decoders.beginnings_of(call)
        best = max((tokens for tokens in every if len(tokens) == 3), key=every.get)
        assert decoding.beam_search(**call) == list(best)
        assert decoding.beam_search(**{**call, "width": 1}) != list(best)


def test_a_decoder_that_suits_is_always_drawn():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        small_decoders.missed_in_round_2(rng)
        small_decoders.found_by_a_late_turn(rng, 3)
        small_decoders.missed(rng, 3, 3, 2)


def said_in_the_lesson():
    cells = Course().lesson("12_encoder_decoder").read().cells
    return " ".join(" ".join(cell.source for cell in cells if cell.cell_type == "markdown").split())


def spread(values):
    return f"{min(values):.3f} to {max(values):.3f}"


def test_what_the_text_says_of_dates_and_numbers_is_what_was_recorded():
    text, dates, few = said_in_the_lesson(), load_recorded("translation")["results"], load_recorded("narrow")["results"]
    last = {name: spread([run[-1] for run in dates[name]]) for name in ("gru", "gru reversed", "rnn", "rnn reversed")}
    assert f"from {last['rnn']} it falls to {last['rnn reversed']}" in text
    assert f"({last['gru reversed']}; in order {last['gru']})" in text
    assert f"after 5 of its 16 epochs it has only {spread([run[4] for run in dates['rnn']])}" in text
    numbers = load_recorded("number_translation")["results"]
    assert " and ".join(spread([run[-1] for run in numbers[name]]) for name in ("gru", "rnn")) in text
    once = {name: spread([run[0] for run in dates[name]]) for name in ("attention", "gru")}
    assert f"{once['attention']} are right after one epoch, without it {once['gru']}" in text
    narrow = {name: spread([run["by epoch"][-1] for run in few[f"{name}, 16"]]) for name in ("gru", "attention")}
    assert f"{narrow['gru']} of the dates right, attention {narrow['attention']}" in text
    assert all(run[-1] > other[-1] for run, other in zip(dates["gru"], dates["rnn"], strict=True))


def test_what_the_text_says_of_telephone_numbers_is_what_was_recorded():
    text, found = said_in_the_lesson(), load_recorded("bottleneck")["results"]
    in_order, backwards, looking = (np.array(found[name]) for name in ("gru", "gru reversed", "attention"))
    assert found["digits"] == [4, 6, 8, 10, 12]
    assert f"{backwards.mean(axis=0)[3]:.3f} instead of {in_order.mean(axis=0)[3]:.3f}" in text
    assert (backwards > in_order)[:, 2:].all()
    assert (looking < in_order)[:, 4].all()


def test_what_the_text_says_of_places_is_what_was_recorded():
    text, found = said_in_the_lesson(), load_recorded("places")["results"]
    shares = {kind: sorted(run[-1] for run in found[kind]) for kind in ("gru", "attention")}
    low, high = shares["attention"][:3], shares["attention"][3:]
    assert f"{high[0]:.3f} and {high[1]:.3f} of the numbers with 12 digits right" in text
    assert (
        f"The other three stay at {spread(low)}. Without attention the place does not help: {spread(shares['gru'])}"
        in text
    )


def test_what_the_text_says_of_wide_beams_is_what_was_recorded():
    text, beams = said_in_the_lesson(), load_recorded("beam")["results"]
    early = {what: np.mean([run["alpha 0"][what] for run in beams["after one epoch"]], axis=0) for what in MEASURED}
    one, five, hundred = (beams["trained"][0]["widths"].index(width) for width in (1, 5, 100))
    bleu = early["bleu"]
    assert f"from {bleu[one]:.3f} to {bleu[five]:.3f}; with width 100 it is {bleu[hundred]:.3f}" in text
    assert f"{early['length'][hundred]:.2f} of the right length" in text
    assert not early["search errors"][five:].any()
    right = np.mean([run["alpha 0"]["right"] for run in beams["trained"]], axis=0)
    assert f"{right[one]:.3f} of the numbers are right with width 1, {right[1]:.3f} with all others" in text
    assert np.ptp(right[1:]) == 0
