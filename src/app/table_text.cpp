#include "app/table_text.hpp"

#include "app/output.hpp"
#include "app/record_writer.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace tuantra::app {

namespace {

using view::TableColumn;

struct Heading {
    TableColumn column;
    const char* id;
};
constexpr std::array<Heading, view::table_column_count> headings{{{TableColumn::time, lang::mark("Time")},
                                                                  {TableColumn::kind, lang::mark("Kind")},
                                                                  {TableColumn::severity, lang::mark("Severity")},
                                                                  {TableColumn::address, lang::mark("Address")},
                                                                  {TableColumn::title, lang::mark("Title")},
                                                                  {TableColumn::source, lang::mark("Source")},
                                                                  {TableColumn::grade, lang::mark("Grade")},
                                                                  {TableColumn::position, lang::mark("Position")}}};

std::string cell(const store::IncidentRecord& record, TableColumn column, domain::Zone zone)
{
    const auto& in = record.incident;
    switch (column) {
        case TableColumn::time: {
            const auto from = view::moment_text(in.occurred.from, zone), to = view::moment_text(in.occurred.to, zone);
            const bool one = in.occurred.to.unix_s - in.occurred.from.unix_s < 60;
            return one ? from : from + " – " + to;
        }
        case TableColumn::kind:
            return view::kind_text(in.kind);
        case TableColumn::severity:
            return std::to_string(in.severity);
        case TableColumn::address:
            return in.address ? view::address_text(*in.address) : std::string();
        case TableColumn::title:
            return in.title;
        case TableColumn::source:
            return record.source_name;
        case TableColumn::grade:
            return (in.reliability != 0 ? std::string(1, in.reliability) : std::string()) +
                   (in.credibility != 0 ? std::to_string(in.credibility) : std::string());
        case TableColumn::position:
            return view::position_text(in.place);
    }
    return {};
}

}  // namespace

std::string table_text(const std::vector<store::IncidentRecord>& records, view::TableColumns columns, domain::Zone zone)
{
    std::string out, line;
    bool first = true;
    const auto put = [&](const std::string& text) {
        if (!first) line += '\t';
        first = false;
        for (const char c : text) line += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    };
    const auto end_line = [&] {
        out += line + "\n";
        line.clear();
        first = true;
    };
    for (const auto& heading : headings)
        if (columns.has(heading.column)) put(lang::tr(heading.id));
    end_line();
    for (const auto& record : records) {
        for (const auto& heading : headings)
            if (columns.has(heading.column)) put(cell(record, heading.column, zone));
        end_line();
    }
    return out;
}

std::int64_t write_csv(const std::filesystem::path& database, const domain::Filter& filter,
                       const std::filesystem::path& file, domain::Zone zone, jobs::Progress& progress)
{
    const auto store = store::Store::open(database, store::OpenMode::read_only);
    const auto whole = static_cast<double>(std::max<std::int64_t>(1, store.count_incidents(filter)));
    Output output(file);
    const auto writer =
        make_writer(Format::csv, output.stream(), incident_columns(), incident_columns(), store.synthetic());
    std::int64_t written = 0;
    store.incidents(filter, [&](const store::IncidentRecord& row) {
        progress.check();
        writer->add(to_record(row, zone));
        progress.set(static_cast<double>(++written) / whole);
        return true;
    });
    writer->finish();
    output.commit();
    return written;
}

std::filesystem::path documents_folder()
{
    const char* home = std::getenv("HOME");
    const std::filesystem::path base = home != nullptr && *home != 0 ? home : ".";
    const char* config = std::getenv("XDG_CONFIG_HOME");
    std::ifstream dirs((config != nullptr && *config != 0 ? std::filesystem::path(config) : base / ".config") /
                       "user-dirs.dirs");
    std::error_code ignored;
    for (std::string line; std::getline(dirs, line);) {
        // XDG_DOCUMENTS_DIR="$HOME/Documents"
        constexpr std::string_view key = "XDG_DOCUMENTS_DIR=\"";
        if (!line.starts_with(key) || line.back() != '"') continue;
        std::string value = line.substr(key.size(), line.size() - key.size() - 1);
        if (value.starts_with("$HOME")) value = base.string() + value.substr(5);
        if (std::filesystem::is_directory(value, ignored)) return value;
    }
    return std::filesystem::is_directory(base / "Documents", ignored) ? base / "Documents" : base;
}

}  // namespace tuantra::app
