# %% [markdown]
# # 07 FILL IN: the title
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
# FILL IN: what `lm_batches` is given, what it returns, and the equation.
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
from solutions.language_model_training import lm_batches

# %%
check(lm_batches)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `train_step` is given, what it returns, and the equation.
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
from solutions.language_model_training import train_step

# %%
check(train_step)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `train_lm` is given, what it returns, and the equation.
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
from solutions.language_model_training import train_lm

# %%
check(train_lm)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `apply_temperature` is given, what it returns, and the equation.
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
from solutions.language_model_training import apply_temperature

# %%
check(apply_temperature)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `sample` is given, what it returns, and the equation.
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
from solutions.language_model_training import sample

# %%
check(sample)

# %% [markdown]
# ## What you should remember
#
# 1. FILL IN: one sentence, true without the rest of the lesson.

# %% [markdown] tags=["question"] question_id="explain-language-model-training" points=2
# **Explain it.** FILL IN: a question that nobody answers without the idea.
