"""The judge: runs a submission's cells in a place that it trusts nothing of, and decides from outside."""
