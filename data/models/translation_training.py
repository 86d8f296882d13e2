"""How lesson 12's models and experiments are trained: one loop for GRU, simple RNN and GRU with attention.

Every network is one dict of parameters whose names begin with "encoder " or "decoder ". The decoder first reads a
column of zeros (BOS = -1); the last of its symbols ends what it says.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from data.dates import FRENCH_TOKENS, Translations, french_tokens
from data.vocabulary import Vocabulary
from solutions.activations import softmax
from solutions.attention import attend, attention_loss_and_grads
from solutions.encoder_decoder import seq2seq_loss_and_grads, teacher_forcing_pair
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.gru import gru_cell_forward, gru_forward
from solutions.initialisation import gru_start, orthogonal_start
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward_masked
from solutions.types_of_rnn import many_to_one_backward, many_to_one_forward

BOS = -1
KINDS = ("gru", "rnn", "attention")

Arrays = dict[str, np.ndarray]
Ids = list[list[int]]


class Task(NamedTuple):
    """Sentences by number, and how many symbols there are; the last symbol of a target's vocabulary is EOS."""

    source: Ids
    target: Ids
    n_x: int
    n_y: int

    def part(self, chosen: np.ndarray) -> "Task":
        """Return some of the sentences."""
        return self._replace(source=[self.source[i] for i in chosen], target=[self.target[i] for i in chosen])


def in_tokens(part: Translations, symbols: Vocabulary) -> Task:
    """Return sentences of French words by number; each target is a sequence of `symbols`, of which the last is EOS."""
    source = [FRENCH_TOKENS.encode(french_tokens(text)) for text in part.source]
    return Task(source, [symbols.encode(text) for text in part.target], len(FRENCH_TOKENS), len(symbols))


class Plan(NamedTuple):
    """How long and how fast to train: sentences in a batch, epochs, the first rate, which falls in a line to 0."""

    epochs: int
    rate: float = 0.01
    m: int = 64
    n_a: int = 64


def fresh(kind: str, task: Task, n_a: int, rng: np.random.Generator) -> Arrays:
    """Return a network of one of KINDS before training."""
    start = orthogonal_start if kind == "rnn" else gru_start
    options = {"reads": 0.3} if kind == "rnn" else {"bu": -1.0}
    encoder = start(task.n_x, n_a, 1, rng=rng, **options)
    decoder = start(task.n_y, n_a, task.n_y, rng=rng, **options)
    unused = ("Wy", "Wya", "by")  # an encoder says nothing
    p = {f"encoder {name}": value for name, value in encoder.items() if name not in unused}
    p |= {f"decoder {name}": value for name, value in decoder.items()}
    return p | ({"decoder Wk": np.zeros((task.n_y, n_a))} if kind == "attention" else {})


def parts_of(p: Arrays) -> tuple[Arrays, Arrays]:
    """Return the parameters of the encoder and of the decoder, each as the course's functions take them."""
    encoder, decoder = (
        {name.split(" ")[1]: value for name, value in p.items() if name.startswith(part)}
        for part in ("encoder", "decoder")
    )
    says = {name: value for name, value in decoder.items() if name in ("Wy", "Wya", "by")}
    return says | encoder, decoder


def columns(ids: np.ndarray, n_x: int) -> np.ndarray:
    """Return words as one-hot columns (T_x, n_x, m); rows beyond the words tell the place, one-hot too."""
    words = one_hot(ids, min(n_x, len(FRENCH_TOKENS)))
    places = np.where(ids >= 0, np.arange(len(ids))[:, np.newaxis], -1)  # none in the padding
    return np.concatenate([words, one_hot(places, n_x - len(FRENCH_TOKENS))], axis=1) if n_x > words.shape[1] else words


def loss_and_grads(p: Arrays, batch: Task) -> tuple[float, Arrays]:
    """Return the loss of a network told all right symbols so far, and its gradients."""
    encoder, decoder = parts_of(p)
    ids, _, lengths = pad_batch(batch.source, -1)
    dec_in, dec_target, mask = teacher_forcing_pair(batch.target, BOS, batch.n_y - 1)
    x = columns(ids, batch.n_x)
    if "Waa" in decoder:
        _, a_last, caches = many_to_one_forward(x, np.zeros((len(encoder["ba"]), len(lengths))), encoder, lengths)
        loss, said = rnn_loss_and_grads(one_hot(dec_in, batch.n_y), dec_target, a_last, decoder, mask)
        grads = {"encoder": many_to_one_backward(said["da0"], caches, lengths), "decoder": said}
    else:
        both = attention_loss_and_grads if "Wk" in decoder else seq2seq_loss_and_grads
        loss, grads = both(x, lengths, dec_in, dec_target, mask, encoder, decoder)
    return loss, {f"d{name}": grads[name.split(" ")[0]]["d" + name.split(" ")[1]] for name in p}


def train(
    p: Arrays,
    task: Task,
    plan: Plan,
    rng: np.random.Generator,
    after: Callable[[int, float, Arrays], None] | None = None,
) -> Arrays:
    """Return trained parameters; `after` is called with the epoch, its mean loss and the parameters."""
    adam, n = adam_start(p), len(task.source)
    updates = plan.epochs * -(-n // plan.m)
    for epoch in range(1, plan.epochs + 1):
        losses = []
        for chosen in np.split(rng.permutation(n), range(plan.m, n, plan.m)):
            loss, grads = loss_and_grads(p, task.part(chosen))
            p, adam = adam_step(p, clip_gradients(grads, 1.0), adam, plan.rate * (1 - adam.steps / updates))
            losses.append(loss)
        if after:
            after(epoch, float(np.mean(losses)), p)
    return p


def read(p: Arrays, source: Ids, n_x: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the encoder's states (T_x, n_a, m), which stay after a sentence is over, and the mask (T_x, m)."""
    encoder, _ = parts_of(p)
    ids, mask, _ = pad_batch(source, -1)
    forward, bias = (rnn_forward_masked, "ba") if "Waa" in encoder else (gru_forward, "bc")
    c, _, _ = forward(columns(ids, n_x), np.zeros((len(encoder[bias]), len(source))), encoder, mask)
    return c, mask


def say_one(p: Arrays, s: np.ndarray, ids: np.ndarray, c: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, ...]:
    """Advance the decoder by a symbol; return the probabilities of the next (n_y, m) and the state (n_a, m)."""
    _, decoder = parts_of(p)
    xt = one_hot(ids[np.newaxis], len(decoder["by"]))[0]
    s, says, _ = (rnn_cell_forward if "Waa" in decoder else gru_cell_forward)(xt, s, decoder)
    if "Wk" in decoder:
        context, _ = attend(s[np.newaxis], c, mask)
        says = softmax(decoder["Wy"] @ s + decoder["Wk"] @ context[0] + decoder["by"])
    return says, s


def translate(p: Arrays, source: Ids, n_x: int, longest: int) -> Ids:
    """Return for each sentence the symbols that are most probable one by one, without EOS."""
    c, mask = read(p, source, n_x)
    s, said, eos = c[-1], [np.full(len(source), BOS)], len(p["decoder by"]) - 1
    for _ in range(longest):
        says, s = say_one(p, s, said[-1], c, mask)
        said.append(says.argmax(axis=0))
    columns = np.stack(said[1:], axis=1).tolist()
    return [column[: column.index(eos)] if eos in column else column for column in columns]


def agree(p: Arrays, task: Task) -> np.ndarray:
    """Return for each sentence whether all that is said is right, shape (m,)."""
    longest = max(len(target) for target in task.target) + 1
    said = translate(p, task.source, task.n_x, longest)
    return np.array([one == other for one, other in zip(said, task.target, strict=True)])
