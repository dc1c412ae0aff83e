"""Entry point of `python -m macapp` and of the command `macapp`: the command line or the window."""

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that is named first, or open the window if there is none; return the exit code."""
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
    """Open every closed standard stream on the null device, so that printing does not fail a job.

    This also covers the file descriptors below Python: the next file that is opened would get the number of a closed
    stream, and the output of a library would be written into it, for example into a database.
    """
    while (opened := os.open(os.devnull, os.O_RDWR)) <= 2:  # 0, 1 and 2 are the standard streams
        os.set_inheritable(opened, True)
    os.close(opened)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  (open until the process ends)


if __name__ == "__main__":
    sys.exit(main())
