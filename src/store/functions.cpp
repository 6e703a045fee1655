#include "store/functions.hpp"

#include "store/area.hpp"
#include "store/circle.hpp"
#include "store/geometry.hpp"
#include "store/words.hpp"

#include <sqlite3.h>

#include <exception>
#include <memory>

namespace tuantra::store {

namespace {

std::span<const std::uint8_t> blob_of(sqlite3_value* value)
{
    if (sqlite3_value_type(value) != SQLITE_BLOB) return {};
    return {static_cast<const std::uint8_t*>(sqlite3_value_blob(value)),
            static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::string_view text_of(sqlite3_value* value)
{
    const auto* text = sqlite3_value_text(value);
    return text == nullptr ? std::string_view()
                           : std::string_view(reinterpret_cast<const char*>(text),
                                              static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

domain::Box box_of(sqlite3_value** v)
{
    return {sqlite3_value_double(v[0]), sqlite3_value_double(v[2]), sqlite3_value_double(v[1]),
            sqlite3_value_double(v[3])};
}

/// What a constant argument was parsed into, kept by SQLite for the run of the statement.
template <typename T, typename Make>
const T& prepared(sqlite3_context* context, int argument, Make&& make)
{
    if (auto* kept = static_cast<T*>(sqlite3_get_auxdata(context, argument))) return *kept;
    auto* made = new T(make());
    sqlite3_set_auxdata(context, argument, made, [](void* p) { delete static_cast<T*>(p); });
    // SQLite may drop it at once when memory is short; ask again so that nothing dangles.
    if (auto* kept = static_cast<T*>(sqlite3_get_auxdata(context, argument))) return *kept;
    throw std::bad_alloc();
}

Area make_area(std::span<const std::uint8_t> blob)
{
    const auto polygons = read_polygons(blob);
    if (!polygons) throw std::invalid_argument("the area is no valid multipolygon");
    return Area(*polygons);
}

const CircleTest& circle_of(sqlite3_context* context, sqlite3_value** v, int first)
{
    return prepared<CircleTest>(context, first, [&] {
        return CircleTest({sqlite3_value_double(v[first]), sqlite3_value_double(v[first + 1])},
                          sqlite3_value_double(v[first + 2]));
    });
}

const Area& area_of(sqlite3_context* context, sqlite3_value** v, int argument)
{
    return prepared<Area>(context, argument, [&] { return make_area(blob_of(v[argument])); });
}

void in_box(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto p = read_point(blob_of(v[0]));
    const domain::Box box{sqlite3_value_double(v[1]), sqlite3_value_double(v[2]), sqlite3_value_double(v[3]),
                          sqlite3_value_double(v[4])};
    sqlite3_result_int(context, p && domain::contains(box, *p) ? 1 : 0);
}

void in_circle(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto p = read_point(blob_of(v[0]));
    sqlite3_result_int(context, p && circle_of(context, v, 1).has(*p) ? 1 : 0);
}

void circle_has(sqlite3_context* context, int, sqlite3_value** v)
{
    sqlite3_result_int(context, circle_of(context, v, 4).has_all(box_of(v)) ? 1 : 0);
}

void line_meets_circle(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto line = read_line(blob_of(v[0]));
    sqlite3_result_int(context, line && circle_of(context, v, 1).meets(*line) ? 1 : 0);
}

void area_side(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto p = read_point(blob_of(v[0]));
    const auto side = p ? area_of(context, v, 1).side(*p) : Area::Side::outside;
    sqlite3_result_int(context, static_cast<int>(side));
}

void area_has(sqlite3_context* context, int, sqlite3_value** v)
{
    sqlite3_result_int(context, area_of(context, v, 4).side(box_of(v)) == Area::Side::inside ? 1 : 0);
}

void text_match(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto& wanted = prepared<std::vector<std::string>>(context, 2, [&] { return split_words(text_of(v[2])); });
    sqlite3_result_int(context, words_match(wanted, text_of(v[0]), text_of(v[1])) ? 1 : 0);
}

void text_words(sqlite3_context* context, int, sqlite3_value** v)
{
    auto words = words_of(text_of(v[0]));
    if (const auto more = text_of(v[1]); !more.empty()) words += ' ' + words_of(more);
    sqlite3_result_text64(context, words.data(), words.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void valid_blob(sqlite3_context* context, int, sqlite3_value** v)
{
    const auto type = static_cast<GeometryType>(sqlite3_value_int(v[1]));
    sqlite3_result_int(context, valid_geometry(blob_of(v[0]), type) ? 1 : 0);
}

/// One side of the bounding box in a blob's header.
template <double domain::Box::*side>
void blob_side(sqlite3_context* context, int, sqlite3_value** v)
{
    constexpr std::size_t header = 43;
    const auto blob = blob_of(v[0]);
    if (blob.size() >= header) sqlite3_result_double(context, blob_bounds(blob).*side);
}

using Function = void (*)(sqlite3_context*, int, sqlite3_value**);

/// Exceptions must not pass through SQLite.
template <Function function>
void shielded(sqlite3_context* context, int n, sqlite3_value** v)
{
    try {
        function(context, n, v);
    } catch (const std::exception& e) {
        sqlite3_result_error(context, e.what(), -1);
    }
}

template <typename T, typename Make>
const T& prepared(sqlite3_rtree_query_info& info, Make&& make)
{
    if (info.pUser == nullptr) {
        info.pUser = new T(make());
        info.xDelUser = [](void* p) { delete static_cast<T*>(p); };
    }
    return *static_cast<T*>(info.pUser);
}

domain::Box box_of(const sqlite3_rtree_query_info& info)
{
    return {info.aCoord[0], info.aCoord[2], info.aCoord[1], info.aCoord[3]};
}

void rtree_circle(sqlite3_rtree_query_info& info)
{
    const auto& circle = prepared<CircleTest>(info, [&] {
        return CircleTest({info.aParam[0], info.aParam[1]}, info.aParam[2]);
    });
    if (least_distance_m(circle.centre(), box_of(info)) > circle.radius_m()) info.eWithin = NOT_WITHIN;
}

void rtree_area(sqlite3_rtree_query_info& info)
{
    const auto& area = prepared<Area>(info, [&] { return make_area(blob_of(info.apSqlParam[0])); });
    const auto side = area.side(box_of(info));
    info.eWithin = side == Area::Side::inside ? FULLY_WITHIN : side == Area::Side::outside ? NOT_WITHIN : PARTLY_WITHIN;
}

void rtree_nearest(sqlite3_rtree_query_info& info)
{
    info.rScore = least_distance_m({info.aParam[0], info.aParam[1]}, box_of(info));
}

/// kinds as bits, least and greatest severity, least and greatest grade.
void rtree_facet(sqlite3_rtree_query_info& info)
{
    if (info.nCoord < 10) throw std::invalid_argument("this index has no facets");
    if (info.iLevel > 0) return;
    const auto facet = static_cast<unsigned>(info.aCoord[8]);
    const auto kinds = static_cast<unsigned>(info.aParam[0]);
    const double severity = facet / 8 % 8;
    const double grade = facet % 8;
    const bool passes = (kinds >> (facet / 64) & 1U) != 0 && severity >= info.aParam[1] && severity <= info.aParam[2] &&
                        grade >= info.aParam[3] && grade <= info.aParam[4];
    if (!passes) info.eWithin = NOT_WITHIN;
}

/// In one of two ranges of positions.
void rtree_position(sqlite3_rtree_query_info& info)
{
    if (info.nCoord < 10) throw std::invalid_argument("this index has no positions");
    const double low = info.aCoord[6];
    const double high = info.aCoord[7];
    const auto meets = [&](int k) { return high >= info.aParam[k] && low <= info.aParam[k + 1]; };
    if (!meets(0) && !meets(2)) info.eWithin = NOT_WITHIN;
}

using Query = void (*)(sqlite3_rtree_query_info&);

template <Query query, int parameters>
int shielded(sqlite3_rtree_query_info* info)
{
    if (info->nParam != parameters) return SQLITE_ERROR;
    info->eWithin = info->eParentWithin == FULLY_WITHIN ? FULLY_WITHIN : PARTLY_WITHIN;
    info->rScore = info->rParentScore;
    if (info->eWithin == FULLY_WITHIN && query != rtree_nearest) return SQLITE_OK;
    try {
        query(*info);
    } catch (const std::exception&) {
        return SQLITE_ERROR;
    }
    return SQLITE_OK;
}

}  // namespace

void register_functions(SQLite::Database& db)
{
    const auto add = [&](const char* name, int arguments, Function function) {
        db.createFunction(name, arguments, true, nullptr, function, nullptr, nullptr, nullptr);
    };
    add("in_box", 5, shielded<in_box>);
    add("in_circle", 4, shielded<in_circle>);
    add("circle_has", 7, shielded<circle_has>);
    add("line_meets_circle", 4, shielded<line_meets_circle>);
    add("area_side", 2, shielded<area_side>);
    add("area_has", 5, shielded<area_has>);
    add("text_match", 3, shielded<text_match>);
    add("text_words", 2, shielded<text_words>);
    add("valid_blob", 2, shielded<valid_blob>);
    add("blob_west", 1, shielded<blob_side<&domain::Box::west>>);
    add("blob_east", 1, shielded<blob_side<&domain::Box::east>>);
    add("blob_south", 1, shielded<blob_side<&domain::Box::south>>);
    add("blob_north", 1, shielded<blob_side<&domain::Box::north>>);
    auto* handle = db.getHandle();
    sqlite3_rtree_query_callback(handle, "rtree_circle", shielded<rtree_circle, 3>, nullptr, nullptr);
    sqlite3_rtree_query_callback(handle, "rtree_area", shielded<rtree_area, 1>, nullptr, nullptr);
    sqlite3_rtree_query_callback(handle, "rtree_nearest", shielded<rtree_nearest, 2>, nullptr, nullptr);
    sqlite3_rtree_query_callback(handle, "rtree_facet", shielded<rtree_facet, 5>, nullptr, nullptr);
    sqlite3_rtree_query_callback(handle, "rtree_position", shielded<rtree_position, 4>, nullptr, nullptr);
}

}  // namespace tuantra::store
