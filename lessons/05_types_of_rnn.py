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
# **You need** lessons 02 to 04: `rnn_forward`, `rnn_backward`, padding and its mask. They are ready for you in `given/`,
# and so is *Adam*, which takes steps that learn faster than plain gradient descent.
#
# **It takes** about 90 to 120 minutes; this is an estimate. Run the cells from top to bottom.
#
# TUNE-OPENING

# %%
import numpy as np

import data
import figures
from autograder.check import check
from solutions.activations import softmax
from solutions.backpropagation_through_time import rnn_backward
from solutions.gradient_checking import rnn_loss_and_grads
from solutions.optimisers import adam_start, adam_step, clip_gradients
from solutions.sequence_data import one_hot, pad_batch
from solutions.simple_rnn import rnn_cell_forward, rnn_forward

figures.use_course_style()

# %% [markdown]
# ## Remember
#
# 1. A padded batch goes through `rnn_forward`, which knows nothing of padding. For which examples is `a[-1]` the
#    activation that its last element left?
# 2. What does `rnn_backward` expect in `da[t]`, and what does it add to it on its way?
# 3. When the network of lesson 02 invented names, where did its input come from?
#
# <details><summary>Answers</summary>
#
# 1. For those as long as the longest alone. The others have been changed by every step of padding.
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
                "what a hand does at each moment", ["(0, 0)", "(0, 2)", "(1, 3)", "(1, 1)"], "rest rise hold fall".split()
            ),
            "encoder-decoder": figures.Example("number words to digits", ["vingt", "et", "un"], ["2", "1", "end"]),
        }
    ),
    caption="The five types. Blue: what is read; green: the activations; pink: the predictions that are used. Dotted: "
    "what was predicted is read at the next step. Inside a type, arrows of one colour carry the same weights at every "
    "step; left and right of the dashed line they are two sets of weights.",
    alt="Five unrolled networks. One to one: one input, one prediction. One to many: one input, then four predictions, "
    "each read at the next step. Many to one: four inputs, one prediction at the last step. Many to many: four inputs, "
    "four predictions. Encoder-decoder: three inputs without predictions, then three predictions, each read at the next "
    "step.",
)

# %% [markdown]
# Karpathy (2015) drew such a picture, and these names have stayed. Each type is the cell of lesson 02,
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
# Encoder-decoder: that the lengths agree is luck, and word 3 of the one is no answer to word 3 of the other. The photo
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
# $$\hat{y}^{(i)} = \mathrm{softmax}\big(W_{ya}\, a^{(i)<T_x^{(i)}>} + b_y\big)$$

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
        ("a^{(i)<T_x^{(i)}>}", "a_last[:, i]", "(n_a, m)", "the activation at the last valid step"),
        (r"\hat{y}", "y_hat", "(n_y, m)", "one prediction for each example: no time axis"),
        (r"da^{(i)<T_x^{(i)}>}", "da_last[:, i]", "(n_a, m)", "the gradient of the loss with respect to a_last"),
    ]
)

# %% [markdown]
# **Predict.** `a` has the shape $(T_x, n_a, m)$ and `lengths` is `[4, 1, 2]`. Which of these is the array of last
# activations: `a[-1]`, `a[lengths]`, or `a[lengths - 1, :, [0, 1, 2]]`? What shape has each?

# %%
a, lengths = np.arange(60.0).reshape(4, 5, 3), np.array([4, 1, 2])  # T_x, n_a, m = 4, 5, 3
print("a[-1]                        ", a[-1].shape)
print("a[lengths - 1]               ", a[lengths - 1].shape)
print("a[lengths - 1, :, [0, 1, 2]] ", a[lengths - 1, :, [0, 1, 2]].shape)

# %% [markdown]
# <details><summary>Answer</summary>
#
# `a[-1]` has the right shape, $(n_a, m)$, and wrong values: padding has gone through it. `a[lengths]` is one step too
# late, and for the longest example outside of the array: an error. Even `a[lengths - 1]` takes whole time steps, all
# examples of each. The third picks example $i$ at its own step. It comes as $(m, n_a)$: where two index arrays have a
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
# $a^{(i)<T_x^{(i)}>}$ for $i = 1, \dots, m$; then one product, one bias, one softmax.
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
# $$\frac{\partial L}{\partial a^{(i)<t>}}\Big|_{\text{from } \hat{y}} = \begin{cases}
# da_{\text{last}}^{(i)} & \text{where } t = T_x^{(i)} \\ 0 & \text{elsewhere} \end{cases}$$

# %% tags=["hide-input"]
figures.animate(
    [figures.one_verdict(three_reviews, back_to=t) for t in range(5, 0, -1)],
    labels=["before the loop", *(f"t = {t}" for t in range(4, 0, -1))],
    slider="How far the loop has come back",
    caption="The loop runs back from $t=4$. The gradient (orange) of the first review sets out at once; that of the "
    "third joins at $t=2$, that of the second at $t=1$. Until then those columns carry zeros.",
    alt="The three rows of reviews once more. The gradient comes back from each prediction to the last word of its row, "
    "at steps 4, 1 and 2, and runs from there to the first word.",
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
# `da` has shape $(T_x, n_a, m)$, and $T_x$ is the number of caches. The place of column $i$ is `da[lengths[i] - 1, :, i]`:
# its own step *and* its own example.
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
# REVIEWS

# %% [markdown]
# HUNT-1

# %% [markdown]
# ## Many to many: an answer for each element
#
# GESTURES

# %% [markdown]
# HUNT-2

# %% [markdown]
# ## One to many: a tune from one note
#
# There is one input. From then on the network reads what it has said: a symbol is *drawn* from the prediction, and its
# one-hot column is the next input:
#
# $$k^{<t>} \sim \hat{y}^{<t>}, \qquad x^{<t+1>} = \text{one-hot column of } k^{<t>}$$
#
# To start from nothing at all, the first input is a column of zeros.

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
# Before the loop `xt, a, drawn = x0, a0, []`. Inside: `a, yt_pred, _ = rnn_cell_forward(xt, a, parameters)`, then
# `k = rng.choice(len(yt_pred), p=yt_pred[:, 0])`, then `xt = np.zeros_like(x0)` and `xt[k] = 1`. Append `k`.
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
# TUNES

# %% [markdown]
# ## Many to many, unequal: encoder and decoder
#
# TRANSLATOR

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
