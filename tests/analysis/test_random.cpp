#include "analysis/random.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

using namespace tuantra::analysis;

TEST_CASE("The generator gives the published numbers of xoshiro256**", "[unit]")
{
    // Computed by hand from the definition for the state 1, 2, 3, 4: rotl(2 * 5, 7) * 9 and so on.
    Random random(std::array<std::uint64_t, 4>{1, 2, 3, 4});
    CHECK(random.next() == 11520);
    CHECK(random.next() == 0);
    CHECK(random.next() == 1509978240);
    CHECK(random.next() == 1215971899390074240ULL);
}

TEST_CASE("splitmix64 gives the published numbers of seed 1234567", "[unit]")
{
    std::uint64_t state = 1234567;
    CHECK(splitmix64(state) == 6457827717110365317ULL);
    CHECK(splitmix64(state) == 3203168211198807973ULL);
    CHECK(splitmix64(state) == 9817491932198370423ULL);
}

TEST_CASE("The same seed and task repeat, another task and a jump do not", "[unit]")
{
    Random a(42, 7), b(42, 7), other(42, 8), jumped(42, 7);
    jumped.jump();
    const auto first = a.next();
    CHECK(first == b.next());
    CHECK(first != other.next());
    CHECK(first != jumped.next());
}

TEST_CASE("Every face of a die of seven comes up equally often", "[unit]")
{
    Random random(1);
    std::array<double, 7> seen{};
    for (int i = 0; i < 70000; ++i) ++seen.at(random.below(7));
    double chi2 = 0;
    for (const double n : seen) chi2 += (n - 10000) * (n - 10000) / 10000;
    CHECK(chi2 < 22.46);  // the 99.9 percent point with six degrees of freedom
}

TEST_CASE("A shuffle keeps all values and every place gets every value", "[unit]")
{
    std::array<std::array<int, 4>, 4> seen{};
    for (std::uint64_t task = 0; task < 4000; ++task) {
        std::array<std::size_t, 4> values{0, 1, 2, 3};
        Random random(3, task);
        random.shuffle(std::span<std::size_t>(values));
        for (std::size_t place = 0; place < 4; ++place) ++seen.at(place).at(values.at(place));
        std::sort(values.begin(), values.end());
        REQUIRE(values == std::array<std::size_t, 4>{0, 1, 2, 3});
    }
    for (const auto& place : seen)
        for (const int n : place) CHECK(std::abs(n - 1000) < 140);  // five deviations
}

TEST_CASE("Draws by chance follow the weights and never take a weight of zero", "[unit]")
{
    const std::vector<double> weights{1, 0, 3, 6, 0};
    const AliasTable table(weights);
    Random random(5);
    std::vector<double> seen(5, 0);
    for (int i = 0; i < 100000; ++i) ++seen[table.draw(random)];
    CHECK(seen[1] == 0);
    CHECK(seen[4] == 0);
    CHECK(seen[0] == Approx(10000).margin(500));
    CHECK(seen[2] == Approx(30000).margin(750));
    CHECK(seen[3] == Approx(60000).margin(800));
    CHECK_THROWS_AS(AliasTable(std::vector<double>{0, 0}), std::invalid_argument);
    CHECK_THROWS_AS(AliasTable(std::vector<double>{1, -1}), std::invalid_argument);
    CHECK_THROWS_AS(AliasTable(std::vector<double>{1, std::nan("")}), std::invalid_argument);
}
