#include "app/record_writer.hpp"

#include "app/table.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

Json rounded(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

std::string plain(const Json& value)
{
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    return to_text(value);
}

class TableWriter final : public RecordWriter {
public:
    TableWriter(std::ostream& out, const std::vector<std::string>& shown, bool synthetic)
        : m_out(out), m_shown(shown), m_synthetic(synthetic), m_table(columns(shown))
    {
    }

    void add(const Record& record) override
    {
        std::vector<std::string> cells;
        for (const auto& name : m_shown) {
            const auto at = std::find_if(record.columns.begin(), record.columns.end(),
                                         [&](const auto& column) { return column.first == name; });
            cells.push_back(at == record.columns.end() ? std::string() : plain(at->second));
        }
        m_table.add(std::move(cells));
    }

    void finish() override
    {
        if (m_synthetic) m_out << synthetic_note() << '\n';
        m_table.print(m_out);
    }

private:
    static std::vector<Table::Column> columns(const std::vector<std::string>& shown)
    {
        static const std::vector<std::string> numbers = {"severity", "lon",      "lat",   "chainage_km",
                                                         "offset_m", "suspects", "fixes", "length_km"};
        std::vector<Table::Column> columns;
        for (const auto& name : shown) {
            const bool number = std::find(numbers.begin(), numbers.end(), name) != numbers.end();
            columns.push_back({name, number ? Table::Align::right : Table::Align::left, 60});
        }
        return columns;
    }

    std::ostream& m_out;
    std::vector<std::string> m_shown;
    bool m_synthetic;
    Table m_table;
};

Json object(const Record& record)
{
    Json row = Json::object();
    for (const auto& [name, value] : record.columns) row[name] = value;
    return row;
}

class JsonWriter final : public RecordWriter {
public:
    explicit JsonWriter(std::ostream& out) : m_out(out) { m_out << '['; }

    void add(const Record& record) override
    {
        m_out << (m_any ? ",\n" : "\n") << to_text(object(record));
        m_any = true;
    }

    void finish() override { m_out << (m_any ? "\n]\n" : "]\n"); }

private:
    std::ostream& m_out;
    bool m_any = false;
};

class CsvWriter final : public RecordWriter {
public:
    CsvWriter(std::ostream& out, const std::vector<std::string>& columns) : m_out(out)
    {
        for (std::size_t i = 0; i < columns.size(); ++i) m_out << (i > 0 ? "," : "") << csv_field(columns[i]);
        m_out << "\r\n";
    }

    void add(const Record& record) override
    {
        bool first = true;
        for (const auto& [name, value] : record.columns) {
            m_out << (first ? "" : ",") << csv_field(plain(value));
            first = false;
        }
        m_out << "\r\n";
    }

    void finish() override {}

private:
    std::ostream& m_out;
};

class GeoJsonWriter final : public RecordWriter {
public:
    GeoJsonWriter(std::ostream& out, bool synthetic) : m_out(out)
    {
        m_out << R"({"type":"FeatureCollection",)" << (synthetic ? R"("synthetic":true,)" : "") << R"("features":[)";
    }

    void add(const Record& record) override
    {
        Json properties = object(record);
        const Json id = properties.contains("uid") ? properties["uid"] : Json();
        properties.erase("uid");
        properties.erase("lon");
        properties.erase("lat");
        const Json feature = {
            {"type", "Feature"}, {"id", id}, {"geometry", geometry(record.shape)}, {"properties", properties}};
        m_out << (m_any ? ",\n" : "\n") << to_text(feature);
        m_any = true;
    }

    void finish() override { m_out << (m_any ? "\n]}\n" : "]}\n"); }

private:
    static Json geometry(const std::vector<domain::LonLat>& shape)
    {
        if (shape.empty()) return nullptr;
        Json places = Json::array();
        for (const auto& p : shape) places.push_back({rounded(p.lon, 7), rounded(p.lat, 7)});
        if (shape.size() == 1) return {{"type", "Point"}, {"coordinates", places.front()}};
        return {{"type", "LineString"}, {"coordinates", places}};
    }

    std::ostream& m_out;
    bool m_any = false;
};

Json known(int value)
{
    return value < 0 ? Json() : Json(value);
}

}  // namespace

std::optional<Format> parse_format(const std::string& text)
{
    if (text == "table") return Format::table;
    if (text == "json") return Format::json;
    if (text == "csv") return Format::csv;
    if (text == "geojson") return Format::geojson;
    return {};
}

std::unique_ptr<RecordWriter> make_writer(Format format, std::ostream& out, std::vector<std::string> columns,
                                          std::vector<std::string> shown, bool synthetic)
{
    switch (format) {
        case Format::json:
            return std::make_unique<JsonWriter>(out);
        case Format::csv:
            return std::make_unique<CsvWriter>(out, columns);
        case Format::geojson:
            return std::make_unique<GeoJsonWriter>(out, synthetic);
        case Format::table:
            break;
    }
    return std::make_unique<TableWriter>(out, shown, synthetic);
}

std::vector<std::string> incident_columns()
{
    return {"uid",      "occurred_from", "occurred_to", "kind",        "severity", "title",       "narrative",
            "lon",      "lat",           "line",        "chainage_km", "offset_m", "reliability", "credibility",
            "suspects", "victims",       "source",      "source_key",  "synthetic"};
}

Record to_record(const store::IncidentRecord& row, domain::Zone zone)
{
    const auto& i = row.incident;
    Json line, chainage, offset;
    if (i.address) {
        line = domain::to_string(i.address->line);
        chainage = rounded(i.address->chainage_km, 3);
        offset = rounded(i.address->offset_m, 1);
    }
    Record record;
    record.shape = {i.place};
    record.columns = {{"uid", domain::to_string(i.uid)},
                      {"occurred_from", domain::to_iso(i.occurred.from, zone)},
                      {"occurred_to", domain::to_iso(i.occurred.to, zone)},
                      {"kind", domain::info(i.kind).id},
                      {"severity", i.severity},
                      {"title", i.title},
                      {"narrative", i.narrative},
                      {"lon", rounded(i.place.lon, 7)},
                      {"lat", rounded(i.place.lat, 7)},
                      {"line", line},
                      {"chainage_km", chainage},
                      {"offset_m", offset},
                      {"reliability", i.reliability == 0 ? Json() : Json(std::string(1, i.reliability))},
                      {"credibility", i.credibility == 0 ? Json() : Json(i.credibility)},
                      {"suspects", known(i.suspects)},
                      {"victims", known(i.victims)},
                      {"source", row.source_name},
                      {"source_key", i.source_key},
                      {"synthetic", row.synthetic}};
    return record;
}

std::vector<std::string> track_columns()
{
    return {"uid", "from", "to", "kind", "name", "fixes", "length_km", "source", "source_key", "synthetic"};
}

Record to_record(const store::Store::TrackRow& row, std::vector<domain::Fix> fixes, bool synthetic, domain::Zone zone)
{
    Record record;
    for (const auto& fix : fixes) record.shape.push_back(fix.place);
    record.columns = {{"uid", domain::to_string(row.uid)},
                      {"from", domain::to_iso(row.span.from, zone)},
                      {"to", domain::to_iso(row.span.to, zone)},
                      {"kind", row.kind},
                      {"name", row.name},
                      {"fixes", row.fixes},
                      {"length_km", rounded(row.length_km, 3)},
                      {"source", row.source_name},
                      {"source_key", row.source_key},
                      {"synthetic", synthetic}};
    return record;
}

std::string csv_field(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string synthetic_note()
{
    return std::string("SYNTHETIC: ") + lang::tr("invented exercise records, not reports of real events");
}

}  // namespace tuantra::app
