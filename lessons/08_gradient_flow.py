# %% [markdown]
# # 08 Vanishing and exploding gradients, clipping
#
# To learn from something forty steps ago, a network must carry a gradient back through forty cells, and each multiplies
# it by a matrix. Multiply a number by 0.8 forty times and almost nothing is left; by 1.2, and it has grown a
# thousandfold. You will measure this, find out which number of a matrix decides it, cure one half of the problem with
# two lines of code, and see why the other half needs another cell.
#
# **You write** six functions of one to ten lines: `step_jacobian`, `gradient_norm_profile`, `gradient_regime`,
# `orthogonal_init`, `clip_by_value` and `clip_by_global_norm`.
#
# **You need** lesson 02 (the simple RNN) and lessons 03 and 04 (the way back, training). Their functions are ready in
# `given/`. Eigenvalues and singular values are explained where they are needed.
#
# **It takes** about 100 to 140 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
from collections.abc import Callable

import numpy as np

import data
import figures
from autograder.check import check
from solutions.backpropagation_through_time import rnn_backward, rnn_cell_backward, softmax_ce_backward
from solutions.losses import sequence_cross_entropy
from solutions.simple_rnn import rnn_forward

figures.use_course_style()

# %% tags=["hide-input"]
model, symbols = data.load_name_model()
surnames = [name for name in data.load_names() if len(name) == 11][:200]


def surname_gradient(names):
    """Return dL/da at the last letter, L being the loss of the full stop that ends each name, and all the caches."""
    ids = np.array([[symbols.numbers["."], *symbols.encode(name)] for name in names])
    x = np.eye(len(symbols))[ids].transpose(1, 2, 0)
    _, y_pred, caches = rnn_forward(x, np.zeros((len(model["ba"]), len(names))), model)
    dz_y = y_pred[-1] - np.eye(len(symbols))[:, [symbols.numbers["."]]]
    return model["Wya"].T @ dz_y, caches


def letters_back(k, g, caches):
    """Return the gradient k letters before the last: the da0 of the last k steps alone."""
    da = np.zeros((k, *g.shape))
    da[-1] = g
    return rnn_backward(da, caches[-k:])["da0"]


g, caches = surname_gradient(surnames)
profiles = np.linalg.norm([g, *(letters_back(k, g, caches) for k in range(1, 11))], axis=1)
shares = profiles / profiles[0]
middle, low, high = np.median(shares, axis=1), *np.quantile(shares, (0.05, 0.95), axis=1)

k = np.arange(41)
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.2)
for w in (1.2, 1.1, 1.0, 0.9, 0.8):
    left.plot(k, w**k, color=figures.INK if w == 1 else figures.CYCLE[int(w > 1)])
    left.text(41, w**40, f"$w = {w}$", va="center", fontsize=9)
left.set(yscale="log", xlim=(0, 51), xlabel="$k$", ylabel="$w^k$")
right.fill_between(range(len(middle)), low, high, color=figures.colour_of("gradient"), alpha=0.25, linewidth=0)
right.plot(middle, "o-", color=figures.colour_of("gradient"), markersize=4)
right.set(yscale="log", ylim=(0.005, 2), xlabel="letters back", ylabel="share of the gradient left")
figures.show(
    fig,
    caption="Left: a number multiplied by $w$, $k$ times. Right: the trained surname network of lesson 02, and "
    f"{len(surnames)} names of 11 letters. The gradient of one loss, that of the full stop after the name, starts at "
    "the last letter and travels back; the line is the median name, the band holds nine in ten. At the first letter, "
    f"ten back, {middle[-1]:.0%} of it is left: this loss teaches the network much about the last few letters, little "
    "about the first.",
    alt=f"Left, five lines over k on a logarithmic axis: 1.2 to the k climbs to {1.2**40:.0f}, 1 stays level, 0.8 to "
    f"the k falls to {0.8**40:.4f}. Right, a line that falls from 1 to {middle[5]:.2f} after 5 letters and to "
    f"{middle[-1]:.2f} after 10, in a band that widens from nothing to between {low[-1]:.2f} and {high[-1]:.2f}.",
)

# %% [markdown]
# ## Remember
#
# 1. One step back through the cell begins with $dz_a = (1 - (a^{<t>})^2) * da^{<t>}$. How do you get $da^{<t-1>}$ from
#    it?
# 2. The gradient of $W_{aa}$ is a sum. How many terms does it have, and what is each of them?
# 3. What is the slope of tanh where the activation is 0, and where it is 0.9?
#
# <details><summary>Answers</summary>
#
# 1. $da^{<t-1>} = W_{aa}^\top dz_a$ (lesson 03; earlier losses add their own share).
# 2. $T_x$ terms, one for each time step: $dz_a$ of that step times the transposed old activation.
# 3. The slope is $1 - a^2$: it is 1 at 0, and 0.19 at 0.9.
#
# </details>

# %% [markdown]
# ## See it: one unit
#
# Take the smallest network, one unit without tanh and without input: $a^{<t>} = w\, a^{<t-1>}$. After $k$ steps the
# start has been multiplied by $w^k$, so a small change at the start arrives $w^k$ times as large. By hand,
# $0.5^2 = 0.25$, $0.5^{10} \approx 0.001$, $0.5^{20} \approx 0.000001$. By code:

# %%
for w in (0.5, 0.9, 1.0, 1.1, 1.5):
    powers = "   ".join(f"{w**k:9.2g}" for k in (1, 10, 20, 40))
    print(f"w = {w}   after 1, 10, 20, 40 steps: {powers}")

# %% [markdown]
# **Predict.** Now with tanh: $a^{<t>} = \tanh(w\, a^{<t-1>})$, starting from 0.5. One step back multiplies the gradient
# by $w\,(1 - (a^{<t>})^2)$. For $w = 1.5$: does the gradient still explode?

# %%
for w in (0.5, 1.0, 1.5):
    activation, factor = 0.5, 1.0
    for _ in range(40):
        activation = np.tanh(w * activation)
        factor *= w * (1 - activation**2)
    print(f"w = {w}   a after 40 steps {activation:.3f}   gradient after 40 steps {factor:.2g}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# No. The unit settles at 0.859, where tanh is flat: its slope there is 0.26, and $1.5 \cdot 0.26 = 0.39$ is below 1. A
# large weight drives tanh to where it hardly responds. So with tanh the gradient vanishes for small weights and may
# vanish for large ones too. It explodes where weights are large *and* activations stay near 0. You will meet such a
# place below.
#
# </details>

# %% [markdown]
# ## The equation
#
# With $n_a$ units, one step multiplies by a matrix. How much entry $j$ of the new activation moves when entry $k$ of
# the old one moves is entry $(j, k)$ of the *Jacobian* of the step:
#
# $$J^{<t>} = \frac{\partial a^{<t>}}{\partial a^{<t-1>}} = \mathrm{diag}\big(1 - (a^{<t>})^2\big)\, W_{aa}$$
#
# $\mathrm{diag}(v)$ is the matrix with the entries of $v$ on its diagonal and 0 elsewhere. $W_{aa}$ comes first, then
# tanh acts on each entry with a slope of its own. Going back over many steps, the chain rule multiplies the transposed
# Jacobians:
#
# $$\frac{\partial L}{\partial a^{<t>}} = (J^{<t+1>})^{\!\top} (J^{<t+2>})^{\!\top} \cdots (J^{<T>})^{\!\top}
# \frac{\partial L}{\partial a^{<T>}}$$

# %% tags=["hide-input"]
figures.shape_table(
    [
        ("a^{<t>}", "a_t", "(n_a,)", "the activation of one example after the step"),
        ("W_{aa}", "Waa", "(n_a, n_a)", "old activation to new activation"),
        ("J^{<t>}", "step_jacobian(a_t, Waa)", "(n_a, n_a)", "row j responds, column k is moved"),
        (
            r"\partial L / \partial a^{<T>}",
            "dL_da_T",
            "(n_a, m)",
            "the gradient at the last step, one column per example",
        ),
        (r"\|\partial L / \partial a^{<t>}\|", "norms[t - 1]", "()", "its size once it has travelled back to step t"),
    ]
)

# %% [markdown]
# **Predict.** An activation has the entries 0 and 0.8, and $W_{aa}$ is [[1, 2], [3, 4]]. Does tanh shrink a row of
# $W_{aa}$ or a column? Which one, and by how much?

# %% tags=["hide-input"]
a_small, W_small = np.array([0.0, 0.8]), np.array([[1.0, 2.0], [3.0, 4.0]])
slopes = (1 - a_small**2)[:, np.newaxis]


def draw_matrix(ax, numbers, title):
    """Draw a small matrix as coloured cells with its numbers in them."""
    ax.imshow(numbers, cmap=figures.signed_map(), vmin=-5, vmax=5)
    for (j, k), number in np.ndenumerate(numbers):
        ax.text(k, j, f"{number:.3g}", ha="center", va="center", fontsize=12)
    ax.set_title(title, fontsize=11)
    ax.set(xticks=[], yticks=[])
    ax.grid(visible=False)


fig, axes = figures.panels(1, 3, width=2.2, height=2.0, gridspec_kw={"width_ratios": [0.5, 1, 1]})
parts = {"slopes": slopes, r"$W_{aa}$": W_small, r"$J$": slopes * W_small}
for ax, (title, numbers) in zip(axes, parts.items(), strict=True):
    draw_matrix(ax, numbers, title)
axes[1].text(-0.9, 0.5, r"$\times$", ha="center", va="center", fontsize=14)
axes[2].text(-0.9, 0.5, "=", ha="center", va="center", fontsize=14)
figures.show(
    fig,
    caption="The slopes of tanh, one for each *new* activation, multiply the rows of $W_{aa}$.",
    alt=f"A column of two slopes, 1 and {slopes[1, 0]:.2f}, times W_aa with the rows 1, 2 and 3, 4, gives J with the "
    f"rows 1, 2 and {slopes[1, 0] * 3:.2f}, {slopes[1, 0] * 4:.2f}: the second row is paler.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Row 2, by $1 - 0.8^2 = 0.36$. Row $j$ of $W_{aa}$ makes entry $j$ of the new activation, and that entry's slope
# applies to the whole row. A column belongs to an entry of the *old* activation, which goes through no tanh in this
# step.
#
# </details>

# %% [markdown]
# ## Build it: the Jacobian of a step
#
# Write `step_jacobian` for one example.
#
# <details><summary>Hint 1: the idea</summary>
#
# $n_a$ slopes sit on a diagonal, to the left of a matrix. A diagonal matrix on the left multiplies whole rows.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $J_{jk} = (1 - a_j^2)\, W_{jk}$. Broadcasting lines up an array of shape `(n_a,)` with the *last* axis of one of shape
# `(n_a, n_a)`, which is $k$. To reach $j$, the slopes must form a column, `(n_a, 1)`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `slopes = 1 - a_t**2`, and `slopes[:, np.newaxis]` is a column. Multiply it by `Waa`. (`np.diag(slopes) @ ...` does
# the same with more work.)
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import step_jacobian

# %% [markdown]
# **By hand:** the numbers of the picture. Then a test: nudge the old activation, and compare what the new one does with
# what the Jacobian says.

# %%
print(step_jacobian(np.array([0.0, 0.8]), np.array([[1.0, 2.0], [3.0, 4.0]])))

rng = np.random.default_rng(3)
W, a_before, nudge = 0.6 * rng.normal(size=(3, 3)), rng.normal(size=3), 1e-5 * rng.normal(size=3)
a_after = np.tanh(W @ a_before)
print("what the activation does:  ", np.tanh(W @ (a_before + nudge)) - a_after)
print("what the Jacobian promises:", step_jacobian(a_after, W) @ nudge)

# %%
check(step_jacobian)

# %% [markdown]
# ## Build it: the profile of a gradient
#
# Write `gradient_norm_profile`: follow a gradient back and measure it at every step. There is one loss, at the last
# time step; its gradient is `dL_da_T`. `caches` is the list that `rnn_forward` returns, and
# `rnn_cell_backward(da, cache)["da_prev"]` carries a gradient one step back. Return the norms in the order of time: the
# last one is the norm of `dL_da_T` itself.
#
# The *norm* of an array is the root of the sum of the squares of all its entries.
#
# <details><summary>Hint 1: the idea</summary>
#
# Measure, take one step back, measure, take one step back. You collect the norms from the last step to the first, so
# reverse them at the end.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The cache of step $T$ leads from $\partial L / \partial a^{<T>}$ to $\partial L / \partial a^{<T-1>}$, and that of
# step 2 leads to the first entry of the profile. The cache of step 1 would lead to $a^{<0>}$, which is not asked for.
# `np.linalg.norm` of a matrix, without further arguments, is the root of the sum of squares.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Start with a list that holds one norm. Each turn of `for cache in reversed(caches[1:]):` does two things: one step
# back, one norm appended. `norms[::-1]` is a list in reverse; return it as an array.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import gradient_norm_profile

# %% [markdown]
# **By hand:** one unit, $W_{aa} = 0.5$, four steps, all slopes 1, the gradient 1 at the end: the norms are 0.125, 0.25,
# 0.5, 1. Below, the surnames of the first figure, now measured by you.

# %%
one_unit = {"Wax": np.zeros((1, 1)), "Waa": np.array([[0.5]]), "Wya": np.ones((1, 1))}
one_unit |= {"ba": np.zeros((1, 1)), "by": np.zeros((1, 1))}
_, _, caches = rnn_forward(np.zeros((4, 1, 1)), np.zeros((1, 1)), one_unit)
print(gradient_norm_profile(np.ones((1, 1)), caches))

norms = np.array([gradient_norm_profile(*surname_gradient([name])) for name in surnames])
norms = norms[:, 1:]  # step 1 reads the full stop that starts a name
print("share left, first letter to last:", np.median(norms / norms[:, -1:], axis=0).round(2))

# %%
check(gradient_norm_profile)

# %% [markdown]
# ## With and without tanh
#
# Now $W_{aa}$ is a factor times a matrix that changes no length. Without tanh, each step multiplies the gradient by
# exactly that factor.
#
# **Predict.** Factors 0.5, 1 and 1.5, forty steps. Without tanh you know the three lines. How does tanh change each of
# them? And what if the network reads stronger inputs?

# %% tags=["hide-input"]
UNITS, DISTANCE = 32, 40
keeps_length = np.linalg.qr(np.random.default_rng(4).normal(size=(UNITS, UNITS)))[0]


def run_of(Waa, steps, rng, reads=0.3):
    """Run a network on random input, W_ax of size `reads`; return a gradient of length 1 at the end, and the caches."""
    n_a = len(Waa)
    parameters = {"Wax": reads * rng.normal(size=(n_a, 3)), "Waa": Waa, "Wya": rng.normal(size=(2, n_a))}
    parameters |= {"ba": np.zeros((n_a, 1)), "by": np.zeros((2, 1))}
    _, _, caches = rnn_forward(rng.normal(size=(steps, 3, 1)), np.zeros((n_a, 1)), parameters)
    g = rng.normal(size=(n_a, 1))
    return g / np.linalg.norm(g), caches


t = np.arange(1, DISTANCE + 1)
fig, axes = figures.panels(1, 3, width=3.0, height=3.2, sharey=True)
titles = {"without tanh": None, "tanh, weak inputs": 0.1, "tanh, strong inputs": 1.0}
first = {}  # what is left at t = 1
for ax, (title, reads) in zip(axes, titles.items(), strict=True):
    for factor, style, colour in zip((0.5, 1.0, 1.5), ("-", "--", ":"), figures.CYCLE, strict=False):
        g, caches = run_of(factor * keeps_length, DISTANCE, np.random.default_rng(5), reads or 0.0)
        norms = factor ** (DISTANCE - t) if reads is None else gradient_norm_profile(g, caches)
        first[title, factor] = norms[0]
        ax.plot(t, norms, style, color=colour, label=f"factor {factor}")
    ax.axhline(1, color=figures.INK, linewidth=0.8)
    ax.set(title=title, yscale="log", xlabel="$t$", ylim=(1e-24, 1e10), xlim=(1, DISTANCE))
axes[0].set_ylabel(r"$\|\partial L/\partial a^{\langle t\rangle}\|$")
axes[0].legend(loc="lower right")
at_1 = "; ".join(
    f"{title}: " + ", ".join(f"{first[title, factor]:.0e} for {factor}" for factor in (0.5, 1.0, 1.5))
    for title in titles
)
figures.show(
    fig,
    caption="The size of the gradient at every step, for a loss at $t=40$: read from right to left. A slope of tanh "
    "can only take away. With factor 1 the gradient lasts for ever without tanh and fades with it, faster when "
    "inputs are stronger.",
    alt=f"Three panels of three curves over t, on a logarithmic axis; all end at 1 at t = 40. At t = 1 they are: "
    f"{at_1}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Every slope $1 - a^2$ is at most 1, so here tanh pulls every line down. Strong inputs push the activations away from 0
# and the slopes further below 1. With factor 1.5 and weak inputs the two effects fight; which one wins depends on the
# inputs, so it can differ from sequence to sequence.
#
# </details>

# %% [markdown]
# What does this do to learning? The gradient of $W_{aa}$ is a sum of one term per step. The sum is not small, since the
# last few steps contribute plenty, but the terms of early steps are drowned out. The network learns from what is near
# and not from what is far.

# %% [markdown]
# ## Which number of a matrix decides?
#
# Without tanh the gradient meets the same matrix again and again. Along some directions, its *eigenvectors*, a matrix
# only multiplies by a number, the *eigenvalue* $\lambda$. Take $W$ = [[0.5, 3], [0, 0.6]]:
#
# $$W \begin{pmatrix} 1 \\ 0 \end{pmatrix} = \begin{pmatrix} 0.5 \\ 0 \end{pmatrix}
# = 0.5 \begin{pmatrix} 1 \\ 0 \end{pmatrix}, \qquad
# W \begin{pmatrix} 30 \\ 1 \end{pmatrix} = \begin{pmatrix} 18 \\ 0.6 \end{pmatrix}
# = 0.6 \begin{pmatrix} 30 \\ 1 \end{pmatrix}$$
#
# After $k$ steps an eigenvector has the factor $\lambda^k$: you are back at one unit. The eigenvalue farthest from 0
# outgrows the others; its distance from 0 is the *spectral radius* $\rho$. A complex eigenvalue means that the matrix
# turns vectors while it stretches them, by $|\lambda|$ a step. The gradient meets $W_{aa}^\top$, which has the same
# eigenvalues.

# %% tags=["hide-input"]
gaussian = np.random.default_rng(0).normal(size=(UNITS, UNITS))
gaussian /= np.abs(np.linalg.eigvals(gaussian)).max()  # now its spectral radius is 1
reach = {}  # the gradient after the last step back, for each radius


def draw_eigenvalues(ax, W, limit):
    """Draw the eigenvalues of a matrix in the complex plane, with the unit circle."""
    angle, values = np.linspace(0, 2 * np.pi, 200), np.linalg.eigvals(W)
    ax.plot(np.cos(angle), np.sin(angle), color=figures.INK, linewidth=1)
    ax.plot(values.real, values.imag, "o", color=figures.colour_of("W_aa"), markersize=4)
    ax.set(aspect="equal", xlim=(-limit, limit), ylim=(-limit, limit), xlabel="real part", ylabel="imaginary part")


def frame_of(radius):
    """Draw the eigenvalues of W_aa and the gradient's size for one spectral radius."""
    Waa = radius * gaussian
    g, caches = run_of(Waa, DISTANCE + 1, np.random.default_rng(1))
    linear = [np.linalg.norm(np.linalg.matrix_power(Waa.T, k) @ g) for k in range(DISTANCE + 1)]
    bent = gradient_norm_profile(g, caches)[::-1]
    reach[radius] = linear[-1], bent[-1]
    fig, (plane, ax) = figures.panels(1, 2, width=3.6, height=3.3, gridspec_kw={"width_ratios": [0.8, 1]})
    draw_eigenvalues(plane, Waa, 1.6)
    ax.plot(linear, color=figures.CYCLE[1], label="without tanh")
    ax.plot(bent, "--", color=figures.CYCLE[0], label="with tanh")
    ax.axhline(1, color=figures.INK, linewidth=0.8)
    ax.set(yscale="log", ylim=(1e-16, 1e8), xlim=(0, DISTANCE), xlabel="steps back", ylabel="size of the gradient")
    ax.legend(loc="lower left")
    return fig


radii = (0.5, 0.8, 0.9, 1.0, 1.1, 1.5)
figures.animate(
    [frame_of(radius) for radius in radii],
    labels=[f"spectral radius {radius:.1f}" for radius in radii],
    still=radii.index(0.8),
    slider="Spectral radius of W_aa",
    caption="Move the slider. Left: the eigenvalues of a random $W_{aa}$ in the complex plane, with the circle of "
    "radius 1. Right: the size of a gradient on its way back. Without tanh, the line tips from falling to rising as "
    "the eigenvalues pass the circle.",
    alt="Two panels for a spectral radius from 0.5 to 1.5. Left, 32 points fill a disc that grows through the unit "
    "circle. Right, a solid line without tanh and a dashed one with tanh. After 40 steps back they are at "
    + "; ".join(f"{reach[r][0]:.0e} and {reach[r][1]:.0e} for radius {r}" for r in (0.5, 1.0, 1.5))
    + ".",
)

# %% [markdown]
# With tanh every step has its own $J$, and the eigenvalues of a product do not follow from those of its factors. But
# lengths are bounded. A matrix turns the ball of all vectors of length 1 or less into an ellipsoid, whose half-axes are
# the *singular values*: the stretch in the best direction, in the worst, and between. The largest, $\sigma$, is also
# called the *2-norm*. No vector gets more than $\sigma$ times as long, and slopes add nothing, so $k$ steps multiply by
# at most $\sigma^k$. (This bound, in section 2.1 of Pascanu et al. (2013), is often told with eigenvalues; that holds
# for linear networks only.)
#
# **Predict.** The matrix above has the eigenvalues 0.5 and 0.6, and $\sigma = 3.1$. Do its powers shrink or grow?

# %% tags=["hide-input"]
steep = np.array([[0.5, 3.0], [0.0, 0.6]])
k = np.arange(25)
sizes = [np.linalg.norm(np.linalg.matrix_power(steep, n), 2) for n in k]
fig, (ax,) = figures.panels(width=6.2, height=3.0)
ax.plot(k, sizes, "o-", color=figures.colour_of("W_aa"), markersize=4, label="size of the power")
ax.plot(k, 0.6**k, "--", color=figures.CYCLE[0], label=r"$\rho^k$")
ax.plot(k[:7], np.linalg.norm(steep, 2) ** k[:7], ":", color=figures.CYCLE[1], label=r"$\sigma^k$, the bound")
ax.set(yscale="log", ylim=(1e-6, 2e3), xlabel="$k$", ylabel=r"largest singular value of $W^k$")
ax.legend()
figures.show(
    fig,
    caption="The powers of [[0.5, 3], [0, 0.6]]. The first steps stretch, as the singular value allows; in the long "
    "run the slope is that of $\\rho^k$. The bound $\\sigma^k$ is true, and useless here.",
    alt=f"Points over k from 0 to 24 on a logarithmic axis: they rise from 1 to {max(sizes):.1f} at k = "
    f"{int(np.argmax(sizes))}, then fall in a straight line, parallel to a dashed line of 0.6 to the k, to "
    f"{sizes[-1]:.0e}. A dotted line, the bound, climbs steeply out of the picture.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Both: they grow at first and then shrink, in the end by a factor of 0.6 a step. Eigenvalues speak of many steps,
# singular values of one. A matrix can do this when its eigenvectors nearly coincide, as (1, 0) and (30, 1) do. Those of
# a symmetric matrix ($W = W^\top$) are at right angles, and then $\rho = \sigma$.
#
# </details>

# %% [markdown]
# ## Build it: what a weight can promise
#
# Write `gradient_regime(Waa, act)`. It returns one of three words.
#
# | `act`, and the number of $W_{aa}$ that counts | below 1 | 1 (closer than 1e-6) | above 1 |
# |---|---|---|---|
# | `"linear"`: the spectral radius | `"vanish"` | `"borderline"` | `"explode"` |
# | `"tanh"`: the largest singular value | `"vanish"` | `"borderline"` | `"borderline"` |
#
# Any other `act` raises a `ValueError`. The second row has no `"explode"`: an upper bound can promise that something is
# small, never that it is large.
#
# <details><summary>Hint 1: the idea</summary>
#
# First compute one number, the growth of a step; which one depends on `act`. Then compare it with 1.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\rho = \max_j |\lambda_j|$, with the eigenvalues of a matrix that need not be symmetric, so they may be complex.
# $\sigma$ is the 2-norm of the matrix, in NumPy its norm of order 2. Below $1 - 10^{-6}$ the gradient vanishes.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.linalg.eigvals(Waa)` gives all eigenvalues, `np.abs` their distances from 0, `.max()` the largest.
# `np.linalg.norm(Waa, ord=2)` is the largest singular value; without `ord=2` it is another norm. End with three
# `return`s, the last one `"borderline"`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import gradient_regime

# %% [markdown]
# **By hand:** the matrix of the figure gives `"vanish"` for `"linear"` and `"borderline"` for `"tanh"`.

# %%
candidates = {
    "[[0.5, 3], [0, 0.6]]": np.array([[0.5, 3.0], [0.0, 0.6]]),
    "0.9 times length-keeping": 0.9 * keeps_length,
    "length-keeping": keeps_length,
    "the slider at 0.9": 0.9 * gaussian,
    "the surname network": model["Waa"],
}
for who, Waa in candidates.items():
    print(f"{who:25} linear: {gradient_regime(Waa, 'linear'):11} tanh: {gradient_regime(Waa, 'tanh')}")

# %%
check(gradient_regime)

# %% [markdown]
# The last line of that list: without tanh, the surname network's gradients would explode. With tanh, you measured, they
# fade.

# %% [markdown]
# ## The trap: eigenvalues and tanh
#
# Can it be the other way round: vanish without tanh, explode with it? A slope only takes away, so it seems impossible.
#
# **Predict.** $W_{aa}$ = [[8, 8], [-8, -8]] has two eigenvalues, both 0. Without tanh, what is left of the gradient
# $(1, 1)$ after one step back, $W_{aa}^\top (1, 1)$? Now put tanh first, with the slopes 1 and 0.75: what is
# $W_{aa}^\top (1, 0.75)$?

# %% tags=["hide-input"]
W_trap, a_rest = np.array([[8.0, 8.0], [-8.0, -8.0]]), np.array([[0.0], [0.5]])
b_trap = np.arctanh(a_rest) - W_trap @ a_rest  # so that the network stays at a_rest
trap = {"Wax": np.zeros((2, 1)), "Waa": W_trap, "Wya": np.zeros((1, 2)), "ba": b_trap, "by": np.zeros((1, 1))}
_, _, caches = rnn_forward(np.zeros((16, 1, 1)), a_rest, trap)
g = np.ones((2, 1))
grows = gradient_norm_profile(g, caches)[::-1]
linear = np.array([np.linalg.norm(np.linalg.matrix_power(W_trap.T, k) @ g) for k in range(16)])
bent = (1 - a_rest**2) * g
after = W_trap.T @ bent


def draw_arrow(ax, start, end, colour, label, style="-", wide=False):
    """Draw an arrow with a label in the legend, a wide one as a pale background for others."""
    look = {"color": colour, "linewidth": 5 if wide else 2, "linestyle": style, "alpha": 0.5 if wide else 1}
    head = {"arrowstyle": "-|>", "mutation_scale": 24 if wide else 10, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", xy=end, xytext=start, arrowprops=look | head)
    ax.plot([], [], label=label, **look)


fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.5)
draw_arrow(left, (0, 0), g.ravel(), figures.INK, "the gradient", wide=True)
draw_arrow(left, (0, 0), after.ravel(), figures.CYCLE[1], "after a step back with tanh")
draw_arrow(left, (0, 0), bent.ravel(), figures.CYCLE[2], "times the slopes of tanh", "--")
left.plot(0, 0, "o", color=figures.CYCLE[0], markersize=9, label="after a step back without tanh")
for tip, away in ((g, (-0.42, 0.08)), (bent, (0.08, -0.05)), (after, (-0.42, 0.08))):
    left.text(*(tip.ravel() + away), f"({tip[0, 0]:g}, {tip[1, 0]:g})", fontsize=10)
left.set(xlim=(-0.2, 3.2), ylim=(-0.2, 2.4), xlabel="entry 1", ylabel="entry 2", aspect="equal")
left.legend(loc="lower right", fontsize=8)
right.plot(grows, "o-", color=figures.CYCLE[1], markersize=4, label="with tanh")
right.plot(linear[:1], "o", color=figures.CYCLE[0], markersize=9, label="without tanh: 0 from the first step on")
right.plot(linear[0] * 16.0 ** np.arange(16), ":", color=figures.INK, label=r"the bound, $\sigma^k$ times as long")
right.set(yscale="log", ylim=(0.3, 1e6), xlabel="steps back", ylabel="size of the gradient")
right.legend(loc="lower right", fontsize=8)
figures.show(
    fig,
    caption="A step back without tanh takes the difference of the two entries, times 8, and writes it into both. For "
    "(1, 1) the difference is 0. The slopes *shrink* one entry and so spoil the cancellation: 8 times (1 - 0.75) is 2. "
    f"After 10 steps the gradient is {grows[10] / grows[0]:.0f} times as long, where a linear network has lost it.",
    alt=f"Left, arrows from 0: (1, 1) becomes (1, {bent[1, 0]:.2f}) by the slopes and then ({after[0, 0]:.0f}, "
    f"{after[1, 0]:.0f}) by W_aa transposed, twice as long as at first; without tanh only a dot at 0 is left. Right, "
    f"on a logarithmic axis over steps back, a straight line that doubles at each step, to {grows[-1]:.0f} after 15. "
    f"Without tanh there is one dot at the start, since the size is {linear[1]:.0f} from the first step on. The bound "
    "climbs more steeply.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Without tanh, $W_{aa}^\top (1, 1) = (8 - 8,\ 8 - 8) = (0, 0)$. With it, $(8 - 6,\ 8 - 6) = (2, 2)$: twice as long. The
# figure repeats this step. There the bias keeps the network at $a$ = (0, 0.5), where the slopes are 1 and 0.75,
# balanced like a pencil on its tip: a push doubles at each step, and after some 50 steps rounding errors have tipped it
# over. The 15 steps drawn are too few for that. The product of diagonal slopes and $W_{aa}$ has the eigenvalue 2,
# though $W_{aa}$ has only 0.
#
# So with tanh do not trust eigenvalues. The bound of singular values still holds; here $\sigma = 16$, which promises
# nothing.
#
# </details>

# %% [markdown]
# ## A start that keeps lengths
#
# Where should training begin? Without tanh no direction of a gradient dies or explodes if *every* singular value is 1:
# the ball stays a ball. These matrices are the *orthogonal* ones, $Q^\top Q = I$. They rotate and reflect, and their
# eigenvalues lie on the unit circle. Saxe et al. (2014) start from them.
#
# To draw one, fill a matrix with normal numbers and split it: $A = QR$, with $Q$ orthogonal and $R$ upper triangular (0
# below the diagonal). But the split is unique only up to signs, and a library picks them by a rule of its own.
#
# **Predict.** For $n = 1$ the orthogonal matrices are [[1]] and [[-1]]. What does `np.linalg.qr` give for 1.3 and for
# -1.3? And how often is `Q[0, 0]` negative in 1,000 draws with $n = 3$?

# %%
for number in (1.3, -1.3):
    Q, R = np.linalg.qr(np.array([[number]]))
    print(f"A = {number:4.1f}   Q = {Q[0, 0]:4.1f}   R = {R[0, 0]:4.1f}")

rng = np.random.default_rng(0)
corners = np.array([np.linalg.qr(rng.normal(size=(3, 3)))[0][0, 0] for _ in range(1000)])
print("n = 3: Q[0, 0] is negative in", (corners < 0).sum(), "of 1000 draws")

# %% [markdown]
# <details><summary>Answer</summary>
#
# A single number is left as it is: $Q = 1$, and $R$ takes the sign. So -1 is never drawn. For larger $n$ the same
# library makes `Q[0, 0]` negative every time. The cure is a rule of your own: of all splits take the one whose $R$ has
# a positive diagonal. Then every orthogonal matrix is as likely as any other, as Mezzadri (2007) shows.
#
# </details>

# %% [markdown]
# ## Build it: orthogonal weights
#
# Write `orthogonal_init(n, *, rng)`. All randomness comes from `rng`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Normal numbers, QR, signs. In the split that you want, the diagonal of $R$ is positive.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $A = QR = (Q D)(D R)$ for any diagonal $D$ of signs, because $D D = I$. Choose $D_{kk} = \mathrm{sign}(R_{kk})$. A
# diagonal matrix on the *right* multiplies columns, and that is what broadcasting `(n, n) * (n,)` does.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `Q, R = np.linalg.qr(rng.normal(size=(n, n)))`, and `np.diag(R)` takes the diagonal out of `R`. Return
# `Q * np.sign(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.initialisation import orthogonal_init

# %% [markdown]
# **By hand:** $n = 1$ gives 1 or -1, each about half of the time; and $Q^\top Q$ is the identity.

# %%
rng = np.random.default_rng(0)
print("n = 1:", [orthogonal_init(1, rng=rng)[0, 0].item() for _ in range(10)])
Q = orthogonal_init(3, rng=rng)
print("Q.T @ Q is the identity:", np.allclose(Q.T @ Q, np.eye(3)))

# %%
check(orthogonal_init)

# %% tags=["hide-input"]
size, steps = 100, 60
starts = {
    r"normal numbers divided by $\sqrt{n}$": np.random.default_rng(6).normal(size=(size, size)) / np.sqrt(size),
    "orthogonal": orthogonal_init(size, rng=np.random.default_rng(6)),
}


def stretches(W, every=4):
    """Return the median and the largest stretch of gradients after 0, 4, 8 ... steps back, shape (2, ...)."""
    _, caches = run_of(W, steps, np.random.default_rng(7), reads=0.1)
    product, found = np.eye(size), []
    for k, (a_next, *_) in enumerate(caches[::-1]):
        if k % every == 0:
            found.append(np.linalg.svd(product, compute_uv=False)[[size // 2, 0]])
        product = step_jacobian(a_next[:, 0], W).T @ product
    return np.arange(0, steps, every), np.array(found).T


fig, axes = figures.panels(1, 3, width=3.0, height=3.1, gridspec_kw={"width_ratios": [0.8, 0.8, 1.1]})
ends = []
for ax, (title, W_start), colour in zip(axes, starts.items(), figures.CYCLE, strict=False):
    draw_eigenvalues(ax, W_start, 1.25)
    ax.set_title(title, fontsize=10)
    distance, (middle, most) = stretches(W_start)
    ends.append((middle[-1], most[-1]))
    name = title.split()[0]
    axes[2].plot(distance, most, "--", color=colour, label=f"{name}: best direction")
    axes[2].plot(distance, middle, "-", color=colour, label=f"{name}: median direction")
axes[1].set_ylabel("")
axes[2].set(yscale="log", ylim=(1e-14, 1e2), xlabel="steps back", ylabel="stretch of the gradient")
axes[2].legend(loc="lower left", fontsize=8)
sigma = np.linalg.norm(starts[r"normal numbers divided by $\sqrt{n}$"], 2)
figures.show(
    fig,
    caption="Left and middle: the eigenvalues of two starts with $n=100$. Those of scaled normal numbers fill the "
    "disc, yours lie on the circle. Right: how much gradients are stretched on the way back through tanh with weak "
    f"inputs. The normal start has $\\sigma = {sigma:.1f}$: its best direction makes up for the slopes, but the median "
    "one dies fast. The orthogonal start, with $\\sigma = 1$, fades slowly in both.",
    alt="Two panels with the unit circle: points all over the disc, and points on the circle only. Right, four lines "
    f"on a logarithmic axis over {distance[-1]} steps back. Normal start: the best direction ends at "
    f"{ends[0][1]:.1f}, the median falls in a straight line to {ends[0][0]:.0e}. Orthogonal start: the best ends at "
    f"{ends[1][1]:.2f}, the median at {ends[1][0]:.3f}.",
)

# %% [markdown]
# An orthogonal start buys distance while inputs are weak. But training moves the eigenvalues, and strong inputs
# saturate tanh whatever $W_{aa}$ is.

# %% [markdown]
# ## A cliff
#
# What does an exploding gradient do to a parameter? Take one unit, as Pascanu et al. (2013) did:
# $a^{<t>} = \tanh(w\, a^{<t-1>} + b)$, started at 0.5 and run for 20 steps, with the loss $L = (a^{<20>} - 0.75)^2$.
# With two parameters, the loss is a landscape.
#
# **Predict.** For large $w$ the unit ends near 1 or near -1, depending on the side of a border on which it starts. What
# does the landscape look like at the border, and what does a step of gradient descent do there?


# %%
def landscape(w, b, steps=20):
    """Return the loss and its derivatives by w and b, for numbers or arrays of w and b."""
    a, da_dw, da_db = 0.5, 0.0, 0.0
    for _ in range(steps):
        before, a = a, np.tanh(w * a + b)
        da_dw, da_db = (1 - a**2) * (before + w * da_dw), (1 - a**2) * (1 + w * da_db)
    return (a - 0.75) ** 2, 2 * (a - 0.75) * da_dw, 2 * (a - 0.75) * da_db


# %%
def descend(clip, steps=150, rate=0.2):
    """Go down from (w, b) = (2.3, -0.25); `clip` gets the gradients and returns those to use."""
    path = [(2.3, -0.25)]
    for _ in range(steps):
        _, dw, db = landscape(*path[-1])
        used = clip({"dw": np.array([dw]), "db": np.array([db])})
        path.append((path[-1][0] - rate * used["dw"].item(), path[-1][1] - rate * used["db"].item()))
    return np.array(path)


# %%
free = descend(lambda grads: grads)  # no clipping yet
lengths = np.linalg.norm(np.diff(free, axis=0), axis=1)
leap = int(lengths.argmax())  # the longest step of all
edge, way = free[leap], (free[leap + 1] - free[leap]) / lengths[leap]
for length in (0.0, 0.00015, 0.0003, lengths[leap]):
    loss = landscape(*(edge + length * way))[0]
    print(f"from the edge, a step of {length:.5f} downhill: the loss is {loss:.4f}")
print(f"after all 150 steps it is {landscape(*free[-1])[0]:.4f}")

# %% tags=["hide-input"]
LOW = 1e-5  # below this all colours are alike
far, close = np.meshgrid(np.linspace(0.8, 2.5, 341), np.linspace(-0.75, 0.35, 221)), 5e-4
near = np.meshgrid(edge[0] + np.linspace(-close, close, 201), edge[1] + np.linspace(-close, close, 201))
nearer = np.ptp(far[0]) / np.ptp(near[0])
WHITE, AMBER, DARK = "#FFFFFF", "#F5B041", "#B87F00"


def draw_landscape(ax, grid):
    """Draw the logarithm of the loss as a map, dark where it is low."""
    heights = np.log10(np.maximum(landscape(*grid)[0], LOW))
    corners = (grid[0].min(), grid[0].max(), grid[1].min(), grid[1].max())
    look = {"cmap": "viridis", "vmin": -5, "vmax": 2.5, "interpolation": "bilinear"}
    picture = ax.imshow(heights, origin="lower", extent=corners, aspect="auto", **look)
    ax.set(xlabel="$w$", ylabel="$b$", xlim=corners[:2], ylim=corners[2:])
    ax.grid(visible=False)
    return picture


def draw_leap(ax, length):
    """Draw the direction of the longest step."""
    arrow = {"arrowstyle": "->", "color": WHITE, "linestyle": "--", "linewidth": 1.5, "shrinkA": 0}
    ax.annotate("", xy=edge + length * way, xytext=edge, arrowprops=arrow)


fig, (left, middle, right) = figures.panels(1, 3, width=3.3, height=3.2)
draw_landscape(left, far)
left.plot(*free[: leap + 1].T, "o-", color=WHITE, markersize=2.5, linewidth=0.8)
draw_leap(left, 0.27)
left.set_title("the landscape", fontsize=10)
bar = fig.colorbar(draw_landscape(middle, near), ax=middle, ticks=(-5, -3, -1, 0.48))
bar.ax.set_yticklabels(["0.00001", "0.001", "0.1", "3"], fontsize=8)
middle.plot(*edge, "o", color=WHITE, markersize=5)
draw_leap(middle, 4e-4)
ticks = np.array([-4e-4, 0, 4e-4])
middle.set(xticks=edge[0] + ticks, yticks=edge[1] + ticks, xticklabels=[-4, 0, 4], yticklabels=[-4, 0, 4])
middle.set(xlabel=r"$w$ from the edge, times $10^{-4}$", ylabel=r"$b$ from the edge, times $10^{-4}$")
middle.set_title(f"the edge, {nearer:,.0f} times larger", fontsize=10)
step = np.linspace(0, 6e-4, 400)
walk = landscape(*(edge[:, np.newaxis] + step * way[:, np.newaxis]))[0]
bottom, wall = step[walk.argmin()], step[(walk > 1).argmax()]
right.plot(1e4 * step, walk, color=figures.colour_of("L"))
right.set(yscale="log", xlabel=r"length of the step, times $10^{-4}$", ylabel="$L$", xlim=(0, 6))
right.set_title("along the arrow", fontsize=10)
figures.show(
    fig,
    caption="Left: the loss over $w$ and $b$, dark where it is low. The white path goes down a gentle slope to the "
    "edge; the dashed arrow points to where the next step goes, far off the map. Middle: the same edge, magnified. "
    f"Right: the loss along that step. It falls for {bottom:.5f}, the wall is at {wall:.5f}, and the step is "
    f"{lengths[leap]:.1f} long.",
    alt="Left, a map with a dark valley that follows a diagonal border; below the border all is bright and high. A "
    "path runs along the dark side to the border, where a dashed arrow points across. Middle, bands of colour a few "
    "ten-thousandths wide: the arrow crosses the dark band and enters the bright side. Right, a curve that falls from "
    f"{walk[0]:.4f} to a sharp minimum at {bottom:.5f}, then climbs to {walk[-1]:.1f} and stays there.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At the border there is a wall: loss 3 on one side, close to 0 on the other. Near it the gradient is huge. It points
# the right way, but only for a distance tens of thousands of times shorter than the step, whose length is the gradient
# times the learning rate. The step lands where the unit is saturated: every slope is almost 0, and almost no gradient
# leads back. A gradient says which way is down *here*; it does not say how far that holds.
#
# </details>

# %% [markdown]
# ## Build it: two ways to clip
#
# So use the gradient, and bound its length. The older way, due to Mikolov (2012), bounds every entry:
#
# $$g_k \leftarrow \min(\max(g_k, -c), c)$$
#
# Write `clip_by_value(grads, c)`. `grads` is a dict of arrays of any names and shapes; return a new dict of new arrays.
#
# <details><summary>Hint 1: the idea</summary>
#
# An entry beyond the limit ends *on* the limit, on its own side of zero. It is not dropped.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The formula above works on whole arrays. NumPy has one function for it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `{name: np.clip(g, ..., ...) for name, g in grads.items()}`. Without `out=` a new array comes back.
#
# </details>

# %% tags=["exercise"]
from solutions.clipping import clip_by_value

# %% [markdown]
# **By hand:** with $c = 1$ the entries -3, 0.4, 7 become -1, 0.4, 1.

# %%
print(clip_by_value({"u": np.array([-3.0, 0.4, 7.0])}, 1.0))

# %%
check(clip_by_value)

# %% [markdown]
# The other way, due to Pascanu et al. (2013), treats all gradients as one long vector and shortens it:
#
# $$\|g\| = \sqrt{\textstyle\sum_{\text{arrays}} \sum_k g_k^2},\qquad g \leftarrow \frac{c}{\|g\|}\, g \quad
# \text{if } \|g\| > c$$
#
# Write `clip_by_global_norm(grads, c)`. Return the new dict, and the norm *before* clipping: a number to watch during
# training.
#
# <details><summary>Hint 1: the idea</summary>
#
# One norm for all arrays together, one factor for all arrays together. Where the norm is at most $c$, nothing changes.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Add the sums of squares of all arrays, then take one root. The factor is $c / \|g\|$ if $\|g\| > c$, else 1. If all
# gradients are zero, do not divide by their norm.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `sum(... for g in grads.values())` adds one number for each array. With the norm, `c / max(norm, c)` is the factor in
# both cases, without an `if`. Return `{name: g * factor for ...}, norm`.
#
# </details>

# %% tags=["exercise"]
from solutions.clipping import clip_by_global_norm

# %% [markdown]
# **By hand:** with $c = 1$ the gradients (3) and (4) become (0.6) and (0.8), and the norm is 5.

# %%
print(clip_by_global_norm({"u": np.array([3.0]), "v": np.array([4.0])}, 1.0))

# %%
check(clip_by_global_norm)

# %% [markdown]
# **Predict.** A gradient of two parameters is (3, 0.5), and $c = 1$. Where does each way of clipping put it? Which of
# them turns it?

# %% tags=["hide-input"]
pair = {"u": np.array([3.0]), "v": np.array([0.5])}


def degrees_between(one, other):
    """Return the angle between two dicts of gradients, as long vectors, in degrees."""
    u, v = (np.concatenate([grads[name].ravel() for name in sorted(one)]) for grads in (one, other))
    return np.degrees(np.arccos(np.clip(u @ v / np.linalg.norm(u) / np.linalg.norm(v), -1, 1)))


ways = {"by value": clip_by_value(pair, 1.0), "by global norm": clip_by_global_norm(pair, 1.0)[0]}
turned = {name: degrees_between(pair, clipped) for name, clipped in ways.items()}
tips = {name: np.concatenate([grads["u"], grads["v"]]) for name, grads in {"gradient": pair, **ways}.items()}
fig, (ax,) = figures.panels(width=6.0, height=2.9)
for (name, tip), colour in zip(tips.items(), (figures.INK, *figures.CYCLE[:2]), strict=True):
    draw_arrow(ax, (0, 0), tip, colour, name, wide=name == "gradient")
circle = np.linspace(-0.5, np.pi / 2 + 0.1, 100)
ax.plot(np.cos(circle), np.sin(circle), color=figures.CYCLE[1], linewidth=0.9, linestyle=":")
ax.plot([1, 1, -0.1], [-0.4, 1, 1], color=figures.CYCLE[0], linewidth=0.9, linestyle=":")
ax.set(xlim=(-0.1, 3.2), ylim=(-0.3, 1.2), xlabel="entry 1", ylabel="entry 2", aspect="equal")
ax.legend(loc="upper right", fontsize=9)
figures.show(
    fig,
    caption="The gradient (3, 0.5) and what clipping makes of it. The dotted limits are a square for the values and a "
    f"circle for the norm. By value the gradient is turned by {turned['by value']:.1f} degrees, by global norm by "
    f"{turned['by global norm']:.1f}.",
    alt=f"Three arrows from 0: a long flat one to (3, 0.5); one that ends at ({tips['by value'][0]:.0f}, "
    f"{tips['by value'][1]:.1f}) on a dotted square and points more upwards; one that ends at "
    f"({tips['by global norm'][0]:.2f}, {tips['by global norm'][1]:.2f}) on a dotted circle, in the first one's "
    "direction.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# By value: (1, 0.5). The large entry is cut and the small one is not, so the small one now counts for more. By global
# norm: (0.986, 0.164), in the old direction. Training can bear a turned gradient, but it is not the step that you
# derived.
#
# </details>

# %% [markdown]
# Now the same descent as before, clipped by global norm at $c = 1$:

# %% tags=["hide-input"]
careful = descend(lambda grads: clip_by_global_norm(grads, 1.0)[0])


def draw_path(ax, path, colour, label=None, size=3):
    """Draw a path on the map, with a dot for each step."""
    line = {"color": colour, "markersize": size, "linewidth": size / 3, "label": label}
    ax.plot(*path.T, "o-", markeredgecolor="#333333", markeredgewidth=0.3, **line)


def draw_losses(ax, paths):
    """Draw the loss along some paths: label -> path, colour, style."""
    for label, (path, colour, style) in paths.items():
        ax.plot(np.maximum(landscape(*path.T)[0], 1e-9), style, color=colour, label=label)
    ax.set(yscale="log", xlabel="step", ylabel="$L$", ylim=(1e-9, 20))
    ax.legend(loc="center right")


fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
draw_landscape(left, far)
draw_path(left, free[: leap + 1], WHITE, "unclipped", size=7)
draw_leap(left, 0.27)
draw_path(left, careful, AMBER, "clipped")
left.legend(loc="upper right", labelcolor=WHITE)
draw_losses(right, {"unclipped": (free, figures.INK, "-"), "clipped": (careful, DARK, "--")})
figures.show(
    fig,
    caption="The same start, with and without clipping. Both paths meet the same edge. The clipped one takes a step of "
    f"length {np.linalg.norm(careful[leap + 1] - careful[leap]):.1f} across the wall, drifts back over the high "
    "ground, returns to the valley and goes on to the minimum.",
    alt="Left, the map with two paths that coincide as far as the border. There a dashed arrow points to where the "
    "white one goes, off the map; the orange one crosses into the high ground, drifts back to the border farther left "
    "and stays in the valley. Right, "
    f"the losses: unclipped, it jumps to {landscape(*free[-1])[0]:.1f} and stays there; clipped, it jumps once, "
    f"returns after {int((landscape(*careful.T)[0] > 1).sum())} steps and falls below one in a billion.",
)

# %% [markdown]
# ## Break it: a clip that always acts
#
# A common slip: every gradient is scaled to the norm $c$, the short ones too, because the condition "if $\|g\| > c$" is
# missing. Nothing explodes. **Predict** what happens in the valley.


# %%
def always_scaled(grads):
    """Scale the gradients to the norm 1, whatever their norm was: the mistake."""
    _, norm = clip_by_global_norm(grads, 1.0)
    return {name: g / norm for name, g in grads.items()}


restless = descend(always_scaled)
for name, path in (("clipped at 1", careful), ("always scaled to 1", restless)):
    last = ", ".join(f"{loss:.1e}" for loss in landscape(*path[-4:].T)[0])
    print(f"{name:18}  loss after the last four steps: {last}")

# %% tags=["hide-input"]
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
draw_landscape(left, far)
draw_path(left, restless, WHITE)
draw_losses(right, {"always scaled": (restless, figures.INK, "-"), "clipped": (careful, DARK, "--")})
figures.show(
    fig,
    caption="The mistake on the map: every step has the length 0.2, at the edge and in the valley. It finds the "
    "valley, then steps from side to side across it, drifting along it and off the map, because no step may be "
    "shorter.",
    alt="Left, the map with a white path of equally long steps: a few across the border, then a zigzag across the "
    f"valley that drifts along it and off the map at the upper left. Right, the losses: that of the mistake stays "
    f"between {landscape(*restless[-50:].T)[0].min():.3f} and {landscape(*restless[-50:].T)[0].max():.3f} in the last "
    "50 steps, the clipped one falls below one in a billion.",
)

# %% [markdown] tags=["deeper"]
# ### Deeper: how far clipping by value turns a gradient
#
# Two entries make a drawing. A network's gradient has many more. Here is a synthetic one, drawn at random from a
# distribution with heavy tails (Student's $t$): most entries are small, a few large. How far is it turned?

# %% tags=["hide-input"]
draws = np.random.default_rng(8)
many = {
    name: draws.standard_t(2, size=shape) for name, shape in {"dWaa": (32, 32), "dWax": (32, 8), "dba": (32, 1)}.items()
}
total = clip_by_global_norm(many, 1.0)[1]
limits = np.geomspace(0.1, 200, 34)
angles = [degrees_between(many, clip_by_value(many, c)) for c in limits]
fig, (ax,) = figures.panels(width=6.0, height=3.0)
ax.plot(limits, angles, color=figures.CYCLE[0], label="by value")
ax.plot(
    limits,
    [degrees_between(many, clip_by_global_norm(many, c)[0]) for c in limits],
    "--",
    color=figures.CYCLE[1],
    label="by global norm",
)
ax.set(xscale="log", xlabel="$c$", ylabel="angle in degrees", ylim=(-3, 70))
ax.legend()
figures.show(
    fig,
    caption=f"How far clipping turns a synthetic gradient of {sum(g.size for g in many.values())} entries "
    f"whose norm is {total:.0f}. "
    "With a small $c$ every entry ends at $c$ or $-c$, and only the signs are left of the gradient.",
    alt=f"A curve that falls from {angles[0]:.0f} degrees at c = 0.1 to {angles[-1]:.0f} at c = 200, and a dashed line "
    "at 0 for clipping by global norm.",
)

# %% [markdown]
# ## Hunt the bug: a step back that goes astray
#
# `hunt_rnn_cell_backward` does what `rnn_cell_backward` does, with one mistake in it. The figure hands both the same
# gradient at each of 20 steps, and compares every entry that they return at the last.

# %% tags=["hunt"]
from solutions.backpropagation_through_time import rnn_cell_backward as hunt_rnn_cell_backward

# %% tags=["hide-input"]
g, caches = run_of(0.8 * gaussian, 20, np.random.default_rng(9), reads=0.8)
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.0)
for step_back, style, colour, label in (
    (rnn_cell_backward, "-", figures.CYCLE[0], "the right function"),
    (hunt_rnn_cell_backward, "--", figures.CYCLE[1], "the function in the hunt"),
):
    left.plot(
        range(1, 21), [np.linalg.norm(step_back(g, c)["da_prev"]) for c in caches], style, color=colour, label=label
    )
entries = [step_back(g, caches[-1])["da_prev"].ravel() for step_back in (rnn_cell_backward, hunt_rnn_cell_backward)]
right.axline((0, 0), slope=1, color=figures.INK, linewidth=1)
right.plot(*entries, "o", color=figures.CYCLE[1], markersize=4)
left.set(xlabel="$t$", ylabel="size of da_prev", ylim=(0, None))
left.legend(loc="lower right", fontsize=8)
right.set(xlabel="an entry of da_prev, right", ylabel="the same in the hunt")
figures.show(
    fig,
    caption="Left: what is left of one gradient of length 1 if step $t$ takes it back. Right: the entries of `da_prev` "
    "at step 20, against the right ones. Once the function is fixed, the curves agree and the points lie on the line.",
    alt="Left, two curves over t: one by the right function, one by the function in the hunt. Right, a point for each "
    "entry of da_prev and the line on which both functions agree.",
)

# %%
check(hunt_rnn_cell_backward)

# %% [markdown]
# ## Hunt the bug: a slope that cannot be trusted
#
# Near a cliff you want to measure a gradient, not believe it. `hunt_numerical_gradient` should measure the slopes of
# the landscape, and has one mistake in it. The figure compares it with the exact slopes on the way to the edge.

# %% tags=["hunt"]
from solutions.backpropagation_through_time import numerical_gradient as hunt_numerical_gradient

# %% tags=["hide-input"]
places = free[: leap - 1]
exact = np.array([landscape(*place)[1:] for place in places])
measured = np.array([hunt_numerical_gradient(lambda place: landscape(*place)[0], place.copy()) for place in places])
fig, axes = figures.panels(1, 2, width=4.0, height=3.0)
for ax, column, name in zip(axes, range(2), "wb", strict=True):
    ax.plot(exact[:, column], color=figures.CYCLE[0], label="exact")
    ax.plot(measured[:, column], "o", color=figures.CYCLE[1], markersize=4, label="measured in the hunt")
    ax.set(xlabel="step", ylabel=rf"$\partial L/\partial {name}$")
axes[0].legend(fontsize=8)
figures.show(
    fig,
    caption="The slopes of the loss at each step of the white path: exact, and measured by the function in the hunt. "
    "Once it is fixed, the dots lie on the lines.",
    alt="Two panels, for the slopes by w and by b, over the steps of the descent: a line for the exact slope and a dot "
    "for each slope that the function in the hunt measures.",
)

# %%
check(hunt_numerical_gradient)

# %% [markdown]
# ## Use it: training that dies, and training that lives
#
# Now 24 units and a task of memory, *latch*, after Bengio et al. (1994). The first symbol of a sequence is one of four;
# then come distractors; at the last step the network must name the first symbol. A guess is right once in four and
# costs $\log 4 = 1.39$ nats. Only the last step is valid in the mask of the loss.


# %%
def latch_loss(parameters, x, y):
    """Return the loss at the last step of a batch, the share of right answers, and the gradients."""
    T, _, m = x.shape
    a, y_pred, caches = rnn_forward(x, np.zeros((len(parameters["ba"]), m)), parameters)
    labels, last = np.broadcast_to(y, (T, m)), np.zeros((T, m), dtype=bool)
    last[-1] = True
    dz_y = softmax_ce_backward(y_pred, labels, last)
    back = rnn_backward(parameters["Wya"].T @ dz_y, caches)
    grads = {name: back[name] for name in ("dWax", "dWaa", "dba")}
    grads |= {"dWya": dz_y[-1] @ a[-1].T, "dby": dz_y[-1].sum(axis=1, keepdims=True)}
    return sequence_cross_entropy(y_pred, labels, last), np.mean(y_pred[-1].argmax(axis=0) == y), grads


# %%
def fresh_network(rng, units=24):
    """Return parameters for the latch task, with your orthogonal recurrent weight."""
    parameters = {"Wax": rng.normal(size=(units, 8)) / np.sqrt(8), "Waa": orthogonal_init(units, rng=rng)}
    parameters |= {"Wya": rng.normal(size=(4, units)) / np.sqrt(units)}
    return parameters | {"ba": np.zeros((units, 1)), "by": np.zeros((4, 1))}


# %%
def train(length, clip, rate, seed, updates=100):
    """Train on fresh sequences; return the losses, shares of right answers and norms of gradients."""
    rng = np.random.default_rng(seed)
    parameters, history = fresh_network(rng), []
    for _ in range(updates):
        x, y = data.latch_task(24, length=length, rng=rng)
        loss, right, grads = latch_loss(parameters, x, y)
        used, norm = clip(grads)
        parameters = {name: value - rate * used[f"d{name}"] for name, value in parameters.items()}
        history.append((loss, right, norm))
    return np.array(history).T


# %%
def clipped_at_one(grads):
    """Clip with your function at c = 1."""
    return clip_by_global_norm(grads, 1.0)


def unclipped(grads):
    """Give your function a limit that is never reached: the gradients stay as they are."""
    return clip_by_global_norm(grads, 1e9)


# %% [markdown]
# **Predict.** Ten steps of time, a bold learning rate of 1, ten networks. What happens to the loss without clipping?
# Could it end up *above* that of guessing?

# %% tags=["hide-input"]
seeds = range(10)
lives = {"unclipped": unclipped, "clipped at 1": clipped_at_one}
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
ends, peaks, acts = {}, {}, {}
for (name, clip), style, colour in zip(lives.items(), ("-", "--"), (figures.CYCLE[1], figures.CYCLE[0]), strict=True):
    histories = [train(10, clip, 1.0, seed) for seed in seeds]
    for number, (losses, _, norms) in enumerate(histories):
        label = name if number == 0 else None
        left.plot(np.maximum(losses, 1e-4), style, color=colour, linewidth=0.9, alpha=0.7, label=label)
        right.plot(np.maximum(norms, 1e-3), style, color=colour, linewidth=0.9, alpha=0.7)
    ends[name] = np.array([losses[-30:].mean() for losses, _, _ in histories])
    peaks[name] = max(norms.max() for _, _, norms in histories)
    acts[name] = np.mean([norms > 1 for _, _, norms in histories])
    print(f"{name:12}  loss of the last 30 updates, ten seeds: {ends[name].min():.4f} to {ends[name].max():.4f}")
    print(f"{'':12}  the norm is above 1 in {acts[name]:.0%} of the updates")
worse, solved = (ends["unclipped"] > np.log(4)).sum(), (ends["clipped at 1"] < 0.05).sum()
left.axhline(np.log(4), color=figures.INK, linestyle=":", linewidth=1)
left.text(100, np.log(4) * 0.8, "guessing", ha="right", va="top", fontsize=8.5)
left.set(yscale="log", xlabel="update", ylabel="$L$ in nats", ylim=(1e-4, 60))
right.axhline(1, color=figures.INK, linestyle=":", linewidth=1)
right.set(yscale="log", xlabel="update", ylabel="norm of all gradients")
left.legend(loc="center right", bbox_to_anchor=(1, 0.45))
figures.show(
    fig,
    caption=f"The latch task at $T=10$, learning rate 1, ten seeds. Left: the loss. Unclipped, {worse} of 10 runs end "
    f"above the loss of guessing; clipped, {solved} of 10 solve the task. Right: the norm before clipping, and $c$ "
    "(dotted).",
    alt="Left, twenty curves over 100 updates on a logarithmic axis: the solid ones, unclipped, jump above the line of "
    f"guessing and end between {ends['unclipped'].min():.1f} and {ends['unclipped'].max():.1f}; the dashed ones, "
    f"clipped, end below {ends['clipped at 1'].max():.3f}. Right, the norms: unclipped they are above 1 in "
    f"{acts['unclipped']:.0%} of the updates, with peaks up to {peaks['unclipped']:.0f}; clipped they peak at up to "
    f"{peaks['clipped at 1']:.0f} and fall far below 1.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It does end up above. A few long steps make the weights so large that nearly every unit sits close to 1 or -1. Little
# gradient passes through them any more; what is left is that of the output layer, which the large learning rate throws
# about too. The network is wrong and confident, and the updates do not lead it back.
#
# Clipping acts on a quarter of the updates; otherwise the gradient is used as it is. It lets you be bold on even ground
# and careful at the edge.
#
# </details>

# %% [markdown]
# ## What clipping cannot do
#
# Exploding is cured. Now the other half: more distractors between the symbol and the question.
#
# **Predict.** Learning rate 0.3, clipped at 1, 100 updates. At $T = 10$ ten of ten networks solve the task. How many
# will at 20, 30, 60? Is there a $c$ that gives the first step a larger share of the gradient?

# %%
spans = (10, 20, 30)
runs = {T: np.array([train(T, clipped_at_one, 0.3, seed) for seed in seeds]) for T in spans}

# %%
runs[60] = np.array([train(60, clipped_at_one, 0.3, seed) for seed in seeds])
for T, run in runs.items():
    shares = run[:, 1, -30:].mean(axis=1)
    span = f"{shares.min():.0%} to {shares.max():.0%}"
    print(f"T = {T}: {(shares > 0.95).sum():2} of 10 solve it; right answers {span}")
print(f"at T = 60 clipping acts on {np.mean(runs[60][:, 2] > 1):.0%} of the updates")

# %% tags=["hide-input"]
right_share = {T: run[:, 1, -30:].mean(axis=1) for T, run in runs.items()}
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
for T, shares in right_share.items():
    left.plot([T] * 10, shares, "o", color=figures.CYCLE[0], alpha=0.5, markersize=6, clip_on=False)
left.plot(
    list(right_share), [shares.mean() for shares in right_share.values()], color=figures.CYCLE[0], label="mean of ten"
)
left.axhline(0.25, color=figures.INK, linestyle=":", linewidth=1)
left.text(10, 0.235, "guessing", ha="left", va="top", fontsize=8.5)
left.set(xlabel="$T$", ylabel="share of right answers", ylim=(0, 1.05), xticks=list(right_share))
left.legend(loc="upper right")

rng = np.random.default_rng(0)
untrained, arrives = fresh_network(rng), {}
for T, style, colour in zip((10, 30, 60), ("-", "--", ":"), figures.CYCLE, strict=False):
    x, y = data.latch_task(24, length=T, rng=rng)
    _, y_pred, caches = rnn_forward(x, np.zeros((24, 24)), untrained)
    dz_y = (y_pred[-1] - np.eye(4)[:, y]) / 24
    norms = gradient_norm_profile(untrained["Wya"].T @ dz_y, caches)
    right.plot(range(1, T + 1), norms, style, color=colour, label=f"$T={T}$")
    arrives[T] = norms[0] / norms[-1]
    print(f"T = {T}: {arrives[T]:.0e} of the gradient at the last step arrives at the first")
right.set(yscale="log", xlabel="$t$", ylabel=r"$\|\partial L/\partial a^{\langle t\rangle}\|$")
right.legend(loc="lower right")
low, high = right_share[60].min(), right_share[60].max()
figures.show(
    fig,
    caption="Left: how often the network names the first symbol, late in training; a dot is a seed. Right: your "
    "profile of an untrained network. What the loss says to the first step, the only one that matters, shrinks by "
    "about the same factor for every distractor.",
    alt=f"Left, dots over T: all above {right_share[10].min() - 0.005:.2f} for T = 10, scattered between "
    f"{right_share[20].min():.2f} and {right_share[20].max():.2f} for 20, between {right_share[30].min():.2f} and "
    f"{right_share[30].max():.2f} for 30, and between {low:.2f} and {high:.2f}, around guessing, for 60. Right, on a "
    "logarithmic axis, three nearly straight lines that rise towards their last step; they begin at "
    + ", ".join(f"{share:.0e}" for share in arrives.values())
    + " of where they end.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The longer, the harder; at 60 all ten networks guess. No $c$ gives the first step a larger share: clipping multiplies
# the gradient by one factor of *at most* 1, the same for every time step. What is too small stays too small, beside
# contributions of late steps that are far larger. Scaling *up* by one factor would not change that proportion either.
# What is missing is a path on which the gradient is not multiplied by $W_{aa}$ and a slope at every step.
#
# </details>

# %% [markdown]
# Lesson 09 opens that path: a cell that can decide to *keep* its state.

# %% [markdown] tags=["deeper"]
# ### Deeper: the price of a factor near 1
#
# The unit $a^{<t>} = w\, a^{<t-1>} + 1$ settles at $1 / (1 - w)$: 10 for $w = 0.9$, 100 for $w = 0.99$, 1,000 for
# $w = 0.999$. No gradient explodes, since $w < 1$; yet the longer the memory, the more a small change of $w$ moves the
# output. Zucchet and Orvieto (2024) show that this makes long memories hard to learn.

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
#
# u, v = torch.zeros(1, requires_grad=True), torch.zeros(1, requires_grad=True)
# (3 * u + 4 * v).sum().backward()  # the gradients are 3 and 4
# norm = torch.nn.utils.clip_grad_norm_([u, v], max_norm=1.0)
# print(f"norm {norm:.4f}, gradients {u.grad.item():.4f} and {v.grad.item():.4f}")
# ```
#
# ```text
# norm 5.0000, gradients 0.6000 and 0.8000
# ```
#
# The call goes between `loss.backward()` and `optimizer.step()`. The underscore says that it changes the gradients in
# place, where yours returns new ones; like yours it returns the norm before clipping. `clip_grad_value_` is the other
# way to clip, and `torch.nn.init.orthogonal_` fills a weight with an orthogonal matrix.

# %% [markdown]
# ## What you should remember
#
# 1. One step back multiplies the gradient by $J^\top$, $J^{<t>} = \mathrm{diag}(1 - (a^{<t>})^2)\, W_{aa}$: its size
#    changes exponentially with distance.
# 2. Without tanh the spectral radius decides. With tanh a largest singular value below 1 promises that the gradient
#    vanishes; nothing promises growth, and eigenvalues promise nothing.
# 3. An exploding gradient is a cliff: the direction is right for a tiny distance, and the step is huge.
# 4. Clip by global norm before the update: shorter, same direction. It does nothing for a gradient that has vanished.
# 5. An orthogonal start keeps gradients alive while activations are small.

# %% [markdown] tags=["question"] question_id="explain-clipping" points=3
# **Explain it: one cure, not two.** A colleague clips the gradients at $c = 1$, and the loss of a task with long
# sequences no longer moves. "The gradients are too small now", they say, "so I scale them up to the norm 1 before every
# update." Which problem has clipping solved, and how? Does scaling up give the first of 60 steps more say in where the
# weights go? Use the sum over time steps that makes up the gradient of $W_{aa}$.

# %% [markdown] tags=["question"] question_id="explain-radius" points=2
# **Explain it: two numbers.** A matrix has spectral radius 0.8 and largest singular value 2. What can you say about the
# gradient after 2 steps and after 100 steps without tanh? What can you say with tanh, and why is it less?

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Clip at 0.1 or at 5 instead of 1. How many of ten networks solve the task at $T = 20$? And at $30$?
# - Multiply $W_{aa}$ in `fresh_network` by 1.2, or divide $W_{ax}$ by 10. How far do you get at $T = 20$ and $30$?
# - Plot the spectral radius of $W_{aa}$ along a training run. Where does the loss pull it?
# - Add a penalty that keeps the norm of the gradient from step to step, as in section 3.3 of Pascanu et al. (2013).
#
# Papers: Bengio et al. (1994), *Learning long-term dependencies with gradient descent is difficult*. Pascanu et al.
# (2013), *On the difficulty of training recurrent neural networks*. Mikolov (2012), *Statistical language models based
# on neural networks*. Saxe et al. (2014), *Exact solutions to the nonlinear dynamics of learning in deep linear neural
# networks*. Mezzadri (2007), *How to generate random matrices from the classical compact groups*. Zucchet and Orvieto
# (2024), *Recurrent neural networks: vanishing and exploding gradients are not the end of the story*.
