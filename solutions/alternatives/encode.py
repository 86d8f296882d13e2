"""Other answers to encode."""

import numpy as np

from solutions.alternatives import Answers
from solutions.language_model import encode

answers = Answers(encode)

LOOKED_UP = 'vocab.get(token, vocab["<UNK>"])'
EACH = f"[{LOOKED_UP} for token in tokens]"
RESULT = '[*ids, vocab["<EOS>"]] if add_eos else ids'
EOS = 'vocab["<EOS>"]'


@answers.variant
def with_a_loop(tokens, vocab, add_eos=True):
    ids = []
    for token in tokens:
        if token in vocab:
            ids.append(vocab[token])
        else:
            ids.append(vocab["<UNK>"])
    if add_eos:
        ids.append(vocab["<EOS>"])
    return ids


@answers.variant
def with_an_exception(tokens, vocab, add_eos=True):
    def number(token):
        try:
            return vocab[token]
        except KeyError:
            return vocab["<UNK>"]

    return list(map(number, tokens)) + [vocab["<EOS>"]] * add_eos


@answers.variant
def with_the_end_among_the_tokens(tokens, vocab, add_eos=True):
    sentence = [*tokens, "<EOS>"] if add_eos else tokens
    return [vocab[token if token in vocab else "<UNK>"] for token in sentence]


@answers.variant
def with_a_dict_that_knows_all(tokens, vocab, add_eos=True):
    from collections import defaultdict

    known = defaultdict(lambda: vocab["<UNK>"], vocab)
    return [known[token] for token in [*tokens, *["<EOS>"] * bool(add_eos)]]


@answers.variant
def with_numpy_numbers(tokens, vocab, add_eos=True):
    ids = np.full(len(tokens) + int(add_eos), vocab["<EOS>"])
    for t, token in enumerate(tokens):
        ids[t] = vocab.get(token, vocab["<UNK>"])
    return list(ids)


answers.mistakes(
    "each_token_becomes_its_number",
    takes_zero_for_unknown=(
        {LOOKED_UP: 'vocab.get(token) or vocab["<UNK>"]'},
        'a token with the number 0 gets that of "<UNK>": `or` takes 0 for nothing.',
    ),
    returns_an_array=(
        {f"return {RESULT}": f"ids = {RESULT}\n    return np.array(ids, dtype=int)"},
        "the numbers are right, but in an array: a list is expected.",
    ),
    counts_the_keys=(
        {LOOKED_UP: "list(vocab).index(token if token in vocab else '<UNK>')"},
        "the place of a token among the keys is taken: its number is the value of the key.",
    ),
    numbers_the_tokens=(
        {EACH: "list(range(len(tokens)))"},
        "the tokens are numbered anew, from 0: vocab has their numbers.",
    ),
    looks_characters_up=(
        {EACH: '[vocab.get(c, vocab["<UNK>"]) for token in tokens for c in token]'},
        "each character is looked up: look the tokens up.",
    ),
    drops_repeated_tokens=(
        {"in tokens]": "in dict.fromkeys(tokens)]"},
        "a token that was there before is left out: a sentence may have it twice.",
    ),
    makes_tokens_small=(
        {LOOKED_UP: 'vocab.get(token if token in ("<UNK>", "<EOS>") else token.lower(), vocab["<UNK>"])'},
        "the tokens are lower-cased before they are looked up: each is looked up as it is.",
    ),
    makes_all_tokens_small=(
        {LOOKED_UP: 'vocab.get(token.lower(), vocab["<UNK>"])'},
        "the tokens are lower-cased before they are looked up: each is looked up as it is.",
    ),
    strips_tokens=(
        {LOOKED_UP: 'vocab.get(token.strip(), vocab["<UNK>"])'},
        "white space is taken off the tokens before they are looked up: each is looked up as it is.",
    ),
    gives_texts=(
        {f"return {RESULT}": f"ids = {RESULT}\n    return [str(number) for number in ids]"},
        "the numbers are right, but texts: whole numbers are expected.",
    ),
    nests_all=(
        {f"return {RESULT}": f"ids = {RESULT}\n    return [ids]"},
        "the numbers are in a list inside the list: one list holds them.",
    ),
    nests_each=(
        {f"return {RESULT}": f"ids = {RESULT}\n    return [[number] for number in ids]"},
        "each number is in a list of its own: one list holds all of them.",
    ),
    takes_specials_for_unknown=(
        {LOOKED_UP: 'vocab[token] if token in vocab and token != "<EOS>" else vocab["<UNK>"]'},
        '"<EOS>" among the tokens counts as unknown: it is a token like any other.',
    ),
    gives_floats=(
        {f"return {RESULT}": f"ids = {RESULT}\n    return [float(number) for number in ids]"},
        "the numbers are right, but floats, as np.zeros makes them: whole numbers are expected.",
    ),
    takes_the_end_away=(
        {"else ids": 'else ids[: len(ids) - (tokens[-1:] == ["<EOS>"])]'},
        'without add_eos an "<EOS>" among the tokens is taken away: it is a token like any other.',
    ),
    sorts_the_numbers=(
        {EACH: f"sorted({EACH})"},
        "the numbers are sorted: they keep the order of the tokens.",
    ),
    returns_the_tokens=(
        {LOOKED_UP: 'token if token in vocab else "<UNK>"'},
        "the tokens themselves come back: their numbers are expected.",
    ),
)

answers.mistakes(
    "an_unknown_token_gets_the_number_of_unk",
    takes_all_for_unknown=(
        {
            f"ids = {EACH}": "try:\n        ids = [vocab[token] for token in tokens]\n    except KeyError:\n"
            '        ids = [vocab["<UNK>"]] * len(tokens)'
        },
        'one unknown token gives all tokens of the sentence the number of "<UNK>": look up each by itself.',
    ),
    tries_small_letters=(
        {LOOKED_UP: 'vocab.get(token, vocab.get(token.lower(), vocab["<UNK>"]))'},
        "an unknown token is looked up in small letters too: it is looked up as it is.",
    ),
    gives_unknown_tokens_zero=(
        {LOOKED_UP: "vocab.get(token, 0)"},
        'an unknown token gets 0, whatever number "<UNK>" has in vocab.',
    ),
    gives_unknown_tokens_one=(
        {LOOKED_UP: "vocab.get(token, 1)"},
        'an unknown token gets 1, whatever number "<UNK>" has in vocab.',
    ),
    gives_unknown_tokens_minus_one=(
        {LOOKED_UP: "vocab.get(token, -1)"},
        'an unknown token gets -1: it gets the number of "<UNK>".',
    ),
    knows_known_tokens_alone=(
        {EACH: "[vocab[token] for token in tokens if token in vocab]"},
        'unknown tokens are left out: each gets the number of "<UNK>".',
    ),
    looks_every_token_up=(
        {LOOKED_UP: "vocab[token]"},
        'every token is looked up as if vocab had it, and an unknown one is a KeyError: it gets the number of "<UNK>".',
    ),
    gives_a_new_number=(
        {LOOKED_UP: "vocab.setdefault(token, len(vocab))"},
        'an unknown token is put into vocab with a new number: it gets the number of "<UNK>".',
    ),
    gives_unknown_tokens_the_end=(
        {LOOKED_UP: 'vocab.get(token, vocab["<EOS>"])'},
        'an unknown token gets the number of "<EOS>": it gets that of "<UNK>".',
    ),
    gives_unknown_tokens_none=(
        {LOOKED_UP: "vocab.get(token)"},
        'an unknown token gives None, as `vocab.get(token)` does: it gets the number of "<UNK>".',
    ),
    gives_unknown_tokens_the_word=(
        {LOOKED_UP: 'vocab.get(token, "<UNK>")'},
        'an unknown token gives the text "<UNK>": its number is expected.',
    ),
    gives_the_next_number=(
        {LOOKED_UP: "vocab.get(token, len(vocab))"},
        'an unknown token gets a number that vocab does not have: it gets the number of "<UNK>".',
    ),
)


answers.mistakes(
    "the_number_of_eos_is_put_at_the_end",
    never_ends=({f"return {RESULT}": "return ids"}, 'the number of "<EOS>" is never there.'),
    always_ends=({RESULT: f"[*ids, {EOS}]"}, "add_eos changes nothing: the number is always put at the end."),
    begins_with_the_end=(
        {RESULT: f"[{EOS}, *ids] if add_eos else ids"},
        'the number of "<EOS>" comes first: it belongs at the end.',
    ),
    ends_on_both_sides=(
        {RESULT: f"[{EOS}, *ids, {EOS}] if add_eos else ids"},
        'the number of "<EOS>" is there at the beginning as well: it belongs at the end alone.',
    ),
    turns_the_flag_round=(
        {"if add_eos else ids": "if not add_eos else ids"},
        "the number is put at the end where add_eos is False, and not where it is True.",
    ),
    leaves_it_out_by_default=(
        {"add_eos: bool = True": "add_eos=False"},
        "add_eos is False where nobody says so: it is True by default.",
    ),
    puts_the_text_at_the_end=(
        {RESULT: '[*ids, "<EOS>"] if add_eos else ids'},
        'the text "<EOS>" is put at the end: its number is expected.',
    ),
    leaves_an_empty_sentence_empty=(
        {"if add_eos else ids": "if add_eos and tokens else ids"},
        'an empty sentence stays empty with add_eos: the number of "<EOS>" is all that it has.',
    ),
    replaces_the_last=(
        {RESULT: f"[*ids[:-1], {EOS}] if add_eos else ids"},
        'the number of "<EOS>" takes the place of the last token: it comes after it.',
    ),
    ends_with_the_last_number=(
        {RESULT: "[*ids, max(vocab.values())] if add_eos else ids"},
        'the largest number of vocab is put at the end: that of "<EOS>" may be another one.',
    ),
    ends_with_one=(
        {RESULT: "[*ids, 1] if add_eos else ids"},
        '1 is put at the end, whatever number "<EOS>" has in vocab.',
    ),
    ends_with_unknown=(
        {RESULT: '[*ids, vocab["<UNK>"]] if add_eos else ids'},
        'the number of "<UNK>" is put at the end: it should be that of "<EOS>".',
    ),
    never_ends_with_zero=(
        {"if add_eos else ids": 'if add_eos and vocab["<EOS>"] else ids'},
        'nothing is put at the end where the number of "<EOS>" is 0: `if` takes 0 for False.',
    ),
    ends_once=(
        {"if add_eos else ids": 'if add_eos and tokens[-1:] != ["<EOS>"] else ids'},
        'no "<EOS>" is put behind tokens that end with "<EOS>": with add_eos there is always one more.',
    ),
    ends_unless_there_is_an_end=(
        {"if add_eos else ids": 'if add_eos and "<EOS>" not in tokens else ids'},
        'no "<EOS>" is put behind tokens that have "<EOS>" among them: with add_eos there is always one more.',
    ),
    ends_where_the_tokens_end=(
        {RESULT: '[*ids[: [*tokens, "<EOS>"].index("<EOS>")], vocab["<EOS>"]] if add_eos else ids'},
        'what comes behind an "<EOS>" among the tokens is lost: every token has its number.',
    ),
    nests_the_end=(
        {RESULT: f"[ids, {EOS}] if add_eos else ids"},
        "the numbers are in a list inside the list: one list holds all of them.",
    ),
)

answers.mistakes(
    "its_arguments_are_left_alone",
    puts_unknown_tokens_into_vocab=(
        {LOOKED_UP: 'vocab.setdefault(token, vocab["<UNK>"])'},
        "a key is put into the caller's vocab or taken out, as setdefault, pop and `vocab[...] =` do: `get` changes "
        "nothing.",
    ),
    appends_to_the_tokens=(
        {"    ids = ": '    if add_eos:\n        tokens.append("<EOS>")\n    ids = ', RESULT: "ids"},
        "the caller's tokens are changed, as append, += and `tokens[t] =` do: make a list of your own.",
    ),
)
answers.refused(
    "its_arguments_are_left_alone",
    replaces_the_tokens={
        "    ids = ": "    tokens[:] = [token if token in vocab else '<UNK>' for token in tokens]\n    ids = "
    },
)

answers.refused(
    "the_number_of_eos_is_put_at_the_end",
    ends_twice={RESULT: f"[*ids, {EOS}, {EOS}] if add_eos else ids"},
)
