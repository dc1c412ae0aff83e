"""Programs whose files hold one JSON object or one text a setting: Fooocus, SwarmUI, NovelAI, Easy Diffusion, mflux."""

import re
from collections.abc import Mapping
from typing import Any

from macapp.library.metadata.importers import a1111
from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts, json_object


def swarm(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read SwarmUI: `parameters` is JSON with `sui_image_params`."""
    for text in (texts.png.get("parameters", ""), texts.user_comment):
        values = json_object(text)
        params = (values or {}).get("sui_image_params")
        if isinstance(params, dict):
            return _taken("SwarmUI", params, negative="negativeprompt", guidance="cfgscale")
    return None


def fooocus(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read Fooocus: JSON or text, as `fooocus_scheme` says. The size is text that Fooocus evaluates and we do not."""
    scheme = texts.png.get("fooocus_scheme") or texts.maker_note
    if scheme not in ("fooocus", "a1111"):
        return None
    for text in (texts.png.get("parameters", ""), texts.user_comment):
        if (values := json_object(text)) is not None:
            size = re.search(r"(\d{1,6})\D+(\d{1,6})", str(values.get("resolution", "")))
            sides = {"width": size[1], "height": size[2]} if size else {}
            return _taken("Fooocus", {**values, **sides}, model="base_model", more="base_model_hash")
        if text and (found := a1111.parsed(text)) is not None:
            found.source = "Fooocus"
            return found
    return None


def novel_ai(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read NovelAI: `Description` is the prompt, `Comment` JSON."""
    if texts.png.get("Software") != "NovelAI":
        return None
    values = {"prompt": texts.png.get("Description"), **(texts.json("Comment") or {})}
    return _taken("NovelAI", values, negative="uc", guidance="scale")


def easy_diffusion(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read Easy Diffusion: one text a setting, or the same as JSON in the UserComment."""
    values: Mapping[str, Any] | None = json_object(texts.user_comment)
    if values is None or "num_inference_steps" not in values:
        values = {key.lower(): value for key, value in texts.png.items()}
    if "num_inference_steps" not in values or "prompt" not in values:
        return None
    return _taken(
        "Easy Diffusion",
        values,
        steps="num_inference_steps",
        sampler="sampler_name",
        model="use_stable_diffusion_model",
    )


def comment(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read older Fooocus and its like: JSON under `Comment`."""
    values = texts.json("Comment")
    return None if values is None or "prompt" not in values else _taken("Fooocus", values, model="base_model")


def mflux(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read mflux: JSON in the UserComment. It names files with their whole paths: those are not looked at."""
    values = json_object(texts.user_comment)
    if values is None or "mflux_version" not in values:
        return None
    return _taken("mflux", values, guidance="guidance")


def _taken(source: str, values: Mapping[str, Any], more: str = "", **named: str) -> ParsedMetadata:
    """Take over a mapping whose keys are those of `usual` but for `named`."""
    usual = {
        "prompt": "prompt",
        "negative": "negative_prompt",
        "steps": "steps",
        "sampler": "sampler",
        "schedule": "scheduler",
        "guidance": "guidance_scale",
        "seed": "seed",
        "width": "width",
        "height": "height",
        "model": "model",
        **named,
    }
    value = {name: values.get(key) for name, key in usual.items()}
    found = ParsedMetadata(source)
    found.text("prompt", value["prompt"])
    if value["negative"]:
        found.text("negative_prompt", value["negative"], "negative prompt")
    found.steps(value["steps"])
    found.scheduler(value["sampler"], value["schedule"])
    found.guidance(value["guidance"])
    found.seed(value["seed"])
    found.size(value["width"], value["height"])
    found.model(value["model"], values.get(more))
    found.report_unused(dict(values), *usual.values())
    return found
