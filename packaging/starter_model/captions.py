"""What a picture shows (`Scene`, `Figure`), the many ways to say it, and which ways are kept from training."""

import random
import zlib
from dataclasses import dataclass

COLOURS = {
    "red": (220, 38, 38),
    "orange": (246, 136, 30),
    "yellow": (250, 220, 50),
    "green": (38, 158, 70),
    "cyan": (60, 208, 220),
    "blue": (40, 80, 212),
    "purple": (128, 58, 188),
    "pink": (250, 140, 190),
    "brown": (120, 74, 40),
    "black": (22, 22, 22),
    "white": (248, 248, 248),
    "gray": (135, 135, 135),
}
SHAPES = ("circle", "square", "triangle", "star", "heart")
SIZES = ("small", "", "large")
PLACES = ("sea", "mountains", "hills", "desert")
TIMES = ("day", "sunset", "sunrise", "night")

# A tenth of the pairs of colour and shape: no training caption names them together.
HELD_OUT_PAIRS = frozenset(
    {
        ("blue", "star"),
        ("green", "heart"),
        ("orange", "square"),
        ("purple", "triangle"),
        ("yellow", "circle"),
        ("white", "star"),
    }
)


@dataclass(frozen=True)
class Figure:
    """A shape of one colour on a background of another."""

    colour: str
    shape: str
    background: str
    size: str = ""


@dataclass(frozen=True)
class Scene:
    """A place at a time of day, with things in it."""

    place: str
    time: str
    things: tuple[str, ...] = ()


def any_figure(random_: random.Random) -> Figure:
    """Return a figure, each part drawn evenly; the two colours differ."""
    colour, background = random_.sample(sorted(COLOURS), 2)
    return Figure(colour, random_.choice(SHAPES), background, random_.choice(SIZES))


def any_scene(random_: random.Random) -> Scene:
    """Return a scene; the sun does not shine at night, the moon only then, and boats keep to the sea."""
    place, time = random_.choice(PLACES), random_.choice(TIMES)
    able = ["moon" if time == "night" else "sun", *(["boat"] if place == "sea" else ["tree", "house"])]
    return Scene(place, time, tuple(each for each in able if random_.random() < 0.5))


def caption(what: Figure | Scene, random_: random.Random) -> str:
    """Return one of the ways to say what a picture shows."""
    words = _figure_words(what, random_) if isinstance(what, Figure) else _scene_words(what, random_)
    return words + random_.choice(("", "", "", "."))


def held_out(what: Figure | Scene, words: str) -> bool:
    """Return whether this caption is kept from training: its pair is, or it falls into a tenth of all captions."""
    if isinstance(what, Figure) and (what.colour, what.shape) in HELD_OUT_PAIRS:
        return True
    return zlib.crc32(words.encode()) % 10 == 0


def _figure_words(figure: Figure, random_: random.Random) -> str:
    colour, ground = (_spelled(each, random_) for each in (figure.colour, figure.background))
    thing = " ".join(filter(None, (_size_word(figure.size, random_), colour, figure.shape)))
    a_thing, a_ground = _a(thing), _a(ground)
    return random_.choice(
        (
            f"{a_thing} on {a_ground} background",
            f"{a_thing} on {a_ground} background",
            f"{thing} on {a_ground} background",
            f"{a_thing} on {ground}",
            f"{thing} on {ground}",
            f"{thing}, {ground} background",
            f"{a_thing} in front of {a_ground} background",
            f"{a_ground} background with {a_thing}",
            f"{ground} background, {thing}",
            f"a picture of {a_thing} on {a_ground} background",
            f"a drawing of {a_thing} on {a_ground} background",
            f"an image of {a_thing} on {ground}",
            f"a photo of {a_thing} on {a_ground} background",
        )
    )


def _scene_words(scene: Scene, random_: random.Random) -> str:
    time = {"day": ("by day", "in the daytime", "on a sunny day"), "night": ("at night", "by night")}.get(
        scene.time, (f"at {scene.time}", f"at {scene.time}")
    )
    place = {"sea": ("the sea", "the ocean"), "desert": ("the desert", "a desert")}.get(
        scene.place, (scene.place, f"the {scene.place}")
    )
    when, where = random_.choice(time), random_.choice(place)
    things = list(scene.things)
    random_.shuffle(things)
    listed = " and ".join(_a(each) if each not in ("sun", "moon") else f"the {each}" for each in things)
    if not listed:
        return random_.choice((f"{where} {when}", f"a picture of {where} {when}", f"a view of {where} {when}"))
    if things == ["boat"] and random_.random() < 0.6:
        return random_.choice(("a boat on ", "a sailing boat on ", "a small boat on ")) + f"{where} {when}"
    return random_.choice(
        (
            f"{where} {when} with {listed}",
            f"{where} with {listed} {when}",
            f"{listed} and {where} {when}",
            f"a picture of {where} {when} with {listed}",
            f"{where} {when}, {listed}",
        )
    )


def _size_word(size: str, random_: random.Random) -> str:
    return random_.choice({"small": ("small", "little", "tiny"), "large": ("large", "big", "huge"), "": ("",)}[size])


def _spelled(colour: str, random_: random.Random) -> str:
    return random_.choice(("gray", "grey")) if colour == "gray" else colour


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
