#include "analysis/trend.hpp"

#include "analysis/random.hpp"
#include "reference.hpp"

#include <cmath>
#include <limits>
#include <sstream>

using namespace tuantra::analysis;
using tuantra::tests::number;
using tuantra::tests::read_csv;
using tuantra::tests::read_json;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

std::vector<double> rainfall(const std::filesystem::path& shared)
{
    std::vector<double> values;
    for (const auto& row : read_csv(shared / "reference/trend/rainfall_bogra.csv")) {
        const auto value = row.find("value");
        values.push_back(value == row.end() || value->second.empty() ? nan_value : std::stod(value->second));
    }
    return values;
}

std::vector<int> bins_of(const std::string& text)
{
    std::istringstream in(text);
    std::vector<int> bins;
    for (int bin; in >> bin;) bins.push_back(bin);
    return bins;
}

}  // namespace

TEST_CASE("Mann-Kendall and Sen's slope of short series are the reference's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref = read_json(shared / "reference/trend/mann_kendall_small.json");
    std::size_t checked = 0;
    for (const auto& [name, series] : ref.items()) {
        if (!series.is_object()) continue;
        INFO(name);
        const auto trend = mann_kendall(series["values"].get<std::vector<double>>());
        CHECK(trend.n == series["n"].get<std::size_t>());
        CHECK(trend.s == series["S"].get<double>());
        CHECK(trend.variance == Approx(series["var_S"].get<double>()).epsilon(1e-12));
        CHECK(trend.z == Approx(series["z"].get<double>()).epsilon(1e-12));
        CHECK(trend.p == Approx(series["p_two_sided"].get<double>()).epsilon(1e-12));
        CHECK(trend.tau_a == Approx(series["tau_a"].get<double>()).epsilon(1e-12));
        CHECK(trend.sen_slope == Approx(series["sen_slope"].get<double>()).epsilon(1e-12));
        if (series["tau_b"].is_null())
            CHECK(std::isnan(trend.tau_b));
        else
            CHECK(trend.tau_b == Approx(series["tau_b"].get<double>()).epsilon(1e-12));
        ++checked;
    }
    CHECK(checked >= 6);
}

TEST_CASE("Thirty years of rain: plain, seasonal and Hamed-Rao trends are pyMannKendall's", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto ref = read_json(shared / "reference/trend/rainfall_bogra_expected.json");
    const auto values = rainfall(shared);
    const auto check = [](const Trend& trend, const nlohmann::json& expected) {
        for (const auto& [field, got] :
             {std::pair("S", trend.s), std::pair("var_S", trend.variance), std::pair("z", trend.z),
              std::pair("p", trend.p), std::pair("tau_a", trend.tau_a), std::pair("sen_slope", trend.sen_slope)}) {
            INFO(field);
            if (expected.contains(field)) CHECK(got == Approx(expected[field].get<double>()).epsilon(1e-9));
        }
    };
    check(mann_kendall(values), ref["original"]);
    check(seasonal_mann_kendall(values, 12), ref["seasonal_period12"]);
    check(hamed_rao(values), ref["hamed_rao_all_lags"]);
}

TEST_CASE("Every case of the emerging patterns is named as the reference names it", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    for (const auto& row : read_csv(shared / "reference/emerging/classification_cases.csv")) {
        INFO("case " << row.at("case"));
        const auto pattern =
            pattern_of(bins_of(row.at("bins_oldest_first")), std::stoi(row.at("mk_trend_sign_if_significant")));
        CHECK(std::string(pattern_name(pattern)) == row.at("expected_class"));
    }
}

TEST_CASE("A whole cube has the z, the bins, the trends and the patterns of the reference", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto counts = read_csv(shared / "reference/emerging/cube_a_counts.csv");
    const auto expected = read_csv(shared / "reference/emerging/cube_a_expected.csv");
    Cube cube{36, 12, {}};
    for (const auto& row : counts)
        for (std::size_t t = 0; t < 12; ++t) cube.counts.push_back(number(row, "t" + std::to_string(t)));
    const auto result = emerging_patterns(cube, grid_neighbours(6, 6));
    REQUIRE(expected.size() == 36);
    for (std::size_t cell = 0; cell < 36; ++cell) {
        const auto& row = expected[cell];
        for (std::size_t t = 0; t < 12; ++t) {
            CHECK(result.z[cell * 12 + t] == Approx(number(row, "z" + std::to_string(t))).margin(1e-9));
            CHECK(result.bins[cell * 12 + t] == number(row, "bin" + std::to_string(t)));
        }
        CHECK(result.trends[cell].z == Approx(number(row, "mk_z")).margin(1e-9));
        CHECK(result.trends[cell].p == Approx(number(row, "mk_p")).margin(1e-9));
        CHECK(std::string(pattern_name(result.patterns[cell])) == row.at("class"));
    }
    CHECK(emerging_patterns(cube, grid_neighbours(6, 6), {}, 1).z ==
          emerging_patterns(cube, grid_neighbours(6, 6), {}, 7).z);
}

TEST_CASE("A short rise with a tie is worked out by hand", "[unit]")
{
    // 1 2 2 4: five pairs rise, one is tied; var = (4 3 13 - 2 1 9) / 18 = 138 / 18.
    const auto trend = mann_kendall(std::vector<double>{1, 2, nan_value, 2, 4});
    CHECK(trend.n == 4);
    CHECK(trend.s == 5);
    CHECK(trend.variance == Approx(138.0 / 18).epsilon(1e-14));
    CHECK(trend.z == Approx(4 / std::sqrt(138.0 / 18)).epsilon(1e-14));
    CHECK(trend.tau_b == Approx(5 / std::sqrt(6.0 * 5.0)).epsilon(1e-14));
    CHECK(trend.sen_slope == 1);  // slopes 1 0.5 1 0 1 2
}

TEST_CASE("A season's rise is seen through the swing of the year", "[unit]")
{
    std::vector<double> values;
    for (int year = 0; year < 4; ++year)
        for (int season = 0; season < 4; ++season) values.push_back(100 * season + 3 * year);
    const auto trend = seasonal_mann_kendall(values, 4);
    CHECK(trend.s == 24);
    CHECK(trend.tau_a == 1);
    CHECK(trend.sen_slope == 3);
    values[5] = nan_value;
    CHECK(seasonal_mann_kendall(values, 4).s == 21);
    CHECK_THROWS_AS(seasonal_mann_kendall(values, 1), std::invalid_argument);
    CHECK_THROWS_AS(seasonal_mann_kendall(std::vector<double>{1, 2, 3, 4}, 12), std::invalid_argument);
}

TEST_CASE("The patterns follow their order", "[unit]")
{
    CHECK(pattern_of(bins_of("-1 0 0 0 0 0 0 0 0 1"), 0) == Pattern::new_hot);
    CHECK(pattern_of(bins_of("0 1 1 1 1 1 1 1 1 1"), 1) == Pattern::intensifying_hot);
    CHECK(pattern_of(bins_of("1 0 -1 0 0 1 0 0 0 1"), 0) == Pattern::oscillating_hot);
    CHECK(pattern_of(bins_of("1 1 1 1 1 1 1 1 1 0"), 0) == Pattern::historical_hot);
    CHECK(pattern_of(bins_of("-1 -1 -1 -1 -1 -1 -1 -1 -1 -1"), -1) == Pattern::intensifying_cold);
    CHECK(pattern_of(bins_of("1 1 0 0 0 0 0 0 0 0"), 0) == Pattern::none);
    CHECK_THROWS_AS(pattern_of({}, 0), std::invalid_argument);
}

TEST_CASE("A place that warms up is found in a cube of noise", "[unit]")
{
    Random random(6);
    Cube cube{100, 12, std::vector<double>(1200)};
    for (double& count : cube.counts) count = static_cast<double>(random.below(3));
    for (const std::size_t cell : {44U, 45U, 54U, 55U})
        for (std::size_t t = 8; t < 12; ++t) cube.counts[cell * 12 + t] += 8;
    const auto result = emerging_patterns(cube, grid_neighbours(10, 10));
    CHECK(result.patterns[44] == Pattern::consecutive_hot);
    CHECK(result.patterns[0] == Pattern::none);
}

TEST_CASE("Too few steps, empty cubes and cubes that do not fit are refused in a sentence", "[unit]")
{
    CHECK_THROWS_WITH(mann_kendall(std::vector<double>{1, 2}), "not enough: 2 steps, this test needs 3");
    CHECK_THROWS_WITH(mann_kendall(std::vector<double>{1, nan_value, 2}), "not enough: 2 steps, this test needs 3");
    CHECK_THROWS_AS(mann_kendall(std::vector<double>{1, 2, std::numeric_limits<double>::infinity()}),
                    std::invalid_argument);
    CHECK(hamed_rao(std::vector<double>{5, 5, 5, 5}).p == 1);
    const auto four = grid_neighbours(2, 2);
    CHECK_THROWS_WITH(emerging_patterns({4, 6, std::vector<double>(24, 1)}, four),
                      "not enough: 6 steps, this test needs 10");
    CHECK_THROWS_WITH(emerging_patterns({4, 10, std::vector<double>(40, 0)}, four),
                      Catch::Contains("all counts are equal"));
    CHECK_THROWS_AS(emerging_patterns({4, 10, std::vector<double>(39, 0)}, four), std::invalid_argument);
}
