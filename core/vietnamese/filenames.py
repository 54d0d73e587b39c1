"""Names of stored files: ASCII, lower case, safe on every system.

Uploaded names come in NFD from macOS and with marks and spaces; addresses made of them break when
copied. The original name belongs in the title.
"""

import re

from core.vietnamese.fold import fold
from core.vietnamese.slugs import vn_slugify

_EXTENSION = re.compile(r"\.([a-z0-9]{1,8})$")
# Windows opens devices under these names, with any extension; "con" is also a Vietnamese word.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$")
_DEFAULT_STEM = "tep"

#: Leaves room for a folder and Django's suffix in a FileField of 100 characters.
FILE_NAME_MAX_LENGTH = 80


def safe_file_name(name: str, max_length: int = FILE_NAME_MAX_LENGTH) -> str:
    """``Kế hoạch số 149/KH-UBND Đình.PDF`` gives ``ke-hoach-so-149-kh-ubnd-dinh.pdf``.

    Takes a name, not a path: separators become hyphens. The extension is kept, the stem is cut at
    a word; a name without any letter or digit gives ``tep``.
    """
    folded = fold(name.strip())
    match = _EXTENSION.search(folded)
    extension = match[0] if match else ""
    stem = vn_slugify(folded.removesuffix(extension), max_length - len(extension))
    if _DEVICES.match(stem):
        stem = f"{_DEFAULT_STEM}-{stem}"
    return (stem or _DEFAULT_STEM) + extension
