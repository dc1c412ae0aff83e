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
