#include "ui/incident_form.hpp"

#include "domain/geodesy.hpp"
#include "domain/time.hpp"
#include "lang/lang.hpp"
#include "ui/filter_fields.hpp"
#include "ui/search.hpp"
#include "ui/texts.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace tuantra::ui {

using lang::tr;

namespace {

constexpr std::int64_t clock_slack_s = 300;
constexpr double same_place_m = 0.01;
constexpr int most_people = 100'000;

template <std::size_t N>
std::string_view get(const std::array<char, N>& from)
{
    return {from.data(), std::strlen(from.data())};
}

/// Cut between letters where it is too long.
template <std::size_t N>
void put(std::array<char, N>& to, std::string_view text)
{
    to.fill(0);
    std::size_t n = std::min(text.size(), N - 1);
    while (n > 0 && n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U) --n;
    std::copy_n(text.begin(), n, to.begin());
}

std::string_view trimmed(std::string_view s)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!s.empty() && blank(s.front())) s.remove_prefix(1);
    while (!s.empty() && blank(s.back())) s.remove_suffix(1);
    return s;
}

std::string place_text(domain::LonLat p)
{
    std::array<char, 64> b{};
    std::snprintf(b.data(), b.size(), "%.5f %.5f", p.lon, p.lat);
    return b.data();
}

bool is_whole_day(const domain::TimeSpan& span)
{
    const auto a = domain::civil(span.from), b = domain::civil(span.to);
    return a.hour == 0 && a.minute == 0 && a.second == 0 && b.hour == 23 && b.minute == 59 && b.second == 59;
}

void put_time(IncidentForm& form, const domain::TimeSpan& span)
{
    const bool days = is_whole_day(span);
    const std::string from = days ? date_text(span.from) : time_text(span.from);
    const std::string to = days ? date_text(span.to) : time_text(span.to);
    put(form.when, from);
    put(form.until, from == to ? "" : to);
    form.when_filled = get(form.when);
    form.until_filled = get(form.until);
}

std::optional<domain::LonLat> place_of(const IncidentForm& form, const domain::Lines& lines)
{
    const auto text = trimmed(get(form.place));
    if (!form.place_filled.empty() && text == form.place_filled) return form.exact_place;
    if (const auto address = parse_address(text)) {
        if (!lines.land || !lines.coast) return std::nullopt;
        const auto& line = lines.get(address->line);
        if (address->chainage_km < 0 || address->chainage_km > line.official_km()) return std::nullopt;
        return line.point_at(address->chainage_km, address->offset_m);
    }
    return parse_position(text);
}

std::optional<int> people(std::string_view text, bool& bad)
{
    const auto typed = trimmed(text);
    bad = false;
    if (typed.empty()) return std::nullopt;
    const auto n = parse_number(typed);
    bad = !n || *n < 0 || *n > most_people || *n != std::floor(*n);
    return bad ? std::nullopt : std::optional(static_cast<int>(*n));
}

/// The record's own text where the field was not touched: it may be longer than the field holds.
template <std::size_t N>
std::string kept_or_typed(const std::array<char, N>& field, const std::string& was)
{
    std::array<char, N> filled{};
    put(filled, was);
    return get(filled) == get(field) ? was : std::string(trimmed(get(field)));
}

void read_time(const IncidentForm& form, std::int64_t now, ReadForm& out)
{
    const auto when = trimmed(get(form.when)), until = trimmed(get(form.until));
    if (!form.when_filled.empty() && when == form.when_filled && until == form.until_filled) {
        out.incident.occurred = form.base.occurred;
        return;
    }
    const auto from = domain::parse_time(when);
    if (!from) {
        out.issues.push_back({FormField::when, when.empty() ? tr("When did it happen?")
                                                            : tr("No such time: 22/11/2026 02:10, or a day alone")});
        return;
    }
    out.incident.occurred = *from;
    if (!until.empty()) {
        const auto to = domain::parse_time(until);
        if (!to)
            out.issues.push_back({FormField::until, tr("No such time: 22/11/2026 02:10, or a day alone")});
        else if (to->to < from->from)
            out.issues.push_back({FormField::until, tr("The end lies before the beginning")});
        else
            out.incident.occurred.to = to->to;
    }
    const bool known_end = out.issue(FormField::until) == nullptr && !is_whole_day(out.incident.occurred);
    if (from->from.unix_s > now + clock_slack_s)
        out.issues.push_back({FormField::when, tr("This lies in the future")});
    else if (known_end && out.incident.occurred.to.unix_s > now + clock_slack_s)
        out.issues.push_back({FormField::until, tr("This lies in the future")});
}

}  // namespace

const FormIssue* ReadForm::issue(FormField field) const
{
    const auto found = std::find_if(issues.begin(), issues.end(), [&](const auto& i) { return i.field == field; });
    return found == issues.end() ? nullptr : &*found;
}

void put_place(IncidentForm& form, domain::LonLat place)
{
    form.exact_place = place;
    put(form.place, place_text(place));
    form.place_filled = get(form.place);
}

IncidentForm new_form(std::int64_t now_unix_s, std::optional<domain::LonLat> place)
{
    IncidentForm form;
    const domain::Instant minute{now_unix_s - now_unix_s % 60};
    put(form.when, time_text(minute));
    if (place) put_place(form, *place);
    form.filled = std::make_shared<const IncidentForm>(form);
    return form;
}

IncidentForm form_of(const domain::Incident& in)
{
    IncidentForm form;
    form.is_new = false;
    form.base = in;
    form.kind = in.kind;
    form.severity = in.severity;
    form.reliability = in.reliability;
    form.credibility = in.credibility;
    put_time(form, in.occurred);
    put_place(form, in.place);
    put(form.title, in.title);
    put(form.narrative, in.narrative);
    if (in.suspects >= 0) put(form.suspects, std::to_string(in.suspects));
    if (in.victims >= 0) put(form.victims, std::to_string(in.victims));
    form.filled = std::make_shared<const IncidentForm>(form);
    return form;
}

ReadForm read_form(const IncidentForm& form, const domain::Lines& lines, std::int64_t now_unix_s)
{
    ReadForm out;
    auto& in = out.incident;
    in = form.base;
    in.kind = form.kind;
    in.severity = form.severity;
    in.reliability = form.reliability;
    in.credibility = form.credibility;
    in.title = kept_or_typed(form.title, form.base.title);
    in.narrative = kept_or_typed(form.narrative, form.base.narrative);
    read_time(form, now_unix_s, out);
    out.place = place_of(form, lines);
    if (out.place)
        in.place = *out.place;
    else
        out.issues.push_back(
            {FormField::place, trimmed(get(form.place)).empty()
                                   ? tr("Where did it happen? Click on the map or type it")
                                   : tr("No such place: 106.73 21.81 (longitude first), or LAND 268.4")});
    if (in.title.empty()) out.issues.push_back({FormField::title, tr("Say in a few words what happened")});
    bool bad = false;
    in.suspects = people(get(form.suspects), bad).value_or(-1);
    if (bad) out.issues.push_back({FormField::suspects, tr("A whole number, or empty where unknown")});
    in.victims = people(get(form.victims), bad).value_or(-1);
    if (bad) out.issues.push_back({FormField::victims, tr("A whole number, or empty where unknown")});
    return out;
}

bool is_changed(const IncidentForm& form)
{
    if (!form.filled) return false;
    const auto& was = *form.filled;
    const auto differ = [](const auto& a, const auto& b) { return get(a) != get(b); };
    return was.kind != form.kind || was.severity != form.severity || was.reliability != form.reliability ||
           was.credibility != form.credibility || differ(was.when, form.when) || differ(was.until, form.until) ||
           differ(was.suspects, form.suspects) || differ(was.victims, form.victims) || differ(was.place, form.place) ||
           was.exact_place != form.exact_place || differ(was.title, form.title) ||
           differ(was.narrative, form.narrative);
}

std::vector<Change> changes(const domain::Incident& a, const domain::Incident& b)
{
    std::vector<Change> out;
    const auto add = [&](const char* field, std::string before, std::string after) {
        if (before != after) out.push_back({field, std::move(before), std::move(after)});
    };
    const auto count = [](int n) { return n < 0 ? std::string("—") : lang::number(std::int64_t{n}); };
    const auto grade = [](const domain::Incident& x) {
        std::string text;
        if (x.reliability != 0) text += x.reliability;
        if (x.credibility != 0) text += std::to_string(x.credibility);
        return text.empty() ? std::string("—") : text;
    };
    if (a.occurred != b.occurred) {
        // Seconds are not shown; a change of them is still one.
        const auto before = span_text(a.occurred), after = span_text(b.occurred);
        out.push_back({tr("Time"), before, before == after ? after + " *" : after});
    }
    add(tr("Kind"), view::kind_text(a.kind), view::kind_text(b.kind));
    add(tr("Severity"), std::to_string(a.severity), std::to_string(b.severity));
    if (domain::distance_m(a.place, b.place) > same_place_m)
        out.push_back(
            {tr("Position"), view::position_text(a.place),
             view::position_text(b.place) + " (" + distance_text(domain::distance_m(a.place, b.place)) + ")"});
    add(tr("Title"), a.title, b.title);
    add(tr("Narrative"), a.narrative, b.narrative);
    add(tr("Grade"), grade(a), grade(b));
    add(tr("Suspects"), count(a.suspects), count(b.suspects));
    add(tr("Victims"), count(a.victims), count(b.victims));
    for (const auto& [name, value] : b.attributes) {
        const auto was =
            std::find_if(a.attributes.begin(), a.attributes.end(), [&](const auto& x) { return x.first == name; });
        add(name.c_str(), was == a.attributes.end() ? "—" : was->second, value);
    }
    for (const auto& [name, value] : a.attributes)
        if (std::none_of(b.attributes.begin(), b.attributes.end(), [&](const auto& x) { return x.first == name; }))
            add(name.c_str(), value, "—");
    return out;
}

}  // namespace tuantra::ui
