"""Large libraries, made quickly: rows as the library writes them, and files only on request."""

import json
import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PIL import Image

from macapp.domain.ids import new_id
from macapp.domain.job import Marks
from macapp.domain.schedulers import SCHEDULERS
from macapp.library import Library
from macapp.library.index.database import connect, transaction
from macapp.library.metadata import recipe
from macapp.library.metadata.recipe import PictureMetadata
from macapp.system.paths import LibraryPaths
from tests.support.request_factory import request

SMALL_SIDE = 64  # pixels
LINKS = 50_000  # to one file; ext4 allows 65,000
_SUBJECTS = (
    "a red heart",
    "a lighthouse",
    "mountains",
    "a boat on the sea",
    "an old oak tree",
    "a street in Kyoto",
    "a portrait of a sailor",
    "ein schöner Garten",
    "東京の夜",
    "a glass of water",
    "two foxes",
    "a desert",
)
_MANNERS = (
    "at sunset",
    "at night",
    "in watercolour",
    "as an oil painting",
    "in the rain",
    "from above",
    "in fog",
    "with soft light",
    "highly detailed",
    "as a woodcut",
    "in winter",
    "by the window",
)
_MORE = (
    "cinematic",
    "35mm",
    "bokeh",
    "muted colours",
    "wide angle",
    "close-up",
    "dramatic sky",
    "minimalist",
    "volumetric light",
    "grainy film",
    "studio photo",
    "isometric",
)
_MODELS = ("starter", "/models/sd-1-5", "/models/dreamlike", "/models/sd-2-1")


def recipes(count: int, seed: int = 1) -> list[PictureMetadata]:
    """Return recipes as varied as those of a user after some years."""
    chance, made, stack = random.Random(seed), [], None
    for number in range(count):
        if number % 4 == 0:
            stack = new_id() if chance.random() < 0.3 else None
        words = [chance.choice(_SUBJECTS), chance.choice(_MANNERS), *chance.sample(_MORE, 4), f"number {number % 997}"]
        asked = request(
            ", ".join(words),
            seed=chance.randrange(2**32),
            width=chance.choice((512, 640, 768)),
            height=chance.choice((512, 768)),
            steps=chance.choice((20, 25, 30, 40)),
            guidance_scale=chance.choice((5.0, 7.5, 9.0)),
            negative_prompt="blurry, low quality, watermark",
            model=chance.choice(_MODELS),
            scheduler=chance.choice(sorted(SCHEDULERS)),
        )
        month = 1 + number * 24 // count
        created = (
            f"{2025 + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-15T12:{number // 60 % 60:02}:{number % 60:02}.000Z"
        )
        facts = {"device": "mps", "torch": "2.13.0", "diffusers": "0.42.1", "seconds": 11.2, "checkpoint": "ab" * 8}
        marks = Marks(favourite=chance.random() < 0.05, stars=chance.choice((0, 0, 0, 0, 3, 5)))
        made.append(PictureMetadata(new_id(), asked, created, facts, stack, f"{number:064x}", asked.size, marks))
    return made


def fill(library: Library, count: int) -> None:
    """Add rows for `count` pictures to a library, without files."""
    made = recipes(count)
    for start in range(0, count, 5000):
        library.pictures.index_files([(each, _path(library.places, each)) for each in made[start : start + 5000]])


def fill_with_files(places: LibraryPaths, count: int) -> None:
    """Write `count` small PNGs with recipes, without an index."""
    image = Image.new("RGB", (SMALL_SIDE, SMALL_SIDE), "red")
    pixels = recipe.pixels_hash(image)
    for each in recipes(count):
        asked = replace(each.request, width=SMALL_SIDE, height=SMALL_SIDE)
        path = _path(places, each)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(recipe.encode_png(image, replace(each, request=asked, pixels=pixels)))


def _path(places: LibraryPaths, made: PictureMetadata) -> Path:
    return places.pictures / made.created[:7] / f"{made.id}.png"


def put_thumbnails(library: Library) -> None:
    """Add a thumbnail for every picture, as after browsing."""
    from macapp.library import thumbnails

    template = Image.effect_noise((320, 320), 60).convert("RGB")
    library.places.thumbnails.mkdir(parents=True, exist_ok=True)
    file = library.places.thumbnails / "template.jpg"
    for place, number in enumerate(library.pictures.search()):
        if place % LINKS == 0:
            file = library.places.thumbnails / f"template {place}.jpg"
            template.save(file, quality=88)
        [picture] = library.pictures.by_row_numbers([number])
        path = thumbnails.thumbnail_path(library.places, picture)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.hardlink_to(file)


def old_jobs(library: Library, count: int) -> None:
    """Add `count` old, finished jobs to the queue."""
    asked = json.dumps({})
    with closing(connect(library.places.database)) as index, transaction(index):
        index.executemany(
            "INSERT INTO jobs (id, place, state, request, created) VALUES (?, ?, 'done', ?, ?)",
            [(new_id(), -n, asked, "2026-01-01T00:00:00.000Z") for n in range(count)],
        )
