#pragma once
#include "gis/error.hpp"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace tuantra::gis {

/// The name beside a file under which it is written until it is whole. What is left under it goes with this object.
class PartFile {
public:
    explicit PartFile(std::filesystem::path file) : m_file(std::move(file))
    {
        // The ending stays, for drivers look at it.
        m_part = m_file.parent_path() /
                 ("." + m_file.stem().string() + ".part" + std::to_string(::getpid()) + m_file.extension().string());
        std::error_code ignored;
        std::filesystem::remove(m_part, ignored);
    }
    ~PartFile()
    {
        std::error_code ignored;
        for (const char* side : {"", "-journal", "-wal", "-shm", ".aux.xml"})
            std::filesystem::remove(m_part.string() + side, ignored);
    }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::filesystem::path& path() const { return m_part; }
    /// Gives the file its name. Throws Error.
    void commit() const
    {
        std::error_code failed;
        if (std::filesystem::is_directory(m_file))
            failed = std::make_error_code(std::errc::is_a_directory);
        else
            std::filesystem::rename(m_part, m_file, failed);
        if (failed) throw Error(m_file.string(), 0, "cannot be written: " + failed.message());
    }

private:
    std::filesystem::path m_file, m_part;
};

}  // namespace tuantra::gis
