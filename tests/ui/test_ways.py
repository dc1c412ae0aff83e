"""Every way of making a picture through the window: masks painted, maps drawn, additions put on, presets taken up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputDevice, QPointingDevice, QTabletEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from macapp.hardware import this_machine
from macapp.library import Library, start_images
from macapp.request import Request
from macapp.settings import Settings
from macapp.ui.mask_canvas import MaskCanvas, Tool
from macapp.ui.mask_window import MaskWindow
from macapp.ui.window import Window
from tests import models
from tests.other_families import make_other
from tests.requests_of_all_kinds import request


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    drawn = Image.new("RGB", (96, 64), "white")
    ImageDraw.Draw(drawn).ellipse((20, 10, 60, 50), fill="navy")
    drawn.save(tmp_path / "sketch.png")
    return tmp_path / "sketch.png"


@pytest.fixture
def painting(window: Window, library: Library, sketch: Path, qtbot: QtBot) -> MaskWindow:
    """The window that opens to paint a mask on the sketch."""
    window.prompt_panel.start_image.put(start_images.keep(library.places, sketch))
    window.form.paint_mask()
    opened = window.form.mask_window
    assert opened is not None
    qtbot.waitExposed(opened)
    return opened


def ordered(window: Window, library: Library) -> list[Request]:
    """Press Generate; return what is in the queue then."""
    before = len(library.queue.unfinished())
    window.generate()
    assert window.prompt_panel.fault == ""
    return [job.request for job in library.queue.unfinished()[before:]]


def white(canvas: MaskCanvas) -> float:
    """Return which share of the mask is white."""
    grey = canvas.grey()
    return sum(grey.pixelColor(x, y).red() > 127 for x in range(grey.width()) for y in range(grey.height())) / (
        grey.width() * grey.height()
    )


# Masks


def test_a_mask_is_painted_with_the_pointer_and_goes_with_the_next_picture(
    window: Window, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    canvas.set_brush(10)
    canvas.fit()
    inside = [canvas._view.map(QPointF(x, 32)).toPoint() for x in (70, 80)]
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=inside[0])
    qtbot.mouseMove(canvas, inside[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=inside[1])
    assert 0.01 < white(canvas) < 0.05
    painting.feather.setValue(4)
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    field = window.prompt_panel.start_image
    assert field.mask_image is not None
    assert window.prompt_panel.size_field.size_asked == (96, 64), "the image's own size can be drawn"
    [made] = ordered(window, library)
    assert (made.mask, made.mask_feather, made.mask_only, made.strength) == (field.mask_image.name, 4, False, 1.0)
    with Image.open(field.mask_image.path) as mask:
        assert mask.size == (96, 64)
        assert mask.getpixel((75, 32)) == (255, 255, 255)
        assert mask.getpixel((20, 10)) == (0, 0, 0)


def test_painting_is_undone_stroke_by_stroke(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(20, 20), QPointF(60, 20)])
    one = white(canvas)
    canvas.stroke([QPointF(20, 50), QPointF(60, 50)])
    two = white(canvas)
    canvas.invert()
    assert white(canvas) == pytest.approx(1 - two)
    canvas.clear()
    for expected in (1 - two, two, one, 0):
        painting.undo.undo()
        assert white(canvas) == pytest.approx(expected)
    for expected in (one, two, 1 - two, 0):
        painting.undo.redo()
        assert white(canvas) == pytest.approx(expected)


def test_the_eraser_takes_paint_off(painting: MaskWindow) -> None:
    canvas = painting.canvas
    canvas.stroke([QPointF(48, 32)])
    painted = white(canvas)
    canvas.set_brush(500)
    canvas.stroke([QPointF(48, 32)], erase=True)
    assert painted > 0
    assert white(canvas) == 0


def test_keys_choose_tool_brush_and_zoom(painting: MaskWindow, qtbot: QtBot) -> None:
    canvas = painting.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_E)
    assert painting.eraser.isChecked()
    qtbot.keyClick(canvas, Qt.Key.Key_X)
    assert painting.brush.isChecked()
    before = painting.size_slider.value()
    qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert painting.size_slider.value() > before
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    qtbot.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert painting.size_slider.value() < before
    fitting = canvas.zoom
    qtbot.keyClick(painting, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.0
    qtbot.keyClick(painting, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == pytest.approx(fitting)
    canvas.stroke([QPointF(48, 32)])
    painted = white(canvas)
    qtbot.keyClick(painting, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    assert white(canvas) == pytest.approx(1 - painted)
    qtbot.keyClick(painting, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert white(canvas) == pytest.approx(painted)


def test_the_wheel_pans_and_zooms_about_the_pointer(painting: MaskWindow) -> None:
    canvas = painting.canvas
    at = canvas._view.map(QPointF(30, 30))

    def turn(modifiers: Qt.KeyboardModifier) -> None:
        event = QWheelEvent(
            at,
            canvas.mapToGlobal(at),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)

    zoom = canvas.zoom
    turn(Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > zoom
    assert (canvas._view.map(QPointF(30, 30)) - at).manhattanLength() < 1e-6
    turn(Qt.KeyboardModifier.NoModifier)
    assert canvas._view.map(QPointF(30, 30)).y() == pytest.approx(at.y() + 30)


def test_a_pen_paints_as_wide_as_it_is_pressed(painting: MaskWindow) -> None:
    def pressed(pressure: float) -> float:
        canvas = painting.canvas
        canvas.clear()
        canvas.set_brush(20)
        pen = QPointingDevice(
            "pen",
            1,
            QInputDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Pen,
            QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
            1,
            1,
        )
        for kind in (QEvent.Type.TabletPress, QEvent.Type.TabletRelease):
            at = canvas._view.map(QPointF(48, 32))
            event = QTabletEvent(
                kind,
                pen,
                at,
                at,
                pressure,
                0,
                0,
                0,
                0,
                0,
                Qt.KeyboardModifier.NoModifier,
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.LeftButton,
            )
            QApplication.sendEvent(canvas, event)
        return white(canvas)

    assert 0 < pressed(0.3) < pressed(1.0)


def test_an_edge_dragged_outwards_gives_room_that_is_drawn(
    window: Window, library: Library, painting: MaskWindow, qtbot: QtBot
) -> None:
    canvas = painting.canvas
    shown = canvas._shown()
    start = QPointF(shown.right() + 4, shown.center().y()).toPoint()
    end = canvas._view.map(QPointF(96 + 32, 32)).toPoint()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    qtbot.waitUntil(lambda: canvas.image.width() == 128, timeout=5000)
    assert canvas.grey().pixelColor(110, 30).red() == 255
    assert canvas.grey().pixelColor(40, 30).red() == 0
    painting.undo.undo()
    assert canvas.image.width() == 96
    painting.undo.redo()
    with qtbot.waitSignal(painting.done, timeout=5000):
        painting.accept()
    [made] = ordered(window, library)
    assert made.size == (128, 64)
    assert made.mask_feather > 0


@pytest.mark.parametrize(
    ("size", "shade", "words"),
    [((96, 64), 0, "is empty"), ((48, 32), 255, "as large as its image"), ((96, 64), 255, "whole")],
)
def test_a_mask_file_that_says_nothing_is_a_sentence(
    painting: MaskWindow, tmp_path: Path, qtbot: QtBot, size, shade: int, words: str
) -> None:
    Image.new("L", size, shade).save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: words in painting.fault.text(), timeout=5000)
    assert white(painting.canvas) == 0


def test_a_mask_file_is_opened_and_a_picture_dropped_there_is_none(
    painting: MaskWindow, tmp_path: Path, sketch: Path, qtbot: QtBot
) -> None:
    drop(painting, sketch)
    qtbot.waitUntil(lambda: "is a picture, not a mask" in painting.fault.text(), timeout=5000)
    mask = Image.new("L", (96, 64))
    mask.paste(255, (0, 0, 48, 64))
    mask.save(tmp_path / "mask.png")
    drop(painting, tmp_path / "mask.png")
    qtbot.waitUntil(lambda: white(painting.canvas) == pytest.approx(0.5), timeout=5000)
    assert painting.fault.isHidden()


def drop(painting: MaskWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    painting.dropEvent(
        QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_the_refiner_is_chosen_where_the_model_has_one(
    window: Window, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.finer.add_refiner(str(tiny_model))
    assert "is no refiner" in panel.fault
    panel._choose_model(str(models.make_tiny_xl(tmp_path / "xl")))
    refiner = models.make_tiny_refiner(tmp_path / "refiner")
    panel.finer.add_refiner(str(refiner))
    [made] = ordered(window, library)
    assert (made.refiner, made.refiner_start) == (str(refiner), 0.8)
    panel._choose_model("starter")
    assert ordered(window, library)[0].refiner is None


def test_a_mask_needs_an_image(window: Window) -> None:
    window.form.paint_mask()
    assert window.form.mask_window is None
    assert "starting image first" in window.banner.text


def test_a_large_image_is_changed_in_its_masked_part_only(window: Window, library: Library, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 1200), "white").save(tmp_path / "large.png")
    image = start_images.keep(library.places, tmp_path / "large.png")
    mask = Image.new("L", image.size)
    mask.paste(255, (100, 100, 200, 200))
    window.prompt_panel.start_image.put(image)
    window.form.use_mask(image, start_images.keep_image(library.places, mask), 0)
    [made] = ordered(window, library)
    assert made.mask_only
    assert made.size == (128, 128)


# Additions


def test_a_lora_shows_its_words_and_goes_with_the_next_picture(
    window: Window, library: Library, starter_model: Path, tmp_path: Path
) -> None:
    lora = models.make_lora(starter_model, tmp_path / "watercolour.safetensors", trigger="wash, paper")
    field = window.prompt_panel.additions
    field.add(str(lora), 0.5)
    assert field._rows[0][0].words == ("wash", "paper")
    field.word_chosen.emit("wash")
    assert window.prompt_panel.prompt.toPlainText().endswith(", wash")
    [made] = ordered(window, library)
    assert [(Path(each.model).stem, each.weight) for each in made.loras] == [("watercolour", 0.5)]
    field.take_off(field._rows[0][0])
    assert ordered(window, library)[0].loras == ()


def test_a_textual_inversion_is_told_by_its_content(
    window: Window, library: Library, tmp_path: Path, starter_model
) -> None:
    import json

    width = json.loads((starter_model / "text_encoder" / "config.json").read_text())["hidden_size"]
    window.prompt_panel.additions.add(str(models.make_embedding(tmp_path / "mystyle.safetensors", width)))
    [made] = ordered(window, library)
    assert [Path(each).stem for each in made.embeddings] == ["mystyle"]


def test_a_model_dropped_on_the_window_goes_where_it_belongs(
    window: Window, library: Library, starter_model: Path, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    lora = models.make_lora(starter_model, tmp_path / "ink.safetensors")
    upscaler = models.make_esrgan(tmp_path / "esrgan.safetensors")
    edges = models.make_tiny_controlnet(starter_model, tmp_path / "edges")
    window.take_files([lora])
    window.take_files([upscaler])
    panel.take_model(edges)
    assert panel.additions.summary() == "ink"
    assert panel.finer.upscaler.currentText() == "esrgan"
    assert panel.controls.summary() == "edges"
    window.take_files([tiny_model])
    assert panel.checkpoint is not None
    assert panel.checkpoint.id == str(tiny_model)
    again = Window(library, this_machine(), Settings())
    names = [again.prompt_panel.model.itemText(n) for n in range(again.prompt_panel.model.count())]
    assert names == ["Starter", tiny_model.name], "a model that was brought is there at the next start"
    again.close()
    (tmp_path / "unsafe.ckpt").write_bytes(b"\x80\x04")
    window.take_files([tmp_path / "unsafe.ckpt"])
    assert "may run code" in panel.fault


def test_a_file_that_cannot_be_added_is_a_sentence(window: Window, tmp_path: Path) -> None:
    (tmp_path / "page.safetensors").write_bytes(b"<html>" * 30)
    window.prompt_panel.additions.add(str(tmp_path / "page.safetensors"))
    assert "is a web page" in window.prompt_panel.fault
    window.prompt_panel.controls.add(str(tmp_path))
    assert window.prompt_panel.fault


def test_a_controlnet_shows_its_map_before_anything_is_ordered(
    window: Window, library: Library, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(models.make_tiny_controlnet(starter_model, tmp_path / "edges")))
    assert row is not None
    window.generate()
    assert "needs a control image" in window.prompt_panel.fault
    row.map.setCurrentIndex(row.map.findData("canny"))
    controls.follow(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=5000)
    row.scale.setValue(0.8)
    [made] = ordered(window, library)
    [control] = made.controls
    assert (control.map, control.scale) == ("canny", 0.8)
    with Image.open(start_images.path_of(library.places, control.image)) as drawn:
        assert drawn.size == made.size
        assert drawn.convert("L").getextrema() == (0, 255)
    first = row.image
    window.prompt_panel.size_field.set_size((160, 128))
    qtbot.waitUntil(lambda: row.image != first, timeout=5000)  # drawn anew for the new size


def test_a_map_of_depth_is_drawn_by_the_model_that_was_chosen(
    window: Window, starter_model: Path, sketch: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    controls = window.prompt_panel.controls
    row = controls.add(str(models.make_tiny_controlnet(starter_model, tmp_path / "near")))
    assert row is not None
    controls.depth_model = models.make_tiny_depth(tmp_path / "depth")
    row.map.setCurrentIndex(row.map.findData("depth"))
    controls.follow(row, sketch)
    qtbot.waitUntil(lambda: row.image is not None, timeout=60_000)
    assert row.control().map == "depth"


# What a model takes


def test_the_form_shows_what_a_model_takes_and_keeps_the_rest(
    window: Window, library: Library, tiny_model: Path, tmp_path: Path
) -> None:
    panel = window.prompt_panel
    panel.finer.clip_skip.setValue(2)
    panel.negative_prompt.setPlainText("blue")
    assert panel.finer._rows["prompt_2"].isHidden()
    pixart = make_other("PixArtAlphaPipeline", tmp_path / "pixart")
    panel._choose_model(str(pixart))
    assert not panel._sections["controls"].isVisibleTo(panel)
    assert not panel.start_image.isVisibleTo(panel)
    assert panel.scheduler.currentText() == "own"
    [made] = ordered(window, library)
    assert (made.clip_skip, made.negative_prompt, made.scheduler) == (1, "blue", "own")
    xl = models.make_tiny_xl(tmp_path / "xl")
    panel._choose_model(str(xl))
    assert not panel.finer._rows["prompt_2"].isHidden()
    panel.finer.prompt_2.setPlainText("a boat")
    panel._choose_model("starter")
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2) == (2, "")
    panel._choose_model(str(xl))
    [made] = ordered(window, library)
    assert (made.clip_skip, made.prompt_2, made.scheduler) == (2, "a boat", "dpm++ 2m karras")


def test_eta_is_there_for_the_schedulers_that_know_it(window: Window) -> None:
    panel = window.prompt_panel
    assert panel.finer._rows["eta"].isHidden()
    panel.scheduler.setCurrentText("ddim")
    assert not panel.finer._rows["eta"].isHidden()


def test_finer_settings_go_with_the_picture_and_come_back(window: Window, library: Library) -> None:
    finer = window.prompt_panel.finer
    finer.hires_scale.setCurrentIndex(finer.hires_scale.findData(2.0))
    finer.hires_strength.setValue(0.4)
    finer.upscale.setCurrentIndex(finer.upscale.findData(2))
    finer.variation_strength.setValue(0.25)
    [made] = ordered(window, library)
    assert (made.hires_scale, made.hires_strength, made.upscale, made.variation_strength) == (2.0, 0.4, 2, 0.25)
    assert made.variation_seed is not None
    assert "high resolution 2×" in finer.summary()
    window.prompt_panel.use(request("another"))
    assert finer.summary() == ""
    window.prompt_panel.use(made)
    assert ordered(window, library)[0] == made


# Prompts


def test_tokens_are_counted_and_the_unseen_struck_out(window: Window, qtbot: QtBot) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a red heart")
    qtbot.waitUntil(lambda: panel.tokens.text() == "3 of 75 tokens", timeout=5000)
    panel.prompt.setPlainText("red " * 100)
    qtbot.waitUntil(lambda: panel.tokens.text() == "100 of 150 tokens, read in 2 parts", timeout=5000)
    panel.prompt.setPlainText("red " * 750 + "unseen")
    qtbot.waitUntil(lambda: "the rest is struck out" in panel.tokens.text(), timeout=5000)
    last = panel.prompt.document().lastBlock().layout().formats()[-1]
    assert last.format.fontStrikeOut()  # type: ignore[attr-defined]
    panel.prompt.setPlainText("a (red heart")
    qtbot.waitUntil(lambda: panel.tokens.text() == "", timeout=5000)


def test_alternatives_are_drawn_for_each_picture_and_what_was_typed_is_offered(
    window: Window, library: Library, made: Callable
) -> None:
    panel = window.prompt_panel
    panel.prompt.setPlainText("a {red|blue|green} heart")
    panel.count.setValue(12)
    orders = ordered(window, library)
    assert len({each.prompt for each in orders}) == 3
    assert {each.template for each in orders} == {"a {red|blue|green} heart"}
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"
    window.form.use(orders[0])
    assert panel.prompt.toPlainText() == orders[0].prompt
    assert "was drawn from" in window.banner.text
    window.form.use_as_typed(orders[0])
    assert panel.prompt.toPlainText() == "a {red|blue|green} heart"


@pytest.mark.parametrize("prompt", ["a (red heart", "a {red heart", "__nothing__"])
def test_a_prompt_that_cannot_be_read_orders_nothing(window: Window, library: Library, prompt: str) -> None:
    window.prompt_panel.prompt.setPlainText(prompt)
    window.generate()
    assert window.prompt_panel.fault.endswith(".")
    assert library.queue.unfinished() == []
    assert window.prompt_panel.prompt.toPlainText() == prompt


def test_every_combination_is_ordered_by_a_key(window: Window, library: Library, qtbot: QtBot) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart|at night")
    qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert [job.request.prompt for job in library.queue.unfinished()] == [
        "a red heart",
        "a red heart, at night",
        "a blue heart",
        "a blue heart, at night",
    ]
    assert len({job.request.seed for job in library.queue.unfinished()}) == 1


def test_combinations_draw_the_negative_prompt_too(window: Window, library: Library) -> None:
    window.prompt_panel.prompt.setPlainText("a {red|blue} heart")
    window.prompt_panel.negative_prompt.setPlainText("{rain|snow}")
    window.generate_combinations()
    assert {job.request.negative_prompt for job in library.queue.unfinished()} <= {"rain", "snow"}


# Presets


def test_a_preset_holds_the_settings_and_leaves_prompt_seed_and_image(window: Window, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(33)
    panel.finer.clip_skip.setValue(2)
    window.form.presets.save("slow")
    panel.steps.setValue(5)
    panel.finer.clip_skip.setValue(1)
    panel.prompt.setPlainText("a boat")
    window.form.presets.apply("slow")
    assert panel.steps.value() == 33
    window.undo.undo()
    assert panel.steps.value() == 5
    window.undo.redo()
    [made] = ordered(window, library)
    assert (made.steps, made.clip_skip, made.prompt) == (33, 2, "a boat")
    window.form.presets.delete("slow")
    assert library.presets.all() == {}
    window.form.presets.save("")
    assert "needs a name" in window.banner.text


def test_a_model_begins_with_what_the_user_chose_for_it(window: Window, library: Library) -> None:
    panel = window.prompt_panel
    panel.steps.setValue(44)
    window.form.presets.save_for_model()
    panel.steps.setValue(5)
    panel._model_chosen()
    assert panel.steps.value() == 44
    window.form.presets.forget_model()
    panel._model_chosen()
    assert panel.steps.value() == 20


def test_the_canvas_paints_what_it_holds(painting: MaskWindow) -> None:
    painting.canvas.stroke([QPointF(48, 32)])
    shown = painting.canvas.grab().toImage()
    at = painting.canvas._view.map(QPointF(80, 60)).toPoint()
    red = painting.canvas._view.map(QPointF(48, 32)).toPoint()
    assert shown.pixelColor(at * shown.devicePixelRatio()).name() == "#ffffff"
    assert shown.pixelColor(red * shown.devicePixelRatio()).red() > shown.pixelColor(red).green() + 40
    assert isinstance(painting.canvas.image, QImage)
    assert painting.canvas._tool is Tool.BRUSH
