"""Build Easel.app: one PyInstaller specification for macOS and Linux, and separate steps after it.

`python -m bundle STEP` (in `packaging/`) runs one step; `make bundle` runs the steps that this machine supports. A step
that lacks something reports it in one sentence and is skipped.
"""
