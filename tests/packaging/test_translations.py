"""The translations of the window: the same placeholders as the English text, and no markup."""

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator

from macapp.settings import LANGUAGES
from macapp.system.paths import resources_dir

FOLDER = resources_dir() / "translations"
PLACEHOLDER = re.compile(r"%L?n|\{\w*\}|%\d")


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    path = Path(__file__).parents[2] / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages_of(language: str) -> list[ElementTree.Element]:
    tree = ElementTree.parse(FOLDER / f"easel_{language}.ts")
    return list(tree.iter("message"))


def forms_of(message: ElementTree.Element) -> list[str]:
    """Return the translation of a message, or its plural forms; empty texts are not translated yet."""
    translation = message.find("translation")
    assert translation is not None
    forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
    return [form for form in forms if form]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_placeholders_of_its_text(language: str) -> None:
    wrong = []
    for message in messages_of(language):
        source = message.findtext("source") or ""
        for form in forms_of(message):
            expected, found = sorted(PLACEHOLDER.findall(source)), sorted(PLACEHOLDER.findall(form))
            is_plural = message.get("numerus") == "yes"
            if expected != found and not (is_plural and set(found) <= set(expected)):
                wrong.append((source, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(translations: ModuleType, language: str) -> None:
    """Run `python packaging/translations.py collect` after a change of a text, and translate what is new."""
    tree = ElementTree.parse(FOLDER / f"easel_{language}.ts")
    done = {
        (context.findtext("name"), message.findtext("source"))
        for context in tree.iter("context")
        for message in context.iter("message")
        if forms_of(message)
    }
    texts = [each for each in translations.collect_texts() if language != "en" or each.has_number]
    assert [each.text for each in texts if (each.context, each.text) not in done] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_keep_their_mnemonic_and_their_dots(language: str) -> None:
    for message in messages_of(language):
        source = message.findtext("source") or ""
        for form in forms_of(message):
            assert ("&" in source) == ("&" in form), source
            assert source.endswith("…") == form.endswith("…"), source
            assert "<" not in form, source


def test_the_texts_of_window_and_messages_are_found(translations: ModuleType) -> None:
    found = {(each.context, each.text): each for each in translations.collect_texts()}
    assert ("PromptBar", "Generate") in found, "self.tr in a class"
    assert ("models", "Checkpoint") in found, "a function that translates its argument"
    assert any(context == "sentences" for context, _text in found), "the messages"
    assert ("sentences", "about {0}") in found, "a function that is given the translation"
    assert found["AdvancedSection", "%n steps"].has_number
    assert len(found) > 1000


def test_a_translation_is_merged_compiled_and_read(
    translations: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "easel_ko.ts"
    shutil.copy(FOLDER / "easel_ko.ts", file)
    translations.update_files([file])
    text = file.read_text(encoding="utf-8")
    start = text.index("<source>Generate</source>")
    end = text.index("</message>", start)
    block = "<source>Generate</source>\n<translation>만들기 시험</translation>\n"
    file.write_text(text[:start] + block + text[end:], encoding="utf-8")
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    translations.compile_files()
    translator = QTranslator()
    assert translator.load("easel_ko", str(tmp_path))
    context = re.findall(r"<name>(\w+)</name>", text[:start])[-1]
    assert translator.translate(context, "Generate") == "만들기 시험"
