"""Measure taggers of the sentences with named entities: lookup, one direction, two directions, PyTorch, LSTM blocks.

    python -m benchmarks.entities both       simple RNNs, and what they say while a sentence comes in
    python -m benchmarks.entities one        simple RNNs that read in one direction
    python -m benchmarks.entities pytorch    the same in PyTorch, as it comes, from our start, and with one bias as well
    python -m benchmarks.entities blocks     LSTM blocks in both directions
    python -m benchmarks.entities --dry ...  write nothing

Writes entities.json, entity_directions.json, entity_peers.json or entity_blocks.json in data/recorded/; ten seeds each.
One direction has as many units as both have together. F1 and shares are measured on the test part, whose names no
training sentence has.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.heard_so_far import while_it_comes_in
from benchmarks.two_directions import Batch, Epoch, Parameters, Setting, said, trained
from data.entities import ENTITY_TAGS, EntitySplits, Tagged, entity_names, entity_splits
from data.recorded import write_recorded
from solutions.bidirectional import bio_to_spans, span_f1
from solutions.sequence_data import one_hot, pad_batch
from solutions.tagging import untrained_tagger

UNITS, M = 48, 16
SIMPLE_RATES, BLOCK_RATES = (0.006, 0.005, 0.004, 0.003, 0.001), (0.015, 0.012, 0.008)
BOTH = ("forward", "backward")


def as_batch(words: list[list[str]], tags: list[list[str]], splits: EntitySplits) -> Batch:
    """Return sentences as columns, zeros for a name."""
    ids, mask, _ = pad_batch([splits.vocabulary.encode(sentence, unknown=-1) for sentence in words], -1)
    y, _, _ = pad_batch([[ENTITY_TAGS.index(tag) for tag in sentence] for sentence in tags], 0)
    return Batch(one_hot(ids, len(splits.vocabulary)), mask, y)


def epochs_of(splits: EntitySplits) -> Epoch:
    """Return a function that goes through the training sentences in a drawn order, M at a time."""
    words, tags = splits.train.words, splits.train.tags

    def epoch(rng: np.random.Generator) -> Iterable[Batch]:
        order = rng.permutation(len(words))
        for first in range(0, len(order), M):
            batch = order[first : first + M]
            yield as_batch([words[i] for i in batch], [tags[i] for i in batch], splits)

    return epoch


def f1(test: Tagged, tags: list[list[str]]) -> float:
    """Return the F1 of entities."""
    return span_f1([bio_to_spans(each) for each in test.tags], [bio_to_spans(each) for each in tags])


def measured(test: Tagged, tags: list[list[str]]) -> dict[str, float]:
    """Return F1, and of each form the share of names whose first word has the right tag."""
    right: dict[str, list[bool]] = {}
    for says, due, forms in zip(tags, test.tags, test.forms, strict=True):
        for t, form in enumerate(forms):
            if form:
                right.setdefault(form, []).append(says[t] == due[t])
    shares = {form: round(float(np.mean(each)), 4) for form, each in sorted(right.items())}
    return {"f1": round(f1(test, tags), 4), **shares}


def looked_up(splits: EntitySplits) -> list[list[str]]:
    """Tag every name of the lists as what names are most often in training."""
    first = Counter(
        tag
        for tags, forms in zip(splits.train.tags, splits.train.forms, strict=True)
        for tag, form in zip(tags, forms, strict=True)
        if form
    )
    most, names = first.most_common(1)[0][0], {*entity_names()}
    return [[most if word in names else "O" for word in words] for words in splits.test.words]


def tagged_by(cell: str, parameters: Parameters, splits: EntitySplits, words: list[list[str]]) -> list[list[str]]:
    """Return the tags that a network gives."""
    batch = as_batch(words, [["O"] * len(each) for each in words], splits)
    best = said(cell, batch.x, batch.mask, parameters)
    return [[ENTITY_TAGS[k] for k in best[: len(each), i]] for i, each in enumerate(words)]


class Peer(nn.Module):
    """The same network in PyTorch, as it comes or from our start; with one bias where that is asked for."""

    def __init__(self, n_x: int, ours: np.random.Generator | None, *, one_bias: bool) -> None:
        super().__init__()
        self.rnn = nn.RNN(n_x, UNITS, bidirectional=True)
        self.out = nn.Linear(2 * UNITS, len(ENTITY_TAGS))
        if ours:
            self._start_like_ours(ours, n_x)
        for name, bias in self.rnn.named_parameters():
            if "bias_hh" in name:
                bias.requires_grad_(not one_bias)

    @torch.no_grad()
    def _start_like_ours(self, rng: np.random.Generator, n_x: int) -> None:
        both = untrained_tagger(n_x, UNITS, len(ENTITY_TAGS), rng)
        for own, way in zip(both, ("", "_reverse"), strict=True):
            for theirs, value in (("weight_ih", own["Wax"]), ("weight_hh", own["Waa"])):
                self.rnn.get_parameter(f"{theirs}_l0{way}").copy_(torch.tensor(value))
            self.rnn.get_parameter(f"bias_ih_l0{way}").zero_()
            self.rnn.get_parameter(f"bias_hh_l0{way}").zero_()
        self.out.weight.copy_(torch.tensor(np.concatenate([own["Wya"] for own in both], axis=1)))
        self.out.bias.zero_()

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return scores (T_x, m, n_y)."""
        x = torch.tensor(batch.x.transpose(0, 2, 1), dtype=torch.float32)
        packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(batch.mask.sum(axis=0)), enforce_sorted=False)
        a, _ = nn.utils.rnn.pad_packed_sequence(self.rnn(packed)[0])
        scores: torch.Tensor = self.out(a)
        return scores


def in_pytorch(splits: EntitySplits, seed: int, *, ours: bool, one_bias: bool) -> list[list[str]]:
    """Train in PyTorch; return the tags of the test part."""
    torch.manual_seed(seed)
    rng, epoch = np.random.default_rng(seed), epochs_of(splits)
    network = Peer(len(splits.vocabulary), rng if ours else None, one_bias=one_bias)
    for rate in SIMPLE_RATES:
        adam = torch.optim.Adam([each for each in network.parameters() if each.requires_grad], lr=rate)
        for batch in epoch(rng):
            adam.zero_grad()
            loss = nn.functional.cross_entropy(network(batch)[batch.mask], torch.tensor(batch.y[batch.mask]))
            loss.backward()
            adam.step()
    with torch.no_grad():
        best = network(as_batch(splits.test.words, splits.test.tags, splits)).argmax(dim=2).numpy()
    return [[ENTITY_TAGS[k] for k in best[: len(each), i]] for i, each in enumerate(splits.test.words)]


def as_columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return one list a measure, one entry a seed."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def networks(
    splits: EntitySplits, cell: str, directions: tuple[str, ...], rates: tuple[float, ...], seeds: int
) -> list[Parameters]:
    """Train networks, one a seed."""
    units = UNITS * 2 // len(directions)
    setting = Setting(cell, directions, len(splits.vocabulary), units, len(ENTITY_TAGS), rates)
    return [trained(epochs_of(splits), setting, seed) for seed in range(seeds)]


def both(splits: EntitySplits, seeds: int) -> dict[str, Any]:
    """Measure simple RNNs in both directions."""
    test, found = splits.test, networks(splits, "rnn", BOTH, SIMPLE_RATES, seeds)
    comes_in = [while_it_comes_in(test, lambda words, own=each: tagged_by("rnn", own, splits, words)) for each in found]
    return {
        "lookup": measured(test, looked_up(splits)),
        "both": as_columns([measured(test, tagged_by("rnn", each, splits, test.words)) for each in found]),
        "while it comes in": as_columns(comes_in),
    }


def one(splits: EntitySplits, seeds: int) -> dict[str, Any]:
    """Measure simple RNNs in one direction."""
    test, results = splits.test, {}
    for way in BOTH:
        found = networks(splits, "rnn", (way,), SIMPLE_RATES, seeds)
        results[way] = as_columns([measured(test, tagged_by("rnn", each, splits, test.words)) for each in found])
        print(way, results[way]["f1"], flush=True)
    return results


def pytorch(splits: EntitySplits, seeds: int) -> dict[str, Any]:
    """Measure the same network in PyTorch."""
    results = {}
    for name in ("as it comes", "our start", "our start, one bias"):
        how = {"ours": "our start" in name, "one_bias": "one bias" in name}
        found = [measured(splits.test, in_pytorch(splits, seed, **how)) for seed in range(seeds)]
        results[name] = as_columns(found)
        print(name, results[name]["f1"], flush=True)
    return results


def blocks(splits: EntitySplits, seeds: int) -> dict[str, Any]:
    """Measure LSTM blocks in both directions."""
    found = networks(splits, "lstm", BOTH, BLOCK_RATES, seeds)
    test = splits.test
    return {"both": as_columns([measured(test, tagged_by("lstm", each, splits, test.words)) for each in found])}


def main() -> None:
    """Measure what is asked for and write the record."""
    measures = {
        "both": ("entities", both),
        "one": ("entity_directions", one),
        "pytorch": ("entity_peers", pytorch),
        "blocks": ("entity_blocks", blocks),
    }
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=measures)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--seeds", type=int, default=10)
    options = parser.parse_args()
    torch.set_num_threads(1)
    begun, (name, measure) = time.process_time(), measures[options.what]
    splits = entity_splits(rng=np.random.default_rng(11))
    results = measure(splits, options.seeds)
    seconds = time.process_time() - begun
    print(round(seconds), results)
    if not options.dry:
        sizes = {"train": len(splits.train.words), "test": len(splits.test.words), "words": len(splits.vocabulary)}
        command = f"python -m benchmarks.entities {options.what}"
        versions = {"torch": torch.__version__, "command": command}
        write_recorded(
            name, {"sentences": sizes, **results}, seeds=list(range(options.seeds)), seconds=seconds, **versions
        )


if __name__ == "__main__":
    main()
