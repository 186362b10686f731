"""Does the risk index lead, lag or merely follow the attacks and deaths that the same publisher counts?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from khyber.analysis import risk, risk_validation
from khyber.charts import names, panels, risk_marks, theme
from khyber.charts.catalogue import Fact, Figure, Row, escape, figure
from khyber.evidence import Evidence
from khyber.evidence.ranges import number
from khyber.filters import Filters

_NAMES = {
    risk_validation.TOTAL: "The index",
    risk_validation.WITHOUT_TEMPO: "Without attack tempo",
    risk_validation.WITHOUT_OWN: "Without the publisher's own pillars",
    risk.OWN: "Attacks alone",
}
_ITSELF = (risk.OWN, risk_validation.OF_ATTACKS)
_COUNTS = {risk_validation.OF_ATTACKS: "attacks", risk_validation.OF_DEATHS: "killed"}
_KINDS = {risk_validation.LEVELS: "levels", risk_validation.CHANGES: "changes from the month before"}
_WORDS = {
    risk_validation.LEADS_WORD: "leads",
    risk_validation.LAGS: "lags",
    risk_validation.FOLLOWS: "merely follows",
    risk_validation.NO_LEAD: "is tied to them at a lead that cannot be told",
    risk_validation.NO_TIE: "is tied to them at no lead",
    risk_validation.UNTESTED: "has too few months at other leads to tell whether it leads or lags",
    risk_validation.TOO_FEW: "has too few months to be told",
}
_LOOKS = (("circle", "solid"), ("square", "dash"), ("diamond", "dot"), ("x", "dashdot"))
_CHART = ["measure", "against", "lead", "correlation", "months", "rows"]
_LIST = ["measure", "against", "of", "verdict", "at_zero", "months", "strongest", "at_lead", "rows"]
_PANEL_PX = 210
_LEAST = f"A lead needs {risk_validation.LEAST_MONTHS} months with both."
USES = ("known", "series", "weights")


@figure("risk-validation", page="risk", name="Does the risk index lead, lag or merely follow?", uses=USES)
def validation(evidence: Evidence, filters: Filters) -> Figure:
    """Rank correlation of the index with attacks and deaths up to six months earlier and later."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-validation", drawn=True)
    who, found = names.publisher(evidence, filters.series), _found(evidence, filters)
    told = found[(found["of"] == risk_validation.LEVELS) & found["measure"].isin(_NAMES)]
    drawn, rows = told[told["rho"].notna()], _rows(evidence, filters)
    if set(drawn["measure"]) <= {risk.OWN}:
        # Attacks held to themselves say nothing of an index that cannot be held to them.
        drawn = drawn.iloc[:0]
    table = pd.DataFrame(
        [
            [_NAMES[one.measure], _COUNTS[one.against], one.lead, round(one.rho, 2), one.months, rows]
            for one in drawn.itertuples(index=False)
        ],
        columns=_CHART,
    )
    totals = _measures(evidence, filters)[risk_validation.TOTAL]
    title = _title(who, told, len(totals.sets))
    kind = "Line charts of the rank correlation at leads from −6 to 6 months, for attacks and for killed"
    return Figure(
        "risk-validation",
        title,
        f"Empty chart. {title}." if table.empty else f"{kind}. {title}.",
        theme.no_data() if table.empty else _spec(table),
        table,
        facts=(*_facts(told, rows), _mixed(totals, rows)),
        notes=_notes(evidence, filters, told, totals),
    )


def _measures(evidence: Evidence, filters: Filters) -> dict[str, risk_validation.Measure]:
    weights = risk_marks.weights(evidence, filters)
    return risk_validation.measures(evidence, filters.series, weights, filters.known)


def _mixed(totals: risk_validation.Measure, rows: tuple[Row, ...]) -> Fact:
    """Of how many sets of pillars the totals are that are correlated."""
    months, sets = len(totals.values), totals.sets
    most = int(sets.max()) if len(sets) else 0
    return Fact(
        "Pillars of the totals",
        f"{number(len(sets))} set{'' if len(sets) == 1 else 's'} over {number(months)} months",
        f"{number(most)} months of the set that has most; a correlation needs {risk_validation.LEAST_MONTHS}; "
        f"{number(len(risk_validation.changes(totals)))} changes between neighbouring months of equal pillars",
        rows,
    )


def _found(evidence: Evidence, filters: Filters) -> pd.DataFrame:
    weights = risk_marks.weights(evidence, filters)
    return risk_validation.correlations(evidence, filters.series, weights, filters.known)


def _rows(evidence: Evidence, filters: Filters) -> tuple[Row, ...]:
    """All rows behind the pillars and the counts: a correlation stands on every month."""
    behind = [*risk.pillars(evidence, filters.series, filters.known)["rows"]]
    counted = risk_validation.counted(evidence, filters.series, filters.known)
    behind += [one.rows for listed in counted.values() for one in listed]
    return tuple(dict.fromkeys(row for own in behind for row in risk_marks.rows_of(own)))


def _of(told: pd.DataFrame, measure: str, against: str) -> pd.DataFrame:
    return told[(told["measure"] == measure) & (told["against"] == against)]


def _said(told: pd.DataFrame, measure: str, against: str) -> str:
    return _WORDS[risk_validation.verdict(_of(told, measure, against))]


def _title(who: str, told: pd.DataFrame, sets: int) -> str:
    own = _of(told, risk_validation.TOTAL, risk_validation.OF_ATTACKS)
    if risk_validation.verdict(own) == risk_validation.TOO_FEW:
        months = int(own.loc[own["lead"] == 0, "months"].iloc[0])
        return (
            f"{who}: whether the index leads, lags or merely follows its attacks cannot be told: only {number(months)} "
            f"months have both, and a correlation needs {risk_validation.LEAST_MONTHS}"
        )
    whole, without = (
        _said(told, one, risk_validation.OF_ATTACKS) for one in (risk_validation.TOTAL, risk_validation.WITHOUT_TEMPO)
    )
    mixed = f"; its months are of {number(sets)} sets of pillars, which weakens this" if sets > 1 else ""
    return f"{who}: held to its attacks the index {whole}; without attack tempo in it, it {without}{mixed}"


def _facts(told: pd.DataFrame, rows: tuple[Row, ...]) -> tuple[Fact, ...]:
    found = []
    for measure in list(_NAMES)[:-1]:
        for against, counted in _COUNTS.items():
            own = _of(told, measure, against)
            said = _said(told, measure, against)
            found.append(
                Fact(f"{_NAMES[measure]}, held to {counted}", said[:1].upper() + said[1:], _numbers(own), rows)
            )
    return tuple(found)


def _numbers(own: pd.DataFrame) -> str:
    """The correlation at no lead and the strongest, in words."""
    given = own[own["rho"].notna()]
    if given.empty:
        return f"fewer than {risk_validation.LEAST_MONTHS} months at every lead"
    best, now = given.loc[given["rho"].abs().idxmax()], given[given["lead"] == 0]
    at_zero = f"{_rho(now.iloc[0])}; " if len(now) else ""
    return f"{at_zero}strongest {_rho(best)}, {_lead(best['lead'])}"


def _rho(row: Any) -> str:
    return f"{number(row['rho'], 2)} over {number(row['months'])} months"


def _lead(lead: int) -> str:
    months = f"{abs(lead)} month{'' if abs(lead) == 1 else 's'}"
    return "in the same month" if lead == 0 else f"counts {months} {'later' if lead > 0 else 'earlier'}"


def _notes(
    evidence: Evidence, filters: Filters, told: pd.DataFrame, totals: risk_validation.Measure
) -> tuple[str, ...]:
    notes = [
        "Spearman's rank correlation of the index of a month with the publisher's count so many months later (right) "
        f"or earlier (left). {_LEAST} Months differ from lead to lead, as figures are missing.",
        "It leads, or lags, only where the strongest correlation is on that side and beats that of the same month by "
        "two standard errors; it follows where that of the same month is beyond two itself. Where no earlier or no "
        "later lead has enough months, neither is told.",
        "Attack tempo is attacks and lethality holds the killed, so the index goes with both by construction: it is "
        "held to them without these, too.",
    ]
    if len(totals.sets) > 1:
        notes.append(
            "A total is of the pillars that its month has. Totals of different pillars stand beside each other in "
            "these correlations, a part of which may be that of what is missing: they show less than those of one "
            "index would."
        )
    later = _later(told)
    if later:
        notes.append(later)
    notes.append(
        "It is looked back upon with the figures of this release, later revisions and later windows among them: what "
        "could be known in each month was less. " + risk_marks.DESCRIBES
    )
    return (*notes, *risk_marks.own_weights(filters), *risk_marks.as_described(evidence, filters.known))


def _later(told: pd.DataFrame) -> str:
    """Whether the attacks alone tell more of later attacks than the index does."""
    ahead = told[(told["lead"] > 0) & (told["against"] == risk_validation.OF_ATTACKS)]
    both = ahead[ahead["measure"].isin([risk_validation.TOTAL, risk.OWN])].pivot(
        index="lead", columns="measure", values="rho"
    )
    both = both.dropna()
    if both.empty or both.shape[1] < 2:
        return ""
    more = int((both[risk.OWN] >= both[risk_validation.TOTAL]).sum())
    return (
        f"At {number(more)} of {number(len(both))} leads the attacks of a month alone go with later attacks at least "
        "as closely as the index does."
    )


def _spec(table: pd.DataFrame) -> dict[str, Any]:
    data = []
    shown = [one for one in _COUNTS.values() if one in set(table["against"])]
    for place, against in enumerate(shown):
        for (name, look), colour in zip(zip(_NAMES.values(), _LOOKS, strict=True), theme.UNITS, strict=False):
            own = table[(table["against"] == against) & (table["measure"] == name)]
            if own.empty:
                continue
            by_lead = {row.lead: row for row in own.itertuples(index=False)}
            x = list(range(min(by_lead), max(by_lead) + 1))
            data.append({
                "type": "scatter", "uid": theme.uid(f"{against} {name}"), "name": name, "legendgroup": name,
                "showlegend": place == 0, "mode": "lines+markers", "x": x,
                "y": [by_lead[one].correlation if one in by_lead else None for one in x],
                "line": {"color": colour, "width": 2, "dash": look[1]},
                "marker": {"color": colour, "size": 7, "symbol": look[0]}, "connectgaps": False,
                "hovertext": [_hover(by_lead[one]) if one in by_lead else "" for one in x], "hoverinfo": "text",
                **panels.axes(place),
            })  # fmt: skip
    heads = [risk_marks.panel(f"Held to {one}", _PANEL_PX, 1.0) for one in shown]
    leads = risk_validation.LEADS
    layout = panels.layout(heads, leads[0], leads[-1])
    named: dict[str, dict[str, Any]] = {
        "x": {"dtick": 2, "nticks": None, "range": [leads[0] - 0.4, leads[-1] + 0.4]},
        "y": {"range": [-1, 1], "tickformat": ".1f", "zeroline": True},
    }
    for axis in [one for one in layout if one[1:5] == "axis"]:
        layout[axis] = {**layout[axis], **named[axis[0]]}
    last = panels.axes(len(shown) - 1)["xaxis"].replace("x", "xaxis")
    layout[last]["title"] = {"text": "Months by which the count is later"}
    return {"data": data, "layout": layout}


def _hover(row: Any) -> str:
    return (
        f"<b>{escape(row.measure)}</b>, held to {row.against}<br>{_lead(row.lead)}: {number(row.correlation, 2)} over "
        f"{number(row.months)} months"
    )


@figure("risk-validation-pillars", page="risk", name="Does any pillar of the risk index lead or lag?", uses=USES)
def by_pillar(evidence: Evidence, filters: Filters) -> Figure:
    """Each pillar held to attacks and deaths, of levels and of changes, as text."""
    if not risk.is_there(evidence):
        return risk_marks.no_index("risk-validation-pillars", drawn=False)
    who, rows, found = names.publisher(evidence, filters.series), _rows(evidence, filters), _found(evidence, filters)
    lines = []
    for (measure, against, of), own in found.groupby(["measure", "against", "of"], sort=False):
        verdict = risk_validation.verdict(own)
        if verdict in (risk_validation.TOO_FEW, risk_validation.UNTESTED) or (measure, against) == _ITSELF:
            continue
        given = own[own["rho"].notna()]
        best, now = given.loc[given["rho"].abs().idxmax()], given[given["lead"] == 0].iloc[0]
        lines.append([
            _measure(evidence, str(measure)), _COUNTS[str(against)], _KINDS[str(of)], _WORDS[verdict],
            round(now["rho"], 2), now["months"], round(best["rho"], 2), best["lead"], rows,
        ])  # fmt: skip
    table = pd.DataFrame(lines, columns=_LIST)
    if table.empty:
        said = f"{who}: of no pillar can it be told, as no lead has enough months"
        return Figure("risk-validation-pillars", said, said, None, table, notes=(_LEAST,))
    led = [_WORDS[risk_validation.LEADS_WORD], _WORDS[risk_validation.LAGS]]
    counts = [int((table["verdict"] == one).sum()) for one in led]
    title = (
        f"{who}, of {number(len(table))} comparisons that have enough months: "
        f"{number(counts[0])} lead and {number(counts[1])} lag"
    )
    facts = tuple(_pillar_fact(row) for row in table[table["verdict"].isin(led)].itertuples(index=False))
    notes = (
        "Levels that rise over the same years go together at any lead, and an estimate that is carried forward stands "
        "still for months: only changes from month to month speak against that, and few months have them. Of a total "
        "they are taken only between months of equal pillars.",
        "Two standard errors are passed by chance about once in twenty, and each comparison is the strongest of "
        f"several leads: a few of so many say nothing. {_LEAST}",
    )
    return Figure("risk-validation-pillars", title, title, None, table, facts=facts, notes=notes)


def _measure(evidence: Evidence, one: str) -> str:
    return _NAMES.get(one) or risk_marks.pillar(evidence, one)


def _pillar_fact(row: Any) -> Fact:
    return Fact(
        f"{row.measure}, held to {row.against}, {row.of}",
        row.verdict[:1].upper() + row.verdict[1:],
        f"{number(row.strongest, 2)}, {_lead(int(row.at_lead))}; {number(row.at_zero, 2)} in the same month",
        row.rows,
    )
