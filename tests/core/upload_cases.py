"""Files as people have them, by what becomes of each: its extension and its content."""

import unicodedata
from io import BytesIO

import pikepdf

from core.vietnamese.legacy import LegacyEncoding, decode_legacy
from tests.factories import files
from tests.factories.files import docx, docx_of, halves, odf, odt, pdf, pptx, relations, saved, xlsx

# A word of each sentence that an officer reads.
STAMP, DAMAGED, FORMAT, PROGRAM = "MẬT", "hỏng", "không đúng định dạng", "trang web"
MACROS, REMOTE, ACTIVE, LARGE = "macro", "máy khác", "chữ ký số", "quá lớn"


def legacy(text: str, encoding: LegacyEncoding) -> str:
    """Unicode as it stands in a font of that encoding."""
    signs = [chr(code) for code in range(0xA1, 0x100)]
    pairs = [(decode_legacy(sign, encoding), sign) for sign in signs]
    if encoding is LegacyEncoding.VNI:
        pairs += [
            (decode_legacy(vowel + sign, encoding), vowel + sign)
            for vowel in "aeouyôöAEOUYÔÖ"
            for sign in signs
            if len(decode_legacy(vowel + sign, encoding)) == 1
        ]
    table = {good: junk for good, junk in pairs if good != junk}
    # TCVN3 has no capitals with a tone: those are the small letters in another font.
    return "".join(table.get(c) or table.get(c.lower(), c) for c in text)


def tcvn3(text: str) -> str:
    return legacy(text, LegacyEncoding.TCVN3)


def vni(text: str) -> str:
    return legacy(text, LegacyEncoding.VNI)


def cp1258(text: str) -> bytes:
    """Windows-1258 has vowels with their shape, and tones as signs of their own."""
    pieces = []
    for character in text:
        try:
            pieces.append(character.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = _without_tone(character)
            pieces.append((base + tone).encode("cp1258"))
    return b"".join(pieces)


def _without_tone(character: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", character)
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", marks.replace(tone, "")), tone


def rtf(body: str, head: str = r"\ansi\ansicpg1258\uc1") -> bytes:
    return rf"{{\rtf1{head}{{\fonttbl{{\f0 Times;}}}}\f0 {body}\par}}".encode("latin-1")


def escaped(content: bytes) -> str:
    return "".join(chr(b) if b < 128 else f"\\'{b:02x}" for b in content)


def pdf_with(**keys: object) -> bytes:
    """A PDF whose catalog has more keys."""
    with pikepdf.open(BytesIO(pdf(["KẾ HOẠCH", "phát triển du lịch cộng đồng"]))) as made:
        for key, value in keys.items():
            made.Root[f"/{key}"] = made.make_indirect(value)
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def oddly_titled_pdf() -> bytes:
    """Its title is a name, in bytes of no encoding."""
    content = pdf(["KẾ HOẠCH phát triển du lịch"], {"/Title": "TITLE"})
    return content.replace(b"(TITLE)", b"/\xffTITLE")


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def pdf_with_file() -> bytes:
    with pikepdf.open(BytesIO(pdf(["KẾ HOẠCH", "phát triển du lịch cộng đồng"]))) as made:
        made.attachments["bi-mat.exe"] = b"MZ EMBEDDED-PROGRAM"
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def signed_pdf(**keys: object) -> bytes:
    signature = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]), Contents=b"\x30\x00"
    )
    return pdf_with(SignedBy=signature, **keys)


def scanned_pdf() -> bytes:
    out = BytesIO()
    halves((300, 400)).save(out, "PDF")
    return out.getvalue()


def encrypted_for_owner() -> bytes:
    with pikepdf.open(BytesIO(pdf(["ỦY BAN", "TỐI MẬT"]))) as made:
        out = BytesIO()
        made.save(out, encryption=pikepdf.Encryption(owner="o", user=""))
    return out.getvalue()


def mp3_frames(head: bytes, length: int, before: bytes = b"") -> bytes:
    return before + (head + bytes(length - 4)) * 3


def box(kind: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STAMPED = ["ỦY BAN NHÂN DÂN", "TỐI MẬT", "Số: 12/BC-UBND"]
HONEY = ["Mật ong hoa vải", "mật độ dân số", "Giá mật ong", "đường mật", "MẬT ĐỘ XÂY DỰNG"]
SPREAD = "<w:p><w:r><w:t>{}</w:t><w:br/><w:t>Số: 12</w:t></w:r></w:p>"
BOXED = (
    "<w:p><w:r><w:t>Số: 12</w:t><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t>"
    "</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
SPLIT = "<w:p><w:r><w:t>M</w:t></w:r>\n<w:bookmarkStart/><w:r><w:t>ẬT</w:t></w:r></w:p>"
INLINE = "<sheetData><row><c t='inlineStr'><is><t>{}</t></is></c><c><v>12</v></c></row></sheetData>"
SHARED = "<sst><si><t>Tên</t></si><si><r><t>M</t></r><r><t>&#7852;T</t></r></si></sst>"
MACRO_TYPES = (
    "<Types><Override PartName='/word/document.xml' "
    "ContentType='application/vnd.ms-wordprocessingml.document.macroEnabled.main+xml'/></Types>"
)
COMMENT = "<comments><comment><text><r><t>MẬT</t></r></text></comment></comments>"
EMPTY_LIBRARIES = {"Basic/script-lc.xml": "<l/>", "Basic/Standard/script-lb.xml": "<l/>"}
MACRO_LINK = "<e><l xlink:href='vnd.sun.star.script:a?language=Basic'/></e>"
DDE_FIELD = "<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO cmd</w:instrText></w:p>"
DDE_LINK = {"xl/externalLinks/externalLink1.xml": "<e><ddeLink ddeService='cmd'/></e>"}
PACKED = OLE + "\x01Ole10Native".encode("utf-16-le")
SPLIT_HONEY = "<w:p><w:r><w:t>Mật </w:t></w:r><w:r><w:t>ong</w:t></w:r></w:p>"
ENTITIES = files.package(
    "word/document.xml",
    "wordprocessingml.document",
    "<!DOCTYPE d [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><d>&c;</d>",
)


def template(target: str) -> dict[str, str]:
    return {"word/_rels/settings.xml.rels": relations("attachedTemplate", target)}


STAMPS = [
    ("docx", docx(STAMPED)),
    ("docx", docx(["x"], header=["MẬT"])),
    ("docx", docx(["x"], **{"word/footnotes.xml": "<n><p>MẬT</p></n>"})),
    ("docx", docx(["x"], **{"word/comments.xml": "<n><p>TUYỆT MẬT</p></n>"})),
    ("docx", docx([tcvn3("MẬT")])),
    ("docx", docx([vni("MẬT")])),
    ("docx", docx([vni("TỐI MẬT")])),
    ("docx", docx_of(SPREAD.format("MẬT"))),
    ("docx", docx_of(BOXED.format("TUYỆT MẬT"))),
    ("docx", docx_of(SPLIT)),
    ("docx", docx(["M Ậ T"])),
    ("docx", docx(["T Ố I   M Ậ T"])),
    ("docx", docx(["M&#7852;T"])),
    ("docx", docx(["Độ mật: Tối mật"])),
    ("docx", docx_of("<w:p><v:textpath string='MẬT'/></w:p>")),
    ("docx", docx_of("<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>", main="word/document2.xml")),
    ("docx", docx(["x"], **{"docProps/core.xml": "<c><title>Kế hoạch TỐI MẬT</title></c>"})),
    ("docx", docx(["x"], **{"word/embeddings/a.xlsx": xlsx(INLINE.format("MẬT"))})),
    ("docx", docx(["x"], **{"word/header9.xml": "<p>MẬT</p>".encode("utf-16")})),
    ("xlsx", xlsx(INLINE.format("M&#7852;T"))),
    ("xlsx", xlsx("", **{"xl/sharedStrings.xml": SHARED})),
    ("xlsx", xlsx(INLINE.format("MẬT\nSố: 12"))),
    ("xlsx", xlsx('<oddHeader>&amp;L&amp;"Times,Bold"&amp;14MẬT&amp;RTrang &amp;P</oddHeader>')),
    ("xlsx", xlsx("", **{"xl/drawings/vmlDrawing1.vml": "<xml><div>MẬT<br></div></xml>"})),
    ("xlsx", xlsx("", **{"xl/comments1.xml": COMMENT})),
    ("pptx", pptx("<a:p><a:r><a:t>MẬT</a:t></a:r></a:p>")),
    ("pptx", pptx("", **{"ppt/notesSlides/notesSlide1.xml": "<n><p><t>TỐI MẬT</t></p></n>"})),
    ("odt", odt(STAMPED)),
    ("odt", odt(["a<text:line-break/>MẬT"])),
    ("odt", odt(["M<text:s/>Ậ<text:s/>T"])),
    ("odt", odt(["x"], **{"styles.xml": "<s><text:p>MẬT</text:p></s>"})),
    ("odt", odt(["x"], **{"meta.xml": "<m><keyword>tuyệt mật</keyword></m>"})),
    ("ods", odf("spreadsheet", "<table:table-cell><text:p>MẬT</text:p></table:table-cell>")),
    ("txt", "ỦY BAN\nMẬT\n".encode("utf-16")),
    ("txt", "ỦY BAN\r\nMẬT\r\n".encode("utf-16-le")),
    ("txt", "ỦY BAN\nMẬT\n".encode("utf-16-be")),
    ("txt", cp1258("ỦY BAN\nTỐI MẬT\n")),
    ("txt", tcvn3("Ủy ban\nTỐI MẬT\n").encode("latin-1")),
    ("txt", vni("TUYỆT MẬT\n").encode("latin-1")),
    ("txt", "\ufeffMẬT\n".encode()),
    ("csv", "Tên,Độ mật\nA,MẬT\n".encode()),
    ("vtt", "WEBVTT\n\nMẬT\n".encode()),
    ("rtf", rtf(r"\u7910?Y BAN\par M\u7852?T\par")),
    ("rtf", rtf(escaped(cp1258("MẬT")))),
    ("rtf", rtf(escaped(tcvn3("MẬT").encode("latin-1")), r"\ansi")),
    ("rtf", rtf(r"M{\*\bkmkstart a}{\b\u7852?}T")),
    ("rtf", rtf(r"x{\header MAÄT\par}")),
    ("rtf", rtf(r"x{\shp{\*\shpinst{\shptxt T\u7888?I M\u7852?T\par}}}")),
    ("rtf", rtf(r"x{\info{\title M\u7852?T}}")),
    ("pdf", pdf(STAMPED)),
    ("pdf", pdf(["M Ậ T"])),
    ("pdf", pdf([tcvn3("MẬT")])),
    ("pdf", pdf([vni("MẬT")])),
    ("pdf", pdf(["x"], {"/Subject": "Kế hoạch tuyệt mật"})),
    ("pdf", encrypted_for_owner()),
    ("pdf", pdf_with(Note=pikepdf.Dictionary(Subtype=pikepdf.Name.FreeText, Contents="MẬT"))),
]

HARMLESS = [
    ("docx", docx(HONEY)),
    ("docx", docx([tcvn3(t) for t in HONEY[:4]])),
    ("docx", docx([vni(t) for t in HONEY])),
    ("docx", docx(["M ật ong"])),
    ("docx", docx_of("<w:p><w:r><w:t>mật</w:t><w:br/><w:t>độ</w:t></w:r></w:p>")),
    ("docx", docx_of(SPLIT_HONEY, main="word/document2.xml")),
    ("docx", docx(["x"], **template("file:///C:\\Users\\An\\Normal.dotm"))),
    (
        "docx",
        docx(
            ["x"], **{"word/_rels/document.xml.rels": relations("hyperlink", "https://example.vn")}
        ),
    ),
    (
        "docx",
        docx(
            ["Báo cáo của ủy ban về du lịch"], **{"word/media/image1.png": saved(halves(), "PNG")}
        ),
    ),
    ("xlsx", xlsx(INLINE.format("M&#7853;t &#273;&#7897;"))),
    ("xlsx", xlsx("", **{"xl/drawings/vmlDrawing1.vml": "<xml><div>Ghi chú<br></div></xml>"})),
    ("pptx", pptx("<a:p><a:r><a:t>Mật ong</a:t></a:r></a:p>")),
    ("odt", odt(HONEY)),
    ("odt", odt(["x"], **EMPTY_LIBRARIES)),
    ("ods", odf("spreadsheet", "<text:p>Mật độ</text:p>")),
    ("txt", "\n".join(HONEY).encode("utf-16")),
    ("txt", cp1258("\n".join(HONEY))),
    ("txt", tcvn3("\n".join(HONEY[:4])).encode("latin-1")),
    ("txt", vni("\n".join(HONEY)).encode("latin-1")),
    ("csv", "Xã;Mật độ\nA;12\n".encode()),
    ("csv", 'Tên,Giá\nMật ong,"90"\n'.encode("utf-8-sig")),
    ("vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nMật ong\n".encode()),
    ("rtf", rtf(escaped(cp1258("Mật ong, mật độ")))),
    ("rtf", rtf(r"M\u7853?t \u273?\u7897?")),
    ("rtf", rtf(r"x{\*\template C:\\Users\\An\\Normal.dotm}")),
    ("pdf", pdf(HONEY)),
    ("pdf", b"\r\nHTTP junk\r\n" + pdf(["KẾ HOẠCH"])),
    ("pdf", pdf(["KẾ HOẠCH"]) + bytes(5000)),
    ("pdf", signed_pdf()),
    ("pdf", oddly_titled_pdf()),
    ("pdf", pdf_with(OpenAction=action("GoTo", D=pikepdf.Array([])))),
    ("mp3", b"ID3\x03\x00" + bytes(64)),
    ("mp3", mp3_frames(b"\xff\xe3\x40\xc4", 72 * 32000 // 11025)),
    ("mp3", mp3_frames(b"\xff\xf3\x40\xc4", 72 * 32000 // 22050)),
    ("mp3", mp3_frames(b"\xff\xfb\x90\x64", 417, before=bytes(2000))),
    ("mp4", box(b"ftyp", b"isom")),
    ("mp4", box(b"wide") + box(b"mdat", bytes(99)) + box(b"moov")),
    ("mp4", box(b"free", bytes(9)) + box(b"ftyp", b"mp42")),
    ("mp4", box(b"skip") + box(b"moov")),
]

REFUSED = [
    (DAMAGED, "docx", b"PK\x03\x04 broken"),
    (DAMAGED, "docx", docx(["x"])[:-30]),
    (DAMAGED, "xlsx", xlsx("<row>")),
    (DAMAGED, "docx", docx_of("<w:p>")),
    (DAMAGED, "docx", ENTITIES),
    (DAMAGED, "docx", OLE + "EncryptedPackage".encode("utf-16-le")),
    (DAMAGED, "odt", odt(["x"], **{"META-INF/manifest.xml": "<m><encryption-data/></m>"})),
    (DAMAGED, "rtf", rtf("x")[:-1]),
    (DAMAGED, "pdf", pdf()[:300]),
    (DAMAGED, "pdf", pdf(["x"], password="khoa")),
    (FORMAT, "docx", OLE + bytes(600)),
    (FORMAT, "docx", xlsx("")),
    (FORMAT, "xlsx", docx(["x"])),
    (FORMAT, "ods", odt(["x"])),
    (FORMAT, "odt", docx(["x"])),
    (FORMAT, "pdf", docx(["x"])),
    (FORMAT, "pdf", bytes(2000) + pdf()),
    (FORMAT, "txt", saved(halves(), "PNG")),
    (FORMAT, "mp3", b"\xff\xf1\x50\x80" * 9),
    (FORMAT, "mp3", pdf()),
    (FORMAT, "mp4", b"RIFF1234AVI LIST"),
    (FORMAT, "mp4", pdf()),
    (FORMAT, "vtt", b"1\n00:00"),
    (FORMAT, "rtf", b"xin"),
    (PROGRAM, "pdf", b"MZ\x90\x00" + pdf()),
    (PROGRAM, "txt", "<html>".encode("utf-16")),
    (PROGRAM, "csv", b"a\n<script>"),
    (PROGRAM, "pdf", b"<html></html>" + pdf()),
    (MACROS, "docx", docx(["x"], **{"word/vbaProject.bin": b"x"})),
    (MACROS, "docx", docx(["x"], **{"word/data.bin": OLE + "_VBA_PROJECT".encode("utf-16-le")})),
    (MACROS, "docx", docx(["x"], **{"[Content_Types].xml": MACRO_TYPES})),
    (
        MACROS,
        "docx",
        docx(["x"], **{"word/_rels/document.xml.rels": relations("vbaProject", "data.bin")}),
    ),
    (MACROS, "docx", docx(["x"], **{"word/embeddings/o.bin": PACKED})),
    (MACROS, "docx", docx_of(DDE_FIELD)),
    (MACROS, "xlsx", xlsx("", **DDE_LINK)),
    (MACROS, "odt", odt(["x"], **{"Basic/Standard/Module1.xml": "<m/>"})),
    (MACROS, "odt", odt(["x"], **{"Scripts/python/a.py": b"import os"})),
    (MACROS, "ods", odf("spreadsheet", MACRO_LINK)),
    (MACROS, "rtf", rtf(r"{\object\objemb{\*\objdata 0105}}")),
    (MACROS, "rtf", rtf(r"{\field{\*\fldinst {DDEAUTO cmd}}}")),
    (REMOTE, "docx", docx(["x"], **template("http://a.example/t.dotm"))),
    (REMOTE, "docx", docx(["x"], **template("file:///\\\\10.0.0.1\\t.dotm"))),
    (
        REMOTE,
        "docx",
        docx(
            ["x"],
            **{"word/_rels/document.xml.rels": relations("oleObject", "mhtml:http://a.example!x")},
        ),
    ),
    (
        REMOTE,
        "odt",
        odt(["x"], **{"meta.xml": "<m><meta:template xlink:href='https://a.example/t.ott'/></m>"}),
    ),
    (REMOTE, "rtf", rtf(r"x{\*\template http://a.example/t.dotm}")),
    (ACTIVE, "pdf", signed_pdf(OpenAction=action("JavaScript", JS="app.alert(1)"))),
    (ACTIVE, "pdf", pdf_with(Collection=pikepdf.Dictionary())),
    (LARGE, "docx", docx(["x"], **{"word/header2.xml": b"<" + b" " * 50_000_000})),
    (LARGE, "docx", docx(["x"], **{f"word/media/{n}.png": b"" for n in range(5_001)})),
]

MARKER = "PROGRAM-IN-A-PDF"
SCRIPTS = pikepdf.Dictionary(
    JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", action("JavaScript", JS=MARKER)]))
)
CLEANED_PDFS = [
    pdf_with(OpenAction=action("JavaScript", JS=MARKER)),
    pdf_with(
        OpenAction=action("JavaScript", JS=pikepdf.String(MARKER), Next=action("Launch", F=MARKER))
    ),
    pdf_with(AA=pikepdf.Dictionary(WC=action("JavaScript", JS=MARKER))),
    pdf_with(Names=SCRIPTS),
    pdf_with(Link=pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action("Launch", F=MARKER))),
    pdf_with(AcroForm=pikepdf.Dictionary(XFA=pikepdf.String(MARKER))),
    pdf_with_file(),
    pdf(["KẾ HOẠCH", "phát triển du lịch"], {"/Author": MARKER}),
]
ASKED_ABOUT = [
    ("pdf", scanned_pdf()),
    ("docx", docx([], **{"word/media/image1.jpg": saved(halves(), "JPEG")})),
    ("odt", odt([], **{"Pictures/a.jpg": saved(halves(), "JPEG")})),
    ("pdf", pdf(["dòng kẻ trên bản đồ" * 5] * 9_000)),
]
