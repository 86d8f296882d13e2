"""What the layer is given: batches, weights in the order of the gates, caches, and all of it in float32."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.answer import Answer
from autograder.errors import Mismatch
from autograder.expect import expect_close
from autograder.fingerprint import fingerprint
from autograder.notation import in_words
from autograder.promises.inputs import Call, Rng, Sizes
from autograder.promises.lstm import caches_of

GATES = "ofic"  # from top to bottom
#: What the cache holds, in its order, and the axes of each.
CACHED = {
    "x": "T_x, n_x, m",
    "a0": "n_a, m",
    "c0": "n_a, m",
    "Wx": "4n_a, n_x",
    "Wa": "4n_a, n_a",
    "a": "T_x, n_a, m",
    "c": "T_x, n_a, m",
    "gates": "T_x, 4n_a, m",
}


def a_batch(rng: Rng, sizes: Sizes) -> Call:
    """Draw what the forward pass is given."""
    n_a, m = sizes.n_a, sizes.m
    return {
        "x": rng.standard_normal(sizes.shape("T_x, n_x, m")),
        "a0": 0.5 * rng.standard_normal((n_a, m)),
        "c0": 0.5 * rng.standard_normal((n_a, m)),
        "Wx": 0.4 * rng.standard_normal((4 * n_a, sizes.n_x)),
        "Wa": 0.4 * rng.standard_normal((4 * n_a, n_a)),
        "b": 0.4 * rng.standard_normal((4 * n_a, 1)),
    }


def cache_of(batch: Call) -> tuple[np.ndarray, ...]:
    """Return the cache of a batch, in the order that the docstring of the way back names."""
    weights = np.concatenate([batch["Wa"], batch["Wx"]], axis=1)
    parameters = {f"W{gate}": rows for gate, rows in zip(GATES, np.split(weights, 4), strict=True)}
    parameters |= {f"b{gate}": rows for gate, rows in zip(GATES, np.split(batch["b"], 4), strict=True)}
    caches = caches_of(batch["x"], batch["a0"], batch["c0"], parameters)
    a, c = (np.stack([cache[k] for cache in caches]) for k in (0, 1))
    gates = np.stack([np.concatenate([Go, Gf, Gi, c_tilde]) for *_, Gf, Gi, c_tilde, Go, _, _ in caches])
    return (*(batch[name] for name in ("x", "a0", "c0", "Wx", "Wa")), a, c, gates)


def expect_all_digits(label: str, got: Any, want: Any, because: str | None = None) -> None:
    """Expect numbers of float64 that agree to nine digits; two right answers differ by some 1e-15."""
    expect_close(label, got, want, rtol=1e-9, atol=1e-11, because=because)


def in_float32(value: Any) -> Any:
    """Return the same with every array of float64 in float32, in dicts and tuples too."""
    if isinstance(value, dict):
        return {name: in_float32(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return tuple(map(in_float32, value))
    is_float64 = isinstance(value, np.ndarray) and value.dtype == np.float64
    return value.astype(np.float32) if is_float64 else value


def expect_float32(answer: Answer, got: dict[str, Any], due: dict[str, Any], axes: dict[str, str]) -> None:
    """Expect these arrays in float32, as far as they are arrays, and about as the same answer has them in float64.

    Args:
        answer: whose they are; the dtypes are added to what mistakes are recognised by.
        got, due: by name, of a call in float32 and of the same call in float64.
        axes: of each.
    """
    dtypes = {name: str(getattr(value, "dtype", type(value).__name__)) for name, value in got.items()}
    around = {"around": sorted(answer.stand_ins)} if answer.stand_ins else {}
    answer.transcript.append({"value": fingerprint({name: [dtype] for name, dtype in dtypes.items()}), **around})
    wrong = {name: dtype for name, dtype in dtypes.items() if dtype != "float32"}
    if wrong:
        names, (first, dtype) = in_words(list(wrong)), next(iter(wrong.items()))
        says = f"All that is handed in is float32, and {first} comes back as {dtype}."
        also = f" So it is with {names}." if len(wrong) > 1 else ""
        raise Mismatch(says + also, _wider(set(wrong.values())), first)
    says = "The same was asked in float32, which agrees with float64 to three digits and more."
    for name, value in got.items():
        mine, want = np.asarray(value, dtype=np.float64), due[name]
        label = f"{name} ({axes[name]})"
        # float32 holds seven digits, of which sums over time cost some.
        expect_close(label, mine, want, rtol=1e-3, atol=1e-4, because=says, to_itself=True)


def _wider(dtypes: set[str]) -> str | None:
    if dtypes != {"float64"}:
        return None
    return (
        "One array of float64 is enough to make float64 of all that it meets, and so is one number of NumPy, such as "
        "np.sqrt(2). np.zeros and np.empty make float64 where no dtype is named; a Python float does no harm."
    )
