#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tuantra::domain {

/// What an incident is. The order is the order of lists and legends, and the number stored in columns (not in the
/// database, which stores the id).
enum class Kind : std::uint8_t { trafficking, illegal_crossing, drugs, smuggling, illegal_fishing, piracy, other };
inline constexpr std::size_t kind_count = 7;

enum class Shape : std::uint8_t { diamond, triangle, square, circle, pentagon, hexagon, cross };

struct KindInfo {
    Kind kind;
    std::string_view id;     ///< on the command line, in files and in the database
    std::string_view label;  ///< English message id of the catalogues
    char letter;             ///< drawn inside the symbol
    Shape shape;
    std::uint32_t rgb;       ///< 0xRRGGBB
};

const std::array<KindInfo, kind_count>& kinds();
const KindInfo& info(Kind kind);
/// By id, or by a common synonym in English, Vietnamese or French ("mua ban nguoi", "human trafficking", "piratage"),
/// case and diacritics ignored. nullopt when nothing fits.
std::optional<Kind> parse_kind(std::string_view text);

/// A set of kinds as bits. Empty means none; all() is the default of a filter.
struct KindSet {
    std::uint8_t bits = (1U << kind_count) - 1U;
    static KindSet none() { return {0}; }
    static KindSet all() { return {}; }
    bool has(Kind k) const { return (bits >> static_cast<unsigned>(k) & 1U) != 0; }
    void set(Kind k, bool on)
    {
        const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(k));
        bits = static_cast<std::uint8_t>(on ? bits | bit : bits & ~bit);
    }
    friend bool operator==(const KindSet&, const KindSet&) = default;
};

}  // namespace tuantra::domain
