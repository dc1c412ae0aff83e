"""Tags in prompts, and notation that Easel does not have."""

import pytest

from macapp.prompt.tags import (
    TagKind,
    blank_tags,
    combines_prompts,
    find_scheduled,
    find_tags,
    model_name,
    replace_tags,
)


@pytest.mark.parametrize(
    ("prompt", "kind", "name", "weight", "is_whole"),
    [
        ("a <lora:detail:0.8> cat", TagKind.LORA, "detail", 0.8, True),
        ("<lora:style/My LoRA v1.5.safetensors>", TagKind.LORA, "My LoRA v1.5", 1.0, True),
        ("<LYCO:x:-0.5>", TagKind.LORA, "x", -0.5, True),
        ("<lora:x:0.8:0.5>", TagKind.LORA, "x", 0.8, False),
        ("<lora:x:much>", TagKind.LORA, "x", None, True),
        ("<lora:x:te=0.5:unet=0.9>", TagKind.LORA, "x", 0.9, False),
        ("<lora:x:unet=0.9>", TagKind.LORA, "x", 0.9, True),
        ("<hypernet:x:1>", TagKind.OTHER, "x", 1.0, True),
        ("(embedding:EasyNegative:1.2), bad", TagKind.EMBEDDING, "EasyNegative", 1.0, True),
        ("bad, embedding:sub/bad-hands.pt.", TagKind.EMBEDDING, "bad-hands", 1.0, True),
    ],
)
def test_a_tag_names_a_model(prompt: str, kind: TagKind, name: str, weight: float | None, is_whole: bool) -> None:
    [tag] = find_tags(prompt)
    assert (tag.kind, tag.name, tag.weight, tag.is_whole) == (kind, name, weight, is_whole)
    assert prompt[tag.start :].startswith(tag.text)


@pytest.mark.parametrize(
    "prompt", ["a < b > c", "<lora:>", "lora:x", "<loraplus:x:1>", "my embeddings: x", "<b>bold</b>"]
)
def test_other_text_is_no_tag(prompt: str) -> None:
    assert find_tags(prompt) == []
    assert replace_tags(prompt) == blank_tags(prompt) == prompt


def test_tags_are_replaced_without_leaving_spaces() -> None:
    prompt = "a cat <lora:x:1> in  (embedding:bad:1.2)<lora:y>"
    assert replace_tags(prompt) == "a cat in (:1.2)"
    assert replace_tags(prompt, lambda tag: tag.name) == "a cat x in (bad:1.2)y"


def test_blanks_keep_every_other_character_in_place() -> None:
    prompt = "a <lora:x:1> b embedding:bad"
    assert blank_tags(prompt) == "a            b           bad"
    assert len(blank_tags(prompt)) == len(prompt)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a [cat:dog:0.5] here", "[cat:dog:0.5]"),
        ("[cat:10]", "[cat:10]"),
        ("[cat::.5]", "[cat::.5]"),
        ("[(red:1.2) cat|dog]", "[(red:1.2) cat|dog]"),
        ("[a [b] c|d]", "[a [b] c|d]"),
        ("[less] (more:1.2) 10:30", None),
        (r"\\[a|b\\] \\[a:b:0.5\\]", None),
        ("a|b ] [", None),
        ("[at night: cold]", None),
    ],
)
def test_prompts_that_change_during_the_steps_are_found(prompt: str, expected: str | None) -> None:
    assert find_scheduled(prompt.replace("\\\\", "\\")) == expected


def test_and_is_a_word_of_its_own_in_capitals() -> None:
    assert combines_prompts("a cat AND a dog :1.2")
    assert not combines_prompts("a cat and BRAND new ANDES")


@pytest.mark.parametrize("path", ["x.safetensors", "a/b/x.PT", "C:\\\\models\\\\x.ckpt", " x "])
def test_the_name_of_a_model_has_no_folder_and_ending(path: str) -> None:
    assert model_name(path.replace("\\\\", "\\")) == "x"
