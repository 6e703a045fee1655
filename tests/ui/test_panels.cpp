#include "desk_fixture.hpp"

#include <catch2/catch.hpp>

using namespace tuantra;

TEST_CASE("The desk draws an empty and a full model at three sizes", "[unit]")
{
    for (const auto& model : {tests::empty_model(), tests::full_model(500)})
        for (const auto& [w, h] : {std::pair(1280.0F, 720.0F), {1600.0F, 1000.0F}, {2560.0F, 1440.0F}}) {
            tests::HeadlessDesk desk(w, h);
            desk.settle(model);
            CHECK(desk.vertices() > 1000);
        }
}
