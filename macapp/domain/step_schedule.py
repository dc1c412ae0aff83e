"""`StepSchedule`: what the model computes at each step of one run of the sampler, and what it reuses. Any thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class StepWork:
    """What runs at one step."""

    sides: int
    """the sides of guidance that run: 2, or 1 for the conditional side alone"""
    reuses_layers: bool = False
    """whether the deep layers of the model return what they returned at an earlier step"""
    is_guided: bool = False
    """whether the result is guided: with one side, the difference of the sides is that of an earlier step"""


@dataclass(frozen=True)
class StepSchedule:
    """The steps of one run: of the picture, of its refinement, or of the refiner. Steps count from 0."""

    steps: int
    guided: int
    """the number of steps with guidance, which come first"""
    unconditional_interval: int = 1
    """at every such guided step both sides of guidance run, at the others the conditional side alone"""
    cache_interval: int = 1
    """at every such step all layers of the model run, at the others the outer ones"""
    cache_start: float = 0.0
    """the share of the steps, 0 to 1, before which all layers run"""

    @cached_property
    def work(self) -> Sequence[StepWork]:
        """What runs at each step.

        A step reuses layers only if they ran for all of its sides when they ran last.
        """
        kept, found = 0, []
        for step in range(self.steps):
            is_guided = step < self.guided
            sides = 2 if is_guided and step % self.unconditional_interval == 0 else 1
            reuses = step % self.cache_interval > 0 and step >= self.cache_start * self.steps and sides <= kept
            kept = kept if reuses else sides
            found.append(StepWork(sides, reuses, is_guided))
        return found

    def at(self, step: int) -> StepWork:
        """Return what runs at a step; some schedulers add one, which is like the last."""
        return self.work[min(step, self.steps - 1)] if self.work else StepWork(sides=1)
