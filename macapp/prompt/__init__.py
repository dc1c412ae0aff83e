"""The grammar of prompts: weights, alternatives, wildcards and token counts.

Reads text files and tokenizers, never PyTorch. May import only `system` and `errors`.
"""
