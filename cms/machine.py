"""The service for machine translation, from the environment. None by default."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from cms import env

_CLASSES = {
    "libretranslate": "wagtail_localize.machine_translators.libretranslate.LibreTranslator",
    "deepl": "wagtail_localize.machine_translators.deepl.DeepLTranslator",
    "google": "wagtail_localize.machine_translators.google.GoogleCloudTranslator",
}


def translator() -> dict[str, Any] | None:
    """The setting of wagtail-localize; ImproperlyConfigured says what is missing or unknown."""
    name = env.text("MACHINE_TRANSLATOR").lower()
    if not name:
        return None
    if name not in _CLASSES:
        known = ", ".join(_CLASSES)
        raise ImproperlyConfigured(f"MACHINE_TRANSLATOR={name!r} is not one of {known}.")
    return {"CLASS": _CLASSES[name], "OPTIONS": _options(name)}


def _options(name: str) -> dict[str, Any]:
    timeout = env.integer("MACHINE_TRANSLATION_TIMEOUT", 10)
    if name == "libretranslate":
        url = env.required("MACHINE_TRANSLATION_URL").rstrip("/")
        key = env.text("MACHINE_TRANSLATION_KEY")
        return {"LIBRETRANSLATE_URL": url, "API_KEY": key, "TIMEOUT": timeout}
    if name == "deepl":
        return {"AUTH_KEY": env.required("MACHINE_TRANSLATION_KEY"), "TIMEOUT": timeout}
    # Google's own library reads its credentials from the file that is named here.
    return {
        "PROJECT_ID": env.required("MACHINE_TRANSLATION_PROJECT"),
        "CREDENTIALS_PATH": env.required("MACHINE_TRANSLATION_CREDENTIALS"),
    }
