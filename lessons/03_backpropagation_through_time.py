# %% [markdown]
# # 03 Backpropagation through time
#
# In lesson 02 information ran forward: letter by letter into a state, and out as a prediction. To learn, a network
# needs to know the opposite: of a mistake made *here*, how much is due to a weight used *back there*? The answer is
# the chain rule, taken along the unrolled network from the last step to the first. It is called *backpropagation
# through time*, and in this lesson you write it yourself, prove that it is right, and train a network with it that
# learns to carry.
#
# **You write** seven functions of five to fifteen lines: `numerical_gradient`, `softmax_ce_backward`,
# `rnn_cell_backward`, `rnn_backward`, then `rnn_backward_masked`, `rnn_loss_and_grads` and `my_grad_check`.
#
# **You need** lesson 02, whose functions lie ready in `given/`, and the chain rule for functions of one number.
#
# **It takes** two sittings of about 90 minutes. The first ends with a gradient that travels through time, the second
# with a network that adds numbers.

# %%
from collections.abc import Callable

import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.losses import sequence_cross_entropy
from solutions.rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked
from solutions.sequence_data import one_hot

figures.use_course_style()

# %% tags=["hide-input"]
figures.animate(
    figures.backward_frames(
        4,
        words=["0", "1", "0", "0"],
        activations=np.array([[0.0, 0.0], [0.76, 0.0], [0.0, 0.91], [0.0, 0.72]]),
    ),
    labels=figures.backward_labels(4),
    caption="The network of lesson 02 once more, and now the *gradient*, in red. It starts at each loss, goes "
    "down to the state that made the prediction, joins what has come back from later steps, and goes on "
    "to the state before. Every state gets its gradient from two sides: from above and from the right.",
    alt="Four time steps. Red arrows lead from the loss of step 4 down through its prediction to its state and "
    "from there left to the state of step 3, where they meet the red arrows of the loss of step 3, and so on "
    "to the initial state.",
)

# %% [markdown]
# # First sitting: the way back

# %% [markdown]
# ## See it: one weight, used three times
#
# Take away all that can be taken away: one unit, no tanh, no bias. A step is
# ${\color{#009E73}{a^{\langle t \rangle}}}$ $= w\,{\color{#009E73}{a^{\langle t-1 \rangle}}}$
# $+\,{\color{#0A7BC0}{x^{\langle t \rangle}}}$ with one number $w = 2$. Read three ones, starting from
# ${\color{#009E73}{a^{\langle 0 \rangle}}}$ $= 0$, and call the last activation the loss, ${\color{#D55E00}{L}}$ $=$
# ${\color{#009E73}{a^{\langle 3 \rangle}}}$. How does ${\color{#D55E00}{L}}$ change with $w$?
#
# $w$ stands at three places. The trick of this whole lesson is to **pretend that they are three different weights**,
# which happen to be equal, to ask of each what it does, and to add up. Going back from the end:
#
# | $t$ | activation | its gradient: how much $L$ moves with it | what this use of $w$ adds |
# |---|---|---|---|
# | 3 | $2 \cdot 3 + 1 = 7$ | ${\color{#D55E00}{1}}$, it is $L$ itself | $1 \cdot 3 = 3$ |
# | 2 | $2 \cdot 1 + 1 = 3$ | $1 \cdot w =$ ${\color{#D55E00}{2}}$ | $2 \cdot 1 = 2$ |
# | 1 | $2 \cdot 0 + 1 = 1$ | $2 \cdot w =$ ${\color{#D55E00}{4}}$ | $4 \cdot 0 = 0$ |
#
# Read the third column from the top: every step back multiplies by $w$. Read the last one: the gradient that arrives,
# times what $w$ was multiplied with on the way forward. The sum is $3 + 2 + 0 = 5$. And indeed ${\color{#D55E00}{L}}$
# $= w^2 + w + 1$ as a function of $w$, whose slope is $2w + 1 = 5$.


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
# **Predict.** Why does the last line print 5.001 and not 5? And what are the three gradients of the third column for
# $w = 0.5$, and for $w = 2$ after ten steps instead of three?

# %% [markdown]
# <details><summary>Answer</summary>
#
# ${\color{#D55E00}{L}}$ is curved in $w$: $L(2 + h) = L(2) + 5h + h^2$, so the quotient is $5 + h$. The next section
# gets rid of this error.
#
# For $w = 0.5$ they are 1, 0.5, 0.25: the gradient shrinks on its way back. For $w = 2$ the gradient of the first of
# ten activations is $2^9 = 512$. That a product of many factors hardly ever stays near 1 is the trouble of recurrent
# networks, and lesson 07 is about nothing else.
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
# $e_k$ is 1 in entry $k$ and 0 elsewhere. This is the *central difference*. For a parameter with $n$ entries it runs
# the whole network $2n$ times, which is why nobody trains with it; but it needs no chain rule, so it can judge one.
#
# ### Build it: the numerical gradient
#
# Write `numerical_gradient`. `f` is a function of an array; `theta` may have any shape, and the result has the same.
#
# By hand: for $f(\theta) = \theta_1^2 + 3\,\theta_2$ at $(2, 5)$ the result is $(4, 3)$, for any $\varepsilon$.
#
# <details><summary>Hint 1: the idea</summary>
#
# Go through the entries one by one. For each: a copy of `theta` with that entry raised, a copy with it lowered, two
# calls of `f`, one number for the result.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.ndindex(theta.shape)` yields the index of every entry as a tuple, whatever the shape, and an array takes such a
# tuple as an index. Each entry must be nudged from `theta` itself, not from what the entry before left behind.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `for index in np.ndindex(theta.shape):` make `nudge = np.zeros_like(theta)`, set `nudge[index] = eps`, and then
# `gradient[index] = (f(theta + nudge) - ...) / (...)`. Adding makes a new array, so `theta` is never touched.
#
# </details>

# %% tags=["exercise"]
from solutions.gradient_check import numerical_gradient

# %%
check(numerical_gradient)

# %% [markdown]
# **Predict.** A smaller $\varepsilon$ is nearer to the limit. Is it always better? What happens at
# $\varepsilon = 10^{-13}$?

# %% tags=["hide-input"]
point = np.array([0.3, -1.1, 0.7])
sizes = 10.0 ** np.arange(-14, 0, 0.5)
true_slope = np.cos(point) * np.exp(np.sin(point))


def wavy(theta):
    """A function of which calculus knows the gradient: the sum of exp(sin(theta))."""
    return np.sum(np.exp(np.sin(theta)))


def one_sided(theta, eps):
    """The quotient of the toy: nudge up only."""
    return np.array([(wavy(theta + eps * unit) - wavy(theta)) / eps for unit in np.eye(len(theta))])


fig, (ax,) = figures.panels(width=6.4, height=3.4)
for estimate, style, colour, label in (
    (one_sided, "s--", figures.CYCLE[1], "up only"),
    (lambda theta, eps: numerical_gradient(wavy, theta, eps), "o-", figures.CYCLE[0], "up and down (yours)"),
):
    errors = [np.abs(estimate(point, eps) - true_slope).max() for eps in sizes]
    ax.plot(sizes, errors, style, color=colour, label=label, markersize=4)
ax.set(xscale="log", yscale="log", xlabel=r"$\varepsilon$", ylabel="largest error of an entry")
ax.legend(loc="upper center")
figures.show(
    fig,
    caption="The error of two numerical gradients against the size of the nudge. To the right the curvature of "
    "the function counts: the error falls with $\\varepsilon$, and with $\\varepsilon^2$ where you nudge "
    "to both sides. To the left rounding counts: the difference of two nearly equal numbers has few "
    "digits left.",
    alt="Two V-shaped curves on logarithmic axes. Up and down reaches an error of about 1e-11 near an eps of "
    "1e-5. Up only reaches about 1e-8 near 1e-8. To the left of that both rise in the same way.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# No. Numbers have sixteen digits. At $\varepsilon = 10^{-13}$ the two values of $f$ agree in their first thirteen,
# and what remains is mostly rounding. The best $\varepsilon$ for the central difference is near $10^{-5}$, where
# about ten digits of the gradient are right. Keep both numbers in mind: you will need them when you judge a gradient.
#
# </details>

# %% [markdown]
# ## The way back, in symbols
#
# Forward, a step of the network is two lines, and the loss a third. To have names for what stands inside, call the
# sum inside tanh $z_a$ and the scores inside softmax $z_y$:
#
# $$z_a^{\langle t \rangle} = {\color{#00875F}{W_{aa}}}\,{\color{#009E73}{a^{\langle t-1 \rangle}}} +
# {\color{#4A96C4}{W_{ax}}}\,{\color{#0A7BC0}{x^{\langle t \rangle}}} + {\color{#7A7A7A}{b_a}}, \qquad
# {\color{#009E73}{a^{\langle t \rangle}}} = \tanh(z_a^{\langle t \rangle})$$
# $$z_y^{\langle t \rangle} = {\color{#AD5C96}{W_{ya}}}\,{\color{#009E73}{a^{\langle t \rangle}}} +
# {\color{#7A7A7A}{b_y}}, \qquad {\color{#CC79A7}{\hat{y}^{\langle t \rangle}}} = \mathrm{softmax}(z_y^{\langle t
# \rangle}), \qquad {\color{#D55E00}{L}} = \tfrac{1}{N} \textstyle\sum -\log {\color{#CC79A7}{\hat{y}^{\langle t
# \rangle}}}_{y^{\langle t \rangle}}$$
#
# We write ${\color{#D55E00}{da^{\langle t \rangle}}}$ for
# $\partial{\color{#D55E00}{L}}/\partial{\color{#009E73}{a^{\langle t \rangle}}}$, and in the same way for everything
# else: **a gradient has the name of its thing with a d in front, and the shape of its thing.** That rule alone finds
# half of all mistakes.

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"dz_y^{<t>}", "dz[t]", "(n_y, m)", "gradient of the scores; the first stop on the way back"),
        (r"da^{<t>}", "da_next", "(n_a, m)", "gradient of an activation, from both sides"),
        (r"dz_a^{<t>}", "dz", "(n_a, m)", "gradient of the sum inside tanh, `dz` inside the cell"),
        (r"da^{<t-1>}", "da_prev", "(n_a, m)", "what goes on to the step before"),
        (r"dx^{<t>}", "dxt", "(n_x, m)", "gradient of the input"),
        (r"dW_{aa}", "dWaa", "(n_a, n_a)", "gradient of a parameter: a sum over examples and steps"),
        (r"dW_{ax}", "dWax", "(n_a, n_x)", "the same"),
        (r"dW_{ya}", "dWya", "(n_y, n_a)", "the same"),
        (r"db_a, db_y", "dba, dby", "(n_a, 1), (n_y, 1)", "the same"),
    ]
)

# %% [markdown]
# ### First stop: from the loss to the scores
#
# Take one step of one example. With the probabilities $p = \mathrm{softmax}(z)$ and the right class $c$ its loss is
#
# $$-\log p_c = -\log \frac{e^{z_c}}{\sum_j e^{z_j}} = -z_c + \log \sum_j e^{z_j}$$
#
# Now take the slope with respect to the score $z_k$. The first term gives $-1$ if $k = c$, else nothing. The second
# gives $e^{z_k} / \sum_j e^{z_j}$, which is $p_k$ again. So the gradient of the scores is **the prediction, minus 1
# at the right class** (Bridle, 1990). The exponential and the logarithm have cancelled, which is why the two are
# always taken back together.
#
# ${\color{#D55E00}{L}}$ is the *mean* over the $N$ valid steps, so each of them counts by $1/N$. A masked step does
# not enter ${\color{#D55E00}{L}}$ at all.
#
# **Predict.** What is the sum of the gradient over the classes of a step? When is the gradient of a step zero?

# %% [markdown]
# ### Build it: the gradient of the scores
#
# Write `softmax_ce_backward`. At masked steps `y` may hold any number, even one that is no class, and the gradient is
# zero.
#
# By hand: one step with `y_pred` = (0.2, 0.5, 0.3) and the right class 1 gives (0.2, -0.5, 0.3).
#
# <details><summary>Hint 1: the idea</summary>
#
# Start from a copy of the predictions with zeros at masked steps, take 1 away at one entry of each valid step, and
# divide everything by the number of valid steps.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dz_{t,k,i} = \frac{1}{N}(\hat{y}_{t,k,i} - [k = y_{t,i}])$ where `mask[t, i]`, else 0. As in the loss,
# `t, i = np.nonzero(mask)` lists the valid pairs, and three index arrays of one length pick one entry for each.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `dz = np.where(mask[:, np.newaxis, :], y_pred, 0)` is a new array, so `y_pred` stays as it is. Then
# `dz[t, y[t, i], i] -= 1`, then divide by `len(t)`.
#
# </details>

# %% tags=["exercise"]
from solutions.bptt import softmax_ce_backward

# %%
check(softmax_ce_backward)

# %% tags=["hide-input"]
model, symbols = data.load_name_model()
word = "bach"
ids = np.array([[symbols.numbers["."], *symbols.encode(word)]]).T  # (T, 1)
next_ids = np.array([[*symbols.encode(word), symbols.numbers["."]]]).T
x_word, blank = one_hot(ids, len(symbols)), np.zeros((len(model["ba"]), 1))
a_word, y_word, caches_word = rnn_forward(x_word, blank, model)
dz_word = softmax_ce_backward(y_word, next_ids, np.ones(ids.shape, dtype=bool))

fig, axes = figures.panels(1, 3, width=3.0, height=2.7, sharey=True)
shown = [symbols.numbers[letter] for letter in "abcehioru"]
for ax, t in zip(axes, (2, 3, 4), strict=True):
    ax.bar(
        range(len(shown)),
        y_word[t - 1, shown, 0],
        0.8,
        color=figures.colour_of("y_hat"),
        alpha=0.45,
        label="prediction",
    )
    ax.bar(
        range(len(shown)),
        len(ids) * dz_word[t - 1, shown, 0],
        0.4,
        color=figures.colour_of("gradient"),
        label="gradient",
    )
    ax.axhline(0, color=figures.INK, linewidth=0.8)
    ax.set_xticks(range(len(shown)), "abcehioru")
    ax.set(title=f"after {word[: t - 1]}, next is {word[t - 1]}", ylim=(-1.05, 1.0))
    ax.grid(visible=False, axis="x")
axes[0].legend(loc="upper right", fontsize=8)
figures.show(
    fig,
    caption="The name model of lesson 02 reads *bach*. Wide bars: what it expects next (nine of 27 symbols). "
    "Narrow bars: your gradient of the scores, times $N$. It is the prediction itself, except at the "
    "letter that came: there it is the prediction minus 1. Descent goes against it, so it raises that one "
    "and lowers all others, each by as much as it was expected.",
    alt="Three bar charts of nine letters. At each, the gradient equals the prediction for all letters but the "
    "right one, where a long bar points downwards.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Zero, because the predictions sum to 1 and one 1 is taken away: whatever is raised, something else is lowered. It is
# zero only if the right class had probability 1, and then there is nothing to learn from this step.
#
# </details>

# %% [markdown]
# ### Second stop: from the scores to the activation
#
# A product is the next thing on the way: $z_y$ $= {\color{#AD5C96}{W_{ya}}}\,{\color{#009E73}{a}}$, that is
# $z_j = \sum_k W_{jk}\, a_k$. Forward, each row of the table $W$ makes one $z_j$. Going back, ask what $a_k$ does: it
# enters *every* $z_j$, with the weight $W_{jk}$, so
#
# $${\color{#D55E00}{da_k}} = \sum_j W_{jk}\, {\color{#D55E00}{dz_j}} \qquad\text{which is}\qquad
# {\color{#D55E00}{da}} = {\color{#AD5C96}{W_{ya}}}^\top\, {\color{#D55E00}{dz_y}}, \qquad (n_a, n_y)(n_y, m) = (n_a,
# m)$$
#
# The same table, read by columns. And what does the weight $W_{jk}$ do? In one example it moves $z_j$ alone, by
# $a_k$, so its gradient is $dz_j\, a_k$; and it serves all $m$ examples, so the products add up:
#
# $${\color{#D55E00}{dW_{jk}}} = \sum_i {\color{#D55E00}{dz_j^{(i)}}}\, a_k^{(i)} \qquad\text{which is}\qquad
# {\color{#D55E00}{dW_{ya}}} = {\color{#D55E00}{dz_y}}\, {\color{#009E73}{a^{\top}}}, \qquad (n_y, m)(m, n_a) = (n_y,
# n_a)$$
#
# The product of matrices sums over the examples by itself. A bias is a weight whose input is always 1, so
# ${\color{#D55E00}{db_y}}$ is the sum of ${\color{#D55E00}{dz_y}}$ over the examples. **These three lines are all
# there is to any product in any network.**

# %% [markdown]
# ### Third stop: through tanh
#
# $a = \tanh(z)$ has the slope $1 - \tanh^2(z) = 1 - a^2$: a pleasant property, because $a$ is known already and
# nothing has to be computed again. Entry by entry,
#
# $${\color{#D55E00}{dz_a}} = (1 - {\color{#009E73}{a^{\langle t \rangle}}}^2) \odot {\color{#D55E00}{da^{\langle t
# \rangle}}}$$
#
# **Predict.** How large can this slope be, and where? What happens to the gradient of a unit whose activation is
# 0.99?

# %% tags=["hide-input"]
z = np.linspace(-4, 4, 161)
fig, (left, right) = figures.panels(1, 2, width=3.8, height=2.8)
left.plot(z, np.tanh(z), color=figures.colour_of("a"), label=r"$a = \tanh(z)$")
left.plot(z, 1 - np.tanh(z) ** 2, "--", color=figures.colour_of("gradient"), label="slope")
left.set(xlabel="$z$", ylim=(-1.1, 1.1))
left.legend(loc="upper left", fontsize=8)
right.plot(np.tanh(z), 1 - np.tanh(z) ** 2, color=figures.colour_of("gradient"))
right.plot([0.99], [1 - 0.99**2], "o", color=figures.INK)
right.annotate("$a = 0.99$", (0.99, 0.02), (0.25, 0.16), arrowprops={"arrowstyle": "-", "color": figures.INK})
right.set(xlabel="$a$", ylabel="$1 - a^2$", ylim=(0, 1.05))
figures.show(
    fig,
    caption="tanh and its slope, as functions of $z$ (left) and of the activation itself (right). The slope is 1 "
    "only at 0.",
    alt="Left: the S-shaped curve of tanh and the bell-shaped curve of its slope. Right: the slope over the "
    "activation, a parabola with its top, 1, at zero and zero at both ends.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At most 1, at $a = 0$. tanh never makes a gradient larger. At $a = 0.99$ the slope is 0.02: of a gradient that
# arrives there, a fiftieth goes on. Such a unit is called *saturated*, and it hardly learns.
#
# </details>

# %% [markdown]
# ### Build it: one step back
#
# Behind tanh stands a sum of three terms. A sum hands its gradient to each term as it is, and each term is a product
# that you know how to take back. Write `rnn_cell_backward`: from `da_next` and the cache, first
# ${\color{#D55E00}{dz_a}}$, then five gradients in a dict. The cache is the one that `rnn_cell_forward` returned,
# `(a_next, a_prev, xt, parameters)`.
#
# By hand, one unit and one example: with `a_next` = 0.6, `a_prev` = 0.5, `xt` = 2, Waa = 3, Wax = 4 and `da_next` =
# 1, dz is 0.64, and so `da_prev` = 1.92, `dxt` = 2.56, `dWaa` = 0.32, `dWax` = 1.28, `dba` = 0.64.
#
# <details><summary>Hint 1: the idea</summary>
#
# Compute dz once: everything else is made of it. Two gradients go on to where the values came from (`dxt`,
# `da_prev`), three belong to parameters. Write the shape of each beside its line before you write the line.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $dz = (1 - a^2) \odot da$. For a product $W v$ inside the sum, $dv = W^\top dz$ and $dW = dz\, v^\top$. There are
# two such products; the bias has $v = 1$ for every example.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_next, a_prev, xt, parameters = cache`, then `dz = (1 - a_next**2) * da_next`. In the dict: `"dxt"` is
# `parameters["Wax"].T @ dz`, `"dWax"` is `dz @ xt.T`, and the other pair looks the same.
# `dz.sum(axis=1, keepdims=True)` has the shape of `ba`.
#
# </details>

# %% tags=["exercise"]
from solutions.bptt import rnn_cell_backward

# %%
check(rnn_cell_backward)

# %% [markdown]
# Do not take the check's word for it. Your numerical gradient knows nothing of the chain rule, so let it judge. To
# make one number of an activation, take its product with random weights and sum; then those weights are `da_next`.

# %%
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
a_next, _, cache = rnn_cell_forward(xt, a_prev, parameters)
by_chain_rule = rnn_cell_backward(da_next, cache)

for name in ("Wax", "Waa", "ba"):

    def weighted(theta, name=name):
        """One number made of the new activation, as a function of one parameter."""
        return np.sum(da_next * rnn_cell_forward(xt, a_prev, {**parameters, name: theta})[0])

    by_nudging = numerical_gradient(weighted, parameters[name])
    print(f"d{name:4} largest difference {np.abs(by_chain_rule['d' + name] - by_nudging).max():.1e}")

# %% [markdown]
# ## Through time
#
# Now let the cell stand in its row. An activation ${\color{#009E73}{a^{\langle t \rangle}}}$ is used *twice*: it
# makes the prediction of its own step, and it goes into the next step. What moves ${\color{#D55E00}{L}}$ in two ways
# has two slopes, and they add up:
#
# $${\color{#D55E00}{da^{\langle t \rangle}}} = \underbrace{{\color{#AD5C96}{W_{ya}}}^\top\,
# {\color{#D55E00}{dz_y^{\langle t \rangle}}}}_{\text{from its own prediction}} +
# \underbrace{{\color{#00875F}{W_{aa}}}^\top\, {\color{#D55E00}{dz_a^{\langle t+1 \rangle}}}}_{\text{from the step
# after it}}$$
#
# The second term is what `rnn_cell_backward` calls `da_prev`, returned by the step *after*. So it must be known
# before step $t$ can begin: the loop runs from the last step to the first. After the last step nothing comes back,
# and what leaves the first step is the gradient of ${\color{#009E73}{a^{\langle 0 \rangle}}}$.
#
# A parameter, in turn, is used $T_x$ times. Pretend, as in the toy, that each step had its own copy:

# %% tags=["hide-input"]
figures.show(
    figures.unrolled(4, backward=4, parameter="W_aa", words=["0", "1", "0", "0"]),
    caption="The gradient has come back all the way. Below, the gradient of $W_{aa}$: each step adds the "
    "gradient at its own tanh times the activation that $W_{aa}$ acted on. Four steps, four "
    "contributions, one sum.",
    alt="Four time steps with red arrows going back to the initial state. Below them the gradient of W_aa as a "
    "sum of four boxes, each dz of one step times the activation of the step before.",
)

# %% [markdown]
# ### Build it: all steps back
#
# Write `rnn_backward`. `da[t]` is what reaches the activation of step `t` from its own prediction, the first of the
# two terms; the second is yours to carry. Return `dx` for every step, `da0`, and the sums for the three parameters.
#
# By hand, the toy: with `da` = 0, 0, 1 (the loss is the last activation) the gradient of $w$ collects 3, then 2, then
# 0.
#
# <details><summary>Hint 1: the idea</summary>
#
# It is `rnn_forward` in reverse. One variable holds what has come back from the step after; it starts as zeros. Each
# round adds `da[t]` to it, calls `rnn_cell_backward`, and keeps what comes out.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# For $t = T_x, \dots, 1$: call the cell backward with $\texttt{da[t]} + \texttt{da\_prev}$ and the cache of step $t$;
# the new $\texttt{da\_prev}$ is what it returns under that name. $dW = \sum_t dW^{(t)}$, and after the loop
# $\texttt{da0} = \texttt{da\_prev}$.
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
from solutions.bptt import rnn_backward

# %%
check(rnn_backward)

# %% [markdown]
# ### See it: a sum of $T_x$ contributions
#
# Is the gradient of a shared parameter really the sum over copies? Try it without any chain rule: run the network
# with *its own copy* of each parameter at every step, nudge one copy at a time, and compare the sum with what your
# loop returns.

# %%
T_x = 5
x, a0 = rng.standard_normal((T_x, n_x, m)), rng.standard_normal((n_a, m))
da = rng.standard_normal((T_x, n_a, m))


def with_copies(copies):
    """Run the network with a dict of parameters for each step; return one number made of all activations."""
    a, total = a0, 0.0
    for t in range(T_x):
        a, _, _ = rnn_cell_forward(x[t], a, copies[t])
        total += np.sum(da[t] * a)
    return total


def contribution(name, t):
    """Return what the copy of one parameter at step t (from 0) adds to its gradient."""

    def moved(theta):
        copies = [parameters] * T_x
        copies[t] = {**parameters, name: theta}
        return with_copies(copies)

    return numerical_gradient(moved, parameters[name].copy())  # a copy: the other steps keep theirs


contributions = {name: [contribution(name, t) for t in range(T_x)] for name in ("Wax", "Waa", "ba")}
whole = rnn_backward(da, rnn_forward(x, a0, parameters)[2])
for name, parts in contributions.items():
    print(
        f"d{name:4} your loop and the sum of {T_x} copies differ by at most "
        f"{np.abs(whole['d' + name] - sum(parts)).max():.1e}"
    )

# %% tags=["hide-input"]
fig, axes = figures.panels(3, T_x + 1, width=1.45, height=1.5)
limit = max(np.abs(whole["d" + name]).max() for name in contributions)
for row, (name, parts) in enumerate(contributions.items()):
    for column, part in enumerate([*parts, whole["d" + name]]):
        ax = axes[row * (T_x + 1) + column]
        edge = {"edgecolors": (figures.INK, 0.4), "linewidth": 0.4}
        ax.pcolormesh(part, cmap=figures.signed_map(), vmin=-limit, vmax=limit, **edge)
        ax.set(xticks=[], yticks=[], xlim=(-0.1, 5.1), ylim=(5.1, -0.1), aspect="equal")
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
        if row == 0:
            ax.set_title("sum" if column == T_x else f"$t={column + 1}$", fontsize=11)
        if column:
            sign = "=" if column == T_x else "+"
            ax.text(-0.16, 0.5, sign, transform=ax.transAxes, ha="center", va="center", fontsize=15)
    axes[row * (T_x + 1)].set_ylabel({"Wax": "$dW_{ax}$", "Waa": "$dW_{aa}$", "ba": "$db_a$"}[name], fontsize=13)
figures.show(
    fig,
    caption="The gradient of each parameter as the sum of its five contributions, entry by entry; the two hues "
    "are the two signs. The last column is what your `rnn_backward` returned. The contributions agree in "
    "little; training follows their sum.",
    alt="Three rows of small coloured tables, for dWax, dWaa and dba. In each row five different tables are added "
    "and give the last.",
)

# %% [markdown]
# ### See it: how far back does it reach?
#
# Take the trained name model and one prediction: the end of the name, after *bach*. Let the loss be that of the last
# step alone, and follow its gradient back. (`rnn_backward` on the caches from step $t + 1$ on returns as `da0` the
# gradient of ${\color{#009E73}{a^{\langle t \rangle}}}$: a use for a function that does not know where it stands.)
#
# **Predict.** Will the gradient of the early activations be larger or smaller than that of the last one?

# %% tags=["hide-input"]
only_last = np.zeros(ids.shape, dtype=bool)
only_last[-1] = True
da_word = model["Wya"].T @ softmax_ce_backward(y_word, next_ids, only_last)
T_word = len(ids)
arriving = [da_word[-1]] + [rnn_backward(da_word[t:], caches_word[t:])["da0"] for t in range(T_word - 1, 0, -1)]
norms = [np.linalg.norm(gradient) for gradient in arriving[::-1]]
figures.show(
    figures.unrolled(T_word, outputs="last", backward=T_word, norms=norms, words=["·", *word], weights=False),
    caption="One loss, at the end of *bach*, and the way of its gradient. The width of an arrow is the norm of "
    "the gradient at that state: " + ", ".join(f"{norm:.2g}" for norm in norms) + " for $t = 1$ to $5$.",
    alt="Five time steps that read a dot and the letters of bach. One loss at the last step; red arrows lead from "
    "it back to the first state. Their widths show the norms of the gradient.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Every step back multiplies by $W_{aa}^\top$ and by slopes of at most 1. Here a good half of it arrives at the first
# state; over a long sequence one of the two wins. What you see in the widths of five arrows becomes a curve over a
# hundred steps in lesson 07.
#
# </details>

# %% [markdown]
# ## Break it: mistakes that nobody reports
#
# A wrong gradient raises no error. It has the right shape, its loss goes down, if more slowly, and so it can live in
# a program for years. Here are five mistakes, made on purpose. For each: how far is the result from right, and would
# it still go downhill? A step against a gradient lowers the loss as long as the angle to the right gradient is below
# 90 degrees.

# %%
caches = rnn_forward(x, a0, parameters)[2]
names = ("dWax", "dWaa", "dba")


def tampered(change):
    """Return rnn_backward's gradients, computed with caches that were changed."""
    return rnn_backward(da, [change(*cache) for cache in caches])


by_itself = [rnn_cell_backward(da[t], caches[t]) for t in range(T_x)]
mistakes = {
    "nothing comes back\nfrom later steps": {name: sum(step[name] for step in by_itself) for name in names},
    "no tanh slope": tampered(lambda a, a_prev, xt, p: (0 * a, a_prev, xt, p)),
    "tanh taken twice": tampered(lambda a, a_prev, xt, p: (np.tanh(a), a_prev, xt, p)),
    "W_aa not transposed": tampered(lambda a, a_prev, xt, p: (a, a_prev, xt, {**p, "Waa": p["Waa"].T})),
    "mean over steps,\nnot sum": {name: whole[name] / T_x for name in names},
}


# %% tags=["hide-input"]
def long_vector(grads):
    """Return the three gradients as one long vector."""
    return np.concatenate([grads[name].ravel() for name in names])


fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.0, sharey=True)
right_one = long_vector(whole)
for row, grads in enumerate(mistakes.values()):
    wrong = long_vector(grads)
    error = np.linalg.norm(wrong - right_one) / np.linalg.norm(right_one)
    cosine = wrong @ right_one / (np.linalg.norm(wrong) * np.linalg.norm(right_one))
    angle = np.degrees(np.arccos(min(cosine, 1.0)))
    left.barh(row, error, 0.6, color=figures.colour_of("gradient"))
    right.barh(row, angle, 0.6, color=figures.CYCLE[0])
    right.text(angle + 2, row, f"{angle:.0f}°", va="center", fontsize=9)
    left.text(error + 0.02, row, f"{error:.0%}", va="center", fontsize=9)
left.set_yticks(range(len(mistakes)), mistakes)
left.set(xlabel="error, relative to the gradient", xlim=(0, 1.5))
right.set(xlabel="angle to the right gradient", xlim=(0, 100))
right.axvline(90, color=figures.INK, linestyle=":")
left.invert_yaxis()
for ax in (left, right):
    ax.grid(visible=False, axis="y")
figures.show(
    fig,
    caption="Five wrong gradients. Each is off by a good part of its size (left), and each points less than 90 "
    "degrees away from the right one (right): follow it, and the loss falls. A falling loss is no proof "
    "of a gradient.",
    alt="Two bar charts with five mistakes. The relative errors lie between about ten and one hundred and thirty "
    "per cent, the angles between zero and sixty degrees.",
)

# %% [markdown]
# This is the end of the first sitting. You have a gradient that travels through time. In the second one you make it
# work on real batches, prove it right with a test of your own, and train with it.

# %% [markdown]
# # Second sitting: prove it, use it

# %% [markdown]
# ## Back through padding
#
# In a padded batch an activation stands still where the mask is `False`: there
# ${\color{#009E73}{a^{\langle t \rangle}}}$ $=$ ${\color{#009E73}{a^{\langle t-1 \rangle}}}$.
#
# **Predict.** What is then the gradient of ${\color{#009E73}{a^{\langle t-1 \rangle}}}$, given that of
# ${\color{#009E73}{a^{\langle t \rangle}}}$? And what does such a step add to the gradient of
# ${\color{#00875F}{W_{aa}}}$?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Whatever moves ${\color{#009E73}{a^{\langle t-1 \rangle}}}$ moves ${\color{#009E73}{a^{\langle t \rangle}}}$ by the
# same amount, so the gradient passes **as it is**: no tanh, no matrix. And since no weight was used, the step adds
# nothing to any parameter. Both halves matter. If you forget the first, everything before a pause in the sequence
# gets no gradient; if you forget the second, padding trains the weights.
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
from solutions.bptt import rnn_backward_masked

# %%
check(rnn_backward_masked)

# %% [markdown]
# ## The whole way, in one function
#
# All stops are there. From a batch to the loss and to the gradient of everything:
#
# 1. forward: ${\color{#009E73}{a}}$, ${\color{#CC79A7}{\hat{y}}}$ and the caches, from `rnn_forward_masked`;
# 2. the loss, from `sequence_cross_entropy`;
# 3. ${\color{#D55E00}{dz_y}}$ at every step, from `softmax_ce_backward`;
# 4. the output layer: ${\color{#D55E00}{dW_{ya}}}$ and ${\color{#D55E00}{db_y}}$, summed over steps *and* examples;
# 5. what each activation gets from its own prediction,
#    ${\color{#AD5C96}{W_{ya}}}^\top{\color{#D55E00}{dz_y^{\langle t \rangle}}}$;
# 6. the loop back, from `rnn_backward_masked`.
#
# ### Build it: the loss and all gradients
#
# Write `rnn_loss_and_grads`. It returns the loss and a dict with `dWax`, `dWaa`, `dWya`, `dba`, `dby` and `da0`.
#
# By hand: ${\color{#D55E00}{dW_{ya}}}$ has one term for each step, `dz[t] @ a[t].T` of shape $(n_y, m)(m, n_a)$, and
# ${\color{#D55E00}{db_y}}$ has shape $(n_y, 1)$.
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
from solutions.bptt import rnn_loss_and_grads

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
from solutions.gradient_check import my_grad_check

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
# through time* (Williams and Peng, 1990); lesson 06 trains on long texts in this way.
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
# **Predict.** A network with random weights, 40 steps, a loss at every step. ${\color{#00875F}{W_{aa}}}$ is a
# rotation times a factor of 0.5, 0.9 or 1.3. After how many steps $k$ is the truncated gradient off by less than a
# tenth?


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
    "several hundred. With the mistake of the first sitting, `da_prev` dropped, the loss falls too, at "
    "first, and nobody would be warned. A leap upwards on the way is a step that was too long for a steep "
    "place: lesson 07.",
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
# 1. An activation is used twice, by its own prediction and by the next step, so its gradient has two terms:
#    ${\color{#D55E00}{da^{\langle t \rangle}}}$ $=$
#    ${\color{#AD5C96}{W_{ya}}}^\top{\color{#D55E00}{dz_y^{\langle t \rangle}}}$ $+$
#    ${\color{#00875F}{W_{aa}}}^\top{\color{#D55E00}{dz_a^{\langle t+1 \rangle}}}$. The loop runs from the last step
#    to the first.
# 2. A parameter is used at every step, so its gradient is a **sum of $T_x$ contributions**, each the gradient that
#    arrives times what the parameter was multiplied with.
# 3. A product $Wv$ goes back as $W^\top dz$ and $dz\, v^\top$, tanh as a factor $1 - a^2$, a sum as it is, and a
#    gradient has the shape of its thing.
# 4. A wrong gradient runs, has the right shapes and often lowers the loss. Check every entry against a measurement,
#    with a tolerance relative to the entry and a little more for rounding, and test the checker with mistakes.
# 5. Truncation after $k$ steps is a bias, not noise: what lies further back than $k$ cannot be learned.

# %% [markdown] tags=["question"] question_id="explain-two-paths" points=3
# **Explain it: two paths.** A colleague's loop calls `rnn_cell_backward(da[t], caches[t])`, without `da_prev`. The
# training loss falls, and the shapes are right. (a) Which terms of the gradient of ${\color{#00875F}{W_{aa}}}$ are
# missing, in terms of losses and steps? (b) Which of ${\color{#D55E00}{dW_{ya}}}$, ${\color{#D55E00}{db_y}}$,
# ${\color{#D55E00}{dW_{ax}}}$, ${\color{#D55E00}{dW_{aa}}}$, ${\color{#D55E00}{db_a}}$ are right nevertheless, and
# why? (c) Describe a task on which this mistake is fatal and one on which it does hardly any harm.

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
#   $T_x$). Does it still learn? Which of the five mistakes of the first sitting can it live with?
# - Let the adder read the highest bit first. Why can it not learn this, whatever the gradient?
# - Use ${\color{#D55E00}{dx^{\langle t \rangle}}}$: for a name and its predicted end, which letter has the largest
#   gradient? Such a *saliency map* asks to which input a prediction is most sensitive.
# - The caches of a sequence need memory for $T_x$ steps. Keep only every tenth activation, and recompute the others
#   from it on the way back. What does it cost in time, what does it save?
# - There is a way to carry gradients *forward* in time, with no need for the past: *real-time recurrent learning*.
#   Work out from its recursion for $\partial a^{\langle t \rangle} / \partial W_{aa}$ why it costs $n_a^4$ a step.
#
# Papers: Werbos (1990), *Backpropagation through time: what it does and how to do it*, the name and the method.
# Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*, with the unrolled
# network in its last section. Robinson and Fallside (1987), *The utility driven dynamic error propagation network*.
# Williams and Zipser (1989), *A learning algorithm for continually running fully recurrent neural networks*:
# real-time recurrent learning. Williams and Peng (1990), *An efficient gradient-based algorithm for on-line training
# of recurrent network trajectories*: truncation. Bridle (1990), on softmax and its gradient. Squire and Trapp (1998),
# *Using complex variables to estimate derivatives of real functions*. Gruslys et al. (2016), *Memory-efficient
# backpropagation through time*. Tallec and Ollivier (2017), *Unbiasing truncated backpropagation through time*.
# Goodfellow, Bengio and Courville (2016), *Deep Learning*, section 10.2.2.
