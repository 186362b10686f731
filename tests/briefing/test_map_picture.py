"""Maps as pictures without a browser: of the size asked for, with marks and lines where they belong."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

import khyber.charts  # noqa: F401
from khyber.briefing.map_layers import northing, read
from khyber.briefing.map_picture import plain, png
from khyber.briefing.map_words import classes, heading, outside
from khyber.charts import catalogue
from khyber.charts.catalogue import Figure
from khyber.filters import Link, open_link


def built(figure_id: str = "border-map", **chosen: str) -> tuple[Figure, Link]:
    opened = open_link({name: [value] for name, value in chosen.items()})
    return catalogue.build(figure_id, opened.evidence, opened.filters), opened


def drawn(shown: Figure, opened: Link, width: int, height: int) -> Image.Image:
    return Image.open(io.BytesIO(png(shown, opened.evidence, width, height))).convert("RGB")


@pytest.mark.parametrize("size", [(1200, 640), (2401, 1203), (900, 1100), (401, 301)])
def test_it_is_exactly_of_the_size_asked_for(size: tuple[int, int]) -> None:
    assert drawn(*built(), *size).size == size


@pytest.mark.parametrize(
    "chosen",
    [
        {"fill": "attacks", "layers": "fata,bands,density"},
        {"fill": "killed", "units": "districts"},
        {"border": "india"},
        {"from": "2016-01", "to": "2016-01"},
    ],
)
def test_every_choice_is_drawn(chosen: dict[str, str]) -> None:
    shown, opened = built(**chosen)
    assert len(drawn(shown, opened, 800, 450).getcolors(800 * 450) or []) > 100


@pytest.mark.parametrize("figure_id", ["periods-provinces", "periods-first", "briefing-map", "incidents-map"])
def test_every_map_is_drawn(figure_id: str) -> None:
    assert len(drawn(*built(figure_id), 800, 450).getcolors(800 * 450) or []) > 50


def test_a_mark_stands_at_its_place() -> None:
    shown, opened = built()
    assert shown.spec
    picture, home = drawn(shown, opened, 1400, 1000), read(shown.spec).home
    scale = read(shown.spec).scale(1400, 1000)
    crossing = next(one for one in shown.spec["data"] if one["uid"] == "crossings")
    found = 0
    for longitude, latitude in zip(crossing["lon"], crossing["lat"], strict=True):
        across = 700 + (longitude - (home[0] + home[2]) / 2) * scale
        down = 500 - (float(northing(latitude)) - (home[1] + home[3]) / 2) * scale
        red, green, blue = picture.getpixel((round(across), round(down)))  # type: ignore[misc]
        found += abs(red - 154) + abs(green - 111) + abs(blue - 192) < 40
    assert found >= 8, "most crossings are seen; others lie beneath words"


def test_a_picture_tells_how_many_incidents_lie_beyond_its_edges() -> None:
    shown, opened = built()
    rows = opened.evidence.read("incidents").set_index("incident_id").loc[list(shown.table["incident_id"])]
    at = rows[shown.table["drawn"].to_numpy()]
    view = (60.0, 30.0, 72.0, 38.0)
    beyond = int((~(at["longitude"].between(view[0], view[2]) & at["latitude"].between(view[1], view[3]))).sum())
    plane = (view[0], float(northing(view[1])), view[2], float(northing(view[3])))
    assert shown.spec
    assert outside(read(shown.spec), plane) == f"Outside this picture: {beyond} of {len(at)} incidents."
    assert outside(read(shown.spec), (0.0, 0.0, 180.0, 90.0)) == ""


def test_a_dashed_line_has_gaps() -> None:
    violet = {}
    for view in ("natural-earth", "afghanistan"):
        colours = drawn(*built(border=view), 1000, 600).getcolors(600_000) or []
        violet[view] = sum(count for count, colour in colours if colour == (154, 111, 192))
    assert 0.3 < violet["afghanistan"] / violet["natural-earth"] < 0.9


def test_words_lose_their_tags_and_nothing_else() -> None:
    assert plain("<b>Khost &amp; Paktia</b><br>&lt;5 $x$") == "Khost & Paktia\n<5 $x$"


def test_a_figure_without_a_point_is_drawn_too() -> None:
    shown, opened = built(**{"from": "2016-01", "to": "2016-01"})
    assert drawn(shown, opened, 600, 400).size == (600, 400)


@pytest.mark.parametrize("size", [(1440, 810), (700, 520)])
def test_a_class_of_the_legend_has_the_colour_that_is_seen_on_the_map(size: tuple[int, int]) -> None:
    shown, opened = built(fill="attacks")
    assert shown.spec
    told = classes(shown.spec, read(shown.spec))
    pixels = np.asarray(drawn(shown, opened, *size), dtype=int)
    filled = next(one for one in shown.spec["data"] if one["uid"] == "fill")
    for step in set(filled["z"]):
        off = np.abs(pixels - 255 * np.array(to_rgb(told[step].colour))).max(axis=2)
        assert (off <= 2).mean() > 0.02, "areas of the map have the colour, not the legend alone"


def test_without_coloured_areas_there_is_no_legend_of_them() -> None:
    shown, _ = built()
    assert shown.spec and classes(shown.spec, read(shown.spec)) == [] == heading(shown.spec)
