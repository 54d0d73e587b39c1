"""Files as officers upload them, made in memory: PDF, office files, pictures of every format."""

import zipfile
from io import BytesIO
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject


def pdf(
    lines: list[str] | None = None, metadata: dict[str, str] | None = None, password: str = ""
) -> bytes:
    """One page; each line is drawn by its own operators, with a font that maps to Unicode."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    text = lines or ["KE HOACH"]
    characters = sorted(set("".join(text)))
    codes = {character: index + 1 for index, character in enumerate(characters)}
    drawn = [
        f"BT /F1 12 Tf 50 {800 - 20 * row} Td <{''.join(f'{codes[c]:04x}' for c in line)}> Tj ET"
        for row, line in enumerate(text)
    ]
    content = DecodedStreamObject()
    content.set_data("\n".join(drawn).encode())
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): _font(writer, codes)})}
    )
    if metadata:
        writer.add_metadata(metadata)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _font(writer: PdfWriter, codes: dict[str, int]) -> Any:
    pairs = "\n".join(f"<{code:04x}> <{ord(c):04x}>" for c, code in codes.items())
    cmap = DecodedStreamObject()
    cmap.set_data(
        f"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
{len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end""".encode()
    )
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Test"),
        }
    )
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): NameObject("/Test"),
                NameObject("/Encoding"): NameObject("/Identity-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
                NameObject("/ToUnicode"): writer._add_object(cmap),
            }
        )
    )


def archive(entries: dict[str, bytes | str], compress: bool = True) -> bytes:
    out = BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return out.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/"
_RELATION = f"{_OFFICE}officeDocument/2006/relationships"
_NAMESPACES = f"xmlns:w='{_OFFICE}wordprocessingml/2006/main' xmlns:v='urn:v' xmlns:a='urn:a'"


def package(main: str, vocabulary: str, content: bytes | str, **more: bytes | str) -> bytes:
    """An office file by its parts; more of them by their name."""
    types = (
        f"<Override PartName='/{main}' "
        f"ContentType='application/vnd.openxmlformats-officedocument.{vocabulary}.main+xml'/>"
    )
    relation = f"<Relationship Id='rId1' Type='{_RELATION}/officeDocument' Target='{main}'/>"
    parts = {
        "[Content_Types].xml": f"<?xml version='1.0'?><Types>{types}</Types>",
        "_rels/.rels": f"<?xml version='1.0'?><Relationships>{relation}</Relationships>",
        main: content,
    }
    return archive(parts | more)


def docx(paragraphs: list[str], header: list[str] | None = None, **more: bytes | str) -> bytes:
    header_part = {"word/header1.xml": _paragraphs("hdr", header or [])}
    return docx_of("".join(map(_paragraph, paragraphs)), **header_part, **more)


def docx_of(body: str, main: str = "word/document.xml", **more: bytes | str) -> bytes:
    """A Word file whose body is that XML."""
    content = f"<?xml version='1.0'?><w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    return package(main, "wordprocessingml.document", content, **more)


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _paragraphs(root: str, texts: list[str]) -> str:
    runs = "".join(map(_paragraph, texts))
    return f"<?xml version='1.0'?><w:{root} {_NAMESPACES}>{runs}</w:{root}>"


def relations(kind: str, target: str) -> str:
    """The relationships of a part: one to something outside the file."""
    relation = f"Type='{_RELATION}/{kind}' Target='{target}' TargetMode='External'"
    return f"<Relationships><Relationship Id='r1' {relation}/></Relationships>"


def xlsx(sheet: str, **more: bytes | str) -> bytes:
    """A workbook whose one sheet holds that XML."""
    parts = {"xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>"}
    book = "<workbook><sheets><sheet name='Bảng 1'/></sheets></workbook>"
    return package("xl/workbook.xml", "spreadsheetml.sheet", book, **(parts | more))


def pptx(slide: str, **more: bytes | str) -> bytes:
    parts = {"ppt/slides/slide1.xml": f"<p:sld xmlns:p='urn:p' xmlns:a='urn:a'>{slide}</p:sld>"}
    show = "<p:presentation xmlns:p='urn:p'/>"
    main = "ppt/presentation.xml"
    return package(main, "presentationml.presentation", show, **(parts | more))


def odt(paragraphs: list[str], **more: bytes | str) -> bytes:
    return odf("text", "".join(f"<text:p>{text}</text:p>" for text in paragraphs), **more)


def odf(kind: str, body: str, **more: bytes | str) -> bytes:
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<o>{body}</o>",
    }
    return archive(parts | more)


def located_exif(orientation: int = 1) -> Image.Exif:
    """EXIF of a camera: who, which device, and where."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "MayAnh"
    exif[0xA431] = "SN-0001"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 25.0, 0.0), 3: "E", 4: (106.0, 6.0, 0.0)})
    return exif


def halves(size: tuple[int, int] = (64, 32)) -> Image.Image:
    """Green on the left, red on the right."""
    picture = Image.new("RGB", size, (30, 160, 60))
    picture.paste((200, 40, 30), (size[0] // 2, 0, size[0], size[1]))
    return picture


def saved(picture: Image.Image, image_format: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format=image_format, **options)
    return out.getvalue()
