#include "app/filter_json.hpp"

#include "app/errors.hpp"

#include <string>

namespace tuantra::app {

namespace {

Json place_json(domain::LonLat p)
{
    return Json::array({p.lon, p.lat});
}

domain::LonLat place_of(const Json& json)
{
    return {json.at(0).get<double>(), json.at(1).get<double>()};
}

Json range_json(const domain::Range& range)
{
    return Json::array({range.from ? Json(*range.from) : Json(), range.to ? Json(*range.to) : Json()});
}

domain::Range range_of(const Json& json)
{
    domain::Range range;
    if (!json.at(0).is_null()) range.from = json.at(0).get<double>();
    if (!json.at(1).is_null()) range.to = json.at(1).get<double>();
    return range;
}

Json polygons_json(const domain::MultiPolygon& polygons)
{
    Json list = Json::array();
    for (const auto& polygon : polygons) {
        Json rings = Json::array();
        for (const auto& ring : polygon) {
            Json places = Json::array();
            for (const auto& p : ring) places.push_back(place_json(p));
            rings.push_back(std::move(places));
        }
        list.push_back(std::move(rings));
    }
    return list;
}

domain::MultiPolygon polygons_of(const Json& json)
{
    domain::MultiPolygon polygons;
    for (const auto& rings : json) {
        auto& polygon = polygons.emplace_back();
        for (const auto& places : rings) {
            auto& ring = polygon.emplace_back();
            for (const auto& p : places) ring.push_back(place_of(p));
        }
    }
    return polygons;
}

domain::Instant time_of(const Json& json)
{
    const auto span = domain::parse_time(json.get<std::string>(), domain::Zone{0});
    if (!span) throw DataError("not a time: " + json.get<std::string>());
    return span->from;
}

domain::KindSet kinds_of(const Json& json)
{
    auto kinds = domain::KindSet::none();
    for (const auto& id : json)
        for (const auto& info : domain::kinds())
            if (info.id == id.get<std::string>()) kinds.set(info.kind, true);
    return kinds;
}

domain::Filter read(const Json& json)
{
    const auto at = [&](const char* key) { return json.contains(key) ? &json.at(key) : nullptr; };
    domain::Filter f;
    if (const auto* v = at("since")) f.since = time_of(*v);
    if (const auto* v = at("until")) f.until = time_of(*v);
    if (const auto* v = at("kinds")) f.kinds = kinds_of(*v);
    if (const auto* v = at("severity")) {
        f.severity_min = v->at(0).get<int>();
        f.severity_max = v->at(1).get<int>();
    }
    if (const auto* v = at("text")) f.text = v->get<std::string>();
    if (const auto* v = at("box"))
        f.box =
            domain::Box{v->at(0).get<double>(), v->at(1).get<double>(), v->at(2).get<double>(), v->at(3).get<double>()};
    if (const auto* v = at("near")) f.near = domain::Circle{place_of(*v), v->at(2).get<double>()};
    if (const auto* v = at("within")) f.within = polygons_of(*v);
    if (const auto* v = at("within_name")) f.within_name = v->get<std::string>();
    if (const auto* v = at("line")) f.line = domain::parse_line(v->get<std::string>());
    if (const auto* v = at("km")) f.km = range_of(*v);
    if (const auto* v = at("offset_m")) f.offset_m = range_of(*v);
    if (const auto* v = at("source")) f.source = domain::parse_uid(v->get<std::string>());
    if (const auto* v = at("grade")) {
        f.grade_min = v->at(0).get<std::string>().at(0);
        f.grade_max = v->at(1).get<std::string>().at(0);
    }
    return f;
}

}  // namespace

Json to_json(const domain::Filter& f)
{
    const domain::Filter all;
    Json json = Json::object();
    if (f.since) json["since"] = domain::to_iso(*f.since, domain::Zone{0});
    if (f.until) json["until"] = domain::to_iso(*f.until, domain::Zone{0});
    if (!(f.kinds == all.kinds)) {
        json["kinds"] = Json::array();
        for (const auto& info : domain::kinds())
            if (f.kinds.has(info.kind)) json["kinds"].push_back(info.id);
    }
    if (f.severity_min != all.severity_min || f.severity_max != all.severity_max)
        json["severity"] = Json::array({f.severity_min, f.severity_max});
    if (!f.text.empty()) json["text"] = f.text;
    if (f.box) json["box"] = Json::array({f.box->west, f.box->south, f.box->east, f.box->north});
    if (f.near) json["near"] = Json::array({f.near->centre.lon, f.near->centre.lat, f.near->radius_km});
    if (!f.within.empty()) json["within"] = polygons_json(f.within);
    if (!f.within_name.empty()) json["within_name"] = f.within_name;
    if (f.line) json["line"] = domain::to_string(*f.line);
    if (!f.km.open()) json["km"] = range_json(f.km);
    if (!f.offset_m.open()) json["offset_m"] = range_json(f.offset_m);
    if (f.source) json["source"] = domain::to_string(*f.source);
    if (f.grade_min != all.grade_min || f.grade_max != all.grade_max)
        json["grade"] = Json::array({std::string(1, f.grade_min), std::string(1, f.grade_max)});
    return json;
}

domain::Filter filter_of(const Json& json)
{
    try {
        return read(json);
    } catch (const std::exception& error) {
        throw DataError(std::string("not a filter: ") + error.what());
    }
}

}  // namespace tuantra::app
