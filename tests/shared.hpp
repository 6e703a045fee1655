#pragma once
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>

namespace tuantra::tests {

/// The folder of shared real data beside the checkout; TUANTRA_SHARED overrides. Empty when there is none.
inline std::filesystem::path shared_dir()
{
    if (const char* dir = std::getenv("TUANTRA_SHARED")) return dir;
    const auto beside = std::filesystem::path(TUANTRA_SOURCE_DIR).parent_path() / "shared";
    return std::filesystem::exists(beside) ? beside : std::filesystem::path{};
}

}  // namespace tuantra::tests

/// Ends the test case with a message when the shared data is absent.
#define REQUIRE_SHARED_OR_SKIP(var)                             \
    const auto var = tuantra::tests::shared_dir();              \
    if (var.empty()) {                                          \
        WARN("skipped: no shared data beside the checkout");    \
        return;                                                 \
    }
