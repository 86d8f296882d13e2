"""Other answers to classify_task."""

from solutions.alternatives import Answers
from solutions.types_of_rnn import classify_task

answers = Answers(classify_task)


@answers.variant
def with_two_tables(task):
    given = {"sentiment": 12, "names": 9, "translation": 7, "speech": 300, "gesture": 40, "phases": 40}
    given |= {"digits": 21, "dna": 150, "weather": 30}
    asked = {
        "music": 31,
        "names": 9,
        "translation": 7,
        "caption": 11,
        "speech": 8,
        "phases": 40,
        "digits": 2,
        "dna": 150,
    }
    T_x, T_y = given.get(task, 1), asked.get(task, 1)
    if T_x > 1 and T_y > 1:
        return "many-to-many" if task in ("names", "phases", "dna") else "encoder-decoder", T_x, T_y
    return f"{'many' if T_x > 1 else 'one'}-to-{'many' if T_y > 1 else 'one'}", T_x, T_y


@answers.variant
def with_a_ladder(task):
    if task == "photo":
        return "one-to-one", 1, 1
    if task in ("music", "caption"):
        return "one-to-many", 1, 31 if task == "music" else 11
    if task in ("sentiment", "gesture", "weather"):
        return "many-to-one", {"sentiment": 12, "gesture": 40, "weather": 30}[task], 1
    if task in ("names", "phases", "dna"):
        T = {"names": 9, "phases": 40, "dna": 150}[task]
        return "many-to-many", T, T
    if task == "translation":
        return "encoder-decoder", 7, 7
    return ("encoder-decoder", 300, 8) if task == "speech" else ("encoder-decoder", 21, 2)


@answers.variant
def with_match(task):
    match task:
        case "photo":
            kind, T_x, T_y = "one-to-one", 1, 1
        case "music" | "caption":
            kind, T_x, T_y = "one-to-many", 1, {"music": 31, "caption": 11}[task]
        case "sentiment" | "gesture" | "weather":
            kind, T_x, T_y = "many-to-one", {"sentiment": 12, "gesture": 40, "weather": 30}[task], 1
        case "names" | "phases" | "dna":
            T_x = T_y = {"names": 9, "phases": 40, "dna": 150}[task]
            kind = "many-to-many"
        case _:
            kind = "encoder-decoder"
            T_x, T_y = {"translation": (7, 7), "speech": (300, 8), "digits": (21, 2)}[task]
    return kind, T_x, T_y


answers.variants(
    as_a_list={"return types[task]": "return list(types[task])"},
    with_numbers_that_are_counted={
        '("encoder-decoder", 21, 2)': '("encoder-decoder", len("quatre-vingt-dix-neuf"), len("99"))'
    },
)

answers.mistakes(
    "words_that_are_read",
    gives_the_sentence_one_name=(
        {'("many-to-many", 9, 9)': '("many-to-one", 9, 1)'},
        "names is many-to-one, so that the whole sentence gets one answer.",
    ),
    translates_word_by_word=(
        {'("encoder-decoder", 7, 7)': '("many-to-many", 7, 7)'},
        "translation is many-to-many, because T_x and T_y are equal in the example. Would they be in every sentence?",
    ),
    rates_each_word=(
        {'("many-to-one", 12, 1)': '("many-to-many", 12, 12)'},
        "sentiment is many-to-many, so that each word gets stars of its own.",
    ),
    lists_the_stars=(
        {'("many-to-one", 12, 1)': '("encoder-decoder", 12, 5)'},
        "the stars of sentiment are taken for a sequence. Their number is a single answer.",
    ),
    writes_a_digit_for_each_letter=(
        {'("encoder-decoder", 21, 2)': '("many-to-many", 21, 21)'},
        "digits is many-to-many, so that each character is answered by a digit.",
    ),
    takes_two_digits_for_many_to_many=(
        {'("encoder-decoder", 21, 2)': '("many-to-many", 21, 2)'},
        "digits is many-to-many, although T_y is not T_x there.",
    ),
    takes_a_number_for_one_answer=(
        {'("encoder-decoder", 21, 2)': '("many-to-one", 21, 1)'},
        "the number of digits is taken for one answer. Its digits are asked for, and there are two.",
    ),
    decodes_the_names=(
        {'("many-to-many", 9, 9)': '("encoder-decoder", 9, 9)'},
        "names is encoder-decoder. Could the number of answers ever differ from the number of words there?",
    ),
    writes_blanks_for_hyphens=(
        {"return types[task]": 'kind, T_x, T_y = types[task]\n    return kind.replace("-", " "), T_x, T_y'},
        "the types are right, but written with blanks. The docstring writes them with hyphens.",
    ),
    writes_capital_letters=(
        {"return types[task]": "kind, T_x, T_y = types[task]\n    return kind.capitalize(), T_x, T_y"},
        "the types are right, but begin with a capital letter. The docstring writes them without.",
    ),
    writes_underscores=(
        {"return types[task]": 'kind, T_x, T_y = types[task]\n    return kind.replace("-", "_"), T_x, T_y'},
        "the types are right, but written with underscores. The docstring writes them with hyphens.",
    ),
    returns_the_type_last=(
        {"return types[task]": "kind, T_x, T_y = types[task]\n    return T_x, T_y, kind"},
        "the type is returned last. The docstring names it first.",
    ),
    returns_the_type_alone=(
        {"return types[task]": "return types[task][0]"},
        "the type alone is returned. T_x and T_y belong to the answer too.",
    ),
    calls_both_many_to_many=(
        {
            "return types[task]": (
                'kind, T_x, T_y = types[task]\n    return kind.replace("encoder-decoder", "many-to-many"), T_x, T_y'
            )
        },
        "the name encoder-decoder never comes. In this course a many-to-many network predicts once for each element.",
    ),
)

answers.mistakes(
    "what_is_seen_and_heard",
    reads_the_tune_that_it_writes=(
        {'("one-to-many", 1, 31)': '("many-to-many", 31, 31)'},
        "music is many-to-many. How many notes are there before the network has played any?",
    ),
    reads_and_writes_the_tune=(
        {'("one-to-many", 1, 31)': '("encoder-decoder", 1, 31)'},
        "music is encoder-decoder. Is there a sequence to encode?",
    ),
    labels_a_photo_many_times=(
        {'("one-to-one", 1, 1)': '("one-to-many", 1, 20)'},
        "photo is one-to-many, because there are 20 animals to choose from. How many of them are answered?",
    ),
    names_many_animals=(
        {'("one-to-one", 1, 1)': '("one-to-many", 1, 1)'},
        "photo is one-to-many, with T_y = 1. Then how many is many?",
    ),
    reads_a_photo_dot_by_dot=(
        {'("one-to-one", 1, 1)': '("many-to-one", 307200, 1)'},
        "the dots of the photo are taken for steps. They are given all at once.",
    ),
    reads_a_photo_row_by_row=(
        {'("one-to-one", 1, 1)': '("many-to-one", 640, 1)'},
        "a side of the photo is taken for T_x. All its dots are given at once.",
    ),
    reads_both_photos_as_sequences=(
        {
            '("one-to-one", 1, 1)': '("many-to-one", 307200, 1)',
            '("one-to-many", 1, 11)': '("encoder-decoder", 307200, 11)',
        },
        "the dots of both photos are taken for steps. They are given all at once.",
    ),
    encodes_the_photo=(
        {'("one-to-many", 1, 11)': '("encoder-decoder", 1, 11)'},
        "caption is encoder-decoder. How many steps does it read?",
    ),
    captions_in_a_word=(
        {'("one-to-many", 1, 11)': '("one-to-one", 1, 1)'},
        "caption is one-to-one, as if the sentence were a single answer.",
    ),
    hears_a_word_in_each_slice=(
        {'("encoder-decoder", 300, 8)': '("many-to-many", 300, 300)'},
        "speech is many-to-many, so that each slice of the recording is answered by a word.",
    ),
    takes_speech_for_many_to_many=(
        {'("encoder-decoder", 300, 8)': '("many-to-many", 300, 8)'},
        "speech is many-to-many, although T_y is not T_x there.",
    ),
    takes_a_sentence_for_one_answer=(
        {'("encoder-decoder", 300, 8)': '("many-to-one", 300, 1)'},
        "the sentence of speech is taken for one answer. It has several words.",
    ),
)

answers.mistakes(
    "what_is_measured",
    names_a_gesture_at_each_moment=(
        {'("many-to-one", 40, 1)': '("many-to-many", 40, 40)'},
        "gesture is many-to-many, so that each moment is named. There is one name for the whole movement.",
    ),
    lists_the_gestures=(
        {'("many-to-one", 40, 1)': '("encoder-decoder", 40, 6)'},
        "the 6 gestures to choose from are taken for steps. How many of them are answered?",
    ),
    counts_the_phases=(
        {'("many-to-many", 40, 40)': '("encoder-decoder", 40, 3)'},
        "T_y counts the three phases, as if they were steps. How many moments are answered?",
    ),
    gives_the_movement_one_phase=(
        {'("many-to-many", 40, 40)': '("many-to-one", 40, 1)'},
        "phases is many-to-one, so that the whole movement is in one phase.",
    ),
    exchanges_gesture_and_phases=(
        {'("many-to-one", 40, 1)': '("many-to-many", 40, 40)', '("many-to-many", 40, 40)': '("many-to-one", 40, 1)'},
        "gesture and phases are exchanged. Which of them asks at each moment?",
    ),
    gives_the_genome_one_answer=(
        {'("many-to-many", 150, 150)': '("many-to-one", 150, 1)'},
        "dna is many-to-one, so that all its letters get one answer.",
    ),
    predicts_a_month=(
        {'("many-to-one", 30, 1)': '("many-to-many", 30, 30)'},
        "weather is many-to-many, so that each of the known days gets a prediction.",
    ),
    reads_a_single_day=(
        {'("many-to-one", 30, 1)': '("one-to-one", 1, 1)'},
        "weather is one-to-one, as if the known days were one step.",
    ),
    decodes_letter_by_letter=(
        {
            '("many-to-many", 150, 150)': '("encoder-decoder", 150, 150)',
            '("many-to-many", 40, 40)': '("encoder-decoder", 40, 40)',
        },
        "dna and phases are encoder-decoder. Could T_y ever differ from T_x there?",
    ),
)

answers.mistakes(
    "the_steps_are_counted",
    exchanges_the_steps=(
        {"return types[task]": "kind, T_x, T_y = types[task]\n    return kind, T_y, T_x"},
        "T_x and T_y are exchanged. T_x counts what is given.",
    ),
    counts_the_letters_without_hyphens=(
        {"21, 2)": "18, 2)"},
        "the hyphens of quatre-vingt-dix-neuf are not counted. They are characters too.",
    ),
    counts_the_words_of_the_number=(
        {"21, 2)": "4, 2)"},
        "the words of quatre-vingt-dix-neuf are counted. It is given character by character.",
    ),
    counts_the_first_note=(
        {"1, 31)": "1, 32)"},
        "the first note of the tune is counted in T_y. It is given, and only what is asked for counts there.",
    ),
    counts_the_choices=(
        {
            '"one-to-one", 1, 1': '"one-to-one", 1, 20',
            '"many-to-one", 12, 1': '"many-to-one", 12, 5',
            '"many-to-one", 40, 1': '"many-to-one", 40, 6',
        },
        "T_y counts the classes to choose from. One choice among them is one step.",
    ),
    counts_the_stars=(
        {'"many-to-one", 12, 1': '"many-to-one", 12, 5'},
        "T_y of sentiment counts the stars that there may be. One of those numbers is asked for.",
    ),
    counts_the_animals=(
        {'"one-to-one", 1, 1': '"one-to-one", 1, 20'},
        "T_y of photo counts the animals to choose from. One of them is asked for.",
    ),
    counts_the_dots=(
        {'"one-to-one", 1, 1': '"one-to-one", 307200, 1', '"one-to-many", 1, 11': '"one-to-many", 307200, 11'},
        "T_x counts the dots of a photo. They are given all at once, in one step.",
    ),
    counts_an_end=(
        {"7, 7)": "7, 8)", "300, 8)": "300, 9)", "1, 11)": "1, 12)", "21, 2)": "21, 3)"},
        "the mark for the end of a sentence or number is counted in T_y. Marks do not count here.",
    ),
)

answers.refused("the_steps_are_counted", counts_the_phases_alone={'"many-to-many", 40, 40': '"many-to-many", 40, 3'})
answers.refused("the_steps_are_counted", answers_none={"return types[task]": "return types[task][0], None, None"})
