#include "gis/error.hpp"

namespace tuantra::gis {

static std::string describe(const std::string& file, std::int64_t row, const std::string& reason)
{
    return row > 0 ? file + ": row " + std::to_string(row) + ": " + reason : file + ": " + reason;
}

Error::Error(std::string file, std::int64_t row, const std::string& reason)
    : std::runtime_error(describe(file, row, reason)), m_file(std::move(file)), m_row(row)
{
}

}  // namespace tuantra::gis
