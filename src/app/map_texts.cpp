#include "app/map_texts.hpp"

#include "lang/lang.hpp"
#include "view/playback.hpp"
#include "view/sentence.hpp"

namespace tuantra::app {

namespace {

std::string heat_unit(const view::Scene& scene)
{
    const auto& land = scene.heat[0];
    const auto& coast = scene.heat[1];
    std::string text = lang::fill(
        lang::tr("incidents per km · h = {0} km · n = {1}"),
        {lang::number(land.bandwidth_km, 1), lang::number(static_cast<std::int64_t>(land.events + coast.events))});
    const auto left_out = static_cast<std::int64_t>(land.left_out + coast.left_out);
    if (left_out > 0) text += " · " + lang::fill(lang::tr("{0} farther than 25 km left out"), {lang::number(left_out)});
    return text;
}

}  // namespace

render::MapTexts map_texts(const view::Model& model, domain::Zone zone)
{
    render::MapTexts texts;
    texts.km = lang::tr("km");
    texts.nautical_miles = lang::tr("nautical miles");
    if (model.basemap)
        for (const std::string& line : model.basemap->attribution)
            texts.attribution += (texts.attribution.empty() ? "" : " · ") + line;
    if (!model.scene) return texts;
    const auto shown = static_cast<std::int64_t>(model.scene->shown.size());
    texts.title = view::sentence(model.playback.at_s ? model.filter : model.scene->filter, zone) + " · " +
                  (model.playback.at_s ? view::trail_text(model.playback.trail_s) + " · " : "") +
                  lang::fill(lang::trn("{0} incident", "{0} incidents", shown), {lang::number(shown)});
    if (model.scene->synthetic) texts.banner = lang::tr("EXERCISE · SYNTHETIC DATA");
    texts.heat_legend = lang::tr("Density along the line");
    texts.heat_unit = heat_unit(*model.scene);
    return texts;
}

}  // namespace tuantra::app
