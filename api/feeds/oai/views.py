"""The one address of OAI-PMH; there only where the setting OAI_PMH_ENABLED is on."""

import datetime
import xml.etree.ElementTree as ET
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from api.feeds.answers import unavailable
from api.feeds.channels import absolute
from api.feeds.entries import without_controls
from api.feeds.oai import records
from api.feeds.oai.arguments import PREFIX, OAIError, check_arguments, selection_of, token_of
from catalog.freshness import Freshness, bring_up_to_date
from catalog.models import CatalogItem
from core.models import PortalSettings

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
for _prefix, _uri in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI)):
    ET.register_namespace(_prefix, _uri)


@csrf_exempt
def oai(request: HttpRequest) -> HttpResponse:
    if not settings.OAI_PMH_ENABLED:
        raise Http404
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
    fresh = bring_up_to_date()
    if not fresh.is_complete:
        return unavailable(settings.LANGUAGE_CODE)
    root = ET.Element(f"{{{OAI}}}OAI-PMH")
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _add(root, "responseDate", _text(timezone.now()))
    asked = _add(root, "request", absolute(request.path))
    try:
        arguments = check_arguments(request.POST if request.method == "POST" else request.GET)
        with override(settings.LANGUAGE_CODE):
            answer = _VERBS[arguments["verb"]](request, arguments, fresh)
        root.append(answer)
    except OAIError as error:
        # The request is named in full unless it is the request itself that is wrong.
        arguments = arguments if error.code not in ("badVerb", "badArgument") else {}
        _add(root, "error", str(error)).set("code", error.code)
    for name, value in arguments.items():
        asked.set(name, without_controls(value))
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(
        content, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


def _identify(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    portal = PortalSettings.for_visitor(request)
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    if "." not in host:
        host += ".localdomain"  # The protocol takes no address without a dot.
    found = _element("Identify")
    name = str(portal.name) or str(settings.WAGTAIL_SITE_NAME)
    _add(found, "repositoryName", without_controls(name))
    _add(found, "baseURL", absolute(request.path))
    _add(found, "protocolVersion", "2.0")
    _add(found, "adminEmail", portal.email or f"webmaster@{host}")
    _add(found, "earliestDatestamp", _text(records.earliest()))
    _add(found, "deletedRecord", "persistent")
    _add(found, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    return found


def _formats(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    if "identifier" in arguments:
        records.row_of(arguments["identifier"])
    found = _element("ListMetadataFormats")
    one = _add(found, "metadataFormat")
    _add(one, "metadataPrefix", PREFIX)
    _add(one, "schema", _DC_SCHEMA)
    _add(one, "metadataNamespace", OAI_DC)
    return found


def _sets(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    if "resumptionToken" in arguments:
        raise OAIError("badResumptionToken", "The list of sets is never divided.")
    found = _element("ListSets")
    for spec, name in records.all_sets():
        one = _add(found, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)
    return found


def _identifiers(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    return _list(arguments, fresh, _header)


def _records(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    return _list(arguments, fresh, _record)


def _record_asked(request: HttpRequest, arguments: dict[str, str], fresh: Freshness) -> ET.Element:
    row = records.row_of(arguments["identifier"])
    if arguments["metadataPrefix"] != PREFIX:
        raise OAIError("cannotDisseminateFormat", f"The only format is {PREFIX}.")
    found = _element("GetRecord")
    found.append(_record(row))
    return found


_VERBS: dict[str, Callable[[HttpRequest, dict[str, str], Freshness], ET.Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
    "GetRecord": _record_asked,
}


def _list(
    arguments: dict[str, str], fresh: Freshness, write: Callable[[CatalogItem], ET.Element]
) -> ET.Element:
    selection = selection_of(arguments, fresh.epoch)
    page, rest, total = records.page_of(selection)
    found = _element(arguments["verb"])
    for row in page:
        found.append(write(row))
    if rest or selection.shown:
        # The last page of several says by an empty token that it is the last.
        text = token_of(rest, arguments["verb"], fresh.epoch) if rest else ""
        token = _add(found, "resumptionToken", text)
        token.set("completeListSize", str(max(total, selection.shown + len(page))))
        token.set("cursor", str(selection.shown))
    return found


def _header(row: CatalogItem) -> ET.Element:
    found = _element("header")
    if records.is_deleted(row):
        found.set("status", "deleted")
    _add(found, "identifier", records.identifier_of(row))
    _add(found, "datestamp", _text(row.changed_at))
    for spec in records.sets_of(row):
        _add(found, "setSpec", spec)
    return found


def _record(row: CatalogItem) -> ET.Element:
    found = _element("record")
    found.append(_header(row))
    if not records.is_deleted(row):
        metadata = _add(found, "metadata")
        core = ET.SubElement(metadata, f"{{{OAI_DC}}}dc")
        core.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {_DC_SCHEMA}")
        for element, text in records.dublin_core(row):
            ET.SubElement(core, f"{{{DC}}}{element}").text = text
    return found


def _element(name: str) -> ET.Element:
    return ET.Element(f"{{{OAI}}}{name}")


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{OAI}}}{name}")
    child.text = text
    return child


def _text(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
