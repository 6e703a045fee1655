#include "domain/time_bins.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace tuantra::domain;

namespace {

Instant at(const char* text)
{
    return parse_time(text)->from;
}

struct Rows {
    IncidentColumns columns;
    std::vector<std::uint32_t> rows;

    void add(const char* text)
    {
        const auto span = *parse_time(text);
        add(span.from, span.to);
    }
    void add(Instant from, Instant to)
    {
        rows.push_back(static_cast<std::uint32_t>(columns.from_s.size()));
        columns.from_s.push_back(from.unix_s);
        columns.to_s.push_back(to.unix_s);
    }
};

double total(const TimeHistogram& h)
{
    double sum = 0;
    for (std::size_t i = 0; i < h.certain.size(); ++i) sum += h.at(i);
    return sum;
}

}  // namespace

TEST_CASE("Every bin begins where the one before ends, and holds its first and last second", "[unit]")
{
    for (const TimeBin bin : {TimeBin::hour, TimeBin::day, TimeBin::week, TimeBin::month, TimeBin::year})
        for (const Zone zone : {Zone{}, Zone{0}, Zone{-210}})
            for (std::int64_t n = -700; n < 700; n += 7) {
                const Instant begin = bin_start(n, bin, zone), end = bin_start(n + 1, bin, zone);
                REQUIRE(begin < end);
                CHECK(bin_of(begin, bin, zone) == n);
                CHECK(bin_of({end.unix_s - 1}, bin, zone) == n);
                CHECK(bin_of(end, bin, zone) == n + 1);
            }
}

TEST_CASE("Bins follow the local calendar", "[unit]")
{
    const Instant t = at("2026-11-22T02:10:30+07:00");  // a Sunday
    const auto begin = [&](TimeBin bin) { return to_iso(bin_start(bin_of(t, bin), bin)); };
    CHECK(begin(TimeBin::hour) == "2026-11-22T02:00:00+07:00");
    CHECK(begin(TimeBin::day) == "2026-11-22T00:00:00+07:00");
    CHECK(begin(TimeBin::week) == "2026-11-16T00:00:00+07:00");
    CHECK(begin(TimeBin::month) == "2026-11-01T00:00:00+07:00");
    CHECK(begin(TimeBin::year) == "2026-01-01T00:00:00+07:00");
    CHECK(bin_of(at("1970-01-01"), TimeBin::month) == 0);
    CHECK(bin_of(at("1969-12-31"), TimeBin::month) == -1);
    CHECK(bin_of(at("1970-01-01"), TimeBin::week) == 0);
}

TEST_CASE("A histogram counts each record once, in the bin that holds it", "[unit]")
{
    Rows r;
    r.add("2024-02-28T23:59:59");
    r.add("2024-02-29T00:00:00");
    r.add("2024-02-29T12:00:00");
    r.add("2024-03-01T00:00:00");
    const auto days = time_histogram(r.columns, r.rows, TimeBin::day);
    REQUIRE(days.certain == std::vector<std::uint32_t>{1, 2, 1});
    CHECK(to_iso_date(days.start(1)) == "2024-02-29");
    CHECK(time_histogram(r.columns, r.rows, TimeBin::month).certain == std::vector<std::uint32_t>{3, 1});
    CHECK(time_histogram(r.columns, r.rows, TimeBin::year).certain == std::vector<std::uint32_t>{4});
    CHECK(time_histogram(r.columns, std::vector<std::uint32_t>{1, 2}, TimeBin::day).certain ==
          std::vector<std::uint32_t>{2});
    CHECK(time_histogram(r.columns, {}, TimeBin::day).empty());
}

TEST_CASE("A record that knows only its day is certain by the day and spread evenly by the hour", "[unit]")
{
    Rows r;
    r.add("2024-05-06");
    r.add("2024-05-06T10:30:00");
    const auto days = time_histogram(r.columns, r.rows, TimeBin::day);
    REQUIRE(days.certain == std::vector<std::uint32_t>{2});
    CHECK(days.shared[0] == 0);
    const auto hours = time_histogram(r.columns, r.rows, TimeBin::hour);
    REQUIRE(hours.certain.size() == 24);
    CHECK(hours.certain[10] == 1);
    CHECK(std::accumulate(hours.certain.begin(), hours.certain.end(), 0U) == 1);
    for (const float share : hours.shared) CHECK(share == Approx(1 / 24.0));
    CHECK(total(hours) == Approx(2));
}

TEST_CASE("Records of weeks and years are shared by the length of the overlap, and the sum is kept", "[unit]")
{
    Rows r;
    r.add(at("2023-12-31T18:00:00"), {at("2024-01-02T06:00:00").unix_s - 1});  // 6 + 24 + 6 hours
    r.add(at("2020-01-01T00:00:00"), at("2029-12-31T23:59:59"));
    r.add(at("2024-07-01T00:00:00"), at("2024-07-01T00:00:00"));
    const auto years = time_histogram(r.columns, r.rows, TimeBin::year);
    REQUIRE(years.certain.size() == 10);
    CHECK(years.at(3) == Approx(6 / 36.0 + 365 / 3653.0));
    CHECK(years.at(4) == Approx(30 / 36.0 + 366 / 3653.0 + 1));
    CHECK(years.at(9) == Approx(365 / 3653.0));
    for (const TimeBin bin : {TimeBin::hour, TimeBin::day, TimeBin::week, TimeBin::month, TimeBin::year})
        CHECK(total(time_histogram(r.columns, r.rows, bin)) == Approx(3));
}

TEST_CASE("No share is left where no record reaches", "[unit]")
{
    Rows r;
    for (int i = 0; i < 50; ++i) r.add({1'600'000'000 + i * 977}, {1'600'000'000 + i * 977 + 86'400 * (2 + i % 5)});
    r.add("2024-01-01T00:00:00");
    const auto days = time_histogram(r.columns, r.rows, TimeBin::day);
    std::size_t empty = 0;
    for (std::size_t i = 20; i + 1 < days.certain.size(); ++i) empty += days.at(i) == 0 ? 1U : 0U;
    CHECK(empty == days.certain.size() - 21);
}

TEST_CASE("Hours of two thousand years are refused, days of them are not", "[unit]")
{
    Rows r;
    r.add("0024-05-06");
    r.add("2024-05-06");
    CHECK(time_histogram(r.columns, r.rows, TimeBin::hour).empty());
    CHECK(total(time_histogram(r.columns, r.rows, TimeBin::day)) == Approx(2));
}
