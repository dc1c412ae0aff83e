"""ComfyUI: the graph of nodes under `prompt`. The settings are found by walking back from what saves the picture."""

from collections import deque
from typing import Any

from macapp.library.metadata.importers.report import ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts

MOST_NODES = 2000  # looked at in one walk
MOST_WALKS = 50  # that begin at a node which saves, and samplers that are reported
_SAVES = ("SaveImage", "PreviewImage", "SaveAnimatedWEBP", "SaveAnimatedPNG", "Image Save")
_TEXT_INPUTS = ("text", "text_g", "text_l", "t5xxl", "clip_l", "string", "value", "prompt", "conditioning", "positive")


class Graph:
    """A graph's nodes by their ids, and walks along its links that end."""

    def __init__(self, nodes: dict[str, Any]) -> None:
        self.nodes = {key: each for key, each in nodes.items() if isinstance(each, dict) and "class_type" in each}

    def kind(self, node: dict[str, Any]) -> str:
        return str(node.get("class_type", ""))

    def inputs(self, node: dict[str, Any]) -> dict[str, Any]:
        inputs = node.get("inputs")
        return inputs if isinstance(inputs, dict) else {}

    def linked(self, value: object) -> dict[str, Any] | None:
        """Return the node that an input's value links to."""
        return self.nodes.get(str(value[0])) if isinstance(value, list) and len(value) == 2 else None

    def behind(self, node: dict[str, Any] | None) -> list[dict[str, Any]]:
        """Return a node and all that lead to it, nearest first, each once."""
        found: list[dict[str, Any]] = []
        queue = deque([] if node is None else [node])
        seen = {id(each) for each in queue}
        while queue and len(found) < MOST_NODES:
            found.append(queue.popleft())
            for value in self.inputs(found[-1]).values():
                linked = self.linked(value)
                if linked is not None and id(linked) not in seen:
                    seen.add(id(linked))
                    queue.append(linked)
        return found

    def value(self, value: object, *names: str) -> Any:
        """Return an input's plain value, or of a link the first of `names` that a node behind it has."""
        if not isinstance(value, list):
            return value
        for node in self.behind(self.linked(value)):
            for name in names:
                plain = self.inputs(node).get(name)
                if plain is not None and not isinstance(plain, list):
                    return plain
        return None


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the graph; what two samplers say differently is reported of the second."""
    nodes = texts.json("prompt")
    graph = Graph(nodes or {})
    if not graph.nodes:
        return None
    saves = [each for each in graph.nodes.values() if graph.kind(each) in _SAVES] or list(graph.nodes.values())
    samplers = _samplers(graph, saves[:MOST_WALKS])
    found = ParsedMetadata("ComfyUI")
    if not samplers:
        return found
    _sampler(found, graph, samplers[0])
    for other in samplers[1:]:
        second = ParsedMetadata("ComfyUI")
        _sampler(second, graph, other)
        found.unknown("another sampler", ", ".join(f"{line.name}: {line.value[:60]}" for line in second.lines))
    return found


def _samplers(graph: Graph, saves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the samplers behind the nodes that save, each once, nearest first."""
    behind = (each for save in saves for each in graph.behind(save))
    found = {id(each): each for each in behind if "Sampler" in graph.kind(each) and _runs(each)}
    return list(found.values())[:MOST_WALKS]


def _runs(node: dict[str, Any]) -> bool:
    """Return whether a node is a sampler that runs steps, not one that only names an algorithm."""
    inputs = node.get("inputs")
    return isinstance(inputs, dict) and any(name in inputs for name in ("latent_image", "latent", "samples", "steps"))


def _sampler(found: ParsedMetadata, graph: Graph, sampler: dict[str, Any]) -> None:
    inputs = graph.inputs(sampler)
    guider = graph.linked(inputs.get("guider"))
    around = {**(graph.inputs(guider) if guider else {}), **inputs}
    positive = around.get("positive", around.get("conditioning"))
    found.text("prompt", _text(graph, positive))
    negative = _text(graph, around.get("negative"))
    if negative:
        found.text("negative_prompt", negative, "negative prompt")
    sigmas = around.get("sigmas")
    steps = around.get("steps", sigmas)
    found.steps(graph.value(steps, "steps", "value", "int"))
    name = around.get("sampler_name", around.get("sampler"))
    schedule = around.get("scheduler", sigmas)
    found.scheduler(graph.value(name, "sampler_name"), graph.value(schedule, "scheduler"))
    found.guidance(graph.value(around.get("cfg"), "cfg", "value", "float"))
    seed = next((around[key] for key in ("seed", "noise_seed", "noise") if key in around), None)
    found.seed(graph.value(seed, "noise_seed", "seed", "value", "int"))
    _latents(found, graph, around)
    _models(found, graph, around.get("model"))
    plain = {key: value for key, value in inputs.items() if not isinstance(value, list)}
    found.report_unused(plain, "seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")


def _latents(found: ParsedMetadata, graph: Graph, inputs: dict[str, Any]) -> None:
    start = next((inputs[key] for key in ("latent_image", "latent", "samples") if key in inputs), None)
    for node in graph.behind(graph.linked(start)):
        values = graph.inputs(node)
        if "Empty" in graph.kind(node) and "width" in values:
            found.size(
                graph.value(values["width"], "width", "value"), graph.value(values.get("height"), "height", "value")
            )
            return
        if "VAEEncode" in graph.kind(node):
            found.unknown("source image", graph.value(values.get("pixels"), "image") or "yes")
            found.unknown("denoise", inputs.get("denoise"))
            return


def _models(found: ParsedMetadata, graph: Graph, model: object) -> None:
    for node in graph.behind(graph.linked(model)):
        values = graph.inputs(node)
        if "lora_name" in values:
            found.unknown("LoRA", f"{values['lora_name']} ({values.get('strength_model', 1)})")
        name = next((values[key] for key in ("ckpt_name", "unet_name", "model_name") if key in values), None)
        if name is not None and not isinstance(name, list):
            found.model(name)
            return


def _text(graph: Graph, value: object) -> str | None:
    """Return the text that a conditioning was made of: the nearest there is."""
    if isinstance(value, str):
        return value
    for node in graph.behind(graph.linked(value)):
        texts = [graph.inputs(node).get(name) for name in _TEXT_INPUTS]
        plain = list(dict.fromkeys(each for each in texts if isinstance(each, str) and each.strip()))
        if plain:
            return "\n".join(plain)
    return None
