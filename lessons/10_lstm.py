# %% [markdown]
# # 10 LSTM: a memory of its own
#
# The GRU of lesson 09 shows all it remembers. The LSTM keeps a memory $c$ that nothing outside sees, and decides at
# each step what to forget, what to write and what to show. You build it, forward and backward, and then read its
# memory off a plot: it counts, it remembers, and it finds out when to forget.
#
# **You write** five functions of four to twenty lines: `lstm_cell_forward`, `lstm_forward`, `lstm_cell_backward`,
# `lstm_backward` and `init_lstm`.
#
# **You need** lesson 04 (the way back through a masked sequence), lesson 08 (why gradients vanish) and lesson 09
# (gates). What you wrote there is ready in `given/`.
#
# **It takes** about 120 to 170 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import sigmoid, softmax
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.clipping import clip_by_global_norm
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step
from solutions.sequence_data import one_hot

figures.use_course_style()

# %% tags=["hide-input"]
counter = data.load_counter()


def memory_of(text, parameters):
    """Return memory, activation (T, n_a) and prediction (T, n_y) while a trained LSTM reads a text, in plain NumPy."""
    a = c = np.zeros_like(parameters["bf"])
    kept = []
    for symbol in text:
        z = np.concatenate([a, np.eye(3)[:, [data.COUNTING_SYMBOLS.index(symbol)]]])
        f, i, o = (1 / (1 + np.exp(-parameters[f"W{gate}"] @ z - parameters[f"b{gate}"])) for gate in "fio")
        c = f * c + i * np.tanh(parameters["Wc"] @ z + parameters["bc"])
        a = o * np.tanh(c)
        kept.append((c[:, 0], a[:, 0], (parameters["Wy"] @ a + parameters["by"])[:, 0]))
    return (np.array(part) for part in zip(*kept, strict=True))


N_SHOWN = 40
memory, _, scores = memory_of("." + "a" * N_SHOWN + "b" * N_SHOWN, counter)
ends = np.flatnonzero(scores[N_SHOWN + 1 :].argmax(axis=1) == 0) + 1
fig, (ax,) = figures.panels(width=7.0, height=3.2)
t = np.arange(1, len(memory) + 1)
ax.axvspan(2, 11, color=figures.INK, alpha=0.15, linewidth=0)
ax.text(6.5, memory.min(), "longest\nin training", ha="center", va="bottom", fontsize=8.5)
for unit, style in enumerate(("-", "--")):
    ax.plot(t, memory[:, unit], style, color=figures.colour_of("c"), label=f"unit {unit + 1}")
ax.axvline(N_SHOWN + 1.5, color=figures.INK, linewidth=0.8, linestyle=":")
ax.text(N_SHOWN + 0.5, memory.min(), "a", ha="right", va="bottom")
ax.text(N_SHOWN + 2.5, memory.min(), "b", ha="left", va="bottom")
ax.set(xlabel="$t$", ylabel=r"$c^{\langle t\rangle}$")
ax.legend(loc="center left", bbox_to_anchor=(0.18, 0.25))
figures.show(
    fig,
    caption=f"The memory of a trained LSTM with two units that reads {N_SHOWN} times a, then {N_SHOWN} times b. It was "
    "trained on strings of at most 10 and 10 (shaded), and has to say when the string is over. Unit 1 counts: about 1 "
    f"down at each a and 1 up at each b, far beyond what it has seen. When it is back at 0, after {ends[0]} b, the "
    "network says that the string is over. Unit 2 does not count: it stays near 0 over the shaded steps, and from then "
    "on falls by about 1 at every symbol.",
    alt=f"Two lines over {len(memory)} steps. Unit 1 goes down in a straight line to {memory[N_SHOWN, 0]:.1f} while a "
    f"is read, turns at the first b and comes back up in a straight line to {memory[-1, 0]:.1f}. Unit 2 stays near 0 "
    f"up to about step 10, then goes down to {memory[N_SHOWN, 1]:.1f} at the last a and on to {memory[-1, 1]:.1f}.",
)

# %% [markdown]
# ## Remember
#
# 1. In lesson 09, what does $\Gamma_u$ do with the old memory, and what with the candidate?
# 2. Going back through a simple RNN, what multiplies the gradient at every step?
# 3. A quantity is used in two places. What is its gradient?
#
# <details><summary>Answers</summary>
#
# 1. It mixes them: $\Gamma_u$ times the candidate plus $1 - \Gamma_u$ times the old memory.
# 2. The slope of tanh and $W_{aa}^\top$ (lesson 08), so it shrinks or grows exponentially.
# 3. The sum of what comes back from both.
#
# </details>

# %% [markdown]
# ## See it: a sum can count, a mixture cannot
#
# The GRU's memory is a mixture, so it never leaves the range from -1 to 1. The LSTM uses two gates that know nothing of
# each other: $\Gamma_f$ says how much of the old memory stays, $\Gamma_i$ how much of the candidate is added. Set both
# to 1, and let the candidate be 1 for an a and -1 for a b:

# %%
c = 0
for symbol in "aaabbb":
    c_tilde = 1 if symbol == "a" else -1
    c = 1 * c + 1 * c_tilde
    print(symbol, "c =", c)

# %% [markdown]
# No mixture gives 3. (Weiss et al. (2018) find that LSTMs learn to count and GRUs do not.)
#
# ## The equation
#
# With $z = [a^{<t-1>}; x^{<t>}]$, one below the other, and $*$ for the product of entries (a dot in a circle in the
# figures):
#
# $$\Gamma_f = \sigma(W_f\, z + b_f), \qquad \Gamma_i = \sigma(W_i\, z + b_i), \qquad \Gamma_o = \sigma(W_o\, z + b_o)$$
#
# $$\tilde{c}^{<t>} = \tanh(W_c\, z + b_c), \qquad
# c^{<t>} = \Gamma_f * c^{<t-1>} + \Gamma_i * \tilde{c}^{<t>}, \qquad a^{<t>} = \Gamma_o * \tanh(c^{<t>})$$
#
# $$\hat{y}^{<t>} = \mathrm{softmax}(\as{W_ya}{W_y}\, a^{<t>} + b_y)$$

# %% tags=["hide-input"]
figures.animate(
    figures.lstm_cell_frames(),
    labels=[*figures.LSTM_PARTS, "the whole cell"],
    slider="Part of the cell",
    seconds=1.6,
    caption="The LSTM, part by part, each beside its equation. Compare the GRU of lesson 09: the line of the memory "
    "with one product and one sum is the same. New are a gate for each of these two, and a second line below, the "
    "activation: what $\\Gamma_o$ shows of the memory. Gates and candidate read the activation, not the memory.",
    alt="A cell with two lines that run through. Above, the memory c passes a product with the forget gate and a sum "
    "with the candidate times the update gate. Below, the activation a feeds three gates and the candidate, together "
    "with the input x. At the right, the new memory goes through tanh and a product with the output gate and becomes "
    "the new activation, from which the prediction is made. Each part in turn is lit, and its equation with it.",
)

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"\plain{z}", "joined", "(n_a + n_x, m)", "old activation above, input below"),
        (r"\Gamma_f, \Gamma_i, \Gamma_o", "Gf, Gi, Go", "(n_a, m)", "forget, update and output gate, between 0 and 1"),
        (r"\tilde{c}^{<t>}", "c_tilde", "(n_a, m)", "the candidate: what may be written"),
        ("c^{<t>}", "c_next", "(n_a, m)", "the memory; any number"),
        ("a^{<t>}", "a_next", "(n_a, m)", "the activation: what others see, between -1 and 1"),
        (r"W_f, W_i, W_c, W_o", "Wf, Wi, Wc, Wo", "(n_a, n_a + n_x)", "what gates and candidate read"),
        (r"b_f, b_i, b_c, b_o", "bf, bi, bc, bo", "(n_a, 1)", "their biases"),
    ]
)

# %% [markdown]
# **Predict.** Which gates, open or shut, make a unit (1) keep its memory for ever, (2) forget and take the candidate,
# (3) keep a secret?
#
# <details><summary>Answer</summary>
#
# (1) $\Gamma_f = 1$, $\Gamma_i = 0$. (2) $\Gamma_f = 0$, $\Gamma_i = 1$. (3) $\Gamma_o = 0$: the memory stays, and
# neither the prediction nor any gate sees it.
#
# </details>

# %% [markdown]
# ## Build it: one step
#
# Write `lstm_cell_forward`. The gate that writes is the *update gate*, as in lesson 09; its letter is $i$, since most
# texts say *input gate*. Return the cache in the order of the docstring: your way back will read it.
#
# <details><summary>Hint 1: the idea</summary>
#
# Join once, then four products: three sigmoids and a tanh. Two lines of arithmetic follow. The tanh around the new
# memory is a second one, apart from the candidate's.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.concatenate([a_prev, xt])` is $z$: in this order, since the first $n_a$ columns of each weight belong to the
# activation. The prediction is made from the *new* activation.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `Gf = sigmoid(p["Wf"] @ joined + p["bf"])`, the others alike; `c_next = Gf * c_prev + Gi * c_tilde`;
# `a_next = Go * np.tanh(c_next)`; then `softmax`.
#
# </details>

# %% tags=["exercise"]
from solutions.lstm import lstm_cell_forward

# %% [markdown]
# **By hand:** one unit, input 1, all weights multiples of $\log 3$, because $\sigma(\log 3) = 3/4$ and
# $\tanh(\log 3) = 4/5$. So $\Gamma_f = 0.75$, $\Gamma_i = 0.25$, $\tilde{c} = 0.8$, $\Gamma_o = 0.5$. From $c = 2$ the
# memory becomes $0.75 \cdot 2 + 0.25 \cdot 0.8 = 1.7$, and $a = 0.5 \tanh 1.7 = 0.4677$.

# %%
by_hand = {f"b{gate}": np.zeros((1, 1)) for gate in "fico"} | {"Wy": np.ones((2, 1)), "by": np.zeros((2, 1))}
by_hand |= {f"W{gate}": np.array([[0, k * np.log(3)]]) for gate, k in {"f": 1, "i": -1, "c": 1, "o": 0}.items()}
one, zero = np.ones((1, 1)), np.zeros((1, 1))
a, c, _, _ = lstm_cell_forward(one, zero, 2 * one, by_hand)
print(f"c = {c.item():.4f}, a = {a.item():.4f}")

# %%
check(lstm_cell_forward)

# %% [markdown]
# ## Build it: a sequence
#
# Write `lstm_forward`. Two things run from step to step, and both stand still where the mask is False. Keep the cache
# of every step, as the cell returned it.
#
# <details><summary>Hint 1: the idea</summary>
#
# The loop of lesson 04 with a second state. What a masked step computes is thrown away, for both.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $a^{<t>}$ is the cell's where the mask is True, else $a^{<t-1>}$; the same for $c^{<t>}$. A row of the mask, $(m,)$,
# lines up with the columns of $(n_a, m)$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_prev = np.where(valid, a_next, a_prev)`, the same for `c_prev`; append both, the prediction and the cache to four
# lists; `np.stack` the first three.
#
# </details>

# %% tags=["exercise"]
from solutions.lstm import lstm_forward

# %% [markdown]
# **By hand:** the counter from above, as an LSTM. Biases of 50 hold all gates at 1, and the candidate is
# $\tanh(\pm 20) = \pm 1$.

# %%
counts = {f"W{gate}": np.zeros((1, 3)) for gate in "fio"} | {"Wc": np.array([[0.0, 20.0, -20.0]])}
counts |= {f"b{gate}": np.full((1, 1), 50.0) for gate in "fio"} | {
    "bc": zero,
    "Wy": np.ones((2, 1)),
    "by": by_hand["by"],
}
x_ab = one_hot(np.array([[0, 0, 0, 1, 1]]).T, 2)  # a a a b b
everywhere = np.ones((5, 1), dtype=bool)
a, c, _, caches = lstm_forward(x_ab, zero, zero, counts, everywhere)
print("c:", c.ravel().round(3))
print("a:", a.ravel().round(3))

# %%
check(lstm_forward)

# %% [markdown]
# ## What the forget gate keeps
#
# Left alone, with $\Gamma_i = 0$, a memory is multiplied by $\Gamma_f$ at every step. After $k$ steps $\Gamma_f^k$ of
# it is left. **Predict.** Which bias $b_f$ leaves half of it after 30 steps?

# %% tags=["hide-input"]
STEPS, WRITTEN = 60, (2, 17, 32)
pulses = np.zeros((STEPS, 1, 1))
pulses[list(WRITTEN)] = 1


def memory_at(b_f):
    """Return c over time of a unit that writes 1 at three steps, read by your own function."""
    keeps = {f"W{gate}": np.zeros((1, 2)) for gate in "fco"} | {"Wi": np.array([[0.0, 100.0]])}
    keeps |= {"bf": np.full((1, 1), b_f), "bi": np.full((1, 1), -50.0), "bc": np.full((1, 1), 20.0), "bo": zero}
    _, c, _, _ = lstm_forward(pulses, zero, zero, keeps | {"Wy": one, "by": zero}, np.ones((STEPS, 1), dtype=bool))
    return c.ravel()


def keeps_at(b_f):
    """Draw the memory over time for one forget bias."""
    fig, (ax,) = figures.panels(width=6.6, height=2.9)
    ax.plot(np.arange(1, STEPS + 1), memory_at(b_f), color=figures.colour_of("c"))
    for at in WRITTEN:
        ax.axvline(at + 1, color=figures.colour_of("x"), linestyle=":", linewidth=1)
    f = sigmoid(np.array(b_f)).item()
    ax.set(ylim=(0, 3.1), xlim=(1, STEPS), xlabel="$t$", ylabel=r"$c^{\langle t\rangle}$")
    ax.set_title(rf"$b_f = {b_f:g}$:  $\Gamma_f = {f:.3f}$, half-life {np.log(0.5) / np.log(f):.3g} steps", fontsize=11)
    return fig


biases = (-2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0)
figures.animate(
    [keeps_at(b_f) for b_f in biases],
    labels=[f"forget bias {b_f:g}" for b_f in biases],
    slider="Forget bias",
    still=4,
    seconds=1.2,
    caption="A memory into which 1 is written three times (dotted). What is left at the end is a matter of one number, "
    "the forget bias.",
    alt="For each forget bias a curve of the memory over 60 steps with a jump of 1 at three of them. At the end it is "
    + ", ".join(f"{memory_at(b_f)[-1]:.2g} for {b_f:g}" for b_f in biases)
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# $\Gamma_f = 0.5^{1/30} = 0.977$, so $b_f = \log(0.9772 / 0.0228) = 3.76$. With $b_f = 0$ (PyTorch draws its biases
# from around 0) half is gone after a single step.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a gate with another curve
#
# `hunt_sigmoid` should be `sigmoid` of lesson 00, from which all gates are made, and has one mistake in it. Fix it (at
# most three words or symbols need to change), set `bug`, and run the plot again. Fixing it earns one point, naming it
# another.

# %% tags=["hunt"]
from solutions.activations import sigmoid as hunt_sigmoid

# %% tags=["hide-input"]
z_gate, steps_kept = np.linspace(-6, 6, 121), np.arange(21)
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.0)
for name, gate, style, colour in (
    ("sigmoid", sigmoid, "-", figures.CYCLE[2]),
    ("hunt_sigmoid", hunt_sigmoid, "--", figures.CYCLE[1]),
):
    left.plot(z_gate, gate(z_gate), style, color=colour, label=name)
    right.plot(steps_kept, gate(np.full(1, 2.0)) ** steps_kept, style, color=colour)
left.set(xlabel="$z$", ylabel="gate", ylim=(-1.2, 2.2))
right.set(xlabel="step", ylabel="what is left of a memory", ylim=(-1.1, 3.1), xticks=(0, 5, 10, 15, 20))
left.legend(fontsize=9)
figures.show(
    fig,
    caption="Left, a gate over its $z$, right and by the function in the hunt. Right, what a forget gate with $z = 2$ "
    "leaves of a memory (cut off where it leaves the picture). Once the function is fixed, the curves agree.",
    alt="Left, two curves over z from -6 to 6: sigmoid, which rises from 0 to 1, and the function in the hunt. Right, "
    "two curves over 20 steps: the powers of both at z = 2.",
)

# %%
check(hunt_sigmoid)

# %% [markdown]
# ## The way back
#
# The memory $c^{<t>}$ is used twice: by the next step, from which $dc^{<t>}$ comes back (`dc_next` in the code), and,
# through tanh and $\Gamma_o$, by $a^{<t>}$. So two gradients meet in it:
#
# $$dc = dc^{<t>} + da^{<t>} * \Gamma_o * (1 - \tanh(c^{<t>})^2), \qquad dc^{<t-1>} = dc * \Gamma_f$$
#
# Let $z_f = W_f\, z + b_f$, and $z_i$, $z_c$, $z_o$ alike: what the three sigmoids and the tanh are applied to. A
# sigmoid has the slope $\Gamma (1 - \Gamma)$, a tanh 1 minus its square:
#
# $$dz_f = dc * c^{<t-1>} * \Gamma_f * (1 - \Gamma_f), \qquad
# dz_i = dc * \tilde{c}^{<t>} * \Gamma_i * (1 - \Gamma_i)$$
#
# $$dz_c = dc * \Gamma_i * (1 - (\tilde{c}^{<t>})^2), \qquad
# dz_o = da^{<t>} * \tanh(c^{<t>}) * \Gamma_o * (1 - \Gamma_o)$$
#
# From there it is what you know: $dW_f = dz_f\, z^\top$, $db_f$ its sum over the examples, and the joined column $z$
# gets the sum of all four, $W_f^\top dz_f$ and so on. Its first $n_a$ rows are $da^{<t-1>}$, the others $dx^{<t>}$.
#
# The second of these, $dc^{<t-1>} = dc * \Gamma_f$, is why LSTMs exist. On the line of the memory, one step back
# multiplies the gradient by $\Gamma_f$ and by nothing else: no weight matrix, no slope of tanh. Where the gate is 1 it
# arrives whole. Hochreiter and Schmidhuber (1997) call it the *constant error carousel*.

# %% tags=["hide-input"]
figures.show(
    figures.lstm_cell(prediction=False, part_lit=4),
    caption="Backwards along the upper line, the memory, a gradient meets a sum, which hands it on as it is, and a "
    "product with $\\Gamma_f$. Every other way leads through slopes, and most through weights too.",
    alt="The LSTM cell. The line of the memory runs above all else, from the old memory on the left through a product "
    "with the forget gate and a sum to the new memory on the right. The boxes of the gates and of the activation are "
    "faint.",
)

# %% [markdown]
# ## Build it: one step back
#
# Write `lstm_cell_backward`. You are given what comes back to $a^{<t>}$ and what comes back to $c^{<t>}$ from the next
# step, and the cache.
#
# <details><summary>Hint 1: the idea</summary>
#
# First complete `dc`. Everything except `dz_o` starts from it. A dict of the four `dz` saves writing everything four
# times.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `dc_prev` is `dc * Gf`, with the *completed* `dc`. `dz_o` starts from `da_next`: the output gate touches the
# activation alone.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# After `dz = {"f": ..., "i": ..., "c": ..., "o": ...}`: `back = sum(p[f"W{gate}"].T @ dz[gate] for gate in dz)`;
# `da_prev` is `back[:n_a]`, `dxt` is `back[n_a:]`; in a loop over the gates, `dz[gate] @ joined.T` and
# `dz[gate].sum(axis=1, keepdims=True)`.
#
# </details>

# %% tags=["exercise"]
from solutions.lstm import lstm_cell_backward

# %% [markdown]
# **By hand:** the step from above, with gradients of 1 from both sides. $1 - \tanh(1.7)^2 = 0.1250$, so
# $dc = 1 + 0.5 \cdot 0.1250 = 1.0625$, $dc^{<t-1>} = 0.75 \cdot 1.0625 = 0.7969$, and
# $db_f = 1.0625 \cdot 2 \cdot 0.75 \cdot 0.25 = 0.3984$.

# %%
_, _, _, cache = lstm_cell_forward(one, zero, 2 * one, by_hand)
back = lstm_cell_backward(one, one, cache)
print(f"dc_prev = {back['dc_prev'].item():.4f}, dbf = {back['dbf'].item():.4f}")

# %%
check(lstm_cell_backward)

# %% [markdown]
# ## Build it: the sequence back
#
# Write `lstm_backward`. Two gradients travel back from step to step. The one of the activation meets `da[t]`; the one
# of the memory meets nothing on the way. What leaves the first step is `da0` and `dc0`.
#
# <details><summary>Hint 1: the idea</summary>
#
# `rnn_backward_masked` of lesson 04 with a second traveller. At a masked step both pass unchanged and nothing is
# added anywhere.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Give the cell zeros where the mask is False: zeros in, zeros out. Then let `da_prev` there be `da[t]` plus what
# arrived, and `dc_prev` what arrived.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `da_next = da[t] + da_prev`; `step = lstm_cell_backward(np.where(valid, da_next, 0), np.where(valid, dc_prev, 0),
# caches[t])`; `da_prev = np.where(valid, step["da_prev"], da_next)`, and `dc_prev` alike. Sum `dW` and `db` over the
# steps, stack `dxt`.
#
# </details>

# %% tags=["exercise"]
from solutions.lstm import lstm_backward

# %% [markdown]
# **By hand:** the counter, which ends at $c = 1$, and a gradient of 1 on its last activation. It enters the memory as
# $1 - \tanh(1)^2 = 0.41997$, and passes five forget gates of 1.

# %%
da = np.zeros((5, 1, 1))
da[-1] = 1
print(f"dc0 = {lstm_backward(da, caches, everywhere)['dc0'].item():.5f}")

# %%
check(lstm_backward)

# %% [markdown]
# ## Break it: one missing term
#
# A common mistake leaves out $dc^{<t>}$: each step then starts from $da^{<t>}$ alone, and the gradient travels by the
# activation only.
#
# **Predict.** How much of the gradient is left 30 steps back, with forget gates near 0.95, with the term and without?

# %% tags=["hide-input"]
UNITS, BACK = 16, 40
rng = np.random.default_rng(3)
random_one = {f"W{gate}": rng.normal(size=(UNITS, UNITS + 4)) / np.sqrt(UNITS + 4) for gate in "fico"}
random_one |= {f"b{gate}": np.zeros((UNITS, 1)) for gate in "ico"} | {"bf": np.full((UNITS, 1), 3.0)}
random_one |= {"Wy": rng.normal(size=(2, UNITS)), "by": np.zeros((2, 1))}
nothing = np.zeros((UNITS, 1))
_, _, _, caches_random = lstm_forward(
    rng.normal(size=(BACK, 4, 1)), nothing, nothing, random_one, np.ones((BACK, 1), dtype=bool)
)
travelled = {}
for name, keeps_term in (("with the term", 1.0), ("without it", 0.0)):
    da_now, dc_now, norms = np.ones((UNITS, 1)) / 4, nothing, []
    for cache in reversed(caches_random):
        back = lstm_cell_backward(da_now, keeps_term * dc_now, cache)
        da_now, dc_now = back["da_prev"], back["dc_prev"]
        norms.append(np.linalg.norm(dc_now))
    travelled[name] = np.array(norms)
fig, (ax,) = figures.panels(width=6.2, height=3.1)
for (name, norms), style, colour in zip(travelled.items(), ("-", "--"), figures.CYCLE, strict=False):
    ax.plot(np.arange(1, BACK + 1), norms, style, color=colour, label=name)
ax.set(yscale="log", xlabel="steps back", ylabel=r"$\|\partial L/\partial c^{\langle t\rangle}\|$")
ax.legend()
rest = {name: norms[29] / norms[0] for name, norms in travelled.items()}
figures.show(
    fig,
    caption=f"The gradient of a memory, from a loss at the last step, in an untrained LSTM of {UNITS} units with a "
    f"forget bias of 3. Of what leaves the last step, {rest['with the term']:.0%} is left 30 steps back with the term, "
    f"and {rest['without it']:.0e} of it without.",
    alt="Two lines over steps back on a logarithmic axis. With the term the norm is "
    f"{travelled['with the term'][0]:.2f} one step back and {travelled['with the term'][-1]:.2f} after {BACK}; without "
    f"it falls to {travelled['without it'][-1]:.0e}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The memory's own line would leave about $0.95^{29} = 0.23$ of what leaves the last step: 29 more gates follow. With
# what comes back through gates and activations it is more here. Without the term hardly anything is left. The way
# through the activation alone leads through weights and slopes at every step, as in a simple RNN.
#
# </details>

# %% [markdown]
# ## Build it: how it begins
#
# Write `init_lstm`. All weights are normal numbers with variance $1 / (n_a + n_x)$, all biases 0 except $b_f$: every
# entry of $b_f$ is `forget_bias`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Four weights of one shape, each drawn for itself; four biases, each an array of its own.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `rng.standard_normal(shape)` divided by $\sqrt{n_a + n_x}$ has the variance that is wanted. A bias is a column of
# floats, `(n_a, 1)`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A dict comprehension over `"fico"` for the weights, one over `"ico"` for zeros, and
# `np.full((n_a, 1), float(forget_bias))`.
#
# </details>

# %% tags=["exercise"]
from solutions.lstm import init_lstm

# %%
check(init_lstm)

# %% [markdown]
# ## One number decides
#
# Now all five functions work together. The task is *latch* of lesson 08: name the first of $T$ symbols at the last
# step. The simple RNN failed at $T = 30$.


# %%
def loss_and_grads(parameters, x, y, counts):
    """Return the loss of the steps that count, all gradients, and the predictions."""
    zeros, valid = np.zeros((len(parameters["bf"]), x.shape[2])), np.ones(counts.shape, dtype=bool)
    a, _, y_pred, caches = lstm_forward(x, zeros, zeros, parameters, valid)
    dz_y = softmax_ce_backward(y_pred, y, counts)
    grads = lstm_backward(parameters["Wy"].T @ dz_y, caches, valid)
    grads |= {"dWy": np.sum(dz_y @ a.swapaxes(1, 2), axis=0), "dby": dz_y.sum(axis=(0, 2))[:, np.newaxis]}
    return sequence_cross_entropy(y_pred, y, counts), grads, y_pred


# %%
def train(parameters, draw, updates, lr):
    """Train on fresh batches (x, y, counts); return the parameters and the losses."""
    adam, losses = adam_start(parameters), []
    for _ in range(updates):
        loss, grads, _ = loss_and_grads(parameters, *draw())
        grads, _ = clip_by_global_norm({f"d{name}": grads[f"d{name}"] for name in parameters}, 1.0)
        parameters, adam = adam_step(parameters, grads, adam, lr)
        losses.append(loss)
    return parameters, np.array(losses)


# %%
def latch(length, rng, m=16):
    """Return a batch of the latch task; only the last step counts."""
    x, y = data.latch_task(m, length=length, rng=rng)
    counts = np.arange(length)[:, np.newaxis] == np.full(m, length - 1)
    return x, np.broadcast_to(y, counts.shape), counts


def fresh_lstm(n_a, n_x, n_y, rng, forget_bias):
    """Return your start, and an output layer."""
    start = init_lstm(n_a, n_x, rng, forget_bias)
    return start | {"Wy": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a), "by": np.zeros((n_y, 1))}


# %% [markdown]
# **Predict.** Three networks with the same weights, and the forget biases 0, 1 and 3. Guessing costs
# $\log 4 = 1.39$ nats. Which of them learn in 200 updates?

# %%
remembers = {}
for forget_bias in (0, 1, 3):
    rng = np.random.default_rng(0)
    start = fresh_lstm(16, 8, 4, rng, forget_bias)
    remembers[forget_bias] = train(start, lambda rng=rng: latch(30, rng), updates=200, lr=0.01)
    print(f"forget bias {forget_bias}: loss of the last 20 updates {remembers[forget_bias][1][-20:].mean():.3f}")

# %% tags=["hide-input"]
latches = data.load_recorded("lstm_latch")["results"]
rebers = data.load_recorded("lstm_reber")["results"]
by_bias = {f"latch, {T}": found for T, found in latches["forget bias"].items()}
by_bias["Reber stream"] = {
    "0": rebers["forget bias"]["0"],
    "1": rebers["without a gate, forget bias 1"]["none"]["second half"],
    "3": rebers["forget bias"]["3"],
}
solved = {task: {b: sum(s > 0.95 for s in shares) for b, shares in found.items()} for task, found in by_bias.items()}
fig, (left, right) = figures.panels(1, 2, width=4.3, height=3.2)
for (forget_bias, (_, losses)), style, colour in zip(remembers.items(), ("-", "--", ":"), figures.CYCLE, strict=False):
    smooth = np.convolve(losses, np.ones(10) / 10, mode="valid")
    left.plot(np.arange(len(smooth)) + 5, smooth, style, color=colour, label=f"$b_f = {forget_bias}$")
left.set(xlabel="update", ylabel="$L$ in nats, mean of 10", ylim=(0, 1.6))
left.legend(fontsize=9)
places = {"latch, T = 30": -0.22, "latch, T = 60": 0.0}
for (task, shift), mark, colour in zip(places.items(), "os", figures.CYCLE[:2], strict=True):
    for place, shares in enumerate(by_bias[task].values()):
        jitter = np.linspace(-0.06, 0.06, 10)
        right.plot(place + shift + jitter, shares, mark, color=colour, alpha=0.6, markersize=5, clip_on=False)
    right.plot([], [], mark, color=colour, label=task.split(", ")[1])
right.axhline(0.25, color=figures.INK, linestyle=":", linewidth=1)
right.set_xticks(range(3), [f"$b_f = {b}$" for b in (0, 1, 3)])
right.set(ylabel="share of right answers", ylim=(0, 1.05), xlim=(-0.5, 2.4))
right.legend(fontsize=9, loc="lower right")
right.grid(visible=False, axis="x")
figures.show(
    fig,
    caption="The latch task. Left, live: your three networks at $T = 30$. Right, recorded: ten seeds each, 400 "
    "updates; solved (above 0.95) by "
    + "; ".join("{}, {} and {} of 10 at $T = {}$".format(*solved[f"latch, T = {T}"].values(), T) for T in (30, 60))
    + " with the biases 0, 1 and 3. Dotted: guessing.",
    alt="Left, three losses over 200 updates. At the end they are "
    + ", ".join(f"{losses[-20:].mean():.2f} for a forget bias of {b}" for b, (_, losses) in remembers.items())
    + ". Right, dots for ten seeds: "
    + "; ".join(
        f"{task}, bias {b}: {min(shares):.2f} to {max(shares):.2f}"
        for task in places
        for b, shares in by_bias[task].items()
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With bias 0 a memory halves at every step: after 30 of them $0.5^{30} \approx 10^{-9}$ of the first symbol is left,
# and of its gradient too. With 1, $\Gamma_f = 0.73$ leaves $10^{-4}$: in 400 updates four of ten seeds solve it, and
# the others end with half of the answers right. With 3, $\Gamma_f = 0.95$ leaves nearly a quarter. Nothing else
# differs. Jozefowicz et al. (2015) tried more than ten thousand architectures, and found that a forget bias of 1 closes
# the gap between the LSTM and the GRU.
#
# </details>
#
# So is larger always better? The next task says no.

# %% [markdown]
# ## Hunt the bug: steps of the wrong length
#
# `hunt_clip` should be `clip_by_global_norm` of lesson 08, which keeps the training above in bounds, and has one
# mistake in it. Below it gets gradients of different length, with the limit $c = 0.5$. Fix it (at most three words or
# symbols need to change), set `bug`, and run the plot again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.clipping import clip_by_global_norm as hunt_clip

# %% tags=["hide-input"]
rng = np.random.default_rng(8)
direction = {"dWf": rng.normal(size=(4, 6)), "dbf": rng.normal(size=(4, 1)), "dWy": rng.normal(size=(2, 4))}


def length_of(grads):
    """Return the norm of all arrays together."""
    return np.sqrt(sum(np.sum(g**2) for g in grads.values()))


sizes = np.linspace(0.05, 2, 40)
given = [{name: size / length_of(direction) * g for name, g in direction.items()} for size in sizes]
fig, axes = figures.panels(1, 2, width=4.0, height=3.0)
for name, clip, style, colour in (
    ("clip_by_global_norm", clip_by_global_norm, "-", figures.CYCLE[2]),
    ("hunt_clip", hunt_clip, "--", figures.CYCLE[1]),
):
    answers = [clip(grads, 0.5) for grads in given]
    axes[0].plot(sizes, [length_of(clipped) for clipped, _ in answers], style, color=colour, label=name)
    axes[1].plot(sizes, [norm for _, norm in answers], style, color=colour)
for ax, what in zip(axes, ("norm after clipping", "norm that is returned"), strict=True):
    ax.set(xlabel="norm before", ylabel=what, ylim=(0, 2.1))
axes[0].legend(fontsize=9)
figures.show(
    fig,
    caption="Gradients of one direction and different length: left, how long they are after clipping at $c = 0.5$, "
    "right, the norm that the function says they had. Once it is fixed, the curves agree.",
    alt="Two panels over the norm before clipping. In each a curve for clip_by_global_norm and one for the function in "
    "the hunt: left the norm after clipping, right the norm that is returned.",
)

# %%
check(hunt_clip)

# %% [markdown]
# ## When to forget: an endless stream
#
# A word of the *embedded Reber grammar* begins with B and T or P, goes on with a word of an inner grammar, and ends
# with the *same* T or P and E. So the second symbol must be kept for a while. Now words follow each other without end,
# the state is carried on for ever, and nothing says where the memory may be emptied.

# %%
stream = data.reber_stream(60, rng=np.random.default_rng(2))
print("".join(data.REBER_SYMBOLS[number] for number in stream.ids))
print("".join("^" if recalled else " " for recalled in stream.recalls), " repeats the second symbol of its word")

# %% [markdown]
# The LSTM of 1997 had no forget gate: $\Gamma_f = 1$, always. Gers et al. (2000) added it for streams like this one.
#
# **Predict.** What becomes of a memory that only adds? And which forget bias is best here?

# %% tags=["hide-input"]
recorded = data.load_recorded("lstm_reber")
kinds = recorded["results"]["without a gate, forget bias 1"]
fig, (left, right) = figures.panels(1, 2, width=4.3, height=3.2)
for place, (name, kind) in enumerate({"with $\\Gamma_f$": "none", "without": "f"}.items()):
    colour = figures.CYCLE[place]
    left.plot(
        place + np.linspace(-0.12, 0.12, 10), kinds[kind]["second half"], "o", color=colour, alpha=0.6, clip_on=False
    )
    for seed, norms in enumerate(kinds[kind]["norm of c"]):
        label = name if seed == 0 else None
        style = "-" if kind == "none" else "--"
        right.plot(kinds[kind]["steps"], norms, style, color=colour, linewidth=1, label=label)
for place, b in enumerate(("0", "3"), 2):
    shares = by_bias["Reber stream"][b]
    left.plot(place + np.linspace(-0.12, 0.12, 10), shares, "s", color=figures.CYCLE[0], alpha=0.6, clip_on=False)
left.axhline(0.5, color=figures.INK, linestyle=":", linewidth=1)
left.set_xticks(range(4), ["$b_f = 1$", "without $\\Gamma_f$", "$b_f = 0$", "$b_f = 3$"], fontsize=9)
left.set(ylabel="T or P recalled", ylim=(0.3, 1.02), xlim=(-0.5, 3.5))
left.grid(visible=False, axis="x")
right.set(xscale="log", yscale="log", xlabel="$t$, symbols of the stream", ylabel=r"$\|c^{\langle t\rangle}\|$")
right.legend(fontsize=9)
good = {
    name: sum(share > 0.95 for share in kinds[kind]["second half"]) for name, kind in (("with", "none"), ("no", "f"))
}
final = {name: [norms[-1] for norms in kinds[kind]["norm of c"]] for name, kind in (("with", "none"), ("no", "f"))}
figures.show(
    fig,
    caption=f"Recorded, ten seeds, {recorded['date']}. Left, how often T or P is recalled in the second half of an "
    f"unseen stream of 5,000 symbols; above 0.95 in {good['with']} of 10 with a forget gate and in {good['no']} of 10 "
    f"without. With a forget bias of 0, {solved['Reber stream']['0']} of 10; with 3, {solved['Reber stream']['3']}. "
    "Right, the norm of the memory along the stream, forget bias 1.",
    alt="Left, dots for ten seeds in four columns: "
    + "; ".join(
        f"{name} {min(shares):.2f} to {max(shares):.2f}"
        for name, shares in {
            "with a forget gate": kinds["none"]["second half"],
            "without": kinds["f"]["second half"],
            "bias 0": by_bias["Reber stream"]["0"],
            "bias 3": by_bias["Reber stream"]["3"],
        }.items()
    )
    + ". Right, twenty lines on logarithmic axes. With a forget gate they stay level and end between "
    f"{min(final['with']):.0f} and {max(final['with']):.0f}; without one they climb in a straight line to between "
    f"{min(final['no']):,.0f} and {max(final['no']):,.0f}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It grows without end. tanh of it is soon 1 or -1 whatever happens, so the unit says nothing any more. The forget gate
# learns to empty the memory at the end of a word, though no label says so. And a bias of 3, which saved the latch task,
# fails here in the same number of updates: a network that begins by keeping everything takes longer to learn to forget.
# The best bias depends on the task; 1 is a compromise.
#
# </details>
#
# ## Take each gate away
#
# Greff et al. (2017) removed parts of the LSTM one by one. You have two tasks that want opposite things: keep one
# symbol to the end, and forget in time. **Predict.** Without which gate is each of them solved least often, and most
# often?

# %% tags=["hide-input"]
removed = {"none": "all gates", "f": "without $\\Gamma_f$", "i": "without $\\Gamma_i$", "o": "without $\\Gamma_o$"}
on_latch = data.load_recorded("lstm_latch")["results"]["without a gate, T = 30, forget bias 1"]
both_tasks = {"latch, $T = 30$": on_latch, "Reber stream": {gate: kinds[gate]["second half"] for gate in removed}}
fig, axes = figures.panels(1, 2, width=4.3, height=3.0, sharey=True)
wins = {}
for ax, (task, found), guess in zip(axes, both_tasks.items(), (0.25, 0.5), strict=True):
    for place, gate in enumerate(removed):
        ax.plot(
            place + np.linspace(-0.15, 0.15, 10), found[gate], "o", color=figures.CYCLE[place], alpha=0.6, clip_on=False
        )
        wins[task, gate] = sum(share > 0.95 for share in found[gate])
    ax.axhline(guess, color=figures.INK, linestyle=":", linewidth=1)
    ax.set_xticks(range(4), [f"{name}\n{wins[task, gate]} of 10" for gate, name in removed.items()], fontsize=8)
    ax.set(title=task, ylim=(0.2, 1.03), xlim=(-0.5, 3.5))
    ax.grid(visible=False, axis="x")
axes[0].set_ylabel("share right")
figures.show(
    fig,
    caption="Recorded, ten seeds each, forget bias 1. A gate that is taken away is fixed at 1. Below each name, how "
    "many seeds solve the task (above 0.95). Dotted: guessing.",
    alt="Dots for ten seeds. Solved, of 10: "
    + "; ".join(
        f"{task.replace('$', '')}: {wins[task, 'none']} with all gates, "
        + ", ".join(f"{wins[task, gate]} without {gate}" for gate in "fio")
        for task in both_tasks
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Without the forget gate the latch is solved most often, in 9 of 10, and the stream never: begun with a bias of 1 the
# gate is a burden to the one, and nothing replaces it in the other. The update gate is the one that the latch misses
# most (5 of 10), though even so it does better than all gates together (4). No gate is important in itself: it depends
# on what has to be forgotten.
#
# </details>
#
# ## Use it: teach it to count
#
# Your network reads $n$ times a and $n$ times b, $n$ from 1 to 10, and predicts each next symbol. Two units. While the
# a's are coming, no one can know what is next; from the first b on, whoever has counted knows all.

# %%
x, y, counts = data.ab_strings(range(1, 11))
start = fresh_lstm(2, 3, 3, np.random.default_rng(4), forget_bias=3.0)
mine, losses = train(start, lambda: (x, y, counts), updates=700, lr=0.05)
longer = data.ab_strings(range(1, 201))
for name, network in (("before", start), ("yours", mine), ("kept", counter)):
    _, _, y_pred = loss_and_grads(network, *longer)
    print(f"{name:6} is right on all strings up to n = {data.counts_up_to(y_pred)}")

# %% tags=["hide-input"]
x_long, _, _ = data.ab_strings([25])
two = np.zeros((2, 1))
a, c, y_pred, _ = lstm_forward(x_long, two, two, mine, np.ones((51, 1), dtype=bool))
reach = data.load_recorded("lstm_counter")["results"]
fig, (left, right) = figures.panels(1, 2, width=4.3, height=3.2)
for unit, style in enumerate(("-", "--")):
    left.plot(np.arange(1, 52), c[:, unit, 0], style, color=figures.colour_of("c"), label=f"unit {unit + 1}")
left.axvline(26.5, color=figures.INK, linestyle=":", linewidth=0.8)
left.set(xlabel="$t$", ylabel=r"$c^{\langle t\rangle}$ on 25 a, 25 b")
left.legend(fontsize=9)
columns = ("LSTM", "LSTM in PyTorch", "GRU", "RNN")
for place, name in enumerate(columns):
    spread = np.linspace(-0.15, 0.15, 10)
    right.plot(place + spread, np.maximum(reach[name], 1), "o", color=figures.CYCLE[place], alpha=0.6, clip_on=False)
right.axhline(10, color=figures.INK, linestyle=":", linewidth=1)
right.set_xticks(range(4), ["LSTM,\nours", "LSTM,\nPyTorch", "GRU,\nPyTorch", "RNN,\nPyTorch"], fontsize=8.5)
right.set(yscale="log", ylabel="counts up to $n$", ylim=(0.9, 220), xlim=(-0.5, 3.5), yticks=(1, 10, 100))
right.set_yticklabels(("1", "10", "100"))
right.minorticks_off()
right.grid(visible=False, axis="x")
beyond = {name: sum(n > 20 for n in reach[name]) for name in columns}
figures.show(
    fig,
    caption="Left, the memory of the network that you trained. Right, recorded, ten seeds each, 2,000 updates: up to "
    "which $n$ a network is right on all strings (200 is as far as was tried; dotted: the longest in training). "
    f"{beyond['LSTM']} of 10 LSTMs, {beyond['GRU']} GRUs and {beyond['RNN']} simple RNNs get beyond 20. Two units "
    "each, four in the simple RNN.",
    alt=f"Left, two lines over 51 steps that turn at the first b. Unit 1 goes from {c[0, 0, 0]:.1f} over "
    f"{c[25, 0, 0]:.1f} to {c[-1, 0, 0]:.1f}, unit 2 from {c[0, 1, 0]:.1f} over {c[25, 1, 0]:.1f} to {c[-1, 1, 0]:.1f}."
    " Right, ten dots in each column: "
    + "; ".join(f"{name} {min(reach[name])} to {max(reach[name])}" for name in columns)
    + ".",
)

# %% [markdown]
# Yours starts from the same weights as the best of the ten; the dots show how they usually end. The gates are nearly 1,
# not exactly, and small errors add up. (Gers and Schmidhuber (2001) had LSTMs count far beyond what they were trained
# on, with gates that also read the memory.)
#
# ## Use it: it writes
#
# Lesson 07's character model, now with an LSTM trained on the same help texts. Turn its forget gate and let it write:
# every entry of $b_f$ is moved by the same amount.

# %% tags=["hide-input"]
from textwrap import wrap

writer, characters = data.load_prose_lstm()
held_out = data.prose_ids(data.load_prose().test)[:12_001]
columns_of = held_out[:-1].reshape(48, 250).T, held_out[1:].reshape(48, 250).T


def moved(shift):
    """Return the kept network with every forget bias moved."""
    return writer | {"bf": writer["bf"] + shift}


def surprise(parameters):
    """Return the perplexity on held-out prose, 48 pieces of 250 characters."""
    X, Y = columns_of
    zeros, valid = np.zeros((len(parameters["bf"]), X.shape[1])), np.ones(X.shape, dtype=bool)
    _, _, y_pred, _ = lstm_forward(one_hot(X, len(characters)), zeros, zeros, parameters, valid)
    return np.exp(sequence_cross_entropy(y_pred, Y, valid))


def write(parameters, length, rng, tau=0.6):
    """Draw characters one after the other with your cell."""
    a = c = np.zeros_like(parameters["bf"])
    symbol, drawn = characters.numbers["\n"], []
    for _ in range(length):
        a, c, y_pred, _ = lstm_cell_forward(one_hot(np.array([[symbol]]), len(characters))[0], a, c, parameters)
        chances = softmax(np.log(y_pred) / tau)[:, 0]
        symbol = int(rng.choice(len(chances), p=chances))
        drawn.append(characters.symbols[symbol])
    return [piece for line in "".join(drawn).split("\n") for piece in wrap(line, 80)]


shifts = (-6, -3, -1, 0, 1, 3, 6)
perplexities = {shift: surprise(moved(shift)) for shift in shifts}
figures.animate(
    [
        figures.written_text(
            write(moved(shift), 560, np.random.default_rng(4))[:7],
            columns=80,
            rows=7,
            title=f"$b_f {'+' if shift >= 0 else '-'} {abs(shift)}$:  perplexity {perplexities[shift]:.1f}",
        )
        for shift in shifts
    ],
    labels=[f"forget bias moved by {shift:+}" for shift in shifts],
    slider="Forget bias moved by",
    still=shifts.index(0),
    seconds=1.8,
    caption="What the LSTM writes, and its perplexity on 12,000 characters of held-out prose in pieces of 250, each "
    "read from an empty memory, with its forget gates as trained (+0), pushed shut (left) and open (right). Shut, it "
    "forgets what word it is in; open, it cannot get rid of what it has read.",
    alt="Pages of seven lines. The perplexity is "
    + ", ".join(f"{value:.1f} at {shift:+}" for shift, value in perplexities.items())
    + ".",
)

# %% [markdown]
# **Predict.** In lesson 07 a simple RNN of 64 units came to a perplexity of about 7.3 on the test topics. The LSTM gets
# the same text and as many updates. What will it have with 64 units? And with 28, when it has as many *weights* as the
# RNN?

# %% tags=["hide-input"]
prose_runs = data.load_recorded("lstm_prose")
found = prose_runs["results"]
print(f"recorded {prose_runs['date']}, perplexity on test, PyTorch {prose_runs['versions']['torch']}\n")
for name, values in found.items():
    print(f"{name:24} {min(values):5.2f} to {max(values):5.2f}   {len(values):2} seeds")
for name in ("LSTM, 64 units", "LSTM, 28 units"):
    better = sum(lstm < rnn for lstm, rnn in zip(found[name], found["RNN, 64 units"], strict=True))
    print(f"{name} is better than the RNN in {better} of 10 seeds")

# %% [markdown]
# <details><summary>Answer</summary>
#
# With 64 units it is better in all ten seeds, 6.2 to 6.8. With 28 units it is *worse* in all ten, 7.7 to 8.1: an LSTM
# spends four weights where the RNN spends one, and in this short training they do not pay. The network that wrote above
# has as many weights, text and updates as the large RNN of lesson 07, and is no better: perplexity 4.69 on the test
# topics, against 4.51 (one network each; 40,000 characters with the memory carried on. The figure above reads 12,000 of
# them, in short pieces).
#
# </details>

# %% [markdown] tags=["deeper"]
# ## Deeper: gates that read the memory, and one gate for two
#
# Gers and Schmidhuber (2001) let the gates read $c$ too (*peepholes*). With $\Gamma_i = 1 - \Gamma_f$ (*coupled* gates)
# the memory is a mixture again: nearly a GRU, and it cannot count. Greff et al. (2017) found that neither makes much
# difference on their three tasks.

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import math
# import torch
#
# lstm, k = torch.nn.LSTM(1, 1), math.log(3)
# with torch.no_grad():
#     lstm.weight_ih_l0.copy_(torch.tensor([[-k], [k], [k], [0.0]]))  # i, f, candidate, o
#     for p in (lstm.weight_hh_l0, lstm.bias_ih_l0, lstm.bias_hh_l0):
#         p.zero_()
# _, (a, c) = lstm(torch.ones(1, 1, 1), (torch.zeros(1, 1, 1), torch.full((1, 1, 1), 2.0)))
# print(f"c = {c.item():.4f}, a = {a.item():.4f}")
# ```
#
# ```text
# c = 1.7000, a = 0.4677
# ```
#
# The step worked by hand above. The map is exact, there and back, to 10 digits: the four weights are one below the
# other in the order i, f, candidate ("g"), o; those of the activation (`weight_hh`) and of the input (`weight_ih`) are
# apart; and there are two biases where their sum is all that matters. PyTorch calls our $a$ `h`, draws all biases from
# around 0, and has no setting for the forget bias: set it yourself.

# %% [markdown]
# ## What you should remember
#
# 1. The memory is a sum, $c^{<t>} = \Gamma_f * c^{<t-1>} + \Gamma_i * \tilde{c}^{<t>}$, with two gates that know
#    nothing of each other. So it can count; a mixture cannot.
# 2. On the line of the memory, one step back multiplies the gradient by $\Gamma_f$ and nothing else. Two gradients meet
#    in $c^{<t>}$: leave out neither.
# 3. The forget bias decides how long an untrained LSTM remembers, and with that what it can learn.
# 4. Without a forget gate the memory of an endless stream grows without end.
# 5. Which gate matters depends on the task, and per weight an LSTM is not always the better choice.

# %% [markdown] tags=["question"] question_id="explain-lstm" points=3
# **Explain it: read the gates.** A colleague trains an LSTM to say, at the end of a long review, whether it began with
# "I". With the library's biases it never learns. They plot the forget gates, which are near 0.5, and clip the gradients
# harder. Why does that not help, and what does? They then reuse the start that helped, on a stream of short messages
# without an end mark, and it learns slowly. What does the forget gate have to learn there, and why is the start in its
# way?

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Couple the gates ($\Gamma_i = 1 - \Gamma_f$) and teach this cell to count. How far does it get?
# - Draw each entry of $b_f$ so that the half-lives of the units are spread from 1 to $T$ (the chrono start of lesson
#   09). Does it solve both tasks of this lesson?
# - Remove the *tanh* of the output, $a = \Gamma_o * c$. What becomes of the stream without a forget gate?
# - Print the forget gates of `writer` at spaces and inside words. Which units clear their memory there?
#
# Papers: Hochreiter and Schmidhuber (1997), *Long short-term memory*. Gers et al. (2000), *Learning to forget:
# continual prediction with LSTM*. Gers and Schmidhuber (2001), *LSTM recurrent networks learn simple context-free and
# context-sensitive languages*. Jozefowicz et al. (2015), *An empirical exploration of recurrent network architectures*.
# Greff et al. (2017), *LSTM: a search space odyssey*. Weiss et al. (2018), *On the practical computational power of
# finite precision RNNs for language recognition*.
