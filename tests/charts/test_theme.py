"""The look of the charts: what a reader must be able to tell apart, on light and on dark ground."""

import tomllib
from itertools import combinations

import pytest

from khyber.charts import catalogue, theme
from khyber.evidence import Evidence, open_release
from khyber.filters import Filters
from khyber.settings import ROOT

LEAST_CONTRAST = 3.0


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def grounds() -> list[str]:
    """The light and the dark ground of the pages."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return [config["theme"][scheme]["backgroundColor"] for scheme in ("light", "dark")]


def brightness(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_a_mark_stands_out_on_both_grounds(evidence: Evidence) -> None:
    own = {theme.ATTACK, theme.BORDER, theme.QUIET, theme.LINE, theme.FATA, theme.BAND, *theme.UNITS}
    for colour in sorted(own | set(evidence.vocabulary("publishers")["colour"])):
        for ground in grounds():
            assert contrast(colour, ground) >= LEAST_CONTRAST, f"{colour} on {ground}"


def test_no_two_units_look_the_same(evidence: Evidence) -> None:
    areas = evidence.vocabulary("areas")
    places = range(int(areas["level"].isin(["unit", "part"]).sum()))
    for one, other in combinations(places, 2):
        first, second = theme.unit_bar(one), theme.unit_bar(other)
        assert first["color"] != second["color"], (one, other)
        assert first["pattern"] != second["pattern"], (one, other)
        assert theme.unit_ring(one)["symbol"] != theme.unit_ring(other)["symbol"], (one, other)


@pytest.mark.parametrize("series", ["picss", "pips", "crss"])
@pytest.mark.parametrize("metric", ["attacks", "killed"])
def test_the_legend_by_province_names_each_unit_once_with_a_look_of_its_own(
    evidence: Evidence, series: str, metric: str
) -> None:
    shown = catalogue.build("attacks-by-area", evidence, Filters(series=series, metric=metric))
    assert shown.spec
    looks: dict[str, str] = {}
    for trace in shown.spec["data"]:
        if trace.get("showlegend") is False:
            continue
        look = f"{trace['type']} {trace['marker']}"
        assert trace["name"] not in looks and look not in looks.values(), trace["name"]
        looks[trace["name"]] = look
