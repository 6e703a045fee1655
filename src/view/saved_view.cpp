#include "view/saved_view.hpp"

#include "view/filter_json.hpp"
#include "view/hotspot.hpp"

#include <stdexcept>

namespace tuantra::view {

namespace {

using domain::Filter;

constexpr std::int64_t day_s = 86400;
constexpr const char* format_name = "tuantra-view";

[[noreturn]] void refuse(const std::string& why)
{
    throw std::runtime_error(why);
}

}  // namespace

SavedView saved_view(const Model& model, std::string name, domain::Instant end)
{
    SavedView out;
    out.name = std::move(name);
    out.filter = model.filter;
    if (const auto& f = model.filter; f.since && !f.until) {
        const auto back = end.unix_s - f.since->unix_s;
        if (back > 0 && back % day_s == 0) out.last_days = static_cast<int>(back / day_s);
    }
    out.centre = domain::to_lon_lat(model.camera.centre);
    out.metres_per_pixel = model.camera.metres_per_pixel;
    out.layers = model.layers;
    if (model.hotspots && model.hotspots->hides_heat) out.layers.heat = true;
    out.palette = model.palette.name;
    return out;
}

Filter filter_of(const SavedView& view, domain::Instant end)
{
    Filter out = view.filter;
    if (view.last_days) out.since = domain::Instant{end.unix_s - *view.last_days * day_s};
    return out;
}

std::string to_json(const SavedView& view)
{
    Json layers = Json::object();
    for (const auto& layer : layer_names) layers[layer.name] = view.layers.*layer.member;
    Json out{{"format", format_name}, {"version", 1}, {"name", view.name}};
    out["filter"] = to_json(view.filter);
    if (view.last_days) {
        out["filter"].erase("since");
        out["last_days"] = *view.last_days;
    }
    out["centre"] = Json::array({view.centre.lon, view.centre.lat});
    out["metres_per_pixel"] = view.metres_per_pixel;
    out["layers"] = std::move(layers);
    out["palette"] = view.palette;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

SavedView saved_view_of(std::string_view text)
{
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object() || json.value("format", Json()) != Json(format_name)) refuse("this is not a saved view");
    if (!json.contains("version") || json["version"] != Json(1)) refuse("written by a newer program");
    SavedView out;
    out.name = text_of(json.value("name", Json()), "name");
    out.filter = filter_of(json.value("filter", Json::object()));
    if (json.contains("last_days")) {
        const double days = number(json["last_days"], "last_days");
        if (days < 1 || days > 100'000) refuse("last_days is out of range");
        out.last_days = static_cast<int>(days);
    }
    const auto centre = numbers(json.value("centre", Json()), 2, "centre");
    out.centre = place_of(centre[0], centre[1]);
    out.metres_per_pixel = number(json.value("metres_per_pixel", Json()), "metres_per_pixel");
    if (!(out.metres_per_pixel >= 0.05 && out.metres_per_pixel <= 40'000)) refuse("metres_per_pixel is out of range");
    const Json layers = json.value("layers", Json::object());
    for (const auto& layer : layer_names)
        if (layers.is_object() && layers.contains(layer.name) && layers[layer.name].is_boolean())
            out.layers.*layer.member = layers[layer.name].get<bool>();
    if (json.contains("palette")) out.palette = text_of(json["palette"], "palette");
    return out;
}

}  // namespace tuantra::view
