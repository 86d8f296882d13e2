"""Functions that use what Python has, one thing each."""

import numpy as np


def comprehensions(n):
    return ([i * j for i in range(n) for j in range(i) if i % 2], {i: -i for i in range(n)}, {n})


def nested_comprehension(n):
    return [[a + b for a in range(b)] for b in range(n)]


def generator(n):
    return sum(i * i for i in range(n))


def own_generator(n):

    def g():
        for i in range(n):
            last = yield i
            assert last is None
        yield from [1, 2]

    return list(g())


def recursion(n):
    return 1 if n == 0 else n * recursion(n - 1)


def closure(n):
    k = 2

    def g(x):
        nonlocal k
        k += x
        return k

    return (g(n), g(n), k)


def lambdas(n):
    return sorted(range(n), key=lambda i, m=3: -i % m)


def in_place(n):
    a = np.zeros((n, 2))
    b = a
    a[1:] += 3
    a[0, :] = 1
    a[:, 1] *= 2
    return (a, b is a)


def list_methods(n):
    a = []
    a.append(n)
    a.extend([1, 2])
    a.insert(0, 5)
    a.sort()
    a[1:2] = [7, 8]
    del a[0]
    return a


def early_return(n):
    for i in range(n):
        if i == 2:
            return i
    else:
        return -1


def while_loop(n):
    i = 0
    while True:
        i += 1
        if i < 3:
            continue
        if i >= n:
            break
    return i


def try_except(n):
    try:
        return [1][n]
    except (IndexError, KeyError) as e:
        return str(e)
    finally:
        n = 0


def raises(n):
    if n > 2:
        raise ValueError(f"{n} is {n!r:>4}") from None
    return n


def local_class(n):

    class P:
        k: int = 3

        def __init__(self, v):
            self.v = v

        def up(self):
            self.v += self.k
            return self

    return P(n).up().v


def starred(n):
    a, *b = range(n)
    (c, d), e = ((1, 2), 3)
    return (max(*b, a), [*b, c, d, e], dict(x=1, **{"y": n}))


def walrus(n):
    return [y for i in range(n) if (y := (i * 2)) > 2]


def matches(n):
    match (n, 2):
        case [0, _]:
            return "none"
        case [int(x), y] if x > y:
            return x
        case {"a": 1} | [1, *_]:
            return 1
        case _:
            return n


def with_statement(n):
    with np.errstate(all="ignore"):
        return np.log(np.zeros(n))


def warning(n):
    return np.log(np.zeros(n))


def boolean(n):
    return ((n and []) or not n, 0 < n < 5, n if n else None, n is None)


def slices(n):
    a = np.arange(24).reshape(2, 3, 4)
    return (a[..., ::-1], a[None, 1, :n], a[:, [0, 2]], a.T.shape[0])


def strings(n):
    return f"{n:03d} {n + 1}" + "ab"[n % 2] + " ".join(str(i) for i in range(n))


def annotated(n: int, k: float = 2.5, *rest, key=None, **more) -> float:
    y: list[int] = [n]
    return y[0] * k


def helper(x, y=2):
    return x * y


def global_function(n):
    return helper(n) + helper(n, y=helper(1))


def chained(n):
    a = b = [n]
    a += [1]
    a[0], b[1] = (b[1], a[0])
    return (a, b)


def iterators(n):
    it = iter(range(n))
    next(it)
    return ([(x, y) for x, y in zip(it, it, strict=False)], list(map(str, it)), dict(enumerate("ab")))


def views_of_dicts(n):
    d = {"a": n, "b": 2}
    for k, v in d.items():
        d[k] = v + 1
    return (d, list(d.keys()), sum(d.values()))


def matrix_product(n):
    W = np.eye(n) + 1j
    W @= np.ones((n, n))
    return (W, -W, ~np.array([True]))


def deleted_name(n):
    x = n
    del x
    return x  # noqa: F821


def asserts(n):
    assert n < 2, "too large"
    return n


ALL = (
    comprehensions,
    nested_comprehension,
    generator,
    own_generator,
    recursion,
    closure,
    lambdas,
    in_place,
    list_methods,
    early_return,
    while_loop,
    try_except,
    raises,
    local_class,
    starred,
    walrus,
    matches,
    with_statement,
    warning,
    boolean,
    slices,
    strings,
    annotated,
    global_function,
    chained,
    iterators,
    views_of_dicts,
    matrix_product,
    deleted_name,
    asserts,
)
