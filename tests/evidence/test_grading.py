"""Grades: what each rule gives, that no rule is idle, and that the document tells the same rules."""

from datetime import date

import pandas as pd
import pytest

from khyber.evidence import Evidence, Source, grading, open_folder, open_release
from khyber.settings import ROOT, settings


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_folder(settings.data)


def page(publisher: str, kind: str = "news", basis: str = "page", title: str = "A title") -> Source:
    return Source("a-page", publisher, title, "https://example.org", date(2021, 1, 1), date(2021, 1, 1), basis, kind)


class TestLetter:
    @pytest.mark.parametrize(
        ("given", "letter"),
        [
            (page("Dawn"), "C"),
            (page("PICSS", "think-tank"), "B"),
            (page("UN Monitoring Team", "un-report"), "B"),
            (page("Wikipedia", "encyclopedia"), "D"),
            (page("Dawn", basis="none"), "D"),
            (page("Dawn", basis="address"), "C"),
            (page("Navhind Times (AP)"), "B"),
            (page("UNB / AP"), "B"),
            (page("Reuters"), "B"),
            (page("Lokmat Times (ANI)"), "C"),
            (page("RT (citing Reuters)"), "D"),
            (page("Rantburg (AP copy)"), "C"),
            (page("Dawn (copy on longform.social)"), "D"),
            (page("Dawn via Rantburg"), "D"),
            (page("PICSS (copy on vdocuments.us)", "think-tank"), "C"),
            (page("Wikipedia (mirror)", "encyclopedia", "none"), "E"),
            (page("Pak-Afghan Youth Forum", "think-tank"), "B"),
            (page("Defence.pk forum", "analysis"), "E"),
            (page("Dawn", "leaflet"), "F"),
            (page(""), "F"),
        ],
    )
    def test_by_kind_copy_and_date(self, given: Source, letter: str) -> None:
        assert grading.of_source(given).letter == letter

    def test_says_which_rules_it_followed(self) -> None:
        grade = grading.of_source(page("Dawn (copy on longform.social)", basis="none"))
        assert str(grade) == "E" and grade.meaning == "E: unreliable"
        assert len(grade.reasons) == 3 and grade.reasons[0] == "News"

    def test_every_kind_of_the_vocabulary_has_a_rule(self, evidence: Evidence) -> None:
        assert set(grading.KINDS) == set(evidence.labels("source_kind"))
        assert {code: rule.about for code, rule in grading.KINDS.items()} == evidence.labels("source_kind")

    def test_nothing_is_graded_a(self, evidence: Evidence) -> None:
        letters = {grading.of_source(evidence.source(one)).letter for one in evidence.read("sources")["source_id"]}
        assert letters == set("BCDE")


class TestIndependent:
    @pytest.mark.parametrize(
        ("publishers", "count"),
        [
            (["Dawn", "The Nation"], 2),
            (["Dawn", "Dawn (copy on longform.social)"], 1),
            (["Dawn", "Dawn via Rantburg", "The Nation"], 2),
            (["Gulf Today (Reuters)", "TRT World (Reuters)"], 1),
            (["Express Tribune", "The Express Tribune"], 1),
            (["92 News (Urdu)", "Lafz (Urdu)"], 2),
            (["Pakistan Today", "Profit (Pakistan Today)"], 1),
            (["A (B)", "C (D)", "B / D"], 1),
            (["AP", "Associated Press via NewsBreak", "Al Arabiya (AP)"], 1),
            (["The Standard (Pakistan)", "Daily Mail (Pakistan)"], 2),
            (["Times of India via newszop", "IANS (copy on newszop)", "Times of India (newszop copy)"], 2),
            (["UN Security Council (docslib copy)", "ACCORD (ACLED data, copy on docslib)"], 2),
            ([], 0),
        ],
    )
    def test_names_in_common_count_once(self, publishers: list[str], count: int) -> None:
        assert grading.independent(page(one, title=f"{place}") for place, one in enumerate(publishers)) == count

    def test_two_pages_with_one_title_are_one_source(self) -> None:
        assert grading.independent([page("Dawn", title="Blast kills two"), page("Geo", title="Blast Kills Two")]) == 1


class TestDigit:
    def test_by_independent_sources(self, evidence: Evidence) -> None:
        grades = grading.of_rows(evidence, "timeline")
        for row_id, sources in evidence.sources_by_row("timeline").items():
            assert grades[row_id].digit == {1: "3", 2: "2"}.get(grading.independent(sources), "1")

    def test_a_claim_of_a_party_is_doubtful_whoever_prints_it(self, evidence: Evidence) -> None:
        assert {str(one) for one in grading.of_rows(evidence, "group_claims").values()} <= {"D4", "E4"}
        facts = evidence.read("border_facts")
        claims = [*facts.loc[facts["fact"].str.contains("claim"), "row_id"], "bf-0049"]
        for known in (evidence, open_release("2026.11.1")):
            grades = grading.of_rows(known, "border_facts")
            assert {str(grades[one]) for one in claims[:-1]} == {"D4"}
        assert str(grading.of_row(evidence, "border_facts", "bf-0049")) == "D4"

    @pytest.mark.parametrize(
        ("incident", "grade"),
        [
            ("2026-02-27-kabul", "C3"),
            ("2026-03-16-kabul", "C3"),
            ("2024-12-24-barmal", "B3"),
            ("2024-09-07-palosin", "D4"),
            ("2025-04-25-hassankhel", "D4"),
            ("2025-10-16-mohmand", "D4"),
            ("2022-12-15-chaman", "C2"),
        ],
    )
    def test_a_toll_of_the_parties_is_not_confirmed_by_those_who_print_it(
        self, evidence: Evidence, incident: str, grade: str
    ) -> None:
        assert str(grading.of_row(evidence, "incidents", incident)) == grade

    def test_no_toll_on_the_border_is_confirmed_unless_somebody_neutral_counted(self, evidence: Evidence) -> None:
        accounts = evidence.read("accounts")
        neutral = set(accounts.loc[accounts["given_by"] == "neutral", "row_id"])
        rows = evidence.read("incidents").query("category == 'border'")
        tolls = set(rows.loc[rows["killed_high"].notna() | rows["killed_low"].notna(), "incident_id"])
        assert tolls == set(accounts.loc[accounts["table"] == "incidents", "row_id"])
        for known in (evidence, open_release("2026.11.1")):
            grades = grading.of_rows(known, "incidents")
            assert all(grades[one].digit >= "3" for one in tolls - neutral if one in grades)

    def test_every_account_is_of_a_row_that_stands(self, evidence: Evidence) -> None:
        assert all(evidence.has_row(one.table, one.row_id) for one in evidence.read("accounts").itertuples())

    def test_the_police_of_a_province_is_a_state(self, evidence: Evidence) -> None:
        assert {str(grading.of_row(evidence, "attack_counts", one)) for one in ("ac-0362", "ac-0372")} == {"D3"}
        assert str(grading.of_row(evidence, "attack_counts", "ac-0371")) == "D4"

    def test_a_state_counts_its_own_dead_and_those_of_its_enemy(self, evidence: Evidence) -> None:
        rows = evidence.read("attack_counts")
        state = rows[rows["publisher"].isin(["ispr", "interior-ministry"]) & ~rows["doubtful"]]
        for row in state.itertuples():
            grade = grading.of_row(evidence, "attack_counts", row.row_id)
            assert grade.letter >= "D" and grade.digit == ("4" if "militants" in row.metric else "3")

    def test_a_doubtful_figure(self, evidence: Evidence) -> None:
        rows = evidence.read("attack_counts")
        digits = {grading.of_row(evidence, "attack_counts", one).digit for one in rows.loc[rows["doubtful"], "row_id"]}
        assert digits == {"4", "5"}

    def test_one_counter_is_never_confirmed_by_those_who_print_it(self, evidence: Evidence) -> None:
        assert max(map(len, evidence.sources_by_row("attack_counts").values())) > 1
        for table in ("attack_counts", "group_strength", "indicators", "change_claims"):
            graded = grading.of_rows(evidence, table)
            assert min(one.digit for one in graded.values()) == "3"
            assert {one.reasons[0] for one in graded.values()} == {grading.ONE_COUNTER.about}

    def test_only_what_was_known_by_the_day_counts(self, evidence: Evidence) -> None:
        day = date(2023, 1, 5)
        early, whole = grading.of_rows(evidence, "incidents", day), grading.of_rows(evidence, "incidents")
        assert set(early) == set(evidence.read("incidents", day)["incident_id"]) < set(whole)
        assert all(early[one].digit >= whole[one].digit for one in early)
        later = next(one for one in whole if one not in early)
        assert str(grading.of_row(evidence, "incidents", later, day)) == "F6"

    def test_a_row_that_names_no_source_has_no_grade(self, evidence: Evidence) -> None:
        assert grading.of_row(evidence, "labels", "news") is None

    def test_a_page_has_its_letter_alone(self, evidence: Evidence) -> None:
        source = evidence.read("sources")["source_id"].iloc[0]
        assert str(grading.of_row(evidence, "sources", source)) in "BCDE"


class TestRules:
    def test_no_rule_of_a_table_is_idle(self, evidence: Evidence) -> None:
        for cap in grading.CAPS:
            held = cap.holds(evidence.read(cap.table), evidence)
            assert isinstance(held, pd.Series) and held.any(), cap.rule.about

    @pytest.mark.parametrize("rule", [*grading.LETTER_RULES, *grading.DIGIT_RULES], ids=lambda rule: rule.about)
    def test_the_document_tells_every_rule(self, rule: grading.Rule) -> None:
        assert f"| {rule.about} | {rule.gives} | {rule.reason} |" in (ROOT / "docs" / "grading.md").read_text("utf-8")

    def test_grades_in_short(self) -> None:
        grades = [grading.Grade("C", "3", ()), grading.Grade("B", "2", ()), grading.Grade("C", "3", ())]
        assert grading.in_short(grades) == "B2, C3"
