"""From loose values to requests: a command line's options, or a `.jsonl` file's lines, completed by the checkpoint.

What is left out takes the value that suits the checkpoint; a starting image is kept with the library. Any thread.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from macapp import checkpoints
from macapp.errors import BadRequest, EaselError
from macapp.jobs import Job, Picture
from macapp.library import start_images
from macapp.paths import Places
from macapp.request import REQUEST_FIELDS, STARTER_MODEL, Request, random_seed
from macapp.sentences import sentence

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


def completed(values: Mapping[str, Any], places: Places, beside: Path) -> Request:
    """Return the request that `values` ask for; `image` is a file's path, relative to the folder `beside`.

    Values that are None count as left out. Raises `BadRequest` or `MachineFault`.
    """
    given = {name: value for name, value in values.items() if value is not None}
    checkpoint = checkpoints.find(_text(given.get("model", STARTER_MODEL)))
    width, height = checkpoint.size
    defaults = {
        "width": width,
        "height": height,
        "steps": checkpoint.steps,
        "guidance_scale": checkpoint.guidance_scale,
        "scheduler": checkpoint.scheduler,
        "seed": random_seed(),
    }
    if "image" in given:
        defaults["strength"] = STRENGTH
        given["image"] = start_images.keep(places, beside / _text(given["image"])).name
    return Request.from_fields({**defaults, **given, "model": checkpoint.id})


def read_jsonl(content: bytes, name: str, places: Places, beside: Path) -> list[Request]:
    """Return the requests in a `.jsonl` file called `name`: all of them, or `BadRequest` naming the first bad line."""
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadRequest("jsonl-not-text", path=name) from None
    return [
        _read_line(line, number, name, places, beside) for number, line in enumerate(lines, start=1) if line.strip()
    ]


def as_fields(item: Job | Picture, places: Places) -> dict[str, Any]:
    """Return a job or a picture as `--json` prints it: the fields of a `.jsonl` line, and what became of it."""
    request = item.request
    fields: dict[str, Any] = {"id": item.id, **{name: getattr(request, name) for name in REQUEST_FIELDS}}
    if request.image is not None:
        fields["image"] = str(start_images.path_of(places, request.image))
    fields["created"] = item.created
    if isinstance(item, Picture):
        fields.update(dict.fromkeys(item.unknown))  # what the file did not tell is null
        return {**fields, "path": str(item.path), "made_with": dict(item.made_with), **_marks_as_fields(item)}
    return {**fields, "state": item.state.value, "reason": sentence(item.reason) if item.reason else None}


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


def _read_line(line: str, number: int, name: str, places: Places, beside: Path) -> Request:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise BadRequest("jsonl-not-json", line=number, path=name)
    unknown = values.keys() - set(REQUEST_FIELDS) - IGNORED_FIELDS
    if unknown:
        raise BadRequest("jsonl-unknown-field", line=number, path=name, value=sorted(unknown)[0][:40])
    if "prompt" not in values:
        raise BadRequest("jsonl-no-prompt", line=number, path=name)
    try:
        return completed(values, places, beside)
    except EaselError as error:
        raise type(error)("jsonl-line", line=number, path=name, sentence=sentence(error)) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadRequest("not-text", field="image", value=repr(value)[:40])
    return value
