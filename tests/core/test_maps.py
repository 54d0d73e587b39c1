"""The ground of maps: what an officer may store, and what a visitor is given of it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.maps import DRAWN_KINDS, Ground, validate_boundary, validate_drawing
from core.models import Locality

POND = {
    "type": "Feature",
    "properties": {"kind": "water", "name": {"vi": "Ao đình", "en": "Temple pond"}},
    "geometry": {"type": "Polygon", "coordinates": [[[106, 21], [106, 22], [107, 22], [106, 21]]]},
}
DRAWING = {"type": "FeatureCollection", "attribution": {"vi": "Minh họa"}, "features": [POND]}


def post(client: Client, locality: Locality, **fields: Any) -> Any:
    data = {"name_vi": "Xã Mới", "name_en": "", "code": "moi", "kind": "commune", **fields}
    return client.post(reverse("wagtailsnippets_core_locality:edit", args=[locality.pk]), data)


@pytest.fixture
def locality(db: None) -> Locality:
    return Locality.objects.create(code="moi", kind="commune", name={"vi": "Xã Mới"})


def test_an_officer_gives_a_drawing(admin_client: Client, locality: Locality) -> None:
    assert post(admin_client, locality, drawing=json.dumps(DRAWING)).status_code == 302
    locality.refresh_from_db()
    assert locality.drawing == DRAWING
    assert post(admin_client, locality, drawing="").status_code == 302
    locality.refresh_from_db()
    assert locality.drawing is None


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("{", "JSON"),
        ("[5]", "không phải là một FeatureCollection"),
        (json.dumps(DRAWING | {"attribution": 5}), "“attribution”"),
        (json.dumps(DRAWING | {"features": [POND, 5]}), "Đối tượng thứ 2: thiếu “properties”"),
        (
            json.dumps(DRAWING | {"features": [POND | {"properties": {"kind": "castle"}}]}),
            "Đối tượng thứ 1: “kind” phải là một trong: field, hill",
        ),
        (
            json.dumps(DRAWING | {"features": [POND | {"geometry": {"type": "Circle"}}]}),
            "phải thuộc một trong các loại: LineString",
        ),
        (
            json.dumps(
                DRAWING
                | {
                    "features": [
                        POND | {"geometry": {"type": "Point", "coordinates": [21.4, 106.1]}}
                    ]
                }
            ),
            "[kinh độ, vĩ độ]",
        ),
        (json.dumps(DRAWING | {"features": [POND] * 500}), "hãy vẽ với ít điểm hơn"),
    ],
)
def test_an_officer_is_told_what_is_wrong_with_a_drawing(
    admin_client: Client, locality: Locality, drawing: str, said: str
) -> None:
    answer = post(admin_client, locality, drawing=drawing)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    locality.refresh_from_db()
    assert locality.drawing is None


def test_a_boundary_is_an_area(admin_client: Client, locality: Locality) -> None:
    wrong: tuple[Any, ...] = ({"type": "Point", "coordinates": [106, 21]}, DRAWING, [5], 5)
    for value in wrong:
        answer = post(admin_client, locality, boundary=json.dumps(value))
        assert "phải thuộc một trong các loại: MultiPolygon, Polygon" in answer.content.decode()
    assert post(admin_client, locality, boundary=json.dumps(POND["geometry"])).status_code == 302


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "features", "properties", "geometry", "coordinates", "kind", "name"]
            ),
            inner,
        )
    ),
    max_leaves=12,
)
features = st.fixed_dictionaries(
    {
        "properties": anything
        | st.fixed_dictionaries(
            {"kind": st.sampled_from(DRAWN_KINDS) | anything}, optional={"name": anything}
        ),
        "geometry": anything
        | st.fixed_dictionaries(
            {"type": st.sampled_from(["Point", "LineString", "Polygon"]), "coordinates": anything}
        )
        | st.just(POND["geometry"]),
    }
)
drawings = anything | st.fixed_dictionaries(
    {"type": st.just("FeatureCollection"), "features": st.lists(anything | features, max_size=3)},
    optional={"attribution": anything},
)


def is_accepted(validate: Callable[[Any], None], value: Any) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


@given(drawings)
def test_what_is_accepted_can_be_drawn(value: Any) -> None:
    """Whatever JSON is given, it is refused in words or every part of it can be drawn."""
    if is_accepted(validate_drawing, value):
        drawn = Ground(drawing=value).data["drawing"]
        assert drawn is not None
        assert len(drawn["features"]) == len(value["features"])


@given(anything)
def test_an_accepted_boundary_has_coordinates(value: Any) -> None:
    assert not is_accepted(validate_boundary, value) or value["coordinates"]
