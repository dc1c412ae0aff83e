"""InvokeAI: `invokeai_metadata` (3 and later), or only a graph; `sd-metadata` and `Dream` (2)."""

import re
import shlex
from typing import Any

from macapp.library.metadata.importers.report import BRACKETS, ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts

_USED_KEYS = (
    *("positive_prompt", "negative_prompt", "positive_style_prompt", "negative_style_prompt", "width", "height"),
    *("seed", "cfg_scale", "guidance", "steps", "scheduler", "model", "loras", "clip_skip"),
)
_GRAPH_KEYS = ("invokeai_metadata", "invokeai_graph", "invokeai_workflow")
_NOTATION = re.compile(rf"\)[\d.]|[\w)](\++|-+)(?![\w+-])|\.(blend|swap|and)\(|{BRACKETS.pattern}")
"""what weighs or mixes words in version 3 and later, in the syntax of Compel"""
_DENOISES = re.compile(r"denoise(_latents)?(_meta)?$")
"""the types of the nodes that denoise: `denoise_latents`, and `flux_denoise` and others of one family"""
MAX_LINKS = 50  # of a graph, from a setting to its value
_DREAM_OPTIONS = {"-s": "steps", "-S": "seed", "-W": "width", "-H": "height", "-C": "guidance", "-A": "sampler",
          "-f": "strength"}  # fmt: skip


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read version 3 and later."""
    values = texts.json("invokeai_metadata")
    if values:
        return _read_values(values)
    if not any(key in texts.png for key in _GRAPH_KEYS):
        return None
    return _read_graph(texts.json("invokeai_graph") or {})


def _read_values(values: dict[str, Any]) -> ParsedMetadata:
    found = ParsedMetadata("InvokeAI", texts=("invokeai_metadata",))
    found.set_text("prompt", values.get("positive_prompt"))
    found.set_negative(values.get("negative_prompt"))
    for key, name in (("positive_style_prompt", "prompt_2"), ("negative_style_prompt", "negative_prompt_2")):
        if values.get(key):
            found.set_text(name, values[key])
        else:
            found.report_unknown(key, values.get(key))
    found.mark_notation(_NOTATION)
    found.set_steps(values.get("steps"))
    scheduler = str(values.get("scheduler") or "")
    found.set_scheduler(scheduler.removesuffix("_k"), "Karras" if scheduler.endswith("_k") else None)
    found.set_distilled_guidance(values.get("guidance"), values.get("cfg_scale"))
    found.set_seed(values.get("seed"))
    found.set_size(values.get("width"), values.get("height"))
    skipped = values.get("clip_skip")  # layers, so 0 is the last one
    found.set_clip_skip(skipped + 1 if isinstance(skipped, int) and not isinstance(skipped, bool) else skipped)
    _read_models(found, values)
    found.report_unused(values, *_USED_KEYS)
    return found


def _read_models(found: ParsedMetadata, values: dict[str, Any]) -> None:
    model = values.get("model")
    if isinstance(model, dict):
        found.set_model(_name_of(model), model.get("hash"))
        found.report_unused(model, *_MODEL_NAMES, "hash", of="model")
    elif isinstance(model, str):
        found.set_model(model)
    else:
        found.report_unknown("model", model)
    loras = values.get("loras")
    for lora in loras if isinstance(loras, list) else ():
        named = lora.get("model", lora.get("lora")) if isinstance(lora, dict) else None
        if isinstance(lora, dict) and isinstance(named, dict):
            found.set_lora(_name_of(named), lora.get("weight", 1))
            found.report_unused(named, *_MODEL_NAMES, of="LoRA")
            found.report_unused(lora, "model" if "model" in lora else "lora", "weight", of="LoRA")
        else:
            found.report_unknown("LoRA", lora)
    if not isinstance(loras, list):
        found.report_unknown("loras", loras)


def _name_of(model: dict[str, Any]) -> Any:
    return next((model[key] for key in _MODEL_NAMES if model.get(key)), None)


_MODEL_NAMES = ("name", "model_name")  # since version 4, and before


class _Graph:
    """The nodes of a graph, and the values of their fields along its edges."""

    def __init__(self, graph: dict[str, Any]) -> None:
        nodes, edges = graph.get("nodes"), graph.get("edges")
        found = nodes.values() if isinstance(nodes, dict) else nodes if isinstance(nodes, list) else ()
        self.nodes = {str(node.get("id")): node for node in found if isinstance(node, dict)}
        self._sources: dict[tuple[str, str], tuple[str, str]] = {}
        for edge in edges if isinstance(edges, list) else ():
            to, of = (edge.get(end) if isinstance(edge, dict) else None for end in ("destination", "source"))
            if isinstance(to, dict) and isinstance(of, dict):
                self._sources[_end_of(to)] = _end_of(of)

    def follow(self, node: str, field: str) -> tuple[str, str] | None:
        """Return the node and the output that feed a field; None if it has its own value."""
        return self._sources.get((node, field))

    def value_of(self, node: str, field: str) -> Any:
        """Return the value of a field: its own, or that of the node that feeds it."""
        for _link in range(MAX_LINKS):
            fed = self.follow(node, field)
            if fed is None:
                return self.nodes.get(node, {}).get(field)
            node = fed[0]
            field = fed[1] if fed[1] in self.nodes.get(node, {}) else "value"
        return None


def _end_of(end: dict[str, Any]) -> tuple[str, str]:
    return str(end.get("node_id")), str(end.get("field"))


def _read_graph(content: dict[str, Any]) -> ParsedMetadata:
    """Read what a graph with one node that denoises certainly means; a file without metadata has no more."""
    found = ParsedMetadata("InvokeAI")
    graph = _Graph(content)
    denoising = [key for key, node in graph.nodes.items() if _DENOISES.search(str(node.get("type", "")))]
    used: set[tuple[str, str]] = set()
    if len(denoising) == 1:
        found.texts = ("invokeai_graph",)
        _read_denoising(found, graph, denoising[0], used)
    for key, node in graph.nodes.items() if found.texts else ():
        for field, value in node.items():
            if field not in ("id", "type") and (key, field) not in used:
                found.report_unknown(f"{node.get('type')}: {field}", value)
    return found


def _read_denoising(found: ParsedMetadata, graph: _Graph, key: str, used: set[tuple[str, str]]) -> None:
    steps = graph.value_of(key, "steps")
    found.set_steps(graph.value_of(key, "num_steps") if steps is None else steps)
    scheduler = str(graph.value_of(key, "scheduler") or "")
    found.set_scheduler(scheduler.removesuffix("_k"), "Karras" if scheduler.endswith("_k") else None)
    found.set_distilled_guidance(graph.value_of(key, "guidance"), graph.value_of(key, "cfg_scale"))
    used |= {(key, field) for field in ("steps", "num_steps", "scheduler", "guidance", "cfg_scale")}
    noise = (graph.follow(key, "noise") or (key, ""))[0]  # the nodes of one family have the fields of the noise
    found.set_seed(graph.value_of(noise, "seed"))
    found.set_size(graph.value_of(noise, "width"), graph.value_of(noise, "height"))
    used |= {(noise, field) for field in ("seed", "width", "height")}
    for side, name in (("positive", "prompt"), ("negative", "negative_prompt")):
        text = graph.follow(key, f"{side}_conditioning") or graph.follow(key, f"{side}_text_conditioning")
        if text is not None and isinstance(prompt := graph.value_of(text[0], "prompt"), str):
            found.set_text(name, prompt)
            used.add((text[0], "prompt"))
    found.mark_in_part(*(line.name for line in found.lines))  # other nodes may change what they mean


def read_version_2(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read version 2: JSON, or a command line."""
    if (values := texts.json("sd-metadata")) is not None:
        found, name = _parse_sd_metadata(values), "sd-metadata"
    else:
        found, name = _parse_dream(texts.png.get("Dream", "")), "Dream"
    if found is not None:
        found.texts = (name,)
    return found


def _parse_sd_metadata(values: dict[str, Any]) -> ParsedMetadata:
    image = values.get("image") or {}
    prompt = image.get("prompt")
    parts = [part for part in prompt if isinstance(part, dict)] if isinstance(prompt, list) else []
    found = ParsedMetadata("InvokeAI")
    _split_prompt(found, ", ".join(str(part.get("prompt", "")) for part in parts) if parts else str(prompt or ""))
    for part in parts:
        found.report_unused(part, "prompt", *(("weight",) if part.get("weight") == 1 else ()), of="prompt")
    if any(part.get("weight", 1) != 1 for part in parts):
        found.mark_in_part("prompt")
    found.set_steps(image.get("steps"))
    found.set_scheduler(image.get("sampler"))
    found.set_guidance(image.get("cfg_scale"))
    found.set_seed(image.get("seed"))
    found.set_size(image.get("width"), image.get("height"))
    found.set_model(values.get("model_weights"), values.get("model_hash"))
    found.report_unused(image, "prompt", "steps", "sampler", "cfg_scale", "seed", "width", "height")
    found.report_unused(values, "image", "model_weights", *(("model_hash",) if values.get("model_weights") else ()))
    return found


def _parse_dream(line: str) -> ParsedMetadata | None:
    try:
        words = shlex.split(line[:100_000])
    except ValueError:
        return None
    if not words:
        return None
    options: dict[str, str] = {}
    for at, word in enumerate(words[1:], start=1):
        if match := re.fullmatch(r"(-[a-zA-Z])(.*)", word):
            value = match[2] or (words[at + 1] if at + 1 < len(words) else "")
            options[_DREAM_OPTIONS.get(match[1], match[1])] = value
    found = ParsedMetadata("InvokeAI")
    _split_prompt(found, words[0])
    found.set_steps(options.get("steps"))
    found.set_scheduler(options.get("sampler"))
    found.set_guidance(options.get("guidance"))
    found.set_seed(options.get("seed"))
    found.set_size(options.get("width"), options.get("height"))
    found.report_unused(dict(options), "steps", "sampler", "guidance", "seed", "width", "height")
    return found


def _split_prompt(found: ParsedMetadata, prompt: str) -> None:
    """Split a prompt; its negative parts are in square brackets."""
    negative = re.findall(r"\[([^\[\]]*)\]", prompt)
    found.set_text("prompt", re.sub(r"(?<!\s)\s*\[[^\[\]]*\]", "", prompt).strip())
    found.set_negative(", ".join(negative) or None)
