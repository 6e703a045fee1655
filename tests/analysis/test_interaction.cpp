#include "analysis/interaction.hpp"

#include "analysis/random.hpp"
#include "reference.hpp"

#include <cmath>

using namespace tuantra::analysis;
using namespace tuantra::tests;

namespace {

struct Events {
    std::vector<XY> places;
    std::vector<double> times;
};

Events burkitt(const std::filesystem::path& shared)
{
    Events events;
    for (const auto& row : read_csv(shared / "reference/spacetime/burkitt.csv")) {
        events.places.push_back({number(row, "x"), number(row, "y")});
        events.times.push_back(number(row, "t_days"));
    }
    return events;
}

/// Twenty incidents; in each pair both are near in space and in time, and pairs are far apart.
Events pairs()
{
    Events events;
    for (int i = 0; i < 10; ++i) {
        events.places.insert(events.places.end(), {{i * 1000.0, 0}, {i * 1000.0 + 1, 0}});
        events.times.insert(events.times.end(), {i * 100.0, i * 100.0 + 1});
    }
    return events;
}

}  // namespace

TEST_CASE("Modified Knox, Jacquez and Mantel of Burkitt's lymphoma are the reference's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref = read_json(shared / "reference/spacetime/burkitt_expected.json");
    const double tolerance = ref["tol"].get<double>();
    const Events e = burkitt(shared);
    InteractionOptions none;
    none.replicas = 0;
    CHECK(modified_knox(e.places, e.times, 20, 5, none).statistic ==
          Approx(ref["modified_knox_delta20_tau5"].get<double>()).margin(tolerance));
    CHECK(jacquez(e.places, e.times, 3, none).statistic == ref["jacquez_k3"].get<double>());
    CHECK(mantel(e.places, e.times, MantelTransform::distance, none).statistic ==
          Approx(ref["mantel_standardised"].get<double>()).margin(tolerance));
}

TEST_CASE("Incidents in close pairs interact by every measure, and by chance only once in thousands", "[unit]")
{
    const Events e = pairs();
    // each incident has one neighbour in space and one in time: 10 pairs, 20 / (2 * 19) expected
    const auto knox = modified_knox(e.places, e.times, 5, 5);
    CHECK(knox.statistic == Approx(10 - 20.0 / 38));
    CHECK(knox.p == Approx(0.001));
    CHECK(jacquez(e.places, e.times, 1).statistic == 20);
    CHECK(jacquez(e.places, e.times, 1).p == Approx(0.001));
    CHECK(mantel(e.places, e.times).statistic > 0.9);
    CHECK(mantel(e.places, e.times).p == Approx(0.001));
    // pairs far apart in space are as far apart in time
    CHECK(mantel(e.places, e.times, MantelTransform::distance).statistic > 0.99);
}

TEST_CASE("Times dealt out by chance do not interact, whatever the number of threads", "[unit]")
{
    Random random(8);
    int below = 0;
    for (int round = 0; round < 100; ++round) {
        Events e;
        for (int i = 0; i < 30; ++i) {
            e.places.push_back({random.uniform() * 100, random.uniform() * 100});
            e.times.push_back(std::floor(random.uniform() * 50));
        }
        InteractionOptions one, four;
        one.replicas = four.replicas = 99;
        one.threads = 1;
        four.threads = 4;
        const auto got = mantel(e.places, e.times, MantelTransform::reciprocal, one);
        CHECK(got.p == mantel(e.places, e.times, MantelTransform::reciprocal, four).p);
        CHECK(jacquez(e.places, e.times, 3, one).p == jacquez(e.places, e.times, 3, four).p);
        below += *got.p <= 0.1 ? 1 : 0;
    }
    CHECK(below >= 3);  // ten of a hundred on average
    CHECK(below <= 20);
}

TEST_CASE("Interaction of too few, too many or equally distant incidents is refused", "[unit]")
{
    const Events e = pairs();
    const std::vector<XY> two{{0, 0}, {1, 1}};
    CHECK_THROWS_WITH(mantel(two, std::vector<double>{1, 2}), "not enough: 2 incidents, this test needs 3");
    CHECK_THROWS_AS(mantel(std::vector<XY>(3001), std::vector<double>(3001)), std::invalid_argument);
    CHECK_THROWS_AS(mantel(std::vector<XY>(5), std::vector<double>{1, 2, 3, 4, 5}), std::invalid_argument);
    CHECK_THROWS_AS(mantel(e.places, std::vector<double>(20, 7.0)), std::invalid_argument);
    CHECK_THROWS_AS(jacquez(e.places, e.times, 0), std::invalid_argument);
    CHECK_THROWS_AS(jacquez(e.places, e.times, 20), std::invalid_argument);
    CHECK_THROWS_AS(modified_knox(e.places, e.times, -1, 5), std::invalid_argument);
    CHECK_THROWS_AS(modified_knox(e.places, std::vector<double>(20, NAN), 1, 5), std::invalid_argument);
    CHECK_THROWS_AS(modified_knox(e.places, std::vector<double>(3, 1.0), 1, 5), std::invalid_argument);
}
