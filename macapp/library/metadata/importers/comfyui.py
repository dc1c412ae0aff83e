"""ComfyUI: the graph of nodes under `prompt`. A walk back from the node that saves the picture finds the settings."""

from collections import deque
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts

MAX_NODES = 2000  # visited in one walk
MAX_WALKS = 50  # from nodes that save a picture; also the maximum of reported samplers
_SAVES = ("SaveImage", "PreviewImage", "SaveAnimatedWEBP", "SaveAnimatedPNG", "Image Save")
_TEXT_INPUTS = ("text", "text_g", "text_l", "t5xxl", "clip_l", "string", "value", "prompt", "conditioning", "positive")


class Graph:
    """The nodes of a graph by id, and walks along its links, which always end."""

    def __init__(self, nodes: dict[str, Any]) -> None:
        self.nodes = {key: node for key, node in nodes.items() if isinstance(node, dict) and "class_type" in node}

    def class_of(self, node: dict[str, Any]) -> str:
        return str(node.get("class_type", ""))

    def inputs_of(self, node: dict[str, Any]) -> dict[str, Any]:
        inputs = node.get("inputs")
        return inputs if isinstance(inputs, dict) else {}

    def follow_link(self, value: object) -> dict[str, Any] | None:
        """Return the node that the value of an input links to."""
        return self.nodes.get(str(value[0])) if isinstance(value, list) and len(value) == 2 else None

    def walk_back(self, node: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Return a node and all nodes that lead to it, nearest first, without duplicates."""
        found: list[dict[str, Any]] = []
        queue = deque([] if node is None else [node])
        seen = {id(node) for node in queue}
        while queue and len(found) < MAX_NODES:
            found.append(queue.popleft())
            for value in self.inputs_of(found[-1]).values():
                linked = self.follow_link(value)
                if linked is not None and id(linked) not in seen:
                    seen.add(id(linked))
                    queue.append(linked)
        return found

    def resolve_value(self, value: object, *names: str) -> Any:
        """Return the plain value of an input, or the first input named in `names` of the nodes that it links to."""
        if not isinstance(value, list):
            return value
        for node in self.walk_back(self.follow_link(value)):
            for name in names:
                plain = self.inputs_of(node).get(name)
                if plain is not None and not isinstance(plain, list):
                    return plain
        return None


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the settings of the sampler nearest to the saved picture; further samplers are only reported."""
    nodes = texts.json("prompt")
    graph = Graph(nodes or {})
    if not graph.nodes:
        return None
    saves = [node for node in graph.nodes.values() if graph.class_of(node) in _SAVES] or list(graph.nodes.values())
    samplers = _find_samplers(graph, saves[:MAX_WALKS])
    found = ParsedMetadata("ComfyUI")
    if not samplers:
        return found
    _read_sampler(found, graph, samplers[0])
    for other in samplers[1:]:
        second = ParsedMetadata("ComfyUI")
        _read_sampler(second, graph, other)
        found.report_unknown("another sampler", ", ".join(f"{line.name}: {line.value[:60]}" for line in second.lines))
    return found


def _find_samplers(graph: Graph, saves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the samplers that lead to the nodes that save, nearest first, without duplicates."""
    behind = (node for save in saves for node in graph.walk_back(save))
    found = {id(node): node for node in behind if "Sampler" in graph.class_of(node) and _runs_steps(node)}
    return list(found.values())[:MAX_WALKS]


def _runs_steps(node: dict[str, Any]) -> bool:
    """Return whether a sampler node runs steps; others only name an algorithm."""
    inputs = node.get("inputs")
    return isinstance(inputs, dict) and any(name in inputs for name in ("latent_image", "latent", "samples", "steps"))


def _read_sampler(found: ParsedMetadata, graph: Graph, sampler: dict[str, Any]) -> None:
    inputs = graph.inputs_of(sampler)
    guider = graph.follow_link(inputs.get("guider"))
    around = {**(graph.inputs_of(guider) if guider else {}), **inputs}
    positive = around.get("positive", around.get("conditioning"))
    found.set_text("prompt", _find_text(graph, positive))
    negative = _find_text(graph, around.get("negative"))
    if negative:
        found.set_text("negative_prompt", negative, "negative prompt")
    sigmas = around.get("sigmas")
    steps = around.get("steps", sigmas)
    found.set_steps(graph.resolve_value(steps, "steps", "value", "int"))
    name = around.get("sampler_name", around.get("sampler"))
    schedule = around.get("scheduler", sigmas)
    found.set_scheduler(graph.resolve_value(name, "sampler_name"), graph.resolve_value(schedule, "scheduler"))
    found.set_guidance(graph.resolve_value(around.get("cfg"), "cfg", "value", "float"))
    seed = next((around[key] for key in ("seed", "noise_seed", "noise") if key in around), None)
    found.set_seed(graph.resolve_value(seed, "noise_seed", "seed", "value", "int"))
    _read_latents(found, graph, around)
    _read_models(found, graph, around.get("model"))
    plain = {key: value for key, value in inputs.items() if not isinstance(value, list)}
    found.report_unused(plain, "seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")


def _read_latents(found: ParsedMetadata, graph: Graph, inputs: dict[str, Any]) -> None:
    start = next((inputs[key] for key in ("latent_image", "latent", "samples") if key in inputs), None)
    for node in graph.walk_back(graph.follow_link(start)):
        values = graph.inputs_of(node)
        if "Empty" in graph.class_of(node) and "width" in values:
            found.set_size(
                graph.resolve_value(values["width"], "width", "value"),
                graph.resolve_value(values.get("height"), "height", "value"),
            )
            return
        if "VAEEncode" in graph.class_of(node):
            found.report_unknown("source image", graph.resolve_value(values.get("pixels"), "image") or "yes")
            found.report_unknown("denoise", inputs.get("denoise"))
            return


def _read_models(found: ParsedMetadata, graph: Graph, model: object) -> None:
    for node in graph.walk_back(graph.follow_link(model)):
        values = graph.inputs_of(node)
        if "lora_name" in values:
            found.report_unknown("LoRA", f"{values['lora_name']} ({values.get('strength_model', 1)})")
        name = next((values[key] for key in ("ckpt_name", "unet_name", "model_name") if key in values), None)
        if name is not None and not isinstance(name, list):
            found.set_model(name)
            return


def _find_text(graph: Graph, value: object) -> str | None:
    """Return the nearest text that leads to a conditioning."""
    if isinstance(value, str):
        return value
    for node in graph.walk_back(graph.follow_link(value)):
        texts = [graph.inputs_of(node).get(name) for name in _TEXT_INPUTS]
        plain = list(dict.fromkeys(text for text in texts if isinstance(text, str) and text.strip()))
        if plain:
            return "\n".join(plain)
    return None
