#include "view/filter_json.hpp"

#include "domain/kind.hpp"
#include "domain/time.hpp"

#include <cmath>
#include <stdexcept>

namespace tuantra::view {

namespace {

using domain::Filter;

[[noreturn]] void refuse(const std::string& why)
{
    throw std::runtime_error(why);
}

Json json_of(const domain::Range& range)
{
    return Json::array({range.from ? Json(*range.from) : Json(), range.to ? Json(*range.to) : Json()});
}

Json json_of(const domain::MultiPolygon& polygons)
{
    Json out = Json::array();
    for (const auto& polygon : polygons) {
        Json rings = Json::array();
        for (const auto& ring : polygon) {
            Json places = Json::array();
            for (const auto& p : ring) places.push_back(Json::array({p.lon, p.lat}));
            rings.push_back(std::move(places));
        }
        out.push_back(std::move(rings));
    }
    return out;
}

domain::Range range_of(const Json& json, const char* what)
{
    if (!json.is_array() || json.size() != 2) refuse(std::string(what) + " needs two ends");
    domain::Range out;
    if (!json[0].is_null()) out.from = number(json[0], what);
    if (!json[1].is_null()) out.to = number(json[1], what);
    return out;
}

domain::MultiPolygon polygons_of(const Json& json)
{
    domain::MultiPolygon out;
    if (!json.is_array()) refuse("within is not a list of polygons");
    for (const auto& polygon : json) {
        if (!polygon.is_array() || polygon.empty()) refuse("within has a polygon without a ring");
        auto& rings = out.emplace_back();
        for (const auto& ring : polygon) {
            if (!ring.is_array() || ring.size() < 3) refuse("within has a ring of fewer than three places");
            auto& places = rings.emplace_back();
            for (const auto& p : ring) {
                const auto xy = numbers(p, 2, "a place");
                places.push_back(place_of(xy[0], xy[1]));
            }
        }
    }
    return out;
}

domain::Instant instant_of(const Json& json, const char* what)
{
    const auto read = domain::parse_time(text_of(json, what));
    if (!read) refuse(std::string(what) + " is not a time");
    return read->from;
}

void read_records_part(const Json& json, Filter& f)
{
    if (json.contains("since")) f.since = instant_of(json["since"], "since");
    if (json.contains("until")) f.until = instant_of(json["until"], "until");
    if (json.contains("kind")) {
        if (!json["kind"].is_array()) refuse("kind is not a list");
        f.kinds = domain::KindSet::none();
        for (const auto& id : json["kind"]) {
            const auto kind = domain::parse_kind(text_of(id, "kind"));
            if (!kind) refuse("there is no kind \"" + id.get<std::string>() + "\"");
            f.kinds.set(*kind, true);
        }
    }
    if (json.contains("severity")) {
        const auto ends = numbers(json["severity"], 2, "severity");
        if (ends[0] < 1 || ends[1] > 5 || ends[0] > ends[1]) refuse("severity is not a range within 1 to 5");
        f.severity_min = static_cast<int>(ends[0]);
        f.severity_max = static_cast<int>(ends[1]);
    }
    if (json.contains("text")) f.text = text_of(json["text"], "text");
    if (json.contains("source")) {
        f.source = domain::parse_uid(text_of(json["source"], "source"));
        if (!f.source) refuse("source is not a uid");
    }
    if (json.contains("grade")) {
        const auto grade = text_of(json["grade"], "grade");
        if (grade.size() != 3 || grade[0] < 'A' || grade[2] > 'F' || grade[0] > grade[2])
            refuse("grade is not a range like A-C");
        f.grade_min = grade[0];
        f.grade_max = grade[2];
    }
}

void read_place_part(const Json& json, Filter& f)
{
    if (json.contains("bbox")) {
        const auto b = numbers(json["bbox"], 4, "bbox");
        const auto low = place_of(b[0], b[1]), high = place_of(b[2], b[3]);
        if (low.lon > high.lon || low.lat > high.lat) refuse("bbox is turned round");
        f.box = domain::Box{low.lon, low.lat, high.lon, high.lat};
    }
    if (json.contains("near")) {
        const auto n = numbers(json["near"], 3, "near");
        if (n[2] < 0) refuse("near has a negative radius");
        f.near = domain::Circle{place_of(n[0], n[1]), n[2]};
    }
    if (json.contains("within")) f.within = polygons_of(json["within"]);
    if (json.contains("within_name")) f.within_name = text_of(json["within_name"], "within_name");
    if (json.contains("line")) {
        f.line = domain::parse_line(text_of(json["line"], "line"));
        if (!f.line) refuse("line is neither LAND nor COAST");
    }
    if (json.contains("km")) f.km = range_of(json["km"], "km");
    if (json.contains("offset")) f.offset_m = range_of(json["offset"], "offset");
}

}  // namespace

double number(const Json& json, const char* what)
{
    if (!json.is_number() || !std::isfinite(json.get<double>())) refuse(std::string(what) + " is not a number");
    return json.get<double>();
}

std::vector<double> numbers(const Json& json, std::size_t count, const char* what)
{
    if (!json.is_array() || json.size() != count)
        refuse(std::string(what) + " needs " + std::to_string(count) + " numbers");
    std::vector<double> out;
    for (const auto& v : json) out.push_back(number(v, what));
    return out;
}

domain::LonLat place_of(double lon, double lat)
{
    const domain::LonLat p{lon, lat};
    if (!domain::is_valid(p)) refuse("a place is not on the globe");
    return p;
}

std::string text_of(const Json& json, const char* what)
{
    if (!json.is_string()) refuse(std::string(what) + " is not a text");
    return json.get<std::string>();
}

Json to_json(const Filter& f)
{
    Json out = Json::object();
    if (f.since) out["since"] = domain::to_iso(*f.since);
    if (f.until) out["until"] = domain::to_iso(*f.until);
    if (f.kinds != domain::KindSet::all()) {
        out["kind"] = Json::array();
        for (const auto& kind : domain::kinds())
            if (f.kinds.has(kind.kind)) out["kind"].push_back(kind.id);
    }
    if (f.severity_min > 1 || f.severity_max < 5) out["severity"] = Json::array({f.severity_min, f.severity_max});
    if (!f.text.empty()) out["text"] = f.text;
    if (f.box) out["bbox"] = Json::array({f.box->west, f.box->south, f.box->east, f.box->north});
    if (f.near) out["near"] = Json::array({f.near->centre.lon, f.near->centre.lat, f.near->radius_km});
    if (!f.within.empty()) out["within"] = json_of(f.within);
    if (!f.within_name.empty()) out["within_name"] = f.within_name;
    if (f.line) out["line"] = domain::to_string(*f.line);
    if (!f.km.open()) out["km"] = json_of(f.km);
    if (!f.offset_m.open()) out["offset"] = json_of(f.offset_m);
    if (f.source) out["source"] = domain::to_string(*f.source);
    if (f.grade_min > 'A' || f.grade_max < 'F') out["grade"] = std::string{f.grade_min, '-', f.grade_max};
    return out;
}

Filter filter_of(const Json& json)
{
    if (!json.is_object()) refuse("filter is not an object");
    Filter out;
    read_records_part(json, out);
    read_place_part(json, out);
    return out;
}

}  // namespace tuantra::view
