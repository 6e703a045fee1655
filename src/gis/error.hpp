#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

namespace tuantra::gis {

/// A foreign file is at fault. what() is one line that names file, row (when one is known) and reason.
class Error : public std::runtime_error {
public:
    Error(std::string file, std::int64_t row, const std::string& reason);  ///< row 0: the file as a whole
    const std::string& file() const { return m_file; }
    std::int64_t row() const { return m_row; }

private:
    std::string m_file;
    std::int64_t m_row;
};

}  // namespace tuantra::gis
