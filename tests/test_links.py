"""Links: every choice survives its link, and no link of any kind breaks a page."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khyber import filters as filters_module
from khyber.evidence import open_release
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from khyber.parameters import BY_NAME, PARAMETERS
from tests.choices import EVIDENCE, filters, ids, opened

DEFAULT = Filters()


def as_link(query: dict[str, str]) -> dict[str, list[str]]:
    return {name: [value] for name, value in query.items()}


class TestRoundTrip:
    @given(filters())
    def test_every_choice_survives_its_address(self, chosen):
        link = open_link(as_link(chosen.query()))
        assert link.filters == chosen
        assert link.ignored == ()

    @given(filters())
    def test_every_choice_survives_its_link_to_share(self, chosen):
        link = open_link(as_link(chosen.query()))
        pinned = open_link(as_link(chosen.pinned(link.evidence)))
        assert pinned.filters == replace(chosen, release=link.evidence.release)
        assert pinned.ignored == ()

    @given(filters())
    def test_the_address_names_only_what_was_chosen(self, chosen):
        other = {
            parameter.name
            for parameter in PARAMETERS
            if getattr(chosen, parameter.field) != getattr(DEFAULT, parameter.field)
        }
        assert chosen.query().keys() == other

    @given(filters())
    def test_what_goes_along_to_another_page_opens_there(self, chosen):
        link = open_link(as_link(chosen.shared()))
        shared = [parameter.field for parameter in PARAMETERS if parameter.shared]
        assert link.filters == chosen.only(shared)
        assert link.ignored == ()

    def test_nothing_chosen_is_an_empty_address(self):
        assert DEFAULT.query() == {}
        assert open_link({}).filters == DEFAULT

    def test_a_pinned_link_names_the_release_and_every_default(self):
        pinned = DEFAULT.pinned(EVIDENCE)
        assert pinned.keys() == BY_NAME.keys() - {
            "incident", "group", "crossing", "event", "search", "judgment", "claim", "brief", "slide", "than", "view",
            "shape", "play", "on", "stance", "month", "weights",
        }  # fmt: skip
        assert pinned["release"] == identifiers()[0]
        assert {name for name, value in pinned.items() if value == "all"} == {
            "known", "from", "to", "area", "actor", "by", "category", "kind", "country", "within",
            "claim-status", "target", "province", "district", "confidence", "toll", "placed",
            "sector", "topic", "page-kind", "dated", "known-than",
        }  # fmt: skip
        assert (pinned["metric"], pinned["years"], pinned["series"]) == ("attacks", "2020,2021", "picss")

    def test_defaults_are_ids_of_the_vocabularies(self):
        assert DEFAULT.metric in ids("metrics")
        assert DEFAULT.series in ids("publishers")

    def test_every_example_in_the_list_of_parameters_opens(self):
        for parameter in PARAMETERS:
            link = open_link({parameter.name: [parameter.example]})
            assert link.ignored == (), parameter.name
            assert parameter.write(getattr(link.filters, parameter.field)) == parameter.example

    def test_a_default_that_was_chosen_stays_in_the_address(self):
        chosen = {
            "metric": ["attacks"],
            "years": ["2020,2021"],
            "scale": ["linear"],
            "series": ["picss"],
            "sort": ["newest"],
        }
        filters = open_link(chosen).filters
        assert {name: [value] for name, value in filters.query().items()} == chosen
        assert DEFAULT.changed(metric="attacks").query() == {"metric": "attacks"}
        assert DEFAULT.changed(area="all").query() == {}

    def test_every_field_has_one_parameter(self):
        assert sorted(parameter.field for parameter in PARAMETERS) == sorted(
            field.name for field in fields(Filters) if field.name != "said"
        )
        assert len(BY_NAME) == len(PARAMETERS)


NAMES = st.sampled_from(sorted(BY_NAME)) | st.text(max_size=60)
TEXTS = (
    st.text(max_size=60)
    | st.sampled_from(["all", "newest", "2021", "2021-03", "2021/2022", ",", "picss,", "1e999,nan,inf", "0000,0001"])
    | st.from_regex(r"-?[0-9]{1,5}([-,./][0-9]{1,5}){0,3}", fullmatch=True)
)
QUERIES = st.dictionaries(NAMES, st.lists(TEXTS, max_size=3), max_size=6)


class TestJunk:
    @given(QUERIES)
    def test_no_link_raises_and_what_it_opens_is_a_link(self, query):
        found = open_link(query).filters
        again = open_link(as_link(found.query()))
        assert again.filters == found
        assert again.ignored == ()
        assert found.sentence(EVIDENCE)

    @given(QUERIES)
    def test_an_unknown_name_is_told(self, query):
        told = [one for one in open_link(query).ignored if one.endswith("is no parameter of this dashboard")]
        assert len(told) == len(query.keys() - BY_NAME.keys() - {"embed", "embed_options"})

    @given(QUERIES)
    def test_a_value_is_taken_or_told(self, query):
        link = open_link(query)
        for parameter in PARAMETERS:
            given = [text for text in query.get(parameter.name, ()) if text]
            value = getattr(link.filters, parameter.field)
            neutral = {"all", "newest", parameter.write(getattr(DEFAULT, parameter.field))}
            if value == getattr(DEFAULT, parameter.field) and given and given[-1] not in neutral:
                assert any(parameter.name in sentence for sentence in link.ignored), parameter.name

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("release", "1999.1.1", "there is no such release; the newest is shown"),
            ("release", "../2026.11.1", "there is no such release; the newest is shown"),
            ("known", "2023", "a whole day is needed"),
            ("known", "2023-02-30", "is not a day of the calendar"),
            ("known", "9999-12-31", "pages were read from"),
            ("known", "0001-01-01", "pages were read from"),
            ("from", "9999", "the data run from"),
            ("to", "1950", "the data run from"),
            ("years", "1000,2021", "the data run from"),
            ("border", "google", "choose natural-earth, un, pakistan, afghanistan or india"),
            ("first-period", "1950", "the data run from"),
            ("second-period", "2022/2021", "ends before it starts"),
            ("second-period", "all", "is not a date"),
            ("from", "soon", "is not a date"),
            ("from", "2021/2022", "a year, a month or a day is needed"),
            ("to", "2021-13", "is not a month of the calendar"),
            ("month", "2026-13", "'2026-13' is not a month of the calendar"),
            ("area", "Balochistan", "there is no such area"),
            ("actor", "nobody", "there is no such actor"),
            ("by", ",", "there is no such publisher"),
            ("metric", "happiness", "there is no such metric"),
            ("metric", "all", "there is no such metric"),
            ("years", "2020", "two years are needed"),
            ("years", "2020,2021,2022", "two years are needed"),
            ("years", "20,21", "two years are needed"),
            ("years", "0020,2021", "two years are needed"),
            ("years", "2021,2021", "the two years are the same"),
            ("scale", "LOG", "choose linear or log"),
            ("series", "all", "there is no such publisher"),
            ("category", "war", "choose attack, border or all"),
            ("kind", "picnic", "there is no such kind of incident"),
            ("country", "IR", "choose AF, PK, none or all"),
            ("claim-status", "sure", "there is no such claim status"),
            ("target", "picnic", "there is no such kind of target"),
            ("province", "pakistan", "there is no such province"),
            ("district", "Kurram", "there is no such district on record"),
            ("toll", "0", "a number of people is needed"),
            ("placed", "maybe", "choose yes, no or all"),
            ("sort", "colour", "choose newest, oldest"),
            ("within", "0", "a number of kilometres is needed"),
            ("within", "-5", "a number of kilometres is needed"),
            ("within", "99999", "a number of kilometres is needed"),
            ("fill", "blood", "choose none, incidents, killed or attacks"),
            ("units", "cities", "choose provinces or districts"),
            ("layers", "roads", "there is no such choice"),
            ("shape", "34,71,34", "a sector, an area, or 3 to 40 corners are needed"),
            ("shape", ",".join(["34,71"] * 41), "3 to 40 corners are needed"),
            ("shape", "a,b,c,d,e,f", "the corners of a shape are numbers"),
            ("shape", "34,71,95,71,33,70", "that shape lies outside the map"),
            ("shape", "nan,71,35,71,33,70", "that shape lies outside the map"),
            ("play", "2022", "a whole day is needed"),
            ("play", "1950-01-01", "the data run from"),
            ("window", "0", "a number of days is needed"),
            ("window", "9999", "a number of days is needed"),
            ("trail", "long", "choose on or off"),
            ("incident", "2099-01-01-nowhere", "there is no such incident"),
            ("judgment", "kj-99", "there is no such judgment in this release"),
            ("than", "2031.1.1", "there is no such release"),
            ("known-than", "2023-01", "a whole day is needed"),
            ("view", "1,2", "latitude, longitude and zoom are needed"),
            ("view", "nan,1,2", "outside the map"),
            ("view", "89,0,3", "outside the map"),
            ("view", "1,2,inf", "outside the map"),
        ],
    )
    def test_what_means_nothing_is_left_out_with_the_reason(self, name, value, reason):
        link = open_link({name: [value], "country": ["AF"]} if name != "country" else {name: [value]})
        assert link.filters == (DEFAULT if name == "country" else Filters(country="AF"))
        (told,) = link.ignored
        assert told.startswith(f"{name} “{value[:20]}")
        assert reason in told

    @pytest.mark.parametrize(
        ("query", "kept", "told"),
        [
            ({"by": ["picss,xyz"]}, {"by": ("picss",)}, "by “xyz”: there is no such publisher"),
            (
                {"by": ["xyz", "pips,picss,abc,xyz"]},
                {"by": ("picss", "pips")},
                "by “xyz,abc”: there is no such publisher",
            ),
            ({"by": ["all,picss"]}, {"by": ("picss",)}, "by “all”: there is no such publisher"),
            ({"by": ["xyz"]}, {}, "by “xyz”: there is no such publisher"),
            ({"kind": ["picnic,talks"]}, {"kind": ("talks",)}, "kind “picnic”: there is no such kind of incident"),
        ],
    )
    def test_of_a_list_what_is_known_is_kept(self, query, kept, told):
        link = open_link(query)
        assert link.filters == Filters(**kept)
        assert link.ignored == (told,)

    @pytest.mark.parametrize(
        "query",
        [
            {"area": ["punjab"], "by": ["x" * 8_000]},
            {"area": ["punjab"], "by": ["x"] * 3_000},
            {"area": ["punjab"], "x" * 8_000: [""]},
            {"area": ["punjab"]} | {f"name-{number}": ["1"] for number in range(64)},
        ],
    )
    def test_a_link_too_long_is_left_out_as_a_whole_and_not_kept(self, query):
        open_link({})
        kept = open_release().kept[filters_module._read.__wrapped__]
        before = list(kept._found)
        link = open_link(query)
        assert link.filters == DEFAULT
        assert link.ignored == ("the link is longer than 8,000 characters or 64 names: it was left out",)
        assert list(kept._found) == before

    @given(filters())
    def test_no_link_to_share_is_too_long(self, chosen):
        pinned = chosen.pinned(EVIDENCE)
        assert sum(map(len, [*pinned, *pinned.values()])) < filters_module.MOST_CHARACTERS / 2

    @pytest.mark.parametrize("name", ["known", "from", "to", "by", "area", "view"])
    def test_the_reason_never_repeats_a_long_text(self, name):
        (told,) = open_link({name: ["x" * 7_000]}).ignored
        assert len(told) < 200

    def test_an_unknown_name_does_not_touch_the_rest(self):
        link = open_link({"colour": ["red"], "area": ["punjab"]})
        assert link.filters == Filters(area="punjab")
        assert link.ignored == ("“colour” is no parameter of this dashboard",)

    def test_streamlits_own_parameters_are_not_reported(self):
        assert open_link({"embed": ["true"], "embed_options": ["dark_theme", "show_padding"]}).ignored == ()
        assert open_link({"embedding": ["true"]}).ignored != ()

    def test_a_period_that_ends_before_it_starts_is_left_out(self):
        link = open_link({"from": ["2022-05"], "to": ["2021"], "area": ["punjab"]})
        assert link.filters == Filters(area="punjab")
        assert link.ignored == ("from “2022-05” to “2021”: the period ends before it starts",)

    def test_a_period_of_one_year_may_end_in_the_year_of_its_start(self):
        assert opened(from_="2021-05", to="2021").last_day == date(2021, 12, 31)

    def test_long_and_unprintable_text_is_shortened(self):
        (told,) = open_link({"x" * 200 + "\n<b>": ["1"]}).ignored
        assert told == f"“{'x' * 39}…” is no parameter of this dashboard"
        (told,) = open_link({"a\nb": ["1"]}).ignored
        assert told.startswith("“a?b”")


class TestRepeatedNames:
    def test_the_last_of_a_single_value_wins(self):
        assert open_link({"area": ["punjab", "sindh"]}).filters.area == "sindh"
        assert open_link({"release": ["1999.1.1", "newest"]}).ignored == ()

    def test_lists_join(self):
        assert open_link({"by": ["pips", "picss"]}).filters == opened(by="picss,pips")
        assert open_link({"kind": ["air-strike", "drone-strike,air-strike"]}).filters == opened(
            kind="air-strike,drone-strike"
        )

    def test_any_spelling_of_a_district_stands_for_it(self):
        assert open_link({"district": ["qila-saifullah"]}).filters == Filters(district=("killa-saifullah",))

    def test_the_order_in_a_link_is_not_a_choice(self):
        assert opened(by="pips,picss") == opened(by="picss,pips")
        assert opened(years="2021,2020").years == (2020, 2021)

    def test_empty_values_are_no_choice(self):
        link = open_link({name: [""] for name in BY_NAME if name != "release"} | {"area": ["punjab", ""]})
        assert link.filters == Filters(area="punjab")
        assert link.ignored == ()
