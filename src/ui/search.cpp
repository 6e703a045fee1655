#include "ui/search.hpp"

#include "domain/text.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>

namespace tuantra::ui {

namespace {

using domain::LineId;

struct LineWord {
    std::string_view word;
    LineId line;
};
// Folded. Longer spellings first, so that "bien gioi" is not read as something shorter.
constexpr std::array<LineWord, 9> line_words{{{"bien gioi", LineId::land},
                                              {"frontiere", LineId::land},
                                              {"border", LineId::land},
                                              {"land", LineId::land},
                                              {"bg", LineId::land},
                                              {"bo bien", LineId::coast},
                                              {"coast", LineId::coast},
                                              {"cote", LineId::coast},
                                              {"bb", LineId::coast}}};

bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/// The number at the start of `s` with "." or "," before decimals; groups of three after a blank belong to it where
/// `grouped`. Takes it off `s`.
std::optional<double> take_number(std::string_view& s, bool grouped)
{
    std::string plain;
    std::size_t i = 0;
    if (i < s.size() && (s[i] == '-' || s[i] == '+')) plain += s[i++] == '-' ? "-" : "";
    const std::size_t first = i;
    bool decimals = false;
    for (; i < s.size(); ++i) {
        if (digit(s[i]))
            plain += s[i];
        else if (!decimals && (s[i] == '.' || s[i] == ',') && i + 1 < s.size() && digit(s[i + 1]))
            plain += '.', decimals = true;
        else if (grouped && !decimals && s[i] == ' ' && i - first <= 3 && i + 3 < s.size() && digit(s[i + 1]) &&
                 digit(s[i + 2]) && digit(s[i + 3]) && (i + 4 == s.size() || !digit(s[i + 4])))
            continue;
        else
            break;
    }
    if (i == first) return std::nullopt;
    s.remove_prefix(i);
    return std::strtod(plain.c_str(), nullptr);
}

void skip(std::string_view& s, std::string_view these)
{
    while (!s.empty() && these.find(s.front()) != std::string_view::npos) s.remove_prefix(1);
}

bool take_word(std::string_view& s, std::string_view word)
{
    if (!s.starts_with(word)) return false;
    if (s.size() > word.size() && std::isalpha(static_cast<unsigned char>(s[word.size()])) != 0) return false;
    s.remove_prefix(word.size());
    return true;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to)
{
    std::string out;
    while (!text.empty()) {
        const bool here = text.starts_with(from);
        if (here)
            out.append(to);
        else
            out.push_back(text.front());
        text.remove_prefix(here ? from.size() : 1);
    }
    return out;
}

/// Folded, with the minus signs and blanks that people paste made plain.
std::string plain(std::string_view text)
{
    std::string out = domain::fold(text);
    for (const char* blank : {"\u00a0", "\u202f", "\u2009"}) out = replaced(out, blank, " ");
    out = replaced(out, "\u2212", "-");
    return out;
}

}  // namespace

std::optional<domain::Address> parse_address(std::string_view text)
{
    const std::string folded = plain(text);
    std::string_view s = folded;
    skip(s, " ");
    for (const auto& [word, line] : line_words) {
        if (!take_word(s, word)) continue;
        skip(s, " :,");
        take_word(s, "km");
        skip(s, " ");
        const auto km = take_number(s, true);
        if (!km) return std::nullopt;
        domain::Address out{line, *km, 0};
        skip(s, " ,");
        take_word(s, "km");
        skip(s, " ,");
        if (const auto offset = take_number(s, true)) {
            skip(s, " ");
            out.offset_m = take_word(s, "km") ? *offset * 1000 : *offset;
        }
        return out;
    }
    return std::nullopt;
}

namespace {

/// Degrees, minutes and seconds up to a hemisphere letter: "21 48 10 n". Sign and which axis come from the letter.
std::optional<std::pair<double, bool>> take_angle(std::string_view& s)
{
    double value = 0, unit = 1;
    int parts = 0;
    while (parts < 3) {
        skip(s, " '\"");
        auto rest = s;
        const auto n = take_number(rest, false);
        if (!n) break;
        s = rest;
        value += *n / unit;
        unit *= 60;
        ++parts;
    }
    skip(s, " '\"");
    if (parts == 0 || s.empty()) return std::nullopt;
    const char h = s.front();
    s.remove_prefix(1);
    skip(s, " ,;");
    if (h == 'n' || h == 'b') return std::pair(value, false);
    if (h == 's') return std::pair(-value, false);
    if (h == 'e' || h == 'd') return std::pair(value, true);
    if (h == 'w' || h == 't' || h == 'o') return std::pair(-value, true);
    return std::nullopt;
}

}  // namespace

std::optional<domain::LonLat> parse_position(std::string_view text)
{
    std::string folded = plain(text);
    for (const char* mark : {"\u00b0", "\u2032", "\u2033", "\u2019", "\u201d"}) folded = replaced(folded, mark, " ");
    std::string_view s = folded;
    skip(s, " ");
    std::string_view lettered = s;
    const auto one = take_angle(lettered);
    const auto two = one ? take_angle(lettered) : std::nullopt;
    std::optional<domain::LonLat> out;
    if (one && two && one->second != two->second && lettered.empty()) {
        out = one->second ? domain::LonLat{one->first, two->first} : domain::LonLat{two->first, one->first};
    } else {
        const auto lon = take_number(s, false);
        skip(s, " ,;");
        const auto lat = take_number(s, false);
        skip(s, " ");
        if (!lon || !lat || !s.empty()) return std::nullopt;
        out = std::abs(*lat) > 90 ? domain::LonLat{*lat, *lon} : domain::LonLat{*lon, *lat};
    }
    return domain::is_valid(*out) ? out : std::nullopt;
}

std::vector<SearchEntry> search_entries(const domain::Basemap& basemap)
{
    std::vector<SearchEntry> out;
    out.reserve(basemap.places.size() + basemap.gates.size());
    for (const auto& g : basemap.gates)
        out.push_back(
            {domain::fold(g.name), g.name, g.province, g.place, 12, static_cast<int>(g.gate_class) + 1, true});
    for (const auto& p : basemap.places)
        out.push_back({domain::fold(p.name), p.name, "", p.place, p.rank <= 2 ? 120.0 : 40.0, p.rank, false});
    return out;
}

std::vector<Hit> find(const view::Model& model, const std::vector<SearchEntry>& entries, std::string_view text,
                      std::size_t limit)
{
    std::vector<Hit> out;
    const std::string wanted = domain::fold(text);
    if (wanted.find_first_not_of(' ') == std::string::npos) return out;
    if (const auto a = parse_address(text)) {
        const auto* line = a->line == LineId::land ? model.lines.land.get() : model.lines.coast.get();
        if (line != nullptr && a->chainage_km >= 0 && a->chainage_km <= line->official_km()) {
            const auto place = line->point_at(a->chainage_km, a->offset_m);
            out.push_back({Hit::Kind::address, view::address_text(*a), view::position_text(place), place, 60});
        }
    }
    if (const auto p = parse_position(text)) out.push_back({Hit::Kind::position, view::position_text(*p), "", *p, 60});

    struct Scored {
        int score;
        const SearchEntry* entry;
    };
    std::vector<Scored> scored;
    for (const auto& e : entries) {
        const auto at = e.folded.find(wanted);
        if (at == std::string::npos) continue;
        const int where = at == 0 ? 0 : e.folded[at - 1] == ' ' ? 20 : 60;
        scored.push_back({where + e.rank * 4 + static_cast<int>(std::min<std::size_t>(e.folded.size(), 60)) / 8, &e});
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
    for (const auto& s : scored) {
        if (out.size() >= limit) break;
        out.push_back({s.entry->gate ? Hit::Kind::gate : Hit::Kind::place, s.entry->name, s.entry->where,
                       s.entry->place, s.entry->metres_per_pixel});
    }
    return out;
}

}  // namespace tuantra::ui
