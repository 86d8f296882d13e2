"""The stored translators of dates are as small and as good as their data sheet says."""

import numpy as np
import pytest

import data
from data.date_translator import DATE_TRANSLATOR
from data.dates import ISO_SYMBOLS
from data.models.make_date_translator import SPLIT_SEED
from data.models.translation_training import (
    KINDS,
    Plan,
    agree,
    fresh,
    in_tokens,
    loss_and_grads,
    parts_of,
    read,
    say_one,
    train,
    translate,
)
from solutions.attention import attention_forward
from solutions.encoder_decoder import encoder_decoder_forward
from solutions.sequence_data import one_hot


@pytest.fixture(scope="module")
def task():
    """The test part that the stored translators were judged by."""
    return in_tokens(data.date_splits(rng=np.random.default_rng(SPLIT_SEED)).test, ISO_SYMBOLS)


def stored(attention):
    translator = data.load_date_translator(attention=attention)
    parts = (("encoder", translator.encoder), ("decoder", translator.decoder))
    return {f"{part} {name}": value for part, values in parts for name, value in values.items()}


@pytest.mark.parametrize("attention", [False, True])
def test_the_translator_is_small_and_of_the_notation(attention):
    translator = data.load_date_translator(attention=attention)
    n_a, n_x, n_y = len(translator.encoder["bc"]), len(translator.tokens), len(translator.symbols)
    gates = {f"b{gate}": (n_a, 1) for gate in "urc"}
    assert {name: value.shape for name, value in translator.encoder.items()} == gates | {
        f"W{gate}": (n_a, n_a + n_x) for gate in "urc"
    }
    output = {"Wy": (n_y, n_a), "by": (n_y, 1)} | ({"Wk": (n_y, n_a)} if attention else {})
    assert {name: value.shape for name, value in translator.decoder.items()} == gates | output | {
        f"W{gate}": (n_a, n_a + n_y) for gate in "urc"
    }
    assert {value.dtype for part in translator[:2] for value in part.values()} == {np.dtype(np.float64)}
    assert DATE_TRANSLATOR.stat().st_size < 200_000


@pytest.mark.parametrize("attention", [False, True])
def test_the_translator_is_as_good_as_its_data_sheet_says(task, attention):
    assert agree(stored(attention), task).sum() >= 999


@pytest.mark.parametrize("attention", [False, True])
def test_the_lessons_functions_read_the_stored_parameters(attention):
    encoder, decoder, tokens, symbols = data.load_date_translator(attention=attention)
    ids = np.array([tokens.encode(data.french_tokens("le quatorze juillet mille sept cent quatre-vingt-neuf"))]).T
    dec_in = np.array([[-1, *symbols.encode("1789-07-14")]]).T
    forward = attention_forward if attention else encoder_decoder_forward
    y_pred = forward(one_hot(ids, len(tokens)), np.array([len(ids)]), dec_in, encoder, decoder)[0]
    assert "".join(symbols.decode(y_pred[:, :, 0].argmax(axis=1))) == "1789-07-14."


def test_attention_crosses():
    encoder, decoder, tokens, symbols = data.load_date_translator(attention=True)
    text = data.french_tokens("le mardi quatorze juillet mille sept cent quatre-vingt-neuf")
    dec_in = np.array([[-1, *symbols.encode("1789-07-14")]]).T
    x = one_hot(np.array([tokens.encode(text)]).T, len(tokens))
    _, alpha, _ = attention_forward(x, np.array([len(text)]), dec_in, encoder, decoder)
    best = [text[t] for t in alpha[:, :, 0].argmax(axis=1)]
    assert (best[3], best[5], best[9]) == ("neuf", "juillet", "quatorze")


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_a_batch_are_the_slope_of_its_loss(task, kind):
    batch, rng = task.part(np.arange(5)), np.random.default_rng(0)
    p = fresh(kind, task, 6, rng)
    p |= {"decoder Wk": rng.normal(size=p["decoder Wk"].shape)} if kind == "attention" else {}
    _, grads = loss_and_grads(p, batch)
    towards = {name: rng.normal(size=value.shape) for name, value in p.items()}
    ahead, behind = (
        loss_and_grads({name: value + step * towards[name] for name, value in p.items()}, batch)[0]
        for step in (1e-5, -1e-5)
    )
    slope = sum(float(np.sum(grads["d" + name] * way)) for name, way in towards.items())
    np.testing.assert_allclose((ahead - behind) / 2e-5, slope, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_symbol_by_symbol_is_what_the_forward_pass_predicts(task, kind):
    batch = task.part(np.arange(5))
    p = fresh(kind, task, 6, np.random.default_rng(1))
    said = translate(p, batch.source, task.n_x, 4)
    c, mask = read(p, batch.source, task.n_x)
    says, _ = say_one(p, c[-1], np.full(5, -1), c, mask)
    assert [each[0] if each else task.n_y - 1 for each in said] == says.argmax(axis=0).tolist()
    assert set(parts_of(p)[0]) >= {"by"}


def test_training_learns(task):
    rng, losses = np.random.default_rng(0), []
    few = task.part(np.arange(64))
    train(fresh("gru", few, 16, rng), few, Plan(6, 0.02, 16), rng, lambda _, loss, __: losses.append(loss))
    assert losses[-1] < losses[0] - 0.3
