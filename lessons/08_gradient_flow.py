# %% [markdown]
# # 08 Vanishing and exploding gradients, clipping
#
# To learn from something that happened forty steps ago, a network has to carry a gradient back through forty cells.
# Each of them multiplies it by a matrix. Multiply a number by 0.8 forty times and little is left; multiply it by 1.2
# forty times and it has grown a thousandfold. In this lesson you measure this, you learn which number of a matrix
# decides it, you cure one half of the problem with two lines of code, and you see why the other half needs another
# cell.
#
# **You write** six functions of one to ten lines: `step_jacobian`, `gradient_norm_profile`, `gradient_regime`,
# `orthogonal_init`, `clip_by_value` and `clip_by_global_norm`.
#
# **You need** lesson 02 (the simple RNN) and lesson 03 (the way back); their functions lie ready in `given/`.
# Eigenvalues and singular values are explained where they occur.
#
# **It takes** about 90 minutes. Run the cells from top to bottom.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_cell_backward
from solutions.simple_rnn import rnn_forward

figures.use_course_style()

# %% tags=["hide-input"]
UNITS, DISTANCE = 32, 40
gaussian = np.random.default_rng(0).normal(size=(UNITS, UNITS))
gaussian /= np.abs(np.linalg.eigvals(gaussian)).max()  # now its spectral radius is 1


def a_network(Waa, rng, reads=0.3):
    """Return parameters of a simple RNN around a recurrent weight; `reads` is the size of W_ax."""
    n_a = len(Waa)
    return {
        "Wax": reads * rng.normal(size=(n_a, 3)),
        "Waa": Waa,
        "Wya": rng.normal(size=(2, n_a)),
        "ba": np.zeros((n_a, 1)),
        "by": np.zeros((2, 1)),
    }


def run_of(Waa, steps, rng, reads=0.3):
    """Run a network on random input; return a gradient of length 1 at the last step, and the caches."""
    n_a = len(Waa)
    _, _, caches = rnn_forward(rng.normal(size=(steps, 3, 1)), np.zeros((n_a, 1)), a_network(Waa, rng, reads))
    g = rng.normal(size=(n_a, 1))
    return g / np.linalg.norm(g), caches


def travelled(g, caches):
    """Return the norms of a gradient that travels back, nearest first."""
    norms = [np.linalg.norm(g)]
    for cache in caches[:0:-1]:
        g = rnn_cell_backward(g, cache)["da_prev"]
        norms.append(np.linalg.norm(g))
    return np.array(norms)


def frame_of(radius):
    """Draw the eigenvalues of W_aa and the gradient's size for one spectral radius."""
    Waa, rng = radius * gaussian, np.random.default_rng(1)
    g, caches = run_of(Waa, DISTANCE + 1, rng)
    linear = [np.linalg.norm(np.linalg.matrix_power(Waa.T, k) @ g) for k in range(DISTANCE + 1)]
    fig, (plane, ax) = figures.panels(1, 2, width=3.6, height=3.3, gridspec_kw={"width_ratios": [0.8, 1]})
    draw_eigenvalues(plane, Waa, 1.6)
    ax.plot(range(DISTANCE + 1), linear, color=figures.CYCLE[1], label="without tanh")
    ax.plot(range(DISTANCE + 1), travelled(g, caches), "--", color=figures.CYCLE[0], label="with tanh")
    ax.axhline(1, color=figures.INK, linewidth=0.8)
    ax.set(yscale="log", ylim=(1e-16, 1e8), xlim=(0, DISTANCE), xlabel="steps back", ylabel="size of the gradient")
    ax.legend(loc="lower left")
    return fig


def draw_eigenvalues(ax, W, limit):
    """Draw the eigenvalues of a matrix in the complex plane, with the unit circle."""
    angle, values = np.linspace(0, 2 * np.pi, 200), np.linalg.eigvals(W)
    ax.plot(np.cos(angle), np.sin(angle), color=figures.INK, linewidth=1)
    ax.plot(values.real, values.imag, "o", color=figures.colour_of("W_aa"), markersize=4)
    ax.set(aspect="equal", xlim=(-limit, limit), ylim=(-limit, limit), xlabel="real part", ylabel="imaginary part")


radii = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5)
figures.animate(
    [frame_of(radius) for radius in radii],
    labels=[f"spectral radius {radius:.1f}" for radius in radii],
    still=radii.index(0.8),
    slider="Spectral radius of W_aa",
    caption="Move the slider. Left: the eigenvalues of $W_{aa}$ in the complex plane, with the unit circle. The "
    "*spectral radius* is the distance of the outermost one from 0. Right: how long a gradient is after so many "
    "steps back, on a logarithmic axis. Without tanh its line tips from falling to rising where the eigenvalues "
    "pass the circle.",
    alt="Two panels for a spectral radius that grows from 0.5 to 1.5. Left, 32 points fill a disc that grows "
    "through the unit circle. Right, a solid line without tanh falls to about 1e-12 over 40 steps at 0.5, is "
    "nearly level at 1, and rises to about 1e7 at 1.5; a dashed line with tanh lies below it and stays below or "
    "near 1.",
)

# %% [markdown]
# ## See it: one unit
#
# Take the smallest network, one unit without tanh and without input: $a^{<t>} = w\, a^{<t-1>}$. After $k$ steps the
# start has been multiplied by $w^k$; so a change of the start counts $w^k$ times at the end. That is the whole
# phenomenon. By hand, $0.5^2 = 0.25$, $0.5^{10} \approx 0.001$, $0.5^{20} \approx 0.000001$. By code:

# %%
for w in (0.5, 0.9, 1.0, 1.1, 1.5):
    powers = "   ".join(f"{w**k:9.2g}" for k in (1, 10, 20, 40))
    print(f"w = {w}   after 1, 10, 20, 40 steps: {powers}")

# %% [markdown]
# **Predict.** Now with tanh: $a^{<t>} = \tanh(w\, a^{<t-1>})$, started at 0.5. One step back multiplies the gradient by
# $w\,(1 - (a^{<t>})^2)$, since the slope of tanh is $1 - \tanh^2$. For $w = 1.5$: does the gradient still explode?

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
# No. The unit settles at 0.859, where tanh is flat: the slope is 0.26 there, and $1.5 \cdot 0.26 = 0.39$ is below 1. A
# large weight drives tanh to where it no longer answers. So with tanh the gradient vanishes for small weights, and it
# may vanish for large ones as well. It explodes where weights are large *and* activations stay near 0, on the way from
# one side to the other. You will stand at such a place below.
#
# </details>

# %% [markdown]
# ## The equation
#
# With $n_a$ units a step back is a matrix. How entry $j$ of the new activation answers to entry $k$ of the old one is
# the *Jacobian* of the step:
#
# $$J^{<t>} = \frac{\partial a^{<t>}}{\partial a^{<t-1>}} = \mathrm{diag}\big(1 - (a^{<t>})^2\big)\, W_{aa}$$
#
# and over many steps the chain rule multiplies them:
#
# $$\frac{\partial L}{\partial a^{<t>}} = (J^{<t+1>})^{\!\top} (J^{<t+2>})^{\!\top} \cdots (J^{<T>})^{\!\top}
# \frac{\partial L}{\partial a^{<T>}}$$
#
# The activation before tanh is $W_{aa} a^{<t-1>}$ + something that does not depend on $a^{<t-1>}$; its derivative is
# $W_{aa}$. Then tanh acts on each entry by itself, with the slope of that entry.

# %% tags=["hide-input"]
figures.shape_table(
    [
        ("a^{<t>}", "a_t", "(n_a,)", "the activation of one example after the step"),
        ("W_{aa}", "Waa", "(n_a, n_a)", "old activation to new activation"),
        ("J^{<t>}", "step_jacobian(a_t, Waa)", "(n_a, n_a)", "row j answers, column k is moved"),
        (
            r"\partial L / \partial a^{<T>}",
            "dL_da_T",
            "(n_a, m)",
            "the gradient at the last step, a column for each example",
        ),
        (r"\|\partial L / \partial a^{<t>}\|", "norms[t]", "()", "its size after it has travelled back to step t"),
    ]
)

# %% [markdown]
# **Predict.** An activation has the entries 0 and 0.8, and $W_{aa}$ = [[1, 2], [3, 4]]. Is a row of $W_{aa}$ made
# smaller, or a column? Which of the two, and by how much?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Row 2, by $1 - 0.8^2 = 0.36$, so $J$ = [[1, 2], [1.08, 1.44]]. Row $j$ of $W_{aa}$ makes entry $j$ of the new
# activation, and the slope of tanh belongs to that entry. A column would belong to an entry of the *old* activation,
# which passes no tanh in this step.
#
# </details>

# %% [markdown]
# ## Build it: the Jacobian of a step
#
# Write `step_jacobian` for one example. By hand: the numbers above.
#
# <details><summary>Hint 1: the idea</summary>
#
# $n_a$ slopes stand on a diagonal, left of a matrix. A diagonal matrix on the left multiplies whole rows.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $J_{jk} = (1 - a_j^2)\, W_{jk}$. An array of shape `(n_a,)` times one of shape `(n_a, n_a)` is lined up by
# broadcasting with the *last* axis, which is $k$. To reach $j$, the slopes have to stand in a column, `(n_a, 1)`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `slopes = 1 - a_t**2`, then `slopes[:, np.newaxis]` is a column. Multiply it by `Waa`. (`np.diag(slopes) @ ...` does
# the same with more work.)
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import step_jacobian

# %%
check(step_jacobian)

# %% [markdown]
# A derivative is a promise about small changes. Here it is kept: move the old activation a little, and compare what
# the new one does with what the Jacobian says.

# %%
rng = np.random.default_rng(3)
W_small, a_before = 0.6 * rng.normal(size=(3, 3)), rng.normal(size=3)
nudge = 1e-5 * rng.normal(size=3)
a_after, a_nudged = np.tanh(W_small @ a_before), np.tanh(W_small @ (a_before + nudge))
print("what the activation does:  ", a_nudged - a_after)
print("what the Jacobian promises:", step_jacobian(a_after, W_small) @ nudge)

# %% [markdown]
# ## Build it: the profile of a gradient
#
# Now follow a gradient back and measure it at every step. Write `gradient_norm_profile`. There is one loss, at the
# last time step; its gradient `dL_da_T` has shape $(n_a, m)$. `caches` is the list that `rnn_forward` returned, and
# `rnn_cell_backward(da, cache)["da_prev"]` (lesson 03) takes a gradient one step back. Return the norms in the order
# of time: the last entry is the norm of `dL_da_T` itself.
#
# The *norm* of an array is the root of the sum of the squares of all its entries.
#
# By hand: one unit, $W_{aa}$ = 0.5, all activations 0, four steps, the gradient 1 at the end: 0.125, 0.25, 0.5, 1.
#
# <details><summary>Hint 1: the idea</summary>
#
# Measure, take one step back, measure, take one step back. What you find comes in the order from the last step to the
# first, so turn it round at the end.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The cache of step $T$ leads from $\partial L / \partial a^{<T>}$ to $\partial L / \partial a^{<T-1>}$, that of step 2
# to the first entry of the profile. The cache of step 1 would lead to $a^{<0>}$, which is not asked for.
# `np.linalg.norm` of a matrix, without further arguments, is the root of the sum of squares.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `norms = [np.linalg.norm(dL_da_T)]`, then `for cache in reversed(caches[1:]):` replace the running gradient and
# append its norm. At the end `np.array(norms[::-1])`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import gradient_norm_profile

# %%
check(gradient_norm_profile)

# %%
one_unit = {**a_network(np.array([[0.5]]), np.random.default_rng(0)), "Wax": np.zeros((1, 1))}
_, _, caches = rnn_forward(np.zeros((4, 1, 1)), np.zeros((1, 1)), one_unit)
print(gradient_norm_profile(np.ones((1, 1)), caches))

# %% [markdown]
# ## With and without tanh
#
# The next figure is the still twin of the slider at the top, with your function. $W_{aa}$ is a rotation times a factor:
# a rotation changes no length, so without tanh every step multiplies the gradient by the factor exactly.
#
# **Predict.** Factors 0.5, 1 and 1.5, forty steps. Without tanh you know the three lines. How does each change with
# tanh? And what if the network reads stronger inputs?

# %% tags=["hide-input"]
rotation = np.linalg.qr(np.random.default_rng(4).normal(size=(UNITS, UNITS)))[0]
t = np.arange(1, DISTANCE + 1)
fig, axes = figures.panels(1, 3, width=3.0, height=3.2, sharey=True)
titles = {"without tanh": None, "tanh, weak inputs": 0.1, "tanh, strong inputs": 1.0}
for ax, (title, reads) in zip(axes, titles.items(), strict=True):
    for factor, style, colour in zip((0.5, 1.0, 1.5), ("-", "--", ":"), figures.CYCLE, strict=False):
        g, caches = run_of(factor * rotation, DISTANCE, np.random.default_rng(5), reads or 0.0)
        norms = factor ** (DISTANCE - t) if reads is None else gradient_norm_profile(g, caches)
        ax.plot(t, norms, style, color=colour, label=f"factor {factor}")
    ax.axhline(1, color=figures.INK, linewidth=0.8)
    ax.set(title=title, yscale="log", xlabel="$t$", ylim=(1e-20, 1e10), xlim=(1, DISTANCE))
axes[0].set_ylabel(r"$\|\partial L/\partial a^{\langle t\rangle}\|$")
axes[0].legend(loc="lower right")
figures.show(
    fig,
    caption="The size of the gradient at every time step, for a loss at $t=40$: read from right to left. tanh can "
    "only take away. Factor 1, which keeps the gradient for ever without tanh, loses it with tanh, and the more "
    "so the stronger the inputs are.",
    alt="Three panels of three curves over t on a logarithmic axis. Without tanh: straight lines, 1e-12, 1 and "
    "1e7 at t = 1. With weak inputs factor 1 falls slowly and factor 1.5 hovers around 1; with strong inputs all "
    "three fall, factor 0.5 the fastest.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Every slope $1 - a^2$ is at most 1, so tanh can only make a step's factor smaller: all lines come down. Strong inputs
# push the activations away from 0 and the slopes further below 1. With factor 1.5 and weak inputs the two effects
# fight, and the gradient neither dies nor explodes for a while; which one wins depends on the inputs, so it can be
# different for every sequence.
#
# </details>
#
# What does a vanished gradient do to learning? The gradient of $W_{aa}$ is a sum of $T$ contributions, one from each
# step (lesson 03). It is not small as a whole: the last few steps see to that. But the part that comes from early steps
# is drowned, so the network learns from what is near and not from what is far.

# %% [markdown]
# ## Which number of a matrix decides?
#
# Without tanh the gradient is multiplied by $W_{aa}$ again and again, and powers of a matrix are ruled by its
# *eigenvalues*: in the direction of an eigenvector a power is a power of a number, $\lambda^k$. The eigenvalue with the
# largest modulus outgrows the rest. Its modulus is the *spectral radius* $\rho$. An eigenvalue may be negative or
# complex (a rotation has no real ones); then it is $|\lambda|$ that counts.
#
# With tanh the matrices $J$ are all different, and eigenvalues of a product do not follow from those of its factors.
# But lengths do, as a bound: $W_{aa}$ makes no vector longer than its largest *singular value* $\sigma$ says, and the
# slopes add nothing. So $k$ steps multiply by at most $\sigma^k$ (Pascanu, Mikolov and Bengio, 2013).
#
# **Predict.** The matrix [[0.5, 3], [0, 0.6]] has the eigenvalues 0.5 and 0.6, and $\sigma = 3.1$. Do its powers
# shrink or grow?

# %% tags=["hide-input"]
steep = np.array([[0.5, 3.0], [0.0, 0.6]])
k = np.arange(25)
sizes = [np.linalg.norm(np.linalg.matrix_power(steep, n), 2) for n in k]
fig, (ax,) = figures.panels(width=6.2, height=3.3)
ax.plot(k, sizes, "o-", color=figures.colour_of("W_aa"), markersize=4, label="size of the power")
ax.plot(k, 0.6**k, "--", color=figures.CYCLE[0], label=r"$\rho^k$")
ax.plot(k[:8], np.linalg.norm(steep, 2) ** k[:8], ":", color=figures.CYCLE[1], label=r"$\sigma^k$, the bound")
ax.set(yscale="log", ylim=(1e-6, 1e3), xlabel="$k$", ylabel=r"largest singular value of $W^k$")
ax.legend()
figures.show(
    fig,
    caption="The powers of [[0.5, 3], [0, 0.6]]. The first step stretches, as its singular value says; in the "
    "long run the slope is that of $\\rho^k$. The bound $\\sigma^k$ is true and useless here.",
    alt="Points over k from 0 to 24 on a logarithmic axis: they rise from 1 to 3.4 in two steps, then fall in a "
    "straight line, parallel to a dashed line of 0.6 to the k. A dotted line, the bound, rises steeply.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Both: they grow at first, from 1 to 3.4, and then shrink by 0.6 a step. Eigenvalues speak of many steps, singular
# values of one. A matrix whose eigenvectors are far from orthogonal can do this; for a symmetric one the two numbers
# agree.
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
# Any other `act` raises a `ValueError`. In the second row stands no `"explode"`: a bound from above can promise that
# something is small, never that it is large.
#
# By hand: [[0.5, 3], [0, 0.6]] gives `"vanish"` for `"linear"` and `"borderline"` for `"tanh"`.
#
# <details><summary>Hint 1: the idea</summary>
#
# First compute one number, the growth of a step; which one depends on `act`. Then compare it with 1.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\rho = \max_j |\lambda_j|$ with the eigenvalues of a matrix that need not be symmetric, so they may be complex.
# $\sigma$ is the *matrix norm of order 2*. Below $1 - 10^{-6}$ the gradient vanishes.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.linalg.eigvals(Waa)` gives all eigenvalues, `np.abs` their moduli, `.max()` the largest.
# `np.linalg.norm(Waa, ord=2)` is the largest singular value; without `ord=2` it is another norm. End with three
# `return`s, the last one `"borderline"`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_flow import gradient_regime

# %%
check(gradient_regime)

# %%
candidates = {
    "0.9 times a rotation": 0.9 * rotation,
    "a rotation": rotation,
    "1.1 times a rotation": 1.1 * rotation,
    "[[0.5, 3], [0, 0.6]]": steep,
    "the slider at 0.9": 0.9 * gaussian,
}
for who, Waa in candidates.items():
    print(f"{who:22} linear: {gradient_regime(Waa, 'linear'):11} tanh: {gradient_regime(Waa, 'tanh')}")

# %% [markdown]
# ## A start on the unit circle
#
# Where should training begin? Without tanh, 1 is the one radius at which a gradient neither dies nor explodes. It is
# better still if *every* eigenvalue has modulus 1, and every singular value too. Then no direction is lost. Such
# matrices are the *orthogonal* ones: $Q^\top Q = I$, they turn and mirror (Saxe, McClelland and Ganguli, 2014).
#
# To draw one, fill a matrix with normal numbers and split it into $A = QR$, with orthogonal $Q$ and upper triangular
# $R$. One thing is left to do. The split is unique only up to signs, and a library picks them by a rule of its own.
#
# **Predict.** For $n = 1$ the orthogonal matrices are [[1]] and [[-1]]. What does `np.linalg.qr` give for a
# $1 \times 1$ matrix, and how often will you draw -1?

# %%
for seed in range(5):
    number = np.random.default_rng(seed).normal(size=(1, 1))
    Q, R = np.linalg.qr(number)
    print(f"A = {number[0, 0]:6.3f}   Q = {Q[0, 0]:4.1f}   R = {R[0, 0]:6.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# NumPy's QR (LAPACK) leaves a single number as it is: $Q = 1$, and $R$ takes the sign. So -1 is never drawn. For
# larger $n$ the same rule makes `Q[0, 0]` negative in every draw. Multiply each *column* of $Q$ by the sign of the
# entry of $R$'s diagonal that belongs to it: this is the split in which that diagonal is positive, and every
# orthogonal matrix becomes as likely as any other (Mezzadri, 2007).
#
# </details>

# %% [markdown]
# ## Build it: orthogonal weights
#
# Write `orthogonal_init(n, *, rng)`. All randomness comes from `rng`. By hand: $n = 1$ gives [[1]] or [[-1]], each
# half of the time.
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

# %%
check(orthogonal_init)

# %% tags=["hide-input"]
size, steps = 100, 60
starts = {
    r"normal numbers by $\sqrt{n}$": np.random.default_rng(6).normal(size=(size, size)) / np.sqrt(size),
    "orthogonal": orthogonal_init(size, rng=np.random.default_rng(6)),
}


def stretches(W, every=4):
    """Return the smallest, median and largest stretch of gradients after 0, 4, 8 ... steps back, shape (3, ...)."""
    _, caches = run_of(W, steps, np.random.default_rng(7), reads=0.1)
    product, found = np.eye(size), []
    for k, (a_next, *_) in enumerate(caches[::-1]):
        if k % every == 0:
            found.append(np.linalg.svd(product, compute_uv=False)[[-1, size // 2, 0]])
        product = step_jacobian(a_next[:, 0], W).T @ product
    return np.arange(0, steps, every), np.maximum(found, 1e-16).T


fig, axes = figures.panels(1, 3, width=3.0, height=3.1, gridspec_kw={"width_ratios": [0.8, 0.8, 1.1]})
for ax, (title, W), colour in zip(axes, starts.items(), figures.CYCLE, strict=False):
    draw_eigenvalues(ax, W, 1.25)
    ax.set_title(title, fontsize=10)
    distance, (least, middle, most) = stretches(W)
    axes[2].fill_between(distance, least, most, color=colour, alpha=0.25, linewidth=0)
    axes[2].plot(distance, middle, "-" if colour == figures.CYCLE[0] else "--", color=colour, label=title)
axes[1].set_ylabel("")
axes[2].set(yscale="log", ylim=(1e-14, 1e5), xlabel="steps back", ylabel="stretch of the gradient")
axes[2].legend(loc="lower left", fontsize=8)
figures.show(
    fig,
    caption="Left and middle: the eigenvalues of two starts with $n=100$. Scaled normal numbers fill the disc "
    "(the *circular law*; Ginibre, 1965), those of your orthogonal matrix lie on the circle. Right: by how much "
    "gradients of all directions are stretched on the way back through tanh with weak inputs; the line is the "
    "median direction, the band goes from the least to the most. From the normal start some directions survive "
    "and most are lost.",
    alt="Two panels with the unit circle: points all over the disc, and points on the circle only. Right, over 56 "
    "steps back, on a logarithmic axis: the blue median of the normal start falls in a straight line to 1e-12, in "
    "a band that widens from about 0.1 downwards; the dashed median of the orthogonal start falls to 0.002, in a "
    "narrower band.",
)

# %% [markdown]
# The orthogonal start buys distance while inputs are weak. It is a start and no more: training moves the eigenvalues,
# and strong inputs saturate tanh whatever $W_{aa}$ is.

# %% [markdown]
# ## A cliff
#
# What does an exploding gradient look like from the parameter's point of view? Pascanu, Mikolov and Bengio (2013) drew
# it for a network of one unit, and here is one like theirs: $a^{<t>} = \tanh(w\, a^{<t-1>} + b)$, started at 0.5, run
# for 20 steps, with the loss $L = (a^{<20>} - 0.75)^2$. There are two parameters, so the loss is a landscape.
#
# **Predict.** For large $w$ the unit ends near 1 or near -1, depending on which side of a border it starts. What does
# the landscape look like at the border? And what does a step of gradient descent do there?


# %%
def landscape(w, b, steps=20):
    """Return the loss and its derivatives by w and b, for numbers or arrays of w and b."""
    a, da_dw, da_db = 0.5, 0.0, 0.0
    for _ in range(steps):
        before, a = a, np.tanh(w * a + b)
        da_dw, da_db = (1 - a**2) * (before + w * da_dw), (1 - a**2) * (1 + w * da_db)
    return (a - 0.75) ** 2, 2 * (a - 0.75) * da_dw, 2 * (a - 0.75) * da_db


def descend(clip, steps=150, rate=0.2):
    """Go down from (w, b) = (2.3, -0.25); `clip` gets the gradients and returns those to use, and their norm."""
    path = [(2.3, -0.25)]
    for _ in range(steps):
        _, dw, db = landscape(*path[-1])
        grads, _ = clip({"w": np.array([dw]), "b": np.array([db])})
        path.append((path[-1][0] - rate * grads["w"].item(), path[-1][1] - rate * grads["b"].item()))
    return np.array(path)


def unclipped(grads):
    """Return the gradients as they are, and their norm."""
    return grads, np.sqrt(sum(np.sum(g**2) for g in grads.values()))


free = descend(unclipped)
lengths = np.linalg.norm(np.diff(free, axis=0), axis=1)
leap = int(lengths.argmax())
edge, after = free[leap], free[leap + 1]
print(f"{leap} steps, each at most {lengths[:leap].max():.2f} long; step {leap + 1} is {lengths[leap]:.1f} long")
print(f"it goes from (w, b) = ({edge[0]:.2f}, {edge[1]:.2f}) to ({after[0]:.2f}, {after[1]:.2f})")
print(f"the loss goes from {landscape(*edge)[0]:.4f} to {landscape(*free[-1])[0]:.3f}, for good")

# %% tags=["hide-input"]
W, B = np.meshgrid(np.linspace(0.8, 2.5, 281), np.linspace(-0.75, 0.35, 201))
heights = landscape(W, B)[0]


def draw_landscape(ax):
    """Draw the loss as a map, dark where it is low."""
    picture = ax.contourf(W, B, heights, levels=np.linspace(0, 3.1, 32), cmap="viridis", vmax=4.4)
    ax.set(xlabel="$w$", ylabel="$b$", xlim=(0.8, 2.5), ylim=(-0.75, 0.35))
    ax.grid(visible=False)
    return picture


PALE = "#FFFFFF"


def draw_leap(ax):
    """Draw the direction of the step that leaves the map."""
    way = (free[leap + 1] - free[leap]) / lengths[leap]
    arrow = {"arrowstyle": "->", "color": PALE, "linestyle": "--", "linewidth": 1.5, "shrinkA": 0}
    ax.annotate("", xy=free[leap] + 0.27 * way, xytext=free[leap], arrowprops=arrow)


fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.4)
fig.colorbar(draw_landscape(left), ax=left, label="loss", ticks=(0, 1, 2, 3))
left.plot(*free[: leap + 1].T, "o-", color=PALE, markersize=3)
draw_leap(left)
cut = np.linspace(-0.75, 0.35, 400)
right.plot(cut, landscape(2.0, cut)[0], color=figures.colour_of("L"))
right.set(xlabel="$b$, at $w = 2$", ylabel="loss")
figures.show(
    fig,
    caption="Left: the loss over $w$ and $b$. The white path goes down the gentle slope until it stands at the "
    "edge of the cliff; the next step leaves the map. Right: a cut through the landscape at $w=2$.",
    alt="Left, a map in two parts: dark, low ground above a diagonal border and bright, high ground below it. A "
    "path runs down the dark part to the border, from where a dashed arrow leaves the map. Right, a curve that is "
    "level at 3, drops straight down to nearly 0 and rises a little.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At the border stands a wall, nearly vertical: loss 3 on one side, almost 0 on the other. On the wall the gradient is
# huge and points the right way. But a step of gradient descent is as long as the gradient times the learning rate, so
# it goes far beyond everything that the gradient knows of. It lands where the unit is saturated, every slope is 0 and
# no gradient leads back. The direction was right. The length was not.
#
# </details>

# %% [markdown]
# ## Build it: two ways to clip
#
# So keep the gradient and bound its length. There are two ways. The older one bounds every entry (Mikolov, 2012):
#
# $$g_k \leftarrow \min(\max(g_k, -c), c)$$
#
# Write `clip_by_value(grads, c)`. `grads` is a dict of arrays of any names and shapes; return a new dict of new
# arrays. By hand: with $c = 1$ the entries (-3, 0.4, 7) become (-1, 0.4, 1).
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

# %%
check(clip_by_value)

# %% [markdown]
# The other way sees all gradients as one long vector and shortens it (Pascanu, Mikolov and Bengio, 2013):
#
# $$\|g\| = \sqrt{\textstyle\sum_{\text{arrays}} \sum_k g_k^2},\qquad g \leftarrow \frac{c}{\|g\|}\, g \quad
# \text{if } \|g\| > c$$
#
# Write `clip_by_global_norm(grads, c)`. Return the new dict, and the norm *before* clipping: a number to watch while
# training. By hand: $c = 1$ and the gradients {"u": [3], "v": [4]} give {"u": [0.6], "v": [0.8]} and 5.
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
# `norm = np.sqrt(sum(np.sum(g**2) for g in grads.values()))`. `c / max(norm, c)` is the factor in both cases, without
# an `if`. Return `{name: g * factor for ...}, norm`.
#
# </details>

# %% tags=["exercise"]
from solutions.clipping import clip_by_global_norm

# %%
check(clip_by_global_norm)

# %% [markdown]
# **Predict.** A gradient of two parameters is (3, 0.5), and $c = 1$. Draw where each way of clipping puts it. By how
# many degrees does each turn it?


# %%
def degrees_between(one, other):
    """Return the angle between two dicts of gradients, as long vectors, in degrees."""
    u, v = (np.concatenate([grads[name].ravel() for name in sorted(one)]) for grads in (one, other))
    return np.degrees(np.arccos(np.clip(u @ v / np.linalg.norm(u) / np.linalg.norm(v), -1, 1)))


pair = {"w": np.array([3.0]), "b": np.array([0.5])}
ways = {"by value": clip_by_value(pair, 1.0), "by global norm": clip_by_global_norm(pair, 1.0)[0]}
for way, clipped in ways.items():
    tip = ", ".join(f"{clipped[name].item():.3f}" for name in ("w", "b"))
    print(f"{way:15} ({tip})   turned by {degrees_between(pair, clipped):4.1f} degrees")

# %% tags=["hide-input"]
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.0)
for (name, grads), colour in zip({"gradient": pair, **ways}.items(), (figures.INK, *figures.CYCLE[:2]), strict=False):
    tip = (grads["w"].item(), grads["b"].item())
    left.annotate(
        "",
        xy=tip,
        xytext=(0, 0),
        arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0},
    )
    left.plot([], [], color=colour, label=name)
circle = np.linspace(-0.6, np.pi / 2 + 0.2, 100)
left.plot(np.cos(circle), np.sin(circle), color=figures.CYCLE[1], linewidth=0.8, linestyle=":")
left.plot([1, 1, -0.1], [-0.4, 1, 1], color=figures.CYCLE[0], linewidth=0.8, linestyle=":")
left.set(xlim=(-0.1, 3.2), ylim=(-0.5, 1.9), xlabel="$w$", ylabel="$b$", aspect="equal")
left.legend(loc="upper right")

draws = np.random.default_rng(8)
limits = np.geomspace(0.1, 200, 34)
many = {
    name: draws.standard_t(2, size=shape) for name, shape in {"dWaa": (32, 32), "dWax": (32, 8), "dba": (32, 1)}.items()
}
total = clip_by_global_norm(many, 1.0)[1]
right.plot(
    limits, [degrees_between(many, clip_by_value(many, c)) for c in limits], color=figures.CYCLE[0], label="by value"
)
turned = [degrees_between(many, clip_by_global_norm(many, c)[0]) for c in limits]
right.plot(limits, turned, "--", color=figures.CYCLE[1], label="by global norm")
right.set(xscale="log", xlabel="$c$", ylabel="angle in degrees", ylim=(-3, 70))
right.legend()
figures.show(
    fig,
    caption="Left: the gradient (3, 0.5) and what clipping makes of it. Dotted are the limits: a square for the "
    "values, a circle for the norm. Right: how far a gradient of 1312 entries, a few of them large, is turned "
    f"(its norm is {total:.0f}). By global norm the angle is 0 for every $c$.",
    alt="Left, three arrows from the origin: a long flat one, one of length 1 in the same direction, and one that "
    "ends at (1, 0.5) and points more upwards. Right, a curve that falls from about 64 degrees to 0 as c grows "
    "from 0.1 to 200, and a dashed line at 0.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# By value: (1, 0.5), turned by 17.1 degrees. The large entry was cut and the small one was not, so the small one
# counts for more now. By global norm: (0.986, 0.164), turned by nothing. A smaller $c$ turns more: in the end every
# entry is $c$ or $-c$, and only the signs are left of the gradient.
#
# Turning is not always bad: training can bear it, and an optimiser such as Adam turns the gradient as well. But it is
# a different step from the one that you derived, and that is worth knowing.
#
# </details>
#
# Now the same descent as before, with your clipping at $c = 1$:

# %% tags=["hide-input"]
careful = descend(lambda grads: clip_by_global_norm(grads, 1.0))
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.4)
draw_landscape(left)
left.plot(*free[: leap + 1].T, "s-", color=PALE, markersize=5, label="unclipped")
draw_leap(left)
left.plot(*careful.T, "o-", color="#F5B041", markersize=3, linewidth=1.2, label="clipped")
left.legend(loc="upper right", labelcolor=PALE)
for path, style, colour, name in ((free, "-", figures.INK, "unclipped"), (careful, "--", "#B87F00", "clipped")):
    right.plot(landscape(*path.T)[0], style, color=colour, label=name)
right.set(yscale="log", xlabel="step", ylabel="loss", ylim=(1e-7, 20))
right.legend(loc="lower left")
figures.show(
    fig,
    caption="The unclipped and the clipped path from the same start. Both stand at the same edge. The clipped one "
    "takes a step of length 0.2, crosses the wall, comes down again, and goes on to the minimum.",
    alt="Left, the map with two paths: they coincide down to the border, then the white one leaves the map and "
    "the orange one goes across and back to a place at the border further left. Right, two curves of the loss: "
    "one jumps to 3 and stays there, the other jumps up once, comes back and falls to below one in a million.",
)
print(f"unclipped: loss {landscape(*free[-1])[0]:.3f}   clipped: loss {landscape(*careful[-1])[0]:.1e}")

# %% [markdown]
# ## Use it: training that dies, and training that lives
#
# One unit is a drawing. Now a network of 24 units on a task of memory: *latch* (after Bengio, Simard and Frasconi,
# 1994). The first symbol of a sequence is one of four; then come distractors; at the last step the network is asked
# which one the first was. Guessing is right once in four, and costs $\log 4 = 1.39$ nats.
#
# The training loop is lesson 04 in short: there is one loss, at the last step. Your `orthogonal_init` makes $W_{aa}$,
# and `clip` is applied before each update.


# %%
def latch_loss(parameters, x, y):
    """Return the loss at the last step of a batch, whether each answer was right, and the gradients."""
    Wax, Waa, Wya, ba, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "ba", "by"))
    a = [np.zeros((len(Waa), x.shape[2]))]
    for xt in x:
        a.append(np.tanh(Waa @ a[-1] + Wax @ xt + ba))
    p, columns = softmax(Wya @ a[-1] + by), np.arange(len(y))
    dz = p.copy()
    dz[y, columns] -= 1
    dz /= len(y)
    grads = {name: np.zeros_like(value) for name, value in parameters.items()}
    grads["Wya"], grads["by"] = dz @ a[-1].T, dz.sum(axis=1, keepdims=True)
    da = Wya.T @ dz
    for t in reversed(range(len(x))):
        dz = da * (1 - a[t + 1] ** 2)
        grads["Waa"] += dz @ a[t].T
        grads["Wax"] += dz @ x[t].T
        grads["ba"] += dz.sum(axis=1, keepdims=True)
        da = Waa.T @ dz
    return -np.log(np.maximum(p[y, columns], 1e-12)).mean(), p.argmax(axis=0) == y, grads


def fresh_network(rng, units=24):
    """Return parameters for the latch task, with an orthogonal recurrent weight."""
    return {
        "Wax": rng.normal(size=(units, 8)) / np.sqrt(8),
        "Waa": orthogonal_init(units, rng=rng),
        "Wya": rng.normal(size=(4, units)) / np.sqrt(units),
        "ba": np.zeros((units, 1)),
        "by": np.zeros((4, 1)),
    }


def train(length, clip, rate, seed, steps=300):
    """Train by gradient descent on fresh sequences; return losses, shares of right answers and norms of gradients."""
    rng = np.random.default_rng(seed)
    parameters, history = fresh_network(rng), []
    for _ in range(steps):
        x, y = data.latch_task(24, length=length, rng=rng)
        loss, right, grads = latch_loss(parameters, x, y)
        used, norm = clip(grads)
        parameters = {name: value - rate * used[name] for name, value in parameters.items()}
        history.append((loss, right.mean(), norm))
    return np.array(history).T


def clipped_at_one(grads):
    """Clip with your function at c = 1."""
    return clip_by_global_norm(grads, 1.0)


# %% [markdown]
# **Predict.** Ten steps of time, a bold learning rate of 1. What happens to the loss without clipping? Could it end up
# *above* that of guessing?

# %% tags=["hide-input"]
seeds = range(5)
lives = {"unclipped": unclipped, "clipped at 1": clipped_at_one}
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
for (name, clip), style, colour in zip(lives.items(), ("-", "--"), (figures.CYCLE[1], figures.CYCLE[0]), strict=True):
    histories = [train(10, clip, 1.0, seed) for seed in seeds]
    for number, (losses, _, norms) in enumerate(histories):
        label = name if number == 0 else None
        left.plot(np.maximum(losses, 1e-3), style, color=colour, linewidth=0.9, alpha=0.8, label=label)
        right.plot(np.maximum(norms, 1e-3), style, color=colour, linewidth=0.9, alpha=0.8)
    ends = ", ".join(f"{losses[-30:].mean():.2f}" for losses, _, _ in histories)
    print(f"{name:12}  loss of the last 30 updates, five seeds: {ends}")
left.axhline(np.log(4), color=figures.INK, linestyle=":", linewidth=1)
left.text(300, np.log(4) * 0.8, "guessing", ha="right", va="top", fontsize=8.5)
left.set(yscale="log", xlabel="update", ylabel="loss in nats", ylim=(1e-3, 60))
right.axhline(1, color=figures.INK, linestyle=":", linewidth=1)
right.set(yscale="log", xlabel="update", ylabel="norm of all gradients")
left.legend(loc="center right", bbox_to_anchor=(1, 0.4))
figures.show(
    fig,
    caption="The latch task at $T=10$ with learning rate 1, five seeds each. Left: the loss. Unclipped, all five "
    "runs are thrown off within a few dozen updates and never come back. Clipped, all five solve the task. Right: "
    "the norm before clipping; the dotted line is $c$.",
    alt="Left, ten curves over 300 updates on a logarithmic axis: five solid ones jump above the line of guessing "
    "to around 8 and stay there, five dashed ones fall below 0.01. Right, the norms: the solid ones stay above 1, "
    "the dashed ones have a few peaks of up to 10 and fall below 0.01.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It does end up above: between 6 and 10 nats, where guessing costs 1.39. A long step makes the weights so large that
# every unit sits at 1 or -1. The gradient that still gets through comes from the output layer alone, and large
# activations with a large learning rate throw that about as well. The network is confidently wrong, and no update
# leads it back.
#
# Clipping acts on few of the updates. In between the gradient is used as it is. With a learning rate of 0.1 this task
# needs no clipping at all: try it. Clipping lets you be bold where the ground is even, and careful at the edge.
#
# </details>

# %% [markdown]
# ## Break it: a clip that always acts
#
# A common slip: every gradient is scaled to the norm $c$, the short ones too. The condition "if $\|g\| > c$" is
# missing. The direction is right, nothing explodes, and the first updates look fine. Here it is on the landscape of
# the cliff.


# %%
def always_scaled(grads):
    """Scale the gradients to the norm 1, whatever their norm was: the mistake."""
    _, norm = unclipped(grads)
    return {name: g / norm for name, g in grads.items()}, norm


restless = descend(always_scaled)
for name, path in (("clipped at 1", careful), ("always scaled to 1", restless)):
    last = ", ".join(f"{loss:.1e}" for loss in landscape(*path[-4:].T)[0])
    print(f"{name:18}  loss after the last four steps: {last}")

# %% tags=["hide-input"]
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.4)
draw_landscape(left)
left.plot(*restless.T, "o-", color=PALE, markersize=3, linewidth=0.8)
right.plot(np.maximum(landscape(*restless.T)[0], 1e-9), color=figures.INK, label="always scaled")
right.plot(np.maximum(landscape(*careful.T)[0], 1e-9), "--", color="#B87F00", label="clipped")
right.set(yscale="log", xlabel="step", ylabel="loss", ylim=(1e-9, 20))
right.legend(loc="lower left")
figures.show(
    fig,
    caption="The mistake on the map: every step has the length 0.2, at the edge and in the valley. It finds the "
    "valley first and then steps across it to and fro, because no step is allowed to be shorter.",
    alt="Left, the map with a white path in long equal steps that ends in a line walked to and fro. Right, the "
    "loss: the solid curve of the mistake jumps up and down for ever, the dashed one falls to below one in a "
    "billion.",
)

# %% [markdown]
# ## What clipping cannot do
#
# Exploding is cured. Now the other half: the same task with more distractors between the symbol and the question.
#
# **Predict.** Learning rate 0.3, clipped at 1. At $T = 10$ all five seeds solve the task. What happens at 20, 30, 60?
# Would a smaller or a larger $c$ help at 60?

# %%
spans = (10, 20, 30, 60)
runs = {T: np.array([train(T, clipped_at_one, 0.3, seed) for seed in seeds]) for T in spans}  # (seed, quantity, update)
right_share = np.array([runs[T][:, 1, -50:].mean(axis=1) for T in spans])
for T, shares in zip(spans, right_share, strict=True):
    percent = ", ".join(f"{share:.0%}" for share in shares)
    print(f"T = {T}   right answers in the last 50 updates, five seeds: {percent}")

# %% tags=["hide-input"]
tighter = np.array([train(60, lambda grads: clip_by_global_norm(grads, 0.1), 0.3, seed) for seed in (0, 1)])
never = np.array([train(60, unclipped, 0.3, seed) for seed in (0, 1)])
for name, some, c in (("c = 0.1", tighter, 0.1), ("c = 1", runs[60], 1.0), ("unclipped", never, np.inf)):
    right, acts = some[:, 1, -50:].mean(), (some[:, 2] > c).mean()
    print(f"T = 60, {name:9}: right answers {right:.0%}, clipping acts on {acts:.0%} of the updates")

fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.3)
for seed in seeds:
    left.plot(spans, right_share[:, seed], "o", color=figures.CYCLE[0], alpha=0.6, markersize=6, clip_on=False)
left.plot(spans, right_share.mean(axis=1), color=figures.CYCLE[0], label="mean of five seeds")
left.axhline(0.25, color=figures.INK, linestyle=":", linewidth=1)
left.text(9, 0.265, "guessing", ha="left", va="bottom", fontsize=8.5)
left.set(xlabel="$T$", ylabel="share of right answers", ylim=(0, 1.05), xticks=spans)
left.legend(loc="upper right")

rng = np.random.default_rng(0)
untrained = fresh_network(rng)
for T, style, colour in zip((10, 30, 60), ("-", "--", ":"), figures.CYCLE, strict=False):
    x, y = data.latch_task(24, length=T, rng=rng)
    _, _, caches = rnn_forward(x, np.zeros((24, 24)), untrained)
    dz = softmax(untrained["Wya"] @ caches[-1][0] + untrained["by"]) - np.eye(4)[:, y]
    norms = gradient_norm_profile(untrained["Wya"].T @ dz / 24, caches)
    right.plot(range(1, T + 1), norms, style, color=colour, label=f"$T={T}$")
    print(f"T = {T}: of the gradient at the last step, {norms[0] / norms[-1]:.1e} arrives at the first symbol")
right.set(yscale="log", xlabel="$t$", ylabel=r"$\|\partial L/\partial a^{\langle t\rangle}\|$")
right.legend(loc="lower right")
figures.show(
    fig,
    caption="Left: how often the simple RNN names the first symbol, after 300 updates; a dot is a seed. Right: "
    "your profile of the untrained network. What the loss says to the first step, the only one that matters, "
    "shrinks by a constant factor for every distractor.",
    alt="Left, all dots at 1 for T = 10; they fall and scatter at 20 and 30 and lie at 0.25, guessing, for 60. "
    "Right, three straight lines on a logarithmic axis that rise towards their last step; the longest begins "
    "below one part in ten thousand.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With every length it gets harder, and at 60 every seed stays within a few percent of guessing. No $c$ helps. Clipping
# multiplies a gradient by a factor of *at most* 1, and it is the same factor for every time step: what was too small
# stays too small, beside contributions from late steps that are thousands of times larger. Scaling the gradient *up* by
# one factor would not change that proportion either. The missing thing is a path on which the gradient is not
# multiplied by $W_{aa}$ and a slope at every step.
#
# This is the door to lesson 09: a cell that can decide to *keep* its state, so that over many steps the factor stays
# close to one. The same task at $T = 60$ is then solved.
#
# </details>

# %% [markdown]
# ## What you should remember
#
# 1. One step back multiplies the gradient by $J^\top$ with $J^{<t>} = \mathrm{diag}(1 - (a^{<t>})^2)\, W_{aa}$; $k$
#    steps by a product of $k$ such matrices. So its size changes exponentially with distance.
# 2. Without tanh the spectral radius decides: below 1 it vanishes, above 1 it explodes. With tanh, a largest singular
#    value below 1 promises that it vanishes; nothing promises that it grows.
# 3. An exploding gradient is a cliff: the right direction and a ruinous length. Clip before the update, by global
#    norm: the direction stays.
# 4. Clipping shortens and never lengthens. It does nothing for a gradient that has vanished.
# 5. An orthogonal start puts all eigenvalues on the unit circle. That helps while activations are small, and only at
#    the start.

# %% [markdown] tags=["question"] question_id="explain-clipping" points=3
# **Explain it: one cure, not two.** A colleague has clipped the gradients at $c = 1$ and the loss of a long task does
# not move any more, neither up nor down. "The gradients are too small now", they say, "so I scale each one up to the
# norm 1 before every update." Which problem has clipping solved, and how? Does scaling up give the first of 60 steps
# more say in where the weights go? Use the sum over time steps that makes up the gradient of $W_{aa}$.

# %% [markdown] tags=["question"] question_id="explain-radius" points=2
# **Explain it: two numbers.** A matrix has spectral radius 0.8 and largest singular value 2. What can you say about
# the gradient after 2 steps and after 100 steps without tanh? What can you say with tanh, and why is it less?

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - In the last experiment set the factor of $W_{aa}$ in `fresh_network` to 1.2, or the size of $W_{ax}$ to a tenth. How
#   far do you get at $T = 20$ and $30$?
# - Replace gradient descent by Adam (Kingma and Ba, 2015), with five times the updates. Some seeds will then learn
#   $T = 60$; which, and how does their profile look at that moment?
# - Plot the largest eigenvalue of $W_{aa}$ along a training run. Where does the loss pull it?
# - Scale every gradient to the norm 1 at $T = 60$, the mistake from above. Some seeds may stumble on the answer. Look
#   at their loss: is it found, or is it met by chance?
# - Clip each array by its own norm and measure the angle. For which gradients is it large?
# - A penalty instead of an initialisation: Pascanu, Mikolov and Bengio (2013, section 3.3) add a term to the loss that
#   keeps the norm of the gradient from step to step.
#
# Papers: Hochreiter (1991), *Untersuchungen zu dynamischen neuronalen Netzen*, the first analysis. Bengio, Simard and
# Frasconi (1994), *Learning long-term dependencies with gradient descent is difficult*. Pascanu, Mikolov and Bengio
# (2013), *On the difficulty of training recurrent neural networks*. Mikolov (2012), *Statistical language models based
# on neural networks*. Saxe, McClelland and Ganguli (2014), *Exact solutions to the nonlinear dynamics of learning in
# deep linear neural networks*. Le, Jaitly and Hinton (2015), *A simple way to initialize recurrent networks of
# rectified linear units*. Arjovsky, Shah and Bengio (2016), *Unitary evolution recurrent neural networks*. Mezzadri
# (2007), *How to generate random matrices from the classical compact groups*. Ginibre (1965), *Statistical ensembles
# of complex, quaternion, and real matrices*. Zhang et al. (2020), *Why gradient clipping accelerates training*.
