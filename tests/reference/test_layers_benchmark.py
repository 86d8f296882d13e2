"""The benchmark of the fast layers compares like with like: everyone computes the same thing."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch, the peer, is not installed: pip install -e .[peer]")

from benchmarks import layers, layers_training
from benchmarks.layers_peers import LAYERS, Task, ours, peers, products_alone

SIZE = (4, 3, 2, 5)  # T_x, m, n_x, n_a


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell", LAYERS)
def test_everyone_runs_every_task(cell: str, dtype: str, back: bool) -> None:
    task = Task(cell, SIZE, dtype, back)
    for make in (ours, products_alone, *(make for name, make in peers(task).items() if name != "compiled")):
        make(task)()


def test_all_models_learn_in_a_training_step() -> None:
    for make in layers_training.everyone().values():
        step = make(Task("LSTM", (4, 3, 2, 5), "float64", True))
        losses = [step() for _ in range(50)]
        assert losses[0] == pytest.approx(np.log(layers_training.CHARACTERS), rel=0.1)
        assert losses[-1] < losses[0]


def test_in_a_turn_there_are_more_calls_of_who_is_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "TURN", 0.002)
    calls = {"quick": 0, "slow": 0}

    def call(name: str, work: int) -> None:
        calls[name] += 1
        sum(range(work))

    taken = layers.rounds({"quick": lambda: call("quick", 10), "slow": lambda: call("slow", 200_000)}, 3)
    assert calls["quick"] > calls["slow"]
    assert len(taken) == 3
    assert all(each["quick"] < each["slow"] for each in taken)
