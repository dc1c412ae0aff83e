"""The section "Advanced": steps, guidance, scheduler, and settings that few pictures need."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.prediction import AUTO_PREDICTION, PREDICTION_TYPES
from macapp.domain.request import CLIP_SKIPS, STEPS, Request
from macapp.domain.request_fields import INTERVAL
from macapp.domain.schedulers import SCHEDULERS
from macapp.domain.weight_format import AUTO, WeightFormat
from macapp.models import ModelFamily
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.model_choice import ModelChoice
from macapp.ui.form.scheduler_field import SchedulerField
from macapp.ui.form.seed_field import SeedField
from macapp.ui.widgets.fields import (
    choice_list,
    column,
    decimal_field,
    integer_field,
    labelled_field,
    select_value,
    side_by_side,
)
from macapp.ui.widgets.theme import GAP, secondary_label

MAX_STEPS, MAX_GUIDANCE = 150, 30  # of the controls; a request may have more


class AdvancedSection(QWidget):
    """The controls of the section; unsupported ones are hidden and keep their values."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.steps = integer_field(STEPS[0], MAX_STEPS, self.tr("Steps"))
        self.guidance = decimal_field(0, MAX_GUIDANCE, 0.5, self.tr("Guidance scale"), decimals=1)
        self.scheduler = SchedulerField()
        self._build_prompts()
        self._build_guidance()
        self._build_variation()
        self._build_models()
        self.rows = self._build_layout()
        self._connect_signals()
        self._on_changed()

    def _build_prompts(self) -> None:
        self.prompt_2 = GrowingText(self.tr("Same as the first if empty"), 1, 5)
        self.prompt_2.setAccessibleName(self.tr("Second prompt"))
        self.negative_prompt_2 = GrowingText(self.tr("Same as the first if empty"), 1, 5)
        self.negative_prompt_2.setAccessibleName(self.tr("Second negative prompt"))
        self.clip_skip = integer_field(CLIP_SKIPS[0], CLIP_SKIPS[-1], self.tr("Clip skip"))
        self.clip_skip.setToolTip(
            self.tr("1 uses the last layer of the text encoder, 2 the layer before it; for SDXL both are the same")
        )

    def _build_guidance(self) -> None:
        self.rescale = decimal_field(0, 1, 0.1, self.tr("Guidance rescale"))
        self.rescale.setToolTip(self.tr("Reduces the overexposure of high guidance; 0.7 is usual"))
        self.guidance_end = decimal_field(0, 1, 0.05, self.tr("Guidance until"))
        self.guidance_end.setValue(1)
        self.guidance_end.setToolTip(
            self.tr("Share of the steps with guidance; steps without it need half the work. 1 means all steps")
        )
        self.unconditional_interval = integer_field(*INTERVAL, self.tr("Unconditional interval"))
        self.unconditional_interval.setToolTip(
            self.tr("Steps from one unconditional pass to the next; 2 saves a quarter of the work. 1 means every step")
        )
        self.cache_interval = integer_field(*INTERVAL, self.tr("Cache interval"))
        self.cache_interval.setToolTip(
            self.tr("Steps from one full pass to the next; the others reuse its deep layers. 1 means every step")
        )
        self.cache_start = decimal_field(0, 1, 0.05, self.tr("Cache start"))
        self.cache_start.setToolTip(self.tr("Share of the steps before the first one that reuses layers"))
        self.saving = secondary_label(QLabel(), smaller=0.85)
        self.saving.setWordWrap(True)
        self.saving.hide()
        self.eta = decimal_field(0, 1, 0.1, self.tr("Eta"))
        self.eta.setToolTip(self.tr("Amount of noise added at each step"))

    def _build_variation(self) -> None:
        self.variation_strength = decimal_field(0, 1, 0.05, self.tr("Variation strength"))
        self.variation_strength.setToolTip(self.tr("How far the noise moves from the seed to the variation seed"))
        self.variation_seed = SeedField()

    def _build_models(self) -> None:
        self.weights = choice_list(self.tr("Weights"))
        for value, label in (
            (AUTO, self.tr("Best That Fits")),
            (WeightFormat.FULL.value, self.tr("Full Precision")),
            (WeightFormat.INT8.value, self.tr("8-bit")),
            (WeightFormat.INT4.value, self.tr("4-bit")),
        ):
            self.weights.addItem(label, value)
        self.weights.setToolTip(self.tr("Fewer bits need less memory and change the picture slightly"))
        self.prediction = choice_list(self.tr("Prediction"), self.tr("As the Model Says"))
        self.prediction.setItemData(0, AUTO_PREDICTION)
        for value in PREDICTION_TYPES:
            self.prediction.addItem(value.capitalize(), value)
        self.prediction.setToolTip(self.tr("For a model that makes pictures of noise or of pale colours"))
        self.vae = ModelChoice(
            self.tr("VAE"),
            self.tr("Built-in"),
            self.tr("Choose a VAE"),
            partial(models.find_auxiliary, kind=AuxiliaryKind.VAE),
            self.tr("VAE (*.safetensors)"),
        )

    def _connect_signals(self) -> None:
        for spin in (
            self.steps,
            self.guidance,
            self.clip_skip,
            self.rescale,
            self.guidance_end,
            self.unconditional_interval,
            self.cache_interval,
            self.cache_start,
            self.eta,
            self.variation_strength,
        ):
            spin.valueChanged.connect(self._on_changed)
        for combo in (self.scheduler, self.weights, self.prediction):
            combo.currentIndexChanged.connect(self._on_changed)
        for text in (self.prompt_2, self.negative_prompt_2):
            text.textChanged.connect(self._on_changed)
        self.vae.changed.connect(self._on_changed)
        self.vae.error_occurred.connect(self.error_occurred)

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that the section shows."""
        strength = round(self.variation_strength.value(), 2)
        return {
            "steps": self.steps.value(),
            "guidance_scale": round(self.guidance.value(), 1),
            "scheduler": self.scheduler.currentText(),
            "prompt_2": self.prompt_2.toPlainText(),
            "negative_prompt_2": self.negative_prompt_2.toPlainText(),
            "clip_skip": self.clip_skip.value(),
            "guidance_rescale": round(self.rescale.value(), 2),
            "guidance_end": round(self.guidance_end.value(), 2),
            "unconditional_interval": self.unconditional_interval.value(),
            "cache_interval": self.cache_interval.value(),
            "cache_start": round(self.cache_start.value(), 2),
            "eta": round(self.eta.value(), 2),
            "variation_strength": strength,
            "variation_seed": self.variation_seed.seed() if strength else None,
            "vae": self.vae.value,
            "weights": self.weights.currentData(),
            "prediction": self.prediction.currentData(),
        }

    def use(self, request: Request) -> None:
        """Show the values of a request."""
        self.steps.setMaximum(max(self.steps.maximum(), request.steps))
        self.steps.setValue(request.steps)
        self.guidance.setMaximum(max(self.guidance.maximum(), request.guidance_scale))
        self.guidance.setValue(request.guidance_scale)
        self.scheduler.setCurrentText(request.scheduler)
        self.prompt_2.setPlainText(request.prompt_2)
        self.negative_prompt_2.setPlainText(request.negative_prompt_2)
        self.clip_skip.setValue(request.clip_skip)
        self.rescale.setValue(request.guidance_rescale)
        self.guidance_end.setValue(request.guidance_end)
        self.unconditional_interval.setValue(request.unconditional_interval)
        self.cache_interval.setValue(request.cache_interval)
        self.cache_start.setValue(request.cache_start)
        self.eta.setValue(request.eta)
        self.variation_strength.setValue(request.variation_strength)
        if request.variation_seed is not None:
            self.variation_seed.show_seed(request.variation_seed, keep=True)
        select_value(self.weights, request.weights, request.weights)
        select_value(self.prediction, request.prediction, request.prediction)
        self.vae.use(request.vae)

    def set_quality(self, settings: Mapping[str, Any]) -> None:
        """Set steps and reuse, as `full_settings` in `macapp.models.quality` returns them."""
        self.steps.setValue(settings["steps"])
        self.cache_interval.setValue(settings["cache_interval"])
        self.cache_start.setValue(settings["cache_start"])

    def set_family(self, family: ModelFamily, scheduler: str) -> None:
        """Show the settings that a model family supports with a scheduler, and no others."""
        supported = set(family.supports) - (set() if SCHEDULERS[scheduler].supports_eta else {"eta"})
        for name, row in self.rows.items():
            row.setVisible(name in supported)

    def summary(self) -> str:
        """Return the state of the section in a few words: its main settings, and what differs from the defaults."""
        values = self.values()
        parts = [
            (True, self.tr("%n steps", "", values["steps"])),
            (True, self.tr("guidance {0}").format(f"{values['guidance_scale']:g}")),
            (True, values["scheduler"]),
            (values["variation_strength"], self.tr("variation")),
            (values["clip_skip"] > 1, self.tr("clip skip {0}").format(values["clip_skip"])),
            (values["eta"], self.tr("eta")),
            (values["vae"], self.tr("VAE")),
            (values["weights"] != AUTO, self.tr("weights {0}").format(values["weights"])),
            (values["prediction"] != AUTO_PREDICTION, values["prediction"]),
            (values["guidance_rescale"], self.tr("rescale")),
            (values["guidance_end"] < 1, self.tr("guidance until {0}").format(f"{values['guidance_end']:g}")),
            (
                values["unconditional_interval"] > 1,
                self.tr("unconditional interval {0}").format(values["unconditional_interval"]),
            ),
            (values["cache_interval"] > 1, self.tr("cache interval {0}").format(values["cache_interval"])),
            (values["prompt_2"] or values["negative_prompt_2"], self.tr("second prompt")),
        ]
        return "  ·  ".join(word for is_set, word in parts if is_set)

    def show_saving(self, words: str) -> None:
        """Show below “Guidance until” the time that it saves."""
        self.saving.setText(words)
        self.saving.setVisible(bool(words))

    def _on_changed(self) -> None:
        self.cache_start.setEnabled(self.cache_interval.value() > 1)
        self.variation_seed.setEnabled(self.variation_strength.value() > 0)
        self.changed.emit()

    def _build_layout(self) -> dict[str, QWidget]:
        always = (
            side_by_side(
                labelled_field(self.tr("Steps"), self.steps), labelled_field(self.tr("Guidance"), self.guidance)
            ),
            labelled_field(self.tr("Scheduler"), self.scheduler),
        )
        skip = labelled_field(self.tr("Clip skip"), self.clip_skip)
        rescale = labelled_field(self.tr("Guidance rescale"), self.rescale)
        variation = column(
            labelled_field(self.tr("Variation strength"), self.variation_strength),
            labelled_field(self.tr("Variation seed"), self.variation_seed),
        )
        until = column(labelled_field(self.tr("Guidance until"), self.guidance_end), self.saving)
        rows = {
            "prompt_2": labelled_field(self.tr("Second prompt"), self.prompt_2),
            "negative_prompt_2": labelled_field(self.tr("Second negative prompt"), self.negative_prompt_2),
            "variation_strength": variation,
            "vae": labelled_field(self.tr("VAE"), self.vae),
            "weights": labelled_field(self.tr("Weights"), self.weights),
            "prediction": labelled_field(self.tr("Prediction"), self.prediction),
            "clip_skip": side_by_side(skip, rescale),
            "guidance_end": until,
            "unconditional_interval": labelled_field(self.tr("Unconditional interval"), self.unconditional_interval),
            "cache_interval": side_by_side(
                labelled_field(self.tr("Cache interval"), self.cache_interval),
                labelled_field(self.tr("Cache start"), self.cache_start),
            ),
            "eta": labelled_field(self.tr("Eta"), self.eta),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for row in (*always, *rows.values()):
            layout.addWidget(row)
        return rows
