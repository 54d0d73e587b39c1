"""Names of languages as their speakers write them; Django does not know all of Viet Nam's."""

from django.conf import locale
from django.core.exceptions import ImproperlyConfigured

#: Name in English and in the language itself.
_UNKNOWN_TO_DJANGO = {"lo": ("Lao", "ລາວ")}
_DJANGO_SAYS_OTHERWISE = {"vi": "Tiếng Việt"}


def named(codes: list[str], first: str) -> list[tuple[str, str]]:
    """``[(code, name)]`` in the order given. ImproperlyConfigured for what is no language."""
    if not codes or codes[0] != first or len(set(codes)) < len(codes):
        raise ImproperlyConfigured(
            f"CONTENT_LANGUAGES must begin with {first} and name each language once."
        )
    for code, (name, local) in _UNKNOWN_TO_DJANGO.items():
        known = {"bidi": False, "code": code, "name": name, "name_local": local}
        locale.LANG_INFO.setdefault(code, known)
    return [(code, _name(code)) for code in codes]


def _name(code: str) -> str:
    info = locale.LANG_INFO.get(code)
    if info is None or "name_local" not in info:
        known = ", ".join(sorted(c for c, i in locale.LANG_INFO.items() if "name_local" in i))
        raise ImproperlyConfigured(f"CONTENT_LANGUAGES: {code} is none of {known}.")
    name = _DJANGO_SAYS_OTHERWISE.get(code) or str(info["name_local"])
    return name[0].upper() + name[1:]
