"""Graphs of ComfyUI: loops, several samplers, and nodes that only name an algorithm."""

import json
from pathlib import Path

from macapp.library.metadata import importers
from tests.library.metadata.importers.files import COMFY, SEED, png


def test_a_graph_that_goes_round_and_two_samplers(tmp_path: Path) -> None:
    graph = json.loads(json.dumps(COMFY))
    graph["4"]["inputs"]["loop"] = ["9", 0]
    graph["20"] = {"class_type": "KSampler", "inputs": {**graph["3"]["inputs"], "seed": 7, "latent_image": ["3", 0]}}
    graph["8"]["inputs"]["samples"] = ["20", 0]
    found = importers.read_metadata(png(tmp_path, prompt=json.dumps(graph)))
    assert found.known["seed"] == 7
    assert str(SEED) in next(each.value for each in found.lines if each.name == "another sampler")
