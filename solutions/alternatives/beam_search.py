"""Other answers to beam_search."""

from solutions.alternatives import Answers, beam_search_mistakes, beam_search_variants
from solutions.decoding import beam_search

answers = Answers(beam_search)

START = "kept: list[tuple[float, list[int], np.ndarray]] = [(0.0, [], a0)]"
STEP = "log_p, a_next = step(a, tokens[-1] if tokens else bos_id)"
LONGER = "longer += [(log_prob + log_p[k], [*tokens, k], a_next) for k in range(len(log_p))]"
SORT = "longer.sort(key=lambda each: each[0], reverse=True)"
KEPT = "kept = [each for each in longer[:width] if each[1][-1] != eos_id]"
FINISHED = "finished += [(each[0] / length**alpha, each[1][:-1]) for each in longer[:width] if each[1][-1] == eos_id]"
RETURN = "return max(finished, key=lambda each: each[0])[1] if finished else kept[0][1]"
ROUNDS = "range(1, max_len + 1)"
GREEDY, WIDER, ASIDE, LENGTH, OVER, ALONE = (
    "with_width_1_it_is_greedy",
    "a_wider_search_finds_what_the_greedy_one_misses",
    "finished_sentences_are_put_aside",
    "scores_are_divided_by_a_power_of_the_length",
    "after_max_len_tokens_the_search_is_over",
    "the_arguments_stay_as_they_were",
)

answers.variant(beam_search_variants.with_arrays)
answers.variant(beam_search_variants.with_dicts)
answers.variant(beam_search_variants.going_over_what_was_said_again)
answers.variant(beam_search_variants.with_a_recursion)
answers.variant(beam_search_variants.with_a_heap)

answers.variants(
    without_an_early_end={"        if not kept:\n            break\n": ""},
    with_all_scores_divided={
        LONGER: LONGER.replace("log_prob + log_p[k]", "(log_prob * (length - 1) ** alpha + log_p[k]) / length**alpha"),
        "each[0] / length**alpha": "each[0]",
    },
    with_numbers_of_numpy={"[*tokens, k]": "[*tokens, np.int64(k)]"},
)

answers.mistakes(
    GREEDY,
    begins_with_bos=(
        {RETURN: RETURN.replace("return ", "return [bos_id] + (").replace("[0][1]", "[0][1])")},
        "BOS is returned too. It is read, and is no token of the sentence.",
    ),
    ends_with_eos=(
        {"each[1][:-1]) for": "each[1]) for"},
        "EOS is returned too. It ends the sentence, and is no token of it.",
    ),
    returns_an_array=(
        {RETURN: RETURN.replace("return ", "return np.array(").replace("[0][1]", "[0][1], dtype=int)")},
        "an array is returned. A list of whole numbers is expected.",
    ),
    begins_from_eos=({STEP: STEP.replace("bos_id", "eos_id")}, "EOS is read first. BOS is."),
    reads_bos_again_and_again=(
        {STEP: "log_p, a_next = step(a, bos_id)"},
        "BOS is read at every step. After the first, the token that was said last is read.",
    ),
    takes_the_least_probable=({", reverse=True": ""}, "the least probable beginnings are kept."),
    reads_the_number_of_the_step=(
        {STEP: "log_p, a_next = step(a, length - 1)"},
        "the number of the step is read. The token that was said last is.",
    ),
    **beam_search_mistakes.OF_THE_FIRST_TOKENS,
)

answers.mistakes(
    GREEDY,
    of=beam_search_variants.with_dicts,
    finishes_whatever_may_end=(
        {
            'beam["sum"])[-width:]': 'beam["sum"])',
            'if not beam["done"]]': 'if not beam["done"]][-width:]',
            "np.argsort(log_p)[::-1][:width]": "np.argsort(log_p)[::-1]",
        },
        "a sentence is finished wherever EOS may follow, even if that is none of the `width` best continuations.",
    ),
)

answers.mistakes(
    WIDER,
    is_always_greedy=({"longer[:width]": ("longer[:1]", 2)}, "one beginning is kept, whatever the width is."),
    keeps_one_more=(
        {"longer[:width]": ("longer[: width + (width > 1)]", 2)},
        "one beginning more than the width is kept.",
    ),
    keeps_one_less=(
        {"longer[:width]": ("longer[: max(1, width - 1)]", 2)},
        "one beginning less than the width is kept.",
    ),
    keeps_so_many_for_each=(
        {
            LONGER: (
                LONGER.replace("longer += ", "own = ")
                + "\n            longer += sorted(own, key=lambda each: -each[0])[:width]"
            ),
            "longer[:width]": ("longer[:]", 2),
        },
        "`width` continuations of each beginning are kept. `width` are kept in all.",
    ),
    widens_at_the_first_step_alone=(
        {LONGER: LONGER.replace("range(len(log_p))", "(range(len(log_p)) if length == 1 else [int(log_p.argmax())])")},
        "after the first token each beginning goes on with its most probable token alone.",
    ),
    shares_one_activation=(
        {
            "for log_prob, tokens, a in kept": "for log_prob, tokens, _ in kept",
            STEP: f"{STEP}\n            a = a_next",
            "        longer = []": "        a = kept[0][2]\n        longer = []",
        },
        "all beginnings share one activation: each goes on from what the one before it has left. Keep one for each.",
    ),
    keeps_the_activation_of_the_last=(
        {"kept = [each for": "kept = [(*each[:2], a_next) for"},
        "every beginning goes on from the activation of the last one that was continued. Keep one for each.",
    ),
    never_carries_the_activation=(
        {"[*tokens, k], a_next)": "[*tokens, k], a)"},
        "the activation is never carried on: every step reads its token from a0.",
    ),
    forgets_what_was_before=(
        {LONGER: LONGER.replace("log_prob + log_p[k]", "log_p[k]")},
        "a beginning is judged by its last token alone. The logarithms of all its tokens are added up.",
    ),
    multiplies_the_logarithms=(
        {START: START.replace("0.0", "-1.0"), "log_prob + log_p[k]": "-abs(log_prob * log_p[k])"},
        "the logarithms are multiplied. Probabilities are multiplied, so their logarithms are added.",
    ),
    multiplies_the_probabilities=(
        {
            START: START.replace("0.0", "1.0"),
            "log_prob + log_p[k]": "log_prob * np.exp(log_p[k])",
            "each[0] / length**alpha": "np.log(each[0] + 1e-300) / length**alpha",
        },
        "probabilities are multiplied, and the product becomes 0 where each is very small. Add their logarithms.",
    ),
    **beam_search_mistakes.OF_WHAT_IS_WIDER,
)

answers.mistakes(
    ASIDE,
    adds_the_probabilities=(
        {"log_prob + log_p[k]": "log_prob + np.exp(log_p[k])"},
        "probabilities are added. Their logarithms are.",
    ),
    forgets_finished_ones=(
        {"finished += [": "finished = ["},
        "finished sentences are forgotten when others finish later, or when none does.",
    ),
    stops_at_the_first=(
        {"if not kept:": "if not kept or finished:"},
        "the sentence that finishes first is returned. A better one may finish later.",
    ),
    stops_when_enough_are_finished=(
        {"if not kept:": "if not kept or (width > 1 and len(finished) >= width):"},
        "the search stops when `width` sentences are finished. A better one may finish later.",
    ),
    returns_the_last_finished=(
        {RETURN: RETURN.replace("max(finished, key=lambda each: each[0])", "finished[-1]")},
        "the sentence that finished last is returned. The one of the largest score is.",
    ),
    gives_finished_ones_a_place=(
        {
            "longer[:width]": ("longer[: width - len(finished)]", 2),
            "if not kept:": "if not kept or len(finished) >= width:",
        },
        "every finished sentence takes a place for good, so that fewer and fewer beginnings are kept.",
    ),
    keeps_finished_ones_in_the_beam=(
        {
            STEP: (
                "if tokens and tokens[-1] == eos_id:\n"
                "                longer.append((log_prob, tokens, a))\n"
                f"                continue\n            {STEP}"
            ),
            KEPT: "kept = longer[:width]",
            FINISHED: FINISHED.replace("+=", "=").replace("/ length**alpha", "/ len(each[1]) ** alpha"),
        },
        "a finished sentence stays among the beginnings, and is lost when better ones push it out. Put it aside.",
    ),
    goes_on_after_eos=(
        {KEPT: "kept = longer[:width]"},
        "finished sentences are continued after EOS.",
    ),
    **beam_search_mistakes.OF_FINISHED_ONES,
)

answers.mistakes(
    LENGTH,
    never_divides=({"each[0] / length**alpha": "each[0]"}, "scores are not divided by anything, whatever alpha is."),
    divides_by_the_length=(
        {"each[0] / length**alpha": "each[0] / (length if alpha else 1)"},
        "scores are divided by the length, whatever alpha is.",
    ),
    counts_without_eos=(
        {"length**alpha": "max(1, length - 1) ** alpha"},
        "EOS is not counted in the length. Its probability is in the sum, and so it counts.",
    ),
    counts_bos_too=({"length**alpha": "(length + 1) ** alpha"}, "BOS is counted in the length. It was not said."),
    counts_five_more=(
        {"length**alpha": "((5 + length) / 6) ** alpha"},
        "scores are divided by ((5 + T) / 6)**alpha, as in Wu et al. (2016). Here they are divided by T**alpha.",
    ),
    multiplies_by_the_power=(
        {"/ length**alpha": "* length**alpha"},
        "scores are multiplied by the power of the length. They are divided by it.",
    ),
    divides_the_sum_again_and_again=(
        {
            LONGER: LONGER.replace("log_prob + log_p[k]", "(log_prob + log_p[k]) / length**alpha"),
            "each[0] / length**alpha": "each[0]",
        },
        "the sum is divided in every round, and so the first tokens are divided again and again. Divide at the end.",
    ),
    takes_the_power_of_the_score=(
        {"each[0] / length**alpha": "-((-each[0]) ** alpha) / length if alpha else each[0]"},
        "the power is taken of the score. It is taken of the length.",
    ),
    **beam_search_mistakes.OF_THE_LENGTH,
)

answers.mistakes(
    OVER,
    says_one_token_too_many=(
        {ROUNDS: "range(1, max_len + 2)"},
        "there is one round too many: EOS is among the max_len tokens.",
    ),
    says_one_token_too_few=(
        {ROUNDS: "range(1, max(2, max_len))"},
        "there is one round too few: max_len tokens may be said.",
    ),
    returns_the_best_unfinished=(
        {
            RETURN: (
                "finished += [(each[0] / length**alpha, each[1]) for each in kept]\n"
                "    return max(finished, key=lambda each: each[0])[1]"
            )
        },
        "an unfinished sentence is returned, since its score is larger. Any finished one comes first.",
    ),
    always_returns_the_unfinished=(
        {RETURN: "return kept[0][1] if kept else max(finished, key=lambda each: each[0])[1]"},
        "an unfinished sentence is returned though others are finished.",
    ),
    returns_nothing_unfinished=(
        {"if finished else kept[0][1]": "if finished else []"},
        "an empty list is returned where no sentence is finished. The best unfinished one is due.",
    ),
    fails_where_none_is_finished=(
        {" if finished else kept[0][1]": ""},
        "nothing is returned where no sentence is finished: max finds nothing to choose from.",
    ),
    returns_the_worst_unfinished=(
        {"kept[0][1]": "kept[-1][1]"},
        "the last of the unfinished ones is returned, which is the worst.",
    ),
    cuts_the_unfinished=(
        {"kept[0][1]": "kept[0][1][:-1]"},
        "the last token is taken off an unfinished sentence too. It is no EOS.",
    ),
    **beam_search_mistakes.OF_THE_END,
)

answers.mistakes(
    ALONE,
    writes_into_a0=(
        {"    kept: ": "    a0[:] = 0.5 * a0\n    a0 *= 2.0\n    a0 += 1e-3\n    kept: "},
        "something is written into the caller's a0.",
    ),
)

answers.refused(
    GREEDY,
    returns_the_score_too={RETURN: RETURN.replace("return ", "return (").replace("[0][1]", "[0][1], 0.0)")},
)
answers.refused(WIDER, keeps_twice_as_many={"longer[:width]": ("longer[: 2 * width - 1]", 2)})
answers.refused(
    ASIDE,
    returns_the_first_finished={RETURN: RETURN.replace("max(finished, key=lambda each: each[0])", "finished[0]")},
)
answers.refused(
    LENGTH,
    divides_by_alpha_times_the_length={"/ length**alpha": "/ (alpha * length if alpha else 1)"},
    divides_by_max_len={"/ length**alpha": "/ max_len**alpha"},
)
answers.equivalent(
    f"{KEPT} -> {KEPT.replace('!=', 'is not')}",
    f"{FINISHED} -> {FINISHED.replace('==', 'is')}",
    because="Python has one object for each small number, and the numbers of tokens are small.",
)
answers.equivalent("break -> continue", because="with nothing left to continue, no round changes anything.")
