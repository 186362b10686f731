"""Maps as ordinary charts: nothing of a map is left, everything lies where it did, and says what it said."""

import json
import math
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import pytest
import shapely
from matplotlib.colors import to_rgb
from shapely.geometry import shape

import khyber.charts  # noqa: F401
from khyber.briefing.flat_map import flat
from khyber.briefing.map_layers import Area, Map, colour, read
from khyber.briefing.map_words import DARK, placed
from khyber.charts import catalogue, theme
from khyber.charts.catalogue import Figure
from khyber.evidence import Evidence
from khyber.filters import open_link
from khyber.settings import settings

CHOICES: list[dict[str, str]] = [
    {},
    *({"fill": one, "layers": "fata,bands,density"} for one in ("incidents", "killed", "attacks")),
    {"fill": "incidents", "units": "districts", "within": "50", "layers": "bands"},
    *({"border": one} for one in ("pakistan", "afghanistan")),
    {"from": "2016-01", "to": "2016-01"},
]
MAPS = ("border-map", "incidents-map", "briefing-map", "periods-first", "periods-second", "periods-provinces")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_link({}).evidence


def built(figure_id: str, chosen: dict[str, str]) -> tuple[Figure, dict[str, Any]]:
    opened = open_link({name: [value] for name, value in chosen.items()})
    assert not opened.ignored
    shown = catalogue.build(figure_id, opened.evidence, opened.filters)
    assert shown.spec
    return shown, flat(shown.spec, opened.evidence)


def by_uid(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace["uid"]: trace for trace in spec["data"]}


def rings(trace: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    ring: list[tuple[float, float]] = []
    for x, y in [*zip(trace["x"], trace["y"], strict=True), (None, None)]:
        if x is None:
            yield ring
            ring = []
        else:
            ring.append((x, y))


def mercator(latitude: float) -> float:
    """The projection, written in another way than in the code."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def test_what_is_no_map_stays_as_it_is(evidence: Evidence) -> None:
    shown = catalogue.build("attacks-change", evidence, open_link({}).filters)
    assert shown.spec and flat(shown.spec, evidence) is shown.spec


@pytest.mark.parametrize("chosen", CHOICES, ids=lambda one: "&".join(f"{k}={v}" for k, v in one.items()) or "nothing")
@pytest.mark.parametrize("figure_id", MAPS)
def test_nothing_of_a_map_is_left(figure_id: str, chosen: dict[str, str]) -> None:
    _, made = built(figure_id, chosen)
    assert "map" not in made["layout"]
    assert {trace["type"] for trace in made["data"] if not trace["uid"].startswith("class-")} == {"scatter"}
    uids = [trace["uid"] for trace in made["data"]]
    assert len(set(uids)) == len(uids) and all(uid.replace("-", "").replace("_", "").isalnum() for uid in uids)
    assert "geojson" not in json.dumps(made, allow_nan=False)
    assert made["layout"]["annotations"][-1]["name"] == "border-view"


def test_a_map_adds_no_more_than_reasonable() -> None:
    whole = len(json.dumps(built("border-map", CHOICES[3])[1], separators=(",", ":")))
    assert whole < 400_000


def test_areas_lie_where_their_outlines_lie() -> None:
    shown, made = built("border-map", {"fill": "attacks"})
    assert shown.spec
    outlines = json.loads((settings.static / "boundaries" / "provinces.geojson").read_text())["features"]
    by_code = {one["properties"]["code"]: shape(one["geometry"]) for one in outlines}
    trace = next(one for one in shown.spec["data"] if one["uid"] == "provinces")
    drawn = by_uid(made)
    for place, code in enumerate(trace["locations"]):
        area = shapely.transform(by_code[code], lambda at: [(x, mercator(y)) for x, y in at])
        polygons = [shapely.Polygon(ring) for ring in rings(drawn[f"provinces-{place}"]) if len(ring) > 3]
        found = shapely.union_all([one.buffer(0) for one in polygons])
        assert shapely.hausdorff_distance(found.boundary, area.boundary) < 0.02, code
        assert found.symmetric_difference(area).area < 0.05 * area.area, code
        assert drawn[f"provinces-{place}"]["text"] == trace["text"][place]
        assert drawn[f"provinces-{place}"]["hoveron"] == "fills"


def test_marks_lie_where_they_are_and_say_what_they_said() -> None:
    shown, made = built("border-map", {})
    assert shown.spec
    drawn = by_uid(made)
    marked = [one for one in shown.spec["data"] if one["uid"].startswith(("disc-", "ring-", "silent-", "crossings"))]
    assert len(marked) == 7
    for trace in marked:
        found = drawn[trace["uid"]]
        assert found["x"] == trace["lon"]
        assert found["y"] == pytest.approx([mercator(one) for one in trace["lat"]], abs=1e-3)
        assert found["hovertext"] == trace["hovertext"]
        sizes = trace["marker"]["size"]
        assert found["marker"]["size"] == pytest.approx(sizes if isinstance(sizes, list) else [sizes] * 13, abs=0.01)


def test_rings_are_hollow_and_discs_have_an_edge() -> None:
    drawn = by_uid(built("border-map", {})[1])
    ring, disc = drawn["ring-attack"]["marker"], drawn["disc-attack"]["marker"]
    assert ring["color"] == "rgba(0,0,0,0)" and ring["line"] == {"width": 1.5, "color": disc["color"]}
    assert disc["line"]["color"].startswith("rgba(255,255,255")
    assert drawn["disc-attack"]["meta"]["dark"] == {"marker.line.color": "#0e1117"}
    assert set(drawn["disc-attack-words"]["text"]) == {"A"} and set(drawn["disc-border-words"]["text"]) == {"B"}


def test_lines_keep_their_dashes_and_what_is_hidden_stays_hidden() -> None:
    plain, banded = (by_uid(built("border-map", chosen)[1]) for chosen in ({}, {"layers": "bands", "within": "50"}))
    assert not {"band_10", "fata", "districts"} & plain.keys() and {"control", "border_simplified"} <= plain.keys()
    assert plain["control"]["line"]["dash"] == "4.2px,2.8px" and "dash" not in plain["border_simplified"]["line"]
    assert banded["band_10"]["line"]["dash"] == "1.2px,2.4px" and banded["band_50"]["line"] == {
        "width": 2.8, "color": "rgba(160,120,44,1)",
    }  # fmt: skip
    assert set(banded["band_50-words"]["text"]) == {"50 km"}
    assert "edges" in plain and "edges" not in by_uid(built("border-map", {"border": "pakistan"})[1])


def test_classes_have_their_colours_and_what_is_not_reported_a_hatch() -> None:
    shown, made = built("border-map", {"fill": "attacks"})
    assert shown.spec
    drawn = by_uid(made)
    filled = next(one for one in shown.spec["data"] if one["uid"] == "fill")
    for place, step in enumerate(filled["z"]):
        assert colour(drawn[f"fill-{place}"]["fillcolor"]) == pytest.approx(colour(theme.FILL[step]), abs=0.01)
    hatched = drawn["fill-blank-0"]
    assert hatched["fillpattern"]["shape"] == "/" and "not reported" in hatched["text"]


@pytest.mark.parametrize("chosen", [{"fill": "attacks"}, {"fill": "killed", "units": "districts"}])
def test_the_legend_of_areas_has_every_colour_as_it_is_seen(chosen: dict[str, str]) -> None:
    shown, made = built("border-map", chosen)
    assert shown.spec
    drawn = read(shown.spec)
    areas = {one.uid: one for one in drawn.layers if isinstance(one, Area)}
    filled = {one.fill for uid, one in areas.items() if uid.startswith("fill-") and one.fill[3]}
    for ground, colours in zip((drawn.ground, DARK), legend_colours(made), strict=True):
        land = on(ground, areas["provinces-0"].fill)
        assert filled and all(nearest(on(land, fill), colours) < 0.01 for fill in filled)
    legend2 = [one for one in made["data"] if one.get("legend") == "legend2"]
    assert len(legend2) == len(theme.FILL) + 1 and made["layout"]["showlegend"]


def test_the_legend_of_a_difference_has_its_faintest_and_strongest_colours() -> None:
    shown, made = built("periods-provinces", {})
    assert shown.spec
    drawn = read(shown.spec)
    fills = [one.fill for one in drawn.layers if isinstance(one, Area) and one.uid.startswith("provinces-")]
    for ground, colours in zip((drawn.ground, DARK), legend_colours(made), strict=True):
        assert all(nearest(on(ground, end(fills, key=itemgetter(3))), colours) < 0.01 for end in (min, max))


def legend_colours(made: dict[str, Any]) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """The colours of the legend of areas, on light and on dark ground."""
    legend = [trace for trace in made["data"] if trace["uid"].startswith("class-")]
    light = [to_rgb(one["marker"]["color"]) for one in legend]
    return list(light), [to_rgb(one["meta"]["dark"]["marker.color"]) for one in legend]


def nearest(seen: tuple[float, ...], colours: list[tuple[float, ...]]) -> float:
    return min(max(abs(a - b) for a, b in zip(seen, one, strict=True)) for one in colours)


def on(ground: tuple[float, ...], colour: tuple[float, float, float, float]) -> tuple[float, ...]:
    """A colour laid on a ground, written in another way than in the code."""
    return tuple((1 - colour[3]) * under + colour[3] * over for under, over in zip(ground, colour[:3], strict=False))


def test_the_legend_of_areas_says_what_they_are_coloured_by() -> None:
    _, made = built("border-map", {"fill": "attacks"})
    title = made["layout"]["legend2"]["title"]["text"].replace("<br>", " ")
    assert title.startswith("Areas coloured by attacks as counted by ")
    last = [trace for trace in made["data"] if trace["uid"].startswith("class-")][-1]
    assert last["name"].startswith("hatched: not reported") and last["marker"]["pattern"]["shape"] == "/"
    assert "legend2" not in built("border-map", {})[1]["layout"]


def test_a_hole_is_wound_the_other_way() -> None:
    drawn = by_uid(built("border-map", {"layers": "density"})[1])
    found = [ring for uid, one in drawn.items() if uid.startswith("density") for ring in rings(one) if len(ring) > 3]
    turns = {shapely.LinearRing(ring).is_ccw for ring in found}
    assert turns == {True, False}


def test_words_never_overlap_and_figures_come_first(evidence: Evidence) -> None:
    shown, made = built("border-map", {"fill": "attacks"})
    assert shown.spec
    drawn = read(shown.spec)
    room = placed(drawn, 50)
    kept = [
        word
        for layer, fits in zip(drawn.labels, room, strict=True)
        for word, ok in zip(layer.words, fits, strict=True)
        if ok
    ]
    assert any(word.endswith("<br>308") for word in kept)
    assert sum(map(sum, placed(drawn, 20))) < sum(map(sum, room)) < sum(map(sum, placed(drawn, 400)))
    assert drawn.layers[-1].uid == "area-names-figures"


def test_two_words_at_one_place_are_one(evidence: Evidence) -> None:
    shown, _ = built("border-map", {})
    assert shown.spec
    drawn = read(shown.spec)
    twice = Map(drawn.home, drawn.ground, (drawn.labels[0], drawn.labels[0]))
    below, above = placed(twice, 50)
    assert any(above) and not any(below)


def test_only_outlines_of_ours_are_read() -> None:
    shown, _ = built("border-map", {})
    assert shown.spec
    for source in (
        "app/static/boundaries/../../pyproject.geojson",
        "/etc/passwd",
        "app/static/boundaries/none.geojson",
    ):
        layer = {**shown.spec["layout"]["map"]["layers"][0], "source": source}
        layout = {**shown.spec["layout"], "map": {**shown.spec["layout"]["map"], "layers": [layer]}}
        with pytest.raises(ValueError, match="outlines of static/boundaries only"):
            read({**shown.spec, "layout": layout})
