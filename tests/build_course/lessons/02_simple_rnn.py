# %% [markdown]
# # A small lesson, for tests of the build alone

# %%
import numpy as np

from autograder.check import check
from solutions.activations import softmax

# %% tags=["program-only"]
print("not for the notebook")

# %% [markdown]
# Write one step.

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_cell_forward

# %%
check(rnn_cell_forward)

# %% tags=["exercise"]
from solutions.simple_rnn import rnn_forward

# %%
check(rnn_forward)

# %% tags=["hide-input"]
from solutions.sequence_data import one_hot

x = one_hot(np.array([[0, 1], [1, 2], [2, -1]]), 3)
x.shape

# %% [markdown] tags=["question"] question_id="explain-memory" points=4
# **Explain it.** What does $a^{<t>}$ remember?
