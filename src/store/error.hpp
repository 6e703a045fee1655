#pragma once
#include <stdexcept>
#include <string>

namespace tuantra::store {

/// The database is at fault or refuses. what() is one line with the file and the reason.
class Error : public std::runtime_error {
public:
    enum class Code { failed, not_a_database, older, newer, damaged, read_only, locked, full };
    Error(Code code, const std::string& text) : std::runtime_error(text), m_code(code) {}
    Code code() const { return m_code; }

private:
    Code m_code;
};

}  // namespace tuantra::store
