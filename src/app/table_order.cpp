#include "app/table_order.hpp"

#include "domain/text.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace tuantra::app {

namespace {

template <typename Key>
std::vector<std::uint32_t> sorted(std::vector<std::uint32_t> rows, bool descending, const Key& key)
{
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return descending ? key(b) < key(a) : key(a) < key(b); });
    return rows;
}

std::vector<std::uint32_t> by_text(const view::Scene& scene, view::TableColumn sort, bool descending,
                                   const std::filesystem::path& database, jobs::Progress& progress)
{
    std::vector<std::int64_t> ids;
    ids.reserve(scene.shown.size());
    for (const std::uint32_t row : scene.shown) ids.push_back(scene.incidents->id[row]);
    const auto store = store::Store::open(database, store::OpenMode::read_only);
    std::unordered_map<std::int64_t, std::string> text;
    constexpr std::size_t batch = 10'000;
    for (std::size_t first = 0; first < ids.size(); first += batch) {
        progress.check();
        const auto begin = ids.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(first + batch, ids.size()));
        for (const auto& row : store.table_texts({begin, end}))
            text[row.id] = domain::fold(sort == view::TableColumn::title ? row.title : row.source);
    }
    return sorted(scene.shown, descending,
                  [&](std::uint32_t row) -> const std::string& { return text[scene.incidents->id[row]]; });
}

}  // namespace

std::vector<std::uint32_t> table_order(const view::Scene& scene, view::TableColumn sort, bool descending,
                                       const std::filesystem::path& database, jobs::Progress& progress)
{
    const domain::IncidentColumns& c = *scene.incidents;
    switch (sort) {
        case view::TableColumn::time: {
            auto rows = scene.shown;  // rows stand in time order already
            if (descending) std::reverse(rows.begin(), rows.end());
            return rows;
        }
        case view::TableColumn::kind:
            return sorted(scene.shown, descending, [&](std::uint32_t r) { return c.kind[r]; });
        case view::TableColumn::severity:
            return sorted(scene.shown, descending, [&](std::uint32_t r) { return c.severity[r]; });
        case view::TableColumn::address:
            return sorted(scene.shown, descending,
                          [&](std::uint32_t r) { return std::tuple(c.line[r], c.chainage_km[r]); });
        case view::TableColumn::grade:
            return sorted(scene.shown, descending, [&](std::uint32_t r) { return c.reliability[r]; });
        case view::TableColumn::position:  // from the south
            return sorted(scene.shown, descending,
                          [&](std::uint32_t r) { return std::pair(c.place[r].lat, c.place[r].lon); });
        case view::TableColumn::title:
        case view::TableColumn::source:
            break;
    }
    return by_text(scene, sort, descending, database, progress);
}

}  // namespace tuantra::app
