# %% [markdown]
# # 06 FILL IN: the title
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
# FILL IN: what `tokenize` is given, what it returns, and the equation.
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
from solutions.language_model import tokenize

# %%
check(tokenize)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `build_vocab` is given, what it returns, and the equation.
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
from solutions.language_model import build_vocab

# %%
check(build_vocab)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `encode` is given, what it returns, and the equation.
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
from solutions.language_model import encode

# %%
check(encode)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `make_lm_pair` is given, what it returns, and the equation.
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
from solutions.language_model import make_lm_pair

# %%
check(make_lm_pair)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `sentence_log_prob` is given, what it returns, and the equation.
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
from solutions.language_model import sentence_log_prob

# %%
check(sentence_log_prob)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `perplexity` is given, what it returns, and the equation.
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
from solutions.language_model import perplexity

# %%
check(perplexity)

# %% [markdown]
# ## What you should remember
#
# 1. FILL IN: one sentence, true without the rest of the lesson.

# %% [markdown] tags=["question"] question_id="explain-language-model" points=2
# **Explain it.** FILL IN: a question that nobody answers without the idea.
