"""The cost next to the button Generate: time and memory of the pictures in the form, or why they cannot be made.

The estimate is made in the background, a moment after the last change.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.request import SIDE_STEP, Request
from macapp.domain.units import format_approximate_duration, format_bytes, format_duration
from macapp.domain.weight_format import WeightFormat
from macapp.errors import EaselError, Reason
from macapp.library.durations import FROM_MACHINE, FROM_MODEL, FROM_OTHERS, Durations, Estimate
from macapp.models import Checkpoint
from macapp.models.cost import machine_tflops
from macapp.models.resolved import resolve_available
from macapp.planning.acceleration import (
    CompileChoice,
    Toolchain,
    choose_acceleration,
    detect_toolchain,
    without_repeated_blocks,
)
from macapp.planning.architecture import Architecture
from macapp.planning.attention import SlicingMode
from macapp.planning.plan import Plan, make_plan
from macapp.system.machine import Machine
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_size, tr_message
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label

TIGHT_SHARE = 0.75  # of the memory that may be used; above it, the line names the memory
WAIT_MS = 120  # after the last change, so that the numbers do not flicker during typing


@dataclass(frozen=True)
class CostQuery:
    """The pictures whose cost is estimated: their request, their checkpoint and their number."""

    request: Request
    checkpoint: Checkpoint
    count: int
    reference_sizes: tuple[tuple[int, int], ...] = ()
    """width and height of each reference image"""

    @property
    def architecture(self) -> Architecture:
        """What the planning rules need, without the models that cannot be read."""
        resolved = resolve_available(self.request, self.checkpoint)
        return replace(resolved, reference_sizes=self.reference_sizes).architecture


class CostEstimate(QWidget):
    """Shows a warning with a button for the largest size that fits; `line` has the time if there is no warning."""

    size_requested = Signal(int, int)
    """the width and height that fit"""
    measured = Signal()
    """the speed of this processor has been measured"""

    def __init__(
        self,
        query: Callable[[], CostQuery | None],
        machine: Machine,
        slice_choice: SlicingMode,
        background: TaskPool,
        compile_choice: CompileChoice = "auto",
    ) -> None:
        super().__init__()
        self._compile_choice: CompileChoice = compile_choice
        self._query, self._machine, self._background = query, machine, background
        self._slice_choice: SlicingMode = slice_choice
        self.durations: Callable[[], Durations] = lambda: Durations([])
        """returns the learned times; the queue uses the same ones"""
        self._fitting: tuple[int, int] | None = None
        self._number = 0
        self.line, self._refused = secondary_label(QLabel()), plain_text(QLabel())
        self.line.setWordWrap(False)
        self.line.setAccessibleName(self.tr("Estimated time and memory"))
        self.fit_button = QPushButton()
        self.fit_button.clicked.connect(self._request_fitting_size)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self._refused, self.fit_button):
            layout.addWidget(widget)
        for widget in (self.line, self._refused, self.fit_button):
            widget.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.update_now)

    @property
    def words(self) -> str:
        """The estimate as shown; empty if it is unknown or the pictures cannot be made."""
        return self.line.text() if not self.line.isHidden() else ""

    @property
    def refusal(self) -> str:
        """Why this machine cannot make the pictures; empty if it can."""
        return self._refused.text() if not self._refused.isHidden() else ""

    def schedule_update(self) -> None:
        """Update the estimate in a moment, after a change."""
        self._timer.start()

    def update_now(self) -> None:
        """Update the estimate now, in the background."""
        query = self._query()
        self._number += 1
        if query is None:
            self._hide_all()
            return
        basis = ForecastBasis(self._machine, self._slice_choice, self._compile_choice, self.durations())
        show = partial(self._show, self._number, query)
        self._background.run(partial(forecast, query, basis), show, self._hide_all, newest_first=True)

    def show_refusal(self, query: CostQuery) -> bool:
        """Return whether this machine cannot make a request, and show the reason at once."""
        plan = make_plan(self._machine, query.architecture, query.request.refined_size, self._slice_choice)
        if plan.refused is not None:
            self._number += 1
            self._show(self._number, query, Forecast(plan))
        return plan.refused is not None

    def _show(self, number: int, query: CostQuery, found: "Forecast") -> None:
        if number != self._number:
            return  # the form has changed: another answer is on its way
        plan = found.plan
        if found.is_measured:
            self.measured.emit()
        refusal = format_refusal(plan, query.request, query.checkpoint)
        self._fitting = fitting_size(plan, query.request, query.checkpoint) if refusal else None
        self.line.setVisible(not refusal)
        self._refused.setVisible(bool(refusal))
        self.fit_button.setVisible(self._fitting is not None)
        self.line.setText(self._format_line(query.count, found))
        reasons = [self._format_reasons(plan, found.estimate), *map(error_text, filter(None, [found.compiled]))]
        self.line.setToolTip(tip("\n".join(reasons)))
        if refusal:
            self._refused.setText(refusal)
            mark_error(self._refused)
        if self._fitting is not None:
            self.fit_button.setText(self.tr("Use {0}").format(format_size(self._fitting)))

    def _format_line(self, count: int, found: "Forecast") -> str:
        """Return the time on one line, with the memory if it is tight or the time unknown, and what is compiled."""
        estimate = found.estimate
        time = [] if estimate is None else [self._format_time(estimate.scaled(count * found.share), count)]
        compiled = [] if found.compiled is None else [self.tr("compiled")]
        is_tight = found.plan.needed > TIGHT_SHARE * found.plan.available
        memory = [self._format_memory(found.plan)] if is_tight or not time else []
        return "  ·  ".join([*time, *memory, *compiled])

    def _format_memory(self, plan: Plan) -> str:
        return self.tr("{0} of {1}").format(format_bytes(plan.needed), format_bytes(plan.available))

    def _format_time(self, estimate: Estimate, count: int) -> str:
        words = format_approximate_duration(estimate.seconds, tr_message)
        words = words[0].upper() + words[1:]
        return words if count == 1 else self.tr("{0} for {1}").format(words, count)

    def _format_reasons(self, plan: Plan, estimate: Estimate | None) -> str:
        """Return the tool tip: what the numbers mean, and where they come from."""
        lines = [
            self.tr("One picture needs {0} of the memory that it may use here.").format(self._format_memory(plan)),
            error_text(plan.available_reason),
        ]
        if estimate is not None:
            source = {
                FROM_MODEL: self.tr("A picture takes {0} to {1}, estimated from earlier pictures of this model."),
                FROM_OTHERS: self.tr("A picture takes {0} to {1}, estimated from earlier pictures of other models."),
                FROM_MACHINE: self.tr(
                    "A picture may take {0} to {1}, estimated from the speed of this computer alone."
                ),
            }[estimate.source]
            lines.insert(0, source.format(format_duration(estimate.least), format_duration(estimate.most)))
        for is_applied, why in (
            (plan.savings.text_encoder_dropped, plan.text_encoder_reason),
            (plan.savings.guidance_in_two, plan.guidance_reason),
            (plan.savings.vae_tiled, plan.vae_tiling_reason),
            (plan.savings.weight_format is not WeightFormat.FULL, plan.weight_format_reason),
        ):
            lines += [error_text(why)] if is_applied else []
        return "\n".join(lines)

    def _hide_all(self, _error: EaselError | None = None) -> None:
        for widget in (self.line, self._refused, self.fit_button):
            widget.hide()

    def _request_fitting_size(self) -> None:
        if self._fitting is not None:
            self.size_requested.emit(*self._fitting)


@dataclass(frozen=True)
class ForecastBasis:
    """The machine, the settings and the learned times that a forecast is made from."""

    machine: Machine
    slice_choice: SlicingMode
    compile_choice: CompileChoice
    durations: Durations
    tools: Toolchain | None = None
    """the compilers of this machine; None to detect them"""


@dataclass(frozen=True)
class Forecast:
    """The plan and the time of the pictures in the form."""

    plan: Plan
    estimate: Estimate | None = None
    """the time of one picture"""
    is_measured: bool = False
    """whether the speed of the processor was measured for this forecast"""
    compiled: Reason | None = None
    """why blocks will be compiled for this number of pictures; None if they will not"""
    share: float = 1.0
    """the time of all pictures, as a share of their time without compilation"""


def forecast(query: CostQuery, basis: ForecastBasis) -> Forecast:
    """Return the plan and the time of some pictures."""
    request, checkpoint = query.request, query.checkpoint
    machine, durations = basis.machine, basis.durations
    plan = make_plan(machine, query.architecture, request.refined_size, basis.slice_choice)
    estimate, is_measured = durations.estimate(request), False
    if estimate is None and machine.device == "cpu":
        is_measured = machine_tflops(machine, measure=False) is None
        estimate = Durations([], machine_tflops(machine)).estimate(request)
    batch = durations.forecast(request, query.count)
    tools = basis.tools or detect_toolchain()
    acceleration = choose_acceleration(machine, plan.precisions, tools, basis.compile_choice, lambda: batch)
    if checkpoint.stages:
        acceleration = without_repeated_blocks(acceleration)
    if not acceleration.compile:
        return Forecast(plan, estimate, is_measured)
    if estimate is not None and batch.seconds is not None:
        estimate = estimate.scaled(batch.seconds / estimate.seconds)  # the last pictures may have been compiled
    return Forecast(plan, estimate, is_measured, acceleration.compile_reason, batch.relative_time)


def format_refusal(plan: Plan, request: Request, checkpoint: Checkpoint) -> str:
    """Return why a plan refuses a request, with numbers; empty if it does not refuse it."""
    if plan.refused is None:
        return ""
    if plan.refused.code != "size-over-memory":
        return error_text(plan.refused)
    words = tr_message("{0} with {1} needs {2} of memory, but only {3} can be used.")
    needed, available = format_bytes(float(plan.refused.data["needed"] or 0)), format_bytes(plan.available)
    return words.format(format_size(request.refined_size), checkpoint.name, needed, available)


def fitting_size(plan: Plan, request: Request, checkpoint: Checkpoint) -> tuple[int, int] | None:
    """Return the largest size of the same shape that fits with the request's refinement; None if none fits."""
    if plan.largest_size is None:
        return None
    step = checkpoint.architecture.latent_scale * SIDE_STEP if checkpoint.stages else checkpoint.kind.side_step
    width, height = (int(side / request.hires_scale) // step * step for side in plan.largest_size)
    return (width, height) if min(width, height) >= min(checkpoint.kind.min_side, *checkpoint.size) else None
