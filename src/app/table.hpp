#pragma once
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace tuantra::app {

/// Columns a terminal gives the text: combining marks take none, East Asian wide characters two.
std::size_t display_width(std::string_view utf8);
/// One line that is safe on a terminal: control characters (also C1 and escapes) become spaces.
std::string one_line(std::string_view utf8);
/// At most `width` columns, the last one an ellipsis when something was cut off.
std::string cut(std::string_view utf8, std::size_t width);

/// Rows of texts, printed as aligned columns.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string header;
        Align align = Align::left;
        std::size_t max_width = 48;
    };

    explicit Table(std::vector<Column> columns);
    /// \pre as many cells as columns
    void add(std::vector<std::string> cells);
    void print(std::ostream& out) const;
    std::size_t rows() const { return m_rows.size(); }

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

}  // namespace tuantra::app
