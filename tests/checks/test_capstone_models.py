"""Models of the capstone: they compute what the lessons' functions do, and nothing else is let in."""

import numpy as np
import pytest

from autograder.capstone import CAPSTONES, SCALES, ModelProblem, answers, checked, score
from autograder.capstone.forward import log_probabilities
from autograder.capstone.model import MOST_NUMBERS, MOST_UNITS
from autograder.capstone.scores import entity_f1, exact_match, spans
from data.capstone import Examples, capstone_corpus
from data.entities import ENTITY_TAGS
from solutions.bidirectional import bio_to_spans, span_f1
from solutions.capstone_training import untrained
from solutions.gru import gru_forward
from solutions.lstm import lstm_forward
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_forward_masked

CELLS = ("rnn", "gru", "lstm")
N_A = 5


def a_model(corpus, cell, *, n_x=0, both=True, rng):
    """Return random parameters; those of an embedding where n_x is given."""
    kind = CAPSTONES[corpus]
    p = untrained(corpus, cell, n_x or kind.reads, N_A, kind.says, both=both, rng=rng)
    if n_x:
        for network in ("",) if corpus == "entities" else kind.networks:
            symbols = kind.says if network == "decoder " else kind.reads
            p[f"{network}E"] = rng.normal(size=(symbols, n_x))
        if corpus == "dates":
            p |= decoder_of(cell, n_x, rng)
    return {name: value + 0.3 * rng.normal(size=value.shape) for name, value in p.items()}


def decoder_of(cell, n_x, rng):
    """Return the parameters of a decoder that reads columns of n_x."""
    made = untrained("names", cell, n_x, N_A, CAPSTONES["dates"].says, rng=rng)
    return {f"decoder {name}": value for name, value in made.items()}


def lessons_states(cell, p, x, mask):
    """Return the states and the last ones, by the functions of the lessons; x is (T_x, n_x, m)."""
    zeros = np.zeros((N_A, x.shape[2]))
    if cell == "rnn":
        a = rnn_forward_masked(x, zeros, p | {"Wya": np.zeros((1, N_A)), "by": np.zeros((1, 1))}, mask)[0]
        return a, (a[-1],)
    p = p | {"Wy": np.zeros((1, N_A)), "by": np.zeros((1, 1))}
    if cell == "gru":
        c = gru_forward(x, zeros, p, mask)[0]
        return c, (c[-1],)
    a, c, *_ = lstm_forward(x, zeros, zeros, p, mask)
    return a, (a[-1], c[-1])


def some(corpus, count, rng):
    held_out = capstone_corpus(corpus).held_out
    chosen = rng.choice(len(held_out.x), size=count, replace=False)
    return Examples([held_out.x[k] for k in chosen], [held_out.y[k] for k in chosen])


def columns(ids, p, network, symbols):
    hot = one_hot(ids, symbols)
    E = p.get(f"{network}E", p.get("E"))
    return hot if E is None else np.einsum("sx,tsm->txm", E, hot)


def own(p, network):
    return {name.removeprefix(network): value for name, value in p.items() if name.startswith(network)}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("n_x", [0, 3])
@pytest.mark.parametrize("corpus", ["names", "melodies"])
def test_the_next_symbol_is_told_as_in_the_lessons(corpus, n_x, cell):
    rng = np.random.default_rng(1)
    p, examples = a_model(corpus, cell, n_x=n_x, rng=rng), some(corpus, 9, rng)
    ids, mask, lengths = pad_batch(examples.x, 0)
    a, _ = lessons_states(cell, p, columns(ids, p, "", CAPSTONES[corpus].reads), mask)
    z = p["Wy"] @ a + p["by"]
    due = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    model = checked(corpus, cell, p)
    found = log_probabilities(model, examples.x)
    for k, length in enumerate(lengths):
        np.testing.assert_allclose(found[k], due[:length, :, k], atol=1e-10)
    bits = -np.concatenate([each[np.arange(len(y)), y] for each, y in zip(found, examples.y, strict=True)]) / np.log(2)
    assert score(model, examples) == pytest.approx(bits.mean())


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("n_x", [0, 3])
@pytest.mark.parametrize("both", [True, False])
def test_tags_are_told_from_both_ends(both, n_x, cell):
    rng = np.random.default_rng(2)
    p, examples = a_model("entities", cell, n_x=n_x, both=both, rng=rng), some("entities", 9, rng)
    model = checked("entities", cell, p)
    for x, said in zip(examples.x, answers(model, examples.x), strict=True):  # alone, so there is no padding
        ids, mask = np.array(x)[:, np.newaxis], np.ones((len(x), 1), dtype=bool)
        read = columns(ids, p, "", CAPSTONES["entities"].reads)
        a, _ = lessons_states(cell, own(p, "forward "), read, mask)
        if both:
            back, _ = lessons_states(cell, own(p, "backward "), read[::-1], mask)
            a = np.concatenate([a, back[::-1]], axis=1)
        assert said == (p["Wy"] @ a + p["by"]).argmax(axis=1)[:, 0].tolist()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("n_x", [0, 3])
def test_dates_are_said_symbol_by_symbol(n_x, cell):
    rng = np.random.default_rng(3)
    p, examples = a_model("dates", cell, n_x=n_x, rng=rng), some("dates", 12, rng)
    said = answers(checked("dates", cell, p), examples.x)
    for x, mine in zip(examples.x, said, strict=True):
        ids, mask = np.array(x)[:, np.newaxis], np.ones((len(x), 1), dtype=bool)
        _, state = lessons_states(cell, own(p, "encoder "), columns(ids, p, "encoder ", 49), mask)
        due, decoder = [11], own(p, "decoder ")
        while len(due) < 12 and (len(due) == 1 or due[-1] != 11):  # all symbols so far are read anew
            read = columns(np.array(due)[:, np.newaxis], p, "decoder ", 12)
            a = one_by_one(cell, decoder, read, state)
            due.append(int((p["decoder Wy"] @ a + p["decoder by"]).argmax()))
        assert mine == due[1:]


def one_by_one(cell, p, read, state):
    """Return the state after all that was read, from a state to start with."""
    mask = np.ones((len(read), 1), dtype=bool)
    if cell == "rnn":
        return rnn_forward_masked(read, state[0], p | {"Wya": p["Wy"]}, mask)[0][-1]
    return gru_forward(read, *state, p, mask)[0][-1] if cell == "gru" else lstm_forward(read, *state, p, mask)[0][-1]


def test_entities_are_counted_as_in_lesson_11():
    rng = np.random.default_rng(4)
    said, due = ([rng.integers(0, 7, size=n).tolist() for n in (3, 8, 1, 20)] for _ in range(2))
    by_name = [[bio_to_spans([ENTITY_TAGS[tag] for tag in tags]) for tags in part] for part in (due, said)]
    assert entity_f1(said, due) == pytest.approx(span_f1(*by_name))
    kinds = {"PER": 0, "LOC": 1, "ORG": 2}
    assert [[(first, end, kinds[kind]) for first, end, kind in each] for each in by_name[0]] == [*map(spans, due)]
    assert entity_f1([[0]], [[0]]) == 1.0


def test_a_date_is_right_as_a_whole():
    assert exact_match([[1, 2, 11], [1, 2]], [[1, 2, 11], [1, 2, 11]]) == 0.5


def test_the_simple_rnns_own_name_of_wy_is_known():
    p = a_model("names", "rnn", rng=np.random.default_rng(6))
    assert set(checked("names", "rnn", {"Wya": p.pop("Wy")} | p).parameters) == {"Waa", "Wax", "ba", "Wy", "by"}


def without(name):
    return lambda p: {key: value for key, value in p.items() if key != name}


def other(name, change):
    return lambda p: p | {name: change(p[name])}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without("bu"), "The parameter bu is missing"),
        (without("Wy"), "The parameter Wy is missing"),
        (other("Wu", lambda W: W.T), r"Wu has the shape \(32, 5\); in this model it is to be \(5, 32\)"),
        (other("Wy", lambda W: W[:-1]), r"Wy has the shape \(26, 5\)"),
        (other("bu", lambda b: b[:, 0]), r"bu has the shape \(5,\)"),
        (other("bu", lambda b: np.zeros((MOST_UNITS + 1, 1))), "1 to 256 units are allowed"),
        (other("Wc", lambda W: W * np.nan), "'Wc' holds NaN"),
        (other("Wc", lambda W: W + np.inf), "an infinite number"),
        (other("Wc", lambda W: W + 1e9), "beyond 1,000,000"),
        (other("Wc", lambda W: W.astype(object)), "float32 or float64, and is an array of object"),
        (other("Wc", lambda W: W.astype(complex)), "an array of complex128"),
        (other("Wc", lambda W: W.astype(int)), "an array of int64"),
        (other("Wc", lambda W: W.tolist()), r"is to be an array of float32 or float64, and is \[\["),
        (other("by", lambda b: np.zeros((MOST_NUMBERS, 1))), "at most 500,000 are allowed"),
        (lambda p: p | {"spare": np.ones((1, 1))}, "a GRU for names. 'spare' belongs to no such model"),
        (lambda p: p | {"E": np.ones((27, 2))}, r"Wu has the shape \(5, 32\)"),
        (lambda p: p | {"E": np.ones((26, 27))}, r"E has the shape \(26, 27\)"),
        (lambda p: p | {"Wya": p["Wy"]}, "both Wy and Wya"),
        (lambda p: {name: value.T for name, value in p.items()}, r"a column, \(5, 1\). Are all the arrays transposed"),
        (other("Wc", lambda W: W.astype(np.float16)), r"value\.astype\(np\.float32\)"),
        (other("Wc", lambda W: np.ma.masked_less(W, 0)), "a masked array"),
        (lambda p: [*p.items()], "a dict from names to arrays"),
        (lambda p: p | {3: np.ones((1, 1))}, "a dict from names to arrays"),
    ],
)
def test_what_is_no_model_is_said_in_a_sentence(change, said):
    p = change(a_model("names", "gru", rng=np.random.default_rng(7)))
    with pytest.raises(ModelProblem, match=said):
        checked("names", "gru", p)


@pytest.mark.parametrize(
    ("corpus", "cell", "said"),
    [
        ("poems", "gru", "The corpus is 'poems'; it is to be one of names"),
        (3, "gru", "The corpus is of type int"),
        ("names", "transformer", "The cell is 'transformer'"),
        (["names"], "gru", "The corpus is of type list"),
    ],
)
def test_corpus_and_cell_are_those_that_there_are(corpus, cell, said):
    with pytest.raises(ModelProblem, match=said):
        checked(corpus, cell, {})


def test_encoder_and_decoder_have_equally_many_units():
    rng = np.random.default_rng(8)
    p = a_model("dates", "gru", rng=rng)
    small = untrained("names", "gru", 12, N_A - 1, 12, rng=rng)
    with pytest.raises(ModelProblem, match="equally many units"):
        checked("dates", "gru", p | {f"decoder {name}": value for name, value in small.items()})


@pytest.mark.parametrize("size", [1e-300, 1e-40, 1e6])
def test_extreme_numbers_give_a_score(size):
    p = a_model("names", "lstm", rng=np.random.default_rng(10))
    model = checked("names", "lstm", {name: np.clip(value, -1, 1) * size for name, value in p.items()})
    assert np.isfinite(score(model, some("names", 20, np.random.default_rng(11))))


def test_what_cannot_be_scored_is_said_in_a_sentence():
    model = checked("melodies", "rnn", a_model("melodies", "rnn", rng=np.random.default_rng(2)))
    part = some("melodies", 3, np.random.default_rng(2))
    for given, examples, said in (
        (tuple(model), part, "what `checked` or `load_model` returns"),
        (model, [part], "one part of a corpus"),
        (model, Examples([], []), "There are 0 examples"),
        (model, Examples(part.x, part.y[:2]), "3 examples to read and 2"),
        (model, Examples([[26]], [[26]]), "of another corpus"),
    ):
        with pytest.raises(ModelProblem, match=said):
            score(given, examples)


@pytest.mark.parametrize(
    ("corpus", "value", "shown"),
    [
        ("names", 3.0801, "3.081"),
        ("names", 3.08, "3.080"),
        ("names", 3.0799, "3.080"),
        ("entities", 0.9519, "0.951"),
        ("entities", np.float64(0.952), "0.952"),
        ("entities", float("nan"), "nan"),
        ("names", float("inf"), "inf"),
    ],
)
def test_what_is_shown_reaches_what_the_score_reaches(corpus, value, shown):
    scale = SCALES[corpus]
    assert scale.rounded(value) == shown
    assert scale.steps_of(float(shown)) == scale.steps_of(value)
