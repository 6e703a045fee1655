#pragma once
#include "domain/filter.hpp"

#include <string>

namespace tuantra::view {

/// The filter as one sentence in the current language, without a final stop. A default filter gives "all incidents".
std::string sentence(const domain::Filter& filter, domain::Zone zone = {});
/// "LAND km 1 234.5, -800 m" in the current language.
std::string address_text(const domain::Address& address);
/// "21°48'10"N 106°44'05"E" with the language's hemisphere letters.
std::string position_text(domain::LonLat place);

}  // namespace tuantra::view
