"""The captions of pictures in many phrasings, and the captions that are held out from training."""

import random
import zlib

from starter_model.pictures import COLOURS, OBJECTS, SCENES, SHAPES, SIZES, TIMES, Picture, ScenePicture, ShapePicture

# A tenth of the pairs of colour and shape: no training caption has both.
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


def any_shape(random_: random.Random) -> ShapePicture:
    """Return a random description of one shape; the two colours differ."""
    colour, background = random_.sample(sorted(COLOURS), 2)
    return ShapePicture(random_.choice(SHAPES), colour, background, random_.choice(sorted(SIZES)))


def any_scene(random_: random.Random) -> ScenePicture:
    """Return a random description of a landscape; each possible object is included half the time."""
    scene, time = random_.choice(SCENES), random_.choice(TIMES)
    return ScenePicture(scene, time, tuple(each for each in OBJECTS[scene] if random_.random() < 0.5))


def caption(what: Picture, random_: random.Random) -> str:
    """Return a random caption of a picture."""
    words = _shape_words(what, random_) if isinstance(what, ShapePicture) else _scene_words(what, random_)
    return words + random_.choice(("", "", "", "."))


def is_held_out(what: Picture, words: str) -> bool:
    """Return whether a caption is held out from training: its pair is, or it is among a tenth of all captions."""
    if isinstance(what, ShapePicture) and (what.colour, what.shape) in HELD_OUT_PAIRS:
        return True
    return zlib.crc32(words.encode()) % 10 == 0


def _shape_words(figure: ShapePicture, random_: random.Random) -> str:
    colour, ground = (_spell(each, random_) for each in (figure.colour, figure.background))
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


def _scene_words(scene: ScenePicture, random_: random.Random) -> str:
    time = {"day": ("by day", "in the daytime", "on a sunny day"), "night": ("at night", "by night")}.get(
        scene.time, (f"at {scene.time}", f"at {scene.time}")
    )
    place = {"sea": ("the sea", "the ocean"), "desert": ("the desert", "a desert")}.get(
        scene.scene, (scene.scene, f"the {scene.scene}")
    )
    when, where = random_.choice(time), random_.choice(place)
    things = list(scene.objects)
    random_.shuffle(things)
    light = "the moon" if scene.time == "night" else "the sun"
    listed = " and ".join(light if each == "light" else _a(each) for each in things)
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
    return random_.choice(
        {"small": ("small", "little", "tiny"), "large": ("large", "big", "huge"), "medium": ("",)}[size]
    )


def _spell(colour: str, random_: random.Random) -> str:
    return random_.choice(("gray", "grey")) if colour == "gray" else colour


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
