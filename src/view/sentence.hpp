#pragma once
#include "domain/filter.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tuantra::view {

/// One condition of a filter.
enum class FilterPart : std::uint8_t { kinds, time, severity, text, box, near, within, line, offset, source, grade };
struct FilterPhrase {
    FilterPart part;
    std::string text;
};
/// What the filter asks, condition by condition, in the current language and the sentence's order; none for a default
/// filter.
std::vector<FilterPhrase> phrases(const domain::Filter& filter, domain::Zone zone = {});
/// The filter without one of its conditions.
domain::Filter without(domain::Filter filter, FilterPart part);

/// The filter as one sentence in the current language, without a final stop. A default filter gives "all incidents".
std::string sentence(const domain::Filter& filter, domain::Zone zone = {});
/// "LAND km 1 234.5, -800 m" in the current language.
std::string address_text(const domain::Address& address);
/// "21°48'10"N 106°44'05"E" with the language's hemisphere letters.
std::string position_text(domain::LonLat place);
/// "2026-11-23" and "2026-11-23 14:05" (with seconds when there are any) in the current language's order.
std::string date_text(domain::Instant t, domain::Zone zone = {});
std::string moment_text(domain::Instant t, domain::Zone zone = {});
/// The kind's label in the current language: "Illegal crossing".
const char* kind_text(domain::Kind kind);

}  // namespace tuantra::view
