"""Makes the Nth operation fail, for N = 1, 2, 3 ... until a run succeeds, and checks the promises each time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from macapp.errors import EaselError
from macapp.library import Library
from macapp.library.recovery import acquire_runner
from macapp.library.verify import verify
from macapp.system import storage
from macapp.system.paths import LibraryPaths

Operation = Callable[[Library], object]


class Nth:
    """An `operation_hook` of `macapp.system.storage` that counts operations and fails at one of them."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def __call__(self, operation: str) -> None:
        self.left -= 1
        if self.left == 0:
            raise OSError(28, f"No space left on device ({operation})")


def fail_every(
    places: LibraryPaths,
    monkeypatch: pytest.MonkeyPatch,
    prepare: Operation,
    operation: Operation,
    after: Operation,
    step: int = 1,
) -> int:
    """Run `operation` with its Nth file or database operation failing, for every `step`-th N; return their number.

    After each failure, the library is opened again, recovered as at a start, and checked for I1 to I10; `after` checks
    that all or nothing was done. `prepare` takes the new library of the round.
    """
    nth = 1
    while True:
        round_places = LibraryPaths.at(places.pictures / f"round {nth}")
        with Library.open(round_places) as library:
            prepare(library)
            hook = Nth(nth)
            failed = False
            with monkeypatch.context() as patch:
                patch.setattr(storage, "operation_hook", hook)
                try:
                    operation(library)
                except (OSError, EaselError):
                    failed = True
        with Library.open(round_places) as library, acquire_runner(library):
            library.marks.write_pending()
            broken = [
                (check.name, check.found) for check in verify(library, lambda _done, _all: None) if not check.holds
            ]
            assert broken == [], f"after operation {nth} failed"
            after(library)
        if hook.left > 0 and not failed:
            return nth
        nth += step


def visible(folder: Path) -> list[Path]:
    """Return the pictures that a file manager shows below a folder."""
    return [each for each in folder.rglob("*.png") if not any(part.startswith(".") for part in each.parts)]
