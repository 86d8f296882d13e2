"""Other answers to bio_to_spans."""

from solutions.alternatives import Answers, span_variants
from solutions.bidirectional import bio_to_spans

answers = Answers(bio_to_spans)

answers.variant(span_variants.closing_each_as_it_ends)
answers.variant(span_variants.with_an_o_at_the_end)
answers.variant(span_variants.looking_ahead)
answers.variant(span_variants.from_starts_and_ends)
answers.variant(span_variants.with_a_pattern)
answers.variant(span_variants.by_recursion)
answers.variants(
    with_startswith={'tag[0] == "B", tag[2:]': 'tag.startswith("B-"), tag.split("-")[1]'},
    with_lists_while_it_reads={
        "spans[-1] = (spans[-1][0], t + 1, kind)": "spans[-1][1] = t + 1",
        "spans.append((t, t + 1, kind))": "spans.append([t, t + 1, kind])",
        "spans and spans[-1][1:] == (t, kind)": "spans and spans[-1][1:] == [t, kind]",
        "return spans": "return [tuple(span) for span in spans]",
    },
)

WHOLE, APART, BEGINS = (
    "every_entity_has_its_first_word_its_end_and_its_type",
    "entities_side_by_side_stay_apart",
    "an_i_that_goes_on_with_nothing_begins_an_entity",
)
GOES_ON = "not begins and spans and spans[-1][1:] == (t, kind)"

answers.mistakes(
    WHOLE,
    gives_the_last_word=(
        {"return spans": "return [(first, end - 1, kind) for first, end, kind in spans]"},
        "the second number is the last word of the entity. It is the word behind it, where a slice ends.",
    ),
    counts_words_from_one=(
        {"return spans": "return [(first + 1, end, kind) for first, end, kind in spans]"},
        "the words are counted from 1, the last word included. The code counts from 0, and end is the word behind.",
    ),
    gives_the_length=(
        {"return spans": "return [(first, end - first, kind) for first, end, kind in spans]"},
        "the second number is how many words the entity has. It is where the entity ends.",
    ),
    puts_the_type_first=(
        {"return spans": "return [(kind, first, end) for first, end, kind in spans]"},
        "the type comes first in each tuple. The order is first, end, type.",
    ),
    leaves_the_type_out=(
        {"return spans": "return [(first, end) for first, end, _ in spans]"},
        "the type is left out. Each entity is (first, end, type).",
    ),
    keeps_the_whole_tag=(
        {"return spans": "return [(first, end, tags[first]) for first, end, _ in spans]"},
        'the type is the whole tag, with its "B-" or "I-". What stands behind the hyphen is the type.',
    ),
    keeps_the_hyphen=(
        {"return spans": 'return [(first, end, "-" + kind) for first, end, kind in spans]'},
        "the hyphen is kept as a part of the type, as with tag[1:].",
    ),
    takes_three_letters=(
        {"tag[2:]": "tag[2:5]"},
        "three letters are taken for the type, as with tag[2:5]. A type may have more.",
    ),
    takes_the_last_three_letters=(
        {"return spans": "return [(first, end, tags[first][-3:]) for first, end, _ in spans]"},
        "the last three letters of the tag are taken for the type. A type may have more, or fewer.",
    ),
    strips_letters=(
        {"tag[2:]": 'tag.lstrip("BI-")'},
        'all of the letters B and I at the front are taken away, as with lstrip("BI-"). A type may begin with one.',
    ),
    takes_first_words_alone=(
        {GOES_ON: "False", 'tag == "O"': 'tag == "O" or (tag[0] == "I" and t and tags[t - 1][1:] == tag[1:])'},
        'each entity is its first word alone. The words with "I-" behind it belong to it.',
    ),
    takes_each_word_for_an_entity=(
        {GOES_ON: "False"},
        'each word is an entity of its own. A word with "I-" goes on with the entity before it.',
    ),
    gives_the_tags_of_an_entity=(
        {"return spans": "return [(first, end, tags[first:end]) for first, end, _ in spans]"},
        "the third entry holds the tags of the entity. Its type is expected.",
    ),
    begins_at_the_end=(
        {"return spans": "return spans[::-1]"},
        "the last entity comes first. They keep the order of the sentence.",
    ),
    sorts_by_type=(
        {"return spans": "return sorted(spans, key=lambda span: span[2])"},
        "the entities are sorted by type. They keep the order of the sentence.",
    ),
    gives_lists=(
        {"return spans": "return [list(span) for span in spans]"},
        "each entity is a list. A tuple is expected, (first, end, type): `==` takes no list for a tuple.",
    ),
    gives_the_first_entity=(
        {"return spans": "return spans[:1]"},
        "only the first entity is returned, as when `return` stands inside the loop.",
    ),
    writes_into_tags=(
        {
            "    spans: list": '    tags.append("O")\n    spans: list',
        },
        'something is put into the caller\'s tags, as with tags.append("O"). Work on a list of your own.',
    ),
)

answers.mistakes(
    WHOLE,
    of=span_variants.closing_each_as_it_ends,
    drops_the_last_entity=(
        {"    if first is not None:\n        spans.append((first, len(tags), kind))\n": ""},
        "an entity that reaches to the end of the sentence is lost. No tag comes behind it to close it.",
    ),
    ends_the_last_one_early=(
        {"len(tags), kind": "len(tags) - 1, kind"},
        "an entity at the end of the sentence loses its last word. It ends at len(tags).",
    ),
    closes_each_one_late=(
        {"spans.append((first, t, kind))": "spans.append((first, t + 1, kind))"},
        "the word that shows that an entity is over is taken for a part of it.",
    ),
)

answers.mistakes(
    APART,
    merges_neighbours_of_one_type=(
        {"not begins and spans": "spans"},
        'an entity goes on as long as the type is the same. A "B-" begins a new one, as in B-PER B-PER.',
    ),
    merges_all_neighbours=(
        {GOES_ON: "spans and spans[-1][1] == t", "(spans[-1][0], t + 1, kind)": "(spans[-1][0], t + 1, spans[-1][2])"},
        'an entity goes on until a word is outside. A "B-" begins a new one, and so does another type.',
    ),
    loses_the_one_before=(
        {
            "            spans.append(": "            if spans and spans[-1][1] == t and begins:\n"
            "                spans.pop()\n            spans.append(",
        },
        'an entity is lost where the "B-" of the next one follows at once. It is over there, and it counts.',
    ),
    loses_the_one_behind=(
        {'tag == "O"': 'tag == "O" or (tag[0] == "B" and spans and spans[-1][1] == t)'},
        'a "B-" right behind an entity is passed over. It begins a new one.',
    ),
)

answers.mistakes(
    BEGINS,
    ignores_the_type_of_I=(
        {
            GOES_ON: "not begins and spans and spans[-1][1] == t",
            "(spans[-1][0], t + 1, kind)": "(spans[-1][0], t + 1, spans[-1][2])",
        },
        'an "I-" goes on with the entity before it, whatever its type. With another type it begins an entity.',
    ),
    takes_the_last_type=(
        {GOES_ON: "not begins and spans and spans[-1][1] == t"},
        'an "I-" of another type changes the type of the entity before it. It begins an entity.',
    ),
    begins_with_B_alone=(
        {
            "        else:\n": "        elif begins:\n",
        },
        'an "I-" that goes on with nothing is passed over. It begins an entity.',
    ),
    never_begins_after_O=(
        {"        else:\n": "        elif begins or (t and tags[t - 1] != 'O'):\n"},
        'an "I-" behind "O", or at the start of the sentence, is passed over. It begins an entity.',
    ),
    passes_over_another_type=(
        {"        else:\n": "        elif begins or not t or tags[t - 1] == 'O':\n"},
        'an "I-" of another type than the entity before it is passed over. It begins an entity.',
    ),
    goes_on_across_O=(
        {"spans[-1][1:] == (t, kind)": "spans[-1][2] == kind"},
        'an "I-" goes on with the last entity of its type, though other words stand between. It begins an entity.',
    ),
    begins_with_each_I_after_O=(
        {GOES_ON: f'{GOES_ON} and tags[spans[-1][0]][0] == "B"'},
        'an entity that began with "I-" gets no second word. The next "I-" of its type goes on with it.',
    ),
    begins_after_the_first_word=(
        {"        else:\n": "        elif begins or t:\n"},
        'an "I-" at the very first word is passed over. It begins an entity.',
    ),
)

answers.mistakes(
    BEGINS,
    compares_the_end_of_the_type=(
        {"spans[-1][1:] == (t, kind)": "spans[-1][1] == t and tag.endswith(spans[-1][2])"},
        "of the types it is asked whether the tag ends with the other one. I-SUPER does not go on with B-PER.",
    ),
    compares_the_beginning_of_the_type=(
        {"spans[-1][1:] == (t, kind)": "spans[-1][1] == t and kind.startswith(spans[-1][2])"},
        "of the types it is asked whether one begins with the other. I-PERS does not go on with B-PER.",
    ),
    finds_one_type_in_another=(
        {"spans[-1][1:] == (t, kind)": "spans[-1][1] == t and kind in spans[-1][2]"},
        "of the types it is asked whether one is a part of the other, as `in` does. I-PER does not go on with B-SUPER.",
    ),
    compares_one_letter=(
        {"spans[-1][1:] == (t, kind)": "spans[-1][1] == t and spans[-1][2][0] == kind[0]"},
        "of the types only the first letters are compared. Compare them whole.",
    ),
    repairs_the_tags_in_place=(
        {
            "        begins,": "        if tag[0] == 'I' and (not t or tags[t - 1][2:] != tag[2:]):\n"
            "            tags[t] = 'B' + tag[1:]\n        begins,"
        },
        'an "I-" that begins an entity is rewritten as "B-" in the caller\'s list. Work on a list of your own.',
    ),
)

answers.mistakes(
    WHOLE,
    counts_both_from_one=(
        {"return spans": "return [(first + 1, end + 1, kind) for first, end, kind in spans]"},
        "the words are counted from 1. The code counts from 0.",
    ),
    makes_types_small=({"tag[2:]": "tag[2:].lower()"}, "the type is turned into small letters. It stays as it is."),
)

answers.variants(looking_at_the_tag_before={GOES_ON: "not begins and spans and tags[t - 1][2:] == kind"})


@answers.mistake(
    BEGINS,
    "the first word is compared with the last one, which stands at index -1. Nothing stands before the first word.",
)
def looks_round_the_end(tags):
    spans = []
    for t, tag in enumerate(tags):
        if tag != "O" and (tag[0] == "B" or tags[t - 1][2:] != tag[2:]):
            end = t + 1
            while end < len(tags) and tags[end] == f"I-{tag[2:]}":
                end += 1
            spans.append((t, end, tag[2:]))
    return spans


answers.refused(
    BEGINS,
    crashes_at_the_first_word={GOES_ON: "not begins and tags[t - 1][2:] == kind"},
)

answers.refused(
    WHOLE,
    fills_one_list_in_each_call={
        "return spans": "found = globals().setdefault('_of_spans', [])\n    found[:] = spans\n    return found"
    },
    gives_a_generator={"return spans": "return (span for span in spans)"},
    gives_a_dict={"return spans": "return {kind: (first, end) for first, end, kind in spans}"},
    gives_a_set={"return spans": "return set(spans)"},
    gives_texts={"return spans": 'return [f"{first}-{end} {kind}" for first, end, kind in spans]'},
    finds_O_inside={'tag == "O"': '"O" in tag'},
    gives_floats_as_text={"return spans": "return [(str(first), str(end), kind) for first, end, kind in spans]"},
    raises_for_no_words={"for t, tag": "assert tags\n    for t, tag"},
)

answers.equivalent(
    'begins, kind = tag[0] == "B", tag[2:] -> begins, kind = tag[0] <= "B", tag[2:]',
    because="what is not outside begins with B or I.",
)
answers.equivalent(
    'if tag == "O": -> if tag >= "O":', because="the other tags begin with B or I, and these come first."
)
answers.equivalent('if tag == "O": -> if tag is "O":', because="Python keeps one object for a text of one letter.")
