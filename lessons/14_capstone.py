# %% [markdown]
# # 14 Capstone: your own model
#
# In the lessons before, each choice was made for you. Here you make them all: choose a corpus, a cell and a plan, train
# a network within 60 seconds of processor time, hand in its parameters, and explain what it does wrong. The grader
# computes your score on data that nobody outside has seen.
#
# **You do** four things: choose, train, measure, explain. All the functions are given. Your model earns up to 15
# points, your report 15 more.
#
# **You need** one corpus's lesson (06 and 07 for names and melodies, 11 for entities, 12 for dates), lesson 08
# (gradients far back) and lesson 09 or 10 (gated cells).
#
# **It takes** about two to three hours (an estimate): half an hour to try what is here, an hour of experiments, an hour
# for the report. Everything runs in under a minute until you change it.

# %%
import numpy as np

import data
import figures
from autograder.capstone import SCALES, checked, keep_better, load_model, score
from autograder.check import check
from data.capstone import capstone_corpus
from solutions.capstone_training import Clock, Network, Plan, train, untrained

figures.use_course_style()

# %% tags=["hide-input"]
recorded, counts = (data.load_recorded(name)["results"] for name in ("capstone_models", "capstone_counts"))
COUNTED = {
    "names": {"1-gram": "unigram", "3-gram": "trigram"},
    "melodies": {"1-gram": "unigram", "3-gram": "trigram"},
    "dates": {"nearest text": "nearest text"},
    "entities": {"word": "each word alone", "word before, word and next": "its neighbours"},
}


def ladder_of(name, own=None):
    """Return the line of a corpus in the scale."""
    marks = [(said, [counts[name][key]["public"]]) for key, said in COUNTED[name].items()]
    marks += [(said.replace(", one direction", ", one way"), m["public"]) for said, m in recorded[name].items()]
    scale = SCALES[name]
    steps = [step.threshold for step in scale.steps]
    return figures.Ladder(name, scale.unit, scale.less_is_better, marks, steps, own)


figures.show(
    figures.scale_of_classics([ladder_of(name) for name in recorded]),
    caption="The scale of classics, recorded on the public held-out part: each dot is a model (networks: three seeds), "
    "better to the right. A triangle marks the score needed for the points written below it, a little easier than the "
    "model it is named after. Every network here was trained in less than "
    f"{max(max(m['seconds']) for models in recorded.values() for m in models.values()):.0f} seconds of processor time.",
    alt="Four lines. "
    + " ".join(
        f"{name}, {SCALES[name].unit}: "
        + ", ".join(f"{said} {np.mean(scores):.2f}" for said, scores in ladder_of(name).marks)
        + "."
        for name in recorded
    ),
)

# %% [markdown]
# Karpathy, Johnson and Li (2015) set out their character models in this way: counting first, then a simple RNN, then
# gated cells. Then they asked what kinds of errors go away from one step to the next. You will ask that of your model.
#
# ## Remember
#
# 1. A model gives the right next letter a probability of 1/8. How many bits does that letter cost?
# 2. Why do you choose a learning rate on *dev* and not on the part that judges you?
# 3. What does a gradient norm that halves at each step say about training?
#
# <details><summary>Answers</summary>
#
# 1. $-\log_2 \frac{1}{8} = 3$ (lesson 06: perplexity is $2$ to the mean of the bits).
# 2. The best of many tries is partly luck, and the luck is not there on new data.
# 3. What happened 10 steps ago changes the weights a thousand times less than what happened now (lesson 08). The
#    network can hardly learn to use it.
#
# </details>

# %% [markdown]
# ## Choose
#
# | corpus | the network reads | and says | its score |
# |---|---|---|---|
# | `"names"` | a surname, letter by letter | the next letter | bits per letter |
# | `"melodies"` | a tune of eight bars, on a grid of eighths | the next symbol | bits per symbol |
# | `"dates"` | a date in French words | the digits of ISO 8601 | dates that are right |
# | `"entities"` | a sentence, its names hidden | a tag for each word | F1 of entities |

# %%
for name in ("names", "melodies", "dates", "entities"):
    x, y = capstone_corpus(name).dev.x[1], capstone_corpus(name).dev.y[1]
    print(name, "reads", " ".join(capstone_corpus(name).reads.decode(x[:14])))
    print(" " * len(name), "says ", " ".join(capstone_corpus(name).says.decode(y[:14])))

# %% [markdown]
# Each corpus has four parts. `train` is for learning, `dev` for choosing, and `held_out` is what the check below asks.
# The fourth is *sealed*: it is of the same kind, stays with your instructor and decides your points. Train on `train`
# alone. A model that has learned `held_out` by heart gains nothing, and one that was fed other lists of names to know
# the sealed ones is no model of names.
#
# Choose here. The plans are starting points, small on purpose. They train in seconds and leave most of the scale to
# you.

# %%
CORPUS, CELL, UNITS = "names", "rnn", 32  # cells: "rnn", "gru", "lstm"
STARTING_PLANS = {
    "names": Plan(epochs=2, m=64, rate=0.01),
    "melodies": Plan(epochs=4, m=32, rate=0.01),
    "dates": Plan(epochs=4, m=64, rate=0.01),
    "entities": Plan(epochs=1, m=32, rate=0.01),
}
PLAN, BUDGET, SEED = STARTING_PLANS[CORPUS], 60.0, 0
HAND_IN = False  # True writes model.npz, unless it holds a better model

# %% [markdown]
# **Predict.** You double the number of units. What happens to the time of an epoch, and to the score on *dev*? Write
# your guess down. You will test it.
#
# ## Train
#
# This is the whole program. `Network` puts the fast layers of lesson 13 together: a cell (two for entities, one from
# each end; an encoder and a decoder for dates) and an output. `train` shuffles, clips the gradient's norm at 1 and
# takes steps of Adam whose rate falls in a line to 0. The clock counts processor time and stops the training when the
# budget is used up. Nobody but you sees the clock; your report says what you spent.

# %%
corpus, history = capstone_corpus(CORPUS), []
rng, clock = np.random.default_rng(SEED), Clock(BUDGET)
sizes = (len(corpus.reads), UNITS, len(corpus.says))
chosen = {"corpus": CORPUS, "cell": CELL}  # of this network, whatever you choose above later on
network = Network(CORPUS, CELL, untrained(CORPUS, CELL, *sizes, rng=rng))


# %%
def after_epoch(epoch, loss):
    """Note and print how it goes."""
    on_dev = score(checked(**chosen, parameters=network.parameters()), corpus.dev)
    history.append((clock.spent(), loss / np.log(2), on_dev))
    print(f"epoch {epoch}: {loss / np.log(2):.3f} bits in training, dev {SCALES[network.corpus].said(on_dev)}")


train(network, corpus.train, PLAN, clock, rng, after_epoch)
print(f"{clock.spent():.1f} of {BUDGET:.0f} seconds, {network.theta.size:,} numbers")

# %% tags=["hide-input"]
spent, in_training, on_dev = np.array(history or [[0.0, np.nan, np.nan]]).T  # untrained: nothing to draw
fig, (left, right) = figures.panels(1, 2, width=4.4, height=2.7)
for ax, values, said in (
    (left, in_training, "bits in training"),
    (right, on_dev, f"dev, {SCALES[network.corpus].unit}"),
):
    ax.plot(spent, values, "o-", color=figures.CYCLE[0], markersize=4)
    ax.axvspan(BUDGET, BUDGET * 1.05, color=figures.INK, alpha=0.25, linewidth=0)
    ax.set(xlabel="seconds of processor time", ylabel=said, xlim=(0, BUDGET * 1.05))
figures.show(
    fig,
    caption="The clock: one dot an epoch, at the moment it was over. The grey end of the axis is where the budget is "
    "used up. Wide space between the last dot and the grey is what you have not tried.",
    alt=f"Two curves over {len(history)} epochs. The last dot is at {spent[-1]:.0f} of {BUDGET:.0f} seconds, with "
    f"{in_training[-1]:.2f} bits in training and {on_dev[-1]:.2f} {SCALES[network.corpus].unit} on dev.",
)

# %% [markdown]
# Change **one** thing at a time, and keep a list of what you tried, the failures too: cell, units, epochs, $m$, rate.
# A good order: first the largest rate at which the loss still falls, then the cell, then the units, then the epochs
# that are left in the budget. If training goes on to improve while *dev* gets worse, the network is learning the
# training part by heart; fewer epochs or units help, and so does a smaller $m$, which makes the steps noisier.
#
# <details><summary>If it does not learn</summary>
#
# - The loss jumps or is `nan`: a third of the rate.
# - It falls slowly and evenly: more rate, or a smaller $m$ (more steps an epoch).
# - *dev* is no better than counting: is the loss still falling when the plan ends? Then more epochs.
# - It stops at what a trigram has: the cell forgets. Look at the gradient below.
# - The clock stops it: fewer units or epochs, so that the rate comes down to 0 before the budget ends.
#
# </details>
#
# Where does your model stand?

# %% tags=["hide-input"]
model = checked(**chosen, parameters=network.parameters())
own = score(model, corpus.held_out)
steps = [step.threshold for step in SCALES[network.corpus].steps]
reached = SCALES[network.corpus].steps_of(own)
figures.show(
    figures.scale_of_classics([ladder_of(network.corpus, own)]),
    caption=f"Your model (star) on the scale: {SCALES[network.corpus].said(own)}, {reached} of {len(steps)} steps. "
    "Dots and triangles as above. A star at the very end is off the line.",
    alt=f"A line with the models above and the steps {', '.join(map(str, steps))} below it; the star is at "
    f"{SCALES[network.corpus].rounded(own)}.",
)

# %% [markdown]
# ## Hand it in
#
# Set `HAND_IN = True` once you have a model that you want to keep, and run the cells from there. A model that is better
# on *dev* stays in the file; to replace it all the same, rename the file first. To go on another day without training,
# run the cells up to the first one of *Train*, then `network = Network(*load_model("model.npz"))`, with the same
# `CORPUS` and `CELL`, and skip the training and its figure. Hand in `model.npz`
# together with this notebook. The file holds arrays and two words, and nothing in it is ever run. The grader reads it,
# computes the score anew from the parameters and believes nothing that a notebook prints.

# %%
if HAND_IN and history:
    print(keep_better("model.npz", corpus.dev, **chosen, parameters=network.parameters()))
elif HAND_IN:
    print("This network has not been trained: nothing is written.")

# %% [markdown]
# Write one line: load the model from the file beside the notebook, with `load_model("model.npz")`, and return it.

# %% tags=["exercise"]
from solutions.capstone import capstone_model

# %%
check(capstone_model)

# %% [markdown]
# The check asks `held_out`. On the sealed part a score differs a little by chance, and more if you chose by `held_out`.
#
# ## Where is the loss?
#
# One number says how good a model is, not what to do about it. So take it apart. Every symbol costs bits; the sum of
# them is the loss. In which places, and in which kinds of symbols, is it spent?

# %% tags=["hide-input"]
from solutions.capstone_report import (
    bits_of_symbols,
    cumulative,
    equally_long,
    gradient_profile,
    half_life,
    memory_left,
    shares,
)

checked(**chosen, parameters=network.parameters())  # stops here if the training diverged
held = corpus.held_out
bits = bits_of_symbols(network, held)


def kind_of(k, t):
    """Return the kind of a symbol."""
    said = corpus.says.symbols[held.y[k][t]]
    if network.corpus == "names":
        return "end" if said == "." else "vowel" if said in "aeiouy" else "consonant"
    if network.corpus == "melodies":
        known = {"<EOS>": "end", "-": "hold", ".": "rest"}
        return known.get(said, ("pitch, first in its bar", "pitch elsewhere")[t % 6 > 0])
    if network.corpus == "dates":
        return "year" if t < 4 else "month" if t in (5, 6) else "day" if t in (8, 9) else "hyphens, stop"
    return {"O": "outside", "B": "begins an entity", "I": "inside one"}[said[0]]


def length_of(k, t):
    """Return the third that an example belongs to, by the length of what is read."""
    if len({len(x) for x in held.x}) == 1:
        return "all of one length"
    return ("short", "of middle length", "long")[int(np.searchsorted(thirds, len(held.x[k]), side="left"))]


thirds = np.quantile([len(x) for x in held.x], (1 / 3, 2 / 3))
others = {
    said: np.mean(m["bits at"], axis=0)
    for said, m in recorded[network.corpus].items()
    if said in ("simple RNN", "strong")
}
places = min(len(values) for values in others.values())
at = [np.mean([each[t] for each in bits if len(each) > t]) for t in range(places)]
kinds, rank = shares(bits, kind_of), cumulative(bits)
half = np.searchsorted(rank, 0.5) / (len(rank) - 1)
figures.show(
    figures.error_anatomy(at, kinds, rank, others=others, place="$t$, place of the symbol that is said"),
    caption="Anatomy of your model on `held_out`. Left, the mean bits at each place, beside two recorded "
    "models (strong: the best network of the scale). "
    "Middle, the share that each kind of symbol has of all bits and of all symbols: where the first bar is longer, "
    f"these symbols are harder than most. Right, the costliest {half:.0%} of the symbols hold half of the bits (dot).",
    alt="Left, bits at the places: "
    + ", ".join(f"{value:.2f} at {t}" for t, value in list(enumerate(at, start=1))[:: max(1, places // 6)])
    + ". Middle, shares of bits and of symbols: "
    + "; ".join(f"{name} {one:.2f} and {other:.2f}" for name, (one, other) in kinds.items())
    + f". Right, a curve that rises above the diagonal and reaches a half at {half:.2f}.",
)
for name, (of_bits, of_symbols) in [*kinds.items(), *shares(bits, length_of).items()]:
    print(f"{name:24} {of_bits:4.0%} of the bits, {of_symbols:4.0%} of the symbols")

# %% [markdown]
# Move the slider through the costliest examples. Which of them could nobody know, and which should a better model have
# known?

# %% tags=["hide-input"]
COLUMNS, SHOWN = 60, 8
cost = np.array([each.sum() if network.corpus in ("dates", "entities") else each.mean() for each in bits])
costliest = np.argsort(-cost)[:SHOWN]


def written(k):
    """Return the figure of an example: what is read, and what is right on the colour of its bits."""
    lines, values, line, row = [], [], "", []
    for number, amount in zip(held.y[k], bits[k], strict=True):
        word = corpus.says.symbols[number] + " "
        if len(line) + len(word) > COLUMNS:
            lines, values, line, row = [*lines, line], [*values, row], "", []
        line, row = line + word, [*row, *[float(amount)] * (len(word) - 1), 0.0]
    lines, values = [*lines, line], [*values, row]
    if network.corpus in ("dates", "entities"):
        read = " ".join(corpus.reads.decode(held.x[k]))
        pieces = [read[first : first + COLUMNS] for first in range(0, len(read), COLUMNS)]
        lines, values = [*pieces, *lines], [*([0.0] * len(piece) for piece in pieces), *values]
    rows = {"names": 1, "melodies": 4, "dates": 3, "entities": 5}[network.corpus]
    return figures.written_text(lines, values, columns=COLUMNS, rows=rows, limit=8.0, title=f"{cost[k]:.1f} bits")


figures.animate(
    [written(k) for k in costliest],
    labels=[f"number {number}" for number in range(1, SHOWN + 1)],
    slider="The costliest examples of held_out",
    still=0,
    seconds=2.0,
    caption="What was right, symbol by symbol, on the colour of the bits that it cost: full green is 8 bits or more. "
    "Of names and melodies the mean a symbol is written over it, of dates and entities the sum.",
    alt="The costliest examples, one at a time, with "
    + ", ".join(f"{cost[k]:.1f}" for k in costliest)
    + " bits; the symbols that cost most are darkest.",
)

# %% [markdown]
# And what did the model expect instead? `EXAMPLE` counts from the costliest.

# %%
EXAMPLE = 0
k = costliest[EXAMPLE]
z, _, _ = network.scores([held.x[k]], [held.y[k]])
p = np.exp(z[:, :, 0] - z[:, :, 0].max(axis=1, keepdims=True))
p /= p.sum(axis=1, keepdims=True)
for t, number in enumerate(held.y[k]):
    best = np.argsort(-p[t])[:3]
    guesses = "  ".join(f"{corpus.says.symbols[j]:>5} {p[t, j]:.2f}" for j in best)
    print(f"t = {t + 1:2}  right {corpus.says.symbols[number]:>5}  {bits[k][t]:5.2f} bits   guesses {guesses}")

# %% [markdown]
# An error is *diagnosed* when you can say what the network lacks and show it by one more measurement. Three kinds:
#
# - **It never saw it.** How often is the pair (or triple) of symbols in `train`?
# - **It saw it and forgot.** Does the error go away when what matters stands nearer?
# - **Nobody can know.** Do examples in `train` begin alike and go on differently? Does the deciding word
#   stand outside of what the network can read, hidden as `<UNK>`?
#
# ## How far back does it look?
#
# Two measurements, and they answer different questions. The *gradient profile* carries the loss $L$ of the last step
# back: $\|\partial L / \partial a^{<t>}\|$ as a share of its value at the end, median over examples. The *memory* is
# tried out: after a third of the steps each network goes on twice, once with its own state and once with that of
# another example, and both read the same symbols from there on. How much of the difference is left, and after how many
# steps is it half? That is its *half-life*.
#
# **Predict.** Which of the two falls faster, and in which cell?

# %% tags=["hide-input"]
last_is_end = int(network.corpus in ("names", "melodies"))
x, y = equally_long(held, cut=last_is_end)
profile = gradient_profile(network, x, y)
back = np.median(profile / np.maximum(profile[-1], 1e-30), axis=1)[::-1]
left_of_it = memory_left(network, x, len(x[0]) // 3)
my_half_lives = half_life(back), half_life(left_of_it)
fig, (left, right) = figures.panels(1, 2, width=4.6, height=3.1)
for number, name in enumerate(("simple RNN", "GRU", "LSTM")):
    curves = np.array(recorded[network.corpus][name]["gradient"])[:, ::-1]
    left.plot(
        range(curves.shape[1]), curves.mean(axis=0), "--", color=figures.CYCLE[2 + number], linewidth=1, label=name
    )
left.plot(range(len(back)), back, "o-", color=figures.CYCLE[1], markersize=4, label="yours")
left.axhline(0.5, color=figures.INK, linestyle=":", linewidth=1)
left.set(xlabel="steps back from the loss", ylabel="share of the gradient", yscale="log")
left.legend(fontsize=9)
right.plot(range(len(left_of_it)), left_of_it, "o-", color=figures.CYCLE[1], markersize=4)
right.axhline(0.5, color=figures.INK, linestyle=":", linewidth=1)
right.set(xlabel="steps since the states differed", ylabel="share of the difference", ylim=(0, None))
figures.show(
    fig,
    caption="Left, the gradient on its way back, yours beside recorded ones (means of three seeds). Right, what is "
    f"left of another memory in your model. Dotted: one half. Half-life of your gradient: {my_half_lives[0]:.1f} "
    f"steps, of your memory: {my_half_lives[1]:.1f} (inf: longer than was watched, {len(left_of_it) - 1} steps). "
    f"Measured on {len(x)} sequences of "
    f"{len(x[0])} steps.",
    alt="Left, your gradient is "
    + ", ".join(f"{back[d]:.2f} after {d}" for d in (1, 2, 4) if d < len(back))
    + " steps back. Right, of another memory is left "
    + ", ".join(f"{left_of_it[d]:.2f} after {d}" for d in (1, 2, 4) if d < len(left_of_it))
    + " steps.",
)
print("half-life of the memory, recorded, three seeds (inf: longer than was watched)")
print("yours, gradient:", ", ".join(f"{back[d]:.2f} after {d} steps" for d in (1, 4) if d < len(back)))
for name, m in recorded[network.corpus].items():
    print(f"{name:26}", *(f"{value if value is not None else 'inf':>6}" for value in m["half-life"]))

# %% [markdown]
# <details><summary>What to make of it</summary>
#
# Which falls faster depends on the corpus. In the recorded names the simple RNN's gradient is at half after two steps
# and so is its memory; the GRU keeps half of its gradient for four, of its memory for two and a half.
#
# A short half-life is not an error in itself. In a name the last two or three letters decide most of the next one, and
# a network does well to forget the rest. It is one if the loss is in symbols whose cause lies further back than the
# memory reaches. The gradient says what *training* could still learn at this moment, the memory what the trained
# network *does* keep; a bidirectional network is measured in its forward direction alone, a translator in its encoder.
#
# </details>

# %% [markdown]
# ## Report
#
# Write for a colleague who has not seen your model. Say what you measured, give the numbers, and show what follows from
# them. A model that misses the strong reference can have a report with full marks.

# %% [markdown] tags=["question"] question_id="report-training" points=3
# **What you tried.** Name corpus, cell, units, plan, seconds and score. List at least four runs in which you changed
# one thing at a time, with their scores on *dev*, one that made it worse among them. Which change mattered most, and
# was it the one that you had predicted?

# %% [markdown] tags=["question"] question_id="report-memory" points=4
# **Gradient and memory.** Give the gradient profile (the share after one step back and after four) and the half-life
# of the memory of your model, and the same for a second model that differs in the cell alone. What follows from each?
# Do they agree? Is your model's memory long enough for the corpus, and how do you know?

# %% [markdown] tags=["question"] question_id="report-anatomy" points=3
# **Where the loss is.** By place, by kind of symbol and by length: in which group are more of the bits than of the
# symbols, and why? What share of the symbols holds half of the bits? How many bits at most could a perfect treatment of
# that one group win?

# %% [markdown] tags=["question"] question_id="report-errors" points=5
# **Three errors.** Show three errors of *different* kinds (an example, what was right, what your model expected). For
# each: a cause, one measurement of your own that speaks for this cause and could have spoken against it, and what you
# would change. One of the three must be an error that no model could avoid, or you show that there is none.

# %% [markdown]
# ## The same in PyTorch
#
# A model that was trained in PyTorch can be handed in too: a simple RNN or an LSTM has the same formula. PyTorch has
# two biases where you have one: add them.
#
# ```python
# import numpy as np
# import torch
#
# torch.manual_seed(0)
# rnn, says = torch.nn.RNN(27, 32), torch.nn.Linear(32, 27)
# parameters = {
#     "Wax": rnn.weight_ih_l0, "Waa": rnn.weight_hh_l0, "ba": (rnn.bias_ih_l0 + rnn.bias_hh_l0)[:, None],
#     "Wy": says.weight, "by": says.bias[:, None],
# }
# parameters = {name: value.detach().numpy() for name, value in parameters.items()}
# x = torch.eye(27)[[0, 14, 7]]  # three symbols, (T_x, n_x)
# a = np.zeros((32, 1))
# for xt in x.numpy():
#     a = np.tanh(parameters["Wax"] @ xt[:, None] + parameters["Waa"] @ a + parameters["ba"])
# print(np.allclose(a[:, 0], rnn(x)[0][-1].detach().numpy(), atol=1e-6))
# ```
#
# ```text
# True
# ```
#
# For an LSTM the rows of `weight_ih_l0` are the gates i, f, c, o in this order. PyTorch's GRU resets after the product
# (lesson 09), so its parameters do not fit.

# %% [markdown]
# ## What you should remember
#
# 1. Counting first: a network that does not beat a trigram has learned less than a table.
# 2. Choose on *dev*, report once on what is held out; what is sealed tells you whether you fooled yourself.
# 3. One number ranks models. The anatomy of its errors says what to do next.
# 4. What a gradient reaches and what a memory keeps are two things: measure both.
# 5. A cause is a guess until a measurement could have spoken against it.

# %% [markdown]
# ## Further
#
# Ungraded.
#
# - Give the cell an embedding (the file may hold an `E`, a row a symbol). For which of the corpora should it help?
# - Hide 10 of 100 inputs in training (a column of zeros). What does that do to *dev*, and to the memory?
# - Average the parameters of the last epochs. Average the *probabilities* of two networks. Which helps more, and which
#   can be handed in?
# - Add dates that are written in another way to `dev` only. What breaks first?
#
# Papers: Karpathy, Johnson and Li (2015), *Visualizing and understanding recurrent networks*, for the anatomy. Melis,
# Dyer and Blunsom (2018), *On the state of the art of evaluation in neural language models*: with equal effort of
# tuning, plain LSTMs beat newer models. Greff et al. (2017), *LSTM: a search space odyssey*: of the settings, the
# learning rate matters most.
