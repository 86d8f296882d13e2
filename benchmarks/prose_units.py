"""Look in ten small networks, trained on prose, for a unit that follows what anyone can see in the text.

    python -m benchmarks.prose_units

Each network has 64 units and reads 160,000 characters ten times. For each signal the unit with the largest correlation
is chosen on 20,000 characters of the development part and judged on 20,000 of the test part; before training too.
"""

import time

import numpy as np

from data.models.make_prose_model import followed, stream_loss, train_stream
from data.prose import load_prose, prose_ids
from data.prose_model import untrained_prose_model
from data.recorded import write_recorded

COMMAND = "python -m benchmarks.prose_units"
UNITS, EPOCHS, SHOWN = 64, 10, 20_000


def main() -> None:
    """Train, look, write."""
    started, seeds, prose = time.process_time(), list(range(10)), load_prose()
    results: dict[str, dict[str, list[float]]] = {"untrained": {}, "trained": {}}
    perplexities = []
    for seed in seeds:
        untrained = untrained_prose_model(UNITS, rng=np.random.default_rng(seed))
        trained = train_stream(prose_ids(prose.train), untrained, epochs=EPOCHS, m=32, k=64, rate=8e-3, clip=1.0)
        perplexities.append(round(float(np.exp(stream_loss(trained, prose_ids(prose.test)))), 3))
        for title, model in (("untrained", untrained), ("trained", trained)):
            for name, (_, _, judged) in followed(model, prose.dev[:SHOWN], prose.test[:SHOWN]).items():
                results[title].setdefault(name, []).append(round(abs(judged), 3))
    for title, found in results.items():
        for name, sizes in found.items():
            print(f"{title:9} {name:8} {min(sizes):.2f} to {max(sizes):.2f}")
    results["trained"]["perplexity"] = perplexities
    write_recorded("prose_units", results, seeds=seeds, seconds=time.process_time() - started, command=COMMAND)


if __name__ == "__main__":
    main()
