#pragma once
#include "domain/incident.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "lang/lang.hpp"

#include <string>
#include <string_view>

namespace tuantra::ui {

/// Dates as the language writes them: 22/11/2026 in Vietnamese and French, 2026-11-22 in English.
std::string date_text(domain::Instant t);
/// "22/11/2026 02:10" at UTC+7.
std::string time_text(domain::Instant t);
/// What is known of a time: a day alone, one moment, or a span with the shared day said once.
std::string span_text(const domain::TimeSpan& span);
/// "23:41": seconds would redraw the whole desk every second of the night.
std::string clock_text(domain::Instant t);
std::string weekday_text(domain::Instant t);
/// "+1 840 m abroad", "-320 m inland": an offset with its side in words.
std::string offset_text(const domain::Address& a);
/// "LAND km 425.3"
std::string line_km_text(const domain::Address& a);
/// A neighbour in the user's language: the line's own Vietnamese name, else a translation.
std::string neighbour_text(const domain::MeasuredLine* land, const std::string& name);
/// A source's name as it is shown: what was entered by hand says so in the user's language.
std::string source_text(const std::string& name);
/// "12.3 km · 6.6 nm"; metres below a kilometre.
std::string distance_text(double metres);
/// "3.4 km²", "0.8 ha"
std::string area_text(double square_metres);
/// "045°", clockwise from true north.
std::string bearing_text(double degrees);
/// "BORDER" and "COAST" as headings.
const char* line_title(domain::LineId line);

}  // namespace tuantra::ui
