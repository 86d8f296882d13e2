# %% [markdown]
# # 13 Make it fast
#
# Your LSTM of lesson 10 is right, and slow. You now write the same mathematics again, so that NumPy spends its time on
# arithmetic instead of on being called. You climb a ladder rung by rung, measure every rung on your own machine, and
# find out which ones pay. Most of it is what a framework does for you unseen.
#
# **You write** three functions of five to fifteen lines: `lstm_layer_forward`, `lstm_layer_backward` and
# `train_step_fast`.
#
# **You need** lesson 10 (LSTM) and lesson 07 (a character model). What you wrote there is ready in `given/`.
#
# **It takes** about 80 to 120 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
import os

# One thread for all that is timed. NumPy reads this when it is imported for the first time, so it stands here.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")

# %%
from functools import partial

import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import sigmoid
from solutions.character_steps import fresh_characters, layers_step, lesson_10_step, train_for
from solutions.flat_parameters import adam_begin, joined, softmax_cross_entropy, views
from solutions.ladder import ladder, stack_gates
from solutions.language_model_training import lm_batches
from solutions.lstm import lstm_cell_backward, lstm_cell_forward, lstm_forward
from solutions.sequence_data import one_hot
from solutions.timing import medians, ratios, time_in_turns

figures.use_course_style()

# %% tags=["hide-input"]
prose, SYMBOLS, UNITS, WINDOW, M = data.load_prose(), data.PROSE_SYMBOLS, 64, 25, 32
windows = [pair for pair in lm_batches(data.prose_ids(prose.train), M, WINDOW) if len(pair[0]) == WINDOW]
beginning = fresh_characters(len(SYMBOLS), UNITS, np.random.default_rng(0))


def smooth(losses, n=9):
    """Return the mean of the last n losses at every step."""
    sums = np.cumsum(np.concatenate([[0], losses]))
    k = np.arange(1, len(losses) + 1)
    return (sums[k] - sums[np.maximum(k - n, 0)]) / np.minimum(k, n)


def draw_race(runs, title):
    """Draw the losses of several runs over steps and over seconds; runs: name -> (seconds, losses)."""
    fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.1, sharey=True)
    styles = (("-", 3.2, figures.CYCLE[1]), ("-", 1.6, figures.CYCLE[0]), ("--", 1.6, figures.CYCLE[2]))
    for (name, (ends, losses)), (style, width, colour) in zip(runs.items(), styles, strict=False):
        left.plot(np.arange(1, len(losses) + 1), smooth(losses), style, color=colour, linewidth=width, label=name)
        right.plot(ends, smooth(losses), style, color=colour, linewidth=width)
    left.set(xscale="log", xlabel="step", ylabel="loss", title=title)
    right.set(xlabel="seconds of processor time")
    left.legend(fontsize=9)
    return fig


def speed(run):
    """Return characters a second of processor time."""
    ends, _ = run
    return WINDOW * M * len(ends) / ends[-1]


race = {
    "lesson 10": train_for(lesson_10_step(beginning, 0.01), windows, 1.5),
    "fast layers": train_for(layers_step(beginning, 0.01), windows, 1.5),
}
figures.show(
    draw_race(race, "the same LSTM, text and start"),
    caption=f"A character model with {UNITS} units learns from prose, here and now, for 1.5 seconds each. Over the "
    "steps (left) the two are one curve. Over time (right) they are two: with the functions of lesson 10 it reads "
    f"{speed(race['lesson 10']):,.0f} characters a second on this machine, with the fast layers of this course "
    f"{speed(race['fast layers']):,.0f}, {speed(race['fast layers']) / speed(race['lesson 10']):.1f} times as many.",
    alt="Two panels of falling loss curves. Over steps both lie on one another, and that of lesson 10 ends after "
    f"{len(race['lesson 10'][0])} steps, the other after {len(race['fast layers'][0])}. Over seconds, that of "
    f"lesson 10 ends at {smooth(race['lesson 10'][1])[-1]:.2f} and that of the fast layers at "
    f"{smooth(race['fast layers'][1])[-1]:.2f}.",
)

# %% [markdown]
# ## Remember
#
# 1. How many matrix products does a step of the LSTM make on the way forward?
# 2. Why is the gradient of a weight a sum over the steps?
# 3. What does Adam keep from step to step?
#
# <details><summary>Answers</summary>
#
# 1. Four, one for each gate and one for the candidate; a fifth makes the prediction (lesson 10).
# 2. The same weight is used at every step, and gradients of all uses add up (lesson 03).
# 3. A running mean of the gradient, one of its square, and how many steps there have been.
#
# </details>

# %% [markdown]
# ## See it: a call has a price
#
# Each time you call NumPy, Python looks up the function, and NumPy looks at shapes and types and asks for memory. Only
# then does it compute. How long does `np.tanh` take for one number, and how long for a thousand?

# %%
calls = {n: partial(np.tanh, np.ones(n)) for n in (1, 1000, 100_000)}
for n, seconds in medians(time_in_turns(calls)).items():
    print(f"{n:7,} numbers: {1e6 * seconds:8.2f} microseconds, {1e9 * seconds / n:7.1f} nanoseconds each")

# %% tags=["hide-input"]
counts = np.unique(np.logspace(0, 5.3, 17).astype(int))
pieces = {n: np.linspace(-1, 1, n) for n in counts.tolist()}
timed = {
    "np.tanh(z)": {n: (lambda z=z: np.tanh(z)) for n, z in pieces.items()},
    "z * z": {n: (lambda z=z: z * z) for n, z in pieces.items()},
}
fig, (ax,) = figures.panels(width=6.2, height=3.1)
took = {name: medians(time_in_turns(calls, rounds=5, at_least=0.001)) for name, calls in timed.items()}
for (name, found), style, colour in zip(took.items(), ("o-", "s--"), figures.CYCLE, strict=False):
    ax.plot(list(found), [1e6 * seconds for seconds in found.values()], style, color=colour, markersize=4, label=name)
for n, text in ((64, "64 units,\n$m = 1$"), (2048, "64 units,\n$m = 32$")):
    ax.axvline(n, color=figures.INK, linestyle=":", linewidth=1)
    ax.text(n * 1.1, 0.96, text, transform=ax.get_xaxis_transform(), va="top", fontsize=9)
ax.set(xscale="log", yscale="log", xlabel="numbers in $z$", ylabel="microseconds a call")
ax.legend(fontsize=9, loc="lower right")
first, last = ({name: list(found.values())[k] for name, found in took.items()} for k in (0, -1))
figures.show(
    fig,
    caption="Live: the time of a call over the size of its argument. Where a curve is flat you pay for the call, where "
    "it rises for the arithmetic. Dotted: the size of $a^{<t>}$ with 64 units, for one example and for 32.",
    alt="Two curves on logarithmic axes, flat on the left and rising on the right: "
    + "; ".join(
        f"{name} takes {1e6 * first[name]:.2f} microseconds for 1 number and {1e6 * last[name]:.0f} for {counts[-1]:,}"
        for name in took
    )
    + ".",
)

# %% [markdown]
# So there are two kinds of slow: *many calls on small arrays*, and *much arithmetic on large ones*. They need different
# remedies. With one example in a batch, lesson 10 pays mostly for calls.
#
# All times here are *processor time*, measured by `time_in_turns`: the candidates take turns, round by round, and what
# counts is the median. Whatever else your machine is doing then disturbs all of them alike. The times of threads add
# up, so a cell at the top holds NumPy to one.

# %% [markdown]
# ## The equation
#
# Nothing in the mathematics changes. The four weights are stacked, one below the other, in the order $o, f, i, c$:
#
# $$z^{<t>} = \as{W_aa}{W_a}\, a^{<t-1>} + \underbrace{\as{W_ax}{W_x}\, x^{<t>} + b}_{\text{known before the loop}},
# \qquad \Gamma_o, \Gamma_f, \Gamma_i = \sigma(z_o), \sigma(z_f), \sigma(z_i), \quad \tilde{c}^{<t>} = \tanh(z_c)$$
#
# And on the way back the gradient of the weights is a sum of products, which is one product of long matrices:
#
# $$dW_a = \sum_t dz^{<t>} (a^{<t-1>})^\top = \big[\, dz^{<1>} \; \cdots \; dz^{<T_x>} \big] \,
# \big[\, a^{<0>} \; \cdots \; a^{<T_x-1>} \big]^\top$$

# %% tags=["hide-input"]
from matplotlib.patches import Rectangle


def tile(ax, left, middle, width, height, colour, text=""):
    """Draw a matrix as a tinted rectangle."""
    ax.add_patch(
        Rectangle((left, middle - height / 2), width, height, facecolor=(colour, 0.2), edgecolor=colour, linewidth=1)
    )
    if text:
        figures.blocks.label(ax, figures.Point(left + width / 2, middle), text, size=10)


ax = figures.sheet(-0.3, 12.2, -5.4, 1.5)
D_COLOUR, A_COLOUR = (figures.colour_of(symbol) for symbol in ("gradient", "a"))
WIDE, TALL, ROWS = 0.62, 2.0, 0.95  # m, 4 n_a, n_a
for t in range(3):
    left = 3.3 * t
    tile(ax, left, 0, WIDE, TALL, D_COLOUR, f"$dz^{{<{t + 1}>}}$")
    tile(ax, left + WIDE + 0.35, 0, ROWS, WIDE, A_COLOUR, rf"$a^{{<{t}>\top}}$")
    figures.blocks.label(ax, figures.Point(left + WIDE + 0.17, 0), r"$\cdot$", size=15)
    figures.blocks.label(ax, figures.Point(left + 2.6, 0), "$+$" if t < 2 else "$=$", size=15)
tile(ax, 9.9, 0, ROWS, TALL, D_COLOUR, "$dW_a$")
figures.blocks.label(ax, figures.Point(-0.2, 1.3), "in the loop: a product and a sum at each step", size=10, ha="left")
middle = -3.9
for t in range(3):
    tile(ax, WIDE * t, middle, WIDE, TALL, D_COLOUR, f"$dz^{{<{t + 1}>}}$")
    tile(ax, 2.4, middle + 0.62 - 0.62 * t, ROWS, WIDE, A_COLOUR, rf"$a^{{<{t}>\top}}$")
figures.blocks.label(ax, figures.Point(2.13, middle), r"$\cdot$", size=15)
figures.blocks.label(ax, figures.Point(3.75, middle), "$=$", size=15)
tile(ax, 4.2, middle, ROWS, TALL, D_COLOUR, "$dW_a$")
figures.blocks.label(
    ax, figures.Point(-0.2, middle + 1.3), "after the loop: one product, which sums over all steps", size=10, ha="left"
)
figures.show(
    figures.figure_of(ax),
    caption="Three steps. Side by side, the $dz$ of all steps are one wide matrix, and the activations one tall one. "
    "The product goes through steps and examples in a single sum.",
    alt="Above, three products of a tall narrow matrix dz and a flat matrix, a transposed, with plus signs between "
    "them and dW_a as the result. Below, the three dz side by side times the three transposed a one below the other: "
    "one product with the same result.",
)

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"\as{W_aa}{W_a}", "Wa", "(4 n_a, n_a)", "weights of the activation, gates in the order o, f, i, c"),
        (r"\as{W_ax}{W_x}", "Wx", "(4 n_a, n_x)", "weights of the input, in the same order"),
        ("b", "b", "(4 n_a, 1)", "biases"),
        (r"\plain{z}", "z", "(4 n_a, m)", "input of the three sigmoids and the tanh, one step"),
        (r"\Gamma_o, \Gamma_f, \Gamma_i, \tilde{c}", "gates", "(T_x, 4 n_a, m)", "the results, all steps"),
        (r"dz", "dz", "(T_x, 4 n_a, m)", "the gradient of z, all steps"),
        (r"\theta", "theta", "(n,)", "all parameters as one vector"),
    ]
)

# %% [markdown]
# ## Build it: forward
#
# **Predict.** Stacking the gates turns four products a step into one. How much faster does that alone make a pass
# forward and back, with one example? And working out $\as{W_ax}{W_x}\, x$ for all steps before the loop?
#
# Write `lstm_layer_forward`. There is no mask and no prediction. The cache is what your way back will read; its order
# is in the docstring.
#
# <details><summary>Hint 1: the idea</summary>
#
# `Wx @ x + b` is right for all steps at once: `@` takes the leading axis of `x`, time, as a row of separate products.
# In the loop, add `Wa @ a_prev` to the part of one step.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Of one step's $z$ the first $3 n_a$ rows go through the sigmoid in one call, the last $n_a$ through tanh. `np.split(z,
# 4)` takes the gates apart. Then the two lines of lesson 10.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `gates = Wx @ x + b`; `for t, z in enumerate(gates):` `z += Wa @ a_prev` (this writes into `gates`);
# `z[: 3 * n_a] = sigmoid(z[: 3 * n_a])`, the rest with `np.tanh`; `Go, Gf, Gi, c_tilde = np.split(z, 4)`. Put `c[t]`
# and `a[t]` into arrays that `np.empty_like` made.
#
# </details>

# %% tags=["exercise"]
from solutions.make_it_fast import lstm_layer_forward

# %% [markdown]
# **By hand:** the unit of lesson 10, two steps. All weights are multiples of $\log 3$, so $\Gamma_o = 0.5$,
# $\Gamma_f = 0.75$, $\Gamma_i = 0.25$, $\tilde{c} = 0.8$. From 2 the memory becomes $0.75 \cdot 2 + 0.2 = 1.7$, then
# $0.75 \cdot 1.7 + 0.2 = 1.475$.

# %%
k, one = np.log(3), np.ones((1, 1))
x, Wx = np.ones((2, 1, 1)), np.array([[0], [k], [-k], [k]])  # T_x = 2; rows o, f, i, c
a, c, cache = lstm_layer_forward(x, 0 * one, 2 * one, Wx, np.zeros((4, 1)), np.zeros((4, 1)))
print("c:", c.ravel().round(4), "  a:", a.ravel().round(4))

# %%
check(lstm_layer_forward)

# %% [markdown]
# Is it the LSTM of lesson 10? And what is gained so far? The last rung here uses your new function, with a way back
# that still adds up the weight gradients in the loop:

# %%
drawn = np.random.default_rng(1)
batch, zeros, start = drawn.normal(size=(50, 97, 4)), np.zeros((UNITS, 4)), beginning
old, _, _, _ = lstm_forward(batch, zeros, zeros, start, np.ones((50, 4), dtype=bool))
new, _, _ = lstm_layer_forward(batch, zeros, zeros, *stack_gates(start))
print("largest difference to lesson 10:", f"{np.abs(old - new).max():.0e}")

rungs = ladder((50, 1, 64, 64), drawn, lstm_layer_forward, None)
rungs = {name: rungs[name] for name in [*rungs][:4]}
for name, seconds in medians(time_in_turns(rungs)).items():
    print(f"{name:24} {1000 * seconds:6.2f} ms, forward and back")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Little. On the machine of the recording (described below), with one example: leaving out what is not needed, masks and
# predictions, halves the time of lesson 10. Stacking the gates then saves 13 %, the product before the loop another 6
# %. Both are famous tricks. In NumPy on a processor the gain is hardly more than the noise; yours may come out the
# other way round.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a step back that goes astray
#
# Before you write the fast way back, make sure of the slow one. `hunt_lstm_cell_backward` should be
# `lstm_cell_backward` of lesson 10, and has one mistake in it. The plot carries a gradient back through 30 steps with
# both. Fix it (at most three words or symbols need to change), set `bug`, and run the plot again. Fixing it earns one
# point, naming it another.

# %% tags=["hunt"]
from solutions.lstm import lstm_cell_backward as hunt_lstm_cell_backward

# %% tags=["hide-input"]
rng = np.random.default_rng(2)
hunt_cell = {name: 1.5 * value for name, value in fresh_characters(6, 8, rng).items()} | {"bf": np.full((8, 1), 2.0)}
state_a, state_c, hunt_caches = 0.5 * rng.normal(size=(8, 3)), rng.normal(size=(8, 3)), []
for xt in rng.normal(size=(30, 6, 3)):
    state_a, state_c, _, cache_of_step = lstm_cell_forward(xt, state_a, state_c, hunt_cell)
    hunt_caches.append(cache_of_step)
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.0)
hunted = {}
for name, step_back, style, colour in (
    ("lstm_cell_backward", lstm_cell_backward, "-", figures.CYCLE[2]),
    ("hunt_lstm_cell_backward", hunt_lstm_cell_backward, "--", figures.CYCLE[1]),
):
    da, dc, norms, total = np.ones((8, 3)), np.zeros((8, 3)), [], 0
    for cache_of_step in reversed(hunt_caches):
        grads = step_back(da, dc, cache_of_step)
        da, dc = grads["da_prev"], grads["dc_prev"]
        norms.append(np.linalg.norm(dc))
        total = total + np.concatenate([grads[f"dW{gate}"].ravel() for gate in "ofic"])
    left.plot(range(30, 0, -1), norms, style, color=colour, label=name)
    hunted[name] = total
right.plot(*hunted.values(), "o", color=figures.CYCLE[1], markersize=3, alpha=0.6)
right.axline((0, 0), slope=1, color=figures.INK, linewidth=1)
left.set(xlabel="$t$", ylabel=r"$\|\partial L/\partial c^{\langle t-1\rangle}\|$", yscale="log")
left.legend(fontsize=8)
right.set(xlabel="an entry of the weights' gradients", ylabel="the same in the hunt")
figures.show(
    fig,
    caption="Left, the size of a gradient on its way back from $t = 30$. Right, every entry of the weights' gradients, "
    "summed over the steps. Once the function is fixed, the curves agree and the points lie on the line.",
    alt="Left, two curves over t, one by lstm_cell_backward and one by the function in the hunt. Right, a point for "
    "each entry of the weights' gradients, and the line on which both functions agree.",
)

# %%
check(hunt_lstm_cell_backward)

# %% [markdown]
# ## Build it: back
#
# **Predict.** The loop back must carry $da$ and $dc$ from step to step. Which of the other gradients need the loop?
#
# Write `lstm_layer_backward`. In the loop, work out $dz^{<t>}$ and keep it. All that is a sum over time comes after the
# loop, as one product each.
#
# <details><summary>Hint 1: the idea</summary>
#
# Fill an array `dz` of the shape of `gates`, from the last step to the first. $dW_a$ needs the activation *before* each
# step: `a0`, then `a` without its last.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# As in lesson 10: `dc = dc + da_next * Go * (1 - tanh_c**2)`, and $dz$ of each gate is `da_next` or `dc`, times the
# gate's partner, times its slope. Then `da_next = Wa.T @ dz[t]` and `dc = dc * Gf[t]`. The sum over steps and examples
# is over axes 0 and 2 of both factors.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_prev = np.concatenate([a0[None], a[:-1]])`, the same for `c_prev`. After the loop
# `np.tensordot(dz, a_prev, ([0, 2], [0, 2]))`, the same with `x`; `dz.sum(axis=(0, 2))[:, None]`; `Wx.T @ dz`.
#
# </details>

# %% tags=["exercise"]
from solutions.make_it_fast import lstm_layer_backward

# %% [markdown]
# **By hand:** a gradient of 1 on the last $a$. It reaches $c^{<2>}$ as $0.5\,(1 - \tanh^2 1.475) = 0.0947$, and $c_0$
# as $0.75^2$ times that, 0.0532. The row of the output gate sees the last step alone:
# $\tanh(1.475) \cdot 0.5 \cdot 0.5 = 0.2251$.

# %%
grads = lstm_layer_backward(np.array([[[0.0]], [[1.0]]]), cache)
print("dc0:", grads["dc0"].round(4).item(), "  dWx:", grads["dWx"].ravel().round(4))

# %%
check(lstm_layer_backward)

# %% [markdown]
# <details><summary>Answer</summary>
#
# None. $dW_x$, $dW_a$, $db$ and $dx$ need every $dz$, and nothing needs them before the end.
#
# </details>
#
# ## The ladder
#
# Now all rungs, measured here. Two more have been added on top: the same code in float32, and the fast layers of the
# course (`given/layers`). NumPy asks for new memory for each intermediate result, a *temporary*: one for `a * b` and
# one for the sum in `a * b + c`. The fast layers put every result into memory that they keep. The *floor* is the time
# of the matrix products alone. **Predict.** Which rung pays most with one example? Which with 128?
#
# A bar with *yours* times your function as it stands. If yours multiplies `x` or sums `dW` in the loop, or computes in
# float64 and converts the result, the check accepts it, and the bar shows what that costs.

# %% tags=["hide-input"]
from importlib.util import find_spec

TORCH = find_spec("torch") is not None
RUNGS = {
    "lesson 10": "lesson 10",
    "no mask, no prediction": "no mask, no prediction",
    "gates stacked": "gates stacked",
    "Wx x before the loop": "$W_x x$ before the loop (yours)",
    "dW after the loop": "$dW$ after the loop (yours)",
    "float32": "the same in float32 (yours)",
    "no temporaries": "no temporaries, float32",
    "PyTorch, float32": "PyTorch, float32",
}


def torch_lstm(T_x, m, n_x, n_a):
    """Return a call of PyTorch's LSTM, forward and back, on one thread."""
    import torch

    torch.set_num_threads(1)
    net, x = torch.nn.LSTM(n_x, n_a), torch.randn(T_x, m, n_x, requires_grad=True)
    da = torch.ones(T_x, m, n_a)

    def call():
        net.zero_grad()
        x.grad = None
        net(x)[0].backward(da)

    return call


def live_ladder(m):
    """Return the milliseconds of every rung on this machine."""
    size = (50, m, 64, 64)
    calls = ladder(size, np.random.default_rng(0), lstm_layer_forward, lstm_layer_backward)
    calls |= {"PyTorch, float32": torch_lstm(*size)} if TORCH else {}
    return {name: 1000 * seconds for name, seconds in medians(time_in_turns(calls, rounds=5)).items()}


def draw_rungs(ax, times, title):
    """Draw a bar for each rung, and the floor."""
    there = [name for name in RUNGS if name in times]
    for place, name in enumerate(there):
        colour = figures.CYCLE[3] if name.startswith("PyTorch") else figures.CYCLE[0 if "yours" in RUNGS[name] else 4]
        ax.barh(place, times[name], 0.7, facecolor=(colour, 0.5), edgecolor=colour)
        says = f" {times[name]:.3g} ms, {times['lesson 10'] / times[name]:.1f} x"
        ax.text(times[name], place, says, va="center", fontsize=8.5)
    ax.axvline(times["products alone"], color=figures.INK, linestyle="--", linewidth=1.3)
    ax.set_yticks(range(len(RUNGS)), RUNGS.values(), fontsize=9)
    ax.set(ylim=(-0.5, len(RUNGS) - 0.5), xlim=(0, 1.5 * max(times.values())), xlabel="ms, forward and back")
    ax.set_title(title, fontsize=10.5)
    ax.grid(visible=False, axis="y")


def ladder_figure(m):
    """Draw both ladders for one batch size."""
    fig, (left, right) = figures.panels(1, 2, width=4.7, height=3.3, sharey=True)
    draw_rungs(left, here[m], f"your machine, $m = {m}$")
    draw_rungs(right, there[str(m)], f"recorded, $m = {m}$")
    return fig


recorded = data.load_recorded("ladder")
there, machine = recorded["results"]["ms by batch"], recorded["results"]["machine"]
here = {m: live_ladder(m) for m in (1, 8, 32, 128)}
gain = {m: times["lesson 10"] / times["no temporaries"] for m, times in here.items()}
figures.animate(
    [ladder_figure(m) for m in here],
    labels=[f"m = {m}" for m in here],
    slider="Examples in a batch",
    still=0,
    seconds=2.0,
    caption="An LSTM of 64 units over 50 steps, forward and back: medians of processor time, and how many times as "
    "fast as lesson 10 each rung is. Dashed: the matrix products alone, float32. Left, this machine: the fast "
    "layers (no temporaries) are "
    + ", ".join(f"{each:.1f} times as fast at $m = {m}$" for m, each in gain.items())
    + f". Right, recorded {recorded['date']} with NumPy {machine['NumPy']}, OpenBLAS "
    f"{machine['BLAS'].split(',')[0].split()[-1]} (in its form for {machine['BLAS'].split('kernel ')[1].split(',')[0]} "
    f"processors), one thread of {machine['cores']} cores; PyTorch {recorded['versions']['torch']}.",
    alt="Bars of milliseconds for each rung, lesson 10 at the bottom, on this machine and recorded. Recorded: "
    + "; ".join(
        f"m = {m}: " + ", ".join(f"{name} {times[name]:.3g}" for name in (*RUNGS, "products alone"))
        for m, times in there.items()
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer (of the recording)</summary>
#
# With one example: taking the weight gradients out of the loop, 3.3 times as fast as the rung below. It replaces 50
# small products and 50 sums of whole weight matrices by one product. No temporaries gains 1.8 times more, and the whole
# ladder 17 times. With 128 examples the same rung *loses* a third. The $dz$ of all steps are 13 megabytes there:
# `np.tensordot` first copies them into one long matrix, once for each product, and by then most of them have left the
# processor's cache. In the loop, the $dz$ of the step was still in it. The ladder as a whole gains 3.7 times, nearly
# all of it by float32 and kept memory: the time goes into arithmetic and into moving numbers, not into calls.
#
# PyTorch hands an LSTM in float32 to a library of hand-tuned code. It needs 10 % less time than our layers at $m = 1$,
# 17 % less at 8, and more at 32 and 128. In float64, recorded but not drawn, it takes 6.3 ms at $m = 1$ and 8.9 at 8: 7
# and 5 times as long.
#
# </details>
#
# "Ten times" is a matter of what you compare. The order in which to proceed is not: measure first, then take work out
# of loops, then use smaller numbers, then stop allocating memory.

# %% [markdown]
# ## Half the digits
#
# float32 has 7 digits instead of 16, half the memory, and twice as many numbers in each instruction. Training hardly
# notices. But float64 creeps back in, and then you pay for both. Which of these lines keeps float32?

# %%
half = np.ones(3, dtype=np.float32)
print("half * 2.0              ", (half * 2.0).dtype)
print("half * np.sqrt(2)       ", (half * np.sqrt(2)).dtype)
print("half * float(np.sqrt(2))", (half * float(np.sqrt(2))).dtype)
print("half / np.arange(1, 4)  ", (half / np.arange(1, 4)).dtype)

# %% [markdown]
# A Python number adapts to the array. A NumPy number has its own type: `np.sqrt(2)` is float64. Whole numbers of 64
# bits do not fit into float32 either.
#
# And float32 cannot be checked the way lesson 04 did it. A difference of two nearly equal losses loses most of its 7
# digits:

# %% tags=["hide-input"]
rng = np.random.default_rng(3)
checked = [rng.normal(size=shape) for shape in ((6, 3, 4), (5, 4), (5, 4), (20, 3), (20, 5), (20, 1))]
upstream = rng.normal(size=(6, 5, 4))
due = lstm_layer_backward(upstream, lstm_layer_forward(*checked)[2])["dWa"]
steps_of = np.logspace(-9, 0, 28)
errors = {"float64": [], "float32": []}
for dtype, found in errors.items():
    weights = [each.astype(dtype) for each in checked]
    pull = upstream.astype(dtype)
    for epsilon in steps_of:
        slopes = np.empty_like(due)
        for place in np.ndindex(*due.shape):
            kept, losses = weights[4][place], []
            for sign in (1, -1):
                weights[4][place] = kept + sign * epsilon
                losses.append((lstm_layer_forward(*weights)[0] * pull).sum())
            slopes[place] = (float(losses[0]) - float(losses[1])) / (2 * epsilon)
            weights[4][place] = kept
        found.append(np.linalg.norm(slopes - due) / (np.linalg.norm(slopes) + np.linalg.norm(due)))
fig, (ax,) = figures.panels(width=5.8, height=2.9)
for (dtype, found), style, colour in zip(errors.items(), ("o-", "s--"), figures.CYCLE, strict=False):
    ax.plot(steps_of, found, style, color=colour, markersize=4, label=dtype)
ax.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$", ylabel="relative error of the slopes")
ax.legend(fontsize=9)
least = {dtype: min(found) for dtype, found in errors.items()}
figures.show(
    fig,
    caption="Central differences against the exact $dW_a$ of a small LSTM. The best step leaves an error of "
    f"{least['float64']:.0e} in float64 and of {least['float32']:.0e} in float32. So check your gradients in float64, "
    "then train in float32.",
    alt=f"Two curves shaped like a V over the step. That of float64 has its lowest point, {least['float64']:.0e}, at "
    f"{steps_of[np.argmin(errors['float64'])]:.0e}, that of float32, {least['float32']:.0e}, at "
    f"{steps_of[np.argmin(errors['float32'])]:.0e}.",
)

# %% [markdown]
# ## Break it: memory that is written over
#
# The fast layers keep their memory from call to call. **Predict.** You run one on two texts and keep both results. What
# is in the first?

# %%
from solutions.layers import LSTM

layer = LSTM.from_dict(beginning)
first, _ = layer.forward(one_hot(windows[0][0][:, :1], len(SYMBOLS)))
as_it_was = first.copy()
second, _ = layer.forward(one_hot(windows[1][0][:, :1], len(SYMBOLS)))
print("still what it was:  ", np.array_equal(first, as_it_was))
print("equal to the second:", np.array_equal(first, second))

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=5.8, height=2.7)
t = np.arange(1, WINDOW + 1)
ax.plot(t, as_it_was[:, 0, 0], "-", color=figures.CYCLE[0], label="first, when it was returned")
ax.plot(t, second[:, 0, 0], "-", color=figures.CYCLE[4], linewidth=4, alpha=0.5, label="second")
ax.plot(t, first[:, 0, 0], "--", color=figures.CYCLE[1], label="first, looked at later")
ax.set(xlabel="$t$", ylabel=r"$a^{\langle t\rangle}$, one unit")
ax.legend(fontsize=8.5)
figures.show(
    fig,
    caption="One unit over 25 characters. What was returned first is not a result but a view of the layer's memory: "
    "the second call has written over it.",
    alt="Three curves over 25 steps. The first result, looked at after the second call, lies "
    + ("exactly on the second result." if np.array_equal(first, second) else "apart from the second result."),
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The second text. No error says so, every shape is right, and a training loop, which uses each result before the next
# call, never notices. Code that keeps results, such as a beam search or two directions that share a layer, does. Copy
# what is to outlive the call.
#
# </details>

# %% [markdown] tags=["deeper"]
# ## Deeper: where the numbers lie
#
# In this course time is the first axis, so the numbers of one step lie side by side in memory (*contiguous*). Were time
# the last axis, a step would be scattered over the whole array. The numbers and the calls are the same:

# %%
time_first = np.ones((50, 64, 1))
time_last = np.ones((64, 1, 50))
calls = {
    "time first": lambda: [time_first[t] * time_first[t] for t in range(50)],
    "time last": lambda: [time_last[..., t] * time_last[..., t] for t in range(50)],
}
for name, each in ratios(time_in_turns(calls), "time first").items():
    print(f"{name:10} {each:.2f} times as long as time first")

# %% [markdown] tags=["deeper"]
# ## Deeper: one-hot inputs need no product
#
# `Wx @ x` with a one-hot `x` picks columns of `Wx`: `Wx[:, ids]` gives the same without a multiplication. On the way
# back each picked column gets its gradient added, and here is a trap. A token that occurs twice must get both. Let `g`
# be one row of `dWx`, with four tokens, and `dz` the gradients of three steps:

# %% tags=["hide-input"]
ids, dz = np.array([2, 0, 2]), np.array([1.0, 10.0, 100.0])
lossy, complete = np.zeros(4), np.zeros(4)
lossy[ids] += dz
np.add.at(complete, ids, dz)
print("g[ids] += dz         ", lossy, "  token 2 has lost one of its two gradients")
print("np.add.at(g, ids, dz)", complete)
print("one-hot product      ", np.eye(4)[:, ids] @ dz, "  often the quickest for a small vocabulary")

# %% [markdown]
# ## Gates that do not look back
#
# One thing no trick removes: step $t$ waits for step $t - 1$, because the gates read $a^{<t-1>}$. Feng et al. (2024)
# ask what happens if they do not. Their *minimal GRU* has gates and candidate of the input alone:
#
# $$\Gamma_u = \sigma(W_u x^{<t>} + b_u), \qquad \tilde{c}^{<t>} = W_c x^{<t>} + b_c, \qquad
# c^{<t>} = (1 - \Gamma_u) * c^{<t-1>} + \Gamma_u * \tilde{c}^{<t>}$$
#
# All gates are known before the first step. What is left is $c^{<t>} = k^{<t>} * c^{<t-1>} + n^{<t>}$, and two such
# steps in a row are again one such step. So a *scan* can join neighbours, then neighbours of neighbours (Hillis and
# Steele, 1986): twelve passes for 4,096 steps.


# %%
def scan(keep, new):
    """Return every c[t] = keep[t] * c[t - 1] + new[t], from 0, in log2(T_x) passes."""
    keep, c, reach = keep.copy(), new.copy(), 1
    while reach < len(c):
        c[reach:] += keep[reach:] * c[:-reach]
        keep[reach:] = keep[reach:] * keep[:-reach]
        reach *= 2
    return c


print("a running sum:", scan(np.ones(8), np.ones(8)))

# %% tags=["hide-input"]
STEPS_SHOWN = 16


def scan_frame(passes):
    """Draw which inputs each entry sums up after so many passes."""
    fig, (ax,) = figures.panels(width=6.4, height=2.9)
    t = np.arange(1, STEPS_SHOWN + 1)
    reach = 2**passes
    inside = (t[:, None] - t[None, :] >= 0) & (t[:, None] - t[None, :] < reach)
    ax.imshow(np.where(inside, 0.75, 0.0).T, cmap="viridis", vmin=0, vmax=1, aspect="auto", origin="lower", alpha=0.8)
    ax.set_xticks(range(0, STEPS_SHOWN, 3), t[::3])
    ax.set_yticks(range(0, STEPS_SHOWN, 5), t[::5])
    ax.set(xlabel="$t$ of the memory", ylabel="$t$ of the input")
    ax.set_title(
        f"after {passes} of 4 passes: each memory sums up at most {min(reach, STEPS_SHOWN)} inputs", fontsize=10
    )
    ax.grid(visible=False)
    return fig


figures.animate(
    [scan_frame(passes) for passes in range(5)],
    labels=[f"after {passes} pass{'es' * (passes != 1)}" for passes in range(5)],
    slider="Passes of the scan",
    still=2,
    seconds=1.2,
    caption="Which inputs are in which memory (bright), for 16 steps. Each pass doubles the reach; after four passes "
    "every memory has all inputs up to its own step. The loop would need 16 steps, one after the other.",
    alt="A square table of memories and inputs. At first only its diagonal is bright; after 1, 2, 3 passes bands of 2, "
    "4 and 8 inputs; after 4 the whole triangle on and below the diagonal.",
)

# %% [markdown]
# **Predict.** 4,096 steps, 16 units, the way forward. Does the scan beat the loop with one example? With 32? And a
# network reads bits and has to say, at each step, whether the number of ones so far is odd: can it, if its gates do not
# see what it remembers?

# %% tags=["hide-input"]
from solutions.scan import input_gates, loop_over_time, scan_by_doubling, scan_in_blocks

scans = data.load_recorded("scan")
FORMS = {"minimal, loop": "a loop", "minimal, doubling": "the scan", "minimal, blocks": "a scan in blocks"}
rng = np.random.default_rng(0)
live_scans = {}
for m in (1, 32):
    arrays = [rng.normal(size=shape) / 4 for shape in ((4096, 16, m), (16, 16), (16, 16), (16, 1), (16, 1))]
    forms = zip(FORMS, (loop_over_time, scan_by_doubling, scan_in_blocks), strict=True)
    calls = {name: (lambda form=form, arrays=arrays: form(*input_gates(*arrays))) for name, form in forms}
    live_scans[m] = {name: 1000 * each for name, each in medians(time_in_turns(calls, rounds=3)).items()}
fig, (left, middle, right) = figures.panels(1, 3, width=3.2, height=3.3)
for ax, m in ((left, 1), (middle, 32)):
    kept = scans["results"]["ms forward"][f"n_a = 16, m = {m}"]
    names = ["GRU of lesson 09", "GRU, fast layer", *FORMS]
    ax.bar(np.arange(5), [kept[name] for name in names], 0.65, color=figures.CYCLE[4], alpha=0.6, label="recorded")
    ax.plot(np.arange(2, 5), [live_scans[m][name] for name in FORMS], "D", color=figures.CYCLE[1], label="here")
    for place, name in enumerate(names):
        ax.text(place, kept[name] * 1.08, f"{kept[name]:.3g}", ha="center", fontsize=8)
    ax.set_xticks(
        range(5), ["GRU,\nles. 09", "GRU,\nfast", "min.,\nloop", "min.,\nscan", "min.,\nblocks"], fontsize=7.5
    )
    ax.set(yscale="log", ylim=(1, 700), title=f"$m = {m}$", ylabel="ms forward, 4,096 steps")
    ax.grid(visible=False, axis="x")
left.legend(fontsize=8)
learned = scans["results"]["share right"]["parity"]
kinds = {"GRU": "GRU", "minimal GRU": "minimal", "two minimal GRUs": "two\nminimal"}
for place, kind in enumerate(kinds):
    for shift, T_x, mark in ((-0.15, "16", "o"), (0.15, "32", "^")):
        shares = learned[kind][T_x]
        label = f"{T_x} bits" if place == 0 else None
        colour = figures.CYCLE[0] if T_x == "16" else figures.CYCLE[1]
        right.plot(
            place + shift + np.linspace(-0.09, 0.09, 10),
            shares,
            mark,
            color=colour,
            alpha=0.6,
            markersize=5,
            label=label,
        )
right.axhline(0.5, color=figures.INK, linestyle=":", linewidth=1)
right.set_xticks(range(3), kinds.values(), fontsize=8.5)
right.set(title="odd or even", ylabel="steps right", ylim=(0.45, 1.03))
right.grid(visible=False, axis="x")
right.legend(fontsize=8, loc="lower left")
figures.show(
    fig,
    caption="Left and middle, recorded bars on the machine above, and diamonds measured here: 4,096 steps of 16 units "
    "in float64. Right, recorded, ten seeds each: networks trained on 16 bits, asked on 16 and on 32; dotted: "
    "guessing.",
    alt="Recorded milliseconds: "
    + "; ".join(
        f"m = {m}: "
        + ", ".join(f"{name} {ms:.3g}" for name, ms in scans["results"]["ms forward"][f"n_a = 16, m = {m}"].items())
        for m in (1, 32)
    )
    + ". Right, shares of steps right: "
    + "; ".join(
        f"{kind} {min(learned[kind][T_x]):.2f} to {max(learned[kind][T_x]):.2f} on {T_x} bits"
        for kind in kinds
        for T_x in ("16", "32")
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer (recorded)</summary>
#
# With one example yes: 107 ms for the GRU of lesson 09, 27 for that of the fast layers, 6.5 for the minimal one in a
# loop, 3.5 by the scan, 1.9 in blocks (two short loops; Blelloch, 1990). The larger steps come before the scan: fast
# code, and then gates that are one product for all steps. With 32 the scan takes 198 ms and the plain loop 42: it does
# more than ten times the arithmetic, and there arithmetic is what you pay for. Feng et al. (2024) measure on a graphics
# card, where many processors share each pass, and gain more.
#
# The price is in what can be learned. Read 1, 1, 1, ... with one minimal layer: gate and candidate are the same at
# every step, so each memory moves towards its candidate and never back. No readout of it can say odd, even, odd, even
# for long. The GRU learns it in 10 of 10 seeds and holds it on twice the length; one minimal layer comes to 0.60 to
# 0.67, two to 0.80 to 0.96, and both fall on longer strings. To remember the first bit, all three learn in 10 of 10.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a text in disorder
#
# The training below reads the windows that `lm_batches` of lesson 07 cuts. `hunt_lm_batches` has one mistake in it.
# Below, one stream is put together again from its windows. Fix it (at most three words or symbols need to change), set
# `bug`, and run the picture again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.language_model_training import lm_batches as hunt_lm_batches

# %% tags=["hide-input"]
hunt_text = "the quick brown fox jumps over the lazy dog"
hunt_ids = np.array([ord(character) for character in hunt_text])
hunt_lines = []
for name, cut in (("lm_batches", lm_batches), ("hunt_lm_batches", hunt_lm_batches)):
    cut_up = cut(hunt_ids, 2, 6)  # 21 steps: the last window has 3
    for part, which in (("reads", 0), ("predicts", 1)):
        pieces_of = ["".join(map(chr, pair[which][:, 0])) for pair in cut_up]
        hunt_lines.append(f"{name:16} {part:9} {'|'.join(pieces_of)}"[:76])
alike = sum(a[16:] == b[16:] for a, b in zip(hunt_lines[:2], hunt_lines[2:], strict=True))
figures.show(
    figures.written_text([*hunt_lines[:2], "", *hunt_lines[2:]], columns=76),
    caption="The first of two streams of a text, in windows of 6 characters, as `lm_batches` and as `hunt_lm_batches` "
    "cut it: what is read, and what is to be predicted. A bar is the end of a window. Once the function is fixed, "
    "both blocks agree.",
    alt="Two blocks of two lines, by lm_batches and by the function in the hunt: the characters that are read and "
    f"those that are to be predicted. {alike} of 2 lines agree.",
)

# %%
check(hunt_lm_batches)

# %% [markdown]
# ## Build it: a training step
#
# A model has many arrays, and Adam treats every number alike. So keep them all in one vector $\theta$: the parts are
# *views*, and the update is a few calls, however many arrays there are.
#
# Write `train_step_fast`: loss and gradients with your two functions, one step of Adam over the vector, nothing changed
# in place. Given are `views(theta, shapes)` and `softmax_cross_entropy(scores, targets)`, which returns the loss and
# the gradient of the scores.
#
# <details><summary>Hint 1: the idea</summary>
#
# Take `theta` apart, run forward from zeros, make the scores, go back. Then join the gradients in the order of
# `shapes`.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Scores of all steps: `p["Wy"] @ a + p["by"]`. $dW_y$ is again a sum over steps and examples. Count the step before you
# use it: the first is 1. $10^{-8}$ is added to the root, not under it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `start = np.zeros_like(theta, shape=(n_a, m))`; `loss, dscores = softmax_cross_entropy(scores, targets)`;
# `grads = lstm_layer_backward(p["Wy"].T @ dscores, cache)`; add `dWy` and `dby`;
# `g = np.concatenate([grads["d" + name].ravel() for name in shapes])`; then `mean`, `square` and `theta` as in the
# docstring.
#
# </details>

# %% tags=["exercise"]
from solutions.make_it_fast import train_step_fast

# %% [markdown]
# **By hand:** all parameters 0, so all scores are equal, and with two classes the loss is $\log 2 = 0.6931$. Only
# $b_y$ gets a gradient. The first step of Adam moves it by the learning rate, 0.01, towards the right class.

# %%
tiny = {"Wx": (4, 1), "Wa": (4, 1), "b": (4, 1), "Wy": (2, 1), "by": (2, 1)}
theta = np.zeros(16)
x, targets = np.ones((3, 1, 1)), np.ones((3, 1), dtype=int)
loss, moved, _ = train_step_fast(theta, adam_begin(theta), tiny, x, targets, 0.01)
print(f"loss {loss:.4f}, by {views(moved, tiny)['by'].ravel().round(4)}")

# %%
check(train_step_fast)

# %% [markdown]
# ## Use it: the long run
#
# The character model of the first figure, with your step. First, is it the same training? The losses of the first five
# steps, with the functions of lesson 10 and with yours:


# %%
def my_step(parameters, dtype, lr=0.01):
    """Return a function that takes your step, and what it trains."""
    parts = dict(zip(("Wx", "Wa", "b"), stack_gates(parameters), strict=True))
    theta, shapes = joined(parts | {"Wy": parameters["Wy"], "by": parameters["by"]})
    now = {"theta": theta.astype(dtype), "state": adam_begin(theta.astype(dtype))}

    def step(X, Y):
        x = one_hot(X, len(SYMBOLS)).astype(dtype)
        loss, now["theta"], now["state"] = train_step_fast(now["theta"], now["state"], shapes, x, Y, lr)
        return loss

    return step, now, shapes


steps = {"lesson 10": lesson_10_step(beginning, 0.01)}
steps |= {f"yours, {dtype}": my_step(beginning, dtype)[0] for dtype in ("float64", "float32")}
for name, step in steps.items():
    print(f"{name:15}", *(f"{step(*pair):.10f}" for pair in windows[:5]))

# %% [markdown]
# Equal to the last digit in float64, and to about seven in float32. Now let it run, a few seconds of processor time:

# %%
step, model, shapes = my_step(beginning, "float32")
ends, losses = train_for(step, windows, 7)
race["yours, float32"] = ends, losses
print(f"{WINDOW * M * len(ends) / ends[-1]:,.0f} characters a second, {len(ends):,} steps")

# %% tags=["hide-input"]
from textwrap import wrap

trained = views(model["theta"], shapes)
N_TEST = 250
X_test, Y_test = lm_batches(data.prose_ids(prose.test), 64, N_TEST)[0]


def perplexity(p):
    """Return the perplexity on held-out prose, each stream read from an empty memory."""
    x = one_hot(X_test, len(SYMBOLS)).astype(np.float32)
    empty = np.zeros((UNITS, x.shape[2]), np.float32)
    a, _, _ = lstm_layer_forward(x, empty, empty, p["Wx"], p["Wa"], p["b"])
    return np.exp(softmax_cross_entropy(p["Wy"] @ a + p["by"], Y_test)[0])


def write(p, length, rng, tau=0.6):
    """Draw characters one after the other."""
    a = c = np.zeros((UNITS, 1), np.float32)
    symbol, text = SYMBOLS.numbers["\n"], []
    for _ in range(length):
        x = one_hot(np.array([[symbol]]), len(SYMBOLS)).astype(np.float32)
        all_a, all_c, _ = lstm_layer_forward(x, a, c, p["Wx"], p["Wa"], p["b"])
        a, c = all_a[0], all_c[0]
        scores = ((p["Wy"] @ a + p["by"]) / tau)[:, 0].astype(float)
        chances = np.exp(scores - scores.max())
        symbol = int(rng.choice(len(chances), p=chances / chances.sum()))
        text.append(SYMBOLS.symbols[symbol])
    return [piece for line in "".join(text).split("\n") for piece in wrap(line, 80)]


characters = WINDOW * M * len(ends)
figures.show(
    draw_race(race, "the same LSTM, text and start"),
    caption=f"The first figure again, with your step. In {ends[-1]:.0f} seconds it has read {characters:,} characters, "
    f"{speed(race['yours, float32']):,.0f} a second. For as many, lesson 10 at its speed above takes "
    f"{characters / speed(race['lesson 10']):.0f} seconds. Perplexity on held-out prose: "
    f"{perplexity(trained):.1f}.",
    alt="Loss curves over steps, where they lie on one another, and over seconds. Yours ends after "
    f"{len(losses):,} steps at a loss of {smooth(losses)[-1]:.2f}.",
)
figures.show(
    figures.written_text(write(trained, 420, np.random.default_rng(1))[:6], columns=80, rows=6),
    caption="What it writes after these seconds.",
    alt="Six lines of text that the network has drawn, letter by letter.",
)

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import math
# import torch
#
# lstm, k = torch.nn.LSTM(1, 1), math.log(3)
# ours = torch.tensor([[0.0], [k], [-k], [k]])  # o, f, i, c
# with torch.no_grad():
#     for p in lstm.parameters():
#         p.zero_()
#     lstm.weight_ih_l0.copy_(ours[[2, 1, 3, 0]])  # i, f, c, o
# a, _ = lstm(torch.ones(2, 1, 1), (torch.zeros(1, 1, 1), torch.full((1, 1, 1), 2.0)))
# a[-1].sum().backward()
# print([round(number, 4) for number in lstm.weight_ih_l0.grad[[3, 1, 0, 2]].flatten().tolist()])
# ```
#
# ```text
# [0.2251, 0.0567, 0.0248, 0.0149]
# ```
#
# The `dWx` that you worked out above. PyTorch stacks the gates too, in another order, and keeps the weights of input
# and activation apart, as you do. Its loop is compiled: there is no Python between the steps. And the same lines run on
# a graphics card if you have one.

# %% [markdown]
# ## What you should remember
#
# 1. A call has a price. With few examples you pay for calls, with many for arithmetic and memory. Measure before you
#    change anything.
# 2. Only what step $t$ needs of step $t - 1$ belongs in the loop. The gradients of the weights come after it, in one
#    product.
# 3. float32 halves the memory. Check gradients in float64, and watch for numbers that turn an array back into it.
# 4. Kept memory is fast and is written over: copy what is to outlive the next call.
# 5. Gates that read the input alone turn the loop into a scan. That pays for one long sequence, and costs what only a
#    gate that sees the state can learn.

# %% [markdown] tags=["question"] question_id="explain-make-it-fast" points=3
# **Explain it: slow in production.** A service runs a small LSTM written as in lesson 10, forward and back, one user at
# a time. A colleague stacks the four gates, converts the weights to float32 and multiplies them by `np.sqrt(1 / n_a)`.
# The time hardly changes. Where does the time go, why did neither change help, and what would you do first, and how
# would you know that it helped? They then switch to a layer that keeps its memory, and the answers that they store for
# a report at the end of the day are all the same. What has happened?

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Find your own rung: profile `lstm_layer_backward` with `%timeit` on its lines. Does one call of tanh for all gates
#   pay? ($\sigma(z) = \frac{1}{2} + \frac{1}{2}\tanh\frac{z}{2}$.)
# - Put 2 for 1 in the cell at the top that sets the threads, restart the kernel, and measure the ladder again.
# - Train with `layers_step` for as long as with yours. How much lower is the loss?
# - Write the way back of the minimal GRU. It is a scan too, from the end.
#
# Papers: Feng et al. (2024), *Were RNNs all we needed?* Hillis and Steele (1986), *Data parallel algorithms*. Blelloch
# (1990), *Prefix sums and their applications*. Kingma and Ba (2015), *Adam: a method for stochastic optimization*.
