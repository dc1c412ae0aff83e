"""NovelAI: the prompt and the settings are in different texts."""

from macapp.library.metadata.importers import novelai
from macapp.library.metadata.importers.texts import EmbeddedTexts


def test_the_prompt_is_read_though_the_comment_is_missing() -> None:
    found = novelai.read(EmbeddedTexts((64, 96), png={"Software": "NovelAI", "Description": "a heart"}))
    assert found is not None
    assert found.known == {"prompt": "a heart"}


def test_the_program_must_be_named() -> None:
    assert novelai.read(EmbeddedTexts((64, 96), png={"Description": "a heart", "Comment": "{}"})) is None
