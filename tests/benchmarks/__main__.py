"""The benchmarks as one table: `python -m tests.benchmarks [NAME ...] [--model FOLDER]`. Exit code 1 if one is over.

Each module of `BENCHMARKS` has a function `rows(model)` and runs in its own process, so that PyTorch is not already
loaded. Rows are printed as soon as they are measured.
"""

import argparse
import sys
from collections.abc import Sequence
from subprocess import CalledProcessError

from macapp.system.paths import resources_dir
from tests.benchmarks.rows import HEAD, Row, describe_machine, format_line, run_benchmark
from tests.benchmarks.timing import run_in_process

BENCHMARKS = (
    "window",
    "responsiveness",
    "engine_overhead",
    "checkpoint_loading",
    "large",
    "fast_modes",
    "step_reuse",
    "preview",
    "attention",
    "compiled",
    "gallery",
    "models",
    "weights",
)


def main(arguments: Sequence[str]) -> int:
    """Print the table; return 1 if a figure is over its limit."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--model", default=str(resources_dir() / "starter-model"), metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    if unknown := {*chosen.names} - {*BENCHMARKS}:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    print(describe_machine(), "", HEAD, sep="\n", flush=True)
    failed = False
    for name in chosen.names or BENCHMARKS:
        print(f"{name}…", end="\r", file=sys.stderr, flush=True)
        try:
            rows = [Row(**each) for each in run_in_process(run_benchmark, name, chosen.model)]
        except CalledProcessError:
            rows, failed = [Row(name, None, more="failed: see above")], True
        print(*(format_line(each.cells()) for each in rows), sep="\n", flush=True)
        failed |= any(each.is_over for each in rows)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
