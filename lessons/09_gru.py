# %% [markdown]
# # 09 GRU: gates that keep
#
# Lesson 08 ended with ten networks that could not name the first of 60 symbols. The simple RNN rewrites its whole state
# at every step, and little is left of what it read long ago. A *gated recurrent unit* (GRU) decides for each unit and
# each step whether to write or to keep. You build it, forward and backward, and choose how long it remembers.
#
# **You write** five functions of two to fifteen lines: `gru_simplified_cell`, `gru_cell_forward`, `gru_forward`,
# `gru_cell_backward` and `update_bias_for_half_life`.
#
# **You need** lessons 03 and 04 (the way back, masks) and lesson 08 (why gradients vanish). Their functions are ready
# in `given/`.
#
# **It takes** about 110 to 150 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import sigmoid, softmax
from solutions.backpropagation_through_time import numerical_gradient, rnn_backward, rnn_cell_backward
from solutions.gradient_checking import rnn_backward_masked
from solutions.gradient_flow import gradient_norm_profile
from solutions.gru_backward import gru_backward
from solutions.initialisation import gru_start, orthogonal_start
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

figures.use_course_style()

# %% tags=["hide-input"]
recorded = data.load_recorded("gru_memory")
SEEDS = len(recorded["seeds"])
latch = {kind: found for kind, found in recorded["results"]["latch"].items() if kind in ("RNN", "GRU, chrono")}
solved = {kind: sum(share > 0.95 for share in found["right"]) for kind, found in latch.items()}
names = {"RNN": "simple RNN", "GRU, chrono": "GRU"}
left_over = {kind: np.array(found["spread"]) for kind, found in latch.items()}  # (seeds, T)
fig, (ax,) = figures.panels(width=6.4, height=3.3)
for (kind, spreads), style, colour in zip(
    left_over.items(), ("--", "-"), (figures.CYCLE[1], figures.CYCLE[0]), strict=True
):
    t = np.arange(1, spreads.shape[1] + 1)
    ax.fill_between(t, spreads.min(axis=0), spreads.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    ax.plot(
        t, np.median(spreads, axis=0), style, color=colour, label=f"{names[kind]}: {solved[kind]} of {SEEDS} solve it"
    )
ax.set(yscale="log", ylim=(1e-4, 30), xlim=(1, 60), xlabel="$t$", ylabel="what the first symbol still changes")
ax.legend(loc="lower left")
figures.show(
    fig,
    caption="The *latch* task of lesson 08: one of four symbols, 58 distractors, and at step 60 the question of which "
    "it was. After training, four sequences that differ in their first symbol alone are read: how far apart are the "
    "states? (Relative to the first step; the GRU starts with biases for long memories, see below; medians and ranges "
    f"of {SEEDS} networks of 24 units, 200 updates, recorded.) Apart is not yet solved: one simple RNN still has "
    f"{left_over['RNN'][:, -1].max():.2f} at $t=60$, and its predictions are no better than guessing.",
    alt="Two bands over t from 1 to 60 on a logarithmic axis. Medians: "
    + "; ".join(
        f"{names[kind]} {np.median(s[:, 9]):.2g} at t = 10, {np.median(s[:, 29]):.2g} at 30 and "
        f"{np.median(s[:, -1]):.2g} at 60"
        for kind, s in left_over.items()
    )
    + ".",
)

# %% [markdown]
# ## Remember
#
# 1. A gradient goes one step back through a simple RNN. By what is it multiplied?
# 2. Why does clipping not help a gradient that vanishes?
# 3. What does a masked step do to the state, and what to the gradient?
#
# <details><summary>Answers</summary>
#
# 1. By the slopes $1 - (a^{<t>})^2$ and by $W_{aa}^\top$, at every step again.
# 2. It multiplies the gradients of all steps by one factor of at most 1.
# 3. The state stays as it is, and the gradient passes unchanged (lesson 04). A gate does this by degrees.
#
# </details>

# %% [markdown]
# ## See it: a memory and a gate
#
# The state of a GRU is called $c$, for *memory cell*. At each step the cell makes a proposal, the *candidate*
# $\tilde{c}^{<t>}$, and the *update gate* $\Gamma_u$, a number between 0 and 1, says how much of it is written:
#
# $$c^{<t>} = \Gamma_u * \tilde{c}^{<t>} + (1 - \Gamma_u) * c^{<t-1>}$$
#
# Let the memory be 0.8 and the candidate $-0.4$. With $\Gamma_u = 0$ (a gate that is *shut*) the memory stays 0.8;
# with 1 (*open*) it becomes $-0.4$; with 0.25 it becomes $0.25 \cdot (-0.4) + 0.75 \cdot 0.8 = 0.5$.

# %%
for Gu in (0.0, 0.25, 1.0):
    c = 0.8
    for _ in range(5):
        c = Gu * -0.4 + (1 - Gu) * c
    print(f"gate {Gu}: after one step {Gu * -0.4 + (1 - Gu) * 0.8:.2f}, after five {c:.3f}")

# %% [markdown]
# ## The equation: one gate
#
# Gate and candidate read the same column, the old memory with the input below it. Each has its own weights. A
# sigmoid makes the gate, since it must lie between 0 and 1.
#
# $$\Gamma_u = \sigma(W_u [c^{<t-1>}; x^{<t>}] + b_u) \qquad \tilde{c}^{<t>} = \tanh(W_c [c^{<t-1>}; x^{<t>}] + b_c)$$

# %% tags=["hide-input"]
figures.shape_table(
    [
        ("x^{<t>}", "xt", "(n_x, m)", "the input of one time step"),
        ("c^{<t-1>}", "c_prev", "(n_a, m)", "the old memory"),
        (r"\tilde{c}^{<t>}", "c_tilde", "(n_a, m)", "the candidate: what may be written"),
        (r"\Gamma_u", "Gu", "(n_a, m)", "the update gate: a share for each unit of each example"),
        (r"\Gamma_r", "Gr", "(n_a, m)", "the reset gate, from the full cell on"),
        ("W_u, W_r, W_c", "Wu, Wr, Wc", "(n_a, n_a + n_x)", "act on the old memory and the input"),
        ("b_u, b_r, b_c", "bu, br, bc", "(n_a, 1)", "biases"),
    ]
)
figures.show(
    figures.gru_cell(reset=False),
    caption="The simplified cell. The memory runs straight through it; the gate decides how much of it is kept, "
    r"$1-\Gamma_u$, and how much of the candidate is added. ($\odot$ is the product of entries.)",
    alt="A cell: the line of the memory c runs from left to right, first through a product, then through a sum. Below, "
    "a sigmoid makes the gate from the old memory and the input; one minus the gate goes up to the product. A tanh "
    "makes the candidate, which is multiplied by the gate and goes up to the sum.",
)

# %% [markdown]
# **Predict.** How does $c^{<t>}$ move if $c^{<t-1>}$ is nudged and the gate is nearly shut? Compare it with the simple
# RNN.
#
# <details><summary>Answer</summary>
#
# By nearly the same amount: on the straight line the factor is $1 - \Gamma_u$, without a matrix and without a tanh. At
# $\Gamma_u = 0.01$ sixty steps leave $0.99^{60} = 0.55$ of a gradient. The simple RNN multiplies by $W_{aa}^\top$ and a
# slope at every step.
#
# </details>

# %% [markdown]
# ## Build it: the cell with one gate
#
# Write `gru_simplified_cell`. It returns the new memory.
#
# <details><summary>Hint 1: the idea</summary>
#
# Stack the old memory and the input once; two layers read the stack, one through tanh and one through a sigmoid. Then
# mix.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $[c^{<t-1>}; x^{<t>}]$ has $n_a + n_x$ rows, the memory on top. The products $\Gamma_u * \tilde{c}^{<t>}$ and
# $(1 - \Gamma_u) * c^{<t-1>}$ multiply entry by entry.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `joined = np.concatenate([c_prev, xt])`, `Gu = sigmoid(parameters["Wu"] @ joined + parameters["bu"])`, the candidate
# likewise with `np.tanh`, and last the mixture.
#
# </details>

# %% tags=["exercise"]
from solutions.gru import gru_simplified_cell

# %% [markdown]
# **By hand:** weights 0 and $b_u = -\log 3$ give $\Gamma_u = 1 / (1 + 3) = 0.25$. With $\tanh(b_c) = -0.4$ the numbers
# are those from above: 0.5.

# %%
toy = {"Wu": np.zeros((1, 2)), "Wc": np.zeros((1, 2))}
toy |= {"bu": np.array([[-np.log(3)]]), "bc": np.arctanh([[-0.4]])}
print(gru_simplified_cell(np.array([[1.0]]), np.array([[0.8]]), toy))

# %%
check(gru_simplified_cell)

# %% [markdown]
# ## The full cell: what the candidate may see
#
# A second gate, the *reset gate* $\Gamma_r$, decides how much of the old memory the candidates read. Where it is shut,
# that entry is hidden from all of them, as if the sequence had begun here. The update gate decides what is written.
#
# $$\Gamma_r = \sigma(W_r [c^{<t-1>}; x^{<t>}] + b_r) \qquad
# \tilde{c}^{<t>} = \tanh(W_c [\Gamma_r * c^{<t-1>}; x^{<t>}] + b_c)$$
#
# The prediction reads the new memory: $\hat y^{<t>} = \mathrm{softmax}(W_y c^{<t>} + b_y)$.

# %% tags=["hide-input"]
figures.animate(
    figures.gru_cell_frames(),
    labels=[*figures.GRU_PARTS, "the whole cell"],
    slider="Part of the cell",
    seconds=1.5,
    caption="The GRU, part by part, each with its equation. In this course a gate of 1 overwrites and a gate of 0 "
    "keeps; the reset gate acts before the weights.",
    alt="The cell with two gates, both made by a sigmoid from the old memory and the input. The reset gate multiplies "
    "the old memory on its way to the tanh of the candidate. The update gate multiplies the candidate, and one minus "
    "it multiplies the old memory; the sum of both is the new memory, which also leads up to the prediction. The parts "
    "light up in this order: " + ", ".join(figures.GRU_PARTS) + ".",
)

# %% [markdown]
# **Predict.** With both gates wide open, $\Gamma_u = \Gamma_r = 1$, what does the GRU become? And with $\Gamma_u = 0$?
#
# <details><summary>Answer</summary>
#
# With both open, $c^{<t>} = \tanh(W_c [c^{<t-1>}; x^{<t>}] + b_c)$: the simple RNN of lesson 02. With $\Gamma_u = 0$
# nothing happens: $c^{<t>} = c^{<t-1>}$, whatever is read.
#
# </details>

# %% [markdown]
# ## Build it: the cell with two gates
#
# Write `gru_cell_forward`. It returns the new memory, the prediction and the cache
# `(c_next, c_prev, c_tilde, Gu, Gr, xt, parameters)`, in this order: your step back and some figures read it.
#
# <details><summary>Hint 1: the idea</summary>
#
# Both gates read the same stack. The candidate needs a second stack, in which the memory has been through the reset
# gate and the input has not.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# First $\Gamma_r * c^{<t-1>}$, then $W_c$: a product of entries is not the same before a matrix as after it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `c_tilde = np.tanh(Wc @ np.concatenate([Gr * c_prev, xt]) + bc)`, with the weights read from `parameters`. The rest is
# as in the simplified cell; then `softmax(Wy @ c_next + by)`.
#
# </details>

# %% tags=["exercise"]
from solutions.gru import gru_cell_forward

# %% [markdown]
# **By hand:** $\Gamma_u = 0.25$ as before, $\Gamma_r = \sigma(0) = 0.5$, and $W_c = [1, 0]$: the candidate is
# $\tanh(0.5 \cdot 0.8) = 0.380$ and the memory $0.25 \cdot 0.380 + 0.75 \cdot 0.8 = 0.695$.

# %%
toy |= {"Wr": np.zeros((1, 2)), "br": np.zeros((1, 1)), "Wc": np.array([[1.0, 0.0]]), "bc": np.zeros((1, 1))}
toy |= {"Wy": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
c_next, yt_pred, _ = gru_cell_forward(np.array([[1.0]]), np.array([[0.8]]), toy)
print("memory", c_next.round(4), "  prediction", yt_pred[:, 0].round(3))

# %%
check(gru_cell_forward)

# %% [markdown]
# ### Other books, other gates
#
# | | update gate of 1 | reset gate acts |
# |---|---|---|
# | this course, Ng (2018), Chung et al. (2014) | overwrites | before the product with $W_c$ |
# | Cho et al. (2014) | keeps | before or after: versions of the paper differ |
# | PyTorch | keeps | after the product |
#
# The first difference is one of names: change the sign of $W_u$ and $b_u$. The second is not. PyTorch computes
# $\tanh(W x^{<t>} + b + \Gamma_r * (V c^{<t-1>} + b'))$, so that all products with the memory can be one large one,
# which is faster. No weights turn one variant into the other: before the product, the sum of one unit meets the reset
# gates of all units; after it, one gate only. They agree where each unit reads its own memory alone, or all share one
# gate. Before you copy parameters or a formula, see which variant they belong to: the wrong one runs too.

# %% [markdown]
# ## Build it: the loop
#
# Write `gru_forward`: the loop of lesson 02 with your cell, a starting memory and a mask.
#
# <details><summary>Hint 1: the idea</summary>
#
# One memory is handed from step to step. At a masked step hand on the one that came in.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $c^{<t>}$ is the cell's where `mask[t]` is True and $c^{<t-1>}$ where it is False, column by column. Keep the memory
# after this choice, and the cell's prediction and cache as they are: one a step, masked or not.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# In the loop: `c_next, yt_pred, cache = gru_cell_forward(x[t], c_prev, parameters)`, then
# `c_prev = np.where(mask[t], c_next, c_prev)`; append three things. At the end `np.stack` two of the lists.
#
# </details>

# %% tags=["exercise"]
from solutions.gru import gru_forward

# %% [markdown]
# **By hand:** the unit from above, three steps, the second masked: 0.695, again 0.695, and then
# $0.25 \tanh(0.5 \cdot 0.695) + 0.75 \cdot 0.695 = 0.605$.

# %%
three = np.array([[True], [False], [True]])
print(gru_forward(np.ones((3, 1, 1)), np.array([[0.8]]), toy, three)[0].ravel().round(3))

# %%
check(gru_forward)

# %% [markdown]
# ## The way back: four ways to the old memory
#
# The old memory is read in four places, so its gradient is a sum of four. Let $z_u$, $z_r$ and $z_c$ be what the two
# sigmoids and the tanh are applied to. What comes back to them is:
#
# $$dz_c = dc^{<t>} * \Gamma_u * (1 - (\tilde{c}^{<t>})^2) \qquad
# dz_u = dc^{<t>} * (\tilde{c}^{<t>} - c^{<t-1>}) * \Gamma_u * (1 - \Gamma_u)$$
#
# $$dz_r = (W_c^\top dz_c)_{\text{memory}} * c^{<t-1>} * \Gamma_r * (1 - \Gamma_r)$$
#
# A sigmoid has the slope $\Gamma (1 - \Gamma)$. The update gate multiplies the candidate by $\Gamma_u$ and the memory
# by $1 - \Gamma_u$: hence the difference. "Memory" means the first $n_a$ rows, those that $W_c$ got from
# $\Gamma_r * c^{<t-1>}$.

# %% tags=["hide-input"]
figures.animate(
    figures.gru_way_frames(),
    labels=list(figures.GRU_WAYS),
    slider="Way of the gradient to the old memory",
    seconds=1.5,
    caption=r"Four ways from $dc^{<t>}$ to $dc^{<t-1>}$. The first meets no weight and no slope, only $1-\Gamma_u$. "
    "(In this course a gate of 1 overwrites.)",
    alt="The GRU cell drawn faintly, with one way of the gradient at a time from the right to the left: along the line "
    "of the memory; down through the candidate's tanh and the product with the reset gate; down through the update "
    "gate; through the candidate and then the reset gate. All meet at the old memory.",
)

# %% [markdown]
# ## Build it: one step back
#
# Write `gru_cell_backward`. The weights' gradients follow lesson 03: what came back to a sum, times what the weight
# acted on.
#
# <details><summary>Hint 1: the idea</summary>
#
# First $dz_c$ and $dz_u$. Send $dz_c$ through $W_c^\top$: the upper rows belong to $\Gamma_r * c^{<t-1>}$, the lower
# ones to the input. Now $dz_r$ can be computed. Then collect.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dc^{<t-1>} = (1 - \Gamma_u) * dc^{<t>} + \Gamma_r * (W_c^\top dz_c)_{\text{memory}} + (W_u^\top dz_u +
# W_r^\top dz_r)_{\text{memory}}$. The input gets the lower rows of all three. $dW_u$ and $dW_r$ pair with
# $[c^{<t-1>}; x^{<t>}]$, $dW_c$ with $[\Gamma_r * c^{<t-1>}; x^{<t>}]$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `_, c_prev, c_tilde, Gu, Gr, xt, p = cache` and `n_a = len(c_prev)`. `from_candidate = p["Wc"].T @ dz_c` and
# `from_gates = p["Wu"].T @ dz_u + p["Wr"].T @ dz_r`; slices `[:n_a]` and `[n_a:]` of both. A bias gets
# `dz.sum(axis=1, keepdims=True)`.
#
# </details>

# %% tags=["exercise"]
from solutions.gru import gru_cell_backward

# %% [markdown]
# **By hand:** the unit from above, $dc^{<t>} = 1$. Past the gates comes 0.75. $dz_c = 0.25 \cdot (1 - 0.380^2) =
# 0.214$, and through the candidate comes half of it, 0.107; $W_u$ and $W_r$ are 0. Together 0.857. And
# $dz_u = (0.380 - 0.8) \cdot 0.25 \cdot 0.75 = -0.079$.

# %%
_, _, cache = gru_cell_forward(np.array([[1.0]]), np.array([[0.8]]), toy)
step = gru_cell_backward(np.ones((1, 1)), cache)
print({name: step[name].item() for name in ("dc_prev", "dbc", "dbu", "dbr")})

# %%
check(gru_cell_backward)

# %% [markdown]
# ## Given: the loop back
#
# `gru_backward(da, caches, mask, cell_backward)` is the loop of lesson 04 with another cell; these are its lines:
#
# ```python
# for t in reversed(range(len(caches))):
#     dc_next = da[t] + dc_prev
#     step = cell_backward(np.where(mask[t], dc_next, 0), caches[t])
#     dc_prev = np.where(mask[t], step["dc_prev"], dc_next)
# ```
#
# What arrives is the gradient of the step's own prediction plus that of the later steps. A masked cell is given zeros,
# and the gradient passes it unchanged. The cell is an argument because nothing else changes from cell to cell. Is your
# step right inside it? Nudge every number of $W_u$ and compare.

# %%
rng = np.random.default_rng(0)
p = gru_start(2, 3, 2, rng=rng)
x, c0, da = rng.normal(size=(6, 2, 4)), rng.normal(size=(3, 4)), rng.normal(size=(6, 3, 4))
mask = rng.random((6, 4)) < 0.7
_, _, caches = gru_forward(x, c0, p, mask)
yours = gru_backward(da, caches, mask, gru_cell_backward)["dWu"]
nudged = numerical_gradient(lambda Wu: np.sum(da * gru_forward(x, c0, p | {"Wu": Wu}, mask)[0]), p["Wu"].copy())
print(f"largest difference {np.abs(yours - nudged).max():.1e}, largest entry {np.abs(nudged).max():.2f}")

# %% [markdown]
# ## Break it: close one way
#
# **Predict.** Forty steps, one loss at the end, an update gate with a bias of $-4$. Close one of the four ways at every
# step. Which one do the early steps miss?

# %% tags=["hide-input"]
FAR = 40
rng = np.random.default_rng(1)
kept_long = gru_start(8, 24, 4, bu=-4.0, rng=rng)
x_far, _ = data.latch_task(16, length=FAR, rng=rng)
_, _, caches_far = gru_forward(x_far, np.zeros((24, 16)), kept_long, np.ones((FAR, 16), dtype=bool))
arriving = rng.normal(size=(24, 16))


def shares_of(dc, cache):
    """Return what comes to the old memory by each of the four ways, by your own step back."""
    _, c_prev, c_tilde, Gu, Gr, _, p = cache
    n_a, back = len(c_prev), gru_cell_backward(dc, cache)
    dz_c = dc * Gu * (1 - c_tilde**2)
    dz_u = dc * (c_tilde - c_prev) * Gu * (1 - Gu)
    through_u, through_c = (p["Wu"].T @ dz_u)[:n_a], Gr * (p["Wc"].T @ dz_c)[:n_a]
    past = (1 - Gu) * dc
    return past, through_c, through_u, back["dc_prev"] - past - through_c - through_u


def norms_without(closed):
    """Return the norms of the gradient at steps FAR to 1, with one way closed at every step."""
    dc, norms = arriving, [1.0]
    for cache in caches_far[:0:-1]:
        dc = sum(share for way, share in enumerate(shares_of(dc, cache)) if way != closed)
        norms.append(np.linalg.norm(dc) / np.linalg.norm(arriving))
    return np.array(norms)


ways = ("past the gates", "through the candidate", "through the update gate", "through the reset gate")
lines = {"none closed": norms_without(None)} | {f"closed: {way}": norms_without(k) for k, way in enumerate(ways)}
fig, (ax,) = figures.panels(width=6.4, height=3.4)
for (name, norms), style, colour in zip(lines.items(), ("-", "-", "--", ":", "-."), figures.CYCLE, strict=False):
    label = f"{name}: {norms[-1]:.3f} at $t=1$" if norms[-1] > 1e-3 else name
    ax.plot(range(FAR, 0, -1), norms, style, color=colour, label=label, linewidth=2.4 if name == "none closed" else 1.6)
ax.set(yscale="log", ylim=(1e-12, 10), xlabel="$t$", ylabel=r"$\|\partial L/\partial c^{\langle t\rangle}\|$, relative")
ax.legend(loc="center left")
figures.show(
    fig,
    caption="The gradient on its way back from $t=40$ through an untrained GRU, by your step back. Without the way "
    "past the gates it is gone after a few steps; the other four curves lie on one another.",
    alt="Five curves over t on a logarithmic axis, all 1 at t = 40. At t = 35 and t = 1: "
    + "; ".join(f"{name} {norms[5]:.1g} and {norms[-1]:.1g}" for name, norms in lines.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The way past the gates. The other three contain $\Gamma_u$, which is about 0.02 here, so they carry little at each
# step. That is how the GRU keeps a gradient alive: not by better weights, but by a way round them.
#
# </details>

# %% [markdown]
# ## Build it: the half-life
#
# How long does a memory last if its gate sees nothing but its bias and the candidate adds nothing? Each step leaves
# $1 - \sigma(b_u)$. The *half-life* is the number of steps after which half is left:
#
# $$\big(1 - \sigma(b_u)\big)^{\text{steps}} = \tfrac{1}{2}$$
#
# Write `update_bias_for_half_life`: the bias for a given half-life.
#
# <details><summary>Hint 1: the idea</summary>
#
# First find the share that is left after *one* step. Then find the bias whose gate leaves it.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The share is $s = 0.5^{1/\text{steps}}$. From $1 - \sigma(b_u) = s$ follows $b_u = \log\frac{1 - s}{s}$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `left = 0.5 ** (1 / steps)`, and then `np.log((1 - left) / left)`. For one step: $\log 1 = 0$.
#
# </details>

# %% tags=["exercise"]
from solutions.gru import update_bias_for_half_life

# %% [markdown]
# **By hand:** half-life 1: the gate is 0.5, the bias 0. Half-life 2: $s = \sqrt{0.5} = 0.707$, the bias
# $\log(0.293 / 0.707) = -0.881$. A bias of 0, the usual start, halves a memory at every step.

# %%
for steps in (1, 2, 10, 60):
    print(f"half-life {steps:2}: bias {update_bias_for_half_life(steps):6.3f}")

# %%
check(update_bias_for_half_life)

# %% [markdown]
# **Predict.** The gate sees its input too, and the input is noise with mean 0. Does the memory last as long as the bias
# says, longer, or shorter?

# %% tags=["hide-input"]
HALF_LIVES, DRIVES = (1, 2, 5, 10, 20, 50, 100), (0.0, 1.0, 2.0, 4.0)
rng = np.random.default_rng(2)
noise = rng.normal(size=(1500, 1, 40))


def memory_left(half_life, drive):
    """Return the share that is left over time in 40 runs of your simplified cell; W_u reads noise of that size."""
    p = {"Wu": np.array([[0.0, drive]]), "bu": np.array([[update_bias_for_half_life(half_life)]])}
    p |= {"Wc": np.zeros((1, 2)), "bc": np.zeros((1, 1))}
    c = [np.ones((1, 40))]
    for xt in noise[: 15 * half_life]:
        c.append(gru_simplified_cell(xt, c[-1], p))
    return np.array(c)[:, 0]


def measured(curves):
    """Return the median of the times at which half is left, read off between two steps."""
    below = np.argmax(curves < 0.5 + 1e-12, axis=0)
    before, after = (np.log2(np.take_along_axis(curves, k[None], axis=0)[0]) for k in (below - 1, below))
    return np.median(below - 1 + (-1 - before) / (after - before))


curves = {(L, drive): memory_left(L, drive) for L in HALF_LIVES for drive in DRIVES}
lasts = {key: measured(found) for key, found in curves.items()}


def half_life_frame(L):
    """Draw the memory over time for one half-life, and all half-lives measured against predicted."""
    fig, (left, right) = figures.panels(1, 2, width=3.8, height=3.2)
    for drive, style, colour in zip(DRIVES, ("-", "--", "-.", ":"), figures.CYCLE, strict=False):
        left.plot(np.median(curves[L, drive], axis=1)[:121], style, color=colour, label=f"{drive:.0f}")
        right.plot(
            HALF_LIVES, [lasts[each, drive] for each in HALF_LIVES], style, color=colour, marker="o", markersize=3
        )
        right.plot(L, lasts[L, drive], "o", color=colour, markersize=8)
    left.axhline(0.5, color=figures.INK, linewidth=0.8)
    left.axvline(L, color=figures.INK, linewidth=0.8)
    left.set(xlim=(0, 120), ylim=(0, 1.02), xlabel="steps", ylabel="share of the memory left")
    left.legend(title="standard devia-\ntion of $W_u x$")
    right.set(xscale="log", yscale="log", xlabel="half-life predicted from $b_u$", ylabel="half-life measured")
    return fig


figures.animate(
    [half_life_frame(L) for L in HALF_LIVES],
    labels=[f"half-life {L}, bias {update_bias_for_half_life(L):.2f}" for L in HALF_LIVES],
    still=HALF_LIVES.index(20),
    slider="Half-life that the bias is made for",
    caption=r"Left: what is left of a memory; the thin lines cross at half of it, after the predicted time. Right: "
    r"measured against predicted. With a gate that sees its bias alone all points are on the diagonal; the more the "
    r"input drives the gate, the shorter the memory. ($\Gamma_u = 1$ overwrites.)",
    alt="Left, falling curves of the memory, one for each strength of the input. Right, lines of measured over "
    "predicted half-life. For a predicted half-life of 100: "
    + ", ".join(f"{lasts[100, drive]:.0f} at strength {drive:.0f}" for drive in DRIVES)
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Shorter. Noise opens the gate as often as it shuts it further, but a gate that is nearly shut cannot shut much more,
# while one wide opening writes over the memory. The bias sets the longest memory that a noisy gate can have. Training
# can then make the gate deaf to what does not matter.
#
# </details>

# %% [markdown]
# ## Use it: the latch
#
# Now the task that ten simple RNNs could not learn: 60 steps, four symbols. Your functions give the gradients; Adam and
# clipping are those of lesson 07.


# %%
def latch_gradients(p, x, y):
    """Return the share of right answers at the last step, and the gradients of all parameters."""
    T, _, m = x.shape
    mask = np.ones((T, m), dtype=bool)
    c, y_pred, caches = gru_forward(x, np.zeros((len(p["bu"]), m)), p, mask)
    dz_y = (y_pred[-1] - np.eye(4)[:, y]) / m
    da = np.zeros_like(c)
    da[-1] = p["Wy"].T @ dz_y  # only the last step has a loss
    back = gru_backward(da, caches, mask, gru_cell_backward)
    back |= {"dWy": dz_y @ c[-1].T, "dby": dz_y.sum(axis=1, keepdims=True)}
    return np.mean(y_pred[-1].argmax(axis=0) == y), {"d" + name: back["d" + name] for name in p}


# %%
def train_latch(p, gradients, seed, updates=200, length=60):
    """Train on fresh sequences; return the parameters and the share of right answers at each update."""
    rng, adam, right = np.random.default_rng(seed), adam_start(p), []
    for _ in range(updates):
        x, y = data.latch_task(24, length=length, rng=rng)
        share, grads = gradients(p, x, y)
        p, adam = adam_step(p, clip_gradients(grads, 1.0), adam, 0.01)
        right.append(share)
    return p, np.array(right)


# %% [markdown]
# **Predict.** Three networks: a simple RNN, a GRU with $b_u = 0$, and a GRU with a half-life of 60. Which of them learn
# it?

# %%
start = np.random.default_rng(3)
patient = gru_start(8, 24, 4, bu=update_bias_for_half_life(60), rng=start)
hasty = gru_start(8, 24, 4, bu=0.0, rng=start)
patient, patient_right = train_latch(patient, latch_gradients, seed=4)
hasty, hasty_right = train_latch(hasty, latch_gradients, seed=4)

# %% tags=["hide-input"]


def rnn_latch_gradients(p, x, y):
    """Return the same of a simple RNN."""
    m = x.shape[2]
    a, y_pred, caches = rnn_forward(x, np.zeros((len(p["ba"]), m)), p)
    dz_y = (y_pred[-1] - np.eye(4)[:, y]) / m
    da = np.zeros_like(a)
    da[-1] = p["Wya"].T @ dz_y
    back = rnn_backward(da, caches) | {"dWya": dz_y @ a[-1].T, "dby": dz_y.sum(axis=1, keepdims=True)}
    return np.mean(y_pred[-1].argmax(axis=0) == y), {"d" + name: back["d" + name] for name in p}


simple, simple_right = train_latch(orthogonal_start(8, 24, 4, rng=start), rnn_latch_gradients, seed=4)
x_shown, y_shown = data.latch_task(200, length=60, rng=np.random.default_rng(5))
_, _, caches_shown = gru_forward(x_shown, np.zeros((24, 200)), patient, np.ones((60, 200), dtype=bool))
gates = np.array([cache[3] for cache in caches_shown])  # (T, n_a, m): the update gates
order = np.argsort(gates[0].mean(axis=1))
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
curves_of = {"simple RNN": simple_right, "GRU, bias 0": hasty_right, "GRU, half-life 60": patient_right}
for (name, shares), style, colour in zip(
    curves_of.items(), ("--", ":", "-"), (figures.CYCLE[1], figures.CYCLE[2], figures.CYCLE[0]), strict=False
):
    left.plot(np.convolve(shares, np.ones(10) / 10, mode="valid"), style, color=colour, label=name)
left.axhline(0.25, color=figures.INK, linestyle=":", linewidth=1)
left.set(ylim=(0, 1.05), xlabel="update", ylabel="share of right answers (mean of 10)")
left.legend(loc="center right")
image = right.imshow(
    gates.mean(axis=2).T[order], aspect="auto", cmap="viridis", vmin=0, vmax=0.5, extent=(0.5, 60.5, 24, 0)
)
right.set(xlabel="$t$", ylabel="unit", yticks=[])
right.grid(visible=False)
fig.colorbar(image, ax=right, label=r"$\Gamma_u$ (1 would overwrite)")
late = slice(29, 59)  # long after the symbol
memories, candidates = (np.array([cache[k] for cache in caches_shown])[late] for k in (1, 2))
agree = np.mean((memories * candidates > 0)[gates[late] > 0.2])
counts = recorded["results"]["latch"]
kinds = {
    "RNN": "simple RNN",
    "GRU": "GRU with bias 0",
    "GRU, chrono": "GRU with biases drawn for memories of 1 to 59 steps",
}
kinds["PyTorch"] = "PyTorch's GRU with biases drawn in the same way"
figures.show(
    fig,
    caption="Left: three networks learn to name the first of 60 symbols. Right: the update gates of the GRU that "
    f"learned it, mean of 200 sequences: {gates[0].mean():.2f} on average at the first step, {gates[late].mean():.2f} "
    f"from step 30 on. Where a gate is above 0.2 then, candidate and memory have the same sign in {agree:.0%} of "
    "cases. "
    f"Recorded, 200 updates, how many of {SEEDS} solve it: "
    + "; ".join(f"{kinds[name]}: {sum(s > 0.95 for s in found['right'])}" for name, found in counts.items())
    + ".",
    alt="Left, three curves: "
    + "; ".join(f"{name} ends at {shares[-30:].mean():.2f}" for name, shares in curves_of.items())
    + f". Right, 24 rows of update gates over 60 steps, dark at the first, mean {gates[0].mean():.2f}; later some are "
    f"brighter, mean {gates[late].mean():.2f} from step 30 on, at most {gates[late].mean(axis=(0, 2)).max():.2f}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# In this budget only the patient one. A gate is no cure by itself: with $b_u = 0$ half of every memory is gone after
# each step, and so is half of the gradient on the straight way; $0.5^{59}$ is practically zero. The bias gives the
# gradient a way before anything has been learned.
#
# Did you expect gates that open for the symbol and shut for the rest? This network found another way. It writes the
# symbol faintly, and later opens some gates to write it again: their candidates repeat what the memory says. That
# fits the first figure, where the curve of the GRU rises.
#
# </details>

# %% [markdown]
# ## Use it: slower time
#
# Play a film at half speed: the story is the same, and everything to be remembered lies twice as many steps back.
# Tallec and Ollivier (2018) show that a network that can adapt to such a *time warp* must have gates, and that the bias
# sets its time scale. They propose the *chrono* start: $b_u = -\log u$ for each unit, $u$ drawn evenly from 1 to
# $T - 1$. Such a unit keeps $1/e$ of a memory for about $u$ steps, and half of it for about $0.7u$.
#
# **Predict.** The latch with 15 steps, each of them shown once, twice or four times, the same number of updates. Which
# network fails first?

# %% tags=["hide-input"]
warp = recorded["results"]["warp"]
fig, axes = figures.panels(1, 3, width=2.7, height=3.1, sharey=True)
titles = {"RNN": "simple RNN", "GRU": "GRU, bias 0", "GRU, chrono": "GRU, chrono bias"}
scatter = np.random.default_rng(0)
wins = {kind: [sum(share > 0.95 for share in warp[w][kind]) for w in warp] for kind in (*titles, "PyTorch")}
for ax, (kind, title), colour in zip(
    axes, titles.items(), (figures.CYCLE[1], figures.CYCLE[2], figures.CYCLE[0]), strict=True
):
    for place, w in enumerate(warp):
        ax.plot(place + scatter.uniform(-0.15, 0.15, SEEDS), warp[w][kind], "o", color=colour, alpha=0.5, markersize=6)
        ax.text(place, 1.08, f"{wins[kind][place]}/{SEEDS}", ha="center", fontsize=9)
    ax.axhline(0.25, color=figures.INK, linestyle=":", linewidth=1)
    ax.set_xticks(range(len(warp)), [f"×{w}" for w in warp])
    ax.set(title=title, xlabel="time warp", ylim=(0, 1.18), xlim=(-0.5, 2.5))
axes[0].set_ylabel("share of right answers")
figures.show(
    fig,
    caption=f"Recorded: {SEEDS} networks of 24 units for each point, 200 updates. Above: how many solve the task. "
    "Dotted: guessing. PyTorch's GRU with the chrono bias: "
    + ", ".join(f"{n}/{SEEDS} at ×{w}" for n, w in zip(wins["PyTorch"], warp, strict=True))
    + ".",
    alt="Three panels of dots, right answers over the time warp 1, 2 and 4. Solved: "
    + "; ".join(f"{title} {', '.join(map(str, wins[kind]))}" for kind, title in titles.items())
    + f" of {SEEDS}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The simple RNN and the GRU with bias 0, about equally early: at ×2 the first solves it in 2 of 10 runs, the second in
# 3. So what makes the difference within this budget is not the gate, but the gate with a fitting bias. The chrono start
# must know roughly how long a memory has to last; here $T$ tells it.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a profile that lies
#
# How far does a gradient reach in a simple RNN before training? `hunt_gradient_norm_profile` should measure it, as in
# lesson 08, and has one mistake. The figure shows what it says, beside what is right.

# %% tags=["hunt"]
from solutions.gradient_flow import gradient_norm_profile as hunt_gradient_norm_profile

# %% tags=["hide-input"]
x_hunt, y_hunt = data.latch_task(32, length=60, rng=np.random.default_rng(6))
rnn_start = orthogonal_start(8, 24, 4, rng=np.random.default_rng(7))
_, y_pred_hunt, caches_hunt = rnn_forward(x_hunt, np.zeros((24, 32)), rnn_start)
g_hunt = rnn_start["Wya"].T @ (y_pred_hunt[-1] - np.eye(4)[:, y_hunt]) / 32
fig, (ax,) = figures.panels(width=6.0, height=3.0)
t = np.arange(1, 61)
ax.plot(t, gradient_norm_profile(g_hunt, caches_hunt), color=figures.CYCLE[0], label="right")
ax.plot(
    t, hunt_gradient_norm_profile(g_hunt, caches_hunt), "o", color=figures.CYCLE[1], markersize=4, label="in the hunt"
)
ax.set(yscale="log", xlabel="$t$", ylabel=r"$\|\partial L/\partial a^{\langle t\rangle}\|$")
ax.legend()
figures.show(
    fig,
    caption="The gradient on its way back from $t=60$ in an untrained simple RNN. Once the function is fixed, the dots "
    "lie on the line.",
    alt="A line, the right norms over t from 1 to 60 on a logarithmic axis, and a dot for each norm that the function "
    "in the hunt returns.",
)

# %%
check(hunt_gradient_norm_profile)

# %% [markdown]
# ## Hunt the bug: a masked way back
#
# The given loop back was made from `rnn_backward_masked` of lesson 04. `hunt_rnn_backward_masked` has one mistake in
# it. The figure compares its gradients with the right ones, for an example with two pauses.

# %% tags=["hunt"]
from solutions.gradient_checking import rnn_backward_masked as hunt_rnn_backward_masked

# %% tags=["hide-input"]
rng = np.random.default_rng(8)
pauses = np.array([[t not in (4, 5, 6, 11, 12)] for t in range(1, 15)])
rnn_hunt = orthogonal_start(8, 24, 4, rng=rng)
_, _, caches_hunt = rnn_forward_masked(rng.normal(size=(14, 8, 1)), np.zeros((24, 1)), rnn_hunt, pauses)
da_hunt = rng.normal(size=(14, 24, 1))
due, found = (back(da_hunt, caches_hunt, pauses) for back in (rnn_backward_masked, hunt_rnn_backward_masked))
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.0)
for way, style, colour, name in ((due, "-", figures.CYCLE[0], "right"), (found, "o", figures.CYCLE[1], "in the hunt")):
    left.plot(range(1, 15), np.linalg.norm(way["dx"], axis=1)[:, 0], style, color=colour, label=name, markersize=5)
for t in np.flatnonzero(~pauses[:, 0]) + 1:
    left.axvspan(t - 0.5, t + 0.5, color=figures.INK, alpha=0.12, linewidth=0)
left.set(xlabel="$t$", ylabel=r"$\|\partial L/\partial x^{\langle t\rangle}\|$")
left.legend()
right.axline((0, 0), slope=1, color=figures.CYCLE[0])
right.plot(due["dWaa"].ravel(), found["dWaa"].ravel(), "o", color=figures.CYCLE[1], markersize=3)
right.set(xlabel="entry of $dW_{aa}$, right", ylabel="in the hunt")
figures.show(
    fig,
    caption="Left: the gradient of the input at every step; masked steps are grey. Right: the entries of $dW_{aa}$. "
    "Once the function is fixed, all dots lie on the lines.",
    alt="Left, a line of the right norms over t and a dot for each one of the function in the hunt, with grey bands at "
    "the masked steps. Right, a dot for each entry of the gradient of W_aa, and the line of agreement.",
)

# %%
check(hunt_rnn_backward_masked)

# %% [markdown]
# ## Use it: what a prediction looks back at
#
# Two character models were trained on Python's help texts, as in lesson 07: a simple RNN and a GRU, 64 units each, the
# same text, windows and number of updates. How far back does each look? Madsen (2019) paints the *connectivity*: take
# the score of the likeliest next character and ask how much each character read before could move it, the norm of the
# score's gradient with respect to $x^{<t>}$.

# %%
gru, rnn = data.load_gru_prose_models()


def connectivity(ids):
    """Return the norm of dz/dx at each step, z being the largest score after the last character."""
    x = one_hot(ids, 97)  # (T, 97, m)
    T, _, m = x.shape
    mask = np.ones((T, m), dtype=bool)
    c, y_pred, caches = gru_forward(x, np.zeros((64, m)), gru, mask)
    da = np.zeros_like(c)
    da[-1] = gru["Wy"][y_pred[-1].argmax(axis=0)].T  # the gradient of that score
    dx = gru_backward(da, caches, mask, gru_cell_backward)["dx"]
    return np.linalg.norm(dx, axis=1)


# %% [markdown]
# **Predict.** After a character inside a word, or after the space behind it: where does a prediction look farther back?

# %% tags=["hide-input"]


def rnn_connectivity(ids):
    """Return the same of the simple RNN."""
    x = one_hot(ids, 97)
    a, y_pred, caches = rnn_forward(x, np.zeros((64, x.shape[2])), rnn)
    da = np.zeros_like(a)
    da[-1] = rnn["Wya"][y_pred[-1].argmax(axis=0)].T
    return np.linalg.norm(rnn_backward(da, caches)["dx"], axis=1)


models = {"simple RNN": rnn_connectivity, "GRU": connectivity}
LINE = "The names that a function assigns to are local, unless they are declared global."
ids = data.prose_ids("\n" + LINE)
stops = [
    LINE.index(word) + len(word) for word in ("fun", "function", "assigns", "assigns ", "unl", "unless ", "global")
]
links = {stop: {name: find(ids[: stop + 1, None])[1:, 0] for name, find in models.items()} for stop in stops}


def painted(stop):
    """Paint the line for a prediction after `stop` characters, once for each model."""
    rows, values = [], []
    for name in models:
        shares = np.log10(links[stop][name] / links[stop][name].max())
        rows += [f"{name:10} {LINE[:stop]}"]
        values += [[0.0] * 11 + list(-np.clip(1 + shares / 3, 0, 1))]
    before = LINE[:stop].split(" ")[-1]
    title = f"what the prediction after {f'“{before}”' if before else 'the space'} looks back at"
    return figures.written_text(rows, values, columns=len(LINE) + 11, rows=2, title=title)


beyond = {stop: {name: found[:-5].sum() / found.sum() for name, found in links[stop].items()} for stop in stops}
figures.animate(
    [painted(stop) for stop in stops],
    labels=[f"after “{LINE[max(0, stop - 9) : stop]}”" for stop in stops],
    still=stops.index(LINE.index("unless ") + 7),
    slider="Place of the prediction",
    seconds=1.5,
    caption="How much each character could move the score of the likeliest next one. The colour is logarithmic: full "
    "for the character that could move it most, half at a thirtieth of that, none at a thousandth. The line was "
    "written for this lesson.",
    alt="A line of text twice, once for each model, its characters painted. Share of the whole that lies more than "
    "five characters back: "
    + "; ".join(
        f"after “{LINE[max(0, stop - 6) : stop]}” RNN {of['simple RNN']:.0%}, GRU {of['GRU']:.0%}"
        for stop, of in beyond.items()
    )
    + ".",
)

# %% tags=["hide-input"]
CONTEXT, PLACES = 60, 400
rng = np.random.default_rng(9)
stream = data.prose_ids(data.load_prose().test)
ends = rng.integers(CONTEXT, len(stream) - 1, size=PLACES)
contexts = np.stack([stream[end - CONTEXT : end] for end in ends], axis=1)
starts_word = stream[ends - 1] == data.PROSE_SYMBOLS.numbers[" "]
reach = {name: find(contexts)[::-1] for name, find in models.items()}  # (distance, place)
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.2)
for (name, found), style, colour in zip(reach.items(), ("--", "-"), (figures.CYCLE[1], figures.CYCLE[0]), strict=True):
    shares = found / found.sum(axis=0)
    left.plot(range(CONTEXT), shares.mean(axis=1), style, color=colour, label=name)
    for group, mark, inside in ((starts_word, "o", colour), (~starts_word, "s", "none")):
        right.plot(
            range(30),
            1 - np.cumsum(shares[:, group].mean(axis=1))[:30],
            style,
            color=colour,
            marker=mark,
            markersize=5,
            markerfacecolor=inside,
            markevery=(0 if mark == "o" else 2, 4),
            label=f"{name}, {'after a space' if mark == 'o' else 'elsewhere'}",
        )
left.set(yscale="log", xlabel="characters back", ylabel="share of the connectivity")
right.set(xlabel="$k$, characters back", ylabel="share that lies beyond $k$", ylim=(0, 1))
left.legend()
right.legend(fontsize=7.5)
far_share = {
    name: {
        kind: (found / found.sum(axis=0))[11:][:, group].sum(axis=0).mean()
        for kind, group in (("after a space", starts_word), ("elsewhere", ~starts_word))
    }
    for name, found in reach.items()
}
figures.show(
    fig,
    caption=f"The same at {PLACES} places of the test topics. Left: the mean share that lies so many characters back. "
    "Right: what lies beyond $k$, where the character before is a space (the prediction begins a word) and elsewhere.",
    alt="Left, two falling curves on a logarithmic axis. Right, four falling curves. More than ten characters back lie "
    + "; ".join(
        f"{name} {of['after a space']:.0%} after a space and {of['elsewhere']:.0%} elsewhere"
        for name, of in far_share.items()
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# In neither place: more than ten characters back lie 16 % of the GRU's connectivity after a space and 15 % elsewhere,
# and 2 % and 4 % of the simple RNN's. What does matter is the model. From one character to the next the simple RNN's
# falls to about 0.7 at first, and to 0.86 from 20 to 30 back; the GRU's begins alike and then levels off, at 0.93.
#
# </details>

# %% [markdown]
# ## How good is it?
#
# Perplexity on the test topics; 64 units, 160,000 characters read ten times. The same number of units does not mean
# the same number of parameters: where the simple RNN has $W_{ax}$ and $W_{aa}$, the GRU has three pairs like that.

# %% tags=["hide-input"]
gru_prose = data.load_recorded("gru_prose")
of_gru, of_rnn = gru_prose["results"], data.load_recorded("prose_units")["results"]["trained"]["perplexity"]
bands = {
    "simple RNN (lesson 07), 10 seeds": of_rnn,
    "GRU, ours, 5 seeds": of_gru["ours"],
    "GRU, PyTorch, 5 seeds": of_gru["PyTorch"],
}
prose = data.load_prose()
train_ids, test_ids = data.prose_ids(prose.train), data.prose_ids(prose.test)
for name, n in (("pairs of characters", 2), ("three characters", 3)):
    print(f"{'counts of ' + name:34} {np.exp(data.counted_loss([train_ids], [test_ids], n, n_symbols=97)):.2f}")
numbers = {kind: sum(value.size for value in model.values()) for kind, model in (("RNN", rnn), ("GRU", gru))}
print(f"parameters: simple RNN {numbers['RNN']:,}, GRU {numbers['GRU']:,}")
for name, found in bands.items():
    print(f"{name:34} {min(found):.2f} to {max(found):.2f}")

# %% [markdown]
# The worst GRU is better than the best simple RNN, and PyTorch's is about as good as ours. Whether that is due to the
# gates or to the 2.2 times as many parameters, this comparison does not say.

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
#
# gru = torch.nn.GRU(input_size=1, hidden_size=1)
# with torch.no_grad():
#     for weight, values in zip(gru.parameters(), ([0, 0, 0], [0, 0, 1], [0, 0, 0], [0, 0, 0]), strict=True):
#         weight.copy_(torch.tensor(values).reshape(weight.shape))  # rows: reset, update, candidate
#     gru.bias_ih_l0[1] = torch.tensor(3.0).log()  # its update gate keeps: 0.75
# c, _ = gru(torch.ones(1, 1, 1), torch.tensor([[[0.8]]]))
# print(f"memory {c.item():.4f}")
# ```
#
# ```text
# memory 0.6950
# ```
#
# One unit, so both places of the reset give the same: your example by hand. The bias of the update gate has the other
# sign. PyTorch starts with small random biases: a half-life of about one step. It calls the memory $h$, hidden state.

# %% [markdown]
# ## What you should remember
#
# 1. The update gate mixes: $c^{<t>} = \Gamma_u * \tilde{c}^{<t>} + (1 - \Gamma_u) * c^{<t-1>}$; here 1 overwrites.
# 2. The gradient has a way past all weights and slopes. On it each step multiplies by $1 - \Gamma_u$.
# 3. The bias of the update gate sets how long a memory lasts before training: choose it for the task.
# 4. A gate that starts half open forgets as fast as a simple RNN.
# 5. The reset gate decides what the candidate sees. Where it acts and what a gate of 1 means differ from book to book.

# %% [markdown] tags=["question"] question_id="explain-gru" points=2
# **Explain it: the gate and the bias.** A colleague replaces a simple RNN by a GRU with $b_u = 0$, for a task in
# which a symbol must be kept for 60 steps. It learns nothing, "so gates do not help". What happens to the gradient of
# the first step, and why does $b_u = -4$ change that? They now set $b_u = -15$, "to be safe". What goes wrong?

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - In `patient`, use a half-life of 2, 5 or 6000. Which of them learn within 200 updates?
# - Draw the reset gates of `patient` as the update gates were drawn. Does the task need them? Set $b_r = 10$ and see.
# - Write PyTorch's variant of your cell and compare both on the latch.
#
# Papers: Cho et al. (2014), *Learning phrase representations using RNN encoder-decoder for statistical machine
# translation*. Chung et al. (2014), *Empirical evaluation of gated recurrent neural networks on sequence modeling*.
# Tallec and Ollivier (2018), *Can recurrent neural networks warp time?* Madsen (2019), *Visualizing memorization in
# RNNs*. Ng (2018), *Sequence models*.
