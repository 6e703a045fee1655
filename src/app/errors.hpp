#pragma once
#include <stdexcept>
#include <string>
#include <utility>

namespace tuantra::app {

/// The call is at fault; the text says what it takes.
struct CallError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A file (not the database) or the data in it is at fault.
struct DataError : std::runtime_error {
    DataError(const std::string& text, std::string at_file = {}) : std::runtime_error(text), file(std::move(at_file)) {}
    std::string file;
};

}  // namespace tuantra::app
