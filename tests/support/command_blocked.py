"""The command line with a slow engine, so that a signal arrives in the middle of a picture.

usage: python -m tests.support.command_blocked HOW ARGUMENTS...

`HOW` is `slow` (a thousand steps of a hundredth of a second), `released` or `held` (the second step is a native call
of ten minutes that no signal interrupts, without or with holding the interpreter). It prints `blocks` to
standard error just before.
"""

import ctypes
import signal
import sys
import time

from macapp import cli, engine
from macapp.domain.request import Request
from tests.support.fake_engine import ScriptedEngine

SECONDS = 600


def block(how: str, step: int) -> None:
    if step == 1:
        sys.stderr.write("blocks\n")
        sys.stderr.flush()
        if how != "slow":
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # else a signal ends the call
            (ctypes.PyDLL if how == "held" else ctypes.CDLL)(None).sleep(SECONDS)
    time.sleep(0.01)


def main(how: str, *arguments: str) -> int:
    def at_step(_request: Request, step: int) -> None:
        block(how, step)

    engine.open_engine = lambda *_choices: ScriptedEngine(at_step=at_step)  # type: ignore[assignment]
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
