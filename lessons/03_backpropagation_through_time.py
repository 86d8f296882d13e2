# %% [markdown]
# # 03 Backpropagation through time
#
# In lesson 02 information ran forward: letter by letter into a state, and out as a prediction. To learn, a network
# needs to know the opposite: of a mistake made *here*, how much is due to a weight used *back there*? The answer is
# the chain rule, taken along the unrolled network from the last step to the first. It is called *backpropagation
# through time*, and in this lesson you write it yourself. Lesson 04 proves it right and trains a network with it that
# learns to carry.
#
# **You write** four functions of five to fifteen lines: `numerical_gradient`, `softmax_ce_backward`,
# `rnn_cell_backward` and `rnn_backward`.
#
# **You need** lesson 02, whose functions lie ready in `given/`, and the chain rule for functions of one number.
#
# **It takes** about two hours, and ends with a gradient that travels through time.

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
# ## See it: one weight, used three times
#
# Take away all that can be taken away: one unit, no tanh, no bias. A step is $a^{<t>} = w\,a^{<t-1>} + x^{<t>}$
# with one number $w = 2$. Read three ones, starting from $a^{<0>} = 0$, and call the last activation the loss,
# $L = a^{<3>}$. How does $L$ change with $w$?
#
# $w$ stands at three places. The trick of this whole lesson is to **pretend that they are three different weights**,
# which happen to be equal, to ask of each what it does, and to add up. Going back from the end:
#
# | $t$ | activation | its gradient: how much $L$ moves with it | what this use of $w$ adds |
# |---|---|---|---|
# | 3 | $2 \cdot 3 + 1 = 7$ | $\as{gradient}{1}$, it is $L$ itself | $1 \cdot 3 = 3$ |
# | 2 | $2 \cdot 1 + 1 = 3$ | $1 \cdot w = \as{gradient}{2}$ | $2 \cdot 1 = 2$ |
# | 1 | $2 \cdot 0 + 1 = 1$ | $2 \cdot w = \as{gradient}{4}$ | $4 \cdot 0 = 0$ |
#
# Read the third column from the top: every step back multiplies by $w$. Read the last one: the gradient that arrives,
# times what $w$ was multiplied with on the way forward. The sum is $3 + 2 + 0 = 5$. And indeed $L = w^2 + w + 1$ as a
# function of $w$, whose slope is $2w + 1 = 5$.


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
# $L$ is curved in $w$: $L(2 + h) = L(2) + 5h + h^2$, so the quotient is $5 + h$. The next section gets rid of this
# error.
#
# For $w = 0.5$ they are 1, 0.5, 0.25: the gradient shrinks on its way back. For $w = 2$ the gradient of the first of
# ten activations is $2^9 = 512$. That a product of many factors hardly ever stays near 1 is the trouble of recurrent
# networks, and lesson 08 is about nothing else.
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
from solutions.backpropagation_through_time import numerical_gradient

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
# $$z_a^{<t>} = W_{aa}\,a^{<t-1>} + W_{ax}\,x^{<t>} + b_a, \qquad a^{<t>} = \tanh(z_a^{<t>})$$
# $$z_y^{<t>} = W_{ya}\,a^{<t>} + b_y, \qquad \hat{y}^{<t>} = \mathrm{softmax}(z_y^{<t>}), \qquad
# L = \tfrac{1}{N} \textstyle\sum -\log \hat{y}^{<t>}_{y^{<t>}}$$
#
# We write $da^{<t>}$ for $\partial L/\partial a^{<t>}$, and in the same way for everything else: **a gradient has the
# name of its thing with a d in front, and the shape of its thing.** That rule alone finds half of all mistakes.

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
# $L$ is the *mean* over the $N$ valid steps, so each of them counts by $1/N$. A masked step does not enter $L$ at all.
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
from solutions.backpropagation_through_time import softmax_ce_backward

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
# A product is the next thing on the way: $z_y = W_{ya}\,a$, that is $z_j = \sum_k W_{jk}\, a_k$. Forward, each row of
# the table $W$ makes one $z_j$. Going back, ask what $a_k$ does: it enters *every* $z_j$, with the weight $W_{jk}$, so
#
# $$da_k = \sum_j W_{jk}\, dz_j \qquad\text{which is}\qquad da = W_{ya}^\top\, dz_y,
# \qquad (n_a, n_y)(n_y, m) = (n_a, m)$$
#
# The same table, read by columns. And what does the weight $W_{jk}$ do? In one example it moves $z_j$ alone, by
# $a_k$, so its gradient is $dz_j\, a_k$; and it serves all $m$ examples, so the products add up:
#
# $$dW_{jk} = \sum_i dz_j^{(i)}\, a_k^{(i)} \qquad\text{which is}\qquad dW_{ya} = dz_y\, a^{\top},
# \qquad (n_y, m)(m, n_a) = (n_y, n_a)$$
#
# The product of matrices sums over the examples by itself. A bias is a weight whose input is always 1, so $db_y$ is the
# sum of $dz_y$ over the examples. **These three lines are all there is to any product in any network.**

# %% [markdown]
# ### Third stop: through tanh
#
# $a = \tanh(z)$ has the slope $1 - \tanh^2(z) = 1 - a^2$: a pleasant property, because $a$ is known already and
# nothing has to be computed again. Entry by entry,
#
# $$dz_a = (1 - {a^{<t>}}^2) \odot da^{<t>}$$
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
# that you know how to take back. Write `rnn_cell_backward`: from `da_next` and the cache, first $dz_a$, then five
# gradients in a dict. The cache is the one that `rnn_cell_forward` returned, `(a_next, a_prev, xt, parameters)`.
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
from solutions.backpropagation_through_time import rnn_cell_backward

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
# Now let the cell stand in its row. An activation $a^{<t>}$ is used *twice*: it makes the prediction of its own step,
# and it goes into the next step. What moves $L$ in two ways has two slopes, and they add up:
#
# $$da^{<t>} = \underbrace{W_{ya}^\top\, dz_y^{<t>}}_{\text{from its own prediction}} +
# \underbrace{W_{aa}^\top\, dz_a^{<t+1>}}_{\text{from the step after it}}$$
#
# The second term is what `rnn_cell_backward` calls `da_prev`, returned by the step *after*. So it must be known before
# step $t$ can begin: the loop runs from the last step to the first. After the last step nothing comes back, and what
# leaves the first step is the gradient of $a^{<0>}$.
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
from solutions.backpropagation_through_time import rnn_backward

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
# gradient of $a^{<t>}$: a use for a function that does not know where it stands.)
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
# hundred steps in lesson 08.
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
# You have a gradient that travels through time. In lesson 04 you make it work on real batches, prove it right with a
# test of your own, and train with it.

# %% [markdown]
# ## What you should remember
#
# 1. An activation is used twice, by its own prediction and by the next step, so its gradient has two terms:
#    $da^{<t>} = W_{ya}^\top dz_y^{<t>} + W_{aa}^\top dz_a^{<t+1>}$. The loop runs from the last step to the first.
# 2. A parameter is used at every step, so its gradient is a **sum of $T_x$ contributions**, each the gradient that
#    arrives times what the parameter was multiplied with.
# 3. A product $Wv$ goes back as $W^\top dz$ and $dz\, v^\top$, tanh as a factor $1 - a^2$, a sum as it is, and a
#    gradient has the shape of its thing.

# %% [markdown] tags=["question"] question_id="explain-two-paths" points=3
# **Explain it: two paths.** A colleague's loop calls `rnn_cell_backward(da[t], caches[t])`, without `da_prev`. The
# training loss falls, and the shapes are right. (a) Which terms of the gradient of $W_{aa}$ are missing, in terms of
# losses and steps? (b) Which of $dW_{ya}$, $db_y$, $dW_{ax}$, $dW_{aa}$, $db_a$ are right nevertheless, and why? (c)
# Describe a task on which this mistake is fatal and one on which it does hardly any harm.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Use $dx^{<t>}$: for a name and its predicted end, which letter has the largest gradient? Such a *saliency map* asks
#   to which input a prediction is most sensitive.
# - The caches of a sequence need memory for $T_x$ steps. Keep only every tenth activation, and recompute the others
#   from it on the way back. What does it cost in time, what does it save?
# - There is a way to carry gradients *forward* in time, with no need for the past: *real-time recurrent learning*. Work
#   out from its recursion for $\partial a^{<t>} / \partial W_{aa}$ why it costs $n_a^4$ a step.
#
# Papers: Werbos (1990), *Backpropagation through time: what it does and how to do it*, the name and the method.
# Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*, with the unrolled
# network in its last section. Robinson and Fallside (1987), *The utility driven dynamic error propagation network*.
# Williams and Zipser (1989), *A learning algorithm for continually running fully recurrent neural networks*:
# real-time recurrent learning. Bridle (1990), on softmax and its gradient. Gruslys et al. (2016), *Memory-efficient
# backpropagation through time*. Goodfellow, Bengio and Courville (2016), *Deep Learning*, section 10.2.2.
