"""Provenance: a figure made again from nothing but the rows that it names is the same figure.

For every figure of the catalogue and every link the tables are cut down to the rows of `figure.rows`. What gives
names stays: the vocabularies, the pages that were read, and the names of groups (of a group whose row is not named, its
names and its year alone). Title, table, key figures, notes and what is drawn must come out equal. What tells of more
than it shows, because it speaks of what is not there, stands in a reviewed list here with the reason. A few lines of
each table are then made again from their own rows alone, and figures of the first release from its rows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import pytest

from khyber.charts import catalogue, compared, differences
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import Evidence, open_release
from khyber.evidence.cache import Keeper
from khyber.filters import Filters, open_link
from tests.charts.test_catalogue import LINKS, cases

NAMES_OF_GROUPS = ["group_id", "name", "short_name", "aliases", "founded_year"]
# Notes that begin in this way speak of rows that are not there: they cannot stand on the rows of the figure.
LATER = {"Left out, as of a year after": "ties that began after the known-by day"}
SPEAKS_OF_WHAT_IS_ABSENT = {
    "briefing-bottom-line": {
        "Each crossing has one state on record": "how many crossings the known-by day hides",
        "Crossings: as described in release": "stands only where a crossing is shown or hidden",
    },
    "group": LATER,
    "groups-ties": LATER,
    "groups-ties-all": LATER,
    "coverage": {"Nothing of this kind is found of": "publishers without a row"},
    "sources": {"Hidden as not known by that day": "how many pages the known-by day hides"},
}
# A search is told beside the whole in which it was made: naming all pages as the rows of a few found would mislead.
TELLS_THE_WHOLE = {"sources"}
# They open a second release or day by themselves: both sides are cut, to the rows of the figure and those that the
# entries of the log among them name, as a row that was removed is one of the other side alone. What other figures say
# before and after is looked at where those figures are.
PAGE_OF_TWO = "differences"
BETWEEN = {
    "differences-rows": differences.rows_between,
    "differences-years": differences.years_between,
    "differences-headlines": differences.headlines_between,
}
PAIRS = {
    "two releases": {"release": ["2026.11.2"], "than": ["2026.11.1"]},
    "from the older one": {"release": ["2026.11.1"], "than": ["2026.11.2"]},
    "two days": {"known": ["2023-01-05"], "known-than": ["2024-01-01"]},
    "a province": {"release": ["2026.11.2"], "area": ["khyber-pakhtunkhwa"], "metric": ["suicide_attacks"]},
}
FIRST = "2026.11.1"
LINES = 4
LEARNT = "a forecast stands on every month known before it, and which model is shown on all of them"
# Figures whose lines are made of one another: a line alone is no line, or another one.
NOT_BY_LINE = {
    "attacks-change": "a line is one of the two years that are compared",
    "attacks-claimed-and-counted": "counts stand only beside a claim of the same group",
    "attacks-what-counts": "a publisher stands here for the counts of another figure",
    "briefing-trend": "a publisher is drawn only where it gives two years in a row",
    "disagreement-what-counts": "a publisher stands here for the counts of another figure",
    "escalation-spells": "a month belongs to a rung where no higher act is in it",
    "group": "of groups that are not named the cut leaves the names alone",
    "groups-bases": "of groups that are not named the cut leaves the names alone",
    "outlook-backtest": LEARNT,
    "outlook-misses": LEARNT,
    "outlook-months": LEARNT,
    "outlook-scores": LEARNT,
    "risk-moves": "a part is a share in the change of all pillars",
    "risk-validation": "a correlation stands on every month",
    "risk-validation-pillars": "a correlation stands on every month",
    "risk-weights": "a weight is a share of all",
    "row-grades": "a row is graded by those that contradict or confirm it",
}
# Columns that tell a line's place among others: what stands in them needs the rows of those.
ALL_UNITS, RANGE = "of all units of the year", "stands on the line of the headline alone: see test_disagreement.py"
OF_OTHER_LINES = {
    "attacks-by-area": dict.fromkeys(["nation", "total", "total_low", "total_high", "stacks"], ALL_UNITS),
    "attacks-by-publisher": {"change": "on the year before, which is a line of its own"},
    "briefing-bottom-line": {"in_view": "whether it is new, among all"},
    "disagreement-lines": {"role": "among those of its publisher", "headline": RANGE, "low": RANGE, "high": RANGE},
    "groups-strength-words": {"newest": "of its series"},
    "risk-total": {"apart": "from the total of another publisher, which is a line of its own"},
}


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of an evidence with some rows alone; what gives names is whole. Each is cut when it is read."""

    def __init__(self, whole: Evidence, kept: dict[str, set[str]]) -> None:
        self._whole, self._kept = whole, kept
        self._cut: dict[str, pd.DataFrame] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole._tables)

    def __len__(self) -> int:
        return len(self._whole._tables)

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._cut:
            self._cut[name] = self._some(name)
        return self._cut[name]

    def _some(self, name: str) -> pd.DataFrame:
        table = self._whole._tables[name]
        if gives_names(self._whole, name) and name not in self._kept:
            return table
        chosen = table[self._whole.key(name)].astype(str).isin(self._kept.get(name, set()))
        if name == "groups":
            return table.where(pd.DataFrame({one: chosen | (one in NAMES_OF_GROUPS) for one in table}))
        return table[chosen].reset_index(drop=True)


class Part(Evidence):
    """Evidence whose tables hold some rows alone; what gives names is whole."""

    def __init__(self, whole: Evidence, rows: Iterable[Row]) -> None:
        vars(self).update(vars(whole))
        kept: dict[str, set[str]] = {}
        for row in rows:
            kept.setdefault(row.table, set()).add(row.row_id)
        Keeper.__init__(self, (whole.identity, tuple(sorted((table, *sorted(ids)) for table, ids in kept.items()))))
        self._tables = Tables(whole, kept)

    def written(self, table: str) -> dict[str, dict[str, str]]:
        left = set(self._tables[table][self.key(table)].astype(str))
        return {key: row for key, row in super().written(table).items() if key.rpartition("/")[2] in left}


def gives_names(evidence: Evidence, table: str) -> bool:
    """True for a table that names things, and for the pages that were read."""
    return table == "sources" or "order" in evidence.read(table) or not evidence.names_sources(table)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_release()


def twice(evidence: Evidence, figure_id: str, filters: Filters) -> tuple[Figure, Figure]:
    """A figure, and the same made of nothing but its rows."""
    shown = catalogue.build(figure_id, evidence, filters)
    return shown, catalogue.build(figure_id, Part(evidence, shown.rows), filters)


def parts(shown: Figure) -> dict[str, object]:
    """What must be the same of a figure and of that of its rows."""
    compared = {"table": told(shown.table), "rows": shown.rows, "spec": shown.spec, "standing": standing(shown)}
    if shown.id in TELLS_THE_WHOLE:
        return compared
    return {**compared, "title": shown.title, "alt": shown.alt, "facts": shown.facts}


@pytest.mark.parametrize(("figure_id", "name"), [one for one in cases() if catalogue.entry(one[0]).page != PAGE_OF_TWO])
def test_the_rows_of_a_figure_give_the_figure(evidence: Evidence, figure_id: str, name: str) -> None:
    shown, again = twice(evidence, figure_id, open_link(LINKS[name]).filters)
    assert parts(again) == parts(shown)


@pytest.mark.parametrize("figure_id", [one.id for one in catalogue.entries() if one.page != PAGE_OF_TWO])
def test_the_rows_of_a_figure_of_the_first_release_give_the_figure(figure_id: str) -> None:
    shown, again = twice(open_release(FIRST), figure_id, Filters())
    assert parts(again) == parts(shown)


@pytest.mark.parametrize(
    "figure_id", [one.id for one in catalogue.entries() if one.page != PAGE_OF_TWO and one.id not in NOT_BY_LINE]
)
def test_the_rows_of_a_line_alone_give_the_line(evidence: Evidence, figure_id: str) -> None:
    """Some lines of the table, evenly spread, each made again from its own rows: what two marks name is not swapped."""
    shown = catalogue.build(figure_id, evidence, Filters())
    lines = of_one_line(shown)
    for place in range(0, len(lines), len(lines) // LINES + 1):
        again = catalogue.build(figure_id, Part(evidence, shown.table["rows"].iloc[place]), Filters())
        assert lines[place] in of_one_line(again), lines[place]


def of_one_line(shown: Figure) -> list[dict[str, object]]:
    """What a table says line by line, without what tells of other lines."""
    return told(shown.table.drop(columns=list(OF_OTHER_LINES.get(shown.id, ()))))


def test_every_reviewed_figure_and_column_is_one_of_the_catalogue(evidence: Evidence) -> None:
    assert {*NOT_BY_LINE, *OF_OTHER_LINES} <= {one.id for one in catalogue.entries()}
    for figure_id, columns in OF_OTHER_LINES.items():
        assert set(columns) <= set(catalogue.build(figure_id, evidence, Filters()).table)


@pytest.mark.parametrize("figure_id", BETWEEN)
@pytest.mark.parametrize("name", PAIRS)
def test_the_rows_of_a_difference_give_it_from_both_sides(figure_id: str, name: str) -> None:
    link = open_link(PAIRS[name])
    assert not link.ignored
    pair = compared.sides(link.evidence, link.filters)
    shown = BETWEEN[figure_id](pair, link.filters)
    log = [link.evidence.row("corrections", row.row_id) for row in shown.rows if row.table == "corrections"]
    kept = [*shown.rows, *(Row(one["table"], one["row_id"].rpartition("/")[2]) for one in log)]
    before, after, own = (one._replace(evidence=Part(one.evidence, kept)) for one in pair)
    again = BETWEEN[figure_id](compared.Pair(before, after, own), link.filters)
    assert told(again.table) == told(shown.table)
    assert (again.rows, again.spec, again.facts) == (shown.rows, shown.spec, shown.facts)
    assert (again.title, again.alt, again.notes) == (shown.title, shown.alt, shown.notes)


def test_every_figure_of_two_is_looked_at_here_or_made_of_others() -> None:
    own = {one.id for one in catalogue.entries() if one.page == PAGE_OF_TWO}
    assert own == {*BETWEEN, "differences-titles"}


def told(table: pd.DataFrame) -> list[dict[str, object]]:
    """What a table says, line by line, with the rows behind each."""
    lines: list[dict[str, object]] = json.loads(table.to_json(orient="records", date_format="iso", default_handler=str))
    return lines


def standing(shown: Figure) -> list[str]:
    """The notes of a figure but those that speak of what is absent."""
    absent = tuple(SPEAKS_OF_WHAT_IS_ABSENT.get(shown.id, ()))
    return [note for note in shown.notes if not (absent and note.startswith(absent))]


def test_no_reviewed_exception_is_needless(evidence: Evidence) -> None:
    for figure_id, starts in SPEAKS_OF_WHAT_IS_ABSENT.items():
        for start in starts:
            assert any(start_of_notes(twice(evidence, figure_id, filters), start) for filters in every_choice())


def every_choice() -> list[Filters]:
    return [open_link(link).filters for link in LINKS.values()]


def start_of_notes(figures: tuple[Figure, Figure], start: str) -> bool:
    """True where the notes that begin in a way differ between two figures."""
    first, second = ([note for note in one.notes if note.startswith(start)] for one in figures)
    return first != second


class TestTheTestItself:
    """What cuts the tables must leave nothing else."""

    def test_only_the_rows_named_are_left(self, evidence: Evidence) -> None:
        part = Part(evidence, [Row("attack_counts", "ac-0001"), Row("groups", "ttp")])
        assert list(part.read("attack_counts")["row_id"]) == ["ac-0001"]
        assert part.read("incidents").empty and part.read("timeline").empty
        assert part.read("publishers").equals(evidence.read("publishers"))
        groups = part.read("groups").set_index("group_id")
        assert groups["name"].notna().all() and list(groups.index[groups["objective"].notna()]) == ["ttp"]
        assert part != evidence

    def test_a_missing_row_is_missed(self, evidence: Evidence) -> None:
        shown = catalogue.build("attacks-by-publisher", evidence, Filters())
        fewer = [row for row in shown.rows if row != shown.table["rows"].iloc[0][0]]
        again = catalogue.build("attacks-by-publisher", Part(evidence, fewer), Filters())
        assert told(again.table) != told(shown.table)
