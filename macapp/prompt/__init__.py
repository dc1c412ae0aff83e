"""What a prompt means as people type it: weights, alternatives, wildcards, and what a model sees of it. No torch."""
