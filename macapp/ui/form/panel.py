"""The form on the left: everything that decides the next picture, as widgets; out comes a `Request`."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import PROMPT_CHARACTERS, SIDE_STEP, STEPS, Request
from macapp.domain.schedulers import DEFAULT_SCHEDULER
from macapp.errors import BadRequest, EaselError, as_easel_error
from macapp.models import Checkpoint
from macapp.models.catalog import CHECKPOINT
from macapp.models.families import OPTIONAL_FIELDS
from macapp.models.fast_modes import available_modes, mode_lora_ids
from macapp.models.foreign_folders import is_model_folder
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.planning.acceleration import CompileChoice
from macapp.planning.attention import SlicingMode
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.form.advanced_section import AdvancedSection
from macapp.ui.form.controlnet_field import ControlNetField
from macapp.ui.form.cost_estimate import Asked, CostEstimate
from macapp.ui.form.exact_values import ExactValues
from macapp.ui.form.fast_mode_field import FastModeField
from macapp.ui.form.lora_field import LoraField
from macapp.ui.form.model_picker import ModelPicker
from macapp.ui.form.prompt_field import PromptField
from macapp.ui.form.scheduler_field import SchedulerField
from macapp.ui.form.seed_field import SeedField
from macapp.ui.form.size_field import SizeField
from macapp.ui.form.source_image_field import SourceImageField
from macapp.ui.widgets.fields import Section, decimal_field, integer_field, labelled_field, side_by_side
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_saving
from macapp.ui.widgets.theme import GAP, MARGIN, mark_error, plain_text, primary_button
from macapp.workflow import request_builder

MOST_AT_ONCE = 100
MOST_NATIVE = 2.5  # times the pixels that a model was trained on: beyond, it draws things twice


class GenerationForm(QWidget):
    """Prompts, source image, size, steps, guidance, scheduler, seed, how many, model, and what is added to it."""

    generate_requested = Signal()
    browse_requested = Signal()
    source_added = Signal(Path)
    """a folder of another program that is looked through from now on"""

    def __init__(
        self,
        machine: Machine,
        places: LibraryPaths,
        slice_choice: SlicingMode,
        background: TaskPool,
        compile_choice: CompileChoice = "auto",
    ) -> None:
        super().__init__()
        self._places = places
        self._shelf, self._background = ModelRegistry(places), background
        self._used: ExactValues | None = None
        self._missing = ""
        self.defaults_of: Callable[[str], Request | None] = lambda model: None
        """what the user wants a model to begin with, if that was ever said"""
        self.prompts = PromptField(background)
        self.prompts.refused.connect(self._too_long)
        self.prompt, self.negative_prompt = self.prompts.prompt, self.prompts.negative_prompt
        self.start_image = SourceImageField()
        self.start_image.browse_requested.connect(self.browse_requested)
        self.size_field = SizeField()
        self.steps = integer_field(STEPS[0], 150, self.tr("Steps"))
        self.steps.valueChanged.connect(self.start_image.set_steps)
        self.guidance = decimal_field(0, 30, 0.5, self.tr("Guidance scale"), decimals=1)
        self.scheduler = SchedulerField()
        self.seed = SeedField()
        self.mode = FastModeField()
        self.count = integer_field(1, MOST_AT_ONCE, self.tr("How many pictures"))
        self.model = ModelPicker()
        self.model.setAccessibleName(self.tr("Model"))
        self.model.error_occurred.connect(self.show_error)
        self.model.activated.connect(self._model_chosen)
        self.additions, self.controls, self.finer = LoraField(), ControlNetField(places, background), AdvancedSection()
        self._sections = {
            "additions": Section(self.tr("LoRA"), self.additions),
            "controls": Section(self.tr("ControlNet"), self.controls),
            "finer": Section(self.tr("More"), self.finer),
        }
        self.price = CostEstimate(self._to_price, machine, slice_choice, background, compile_choice)
        self._fault = plain_text(QLabel())
        self._fault.hide()
        self.generate = primary_button(QPushButton(self.tr("Generate")))
        self.generate.setDefault(True)
        self.generate.setMinimumHeight(34)
        self.generate.clicked.connect(self.generate_requested)
        self._by_name: dict[str, QWidget] = {}
        self._lay_out()
        self._connect()
        self._show_checkpoints()

    @property
    def fault(self) -> str:
        """The sentence shown above the button; empty if there is none."""
        return self._fault.text() if not self._fault.isHidden() else ""

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The model chosen; None if there is none at all."""
        return self.model.checkpoint()

    def build_requests(self) -> list[Request]:
        """Return one request for each picture asked for, or none and say why below the form."""
        return self._checked(self._series)

    def combinations(self) -> list[Request]:
        """Return one request for each combination of the alternatives in the prompt, or none and say why."""
        return self._checked(lambda: request_builder.all_combinations(self.request(), self._places))

    def _series(self) -> list[Request]:
        request, count = self.request(), self.count.value()
        if request.template is None and request.negative_template is None:
            request = request_builder.expand_wildcards(request, self._places)
        elif count > 1:  # what is seen in the form is what all of them are made from
            request = replace(request, template=None, negative_template=None)
        return request_builder.request_series(request, count, self._places)

    def _checked(self, made_of: Callable[[], list[Request]]) -> list[Request]:
        try:
            made = made_of()
            request_builder.validate_request(made[0])
        except EaselError as error:
            self.show_error(error_text(error))
            return []
        self._fault.hide()
        if self.checkpoint is not None and self.price.show_refusal(made[0], self.checkpoint):
            return []
        self.seed.show_seed(made[0].seed)
        return made

    def request(self) -> Request:
        """Return what the form says as a request, its prompt as it is typed; raises `BadRequest`."""
        return self._request(self.seed.seed())

    def _to_price(self) -> Asked | None:
        """Return what is to be told the price of; None while the form says nothing that could be made."""
        with suppress(EaselError):
            if self.checkpoint is not None:
                return self._request(seed=0), self.checkpoint, self.count.value()
        return None

    def _request(self, seed: int) -> Request:
        if self.checkpoint is None:
            raise BadRequest("model-none")
        shown = self._shown()
        if self._used is not None:
            shown = self._used.values(shown)
        takes = self.checkpoint.kind.supports
        hidden = {name for name in OPTIONAL_FIELDS if name not in takes}
        if "image" in hidden:
            hidden |= {"strength", "resize", "mask_only", "mask_padding", "mask_feather"}
        if "variation_strength" in hidden:
            hidden |= {"variation_seed"}
        taken = {name: value for name, value in shown.items() if name not in hidden}
        request = Request(seed=seed, **taken)
        return request if self._used is None else self._used.with_template(request)

    def _shown(self) -> dict[str, Any]:
        """Return every field of a request as the controls show it, all but the seed."""
        width, height = self.size_field.size_asked
        return {
            "prompt": self.prompt.toPlainText(),
            "negative_prompt": self.negative_prompt.toPlainText(),
            "model": self.checkpoint.id if self.checkpoint is not None else "",
            "width": width,
            "height": height,
            "steps": self.steps.value(),
            "guidance_scale": round(self.guidance.value(), 1),
            "scheduler": self.scheduler.currentText(),
            **self.start_image.values(),
            **self.additions.values(),
            **self.controls.values(),
            **self.finer.values(),
        }

    def load_request(self, request: Request, with_seed: bool = True) -> None:
        """Show the settings of a request, so that the next picture is made like that one."""
        self._missing = ""
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
        self.start_image.use(request, self._places)
        self.additions.use(request)
        self.controls.use(request)
        self.finer.use(request)
        self.count.setValue(1)
        if self._missing:
            self.show_error(self._missing)
        self._used = None
        with suppress(EaselError):
            self._used = ExactValues.capture(request, self._shown())

    def refresh_models(self) -> None:
        """Offer the models that are on the shelf now, also those of other programs, looked for off this thread."""
        self._background.run(partial(self._shelf.list_models, CHECKPOINT), self._offer, self._say_fault)

    def _offer(self, models: list[InstalledModel]) -> None:
        self.model.offer(models)
        self._say_savings()  # what a mode needs may have come
        self.generate.setEnabled(self.checkpoint is not None)

    def _say_fault(self, error: EaselError) -> None:
        self.show_error(error_text(error))

    def fit_size_to_mask(self, image: tuple[int, int]) -> None:
        """Draw at the size of a masked image if the model can be expected to; else only its masked part."""
        if self.checkpoint is None:
            return
        width, height = (max(SIDE_STEP * 8, side - side % SIDE_STEP) for side in image)
        native = self.checkpoint.architecture.native_size
        small_enough = width * height <= MOST_NATIVE * native**2
        self.start_image.only.setChecked(not small_enough)
        if small_enough:
            self.size_field.set_size((width, height))

    def add_model(self, path: Path) -> None:
        """Put a model that was given where it belongs: among the models, or what is added to them.

        A folder of many, such as another program keeps, is looked through off this thread.
        """
        if is_model_folder(path):
            self._background.run(partial(self._shelf.add_source, path), self._source_added, self._say_fault)
            return
        try:
            kind = self._shelf.add(path).kind
        except (EaselError, OSError) as error:
            self.show_error(error_text(as_easel_error(error)))
            return
        if kind == CHECKPOINT:
            self._choose_model(str(path))
            self._model_chosen()
        elif kind == AuxiliaryKind.UPSCALER:
            self.finer.add_upscaler(str(path))
            self._sections["finer"].expand()
        elif kind == AuxiliaryKind.VAE:
            self.finer.add_vae(str(path))
            self._sections["finer"].expand()
        elif kind == AuxiliaryKind.CONTROLNET:
            self.controls.add(str(path))
            self._sections["controls"].expand()
        else:
            self.additions.add(str(path))
            self._sections["additions"].expand()

    def _source_added(self, source: Path) -> None:
        self.source_added.emit(source)
        self.refresh_models()

    def set_editing(self, editing: bool) -> None:
        """Word the button for a waiting job that is being changed."""
        self.count.setEnabled(not editing)
        self.generate.setText(self.tr("Save Changes") if editing else self.tr("Generate"))

    def to_json(self) -> str:
        """Return the form as text for the settings."""
        try:
            request = replace(self.request(), seed=self.seed.shown() or 0)
        except EaselError:
            return ""
        return json.dumps({**request.to_dict(), "count": self.count.value(), "keep_seed": self.seed.kept})

    def from_json(self, text: str) -> bool:
        """Show what `saved` returned; return False, and change nothing, if it is not that."""
        try:
            values = json.loads(text)
            request = Request.from_dict(values)
            count, keep = int(values["count"]), bool(values["keep_seed"])
        except (ValueError, TypeError, KeyError, EaselError):
            return False
        self.load_request(request, with_seed=False)
        self.seed.show_seed(request.seed if keep else None, keep)
        self.count.setValue(count)
        return True

    def show_error(self, sentence: str) -> None:
        """Say above the button what is wrong."""
        self._fault.setText(sentence)
        mark_error(self._fault)
        self._fault.show()

    def _show_checkpoints(self) -> None:
        found = self._shelf.checkpoints()
        for each in found:
            self.model.add(each)
        if found:
            self._show_checkpoint(found[0])
            self._show_defaults(found[0])
            self.prompt.setPlainText(next(iter(found[0].examples), ""))
        self.generate.setEnabled(bool(found))
        self.refresh_models()

    def _choose_model(self, model: str) -> None:
        """Show a model, adding one that lies in a folder of the user's own; one that is gone is left as it is."""
        try:
            found = models.find_checkpoint(model)
        except EaselError as error:
            self.show_error(error_text(error))
            return
        self.model.choose(found)
        self._show_checkpoint(found)
        self.generate.setEnabled(True)

    def _model_chosen(self) -> None:
        if self.checkpoint is not None:
            self.additions.remove_all(mode_lora_ids())
            self._show_checkpoint(self.checkpoint)
            chosen = self.defaults_of(self.checkpoint.id)
            if chosen is None:
                self._show_defaults(self.checkpoint)
            else:
                self.load_request(chosen, with_seed=False)

    def _show_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Show the controls that a checkpoint takes and no others; the hidden ones keep what they hold."""
        kind = checkpoint.kind
        self.scheduler.set_checkpoint(checkpoint)
        for name, widget in self._by_name.items():
            widget.setVisible(name in kind.supports)
        self._sections["additions"].setVisible(bool({"loras", "embeddings"} & kind.supports))
        self._sections["controls"].setVisible("controls" in kind.supports)
        self.start_image.set_masks("mask" in kind.supports)
        self.mode.set_checkpoint(checkpoint)
        self._mode_row.setVisible(self.mode.modes.count() > 1)
        self.size_field.set_checkpoint(checkpoint)
        self.prompts.tokens.set_checkpoint(checkpoint)
        self._scheduler_changed()
        self._say_savings()

    def _show_defaults(self, checkpoint: Checkpoint) -> None:
        self.steps.setValue(checkpoint.steps)
        self.guidance.setValue(checkpoint.guidance_scale)
        self.scheduler.setCurrentText(checkpoint.scheduler)

    def apply_fast_mode(self, name: str) -> None:
        """Set what a mode sets together, with its LoRA if that is here; without a name, the model's own settings."""
        if self.checkpoint is None:
            return
        self.additions.remove_all(mode_lora_ids())
        self.finer.eta.setValue(0)
        if name not in (modes := available_modes(self.checkpoint)):
            self._show_defaults(self.checkpoint)
            return
        mode = modes[name]
        self.steps.setValue(mode.steps)
        self.guidance.setValue(mode.guidance_scale)
        self.scheduler.setCurrentText(mode.scheduler)
        self.finer.eta.setValue(mode.eta)
        entry = mode.lora(self.checkpoint)
        if (
            entry is not None
            and entry.path is not None
            and not mode.is_trained_for(self.checkpoint, self.additions.loras())
        ):
            self.additions.add(entry.id)

    def _scheduler_changed(self) -> None:
        if self.checkpoint is not None:
            self.finer.set_kind(self.checkpoint.kind, self.scheduler.currentText() or DEFAULT_SCHEDULER)

    def _size_changed(self) -> None:
        self.controls.set_size(self.size_field.size_asked, self.start_image.values()["resize"])

    def _summarise(self) -> None:
        """Say beside the headings what is set below them."""
        for name, field in (("additions", self.additions), ("controls", self.controls), ("finer", self.finer)):
            self._sections[name].set_summary(field.summary())
        self._say_savings()

    def _say_savings(self) -> None:
        """Say what few steps and guidance that ends early save."""
        try:
            request = self.request()
        except EaselError:
            return
        if self.checkpoint is not None:
            self.finer.show_saving(format_saving(request))
            self.mode.follow(request, self.checkpoint, self.additions.loras())

    def _too_long(self, field: str, characters: int) -> None:
        self.show_error(
            error_text(BadRequest("prompt-too-long", field=field, value=characters, limit=PROMPT_CHARACTERS))
        )

    def _note_missing(self, sentence: str) -> None:
        self._missing = sentence
        self.show_error(sentence)

    def _connect(self) -> None:
        for field in (self.additions, self.controls, self.finer):
            field.error_occurred.connect(self._note_missing)
            field.changed.connect(self._summarise)
        for spin in (self.steps, self.guidance):
            spin.valueChanged.connect(self._say_savings)
        self.additions.word_chosen.connect(self.prompts.insert_word)
        self.scheduler.currentIndexChanged.connect(self._scheduler_changed)
        self.scheduler.currentIndexChanged.connect(self._say_savings)
        self.size_field.changed.connect(self._size_changed)
        self.start_image.changed.connect(self._size_changed)
        for changed in (
            *(each.changed for each in (self.size_field, self.start_image, self.additions, self.controls, self.finer)),
            *(each.valueChanged for each in (self.steps, self.guidance, self.count)),
            *(each.currentIndexChanged for each in (self.scheduler, self.model)),
        ):
            changed.connect(self.price.schedule_update)

    def _lay_out(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        start = labelled_field(self.tr("Source image"), self.start_image)
        self._by_name = {"negative_prompt": self.prompts.negative, "image": start}
        for each in (self.prompts, start, labelled_field(self.tr("Size"), self.size_field)):
            column.addWidget(each)
        guidance = labelled_field(self.tr("Guidance"), self.guidance)
        column.addWidget(side_by_side(labelled_field(self.tr("Steps"), self.steps), guidance))
        self._mode_row = labelled_field(self.tr("Few steps"), self.mode)
        column.addWidget(self._mode_row)
        column.addWidget(labelled_field(self.tr("Seed"), self.seed))
        scheduler = labelled_field(self.tr("Scheduler"), self.scheduler)
        column.addWidget(side_by_side(labelled_field(self.tr("How many"), self.count), scheduler, (2, 3)))
        column.addWidget(labelled_field(self.tr("Model"), self.model))
        for section in self._sections.values():
            column.addWidget(section)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidget(form)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GAP // 2, MARGIN, MARGIN)
        foot.setSpacing(GAP // 2 + 2)
        foot.addWidget(self._fault)
        foot.addWidget(self.price)
        foot.addWidget(self.generate)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addLayout(foot)
        self.setMinimumWidth(290)
