#pragma once
#include "domain/incident.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::store {

/// What one change by hand did, and what undo_edit() needs to take it back.
struct EditReceipt {
    enum class What : std::uint8_t { added, changed, removed, nothing } what = What::nothing;
    std::int64_t id = 0;
    domain::Uid uid;
    std::uint64_t content = 0;  ///< of the record afterwards; of the removed one
};

/// One version of a record, the newest first: the present one, then those that were replaced.
struct IncidentVersion {
    domain::Incident incident;
    std::string source_name;  ///< who wrote this version
    std::int64_t written_ms = 0;
    bool by_hand = false;
    std::string who;  ///< whose hand, as the log has it; empty where no hand
};

/// The name of the sources that stand for hands: one for real records, one for invented ones.
inline constexpr const char* by_hand = "by hand";

}  // namespace tuantra::store
