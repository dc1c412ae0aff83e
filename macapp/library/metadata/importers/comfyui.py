"""ComfyUI: the graph of nodes under `prompt`, read backwards from the node that saves the picture.

A link names a node and one of its outputs, and both matter: a ControlNet has an output for each of the two prompts.
Nodes that this module does not know may change a value on its way. Such values are reported as used in part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from macapp.domain.request import PROMPT_CHARACTERS
from macapp.library.metadata.importers.report import BRACKETS, ParsedMetadata
from macapp.library.metadata.importers.texts import EmbeddedTexts, parse_json_object

MAX_NODES = 2000  # visited in one walk
MAX_DEPTH = 50  # links from a setting to its value
MAX_VISITS = 20_000  # of nodes while one graph is read
MAX_SAMPLERS, MAX_SAVES = 20, 50
_SAVES = re.compile(r"save.*(image|webp|png|jpe?g)|image.*save", re.IGNORECASE)
_PREVIEWS = re.compile(r"preview.*image|image.*preview", re.IGNORECASE)
_PICTURES = ("images", "image", "samples", "latent_image", "latent", "latents", "pixels")
_POSITIVE, _NEGATIVE = ("positive", "conditioning", "base_positive"), ("negative", "neg_conditioning", "base_negative")
_PIPES = ("pipe", "basic_pipe", "sdxl_tuple", "context", "base_ctx")
_SEEDS = ("seed", "noise_seed", "noise")
# The outputs with the prompts; of other nodes with two prompts, they are the first two.
_OUTPUTS: dict[str, tuple[int, int]] = dict.fromkeys(
    ("Efficient Loader", "KSampler (Efficient)", "KSampler Adv. (Efficient)"), (1, 2)
)
_KNOWN_PAIRS = re.compile(r"ControlNet|InpaintModelConditioning|Efficient")
_PASSING = re.compile(r"^Reroute|^ShowText|ControlNetApply|^Context")  # they do not change texts
_TEXTS = ("populated_text", "text", "prompt", "string", "value", "wildcard_text", "positive", "negative")
_PLAIN_TEXTS = re.compile(r"^(Primitive|String|Text|CR Text|ImpactWildcard|easy (positive|negative))", re.IGNORECASE)
_JOINS = re.compile(r"concat|join|combine|append|StringFunction", re.IGNORECASE)
_KNOWN_JOINS = re.compile(r"^(StringConcatenate|Text Concatenate|JoinString(s|Multi)|CR Text Concatenate)$")
_DELIMITERS = ("delimiter", "separator")
_NOT_JOINED = (*_DELIMITERS, "action", "tidy_tags", "clean_whitespace", "return_list", "mode")
_UNKNOWABLE = re.compile(
    r"random|llm|gpt|ollama|caption|florence|tagger|interrogat|translat|replace|switch", re.IGNORECASE
)
_ARITHMETIC = re.compile(r"math|expression|random(?!noise)|switch|compare|operation", re.IGNORECASE)
_OWN_SCHEDULES = re.compile(r"(Karras|Exponential|AlignYourSteps|BetaSampling)Scheduler")
_MODELS = ("ckpt_name", "unet_name", "model_name", "base_ckpt_name")


@dataclass(frozen=True)
class _Value:
    """The value that a link leads to, and whether that is certain."""

    value: Any = None
    is_certain: bool = True
    second: str | None = None
    """of a prompt: the text for the second text encoder, if it differs"""
    guidance: Any = None
    """of a prompt: the guidance of a distilled model"""


_NOTHING = _Value(is_certain=False)


class Graph:
    """The nodes of a graph by id, the values that links lead to, and the inputs that were read."""

    def __init__(self, nodes: dict[str, Any]) -> None:
        self.nodes = {
            key: node
            for key, node in nodes.items()
            if isinstance(node, dict) and "class_type" in node and isinstance(node.get("inputs"), dict)
        }
        self.used: set[tuple[str, str]] = set()
        self._visits = 0

    def class_of(self, key: str) -> str:
        return str(self.nodes[key]["class_type"])

    def inputs_of(self, key: str) -> dict[str, Any]:
        return self.nodes[key]["inputs"]

    def follow(self, value: object) -> tuple[str, int] | None:
        """Return the node and the output that an input links to; None for a plain value or after too many visits."""
        if not self.is_link(value):
            return None
        self._visits += 1
        node, output = value  # type: ignore[misc]
        return None if self._visits > MAX_VISITS else (str(node), output if isinstance(output, int) else 0)

    def is_link(self, value: object) -> bool:
        return isinstance(value, list) and len(value) == 2 and str(value[0]) in self.nodes

    def take(self, key: str, name: str) -> Any:
        """Return the plain value of an input, and count it as used."""
        self.used.add((key, name))
        return self.inputs_of(key)[name]

    def walk_back(self, keys: list[str], names: tuple[str, ...]) -> Iterator[str]:
        """Yield nodes, and all that lead to them over inputs with these names, nearest first, without duplicates."""
        pending, seen = list(keys), set(keys)
        for key in pending:
            yield key
            for name in names:
                link = self.follow(self.inputs_of(key).get(name))
                if link is not None and link[0] not in seen and len(seen) < MAX_NODES:
                    seen.add(link[0])
                    pending.append(link[0])

    def read_plain(self, key: str, name: str, *names: str) -> _Value:
        """Return the value of an input; of a linked node, that of its first input in `names`."""
        is_certain = True
        for _link in range(MAX_DEPTH):
            value = self.inputs_of(key).get(name)
            link = self.follow(value)
            if link is None:
                return _NOTHING if isinstance(value, list) else _Value(self.take(key, name), is_certain)
            key = link[0]
            inputs = self.inputs_of(key)
            if _ARITHMETIC.search(self.class_of(key)):
                return _NOTHING
            plain = [each for each in names if each in inputs]
            links = [each for each, linked in inputs.items() if isinstance(linked, list)]
            if not plain and len(links) != 1:
                return _NOTHING
            name = plain[0] if plain else links[0]
            is_certain &= len(plain) == 1 or _PASSING.search(self.class_of(key)) is not None
        return _NOTHING

    def read_text(self, key: str, name: str, depth: int = 0) -> _Value:
        """Return the text of an input, joined from the texts of linked nodes."""
        value = self.inputs_of(key).get(name)
        if isinstance(value, str):
            return _Value(self.take(key, name))
        link = self.follow(value)
        if link is None or depth > MAX_DEPTH or _UNKNOWABLE.search(self.class_of(link[0])):
            return _NOTHING
        node, kind = link[0], self.class_of(link[0])
        if _JOINS.search(kind):
            return self._join_texts(node, depth + 1)
        inputs = self.inputs_of(node)
        if _PASSING.match(kind) and len(linked := [each for each in inputs if isinstance(inputs[each], list)]) == 1:
            return self.read_text(node, linked[0], depth + 1)
        names = [each for each in _TEXTS if isinstance(inputs.get(each), (str, list)) and inputs[each] != ""]
        if {"positive", "negative"} <= inputs.keys():
            names = [("positive", "negative")[link[1]]] if link[1] in (0, 1) else []
        if not names:
            return _NOTHING
        found = self.read_text(node, names[0], depth + 1)
        is_plain = _PLAIN_TEXTS.match(kind) is not None and names[0] != "wildcard_text"
        return found if is_plain else replace(found, is_certain=False)

    def _join_texts(self, node: str, depth: int) -> _Value:
        inputs, kind = self.inputs_of(node), self.class_of(node)
        if inputs.get("action") == "replace":
            return _NOTHING
        delimiter = next((self.read_text(node, each, depth).value for each in _DELIMITERS if each in inputs), ", ")
        names = [each for each in inputs if each not in _NOT_JOINED and isinstance(inputs[each], (str, list))]
        texts = [self.read_text(node, each, depth) for each in sorted(names, key=_natural_key)]
        known = [text.value for text in texts if isinstance(text.value, str)]
        if kind != "StringConcatenate":  # the core's node keeps empty texts and backslashes
            known, delimiter = [text for text in known if text], str(delimiter).replace("\\n", "\n")
        is_certain = _KNOWN_JOINS.match(kind) is not None and all(text.is_certain for text in texts)
        return _Value(str(delimiter).join(known)[:PROMPT_CHARACTERS], is_certain)


def _natural_key(name: str) -> list[Any]:
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def read(texts: EmbeddedTexts) -> ParsedMetadata | None:
    """Read the settings of the first pass that leads to the saved picture; further passes are only reported.

    Sites that run ComfyUI store its graph in EXIF's UserComment, with keys of their own beside the nodes.
    """
    by_name = texts.by_name()
    for name in ("prompt", "UserComment"):
        values = parse_json_object(by_name.get(name, "")) or {}
        graph = Graph(values)
        if graph.nodes:
            found = ParsedMetadata("ComfyUI", texts=(name,))
            _read_graph(found, graph, texts)
            found.report_unused(values, *graph.nodes)
            return found
    return None


def _read_graph(found: ParsedMetadata, graph: Graph, texts: EmbeddedTexts) -> None:
    passes, others = _find_passes(graph)
    if passes:
        _read_pass(found, graph, passes[-1], texts.size, len(passes) > 1)
        if others:  # any of them may have made this file
            found.mark_in_part(*(line.name for line in found.lines))
    for label, keys in (("later pass", passes[:-1]), ("another sampler", others)):
        for key in keys:
            _report_node(found, graph, key, label)
    for key in graph.nodes:
        _report_node(found, graph, key, f"{graph.class_of(key)} {key}")


def _report_node(found: ParsedMetadata, graph: Graph, key: str, label: str) -> None:
    """Report the plain inputs of a node that were not read."""
    inputs = graph.inputs_of(key)
    unread = [name for name in inputs if (key, name) not in graph.used and not graph.is_link(inputs[name])]
    if unread:
        found.report_unknown(label, ", ".join(f"{name}: {graph.take(key, name)}" for name in unread))


def _find_passes(graph: Graph) -> tuple[list[str], list[str]]:
    """Return the samplers that lead to the saved picture, the last pass first, and those beside them."""
    saves = [key for key in graph.nodes if _SAVES.search(graph.class_of(key))]
    saves = saves or [key for key in graph.nodes if _PREVIEWS.search(graph.class_of(key))] or list(graph.nodes)
    behind = (key for save in saves[:MAX_SAVES] for key in graph.walk_back([save], _PICTURES))
    found = list(dict.fromkeys(key for key in behind if _is_sampler(graph, key)))[:MAX_SAMPLERS]
    passes = found[:1]
    while passes and len(passes) <= len(found):
        earlier = graph.walk_back([passes[-1]], _PICTURES)
        further = next((key for key in earlier if key in found and key not in passes), None)
        if further is None:
            break
        passes.append(further)
    return passes, [key for key in found if key not in passes]


def _is_sampler(graph: Graph, key: str) -> bool:
    """Return whether a node runs steps; others only name an algorithm or a schedule."""
    inputs = graph.inputs_of(key)
    if any(name in inputs for name in ("steps", "sigmas")) and any(name in inputs for name in _SEEDS):
        return True
    return "Sampler" in graph.class_of(key) and any(name in inputs for name in ("latent_image", "latent", "samples"))


def _collect_inputs(graph: Graph, sampler: str) -> dict[str, str]:
    """Return the names of the inputs that decide a pass, each with its node: the sampler, its guider, its pipe."""
    owners: dict[str, str] = {}
    pending = [sampler]
    for key in pending:
        inputs = graph.inputs_of(key)
        owners = {**dict.fromkeys(inputs, key), **owners}
        for name in ("guider", *_PIPES):
            link = graph.follow(inputs.get(name))
            if link is not None and link[0] not in pending and len(pending) < MAX_DEPTH:
                pending.append(link[0])
    return owners


def _read_pass(found: ParsedMetadata, graph: Graph, sampler: str, size: tuple[int, int], is_early: bool) -> None:
    """Read the settings of one pass; `size` is that of the file, which later passes may have changed (`is_early`)."""
    owners = _collect_inputs(graph, sampler)

    def read_plain(wanted: tuple[str, ...], *names: str) -> _Value:
        name = next((each for each in wanted if each in owners), None)
        return _Value() if name is None else graph.read_plain(owners[name], name, *names)

    positive = _read_side(graph, owners, _POSITIVE, "positive")
    _read_prompts(found, positive, _read_side(graph, owners, _NEGATIVE, "negative"))
    steps = read_plain(("steps", "sigmas"), "steps", "steps_total", "value", "int", "number")
    found.set_steps(steps.value)
    name = read_plain(("sampler_name", "sampler"), "sampler_name", "value", "string")
    schedule = _read_schedule(graph, owners) or read_plain(("scheduler", "sigmas"), "scheduler", "value", "string")
    # Its "beta" spaces timesteps, that of other programs spaces noise levels.
    found.set_scheduler(name.value, "beta timesteps" if schedule.value == "beta" else schedule.value)
    scale = read_plain(("cfg", "true_gs"), "cfg", "value", "float", "number")
    found.set_distilled_guidance(positive.guidance, scale.value)
    seed = read_plain(_SEEDS, "noise_seed", "seed", "value", "int", "number")
    found.set_seed(seed.value)
    _read_latents(found, graph, owners, size, is_early)
    _read_models(found, graph, owners)
    _read_clip_skip(found, graph, owners)
    sampler_name = replace(name, is_certain=name.is_certain and schedule.is_certain)
    doubtful = {"steps": steps, "scheduler": sampler_name, "guidance scale": scale, "seed": seed}
    found.mark_in_part(*(label for label, value in doubtful.items() if not value.is_certain))


def _read_schedule(graph: Graph, owners: dict[str, str]) -> _Value | None:
    """Return the noise schedule that a node of its own makes; None if an input has its name."""
    if "scheduler" in owners or "sigmas" not in owners:
        return None
    key, is_certain = owners["sigmas"], True
    for _link in range(MAX_DEPTH):
        link = graph.follow(graph.inputs_of(key).get("sigmas"))
        if link is None:
            break
        key = link[0]
        if "scheduler" in graph.inputs_of(key):
            return None
        is_certain &= "sigmas" not in graph.inputs_of(key)  # such a node changes the levels of another one
    kind = graph.class_of(key)
    name = kind.removesuffix("Scheduler").replace("BetaSampling", "beta timesteps")
    return _Value(name, is_certain and _OWN_SCHEDULES.fullmatch(kind) is not None)


def _read_prompts(found: ParsedMetadata, positive: _Value, negative: _Value) -> None:
    if positive.value is not None:
        found.set_text("prompt", positive.value, in_part=not positive.is_certain)
    found.set_negative(negative.value, in_part=not negative.is_certain)
    for name, text in (("prompt_2", positive.second), ("negative_prompt_2", negative.second)):
        if text:
            found.set_text(name, text)
    found.mark_notation(BRACKETS)


def _read_side(graph: Graph, owners: dict[str, str], names: tuple[str, ...], side: str) -> _Value:
    """Return one of the two prompts of a pass."""
    name = next((each for each in names if each in owners), None)
    if name is None:
        return _Value()
    owner = owners[name]
    return _read_conditioning(graph, (owner, name), side, 0)


def _read_conditioning(graph: Graph, at: tuple[str, str], side: str, depth: int) -> _Value:
    """Return the prompt that an input, a node and a name, leads to. `side` decides only where outputs do not."""
    if isinstance(graph.inputs_of(at[0]).get(at[1]), str):
        return graph.read_text(*at)
    link = graph.follow(graph.inputs_of(at[0]).get(at[1]))
    if link is None or depth > MAX_DEPTH:
        return _NOTHING
    key, inputs, kind = link[0], graph.inputs_of(link[0]), graph.class_of(link[0])
    if kind == "ConditioningZeroOut":
        return _Value("")
    parts = [name for name in inputs if name.startswith("conditioning_") and isinstance(inputs[name], list)]
    if len(parts) > 1:
        return _join_conditioning(graph, key, parts, side, depth)
    pair = [next((name for name in names if name in inputs), None) for names in (_POSITIVE, _NEGATIVE)]
    if pair[0] is not None and pair[1] is not None:
        return _read_pair(graph, link, (pair[0], pair[1]), side, depth)
    passed = next((name for name in ("conditioning", "positive", *parts) if isinstance(inputs.get(name), list)), None)
    if passed is not None:
        found = _read_conditioning(graph, (key, passed), side, depth + 1)
        if kind == "FluxGuidance":
            return replace(found, guidance=graph.read_plain(key, "guidance", "value", "float").value)
        return found if _PASSING.search(kind) else replace(found, is_certain=False)
    linked = [name for name in inputs if isinstance(inputs[name], list)]
    if _PASSING.search(kind) and len(linked) == 1:
        return _read_conditioning(graph, (key, linked[0]), side, depth + 1)
    return _read_encoder(graph, key)


def _join_conditioning(graph: Graph, key: str, parts: list[str], side: str, depth: int) -> _Value:
    """Return prompts that act together, in order; only what a concatenation means can be written in a prompt."""
    order = sorted(parts, key=lambda name: (name != "conditioning_to", _natural_key(name)))
    found = [_read_conditioning(graph, (key, name), side, depth + 1) for name in order]
    texts = [str(each.value) for each in found if each.value]
    separator = "\nBREAK\n" if graph.class_of(key) == "ConditioningConcat" else ", "
    guidance = next((each.guidance for each in found if each.guidance is not None), None)
    joined = separator.join(texts)[:PROMPT_CHARACTERS]
    return _Value(joined if texts else None, is_certain=False, guidance=guidance)


def _read_pair(graph: Graph, link: tuple[str, int], names: tuple[str, str], side: str, depth: int) -> _Value:
    """Return the prompt of one output of a node with two prompts."""
    key, output = link
    kind, inputs = graph.class_of(key), graph.inputs_of(key)
    outputs = _OUTPUTS.get(kind, (0, 1))
    is_known = _KNOWN_PAIRS.search(kind) is not None
    if is_known or all(isinstance(inputs[name], list) for name in names):
        if output not in outputs:
            return _NOTHING
        name = names[outputs.index(output)]
    else:  # a loader of its own: which output is which cannot be known, so the name of the input decides
        name = names[0] if side == "positive" else names[1]
    found = _read_conditioning(graph, (key, name), side, depth + 1)
    return found if is_known else replace(found, is_certain=False)


def _read_encoder(graph: Graph, key: str) -> _Value:
    """Return the prompts of a node that encodes text."""
    inputs = graph.inputs_of(key)
    order = ("populated_text", "text", "prompt", "text_l", "clip_l", "text_g", "clip_g", "t5xxl")
    found = [graph.read_text(key, name) for name in order if name in inputs]
    texts = list(dict.fromkeys(each.value for each in found if isinstance(each.value, str)))
    guidance = graph.read_plain(key, "guidance", "value", "float").value if "guidance" in inputs else None
    is_certain = all(each.is_certain for each in found) and bool(found)
    given = [text for text in texts if text] or texts
    if not given:
        return replace(_NOTHING, guidance=guidance)
    if len(texts) > 1 and (len(given) < len(texts) or len(texts) > 2):  # more prompts than a request has
        return _Value(given[0], False, given[1] if len(given) > 1 else None, guidance)
    return _Value(given[0], is_certain, given[1] if len(given) > 1 else None, guidance)


def _read_latents(
    found: ParsedMetadata, graph: Graph, owners: dict[str, str], size: tuple[int, int], is_early: bool
) -> None:
    if is_early:
        found.set_size(*size)
    start = next(((owners[name], name) for name in ("latent_image", "latent", "samples") if name in owners), None)
    link = None if start is None else graph.follow(graph.inputs_of(start[0]).get(start[1]))
    for key in graph.walk_back([] if link is None else [link[0]], _PICTURES):
        inputs = graph.inputs_of(key)
        names = next((pair for pair in _SIZES if set(pair) <= inputs.keys()), None)
        if names is not None:
            sides = [graph.read_plain(key, name, "width", "height", "value", "int") for name in names]
            if is_early:
                found.report_unknown("size of the first pass", f"{sides[0].value}x{sides[1].value}")
            elif all(side.value is not None for side in sides):
                found.set_size(sides[0].value, sides[1].value)
            else:  # a model may have enlarged the picture
                found.set_size(*size)
                found.mark_in_part("size")
            return
        if "LoadImage" in graph.class_of(key) and isinstance(inputs.get("image"), str):
            found.report_unknown("source image", graph.take(key, "image"))
            return


_SIZES = (("width", "height"), ("empty_latent_width", "empty_latent_height"))


def _read_models(found: ParsedMetadata, graph: Graph, owners: dict[str, str]) -> None:
    """Read the checkpoint and the LoRAs on the way to it."""
    keys = [owners[name] for name in ("model", "ckpt_name") if name in owners]
    for key in graph.walk_back(list(dict.fromkeys(keys)), ("model", "model1", "lora_stack", *_PIPES)):
        inputs = graph.inputs_of(key)
        _read_loras(found, graph, key)
        name = next((each for each in _MODELS if each in inputs), None)
        if name is None or "model" in found.known:
            continue
        model = graph.read_plain(key, name, *_MODELS, "value", "string").value
        if isinstance(model, str):
            found.set_model(model)


def _read_loras(found: ParsedMetadata, graph: Graph, key: str) -> None:
    inputs = graph.inputs_of(key)
    for name, value in inputs.items():
        if isinstance(value, dict) and "lora" in value:  # the Power Lora Loader of rgthree
            graph.take(key, name)
            if value.get("on") and value["lora"] not in (None, "None"):
                found.set_lora(value["lora"], value.get("strength", 1))
            else:
                found.report_unknown(name, value)
        match = re.fullmatch(r"lora_name(_\d+)?", name)
        if match is None or not isinstance(value, str) or value in ("None", ""):
            continue
        number = match[1] or ""
        if str(inputs.get(f"switch{number}", "On")) == "On":
            weights = ("strength_model", "lora_model_strength", f"model_weight{number}", f"lora_wt{number}")
            weight = next((each for each in weights if each in inputs), None)
            amount = _Value(1) if weight is None else graph.read_plain(key, weight, "value", "float")
            found.set_lora(graph.take(key, name), amount.value)


def _read_clip_skip(found: ParsedMetadata, graph: Graph, owners: dict[str, str]) -> None:
    """Read the layer of the text encoder, which ComfyUI counts from the end: -1 is the last one."""
    name = next((each for each in _POSITIVE if each in owners), None)
    link = None if name is None else graph.follow(graph.inputs_of(owners[name]).get(name))
    for key in graph.walk_back([] if link is None else [link[0]], (*_POSITIVE, "clip", "conditioning_to")):
        layer = next((each for each in ("stop_at_clip_layer", "clip_skip") if each in graph.inputs_of(key)), None)
        if layer is not None:
            value = graph.read_plain(key, layer, "value", "int").value
            found.set_clip_skip(-value if isinstance(value, int) and value < 0 else value)
            return
