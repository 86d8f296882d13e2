"""More mistakes in the full GRU cell, each registered in the module of its name: name=(swaps, sentence)."""

from solutions.alternatives import Rows

OF_U, OF_R = "* Gu * (1 - Gu)", "* Gr * (1 - Gr)"
SLOPES: Rows = {
    "takes_the_slope_of_the_other_gate_for_dz_r": (
        {OF_R: OF_U},
        "dz_r has the slope of the update gate. It has that of its own gate.",
    ),
    "takes_the_slope_of_the_other_gate_for_dz_u": (
        {f"(c_tilde - c_prev) {OF_U}": f"(c_tilde - c_prev) {OF_R}"},
        "dz_u has the slope of the reset gate. It has that of its own gate.",
    ),
}

SUM_U, SUM_R = 'p["Wu"] @ joined + p["bu"]', 'p["Wr"] @ joined + p["br"]'
SIGN_OF_BOTH: Rows = {
    "turns_the_sign_in_both_gates": (
        {SUM_U: f"-({SUM_U})", SUM_R: f"-({SUM_R})"},
        "both gates work the wrong way round, as with a sigmoid that lacks its minus: a large sum opens a gate.",
    ),
}
