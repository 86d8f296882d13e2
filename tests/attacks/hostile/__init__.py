"""Hostile submissions, one module a family. Each says what honesty would give it."""

from attacks.hostile import (
    edited,
    ends,
    files,
    forgeries,
    hogs,
    hooks,
    lookups,
    messages,
    pages,
    patches,
    probing,
    reaching_out,
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
    )
]
ATTACKS = in_order(FAMILIES)

__all__ = ["ATTACKS", "FAMILIES", "Attack"]
