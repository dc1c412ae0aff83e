"""`GenerationForm`: from the fields of the form to a `Request`, and back."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.request import PROMPT_CHARACTERS, SIDE_STEP, Request
from macapp.domain.schedulers import DEFAULT_SCHEDULER
from macapp.errors import BadRequest, EaselError, as_easel_error
from macapp.models import Checkpoint
from macapp.models.catalog import CHECKPOINT, PART
from macapp.models.fast_modes import available_modes, mode_lora_ids
from macapp.models.foreign_folders import is_model_folder
from macapp.models.model_family import OPTIONAL_FIELDS
from macapp.models.model_names import ModelNames
from macapp.models.quality import full_settings
from macapp.models.references import size_for_reference
from macapp.models.registry import ModelRegistry
from macapp.models.scan_cache import InstalledModel
from macapp.planning.acceleration import CompileChoice
from macapp.planning.attention import SlicingMode
from macapp.system.machine import Machine
from macapp.system.paths import LibraryPaths
from macapp.ui.form.cost_estimate import CostEstimate, CostQuery
from macapp.ui.form.exact_values import ExactValues
from macapp.ui.form.form_fields import FormFields
from macapp.ui.form.quality_field import is_measured
from macapp.ui.widgets.task_pool import TaskPool
from macapp.ui.widgets.text import error_text, format_saving
from macapp.workflow import request_builder
from macapp.workflow.prompt_tags import describe_tags, has_tags

MAX_NATIVE_AREAS = 2.5  # in pixels of the training size: above that, a model repeats objects


class GenerationForm(FormFields):
    """Shows a request in the prompt bar and the inspector, and returns the request that the fields describe."""

    generate_requested = Signal()
    browse_requested = Signal()
    models_listed = Signal(list)
    """the ids of the installed checkpoints, after each listing"""
    source_added = Signal(Path)
    """a folder of another program whose models are listed from now on"""

    def __init__(
        self,
        machine: Machine,
        places: LibraryPaths,
        slice_choice: SlicingMode,
        background: TaskPool,
        compile_choice: CompileChoice = "auto",
    ) -> None:
        super().__init__(places, background)
        self._places, self._registry = places, ModelRegistry(places)
        self._used: ExactValues | None = None
        self._missing = ""
        self.defaults_of: Callable[[str], Request | None] = lambda model: None
        """returns the settings that the user wants a model to start with, if any"""
        self.price = CostEstimate(self._cost_query, machine, slice_choice, background, compile_choice)
        self.bar.add_price(self.price)
        self._connect_fields()
        self._connect_price()
        self._show_checkpoints()

    @property
    def checkpoint(self) -> Checkpoint | None:
        """The selected model; None if the list is empty or the model cannot be read."""
        return self.model.checkpoint()

    def build_requests(self) -> list[Request]:
        """Return one request for each picture, or show an error and return nothing."""
        return self._validated(self._build_series)

    def combinations(self) -> list[Request]:
        """Return one request for each combination of the alternatives, or show an error and return nothing."""
        return self._validated(lambda: request_builder.all_combinations(self.request(), self._places))

    def _build_series(self) -> list[Request]:
        request, count = self.request(), self.count.value()
        if request.template is None and request.negative_template is None:
            request = request_builder.expand_wildcards(request, self._places)
        elif count > 1:  # the form shows the expanded prompt, so all pictures use that
            request = replace(request, template=None, negative_template=None)
        return request_builder.request_series(request, count, self._places)

    def _validated(self, build: Callable[[], list[Request]]) -> list[Request]:
        try:
            requests = build()
            request_builder.validate_request(requests[0])
        except EaselError as error:
            self.show_error(error_text(error))
            return []
        self._show_unused_tags(requests[0])
        if self.checkpoint is not None:
            query = CostQuery(requests[0], self.checkpoint, 1, self._reference_sizes(requests[0]))
            if self.price.show_refusal(query):
                return []
        self.seed.show_seed(requests[0].seed)
        return requests

    def _show_unused_tags(self, request: Request) -> None:
        """Say what of the prompt is not used, or remove an earlier error."""
        reasons = describe_tags(request, ModelNames(self._places)) if has_tags(request) else []
        if reasons:
            self.show_error(" ".join(map(error_text, reasons)))
        else:
            self.hide_error()

    def request(self) -> Request:
        """Return the request of the form with the prompt as typed; raises `BadRequest`."""
        return self._build_request(self.seed.seed())

    def _reference_sizes(self, request: Request) -> tuple[tuple[int, int], ...]:
        return self.references.sizes if request.references else ()

    def _cost_query(self) -> CostQuery | None:
        """Return the pictures whose cost is to be shown; None while the form is not a valid request."""
        with suppress(EaselError):
            if self.checkpoint is not None:
                request = self._build_request(seed=0)
                return CostQuery(request, self.checkpoint, self.count.value(), self._reference_sizes(request))
        return None

    def _build_request(self, seed: int) -> Request:
        if self.checkpoint is None:
            raise BadRequest("model-none")
        shown = self._field_values()
        if self._used is not None:
            shown = self._used.values(shown)
        supported = self.checkpoint.kind.supports
        hidden = {name for name in OPTIONAL_FIELDS if name not in supported}
        if "image" in hidden:
            hidden |= {"strength", "resize", "mask_only", "mask_padding", "mask_feather"}
        if "variation_strength" in hidden:
            hidden |= {"variation_seed"}
        values = {name: value for name, value in shown.items() if name not in hidden}
        request = Request(seed=seed, **values)
        return request if self._used is None else self._used.with_template(request)

    def _field_values(self) -> dict[str, Any]:
        """Return every field of a request except the seed, as the controls show it."""
        width, height = self.size_field.size_asked
        return {
            "prompt": self.prompt.toPlainText(),
            "negative_prompt": self.negative_prompt.toPlainText(),
            "model": self.checkpoint.id if self.checkpoint is not None else "",
            "width": width,
            "height": height,
            **self.start_image.values(),
            **self.references.values(),
            **self.additions.values(),
            **self.controls.values(),
            **self.advanced.values(),
            **self.upscaling.values(),
            **self.refining.values(),
        }

    def load_request(self, request: Request, with_seed: bool = True) -> None:
        """Show the settings of a request."""
        self._missing = ""
        self.choose_model(request.model)
        self.prompt.setPlainText(request.prompt)
        self.negative_prompt.setPlainText(request.negative_prompt)
        self.size_field.set_size(request.size)
        if with_seed:
            self.seed.show_seed(request.seed, keep=True)
        self.start_image.use(request, self._places)
        self.references.use(request, self._places)
        self.additions.use(request)
        self.controls.use(request)
        for part in (self.advanced, self.upscaling, self.refining):
            part.use(request)
        self.count.setValue(1)
        if self._missing:
            self.show_error(self._missing)
        self._used = None
        with suppress(EaselError):
            self._used = ExactValues.capture(request, self._field_values())

    def refresh_models(self) -> None:
        """List the installed models again, with those of other programs, in the background."""
        self.background.run(
            partial(self._registry.list_models, CHECKPOINT), self._on_models_listed, self._show_exception
        )

    def _on_models_listed(self, models: list[InstalledModel]) -> None:
        self.model.offer([model for model in models if not model.missing])
        self._show_savings()  # the LoRA of a fast mode may be installed now
        self.generate.setEnabled(self.checkpoint is not None)
        self.models_listed.emit(self.model.models())

    def _show_exception(self, error: EaselError) -> None:
        self.show_error(error_text(error))

    def fit_size_to_mask(self, image: tuple[int, int]) -> None:
        """Use the size of a masked image if it suits the model; else draw only the masked part."""
        if self.checkpoint is None:
            return
        width, height = (max(SIDE_STEP * 8, side - side % SIDE_STEP) for side in image)
        native = self.checkpoint.architecture.native_size
        is_suitable = width * height <= MAX_NATIVE_AREAS * native**2
        self.start_image.only.setChecked(not is_suitable)
        if is_suitable:
            self.size_field.set_size((width, height))

    def fit_size_to_reference(self, image: tuple[int, int]) -> None:
        """Use the size that suits a picture edited from a reference image of this size."""
        if self.checkpoint is not None:
            native = self.checkpoint.architecture.native_size
            self.size_field.set_size(size_for_reference(self.checkpoint.kind, native, image))

    def image_roles(self) -> list[str]:
        """Return the fields for images that the selected model uses: "image", "references", both or none."""
        supported = frozenset() if self.checkpoint is None else self.checkpoint.kind.supports
        return [name for name in ("image", "references") if name in supported]

    def image_role_at(self, widget: QWidget | None) -> str:
        """Return the field for images that a widget belongs to, "image" or "references"; empty for all others."""
        fields = (("image", self.start_image), ("image", self.bar.well), ("references", self.references))
        for role, field in fields:
            if widget is not None and (widget is field or field.isAncestorOf(widget)):
                return role
        return ""

    def add_model(self, path: Path) -> None:
        """Add a model to the list, or an adapter to its section.

        A folder with many models, like those of other programs, is read in the background.
        """
        if is_model_folder(path):
            self.background.run(partial(self._registry.add_source, path), self._on_source_added, self._show_exception)
            return
        try:
            kind = self._registry.add(path).kind
        except (EaselError, OSError) as error:
            self.show_error(error_text(as_easel_error(error)))
            return
        if kind == PART:
            self.refresh_models()
        elif kind == CHECKPOINT:
            self.choose_model(str(path))
            self.start_with_model()
        elif kind == AuxiliaryKind.UPSCALER:
            self.upscaling.add_upscaler(str(path))
            self.expand_section("upscaling")
        elif kind == AuxiliaryKind.VAE:
            self.advanced.vae.add(str(path))
            self.expand_section("advanced")
        elif kind == AuxiliaryKind.CONTROLNET:
            self.controls.add(str(path))
            self.expand_section("controls")
        else:
            self.additions.add(str(path))
            self.expand_section("additions")

    def _on_source_added(self, source: Path) -> None:
        self.source_added.emit(source)
        self.refresh_models()

    def set_editing(self, editing: bool) -> None:
        """Change the button for a waiting job that is being edited."""
        self.count.setEnabled(not editing)
        self.generate.setText(self.tr("Save Changes") if editing else self.tr("Generate"))
        self.cancel_editing.setVisible(editing)

    def to_json(self) -> str:
        """Return the form as JSON; empty if it is not a valid request."""
        try:
            request = replace(self.request(), seed=self.seed.shown() or 0)
        except EaselError:
            return ""
        return json.dumps({**request.to_dict(), "count": self.count.value(), "keep_seed": self.seed.kept})

    def from_json(self, text: str) -> bool:
        """Show a form that `to_json` returned; return False and change nothing if the text is invalid."""
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

    def _show_checkpoints(self) -> None:
        found = self._registry.checkpoints()
        for checkpoint in found:
            self.model.add(checkpoint)
        if found:
            self._show_checkpoint(found[0])
            self._show_defaults(found[0])
            self.prompt.setPlainText(next(iter(found[0].examples), ""))
        self.generate.setEnabled(bool(found))
        self.refresh_models()

    def choose_model(self, model: str) -> None:
        """Select a model and show its fields; keep the settings. Show an error if the model cannot be read."""
        try:
            found = models.find_checkpoint(model)
        except EaselError as error:
            self.show_error(error_text(error))
            return
        self.model.choose(found)
        self._show_checkpoint(found)
        self.generate.setEnabled(True)

    def start_with_model(self) -> None:
        """Show the fields of the selected model with the settings that it starts with."""
        if self.checkpoint is not None:
            self.additions.remove_all(mode_lora_ids())
            self._show_checkpoint(self.checkpoint)
            preset = self.defaults_of(self.checkpoint.id)
            if preset is None:
                self._show_defaults(self.checkpoint)
            else:
                self.load_request(preset, with_seed=False)

    def _show_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Show the fields that a checkpoint supports and no others; hidden fields keep their values."""
        self.scheduler.set_checkpoint(checkpoint)
        self.mode.set_checkpoint(checkpoint)
        self.quality_row.setVisible(is_measured(checkpoint))
        self.show_supported_fields(checkpoint.kind)
        self.size_field.set_checkpoint(checkpoint)
        self.prompts.tokens.set_checkpoint(checkpoint)
        self._on_scheduler_changed()
        self._show_savings()

    def _show_defaults(self, checkpoint: Checkpoint) -> None:
        self.steps.setValue(checkpoint.steps)
        self.guidance.setValue(checkpoint.guidance_scale)
        self.scheduler.setCurrentText(checkpoint.scheduler)

    def apply_fast_mode(self, name: str) -> None:
        """Set steps, guidance, scheduler and LoRA of a fast mode; an empty name restores the model's defaults."""
        if self.checkpoint is None:
            return
        self.additions.remove_all(mode_lora_ids())
        self.advanced.eta.setValue(0)
        if name not in (modes := available_modes(self.checkpoint)):
            self._show_defaults(self.checkpoint)
            return
        mode = modes[name]
        self.steps.setValue(mode.steps)
        self.guidance.setValue(mode.guidance_scale)
        self.scheduler.setCurrentText(mode.scheduler)
        self.advanced.eta.setValue(mode.eta)
        entry = mode.lora(self.checkpoint)
        if (
            entry is not None
            and entry.path is not None
            and not mode.is_trained_for(self.checkpoint, self.additions.loras())
        ):
            self.additions.add(entry.id)

    def apply_quality(self, name: str) -> None:
        """Set the steps of a quality and what they reuse."""
        if self.checkpoint is not None:
            self.advanced.set_quality(full_settings(name, self.checkpoint))

    def _on_scheduler_changed(self) -> None:
        if self.checkpoint is not None:
            self.advanced.set_family(self.checkpoint.kind, self.scheduler.currentText() or DEFAULT_SCHEDULER)
            self.upscaling.set_family(self.checkpoint.kind)

    def _on_size_changed(self) -> None:
        self.controls.set_size(self.size_field.size_asked, self.start_image.values()["resize"])

    def _on_section_changed(self) -> None:
        self.update_summaries()
        self._show_savings()

    def _show_savings(self) -> None:
        """Show the time that a fast mode and an early end of guidance save."""
        try:
            request = self.request()
        except EaselError:
            return
        if self.checkpoint is not None:
            self.advanced.show_saving(format_saving(request))
            self.mode.follow(request, self.checkpoint, self.additions.loras())
            self.quality.follow(request, self.checkpoint)

    def _show_too_long(self, field: str, characters: int) -> None:
        self.show_error(
            error_text(BadRequest("prompt-too-long", field=field, value=characters, limit=PROMPT_CHARACTERS))
        )

    def _note_missing(self, sentence: str) -> None:
        self._missing = sentence
        self.show_error(sentence)

    def _connect_fields(self) -> None:
        self.prompts.refused.connect(self._show_too_long)
        for field in (self.start_image, self.bar.well):
            field.browse_requested.connect(self.browse_requested)
        self.references.error_occurred.connect(self._note_missing)
        self.model.error_occurred.connect(self.show_error)
        self.model.model_chosen.connect(self.start_with_model)
        self.generate.clicked.connect(self.generate_requested)
        self.steps.valueChanged.connect(self.start_image.set_steps)
        for section in self.parts:
            section.error_occurred.connect(self._note_missing)
            section.changed.connect(self._on_section_changed)
        self.additions.word_chosen.connect(self.prompts.insert_word)
        self.scheduler.currentIndexChanged.connect(self._on_scheduler_changed)
        self.size_field.changed.connect(self._on_size_changed)
        self.start_image.changed.connect(self._on_size_changed)

    def _connect_price(self) -> None:
        for signal in (
            *(field.changed for field in (self.size_field, self.start_image, self.references)),
            *(section.changed for section in self.parts),
            self.count.valueChanged,
            self.model.currentIndexChanged,
        ):
            signal.connect(self.price.schedule_update)
