#include "gis/import.hpp"

#include "domain/text.hpp"
#include "gis/field_text.hpp"
#include "gis/gdal.hpp"
#include "gis/guess.hpp"
#include "gis/import_mapping.hpp"
#include "gis/place_of_row.hpp"
#include "gis/profile.hpp"

#include <algorithm>
#include <array>

namespace tuantra::gis {

namespace {

constexpr std::size_t raw_limit = 64U << 10U;
constexpr std::size_t title_length = 100;
constexpr std::size_t kinds_remembered = 4096;

class Reader : public ImportReader {
public:
    Reader(const std::filesystem::path& file, const ImportOptions& options);

    const Mapping& mapping() const override { return m_mapping; }
    Target target() const override { return m_mapping.target; }
    RowReader& rows() override { return *m_rows; }
    const std::vector<Mover>& movers() const override { return m_movers; }
    bool next(Batch& batch, std::size_t limit) override;

private:
    struct Columns {
        int key = -1, time = -1, time_to = -1, clock = -1, kind = -1, severity = -1, title = -1, narrative = -1,
            reliability = -1, credibility = -1, suspects = -1, victims = -1, mover = -1, name = -1, zone_kind = -1,
            valid_from = -1, valid_to = -1;
    };

    void settle_columns();
    std::string_view value(int column) const
    {
        return column < 0 || static_cast<std::size_t>(column) >= m_row.values.size()
                   ? std::string_view{}
                   : trimmed(m_row.values[static_cast<std::size_t>(column)]);
    }
    bool row_time(domain::TimeSpan& span);
    domain::Kind kind_of(std::string_view text, bool& said_all);
    void key_of(std::string& key);
    void fill_attributes(std::vector<std::pair<std::string, std::string>>& to);
    void fill_title(domain::Incident& incident);
    std::uint32_t mover_of(std::string_view key, std::string_view name);

    bool add_incident(Batch& batch);
    bool add_fix(Batch& batch);
    bool add_line(Batch& batch);
    bool add_place(Batch& batch);
    bool add_zone(Batch& batch);
    bool add_ring(Batch& batch);
    void reject(Batch& batch, std::string reason);

    std::string m_shown;
    ImportOptions m_options;
    std::unique_ptr<RowReader> m_rows;
    Mapping m_mapping;
    Columns m_columns;
    std::vector<int> m_key_columns;
    std::vector<std::size_t> m_attribute_columns;
    std::unique_ptr<PlaceOfRow> m_place;
    RawRow m_row;
    std::string m_why;
    std::vector<Mover> m_movers;
    TextMap<std::uint32_t> m_mover_index;
    TextMap<std::pair<domain::Kind, bool>> m_kinds;
    domain::Kind m_default_kind = domain::Kind::other;
    bool m_rings = false;  ///< every row is a number and a ring
    bool m_kind_in_attributes = false, m_severity_in_attributes = false;
};

Reader::Reader(const std::filesystem::path& file, const ImportOptions& options)
    : m_shown(file.string()), m_options(options)
{
    OpenOptions open;
    open.layer = options.layer;
    open.crs = options.crs;
    Sample sample;
    {
        const auto first = open_rows(file, open);
        sample = take_sample(*first, first->format() == "CSV" || first->format() == "TSV" ? 200 : 5000);
        if (open.layer.empty() && first->layers().size() > 1) open.layer = first->layer();
    }
    m_mapping = settle_mapping(m_shown, options, sample, m_rings);
    if (open.crs.empty()) open.crs = m_mapping.crs;
    m_rows = open_rows(file, open);
    m_place = std::make_unique<PlaceOfRow>(m_shown, m_mapping, sample);
    settle_columns();
    if (!m_mapping.default_kind.empty())
        m_default_kind = domain::parse_kind(m_mapping.default_kind).value_or(domain::Kind::other);
}

void Reader::settle_columns()
{
    const auto& columns = m_rows->columns();
    std::vector<bool> used(columns.size(), false);
    const auto settle = [&](int& to, const std::string& name) {
        to = find_column(columns, name);
        if (!name.empty() && to < 0) throw Error(m_shown, 0, "has no column \"" + one_line(name, 80) + "\"");
        if (to >= 0) used[static_cast<std::size_t>(to)] = true;
    };
    const std::pair<int*, const std::string*> roles[] = {{&m_columns.key, &m_mapping.key},
                                                         {&m_columns.time, &m_mapping.time},
                                                         {&m_columns.time_to, &m_mapping.time_to},
                                                         {&m_columns.clock, &m_mapping.clock},
                                                         {&m_columns.kind, &m_mapping.kind},
                                                         {&m_columns.severity, &m_mapping.severity},
                                                         {&m_columns.title, &m_mapping.title},
                                                         {&m_columns.narrative, &m_mapping.narrative},
                                                         {&m_columns.reliability, &m_mapping.reliability},
                                                         {&m_columns.credibility, &m_mapping.credibility},
                                                         {&m_columns.suspects, &m_mapping.suspects},
                                                         {&m_columns.victims, &m_mapping.victims},
                                                         {&m_columns.mover, &m_mapping.mover},
                                                         {&m_columns.name, &m_mapping.name},
                                                         {&m_columns.zone_kind, &m_mapping.zone_kind},
                                                         {&m_columns.valid_from, &m_mapping.valid_from},
                                                         {&m_columns.valid_to, &m_mapping.valid_to}};
    for (const auto& [to, name] : roles) settle(*to, *name);
    for (const auto& name : m_mapping.key_columns) {
        m_key_columns.push_back(-1);
        settle(m_key_columns.back(), name);
    }
    for (const int i : m_place->columns()) used[static_cast<std::size_t>(i)] = true;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (!used[i] && !columns[i].empty()) m_attribute_columns.push_back(i);
}

bool Reader::row_time(domain::TimeSpan& span)
{
    const auto text = value(m_columns.time);
    if (text.empty()) {
        m_why = "the time is empty";
        return false;
    }
    std::optional<domain::TimeSpan> read;
    if (const auto clock = value(m_columns.clock); !clock.empty())
        read = domain::parse_time(std::string(text) + " " + std::string(clock), m_options.zone, m_mapping.date_order);
    if (!read) read = domain::parse_time(text, m_options.zone, m_mapping.date_order);
    if (!read) read = domain::parse_time(plain_digits(text), m_options.zone, m_mapping.date_order);
    if (!read) {
        m_why = "not a time: " + one_line(text, 60);
        return false;
    }
    span = *read;
    if (const auto end = value(m_columns.time_to); !end.empty()) {
        const auto to = domain::parse_time(end, m_options.zone, m_mapping.date_order);
        if (!to || to->to < span.from) {
            m_why = to ? "it ends before it begins" : "not a time: " + one_line(end, 60);
            return false;
        }
        span.to = to->to;
    }
    return true;
}

// `said_all`: the kind's own id is all that the text says, so it need not be kept beside the kind.
domain::Kind Reader::kind_of(std::string_view text, bool& said_all)
{
    said_all = true;
    if (text.empty()) return m_default_kind;
    if (const auto known = m_kinds.find(text); known != m_kinds.end()) {
        said_all = known->second.second;
        return known->second.first;
    }
    std::optional<domain::Kind> kind;
    if (!m_mapping.kind_words.empty()) {
        const std::string folded = domain::fold(text);
        for (const auto& [word, id] : m_mapping.kind_words) {
            if (folded.find(word) == std::string::npos) continue;
            kind = domain::parse_kind(id);
            break;
        }
    }
    if (!kind) kind = domain::parse_kind(text);
    const domain::Kind result = kind.value_or(m_default_kind);
    said_all = domain::info(result).id == text;
    if (m_kinds.size() < kinds_remembered) m_kinds.emplace(std::string(text), std::pair(result, said_all));
    return result;
}

void Reader::key_of(std::string& key)
{
    key.assign(value(m_columns.key));
    for (const int column : m_key_columns) {
        if (!key.empty()) key += '|';
        key += value(column);
    }
}

void Reader::fill_attributes(std::vector<std::pair<std::string, std::string>>& to)
{
    const auto& names = m_rows->columns();
    std::size_t n = 0;
    const auto put = [&](std::size_t column) {
        const auto text = value(static_cast<int>(column));
        if (text.empty()) return;
        if (n == to.size()) to.emplace_back();
        to[n].first.assign(names[column]);
        to[n].second.assign(text);
        ++n;
    };
    if (m_kind_in_attributes && m_columns.kind >= 0) put(static_cast<std::size_t>(m_columns.kind));
    if (m_severity_in_attributes && m_columns.severity >= 0) put(static_cast<std::size_t>(m_columns.severity));
    for (const std::size_t column : m_attribute_columns) put(column);
    to.resize(n);
}

// A row without a title gets the start of what it tells.
void Reader::fill_title(domain::Incident& incident)
{
    incident.title.assign(value(m_columns.title));
    if (incident.title.empty()) incident.title = one_line(incident.narrative, title_length);
    if (incident.title.empty()) incident.title.assign(value(m_columns.kind));
    std::replace_if(
        incident.title.begin(), incident.title.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
}

bool Reader::add_incident(Batch& batch)
{
    domain::TimeSpan span;
    domain::LonLat place;
    if (!m_place->find(m_row, place, m_why) || !row_time(span)) return false;
    if (batch.spare.empty()) {
        batch.incidents.emplace_back();
    } else {
        batch.incidents.push_back(std::move(batch.spare.back()));
        batch.spare.pop_back();
    }
    auto& incident = batch.incidents.back();
    batch.incident_rows.push_back(m_row.number);
    incident.uid = {};
    incident.address.reset();
    incident.occurred = span;
    incident.place = place;
    bool said_all = true;
    incident.kind = kind_of(value(m_columns.kind), said_all);
    m_kind_in_attributes = !said_all;
    const auto severity_text = value(m_columns.severity);
    const auto severity = severity_of(severity_text);
    incident.severity = severity.value_or(3);
    m_severity_in_attributes = !severity && !severity_text.empty();
    key_of(incident.source_key);
    incident.narrative.assign(value(m_columns.narrative));
    fill_title(incident);
    const auto grade = value(m_columns.reliability);
    const char letter = grade.size() == 1 ? static_cast<char>(grade[0] & ~0x20) : '\0';
    incident.reliability = letter >= 'A' && letter <= 'F' ? letter : '\0';
    const int credibility = count_of(value(m_columns.credibility));
    incident.credibility = credibility >= 1 && credibility <= 6 ? credibility : 0;
    incident.suspects = count_of(value(m_columns.suspects));
    incident.victims = count_of(value(m_columns.victims));
    fill_attributes(incident.attributes);
    return true;
}

std::uint32_t Reader::mover_of(std::string_view key, std::string_view name)
{
    if (const auto known = m_mover_index.find(key); known != m_mover_index.end()) {
        auto& mover = m_movers[known->second];
        if (mover.name.empty()) mover.name = name;
        return known->second;
    }
    const auto index = static_cast<std::uint32_t>(m_movers.size());
    m_movers.push_back(
        {std::string(key), std::string(name), m_mapping.mover_kind.empty() ? "unknown" : m_mapping.mover_kind});
    m_mover_index.emplace(std::string(key), index);
    return index;
}

bool Reader::add_fix(Batch& batch)
{
    domain::TimeSpan span;
    domain::LonLat place;
    if (!m_place->find(m_row, place, m_why) || !row_time(span)) return false;
    const auto time_text = value(m_columns.time);
    if (span.from != span.to) {
        m_why = "a fix needs a clock time, not a day: " + one_line(time_text, 60);
        return false;
    }
    const double fraction =
        time_text.find(':') != std::string_view::npos ? fraction_of(time_text) : numeric_fraction(time_text);
    auto name = value(m_columns.name);
    if (name == "Unknown") name = {};
    const auto key = value(m_columns.mover);
    if (m_columns.mover >= 0 && key.empty()) {
        m_why = "the mover is empty";
        return false;
    }
    batch.fixes.push_back({mover_of(key, name), {place, static_cast<double>(span.from.unix_s) + fraction}});
    ++batch.rows_to_tracks;
    return true;
}

bool Reader::add_line(Batch& batch)
{
    const Shape& shape = *m_row.shape;
    std::size_t timed = 0;
    for (std::size_t i = 0; i < shape.parts.size(); ++i) {
        timed += shape.times[i].size();
        for (const auto& p : shape.parts[i]) {
            if (m_why = place_defect(p); !m_why.empty()) return false;
        }
    }
    if (timed == 0) {
        m_why = "the line has no times, so it is no track";
        return false;
    }
    std::string key(value(m_columns.mover >= 0 ? m_columns.mover : m_columns.key));
    if (key.empty()) key = m_rows->layer() + " " + std::to_string(m_row.number);
    const auto mover = mover_of(key, value(m_columns.name));
    for (std::size_t i = 0; i < shape.parts.size(); ++i)
        for (std::size_t j = 0; j < shape.times[i].size(); ++j)
            batch.fixes.push_back({mover, {shape.parts[i][j], shape.times[i][j]}});
    ++batch.rows_to_tracks;
    return true;
}

bool Reader::add_place(Batch& batch)
{
    PlaceRecord record;
    if (!m_place->find(m_row, record.place, m_why)) return false;
    key_of(record.key);
    record.name.assign(value(m_columns.name));
    record.kind.assign(value(m_columns.zone_kind));
    fill_attributes(record.attributes);
    batch.places.push_back(std::move(record));
    return true;
}

bool Reader::add_ring(Batch& batch)
{
    auto ring = ring_of_row(m_row.values);
    m_why = ring.empty() ? "not a number and a closed ring of latitude, longitude pairs" : std::string{};
    for (std::size_t i = 0; m_why.empty() && i < ring.size(); ++i)
        if (ring[i] != domain::LonLat{}) m_why = place_defect(ring[i]);
    if (!m_why.empty()) return false;
    ZoneRecord record;
    record.key.assign(value(0));
    record.name = record.key;
    record.polygons.push_back({std::move(ring)});
    batch.zones.push_back(std::move(record));
    return true;
}

bool Reader::add_zone(Batch& batch)
{
    if (m_rings) return add_ring(batch);
    if (m_row.shape == nullptr || m_row.shape->type != Shape::Type::polygon) {
        m_why = m_row.shape == nullptr ? "the area is empty" : "not an area";
        return false;
    }
    const Shape& shape = *m_row.shape;
    ZoneRecord record;
    for (std::size_t i = 0; i < shape.parts.size(); ++i) {
        for (const auto& p : shape.parts[i]) {
            m_why = p.lon == 0 && p.lat == 0 ? std::string{} : place_defect(p);
            if (!m_why.empty()) return false;
        }
        const bool outside = std::binary_search(shape.polygon_starts.begin(), shape.polygon_starts.end(), i);
        if (outside) record.polygons.emplace_back();
        record.polygons.back().push_back(shape.parts[i]);
    }
    key_of(record.key);
    record.name.assign(value(m_columns.name));
    record.kind.assign(value(m_columns.zone_kind));
    record.valid_from.assign(value(m_columns.valid_from));
    record.valid_to.assign(value(m_columns.valid_to));
    batch.zones.push_back(std::move(record));
    return true;
}

void Reader::reject(Batch& batch, std::string reason)
{
    Reject entry{m_row.number, std::move(reason), {}};
    if (!m_row.raw.empty()) {
        entry.raw.assign(m_row.raw.substr(0, raw_limit));
    } else {
        const auto& names = m_rows->columns();
        for (std::size_t i = 0; i < std::min(m_row.values.size(), names.size()) && entry.raw.size() < raw_limit; ++i) {
            if (m_row.values[i].empty()) continue;
            entry.raw += (entry.raw.empty() ? "" : "; ") + names[i] + "=";
            entry.raw += m_row.values[i];
        }
        entry.raw.resize(std::min(entry.raw.size(), raw_limit));
    }
    batch.rejects.push_back(std::move(entry));
}

bool Reader::next(Batch& batch, std::size_t limit)
{
    batch.clear();
    while (static_cast<std::size_t>(batch.rows_read) < limit && m_rows->next(m_row)) {
        ++batch.rows_read;
        if (!m_row.defect.empty()) {
            reject(batch, std::string(m_row.defect));
            continue;
        }
        bool good = false;
        switch (m_mapping.target) {
            case Target::tracks:
                good =
                    m_row.shape != nullptr && m_row.shape->type == Shape::Type::line ? add_line(batch) : add_fix(batch);
                break;
            case Target::places:
                good = add_place(batch);
                break;
            case Target::zones:
                good = add_zone(batch);
                break;
            case Target::automatic:
            case Target::incidents:
                good = add_incident(batch);
                break;
        }
        if (!good) reject(batch, m_why);
    }
    return batch.rows_read > 0;
}

}  // namespace

void Batch::clear()
{
    for (auto& incident : incidents) spare.push_back(std::move(incident));
    incidents.clear();
    incident_rows.clear();
    fixes.clear();
    places.clear();
    zones.clear();
    rejects.clear();
    rows_read = 0;
    rows_to_tracks = 0;
}

std::unique_ptr<ImportReader> ImportReader::open(const std::filesystem::path& file, const ImportOptions& options)
{
    return std::make_unique<Reader>(file, options);
}

}  // namespace tuantra::gis
