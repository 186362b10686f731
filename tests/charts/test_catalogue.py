"""Every figure of the catalogue, looked at in the same way: what it says, shows and stands on.

A new figure is tested here as soon as it is in the catalogue. It must satisfy, for every link in `LINKS`:

- the title is a sentence whose every number stands in its table (rounded as the title rounds it; also within words
  and dates of the table), in its key figures, among the choices of its filters, or is a count of its rows;
- the alternative text holds the title, and says what kind of chart it is;
- every mark on axes stands in the table: its numbers and days, and the ends of its range bars; or it carries in
  `customdata` the id of a row of the figure. A trace with `hoverinfo: "skip"` may join marks, and adds none.
  `reading.py` reads traces of the types that are in use: another type must be made known there;
- every number of the table is drawn, or written beside a mark or in its hover label; columns that are for the table
  alone are named in `TABLE_ONLY`;
- a mark on a map carries the id of its row and lies at its coordinates;
- a figure of words has no spec and is named in `WORDS`;
- every row resolves, to a source, and was known by the day of the filters. Tables whose rows cite no source are named
  in `WITHOUT_SOURCES`;
- in a drawing or grid, named in `DRAWINGS`, every line of the table is a mark that carries the id of a row of it;
- columns `low` and `high` (also with something before it, as `killed_low`) are in order, with the headline between;
- it holds for an empty selection (draws nothing and says so; else it is named in `NEVER_EMPTY`), for one row (a link
  of `ONE_ROW` gives it one; else it is named in `ALWAYS_WHOLE`) and for everything.
"""

import json
import re
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khyber.charts import catalogue, sourcing
from khyber.charts.catalogue import Row
from khyber.evidence import Evidence, open_release
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from tests.charts import reading

LINKS = {
    "everything": {},
    "nothing": {"from": ["1988-01-02"], "to": ["1988-01-02"], "incident": ["2025-10-17-nwaz"]},
    "one publisher": {"by": ["pips"], "series": ["pips"]},
    "a province": {"area": ["balochistan"], "series": ["pips"]},
    "an Afghan province": {"area": ["af-nangarhar"]},
    "a group": {"actor": ["ttp"]},
    "a group opened": {"group": ["iskp"], "known": ["2024-01-01"]},
    "a group with little on record": {"group": ["brg"]},
    "killed": {"metric": ["killed"], "years": ["2015,2025"]},
    "a rank": {"metric": ["gti_rank"], "by": ["gti"]},
    "January 2023": {"known": ["2023-01-05"], "incident": ["2022-12-11-chaman"]},
    "near the line": {
        "within": ["25"],
        "category": ["border"],
        "kind": ["air-strike,drone-strike"],
        "country": ["AF"],
    },
    "districts by toll": {"fill": ["killed"], "units": ["districts"], "layers": ["fata,bands,density"]},
    "attacks of 2016 by province": {"fill": ["attacks"], "series": ["pips"], "to": ["2016"], "category": ["border"]},
    "a sector selected": {"shape": ["kurram"], "within": ["100"]},
    "a shape selected": {"shape": ["34.3,70.8,34.3,71.4,33.9,71.4,33.9,70.8"], "fill": ["incidents"]},
    "an event": {"event": ["2022-06-02-open-ended-ttp-ceasefire"], "topic": ["diplomatic,border"], "actor": ["ttp"]},
    "a truce without an end": {"event": ["2022-06-02-open-ended-ttp-ceasefire"], "known": ["2022-12-31"]},
    "sectors chosen": {"sector": ["kurram,khyber-nangarhar"], "strip": ["toll"], "places": ["towns"]},
    "a crossing opened": {"crossing": ["torkham"], "from": ["2020-02"], "to": ["2025-11"]},
    "a crossing as known": {"crossing": ["chaman"], "known": ["2023-01-05"], "sector": ["chaman-kandahar"]},
    "pages found": {"search": ["dawn 2021"], "page-kind": ["news,analysis"], "dated": ["page"]},
    "no page found": {"search": ["<b>no such page"]},
    "values of a period": {"period": ["2016"], "metric": ["killed"]},
    "a retrospective": {"period": ["2019"], "metric": ["suicide_attacks"], "known": ["2024-06-30"]},
    "values of a month": {"period": ["2019-09"]},
    "a month opened": {"month": ["2025-10"]},
    "a month as known": {"month": ["2022-12"], "known": ["2023-01-05"], "from": ["2022"]},
    "a claim": {"claim": ["294 attacks killed 388 people in Pakistan in 2021, up 46%"]},
    "a claim in January 2023": {"claim": ["PICSS counted 380 attacks in 2022"], "known": ["2023-01-05"]},
    "a claim that is not read": {"claim": ["Nothing of this is known"]},
    "a judgment opened": {"judgment": ["kj-02"]},
    "a judgment before it was made": {"judgment": ["kj-02"], "known": ["2026-06-11"]},
    "two days": {"known": ["2023-01-05"], "known-than": ["2024-01-01"], "area": ["balochistan"]},
    "two periods": {"first-period": ["2019"], "second-period": ["2020-08-15/2021-08-14"], "border": ["pakistan"]},
    "a period before the tables begin": {"first-period": ["2015"], "second-period": ["2025"], "border": ["india"]},
    "a period before one table begins": {"first-period": ["2017"], "second-period": ["2025"], "border": ["un"]},
    "incidents found": {"search": ["post KURRAM"], "sort": ["high"], "target": ["armed-forces"], "toll": ["2"]},
    "in the list only": {"placed": ["no"], "sort": ["place"], "incident": ["2025-10-29-kurram"]},
    "of a district": {"district": ["kurram,spin-boldak"], "claim-status": ["disputed"], "confidence": ["high"]},
    "of no country": {"country": ["none"], "province": ["af-kunar"]},
    "own weights": {"weights": ["border-rung:50,economy:25,attack-tempo:25"], "from": ["2024"]},
    "positions on a day": {
        "on": ["2022-12-31"],
        "stance": ["afghan-taliban,cross-border-strikes"],
        "known": ["2024-06-30"],
    },
    "a position that lapsed": {"on": ["2021-08-30"], "stance": ["qatar,counterterror-cooperation"]},
    "logarithmic": {"scale": ["log"], "from": ["2018"], "to": ["2025-06"]},
}
FIGURES = [entry.id for entry in catalogue.entries()]
WORDS = {
    "actors-means",
    "actors-polls",
    "actors-stance",
    "border-areas",
    "border-bands",
    "border-listed",
    "border-selection",
    "border-sectors",
    "attacks-what-counts",
    "briefing-bottom-line",
    "briefing-lately",
    "claim",
    "crossing",
    "crossings",
    "disagreement-revisions",
    "disagreement-what-counts",
    "differences-rows",
    "differences-titles",
    "escalation-ladder",
    "escalation-month",
    "escalation-now",
    "escalation-rules",
    "event",
    "event-incidents",
    "group",
    "groups-bases",
    "groups-strength-words",
    "incident",
    "incident-near",
    "incidents",
    "judgment",
    "judgments-list",
    "judgments-scores",
    "outlets",
    "outlook-misses",
    "outlook-where-not",
    "periods-compared",
    "reading-rules",
    "risk-now",
    "risk-validation-pillars",
    "row-grades",
    "scenarios-now",
    "scenarios-signposts",
    "source-grades",
    "source-kinds",
    "sources",
    "timeline-events",
}
TABLE_ONLY: dict[str, set[str]] = {
    "attacks-by-area": {"total", "total_low", "total_high"},
    "border-map": {"distance_km", "position_km", "killed_low", "killed_high"},
    "incidents-map": {"killed_low", "killed_high"},
    "briefing-map": {"distance_km", "position_km", "killed_low", "killed_high"},
    "periods-first": {"distance_km", "position_km", "killed_low", "killed_high"},
    "periods-second": {"distance_km", "position_km", "killed_low", "killed_high"},
}
WITHOUT_SOURCES = {
    "areas",
    "actors",
    "corrections",
    "labels",
    "metrics",
    "incident_kinds",
    "reading_rules",
    "risk_inputs",
    "risk_pillars",
    "rung_readings",
    "rung_rules",
    "scenarios",
    "sectors",
    "signposts",
    "sources",
    "target_kinds",
    "targets",
    "accounts",
    "district_aliases",
}
ROWS_WITHOUT_SOURCES = {Row("publishers", "other")}
# The card of a group keeps its key facts and ties, which have no time.
NEVER_EMPTY = {"group"}
ALWAYS_WHOLE = {
    "briefing-bottom-line",
    "briefing-lately",
    "briefing-map",
    "briefing-trend",
    "crossings",
    "differences-rows",
    "differences-titles",
    "escalation-ladder",
    "escalation-moves",
    "escalation-now",
    "escalation-rules",
    "escalation-spells",
    "groups-ties-all",
    "judgments",
    "judgments-list",
    "judgments-scores",
    "outlook-backtest",
    "outlook-misses",
    "outlook-months",
    "outlook-scores",
    "outlook-where-not",
    "reading-rules",
    "risk-moves",
    "risk-now",
    "risk-validation",
    "risk-validation-pillars",
    "risk-weights",
    "row-grades",
    "scenarios-now",
    "scenarios-signposts",
    "scenarios-through-time",
}
# Drawings and grids: a place in them is no value; each mark carries the id of a row of its line of the table, but for
# cells that say "not found".
DRAWINGS = {
    "actors-campaign",
    "actors-stances",
    "days-shut",
    "coverage",
    "coverage-metrics",
    "groups-ties",
    "groups-ties-all",
}
# Links of which one must give a figure a table of one row; those under "" are tried for every figure not named.
ONE_ROW: dict[str, list[dict[str, list[str]]]] = {
    "": [
        {"from": ["2021"], "to": ["2021"], "by": ["picss"], "series": ["picss"]},
        {"from": ["2021-05"], "to": ["2021-05"]},
        {"from": ["2016-06-18"], "to": ["2016-06-18"]},
    ],
    "actors-campaign": [{"known": ["2021-09-01"]}],
    "actors-economy": [{"from": ["2021-06-30"], "to": ["2021-06-30"]}],
    "actors-events": [{"from": ["2022-06-02"], "to": ["2022-06-02"]}],
    "actors-means": [{"known": ["2021-08-21"]}],
    "actors-moves": [{"from": ["2021-10-19"], "to": ["2021-10-19"]}],
    "actors-polls": [{"from": ["2020-03-03"], "to": ["2020-03-03"]}],
    "actors-stance": [{"stance": ["qatar,counterterror-cooperation"]}],
    "actors-stances": [{"on": ["2021-08-28"]}],
    "attacks-change": [{"by": ["picss"]}],
    "border-areas": [{"from": ["2016-06-18"], "to": ["2016-06-18"]}],
    "border-listed": [{"from": ["2024-08-26"], "to": ["2024-08-26"]}],
    "border-selection": [{"from": ["2016-06-18"], "to": ["2016-06-18"], "shape": ["khyber-pakhtunkhwa"]}],
    "attacks-distance": [{"from": ["2019-02-12"], "to": ["2019-02-12"]}],
    "attacks-by-area": [{"from": ["2017"], "to": ["2017"], "series": ["picss"]}],
    "attacks-by-actor": [{"from": ["2019"], "to": ["2019"], "by": ["gti"]}],
    "attacks-claimed-and-counted": [{"from": ["2021"], "to": ["2021"], "by": ["gti"]}],
    "crossing": [{"crossing": ["badini"], "known": ["2020-10-01"]}],
    "crossings-calendar": [{"from": ["2007-06-01"], "to": ["2007-06-01"]}],
    "crossings-trade": [{"from": ["2019-06-15"], "to": ["2019-06-15"]}],
    "days-shut": [{"from": ["2007-06-01"], "to": ["2007-06-01"]}],
    "escalation-days": [{"from": ["2018-04-15"], "to": ["2018-04-15"]}],
    "escalation-month": [{"month": ["2021-01"]}],
    "escalation-months": [{"from": ["2016-06-18"], "to": ["2016-06-18"]}],
    "risk-pillars": [{"from": ["2021-06"], "to": ["2021-06"]}],
    "risk-total": [{"from": ["2023-07"], "to": ["2023-07"], "by": ["picss"]}],
    "sectors-compared": [{"sector": ["kurram"]}],
    "group": [{"group": ["brg"]}],
    "disagreement-lines": [{"period": ["2014"], "by": ["picss"]}],
    "disagreement-revisions": [{"metric": ["suicide_attacks"]}],
    "disagreement-spread": [{"metric": ["suicide_attacks"], "from": ["2025"], "to": ["2025"]}],
    "disagreement-what-counts": [{"period": ["2022"], "by": ["picss"]}],
    "groups-attacks": [{"group": ["hafiz-gul-bahadur"]}],
    "groups-bases": [{"actor": ["iskp"]}],
    "groups-strength": [{"group": ["bras"]}],
    "groups-strength-words": [{"actor": ["bras"]}],
    "groups-ties": [{"group": ["brg"]}],
    "claim": [{"claim": ["PIPS counted 2586 attacks in 2009"]}],
    "differences-headlines": [{"from": ["2021"], "to": ["2021"], "by": ["picss"]}],
    "differences-years": [{"than": ["2026.11.1"], "from": ["2024"], "to": ["2024"]}],
    "coverage-metrics": [{"series": ["ispr"], "from": ["2021"], "to": ["2021"]}],
    "incident": [{"incident": ["2016-06-18-torkham"]}],
    "incident-near": [{"incident": ["2016-06-12-torkham"]}],
    "judgment": [{"judgment": ["kj-01"]}],
    "outlets": [{"search": ["brecorder-2024-09-17-imf"]}],
    "periods-compared": [{"first-period": ["2016-06-18"], "second-period": ["2016-07"]}],
    "periods-first": [{"first-period": ["2016-06-18"]}],
    "periods-second": [{"second-period": ["2016-06-18"], "category": ["border"]}],
    "periods-provinces": [{"first-period": ["2016-06-18"], "second-period": ["2016-07-31"]}],
    "periods-sectors": [{"first-period": ["2016-06-18"], "second-period": ["2016-07-31"]}],
    "source-grades": [{"search": ["brecorder-2024-09-17-imf"]}],
    "source-kinds": [{"search": ["brecorder-2024-09-17-imf"]}],
    "sources": [{"search": ["brecorder-2024-09-17-imf"]}],
    "timeline": [{"from": ["2014-06-08"], "to": ["2014-06-08"]}],
    "timeline-events": [{"from": ["2014-06-08"], "to": ["2014-06-08"]}],
    "event": [{"event": ["2019-08-16-bomb-kills-the-afghan-taliban"]}],
    "event-incidents": [{"event": ["2019-08-16-bomb-kills-the-afghan-taliban"]}],
}
# Figures whose smallest selection has more than one row: two years make a pair, a page has a kind and a date.
SMALLEST = {"actors-campaign": 2, "attacks-change": 2, "days-shut": 2, "source-kinds": 2}


def cases() -> list[tuple[str, str]]:
    """Each figure with each link; of links that differ in nothing that the figure looks at, the first alone.

    By link, as figures of one link share what was selected for it.
    """
    seen = {
        (entry.id, open_link(link).filters.only(entry.uses)): (entry.id, name)
        for name, link in reversed(LINKS.items())
        for entry in catalogue.entries()
    }
    return sorted(seen.values(), key=lambda one: one[::-1])


# By module: all that is asked of a figure is asked at once, as the catalogue does not keep so many figures.
every_case = pytest.mark.parametrize(("figure_id", "name"), cases(), scope="module")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def drawn(evidence: Evidence, figure_id: str, name: str) -> catalogue.Figure:
    link = open_link(LINKS[name])
    assert not link.ignored
    return catalogue.build(figure_id, evidence, link.filters)


def test_the_ids_of_the_catalogue_are_plain_and_named() -> None:
    assert len(FIGURES) == len(set(FIGURES)) > 0
    for entry in catalogue.entries():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", entry.id)
        assert entry.name and entry.page
        assert set(entry.uses) <= set(Filters.__dataclass_fields__)


@every_case
def test_a_figure_says_what_it_shows_and_stands_on_rows(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    assert shown.id == figure_id
    assert shown.alt and re.match(r"[A-Z0-9]", shown.title)
    assert "nan" not in re.split(r"\W+", shown.title.lower() + shown.alt.lower())
    for row in shown.rows:
        assert evidence.has_row(row.table, row.row_id), row
    assert all(len(rows) > 0 for rows in shown.table["rows"])
    named = any(evidence.names_sources(row.table) or row.table == "sources" for row in shown.rows)
    assert bool(catalogue.sources_of(evidence, shown)) == named
    assert bool(shown.rows) == bool(sourcing.source_line(evidence, shown))


@every_case
def test_a_figure_is_plain_json(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    json.dumps(shown.spec, allow_nan=False)
    # Plotly looks for the marks of a trace by a class that it makes of its uid.
    named = [one["uid"] for one in shown.spec["data"] if "uid" in one] if shown.spec else []
    assert [one for one in named if not re.fullmatch(r"[A-Za-z0-9_-]+", one)] == []
    written = json.loads(sourcing.as_json(evidence, shown, Filters()))
    assert written["title"] == shown.title and len(written["table"]) == len(shown.table)


@every_case
def test_every_number_of_the_title_is_in_the_data(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    chosen = open_link(LINKS[name]).filters
    found = [
        *reading.known_numbers(shown),
        *reading.counted(shown.table),
        *reading.told_numbers(shown),
        *reading.chosen_numbers(chosen, catalogue.entry(figure_id).uses),
    ]
    for value, decimals in reading.figures_in_title(shown.title):
        assert reading.is_rounded_from(value, decimals, found), f"{value:g} of “{shown.title}” is in no table or fact"


@every_case
def test_the_alternative_text_tells_the_finding(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    assert shown.title in shown.alt, f"“{shown.alt}” does not tell the title, “{shown.title}”"
    if shown.spec:
        assert shown.alt != shown.title, "the alternative text does not say what kind of chart it is"


@every_case
def test_every_mark_stands_in_the_table(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    assert (shown.spec is None) == (figure_id in WORDS), "a figure of words has no spec and stands in WORDS"
    unread = {trace["type"] for trace in reading.traces(shown)} - reading.CARTESIAN - reading.MAPS
    assert not unread, f"tell tests/charts/reading.py how to read traces of type {unread}"
    numbers, days = [*reading.known_numbers(shown), *reading.years_between(shown)], reading.known_days(shown)
    rows = {row.row_id for row in shown.rows}
    marks = reading.marks(shown)
    own = {one for mark in marks if not mark.aid for one in mark.coordinates}
    for mark in marks:
        if mark.ids and rows & set(mark.ids):
            continue
        assert not mark.ids or not mark.ids[0], f"{mark.ids} at {mark.coordinates} is no row of the figure"
        if figure_id in DRAWINGS:
            continue
        for one in mark.coordinates:
            if mark.aid and one in own:
                continue
            if reading.is_number(one):
                told = reading.is_near(abs(one), numbers) or reading.is_a_day_of(one, days)
                assert told, f"{one} is drawn at {mark.coordinates} and in no table"
            elif reading.DAY.fullmatch(str(one)):
                assert one in days, f"{one} is drawn and in no table"


@every_case
def test_every_value_of_the_table_is_drawn(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    if shown.spec is None:
        return
    if figure_id in DRAWINGS:
        marked = {one for mark in reading.marks(shown) for one in mark.ids}
        assert marked <= {row.row_id for row in shown.rows}
        assert all(marked & {row.row_id for row in rows} for rows in shown.table["rows"])
    coordinates = [abs(one) for mark in reading.marks(shown) for one in mark.coordinates if reading.is_number(one)]
    days = [one for mark in reading.marks(shown) for day in mark.coordinates for one in reading.numbers(day)]
    seen = [*coordinates, *days, *reading.labels(shown)]
    for column, values in reading.values(shown.table).items():
        if column in TABLE_ONLY.get(figure_id, ()):
            continue
        for value in values:
            near = reading.is_near(value, seen) or reading.is_rounded_from(value, 1, coordinates)
            assert near, f"{column} {value:g} stands in the table and is not drawn"


@every_case
def test_a_mark_on_a_map_lies_where_its_row_says(evidence: Evidence, figure_id: str, name: str) -> None:
    shown = drawn(evidence, figure_id, name)
    table_of = {row.row_id: row.table for row in shown.rows}
    on_maps = [trace for trace in reading.traces(shown) if trace["type"] == "scattermap" and trace.get("customdata")]
    for trace in on_maps:
        sizes = trace["marker"]["size"]
        assert isinstance(sizes, (int, float)) or len(sizes) == len(trace["lon"])
        for one, longitude, latitude in zip(trace["customdata"], trace["lon"], trace["lat"], strict=True):
            row = evidence.row(table_of[one], one)
            assert (row["longitude"], row["latitude"]) == (longitude, latitude), one
    if on_maps and "drawn" in shown.table:
        marked = {one for trace in on_maps for one in trace["customdata"]}
        assert {rows[0].row_id for rows in shown.table["rows"][shown.table["drawn"]]} == marked


@every_case
def test_every_row_resolves_to_a_row_and_to_a_source_known_by_that_day(
    evidence: Evidence, figure_id: str, name: str
) -> None:
    shown = drawn(evidence, figure_id, name)
    for row in shown.rows:
        assert evidence.has_row(row.table, row.row_id), f"{row} is no row of the data"
        if shown.known:
            assert row.row_id in known_ids(evidence, row.table, shown.known), f"{row} was not known by {shown.known}"
        if row.table not in WITHOUT_SOURCES and row not in ROWS_WITHOUT_SOURCES:
            behind = evidence.sources_of(row.table, [row.row_id], shown.known)
            assert behind and all(one.url for one in behind), f"{row} has no source"


@lru_cache(maxsize=256)
def known_ids(evidence: Evidence, table: str, known: date) -> frozenset[str]:
    """The ids of a table as known by a day."""
    rows = evidence.read(table, known)
    return frozenset(rows[evidence.key(table)].astype(str))


@every_case
def test_every_range_is_in_order(evidence: Evidence, figure_id: str, name: str) -> None:
    table = drawn(evidence, figure_id, name).table
    lows = [column for column in table.columns if re.fullmatch(r"(.*_)?low", column)]
    for low in lows:
        high, lead = low[:-3] + "high", low.removesuffix("_low") if low != "low" else "headline"
        assert high in table, f"{low} has no {high} beside it"
        for least, most in ((low, high), (low, lead), (lead, high)):
            if least in table and most in table:
                known = table[[least, most]].dropna().astype(float)
                assert (known[least] <= known[most] + 1e-9).all(), f"{least} lies above {most}"


@pytest.mark.parametrize("figure_id", FIGURES)
def test_an_empty_selection_draws_nothing_and_says_so(evidence: Evidence, figure_id: str) -> None:
    shown = drawn(evidence, figure_id, "nothing")
    if "start" in catalogue.entry(figure_id).uses and figure_id not in NEVER_EMPTY:
        assert shown.is_empty, "of that day there is nothing: a figure with rows belongs in NEVER_EMPTY"
    if shown.is_empty:
        assert reading.marks(shown) == [] and "rows" in shown.table
        assert not [one for trace in reading.traces(shown) if trace["type"] in reading.MAPS for one in ids(trace)]
        assert re.search(r"\b(no|not|none|nothing|neither|only)\b", shown.title, re.IGNORECASE), shown.title


@pytest.mark.parametrize("figure_id", FIGURES)
def test_under_known_by_a_figure_says_what_may_be_later_knowledge(evidence: Evidence, figure_id: str) -> None:
    shown = drawn(evidence, figure_id, "January 2023")
    assert ("known" in catalogue.entry(figure_id).uses) == (shown.known is not None)
    tables = {row.table for row in shown.rows}
    notes = " ".join(shown.notes)
    if shown.known and tables & {"incidents", "timeline"}:
        assert "became known later" in notes, "tolls and words of these tables were written at curation"
    if shown.known and "attack_counts" in tables:
        assert f"doubtful: as judged in release {evidence.release}" in notes
    assert shown.known or "became known later" not in notes


def ids(trace: dict[str, Any]) -> list[str]:
    return list(trace.get("customdata") or [])


@pytest.mark.parametrize("figure_id", FIGURES)
def test_a_selection_of_one_row_holds(evidence: Evidence, figure_id: str) -> None:
    if figure_id in ALWAYS_WHOLE:
        assert "start" not in catalogue.entry(figure_id).uses, "a figure of a period can be cut down to one row"
        return
    for link in ONE_ROW.get(figure_id, ONE_ROW[""]):
        opened = open_link(link)
        assert not opened.ignored
        shown = catalogue.build(figure_id, evidence, opened.filters)
        if len(shown.table) == SMALLEST.get(figure_id, 1):
            json.dumps(shown.spec, allow_nan=False)
            assert shown.rows and shown.title in shown.alt
            return
    pytest.fail(f"no link of ONE_ROW gives {figure_id} one row: add one that does")


def links(evidence: Evidence) -> st.SearchStrategy[dict[str, list[str]]]:
    """Links of every kind that a reader can make from the controls, and by hand."""
    known = {
        "area": list(evidence.vocabulary("areas").index),
        "actor": list(evidence.vocabulary("actors").index),
        "by": list(evidence.vocabulary("publishers").index),
        "series": list(evidence.vocabulary("publishers").index),
        "metric": list(evidence.vocabulary("metrics").index),
        "kind": list(evidence.vocabulary("incident_kinds").index),
        "event": list(evidence.read("timeline")["event_id"]),
        "topic": list(evidence.labels("timeline_category")),
        "incident": list(evidence.read("incidents")["incident_id"]),
        "period": ["2022", "2019", "2019-09", "2022-01/2022-06", "1988-01/2011-05"],
        "border": list(evidence.vocabulary("border_views").index),
        "first-period": ["2018", "2021-03", "2025-06-15", "2019-01/2020-06"],
        "second-period": ["2016", "2025", "2026", "2020-08-15/2021-08-14"],
        "years": ["2020,2021", "1990,2025", "2024,2025"],
        "from": ["1988", "2018", "2021-03", "2025-06-15"],
        "to": ["2019", "2025", "2026-12"],
        "known": ["2010-01-01", "2016-06-30", "2023-01-05", "2030-01-01"],
        "scale": ["log"],
        "group": list(evidence.read("groups")["group_id"]),
        "category": ["attack", "border"],
        "country": ["AF", "PK", "none"],
        "claim-status": list(evidence.labels("claim_status")),
        "target": list(evidence.vocabulary("target_kinds").index),
        "province": ["balochistan", "af-kunar,af-khost"],
        "district": ["kurram", "spin-boldak"],
        "confidence": ["low", "high,medium"],
        "toll": ["1", "100", "9999"],
        "placed": ["yes", "no"],
        "sort": ["oldest", "low", "high", "place", "distance"],
        "within": ["10", "9999"],
        "fill": ["incidents", "killed", "attacks"],
        "units": ["districts"],
        "layers": ["fata", "bands,density"],
        "shape": ["kurram", "balochistan", "34.3,70.8,34.3,71.4,33.9,71.4", "30,60,36,74,30,74,36,60"],
        "sector": list(evidence.vocabulary("sectors").index),
        "strip": ["toll"],
        "places": ["towns"],
        "judgment": list(evidence.read("key_judgments")["judgment_id"]),
        "crossing": list(evidence.read("crossings")["crossing_id"]),
        "search": ["dawn", "UN report 2023", "<b>", "no such page"],
        "page-kind": ["news", "un-report,dataset"],
        "dated": ["page", "none", "address,none"],
        "month": ["2016-01", "2021-07", "2025-10", "2026-06"],
        "than": identifiers(),
        "known-than": ["2022-06-30", "2024-01-01"],
        "on": ["2021-08-30", "2023-01-31", "2026-11-22"],
        "stance": ["china,mediation", "ttp,border-fence"],
        "weights": ["economy:30,border-rung:70", "displacement:1", "attack-tempo:50,lethality:12.5"],
    }
    chosen = {name: st.sampled_from(values).map(lambda value: [value]) for name, values in known.items()}
    return st.fixed_dictionaries({}, optional=chosen)


@every_case
def test_a_note_that_holds_everywhere_tells_nobody_to_touch_anything(
    evidence: Evidence, figure_id: str, name: str
) -> None:
    shown = drawn(evidence, figure_id, name)
    touched = re.compile(r"\b(zoom\w*|click\w*|hover\w*|drag\w*|lasso|play through|marks? \w+ spread|what opens)\b")
    assert not [note for note in shown.notes if touched.search(note.lower())]
    assert not set(shown.notes) & set(shown.on_screen)


@pytest.mark.parametrize("examples", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_any_choice_of_a_reader_gives_figures_and_no_stray_words(evidence: Evidence, examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(links(evidence))
    def holds(query: dict[str, list[str]]) -> None:
        for figure_id in FIGURES:
            shown = catalogue.build(figure_id, evidence, open_link(query).filters)
            json.dumps(shown.spec, allow_nan=False)
            words = " ".join([shown.title, shown.alt, *shown.notes, *(f"{f.value} {f.change}" for f in shown.facts)])
            assert not {"nan", "NaN", "NaT", "None", "inf"} & set(re.split(r"[^A-Za-z]+", words))

    holds()


def test_a_figure_looks_only_at_the_filters_that_it_names(evidence: Evidence) -> None:
    chosen = open_link({"within": ["50"], "scale": ["log"], "view": ["33,70,5"]}).filters
    assert catalogue.build("attacks-by-actor", evidence, chosen) is catalogue.build(
        "attacks-by-actor", evidence, Filters()
    )


def test_text_from_data_is_no_markup_in_hover_labels() -> None:
    assert catalogue.escape("<b>5 & 6</b>") == "&lt;b&gt;5 &amp; 6&lt;/b&gt;"


class TestTheTestItself:
    """What reads the figures must see what is wrong with one."""

    TABLE = pd.DataFrame(
        {"year": [2020, 2021], "headline": [188.0, 294.0], "low": [188.0, 290.0], "high": [188.0, 300.0]}
    ).assign(month=["2020-03", "2021-07"], said=["+56 % by 2 pages", ""], rows=[(), ()])
    TRACE: ClassVar[dict[str, Any]] = {
        "type": "scatter",
        "x": [2020, 2021, 2022],
        "y": [188.0, 294.0, None],
        "error_y": {"array": [0.0, 6.0, 0.0], "arrayminus": [0.0, 4.0, 0.0]},
        "customdata": ["a", ["b", 1], None],
        "hovertext": ["1,188 and 2.5", ""],
    }

    def shown(self, **trace: Any) -> catalogue.Figure:
        facts = (catalogue.Fact("Mean of 7", "about 3", "+9 %"),)
        return catalogue.Figure("one", "T", "T", {"data": [self.TRACE | trace], "layout": {}}, self.TABLE, facts)

    def test_the_numbers_of_a_title_are_read_with_their_decimals(self) -> None:
        title = "PICSS 1,066 (−5 % on 2024), 9.9 % and 11 others"
        assert reading.figures_in_title(title) == [(1066, 0), (5, 0), (2024, 0), (9.9, 1)]

    @pytest.mark.parametrize(("value", "decimals", "holds"), [(10, 0, True), (9.9, 1, True), (9.8, 1, False)])
    def test_a_number_is_compared_as_the_title_rounds_it(self, value: float, decimals: int, holds: bool) -> None:
        assert reading.is_rounded_from(value, decimals, [9.864]) is holds

    def test_points_are_read_with_the_ends_of_their_bars_and_gaps_are_none(self) -> None:
        first, second = reading.marks(self.shown())
        assert first.coordinates == (2020, 188.0, 188.0, 188.0) and first.ids == ("a",)
        assert second.coordinates == (2021, 294.0, 300.0, 290.0) and second.ids == ("b",) and not second.aid

    def test_a_bar_of_negative_length_is_found(self) -> None:
        with pytest.raises(AssertionError, match="negative length"):
            reading.marks(self.shown(error_y={"array": [0.0, -1.0, 0.0], "arrayminus": [0.0, 0.0, 0.0]}))

    def test_the_table_knows_its_values_words_and_days(self) -> None:
        assert {188, 290, 2021, 56, 3, 7, 2} <= set(reading.known_numbers(self.shown()))
        assert reading.known_days(self.shown()) == {"2020-03-01", "2021-07-01"}
        assert set(reading.values(self.TABLE)) == {"year", "headline", "low", "high"}
        assert reading.told_numbers(self.shown()) == [7, 3, 9]
        assert reading.labels(self.shown()) == [1188, 2.5]
