# %% [markdown]
# # Sequence models from scratch
#
# Text, music and speech arrive one element at a time. In this course you build the networks that read and write such
# sequences, from an empty file to recurrent networks that invent names, add numbers and remember what matters. You
# write every part yourself in NumPy, a few lines at a time.
#
# **Begin here:** choose *Run*, then *Run All Cells*, in the menu above.

# %% tags=["hide-input"]
import figures

PARTS = [
    ("00", "data", "sentences as arrays"),
    ("01", "why", "what a standard\nnetwork lacks"),
    ("02", "forward", "a network reads\nsurnames"),
    ("03", "backward", "gradients through\ntime"),
    ("04", "training", "a network learns\nto add"),
    ("05", "types", "tunes, reviews,\ngestures"),
    ("06", "language", "which sentence\nwas heard"),
    ("07", "sampling", "a network writes"),
    ("08", "memory", "why gradients\nvanish or explode"),
    ("09", "GRU", "the first of 60\nsymbols is kept"),
    ("10", "LSTM", "a network counts\nand forgets in time"),
    ("11", "both ways", "people, places and\nfirms are found"),
    ("12", "translate", "French dates\nbecome digits"),
    ("13", "speed", "the same,\nseveral times\nas fast"),
    ("14", "capstone", "a model of\nyour own"),
]
A_ROW = 5  # boxes in a row; the next row goes on from the left, as lines of a text do
P, A, X, Y = figures.Point, *(figures.colour_of(symbol) for symbol in ("a", "x", "y_hat"))
rows = -(-len(PARTS) // A_ROW)
ax = figures.sheet(-1.7, 2.3 * A_ROW - 0.4, -4.2 * rows + 2.3, 2.1)
for k, (number, name, built) in enumerate(PARTS):
    across, down = 2.3 * (k % A_ROW), -4.2 * (k // A_ROW)
    if k:
        figures.lines.state_line(ax, P(across - 1.6, down), P(across - 0.7, down), A)
    if k % A_ROW == A_ROW - 1 and k + 1 < len(PARTS):
        figures.lines.state_line(ax, P(across + 0.7, down), P(across + 1.6, down), A)
    figures.blocks.box(ax, P(across, down), name, A, width=1.4, height=0.9, size=11)
    figures.lines.arrow(ax, P(across, down - 1.1), P(across, down - 0.5), X)
    figures.blocks.label(ax, P(across, down - 1.45), number, X, size=13)
    figures.lines.arrow(ax, P(across, down + 0.5), P(across, down + 1.05), Y)
    figures.blocks.label(ax, P(across, down + 1.5), built, size=9)
figures.show(
    figures.figure_of(ax),
    caption="The lessons, drawn as the networks of this course are drawn. Each takes its own input, hands on what you "
    "have built, and ends with something that works.",
    alt="A chain of boxes, row by row from left to right: "
    + ", then ".join(f"{number} {name}" for number, name, _ in PARTS)
    + ".",
)

# %% [markdown]
# ## The lessons
#
# | lesson | what you write | what works in the end |
# |---|---|---|
# | [00 Sequences as arrays][00] | one-hot vectors, padded batches, softmax | surnames invented from letter pairs |
# | [01 Why not a standard network?][01] | a parameter count, a window | a name is found wherever it moves |
# | [02 The simple RNN, forward][02] | the cell, the loop, masks, the loss | a network reads names letter by letter |
# | [03 Backpropagation through time][03] | the way back, step by step | what a prediction depended on, painted |
# | [04 Gradients that you can trust][04] | masked gradients, a gradient checker | a network learns to add |
# | [05 Types of RNN][05] | many to one, one to many | tunes to listen to, reviews that are understood |
# | [06 Language model: tokens and probability][06] | tokens, a vocabulary, perplexity | what was heard: pair or pear |
# | [07 Language model: training and sampling][07] | training over a long text, temperature | names nobody has had |
# | [08 Vanishing and exploding gradients][08] | Jacobians, norms, clipping | training no longer breaks down |
# | [09 GRU: gates that keep][09] | a gated cell both ways, a half-life | the first of 60 symbols is named at the end |
# | [10 LSTM: a memory of its own][10] | cell and loop, both ways, the start | a network counts; another writes |
# | [11 Bidirectional RNNs and named entities][11] | spans and F1, both directions | people, places, firms found |
# | [12 Encoder and decoder][12] | both networks, their gradients, beam search, BLEU | French dates become digits |
# | [13 Make it fast][13] | all steps at once, both ways | the same training, several times as fast |
# | [14 Capstone: your own model][14] | a report on a model that you train | your model on a published scale |
#
# [00]: 00_sequence_data/00_sequence_data.ipynb
# [01]: 01_why_recurrence/01_why_recurrence.ipynb
# [02]: 02_simple_rnn/02_simple_rnn.ipynb
# [03]: 03_backpropagation_through_time/03_backpropagation_through_time.ipynb
# [04]: 04_gradient_checking/04_gradient_checking.ipynb
# [05]: 05_types_of_rnn/05_types_of_rnn.ipynb
# [06]: 06_language_model/06_language_model.ipynb
# [07]: 07_language_model_training/07_language_model_training.ipynb
# [08]: 08_gradient_flow/08_gradient_flow.ipynb
# [09]: 09_gru/09_gru.ipynb
# [10]: 10_lstm/10_lstm.ipynb
# [11]: 11_bidirectional/11_bidirectional.ipynb
# [12]: 12_encoder_decoder/12_encoder_decoder.ipynb
# [13]: 13_make_it_fast/13_make_it_fast.ipynb
# [14]: 14_capstone/14_capstone.ipynb
#
# Each lesson stands alone: what it needs of earlier ones lies ready beside it. If you are new to sequences, begin with
# 00 and go on in order. You need Python, a little NumPy, and an idea of what a layer of a neural network does; ten
# questions at the end of this page tell whether that is so.
#
# **How far are you?** Run this cell. It reads what each check said when you last saved.

# %%
from autograder.progress import progress

progress()

# %% [markdown]
# ## How a lesson works
#
# - Run the cells from top to bottom with Shift + Enter.
# - Where a cell says `raise NotImplementedError()`, you write a few lines. Three folded hints lead from the idea to
#   nearly the code.
# - `check(...)` then says at once what holds, what does not, and which mistake it is. It shows numbers and never the
#   answer, and you can try as often as you like.
# - From lesson 02 on you also hunt bugs: a function that worked before has one mistake in it.
# - In the last one you write no functions: you train a model, hand it in, and report on its errors.
# - *Predict* asks you to guess before you look. *Deeper* is folded and may be skipped.

# %% tags=["hide-input"]
from IPython.display import HTML, Markdown, display

from autograder import report
from autograder.verdict import Outcome, Verdict

LATER = "It holds, and will count once the values are right."
said = Verdict(
    "rnn_forward",
    (
        Outcome(
            "every_time_step_follows_from_the_one_before",
            "Each step goes on from where the step before ended.",
            "fails",
            3,
            "a has the right shape (T_x, n_a, m) = (5, 2, 7), but 56 of 70 entries are off.\n"
            "The worst is a[3, 1, 6]: yours is -0.304, expected -1.489.\n"
            "(Your rnn_cell_forward is not right yet, so this was tried with another one.)",
            "This is exactly what comes out when every step starts from a0: nothing is carried from step to step.",
            "never_carries_the_activation",
        ),
        Outcome("no_time_step_sees_a_later_input", "No step sees a later input.", "waits", 1, LATER),
        Outcome("each_example_is_read_by_itself", "Each example is read on its own.", "waits", 1, LATER),
        Outcome("a0_and_x_are_left_alone", "The arguments stay as they were.", "waits", 1, LATER),
    ),
)
display(Markdown("This is what `check` says when the time steps of `rnn_forward` all start from the same activation:"))
display(HTML(report.as_html(said)))

# %% [markdown]
# ## Do you know enough to begin?
#
# Ten questions on what the course takes for granted. Write your answer in place of `None` and run the cell: it says at
# once whether that is right. They are for you alone; nothing here is graded. The last cell says what to read for those
# that are open.

# %%
from autograder.prerequisites import answer, what_to_read

# %% [markdown]
# **Python, question 1.** What does `[k * k for k in range(5) if k % 2]` give? A list.

# %%
answer(1, None)

# %% [markdown]
# **Python, question 2.** `b = [1, 2]`, then `c = b`, then `c.append(3)`. How long is `b` now?

# %%
answer(2, None)

# %% [markdown]
# **NumPy, question 3.** What is `np.zeros((6, 3, 4))[2, :, 1].shape`? A tuple.

# %%
answer(3, None)

# %% [markdown]
# **NumPy, question 4.** What is `(np.zeros((5, 1)) + np.zeros(4)).shape`? A tuple.

# %%
answer(4, None)

# %% [markdown]
# **NumPy, question 5.** What is `np.array([[1, 2], [3, 4], [5, 6]]).sum(axis=0)`? A list will do.

# %%
answer(5, None)

# %% [markdown]
# **NumPy, question 6.** What is `np.array([[1, 2], [3, 4]]) @ np.array([5, 6])`? A list will do.

# %%
answer(6, None)

# %% [markdown]
# **Derivatives, question 7.** What is the derivative of `x ** 3 - 2 * x` at x = 2? A number.

# %%
answer(7, None)

# %% [markdown]
# **Derivatives, question 8.** What is the derivative of `(2 * x + 1) ** 2` at x = 1? A number.

# %%
answer(8, None)

# %% [markdown]
# **Probabilities, question 9.** Three words have the probabilities 0.5, 0.4 and 0.1, each given those before it. How
# probable are the three in a row?

# %%
answer(9, None)

# %% [markdown]
# **Probabilities, question 10.** The natural logarithms of two probabilities are -3 and -2. What is the logarithm of
# their product?

# %%
answer(10, None)

# %%
what_to_read()

# %% [markdown]
# If something does not work, choose *Kernel*, then *Restart Kernel and Run All Cells*: most trouble comes from cells
# that ran in another order.
