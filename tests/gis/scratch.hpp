#pragma once
#include "gis/import.hpp"
#include "shared.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace tuantra::tests {

/// A folder of its own for one test, gone with it.
class Scratch {
public:
    Scratch()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-gis-XXXXXX").string();
        m_path = ::mkdtemp(name.data());
    }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    std::filesystem::path write(const std::string& name, std::string_view bytes) const
    {
        std::ofstream(m_path / name, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return m_path / name;
    }

private:
    std::filesystem::path m_path;
};

inline std::string read_all(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// All that an import yields, added up.
struct Imported {
    gis::Target target = gis::Target::automatic;
    gis::Mapping mapping;
    std::string format;
    std::vector<gis::Mover> movers;
    std::vector<domain::Incident> incidents;
    std::vector<gis::TrackFix> fixes;
    std::vector<gis::PlaceRecord> places;
    std::vector<gis::ZoneRecord> zones;
    std::vector<gis::Reject> rejects;
    std::int64_t read = 0, rows_to_tracks = 0;

    /// "reason" or the start of it -> how often.
    std::size_t rejected_for(const std::string& start) const
    {
        std::size_t n = 0;
        for (const auto& r : rejects) n += r.reason.starts_with(start) ? 1U : 0U;
        return n;
    }
    bool balanced() const
    {
        return read == static_cast<std::int64_t>(incidents.size() + places.size() + zones.size() + rejects.size()) +
                           rows_to_tracks;
    }
};

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

inline Imported import_all(const std::filesystem::path& file, gis::ImportOptions options = {})
{
    if (options.profiles_dir.empty())
        options.profiles_dir = std::filesystem::path(TUANTRA_SOURCE_DIR) / "data" / "profiles";
    const auto reader = gis::ImportReader::open(file, options);
    Imported all;
    gis::Batch batch;
    while (reader->next(batch)) {
        append(all.incidents, batch.incidents);
        append(all.fixes, batch.fixes);
        append(all.places, batch.places);
        append(all.zones, batch.zones);
        append(all.rejects, batch.rejects);
        all.read += batch.rows_read;
        all.rows_to_tracks += batch.rows_to_tracks;
    }
    all.target = reader->target();
    all.mapping = reader->mapping();
    all.format = reader->rows().format();
    all.movers = reader->movers();
    return all;
}

inline Imported import_text(const Scratch& scratch, std::string_view csv, const gis::ImportOptions& options = {})
{
    return import_all(scratch.write("rows.csv", csv), options);
}

/// What the Error says, empty when there was none.
inline std::string error_of(const std::filesystem::path& file, const gis::ImportOptions& options = {})
{
    try {
        import_all(file, options);
    } catch (const gis::Error& e) {
        return e.what();
    }
    return {};
}

}  // namespace tuantra::tests
