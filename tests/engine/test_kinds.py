"""The table of kinds says what diffusers' pipelines really take."""

import diffusers
import pytest

from macapp.checkpoints.kinds import KINDS, OPTIONAL
from macapp.engine.pipelines import parameters_of
from macapp.request import Request

PARAMETERS = ("negative_prompt", "prompt_2", "negative_prompt_2", "clip_skip", "eta", "guidance_rescale")


@pytest.mark.parametrize(
    "pipeline", [each for each in KINDS if not each.endswith(("Img2ImgPipeline", "InpaintPipeline"))]
)
def test_a_kind_takes_what_its_pipelines_take(pipeline: str) -> None:
    takes, family = KINDS[pipeline].takes, pipeline.removesuffix("Pipeline")
    kind = getattr(diffusers, pipeline)
    parameters = parameters_of(kind)
    assert {"prompt", "num_inference_steps", "guidance_scale", "width", "height", "generator"} <= parameters
    assert {each for each in PARAMETERS if each in takes} <= parameters
    for field, tasks in (
        ("image", ["Img2Img"]),
        ("hires_scale", ["Img2Img"]),
        ("mask", ["Inpaint"]),
        ("controls", ["ControlNet", "ControlNetImg2Img", "ControlNetInpaint"]),
    ):
        if field in takes:
            assert all(hasattr(diffusers, f"{family}{task}Pipeline") for task in tasks)
    assert ("loras" not in takes) or hasattr(kind, "load_lora_weights")
    assert ("embeddings" not in takes) or hasattr(kind, "load_textual_inversion")
    assert ("variation_strength" not in takes) or "latents" in parameters


def test_every_optional_field_is_one_of_a_request_and_some_kind_takes_it() -> None:
    assert set(OPTIONAL) <= set(Request.__dataclass_fields__)
    assert set(OPTIONAL) == set().union(*(each.takes for each in KINDS.values()))
