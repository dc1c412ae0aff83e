"""Requests for tests: a plain one, and hypothesis strategies for every valid one."""

from typing import Any

from hypothesis import strategies as st

from macapp.domain.prediction import PREDICTION_CHOICES
from macapp.domain.request import RESIZES, Control, Lora, Request
from macapp.domain.schedulers import SCHEDULERS
from macapp.domain.weight_format import WEIGHT_CHOICES

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
SIDES = st.integers(8, 64).map(lambda each: each * 8)


def request(prompt: str = "a red heart", seed: int = 1, **changes: Any) -> Request:
    """Return a small request with the given changes."""
    values: dict[str, Any] = {"width": 64, "height": 64, "steps": 3, "guidance_scale": 4.0, **changes}
    return Request(prompt=prompt, seed=seed, **values)


HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
SHARES = st.floats(0, 1)
CONTROLS = st.builds(
    Control,
    model=TEXTS,
    image=HASHES,
    map=st.sampled_from(["given", "canny"]),
    scale=st.floats(0, 2),
    start=st.floats(0, 0.4),
    end=st.floats(0.5, 1),
)
LORAS = st.builds(Lora, model=TEXTS, weight=st.floats(-10, 10))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A strategy for every valid request."""
    from_image, finer = draw(st.booleans()), draw(st.booleans())
    masked = from_image and draw(st.booleans())
    varied = not from_image and draw(st.booleans())
    more: dict[str, Any] = {}
    if finer:
        more = {
            "references": tuple(draw(st.lists(HASHES, max_size=3))),
            "controls": tuple(draw(st.lists(CONTROLS, max_size=4))),
            "loras": tuple(draw(st.lists(LORAS, max_size=4, unique_by=lambda each: each.model))),
            "embeddings": tuple(draw(st.lists(TEXTS, max_size=3, unique=True))),
            "prompt_2": draw(TEXTS),
            "negative_prompt_2": draw(TEXTS),
            "clip_skip": draw(st.integers(1, 12)),
            "guidance_rescale": draw(SHARES),
            "guidance_end": draw(SHARES),
            "hires_scale": 1.0 if masked else draw(st.floats(1, 4)),
            "hires_strength": draw(st.floats(0.01, 1)),
            "upscale": draw(st.sampled_from([1, 2, 4])),
            "upscaler": draw(st.none() | TEXTS),
            "refiner": None if masked else draw(st.none() | TEXTS),
            "refiner_start": draw(st.floats(0.01, 0.99)),
            "vae": draw(st.none() | TEXTS),
            "prediction": draw(st.sampled_from(PREDICTION_CHOICES)),
            "weights": draw(st.sampled_from(WEIGHT_CHOICES)),
            "template": draw(st.none() | TEXTS),
            "negative_template": draw(st.none() | TEXTS),
        }
    if varied:
        more |= {"variation_seed": draw(st.integers(0, 2**63 - 1)), "variation_strength": draw(SHARES)}
    if masked:
        more |= {"mask": draw(HASHES), "mask_only": draw(st.booleans()), "mask_padding": draw(st.integers(0, 512))}
        more["mask_feather"] = draw(st.integers(0, 128))
    scheduler, steps = draw(st.sampled_from(sorted(SCHEDULERS))), draw(st.integers(100, 1000))
    strength = draw(st.floats(0.01, 1.0)) if from_image else None
    if SCHEDULERS[scheduler].evaluations == 1:
        runs = int(steps * min(strength or 1.0, more.get("hires_strength", 1.0)))
        intervals = st.integers(1, min(10, runs))
        more |= {"unconditional_interval": draw(intervals), "cache_interval": draw(intervals)}
        more["cache_start"] = draw(SHARES)
    return Request(
        prompt=draw(TEXTS),
        negative_prompt=draw(TEXTS),
        seed=draw(st.integers(0, 2**63 - 1)),
        width=draw(SIDES),
        height=draw(SIDES),
        steps=steps,
        guidance_scale=draw(st.floats(0, 100)),
        scheduler=scheduler,
        eta=draw(SHARES) if SCHEDULERS[scheduler].supports_eta else 0.0,
        image=draw(HASHES) if from_image else None,
        strength=strength,
        resize=draw(st.sampled_from(RESIZES)),
        **more,
    )
