#include "gis/import_mapping.hpp"

#include "gis/gdal.hpp"
#include "gis/profile.hpp"

#include <algorithm>

namespace tuantra::gis {

namespace {

std::optional<Mapping> given_mapping(const std::string& shown, const ImportOptions& options, const Sample& sample)
{
    if (options.mapping) return options.mapping;
    if (options.profile.ends_with(".json")) return load_profile(options.profile).mapping;
    std::string known;
    std::error_code none;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(options.profiles_dir, none))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
        const Profile profile = load_profile(path);
        known += (known.empty() ? "" : ", ") + profile.mapping.profile;
        if (options.profile.empty() ? fits(profile, sample.columns) : options.profile == profile.mapping.profile)
            return profile.mapping;
    }
    if (!options.profile.empty())
        throw Error(shown, 0,
                    "no profile is called \"" + one_line(options.profile, 60) + "\"; there are " +
                        (known.empty() ? "none" : known));
    return std::nullopt;
}

void demand_place(const std::string& shown, const Mapping& mapping, const Sample& sample)
{
    const bool columns =
        (!mapping.lon.empty() && !mapping.lat.empty()) || !mapping.both.empty() || !mapping.easting.empty();
    if (mapping.target == Target::zones && sample.polygons == 0)
        throw Error(shown, 0, "holds no areas, so nothing can be a zone");
    if (columns || sample.shapes() || sample.rows.empty()) return;
    std::string names;
    for (const auto& column : sample.columns) names += (names.empty() ? "" : ", ") + column;
    throw Error(shown, 0, "no column can be a place; the columns are " + one_line(names));
}

// Without any time in the first rows nothing can become an incident or a fix: better said once than once a row.
void demand_time(const std::string& shown, const Mapping& mapping, const Sample& sample)
{
    if (!mapping.time.empty() || sample.rows.empty()) return;
    if (mapping.target == Target::incidents)
        throw Error(shown, 0, "no column can be a time, so nothing can be an incident; import it as places");
    if (mapping.target != Target::tracks || sample.timed_lines > 0) return;
    const bool lines = sample.lines > 0;
    throw Error(shown, 0,
                lines ? "its lines have no times, so they are no tracks"
                      : "its points have no times, so they are no tracks; import them as places");
}

}  // namespace

Mapping settle_mapping(const std::string& shown, const ImportOptions& options, const Sample& sample, bool& rings)
{
    rings = are_rings(sample);
    Mapping mapping;
    if (rings) mapping.target = Target::zones;
    if (auto given = given_mapping(shown, options, sample)) mapping = std::move(*given);
    if (options.target != Target::automatic) mapping.target = options.target;
    if (!options.crs.empty()) mapping.crs = options.crs;
    rings = rings && mapping.target == Target::zones;
    if (!rings && mapping.profile.empty() && !options.mapping) mapping = guess_mapping(sample, std::move(mapping), options.zone);
    if (mapping.target == Target::automatic) mapping.target = guess_target(sample, mapping);
    if (rings) return mapping;
    demand_time(shown, mapping, sample);
    demand_place(shown, mapping, sample);
    return mapping;
}

}  // namespace tuantra::gis
