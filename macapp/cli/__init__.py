"""The command line: the same core as the window, without Qt or a display. The main thread runs the jobs itself.

Exit codes: 0 done, 1 a job failed, 2 bad request, 3 a problem of the machine, 130 cancelled, and 128 plus the number of
the signal that ended the process: 129 for SIGHUP, 143 for SIGTERM.
"""

import logging
from collections.abc import Sequence
from pathlib import Path

from macapp.cli.context import library_paths
from macapp.cli.parser import COMMANDS, bind_negative_values, build_parser
from macapp.cli.signals import Terminated, signals_raised
from macapp.console import print_error
from macapp.errors import Canceled, as_easel_error
from macapp.models.configuration import path_exists
from macapp.system import logs
from macapp.system.paths import AFTER, SMOKE

__all__ = ["is_command", "main"]

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run one command; return its exit code. Every error is one line on standard error."""
    try:
        options = build_parser().parse_args(bind_negative_values(arguments))
        logs.configure(library_paths(options))
        with signals_raised():
            return options.command(options)
    except Terminated as ended:
        return ended.exit_code
    except BrokenPipeError:  # nobody reads the output any more, as after `| head`
        return 0
    except KeyboardInterrupt:
        return print_error(Canceled())
    except Exception as exception:  # noqa: BLE001  (the last handler: one line, and the traceback in the log)
        error = as_easel_error(exception)
        if error is not exception:
            _log.exception("%s failed", arguments[0])
        return print_error(error)


def is_command(arguments: Sequence[str]) -> bool:
    """Return whether the arguments name a command (`macapp [--library FOLDER] COMMAND`), not files to open.

    A file with the name of a command is opened as `./run`.
    """
    rest = list(arguments)
    while rest and rest[0] in ("--library", "--device"):
        rest = rest[2:]
    for_window = not rest or rest[0].startswith(AFTER) or rest[0] == SMOKE
    return not for_window and (rest[0] in COMMANDS or not path_exists(Path(rest[0])))
