"""The JSON of SwarmUI, in PNG text and in the EXIF field UserComment."""

import json

from macapp.library.metadata.importers import swarmui
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import GUIDANCE, NEGATIVE, SWARM


def test_the_user_comment_of_a_jpeg_is_read() -> None:
    found = swarmui.read(EmbeddedTexts((64, 96), user_comment=json.dumps(SWARM)))
    assert found is not None
    assert (found.known["negative_prompt"], found.known["guidance_scale"]) == (NEGATIVE, GUIDANCE)


def test_json_without_its_key_is_not_swarmuis() -> None:
    for text in ('{"prompt": "a heart"}', '{"sui_image_params": 5}', "a heart"):
        assert swarmui.read(EmbeddedTexts((64, 96), png={"parameters": text})) is None


def test_the_guidance_of_flux_is_the_guidance_and_loras_have_weights() -> None:
    params = {"prompt": "x", "cfgscale": 1, "fluxguidancescale": 3.5, "loras": ["a", "b"], "loraweights": ["0.8"],
              "clipstopatlayer": -2, "variationseed": 5, "variationseedstrength": 0.1}  # fmt: skip
    text = json.dumps({"sui_image_params": params, "sui_extra_data": {"date": "today"}})
    found = swarmui.read(EmbeddedTexts((64, 96), json_file=text))
    assert found is not None
    assert (found.known["guidance_scale"], found.known["clip_skip"], found.known["variation_seed"]) == (3.5, 2, 5)
    assert found.known["loras"] == [{"model": "a", "weight": 0.8}, {"model": "b", "weight": 1.0}]
    assert "sui_extra_data" in {line.name for line in found.lines}
    both = json.dumps({"sui_image_params": {**params, "cfgscale": 2}})
    doubtful = swarmui.read(EmbeddedTexts((64, 96), png={"parameters": both}))
    assert doubtful is not None
    assert "guidance_scale" not in doubtful.known
