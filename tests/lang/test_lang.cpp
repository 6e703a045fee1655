#include "lang/lang.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <string>
#include <vector>

using namespace tuantra;
using lang::fill;
using lang::Language;
using lang::number;

namespace {

const std::filesystem::path catalogues = std::filesystem::path(TUANTRA_BINARY_DIR) / "catalogues";

struct Speaking {
    explicit Speaking(Language language)
    {
        REQUIRE(std::filesystem::exists(catalogues / "vi/LC_MESSAGES/tuantra.mo"));
        lang::load_catalogues(catalogues);
        lang::use(language);
    }
    ~Speaking() { lang::use(Language::en); }
};

// Sets the three variables that choose a language, and puts back what was there.
class Environment {
public:
    Environment(const char* all, const char* messages, const char* lang)
    {
        set("LC_ALL", all);
        set("LC_MESSAGES", messages);
        set("LANG", lang);
    }
    ~Environment()
    {
        for (const auto& [name, value] : m_before) apply(name, value);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

private:
    static void apply(const char* name, const std::unique_ptr<std::string>& value)
    {
        if (value)
            setenv(name, value->c_str(), 1);
        else
            unsetenv(name);
    }
    void set(const char* name, const char* value)
    {
        const char* before = std::getenv(name);
        m_before.emplace_back(name, before != nullptr ? std::make_unique<std::string>(before) : nullptr);
        apply(name, value != nullptr ? std::make_unique<std::string>(value) : nullptr);
    }
    std::vector<std::pair<const char*, std::unique_ptr<std::string>>> m_before;
};

Language chosen(const char* all, const char* messages, const char* lang_variable)
{
    const Environment environment(all, messages, lang_variable);
    return lang::from_environment();
}

const std::string narrow = "\u202F";

}  // namespace

TEST_CASE("languages have two-letter names", "[unit][lang]")
{
    for (const Language language : {Language::vi, Language::en, Language::fr})
        CHECK(lang::parse_language(to_string(language)) == language);
    CHECK_FALSE(lang::parse_language("de"));
    CHECK_FALSE(lang::parse_language(""));
}

TEST_CASE("the environment names the language, LC_ALL first; Vietnamese where it names none of ours", "[unit][lang]")
{
    CHECK(chosen("fr_FR.UTF-8", "en_GB", "vi_VN") == Language::fr);
    CHECK(chosen(nullptr, "en_GB.UTF-8", "vi_VN") == Language::en);
    CHECK(chosen("", "", "en") == Language::en);
    CHECK(chosen(nullptr, nullptr, "vi_VN.UTF-8") == Language::vi);
    CHECK(chosen(nullptr, nullptr, "de_DE.UTF-8") == Language::vi);
    CHECK(chosen("C.UTF-8", nullptr, nullptr) == Language::vi);
    CHECK(chosen(nullptr, nullptr, nullptr) == Language::vi);
}

TEST_CASE("texts follow the language, and English is the id itself", "[unit][lang]")
{
    const Speaking vietnamese(Language::vi);
    CHECK(lang::current() == Language::vi);
    CHECK(std::string(lang::tr("Piracy")) == "Cướp biển");
    lang::use(Language::fr);
    CHECK(std::string(lang::tr("Piracy")) == "Piraterie");
    lang::use(Language::en);
    const char* id = "Piracy";
    CHECK(lang::tr(id) == id);
}

TEST_CASE("an id that no catalogue knows is shown as it is", "[unit][lang]")
{
    const Speaking vietnamese(Language::vi);
    const char* id = "Nobody translated this";
    CHECK(lang::tr(id) == id);
    CHECK(lang::trc("nowhere", id) == id);
    CHECK(lang::trn("{} oddity", "{} oddities", 1) == std::string("{} oddity"));
    CHECK(lang::trn("{} oddity", "{} oddities", 2) == std::string("{} oddities"));
}

TEST_CASE("a context tells two meanings of one word apart", "[unit][lang]")
{
    const Speaking vietnamese(Language::vi);
    CHECK(std::string(lang::trc("latitude", "N")) == "B");
    CHECK(std::string(lang::tr("N")) == "N");
}

TEST_CASE("plurals follow each language's rule", "[unit][lang]")
{
    const Speaking english(Language::en);
    const auto said = [](std::int64_t n) { return std::string(lang::trn("{0} incident", "{0} incidents", n)); };
    CHECK(said(1) == "{0} incident");
    CHECK(said(0) == "{0} incidents");
    lang::use(Language::fr);
    CHECK(said(0) == said(1));
    CHECK(said(2) != said(1));
    CHECK(said(1'000'000'001) == said(2));
    lang::use(Language::vi);
    CHECK(said(1) == said(2));
    CHECK(said(1) == "{0} vụ việc");
}

TEST_CASE("a text stays valid when catalogues are loaded again and languages change", "[unit][lang]")
{
    const Speaking vietnamese(Language::vi);
    const char* text = lang::tr("Piracy");
    lang::load_catalogues(catalogues);
    lang::use(Language::fr);
    lang::load_catalogues("/nowhere");
    CHECK(std::string(text) == "Cướp biển");
}

TEST_CASE("a missing or damaged catalogue leaves English", "[unit][lang]")
{
    std::string folder = (std::filesystem::temp_directory_path() / "tuantra-lang-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    lang::load_catalogues(folder);
    lang::use(Language::vi);
    CHECK(std::string(lang::tr("Piracy")) == "Piracy");
    const auto broken = std::filesystem::path(folder) / "vi/LC_MESSAGES";
    std::filesystem::create_directories(broken);
    for (const char* text : {"", "no catalogue", "\xde\x12\x04\x95 cut short"}) {
        std::ofstream(broken / "tuantra.mo") << text;
        lang::load_catalogues(folder);
        CHECK(std::string(lang::tr("Piracy")) == "Piracy");
    }
    std::filesystem::remove_all(folder);
    lang::use(Language::en);
}

TEST_CASE("placeholders are filled by number or in order", "[unit][lang]")
{
    CHECK(fill("{0} of {1}", {"3", "7"}) == "3 of 7");
    CHECK(fill("{1} von {0}", {"3", "7"}) == "7 von 3");
    CHECK(fill("{} and {}", {"a", "b"}) == "a and b");
    CHECK(fill("{0}{0}", {"x"}) == "xx");
    CHECK(fill("no place", {"x"}) == "no place");
    CHECK(fill("", {}) == "");
}

TEST_CASE("what cannot be filled stays as written, and what was filled in is not read again", "[unit][lang]")
{
    CHECK(fill("{0} {1}", {"a"}) == "a {1}");
    CHECK(fill("{} {}", {"a"}) == "a {}");
    CHECK(fill("{x} {-1} {0", {"a"}) == "{x} {-1} {0");
    CHECK(fill("{99999999999999999999}", {"a"}) == "{99999999999999999999}");
    CHECK(fill("{{0}}", {"a"}) == "{a}");
    CHECK(fill("{0} {1}", {"{1}", "b"}) == "{1} b");
    CHECK(fill("}{", {"a"}) == "}{");
}

TEST_CASE("numbers are written as each language writes them", "[unit][lang]")
{
    lang::use(Language::en);
    CHECK(number(1234.5, 1) == "1,234.5");
    CHECK(number(std::int64_t{1234567}) == "1,234,567");
    for (const Language language : {Language::vi, Language::fr}) {
        lang::use(language);
        CHECK(number(1234.5, 1) == "1" + narrow + "234,5");
        CHECK(number(std::int64_t{-1234567}) == "-1" + narrow + "234" + narrow + "567");
        CHECK(number(0.25, 2) == "0,25");
    }
    lang::use(Language::en);
}

TEST_CASE("numbers round, group and sign at the edges", "[unit][lang]")
{
    lang::use(Language::en);
    CHECK(number(999.96, 1) == "1,000.0");
    CHECK(number(999.4) == "999");
    CHECK(number(-0.04, 1) == "0.0");
    CHECK(number(-0.06, 1) == "-0.1");
    CHECK(number(0.0) == "0");
    CHECK(number(1e15) == "1,000,000,000,000,000");
    CHECK(number(std::int64_t{0}) == "0");
    CHECK(number(std::int64_t{100}) == "100");
    CHECK(number(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
    CHECK(number(std::nan("")) == "–");
    CHECK(number(std::numeric_limits<double>::infinity()) == "∞");
    CHECK(number(1.5, -3) == "2");
    CHECK(number(std::numeric_limits<double>::max()).size() == 309 + 102);
}

TEST_CASE("letters and their marks are composed, whatever keyboard typed them", "[unit]")
{
    CHECK(lang::nfc("L\x61\xCC\xA3ng S\x6F\xCC\x9B" "n") == "L\xE1\xBA\xA1ng S\xC6\xA1n");
    CHECK(lang::nfc("e\xCC\x82\xCC\x81") == "\xE1\xBA\xBF");
    CHECK(lang::nfc("Đà Nẵng") == "Đà Nẵng");
    CHECK(lang::nfc("plain") == "plain");
    CHECK(lang::nfc("") == "");
    CHECK(lang::nfc("bad \xff") == "bad \xff");
}
