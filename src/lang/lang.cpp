#include "lang/lang.hpp"

#include <boost/locale.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <deque>
#include <locale>
#include <memory>
#include <vector>

namespace tuantra::lang {
namespace {

using Messages = boost::locale::message_format<char>;

constexpr const char* domain_name = "tuantra";
constexpr std::array<std::string_view, language_count> names{"vi", "en", "fr"};

// Texts handed out point into a catalogue, so one that was ever loaded is kept.
std::deque<std::locale>& kept_locales()
{
    static std::deque<std::locale> all;
    return all;
}

std::array<std::atomic<const Messages*>, language_count> catalogues{};
std::atomic<Language> chosen{Language::en};

const Messages* catalogue()
{
    return catalogues[static_cast<std::size_t>(chosen.load(std::memory_order_relaxed))].load(std::memory_order_acquire);
}

const Messages* load(const std::filesystem::path& dir, Language language)
{
    const std::string name(to_string(language));
    std::error_code ignored;
    if (!std::filesystem::exists(dir / name / "LC_MESSAGES" / "tuantra.mo", ignored)) return nullptr;
    try {
        boost::locale::generator generator;
        generator.categories(boost::locale::message_facet);
        generator.characters(boost::locale::char_facet);
        generator.add_messages_path(dir.string());
        generator.add_messages_domain(domain_name);
        const auto& kept = kept_locales().emplace_back(generator(name + ".UTF-8"));
        return &std::use_facet<Messages>(kept);
    } catch (const std::exception&) {
        // A damaged catalogue is a missing one: the program speaks English.
        return nullptr;
    }
}

const char* translated(const char* context, const char* id)
{
    const Messages* messages = catalogue();
    if (messages == nullptr) return id;
    const char* found = messages->get(0, context, id);
    return found != nullptr ? found : id;
}

struct Style {
    std::string_view group;
    char decimal;
};

// Narrow no-break space in Vietnamese and French, as CLDR has it for French and as maps of the border guard write it.
Style style_of(Language language)
{
    constexpr std::string_view narrow = "\u202F";
    return language == Language::en ? Style{",", '.'} : Style{narrow, ','};
}

std::string grouped(std::string_view digits, const Style& style)
{
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % 3 == 0) out += style.group;
        out += digits[i];
    }
    return out;
}

}  // namespace

std::string_view to_string(Language language)
{
    return names[static_cast<std::size_t>(language)];
}

std::optional<Language> parse_language(std::string_view text)
{
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return static_cast<Language>(i);
    return std::nullopt;
}

Language from_environment()
{
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value == nullptr || *value == '\0') continue;
        const std::string_view text(value);
        return parse_language(text.substr(0, text.find_first_of("_.@"))).value_or(Language::vi);
    }
    return Language::vi;
}

void load_catalogues(const std::filesystem::path& dir)
{
    for (const Language language : {Language::vi, Language::fr})
        catalogues[static_cast<std::size_t>(language)].store(load(dir, language), std::memory_order_release);
}

void use(Language language)
{
    chosen.store(language, std::memory_order_relaxed);
}

Language current()
{
    return chosen.load(std::memory_order_relaxed);
}

const char* tr(const char* id)
{
    return translated(nullptr, id);
}

const char* trc(const char* context, const char* id)
{
    return translated(context, id);
}

const char* trn(const char* singular, const char* plural, std::int64_t n)
{
    const Messages* messages = catalogue();
    // Plural rules look at the last digits only; the library takes an int.
    const std::int64_t size = n < 0 ? -(n % 1'000'000) : n;
    const int asked = static_cast<int>(size < 1'000'000 ? size : 1'000'000 + size % 1'000'000);
    const char* found = messages != nullptr ? messages->get(0, nullptr, singular, asked) : nullptr;
    if (found != nullptr) return found;
    return n == 1 ? singular : plural;
}

std::string fill(std::string_view text, std::initializer_list<std::string> arguments)
{
    return fill(text, std::span(arguments.begin(), arguments.size()));
}

std::string fill(std::string_view text, std::span<const std::string> arguments)
{
    std::string out;
    std::size_t next = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t close = text[i] == '{' ? text.find('}', i) : std::string_view::npos;
        if (close != std::string_view::npos) {
            const std::string_view inside = text.substr(i + 1, close - i - 1);
            std::size_t index = 0;
            const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
            const bool numbered = error == std::errc{} && end == inside.data() + inside.size();
            if (inside.empty()) index = next++;
            if ((inside.empty() || numbered) && index < arguments.size()) {
                out += arguments[index];
                i = close + 1;
                continue;
            }
        }
        out += text[i++];
    }
    return out;
}

std::string number(double value, int decimals)
{
    if (!std::isfinite(value)) return std::isnan(value) ? "–" : value < 0 ? "-∞" : "∞";
    std::array<char, 400> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                                            std::chars_format::fixed, std::clamp(decimals, 0, 20));
    if (error != std::errc{}) return "–";
    const std::string_view digits(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const Style style = style_of(current());
    const auto point = digits.find('.');
    // What rounds to zero has no sign.
    const bool zero = digits.find_first_not_of("0.") == std::string_view::npos;
    std::string out = value < 0 && !zero ? "-" : "";
    out += grouped(digits.substr(0, point), style);
    if (point != std::string_view::npos) {
        out += style.decimal;
        out += digits.substr(point + 1);
    }
    return out;
}

std::string number(std::int64_t value)
{
    const std::string digits = std::to_string(value);
    const bool negative = digits.front() == '-';
    const std::string_view size = std::string_view(digits).substr(negative ? 1 : 0);
    return (negative ? "-" : "") + grouped(size, style_of(current()));
}

std::string nfc(std::string_view utf8)
{
    // Plain ASCII, the most frequent case, is composed as it stands.
    if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return std::string(utf8);
    static const std::locale composer = [] {
        boost::locale::generator generator;
        generator.categories(boost::locale::convert_facet);
        generator.characters(boost::locale::char_facet);
        return generator("en_US.UTF-8");
    }();
    const std::string text(utf8);
    try {
        boost::locale::conv::utf_to_utf<char32_t>(text, boost::locale::conv::stop);
        return boost::locale::normalize(text, boost::locale::norm_nfc, composer);
    } catch (const std::exception&) {
        return text;
    }
}

}  // namespace tuantra::lang
