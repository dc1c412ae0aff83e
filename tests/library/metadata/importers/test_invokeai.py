"""InvokeAI: the JSON of version 3, the JSON and the command line of version 2."""

import json

import pytest

from macapp.library.metadata.importers import invokeai
from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts


@pytest.mark.parametrize(("name", "expected"), [("dpmpp_2m_k", "dpm++ 2m karras"), ("dpmpp_2m", "dpm++ 2m")])
def test_a_scheduler_that_ends_in_k_is_karras(name: str, expected: str) -> None:
    found = invokeai.read(EmbeddedTexts((64, 96), png={"invokeai_metadata": json.dumps({"scheduler": name})}))
    assert found is not None
    assert found.known["scheduler"] == expected


def test_the_negative_prompt_of_a_command_line_is_in_brackets() -> None:
    found = invokeai.read_version_2(EmbeddedTexts((64, 96), png={"Dream": "'a heart [dull] red [grey]' -s20 -S 7"}))
    assert found is not None
    assert (found.known["prompt"], found.known["negative_prompt"]) == ("a heart red", "dull, grey")
    assert (found.known["steps"], found.known["seed"]) == (20, 7)


@pytest.mark.parametrize("line", ["'never closed", ""])
def test_what_is_no_command_line_is_not_read(line: str) -> None:
    assert invokeai.read_version_2(EmbeddedTexts((64, 96), png={"Dream": line})) is None


def test_style_prompts_guidance_of_flux_loras_and_clip_skip() -> None:
    values = {
        "positive_prompt": "a cat", "negative_prompt": "", "positive_style_prompt": "ink", "negative_style_prompt": "",
        "cfg_scale": 1, "guidance": 4, "clip_skip": 1, "seamless_x": False, "controlnets": [],
        "loras": [{"model": {"name": "new"}, "weight": 0.7}, {"lora": {"model_name": "old"}, "weight": 0.2}],
    }  # fmt: skip
    found = invokeai.read(EmbeddedTexts((64, 96), png={"invokeai_metadata": json.dumps(values)}))
    assert found is not None
    assert (found.known["prompt_2"], found.known["guidance_scale"], found.known["clip_skip"]) == ("ink", 4, 2)
    assert found.known["loras"] == [{"model": "new", "weight": 0.7}, {"model": "old", "weight": 0.2}]
    assert {"seamless_x", "controlnets", "negative_style_prompt"} <= {line.name for line in found.lines}


GRAPH = {
    "nodes": {
        "p": {"id": "p", "type": "compel", "prompt": "a cat"}, "n": {"id": "n", "type": "compel", "prompt": "bad"},
        "s": {"id": "s", "type": "integer", "value": 42},
        "o": {"id": "o", "type": "noise", "seed": 1, "width": 64, "height": 96},
        "d": {"id": "d", "type": "denoise_latents", "steps": 20, "cfg_scale": 7, "scheduler": "dpmpp_2m_k"},
    },
    "edges": [
        {"source": {"node_id": a, "field": b}, "destination": {"node_id": c, "field": d}}
        for a, b, c, d in (
            ("p", "conditioning", "d", "positive_conditioning"), ("n", "conditioning", "d", "negative_conditioning"),
            ("s", "value", "o", "seed"), ("o", "noise", "d", "noise"),
        )
    ],
}  # fmt: skip


def read_graph(graph: dict):
    found = invokeai.read(EmbeddedTexts((64, 96), png={"invokeai_graph": json.dumps(graph), "invokeai_workflow": "{}"}))
    assert found is not None
    assert found.source == "InvokeAI"
    return found


def test_a_file_with_a_graph_alone_is_read_in_part_along_its_edges() -> None:
    found = read_graph(GRAPH)
    assert (found.known["prompt"], found.known["negative_prompt"], found.known["seed"]) == ("a cat", "bad", 42)
    assert (found.known["steps"], found.known["scheduler"]) == (20, "dpm++ 2m karras")
    assert Outcome.UNDERSTOOD not in {line.outcome for line in found.lines}


def test_a_graph_of_flux_has_the_fields_of_the_noise_in_the_node_that_denoises() -> None:
    node = {"type": "flux_denoise", "num_steps": 30, "guidance": 3.5, "cfg_scale": 1.0, "seed": 7, "width": 64,
            "height": 128, "denoising_start": 0}  # fmt: skip
    nodes = {"d": {"id": "d", **node}, "t": {"id": "t", "type": "flux_text_encoder", "prompt": "a cat"}}
    edge = {"source": {"node_id": "t", "field": "conditioning"},
            "destination": {"node_id": "d", "field": "positive_text_conditioning"}}  # fmt: skip
    found = read_graph({"nodes": nodes, "edges": [edge]})
    wanted = {"prompt": "a cat", "steps": 30, "guidance_scale": 3.5, "seed": 7, "width": 64, "height": 128}
    assert found.known == wanted
    assert {line.name for line in found.lines if line.outcome is Outcome.UNKNOWN} >= {"flux_denoise: denoising_start"}


def test_a_graph_never_gives_a_prompt_that_no_edge_leads_to() -> None:
    assert "prompt" not in read_graph(GRAPH | {"edges": []}).known
    assert read_graph(GRAPH | {"nodes": {}}).known == {}
    second = GRAPH["nodes"] | {"e": {"id": "e", "type": "denoise_latents", "steps": 3}}
    assert read_graph(GRAPH | {"nodes": second}).known == {}


def test_a_graph_that_goes_round_ends() -> None:
    loop = {"source": {"node_id": "d", "field": "steps"}, "destination": {"node_id": "d", "field": "steps"}}
    assert "steps" not in read_graph(GRAPH | {"edges": [loop]}).known


def test_empty_metadata_still_names_the_program() -> None:
    found = invokeai.read(EmbeddedTexts((64, 96), png={"invokeai_metadata": "null", "invokeai_workflow": "{}"}))
    assert found is not None
    assert found.source == "InvokeAI"
