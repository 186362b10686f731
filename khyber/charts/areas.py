"""What areas of the map are coloured by: notable incidents and their toll, or published attacks. Never a census."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from khyber.analysis import by_place, counts
from khyber.charts import names, theme
from khyber.charts.attacks import yearly
from khyber.charts.catalogue import Fact, Figure, Row, as_rows, escape, figure
from khyber.charts.classes import Class, Classes
from khyber.charts.notable import CHOICE, rows_of, selected, selection
from khyber.evidence import Evidence, Range, cached
from khyber.evidence.ranges import number
from khyber.filters import Filters

USES = (*CHOICE, "fill", "units", "series")
# The least value of each class; the last is open above.
STEPS = {"incidents": (1, 5, 10, 25, 50), "killed": (0, 10, 50, 100, 250), "attacks": (0, 25, 100, 250, 500)}
NOT_VIOLENCE = "notable incidents recorded here, not violence"
MEASURES = {
    "incidents": f"the number of {NOT_VIOLENCE}",
    "killed": f"the lowest toll reported of {NOT_VIOLENCE}",
}
_WITHOUT = {
    by_place.AFGHAN: "Afghan districts, which have no outline here",
    by_place.NOT_IN_OUTLINE: "districts named that are not one of the outline",
    by_place.NO_DISTRICT: "without a district on record",
    by_place.NOWHERE: "without a country on record (border-wide, or talks abroad)",
}
_COLUMNS = ["area", "outline", "value", "killed_low", "killed_high", "step", "words", "rows"]
APART = "provinces_to_2018"
# What nothing is coloured by begins with these words; why follows.
_NOTHING = "nothing, as "
_MERGED, _SETTLED, _FATA = "provinces", "kp-settled", "kp-tribal-districts"


@dataclass(frozen=True, eq=False)
class Filled:
    """The areas that are coloured, `what` by inside a sentence ("" where none are), and what must be said of them.

    table: area, outline (its id in the file `outlines`), value, killed_low, killed_high, step (place among STEPS),
    words (escaped, for a hover label), rows. blank: the outlines without a figure, each with its words.
    doubtful: the areas among them for which only a doubtful figure is published.
    """

    what: str = ""
    measure: str = "none"
    outlines: str = _MERGED
    table: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_COLUMNS))
    blank: tuple[tuple[str, str], ...] = ()
    doubtful: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    on_screen: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def filled(evidence: Evidence, filters: Filters) -> Filled:
    """The areas that the filters colour, from the cache where they were coloured before."""
    return _filled(evidence, filters.only(USES))


@cached(64)
def _filled(evidence: Evidence, filters: Filters) -> Filled:
    if filters.fill == "none":
        return Filled()
    if filters.fill == "attacks":
        return _attacks(evidence, filters)
    return _incidents(evidence, filters)


def _incidents(evidence: Evidence, filters: Filters) -> Filled:
    found = selected(evidence, filters)
    if filters.units == "districts":
        placed = by_place.district(evidence, found)
        unit, why = placed["district"], placed["why"]
        ids = {str(one): str(one) for one in by_place.districts(evidence).index}
    else:
        ids = _province_outlines(evidence)
        unit = found["admin1"].where(found["admin1"].isin(list(ids)) & found["country"].notna(), None).astype(object)
        why = pd.Series(by_place.NOWHERE, index=found.index).where(unit.isna(), None)
    table = by_place.by_unit(found, unit).rename(columns={"unit": "area"})
    value = table["incidents"] if filters.fill == "incidents" else table["killed_low"]
    table = table.assign(
        outline=table["area"].map(ids),
        value=value,
        step=[_step(filters.fill, one) for one in value],
        words=[_words_of(row) for row in table.itertuples()],
        rows=[as_rows("incidents", one) for one in table["incident_ids"]],
    )
    what = MEASURES[filters.fill] + (" in each approximate district" if filters.units == "districts" else "")
    return Filled(
        what,
        filters.fill,
        filters.units,
        table[_COLUMNS].sort_values("value", ascending=False, kind="stable").reset_index(drop=True),
        notes=_incident_notes(evidence, filters, found, why),
        on_screen=("Play through time moves the marks; coloured areas keep the whole period chosen.",),
        rows=rows_of(found[why.notna().to_numpy()]),
    )


def _words_of(row: Any) -> str:
    count = f"{row.incidents} notable incident{'' if row.incidents == 1 else 's'} recorded here"
    return f"<b>{escape(row.area)}</b><br>{count}, {killed_words(row.killed_low, row.killed_high)}"


def killed_words(low: Any, high: Any) -> str:
    """A toll in words: "12 to 35 killed", "no toll reported"."""
    if pd.isna(low) and pd.isna(high):
        return "no toll reported"
    return f"{Range(None if pd.isna(low) else float(low), None if pd.isna(high) else float(high)).text()} killed"


def _incident_notes(evidence: Evidence, filters: Filters, found: pd.DataFrame, why: pd.Series) -> tuple[str, ...]:
    notes = ["An area without colour has no notable incident of this choice on record: it is not known to be calm."]
    if filters.units != "districts":
        notes.append("Each incident counts in the province on record, those of a whole province or border-wide too.")
    else:
        notes.append(
            "Districts are approximate, about 2010-11: incidents are matched to them by the name on record, never by "
            "their point. A district made since counts in the one that it was made from; the former frontier regions, "
            "joined to districts in 2018, keep an outline of their own and no colour."
        )
        if not by_place.has_aliases(evidence):
            notes.append("This release has no table of district names: other spellings are not matched.")
    left = found.assign(why=why)[why.notna().to_numpy()]
    for reason, said in _WITHOUT.items():
        rows = left[left["why"] == reason]
        if len(rows):
            notes.append(f"Not in any area coloured, {said}: {_named(rows, reason)}.")
    return tuple(notes)


def _named(rows: pd.DataFrame, reason: str) -> str:
    if reason == by_place.NOWHERE or reason == by_place.NO_DISTRICT:
        return number(len(rows))
    each = rows["admin2"].fillna("no district named").value_counts()
    told = ", ".join(f"{name} ({count})" for name, count in sorted(each.items()))
    return f"{number(len(rows))}: {told}"


def _province_outlines(evidence: Evidence) -> dict[str, str]:
    """By name of a province or unit: its id among the outlines."""
    areas = evidence.vocabulary("areas")
    outlined = areas[areas["outline_code"].notna() & areas["level"].isin(["unit", "province"])]
    return dict(zip(outlined["name"], outlined["outline_code"], strict=True))


def _step(measure: str, value: Any) -> int | None:
    """The place of a value among the classes of a measure, None where there is none."""
    if pd.isna(value):
        return None
    return max((place for place, least in enumerate(STEPS[measure]) if value >= least), default=None)


def steps_in_words(measure: str) -> list[str]:
    """The classes of a measure in words, the lowest first: "1 to 4", "50 and more"."""
    steps = STEPS[measure]
    closed = [f"{low} to {high - 1}" for low, high in zip(steps, steps[1:], strict=False)]
    return [*closed, f"{steps[-1]} and more"]


def legend(shown: Filled) -> Classes:
    """The classes of the coloured areas, each with how many areas it has; none where nothing is coloured."""
    if shown.measure == "none":
        return Classes(heading="", classes=[])
    steps = shown.table["step"].dropna()
    land = theme.faint(theme.QUIET, theme.LAND)
    coloured = [
        Class(words=f"{label} ({_counted(int((steps == place).sum()))})", colours=[land, theme.FILL[place]], hatch="")
        for place, label in enumerate(steps_in_words(shown.measure))
    ]
    if shown.measure == "attacks":
        words, hatch = f"hatched: not reported ({_counted(len(shown.blank))})", theme.faint(theme.QUIET, theme.BLANK)
    else:
        words, hatch = "no colour: none of this choice on record", ""
    return Classes(
        heading=f"Areas coloured by {shown.what}:", classes=[*coloured, Class(words=words, colours=[land], hatch=hatch)]
    )


def _counted(areas: int) -> str:
    return f"{areas} area{'' if areas == 1 else 's'}"


def _attacks(evidence: Evidence, filters: Filters) -> Filled:
    publisher, newest = names.publisher(evidence, filters.series), _newest_by_province(evidence, filters)
    if newest.empty:
        nothing = f"{publisher} gives no yearly attacks by province for this choice: no area is coloured."
        return Filled(f"{_NOTHING}{publisher} gives no yearly attacks by province", "attacks", notes=(nothing,))
    year = int(newest["year"].iloc[0])
    what = f"{names.what(evidence, filters.changed(metric='attacks'))} as counted by {publisher} in {year}"
    apart = bool(newest["area"].isin([_SETTLED, _FATA]).any())
    table = _attack_table(evidence, newest, publisher)
    sound = table[(newest["status"] != counts.DOUBTFUL).to_numpy()]
    reported = sound.sort_values(["value", "area"], ascending=[False, True]).reset_index(drop=True)
    blank = _unreported(evidence, f"{escape(publisher)}: not reported for {year}", table, reported, apart)
    rows = rows_of(newest)
    fact = Fact("Areas coloured by", f"Attacks counted by {publisher} in {year}", "its newest year by province", rows)
    notes = (
        f"Areas: {what}, the newest whole year of the period that it gives by province; hatched: not reported, which "
        "is not zero.",
        *(
            ("Districts are not counted by any publisher here: provinces are coloured.",)
            * (filters.units != "provinces")
        ),
        *((f"{_whole_of(evidence)} stands in two parts, as it was counted then.",) * apart),
    )
    outlines, doubtful = APART if apart else _MERGED, tuple(table.loc[~table.index.isin(sound.index), "area"])
    return Filled(what, "attacks", outlines, reported[_COLUMNS], blank, doubtful, (fact,), notes, rows=rows)


def _newest_by_province(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    """The newest year for which the chosen publisher counts attacks by unit, one row a unit or a part of one."""
    areas = evidence.vocabulary("areas")
    units = tuple(areas.index[areas["level"].isin(["unit", "part"])])
    counted = yearly(evidence, filters, metric="attacks", area=(*units, names.NATION), publishers=(filters.series,))
    counted = counts.by_area(counted, areas)
    return counted[counted["year"] == counted["year"].max()] if len(counted) else counted


def _attack_table(evidence: Evidence, newest: pd.DataFrame, publisher: str) -> pd.DataFrame:
    outline = evidence.names("areas", "outline_code")
    outline = outline | {_SETTLED: _province_outlines(evidence)[_whole_of(evidence)]}
    empty = pd.array([None] * len(newest), dtype="Int64")
    return pd.DataFrame(
        {
            "area": [names.of(evidence, "areas", one) for one in newest["area"]],
            "outline": [outline[one] for one in newest["area"]],
            "value": newest["headline"].astype("Int64").array,
            "killed_low": empty,
            "killed_high": empty,
            "step": [_step("attacks", one) for one in newest["headline"]],
            "words": [_attack_words(evidence, row, publisher) for row in newest.itertuples()],
            "rows": newest["rows"].array,
        }
    )


def _whole_of(evidence: Evidence) -> str:
    """The name of the unit of which the settled districts are a part."""
    return names.of(evidence, "areas", str(evidence.vocabulary("areas")["parent_id"][_SETTLED]))


def _attack_words(evidence: Evidence, row: Any, publisher: str) -> str:
    doubtful = ", a doubtful figure" if row.status == counts.DOUBTFUL else ""
    spread = f" (published: {number(row.low)} to {number(row.high)})" if row.low < row.high else ""
    return (
        f"<b>{escape(names.of(evidence, 'areas', row.area))}</b><br>"
        f"{number(row.headline)} attacks in {row.year}, {escape(publisher)}{spread}{doubtful}"
    )


def _unreported(
    evidence: Evidence, said: str, table: pd.DataFrame, reported: pd.DataFrame, apart: bool
) -> tuple[tuple[str, str], ...]:
    """The Pakistani outlines without a figure that can be drawn, each with its words."""
    areas = evidence.vocabulary("areas")
    own = areas[(areas["level"] == "unit") & areas["outline_code"].notna()]
    outlines = dict(zip(own["outline_code"], own["name"], strict=True))
    if apart:
        outlines[str(areas["outline_code"][_FATA])] = str(areas["name"][_FATA])
    doubtful = dict(zip(table["outline"], table["words"], strict=True))
    return tuple(
        (one, doubtful.get(one, f"<b>{escape(name)}</b><br>{said}"))
        for one, name in outlines.items()
        if one not in set(reported["outline"])
    )


@figure("border-areas", page="border", name="The coloured areas of the map in words", uses=USES)
def border_areas(evidence: Evidence, filters: Filters) -> Figure:
    """Every coloured area with its figure, by class; where nothing is coloured, the incidents of each province."""
    shown = filled(evidence, filters.changed(fill="incidents") if filters.fill == "none" else filters)
    table = shown.table.dropna(subset=["value"])
    facts = [
        Fact(label, names.in_words(_told(rows, shown.measure), len(rows)), "", rows_of(rows))
        for place, label in reversed(list(enumerate(steps_in_words(shown.measure))))
        if len(rows := table[table["step"] == place])
    ]
    if shown.blank:
        listed = [one.split("</b>")[0].removeprefix("<b>") for _, one in shown.blank]
        listed = [one for one in listed if one not in map(escape, shown.doubtful)]
        if listed:
            facts.append(Fact("Not reported", names.in_words(listed, len(listed)), "never zero"))
    if shown.doubtful:
        facts.append(
            Fact("Only a doubtful figure", names.in_words(shown.doubtful, len(shown.doubtful)), "not coloured")
        )
    facts = [*shown.facts, *facts]
    columns = ["area", "value", "killed_low", "killed_high", "rows"]
    title = _title(filters, shown, table)
    notes = (*shown.notes, *(() if filters.fill == "attacks" else (f"{selection(evidence)}.",)))
    return Figure(
        "border-areas", title, title, None, table[columns].reset_index(drop=True), tuple(facts), notes, shown.rows
    )


def _told(rows: pd.DataFrame, measure: str) -> list[str]:
    return [
        f"{row.area} {number(row.value)}"
        + (f" to {number(row.killed_high)}" if measure == "killed" and row.killed_high > row.killed_low else "")
        for row in rows.itertuples()
    ]


def _title(filters: Filters, shown: Filled, table: pd.DataFrame) -> str:
    if table.empty:
        why = shown.what.removeprefix(_NOTHING)
        return f"No area is coloured: {why}" if why != shown.what else f"No area to colour by {why}"
    first = names.in_words([f"{row.area} {number(row.value)}" for row in table.head(3).itertuples()])
    more = f", of {len(table)} areas" if len(table) > 3 else ""
    return f"{shown.what[:1].upper()}{shown.what[1:]}: {first}{more}"
