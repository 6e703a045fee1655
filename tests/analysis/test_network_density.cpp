#include "analysis/network_density.hpp"
#include "analysis/parallel.hpp"
#include "analysis/random.hpp"
#include "reference.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

using namespace tuantra::analysis;
using namespace tuantra::tests;

namespace {

/// Three edges of 5, 4 and 3 km that meet in node 0.
Network star()
{
    return {4, {{1, 0, 5}, {0, 2, 4}, {0, 3, 3}}};
}

double integral(const Network& network, const std::vector<NetworkPlace>& events, const NetworkSettings& settings)
{
    const auto parts = lixels(network, 0.005);
    std::vector<NetworkPlace> centres;
    for (const Lixel& part : parts) centres.push_back(part.centre);
    const auto values = network_density_at(centres, network, events, {}, settings);
    double sum = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) sum += values[i] * parts[i].length_km;
    return sum;
}

/// A square of streets with random lengths, and a street that leads back to its own corner.
Network streets(Random& random)
{
    Network network{16, {}};
    for (std::uint32_t r = 0; r < 4; ++r)
        for (std::uint32_t c = 0; c < 4; ++c) {
            if (c < 3) network.edges.push_back({r * 4 + c, r * 4 + c + 1, 0.5 + random.uniform()});
            if (r < 3) network.edges.push_back({r * 4 + c, r * 4 + c + 4, 0.5 + random.uniform()});
        }
    network.edges.push_back({5, 5, 0.8});
    return network;
}

}  // namespace

TEST_CASE("where three edges meet, each method splits a kernel in its own way", "[unit]")
{
    // The event is 1 km before the node, the place 1 km behind it: u = 1/2, (1 - 1/4)^2 15/16 / 4.
    const double k = 0.5625 * 15 / 16 / 4;
    const std::vector<NetworkPlace> event{{0, 4}}, behind{{1, 1}}, before{{0, 3}};
    NetworkSettings settings{NetworkMethod::simple, NetworkKernel::quartic, 4};
    CHECK(network_density_at(behind, star(), event, {}, settings)[0] == Approx(k));
    settings.method = NetworkMethod::discontinuous;
    CHECK(network_density_at(behind, star(), event, {}, settings)[0] == Approx(k / 2));
    settings.method = NetworkMethod::continuous;
    CHECK(network_density_at(behind, star(), event, std::vector<double>{3}, settings)[0] == Approx(3 * k * 2 / 3));
    // 1 km from the event, and 3 km by the node, where a third of it turns back with the opposite sign.
    const double direct = std::pow(1 - 1.0 / 16, 2) * 15 / 16 / 4, back = std::pow(1 - 9.0 / 16, 2) * 15 / 16 / 4;
    CHECK(network_density_at(before, star(), event, {}, settings)[0] == Approx(direct - back / 3));
}

TEST_CASE("split kernels keep the number of events, the simple one does not", "[unit]")
{
    Random random(5);
    const Network network = streets(random);
    std::vector<NetworkPlace> events;
    for (std::uint32_t e = 0; e < network.edges.size(); e += 3)
        events.push_back({e, network.edges[e].length_km * random.uniform()});
    const double n = static_cast<double>(events.size());
    for (const NetworkKernel kernel : {NetworkKernel::quartic, NetworkKernel::epanechnikov, NetworkKernel::triangle}) {
        // No dead ends here.
        CHECK(integral(network, events, {NetworkMethod::discontinuous, kernel, 2.5}) == Approx(n).epsilon(2e-3));
        CHECK(integral(network, events, {NetworkMethod::continuous, kernel, 2.5}) == Approx(n).epsilon(2e-3));
        CHECK(integral(network, events, {NetworkMethod::simple, kernel, 2.5}) > 1.3 * n);
    }
    // At dead ends the continuous kernel comes back and the discontinuous one is lost.
    const std::vector<NetworkPlace> one{{0, 1}};
    CHECK(integral(star(), one, {NetworkMethod::continuous, NetworkKernel::quartic, 6}) == Approx(1).epsilon(1e-4));
    CHECK(integral(star(), one, {NetworkMethod::discontinuous, NetworkKernel::quartic, 6}) < 0.9);
}

TEST_CASE("the continuous kernel has no step at a node, the discontinuous one has", "[unit]")
{
    Random random(8);
    const Network network = streets(random);
    const std::vector<NetworkPlace> event{{4, 0.2}};
    for (const NetworkMethod method : {NetworkMethod::continuous, NetworkMethod::discontinuous}) {
        double largest = 0;
        for (std::uint32_t node = 0; node < network.nodes; ++node) {
            std::vector<NetworkPlace> around;
            for (std::uint32_t e = 0; e < network.edges.size(); ++e) {
                if (network.edges[e].from == node) around.push_back({e, 0});
                if (network.edges[e].to == node) around.push_back({e, network.edges[e].length_km});
            }
            const auto values = network_density_at(around, network, event, {}, {method, NetworkKernel::quartic, 3});
            const auto [low, high] = std::minmax_element(values.begin(), values.end());
            largest = std::max(largest, *high - *low);
        }
        CHECK((largest < 1e-12) == (method == NetworkMethod::continuous));
    }
}

TEST_CASE("on one long edge every method is the plain kernel", "[unit]")
{
    const Network line{3, {{0, 1, 50}, {1, 2, 50}}};
    const std::vector<NetworkPlace> event{{0, 48}}, place{{1, 1.5}};
    for (const NetworkMethod method : {NetworkMethod::simple, NetworkMethod::discontinuous, NetworkMethod::continuous})
        CHECK(network_density_at(place, line, event, {}, {method, NetworkKernel::triangle, 7})[0] == Approx(0.5 / 7));
}

TEST_CASE("the simple kernel goes by the shorter way round a ring", "[unit]")
{
    const Network ring{2, {{0, 1, 4}, {1, 0, 6}}};
    const std::vector<NetworkPlace> event{{0, 1}}, place{{1, 4.5}};
    // Backwards 1 + 1.5 km, forwards 3 + 4.5 km.
    CHECK(network_density_at(place, ring, event, {}, {NetworkMethod::simple, NetworkKernel::triangle, 10})[0] ==
          Approx(0.75 / 10));
    // Both ways count where paths do.
    CHECK(network_density_at(place, ring, event, {}, {NetworkMethod::continuous, NetworkKernel::triangle, 10})[0] ==
          Approx((0.75 + 0.25) / 10));
}

TEST_CASE("the number of threads does not change a network's density", "[unit]")
{
    Random random(6);
    const Network network = streets(random);
    std::vector<NetworkPlace> events, places;
    for (int i = 0; i < 2500; ++i) {
        const auto e = static_cast<std::uint32_t>(random.below(network.edges.size()));
        events.push_back({e, network.edges[e].length_km * random.uniform()});
    }
    for (const Lixel& part : lixels(network, 0.1)) places.push_back(part.centre);
    for (const NetworkMethod method : {NetworkMethod::simple, NetworkMethod::continuous}) {
        NetworkSettings settings{method, NetworkKernel::quartic, 2, 1};
        const auto one = network_density_at(places, network, events, {}, settings);
        settings.threads = 4;
        CHECK(network_density_at(places, network, events, {}, settings) == one);
    }
}

TEST_CASE("events add up however many are taken at once", "[unit]")
{
    Random random(9);
    const Network network = streets(random);
    std::vector<NetworkPlace> events, places;
    std::vector<double> weights;
    for (int i = 0; i < 40; ++i) {
        const auto e = static_cast<std::uint32_t>(random.below(network.edges.size()));
        events.push_back({e, network.edges[e].length_km * random.uniform()});
        weights.push_back(random.uniform());
    }
    for (const Lixel& part : lixels(network, 0.2)) places.push_back(part.centre);
    const NetworkSettings settings{NetworkMethod::discontinuous, NetworkKernel::quartic, 1.5, 2};
    const auto together = network_density_at(places, network, events, weights, settings);
    std::vector<double> sum(places.size(), 0);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto one = network_density_at(places, network, std::span(events).subspan(i, 1),
                                            std::span(weights).subspan(i, 1), settings);
        for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += one[j];
    }
    for (std::size_t j = 0; j < sum.size(); ++j) CHECK(together[j] == Approx(sum[j]).epsilon(1e-12).margin(1e-15));
}

TEST_CASE("lixels cut every edge in equal parts", "[unit]")
{
    const auto parts = lixels(star(), 2);
    REQUIRE(parts.size() == 3 + 2 + 2);
    CHECK(parts[0].length_km == Approx(5.0 / 3));
    CHECK(parts[3].centre.edge == 1);
    CHECK(parts[3].centre.offset_km == Approx(1));
    CHECK(parts[6].centre.offset_km == Approx(2.25));
}

TEST_CASE("a network's density says what is wrong with what it is given", "[unit]")
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<NetworkPlace> good{{0, 1}};
    const NetworkSettings settings{NetworkMethod::continuous, NetworkKernel::quartic, 2};
    const auto refused = [&](const Network& network, const std::vector<NetworkPlace>& events,
                             const std::vector<double>& weights, const NetworkSettings& s) {
        CHECK_THROWS_AS(network_density_at(good, network, events, weights, s), std::invalid_argument);
    };
    refused({2, {}}, good, {}, settings);
    refused({2, {{0, 2, 5}}}, good, {}, settings);
    refused({2, {{0, 1, 0}}}, good, {}, settings);
    refused({2, {{0, 1, nan}}}, good, {}, settings);
    CHECK_THROWS_WITH(network_density_at(good, star(), {}, {}, settings), "not enough: 0 incidents, this test needs 1");
    for (const NetworkPlace bad :
         {NetworkPlace{3, 1}, NetworkPlace{0, 5.1}, NetworkPlace{0, -0.1}, NetworkPlace{0, nan}})
        refused(star(), {bad}, {}, settings);
    refused(star(), good, {nan}, settings);
    refused(star(), good, {1, 1}, settings);
    refused(star(), good, {}, {NetworkMethod::continuous, NetworkKernel::quartic, 0});
    refused(star(), good, {}, {NetworkMethod::continuous, NetworkKernel::quartic, nan});
    CHECK_THROWS_AS(lixels(star(), 0), std::invalid_argument);
    // Paths without end are given up with a sentence, not with the machine's memory.
    Random random(1);
    refused(streets(random), {{0, 0.1}}, {}, {NetworkMethod::continuous, NetworkKernel::quartic, 1000});
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(network_density_at(good, star(), good, {}, settings, stop.get_token()), Stopped);
}

TEST_CASE("network densities meet the reference values", "[shared]")
{
    REQUIRE_SHARED_OR_SKIP(shared);
    for (const std::string name : {"star", "grid"}) {
        const auto json = read_json(shared / ("reference/nkde/" + name + "_network.json"));
        Network network{json["nodes"].size(), {}};
        for (const auto& edge : json["edges"]) {
            REQUIRE(edge["id"] == network.edges.size());
            const auto a = json["nodes"][std::to_string(int(edge["a"]))],
                       b = json["nodes"][std::to_string(int(edge["b"]))];
            network.edges.push_back(
                {edge["a"], edge["b"], std::hypot(double(a[0]) - double(b[0]), double(a[1]) - double(b[1]))});
        }
        std::vector<NetworkPlace> events;
        std::vector<double> weights;
        for (const auto& event : json["events"]) {
            events.push_back({event["edge"], event["offset"]});
            weights.push_back(event["weight"]);
        }
        const auto rows = read_csv(shared / ("reference/nkde/" + name + "_expected.csv"));
        REQUIRE(rows.size() > 40);
        for (const auto& row : rows) {
            const std::vector<NetworkPlace> place{
                {static_cast<std::uint32_t>(number(row, "edge")), number(row, "offset")}};
            NetworkSettings settings;
            settings.bandwidth_km = number(row, "bw");
            settings.kernel = row.at("kernel") == "quartic"        ? NetworkKernel::quartic
                              : row.at("kernel") == "epanechnikov" ? NetworkKernel::epanechnikov
                                                                   : NetworkKernel::triangle;
            const auto meets = [&](NetworkMethod method, const std::string& column_name) {
                settings.method = method;
                CAPTURE(name, row.at("kernel"), row.at("sample_id"), column_name);
                CHECK(network_density_at(place, network, events, weights, settings)[0] ==
                      Approx(number(row, column_name)).epsilon(1e-9).margin(1e-12));
            };
            meets(NetworkMethod::simple, "simple");
            meets(NetworkMethod::discontinuous, "discontinuous");
            meets(NetworkMethod::continuous, "continuous");
        }
    }
}
