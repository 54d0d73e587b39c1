"""OAI-PMH as a library's harvester uses it (Sickle), and its rules one by one."""

import datetime
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from sickle import Sickle, oaiexceptions

from catalog.models import CatalogItem, CatalogState
from tests.factories.core import Portal
from tests.feeds.rows import START, make_row, withdraw

NAMES = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _enabled(bilingual: Portal, settings: Any) -> None:
    settings.OAI_PMH_ENABLED = True


@pytest.fixture(params=["GET", "POST"])
def sickle(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sickle:
    """The real client; only the wire is Django's test client."""

    def answer(url: str, params: Any = None, data: Any = None, **_: Any) -> Any:
        found = Client().get("/oai", params) if data is None else Client().post("/oai", data)
        return SimpleNamespace(
            status_code=found.status_code, content=found.content, encoding="utf-8",
            text=found.content.decode(), headers=found.headers, raise_for_status=lambda: None,
        )  # fmt: skip

    monkeypatch.setattr("sickle.app.requests.get", answer)
    monkeypatch.setattr("sickle.app.requests.post", answer)
    return Sickle("http://localhost/oai", http_method=request.param)


def ask(**arguments: Any) -> Any:
    answer = Client().get("/oai", arguments)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def error_of(**arguments: Any) -> str:
    return str(ask(**arguments).find("o:error", NAMES).get("code"))


def test_off_until_it_is_switched_on(settings: Any) -> None:
    settings.OAI_PMH_ENABLED = False
    assert Client().get("/oai", {"verb": "Identify"}).status_code == 404


def test_who_it_is(sickle: Sickle) -> None:
    make_row()
    found = sickle.Identify()
    assert found.baseURL == "http://localhost/oai"
    assert found.protocolVersion == "2.0"
    assert found.deletedRecord == "persistent"
    assert found.granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert found.earliestDatestamp == "2026-03-05T01:00:00Z"
    assert [one.metadataPrefix for one in sickle.ListMetadataFormats()] == ["oai_dc"]
    sets = {one.setSpec for one in sickle.ListSets()}
    assert {"language.vi", "language.en", "kind.news", "kind.event"} <= sets


def test_a_harvest_holds_everything(sickle: Sickle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.feeds.oai.records.PAGE", 3)
    live = [make_row(f"Tin & <{n}>") for n in range(7)]
    gone = make_row("Bí mật")
    withdraw(gone)
    make_row("Ảnh", "image", "")
    records = list(sickle.ListRecords(metadataPrefix="oai_dc", ignore_deleted=False))
    assert [one.header.identifier for one in records] == [
        f"urn:uuid:{row.pk}" for row in [*live, gone]
    ]
    assert records[0].metadata["title"] == ["Tin & <0>"]
    assert records[0].metadata["identifier"] == [live[0].url]
    assert set(records[0].header.setSpecs) == {"language.vi", "kind.news"}
    assert [one.header.deleted for one in records] == [False] * 7 + [True]
    assert "Bí mật" not in str(records[-1].raw)
    headers = list(sickle.ListIdentifiers(metadataPrefix="oai_dc"))
    assert len(headers) == 8


def test_what_changes_meanwhile_is_met_at_the_end(
    sickle: Sickle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.feeds.oai.records.PAGE", 2)
    rows = [make_row(f"Tin {n}") for n in range(6)]
    records = sickle.ListRecords(metadataPrefix="oai_dc")
    seen = [next(records).header.identifier]
    withdraw(rows[0])
    withdraw(rows[3])
    rest = list(records)
    state = {f"urn:uuid:{rows[0].pk}": False} if seen else {}
    state |= {one.header.identifier: one.header.deleted for one in rest}
    assert state == {f"urn:uuid:{row.pk}": row in (rows[0], rows[3]) for row in rows}


def test_since_and_until(sickle: Sickle) -> None:
    for hours in range(4):
        make_row(f"Tin {hours}", changed_at=START + hours * HOUR)
    bounds = {"from": "2026-03-05T02:00:00Z", "until": "2026-03-05T03:00:00Z"}
    found = sickle.ListRecords(metadataPrefix="oai_dc", **bounds)
    assert [one.metadata["title"] for one in found] == [["Tin 1"], ["Tin 2"]]
    days = {"from": "2026-03-05", "until": "2026-03-05"}
    assert len(list(sickle.ListRecords(metadataPrefix="oai_dc", **days))) == 4
    with pytest.raises(oaiexceptions.NoRecordsMatch):
        sickle.ListRecords(metadataPrefix="oai_dc", **{"from": "2026-03-06"})


def test_by_set(sickle: Sickle) -> None:
    make_row("Tin")
    make_row("News", locale="en")
    make_row("Hội", "event")
    by = {
        spec: [one.metadata["title"][0] for one in
               sickle.ListRecords(metadataPrefix="oai_dc", set=spec)]
        for spec in ("kind.event", "language.en")
    }  # fmt: skip
    assert by == {"kind.event": ["Hội"], "language.en": ["News"]}
    with pytest.raises(oaiexceptions.NoRecordsMatch):
        sickle.ListRecords(metadataPrefix="oai_dc", set="nothing")


def test_one_record(sickle: Sickle) -> None:
    row = make_row(
        "Tin <1>", dublin_core={"title": "Tin <1>", "subject": ["A", "B"], "type": "Text"}
    )
    found = sickle.GetRecord(identifier=f"urn:uuid:{row.pk}", metadataPrefix="oai_dc")
    assert found.metadata == {"title": ["Tin <1>"], "subject": ["A", "B"], "type": ["Text"]}
    withdraw(row)
    assert sickle.GetRecord(identifier=f"urn:uuid:{row.pk}", metadataPrefix="oai_dc").deleted


def test_expired_is_deleted_before_the_refresh_knows(sickle: Sickle) -> None:
    row = make_row("Hết hạn", expires_at=START)
    found = sickle.GetRecord(identifier=f"urn:uuid:{row.pk}", metadataPrefix="oai_dc")
    assert found.deleted
    assert "Hết hạn" not in str(found.raw)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Steal"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "x": "1"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "hôm qua"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": ""}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "٢٠٢٦-01-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-03-06",
          "until": "2026-03-05"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-03-05",
          "until": "2026-03-06T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "a:b", "set": "x"}, "badArgument"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "x"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc",
          "identifier": f"urn:uuid:{uuid.UUID(int=1)}"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "a\x00\x01b"}, "idDoesNotExist"),
    ],
)  # fmt: skip
def test_errors_of_the_protocol(arguments: dict[str, Any], code: str) -> None:
    make_row()
    found = ask(**arguments)
    assert found.find("o:error", NAMES).get("code") == code
    named = found.find("o:request", NAMES).attrib
    assert bool(named) == (code not in ("badVerb", "badArgument"))


def test_a_token_is_signed_and_belongs_to_one_verb_and_epoch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("api.feeds.oai.records.PAGE", 1)
    make_row()
    make_row()
    found = ask(verb="ListRecords", metadataPrefix="oai_dc").find(".//o:resumptionToken", NAMES)
    assert dict(found.attrib) == {"completeListSize": "2", "cursor": "0"}
    last = ask(verb="ListRecords", resumptionToken=found.text).find(".//o:resumptionToken", NAMES)
    assert last.text is None
    assert dict(last.attrib) == {"completeListSize": "2", "cursor": "1"}
    again = ask(verb="ListRecords", resumptionToken=found.text)
    assert len(again.findall(".//o:record", NAMES)) == 1
    assert error_of(verb="ListIdentifiers", resumptionToken=found.text) == "badResumptionToken"
    assert error_of(verb="ListRecords", resumptionToken=found.text + "x") == "badResumptionToken"
    CatalogState.objects.update(epoch=uuid.uuid4())
    assert error_of(verb="ListRecords", resumptionToken=found.text) == "badResumptionToken"


def test_other_methods_are_refused() -> None:
    assert Client().put("/oai").status_code == 405


def test_pictures_and_files_are_no_records() -> None:
    image = make_row("Ảnh", "image", "")
    assert CatalogItem.objects.filter(pk=image.pk).exists()
    assert error_of(verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"
