"""Other answers to update_bias_for_half_life."""

import numpy as np

from solutions.alternatives import Answers
from solutions.gru import update_bias_for_half_life

answers = Answers(update_bias_for_half_life)

LEFT, BIAS = "0.5 ** (1 / steps)", "float(np.log((1 - left) / left))"

answers.variants(
    in_one_line={f"left = {LEFT}": "pass", BIAS: "np.log(2.0 ** (1.0 / steps) - 1)"},
    as_the_inverse_of_the_sigmoid={BIAS: "-np.log(1 / (1 - left) - 1)"},
    with_math={LEFT: "math.exp(-math.log(2) / steps)", BIAS: "math.log(1 - left) - math.log(left)"}
    | {"    left": "    import math\n    left"},
    with_a_root={LEFT: "np.power(2, -1.0 / steps)", BIAS: "np.log1p(-left) - np.log(left)"},
)


@answers.variant
def without_rounding(steps):
    from math import expm1, log

    return log(expm1(log(2) / steps))


@answers.variant
def by_bisection(steps):
    low, high = -60.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        kept = 1 / (1 + np.exp(middle))  # 1 - sigmoid
        if kept**steps > 0.5:
            low = middle
        else:
            high = middle
    return middle


@answers.variant
def by_newton(steps):
    b = -np.log(steps) if steps > 1 else 1 / steps
    for _ in range(100):
        gate = 1 / (1 + np.exp(-b))
        b = b + (np.log(2) / steps + np.log1p(-gate)) / gate
    return b


answers.mistakes(
    "after_so_many_steps_half_is_left",
    changes_the_sign=(
        {"(1 - left) / left": "left / (1 - left)"},
        "the sign is the other way round: this gate lets go of what it should keep. Gu is small for a long memory.",
    ),
    takes_minus_the_log_of_the_steps=(
        {BIAS: "-float(np.log(steps))"},
        "it is minus the log of the steps, so that Gu is 1 / (steps + 1). That leaves another share than half.",
    ),
    takes_the_log_of_the_steps=({BIAS: "float(np.log(steps))"}, "it is the log of the steps."),
    spares_one_step=(
        {BIAS: "-float(np.log(steps - 1)) if steps > 1 else 0.0"},
        "it is minus the log of steps - 1. That makes the memory last for so many steps, but not its half-life.",
    ),
    lets_in_half_in_so_many=(
        {LEFT: "1 - 0.5 / steps"},
        "Gu is half of 1 / steps. What is left shrinks by a factor at each step, and not by a difference.",
    ),
    takes_the_log_of_a_small_gate=(
        {BIAS: "float(np.log(np.log(2) / steps))"},
        "it is the log of log(2) / steps. That is near for a long half-life, and wrong for a short one.",
    ),
    waits_for_one_in_e=(
        {LEFT: "np.exp(-1 / steps)"},
        "the memory has fallen to 1/e after so many steps. The half-life ends at 1/2.",
    ),
    takes_a_power_for_the_root=(
        {LEFT: "0.5**steps"},
        "a half is left after each single step: 0.5 ** steps. The root is wanted, 0.5 ** (1 / steps).",
    ),
    returns_the_gate=(
        {BIAS: "float(1 - left)"},
        "the gate itself comes back. The bias is what its sigmoid is taken of.",
    ),
    returns_what_is_left=({BIAS: "float(left)"}, "the share that is left comes back. A bias is wanted."),
    divides_the_log_of_2_for_the_gate=(
        {LEFT: "1 - np.log(2) / steps"},
        "Gu is log(2) / steps. That is near for a long half-life, and too large for a short one.",
    ),
    takes_the_log_of_the_gate=(
        {"(1 - left) / left": "1 - left"},
        "the log of the gate comes back. The inverse of a sigmoid is log(g / (1 - g)).",
    ),
    takes_the_log_of_what_is_left=({"(1 - left) / left": "left"}, "the log of the share that is left comes back."),
    takes_the_slope_of_the_sigmoid=(
        {BIAS: "float(left * (1 - left))"},
        "g * (1 - g) comes back, the slope of the sigmoid. Its inverse is log(g / (1 - g)).",
    ),
    applies_the_sigmoid=(
        {BIAS: "float(1 / (1 + np.exp(left - 1)))"},
        "the sigmoid of the gate comes back. Its inverse is wanted.",
    ),
    inverts_tanh=({BIAS: "float(np.arctanh(1 - left))"}, "tanh is inverted. The gate is a sigmoid."),
    takes_the_log_to_base_two=({"np.log(": "np.log2("}, "the log is taken to base 2. The sigmoid has e in it."),
    takes_the_log_to_base_ten=({"np.log(": "np.log10("}, "the log is taken to base 10. The sigmoid has e in it."),
    counts_one_step_more=({"(1 / steps)": "(1 / (steps + 1))"}, "half is left one step later than asked for."),
    divides_after_the_power=(
        {LEFT: "0.5 ** 1 / steps"},
        "0.5 ** 1 / steps is read as (0.5 ** 1) / steps: the power goes first. The root is 0.5 ** (1 / steps).",
    ),
    takes_two_for_half=({LEFT: "0.5 ** (2 / steps)"}, "a quarter is left after so many steps."),
)

answers.mistakes(
    "any_half_life_will_do",
    rounds_the_steps=(
        {"1 / steps": "1 / max(1, round(steps))"},
        "the steps are rounded to a whole number. A half-life may lie in between.",
    ),
    cuts_the_steps=(
        {"1 / steps": "1 / max(1, int(steps))"},
        "the steps are cut to a whole number. A half-life may lie in between.",
    ),
    takes_one_step_at_least=(
        {"1 / steps": "1 / max(1, steps)"},
        "a half-life below one step counts as one. Then more than half is gone after a step.",
    ),
    takes_ten_thousand_at_most=(
        {"1 / steps": "1 / min(steps, 10_000)"},
        "a half-life above 10,000 steps counts as that.",
    ),
)

answers.refused(
    "any_half_life_will_do",
    clips_the_gate={BIAS: "float(np.log(max(1 - left, 1e-4) / left))"},
    loops_over_whole_steps={"1 / steps": "1 / sum(1 for _ in range(int(np.ceil(steps))))"},
)
answers.refused(
    "after_so_many_steps_half_is_left",
    adds_a_small_number={BIAS: "float(np.log((1 - left + 1e-9) / left))"},
    returns_an_array={BIAS: "np.array([np.log((1 - left) / left)])"},
    returns_text={BIAS: "str(np.log((1 - left) / left))"},
    rounds_the_bias={BIAS: "round(float(np.log((1 - left) / left)), 4)"},
    returns_nothing={f"return {BIAS}": f"{BIAS}"},
    divides_whole_numbers={"1 / steps": "1 // steps"},
)

answers.mistakes(
    "after_so_many_steps_half_is_left",
    divides_as_whole_numbers=(
        {LEFT: "0.5 ** (1 // steps)"},
        "// gives a whole number, which is 0 for every half-life above one step: the fraction is lost.",
    ),
)
