"""Text of XML without knowing its vocabulary: a line for each paragraph, cell or attribute."""

import html
import re
from io import BytesIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from core.files.report import Reason, RefusedError

# Local names, of Word, Excel, PowerPoint, OpenDocument and the HTML in VML. Anything else, such as
# a run in bold or a bookmark, may stand in the middle of a word.
_ENDS_OF_LINES = {
    *("p", "h", "br", "cr", "tab", "ptab", "line-break", "div", "li", "tr", "td", "th"),
    *("tc", "row", "c", "si", "is", "v", "f", "cell", "table-cell", "comment", "text"),
    *("annotation", "txbxContent", "txBody", "textbox", "text-box", "sdtContent"),
    *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
}
_TEXT = frozenset({"t", "delText"})  # Here a line end is one; elsewhere it is layout of the XML.
_LINE_ENDS = re.compile(r"[\r\n\t]+")
_TAG = re.compile(r"<[^<>]*>")


class Part(ContentHandler):
    """What one XML file holds.

    ``names``: local names of its elements. ``links``: of those that name a target or a type of
    content, with their attributes by local name. ``instructions``: the codes of Word's fields.
    `story` gives the lines between the tags, `text` those of attributes as well.
    """

    def __init__(self, is_properties: bool = False) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[tuple[str, dict[str, str]]] = []
        self.instructions: list[str] = []
        self._is_properties = is_properties
        self._open: list[str] = []
        self._pieces: list[str] = []
        self._aside: list[str] = []

    @property
    def story(self) -> str:
        return "".join(self._pieces)

    @property
    def text(self) -> str:
        return "".join([self.story, "\n", *self._aside])

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        local = name.rpartition(":")[2]
        self.names.add(local)
        self._open.append(local)
        self._end_line(local)
        if local == "s":  # OpenDocument's further spaces.
            self._pieces.append(" ")
        values = {key.rpartition(":")[2]: value for key, value in attrs.items()}
        if values.keys() & {"Target", "href", "ContentType", "media-type"}:
            self.links.append((local, values))
        self._aside += [f"{value}\n" for value in values.values() if not value.isascii()]

    def endElement(self, name: str) -> None:  # noqa: N802
        self._end_line(self._open.pop())

    def _end_line(self, local: str) -> None:
        if self._is_properties or local in _ENDS_OF_LINES:
            self._pieces.append("\n")

    def characters(self, content: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "instrText":
            self.instructions.append(content)
        else:
            self._pieces.append(content if inside in _TEXT else _LINE_ENDS.sub(" ", content))


def parsed(content: bytes, is_properties: bool = False, is_strict: bool = True) -> Part:
    """The part; RefusedError (damaged) when it is not well formed and has to be.

    What is not strict, such as Excel's drawings in VML, gives the text between its tags. Entities
    of its own are refused: no office program writes them.
    """
    part = Part(is_properties)
    try:
        parse(BytesIO(content), part, forbid_entities=True, forbid_external=True)
    except (SAXException, DefusedXmlException, LookupError, ValueError) as broken:
        if is_strict or isinstance(broken, DefusedXmlException):
            raise RefusedError(Reason.DAMAGED) from broken
        part.characters(html.unescape(_TAG.sub("\n", content.decode("utf-8", "replace"))))
    return part
