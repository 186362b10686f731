"""Could Pakistan pay: the limits on its means as published, in January 2023 and now, sources side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from khyber.analysis import economy
from khyber.charts import campaign, names
from khyber.charts.campaign import Side
from khyber.charts.catalogue import Fact, Figure, Row, figure
from khyber.evidence import Evidence, dates, ids, text
from khyber.evidence.ranges import number
from khyber.filters import Filters

_COLUMNS = ["what", "side", "from", "to", "value", "unit", "said", "age", "read_from", "note", "rows"]
NONE = "none on record"
_TOLD = ("Reserves of the State Bank", "Consumer prices", "Defence budget")


@figure("actors-means", page="actors", name="Could Pakistan pay, in January 2023 and now", uses=("known",))
def could_pay(evidence: Evidence, filters: Filters) -> Figure:
    """The newest figures on each limit on two days, one row a figure, with its source and its note."""
    two = campaign.sides(evidence.last_day(filters.known))
    table = pd.DataFrame(
        [line for means in economy.MEANS for one in two for line in _lines(evidence, means, one, filters.known)],
        columns=_COLUMNS,
    )
    if table.empty:
        said = "No figure on the means of Pakistan is on record for this choice"
        return Figure("actors-means", said, said, None, table)
    title = _title(table, two)
    return Figure(
        "actors-means", title, title, None, table, facts=_facts(table, two), notes=_notes(evidence, table, two)
    )


def _lines(evidence: Evidence, means: economy.Means, one: Side, known: date | None) -> list[dict[str, Any]]:
    found = economy.on(evidence, means, one.day, known)
    return [
        {
            "what": means.name,
            "side": one.head,
            "from": f"{row.period_start:%Y-%m-%d}",
            "to": f"{row.period_end:%Y-%m-%d}",
            "value": row.value,
            "unit": evidence.labels("indicator_unit")[row.unit],
            "said": figure_in_words(evidence, row),
            "age": _age(row.period_end.date(), one.day) if means.pick == economy.LAST else "",
            "read_from": page_of(evidence, row),
            "note": text(row.note),
            "rows": (Row("indicators", row.row_id),),
        }
        for row in found.itertuples(index=False)
    ]


def _age(ended: date, day: date) -> str:
    months = economy.age(ended, day)
    return f"{number(months)} months old" if months else ""


def figure_in_words(evidence: Evidence, row: Any) -> str:
    """A row of `indicators` in words: its value with its unit, or what its note says where it has none."""
    if pd.isna(row.value):
        return text(row.note)
    return f"{exact(row.value)} {UNITS.get(row.unit, evidence.labels('indicator_unit')[row.unit])}"


UNITS = {"weeks": "weeks of imports", "pct_yoy": "% on the year", "pct_avg": "% on average of the year", "pct": "%"}


def exact(value: float) -> str:
    """A number with the decimals that it was published with, four at most."""
    shown = number(value, 4)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def page_of(evidence: Evidence, row: Any) -> str:
    """Whose page a figure was read from."""
    return evidence.source(ids(row.source_ids)[0]).publisher


def when(row: Any) -> str:
    """The day, month or fiscal year of a line of the table."""
    first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    if (first.month, first.day, last.month, last.day) == (7, 1, 6, 30) and last.year == first.year + 1:
        return f"fiscal year {first.year}-{last.year % 100:02d}"
    return dates.words(first, last)


def of(table: pd.DataFrame, what: str, side: Side) -> pd.DataFrame:
    """The lines of a limit on a day, newest first."""
    return table[(table["what"] == what) & (table["side"] == side.head)]


def in_short(own: pd.DataFrame) -> str:
    """The newest figures of a limit on a day in words: a range where sources differ, and when; each where no sum is."""
    if own.empty:
        return "none on record"
    if own["value"].isna().all() or own["what"].iloc[0] == economy.PROGRAMME:
        return "; ".join(f"{row['said']} ({when(row)})" for _, row in own.iterrows())
    newest = own[own["to"] == own["to"].max()]
    first = newest.iloc[0]
    low, high = newest["value"].min(), newest["value"].max()
    spread = exact(low) if low == high else f"{exact(low)} to {exact(high)}"
    unit = first["said"].removeprefix(exact(first["value"]))
    return f"{spread}{unit} ({', '.join(filter(None, [when(first), first['age']]))})"


def _facts(table: pd.DataFrame, two: tuple[Side, ...]) -> tuple[Fact, ...]:
    told = []
    for what in dict.fromkeys(means.name for means in economy.MEANS):
        owns = [of(table, what, one) for one in two]
        said = [in_short(own) for own in owns]
        if what == economy.PROGRAMME:
            paid = [of(table, economy.PAYMENT, one).head(1) for one in two]
            said = [by_payment(last) if own.empty else one for own, one, last in zip(owns, said, paid, strict=True)]
            owns += paid
        behind = tuple(dict.fromkeys(row for own in owns for rows in own["rows"] for row in rows))
        told.append(Fact(what, said[-1], campaign.on_sides(said, two), behind))
    return tuple(told)


def by_payment(last: pd.DataFrame) -> str:
    """What is said of a programme where no row gives one: the last payment, whose note names what it was made under.

    `last` is the newest line of the payments on that day, or none.
    """
    if last.empty:
        return "none on record"
    paid = last.iloc[0]
    return f"none with size and term on record; last paid {when(paid)}: {paid['note']}"


def _title(table: pd.DataFrame, two: tuple[Side, ...]) -> str:
    told = []
    for what in _TOLD:
        said = [in_short(own) for one in two if len(own := of(table, what, one))]
        if said:
            told.append(f"{names.inside(what)} {', then '.join(said)}")
    if not told:
        return f"{number(len(table))} figure{'' if len(table) == 1 else 's'} on the means of Pakistan, none on reserves"
    whole = "; ".join(told)
    return whole[:1].upper() + whole[1:]


def _notes(evidence: Evidence, table: pd.DataFrame, two: tuple[Side, ...]) -> tuple[str, ...]:
    meaning = evidence.read("labels").query("vocabulary == 'indicator_series'").set_index("id")["description"]
    notes = [
        "No table holds what a campaign would cost, so whether it could be paid for is not computed: these are the "
        "limits that stood around the choice, each as published.",
        "Of reserves, import cover, prices and the rupee: all figures of the newest day or month, and those of the one "
        "before it where it is at most 31 days older; where sources differ both stand.",
        "Budgets are allocations in rupees of their year, not adjusted for prices. Import cover printed in months is "
        "converted at 4.33 weeks.",
    ]
    if table["age"].any():
        notes.append(
            f"A figure more than {economy.TOLD_MONTHS} months older than the day for which it stands has its age "
            "beside it: it says what was so then, not on that day."
        )
    if (table["what"] == evidence.labels("indicator_series")[economy.RUPEE]).any():
        notes.append(f"{evidence.labels('indicator_series')[economy.RUPEE]}: {meaning[economy.RUPEE]}")
    if len(two) > 1:
        notes.append(
            f"Figures for {two[0].head} are those for dates up to its end, also where they were published later."
        )
    if (table["what"] == economy.PAYMENT).any():
        notes.append("Payments and programmes of the IMF are single events; the tables do not hold every one.")
    return tuple(notes)
