"""Prompts as embeddings: weights, parts, skipped layers and the cache."""

# pyright: reportArgumentType=false
# (the fixtures are not annotated)

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path

import torch

from macapp.domain.request import Request
from macapp.engine.generation.prompt_embeddings import embed_prompts
from macapp.engine.generation.prompt_encoder import MAX_CACHED_PROMPTS, PromptEncoder
from macapp.engine.loading.loaded_model import LoadedModel
from macapp.prompt.tokens import MAX_PARTS, PART
from tests.support.plain_diffusers import asked, make, same


def open_model(engine, model: Path) -> LoadedModel:
    make(engine, asked(model, steps=1))
    return engine.session.loaded


def encode(encoder: PromptEncoder, wanted: Request) -> dict[str, torch.Tensor]:
    loaded = encoder.loaded
    return encoder.pipeline_kwargs(loaded.pipeline(wanted), wanted, loaded.checkpoint.kind)


@contextmanager
def count_calls(module: torch.nn.Module) -> Iterator[list[int]]:
    calls: list[int] = []
    hook = module.register_forward_pre_hook(lambda *_given: calls.append(1))
    try:
        yield calls
    finally:
        hook.remove()


def test_a_prompt_is_encoded_once(engine, tiny_model: Path) -> None:
    loaded = open_model(engine, tiny_model)
    encoder, wanted = PromptEncoder(loaded), asked(tiny_model)
    first = encode(encoder, wanted)
    with count_calls(loaded.parts["text_encoder"]) as calls:
        assert encode(encoder, replace(wanted, seed=5, steps=3, scheduler="euler")) is first
        assert calls == []
        encode(encoder, replace(wanted, clip_skip=2))
        assert calls


def test_the_cache_has_a_limit(engine, tiny_model: Path) -> None:
    loaded = open_model(engine, tiny_model)
    encoder, wanted = PromptEncoder(loaded), asked(tiny_model)
    for number in range(MAX_CACHED_PROMPTS + 1):
        encode(encoder, replace(wanted, prompt=f"heart {number}"))
    with count_calls(loaded.parts["text_encoder"]) as calls:
        for number in range(1, MAX_CACHED_PROMPTS + 1):
            encode(encoder, replace(wanted, prompt=f"heart {number}"))
        assert calls == []
        encode(encoder, replace(wanted, prompt="heart 0"))
        assert calls, "the oldest is gone"


def test_other_adapters_and_another_precision_need_new_embeddings(engine, tiny_model: Path) -> None:
    """A retry in another precision does not use what the first attempt encoded."""
    loaded = open_model(engine, tiny_model)
    encoder, wanted = PromptEncoder(loaded), asked(tiny_model)
    first = encode(encoder, wanted)
    encoder.added = ("lora0",)
    assert encode(encoder, wanted) is not first
    text_encoder = loaded.parts["text_encoder"]
    weights = {name: tensor.clone() for name, tensor in text_encoder.state_dict().items()}
    try:
        for dtype in (torch.bfloat16, torch.float32):
            text_encoder.to(dtype)
            assert encode(encoder, wanted)["prompt_embeds"].dtype == dtype
    finally:
        text_encoder.load_state_dict(weights)


def test_the_text_encoder_can_be_freed_after_use(engine, tiny_model: Path) -> None:
    loaded = open_model(engine, tiny_model)
    kept, freed = PromptEncoder(loaded), PromptEncoder(loaded, free_after_use=True)
    wanted = asked(tiny_model)
    expected = encode(kept, wanted)
    for prompt in (wanted.prompt, "a boat", wanted.prompt):
        found = encode(freed, replace(wanted, prompt=prompt))
        assert next(loaded.parts["text_encoder"].parameters()).numel() == 0
    assert torch.equal(found["prompt_embeds"], expected["prompt_embeds"])
    encode(kept, replace(wanted, prompt="a boat on white"))
    assert next(loaded.parts["text_encoder"].parameters()).numel() > 0, "it is loaded again"


def test_both_prompts_have_as_many_parts_and_there_is_a_limit(engine, tiny_model: Path, xl: Path) -> None:
    for model in (tiny_model, xl):
        pipeline = open_model(engine, model).pipeline(asked(model))
        for words in (1, 40, PART * (MAX_PARTS + 1)):
            prompt = "heart " * words
            tokens = len(pipeline.tokenizer(prompt, add_special_tokens=False).input_ids)
            found = embed_prompts(pipeline, replace(asked(model), prompt=prompt, negative_prompt="blue"))
            assert found["prompt_embeds"].shape[:2] == (1, 77 * min(MAX_PARTS, ceil(tokens / PART)))
            assert found["negative_prompt_embeds"].shape == found["prompt_embeds"].shape


def test_an_empty_negative_prompt_of_xl_is_zeros(engine, xl: Path) -> None:
    pipeline = open_model(engine, xl).pipeline(asked(xl))
    found = embed_prompts(pipeline, asked(xl))
    assert not found["negative_prompt_embeds"].any()
    assert not found["negative_pooled_prompt_embeds"].any()
    assert found["pooled_prompt_embeds"].any()
    assert embed_prompts(pipeline, replace(asked(xl), negative_prompt="blue"))["negative_prompt_embeds"].any()


def test_a_weight_changes_the_picture_and_brackets_of_weight_one_do_not(engine, tiny_model: Path, xl: Path) -> None:
    for model in (tiny_model, xl):
        plain, weighted, one = (
            make(engine, replace(asked(model), prompt=prompt))
            for prompt in ("a red heart", "a (red:1.5) heart", "a (red:1.0) heart")
        )
        assert not same(plain, weighted)
        assert same(plain, one)


def test_a_prompt_read_in_parts_begins_like_the_plain_one(engine, tiny_model: Path, xl: Path) -> None:
    """The first part has the same embeddings from Easel as from diffusers."""
    for model, skip, theirs in ((tiny_model, 1, None), (xl, 1, None), (xl, 2, None), (xl, 3, 1)):
        make(engine, asked(model))
        wanted = replace(asked(model), clip_skip=skip, negative_prompt="blue")
        pipe = engine.session.loaded.pipeline(wanted)
        given = {"device": "cpu", "num_images_per_prompt": 1, "do_classifier_free_guidance": True}
        with torch.no_grad():
            plain = pipe.encode_prompt(wanted.prompt, **given, negative_prompt="blue", clip_skip=theirs)
            ours = embed_prompts(pipe, wanted)
        for name, one, other in zip(ours, ours.values(), plain, strict=True):
            assert torch.equal(one, other) == (theirs is None or name != "negative_prompt_embeds")


def test_layers_are_skipped_for_both_prompts_and_before_the_weights(engine, tiny_model: Path) -> None:
    make(engine, asked(tiny_model))
    wanted = replace(asked(tiny_model), clip_skip=2, negative_prompt="blue")
    pipe = engine.session.loaded.pipeline(wanted)
    inner = getattr(pipe.text_encoder, "text_model", pipe.text_encoder)
    with torch.no_grad():
        ours = embed_prompts(pipe, wanted)
        for name, text in (("prompt_embeds", wanted.prompt), ("negative_prompt_embeds", "blue")):
            ids = pipe.tokenizer(text, padding="max_length", max_length=77, return_tensors="pt").input_ids
            states = pipe.text_encoder(ids, output_hidden_states=True).hidden_states[-2]
            assert torch.equal(ours[name], inner.final_layer_norm(states))
        weighted = embed_prompts(pipe, replace(wanted, prompt="a (red:1.5) heart"))["prompt_embeds"]
        plain = embed_prompts(pipe, replace(wanted, prompt="a red heart"))["prompt_embeds"]
    share = (weighted / plain)[0].median(dim=1).values  # the mean of the part is restored: one factor for all tokens
    assert torch.isclose(share[2] / share[1], torch.tensor(1.5), rtol=1e-3)


def test_skipping_layers_changes_the_picture(engine, tiny_model: Path, xl: Path) -> None:
    for model in (tiny_model, xl):
        assert not same(make(engine, asked(model)), make(engine, asked(model, clip_skip=3)))
    assert not same(make(engine, asked(tiny_model)), make(engine, asked(tiny_model, clip_skip=2)))
    assert same(make(engine, asked(xl)), make(engine, asked(xl, clip_skip=2)))


def test_words_beyond_the_first_part_count(engine, tiny_model: Path) -> None:
    long = "a red heart on a white background " * 15
    short, longer = (make(engine, replace(asked(tiny_model), prompt=each)) for each in (long, long + "blue boat"))
    assert not same(short, longer)
