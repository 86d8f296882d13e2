"""Other answers to bleu."""

from solutions.alternatives import Answers, bleu_variants
from solutions.decoding import bleu

answers = Answers(bleu)

BEGIN = "    p = []"
RUNS = "Counter(tuple(s[t : t + n]) for t in range(len(s) - n + 1))"
PAIR = f"said, there = ({RUNS} for s in (pred, ref))"
P = "p.append((said & there).total() / said.total())"
ZERO = "if not p:"
PENALTY = "min(1.0, np.exp(1 - len(ref) / len(pred)))"
MEAN = "np.prod(p) ** (1 / len(p))"
ORDERS = "range(1, min(k, len(pred)) + 1)"
CLIPPED, RUNS_COUNT, SHORT, NOTHING, FEW = (
    "a_token_counts_as_often_as_the_reference_has_it",
    "runs_of_up_to_k_tokens_count_by_their_geometric_mean",
    "a_prediction_that_is_too_short_is_punished",
    "where_nothing_is_shared_the_score_is_0",
    "a_short_prediction_is_scored_by_the_runs_that_it_has",
)


answers.variant(bleu_variants.crossing_out)
answers.variant(bleu_variants.with_logarithms)
answers.variant(bleu_variants.with_dicts_of_counts)
answers.variant(bleu_variants.with_texts)
answers.variant(bleu_variants.subtracting_counters)

answers.variants(
    with_an_if_for_the_penalty={PENALTY: "1.0 if len(pred) > len(ref) else np.exp(1 - len(ref) / len(pred))"},
    with_the_mean_of_logarithms={MEAN: "(np.exp(np.log(p).mean()) if min(p) else 0.0)"},
    with_lists_of_runs={"(said & there).total()": "sum(min(said[run], there[run]) for run in said)"},
)

answers.mistakes(
    CLIPPED,
    counts_every_time=(
        {"(said & there).total()": "sum(said[run] for run in said if run in there)"},
        "a run that is in the reference counts as often as the prediction has it. It counts no more often than there.",
    ),
    counts_each_run_once=(
        {"(said & there).total()": "len(set(said) & set(there))"},
        "each run counts once, however often both have it.",
    ),
    takes_the_larger_count=(
        {"(said & there).total()": "sum(max(said[run], there[run]) for run in said if run in there)"},
        "of the two counts the larger one is taken. The smaller one counts.",
    ),
    counts_as_often_as_the_reference=(
        {"(said & there).total()": "sum(there[run] for run in said)"},
        "a run counts as often as the reference has it, though the prediction may have it less often.",
    ),
    divides_by_the_different_runs=(
        {"/ said.total()": "/ len(said)"},
        "the count is divided by the number of different runs. Each run of the prediction counts, the same again too.",
    ),
    counts_in_percent=(
        {"float(penalty": "float(100 * penalty"},
        "the score is in percent. Here it is a number from 0 to 1.",
    ),
    takes_capitals_for_small_letters=(
        {BEGIN: f"    pred, ref = ([str(token).lower() for token in tokens] for tokens in (pred, ref))\n{BEGIN}"},
        "capitals are taken for small letters. Tokens are compared as they are.",
    ),
    compares_place_by_place=(
        {"(said & there).total()": "sum(pred[t : t + n] == ref[t : t + n] for t in range(len(pred) - n + 1))"},
        "a run counts only in the same place of both. Its place does not matter.",
    ),
)

answers.mistakes(
    RUNS_COUNT,
    takes_the_arithmetic_mean=(
        {MEAN: "np.mean(p)"},
        "the arithmetic mean of p_1 to p_k is taken. The geometric one is asked for.",
    ),
    takes_the_product=({MEAN: "np.prod(p)"}, "p_1 to p_k are multiplied, and no root is taken."),
    takes_the_longest_runs_alone=(
        {MEAN: "p[-1]"},
        "only the runs of k tokens count. Those of 1 to k - 1 count as well.",
    ),
    counts_tokens_alone=({ORDERS: "range(1, min(1, len(pred)) + 1)"}, "only single tokens count, whatever k is."),
    stops_one_too_early=({ORDERS: "range(1, min(max(k, 2), len(pred) + 1))"}, "the longest runs have k - 1 tokens."),
    never_counts_more_than_four=(
        {ORDERS: "range(1, min(k, len(pred), 4) + 1)"},
        "runs of more than 4 tokens never count, whatever k is.",
    ),
    smooths_the_counts=(
        {P: "p.append(((said & there).total() + (n > 1)) / (said.total() + (n > 1)))"},
        "1 is added to the counts of runs of two tokens or more, which is called smoothing. Nothing is added here.",
    ),
    halves_the_weights=(
        {MEAN: "np.prod([each ** 0.5**n for n, each in enumerate(p, 1)])"},
        "p_n is taken to the power of 1/2 to the n. All of them have the power 1/k.",
    ),
    takes_the_power_one_nth=(
        {MEAN: "np.prod([each ** (1 / n) for n, each in enumerate(p, 1)])"},
        "p_n is taken to the power of 1/n. All of them have the power 1/k.",
    ),
    loses_the_last_run=(
        {RUNS: "Counter(tuple(s[t : t + n]) for t in range(max(1, len(s) - n) if n > 1 else len(s)))"},
        "the last run of both sentences is lost where runs have two tokens or more.",
    ),
    counts_cut_runs=(
        {RUNS: "Counter(tuple(s[t : t + n]) for t in range(len(s)))"},
        "what is left at the end of a sentence counts as a run too, though it has fewer than n tokens.",
    ),
    takes_runs_that_do_not_overlap=(
        {"for t in range(len(s) - n + 1)": "for t in range(0, len(s) - n + 1, n)"},
        "runs are taken side by side. They overlap: one begins at each token.",
    ),
    joins_tokens_into_words=(
        {"tuple(s[t : t + n])": '"".join(map(str, s[t : t + n]))'},
        "the tokens of a run are joined without a mark between them, so that 1, 11 is the same as 11, 1.",
    ),
    forgets_the_order=(
        {"tuple(s[t : t + n])": "tuple(sorted(s[t : t + n]))"},
        "the order of the tokens in a run is lost.",
    ),
    pools_all_lengths=(
        {
            "p.append((said & there).total() / said.total())": "p.append([(said & there).total(), said.total()])",
            ZERO: "if not p or min(p)[0] == 0:",
            MEAN: "np.divide(*np.sum(p, axis=0))",
        },
        "the runs of all lengths are counted together. Each length has a p of its own.",
    ),
)

answers.mistakes(
    SHORT,
    divides_by_the_runs_of_the_reference=(
        {"/ said.total()": "/ max(1, there.total())"},
        "the count is divided by the number of runs in the reference. It is divided by that in the prediction.",
    ),
    never_punishes=({PENALTY: "1.0"}, "a prediction that is too short is not punished."),
    punishes_long_ones=(
        {PENALTY: "min(1.0, np.exp(1 - len(pred) / len(ref)))"},
        "a prediction that is too long is punished. One that is too short is.",
    ),
    punishes_both=(
        {PENALTY: "np.exp(-abs(1 - len(ref) / len(pred)))"},
        "a prediction that is too long is punished as well.",
    ),
    rewards_long_ones=(
        {PENALTY: "np.exp(1 - len(ref) / len(pred))"},
        "a prediction that is too long gets a factor above 1. It is at most 1.",
    ),
    punishes_by_the_ratio=(
        {PENALTY: "min(1.0, len(pred) / len(ref))"},
        "the factor is the ratio of the lengths. It is exp(1 - r/l).",
    ),
    punishes_within_the_root=(
        {f"penalty * {MEAN}": "(penalty * np.prod(p)) ** (1 / len(p))"},
        "the root is taken of the factor too. It is taken of the p alone.",
    ),
    punishes_for_each_length_of_runs=(
        {"penalty * np": "penalty ** len(p) * np"},
        "the factor is there once for each length of the runs. It is there once.",
    ),
    counts_runs_for_the_lengths=(
        {PENALTY: PENALTY.replace("len(ref) / len(pred)", "there.total() / said.total()")},
        "r and l are the numbers of the longest runs. They are the numbers of tokens.",
    ),
    forgets_the_one=(
        {PENALTY: "1.0 if len(pred) >= len(ref) else np.exp(-len(ref) / len(pred))"},
        "the factor is exp(-r/l). It is exp(1 - r/l).",
    ),
    divides_by_the_length_of_the_reference=(
        {PENALTY: "min(1.0, np.exp(len(pred) / len(ref) - 1))"},
        "the difference of the lengths is divided by that of the reference. It is divided by that of the prediction.",
    ),
)

answers.mistakes(
    NOTHING,
    puts_a_small_number_for_zero=(
        {"(said & there).total()": "max(0.1, (said & there).total())"},
        "a small number stands for a count of 0. Where nothing is shared the score is 0.",
    ),
    takes_the_logarithm_of_zero=(
        {MEAN: "np.exp(np.mean(np.log(p)))"},
        "the logarithm of 0 is taken. The result is right, and NumPy warns.",
    ),
    leaves_out_the_zeros=(
        {P: f"{P}\n        if p[-1] == 0 and n > 1:\n            p.pop()\n            break"},
        "lengths of which nothing is shared are left out. Where one p is 0 the score is 0.",
    ),
    stops_at_the_length_of_the_reference=(
        {ORDERS: "range(1, min(k, len(pred), len(ref)) + 1)"},
        "runs that are longer than the reference do not count. The prediction has them, and none of them is shared.",
    ),
    adds_one_to_the_counts=(
        {P: "p.append((said & there).total() / said.total() or 1 / (2 * said.total()))"},
        "a count of 0 is raised to one half, which is called smoothing. Here the score is 0.",
    ),
    fails_for_an_empty_prediction=(
        {ZERO: "if k == 0:"},
        "an empty prediction is an error: it has no runs, and no length to divide by.",
    ),
    gives_one_for_an_empty_prediction=(
        {ZERO: "if not p:\n        return 1.0\n    if not k:"},
        "an empty prediction is given 1. Its score is 0.",
    ),
)

answers.mistakes(
    FEW,
    gives_zero_to_short_ones=(
        {ZERO: "if len(p) < k:"},
        "a prediction of fewer than k tokens is given 0. It is scored by the runs that it has.",
    ),
)

answers.refused(SHORT, exchanges_both={"(pred, ref))": "(ref, pred))"})
answers.refused(
    FEW,
    divides_by_no_runs={ORDERS: "range(1, k + 1) if pred else []"},
    counts_missing_runs_as_zero={
        ORDERS: "range(1, k + 1) if pred else []",
        P: "p.append((said & there).total() / max(1, said.total()))",
    },
)
answers.refused(
    CLIPPED,
    makes_no_tuples={"tuple(s[t : t + n])": "s[t : t + n]"},
    turns_the_prediction_round={BEGIN: f"{BEGIN}\n    pred.reverse()"},
    remembers_earlier_references={
        P: "there = bleu.__dict__.setdefault((*pred, n), there)\n        " + P,
    },
    fills_up_what_is_short={
        BEGIN: (
            "    said = list(pred)\n    while 0 < len(pred) < k:\n        pred.append(None)\n    pred, p = said, []"
        )
    },
)

answers.mistakes(
    RUNS_COUNT,
    loses_the_last_run_of_each_length=(
        {RUNS: "Counter(tuple(s[t : t + n]) for t in range(max(1, len(s) - n)))"},
        "the last run of each length is lost: the range of the places where a run begins ends one too early.",
    ),
    loses_the_last_run_of_the_prediction=(
        {
            PAIR: f"said, there = ({RUNS} for s in (pred, ref))\n        "
            "said = Counter(tuple(pred[t : t + n]) for t in range(len(pred) - n))",
            P: "p.append((said & there).total() / max(said.total(), 1))",
        },
        "the last run of the prediction is lost: the range of the places where a run begins ends one too early.",
    ),
)
answers.mistakes(
    CLIPPED,
    loses_the_last_run_of_the_reference=(
        {
            PAIR: f"said, there = ({RUNS} for s in (pred, ref))\n        "
            "there = Counter(tuple(ref[t : t + n]) for t in range(len(ref) - n))"
        },
        "the last run of the reference is lost: the range of the places where a run begins ends one too early.",
    ),
)
