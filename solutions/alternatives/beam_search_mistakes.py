"""More mistakes in beam_search, each registered in the module of its name: name=(swaps, sentence)."""

from solutions.alternatives import Rows

LONGER = "longer += [(log_prob + log_p[k], [*tokens, k], a_next) for k in range(len(log_p))]"
KEPT = "kept = [each for each in longer[:width] if each[1][-1] != eos_id]"
RETURN = "return max(finished, key=lambda each: each[0])[1] if finished else kept[0][1]"
STOP = "if not kept:"

OF_THE_FIRST_TOKENS: Rows = {
    "never_says_bos": (
        {LONGER: LONGER.replace("))]", ")) if k != bos_id]")},
        "BOS is never said. It may be said like any other token.",
    ),
    "takes_bos_out": (
        {RETURN: RETURN.replace("return ", "best = ") + "\n    return [k for k in best if k != bos_id]"},
        "every BOS is taken out of the sentence. It may be one of its tokens.",
    ),
    "takes_token_0_for_none": (
        {"tokens[-1] if tokens else bos_id": "(tokens[-1] if tokens else 0) or bos_id"},
        "BOS is read where token 0 was said: 0 counts as false, as in `or`. 0 is a token like others.",
    ),
    "begins_with_a_score_of_zero": (
        {
            RETURN: (
                "going = kept[0][1] if kept else []\n"
                "    return max([(0.0, going), *finished], key=lambda each: each[0])[1]"
            )
        },
        "the best score so far begins at 0. Logarithms of probabilities are below 0, so that none is ever better.",
    ),
}

OF_WHAT_IS_WIDER: Rows = {
    "leaves_out_the_end": (
        {LONGER: LONGER.replace("log_p[k]", "log_p[k] * (k != eos_id)")},
        "the logarithm of EOS is not in the sum. EOS is said like any other token, and its probability counts.",
    ),
}

OF_FINISHED_ONES: Rows = {
    "returns_the_longest_finished": (
        {RETURN: RETURN.replace("each: each[0]", "each: len(each[1])")},
        "the longest finished sentence is returned. The one of the largest score is.",
    ),
    "divides_by_the_length_even_so": (
        {"each[0] / length**alpha": "each[0] / length"},
        "scores are divided by the length even where alpha is 0. They are the sums there.",
    ),
    "returns_what_ends_as_the_best": (
        {
            f"        {KEPT}": (
                f"        if longer[0][1][-1] == eos_id:\n            return longer[0][1][:-1]\n        {KEPT}"
            )
        },
        "the sentence is returned that is the first to end as the best of its round. Another one may be better.",
    ),
    "keeps_as_many_beside_the_finished": (
        {KEPT: "kept = [each for each in longer if each[1][-1] != eos_id][:width]"},
        "`width` beginnings go on beside those that are finished in this round. In its own round EOS takes a place.",
    ),
    "stops_when_twice_as_many_are_finished": (
        {STOP: "if not kept or len(finished) >= 2 * width:"},
        "the search stops when so many sentences are finished. A better one may finish later.",
    ),
}

OF_THE_LENGTH: Rows = {
    "divides_the_probability": (
        {"each[0] / length**alpha": "np.exp(each[0]) / length**alpha"},
        "the probability is divided by the power of the length. Its logarithm is.",
    ),
    "stops_when_a_finished_one_is_ahead": (
        {STOP: "if not kept or (finished and max(finished)[0] >= kept[0][0] / length**alpha):"},
        "the search stops when a finished sentence has a larger score than all others so far. Scores may still rise.",
    ),
    "stops_when_a_finished_one_has_the_larger_sum": (
        {
            STOP: (
                "sums = [each[0] * (len(each[1]) + 1) ** alpha for each in finished]\n"
                "        if not kept or max(sums, default=-np.inf) > kept[0][0]:"
            )
        },
        "the search stops when a finished sentence has a larger sum than all others. By its length another may win.",
    ),
    "stops_when_the_best_is_finished": (
        {STOP: "if not kept or longer[0][1][-1] == eos_id:"},
        "the search stops when the best of a round is finished. One that goes on may have the larger score in the end.",
    ),
}

OF_THE_END: Rows = {
    "ends_what_is_unfinished": (
        {
            RETURN: (
                "for total, tokens, a in kept:\n"
                "        total += step(a, tokens[-1])[0][eos_id]\n"
                "        finished.append((total / (max_len + 1) ** alpha, tokens))\n"
                "    return max(finished, key=lambda each: each[0])[1]"
            )
        },
        "after max_len tokens each unfinished sentence is given one EOS more, whose probability counts too.",
    ),
    "says_eos_last": (
        {LONGER: LONGER.replace("))]", ")) if length < max_len or k == eos_id]")},
        "in the last round EOS alone may be said. Other tokens may be said there too.",
    ),
}
