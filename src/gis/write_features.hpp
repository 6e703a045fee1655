#pragma once
#include "domain/geo.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace tuantra::gis {

/// Facts about a file, in order: "licence", "filter", "n".
using Metadata = std::vector<std::pair<std::string, std::string>>;

enum class FieldType : std::uint8_t { text, real, integer, boolean };

/// Nothing, a truth, a whole number, a number or a text.
using FieldValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

struct WrittenFeature {
    std::variant<domain::LonLat, domain::Polyline, domain::MultiPolygon> shape;
    std::vector<FieldValue> values;  ///< one for each field of the layer
};

/// All shapes of a layer are of one sort.
struct WrittenLayer {
    std::string name;
    std::string description;  ///< one sentence
    std::vector<std::pair<std::string, FieldType>> fields;
    std::vector<WrittenFeature> features;
};

/// A GeoPackage of these layers in WGS 84, with the metadata on the file and on each layer. It appears whole (written
/// beside, then renamed) or not at all, also over an older file. Throws Error.
void write_geopackage(const std::filesystem::path& file, const std::vector<WrittenLayer>& layers,
                      const Metadata& metadata);

}  // namespace tuantra::gis
