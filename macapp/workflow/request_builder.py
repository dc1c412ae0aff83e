"""From loose values to requests: a command line's options, or a `.jsonl` file's lines, completed by the checkpoint.

What is left out takes the value that suits the checkpoint; a source image is kept with the library. Any thread.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from macapp import models
from macapp.domain.job import Job, Picture
from macapp.domain.request import REQUEST_FIELDS, STARTER_MODEL, Control, Request, random_seed, seed_series
from macapp.domain.schedulers import SCHEDULERS, match_scheduler
from macapp.errors import BadRequest, EaselError, MachineError
from macapp.imaging import control_maps, inpainting
from macapp.library import SourceImage, source_images
from macapp.messages import message_for
from macapp.models import Checkpoint, fast_modes, fits
from macapp.prompt import weighting, wildcards
from macapp.system.paths import LibraryPaths, at_home, self_command

STRENGTH = 0.6  # changes much and keeps the layout
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
}  # printed, so that a line can be fed back
MOST_JSONL_BYTES = 64 * 2**20
MOST_JSONL_LINES = 100_000
MOST_LINE = 8 * 2**20  # characters: what is read of a picture's file may be among the fields that are left aside


def build_request(values: Mapping[str, Any], places: LibraryPaths, beside: Path) -> Request:
    """Return the request that `values` ask for, its alternatives drawn; files are relative to the folder `beside`.

    `values` are the fields of a request, with files where that has names, `outpaint`: how many pixels to add to the
    left, top, right and bottom of the image, and `mode`: few steps, as `quicker.MODES` has them. None is left out.
    Raises `BadRequest` or `MachineError`.
    """
    given = {name: value for name, value in values.items() if value is not None}
    checkpoint = models.find_checkpoint(_text(given.get("model", STARTER_MODEL)))
    given |= _images(given, places, beside)
    width, height = given.pop("size", checkpoint.size)
    mode = _mode(given, checkpoint)
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
    given["scheduler"] = _scheduler(given.get("scheduler", mode.get("scheduler", checkpoint.scheduler)))
    for name, kind in (("loras", "lora"), ("embeddings", "embedding")):
        given[name] = [_with_path(each, kind, beside) for each in _list(given.get(name, ()))]
    if "refiner" in given:
        given["refiner"] = fits.refiner(_text(given["refiner"])).id
    if "upscaler" in given:
        given["upscaler"] = models.find_auxiliary(_beside(given["upscaler"], beside), "upscaler").id
    if "vae" in given:
        given["vae"] = models.find_auxiliary(_beside(given["vae"], beside), "vae").id
    controls = _list(given.pop("controls", ()))
    request = Request.from_dict({**defaults, **given, "model": checkpoint.id})
    if controls:
        request = replace(request, controls=tuple(_control(each, request, places, beside) for each in controls))
    request = (
        expand_wildcards(request, places) if request.template is None and request.negative_template is None else request
    )
    validate_request(request)
    return request


def _mode(given: dict[str, Any], checkpoint: Checkpoint) -> dict[str, Any]:
    """Take the mode out of what is given, put its LoRA in, and return what else it sets where nothing is said."""
    if "mode" not in given:
        return {}
    loras = list(_list(given.get("loras", ())))
    names = (Path(str(each.get("model") if isinstance(each, Mapping) else each)).stem for each in loras)
    values = fast_modes.mode_settings(_text(given.pop("mode")), checkpoint, tuple(names))
    given["loras"] = [*loras, *(asdict(each) for each in values.pop("loras", ()))]
    if "scheduler" in given:
        del values["eta"]
    return values


def validate_request(request: Request) -> None:
    """Raise `BadRequest` or `MachineError` for what would keep a request from being made, without loading anything."""
    for each in (request.prompt, request.negative_prompt, request.prompt_2, request.negative_prompt_2):
        weighting.parse_weights(each)
    checkpoint = models.find_checkpoint(request.model)
    checkpoint.check_supports(request)
    models.check_additions(request, checkpoint)


def expand_wildcards(request: Request, places: LibraryPaths) -> Request:
    """Return a request with its alternatives and wildcards drawn by its seed, what was typed kept beside."""
    values: dict[str, Any] = {}
    for prompt, template in (("prompt", "template"), ("negative_prompt", "negative_template")):
        typed = getattr(request, template) or getattr(request, prompt)
        found = wildcards.expand(typed, request.seed, places.wildcards)
        values |= {prompt: found, template: typed if found != typed else None}
    return replace(request, **values)


def request_series(request: Request, count: int, places: LibraryPaths) -> list[Request]:
    """Return `count` requests, seeds counted up, each with alternatives drawn anew where there are any."""
    return [
        expand_wildcards(each, places) if each.template or each.negative_template else each
        for each in seed_series(request, count)
    ]


def all_combinations(request: Request, places: LibraryPaths) -> list[Request]:
    """Return one request for every prompt that the template of a request could draw, all with its seed."""
    request = expand_wildcards(request, places)  # of the negative prompt one is drawn
    typed = request.template or request.prompt
    return [replace(request, prompt=each, template=typed) for each in wildcards.expand_all(typed, places.wildcards)]


def _images(given: Mapping[str, Any], places: LibraryPaths, beside: Path) -> dict[str, Any]:
    """Keep the source image and the mask; an image that is drawn further outwards is kept as both, and its size."""
    if "outpaint" in given and "image" not in given:
        raise BadRequest("outpaint-without-image")
    if "image" not in given:
        return {} if "mask" not in given else {"mask": _text(given["mask"])}  # the request says what is missing
    image = source_images.store_file(places, beside / _text(given["image"]))
    if "outpaint" in given:
        return _outpainted(given["outpaint"], image, places)
    if "mask" not in given:
        return {"image": image.name}
    mask = source_images.store_mask(places, beside / _text(given["mask"]))
    loaded = source_images.load(places, image.name), source_images.load(places, mask.name)
    inpainting.check_mask(*loaded)
    return {"image": image.name, "mask": mask.name}


def _outpainted(sides: Any, image: SourceImage, places: LibraryPaths) -> dict[str, Any]:
    """Keep an image with room added, and the mask of the room."""
    whole, mask = inpainting.outpaint_canvas(source_images.load(places, image.name), inpainting.parse_outpaint(sides))
    kept = source_images.store_image(places, whole), source_images.store_image(places, mask)
    return {"image": kept[0].name, "mask": kept[1].name, "size": whole.size, "mask_feather": inpainting.OVERLAP}


def _control(values: Any, request: Request, places: LibraryPaths, beside: Path) -> Control:
    """Draw and keep the map of one ControlNet, at the size of the request."""
    if not isinstance(values, Mapping) or "model" not in values:
        raise BadRequest("part-incomplete", field="Control", value=str(values)[:40], names="model, image")
    found = models.find_auxiliary(_beside(values["model"], beside), "controlnet")
    if values.get("image") is None:
        raise BadRequest("map-missing", name=found.name)
    name = _text(values.get("map") or control_maps.PREPROCESSED)
    source = source_images.store_file(places, beside / _text(values["image"])).name
    model = values.get("depth_model")
    depth = None if model is None else Path(_beside(model, beside))
    kept = create_control_map(places, source, name, request.size, request.resize, depth).name
    amounts = {each: values[each] for each in ("scale", "start", "end") if values.get(each) is not None}
    return Control(model=found.id, image=kept, map=name, **amounts)


def create_control_map(
    places: LibraryPaths, image: str, name: str, size: tuple[int, int], resize: str, depth_model: Path | None = None
) -> SourceImage:
    """Draw the map called `name` of a kept image, at the size that a picture is drawn at, and keep it.

    Depth is drawn in another process, by the model in the folder `depth_model`. Slow: call it off the window's thread.
    """
    loaded = source_images.load(places, image)
    if name == control_maps.PREPROCESSED:
        return source_images.store_image(places, loaded)
    fitted = inpainting.resize_to(loaded, size, resize)
    if name != control_maps.DEPTH:
        return source_images.store_image(places, control_maps.control_map(name, fitted))
    if depth_model is None:
        raise BadRequest("depth-without-model")
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "image.png"), Path(folder, "map.png")
        fitted.save(before)
        command = [
            *self_command(),
            "map",
            control_maps.DEPTH,
            str(before),
            str(after),
            "--depth-model",
            str(depth_model),
        ]
        ran = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  (this program)
        if ran.returncode != 0:
            said = ran.stderr.strip().splitlines() or ["it ended without a word"]
            raise MachineError("depth-failed", why=said[-1].removeprefix("macapp: ").rstrip("."))
        return source_images.store_file(places, after)


def _with_path(value: Any, kind: str, beside: Path) -> Any:
    """Return a LoRA or an embedding with the path of its file."""
    if isinstance(value, Mapping):
        return {**value, "model": _with_path(value.get("model", ""), kind, beside)}
    return models.find_auxiliary(_beside(value, beside), kind).id


def _beside(value: Any, beside: Path) -> str:
    """Return a file of an addon, relative to a folder; what lies not there may be an id of the catalogue."""
    try:
        path = beside / at_home(Path(_text(value)))
        return str(path) if path.exists() else _text(value)
    except (OSError, ValueError):  # a name that is too long or holds NUL
        return _text(value)


def _scheduler(name: Any) -> str:
    """Return our name for a scheduler that is called by any of its names; what is none, the request refuses."""
    return name if _text(name) in SCHEDULERS else match_scheduler(name)[0] or name


def parse_jsonl(content: bytes, name: str, places: LibraryPaths, beside: Path) -> list[Request]:
    """Return the requests in a `.jsonl` file called `name`: all of them, or `BadRequest` naming the first bad line."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadRequest("jsonl-not-text", path=name) from None
    if len(lines) > MOST_JSONL_LINES:
        raise BadRequest("jsonl-too-large", path=name)
    return [
        _read_line(line, number, name, places, beside) for number, line in enumerate(lines, start=1) if line.strip()
    ]


def to_dict(item: Job | Picture, places: LibraryPaths) -> dict[str, Any]:
    """Return a job or a picture as `--json` prints it: the fields of a `.jsonl` line, and what became of it."""
    request = item.request
    fields: dict[str, Any] = {"id": item.id, **request.to_dict()}
    for holder in (fields, *fields.get("controls", ())):
        for name in {"image", "mask"} & holder.keys():
            if holder[name] is not None:
                holder[name] = str(source_images.path_of(places, holder[name]))
    for each in fields.get("controls", ()):
        each["map"] = control_maps.PREPROCESSED  # its image is the map already
    fields["created"] = item.created
    if isinstance(item, Picture):
        fields.update(dict.fromkeys(item.inferred_fields))  # what the file did not tell is null
        return {**fields, "path": str(item.path), "made_with": dict(item.made_with), **_marks_as_fields(item)}
    return {**fields, "state": item.state.value, "reason": message_for(item.reason) if item.reason else None}


def _marks_as_fields(picture: Picture) -> dict[str, Any]:
    marks = picture.marks
    return {
        "from": picture.source,
        "stack": picture.stack,
        "favourite": marks.favourite,
        "stars": marks.stars,
        "tags": list(marks.tags),
        "collections": list(marks.collections),
    }


def _read_line(line: str, number: int, name: str, places: LibraryPaths, beside: Path) -> Request:
    if len(line) > MOST_LINE:
        raise BadRequest("jsonl-line-too-long", line=number, path=name)
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise BadRequest("jsonl-not-json", line=number, path=name)
    unknown = values.keys() - set(REQUEST_FIELDS) - {"outpaint", "mode"} - IGNORED_FIELDS
    if unknown:
        raise BadRequest("jsonl-unknown-field", line=number, path=name, value=sorted(unknown)[0][:40])
    if values.get("prompt") is None:
        raise BadRequest("jsonl-no-prompt", line=number, path=name)
    try:
        return build_request(values, places, beside)
    except EaselError as error:
        raise type(error)("jsonl-line", line=number, path=name, sentence=message_for(error)) from None


def _list(value: Any) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise BadRequest("not-a-list", value=repr(value)[:40])
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadRequest("not-text", field="file", value=repr(value)[:40])
    return value
