"""Make the screenshots of the README and of the guide from the real window, with pictures of the starter model.

    python packaging/screenshots.py [FOLDER]      light and dark, at one and two pixels per point

The library is made once in a temporary folder. Each screenshot runs in its own process, because the scale of Qt is
fixed at its start.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).with_name("screenshots")
GUIDE = ROOT / "resources" / "help" / "pictures"  # the folder of the screenshots of the Models window
SIZE = (1280, 800)
PROMPTS = (
    "a yellow star on a purple background",
    "the desert at sunrise with a tree",
    "a large cyan circle on a black background",
    "mountains at night with the moon",
    "a white heart on a pink background",
    "hills on a sunny day with a house and a tree",
    "a green triangle on a white background",
    "the ocean by night with the moon",
    "a small orange square on a blue background",
    "mountains at sunset with a house",
    "a red heart on a white background",
    "the sea on a sunny day with a boat",
    "a brown square on a yellow background",
    "a boat on the sea at sunset",
)
WAITING = ("a pink star on a gray background", "the hills at sunrise with a house", "a red circle on a cyan background")


def main() -> None:
    """Make the library, then every screenshot; with further arguments, make only one."""
    if len(sys.argv) > 2:
        grab(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), *sys.argv[4:5])
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as library:
        make_pictures(Path(library))
        for scheme in ("light", "dark"):
            for scale in (1, 2):
                target = folder / f"{scheme}{'@2x' if scale == 2 else ''}.png"
                environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
                command = [sys.executable, __file__, library, scheme, str(target)]
                subprocess.run(command, check=True, env=environment, cwd=ROOT)
                print(target)
            for part in ("models", "references", "gallery"):
                target = (folder if len(sys.argv) > 1 else GUIDE) / f"{part}-{scheme}.png"
                environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
                environment["HF_HOME"] = str(Path(library) / "nothing-fetched")
                command = [sys.executable, __file__, library, scheme, str(target), part]
                subprocess.run(command, check=True, env=environment, cwd=ROOT)
                print(target)


def make_pictures(library: Path) -> None:
    """Make the pictures of the gallery, and add a few waiting jobs."""
    command = [sys.executable, "-m", "macapp", "--library", str(library)]
    for prompts, run in ((PROMPTS, True), (WAITING, False)):
        lines = "\n".join(json.dumps({"prompt": each, "seed": 1}) for each in prompts)
        subprocess.run(
            [*command, "enqueue", "-"], input=lines, text=True, check=True, cwd=ROOT, stdout=subprocess.DEVNULL
        )
        if run:
            subprocess.run([*command, "run", "--until-empty"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def grab(library: Path, scheme: str, target: Path, part: str = "") -> None:
    """Open the window on the library, and save a screenshot of it or of one part.

    `part` is "models" for the Models window, "references" for the prompt bar with reference images, "gallery" for the
    window with the gallery.
    """
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from macapp.app.application import Application
    from macapp.library import Library
    from macapp.settings import Settings
    from macapp.system.machine import detect_machine
    from macapp.system.paths import LibraryPaths
    from macapp.ui.main.window import MainWindow

    application = Application(sys.argv[:1])
    with Library.open(LibraryPaths.at(library)) as opened:
        window = MainWindow(opened, detect_machine(), Settings(window=""))
        window.resize(*SIZE)
        if window.look is not None:
            window.look.follow(Qt.ColorScheme.Dark if scheme == "dark" else Qt.ColorScheme.Light)
        window.show()
        window.prompt_panel.prompt.setPlainText("a boat on the sea at sunset")
        if part == "gallery":
            window.views.show_gallery()
        if part == "models":
            window.sides.show_models()
        if part == "references":
            add_references(window, opened)
        loop = QEventLoop()
        QTimer.singleShot(2500, loop.quit)
        loop.exec()
        shown = window.sides.models or window
        if window.sides.models is not None:
            window.sides.models.pages.setCurrentIndex(1)
            window.sides.models.available.select("sd-1.5")
        (window.prompt_panel.bar if part == "references" else shown).grab().save(str(target))
        window.background.close()
    application.quit()


def add_references(window: Any, library: Any) -> None:
    """Choose a tiny random model that edits, and add two pictures of the library as its reference images."""
    from macapp.library import source_images
    from tests.support.tiny_editors import make_editor

    panel, pictures = window.prompt_panel, library.pictures.newest(len(PROMPTS))
    panel.choose_model(str(make_editor("Flux2KleinPipeline", library.places.pictures.parent / "tiny editor")))
    for prompt in (PROMPTS[11], PROMPTS[1]):
        picture = next(picture for picture in pictures if picture.request.prompt == prompt)
        window.placing.place(source_images.store_file(library.places, picture.path), "references")
    panel.prompt.setPlainText("the boat of image 1 in the desert of image 2")


if __name__ == "__main__":
    main()
