# %% [markdown]
# # 01 Why not a standard network?
#
# A sequence can be stacked into one long column and fed to the kind of network you already know. So why does this
# course need another kind? You build the input that a standard network needs, count its parameters, and run the
# experiment below: two networks learn to find the name in a sentence; then the name moves to a place where it never
# appeared in training.
#
# **You write** two functions: `count_parameters` and `window_features`. A *black box* trains the networks; you open it
# in lessons 02 to 04.
#
# **You need** lesson 00: the layout `(T_x, n_x, m)`, lengths, `one_hot`. Its functions are in `given/`.
#
# **It takes** about 45 to 75 minutes; this is an estimate. Run the cells from top to bottom.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.black_box import train_convolution, train_recurrent, train_standard
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %% tags=["hide-input"]
# The sentences of this lesson, and two networks that are trained before you write anything.
vocabulary = data.name_vocabulary()
LENGTHS, T_MAX, N_H = (6, 8, 9, 10), 10, 24
PLACES = range(1, T_MAX + 1)


def batch_of(sentences, places):
    """Return x (T, n_x, m), lengths (m,) and y (T, m), which is 1 at the name; place 0 means that there is none."""
    ids, _, lengths = pad_batch([vocabulary.encode(sentence) for sentence in sentences], pad_id=-1)
    y = np.arange(1, len(ids) + 1)[:, np.newaxis] == np.array(places)
    return one_hot(ids, len(vocabulary)), lengths, y.astype(int)


def with_names(m, places, rng):
    """Make m sentences of several lengths with a name at one of these places; return words and places."""
    made = [data.name_sentences(m // 4, positions=places, length=max(length, *places), rng=rng) for length in LENGTHS]
    words = [sentence for some in made for sentence in some.words]
    return words, np.concatenate([some.positions for some in made]).tolist()


def without_names(m, rng):
    """Make m sentences without a name: the words that come before a name in last place, with the name cut off."""
    made = [data.name_sentences(m // 4, positions=(length + 1,), length=length + 1, rng=rng) for length in LENGTHS]
    return [sentence[:-1] for some in made for sentence in some.words], [0] * m


def training_batch(places, rng):
    """Make 600 sentences with a name at one of these places and 200 without one."""
    words, at = with_names(600, places, rng)
    more, nowhere = without_names(200, rng)
    return batch_of(words + more, at + nowhere)


def pointed_at(y_hat, lengths):
    """Return the place, from 1, of the largest probability in each sentence, (m,)."""
    real = np.arange(len(y_hat))[:, np.newaxis] < lengths
    return np.where(real, y_hat, -1).argmax(axis=0) + 1


rng = np.random.default_rng(0)
x, lengths, y = training_batch((1, 2, 3, 4), rng)
given_standard = train_standard(x.reshape(-1, x.shape[2]), y, lengths, n_h=N_H, rng=rng)
given_recurrent = train_recurrent(x, y, lengths, n_h=N_H, rng=rng)

# %% tags=["hide-input"]
BEFORE = (
    "",
    "today",
    "last night",
    "on the train",
    "today on the train",
    "last night on the train",
    "today last night on the train",
    "last night on the train near home",
    "today last night on the train near home",
    "today last night on the train in the garden",
)
AFTER = (
    "opened the window lit candles waited found a coin",
    "opened the window lit candles found a coin",
    "opened the window waited found a coin",
    "opened the window found a coin",
    "lit candles found a coin",
    "waited found a coin",
    "found a coin",
    "lit candles",
    "waited",
    "",
)
moving = [[*before.split(), "ada", *after.split()] for before, after in zip(BEFORE, AFTER, strict=True)]
x, lengths, _ = batch_of(moving, PLACES)
answers = {"standard": given_standard(x.reshape(-1, x.shape[2])), "recurrent": given_recurrent(x)}
pointed = {name: pointed_at(y_hat, lengths) for name, y_hat in answers.items()}
right = {name: int(np.sum(at == PLACES)) for name, at in pointed.items()}


def draw_answers(place):
    """Draw what both networks say to the sentence whose name is at this place."""
    words = [word.upper() if t == place else word for t, word in enumerate(moving[place - 1], 1)]
    fig, axes = figures.panels(2, 1, width=7.6, height=1.75, sharex=True)
    for ax, (name, y_hat) in zip(axes, answers.items(), strict=True):
        at = pointed[name][place - 1]
        colours = [figures.colour_of("y_hat") if t == place else figures.INK for t in PLACES]
        ax.axvspan(4.5, 10.6, color=figures.INK, alpha=0.12, linewidth=0)
        ax.bar(PLACES, y_hat[:, place - 1], 0.7, color=colours)
        ax.plot(at, min(y_hat[at - 1, place - 1] + 0.14, 1.14), "v", color=figures.INK, markersize=9)
        verdict = "right" if at == place else "wrong"
        ax.set_title(f"the {name} network points at “{words[at - 1]}”: {verdict}", fontsize=11)
        ax.set(ylim=(0, 1.28), yticks=(0, 0.5, 1), xlim=(0.4, 10.6))
        ax.set_ylabel(r"$\hat{y}^{\langle t\rangle}$", fontsize=14)
        ax.grid(visible=False, axis="x")
    axes[0].text(7.55, 0.74, "no name appeared here in training", ha="center", va="center", fontsize=9.5)
    axes[1].set_xticks(list(PLACES), words, fontsize=9)
    return fig


figures.animate(
    [draw_answers(place) for place in PLACES],
    labels=[f"place {place}: {'as in training' if place <= 4 else 'never in training'}" for place in PLACES],
    slider="place of the name",
    still=6,
    caption="Two trained networks look for the name. A bar is the probability, according to the network, that the word "
    "is the name; the name's own bar is pink. The triangle marks the highest bar, even where all bars are low and the "
    "network says in effect that there is no name. In training, names appeared only at places 1 to 4. Move the slider: "
    f"the triangle of the standard network is right in {right['standard']} of these {T_MAX} sentences, that of the "
    f"recurrent one in {right['recurrent']}.",
    alt=f"Ten frames, each with a sentence of ten words in which the name ADA moves one place further to the right. "
    f"Above it the bars of two networks. The standard network points at the name in {right['standard']} frames; with "
    f"the name at place 5 or later none of its bars is above {answers['standard'][:, 4:].max():.2f}. The recurrent "
    f"network points at the name in {right['recurrent']} frames.",
)

# %% [markdown]
# ## Remember
#
# 1. A batch `x` has the shape `(10, 63, 800)`. What are the three numbers, and what is `x[3]`?
# 2. A sentence of 6 words and one of 10 share a batch. What comes after the end of the shorter one, and which array
#    says where it ends?
#
# <details><summary>Answers</summary>
#
# 1. Ten time steps, 63 features, 800 examples. `x[3]` is $x^{<4>}$, step 4 of all examples, with shape `(63, 800)`.
# 2. Padding. The array `lengths` holds 6 and 10. `one_hot` turns the id -1 of padding into a column of zeros, but do
#    not count on it: elsewhere padding may hold anything.
#
# </details>

# %% [markdown]
# ## See it: one word moves
#
# Take three words, *ada*, *slept* and *today*, with the ids 0, 1 and 2, and two sentences: *ada slept today* and
# *today ada slept*. Each step is a column of $n_x = 3$ numbers. A standard network takes one input of a fixed size, so
# the three steps are stacked into a *window* of $3 \cdot 3 = 9$ numbers:
#
# | row | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
# |---|---|---|---|---|---|---|---|---|---|
# | step, word | 1, ada | 1, slept | 1, today | 2, ada | 2, slept | 2, today | 3, ada | 3, slept | 3, today |
# | *ada slept today* | **1** | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 1 |
# | *today ada slept* | 0 | 0 | 1 | **1** | 0 | 0 | 0 | 1 | 0 |
#
# Suppose that a hidden unit has learned from sentences like the first that *ada* is a name: its weight for row 0 is 2,
# and all others are 0. What does it make of the second sentence?

# %%
ada_first = np.array([1, 0, 0, 0, 1, 0, 0, 0, 1])
ada_second = np.array([0, 0, 1, 1, 0, 0, 0, 1, 0])
unit = np.array([2, 0, 0, 0, 0, 0, 0, 0, 0])
print("ada slept today:", unit @ ada_first)
print("today ada slept:", unit @ ada_second)

shared = np.array([2, 0, 0])  # one weight for each word, used at every step
print("the same three weights at each step:", shared @ ada_second.reshape(3, 3).T)

# %% [markdown]
# Nothing. To this unit, *ada* at step 1 and *ada* at step 2 are two unrelated inputs, as different as *ada* and
# *slept*. Weights that are used again at every step can find the name wherever it is. This is called *parameter
# sharing*. Elman (1990) starts from the same point: to a window, a pattern shifted by one step is a different pattern.

# %% [markdown]
# ## The equations
#
# The **standard network** of this lesson has one hidden layer and reads a window of $T$ steps all at once. $\sigma$ is
# the sigmoid of lesson 00.
#
# $$h = \tanh(W_1\, x_{\mathrm{window}} + b_1), \qquad \hat{y} = \sigma(W_2\, h + b_2)$$
#
# $W_1$ has a block of columns for each step, so its product with the window is a sum over the steps:
#
# $$W_1\, x_{\mathrm{window}} = W_1^{<1>}\, x^{<1>} + W_1^{<2>}\, x^{<2>} + \dots + W_1^{<T>}\, x^{<T>}$$
#
# The network gives all of its $n_y$ outputs at once. To say of each of $T$ words how likely it is to be the name, it
# needs an output for each step: $n_y = T$.
#
# The **recurrent network**, in the form of Elman (1990), uses one $W_{ax}$ at every step. To know what came before,
# each step also reads the activation of the previous step. Today's version uses tanh and starts with $a^{<0>} = 0$:
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} + b_a), \qquad
# \hat{y}^{<t>} = \sigma(W_{ya}\, a^{<t>} + b_y)$$
#
# This network gives $n_y$ outputs at every step. To mark the name it needs one: $n_y = 1$.

# %% tags=["hide-input"]
P, box, disc, label = figures.Point, figures.blocks.box, figures.blocks.disc, figures.blocks.label
arrow, state_line = figures.lines.arrow, figures.lines.state_line
X, A, Y, W_AX, W_AA, W_YA = map(figures.colour_of, ("x", "a", "y_hat", "W_ax", "W_aa", "W_ya"))
# For matrices that have no colour of their own.
BLOCKS = (figures.colours.VERMILLION, figures.colours.PURPLE, figures.colours.OLIVE)
WIDE = 1.7  # from one word to the next


def draw_words(ax, left, words, title, lit=5):
    """Draw the words of a panel that begins at `left`, its outputs and its title; steps after `lit` are faint."""
    label(ax, P(left + WIDE * (len(words) - 1) / 2, 5.35), title, size=13)
    for t, word in enumerate(words):
        disc(ax, P(left + WIDE * t, 0), f"$x^{{<{t + 1}>}}$", X, lit=t < lit)
        label(ax, P(left + WIDE * t, -0.75), word, size=11)
        disc(ax, P(left + WIDE * t, 4.1), rf"$\hat{{y}}^{{<{t + 1}>}}$", Y, lit=t < lit)


def draw_standard(ax, left, words, title):
    """Draw a standard network: every step has weights of its own, to the hidden layer and to its output."""
    draw_words(ax, left, words, title)
    end = WIDE * (len(words) - 1)
    box(ax, P(left + end / 2, 2.2), "one hidden layer $h$", width=end + 1.1, height=0.9, size=11)
    for t, colour in zip(range(len(words)), BLOCKS, strict=True):
        at = left + WIDE * t
        arrow(ax, P(at, 0.45), P(at, 1.72), colour, width=3)
        label(ax, P(at + 0.12, 1.05), f"$W_1^{{<{t + 1}>}}$", colour, size=12, ha="left")
        arrow(ax, P(at, 2.67), P(at, 3.63))
        label(ax, P(at + 0.12, 3.05), f"$W_2$, row {t + 1}", size=10, ha="left")


def draw_recurrent(ax, left, words, title, lit=5):
    """Draw a recurrent network: the same weights at every step, and an activation passed on from step to step."""
    draw_words(ax, left, words, title, lit)
    for t in range(len(words)):
        at, on = left + WIDE * t, t < lit
        box(ax, P(at, 2.2), f"$a^{{<{t + 1}>}}$", A, width=1.0, height=0.9, size=12, lit=on)
        arrow(ax, P(at, 0.45), P(at, 1.72), W_AX, width=3, lit=on)
        label(ax, P(at + 0.12, 1.05), "$W_{ax}$", W_AX, size=12, ha="left", lit=on)
        arrow(ax, P(at, 2.67), P(at, 3.63), W_YA, width=3, lit=on)
        label(ax, P(at + 0.12, 3.05), "$W_{ya}$", W_YA, size=12, ha="left", lit=on)
        if t:
            state_line(ax, P(at - WIDE + 0.5, 2.2), P(at - 0.5, 2.2), W_AA, lit=on)
            label(ax, P(at - WIDE / 2, 2.55), "$W_{aa}$", W_AA, size=12, lit=on)


ax = figures.sheet(-0.9, 11.2, -1.2, 5.8)
draw_standard(ax, 0, ["today", "ada", "slept"], "standard network")
draw_recurrent(ax, 6.5, ["today", "ada", "slept"], "recurrent network")
figures.show(
    figures.figure_of(ax),
    caption="Look at the arrows that leave the words. The standard network has a different block of weights for every "
    "step, so it must learn what *ada* is at each place separately. The recurrent network has one $W_{ax}$, and passes "
    "an activation from step to step. The outputs differ in the same way: on the left each has its own row of $W_2$, "
    "on the right all share one $W_{ya}$.",
    alt="Two networks over the words today, ada, slept, with an output above each word. Left, three arrows of three "
    "colours, W_1 of steps 1, 2 and 3, lead into one hidden layer; rows 1, 2 and 3 of W_2 lead to the outputs. Right, "
    "three arrows of one colour, all named W_ax, lead into three activations, which are joined from left to right by "
    "arrows named W_aa; three arrows named W_ya lead to the outputs.",
)
figures.shape_table(
    [
        (r"x_{\mathrm{window}}", "window", "(n_x * T, m)", "the T steps of an example, stacked"),
        ("W_1", "W1", "(n_h, n_x * T)", "every number of every step to every hidden unit"),
        ("b_1", "b1", "(n_h, 1)", "one bias for each hidden unit"),
        ("W_2", "W2", "(n_y, n_h)", "hidden units to outputs, one row for each output"),
        ("b_2", "b2", "(n_y, 1)", "one bias for each output"),
        ("W_{ax}", "Wax", "(n_h, n_x)", "one step to the activation, the same at every step"),
        ("W_{aa}", "Waa", "(n_h, n_h)", "previous activation to new activation"),
        ("W_{ya}", "Wya", "(n_y, n_h)", "activation to outputs, the same at every step"),
        ("b_a", "ba", "(n_h, 1)", "one bias for each hidden unit"),
        ("b_y", "by", "(n_y, 1)", "one bias for each output"),
    ]
)

# %% [markdown]
# Later lessons call the number of hidden units of a recurrent network $n_a$. Here it is $n_h$ for both networks, so
# that you can compare them. A standard network is also called *feedforward*, *fully connected* or a *multilayer
# perceptron*; the code calls it `"mlp"`, and the recurrent network `"rnn"`.
#
# **Predict.** The sequences become twice as long, and everything else stays the same, $n_y$ too. What happens to the
# number of parameters in each network?

# %% [markdown]
# ## Build it: count the parameters
#
# Write `count_parameters`. It takes a kind, `"mlp"` or `"rnn"`, and the sizes, and returns how many numbers the
# network has to learn: all weights and all biases. Both kinds have `n_y` outputs. Any other kind raises a
# `ValueError`.
#
# <details><summary>Hint 1: the idea</summary>
#
# The shape table lists four arrays for the standard network and five for the recurrent one. How many numbers does each
# array hold?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# A matrix of shape $(p, q)$ holds $p\,q$ numbers, so $W_1$ holds $n_h \cdot T n_x$ and $W_{aa}$ holds $n_h \cdot n_h$.
# Add one such term for each array. Which of the nine have a $T$ in them?
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if kind == "rnn":` return `n_h * n_x + n_h * n_h + n_h + n_y * n_h + n_y`, for `Wax`, `Waa`, `ba`, `Wya` and `by`.
# `if kind == "mlp":` return a sum of four terms in the same way. Any other kind gets past both lines:
# `raise ValueError(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.why_recurrence import count_parameters

# %% [markdown]
# **By hand**, for $n_x = 3$, $T = 10$, $n_h = 4$, $n_y = 2$: the standard network has
# $4 \cdot 30 + 4 + 2 \cdot 4 + 2 = 134$ parameters, the recurrent one $4 \cdot 3 + 4 \cdot 4 + 4 + 2 \cdot 4 + 2 = 42$.

# %%
print("standard ", count_parameters("mlp", n_x=3, T=10, n_h=4, n_y=2))
print("recurrent", count_parameters("rnn", n_x=3, T=10, n_h=4, n_y=2))

# %%
check(count_parameters)

# %% [markdown]
# Now realistic sizes, for another task: one verdict for each text (is it spam?), so $n_y = 1$ for both networks. The
# vocabulary has 10,000 words, the networks 100 hidden units, the texts 1 to 500 words.

# %% tags=["hide-input"]
lengths_drawn = np.array([1, 2, 5, 10, 20, 50, 100, 200, 500])
fig, (ax,) = figures.panels(width=6.2, height=3.3)
counts = {}
for kind, name, style, colour in [("mlp", "standard", "o-", figures.CYCLE[1]), ("rnn", "recurrent", "s--", A)]:
    counts[kind] = [count_parameters(kind, n_x=10_000, T=int(T), n_h=100, n_y=1) for T in lengths_drawn]
    ax.plot(lengths_drawn, counts[kind], style, color=colour, label=name)
ax.set(xlabel="length of the sequences $T$", ylabel="parameters", xscale="log", yscale="log", ylim=(5e5, 1e9))
ax.legend()
figures.show(
    fig,
    caption="Parameters against the length of the sequences; both axes are logarithmic. At "
    f"$T = {lengths_drawn[-1]}$ the standard network has {counts['mlp'][-1]:,} parameters, the recurrent one "
    f"{counts['rnn'][-1]:,}.",
    alt=f"Two curves on logarithmic axes. The standard network rises in a straight line from {counts['mlp'][0]:,} at "
    f"T = 1 to {counts['mlp'][-1]:,} at T = {lengths_drawn[-1]}. The recurrent network stays at {counts['rnn'][0]:,}.",
)

# %% [markdown]
# <details><summary>Answer: sequences twice as long</summary>
#
# In the standard network the weights of the first layer double, and they are nearly all it has. In the recurrent
# network nothing changes: $T$ does not appear in its count.
#
# The count is not the worst of it. Each of these weights has to be learned from examples, and the weights of step 400
# learn only from texts with at least 400 words.
#
# </details>

# %% [markdown]
# ## Build it: a window
#
# A standard network needs one column of a fixed size from each sequence. Write `window_features`. It takes a padded
# batch `x`, the true lengths and the number of steps `T_max` of the window, and stacks the first `T_max` steps of each
# example. `T_max` is the $T$ of the equations. You choose it; the number of steps in the batch, $T_x$, may be larger or
# smaller. A longer sequence loses its end; a shorter one is filled up with zeros. Past the end of an example `x` may
# hold anything, and none of it may get into the window.

# %% tags=["hide-input"]
ax = figures.sheet(-2.2, 10.2, -0.3, 5.1)
T_X, T_WINDOW, LAST = 4, 3, {1: 2, 2: 4}
for i, last in LAST.items():
    colour = figures.CYCLE[i - 1]
    label(ax, P(1.9 * (i - 1), 4.75), f"example {i}", size=11)
    label(ax, P(7.0 + 1.9 * (i - 1), 4.75), f"column {i}", size=11)
    for t in range(1, T_X + 1):
        inside = f"$x^{{({i})<{t}>}}$" if t <= last else "?"
        box(ax, P(1.9 * (i - 1), 4.8 - t), inside, colour if t <= last else figures.INK, width=1.6, height=0.9, size=12)
        if t <= T_WINDOW:
            kept = P(7.0 + 1.9 * (i - 1), 4.8 - t)
            box(
                ax,
                kept,
                inside if t <= last else "0",
                colour if t <= last else figures.INK,
                width=1.6,
                height=0.9,
                size=12,
            )
for t in range(1, T_X + 1):
    label(ax, P(-1.05, 4.8 - t), f"step {t}", size=10.5, ha="right")
figures.lines.line(ax, [P(-2.0, 1.3), P(2.95, 1.3)], style="--")
label(ax, P(3.1, 1.3), r"$T_{\max} = 3$", size=12.5, ha="left")
arrow(ax, P(3.6, 2.8), P(5.6, 2.8))
label(ax, P(0.95, 0.05), "x, $T_x = 4$", size=11.5)
label(ax, P(7.95, 0.05), "window", size=11.5)
figures.show(
    figures.figure_of(ax),
    caption=f"A batch of two examples of lengths {LAST[1]} and {LAST[2]} becomes a window of three steps. Each box "
    "holds the $n_x$ numbers of a step. Example 1 is over after two steps: whatever `x` holds below (?) becomes zeros. "
    "Example 2 loses its fourth step.",
    alt="Left, two columns of four boxes, one box a step; in the first column the last two boxes hold question marks. "
    "A dashed line below step 3 is marked T_max = 3. Right, two columns of three boxes: the first ends in a 0, the "
    "second holds steps 1 to 3.",
)

# %% [markdown]
# <details><summary>Hint 1: the idea</summary>
#
# Make an array of zeros for the window, with the three axes of `x`. Copy what is valid into it. Only then merge time
# and features into one axis.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Column $i$ is $[x^{(i)<1>}; x^{(i)<2>}; \dots]$ up to step $\min(T_{\max}, T_x^{(i)})$, and zeros below. `reshape`
# joins neighbouring axes: $(T_{\max}, n_x, m)$ becomes $(T_{\max} n_x, m)$, and the examples keep their axis.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `T_x, n_x, m = x.shape` and `window = np.zeros((T_max, n_x, m))`. In a loop `for i in range(m)`, let
# `n = min(lengths[i], T_max)`; then `window[:n, :, i]` becomes the same part of `x`. At the end
# `return window.reshape(T_max * n_x, m)`.
#
# </details>

# %% tags=["exercise"]
from solutions.why_recurrence import window_features

# %% [markdown]
# **By hand**: one example with the steps $(1, 2)$ and $(3, 4)$, so $n_x = 2$ and $T_x = 2$. With `T_max` = 3 its
# column is 1, 2, 3, 4, 0, 0; with `T_max` = 1 it is 1, 2.

# %%
example = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])  # (T_x, n_x, m) = (2, 2, 1)
print("T_max = 3:", window_features(example, np.array([2]), 3)[:, 0])
print("T_max = 1:", window_features(example, np.array([2]), 1)[:, 0])

# %%
check(window_features)

# %% [markdown]
# ## Break it: a reshape that scrambles
#
# When nothing has to be cut or filled, `x.reshape(m, -1).T` looks like a shorter way. The shape is right and no error
# is raised.
#
# **Predict.** `reshape` moves nothing: it cuts the numbers into new pieces in the order in which they lie in memory,
# where the last axis varies fastest. `x` has the shape $(T_x, n_x, m)$. Which numbers end up in the same column?

# %%
T, n_x, m = 4, 3, 4
who = np.zeros((T, n_x, m)) + np.arange(1, m + 1)  # every entry holds the number of its example
right_window = window_features(who, np.full(m, T), T)
scrambled_window = who.reshape(m, -1).T

# %% tags=["hide-input"]
from matplotlib.colors import ListedColormap

fig, axes = figures.panels(1, 2, width=3.0, height=3.4, sharey=True)
shown = {"your window": right_window, "x.reshape(m, -1).T": scrambled_window}
for ax, (title, window) in zip(axes, shown.items(), strict=True):
    ax.pcolormesh(window, cmap=ListedColormap(figures.CYCLE[:m]), edgecolors="none")
    for (row, column), number in np.ndenumerate(window):
        ax.text(column + 0.5, row + 0.5, f"{number:.0f}", ha="center", va="center", fontsize=9, color="#000000")
    ax.set(title=title, xlabel="column of the window")
    ax.set_xticks(np.arange(m) + 0.5, [str(i) for i in range(1, m + 1)])
    ax.set_yticks(np.arange(0, T * n_x, n_x) + n_x / 2, [f"step {t}" for t in range(1, T + 1)])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
axes[0].invert_yaxis()
figures.show(
    fig,
    caption="Each number says which example it comes from; the step labels apply only to the left panel. Left, each "
    "column holds one example. Right, every column holds a piece of each: column 1 is step 1 of *all* examples, "
    "exactly one step because here $T = m = 4$.",
    alt="Two grids of 12 rows and 4 columns. On the left the columns are all 1, all 2, all 3, all 4. On the right "
    "every column runs 1, 2, 3, 4 again and again.",
)

# %% [markdown]
# What does the mistake cost? Train the standard network of the opening on scrambled windows and test it at places 1 to
# 4, where it was right.

# %%
rng = np.random.default_rng(0)
x, lengths, y = training_batch((1, 2, 3, 4), rng)
scrambled = train_standard(x.reshape(x.shape[2], -1).T, y, lengths, n_h=N_H, rng=rng)

x, lengths, y = batch_of(*with_names(800, (1, 2, 3, 4), np.random.default_rng(1)))
at = pointed_at(scrambled(x.reshape(x.shape[2], -1).T), lengths)
print(f"scrambled windows: {np.mean(at == y.argmax(axis=0) + 1):.3f}")
at = pointed_at(given_standard(window_features(x, lengths, T_MAX)), lengths)
print(f"your windows:      {np.mean(at == y.argmax(axis=0) + 1):.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# The examples are on the last axis, so numbers of different examples are neighbours in memory. In the picture a row of
# `reshape(m, -1)` is a quarter of all numbers in that order: since $T = m$, one whole step of all four examples. In
# the experiment it is 630 neighbours, and each feature of each step is a run of 800 numbers, one for each example: a
# column tells of one or two features in hundreds of sentences.
#
# A network trained on such columns finds about one name in four: with four places to choose from, that is guessing.
# Nothing has warned you. You find such a mistake by following one known example through the code, as your `check`
# does.
#
# </details>

# %% [markdown]
# ## Use it: find the name
#
# Now run the experiment of the opening with your own windows. The sentences are 6 to 10 words long and consist of short
# phrases made of 63 different words, 12 of them names. In training the name is at place 1, 2, 3 or 4, and a quarter
# of the sentences have no name. A network gives each word the probability that it is the name; it *points* at the word
# with the highest. Both networks have 24 hidden units and see 800 sentences five times.


# %%
def train_two(seed):
    """Train both networks on names at places 1 to 4; return two functions of x and lengths."""
    rng = np.random.default_rng(seed)
    x, lengths, y = training_batch((1, 2, 3, 4), rng)
    standard = train_standard(window_features(x, lengths, T_MAX), y, lengths, n_h=N_H, rng=rng)
    recurrent = train_recurrent(x, y, lengths, n_h=N_H, rng=rng)
    return {
        "standard": lambda x, lengths: standard(window_features(x, lengths, T_MAX)),
        "recurrent": lambda x, lengths: recurrent(x),
    }


networks = train_two(seed=0)
print("standard ", count_parameters("mlp", n_x=len(vocabulary), T=T_MAX, n_h=N_H, n_y=T_MAX), "parameters")
print("recurrent", count_parameters("rnn", n_x=len(vocabulary), T=T_MAX, n_h=N_H, n_y=1), "parameters")

# %% [markdown]
# Here $T = 10$. The standard network needs an output for each of the 10 places, $n_y = 10$; the recurrent one gives one
# output at every step, $n_y = 1$.
#
# The opening showed one sentence for each place and one training run. Now take 200 sentences for each place and ten
# runs.
#
# **Predict.** The name is at place 7. At which places does the standard network point, and how high is its highest
# output?

# %%
tests = {place: batch_of(*with_names(200, (place,), np.random.default_rng(100 + place))) for place in PLACES}


def found(network):
    """Return the share of names that a network finds, for each place of the name, (places,)."""
    return np.array([np.mean(pointed_at(network(x, n), n) == place) for place, (x, n, _) in tests.items()])


trained = [networks] + [train_two(seed) for seed in range(1, 10)]
shares = {name: np.array([found(run[name]) for run in trained]) for name in networks}  # (seeds, places) each
for name, share in shares.items():
    print(f"{name:9}  places 1 to 4: {share[:, :4].min():.3f} to {share[:, :4].max():.3f}", end="   ")
    print(f"places 5 to 10: {share[:, 4:].min():.3f} to {share[:, 4:].max():.3f}")

# %%
x, n, _ = tests[7]
outputs = [run["standard"](x, n) for run in trained]  # one (T, m) for each run
at = [pointed_at(y_hat, n) for y_hat in outputs]
medians = [np.median(y_hat.max(axis=0)) for y_hat in outputs]
print("name at place 7: the standard network points at places", np.unique(at))
print(f"its highest output, median of each run: {min(medians):.2f} to {max(medians):.2f}")

# %% tags=["hide-input"]
LOOKS = {"standard": ("o-", figures.CYCLE[1]), "recurrent": ("^-", A)}
fig, (ax,) = figures.panels(width=6.6, height=3.1)
for name, (style, colour) in LOOKS.items():
    ax.plot(PLACES, shares[name].mean(axis=0), style, color=colour, markersize=6, label=name)
ax.axvspan(4.5, 10.4, color=figures.INK, alpha=0.12, linewidth=0)
ax.text(7.4, 0.52, "no name appeared here\nin training", ha="center", va="center", fontsize=10)
ax.set(xlabel="place of the name", ylabel="share found", xticks=list(PLACES), ylim=(-0.06, 1.08), xlim=(0.6, 10.4))
ax.legend(loc="lower left", bbox_to_anchor=(0.0, 0.12))
lost = int(np.sum(shares["standard"][:, 4:].max(axis=1) < 0.01))
kept = int(np.sum(shares["recurrent"][:, 4:].min(axis=1) > 0.99))
figures.show(
    fig,
    caption=f"Share of names found against the place of the name, mean of {len(trained)} runs with different sentences "
    f"and first weights. At places 5 to 10 the standard network finds less than 1 in 100 names in {lost} of "
    f"{len(trained)} runs; the recurrent one finds more than 99 in 100 in {kept} of {len(trained)}.",
    alt=f"Two curves over places 1 to 10. The standard network is near {shares['standard'][:, :4].mean():.2f} up to "
    f"place 4 and at {shares['standard'][:, 4:].mean():.2f} from place 5 on. The recurrent network stays at "
    f"{shares['recurrent'].mean():.2f} everywhere.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Only at places 1 to 4, and with a low probability: it takes these for sentences without a name. So it is right less
# often than by chance. There are two reasons: the weights that read names at step 7 have learned nothing (the next
# figure), and the output for step 7 has learned to say *no* (the cell after it). The recurrent network has one $W_{ax}$
# and one output layer for all steps, so it escapes both.
#
# </details>

# %% tags=["hide-input"]
# given_standard is a function, .func, with its trained parameters stored beside it: .args[0] is their dict.
opened = given_standard.args[0]["W1"].reshape(N_H, T_MAX, len(vocabulary))  # a block of columns for each step
names = {sentence[place - 1] for sentence, place in zip(*with_names(400, (1,), rng), strict=True)}
name_ids = vocabulary.encode(sorted(names))
columns = opened[:, :, name_ids]
sizes = np.linalg.norm(columns, axis=(0, 2))  # (T_max,)
# Training starts from random weights of size 0.05; k of them together have about the size 0.05 times the root of k.
at_random = 0.05 * np.sqrt(columns[:, 0].size)
at_name = {
    name: np.array([np.median(network(x, n)[place - 1]) for place, (x, n, _) in tests.items()])
    for name, network in networks.items()
}

fig, axes = figures.panels(1, 2, width=3.9, height=2.9)
axes[0].bar(PLACES, sizes, 0.7, color=[figures.CYCLE[1] if t <= 4 else figures.INK for t in PLACES])
axes[0].axhline(at_random, color=figures.INK, linestyle=":", linewidth=1.6)
axes[0].text(10.4, at_random + 0.25, "as initialised", ha="right", va="bottom", fontsize=9.5)
axes[0].set(title="weights that read names", xlabel="step $t$", ylabel=r"$\|W_1^{\langle t\rangle}\|$, names only")
for name, (style, colour) in LOOKS.items():
    axes[1].plot(PLACES, at_name[name], style, color=colour, markersize=6, label=name)
axes[1].set(title="what the output says at the name", xlabel="place of the name $t$", ylim=(-0.06, 1.08))
axes[1].set_ylabel(r"$\hat{y}^{\langle t\rangle}$, median")
axes[1].legend(loc="center left")
for ax in axes:
    ax.set_xticks(list(PLACES))
    ax.grid(visible=False, axis="x")
figures.show(
    fig,
    caption="Left: the size of the weights with which the standard network reads names. From step 5 on they are as "
    "they were initialised: no name ever appeared there, so no gradient has moved them. Right: the output of the "
    f"standard network at a name there is {at_name['standard'][4:].max():.3f} at most. The recurrent network "
    f"grows less sure too, from {at_name['recurrent'][0]:.2f} to {at_name['recurrent'][-1]:.2f}, but its output at the "
    "name is still the highest.",
    alt=f"Left, ten bars: {sizes[:4].min():.1f} to {sizes[:4].max():.1f} for steps 1 to 4, {sizes[4:].min():.1f} to "
    f"{sizes[4:].max():.1f} for steps 5 to 10, close to the dotted line at {at_random:.2f}. Right, the median "
    f"probability at the name: the standard network falls from {at_name['standard'][:4].min():.2f} or more to "
    f"{at_name['standard'][4:].max():.3f} or less after place 4; the recurrent one sinks slowly from "
    f"{at_name['recurrent'][0]:.2f} to {at_name['recurrent'][-1]:.2f}.",
)

# %% [markdown]
# Would it be enough to repair the weights that read names? Copy those of step 2 to step 7 in the standard network:

# %%
x, n, _ = tests[7]
window = window_features(x, n, T_MAX)
copied = opened.copy()  # its W_1 as (n_h, T, n_x)
copied[:, 6, name_ids] = opened[:, 1, name_ids]
parameters = {**given_standard.args[0], "W1": copied.reshape(N_H, -1)}
y_hat = {"as trained": given_standard(window), "with the copy": given_standard.func(parameters, window)}
for name, of in y_hat.items():
    print(f"output 7 at the name, {name + ':':14} {np.median(of[6]):.4f}")

# %% [markdown]
# No. In every training sentence the target of output 7 was 0, so its row of $W_2$ has learned to answer *no* whatever
# word is read. The second reason is enough by itself.
#
# Sharing weights *allows* what was learned at one place to work at another. Whether it always does is the question of
# the second Deeper section.

# %% [markdown] tags=["deeper"]
# ### Deeper: a convolution shares its weights too
#
# A *one-dimensional convolution* moves one small filter along the sequence. Waibel et al. (1989) read speech in this
# way, with time-delay networks; LeCun et al. (1989) read handwritten digits with filters in two dimensions. This one
# looks at three neighbouring words; before the first and after the last there are zeros, $x^{<0>} = x^{<T+1>} = 0$:
#
# $$h^{<t>} = \tanh(W_-\, x^{<t-1>} + W_0\, x^{<t>} + W_+\, x^{<t+1>} + b), \qquad
# \hat{y}^{<t>} = \sigma(W_2\, h^{<t>} + b_2)$$

# %% tags=["hide-input"]
words = ["last", "night", "ada", "slept"]
ax = figures.sheet(-0.9, 14.0, -1.2, 5.8)
draw_words(ax, 0, words, "convolution, three words wide")
draw_recurrent(ax, 8.0, words, "recurrent network")
for t in range(len(words)):
    box(ax, P(WIDE * t, 2.2), f"$h^{{<{t + 1}>}}$", width=1.0, height=0.9, size=12)
    arrow(ax, P(WIDE * t, 2.67), P(WIDE * t, 3.63), width=3)
    label(ax, P(WIDE * t + 0.12, 3.05), "$W_2$", size=12, ha="left")
    for offset, colour in zip((-1, 0, 1), BLOCKS, strict=True):
        if 0 <= t + offset < len(words):
            arrow(ax, P(WIDE * (t + offset), 0.45), P(WIDE * t + 0.25 * offset, 1.72), colour, width=2.4)
for k, (name, colour) in enumerate(zip(("$W_-$", "$W_0$", "$W_+$"), BLOCKS, strict=True)):
    arrow(ax, P(5.85, 1.7 - 0.6 * k), P(6.35, 1.7 - 0.6 * k), colour, width=2.4)
    label(ax, P(6.45, 1.7 - 0.6 * k), name, colour, size=12, ha="left")
figures.show(
    figures.figure_of(ax),
    caption="Left: three weight matrices, $W_-$ for the previous word, $W_0$ for the word itself, $W_+$ for the next "
    "word; the same three at every place. Right: one matrix for the word, and an activation that carries what came "
    "before.",
    alt="Two networks over four words. In the convolution each hidden unit has arrows of three colours, W minus, W 0 "
    "and W plus, from its own word and its neighbours; the colours repeat at every place, and one W_2 leads to every "
    "output. In the recurrent network each activation has one arrow from its word and one from the previous "
    "activation.",
)

# %% [markdown]
# | | standard | convolution, width 3 | recurrent |
# |---|---|---|---|
# | weights that read $x$ | a block for each step | three blocks for all steps | one block for all steps |
# | length of the sequence | fixed | any | any |
# | what an output can see | the whole window | the word and one on each side | everything up to now |
# | steps can be computed | all at once | all at once | one after the other |
#
# So sharing alone is no reason to choose a recurrent network: a convolution shares its weights too. The reason is the
# third row. A convolution sees as far as its filters and layers reach; the activation of a recurrent network has no
# such limit built in.

# %% [markdown] tags=["deeper"]
# ### Deeper: names at one place only
#
# Suppose that in training the name is always at place 2. The weights are shared as before.
#
# **Predict.** Does the recurrent network find the name at places 5 to 10? And the convolution? Think of what the
# activation could be used for.


# %%
def found_after(train, places, seed):
    """Train a network that shares weights on names at these places; return the share it finds at each place."""
    rng = np.random.default_rng(seed)
    x, lengths, y = training_batch(places, rng)
    network = train(x, y, lengths, n_h=N_H, rng=rng)
    return found(lambda x, lengths: network(x))


by_place = {  # (seeds, places) each
    "recurrent, 1 to 4": shares["recurrent"],
    "recurrent, 2 and 3": np.array([found_after(train_recurrent, (2, 3), seed) for seed in range(10)]),
    "recurrent, 2": np.array([found_after(train_recurrent, (2,), seed) for seed in range(10)]),
    "convolution, 2": np.array([found_after(train_convolution, (2,), seed) for seed in range(10)]),
}

# %% tags=["hide-input"]
fig, axes = figures.panels(1, 4, width=2.3, height=2.6, sharey=True)
for ax, (name, of), seen in zip(axes, by_place.items(), ((1, 4), (2, 3), (2, 2), (2, 2)), strict=True):
    ax.axvspan(seen[0] - 0.45, seen[1] + 0.45, color=figures.INK, alpha=0.2, linewidth=0)
    style, colour = ("^-", A) if name.startswith("recurrent") else ("s-", figures.CYCLE[0])
    ax.plot(PLACES, of.T, style, color=colour, alpha=0.6, markersize=3.5, linewidth=1.2)
    ax.set(title=name, xlabel="place of the name", xticks=(2, 4, 6, 8, 10), ylim=(-0.06, 1.08))
    ax.grid(visible=False, axis="x")
axes[0].set_ylabel("share found")
far = {name: of[:, 4:].mean(axis=1) for name, of in by_place.items()}
lost = int(np.sum(far["recurrent, 2"] == 0))
figures.show(
    fig,
    caption="Share of names found, one line for each of 10 runs; names in training appeared only at the shaded places. "
    f"Trained at place 2 alone, the recurrent network finds none at places 5 to 10 in {lost} of 10 runs, and "
    f"{far['recurrent, 2'].max():.2f} of them at best; even at place 3 it finds only "
    f"{by_place['recurrent, 2'][:, 2].mean():.2f} on average. The convolution finds "
    f"{far['convolution, 2'].mean():.2f}. Trained at places 2 and 3, the recurrent network finds from "
    f"{far['recurrent, 2 and 3'].min():.2f} to {far['recurrent, 2 and 3'].max():.2f} at places 5 to 10, depending on "
    "the run.",
    alt="Four panels, the share found against the place of the name. Over places 5 to 10 the runs find: "
    + " ".join(f"{name.capitalize()}: {of.min():.2f} to {of.max():.2f}." for name, of in far.items()),
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# In nearly every run the recurrent network finds none. It has learned "a name, near the beginning", and no training
# sentence contradicts that. The weights are the same at every step, but the activation is not: it can tell how far into
# the sentence it is. With names at places 2 and 3 the runs differ widely; with names at places 1 to 4 the network finds
# them all in every run.
#
# The convolution finds them all. Its output sees three words and, except at the two ends, no edge of the sentence, so
# it cannot count how far into the sentence it is.
#
# </details>

# %% [markdown]
# ## For and against the simple recurrent network
#
# | for | against |
# |---|---|
# | reads sequences of any length | works step by step, so it is slow on long ones |
# | its size does not depend on the length | all it knows of the past must fit into $n_a$ numbers |
# | can use at every place what it learned at another | in practice it forgets what lies far back (lessons 08 and 09) |
# | its output may depend on everything before | **it cannot see the future** (lesson 11) |
#
# The third line says *can*: most recurrent networks that have seen names only at place 2 find none at places 5 to 10
# (second Deeper section). What a network learns depends on the training sentences too.
#
# The last line is easy to overlook. In the sentences above a name is a name wherever it is. That is not so in English:
#
# - *Rose painted the roof.*
# - *Rose petals covered the roof.*
#
# **Predict.** A recurrent network reads both sentences and says at each word whether it is a person's name. How do its
# outputs for the first word differ?

# %% tags=["hide-input"]
ax = figures.sheet(-0.9, 14.6, -1.2, 5.8)
draw_recurrent(ax, 0, ["Rose", "painted", "the", "roof"], "Rose is a name", lit=1)
draw_recurrent(ax, 7.0, ["Rose", "petals", "covered", "the", "roof"], "Rose is not a name", lit=1)
figures.show(
    figures.figure_of(ax),
    caption="Two sentences at $t = 1$: what the network has computed by then is lit, the rest is still to come.",
    alt="Two recurrent networks over the words Rose painted the roof and Rose petals covered the roof. In both only "
    "the first word, the first activation and the first output are lit, and these are the same; the rest is faint.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# They do not. $\hat{y}^{<1>}$ is computed from $x^{<1>}$ and $a^{<0>}$, and both are the same in the two sentences.
# The word that decides comes at $t = 2$. Neither more training nor more units help. A second network that reads from
# the end to the beginning does: lesson 11.
#
# </details>

# %% [markdown]
# ## The same in PyTorch
#
# The two networks of the by-hand example, with $n_x = 3$, $T = 10$, $n_h = 4$, $n_y = 2$:
#
# ```python
# from torch import nn
#
# standard = nn.Sequential(nn.Linear(10 * 3, 4), nn.Tanh(), nn.Linear(4, 2))
# recurrent = nn.ModuleList([nn.RNN(3, 4), nn.Linear(4, 2)])
# for network in (standard, recurrent):
#     print(sum(p.numel() for p in network.parameters()))
# ```
#
# ```text
# 134
# 46
# ```
#
# `nn.Linear` takes the number of inputs first and stores its weight as (outputs, inputs), as we do. The recurrent
# network has 46 parameters, not your 42: `nn.RNN` has two biases, one beside $W_{ax}$ and one beside $W_{aa}$. They are
# added, so the second one adds 4 parameters and changes nothing that the network can compute.

# %% [markdown]
# ## What you should remember
#
# 1. A window gives a standard network one column of a fixed size: longer sequences are cut, shorter ones filled up.
# 2. A standard network has separate weights for every step. Their number grows with $T$, and what one step has learned
#    no other step knows.
# 3. A recurrent network uses $W_{ax}$, $W_{aa}$ and $W_{ya}$ again at every step: its count has no $T$ in it.
# 4. Shared weights allow what was learned at one place to work at another. They do not promise it.
# 5. A simple recurrent network sees the past and never the future.

# %% [markdown] tags=["question"] question_id="explain-shift" points=3
# **Explain it: the name moves.** A standard network finds nearly every name at places 1 to 4 and none at place 7.
# Explain both halves of its failure: what happened in training to the weights that read the word at step 7, and what
# the output for step 7 has learned. Would more hidden units help? What would help without changing the network?

# %% [markdown] tags=["question"] question_id="explain-choice" points=2
# **Explain it: which network?** For each of these, say whether you would take a standard or a recurrent network, and
# give the reason in a sentence: telling the species of a flower from four measured lengths; deciding after every
# keystroke how likely it is that the word typed so far is misspelled.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Train on names at places 1 to 10. Does the standard network now find them all? How many sentences does it need,
#   compared with the recurrent one? Change the 600 in `training_batch`.
# - Train on names at place 4 only. Does the recurrent network find them at place 10? Compare with place 2 only.
#
# Papers: Rumelhart et al. (1986), *Learning representations by back-propagating errors*, the standard network. Elman
# (1990), *Finding structure in time*, the recurrent one. Bengio et al. (2003), *A neural probabilistic language model*,
# which gets far with a window. Goodfellow et al. (2016), *Deep Learning*, chapter 10, on parameter sharing. Ng (2018),
# *Sequence Models*, whose notation this course follows.
