#pragma once
#include "store/store.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include <stdlib.h>

namespace tuantra::tests {

/// A folder of its own for one test, gone at its end.
class TempDir {
public:
    TempDir()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "tuantra-store-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        m_path = pattern;
    }
    ~TempDir()
    {
        std::error_code ignored;
        std::filesystem::permissions(m_path, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(m_path, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    std::filesystem::path operator/(const char* name) const { return m_path / name; }
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

inline constexpr std::int64_t noon = 1735711200;  // 2025-01-01T06:00:00Z
inline constexpr std::int64_t day = 86400;
inline constexpr std::int64_t now_ms = 1'767'225'600'000;

inline domain::Incident incident(const std::string& key, domain::LonLat place = {106.7, 21.8}, std::int64_t at = noon)
{
    domain::Incident in;
    in.source_key = key;
    in.occurred = {{at}, {at}};
    in.title = "Incident " + key;
    in.place = place;
    return in;
}

/// Incidents along a made-up border, in clusters, some without address; the same seed gives the same ones.
inline std::vector<domain::Incident> random_incidents(std::size_t n, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    const auto real = [&](double a, double b) { return std::uniform_real_distribution<double>(a, b)(random); };
    const auto whole = [&](int a, int b) { return std::uniform_int_distribution<int>(a, b)(random); };
    std::vector<domain::Incident> out;
    for (std::size_t i = 0; i < n; ++i) {
        const double km = real(0, 5000);
        auto in =
            incident("k" + std::to_string(i), {102.1 + km / 900 + real(-0.3, 0.3), 8.5 + km / 400 + real(-0.3, 0.3)},
                     noon - whole(0, 3 * 365) * day + whole(0, 86399));
        if (i % 3 == 0) in.occurred.to.unix_s += whole(0, 3) * day;
        in.kind = static_cast<domain::Kind>(whole(0, 6));
        in.severity = whole(1, 5);
        in.reliability = i % 4 == 0 ? '\0' : static_cast<char>('A' + whole(0, 5));
        if (i % 5 != 0)
            in.address =
                domain::Address{i % 2 == 0 ? domain::LineId::land : domain::LineId::coast, km, real(-20000, 20000)};
        static const std::array<const char*, 5> words{"Buôn lậu tại Lạng Sơn", "Đánh cá trái phép", "patrol met a boat",
                                                      "Vượt biên; Móng Cái", "report"};
        in.title = words[i % words.size()];
        if (i % 7 == 0) in.narrative = "seen near the bridge no. " + std::to_string(i % 50);
        if (i % 11 == 0) in.attributes = {{"Cột \"mốc\"", "12\n13"}, {"vessel", "Hải Âu"}};
        out.push_back(std::move(in));
    }
    return out;
}

inline store::ImportCounts import_all(store::Store& store, const std::string& source,
                                      const std::vector<domain::Incident>& all, domain::Uid* uid = nullptr)
{
    auto import = store.begin_import({source, "/data/" + source + ".csv", "00", false}, now_ms, 7);
    if (uid != nullptr) *uid = import.source();
    for (const auto& in : all) import.add(in);
    return import.finish();
}

struct Output {
    int status = -1;
    std::string text;
};

/// Runs a shell command; both streams in text.
inline Output shell(const std::string& command)
{
    Output out;
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        out.text.append(buffer.data(), n);
    out.status = ::pclose(pipe);
    return out;
}

inline std::string bytes_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The code of the store::Error that `work` throws; nullopt when it throws none.
template <typename Work>
std::optional<store::Error::Code> code_of(Work&& work)
{
    try {
        work();
    } catch (const store::Error& e) {
        return e.code();
    }
    return {};
}

}  // namespace tuantra::tests
