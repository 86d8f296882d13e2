"""How long a folder of results lasts: a copy that is whole, and a learner of whom nothing is left."""
