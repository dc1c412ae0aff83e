"""Format codes, numbers and requests as text for the window."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from macapp.domain.job import Marks
from macapp.domain.prediction import AUTO_PREDICTION
from macapp.domain.request import Request
from macapp.domain.units import format_approximate_duration
from macapp.domain.weight_format import AUTO
from macapp.library.durations import Estimate
from macapp.messages import HasCode, message_for
from macapp.models.fast_modes import relative_time


def tr_message(text: str) -> str:
    """Translate a sentence of `macapp.messages` into the user's language."""
    return QCoreApplication.translate("sentences", text)


def error_text(coded: HasCode) -> str:
    """Return the sentence for an error or a reason in the user's language."""
    return message_for(coded, tr_message)


def elide(text: str, limit: int = 200) -> str:
    """Return text on one line, cut to at most `limit` characters."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def with_time(sentence: str, estimate: Estimate | None) -> str:
    """Return a sentence about pictures with their estimated time after it, if that is known."""
    if estimate is None:
        return sentence
    time = format_approximate_duration(estimate.seconds, tr_message)
    return f"{sentence} {QCoreApplication.translate('words', 'Time: {0}.').format(time)}"


def format_size(size: tuple[int, int]) -> str:
    """Return width and height in pixels with a multiplication sign between."""
    return f"{size[0]} × {size[1]}"


def format_settings(request: Request) -> str:
    """Return all settings of a request but its prompts, separated by dots."""
    parts = [
        format_size(request.size),
        QCoreApplication.translate("words", "%n steps", None, request.steps),
        QCoreApplication.translate("words", "guidance {0}").format(f"{request.guidance_scale:g}"),
        request.scheduler,
        QCoreApplication.translate("words", "seed {0}").format(request.seed),
    ]
    return "  ·  ".join([*parts, *(f"{name.casefold()} {value}" for name, value in extra_settings(request))])


def extra_settings(request: Request) -> list[tuple[str, str]]:
    """Return names and values of the optional settings that a request uses."""

    def words(text: str) -> str:
        return QCoreApplication.translate("words", text)

    loras = ", ".join(f"{Path(lora.model).stem} {lora.weight:g}" for lora in request.loras)
    controls = ", ".join(f"{Path(control.model).name} {control.scale:g}" for control in request.controls)
    upscaler = words("Lanczos") if request.upscaler is None else Path(request.upscaler).stem
    settings = [
        (words("Strength"), "" if request.strength is None else f"{request.strength:g}"),
        (words("Mask"), (words("masked area only") if request.mask_only else words("yes")) if request.mask else ""),
        (words("Reference images"), str(len(request.references)) if request.references else ""),
        (words("ControlNet"), controls),
        (words("LoRA"), loras),
        (words("Textual inversions"), ", ".join(Path(path).stem for path in request.embeddings)),
        (words("Second prompt"), request.prompt_2),
        (words("Second negative prompt"), request.negative_prompt_2),
        (words("Clip skip"), "" if request.clip_skip == 1 else str(request.clip_skip)),
        (words("Eta"), f"{request.eta:g}" if request.eta else ""),
        (words("Guidance rescale"), f"{request.guidance_rescale:g}" if request.guidance_rescale else ""),
        (words("Guidance until"), f"{request.guidance_end:g}" if request.guidance_end < 1 else ""),
        (
            words("Unconditional interval"),
            f"{request.unconditional_interval}" if request.unconditional_interval > 1 else "",
        ),
        (
            words("Cache interval"),
            f"{request.cache_interval} → {request.cache_start:g}" if request.cache_interval > 1 else "",
        ),
        (
            words("Variation"),
            f"{request.variation_strength:g} → {request.variation_seed}" if request.variation_strength else "",
        ),
        (words("Refiner"), f"{Path(request.refiner).name} {request.refiner_start:g}" if request.refiner else ""),
        (words("High resolution"), f"{request.hires_scale:g}×" if request.hires_scale > 1 else ""),
        (words("VAE"), Path(request.vae).stem if request.vae else ""),
        (words("Prediction"), "" if request.prediction == AUTO_PREDICTION else request.prediction),
        (words("Weights"), "" if request.weights == AUTO else request.weights),
        (words("Upscale"), f"{request.upscale}× {upscaler}" if request.upscale > 1 else ""),
        (words("Prompt as typed"), request.template or ""),
    ]
    return [(name, value) for name, value in settings if value]


def format_saving(request: Request) -> str:
    """Return how much faster guidance that ends before the last step is; empty if it makes no difference."""
    passes = request.base_steps - request.guided_steps
    if request.guidance_scale <= 1 or not passes:
        return ""
    share = relative_time(request, replace(request, guidance_end=1.0))
    words = QCoreApplication.translate("words", "Last {0} % of the steps at half the work: about {1} % faster")
    return words.format(round(100 * passes / request.base_steps), round(100 * (1 - share)))


def format_marks(marks: Marks) -> str:
    """Return the marks of a picture as text; empty if it has none."""
    parts = [QCoreApplication.translate("words", "favourite")] if marks.favourite else []
    if marks.stars:
        parts.append(QCoreApplication.translate("words", "%n stars", None, marks.stars))
    return ", ".join([*parts, *marks.tags])


def settings_as_text(request: Request) -> str:
    """Return prompts, settings and model of a request as text for the clipboard."""
    lines = [request.prompt]
    if request.negative_prompt:
        lines.append(QCoreApplication.translate("words", "Negative prompt: {0}").format(request.negative_prompt))
    return "\n".join([*lines, format_settings(request), request.model])


def field_label(name: str) -> str:
    """Return the label of a request field."""
    return {
        **_step_labels(),
        "prompt": QCoreApplication.translate("words", "Prompt"),
        "negative_prompt": QCoreApplication.translate("words", "Negative prompt"),
        "model": QCoreApplication.translate("words", "Model"),
        "width": QCoreApplication.translate("words", "Width"),
        "height": QCoreApplication.translate("words", "Height"),
        "seed": QCoreApplication.translate("words", "Seed"),
        "image": QCoreApplication.translate("words", "Source image"),
        "strength": QCoreApplication.translate("words", "Strength"),
        "resize": QCoreApplication.translate("words", "Resize mode"),
        "mask": QCoreApplication.translate("words", "Mask"),
        "mask_only": QCoreApplication.translate("words", "Masked area only"),
        "mask_padding": QCoreApplication.translate("words", "Mask padding"),
        "mask_feather": QCoreApplication.translate("words", "Mask feather"),
        "references": QCoreApplication.translate("words", "Reference images"),
        "controls": QCoreApplication.translate("words", "ControlNet"),
        "loras": QCoreApplication.translate("words", "LoRA"),
        "embeddings": QCoreApplication.translate("words", "Textual inversions"),
        "prompt_2": QCoreApplication.translate("words", "Second prompt"),
        "negative_prompt_2": QCoreApplication.translate("words", "Second negative prompt"),
        "clip_skip": QCoreApplication.translate("words", "Clip skip"),
        "variation_seed": QCoreApplication.translate("words", "Variation seed"),
        "variation_strength": QCoreApplication.translate("words", "Variation strength"),
        "hires_scale": QCoreApplication.translate("words", "High resolution"),
        "hires_strength": QCoreApplication.translate("words", "High-resolution strength"),
        "upscale": QCoreApplication.translate("words", "Upscale"),
        "upscaler": QCoreApplication.translate("words", "Upscaler"),
        "refiner": QCoreApplication.translate("words", "Refiner"),
        "refiner_start": QCoreApplication.translate("words", "Refiner start"),
        "vae": QCoreApplication.translate("words", "VAE"),
        "template": QCoreApplication.translate("words", "Prompt as typed"),
        "negative_template": QCoreApplication.translate("words", "Negative prompt as typed"),
        "prediction": QCoreApplication.translate("words", "Prediction"),
        "weights": QCoreApplication.translate("words", "Weights"),
    }.get(name, name)


def _step_labels() -> dict[str, str]:
    """Return the labels of the fields that say what the steps do."""
    return {
        "steps": QCoreApplication.translate("words", "Steps"),
        "guidance_scale": QCoreApplication.translate("words", "Guidance"),
        "scheduler": QCoreApplication.translate("words", "Scheduler"),
        "eta": QCoreApplication.translate("words", "Eta"),
        "guidance_rescale": QCoreApplication.translate("words", "Guidance rescale"),
        "guidance_end": QCoreApplication.translate("words", "Guidance until"),
        "unconditional_interval": QCoreApplication.translate("words", "Unconditional interval"),
        "cache_interval": QCoreApplication.translate("words", "Cache interval"),
        "cache_start": QCoreApplication.translate("words", "Cache start"),
    }


def format_value(value: object) -> str:
    """Return the value of a request field as text; hashes and long prompts are cut."""
    if value is None or value in ("", ()):
        return QCoreApplication.translate("words", "none")
    if isinstance(value, tuple):
        return elide(", ".join(Path(getattr(item, "model", item)).stem for item in value), 120)
    return f"{value:g}" if isinstance(value, float) else elide(str(value), 120)
