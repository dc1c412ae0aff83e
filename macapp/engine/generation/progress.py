"""`Progress`: count the steps of one picture. On the engine's thread."""

from collections.abc import Callable
from dataclasses import dataclass

OnStep = Callable[[int, int], None]
"""Takes the steps done and the steps in all; it may raise an error to end the picture."""


@dataclass
class Progress:
    """Counts the steps of one picture."""

    steps: int
    on_step: OnStep
    before: int = 0
    """steps done at a smaller size"""
    done: int = 0

    def step(self, done: int) -> None:
        """Report how many steps are done at this size."""
        self.done = min(self.before + done, self.steps)
        self.again()

    def one_more(self) -> None:
        """Report one more step."""
        self.step(self.done + 1 - self.before)

    def again(self) -> None:
        """Report the same progress again, so that the job can be canceled during upscaling."""
        self.on_step(self.done, self.steps)
