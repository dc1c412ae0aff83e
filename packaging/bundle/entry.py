"""The entry point of a bundle: PyInstaller runs this file as the program.

A frozen program that starts a process of Python's `multiprocessing` starts itself. That must be detected before
anything else is imported, or each process would open a window.
"""

import multiprocessing
import os
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a program opened by a double click has no terminal
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  (open until the end)

    from macapp.__main__ import main

    sys.exit(main())
