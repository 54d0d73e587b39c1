"""Asking the service, in parcels, and telling officers clearly what went wrong."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from localization.states.pieces import ADDRESSES

logger = logging.getLogger(__name__)

#: Services refuse long lists: DeepL more than 50 texts, LibreTranslate what its operator set.
PARCEL_TEXTS = 40
PARCEL_CHARACTERS = 8_000
#: Seconds after which no further parcel is begun: the web server ends a request after 30.
PATIENCE = 15


class MachineError(Exception):
    """The service did not answer as it should; the message is for the officer."""


@dataclass(frozen=True)
class Outcome:
    """How many texts were translated, how many still wait, and why it stopped, if it did."""

    done: int
    left: int
    error: str = ""


def service_for(translation: Translation) -> Any:
    """The service of the settings if it can translate between these languages, else None."""
    service = get_machine_translator()
    if service is None:
        return None
    source, target = translation.source.locale, translation.target_locale
    return service if service.can_translate(source, target) else None


def translate_open(translation: Translation, user: Any) -> Outcome:
    """Translate what has no translation yet. Each parcel is kept as soon as it has come."""
    service = service_for(translation)
    if service is None:
        raise MachineError(_("No machine translation is set up for these languages."))
    waiting = _open_texts(translation)
    done = 0
    begun = time.monotonic()
    for parcel in _parcels(list(waiting)):
        if time.monotonic() - begun > PATIENCE:
            break
        try:
            answers = _ask(service, translation, parcel)
        except MachineError as error:
            return Outcome(done, len(waiting) - done, str(error))
        _keep(translation, user, service, waiting, answers)
        done += len(answers)
    return Outcome(done, len(waiting) - done)


def _open_texts(translation: Translation) -> dict[StringValue, list[tuple[int, int]]]:
    """Texts to translate, each once, with the strings and contexts where they stand."""
    segments = (
        StringSegment.objects.filter(source=translation.source)
        .exclude(context__path__in=ADDRESSES)
        .annotate_translation(translation.target_locale, include_errors=True)
        .filter(translation=None)
        .select_related("string")
        .order_by("order")
    )
    waiting: dict[StringValue, list[tuple[int, int]]] = {}
    for segment in segments:
        place = (segment.string_id, segment.context_id)
        waiting.setdefault(segment.string.as_value(), []).append(place)
    return waiting


def _parcels(texts: list[StringValue]) -> Iterator[list[StringValue]]:
    parcel: list[StringValue] = []
    size = 0
    for text in texts:
        if parcel and (len(parcel) == PARCEL_TEXTS or size + len(text.data) > PARCEL_CHARACTERS):
            yield parcel
            parcel, size = [], 0
        parcel.append(text)
        size += len(text.data)
    if parcel:
        yield parcel


def _ask(
    service: Any, translation: Translation, parcel: list[StringValue]
) -> dict[StringValue, str]:
    """What the service says for each text; MachineError for everything that can go wrong."""
    try:
        answers = service.translate(translation.source.locale, translation.target_locale, parcel)
        given = {text: answers[text].data for text in parcel if answers.get(text) is not None}
    except requests.Timeout:
        text = _("%(name)s has not answered in time. Try again later.")
    except requests.HTTPError as error:
        text = _refused(error)
    except requests.JSONDecodeError:
        text = _("%(name)s has answered something else than translations.")
    except requests.RequestException:
        text = _("%(name)s cannot be reached. Tell whoever runs the portal.")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        logger.warning("Machine translation in another form: %s", type(error).__name__)
        text = _("%(name)s has answered something else than translations.")
    else:
        return {t: data for t, data in given.items() if isinstance(data, str) and data.strip()}
    raise MachineError(text % {"name": service.display_name})


def _refused(error: requests.HTTPError) -> str:
    status = error.response.status_code if error.response is not None else 0
    if status in (401, 403):
        return _("%(name)s refuses the portal's key. Tell whoever runs the portal.")
    if status in (429, 456):
        return _("%(name)s takes no more texts for now: the allowance is used up.")
    text = _("%(name)s has answered with an error (%(status)s). Try again later.")
    return text.replace("%(status)s", str(status))


@transaction.atomic
def _keep(
    translation: Translation, user: Any, service: Any,
    waiting: dict[StringValue, list[tuple[int, int]]], answers: dict[StringValue, str],
) -> None:  # fmt: skip
    """Store the answers, marked as a machine's; what a person wrote meanwhile stays."""
    for text, data in answers.items():
        for string_id, context_id in waiting[text]:
            StringTranslation.objects.get_or_create(
                translation_of_id=string_id, context_id=context_id,
                locale=translation.target_locale,
                defaults={
                    "data": data,
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                    "tool_name": service.display_name,
                    "last_translated_by": user,
                },
            )  # fmt: skip
