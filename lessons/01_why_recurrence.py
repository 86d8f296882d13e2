# %% [markdown]
# # 01 Why not a standard network?
#
# A sequence can be laid out as one long column and handed to a network of the kind you know. So why does this course
# need another kind? In this lesson you build what the standard network would need, count what it costs, and then run
# the experiment: a network learns to find the name in a sentence, and the name moves to a place where it has never
# stood in training.
#
# **You write** two functions: `count_parameters` and `window_features`. The networks themselves are trained by a
# *black box*; you open it in lessons 02 to 04.
#
# **You need** lesson 00: the layout `(T_x, n_x, m)`, lengths, `one_hot`. Its functions lie ready in `given/`.
#
# **It takes** about 40 minutes. Run the cells from top to bottom.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.black_box import train_convolution, train_recurrent, train_standard
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %% tags=["hide-input"]
P, box, disc, label = figures.Point, figures.blocks.box, figures.blocks.disc, figures.blocks.label
arrow, state_line = figures.lines.arrow, figures.lines.state_line
X, A, Y = (figures.colour_of(symbol) for symbol in ("x", "a", "y_hat"))
WIDE = 1.7  # from one word to the next


def draw_words(ax, left, words, title):
    """Draw the words of a panel that begins at `left`, and its title."""
    label(ax, P(left + WIDE * (len(words) - 1) / 2, 5.1), title, size=13)
    for t, word in enumerate(words):
        disc(ax, P(left + WIDE * t, 0), f"$x^{{<{t + 1}>}}$", X)
        label(ax, P(left + WIDE * t, -0.75), word, size=11)
        disc(ax, P(left + WIDE * t, 4), "", Y, radius=0.3)


def draw_standard(ax, left, words, title):
    """Draw a standard network: a weight of its own for every step."""
    draw_words(ax, left, words, title)
    end = WIDE * (len(words) - 1)
    box(ax, P(left + end / 2, 2.2), "one hidden layer", width=end + 1.1, height=0.9, size=11)
    for t in range(len(words)):
        at, colour = left + WIDE * t, figures.CYCLE[t]
        arrow(ax, P(at, 0.45), P(at, 1.72), colour, width=3)
        label(ax, P(at + 0.12, 1.05), f"$W_1^{{<{t + 1}>}}$", colour, size=11, ha="left")
        arrow(ax, P(at, 2.67), P(at, 3.68))


def draw_recurrent(ax, left, words, title):
    """Draw a recurrent network: the same weight at every step, and a state from step to step."""
    draw_words(ax, left, words, title)
    sky = figures.colour_of("W_ax")
    for t in range(len(words)):
        at = left + WIDE * t
        box(ax, P(at, 2.2), f"$a^{{<{t + 1}>}}$", A, width=1.0, height=0.9, size=12)
        arrow(ax, P(at, 0.45), P(at, 1.72), sky, width=3)
        label(ax, P(at + 0.12, 1.05), "$W_{ax}$", sky, size=11, ha="left")
        arrow(ax, P(at, 2.67), P(at, 3.68))
        if t:
            state_line(ax, P(at - WIDE + 0.5, 2.2), P(at - 0.5, 2.2), A)


words = ["last", "night", "ada", "sang"]
ax = figures.sheet(-0.9, 14.0, -1.2, 5.6)
draw_standard(ax, 0, words, "standard network")
draw_recurrent(ax, 8.0, words, "recurrent network")
figures.show(
    figures.figure_of(ax),
    caption="Look at the arrows that leave the words: those of one colour are one and the same weight matrix. The "
    "standard network has another matrix for every step, so it must learn at each place anew what *ada* is. The "
    "recurrent network has a single one, and hands on a state from step to step.",
    alt="Two networks over the words last, night, ada, sang. Left, four arrows of four colours lead into one hidden "
    "layer. Right, four arrows of one colour lead into four states that are joined from left to right.",
)

# %% [markdown]
# ## See it: one word moves
#
# Take three words, *ada*, *slept*, *today*, with the ids 0, 1 and 2, and two sentences: *ada slept today* and *today
# ada slept*. Each step is a column of $n_x = 3$ numbers. A standard network has one input of a fixed size, so the
# three steps are put one above the other into a *window* of $3 \cdot 3 = 9$ numbers:
#
# | row | 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
# |---|---|---|---|---|---|---|---|---|---|
# | step, word | 1, ada | 1, slept | 1, today | 2, ada | 2, slept | 2, today | 3, ada | 3, slept | 3, today |
# | *ada slept today* | **1** | 0 | 0 | 0 | 1 | 0 | 0 | 0 | 1 |
# | *today ada slept* | 0 | 0 | 1 | **1** | 0 | 0 | 0 | 1 | 0 |
#
# Now suppose that a hidden unit has learned from sentences like the first that *ada* is a name: its weight for row 0
# is 2, and all others are 0. What does it say to the second sentence?

# %%
ada_first = np.array([1, 0, 0, 0, 1, 0, 0, 0, 1])
ada_second = np.array([0, 0, 1, 1, 0, 0, 0, 1, 0])
unit = np.array([2, 0, 0, 0, 0, 0, 0, 0, 0])
print("ada slept today:", unit @ ada_first)
print("today ada slept:", unit @ ada_second)

shared = np.array([2, 0, 0])  # one weight for each word, used at every step
print("the same three weights at each step:", shared @ ada_second.reshape(3, 3).T)

# %% [markdown]
# Nothing. *ada* at step 1 and *ada* at step 2 are two different inputs to it, with no more in common than *ada* and
# *slept*. A weight that is used again at every step finds the name wherever it stands. This is called *parameter
# sharing*. Elman (1990) began with this very point: to a window, a pattern that is shifted by one step is another
# pattern.

# %% [markdown]
# ## The equations
#
# The **standard network** of this lesson has one hidden layer. It is *one-to-one*: one input of a fixed size, one
# output of a fixed size.
#
# $$h = \tanh(W_1\, x_{\mathrm{window}} + b_1), \qquad \hat{y} = \sigma(W_2\, h + b_2)$$
#
# where $\sigma$ is the sigmoid of lesson 00. Look at the first product by steps. The columns of $W_1$ fall into $T$
# blocks, and each of them meets one step:
#
# $$W_1\, x_{\mathrm{window}} = W_1^{<1>}\, x^{<1>} + W_1^{<2>}\, x^{<2>} + \dots + W_1^{<T>}\, x^{<T>}$$
#
# The **recurrent network** (Elman, 1990) uses one $W_{ax}$ at every step. So that a step can know of those before it,
# it also reads the activation that the step before has left:
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} + b_a), \qquad
# \hat{y}^{<t>} = \sigma(W_{ya}\, a^{<t>} + b_y)$$

# %% tags=["hide-input"]
figures.show(
    figures.rnn_type("one-to-one"),
    caption="The standard network drawn in the way of this course: *one-to-one*. There is no time in it. Lesson 05 "
    "sorts all networks by how many inputs and outputs they have.",
    alt="One input below, one hidden layer in the middle, one prediction on top, joined by two arrows.",
)
figures.shape_table(
    [
        (r"x_{\mathrm{window}}", "window", "(n_x * T, m)", "all steps of an example, one above the other"),
        ("W_1", "W1", "(n_h, n_x * T)", "every number of every step to every hidden unit"),
        ("b_1", "b1", "(n_h, 1)", "one bias for each hidden unit"),
        ("W_2", "W2", "(n_y, n_h)", "hidden units to outputs"),
        ("b_2", "b2", "(n_y, 1)", "one bias for each output"),
        ("W_{ax}", "Wax", "(n_h, n_x)", "one step to the activation, the same for every step"),
        ("W_{aa}", "Waa", "(n_h, n_h)", "old activation to new activation"),
        ("W_{ya}", "Wya", "(n_y, n_h)", "activation to outputs, the same at every step"),
        ("b_a", "ba", "(n_h, 1)", "one bias for each hidden unit"),
        ("b_y", "by", "(n_y, 1)", "one bias for each output"),
    ]
)

# %% [markdown]
# Elsewhere in the course the number of hidden units of a recurrent network is called $n_a$. Here it is $n_h$ for both
# networks, so that they can be compared. The standard network is also called *feedforward* or *fully connected*, or
# *multilayer perceptron*: hence `"mlp"`.
#
# **Predict.** The sequences become twice as long, and all else stays. How does the number of parameters change in the
# standard network, and in the recurrent one?

# %% [markdown]
# ## Build it: count the parameters
#
# Write `count_parameters`. It takes a kind, `"mlp"` or `"rnn"`, and the sizes, and returns how many numbers the
# network has to learn: all weights and all biases. Both kinds have `n_y` outputs, one for each class. For any other
# kind raise a `ValueError`.
#
# By hand, for $n_x = 3$, $T = 10$, $n_h = 4$, $n_y = 2$: the standard network has 134, the recurrent one 42.
#
# <details><summary>Hint 1: the idea</summary>
#
# The shape table above lists four arrays for the one network and five for the other. How many numbers does each hold?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# A matrix of shape $(p, q)$ holds $p\,q$ numbers. Standard: $n_h\, T n_x + n_h + n_y n_h + n_y$. Recurrent: the same
# without $T$, and with the square matrix $W_{aa}$ besides.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if kind == "mlp":` return the sum of the sizes of `W1`, `b1`, `W2`, `b2`. `if kind == "rnn":` return that of `Wax`,
# `Waa`, `ba`, `Wya`, `by`. Whoever gets past both lines gave another kind: `raise ValueError(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.why_recurrence import count_parameters

# %%
check(count_parameters)

# %% [markdown]
# First the example by hand, then two sizes that are not toys: a vocabulary of 10,000 words, 100 hidden units, one
# output, and texts of 20 and of 500 words.

# %%
print("by hand:", count_parameters("mlp", 3, 10, 4, 2), count_parameters("rnn", 3, 10, 4, 2))
for T in (20, 500):
    mlp, rnn = (count_parameters(kind, n_x=10_000, T=T, n_h=100, n_y=1) for kind in ("mlp", "rnn"))
    print(f"T = {T:3}: standard {mlp:11,}   recurrent {rnn:9,}")

# %% tags=["hide-input"]
lengths_drawn = np.array([1, 2, 5, 10, 20, 50, 100, 200, 500])
fig, (ax,) = figures.panels(width=6.2, height=3.3)
for kind, name, style, colour in [("mlp", "standard", "o-", figures.CYCLE[1]), ("rnn", "recurrent", "s--", A)]:
    counts = [count_parameters(kind, n_x=10_000, T=int(T), n_h=100, n_y=1) for T in lengths_drawn]
    ax.plot(lengths_drawn, counts, style, color=colour, label=name)
ax.set(xlabel="length of the sequences $T$", ylabel="parameters", xscale="log", yscale="log", ylim=(5e5, 1e9))
ax.legend()
figures.show(
    fig,
    caption="Parameters against the length of the sequences, for 10,000 words and 100 hidden units. Both axes are "
    "logarithmic. The standard network pays for every step; the recurrent one pays once.",
    alt="Two curves on logarithmic axes. The standard network rises in a straight line from one million at T = 1 to "
    "500 million at T = 500. The recurrent network stays at one million.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# In the standard network the weights of the first layer double, and they are nearly all it has. In the recurrent
# network nothing changes: $T$ does not occur in its count. For texts of 500 words it is half a billion against one
# million.
#
# The number is not the worst of it. Each of these weights has to be learned from examples, and the weights of step
# 400 learn only from texts that have 400 words.
#
# </details>

# %% [markdown]
# ## Build it: a window
#
# A standard network needs one column of a fixed size from each sequence. Write `window_features`. It takes a padded
# batch `x`, the true lengths and the number of steps `T_max` of the window, and lays the first `T_max` steps of each
# example one above the other. A longer sequence loses its end, a shorter one gets zeros. What stands in `x` past the
# end of an example is not to be trusted: there may be anything.
#
# By hand: one example with the steps $(1, 2)$ and $(3, 4)$, so $n_x = 2$ and $T_x = 2$. With `T_max` = 3 its column
# is $1, 2, 3, 4, 0, 0$; with `T_max` = 1 it is $1, 2$.
#
# <details><summary>Hint 1: the idea</summary>
#
# Make an array of zeros for the window, with the three axes of `x`. Copy what is valid into it. Only then turn time
# and features into one axis.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Column $i$ is $[x^{(i)<1>}; x^{(i)<2>}; \dots]$ up to step $\min(T_{\max}, T_x^{(i)})$, and zeros below. `reshape`
# joins neighbouring axes: $(T_{\max}, n_x, m)$ becomes $(T_{\max} n_x, m)$, and the examples stay where they are.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `window = np.zeros((T_max, n_x, m))`. In a loop over the examples: `n = min(lengths[i], T_max)` and then
# `window[:n, :, i] = x[...]`. At the end `return window.reshape(T_max * n_x, m)`.
#
# </details>

# %% tags=["exercise"]
from solutions.why_recurrence import window_features

# %%
check(window_features)

# %%
example = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])  # (T_x, n_x, m) = (2, 2, 1)
for T_max in (3, 1):
    print(f"T_max = {T_max}:", window_features(example, np.array([2]), T_max)[:, 0])

# %% [markdown]
# ## Break it: a reshape that scrambles
#
# When nothing has to be cut or filled, `x.reshape(m, -1).T` looks like a shorter way. The shape is right and there is
# no message.
#
# **Predict.** `x` has the shape $(T_x, n_x, m)$, and `reshape` moves nothing: it cuts the numbers anew in the order in
# which they lie in memory, last axis first. Which numbers stand together in a column?

# %%
T, n_x, m = 4, 3, 4
who = np.zeros((T, n_x, m)) + np.arange(1, m + 1)  # every entry holds the number of its example
right = window_features(who, np.full(m, T), T)
scrambled = who.reshape(m, -1).T

# %% tags=["hide-input"]
from matplotlib.colors import ListedColormap

fig, axes = figures.panels(1, 2, width=3.0, height=3.6, sharey=True)
for ax, window, title in zip(axes, (right, scrambled), ("your window", "x.reshape(m, -1).T"), strict=True):
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
    caption="Every number says from which example it comes; the steps at the left are those of your window. Left, each "
    "column holds one example. Right, every column holds a piece of each: column 1 is step 1 of *all* examples.",
    alt="Two grids of 12 rows and 4 columns. On the left the columns are all 1, all 2, all 3, all 4. On the right "
    "every column runs 1, 2, 3, 4 again and again.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The last axis is the examples', so the values of different examples are neighbours in memory. A row of
# `reshape(m, -1)` is a quarter of all numbers in that order: here, one whole step of all four examples. A network that
# is trained on such columns learns from sentences that nobody has said. What that costs you will see below.
#
# </details>

# %% [markdown]
# ## Use it: find the name
#
# Now the experiment. The sentences are made of short phrases, with 63 different words, 12 of them names. A network
# reads a sentence of up to 10 words and gives for each word the probability that it is the name; it *points* at the
# word where this is largest. In training the name stands at place 1, 2, 3 or 4, and a quarter of the sentences have no
# name at all. In the test it stands anywhere.

# %%
vocabulary = data.name_vocabulary()
LENGTHS, T_MAX, N_H = (6, 8, 9, 10), 10, 24


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
    """Make m sentences without a name: what stands before a name that comes last, and the name cut off."""
    made = [data.name_sentences(m // 4, positions=(length + 1,), length=length + 1, rng=rng) for length in LENGTHS]
    return [sentence[:-1] for some in made for sentence in some.words], [0] * m


def training_batch(places, rng):
    """Make 600 sentences with a name at one of these places and 200 without one."""
    words, at = with_names(600, places, rng)
    more, nowhere = without_names(200, rng)
    return batch_of(words + more, at + nowhere)


shown = np.random.default_rng(7)
for place in (2, 4, 8):
    sentence = data.name_sentences(1, positions=(place,), length=9, rng=shown).words[0]
    print(f"place {place}:", " ".join(word.upper() if k == place else word for k, word in enumerate(sentence, 1)))

# %% [markdown]
# Three networks are trained on the same sentences: a standard one that reads your windows, a recurrent one, and a
# third kind that is explained below, a convolution. Each has 24 hidden units and sees every sentence five times.


# %%
def train_three(places, seed):
    """Train the three networks on names at these places; return three functions of x and lengths."""
    rng = np.random.default_rng(seed)
    x, lengths, y = training_batch(places, rng)
    standard = train_standard(window_features(x, lengths, T_MAX), y, lengths, n_h=N_H, rng=rng)
    recurrent = train_recurrent(x, y, lengths, n_h=N_H, rng=rng)
    convolution = train_convolution(x, y, lengths, n_h=N_H, rng=rng)
    return {
        "standard": lambda x, lengths: standard(window_features(x, lengths, T_MAX)),
        "recurrent": lambda x, lengths: recurrent(x),
        "convolution": lambda x, lengths: convolution(x),
    }


def pointed_at(network, x, lengths):
    """Return the place, from 1, at which a network points in each sentence, (m,)."""
    real = np.arange(len(x))[:, np.newaxis] < lengths
    return np.where(real, network(x, lengths), -1).argmax(axis=0) + 1


networks = train_three((1, 2, 3, 4), seed=0)
print("standard ", count_parameters("mlp", n_x=len(vocabulary), T=T_MAX, n_h=N_H, n_y=T_MAX), "parameters")
print("recurrent", count_parameters("rnn", n_x=len(vocabulary), T=T_MAX, n_h=N_H, n_y=1), "parameters")

# %% [markdown]
# The standard network predicts once, so it needs an output for each of the 10 places: $n_y = 10$. The recurrent one
# gives one output at every step: $n_y = 1$.
#
# **Predict.** The name stands at place 7. How often does the standard network point at it: as often as before, by
# chance, or never? And the recurrent one?

# %%
PLACES = range(1, T_MAX + 1)
tests = {place: batch_of(*with_names(200, (place,), np.random.default_rng(100 + place))) for place in PLACES}


def accuracy(networks):
    """Return the share of test sentences in which each network finds the name, name of the network -> (places,)."""
    return {
        name: np.array([np.mean(pointed_at(network, *tests[place][:2]) == place) for place in PLACES])
        for name, network in networks.items()
    }


SEEDS = range(5)
runs = {seed: accuracy(train_three((1, 2, 3, 4), seed)) for seed in SEEDS}
for name in networks:
    seen, unseen = (np.array([run[name][part] for run in runs.values()]) for part in (slice(0, 4), slice(4, None)))
    print(f"{name:12} places 1 to 4: {seen.min():.3f} to {seen.max():.3f}", end="   ")
    print(f"places 5 to 10: {unseen.min():.3f} to {unseen.max():.3f}")

# %% tags=["hide-input"]
LOOKS = {"standard": ("o-", figures.CYCLE[1], 6), "convolution": ("s:", figures.INK, 10), "recurrent": ("^-", A, 6)}
fig, (ax,) = figures.panels(width=6.6, height=3.2)
for name, (style, colour, size) in LOOKS.items():
    mean = np.mean([run[name] for run in runs.values()], axis=0)
    hollow = {"markerfacecolor": "none"} if name == "convolution" else {}
    ax.plot(PLACES, mean, style, color=colour, markersize=size, label=name, **hollow)
ax.axvspan(4.5, 10.4, color=figures.INK, alpha=0.12, linewidth=0)
ax.text(7.4, 0.52, "no name has stood here\nin training", ha="center", va="center", fontsize=10)
ax.set(xlabel="place of the name", ylabel="share found", xticks=list(PLACES), ylim=(-0.06, 1.08), xlim=(0.6, 10.4))
ax.legend(loc="lower left", bbox_to_anchor=(0.0, 0.12))
figures.show(
    fig,
    caption=f"How often the name is found, against its place; means over {len(SEEDS)} runs with other sentences and "
    "other first weights. The standard network falls from always to never. The other two do not notice the move, and "
    "their curves lie on top of each other.",
    alt="Three curves over places 1 to 10. The standard network is at 1 up to place 4 and at 0 from place 5 on. The "
    "recurrent network and the convolution stay at 1 everywhere.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Never, and that is worse than chance. For the outputs 5 to 10 the right answer was "no" in every training sentence,
# so they have learned to say no, whatever comes. The recurrent network has one output that is used at every step.
#
# </details>
#
# Where does the standard network point instead?

# %% tags=["hide-input"]
pointing = {name: np.zeros((T_MAX, T_MAX)) for name in ("standard", "recurrent")}
for name, share in pointing.items():
    for place in PLACES:
        at = pointed_at(networks[name], *tests[place][:2])
        share[place - 1] = np.bincount(at - 1, minlength=T_MAX) / len(at)

fig, axes = figures.panels(1, 2, width=3.7, height=3.3, sharey=True)
for ax, (name, share) in zip(axes, pointing.items(), strict=True):
    mesh = ax.pcolormesh(share, cmap="viridis", vmin=0, vmax=1, edgecolors="none")
    ax.set_xticks(np.arange(T_MAX) + 0.5, [str(t) for t in PLACES])
    ax.set_yticks(np.arange(T_MAX) + 0.5, [str(t) for t in PLACES])
    ax.set(title=name, xlabel="place pointed at")
    ax.grid(visible=False)
axes[0].set_ylabel("place of the name")
axes[0].invert_yaxis()
fig.colorbar(mesh, ax=axes, label="share of sentences", pad=0.02)
figures.show(
    fig,
    caption="Where a network points (columns) for each true place of the name (rows), seed 0. On the diagonal it is "
    "right. From row 5 on the standard network still points at places 1 to 4, where names used to stand.",
    alt="Two squares of 10 by 10 cells. In the right one, the recurrent network, the whole diagonal is bright. In the "
    "left one the diagonal is bright down to row 4; below, the first four columns are lit.",
)

# %% [markdown]
# And why? Its first layer tells. It has one block of weights for each step. Measure in each block the twelve columns
# that belong to names. (A trained network is a function that carries its parameters along, in `args`.)

# %%
rng = np.random.default_rng(0)
x, lengths, y = training_batch((1, 2, 3, 4), rng)
opened = train_standard(window_features(x, lengths, T_MAX), y, lengths, n_h=N_H, rng=rng).args[0]
W1 = opened["W1"].reshape(N_H, T_MAX, len(vocabulary))  # a block of columns for each step
names = sorted({sentence[place - 1] for sentence, place in zip(*with_names(400, (1,), rng), strict=True)})
sizes = np.linalg.norm(W1[:, :, vocabulary.encode(names)], axis=(0, 2))  # (T_max,)

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=6.2, height=2.7)
ax.bar(PLACES, sizes, 0.7, color=[figures.CYCLE[1] if t <= 4 else figures.INK for t in PLACES])
ax.axhline(0.05 * np.sqrt(N_H * len(names)), color=figures.INK, linestyle=":", linewidth=1.2)
ax.text(10.4, 1.15, "as drawn at random", ha="right", va="bottom", fontsize=9.5)
ax.set(xlabel="step $t$", ylabel=r"$\|W_1^{\langle t\rangle}\|$ for names", xticks=list(PLACES))
ax.grid(visible=False, axis="x")
figures.show(
    fig,
    caption="The size of the weights with which the standard network reads names, by step. From step 5 on they are "
    "what chance made them before training (dotted: the size to be expected): no name has ever stood there, so no "
    "gradient has moved them.",
    alt="Ten bars. The first four, for steps 1 to 4, are several times as high as the other six, which are all about "
    "as high as the dotted line.",
)

# %% [markdown]
# And the scrambled windows? Train the standard network once more, on the same sentences, with `x.reshape(m, -1).T`.
#
# **Predict.** How often does it find names at places 1 to 4, where your windows gave 1.000?

# %%
rng = np.random.default_rng(0)
x, lengths, y = training_batch((1, 2, 3, 4), rng)
mixed = train_standard(x.reshape(x.shape[2], -1).T, y, lengths, n_h=N_H, rng=rng)
x, lengths, y = batch_of(*with_names(800, (1, 2, 3, 4), np.random.default_rng(1)))
places = y.argmax(axis=0) + 1
fixed = pointed_at(lambda x, lengths: mixed(x.reshape(x.shape[2], -1).T), x, lengths)
yours = pointed_at(networks["standard"], x, lengths)
print(f"scrambled windows: {np.mean(fixed == places):.3f}   your windows: {np.mean(yours == places):.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# About one time in four: with four places to choose from, that is guessing. The network has run, and nothing has warned
# you. Such a mistake is found by following one known example through the code, as your `check` has done.
#
# </details>

# %% [markdown]
# ## What a convolution shares
#
# Recurrent networks are not the only ones that share weights over places. A *one-dimensional convolution* moves
# one small filter along the sequence; time-delay networks did so for speech (Waibel et al., 1989), and images are
# read with filters in two dimensions (LeCun et al., 1989). The one in the experiment looks at three neighbouring
# words:
#
# $$h^{<t>} = \tanh(W_-\, x^{<t-1>} + W_0\, x^{<t>} + W_+\, x^{<t+1>} + b), \qquad
# \hat{y}^{<t>} = \sigma(W_2\, h^{<t>} + b_2)$$

# %% tags=["hide-input"]
ax = figures.sheet(-0.9, 14.0, -1.2, 5.6)
draw_words(ax, 0, words, "convolution, three words wide")
draw_recurrent(ax, 8.0, words, "recurrent network")
for t in range(len(words)):
    box(ax, P(WIDE * t, 2.2), f"$h^{{<{t + 1}>}}$", width=1.0, height=0.9, size=12)
    arrow(ax, P(WIDE * t, 2.67), P(WIDE * t, 3.68))
    for offset, colour in ((-1, figures.CYCLE[1]), (0, figures.CYCLE[2]), (1, figures.CYCLE[3])):
        if 0 <= t + offset < len(words):
            arrow(ax, P(WIDE * (t + offset), 0.45), P(WIDE * t + 0.25 * offset, 1.72), colour, width=2.4)
figures.show(
    figures.figure_of(ax),
    caption="Left: three weight matrices, one for the word before, one for the word itself, one for the word after; "
    "the same three at every place. Right: one matrix for the word, and a state that carries on what came before.",
    alt="Two networks over four words. In the convolution each hidden unit has three arrows of three colours from the "
    "neighbouring words; the colours repeat at every place. In the recurrent network each state has one arrow from "
    "its word and one from the state before it.",
)

# %% [markdown]
# | | standard | convolution, width 3 | recurrent |
# |---|---|---|---|
# | weights that read $x$ | a block for each step | three blocks for all steps | one block for all steps |
# | parameters grow with $T$ | yes | no | no |
# | length of the sequence | fixed | any | any |
# | what an output can see | the whole window | one word to each side | everything up to now, through the state |
# | the future | yes, inside the window | one word | no |
# | steps can be computed | all at once | all at once | one after the other |
#
# So sharing alone is no reason to choose a recurrent network: in the figure above the convolution did as well. The
# reason is the fourth row. A convolution sees as far as its filter is wide, or as many layers as are stacked; the state
# of a recurrent network has no such border built in.

# %% [markdown]
# ## What sharing does not promise
#
# In the experiment the recurrent network had seen names at four places. Suppose that in training the name always
# stands at place 2. The weights are shared as before.
#
# **Predict.** Trained on place 2 alone: does the recurrent network find the name at places 5 to 10? And the
# convolution? Think of what the state could be used for.

# %%
CONDITIONS = {"2": (2,), "2, 3": (2, 3), "1, 2, 3": (1, 2, 3)}
found = {name: [accuracy(train_three(places, seed)) for seed in range(3)] for name, places in CONDITIONS.items()}
found["1, 2, 3, 4"] = list(runs.values())

by_place = np.mean([run["recurrent"] for run in found["2"]], axis=0)
print("recurrent, names at 2, found at 1 to 10:", *(f"{share:.2f}" for share in by_place))
far = {name: {kind: [run[kind][4:].mean() for run in of] for kind in LOOKS} for name, of in found.items()}
for name, shares in far.items():
    print(f"names at {name:10} found at 5 to 10:", *(f"{kind} {np.mean(of):.2f}  " for kind, of in shares.items()))

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=6.6, height=3.2)
for shift, (kind, (style, colour, size)) in zip((-0.15, 0.15, 0), LOOKS.items(), strict=True):
    hollow = {"markerfacecolor": "none"} if kind == "convolution" else {}
    for k, shares in enumerate(far.values()):
        at = np.full(len(shares[kind]), k + shift)
        ax.plot(at, shares[kind], style[0], color=colour, markersize=size, label=kind if k == 0 else None, **hollow)
ax.set_xticks(range(len(far)), far)
ax.set(xlabel="places of the name in training", ylabel="share found at places 5 to 10", ylim=(-0.06, 1.08))
ax.legend(loc="center right")
figures.show(
    fig,
    caption="Names found at places 5 to 10, by the places at which names stood in training; a mark for each run. With "
    "place 2 alone the recurrent network is no better than the standard one.",
    alt="Marks for three networks in four groups. The standard network is at 0 in all groups, the convolution at 1. "
    "The recurrent network is at 0 in the first group, spread between 0.3 and 1 in the next two, and at 1 in the "
    "last.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It finds hardly any. Look at its shares by place: all at 1 and 2, some at 3, then next to nothing. It has learned "a
# name, near the beginning", and in training no sentence spoke against that. The weights are the same at every step, but
# the state is not: it can tell how far the sentence has got. The convolution sees three words and no more, so it cannot
# know how far it is from the beginning, and is left with the right rule.
#
# Sharing makes it *possible* that what is learned at one place holds at another. Whether it does also depends on what
# else would explain the training data.
#
# </details>
#
# This is worth keeping in mind when you hear that a recurrent network "generalises over positions". Here it did when
# its training sentences left it no shorter rule.

# %% [markdown]
# ## For and against the simple recurrent network
#
# | for | against |
# |---|---|
# | reads sequences of any length | has to go step by step, so it is slow on long ones |
# | its size does not depend on the length | all that it knows of the past must fit into $n_a$ numbers |
# | can use at every place what it learned at another | in practice it forgets what lies far back (lessons 08 and 09) |
# | what it computes may depend on everything before | **it cannot see the future** (lesson 11) |
#
# The last line is easy to overlook. In the sentences above a name is a name wherever it stands. English is not so
# kind:
#
# - *Rose painted the roof.*
# - *Rose petals covered the roof.*
#
# **Predict.** A recurrent network reads both sentences and says at each word whether it is a person's name. How do its
# outputs for the first word differ?

# %% [markdown]
# <details><summary>Answer</summary>
#
# They do not. $\hat{y}^{<1>}$ is computed from $x^{<1>}$ and $a^{<0>}$, and both are the same in the two sentences.
# What decides the matter stands at $t = 2$. More training does not help, and neither do more units. A second network
# that reads from the end to the beginning does: lesson 11.
#
# </details>

# %% [markdown]
# ## What you should remember
#
# 1. A standard network has weights of its own for every step. Their number grows with $T$, and what they learn at one
#    step they do not know at another.
# 2. The recurrent network uses $W_{ax}$, $W_{aa}$ and $W_{ya}$ again at every step: its count has no $T$ in it.
# 3. A convolution shares its weights as well, but sees a window; a recurrent network has a state.
# 4. Sharing allows what was learned to hold elsewhere. It does not promise it: a state can also know the
#    place.
# 5. A simple recurrent network sees the past and never the future.

# %% [markdown] tags=["question"] question_id="explain-shift" points=3
# **Explain it: the name moves.** A standard network finds every name at places 1 to 4 and none at place 7. Explain
# both halves of its failure: what happened in training to the weights that read the word at step 7, and what the
# output that belongs to step 7 has learned. Would it help to give the network more hidden units? What would help,
# without changing the network?

# %% [markdown] tags=["question"] question_id="explain-choice" points=2
# **Explain it: which network?** For each of these, say whether you would take a standard network, a convolution or a
# recurrent network, and give the reason in a sentence: telling the species of a flower from four measured lengths;
# deciding after every keystroke how likely it is that the word typed so far is misspelled.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Train on names at places 1 to 10. Does the standard network now find them all? How many sentences does it need,
#   compared with the recurrent one? Change the 600 in `training_batch`.
# - Train on place 4 alone, then on place 2 alone. The recurrent network counts to two, but does it count to four?
# - Leave the sentences without names out of the training. The recurrent network then does worse with names at places 1
#   to 3. Which words has it never read?
# - Find a task that the convolution cannot solve and the recurrent network can. What must lie how far apart?
#
# Papers: Rumelhart, Hinton and Williams (1986), *Learning representations by back-propagating errors*, the standard
# network. Waibel, Hanazawa, Hinton, Shikano and Lang (1989), *Phoneme recognition using time-delay neural networks*.
# LeCun et al. (1989), *Backpropagation applied to handwritten zip code recognition*. Elman (1990), *Finding structure
# in time*, which discusses at its beginning what is wrong with a window. Bengio, Ducharme, Vincent and Jauvin (2003),
# *A neural probabilistic language model*, which gets far with one. Kim (2014), *Convolutional neural networks for
# sentence classification*. Goodfellow, Bengio and Courville (2016), *Deep Learning*, chapter 10, on parameter sharing.
# The notation follows Ng (2018), *Sequence Models*.
