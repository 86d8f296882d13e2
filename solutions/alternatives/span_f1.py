"""Other answers to span_f1."""

import numpy as np

from solutions.alternatives import Answers
from solutions.bidirectional import span_f1

answers = Answers(span_f1)


@answers.variant
def from_precision_and_recall(gold, pred):
    right = predicted = there = 0
    for g, p in zip(gold, pred, strict=True):
        right += sum(span in g for span in p)
        predicted, there = predicted + len(p), there + len(g)
    if there + predicted == 0:
        return 1.0
    if right == 0:
        return 0.0
    P, R = right / predicted, right / there
    return 2 * P * R / (P + R)


@answers.variant
def with_the_number_of_the_sentence(gold, pred):
    there = {(i, *span) for i, spans in enumerate(gold) for span in spans}
    said = {(i, *span) for i, spans in enumerate(pred) for span in spans}
    if not there | said:
        return 1.0
    return 2 * len(there & said) / (len(there) + len(said))


@answers.variant
def from_the_three_kinds(gold, pred):
    tp = fp = fn = 0
    for g, p in zip(gold, pred, strict=True):
        for span in p:
            if span in g:
                tp += 1
            else:
                fp += 1
        fn += sum(1 for span in g if span not in p)
    return 1 if tp + fp + fn == 0 else tp / (tp + 0.5 * (fp + fn))


@answers.variant
def with_counters(gold, pred):
    from collections import Counter

    there = Counter((i, span) for i in range(len(gold)) for span in gold[i])
    said = Counter((i, span) for i in range(len(pred)) for span in pred[i])
    both = there & said
    total = there.total() + said.total()
    return np.float64(2 * both.total() / total) if total else np.float64(1)


@answers.variant
def with_lists_that_get_shorter(gold, pred):
    right, total = 0, 0
    for i in range(len(gold)):
        left = list(gold[i])
        total += len(gold[i]) + len(pred[i])
        for span in pred[i]:
            if span in left:
                left.remove(span)
                right += 1
    try:
        return 2 * right / total
    except ZeroDivisionError:
        return 1.0


answers.variants(
    with_one_over_the_mean={
        "2 * right / total if total else 1.0": "1.0 if not total else 0.0 if not right else "
        "1 / ((sum(map(len, gold)) / right + sum(map(len, pred)) / right) / 2)"
    },
)

WHOLE, NOTHING = "whole_entities_are_counted_over_all_sentences", "nothing_right_is_0_and_nothing_at_all_is_1"
RIGHT, RESULT = "len(set(there) & set(said))", "2 * right / total if total else 1.0"

BEFORE = "    right = sum("
SOME = "\n    gold, pred = [gold[i] for i in some], [pred[i] for i in some]\n"
answers.mistakes(
    WHOLE,
    passes_over_sentences_without_entities=(
        {BEFORE: f"    some = [i for i, spans in enumerate(gold) if spans]{SOME}{BEFORE}"},
        "sentences without entities are passed over, and what was predicted there with them. It counts as predicted.",
    ),
    passes_over_sentences_without_predictions=(
        {BEFORE: f"    some = [i for i, spans in enumerate(pred) if spans]{SOME}{BEFORE}"},
        "sentences for which nothing was predicted are passed over, and so are the entities that are there.",
    ),
)
answers.mistakes(
    WHOLE,
    gives_the_precision=(
        {RESULT: "right / max(1, sum(map(len, pred))) if total else 1.0"},
        "the precision alone is returned, the share of the predicted entities that are right.",
    ),
    gives_the_recall=(
        {RESULT: "right / max(1, sum(map(len, gold))) if total else 1.0"},
        "the recall alone is returned, the share of the entities that are found.",
    ),
    takes_the_mean_of_both=(
        {RESULT: "(right / max(1, sum(map(len, pred))) + right / max(1, sum(map(len, gold)))) / 2 if total else 1.0"},
        "the plain mean of P and R is taken. F1 is 2PR / (P + R).",
    ),
    multiplies_precision_and_recall=(
        {RESULT: "right / max(1, sum(map(len, pred))) * right / max(1, sum(map(len, gold))) if total else 1.0"},
        "P and R are multiplied, and no more. F1 is 2PR / (P + R).",
    ),
    forgets_the_two=(
        {RESULT: "right / total if total else 1.0"},
        "the factor 2 is missing.",
    ),
    divides_by_all_that_differ=(
        {RESULT: "right / (total - right) if total else 1.0"},
        "what is right is divided by the number of all different entities, predicted or there. "
        "F1 is 2 right / (predicted + there).",
    ),
    gives_percent=({RESULT: "200 * right / total if total else 1.0"}, "F1 is given in percent. It goes from 0 to 1."),
    averages_the_sentences=(
        {
            "    right = ": "    scores = []\n    for g, p in zip(gold, pred):\n"
            "        scores.append(2 * len(set(g) & set(p)) / (len(g) + len(p)) if g or p else 1.0)\n"
            "    if len(scores) > 0:\n        return sum(scores) / len(scores)\n    right = "
        },
        "F1 is taken of each sentence, and then the mean. The counts of all sentences make one F1.",
    ),
    averages_the_sentences_with_entities=(
        {
            "    right = ": "    scores = []\n    for g, p in zip(gold, pred):\n        if g or p:\n"
            "            scores.append(2 * len(set(g) & set(p)) / (len(g) + len(p)))\n"
            "    if len(scores) > 0:\n        return sum(scores) / len(scores)\n    right = "
        },
        "F1 is taken of each sentence that has entities, and then the mean. The counts of all sentences make one F1.",
    ),
    averages_the_types=(
        {
            "    right = ": "    kinds = {s[2] for each in (gold, pred) for spans in each for s in spans}\n"
            "    if len(kinds) > 0:\n"
            "        counts = [[sum(s in p for g, p in zip(gold, pred) for s in g if s[2] == k)]\n"
            "                  + [sum(s[2] == k for spans in each for s in spans) for each in (gold, pred)]\n"
            "                  for k in sorted(kinds)]\n"
            "        return sum(2 * r / (a + b) for r, a, b in counts) / len(kinds)\n    right = "
        },
        "F1 is taken of each type, and then the mean. The counts of all types make one F1.",
    ),
    ignores_the_type=(
        {RIGHT: "len({s[:2] for s in there} & {s[:2] for s in said})"},
        "an entity counts as right with any type. First word, end and type must agree.",
    ),
    ignores_the_end=(
        {RIGHT: "len({s[::2] for s in there} & {s[::2] for s in said})"},
        "an entity counts as right with any end. First word, end and type must agree.",
    ),
    ignores_the_first_word=(
        {RIGHT: "len({s[1:] for s in there} & {s[1:] for s in said})"},
        "an entity counts as right with any first word. First word, end and type must agree.",
    ),
    counts_what_overlaps=(
        {RIGHT: "sum(any(s[0] < g[1] and g[0] < s[1] and s[2] == g[2] for g in there) for s in said)"},
        "an entity counts as right where it overlaps one of its type. First word and end must agree as well.",
    ),
    counts_what_touches=(
        {RIGHT: "sum(any(s[0] < g[1] and g[0] < s[1] for g in there) for s in said)"},
        "an entity counts as right where it overlaps any. First word, end and type must agree.",
    ),
    compares_in_order=(
        {RIGHT: "sum(a == b for a, b in zip(there, said))"},
        "the first is compared with the first, the second with the second. The predicted ones may be in any order.",
    ),
    compares_the_sorted=(
        {RIGHT: "sum(a == b for a, b in zip(sorted(there), sorted(said)))"},
        "both lists are sorted and compared place by place. One that is missed or invented shifts all behind it.",
    ),
    forgets_the_sentence=(
        {
            "sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=True))": "len("
            "{s for spans in gold for s in spans} & {s for spans in pred for s in spans})"
        },
        "all entities of the corpus are thrown together. One that is right must be there in the same sentence.",
    ),
    makes_one_set_of_the_corpus=(
        {
            "sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=True))": "len("
            "{s for spans in gold for s in spans} & {s for spans in pred for s in spans})",
            "sum(map(len, gold)) + sum(map(len, pred))": "len({s for spans in gold for s in spans})"
            " + len({s for spans in pred for s in spans})",
        },
        "the entities of all sentences are put into one set, so that the sentence is lost, and what comes up in two "
        "sentences counts once.",
    ),
    takes_each_entity_once=(
        {
            "sum(map(len, gold)) + sum(map(len, pred))": "len({s for spans in gold for s in spans})"
            " + len({s for spans in pred for s in spans})"
        },
        "entities of different sentences are counted once where their numbers and types agree. "
        "Each sentence has its own.",
    ),
    counts_the_words=(
        {
            RIGHT: "len({(t, k) for f, e, k in there for t in range(f, e)}"
            " & {(t, k) for f, e, k in said for t in range(f, e)})",
            "sum(map(len, gold)) + sum(map(len, pred))": "sum(e - f for each in (gold, pred) for spans in each "
            "for f, e, k in spans)",
        },
        "the words of the entities are counted. An entity is right as a whole, or not at all.",
    ),
    counts_the_sentences=(
        {RESULT: "sum(set(g) == set(p) for g, p in zip(gold, pred)) / len(gold) if total else 1.0"},
        "sentences without any mistake are counted. Count the entities.",
    ),
    takes_the_first_sentence=(
        {"    right = ": "    gold, pred = gold[:1], pred[:1]\n    right = "},
        "only the first sentence is counted, as when `return` stands inside the loop.",
    ),
    removes_from_the_lists=(
        {
            "    right = sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=True))\n": "",
            "    return 2": "    right = 0\n    for g, p in zip(gold, pred):\n        for s in p:\n"
            "            if s in g:\n                g.remove(s)\n                right += 1\n    return 2",
        },
        "what was found is taken out of the caller's lists. Count without changing them.",
    ),
)

answers.mistakes(
    NOTHING,
    gives_0_for_nothing_at_all=(
        {"else 1.0": "else 0.0"},
        "F1 is 0 where nothing is there and nothing was predicted. Then there is no mistake: it is 1.",
    ),
    gives_nan_for_nothing_at_all=(
        {"else 1.0": 'else float("nan")'},
        "F1 is nan where nothing is there and nothing was predicted. Then there is no mistake: it is 1.",
    ),
    gives_1_where_nothing_is_there=(
        {RESULT: "2 * right / total if sum(map(len, gold)) else 1.0"},
        "F1 is 1 where nothing is there, whatever was predicted. It is 0 where something was.",
    ),
    gives_1_where_nothing_is_predicted=(
        {RESULT: "2 * right / total if sum(map(len, pred)) else 1.0"},
        "F1 is 1 where nothing was predicted, whatever is there. It is 0 where something is.",
    ),
    gives_1_where_nothing_is_right=(
        {RESULT: "2 * right / total if right else 1.0"},
        "F1 is 1 where nothing is right. It is 0, unless nothing is there and nothing was predicted.",
    ),
)


@answers.mistake(
    NOTHING,
    "P or R is divided by a count of 0, or 2PR by a sum of 0. Ask for it before you divide.",
)
def divides_by_zero(gold, pred):
    right = sum(len(set(g) & set(p)) for g, p in zip(gold, pred, strict=True))
    P = right / sum(len(p) for p in pred)
    R = right / sum(len(g) for g in gold)
    return 2 * P * R / (P + R)


answers.refused(
    WHOLE,
    gives_three_numbers={RESULT: "(right, total, 2 * right / total if total else 1.0)"},
    rounds={RESULT: "round(2 * right / total, 2) if total else 1.0"},
    gives_a_list={RESULT: "[2 * right / total if total else 1.0]"},
)

answers.refused(
    NOTHING,
    gives_0_where_nothing_is_right={RESULT: "2 * right / total if right else 0.0"},
    adds_a_tiny_number={RESULT: "2 * right / (total + 1e-12)"},
)

answers.equivalent(
    "right = sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=True)) -> "
    "right = sum(len(set(there) & set(said)) for there, said in zip(gold, pred, strict=False))",
    because="gold and pred have as many sentences.",
)
