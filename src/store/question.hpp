#pragma once
#include "domain/filter.hpp"
#include "store/geometry.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tuantra::store {

/// A filter as SQL that starts at an index and only narrows from there. All values are bound.
class Question {
public:
    /// `text_watermark`: records up to it are in the text index; -1 when the index is of no use.
    static Question incidents(const domain::Filter& filter, std::int64_t text_watermark);
    static Question tracks(const domain::Filter& filter);
    /// The chunks that may pass, by the index alone; columns name the chunk `c` and its track `t`.
    static Question track_runs(const domain::Filter& filter);

    /// SELECT `columns` of the records that pass. Columns name the record `i` (incident) or `t` (track).
    std::string select(const std::string& columns) const;
    /// The same for ids or counts: where the index alone is sure, the record itself is not read. `column` is what
    /// stands for the id: {id} in it is replaced.
    std::string select_ids(const std::string& column) const;
    void bind(SQLite::Statement& statement) const;
    /// The filter restricts nothing, so reading everything is right.
    bool open() const { return m_open; }

private:
    using Value = std::variant<std::int64_t, double, std::string, Blob>;
    class IncidentBuilder;
    class TrackBuilder;

    std::string number(std::int64_t v) { return add(v); }
    std::string number(double v) { return add(v); }
    std::string add(Value v);

    bool m_open = false;
    std::string m_from;   ///< FROM ... with the record joined
    std::string m_where;  ///< conditions, each starting with " AND "
    std::string m_index_from,
        m_index_where;  ///< the form that reads records only where the index is not sure; or empty
    std::vector<Value> m_values;
};

}  // namespace tuantra::store
