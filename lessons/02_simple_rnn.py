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
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.name_sampler import draw_symbols, invent_names
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %%
model, symbols = data.load_name_model()
invented = invent_names(12, model, symbols.symbols, rng=np.random.default_rng(14))
print(*invented, sep=", ")

# %% tags=["hide-input"]
shown = ["end", *symbols.symbols[1:]]  # how each class is written in a figure
drawn = list(draw_symbols(model, rng=np.random.default_rng(14)))
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
    "letter, the likelier it is next. The letter in colour was drawn. Each prediction depends on all letters before "
    f"it. {sum(name in known for name in invented) or 'None'} of the twelve names can be found in the census list.",
    alt=f"A stack of letters for each letter of {invented[0]} and for the end, with heights that sum to 1. In colour: "
    + ", ".join(f"{shown[symbol]} with {column[symbol]:.2f}" for symbol, column in drawn)
    + ".",
)

# %% [markdown]
# ## Remember
#
# 1. A batch `x` has the shape `(5, 27, 3)`. How many sequences does it hold, how many steps has the longest, and what
#    is `x[0]` in the formula?
# 2. `pad_batch` returns a mask as well. Why is it not enough to look for the padding number in `ids`?
# 3. Why does a recurrent network need no more parameters for a longer sequence?
#
# <details><summary>Answers</summary>
#
# 1. Three sequences, since examples are on the last axis, and five steps. `x[0]` is $x^{<1>}$, of shape `(27, 3)`: the
#    formula counts from 1.
# 2. A sequence may contain that number itself. Only the lengths tell where it ends.
# 3. It uses the same weights at every step. A standard network has other weights for each step.
#
# </details>

# %% [markdown]
# ## See it: two numbers that remember
#
# Here is a network small enough to work by hand. It reads digits, 0 or 1, and should remember whether a 1 has come. Its
# state is a column of $n_a = 2$ numbers, the *hidden activation* $a^{<t>}$; each of the two is called a *unit*. Before
# the first step both are 0. There is one sequence, so $m = 1$. One step is
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>}) \qquad\text{with}\qquad
# W_{ax} = \begin{pmatrix} 1 \\ 0 \end{pmatrix},\quad W_{aa} = \begin{pmatrix} 0 & 0 \\ 2 & 1 \end{pmatrix}$$
#
# The letters of a weight say what it makes and what it reads: $W_{ax}$ makes an $a$ and reads an $x$.
#
# Take it row by row. Unit 1 looks at the input and nothing else. Unit 2 adds twice unit 1 *of the step before* and once
# itself: it hears of a 1 one step late, and then holds on to it. By hand, for the digits 0, 1, 0, 0:
#
# | $t$ | $x$ | inside tanh, unit 1 | inside tanh, unit 2 | $a$ |
# |---|---|---|---|---|
# | 1 | 0 | $0$ | $2 \cdot 0 + 1 \cdot 0 = 0$ | $(0,\ 0)$ |
# | 2 | 1 | $1$ | $2 \cdot 0 + 1 \cdot 0 = 0$ | $(0.76,\ 0)$ |
# | 3 | 0 | $0$ | $2 \cdot 0.76 + 1 \cdot 0 = 1.52$ | $(0,\ 0.91)$ |
# | 4 | 0 | $0$ | $2 \cdot 0 + 1 \cdot 0.91 = 0.91$ | $(0,\ 0.72)$ |
#
# The same in code, one line a step. (`Wya`, `ba` and `by` turn the state into a prediction; they come below.)

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
    alt="Four time steps from left to right. Each reads a digit from below, changes a state of two numbers and gives a "
    "prediction above; each state leads to the next. After the 1 at step 2 the upper number lights up, at steps 3 and 4 "
    "the lower one.",
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
# Unit 2 fades: 0.62, 0.55, 0.50. It feeds itself with the weight 1, and $|\tanh z| < |z|$, so each step makes it
# smaller. The weight decides: a unit that feeds itself with the weight 2 settles at 0.96, where $\tanh(2a) = a$, and
# stays there. Lesson 08 asks which memories can be learned.
#
# With $W_{aa} = 0$ nothing passes from one step to the next: the 1 shows at $t = 2$ and is gone at $t = 3$. This one
# matrix is what makes a network *recurrent*.
#
# </details>

# %% [markdown]
# ## The equation
#
# In full, a step also has biases and makes a prediction. The network is the *simple recurrent network* of Elman (1990),
# here with tanh as its activation function and a softmax at the output, as is usual today:
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} + b_a)$$
# $$\hat{y}^{<t>} = \mathrm{softmax}(W_{ya}\, a^{<t>} + b_y)$$
#
# The first line is the recurrence, in the frame of the picture; both lines together are what this course calls the
# *cell*. $W_{ya}$ makes the scores of a prediction and reads an $a$; the vectors $b_a$ and $b_y$ are the biases.

# %% tags=["hide-input"]
figures.show(
    figures.rnn_cell(),
    caption="The cell as a picture. The old activation comes from the left and the input from below; each goes "
    "through its weights, the bias joins, and one tanh is taken of the *sum*. The new activation goes two "
    "ways: up to the prediction, and right to the next step.",
    alt="A box with a sum in it. Into the sum go W_aa times the old activation, W_ax times the input, and the "
    "bias b_a. tanh of the sum is the new activation; it leaves to the right, and through W_ya, b_y and "
    "softmax upwards as y hat.",
)
figures.shape_table(
    [
        ("x^{<t>}", "xt", "(n_x, m)", "the input at this step, a column for each example"),
        ("a^{<t-1>}", "a_prev", "(n_a, m)", "the activation that the step before left behind"),
        ("a^{<t>}", "a_next", "(n_a, m)", "the new activation: all that is handed on"),
        (r"\hat{y}^{<t>}", "yt_pred", "(n_y, m)", "the prediction; each column sums to 1"),
        ("W_{aa}", 'parameters["Waa"]', "(n_a, n_a)", "old activation to new activation"),
        ("W_{ax}", 'parameters["Wax"]', "(n_a, n_x)", "input to activation"),
        ("W_{ya}", 'parameters["Wya"]', "(n_y, n_a)", "activation to scores"),
        ("b_a", 'parameters["ba"]', "(n_a, 1)", "one bias for each unit, the same in every column"),
        ("b_y", 'parameters["by"]', "(n_y, 1)", "one bias for each class"),
    ]
)

# %% [markdown]
# **Conventions differ.** PyTorch's `nn.RNN` computes the same activation with two biases that are added, `bias_ih_l0`
# and `bias_hh_l0` (one would do; NVIDIA's library cuDNN, which it calls, takes two). It keeps its batch as
# `(T, m, n_x)` and leaves the prediction to a layer of your own. Keras multiplies from the right, `x @ kernel`, so its
# weights are the transposes of ours. None of this changes what can be computed.

# %% [markdown]
# ## Build it: one step
#
# Write `rnn_cell_forward`. It takes a step's input, the activation before and the dict of parameters, and returns three
# things: `a_next`, `yt_pred` and a *cache*. The cache is for the lesson on gradients (03), where you walk back through
# the network; keep in it what you think you will need, for example `(a_next, a_prev, xt, parameters)`. Nobody compares
# it.
#
# By hand, with the toy: from `a_prev` = (0.76, 0) and the input 0 the step leads to `a_next` = (0, 0.91).
#
# <details><summary>Hint 1: the idea</summary>
#
# The equation is the program. Take the five arrays out of the dict, then write each of the two lines as one line of
# NumPy. `@` multiplies matrices.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Inside tanh stand three terms of shapes $(n_a, n_a)(n_a, m)$, $(n_a, n_x)(n_x, m)$ and $(n_a, 1)$. The first two are
# $(n_a, m)$, and the bias is spread over the $m$ columns by broadcasting. Add all three, then take tanh once.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_next = np.tanh(... @ a_prev + ... @ xt + ...)`, then `yt_pred = softmax(... @ a_next + ...)`. The function
# `softmax` from lesson 00 works along the rows of each column by default. Return a tuple of three.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_cell_forward

# %%
check(rnn_cell_forward)

# %% [markdown]
# Your cell runs the toy. The class in the first row means "a 1 has come".

# %%
state, run = np.zeros((2, 1)), []
for digit in [0, 1, 0, 0]:
    state, answer, _ = rnn_cell_forward(np.array([[digit]]), state, toy)
    run.append((state[:, 0], answer[0, 0]))

states, answers = (np.array(column) for column in zip(*run, strict=True))
print("It says that a 1 has come with probability", answers.round(2))

# %% tags=["hide-input"]
figures.show(
    figures.heat_strip(states, words=["0", "1", "0", "0"], rows="unit", numbers=True),
    caption="The state of the toy as a *heat strip*, made by your cell: a column for each time step, a row for each "
    "number. Unit 1 shows the input, unit 2 remembers it.",
    alt="A strip of two rows and four columns. Row 1 is 0, 0.76, 0, 0; row 2 is 0, 0, 0.91, 0.72.",
)

# %% [markdown]
# ## One product instead of two
#
# Two products are added, and both have $n_a$ rows. Put the weights side by side and the two columns one above the
# other, and one product does the same work:
#
# $$W_a = [\,W_{aa} \mid W_{ax}\,], \qquad
# W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} = W_a \begin{bmatrix} a^{<t-1>} \\ x^{<t>} \end{bmatrix}$$
#
# It is often written this way (Ng, 2018), and fast libraries join products in a similar way
# (Appleyard, Kočiský and Blunsom, 2016); lesson 13 measures what that brings. In this course the order is always the
# same: **$a$ above $x$, so $W_{aa}$ left of $W_{ax}$**.

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
    " columns of $W_{ax}$ meet the rows of $x^{<t>}$; the result has $n_a$ rows.",
    alt="Two blocks side by side, W_aa and W_ax, times a column of two blocks, a above x, equals W_aa a plus W_ax x.",
)

# %% [markdown]
# **Predict.** Somebody stacks $[W_{ax} \mid W_{aa}]$ and keeps $a$ above $x$. With $n_x = 3$ and $n_a = 5$, does NumPy
# complain? What if they do it the same way round in both places?

# %%
draw = np.random.default_rng(0).standard_normal
Waa, Wax, a_prev, xt = draw((5, 5)), draw((5, 3)), draw((5, 4)), draw((3, 4))
right = Waa @ a_prev + Wax @ xt
for left, top in [((Waa, Wax), (a_prev, xt)), ((Wax, Waa), (a_prev, xt)), ((Wax, Waa), (xt, a_prev))]:
    product = np.concatenate(left, axis=1) @ np.concatenate(top)
    print(f"shape {product.shape}, largest difference {np.abs(product - right).max():.1e}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# NumPy does not complain: the shapes are $(5, 8)$ and $(8, m)$ either way, and the result is wrong without a word. With
# $x$ above $a$ as well the numbers are right again, so the order is a convention. It must be kept at both ends, and
# weights that are loaded from elsewhere may follow the other one.
#
# </details>

# %% [markdown]
# ## Build it: stacked weights
#
# Write `stack_weights`, then `cell_stacked`, which returns the new activation alone.
#
# By hand: for the toy, `stack_weights` gives `[[0, 0, 1], [2, 1, 0]]`.
#
# <details><summary>Hint 1: the idea</summary>
#
# NumPy joins arrays along an axis of your choice. Which axis grows when two matrices stand side by side, and which
# when two columns stand one above the other?
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
check(stack_weights)

# %% tags=["exercise"]
from solutions.simple_rnn import cell_stacked

# %%
check(cell_stacked)

# %%
print(stack_weights(toy["Waa"], toy["Wax"]))
split = rnn_cell_forward(np.array([[0]]), a_2, toy)[0]
joined = cell_stacked(np.array([[0]]), a_2, stack_weights(toy["Waa"], toy["Wax"]), toy["ba"])
print("largest difference between the two cells:", np.abs(split - joined).max())

# %% [markdown]
# ## A whole sequence
#
# The network over a sequence is the same cell again and again, with the same parameters:
#
# $$a^{<1>} = \mathrm{step}(x^{<1>}, a^{<0>}),\qquad a^{<2>} = \mathrm{step}(x^{<2>}, a^{<1>}),\qquad \dots$$
#
# where $\mathrm{step}$ is the first line of the cell. Each step needs the activation of the step before, so the steps
# cannot be computed all at once: this is the price of recurrence. In return the number of parameters does not depend on
# the length of the sequence.
#
# **Predict.** You run a sequence of 40 steps, change the input at $t = 11$ and nothing else, and run it again. For
# which $t$ is $a^{<t>}$ different now? And what becomes of the difference, if $W_{aa}$ is small, and if it is large?
# You will see it as soon as your loop runs.

# %% [markdown]
# ## Build it: the loop
#
# Write `rnn_forward`. It returns the activations of all steps in one array, the predictions of all steps in another,
# and the list of the caches. `a[0]` is $a^{<1>}$, what *leaves* the first step; $a^{<0>}$, that is `a0`, is not part of
# `a`. The check tries your loop around your own cell, and where that is not right yet around another one, so that one
# mistake does not count twice.
#
# By hand, for the toy and the digits 0, 1, 0, 0: `a[:, 1, 0]` is 0, 0, 0.91, 0.72.
#
# <details><summary>Hint 1: the idea</summary>
#
# One variable holds the current activation. It starts as `a0`, and every step replaces it by what the cell returns.
# Beside it grow three lists.
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
# Before the loop `a_prev = a0` and three empty lists. Inside, call the cell with `xt` and `a_prev`, let its first
# result be the new `a_prev`, and append all three. After the loop, `np.stack(a)` makes one array of shape
# `(T_x, n_a, m)` of the list.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_forward

# %%
check(rnn_forward)

# %% [markdown]
# Now the experiment. The weights are drawn at random; $W_{aa}$ is an orthogonal matrix, which changes no length, times
# a factor: so the factor alone decides how much it stretches.

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
for factor, style, colour in zip((0.5, 0.9, 1.5), ("-", "--", ":"), figures.CYCLE, strict=False):
    start = np.zeros((units, 1))
    a, _, _ = rnn_forward(x, start, {**reader, "Waa": factor * orthogonal})
    a_changed, _, _ = rnn_forward(x_changed, start, {**reader, "Waa": factor * orthogonal})
    difference = np.linalg.norm(a_changed - a, axis=(1, 2))
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
    caption=f"How far the activation moves when one input, at $t={changed}$, is changed. Before it, nothing: the "
    "network cannot see the future. After it, the trace fades by about the same factor at every step where "
    "the factor is small, and lives on where it is large.",
    alt=f"Three curves over t from {changed} to {steps} on a logarithmic axis. For factor 0.5 the difference "
    "falls in a nearly straight line to a hundred-billionth, for 0.9 to less than a ten-thousandth, for 1.5 it "
    "falls only to about a third.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# For every $t \ge 11$, and for no earlier one: information runs forward only. This is called *causality*, and it is a
# property that you can test without knowing a single right value. `check` did.
#
# With the factor 0.5 the difference halves at least at every step, and after twenty steps less than a millionth is
# left. With 0.9 it takes longer, and with 1.5 three tenths are left after 29 steps: tanh holds back what the weights
# stretch. How weights
# are found that keep what matters and drop the rest is the matter of lessons 03, 04 and 08.
#
# </details>

# %% [markdown]
# ## Break it: a loop that forgets
#
# A common mistake in this loop is to hand the cell `a0` at every step. It runs without a message and every shape is
# right. To see what it costs, take a network that has learned something. `data.load_name_model()` holds the weights of
# a simple RNN with $n_a = 64$, trained on 71,039 surnames of the United States census of 1990: from the letters so far
# it predicts the next. The full stop marks the beginning and the end. What goes in and what is to come out are the same
# name, shifted by one; what is to come out is called the *label* of a step:
#
# | $t$ | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|
# | input | . | s | c | h |
# | label | s | c | h | . |
#
# **Predict.** At which letters of *schneider* do the two loops give the same probability, and at which places is the
# forgetful one worst off?

# %%
model, symbols = data.load_name_model()
n_symbols = len(symbols)
start_symbol = symbols.numbers["."]


def letters_in_and_out(names):
    """Return a batch of names as input from "." on, as labels up to ".", and the mask of both."""
    ids, mask, _ = pad_batch([[start_symbol, *symbols.encode(name)] for name in names], pad_id=-1)
    labels, _, _ = pad_batch([[*symbols.encode(name), start_symbol] for name in names], pad_id=-1)
    return one_hot(ids, n_symbols), labels, mask


def blank(names):
    """Return the activation before the first letter: zeros."""
    return np.zeros((len(model["ba"]), len(names)))


def forgets(x, a0, parameters):
    """Run the cell at every step from a0: the mistake."""
    steps = [rnn_cell_forward(xt, a0, parameters) for xt in x]
    return np.stack([a for a, _, _ in steps]), np.stack([y for _, y, _ in steps])


x_name, name_labels, _ = letters_in_and_out(["schneider"])
_, remembered, _ = rnn_forward(x_name, blank(["schneider"]), model)
_, forgotten = forgets(x_name, blank(["schneider"]), model)

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
    caption="Reading *schneider*: how much probability the network gives to the letter that comes. At the first "
    "letter the two loops agree, since both start from `a0`. From the second on the forgetful one meets each"
    " letter with an empty memory, which in training it met only before the full stop at the start. Look at the "
    "end: 0.87 against nearly 0.",
    alt="Pairs of bars for the letters s, c, h, n, e, i, d, e, r and the end. The first pair is equal. The bar of "
    "the loop that carries the activation is much higher at h, i, d, r and the end; at the first e the other one is.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The same at the first letter alone, where nothing has been read. The forgetful loop is worst off where the past
# decides: at *h*, *i*, *d*, *r* and the end. At the first *e* it is the better one: after an *n* an *e* is a good guess
# without any memory, and a guess without memory is all that it has.
#
# </details>

# %% [markdown]
# ## Unequal lengths
#
# Names have unequal lengths, and a batch of them is padded. The loop above knows nothing of padding. It goes on
# through it, and `a[-1]` is then no longer what the last letter left.
#
# **Predict.** A padded step has an input of zeros (`one_hot` made it so). Why does the activation move nevertheless?
# And is `a * mask[:, np.newaxis]`, zeros at padding, a way out?

# %% tags=["hide-input"]
name = "elman"
x_name, _, _ = letters_in_and_out([name])
pads = range(13)
longest = np.concatenate([x_name, np.zeros((max(pads), n_symbols, 1))])
a, y_after, _ = rnn_forward(longest, blank([name]), model)
last = len(name)
moved = [np.linalg.norm(a[last + k] - a[last]) for k in pads]
ends = [y_after[last + k, start_symbol, 0] for k in pads]

fig, (left, right) = figures.panels(1, 2, width=4.0)
fig.get_layout_engine().set(wspace=0.08)
left.plot(pads, moved, "o-", color=figures.colour_of("a"))
left.set(xlabel="steps of padding", ylabel=r"$\|a^{\langle t\rangle} - a^{\langle T_x\rangle}\|$", ylim=(-0.3, None))
right.plot(pads, ends, "o-", color=figures.colour_of("y_hat"))
right.set(xlabel="steps of padding", ylabel="probability of the end", ylim=(0, 1))
figures.show(
    fig,
    caption="The name *elman*, with padding behind it and no mask. Left: how far the last activation has moved from "
    f"the one that the name left: at the first step of padding by {moved[1]:.1f}, as much as its own norm of "
    f"{np.linalg.norm(a[last]):.1f}. Right: what the network says about the end of the name. Both depend on how "
    "long *other* names of the batch are.",
    alt="Two curves over 0 to 12 steps of padding. The distance jumps from 0 to several units at the first step "
    "and goes on changing. The probability of the end changes with every step as well.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With $x^{<t>} = 0$ the step is still $\tanh(W_{aa}\, a^{<t-1>} + b_a)$: the recurrence and the bias go on working. An
# input of zeros is an input.
#
# `a * mask[:, np.newaxis]` makes the last activation zero, so what was read is lost, and the next network that wants
# "the state at the end" gets nothing. At padding nothing has happened; so the activation has to *stand still*.
#
# </details>

# %% [markdown]
# ## Build it: a loop that stands still at padding
#
# Write `rnn_forward_masked`. Where the mask is `True`, a step is what it was. Where it is `False`, the activation of
# that example stays as it is:
#
# $$a^{(i)<t>} = \begin{cases}
# \mathrm{cell}(x^{(i)<t>}, a^{(i)<t-1>}) & \text{if mask}[t-1,\, i-1] \\
# a^{(i)<t-1>} & \text{else} \end{cases}$$
#
# Each example has its own mask, and `False` may stand anywhere, at the beginning too. What `y_pred` holds at masked
# steps does not matter.
#
# By hand, for the toy, the digits 0, 1, 0, 0 and the mask True, True, False, True: `a[:, 1, 0]` is 0, 0, 0, 0.91.
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
# The row has shape $(m,)$: one decision for each column of an array $(n_a, m)$. Broadcasting lines it up with the last
# axis, which is the one you want. This activation is both what is kept in `a` and what enters the next step.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a_next, yt_pred, cache = rnn_cell_forward(...)`, then `a_prev = np.where(mask[t], ..., ...)`, then append `a_prev`.
# `np.where` makes a new array, so nothing that belongs to the caller is touched.
#
# </details>

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_forward_masked

# %%
check(rnn_forward_masked)

# %% [markdown]
# Three names in one batch, and each by itself. What is printed is rounding: the batch has changed nothing.

# %%
batch_of_names = ["elman", "ng", "hochreiter"]
x_batch, _, mask = letters_in_and_out(batch_of_names)
a_masked, _, _ = rnn_forward_masked(x_batch, blank(batch_of_names), model, mask)
for i, word in enumerate(batch_of_names):
    x_alone, _, _ = letters_in_and_out([word])
    a_alone, _, _ = rnn_forward(x_alone, blank([word]), model)
    apart = np.abs(a_masked[-1, :, i] - a_alone[-1, :, 0]).max()
    print(f"{word:11} last activation alone and in the batch differ by {apart:.0e}")

# %% tags=["hide-input"]
unit, steps = 7, len(x_batch)
a_moving, _, _ = rnn_forward(x_batch, blank(batch_of_names), model)
fig, axes = figures.panels(1, 2, width=4.4, height=1.9, sharey=True)
for ax, shown_a, title in zip(axes, (a_moving, a_masked), ("without the mask", "with the mask"), strict=True):
    ax.pcolormesh(shown_a[:, unit].T, cmap=figures.signed_map(), vmin=-1, vmax=1, edgecolors=(figures.INK, 0.3))
    for i, word in enumerate(batch_of_names):
        for t, letter in enumerate(["·", *word] + ["–"] * (steps - 1 - len(word))):
            ax.text(t + 0.5, i + 0.5, letter, ha="center", va="center", fontsize=10)
    ax.set(title=title, xlabel="$t$", xticks=np.arange(0, steps, 2) + 0.5, yticks=np.arange(3) + 0.5)
    ax.set(xticklabels=range(1, steps + 1, 2), yticklabels=batch_of_names)
    ax.grid(visible=False)
axes[0].invert_yaxis()
figures.show(
    fig,
    caption=f"One unit (number {unit + 1}) of the network over the batch; a dash is padding. Left, your `rnn_forward`: "
    "the unit goes on changing behind the end of a name. Right, `rnn_forward_masked`: it stands still there.",
    alt="Two strips of three rows, one for each name, and eleven steps. On the left the cells behind a name's end "
    "differ in colour from step to step, on the right they keep the colour of the last letter.",
)

# %% [markdown]
# ## How good is a prediction?
#
# At a step the network gives each class a probability. Let $y^{(i)<t>}$ be the label, the number of the right class,
# and $\as{y_hat}{\hat{p}^{(i)<t>}}$ the probability that $\hat{y}^{(i)<t>}$ gives to it: the entry in the row of that
# number. The surprise at an event of probability $p$ is $-\log p$, in *nats* for the natural logarithm, and the
# *cross-entropy* is the average surprise at what came:
#
# $$L = -\frac{1}{N} \sum_{(t, i)\ \text{valid}} \log \as{y_hat}{\hat{p}^{(i)<t>}},
# \qquad N = \text{number of valid pairs}$$

# %% tags=["hide-input"]
_, y_sc, _ = rnn_forward(letters_in_and_out(["sc"])[0], blank(["sc"]), model)
column, came, PINK = y_sc[-1, :, 0], symbols.numbers["h"], figures.colour_of("y_hat")
fig, (left, right) = figures.panels(1, 2, width=4.0, height=2.6)
left.bar(range(n_symbols), column, 0.8, color=[(PINK, 1 if k == came else 0.45) for k in range(n_symbols)])
left.set_xticks(range(n_symbols), ["·", *symbols.symbols[1:]], fontsize=7)
left.set(xlabel="class", ylabel="probability", title="one column of the prediction, after sc")
left.grid(visible=False, axis="x")
chance = np.linspace(0.01, 1, 200)
right.plot(chance, -np.log(chance), color=figures.INK)
right.plot(column[came], -np.log(column[came]), "o", color=figures.colour_of("L"), markersize=8)
right.set(xlabel="probability of what came", ylabel="surprise in nats", title=r"$-\log p$", ylim=(0, None))
figures.show(
    fig,
    caption=f"After *sc* came an *h*. The network had given it {column[came]:.2f} (left, the strong bar), so this step "
    f"costs {-np.log(column[came]):.2f} nats (right, the dot). All other bars count for nothing at this step.",
    alt="Left, 27 bars, one for each symbol; that of h is by far the highest. Right, the falling curve of minus log p "
    "with a dot near its right end.",
)

# %% [markdown]
# The exponential of the loss, $e^{L}$, is the *perplexity* (Jelinek, Mercer, Bahl and Baker, 1977): the number of
# equally likely classes among which a choice would be as hard. Shannon (1951) measured printed English by such
# surprise, with people as the model.
#
# **Others divide otherwise**: by the number of sequences, or by $T \cdot m$ with the padding in it. The numbers then
# cannot be compared with ours. Read what a library divides by before you quote its loss.
#
# **Predict.** A model that knows nothing gives each of 27 symbols the probability 1/27. What are its loss and its
# perplexity? And what happens to the loss of a batch, if you divide by $T \cdot m$ and the longest name of the batch
# gets longer?

# %% [markdown]
# <details><summary>Answer</summary>
#
# The loss is $-\log(1/27) = \log 27 = 3.30$ nats, the perplexity is 27. It is worth remembering: a fresh classifier of
# $n$ classes, whose scores are near 0, starts near $\log n$; where one starts far above, look for a mistake.
#
# Divided by $T \cdot m$ the loss falls with every step of padding, although no prediction has changed. The figure
# below the next exercise shows it.
#
# </details>

# %% [markdown]
# ## Build it: the loss of a sequence
#
# Write `sequence_cross_entropy`. `y_pred` is $(T, n_y, m)$, `y` holds the right classes as whole numbers, $(T, m)$. At
# masked steps a label may be any number, even one that is no class. A probability below 1e-12 counts as 1e-12. Return
# one number.
#
# By hand: three valid steps whose right classes got 0.5, 0.25 and 0.5 cost $(0.693 + 1.386 + 0.693) / 3 = 0.924$ nats,
# whatever the masked steps hold.
#
# <details><summary>Hint 1: the idea</summary>
#
# First find the valid steps, then look up one probability for each, then take the mean of the negative logs. In this
# order a strange label at a masked step is never looked at.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Number the valid pairs $k = 1, \dots, N$ and let $p_k$ be the probability that the right class got at the pair $k$.
# The loss is $-\frac{1}{N} \sum_k \log \max(p_k, 10^{-12})$. The axes of `y_pred` are time, class, example: the label
# is the index in the middle.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.nonzero(mask)` gives two arrays of length $N$, the `t` and the `i` of every valid pair, as indices of the code.
# `t, i = np.nonzero(mask)`, then `p = y_pred[t, y[t, i], i]` picks one entry for each pair, because three index arrays
# of one length are read together. Then `np.log`, `np.maximum`, a mean and a minus sign.
#
# </details>

# %% tags=["exercise"]
from solutions.losses import sequence_cross_entropy

# %%
check(sequence_cross_entropy)

# %%
y_by_hand = np.array([0.5, 0.25, 0.5, 0.9]).reshape(4, 1, 1) * np.array([[1], [0]])  # (T, n_y, m)
counted = sequence_cross_entropy(
    y_by_hand, np.array([[0], [0], [0], [99]]), np.array([[True], [True], [True], [False]])
)
print(f"by hand 0.924, by code {counted:.3f}; for 27 equal probabilities", end=" ")
equal = np.full((6, 27, 4), 1 / 27)
print(f"{sequence_cross_entropy(equal, np.zeros((6, 4), int), np.ones((6, 4), bool)):.2f}")

# %% tags=["hide-input"]
x_batch, labels, mask = letters_in_and_out(batch_of_names)
extra = range(0, 31, 3)
right_loss, wrong_loss = [], []
for more in extra:
    pad = ((0, more), (0, 0))
    long_mask, long_labels = np.pad(mask, pad), np.pad(labels, pad, constant_values=-1)
    long_x = np.pad(x_batch, ((0, more), (0, 0), (0, 0)))
    _, y_pred, _ = rnn_forward_masked(long_x, blank(batch_of_names), model, long_mask)
    right_loss.append(sequence_cross_entropy(y_pred, long_labels, long_mask))
    wrong_loss.append(right_loss[-1] * long_mask.sum() / long_mask.size)

fig, (ax,) = figures.panels(width=6.0, height=3.0)
ax.plot(extra, right_loss, "o-", color=figures.colour_of("L"), label="divided by the number of valid steps")
ax.plot(extra, wrong_loss, "s--", color=figures.INK, label=r"divided by $T \cdot m$")
ax.set(xlabel="steps of padding added to the batch", ylabel="loss in nats", ylim=(0, None))
ax.legend(loc="lower left")
figures.show(
    fig,
    caption="Three names, the same predictions, more and more padding. The right loss does not move. The other one "
    "seems to get better and better: a batch with one long name in it would look like progress.",
    alt="Two curves over 0 to 30 added steps of padding. One is flat; the other falls from three fifths of it to"
    " a sixth.",
)

# %% [markdown]
# ## Use it: watch a network read
#
# All the parts are there. Put a name of your own below. Accents and apostrophes are left out: the census list has none.

# %%
YOUR_NAME = "Schwarzenegger"
YOUR_NAME = "".join(letter for letter in YOUR_NAME.lower() if "a" <= letter <= "z")


def surprise(name):
    """Return what each letter of a name, and its end, cost in nats, and the predictions (T, n_y)."""
    x, labels, _ = letters_in_and_out([name])
    _, y_pred, _ = rnn_forward(x, blank([name]), model)
    return -np.log(y_pred[np.arange(len(labels)), labels[:, 0], 0]), y_pred[:, :, 0]


costs, predictions = surprise(YOUR_NAME)
print(f"{YOUR_NAME}: {costs.mean():.2f} nats a letter, perplexity {np.exp(costs.mean()):.1f}")

# %% tags=["hide-input"]
END = "end"
shown = [END if symbol == "." else symbol for symbol in symbols.symbols]


def draw_surprise(name):
    """Draw what each letter cost, with the three letters that the network expected most."""
    costs, predictions = surprise(name)
    fig, (ax,) = figures.panels(width=max(4.5, 0.62 * len(costs) + 1), height=3.4)
    ax.bar(range(len(costs)), costs, 0.7, color=figures.colour_of("y_hat"))
    for t, (cost, chances) in enumerate(zip(costs, predictions, strict=True)):
        best = "\n".join(shown[k] for k in np.argsort(-chances)[:3])
        ax.text(t, cost + 0.12, best, ha="center", va="bottom", fontsize=8.5, linespacing=1.05)
    ax.axhline(np.log(n_symbols), color=figures.INK, linestyle=":", linewidth=1, alpha=0.6)
    ax.text(len(costs) - 0.5, np.log(n_symbols) + 0.05, "all equally likely", ha="right", va="bottom", fontsize=8.5)
    ax.set_xticks(range(len(costs)), [*name, END])
    ax.set(ylabel="surprise in nats", ylim=(0, max(costs.max(), np.log(n_symbols)) + 1.6))
    ax.grid(visible=False, axis="x")
    return fig


figures.show(
    draw_surprise(YOUR_NAME),
    caption=f"The network reads *{YOUR_NAME}*. A low bar is a letter that it saw coming; over each bar stand the "
    "three that it expected most at this place, the likeliest on top. The dotted line is the surprise of a "
    "guess among all 27 symbols.",
    alt=f"Bars for the letters of {YOUR_NAME} and its end, between almost 0 and several nats, with three expected"
    " letters over each.",
)

# %% [markdown]
# Is this more than knowing which letters follow which? A table of letter pairs, a bigram model, always says the same
# after a *c*. The network has read what came before the *c*:

# %% tags=["hide-input"]
names = data.name_splits(rng=np.random.default_rng(1990))
pairs = np.full((n_symbols, n_symbols), 0.1)  # a little of everything, so that nothing is impossible
for known in names.train:
    ids = [start_symbol, *symbols.encode(known), start_symbol]
    np.add.at(pairs, (ids[:-1], ids[1:]), 1)
bigram = pairs / pairs.sum(axis=1, keepdims=True)

beginnings = ["sc", "mc", "ac", "rac"]
after_c = {f"{beginning}…": surprise(beginning)[1][-1] for beginning in beginnings}
panels = {"any c\n(letter pairs)": bigram[symbols.numbers["c"]], **after_c}
likely = [symbols.numbers[letter] for letter in "haokeilcgd"]
fig, axes = figures.panels(1, len(panels), width=1.75, height=3.3, sharey=True, sharex=True)
for ax, (title, chances) in zip(axes, panels.items(), strict=True):
    colour = figures.colour_of("b") if "any" in title else figures.colour_of("y_hat")
    ax.barh(range(len(likely)), chances[likely], 0.75, color=colour)
    ax.set(title=title, xlim=(0, 0.85), xticks=(0, 0.4, 0.8))
    ax.set_yticks(range(len(likely)), [shown[k] for k in likely])
    ax.grid(visible=False, axis="y")
axes[0].invert_yaxis()
axes[0].set_ylabel("next letter")
axes[len(axes) // 2].set_xlabel("probability")
figures.show(
    fig,
    caption="*What comes after a c?* Left: one answer for all, counted from letter pairs. The others: the network's "
    "answer after different beginnings. The input at the last step is the same *c* in all of them; the "
    "difference has come through $a^{<t-1>}$.",
    alt="Five bar charts of the probabilities of ten next letters. After sc the h has nearly 0.8; after mc it is"
    " c, g and k; after ac h leads before a and c, after rac h and k lead; letter pairs say h, k, a and o.",
)

# %% [markdown]
# ### What the units hold
#
# Nobody has told the 64 units what to remember. To find out what one of them does, compare it with something that you
# can name: over 2,000 names that the network has not seen in training, how strongly does each unit go along with "this
# letter is a vowel", "the letter before was a vowel", "how many letters have been read"? Karpathy, Johnson and Fei-Fei
# (2016) looked for such units in larger networks, mostly LSTMs, and found ones that follow the position in a line of
# text or are on inside quotation marks. Below the best of 64 is shown for each question; some would fit by chance.

# %%
unseen = names.test[:2000]
x_unseen, unseen_labels, unseen_mask = letters_in_and_out(unseen)
a_unseen, y_unseen, _ = rnn_forward_masked(x_unseen, blank(unseen), model, unseen_mask)

is_vowel = x_unseen[:, symbols.encode("aeiouy")].sum(axis=1)  # (T, m)
vowel_before = np.concatenate([np.zeros((1, len(unseen))), is_vowel[:-1]])
count = np.broadcast_to(np.arange(len(x_unseen))[:, None], is_vowel.shape)
questions = {"vowel now": is_vowel, "vowel before": vowel_before, "letters so far": count}

activations = np.moveaxis(a_unseen, 1, 2)[unseen_mask]  # (N, n_a)
picked = {}
for question, value in questions.items():
    along = np.array([np.corrcoef(unit, value[unseen_mask])[0, 1] for unit in activations.T])
    best = int(np.abs(along).argmax())
    picked[question] = (best, np.sign(along[best]))
    print(f"{question:15} unit {best + 1:2} of 64, correlation {along[best]:+.2f}")

# %% tags=["hide-input"]
name = "robinson"
x_name, _, _ = letters_in_and_out([name])
a_name, _, _ = rnn_forward(x_name, blank([name]), model)
watched = np.stack([sign * a_name[:, unit, 0] for unit, sign in picked.values()], axis=1)
strip = figures.heat_strip(watched, words=["·", *name], rows="", numbers=True)
strip.axes[0].set_yticks(
    np.arange(len(picked)) + 0.5, [f"{question}\n(unit {unit + 1})" for question, (unit, _) in picked.items()]
)
figures.show(
    strip,
    caption=f"Three of the 64 units while your loop reads *{name}*; the dot is the beginning. Signs are turned so "
    "that green means *yes* or *many*. They follow their questions roughly: unit "
    f"{picked['vowel now'][0] + 1} also fires at both *n*. Most of what the network knows is"
    " spread over many units. And the third is less a counter than a switch, which turns after three or four"
    " letters.",
    alt=f"A strip with three rows over the beginning and the letters of {name}. The first row is mostly green at "
    "the vowels, the second mostly at the letters after vowels, and the third turns from purple to green "
    "around the third letter and stays blue.",
)

# %% [markdown]
# ### How good is it?
#
# The last question is a number: the perplexity on the names that were kept apart. Beside it stand other models: tables
# that were counted on the same names as the network was trained on, and the same network with the forgetful loop.


# %%
def perplexity(y_pred):
    """Return the perplexity of predictions for the unseen names."""
    return np.exp(sequence_cross_entropy(y_pred, unseen_labels, unseen_mask))


def perplexity_of_table(letters):
    """Return the perplexity of a table of what follows each run of this many letters (0.1 added to each count)."""
    counts = {}
    for known in names.train:
        ids = (start_symbol,) * letters + (*symbols.encode(known), start_symbol)
        for k in range(letters, len(ids)):
            counts.setdefault(ids[k - letters : k], np.full(n_symbols, 0.1))[ids[k]] += 1
    surprise_at, never = [], np.ones(n_symbols)
    for word in unseen:
        ids = (start_symbol,) * letters + (*symbols.encode(word), start_symbol)
        for k in range(letters, len(ids)):
            row = counts.get(ids[k - letters : k], never)
            surprise_at.append(-np.log(row[ids[k]] / row.sum()))
    return np.exp(np.mean(surprise_at))


shape = y_unseen.shape
letter_share = pairs.sum(axis=0) / pairs.sum()
ids_now = x_unseen.argmax(axis=1)  # (T, m)
results = {
    "nothing: all equal": perplexity(np.full(shape, 1 / n_symbols)),
    "your network, forgetful loop": perplexity(forgets(x_unseen, blank(unseen), model)[1]),
    "how frequent each letter is": perplexity(np.broadcast_to(letter_share[:, None], shape)),
    "letter pairs": perplexity(np.moveaxis(bigram[ids_now], 2, 1)),
    "the last two letters": perplexity_of_table(2),
    "the last three letters": perplexity_of_table(3),
    "your network": perplexity(y_unseen),
}
for who, value in results.items():
    print(f"{value:5.1f}  {who}")

# %% tags=["hide-input"]
shuffler = np.random.default_rng(3)
shuffled = ["".join(shuffler.permutation(list(word))) for word in unseen]
fig, (left, right) = figures.panels(1, 2, width=4.4, height=3.4)
colours = [figures.colour_of("y_hat") if who == "your network" else figures.colour_of("b") for who in results]
left.barh(range(len(results)), results.values(), 0.7, color=colours)
left.set_yticks(range(len(results)), results)
left.set(xlabel="perplexity (lower is better)", xlim=(0, 29))
left.invert_yaxis()
left.grid(visible=False, axis="y")


def nats_a_letter(words):
    """Return the mean surprise of each word, (m,)."""
    x, labels, mask = letters_in_and_out(words)
    _, y_pred, _ = rnn_forward_masked(x, blank(words), model, mask)
    chance = np.take_along_axis(y_pred, np.where(mask, labels, 0)[:, None], axis=1)[:, 0]
    return (-np.log(chance) * mask).sum(axis=0) / mask.sum(axis=0)


real, mixed = nats_a_letter(unseen), nats_a_letter(shuffled)
edges = np.linspace(min(real.min(), mixed.min()), max(real.max(), mixed.max()), 51)
right.hist(real, edges, color=figures.colour_of("y_hat"), alpha=0.8, label="surnames")
right.hist(mixed, edges, histtype="step", linewidth=1.8, color=figures.INK, label="their letters, shuffled")
right.set(xlabel="surprise in nats a letter", ylabel="names")
right.legend()
figures.show(
    fig,
    caption="Left: among how many equally likely letters a model chooses, on 2,000 surnames that it has not seen. "
    "Right: the surprise of your network at these surnames, and at the same letters in random order. In "
    f"{np.mean(real < mixed):.0%} of the pairs the surname surprises it less.",
    alt="Left: bars of perplexity, 27 for guessing, about 24 for the forgetful loop, 19 for letter frequencies, "
    "13 for letter pairs, 10 and 9 for the last two and three letters, and about 9 for the network. Right: two "
    "histograms; surnames lie around 2.2 nats, "
    "shuffled letters around 3.7 with a long tail.",
)

# %% [markdown]
# Two things stand out. A trained network with the forgetful loop is worse than counting letters: its weights were
# trained to work with a memory, and without one they are of little use. And 9 is well below 13, so what the network
# carries along tells it more than the last letter. It is worth a little more than a table of the last *three* letters:
# that table has $27^4$ entries, 531,441, and the network 7,643 numbers. (The 13 is the model of lesson 00 on other
# names, counted on other names; the data sheet in `data/README.md` goes on to four letters.)

# %% [markdown]
# ## What you should remember
#
# 1. A step adds three terms, $W_{aa}\, a^{<t-1>}$, $W_{ax}\, x^{<t>}$ and $b_a$, and takes one tanh of the sum. The
#    prediction reads the *new* activation.
# 2. The same parameters serve every step, so their number does not depend on $T_x$. What passes from step to step is
#    $a$ alone.
# 3. Information runs forward only. Change $x^{<t>}$, and nothing before $t$ may move: a test for any recurrent code.
# 4. At padding the activation stands still, for each example by its own mask. An input of zeros is not a pause.
# 5. The loss is the sum over valid steps divided by their number. A model that knows nothing costs $\log n_y$.

# %% [markdown] tags=["question"] question_id="explain-same-letter" points=3
# **Explain it: the same letter.** In the figure *What comes after a c?* the last input of the network is a *c* every
# time, and the predictions differ. Follow the difference through the two lines of the equation: in which term does it
# enter, and how does it reach $\hat{y}^{<t>}$? Which one parameter, set to zero, would make the four charts of the
# network the same and still let the last letter count? What kind of model is the network then?

# %% [markdown] tags=["question"] question_id="explain-look-back" points=2
# **Explain it: hindsight.** The letter at step 3 of a name looks odd and turns out, at steps 4 and 5, to be usual in
# another language. Can this network use steps 4 and 5 to change its prediction at step 3? Give the reason from the
# loop, and describe an experiment on `rnn_forward` that would show it without looking at the code.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Read names of another kind, `data.load_names("women")`, and compare the perplexity. What has the model learned that
#   is true of all names, and what of surnames alone?
# - Run the name model with `a0` drawn at random instead of zeros. After how many letters does the difference no longer
#   show in the predictions?
# - Draw a letter at random from the prediction, feed it back as the next input, go on until the end is drawn, and you
#   have a generator of names. Lesson 07 does this with care.
# - With $n_a = 2$, find weights by hand for a network that tells whether the number of ones so far is odd.
#   (Let one unit stand for *or*, the other for *and*, and use large weights.)
#
# Papers
#
# - J. L. Elman (1990), *Finding structure in time*: the network of this lesson.
# - M. I. Jordan (1986), *Serial order*: hands on the output instead of the activation.
# - C. E. Shannon (1951), *Prediction and entropy of printed English*: people guess the next letter.
# - F. Jelinek, R. L. Mercer, L. R. Bahl and J. K. Baker (1977), *Perplexity, a measure of the difficulty of speech
#   recognition tasks*.
# - H. T. Siegelmann and E. D. Sontag (1995), *On the computational power of neural nets*: with rational weights and a
#   piecewise linear activation a recurrent network can simulate any Turing machine.
# - T. Mikolov et al. (2010), *Recurrent neural network based language model*.
# - J. Appleyard, T. Kočiský and P. Blunsom (2016), *Optimizing performance of recurrent neural networks on GPUs*.
# - A. Karpathy, J. Johnson and L. Fei-Fei (2016), *Visualizing and understanding recurrent networks* (first on arXiv in
#   2015).
# - I. Goodfellow, Y. Bengio and A. Courville (2016), *Deep Learning*, section 10.2.
# - A. Ng (2018), *Sequence Models*, course 5 of the Deep Learning Specialization, deeplearning.ai: the notation.
