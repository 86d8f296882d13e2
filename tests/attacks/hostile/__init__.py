"""Hostile submissions, one module a family. Each says what honesty would give it."""

from attacks.hostile import (
    beside,
    edited,
    ends,
    files,
    forgeries,
    hogs,
    honest_oddities,
    hooks,
    lookups,
    messages,
    odd_values,
    pages,
    patches,
    probing,
    quiet_harm,
    reaching_out,
    readings,
    rebuilt,
)
from attacks.hostile.attack import Attack, in_order

FAMILIES = [
    module.family
    for module in (
        hooks,
        patches,
        forgeries,
        messages,
        probing,
        lookups,
        edited,
        reaching_out,
        hogs,
        ends,
        files,
        pages,
        readings,
        rebuilt,
        beside,
        honest_oddities,
        odd_values,
        quiet_harm,
    )
]
ATTACKS = in_order(FAMILIES)

__all__ = ["ATTACKS", "FAMILIES", "Attack"]
