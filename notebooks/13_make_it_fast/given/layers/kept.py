"""What this lesson is given of solutions.layers.kept: made by `autograder build`, not to be edited."""

import numpy as np


#: A cache line, in bytes. Of two sums of arrays the one that begins at a line takes half the time with AVX-512, and
#: `np.empty` begins large arrays 16 bytes behind one.
LINE = 64


#: OpenBLAS has a second way to multiply, without copying the matrices into an order of its own first. On processors
#: with AVX-512 it takes that way where rows * columns * m is at most this, and is then up to 1.5 times as fast.
SMALL = 1_000_000


#: A block has a multiple of so many rows where as many fit, and else of so few: its inner loops work on that many.
MANY, FEW = 16, 4


def has_small_products() -> bool:
    """Return whether NumPy multiplies with OpenBLAS on a processor with AVX-512."""
    config = np.show_config(mode="dicts")
    blas = config["Build Dependencies"]["blas"]["name"]
    found = config["SIMD Extensions"].get("found", [])
    return "openblas" in blas and ("X86_V4" in found or "AVX512_SKX" in found)


SPLIT = has_small_products()


def aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an array as `np.empty` does, but beginning at a cache line."""
    size = int(np.prod(shape)) * dtype.itemsize
    raw = np.empty(size + LINE, dtype=np.uint8)
    start = -raw.ctypes.data % LINE
    return raw[start : start + size].view(dtype).reshape(shape)


class Kept:
    """Arrays of one dtype by name, each made once and handed out again as long as the same shape is asked for.

    A fresh array of megabytes at every call costs more than the arithmetic on it: the system takes the memory back when
    it is freed, and clears every page of it when it is asked for again.
    """

    def __init__(self, dtype: np.dtype) -> None:
        self.dtype = dtype
        self.arrays: dict[str, np.ndarray] = {}

    def __call__(self, name: str, *shape: int) -> np.ndarray:
        if name not in self.arrays or self.arrays[name].shape != shape:
            self.arrays[name] = aligned(shape, self.dtype)
        return self.arrays[name]

    def steps(self, name: str, *shape: int, keep: bool) -> np.ndarray:
        """Return an array whose first axis is time; without `keep` all steps are the same memory, that of one.

        What is used within its step alone then stays in the processor's cache.
        """
        if keep:
            return self(name, *shape)
        once = self(f"{name}, one step", *shape[1:])
        return np.lib.stride_tricks.as_strided(once, shape, (0, *once.strides))


def blocks_of(rows: int, columns: int, m: int) -> tuple[int, int]:
    """Return into how many blocks, and of how many rows, a matrix is cut that multiplies arrays (columns, m).

    One block of all rows where cutting gains nothing.
    """
    fitting = SMALL // (columns * m)
    if not SPLIT or fitting < FEW or rows <= fitting or m == 1:
        return 1, rows
    unit = MANY if fitting >= MANY else FEW
    ways = [(-(-rows // height), height) for height in range(unit, fitting + 1, unit)]
    return min(ways, key=lambda way: (way[0] * way[1], way[0]))  # little padding, then few blocks


class Product:
    """A copy of a matrix W (rows, columns) in blocks, and room for its products with `steps` arrays (columns, m).

    `np.matmul(self.blocks, v, out=self.parts[t])` puts W @ v into `self.all[t]`. The copy, `self.W`, may be changed
    before, and `self.all` (steps, rows, m) after. Without `keep` all steps share the room of one. Without `copy` W
    itself is used where that is as quick, for one example.
    """

    def __init__(
        self, kept: Kept, name: str, W: np.ndarray, steps: int, m: int, *, keep: bool = True, copy: bool = True
    ) -> None:
        rows, columns = W.shape
        blocks, height = blocks_of(rows, columns, m)
        if copy or m > 1:
            padded = kept(name, blocks * height, columns)
            padded[:rows], padded[rows:] = W, 0
        else:
            padded = W
        room = kept.steps(f"{name} times", steps, blocks * height, m, keep=keep)
        self.W, self.all = padded[:rows], room[:, :rows]
        self.blocks, self.parts = padded.reshape(blocks, height, columns), room.reshape(steps, blocks, height, m)

    def of_each(self, v: np.ndarray) -> np.ndarray:
        """Put W @ v[t] into all[t] for every t, and return all; v: (steps, columns, m)."""
        np.matmul(self.blocks, v[:, np.newaxis], out=self.parts)
        return self.all
