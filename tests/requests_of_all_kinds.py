"""Requests to test with: a plain one, and hypothesis strategies for all there can be."""

from typing import Any

from hypothesis import strategies as st

from macapp.request import Request
from macapp.schedulers import SCHEDULERS

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
SIDES = st.integers(8, 64).map(lambda each: each * 8)


def request(prompt: str = "a red heart", seed: int = 1, **changes: Any) -> Request:
    """A small request; change what the test is about."""
    values: dict[str, Any] = {"width": 64, "height": 64, "steps": 3, "guidance_scale": 4.0, **changes}
    return Request(prompt=prompt, seed=seed, **values)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Any request that can exist."""
    from_image = draw(st.booleans())
    return Request(
        prompt=draw(TEXTS),
        negative_prompt=draw(TEXTS),
        seed=draw(st.integers(0, 2**63 - 1)),
        width=draw(SIDES),
        height=draw(SIDES),
        steps=draw(st.integers(100, 1000)),
        guidance_scale=draw(st.floats(0, 100)),
        scheduler=draw(st.sampled_from(sorted(SCHEDULERS))),
        image=draw(st.text("0123456789abcdef", min_size=64, max_size=64)) if from_image else None,
        strength=draw(st.floats(0.01, 1.0)) if from_image else None,
    )
