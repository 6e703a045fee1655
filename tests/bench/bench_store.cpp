// The store beside its peers on the data of ../shared/bench/gen.py. Run by peers_store.sh.
//
//     bench_store DATA_FOLDER WORK_FOLDER
//
// Prints one line a measurement: name, n, wall s, cpu s, peak MB; hits in a last field.
#include "domain/geodesy.hpp"
#include "store/store.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/resource.h>

using namespace tuantra;

namespace {

double cpu_seconds(const rusage& use)
{
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(use.ru_utime) + seconds(use.ru_stime);
}

rusage usage()
{
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    return use;
}

void measure(const char* name, std::size_t n, const std::function<std::int64_t()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    const double cpu = cpu_seconds(usage());
    const auto hits = work();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    const auto use = usage();
    std::printf("%s, %zu, %.3f, %.3f, %ld, hits %lld\n", name, n, wall.count(), cpu_seconds(use) - cpu,
                use.ru_maxrss / 1024, static_cast<long long>(hits));
    std::fflush(stdout);
}

template <typename T>
T number(std::string_view text)
{
    T value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// id,ts,epoch,lon,lat,x,y,kind,severity,title
std::int64_t read_incidents(const std::string& file, const std::function<void(const domain::Incident&)>& each)
{
    std::ifstream in(file);
    if (!in) throw std::runtime_error(file + " cannot be read");
    std::string line;
    std::getline(in, line);
    domain::Incident incident;
    std::int64_t rows = 0;
    for (; std::getline(in, line); ++rows) {
        std::string_view field[10];
        std::size_t at = 0;
        for (auto& f : field) {
            const auto end = std::min(line.find(',', at), line.size());
            f = std::string_view(line).substr(at, end - at);
            at = end + 1;
        }
        incident.source_key = field[0];
        incident.occurred.from.unix_s = incident.occurred.to.unix_s = number<std::int64_t>(field[2]);
        incident.place = {number<double>(field[3]), number<double>(field[4])};
        incident.kind = field[7] == "smuggling"         ? domain::Kind::smuggling
                        : field[7] == "illegal_fishing" ? domain::Kind::illegal_fishing
                        : field[7] == "crossing"        ? domain::Kind::illegal_crossing
                                                        : domain::Kind::other;
        incident.severity = number<int>(field[8]);
        incident.title = field[9];
        // An address as the program gives nearly every record of its own border.
        incident.address = domain::Address{rows % 2 == 0 ? domain::LineId::land : domain::LineId::coast,
                                           (incident.place.lon - 2) * 350, (incident.place.lat - 38) * 1000};
        each(incident);
    }
    return rows;
}

struct Window {
    domain::Box box;
    domain::Instant since, until;
    domain::Circle circle;
};

/// Lines of x0 y0 x1 y1 start end cx cy radius_m.
std::vector<Window> read_windows(const std::string& file)
{
    std::ifstream in(file);
    std::vector<Window> out;
    for (Window w; in >> w.box.west >> w.box.south >> w.box.east >> w.box.north >> w.since.unix_s >> w.until.unix_s >>
                   w.circle.centre.lon >> w.circle.centre.lat >> w.circle.radius_km;) {
        w.circle.radius_km /= 1000;
        out.push_back(w);
    }
    if (out.empty()) throw std::runtime_error(file + " has no windows");
    return out;
}

/// One line a sector: lon lat lon lat ...
std::vector<domain::Ring> read_sectors(const std::string& file)
{
    std::ifstream in(file);
    std::vector<domain::Ring> out;
    for (std::string line; std::getline(in, line);) {
        auto& ring = out.emplace_back();
        const char* at = line.c_str();
        char* end = nullptr;
        for (;; at = end) {
            const double lon = std::strtod(at, &end);
            if (end == at) break;
            at = end;
            const double lat = std::strtod(at, &end);
            ring.push_back({lon, lat});
        }
    }
    return out;
}

void run(const std::string& data, const std::string& work)
{
    const auto csv = data + "/incidents.csv";
    std::size_t n = 0;
    measure("tuantra-store-csv-read-only", 1,
            [&] { return read_incidents(csv, [&](const domain::Incident&) { ++n; }); });
    auto store = store::Store::open(work + "/bench.sqlite", store::OpenMode::create);
    measure("tuantra-store-import-with-read", n, [&] {
        auto import = store.begin_import({"bench", csv, "", true}, 1'767'225'600'000, 1);
        read_incidents(csv, [&](const domain::Incident& in) { import.add(in); });
        return import.finish().kept;
    });
    measure("tuantra-store-import-again", n, [&] {
        auto import = store.begin_import({"bench", csv, "", true}, 1'767'225'600'000, 1);
        read_incidents(csv, [&](const domain::Incident& in) { import.add(in); });
        return import.finish().duplicate;
    });
    const auto windows = read_windows(work + "/windows.txt");
    const auto each_window = [&](auto&& ask) {
        std::int64_t hits = 0;
        for (const auto& w : windows) hits += ask(w);
        return hits;
    };
    const auto space_time = [](const Window& w) {
        domain::Filter f;
        f.box = w.box;
        f.since = w.since;
        f.until = w.until;
        return f;
    };
    const auto circle = [](const Window& w) {
        domain::Filter f;
        f.near = w.circle;
        return f;
    };
    measure("tuantra-bbox-time-count", windows.size(),
            [&] { return each_window([&](const Window& w) { return store.count_incidents(space_time(w)); }); });
    measure("tuantra-bbox-time-ids", windows.size(), [&] {
        return each_window(
            [&](const Window& w) { return static_cast<std::int64_t>(store.incident_ids(space_time(w)).size()); });
    });
    measure("tuantra-radius-count", windows.size(),
            [&] { return each_window([&](const Window& w) { return store.count_incidents(circle(w)); }); });
    measure("tuantra-radius-ids", windows.size(), [&] {
        return each_window(
            [&](const Window& w) { return static_cast<std::int64_t>(store.incident_ids(circle(w)).size()); });
    });
    measure("tuantra-knn10", windows.size(), [&] {
        return each_window([&](const Window& w) {
            return static_cast<std::int64_t>(store.nearest_incidents(w.circle.centre, 10).size());
        });
    });
    const auto sectors = read_sectors(work + "/sectors.txt");
    measure("tuantra-point-in-polygon", n, [&] {
        std::int64_t hits = 0;
        for (const auto& ring : sectors) {
            domain::Filter f;
            f.within = {{ring}};
            hits += store.count_incidents(f);
        }
        return hits;
    });
    measure("tuantra-load-columns", n, [&] { return static_cast<std::int64_t>(store.load_incidents().size()); });
    domain::Filter text;
    text.text = "report 00123";
    measure("tuantra-text-index", n, [&] { return store.count_incidents(text); });
    measure("tuantra-text", 1, [&] { return store.count_incidents(text); });
    measure("tuantra-tracks-store", 2'000'000, [&] {
        auto import = store.begin_import({"tracks", "", "", true}, 1'767'225'600'000, 1);
        for (int t = 0; t < 4000; ++t) {
            std::vector<domain::Fix> fixes;
            for (int i = 0; i < 500; ++i)
                fixes.push_back({{102 + t * 0.001 + i * 0.0005, 10 + t * 0.002}, 1.7e9 + t * 1000.0 + i * 60});
            import.add({{}, std::to_string(t), "", "foot", {}}, {fixes});
        }
        return import.finish().fixes;
    });
    measure("tuantra-tracks-load", 2'000'000, [&] { return static_cast<std::int64_t>(store.load_tracks().fixes()); });
    measure("tuantra-check", n, [&] { return static_cast<std::int64_t>(store.check().size()); });
}

}  // namespace

int main(int argc, char** argv)
try {
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_store DATA_FOLDER WORK_FOLDER\n");
        return 2;
    }
    run(argv[1], argv[2]);
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
}
