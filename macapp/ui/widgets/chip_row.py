"""A row of small buttons that is one stop of the Tab key; the arrow keys move inside it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from macapp.ui.widgets.flow_layout import FlowLayout

GAP_POINTS = 8
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ChipRow(QWidget):
    """Buttons next to each other, in more rows where they have no room. Tab reaches the one that had the focus last."""

    def __init__(self, *chips: QAbstractButton) -> None:
        super().__init__()
        self._chips = chips
        layout = FlowLayout(self, GAP_POINTS)
        layout.setContentsMargins(0, 3, 0, 3)  # centres one row next to a button
        for chip in chips:
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chip.installEventFilter(self)
            layout.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        chips[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the focus with the arrow keys, and remember the button that has it."""
        if event.type() == QEvent.Type.FocusIn:
            for chip in self._chips:
                is_current = chip is watched
                chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_current else Qt.FocusPolicy.ClickFocus)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()), 0)
            return step != 0 and self._move_focus(watched, step)
        return super().eventFilter(watched, event)

    def _move_focus(self, origin: QObject, step: int) -> bool:
        shown = [chip for chip in self._chips if not chip.isHidden()]
        at = next(number for number, chip in enumerate(shown) if chip is origin)
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)
        return True
