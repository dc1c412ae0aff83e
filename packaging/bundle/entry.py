"""Where a bundle begins: PyInstaller runs this file as the program.

A frozen program that starts a process of Python's `multiprocessing` starts itself; that has to be seen before anything
else is imported, or window after window would open.
"""

import multiprocessing
import os
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # opened by a double click, where there is no terminal
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  (open until the end)

    from macapp.__main__ import main

    sys.exit(main())
