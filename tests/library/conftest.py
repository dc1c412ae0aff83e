"""Pictures that the library saves without an engine."""

from collections.abc import Callable

import pytest

from macapp.domain.job import GeneratedImage, Picture
from macapp.domain.request import Request
from macapp.library import Library
from tests.support.fake_engine import plain_picture


@pytest.fixture
def made(library: Library) -> Callable[..., Picture]:
    """Return a function that saves a finished picture in the library."""

    def make(asked: Request, **made_with: object) -> Picture:
        [job] = library.queue.add([asked])
        library.queue.claim_next([job.id])
        return library.pictures.save(job, GeneratedImage(image=plain_picture(asked), made_with=made_with))

    return make
