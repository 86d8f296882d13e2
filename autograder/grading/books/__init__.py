"""What is kept of a graded batch: gradebook, ledger, results. There is one writer."""
