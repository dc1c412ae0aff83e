"""The section "More": second prompts, clip skip, variations, high resolution, upscaling and other rare settings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.prediction import AUTO_PREDICTION, PREDICTION_TYPES
from macapp.domain.request import CLIP_SKIPS, UPSCALES, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.domain.weight_format import AUTO, WeightFormat
from macapp.errors import EaselError
from macapp.models import AuxiliaryModel, Checkpoint, ModelFamily, fits
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.seed_field import SeedField
from macapp.ui.widgets.fields import decimal_field, integer_field, labelled_field, side_by_side
from macapp.ui.widgets.plain_text import file_dialog, tip
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import GAP, secondary_label
from macapp.ui.widgets.wheel import scroll_past

HIRES_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
HIRES_STRENGTH = 0.5


class AdvancedSection(QWidget):
    """The controls of the section "More"; unsupported ones are hidden and keep their values."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._build_prompts()
        self._build_guidance()
        self._build_variation()
        self._build_enlargement()
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
        self.saving = secondary_label(QLabel(), smaller=0.85)
        self.saving.setWordWrap(True)
        self.saving.hide()
        self.eta = decimal_field(0, 1, 0.1, self.tr("Eta"))
        self.eta.setToolTip(self.tr("Amount of noise added at each step"))

    def _build_variation(self) -> None:
        self.variation_strength = decimal_field(0, 1, 0.05, self.tr("Variation strength"))
        self.variation_strength.setToolTip(self.tr("How far the noise moves from the seed to the variation seed"))
        self.variation_seed = SeedField()

    def _build_enlargement(self) -> None:
        self.hires_scale = _choice_list(self.tr("High resolution"))
        for scale in HIRES_SCALES:
            self.hires_scale.addItem(self.tr("Off") if scale == 1 else f"{scale:g}×", scale)
        self.hires_strength = decimal_field(0.05, 1, 0.05, self.tr("High-resolution strength"))
        self.hires_strength.setValue(HIRES_STRENGTH)
        self.upscale = _choice_list(self.tr("Enlarge"))
        for factor in UPSCALES:
            self.upscale.addItem(self.tr("Off") if factor == 1 else f"{factor}×", factor)
        self.upscaler = _choice_list(self.tr("Upscaler"), self.tr("Lanczos"))
        self._choose = _choose_button(self.tr("Choose an upscaler"))

    def _build_models(self) -> None:
        self.weights = _choice_list(self.tr("Weights"))
        for value, label in (
            (AUTO, self.tr("Best That Fits")),
            (WeightFormat.FULL.value, self.tr("Full Precision")),
            (WeightFormat.INT8.value, self.tr("8-bit")),
            (WeightFormat.INT4.value, self.tr("4-bit")),
        ):
            self.weights.addItem(label, value)
        self.weights.setToolTip(self.tr("Fewer bits need less memory and change the picture slightly"))
        self.prediction = _choice_list(self.tr("Prediction"), self.tr("As the Model Says"))
        self.prediction.setItemData(0, AUTO_PREDICTION)
        for value in PREDICTION_TYPES:
            self.prediction.addItem(value.capitalize(), value)
        self.prediction.setToolTip(self.tr("For a model that makes pictures of noise or of pale colours"))
        self.vae = _choice_list(self.tr("VAE"), self.tr("Built-in"))
        self._choose_vae = _choose_button(self.tr("Choose a VAE"))
        self.refiner = _choice_list(self.tr("Refiner"), self.tr("Off"))
        self.refiner_start = decimal_field(0.05, 0.95, 0.05, self.tr("Share of the steps at which the refiner starts"))
        self.refiner_start.setValue(Request.refiner_start)
        self._choose_refiner = _choose_button(self.tr("Choose the folder of a refiner"))

    def _connect_signals(self) -> None:
        self._choose.clicked.connect(self.choose_upscaler)
        self._choose_vae.clicked.connect(self.choose_vae)
        self._choose_refiner.clicked.connect(self.choose_refiner)
        for spin in (
            self.refiner_start,
            self.clip_skip,
            self.rescale,
            self.guidance_end,
            self.eta,
            self.variation_strength,
            self.hires_strength,
        ):
            spin.valueChanged.connect(self._on_changed)
        for combo in (
            self.hires_scale,
            self.upscale,
            self.upscaler,
            self.refiner,
            self.vae,
            self.weights,
            self.prediction,
        ):
            combo.currentIndexChanged.connect(self._on_changed)
        for text in (self.prompt_2, self.negative_prompt_2):
            text.textChanged.connect(self._on_changed)

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that the section shows."""
        strength = round(self.variation_strength.value(), 2)
        return {
            "prompt_2": self.prompt_2.toPlainText(),
            "negative_prompt_2": self.negative_prompt_2.toPlainText(),
            "clip_skip": self.clip_skip.value(),
            "guidance_rescale": round(self.rescale.value(), 2),
            "guidance_end": round(self.guidance_end.value(), 2),
            "eta": round(self.eta.value(), 2),
            "variation_strength": strength,
            "variation_seed": self.variation_seed.seed() if strength else None,
            "hires_scale": self.hires_scale.currentData(),
            "hires_strength": round(self.hires_strength.value(), 2),
            "upscale": self.upscale.currentData(),
            "upscaler": self.upscaler.currentData(),
            "vae": self.vae.currentData(),
            "weights": self.weights.currentData(),
            "prediction": self.prediction.currentData(),
            "refiner": self.refiner.currentData(),
            "refiner_start": round(self.refiner_start.value(), 2),
        }

    def use(self, request: Request) -> None:
        """Show the values of a request."""
        self.prompt_2.setPlainText(request.prompt_2)
        self.negative_prompt_2.setPlainText(request.negative_prompt_2)
        self.clip_skip.setValue(request.clip_skip)
        self.rescale.setValue(request.guidance_rescale)
        self.guidance_end.setValue(request.guidance_end)
        self.eta.setValue(request.eta)
        self.variation_strength.setValue(request.variation_strength)
        if request.variation_seed is not None:
            self.variation_seed.show_seed(request.variation_seed, keep=True)
        _select(self.hires_scale, request.hires_scale, f"{request.hires_scale:g}×")
        self.hires_strength.setValue(request.hires_strength)
        _select(self.upscale, request.upscale, f"{request.upscale}×")
        _select(self.weights, request.weights, request.weights)
        _select(self.prediction, request.prediction, request.prediction)
        self.refiner_start.setValue(request.refiner_start)
        for combo, value in (
            (self.refiner, request.refiner),
            (self.upscaler, request.upscaler),
            (self.vae, request.vae),
        ):
            if value is None:
                combo.setCurrentIndex(0)
            else:
                _select(combo, value, Path(value).stem)

    def set_family(self, family: ModelFamily, scheduler: str) -> None:
        """Show the settings that a model family supports with a scheduler, and no others."""
        supported = set(family.supports) - (set() if SCHEDULERS[scheduler].supports_eta else {"eta"})
        for name, row in self.rows.items():
            row.setVisible(name in supported)

    def summary(self) -> str:
        """Return the settings that differ from their defaults, in a few words."""
        values = self.values()
        hires, upscale = values["hires_scale"], values["upscale"]
        parts = [
            (values["variation_strength"], self.tr("variation")),
            (hires > 1, self.tr("high resolution {0}×").format(f"{hires:g}")),
            (upscale > 1, self.tr("enlarged {0}×").format(upscale)),
            (values["clip_skip"] > 1, self.tr("clip skip {0}").format(values["clip_skip"])),
            (values["eta"], self.tr("eta")),
            (values["refiner"], self.tr("refiner")),
            (values["vae"], self.tr("VAE")),
            (values["weights"] != AUTO, self.tr("weights {0}").format(values["weights"])),
            (values["prediction"] != AUTO_PREDICTION, values["prediction"]),
            (values["guidance_rescale"], self.tr("rescale")),
            (values["guidance_end"] < 1, self.tr("guidance until {0}").format(f"{values['guidance_end']:g}")),
            (values["prompt_2"] or values["negative_prompt_2"], self.tr("second prompt")),
        ]
        return ", ".join(word for is_set, word in parts if is_set)

    def show_saving(self, words: str) -> None:
        """Show below “Guidance until” the time that it saves."""
        self.saving.setText(words)
        self.saving.setVisible(bool(words))

    def choose_refiner(self) -> None:
        """Open a dialog for the folder of a refiner."""
        self._choose_file(self.tr("Choose the Refiner of Stable Diffusion XL"), self.add_refiner)

    def add_refiner(self, path: str) -> None:
        """Add a refiner to the list and select it, or report its error."""
        self._add_choice(self.refiner, partial(fits.find_refiner, path))

    def choose_vae(self) -> None:
        """Open a dialog for a VAE."""
        self._choose_file(self.tr("Choose a VAE"), self.add_vae, self.tr("VAE (*.safetensors)"))

    def add_vae(self, path: str) -> None:
        """Add a VAE to the list and select it, or report its error."""
        self._add_choice(self.vae, partial(models.find_auxiliary, path, AuxiliaryKind.VAE))

    def choose_upscaler(self) -> None:
        """Open a dialog for an upscaler."""
        words = self.tr("Upscalers (*.safetensors)")
        self._choose_file(self.tr("Choose an Upscaler"), self.add_upscaler, words)

    def add_upscaler(self, path: str) -> None:
        """Add an upscaler to the list and select it, or report its error."""
        is_added = self._add_choice(self.upscaler, partial(models.find_auxiliary, path, AuxiliaryKind.UPSCALER))
        if is_added and self.upscale.currentData() == 1:
            _select(self.upscale, 2, "2×")

    def _choose_file(self, title: str, add: Callable[[str], None], types: str | None = None) -> None:
        """Open a dialog for a file of some types, or for a folder if `types` is None."""
        dialog = file_dialog(self, title)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.Directory if types is None else mode.ExistingFile)
        if types is not None:
            dialog.setNameFilter(types)
        dialog.fileSelected.connect(add)
        dialog.open()

    def _add_choice(self, combo: QComboBox, find: Callable[[], AuxiliaryModel | Checkpoint]) -> bool:
        """Add a model to a list and select it, or report its error; return whether it was added."""
        try:
            found = find()
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return False
        _select(combo, found.id, found.name)
        return True

    def _on_changed(self) -> None:
        self.hires_strength.setEnabled(self.hires_scale.currentIndex() > 0)
        upscales = self.upscale.currentIndex() > 0 or self.hires_scale.currentIndex() > 0
        self.upscaler.setEnabled(upscales)
        self.refiner_start.setEnabled(self.refiner.currentData() is not None)
        self.variation_seed.setEnabled(self.variation_strength.value() > 0)
        self.changed.emit()

    def _build_layout(self) -> dict[str, QWidget]:
        upscaler = _with_button(self.upscaler, self._choose)
        skip = labelled_field(self.tr("Clip skip"), self.clip_skip)
        rescale = labelled_field(self.tr("Guidance rescale"), self.rescale)
        variation = _stack(
            labelled_field(self.tr("Variation strength"), self.variation_strength),
            labelled_field(self.tr("Variation seed"), self.variation_seed),
        )
        until = _stack(labelled_field(self.tr("Guidance until"), self.guidance_end), self.saving)
        rows = {
            "prompt_2": labelled_field(self.tr("Second prompt"), self.prompt_2),
            "negative_prompt_2": labelled_field(self.tr("Second negative prompt"), self.negative_prompt_2),
            "hires_scale": side_by_side(
                labelled_field(self.tr("High resolution"), self.hires_scale),
                labelled_field(self.tr("Refine by"), self.hires_strength),
            ),
            "refiner": side_by_side(
                labelled_field(self.tr("Refiner"), _with_button(self.refiner, self._choose_refiner)),
                labelled_field(self.tr("From"), self.refiner_start),
                (3, 2),
            ),
            "upscale": side_by_side(
                labelled_field(self.tr("Enlarge"), self.upscale), labelled_field(self.tr("With"), upscaler)
            ),
            "variation_strength": variation,
            "vae": labelled_field(self.tr("VAE"), _with_button(self.vae, self._choose_vae)),
            "weights": labelled_field(self.tr("Weights"), self.weights),
            "prediction": labelled_field(self.tr("Prediction"), self.prediction),
            "clip_skip": side_by_side(skip, rescale),
            "guidance_end": until,
            "eta": labelled_field(self.tr("Eta"), self.eta),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for row in rows.values():
            layout.addWidget(row)
        del rows["upscale"]  # every model family supports it
        return rows


def _stack(*fields: QWidget) -> QWidget:
    """Return a column of fields."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        column.addWidget(field)
    return holder


def _choice_list(name: str, default: str = "") -> QComboBox:
    """Return an empty list, or one with a default whose value is None."""
    combo = scroll_past(QComboBox())
    combo.setAccessibleName(name)
    if default:
        combo.addItem(default, None)
    return combo


def _choose_button(words: str) -> QToolButton:
    button = QToolButton()
    button.setText("…")
    button.setToolTip(tip(words))
    button.setAccessibleName(words)
    return button


def _with_button(combo: QComboBox, button: QToolButton) -> QWidget:
    """Return a list next to the button that adds to it."""
    combo.setSizePolicy(
        QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed
    )  # cut long names instead of widening the form
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(combo, 1)
    row.addWidget(button)
    return holder


def _select(combo: QComboBox, value: Any, words: str) -> None:
    """Select a value, and add it first if it is not in the list."""
    index = combo.findData(value)
    if index < 0:
        combo.addItem(words, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)
