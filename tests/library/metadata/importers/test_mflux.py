"""mflux: JSON in the UserComment, with paths of files."""

import json

from macapp.library.metadata.importers import mflux
from macapp.library.metadata.importers.report import Outcome
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import GUIDANCE, MFLUX


def test_the_settings_are_read_and_the_paths_only_reported() -> None:
    found = mflux.read(EmbeddedTexts((64, 96), user_comment=json.dumps(MFLUX)))
    assert found is not None
    assert found.known["guidance_scale"] == GUIDANCE
    assert "image" not in found.known
    assert [line.outcome for line in found.lines if line.name == "image_path"] == [Outcome.UNKNOWN]


def test_other_json_in_the_comment_is_not_mfluxs() -> None:
    assert mflux.read(EmbeddedTexts((64, 96), user_comment='{"prompt": "a heart"}')) is None


def test_the_names_of_loras_are_read_without_their_folders() -> None:
    values = MFLUX | {"lora_paths": ["/Users/anna/detail.safetensors"], "lora_scales": [0.5]}
    found = mflux.read(EmbeddedTexts((64, 96), json_file=json.dumps(values)))
    assert found is not None
    assert found.known["loras"] == [{"model": "detail.safetensors", "weight": 0.5}]
