"""The long versions of tests: `python -m tests.soak`. Takes half an hour, and prints the table of README.md.

Exit code 1 if a figure is over its limit.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from macapp.library import rebuild  # noqa: F401  (imports first: they are no part of what is measured)
from macapp.system.paths import LibraryPaths
from macapp.workflow.runner import ImageEngine
from tests.soak import crashes, fuzz, long_runs

MB = 2**20


def kills() -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as folder:
        losses = crashes.random_kills(LibraryPaths.at(Path(folder)), 200)
    return _lost(losses)


def stop_points() -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as folder:
        losses = crashes.stop_points(Path(folder))
    return _lost(losses)


def thousand_pictures() -> tuple[str, bool]:
    grown = long_runs.pictures(1000, _engine(), "starter", 20)
    good = grown.bytes_a_picture < 10_000 and grown.handles <= 0
    return (
        f"{grown.bytes_a_picture / 1000:+.1f} kB a picture, {grown.handles:+} handles, {grown.threads:+} threads",
        good,
    )


def million_signals() -> tuple[str, bool]:
    came, lost = long_runs.signals(1_000_000)
    return f"{came:,} delivered, {lost} references lost", came == 1_000_000 and lost == 0


def mutated_pictures() -> tuple[str, bool]:
    result = fuzz.pictures(10_000)
    good = result.slowest < fuzz.HANG and result.grown < 200 * MB
    return f"{result.examples:,} read, slowest {result.slowest:.2f} s, {result.grown / MB:+.0f} MB", good


def parameter_texts() -> tuple[str, bool]:
    result = fuzz.texts(2000)
    return f"{result.examples:,} read, slowest {result.slowest:.2f} s", result.slowest < fuzz.HANG


def mutated_models() -> tuple[str, bool]:
    result = fuzz.headers(2000)
    good = result.slowest < fuzz.HANG and result.grown < 200 * MB
    return f"{result.examples:,} looked at, slowest {result.slowest:.2f} s, {result.grown / MB:+.0f} MB", good


def mutated_gguf_files() -> tuple[str, bool]:
    result = fuzz.gguf_headers(2000)
    good = result.slowest < fuzz.HANG and result.grown < 200 * MB
    return f"{result.examples:,} read, slowest {result.slowest:.2f} s, {result.grown / MB:+.0f} MB", good


def switches() -> tuple[str, bool]:
    from tests.support.tiny_models import make_tiny_model

    with tempfile.TemporaryDirectory() as folder:
        names = [str(make_tiny_model(Path(folder) / str(number), number)) for number in range(2)]
        grown = long_runs.switches(150, _engine(), [*names, "starter"])
    words = f"{grown.bytes_a_picture / 1024:+.0f} kB a switch, {grown.handles} handles, {grown.threads} threads more"
    return words, grown.bytes_a_picture < MB / 4 and not grown.handles


def finish_time() -> tuple[str, bool]:
    off = long_runs.finish_time()
    return f"{off * 100:.0f} % off after ten pictures", off < 0.15


def rebuilding() -> tuple[str, bool]:
    seconds, added = long_runs.rebuilt(100_000)
    return f"{added:,} in {seconds:.0f} s", added == 100_000 and seconds < 60


def _lost(losses: crashes.Losses) -> tuple[str, bool]:
    words = f"{losses.kills} kills: {losses.finished} finished lost, {losses.queued} queued lost, {losses.twice} twice"
    broken = f", broken: {', '.join(sorted(losses.promises))}" if losses.promises else ""
    return f"{words}, {losses.partial} partial{broken}", losses.none


def _engine() -> ImageEngine:
    from macapp.engine import open_engine

    return open_engine("auto", "auto")


SECTIONS: dict[str, Callable[[], tuple[str, bool]]] = {
    "kill -9 at 200 random moments": kills,
    "kill -9 at every stop point": stop_points,
    "mutated pictures": mutated_pictures,
    "mutated models": mutated_models,
    "mutated GGUF files": mutated_gguf_files,
    "150 switches of models": switches,
    "texts of settings": parameter_texts,
    "signals from the worker": million_signals,
    "finish time of a queue": finish_time,
    "rebuild from PNG text": rebuilding,
    "starter-model pictures in one run": thousand_pictures,
}


def main(arguments: list[str]) -> int:
    """Run all sections, or those whose names contain one of the given words."""
    code = 0
    for name, section in SECTIONS.items():
        if not arguments or any(each in name for each in arguments):
            words, good = section()
            print(f"{name:36} {words}{'' if good else '   OVER'}", flush=True)
            code |= not good
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
