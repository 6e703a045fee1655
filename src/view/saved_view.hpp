#pragma once
#include "domain/filter.hpp"
#include "domain/geo.hpp"
#include "view/model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tuantra::view {

/// What a user looks at, kept under a name: the filter, where the map stands, its layers and palette.
struct SavedView {
    std::string name;
    domain::Filter filter;
    /// "The last N days": the filter's window is counted back from the newest record when the view is opened.
    std::optional<int> last_days;
    domain::LonLat centre;
    double metres_per_pixel = 1800;
    Layers layers;
    std::string palette;
    friend bool operator==(const SavedView&, const SavedView&) = default;
};

/// The present view. `end` is what "the last" counts back from: a window open at its end that begins whole days before
/// it is kept as that many days.
SavedView saved_view(const Model& model, std::string name, domain::Instant end);
/// The filter to be shown now.
domain::Filter filter_of(const SavedView& view, domain::Instant end);

/// A JSON document, of this program's own format; the filter with the names of the command line's options.
std::string to_json(const SavedView& view);
/// Throws std::runtime_error saying what is wrong: no JSON, no saved view, a value out of range.
SavedView saved_view_of(std::string_view json);

}  // namespace tuantra::view
