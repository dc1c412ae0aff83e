"""The head of the queue: its name, its state in one line, the button that pauses it, and the menu of its commands."""

from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from macapp.domain.units import format_duration
from macapp.library.durations import Estimate
from macapp.ui.queue.difference import SEPARATOR
from macapp.ui.queue.summary import QueueSummary
from macapp.ui.widgets.controls import chip_button
from macapp.ui.widgets.plain_text import tip
from macapp.ui.widgets.theme import secondary_label, title_label

MIN_SECONDS_FOR_END_TIME = 90  # of time left, below which the time of day is not shown


class QueueHeader(QWidget):
    """Shows a `QueueSummary`."""

    pause_clicked = Signal()

    def __init__(self, menu: QMenu) -> None:
        super().__init__()
        self._title = title_label(self.tr("Queue"))
        self._state = secondary_label(QLabel())
        self.pause_button = chip_button("")
        self.pause_button.clicked.connect(self.pause_clicked)
        self.more_button = chip_button(self.tr("More"), menu)
        self.more_button.setToolTip(self.tr("More commands for the queue"))
        self.more_button.setAccessibleName(self.more_button.toolTip())
        self.time_left = ""
        """the time that the queue still takes, as text; empty if it is unknown"""
        self._build_layout()

    def show_summary(self, summary: QueueSummary) -> None:
        """Show the state of the queue."""
        self.time_left = self._format_left(summary)
        parts = [self.tr("Paused")] if summary.is_paused else []
        if summary.waiting:
            parts.append(self.tr("%Ln waiting", "", summary.waiting))
        if summary.failed:
            parts.append(self.tr("%Ln failed", "", summary.failed))
        self._state.setText(SEPARATOR.join(filter(None, (*parts, summary.rest_reason or self.time_left))))
        self._state.setVisible(bool(self._state.text()))
        self._state.setToolTip(tip("" if summary.rest_reason else self._format_bounds(summary.left)))
        resume = self.tr("Run Now") if summary.rest_reason else self.tr("Pause")
        self.pause_button.setText(self.tr("Resume") if summary.is_paused else resume)
        self.pause_button.setVisible(summary.is_paused or summary.unfinished > 0)

    def _format_left(self, summary: QueueSummary) -> str:
        """Return the time left, and the time of day of the end if something runs and it is not soon."""
        left = summary.left
        if left is None or summary.unfinished == 0:
            return ""
        words = self.tr("{0} left").format(format_duration(left.seconds))
        runs_on = summary.waiting > 0 and not (summary.is_paused and summary.running == 0)
        if runs_on and left.seconds >= MIN_SECONDS_FOR_END_TIME:
            done = datetime.now().astimezone() + timedelta(seconds=left.seconds)
            words += self.tr(", done at {0}").format(f"{done:%H:%M}")
        return words

    def _format_bounds(self, left: Estimate | None) -> str:
        if left is None:
            return ""
        between = self.tr("Between {0} and {1}, estimated from earlier pictures")
        return between.format(format_duration(left.least), format_duration(left.most))

    def _build_layout(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.pause_button)
        head.addWidget(self.more_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._state)
