# %% [markdown]
# # 03 Backpropagation through time
#
# The network of lesson 02 has read *hildebrand*, letter by letter, and now has to say what comes next. Which of the
# ten letters does its answer depend on? The picture below gives a first answer. By the end of this lesson your own code
# paints that picture, for any name, in a single pass *back* through the network.
#
# That pass is called *backpropagation through time*. It gives the gradient at every letter, as in the picture, and just
# as well at every weight, where it says how to change the weight so that the prediction gets better. Recurrent networks
# are trained with it; yours will be in lesson 04.
#
# **You write** four functions of five to fifteen lines: `numerical_gradient`, `softmax_ce_backward`,
# `rnn_cell_backward` and `rnn_backward`.
#
# **You need** lesson 02, whose functions are ready in `given/`, and the chain rule for functions of one number.
#
# **It takes** about 90 to 120 minutes; this is an estimate.

# %%
from collections.abc import Callable

import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot
from solutions.simple_rnn import rnn_cell_forward, rnn_forward

figures.use_course_style()


# %% tags=["hide-input"]
model, symbols = data.load_name_model()
no_past = np.zeros((len(model["ba"]), 1))


def as_batch(name):
    """Return a name as inputs from the start symbol on, and as the labels up to the end symbol."""
    ids, dot = symbols.encode(name), symbols.numbers["."]
    return one_hot(np.array([[dot, *ids]]).T, len(symbols)), np.array([[*ids, dot]]).T


word = "hildebrand"
x_word, y_word = as_batch(word)
at_the_end = np.arange(len(x_word))[:, np.newaxis] == len(word)  # a mask: the last prediction alone
runs = 0


def surprise_at_the_end(x):
    """Run the network of lesson 02 and return the loss of its last prediction."""
    global runs
    runs += 1
    return sequence_cross_entropy(rnn_forward(x, no_past, model)[1], y_word, at_the_end)


nudged = np.zeros_like(x_word)
for entry in np.ndindex(x_word.shape):
    nudge = np.zeros_like(x_word)
    nudge[entry] = 1e-5
    nudged[entry] = (surprise_at_the_end(x_word + nudge) - surprise_at_the_end(x_word - nudge)) / 2e-5
by_nudging = np.linalg.norm(nudged, axis=(1, 2))
surely = np.exp(-surprise_at_the_end(x_word))
figures.show(
    figures.painted_text([*"·" + word, "·"], by_nudging, prediction=f"{surely:.0%}"),
    caption=f"After *{word}* the trained network finds it {surely:.0%} probable that the name ends here (framed; a dot "
    f"begins and ends a name). Each letter enters the network as {len(symbols)} numbers, a 1 and zeros. The number "
    "under it, and the orange behind it, tell how strongly the surprise at that end, $-\\log \\hat y$, reacts to small "
    f"changes of these {len(symbols)} (the norm of their gradient). It is large for *rand* and small for *hilde*. "
    f"Painting this took {runs - 1} runs of the network, two for each of the {x_word.size} input numbers.",
    alt=f"The letters of {word} in a row, each with a number: "
    + ", ".join(f"{letter} {amount:.2f}" for letter, amount in zip(word, by_nudging[1:], strict=True))
    + ". The larger the number, the stronger the orange behind the letter.",
)

# %% [markdown]
# **Predict.** Change one letter of *hildebrand*: replace *h* with *w*, or *a* with *s*. Which change moves the answer
# more? And what if *o*, another vowel, replaces *a*?


# %%
def probability_of_an_end(name):
    """Return how probable the model finds it that a name ends after these letters."""
    y_pred = rnn_forward(as_batch(name)[0], no_past, model)[1]
    return y_pred[-1, symbols.numbers["."], 0]


for name in ("hildebrand", "wildebrand", "hildebrsnd", "hildebrond"):
    print(f"{name}  {probability_of_an_end(name):.3f}")

# %% [markdown]
# The picture is right about *h*, and half right about *a*: it shows where a *small* change of the input matters.
# Replacing a letter is a large one, and here *o* happens to serve the model as well as *a*. A Deeper part near the end
# compares the two.

# %% [markdown]
# ## Remember
#
# 1. `rnn_forward` returns a list of caches. What is in the cache of one step?
# 2. A batch has $m$ examples. Where are they in $a^{<t>}$, and what does $W_{ya}\,a^{<t>}$ do to them?
# 3. `sequence_cross_entropy` adds up the surprise at each valid step. What does it divide by?
#
# <details><summary>Answers</summary>
#
# 1. `(a_next, a_prev, xt, parameters)`: what went into the step and what came out. Today you need all of it.
# 2. Each example is a column. The product acts on every column separately.
# 3. By the number of valid steps, $N$. Padding counts neither in the sum nor in $N$.
#
# </details>

# %% [markdown]
# ## See it: one weight, used three times
#
# Strip the network down as far as it goes: one unit, no tanh, no bias. A step is $a^{<t>} = w\,a^{<t-1>} + x^{<t>}$
# with a single number $w = 2$. Read three ones, starting from $a^{<0>} = 0$, and call the last activation the loss,
# $L = a^{<3>}$. How does $L$ change with $w$?
#
# $w$ is used in three places. The trick of this whole lesson is to **pretend that they are three different weights**
# which happen to be equal, to ask what each of them does, and to add up. Going back from the end:
#
# | $t$ | activation | its gradient: how much $L$ moves with it | what this use of $w$ adds |
# |---|---|---|---|
# | 3 | $2 \cdot 3 + 1 = 7$ | $\as{gradient}{1}$, since it is $L$ | $1 \cdot 3 = 3$ |
# | 2 | $2 \cdot 1 + 1 = 3$ | $1 \cdot w = \as{gradient}{2}$ | $2 \cdot 1 = 2$ |
# | 1 | $2 \cdot 0 + 1 = 1$ | $2 \cdot w = \as{gradient}{4}$ | $4 \cdot 0 = 0$ |
#
# Third column: each step back multiplies the gradient by $w$. Fourth: the gradient that arrives, times whatever $w$
# was multiplied by on the way forward. The sum is $3 + 2 + 0 = 5$. Check it: $L = w^2 + w + 1$ has the slope
# $2w + 1 = 5$.

# %% tags=["hide-input"]
at_each = [8, 4, 2, 1]  # the gradient at each activation, from the initial one on
toy_picture = figures.unrolled(3, outputs="none", backward=3, norms=at_each[:-1], words=["1"] * 3, weights=False)
ax = toy_picture.axes[0]
bottom, top = ax.get_ylim()
toy_picture.set_figheight(toy_picture.get_figheight() * (3.1 - bottom) / (top - bottom))
ax.set_ylim(bottom, 3.1)
middle = {"color": figures.colour_of("gradient"), "ha": "center", "va": "center"}
for t, size in enumerate(at_each):
    ax.text(2.1 * t, 2.75 if t else 2.45, str(size), fontsize=14, **middle)
for t in range(1, len(at_each)):
    ax.text(2.1 * t - 1.05, 1.3, "× 2", fontsize=10, **middle)
figures.show(
    toy_picture,
    caption="The toy and its gradient (orange). The number over an activation is the gradient there: each step back "
    "multiplies it by $w = 2$. The wider an arrow, the larger the gradient that it brings.",
    alt="Three activations in a row after an initial one, with an input of 1 each. Orange arrows run from right to "
    "left and get wider. The gradients from right to left: " + ", ".join(map(str, at_each[::-1])) + ".",
)


# %%
def last_activation(w1, w2, w3):
    """Read three ones with a weight of its own at each step."""
    a1 = w1 * 0 + 1
    a2 = w2 * a1 + 1
    return w3 * a2 + 1


h = 0.001
print("only the w of step 1:", round((last_activation(2 + h, 2, 2) - last_activation(2, 2, 2)) / h, 6))
print("only the w of step 2:", round((last_activation(2, 2 + h, 2) - last_activation(2, 2, 2)) / h, 6))
print("only the w of step 3:", round((last_activation(2, 2, 2 + h) - last_activation(2, 2, 2)) / h, 6))
print("all three together:  ", round((last_activation(2 + h, 2 + h, 2 + h) - last_activation(2, 2, 2)) / h, 6))

# %% [markdown]
# **Predict.** Why does the last line print 5.001 and not 5? And what is the gradient at the first of *ten* activations,
# for $w = 2$ and for $w = 0.5$?
#
# <details><summary>Answer</summary>
#
# $L$ is curved in $w$: $L(2 + h) = L(2) + 5h + h^2$, so the quotient is $5 + h$. The next section gets rid of this
# error.
#
# Nine steps back from the last activation, the gradient is $2^9 = 512$ or $0.5^9 = 0.002$. A product of many factors
# hardly ever stays near 1. This is *the* problem of recurrent networks; lesson 08 is about nothing else.
#
# </details>

# %% [markdown]
# ## A gradient without calculus
#
# Before you compute a gradient cleverly, get one that is slow and hard to get wrong. Nudge one entry of the parameter
# up by $\varepsilon$, then down by $\varepsilon$, and see what the function does:
#
# $$\frac{\partial f}{\partial \theta_k} \approx \frac{f(\theta + \varepsilon e_k) - f(\theta - \varepsilon e_k)}{2
# \varepsilon}$$
#
# $e_k$ is 1 in entry $k$ and 0 elsewhere. This is the *central difference*. For $n$ entries it runs the whole network
# $2n$ times, so nobody trains with it; but it needs no chain rule, so it can judge one.
#
# ### Build it: the numerical gradient
#
# Write `numerical_gradient`. `f` is a function of an array; `theta` may have any shape, and the result has the same
# shape.
#
# <details><summary>Hint 1: the idea</summary>
#
# Go through the entries one by one. For each: a copy of `theta` with that entry raised, a copy with it lowered, two
# calls of `f`, one number for the result.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.ndindex(theta.shape)` yields the index of every entry as a tuple, whatever the shape, and an array can be indexed
# with such a tuple. Each nudge starts from `theta` itself, not from what the nudge before left behind.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `for index in np.ndindex(theta.shape):` make `nudge = np.zeros_like(theta)`, set `nudge[index] = eps`, and then
# `gradient[index] = (f(theta + nudge) - ...) / (...)`. Adding makes a new array, so `theta` is never touched.
#
# </details>

# %% tags=["exercise"]
from solutions.backpropagation_through_time import numerical_gradient

# %% [markdown]
# By hand: $f(\theta) = \theta_1^2 + 3\,\theta_2$ at $(2, 5)$ has the gradient $(4, 3)$.

# %%
print(numerical_gradient(lambda theta: theta[0] ** 2 + 3 * theta[1], np.array([2.0, 5.0])))

# %%
check(numerical_gradient)

# %% [markdown] tags=["deeper"]
# ### Deeper: how small should the nudge be?
#
# **Predict.** A smaller $\varepsilon$ is nearer to the limit. Is it always better? What happens at
# $\varepsilon = 10^{-13}$?

# %% tags=["hide-input"]
point = np.array([0.3, -1.1, 0.7])
sizes = 10.0 ** np.arange(-14, 0, 0.5)
true_slope = np.cos(point) * np.exp(np.sin(point))


def wavy(theta):
    """A function whose gradient calculus knows: the sum of exp(sin(theta))."""
    return np.sum(np.exp(np.sin(theta)))


def one_sided(theta, eps):
    """The quotient of the toy: nudge up only."""
    return np.array([(wavy(theta + eps * unit) - wavy(theta)) / eps for unit in np.eye(len(theta))])


best = {}
fig, (ax,) = figures.panels(width=6.4, height=3.4)
for estimate, style, colour, label in (
    (one_sided, "s--", figures.CYCLE[1], "up only"),
    (lambda theta, eps: numerical_gradient(wavy, theta, eps), "o-", figures.CYCLE[0], "up and down (yours)"),
):
    errors = [np.abs(estimate(point, eps) - true_slope).max() for eps in sizes]
    best[label] = f"{min(errors):.0e} at an eps of {sizes[np.argmin(errors)]:.0e}"
    ax.plot(sizes, errors, style, color=colour, label=label, markersize=4)
ax.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$", ylabel="largest error of an entry")
ax.legend(loc="upper center")
figures.show(
    fig,
    caption="The error of two numerical gradients against the size of the nudge. On the right the nudge is too large "
    "for the function to be straight over it: the error falls with $\\varepsilon$, or with $\\varepsilon^2$ if you "
    "nudge both ways, since the curvature then cancels. On the left rounding dominates: the difference of two nearly "
    "equal numbers has few correct digits.",
    alt="Two V-shaped curves on logarithmic axes. The smallest errors: "
    + "; ".join(f"{label} {where}" for label, where in best.items())
    + ". Further to the left both rise in the same way.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# No. Floating-point numbers have about sixteen digits. At $\varepsilon = 10^{-13}$ the two values of $f$ agree in the
# first thirteen, and what remains is mostly rounding. The best $\varepsilon$ for the central difference is near
# $10^{-5}$, where about ten digits of the gradient are right.
#
# </details>

# %% [markdown]
# ## The equation: the way back, in symbols
#
# Forward, a step of the network is two lines, and the loss a third. Give names to what is inside: $z_a$ is the sum
# inside the tanh, and $z_y$ are the scores inside the softmax.
#
# $$z_a^{<t>} = W_{aa}\,a^{<t-1>} + W_{ax}\,x^{<t>} + b_a, \qquad a^{<t>} = \tanh(z_a^{<t>})$$
# $$z_y^{<t>} = W_{ya}\,a^{<t>} + b_y, \qquad \hat{y}^{<t>} = \mathrm{softmax}(z_y^{<t>}), \qquad
# L = \tfrac{1}{N} \textstyle\sum -\log \hat{y}^{<t>}_{y^{<t>}}$$
#
# We write $da^{<t>}$ for $\partial L/\partial a^{<t>}$, and so on: **the gradient of X is called dX and has X's
# shape.** Check every line you write against this rule.

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"dz_y^{<t>}", "dz_y[t]", "(n_y, m)", "gradient of the scores; the first stop on the way back"),
        (r"da_{\mathrm{from}\,y}^{<t>}", "da_from_y[t]", "(n_a, m)", "what the step's own prediction sends to $a$"),
        (
            r"da^{<t>}",
            "da_next",
            "(n_a, m)",
            "the whole gradient of an activation: from its prediction and from later steps",
        ),
        (r"dz_a^{<t>}", "dz_a", "(n_a, m)", "gradient of the sum inside the tanh"),
        (
            r"da_{\mathrm{from\,later}}^{<t-1>}",
            "da_prev",
            "(n_a, m)",
            "what the step sends back to the one before",
        ),
        (r"dx^{<t>}", "dxt", "(n_x, m)", "gradient of the input"),
        (r"dW_{aa}", "dWaa", "(n_a, n_a)", "gradient of a parameter: a sum over examples and steps"),
        (r"dW_{ax}", "dWax", "(n_a, n_x)", "the same"),
        (r"db_a", "dba", "(n_a, 1)", "the same"),
        (r"dW_{ya}, db_y", "dWya, dby", "(n_y, n_a), (n_y, 1)", "the same; you compute them in lesson 04"),
    ]
)

# %% [markdown]
# ### First stop: from the loss to the scores
#
# Take one step of one example. With the probabilities $p = \mathrm{softmax}(z)$ and the right class $c$ its loss is
#
# $$-\log p_c = -\log \frac{e^{z_c}}{\sum_j e^{z_j}} = -z_c + \log \sum_j e^{z_j}$$
#
# Now take the slope with respect to the score $z_k$. The first term gives $-1$ if $k = c$ and nothing otherwise. The
# second gives $e^{z_k} / \sum_j e^{z_j}$, which is $p_k$ again. So the gradient of the scores is **the prediction,
# minus 1 at the right class**; see Bridle (1990).
#
# $L$ is the *mean* over the $N$ valid steps, so each of them counts by $1/N$. A masked step is not in $L$ at all.
#
# **Predict.** What is the sum of the gradient over the classes of a step? When is the gradient of a step zero?

# %% [markdown]
# ### Build it: the gradient of the scores
#
# Write `softmax_ce_backward`. At masked steps `y` may hold any number, even one that is no class, and `y_pred` may hold
# `nan`; the gradient there is zero.
#
# <details><summary>Hint 1: the idea</summary>
#
# Start from a copy of the predictions with zeros at masked steps, subtract 1 from one entry of each valid step, and
# divide everything by the number of valid steps.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `dz_y[t, k, i]` is $\frac{1}{N}(\hat{y}_{t,k,i} - [k = y_{t,i}])$ where `mask[t, i]`, else 0. As in the loss,
# `t, i = np.nonzero(mask)` lists the valid pairs, and three index arrays of one length pick one entry for each pair.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `dz_y = np.where(mask[:, np.newaxis, :], y_pred, 0)` is a new array, so `y_pred` stays as it is. Then
# `dz_y[t, y[t, i], i] -= 1`, then divide by `len(t)`.
#
# </details>

# %% tags=["exercise"]
from solutions.backpropagation_through_time import softmax_ce_backward

# %% [markdown]
# By hand: two valid steps, predictions (0.2, 0.5, 0.3) and (0.6, 0.2, 0.2), right classes 1 and 0. Each step counts by
# one half: (0.1, -0.25, 0.15) and (-0.2, 0.1, 0.1).

# %%
two_steps = np.array([[[0.2], [0.5], [0.3]], [[0.6], [0.2], [0.2]]])  # (T, n_y, m) = (2, 3, 1)
print(softmax_ce_backward(two_steps, np.array([[1], [0]]), np.ones((2, 1), dtype=bool))[:, :, 0])

# %%
check(softmax_ce_backward)

# %% tags=["hide-input"]
_, y_pred_word, caches_word = rnn_forward(x_word, no_past, model)
dz_y_word = softmax_ce_backward(y_pred_word, y_word, np.ones(y_word.shape, dtype=bool))
letters = "abdeilnor"
shown = [symbols.numbers[letter] for letter in letters]
fig, axes = figures.panels(1, 3, width=3.0, height=2.7, sharey=True)
for ax, t in zip(axes, (3, 5, 8), strict=True):
    expected, scaled = y_pred_word[t, shown, 0], len(y_word) * dz_y_word[t, shown, 0]
    ax.bar(range(len(shown)), expected, 0.8, color=figures.colour_of("y_hat"), alpha=0.45, label="prediction")
    ax.bar(range(len(shown)), scaled, 0.4, color=figures.colour_of("gradient"), label="gradient")
    ax.axhline(0, color=figures.INK, linewidth=0.8)
    ax.set_xticks(range(len(shown)), letters)
    ax.set(title=f"after {word[:t]}, next is {word[t]}", ylim=(-1.05, 1.0))
    ax.grid(visible=False, axis="x")
axes[0].legend(loc="upper right", fontsize=8)
figures.show(
    fig,
    caption=f"The model reads *{word}*. Wide bars: what it expects next ({len(letters)} of {len(symbols)} symbols). "
    "Narrow bars: your gradient of the scores, times $N$. It equals the prediction, except at the letter that came: "
    "there it is the prediction minus 1. Descent goes against it: it raises that score and lowers all "
    "others, each in proportion to its probability.",
    alt=f"Three bar charts of {len(letters)} letters. In each, the gradient equals the prediction for every letter but "
    "the right one, where a long bar points downwards.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Zero, because the predictions sum to 1 and a single 1 is subtracted: if one score is raised, others are lowered. The
# gradient of a valid step is zero only if the right class had probability 1; then there is nothing to learn. That of a
# masked step is always zero.
#
# </details>

# %% [markdown]
# ### Second stop: back through a product
#
# Next on the way is a product, $z_y = W_{ya}\,a$, that is $z_j = \sum_k W_{jk}\, a_k$. Each *row* of $W$ makes one
# $z_j$. Going back, ask what $a_k$ does: it enters *every* $z_j$, with the weight $W_{jk}$. So $W$ is read by
# *columns*:
#
# $$da_k = \sum_j W_{jk}\, dz_j \qquad\text{which is}\qquad da = W_{ya}^\top\, dz_y$$
#
# And what does the weight $W_{jk}$ do? In one example it moves only $z_j$, by $a_k$, so its gradient is $dz_j\, a_k$;
# it serves all $m$ examples, so the products add up:
#
# $$dW_{jk} = \sum_i dz_j^{(i)}\, a_k^{(i)} \qquad\text{which is}\qquad dW_{ya} = dz_y\, a^{\top}$$

# %% tags=["hide-input"]
figures.show(
    figures.product_and_back(),
    caption="A product and its two ways back. The lit entry of each result is made from the lit row and the lit "
    "column. The two sizes that meet must agree, and they vanish from the result: over classes ($n_y$) on the way to "
    "$da$, over examples ($m$) on the way to $dW_{ya}$.",
    alt="Three products of tables. W_ya of shape n_y by n_a times a of shape n_a by m gives z_y of shape n_y by m. "
    "W_ya transposed times dz_y gives da, n_a by m. dz_y times a transposed, m by n_a, gives dW_ya, n_y by n_a.",
)

# %% [markdown]
# A bias is a weight whose input is always 1, so $db_y$ is the sum of $dz_y$ over the examples. **These three rules are
# all there is to a product, in any network.** Today you need the first of them for `da_from_y`, what a prediction sends
# to its activation.

# %% [markdown]
# ### Third stop: through tanh
#
# $a = \tanh(z_a)$ has the slope $1 - \tanh^2(z_a) = 1 - a^2$. That is convenient: $a$ is in the cache. Entry by entry,
#
# $$dz_a^{<t>} = \left(1 - (a^{<t>})^2\right) \odot da^{<t>}$$
#
# **Predict.** How large can this slope be, and where? What happens to the gradient of a unit whose activation is
# 0.99?

# %% tags=["hide-input"]
z = np.linspace(-4, 4, 161)
fig, (left, right) = figures.panels(1, 2, width=3.8, height=2.8)
left.plot(z, np.tanh(z), color=figures.colour_of("a"), label=r"$a = \tanh(z_a)$")
left.plot(z, 1 - np.tanh(z) ** 2, "--", color=figures.colour_of("gradient"), label="slope")
left.set(xlabel="$z_a$", ylim=(-1.1, 1.1))
left.legend(loc="upper left", fontsize=8)
right.plot(np.tanh(z), 1 - np.tanh(z) ** 2, color=figures.colour_of("gradient"))
right.plot([0.99], [1 - 0.99**2], "o", color=figures.INK)
right.annotate("$a = 0.99$", (0.99, 0.02), (0.25, 0.16), arrowprops={"arrowstyle": "-", "color": figures.INK})
right.set(xlabel="$a$", ylabel="$1 - a^2$", ylim=(0, 1.05))
figures.show(
    fig,
    caption="Left: tanh and its slope, as functions of $z_a$. Right: the slope as a function of the activation itself. "
    "It is 1 only at 0.",
    alt="Left: the S-shaped curve of tanh and the bell-shaped curve of its slope. Right: the slope over the "
    "activation, a parabola with its top, 1, at zero and zero at both ends.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At most 1, at $a = 0$: tanh never makes a gradient larger. At $a = 0.99$ the slope is 0.02, so a fiftieth of the
# gradient gets through. Such a unit is called *saturated*, and it hardly learns.
#
# </details>

# %% tags=["hide-input"]
figures.animate(
    figures.cell_backward_frames(),
    labels=figures.STOPS,
    slider="Stop on the way back",
    seconds=1.6,
    caption="One step back through the cell, stop by stop. The equation of the stop you are at is lit. Two gradients "
    "meet at $a^{<t>}$: one from its own prediction, one from later steps. The cell is given their sum. The sum (+) "
    "hands the same $dz_a$ to each of its three terms. $\\Sigma$ is the sum over the examples.",
    alt="The cell of the simple RNN with orange arrows against its direction. At the right two gradients meet, from y "
    "and from later; together they go back through tanh, then through W_aa to the old activation and through W_ax to "
    "the input; at last each weight gets its gradient.",
)

# %% [markdown]
# ### Build it: one step back
#
# Inside the tanh is a sum of three terms. A sum hands its gradient on to each term unchanged, and two of the terms are
# products, which you know how to take back. Write `rnn_cell_backward`: from `da_next`, which is the whole $da^{<t>}$,
# and the cache, first $dz_a$, then five gradients in a dict. The cache is the one that `rnn_cell_forward` returned,
# `(a_next, a_prev, xt, parameters)`; the function in `given/` keeps it so, whatever yours of lesson 02 keeps.
#
# <details><summary>Hint 1: the idea</summary>
#
# Compute $dz_a$ once: everything else follows from it. Two gradients go on to where the values came from (`dxt`,
# `da_prev`), three belong to parameters. Write the shape of each beside its line before you write the line.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dz_a = (1 - a^2) \odot da$. For a product $W v$ inside the sum, $dv = W^\top dz_a$ and $dW = dz_a\, v^\top$. There
# are two such products; the bias has $v = 1$ for every example.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_next, a_prev, xt, parameters = cache`, then `dz_a = (1 - a_next**2) * da_next`. In the dict: `"dxt"` is
# `parameters["Wax"].T @ dz_a`, `"dWax"` is `dz_a @ xt.T`, and the other pair looks the same.
# `dz_a.sum(axis=1, keepdims=True)` has the shape of `ba`.
#
# </details>

# %% tags=["exercise"]
from solutions.backpropagation_through_time import rnn_cell_backward

# %% [markdown]
# By hand, one unit and one example: $W_{aa} = 3$, $W_{ax} = 4$, and a bias such that $a^{<t-1>} = 0.5$ and
# $x^{<t>} = 2$ give $a^{<t>} = 0.6$. With $da^{<t>} = 1$ you get $dz_a = 0.64$, and so `da_prev` = 1.92,
# `dxt` = 2.56, `dWaa` = 0.32, `dWax` = 1.28 and `dba` = 0.64.

# %%
one = np.ones((1, 1))
small = {"Waa": 3 * one, "Wax": 4 * one, "ba": np.arctanh(0.6 * one) - 3 * 0.5 - 4 * 2}
step_2 = (0.6 * one, 0.5 * one, 2 * one, small)  # a_next, a_prev, xt, parameters
for name, gradient in rnn_cell_backward(one, step_2).items():
    print(name, gradient)

# %%
check(rnn_cell_backward)

# %% [markdown]
# Do not take the check's word for it. Your numerical gradient knows nothing of the chain rule, so let it judge. It
# needs a function with one number as its result. Take the sum of `da_next * a_next`, with random numbers as `da_next`:
# its gradient with respect to `a_next` is `da_next`, just what your function is given. The two results may differ by
# about $10^{-9}$, the error of the numerical gradient.

# %% tags=["hide-input"]
rng = np.random.default_rng(3)
n_x, n_a, n_y, m = 3, 5, 7, 4
parameters = {
    "Wax": 0.4 * rng.standard_normal((n_a, n_x)),
    "Waa": 0.4 * rng.standard_normal((n_a, n_a)),
    "Wya": 0.4 * rng.standard_normal((n_y, n_a)),
    "ba": 0.4 * rng.standard_normal((n_a, 1)),
    "by": 0.4 * rng.standard_normal((n_y, 1)),
}
xt, a_prev, da_next = rng.standard_normal((n_x, m)), rng.standard_normal((n_a, m)), rng.standard_normal((n_a, m))

# %%
_, _, cache = rnn_cell_forward(xt, a_prev, parameters)
by_chain_rule = rnn_cell_backward(da_next, cache)


def largest_difference(name):
    """Compare the two gradients of one parameter."""

    def weighted(theta):
        changed = dict(parameters)
        changed[name] = theta
        a_next, _, _ = rnn_cell_forward(xt, a_prev, changed)
        return np.sum(da_next * a_next)

    return np.abs(by_chain_rule["d" + name] - numerical_gradient(weighted, parameters[name])).max()


for name in ("Wax", "Waa", "ba"):
    print(f"d{name:4} largest difference {largest_difference(name):.1e}")

# %% [markdown]
# ## Through time
#
# Now put the cell back into its row. An activation $a^{<t>}$ is used *twice*: it makes the prediction of its own step,
# and it goes into the next step. What moves $L$ in two ways has two slopes, and they add up:
#
# $$da^{<t>} = \underbrace{W_{ya}^\top\, dz_y^{<t>}}_{\text{from its own prediction}} +
# \underbrace{W_{aa}^\top\, dz_a^{<t+1>}}_{\text{from later steps}}$$
#
# The first term is $da_{\mathrm{from}\,y}^{<t>}$. The second, $da_{\mathrm{from\,later}}^{<t>}$, is the `da_prev` that
# `rnn_cell_backward` returns at step $t + 1$, already multiplied by $W_{aa}^\top$. It must be known before step $t$ can
# begin, so the loop runs from the last step to the first. Nothing comes back into the last step, and what leaves the
# first step is the gradient of $a^{<0>}$.

# %% tags=["hide-input"]
figures.animate(
    figures.two_terms_frames(4, words=["0", "1", "0", "0"]),
    labels=figures.backward_labels(4),
    slider="Moment on the way back",
    caption="The gradient (orange) starts at each $L^{<t>}$, the part of the loss that belongs to step $t$, and goes "
    "down to the activation that made the prediction. There it joins what has come back from later steps, and goes on "
    "to the activation before. The equation is that of the activation just reached; the term that arrives is lit.",
    alt="Four time steps. Orange arrows lead from the loss of step 4 down through its prediction to its activation and "
    "from there left to the activation of step 3, where they meet the arrows of the loss of step 3, and so on "
    "to the initial activation.",
)

# %% [markdown]
# A parameter, in turn, is used $T_x$ times. Pretend, as in the toy, that each step has its own copy, and add up.
#
# ### Build it: all steps back
#
# Write `rnn_backward`. Mind two names: its argument `da` is `da_from_y`, so `da[t]` is only the first of the two terms,
# and the `da_prev` that you carry is the second. Their sum is $da^{<t>}$. Return `dx` for every step, `da0`, and the
# sums for the three parameters.
#
# <details><summary>Hint 1: the idea</summary>
#
# It is `rnn_forward` in reverse. One variable holds what has come back from the step after; it starts as zeros. Each
# round adds `da[t]` to it, calls `rnn_cell_backward`, and keeps what comes out.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# For `t` from `T_x - 1` down to 0, as the code counts: give `da[t] + da_prev` and `caches[t]` to `rnn_cell_backward`;
# the new `da_prev` is what it returns under that name. $dW = \sum_t dW^{(t)}$, and after the loop `da0` is `da_prev`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `for t in reversed(range(len(caches))):` then `step = rnn_cell_backward(da[t] + da_prev, caches[t])`, then
# `da_prev = step["da_prev"]`. Add `step["dWaa"]` and its like to sums, put `step["dxt"]` into `dx[t]`. Write
# `da[t] + da_prev`, not `da[t] += da_prev`: the array is the caller's.
#
# </details>

# %% tags=["exercise"]
from solutions.backpropagation_through_time import rnn_backward

# %% [markdown]
# By hand: step 2 is the one above, and step 1 turns $a^{<0>} = 0.25$ into $a^{<1>} = 0.5$. Let `da` be 0.08 at step 1
# and 1 at step 2. Step 2 sends back 1.92, so $da^{<1>} = 0.08 + 1.92 = 2$ and $dz_a^{<1>} = 0.75 \cdot 2 = 1.5$. So
# `dWaa` is $0.64 \cdot 0.5 + 1.5 \cdot 0.25 = 0.695$, `dba` is $0.64 + 1.5 = 2.14$, and `da0` is $3 \cdot 1.5 = 4.5$.

# %%
x_1 = (np.arctanh(0.5 * one) - 3 * 0.25 - small["ba"]) / 4  # the input that turns 0.25 into 0.5
step_1 = (0.5 * one, 0.25 * one, x_1, small)
back = rnn_backward(np.array([0.08 * one, 1 * one]), [step_1, step_2])
print("dWaa", back["dWaa"], " dba", back["dba"], " da0", back["da0"])

# %%
check(rnn_backward)

# %% [markdown]
# ### See it: a sum of $T_x$ contributions
#
# Is the gradient of a shared parameter really the sum over copies? Try it without any chain rule: a run with *its own
# copy* of each parameter at every step, one copy nudged at a time. The sum should be what your loop returns.

# %% tags=["hide-input"]
T_x = 5
x, a0 = rng.standard_normal((T_x, n_x, m)), rng.standard_normal((n_a, m))
da_from_y = rng.standard_normal((T_x, n_a, m))


def with_copies(copies):
    """Run the network with a dict of parameters for each step; return one number made of all activations."""
    a, total = a0, 0.0
    for t in range(T_x):
        a, _, _ = rnn_cell_forward(x[t], a, copies[t])
        total += np.sum(da_from_y[t] * a)
    return total


def contribution(name, t):
    """Return what the copy of one parameter at step t (from 0) adds to its gradient."""

    def moved(theta):
        copies = [parameters] * T_x
        copies[t] = {**parameters, name: theta}
        return with_copies(copies)

    return numerical_gradient(moved, parameters[name].copy())  # a copy: the other steps keep theirs


contributions = {name: [contribution(name, t) for t in range(T_x)] for name in ("Wax", "Waa", "ba")}
whole = rnn_backward(da_from_y, rnn_forward(x, a0, parameters)[2])
apart = max(np.abs(whole["d" + name] - sum(parts)).max() for name, parts in contributions.items())

fig, axes = figures.panels(3, T_x + 1, width=1.45, height=1.5)
limit = max(np.abs(part).max() for parts in contributions.values() for part in parts)
for row, (name, parts) in enumerate(contributions.items()):
    for column, part in enumerate([*parts, whole["d" + name]]):
        ax = axes[row * (T_x + 1) + column]
        edge = {"edgecolors": (figures.INK, 0.4), "linewidth": 0.4}
        ax.pcolormesh(part, cmap=figures.signed_map(), vmin=-limit, vmax=limit, **edge)
        ax.set(xticks=[], yticks=[], xlim=(-0.1, 5.1), ylim=(5.1, -0.1), aspect="equal")
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
        if row == 0:
            ax.set_title("yours" if column == T_x else f"$t={column + 1}$", fontsize=11)
        if column:
            sign = "=" if column == T_x else "+"
            ax.text(-0.16, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=15)
    axes[row * (T_x + 1)].set_ylabel({"Wax": "$dW_{ax}$", "Waa": "$dW_{aa}$", "ba": "$db_a$"}[name], fontsize=13)
figures.show(
    fig,
    caption=f"The gradient of each parameter as the sum of its {T_x} contributions, entry by entry (green above zero, "
    "purple below; full colour at the size of the largest contribution and beyond). The last column is what your "
    f"`rnn_backward` returned; it differs from the sum by at most {apart:.0e}. The contributions have little in "
    "common; training follows their sum.",
    alt=f"Three rows of small coloured tables, for dWax, dWaa and dba. In each row {T_x} different tables are added "
    "and give the last.",
)

# %% [markdown]
# ## Break it: five wrong gradients
#
# A wrong gradient raises no error. It has the right shape, and the loss may still fall, only more slowly, so it can
# survive in a program for years. Here are five mistakes, made on purpose in a loop of ours that reads *hildebrand* with
# the trained weights. A small step against a wrong gradient lowers the loss as long as that gradient is less than 90
# degrees away from the right one.

# %% tags=["hide-input"]
_, y_pred, caches = rnn_forward(x_word, no_past, model)
dz_y = softmax_ce_backward(y_pred, y_word, np.ones(y_word.shape, dtype=bool))
da_from_y = model["Wya"].T @ dz_y  # of every step at once


def loop_with(*, carried=1, slope=lambda a: 1 - a**2, Waa=model["Waa"]):
    """Return the gradients of the three parameters, right unless a part of the loop is replaced."""
    da_prev, grads = no_past, {"dWax": 0, "dWaa": 0, "dba": 0}
    for t in reversed(range(len(caches))):
        a, before, xt, _ = caches[t]
        dz_a = slope(a) * (da_from_y[t] + carried * da_prev)
        da_prev = Waa.T @ dz_a
        parts = {"dWax": dz_a @ xt.T, "dWaa": dz_a @ before.T, "dba": dz_a}
        grads = {name: grads[name] + part for name, part in parts.items()}
    return grads


# %%
right_grads = rnn_backward(da_from_y, caches)
mistakes = {
    "nothing comes back\nfrom later steps": loop_with(carried=0),
    "no tanh slope": loop_with(slope=lambda a: 1),
    "tanh taken twice": loop_with(slope=lambda a: 1 - np.tanh(a) ** 2),
    "$W_{aa}$ not transposed": loop_with(Waa=model["Waa"].T),
    "mean over steps,\nnot sum": {name: grad / len(caches) for name, grad in right_grads.items()},
}

# %% [markdown]
# **Predict.** Which of the five points in exactly the right direction? Do all five go downhill?


# %% tags=["hide-input"]
def long_vector(grads):
    """Return the gradients of the three parameters as one long vector."""
    return np.concatenate([grads[name].ravel() for name in ("dWax", "dWaa", "dba")])


right_one = long_vector(right_grads)
angles, lengths = [], []
for wrong in map(long_vector, mistakes.values()):
    lengths.append(np.linalg.norm(wrong) / np.linalg.norm(right_one))
    cosine = wrong @ right_one / (np.linalg.norm(wrong) * np.linalg.norm(right_one))
    angles.append(np.degrees(np.arccos(min(cosine, 1.0))))
downhill = sum(angle < 90 for angle in angles)
fig, (ax,) = figures.panels(width=7.0, height=3.0)
for row, (angle, length) in enumerate(zip(angles, lengths, strict=True)):
    ax.barh(row, angle, 0.6, color=figures.CYCLE[0])
    ax.text(angle + 2, row, f"{angle:.0f}°", va="center", fontsize=9)
    ax.text(157, row, f"{length:.1f} times as long", va="center", ha="right", fontsize=9)
ax.set_yticks(range(len(mistakes)), mistakes)
ax.set(xlabel="angle to the right gradient, in degrees", xlim=(0, 160))
ax.set_xticks(range(0, 121, 30))
ax.axvline(90, color=figures.INK, linestyle=":")
ax.text(92, len(mistakes) - 1, "uphill", va="center", fontsize=9)
ax.invert_yaxis()
ax.grid(visible=False, axis="y")
figures.show(
    fig,
    caption="Five wrong gradients of the loss on *hildebrand*: their angle to the right one (bars), and how long they "
    f"are compared with it. A small step against {downhill} of the {len(angles)} lowers the loss. A falling loss is no "
    "proof of a gradient.",
    alt="A bar chart with five mistakes: "
    + "; ".join(
        f"{' '.join(name.split())}, {angle:.0f} degrees and {length:.1f} times as long"
        for name, angle, length in zip(mistakes, angles, lengths, strict=True)
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The mean: it is the gradient divided by $T_x$, so for these three parameters it only acts like a smaller learning
# rate. The others point somewhere else. Without the slope of tanh the gradient grows on its way back, and ends up
# slightly more than 90 degrees off: a step against it raises the loss.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a loss that disagrees with its gradient
#
# `sequence_cross_entropy` is the loss of lesson 02, here with one mistake in it. The plot compares its numerical
# gradient with your `softmax_ce_backward`, which has passed its check. The two should agree. Fix the function, set
# `bug`, and run the plot again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.losses import sequence_cross_entropy as hunt_sequence_cross_entropy

# %% tags=["hide-input"]
every_step = np.ones(y_word.shape, dtype=bool)
y_pred_word = rnn_forward(x_word, no_past, model)[1]
hunted = numerical_gradient(
    lambda scores: hunt_sequence_cross_entropy(softmax(scores, axis=1), y_word, every_step), np.log(y_pred_word)
)
expected = softmax_ce_backward(y_pred_word, y_word, every_step)
letters = "abcdeilmnor"
shown = [symbols.numbers[letter] for letter in letters]
fig, axes = figures.panels(1, 3, width=3.0, height=2.7, sharey=True)
for ax, t in zip(axes, (3, 5, 8), strict=True):
    ax.bar(range(len(shown)), hunted[t, shown, 0], 0.8, color=figures.CYCLE[0], alpha=0.5, label="numerical")
    ax.bar(range(len(shown)), expected[t, shown, 0], 0.4, color=figures.colour_of("gradient"), label="yours")
    ax.axhline(0, color=figures.INK, linewidth=0.8)
    ax.set_xticks(range(len(shown)), letters)
    ax.set_title(f"after {word[:t]}, next is {word[t]}")
    ax.grid(visible=False, axis="x")
axes[0].legend(loc="lower right", fontsize=8)
axes[0].set_ylabel("$dz_y$")
figures.show(
    fig,
    caption="Narrow bars: the gradient of the scores by your `softmax_ce_backward`. Wide bars: the numerical "
    "gradient of the loss in the cell above. If that loss is right, they are equal.",
    alt=f"Three bar charts, one for each of three steps of {word}, with two bars for each of {len(letters)} letters: "
    "the numerical gradient of the loss above, and your gradient.",
)

# %%
check(hunt_sequence_cross_entropy)

# %% [markdown]
# ## Hunt the bug: the right weights, the wrong predictions
#
# `rnn_cell_forward`, also of lesson 02, reads *hildebrand* with the trained weights, once correctly and once with the
# cell below. The plots show the gradient of the last prediction at each letter, and how probable each letter was before
# it came. They show that something is wrong, but not what: check the cell line by line against the equation.

# %% tags=["hunt"]
from solutions.simple_rnn import rnn_cell_forward as hunt_rnn_cell_forward

# %% tags=["hide-input"]


def read_by(cell, x):
    """Run a cell over a name and return its predictions."""
    a, y_pred = no_past, []
    for xt in x:
        a, yt_pred, _ = cell(xt, a, model)
        y_pred.append(yt_pred)
    return np.stack(y_pred)


def seen_by(cell):
    """Return the norm of the gradient at each letter, and the probability of each next letter."""
    nudged = numerical_gradient(lambda x: sequence_cross_entropy(read_by(cell, x), y_word, at_the_end), x_word)
    came = read_by(cell, x_word)[np.arange(len(y_word)), y_word[:, 0], 0]
    return np.linalg.norm(nudged, axis=(1, 2))[1:], came


fig, (upper, lower) = figures.panels(2, 1, width=6.4, height=1.9)
for cell, label, width, colour in (
    (hunt_rnn_cell_forward, "the cell above", 0.8, (figures.CYCLE[0], 0.5)),
    (rnn_cell_forward, "the right cell", 0.4, figures.colour_of("gradient")),
):
    depends, came = seen_by(cell)
    upper.bar(range(len(depends)), depends, width, color=colour, label=label)
    lower.bar(range(len(came)), came, width, color=colour)
upper.set_xticks(range(len(word)), word)
lower.set_xticks(range(len(word) + 1), [*word, "·"])
upper.set_ylabel("gradient at the letter")
lower.set_ylabel("probability of the letter")
upper.legend(loc="upper left", fontsize=8)
for ax in (upper, lower):
    ax.grid(visible=False, axis="x")
figures.show(
    fig,
    caption="Above: how strongly the surprise at the end reacts to each letter (the norm of the gradient), by your "
    "`numerical_gradient`. Below: the probability of each letter before it was read. Wide bars: the cell above. Narrow "
    "bars: the right cell.",
    alt=f"Two bar charts over the letters of {word}, each with two bars a letter: the cell above, and the right one.",
)

# %%
check(hunt_rnn_cell_forward)

# %% [markdown]
# ## Use it: which letters does it react to?
#
# Back to *hildebrand*, now with your own code. Take the loss of one prediction alone, send its gradient back, and
# measure what arrives at each letter's input. Simonyan et al. (2014) call such a picture a *saliency map*.


# %%
def painted_by(name, t):
    """Return how strongly the loss of the prediction after t letters reacts to each input: the norms of dx."""
    x, y = as_batch(name)
    _, y_pred, caches = rnn_forward(x, no_past, model)
    only_t = np.arange(len(y))[:, np.newaxis] == t  # a mask: one prediction counts
    da_from_y = model["Wya"].T @ softmax_ce_backward(y_pred, y, only_t)  # @ multiplies at every step
    return np.linalg.norm(rnn_backward(da_from_y, caches)["dx"], axis=(1, 2))


yours = painted_by("hildebrand", 10)
print(f"largest difference from the painting of the opening: {np.abs(yours - by_nudging).max():.0e}")

# %% [markdown]
# **Predict.** Do the predictions react more to old letters or to new ones? Move the slider to see. Then write a name of
# your own into the next cell.

# %%
my_name = "hildebrand"  # lowercase letters a to z

# %% tags=["hide-input"]
_, y_mine = as_batch(my_name)
p_mine = rnn_forward(as_batch(my_name)[0], no_past, model)[1]
tokens = [*"·" + my_name, "·"]
sure = [p_mine[t, y_mine[t, 0], 0] for t in range(len(y_mine))]
rows = [painted_by(my_name, t)[: t + 1] for t in range(len(y_mine))]
figures.animate(
    [figures.painted_text(tokens, row, prediction=f"{p:.0%}") for row, p in zip(rows, sure, strict=True)],
    labels=[f"after {my_name[:t] or 'the start'}" for t in range(len(rows))],
    slider="Which prediction",
    caption="Painted by your `rnn_backward`: how strongly the surprise at the framed symbol reacts to each letter "
    "before it. Under the frame is the symbol's probability. Full colour marks the largest number of the row.",
    alt=f"The letters of {my_name}, one picture for each prediction. In the last, the numbers are "
    + ", ".join(f"{amount:.2f}" for amount in rows[-1])
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Mostly to new ones, and after *hildebrand* very much so: the gradient at the last *d* is about 37 times that at the
# *h*. Each step back multiplies by $W_{aa}^\top$ and by slopes of at most 1, and here the product shrinks. Age is not
# everything, though: *r* has a larger gradient than any letter after it. Lesson 08 follows the product over a hundred
# steps.
#
# </details>

# %% [markdown] tags=["deeper"]
# ### Deeper: does the gradient tell the truth about the letters?
#
# A gradient is the slope for a *small* change, and swapping a letter is a large one. So swap: put each of the 25 other
# letters in each place of *hildebrand*, and see how far the log-probability of the end moves on average, up or down.

# %% tags=["hide-input"]
before = np.log(probability_of_an_end(word))
moved = []
for place, letter in enumerate(word):
    others = [other for other in symbols.symbols[1:] if other != letter]
    after = [np.log(probability_of_an_end(word[:place] + other + word[place + 1 :])) for other in others]
    moved.append(np.mean(np.abs(np.array(after) - before)))
most_slope, most_moved = int(np.argmax(by_nudging[1:])), int(np.argmax(moved))
fig, (upper, lower) = figures.panels(2, 1, width=6.0, height=1.7, sharex=True)
upper.bar(range(len(word)), by_nudging[1:], 0.7, color=figures.colour_of("gradient"))
lower.bar(range(len(word)), moved, 0.7, color=figures.CYCLE[0])
lower.set_xticks(range(len(word)), word)
upper.set_ylabel("gradient")
lower.set_ylabel("change")
figures.show(
    fig,
    caption="Above: the norm of the gradient at each letter. Below: the mean absolute change of $\\log \\hat y$ of the "
    "end when the letter is swapped. In both, the first letters count for little. But the gradient is largest at "
    f"*{word[most_slope]}* (letter {most_slope + 1}), where a swap changes only {moved[most_slope]:.2f}; swaps change "
    f"most at *{word[most_moved]}* (letter {most_moved + 1}): {moved[most_moved]:.2f}. A saliency map is a hint, not a "
    "verdict.",
    alt="Two bar charts over the letters of "
    + word
    + ". Gradient: "
    + ", ".join(f"{value:.2f}" for value in by_nudging[1:])
    + ". Swapped: "
    + ", ".join(f"{value:.2f}" for value in moved)
    + ".",
)

# %% [markdown]
# ## The same in PyTorch
#
# The toy of this lesson, with the gradients of its table:
#
# ```python
# import torch
#
# w = torch.tensor(2.0, requires_grad=True)
# a = [torch.tensor(0.0)]
# for x in (1.0, 1.0, 1.0):
#     a.append(w * a[-1] + x)
# for gradient in torch.autograd.grad(a[3], [a[3], a[2], a[1], w]):
#     print(gradient.item())
# ```
#
# ```text
# 1.0
# 2.0
# 4.0
# 5.0
# ```
#
# PyTorch calls it *autograd*: it keeps the caches for you while it runs forward, and knows the way back for each
# operation. In training you call `loss.backward()`, which *adds* the gradient of each parameter to its own `.grad`; so
# these must be set to zero before the next batch. Your functions return new gradients each time.

# %% [markdown]
# ## What you should remember
#
# 1. The gradient of X is called dX and has X's shape.
# 2. Softmax and cross-entropy together: $dz_y$ is the prediction, minus 1 at the right class, divided by $N$.
# 3. A product $Wv$ goes back as $W^\top dz$ and $dz\, v^\top$, tanh as the factor $1 - a^2$, a sum unchanged.
# 4. An activation is used by its own prediction and by the next step, so its gradient has two terms:
#    $da^{<t>} = W_{ya}^\top dz_y^{<t>} + W_{aa}^\top dz_a^{<t+1>}$. The loop runs from the last step to the first.
# 5. A parameter is used at every step, so its gradient is a **sum of $T_x$ contributions**.

# %% [markdown] tags=["question"] question_id="explain-two-paths" points=3
# **Explain it: two paths.** A colleague's loop calls `rnn_cell_backward(da[t], caches[t])`, without `da_prev`. The
# training loss falls, and the shapes are right. (a) The gradient of $W_{aa}$ is a sum over pairs: the copy of $W_{aa}$
# at step $t$, and the loss of step $s$. Which pairs are missing? (b) Which of $dW_{ya}$, $db_y$, $dW_{ax}$, $dW_{aa}$,
# $db_a$ are right nevertheless, and why? (c) Describe a task on which this mistake is fatal and one on which it does
# hardly any harm.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Find a name whose end reacts most to an early letter. What do *griswold* and *schneider* show?
# - The caches of a sequence need memory for $T_x$ steps. Keep only every tenth activation, and recompute the others on
#   the way back. What does that cost in time, and what does it save? Gruslys et al. (2016), *Memory-efficient
#   backpropagation through time*.
# - Gradients can also be carried *forward* in time, with no need for the past: *real-time recurrent learning*,
#   Williams and Zipser (1989). Work out from its recursion for $\partial a^{<t>} / \partial W_{aa}$ why it costs
#   $n_a^4$ a step.
# - Werbos (1990), *Backpropagation through time: what it does and how to do it*: the name and the method. Bridle
#   (1990), on softmax and its gradient. Simonyan et al. (2014), *Deep inside convolutional networks*: saliency maps.
