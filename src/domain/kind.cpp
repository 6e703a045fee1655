#include "domain/kind.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <string>

namespace tuantra::domain {
namespace {

constexpr std::array<KindInfo, kind_count> table{{
    {Kind::trafficking, "trafficking", "Human trafficking", 'T', Shape::diamond, 0xff6b8b},
    {Kind::illegal_crossing, "illegal_crossing", "Illegal crossing", 'X', Shape::triangle, 0xffb454},
    {Kind::drugs, "drugs", "Drugs", 'M', Shape::square, 0xc792ea},
    {Kind::smuggling, "smuggling", "Smuggling", 'L', Shape::circle, 0x7fd1ff},
    {Kind::illegal_fishing, "illegal_fishing", "Illegal fishing", 'F', Shape::pentagon, 0x5be3b0},
    {Kind::piracy, "piracy", "Piracy", 'P', Shape::hexagon, 0xff8a5b},
    {Kind::other, "other", "Other", 'O', Shape::cross, 0x9fb0bf},
}};

struct Synonym {
    std::string_view text;  // folded, single spaces
    Kind kind;
};

constexpr auto sorted_synonyms = [] {
    using enum Kind;
    std::array all{
        // English
        Synonym{"trafficking", trafficking},
        Synonym{"human trafficking", trafficking},
        Synonym{"people trafficking", trafficking},
        Synonym{"trafficking in persons", trafficking},
        Synonym{"trafficking in human beings", trafficking},
        Synonym{"tip", trafficking},
        Synonym{"child trafficking", trafficking},
        Synonym{"illegal crossing", illegal_crossing},
        Synonym{"illegal border crossing", illegal_crossing},
        Synonym{"illegal entry", illegal_crossing},
        Synonym{"illegal exit", illegal_crossing},
        Synonym{"illegal entry and exit", illegal_crossing},
        Synonym{"illegal immigration", illegal_crossing},
        Synonym{"illegal migration", illegal_crossing},
        Synonym{"irregular migration", illegal_crossing},
        Synonym{"irregular crossing", illegal_crossing},
        Synonym{"migration", illegal_crossing},
        Synonym{"migrant", illegal_crossing},
        Synonym{"migrants", illegal_crossing},
        Synonym{"missing migrant", illegal_crossing},
        Synonym{"missing migrants", illegal_crossing},
        Synonym{"migrant smuggling", illegal_crossing},
        Synonym{"people smuggling", illegal_crossing},
        Synonym{"human smuggling", illegal_crossing},
        Synonym{"drug", drugs},
        Synonym{"drugs", drugs},
        Synonym{"narcotics", drugs},
        Synonym{"narcotic", drugs},
        Synonym{"drug trafficking", drugs},
        Synonym{"drug smuggling", drugs},
        Synonym{"smuggling", smuggling},
        Synonym{"contraband", smuggling},
        Synonym{"goods", smuggling},
        Synonym{"smuggled goods", smuggling},
        Synonym{"smuggling of goods", smuggling},
        Synonym{"goods smuggling", smuggling},
        Synonym{"trade fraud", smuggling},
        Synonym{"illegal fishing", illegal_fishing},
        Synonym{"iuu", illegal_fishing},
        Synonym{"iuu fishing", illegal_fishing},
        Synonym{"illegal unreported and unregulated fishing", illegal_fishing},
        Synonym{"fishing", illegal_fishing},
        Synonym{"fisheries", illegal_fishing},
        Synonym{"poaching at sea", illegal_fishing},
        Synonym{"piracy", piracy},
        Synonym{"pirate", piracy},
        Synonym{"pirates", piracy},
        Synonym{"pirate attack", piracy},
        Synonym{"pirate boarding", piracy},
        Synonym{"pirate hijacking", piracy},
        Synonym{"armed robbery at sea", piracy},
        Synonym{"robbery at sea", piracy},
        Synonym{"sea robbery", piracy},
        Synonym{"other", other},
        Synonym{"others", other},
        Synonym{"unknown", other},
        Synonym{"miscellaneous", other},
        // Vietnamese
        Synonym{"mua ban nguoi", trafficking},
        Synonym{"nghi mua ban nguoi", trafficking},
        Synonym{"buon nguoi", trafficking},
        Synonym{"buon ban nguoi", trafficking},
        Synonym{"mua ban tre em", trafficking},
        Synonym{"xuat nhap canh trai phep", illegal_crossing},
        Synonym{"nhap canh trai phep", illegal_crossing},
        Synonym{"xuat canh trai phep", illegal_crossing},
        Synonym{"xnc trai phep", illegal_crossing},
        Synonym{"vuot bien", illegal_crossing},
        Synonym{"vuot bien trai phep", illegal_crossing},
        Synonym{"vuot bien gioi trai phep", illegal_crossing},
        Synonym{"qua lai bien gioi trai phep", illegal_crossing},
        Synonym{"di cu trai phep", illegal_crossing},
        Synonym{"dua nguoi vuot bien", illegal_crossing},
        Synonym{"ma tuy", drugs},
        Synonym{"toi pham ma tuy", drugs},
        Synonym{"buon ban ma tuy", drugs},
        Synonym{"van chuyen ma tuy", drugs},
        Synonym{"van chuyen trai phep chat ma tuy", drugs},
        Synonym{"buon lau", smuggling},
        Synonym{"hang lau", smuggling},
        Synonym{"hang cam", smuggling},
        Synonym{"hang hoa", smuggling},
        Synonym{"gian lan thuong mai", smuggling},
        Synonym{"buon lau gian lan thuong mai", smuggling},
        Synonym{"van chuyen hang cam", smuggling},
        Synonym{"khai thac iuu", illegal_fishing},
        Synonym{"danh bat iuu", illegal_fishing},
        Synonym{"khai thac thuy san trai phep", illegal_fishing},
        Synonym{"khai thac hai san trai phep", illegal_fishing},
        Synonym{"danh bat trai phep", illegal_fishing},
        Synonym{"danh bat ca trai phep", illegal_fishing},
        Synonym{"danh ca trai phep", illegal_fishing},
        Synonym{"cuop bien", piracy},
        Synonym{"hai tac", piracy},
        Synonym{"cuop tren bien", piracy},
        Synonym{"cuop co vu trang tren bien", piracy},
        Synonym{"khac", other},
        Synonym{"loai khac", other},
        Synonym{"khong ro", other},
        // French
        Synonym{"traite", trafficking},
        Synonym{"traite des etres humains", trafficking},
        Synonym{"traite des personnes", trafficking},
        Synonym{"traite humaine", trafficking},
        Synonym{"trafic d'etres humains", trafficking},
        Synonym{"trafic humain", trafficking},
        Synonym{"franchissement illegal", illegal_crossing},
        Synonym{"franchissement illegal de la frontiere", illegal_crossing},
        Synonym{"passage illegal", illegal_crossing},
        Synonym{"passage clandestin", illegal_crossing},
        Synonym{"entree illegale", illegal_crossing},
        Synonym{"entree irreguliere", illegal_crossing},
        Synonym{"immigration illegale", illegal_crossing},
        Synonym{"immigration clandestine", illegal_crossing},
        Synonym{"migration irreguliere", illegal_crossing},
        Synonym{"trafic de migrants", illegal_crossing},
        Synonym{"drogue", drugs},
        Synonym{"drogues", drugs},
        Synonym{"stupefiant", drugs},
        Synonym{"stupefiants", drugs},
        Synonym{"trafic de drogue", drugs},
        Synonym{"trafic de drogues", drugs},
        Synonym{"trafic de stupefiants", drugs},
        Synonym{"contrebande", smuggling},
        Synonym{"marchandises", smuggling},
        Synonym{"trafic de marchandises", smuggling},
        Synonym{"fraude commerciale", smuggling},
        Synonym{"peche illegale", illegal_fishing},
        Synonym{"peche inn", illegal_fishing},
        Synonym{"inn", illegal_fishing},
        Synonym{"peche illicite", illegal_fishing},
        Synonym{"piratage", piracy},
        Synonym{"piraterie", piracy},
        Synonym{"piraterie maritime", piracy},
        Synonym{"vol a main armee en mer", piracy},
        Synonym{"brigandage", piracy},
        Synonym{"autre", other},
        Synonym{"autres", other},
        Synonym{"inconnu", other},
    };
    std::sort(all.begin(), all.end(), [](const Synonym& a, const Synonym& b) { return a.text < b.text; });
    return all;
}();
static_assert(std::adjacent_find(sorted_synonyms.begin(), sorted_synonyms.end(),
                                 [](const Synonym& a, const Synonym& b) { return a.text == b.text; }) ==
              sorted_synonyms.end());

std::string normalised(std::string_view text)
{
    std::string out;
    for (const char c : fold(text)) {
        const bool gap = c == ' ' || c == '_' || c == '-' || c == ',' || c == '/' || c == '\t';
        if (!gap)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace

const std::array<KindInfo, kind_count>& kinds()
{
    return table;
}

const KindInfo& info(Kind kind)
{
    return table[static_cast<std::size_t>(kind)];
}

std::optional<Kind> parse_kind(std::string_view text)
{
    const std::string wanted = normalised(text);
    const auto* const found = std::lower_bound(sorted_synonyms.begin(), sorted_synonyms.end(), wanted,
                                               [](const Synonym& s, const std::string& w) { return s.text < w; });
    if (found == sorted_synonyms.end() || found->text != wanted) return std::nullopt;
    return found->kind;
}

}  // namespace tuantra::domain
