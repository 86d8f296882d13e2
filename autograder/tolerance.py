"""How near is equal: one place for the tolerances that checks, diagnosis and recordings share.

A value is right where |got - want| <= ATOL + RTOL * |want|. Two CPUs, or two ways to write a sum, differ by about
1e-16 of a value and of its largest intermediate result; a mistake that stays below 1e-6 is none that matters here.
"""

RTOL, ATOL = 1e-6, 1e-9
