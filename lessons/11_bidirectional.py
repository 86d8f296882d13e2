# %% [markdown]
# # 11 FILL IN: the title
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
# FILL IN: what `bio_to_spans` is given, what it returns, and the equation.
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
from solutions.bidirectional import bio_to_spans

# %%
check(bio_to_spans)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `span_f1` is given, what it returns, and the equation.
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
from solutions.bidirectional import span_f1

# %%
check(span_f1)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `reverse_padded` is given, what it returns, and the equation.
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
from solutions.bidirectional import reverse_padded

# %%
check(reverse_padded)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `birnn_forward` is given, what it returns, and the equation.
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
from solutions.bidirectional import birnn_forward

# %%
check(birnn_forward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `birnn_backward` is given, what it returns, and the equation.
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
from solutions.bidirectional import birnn_backward

# %%
check(birnn_backward)

# %% [markdown]
# ## Build it: FILL IN
#
# FILL IN: what `train_tagger` is given, what it returns, and the equation.
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
from solutions.bidirectional import train_tagger

# %%
check(train_tagger)

# %% [markdown]
# ## What you should remember
#
# 1. FILL IN: one sentence, true without the rest of the lesson.

# %% [markdown] tags=["question"] question_id="explain-bidirectional" points=2
# **Explain it.** FILL IN: a question that nobody answers without the idea.
