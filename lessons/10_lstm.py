# %% [markdown]
# # 10 FILL IN: the title
#
# FILL IN: what this lesson is about, and what the learner will have built at the end of it.
#
# **You write** FILL IN: the functions.
#
# **You need** FILL IN: the earlier lessons, and what of them.
#
# **It takes** FILL IN minutes. Run the cells from top to bottom.

# %%
import numpy as np

import figures
from autograder.check import check

figures.use_course_style()

# %% [markdown]
# ## See it: FILL IN
#
# FILL IN: the idea, on an example that is small enough to work by hand.

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `lstm_cell_forward` is given, what it returns, and the equation.
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
from solutions.lstm import lstm_cell_forward

# %%
check(lstm_cell_forward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `lstm_forward` is given, what it returns, and the equation.
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
from solutions.lstm import lstm_forward

# %%
check(lstm_forward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `lstm_cell_backward` is given, what it returns, and the equation.
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
from solutions.lstm import lstm_cell_backward

# %%
check(lstm_cell_backward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `lstm_backward` is given, what it returns, and the equation.
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
from solutions.lstm import lstm_backward

# %%
check(lstm_backward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `init_lstm` is given, what it returns, and the equation.
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
from solutions.lstm import init_lstm

# %%
check(init_lstm)

# %% [markdown]
# ## What you should remember
#
# 1. FILL IN: one sentence, true without the rest of the lesson.

# %% [markdown] tags=["question"] question_id="explain-lstm" points=2
# **Explain it.** FILL IN: a question that nobody answers without the idea.
