# %% [markdown]
# # 04 Gradients that you can trust, and a network that learns to add
#
# In lesson 03 you wrote a gradient that travels through time. Here you make it work on padded batches, prove it right
# with a test of your own, and train a network with it that learns to carry.
#
# **You write** three functions of five to fifteen lines: `rnn_backward_masked`, `rnn_loss_and_grads` and
# `my_grad_check`.
#
# **You need** lessons 02 and 03, whose functions lie ready in `given/`.
#
# **It takes** about two hours, and ends with a network that adds numbers.

# %%
from collections.abc import Callable

import numpy as np

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
from solutions.simple_rnn import rnn_forward, rnn_forward_masked

figures.use_course_style()

# %% [markdown]
# A small network to try things on, with a batch of four sequences and a gradient at every step:

# %%
rng = np.random.default_rng(3)
T_x, n_x, n_a, n_y, m = 5, 3, 5, 7, 4
parameters = {
    "Wax": 0.4 * rng.standard_normal((n_a, n_x)),
    "Waa": 0.4 * rng.standard_normal((n_a, n_a)),
    "Wya": 0.4 * rng.standard_normal((n_y, n_a)),
    "ba": 0.4 * rng.standard_normal((n_a, 1)),
    "by": 0.4 * rng.standard_normal((n_y, 1)),
}
x, a0 = rng.standard_normal((T_x, n_x, m)), rng.standard_normal((n_a, m))
da = rng.standard_normal((T_x, n_a, m))
caches = rnn_forward(x, a0, parameters)[2]
whole = rnn_backward(da, caches)

# %% [markdown]
# ## Back through padding
#
# In a padded batch an activation stands still where the mask is `False`: there $a^{<t>} = a^{<t-1>}$.
#
# **Predict.** What is then the gradient of $a^{<t-1>}$, given that of $a^{<t>}$? And what does such a step add to the
# gradient of $W_{aa}$?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Whatever moves $a^{<t-1>}$ moves $a^{<t>}$ by the same amount, so the gradient passes **as it is**: no tanh, no
# matrix. And since no weight was used, the step adds nothing to any parameter. Both halves matter. If you forget the
# first, everything before a pause in the sequence gets no gradient; if you forget the second, padding trains the
# weights.
#
# </details>

# %% [markdown]
# ### Build it: a loop back that lets the gradient pass
#
# Write `rnn_backward_masked`. It is your `rnn_backward` with two decisions at every step, made for each example by
# its own mask: what goes into the cell, and what goes on to the step before. At a masked step `da[t]` counts too; the
# activation may be read there, as the state "at the end" is.
#
# By hand, with the toy ($w = 2$), `da` = 0, 0, 1 and the mask True, False, True: the gradient of the activations is
# 2, 2, 1 from the first step to the last, and `da0` is 4.
#
# <details><summary>Hint 1: the idea</summary>
#
# A gradient of zero that enters the cell leaves nothing behind, in no parameter and in no input. So give the cell
# zeros where the mask is False, and choose afterwards what is handed on.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# With $\texttt{da\_next} = \texttt{da[t]} + \texttt{da\_prev}$: into the cell goes `da_next` where the mask is True,
# else 0. To the step before goes the cell's `da_prev` where the mask is True, else `da_next` itself.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `step = rnn_cell_backward(np.where(mask[t], da_next, 0), caches[t])`, then
# `da_prev = np.where(mask[t], step["da_prev"], ...)`. The rest is `rnn_backward` word for word.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import rnn_backward_masked

# %%
check(rnn_backward_masked)

# %% [markdown]
# ## The whole way, in one function
#
# All stops are there. From a batch to the loss and to the gradient of everything:
#
# 1. forward: $a$, $\hat{y}$ and the caches, from `rnn_forward_masked`;
# 2. the loss, from `sequence_cross_entropy`;
# 3. $dz_y$ at every step, from `softmax_ce_backward`;
# 4. the output layer: $dW_{ya}$ and $db_y$, summed over steps *and* examples;
# 5. what each activation gets from its own prediction, $W_{ya}^\top dz_y^{<t>}$;
# 6. the loop back, from `rnn_backward_masked`.
#
# ### Build it: the loss and all gradients
#
# Write `rnn_loss_and_grads`. It returns the loss and a dict with `dWax`, `dWaa`, `dWya`, `dba`, `dby` and `da0`.
#
# By hand: $dW_{ya}$ has one term for each step, `dz[t] @ a[t].T` of shape $(n_y, m)(m, n_a)$, and $db_y$ has shape
# $(n_y, 1)$.
#
# <details><summary>Hint 1: the idea</summary>
#
# Nothing new has to be derived: call five functions in the right order and hand on what they return. Only steps 4 and
# 5 are lines of your own.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dW_{ya} = \sum_t dz_y^{<t>} a^{<t>\top}$, $\ db_y = \sum_{t,i} dz_y^{(i)<t>}$. `parameters["Wya"].T @ dz`
# multiplies every step at once, since `@` works on the last two axes: $(n_a, n_y)$ times $(T_x, n_y, m)$ is
# $(T_x, n_a, m)$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.einsum("tyi,tai->ya", dz, a)` sums over time and examples; a loop over `t` that adds `dz[t] @ a[t].T` does the
# same. `dz.sum(axis=(0, 2))` has shape (n_y,), so it needs one more axis at the end. From the dict that
# `rnn_backward_masked` returns take all but `dx`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import rnn_loss_and_grads

# %%
check(rnn_loss_and_grads)

# %% [markdown]
# ## Who checks the gradient?
#
# The course has its hidden tests. For the networks that you will write after it, there is no course. So write the
# test yourself: a function that decides whether something that claims to be the gradient of a loss really is. You
# have all that it takes; the art is in the comparison. It must not let a mistake pass, and it must not cry wolf.
#
# **Predict.** Each of these comparisons of a claimed gradient with a measured one has a hole. Which?
#
# 1. `np.abs(claimed - measured).max() < 1e-2`
# 2. `np.linalg.norm(claimed - measured) / np.linalg.norm(measured) < 1e-7`
# 3. `np.all(np.abs(claimed - measured) / np.abs(measured) < 1e-5)`
# 4. `np.array_equal(claimed, measured)`
# 5. `not np.any(np.abs(claimed - measured) > 1e-7)`

# %% [markdown]
# <details><summary>Answer</summary>
#
# 1. Many gradients *are* smaller than 0.01. Even a gradient of zeros would pass.
# 2. One length for all entries: an entry of 0.001 may be all wrong beside entries of 300.
# 3. Where the true entry is 0, the measured one is some $10^{-11}$ of rounding, and a rounding error is a hundred per
#    cent of that.
# 4. The measured gradient is right in about ten digits only, so equality fails for every right gradient.
# 5. A comparison with nan is never true, so a gradient full of nan passes. And for an entry of 300, rounding alone
#    may exceed $10^{-7}$.
#
# All five also let NumPy *broadcast*: a claimed gradient of shape (1, 1) or (4,) can agree with a measured one of
# shape (4, 1).
#
# </details>

# %% [markdown]
# ### Build it: the checker, judged by mutation
#
# Write `my_grad_check(loss, gradient, theta)`. It returns `True` where `gradient(theta)` is the gradient of `loss` at
# `theta`, else `False`. It must accept gradients that are right up to rounding, zeros and tiny entries included. It
# must reject one that is off by a thousandth of its size in a single entry (of 0.001 or more), has another shape than
# `theta`, or holds nan.
#
# Your function is a test, so it is tested like one, by *mutation*: `check` hands it right gradients and many wrong
# ones, such as mistakes in backpropagation through time make them. What counts is how many it kills without a false
# alarm.
#
# By hand: for the loss $\theta^2$ at $\theta = 3$ accept 6 and reject 6.006.
#
# <details><summary>Hint 1: the idea</summary>
#
# Measure with `numerical_gradient`. Look at the shapes first. Then compare entry by entry: the allowed difference is
# a small part of the entry's own size, *plus* a tiny absolute amount for entries near zero.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Accept if $|g_k - \hat{g}_k| \le \alpha + \rho\, |\hat{g}_k|$ for every $k$. Rounding in the loss is about
# $10^{-16}$ of its size and comes back divided by $2 \cdot 10^{-5}$: $\alpha$ must be above $10^{-10}$, and far below
# a thousandth of 0.001. $\rho$ must be below a thousandth.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.allclose(a, b, rtol=..., atol=...)` is this formula for all entries, and it is False for nan. It broadcasts, so
# compare `np.shape(claimed)` with `theta.shape` before it. Wrap the result in `bool(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_checking import my_grad_check

# %%
check(my_grad_check)

# %% [markdown]
# Now turn it on your own work. Each parameter in turn is `theta`, the others stand still; the batch is padded, with a
# hole in the middle of one sequence.

# %%
mask = np.arange(T_x)[:, None] < [5, 2, 4, 5]
mask[2, 3] = False
y = rng.integers(n_y, size=(T_x, m))


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
# And here is what a test is worth: a table of who notices what. Beside your checker stand four weaker ones.

# %% tags=["hide-input"]
theta = parameters["Waa"]
loss, right_gradient = loss_of("Waa"), gradient_of("Waa")(parameters["Waa"])
measured = numerical_gradient(loss, theta)
one_off = right_gradient.copy()
one_off[3, 1] *= 1.001
smallest = np.unravel_index(np.abs(right_gradient).argmin(), right_gradient.shape)
small_off = right_gradient.copy()
small_off[smallest] *= 2
with_nan = right_gradient.copy()
with_nan[4, 4] = np.nan
dz = softmax_ce_backward(rnn_forward_masked(x, a0, parameters, mask)[1], y, mask)
other_caches = rnn_backward_masked(parameters["Wya"].T @ dz, caches, mask)  # those of the loop without a mask
claims = {
    "right": right_gradient,
    "caches of a loop\nwithout the mask": other_caches["dWaa"],
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
    "one entry": lambda claimed: np.isclose(claimed.ravel()[0], measured.ravel()[0]),
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
figures.show(
    fig,
    caption="Nine claimed gradients of $W_{aa}$ (columns), five checkers (rows). The dark cells with bold words "
    "are wrong verdicts.",
    alt="A table of verdicts. Your checker accepts the right gradient and rejects all others. Each of the other "
    "checkers accepts at least one wrong gradient.",
)
print("wrong verdicts:", ", ".join(f"{who} {int((~row).sum())}" for who, row in zip(checkers, good, strict=True)))

# %% [markdown]
# ## The oracle of this course: the complex step
#
# Your gradients were compared with a reference. Who checked the reference? Not a central difference, whose ten digits
# are too few to tell a small mistake from rounding. There is a better way to measure, if the function can be fed with
# complex numbers. Take a step into the *imaginary* direction. By Taylor's theorem
#
# $$f(\theta + ih) = f(\theta) + ih f'(\theta) - \tfrac{h^2}{2} f''(\theta) - \dots \qquad\text{so}\qquad f'(\theta) =
# \frac{\operatorname{Im} f(\theta + ih)}{h} + O(h^2)$$
#
# (Squire and Trapp, 1998). Nothing is subtracted, so nothing cancels, and $h$ may be as small as $10^{-30}$: the
# error of the series is gone, and what remains is one rounding.


# %%
def complex_step(f, theta, h=1e-30):
    """Return the gradient of f at theta, right to rounding; f must be made of functions that take complex numbers."""
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        moved = theta.astype(complex)
        moved[index] += 1j * h
        gradient[index] = np.imag(f(moved)) / h
    return gradient


for name, theta in parameters.items():
    claimed = gradient_of(name)(theta)
    size = np.abs(claimed).max()
    nudged, stepped = numerical_gradient(loss_of(name), theta), complex_step(loss_of(name), theta)
    far, near = np.abs(claimed - nudged).max() / size, np.abs(claimed - stepped).max() / size
    print(f"d{name:4} your gradient against: nudging {far:.0e}, complex step {near:.0e}")

# %% tags=["hide-input"]
theta = parameters["Wax"]
loss, exact = loss_of("Wax"), gradient_of("Wax")(parameters["Wax"])
fig, (ax,) = figures.panels(width=6.4, height=3.4)
for measure, style, colour, label in (
    (lambda eps: numerical_gradient(loss, theta, eps), "o-", figures.CYCLE[0], "up and down (yours)"),
    (lambda eps: complex_step(loss, theta, eps), "^-", figures.CYCLE[2], "complex step"),
):
    sizes = 10.0 ** np.arange(-15, 0)
    errors = [max(np.abs(measure(eps) - exact).max(), 1e-18) for eps in sizes]
    ax.plot(sizes, errors, style, color=colour, label=label, markersize=4)
ax.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$ or $h$", ylabel="difference to your gradient")
ax.legend(loc=(0.03, 0.3))
figures.show(
    fig,
    caption="Two ways to measure a gradient of your network, against the gradient that you computed. Below a step "
    "of $10^{-8}$ the complex step agrees with it to the last digit, and stays there; nudging never "
    "comes nearer than ten digits.",
    alt="Two curves on logarithmic axes. The central difference is V-shaped with its lowest point near 1e-5. The "
    "complex step falls to about 1e-17 and stays there for all smaller steps.",
)

# %% [markdown]
# **It has its limits.** The function must be smooth and written with operations that carry complex numbers on: no
# absolute value, no comparison that decides something, no `float(...)`. A network with ReLU needs care. The tests of
# this course hold every entry of every reference gradient to the complex step, with a tolerance of $10^{-10}$.

# %% [markdown]
# ## Truncated backpropagation
#
# The way back costs about twice as much as the way forward, and all caches have to be kept. For a book of a million
# letters neither is possible, so the gradient is cut: each loss is followed back over $k$ steps only and no further.
# The state still runs on *forward* across the cut; only the gradient is stopped. This is *truncated backpropagation
# through time* (Williams and Peng, 1990); lesson 07 trains on long texts in this way.
#
# What does the cut cost? Sort the gradient by **distance**: what comes from a loss at the same step, from one step
# later, from two. The full gradient is the sum over all distances; the truncated one stops after $k$ of them. Since
# the steps do not wait for one another now, all of them can be handed to your cell at once, as columns of one large
# batch.


# %%
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


by_distance = sorted_by_distance(da, caches, T_x)
for d, part in enumerate(by_distance):
    print(f"distance {d}: norm of the part of dWaa {np.linalg.norm(part['dWaa']):.3f}")
print(
    "sum of all and your rnn_backward differ by "
    f"{np.abs(sum(part['dWaa'] for part in by_distance) - whole['dWaa']).max():.0e}"
)

# %% [markdown]
# **Predict.** A network with random weights, 40 steps, a loss at every step. $W_{aa}$ is a rotation times a factor of
# 0.5, 0.9 or 1.3. After how many steps $k$ is the truncated gradient off by less than a tenth?


# %% tags=["hide-input"]
def random_network(rng, units, n_in, n_out, factor):
    """Draw a network whose W_aa is a rotation times a factor."""
    return {
        "Wax": 0.5 * rng.standard_normal((units, n_in)),
        "Waa": factor * np.linalg.qr(rng.standard_normal((units, units)))[0],
        "Wya": rng.standard_normal((n_out, units)) / np.sqrt(units),
        "ba": np.zeros((units, 1)),
        "by": np.zeros((n_out, 1)),
    }


def truncation_error(factor, seed, steps=40, units=32, classes=5, examples=8):
    """Return the relative error of the truncated gradient of W_aa for k = 1 ... steps."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, units, classes, classes, factor)
    x, y = rng.standard_normal((steps, classes, examples)), rng.integers(classes, size=(steps, examples))
    _, y_pred, caches = rnn_forward(x, np.zeros((units, examples)), network)
    da = network["Wya"].T @ softmax_ce_backward(y_pred, y, np.ones(y.shape, dtype=bool))
    so_far = np.cumsum([part["dWaa"] for part in sorted_by_distance(da, caches, steps)], axis=0)
    return np.linalg.norm(so_far - so_far[-1], axis=(1, 2)) / np.linalg.norm(so_far[-1])


fig, (ax,) = figures.panels(width=6.4, height=3.5)
for factor, style, colour in zip((0.5, 0.9, 1.3), ("-", "--", ":"), figures.CYCLE, strict=False):
    errors = np.array([truncation_error(factor, seed) for seed in range(8)])[:, :25]
    k = np.arange(1, errors.shape[1] + 1)
    ax.fill_between(k, errors.min(axis=0), errors.max(axis=0), color=colour, alpha=0.25, linewidth=0)
    ax.plot(k, np.median(errors, axis=0), style, color=colour, label=f"factor {factor}")
    print(f"factor {factor}: the error falls below a tenth at k = {k[np.argmax(np.median(errors, axis=0) < 0.1)]}")
ax.axhline(0.1, color=figures.INK, linewidth=0.8, linestyle=":")
ax.set(
    xlabel="$k$, steps that the gradient goes back",
    ylabel="relative error of $dW_{aa}$",
    yscale="log",
    ylim=(1e-4, 1.2),
    xlim=(1, 25),
)
ax.legend(loc="lower left")
figures.show(
    fig,
    caption="The bias of truncated backpropagation: how far the truncated gradient of $W_{aa}$ is from the full "
    "one. Lines: median of eight random networks, bands: all of them. The bias falls by a constant factor "
    "a step, and slowly where the gradient lives long.",
    alt="Three falling curves with narrow bands on a logarithmic axis. For factor 0.5 the error falls below a "
    "tenth at about two steps, for 0.9 at four or five, for 1.3 at about nine.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The printed numbers tell. The error is roughly what a gradient loses over $k$ steps: with the factor 0.5 it halves
# at least at every step. So where the gradient fades quickly, truncation is nearly free, and where it lives long, it
# is not.
#
# This error is a *bias*: it does not average out over batches, and no number of them will show the network a
# connection that is longer than $k$. (Tallec and Ollivier, 2017, cut at random places and weigh the pieces, which
# removes the bias at the price of noise.)
#
# </details>

# %% [markdown]
# What a small relative error hides is *which* part is missing: all that is far. So make a task in which only that
# part counts. The network reads one of three symbols at every step, and is to say the one that it read **four steps
# ago**.
#
# **Predict.** Which is the smallest $k$ with which it can learn this?


# %% tags=["hide-input"]
def trained_echo(k, seed, delay=4, symbols=3, units=16, steps=16, examples=24, rounds=220):
    """Train a network to repeat what it read some steps ago, with gradients cut after k steps; return its accuracy."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, units, symbols, symbols, 0.9)
    velocity = {name: np.zeros_like(value) for name, value in network.items()}
    start, valid = np.zeros((units, examples)), np.zeros((steps, examples), dtype=bool)
    valid[delay:] = True
    right = []
    for _ in range(rounds):
        read = rng.integers(symbols, size=(steps, examples))
        due = np.roll(read, delay, axis=0)
        a, y_pred, caches = rnn_forward(one_hot(read, symbols), start, network)
        dz = softmax_ce_backward(y_pred, due, valid)
        grads = {"dWya": np.einsum("tyi,tai->ya", dz, a), "dby": dz.sum(axis=(0, 2))[:, None]}
        parts = sorted_by_distance(network["Wya"].T @ dz, caches, k)
        grads |= {name: sum(part[name] for part in parts) for name in parts[0]}
        for name in network:
            velocity[name] = 0.9 * velocity[name] - 0.3 * grads["d" + name]
            network[name] = network[name] + velocity[name]
        right.append(np.mean((y_pred.argmax(axis=1) == due)[valid]))
    return np.mean(right[-20:])


lengths = (1, 2, 3, 4, 5, 6)
accuracy = np.array([[trained_echo(k, seed) for seed in range(3)] for k in lengths])
fig, (ax,) = figures.panels(width=5.6, height=3.0)
ax.plot(lengths, accuracy, "o", color=figures.colour_of("gradient"), markersize=6, alpha=0.7)
ax.plot(lengths, accuracy.mean(axis=1), "-", color=figures.colour_of("gradient"))
ax.axhline(1 / 3, color=figures.INK, linestyle=":")
ax.text(6, 0.355, "guessing", ha="right", fontsize=9)
ax.set(xlabel="$k$, steps that the gradient goes back", ylabel="accuracy after training", ylim=(0.2, 1.05))
figures.show(
    fig,
    caption="Repeating what was read four steps ago, learned with truncated gradients; three random starts for "
    "each $k$. Below $k = 5$ the gradient never reaches the step at which the symbol was read, and the "
    "network learns next to nothing.",
    alt="Accuracy over k. From k = 1 to 4 it stays close to one third, which is guessing; at k = 5 and 6 it is "
    "close to one.",
)
print(
    "mean accuracy:", ", ".join(f"k={k} {value:.2f}" for k, value in zip(lengths, accuracy.mean(axis=1), strict=True))
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Five: the step of the loss itself, and four steps back to the one that read the symbol. The weights that would have
# to take the symbol in and keep it get no gradient from a loss that lies further away. It is not a matter of training
# longer.
#
# </details>

# %% [markdown]
# ## Use it: teach a network to carry
#
# How do you add two numbers on paper? Digit by digit from the right, with one thing to remember: the carry. That is a
# recurrent network with a state of one bit. Nobody tells ours about carrying. It gets two binary numbers, lowest bit
# first, is told the right bits of the sum, and your gradients have to find the rest. The numbers have two to eight
# bits, so the batch is padded.


# %%
def additions(count, bits, rng):
    """Draw pairs of numbers with 2 to `bits` bits; return x (T, 2, m), y (T, m) and the mask, lowest bit first."""
    lengths = rng.integers(2, bits + 1, size=count)
    place = np.arange(bits + 1)[:, None]
    x = rng.integers(2, size=(bits + 1, 2, count)) * (place < lengths)[:, None]
    total = np.sum(x.sum(axis=1) * 2**place, axis=0)
    return x.astype(float), total // 2**place % 2, place <= lengths


def train(grads_of, seed, units=16, rounds=500):
    """Train a network with the loss and gradients that `grads_of` returns; return it and the losses."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, units, 2, 2, 0.9)
    velocity, losses = {name: np.zeros_like(value) for name, value in network.items()}, []
    for _ in range(rounds):
        x, y, mask = additions(64, 8, rng)
        loss, grads = grads_of(x, y, np.zeros((units, 64)), network, mask)
        losses.append(loss)
        for name in network:  # gradient descent with momentum
            velocity[name] = 0.9 * velocity[name] - 0.3 * grads["d" + name]
            network[name] = network[name] + velocity[name]
    return network, losses


def without_the_past(x, y, a0, parameters, mask):
    """Return your loss and gradients, but with nothing that came back from later steps: truncated to k = 1."""
    loss, grads = rnn_loss_and_grads(x, y, a0, parameters, mask)
    _, y_pred, caches = rnn_forward_masked(x, a0, parameters, mask)
    cut = sorted_by_distance(parameters["Wya"].T @ softmax_ce_backward(y_pred, y, mask), caches, 1)[0]
    return loss, {**grads, **cut}


runs = [train(rnn_loss_and_grads, seed) for seed in range(3)]
cut_runs = [train(without_the_past, seed) for seed in range(3)]
adder = min(runs, key=lambda run: np.mean(run[1][-20:]))[0]

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=6.4, height=3.3)
for runs_of_a_kind, colour, style, label in (
    (runs, figures.CYCLE[0], "-", "your gradients"),
    (cut_runs, figures.CYCLE[1], "--", "nothing comes back from later steps"),
):
    for seed, (_, losses) in enumerate(runs_of_a_kind):
        smooth = np.convolve(losses, np.full(10, 0.1), mode="valid")
        ax.plot(smooth, style, color=colour, linewidth=1.4, label=label if seed == 0 else None)
ax.axhline(np.log(2), color=figures.INK, linestyle=":", linewidth=1)
ax.text(495, np.log(2) * 1.1, "guessing", ha="right", fontsize=9)
ax.set(xlabel="updates", ylabel="loss in nats", yscale="log")
ax.legend(loc="lower left")
figures.show(
    fig,
    caption="Learning to add, three random starts each. With the whole gradient the loss falls by a factor of "
    "several hundred. With the mistake of lesson 03, `da_prev` dropped, the loss falls too, at "
    "first, and nobody would be warned. A leap upwards on the way is a step that was too long for a steep "
    "place: lesson 08.",
    alt="Loss curves over five hundred updates on a logarithmic axis. The curves for the full gradient fall from "
    "0.7 to about a thousandth. The others level off much higher.",
)

# %% [markdown]
# It was trained on numbers of up to eight bits. What has it learned, a table or a method? Put in your own numbers, as
# long as you like.

# %%
YOUR_NUMBERS = (31415926535897932384626433, 27182818284590452353602874)


def add_with(network, first, second):
    """Add two whole numbers with the network; return what it says, and its activations (T, n_a)."""
    bits = max(first.bit_length(), second.bit_length()) + 1
    x = np.array([[[float(number >> place & 1)] for number in (first, second)] for place in range(bits)])  # (T, 2, 1)
    a, y_pred, _ = rnn_forward(x, np.zeros((len(network["ba"]), 1)), network)
    return sum(int(bit) << place for place, bit in enumerate(y_pred[:, :, 0].argmax(axis=1))), a[:, :, 0]


said, _ = add_with(adder, *YOUR_NUMBERS)
print(
    f"  {YOUR_NUMBERS[0]:>32,}\n+ {YOUR_NUMBERS[1]:>32,}\n= {said:>32,}   "
    f"{'right' if said == sum(YOUR_NUMBERS) else 'wrong'}"
)

trials = [tuple(int(n) for n in np.random.default_rng(trial).integers(2**62, size=2)) for trial in range(200)]
print("right on", sum(add_with(adder, *pair)[0] == sum(pair) for pair in trials), "of 200 pairs of 62-bit numbers")

# %% [markdown]
# Where is the carry? Compare each unit with the carry that you would write down.

# %% tags=["hide-input"]
first, second = 0b0110111101, 0b0010110011
_, states = add_with(adder, first, second)
places = range(len(states))
carry = [int((first % 2 ** (p + 1)) + (second % 2 ** (p + 1)) >= 2 ** (p + 1)) for p in places]


def carries_along(first, second):
    """Return the activations and the carries of one addition."""
    states = add_with(adder, first, second)[1]
    return states, np.array(
        [(first % 2 ** (p + 1)) + (second % 2 ** (p + 1)) >= 2 ** (p + 1) for p in range(len(states))]
    )


many = [carries_along(*pair) for pair in trials[:20]]
all_states, all_carries = (np.concatenate(column) for column in zip(*many, strict=True))
along = np.array([np.corrcoef(unit, all_carries)[0, 1] for unit in all_states.T])
best = int(np.abs(along).argmax())
bits = [[number >> place & 1 for place in places] for number in (first, second)]
rows = np.stack([*bits, carry, np.sign(along[best]) * states[:, best]], axis=1)
strip = figures.heat_strip(rows.astype(float), rows="", numbers=True)
strip.axes[0].set_yticks(np.arange(4) + 0.5, ["first number", "second number", "carry on paper", f"unit {best + 1}"])
figures.show(
    strip,
    caption=f"Adding {first} and {second}, lowest bit first. The third row is the carry that you would note. The "
    f"fourth is the unit of the network that goes along with it best (correlation {abs(along[best]):.2f} "
    "over twenty long additions; its sign is turned). Nobody told it to carry.",
    alt="A strip of four rows over the bits: the two numbers, the carry, and one unit of the network, which is "
    "high where the carry is one and low where it is zero.",
)

# %% [markdown]
# A method, then. The network has no idea of numbers, and it was never shown more than eight bits; but a rule that is
# applied at every step in the same way does not care how many steps there are. That is what sharing parameters buys,
# and the sum over all steps in your gradient is what made it learn one rule, not eight.

# %% [markdown]
# ## What you should remember
#
# 1. A masked step hands its gradient on as it is and adds nothing to the gradients of parameters and input.
# 2. A wrong gradient runs, has the right shapes and often lowers the loss. Check every entry against a measurement,
#    with a tolerance relative to the entry and a little more for rounding, and test the checker with mistakes.
# 3. Truncation after $k$ steps is a bias, not noise: what lies further back than $k$ cannot be learned.

# %% [markdown] tags=["question"] question_id="explain-padding-gradient" points=2
# **Explain it: padding that hides a mistake.** In a batch where all padding stands at the *end* and the loss is read
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
#
# Papers: Williams and Peng (1990), *An efficient gradient-based algorithm for on-line training of recurrent network
# trajectories*: truncation. Squire and Trapp (1998), *Using complex variables to estimate derivatives of real
# functions*. Tallec and Ollivier (2017), *Unbiasing truncated backpropagation through time*.
