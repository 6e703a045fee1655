#pragma once
#include <filesystem>
#include <fstream>
#include <ostream>

namespace tuantra::app {

/// Where a command's text goes: standard output, or a file that appears whole (written beside it, then renamed) or not
/// at all. Errors are DataError.
class Output {
public:
    explicit Output(std::filesystem::path file);  ///< empty: standard output
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    std::ostream& stream();
    /// Everything is written, or this throws.
    void commit();

private:
    std::filesystem::path m_file, m_part;
    std::ofstream m_stream;
};

}  // namespace tuantra::app
