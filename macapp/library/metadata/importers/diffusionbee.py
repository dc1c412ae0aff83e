"""DiffusionBee: the settings are in `history.json`, with `params` and `imgs` per batch, not in the picture files."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.system import storage

MAX_BYTES = 64 * 2**20
_NAMES = {
    "steps": ("ddim_steps", "num_steps", "steps"),
    "guidance": ("guidance_scale", "scale"),
    "width": ("img_width", "img_w", "W", "width"),
    "height": ("img_height", "img_h", "H", "height"),
    "model": ("selected_sd_model", "model", "model_name", "sd_model"),
    "sampler": ("selected_sampler", "sampler", "scheduler"),
    "seed": ("seed",),
    "prompt": ("prompt",),
    "negative": ("negative_prompt",),
}


def read(path: Path) -> ParsedMetadata | None:
    """Look up a picture in the history in its folder or in the parent folder."""
    for folder in (path.parent, path.parent.parent):
        history = folder / "history.json"
        try:
            stat = history.stat()
        except OSError:
            continue
        if stat.st_size <= MAX_BYTES:
            params = load_history(history, stat.st_mtime_ns).get(path.name)
            if params is not None:
                return _parse_params(params)
    return None


@lru_cache(maxsize=2)
def load_history(history: Path, _changed: int) -> dict[str, dict[str, Any]]:
    """Return the settings of every picture in a history, by file name."""
    try:
        content = storage.read_json(history, MAX_BYTES)
    except (OSError, ValueError):
        return {}
    pictures: dict[str, dict[str, Any]] = {}
    for batch in _list_batches(content):
        params = batch.get("params", batch)
        if isinstance(params, dict):
            for place, image in enumerate(batch.get("imgs") or batch.get("images") or ()):
                own = image if isinstance(image, dict) else {}
                name = image if isinstance(image, str) else next((v for v in own.values() if _is_picture_name(v)), None)
                if isinstance(name, str):
                    pictures[name.rsplit("/", 1)[-1]] = {**params, **_seed_of(params, own, place)}
    return pictures


def _seed_of(params: dict[str, Any], own: dict[str, Any], place: int) -> dict[str, Any]:
    """Return the seed of the n-th picture of a batch: its own, or the seed of the batch + 1234 n."""
    if "seed" in own:
        return {"seed": own["seed"]}
    seed = params.get("seed")
    text = str(seed).strip()
    return {"seed": int(text) + 1234 * place} if text.isdecimal() and len(text) < 20 else {}


def _list_batches(content: object) -> list[dict[str, Any]]:
    if isinstance(content, dict):
        inner = content.get("history", content)
        content = list(inner.values()) if isinstance(inner, dict) else inner
    return [batch for batch in content if isinstance(batch, dict)] if isinstance(content, list) else []


def _is_picture_name(value: object) -> bool:
    return isinstance(value, str) and value.lower().endswith((".png", ".jpg", ".jpeg", ".webp"))


def _parse_params(params: dict[str, Any]) -> ParsedMetadata:
    values = {name: next((params[key] for key in keys if key in params), None) for name, keys in _NAMES.items()}
    found = ParsedMetadata("DiffusionBee")
    found.set_text("prompt", values["prompt"])
    found.set_negative(values["negative"])
    found.set_steps(values["steps"])
    found.set_scheduler(values["sampler"])
    found.set_guidance(values["guidance"])
    found.set_seed(values["seed"])
    found.set_size(values["width"], values["height"])
    found.set_model(values["model"])
    found.report_unused(params, *(key for keys in _NAMES.values() for key in keys))
    return found
