#include "render/trapezoids.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace tuantra;
using domain::MapPoint;
using Rings = std::vector<std::vector<MapPoint>>;

namespace {

double ring_area(const std::vector<MapPoint>& ring)
{
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const MapPoint a = ring[i], b = ring[(i + 1) % ring.size()];
        sum += a.x * b.y - b.x * a.y;
    }
    return std::abs(sum) / 2;
}

/// Square metres of all triangles; what lies under two of them counts twice.
double mesh_area(const render::Mesh& mesh)
{
    double sum = 0;
    for (std::size_t i = 0; i < mesh.indices.size(); i += 3) {
        std::vector<MapPoint> t;
        for (std::size_t k = 0; k < 3; ++k) {
            const auto v = mesh.vertices[mesh.indices[i + k]];
            t.push_back({v.x / render::fixed_per_metre, v.y / render::fixed_per_metre});
        }
        sum += ring_area(t);
    }
    return sum;
}

std::vector<MapPoint> star(std::size_t corners, double radius, std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> reach(0.3, 1);
    std::vector<MapPoint> ring;
    for (std::size_t i = 0; i < corners; ++i) {
        const double angle = 2 * 3.14159265358979 * static_cast<double>(i) / static_cast<double>(corners),
                     r = radius * reach(random);
        ring.push_back({1.2e7 + r * std::cos(angle), 2.0e6 + r * std::sin(angle)});
    }
    return ring;
}

}  // namespace

TEST_CASE("A square becomes its own area", "[unit]")
{
    render::Mesh mesh;
    render::add_polygon(mesh, {{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}});
    CHECK(mesh_area(mesh) == Approx(1e6));
    CHECK(mesh.runs.size() == 1);
}

TEST_CASE("A hole stays empty", "[unit]")
{
    render::Mesh mesh;
    render::add_polygon(
        mesh, {{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}, {{200, 200}, {200, 700}, {700, 700}, {700, 200}}});
    CHECK(mesh_area(mesh) == Approx(1e6 - 25e4));
}

TEST_CASE("Jagged polygons of thousands of corners keep their area", "[unit]")
{
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
        const auto ring = star(5000, 400'000, seed);
        render::Mesh mesh;
        render::add_polygon(mesh, {ring});
        CHECK(mesh_area(mesh) == Approx(ring_area(ring)).epsilon(1e-5));
        CHECK(mesh.runs.size() > 50);
    }
}

TEST_CASE("Degenerate rings give nothing and do no harm", "[unit]")
{
    render::Mesh mesh;
    render::add_polygon(mesh, {});
    render::add_polygon(mesh, {{}});
    render::add_polygon(mesh, {{{0, 0}, {10, 0}}});
    render::add_polygon(mesh, {{{0, 0}, {10, 0}, {20, 0}, {5, 0}}});
    CHECK(mesh.indices.empty());
}

TEST_CASE("The shore is the outline that no neighbour shares", "[unit]")
{
    // home | abroad, side by side; the outer frame is cut off, so only edges inside it remain.
    std::vector<domain::LandPolygon> land(3);
    land[0] = {domain::LandClass::home, {{{0, 0}, {500, 0}, {500, 800}, {0, 800}}}};
    land[1] = {domain::LandClass::abroad, {{{500, 0}, {1000, 0}, {1000, 800}, {500, 800}}}};
    land[2] = {domain::LandClass::island, {{{100, 900}, {200, 900}, {200, 1000}, {100, 950}}}};
    const render::Shores lines = render::shores(land);
    REQUIRE(lines.home.size() == 1);
    CHECK(lines.home[0] == std::vector<MapPoint>{{500, 800}, {0, 800}});
    std::size_t edges = 0;
    for (const auto& line : lines.other) edges += line.size() - 1;
    CHECK(edges == 5);  // one of abroad, four of the island
}
