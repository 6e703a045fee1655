#pragma once
#include "domain/incident.hpp"
#include "domain/line.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::ui {

/// What a user types of one incident. Texts that are left as they were filled in keep the record's exact time and
/// place, however much they round.
struct IncidentForm {
    std::uint64_t opened = 0;  ///< the model's count of openings that these texts belong to
    domain::Incident base;     ///< what is not typed: key, attributes, and exact values
    bool is_new = true;
    domain::Kind kind = domain::Kind::other;
    int severity = 3;
    char reliability = 0;
    int credibility = 0;
    std::array<char, 64> when{}, until{}, suspects{}, victims{};
    std::array<char, 160> place{};
    std::array<char, 256> title{};
    std::array<char, 8192> narrative{};
    std::string when_filled, until_filled, place_filled;
    domain::LonLat exact_place;                  ///< that `place_filled` stands for
    std::shared_ptr<const IncidentForm> filled;  ///< as it was made
    bool tried = false;                          ///< issues are shown once saving was tried
    bool drop_armed = false;
};

enum class FormField : std::uint8_t { when, until, place, title, suspects, victims };
struct FormIssue {
    FormField field;
    std::string text;  ///< in the current language
};

struct ReadForm {
    domain::Incident incident;
    std::optional<domain::LonLat> place;  ///< what the typed place means, once it means something
    std::vector<FormIssue> issues;        ///< empty: it can be saved
    const FormIssue* issue(FormField field) const;
};

/// A form for a new incident at a time, and perhaps at a place.
IncidentForm new_form(std::int64_t now_unix_s, std::optional<domain::LonLat> place);
/// A form with everything of a record.
IncidentForm form_of(const domain::Incident& incident);
void put_place(IncidentForm& form, domain::LonLat place);
/// Reads dates in UTC+7 unless they say another zone; places as coordinates or as addresses on a line.
ReadForm read_form(const IncidentForm& form, const domain::Lines& lines, std::int64_t now_unix_s);
/// Whether anything differs from what the form was made with.
bool is_changed(const IncidentForm& form);

/// One difference between two versions of a record, as texts.
struct Change {
    std::string field, before, after;
};
std::vector<Change> changes(const domain::Incident& before, const domain::Incident& after);

}  // namespace tuantra::ui
