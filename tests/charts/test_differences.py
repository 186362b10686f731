"""The figures of the differences page: what is compared, every difference told, and what was changed since."""

import pytest

from khyber.charts import catalogue, compared, said
from khyber.charts.catalogue import Figure, Row
from khyber.evidence import open_release
from khyber.evidence.differences import compare
from khyber.evidence.releases import identifiers
from khyber.filters import open_link

FIRST, SECOND = "2026.11.1", "2026.11.2"
RELEASES = {"release": SECOND, "than": FIRST}
DAYS = {"known": "2023-01-05", "known-than": "2024-01-01"}


def shown(figure_id: str, **query: str) -> Figure:
    link = open_link({name.replace("_", "-"): [value] for name, value in query.items()})
    assert not link.ignored
    return catalogue.build(figure_id, link.evidence, link.filters)


def words(**query: str) -> tuple[str, str]:
    link = open_link({name: [value] for name, value in query.items()})
    pair = compared.sides(link.evidence, link.filters)
    return pair.before.words, pair.after.words


class TestWhatIsCompared:
    def test_the_newest_with_the_one_before_it_by_itself(self):
        assert words() == (f"release {identifiers()[1]}", f"release {identifiers()[0]}")

    def test_the_oldest_with_the_one_after_it(self):
        assert words(release=identifiers()[-1]) == (f"release {identifiers()[-1]}", f"release {identifiers()[-2]}")

    @pytest.mark.parametrize("query", [{"release": FIRST, "than": SECOND}, {"release": SECOND, "than": FIRST}])
    def test_the_older_stands_before_whichever_is_shown(self, query):
        assert words(**query) == (f"release {FIRST}", f"release {SECOND}")

    def test_a_day_alone_is_of_the_same_release(self):
        before, after = words(release=FIRST, **DAYS)
        assert before == f"release {FIRST}, as known by 5 January 2023"
        assert after == f"release {FIRST}, as known by 1 January 2024"

    def test_everything_stands_after_a_day(self):
        before, after = words(release=FIRST, **{"known-than": "2023-01-05"})
        assert (before, after) == (f"release {FIRST}, as known by 5 January 2023", f"release {FIRST}")

    def test_two_releases_are_as_known_by_the_same_day(self):
        told = words(known="2023-01-05", **RELEASES)
        assert all(one.endswith("as known by 5 January 2023") for one in told)


class TestRows:
    def test_every_difference_is_a_line_with_its_reason(self):
        figure = shown("differences-rows", **RELEASES)
        changes = compare(open_release(FIRST), open_release(SECOND))
        lines = zip(*(figure.table[name] for name in ("table", "row_id", "field", "old", "new", "reason")), strict=True)
        assert set(lines) == {(c.table, c.row_id, c.field, c.old, c.new, c.reason) for c in changes}
        assert figure.title == f"From release {FIRST} to {SECOND}: 56 rows revised, 1 row removed"

    def test_a_row_that_was_removed_stands_on_the_log(self):
        table = shown("differences-rows", **RELEASES).table.set_index("row_id")
        (row,) = table.loc["ac-0391", "rows"]
        assert row.table == "corrections"
        assert table.loc["ac-0391", "what"] == "Other, Attacks, 2023-05-01, 2023-05-31, 76"

    def test_from_the_older_one_it_is_still_a_row(self):
        table = shown("differences-rows", release=FIRST, than=SECOND).table.set_index("row_id")
        assert table.loc["ac-0391", "rows"] == (Row("attack_counts", "ac-0391"),)

    def test_by_days_each_row_tells_when_it_was_first_known(self):
        table = shown("differences-rows", **DAYS).table
        assert set(table["action"]) == {"added"}
        assert table["reason"].str.fullmatch(r"First page published by \d+ \w+ 2023|.* 1 January 2024").all()

    def test_nothing_differs_from_itself(self):
        figure = shown("differences-rows", release=SECOND, than=SECOND)
        assert figure.is_empty and figure.title == f"Release {SECOND}, beside itself: no row differs"

    def test_a_day_does_not_differ_from_itself(self):
        figure = shown("differences-rows", release=SECOND, known="2023-01-05", **{"known-than": "2023-01-05"})
        told = f"Release {SECOND}, as known by 5 January 2023, beside itself: no row differs"
        assert figure.is_empty and figure.title == told

    def test_another_schema_is_told(self):
        facts = {one.label: one.value for one in shown("differences-rows", **RELEASES).facts}
        assert facts["Schema version"] == "1 → 2"
        assert "Schema version" not in {one.label for one in shown("differences-rows", **DAYS).facts}


class TestYears:
    def test_the_corrected_area_is_told(self):
        figure = shown("differences-years", **RELEASES)
        (which,) = figure.table["which"]
        assert "suicide attacks, Khyber Pakhtunkhwa: none → 12" in which and figure.table["differing"].sum() == 2

    def test_filters_leave_out_what_they_leave_out_everywhere(self):
        assert shown("differences-years", area="balochistan", **RELEASES).is_empty
        assert shown("differences-years", by="pips", **RELEASES).is_empty
        assert shown("differences-years", **RELEASES, **{"to": "2024-06"}).is_empty
        assert not shown("differences-years", by="picss", **RELEASES).is_empty


class TestHeadlines:
    def test_a_revision_is_told_with_its_range(self):
        figure = shown("differences-headlines", **DAYS)
        told = figure.table.query("publisher == 'picss' and year == 2022")
        assert list(told["told"]) == ["376 → 380 (376 to 380)"] and list(told["difference"]) == ["differs"]

    def test_only_what_differs_is_drawn_twice(self):
        figure = shown("differences-headlines", **DAYS)
        rings = [trace for trace in figure.spec["data"] if trace["name"].endswith("before")]
        drawn = sum(value is not None for trace in rings for value in trace["y"])
        table = figure.table
        assert drawn == ((table["difference"] == "differs") & table["before"].notna()).sum() > 0


class TestWhatOthersSay:
    def test_the_crossing_and_the_sentence_that_counts_it(self):
        table = shown("differences-titles", **RELEASES).table
        crossings = table[table["figure"] == "crossings"].set_index("what")
        assert "6 shut" in crossings.loc["Sentence", "before"] and "7 shut" in crossings.loc["Sentence", "after"]
        assert Row("crossings", "kharlachi") in crossings.loc["Kharlachi", "rows"]

    def test_each_line_is_what_that_figure_says(self):
        figure = shown("differences-titles", area="khyber-pakhtunkhwa", metric="suicide_attacks", **RELEASES)
        sentences = figure.table[figure.table["what"] == "Sentence"]
        assert "attacks-by-publisher" in set(sentences["figure"])
        for side, release in (("before", FIRST), ("after", SECOND)):
            link = open_link({"release": [release], "area": ["khyber-pakhtunkhwa"], "metric": ["suicide_attacks"]})
            for row in sentences.itertuples():
                assert getattr(row, side) == catalogue.build(row.figure, link.evidence, link.filters).title

    def test_of_facts_with_one_label_only_those_of_one_side_are_told(self):
        lines = shown("differences-titles", **RELEASES).table
        others = lines[(lines["figure"] == "briefing-bottom-line") & (lines["what"].str.endswith(" – Others"))]
        assert not others.empty
        for row in others.itertuples():
            assert not set(row.before.split("; ")) & set(row.after.split("; "))


class TestSince:
    def since(self, page: str, release: str = FIRST, **query: str) -> said.Since:
        link = open_link({"release": [release], **{name: [value] for name, value in query.items()}})
        return said.since(link.evidence, said.on_page(page, link.filters), open_release(SECOND))

    def test_nothing_was_changed_since_the_newest(self):
        assert self.since("attacks", SECOND) == said.Since(0, 0, 0, SECOND)

    def test_only_rows_behind_the_figures_in_view_count(self):
        province = self.since("attacks", area="khyber-pakhtunkhwa", metric="suicide_attacks")
        early = self.since("attacks", area="khyber-pakhtunkhwa", metric="suicide_attacks", to="2015")
        assert province.revised > early.revised == 0

    def test_every_row_of_the_page_that_differs_is_counted_once(self):
        link = open_link({"release": [FIRST]})
        changed = {(c.table, c.row_id) for c in compare(open_release(FIRST), open_release(SECOND))}
        behind = {
            tuple(row)
            for release in (FIRST, SECOND)
            for entry in catalogue.entries()
            if entry.page == "border"
            for row in catalogue.build(entry.id, open_release(release), link.filters).rows
        }
        found = self.since("border")
        assert found.revised + found.removed == len(behind & changed) > 0
