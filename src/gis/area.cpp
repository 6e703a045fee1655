#include "gis/error.hpp"
#include "gis/files.hpp"
#include "gis/place_of_row.hpp"
#include "gis/rows.hpp"

#include <algorithm>

namespace tuantra::gis {

domain::MultiPolygon load_area(const std::filesystem::path& file)
{
    const auto rows = open_rows(file);
    domain::MultiPolygon area;
    RawRow row;
    while (rows->next(row)) {
        if (!row.defect.empty()) throw Error(file.string(), row.number, std::string(row.defect));
        if (row.shape == nullptr || row.shape->type != Shape::Type::polygon) continue;
        for (std::size_t i = 0; i < row.shape->parts.size(); ++i) {
            for (const auto& p : row.shape->parts[i])
                if (!domain::is_valid(p)) throw Error(file.string(), row.number, place_defect(p));
            if (std::binary_search(row.shape->polygon_starts.begin(), row.shape->polygon_starts.end(), i))
                area.emplace_back();
            area.back().push_back(row.shape->parts[i]);
        }
    }
    if (area.empty()) throw Error(file.string(), 0, "holds no areas");
    return area;
}

}  // namespace tuantra::gis
