"""Train the encoder and the decoder that turn French number words into digits, with the course's own reference code.

    python data/models/make_number_translator.py                  measure, and write number_translator.npz beside this
    python data/models/make_number_translator.py --seed 1 --dry   measure another seed, write nothing

A program and no module of `data`: it needs the answers, which `data` never does. Both networks are simple RNNs. The
decoder starts from the encoder's last activation, so the gradient of the decoder's a0 is the encoder's da_last.
"""

import argparse
import time
from collections.abc import Sequence

import numpy as np

from data.number_translator import NUMBER_TRANSLATOR
from data.number_words import DIGITS, FRENCH_LETTERS, NumberWords, in_french, number_words
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.initialisation import orthogonal_start
from solutions.number_translator import translate_numbers
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.types_of_rnn import many_to_one_backward, many_to_one_forward

SPLIT_SEED = 1999
STOP = DIGITS.numbers["."]

Parameters = dict[str, np.ndarray]


def pair_grads(
    words: Sequence[str], digits: Sequence[str], encoder: Parameters, decoder: Parameters
) -> tuple[float, Parameters, Parameters]:
    """Return the loss of the decoder, told all right symbols so far, and the gradients of encoder and decoder."""
    ids, _, lengths = pad_batch([FRENCH_LETTERS.encode(text) for text in words], -1)
    said = [DIGITS.encode(text) for text in digits]
    read, mask, _ = pad_batch([[STOP, *each] for each in said], -1)
    y, _, _ = pad_batch([[*each, STOP] for each in said], -1)
    a0 = np.zeros((len(encoder["ba"]), len(words)))
    _, a_last, caches = many_to_one_forward(one_hot(ids, len(FRENCH_LETTERS)), a0, encoder, lengths)
    loss, grads = rnn_loss_and_grads(one_hot(read, len(DIGITS)), y, a_last, decoder, mask)
    return loss, many_to_one_backward(grads["da0"], caches, lengths), grads


def trained(train: NumberWords, dev: NumberWords, options: argparse.Namespace) -> tuple[Parameters, Parameters]:
    """Return encoder and decoder; the learning rate falls in a straight line to 0."""
    rng, begun = np.random.default_rng(options.seed), time.process_time()
    encoder = orthogonal_start(len(FRENCH_LETTERS), options.n_a, 1, reads=0.3, rng=rng)
    decoder = orthogonal_start(len(DIGITS), options.n_a, len(DIGITS), reads=0.3, rng=rng)
    both = {"encoder_" + name: encoder[name] for name in ("Wax", "Waa", "ba")}
    both |= {"decoder_" + name: value for name, value in decoder.items()}
    adam, n = adam_start(both), len(train.words)
    updates = options.epochs * -(-n // options.m)
    for epoch in range(1, options.epochs + 1):
        order, losses = rng.permutation(n), []
        for first in range(0, n, options.m):
            chosen = order[first : first + options.m]
            words, digits = ([texts[i] for i in chosen] for texts in train)
            loss, back, grads = pair_grads(words, digits, *parts_of(both))
            named = {"dencoder_" + name: back["d" + name] for name in ("Wax", "Waa", "ba")}
            named |= {"ddecoder_" + name: grads["d" + name] for name in decoder}
            both, adam = adam_step(both, clip_gradients(named, 1.0), adam, options.rate * (1 - adam.steps / updates))
            losses.append(loss)
        if epoch % 10 == 0:
            share, seconds = right(dev, *parts_of(both)), time.process_time() - begun
            print(f"epoch {epoch:3}   loss {np.mean(losses):.4f}   dev {share:.3f}   {seconds:4.0f} s", flush=True)
    return parts_of(both)


def parts_of(both: Parameters) -> tuple[Parameters, Parameters]:
    """Return encoder and decoder; the encoder's predictions mean nothing and have no gradient."""
    parts = [
        {name.removeprefix(part): value for name, value in both.items() if name.startswith(part)}
        for part in ("encoder_", "decoder_")
    ]
    n_a = len(parts[0]["ba"])
    return parts[0] | {"Wya": np.zeros((1, n_a)), "by": np.zeros((1, 1))}, parts[1]


def agree(part: NumberWords, encoder: Parameters, decoder: Parameters) -> np.ndarray:
    """Return for each number whether all its digits are right."""
    said = translate_numbers(part.words, encoder, decoder, FRENCH_LETTERS.symbols, DIGITS.symbols)
    return np.array([one == other for one, other in zip(said, part.digits, strict=True)])


def right(part: NumberWords, encoder: Parameters, decoder: Parameters) -> float:
    """Return the share of numbers whose digits are all right."""
    return float(agree(part, encoder, decoder).mean())


def report(name: str, part: NumberWords, encoder: Parameters, decoder: Parameters) -> None:
    """Print the share that is right, in all and by length."""
    agrees = agree(part, encoder, decoder)
    print(f"{name}: {agrees.sum()} of {len(agrees)} right ({agrees.mean():.4f})")
    for measure, lengths in (
        ("digits", np.array([len(text) for text in part.digits])),
        ("letters, from", np.array([len(text) for text in part.words]) // 10 * 10),
    ):
        counted = ", ".join(f"{at}: {agrees[lengths == at].sum()} of {sum(lengths == at)}" for at in np.unique(lengths))
        print(f"    by number of {measure} {counted}")


def main() -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=80)
    parser.add_argument("--n-a", type=int, default=96)
    parser.add_argument("--m", type=int, default=50)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()

    train, dev, test = number_words(rng=np.random.default_rng(SPLIT_SEED))
    encoder, decoder = trained(train, dev, options)
    stored = {f"encoder_{name}": encoder[name].astype(np.float32) for name in ("Wax", "Waa", "ba")}
    stored |= {f"decoder_{name}": value.astype(np.float32) for name, value in decoder.items()}
    encoder, decoder = parts_of({name: value.astype(np.float64) for name, value in stored.items()})
    longer = np.random.default_rng(0).integers(10_000, 100_000, size=1000)
    unheard = NumberWords([in_french(int(number)) for number in longer], [str(number) for number in longer])
    for name, part in (("train", train), ("dev", dev), ("test", test), ("10,000 to 99,999", unheard)):
        report(name, part, encoder, decoder)
    if not options.dry:
        np.savez_compressed(NUMBER_TRANSLATOR, allow_pickle=False, **stored)
        print(f"{NUMBER_TRANSLATOR.name}: {NUMBER_TRANSLATOR.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
