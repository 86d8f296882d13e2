"""Other answers to tokenize."""

import re

from solutions.alternatives import Answers
from solutions.language_model import tokenize

answers = Answers(tokenize)

PATTERN = r"\w+(?:'\w+)*|[^\w\s]"
WORD, MARK = r"\w+(?:'\w+)*", r"[^\w\s]"
CALL = f'''re.findall(r"{PATTERN}", s.lower().replace("\\u2019", "'"))'''
PARTED = 's = "".join(f" {c} " if c.isnumeric() and not c.isdecimal() else c for c in s)'
PLAIN = """.replace("\\u2019", "'")"""

answers.variants(
    with_the_marks_first={PATTERN: rf"{MARK}|{WORD}"},
    looking_around_the_apostrophe={PATTERN: rf"(?:\w|(?<=\w)'(?=\w))+|{MARK}"},
)


@answers.variant
def reading_character_by_character(s):
    tokens, word = [], ""
    text = s.replace("’", "'").lower()
    for i, character in enumerate(text):
        inside = character == "'" and word and text[i + 1 : i + 2].isalnum()
        if character.isalnum() or inside:
            word += character
            continue
        if word:
            tokens.append(word)
        word = ""
        if not character.isspace():
            tokens.append(character)
    return [*tokens, word] if word else tokens


@answers.variant
def with_blanks_around_the_marks(s):
    text = re.sub(r"(?<!\w)'|'(?!\w)|[^\w\s']", lambda mark: f" {mark.group()} ", s.lower().replace("’", "'"))
    return text.split()


@answers.variant
def in_groups(s):
    import itertools

    def kind(place):
        i, character = place
        if character.isalnum() or (character == "'" and f" {text}"[i].isalnum() and f"{text} "[i + 1].isalnum()):
            return "word"
        return None if character.isspace() else i  # each mark is a group of its own

    text = s.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    groups = itertools.groupby(enumerate(text), key=kind)
    return ["".join(character for _, character in group) for of, group in groups if of is not None]


@answers.variant
def cutting_pieces_off(s):
    tokens = []
    for piece in s.lower().replace("’", "'").split():
        start = 0
        for i, character in enumerate(piece):
            if character.isalnum():
                continue
            if character == "'" and 0 < i < len(piece) - 1 and piece[i - 1].isalnum() and piece[i + 1].isalnum():
                continue
            tokens += [piece[start:i], character]
            start = i + 1
        tokens.append(piece[start:])
    return [token for token in tokens if token]


answers.mistakes(
    "words_and_marks_are_tokens",
    splits_at_white_space_alone=(
        {CALL: f"s.lower(){PLAIN}.split()"},
        "the text is split at white space alone: marks stay at their words.",
    ),
    drops_the_marks=({PATTERN: WORD}, "punctuation marks are left out: each is a token of its own."),
    joins_marks_in_a_row=(
        {PATTERN: PATTERN + "+"},
        "several marks in a row make one token: each is a token of its own.",
    ),
    knows_four_marks=(
        {PATTERN: rf"{WORD}|[.,!?]"},
        "only . and , and two other marks become tokens, and the rest is lost: every mark is a token.",
    ),
    knows_six_marks=(
        {PATTERN: rf"{WORD}|[.,;:!?]"},
        "only . and , and four other marks become tokens, and the rest is lost: every mark is a token.",
    ),
    knows_the_marks_of_a_keyboard=(
        {PATTERN: rf"{WORD}|[!-/:-@\[-`{{-~]"},
        "only the marks of `string.punctuation` become tokens, and others, such as “ and –, are lost.",
    ),
    takes_apostrophes_for_letters=(
        {PATTERN: rf"[\w']+|{MARK}"},
        "every apostrophe counts as a letter: where it is not between two letters or digits, it is a mark.",
    ),
    keeps_an_apostrophe_at_the_end=(
        {PATTERN: rf"\w+(?:'\w*)*|{MARK}"},
        "an apostrophe behind a word stays at it: where it is not between two letters or digits, it is a mark.",
    ),
    keeps_hyphens=(
        {PATTERN: rf"\w+(?:['-]\w+)*|{MARK}"},
        "a hyphen inside a word stays there: only an apostrophe belongs to the word.",
    ),
    returns_characters=(
        {PATTERN: r"\S"},
        "every character is a token: a run of letters and digits is one word.",
    ),
    puts_the_marks_last=(
        {CALL: f"sorted({CALL}, key=lambda token: not token[0].isalnum())"},
        "the marks come after all words: the tokens keep the order of the text.",
    ),
    leaves_repeated_tokens_out=(
        {CALL: f"list(dict.fromkeys({CALL}))"},
        "a token that was there before is left out: a text may say the same word twice.",
    ),
    sorts_the_tokens=(
        {CALL: f"sorted({CALL})"},
        "the tokens are sorted: they keep the order of the text.",
    ),
    returns_what_brackets_capture=(
        {"(?:'": "('"},
        "the brackets in the regular expression capture, and re.findall gives what is in them in the place of the "
        "whole token: (?: ... ) does not capture.",
    ),
    returns_a_list_in_a_list=(
        {CALL: f"[{CALL}]"},
        "the tokens are in a list inside the list: one list holds them.",
    ),
    returns_an_array=(
        {CALL: f"np.array({CALL}, dtype=str)"},
        "the tokens are in an array of NumPy: a list is expected.",
    ),
    takes_the_left_quote_for_an_apostrophe=(
        {PLAIN: PLAIN + """.replace("\\u2018", "'")"""},
        "the quote ‘, U+2018, becomes an apostrophe too: only ’, U+2019, does.",
    ),
    keeps_numbers_whole=(
        {PATTERN: rf"\d+(?:[.,:]\d+)+|{PATTERN}"},
        "a number such as 2.5 stays one token: only an apostrophe belongs to a word.",
    ),
    returns_one_text=(
        {CALL: f"' '.join({CALL})"},
        "one text comes back, with blanks between the tokens: a list of them is expected.",
    ),
)

answers.mistakes(
    "words_and_marks_are_tokens",
    of=reading_character_by_character,
    forgets_the_last_word=(
        {"[*tokens, word] if word else tokens": "tokens"},
        "a word at the very end is lost: when the text ends, the last word is not in the list yet.",
    ),
)

answers.mistakes(
    "white_space_only_separates",
    splits_at_single_blanks=(
        {CALL: f"s.lower(){PLAIN}.split(' ')"},
        "the text is split at each blank and nowhere else: marks stay at their words, two blanks leave an empty token, "
        "and line breaks stay inside others.",
    ),
    keeps_white_space=({MARK: r"\W"}, "blanks and line breaks become tokens as well: they only separate."),
    knows_the_blank_alone=(
        {MARK: r"[^\w ]"},
        "tabs and line breaks become tokens: all white space separates, not the blank alone.",
    ),
    knows_four_kinds=(
        {MARK: r"[^\w \t\n\r]"},
        "only the blank, the tab and line breaks separate: so does the blank where no line may break, U+00A0.",
    ),
    gives_an_empty_token=(
        {CALL: f"{CALL} or ['']"},
        "a text without a word or a mark gives one empty token: it gives none.",
    ),
)
answers.mistakes(
    "white_space_only_separates",
    of=with_blanks_around_the_marks,
    splits_at_each_blank=(
        {".split()": '.split(" ")'},
        "`split(' ')` splits at each blank: two in a row leave an empty token, and line breaks stay inside others.",
    ),
    leaves_line_breaks_inside=(
        {"text.split()": '[token for token in text.split(" ") if token]'},
        "the text is split at blanks alone: tabs and line breaks stay inside tokens.",
    ),
)

answers.mistakes(
    "an_apostrophe_inside_a_word_belongs_to_it",
    splits_at_every_apostrophe=(
        {"(?:'\\w+)*": ""},
        "an apostrophe is always a token of its own: between two letters or digits it belongs to the word.",
    ),
    splits_at_both_apostrophes=(
        {"(?:'\\w+)*": "", PLAIN: ""},
        "an apostrophe is always a token of its own, and the typographic one stays what it is: between two letters "
        "or digits it belongs to the word.",
    ),
    keeps_the_s_alone=(
        {"(?:'\\w+)*": r"(?:'s\b)?"},
        "only 's belongs to a word: whatever comes behind the apostrophe, the word goes on.",
    ),
    drops_every_apostrophe=(
        {PLAIN: """.replace("\\u2019", "").replace("'", "")"""},
        "apostrophes are left out: between two letters or digits they belong to the word, elsewhere they are marks.",
    ),
    splits_before_the_apostrophe=(
        {WORD: r"'?\w+"},
        "what comes behind an apostrophe is a token of its own, as 't of don't: the word is one token.",
    ),
    forgets_the_typographic_apostrophe=(
        {PLAIN: ""},
        "only the plain apostrophe is known: the typographic one, U+2019, becomes a plain one first.",
    ),
    leaves_the_typographic_apostrophe=(
        {"(?:'\\w+)*": "(?:['\\u2019]\\w+)*", PLAIN: ""},
        "the typographic apostrophe, U+2019, stays what it is: it becomes the plain one.",
    ),
    replaces_it_inside_words_alone=(
        {CALL: f"""re.findall(r"{PATTERN}", re.sub("(?<=\\\\w)\\u2019(?=\\\\w)", "'", s.lower()))"""},
        "the typographic apostrophe becomes a plain one between two letters or digits alone: it does so everywhere.",
    ),
    allows_one_apostrophe=(
        {"(?:'\\w+)*": "(?:'\\w+)?"},
        "a word has one apostrophe at most: rock'n'roll is one word too.",
    ),
)

answers.mistakes(
    "letters_and_digits_make_words_in_small_letters",
    keeps_capitals=({".lower()": ""}, "capitals stay capitals: all letters become small."),
    makes_all_letters_large=({".lower()": ".upper()"}, "all letters become capitals: they should become small."),
    knows_a_to_z_alone=(
        {PATTERN: r"[a-z0-9]+(?:'[a-z0-9]+)*|[^a-z0-9\s]"},
        "only a to z are letters, and é or ж counts as a mark: `\\w` and `str.isalnum` know all languages.",
    ),
    loses_letters_beyond_z=(
        {PATTERN: rf"[a-z0-9]+(?:'[a-z0-9]+)*|{MARK}"},
        "only a to z are letters, and others, such as é or ж, are lost.",
    ),
    splits_numbers_into_digits=(
        {PATTERN: rf"[^\W\d]+(?:'[^\W\d]+)*|{MARK}|\d"},
        "each digit is a token of its own: letters and digits in a row make one word.",
    ),
    parts_letters_from_digits=(
        {PATTERN: rf"[^\W\d]+(?:'[^\W\d]+)*|{MARK}|\d+"},
        "letters and digits in a row make two tokens: mp3 is one word.",
    ),
    folds_the_case=(
        {"s.lower()": "s.casefold()"},
        "`casefold` is taken for `lower`: it makes ss of ß.",
    ),
    knows_decimal_digits_alone=(
        {"return ": f"{PARTED}\n    return "},
        "characters such as ² and ½ are parted from words: `str.isalnum` is true of them.",
    ),
    loses_digits=(
        {PATTERN: rf"[^\W\d]+(?:'[^\W\d]+)*|{MARK}"},
        "digits are left out: they make words as letters do.",
    ),
)

answers.refused(
    "letters_and_digits_make_words_in_small_letters",
    makes_the_first_letter_small={"s.lower()": "(s[:1].lower() + s[1:])"},
)
answers.refused(
    "words_and_marks_are_tokens",
    returns_what_one_pair_captures={"(?:'\\w+)*": "('\\w+)?"},
    returns_pairs={PATTERN: rf"({WORD})|({MARK})"},
    returns_pairs_of_a_word_and_its_end={PATTERN: rf"(\w+('\w+)*)|{MARK}"},
    keeps_points_inside={PATTERN: rf"\w+(?:['.]\w+)*|{MARK}"},
    returns_lists_of_words={CALL: f'[re.findall(r"{PATTERN}", word) for word in s.lower(){PLAIN}.split()]'},
    makes_other_marks_plain={"s.lower()": "__import__('unicodedata').normalize('NFKC', s.lower())"},
    returns_a_set={CALL: f"set({CALL})"},
    keeps_decimal_points={PATTERN: rf"\w+(?:['.]\w*)*|{MARK}"},
)
answers.refused(
    "an_apostrophe_inside_a_word_belongs_to_it",
    joins_over_two_apostrophes={"(?:'\\w+)*": "(?:'+\\w+)*"},
    joins_a_to_z={"(?:'\\w+)*": "(?:'[a-z]+)*"},
    joins_letters_alone={"(?:'\\w+)*": r"(?:'[^\W\d]+)*"},
    replaces_it_behind_letters_alone={
        CALL: f"""re.findall(r"{PATTERN}", re.sub("(?<=\\\\w)\\u2019", "'", s.lower()))"""
    },
    replaces_it_in_front_of_letters_alone={
        CALL: f"""re.findall(r"{PATTERN}", re.sub("\\u2019(?=\\\\w)", "'", s.lower()))"""
    },
    replaces_the_first_one={PLAIN: """.replace("\\u2019", "'", 1)"""},
)
