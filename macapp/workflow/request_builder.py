"""Build requests from command-line options or the lines of a `.jsonl` file. Any thread.

The checkpoint's defaults complete what is left out. Source images are copied into the library.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from macapp import models
from macapp.domain.auxiliary_kind import AuxiliaryKind
from macapp.domain.job import Job, Picture
from macapp.domain.request import (
    MAX_REFERENCES,
    REQUEST_FIELDS,
    STARTER_MODEL,
    Control,
    Request,
    random_seed,
    seed_series,
)
from macapp.domain.schedulers import SCHEDULERS, match_scheduler
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.imaging import control_maps, inpainting
from macapp.library import SourceImage, source_images
from macapp.messages import message_for
from macapp.models import Checkpoint, ResolvedRequest, fast_modes, fits
from macapp.models.model_names import ModelNames
from macapp.models.quality import quality_settings
from macapp.models.references import check_reference_shapes, size_for_reference
from macapp.prompt import weighting, wildcards
from macapp.prompt.tags import find_scheduled
from macapp.system.paths import LibraryPaths, at_home, self_command
from macapp.workflow.prompt_tags import apply_tags, drop_tagged

STRENGTH = 0.6  # changes much, but keeps the layout
IGNORED_FIELDS = {
    "id",
    "created",
    "path",
    "state",
    "reason",
    "made_with",
    "from",
    "stack",
    "favourite",
    "stars",
    "tags",
    "collections",
    "report",
}  # printed by `to_dict`; ignored here, so that a printed line can be used as input
MAX_JSONL_BYTES = 64 * 2**20
MAX_JSONL_LINES = 100_000
MAX_LINE_CHARACTERS = 8 * 2**20  # characters; the fields that are ignored may contain the texts of a picture's file


def build_request(values: Mapping[str, Any], places: LibraryPaths, base_dir: Path) -> ResolvedRequest:
    """Return the request for `values` and its models, with alternatives drawn; paths are relative to `base_dir`.

    `values` are the fields of a request, with paths of files in place of names, `outpaint` (pixels to add at the left,
    top, right and bottom of the image), and `mode` or `quality` (a key of `fast_modes.FAST_MODES` or of
    `quality.QUALITIES`). Values of None are ignored. Raises `BadRequest` or `MachineError`.
    """
    given = {name: value for name, value in values.items() if value is not None}
    checkpoint = models.find_checkpoint(_require_text(given.get("model", STARTER_MODEL)))
    given |= _store_references(given, places, base_dir, checkpoint) | _store_images(given, places, base_dir)
    width, height = given.pop("size", checkpoint.size)
    mode = _apply_quality(given, checkpoint) | _apply_mode(given, checkpoint)
    defaults = {
        "width": width,
        "height": height,
        "steps": checkpoint.steps,
        "guidance_scale": checkpoint.guidance_scale,
        "seed": random_seed(),
        **mode,
    }
    if "image" in given:
        defaults["strength"] = STRENGTH if "mask" not in given else 1.0
    if "variation_strength" in given and "variation_seed" not in given:
        defaults["variation_seed"] = random_seed()
    given["scheduler"] = _find_scheduler(given.get("scheduler", mode.get("scheduler", checkpoint.scheduler)))
    for name, kind in (("loras", AuxiliaryKind.LORA), ("embeddings", AuxiliaryKind.EMBEDDING)):
        given[name] = [_resolve_addition(value, kind, base_dir) for value in _require_list(given.get(name, ()))]
    if "refiner" in given:
        given["refiner"] = fits.find_refiner(_require_text(given["refiner"])).id
    if "upscaler" in given:
        given["upscaler"] = models.find_auxiliary(_resolve_path(given["upscaler"], base_dir), AuxiliaryKind.UPSCALER).id
    if "vae" in given:
        given["vae"] = models.find_auxiliary(_resolve_path(given["vae"], base_dir), AuxiliaryKind.VAE).id
    controls = _require_list(given.pop("controls", ()))
    request = Request.from_dict({**defaults, **given, "model": checkpoint.id})
    if controls:
        request = replace(
            request, controls=tuple(_build_control(control, request, places, base_dir) for control in controls)
        )
    if request.template is None and request.negative_template is None:
        request = expand_wildcards(request, places)
    sizes = tuple(source_images.read_size(places, name) for name in request.references)
    return replace(validate_request(request, checkpoint), reference_sizes=sizes)


def _apply_quality(given: dict[str, Any], checkpoint: Checkpoint) -> dict[str, Any]:
    """Remove the quality from `given`, and return the defaults that it sets."""
    if "quality" in given and "mode" in given:
        raise BadRequest("quality-with-mode")
    return quality_settings(_require_text(given.pop("quality")), checkpoint) if "quality" in given else {}


def _apply_mode(given: dict[str, Any], checkpoint: Checkpoint) -> dict[str, Any]:
    """Remove the mode from `given`, add its LoRA there, and return the defaults that the mode sets."""
    if "mode" not in given:
        return {}
    loras = list(_require_list(given.get("loras", ())))
    names = (Path(str(lora.get("model") if isinstance(lora, Mapping) else lora)).stem for lora in loras)
    values = fast_modes.mode_settings(_require_text(given.pop("mode")), checkpoint, tuple(names))
    given["loras"] = [*loras, *(asdict(lora) for lora in values.pop("loras", ()))]
    if "scheduler" in given:
        del values["eta"]
    return values


def validate_request(request: Request, checkpoint: Checkpoint | None = None) -> ResolvedRequest:
    """Return a request with its models; raises `BadRequest` or `MachineError` if it cannot run. Nothing is loaded."""
    resolved = models.resolve_request(request, checkpoint)
    if resolved.checkpoint.kind.token_limit is None:  # of other models, brackets are text
        for prompt in (request.prompt, request.negative_prompt, request.prompt_2, request.negative_prompt_2):
            weighting.parse_weights(prompt)
            if scheduled := find_scheduled(prompt):
                raise BadRequest("prompt-scheduled", part=scheduled[:80])
    return resolved


def expand_wildcards(request: Request, places: LibraryPaths, names: ModelNames | None = None) -> Request:
    """Return a request with its alternatives and wildcards drawn by its seed, and with the models that tags name.

    The templates keep what was typed. `names` are the installed models, if they were read already.
    """
    values: dict[str, Any] = {}
    for prompt, template in (("prompt", "template"), ("negative_prompt", "negative_template")):
        typed = getattr(request, template) or getattr(request, prompt)
        found = wildcards.expand(typed, request.seed, places.wildcards)
        values |= {prompt: found, template: typed if found != typed else None}
    return apply_tags(replace(request, **values), names or ModelNames(places))


def request_series(request: Request, count: int, places: LibraryPaths) -> list[Request]:
    """Return `count` requests with consecutive seeds, each with its own alternatives."""
    names = ModelNames(places)
    for template in filter(None, (request.template, request.negative_template)):
        request = drop_tagged(request, wildcards.expand(template, request.seed, places.wildcards), names)
    return [
        expand_wildcards(seeded, places, names) if seeded.template or seeded.negative_template else seeded
        for seeded in seed_series(request, count)
    ]


def all_combinations(request: Request, places: LibraryPaths) -> list[Request]:
    """Return one request for every prompt that the template of a request can make, all with its seed."""
    names = ModelNames(places)
    request = expand_wildcards(request, places, names)  # the negative prompt gets one alternative
    typed = request.template or request.prompt
    request = drop_tagged(request, wildcards.expand(typed, request.seed, places.wildcards), names)
    prompts = wildcards.expand_all(typed, places.wildcards)
    return [apply_tags(replace(request, prompt=prompt, template=typed), names) for prompt in prompts]


def _store_images(given: Mapping[str, Any], places: LibraryPaths, base_dir: Path) -> dict[str, Any]:
    """Store the source image and the mask in the library; outpainting stores an enlarged image, its mask and its
    size."""
    if "outpaint" in given and "image" not in given:
        raise BadRequest("outpaint-without-image")
    if "image" not in given:
        return {} if "mask" not in given else {"mask": _require_text(given["mask"])}  # `Request` refuses it
    image = source_images.store_file(places, base_dir / _require_text(given["image"]))
    if "outpaint" in given:
        return _outpaint(given["outpaint"], image, places)
    if "mask" not in given:
        return {"image": image.name}
    mask = source_images.store_mask(places, base_dir / _require_text(given["mask"]))
    loaded = source_images.load_image(places, image.name), source_images.load_image(places, mask.name)
    inpainting.check_mask(*loaded)
    return {"image": image.name, "mask": mask.name}


def _store_references(
    given: Mapping[str, Any], places: LibraryPaths, base_dir: Path, checkpoint: Checkpoint
) -> dict[str, Any]:
    """Store the reference images in the library, in their order; the first one sets the shape of the picture."""
    files = [base_dir / _require_text(name) for name in _require_list(given.get("references", ()))]
    if len(files) > MAX_REFERENCES:
        raise BadRequest("too-many", field="references", limit=MAX_REFERENCES)
    if not files:
        return {}
    images = [source_images.store_file(places, file) for file in files]
    check_reference_shapes([image.size for image in images])
    stored: dict[str, Any] = {"references": [image.name for image in images]}
    if "image" not in given:
        stored["size"] = size_for_reference(checkpoint.kind, checkpoint.architecture.native_size, images[0].size)
    return stored


def _outpaint(sides: Any, image: SourceImage, places: LibraryPaths) -> dict[str, Any]:
    """Store an enlarged image and the mask of the added area."""
    whole, mask = inpainting.outpaint_canvas(
        source_images.load_image(places, image.name), inpainting.parse_outpaint(sides)
    )
    kept = source_images.store_image(places, whole), source_images.store_image(places, mask)
    return {"image": kept[0].name, "mask": kept[1].name, "size": whole.size, "mask_feather": inpainting.OVERLAP}


def _build_control(values: Any, request: Request, places: LibraryPaths, base_dir: Path) -> Control:
    """Create and store the map of one ControlNet, at the size of the request."""
    if not isinstance(values, Mapping) or "model" not in values:
        raise BadRequest("part-incomplete", field="Control", value=str(values)[:40], names="model, image")
    found = models.find_auxiliary(_resolve_path(values["model"], base_dir), AuxiliaryKind.CONTROLNET)
    if values.get("image") is None:
        raise BadRequest("map-missing", name=found.name)
    name = _require_text(values.get("map") or control_maps.PREPROCESSED)
    source = source_images.store_file(places, base_dir / _require_text(values["image"])).name
    model = values.get("depth_model")
    depth = None if model is None else Path(_resolve_path(model, base_dir))
    kept = create_control_map(places, source, ControlMapSpec(name, request.size, request.resize, depth)).name
    amounts = {amount: values[amount] for amount in ("scale", "start", "end") if values.get(amount) is not None}
    return Control(model=found.id, image=kept, map=name, **amounts)


@dataclass(frozen=True)
class ControlMapSpec:
    """A control map to create."""

    name: str
    """one of the maps in `control_maps`"""
    size: tuple[int, int]
    """width and height of the picture"""
    resize: str
    """how the image is fitted to the size: `Request.resize`"""
    depth_model: Path | None = None
    """the folder of the model that computes depth"""


def create_control_map(places: LibraryPaths, image: str, wanted: ControlMapSpec) -> SourceImage:
    """Create a control map of a stored image and store it.

    Another process computes depth. Slow: do not call it on the thread of the window.
    """
    loaded = source_images.load_image(places, image)
    if wanted.name == control_maps.PREPROCESSED:
        return source_images.store_image(places, loaded)
    fitted = inpainting.resize_to(loaded, wanted.size, wanted.resize)
    if wanted.name != control_maps.DEPTH:
        return source_images.store_image(places, control_maps.control_map(wanted.name, fitted))
    if wanted.depth_model is None:
        raise BadRequest("depth-without-model")
    return _create_depth_map(places, fitted, wanted.depth_model)


def _create_depth_map(places: LibraryPaths, fitted: Image.Image, model: Path) -> SourceImage:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "image.png"), Path(folder, "map.png")
        fitted.save(before)
        command = [*self_command(), "map", control_maps.DEPTH, str(before), str(after), "--depth-model", str(model)]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  (this program)
        if ran.returncode != 0:
            lines = ran.stderr.strip().splitlines() or ["it ended without a word"]
            raise MachineError("depth-failed", why=lines[-1].removeprefix("macapp: ").rstrip("."))
        return source_images.store_file(places, after)


def _resolve_addition(value: Any, kind: AuxiliaryKind, base_dir: Path) -> Any:
    """Return a LoRA or an embedding with the path of its file."""
    if isinstance(value, Mapping):
        return {**value, "model": _resolve_addition(value.get("model", ""), kind, base_dir)}
    return models.find_auxiliary(_resolve_path(value, base_dir), kind).id


def _resolve_path(value: Any, base_dir: Path) -> str:
    """Return the path of an auxiliary model relative to `base_dir`, or the value itself, which may be a catalogue
    id."""
    try:
        path = base_dir / at_home(Path(_require_text(value)))
        return str(path) if path.exists() else _require_text(value)
    except (OSError, ValueError):  # a name that is too long or contains NUL
        return _require_text(value)


def _find_scheduler(name: Any) -> str:
    """Return our name of a scheduler; a name without an exact match is returned as it is, and the request refuses
    it."""
    found, is_exact = match_scheduler(_require_text(name))
    return found if found is not None and is_exact and name not in SCHEDULERS else name


def parse_jsonl(content: bytes, name: str, places: LibraryPaths, base_dir: Path) -> list[Request]:
    """Return the requests in a `.jsonl` file called `name`; raises `BadRequest` for the first bad line."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadRequest("jsonl-not-text", path=name) from None
    if len(lines) > MAX_JSONL_LINES:
        raise BadRequest("jsonl-too-large", path=name)
    return [
        _parse_line(line, number, name, places, base_dir) for number, line in enumerate(lines, start=1) if line.strip()
    ]


def to_dict(item: Job | Picture, places: LibraryPaths) -> dict[str, Any]:
    """Return a job or a picture as `--json` prints it: the fields of a `.jsonl` line, and the result."""
    request = item.request
    fields: dict[str, Any] = {"id": item.id, **request.to_dict()}
    for holder in (fields, *fields.get("controls", ())):
        for name in {"image", "mask"} & holder.keys():
            if holder[name] is not None:
                holder[name] = str(source_images.image_path(places, holder[name]))
    if "references" in fields:
        fields["references"] = [str(source_images.image_path(places, name)) for name in fields["references"]]
    for control in fields.get("controls", ()):
        control["map"] = control_maps.PREPROCESSED  # its image already is the map
    fields["created"] = item.created
    if isinstance(item, Picture):
        fields.update(dict.fromkeys(item.inferred_fields))  # fields that the file does not state are null
        return {**fields, "path": str(item.path), "made_with": dict(item.made_with), **_marks_to_dict(item)}
    return {**fields, "state": item.state.value, "reason": message_for(item.reason) if item.reason else None}


def _marks_to_dict(picture: Picture) -> dict[str, Any]:
    marks = picture.marks
    return {
        "from": picture.source,
        "stack": picture.stack,
        "favourite": marks.favourite,
        "stars": marks.stars,
        "tags": list(marks.tags),
        "collections": list(marks.collections),
    }


def _parse_line(line: str, number: int, name: str, places: LibraryPaths, base_dir: Path) -> Request:
    if len(line) > MAX_LINE_CHARACTERS:
        raise BadRequest("jsonl-line-too-long", line=number, path=name)
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise BadRequest("jsonl-not-json", line=number, path=name)
    unknown = values.keys() - set(REQUEST_FIELDS) - {"outpaint", "mode", "quality"} - IGNORED_FIELDS
    if unknown:
        raise BadRequest("jsonl-unknown-field", line=number, path=name, value=sorted(unknown)[0][:40])
    if values.get("prompt") is None:
        raise BadRequest("jsonl-no-prompt", line=number, path=name)
    try:
        return build_request(values, places, base_dir).request
    except EaselError as error:
        raise type(error)("jsonl-line", line=number, path=name, sentence=message_for(error)) from None


def _require_list(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise BadRequest("not-a-list", value=repr(value)[:40])
    return value


def _require_text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadRequest("not-text", field="file", value=repr(value)[:40])
    return value
