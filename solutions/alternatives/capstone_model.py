# ruff: noqa: F821 - load_model stands where the answer will
"""Other answers to capstone_model."""

import numpy as np

from solutions.alternatives import Answers
from solutions.capstone import capstone_model

answers = Answers(capstone_model)

LOADED = 'return load_model("model.npz")'
FIRST, SECOND, THIRD, FOURTH, FIFTH = (f"it_reaches_step_{number}" for number in range(1, 6))


@answers.variant
def by_parts():
    corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, parameters


@answers.variant
def in_single_precision():
    corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, {name: value.astype(np.float32) for name, value in parameters.items()}


@answers.variant
def as_a_list_with_the_parameters_in_another_order():
    corpus, cell, parameters = load_model("model.npz")
    return [corpus, cell, dict(reversed(parameters.items()))]


answers.mistakes(
    FIRST,
    returns_the_name_of_the_file=(
        {LOADED: 'return "model.npz"'},
        "the name of the file is returned, not what load_model makes of it.",
    ),
)
answers.mistakes(
    SECOND,
    returns_nothing=({LOADED: 'load_model("model.npz")'}, "load_model is called, and what it gives is not returned."),
)
answers.mistakes(
    THIRD,
    returns_whether_it_is_there=(
        {LOADED: 'return bool(load_model("model.npz"))'},
        "whether there is a model is returned, not the model.",
    ),
)
answers.mistakes(
    FOURTH,
    returns_the_corpus_alone=(
        {LOADED: 'return load_model("model.npz")[0]'},
        "the first of the three things that load_model gives is returned alone.",
    ),
)
answers.mistakes(
    FIFTH,
    exchanges_corpus_and_cell=(
        {LOADED: 'corpus, cell, parameters = load_model("model.npz")\n    return cell, corpus, parameters'},
        "corpus and cell are exchanged.",
    ),
)

# A model that is less good reaches fewer steps.
LESS_GOOD = """corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, {{name: {} for name, value in parameters.items()}}"""
answers.refused(FIRST, hardly_trained={LOADED: LESS_GOOD.format("0 * value")})
answers.refused(SECOND, a_tenth_of_each_number={LOADED: LESS_GOOD.format("0.1 * value")})
answers.refused(THIRD, a_third_of_each_number={LOADED: LESS_GOOD.format("0.3 * value")})
answers.refused(FOURTH, half_of_each_number={LOADED: LESS_GOOD.format("0.5 * value")})
answers.refused(FIFTH, rounded_to_whole_numbers={LOADED: LESS_GOOD.format("np.round(value)")})

answers.refused(
    FIRST,
    has_a_number_that_is_none={
        LOADED: """corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, {name: value + np.nan for name, value in parameters.items()}"""
    },
    has_transposed_arrays={
        LOADED: """corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, {name: value.T for name, value in parameters.items()}"""
    },
    has_whole_numbers={
        LOADED: """corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, {name: value.astype(int) for name, value in parameters.items()}"""
    },
    has_an_array_too_many={
        LOADED: """corpus, cell, parameters = load_model("model.npz")
    return corpus, cell, parameters | {"score": np.ones((1, 1))}"""
    },
    is_for_another_corpus={
        LOADED: """_, cell, parameters = load_model("model.npz")
    return "dates", cell, parameters"""
    },
)
