# %% [markdown]
# # 00 Sequences as arrays
#
# A sentence, a melody and a surname are *sequences*: their order matters, and their lengths differ. A network computes
# with arrays, which are blocks with straight sides. In this lesson you turn the one into the other, and at the end
# your own functions run a small machine that invents surnames.
#
# **You write** five functions: `get_step` reads one step of one sequence, `one_hot` turns numbers into vectors,
# `pad_batch` packs sequences of unequal length into one array, and `sigmoid` and `softmax` turn scores into
# probabilities. Later lessons use all five.
#
# **You need** Python, a little NumPy (indexing, broadcasting) and an idea of what a layer of a neural network is.
#
# **It takes** about 80 to 100 minutes; this is an estimate. Run the cells from top to bottom.

# %%
import numpy as np

import data
import figures
from autograder.check import check

figures.use_course_style()

# %% [markdown]
# ## What you are building: a machine that invents surnames
#
# Here is the machine, already finished. In the 10,000 most frequent surnames of the United States (census of 1990) it
# has counted one thing: which letter follows which. To invent a name it looks at the last letter, draws the next one
# at random according to those counts, and goes on until it draws the end of the name. Its code is in the folded cell.

# %% tags=["hide-input"]
surnames = data.load_names("surnames", most_frequent=10_000)
letters = data.Vocabulary.of(surnames, specials=["."])  # the full stop marks where a name begins and ends


def count_and_divide(names):
    """Return the probability of each symbol (row) after each symbol (column)."""
    counts = np.full((len(letters), len(letters)), 0.1)  # nothing is quite impossible
    for name in names:
        ids_of_name = letters.encode(f".{name}.")
        np.add.at(counts, (ids_of_name[1:], ids_of_name[:-1]), 1)  # also counts a pair that comes twice
    return counts / counts.sum(axis=0)


def invent(p, rng):
    """Draw one name, letter after letter, each from the column of the letter before it."""
    name, last = "", 0  # 0 is the full stop: it marks the start, and when it is drawn, the end
    while last or not name:
        last = rng.choice(len(letters), p=p[:, last])
        name += letters.symbols[last].strip(".")
    return name


p_given = count_and_divide(surnames)

# %%
seed = 55  # another number gives other names
rng = np.random.default_rng(seed)
invented = [invent(p_given, rng) for _ in range(10)]
print(*invented)

# %% tags=["hide-input"]
P, box, label, arrow = figures.Point, figures.blocks.box, figures.blocks.label, figures.lines.arrow
PINK, SHOWN, APART = figures.colour_of("y_hat"), 5, 1.85
drawn_name = min(invented, key=lambda name: abs(len(name) - 7))


def draw_walk(name):
    """Draw how a name comes about: at each step the likeliest next letters, and the one that was drawn."""
    path, before = letters.encode(f".{name}."), None
    ax = figures.sheet(-0.9, APART * (len(path) - 2) + 0.9, -4.95, 1.25)
    for step in range(len(path) - 1):
        last, drawn = path[step], path[step + 1]
        order = list(np.argsort(-p_given[:, last])[:SHOWN])
        label(ax, P(APART * step, 0.85), f"after {letters.symbols[last]}" if step else "first letter", size=11)
        for row, k in enumerate(order + [drawn] * (drawn not in order)):
            at, symbol = P(APART * step, -0.85 * row - 0.2 * (row == SHOWN)), letters.symbols[k].replace(".", "end")
            box(ax, at, "", PINK, width=1.35, height=0.68, lit=k == drawn)
            label(ax, at, f"{symbol}  {100 * p_given[k, last]:.0f}%", size=11 if k == drawn else 9.5)
            if k == drawn:
                reached = at
        if before is not None:
            arrow(ax, before.shift(0.68), reached.shift(-0.68), PINK, width=1.4)
        before = reached
    return figures.figure_of(ax)


in_top = [
    k in np.argsort(-p_given[:, last])[:SHOWN]
    for last, k in zip(letters.encode(f".{drawn_name}"), letters.encode(f"{drawn_name}."), strict=True)
]
figures.show(
    draw_walk(drawn_name),
    caption=f"How *{drawn_name}* came about, from left to right. Each column lists the {SHOWN} likeliest next letters; "
    "the one that was drawn has the stronger frame, at the bottom if it is not among them. All that a column knows "
    "of the past is the letter above it.",
    alt=f"{len(drawn_name) + 1} columns, one for each letter of {drawn_name} and one for the end. Each lists the "
    f"{SHOWN} likeliest letters with their probabilities. The letter drawn is framed and heads the next column. In "
    f"{sum(in_top)} of {len(in_top)} columns it is one of the {SHOWN}.",
)

# %% [markdown]
# Some of these names could belong to a neighbour, others nobody can pronounce: one letter of memory is not much. The
# networks of later lessons remember more. What they read and write has the form that you build now.
#
# ## See it: two sentences by hand
#
# Take the sentences *rain fell* and *a cat sleeps*. Each distinct word gets a number, its *id*, in alphabetical
# order. The list of all words is the *vocabulary*.
#
# | id | 0 | 1 | 2 | 3 | 4 |
# |---|---|---|---|---|---|
# | word | a | cat | fell | rain | sleeps |
#
# So *rain fell* is `[3, 2]` and *a cat sleeps* is `[0, 1, 4]`. A network reads vectors, so each word becomes a column
# of five numbers: 1 in the row of its id and 0 elsewhere. Side by side the two sentences form a *batch*, an array with
# 3 *time steps*, 5 *features* (the numbers in one column) and 2 *examples* (the sentences). The shorter sentence ends
# after two steps; its third column stays zero. This filling up is called *padding*.

# %%
words = ["a", "cat", "fell", "rain", "sleeps"]
x_hand = np.zeros((3, 5, 2))  # time steps, features, examples
x_hand[0, 3, 0] = x_hand[1, 2, 0] = 1  # rain fell
x_hand[0, 0, 1] = x_hand[1, 1, 1] = x_hand[2, 4, 1] = 1  # a cat sleeps

# %% tags=["hide-input"]
BLUE, GREY = figures.colour_of("x"), figures.colour_of("b")


def draw_examples(batch, names):
    """Draw each example as a grid: time to the right, features downwards."""
    steps, features, examples = batch.shape
    ax = figures.sheet(-2.1, examples * (steps + 2.6) - 2.4, -features + 0.3, 1.9)
    for i in range(examples):
        left = i * (steps + 2.6)
        label(ax, P(left + (steps - 1) / 2, 1.5), f"example $i={i + 1}$", BLUE)
        for t, row in np.ndindex(steps, features):
            one = batch[t, row, i] == 1
            box(ax, P(left + t, -row), f"{batch[t, row, i]:.0f}", BLUE, width=0.9, height=0.9, size=12, lit=one)
        for t in range(steps):
            label(ax, P(left + t, 0.75), f"$t={t + 1}$", size=11)
        for row, name in enumerate(names):
            label(ax, P(left - 0.7, -row), f"{name}  {row}", size=10, ha="right")
    return figures.figure_of(ax)


figures.show(
    draw_examples(x_hand, words),
    caption="The batch `x_hand`, one grid for each example. Time runs to the right; the row of the 1 names the word.",
    alt="Two grids of 5 rows and 3 columns. The left one has a 1 in row 3 at step 1 and in row 2 at step 2, and only "
    "zeros at step 3. The right one has a 1 in row 0 at step 1, in row 1 at step 2 and in row 4 at step 3.",
)

# %% [markdown] tags=["deeper"]
# ### Deeper: a melody is a sequence too
#
# The elements of a sequence need not be words. A note has a pitch and a length, so an element of a melody is a vector
# of two numbers, neither of which is an id. The index $t$ counts elements, however long each one lasts: note 4 is the
# fourth note, and it starts at beat 3.

# %% tags=["hide-input"]
notes = data.twelve_notes()
pitches = np.array([data.semitone(note.pitch) for note in notes])
beats = np.array([note.beats for note in notes])
melody = np.stack([pitches, beats], axis=1)[:, :, np.newaxis]  # 12 steps, 2 features, 1 example

starts = np.cumsum(beats) - beats + 1
fig, (ax,) = figures.panels(width=7.4, height=2.6)
ax.barh(pitches, beats - 0.08, left=starts, height=0.7, color=BLUE)
for number, (start, pitch) in enumerate(zip(starts, pitches, strict=True), 1):
    ax.text(start + 0.03, pitch + 0.5, str(number), fontsize=9)
rows = sorted(set(pitches.tolist()))
ax.set(xlabel="beat", ylabel="pitch", xticks=range(1, 14), yticks=rows, ylim=(59, 74))
ax.set_yticklabels([next(n.pitch for n in notes if data.semitone(n.pitch) == row) for row in rows])
figures.show(
    fig,
    caption=f"A melody of {len(notes)} notes is an array of shape {melody.shape}: the number over a note is its $t$, "
    "the bar's height is the first feature, its length the second. There is one melody, so the batch has one example.",
    alt=f"{len(notes)} horizontal bars, as in a piano roll: {', '.join(note.pitch for note in notes)}. The "
    f"longest lasts {max(beats) / min(beats):.0f} times as long as the shortest.",
)

# %% [markdown]
# ## The notation
#
# The whole course uses one notation. It follows Ng (2018).
#
# $$x^{(i)<t>} \in \mathbb{R}^{n_x}, \qquad 1 \le i \le m, \qquad 1 \le t \le T_x^{(i)}$$
#
# Round brackets number the example, angle brackets the time step. $m$ is the number of examples, $n_x$ the number of
# features, $T_x^{(i)}$ the length of example $i$, and $T_x$ the greatest of these lengths, in code often
# `T`. Later, $y$ stands for an output, $T_y$ for its length and $n_y$ for its number of classes.
#
# **The formula counts from 1, the code counts from 0**: $x^{(i)<t>}$ is `x[t - 1, :, i - 1]`. You will make this
# translation again and again.

# %% tags=["hide-input"]
STEPS, FEATURES, EXAMPLES = 5, 3, 4
places = [(i, t) for i in range(1, EXAMPLES + 1) for t in range(1, STEPS + 1)]
figures.animate(
    [figures.tensor_slices(STEPS, FEATURES, EXAMPLES, i=i, t=t) for i, t in places],
    labels=[f"i = {i}, t = {t}: x[{t - 1}, :, {i - 1}]" for i, t in places],
    still=places.index((2, 3)),
    seconds=0.45,
    slider="Example i and time step t",
    caption=f"One batch $x$ of {EXAMPLES} examples, with {STEPS} time steps of {FEATURES} features each. The slider "
    "moves through the examples, step by step. Lit from left to right: *one step of one example*, *one step of all "
    "examples*, *one whole example*. Below each block: formula, code, shape. Time runs to the right, so a block shows "
    "the arrays on their side.",
    alt=f"The same block of cells three times: {STEPS} steps wide, {FEATURES} features high, {EXAMPLES} examples deep. "
    f"Lit in the first are the {FEATURES} cells of step t of example i, in the second the {FEATURES * EXAMPLES} cells "
    f"of step t, in the third the {FEATURES * STEPS} cells of example i. The lit slices move with i and t.",
)
figures.shape_table(
    [
        ("x", "x", "(T_x, n_x, m)", "a batch: time first, then features, then examples"),
        ("x^{<t>}", "x[t - 1]", "(n_x, m)", "one step of every example, a column each"),
        ("x^{(i)}", "x[:, :, i - 1]", "(T_x, n_x)", "one example, padding included"),
        ("x^{(i)<t>}", "x[t - 1, :, i - 1]", "(n_x,)", "one step of one example"),
        (r"\mathrm{ids}", "ids", "(T_x, m)", "the same batch before its ids became vectors"),
        (r"\mathrm{mask}", "mask", "(T_x, m)", "`True` where an element is real, `False` at padding"),
        ("T_x^{(i)}", "lengths[i - 1]", "()", "the true length of example $i$"),
        (r"\hat{y}^{<t>}", "y_hat[t - 1]", "(n_y, m)", "a prediction: each column sums to 1"),
    ]
)

# %% [markdown]
# **Why is time first?** Because `for xt in x:` then yields $x^{<1>}$, $x^{<2>}$ and so on, each of shape `(n_x, m)`,
# and a layer acts on one of them exactly as its formula is written: `W @ xt + b`.
#
# Others choose differently, so look before you load their arrays. PyTorch's recurrent layers take `(T, m, n_x)`, or
# `(m, T, n_x)` with `batch_first=True`; Keras takes `(m, T, n_x)`; Ng's own exercises take `(n_x, m, T_x)`.
# `np.transpose` turns one into another.
#
# **Predict.** `x` is the batch of the two sentences, of shape `(3, 5, 2)`. What are the shapes of `x[1]`,
# `x[:, :, 1]`, `x[1, :, 0]` and `x[1:2]`? And which step do you get from `x[t - 1]` if $t = 0$?

# %%
x = x_hand
print(x[1].shape, x[:, :, 1].shape, x[1, :, 0].shape, x[1:2].shape)

t = 0
print(f"x[t - 1] with t = 0 is\n{x[t - 1]}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# A single number as an index removes its axis, a slice keeps it: `x[1]` is `(5, 2)`, `x[:, :, 1]` is `(3, 5)`,
# `x[1, :, 0]` is `(5,)`, but `x[1:2]` is `(1, 5, 2)`.
#
# With $t = 0$ the index is -1, and NumPy counts negative indices from the end. So you get the *last* step: a column of
# zeros for the first sentence, *sleeps* for the second. There is no error, and nothing looks wrong. A function that
# counts from 1 has to reject 0 itself.
#
# </details>

# %% [markdown]
# ## Build it: one step of one example
#
# Write `get_step`. It takes `i` and `t` as the formula counts them and returns $x^{(i)<t>}$. A number outside its range
# raises an `IndexError`; 0 is out of range. Padding counts as in range: `x` does not know the lengths, so $t$ may go up
# to $T_x$.
#
# **By hand:** step 3 of example 2 of `x_hand` is *sleeps*, `[0, 0, 0, 0, 1]`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Read the two upper limits from the shape of `x`, reject what is out of range, then index. Both numbers lose 1 on the
# way from the formula to the code.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $x^{(i)<t>}$ exists for $1 \le t \le T_x$ and $1 \le i \le m$, where `x.shape` is $(T_x, n_x, m)$. In Python
# comparisons can be chained: `1 <= t <= T_x`.
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
sleeps = get_step(x_hand, i=2, t=3)
print(sleeps, words[sleeps.argmax()])

# %%
check(get_step)

# %% [markdown]
# ## From ids to vectors
#
# Why not feed the id itself to the network? Because numbers have an order and distances, and words do not: with
# `cat` = 1, `fell` = 2 and `rain` = 3, *fell* would lie halfway between *cat* and *rain*. *One-hot* vectors have no
# such order; any two of them are $\sqrt 2$ apart.
#
# $$x^{(i)<t>}_k = \begin{cases} 1 & \text{if } k = \mathrm{ids}[t-1,\, i-1] \\ 0 & \text{otherwise} \end{cases}
# \qquad k = 0, \dots, n_x - 1$$
#
# The row $k$ is an id and counts from 0, in the formula as in the code. What does a weight matrix do with a one-hot
# vector?

# %%
W = np.array([[10, 20, 30, 40, 50], [11, 21, 31, 41, 51]])  # (2, n_x)
cat = np.array([0, 1, 0, 0, 0])
print("W @ cat =", W @ cat, "  W[:, 1] =", W[:, 1])

# %% tags=["hide-input"]
WEIGHT = figures.colour_of("W_ya")  # W stands for any layer here; its colour differs from that of the input


def draw_column_of(matrix, column, k):
    """Draw matrix times a one-hot column; lit are row k of the column and what it picks."""
    high, cells = len(column), []
    for row, col in np.ndindex(matrix.shape):
        cells.append((P(col, high / 2 - row), matrix[row, col], WEIGHT, col == k))
    for row, entry in enumerate(column):
        cells.append((P(6.3, high - 1 - row), entry, BLUE, row == k))
    for row, entry in enumerate(matrix[:, k]):
        cells.append((P(8.6, high / 2 - row), entry, WEIGHT, True))
    ax = figures.sheet(-1.6, 9.3, -1.3, high - 0.3)
    for at, text, colour, lit in cells:
        box(ax, at, "", colour, width=0.92, height=0.92, lit=lit)
        label(ax, at, str(text), size=12 if lit else 10)
    label(ax, P(-1.05, 2.0), "$W$", WEIGHT, size=16)
    label(ax, P(5.2, 2.0), r"$\cdot$", size=18)
    label(ax, P(7.45, 2.0), "$=$", size=16)
    label(ax, P(6.3, -0.95), "cat", BLUE, size=12)
    return figures.figure_of(ax)


figures.show(
    draw_column_of(W, cat, cat.argmax()),
    caption=f"A one-hot column picks a column of $W$: the 1 is in row {cat.argmax()}, so the product is column "
    f"{cat.argmax()} of $W$.",
    alt=f"A block of 2 rows and 5 columns times a column of 5 numbers, {' '.join(map(str, cat))}. Lit are column "
    f"{cat.argmax()} of the block, the 1, and the result, {' and '.join(map(str, W @ cat))}.",
)

# %% [markdown]
# So each word owns one column of the weights that read it. Lesson 06 builds on this (*embeddings*).
#
# Sequences of unequal length leave holes in a batch. In `ids` a hole is marked with -1, and it becomes a column of
# zeros: then `W @ x` is zero there as well.
#
# **Predict.** Somebody writes `np.eye(n_x)[ids]`, which takes row number `id` of the *identity matrix* for every id at
# once. What is the shape of the result for `ids` of shape `(T, m)`? And what becomes of -1?

# %%
ids_hand = np.array([[3, 0], [2, 1], [-1, 4]])  # (T, m): rain fell (hole), a cat sleeps
picked = np.eye(5)[ids_hand]
print("shape:", picked.shape, "  id -1 becomes", picked[2, 0])

# %% [markdown]
# <details><summary>Answer</summary>
#
# `ids` has the axes `(T, m)`, and each entry is replaced by a row of length `n_x`, so the result is `(T, m, n_x)`:
# features last, where this course has the examples.
#
# The id -1 picks the last row, so the hole becomes the word *sleeps*. Again there is no error.
#
# </details>

# %% [markdown]
# ## Build it: one-hot vectors
#
# Write `one_hot`. Every id of the batch becomes a column with a single 1; a -1 becomes a column of zeros.
#
# **By hand:** `ids_hand` becomes `x_hand`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three ways work. Loop over `t` and `i` and set a single 1 in an array of zeros. Or pick rows of the identity matrix
# and move the axes. Or compare every id with every row number. For each, ask what it does with -1.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Counting from 0, as the code does, `x[t, k, i]` is 1 exactly where `ids[t, i] == k`. No row has the number -1, so
# with a comparison its column stays zero by itself.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# By comparison: give `ids` a new axis in the middle, `ids[:, np.newaxis, :]`, of shape `(T, 1, m)`. Give the row
# numbers `np.arange(n_x)` a new axis at the end: `(n_x, 1)`. `==` broadcasts both to `(T, n_x, m)`. The result is
# `True` and `False`; `.astype(float)` turns it into float64 numbers.
#
# </details>

# %% tags=["exercise"]
from solutions.sequence_data import one_hot

# %%
print(np.array_equal(one_hot(ids_hand, 5), x_hand))

# %%
check(one_hot)

# %% [markdown]
# ## Sequences of unequal length
#
# Here are six sentences. You may put your own in their place; the answer below is about these six.

# %%
sentences = data.six_sentences()  # or your own: [["my", "cat", "sleeps"], ["so", "do", "i", "every", "day"]]
vocabulary = data.Vocabulary.of(sentences)
seqs = [vocabulary.encode(sentence) for sentence in sentences]

for sentence, seq in zip(sentences, seqs, strict=True):
    print(f"{' '.join(sentence):38}", seq)

# %% [markdown]
# To fit side by side in one array they all need the length of the longest. *Padding* fills the gaps, and a *mask*
# says what is real:
#
# $$\mathrm{mask}[t-1,\, i-1] =
# \begin{cases} \text{True} & \text{if } t \le T_x^{(i)} \\ \text{False} & \text{otherwise} \end{cases}$$
#
# **Predict.** How much of the padded array will be padding? Estimate it from the list above before you run the cell.


# %% tags=["hide-input"]
def draw_batch(columns, longest):
    """Draw sentences as columns, time running down; padding is faint."""
    wide, high = 1.75, 0.62
    ax = figures.sheet(-0.3, len(columns) * wide + 0.9, -longest * high + 0.2, 1.15)
    for i, column in enumerate(columns):
        label(ax, P((i + 1) * wide, 0.62), f"$i={i + 1}$", BLUE)
        for t in range(longest):
            at, real = P((i + 1) * wide, -t * high), t < len(column)
            size = {"width": wide - 0.1, "height": high - 0.1}
            box(ax, at, column[t] if real else "", BLUE if real else GREY, size=10, lit=real, **size)
            if not real:
                label(ax, at, "padding", GREY, size=9)
    for t in range(longest):
        label(ax, P(0.35, -t * high), f"$t={t + 1}$", size=11)
    return figures.figure_of(ax)


lengths_by_hand = [len(sentence) for sentence in sentences]
T, m = max(lengths_by_hand), len(sentences)
figures.show(
    draw_batch(sentences, T),
    caption=f"The layout of `ids`: time runs down, every sentence is a column. Of {T} times {m} = {T * m} entries, "
    f"{sum(lengths_by_hand)} hold a word (the mask is `True`) and {T * m - sum(lengths_by_hand)} are padding.",
    alt=f"A grid of {T} rows and {m} columns. Each column holds the words of one sentence from the top; "
    "the entries below the end of a sentence are faint and say padding.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The six sentences have 2, 5, 4, 8, 3 and 6 words, 28 together. The longest has 8, so the array has $8 \cdot 6 = 48$
# entries, and 20 of them, 42 %, are padding. One long sentence makes all the others longer. That is why sequences are
# often cut at a maximum length, and why batches are made of sequences of similar length (try it in *Further*).
#
# </details>

# %% [markdown]
# ## Build it: a padded batch
#
# Write `pad_batch`. It takes a list of lists of ids and returns three arrays: `ids` and `mask` of shape `(T, m)`, and
# `lengths` of shape `(m,)`. A sequence longer than `max_len` loses its end. Watch out for three things: a *token* (one
# id of a sequence) may happen to equal `pad_id`; a cut changes the lengths; the lists belong to the caller.
#
# **By hand:** the two sentences, padded with -1, give `ids` = `[[3, 0], [2, 1], [-1, 4]]`, `mask` =
# `[[True, True], [True, True], [False, True]]` and `lengths` = `[2, 3]`.
#
# <details><summary>Hint 1: the idea</summary>
#
# First cut, then count, then fill. Once you know the lengths of what is kept, all shapes follow: make an array that is
# all padding and write each sequence into its column.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $T = \max_i T_x^{(i)}$, taken after the cut. Column $i-1$ of `ids` holds sequence $i$ in the rows
# $0, \dots, T_x^{(i)} - 1$. The mask compares row numbers with lengths; it never looks at `ids`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `seq[:max_len]` makes a new list, and with `max_len=None` it keeps everything. `np.full((T, m), pad_id)` is an array
# of whole numbers. In a loop, `ids[:len(seq), i] = seq` fills a column down to where the sequence ends. For the mask,
# give the row numbers a second axis: `np.arange(T)[:, np.newaxis]` has shape `(T, 1)`, and comparing it with `lengths`
# of shape `(m,)` gives `(T, m)`.
#
# </details>

# %% tags=["exercise"]
from solutions.sequence_data import pad_batch

# %%
for array in pad_batch([[3, 2], [0, 1, 4]], pad_id=-1):
    print(array, "\n")

# %%
check(pad_batch)

# %% [markdown]
# Now your functions go all the way: from sentences to ids, to a padded batch, to vectors, and back.

# %%
ids, mask, lengths = pad_batch(seqs, pad_id=-1)
x = one_hot(ids, len(vocabulary))
print("ids", ids.shape, " mask", mask.shape, " lengths", lengths, " x", x.shape)

i = 2
read = [vocabulary.symbols[get_step(x, i=i, t=t).argmax()] for t in range(1, lengths[i - 1] + 1)]
print(f"x^({i}) read back: {' '.join(read)}")

# %% [markdown]
# ## Break it: a mask made from the values
#
# A common shortcut is `mask = ids != pad_id`. It needs no lengths, and it works as long as no token equals `pad_id`. A
# `pad_id` of 0 invites trouble, since ids start at 0. (Keras' `pad_sequences` pads with 0 by default, and at the
# start.) Here are the 10,000 surnames as sequences of letters, `a` = 0, `b` = 1 and so on, padded with 0.
#
# **Predict.** You count how often each letter occurs: once with the right mask, once with the shortcut, once without
# any mask. What happens to the share of the letter *a*? And to all the others?

# %%
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
of_a = [f"{share[0]:.1%}" for share in shares.values()]
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
    caption="The ten most frequent letters of the surnames, *a* in orange. *Left*: the truth. *Middle*: the shortcut "
    "takes every *a* for padding, so the letter no longer exists. *Right*: without a mask all padding counts as *a*.",
    alt=f"Three bar charts of letter frequencies. The share of the letter a is {of_a[0]} in the left one, {of_a[1]} in "
    f"the middle one and {of_a[2]} in the right one.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The shortcut takes every *a* for padding: its share falls from 9 % to exactly 0, and all others rise a
# little, since the shares still sum to 1. Without a mask the padding counts as *a*, which then makes up more than half
# of everything, and all others shrink.
#
# Neither raises an error. The *loss*, the number that training makes small, is an average over all entries that count.
# With the shortcut it never asks the network to predict an *a*; without a mask it rewards the network for predicting
# padding. So in this course the mask is made from the lengths, and `pad_id` is -1, which is no id.
#
# </details>

# %% [markdown]
# ## From scores to probabilities
#
# What leaves a network is a column of scores, which may be any real numbers. Two functions turn scores into
# probabilities. The *sigmoid* (logistic function) takes one score by itself. The *softmax* takes all scores of a column
# together and makes a *distribution*: numbers from 0 to 1 that sum to 1.
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} \qquad\qquad \hat{y}_k = \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$
#
# For the scores $0, \log 2, \log 5$ the exponentials are 1, 2 and 5 ($\log$ is the natural logarithm, `np.log`). They
# sum to 8, so the softmax is $\frac18, \frac28, \frac58$. The name *softmax* and its use at the output of a network are
# due to Bridle (1990).

# %% tags=["hide-input"]
z = np.linspace(-8, 8, 201)
scores = np.log([1.0, 2.0, 5.0])
fig, (curve, *bars) = figures.panels(1, 4, width=2.45, height=2.5)
curve.plot(z, 1 / (1 + np.exp(-z)), color=figures.INK)
curve.set(xlabel="$z$", title=r"sigmoid $\sigma(z)$", yticks=[0, 0.5, 1])
steps = [
    (scores, r"softmax: scores $z_k$", ["0", r"$\log 2$", r"$\log 5$"], 0.5),
    (np.exp(scores), r"$\rightarrow$  take $e^{z_k}$", ["1", "2", "5"], 0.5),
    (np.exp(scores) / np.exp(scores).sum(), r"$\rightarrow$  divide by the sum", ["1/8", "2/8", "5/8"], 1.0),
]
for ax, (heights, title, names, strength) in zip(bars, steps, strict=True):
    ax.bar([0, 1, 2], heights, color=(PINK, strength), width=0.6)
    ax.set(title=title, xlabel="$k$", xticks=[0, 1, 2], yticks=heights, yticklabels=names, ylim=(0, 1.15 * heights[2]))
figures.show(
    fig,
    caption="*Left*: the sigmoid is 1/2 at 0 and levels off at 0 and 1; beyond $|z| = 5$ hardly anything changes. "
    "*Then*: the softmax of three scores, step by step.",
    alt="First an S-shaped curve from 0 through one half at z equal 0 up to 1. Then three bar charts of three bars "
    "each: the scores 0, log 2, log 5; their exponentials 1, 2, 5; the softmax, one eighth, two eighths, five eighths.",
)

# %% [markdown]
# **Predict.** How does the softmax change if you add 100 to *all* scores of a column? And what does the computer make
# of $e^{1000}$, of $e^{-1000}$, and of a fraction of two such numbers?

# %%
scores = np.log([1, 2, 5])
e = np.exp(scores + 100)
print("softmax of the scores + 100:", e / e.sum())

with np.errstate(over="ignore", invalid="ignore"):  # silences the warnings, to see the values
    large, small = np.exp(np.array([1000.0, -1000.0]))
    print("exp(1000) =", large, "  exp(-1000) =", small)
    print("exp(1000) / exp(1000) =", large / large, "  exp(-1000) / exp(-1000) =", small / small)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It does not change: $e^{z_k + c} = e^c e^{z_k}$, and $e^c$ cancels against the same factor in the sum. Only the
# differences between the scores of a column count.
#
# The largest float64 is about $1.8 \cdot 10^{308}$, which is $e^{709.78}$. Beyond it `np.exp` gives infinity, and far
# below zero it gives 0; infinity divided by infinity, and 0 divided by 0, are *nan*, "not a number". A nan spreads to
# everything that is computed from it. The first fact cures the second: shift the scores before `exp`, so that no
# exponential is infinite and no sum is 0.
#
# </details>

# %% [markdown]
# ## Build it: the sigmoid
#
# Write `sigmoid` for arrays of any shape. It must also be right for entries such as 1000 and -1000, without a warning.
# Later lessons use it for *gates*, which let a share between 0 and 1 through.
#
# **By hand:** the sigmoid of $0$ and $\log 3$ is $\frac12$ and $\frac34$.
#
# <details><summary>Hint 1: the idea</summary>
#
# $e^{-z}$ overflows where $z$ is very negative. Write the same function so that no exponential is ever larger than 1,
# or use a NumPy function that levels off by itself.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}}$$
#
# The first form is safe for $z \ge 0$, the second for $z < 0$. There is a third, safe everywhere: the sigmoid is a tanh
# that is squeezed from the interval $(-1, 1)$ into $(0, 1)$, of an argument half as large.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `(1 + np.tanh(...)) / 2` is one line. If you prefer exponentials: `e = np.exp(-np.abs(z))` is at most 1, and
# `np.where(z >= 0, 1, e) / (1 + e)` is both safe forms in one. Note that `np.where` computes both of its branches for
# all entries, so an overflow in the branch that is not chosen still warns.
#
# </details>

# %% tags=["exercise"]
from solutions.activations import sigmoid

# %%
print(sigmoid(np.array([0, np.log(3)])))

# %%
check(sigmoid)

# %% [markdown]
# ## Build it: the softmax
#
# Write `softmax`. By default every column of `z` becomes a distribution; `axis` can change that, for instance to 1 for
# a whole sequence of shape `(T, n_y, m)`. Columns whose scores lie a thousand apart must not affect each other.
#
# **By hand:** the column $0, \log 2, \log 5$ gives $\frac18, \frac28, \frac58$. A second column, 1000 higher, gives the
# same.
#
# <details><summary>Hint 1: the idea</summary>
#
# Subtract the largest score of each column first. The result stays the same, the largest exponential is then
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
z = np.log([[1, 1], [2, 2], [5, 5]]) + np.array([0, 1000])  # (n_y, m)
print(softmax(z))

# %%
check(softmax)

# %% [markdown] tags=["deeper"]
# ### Deeper: one maximum for the whole array
#
# A shorter way to write it is `np.exp(z - z.max())`. It subtracts a single number, the largest of *all* columns, and it
# is right as long as the columns have scores of about the same size. Here the scores of the second example are 1000
# higher than those of the first. By the formula the two columns have the same softmax.
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
    caption="Within both examples the scores differ by the same amounts, so both should give the same bars. With one "
    "maximum for the whole array every exponential of example 1 is 0, and 0 divided by 0 is nan.",
    alt="Left, your softmax: two equal groups of three rising bars. Right, one maximum for all: the first group is "
    "missing and says nan three times, the second group is right.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The largest score of example 1 lies 1000 below the maximum of the array. $e^{-1000}$ is 0 for the computer, so all its
# exponentials and their sum are 0, and 0 divided by 0 is nan. Example 2 holds the maximum and is right. In training,
# one nan makes the loss nan, then its gradient, and after one update every weight.
#
# </details>

# %% [markdown]
# ## Use it: your own machine
#
# Now your functions build the machine of the opening. A full stop marks where a name begins and ends. With one-hot
# columns, counting is a matrix product: entry $(k, j)$ of $x^{<t+1>} \left(x^{<t>}\right)^{\top}$ is the number of
# examples in which symbol $j$ at step $t$ is followed by symbol $k$. Padding is a column of zeros, so it adds nothing.
#
# To each count 0.1 is added, so that nothing is impossible. The softmax of the logarithms then divides each column by
# its sum, which turns counts into probabilities. The result is a *bigram model*; Shannon (1948) drew text from such
# tables.
#
# **Predict.** After which letter is the next one almost certain? With which letters does a name hardly ever end?

# %%
ids_names, mask_names, _ = pad_batch([letters.encode(f".{name}.") for name in surnames], pad_id=-1)
x_names = one_hot(ids_names, len(letters))
print("x_names is", x_names.shape, "and", f"{mask_names.mean():.0%} of its columns are real")

counts = sum(x_names[t + 1] @ x_names[t].T for t in range(len(x_names) - 1))  # (n_x, n_x): row follows column
p_next = softmax(np.log(counts + 0.1))

# %% tags=["hide-input"]
names_of = letters.symbols[1:]
fig, (ax,) = figures.panels(width=6.2, height=5.4)
image = ax.pcolormesh(np.sqrt(p_next), cmap="viridis", vmin=0, vmax=1)  # the root lights up the many small ones
ax.set_xticks(np.arange(len(letters)) + 0.5, ["start", *names_of], fontsize=8)
ax.set_yticks(np.arange(len(letters)) + 0.5, ["end", *names_of], fontsize=8)
ax.xaxis.get_ticklabels()[0].set_rotation(90)
ax.set(xlabel="letter at step $t$", ylabel="letter at step $t+1$")
ax.invert_yaxis()
ax.grid(visible=False)
percent = np.array([0, 1, 5, 10, 20, 40, 60, 80, 100])
bar = fig.colorbar(image, ax=ax, label="probability (%)", pad=0.02)
bar.set_ticks(np.sqrt(percent / 100), labels=[str(share) for share in percent])
figures.show(
    fig,
    caption="Each column is a distribution and sums to 1; the colours show square roots. The brightest cell answers "
    "the first question; the darkest "
    "cells of the first row, apart from the column *start*, answer the second.",
    alt=f"A square of {len(letters)} by {len(letters)} cells: columns are the letter before, rows the letter after. "
    f"Most cells are dark. The brightest is u after q, with {p_next[letters.numbers['u'], letters.numbers['q']]:.0%}; "
    "the first row, the end of a name, is bright for x, y and z.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# In these names every *q* is followed by *u*; with 0.1 added to each count the probability is 97 %. None of the 10,000
# names ends with *j*, *q* or *v*.
#
# </details>

# %% [markdown]
# Let it speak, with the same `invent` and the same seed as in the opening.

# %%
rng = np.random.default_rng(seed)
yours = [invent(p_next, rng) for _ in range(10)]
print(*yours)
print("The names of the given machine, letter for letter:", yours == invented)

# %% [markdown]
# The machine knows the last letter and nothing else: not how the name began, nor how long it already is. About one in
# eight of its names has a single letter. How well does it know a name? Put your own in the list. (Letters outside a
# to z are left out: the census list has no accents and no apostrophes.)


# %%
def surprise(names):
    """Return -log p of every letter after the one before it, and a mask of what is real; both (T - 1, m)."""
    ids, mask, _ = pad_batch([letters.encode(f".{name}.") for name in names], pad_id=-1)
    x = one_hot(ids, len(letters))
    expected = p_next @ x[:-1]  # @ takes the steps one by one: all probabilities of the next letter, (T - 1, n_x, m)
    p = np.sum(x[1:] * expected, axis=1)  # the 1 in each column picks the letter that did come
    return -np.log(np.where(mask[1:], p, 1)), mask[1:]


mine = ["Garcia", "Schmidt", "Quinn", "Kowalczyk", "Okafor", "O'Neill"]
mine = ["".join(letter for letter in name.lower() if letter in alphabet.symbols) for name in mine]

# %% tags=["hide-input"]
nats, real = surprise(mine)
mean = nats.sum(axis=0) / real.sum(axis=0)
fig, (ax,) = figures.panels(width=7.4, height=0.55 * len(mine) + 1.1)
image = ax.pcolormesh(np.ma.masked_where(~real.T, nats.T), cmap="viridis", vmin=0, vmax=8, edgecolors="none")
for row, name in enumerate(mine):
    for column, symbol in enumerate([*name, "end"]):
        ink = "#ffffff" if nats[column, row] < 5 else "#000000"
        ax.text(column + 0.5, row + 0.5, symbol, ha="center", va="center", fontsize=11, color=ink)
ax.set_yticks(np.arange(len(mine)) + 0.5, [f"{name}  {value:.2f}" for name, value in zip(mine, mean, strict=True)])
ax.set_xticks(np.arange(len(nats)) + 0.5, [f"${t}$" for t in range(1, len(nats) + 1)])
ax.set(xlabel="$t$", title=r"surprise $-\log p$ at each letter; beside the name its mean")
ax.invert_yaxis()
ax.grid(visible=False)
ax.spines[:].set_visible(False)
fig.colorbar(image, ax=ax, label="nats", extend="max", pad=0.02)
top, of = np.unravel_index(np.argmax(nats), nats.shape)
figures.show(
    fig,
    caption="How much each letter surprises a machine that sees only the one before: dark is expected, bright is rare. "
    f"The greatest surprise here is the *{[*mine[of], 'end'][top]}* at step {top + 1} of *{mine[of]}*.",
    alt="One row for each name, one cell for each letter, coloured by surprise. The means are "
    + ", ".join(f"{name} {value:.2f}" for name, value in zip(mine, mean, strict=True))
    + f". The brightest cell is {[*mine[of], 'end'][top]} in {mine[of]}.",
)

# %% [markdown]
# The *surprise* at an event of probability $p$ is $-\log p$; with the natural logarithm its unit is the *nat*. Its mean
# over all letters is the *cross-entropy*, the loss that later lessons minimise. Here it is for the 5,000 names that
# come next in frequency, which were not counted: what is one letter of memory worth?

# %%
new_names = data.load_names("surnames")[10_000:15_000]
nats, real = surprise(new_names)
share = counts.sum(axis=1) / counts.sum()  # how frequent each symbol is, whatever comes before it
alone = np.concatenate([-np.log(share[letters.encode(f"{name}.")]) for name in new_names])
print(f"guessing blindly among {len(letters)} symbols   {np.log(len(letters)):.2f} nats a letter")
print(f"knowing how frequent each is     {alone.mean():.2f}")
print(f"knowing the letter before too    {nats[real].mean():.2f}: it is worth {alone.mean() - nats[real].mean():.2f}")

# %% [markdown]
# Lesson 02 runs a network that remembers more than one letter.

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
# from torch.nn.functional import one_hot
# from torch.nn.utils.rnn import pad_sequence
#
# ids = pad_sequence([torch.tensor([3, 2]), torch.tensor([0, 1, 4])], padding_value=-1)
# x = one_hot(ids.clamp(min=0), 5)
# print(ids.tolist())
# print(x.shape, x[2, 0])
# print(torch.softmax(torch.log(torch.tensor([1.0, 2.0, 5.0])), dim=0))
# ```
#
# ```text
# [[3, 0], [2, 1], [-1, 4]]
# torch.Size([3, 2, 5]) tensor([1, 0, 0, 0, 0])
# tensor([0.1250, 0.2500, 0.6250])
# ```
#
# `pad_sequence` returns neither lengths nor mask, so keep the lengths yourself. `one_hot` puts features last and
# rejects -1; with `clamp` the hole becomes the word *a*, and only a mask can tell them apart. `softmax` calls the axis
# `dim` and is safe for large scores too.

# %% [markdown]
# ## What you should remember
#
# 1. A batch `x` has shape $(T_x, n_x, m)$: time first, one column for each example; `x[t]` is one step of all of them.
# 2. The formula counts $i$ and $t$ from 1, the code from 0; a 0 that slips through becomes -1, the last entry.
# 3. A one-hot column picks a column of the weights; padding is a column of zeros.
# 4. What is padding follows from the lengths, never from the values.
# 5. A softmax depends only on the differences within a column: subtract each column's own maximum before `exp`.

# %% [markdown] tags=["question"] question_id="explain-mask" points=2
# **Explain it.** A colleague computes the average loss of a padded batch as `loss.mean()`, where `loss` has shape
# `(T, m)` and has a number in every entry, padding included. The sequences are 3 and 30 steps long. What is wrong with
# the result, and what do you compute instead? A second colleague pads with 0 and uses `ids != 0` as the mask. When does
# that fail, and where should the mask come from?

# %% [markdown] tags=["question"] question_id="explain-axes" points=2
# **Explain it.** An array `x` has shape $(T_x, n_x, m) = (6, 3, 4)$. A library wants $(m, T_x, n_x)$. Somebody writes
# `x.reshape(4, 6, 3)`, and the library accepts it. What is wrong, how would you notice, and what is the right code?

# %% [markdown]
# ## Further
#
# Ungraded, for those who want more.
#
# - **Less padding.** Sort the 10,000 surnames by length, cut them into batches of 100, pad each batch by itself, and
#   compare the share of padding with that of unsorted batches. What does sorting do to the order in which a network
#   sees the names?
# - **Two letters of memory.** Count which letter follows each *pair* of letters and let that model invent names. How
#   many of the $27^2$ pairs never occur? What does that mean for five letters of memory?
# - **The logarithm of a softmax.** $\log \mathrm{softmax}(z)_k = z_k - c - \log \sum_j e^{z_j - c}$. Show what
#   `np.log(softmax(z))` loses, and this form keeps, when one score is 1000 below the others.
#
# Sources
#
# - Ng (2018), *Sequence Models*, course 5 of the Deep Learning Specialization, deeplearning.ai: the notation.
# - Shannon (1948), *A mathematical theory of communication*: text drawn from tables of letters.
# - Bridle (1990), *Probabilistic interpretation of feedforward classification network outputs, with relationships to
#   statistical pattern recognition*: the softmax and its name.
# - Blanchard et al. (2021), *Accurately computing the log-sum-exp and softmax functions*: the shift by the maximum.
# - Goodfellow et al. (2016), *Deep Learning*, section 3.10 and chapter 10: sigmoid; sequences.
