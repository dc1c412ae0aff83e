"""The auxiliary models of a request."""

from macapp.domain.request import Control, Lora
from tests.support.request_factory import request


def test_what_is_added_to_the_checkpoint_is_listed_with_its_kind() -> None:
    asked = request(
        loras=(Lora(model="ink"),),
        embeddings=("wash",),
        controls=(Control(model="edges", image="0" * 64),),
        vae="soft",
        upscaler="x4",
    )
    assert [(str(kind), model) for kind, model in asked.auxiliaries()] == [
        ("lora", "ink"),
        ("embedding", "wash"),
        ("controlnet", "edges"),
        ("vae", "soft"),
        ("upscaler", "x4"),
    ]
    assert list(request().auxiliaries()) == []
