"""What every loop over time promises, whatever its cell carries and whatever its parameters are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from autograder.answer import Answer
from autograder.expect import expect, expect_close, expect_shape, expect_unchanged
from autograder.notation import in_words
from autograder.promises.apart import Promise, Ways, expect_apart, expect_true_apart, is_right
from autograder.promises.inputs import (
    Call,
    Cell,
    Rng,
    Sizes,
    before_and_after_two_end_sooner,
    everywhere,
    padded,
    several_sizes,
    some_lengths,
    some_sizes,
    with_holes,
)

Part = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Loop:
    """A loop over time. Its methods are checks: hand one to `Exercise.check`.

    Args:
        cell: what the cell carries, and its parameters.
        step: the name of the learner's function for one step.
        ways: the ways to judge the loop apart from that function.
        outputs: what the loop returns beside the states, and what the step calls it.
        padding: how the loop is told which steps are padding, if it is.
    """

    cell: Cell
    step: str
    ways: Ways
    outputs: dict[str, str] = field(default_factory=lambda: {"y_pred": "yt_pred"})
    padding: Literal["", "mask", "lengths"] = ""

    # ------------------------------------------------------------------------------------------------- promises

    def every_time_step_follows_from_the_one_before(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = [*several_sizes(rng), some_sizes(rng).but(T_x=1)]
        self._expect_right(answer, truth, [self._without_padding(rng, each) for each in sizes], rng)

    def no_time_step_sees_a_later_input(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sequence, t = self._without_padding(rng, some_sizes(rng)), 3
        x = sequence["x"].copy()
        x[t:] += rng.standard_normal(x[t:].shape)
        says = "Only x[{1}:] was changed, and {0}[:{1}] changed with it. Later inputs should not matter there."

        def promise(loop: Answer) -> None:
            before, after = loop.each([sequence, {**sequence, "x": x}])
            for s in self.cell.states:
                _expect_time_first(s, before, sequence)
                expect_close(
                    f"{s}[:{t}] (T, n_a, m)", after[s][:t], before[s][:t], because=says.format(s, t), to_itself=True
                )

        self._expect(promise, answer, truth, rng)

    def each_example_is_read_by_itself(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng).but(m=4)
        sequence, order = self._without_padding(rng, sizes), np.array([2, 0, 3, 1])
        in_order = {k: v if isinstance(v, dict) else v[..., order] for k, v in sequence.items()}
        says = "The examples were put in another order, and their activations did not move along with them."

        def promise(loop: Answer) -> None:
            together, shuffled = loop.each([sequence, in_order])
            for s in self.cell.states:
                _expect_time_first(s, together, sequence)
                expect_close(f"{s} (T_x, n_a, m)", shuffled[s], together[s][..., order], because=says, to_itself=True)

        self._expect(promise, answer, truth, rng)

    def its_inputs_are_left_alone(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng)
        sequence = self.a_sequence(rng, sizes)
        call = {**sequence, **self._padding(with_holes(rng, sizes))} if self.padding else sequence
        self._expect(lambda loop: expect_unchanged(loop, **call), answer, truth, rng)

    def with_gaps_in_the_mask_every_step_is_right(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = several_sizes(rng)
        masks = [everywhere(sizes[0]), *(with_holes(rng, each) for each in sizes)]
        calls = [
            {**self.a_sequence(rng, each), **self._padding(mask)}
            for each, mask in zip([sizes[0], *sizes], masks, strict=True)
        ]
        self._expect_right(answer, truth, calls, rng)

    def masked_steps_leave_the_activation_as_it_was(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng, examples=3)
        sequence, lengths = self.a_sequence(rng, sizes), some_lengths(rng, sizes, empty=True)
        mask = padded(lengths, sizes.T_x)
        says = f"The lengths are {in_words(lengths)}, and an activation moved after its sequence had ended."

        def promise(loop: Answer) -> None:
            got = loop(**sequence, **self._padding(mask))
            for s in self.cell.states:
                expect_shape(s, got, sizes.shape("T_x, n_a, m"))
                before = np.concatenate([sequence[f"{s}0"][None], got[s][:-1]])
                still = np.where(mask[:, None], got[s], before)
                expect_close(f"{s} (T_x, n_a, m)", got[s], still, because=says)

        self._expect(promise, answer, truth, rng)

    def each_example_follows_its_own_mask(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng).but(m=4)
        sequence, others, T_x = self.a_sequence(rng, sizes), [2, 3], sizes.T_x
        says = "Only examples 0 and 1 were made shorter, and the activations of the others changed with them."
        masks = before_and_after_two_end_sooner(T_x)

        def promise(loop: Answer) -> None:
            long, ragged = loop.each([{**sequence, **self._padding(mask)} for mask in masks])
            for s in self.cell.states:
                expect_shape(s, ragged, long[s].shape)
                label = f"{s}[..., 2:] (T_x, n_a, m)"
                expect_close(label, ragged[s][..., others], long[s][..., others], because=says, to_itself=True)

        self._expect(promise, answer, truth, rng)

    def more_padding_changes_nothing(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng)
        sequence, lengths, T_x = self.a_sequence(rng, sizes), some_lengths(rng, sizes), sizes.T_x
        x = np.concatenate([sequence["x"], 100 * rng.standard_normal((3, sizes.n_x, sizes.m))])
        says = "Three steps of padding were appended, and {} changed."
        short_call = {**sequence, **self._padding(padded(lengths, T_x))}
        long_call = {**sequence, "x": x, **self._padding(padded(lengths, T_x + 3))}

        def promise(loop: Answer) -> None:
            short, long = loop.each([short_call, long_call])
            for s in self.cell.states:
                expect_shape(s, long, sizes.but(T_x=T_x + 3).shape("T_x, n_a, m"))
                earlier, last = says.format("an earlier activation"), says.format("the last activation")
                expect_close(f"{s}[:{T_x}] (T, n_a, m)", long[s][:T_x], short[s], because=earlier)
                expect_close(f"{s}[-1] (n_a, m)", long[s][-1], short[s][-1], because=last)

        self._expect(promise, answer, truth, rng)

    # ---------------------------------------------------------------------------------------------------- how

    def a_sequence(self, rng: Rng, sizes: Sizes) -> Call:
        """Draw what the loop is given, but for what tells it of padding."""
        return self.cell.a_sequence(rng, sizes)

    def _without_padding(self, rng: Rng, sizes: Sizes) -> Call:
        return {**self.a_sequence(rng, sizes), **(self._padding(everywhere(sizes)) if self.padding else {})}

    def _padding(self, mask: np.ndarray) -> Call:
        return {"lengths": mask.sum(axis=0)} if self.padding == "lengths" else {"mask": mask}

    def _wrong_step(self, answer: Answer, truth: Answer, rng: Rng) -> str:
        """Return the name of the learner's own function for one step where that is not right yet, else ""."""
        call = self.cell.a_step(rng, some_sizes(rng))
        parts = (*(f"{s}_next" for s in self.cell.states), *self.outputs.values())

        def compare(got: Any, want: Any) -> None:
            for part in parts:
                expect_close(part, got, want)

        return "" if is_right(compare, answer.own(self.step), truth.own(self.step), call) else self.step

    def _expect(self, promise: Promise, answer: Answer, truth: Answer, rng: Rng) -> None:
        expect_apart(promise, answer, self.ways, wrong=self._wrong_step(answer, truth, rng))

    def _expect_right(self, answer: Answer, truth: Answer, calls: list[Call], rng: Rng) -> None:
        """Expect all states, and all outputs but those at masked steps, where they have no meaning."""

        def compare(got: Any, want: Any, call: Call) -> None:
            mask = call.get("mask")
            if "lengths" in call:
                mask = padded(call["lengths"], len(call["x"]))
            for s in self.cell.states:
                self._expect_state(s, got, want, mask)
            for y in self.outputs:
                if mask is None:
                    expect_close(y, got, want)
                else:
                    expect_close(f"{y} (T_x, n_y, m)", *(_where_valid(each[y], mask) for each in (got, want)))

        wrong = self._wrong_step(answer, truth, rng)
        expect_true_apart(compare, answer, truth, calls, self.ways, wrong=wrong)

    def _expect_state(self, name: str, got: Any, want: Any, mask: np.ndarray | None) -> None:
        expect_close(name, got, want)


@dataclass(frozen=True)
class TwoDirections(Loop):
    """A loop that reads a batch forward and backward, each with its own parameters; the states stand on each other.

    It is given `x`, `lengths`, `forward` and `backward`; it starts from zeros.
    """

    padding: Literal["", "mask", "lengths"] = "lengths"

    def a_sequence(self, rng: Rng, sizes: Sizes) -> Call:
        """Draw the input, without padding, and two sets of parameters."""
        x = rng.standard_normal((sizes.T_x, sizes.n_x, sizes.m))
        ways = {way: self.cell.parameters(rng, sizes) for way in ("forward", "backward")}
        return {"x": x, "lengths": np.full(sizes.m, sizes.T_x), **ways}

    def every_padded_batch_is_read_right(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = several_sizes(rng)
        calls = [
            {**self.a_sequence(rng, each), **self._padding(padded(some_lengths(rng, each), each.T_x))} for each in sizes
        ]
        self._expect_right(answer, truth, [self._without_padding(rng, sizes[0]), *calls], rng)

    def each_direction_sees_its_own_side_alone(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng)
        call, t, n_a = self._without_padding(rng, sizes), 3, sizes.n_a
        later, earlier = call["x"].copy(), call["x"].copy()
        later[t:] += rng.standard_normal(later[t:].shape)
        earlier[:t] += rng.standard_normal(earlier[:t].shape)

        def promise(loop: Answer) -> None:
            before, after_later, after_earlier = loop.each([{**call, "x": x} for x in (call["x"], later, earlier)])
            for s in self.cell.states:
                upper, lower = f"{s}[:{t}, :n_a] (T, n_a, m)", f"{s}[{t}:, n_a:] (T, n_a, m)"
                says = f"Only x[{t}:] was changed, and the upper half of {s}[:{t}] changed with it."
                expect_close(upper, after_later[s][:t, :n_a], before[s][:t, :n_a], because=says)
                says = f"Only x[:{t}] was changed, and the lower half of {s}[{t}:] changed with it."
                expect_close(lower, after_earlier[s][t:, n_a:], before[s][t:, n_a:], because=says)

        self._expect(promise, answer, truth, rng)

    def more_padding_changes_nothing(self, answer: Answer, truth: Answer, rng: Rng) -> None:
        sizes = some_sizes(rng)
        sequence, T_x = self.a_sequence(rng, sizes), sizes.T_x
        valid = padded(some_lengths(rng, sizes), T_x)
        x = np.concatenate([sequence["x"], 100 * rng.standard_normal((3, sizes.n_x, sizes.m))])
        says = "Three steps of padding were appended, and an activation at a valid step changed."

        def promise(loop: Answer) -> None:
            short, long = loop.each([{**sequence, "x": each, **self._padding(valid)} for each in (sequence["x"], x)])
            for s in self.cell.states:
                expect_shape(s, long, (T_x + 3, *np.shape(short[s])[1:]))
                both = (_where_valid(each[s][:T_x], valid) for each in (long, short))
                expect_close(f"{s}[:{T_x}] (T, 2n_a, m)", *both, because=says)

        self._expect(promise, answer, truth, rng)

    def _expect_state(self, name: str, got: Any, want: Any, mask: np.ndarray | None) -> None:
        assert mask is not None
        expect_close(f"{name} (T_x, 2n_a, m)", *(_where_valid(each[name], mask) for each in (got, want)))


def _expect_time_first(state: str, got: Any, sequence: Call) -> None:
    steps, _, examples = sequence["x"].shape
    found = np.shape(got[state])
    holds = len(found) == 3 and (found[0], found[2]) == (steps, examples)
    expect(
        holds, f"{state} has shape {found}; its first axis should be time, {steps}, its last the examples, {examples}."
    )


def _where_valid(y_pred: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return y_pred with zeros at masked steps."""
    fits = np.ndim(y_pred) == 3 and y_pred.shape[::2] == mask.shape
    return np.where(mask[:, None], y_pred, 0.0) if fits else y_pred
