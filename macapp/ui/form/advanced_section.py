"""The settings that most pictures do without: second prompts, clip skip, variations, high resolution, enlarging."""

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
from macapp.domain.request import CLIP_SKIPS, UPSCALES, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.errors import EaselError
from macapp.models import AuxiliaryModel, Checkpoint, ModelFamily, fits
from macapp.ui.form.growing_text import GrowingText
from macapp.ui.form.seed_field import SeedField
from macapp.ui.widgets.fields import decimal_field, integer_field, labelled_field, side_by_side
from macapp.ui.widgets.plain_text import file_dialog, tip
from macapp.ui.widgets.text import error_text
from macapp.ui.widgets.theme import GAP, secondary_label

HIRES_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
HIRES_STRENGTH = 0.5


class AdvancedSection(QWidget):
    """The controls of the section "More"; those that the model does not take are hidden and keep their values."""

    changed = Signal()
    error_occurred = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.prompt_2 = GrowingText(self.tr("The same, if it is empty"), 1, 5)
        self.prompt_2.setAccessibleName(self.tr("Second prompt"))
        self.negative_prompt_2 = GrowingText(self.tr("The same, if it is empty"), 1, 5)
        self.negative_prompt_2.setAccessibleName(self.tr("Second negative prompt"))
        self.clip_skip = integer_field(CLIP_SKIPS[0], CLIP_SKIPS[-1], self.tr("Clip skip"))
        self.clip_skip.setToolTip(
            self.tr("1 takes the prompt from the text encoder's last layer, 2 from the one before")
        )
        self.rescale = decimal_field(0, 1, 0.1, self.tr("Guidance rescale"))
        self.rescale.setToolTip(self.tr("Takes back the overexposure of high guidance; 0.7 is usual"))
        self.guidance_end = decimal_field(0, 1, 0.05, self.tr("Guidance until"))
        self.guidance_end.setValue(1)
        self.guidance_end.setToolTip(
            self.tr("After this share of the steps guidance ends; the rest are half the work. 1 is never")
        )
        self._saving = secondary_label(QLabel(), smaller=0.85)
        self._saving.setWordWrap(True)
        self._saving.hide()
        self.eta = decimal_field(0, 1, 0.1, self.tr("Eta"))
        self.eta.setToolTip(self.tr("How much noise is added at each step"))
        self.variation_strength = decimal_field(0, 1, 0.05, self.tr("Variation strength"))
        self.variation_strength.setToolTip(self.tr("How far the picture goes from its seed towards the variation's"))
        self.variation_seed = SeedField()
        self.hires_scale = QComboBox()
        self.hires_scale.setAccessibleName(self.tr("High resolution"))
        for scale in HIRES_SCALES:
            self.hires_scale.addItem(self.tr("Off") if scale == 1 else f"{scale:g}×", scale)
        self.hires_strength = decimal_field(0.05, 1, 0.05, self.tr("High-resolution strength"))
        self.hires_strength.setValue(HIRES_STRENGTH)
        self.upscale = QComboBox()
        self.upscale.setAccessibleName(self.tr("Enlarge"))
        for factor in UPSCALES:
            self.upscale.addItem(self.tr("Off") if factor == 1 else f"{factor}×", factor)
        self.upscaler = QComboBox()
        self.upscaler.setAccessibleName(self.tr("Upscaler"))
        self.upscaler.addItem(self.tr("Lanczos"), None)
        self._choose = _chooser(self.tr("Choose an upscaling model"))
        self._choose.clicked.connect(self.choose_upscaler)
        self.vae = QComboBox()
        self.vae.setAccessibleName(self.tr("VAE"))
        self.vae.addItem(self.tr("The model's own"), None)
        self._choose_vae = _chooser(self.tr("Choose a VAE"))
        self._choose_vae.clicked.connect(self.choose_vae)
        self.refiner = QComboBox()
        self.refiner.setAccessibleName(self.tr("Refiner"))
        self.refiner.addItem(self.tr("Off"), None)
        self.refiner_start = decimal_field(0.05, 0.95, 0.05, self.tr("From which share of the steps it refines"))
        self.refiner_start.setValue(Request.refiner_start)
        self._choose_refiner = _chooser(self.tr("Choose the refiner's folder"))
        self._choose_refiner.clicked.connect(self.choose_refiner)
        self._rows = self._lay_out()
        for spin in (
            self.refiner_start,
            self.clip_skip,
            self.rescale,
            self.guidance_end,
            self.eta,
            self.variation_strength,
            self.hires_strength,
        ):
            spin.valueChanged.connect(self._changed)
        for combo in (self.hires_scale, self.upscale, self.upscaler, self.refiner, self.vae):
            combo.currentIndexChanged.connect(self._changed)
        for text in (self.prompt_2, self.negative_prompt_2):
            text.textChanged.connect(self._changed)
        self._changed()

    def values(self) -> dict[str, Any]:
        """Return the fields of a request that it holds."""
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
            "refiner": self.refiner.currentData(),
            "refiner_start": round(self.refiner_start.value(), 2),
        }

    def use(self, request: Request) -> None:
        """Show what a request says."""
        self.prompt_2.setPlainText(request.prompt_2)
        self.negative_prompt_2.setPlainText(request.negative_prompt_2)
        self.clip_skip.setValue(request.clip_skip)
        self.rescale.setValue(request.guidance_rescale)
        self.guidance_end.setValue(request.guidance_end)
        self.eta.setValue(request.eta)
        self.variation_strength.setValue(request.variation_strength)
        if request.variation_seed is not None:
            self.variation_seed.show_seed(request.variation_seed, keep=True)
        _show(self.hires_scale, request.hires_scale, f"{request.hires_scale:g}×")
        self.hires_strength.setValue(request.hires_strength)
        _show(self.upscale, request.upscale, f"{request.upscale}×")
        self.refiner_start.setValue(request.refiner_start)
        for combo, value in (
            (self.refiner, request.refiner),
            (self.upscaler, request.upscaler),
            (self.vae, request.vae),
        ):
            if value is None:
                combo.setCurrentIndex(0)
            else:
                _show(combo, value, Path(value).stem)

    def set_kind(self, kind: ModelFamily, scheduler: str) -> None:
        """Show what a kind of model takes with a scheduler, and nothing else."""
        takes = set(kind.supports) - (set() if SCHEDULERS[scheduler].supports_eta else {"eta"})
        for name, row in self._rows.items():
            row.setVisible(name in takes)

    def summary(self) -> str:
        """Return in a few words what is not as it usually is."""
        values = self.values()
        hires, upscale = values["hires_scale"], values["upscale"]
        words = [
            (values["variation_strength"], self.tr("variation")),
            (hires > 1, self.tr("high resolution {0}×").format(f"{hires:g}")),
            (upscale > 1, self.tr("enlarged {0}×").format(upscale)),
            (values["clip_skip"] > 1, self.tr("clip skip {0}").format(values["clip_skip"])),
            (values["eta"], self.tr("eta")),
            (values["refiner"], self.tr("refiner")),
            (values["vae"], self.tr("VAE")),
            (values["guidance_rescale"], self.tr("rescale")),
            (values["guidance_end"] < 1, self.tr("guidance until {0}").format(f"{values['guidance_end']:g}")),
            (values["prompt_2"] or values["negative_prompt_2"], self.tr("second prompt")),
        ]
        return ", ".join(word for there, word in words if there)

    def show_saving(self, words: str) -> None:
        """Say below the end of guidance what it saves."""
        self._saving.setText(words)
        self._saving.setVisible(bool(words))

    def choose_refiner(self) -> None:
        """Ask for the refiner's folder."""
        self._ask(self.tr("Choose the Refiner of Stable Diffusion XL"), self.add_refiner)

    def add_refiner(self, path: str) -> None:
        """Offer a refiner and choose it, or say what is wrong with it."""
        self._offer(self.refiner, partial(fits.refiner, path))

    def choose_vae(self) -> None:
        """Ask for a VAE."""
        self._ask(self.tr("Choose a VAE"), self.add_vae, self.tr("VAE (*.safetensors)"))

    def add_vae(self, path: str) -> None:
        """Offer a VAE and choose it, or say what is wrong with it."""
        self._offer(self.vae, partial(models.find_auxiliary, path, AuxiliaryKind.VAE))

    def choose_upscaler(self) -> None:
        """Ask for an upscaling model."""
        words = self.tr("Upscaling models (*.safetensors)")
        self._ask(self.tr("Choose an Upscaling Model"), self.add_upscaler, words)

    def add_upscaler(self, path: str) -> None:
        """Offer an upscaling model and choose it, or say what is wrong with it."""
        offered = self._offer(self.upscaler, partial(models.find_auxiliary, path, AuxiliaryKind.UPSCALER))
        if offered and self.upscale.currentData() == 1:
            _show(self.upscale, 2, "2×")

    def _ask(self, title: str, chosen: Callable[[str], None], kinds: str | None = None) -> None:
        """Ask for a file of some kinds, or for a folder if none is named."""
        dialog = file_dialog(self, title)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.Directory if kinds is None else mode.ExistingFile)
        if kinds is not None:
            dialog.setNameFilter(kinds)
        dialog.fileSelected.connect(chosen)
        dialog.open()

    def _offer(self, combo: QComboBox, find: Callable[[], AuxiliaryModel | Checkpoint]) -> bool:
        """Offer what is found and choose it, or say what is wrong with it; return whether it can be had."""
        try:
            found = find()
        except EaselError as error:
            self.error_occurred.emit(error_text(error))
            return False
        _show(combo, found.id, found.name)
        return True

    def _changed(self) -> None:
        self.hires_strength.setEnabled(self.hires_scale.currentIndex() > 0)
        enlarges = self.upscale.currentIndex() > 0 or self.hires_scale.currentIndex() > 0
        self.upscaler.setEnabled(enlarges)
        self.refiner_start.setEnabled(self.refiner.currentData() is not None)
        self.variation_seed.setEnabled(self.variation_strength.value() > 0)
        self.changed.emit()

    def _lay_out(self) -> dict[str, QWidget]:
        chooser = _with(self.upscaler, self._choose)
        skip = labelled_field(self.tr("Clip skip"), self.clip_skip)
        rescale = labelled_field(self.tr("Guidance rescale"), self.rescale)
        variation = _stacked(
            labelled_field(self.tr("Variation strength"), self.variation_strength),
            labelled_field(self.tr("Variation seed"), self.variation_seed),
        )
        until = _stacked(labelled_field(self.tr("Guidance until"), self.guidance_end), self._saving)
        rows = {
            "prompt_2": labelled_field(self.tr("Second prompt"), self.prompt_2),
            "negative_prompt_2": labelled_field(self.tr("Second negative prompt"), self.negative_prompt_2),
            "hires_scale": side_by_side(
                labelled_field(self.tr("High resolution"), self.hires_scale),
                labelled_field(self.tr("Refine by"), self.hires_strength),
            ),
            "refiner": side_by_side(
                labelled_field(self.tr("Refiner"), _with(self.refiner, self._choose_refiner)),
                labelled_field(self.tr("From"), self.refiner_start),
                (3, 2),
            ),
            "upscale": side_by_side(
                labelled_field(self.tr("Enlarge"), self.upscale), labelled_field(self.tr("With"), chooser)
            ),
            "variation_strength": variation,
            "vae": labelled_field(self.tr("VAE"), _with(self.vae, self._choose_vae)),
            "clip_skip": side_by_side(skip, rescale),
            "guidance_end": until,
            "eta": labelled_field(self.tr("Eta"), self.eta),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for each in rows.values():
            layout.addWidget(each)
        del rows["upscale"]  # every kind's pictures can be enlarged
        return rows


def _stacked(*fields: QWidget) -> QWidget:
    """Return fields one below the other."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    for each in fields:
        column.addWidget(each)
    return holder


def _chooser(words: str) -> QToolButton:
    button = QToolButton()
    button.setText("…")
    button.setToolTip(tip(words))
    button.setAccessibleName(words)
    return button


def _with(combo: QComboBox, button: QToolButton) -> QWidget:
    """Return a list with the button beside it that adds to it."""
    combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long names are cut, not the form
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(combo, 1)
    row.addWidget(button)
    return holder


def _show(combo: QComboBox, value: Any, words: str) -> None:
    """Choose a value, adding it if it is not offered."""
    index = combo.findData(value)
    if index < 0:
        combo.addItem(words, value)
        index = combo.count() - 1
    combo.setCurrentIndex(index)
