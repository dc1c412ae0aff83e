"""Easy Diffusion: one text per setting, or JSON."""

import json

from macapp.library.metadata.importers import easydiffusion
from macapp.library.metadata.importers.texts import EmbeddedTexts
from tests.library.metadata.importers.files import EASY_DIFFUSION, SEED, STEPS


def test_json_in_the_user_comment_is_read() -> None:
    found = easydiffusion.read(EmbeddedTexts((64, 96), user_comment=json.dumps(EASY_DIFFUSION)))
    assert found is not None
    assert (found.known["seed"], found.known["steps"]) == (SEED, STEPS)


def test_the_case_of_the_keys_does_not_matter() -> None:
    texts = {key.title(): value for key, value in EASY_DIFFUSION.items()}
    found = easydiffusion.read(EmbeddedTexts((64, 96), png=texts))
    assert found is not None
    assert found.known["model"] == "v1-5-pruned"


def test_a_file_with_a_prompt_alone_is_not_easy_diffusions() -> None:
    assert easydiffusion.read(EmbeddedTexts((64, 96), png={"prompt": "a heart"})) is None
