# %% [markdown]
# # 04 Gradients that you can trust, and a network that learns to add
#
# In lesson 03 you wrote a gradient that travels back through time. Here you put it to work: you carry it through
# padding, you check it with a test of your own, and you train a network with it.
#
# **You write** the three lines that deal with a masked step (`rnn_backward_masked`), the loss of a network with all
# its gradients (`rnn_loss_and_grads`), and a gradient checker (`my_grad_check`).
#
# **You need** lessons 02 and 03. Their functions are ready for you in `given/`.
#
# **It takes** about 70 to 100 minutes; this is an estimate. Run the cells from top to bottom.
#
# Here is where it leads. A simple RNN with 16 units reads two binary numbers, one bit of each at every step, the lowest
# bit first, and predicts the bits of their sum. In training it saw numbers of at most eight bits. Put in your own
# numbers, as long as you like.

# %%
from collections.abc import Callable

import numpy as np

import data
import figures
from autograder.check import check
from solutions.backpropagation_through_time import (
    numerical_gradient,
    rnn_backward,
    rnn_cell_backward,
    softmax_ce_backward,
)
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked

figures.use_course_style()

# %%
YOUR_NUMBERS = (31415926535897932384626433, 27182818284590452353602874)


def add_with(network, first, second):
    """Add two whole numbers with the network; return what it says, and its activations (T_x, n_a)."""
    T_x = max(first.bit_length(), second.bit_length()) + 1
    x = np.array([[[float(number >> t & 1)] for number in (first, second)] for t in range(T_x)])  # (T_x, 2, 1)
    a, y_pred, _ = rnn_forward(x, np.zeros((len(network["ba"]), 1)), network)
    return sum(int(bit) << t for t, bit in enumerate(y_pred[:, :, 0].argmax(axis=1))), a[:, :, 0]


adder = data.load_adder()
said, _ = add_with(adder, *YOUR_NUMBERS)
print("the network says", said, "which is", "right" if said == sum(YOUR_NUMBERS) else "wrong")
pairs = [tuple(map(int, np.random.default_rng(trial).integers(2**62, size=2))) for trial in range(200)]
print(sum(add_with(adder, *pair)[0] == sum(pair) for pair in pairs), "of 200 sums of 62-bit numbers are right")

# %% [markdown]
# How do you add two numbers on paper? Column by column, with one thing to remember: the carry. Nobody told the network
# about carrying. Look for the carry among its units.

# %% tags=["hide-input"]
FIRST, SECOND = 357, 471


def carries(first, second, T_x):
    """Return the carry out of each column, lowest first."""
    return np.array([(first % 2 ** (t + 1)) + (second % 2 ** (t + 1)) >= 2 ** (t + 1) for t in range(T_x)])


def unit_that_carries(network):
    """Return the unit that agrees best with the carry over twenty long sums, and the correlation.

    Then its lowest activation where the carry is 1 and its highest where it is 0, times the sign of the correlation.
    """
    runs = [add_with(network, *pair)[1] for pair in pairs[:20]]
    due = np.concatenate([carries(*pair, len(a)) for pair, a in zip(pairs, runs, strict=False)])
    units = np.concatenate(runs).T
    agree = np.array([np.corrcoef(unit, due)[0, 1] for unit in units])
    unit = int(np.abs(agree).argmax())
    follows = np.sign(agree[unit]) * units[unit]
    return unit, agree[unit], follows[due].min(), follows[~due].max()


def bits_of(number, T_x):
    return np.array([number >> t & 1 for t in range(T_x)])


def draw_sum(network, unit, sign):
    """Draw a sum as on paper, with the bits that the network gives and one of its units."""
    says, a = add_with(network, FIRST, SECOND)
    T_x = len(a)
    whole = [bits_of(FIRST, T_x), bits_of(SECOND, T_x), bits_of(says, T_x), carries(FIRST, SECOND, T_x)]
    fig = figures.heat_strip(np.stack([*whole, sign * a[:, unit]], axis=1).astype(float), rows="")
    ax, right = fig.axes[0], bits_of(FIRST + SECOND, T_x)
    ax.set_yticks(np.arange(5) + 0.5, ["first", "second", "network's sum", "carry on paper", f"unit {unit + 1}"])
    for (row, t), bit in np.ndenumerate(np.array(whole, dtype=int)):
        wrong = row == 2 and bit != right[t]
        ax.text(t + 0.5, row + 0.5, f"{bit}", ha="center", va="center", fontsize=11)
        if wrong:
            ax.plot([t, t + 1, t + 1, t, t], [2, 2, 3, 3, 2], color=figures.colour_of("gradient"), linewidth=2.5)
    for t, value in enumerate(sign * a[:, unit]):
        ax.text(
            t + 0.5, 4.5, f"{value:.1f}".replace("-0.0", "0.0").replace("-", "−"), ha="center", va="center", fontsize=9
        )
    return fig


unit, agrees, _, _ = unit_that_carries(adder)
carry_unit = np.sign(agrees) * add_with(adder, FIRST, SECOND)[1][:, unit]
carry = carries(FIRST, SECOND, len(carry_unit))
figures.show(
    draw_sum(adder, unit, np.sign(agrees)),
    caption=f"The network adds {FIRST} and {SECOND}, lowest bit first. The fourth row is the carry that you would note "
    f"on paper. The fifth is the unit that agrees with it best{', its sign reversed' if agrees < 0 else ''}: over "
    f"twenty sums of 62-bit numbers their correlation is {abs(agrees):.2f}.",
    alt=f"Five rows over {len(carry)} steps: the bits of {FIRST}, of {SECOND} and of the network's sum, "
    f"{add_with(adder, FIRST, SECOND)[0]}, then the carry and one unit. Where the carry is 1 the unit is between "
    f"{carry_unit[carry].min():.1f} and {carry_unit[carry].max():.1f}, where it is 0 between "
    f"{carry_unit[~carry].min():.1f} and {carry_unit[~carry].max():.1f}.",
)

# %% [markdown]
# These parameters are given. At the end of the lesson your own gradients find others that do the same.

# %% [markdown]
# ## Remember
#
# 1. In a padded batch, what is $a^{<t>}$ where the mask is `False`?
# 2. The gradient of an activation has two terms. Which, and why does the loop run from the last step to the first?
# 3. How many digits of a numerical gradient are right with $\varepsilon = 10^{-5}$, and why does a much smaller
#    $\varepsilon$ not help?
#
# <details><summary>Answers</summary>
#
# 1. $a^{<t-1>}$: the activation stays as it is.
# 2. One from its own prediction, one from the next step. The second must be known before step $t$ can begin.
# 3. About ten. With a smaller $\varepsilon$ the two values of the function agree in almost all their digits, and
#    their difference is mostly rounding.
#
# </details>

# %% [markdown]
# ## See it: the way back round a masked step
#
# One example, three steps, and the second is masked. There is one unit with $W_{aa} = 2$, and all activations are 0,
# where tanh has slope 1. So a valid step multiplies the gradient by 2. The loss is $L = a^{<3>}$.
#
# **Predict.** What is the gradient of $a^{<1>}$, given that of $a^{<2>}$? And what does the masked step add to the
# gradient of a parameter?

# %% tags=["hide-input"]
figures.animate(
    [
        figures.masked_steps(
            [True, False, True],
            arriving=["0", "0", "1"],
            gradients=["4", "2", "2", "1"],
            adds=["adds 2 to $db_a$", "adds nothing", "adds 1 to $db_a$"],
            returned=steps,
        )
        for steps in range(4)
    ],
    labels=["at the last activation", "back through step 3", "round step 2", "back through step 1"],
    slider="Steps that the gradient has come back",
    caption="The numbers at the top are what an activation gets from its own prediction; those below are its whole "
    "gradient. A cell doubles the gradient, and the parameters of the cell get their share of it. Where the state went "
    "round the cell, the gradient goes round it too.",
    alt="Activations 0 to 3 in a row with a cell between each two. The middle cell is grey and an arrow goes round it. "
    "The gradient runs back: 1 at activation 3, then 2 at activation 2, round the grey cell to 2 at activation 1, and "
    "4 at activation 0. The third cell adds 1 to the gradient of the bias, the first adds 2, the grey one nothing.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It is the same, 2. Whatever moves $a^{<1>}$ moves $a^{<2>}$ by the same amount, so the gradient passes **unchanged**:
# no tanh, no matrix. And no weight was used, so the step adds **nothing** to any parameter. If masked steps pass on
# zeros instead, nothing before a pause gets a gradient. If they go through the cell, the gradient before the pause is
# wrong, and padding trains the weights.
#
# </details>

# %% [markdown]
# ## The equation
#
# In a batch each example has its own mask, so each column goes its own way:
#
# $$da^{<t-1>} = da_{\mathrm{from}\,y}^{<t-1>} + \begin{cases}
# W_{aa}^\top\, dz_a^{<t>} & \text{where step } t \text{ is valid} \\
# da^{<t>} & \text{where it is masked} \end{cases}$$

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"da^{<t>}", "da_next", "(n_a, m)", "gradient of an activation, both terms"),
        (r"da_{\mathrm{from}\,y}^{<t>}", "da[t]", "(n_a, m)", "what its own prediction sends to it: `da_from_y`"),
        (r"W_{aa}^\top dz_a^{<t>}", 'step["da_prev"]', "(n_a, m)", "what comes back through the cell of step t"),
        (r"\mathrm{mask}", "mask[t]", "(m,)", "`True` where step t of an example is valid"),
        (r"dz_y^{<t>}", "dz_y[t]", "(n_y, m)", "gradient of the scores"),
        (r"dW_{ya}, db_y", "dWya, dby", "(n_y, n_a), (n_y, 1)", "gradients of the output layer"),
    ]
)

# %% [markdown]
# ### Build it: three lines of the loop
#
# Below is the loop of lesson 03, with a list of the steps. Three lines are missing: the gradient `da_next` of the
# activation at step `t`; the call of `rnn_cell_backward`, whose dict is kept as `step`; and the new `da_prev`, which
# goes on to the step before. `da[t]` counts at masked steps too, since a loss may read the activation there: `a[-1]`,
# say, as the state at the end.
#
# <details><summary>Hint 1: the idea</summary>
#
# A gradient of zero that enters the cell adds nothing to any parameter or to the input. So give the cell zeros where
# the mask is False, and choose afterwards what goes on.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\texttt{da\_next} = \texttt{da[t]} + \texttt{da\_prev}$. Into the cell goes `da_next` where the mask is True, else 0.
# To the step before goes the cell's `da_prev` where the mask is True, else `da_next` itself.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# After `da_next = ...` write `step = rnn_cell_backward(np.where(mask[t], da_next, 0), caches[t])`, then
# `da_prev = np.where(mask[t], step["da_prev"], ...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import rnn_backward_masked

# %% [markdown]
# By hand, the example of the picture, with $W_{ax} = 1$: `dx` is 2, 0, 1; `da0` is 4; and `dba` is $1 + 2 = 3$.

# %%
one, toy_mask = np.ones((1, 1)), np.array([[True], [False], [True]])
toy = {"Wax": one, "Waa": 2 * one, "Wya": one, "ba": 0 * one, "by": 0 * one}
_, _, toy_caches = rnn_forward_masked(np.zeros((3, 1, 1)), 0 * one, toy, toy_mask)
toy_da = np.array([0.0, 0.0, 1.0]).reshape(3, 1, 1)
toy_grads = rnn_backward_masked(toy_da, toy_caches, toy_mask)
print("dx ", toy_grads["dx"].ravel(), "  da0", toy_grads["da0"].item(), "  dba", toy_grads["dba"].item())

# %%
check(rnn_backward_masked)

# %% [markdown]
# ## Break it: a pause in the sequence
#
# A sequence of fourteen steps has a pause of five masked ones, and one loss at the end. Follow the gradient
# from right to left: yours, and two that get the pause wrong.

# %% tags=["hide-input"]
T_x, pause = 14, range(6, 11)  # steps, from 1
rng = np.random.default_rng(5)
network = data.untrained_adder(rng=rng)
valid = np.array([[t not in pause] for t in range(1, T_x + 1)])
_, _, its_caches = rnn_forward_masked(rng.standard_normal((T_x, 2, 1)), np.zeros((16, 1)), network, valid)
last_only = np.zeros((T_x, 16, 1))
last_only[-1] = rng.standard_normal((16, 1))
steps = np.arange(1, T_x + 1)


def arriving(go_back):
    """Return the norm of the gradient of each activation, where go_back(t) gives that of a at step t."""
    norms = [np.linalg.norm(go_back(t)) for t in range(1, T_x)]
    return np.array([*norms, np.linalg.norm(last_only[-1])])


yours = arriving(lambda t: rnn_backward_masked(last_only[t:], its_caches[t:], valid[t:])["da0"])
through = arriving(lambda t: rnn_backward(last_only[t:], its_caches[t:])["da0"])
stopped = np.where(steps >= pause[-1], yours, 0)
fig, (ax,) = figures.panels(width=6.4, height=3.0)
ax.axvspan(pause[0] - 0.5, pause[-1] + 0.5, color=figures.INK, alpha=0.12, linewidth=0)
for norms, style, colour, name in (
    (yours, "o-", figures.CYCLE[0], "yours"),
    (through, "s--", figures.CYCLE[1], "through the cell anyway"),
    (stopped, "^:", figures.CYCLE[2], "zeros at masked steps"),
):
    ax.plot(steps, norms, style, color=colour, label=name, markersize=5)
ax.text(np.mean(pause), 0.9 * yours.max(), "masked", ha="center", va="top", fontsize=10)
ax.set(xlabel="$t$", ylabel=r"$\|\partial L/\partial a^{\langle t\rangle}\|$", yscale="log")
ax.set(xticks=steps, ylim=(0.5 * through.min(), 1.3 * yours.max()))
ax.legend(loc="upper left")
figures.show(
    fig,
    caption="The norm of the gradient on its way back from the last step. Yours is level across the pause. Sent "
    f"through the cell, it loses strength at steps that never happened: at $t=1$ it is {through[0] / yours[0]:.0%} of "
    "yours. If masked steps pass on zeros, the curve leaves the logarithmic axis: nothing before the pause can learn "
    "from this loss.",
    alt=f"Three curves over t from 1 to {T_x} on a logarithmic axis, with a grey band from {pause[0]} to {pause[-1]}. "
    f"All rise to {yours[-1]:.1f} at the last step. Yours is {yours[pause[0] - 1]:.2f} across the band and "
    f"{yours[0]:.3f} at t = 1. Through the cell it is {through[0]:.3f} there. The third is 0 before t = {pause[-1]}.",
)

# %% [markdown]
# Here the gradient fades on its way back. In a network where it grows, the cell makes it too large instead. Either way
# the shapes are right, and no error is raised.

# %% [markdown]
# ## Hunt the bug: a pause that leaves a mark
#
# `hunt_rnn_forward_masked` runs a network over a padded batch, as `rnn_forward_masked` of lesson 02 does, with one
# mistake in it. Run the cell and look at the plot below: one unit of one example, with its masked steps in grey. Fix
# the function, set `bug`, and run the plot again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.simple_rnn import rnn_forward_masked as hunt_rnn_forward_masked

# %% tags=["hide-input"]
T_hunt = 12
hunt_rng = np.random.default_rng(7)
hunt_x, hunt_a0 = hunt_rng.standard_normal((T_hunt, 2, 2)), np.full((16, 2), -0.6)
hunt_mask = np.array([2 * [t not in (4, 5, 6, 11, 12)] for t in range(1, T_hunt + 1)])
hunt_network = data.untrained_adder(rng=hunt_rng)
due = rnn_forward_masked(hunt_x, hunt_a0, hunt_network, hunt_mask)[0][:, 0, 0]
found = hunt_rnn_forward_masked(hunt_x, hunt_a0, hunt_network, hunt_mask)[0][:, 0, 0]
fig, (ax,) = figures.panels(width=6.4, height=3.0)
for t in np.flatnonzero(~hunt_mask[:, 0]) + 1:
    ax.axvspan(t - 0.5, t + 0.5, color=figures.INK, alpha=0.12, linewidth=0)
ax.plot(range(T_hunt + 1), [-0.6, *due], "o-", color=figures.CYCLE[2], label="right", markersize=9)
ax.plot(range(T_hunt + 1), [-0.6, *found], "x--", color=figures.CYCLE[1], label="hunt_rnn_forward_masked", markersize=7)
ax.set(xlabel="$t$", ylabel="unit 1", ylim=(-1.1, 1.1), xlim=(-0.5, T_hunt + 0.5))
ax.set_xticks(range(T_hunt + 1))
ax.legend(loc="lower left", fontsize=9)
figures.show(
    fig,
    caption="One unit of one example, from $a^{<0>}$ on, as it should be and as `hunt_rnn_forward_masked` gives it. "
    "The masked steps are grey. Once it is fixed, the crosses lie on the dots.",
    alt=f"Two curves over t from 0 to {T_hunt}, with grey bands where the step is masked, the right one level in each "
    f"band. The other is the function's: it differs from the right one at {int((np.abs(due - found) > 1e-9).sum())} of "
    f"{T_hunt} steps.",
)

# %%
check(hunt_rnn_forward_masked)

# %% [markdown]
# ## The whole way, in one function
#
# You have all the parts. From a batch to the loss and to every gradient:

# %% tags=["hide-input"]
from figures.blocks import box, label
from figures.lines import arrow

ax = figures.sheet(-0.3, 17.2, -0.2, 5.3)
UP, DOWN = figures.colour_of("a"), figures.colour_of("gradient")
for x_at, height, text, width, colour in (
    (2.0, 4.4, "rnn_forward_masked", 3.9, UP),
    (13.9, 4.4, "sequence_cross_entropy", 4.4, UP),
    (13.9, 1.8, "softmax_ce_backward", 3.9, DOWN),
    (8.3, 1.8, "output layer", 2.9, DOWN),
    (2.0, 1.8, "rnn_backward_masked", 3.9, DOWN),
):
    box(ax, figures.Point(x_at, height), text, colour, width=width, height=0.9, size=10.5)
for (x0, y0), (x1, y1), text, (text_x, text_y), colour in (
    ((3.95, 4.4), (9.75, 4.4), "", (0, 0), figures.INK),
    ((10.45, 4.4), (11.7, 4.4), "", (0, 0), figures.INK),
    ((10.35, 4.15), (12.7, 2.25), r"$\hat{y}$", (10.1, 4.4), figures.INK),
    ((3.95, 4.1), (7.6, 2.25), "$a$", (6.2, 3.4), figures.INK),
    ((2.0, 3.95), (2.0, 2.25), "caches", (2.8, 3.1), figures.INK),
    ((16.1, 4.4), (16.7, 4.4), "$L$", (17.0, 4.4), figures.INK),
    ((11.95, 1.8), (9.75, 1.8), "$dz_y$", (10.9, 2.2), DOWN),
    ((6.85, 1.8), (3.95, 1.8), r"$W_{ya}^\top dz_y$", (5.4, 1.35), DOWN),
    ((8.3, 1.35), (8.3, 0.65), "$dW_{ya},\\ db_y$", (8.3, 0.3), DOWN),
    ((2.0, 1.35), (2.0, 0.65), "$dW_{ax},\\ dW_{aa},\\ db_a,\\ da^{<0>}$", (2.3, 0.3), DOWN),
):
    arrow(ax, figures.Point(x0, y0), figures.Point(x1, y1), colour)
    label(ax, figures.Point(text_x, text_y), text, colour, size=12)
figures.show(
    figures.figure_of(ax),
    caption="Above, the way forward; below, the way back (orange). Four boxes are functions that you have, and each of "
    "them takes the mask; both on the right take the labels $y$ too. The box *output layer* is yours to write, in two "
    "or three lines.",
    alt="Five boxes. Forward: rnn_forward_masked gives y-hat to sequence_cross_entropy, which gives the loss L, and to "
    "softmax_ce_backward below it. It gives a to the output layer and the caches to rnn_backward_masked. Back: "
    "softmax_ce_backward gives dz_y to the output layer, which gives W_ya transposed times dz_y to "
    "rnn_backward_masked. Gradients leave downwards: dW_ya and db_y at the output layer, those of the other "
    "parameters and of a0 at the end.",
)

# %% [markdown]
# The output layer is a product and a bias, as in lesson 03, and it is used at every step by every example. Where a step
# is masked, `softmax_ce_backward` returns zeros, so the sums need no mask:
#
# $$dW_{ya} = \sum_t dz_y^{<t>}\, a^{<t>\top}, \qquad db_y = \sum_{t,\,i} dz_y^{(i)<t>}$$
#
# ### Build it: the loss and all gradients
#
# Write `rnn_loss_and_grads`. It returns the loss and a dict with `dWax`, `dWaa`, `dWya`, `dba`, `dby` and `da0`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Nothing new has to be derived. Call the four functions and pass on what they return, along the arrows of the
# picture. Each of them takes the mask. Only the output layer needs lines of your own.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dW_{ya}$ adds up `dz_y[t] @ a[t].T`, of shape $(n_y, m)(m, n_a)$. `da_from_y = parameters["Wya"].T @ dz_y` does all
# steps at once, because `@` works on the last two axes: $(n_a, n_y)$ times $(T_x, n_y, m)$ is $(T_x, n_a, m)$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.einsum("tyi,tai->ya", dz_y, a)` sums over time and examples; so does a loop over `t`. `dz_y.sum(axis=(0, 2))` has
# shape (n_y,) and needs one more axis at the end. From the dict of `rnn_backward_masked` take all but `dx`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import rnn_loss_and_grads

# %% [markdown]
# By hand: let $a$ be 1, then masked, then $-1$, and let $\hat y$ be $(\frac34, \frac14)$ and then
# $(\frac14, \frac34)$. The right class is 0 both times. With two valid steps, $dz_y$ is half of
# $(-\frac14, \frac14)$, then half of $(-\frac34, \frac34)$. So `dby` is $-0.5$ and $0.5$, and `dWya` is
# $-0.125 \cdot 1 - 0.375 \cdot (-1) = 0.25$ and $-0.25$.

# %%
toy_x, toy_y = np.array([20.0, 0.0, -20.0]).reshape(3, 1, 1), np.zeros((3, 1), dtype=int)  # tanh(20) is 1
toy = {"Wax": one, "Waa": 0 * one, "Wya": np.array([[np.log(3)], [0.0]]), "ba": 0 * one, "by": np.zeros((2, 1))}
toy_loss, toy_grads = rnn_loss_and_grads(toy_x, toy_y, 0 * one, toy, toy_mask)
print("loss", round(toy_loss, 3), "  dby", toy_grads["dby"].ravel(), "  dWya", toy_grads["dWya"].ravel())

# %%
check(rnn_loss_and_grads)

# %% [markdown]
# ## Who checks the gradient?
#
# This course has hidden tests. The networks that you write after it have none, so write the test yourself: a function
# that decides whether something that claims to be the gradient of a loss really is. You have all you need; the
# difficulty is in the comparison.
#
# **Predict.** Each of these ways to compare a claimed gradient with a measured one has a hole. Where?
#
# 1. `np.abs(claimed - measured).max() < 1e-2`
# 2. `np.linalg.norm(claimed - measured) / np.linalg.norm(measured) < 1e-7`
# 3. `np.all(np.abs(claimed - measured) / np.abs(measured) < 1e-5)`
# 4. `np.array_equal(claimed, measured)`
# 5. `not np.any(np.abs(claimed - measured) > 1e-7)`

# %% tags=["hide-input"]
size = 10.0 ** np.linspace(-9, 2.5, 24)  # the gradient of this loss has entries of all sizes
theta = np.random.default_rng(1).uniform(-1, 1, size.shape)
true = size * np.cos(theta)
measured = numerical_gradient(lambda theta: np.sum(size * np.sin(theta)), theta)
large = true > 0.001
fig, (ax,) = figures.panels(width=6.4, height=3.7)
ax.plot(true, np.abs(true - measured), "o", color=figures.CYCLE[2], label="right: accept", markersize=5)
ax.plot(true[large], np.abs(1.001 * true - measured)[large], "X", color=figures.CYCLE[1], label="wrong: reject")
along = np.array([1e-9, 1e3])
for number, allowed, beside in (
    ("1", [1e-2, 1e-2], 2e3),
    ("2", 2 * [1e-7 * np.linalg.norm(true)], 2e3),
    ("3", 1e-5 * along, 5e-10),
    ("5", [1e-7, 1e-7], 2e3),
):
    ax.plot(along, allowed, "--", color=figures.INK, linewidth=1)
    ax.text(beside, allowed[int(beside > 1)], number, ha="center", va="center", fontsize=11)
ax.set(xscale="log", yscale="log", xlabel="size of an entry", ylabel="difference from measured", ylim=(1e-16, 10))
ax.legend(loc="lower right")
figures.show(
    fig,
    caption="Entries of all sizes from one gradient. Dots: the right gradient against the measured one; they differ by "
    "rounding, about as much for every entry. Crosses: entries of 0.001 or more that are wrong by a thousandth. "
    "Dashed: what comparisons 1, 2, 3 and 5 allow. A good test lets every dot pass and no cross. Line 5 does so here: "
    "its hole has nothing to do with size and is not drawn. Nor is comparison 4, which allows nothing.",
    alt=f"Dots and crosses on logarithmic axes, over entries from {true.min():.0e} to {true.max():.0f}. The dots lie "
    f"below {np.abs(true - measured).max():.0e} and are about as high everywhere. The crosses rise "
    f"from {np.abs(1.001 * true - measured)[large].min():.0e} to {np.abs(1.001 * true - measured).max():.1g}. Line 1 "
    "is above most crosses, line 2 above the smaller ones, line 3 below the dots on the left, and line 5 between dots "
    "and crosses.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# 1. Many entries *are* smaller than 0.01. Even a gradient of zeros may pass.
# 2. The large entries decide the length. Next to an entry of 300, a mistake of a thousandth in one of 0.001 does not
#    show: $10^{-6} / 300$ is far below $10^{-7}$.
# 3. Where the true entry is 0, the measured one is rounding, some $10^{-11}$. Divided by itself, that is a hundred per
#    cent, and a right gradient is rejected.
# 4. The measured gradient has about ten right digits, so hardly any right gradient is equal to it.
# 5. `nan > 1e-7` is false, so a gradient full of nan passes.
#
# All but the fourth also let NumPy *broadcast*: a claimed gradient of shape (1, 1) can agree with a measured one of
# shape (4, 1).
#
# </details>

# %% [markdown]
# ### Build it: the checker, judged by mutation
#
# Write `my_grad_check(loss, gradient, theta)`. It returns `True` if `gradient(theta)` is the gradient of `loss` at
# `theta`, else `False`. It must accept gradients that are right up to rounding, with zeros and tiny entries too. It
# must reject a gradient that is wrong by a thousandth in a single entry (of 0.001 or more), that has another shape than
# `theta`, or that holds nan.
#
# Your function is a test, so it is tested as one, by *mutation*: `check` hands it right gradients and many wrong ones,
# with the mistakes that people make. It should catch them all and raise no false alarm.
#
# <details><summary>Hint 1: the idea</summary>
#
# Measure with `numerical_gradient`. Look at the shapes first. Then compare entry by entry: allow a small part of the
# entry's own size, *plus* a tiny absolute amount for entries near zero.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Accept if $|g_k - \hat{g}_k| \le \alpha + \rho\, |\hat{g}_k|$ for every $k$. Rounding in the loss is about $10^{-16}$
# of its size and comes back divided by $2 \cdot 10^{-5}$: for a loss of 100, $\alpha$ must be above $10^{-9}$. It must
# be far below $10^{-6}$, a thousandth of 0.001, and $\rho$ below a thousandth.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.allclose(a, b, rtol=..., atol=...)` is this formula for all entries, and it is False for nan. It broadcasts, so
# compare `np.shape(claimed)` with `theta.shape` first. Wrap the result in `bool(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import my_grad_check

# %% [markdown]
# By hand: for the loss $\theta_1^2 + \theta_2^2$ at $(3, 0)$ the gradient is $(6, 0)$. Accept it, and reject
# $(6.006, 0)$.

# %%
point = np.array([3.0, 0.0])
for claim in ([6.0, 0.0], [6.006, 0.0]):
    print(claim, my_grad_check(lambda theta: np.sum(theta**2), lambda theta, g=claim: np.array(g), point))

# %%
check(my_grad_check)

# %% [markdown]
# What is the relative part $\rho$ for? In the check no loss is much larger than 100, and there $\alpha = 10^{-7}$ alone
# would do. But multiply a loss by a million, as a change of units may do, and the error of the measured gradient is
# multiplied too:

# %%
for scale in (1, 1e6):
    claimed = scale * np.cos(point)
    measured = numerical_gradient(lambda theta, scale=scale: scale * np.sum(np.sin(theta)), point)
    alone, both = (np.allclose(claimed, measured, rtol=rho, atol=1e-7) for rho in (0, 1e-5))
    print(f"off by {np.abs(claimed - measured).max():.0e}: accepted with alpha alone {alone}, with rho as well {both}")

# %% [markdown]
# Now use it on your own work. Each parameter in turn is `theta` while the others stay as they are. The batch is padded,
# with a hole in the middle of one sequence.

# %%
T_x, n_x, n_a, n_y, m = 5, 3, 5, 7, 4
rng = np.random.default_rng(3)
shapes = {"Wax": (n_a, n_x), "Waa": (n_a, n_a), "Wya": (n_y, n_a), "ba": (n_a, 1), "by": (n_y, 1)}
parameters = {name: 0.4 * rng.standard_normal(shape) for name, shape in shapes.items()}
x, a0 = rng.standard_normal((T_x, n_x, m)), rng.standard_normal((n_a, m))
y, mask = rng.integers(n_y, size=(T_x, m)), np.arange(T_x)[:, None] < [5, 2, 4, 5]
mask[2, 3] = False


# %%
def loss_of(name):
    """Return the loss of the network as a function of one parameter."""

    def loss(theta):
        _, y_pred, _ = rnn_forward_masked(x, a0, {**parameters, name: theta}, mask)
        return sequence_cross_entropy(y_pred, y, mask)

    return loss


def gradient_of(name):
    """Return your gradient as a function of one parameter."""
    return lambda theta: rnn_loss_and_grads(x, y, a0, {**parameters, name: theta}, mask)[1]["d" + name]


for name, theta in parameters.items():
    print(f"d{name:4} {'holds' if my_grad_check(loss_of(name), gradient_of(name), theta) else 'is wrong'}")

# %% [markdown]
# ## Break it: wrong gradients on purpose
#
# What is a test worth? Make gradients wrong on purpose and see who notices. Beside your checker are four weaker ones.
#
# **Predict.** Which wrong gradient has the right sum of entries?

# %% tags=["hide-input"]
theta, loss = parameters["Waa"], loss_of("Waa")
right_gradient, measured = gradient_of("Waa")(theta), numerical_gradient(loss, theta)
one_off, small_off, with_nan = (right_gradient.copy() for _ in range(3))
one_off[3, 1] *= 1.001
small_off[np.unravel_index(np.abs(right_gradient).argmin(), theta.shape)] *= 2
with_nan[4, 4] = np.nan
_, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
da_from_y = parameters["Wya"].T @ softmax_ce_backward(y_pred, y, mask)
claims = {
    "right": right_gradient,
    "padding\nnot masked": rnn_backward(da_from_y, caches)["dWaa"],
    "transposed": right_gradient.T,
    "opposite sign": -right_gradient,
    "twice as large": 2 * right_gradient,
    "one entry off\nby a thousandth": one_off,
    "smallest entry\ndoubled": small_off,
    "nan in one entry": with_nan,
    "shape (25,)": right_gradient.ravel(),
}


def by_length(claimed):
    """Compare the lengths of difference and gradient; shapes that do not fit count as rejected."""
    return claimed.shape == theta.shape and np.linalg.norm(claimed - measured) < 1e-2 * np.linalg.norm(measured)


checkers = {
    "yours": lambda claimed: my_grad_check(loss, lambda theta: claimed, theta),
    "first entry alone": lambda claimed: np.isclose(claimed.ravel()[0], measured.ravel()[0]),
    "within 0.01": lambda claimed: not np.any(np.abs(claimed.ravel() - measured.ravel()) > 1e-2),
    "sums agree": lambda claimed: np.isclose(claimed.sum(), measured.sum()),
    "by length": by_length,
}
accepted = np.array([[bool(judge(claimed)) for claimed in claims.values()] for judge in checkers.values()])
good = accepted == (np.arange(len(claims)) == 0)

fig, (ax,) = figures.panels(width=7.6, height=3.4)
ax.imshow(np.where(good, 0.25, -0.8), cmap=figures.signed_map(), vmin=-1, vmax=1, aspect="auto")
for (row, column), yes in np.ndenumerate(accepted):
    weight = "normal" if good[row, column] else "bold"
    ax.text(column, row, "accepts" if yes else "rejects", ha="center", va="center", fontsize=8.5, weight=weight)
ax.set_xticks(range(len(claims)), claims, fontsize=8, rotation=30, ha="right")
ax.set_yticks(range(len(checkers)), checkers)
ax.grid(visible=False)
ax.spines[:].set_visible(False)
wrong_verdicts = {name: int((~row).sum()) for name, row in zip(checkers, good, strict=True)}
figures.show(
    fig,
    caption="Nine claimed gradients of $W_{aa}$ (columns) and five checkers (rows). Purple cells with bold words are "
    "wrong verdicts.",
    alt="A table of verdicts. Of nine claims the wrong verdicts are: "
    + ", ".join(f"{name} {count}" for name, count in wrong_verdicts.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The transposed one: the same numbers in other places. The same numbers in another shape have the right sum too. A
# checker that looks at one number made of all of them cannot see where they are.
#
# </details>

# %% [markdown] tags=["deeper"]
# ### Deeper: the complex step, the oracle of this course
#
# Your gradients were compared with a reference. Who checked the reference? Not a central difference: its ten digits are
# too few to tell a small mistake from rounding. There is a better way to measure, if the function can be given complex
# numbers. Take a step in the *imaginary* direction. By Taylor's theorem
#
# $$f(\theta + ih) = f(\theta) + ih f'(\theta) - \tfrac{h^2}{2} f''(\theta) - \dots \qquad\text{so}\qquad f'(\theta) =
# \frac{\operatorname{Im} f(\theta + ih)}{h} + O(h^2)$$
#
# This *complex step*, in this form, is due to Squire and Trapp (1998). Nothing is subtracted, so no digits cancel, and
# $h$ may be as small as $10^{-30}$.


# %%
def complex_step(f, theta, h=1e-30):
    """Return the gradient of f at theta, right up to rounding; f must accept complex numbers."""
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        moved = theta.astype(complex)
        moved[index] += 1j * h
        gradient[index] = np.imag(f(moved)) / h
    return gradient


# %% tags=["hide-input"]
theta, loss = parameters["Wax"], loss_of("Wax")
exact = gradient_of("Wax")(theta)
fig, (ax,) = figures.panels(width=6.4, height=3.4)
found = {}
for measure, smallest, style, colour, name in (
    (numerical_gradient, -15, "o-", figures.CYCLE[0], "central difference"),
    (complex_step, -30, "^-", figures.CYCLE[2], "complex step"),
):
    sizes = 10.0 ** np.arange(smallest, 0)
    errors = [max(np.abs(measure(loss, theta, step) - exact).max(), 1e-18) for step in sizes]
    found[measure] = sizes, errors
    ax.plot(sizes, errors, style, color=colour, label=name, markersize=4)
ax.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$ or $h$", ylabel="difference from your gradient")
ax.legend(loc="upper left")
stays = max(found[complex_step][1][:21])  # h from 1e-30 to 1e-10
nearest, where = min(zip(*reversed(found[numerical_gradient]), strict=True))
figures.show(
    fig,
    caption="Two ways to measure a gradient of your network, compared with the one that you computed. As $h$ shrinks, "
    f"the complex step comes within {stays:.0e} of it and stays there, down to $h = 10^{{-30}}$. The central "
    f"difference comes no nearer than {nearest:.0e}.",
    alt=f"Two curves on logarithmic axes. The central difference is V-shaped, with its lowest point, {nearest:.0e}, at "
    f"{where:.0e}. The complex step stays within {stays:.0e} for every step from 1e-30 to 1e-10.",
)

# %% [markdown]
# The complex step has its limits. The function must be smooth and made of operations that work on complex numbers: no
# absolute value, no comparison that decides something, no `float(...)`. The tests of this course compare every entry of
# every reference gradient with the complex step, with a relative tolerance of $10^{-10}$.

# %% [markdown]
# ## Hunt the bug: the shapes are right, and nothing else
#
# `hunt_rnn_backward` carries the gradient back through all steps, as `rnn_backward` of lesson 03 does, with one mistake
# in it. The plot below compares its gradient of $W_{aa}$ with the measured one, entry by entry. Fix the function, set
# `bug`, and run the plot again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.backpropagation_through_time import rnn_backward as hunt_rnn_backward

# %% tags=["hide-input"]
hunt_da = np.random.default_rng(8).standard_normal((T_x, n_a, m))
hunt_caches = rnn_forward(x, a0, parameters)[2]
claimed = hunt_rnn_backward(hunt_da, hunt_caches)["dWaa"]
measured = numerical_gradient(
    lambda theta: np.sum(hunt_da * rnn_forward(x, a0, {**parameters, "Waa": theta})[0]), parameters["Waa"]
)
reach_of = 1.1 * max(np.abs(measured).max(), np.abs(claimed).max())
fig, (ax,) = figures.panels(width=4.0, height=3.6)
ax.plot([-reach_of, reach_of], [-reach_of, reach_of], color=figures.INK, linewidth=1)
ax.plot(measured.ravel(), claimed.ravel(), "X", color=figures.colour_of("gradient"), markersize=6)
ax.set(xlabel="measured $dW_{aa}$", ylabel="hunt_rnn_backward", aspect="equal")
figures.show(
    fig,
    caption="The entries of the gradient of $W_{aa}$: from `hunt_rnn_backward` (vertical) against the measured ones "
    "(horizontal). Once it is fixed, all of them lie on the line.",
    alt=f"{measured.size} crosses around a diagonal line. {int((np.abs(claimed - measured) < 1e-6).sum())} of them lie "
    "on it.",
)

# %%
check(hunt_rnn_backward)

# %% [markdown]
# ## Use it: teach a network to carry
#
# Now the adder, from a random start. A batch holds 64 new sums of numbers of two to eight bits. They differ in length,
# so the batch is padded. Each update is gradient descent with *momentum*: the parameters follow a running sum of the
# gradients, and each update multiplies the old ones by 0.9.


# %%
def train(grads_of, seed, updates=500, m=64, n_a=16):
    """Train an adder with the loss and gradients of `grads_of`; return it, its losses and its past."""
    rng = np.random.default_rng(seed)
    network = data.untrained_adder(n_a, rng=rng)
    velocity, losses, past = {name: np.zeros_like(value) for name, value in network.items()}, [], []
    for _ in range(updates):
        x, y, mask = data.addition_task(m, rng=rng)
        loss, grads = grads_of(x, y, np.zeros((n_a, m)), network, mask)
        losses.append(loss)
        past.append(dict(network))
        for name in network:
            velocity[name] = 0.9 * velocity[name] - 0.3 * grads["d" + name]
            network[name] = network[name] + velocity[name]
    return network, losses, past


# %% [markdown]
# **Predict.** For comparison, train with a mistake of lesson 03 as well: `da_prev` is dropped, so nothing comes back
# from later steps. A carry has to be kept *for* a later step. What will the loss do?


# %% tags=["hide-input"]
def nothing_from_later_steps(x, y, a0, parameters, mask):
    """Return your loss and gradients, but with nothing that comes back from later steps."""
    loss, grads = rnn_loss_and_grads(x, y, a0, parameters, mask)
    _, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    da_from_y = parameters["Wya"].T @ softmax_ce_backward(y_pred, y, mask)  # zero where masked
    steps = [rnn_cell_backward(da_from_y[t], caches[t]) for t in range(len(x))]
    return loss, {**grads, **{name: sum(step[name] for step in steps) for name in ("dWax", "dWaa", "dba")}}


runs = [train(rnn_loss_and_grads, seed) for seed in range(3)]
cut_runs = [train(nothing_from_later_steps, seed) for seed in range(3)]
last_losses = [[np.mean(losses[-20:]) for _, losses, _ in several] for several in (runs, cut_runs)]

fig, (ax,) = figures.panels(width=6.4, height=3.3)
for several, colour, style, name in (
    (runs, figures.CYCLE[0], "-", "your gradients"),
    (cut_runs, figures.CYCLE[1], "--", "nothing comes back from later steps"),
):
    for seed, (_, losses, _) in enumerate(several):
        smooth = np.convolve(losses, np.full(10, 0.1), mode="valid")
        ax.plot(smooth, style, color=colour, linewidth=1.4, label=name if seed == 0 else None)
ax.axhline(np.log(2), color=figures.INK, linestyle=":", linewidth=1)
ax.text(495, np.log(2) * 1.1, "guessing", ha="right", fontsize=9)
ax.set(xlabel="updates", ylabel="loss in nats", yscale="log")
ax.legend(loc="lower left")
whole_ends, cut_ends = (f"between {min(losses):.1g} and {max(losses):.1g}" for losses in last_losses)
figures.show(
    fig,
    caption=f"Learning to add, three random starts each. With your gradients the loss falls from 0.7 to "
    f"{whole_ends}. With the mistake it falls as well, to {cut_ends}, and nothing warns you. A leap upwards on the way "
    "is a step that was too long for a steep place: see lesson 08.",
    alt=f"Loss curves over 500 updates on a logarithmic axis. Three curves for your gradients fall to {whole_ends}, "
    f"three for the mistake to {cut_ends}. A dotted line at {np.log(2):.2f} marks guessing.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Why does the second fall so far below guessing? Only the *gradient* is cut. The state still runs on, and traces of
# earlier bits are in it. Each step learns to make better use of the state that it is handed, and since the weights are
# shared, this also changes the state that it hands on. What no step ever learns on purpose is to keep something for
# later, so the result is a matter of luck.
#
# Recorded over 20 random starts (in the course's files, `data/README.md`): with the whole gradient the loss ends
# between 0.0004 and 0.0008, and from every start all of 200 sums of 62 bits are right. With the mistake it ends between
# 0.0020 and 0.2240, and 0 to 197 sums are right. If the output layer alone is trained, so that the state stays as it
# was drawn, it ends between 0.5960 and 0.6713.
#
# </details>

# %% [markdown]
# Your best network saw at most eight bits. Has it learned a table or a method? Give it your long numbers, and watch the
# carry appear during training.

# %%
mine, _, past = min(runs, key=lambda run: np.mean(run[1][-20:]))
said, _ = add_with(mine, *YOUR_NUMBERS)
print("your network says", said, "which is", "right" if said == sum(YOUR_NUMBERS) else "wrong")
print(sum(add_with(mine, *pair)[0] == sum(pair) for pair in pairs), "of 200 sums of 62-bit numbers are right")

# %% tags=["hide-input"]
unit, agrees, lowest, highest = unit_that_carries(mine)
lowest_said, highest_said = (f"{value:.2f}".replace("-", "−") for value in (lowest, highest))
levels = f"On these sums the unit falls to {lowest_said} where the carry is 1 and rises to {highest_said} where it is 0"
levels += ", so its level, if not its sign, tells the two apart." if lowest > highest else "."
moments = {updates: past[updates] for updates in (0, 8, 16, 24, 32, 40, 60, 100, 200)} | {len(past): mine}
answers = {updates: add_with(network, FIRST, SECOND)[0] for updates, network in moments.items()}
figures.animate(
    [draw_sum(network, unit, np.sign(agrees)) for network in moments.values()],
    labels=[f"{updates} updates: {said}" for updates, said in answers.items()],
    slider="Updates of the parameters",
    caption=f"Your network during training, on the sum from the opening. Framed bits are wrong. In the end unit "
    f"{unit + 1} follows the carry{', its sign reversed' if agrees < 0 else ''}, with a correlation of "
    f"{abs(agrees):.2f} over twenty long sums. {levels}",
    alt=f"Five rows over the bits, as in the opening, at ten moments of training. The network's sums are, one after "
    f"the other, {', '.join(str(said) for said in answers.values())}; {FIRST + SECOND} is right.",
)

# %% [markdown]
# A method, then. The network has no idea of numbers and never saw more than eight bits, but a rule that is applied in
# the same way at every step does not care how many steps there are. Shared parameters make that possible, and the sum
# over all steps in your gradient is what taught it one rule rather than eight.

# %% [markdown] tags=["deeper"]
# ## Deeper: truncated backpropagation
#
# For the gradient all caches have to be kept. For a book of a million letters they take too much memory, so the
# gradient is cut: each loss is followed back over $k$ steps and no further, its own step included. The state still runs
# *forward* across the cut. This is *truncated backpropagation through time*, described by Williams and Peng (1990).
# Dropping `da_prev`, as above, is $k = 1$.
#
# What does the cut cost? Take a task in which only what is far back counts. The network reads one of three symbols at
# every step and has to say which one it read **four steps ago**. Its weights $W_{aa}$ start so small that
# the untrained state has forgotten a symbol by then.
#
# **Predict.** What is the smallest $k$ with which it can learn this? Move the slider.

# %% tags=["hide-input"]
figures.animate(
    [figures.truncation_window(8, k=k, loss=7, source=3) for k in range(1, 7)],
    labels=[f"k = {k}" for k in range(1, 7)],
    slider="k, the steps that the gradient goes back",
    still=2,
    caption="The loss at step 7 asks for the symbol of step 3. The state (upper arrows) carries it across the cut. The "
    "gradient (orange) reaches the weights that read it only if the window is wide enough.",
    alt="Eight steps in a row, with a loss at step 7. Orange arrows go back from it through k states; a dashed line "
    "marks the cut. With k from 1 to 4 the cut is to the right of step 3, whose input is marked. With 5 and 6 it is "
    "to the left.",
)


# %% tags=["hide-input"]
def sorted_by_distance(da, caches, longest):
    """Return a list: at place d, the gradients of the parameters that come from losses d steps later."""
    T, n_a, m = da.shape
    a_next, a_prev, x = (np.concatenate([cache[k] for cache in caches], axis=1) for k in range(3))  # (n, T * m)
    gradient, found = da, []
    for _ in range(longest):
        step = rnn_cell_backward(np.concatenate(gradient, axis=1), (a_next, a_prev, x, caches[0][3]))
        found.append({name: step[name] for name in ("dWax", "dWaa", "dba")})
        to_the_left = step["da_prev"].reshape(n_a, T, m).transpose(1, 0, 2)
        gradient = np.concatenate([to_the_left[1:], np.zeros((1, n_a, m))])
    return found


def random_network(rng, units, n_in, n_out, factor):
    """Draw a network whose W_aa is an orthogonal matrix (it keeps every length) times a factor."""
    return {
        "Wax": 0.5 * rng.standard_normal((units, n_in)),
        "Waa": factor * np.linalg.qr(rng.standard_normal((units, units)))[0],
        "Wya": rng.standard_normal((n_out, units)) / np.sqrt(units),
        "ba": np.zeros((units, 1)),
        "by": np.zeros((n_out, 1)),
    }


def trained_echo(k, seed, delay=4, symbols=3, units=16, steps=14, examples=24, rounds=150):
    """Train a network to repeat what it read some steps ago, with gradients cut after k steps; return its accuracy.

    With k = 0 the output layer alone is trained.
    """
    rng = np.random.default_rng(seed)
    network = random_network(rng, units, symbols, symbols, 0.3)
    velocity = {name: np.zeros_like(value) for name, value in network.items()}
    start, valid = np.zeros((units, examples)), np.zeros((steps, examples), dtype=bool)
    valid[delay:] = True
    right = []
    for _ in range(rounds):
        read = rng.integers(symbols, size=(steps, examples))
        due = np.roll(read, delay, axis=0)
        a, y_pred, caches = rnn_forward(one_hot(read, symbols), start, network)
        dz_y = softmax_ce_backward(y_pred, due, valid)
        grads = {"dWya": np.einsum("tyi,tai->ya", dz_y, a), "dby": dz_y.sum(axis=(0, 2))[:, None]}
        parts = sorted_by_distance(network["Wya"].T @ dz_y, caches, k)
        grads |= {name: sum(part[name] for part in parts) for name in ("dWax", "dWaa", "dba")}
        for name in network:
            velocity[name] = 0.9 * velocity[name] - 0.2 * grads["d" + name]
            network[name] = network[name] + velocity[name]
        right.append(np.mean((y_pred.argmax(axis=1) == due)[valid]))
    return np.mean(right[-20:])


reach = (0, 1, 2, 3, 4, 5, 6)
accuracy = np.array([[trained_echo(k, seed) for seed in range(10)] for k in reach])
means = ", ".join(f"{value:.2f} for k = {k}" for k, value in zip(reach, accuracy.mean(axis=1), strict=True))
fig, (ax,) = figures.panels(width=5.6, height=3.0)
ax.plot(reach, accuracy, "o", color=figures.colour_of("gradient"), markersize=6, alpha=0.4)
ax.plot(reach, accuracy.mean(axis=1), "-", color=figures.colour_of("gradient"))
ax.axhline(1 / 3, color=figures.INK, linestyle=":")
ax.text(6, 0.355, "guessing", ha="right", fontsize=9)
ax.set(xlabel="$k$, steps that the gradient goes back", ylabel="accuracy after training", ylim=(0.2, 1.05))
figures.show(
    fig,
    caption="Saying what was read four steps ago, learned with truncated gradients; ten random starts for each $k$. "
    "With $k = 0$ the output layer alone is trained. Below $k = 5$ the gradient never reaches the step at which the "
    "symbol was read. The mean accuracy is " + means + ".",
    alt=f"Accuracy over k, with a line through the means: {means}. A dotted line at one third marks guessing. The "
    f"lowest run with k = 5 reaches {accuracy[5].min():.2f}, the highest with k = 4 {accuracy[4].max():.2f}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Five: the step of the loss itself and four steps back to the one that read the symbol. With 1 to 4 the accuracy is a
# little above guessing, for the reason given for the adder: the state carries faint traces of earlier symbols, and
# the weights learn to use them, but nothing teaches them to keep a symbol. The error of a cut gradient is a *bias*, not
# noise: it does not average out over batches. Tallec and Ollivier (2017) cut at random places and reweight the pieces,
# which removes the bias at the price of noise.
#
# </details>
#
# Where the gradient fades quickly, the bias is small.
#
# **Predict.** Take random networks, 40 steps, and a loss at every step. $W_{aa}$ is an *orthogonal* matrix, which turns
# a column of numbers without changing its length, times 0.5, 0.9 or 1.3. After how many steps $k$ is the truncated
# gradient off by less than a tenth?


# %% tags=["hide-input"]
def truncation_error(factor, seed, steps=40, units=32, classes=5, examples=8):
    """Return the relative error of the truncated gradient of W_aa for k = 1 ... steps, and the slopes of tanh."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, units, classes, classes, factor)
    x, y = rng.standard_normal((steps, classes, examples)), rng.integers(classes, size=(steps, examples))
    a, y_pred, caches = rnn_forward(x, np.zeros((units, examples)), network)
    da = network["Wya"].T @ softmax_ce_backward(y_pred, y, np.ones(y.shape, dtype=bool))
    so_far = np.cumsum([part["dWaa"] for part in sorted_by_distance(da, caches, steps)], axis=0)
    return np.linalg.norm(so_far - so_far[-1], axis=(1, 2)) / np.linalg.norm(so_far[-1]), 1 - a**2


below, slope = {}, {}
fig, (ax,) = figures.panels(width=6.4, height=3.5)
for factor, style, colour in zip((0.5, 0.9, 1.3), ("-", "--", ":"), figures.CYCLE, strict=False):
    of_all, slopes = zip(*[truncation_error(factor, seed) for seed in range(10)], strict=True)
    errors, slope[factor] = np.array(of_all)[:, :25], np.sqrt(np.mean(np.square(slopes)))
    k = np.arange(1, errors.shape[1] + 1)
    ax.fill_between(k, errors.min(axis=0), errors.max(axis=0), color=colour, alpha=0.25, linewidth=0)
    ax.plot(k, np.median(errors, axis=0), style, color=colour, label=f"factor {factor}")
    below[factor] = k[np.argmax(np.median(errors, axis=0) < 0.1)]
ax.axhline(0.1, color=figures.INK, linewidth=0.8, linestyle=":")
ax.set(xlabel="$k$, steps that the gradient goes back", ylabel="relative error of $dW_{aa}$", yscale="log")
ax.set(ylim=(1e-4, 1.2), xlim=(1, 25))
ax.legend(loc="lower left")
reached = ", ".join(f"at k = {steps} for the factor {factor}" for factor, steps in below.items())
figures.show(
    fig,
    caption="How far the truncated gradient of $W_{aa}$ is from the whole one. Lines: median of ten random networks; "
    f"bands: all ten. The median falls below a tenth {reached}. With the factor 1.3 the slope of tanh is "
    f"{slope[1.3]:.2f} (root mean square over all activations).",
    alt=f"Three falling curves with narrow bands on a logarithmic axis. They fall below a tenth {reached}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# After 2, 4 and 8 steps. Why does the gradient fade even with the factor 1.3? Each step back also multiplies it by the
# slope of tanh, which is 1 only at 0. Its root mean square is 0.60 here, and $1.3 \cdot 0.60 = 0.78$ is still below 1.
#
# </details>

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
#
# w, b, a0 = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (2.0, 0.0, 0.0))
#
#
# def last(w, b, a):
#     for valid in torch.tensor([True, False, True]):
#         a = torch.where(valid, torch.tanh(w * a + b), a)
#     return a
#
#
# last(w, b, a0).backward()
# print(a0.grad.item(), b.grad.item())
# print(torch.autograd.gradcheck(last, (w, b, a0)))
# ```
#
# ```text
# 4.0 3.0
# True
# ```
#
# This is the picture with the masked step: `da0` is 4 and `dba` is 3. PyTorch records each operation on the way forward
# and knows that `torch.where` passes its gradient on unchanged, so nobody writes a loop back. `gradcheck` is your
# `my_grad_check`, but raises an error where yours says `False`. By default it allows an absolute error of $10^{-5}$ and
# a relative one of a thousandth, so it is more lenient than yours.

# %% [markdown]
# ## What you should remember
#
# 1. A masked step passes its gradient on unchanged and adds nothing to the gradient of any parameter or input.
# 2. A wrong gradient runs, has the right shapes, and often lowers the loss.
# 3. So compare every entry with a measurement. Allow a small part of the entry's own size, plus a tiny amount for
#    rounding, and check the shape and that no entry is nan.
# 4. A test is tested with mistakes: it should catch all of them and raise no false alarm.
# 5. What comes back from later steps teaches a step to keep something for them. Without it, memory is luck.

# %% [markdown] tags=["question"] question_id="explain-padding-gradient" points=2
# **Explain it: padding that hides a mistake.** In a batch whose padding is all at the *end*, with a loss that is read
# at valid steps only, `rnn_backward` and `rnn_backward_masked` return the same gradients of all parameters. Why? Give
# one change of the batch or of the loss after which they differ, and say which of the two is then wrong.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Train the adder with the gradient of the mean over steps in place of the sum (divide `dWax`, `dWaa` and `dba` by
#   $T_x$). Does it still learn? Which of the five mistakes of lesson 03 can it live with?
# - Let the adder read the highest bit first. Why can it not learn this, whatever the gradient?
# - In the last Deeper part, start `trained_echo` with the factor 0.9 in place of 0.3, with `k=0` and with `k=3`. Which
#   network remembers more, and what has the cut gradient done to the other?
#
# Papers: Williams and Peng (1990), *An efficient gradient-based algorithm for on-line training of recurrent network
# trajectories*: truncation. Squire and Trapp (1998), *Using complex variables to estimate derivatives of real
# functions*. Tallec and Ollivier (2017), *Unbiasing truncated backpropagation through time*.
