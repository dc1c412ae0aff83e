"""Graphs of ComfyUI: outputs, joined texts, passes, and nodes that this program does not know."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from macapp.library.metadata import importers
from macapp.library.metadata.importers import Outcome, ParsedMetadata, comfyui
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import COMFY, COMFY_CUSTOM, GUIDANCE, NEGATIVE, PROMPT, SEED, png


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}


def read(graph: dict[str, Any], size: tuple[int, int] = (64, 96)) -> ParsedMetadata:
    found = comfyui.read(EmbeddedTexts(size, png={"prompt": json.dumps(graph)}))
    assert found is not None
    return found


def changed(inputs: dict[str, Any], base: dict[str, Any] = COMFY, **nodes: dict[str, Any]) -> dict[str, Any]:
    """Return a graph whose sampler has other inputs, and that has further nodes."""
    graph = copy.deepcopy(base)
    sampler = "3" if "3" in graph and "seed" in graph["3"]["inputs"] else "1"
    graph[sampler]["inputs"] |= inputs
    return {**graph, **{name.removeprefix("n"): value for name, value in nodes.items()}}


def outcomes(found: ParsedMetadata) -> dict[str, Outcome]:
    return {line.name: line.outcome for line in found.lines}


def test_a_graph_that_goes_round_ends(tmp_path: Path) -> None:
    graph = copy.deepcopy(COMFY)
    graph["4"]["inputs"]["loop"] = ["9", 0]
    graph["5"]["inputs"]["samples"] = ["3", 0]
    graph["6"]["inputs"]["text"] = ["6", 0]
    found = importers.read_metadata(png(tmp_path, prompt=json.dumps(graph)))
    assert found.known["seed"] == SEED
    assert "prompt" not in found.known


# The two prompts ------------------------------------------------------------------------------------------------------


def control(kind: str) -> dict[str, Any]:
    return node(kind, positive=["6", 0], negative=["7", 0], strength=1, control_net=["11", 0])


def test_a_prompt_that_is_zeroed_out_is_empty() -> None:
    found = read(changed({"negative": ["20", 0]}, n20=node("ConditioningZeroOut", conditioning=["6", 0])))
    assert found.known["prompt"] == PROMPT
    assert "negative_prompt" not in found.known


@pytest.mark.parametrize("kind", ["ControlNetApplyAdvanced", "InpaintModelConditioning", "ACN_AdvancedControlNetApply"])
def test_the_outputs_of_a_node_with_two_prompts_are_told_apart(kind: str) -> None:
    found = read(changed({"positive": ["20", 0], "negative": ["20", 1]}, n20=control(kind)))
    assert (found.known["prompt"], found.known["negative_prompt"]) == (PROMPT, NEGATIVE)


def test_a_chain_of_controlnets_is_followed() -> None:
    second = node("ControlNetApplyAdvanced", positive=["20", 0], negative=["20", 1])
    links = {"positive": ["21", 0], "negative": ["21", 1]}
    found = read(changed(links, n20=control("ControlNetApplyAdvanced"), n21=second))
    assert (found.known["prompt"], found.known["negative_prompt"]) == (PROMPT, NEGATIVE)
    assert outcomes(found)["prompt"] is Outcome.UNDERSTOOD


def test_an_output_without_a_prompt_gives_none() -> None:
    found = read(changed({"negative": ["20", 2]}, n20=control("ControlNetApplyAdvanced")))
    assert "negative_prompt" not in found.known


def test_an_unknown_node_with_two_prompts_is_read_in_part() -> None:
    loader = node("Magic Loader", positive="one", negative="two", ckpt_name="m")
    found = read(changed({"positive": ["20", 3], "negative": ["20", 4]}, n20=loader))
    assert (found.known["prompt"], found.known["negative_prompt"]) == ("one", "two")
    assert outcomes(found)["prompt"] is outcomes(found)["negative prompt"] is Outcome.PART


def test_the_efficient_nodes_have_their_own_outputs() -> None:
    loader = node(
        "Efficient Loader", ckpt_name="m", clip_skip=-2, lora_name="None", positive="one", negative="two",
        empty_latent_width=512, empty_latent_height=768,
    )  # fmt: skip
    sampler = node(
        "KSampler (Efficient)", seed=1, steps=9, cfg=7, sampler_name="euler", scheduler="normal", model=["1", 0],
        positive=["1", 1], negative=["1", 2], latent_image=["1", 3],
    )  # fmt: skip
    second = node("KSampler (Efficient)", seed=2, steps=5, positive=["2", 1], negative=["2", 2], latent_image=["2", 3])
    for graph in ({"1": loader, "2": sampler}, {"1": loader, "2": sampler, "3": second}):
        found = read({**graph, "9": node("SaveImage", images=[str(len(graph)), 5])}, (512, 768))
        assert (found.known["prompt"], found.known["negative_prompt"]) == ("one", "two")
        assert (found.known["seed"], found.known["clip_skip"], found.known["model"]) == (1, 2, "m")
        assert (found.known["width"], found.known["height"]) == (512, 768)


# Texts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("joining", "expected"),
    [
        (node("StringConcatenate", string_a="a", string_b="b", delimiter=" + "), "a + b"),
        (node("StringConcatenate", delimiter="-", string_b=["31", 0], string_a=["30", 0]), "linked-second"),
        (node("Text Concatenate", delimiter="\\n", clean_whitespace="true", text_a="a", text_b="", text_c="c"), "a\nc"),
        (node("JoinStringMulti", inputcount=3, string_1="1", string_10="10", string_2="2", delimiter=","), "1,2,10"),
        (node("CR Text Concatenate", text1="a", text2=["30", 0], separator=" "), "a linked"),
        (node("ImpactWildcardProcessor", wildcard_text="{a|b}", populated_text="a", mode="populate", seed=3), "a"),
        (node("ShowText|pysssss", text=["30", 0], text_0="shown"), "linked"),
        (node("Text Multiline", text="a\nb"), "a\nb"),
    ],
)
def test_texts_are_joined_in_order_and_read_along_links(joining: dict[str, Any], expected: str) -> None:
    graph = changed({}, n20=joining, n30=node("PrimitiveString", value="linked"), n31=node("String", string="second"))
    graph["6"]["inputs"]["text"] = ["20", 0]
    found = read(graph)
    assert found.known["prompt"] == expected
    assert outcomes(found)["prompt"] is Outcome.UNDERSTOOD


@pytest.mark.parametrize(
    ("kind", "inputs", "expected"),
    [
        ("ImpactWildcardProcessor", {"wildcard_text": "{a|b}", "populated_text": ""}, "{a|b}"),
        ("Magic Text", {"text": "a"}, "a"),
        ("Magic Join", {"text_a": "a", "text_b": "b"}, "a, b"),
        ("Text Concatenate", {"delimiter": ", ", "text_a": "a", "text_b": ["40", 0]}, "a"),
        ("Text Random Line", {"text": "a"}, None),
        ("StringFunction|pysssss", {"action": "replace", "text_a": "a", "text_b": "b"}, None),
        ("Florence2Run", {"text": "describe", "image": ["9", 0]}, None),
    ],
)
def test_what_an_unknown_node_makes_is_in_part_or_nothing(kind: str, inputs: dict, expected: str | None) -> None:
    graph = changed({}, n20=node(kind, **inputs), n40=node("Florence2Run", text="describe"))
    graph["6"]["inputs"]["text"] = ["20", 0]
    found = read(graph)
    assert found.known.get("prompt") == expected
    assert outcomes(found).get("prompt") in (Outcome.PART, None)


@pytest.mark.parametrize(
    ("kind", "expected"), [("ConditioningConcat", "one\nBREAK\ntwo"), ("ConditioningCombine", "one, two")]
)
def test_conditionings_that_act_together_are_joined_in_part(kind: str, expected: str) -> None:
    names = ("conditioning_from", "conditioning_to") if "Concat" in kind else ("conditioning_2", "conditioning_1")
    joining = node(kind, **{names[0]: ["31", 0], names[1]: ["30", 0]})
    texts = {f"n{30 + at}": node("CLIPTextEncode", text=text) for at, text in enumerate(("one", "two"))}
    found = read(changed({"positive": ["20", 0]}, n20=joining, **texts))
    assert found.known["prompt"] == expected
    assert outcomes(found)["prompt"] is Outcome.PART


@pytest.mark.parametrize(
    ("inputs", "first", "second", "outcome"),
    [
        ({"text_l": "one", "text_g": "one"}, "one", None, Outcome.UNDERSTOOD),
        ({"text_l": "one", "text_g": "two"}, "one", "two", Outcome.UNDERSTOOD),
        ({"clip_l": "", "t5xxl": "two"}, "two", None, Outcome.PART),
        ({"clip_l": "one", "clip_g": "two", "t5xxl": "three"}, "one", "two", Outcome.PART),
    ],
)
def test_texts_for_two_encoders(inputs: dict, first: str, second: str | None, outcome: Outcome) -> None:
    found = read(changed({"positive": ["20", 0]}, n20=node("CLIPTextEncodeMany", **inputs)))
    assert (found.known["prompt"], found.known.get("prompt_2")) == (first, second)
    assert outcomes(found)["prompt"] is outcome


# Numbers, models and passes -------------------------------------------------------------------------------------------


def test_the_guidance_of_flux_is_the_guidance() -> None:
    flux = node("FluxGuidance", guidance=3.5, conditioning=["6", 0])
    found = read(changed({"cfg": 1, "positive": ["20", 0]}, n20=flux))
    assert (found.known["prompt"], found.known["guidance_scale"]) == (PROMPT, 3.5)
    assert "guidance_scale" not in read(changed({"cfg": 2, "positive": ["20", 0]}, n20=flux)).known
    basic = node("BasicGuider", model=["7", 0], conditioning=["21", 0])
    linked = {**flux, "inputs": {"guidance": ["22", 0], "conditioning": ["8", 0]}}
    guided = changed({"guider": ["20", 0]}, COMFY_CUSTOM, n20=basic, n21=linked, n22=node("PrimitiveFloat", value=2.5))
    assert read(guided).known["guidance_scale"] == 2.5
    assert "negative_prompt" not in read(guided).known


def test_numbers_from_other_nodes() -> None:
    values = {"seed": ["20", 0], "steps": ["21", 0], "cfg": ["22", 0]}
    found = read(
        changed(
            values,
            n20=node("Seed (rgthree)", seed=5),
            n21=node("MathExpression", value=9, a=4),
            n22=node("Magic", cfg=4, value=9),
        )
    )
    assert (found.known["seed"], found.known["guidance_scale"]) == (5, 4)
    assert "steps" not in found.known
    assert (outcomes(found)["seed"], outcomes(found)["guidance scale"]) == (Outcome.UNDERSTOOD, Outcome.PART)


HIRES = {
    "seed": 7, "steps": 10, "cfg": 8, "sampler_name": "euler", "scheduler": "normal", "denoise": 0.5,
    "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["31", 0],
}  # fmt: skip


def test_of_two_passes_the_first_counts_and_the_size_is_that_of_the_file() -> None:
    graph = changed(
        {}, n30=node("KSampler", **HIRES), n31=node("LatentUpscale", samples=["3", 0], width=128, height=192)
    )
    graph["8"]["inputs"]["samples"] = ["30", 0]
    found = read(graph, (128, 192))
    assert (found.known["seed"], found.known["steps"], found.known["guidance_scale"]) == (SEED, 28, GUIDANCE)
    assert (found.known["width"], found.known["height"]) == (128, 192)
    values = {line.name: line.value for line in found.lines}
    assert "seed: 7" in values["later pass"]
    assert values["size of the first pass"] == "64x96"
    assert [line.name for line in found.lines].count("size") == 1


def test_of_base_and_refiner_the_base_counts() -> None:
    graph = changed({"start_at_step": 0, "end_at_step": 20})
    refiner = {**HIRES, "noise_seed": 9, "start_at_step": 20, "model": ["40", 0], "latent_image": ["3", 0]}
    graph |= {"30": node("KSamplerAdvanced", **refiner), "40": node("CheckpointLoaderSimple", ckpt_name="refiner")}
    graph["8"]["inputs"]["samples"] = ["30", 0]
    found = read(graph)
    assert (found.known["model"], found.known["seed"]) == ("v1-5-pruned", SEED)
    assert "refiner" in " ".join(line.value for line in found.lines)


def test_of_two_pictures_in_one_graph_all_is_in_part() -> None:
    other = node("KSampler", **{**HIRES, "latent_image": ["5", 0]})
    found = read(changed({}, n30=other, n31=node("SaveImage", images=["30", 0])))
    assert found.known["seed"] == SEED
    assert outcomes(found)["seed"] is outcomes(found)["prompt"] is Outcome.PART
    assert "another sampler" in outcomes(found)


def test_loras_of_every_loader_are_listed() -> None:
    power = node(
        "Power Lora Loader (rgthree)", model=["21", 0], lora_1={"on": True, "lora": "a", "strength": 0.5},
        lora_2={"on": False, "lora": "off", "strength": 1}, PowerLoraLoaderHeaderWidget={"type": "x"},
    )  # fmt: skip
    stack = node("CR LoRA Stack", switch_1="On", lora_name_1="b", model_weight_1=0.25, switch_2="Off", lora_name_2="c")
    apply = node("CR Apply LoRA Stack", model=["10", 0], lora_stack=["22", 0])
    found = read(changed({"model": ["20", 0]}, n20=power, n21=apply, n22=stack))
    weights = {lora["model"]: lora["weight"] for lora in found.known["loras"]}
    assert weights == {"a": 0.5, "b": 0.25, "detail": 0.7}
    assert found.known["model"] == "v1-5-pruned"


def test_a_pipe_is_followed() -> None:
    pipe = node("ToBasicPipe", model=["10", 0], positive=["6", 0], negative=["7", 0])
    graph = changed({"basic_pipe": ["20", 0]}, n20=pipe)
    for name in ("model", "positive", "negative"):
        del graph["3"]["inputs"][name]
    found = read(graph)
    assert (found.known["prompt"], found.known["negative_prompt"]) == (PROMPT, NEGATIVE)
    assert found.known["model"] == "v1-5-pruned"


def test_a_source_image_and_clip_skip_are_read() -> None:
    encode, load = node("VAEEncode", pixels=["21", 0]), node("LoadImage", image="cat.png")
    graph = changed({"latent_image": ["20", 0]}, n20=encode, n21=load)
    graph["30"] = node("CLIPSetLastLayer", stop_at_clip_layer=-2, clip=["4", 1])
    graph["6"]["inputs"]["clip"] = ["30", 0]
    found = read(graph)
    assert found.known["clip_skip"] == 2
    assert {line.name: line.value for line in found.lines}["source image"] == "cat.png"


@pytest.mark.parametrize(
    ("kind", "inputs", "scheduler", "outcome"),
    [
        ("AlignYourStepsScheduler", {"model_type": "SDXL", "steps": 12}, "dpm++ 2m ays", Outcome.UNDERSTOOD),
        ("KarrasScheduler", {"steps": 12, "sigma_max": 14.6}, "dpm++ 2m karras", Outcome.UNDERSTOOD),
        ("BetaSamplingScheduler", {"steps": 12, "alpha": 0.6}, "dpm++ 2m", Outcome.CHANGED),
        ("GITSScheduler", {"coeff": 1.2, "steps": 12}, None, Outcome.UNKNOWN),
        ("FlipSigmas", {"sigmas": ["5", 0]}, "dpm++ 2m karras", Outcome.PART),
    ],
)
def test_a_node_that_makes_noise_levels_names_the_schedule(
    kind: str, inputs: dict[str, Any], scheduler: str | None, outcome: Outcome
) -> None:
    found = read(changed({"sigmas": ["20", 0]}, COMFY_CUSTOM, n20=node(kind, **inputs)))
    assert found.known.get("scheduler") == scheduler
    assert outcomes(found)["scheduler"] is outcome


def test_a_size_that_cannot_be_read_is_that_of_the_file_in_part() -> None:
    latents = node("EmptyLatentImage", width=["21", 0], height=["21", 1])
    picker = node("SDXL Empty Latent Size Picker", resolution="64x96")
    found = read(changed({"latent_image": ["20", 0]}, n20=latents, n21=picker), (256, 384))
    assert (found.known["width"], found.known["height"]) == (256, 384)
    assert outcomes(found)["size"] is Outcome.PART


def test_a_graph_in_a_comment_is_read_and_its_other_keys_are_reported() -> None:
    values = {**COMFY, "extra": {"airs": ["urn:air:x"]}, "extraMetadata": "{}"}
    found = comfyui.read(EmbeddedTexts((64, 96), user_comment=json.dumps(values)))
    assert found is not None
    assert (found.texts, found.known["prompt"], found.known["seed"]) == (("UserComment",), PROMPT, SEED)
    assert outcomes(found)["extra"] is outcomes(found)["extraMetadata"] is Outcome.UNKNOWN


def test_every_plain_input_is_in_the_report() -> None:
    extra = {"n50": node("Note", text="a note"), "n51": node("ControlNetLoader", control_net_name="canny")}
    graph = changed({}, **extra)
    text = " ".join(f"{line.name} {line.value}" for line in read(graph).lines)
    for key, value in graph.items():
        for name, plain in value["inputs"].items():
            if not isinstance(plain, list):
                assert str(plain) in text, (key, name)


def test_a_graph_of_joins_that_doubles_at_each_node_ends() -> None:
    joins = {
        str(100 + at): node("StringConcatenate", string_a=[str(101 + at), 0], string_b=[str(101 + at), 0], delimiter="")
        for at in range(40)
    }
    graph = changed({}) | joins | {"140": node("String", string="x" * 1000)}
    graph["6"]["inputs"]["text"] = ["100", 0]
    read(graph)
