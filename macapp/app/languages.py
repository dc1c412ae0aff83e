"""The language of the window: chosen in the settings, or that of the system. On the main thread, before any window.

`packaging/translations.py` makes the compiled files in `resources/translations`. A text without a translation stays in
English. The command line is English.
"""

from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from macapp.settings import LANGUAGES
from macapp.system.paths import resources_dir

ENGLISH, SIMPLIFIED_CHINESE = "en", "zh_CN"
_TRADITIONAL = ("hant", "tw", "hk", "mo")  # scripts and regions that do not read Simplified Chinese


def install_language(application: QApplication, chosen: str = "") -> str:
    """Translate the application from now on, and return its language.

    `chosen` is one of `settings.LANGUAGES`; empty takes the first language of the system that there is. Numbers and
    dates follow the language.
    """
    language = chosen or choose_language(QLocale.system().uiLanguages())
    QLocale.setDefault(QLocale.system() if not chosen else QLocale(language))
    qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (
        (f"qtbase_{language}", qt_folder),
        (f"easel_{language}", str(resources_dir() / "translations")),
    ):
        translator = QTranslator(application)
        if translator.load(name, folder):
            application.installTranslator(translator)
    return language


def choose_language(preferred: Sequence[str]) -> str:
    """Return the first of the preferred languages that there is, like "zh-Hans-CN"; English if there is none."""
    for tag in preferred:
        base, *rest = tag.replace("_", "-").lower().split("-")
        if base == "zh" and not set(rest) & set(_TRADITIONAL):
            return SIMPLIFIED_CHINESE
        if base in LANGUAGES:
            return base
    return ENGLISH
