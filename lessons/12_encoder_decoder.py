# %% [markdown]
# # 12 FILL IN: the title
#
# FILL IN: what this lesson is about, and what the learner will have built at the end of it.
#
# **You write** FILL IN: the functions.
#
# **You need** FILL IN: the earlier lessons, and what of them.
#
# **It takes** FILL IN minutes. Run the cells from top to bottom.

# %%
from collections import Counter

import numpy as np

import figures
from autograder.check import check
from solutions.backpropagation_through_time import softmax_ce_backward
from solutions.gru import gru_cell_backward, gru_cell_forward, gru_forward
from solutions.gru_backward import gru_backward
from solutions.losses import sequence_cross_entropy
from solutions.sequence_data import one_hot, pad_batch

figures.use_course_style()

# %% [markdown]
# ## See it: FILL IN
#
# FILL IN: the idea, on an example that is small enough to work by hand.

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `teacher_forcing_pair` is given, what it returns, and the equation.
#
# <details><summary>Hint 1: the idea</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# FILL IN.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import teacher_forcing_pair

# %%
check(teacher_forcing_pair)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `encoder_decoder_forward` is given, what it returns, and the equation.
#
# <details><summary>Hint 1: the idea</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# FILL IN.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import encoder_decoder_forward

# %%
check(encoder_decoder_forward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `seq2seq_loss_and_grads` is given, what it returns, and the equation.
#
# <details><summary>Hint 1: the idea</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# FILL IN.
#
# </details>

# %% tags=["exercise"]
from solutions.encoder_decoder import seq2seq_loss_and_grads

# %%
check(seq2seq_loss_and_grads)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `beam_search` is given, what it returns, and the equation.
#
# <details><summary>Hint 1: the idea</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# FILL IN.
#
# </details>

# %% tags=["exercise"]
from solutions.decoding import beam_search

# %%
check(beam_search)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `bleu` is given, what it returns, and the equation.
#
# <details><summary>Hint 1: the idea</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 2: the formula</summary>
#
# FILL IN.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# FILL IN.
#
# </details>

# %% tags=["exercise"]
from solutions.decoding import bleu

# %%
check(bleu)

# %% [markdown]
# ## Hunt the bug: FILL IN
#
# FILL IN: what `hunt_gru_forward` should do, and what the figure shows of it. It has one mistake.

# %% tags=["hunt"]
from solutions.gru import gru_forward as hunt_gru_forward

# %%
check(hunt_gru_forward)

# %% [markdown]
# ## Hunt the bug: FILL IN
#
# FILL IN: what `hunt_make_lm_pair` should do, and what the figure shows of it. It has one mistake.

# %% tags=["hunt"]
from solutions.language_model import make_lm_pair as hunt_make_lm_pair

# %%
check(hunt_make_lm_pair)

# %% [markdown]
# ## What you should remember
#
# 1. FILL IN: one sentence, true without the rest of the lesson.

# %% [markdown] tags=["question"] question_id="explain-encoder-decoder" points=2
# **Explain it.** FILL IN: a question that nobody answers without the idea.
