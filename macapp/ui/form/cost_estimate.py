"""The price before you press: how long the pictures in the form will take, and how much memory; or why they cannot be.

It stands above the button that makes them. Reckoned off the window's thread, a moment after the last change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from macapp.domain.request import SIDE_STEP, Request
from macapp.errors import EaselError, Reason
from macapp.library.durations import GUESSED, MADE, SHOWN, Durations, Estimate
from macapp.messages import format_approximate_duration, format_bytes, format_duration
from macapp.models import Checkpoint
from macapp.models.cost import machine_tflops
from macapp.models.request_models import request_architecture
from macapp.planning.acceleration import CompileChoice, Toolchain, choose_acceleration, detect_toolchain
from macapp.planning.attention import SlicingMode
from macapp.planning.plan import Plan, make_plan
from macapp.system.machine import Machine
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_size, tr_message
from macapp.ui.widgets.theme import mark_error, plain_text, secondary_label

WAIT_MS = 120  # after the last change: numbers that flicker while one types are not read
Asked = tuple[Request, Checkpoint, int]
"""What the form asks for, with its checkpoint, and how many"""


class CostEstimate(QWidget):
    """One quiet line, or a warning with the largest size that can be made as a button."""

    size_requested = Signal(int, int)
    """the width and height that fit"""
    measured = Signal()
    """how quick this processor is is known now"""

    def __init__(
        self,
        asked: Callable[[], Asked | None],
        machine: Machine,
        slice_choice: SlicingMode,
        background: TaskPool,
        compile_choice: CompileChoice = "auto",
    ) -> None:
        super().__init__()
        self._compile_choice: CompileChoice = compile_choice
        self._asked, self._machine, self._background = asked, machine, background
        self._slice_choice: SlicingMode = slice_choice
        self.durations: Callable[[], Durations] = lambda: Durations([])
        """what was learned of time here; the queue's is the same"""
        self._fitting: tuple[int, int] | None = None
        self._number = 0
        self._line, self._refused = secondary_label(QLabel()), plain_text(QLabel())
        self._line.setAccessibleName(self.tr("What it takes"))
        self._fit = QPushButton()
        self._fit.clicked.connect(self._take_fitting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for each in (self._line, self._refused, self._fit):
            layout.addWidget(each)
            each.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.update_now)

    @property
    def words(self) -> str:
        """What it takes, in words; empty where that is not known, or where it cannot be made."""
        return self._line.text() if not self._line.isHidden() else ""

    @property
    def refusal(self) -> str:
        """Why what the form says cannot be made here; empty if it can."""
        return self._refused.text() if not self._refused.isHidden() else ""

    def schedule_update(self) -> None:
        """Reckon in a moment: something has changed."""
        self._timer.start()

    def update_now(self) -> None:
        """Reckon now, off this thread."""
        asked = self._asked()
        self._number += 1
        if asked is None:
            self._say_nothing()
            return
        work = partial(forecast, *asked, self._machine, self._slice_choice, self._compile_choice, self.durations())
        self._background.run(work, partial(self._show, self._number, asked), self._say_nothing, newest_first=True)

    def show_refusal(self, request: Request, checkpoint: Checkpoint) -> bool:
        """Return whether a request cannot be made here, and say at once why."""
        made = make_plan(
            self._machine, request_architecture(checkpoint, request), request.refined_size, self._slice_choice
        )
        if made.refused is not None:
            self._number += 1
            self._show(self._number, (request, checkpoint, 1), Forecast(made))
        return made.refused is not None

    def _show(self, number: int, asked: Asked, found: "Forecast") -> None:
        if number != self._number:
            return  # changed meanwhile: another answer is under way
        (request, checkpoint, count), made, takes = asked, found.plan, found.takes
        if found.measured:
            self.measured.emit()
        refusal = format_refusal(made, request, checkpoint)
        self._fitting = fitting_size(made, request, checkpoint) if refusal else None
        self._line.setVisible(not refusal)
        self._refused.setVisible(bool(refusal))
        self._fit.setVisible(self._fitting is not None)
        memory = self.tr("{0} of {1}").format(format_bytes(made.needed), format_bytes(made.available))
        time = [] if takes is None else [self._time_words(takes.scaled(count * found.share), count)]
        compiled = [] if found.compiled is None else [self.tr("compiled")]
        self._line.setText("  ·  ".join([*time, memory, *compiled]))
        self._line.setToolTip(
            tip("\n".join([self._reasons(made, takes), *map(error_text, filter(None, [found.compiled]))]))
        )
        if refusal:
            self._refused.setText(refusal)
            mark_error(self._refused)
        if self._fitting is not None:
            self._fit.setText(self.tr("Use {0}").format(format_size(self._fitting)))

    def _time_words(self, takes: Estimate, count: int) -> str:
        words = format_approximate_duration(takes.seconds, tr_message)
        words = words[0].upper() + words[1:]
        return words if count == 1 else self.tr("{0} for {1}").format(words, count)

    def _reasons(self, made: Plan, takes: Estimate | None) -> str:
        """Say what the numbers are, and what they come from."""
        lines = [
            self.tr("Memory that must be there for a picture, of what it may take here."),
            error_text(made.available_reason),
        ]
        if takes is not None:
            come_from = {
                MADE: self.tr("A picture takes {0} to {1}, estimated from those this model made here."),
                SHOWN: self.tr("A picture takes {0} to {1}, estimated from those that other models made here."),
                GUESSED: self.tr("Perhaps {0} to {1} a picture: this machine could, but none was made with it yet."),
            }[takes.source]
            lines.insert(0, come_from.format(format_duration(takes.least), format_duration(takes.most)))
        for done, why in (
            (made.savings.text_encoder_dropped, made.text_encoder_reason),
            (made.savings.guidance_in_two, made.guidance_reason),
            (made.savings.vae_tiled, made.vae_tiling_reason),
        ):
            lines += [error_text(why)] if done else []
        return "\n".join(lines)

    def _say_nothing(self, _error: EaselError | None = None) -> None:
        for each in (self._line, self._refused, self._fit):
            each.hide()

    def _take_fitting(self) -> None:
        if self._fitting is not None:
            self.size_requested.emit(*self._fitting)


@dataclass(frozen=True)
class Forecast:
    """What will be done for what the form asks for, and how long it will take."""

    plan: Plan
    takes: Estimate | None = None
    """a picture, as it is"""
    measured: bool = False
    """whether a processor was measured for that"""
    compiled: Reason | None = None
    """why blocks will be compiled for so many, if they will"""
    share: float = 1.0
    """of the time that all would take as they are"""


def forecast(
    request: Request,
    checkpoint: Checkpoint,
    count: int,
    machine: Machine,
    slice_choice: SlicingMode,
    compile_choice: CompileChoice,
    durations: Durations,
    tools: Toolchain | None = None,
) -> Forecast:
    """Return what will be done for so many pictures of a request, and how long it will take."""
    made = make_plan(machine, request_architecture(checkpoint, request), request.refined_size, slice_choice)
    takes, first = durations.estimate(request), False
    if takes is None and machine.device == "cpu":
        first = machine_tflops(machine, measure=False) is None
        takes = Durations([], machine_tflops(machine)).estimate(request)
    ahead = durations.forecast(request, count)
    quicker = choose_acceleration(
        machine, made.precisions, tools or detect_toolchain(), compile_choice, lambda: ahead, bool(checkpoint.stages)
    )
    if not quicker.compile:
        return Forecast(made, takes, first)
    if takes is not None and ahead.seconds is not None:
        takes = takes.scaled(ahead.seconds / takes.seconds)  # the last ones may have been compiled
    return Forecast(made, takes, first, quicker.compile_reason, ahead.relative_time)


def format_refusal(made: Plan, request: Request, checkpoint: Checkpoint) -> str:
    """Return why a plan refuses what was asked for, with numbers; empty if it does not."""
    if made.refused is None:
        return ""
    if made.refused.code != "size-over-memory":
        return error_text(made.refused)
    words = tr_message("{0} with {1} needs {2} of memory, and {3} can be used.")
    needed, available = format_bytes(float(made.refused.data["needed"] or 0)), format_bytes(made.available)
    return words.format(format_size(request.refined_size), checkpoint.name, needed, available)


def fitting_size(made: Plan, request: Request, checkpoint: Checkpoint) -> tuple[int, int] | None:
    """Return the largest size of the same shape that can be drawn, refined at what the request says; None if none."""
    if made.largest_size is None:
        return None
    step = checkpoint.architecture.latent_scale * SIDE_STEP if checkpoint.stages else checkpoint.kind.side_step
    width, height = (int(each / request.hires_scale) // step * step for each in made.largest_size)
    return (width, height) if min(width, height) >= min(checkpoint.kind.least_side, *checkpoint.size) else None
