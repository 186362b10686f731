"""The parameters of a link: the name of each, what it means, and how its text is read and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from khyber import parsing
from khyber.evidence import Evidence
from khyber.evidence.releases import NEWEST

ALL = parsing.ALL


@dataclass(frozen=True)
class Parameter:
    """One parameter of a link: its name, what it means, and how its text is read and written.

    `read` raises ValueError with the reason where the text means nothing, parsing.Partly where a part of it does.
    """

    name: str
    field: str
    meaning: str
    example: str
    read: Callable[[Sequence[str], Evidence], Any]
    write: Callable[[Any], str]
    shared: bool = False


def _joined(values: Sequence[object]) -> str:
    return ",".join(f"{value:.7g}" if isinstance(value, float) else str(value) for value in values)


def _joined_or_all(values: Sequence[object]) -> str:
    return _joined(values) or ALL


def _or_newest(value: str) -> str:
    return value or NEWEST


PARAMETERS = (
    Parameter("release", "release", "The data release shown", "2026.11.1", lambda t, e: t[-1], str, shared=True),
    Parameter(
        "known",
        "known",
        "The day by which a row must have been published to be shown",
        "2023-01-05",
        parsing.day,
        lambda day: day.isoformat() if day else ALL,
        shared=True,
    ),
    Parameter(
        "border",
        "border",
        "Whose view of the border is shown, an id of `border_views`",
        "pakistan",
        parsing.border_view,
        str,
        shared=True,
    ),
    Parameter(
        "from",
        "start",
        "The first year, month or day shown",
        "2018",
        parsing.partial,
        lambda s: s or ALL,
        shared=True,
    ),
    Parameter(
        "to", "end", "The last year, month or day shown", "2025-06", parsing.partial, lambda s: s or ALL, shared=True
    ),
    Parameter(
        "area",
        "area",
        "The area, an id of `areas`",
        "khyber-pakhtunkhwa",
        parsing.one_of("areas", "area", or_all=True),
        str,
        shared=True,
    ),
    Parameter(
        "actor",
        "actor",
        "The actor, an id of `actors`",
        "ttp",
        parsing.one_of("actors", "actor", or_all=True),
        str,
        shared=True,
    ),
    Parameter(
        "by",
        "by",
        "Publishers whose counts are shown, ids of `publishers`",
        "picss,pips",
        parsing.several_of("publishers", "publisher"),
        lambda v: _joined(v) or ALL,
        shared=True,
    ),
    Parameter(
        "metric", "metric", "What is counted, an id of `metrics`", "killed", parsing.one_of("metrics", "metric"), str
    ),
    Parameter("years", "years", "The two years compared", "2020,2021", parsing.two_years, _joined),
    Parameter(
        "first-period", "first_period", "The first of two periods compared", "2021-01/2021-06", parsing.span, _or_newest
    ),
    Parameter(
        "second-period",
        "second_period",
        "The second of two periods compared",
        "2022-01/2022-06",
        parsing.span,
        _or_newest,
    ),
    Parameter(
        "scale",
        "scale",
        "The scale of the counts: linear or logarithmic",
        "log",
        parsing.choice("linear", "log"),
        str,
    ),
    Parameter(
        "series",
        "series",
        "The publisher of the monthly series, of the breakdowns, of the outlook and of the grid by metric",
        "picss",
        parsing.one_of("publishers", "publisher"),
        str,
    ),
    Parameter(
        "category",
        "category",
        "Incidents: militant attacks or events between the two states",
        "border",
        parsing.choice("attack", "border", ALL),
        str,
    ),
    Parameter(
        "kind",
        "kind",
        "Kinds of incident, ids of `incident_kinds`",
        "air-strike,drone-strike",
        parsing.several_of("incident_kinds", "kind of incident"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "country",
        "country",
        "The country on record for the incident, none where there is none",
        "AF",
        parsing.choice("AF", "PK", parsing.NOWHERE, ALL),
        str,
    ),
    Parameter(
        "within",
        "within",
        "Greatest distance of an incident to the border line, in km",
        "50",
        parsing.kilometres,
        lambda km: str(km) if km else ALL,
    ),
    Parameter(
        "fill",
        "fill",
        "What areas of the map are coloured by: notable incidents, their lowest toll, or published attacks",
        "killed",
        parsing.choice("none", *parsing.FILLS),
        str,
    ),
    Parameter(
        "units",
        "units",
        "The areas coloured: provinces, or districts of Pakistan",
        "districts",
        parsing.choice("provinces", "districts"),
        str,
    ),
    Parameter(
        "layers",
        "layers",
        "What is drawn over the map: the former FATA, bands along the line, the density of incidents",
        "fata,bands",
        parsing.several_choices(parsing.LAYERS),
        lambda v: _joined(v) or "none",
    ),
    Parameter(
        "shape",
        "shape",
        "What is selected on the map: corners as latitude and longitude, or an id of `sectors` or `areas`",
        "34.3,70.8,34.3,71.4,33.9,71.4,33.9,70.8",
        parsing.shape,
        str,
    ),
    Parameter(
        "play",
        "play",
        "The last day of the time window at which the map stands",
        "2022-03-01",
        parsing.day_of_play,
        lambda day: day.isoformat() if day else "",
    ),
    Parameter("window", "window", "The days in the time window of the map", "30", parsing.days, str),
    Parameter(
        "trail",
        "trail",
        "Whether marks from before the time window stay as faint dots",
        "on",
        parsing.choice("on", "off"),
        str,
    ),  # fmt: skip
    Parameter(
        "incident",
        "incident",
        "The incident opened, an id of `incidents`",
        "2023-09-06-torkham",
        parsing.row_of("incidents", "incident"),
        str,
    ),
    Parameter(
        "claim-status",
        "claim_status",
        "Whether the actor of an incident claimed it, codes of `labels`",
        "claimed,disputed",
        parsing.several_labels("claim_status", "claim status"),
        _joined_or_all,
    ),
    Parameter(
        "target",
        "target",
        "Kinds of target of an incident, ids of `target_kinds`",
        "police,education",
        parsing.several_of("target_kinds", "kind of target"),
        _joined_or_all,
    ),
    Parameter(
        "province",
        "province",
        "Provinces on record for the incident, ids of `areas`",
        "balochistan,af-kunar",
        parsing.provinces,
        _joined_or_all,
    ),
    Parameter(
        "district",
        "district",
        "Districts on record for the incident, in any spelling of the sources, in small letters and hyphens",
        "kurram,spin-boldak",
        parsing.several_districts,
        _joined_or_all,
    ),
    Parameter(
        "confidence",
        "confidence",
        "How sure the curators are of the incident, codes of `labels`",
        "high,medium",
        parsing.several_labels("confidence", "confidence"),
        _joined_or_all,
    ),
    Parameter(
        "toll",
        "toll",
        "The least number killed in the incident, by the lowest figure reported",
        "10",
        parsing.killed,
        lambda least: str(least) if least else ALL,
    ),
    Parameter(
        "placed",
        "placed",
        "Whether the incident has a point of its own on the map: yes or no",
        "no",
        parsing.choice("yes", "no", ALL),
        str,
    ),
    Parameter(
        "sort",
        "sort",
        "The order of the incidents: newest, oldest, low or high (toll), place or distance",
        "high",
        parsing.choice("newest", "oldest", "low", "high", "place", "distance"),
        str,
    ),
    Parameter("group", "group", "The group opened, an id of `groups`", "ttp", parsing.row_of("groups", "group"), str),
    Parameter(
        "sector",
        "sector",
        "Sectors of the border line, ids of `sectors`",
        "kurram,north-waziristan-khost",
        parsing.several_of("sectors", "sector of the line"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "strip",
        "strip",
        "What the colours of the strip tell: the category or the toll",
        "toll",
        parsing.choice("category", "toll"),
        str,
    ),
    Parameter(
        "places",
        "places",
        "The axis of the strip: kilometres, or towns near the line",
        "towns",
        parsing.choice("km", "towns"),
        str,
    ),
    Parameter(
        "crossing",
        "crossing",
        "The crossing opened, an id of `crossings`",
        "torkham",
        parsing.row_of("crossings", "crossing"),
        str,
    ),
    Parameter("month", "month", "The month opened", "2025-10", parsing.month, str),
    Parameter(
        "event",
        "event",
        "The event opened, an id of `timeline`",
        "2021-08-15-taliban-take-kabul",
        parsing.row_of("timeline", "event"),
        str,
    ),
    Parameter(
        "topic",
        "topic",
        "Categories of events, codes of `labels`",
        "military,border",
        parsing.several_labels("timeline_category", "category of events"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "on",
        "on",
        "The day looked at: declared positions and signposts as they stood on it",
        "2022-12-31",
        parsing.day_of_play,
        lambda day: day.isoformat() if day else "",
    ),
    Parameter(
        "stance",
        "stance",
        "The actor and the issue whose declarations are opened, ids of `actors` and of `labels`",
        "china,mediation",
        parsing.stance,
        str,
    ),
    Parameter(
        "weights",
        "weights",
        "Weights of the pillars of the risk index in per cent, ids of `risk_pillars`; a pillar not named has none",
        "border-rung:50,economy:25",
        parsing.weights,
        lambda v: ",".join(f"{pillar}:{percent:g}" for pillar, percent in v),
    ),
    Parameter("search", "search", "Words that a source or an incident must hold", "dawn 2021", parsing.words, str),
    Parameter(
        "page-kind",
        "page_kind",
        "Kinds of source, codes of `labels`",
        "think-tank,un-report",
        parsing.several_labels("source_kind", "kind of source"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "dated",
        "dated",
        "How the date of a source is known, codes of `labels`",
        "page",
        parsing.several_labels("date_basis", "basis of dates"),
        lambda v: _joined(v) or ALL,
    ),
    Parameter(
        "period", "period", "The period whose values stand side by side", "2022-01/2022-06", parsing.period, _or_newest
    ),
    Parameter(
        "judgment",
        "judgment",
        "The judgment opened, an id of `key_judgments`",
        "kj-02",
        parsing.row_of("key_judgments", "judgment"),
        str,
    ),
    Parameter("claim", "claim", "The sentence checked", "188 attacks in 2020", parsing.sentence, str),
    Parameter(
        "brief",
        "brief",
        "The brief opened: the name of a standard brief, or a packed one",
        "border",
        parsing.brief,
        str,
    ),
    Parameter(
        "slide",
        "slide",
        "The slide of the brief that is worked on",
        "3",
        parsing.slide,
        lambda number: str(number) if number > 1 else "",
    ),
    Parameter(
        "than", "than", "The data release that the one shown is compared with", "2026.11.1", parsing.release, str
    ),
    Parameter(
        "known-than",
        "known_than",
        "The day by which rows were known that the view is compared with",
        "2023-01-05",
        parsing.day,
        lambda day: day.isoformat() if day else ALL,
    ),
    Parameter("view", "view", "The map's latitude, longitude and zoom", "33.5,69.9,5.2", parsing.map_view, _joined),
)
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}
