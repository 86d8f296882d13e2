"""What birnn_forward keeps for the way back: (caches, caches_back, lengths)."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.expect import expect, expect_close, expect_shape, shown
from autograder.fingerprint import fingerprint
from autograder.notation import in_words
from autograder.promises.apart import expect_apart
from autograder.promises.both_ends import AROUND_PARTS, stand_in_masked, stand_in_reverse
from autograder.promises.inputs import Call, Rng, padded, some_lengths, some_sizes
from autograder.promises.rnn_caches import caches_of
from autograder.promises.simple_rnn import RNN

NAMES, ENTRIES = ("caches", "caches_back"), ("a_next", "a_prev", "xt")


class _ActivationsAreWrong(Mismatch):
    """What the caches hold follows from activations that are wrong, which is charged already."""


class _CacheIsWrong(Mismatch):
    """The activations are right, and the cache is not."""


def the_cache_holds_what_the_way_back_reads(answer: Answer, truth: Answer, rng: Rng) -> None:
    """Expect the cache of a padded batch, wherever its activations are right."""
    sizes = some_sizes(rng, examples=4)
    call = {
        "x": rng.standard_normal(sizes.shape("T_x, n_x, m")),
        "lengths": some_lengths(rng, sizes),
        "forward": RNN.parameters(rng, sizes),
        "backward": RNN.parameters(rng, sizes),
    }
    problems: list[Mismatch] = []
    steps = np.broadcast_to(np.arange(sizes.T_x, dtype=float)[:, None, None], (sizes.T_x, 1, sizes.m)).copy()
    (order,) = truth.own("reverse_padded").each([{"x": steps, "lengths": call["lengths"]}])  # which step comes when

    def promise(network: Answer) -> None:
        try:
            _expect_cache(network, call, order.astype(int))
        except Mismatch as problem:
            problems.append(problem)
            raise

    try:
        expect_apart(promise, answer, AROUND_PARTS)
        if problems and isinstance(problems[0], _CacheIsWrong):  # a stand-in for a loop keeps less
            raise problems[0]
    except _ActivationsAreWrong:
        for problem in problems:
            if not isinstance(problem, _ActivationsAreWrong):  # around other parts the activations are right
                raise problem from None


def _expect_cache(network: Answer, call: Call, order: np.ndarray) -> None:
    reply = network.attempt(**call)
    got, valid = network.read(reply), padded(call["lengths"], len(call["x"]))
    if reply.changed:  # so that the cache holds what was written into: that is charged already
        raise _ActivationsAreWrong(f"The call changed {' and '.join(reply.changed)}.")
    a, *dues = _due(network, call, order)
    problem = _form_problem(got.cache, call)
    around = {"around": sorted(network.stand_ins)} if network.stand_ins else {}
    gist = {"problem": problem} if problem else _gist(got.cache, valid)
    network.transcript.append({"value": fingerprint(gist), **around})  # by it known mistakes are recognised
    try:
        expect_shape("a", got, a.shape)
        expect_close("a (T_x, 2n_a, m)", *(np.where(valid[:, None], each, 0.0) for each in (got.a, a)))
    except Mismatch as mismatch:
        expect(not problem, problem)
        raise _ActivationsAreWrong(str(mismatch), mismatch.cause) from None
    try:
        expect(not problem, problem)
        _expect_steps(got.cache, dues, valid, call)
    except Mismatch as mismatch:
        raise _CacheIsWrong(str(mismatch), mismatch.cause) from None


def _expect_steps(cache: Any, dues: list[Any], valid: np.ndarray, call: Call) -> None:
    for name, mine, due in zip(NAMES, cache, dues, strict=False):
        for t, (step, want) in enumerate(zip(mine, due, strict=True)):
            _expect_step(f"{name}[{t}]", step, want, valid[t], call)
    expect_close("the third entry of the cache, lengths, (m,)", cache[2], call["lengths"])


def _turned(network: Answer, x: np.ndarray, lengths: np.ndarray, order: np.ndarray) -> np.ndarray:
    if "reverse_padded" in network.stand_ins:
        return np.asarray(stand_in_reverse(x, lengths))  # type: ignore[no-untyped-call]
    return np.take_along_axis(x, order, axis=0)


def _due(network: Answer, call: Call, order: np.ndarray) -> tuple[np.ndarray, list[Any], list[Any]]:
    """Return a, right where it is valid, and the caches of both directions; around other loops, their inputs."""
    x, lengths = call["x"], call["lengths"]
    mask, a0 = padded(lengths, len(x)), np.zeros((len(call["forward"]["ba"]), x.shape[2]))
    halves: list[np.ndarray] = []
    kept: list[list[Any]] = []
    for steps, way in ((x, "forward"), (_turned(network, x, lengths, order), "backward")):
        if "rnn_forward_masked" in network.stand_ins:
            halves.append(stand_in_masked(steps, a0, call[way], mask)[0])  # type: ignore[no-untyped-call]
            kept.append([(None, None, xt) for xt in steps])
        else:
            kept.append(caches_of(steps, a0, call[way], mask))
            halves.append(np.stack([cache[0] for cache in kept[-1]]))
    return np.concatenate([halves[0], _turned(network, halves[1], lengths, order)], axis=1), kept[0], kept[1]


def _form_problem(cache: Any, call: Call) -> str:
    """Say why this is no cache that birnn_backward can read, or nothing."""
    T_x, due = len(call["x"]), "(caches, caches_back, lengths) is expected."
    if not isinstance(cache, (tuple, list)) or len(cache) != 3:
        of = f" with {len(cache)} entries" if isinstance(cache, (tuple, list)) else ""
        return f"The cache is {shown(cache)}{of}, where {due}"
    for name, each in zip(NAMES, cache, strict=False):
        if not isinstance(each, (list, tuple)):
            return f"{name} is {shown(each)}, where a list is expected, with one cache for each step."
        if len(each) != T_x:
            return f"{name} holds {len(each)} caches, and T_x is {T_x}. The lengths are {in_words(call['lengths'])}."
        if not all(isinstance(step, np.ndarray) or _is_of_step(step) for step in each):
            return f"{name} holds something that is no cache of a step, ({', '.join(ENTRIES)}, parameters)."
    if np.shape(cache[2]) != call["lengths"].shape:
        return f"The third entry of the cache is {shown(cache[2])}, where lengths are expected."
    return ""


def _is_of_step(cache: Any) -> bool:
    is_whole = isinstance(cache, (list, tuple)) and len(cache) == 4 and isinstance(cache[3], dict)
    return is_whole and all(isinstance(entry, np.ndarray) and entry.dtype.kind in "fiu" for entry in cache[:3])


def _gist(cache: Any, valid: np.ndarray) -> dict[str, Any]:
    """Return the inputs and the activations that are kept, where they are valid, and the lengths."""
    found: dict[str, Any] = {"lengths": cache[2]}
    for name, each in zip(NAMES, cache, strict=False):
        for k, entry in enumerate(ENTRIES):
            arrays = [step if isinstance(step, np.ndarray) else step[k] for step in each]
            fits = all(array.ndim == 2 and array.shape[1] == valid.shape[1] for array in arrays)
            found[f"{name} {entry}"] = (
                np.stack([np.where(valid[t], array, 0.0) for t, array in enumerate(arrays)]) if fits else "no batch"
            )
    return found


def _expect_step(name: str, got: Any, want: Any, valid: np.ndarray, call: Call) -> None:
    """Expect the cache of one step, at examples where the step is valid."""
    says = f"The lengths are {in_words(call['lengths'])}. Compared are the examples that are valid at this step."
    entries = [("xt", got if isinstance(got, np.ndarray) else got[2], want[2])]
    if want[0] is not None:
        expect(not isinstance(got, np.ndarray), f"{name} is an array, where the cache of a step is expected.")
        entries = list(zip(ENTRIES, got, want, strict=False))
    for entry, mine, due in entries:
        expect_shape(f"{entry} in {name}", mine, due.shape)
        both = (np.where(valid, each, 0.0) for each in (mine, due))
        label = f"{entry} in {name} ({'n_x' if entry == 'xt' else 'n_a'}, m)"
        try:
            expect_close(label, *both, because=says)
        except Mismatch as mismatch:
            raise Mismatch(str(mismatch)) from None  # what turns one step into another is not the mistake
    if want[0] is not None:
        for key in RNN.recurrent:
            expect_close(f"{key} of the parameters in {name}", got[3].get(key), want[3][key])
