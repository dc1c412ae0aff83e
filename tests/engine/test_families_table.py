"""The table of kinds says what diffusers' pipelines really take."""

import diffusers
import pytest

from macapp.domain.request import Request
from macapp.engine.loading.loaded_model import parameters_of
from macapp.models.families import FAMILIES, OPTIONAL_FIELDS
from tests.support.libraries import with_the_current_set

pytestmark = with_the_current_set

PARAMETERS = ("negative_prompt", "prompt_2", "negative_prompt_2", "clip_skip", "eta", "guidance_rescale")


@pytest.mark.parametrize(
    "pipeline", [each for each in FAMILIES if not each.endswith(("Img2ImgPipeline", "InpaintPipeline"))]
)
def test_a_kind_takes_what_its_pipelines_take(pipeline: str) -> None:
    takes, family = FAMILIES[pipeline].supports, pipeline.removesuffix("Pipeline")
    kind = getattr(diffusers, pipeline)
    parameters = parameters_of(kind)
    assert {"prompt", "num_inference_steps", FAMILIES[pipeline].guidance, "width", "height", "generator"} <= parameters
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
    assert set(OPTIONAL_FIELDS) <= set(Request.__dataclass_fields__)
    assert set(OPTIONAL_FIELDS) == set().union(*(each.supports for each in FAMILIES.values()))


NOT_OFFERED = {
    "it needs a map, an image or a mask, and is made of a model that is offered": (
        "StableDiffusionControlNet", "StableDiffusionXLControlNet", "StableDiffusionXLControlNetUnion",
        "StableDiffusion3ControlNet", "FluxControl", "FluxControlNet", "FluxKontext", "CogView4Control",
        "QwenImageControlNet", "ZImageControlNet", "ZImageControlNetInpaint",
    ),
    "a way of guiding that no model is saved with": (
        "StableDiffusion3PAG", "HunyuanDiTPAG", "SanaPAG", "StableDiffusionPAG", "StableDiffusionControlNetPAG",
        "StableDiffusionXLPAG", "StableDiffusionXLControlNetPAG", "PixArtSigmaPAG",
    ),
    "two models in two folders, joined by diffusers when it fetches them": (
        "KandinskyCombined", "KandinskyV22Combined", "WuerstchenCombined", "StableCascadeCombined",
    ),
    "its text encoder alone is larger than the memory of most Macs, 24 billion weights": ("Flux2",),
    "it needs a processor of images to read a prompt, which would be code of another kind to trust": (
        "GlmImage", "NucleusMoEImage", "QwenImage21", "ZImageOmni",
    ),
    "a video model": ("Helios", "HeliosPyramid"),
    "its text encoder is not saved by transformers 5 in a form that it loads": ("PRX",),
    "newer than any model that could be tried": ("Ideogram4", "Krea2", "OvisImage"),
}  # fmt: skip


def test_every_pipeline_that_diffusers_draws_from_text_with_is_offered_or_left_out_for_a_reason() -> None:
    from diffusers.pipelines.auto_pipeline import AUTO_TEXT2IMAGE_PIPELINES_MAPPING

    known = {each.__name__ for each in AUTO_TEXT2IMAGE_PIPELINES_MAPPING.values()}
    left_out = {f"{each}Pipeline" for several in NOT_OFFERED.values() for each in several}
    assert known - set(FAMILIES) == left_out
