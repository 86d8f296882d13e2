# %% [markdown]
# # 02 The simple RNN, forward
#
# You build a network that reads. It takes one element at a time, and all it knows of the past is a short column of
# numbers that it rewrites at every step. You write it from the equation up: one step, a whole sequence, a batch of
# sequences of unequal length, and the loss that says how well it predicts.
#
# **You write** six functions of one to ten lines: `rnn_cell_forward`, `stack_weights`, `cell_stacked`, `rnn_forward`,
# `rnn_forward_masked` and `sequence_cross_entropy`.
#
# **You need** lesson 00 (the layout `(T_x, n_x, m)`, the mask, `one_hot`, `pad_batch`, `softmax`) and lesson 01 (the
# same weights at every step). Their functions are ready for you in `given/`.
#
# **It takes** about 80 to 110 minutes; this is an estimate. Run the cells from top to bottom.
#
# Here is where it leads. A network with the equation you are about to write was trained on 71,039 surnames from the
# 1990 census of the United States. From the letters so far it predicts the next one. Draw a letter from its prediction,
# let it read that letter, and go on: it invents names.

# %%
import unicodedata

import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %%
model, symbols = data.load_name_model()
recorded = data.load_recorded("invented_names")["results"]  # twelve names that were drawn from this network
invented = ["".join(symbols.decode(name[:-1])) for name in recorded["lesson 02"]]  # without the symbol of the end
print(*invented, sep=", ")

# %% tags=["hide-input"]
shown = ["end", *symbols.symbols[1:]]  # how each class is written in a figure
drawn = list(zip(recorded["lesson 02"][0], np.array(recorded["chances"]), strict=True))
known = set(data.load_names("surnames"))


def draw_invention(letters):
    """Draw the predictions for the first letters of the invented name, and what was drawn from them."""
    fig, (ax,) = figures.panels(width=6.6, height=3.4)
    chances, came = np.array([column for _, column in drawn[:letters]]), [symbol for symbol, _ in drawn[:letters]]
    figures.letter_stacks(ax, chances, shown, came=came)
    ax.set(xlim=(-0.1, len(drawn) + 0.1), xlabel="drawn so far")
    ax.set_xticks(np.arange(letters) + 0.5, [shown[symbol] for symbol in came])
    return fig


figures.animate(
    [draw_invention(letters) for letters in range(1, len(drawn) + 1)],
    labels=["".join(shown[symbol] for symbol, _ in drawn[:letters]) for letters in range(1, len(drawn))]
    + [f"{invented[0]}, and the end"],
    slider="Letters drawn so far",
    caption=f"The first of the twelve, *{invented[0]}*, letter by letter. Each stack is a prediction: the taller a "
    "letter, the likelier it is next. The letter in colour, named below the axis, was drawn; if it was unlikely, it is "
    "only a sliver. Other letters below 0.04 are left out: this is the gap at the bottom. Each prediction depends on "
    f"all letters before it. {sum(name in known for name in invented) or 'None'} of the twelve names can be found in "
    "the census list.",
    alt=f"A stack of letters for each letter of {invented[0]} and for the end, each as high as its probability; "
    "letters below 0.04 that were not drawn are left out. In colour: "
    + ", ".join(f"{shown[symbol]} with {column[symbol]:.2f}" for symbol, column in drawn)
    + ".",
)

# %% [markdown]
# ## Remember
#
# 1. A batch `x` has the shape `(5, 27, 3)`. How many sequences does it hold, how many steps does the longest have, and
#    what is `x[0]` in the formula?
# 2. `pad_batch` returns a mask as well. Why is it not enough to look for the padding number in `ids`?
# 3. Why does a recurrent network need no more parameters for a longer sequence?
#
# <details><summary>Answers</summary>
#
# 1. Three sequences, since examples are on the last axis, and five steps. `x[0]` is $x^{<1>}$, of shape `(27, 3)`: the
#    formula counts from 1.
# 2. A sequence may contain that number itself. Only the lengths tell where it ends.
# 3. It uses the same weights at every step. A standard network has different weights for each step.
#
# </details>

# %% [markdown]
# ## See it: two numbers that remember
#
# Here is a network small enough to work by hand. It reads digits, 0 or 1, and should remember whether a 1 has appeared.
# Its state is a column of $n_a = 2$ numbers, the *hidden activation* $a^{<t>}$; each of the two is called a *unit*.
# Before the first step both are 0. There is one sequence, so $m = 1$. One step is
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>}) \qquad\text{with}\qquad
# W_{ax} = \begin{pmatrix} 1 \\ 0 \end{pmatrix},\quad W_{aa} = \begin{pmatrix} 0 & 0 \\ 2 & 1 \end{pmatrix}$$
#
# The letters of a weight say what it makes and what it reads: $W_{ax}$ makes an $a$ and reads an $x$.
#
# Unit 1 looks at the input and nothing else. Unit 2 adds twice unit 1 *of the step before* and once itself: it hears of
# a 1 one step late, and then holds on to it. By hand, for the digits 0, 1, 0, 0:
#
# | $t$ | $x$ | inside tanh, unit 1 | inside tanh, unit 2 | $a$ |
# |---|---|---|---|---|
# | 1 | 0 | $0$ | $2 \cdot 0 + 1 \cdot 0 = 0$ | $(0,\ 0)$ |
# | 2 | 1 | $1$ | $2 \cdot 0 + 1 \cdot 0 = 0$ | $(0.76,\ 0)$ |
# | 3 | 0 | $0$ | $2 \cdot 0.76 + 1 \cdot 0 = 1.52$ | $(0,\ 0.91)$ |
# | 4 | 0 | $0$ | $2 \cdot 0 + 1 \cdot 0.91 = 0.91$ | $(0,\ 0.72)$ |
#
# The same in code, one line per step. (`Wya`, `ba` and `by` turn the state into a prediction; they come below.)

# %%
toy = {
    "Wax": np.array([[1.0], [0.0]]),  # (n_a, n_x)
    "Waa": np.array([[0.0, 0.0], [2.0, 1.0]]),  # (n_a, n_a)
    "Wya": np.array([[2.0, 2.0], [0.0, 0.0]]),  # (n_y, n_a)
    "ba": np.zeros((2, 1)),  # (n_a, 1)
    "by": np.array([[-1.0], [0.0]]),  # (n_y, 1)
}
a_0 = np.zeros((2, 1))
a_1 = np.tanh(toy["Waa"] @ a_0 + toy["Wax"] @ [[0]])
a_2 = np.tanh(toy["Waa"] @ a_1 + toy["Wax"] @ [[1]])
a_3 = np.tanh(toy["Waa"] @ a_2 + toy["Wax"] @ [[0]])
a_4 = np.tanh(toy["Waa"] @ a_3 + toy["Wax"] @ [[0]])
for t, state in enumerate([a_1, a_2, a_3, a_4], 1):
    print(f"t = {t}   a = ({state[0, 0]:.2f}, {state[1, 0]:.2f})")

# %% tags=["hide-input"]
figures.animate(
    figures.forward_frames(4, words=["0", "1", "0", "0"], activations=np.hstack([a_1, a_2, a_3, a_4]).T),
    labels=figures.forward_labels(4),
    caption="One network at four time steps, *unrolled* from left to right. The two fields in each state are its two "
    "units: the more green, the larger. The 1 is read at $t=2$. At $t=3$ and $t=4$ the input is 0 again, and the state "
    "still shows that the 1 was there. Arrows of one colour carry the same weights at every step.",
    alt="Four time steps from left to right. Each reads a digit from below, changes a state of two numbers and gives "
    "a prediction above; each state leads to the next. After the 1 at step 2 the upper number lights up, at steps 3 "
    "and 4 the lower one.",
)

# %% [markdown]
# **Predict.** What is left of the 1 at $t = 5$, $6$ and $7$ if only zeros follow? And what would the four lines above
# print if $W_{aa}$ were all zeros?

# %%
later = a_4
for t in (5, 6, 7):
    later = np.tanh(toy["Waa"] @ later)
    print(f"t = {t}   unit 2 is {later[1, 0]:.2f}")

for t, digit in enumerate([0, 1, 0, 0], 1):
    a_t = np.tanh(toy["Wax"] @ [[digit]])
    print(f"W_aa = 0, t = {t}   a = ({a_t[0, 0]:.2f}, {a_t[1, 0]:.2f})")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Unit 2 fades: 0.62, 0.55, 0.50. It feeds itself with weight 1, and $|\tanh z| < |z|$ (except at 0), so each step makes
# it smaller. The weight decides: from any positive start, a unit that feeds itself with weight 2 settles at 0.96, where
# $\tanh(2a) = a$. Lesson 08 asks which memories can be learned.
#
# With $W_{aa} = 0$ nothing passes from one step to the next: the 1 shows at $t = 2$ and is gone at $t = 3$. This one
# matrix is what makes a network *recurrent*.
#
# </details>

# %% [markdown]
# ## The equation
#
# In full, a step also has biases and makes a prediction. This is the *simple recurrent network* of Elman (1990), with
# tanh for the activation and softmax at the output:
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} + b_a)$$
# $$\hat{y}^{<t>} = \mathrm{softmax}(W_{ya}\, a^{<t>} + b_y)$$
#
# The first line is the recurrence, the grey box of the figure. Box and prediction together are what this course calls
# the *cell*.

# %% tags=["hide-input"]
figures.show(
    figures.rnn_cell(),
    caption="The cell as a picture. The old activation comes from the left and the input from below; each is "
    "multiplied by its weights, the bias is added, and tanh is taken of the *sum*. The new activation goes two ways: "
    "up to the prediction, and right to the next step.",
    alt="A box with a sum in it. Into the sum go W_aa times the old activation, W_ax times the input, and the "
    "bias b_a. tanh of the sum is the new activation; it leaves to the right, and through W_ya, b_y and "
    "softmax upwards as y hat.",
)
figures.shape_table(
    [
        ("x^{<t>}", "xt", "(n_x, m)", "the input at this step, a column for each example"),
        ("a^{<t-1>}", "a_prev", "(n_a, m)", "the activation from the step before"),
        ("a^{<t>}", "a_next", "(n_a, m)", "the new activation: all that is passed on"),
        (r"\hat{y}^{<t>}", "yt_pred", "(n_y, m)", "the prediction; each column sums to 1"),
        ("W_{aa}", 'parameters["Waa"]', "(n_a, n_a)", "old activation to new activation"),
        ("W_{ax}", 'parameters["Wax"]', "(n_a, n_x)", "input to activation"),
        ("W_{ya}", 'parameters["Wya"]', "(n_y, n_a)", "activation to scores"),
        ("b_a", 'parameters["ba"]', "(n_a, 1)", "one bias for each unit, the same in every column"),
        ("b_y", 'parameters["by"]', "(n_y, 1)", "one bias for each class"),
    ]
)

# %% [markdown]
# ## Build it: one step
#
# Write `rnn_cell_forward`. It takes the input of a step, the activation before it and the dict of parameters. It
# returns `a_next`, `yt_pred` and a *cache*: what you will want in lesson 03, where you walk back through the network,
# for example `(a_next, a_prev, xt, parameters)`. No check looks inside the cache.
#
# **By hand**, with the toy: from $a^{<2>} = (0.76, 0)$ and the input 0 the step leads to $a^{<3>} = (0, 0.91)$. The
# cell below the skeleton runs this.
#
# <details><summary>Hint 1: the idea</summary>
#
# The equation is the program. Take the five arrays out of the dict, then write each of the two lines as one line of
# NumPy. `@` multiplies matrices.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Inside tanh there are three terms. Their shapes are $(n_a, n_a)(n_a, m)$, $(n_a, n_x)(n_x, m)$ and $(n_a, 1)$. The
# first two give $(n_a, m)$, and broadcasting copies the bias to all $m$ columns. Add the three, then take tanh once.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_next = np.tanh(... @ a_prev + ... @ xt + ...)`, then `yt_pred = softmax(... @ a_next + ...)`. By default `softmax`
# from lesson 00 works down each column. Return a tuple of three.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_cell_forward

# %%
a_next, yt_pred, _ = rnn_cell_forward(np.array([[0.0]]), np.array([[0.76], [0.0]]), toy)
print(f"a_next = ({a_next[0, 0]:.2f}, {a_next[1, 0]:.2f})")

# %%
check(rnn_cell_forward)

# %% [markdown]
# Your cell runs the toy. The first class means "a 1 has appeared": from $t = 2$ on its probability should be above one
# half.

# %%
a_t, states, answers = np.zeros((2, 1)), [], []
for digit in [0, 1, 0, 0]:
    a_t, y_t, _ = rnn_cell_forward(np.array([[digit]]), a_t, toy)
    states.append(a_t[:, 0])
    answers.append(y_t[0, 0])
strip = np.array(states)  # (T_x, n_a)
print("Probability it gives that a 1 has appeared:", np.round(answers, 2))

# %% tags=["hide-input"]
figures.show(
    figures.heat_strip(strip, words=["0", "1", "0", "0"], rows="unit", numbers=True),
    caption="The state of the toy as a *heat strip*, made by your cell: a column for each time step, a row for each "
    "unit. Unit 1 shows the input, unit 2 remembers it.",
    alt="A strip of two rows and four columns. "
    + "; ".join(f"row {u + 1} is {', '.join(f'{v:.2f}' for v in row)}" for u, row in enumerate(strip.T))
    + ".",
)

# %% [markdown]
# ## One product instead of two
#
# Both products have $n_a$ rows. Put the weights side by side and the two columns one above the other, and one product
# does the work of two:
#
# $$W_a = [\,W_{aa} \mid W_{ax}\,], \qquad
# W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} = W_a \begin{bmatrix} a^{<t-1>} \\ x^{<t>} \end{bmatrix}$$
#
# Ng (2018) writes it this way; lesson 13 measures what it saves. In this course the order is always the same:
# **$a$ above $x$, so $W_{aa}$ left of $W_{ax}$**.

# %% tags=["hide-input"]
A, X, AA, AX = (figures.colour_of(symbol) for symbol in ("a", "x", "W_aa", "W_ax"))
P, box, label = figures.Point, figures.blocks.box, figures.blocks.label
ax = figures.sheet(-0.7, 11.6, -2.75, 2.2)
box(ax, P(1.25, 0.0), "$W_{aa}$", AA, width=2.4, height=2.4)
box(ax, P(3.25, 0.0), "$W_{ax}$", AX, width=1.5, height=2.4)
label(ax, P(4.45, 0.0), r"$\cdot$", size=18)
for at, size in [
    (P(-0.3, 0.0), "$n_a$"),
    (P(1.25, -1.5), "$n_a$"),
    (P(3.25, -1.5), "$n_x$"),
    (P(5.6, -2.3), "$m$"),
    (P(6.75, 0.95), "$n_a$"),
    (P(6.75, -1.25), "$n_x$"),
    (P(8.3, -1.5), "$m$"),
    (P(10.6, -1.5), "$m$"),
]:
    label(ax, at, size, size=11)
label(ax, P(2.25, 1.62), "$W_a$", size=13)
box(ax, P(5.6, 0.78), "$a^{<t-1>}$", A, width=1.8, height=2.4)
box(ax, P(5.6, -1.22), "$x^{<t>}$", X, width=1.8, height=1.5)
label(ax, P(7.1, 0.0), "$=$", size=16)
box(ax, P(8.3, 0.0), "$W_{aa}\\,a^{<t-1>}$", A, width=1.8, height=2.4)
label(ax, P(9.5, 0.0), "$+$", size=16)
box(ax, P(10.6, 0.0), "$W_{ax}\\,x^{<t>}$", X, width=1.8, height=2.4)
figures.show(
    figures.figure_of(ax),
    caption="$W_a$ has $n_a$ rows and $n_a + n_x$ columns. The columns of $W_{aa}$ meet the rows of $a^{<t-1>}$, the"
    " columns of $W_{ax}$ those of $x^{<t>}$.",
    alt="Two boxes side by side, W_aa and W_ax, times two boxes one above the other, a and x, equals the sum of "
    "W_aa times a and W_ax times x.",
)

# %% [markdown]
# **Predict.** Someone builds $[W_{ax} \mid W_{aa}]$ and keeps $a$ above $x$. With $n_x = 3$ and $n_a = 5$, does NumPy
# complain? What if they also put $x$ above $a$?

# %%
draw = np.random.default_rng(0).standard_normal
Waa, Wax, a_prev, xt = draw((5, 5)), draw((5, 3)), draw((5, 4)), draw((3, 4))
right = Waa @ a_prev + Wax @ xt
for weights, columns in [((Waa, Wax), (a_prev, xt)), ((Wax, Waa), (a_prev, xt)), ((Wax, Waa), (xt, a_prev))]:
    product = np.concatenate(weights, axis=1) @ np.concatenate(columns)
    print(f"shape {product.shape}, largest difference {np.abs(product - right).max():.1e}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# NumPy does not complain: the shapes are $(5, 8)$ and $(8, m)$ either way, and the result is silently wrong. With
# $x$ above $a$ the numbers are right again, so the order is a convention. Keep it on both sides, and look it up before
# you load someone else's weights.
#
# </details>

# %% [markdown]
# ## Build it: stacked weights
#
# Write `stack_weights`, then `cell_stacked`, which returns the new activation alone.
#
# **By hand**: for the toy, `stack_weights` gives `[[0, 0, 1], [2, 1, 0]]`, and `cell_stacked` takes the step from
# $a^{<2>}$ to $a^{<3>} = (0, 0.91)$.
#
# <details><summary>Hint 1: the idea</summary>
#
# NumPy joins arrays along the axis you choose. Which axis grows when two matrices are put side by side, and which when
# two columns are put one above the other?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $W_a$ has shape $(n_a, n_a + n_x)$: axis 1 grows. What it acts on has shape $(n_a + n_x, m)$: axis 0 grows. Then
# $\tanh(W_a\,[a; x] + b_a)$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.hstack([..., ...])` joins along axis 1, `np.vstack([..., ...])` along axis 0. The second function is one line:
# `np.tanh(Wa @ np.vstack([...]) + ba)`.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import stack_weights

# %%
print(stack_weights(toy["Waa"], toy["Wax"]))

# %%
check(stack_weights)

# %% tags=["exercise"]
from solutions.simple_rnn import cell_stacked

# %%
Wa = np.array([[0.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
print(cell_stacked(np.array([[0.0]]), a_2, Wa, toy["ba"]).round(2))

# %%
check(cell_stacked)

# %% [markdown]
# ## A whole sequence
#
# Over a sequence it is the same cell again and again, with the same parameters:
#
# $$a^{<1>} = \mathrm{step}(x^{<1>}, a^{<0>}),\qquad a^{<2>} = \mathrm{step}(x^{<2>}, a^{<1>}),\qquad \dots$$
#
# where $\mathrm{step}$ is the first line of the cell. Each step needs the activation of the step before, so the steps
# cannot be computed all at once: this is the price of recurrence.

# %% [markdown]
# ## Build it: the loop
#
# Write `rnn_forward`. It returns the activations of all steps in one array, the predictions of all steps in another,
# and the list of caches. `a[0]` is $a^{<1>}$, what *leaves* the first step; $a^{<0>}$, which is `a0`, is not part of
# `a`. A mistake in your cell does not count a second time here.
#
# **By hand**, for the toy and the digits 0, 1, 0, 0: `a[:, 1, 0]` is 0, 0, 0.91, 0.72.
#
# <details><summary>Hint 1: the idea</summary>
#
# One variable holds the current activation. It starts as `a0`, and every step replaces it by what the cell returns.
# Three lists grow beside it.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# For $t = 1, \dots, T_x$ the cell makes $a^{<t>}$, $\hat{y}^{<t>}$ and the cache of step $t$ from $x^{<t>}$ and
# $a^{<t-1>}$. The first step uses $a^{<0>}$. In the code `for xt in x:` yields the steps in order.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Before the loop: `a_prev = a0` and three empty lists. Inside: call the cell with `xt` and `a_prev`, let its first
# result be the new `a_prev`, and append all three. After the loop: `np.stack(a)` makes one array of shape
# `(T_x, n_a, m)` from the list.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_forward

# %%
digits = np.array([0.0, 1.0, 0.0, 0.0]).reshape(4, 1, 1)  # (T_x, n_x, m)
a, _, _ = rnn_forward(digits, np.zeros((2, 1)), toy)
print(a[:, 1, 0].round(2))

# %%
check(rnn_forward)

# %% [markdown]
# **Predict.** You run a sequence of 40 steps, change the input at $t = 11$ and nothing else, and run it again. For
# which $t$ does $a^{<t>}$ differ now? And what becomes of the difference if $W_{aa}$ is small, and if it is large?
#
# Below, all weights are random. $W_{aa}$ is a matrix that changes no length, times a factor; so the factor alone
# says how much $W_{aa}$ stretches.

# %% tags=["hide-input"]
rng = np.random.default_rng(2)
steps, changed, units = 40, 11, 32
orthogonal = np.linalg.qr(rng.standard_normal((units, units)))[0]
reader = {
    "Wax": 0.3 * rng.standard_normal((units, 3)),
    "Wya": rng.standard_normal((2, units)),
    "ba": np.zeros((units, 1)),
    "by": np.zeros((2, 1)),
}
x = rng.standard_normal((steps, 3, 1))
x_changed = x.copy()
x_changed[changed - 1] += 0.5

fig, (ax,) = figures.panels(width=6.6, height=3.4)
start, left = np.zeros((units, 1)), {}
for factor, style, colour in zip((0.5, 0.9, 1.5), ("-", "--", ":"), figures.CYCLE, strict=False):
    a, _, _ = rnn_forward(x, start, {**reader, "Waa": factor * orthogonal})
    a_changed, _, _ = rnn_forward(x_changed, start, {**reader, "Waa": factor * orthogonal})
    difference = np.linalg.norm(a_changed - a, axis=(1, 2))
    left[factor] = difference[-1] / difference[changed - 1]
    ax.plot(range(changed, steps + 1), difference[changed - 1 :], style, color=colour, label=f"factor {factor}")
    print(f"factor {factor}: largest difference before t = {changed} is {difference[: changed - 1].max()}")
ax.axvspan(1, changed, color=figures.INK, alpha=0.12, linewidth=0)
ax.text(1.4, 2e-7, "no difference\nbefore the change", fontsize=9)
ax.set(
    xlabel="$t$",
    ylabel=r"$\|a^{\langle t\rangle}_{\mathrm{changed}} - a^{\langle t\rangle}\|$",
    yscale="log",
    xlim=(1, steps),
)
ax.legend(loc=(0.32, 0.05))
figures.show(
    fig,
    caption=f"How far the activation moves when one input, at $t={changed}$, is changed. Before that, not at all. "
    "After it, the difference dies away with the factors 0.5 and 0.9, and lasts with 1.5.",
    alt=f"Three curves over t from {changed} to {steps} on a logarithmic axis. At the end the difference is, as a "
    + "share of what it was at the change, "
    + ", ".join(f"{share:.0e} for the factor {factor}" for factor, share in left.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# For every $t \ge 11$ and no earlier one: information runs forward only. This is *causality*, and you can test any
# recurrent code for it without knowing a single right value. `check` did.
#
# With the factor 0.5 the difference at least halves at every step. With 0.9 it fades more slowly, and with 1.5 three
# tenths are left after 29 steps: tanh holds back what the weights stretch. Lessons 03, 04 and 08 are about weights that
# keep what matters and drop the rest.
#
# </details>

# %% [markdown]
# ## Break it: a loop that forgets
#
# A common mistake in this loop is to pass `a0` to the cell at every step. It runs without a message, and every shape is
# right. To see the damage, let both loops read with the name model of the opening, where $n_a = 64$. A full stop marks
# the beginning and the end of a name; where it is predicted, the figures write *end*. Input and *label*, the right
# answer of a step, are the same name shifted by one. For *ng*:
#
# | $t$ | 1 | 2 | 3 |
# |---|---|---|---|
# | input | . | n | g |
# | label | n | g | . |
#
# **Predict.** Both loops read *schneider*. At which letters do they give the same probability, and where does the
# forgetful one do worst?

# %%
n_symbols, END = len(symbols), symbols.numbers["."]


def letters_in_and_out(names):
    """Return a batch of names as input from "." on, as labels up to ".", and the mask of both."""
    ids, mask, _ = pad_batch([[END, *symbols.encode(name)] for name in names], pad_id=-1)
    labels, _, _ = pad_batch([[*symbols.encode(name), END] for name in names], pad_id=-1)
    return one_hot(ids, n_symbols), labels, mask


def zero_state(names):
    """Return the activation before the first letter, (n_a, m)."""
    return np.zeros((len(model["ba"]), len(names)))


# %%
def forgets(x, a0, parameters):
    """Return the predictions (T_x, n_y, m) of a loop with the mistake: every step begins at a0."""
    return np.stack([rnn_cell_forward(xt, a0, parameters)[1] for xt in x])


x_name, name_labels, _ = letters_in_and_out(["schneider"])
_, remembered, _ = rnn_forward(x_name, zero_state(["schneider"]), model)
forgotten = forgets(x_name, zero_state(["schneider"]), model)

# %% tags=["hide-input"]
rows = np.arange(len(name_labels))
chances = [y[rows, name_labels[:, 0], 0] for y in (remembered, forgotten)]
fig, (ax,) = figures.panels(width=7.0, height=3.2)
ax.bar(rows - 0.2, chances[0], 0.38, color=figures.CYCLE[0], label="activation carried on")
ax.bar(
    rows + 0.2, chances[1], 0.38, color=figures.CYCLE[1], hatch="//", edgecolor=figures.INK, label="a0 at every step"
)
ax.set_xticks(rows, [*"schneider", "end"])
ax.set(xlabel="next letter", ylabel="probability given to it")
ax.grid(visible=False, axis="x")
ax.legend()
figures.show(
    fig,
    caption="Reading *schneider*: the probability given to the letter that comes. At the first letter the loops agree, "
    "since both start from `a0`. From then on the forgetful one meets every letter with an empty memory. Look at the "
    f"end: {chances[0][-1]:.2f} against {chances[1][-1]:.2f}.",
    alt="Pairs of bars, activation carried on against a0 at every step: "
    + "; ".join(
        f"{letter} {kept:.2f}, {lost:.2f}" for letter, kept, lost in zip([*"schneider", "end"], *chances, strict=True)
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The same at the first letter only, where nothing has been read. The forgetful loop does worst where the past decides:
# at *h*, *i*, *d*, *r* and the end. At each *e* it does better, 0.46 against 0.35 and 0.50 against 0.48. This is luck:
# it gives an *e* 0.46 after *every* *n*, and in the training names only 12 of 100 *n* are followed by an *e*. Its
# weights were trained together with a memory and do not work without one.
#
# </details>

# %% [markdown]
# ## Hunt the bug: strange predictions
#
# The `softmax` below is that of lesson 00, with one mistake in it. Below it, the scores of your network after three
# beginnings go through it and through the right one. Every shape is right; the bars are not. Fix the function, set
# `bug`, and run the figure again: the two bars of each letter should be equal. Fixing it earns one point, naming it
# another.

# %% tags=["hunt"]
from solutions.activations import softmax as hunt_softmax

# %% tags=["hide-input"]
beginnings = ["scha", "mcca", "scho"]
a, _, _ = rnn_forward(letters_in_and_out(beginnings)[0], zero_state(beginnings), model)
scores = model["Wya"] @ a[-1] + model["by"]  # (n_y, m)
right_way, this_way = softmax(scores), hunt_softmax(scores)
fig, axes = figures.panels(1, len(beginnings), width=2.6, height=2.9)
for ax, beginning, expected, given in zip(axes, beginnings, right_way.T, this_way.T, strict=True):
    best = np.argsort(-expected)[:6]
    ax.bar(np.arange(6) - 0.2, expected[best], 0.38, color=figures.CYCLE[0], label="softmax")
    ax.bar(
        np.arange(6) + 0.2,
        given[best],
        0.38,
        color=figures.CYCLE[1],
        hatch="//",
        edgecolor=figures.INK,
        label="this one",
    )
    ax.set_xticks(np.arange(6), [shown[k] for k in best])
    ax.set(title=f"after {beginning}\nall {n_symbols} sum to {given.sum():.2f}", xlabel="next letter")
    ax.grid(visible=False, axis="x")
axes[0].set_ylabel("probability")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
figures.show(
    fig,
    caption="Three predictions, made from the same scores by `softmax` and by the function above. Shown are the six "
    "likeliest letters; the title has the sum over all classes of what this function gives.",
    alt="Three panels, one for each beginning, with two bars for each of six letters: one by softmax, one by the "
    "function above. They are equal if the function is right.",
)

# %%
check(hunt_softmax)

# %% [markdown]
# ## Unequal lengths
#
# A batch of names is padded, and the loop above knows nothing of padding. It runs on through it, so `a[-1]` is no
# longer what the last letter left.
#
# **Predict.** The input of a padded step is zeros: `one_hot` made it so. Why does the activation move all the same? And
# would `a * mask[:, np.newaxis]`, which puts zeros at padding, solve it?

# %% tags=["hide-input"]
name = "elman"
x_name, _, _ = letters_in_and_out([name])
pads = range(13)
longest = np.concatenate([x_name, np.zeros((max(pads), n_symbols, 1))])
a, y_after, _ = rnn_forward(longest, zero_state([name]), model)
last = len(name)
moved = [np.linalg.norm(a[last + k] - a[last]) for k in pads]
ends = [y_after[last + k, END, 0] for k in pads]

fig, (left, right) = figures.panels(1, 2, width=4.0)
fig.get_layout_engine().set(wspace=0.08)
left.plot(pads, moved, "o-", color=figures.colour_of("a"))
left.set(xlabel="steps of padding", ylabel=r"$\|a^{\langle t\rangle} - a^{\langle T_x\rangle}\|$", ylim=(-0.3, None))
right.plot(pads, ends, "o-", color=figures.colour_of("y_hat"))
right.set(xlabel="steps of padding", ylabel="probability of the end", ylim=(0, 1))
figures.show(
    fig,
    caption="The name *elman*, with padding behind it and no mask. Left: how far the activation has moved from the one "
    f"that the name left. The first step of padding moves it by {moved[1]:.1f}, and its own norm is "
    f"{np.linalg.norm(a[last]):.1f}. Right: the probability of the end of the name. Both depend on how long the "
    "*other* names in the batch are.",
    alt=f"Two curves over 0 to {max(pads)} steps of padding. The distance is 0, then {moved[1]:.1f}, and "
    f"{moved[-1]:.1f} in the end. The probability of the end begins at {ends[0]:.2f} and lies between "
    f"{min(ends[1:]):.2f} and {max(ends[1:]):.2f} after that.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With $x^{<t>} = 0$ the step is still $\tanh(W_{aa}\, a^{<t-1>} + b_a)$: recurrence and bias go on working. An input of
# zeros is an input.
#
# `a * mask[:, np.newaxis]` makes the last activation zero, and what was read is lost. At padding nothing has happened,
# so the activation must *not change*.
#
# </details>

# %% [markdown]
# ## Build it: a loop that waits at padding
#
# Write `rnn_forward_masked`. Where the mask is `True`, a step is what it was. Where it is `False`, the activation of
# that example stays as it is:
#
# $$a^{(i)<t>} = \begin{cases}
# \mathrm{step}(x^{(i)<t>}, a^{(i)<t-1>}) & \text{if mask}[t-1,\, i-1] \\
# a^{(i)<t-1>} & \text{else} \end{cases}$$
#
# Each example has its own mask, and `False` may come anywhere, at the beginning too. What `y_pred` holds at masked
# steps does not matter.
#
# **By hand**, for the toy, the digits 0, 1, 0, 0 and the mask True, True, False, True: `a[:, 1, 0]` is 0, 0, 0, 0.91.
#
# <details><summary>Hint 1: the idea</summary>
#
# Take your `rnn_forward`. Let the cell compute its step for all examples, then choose, column by column, between the
# new activation and the old one.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Let $\tilde{a}$ be what the cell makes and $\mu$ the row of the mask, 1 for True and 0 for False. Then
# $$a^{<t>} = \mu\, \tilde{a} + (1 - \mu)\, a^{<t-1>}.$$
# The row has shape $(m,)$, one decision for each column of an array $(n_a, m)$: broadcasting lines it up with the last
# axis, which is the one you want. This activation is kept in `a` and also enters the next step.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Go through both arrays at once: `for xt, valid in zip(x, mask):`. Inside,
# `a_next, yt_pred, cache = rnn_cell_forward(...)`, then `a_prev = np.where(valid, ..., ...)`, then append `a_prev`.
# `np.where` makes a new array, so nothing that belongs to the caller is touched.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_forward_masked

# %%
one_gap = np.array([True, True, False, True]).reshape(4, 1)  # (T_x, m)
a, _, _ = rnn_forward_masked(digits, np.zeros((2, 1)), toy, one_gap)
print(a[:, 1, 0].round(2))

# %%
check(rnn_forward_masked)

# %% [markdown]
# Read the three names in one batch, then each by itself: the results differ by rounding errors alone.

# %%
batch_of_names = ["elman", "ng", "hochreiter"]
x_batch, labels, mask = letters_in_and_out(batch_of_names)
a_masked, _, _ = rnn_forward_masked(x_batch, zero_state(batch_of_names), model, mask)
for i, name in enumerate(batch_of_names):
    x_alone, _, _ = letters_in_and_out([name])
    a_alone, _, _ = rnn_forward(x_alone, zero_state([name]), model)
    apart = np.abs(a_masked[-1, :, i] - a_alone[-1, :, 0]).max()
    print(f"{name:11} last activation alone and in the batch differ by {apart:.0e}")

# %% tags=["hide-input"]
unit, steps = 7, len(x_batch)
a_moving, _, _ = rnn_forward(x_batch, zero_state(batch_of_names), model)
fig, axes = figures.panels(1, 2, width=4.4, height=1.9, sharey=True)
for ax, shown_a, title in zip(axes, (a_moving, a_masked), ("without the mask", "with the mask"), strict=True):
    colours = ax.pcolormesh(
        shown_a[:, unit].T, cmap=figures.signed_map(), vmin=-1, vmax=1, edgecolors=(figures.INK, 0.3)
    )
    for i, name in enumerate(batch_of_names):
        for t, letter in enumerate([".", *name] + ["–"] * (steps - 1 - len(name))):
            ax.text(t + 0.5, i + 0.5, letter, ha="center", va="center", fontsize=16 if letter == "." else 10)
    ax.set(title=title, xlabel="$t$", xticks=np.arange(0, steps, 2) + 0.5, yticks=np.arange(3) + 0.5)
    ax.set(xticklabels=range(1, steps + 1, 2), yticklabels=batch_of_names)
    ax.grid(visible=False)
axes[0].invert_yaxis()
fig.colorbar(colours, ax=axes, aspect=12, pad=0.02)
figures.show(
    fig,
    caption=f"One unit (number {unit + 1}) of the network over the batch: green above 0, purple below. The full stop "
    "is the beginning of a name, a dash is padding. Left, your `rnn_forward`: the unit goes on changing after the end "
    "of a name. Right, `rnn_forward_masked`: it keeps its value there.",
    alt=f"Two strips of three rows, one for each name, and {steps} steps. On the left the cells after the end of a "
    "name differ in colour from step to step, on the right they keep the colour of the last letter.",
)

# %% [markdown]
# ## How good is a prediction?
#
# Let $y^{(i)<t>}$ be the label, the number of the right class, and $\as{y_hat}{\hat{p}^{(i)<t>}}$ the probability that
# $\hat{y}^{(i)<t>}$ gives to it. The *surprise* of an event of probability $p$ is $-\log p$, measured in *nats* if the
# logarithm is natural. The *cross-entropy* is the average surprise of the right classes:
#
# $$L = -\frac{1}{N} \sum_{(t, i)\ \text{valid}} \log \as{y_hat}{\hat{p}^{(i)<t>}},
# \qquad N = \text{number of valid pairs}$$

# %% tags=["hide-input"]
_, y_sc, _ = rnn_forward(letters_in_and_out(["sc"])[0], zero_state(["sc"]), model)
column, came, PINK = y_sc[-1, :, 0], symbols.numbers["h"], figures.colour_of("y_hat")
fig, (left, right) = figures.panels(1, 2, width=4.0, height=2.6)
left.bar(range(n_symbols), column, 0.8, color=[(PINK, 1 if k == came else 0.45) for k in range(n_symbols)])
left.set_xticks(range(n_symbols), shown, fontsize=7)
left.get_xticklabels()[0].set_rotation(90)
left.set(xlabel="class", ylabel="probability", title="one column of the prediction, after sc")
left.grid(visible=False, axis="x")
chance = np.linspace(0.01, 1, 200)
right.plot(chance, -np.log(chance), color=figures.INK)
right.plot(column[came], -np.log(column[came]), "o", color=figures.colour_of("L"), markersize=8)
right.set(xlabel="probability of what came", ylabel="surprise in nats", title=r"$-\log p$", ylim=(0, None))
figures.show(
    fig,
    caption=f"After *sc* came an *h*. The network had given it {column[came]:.2f} (left, the strong bar), so this step "
    f"costs {-np.log(column[came]):.2f} nats (right, the dot). The other bars do not count at this step.",
    alt=f"Left, {n_symbols} bars, one for each symbol; that of h is the highest by far. Right, the falling curve of "
    f"minus log p with a dot at {column[came]:.2f}.",
)

# %% [markdown]
# $e^{L}$ is the *perplexity* of Jelinek et al. (1977): choosing among that many equally likely classes would be as
# hard.
#
# **Divide by what?** Others divide the sum by the number of sequences, or by $T_x \cdot m$ with the padding in it.
# Before you compare two losses, find out what each was divided by.
#
# **Predict.** A model that knows nothing gives each of 27 symbols a probability of 1/27. What are its loss and its
# perplexity? And if you divide by $T_x \cdot m$, what happens to the loss of a batch when its longest name gets longer?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The loss is $-\log(1/27) = \log 27 = 3.30$ nats, the perplexity 27. This is worth remembering: a fresh classifier of
# $n$ classes, whose scores are near 0, starts near $\log n$. If yours starts far above, look for a mistake.
#
# Divided by $T_x \cdot m$, the loss falls with every step of padding, although no prediction has changed. The figure
# below the next exercise shows it.
#
# </details>

# %% [markdown]
# ## Build it: the loss of a sequence
#
# Write `sequence_cross_entropy`. `y_pred` has shape $(T_x, n_y, m)$; `y` holds the right classes as whole numbers,
# $(T_x, m)$. At masked steps a label may be any number, even one that is no class. A probability below 1e-12 counts as
# 1e-12. Return one number.
#
# **By hand**: three valid steps whose right classes got 0.5, 0.25 and 0.5 cost $(0.693 + 1.386 + 0.693) / 3 = 0.924$
# nats, whatever the masked step holds.
#
# <details><summary>Hint 1: the idea</summary>
#
# First find the valid steps, then look up one probability for each, then take the mean of the negative logs. In this
# order a strange label at a masked step is never looked at.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Number the valid pairs $k = 1, \dots, N$ and let $p_k$ be the probability that the right class got at pair $k$. The
# loss is $-\frac{1}{N} \sum_k \log \max(p_k, 10^{-12})$. The axes of `y_pred` are time, class, example: the label is
# the index in the middle.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.nonzero(mask)` gives two arrays of length $N$: the `t` and the `i` of every valid pair, as the code counts them.
# `t, i = np.nonzero(mask)`, then `p = y_pred[t, y[t, i], i]` picks one entry for each pair, because index arrays of the
# same length are read together. Then `np.log`, `np.maximum`, a mean and a minus sign.
#
# </details>

# %% tags=["exercise"]
from solutions.losses import sequence_cross_entropy

# %%
p_right = np.array([0.5, 0.25, 0.5, 0.9])  # what the right class got; the last step is masked
y_pred = np.stack([p_right, 1 - p_right], axis=1)[:, :, np.newaxis]  # (T_x, n_y, m)
y, valid = np.array([[0], [0], [0], [99]]), np.array([[True], [True], [True], [False]])
print(f"{sequence_cross_entropy(y_pred, y, valid):.3f}")

# %%
check(sequence_cross_entropy)

# %% tags=["hide-input"]
extra = range(0, 31, 3)
right_loss, wrong_loss = [], []
for more in extra:
    pad = ((0, more), (0, 0))
    long_mask, long_labels = np.pad(mask, pad), np.pad(labels, pad, constant_values=-1)
    long_x = np.pad(x_batch, ((0, more), (0, 0), (0, 0)))
    _, y_pred, _ = rnn_forward_masked(long_x, zero_state(batch_of_names), model, long_mask)
    right_loss.append(sequence_cross_entropy(y_pred, long_labels, long_mask))
    wrong_loss.append(right_loss[-1] * long_mask.sum() / long_mask.size)

fig, (ax,) = figures.panels(width=6.0, height=3.0)
ax.plot(extra, right_loss, "o-", color=figures.colour_of("L"), label="divided by the number of valid steps")
ax.plot(extra, wrong_loss, "s--", color=figures.INK, label=r"divided by $T_x \cdot m$")
ax.set(xlabel="steps of padding added to the batch", ylabel="loss in nats", ylim=(0, None))
ax.legend(loc="lower left")
figures.show(
    fig,
    caption="Three names, the same predictions, more and more padding. The right loss does not move. The other one "
    "seems to get better and better: a batch with one long name in it would look like progress.",
    alt=f"Two curves over 0 to {max(extra)} added steps of padding. One stays at {right_loss[0]:.2f} nats; the other "
    f"falls from {wrong_loss[0]:.2f} to {wrong_loss[-1]:.2f}.",
)

# %% [markdown]
# ## Hunt the bug: a batch that is read wrongly
#
# This `pad_batch`, too, has one mistake in it. It lays out three names for your masked loop and your loss, and nothing
# raises an error. Compare the letters, the colours and the losses of the two sides.

# %% tags=["hunt"]
from solutions.sequence_data import pad_batch as hunt_pad_batch


# %% tags=["hide-input"]
def loss_of_batch(pad):
    """Return the ids and mask that a function makes of the three names, and the loss of the network on them."""
    ids, mask, _ = pad([[END, *symbols.encode(name)] for name in batch_of_names], pad_id=-1)
    labels, _, _ = pad([[*symbols.encode(name), END] for name in batch_of_names], pad_id=-1)
    _, y_pred, _ = rnn_forward_masked(one_hot(ids, n_symbols), zero_state(batch_of_names), model, mask)
    return ids, mask, sequence_cross_entropy(y_pred, labels, mask)


written = [*symbols.symbols, "–"]  # the last one for padding, -1
fig, axes = figures.panels(1, 2, width=3.3, height=3.7, sharey=True)
for ax, pad, title in zip(axes, (pad_batch, hunt_pad_batch), ("pad_batch", "this one"), strict=True):
    ids, mask, loss = loss_of_batch(pad)
    ax.pcolormesh(mask, cmap=figures.signed_map(), vmin=-2, vmax=2, edgecolors=(figures.INK, 0.3))
    for (t, i), number in np.ndenumerate(ids):
        ax.text(i + 0.5, t + 0.5, written[number], ha="center", va="center", fontsize=10 if number else 16)
    ax.set(title=f"{title}\nloss {loss:.2f} nats", xticks=np.arange(3) + 0.5, xticklabels=batch_of_names)
    ax.set(yticks=np.arange(0, len(ids), 2) + 0.5, yticklabels=range(1, len(ids) + 1, 2))
    ax.grid(visible=False)
axes[0].set_ylabel("$t$")
axes[0].invert_yaxis()
figures.show(
    fig,
    caption="The inputs of three names as the two functions lay them out, each name in a column. A dash is the padding "
    "number, -1, the full stop is the beginning, and a green square is a step that the mask calls valid.",
    alt="Two grids of eleven steps and three names, with the letters that the ids stand for; steps that the mask calls "
    "valid are green. The grids and the losses above them are equal if the function is right.",
)

# %%
check(hunt_pad_batch)

# %% [markdown]
# A wrong mask keeps every shape and raises no error; only the numbers are wrong. To find one, draw a small batch, as
# here, or compare it with each name read alone, as above.

# %% [markdown]
# ## Use it: watch a network read
#
# Type a name of your own. Accents, spaces and apostrophes are dropped: *Müller* is read as *muller*. Write ß as ss, ø
# as o, and names in other alphabets in Latin letters.

# %%
YOUR_NAME = "Schwarzenegger"
in_parts = unicodedata.normalize("NFKD", YOUR_NAME.lower())  # ü becomes u and two dots
YOUR_NAME = "".join(letter for letter in in_parts if "a" <= letter <= "z")


def predictions_for(name):
    """Return the predictions after the start and after each letter of a name, (T_x, n_y)."""
    x, _, _ = letters_in_and_out([name])
    _, y_pred, _ = rnn_forward(x, zero_state([name]), model)
    return y_pred[:, :, 0]


predictions = predictions_for(YOUR_NAME)
came = [*symbols.encode(YOUR_NAME), END]
costs = -np.log(predictions[np.arange(len(came)), came])
print(f"{YOUR_NAME}: {costs.mean():.2f} nats per symbol, perplexity {np.exp(costs.mean()):.1f}")

# %% tags=["hide-input"]
fig, (top, bottom) = figures.panels(2, 1, width=max(4.5, 0.5 * len(came) + 1), height=2.3, sharex=True)
top.bar(np.arange(len(came)) + 0.5, costs, 0.7, color=figures.colour_of("y_hat"))
top.axhline(np.log(n_symbols), color=figures.INK, linestyle=":", linewidth=1)
top.text(len(came), np.log(n_symbols) + 0.08, f"{n_symbols} equally likely", ha="right", va="bottom", fontsize=8.5)
top.set(ylabel="surprise in nats", ylim=(0, max(costs.max(), np.log(n_symbols)) + 0.7))
top.grid(visible=False, axis="x")
figures.letter_stacks(bottom, predictions, shown, came=came)
bottom.set_xticks(np.arange(len(came)) + 0.5, [shown[k] for k in came])
figures.show(
    fig,
    caption=f"Your loop reads *{YOUR_NAME}*. Below, what the network expected before each letter, drawn as in the "
    "opening; the letter that came is in colour and named below the axis. Above, its surprise: a low bar is a letter "
    f"that the network saw coming. The dotted line is the surprise of a guess among {n_symbols} symbols.",
    alt="Bars of surprise in nats: "
    + ", ".join(f"{shown[k]} {cost:.1f}" for k, cost in zip(came, costs, strict=True))
    + ". Below each bar a stack of the letters that were expected.",
)

# %% [markdown]
# Is this more than knowing which letters follow which? A table of letter pairs, a *bigram* model, always gives the same
# answer after a *c*. The network has read what came before the *c*:

# %% tags=["hide-input"]
names = data.name_splits(rng=np.random.default_rng(1990))
pairs = np.full((n_symbols, n_symbols), 0.1)  # a little of everything, so that nothing is impossible
for known_name in names.train:
    ids = [END, *symbols.encode(known_name), END]
    np.add.at(pairs, (ids[:-1], ids[1:]), 1)
bigram = pairs / pairs.sum(axis=1, keepdims=True)

beginnings = ["c", "sc", "mc", "hoc", "dec"]
after_c = np.array([predictions_for(beginning)[-1] for beginning in beginnings])
fig, (left, right) = figures.panels(
    1, 2, width=3.6, height=3.6, sharey=True, gridspec_kw={"width_ratios": [1, len(beginnings)]}
)
figures.letter_stacks(left, bigram[[symbols.numbers["c"]]], shown, colour=figures.INK)
figures.letter_stacks(right, after_c, shown)
left.set(title="letter pairs")
left.set_xticks([0.5], ["any c"], fontsize=12)
right.set(title="your network", ylabel="")
right.set_xticks(np.arange(len(beginnings)) + 0.5, [f"{beginning}…" for beginning in beginnings], fontsize=12)


def likeliest(chances):
    """Say which three letters are likeliest."""
    return ", ".join(f"{shown[k]} {chances[k]:.2f}" for k in np.argsort(-chances)[:3])


figures.show(
    fig,
    caption="*What comes after a c?* The height of a letter is its probability; below 0.04 it is not shown. Left: one "
    "answer for every *c*, counted from letter pairs. Right: your network after five beginnings. At the last step the "
    "input is the same *c* in all of them; the difference has come through $a^{<t-1>}$.",
    alt=f"Stacks of letters. Letter pairs: {likeliest(bigram[symbols.numbers['c']])}. The network: "
    + "; ".join(f"after {word} {likeliest(chances)}" for word, chances in zip(beginnings, after_c, strict=True))
    + ".",
)

# %% [markdown]
# ### How good is it?
#
# One number says it: the perplexity on 2,000 names that were held out. The figure compares it with tables counted on
# the training names, and with the same network in the forgetful loop.

# %%
unseen = names.test[:2000]
x_unseen, unseen_labels, unseen_mask = letters_in_and_out(unseen)
a_unseen, y_unseen, _ = rnn_forward_masked(x_unseen, zero_state(unseen), model, unseen_mask)
y_forgetful = forgets(x_unseen, zero_state(unseen), model)
loss = sequence_cross_entropy(y_unseen, unseen_labels, unseen_mask)
print(f"your network: {loss:.3f} nats, perplexity {np.exp(loss):.1f}")


# %% tags=["hide-input"]
def perplexity(y_pred):
    """Return the perplexity of predictions for the unseen names."""
    return np.exp(sequence_cross_entropy(y_pred, unseen_labels, unseen_mask))


def perplexity_of_table(letters):
    """Return the perplexity of a table of what follows each run of this many letters (0.1 added to each count)."""
    counts = {}
    for known_name in names.train:
        ids = (END,) * letters + (*symbols.encode(known_name), END)
        for k in range(letters, len(ids)):
            counts.setdefault(ids[k - letters : k], np.full(n_symbols, 0.1))[ids[k]] += 1
    surprise_at, never = [], np.ones(n_symbols)
    for word in unseen:
        ids = (END,) * letters + (*symbols.encode(word), END)
        for k in range(letters, len(ids)):
            row = counts.get(ids[k - letters : k], never)
            surprise_at.append(-np.log(row[ids[k]] / row.sum()))
    return np.exp(np.mean(surprise_at))


letter_share = pairs.sum(axis=0) / pairs.sum()
results = {
    "nothing: all equal": perplexity(np.full(y_unseen.shape, 1 / n_symbols)),
    "your network, forgetful loop": perplexity(y_forgetful),
    "how frequent each letter is": perplexity(np.broadcast_to(letter_share[:, None], y_unseen.shape)),
    "letter pairs": perplexity(np.moveaxis(bigram[x_unseen.argmax(axis=1)], 2, 1)),
    "the last two letters": perplexity_of_table(2),
    "the last three letters": perplexity_of_table(3),
    "your network": perplexity(y_unseen),
}
fig, (ax,) = figures.panels(width=6.4, height=3.0)
colours = [figures.colour_of("y_hat") if who == "your network" else figures.colour_of("b") for who in results]
bars = ax.barh(range(len(results)), results.values(), 0.7, color=colours)
ax.bar_label(bars, fmt="%.1f", padding=4, color=figures.INK)
ax.set_yticks(range(len(results)), results)
ax.set(xlabel="perplexity (lower is better)", xlim=(0, 30))
ax.invert_yaxis()
ax.grid(visible=False, axis="y")
figures.show(
    fig,
    caption="Perplexity: how many equally likely symbols a model is choosing among, on "
    f"{len(unseen):,} surnames that it has not seen.",
    alt="Bars of perplexity: " + ", ".join(f"{who} {value:.1f}" for who, value in results.items()) + ".",
)

# %% [markdown]
# With the forgetful loop, a trained network does worse than counting letters: its weights were trained to work with a
# memory. With its memory it reaches 8.8, well below the 13.2 of letter pairs, so it uses more than the last letter. It
# even does a little better than a table of the last *three* letters, with 7,643 numbers against 531,441 entries.
#
# Now the names of the opening once more. Each letter was the first at which the probabilities, added up, are above a
# random number. *Your* network reads the names and predicts; the same numbers draw again:

# %%
rng = np.random.default_rng(14)
read, mask_read, _ = pad_batch([[0, *name[:-1]] for name in recorded["lesson 02"]], pad_id=-1)
x_read = one_hot(read, len(symbols))
_, y_read, _ = rnn_forward_masked(x_read, np.zeros((len(model["ba"]), len(invented))), model, mask_read)
numbers = [rng.random(len(name)) for name in recorded["lesson 02"]]
again = [
    [int(np.argmax(np.cumsum(column) > u)) for column, u in zip(y_read[:, :, i], us, strict=False)]
    for i, us in enumerate(numbers)
]
print(*("".join(symbols.decode(name[:-1])) for name in again), sep=", ")
print("the same names" if again == recorded["lesson 02"] else "other names")

# %% [markdown] tags=["deeper"]
# ## Deeper: what the units hold
#
# Nobody told the 64 units what to remember. To find out what one of them does, compare it with something you can name:
# over 2,000 unseen names, how strongly is each unit correlated with "this letter is a vowel", "the letter before was a
# vowel", or "how many letters have been read"? Karpathy et al. (2016) looked for such units in larger networks, and
# found some that follow the position in a line of text or switch on inside quotation marks.
#
# Below is the best of 64 for each question. With so many to choose from, one fits a little in any network. So beside it
# you see what the best unit reaches in ten networks with the same weights *shuffled*.

# %% tags=["hide-input"]
is_vowel = x_unseen[:, symbols.encode("aeiouy")].sum(axis=1)  # (T_x, m)
vowel_before = np.concatenate([np.zeros((1, len(unseen))), is_vowel[:-1]])
count = np.broadcast_to(np.arange(len(x_unseen))[:, None], is_vowel.shape)
questions = {"vowel now": is_vowel, "vowel before": vowel_before, "letters so far": count}


def correlations_with(a):
    """Return the correlation of each unit with the answers to each question, (questions, n_a)."""
    activations = np.moveaxis(a, 1, 2)[unseen_mask]  # (N, n_a)
    values = np.array([value[unseen_mask] for value in questions.values()])
    return np.corrcoef(values, activations.T)[: len(values), len(values) :]


def shuffled_model(seed):
    """Return the weights of the trained network, each array in a random order."""
    rng = np.random.default_rng(seed)
    return {key: rng.permutation(array.ravel()).reshape(array.shape) for key, array in model.items()}


by_chance = []
for seed in range(10):
    a_shuffled, _, _ = rnn_forward_masked(x_unseen, zero_state(unseen), shuffled_model(seed), unseen_mask)
    by_chance.append(np.abs(correlations_with(a_shuffled)).max(axis=1))
picked = {}
for question, row, chance in zip(questions, correlations_with(a_unseen), np.transpose(by_chance), strict=True):
    best = int(np.abs(row).argmax())
    picked[question] = (best, np.sign(row[best]))
    print(
        f"{question:15} unit {best + 1:2} of 64, correlation {row[best]:+.2f}"
        f"   (shuffled: {chance.min():.2f} to {chance.max():.2f}, either sign)"
    )

name = "robinson"
x_name, _, _ = letters_in_and_out([name])
a_name, _, _ = rnn_forward(x_name, zero_state([name]), model)
watched = np.stack([sign * a_name[:, unit, 0] for unit, sign in picked.values()], axis=1)
strip = figures.heat_strip(watched, words=[".", *name], rows="", numbers=True)
strip.axes[0].set_yticks(
    np.arange(len(picked)) + 0.5, [f"{question}\n(unit {unit + 1})" for question, (unit, _) in picked.items()]
)
figures.show(
    strip,
    caption=f"Three of the 64 units while your loop reads *{name}*; the full stop is the beginning. Signs are turned "
    f"so that green means *yes* or *many*. They follow their questions only roughly: unit {picked['vowel now'][0] + 1} "
    "is green at both *n* too. The third is less a counter than a switch, which turns after three or four letters. "
    f"For *vowel now* the best unit of a shuffled network reaches up to {np.max(by_chance, axis=0)[0]:.2f} as well. "
    "Most of what the network knows is spread over many units.",
    alt="A strip of three rows over the beginning and the letters of the name. "
    + "; ".join(
        f"{question}: {', '.join(f'{v:.2f}' for v in row)}" for question, row in zip(picked, watched.T, strict=True)
    )
    + ".",
)

# %% [markdown]
# ## The same in PyTorch
#
# The toy of this lesson, run by the framework:
#
# ```python
# import torch
#
# rnn = torch.nn.RNN(input_size=1, hidden_size=2)
# with torch.no_grad():
#     rnn.weight_ih_l0.copy_(torch.tensor([[1.0], [0.0]]))  # Wax
#     rnn.weight_hh_l0.copy_(torch.tensor([[0.0, 0.0], [2.0, 1.0]]))  # Waa
#     rnn.bias_ih_l0.zero_()
#     rnn.bias_hh_l0.zero_()
#     a, a_last = rnn(torch.tensor([0.0, 1.0, 0.0, 0.0]).reshape(4, 1, 1))  # (T_x, m, n_x)
# print(a[:, 0].numpy().round(2))
# ```
#
# ```text
# [[0.   0.  ]
#  [0.76 0.  ]
#  [0.   0.91]
#  [0.   0.72]]
# ```
#
# `nn.RNN` is the recurrence alone; the prediction is a layer of your own. It adds two biases where one would do, and
# its examples are on axis 1. `pack_padded_sequence` does the work of the mask. `nn.CrossEntropyLoss(ignore_index=-1)`
# takes *scores* instead of probabilities and, like ours, averages over the labels that count.

# %% [markdown]
# ## What you should remember
#
# 1. A step adds three terms, $W_{aa}\, a^{<t-1>}$, $W_{ax}\, x^{<t>}$ and $b_a$, and takes one tanh of the sum. The
#    prediction reads the *new* activation.
# 2. The same parameters serve every step, so their number does not depend on $T_x$. Only $a$ passes from step to step.
# 3. Information runs forward only. Change $x^{<t>}$, and nothing before $t$ may move: a test for any recurrent code.
# 4. At padding the activation does not change, for each example by its own mask. An input of zeros is not a pause.
# 5. The loss is the sum over valid steps divided by their number. A model that knows nothing has a loss of $\log n_y$.

# %% [markdown] tags=["question"] question_id="explain-same-letter" points=3
# **Explain it: the same letter.** In the figure *What comes after a c?* the last input of the network is a *c* every
# time, and the predictions differ. Follow the difference through the two lines of the equation: in which term does it
# enter, and how does it reach $\hat{y}^{<t>}$? Which one parameter, set to zero, would make the five stacks of the
# network the same and still let the last letter count? What kind of model is the network then?

# %% [markdown] tags=["question"] question_id="explain-look-back" points=2
# **Explain it: hindsight.** The letter at step 3 of a name looks odd. Steps 4 and 5 show that it is common in another
# language. Can this network use steps 4 and 5 to change its prediction at step 3? Give the reason from the loop, and
# describe an experiment on `rnn_forward` that would show it without looking at the code.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Read names of another kind, `data.load_names("women")`, and compare the perplexity. What has the model learned that
#   is true of all names, and what only of surnames?
# - With $n_a = 2$, find weights by hand for a network that tells whether the number of ones so far is odd.
#   (Let one unit stand for *or*, the other for *and*, and use large weights.)
#
# To read
#
# - Elman (1990), *Finding structure in time*: the network of this lesson.
# - Jelinek et al. (1977), *Perplexity, a measure of the difficulty of speech recognition tasks*.
# - Karpathy et al. (2016), *Visualizing and understanding recurrent networks*.
# - Ng (2018), *Sequence Models*, course 5 of the Deep Learning Specialization: the notation.
