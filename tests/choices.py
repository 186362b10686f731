"""Every choice of a reader as a strategy for Hypothesis."""

from collections.abc import Iterable

from hypothesis import assume
from hypothesis import strategies as st

from khyber import parsing
from khyber.evidence import dates, open_release
from khyber.evidence.releases import identifiers
from khyber.filters import Filters, open_link
from khyber.parsing import border_views

EVIDENCE = open_release()


def opened(**parameters: str) -> Filters:
    """The filters of a link in which nothing is ignored."""
    link = open_link({name.rstrip("_"): [value] for name, value in parameters.items()})
    assert link.ignored == ()
    return link.filters


def ids(table: str) -> list[str]:
    return list(EVIDENCE.vocabulary(table).index)


def several(table: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Some ids of a vocabulary in its order."""
    return among(ids(table))


def among(options: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the options in their order."""
    listed = list(options)
    if not listed:
        return st.just(())
    return st.sets(st.sampled_from(listed)).map(lambda chosen: tuple(one for one in listed if one in chosen))


def few(options: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """At most a dozen of many options in their order."""
    listed = list(options)
    chosen = st.sets(st.sampled_from(listed), max_size=12)
    return chosen.map(lambda some: tuple(one for one in listed if one in some))


def number(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most).map(lambda value: round(value, 4))


DAYS = st.dates(EVIDENCE.starts, EVIDENCE.searched_until)
YEARS = st.integers(EVIDENCE.starts.year, EVIDENCE.searched_until.year)
FIRST_PAGE = EVIDENCE.read("sources")["published_latest"].min().date()
PARTIAL = DAYS.flatmap(
    lambda day: st.sampled_from(["", f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}", day.isoformat()])
)
CORNER = st.tuples(number(-85, 85), number(-180, 180))
SHAPE = st.one_of(
    st.sampled_from(["", *ids("sectors"), *ids("areas")]),
    st.lists(CORNER, min_size=3, max_size=parsing.MOST_CORNERS).map(
        lambda corners: ",".join(f"{one:.7g}" for corner in corners for one in corner)
    ),
)


SPAN = st.just("") | st.tuples(DAYS, DAYS).map(lambda two: dates.written(min(two), max(two)))


def _weights(release: str) -> st.SearchStrategy[tuple[tuple[str, float], ...]]:
    """Weights of some pillars of the risk index, one of them above zero; none where the release has no index."""
    pillars = list(open_release(release).vocabulary("risk_pillars").index)
    percent = st.integers(1, 10_000).map(lambda hundredths: hundredths / 100)
    chosen = among(pillars).flatmap(lambda some: st.tuples(*(st.tuples(st.just(one), percent) for one in some)))
    return st.just(()) | chosen


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    """Any choice that a reader can make."""
    release = draw(st.sampled_from(["newest", *identifiers()]))
    found = Filters(
        release=release,
        known=draw(st.none() | st.dates(FIRST_PAGE, EVIDENCE.searched_until)),
        border=draw(st.sampled_from(border_views(open_release(release)))),
        start=draw(PARTIAL),
        end=draw(PARTIAL),
        area=draw(st.sampled_from(["all", *ids("areas")])),
        actor=draw(st.sampled_from(["all", *ids("actors")])),
        by=draw(several("publishers")),
        metric=draw(st.sampled_from(ids("metrics"))),
        years=draw(st.sets(YEARS, min_size=2, max_size=2).map(lambda two: (min(two), max(two)))),
        first_period=draw(SPAN),
        second_period=draw(SPAN),
        scale=draw(st.sampled_from(["linear", "log"])),
        series=draw(st.sampled_from(ids("publishers"))),
        category=draw(st.sampled_from(["all", "attack", "border"])),
        kind=draw(several("incident_kinds")),
        country=draw(st.sampled_from(["all", "AF", "PK", "none"])),
        within=draw(st.integers(0, 9999)),
        fill=draw(st.sampled_from(["none", *parsing.FILLS])),
        units=draw(st.sampled_from(["provinces", "districts"])),
        layers=draw(among(parsing.LAYERS)),
        shape=draw(SHAPE),
        play=draw(st.none() | DAYS),
        window=draw(st.integers(1, parsing.LONGEST_WINDOW)),
        trail=draw(st.sampled_from(["on", "off"])),
        incident=draw(st.sampled_from(["", *EVIDENCE.read("incidents")["incident_id"]])),
        claim_status=draw(among(EVIDENCE.labels("claim_status"))),
        target=draw(among(open_release(release).vocabulary("target_kinds").index)),
        province=draw(among(parsing.recorded_provinces(EVIDENCE))),
        district=draw(few(parsing.districts(EVIDENCE))),
        confidence=draw(among(EVIDENCE.labels("confidence"))),
        toll=draw(st.integers(0, 9999)),
        placed=draw(st.sampled_from(["all", "yes", "no"])),
        sort=draw(st.sampled_from(["newest", "oldest", "low", "high", "place", "distance"])),
        group=draw(st.sampled_from(["", *EVIDENCE.read("groups")["group_id"]])),
        sector=draw(several("sectors")),
        strip=draw(st.sampled_from(["category", "toll"])),
        places=draw(st.sampled_from(["km", "towns"])),
        crossing=draw(st.sampled_from(["", *EVIDENCE.read("crossings")["crossing_id"]])),
        month=draw(st.just("") | DAYS.map(lambda day: f"{day:%Y-%m}")),
        event=draw(st.sampled_from(["", *EVIDENCE.read("timeline")["event_id"]])),
        topic=draw(among(EVIDENCE.labels("timeline_category"))),
        on=draw(st.none() | DAYS),
        stance=draw(st.sampled_from(["", "china,mediation", "pakistan,cross-border-strikes", "un,border-fence"])),
        weights=draw(_weights(release)),
        search=draw(st.sampled_from(["", "Dawn, 2021", "a & b <i> %26 é"])),
        page_kind=draw(among(EVIDENCE.labels("source_kind"))),
        dated=draw(among(EVIDENCE.labels("date_basis"))),
        period=draw(st.sampled_from(["", "2022", "2022-06", "2022-01/2022-06", "1988-01/2011-05"])),
        judgment=draw(st.sampled_from(["", *EVIDENCE.read("key_judgments")["judgment_id"]])),
        brief=draw(st.sampled_from(["", "border-in-ten-slides", "1.eNoDAAAAAAE"])),
        slide=draw(st.integers(1, 60)),
        than=draw(st.sampled_from(["", *identifiers()])),
        known_than=draw(st.none() | st.dates(FIRST_PAGE, EVIDENCE.searched_until)),
        view=draw(st.just(()) | st.tuples(number(-85, 85), number(-180, 180), number(0, 22))),
    )
    assume(not (found.start and found.end) or found.first_day <= found.last_day)
    return found
