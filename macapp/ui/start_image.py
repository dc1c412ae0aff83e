"""The starting image: shown small, with how much of it may change, and a way to take it off."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QVBoxLayout, QWidget

from macapp.library import StartImage
from macapp.orders import STRENGTH
from macapp.ui.look import quiet
from macapp.ui.words import size_words

THUMB = 72  # points
FINEST = 100  # the slider moves in hundredths


class StartImageField(QWidget):
    """Holds the starting image of the next picture, or invites one."""

    changed = Signal()
    browse_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: StartImage | None = None
        self._steps = 1
        self._invite = QPushButton(self.tr("Choose or drop a starting image…"))
        self._invite.clicked.connect(self.browse_asked)
        self._thumb = QLabel()
        self._thumb.setFixedSize(THUMB, THUMB)
        self._thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._thumb.setAccessibleName(self.tr("Starting image"))
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(1, FINEST)
        self._slider.setValue(round(STRENGTH * FINEST))
        self._slider.setAccessibleName(self.tr("Strength: how much of the starting image may change"))
        self._slider.valueChanged.connect(self._moved)
        self._words = quiet(QLabel())
        self._off = QToolButton()
        self._off.setText("✕")
        self._off.setAutoRaise(True)
        self._off.setToolTip(self.tr("Start without an image"))
        self._off.setAccessibleName(self._off.toolTip())
        self._off.clicked.connect(self.take_off)
        self._holding = self._lay_out_holding()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._invite)
        layout.addWidget(self._holding)
        self._show()

    @property
    def image(self) -> StartImage | None:
        """The starting image, if there is one."""
        return self._image

    @property
    def strength(self) -> float | None:
        """How much may change, above 0 to 1; None without an image."""
        return None if self._image is None else self._slider.value() / FINEST

    def put(self, image: StartImage, strength: float | None = None) -> None:
        """Start from an image, with a strength if one is given."""
        self._image = image
        pixmap = QPixmap(str(image.path)).scaled(
            QSize(THUMB, THUMB) * self.devicePixelRatioF(),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._thumb.setPixmap(pixmap)
        self._thumb.setToolTip(size_words(image.size))
        if strength is not None:
            self._slider.setValue(round(strength * FINEST))
        self._show()

    def take_off(self) -> None:
        """Start without an image."""
        self._image = None
        self._show()

    def set_steps(self, steps: int) -> None:
        """Say how many of `steps` steps will be run."""
        self._steps = steps
        self._moved()

    def _lay_out_holding(self) -> QWidget:
        ends = QHBoxLayout()
        for words, side in (
            (self.tr("keeps much"), Qt.AlignmentFlag.AlignLeft),
            (self.tr("changes much"), Qt.AlignmentFlag.AlignRight),
        ):
            end = quiet(QLabel(words), smaller=0.85)
            end.setWordWrap(False)
            end.setAlignment(side)
            ends.addWidget(end)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._slider)
        column.addLayout(ends)
        column.addWidget(self._words)
        column.addStretch()
        holding = QWidget()
        row = QHBoxLayout(holding)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._thumb)
        row.addLayout(column, 1)
        row.addWidget(self._off, 0, Qt.AlignmentFlag.AlignTop)
        return holding

    def _moved(self) -> None:
        strength = self._slider.value() / FINEST
        run = min(int(self._steps * strength), self._steps)
        self._words.setText(self.tr("{0}  ·  {1} of {2} steps").format(f"{strength:.2f}", run, self._steps))

    def _show(self) -> None:
        self._invite.setVisible(self._image is None)
        self._holding.setVisible(self._image is not None)
        self._moved()
        self.changed.emit()
