#include "app/import_job.hpp"

#include "app/import_pipeline.hpp"
#include "app/movers.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace tuantra::app {

namespace {

/// Reading is most of the work, storing most of the rest.
constexpr double share_of_reading = 0.8;

class ImportRun {
public:
    ImportRun(const std::filesystem::path& file, const ImportSettings& settings, store::Store& store,
              const domain::Lines& lines, const Tick& tick)
        : m_file(file), m_settings(settings), m_store(store), m_lines(lines), m_tick(tick)
    {
    }

    ImportReport run()
    {
        say(-1);
        const auto reader = gis::ImportReader::open(m_file, m_settings.options);
        m_report.path = m_file;
        m_report.target = reader->target();
        m_report.profile = reader->mapping().profile;
        m_report.source_name = m_settings.source_name.empty() ? m_file.filename().string() : m_settings.source_name;
        const std::string sha256 = gis::file_sha256(m_file);
        auto import =
            m_store.begin_import({m_report.source_name, std::filesystem::absolute(m_file).string(), sha256, false},
                                 m_settings.now_unix_ms, m_settings.seed);
        read_all(*reader, import);
        m_report.format = reader->rows().format();
        m_report.layer = reader->rows().layer();
        store_tracks(*reader, import);
        const auto source = import.source();
        const auto tick = [this](double done) { say(share_of_reading + done * (1 - share_of_reading)); };
        if (m_settings.dry_run) {
            m_report.counts = import.counts();
        } else {
            m_report.counts = import.finish(tick);
            m_report.source = source;
        }
        check_counts();
        return std::move(m_report);
    }

private:
    void say(double done) const
    {
        if (m_tick) m_tick(done);
    }

    void read_all(gis::ImportReader& reader, store::Import& import)
    {
        const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
        ImportPipeline pipeline(reader, m_lines, m_settings.threads > 0 ? m_settings.threads : std::min(4U, cores));
        while (const gis::Batch* batch = pipeline.next()) {
            take(*batch, import);
            const double done = pipeline.done();
            say(done < 0 ? -1 : done * share_of_reading);
        }
    }

    void take(const gis::Batch& batch, store::Import& import)
    {
        if (m_settings.watch) m_settings.watch(batch);
        m_rows += batch.rows_read;
        m_rows_to_tracks += batch.rows_to_tracks;
        for (const auto& incident : batch.incidents) import.add(incident);
        for (const auto& place : batch.places) import.add_place(place.key, place.name, place.kind, place.place);
        for (const auto& zone : batch.zones)
            import.add_zone(zone.key, zone.name, zone.kind, zone.valid_from, zone.valid_to, zone.polygons);
        for (const auto& reject : batch.rejects) {
            import.reject(reject.row, reject.reason, reject.raw);
            if (m_report.rejects.size() < reject_notes_kept) m_report.rejects.push_back({reject.row, reject.reason});
        }
        m_fixes += batch.fixes.size();
        if (m_fixes > fixes_at_most)
            throw gis::Error(m_file.string(), 0,
                             lang::fill(lang::tr("more than {0} fixes in one file; split it by time or by mover"),
                                        {lang::number(static_cast<std::int64_t>(fixes_at_most))}));
        for (const auto& fix : batch.fixes) {
            if (fix.mover >= m_by_mover.size()) m_by_mover.resize(fix.mover + 1);
            m_by_mover[fix.mover].push_back(fix.fix);
        }
    }

    /// Where every row is one fix, a merged fix is a duplicate row. Where a row is a whole line, rows of movers that
    /// were known are duplicates; how many rows a mover had is not known, so one is taken for each.
    void store_tracks(gis::ImportReader& reader, store::Import& import)
    {
        if (m_rows_to_tracks == 0) return;
        const Movers movers(m_settings.movers);
        const bool fix_per_row = m_fixes == static_cast<std::size_t>(m_rows_to_tracks);
        std::int64_t duplicate = 0, known = 0, stored = 0;
        for (std::size_t i = 0; i < m_by_mover.size(); ++i) {
            say(share_of_reading);
            if (m_by_mover[i].empty()) continue;
            const auto& mover = reader.movers()[i];
            const auto fixes = static_cast<std::int64_t>(m_by_mover[i].size());
            auto built = domain::build_track(std::move(m_by_mover[i]), movers.limits(mover.kind));
            m_by_mover[i] = {};
            m_report.jumps += built.jumps;
            m_report.gaps += built.gaps;
            const bool fresh = import.add({{}, mover.key, mover.name, mover.kind, {}}, built.pieces);
            (fresh ? stored : known) += 1;
            duplicate += fresh ? static_cast<std::int64_t>(built.duplicates + built.conflicting) : fixes;
        }
        if (!fix_per_row) duplicate = stored == 0 ? m_rows_to_tracks : std::min(known, m_rows_to_tracks);
        import.count_duplicate(duplicate);
        import.count_kept(m_rows_to_tracks - duplicate);
    }

    void check_counts() const
    {
        const auto& c = m_report.counts;
        if (c.read != m_rows || c.read != c.kept + c.duplicate + c.rejected)
            throw std::logic_error(m_file.string() + ": " + std::to_string(m_rows) + " rows were read, but " +
                                   std::to_string(c.kept) + " + " + std::to_string(c.duplicate) + " + " +
                                   std::to_string(c.rejected) + " are accounted for");
    }

    const std::filesystem::path& m_file;
    const ImportSettings& m_settings;
    store::Store& m_store;
    const domain::Lines& m_lines;
    const Tick& m_tick;
    ImportReport m_report;
    std::int64_t m_rows = 0, m_rows_to_tracks = 0;
    std::size_t m_fixes = 0;
    std::vector<std::vector<domain::Fix>> m_by_mover;
};

}  // namespace

ImportReport import_file(const std::filesystem::path& file, const ImportSettings& settings, store::Store& store,
                         const domain::Lines& lines, const Tick& tick)
{
    return ImportRun(file, settings, store, lines, tick).run();
}

std::string to_string(gis::Target target)
{
    switch (target) {
        case gis::Target::incidents:
            return "incidents";
        case gis::Target::tracks:
            return "tracks";
        case gis::Target::places:
            return "places";
        case gis::Target::zones:
            return "zones";
        case gis::Target::automatic:
            break;
    }
    return "auto";
}

std::string summary(const ImportReport& report)
{
    const auto& c = report.counts;
    return lang::fill(lang::tr("{0}: {1} rows read, {2} kept ({3} updated), {4} duplicate, {5} rejected"),
                      {report.path.filename().string(), lang::number(c.read), lang::number(c.kept),
                       lang::number(c.updated), lang::number(c.duplicate), lang::number(c.rejected)});
}

}  // namespace tuantra::app
