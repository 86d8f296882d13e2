# %% [markdown]
# # 00 Sequences as arrays
#
# A sentence, a melody and a surname are lists in which the order counts, and no two need have the same length. A
# network computes with arrays, and an array is a block with straight sides. This lesson builds the bridge between
# them.
#
# **You write** five functions: one reads a single step out of a batch, one turns numbers into vectors, one packs
# sequences of unequal length, and two turn scores into probabilities. Later lessons
# call them.
#
# **You need** Python, a little NumPy (indexing, broadcasting) and an idea of what a layer of a neural network is.
#
# **It takes** 70 to 90 minutes. Run the cells from top to bottom.

# %%
import numpy as np

import data
import figures
from autograder.check import check

figures.use_course_style()

# %% tags=["hide-input"]
figures.show(
    figures.tensor_slices(6, 3, 4, i=2, t=3),
    caption="One batch $x$ of 4 sequences, with 6 time steps of 3 numbers each. Lit from left to right: *one step of "
    "one sequence*, *one step of all sequences*, *one whole sequence*. Below each stand formula, code and shape.",
    alt="The same block of cells three times: 6 steps wide, 3 features high, 4 examples deep. Lit in the first are the "
    "3 cells of step 3 of example 2, in the second the 12 cells of step 3, in the third the 18 cells of example 2.",
)

# %% [markdown]
# ## See it: two sentences by hand
#
# Take the sentences *rain fell* and *a cat sleeps*. Together they have five different words; in alphabetical order
# each word gets a number, its *id*. The list of all symbols is the *vocabulary*, and sentences that are handed to a
# network together, side by side, are a *batch*.
#
# | id | 0 | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|---|
# | word | a | cat | fell | rain | sleeps |
#
# So *rain fell* is `[3, 2]` and *a cat sleeps* is `[0, 1, 4]`. A network needs vectors rather than ids, so each word
# becomes a column of five numbers: 1 in the row of its id and 0 elsewhere. Two sentences of three steps at most then
# fit into an array with 3 *time steps*, 5 *features* (the numbers of one column) and 2 *examples* (the sentences). The
# shorter sentence ends after two steps; its third column stays empty. In what is printed, example 1 and example 2
# stand side by side under each $t$.

# %%
x_hand = np.zeros((3, 5, 2))  # time steps, features, examples
x_hand[0, 3, 0] = x_hand[1, 2, 0] = 1  # rain fell
x_hand[0, 0, 1] = x_hand[1, 1, 1] = x_hand[2, 4, 1] = 1  # a cat sleeps

words = ["a", "cat", "fell", "rain", "sleeps"]
print(" " * 10, "  t = 1       t = 2       t = 3")
print(" " * 10, "  i=1 i=2     " * 3)
for k, word in enumerate(words):
    print(f"{k} {word:9}", *(f"   {x_hand[t, k, 0]:.0f}   {x_hand[t, k, 1]:.0f}     " for t in range(3)))

# %% [markdown]
# Words are not the only elements that a sequence can have. A note of a melody has a pitch and a length, so here an
# element is a vector of two numbers that are no ids at all. The index $t$ counts elements, whatever time each of them
# takes: note 4 is the fourth note, and it starts at beat 3.

# %% tags=["hide-input"]
notes = data.twelve_notes()
pitches = np.array([data.semitone(note.pitch) for note in notes])
beats = np.array([note.beats for note in notes])
melody = np.stack([pitches, beats], axis=1)[:, :, np.newaxis]  # 12 steps, 2 features, 1 example

starts = np.cumsum(beats) - beats + 1
fig, (ax,) = figures.panels(width=7.4, height=2.6)
ax.barh(pitches, beats - 0.08, left=starts, height=0.7, color=figures.colour_of("x"))
for number, (start, pitch) in enumerate(zip(starts, pitches, strict=True), 1):
    ax.text(start + 0.03, pitch + 0.5, str(number), fontsize=9)
rows = sorted(set(pitches.tolist()))
ax.set(xlabel="beat", ylabel="pitch", xticks=range(1, 14), yticks=rows, ylim=(59, 74))
ax.set_yticklabels([next(n.pitch for n in notes if data.semitone(n.pitch) == row) for row in rows])
figures.show(
    fig,
    caption=f"A melody of 12 notes is an array of shape {melody.shape}: the number over a note is its $t$, its height "
    "is feature 1 and its length is feature 2. There is one melody, so the batch has one example.",
    alt="Twelve bars over three measures, like a piano roll: D, F, G, a long A, G, C, A, F, E, G, low C and a long D. "
    "The notes are numbered from 1 to 12 although some last six times as long as others.",
)

# %% [markdown]
# ## The notation
#
# This is the language of the whole course; it follows Ng (2018), *Sequence Models*.
#
# $$x^{(i)<t>} \in \mathbb{R}^{n_x}, \qquad 1 \le i \le m, \qquad 1 \le t \le T_x^{(i)}$$
#
# Here $m$ is the number of examples, $n_x$ the number of features, $T_x^{(i)}$ the length of example $i$ and $T_x$ the
# greatest of these lengths; where only one length is about, the code writes `T` for it. Round brackets number the
# example, angle brackets the time step, and **the formula counts both from 1 while the code counts from 0**. That is
# the one translation that you have to make again and again: $x^{(i)<t>}$ is `x[t - 1, :, i - 1]`.

# %% tags=["hide-input"]
figures.shape_table(
    [
        ("x", "x", "(T_x, n_x, m)", "a batch: time first, then features, then examples"),
        ("x^{<t>}", "x[t - 1]", "(n_x, m)", "one step of every example, a column each"),
        ("x^{(i)}", "x[:, :, i - 1]", "(T_x, n_x)", "one example from its first step to its last"),
        ("x^{(i)<t>}", "x[t - 1, :, i - 1]", "(n_x,)", "one step of one example"),
        (r"\mathrm{ids}", "ids", "(T, m)", "the same batch before its ids became vectors"),
        (r"\mathrm{mask}", "mask", "(T, m)", "`True` where an element counts, `False` at padding"),
        ("T_x^{(i)}", "lengths[i - 1]", "()", "the true length of example $i$"),
        (r"\hat{y}^{<t>}", "y_hat[t - 1]", "(n_y, m)", "a prediction: each column sums to 1"),
    ]
)

# %% [markdown]
# **Why this order of axes?** A loop over the first axis of an array yields $x^{<1>}$, $x^{<2>}$ and so on, each of
# shape `(n_x, m)`, and a layer acts on such a step as the formula is written: `W @ xt + b`, with examples in columns.
#
# Others choose otherwise, so look before you load their arrays. PyTorch's recurrent layers take `(T, m, n_x)`, and
# `(m, T, n_x)` with `batch_first=True`; Keras takes `(m, T, n_x)`; Ng's own exercises take `(n_x, m, T_x)`. The
# numbers are the same, and `np.transpose` takes you from one to the other.

# %% tags=["hide-input"]
figures.animate(
    [figures.tensor_block(6, 3, 4, t=t) for t in range(1, 7)],
    labels=[f"xt is x[{t - 1}], shape (3, 4)" for t in range(1, 7)],
    still=2,
    caption="`for xt in x:` walks through the block in the direction of time. At each step it hands you one slice: the "
    "same step of all examples at once.",
    alt="The block of 6 steps, 3 features, 4 examples. A lit slice of 3 by 4 cells moves through it from step 1 to 6.",
)

# %% [markdown]
# **Predict.** `x` is the batch of the two sentences, of shape `(3, 5, 2)`. What are the shapes of `x[1]`,
# `x[:, :, 1]`, `x[1, :, 0]` and `x[1:2]`? And which step do you get when you ask for $t = 0$ and compute `x[t - 1]`?

# %%
x = x_hand
print("x[1]        has shape", x[1].shape)
print("x[:, :, 1]  has shape", x[:, :, 1].shape)
print("x[1, :, 0]  has shape", x[1, :, 0].shape)
print("x[1:2]      has shape", x[1:2].shape)

t = 0
print(f"\nx[t - 1] with t = 0 is\n{x[t - 1]}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# A plain number as an index removes its axis, a slice keeps it: `x[1]` is `(5, 2)`, `x[:, :, 1]` is `(3, 5)`,
# `x[1, :, 0]` is `(5,)`, but `x[1:2]` is `(1, 5, 2)`.
#
# With $t = 0$ the index is -1, and NumPy counts negative indices from the end. So the answer is the *last* step: an
# empty column for the first sentence, *sleeps* for the second. There is no message, and nothing looks wrong. A
# function that counts from 1 has to turn 0 away by itself.
#
# </details>

# %% [markdown]
# ## Build it: one step of one example
#
# Write `get_step`. It takes `i` and `t` as the formula counts them and returns $x^{(i)<t>}$. A number outside its range
# gets an `IndexError`; 0 lies outside. A step of padding lies inside, since `x` does not know the lengths: the range of
# $t$ ends at $T_x$.
#
# By hand, with the batch above: `get_step(x_hand, i=2, t=3)` is *sleeps*, `[0, 0, 0, 0, 1]`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Find the two upper limits in the shape of `x`, turn away what lies outside, then index. Each of the two numbers
# loses 1 on the way from the formula to the code.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $x^{(i)<t>}$ exists for $1 \le t \le T_x$ and $1 \le i \le m$, where `x.shape` is $(T_x, n_x, m)$. In Python a
# comparison can be chained: `1 <= t <= T_x`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `T_x, n_x, m = x.shape`, then `if not (... and ...): raise IndexError("...")`, then one index expression with three
# entries: a number for the time, `:` for all features, a number for the example.
#
# </details>

# %% tags=["exercise"]
from solutions.sequence_data import get_step

# %%
check(get_step)

# %% [markdown]
# With your function you can read a sentence out of the batch, counting as the formula counts.

# %%
for i, length in [(1, 2), (2, 3)]:
    read = [words[get_step(x_hand, i=i, t=t).argmax()] for t in range(1, length + 1)]
    print(f"x^({i}) is: {' '.join(read)}")

# %% [markdown]
# ## From ids to vectors
#
# Why not feed the id itself to the network? Because numbers carry an order and distances that words do not have: with
# `cat` = 1, `fell` = 2 and `rain` = 3, *fell* would lie halfway between *cat* and *rain*, and twice *cat* would be
# *fell*. *One-hot* vectors have no such order: any two of them are $\sqrt 2$ apart.
#
# $$x^{(i)<t>}_k = \begin{cases} 1 & \text{if } k = \mathrm{ids}[t-1,\, i-1] \\ 0 & \text{else} \end{cases}
# \qquad k = 0, \dots, n_x - 1$$
#
# The row $k$ is an id and counts from 0, in the formula as in the code.
#
# A one-hot vector also makes a matrix product easy to read. Look at what a weight matrix does with it:

# %%
W = np.array([[10, 20, 30, 40, 50], [11, 21, 31, 41, 51]])  # (2, n_x)
cat = np.array([0, 1, 0, 0, 0])
print("W @ cat   =", W @ cat)
print("W[:, 1]   =", W[:, 1])

# %% tags=["hide-input"]
P, label = figures.Point, figures.blocks.label
X, WEIGHT = figures.colour_of("x"), figures.colour_of("W_ax")


def draw_column_of(matrix, column, k):
    """Draw matrix times a one-hot column; lit is the row k of the column and what it picks."""
    high, cells = len(column), []
    for row, col in np.ndindex(matrix.shape):
        cells.append((P(col, high / 2 - row), matrix[row, col], WEIGHT, col == k))
    for row, entry in enumerate(column):
        cells.append((P(6.3, high - 1 - row), entry, X, row == k))
    for row, entry in enumerate(matrix[:, k]):
        cells.append((P(8.6, high / 2 - row), entry, WEIGHT, True))
    ax = figures.sheet(-1.6, 9.3, -1.3, high - 0.3)
    for at, text, colour, lit in cells:
        figures.blocks.box(ax, at, "", colour, width=0.92, height=0.92, lit=lit)
        label(ax, at, str(text), size=12 if lit else 10)
    label(ax, P(-1.05, 2.0), "$W$", WEIGHT, size=16)
    label(ax, P(5.2, 2.0), r"$\cdot$", size=18)
    label(ax, P(7.45, 2.0), "$=$", size=16)
    label(ax, P(6.3, -0.95), "cat", X, size=12)
    return figures.figure_of(ax)


figures.show(
    draw_column_of(W, cat, 1),
    caption="A one-hot column picks a column of $W$: the 1 stands in row 1, so the product is column 1, as it is.",
    alt="A block of 2 rows and 5 columns times a column of 5 numbers, 0 1 0 0 0. Lit are the column 20, 21 of the "
    "block, the 1, and the result 20, 21.",
)

# %% [markdown]
# The product picks the column of the word's id. So each word owns one column of the weights that read it, and at a
# step the gradient reaches the column of that step's word and no other (you derive it in the lesson on gradients, 03).
# Lesson 06 makes this the idea of an *embedding*.
#
# Sequences of unequal length leave holes in a batch. In `ids` a hole is marked with -1, and its vector is to be all
# zeros: then `W @ x` is zero there as well. That is not enough to make a network stand still, since its bias and what
# it remembers go on working; for that there is the mask, below and in lesson 02.
#
# **Predict.** Somebody writes `np.eye(n_x)[ids]`: row number `id` of the *identity matrix*, for every id at once. Which
# shape does the result have for `ids` of shape `(T, m)`? And what becomes of the id -1?

# %%
ids_hand = np.array([[3, 0], [2, 1], [-1, 4]])  # (T, m): rain fell (padding), a cat sleeps
picked = np.eye(5)[ids_hand]
print("shape:", picked.shape)
print("id -1 becomes", picked[2, 0])

# %% [markdown]
# <details><summary>Answer</summary>
#
# An index array is replaced, axis by axis, by what it picks: `ids` has the axes `(T, m)`, each entry picks a row of
# length `n_x`, so the result is `(T, m, n_x)`. Features stand last, where this course has the examples.
#
# The id -1 picks the last row: the hole became the word *sleeps*. As before, there is no message.
#
# </details>

# %% [markdown]
# ## Build it: one-hot vectors
#
# Write `one_hot`. Every id of the batch becomes a column with a single 1; a -1 becomes a column of zeros. By hand:
# `ids_hand` above gives back `x_hand`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three ways lead there. Loop over `t` and `i` and set a single 1 in an array of zeros. Or pick rows of the identity
# matrix and move the axes. Or compare every id with every row number. Decide for each of them what -1 does.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# In the numbers of the code, `x[t, k, i]` is 1 exactly where `ids[t, i] == k`. No row has the number -1, so a
# comparison leaves its column zero without being told.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# By comparison: give `ids` an axis in the middle, `ids[:, np.newaxis, :]` has shape `(T, 1, m)`. Give the row numbers
# `np.arange(n_x)` one at the end: `(n_x, 1)`. `==` spreads both to `(T, n_x, m)`. The result is `True` and `False`;
# you want numbers, and `.astype(float)` makes float64 of them.
#
# </details>

# %% tags=["exercise"]
from solutions.sequence_data import one_hot

# %%
check(one_hot)

# %%
print("Equal to the batch written by hand:", np.array_equal(one_hot(ids_hand, 5), x_hand))

# %% [markdown]
# ## Sequences of unequal length
#
# Here are six sentences. You may put your own in their place, each a list of words; the answer below speaks of
# these six.

# %%
sentences = data.six_sentences()  # or your own: [["my", "cat", "sleeps"], ["so", "do", "i"]]
vocabulary = data.Vocabulary.of(sentences)
seqs = [vocabulary.encode(sentence) for sentence in sentences]

for sentence, seq in zip(sentences, seqs, strict=True):
    print(f"{' '.join(sentence):38}", seq)

# %% [markdown]
# To stand side by side in one array they all need the length of the longest. *Padding* fills up the rest, and a
# *mask* says what is real:
#
# $$\mathrm{mask}[t-1,\, i-1] = \begin{cases} \text{True} & \text{if } t \le T_x^{(i)} \\ \text{False} & \text{else}
# \end{cases}$$
#
# **Predict.** What share of the padded array will be padding? Estimate it from the list above before you run the
# cell.

# %% tags=["hide-input"]
BLUE, GREY = figures.colour_of("x"), figures.colour_of("b")


def draw_batch(columns, longest):
    """Draw sentences as columns, time running down; what is padding stays empty."""
    wide, high = 1.75, 0.62
    ax = figures.sheet(-0.3, len(columns) * wide + 0.9, -longest * high + 0.2, 1.15)
    for i, column in enumerate(columns):
        figures.blocks.label(ax, figures.Point((i + 1) * wide, 0.62), f"$x^{{({i + 1})}}$", BLUE)
        for t in range(longest):
            at, real = figures.Point((i + 1) * wide, -t * high), t < len(column)
            size = {"width": wide - 0.1, "height": high - 0.1}
            figures.blocks.box(ax, at, column[t] if real else "", BLUE if real else GREY, size=10, lit=real, **size)
            if not real:
                figures.blocks.label(ax, at, "padding", GREY, size=9)
    for t in range(longest):
        figures.blocks.label(ax, figures.Point(0.35, -t * high), f"$t={t + 1}$", size=11)
    return figures.figure_of(ax)


lengths_by_hand = [len(sentence) for sentence in sentences]
T, m = max(lengths_by_hand), len(sentences)
figures.show(
    draw_batch(sentences, T),
    caption=f"The batch `ids` as it is laid out: time runs down, every sentence is a column. {T} rows by {m} columns "
    f"are {T * m} places; {sum(lengths_by_hand)} hold a word and {T * m - sum(lengths_by_hand)} are padding.",
    alt=f"A grid of {T} rows and {m} columns. Each column holds the words of one sentence from the top; "
    "the places below the end of a sentence are faint and say padding.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The six sentences have 2, 5, 4, 8, 3 and 6 words, 28 together. The longest has 8, so the array has $8 \cdot 6 = 48$
# places: 20 of 48, 42 %, are padding. A single long sentence is paid for by every other one. That is why sequences
# are often cut at a greatest length, and why batches are put together from sequences of similar length (try it in
# *Further*).
#
# </details>

# %% [markdown]
# ## Build it: a padded batch
#
# Write `pad_batch`. It takes a list of lists of ids and returns three arrays: `ids` and `mask` of shape `(T, m)`, and
# `lengths` of shape `(m,)`. A sequence longer than `max_len` loses its end. Three things are easily overlooked: one of
# the ids (one *token* of a sequence, as they are called) may happen to have the value of `pad_id`; after a cut the
# lengths are shorter; the lists belong to the caller.
#
# By hand, `pad_batch([[3, 2], [0, 1, 4]], pad_id=-1)` gives
#
# ```
# ids      [[3, 0], [2, 1], [-1, 4]]
# mask     [[True, True], [True, True], [False, True]]
# lengths  [2, 3]
# ```
#
# <details><summary>Hint 1: the idea</summary>
#
# First cut, then count, then fill. Once the lengths of what is kept are known, the shape of everything else follows
# from them: make an array that is all padding and write each sequence into its column.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $T = \max_i T_x^{(i)}$, taken after the cut. Column $i$ of `ids` holds the sequence in the rows
# $0, \dots, T_x^{(i)} - 1$. The mask compares row numbers with lengths; it never looks at `ids`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `seq[:max_len]` makes a new list, and with `max_len=None` it keeps everything. `np.full((T, m), pad_id)` is an array
# of whole numbers. In a loop, `ids[..., i] = seq` fills a column down to where the sequence ends. For the mask give the
# row numbers a second axis: `np.arange(T)[:, np.newaxis]` has shape `(T, 1)`, and comparing it with `lengths` of shape
# `(m,)` gives `(T, m)`.
#
# </details>

# %% tags=["exercise"]
from solutions.sequence_data import pad_batch

# %%
check(pad_batch)

# %% [markdown]
# Now the way is complete: sentences, ids, a padded batch, vectors. And back again.

# %%
ids, mask, lengths = pad_batch(seqs, pad_id=-1)
x = one_hot(ids, len(vocabulary))
print("ids", ids.shape, " mask", mask.shape, " lengths", lengths, " x", x.shape)
print(f"{mask.mean():.0%} of the places hold a word.\n")

i = 2
read = [vocabulary.symbols[get_step(x, i=i, t=t).argmax()] for t in range(1, lengths[i - 1] + 1)]
print(f"x^({i}) read back: {' '.join(read)}")

# %% [markdown]
# ## Break it: a mask that goes by value
#
# A common shortcut is `mask = ids != pad_id`. It needs no lengths, and it works as long as no token has the value of
# `pad_id`. A `pad_id` of 0 invites the accident, since ids begin at 0 (Keras' `pad_sequences` fills up with 0 by
# default, and at the start). Here are the 10,000 most frequent surnames of the United States census of 1990
# (`data/README.md`) as sequences of letters, `a` = 0, `b` = 1 and so on, filled up with 0.
#
# **Predict.** You count how often each letter occurs: once with the right mask, once with the shortcut, once without
# any mask. What happens to the letter *a*? What happens to the shares of all other letters?

# %%
surnames = data.load_names("surnames", most_frequent=10_000)
alphabet = data.Vocabulary(tuple("abcdefghijklmnopqrstuvwxyz"))
ids_zero, mask_zero, _ = pad_batch([alphabet.encode(name) for name in surnames], pad_id=0)

counted = {
    "mask from the lengths": ids_zero[mask_zero],
    "mask = ids != pad_id": ids_zero[ids_zero != 0],
    "no mask at all": ids_zero.ravel(),
}
shares = {name: np.bincount(kept, minlength=26) / kept.size for name, kept in counted.items()}

# %% tags=["hide-input"]
order = np.argsort(-shares["mask from the lengths"])[:10]
fig, axes = figures.panels(1, 3, width=2.9, height=2.6, sharey=True)
for ax, (name, share) in zip(axes, shares.items(), strict=True):
    is_a = [alphabet.symbols[k] == "a" for k in order]
    ax.bar(range(10), 100 * share[order], color=np.where(is_a, figures.CYCLE[1], figures.CYCLE[0]))
    ax.set(xticks=range(10), xticklabels=[alphabet.symbols[k] for k in order], xlabel="letter")
    ax.grid(visible=False, axis="x")
    ax.set_title(f"{name}\na: {share[0]:.1%}", fontsize=10)
axes[0].set_ylabel("share of all letters (%)")
figures.show(
    fig,
    caption="The ten most frequent letters of 10,000 surnames. *Left*: the truth. *Middle*: the shortcut takes every "
    "$a$ for padding, and the letter does not exist any more. *Right*: without a mask all padding counts as $a$.",
    alt="Three bar charts of letter frequencies. The share of the letter a is about 10 percent in the left one, "
    "0 in the middle one and more than half of everything in the right one.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With the shortcut every *a* is taken for padding: its share falls from about a tenth to exactly 0, and all others
# rise a little, since the shares still sum to 1. Without a mask the padding counts as the letter *a*, which then
# makes up more than half of everything, and all others shrink.
#
# Neither raises an error. The *loss* is the number that training makes small, an average over all places that count.
# Averaged with the shortcut, a loss never asks the network to predict an *a*; averaged without a mask, it rewards the
# network for predicting padding. So in this course the mask follows from the lengths, and `pad_id` is -1, which is no
# id.
#
# </details>

# %% [markdown]
# ## From scores to probabilities
#
# What leaves a network is a column of scores, any real numbers. Two functions turn them into something that can be
# read as a probability. The *sigmoid* (logistic function) takes one score by itself, the *softmax* takes all scores
# of a column together and makes a *distribution* of them, numbers from 0 to 1 that sum to 1:
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad\qquad \hat{y}_k = \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# By hand: for the scores $0, \log 2, \log 5$ the exponentials are 1, 2 and 5 ($\log$ is the natural logarithm, as in
# `np.log`). They sum to 8, so the softmax is $\frac18, \frac28, \frac58$.
#
# The formula of the softmax is that of the Boltzmann distribution in physics (1868); its name and its use at the
# output of a network are due to Bridle (1990). Later lessons use the sigmoid for *gates*, which let a share between 0
# and 1 through.

# %% tags=["hide-input"]
z = np.linspace(-8, 8, 201)
scores = np.log([1.0, 2.0, 5.0])
fig, (left, right) = figures.panels(1, 2, width=3.9, height=2.6)
left.plot(z, 1 / (1 + np.exp(-z)), color=figures.INK)
left.set(xlabel="$z$", title=r"$\sigma(z)$", yticks=[0, 0.5, 1])
right.bar([0, 1, 2], np.exp(scores) / np.exp(scores).sum(), color=figures.colour_of("y_hat"), width=0.6)
right.set(
    title=r"$\mathrm{softmax}(0, \log 2, \log 5)$", xlabel="$z_k$", ylim=(0, 0.75), yticks=[0, 1 / 8, 2 / 8, 5 / 8]
)
right.set(xticks=[0, 1, 2], xticklabels=["$0$", r"$\log 2$", r"$\log 5$"], yticklabels=["0", "1/8", "2/8", "5/8"])
figures.show(
    fig,
    caption="*Left*: the sigmoid is 1/2 at 0 and levels off at 0 and 1; beyond $|z| = 5$ hardly anything changes. "
    "*Right*: the softmax of three scores, worked by hand above.",
    alt="Left, an S-shaped curve from 0 through one half at z equal 0 up to 1. Right, three bars of height one eighth, "
    "two eighths and five eighths.",
)

# %% [markdown]
# **Predict.** What does adding 100 to *all* scores of a column change in its softmax? And what does the computer make
# of $e^{1000}$, of $e^{-1000}$, and of a fraction of two such numbers?

# %%
e = np.exp(scores + 100)
print("softmax of the scores + 100:", e / e.sum())

with np.errstate(over="ignore", invalid="ignore"):  # the warnings are switched off here, to see the values
    large, small = np.exp(np.array([1000.0, -1000.0]))
    print("exp(1000) =", large, "  exp(-1000) =", small)
    print("exp(1000) / exp(1000) =", large / large, "  exp(-1000) / exp(-1000) =", small / small)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Nothing changes: $e^{z_k + c} = e^c e^{z_k}$, and $e^c$ cancels against the same factor in the sum. Only the
# differences between the scores of a column count.
#
# A float64 ends at about $1.8 \cdot 10^{308}$, which is $e^{709.8}$. Beyond it `np.exp` gives infinity, far below zero
# it gives 0; infinity divided by infinity, and 0 divided by 0, are *nan*, "not a number". A nan spreads to everything
# that is computed from it. The first fact cures the second: shift the scores before `exp`, so that no exponential is
# infinite and no sum is 0.
#
# </details>

# %% [markdown]
# ## Build it: the sigmoid
#
# Write `sigmoid` for arrays of any shape. It stays right, and NumPy stays silent, for entries such as 1000 and -1000.
#
# By hand: `sigmoid` of $0, \log 3$ is $\frac12, \frac34$.
#
# <details><summary>Hint 1: the idea</summary>
#
# $e^{-z}$ overflows where $z$ is very negative. Write the same function so that no exponential is ever larger than 1,
# or by means of a function of NumPy that levels off by itself.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}} = \frac{1 + \tanh(z/2)}{2}$$
#
# The first form is safe for $z \ge 0$, the second for $z < 0$, the third everywhere.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With `np.tanh` it is one line. If you would rather use exponentials: `e = np.exp(-np.abs(z))` is at most 1, and
# `np.where(z >= 0, 1, e) / (1 + e)` is both safe forms in one. Note that `np.where` computes both its branches for
# all entries, so an overflow in the branch that is not chosen still warns.
#
# </details>

# %% tags=["exercise"]
from solutions.activations import sigmoid

# %%
check(sigmoid)

# %% [markdown]
# ## Build it: the softmax
#
# Write `softmax`. By default every column of `z` becomes a distribution; `axis` says otherwise, for instance 1 for a
# whole sequence of shape `(T, n_y, m)`. Columns whose scores lie a thousand apart do not disturb each other.
#
# By hand: the column $0, \log 2, \log 5$ gives $\frac18, \frac28, \frac58$.
#
# <details><summary>Hint 1: the idea</summary>
#
# Subtract the largest score of each column first. It changes nothing in the result, the largest exponential is then
# $e^0 = 1$, and the sum is at least 1.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $$\mathrm{softmax}(z)_k = \frac{e^{z_k - c}}{\sum_j e^{z_j - c}}, \qquad c = \max_j z_j$$
#
# with one $c$ and one sum for every column.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.max(z, axis=axis, keepdims=True)` keeps an axis of length 1, so that the result can be subtracted from `z`
# whatever `axis` is. The sum needs the same two arguments.
#
# </details>

# %% tags=["exercise"]
from solutions.activations import softmax

# %%
check(softmax)

# %% [markdown]
# ## Break it: one maximum for the whole array
#
# A shorter way to write it is `np.exp(z - z.max())`. It subtracts a single number, the largest of *all* columns, and
# it is right as long as the columns have scores of about the same size. Here the second example's scores are 1000
# higher than the first one's. By the formula the two columns have the same softmax.
#
# **Predict.** What becomes of example 1? Of example 2?

# %%
z = np.array([[1.0, 1001.0], [2.0, 1002.0], [3.0, 1003.0]])  # (n_y, m)
with np.errstate(invalid="ignore"):
    e = np.exp(z - z.max())
    one_maximum = e / e.sum(axis=0)
yours = softmax(z)

# %% tags=["hide-input"]
fig, axes = figures.panels(1, 2, width=3.9, height=2.5, sharey=True)
PINK = figures.colour_of("y_hat")
for ax, probabilities, title in zip(axes, (yours, one_maximum), ("your softmax", "z - z.max()"), strict=True):
    for column in (0, 1):
        known = np.isfinite(probabilities[:, column])
        heights = np.where(known, probabilities[:, column], 0)
        ax.bar(np.arange(3) + 3.6 * column, heights, width=0.75, color=PINK)
        for row in np.flatnonzero(~known):
            ax.text(row + 3.6 * column, 0.02, "nan", ha="center", fontsize=9.5)
    ax.set(title=title, xticks=[1, 4.6], xticklabels=["example 1", "example 2"], ylim=(0, 0.8))
axes[0].set_ylabel("probability")
figures.show(
    fig,
    caption="Both examples have the same differences between their scores, so both should give the same bars. With one "
    "maximum for the whole array every exponential of example 1 is 0, and 0 divided by 0 is nan.",
    alt="Left, your softmax: two equal groups of three rising bars. Right, one maximum for all: the first group is "
    "missing and says nan three times, the second group is right.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The largest score of example 1 lies 1000 below the maximum of the array. $e^{-1000}$ is 0 for the computer, so all its
# exponentials and their sum are 0, and 0 divided by 0 is nan. Example 2 holds the maximum and is right.
#
# </details>
#
# One outlier in a batch has destroyed the prediction for its neighbour. In training, the loss becomes nan, its gradient
# too, and after one update every weight.
#
# ## Use it: a machine that invents surnames
#
# With these five functions you have enough for a first model of sequences. It asks one thing of the past: *which
# letter came last?* Count, over 10,000 surnames, which letter follows which, and turn the counts into probabilities.
# This is a *bigram model*. Markov (1913) counted in a novel how vowels and consonants follow each other, Shannon (1948)
# drew text from tables of letters and (1951) measured English with them.
#
# A full stop marks where a name begins and ends. With one-hot columns, counting is a matrix product: entry $(k, j)$ of
# $x^{<t+1>} \left(x^{<t>}\right)^{\top}$ is the number of examples in which symbol $j$ stands at step $t$ and symbol
# $k$ at the step after it. Padding is a column of zeros and adds nothing to the counts, so no mask is needed here.
#
# The softmax of the logarithms divides each column by its sum, which is what turns counts into probabilities. To each
# count 0.1 is added, so that nothing is impossible.
#
# **Predict.** After which letter is the next one almost certain? Which letters does no name end with?

# %%
letters = data.Vocabulary.of(surnames, specials=["."])
ids_names, mask_names, _ = pad_batch([letters.encode(f".{name}.") for name in surnames], pad_id=-1)
x_names = one_hot(ids_names, len(letters))
print("x_names is", x_names.shape, "and", f"{mask_names.mean():.0%} of its columns are real")

counts = sum(x_names[t + 1] @ x_names[t].T for t in range(len(x_names) - 1))  # (n_x, n_x): row follows column
p_next = softmax(np.log(counts + 0.1))

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=6.2, height=5.4)
image = ax.pcolormesh(np.sqrt(p_next), cmap="viridis", vmin=0, vmax=1)  # the root lights up the many small ones
ax.set_xticks(np.arange(len(letters)) + 0.5, ["·", *letters.symbols[1:]], fontsize=8)
ax.set_yticks(np.arange(len(letters)) + 0.5, ["end", *letters.symbols[1:]], fontsize=8)
ax.set(xlabel="after this letter (the dot is the beginning)", ylabel="comes this one")
ax.invert_yaxis()
ax.grid(visible=False)
percent = np.array([0, 1, 5, 10, 20, 40, 60, 80, 100])
bar = fig.colorbar(image, ax=ax, label="probability (%)", pad=0.02)
bar.set_ticks(np.sqrt(percent / 100), labels=[str(share) for share in percent])
figures.show(
    fig,
    caption="Each column is a distribution and sums to 1. Column *q*: a *u* follows in 97 of 100. First row: names "
    "often end after *x*, *y* or *z*, and none of the 10,000 after *j*, *q* or *v*. The rows of *a*, *e*, *i* and *o* "
    "are bright.",
    alt="A square of 27 by 27 cells: columns are the letter before, rows the letter after. Most cells are dark; the "
    "brightest is u after q, and the first row, the end of a name, is bright for x, y and z.",
)


# %% [markdown]
# Now let it speak. Start at the full stop, draw the next letter from the column of the last one, and stop when a full
# stop is drawn.


# %%
def invent(rng):
    """Draw one name, letter after letter."""
    name, last = "", 0
    while last or not name:
        last = rng.choice(len(letters), p=p_next[:, last])
        name += letters.symbols[last].strip(".")
    return name


def scatter(rng):
    """Draw one name of letters that know nothing of each other, as long as one that was counted."""
    share = counts.sum(axis=1)[1:] / counts[1:].sum()
    length = len(surnames[rng.integers(len(surnames))])
    return "".join(letters.symbols[k] for k in 1 + rng.choice(len(share), size=length, p=share))


rng = np.random.default_rng(3)
known = set(data.load_names("surnames"))
invented = [name + " *" * (name in known) for name in (invent(rng) for _ in range(16))]
scattered = [scatter(rng) for _ in range(16)]
print(f"{'which letter follows which':32} how frequent each letter is")
for row in range(8):
    left, right = (f"{names[row]:16}{names[row + 8]:16}" for names in (invented, scattered))
    print(left, right)
print("* a real surname")

# %% [markdown]
# On the left are names that the model invents, on the right letters drawn by their frequency alone: that is what a
# single letter of memory is worth. On the left some could be somebody's neighbour, others nobody can pronounce, and of
# names drawn in this way one in eight has a single letter. The model knows the last letter and nothing else, neither
# how the name began nor how long it is already. What it does know shows in single names. Put your own in the list; what
# is none of the letters a to z is left out, since the list of the census has no accents and no apostrophes.


# %%
def surprise(names):
    """Return -log p of every letter after the one before it, and where it is real; both (T - 1, m)."""
    ids, mask, _ = pad_batch([letters.encode(f".{name}.") for name in names], pad_id=-1)
    x = one_hot(ids, len(letters))
    p = np.sum(x[1:] * (p_next @ x[:-1]), axis=1)  # the 1 in each column picks the letter that did come
    return -np.log(np.where(mask[1:], p, 1)), mask[1:]


mine = ["Garcia", "Schmidt", "Quinn", "Kowalczyk", "Okafor", "O'Neill"]
mine = ["".join(letter for letter in name.lower() if letter in alphabet.symbols) for name in mine]

# %% tags=["hide-input"]
nats, real = surprise(mine)
fig, (ax,) = figures.panels(width=7.4, height=0.55 * len(mine) + 1.1)
image = ax.pcolormesh(np.ma.masked_where(~real.T, nats.T), cmap="viridis", vmin=0, vmax=8, edgecolors="none")
for row, name in enumerate(mine):
    for column, symbol in enumerate([*name, "end"]):
        dark = nats[column, row] < 5
        ax.text(
            column + 0.5,
            row + 0.5,
            symbol,
            ha="center",
            va="center",
            fontsize=11,
            color="#ffffff" if dark else "#000000",
        )
mean = nats.sum(axis=0) / real.sum(axis=0)
ax.set_yticks(np.arange(len(mine)) + 0.5, [f"{name}  {value:.2f}" for name, value in zip(mine, mean, strict=True)])
ax.set_xticks(np.arange(len(nats)) + 0.5, [f"${t}$" for t in range(1, len(nats) + 1)])
ax.set(xlabel="letter", title=r"surprise $-\log p$ at each letter, and its mean over the name")
ax.invert_yaxis()
ax.grid(visible=False)
ax.spines[:].set_visible(False)
fig.colorbar(image, ax=ax, label="nats", extend="max", pad=0.02)
figures.show(
    fig,
    caption="How much each letter surprises a model that sees only the one before: dark is expected, bright is rare. "
    "The $u$ after the $q$ of *quinn* costs next to nothing. The number is the mean of a name, without its padding.",
    alt="One row for each name, one cell for each letter, coloured by surprise. Frequent pairs are dark; "
    "rare ones, such as z after c in kowalczyk, are bright.",
)

# %% [markdown]
# The *surprise* at an event of probability $p$ is $-\log p$; with the natural logarithm its unit is the *nat*. The mean
# surprise over many names is the *cross-entropy*, the loss that later lessons minimise. Guessing blindly among 27
# symbols costs $\log 27 = 3.30$ nats a letter. Here is what the last letter is worth, on the 5,000 names that come next
# in frequency and were not counted:

# %%
nats, real = surprise(data.load_names("surnames")[10_000:15_000])
print(f"{nats[real].mean():.2f} nats a letter, where blind guessing costs {np.log(27):.2f}")

# %% [markdown]
# Lesson 02 runs a network that remembers more than one letter.
#
# ## What you should remember
#
# 1. A batch is `x` of shape $(T_x, n_x, m)$: time first, one column for each example; `x[t]` is one step of all of
#    them.
# 2. The formula counts $i$ and $t$ from 1, the code from 0; a 0 that slips through becomes -1, the last entry.
# 3. A one-hot column picks a column of the weights; padding is a column of zeros.
# 4. What is padding follows from the lengths, never from the values.
# 5. A softmax depends on the differences within a column alone: subtract each column's own maximum before `exp`.

# %% [markdown] tags=["question"] question_id="explain-mask" points=2
# **Explain it.** A colleague computes the average loss of a padded batch as `loss.mean()`, where `loss` has shape
# `(T, m)` and holds some number at every place, the padding included. The sequences are 3 and 30 steps long. What is
# wrong with the number, and what do you compute instead? A second colleague fills up with 0 and takes `ids != 0` as
# the mask. When does that fail, and where should the mask come from?

# %% [markdown] tags=["question"] question_id="explain-axes" points=2
# **Explain it.** An array `x` has shape $(T_x, n_x, m) = (6, 3, 4)$. A library wants $(m, T_x, n_x)$. Somebody writes
# `x.reshape(4, 6, 3)`, and the library accepts it. What is wrong, how would you notice it, and what is the right
# code?

# %% [markdown]
# ## Further
#
# Ungraded, for those who want more.
#
# - **Less padding.** Sort the 10,000 surnames by length, cut them into batches of 100, pad each batch by itself, and
#   compare the share of padding with that of unsorted batches. What does sorting do to the order in which a network
#   sees the names?
# - **Two letters of the past.** Count which letter follows each *pair* of letters and let that model invent names.
#   How many of the $27^2$ pairs never occur? What does that mean for five letters of the past?
# - **The logarithm of a softmax.** $\log \mathrm{softmax}(z)_k = z_k - c - \log \sum_j e^{z_j - c}$. Show that
#   `np.log(softmax(z))` loses what this form keeps when one score is 1000 below the others. Lesson 05 needs it for
#   the loss.
#
# Sources
#
# - A. Ng (2018), *Sequence Models*, course 5 of the Deep Learning Specialization, deeplearning.ai: the notation.
# - A. A. Markov (1913), *An example of statistical investigation of the text "Eugene Onegin" concerning the connection
#   of samples in chains* (in Russian; in English in *Science in Context* 19, 2006): letters counted one after another.
# - C. E. Shannon (1948), *A mathematical theory of communication*: text drawn from tables of letters.
# - C. E. Shannon (1951), *Prediction and entropy of printed English*: how well letters can be predicted from those
#   before.
# - J. S. Bridle (1990), *Probabilistic interpretation of feedforward classification network outputs, with relationships
#   to statistical pattern recognition*: the softmax and its name.
# - P. Blanchard, D. J. Higham and N. J. Higham (2021), *Accurately computing the log-sum-exp and softmax functions*.
# - I. Goodfellow, Y. Bengio and A. Courville (2016), *Deep Learning*, sections 3.10 and 10: sigmoid; sequences.
