#pragma once
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tuantra::lang {

enum class Language : std::uint8_t { vi, en, fr };
inline constexpr std::size_t language_count = 3;
std::string_view to_string(Language language);  ///< "vi", "en", "fr"
std::optional<Language> parse_language(std::string_view text);
/// From LC_ALL, LC_MESSAGES, LANG in this order; Vietnamese where they name no language we speak.
Language from_environment();

/// Reads DIR/{vi,fr}/LC_MESSAGES/tuantra.mo. A missing catalogue leaves English. Call once at start, before threads.
void load_catalogues(const std::filesystem::path& dir);
/// The language of the calls below. May change at run time; only the UI thread (or a single-threaded command) calls
/// this.
void use(Language language);
Language current();

/// The text of an English message id in the current language, or the id itself. The pointer stays valid for ever.
const char* tr(const char* id);
/// With a context where one English word has two meanings (msgctxt).
const char* trc(const char* context, const char* id);
/// Plural form by the language's rule; "{}" in the text is not replaced here.
const char* trn(const char* singular, const char* plural, std::int64_t n);
/// Marks an id for extraction without translating it (tables of constants).
constexpr const char* mark(const char* id)
{
    return id;
}

/// Replaces {0}, {1} ... (or {} in order) by the arguments. Never throws; an argument too few stays as written.
std::string fill(std::string_view text, std::span<const std::string> arguments);
std::string fill(std::string_view text, std::initializer_list<std::string> arguments);

/// Numbers as the language writes them: vi "1 234,5", fr "1 234,5" (narrow no-break space), en "1,234.5".
std::string number(double value, int decimals = 0);
std::string number(std::int64_t value);

/// The text with each letter and its marks composed (Unicode NFC), as Telex and VNI keyboards may not give it. Bytes
/// that are not UTF-8 come back as they are. Thread-safe.
std::string nfc(std::string_view utf8);

}  // namespace tuantra::lang
