"""`python -m macapp`, and the command `macapp`: picks the command line or the window. Imports nothing heavy."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command named first, or open the window if none is; return the exit code."""
    fill_streams()
    from macapp import cli
    from macapp.system.paths import SMOKE

    given = list(sys.argv[1:] if arguments is None else arguments)
    if cli.is_command(given):
        return cli.main(given)
    if SMOKE in given:
        from macapp.app import smoke

        return smoke.main(given)
    from macapp.app import application

    return application.main(given)


def fill_streams() -> None:
    """Open what is closed of the standard streams onto nothing, so that printing fails no job.

    Also below Python: the next file that is opened would take the number of a closed one, and what a library prints
    would be written into it, a database for one.
    """
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:  # 0, 1 and 2 are the standard streams
        os.set_inheritable(opened, True)
    os.close(opened)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  (for as long as we live)


if __name__ == "__main__":
    sys.exit(main())
