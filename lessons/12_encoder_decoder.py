# %% [markdown]
# # 12 Encoder and decoder: from one sequence to another
#
# A translation is rarely as long as its original, and its first word may come from the original's end. Two networks
# manage this together (lesson 05): an *encoder* reads the sentence to its end, a *decoder* says another, and all that
# passes between them is one column of numbers. You build both and train them to turn French dates into digits. Then
# you search for the best translation, score it, and find out when one column is too little.
#
# **You write** five functions of three to fifteen lines: `teacher_forcing_pair`, `encoder_decoder_forward`,
# `seq2seq_loss_and_grads`, `beam_search` and `bleu`.
#
# **You need** lesson 06 (language models), lesson 04 (masks) and lesson 09 (GRU). What you wrote there is ready in
# `given/`.
#
# **It takes** about 120 to 170 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.backpropagation_through_time import numerical_gradient, softmax_ce_backward
from solutions.gru import gru_cell_backward, gru_cell_forward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.language_model import make_lm_pair
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %% tags=["hide-input"]
from data.dates import french_tokens
from solutions.attention import attention_forward
from solutions.initialisation import gru_start

translator = data.load_date_translator()
N_WORDS, N_SYMBOLS = len(translator.tokens), len(translator.symbols)
BOS, EOS = -1, N_SYMBOLS - 1


def words_of(text):
    """Return a French text as numbers."""
    return translator.tokens.encode(french_tokens(text))


def read(sentences, encoder, loop=gru_forward):
    """Return the memories of the encoder, (T_x, n_a, m); those of short sentences stay as they are after their end."""
    ids, mask, _ = pad_batch(sentences, -1)
    says_nothing = {"Wy": np.zeros((1, len(encoder["bc"]))), "by": np.zeros((1, 1))}
    c0 = np.zeros((len(encoder["bc"]), len(sentences)))
    return loop(one_hot(ids, N_WORDS), c0, encoder | says_nothing, mask)[0]


def translate(sentences, encoder, decoder, loop=gru_forward):
    """Return for each sentence what the decoder says, always the most probable symbol, and the last memories."""
    s = handed_on = read(sentences, encoder, loop)[-1]
    token, said = np.full(len(sentences), BOS), []
    for _ in range(12):
        s, y_pred, _ = gru_cell_forward(one_hot(token[np.newaxis], N_SYMBOLS)[0], s, decoder)
        token = y_pred.argmax(axis=0)
        said.append(token)
    lines = ("".join(translator.symbols.symbols[k] for k in column) for column in np.array(said).T)
    return [line.split(".")[0] for line in lines], handed_on


shown = (
    "mardi quatorze juillet mille sept cent quatre-vingt-neuf",
    "le quatre octobre dix-neuf cent cinquante-sept",
    "premier mai deux mille",
)
days, handed_on = translate([words_of(text) for text in shown], translator.encoder, translator.decoder)
fig, axes = figures.panels(3, 1, width=7.6, height=0.9)
for ax, text, day, column in zip(axes, shown, days, handed_on.T, strict=True):
    ax.imshow(column[np.newaxis], cmap=figures.signed_map(), vmin=-1, vmax=1, aspect="auto")
    ax.set(xticks=[], yticks=[])
    ax.set_title(text, loc="left", fontsize=10)
    ax.set_title(day, loc="right", fontsize=11, color=figures.colour_of("y_hat"))
figures.show(
    fig,
    caption=f"Three dates. A trained encoder reads the words and leaves {len(handed_on)} numbers, from purple (-1) to "
    "green (1). From these alone a decoder says the digits: first the year, which was read last.",
    alt=f"Three rows of {len(handed_on)} coloured cells. Above each are a French date and what the decoder says: "
    + "; ".join(f"{text}, {day}" for text, day in zip(shown, days, strict=True))
    + ".",
)

# %% [markdown]
# It was trained on other dates, of the years 1600 to 2099. Try one of your own:

# %%
YOUR_DATE = "le vingt et un juillet mille neuf cent soixante-neuf"
print(translate([words_of(YOUR_DATE)], translator.encoder, translator.decoder)[0])

# %% [markdown]
# ## Remember
#
# 1. What does a language model read at step $t$, and what does it predict?
# 2. What does a masked step do to the memory of a GRU, and what to its gradient?
# 3. With what activation $a^{<0>}$ did our language models begin a sentence?
#
# <details><summary>Answers</summary>
#
# 1. It reads token $t-1$ (at first a start sign) and predicts token $t$ (lesson 06).
# 2. The memory stays, the gradient passes unchanged (lesson 09).
# 3. With zeros. Today's decoder begins with something else.
#
# </details>

# %% [markdown]
# ## See it: reading, then saying
#
# Here is the whole translation of one sentence: a loop over the words, one column handed on, and a loop that reads
# what it has just said.

# %%
c = np.zeros((64, 1))
encoder = translator.encoder | {"Wy": np.zeros((1, 64)), "by": np.zeros((1, 1))}  # the encoder says nothing
for word in words_of("premier mars deux mille six"):
    c, _, _ = gru_cell_forward(one_hot(np.array([[word]]), N_WORDS)[0], c, encoder)

s, token = c, BOS
for _ in range(12):
    s, y_pred, _ = gru_cell_forward(one_hot(np.array([[token]]), N_SYMBOLS)[0], s, translator.decoder)
    token = int(y_pred.argmax())
    print(translator.symbols.symbols[token], end=f" ({y_pred.max():.2f})  ")
    if token == EOS:
        break

# %% [markdown]
# In brackets is the probability of each symbol. The full stop is *EOS*, the end of the sentence. The decoder itself
# decides when to say it, so a translation may have any length.

# %% [markdown]
# ## The equation
#
# $$c^{<t>} = \mathrm{GRU}_{\text{enc}}(x^{<t>}, c^{<t-1>}), \quad c^{<0>} = 0 \qquad\qquad
# \as{a}{s^{<t>}} = \mathrm{GRU}_{\text{dec}}(y^{<t-1>}, \as{a}{s^{<t-1>}}), \quad \as{a}{s^{<0>}} = c^{<T_x>}$$
#
# $$\hat{y}^{<t>} = \mathrm{softmax}(W_y \as{a}{s^{<t>}} + b_y)$$
#
# The decoder is a language model (lesson 06) that starts not from zeros but from a memory of the source. So it gives a
# whole translation a probability, *given* what was read (Cho et al., 2014; Sutskever et al., 2014):
#
# $$P(y^{<1>}, \dots, y^{<T_y>} \mid x) = \prod_{t} P(y^{<t>} \mid x, y^{<1>}, \dots, y^{<t-1>})$$

# %% tags=["hide-input"]
YEAR, IN_DIGITS = ("mille", "neuf", "cent", "six"), ("1", "9", "0", "6", "EOS")
figures.animate(
    figures.translation_frames(YEAR, IN_DIGITS),
    labels=figures.translation_labels(YEAR, IN_DIGITS),
    slider="Moment of the translation",
    caption="Four words are read and five tokens said. Nothing but the thick arrow connects the two networks. What the "
    "decoder says, it reads at its next step.",
    alt="On the left four boxes in a row, c 1 to c 4, fed by the words "
    + ", ".join(YEAR)
    + ". A thick arrow leads to a row of five boxes, s 1 to s 5, on the right. Each makes a prediction above: "
    + ", ".join(IN_DIGITS)
    + ". Dotted lines lead from each prediction down to the next input. The parts light up one after the other.",
)
figures.shape_table(
    [
        ("x^{<t>}", "x[t]", "(n_x, m)", "a word of the source, one-hot"),
        ("c^{<t>}", "c[t]", "(n_a, m)", "memory of the encoder"),
        (r"\as{a}{s^{<t>}}", "s[t]", "(n_a, m)", "memory of the decoder"),
        ("y^{<t-1>}", "dec_in[t]", "(m,)", "the token that the decoder reads, a number; at first BOS"),
        ("y^{<t>}", "dec_target[t]", "(m,)", "the token that it is to say"),
        (r"\hat{y}^{<t>}", "y_pred[t]", "(n_y, m)", "probabilities of what it says"),
        ("T_x^{(i)}", "lengths[i]", "a number", "how many words sentence i has"),
    ]
)

# %% [markdown]
# ## Build it: what the decoder is told
#
# At first the decoder says nonsense. So in training it does not read its own words but is *told* the right ones,
# whatever it says: *teacher forcing* (Williams and Zipser, 1989). Every step then has a right answer, and all inputs
# are known before the loop begins.

# %% tags=["hide-input"]
figures.show(
    figures.encoder_decoder(YEAR, IN_DIGITS, told=("BOS", *IN_DIGITS[:-1])),
    caption="The same network in training. The decoder reads the targets, one step late.",
    alt="The encoder and the decoder as before, without the dotted lines. Below the decoder are the tokens it is "
    "told: " + ", ".join(("BOS", *IN_DIGITS[:-1])) + "; above it are the targets " + ", ".join(IN_DIGITS) + ".",
)

# %% [markdown]
# Write `teacher_forcing_pair`. It turns sentences without BOS and EOS into two padded arrays, what the decoder reads
# and what it is to say, and a mask.
#
# <details><summary>Hint 1: the idea</summary>
#
# One list gets BOS in front, the other EOS at its end. Both then have the same length.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# EOS must be learned, so it counts: the mask is True for one more step than the sentence has tokens. EOS comes right
# after the sentence, before the padding.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `pad_batch([[bos_id, *sentence] for sentence in sentences], -1)` returns the first array, the mask and the lengths;
# likewise the second with `[*sentence, eos_id]`.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import teacher_forcing_pair

# %% [markdown]
# **By hand:** the sentences 1 9 and 6, with BOS $= -1$ and EOS $= 11$. For the first the decoder reads -1, 1, 9 and is
# to say 1, 9, 11. The second is over after two steps; the third is padding. Each pair of brackets is a time step:

# %%
for array in teacher_forcing_pair([[1, 9], [6]], -1, 11):
    print(array.tolist())

# %%
check(teacher_forcing_pair)

# %% [markdown]
# ## Hunt the bug: a pair that does not fit
#
# Lesson 06 made the same pair for a single sentence, which had its EOS already. `hunt_make_lm_pair` is that function,
# with one mistake in it. Below, it prepares two dates; BOS has a number and a sign of its own here. Fix it (at most
# three words or symbols need to change), set `bug`, and run the picture again. Fixing it earns one point, naming it
# another.

# %% tags=["hunt"]
from solutions.language_model import make_lm_pair as hunt_make_lm_pair

# %% tags=["hide-input"]
signs = dict(enumerate("0123456789-.<")) | {-1: "_"}
pair_lines = []
for day in ("1906-03-01.", "2042-12-24."):
    for name, pair in (("make_lm_pair", make_lm_pair), ("hunt_make_lm_pair", hunt_make_lm_pair)):
        told_now, due_now = pair(translator.symbols.encode(day), 12)
        for what, ids in (("reads", told_now), ("is to say", due_now)):
            pair_lines.append(f"{name:18} {what:10} {' '.join(signs[int(k)] for k in ids)}")
    pair_lines.append("")
figures.show(
    figures.written_text(pair_lines[:-1], columns=54),
    caption="Two dates, as the decoder reads and is to say them. < is BOS, the full stop EOS, and _ stands for -1. "
    "Once the function is fixed, the last two lines of each block repeat the first two.",
    alt="Two blocks of four lines: what the decoder reads and is to say by make_lm_pair, and by the function in the "
    f"hunt. {sum(pair_lines[k][30:] == pair_lines[k + 2][30:] for k in (0, 1, 5, 6))} of 4 pairs of lines agree.",
)

# %%
check(hunt_make_lm_pair)

# %% [markdown]
# ## Build it: both networks
#
# **Predict.** A padded batch holds sentences of 4 and of 13 words. Where is the last memory of the short one?
#
# <details><summary>Answer</summary>
#
# In `c[3]`, and in `c[12]` as well: masked steps hand it on.
#
# </details>
#
# Write `encoder_decoder_forward`. Both loops are there already: each is a `gru_forward`.
#
# <details><summary>Hint 1: the idea</summary>
#
# The encoder needs a mask, made from `lengths`. Masked steps hand the memory on, so the last row holds the memory of
# each sentence at its own end.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `np.arange(len(x))[:, np.newaxis] < lengths` is the mask. The decoder starts from `c[-1]`, reads
# `one_hot(dec_in, n_y)` and has a mask of True everywhere. `gru_forward` asks for a `Wy` and a `by`: lend the encoder
# those of the decoder.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `c, _, encoder_caches = gru_forward(x, c0, encoder | output, mask)` with zeros `c0` and
# `output = {"Wy": decoder["Wy"], "by": decoder["by"]}`; then
# `s, y_pred, decoder_caches = gru_forward(inputs, c[-1], decoder, np.ones(dec_in.shape, dtype=bool))`. Return `y_pred`
# and the tuple `(encoder_caches, s, decoder_caches)`.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import encoder_decoder_forward

# %% [markdown]
# **By hand:** one unit each, all gates 0.5. The encoder's candidate is $\tanh(x)$. Sentence one is 1, 1: its memory is
# $0.5 \cdot 0.7616 = 0.3808$, then $0.5 \cdot 0.7616 + 0.5 \cdot 0.3808 = 0.5712$. Sentence two is 1, then a padding of
# 9: its memory stays 0.3808. The decoder's candidate is $\tanh(\as{a}{s})$. For sentence one, then,
# $\as{a}{s^{<1>}} = 0.5 \tanh(0.5712) + 0.5 \cdot 0.5712 = 0.5437$, and the probability of token 0 is
# $\sigma(2 \cdot 0.5437) = 0.748$.

# %%
gates = {f"W{gate}": np.zeros((1, 2)) for gate in "urc"} | {f"b{gate}": np.zeros((1, 1)) for gate in "urc"}
toy_encoder = gates | {"Wc": np.array([[0.0, 1.0]])}
toy_decoder = gates | {"Wu": np.zeros((1, 3)), "Wr": np.zeros((1, 3)), "Wc": np.array([[2.0, 0.0, 0.0]])}
toy_decoder |= {"Wy": np.array([[1.0], [-1.0]]), "by": np.zeros((2, 1))}
toy_x, toy_lengths, toy_in = np.array([[[1.0, 1.0]], [[1.0, 9.0]]]), np.array([2, 1]), np.full((3, 2), -1)
y_pred, _ = encoder_decoder_forward(toy_x, toy_lengths, toy_in, toy_encoder, toy_decoder)
print(y_pred[:, 0].T.round(3))  # token 0; a row is a sentence

# %%
check(encoder_decoder_forward)

# %% [markdown]
# ## Build it: the way back through both
#
# The loss is that of a language model, the mean surprise at the right tokens. Nobody tells the encoder what to
# remember. All that it learns comes back through the thick arrow:
#
# $$\frac{\partial L}{\partial c^{<T_x>}} = \frac{\partial L}{\partial s^{<0>}}$$

# %% tags=["hide-input"]
figures.show(
    figures.gradient_to_encoder(YEAR, IN_DIGITS),
    caption="Every loss sends a gradient down to the decoder's memory and back along it. What arrives at the decoder's "
    "start enters the encoder at its last valid step.",
    alt="The network, faint. Arrows lead from each prediction down to the decoder's memory, along the decoder to the "
    "left, across the border to the last memory of the encoder, and on to its first.",
)

# %% [markdown]
# Write `seq2seq_loss_and_grads`. `gru_backward(da, caches, mask, gru_cell_backward)` of lesson 09 goes back through a
# loop: `da` is the gradient that each step gets from outside. It returns a dict: `dc0` is the gradient that arrives at
# the start, `dWu`, `dbu` and the others are those of the parameters.
#
# <details><summary>Hint 1: the idea</summary>
#
# Call `gru_backward` twice. The decoder gets a gradient at every step. The encoder gets zeros, except at one step.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# `dz_y = softmax_ce_backward(y_pred, dec_target, mask)`, and $W_y^\top dz_y$ goes into the decoder. Its `dc0` goes into
# the last row of the encoder's `da`: masked steps hand it on to the last valid one, so the encoder needs the mask of
# its lengths again. Nothing comes from the decoder's padding, where the loss has no gradient: `mask` will do for it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `said = gru_backward(decoder["Wy"].T @ dz_y, decoder_caches, mask, gru_cell_backward)`; `dc` is zeros of shape
# `(T_x, n_a, m)` with `dc[-1] = said["dc0"]`; `read = gru_backward(dc, encoder_caches, ..., gru_cell_backward)`. `dWy`
# is the sum over steps of `dz_y[t] @ s[t].T`, `dby` that of `dz_y` over steps and examples.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import seq2seq_loss_and_grads

# %% [markdown]
# **By hand** this is long, so nudge the encoder's $W_c$ in the example above (lesson 03). The targets are 0, 1, 1 and
# 1, 0. Both gradients should agree:

# %%
toy_target = np.array([[0, 1], [1, 0], [1, -1]])
toy_mask = np.array([[True, True], [True, True], [True, False]])
toy = (toy_x, toy_lengths, toy_in, toy_target, toy_mask)
loss, grads = seq2seq_loss_and_grads(*toy, toy_encoder, toy_decoder)
nudged = numerical_gradient(
    lambda Wc: seq2seq_loss_and_grads(*toy, toy_encoder | {"Wc": Wc}, toy_decoder)[0], toy_encoder["Wc"].copy()
)
print(f"loss {loss:.4f}, your dWc {grads['encoder']['dWc'].round(5)}, nudged {nudged.round(5)}")

# %%
check(seq2seq_loss_and_grads)

# %% [markdown]
# ## Use it: dates
#
# There are 8,000 dates to learn from and 1,000 others to judge by, with or without the day of the week, their years in
# thousands (*mille neuf cent six*) or in hundreds (*dix-neuf cent six*). A translation is right if all ten symbols are.


# %%
def arrays(words, days):
    """Return a batch as your functions take it."""
    ids, _, lengths = pad_batch(words, -1)
    return one_hot(ids, N_WORDS), lengths, *teacher_forcing_pair(days, BOS, EOS)


# %%
def train(p, words, days, epochs, rng, halves=("encoder", "decoder")):
    """Train the halves in place; return the loss at each update."""
    adam, losses, each = {half: adam_start(p[half]) for half in halves}, [], len(words) // 64
    for k in range(epochs * each):
        if k % each == 0:
            order = rng.permutation(len(words))
        chosen = order[64 * (k % each) :][:64]
        batch = arrays([words[i] for i in chosen], [days[i] for i in chosen])
        loss, grads = seq2seq_loss_and_grads(*batch, p["encoder"], p["decoder"])
        for half in halves:
            step = clip_gradients(grads[half], 1.0)
            p[half], adam[half] = adam_step(p[half], step, adam[half], 0.01 * (1 - k / (epochs * each)))
        losses.append(loss)
    return losses


# %% tags=["hide-input"]
splits = data.dates.date_splits(rng=np.random.default_rng(12))
(learn_words, learn_days), (test_words, test_days) = (
    ([words_of(text) for text in part.source], [translator.symbols.encode(day) for day in part.target])
    for part in (splits.train, splits.test)
)


def untrained(seed, n_a=64):
    """Return an encoder and a decoder before training, and the generator that made them."""
    rng = np.random.default_rng(seed)
    encoder = gru_start(N_WORDS, n_a, 1, bu=-1.0, rng=rng)
    decoder = gru_start(N_SYMBOLS, n_a, N_SYMBOLS, bu=-1.0, rng=rng)
    return {"encoder": {name: w for name, w in encoder.items() if name not in ("Wy", "by")}, "decoder": decoder}, rng


def share_right(p):
    """Return the share of test dates that are right in all symbols."""
    said, _ = translate(test_words, p["encoder"], p["decoder"])
    return np.mean([one == due for one, due in zip(said, splits.test.target, strict=True)])


# %%
EPOCHS = 4
mine, rng = untrained(seed=0)
losses = train(mine, learn_words, learn_days, EPOCHS, rng)
print(f"{share_right(mine):.1%} of the test dates are right")
print(translate([words_of(text) for text in shown], mine["encoder"], mine["decoder"])[0])

# %% [markdown]
# Yours had four epochs. The network of the opening had eight.

# %% [markdown]
# ## Break it: nothing comes back
#
# A common mistake is to drop the gradient of the decoder's first memory: the encoder then stays as it was drawn. No
# shape is wrong, and nothing raises an error.
#
# **Predict.** Does the loss still fall? How many dates will be right?

# %% tags=["hide-input"]
cut, rng = untrained(seed=0)
cut_losses = train(cut, learn_words, learn_days, EPOCHS, rng, halves=("decoder",))
whole, part = share_right(mine), share_right(cut)
said_cut, _ = translate(test_words, cut["encoder"], cut["decoder"])
places = [
    np.mean([said[k : k + 1] == due[k] for said, due in zip(said_cut, splits.test.target, strict=True)])
    for k in range(10)
]
fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.1)
for name, values, style, colour in (
    ("both trained", losses, "-", figures.CYCLE[0]),
    ("nothing comes back", cut_losses, "--", figures.CYCLE[1]),
):
    left.plot(np.convolve(values, np.ones(20) / 20, mode="valid"), style, color=colour, label=name)
left.set(xlabel="update", ylabel="$L$ (mean of 20)", ylim=(0, None))
left.legend(fontsize=9)
right.bar(range(10), places, color=figures.CYCLE[1], alpha=0.75)
right.set_xticks(range(10), "YYYY-MM-DD")
right.set(xlabel="symbol", ylabel="right, nothing comes back", ylim=(0, 1.02))
right.grid(visible=False, axis="x")
figures.show(
    fig,
    caption=f"Left: the loss with and without the gradient of the encoder. All ten symbols are right in {whole:.1%} "
    f"and {part:.1%} of the test dates. Right: each symbol by itself, with the encoder as it was drawn.",
    alt=f"Left, two falling curves, which end at {np.mean(losses[-50:]):.3f} and {np.mean(cut_losses[-50:]):.3f}. "
    "Right, ten bars: " + ", ".join(f"{share:.2f}" for share in places) + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The loss falls: even an untrained encoder leaves traces of what it read, and the decoder learns to use them. So the
# mistake may go unnoticed. But what was read early is lost among later words, the day most of all. What to keep has to
# be learned.
#
# </details>

# %% [markdown] tags=["deeper"]
# ### Deeper: told in training, alone in use
#
# In training your decoder never reads a wrong digit of its own; in use it may. What does one wrong digit do to the
# rest? Below, the last digit of the year is replaced by the next higher one (9 by 0), and all else is right.

# %% tags=["hide-input"]
x_test, lengths_test, in_test, due_test, _ = arrays(test_words, test_days)
in_wrong = in_test.copy()
in_wrong[4] = (in_wrong[4] + 1) % 10  # what is read after the fourth digit
after = {}
for name, told_now in (("told the right ones", in_test), ("told one wrong digit", in_wrong)):
    y_pred, _ = encoder_decoder_forward(x_test, lengths_test, told_now, mine["encoder"], mine["decoder"])
    after[name] = np.mean(y_pred.argmax(axis=1) == due_test, axis=1)[:10]
fig, (ax,) = figures.panels(width=6.0, height=2.8)
for shift, (name, shares), colour in zip((-0.2, 0.2), after.items(), figures.CYCLE, strict=False):
    ax.bar(np.arange(10) + shift, shares, width=0.38, color=colour, alpha=0.75, label=name)
ax.set_xticks(range(10), "YYYY-MM-DD")
ax.set(xlabel="symbol", ylabel="right", ylim=(0, 1.02))
ax.grid(visible=False, axis="x")
ax.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
figures.show(
    fig,
    caption="Your decoder on the test dates: told only right symbols, and told a wrong last digit of the year.",
    alt="Pairs of bars for the ten symbols of a date. "
    + "; ".join(f"{name}: " + ", ".join(f"{share:.2f}" for share in shares) for name, shares in after.items())
    + ".",
)

# %% [markdown]
# Training never shows the decoder a beginning that contradicts what was read. Here digits of the month and the day
# come out wrong, although they have nothing to do with the year: one slip leads to the next.

# %% [markdown]
# ## Use it: which cell, and in which direction
#
# Sutskever et al. (2014) read the source *backwards* and gained much. Their guess at the reason: where both languages
# have a similar order, the first words of both are then close together. Dates turn the order round: the year is read
# last and said first. Telephone numbers keep it.
#
# **Predict.** Read the source backwards. Which network suffers on dates, the simple RNN or the GRU? What happens to
# telephone numbers?

# %% tags=["hide-input"]
of_dates = data.load_recorded("translation")["results"]
lines_of = {
    "GRU": [run[-1] for run in of_dates["gru"]],
    "GRU, source reversed": [run[-1] for run in of_dates["gru reversed"]],
    "PyTorch's GRU": of_dates["PyTorch gru"],
    "simple RNN": [run[-1] for run in of_dates["rnn"]],
    "simple RNN, source reversed": [run[-1] for run in of_dates["rnn reversed"]],
}
of_numbers = data.load_recorded("bottleneck")["results"]
digits = of_numbers["digits"]
fig, (left, right) = figures.panels(1, 2, width=4.5, height=3.3)
for place, shares in enumerate(lines_of.values()):
    jitter = np.linspace(-0.15, 0.15, len(shares))
    left.plot(shares, place + jitter, "o", color=figures.CYCLE[place], alpha=0.7, clip_on=False)
left.set_yticks(range(len(lines_of)), [name.replace(", ", ",\n") for name in lines_of], fontsize=9)
left.set(xlabel="dates right in all symbols", xlim=(0, 1), ylim=(len(lines_of) - 0.5, -0.5))
left.grid(visible=False, axis="y")
for name, label, style, colour in (
    ("gru", "GRU", "-", figures.CYCLE[0]),
    ("gru reversed", "source reversed", "--", figures.CYCLE[1]),
):
    runs = np.array(of_numbers[name])
    right.plot(digits, runs.T, style, color=colour, alpha=0.45, linewidth=1)
    right.plot(digits, runs.mean(axis=0), style, color=colour, marker="o", markersize=4, label=label)
right.set_xticks(digits)
right.set(xlabel="digits", ylabel="telephone numbers right", ylim=(0, 1.03))
right.legend(fontsize=9, loc="lower left")
figures.show(
    fig,
    caption="Recorded, five seeds each, 64 units. Left: dates, after 5 epochs of the GRU and 16 of the simple RNN, "
    "which take about as long, at a rate that suits it better. Right: telephone numbers by length, read in pairs as in "
    "French (*zéro six, quarante-deux*).",
    alt="Left, five rows of five dots: "
    + "; ".join(f"{name} {min(shares):.3f} to {max(shares):.3f}" for name, shares in lines_of.items())
    + ". Right, two falling lines over 4 to 12 digits, means: "
    + "; ".join(
        f"{name} " + ", ".join(f"{share:.3f}" for share in np.mean(of_numbers[name], axis=0))
        for name in ("gru", "gru reversed")
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The simple RNN: from 0.503 to 0.926 it falls to 0.048 to 0.143. The year, read first and said first, now has to be
# carried past all other words. The GRU can carry it (0.981 to 0.995; in order 0.978 to 0.999). Even in order the simple
# RNN is worse than the GRU in all five seeds, and after 5 of its 16 epochs it has only 0.037 to 0.273. (Not every task
# tells the cells apart: on numbers below 10,000 in words they reach 0.992 to 0.999 and 0.987 to 0.994.)
#
# With telephone numbers reversal helps even the GRU, from 8 digits on in all five seeds: 0.885 instead of 0.556 of the
# numbers with 10 digits are right.
#
# </details>
#
# So who is right? Cho et al. (2014) report that translations get worse as sentences grow; Sutskever et al. (2014)
# report hardly any decline. Cho's network had one layer of gated units and read in order, Sutskever's had four layers
# of LSTMs and read backwards. Ours, with one layer, declines either way, but later in reverse. (Dates show no clear
# slope; most have 6 to 10 words.) What gets lost? Ask the last memory, with a linear readout for each digit:

# %% tags=["hide-input"]
memory = data.load_recorded("remembered")["results"]
kinds_shown = {
    "gru": ("in order", "-", figures.CYCLE[0]),
    "gru reversed": ("source reversed", "--", figures.CYCLE[1]),
    "untrained": ("untrained, in order", ":", figures.INK),
}
told_of = {
    name: [np.mean([run[k] for run in memory[name]], axis=0) for k in range(len(memory["digits"]))]
    for name in kinds_shown
}


def memory_frame(k):
    """Draw what the last memory tells of each digit of numbers of one length."""
    fig, (ax,) = figures.panels(width=6.2, height=3.1)
    for name, (label, style, colour) in kinds_shown.items():
        shares = told_of[name][k]
        ax.plot(range(1, len(shares) + 1), shares, style, color=colour, marker="o", markersize=4, label=label)
    ax.axhline(0.1, color=figures.INK, linewidth=0.8)
    ax.set(xlabel="place of the digit", ylabel="digits read off the last memory", ylim=(0, 1.03), xlim=(0.5, 12.5))
    ax.set_xticks(range(1, 13))
    ax.legend(fontsize=9, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    return fig


figures.animate(
    [memory_frame(k) for k in range(len(memory["digits"]))],
    labels=[f"{n} digits" for n in memory["digits"]],
    slider="Digits of the telephone number",
    seconds=1.2,
    caption="Recorded, means of five seeds: the share of digits that a linear readout finds in the encoder's last "
    "memory, on test numbers. The thin line is guessing.",
    alt="Lines over the place of the digit. For 12 digits: "
    + "; ".join(
        f"{label} " + ", ".join(f"{share:.2f}" for share in told_of[name][-1])
        for name, (label, _, _) in kinds_shown.items()
    )
    + ".",
)

# %% [markdown]
# Four digits fit, twelve do not. An untrained encoder knows the end and has lost the beginning. After training, the
# first digits, which the decoder needs first, are the safest. In order those in the middle suffer most; in reverse,
# from 8 digits on, the last one.

# %% [markdown]
# ## Hunt the bug: dates that come out wrong
#
# `hunt_gru_forward` is your loop of lesson 09 with one mistake in it. Below, it reads three dates for the trained
# encoder, in one padded batch. Fix it (at most three words or symbols need to change), set `bug`, and run the picture
# again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.gru import gru_forward as hunt_gru_forward

# %% tags=["hide-input"]
hunt_dates = [shown[1], shown[0], shown[2]]
hunt_lines = []
hunt_words = [words_of(text) for text in hunt_dates]
by_loop = {
    name: translate(hunt_words, translator.encoder, translator.decoder, loop)[0]
    for name, loop in (("gru_forward", gru_forward), ("hunt_gru_forward", hunt_gru_forward))
}
for k, text in enumerate(hunt_dates):
    hunt_lines += [text, *(f"   {name:18}{said[k]}" for name, said in by_loop.items()), ""]
figures.show(
    figures.written_text(hunt_lines[:-1], columns=60),
    caption="Three dates of 7, 9 and 4 words in one batch, read by `gru_forward` and by `hunt_gru_forward`. Once the "
    "function is fixed, both translations agree.",
    alt="Three blocks of three lines: a French date, its translation with gru_forward and with the function in the "
    f"hunt. {sum(a == b for a, b in zip(*by_loop.values(), strict=True))} of 3 pairs agree.",
)

# %%
check(hunt_gru_forward)

# %% [markdown]
# ## Build it: search for the best sentence
#
# So far the decoder has said the most probable token at each step: a *greedy* search. Does that give the most probable
# *sentence*? Below are all the sentences that a small decoder can say, perhaps for *il a plu*.
#
# **Predict.** Which one does the greedy search (width 1) find, and which one is the most probable?

# %% tags=["hide-input"]
MAY_FOLLOW = {
    "": {"there": 0.5, "it": 0.4, ".": 0.1},
    "there": {"was": 0.6, "is": 0.4},
    "was": {"rain": 0.7, ".": 0.3},
    "it": {"rained": 0.8, "is": 0.2},
    "is": {"rain": 0.5, "raining": 0.5},
    **{word: {".": 1.0} for word in ("rain", "rained", "raining")},
}
rounds = [(width, k) for width in (1, 2) for k in range(len(figures.kept_by(MAY_FOLLOW, width)) + 1)]
figures.animate(
    [figures.search_tree(MAY_FOLLOW, width=width, rounds=k) for width, k in rounds],
    labels=[f"width {width}, {'before the first round' if k == 0 else f'round {k}'}" for width, k in rounds],
    still=0,
    slider="Width of the search and round",
    seconds=1.2,
    caption="The number at an arrow is the probability of that token after those before it; the one at an end is that "
    "of the whole sentence. What the search has kept is lit: one beginning with width 1, two with width 2.",
    alt="A tree. The first words are there (0.5) and it (0.4). The sentences and their probabilities: there was rain "
    "0.21, there was 0.09, there is rain and there is raining 0.10 each, it rained 0.32, it is rain and it is raining "
    "0.04 each, nothing 0.10. The search of width 1 ends with there was rain, that of width 2 with it rained.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# *There was rain*: $0.5 \cdot 0.6 \cdot 0.7 = 0.21$. The most probable is *it rained*, $0.4 \cdot 0.8 = 0.32$. The
# greedy search has dropped it at the first word.
#
# </details>
#
# A real decoder can say too many sentences to try them all. *Beam search* keeps not one beginning but the `width` most
# probable ones:
#
# - each round continues every kept beginning with every token and keeps the best of them *all together*;
# - what ends in EOS is finished and put aside;
# - at the end the finished sentence with the best score wins.
#
# $$\text{score} = \frac{1}{T^{\alpha}} \sum_{t} \log P(y^{<t>} \mid y^{<1>}, \dots, y^{<t-1>})$$
#
# Each token makes the sum smaller, so with $\alpha = 0$ short sentences have an advantage; dividing by a power of the
# length $T$, EOS included, makes up for it (Wu et al., 2016). Write `beam_search`. It is given `step(a, token)`, which
# returns the logarithms of the next token's probabilities and the next memory.
#
# <details><summary>Hint 1: the idea</summary>
#
# A beginning is three things: its sum of logarithms, its tokens, and the memory after them. Keep a list of them and a
# list of finished sentences.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# In a round collect all continuations, sort by the sum, take the first `width`. Divide by the length, EOS included,
# only for finished ones. If nothing is finished after `max_len` rounds, the best beginning has to do.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `log_p, a_next = step(a, tokens[-1] if tokens else bos_id)`, then for all `k`:
# `longer.append((log_prob + log_p[k], [*tokens, k], a_next))`. After
# `longer.sort(key=lambda each: each[0], reverse=True)` split `longer[:width]` by `each[1][-1] == eos_id`. Stop when
# nothing is kept.
#
# </details>

# %% tags=["exercise"]
from solutions.decoding import beam_search

# %% [markdown]
# **By hand:** the tree, with width 2.
#
# | round | the best continuations | kept | finished |
# |---|---|---|---|
# | 1 | there 0.5, it 0.4, EOS 0.1 | there, it | |
# | 2 | it rained $0.4 \cdot 0.8 = 0.32$, there was $0.5 \cdot 0.6 = 0.30$, there is 0.20 | it rained, there was | |
# | 3 | it rained EOS $0.32 \cdot 1$, there was rain $0.30 \cdot 0.7 = 0.21$ | there was rain | it rained, 0.32 |
# | 4 | there was rain EOS $0.21 \cdot 1$ | | there was rain, 0.21 |
#
# With $\alpha = 0$ the scores are $\log 0.32 = -1.14$ and $\log 0.21 = -1.56$; with $\alpha = 1$ they are
# $-1.14 / 3 = -0.380$ and $-1.56 / 4 = -0.390$. *It rained* wins either way.

# %%
tree_tokens = ["BOS", ".", *(word for word in MAY_FOLLOW if word)]


def tree_step(a, token):
    """Return what may follow; all else is as good as impossible."""
    follows = MAY_FOLLOW["" if token == 0 else tree_tokens[token]]
    return np.log([follows.get(word, 1e-12) for word in tree_tokens]), a


for width in (1, 2, 8):
    found = beam_search(tree_step, np.zeros((1, 1)), 0, 1, width, 6, 0.0)
    print(width, " ".join(tree_tokens[k] for k in found))

# %%
check(beam_search)

# %% [markdown]
# ## Build it: how good is a translation?
#
# For sentences, right or wrong is too coarse. *BLEU* counts the runs of tokens that a translation shares with a right
# one, the reference (Papineni et al., 2002). For runs of $n$ tokens:
#
# $$p_n = \frac{\text{runs of the prediction that the reference has, each at most as often as there}}
# {\text{runs of the prediction}}$$
#
# $$\mathrm{BLEU} = \min(1, e^{1 - r/l}) \, (p_1 p_2 \cdots p_k)^{1/k}$$
#
# with $r$ and $l$ the lengths of reference and prediction. The first factor punishes what is too short; without it a
# few safe words would score best.

# %% tags=["hide-input"]
reference, guess = (line.split() for line in ("it rained all day in paris", "it rained in the rain"))
figures.show(
    figures.tagged_sentences(
        [
            figures.Sentence(reference, ["O"] * 6, title="reference"),
            figures.Sentence(guess, ["n=1", "n=1", "n=1", "O", "O"], title="3 of 5 single words are shared"),
            figures.Sentence(guess, ["n=2", "n=2", "O", "O", "O"], title="1 of 4 pairs is shared"),
            figures.Sentence(["it"] * 4, ["n=1", "O", "O", "O"], title="1 of 4: the reference has it once"),
        ]
    ),
    caption="What a prediction shares with the reference. Without the limit in the last row, *it it it it* would have "
    "$p_1 = 1$.",
    alt="The reference: it rained all day in paris. In the prediction it rained in the rain the words it, rained and "
    "in are marked, then the pair it rained. In the prediction it it it it only the first is marked.",
)

# %% [markdown]
# Write `bleu` for one pair of sentences. If a prediction has fewer than $k$ tokens, $k$ is their number.
#
# <details><summary>Hint 1: the idea</summary>
#
# For each $n$ count the runs of both sentences in a `Counter`. The smaller of two counts is what is shared.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The runs are `tuple(tokens[t : t + n])` for all `t` where a whole run fits. `a & b` of two Counters takes the smaller
# count of each. An empty prediction scores 0, and so does one with some $p_n = 0$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `p.append((said & there).total() / said.total())` for `n` from 1 to `min(k, len(pred))`; then
# `min(1.0, np.exp(1 - len(ref) / len(pred))) * np.prod(p) ** (1 / len(p))`. No logarithm, so no $\log 0$.
#
# </details>

# %% tags=["exercise"]
from solutions.decoding import bleu

# %% [markdown]
# **By hand:** the prediction above, $k = 2$: $e^{1 - 6/5} \sqrt{3/5 \cdot 1/4} = 0.819 \cdot 0.387 = 0.317$.

# %%
print(round(bleu(guess, reference, 2), 3))

# %%
check(bleu)

# %% [markdown]
# Use both on a network of yours that has had only two epochs, on 100 test dates:

# %%
hasty, rng = untrained(seed=1)
train(hasty, learn_words, learn_days, 2, rng)
c_last = read(test_words[:100], hasty["encoder"])[-1]


def say_next(s, token):
    """Return the logarithms of the probabilities of the next symbol, and the next memory."""
    s, y_pred, _ = gru_cell_forward(one_hot(np.array([[token]]), N_SYMBOLS)[0], s, hasty["decoder"])
    return np.log(y_pred[:, 0]), s


for width in (1, 2, 5):
    said = [beam_search(say_next, c_last[:, [i]], BOS, EOS, width, 12, 1.0) for i in range(100)]
    scores = [bleu(one, due, 4) for one, due in zip(said, test_days, strict=False)]
    right = sum(one == due for one, due in zip(said, test_days, strict=False))
    print(f"width {width}: {right} of 100 right, mean BLEU {np.mean(scores):.3f}")

# %% [markdown]
# A wider search changes little here: it cannot make up for what the network does not know. And all dates in digits have
# the same length. Telephone numbers do not.
#
# **Predict.** A GRU has seen telephone numbers for one epoch. Does BLEU keep rising as the width goes from 1 to 100?

# %% tags=["hide-input"]
beams = data.load_recorded("beam")["results"]
early, widths = beams["after one epoch"], beams["after one epoch"][0]["widths"]


def of_beam(alpha, what, stage="after one epoch"):
    """Return one measure of all seeds over the widths, (seeds, widths)."""
    return np.array([run[f"alpha {alpha}"][what] for run in beams[stage]])


fig, axes = figures.panels(1, 3, width=3.1, height=3.1)
measured = {"bleu": "BLEU", "length": "length / right length", "log probability": "log probability of what is said"}
for ax, (what, title) in zip(axes, measured.items(), strict=True):
    for alpha, style, colour in ((0, "-", figures.CYCLE[1]), (1, "--", figures.CYCLE[0])):
        runs = of_beam(alpha, what)
        ax.plot(widths, runs.T, style, color=colour, alpha=0.4, linewidth=1)
        ax.plot(widths, runs.mean(axis=0), style, color=colour, marker="o", markersize=4, label=rf"$\alpha = {alpha}$")
    ax.set(xscale="log", xlabel="width", title=title)
    ax.set_xticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
    ax.minorticks_off()
axes[0].legend(fontsize=9, loc="lower right")
due = np.mean([run["log probability of the right ones"] for run in early])
figures.show(
    fig,
    caption="Recorded, five seeds, 40 telephone numbers each, a GRU after one epoch. Thick: means. The right numbers "
    f"have a mean log probability of {due:.2f}.",
    alt="Three panels over the width, means with alpha 0 and alpha 1. "
    + "; ".join(
        f"{title}: "
        + " and ".join(", ".join(f"{value:.3g}" for value in of_beam(alpha, what).mean(axis=0)) for alpha in (0, 1))
        for what, title in measured.items()
    )
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# Only at first. From width 1 to 5 mean BLEU rises from 0.286 to 0.341; with width 100 it is 0.324, although the search
# finds more and more probable sentences. They are too short: 0.85 of the right length. Stahlberg and Byrne (2019) find
# the same in large translators, whose most probable sentence is often the empty one. Dividing by the length keeps the
# length right, and most of the gain in BLEU. It is not the search that errs but the network: with $\alpha = 0$, from
# width 5 on, no number that was returned was less probable than the right one. After six epochs the width hardly
# matters: 0.725 of the numbers are right with width 1, 0.740 with all others.
#
# </details>

# %% [markdown]
# ## Use it: attention in fifteen lines
#
# Long or short, every sentence has to fit into one column. Bahdanau et al. (2015) suspected a *bottleneck*. Their cure:
# keep all memories of the encoder, and let the decoder look back at them at each step. It compares its own memory with
# each of them, here by a dot product (Luong et al., 2015), turns the results into weights (not the $\alpha$ of the
# search), and reads the weighted mean of the memories, the *context*:
#
# $$\alpha_{tu} = \frac{e^{\as{a}{s^{<t>}} \cdot c^{<u>}}}{\sum_{v} e^{\as{a}{s^{<t>}} \cdot c^{<v>}}}
# \qquad \mathrm{context}^{<t>} = \sum_{u} \alpha_{tu}\, c^{<u>} \qquad
# \hat{y}^{<t>} = \mathrm{softmax}(W_y \as{a}{s^{<t>}} + W_k\, \mathrm{context}^{<t>} + b_y)$$
#
# This is ungraded. Here is all of it, with trained parameters. Each line shows a symbol and the word that the decoder
# looked at most:

# %% tags=["hide-input"]
looking = data.load_date_translator(attention=True)

# %%
words, decoder = french_tokens("mardi quatorze juillet mille sept cent quatre-vingt-neuf"), looking.decoder
c = read([looking.tokens.encode(words)], looking.encoder)[:, :, 0]  # (T_x, n_a): all memories
s, token = c[[-1]].T, BOS
for _ in range(12):
    s, _, _ = gru_cell_forward(one_hot(np.array([[token]]), N_SYMBOLS)[0], s, decoder)
    match = c @ s  # (T_x, 1): how well each memory of the encoder matches the decoder's
    alpha = softmax(match)
    context = c.T @ alpha  # (n_a, 1): their weighted mean
    y_pred = softmax(decoder["Wy"] @ s + decoder["Wk"] @ context + decoder["by"])
    token = int(y_pred.argmax())
    print(looking.symbols.symbols[token], f"{alpha.max():.2f}", words[int(alpha.argmax())])
    if token == EOS:
        break


# %% tags=["hide-input"]
def where_it_looks(text, day):
    """Return where the trained decoder looks while it is told this day, (T_y, T_x), and what it says."""
    words = words_of(text)
    ids, _, lengths = pad_batch([words], -1)
    dec_in, _, _ = teacher_forcing_pair([looking.symbols.encode(day)], BOS, EOS)
    x = one_hot(ids, N_WORDS)
    y_pred, weights, _ = attention_forward(x, lengths, dec_in, looking.encoder, looking.decoder)
    return weights[:, :, 0], "".join(looking.symbols.symbols[k] for k in y_pred[:, :, 0].argmax(axis=1))


def attention_frame(text, day):
    """Draw the weights as an image: a row for each symbol, a column for each word."""
    weights, said = where_it_looks(text, day)
    tokens = french_tokens(text)
    fig, (ax,) = figures.panels(width=6.4, height=4.0)
    ax.imshow(weights, cmap="viridis", vmin=0, vmax=1, aspect="auto")
    ax.set_xticks(range(len(tokens)), tokens, rotation=35, ha="right", fontsize=9)
    ax.set_yticks(range(len(said)), [*said[:-1], "EOS"], fontsize=9)
    ax.set(xlabel="read", ylabel="said")
    ax.grid(visible=False)
    return fig


strongest, said_there = where_it_looks(shown[0], days[0])
first_words, first_said = french_tokens(shown[0]), [*said_there[:-1], "EOS"]
figures.animate(
    [figures.looking_back(first_words, first_said, strongest, now=t) for t in range(1, len(first_said) + 1)]
    + [figures.looking_back(first_words, first_said, strongest)],
    labels=[*(f"says {symbol}" for symbol in first_said), "all of it"],
    slider="Symbol that is said",
    seconds=1.0,
    caption="For each symbol the decoder looks back at the memories of the encoder; the larger the weight, the thicker "
    "the line. In the first animation a single arrow had to do.",
    alt="Nine boxes, the memories, below them the words "
    + " ".join(first_words)
    + "; above them the symbols. The thickest line of each symbol leads to: "
    + ", ".join(f"{symbol} {first_words[int(row.argmax())]}" for symbol, row in zip(first_said, strongest, strict=True))
    + ".",
)
figures.animate(
    [attention_frame(text, day) for text, day in zip(shown, days, strict=True)],
    labels=days,
    still=0,
    seconds=2.0,
    slider="Date",
    caption="The weights as an image, for three dates: bright is 1, dark 0. For day and month the decoder mostly looks "
    "where you would; for a hyphen, which needs no word, at the first one.",
    alt=f"An image with a row for each symbol of {days[0]} and a column for each word; in each row the largest weight, "
    + ", ".join(f"{row.max():.2f}" for row in strongest)
    + ", is the one that the thickest line above has.",
)

# %% [markdown]
# Nobody told it which word means what. The lines cross because the order is turned round. But do not read too much into
# them: for the 7 of 1789 it looks at *quatre*, where the memory must still hold *sept*, read two words before.
#
# **Predict.** Give both networks fewer units, 8, 16 or 32 instead of 64. Which suffers more? And does attention help
# with telephone numbers?

# %% tags=["hide-input"]
narrow = data.load_recorded("narrow")["results"]
by_units = {
    kind: {n_a: [run["by epoch"][-1] for run in narrow[f"{kind}, {n_a}"]] for n_a in (8, 16, 32)}
    | {64: [run[-1] for run in of_dates[kind]]}
    for kind in ("gru", "attention")
}
fig, (left, right) = figures.panels(1, 2, width=4.3, height=3.2)
told_places = data.load_recorded("places")["results"]
for kind, label, style, colour in (
    ("gru", "one column", "-", figures.CYCLE[0]),
    ("attention", "attention", "--", figures.CYCLE[2]),
):
    runs = np.array(list(by_units[kind].values()))
    left.plot([8, 16, 32, 64], runs, style, color=colour, alpha=0.45, linewidth=1)
    left.plot([8, 16, 32, 64], runs.mean(axis=1), style, color=colour, marker="o", markersize=4, label=label)
    runs = np.array(of_numbers[kind])
    right.plot(digits, runs.T, style, color=colour, alpha=0.45, linewidth=1)
    right.plot(digits, runs.mean(axis=0), style, color=colour, marker="o", markersize=4)
for run in told_places["attention"]:
    label = None if right.get_legend_handles_labels()[1] else "attention, place told"
    right.plot(digits, run, ":", color=figures.CYCLE[1], marker="s", markersize=3, label=label)
right.legend(fontsize=9, loc="lower left")
left.set(xscale="log", xlabel="units", ylabel="dates right in all symbols", ylim=(-0.02, 1.03))
left.set_xticks([8, 16, 32, 64], ["8", "16", "32", "64"])
left.minorticks_off()
left.legend(fontsize=9, loc="upper left")
right.set_xticks(digits)
right.set(xlabel="digits", ylabel="telephone numbers right", ylim=(-0.02, 1.03))
figures.show(
    fig,
    caption="Recorded, five seeds each. Left: dates, 5 epochs. Right: telephone numbers, 64 units, 6 epochs; "
    "the dotted lines are five networks that are told the place of each word too.",
    alt="Left, two rising lines over 8, 16, 32 and 64 units: "
    + "; ".join(
        f"{kind} " + ", ".join(f"{min(runs):.3f} to {max(runs):.3f}" for runs in by_units[kind].values())
        for kind in by_units
    )
    + ". Right, two falling lines over the digits, means: "
    + "; ".join(
        f"{kind} " + ", ".join(f"{share:.3f}" for share in np.mean(of_numbers[kind], axis=0)) for kind in by_units
    )
    + ". Attention with the place told, 12 digits, one by one: "
    + ", ".join(f"{run[-1]:.3f}" for run in told_places["attention"])
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# The single column. With 16 units it gets 0.000 to 0.015 of the dates right, attention 0.836 to 0.942. (8 units are too
# few for both.) Attention also learns faster: with 64 units 0.950 to 0.975 are right after one epoch, without it 0.018
# to 0.040.
#
# On telephone numbers attention does *not* help: with 12 digits it is worse in all five seeds. It finds a memory by its
# content, but any pair may be anywhere in a number; only its place tells which pair comes next. If each word comes with
# its place (one-hot), two of five networks with attention get 0.960 and 0.980 of the numbers with 12 digits right.
# The other three stay at 0.170 to 0.230. Without attention the place does not help: 0.150 to 0.200.
#
# </details>

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
#
# encoder, decoder = torch.nn.GRU(1, 1), torch.nn.GRU(2, 1)
# with torch.no_grad():
#     for p in (*encoder.parameters(), *decoder.parameters()):
#         p.zero_()
#     encoder.weight_ih_l0[2] = 1.0
#     decoder.weight_hh_l0[2] = 2.0
# x = torch.tensor([[[1.0], [1.0]], [[1.0], [9.0]]])  # (T_x, m, n_x)
# packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor([2, 1]), enforce_sorted=False)
# _, c_last = encoder(packed)  # (1, m, n_a): each example at its own last step
# s, _ = decoder(torch.zeros(3, 2, 2), c_last)
# print([[round(number, 4) for number in example] for example in s[:, :, 0].T.tolist()])
# ```
#
# ```text
# [[0.5437, 0.5198, 0.4986], [0.3721, 0.364, 0.3563]]
# ```
#
# These are the decoder's memories in the example worked by hand. PyTorch has no ready-made encoder-decoder of GRUs: you
# connect two yourself. For a packed batch the second value that `GRU` returns is the memory at each sentence's own end.
# PyTorch's update gate keeps, and its reset gate acts after the product (lesson 09); with gates of 0.5 and one unit
# that makes no difference. Beam search and BLEU are in other libraries.

# %% [markdown]
# ## What you should remember
#
# 1. An encoder reads to the end; a decoder speaks until it says EOS. One column of numbers passes between them.
# 2. Teacher forcing: in training the decoder reads the right tokens, one step late. It learns EOS too.
# 3. The encoder learns only from the gradient that comes back through the decoder's first memory.
# 4. The greedy sentence need not be the most probable one, and the most probable one need not be the best.
# 5. One column is a bottleneck. Attention keeps all memories and lets the decoder look back, if it can tell at which.

# %% [markdown] tags=["question"] question_id="explain-encoder-decoder" points=3
# **Explain it: the translator that falls silent.** A team trains an encoder and a decoder of 256 units with teacher
# forcing; the loss on held-out sentences is low. In use, short sentences are translated well, but long ones lose their
# middle. The team widens the beam from 5 to 100, and translations become shorter; some are empty. Explain both effects.
# How would you find out whether the search or the network is to blame for a wrong translation? Give a remedy for each
# effect.

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Let the decoder read its own words in half of the training steps. Does it recover better from a wrong digit?
# - Feed the encoder's last memory to *every* step of the decoder, as Cho et al. (2014) did. Does that help with
#   telephone numbers?
# - Tell each word's place too, as in the last figure. What makes *every* start learn to use it: more epochs, a smaller
#   rate, places for the decoder as well?
# - Translate digits into French. Which tokens are hard?
#
# Papers: Sutskever et al. (2014), *Sequence to sequence learning with neural networks*. Cho et al. (2014), *On the
# properties of neural machine translation*. Bahdanau et al. (2015), *Neural machine translation by jointly learning to
# align and translate*. Luong et al. (2015), *Effective approaches to attention-based neural machine translation*.
# Papineni et al. (2002), *BLEU*. Stahlberg and Byrne (2019), *On NMT search errors and model errors*.
