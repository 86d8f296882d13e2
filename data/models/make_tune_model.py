"""Train the network of lesson 05 that writes tunes, with the course's own reference code, and measure it.

    python data/models/make_tune_model.py                  measure, and write tune_model.npz beside this file
    python data/models/make_tune_model.py --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does.
"""

import argparse
import time

import numpy as np

from data.counted import counted_loss
from data.tune_model import TUNE_MODEL, model_tunes
from data.tunes import BAR, BARS, END, HOLD, REST, Tune, tones, tune_vocabulary
from data.vocabulary import Vocabulary
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.initialisation import in_float32, orthogonal_start
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward
from solutions.types_of_rnn import generate_one_to_many

LONGEST = 72  # symbols to draw, of which a tune has 48

Parameters = dict[str, np.ndarray]


def ids_of(tunes: list[Tune], symbols: Vocabulary) -> np.ndarray:
    """Return the numbers of the symbols of tunes, shape (49, m)."""
    return np.array([symbols.encode(tune.symbols) for tune in tunes]).T


def shifted(ids: np.ndarray) -> np.ndarray:
    """Return what is read from nothing on: no symbol (-1), then each but the last."""
    return np.vstack([np.full((1, ids.shape[1]), -1), ids[:-1]])


def gradients(parameters: Parameters, ids: np.ndarray, *, from_nothing: bool) -> Parameters:
    """Return the gradients on a batch that starts from an input of zeros, or from the first note without that step."""
    read, y = (shifted(ids), ids) if from_nothing else (ids[:-1], ids[1:])
    x = one_hot(read, parameters["Wax"].shape[1]).astype(np.float32)
    a0 = np.zeros((len(parameters["ba"]), ids.shape[1]), dtype=np.float32)
    _, grads = rnn_loss_and_grads(x, y, a0, parameters, np.ones(y.shape, dtype=bool))
    return {"d" + name: grads["d" + name] for name in parameters}


def chances(parameters: Parameters, ids: np.ndarray) -> np.ndarray:
    """Return the probability of each symbol that stands there, from nothing on, shape (49, m)."""
    x, a0 = one_hot(shifted(ids), parameters["Wax"].shape[1]), np.zeros((len(parameters["ba"]), ids.shape[1]))
    _, y_pred, _ = rnn_forward(x, a0, parameters)
    p: np.ndarray = np.take_along_axis(y_pred, ids[:, np.newaxis], axis=1)[:, 0]
    return p


def train_model(
    train: np.ndarray,
    dev: np.ndarray,
    n: int,
    *,
    n_a: int = 96,
    epochs: int = 60,
    m: int = 32,
    rate: float = 4e-3,
    clip: float = 1.0,
    seed: int = 0,
) -> Parameters:
    """Return parameters trained on tunes of n different symbols; the learning rate falls in a straight line to 0."""
    rng = np.random.default_rng(seed)
    # Wax and Wya start small: five times and twice as large, training on 800 tunes with seed 0 ends at a perplexity of
    # 2.72 instead of 2.51 on dev, at 2.23 and 2.21 on the tunes it learned from.
    parameters = in_float32(orthogonal_start(n, n_a, n, reads=0.1, says=0.5, rng=rng))
    state = adam_start(parameters)
    n_steps, started = epochs * -(-train.shape[1] // m), time.process_time()
    for epoch in range(1, epochs + 1):
        order = rng.permutation(train.shape[1])
        for first in range(0, len(order), m):
            batch = train[:, order[first : first + m]]
            grads = gradients(parameters, batch, from_nothing=bool(rng.random() < 0.5))
            lr = rate * (1 - state.steps / n_steps)
            parameters, state = adam_step(parameters, clip_gradients(grads, clip), state, lr)
        if epoch % 10 == 0:
            seconds = time.process_time() - started
            print(f"epoch {epoch:3}   dev {perplexity_of(parameters, dev):.3f}   {seconds:5.0f} CPU s", flush=True)
    return parameters


def perplexity_of(parameters: Parameters, ids: np.ndarray) -> float:
    """Return the perplexity per symbol, the end counted as one."""
    return float(np.exp(-np.log(chances(parameters, ids)).mean()))


def drawn(parameters: Parameters, symbols: Vocabulary, count: int, first: str = "", seed: int = 0) -> list[list[str]]:
    """Return tunes that the network writes from nothing, or from a first note, up to their end or `LONGEST` symbols."""
    rng, tunes = np.random.default_rng(seed), []
    x0 = one_hot(np.array([[symbols.numbers[first] if first else -1]]), len(symbols))[0]
    for _ in range(count):
        ids = generate_one_to_many(x0, np.zeros((len(parameters["ba"]), 1)), parameters, LONGEST, rng)
        tune = [first] * bool(first) + symbols.decode(ids)
        tunes.append(tune[: tune.index(END)] if END in tune else tune)
    return tunes


def shares(tunes: list[list[str]]) -> dict[str, float]:
    """Return the share of tunes, without their end, that have each property."""
    return {
        "end after 8 bars": _share([len(tune) == BAR * BARS for tune in tunes]),
        "end with a bar": _share([len(tune) % BAR == 0 and len(tune) < LONGEST for tune in tunes]),
        "last note is D": _share([[tone.semitone % 12 for tone in tones(tune)][-1:] == [2] for tune in tunes]),
        "a note begins each bar": _share([not {HOLD, REST} & set(tune[::BAR]) for tune in tunes]),
        "bars 1, 3 and 7 are alike": _share([tune[:6] == tune[12:18] == tune[36:42] for tune in tunes]),
    }


def _share(which: list[bool]) -> float:
    return float(np.mean(which))


def main() -> None:
    """Measure the baselines, train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--n-a", type=int, default=96)
    parser.add_argument("--m", type=int, default=32)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = vars(parser.parse_args())
    dry = options.pop("dry")

    symbols, parts = tune_vocabulary(), model_tunes()
    train, dev, test = (ids_of(part, symbols) for part in parts)
    print(f"{train.shape[1]} tunes to learn from, {dev.shape[1]} to choose with, {test.shape[1]} to judge by")
    for n in range(1, 5):
        losses = [counted_loss(list(train.T), list(part.T), n, n_symbols=len(symbols)) for part in (dev, test)]
        print("{}-gram   dev {:.3f}   test {:.3f}".format(n, *np.exp(losses)))
    parameters = train_model(train, dev, len(symbols), **options)
    measured = [perplexity_of(parameters, ids) for ids in (train, dev, test)]
    print("RNN: train {:.3f}   dev {:.3f}   test {:.3f}".format(*measured))
    print("the tunes themselves", shares([list(tune.symbols[:-1]) for tune in parts.test]))
    for first in ("", "D4", "F#4", "A4"):
        print(first or "from nothing", shares(drawn(parameters, symbols, 500, first)))
    if not dry:
        np.savez_compressed(TUNE_MODEL, allow_pickle=False, **parameters)
        print(f"{TUNE_MODEL.name}: {TUNE_MODEL.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
