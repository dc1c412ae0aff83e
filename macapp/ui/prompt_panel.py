"""The form on the left: everything that decides the next picture, as widgets; out comes a `Request`."""

import json
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp import checkpoints
from macapp.checkpoints import Checkpoint
from macapp.errors import BadRequest, EaselError
from macapp.hardware import Machine
from macapp.library import StartImage, start_images
from macapp.paths import Places
from macapp.plan import SliceChoice
from macapp.request import PROMPT_CHARACTERS, STEPS, Request, counted_up
from macapp.schedulers import SCHEDULERS
from macapp.ui.look import GAP, MARGIN, plain, prominent, quiet, warn
from macapp.ui.seed_field import SeedField
from macapp.ui.size_field import SizeField
from macapp.ui.start_image import StartImageField
from macapp.ui.words import said

MOST_AT_ONCE = 100


class PromptPanel(QWidget):
    """Prompt, negative prompt, starting image, size, steps, guidance, scheduler, seed, how many, model."""

    generate_asked = Signal()
    history_asked = Signal()
    history_stepped = Signal(int)
    browse_asked = Signal()

    def __init__(
        self, machine: Machine, places: Places, slice_choice: SliceChoice, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._places = places
        self._used: tuple[Request, dict[str, Any]] | None = None
        self._checkpoints: list[Checkpoint] = []
        self.prompt = GrowingText(self.tr("What do you want to see?"), 3, 9)
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.stepped.connect(self.history_stepped)
        self.prompt.refused.connect(partial(self._too_long, "prompt"))
        self.history = QToolButton()
        self.history.setText(self.tr("Earlier"))
        self.history.setToolTip(self.tr("Every prompt used before, to search (Option-Up steps through them)"))
        self.history.clicked.connect(self.history_asked)
        self.styles = QToolButton()
        self.styles.setText(self.tr("Styles"))
        self.styles.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.negative_prompt = GrowingText(self.tr("What should not be in it?"), 1, 5)
        self.negative_prompt.refused.connect(partial(self._too_long, "negative_prompt"))
        self.negative_prompt.setAccessibleName(self.tr("Negative prompt"))
        self.start_image = StartImageField()
        self.start_image.browse_asked.connect(self.browse_asked)
        self.size_field = SizeField(machine, slice_choice)
        self.steps = _spin(STEPS[0], 150, self.tr("Steps"))
        self.steps.valueChanged.connect(self.start_image.set_steps)
        self.guidance = QDoubleSpinBox()
        self.guidance.setRange(0, 30)
        self.guidance.setSingleStep(0.5)
        self.guidance.setDecimals(1)
        self.guidance.setAccessibleName(self.tr("Guidance scale"))
        self.scheduler = QComboBox()
        self.scheduler.setAccessibleName(self.tr("Scheduler"))
        self.scheduler.addItems(list(SCHEDULERS))
        self.seed = SeedField()
        self.count = _spin(1, MOST_AT_ONCE, self.tr("How many pictures"))
        self.model = QComboBox()
        self.model.setAccessibleName(self.tr("Model"))
        self.model.activated.connect(self._model_chosen)
        self._fault = plain(QLabel())
        self._fault.hide()
        self.generate = prominent(QPushButton(self.tr("Generate")))
        self.generate.setDefault(True)
        self.generate.setMinimumHeight(34)
        self.generate.clicked.connect(self.generate_asked)
        self._lay_out()
        self._show_checkpoints()

    @property
    def fault(self) -> str:
        """The sentence shown above the button; empty if there is none."""
        return self._fault.text() if not self._fault.isHidden() else ""

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The model chosen; None if there is none at all."""
        return self.model.currentData()

    def requests(self) -> list[Request]:
        """Return one request for each picture asked for, or none and say why below the form."""
        try:
            made = counted_up(self.request(), self.count.value())
        except EaselError as error:
            self._say(said(error))
            return []
        if self.size_field.refusal:
            self._say(self.size_field.refusal)
            return []
        self._fault.hide()
        self.seed.show_seed(made[0].seed)
        return made

    def request(self) -> Request:
        """Return what the form says as a request; raises `BadRequest`."""
        if self.checkpoint is None:
            raise BadRequest("model-missing", model="", known="")
        shown = self._shown()
        if self._used is not None:
            used, as_shown = self._used
            # What was put into the form and not touched goes out as it came in, however finely: no control can say it.
            shown = {name: getattr(used, name) if as_shown[name] == value else value for name, value in shown.items()}
        return Request(seed=self.seed.seed(), **shown)

    def _shown(self) -> dict[str, Any]:
        """Return every field of a request as the controls show it, all but the seed."""
        width, height = self.size_field.size_asked
        image = self.start_image.image
        return {
            "prompt": self.prompt.toPlainText(),
            "negative_prompt": self.negative_prompt.toPlainText(),
            "model": self.checkpoint.id if self.checkpoint is not None else "",
            "width": width,
            "height": height,
            "steps": self.steps.value(),
            "guidance_scale": round(self.guidance.value(), 1),
            "scheduler": self.scheduler.currentText(),
            "image": None if image is None else image.name,
            "strength": self.start_image.strength,
        }

    def use(self, request: Request, with_seed: bool = True) -> None:
        """Show the settings of a request, so that the next picture is made like that one."""
        self._choose_model(request.model)
        self.prompt.setPlainText(request.prompt)
        self.negative_prompt.setPlainText(request.negative_prompt)
        self.size_field.set_size(request.size)
        self.steps.setMaximum(max(self.steps.maximum(), request.steps))
        self.steps.setValue(request.steps)
        self.guidance.setMaximum(max(self.guidance.maximum(), request.guidance_scale))
        self.guidance.setValue(request.guidance_scale)
        self.scheduler.setCurrentText(request.scheduler)
        if with_seed:
            self.seed.show_seed(request.seed, keep=True)
        self._use_start_image(request)
        self.count.setValue(1)
        shown = self._shown()
        # A model or a starting image that is not here was said to be missing: it must not come back unseen.
        used = request if shown["image"] == request.image else replace(request, image=None, strength=None)
        self._used = replace(used, model=shown["model"] or request.model), shown

    def type_prompts(self, prompt: str, negative_prompt: str) -> None:
        """Put text into both prompts as if it were typed: their own undo takes it back."""
        for field, text in ((self.prompt, prompt), (self.negative_prompt, negative_prompt)):
            if field.toPlainText() != text:
                cursor = field.textCursor()
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(text)

    def set_editing(self, editing: bool) -> None:
        """Word the button for a waiting job that is being changed."""
        self.count.setEnabled(not editing)
        self.generate.setText(self.tr("Save Changes") if editing else self.tr("Generate"))

    def saved(self) -> str:
        """Return the form as text for the settings."""
        try:
            request = replace(self.request(), seed=self.seed.shown() or 0)
        except EaselError:
            return ""
        return json.dumps({**request.as_fields(), "count": self.count.value(), "keep_seed": self.seed.kept})

    def restore(self, text: str) -> bool:
        """Show what `saved` returned; return False, and change nothing, if it is not that."""
        try:
            values = json.loads(text)
            request = Request.from_fields(values)
            count, keep = int(values["count"]), bool(values["keep_seed"])
        except (ValueError, TypeError, KeyError, EaselError):
            return False
        self.use(request, with_seed=False)
        self.seed.show_seed(request.seed if keep else None, keep)
        self.count.setValue(count)
        return True

    def _use_start_image(self, request: Request) -> None:
        if request.image is None:
            self.start_image.take_off()
            return
        path = start_images.path_of(self._places, request.image)
        if path.exists():
            self.start_image.put(StartImage(request.image, path, request.size), request.strength)

    def _show_checkpoints(self) -> None:
        self._checkpoints = checkpoints.installed()
        for each in self._checkpoints:
            self.model.addItem(each.name, each)
        if self._checkpoints:
            self._show_defaults(self._checkpoints[0])
            self.prompt.setPlainText(next(iter(self._checkpoints[0].examples), ""))
        self.generate.setEnabled(bool(self._checkpoints))

    def _choose_model(self, model: str) -> None:
        """Show a model, adding one that lies in a folder of the user's own; one that is gone is left as it is."""
        try:
            found = checkpoints.find(model)
        except EaselError as error:
            self._say(said(error))
            return
        ids = [self.model.itemData(index).id for index in range(self.model.count())]
        if found.id not in ids:
            self.model.addItem(found.name, found)
            ids.append(found.id)
        self.model.setCurrentIndex(ids.index(found.id))
        self.size_field.set_checkpoint(found)
        self.generate.setEnabled(True)

    def _model_chosen(self) -> None:
        if self.checkpoint is not None:
            self._show_defaults(self.checkpoint)

    def _show_defaults(self, checkpoint: Checkpoint) -> None:
        self.size_field.set_checkpoint(checkpoint)
        self.steps.setValue(checkpoint.steps)
        self.guidance.setValue(checkpoint.guidance_scale)
        self.scheduler.setCurrentText(checkpoint.scheduler)

    def _too_long(self, field: str, characters: int) -> None:
        self._say(said(BadRequest("prompt-too-long", field=field, value=characters, limit=PROMPT_CHARACTERS)))

    def _say(self, sentence: str) -> None:
        self._fault.setText(sentence)
        warn(self._fault)
        self._fault.show()

    def _lay_out(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        prompts = QHBoxLayout()
        prompts.setSpacing(4)
        label = quiet(QLabel(self.tr("Prompt")))
        label.setBuddy(self.prompt)
        prompts.addWidget(label, 1)
        for button in (self.history, self.styles):
            button.setAutoRaise(True)
            prompts.addWidget(button)
        prompt = QVBoxLayout()
        prompt.setSpacing(2)
        prompt.addLayout(prompts)
        prompt.addWidget(self.prompt)
        column.addLayout(prompt)
        column.addWidget(_labelled(self.tr("Negative prompt"), self.negative_prompt))
        column.addWidget(_labelled(self.tr("Starting image"), self.start_image))
        column.addWidget(_labelled(self.tr("Size"), self.size_field))
        column.addLayout(
            _side_by_side(_labelled(self.tr("Steps"), self.steps), _labelled(self.tr("Guidance"), self.guidance))
        )
        column.addWidget(_labelled(self.tr("Seed"), self.seed))
        column.addLayout(
            _side_by_side(_labelled(self.tr("How many"), self.count), _labelled(self.tr("Scheduler"), self.scheduler))
        )
        column.addWidget(_labelled(self.tr("Model"), self.model))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(form)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GAP // 2, MARGIN, MARGIN)
        foot.addWidget(self._fault)
        foot.addWidget(self.generate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(290)
