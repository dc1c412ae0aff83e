"""The text view of Easel Help: one page of `resources/help` with its pictures.

It shows only these pages, loads only their pictures, and opens nothing itself.
"""

from typing import Any

from PySide6.QtCore import QEvent, QRegularExpression, QSize, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from macapp.ui.main.help_page import heading_anchor, picture_path, prepare_markdown
from macapp.ui.widgets.theme import GAP, MARGIN

MAX_COLUMN_POINTS = 780  # width of the text; wider windows get wider margins
HEADING_SPACE = {1: 0, 2: 22, 3: 14}  # points above a heading of each level
LINE_HEIGHT_PERCENT = 125
_PICTURE_CHARACTER = "\ufffc"


class HelpBrowser(QTextBrowser):
    """Shows one page with its pictures scaled to the width, in light or dark colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Help page"))
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._markdown = ""
        self._pictures: dict[str, QImage] = {}
        self._column = 0
        self._is_rendering = False

    def show_markdown(self, markdown: str) -> None:
        """Show a page from its top."""
        self._markdown = markdown
        self._render()
        self.verticalScrollBar().setValue(0)

    def scroll_to(self, anchor: str) -> bool:
        """Scroll to the heading of an anchor; return False if there is none."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and heading_anchor(block.text()) == anchor:
                self.setTextCursor(QTextCursor(block))
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(top) - GAP)
                return True
            block = block.next()
        return False

    def find_text(self, text: str, backwards: bool = False) -> bool:
        """Select the next occurrence of a text, continuing at the other end; return False if there is none."""
        flags = QTextDocument.FindFlag.FindBackward if backwards else QTextDocument.FindFlag(0)
        expression = QRegularExpression(
            QRegularExpression.escape(text), QRegularExpression.PatternOption.CaseInsensitiveOption
        )
        found = self.document().find(expression, self.textCursor(), flags)
        if found.isNull():
            ends = QTextCursor.MoveOperation.End if backwards else QTextCursor.MoveOperation.Start
            edge = QTextCursor(self.document())
            edge.movePosition(ends)
            found = self.document().find(expression, edge, flags)
        if found.isNull():
            return False
        self.setTextCursor(found)
        return True

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load a picture of the help pages; everything else stays empty."""
        is_image = kind == QTextDocument.ResourceType.ImageResource.value
        return self._picture(QUrl(name).toString()) if is_image else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_column()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_column()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._markdown and not self._is_rendering:
            position = self.verticalScrollBar().value()
            self._render()
            self.verticalScrollBar().setValue(position)

    def _render(self) -> None:
        self._is_rendering = True
        document = self.document()
        is_dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(
            prepare_markdown(self._markdown, is_dark),
            features.MarkdownDialectGitHub | features.MarkdownNoHTML,  # type: ignore[arg-type]
        )
        block = document.begin()
        while block.isValid():
            self._style_block(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._style_table(frame)
        self._column = 0
        self._fit_column()
        self._is_rendering = False

    def _style_block(self, block: QTextBlock) -> None:
        style, before = QTextBlockFormat(), block.blockFormat()
        if before.hasProperty(QTextFormat.Property.BlockCodeLanguage.value):  # without space between its lines
            style.setBackground(self.palette().color(QPalette.ColorRole.AlternateBase))
            style.setLeftMargin(GAP)
        elif _PICTURE_CHARACTER not in block.text():  # a proportional height adds to the height of a picture
            style.setLineHeight(LINE_HEIGHT_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if before.headingLevel() in HEADING_SPACE:
            style.setTopMargin(HEADING_SPACE[before.headingLevel()])
            style.setBottomMargin(6)
        QTextCursor(block).mergeBlockFormat(style)

    def _style_table(self, table: QTextTable) -> None:
        style = table.format()
        style.setBorderCollapse(True)
        style.setBorder(1)
        style.setBorderBrush(self.palette().color(QPalette.ColorRole.Mid))
        style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        style.setCellPadding(5)
        style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(style)
        shaded = QTextCharFormat()
        shaded.setBackground(self.palette().color(QPalette.ColorRole.AlternateBase))
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            cell_format = cell.format()
            cell_format.merge(shaded)
            cell.setFormat(cell_format)

    def _fit_column(self) -> None:
        """Centre the text in a column, and scale the pictures to its width."""
        available = self.viewport().width() - 2 * MARGIN
        column = min(max(available, 100), MAX_COLUMN_POINTS)
        side = MARGIN + max(0, available - column) // 2
        frame = self.document().rootFrame()
        style = frame.frameFormat()
        if style.leftMargin() != side:
            style.setLeftMargin(side)
            style.setRightMargin(side)
            style.setTopMargin(MARGIN)
            style.setBottomMargin(2 * MARGIN)
            frame.setFrameFormat(style)
        if column != self._column:
            self._column = column
            self._fit_pictures(column)

    def _fit_pictures(self, width: int) -> None:
        block = self.document().begin()
        while block.isValid():
            fragments = block.begin()
            while not fragments.atEnd():
                fragment = fragments.fragment()
                style = fragment.charFormat().toImageFormat()
                if style.isValid():
                    cursor = QTextCursor(self.document())
                    cursor.setPosition(fragment.position())
                    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
                    self._fit_picture(cursor, style, width)
                fragments += 1
            block = block.next()

    def _fit_picture(self, cursor: QTextCursor, style: QTextImageFormat, width: int) -> None:
        """Set the size of a picture, and store it in exactly that number of device pixels."""
        image = self._picture(style.name())
        if image.isNull():
            return
        scale = min(1.0, width / image.width())
        size = QSize(round(image.width() * scale), round(image.height() * scale))
        ratio = self.devicePixelRatioF()
        scaled = image.scaled(
            size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        kind = QTextDocument.ResourceType.ImageResource.value
        self.document().addResource(kind, QUrl(style.name()), scaled)
        style.setWidth(size.width())
        style.setHeight(size.height())
        cursor.setCharFormat(style)

    def _picture(self, name: str) -> QImage:
        if name not in self._pictures:
            path = picture_path(name)
            self._pictures[name] = QImage() if path is None else QImage(str(path))
        return self._pictures[name]
