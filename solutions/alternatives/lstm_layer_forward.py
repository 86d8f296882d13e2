"""Other answers to lstm_layer_forward."""

from solutions.alternatives import Answers, layer_mistakes, layer_variants
from solutions.make_it_fast import lstm_layer_forward

answers = Answers(lstm_layer_forward)

answers.variant(layer_variants.with_one_long_product)
answers.variant(layer_variants.with_lists)
answers.variant(layer_variants.with_states_in_front)

TO_X, ON = "Wx @ x + b", "z += Wa @ a_prev"
SIGMOID, TANH = "sigmoid(z[: 3 * n_a])", "np.tanh(z[3 * n_a :])"
SPLIT = "Go, Gf, Gi, c_tilde ="
MEMORY, SHOWN = "Gf * c_prev + Gi * c_tilde", "Go * np.tanh(c[t])"
START, CARRY = "a_prev, c_prev = a0, c0", "a_prev, c_prev = a[t], c[t]"
ROOM = "np.empty_like(gates[:, :n_a]), np.empty_like(gates[:, :n_a])"
CACHE = "(x, a0, c0, Wx, Wa, a, c, gates)\n    ###"

answers.variants(
    with_all_in_new_arrays={
        ON: "z[...] = z + Wa @ a_prev",
        TO_X: "np.matmul(Wx, x) + b",
        MEMORY: f"np.array({MEMORY})",
    },
    adding_the_bias_in_the_loop={TO_X: "Wx @ x", ON: "z += Wa @ a_prev + b"},
    with_a_list_for_a_cache={CACHE: "[x, a0, c0, Wx, Wa, a.copy(), c.copy(), gates]\n    ###"},
)

STEP, CARRIED, KEPT, FLOAT32, ALONE = (
    "one_step_follows_the_equations",
    "each_step_goes_on_from_the_one_before",
    "the_cache_holds_what_the_way_back_reads",
    "float32_stays_float32",
    "the_arguments_stay_and_what_comes_back_is_new",
)
answers.mistakes(
    STEP,
    exchanges_f_and_i=(
        {SPLIT: "Go, Gi, Gf, c_tilde ="},
        "the rows of f and i are exchanged. From top to bottom the gates are o, f, i.",
    ),
    exchanges_o_and_f=(
        {SPLIT: "Gf, Go, Gi, c_tilde ="},
        "the rows of o and f are exchanged. From top to bottom the gates are o, f, i.",
    ),
    exchanges_o_and_i=(
        {SPLIT: "Gi, Gf, Go, c_tilde ="},
        "the rows of o and i are exchanged. From top to bottom the gates are o, f, i.",
    ),
    takes_f_i_o=(
        {SPLIT: "Gf, Gi, Go, c_tilde ="},
        "the rows are taken as f, i, o. From top to bottom the gates are o, f, i.",
    ),
    takes_i_o_f=(
        {SPLIT: "Gi, Go, Gf, c_tilde ="},
        "the rows are taken as i, o, f. From top to bottom the gates are o, f, i.",
    ),
    forgets_the_bias=({TO_X: "Wx @ x"}, "the bias b is forgotten."),
    adds_the_bias_twice=(
        {ON: "z += Wa @ a_prev + b"},
        "the bias is added twice, before the loop and in it. Once is enough.",
    ),
    forgets_the_activation=(
        {ON: "z += 0 * a_prev[0]"},
        "the old activation is left out of z. Wa @ a_prev belongs in it.",
    ),
    forgets_the_input=({TO_X: "0 * (Wx @ x) + b"}, "the input is left out of z. Wx @ x[t] belongs in it."),
    starts_the_activation_from_zeros=(
        {START: "a_prev, c_prev = 0 * a0, c0"},
        "the activation starts from zeros. It starts from a0.",
    ),
    starts_the_memory_from_zeros=(
        {START: "a_prev, c_prev = a0, 0 * c0"},
        "the memory starts from zeros. It starts from c0.",
    ),
    starts_both_from_zeros=(
        {START: "a_prev, c_prev = 0 * a0, 0 * c0"},
        "activation and memory start from zeros. They start from a0 and c0.",
    ),
    exchanges_the_starts=(
        {START: "a_prev, c_prev = c0, a0"},
        "a0 and c0 are exchanged. The activation starts from a0, the memory from c0.",
    ),
    starts_the_memory_from_a0=({START: "a_prev, c_prev = a0, a0"}, "the memory starts from a0. It starts from c0."),
    makes_the_candidate_with_sigmoid=(
        {TANH: "sigmoid(z[3 * n_a :])"},
        "sigmoid is taken of all four blocks of z. The last one, c_tilde, takes tanh.",
    ),
    makes_the_gates_with_tanh=(
        {SIGMOID: "np.tanh(z[: 3 * n_a])"},
        "tanh is taken of all four blocks of z. The three gates take sigmoid.",
    ),
    forgets_sigmoid=({SIGMOID: "z[: 3 * n_a]"}, "the gates are plain sums. They take sigmoid."),
    forgets_tanh_of_the_candidate=({TANH: "z[3 * n_a :]"}, "c_tilde is a plain sum. It takes tanh."),
    forgets_to_halve=(
        {SIGMOID: "0.5 * (1 + np.tanh(z[: 3 * n_a]))"},
        "the gates are (1 + tanh(z)) / 2. sigmoid(z) is (1 + tanh(z / 2)) / 2.",
    ),
    shows_all_of_the_memory=({SHOWN: "np.tanh(c[t])"}, "the activation is tanh of the memory, without the gate o."),
    forgets_tanh_of_the_memory=({SHOWN: "Go * c[t]"}, "the gate o lets out the memory itself. It lets out tanh(c)."),
    squashes_the_memory_with_sigmoid=({SHOWN: "Go * sigmoid(c[t])"}, "sigmoid is taken of the memory. It is tanh."),
    shows_the_old_memory=(
        {SHOWN: "Go * np.tanh(c_prev)"},
        "the activation shows the old memory. It shows the new one.",
    ),
    keeps_all_of_the_old_memory=(
        {MEMORY: "c_prev + Gi * c_tilde"},
        "the old memory is kept whole. The gate f belongs to it.",
    ),
    takes_in_all_of_the_candidate=(
        {MEMORY: "Gf * c_prev + c_tilde"},
        "c_tilde is taken in whole. The gate i belongs to it.",
    ),
    takes_in_what_f_leaves=(
        {MEMORY: "Gf * c_prev + (1 - Gf) * c_tilde"},
        "1 - Gf takes the place of the gate i, as in a GRU. The LSTM has a gate of its own.",
    ),
    keeps_the_old_activation=(
        {MEMORY: "Gf * a_prev + Gi * c_tilde"},
        "the gate f is multiplied with the old activation. It belongs to the old memory.",
    ),
    adds_one_in_the_forget_gate=(
        {ON: "z += Wa @ a_prev\n        z[n_a : 2 * n_a] += 1"},
        "1 is added in the gate f. A forget bias is a start of b; nothing is added later.",
    ),
    lets_tanh_take_the_gate_too=(
        {SHOWN: "np.tanh(Go * c[t])"},
        "tanh is taken of Go * c. It is taken of c alone, and then multiplied by Go.",
    ),
    returns_the_memory_first=(
        {"return a, c, (": "return c, a, ("},
        "the memories are returned first. The order is a, c, cache.",
    ),
    returns_the_activation_twice=({"return a, c, (": "return a, a, ("}, "c holds the activations as well."),
    keeps_what_enters=(
        {
            f"a[t] = {SHOWN}": f"a_next, c_next = {SHOWN}, c[t].copy()\n        a[t], c[t] = a_prev, c_prev",
            CARRY: "a_prev, c_prev = a_next, c_next",
        },
        "a[t] and c[t] hold what goes into step t. They are to hold what comes out of it.",
    ),
)
answers.mistakes(STEP, **layer_mistakes.OF_THE_ORDER)
answers.mistakes(
    CARRIED,
    never_carries_the_activation=(
        {CARRY: "a_prev, c_prev = a0, c[t]"},
        "every step starts from the activation a0. It starts from the activation that the step before left.",
    ),
    never_carries_the_memory=(
        {CARRY: "a_prev, c_prev = a[t], c0"},
        "every step starts from the memory c0. It starts from the memory that the step before left.",
    ),
    carries_nothing=(
        {CARRY: "a_prev, c_prev = a0, c0"},
        "every step starts from a0 and c0. Nothing is carried from step to step.",
    ),
    carries_the_memory_as_activation=(
        {CARRY: "a_prev, c_prev = c[t], c[t]"},
        "the memory is carried on in the place of the activation too.",
    ),
    carries_the_activation_as_memory=(
        {CARRY: "a_prev, c_prev = a[t], a[t]"},
        "the activation is carried on in the place of the memory too.",
    ),
    exchanges_what_is_carried=(
        {CARRY: "a_prev, c_prev = c[t], a[t]"},
        "activation and memory are exchanged from step to step.",
    ),
    reshapes_x_without_turning_it=(
        {
            f"gates = {TO_X}": "long = Wx @ x.reshape(x.shape[1], -1) + b\n"
            "    gates = long.reshape(len(b), len(x), -1).swapaxes(0, 1).copy()"
        },
        "x is reshaped to (n_x, T_x m) as it is, which mixes steps and inputs. First put the axis n_x in front.",
    ),
    reshapes_z_without_turning_it=(
        {
            f"gates = {TO_X}": "long = Wx @ x.swapaxes(0, 1).reshape(x.shape[1], -1) + b\n"
            "    gates = long.reshape(len(x), len(b), -1)"
        },
        "the product is reshaped to (T_x, 4 n_a, m) as it is, which mixes steps and gates. It stands there as "
        "(4 n_a, T_x, m).",
    ),
    puts_examples_before_steps=(
        {
            f"gates = {TO_X}": "long = Wx @ x.transpose(1, 2, 0).reshape(x.shape[1], -1) + b\n"
            "    gates = long.reshape(len(b), len(x), -1).swapaxes(0, 1).copy()"
        },
        "in the long product the steps of an example stand side by side, and they are read as the examples of a step.",
    ),
    reads_the_first_input_throughout=(
        {TO_X: "Wx @ x[:1] + b + 0 * x[:, :1]"},
        "every step reads x[0]. Step t reads x[t].",
    ),
    reads_the_inputs_in_reverse=({TO_X: "Wx @ x[::-1] + b"}, "the inputs are read in reverse order."),
    reads_one_step_ahead=(
        {TO_X: "Wx @ np.roll(x, -1, axis=0) + b"},
        "step t reads x[t+1], and the last step reads x[0]. Step t is to read x[t].",
    ),
    reads_one_step_back=(
        {TO_X: "Wx @ np.roll(x, 1, axis=0) + b"},
        "step t reads x[t-1], and the first step reads the last input. Step t is to read x[t].",
    ),
    reads_the_sum_of_all_inputs=(
        {TO_X: "Wx @ x.cumsum(axis=0) + b"},
        "step t reads the sum of all inputs up to x[t]. It is to read x[t] alone.",
    ),
    returns_the_last_states=(
        {"return a, c, (": "return a_prev, c_prev, ("},
        "only the last activation and the last memory are returned. Every step is to be kept.",
    ),
    repeats_the_last_states=(
        {"    return a, c, (": "    a[:], c[:] = a_prev.copy(), c_prev.copy()\n    return a, c, ("},
        "every a[t] and c[t] holds what the last step left. Keep what each step leaves.",
    ),
    puts_time_last=(
        {"return a, c, (": "return np.moveaxis(a, 0, -1), np.moveaxis(c, 0, -1), ("},
        "time is the last axis. In this course it is the first, a[t].",
    ),
    leaves_out_the_first_step=(
        {
            ROOM: "0 * gates[:, :n_a], 0 * gates[:, :n_a]",
            "z in enumerate(gates)": "z in list(enumerate(gates))[len(x) > 1 :]",
        },
        "the first step is left out, and its entries stay zero. In the code t begins at 0.",
    ),
    returns_inside_the_loop=(
        {ROOM: "0 * gates[:, :n_a], 0 * gates[:, :n_a]", "    return a, c, (": "        return a, c, ("},
        "only the first step is gone through, as when `return` stands inside the loop.",
    ),
)
answers.mistakes(KEPT, **layer_mistakes.OF_THE_CACHE)
answers.mistakes(
    FLOAT32,
    makes_room_in_float64=(
        {ROOM: "np.zeros((len(x), *a0.shape)), np.zeros((len(x), *a0.shape))"},
        "a and c are float64 and the gates are not: np.zeros or np.empty makes room without a dtype, or both are "
        "converted at the end.",
    ),
    computes_in_float64=(
        {TO_X: "Wx @ x.astype(np.float64) + b"},
        "something of float64 gets into z or into the gates: by a conversion, an array without a dtype, or a number of "
        "NumPy such as np.sqrt(2).",
    ),
    makes_the_memory_float64=(
        {ROOM: "np.empty_like(gates[:, :n_a]), np.zeros((len(x), *a0.shape))"},
        "c alone is float64. np.zeros or np.empty makes float64 where no dtype is named.",
    ),
)
answers.refused(
    FLOAT32, converts_what_it_returns={"return a, c, (": "return a.astype(np.float64), c.astype(np.float64), ("}
)
answers.refused(
    FLOAT32,
    of=layer_variants.with_lists,
    multiplies_by_a_number_of_numpy={"half = len(a0), 0.5": "half = len(a0), np.float64(0.5)"},
)
answers.mistakes(
    ALONE,
    writes_into_a0_and_c0=(
        {CARRY: "a_prev[...], c_prev[...] = a[t], c[t]"},
        "something is written into a0 and c0. After `a_prev = a0` both names mean one array, the caller's.",
    ),
    writes_into_c0=(
        {
            f"c[t] = {MEMORY}": "c_prev *= Gf\n        c_prev += Gi * c_tilde\n        c[t] = c_prev",
            CARRY: "a_prev = a[t]",
        },
        "something is written into c0. After `c_prev = c0` both names mean one array, the caller's.",
    ),
    writes_into_b=({TO_X: "Wx @ x + b\n    b += 0.5"}, "something is written into b, Wx, Wa or x."),
)

answers.refused(
    ALONE,
    keeps_its_arrays_for_the_next_call={
        f"a, c = {ROOM}": f"a, c = globals().setdefault(f'_kept{{gates.shape}}{{gates.dtype}}', ({ROOM}))"
    },
)
answers.refused(
    STEP,
    drops_axes_of_length_one={"return a, c, (": "return np.squeeze(a), np.squeeze(c), ("},
    loses_precision={TO_X: "(Wx @ x + b).astype(np.float32)"},
    rounds_to_eight_places={"return a, c, (": "return np.round(a, 8), np.round(c, 8), ("},
    returns_zeros={"return a, c, (": "return 0 * a, 0 * c, ("},
)
answers.refused(KEPT, keeps_zeros={"a, c, gates)\n    ###": "a, c, 0 * gates)\n    ###"})
