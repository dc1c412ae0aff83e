"""Making Easel.app: one PyInstaller specification for macOS and Linux, and the steps after it, each for itself.

`python -m bundle STEP` (in `packaging/`) runs one of them; `make bundle` those that a Linux machine can. A step that
lacks what it needs says so in one sentence and is skipped.
"""
