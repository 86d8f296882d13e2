"""Other answers to build_vocab."""

from collections import Counter

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model import build_vocab

answers = Answers(build_vocab)

COUNTED = "token for sentence in corpus for token in sentence"
UNLESS = " if token not in specials"
KEY = "key=lambda token: (-counts[token], token)"
SORTED = f"sorted(counts, {KEY})"
ALL = "[*specials, *tokens][:max_size]"
NUMBERED = f"{{token: number for number, token in enumerate({ALL})}}"


@answers.variant
def with_two_sorts(corpus, max_size, specials):
    counts = dict.fromkeys([token for sentence in corpus for token in sentence], 0)
    for sentence in corpus:
        for token in sentence:
            counts[token] += 1
    tokens = sorted(counts)  # sorted keeps this order where the second key is equal
    tokens.sort(key=counts.get, reverse=True)
    vocab = {}
    for token in [*specials, *tokens]:
        if token not in vocab and len(vocab) < max_size:
            vocab[token] = len(vocab)
    return vocab


@answers.variant
def with_numpy(corpus, max_size, specials):
    tokens, counts = np.unique([token for sentence in corpus for token in sentence] + ["a"], return_counts=True)
    counts[tokens == "a"] -= 1
    order = np.argsort(-counts, kind="stable")
    others = [str(tokens[i]) for i in order if counts[i] > 0 and tokens[i] not in specials]
    vocab = {token: i for i, token in enumerate(specials)}
    for token in others[: max_size - len(specials)]:
        vocab[token] = len(vocab)
    return vocab


@answers.variant
def choosing_the_next_one_each_time(corpus, max_size, specials):
    left = {}
    for sentence in corpus:
        for token in sentence:
            left[token] = left.get(token, 0) + 1
    for token in specials:
        left.pop(token, None)
    names = list(specials)
    while left and len(names) < max_size:
        most = max(left.values())
        names.append(min(token for token in left if left[token] == most))
        del left[names[-1]]
    return dict(zip(names, range(len(names)), strict=True))


@answers.variant
def with_most_common_of_sorted_tokens(corpus, max_size, specials):
    counts = Counter(sorted(np.concatenate([[], *corpus]).tolist()))
    names = list(specials) + [token for token, _ in counts.most_common() if token not in set(specials)]
    return {names[i]: i for i in range(min(max_size, len(names)))}


answers.variants(with_pairs={SORTED: "[token for _, token in sorted((-n, token) for token, n in counts.items())]"})

answers.mistakes(
    "the_most_frequent_come_first",
    puts_the_rarest_first=({"-counts[token]": "counts[token]"}, "the rarest tokens come first."),
    sorts_by_the_alphabet_alone=(
        {SORTED: "sorted(counts)"},
        "all tokens are in alphabetical order: how often each occurs comes first.",
    ),
    keeps_the_order_of_the_corpus=(
        {SORTED: "list(counts)"},
        "the tokens are in the order in which they occur first: the most frequent comes first.",
    ),
    counts_sentences=(
        {COUNTED: "token for sentence in corpus for token in sorted(set(sentence))"},
        "a token counts once for each sentence that has it: every occurrence counts.",
    ),
    counts_the_last_sentence_alone=(
        {COUNTED: "token for sentence in corpus[-1:] for token in sentence"},
        "only the last sentence is counted, as when each sentence gets a new Counter: count over all of them.",
    ),
    counts_characters=(
        {COUNTED: "token for sentence in corpus for word in sentence for token in word"},
        "characters are counted: the tokens are what a sentence is a list of.",
    ),
    makes_letters_small=(
        {COUNTED: "token.lower() for sentence in corpus for token in sentence"},
        "the tokens are lower-cased: each is counted as it is.",
    ),
    leaves_marks_out=(
        {UNLESS: f"{UNLESS} and token.isalnum()"},
        "tokens that are no words are left out: marks are tokens as well.",
    ),
    leaves_out_what_occurs_once=(
        {SORTED: f"[token for token in {SORTED} if counts[token] > 1]"},
        "a token that occurs once is left out: only max_size decides what is left out.",
    ),
    orders_by_length=(
        {"-counts[token]": "-len(token)"},
        "the longest tokens come first: it is the most frequent ones.",
    ),
)

answers.mistakes(
    "equally_frequent_ones_are_in_alphabetical_order",
    leaves_ties_in_the_order_of_the_corpus=(
        {KEY: "key=lambda token: -counts[token]"},
        "equally frequent tokens are in the order in which they occur first, as Counter.most_common leaves them.",
    ),
    turns_ties_round=(
        {KEY: "key=lambda token: (counts[token], token), reverse=True"},
        "equally frequent tokens are in reverse alphabetical order: reverse=True turns the second part of the key too.",
    ),
    breaks_ties_by_length=(
        {KEY: "key=lambda token: (-counts[token], len(token), token)"},
        "of equally frequent tokens the shorter ones come first.",
    ),
    ignores_case_in_ties=(
        {KEY: "key=lambda token: (-counts[token], token.lower())"},
        "equally frequent tokens are compared in small letters: `sorted` puts capitals before small letters.",
    ),
    ignores_case_at_first=(
        {KEY: "key=lambda token: (-counts[token], token.lower(), token)"},
        "equally frequent tokens are compared in small letters first: `sorted` puts capitals before small letters.",
    ),
    puts_small_letters_first=(
        {KEY: "key=lambda token: (-counts[token], token.swapcase())"},
        "of equally frequent tokens those in small letters come first: `sorted` has capitals first.",
    ),
    puts_words_before_marks=(
        {KEY: "key=lambda token: (-counts[token], not token.isalnum(), token)"},
        "of equally frequent tokens words come before the others: `sorted` asks for the characters alone.",
    ),
    sorts_numbers_by_value=(
        {KEY: "key=lambda token: (-counts[token], token.zfill(12) if token.isdigit() else token)"},
        "numbers among equally frequent tokens are sorted by their value: `sorted` compares them as texts.",
    ),
    compares_from_the_last_letter=(
        {KEY: "key=lambda token: (-counts[token], token[::-1])"},
        "equally frequent tokens are compared from their last letter on.",
    ),
)

answers.mistakes(
    "the_specials_have_the_first_numbers",
    puts_the_specials_last=(
        {ALL: "[*tokens[: max_size - len(specials)], *specials]"},
        "the specials come last: they have the first numbers.",
    ),
    leaves_the_specials_out=(
        {ALL: "tokens[: max_size - len(specials)]"},
        "the specials are left out: they have the first numbers.",
    ),
    sorts_the_specials=(
        {"[*specials,": "[*sorted(specials),"},
        "the specials are in alphabetical order: they keep the order in which they are handed in.",
    ),
    counts_the_specials_as_well=(
        {UNLESS: ""},
        "a special that occurs in the corpus is there twice, and its second number replaces the first one.",
    ),
    knows_two_specials=(
        {"[*specials,": '["<UNK>", "<EOS>",'},
        'the specials are always "<UNK>" and "<EOS>": they are handed in, and may be others.',
    ),
    leads_from_number_to_token=(
        {NUMBERED: f"dict(enumerate({ALL}))"},
        "the dict leads from number to token: a token is looked up, so the tokens are its keys.",
    ),
    returns_a_list=(
        {NUMBERED: ALL},
        "the tokens are in a list: a dict gives the number of each.",
    ),
    counts_from_one=(
        {f"enumerate({ALL})": f"enumerate({ALL}, 1)"},
        "the numbers begin with 1: they begin with 0.",
    ),
    starts_again_behind_the_specials=(
        {NUMBERED: "dict(zip(specials, range(99))) | {t: i for i, t in enumerate(tokens[: max_size - len(specials)])}"},
        "the numbers of the other tokens begin with 0 again: they go on where the specials end.",
    ),
    gives_counts_for_numbers=(
        {NUMBERED: "dict(zip(specials, range(99))) | {t: -counts[t] for t in tokens[: max_size - len(specials)]}"},
        "the counts of the tokens are in the place of their numbers, with a minus sign.",
    ),
)
answers.mistakes(
    "the_specials_have_the_first_numbers",
    of=with_two_sorts,
    leaves_a_gap=(
        {
            "for token in [*specials, *tokens]": "for number, token in enumerate([*specials, *tokens])",
            "vocab[token] = len(vocab)": "vocab[token] = number",
        },
        "a special that occurs in the corpus is skipped, and its second place in the list leaves a gap in the numbers.",
    ),
    numbers_specials_anew=(
        {"token not in vocab and ": ""},
        "a special that occurs in the corpus gets another number: it keeps the one that it has.",
    ),
)

answers.mistakes(
    "max_size_counts_the_specials_too",
    counts_the_specials_outside=(
        {"[:max_size]": "[: max_size + len(specials)]"},
        "max_size counts the other tokens alone: the specials count too.",
    ),
    ignores_max_size=({"[:max_size]": ""}, "nothing is left out: max_size changes nothing."),
    leaves_one_out_too_many=(
        {"[:max_size]": "[: max_size - 1]"},
        "one token too many is left out: max_size entries are allowed.",
    ),
    keeps_one_too_many=({"[:max_size]": "[: max_size + 1]"}, "one token too many is kept."),
    keeps_the_rarest=(
        {"[:max_size]": "", "*tokens]": "*tokens[-max_size + len(specials) or len(tokens) :]]"},
        "the last tokens are kept and the first ones left out.",
    ),
    leaves_all_ties_out=(
        {
            ALL: "[*specials, *(t for t in tokens if sum(counts[u] >= counts[t] for u in tokens) "
            "<= max_size - len(specials))]"
        },
        "where not all of equally frequent tokens have room, all of them are left out: as many as fit are kept.",
    ),
    cuts_before_it_sorts=(
        {ALL: "[*specials, *[t for t in tokens if t in dict(counts.most_common(max_size - len(specials)))]]"},
        "most_common cuts first, and what it keeps is sorted: sort first, then cut.",
    ),
    cuts_before_it_takes_the_specials_out=(
        {UNLESS: "", ALL: "[*specials, *(t for t in tokens[: max_size - len(specials)] if t not in specials)]"},
        "the list is cut first, and the specials that the corpus has are taken out of it afterwards: their places stay "
        "empty.",
    ),
    subtracts_the_specials_of_the_corpus=(
        {
            UNLESS: "",
            ALL: "[*specials, *[t for t in tokens if t not in specials][: max(max_size - len(specials) - "
            "len(set(specials) & set(counts)), 0)]]",
        },
        "a special that the corpus has takes two places: it takes one.",
    ),
    subtracts_the_specials_twice=(
        {"[:max_size]": "[: max(max_size - len(specials), len(specials))]"},
        "the places of the specials are taken away twice: max_size counts them once.",
    ),
)

answers.mistakes(
    "the_corpus_is_left_alone",
    takes_the_specials_out_of_the_sentences=(
        {"    counts = ": "    for s in corpus:\n        s[:] = [t for t in s if t not in specials]\n    counts = "},
        "the caller's lists are changed: sort, extend, pop, remove, += and `sentence[:] =` work in place.",
    ),
)
answers.refused(
    "the_corpus_is_left_alone",
    sorts_the_sentences={"    counts = ": "    for s in corpus:\n        s.sort()\n    counts = "},
    joins_the_sentences_in_place={"    counts = ": "    corpus[:] = [[t for s in corpus for t in s]]\n    counts = "},
    empties_the_corpus={
        f"{COUNTED}{UNLESS}": "token for _ in range(len(corpus)) for token in corpus.pop() if token not in specials"
    },
)

answers.refused(
    "equally_frequent_ones_are_in_alphabetical_order",
    relies_on_the_order_of_a_set={SORTED: "sorted(set(counts), key=lambda token: -counts[token])"},
)
answers.refused(
    "the_most_frequent_come_first",
    takes_a_set={SORTED: "list(set(counts))"},
)
answers.equivalent(
    f"tokens = {SORTED} -> tokens = {SORTED.replace('-counts', '~counts')}",
    because="~n is -n - 1, which puts the tokens into the same order.",
)
