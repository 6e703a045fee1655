#include "analysis/density.hpp"
#include "analysis/random.hpp"
#include "analysis/special.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <numeric>

using namespace tuantra::analysis;
using namespace tuantra::tests;

namespace {

std::vector<XY> places(const std::vector<CsvRow>& rows)
{
    std::vector<XY> points;
    for (const auto& row : rows) points.push_back({number(row, "x_m"), number(row, "y_m")});
    return points;
}

/// Three crowds and a scatter, some of them outside a grid of 0 to 60 km.
std::vector<XY> crowds(std::size_t n)
{
    Random random(7);
    const XY centres[] = {{12000, 40000}, {30000, 20000}, {59000, 58000}};
    std::vector<XY> points;
    for (std::size_t i = 0; i < n; ++i) {
        const double far = i % 4 == 3 ? 30000 : 3000 * std::sqrt(-2 * std::log(1 - random.uniform()));
        const double turn = 6.283185307179586 * random.uniform();
        const XY c = i % 4 == 3 ? XY{30000, 30000} : centres[i % 4];
        points.push_back({c.x + far * std::cos(turn), c.y + far * std::sin(turn)});
    }
    return points;
}

std::vector<double> some_weights(std::size_t n)
{
    std::vector<double> weights(n);
    for (std::size_t i = 0; i < n; ++i) weights[i] = static_cast<double>(i % 4);
    return weights;
}

std::vector<XY> centres(const Grid& grid)
{
    std::vector<XY> all;
    for (std::size_t r = 0; r < grid.rows; ++r)
        for (std::size_t c = 0; c < grid.columns; ++c) all.push_back(grid.centre(c, r));
    return all;
}

/// The largest difference between a surface and the sums at its centres, beside the height of one kernel.
double error(const Surface& surface, const std::vector<double>& exact, double height)
{
    double worst = 0;
    for (std::size_t i = 0; i < exact.size(); ++i)
        worst = std::max(worst, std::abs(double{surface.values[i]} - exact[i]) - 1e-7 * exact[i]);
    return worst / height;
}

double height(Kernel kernel, double bandwidth_m)
{
    return kernel_at(kernel, 0, bandwidth_m) * 1e6;
}

double volume(const Surface& surface)
{
    double sum = 0;
    for (const float v : surface.values)
        if (!std::isnan(v)) sum += double{v};
    return sum * surface.grid.cell * surface.grid.cell / 1e6;
}

StudyArea all_inside(const Grid& grid)
{
    return {grid, std::vector<std::uint8_t>(grid.size(), 1)};
}

}  // namespace

TEST_CASE("one event is a hill of its kernel's shape", "[unit]")
{
    const std::vector<XY> event{{500, 500}};
    // 3 / (pi h^2) at the event, (1 - 1/4)^2 of it at half the radius, nothing from the radius on; per km2 with h in
    // km.
    const DensitySettings quartic{Kernel::quartic, 2000};
    const auto q = density_at(std::vector<XY>{{500, 500}, {1500, 500}, {500, 2500}}, event, {}, quartic);
    CHECK(q[0] == Approx(0.238732414637843).epsilon(1e-14));
    CHECK(q[1] == Approx(0.238732414637843 * 0.5625).epsilon(1e-14));
    CHECK(q[2] == 0);
    const DensitySettings gaussian{Kernel::gaussian, 1000};
    const auto g = density_at(std::vector<XY>{{500, 500}, {500, 1500}}, event, std::vector<double>{3}, gaussian);
    CHECK(g[0] == Approx(3 * 0.159154943091895).epsilon(1e-14));
    CHECK(g[1] == Approx(3 * 0.159154943091895 * std::exp(-0.5)).epsilon(1e-14));
}

TEST_CASE("every cell of a surface has the sum over the events at its centre", "[unit]")
{
    const Grid grid{{0, 0}, 1000, 60, 61};
    const auto points = crowds(2000);
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian})
        for (const double bandwidth : {700.0, 2500.0, 7000.0, 40000.0})
            for (const bool adaptive : {false, true})
                for (const auto& weights : {std::vector<double>{}, some_weights(points.size())}) {
                    CAPTURE(static_cast<int>(kernel), bandwidth, adaptive, weights.size());
                    DensitySettings settings{kernel, bandwidth, adaptive};
                    const auto exact = density_at(centres(grid), points, weights, settings);
                    const auto surface = density(points, weights, grid, settings);
                    // The Gaussian is cut where it is 1.5e-8 of its height; that can happen to every event.
                    const double top = *std::max_element(exact.begin(), exact.end());
                    CHECK(error(surface, exact, height(kernel, bandwidth)) < (kernel == Kernel::quartic ? 1e-9 : 1e-4));
                    CHECK(surface.peak == Approx(top).epsilon(1e-9));
                    const auto peak_at = density_at(std::vector<XY>{surface.peak_at}, points, weights, settings);
                    CHECK(peak_at[0] == Approx(top).epsilon(1e-7));
                    CHECK(surface.events == points.size());
                }
}

TEST_CASE("many Gaussians smoothed together differ from the exact sums by less than a millionth of the peak", "[unit]")
{
    const Grid grid{{0, 0}, 500, 120, 130};
    const auto points = crowds(120000);
    const auto weights = some_weights(points.size());
    const std::vector<XY> some{grid.centre(24, 80), grid.centre(60, 40), grid.centre(119, 129), grid.centre(0, 0),
                               grid.centre(63, 95)};
    for (const double bandwidth : {2000.0, 3100.0, 9000.0}) {
        const DensitySettings settings{Kernel::gaussian, bandwidth};
        const auto exact = density_at(some, points, weights, settings);
        const auto surface = density(points, weights, grid, settings);
        const std::size_t at[] = {80 * 120 + 24, 40 * 120 + 60, 129 * 120 + 119, 0, 95 * 120 + 63};
        for (std::size_t i = 0; i < some.size(); ++i)
            CHECK(std::abs(static_cast<double>(surface.values[at[i]]) - exact[i]) < 1e-6 * surface.peak);
    }
    // One event, many times: nothing averages out.
    const std::vector<XY> same(120000, XY{30111, 30222});
    const auto surface = density(same, {}, grid, {Kernel::gaussian, 2000});
    for (std::size_t r = 50; r < 70; ++r)
        for (std::size_t c = 50; c < 70; ++c) {
            const XY p = grid.centre(c, r);
            const double exact = kernel_at(Kernel::gaussian, std::pow(p.x - 30111, 2) + std::pow(p.y - 30222, 2), 2000);
            CHECK(std::abs(double{surface.values[r * 120 + c]} / 120000 - exact * 1e6) <
                  1e-6 * height(Kernel::gaussian, 2000));
        }
}

TEST_CASE("a surface holds as many events as there are", "[unit]")
{
    const Grid grid{{-60000, -60000}, 500, 360, 360};
    const auto points = crowds(5000);
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian})
        for (const bool adaptive : {false, true})
            CHECK(volume(density(points, {}, grid, {kernel, 4000, adaptive})) == Approx(5000).epsilon(0.001));
}

TEST_CASE("the number of threads does not change a surface", "[unit]")
{
    const Grid grid{{0, 0}, 250, 240, 250};
    const auto many = crowds(120000), few = crowds(3000);
    const StudyArea area = all_inside(grid_with_margin(grid, 3000));
    const auto same = [&](const std::vector<XY>& points, DensitySettings settings) {
        settings.threads = 1;
        const auto one = density(points, {}, grid, settings, &area);
        settings.threads = 5;
        const auto five = density(points, {}, grid, settings, &area);
        CHECK(one.values == five.values);
        CHECK(one.peak == five.peak);
    };
    same(many, {Kernel::gaussian, 1500});
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian}) {
        same(few, {kernel, 1500, true});
        same(few, {kernel, 1500, false, EdgeCorrection::uniform});
        same(few, {kernel, 1500, true, EdgeCorrection::diggle});
    }
}

TEST_CASE("an edge correction gives back what lies beyond a straight edge", "[unit]")
{
    // The area is the half plane x < 30 km (as far as kernels reach).
    const Grid grid{{0, 0}, 500, 120, 120};
    StudyArea area = all_inside(grid_with_margin(grid, 30000));
    for (std::size_t i = 0; i < area.inside.size(); ++i)
        area.inside[i] = area.grid.centre(i % area.grid.columns, 0).x < 30000;
    const EdgeMass quartic(area, Kernel::quartic), gaussian(area, Kernel::gaussian);
    for (const double away : {0.0, 400.0, 1500.0, 3100.0, 6000.0}) {
        CHECK(gaussian.at({30000 - away, 30000}, 2000) == Approx(normal_below(away / 2000)).epsilon(1e-10));
        // The marginal of the quartic is 16/5 / pi (1 - u^2)^(5/2); integrated by hand over small steps.
        double beyond = 0;
        for (double u = away / 5000 + 5e-6; u < 1; u += 1e-5) beyond += std::pow(1 - u * u, 2.5) * 1e-5;
        CHECK(quartic.at({30000 - away, 30000}, 5000) == Approx(1 - 3.2 / 3.141592653589793 * beyond).epsilon(1e-5));
    }
    CHECK(quartic.at({45000, 30000}, 5000) == 0);
    const auto at_centres = quartic.at_centres(5000, 1, {});
    for (std::size_t c = 60; c < 120; ++c) {
        const std::size_t row = 100, i = row * area.grid.columns + c;
        const double here = area.inside[i] != 0 ? quartic.at(area.grid.centre(c, row), 5000) : 0;
        CHECK(at_centres[i] == Approx(here).epsilon(1e-6));
    }
}

TEST_CASE("Diggle's correction keeps the number of events, the uniform one keeps an even density even", "[unit]")
{
    const Grid grid{{0, 0}, 1000, 40, 40};
    const std::vector<PlaneRing> rings{{{5000, 5000}, {35000, 5000}, {35000, 20000}, {20000, 35000}, {5000, 35000}},
                                       {{10000, 10000}, {10000, 15000}, {16000, 15000}, {16000, 10000}}};
    const StudyArea area = study_area(rings, grid);
    std::vector<XY> even;
    Random random(3);
    while (even.size() < 20000) {
        const XY p{random.uniform() * 40000, random.uniform() * 40000};
        if (area.contains(p)) even.push_back(p);
    }
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian}) {
        const double bandwidth = kernel == Kernel::quartic ? 9000 : 3000;
        CHECK(volume(density(even, {}, grid, {kernel, bandwidth, false, EdgeCorrection::diggle}, &area)) ==
              Approx(20000).epsilon(0.002));
        CHECK(volume(density(even, {}, grid, {kernel, bandwidth, true, EdgeCorrection::diggle}, &area)) ==
              Approx(20000).epsilon(0.002));
        CHECK(volume(density(even, {}, grid, {kernel, bandwidth}, &area)) < 0.9 * 20000);
        const auto uniform = density(even, {}, grid, {kernel, bandwidth, false, EdgeCorrection::uniform}, &area);
        const double mean = 20000.0 / static_cast<double>(std::accumulate(area.inside.begin(), area.inside.end(), 0));
        for (std::size_t i = 0; i < grid.size(); ++i) {
            CHECK(std::isnan(uniform.values[i]) == (area.inside[i] == 0));
            if (area.inside[i] != 0) CHECK(uniform.values[i] == Approx(mean).epsilon(0.15));
        }
    }
}

TEST_CASE("events on the very border count, those far outside are left out and counted", "[unit]")
{
    const Grid grid{{0, 0}, 1000, 20, 20};
    const StudyArea area =
        study_area(std::vector<PlaneRing>{{{4000, 4000}, {16000, 4000}, {16000, 16000}, {4000, 16000}}}, grid);
    const std::vector<XY> events{{10000, 10000}, {16400, 10000}, {3600, 16900}, {18500, 10000}, {-5000, 1e9}};
    const auto surface = density(events, {}, grid, {Kernel::quartic, 5000, false, EdgeCorrection::diggle}, &area);
    CHECK(surface.events == 3);
    CHECK(surface.left_out == 2);
    // However narrow the kernel, what was moved inside keeps its whole event there.
    const DensitySettings narrow{Kernel::quartic, 900, false, EdgeCorrection::diggle};
    const auto moved = density(std::vector<XY>{{16900, 10000}}, {}, grid, narrow, &area);
    const auto there = density(std::vector<XY>{{15500, 9500}}, {}, grid, narrow, &area);
    CHECK(moved.events == 1);
    CHECK(moved.peak == there.peak);
    CHECK(moved.peak >= height(Kernel::quartic, 900));
    CHECK(std::isfinite(moved.peak));
    CHECK_THROWS_WITH(density(std::vector<XY>{{19000, 1000}}, {}, grid, {Kernel::quartic, 5000}, &area),
                      "not enough: 0 incidents in the study area, this test needs 1");
}

TEST_CASE("adaptive bandwidths are wide where events are few", "[unit]")
{
    std::vector<XY> points = crowds(400);
    points.push_back({500000, 500000});
    const auto bandwidths = abramson_bandwidths(points, {}, Kernel::gaussian, 2000);
    double logs = 0;
    for (const double h : bandwidths) logs += std::log(h);
    CHECK(std::exp(logs / 401) == Approx(2000).epsilon(1e-12));
    CHECK(*std::max_element(bandwidths.begin(), bandwidths.end()) == bandwidths.back());
    // An event of weight two is two events.
    std::vector<double> weights(points.size(), 1);
    weights[5] = 2;
    auto twice = points;
    twice.push_back(points[5]);
    const auto weighted = abramson_bandwidths(points, weights, Kernel::quartic, 3000);
    const auto repeated = abramson_bandwidths(twice, {}, Kernel::quartic, 3000);
    for (std::size_t i = 0; i < points.size(); ++i) CHECK(weighted[i] == Approx(repeated[i]).epsilon(1e-12));
}

TEST_CASE("adaptive bandwidths of many events are read from a grid to one in a hundred", "[unit]")
{
    const auto many = crowds(20000);
    for (const Kernel kernel : {Kernel::quartic, Kernel::gaussian}) {
        const auto bandwidths = abramson_bandwidths(many, {}, kernel, 2500);
        // The exact pilot of every hundredth, up to the factor that all share.
        std::vector<double> ratios;
        for (std::size_t i = 0; i < many.size(); i += 100) {
            const auto pilot = density_at(std::vector<XY>{many[i]}, many, {}, {kernel, 2500});
            ratios.push_back(bandwidths[i] * std::sqrt(pilot[0]));
        }
        const auto [low, high] = std::minmax_element(ratios.begin(), ratios.end());
        CHECK(*high / *low < 1.01);
    }
}

TEST_CASE("a density says what is wrong with what it is given", "[unit]")
{
    const Grid grid{{0, 0}, 1000, 20, 20};
    const std::vector<XY> good{{1000, 1000}, {2000, 2000}};
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto refused = [&](const std::vector<XY>& points, const std::vector<double>& weights, const Grid& g,
                             const DensitySettings& s, const StudyArea* area = nullptr) {
        CHECK_THROWS_AS(density(points, weights, g, s, area), std::invalid_argument);
    };
    CHECK_THROWS_WITH(density({}, {}, grid, {Kernel::quartic, 1000}), "not enough: 0 incidents, this test needs 1");
    refused({{1, nan}}, {}, grid, {Kernel::quartic, 1000});
    refused(good, {1}, grid, {Kernel::quartic, 1000});
    refused(good, {1, nan}, grid, {Kernel::quartic, 1000});
    refused(good, {1, -1}, grid, {Kernel::quartic, 1000});
    for (const double bandwidth : {0.0, -1.0, nan, std::numeric_limits<double>::infinity(), 30000.0})
        refused(good, {}, grid, {Kernel::quartic, bandwidth});
    refused(good, {}, {{0, 0}, 0, 20, 20}, {Kernel::quartic, 1000});
    refused(good, {}, {{0, 0}, 1000, 0, 20}, {Kernel::quartic, 1000});
    refused(good, {}, {{0, 0}, 1000, 1'000'000, 1'000'000}, {Kernel::quartic, 1000});
    refused(good, {}, grid, {Kernel::quartic, 1000, false, EdgeCorrection::diggle});
    const StudyArea area = all_inside(grid), shifted = all_inside({{500, 0}, 1000, 40, 40});
    refused(good, {}, grid, {Kernel::quartic, 1000, true, EdgeCorrection::uniform}, &area);
    refused(good, {}, grid, {Kernel::quartic, 1000}, &shifted);
    CHECK_THROWS_AS(grid_over({0, 0}, {1e9, 1e9}, 1), std::invalid_argument);
    CHECK_THROWS_AS(study_area(std::vector<PlaneRing>{}, grid), std::invalid_argument);
    // All at one place, and weights that are all zero, are no error.
    CHECK(density(std::vector<XY>(50, XY{3500, 3500}), {}, grid, {Kernel::quartic, 3000, true}).peak ==
          Approx(50 * height(Kernel::quartic, 3000)));
    CHECK(density(good, std::vector<double>{0, 0}, grid, {Kernel::quartic, 3000, true}).peak == 0);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(density(good, {}, grid, {Kernel::quartic, 1000}, nullptr, stop.get_token()), Stopped);
}

TEST_CASE("a study area has the cells whose centres lie inside its rings", "[unit]")
{
    const Grid grid{{0, 0}, 1, 6, 5};
    // A frame with a hole, its edges on centres: those to the west and south are inside.
    const std::vector<PlaneRing> rings{{{0.5, 0.5}, {5.5, 0.5}, {5.5, 4.5}, {0.5, 4.5}},
                                       {{2, 2}, {2, 3}, {4, 3}, {4, 2}}};
    const StudyArea area = study_area(rings, grid);
    const std::vector<std::uint8_t> expected{1, 1, 1, 1, 1, 0,  //
                                             1, 1, 1, 1, 1, 0,  //
                                             1, 1, 0, 0, 1, 0,  //
                                             1, 1, 1, 1, 1, 0,  //
                                             0, 0, 0, 0, 0, 0};
    CHECK(area.inside == expected);
    CHECK(area.contains({4.9, 2.5}));
    CHECK_FALSE(area.contains({3.5, 2.5}));
    CHECK_FALSE(area.contains({5.5, 4.5}));
    CHECK(area.just_inside({4.9, 2.5})->x == 4.9);
    REQUIRE(area.just_inside({5.5, 4.5}));
    CHECK(area.just_inside({5.5, 4.5})->x == 4.5);
    CHECK(area.just_inside({5.5, 4.5})->y == 3.5);
    CHECK_FALSE(area.just_inside({-3, 2}));
    CHECK_FALSE(area.contains({-3, 2}));
}

TEST_CASE("area density meets the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto rows = read_csv(shared / "reference/kde/points.csv");
    const auto points = places(rows);
    const auto weights = column(rows, "weight");
    const auto sites = read_csv(shared / "reference/kde/grid_expected.csv");
    REQUIRE(points.size() == 200);
    REQUIRE(sites.size() == 63);
    // The window is 560 to 640 km east, 2360 to 2420 km north.
    const StudyArea window = all_inside({{560000, 2360000}, 1000, 80, 60});

    const auto meets = [&](const std::string& name, const std::vector<double>& w, const DensitySettings& s) {
        const StudyArea* area = s.edge == EdgeCorrection::none ? nullptr : &window;
        for (std::size_t i = 0; i < sites.size(); ++i) {
            const XY site{number(sites[i], "x_m"), number(sites[i], "y_m")};
            CAPTURE(name, site.x, site.y);
            if (area != nullptr) {
                // A corrected density is one of the inside, to which the cells do not count their north and east edges.
                const bool inside = area->contains(site);
                CHECK(inside == (site.x < 640000 && site.y < 2420000));
                if (!inside) continue;
            }
            const auto value = density_at(std::vector<XY>{site}, points, w, s, area);
            CHECK(value[0] == Approx(number(sites[i], name)).epsilon(1e-9).margin(1e-30));
        }
        if (area != nullptr) return;
        // The same from a surface whose cells have their centres on the sites.
        const auto surface =
            density(points, w, {{559000, 2359000}, 2000, 41, 31}, {s.kernel, s.bandwidth_m, s.adaptive});
        for (const auto& site : sites) {
            const auto c = static_cast<std::size_t>((number(site, "x_m") - 560000) / 2000);
            const auto r = static_cast<std::size_t>((number(site, "y_m") - 2360000) / 2000);
            CHECK(surface.values[r * 41 + c] == Approx(number(site, name)).epsilon(1e-6).margin(1e-7));
        }
    };
    meets("quartic_h6000_per_km2", {}, {Kernel::quartic, 6000});
    meets("quartic_h6000_weighted_per_km2", weights, {Kernel::quartic, 6000});
    meets("gauss_sigma2500_per_km2", {}, {Kernel::gaussian, 2500});
    meets("abramson_s2500_per_km2", {}, {Kernel::gaussian, 2500, true});
    meets("gauss_s2500_edge_uniform_per_km2", {}, {Kernel::gaussian, 2500, false, EdgeCorrection::uniform});
    meets("gauss_s2500_edge_diggle_per_km2", {}, {Kernel::gaussian, 2500, false, EdgeCorrection::diggle});
}

TEST_CASE("adaptive bandwidths meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto points = places(read_csv(shared / "reference/kde/points.csv"));
    const auto expected = read_csv(shared / "reference/kde/abramson_bandwidths.csv");
    const auto bandwidths = abramson_bandwidths(points, {}, Kernel::gaussian, 2500);
    const auto pilot = density_at(points, points, {}, {Kernel::gaussian, 2500});
    REQUIRE(expected.size() == 200);
    for (std::size_t i = 0; i < 200; ++i) {
        CHECK(bandwidths[i] == Approx(number(expected[i], "abramson_bandwidth_m")).epsilon(1e-9));
        CHECK(pilot[i] / 200 / 1e6 == Approx(number(expected[i], "pilot_pdf_per_m2")).epsilon(1e-9));
    }
}

TEST_CASE("the Gaussian meets a reference with correlated axes on turned and stretched places", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    const auto facts = read_json(shared / "reference/kde/bandwidths_py.json");
    const double a = facts["scipy_cov"][0][0], b = facts["scipy_cov"][0][1], c = facts["scipy_cov"][1][1];
    const double factor = facts["scipy_scott_factor"];
    CHECK(factor == Approx(std::pow(200, -1.0 / 6)).epsilon(1e-12));
    // With C = L L', distances of L^-1 x are those of the covariance C.
    const double l00 = std::sqrt(a), l10 = b / l00, l11 = std::sqrt(c - l10 * l10);
    const auto turned = [&](std::vector<XY> points) {
        for (XY& p : points) p = {p.x / l00, (p.y - l10 * p.x / l00) / l11};
        return points;
    };
    const auto points = turned(places(read_csv(shared / "reference/kde/points.csv")));
    const auto rows = read_csv(shared / "reference/kde/grid_expected.csv");
    const auto values = density_at(turned(places(rows)), points, {}, {Kernel::gaussian, factor});
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const char* name : {"scipy_kde_scott_pdf_per_m2", "scipy_kde_silverman_pdf_per_m2"})
            CHECK(values[i] / 1e6 / 200 / (l00 * l11) == Approx(number(rows[i], name)).epsilon(1e-9));
}
